//! A pause stands whatever books come in: the same again, and next month's.

use guanai_app::people::{EnterPause, MovePause, enter_pause, move_pause};
use guanai_app::population::Population;
use guanai_app::{Actor, Role};
use guanai_casework::pause::PauseMove;
use guanai_kernel::Date;
use guanai_kernel::ids::{OperationId, PersonId};
use guanai_scheme::{Answer, Assessor, MeasureKind, Refusal};
use guanai_store::pauses;
use guanai_testkit::engines::on_both;

use crate::office::{MID_2026, Office, STANDARDS, carried};

/// An allowance that somebody is given.
async fn given(office: &Office) -> (PersonId, usize) {
    let there = Population::load(&mut office.reading().await, &STANDARDS.pack, MID_2026, office.now).await.unwrap();
    let assessor = Assessor::new(&STANDARDS.pack, MID_2026);
    let allowances = STANDARDS.pack.measures().iter().enumerate();
    let allowances: Vec<usize> =
        allowances.filter(|(_, measure)| measure.kind == MeasureKind::Allowance).map(|(at, _)| at).collect();
    let holds = |subject, at| matches!(assessor.measure(subject, at), Answer::Holds(held) if held.amount.is_some());
    let found = there.residents.iter().find_map(|resident| {
        let at = allowances.iter().find(|at| holds(&resident.subject, **at))?;
        Some((resident.person.person_id, *at))
    });
    found.unwrap()
}

async fn answer(office: &Office, person_id: PersonId, measure: usize, on: Date) -> Answer {
    let there = Population::load(&mut office.reading().await, &STANDARDS.pack, on, office.now).await.unwrap();
    Assessor::new(&STANDARDS.pack, on).measure(&there.find(person_id).unwrap().subject, measure)
}

#[test]
fn no_import_undoes_a_pause() {
    on_both(async |db| {
        let mut office = Office::open(db);
        office.import(&carried(), MID_2026).await;
        let (person_id, at) = given(&office).await;
        let who = |name: &str| Actor { role: Role::CountyOfficer, name: name.to_owned(), ..Actor::console() };
        let wish = EnterPause {
            person_id,
            measure: STANDARDS.pack.measures()[at].id.clone(),
            since_on: Date::constant(2026, 6, 1),
            until_on: Date::constant(2026, 10, 1),
            reason: "正在核实".to_owned(),
        };
        let operation = OperationId::fresh(&mut office.ids);
        let pause_id = enter_pause(&mut office.cx_of(who("one")), operation, &wish).await.unwrap();
        let operation = OperationId::fresh(&mut office.ids);
        let step = MovePause { pause_id, step: PauseMove::Confirm, resumes_on: None, words: None };
        move_pause(&mut office.cx_of(who("two")), operation, &step).await.unwrap();
        let rests = Answer::DoesNotHold(Refusal::Paused);
        assert_eq!(answer(&office, person_id, at, MID_2026).await, rests);
        let kept = pauses::list_confirmed(&mut office.reading().await).await.unwrap();
        for as_of in [MID_2026, Date::constant(2026, 7, 31)] {
            office.import(&carried(), as_of).await;
            assert_eq!(answer(&office, person_id, at, as_of).await, rests, "{as_of}");
            assert_eq!(pauses::list_confirmed(&mut office.reading().await).await.unwrap(), kept);
        }
        assert!(matches!(answer(&office, person_id, at, Date::constant(2026, 10, 1)).await, Answer::Holds(_)));
    });
}
