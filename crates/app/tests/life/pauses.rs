//! Pausing one measure for one person: another confirms it, nothing is given or proposed while it rests, nothing that is reckoned or
//! released undoes it, and it ends by hand or on its day.

use std::sync::{Arc, LazyLock};

use guanai_app::people::{
    ChangeReason, ChangesAsk, EnterPause, ExplainMeasure, MovePause, PausesError, PersonNamed, enter_pause,
    explain_measure, list_pauses, move_pause, read_changes, read_pause,
};
use guanai_app::population::Population;
use guanai_app::standing::{PersonStanding, Reckoned, StandingReckoner};
use guanai_app::{Actor, Role, Standards};
use guanai_casework::pause::PauseMove;
use guanai_kernel::Date;
use guanai_kernel::ids::{PauseId, PersonId};
use guanai_registry::Membership;
use guanai_registry::life_event::OutcomeKind;
use guanai_scheme::{Answer, Assessor, ChangeKind, Lang, Pack, Refusal, RevisedValue, Revision};
use guanai_store::{checks, memberships, persons};
use guanai_testkit::clock;

use crate::back_dated::figure;
use crate::desk::day;
use crate::engines::on_both;
use crate::town::{STANDARDS, Town, membership, person};

const MEASURE: &str = "party-seniority-allowance";
const PAUSED: Answer = Answer::DoesNotHold(Refusal::Paused);

static SHARED: LazyLock<Arc<Standards>> = LazyLock::new(|| Arc::new(Standards::embedded(Lang::Zh).unwrap()));

impl Town {
    /// A member of the first branch for more than fifty-five years.
    async fn elder(&mut self, number: u32) -> PersonId {
        let elder = person(&mut self.ids, number);
        let (joined_on, full_on) = (Some(Date::constant(1967, 7, 1)), Some(Date::constant(1968, 7, 1)));
        let spell = Membership { joined_on, full_on, ..membership(&mut self.ids, &elder, self.branches[0]) };
        let mut tx = self.db.begin_write().await.unwrap();
        persons::add_many(&mut tx, &[elder.clone()]).await.unwrap();
        memberships::add_many(&mut tx, &[spell]).await.unwrap();
        tx.commit().await.unwrap();
        elder.person_id
    }

    async fn pauses(
        &mut self,
        who: &Actor,
        on: Date,
        days: (Date, Date),
        whose: PersonId,
    ) -> Result<PauseId, PausesError> {
        let wish = EnterPause {
            person_id: whose,
            measure: MEASURE.to_owned(),
            since_on: days.0,
            until_on: days.1,
            reason: "正在核对转正日期".to_owned(),
        };
        let operation = self.operation();
        let first = enter_pause(&mut self.on(who, on), operation, &wish).await?;
        assert_eq!(enter_pause(&mut self.on(who, on), operation, &wish).await?, first, "one press, one pause");
        Ok(first)
    }

    async fn moves(
        &mut self,
        who: &Actor,
        on: Date,
        pause_id: PauseId,
        (step, resumes_on): (PauseMove, Option<Date>),
    ) -> Result<(), &'static str> {
        let words = matches!(step, PauseMove::Decline | PauseMove::End).then(|| "核实清楚了".to_owned());
        let operation = self.operation();
        let wish = MovePause { pause_id, step, resumes_on, words };
        for _ in 0..2 {
            move_pause(&mut self.on(who, on), operation, &wish).await.map_err(|error| error.code())?;
        }
        Ok(())
    }

    /// What a pack says of somebody's allowance on a day, by the records.
    async fn says(&self, pack: &Pack, person_id: PersonId, on: Date) -> Answer {
        let mut tx = self.db.begin_read().await.unwrap();
        let there = Population::load_of(&mut tx, pack, &[person_id], on, clock::at(on)).await.unwrap();
        tx.rollback().await.unwrap();
        let measure = pack.measure_index(MEASURE).unwrap();
        Assessor::new(pack, on).measure(&there.find(person_id).unwrap().subject, measure)
    }

    async fn stands(&self, on: Date, person_id: PersonId) -> PersonStanding {
        let clock = Arc::new(move || (clock::at(on), on));
        let mut reckoner = StandingReckoner::new(self.db.clone(), Arc::clone(&SHARED), clock);
        let (_, standing) = reckoner.look(None).await.unwrap();
        standing.unwrap().people[&person_id].clone()
    }
}

/// Who works in the town.
struct Hands {
    maker: Actor,
    checker: Actor,
    contact: Actor,
    other: Actor,
}

impl Hands {
    async fn of(town: &mut Town) -> Self {
        Self {
            maker: town.office(Role::TownshipOfficer, 0).await,
            checker: town.office(Role::CountyApprover, 0).await,
            contact: town.office(Role::BranchContact, 0).await,
            other: town.office(Role::TownshipOfficer, 1).await,
        }
    }
}

#[test]
fn it_rests_once_another_confirms_and_no_reckoning_or_released_standard_undoes_it() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let hands = Hands::of(&mut town).await;
        let (elder, pack) = (town.elder(40).await, &STANDARDS.pack);
        let (today, days) = (day(9, 2), (day(9, 1), day(12, 1)));
        let monthly = figure("party_seniority_3").fen();
        let before = town.stands(today, elder).await;
        assert_eq!(before.monthly_fen, monthly);
        let clock = Arc::new(move || (clock::at(today), today));
        let mut looking = StandingReckoner::new(town.db.clone(), Arc::clone(&SHARED), clock);
        let (_, standing) = looking.look(None).await.unwrap();

        let id = town.pauses(&hands.maker, today, days, elder).await.unwrap();
        assert!(
            matches!(town.says(pack, elder, today).await, Answer::Holds(_)),
            "nothing rests before another confirms"
        );
        let confirm = (PauseMove::Confirm, None);
        assert_eq!(town.moves(&hands.maker, today, id, confirm).await, Err("pause-own-hand"));
        assert_eq!(town.moves(&hands.contact, today, id, confirm).await, Err("denied"));
        assert_eq!(town.moves(&hands.other, today, id, confirm).await, Err("pause-not-found"));
        town.moves(&hands.checker, today, id, confirm).await.unwrap();

        // Those concerned are reckoned again, and everybody anew says the same; a figure that is released does not end it.
        let (who, standing) = looking.look(standing.map(Arc::new)).await.unwrap();
        assert!(matches!(who, Reckoned::These(these) if these.contains(&elder)));
        let stands = standing.unwrap().people[&elder].clone();
        assert_eq!(stands, town.stands(today, elder).await);
        assert_eq!((stands.monthly_fen, stands.holding), (0, before.holding - 1));
        assert_eq!(town.says(pack, elder, today).await, PAUSED);
        let value = RevisedValue {
            parameter: "party_seniority_3".to_owned(),
            from: day(10, 1),
            written: "yuan(999)".to_owned(),
        };
        let revision =
            Revision {
                no: 1, document: "文件".to_owned(), place: "一".to_owned(), values: vec![value], local: None
            };
        let revised = pack.revised(&[revision], 1).unwrap();
        assert_eq!(town.says(&revised, elder, day(10, 2)).await, PAUSED);
        assert!(
            matches!(town.says(&revised, elder, day(12, 1)).await, Answer::Holds(_)),
            "it ends on its day by itself"
        );
        assert_eq!(town.owed(elder).await, [(OutcomeKind::Recoup, Some(1), Some(monthly))], "September was given");

        told(&mut town, &hands, elder, id).await;
        let mut tx = town.db.begin_read().await.unwrap();
        let all = checks::run(&mut tx).await.unwrap();
        assert!(all.iter().all(|check| check.holds), "{all:?}");
    });
}

/// Who reads of it: the person with the reason, the branch in the list of changes, nobody of another township.
async fn told(town: &mut Town, hands: &Hands, elder: PersonId, id: PauseId) {
    let member = Actor { person_id: Some(elder), ..town.office(Role::Member, 0).await };
    let ask = ExplainMeasure { person: PersonNamed::Id(elder), measure: MEASURE, as_of: day(9, 2), lang: Lang::Zh };
    let explained = explain_measure(&mut town.on(&member, day(9, 2)), ask.clone()).await.unwrap();
    assert_eq!(explained.told.answer, PAUSED);
    let sentence = explained.told.why.unwrap().sentence;
    assert!(sentence.contains("正在核对转正日期") && sentence.contains("2026年9月1日"), "{sentence}");
    assert!(!explained.weighing.conditions.is_empty() && !explained.may_pause && explained.pause.is_none());
    let seen = explain_measure(&mut town.on(&hands.maker, day(9, 2)), ask).await.unwrap();
    assert!(seen.pause.is_some_and(|pause| pause.pause_id == id) && !seen.may_pause);
    for (month, kind) in [(day(9, 1), ChangeKind::Ends), (day(12, 1), ChangeKind::Begins)] {
        let ask = ChangesAsk { month: Some(month), ..ChangesAsk::default() };
        let page = read_changes(&mut town.on(&hands.contact, day(9, 2)), ask).await.unwrap();
        let row = page.rows.iter().find(|row| row.person_id == elder).unwrap();
        assert_eq!((row.kind, row.on, row.reason.clone()), (kind, month, Some(ChangeReason::Pause)));
    }
    let listed = list_pauses(&mut town.on(&hands.contact, day(9, 2))).await.unwrap();
    assert_eq!(listed.iter().map(|seen| (seen.pause.pause_id, seen.moves.len())).collect::<Vec<_>>(), [(id, 0)]);
    assert!(list_pauses(&mut town.on(&hands.other, day(9, 2))).await.unwrap().is_empty());
    let outside = read_pause(&mut town.on(&hands.other, day(9, 2)), id).await.unwrap_err();
    assert_eq!(outside.code(), "pause-not-found");
}

#[test]
fn it_is_ended_by_hand_with_the_months_that_were_kept_back_and_never_twice() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let hands = Hands::of(&mut town).await;
        let (elder, pack) = (town.elder(41).await, &STANDARDS.pack);
        let monthly = figure("party_seniority_3").fen();
        let code = |outcome: Result<PauseId, PausesError>| outcome.map_err(|error| error.code());
        let (today, days) = (day(8, 31), (day(9, 1), day(12, 1)));
        assert_eq!(code(town.pauses(&hands.maker, today, (day(12, 1), day(9, 1)), elder).await), Err("pause-until"));
        assert_eq!(code(town.pauses(&hands.other, today, days, elder).await), Err("pause-not-found"));
        assert_eq!(code(town.pauses(&hands.contact, today, days, elder).await), Err("denied"));
        let own = Actor { person_id: Some(elder), ..hands.maker.clone() };
        assert_eq!(code(town.pauses(&own, today, days, elder).await), Err("pause-recused"));
        let id = town.pauses(&hands.maker, today, days, elder).await.unwrap();
        assert_eq!(code(town.pauses(&hands.maker, today, (day(11, 30), day(12, 30)), elder).await), Err("pause-meets"));
        town.moves(&hands.checker, today, id, (PauseMove::Confirm, None)).await.unwrap();
        assert_eq!(town.owed(elder).await, [], "no month of it is over yet");
        let end = |on| (PauseMove::End, Some(on));
        assert_eq!(town.moves(&hands.maker, day(11, 3), id, end(day(12, 2))).await, Err("pause-resumes"));
        town.moves(&hands.maker, day(11, 3), id, end(day(10, 1))).await.unwrap();
        assert_eq!(
            town.owed(elder).await,
            [(OutcomeKind::Arrears, Some(2), Some(2 * monthly))],
            "October and November"
        );
        assert_eq!(town.says(pack, elder, day(9, 30)).await, PAUSED, "what rested did rest");
        assert!(matches!(town.says(pack, elder, day(10, 1)).await, Answer::Holds(_)));
        assert_eq!(town.moves(&hands.maker, day(11, 3), id, end(day(10, 1))).await, Err("pause-move"));
        // What is declined or taken back never rests, and may be entered again.
        let again = town.pauses(&hands.maker, day(11, 3), (day(11, 3), day(12, 30)), elder).await.unwrap();
        town.moves(&hands.checker, day(11, 3), again, (PauseMove::Decline, None)).await.unwrap();
        let third = town.pauses(&hands.maker, day(11, 3), (day(11, 3), day(12, 30)), elder).await.unwrap();
        assert_eq!(town.moves(&hands.checker, day(11, 3), third, (PauseMove::Withdraw, None)).await, Err("denied"));
        town.moves(&hands.maker, day(11, 3), third, (PauseMove::Withdraw, None)).await.unwrap();
        assert!(matches!(town.says(pack, elder, day(11, 4)).await, Answer::Holds(_)));
        assert!(list_pauses(&mut town.on(&hands.maker, day(11, 3))).await.unwrap().is_empty());
    });
}
