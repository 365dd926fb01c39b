//! What a survey's questionnaires tell: papers with codes, entered without a name, all or nothing; scales with their reliability, by
//! class, with few kept back; indices by organisation, and none of whoever asks.

use std::collections::{BTreeMap, BTreeSet};

use guanai_app::surveys::{
    Consistency, CountReturns, DrawSurvey, EnterAnswers, Holds, Method, MoveSurvey, Papers, SheetError, SheetProblem,
    Standing, SurveyMove, SurveyResults, SurveyStratum, Told, WrongSheet, count_returns, draw_survey, enter_answers,
    move_survey, read_papers, read_results, read_survey,
};
use guanai_app::{Actor, Role};
use guanai_kernel::ids::{OperationId, SurveyId};
use guanai_scheme::Lang;
use guanai_store::{checks, survey_sheets};

use crate::engines::on_both;
use crate::office::{Office, TODAY, day};

/// Of a branch of the town 28, twelve of them past eighty; of the street 12; and two of the county's own committee.
fn roster() -> String {
    let mut rows = "姓名, 公民身份号码, 入党日期, 转正日期, 所在党支部\n".to_owned();
    for no in 0..42 {
        let branch = match no {
            0..28 => "上村党支部",
            28..40 => "东门社区党支部",
            _ => "中共示例县委员会",
        };
        let born = if no < 12 { 1940 } else { 1980 };
        let number = 10 + no;
        let row = format!("党员{no:02}, @{born}0101{number:03}, 2005-07-01, 2006-07-01, {branch}\n");
        rows.push_str(&row);
    }
    rows
}

pub(crate) struct Desk<'o> {
    office: &'o Office,
    officer: Actor,
    approver: Actor,
}

impl Desk<'_> {
    /// A survey of everybody, released.
    async fn release(&self, title: &str) -> SurveyId {
        self.release_of(title, 42, "elder-member").await
    }

    /// A survey of so many, parted by a class, released.
    pub(crate) async fn release_of(&self, title: &str, size: u64, class: &str) -> SurveyId {
        let wish = DrawSurvey {
            title: title.to_owned(),
            as_of: day(TODAY),
            due_on: day("2026-09-30"),
            size,
            method: Method::Proportional,
            classes: vec![class.to_owned()],
            shares: BTreeMap::new(),
        };
        let mut cx = self.office.acting(&self.officer, day(TODAY));
        let operation = OperationId::fresh(&mut cx.ids);
        let survey_id = draw_survey(&mut cx, operation, &wish).await.unwrap();
        self.go(&self.approver, survey_id, SurveyMove::Release, TODAY).await;
        survey_id
    }

    pub(crate) async fn close(&self, survey_id: SurveyId, on: &str) {
        self.go(&self.officer, survey_id, SurveyMove::Close, on).await;
    }

    async fn go(&self, actor: &Actor, survey_id: SurveyId, step: SurveyMove, on: &str) {
        let mut cx = self.office.acting(actor, day(on));
        let operation = OperationId::fresh(&mut cx.ids);
        move_survey(&mut cx, operation, &MoveSurvey { survey_id, step, why: None }).await.unwrap();
    }

    pub(crate) async fn papers(&self, survey_id: SurveyId) -> Papers {
        read_papers(&mut self.office.acting(&self.officer, day(TODAY)), survey_id).await.unwrap()
    }

    pub(crate) async fn enter(&self, survey_id: SurveyId, lines: &[String]) -> Result<usize, Vec<WrongSheet>> {
        let mut cx = self.office.acting(&self.officer, day(TODAY));
        let operation = OperationId::fresh(&mut cx.ids);
        let wish = EnterAnswers { survey_id, lines: lines.join("\r\n") };
        let entered = enter_answers(&mut cx, operation, &wish).await.unwrap();
        if entered.is_ok() {
            assert_eq!(enter_answers(&mut cx, operation, &wish).await.unwrap(), entered, "the same form once more");
        }
        entered
    }

    pub(crate) async fn results(&self, survey_id: SurveyId) -> SurveyResults {
        read_results(&mut self.office.acting(&self.approver, day(TODAY)), survey_id, Lang::Zh).await.unwrap()
    }

    /// A line of a sheet that means the same everywhere: what is put the other way round is answered the other way round.
    pub(crate) fn line(&self, code: &str, answer: u8) -> String {
        let items = &self.office.standards.pack.questionnaire().unwrap().items;
        let cells = items.iter().map(|item| if item.is_reversed { 6 - answer } else { answer }.to_string());
        std::iter::once(code.to_owned()).chain(cells).collect::<Vec<_>>().join("\t")
    }

    /// A line that says the same to everything.
    fn straight(&self, code: &str) -> String {
        let items = self.office.standards.pack.questionnaire().unwrap().items.len();
        std::iter::once(code).chain(std::iter::repeat_n("5", items)).collect::<Vec<_>>().join("\t")
    }

    /// Everybody answers, the old of the first stratum 4 and 5 by turns, the others 2 and 3, but those whom `without` strikes out.
    async fn answer(&self, survey_id: SurveyId, without: impl Fn(&[String], usize) -> bool) -> Papers {
        let papers = self.papers(survey_id).await;
        let mut lines = Vec::new();
        for (stratum, codes) in &papers.strata {
            let is_old = stratum.parts.iter().any(|part| part.class == "elder-member");
            let classes: Vec<String> = stratum.parts.iter().map(|part| part.class.clone()).collect();
            for (at, code) in codes.iter().enumerate().filter(|(at, _)| !without(&classes, *at)) {
                let turn = u8::try_from(at % 2).unwrap();
                lines.push(self.line(code, if is_old { 4 } else { 2 } + turn));
            }
        }
        assert_eq!(self.enter(survey_id, &lines).await, Ok(lines.len()));
        papers
    }
}

pub(crate) async fn desk(office: &Office) -> Desk<'_> {
    let officer = office.answering(Role::CountyOfficer, None).await;
    let approver = office.answering(Role::CountyApprover, None).await;
    Desk { office, officer, approver }
}

/// Shows R39: every paper has a code that belongs to a stratum and to nobody; lines are entered all or none, each wrong one with its
/// place; what is kept has no person, no day and no code; entering counts as returned; nothing is told while the survey runs.
#[test]
fn sheets_are_entered_without_a_name_all_or_none() {
    on_both(async |db| {
        let office = Office::of(db, &[&roster()]).await;
        let desk = desk(&office).await;
        let survey_id = desk.release("2026年关爱调查").await;
        let papers = desk.papers(survey_id).await;
        let codes: BTreeSet<&String> = papers.strata.iter().flat_map(|(_, codes)| codes).collect();
        assert_eq!(codes.len(), 42, "one for each that is asked, and no two alike");
        assert!(papers.strata.iter().all(|(stratum, codes)| codes.len() as u64 == stratum.drawn));
        assert_eq!(desk.papers(survey_id).await, papers, "printed again they are the same");

        let (largest, of) = papers.strata.iter().max_by_key(|(_, codes)| codes.len()).unwrap();
        let returned =
            |strata: &[SurveyStratum]| strata.iter().find(|stratum| stratum.no == largest.no).unwrap().returned;
        let wrong = [
            desk.line(&of[0], 4),
            desk.line("NOSUCH", 4),
            desk.line(&of[0], 3),
            format!("{}\t6", desk.line(&of[1], 4).rsplit_once('\t').unwrap().0),
            format!("{}\t3", desk.line(&of[2], 4)),
            desk.line(&of[3], 4).chars().filter(|letter| !letter.is_ascii_digit()).collect::<String>(),
        ];
        let told = desk.enter(survey_id, &wrong).await.unwrap_err();
        let lines: Vec<usize> = told.iter().map(|wrong| wrong.line).collect();
        assert!(lines.starts_with(&[2, 3, 4, 5]), "{told:?}");
        assert_eq!(told[0].problem, SheetProblem::UnknownCode);
        assert_eq!(told[1].problem, SheetProblem::TwiceHere);
        let items = office.standards.pack.questionnaire().unwrap().items.len();
        assert_eq!(told[2].problem, SheetProblem::Sheet(SheetError::Answer { no: items, read: "6".to_owned() }));
        assert_eq!(told[3].problem, SheetProblem::Sheet(SheetError::Count { items, read: items + 1 }));
        let view = read_survey(&mut office.acting(&desk.officer, day(TODAY)), survey_id).await.unwrap();
        assert!(view.strata.iter().all(|stratum| stratum.returned.is_none()), "nothing was entered");

        assert_eq!(desk.enter(survey_id, &[desk.line(&of[0].to_lowercase(), 4), String::new()]).await, Ok(1));
        let again = desk.enter(survey_id, &[desk.line(&of[0], 4)]).await.unwrap_err();
        assert_eq!(again[0].problem, SheetProblem::EnteredBefore);
        let view = read_survey(&mut office.acting(&desk.officer, day(TODAY)), survey_id).await.unwrap();
        assert_eq!(returned(&view.strata), Some(1), "what was entered came back");
        let mut cx = office.acting(&desk.officer, day(TODAY));
        let operation = OperationId::fresh(&mut cx.ids);
        let none = CountReturns { survey_id, returned: [(largest.no, 0)].into() };
        assert_eq!(count_returns(&mut cx, operation, &none).await.unwrap_err().code(), "survey-entered");

        let running = desk.results(survey_id).await;
        assert!(running.standing == Standing::NotEnded && running.entered == 1 && running.results.is_none());
        let mut tx = office.db.begin_read().await.unwrap();
        let kept = survey_sheets::list(&mut tx, survey_id).await.unwrap();
        tx.rollback().await.unwrap();
        assert!(kept.len() == 1 && !kept[0].sheet_id.contains(of[0].as_str()) && kept[0].sheet_id.len() == 32);

        desk.close(survey_id, TODAY).await;
        let late = read_papers(&mut office.acting(&desk.officer, day(TODAY)), survey_id).await.unwrap_err();
        assert_eq!(late.code(), "survey-not-running");
        let few = desk.results(survey_id).await.results.unwrap();
        assert!(few.scales.iter().all(|scale| scale.told == Told::Withheld), "one answer alone is not told");
        let mut tx = office.db.begin_read().await.unwrap();
        assert_eq!(survey_sheets::list_codes(&mut tx, survey_id).await.unwrap(), BTreeSet::new());
        let outcomes = checks::run(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        assert!(outcomes.iter().all(|outcome| outcome.holds), "{outcomes:?}");
    });
}

/// Shows R39: three scales are told by class, weighed by stratum, with how well their items hold together; sheets that say the same to
/// opposites are counted and left out; a class of nine is kept back and so is the other, which would give it away; the second survey is
/// compared with the first.
#[test]
fn scales_are_told_by_class_and_compared_and_few_are_kept_back() {
    on_both(async |db| {
        let office = Office::of(db, &[&roster()]).await;
        let desk = desk(&office).await;
        let first = desk.release("第一次").await;
        desk.answer(first, |_, _| false).await;
        desk.close(first, TODAY).await;
        let told = desk.results(first).await;
        assert_eq!((told.standing, told.entered, told.returned), (Standing::Told, 42, Some(42)));
        let results = told.results.unwrap();
        assert!(results.scales.len() == 3 && results.earlier.is_none() && results.straight == 0);
        for scale in &results.scales {
            let groups: Vec<(Vec<String>, Option<u64>)> =
                scale.groups.iter().map(|group| (group.classes.clone(), group.told.thousandths())).collect();
            // The others: 16 of the town and twelve and two more, by turns 2 and 3.
            assert_eq!(groups, [(vec![String::new()], Some(2_500)), (vec!["elder-member".to_owned()], Some(4_500))]);
            // 12 times 4.5 and 30 times 2.5 of 42.
            assert_eq!(scale.told.thousandths(), Some(3_071));
            assert_eq!(scale.consistency.means(), Some(Holds::Well), "{:?}", scale.consistency);
        }

        let second = desk.release("第二次").await;
        let papers = desk.answer(second, |classes, at| classes == ["elder-member"] && at < 3).await;
        let old = papers.strata.iter().find(|(stratum, _)| stratum.parts[0].class == "elder-member").unwrap();
        assert_eq!(desk.enter(second, &[desk.straight(&old.1[0])]).await, Ok(1));
        desk.close(second, "2026-07-31").await;
        let results = desk.results(second).await.results.unwrap();
        assert_eq!((results.straight, results.earlier.as_deref()), (1, Some("第一次")));
        for scale in &results.scales {
            assert!(scale.groups.iter().all(|group| group.told == Told::Withheld && group.change.is_none()));
            assert!(scale.told.thousandths().is_some() && scale.change.is_some_and(|change| change.abs() < 100));
            assert!(matches!(scale.consistency, Consistency::Alpha { sheets: 39, .. }), "{:?}", scale.consistency);
        }
    });
}

/// Shows R40: four indices by organisation, with how many agree of how many, what does not count and how many came back; an organisation
/// of whom nobody answered is not known, and the county, which asks, does not measure itself.
#[test]
fn indices_are_told_of_organisations_and_not_of_whoever_asks() {
    on_both(async |db| {
        let office = Office::of(db, &[&roster()]).await;
        let desk = desk(&office).await;
        let survey_id = desk.release("四项指标").await;
        let papers = desk.papers(survey_id).await;
        let view = read_survey(&mut office.acting(&desk.officer, day(TODAY)), survey_id).await.unwrap();
        let mut lines = Vec::new();
        for (stratum, codes) in &papers.strata {
            let place = view.places.get(&stratum.parts[0].place).map(String::as_str);
            if place == Some("中共城关街道工作委员会") {
                continue;
            }
            // Every other agrees; the last says the same to everything.
            let (last, others) = codes.split_last().unwrap();
            lines.extend(others.iter().enumerate().map(|(at, code)| desk.line(code, if at % 2 == 0 { 5 } else { 2 })));
            lines.push(desk.straight(last));
        }
        assert_eq!(desk.enter(survey_id, &lines).await, Ok(30));
        desk.close(survey_id, TODAY).await;
        let results = desk.results(survey_id).await.results.unwrap();
        let names: Vec<&str> = results.indices.iter().map(|index| index.name.as_str()).collect();
        assert_eq!(names, ["凝聚力", "向心力", "荣誉感", "对党组织的认同感"]);
        for index in &results.indices {
            let of = |name: &str| index.groups.iter().find(|group| group.places == [name]).unwrap();
            let town = of("中共河口镇委员会");
            // Twelve old and 16 others, of each one that does not count: 6 of 11 and 8 of 15 agree.
            let Told::Mean { estimate, sum } = town.told else { panic!("{town:?}") };
            assert_eq!((sum, estimate.answered, town.straight, town.unanswered), (14, 26, 2, 0));
            // 12/28 times 6/11 and 16/28 times 8/15.
            assert_eq!(estimate.mean, 538_528);
            assert_eq!((town.asked, town.returned), (28, Some(28)));
            let street = of("中共城关街道工作委员会");
            assert_eq!((street.told, street.asked, street.returned), (Told::Nobody, 12, None));
            let county = of("中共示例县委员会");
            assert!(county.is_own && county.told == Told::Withheld);
        }
    });
}
