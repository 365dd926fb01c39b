//! Appointments, and what is handed over when a post ends.

use guanai_app::actor::Act;
use guanai_app::handovers::{AddItem, MoveItem, add_item, move_item};
use guanai_app::posts::{DecideAppointment, EndPost, decide_appointment, end_post};
use guanai_app::{Actor, Role};
use guanai_casework::appointment::{Appointment, AppointmentMove, AppointmentState, Manner, Powers};
use guanai_casework::handover::{HandoverItem, ItemKind, ItemMove, ItemState, Party};
use guanai_casework::round::Hand;
use guanai_kernel::Moment;
use guanai_kernel::ids::{AccountId, HandoverId, HandoverItemId, PostId};
use guanai_registry::{Person, Post};
use guanai_store::{appointments, handovers, memberships, persons, posts};
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::form::{Moving, holds};
use crate::town::{Town, membership, person, source};

fn hand(by: &str) -> Hand {
    Hand { by: by.to_owned(), at: clock::at(day(8, 20)) }
}

impl Town {
    /// Two more of the first branch: who leaves a post and who comes.
    pub async fn two_more(&mut self) -> [Person; 2] {
        let people = [20, 21].map(|number| person(&mut self.ids, number));
        let spells = [0, 1].map(|at: usize| membership(&mut self.ids, &people[at], self.branches[0]));
        let mut tx = self.db.begin_write().await.unwrap();
        persons::add_many(&mut tx, &people).await.unwrap();
        memberships::add_many(&mut tx, &spells).await.unwrap();
        tx.commit().await.unwrap();
        people
    }
}

struct Appointed {
    town: Town,
    appointment: Appointment,
}

impl Moving for Appointed {
    type State = AppointmentState;
    type Step = AppointmentMove;
    type Record = Appointment;
    const STATES: &'static [AppointmentState] = AppointmentState::ALL;
    // An end is recorded of the post, with its day and what is handed over.
    const STEPS: &'static [AppointmentMove] =
        &[AppointmentMove::Confirm, AppointmentMove::Decline, AppointmentMove::Withdraw];

    fn leads(from: AppointmentState, step: AppointmentMove) -> Option<AppointmentState> {
        from.after(step).ok()
    }

    fn act(step: AppointmentMove) -> Act {
        if step == AppointmentMove::Withdraw { Act::RecordAppointment } else { Act::DecideAppointment }
    }

    fn state(record: &Appointment) -> AppointmentState {
        record.state
    }

    /// Whoever takes it back recorded it; whoever decides did not.
    async fn put(&mut self, who: &Actor, state: AppointmentState, step: AppointmentMove) -> Appointment {
        let is_decided = !matches!(state, AppointmentState::Proposed | AppointmentState::Known);
        let mut tx = self.town.db.begin_write().await.unwrap();
        let before = appointments::find(&mut tx, self.appointment.post_id).await.unwrap().unwrap();
        let recorded = hand(if step == AppointmentMove::Withdraw { &who.name } else { "somebody" });
        let decided = is_decided.then(|| hand("another"));
        let after = Appointment { state, recorded, decided, ..self.appointment.clone() };
        if before != after {
            appointments::amend(&mut tx, &before, &after, clock::at(day(8, 30))).await.unwrap();
        }
        tx.commit().await.unwrap();
        after
    }

    async fn kept(&self) -> Appointment {
        let mut tx = self.town.db.begin_read().await.unwrap();
        appointments::find(&mut tx, self.appointment.post_id).await.unwrap().unwrap()
    }

    async fn tries(&mut self, who: &Actor, step: AppointmentMove) -> Result<(), &'static str> {
        let why = Some("会议没有通过".to_owned());
        let wish = DecideAppointment { post_id: self.appointment.post_id, step, why };
        let operation = self.town.operation();
        let moved = decide_appointment(&mut self.town.on(who, day(9, 1)), operation, &wish).await;
        moved.map_err(|error| error.code())
    }
}

#[test]
fn nobody_takes_an_unlawful_move_of_an_appointment() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let everybody = town.everybody().await;
        let [_, comes] = town.two_more().await;
        let appointment = Appointment {
            post_id: PostId::fresh(&mut town.ids),
            person_id: comes.person_id,
            organization_id: town.branches[0],
            code: Some("secretary".to_owned()),
            title: "党支部书记".to_owned(),
            manner: Manner::Full,
            powers: Powers::Contact,
            since_on: day(9, 10),
            until_on: None,
            resolution: "青组〔2026〕9号".to_owned(),
            state: AppointmentState::Proposed,
            recorded: hand("somebody"),
            decided: None,
            ended: None,
            words: None,
        };
        let mut tx = town.db.begin_write().await.unwrap();
        appointments::add(&mut tx, &appointment).await.unwrap();
        tx.commit().await.unwrap();
        let post_id = appointment.post_id;
        let mut appointed = Appointed { town, appointment };
        holds(&mut appointed, &everybody).await;
        let mut tx = appointed.town.db.begin_read().await.unwrap();
        assert!(posts::find(&mut tx, post_id).await.unwrap().is_some(), "the confirmed one stands in the register");
    });
}

struct Handed {
    town: Town,
    handover_id: HandoverId,
    item: HandoverItem,
    at: Moment,
}

impl Moving for Handed {
    type State = ItemState;
    type Step = ItemMove;
    type Record = HandoverItem;
    const STATES: &'static [ItemState] = ItemState::ALL;
    // What lapses lapses by the records, and nobody presses it.
    const STEPS: &'static [ItemMove] =
        &[ItemMove::Accept, ItemMove::Return, ItemMove::Mend, ItemMove::Assign, ItemMove::Release, ItemMove::Settle];

    fn leads(from: ItemState, step: ItemMove) -> Option<ItemState> {
        Party::ALL.iter().find_map(|party| from.after(step, *party).ok())
    }

    fn act(step: ItemMove) -> Act {
        match step {
            ItemMove::Assign | ItemMove::Release | ItemMove::Settle => Act::SettleHandover,
            ItemMove::Accept | ItemMove::Return | ItemMove::Mend | ItemMove::Lapse => Act::CarryHandover,
        }
    }

    fn state(record: &HandoverItem) -> ItemState {
        record.state
    }

    async fn put(&mut self, _: &Actor, state: ItemState, _: ItemMove) -> HandoverItem {
        let is_said = matches!(state, ItemState::Returned | ItemState::Released);
        let mut tx = self.town.db.begin_write().await.unwrap();
        let before = handovers::find_item(&mut tx, self.item.item_id).await.unwrap().unwrap();
        let after = HandoverItem { state, reason: is_said.then(|| "差一把".to_owned()), ..self.item.clone() };
        if before != after {
            handovers::amend_items(&mut tx, &[(before, after.clone())], self.at).await.unwrap();
        }
        tx.commit().await.unwrap();
        after
    }

    async fn kept(&self) -> HandoverItem {
        let mut tx = self.town.db.begin_read().await.unwrap();
        handovers::find_item(&mut tx, self.item.item_id).await.unwrap().unwrap()
    }

    async fn tries(&mut self, who: &Actor, step: ItemMove) -> Result<(), &'static str> {
        let (handover_id, item_id) = (self.handover_id, self.item.item_id);
        let wish = MoveItem { handover_id, item_id, step, words: Some("见备注".to_owned()) };
        let operation = self.town.operation();
        let (mut cx, ..) = self.town.cx(who.clone(), self.at);
        move_item(&mut cx, operation, &wish).await.map_err(|error| error.code())
    }
}

#[test]
fn nobody_takes_an_unlawful_move_of_what_is_handed_over() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let mut everybody = town.everybody().await;
        let [leaves, comes] = town.two_more().await;
        let post = Post {
            post_id: PostId::fresh(&mut town.ids),
            person_id: leaves.person_id,
            organization_id: town.branches[0],
            code: Some("secretary".to_owned()),
            title: "党支部书记".to_owned(),
            since_on: day(6, 1),
            until_on: None,
            source: source(),
            recorded_at: clock::at(day(6, 1)),
        };
        let mut tx = town.db.begin_write().await.unwrap();
        posts::add_many(&mut tx, &[post.clone()]).await.unwrap();
        tx.commit().await.unwrap();
        let township = everybody.iter().find(|actor| actor.role == Role::TownshipOfficer).unwrap().clone();
        let operation = town.operation();
        let ending = EndPost { post_id: post.post_id, last_on: day(9, 1), why: "换届".to_owned() };
        let handover_id = end_post(&mut town.on(&township, day(9, 1)), operation, &ending).await.unwrap();
        // Who leaves and who comes, beside everybody else.
        let contact = everybody.iter().find(|actor| actor.role == Role::BranchContact).unwrap().clone();
        let of_branch = |person_id, town: &mut Town| Actor {
            name: AccountId::fresh(&mut town.ids).to_string(),
            person_id: Some(person_id),
            ..contact.clone()
        };
        let (former, successor) = (of_branch(leaves.person_id, &mut town), of_branch(comes.person_id, &mut town));
        let at = clock::at(day(9, 2));
        let operation = town.operation();
        let wish = AddItem { handover_id, kind: ItemKind::Thing, words: "村部钥匙三把".to_owned() };
        let (mut cx, ..) = town.cx(former.clone(), at);
        let item_id: HandoverItemId = add_item(&mut cx, operation, &wish).await.unwrap();
        let mut tx = town.db.begin_read().await.unwrap();
        let item = handovers::find_item(&mut tx, item_id).await.unwrap().unwrap();
        tx.rollback().await.unwrap();
        everybody.extend([former, successor]);
        holds(&mut Handed { town, handover_id, item, at }, &everybody).await;
    });
}
