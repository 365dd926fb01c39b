//! The people of a change of secretaries: an old one and a new one in the first branch, two officers of its township, and whoever
//! belongs there.

use guanai_app::accounts::{OpenAccount, SignIn, SignedIn, Token};
use guanai_app::handovers::{
    AddItem, HandoverError, HandoverFile, ItemView, MoveItem, add_item, move_item, read_handover,
};
use guanai_app::posts::{
    DecideAppointment, EndPost, PostError, RecordAppointment, decide_appointment, end_post, record_appointment,
};
use guanai_app::{Actor, Role};
use guanai_casework::appointment::{AppointmentMove, Manner, Powers};
use guanai_casework::handover::{ItemKind, ItemMove};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{HandoverId, HandoverItemId, OperationId, OrganizationId, PersonId, PostId};
use guanai_kernel::{Date, Moment};
use guanai_registry::{Person, Post};
use guanai_store::{Db, memberships, persons, posts};

use crate::town::{OWN, Town, membership, morning, person, source, today, welcomed};

/// A day, so many after that of the tests.
pub fn on(days: i32) -> Date {
    add_days(today(), days).unwrap()
}

/// So many hours after the midnight with which a day begins.
pub fn at_hour(days: i32, hours: i64) -> Moment {
    Moment::from_micros(Moment::at_dawn_in_china(on(days)).as_micros() + hours * 3_600_000_000)
}

pub struct Office {
    pub town: Town,
    pub branch: OrganizationId,
    /// The secretary who leaves, with an account that was opened before posts were known.
    pub old: PersonId,
    /// Who comes.
    pub new: PersonId,
    /// Whom they look after.
    pub member: PersonId,
    /// The post of the old one, as a book states it.
    pub old_post: PostId,
    pub maker: Actor,
    pub checker: Actor,
}

impl Office {
    pub async fn build(db: Db) -> Self {
        let mut town = Town::build(db).await;
        let branch = town.branches[0];
        let people = [10, 11].map(|number| Person {
            name: if number == 10 { "老书记".into() } else { "新书记".into() },
            ..person(&mut town.ids, number)
        });
        let [old, new] = [people[0].person_id, people[1].person_id];
        let spells = [0, 1].map(|at: usize| membership(&mut town.ids, &people[at], branch));
        let post = Post {
            post_id: PostId::fresh(&mut town.ids),
            person_id: old,
            organization_id: branch,
            code: Some("secretary".into()),
            title: "党支部书记".into(),
            since_on: Date::constant(2026, 6, 1),
            until_on: None,
            source: source(),
            recorded_at: morning(),
        };
        let mut tx = town.db.begin_write().await.unwrap();
        persons::add_many(&mut tx, &people).await.unwrap();
        memberships::add_many(&mut tx, &spells).await.unwrap();
        posts::add_many(&mut tx, std::slice::from_ref(&post)).await.unwrap();
        tx.commit().await.unwrap();
        let township = Some(town.townships[0]);
        let maker = town.settle("jia", Role::TownshipOfficer, township).await.1.actor().unwrap();
        let checker = town.settle("yi", Role::TownshipOfficer, township).await.1.actor().unwrap();
        let member = town.members[0];
        Self { town, branch, old, new, member, old_post: post.post_id, maker, checker }
    }

    pub fn operation(&mut self) -> OperationId {
        OperationId::fresh(&mut self.town.ids)
    }

    /// An account of the branch's contact that belongs to somebody.
    pub async fn contact(&mut self, name: &str, owner: PersonId) -> (Token, SignedIn) {
        let wish = OpenAccount {
            sign_in_name: name.to_owned(),
            name: name.to_owned(),
            role: Role::BranchContact,
            organization_id: Some(self.branch),
            person_id: Some(owner),
        };
        let slip = self.town.open(wish).await.unwrap();
        self.town.settle_with(&slip).await
    }

    /// Who acts for an account at a moment.
    pub async fn signed_in(&mut self, name: &str, at: Moment) -> SignedIn {
        let come: SignIn = self.town.try_to_sign_in(name, OWN, at).await;
        self.town.who(&welcomed(come), at).await.unwrap()
    }

    pub async fn actor(&mut self, name: &str, at: Moment) -> Actor {
        self.signed_in(name, at).await.actor().unwrap()
    }

    pub fn wish(&self, since_on: Date, last_on: Option<Date>) -> RecordAppointment {
        RecordAppointment {
            organization_id: self.branch,
            person_id: self.new,
            code: "secretary".into(),
            title: "党支部书记".into(),
            manner: Manner::Full,
            powers: Powers::Contact,
            since_on,
            last_on,
            resolution: "青组〔2026〕9号".into(),
        }
    }

    pub async fn record(&mut self, actor: &Actor, wish: &RecordAppointment) -> Result<PostId, PostError> {
        let operation = self.operation();
        let (mut cx, ..) = self.town.cx(actor.clone(), morning());
        record_appointment(&mut cx, operation, wish).await
    }

    pub async fn decide(&mut self, actor: &Actor, post_id: PostId, step: AppointmentMove) -> Result<(), PostError> {
        let operation = self.operation();
        let (mut cx, ..) = self.town.cx(actor.clone(), morning());
        let why = Some("会议没有通过".to_owned()).filter(|_| step == AppointmentMove::Decline);
        decide_appointment(&mut cx, operation, &DecideAppointment { post_id, step, why }).await
    }

    /// Appointed by one officer and confirmed by the other.
    pub async fn appoint(&mut self, since_on: Date, last_on: Option<Date>) -> PostId {
        let (maker, checker) = (self.maker.clone(), self.checker.clone());
        let wish = self.wish(since_on, last_on);
        let post_id = self.record(&maker, &wish).await.unwrap();
        self.decide(&checker, post_id, AppointmentMove::Confirm).await.unwrap();
        post_id
    }

    pub async fn end(&mut self, actor: &Actor, post_id: PostId, last_on: Date) -> Result<HandoverId, PostError> {
        let operation = self.operation();
        let (mut cx, ..) = self.town.cx(actor.clone(), morning());
        end_post(&mut cx, operation, &EndPost { post_id, last_on, why: "换届".into() }).await
    }

    pub async fn file(
        &mut self,
        actor: &Actor,
        handover: HandoverId,
        at: Moment,
    ) -> Result<HandoverFile, HandoverError> {
        let (mut cx, ..) = self.town.cx(actor.clone(), at);
        read_handover(&mut cx, handover).await
    }

    /// The item of a kind.
    pub async fn item(&mut self, actor: &Actor, handover: HandoverId, kind: ItemKind, at: Moment) -> ItemView {
        let file = self.file(actor, handover, at).await.unwrap();
        file.items.into_iter().find(|item| item.kind == kind).unwrap()
    }

    pub async fn step(
        &mut self,
        actor: &Actor,
        handover_id: HandoverId,
        (item_id, step): (HandoverItemId, ItemMove),
        at: Moment,
    ) -> Result<(), HandoverError> {
        let operation = self.operation();
        let (mut cx, ..) = self.town.cx(actor.clone(), at);
        let wish = MoveItem { handover_id, item_id, step, words: Some("见备注".into()) };
        move_item(&mut cx, operation, &wish).await
    }

    pub async fn put(
        &mut self,
        actor: &Actor,
        handover_id: HandoverId,
        (kind, words): (ItemKind, &str),
        at: Moment,
    ) -> Result<HandoverItemId, HandoverError> {
        let operation = self.operation();
        let (mut cx, ..) = self.town.cx(actor.clone(), at);
        add_item(&mut cx, operation, &AddItem { handover_id, kind, words: words.into() }).await
    }
}
