//! Standards that an office changes by itself: an amount from next year on, seen beforehand, released by a second person, undone by
//! two; what was decided keeps the version of its day.

use std::sync::Arc;

use guanai_app::applications::WishedStep;
use guanai_app::plan::make_plan;
use guanai_app::revisions::{
    DraftRevision, GroupEffect, MoveRevision, ReckonRevision, RevisionEffect, RevisionFile, draft_revision,
    list_revision_people, move_revision, read_revision, reckon_revision,
};
use guanai_app::{Actor, Role, StandardsInForce};
use guanai_casework::application::{DocumentKind, Verdict};
use guanai_casework::{RevisionMove, RevisionState, RevisionValue};
use guanai_kernel::Money;
use guanai_kernel::ids::{HouseholdId, OperationId, RevisionId};
use guanai_registry::{Household, HouseholdMember, Source, SourceKind};
use guanai_scheme::{ChangeKind, Lang};
use guanai_store::{applications, households, organizations};
use guanai_testkit::clock;

use crate::decisions::{Case, decide_from};
use crate::engines::on_both;
use crate::office::{Office, TODAY, day, entitled, yuan};

const MEASURE: &str = "party-seniority-allowance";
const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部
    四十, @19520101011, 1985-05-01, 1986-05-01, 上村党支部
    五十, @19480101011, 1975-05-01, 1976-05-01, 东门社区党支部
    将满, @19560101011, 1986-06-01, 1987-06-15, 上村党支部
    年轻, @19800101011, 2008-05-01, 2009-05-01, 上村党支部
    未记, @19480101013, 1975-06-15, ,           下村党支部";

fn value(parameter: &str, from: &str, written: &str) -> RevisionValue {
    RevisionValue { parameter: parameter.to_owned(), from: day(from), written: written.to_owned() }
}

fn draft(values: Vec<RevisionValue>) -> DraftRevision {
    DraftRevision {
        title: "提高党龄补助标准".to_owned(),
        document: "县委组织部〔2026〕18号".to_owned(),
        place: "第三条".to_owned(),
        reason: "物价上涨".to_owned(),
        values,
        until: None,
    }
}

/// Twenty yuan more in each tier from New Year on.
fn twenty_more() -> DraftRevision {
    draft(vec![
        value("party_seniority_1", "2027-01-01", "yuan(120)"),
        value("party_seniority_2", "2027-01-01", "yuan(140)"),
        value("party_seniority_3", "2027-01-01", "yuan(170)"),
    ])
}

/// How many of a group begin, gain, lose and end, and what the whole year costs more there.
type Told = (String, [u64; 4], i64);

fn groups(of: &[GroupEffect]) -> Vec<Told> {
    let told = |one: &GroupEffect| {
        let counts = &one.counts;
        (one.group.clone(), [counts.begins, counts.gains, counts.loses, counts.ends], one.year_fen)
    };
    of.iter().map(told).collect()
}

fn of_group(group: &str, counts: [u64; 4], year_fen: i64) -> Told {
    (group.to_owned(), counts, year_fen)
}

impl Office {
    async fn draft(&self, who: &Actor, wish: DraftRevision) -> Result<RevisionId, &'static str> {
        let mut cx = self.acting(who, day(TODAY));
        let operation = OperationId::fresh(&mut cx.ids);
        draft_revision(&mut cx, operation, wish).await.map_err(|error| error.code())
    }

    async fn revision(&self, who: &Actor, id: RevisionId) -> RevisionFile {
        read_revision(&mut self.acting(who, day(TODAY)), id, Lang::Zh).await.unwrap()
    }

    /// Moves a revision in the version that stands, and takes up what is in force then.
    async fn revise(&mut self, who: &Actor, id: RevisionId, step: RevisionMove) -> Result<(), &'static str> {
        self.revise_on(who, id, step, TODAY).await
    }

    async fn revise_on(
        &mut self,
        who: &Actor,
        id: RevisionId,
        step: RevisionMove,
        on: &str,
    ) -> Result<(), &'static str> {
        let folder = Office::new(self.db.clone()).standards;
        self.revise_over(who, id, step, on, &folder).await
    }

    /// Over a folder of standards that is not the county's.
    async fn revise_over(
        &mut self,
        who: &Actor,
        id: RevisionId,
        step: RevisionMove,
        on: &str,
        folder: &Arc<guanai_app::Standards>,
    ) -> Result<(), &'static str> {
        let version = self.revision(&Actor::console(), id).await.revision.version;
        let standing = self.as_it_stands(on).await;
        let words = Some("上级另有规定".to_owned());
        let wish = MoveRevision { revision_id: id, version, step, words };
        let moved = {
            let mut cx = self.acting(who, day(on));
            let operation = OperationId::fresh(&mut cx.ids);
            move_revision(&mut cx, operation, &standing, wish).await.map_err(|error| error.code())
        };
        let in_force = StandardsInForce::load(&self.db, Arc::clone(folder), Lang::Zh).await.unwrap();
        self.standards = in_force.current();
        moved.map(|_| ())
    }

    async fn reckon(&mut self, who: &Actor, id: RevisionId, version: u32) -> Result<(), &'static str> {
        let standing = self.as_it_stands(TODAY).await;
        let mut cx = self.acting(who, day(TODAY));
        let (operation, seen) = (OperationId::fresh(&mut cx.ids), ReckonRevision { revision_id: id, version });
        let reckoned = reckon_revision(&mut cx, operation, &standing, seen).await;
        reckoned.map(|_| ()).map_err(|error| error.code())
    }

    /// By township or street, with their codes.
    async fn towns(&self, effect: &RevisionEffect) -> Vec<Told> {
        let mut tx = self.db.begin_read().await.unwrap();
        let all = organizations::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        let mut told = groups(&effect.by_town);
        for (group, ..) in &mut told {
            let own = all.iter().find(|one| one.organization_id.to_string() == *group);
            *group = own.map(|one| one.code.clone()).unwrap();
        }
        told
    }

    /// Whom it changes what for, by name.
    async fn changed_for(
        &self,
        who: &Actor,
        id: RevisionId,
    ) -> Vec<(String, Option<ChangeKind>, Option<Money>, Option<Money>)> {
        let people = list_revision_people(&mut self.acting(who, day(TODAY)), id, 1).await.unwrap();
        let told = people.rows.iter().map(|row| (row.name.clone(), row.kind, row.before, row.after));
        let mut told: Vec<_> = told.collect();
        told.sort_by(|a, b| a.0.cmp(&b.0));
        told
    }

    async fn due(&mut self, name: &str, on: &str) -> Option<Money> {
        entitled(&self.answer_on(name, MEASURE, on).await).and_then(|due| due.amount)
    }
}

/// Shows R24, R26, R33: an allowance is raised from next year with its document, whom it changes what for and what it costs is seen
/// beforehand, a second person releases it, today's answer stays, next year's is the new one, and undoing gives the old again.
#[test]
fn an_allowance_is_raised_from_next_year_released_by_a_second_person_and_undone() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER]).await;
        let officer = office.answering(Role::CountyOfficer, None).await;
        let approver = office.answering(Role::CountyApprover, None).await;
        let contact = office.answering(Role::BranchContact, Some("990001001")).await;
        assert_eq!(office.draft(&contact, twenty_more()).await, Err("denied"));
        assert_eq!(office.draft(&approver, twenty_more()).await, Err("denied"), "who releases does not draw up");
        let past = draft(vec![value("party_seniority_1", TODAY, "yuan(120)")]);
        assert_eq!(office.draft(&officer, past).await, Err("revision-problems"));
        let id = office.draft(&officer, twenty_more()).await.unwrap();

        office.reckon(&officer, id, 1).await.unwrap();
        assert_eq!(office.reckon(&officer, id, 1).await, Err("revision-stale"));
        let file = office.revision(&officer, id).await;
        let effect: RevisionEffect = file.effect.unwrap();
        // Two in both years; who completes forty years in June 2027 is in both too, from July on. Nobody else.
        assert_eq!((effect.everybody, effect.people), (5, 3));
        let years: Vec<_> = effect.years.iter().map(|y| (y.year, y.months, y.after_fen - y.before_fen)).collect();
        assert_eq!(years, [(2027, 12, 2_000 * (12 + 12 + 6)), (2028, 12, 2_000 * 36)]);
        // One measure, which the care fund or public finance may pay: the whole cost lies on the two together.
        let [purse] = effect.by_purse.as_slice() else { panic!("{:?}", effect.by_purse) };
        assert_eq!((purse.purses.join(" "), &purse.years), ("care-fund finance".to_owned(), &effect.years));
        let of = &effect.measures[0];
        assert_eq!((of.counts.gains, of.counts.begins, of.open), (3, 0, 1), "who is not known is not nothing");
        let [one, two] = [1, 2].map(|n| move |group| of_group(group, [0, n, 0, 0], 24_000 * i64::try_from(n).unwrap()));
        assert_eq!(groups(&effect.by_system), [one("community"), two("rural")]);
        // Who completes forty years next June belongs to no class yet.
        assert_eq!(groups(&effect.by_class), [two("seniority-40"), one("seniority-50")]);
        assert_eq!(office.towns(&effect).await, [two("990001000"), one("990002000")]);
        assert!(!file.examples.is_empty(), "the pack's own examples show what would change");
        let gains = |name: &str, before, after| (name.to_owned(), Some(ChangeKind::Gains), yuan(before), yuan(after));
        assert_eq!(
            office.changed_for(&approver, id).await,
            [gains("五十", 120, 140), gains("四十", 100, 120), gains("将满", 100, 120)]
        );

        office.revise(&officer, id, RevisionMove::Submit).await.unwrap();
        assert_eq!(office.revise(&officer, id, RevisionMove::Release).await, Err("denied"));
        assert_eq!(office.due("四十", "2027-01-01").await, yuan(100), "nothing is in force before its release");
        office.revise(&approver, id, RevisionMove::Release).await.unwrap();
        assert_eq!(office.standards.pack.manifest().version, "1.0.0+1");
        assert_eq!(office.due("四十", TODAY).await, yuan(100));
        assert_eq!(office.due("四十", "2026-12-31").await, yuan(100));
        assert_eq!(office.due("四十", "2027-01-01").await, yuan(120));
        let again = office.draft(&officer, twenty_more()).await;
        assert_eq!(again, Err("revision-problems"), "the same day is laid down once");

        office.revise(&officer, id, RevisionMove::AskUndo).await.unwrap();
        assert_eq!(office.due("四十", "2027-01-01").await, yuan(120), "in force until it is confirmed");
        assert_eq!(office.revise(&officer, id, RevisionMove::Undo).await, Err("denied"));
        office.revise(&approver, id, RevisionMove::Undo).await.unwrap();
        assert_eq!(office.due("四十", "2027-01-01").await, yuan(100));
        assert_eq!(office.standards.pack.manifest().version, "1.0.0+2");
        assert_eq!(office.revision(&officer, id).await.revision.state, RevisionState::Undone);
    });
}

/// Shows R24, R26: a standard that is made stricter tells beforehand who is given less, whose allowance ends and who is not touched,
/// by class, system and township, and what it saves in each year; released, it is so on its first day.
#[test]
fn who_loses_and_whose_allowance_ends_is_seen_before_a_stricter_standard_is_released() {
    on_both(async |db| {
        let roster = format!("{ROSTER}\n    照旧, @19500101011, 1979-05-01, 1980-05-01, 上村党支部");
        let mut office = Office::of(db, &[&roster]).await;
        let officer = office.answering(Role::CountyOfficer, None).await;
        let approver = office.answering(Role::CountyApprover, None).await;
        let stricter = draft(vec![
            value("party_seniority_years_1", "2027-01-01", "45"),
            value("party_seniority_2", "2027-01-01", "yuan(110)"),
        ]);
        let id = office.draft(&officer, stricter).await.unwrap();
        office.reckon(&officer, id, 1).await.unwrap();
        let effect = office.revision(&officer, id).await.effect.unwrap();
        assert_eq!((effect.everybody, effect.people), (6, 3));
        let counts = &effect.measures[0].counts;
        assert_eq!([counts.begins, counts.gains, counts.loses, counts.ends], [0, 0, 1, 2]);
        // 100 yuan a month less for who has forty years, from July on for who completes them in June, 10 for who has fifty.
        let saved: Vec<_> = effect.years.iter().map(|y| (y.year, y.months, y.after_fen - y.before_fen)).collect();
        assert_eq!(saved, [(2027, 12, -(120_000 + 60_000 + 12_000)), (2028, 12, -(120_000 + 120_000 + 12_000))]);
        let [purse] = effect.by_purse.as_slice() else { panic!("{:?}", effect.by_purse) };
        assert_eq!(purse.years, effect.years);
        let (both, fifty) = ([0, 0, 1, 1], [0, 0, 1, 0]);
        assert_eq!(
            groups(&effect.by_class),
            [of_group("seniority-40", both, -132_000), of_group("seniority-50", fifty, -12_000)]
        );
        let ended = |group| of_group(group, [0, 0, 0, 2], -240_000);
        assert_eq!(groups(&effect.by_system), [of_group("community", fifty, -12_000), ended("rural")]);
        assert_eq!(office.towns(&effect).await, [ended("990001000"), of_group("990002000", fifty, -12_000)]);
        let ends = |name: &str| (name.to_owned(), Some(ChangeKind::Ends), yuan(100), None);
        let loses = ("五十".to_owned(), Some(ChangeKind::Loses), yuan(120), yuan(110));
        assert_eq!(office.changed_for(&approver, id).await, [loses, ends("四十"), ends("将满")]);

        office.revise(&officer, id, RevisionMove::Submit).await.unwrap();
        office.revise(&approver, id, RevisionMove::Release).await.unwrap();
        for (name, before, after) in
            [("四十", yuan(100), None), ("五十", yuan(120), yuan(110)), ("照旧", yuan(100), yuan(100))]
        {
            assert_eq!(office.due(name, "2026-12-31").await, before, "{name}");
            assert_eq!(office.due(name, "2027-01-01").await, after, "{name}");
        }
    });
}

/// Shows R32, R26: what was frozen under a revision keeps its version when that is undone, and is listed with it; what was frozen
/// before keeps the one before.
#[test]
fn what_was_decided_keeps_the_version_of_its_day() {
    on_both(async |db| {
        let mut case = Case::of(db).await;
        let (officer, approver) = (case.county.clone(), case.approver.clone());
        let before = case.apply("田厚", "medical-aid").await.unwrap();
        let wish = draft(vec![value("fixed_relief_severe", "2027-01-01", "fen(123456)")]);
        let id = case.office.draft(&officer, wish).await.unwrap();
        case.office.revise(&officer, id, RevisionMove::Submit).await.unwrap();
        case.office.revise(&approver, id, RevisionMove::Release).await.unwrap();
        case.today = day("2026-07-01");
        let under = case.apply("田厚", "fixed-relief").await.unwrap();
        let on = "2026-07-02";
        case.office.revise_on(&officer, id, RevisionMove::AskUndo, on).await.unwrap();
        case.office.revise_on(&approver, id, RevisionMove::Undo, on).await.unwrap();
        let mut tx = case.office.db.begin_read().await.unwrap();
        for (application_id, version) in [(before, "county 1.0.0"), (under, "county 1.0.0+1")] {
            let kept = applications::find(&mut tx, application_id).await.unwrap().unwrap();
            assert_eq!(kept.frozen.pack, version);
        }
        tx.rollback().await.unwrap();
        let listed = case.office.revision(&officer, id).await.decided;
        let listed: Vec<_> = listed.iter().map(|one| (one.measure.as_str(), one.version.as_str())).collect();
        assert_eq!(listed, [("fixed-relief", "county 1.0.0+1")]);
    });
}

/// Shows R26, R32: a decision under a figure that a township set for itself keeps that figure when it is taken back; who applies
/// afterwards is answered by the county's.
#[test]
fn a_decision_keeps_the_townships_figure_after_that_ends() {
    on_both(async |db| {
        let mut case = Case::of(db).await;
        let own = "[parameter.fixed_relief_severe]\nlocal = { least = \"yuan(1500)\", most = \"yuan(2500)\", until = 2028-12-31, \
                   clause = \"county-example §4\" }";
        let texts = || crate::standards::changed("parameters.toml", "[parameter.fixed_relief_severe]", own);
        let folder = Arc::new(guanai_app::Standards::from_texts(texts(), Lang::Zh).unwrap());
        case.office.standards = Arc::clone(&folder);
        let (officer, approver) = (case.officer.clone(), case.approver.clone());
        let figures = vec![value("fixed_relief_severe", "2026-07-01", "yuan(2200)")];
        let wish = DraftRevision { until: Some(day("2026-12-31")), ..draft(figures) };
        let id = case.office.draft(&officer, wish).await.unwrap();
        case.office.revise_over(&officer, id, RevisionMove::Submit, TODAY, &folder).await.unwrap();
        case.office.revise_over(&approver, id, RevisionMove::Release, TODAY, &folder).await.unwrap();

        case.today = day("2026-07-01");
        let (application_id, _) = case.on_notice("fixed-relief").await;
        case.today = day("2026-07-09");
        case.step(&officer, application_id, WishedStep::TakeDown).await.unwrap();
        case.attach(&officer, application_id, DocumentKind::ApprovalForm).await;
        let decided = decide_from(Verdict::Approved, yuan(2_200), Some("care-fund"));
        case.step(&approver, application_id, decided).await.unwrap();
        let before = case.read(&officer, application_id).await;

        let on = "2026-07-10";
        case.office.revise_over(&officer, id, RevisionMove::AskUndo, on, &folder).await.unwrap();
        case.office.revise_over(&approver, id, RevisionMove::Undo, on, &folder).await.unwrap();
        assert_eq!(case.office.standards.pack.locals(), []);
        let mut tx = case.office.db.begin_read().await.unwrap();
        let file = applications::find_file(&mut tx, application_id).await.unwrap().unwrap();
        tx.rollback().await.unwrap();
        assert_eq!((file.application.amount, file.decisions[0].amount), (yuan(2_200), yuan(2_200)));
        let kept = &file.application.frozen;
        let figure = kept.parameters.iter().find(|one| one.value.zh == "2,200.00元").unwrap();
        assert!(figure.clause.as_deref().is_some_and(|clause| clause.contains("〔2026〕18号")), "{:?}", figure.clause);
        let after = case.read(&officer, application_id).await;
        assert_eq!((after.row.amount, after.decisions[0].amount), (before.row.amount, before.decisions[0].amount));
        let today = case.office.why("田厚", "fixed-relief").await;
        assert!(today.sentence.contains("2,000.00元"), "{}", today.sentence);
    });
}

/// Shows R26: a folder that says something else for the same day as a release is told of with both, and neither wins.
#[test]
fn a_folder_and_a_release_that_differ_are_both_named() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER]).await;
        let officer = office.answering(Role::CountyOfficer, None).await;
        let approver = office.answering(Role::CountyApprover, None).await;
        let id = office.draft(&officer, twenty_more()).await.unwrap();
        office.revise(&officer, id, RevisionMove::Submit).await.unwrap();
        office.revise(&approver, id, RevisionMove::Release).await.unwrap();
        let with = |yuan: u32| {
            let more = format!(
                "\n[[parameter.party_seniority_1.value]]\nfrom = 2027-01-01\nvalue = \"yuan({yuan})\"\nclause = \
                 \"seniority-example 党龄补助\"\n"
            );
            let heading = "[parameter.party_seniority_years_2]";
            let texts = crate::standards::changed("parameters.toml", heading, &format!("{more}\n{heading}"));
            Arc::new(guanai_app::Standards::from_texts(texts, Lang::Zh).unwrap())
        };
        let same = StandardsInForce::load(&office.db, with(120), Lang::Zh).await.unwrap();
        assert_eq!(same.current().edition, 1, "a folder that took the release over goes with it");
        let other = StandardsInForce::load(&office.db, with(130), Lang::Zh).await.unwrap_err().to_string();
        for words in ["130.00元", "120.00元", "第1号修订"] {
            assert!(other.contains(words), "{other}");
        }
    });
}

/// Shows R24, R63: two members of one home are given once what a household is given once: the what-if counts them once, by people,
/// purse and year, at the greater amount, and says how many it did not count beside them; the plan writes the amount once.
#[test]
fn two_of_one_home_count_once_in_a_what_if_and_in_the_plan() {
    on_both(async |db| {
        let roster = "
            姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部,     工作岗位
            赵难, @19700101011, 1995-07-01, 1996-07-01, 上村党支部,     农民
            钱难, @19700101012, 1995-07-01, 1996-07-01, 上村党支部,     农民
            周难, @19700101015, 1995-07-01, 1996-07-01, 东门社区党支部, 待业";
        let ledger = "
            姓名, 公民身份号码, 困难程度, 致困原因, 家庭人均年收入（元）, 目前是否困难
            赵难, @19700101011, 比较困难, 因病,     4000,                是
            钱难, @19700101012, 特别困难, 因残,     4000,                是
            周难, @19700101015, 比较困难, 失业,     4000,                是";
        let mut office = Office::of(db, &[roster, ledger]).await;
        let officer = office.answering(Role::CountyOfficer, None).await;
        let raised = draft(vec![
            value("fixed_relief_severe", "2027-01-01", "yuan(2500)"),
            value("fixed_relief_considerable", "2027-01-01", "yuan(1300)"),
        ]);
        let id = office.draft(&officer, raised).await.unwrap();
        office.reckon(&officer, id, 1).await.unwrap();
        let told = async |office: &Office| {
            let effect = office.revision(&officer, id).await.effect.unwrap();
            let of = effect.measures.iter().find(|of| of.measure == "fixed-relief").unwrap().clone();
            let years = of.years.iter().map(|y| (y.year, y.before_fen, y.after_fen)).collect::<Vec<_>>();
            let [purse] = effect.by_purse.as_slice() else { panic!("{:?}", effect.by_purse) };
            assert_eq!((&purse.years, &effect.years), (&of.years, &of.years), "the purses bear what the measure costs");
            (effect.people, of.counts.gains, of.beside, years)
        };
        let apart = |year| (year, 400_000, 510_000);
        assert_eq!(told(&office).await, (3, 3, 0, vec![apart(2027), apart(2028)]), "apart, each of them counts");

        let household_id = HouseholdId::from_bits(7);
        let source =
            Source { kind: SourceKind::Entry, import_id: None, place: "户口簿".into(), stated_on: day(TODAY) };
        let household = Household { household_id, address: None, source, recorded_at: clock::at(day(TODAY)) };
        let mut members = Vec::new();
        for (name, relation) in [("赵难", "01"), ("钱难", "10")] {
            let person_id = office.person(name).await;
            let (relation, since_on) = (relation.to_owned(), day(TODAY));
            members.push(HouseholdMember { household_id, person_id, relation, since_on, until_on: None });
        }
        let mut tx = office.db.begin_write().await.unwrap();
        households::add_many(&mut tx, &[household]).await.unwrap();
        households::add_members(&mut tx, &members).await.unwrap();
        tx.commit().await.unwrap();
        office.reckon(&officer, id, 2).await.unwrap();
        let together = |year| (year, 300_000, 380_000);
        assert_eq!(told(&office).await, (2, 2, 1, vec![together(2027), together(2028)]));
        let gains = |name: &str, before, after| (name.to_owned(), Some(ChangeKind::Gains), yuan(before), yuan(after));
        let people = office.changed_for(&officer, id).await;
        assert_eq!(people, [gains("周难", 1_000, 1_300), gains("钱难", 2_000, 2_500)], "the greater of the two counts");

        let plan = make_plan(&mut office.cx(), day(TODAY)).await.unwrap();
        let measure = office.standards.pack.measure_index("fixed-relief").unwrap();
        let residents = plan.population().residents.iter().enumerate();
        let counted: Vec<(&str, Option<&str>)> = residents
            .map(|(at, one)| {
                (one.person.name.as_str(), plan.counted_with(at, measure).map(|of| of.person.name.as_str()))
            })
            .collect();
        assert_eq!(counted, [("赵难", Some("钱难")), ("钱难", None), ("周难", None)]);
    });
}
