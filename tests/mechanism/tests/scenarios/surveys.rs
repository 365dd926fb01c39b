//! A survey is drawn by class and township: who has died, left or wishes no contact is not asked, a stratum of one is joined, the seed draws
//! the same again, and what comes back is counted by stratum.

use std::collections::{BTreeMap, BTreeSet};

use guanai_app::surveys::{
    CountReturns, DrawSurvey, Method, MoveSurvey, SurveyMove, SurveyState, WhyNot, count_returns, draw_survey,
    hand_out, list_surveys, move_survey, read_survey,
};
use guanai_app::{Actor, Role};
use guanai_casework::guarantee::{KeptRest, Rest, RestKind};
use guanai_kernel::Guarantee;
use guanai_kernel::ids::{OperationId, RestId, SurveyId};
use guanai_registry::Person;
use guanai_store::{checks, happenings, memberships, persons, surveys};

use crate::engines::on_both;
use crate::office::{Office, TODAY, day};

/// Fourteen of one branch and ten of another; the last three of the first have died, left, and wish no contact.
fn roster() -> String {
    let mut rows = "姓名, 公民身份号码, 入党日期, 转正日期, 所在党支部\n".to_owned();
    for no in 0..24 {
        let branch = if no < 14 { "上村党支部" } else { "东门社区党支部" };
        // Two are past eighty, one in each branch.
        let born = if no == 0 || no == 20 { 1940 } else { 1980 };
        let number = 10 + no;
        let row =
            [format!("党员{no:02}"), format!("@{born}0101{number:03}"), "2005-07-01, 2006-07-01".into(), branch.into()];
        rows.push_str(&row.join(", "));
        rows.push('\n');
    }
    rows
}

async fn draw(office: &Office, actor: &Actor, wish: &DrawSurvey) -> Result<SurveyId, &'static str> {
    let mut cx = office.acting(actor, day(TODAY));
    let operation = OperationId::fresh(&mut cx.ids);
    draw_survey(&mut cx, operation, wish).await.map_err(|error| error.code())
}

async fn go(office: &Office, actor: &Actor, survey_id: SurveyId, step: SurveyMove, why: Option<&str>) -> &'static str {
    let wish = MoveSurvey { survey_id, step, why: why.map(str::to_owned) };
    let mut cx = office.acting(actor, day(TODAY));
    let operation = OperationId::fresh(&mut cx.ids);
    move_survey(&mut cx, operation, &wish).await.map_or_else(|error| error.code(), |_| "done")
}

async fn count(office: &Office, actor: &Actor, survey_id: SurveyId, returned: &[(u32, u64)]) -> &'static str {
    let wish = CountReturns { survey_id, returned: returned.iter().copied().collect() };
    let mut cx = office.acting(actor, day(TODAY));
    let operation = OperationId::fresh(&mut cx.ids);
    count_returns(&mut cx, operation, &wish).await.map_or_else(|error| error.code(), |_| "done")
}

/// One of the first branch has died, one was transferred away, one wishes no contact.
async fn befall(office: &Office) {
    let (dead, gone, unwilling) =
        (office.person("党员11").await, office.person("党员12").await, office.person("党员13").await);
    let mut cx = office.acting(&Actor::console(), day(TODAY));
    let mut tx = office.db.begin_write().await.unwrap();
    let before = persons::get(&mut tx, dead).await.unwrap();
    let after = Person { died_on: Some(day("2026-06-01")), ..before.clone() };
    persons::amend(&mut tx, &before, &after, cx.now).await.unwrap();
    let spell = memberships::list_of(&mut tx, gone).await.unwrap().remove(0);
    memberships::end_many(&mut tx, &[(spell.membership_id, day(TODAY))]).await.unwrap();
    let rest = Rest {
        rest_id: RestId::fresh(&mut cx.ids),
        kind: RestKind::Exemption,
        matter: None,
        reason: "declined".to_owned(),
        from_on: day("2026-06-10"),
        until_on: day("2027-06-10"),
        said_on: day("2026-06-10"),
    };
    let kept = KeptRest {
        rest,
        person_id: unwilling,
        guarantee: Guarantee::Visit,
        said_by: "console".to_owned(),
        recorded_at: cx.now,
    };
    happenings::add_rest(&mut tx, &kept).await.unwrap();
    tx.commit().await.unwrap();
}

fn wish(size: u64, method: Method) -> DrawSurvey {
    DrawSurvey {
        title: "2026年关爱调查".to_owned(),
        as_of: day(TODAY),
        due_on: day("2026-09-30"),
        size,
        method,
        classes: vec!["elder-member".to_owned()],
        shares: BTreeMap::new(),
    }
}

/// Shows R53: a sample is drawn by class and township, proportionally or equally exact, with its seed, weights and response; who has
/// died, was transferred or wishes no contact is not in it; too small a sample is refused; another releases it; whom it drew is
/// forgotten at its end.
#[test]
fn a_stratified_sample_is_drawn_released_handed_out_and_counted() {
    on_both(async |db| {
        let office = Office::of(db, &[&roster()]).await;
        befall(&office).await;
        let officer = office.answering(Role::CountyOfficer, None).await;
        let approver = office.answering(Role::CountyApprover, None).await;
        let township = office.answering(Role::TownshipOfficer, Some("990001000")).await;
        assert_eq!(draw(&office, &township, &wish(8, Method::Proportional)).await, Err("denied"));
        assert_eq!(draw(&office, &officer, &wish(22, Method::Proportional)).await, Err("survey-more-than-there"));
        assert_eq!(draw(&office, &officer, &wish(1, Method::Proportional)).await, Err("survey-too-few"));
        let unknown = DrawSurvey { classes: vec!["nothing".to_owned()], ..wish(8, Method::Proportional) };
        assert_eq!(draw(&office, &officer, &unknown).await, Err("survey-class"));
        let late = DrawSurvey { due_on: day(TODAY), ..wish(8, Method::Proportional) };
        assert_eq!(draw(&office, &officer, &late).await, Err("survey-days"));

        let survey_id = draw(&office, &officer, &wish(8, Method::Proportional)).await.unwrap();
        let view = read_survey(&mut office.acting(&officer, day(TODAY)), survey_id).await.unwrap();
        let frame = view.survey.frame;
        assert_eq!((frame.asked_of, frame.dead, frame.gone, frame.unwilling), (21, 1, 1, 1));
        assert_eq!(view.strata.iter().map(|stratum| stratum.drawn).sum::<u64>(), 8);
        assert_eq!(view.strata.iter().map(|stratum| stratum.population).sum::<u64>(), 21);
        assert!(view.strata.iter().all(|stratum| stratum.drawn >= 2 && stratum.population >= 2), "{:?}", view.strata);
        assert_eq!(
            view.strata.iter().filter(|stratum| stratum.parts.len() == 2).count(),
            1,
            "one elder in each township"
        );
        assert!(view.moves == [SurveyMove::Withdraw] && !view.may_hand_out, "the other releases it");
        let early = hand_out(&mut office.acting(&officer, day(TODAY)), survey_id).await.unwrap_err();
        assert_eq!(early.code(), "survey-not-running");
        assert_eq!(go(&office, &officer, survey_id, SurveyMove::Release, None).await, "denied");
        assert_eq!(go(&office, &approver, survey_id, SurveyMove::Release, None).await, "done");

        // Somebody who was drawn dies: the list says so, and nobody knocks.
        let (_, handed) = hand_out(&mut office.acting(&officer, day(TODAY)), survey_id).await.unwrap();
        let names: BTreeSet<&str> = handed.iter().map(|row| row.name.as_str()).collect();
        assert!(handed.len() == 8 && names.len() == 8, "nobody twice");
        assert!(["党员11", "党员12", "党员13"].iter().all(|name| !names.contains(name)));
        assert!(handed.iter().all(|row| row.why_not.is_none() && row.organization.is_some()));
        let mut tx = office.db.begin_write().await.unwrap();
        let later = office.acting(&officer, day(TODAY)).now;
        let before = persons::get(&mut tx, handed[3].person_id).await.unwrap();
        let after = Person { died_on: Some(day(TODAY)), ..before.clone() };
        persons::amend(&mut tx, &before, &after, later).await.unwrap();
        tx.commit().await.unwrap();
        let (_, again) = hand_out(&mut office.acting(&officer, day(TODAY)), survey_id).await.unwrap();
        let struck: Vec<WhyNot> = again.iter().filter_map(|row| row.why_not).collect();
        assert_eq!(struck, [WhyNot::Dead]);

        // What came back: within what was handed out; a stratum that nobody answered is told, and has no weight.
        let last = u32::try_from(view.strata.len()).unwrap();
        let asked = view.strata[0].drawn;
        assert_eq!(count(&office, &officer, survey_id, &[(1, asked + 1)]).await, "survey-returned");
        assert_eq!(count(&office, &officer, survey_id, &[(last + 1, 0)]).await, "survey-returned");
        let all: Vec<(u32, u64)> = view.strata.iter().map(|s| (s.no, if s.no == last { 0 } else { s.drawn })).collect();
        assert_eq!(count(&office, &officer, survey_id, &all).await, "done");
        let counted = read_survey(&mut office.acting(&officer, day(TODAY)), survey_id).await.unwrap();
        assert_eq!(counted.silent().map(|stratum| stratum.no).collect::<Vec<_>>(), [last]);
        assert_eq!(counted.strata.last().unwrap().answered_weight(), None);
        assert!(counted.response().is_some_and(|share| share.in_units(100) < 100));
        assert_eq!(go(&office, &officer, survey_id, SurveyMove::Close, None).await, "done");
        assert_eq!(count(&office, &officer, survey_id, &all).await, "survey-not-running");
        let mut tx = office.db.begin_read().await.unwrap();
        assert_eq!(surveys::list_people(&mut tx, survey_id).await.unwrap(), [], "whom it drew is forgotten");
        let outcomes = checks::run(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        assert!(outcomes.iter().all(|outcome| outcome.holds), "{outcomes:?}");
    });
}

/// Shows R53: one form draws once, over a repeat; a sample that is taken back stays on the list with its reason; parted by nothing but the
/// township, and equally exact, both halves are asked alike.
#[test]
fn one_form_draws_once_and_what_is_taken_back_is_seen() {
    on_both(async |db| {
        let office = Office::of(db, &[&roster()]).await;
        let officer = office.answering(Role::CountyOfficer, None).await;
        let asked = DrawSurvey { classes: Vec::new(), ..wish(10, Method::EqualPrecision) };
        let mut cx = office.acting(&officer, day(TODAY));
        let operation = OperationId::fresh(&mut cx.ids);
        let first = draw_survey(&mut cx, operation, &asked).await.unwrap();
        assert_eq!(draw_survey(&mut cx, operation, &asked).await.unwrap(), first);
        let other = DrawSurvey { size: 12, ..asked.clone() };
        assert_eq!(draw_survey(&mut cx, operation, &other).await.unwrap_err().code(), "already-sent");
        let mut tx = office.db.begin_read().await.unwrap();
        let once = surveys::list_people(&mut tx, first).await.unwrap();
        tx.rollback().await.unwrap();
        assert_eq!(once.len(), 10);

        assert_eq!(go(&office, &officer, first, SurveyMove::Withdraw, None).await, "survey-words");
        assert_eq!(go(&office, &officer, first, SurveyMove::Withdraw, Some("日子定错了")).await, "done");
        assert_eq!(go(&office, &officer, first, SurveyMove::Close, None).await, "survey-move");
        let rows = list_surveys(&mut office.acting(&officer, day(TODAY))).await.unwrap();
        assert!(rows.len() == 1 && rows[0].survey.state == SurveyState::Withdrawn);
        assert_eq!(rows[0].survey.words.as_deref(), Some("日子定错了"));
    });
}
