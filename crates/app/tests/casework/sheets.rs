//! Sheets of a round: groups, the way, one entry for a sheet, money to the fen, whom to come to again.

use std::collections::{BTreeMap, BTreeSet};

use guanai_app::records::check_records;
use guanai_app::rounds::{
    ChangeRound, DivideRound, EnterSheet, GroupProgress, GroupWish, RoundTab, SheetFile, SheetsWanted, divide_round,
    enter_sheet, find_sheet, read_sheets, send_again,
};
use guanai_app::visits::{DayAgain, RecordVisit, read_my_day, record_visit};
use guanai_app::{Actor, Role};
use guanai_casework::VisitAct;
use guanai_casework::round::{Outcome, RoundMove, SheetState, Unreachable, Unreached};
use guanai_kernel::ids::{PersonId, RoundId, SheetId};
use guanai_kernel::{Date, Money};
use guanai_registry::Person;
use guanai_store::{call_backs, canonical, persons, round_sheets, visits};
use guanai_testkit::engines::on_both;

use crate::rounds::{DRAWN_ON, festival, hours, yuan};
use crate::town::Town;
use crate::visits::called_on;
use crate::work::actor;

const VISITED_ON: Date = Date::constant(2027, 1, 25);

/// An approved round, and whoever works on it.
pub struct Work {
    pub county: Actor,
    pub contact: Actor,
    pub other: Actor,
    pub round_id: RoundId,
    /// Two of one house in the first branch, one more there, one in the second.
    pub people: [PersonId; 4],
}

fn groups(leaders: &[&str]) -> Vec<GroupWish> {
    leaders
        .iter()
        .map(|name| GroupWish { leader: (*name).to_owned(), members: Some("镇卫生院医生".to_owned()) })
        .collect()
}

fn again(why: Unreachable) -> Unreached {
    let next_on = why.comes_again().then(|| Date::constant(2027, 2, 3));
    Unreached { why, words: Some("邻居说去看病了".to_owned()), next_on }
}

impl Town {
    pub async fn approved(&mut self) -> Work {
        let [county, approver] = [Role::CountyOfficer, Role::CountyApprover].map(|role| actor(self, role, 0));
        let contact = actor(self, Role::BranchContact, 0);
        let other = actor(self, Role::BranchContact, 1);
        let severe = self.in_hardship(5, 0, "severe").await;
        let spouse = self.in_hardship(6, 0, "general").await;
        self.house(&[severe, spouse]).await;
        let people = [severe, spouse, self.in_hardship(7, 0, "general").await, self.in_hardship(8, 1, "general").await];
        for (person_id, address) in [(people[2], "二组"), (people[3], "一组")] {
            let mut tx = self.db.begin_write().await.unwrap();
            let before = persons::get(&mut tx, person_id).await.unwrap();
            let after = Person { address: Some(address.to_owned()), ..before.clone() };
            persons::amend(&mut tx, &before, &after, crate::town::morning()).await.unwrap();
            tx.commit().await.unwrap();
        }
        let round_id = self.draft(&county, &festival(&["spring-festival"])).await.unwrap();
        self.moved(&county, round_id, RoundMove::Submit).await.unwrap();
        self.moved(&approver, round_id, RoundMove::Approve).await.unwrap();
        Work { county, contact, other, round_id, people }
    }

    pub async fn divided(&mut self, work: &Work, leaders: &[&str]) -> Result<RoundId, &'static str> {
        let operation = self.operation();
        let wish = DivideRound { round_id: work.round_id, groups: groups(leaders) };
        let (mut cx, ..) = self.cx(work.county.clone(), hours(DRAWN_ON));
        divide_round(&mut cx, operation, &wish).await.map_err(|error| error.code())
    }

    async fn sent_again(&mut self, work: &Work) -> Result<RoundId, &'static str> {
        let operation = self.operation();
        let (mut cx, ..) = self.cx(work.county.clone(), hours(Date::constant(2027, 1, 26)));
        send_again(&mut cx, operation, work.round_id).await.map_err(|error| error.code())
    }

    async fn progress(&mut self, by: &Actor, round_id: RoundId) -> Vec<GroupProgress> {
        self.round(by, round_id).await.unwrap().groups
    }

    pub async fn sheets(
        &mut self,
        by: &Actor,
        round_id: RoundId,
        wanted: SheetsWanted,
    ) -> Result<Vec<SheetFile>, &'static str> {
        let (mut cx, ..) = self.cx(by.clone(), hours(DRAWN_ON));
        read_sheets(&mut cx, round_id, wanted).await.map_err(|error| error.code())
    }

    pub async fn entered(&mut self, by: &Actor, wish: &EnterSheet) -> Result<SheetId, &'static str> {
        let operation = self.operation();
        let (mut cx, ..) = self.cx(by.clone(), hours(Date::constant(2027, 1, 26)));
        enter_sheet(&mut cx, operation, wish).await.map_err(|error| error.code())
    }

    /// The invariants that do not hold, of the moves too.
    async fn broken(&mut self) -> Vec<&'static str> {
        let (mut cx, ..) = self.cx(Actor::console(), hours(DRAWN_ON));
        let outcomes = check_records(&mut cx).await.unwrap();
        outcomes.into_iter().filter(|outcome| !outcome.holds).map(|outcome| outcome.name).collect()
    }
}

pub fn entry(file: &SheetFile, returned: Money, except: &[(PersonId, Unreachable)]) -> EnterSheet {
    EnterSheet {
        sheet_id: file.sheet.sheet_id,
        made_on: VISITED_ON,
        drawn: file.planned,
        returned,
        except: except.iter().map(|(id, why)| (*id, again(*why))).collect(),
    }
}

#[test]
fn groups_have_stretches_of_the_way_and_sheets_that_hold_a_household_together() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let work = town.approved().await;
        assert_eq!(town.divided(&work, &[]).await.unwrap_err(), "round-no-group");
        assert_eq!(town.divided(&work, &["甲", "乙", "丙", "丁"]).await.unwrap_err(), "round-too-many-groups");
        assert_eq!(town.divided(&work, &["甲", " "]).await.unwrap_err(), "round-no-leader");
        town.divided(&work, &["副书记甲"]).await.unwrap();
        let [group] = <[GroupProgress; 1]>::try_from(town.progress(&work.county, work.round_id).await).unwrap();
        assert_eq!((group.stops, group.people, group.unknown, group.reached), (3, 4, 4, 0));
        assert_eq!(group.planned, yuan(2_500));
        let files = town.sheets(&work.county, work.round_id, SheetsWanted::OfGroup(1)).await.unwrap();
        let [file] = <[SheetFile; 1]>::try_from(files).unwrap();
        let way: Vec<(u16, u16, PersonId)> =
            file.lines.iter().map(|line| (line.stop, line.place, line.person_id)).collect();
        // 二组 comes before the household in 三组, and the other village after both.
        let [severe, spouse, second, far] = work.people;
        assert_eq!(way, [(1, 1, second), (2, 2, severe), (2, 3, spouse), (3, 4, far)]);
        assert_eq!(file.lines[1].identity_end.as_deref().map(str::len), Some(4));
        assert_eq!((file.sheet.code.len(), file.sets, file.stops), (7, 4, 3));
        // Before a sheet is entered it may be divided anew: the old sheets are no longer carried.
        town.divided(&work, &["副书记甲", "副镇长乙", "委员丙"]).await.unwrap();
        let groups = town.progress(&work.county, work.round_id).await;
        assert_eq!(groups.iter().map(|group| group.stops).collect::<Vec<_>>(), [1, 1, 1]);
        let one = SheetsWanted::One(file.sheet.sheet_id);
        assert_eq!(town.sheets(&work.county, work.round_id, one).await.unwrap_err(), "round-not-found");
        let mut tx = town.db.begin_read().await.unwrap();
        let all = round_sheets::list_of(&mut tx, work.round_id).await.unwrap();
        assert_eq!(all.iter().filter(|sheet| sheet.state == SheetState::Void).count(), 1);
    });
}

#[test]
fn a_sheet_is_read_and_entered_where_everybody_on_it_is_within_reach() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let work = town.approved().await;
        town.divided(&work, &["副书记甲", "副镇长乙", "委员丙"]).await.unwrap();
        let groups = town.progress(&work.county, work.round_id).await;
        let sheet = |at: usize| groups[at].sheets[0].clone();
        let (own, foreign) = (sheet(0), sheet(2));
        let contact = work.contact.clone();
        let seen = town.progress(&contact, work.round_id).await;
        assert_eq!(seen.len(), 2);
        let file = town.sheets(&contact, work.round_id, SheetsWanted::One(own.sheet_id)).await.unwrap();
        // Whoever goes there has no use of a number.
        assert_eq!(file[0].lines[0].identity_end, None);
        let one = SheetsWanted::One(foreign.sheet_id);
        assert_eq!(town.sheets(&contact, work.round_id, one).await.unwrap_err(), "round-not-found");
        let (mut cx, ..) = town.cx(contact.clone(), hours(DRAWN_ON));
        assert_eq!(find_sheet(&mut cx, &own.code.to_lowercase()).await.unwrap(), (work.round_id, own.sheet_id));
        assert_eq!(find_sheet(&mut cx, &foreign.code).await.unwrap_err().code(), "round-not-found");
        let mine = entry(&file[0], yuan(0), &[]);
        let theirs = EnterSheet { sheet_id: foreign.sheet_id, ..mine.clone() };
        assert_eq!(town.entered(&contact, &theirs).await.unwrap_err(), "sheet-not-found");
        assert_eq!(town.entered(&work.other, &mine).await.unwrap_err(), "sheet-not-found");
        let approver = actor(&mut town, Role::CountyApprover, 0);
        assert_eq!(town.entered(&approver, &mine).await.unwrap_err(), "denied");
        town.entered(&contact, &mine).await.unwrap();
    });
}

#[test]
fn all_delivered_except_is_one_entry_that_settles_to_the_fen() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let work = town.approved().await;
        town.divided(&work, &["副书记甲"]).await.unwrap();
        let file = town.sheets(&work.county, work.round_id, SheetsWanted::OfGroup(1)).await.unwrap().remove(0);
        let [severe, spouse, second, far] = work.people;
        let missed = [(severe, Unreachable::Hospital), (far, Unreachable::Declined)];
        let right = entry(&file, yuan(1_500), &missed);
        let stranger = town.members[0];
        let no_day = BTreeMap::from([(severe, Unreached { next_on: None, ..again(Unreachable::Away) })]);
        let refused = [
            (EnterSheet { made_on: Date::constant(2027, 1, 27), ..right.clone() }, "sheet-in-the-future"),
            (EnterSheet { except: no_day, ..right.clone() }, "sheet-no-next-day"),
            (EnterSheet { made_on: Date::constant(2027, 1, 17), ..right.clone() }, "sheet-before-approval"),
            (entry(&file, yuan(1_500), &[(stranger, Unreachable::Away)]), "sheet-not-on-it"),
            (EnterSheet { returned: yuan(1_400), ..right.clone() }, "sheet-does-not-add-up"),
            (EnterSheet { returned: Money::from_fen(150_001), ..right.clone() }, "sheet-does-not-add-up"),
            (EnterSheet { returned: yuan(-1), ..right.clone() }, "sheet-amounts"),
        ];
        for (wish, code) in refused {
            assert_eq!(town.entered(&work.county, &wish).await.unwrap_err(), code);
        }
        assert_eq!(town.visits().await, 0, "what is refused leaves nothing");
        let operation = town.operation();
        for _ in 0..2 {
            let (mut cx, ..) = town.cx(work.county.clone(), hours(Date::constant(2027, 1, 26)));
            enter_sheet(&mut cx, operation, &right).await.unwrap();
        }
        assert_eq!(town.visits().await, 2, "a repeat of the form makes no second visit");
        assert_eq!(town.entered(&work.county, &right).await.unwrap_err(), "sheet-not-out");
        let mut tx = town.db.begin_read().await.unwrap();
        let made = visits::list_of_sheet(&mut tx, file.sheet.sheet_id).await.unwrap();
        let of: BTreeMap<PersonId, Money> =
            made.iter().map(|v| (v.person_id, v.gift.as_ref().unwrap().worth.unwrap())).collect();
        assert_eq!(of, BTreeMap::from([(spouse, yuan(600)), (second, yuan(600))]));
        for visit in &made {
            assert_eq!((visit.act, visit.made_on, visit.begun_minute), (VisitAct::VisitWithGift, VISITED_ON, None));
            assert_eq!(visit.occasions, BTreeSet::from(["spring-festival".to_owned()]));
            assert_eq!(visit.companions.as_deref(), Some("镇卫生院医生"));
        }
        drop(tx);
        let [group] = <[GroupProgress; 1]>::try_from(town.progress(&work.county, work.round_id).await).unwrap();
        assert_eq!((group.reached, group.unreached, group.unknown), (2, 2, 0));
        assert_eq!((group.drawn, group.delivered, group.returned), (yuan(2_500), yuan(1_000), yuan(1_500)));
        let unreached = town.listed(&work.county, work.round_id, RoundTab::Unreached).await;
        assert_eq!(unreached.len(), 2);
        assert!(unreached.iter().all(|row| row.outcome == Outcome::Unreached && row.unreached.is_some()));
        assert_eq!(town.broken().await, Vec::<&str>::new());
        // An entered sheet says so in the export, with what was told of whoever was not reached.
        let mut tx = town.db.begin_read().await.unwrap();
        let mut out = Vec::new();
        canonical::export(&mut tx, &mut out).await.unwrap();
        assert!(String::from_utf8(out).unwrap().contains("\"record\":\"round-sheet-row\""));
    });
}

#[test]
fn whoever_was_not_reached_is_gone_to_again_and_then_the_round_may_close() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let work = town.approved().await;
        town.divided(&work, &["副书记甲"]).await.unwrap();
        let file = town.sheets(&work.county, work.round_id, SheetsWanted::OfGroup(1)).await.unwrap().remove(0);
        let [severe, _, _, far] = work.people;
        assert_eq!(town.sent_again(&work).await.unwrap_err(), "round-nobody-waits");
        assert_eq!(town.moved(&work.county, work.round_id, RoundMove::Close).await.unwrap_err(), "round-sheets-out");
        let missed = [(severe, Unreachable::Hospital), (far, Unreachable::Declined)];
        town.entered(&work.county, &entry(&file, yuan(1_500), &missed)).await.unwrap();
        assert_eq!(town.divided(&work, &["副书记甲"]).await.unwrap_err(), "round-begun");
        assert_eq!(town.round(&work.county, work.round_id).await.unwrap().waiting, 1);
        town.sent_again(&work).await.unwrap();
        assert_eq!(town.sent_again(&work).await.unwrap_err(), "round-nobody-waits", "somebody is on the way");
        let second = town.sheets(&work.county, work.round_id, SheetsWanted::OfGroup(1)).await.unwrap().remove(0);
        assert_eq!((second.sheet.number, second.sheet.is_follow_up, second.lines.len()), (2, true, 1));
        assert_eq!(second.lines[0].person_id, severe, "whoever declined is left in peace");
        town.entered(&work.county, &entry(&second, yuan(0), &[])).await.unwrap();
        let [group] = <[GroupProgress; 1]>::try_from(town.progress(&work.county, work.round_id).await).unwrap();
        assert_eq!((group.reached, group.unreached, group.unknown), (3, 1, 0));
        town.moved(&work.county, work.round_id, RoundMove::Close).await.unwrap();
        assert_eq!(town.broken().await, Vec::<&str>::new());
    });
}

#[test]
fn nobody_who_died_is_reached_and_whoever_was_taken_off_is_not_paid() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let work = town.approved().await;
        town.divided(&work, &["副书记甲"]).await.unwrap();
        let file = town.sheets(&work.county, work.round_id, SheetsWanted::OfGroup(1)).await.unwrap().remove(0);
        let [severe, _, second, far] = work.people;
        town.dies(far, Date::constant(2027, 1, 20)).await;
        let change = ChangeRound::Remove("搬到外县女儿家".to_owned());
        town.change(&work.county, work.round_id, second, change).await.unwrap();
        let all = EnterSheet { drawn: yuan(2_500), ..entry(&file, yuan(500), &[]) };
        assert_eq!(town.entered(&work.county, &all).await.unwrap_err(), "sheet-person-died");
        // What was meant for whoever was taken off, and for whoever died, comes back.
        let died = [(far, Unreachable::Died)];
        let right = EnterSheet { drawn: yuan(2_500), ..entry(&file, yuan(1_000), &died) };
        town.entered(&work.county, &right).await.unwrap();
        assert_eq!(town.visits().await, 2);
        let mut tx = town.db.begin_read().await.unwrap();
        let rows = round_sheets::list_rows(&mut tx, file.sheet.sheet_id).await.unwrap();
        let why = |id: PersonId| rows.iter().find(|row| row.person_id == id).and_then(|row| row.unreached.clone());
        assert_eq!(why(second).map(|unreached| unreached.why), Some(Unreachable::TakenOff));
        assert_eq!(round_sheets::list_to_come_again(&mut tx, None).await.unwrap(), []);
        drop(tx);
        let change = ChangeRound::Remove("弄错了".to_owned());
        let refused = town.change(&work.county, work.round_id, severe, change).await.unwrap_err();
        assert_eq!(refused, "round-visited", "what was handed over is not taken off the list");
        assert_eq!(town.broken().await, Vec::<&str>::new());
    });
}

/// Whom a round did not reach stands on the contact's day with why, until somebody has come.
#[test]
fn whom_a_round_did_not_reach_is_on_the_day_until_somebody_has_come() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let work = town.approved().await;
        town.divided(&work, &["副书记甲"]).await.unwrap();
        let file = town.sheets(&work.county, work.round_id, SheetsWanted::OfGroup(1)).await.unwrap().remove(0);
        let [severe, .., far] = work.people;
        let missed = [(severe, Unreachable::Hospital), (far, Unreachable::Declined)];
        town.entered(&work.county, &entry(&file, yuan(1_500), &missed)).await.unwrap();
        let on = Date::constant(2027, 2, 1);
        let again = async |town: &mut Town, by: &Actor| -> Vec<(PersonId, Vec<DayAgain>)> {
            let (mut cx, ..) = town.cx(by.clone(), hours(on));
            let cards = read_my_day(&mut cx).await.unwrap().cards.into_iter();
            cards.filter(|card| !card.again.is_empty()).map(|card| (card.person_id, card.again)).collect()
        };
        let due = DayAgain { why: Unreachable::Hospital, missed_on: VISITED_ON, next_on: Date::constant(2027, 2, 3) };
        let [contact, other] = [&work.contact, &work.other];
        assert_eq!(again(&mut town, contact).await, [(severe, vec![due])], "who declined is left in peace");
        assert_eq!(again(&mut town, other).await, []);
        let visit = RecordVisit { made_on: Date::constant(2027, 1, 30), ..called_on(severe) };
        let operation = town.operation();
        let (mut cx, ..) = town.cx(contact.clone(), hours(on));
        record_visit(&mut cx, operation, &visit).await.unwrap();
        assert_eq!(again(&mut town, contact).await, []);
    });
}

/// A whole sheet has one moment: that is declared, and nobody is called back for it.
#[test]
fn declared_bulk_entry_sets_off_no_alarm() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let work = town.approved().await;
        town.divided(&work, &["副书记甲"]).await.unwrap();
        let file = town.sheets(&work.county, work.round_id, SheetsWanted::OfGroup(1)).await.unwrap().remove(0);
        // Two villages, entered in one minute on the day of the visits.
        let right = EnterSheet { made_on: Date::constant(2027, 1, 26), ..entry(&file, yuan(0), &[]) };
        town.entered(&work.county, &right).await.unwrap();
        let mut tx = town.db.begin_read().await.unwrap();
        let open = call_backs::list_open(&mut tx, None).await.unwrap();
        let sampled = guanai_casework::CallBackCause::Sample;
        assert!(open.iter().all(|call_back| call_back.cause == sampled), "{open:?}");
    });
}
