//! Rounds of visits: whom the rules bring on the list and whom not, who approves, and how the list changes after that.

use std::collections::BTreeSet;

use guanai_app::rounds::{
    AddToRound, ChangeRound, DraftRound, ListRoundPeople, ListedPerson, MoveRound, OnList, RoundDuty, RoundFile,
    RoundTab, change_round_list, draft_round, list_round_people, list_rounds, move_round, read_round, redraw_round,
};
use guanai_app::visits::RecordVisit;
use guanai_app::{Actor, Role};
use guanai_casework::VisitAct;
use guanai_casework::guarantee::{KeptRest, Rest, RestKind};
use guanai_casework::round::{Goods, LeftOut, Listing, Mention, RoundMove, RoundState};
use guanai_kernel::ids::{FactId, HouseholdId, OrganizationId, PersonId, RestId, RoundId};
use guanai_kernel::{Date, Guarantee, Moment, Money};
use guanai_registry::{Fact, FactValue, Household, HouseholdMember, Kin, Person, Source, SourceKind};
use guanai_store::facts::NewFact;
use guanai_store::{facts, happenings, households, persons, round_people, rounds, spells};
use guanai_testkit::clock;
use guanai_testkit::engines::on_both;

use crate::town::{Town, source};
use crate::visits::called_on;
use crate::work::actor;

/// Three weeks before the Spring Festival of 2027, the sixth of February.
pub const DRAWN_ON: Date = Date::constant(2027, 1, 18);

/// Office hours of a day.
pub fn hours(day: Date) -> Moment {
    clock::at(day)
}

pub fn yuan(yuan: i64) -> Money {
    Money::from_yuan(yuan).unwrap()
}

/// A round for the Spring Festival, with what else comes due in its days.
pub fn festival(rules: &[&str]) -> DraftRound {
    DraftRound {
        organization_id: None,
        title: "2027年春节走访慰问".to_owned(),
        rules: rules.iter().map(|rule| (*rule).to_owned()).collect(),
        opens_on: Date::constant(2027, 1, 17),
        closes_on: Date::constant(2027, 2, 5),
        budget: yuan(20_000),
        plain_gift: None,
        goods: Some(Goods { name: "米、油各一".to_owned(), worth: yuan(100) }),
        purse: Some("care-fund".to_owned()),
    }
}

impl Town {
    /// One more member of the `at`th branch, recognised as in hardship of a degree.
    pub async fn in_hardship(&mut self, number: u32, at: usize, degree: &str) -> PersonId {
        let person = self.newcomer(number, at).await;
        for (name, value) in
            [("hardship.recognised", FactValue::Bool(true)), ("hardship.degree", FactValue::Text(degree.to_owned()))]
        {
            self.know(person.person_id, name, value).await;
        }
        person.person_id
    }

    pub async fn know(&mut self, person_id: PersonId, name: &str, value: FactValue) {
        let fact = Fact {
            fact_id: FactId::fresh(&mut self.ids),
            person_id,
            name: name.to_owned(),
            value,
            valid_from: Date::constant(2026, 6, 30),
            valid_to: None,
            source: Source { kind: SourceKind::Entry, place: "台账".to_owned(), ..source() },
            verified: true,
            recorded_at: crate::town::morning(),
        };
        let mut tx = self.db.begin_write().await.unwrap();
        facts::append_many(&mut tx, &[NewFact { fact, sensitive: true }]).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// These people live in one house.
    pub async fn house(&mut self, people: &[PersonId]) -> HouseholdId {
        let household_id = HouseholdId::fresh(&mut self.ids);
        let recorded_at = crate::town::morning();
        let household = Household { household_id, address: Some("三组".to_owned()), source: source(), recorded_at };
        let members = people.iter().map(|person_id| HouseholdMember {
            household_id,
            person_id: *person_id,
            relation: "self".to_owned(),
            since_on: Date::constant(2026, 6, 30),
            until_on: None,
        });
        let members: Vec<HouseholdMember> = members.collect();
        let mut tx = self.db.begin_write().await.unwrap();
        households::add_many(&mut tx, &[household]).await.unwrap();
        households::add_members(&mut tx, &members).await.unwrap();
        tx.commit().await.unwrap();
        household_id
    }

    pub async fn dies(&mut self, person_id: PersonId, on: Date) {
        let mut tx = self.db.begin_write().await.unwrap();
        let before = persons::get(&mut tx, person_id).await.unwrap();
        let after = Person { died_on: Some(on), ..before.clone() };
        persons::amend(&mut tx, &before, &after, hours(on)).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn exempt(&mut self, person_id: PersonId, reason: &str) {
        let rest = Rest {
            rest_id: RestId::fresh(&mut self.ids),
            kind: RestKind::Exemption,
            matter: None,
            reason: reason.to_owned(),
            from_on: Date::constant(2026, 7, 1),
            until_on: Date::constant(2028, 1, 1),
            said_on: Date::constant(2026, 7, 1),
        };
        let kept = KeptRest {
            rest,
            person_id,
            guarantee: Guarantee::Visit,
            said_by: "x".to_owned(),
            recorded_at: crate::town::morning(),
        };
        let mut tx = self.db.begin_write().await.unwrap();
        happenings::add_rest(&mut tx, &kept).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn draft(&mut self, by: &Actor, wish: &DraftRound) -> Result<RoundId, &'static str> {
        let operation = self.operation();
        let (mut cx, ..) = self.cx(by.clone(), hours(DRAWN_ON));
        draft_round(&mut cx, operation, wish).await.map_err(|error| error.code())
    }

    pub async fn round(&mut self, by: &Actor, round_id: RoundId) -> Result<RoundFile, &'static str> {
        let (mut cx, ..) = self.cx(by.clone(), hours(DRAWN_ON));
        read_round(&mut cx, round_id).await.map_err(|error| error.code())
    }

    /// Moves a round on, seeing what the list comes to.
    pub async fn moved(&mut self, by: &Actor, round_id: RoundId, step: RoundMove) -> Result<RoundId, &'static str> {
        let seen = self.round(by, round_id).await.map(|file| file.totals.all)?;
        let words = Some("漏了下村一户".to_owned());
        self.try_move(by, MoveRound { round_id, step, words, seen: Some(seen) }).await
    }

    async fn try_move(&mut self, by: &Actor, wish: MoveRound) -> Result<RoundId, &'static str> {
        let operation = self.operation();
        let (mut cx, ..) = self.cx(by.clone(), hours(DRAWN_ON));
        move_round(&mut cx, operation, &wish).await.map_err(|error| error.code())
    }

    pub async fn change(
        &mut self,
        by: &Actor,
        round_id: RoundId,
        person_id: PersonId,
        change: ChangeRound,
    ) -> Result<(), &'static str> {
        let tx = &mut self.db.begin_read().await.unwrap();
        let state_no = round_people::count_former(tx, round_id, person_id).await.unwrap();
        self.change_as_read(by, OnList { round_id, person_id, state_no }, change).await
    }

    /// As of a state that was read before.
    pub async fn change_as_read(&mut self, by: &Actor, of: OnList, change: ChangeRound) -> Result<(), &'static str> {
        let operation = self.operation();
        let (mut cx, ..) = self.cx(by.clone(), hours(DRAWN_ON));
        change_round_list(&mut cx, operation, of, &change).await.map_err(|error| error.code())
    }

    pub async fn listed(&mut self, by: &Actor, round_id: RoundId, tab: RoundTab) -> Vec<ListedPerson> {
        let (mut cx, ..) = self.cx(by.clone(), hours(DRAWN_ON));
        let ask = ListRoundPeople { round_id, tab, page: Some(1) };
        list_round_people(&mut cx, ask).await.unwrap().rows
    }
}

pub fn added(words: &str) -> ChangeRound {
    ChangeRound::Add(AddToRound { gift: Some(yuan(300)), words: words.to_owned() })
}

fn who(rows: &[ListedPerson]) -> Vec<PersonId> {
    rows.iter().map(|row| row.person_id).collect()
}

#[test]
fn the_rules_bring_people_on_the_list_and_nobody_is_dropped_unnamed() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let county = actor(&mut town, Role::CountyOfficer, 0);
        let severe = town.in_hardship(5, 0, "severe").await;
        let spouse = town.in_hardship(6, 0, "general").await;
        let house = town.house(&[severe, spouse]).await;
        let [abroad, no_wish, visited] = [
            town.in_hardship(7, 0, "general").await,
            town.in_hardship(8, 0, "general").await,
            town.in_hardship(9, 1, "general").await,
        ];
        town.exempt(abroad, "settled-abroad").await;
        town.exempt(no_wish, "declined").await;
        let wish = RecordVisit {
            made_on: Date::constant(2027, 1, 17),
            occasions: BTreeSet::from(["spring-festival".to_owned()]),
            ..called_on(visited)
        };
        let operation = town.operation();
        let (mut cx, ..) = town.cx(county.clone(), hours(DRAWN_ON));
        guanai_app::visits::record_visit(&mut cx, operation, &wish).await.unwrap();
        let unknown = town.members[0];
        let round_id = town.draft(&county, &festival(&["spring-festival", "birthday-round"])).await.unwrap();
        let on = town.listed(&county, round_id, RoundTab::On).await;
        assert_eq!(BTreeSet::from_iter(who(&on)), BTreeSet::from([severe, spouse]));
        let of = |id: PersonId| on.iter().find(|row| row.person_id == id).unwrap();
        assert!(of(severe).gift > of(spouse).gift && of(spouse).gift.is_some());
        assert!(on.iter().all(|row| row.act == VisitAct::VisitWithGift && row.has_goods));
        assert_eq!(of(severe).household_id, Some(house));
        let asked = town.listed(&county, round_id, RoundTab::Asked).await;
        let row = asked.iter().find(|row| row.person_id == unknown).unwrap();
        assert!(row.ask.contains(&"hardship.recognised".to_owned()), "{:?}", row.ask);
        assert_eq!(row.reasons[0].on, Some(Date::constant(2027, 2, 6)));
        let left_out = town.listed(&county, round_id, RoundTab::LeftOut).await;
        let why = |id: PersonId| left_out.iter().find(|row| row.person_id == id).and_then(|row| row.left_out);
        assert_eq!(
            [why(abroad), why(no_wish), why(visited)],
            [Some(LeftOut::Abroad), Some(LeftOut::NoWish), Some(LeftOut::Visited)]
        );
        let file = town.round(&county, round_id).await.unwrap();
        assert_eq!((file.totals.people, file.totals.households, file.totals.gifts), (2, 1, 2));
        assert_eq!(file.totals.goods, yuan(200));
        assert_eq!(town.done("draft-round").await, 1);
        // The record of drawing it up names the round, and nobody on it.
        let record = town.audit().await.into_iter().find(|record| record.action == "draft-round").unwrap();
        assert_eq!(record.subjects, [guanai_store::audit::Subject::Round(round_id)]);
    });
}

#[test]
fn one_person_with_several_reasons_has_one_visit_and_one_gift() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let county = actor(&mut town, Role::CountyOfficer, 0);
        let both = town.in_hardship(5, 0, "general").await;
        let alone = town.newcomer(6, 0).await;
        let birth = guanai_registry::BirthDates {
            stated_on: Some(Date::constant(1957, 2, 1)),
            chosen_on: Some(Date::constant(1957, 2, 1)),
            ..alone.birth
        };
        let mut tx = town.db.begin_write().await.unwrap();
        for person_id in [both, alone.person_id] {
            let before = persons::get(&mut tx, person_id).await.unwrap();
            let after = Person { birth, ..before.clone() };
            persons::amend(&mut tx, &before, &after, crate::town::morning()).await.unwrap();
        }
        tx.commit().await.unwrap();
        let round_id = town.draft(&county, &festival(&["spring-festival", "birthday-round"])).await.unwrap();
        let on = town.listed(&county, round_id, RoundTab::On).await;
        let of = |id: PersonId| on.iter().find(|row| row.person_id == id).unwrap();
        let rules: Vec<&str> = of(both).reasons.iter().map(|reason| reason.rule.as_str()).collect();
        assert_eq!(rules, ["spring-festival", "birthday-round"]);
        assert_eq!((on.len(), of(both).gift.is_some()), (2, true));
        // Whom the birthday alone brings us to is greeted, and given nothing of the festival's.
        assert_eq!((of(alone.person_id).act, of(alone.person_id).gift), (VisitAct::Visit, None));
    });
}

#[test]
fn what_a_round_may_not_be_is_refused() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [county, township, contact] =
            [Role::CountyOfficer, Role::TownshipOfficer, Role::BranchContact].map(|role| actor(&mut town, role, 0));
        let usual = festival(&["spring-festival"]);
        let refused = [
            (DraftRound { title: " ".to_owned(), ..usual.clone() }, "round-title"),
            (festival(&[]), "round-rules"),
            (festival(&["spring-festival", "party-day"]), "round-rules"),
            // A talk has a form of its own.
            (festival(&["spring-festival", "retirement"]), "round-rules"),
            (DraftRound { closes_on: Date::constant(2027, 1, 16), ..usual.clone() }, "round-days"),
            (DraftRound { closes_on: Date::constant(2027, 6, 1), ..usual.clone() }, "round-days"),
            (DraftRound { plain_gift: Some(yuan(0)), ..usual.clone() }, "round-amounts"),
            (DraftRound { budget: yuan(-1), ..usual.clone() }, "round-amounts"),
            // Whoever gives says from what; residents' money is none of it, and a standard's gift is paid from what it names.
            (DraftRound { purse: None, ..usual.clone() }, "round-purse"),
            (DraftRound { purse: Some("nowhere".to_owned()), ..usual.clone() }, "round-purse"),
            (DraftRound { purse: Some("livelihood".to_owned()), ..usual.clone() }, "round-purse"),
            (DraftRound { purse: Some("finance".to_owned()), ..usual.clone() }, "round-purse-unfit"),
        ];
        for (wish, code) in refused {
            assert_eq!(town.draft(&county, &wish).await.unwrap_err(), code);
        }
        assert_eq!(town.draft(&contact, &usual).await.unwrap_err(), "denied");
        let elsewhere = DraftRound { organization_id: Some(town.townships[1]), ..usual.clone() };
        assert_eq!(town.draft(&township, &elsewhere).await.unwrap_err(), "round-not-found");
        let nowhere = DraftRound { organization_id: Some(OrganizationId::fresh(&mut town.ids)), ..usual };
        assert_eq!(town.draft(&county, &nowhere).await.unwrap_err(), "round-not-found");
    });
}

#[test]
fn the_same_form_twice_is_one_round() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let county = actor(&mut town, Role::CountyOfficer, 0);
        let (operation, wish) = (town.operation(), festival(&["spring-festival"]));
        let (mut cx, ..) = town.cx(county.clone(), hours(DRAWN_ON));
        let first = draft_round(&mut cx, operation, &wish).await.unwrap();
        let (mut cx, ..) = town.cx(county.clone(), hours(DRAWN_ON));
        assert_eq!(draft_round(&mut cx, operation, &wish).await.unwrap(), first);
        let other = DraftRound { budget: yuan(1), ..wish };
        let (mut cx, ..) = town.cx(county, hours(DRAWN_ON));
        assert_eq!(draft_round(&mut cx, operation, &other).await.unwrap_err().code(), "already-sent");
        let mut tx = town.db.begin_read().await.unwrap();
        assert_eq!(rounds::count(&mut tx, None).await.unwrap(), 1);
    });
}

#[test]
fn one_approval_by_somebody_else_within_the_budget() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [county, approver] = [Role::CountyOfficer, Role::CountyApprover].map(|role| actor(&mut town, role, 0));
        let listed = town.in_hardship(5, 0, "severe").await;
        let poor = DraftRound { budget: yuan(100), ..festival(&["spring-festival"]) };
        let poor = town.draft(&county, &poor).await.unwrap();
        assert_eq!(town.moved(&county, poor, RoundMove::Submit).await.unwrap_err(), "round-over-budget");
        assert!(town.round(&county, poor).await.unwrap().over.is_some());
        town.moved(&county, poor, RoundMove::GiveUp).await.unwrap();
        let round_id = town.draft(&county, &festival(&["spring-festival"])).await.unwrap();
        assert_eq!(town.moved(&approver, round_id, RoundMove::Approve).await.unwrap_err(), "round-moved");
        assert_eq!(town.moved(&approver, round_id, RoundMove::Submit).await.unwrap_err(), "denied");
        town.moved(&county, round_id, RoundMove::Submit).await.unwrap();
        assert_eq!(town.moved(&county, round_id, RoundMove::Approve).await.unwrap_err(), "denied");
        // Sent back with a reason, and only with one.
        let silent = MoveRound { round_id, step: RoundMove::Return, words: None, seen: None };
        assert_eq!(town.try_move(&approver, silent).await.unwrap_err(), "round-no-reason");
        town.moved(&approver, round_id, RoundMove::Return).await.unwrap();
        assert_eq!(town.round(&county, round_id).await.unwrap().round.returned.as_deref(), Some("漏了下村一户"));
        town.moved(&county, round_id, RoundMove::Submit).await.unwrap();
        // Another sum than was read is not approved.
        let other = MoveRound { round_id, step: RoundMove::Approve, words: None, seen: Some(yuan(1)) };
        assert_eq!(town.try_move(&approver, other).await.unwrap_err(), "round-stale");
        // Nobody approves a list on which they or their kin are.
        let own = Actor { person_id: Some(listed), ..approver.clone() };
        assert_eq!(town.moved(&own, round_id, RoundMove::Approve).await.unwrap_err(), "round-recused");
        let relative = town.members[1];
        let kin = Kin { person_id: listed, relative_id: relative, relation: "child".to_owned(), source: source() };
        let mut tx = town.db.begin_write().await.unwrap();
        households::add_kin(&mut tx, &[kin]).await.unwrap();
        tx.commit().await.unwrap();
        let of_kin = Actor { person_id: Some(relative), ..approver.clone() };
        assert_eq!(town.moved(&of_kin, round_id, RoundMove::Approve).await.unwrap_err(), "round-recused");
        assert!(town.round(&of_kin, round_id).await.unwrap().is_recused);
        // In an approver's hands too, whoever drew it up does not approve it.
        let maker = Actor { role: Role::CountyApprover, ..county.clone() };
        assert_eq!(town.moved(&maker, round_id, RoundMove::Approve).await.unwrap_err(), "round-own-hand");
        town.moved(&approver, round_id, RoundMove::Approve).await.unwrap();
        let file = town.round(&county, round_id).await.unwrap();
        assert_eq!(
            (file.round.state, file.may.does(RoundDuty::Redraw), file.may.does(RoundDuty::Divide)),
            (RoundState::Approved, false, true)
        );
        let operation = town.operation();
        let (mut cx, ..) = town.cx(county, hours(DRAWN_ON));
        assert_eq!(redraw_round(&mut cx, operation, round_id).await.unwrap_err().code(), "round-handed-in");
    });
}

#[test]
fn a_list_on_which_somebody_died_or_is_taken_waits_to_be_drawn_anew() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [county, approver] = [Role::CountyOfficer, Role::CountyApprover].map(|role| actor(&mut town, role, 0));
        let [lives, dies] = [town.in_hardship(5, 0, "severe").await, town.in_hardship(6, 0, "general").await];
        let round_id = town.draft(&county, &festival(&["spring-festival"])).await.unwrap();
        let twin = town.draft(&county, &festival(&["spring-festival"])).await.unwrap();
        let plain = town.in_hardship(7, 1, "general").await;
        town.dies(dies, DRAWN_ON).await;
        assert_eq!(town.round(&county, round_id).await.unwrap().gone, 1);
        assert_eq!(town.moved(&county, round_id, RoundMove::Submit).await.unwrap_err(), "round-gone");
        // By hand somebody was put on it and somebody taken off: both stay through the drawing anew.
        let by_hand = town.members[0];
        town.change(&county, round_id, by_hand, added("孤寡，支部建议")).await.unwrap();
        assert_eq!(
            town.change(&county, round_id, dies, ChangeRound::Remove(" ".to_owned())).await.unwrap_err(),
            "round-no-reason"
        );
        let operation = town.operation();
        let (mut cx, ..) = town.cx(county.clone(), hours(DRAWN_ON));
        redraw_round(&mut cx, operation, round_id).await.unwrap();
        let on = who(&town.listed(&county, round_id, RoundTab::On).await);
        assert_eq!(BTreeSet::from_iter(on), BTreeSet::from([lives, plain, by_hand]));
        town.moved(&county, round_id, RoundMove::Submit).await.unwrap();
        // The other round has the same people: nobody is visited twice.
        assert_eq!(town.moved(&county, twin, RoundMove::Submit).await.unwrap_err(), "round-gone");
        let operation = town.operation();
        let (mut cx, ..) = town.cx(county.clone(), hours(DRAWN_ON));
        redraw_round(&mut cx, operation, twin).await.unwrap();
        let left_out = town.listed(&county, twin, RoundTab::LeftOut).await;
        assert!(left_out.iter().any(|row| row.person_id == lives && row.left_out == Some(LeftOut::OtherRound)));
        assert_eq!(town.change(&county, twin, lives, added("两轮都要")).await.unwrap_err(), "round-taken");
        assert_eq!(town.moved(&county, twin, RoundMove::Submit).await.unwrap_err(), "round-nobody");
        town.moved(&approver, round_id, RoundMove::Approve).await.unwrap();
    });
}

#[test]
fn after_the_approval_the_list_changes_by_records_and_additions_wait() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [county, approver, auditor] =
            [Role::CountyOfficer, Role::CountyApprover, Role::Auditor].map(|role| actor(&mut town, role, 0));
        let second = actor(&mut town, Role::CountyApprover, 0);
        let [stays, goes] = [town.in_hardship(5, 0, "severe").await, town.in_hardship(6, 0, "general").await];
        let round_id = town.draft(&county, &festival(&["spring-festival"])).await.unwrap();
        town.moved(&county, round_id, RoundMove::Submit).await.unwrap();
        let late = town.members[1];
        assert_eq!(town.change(&county, round_id, late, added("刚住院")).await.unwrap_err(), "round-list-closed");
        town.moved(&approver, round_id, RoundMove::Approve).await.unwrap();
        let before = town.round(&county, round_id).await.unwrap().totals;
        town.change(&county, round_id, late, added("刚住院，支部上报")).await.unwrap();
        assert_eq!(town.change(&county, round_id, late, added("再加一次")).await.unwrap_err(), "round-listing");
        // Until somebody else has approved it, it is not on the list and costs nothing.
        let waits = town.round(&approver, round_id).await.unwrap();
        assert_eq!((waits.totals, waits.may.does(RoundDuty::DecideAdditions)), (before, true));
        assert_eq!(town.change(&county, round_id, late, ChangeRound::ApproveAddition).await.unwrap_err(), "denied");
        town.change(&second, round_id, late, ChangeRound::ApproveAddition).await.unwrap();
        town.change(&county, round_id, goes, ChangeRound::Remove("搬到外县女儿家".to_owned())).await.unwrap();
        let on = who(&town.listed(&county, round_id, RoundTab::On).await);
        assert_eq!(BTreeSet::from_iter(on), BTreeSet::from([stays, late]));
        let changed = town.listed(&approver, round_id, RoundTab::Changed).await;
        let row = changed.iter().find(|row| row.person_id == goes).unwrap();
        assert_eq!((row.listing, row.words.as_deref()), (Listing::Removed, Some("搬到外县女儿家")));
        // Whoever reads masked names does not read what is told of people.
        let masked = town.listed(&auditor, round_id, RoundTab::Changed).await;
        assert!(masked.iter().all(|row| row.words.is_none() && row.name.contains('*')), "{masked:?}");
        assert_eq!((town.done("change-round-list").await, town.done("approve-round").await), (2, 2));
    });
}

#[test]
fn each_sees_the_part_of_a_round_that_is_theirs() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let county = actor(&mut town, Role::CountyOfficer, 0);
        let [near, far] = [0, 1].map(|at| actor(&mut town, Role::TownshipOfficer, at));
        let contact = actor(&mut town, Role::BranchContact, 0);
        let own = town.in_hardship(5, 0, "severe").await;
        let round_id = town.draft(&near, &festival(&["spring-festival"])).await.unwrap();
        for (reader, rounds) in [(&county, 1), (&near, 1), (&contact, 1), (&far, 0)] {
            let (mut cx, ..) = town.cx((*reader).clone(), hours(DRAWN_ON));
            assert_eq!(list_rounds(&mut cx, 1).await.unwrap().total, rounds);
        }
        assert_eq!(town.round(&far, round_id).await.unwrap_err(), "round-not-found");
        let file = town.round(&contact, round_id).await.unwrap();
        assert_eq!((file.is_whole, file.totals.people, file.may.moves.len()), (false, 1, 0));
        assert_eq!(town.moved(&far, round_id, RoundMove::Submit).await.unwrap_err(), "round-not-found");
        // A round of the county is read in part by a township, which neither hands it in nor changes it.
        let whole = town.draft(&county, &festival(&["spring-festival"])).await.unwrap();
        let part = town.round(&near, whole).await.unwrap();
        assert_eq!(
            (part.is_whole, part.may.does(RoundDuty::Change), part.may.does(RoundDuty::Redraw)),
            (false, false, false)
        );
        let change = ChangeRound::Remove("不合适".to_owned());
        assert_eq!(town.change(&near, whole, own, change).await.unwrap_err(), "round-not-found");
    });
}

#[test]
fn whoever_wishes_a_call_or_is_away_is_on_the_list_with_a_mention() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let county = actor(&mut town, Role::CountyOfficer, 0);
        let away = town.in_hardship(5, 0, "general").await;
        let mut tx = town.db.begin_write().await.unwrap();
        let spell = guanai_registry::FloatingSpell {
            person_id: away,
            period: guanai_kernel::Period::new(Date::constant(2026, 7, 1), None).unwrap(),
            receiving_place: Some("外省".to_owned()),
            receiving_organization_id: None,
            source: source(),
        };
        spells::add_floating(&mut tx, &[spell]).await.unwrap();
        tx.commit().await.unwrap();
        let round_id = town.draft(&county, &festival(&["spring-festival"])).await.unwrap();
        let on = town.listed(&county, round_id, RoundTab::On).await;
        assert_eq!((on[0].person_id, on[0].mention), (away, Some(Mention::Floating)));
    });
}
