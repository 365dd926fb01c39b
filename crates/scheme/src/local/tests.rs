use std::sync::Arc;

use guanai_kernel::{Ids, Moment, Money};

use super::*;
use crate::ahead::{Effect, next_turn};
use crate::assess::{Answer, Assessor};
use crate::columns::{Population, Verdict};
use crate::explain::explain;
use crate::revision::{LocalScope, RevisedValue, Revision, RevisionProblem, check_revision};
use crate::small_pack::pack_with;
use crate::spread::spread;
use crate::subject::{Provenance, Subject, SubjectBuilder};
use crate::text::Lang;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A county, two townships of it and a branch of the first.
fn organizations() -> [OrganizationId; 4] {
    let mut ids = Ids::seeded(7, Moment::from_micros(0));
    std::array::from_fn(|_| OrganizationId::fresh(&mut ids))
}

fn pack() -> Pack {
    pack_with("for = 'test.x >= 1'\nfund = []\n[[tier]]\nwhen = 'true'\namount = 'param.line'\n")
}

fn local(no: u32, organization: OrganizationId, from: &str, until: &str, written: &str) -> Revision {
    let value = RevisedValue { parameter: "line".to_owned(), from: day(from), written: written.to_owned() };
    let local = Some(LocalScope { organization, until: day(until) });
    Revision {
        no, document: "柳河镇〔2026〕3号".to_owned(), place: "第二条".to_owned(), values: vec![value], local
    }
}

fn somebody(pack: &Pack, chain: &[OrganizationId]) -> Subject {
    let mut builder = SubjectBuilder::new(pack);
    builder.set(pack.slot("test.x").unwrap(), Value::Int(5), Provenance::new("test", None)).unwrap();
    builder.answered_by(Arc::from(chain));
    builder.build()
}

fn yuan(answer: &Answer) -> i64 {
    match answer {
        Answer::Holds(entitled) => entitled.amount.unwrap().fen() / 100,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_nearest_organisation_that_set_one_counts_on_its_days_and_for_nobody_else() {
    let [county, town, other, branch] = organizations();
    let set = [
        local(1, town, "2026-07-01", "2026-12-31", "yuan(7100)"),
        local(2, branch, "2026-10-01", "2026-10-31", "yuan(7300)"),
        local(3, town, "2027-01-01", "2027-12-31", "yuan(7500)"),
    ];
    let pack = pack().revised(&set, 3).unwrap();
    let people = [
        somebody(&pack, &[branch, town, county]),
        somebody(&pack, &[town, county]),
        somebody(&pack, &[other, county]),
        somebody(&pack, &[]),
    ];
    for (on, wanted) in [
        ("2026-06-30", [6900, 6900, 6900, 6900]),
        ("2026-07-01", [7100, 7100, 6900, 6900]),
        ("2026-10-01", [7300, 7100, 6900, 6900]),
        ("2026-10-31", [7300, 7100, 6900, 6900]),
        ("2026-12-31", [7100, 7100, 6900, 6900]),
        ("2027-01-01", [7500, 7500, 6900, 6900]),
        ("2028-01-01", [6900, 6900, 6900, 6900]),
    ] {
        let assessor = Assessor::new(&pack, day(on));
        let population = Population::of(&pack, &people);
        let answers = assessor.answers(&population, 2);
        assert_eq!(answers.one_by_one(), 0, "a figure of its own keeps nobody out of the columns");
        for (row, (person, wanted)) in people.iter().zip(wanted).enumerate() {
            let one = assessor.measure(person, 0);
            assert_eq!(yuan(&one), wanted, "{on} {row}");
            assert_eq!(answers.measure(row, 0), Some(Verdict::from(&one)), "{on} {row}");
        }
        let sum: i64 = wanted.iter().sum();
        assert_eq!(assessor.totals(&population, 2).measures[0].fen, i128::from(sum * 100));
    }
}

#[test]
fn the_explanation_names_the_document_and_from_the_panel_alone_the_same_comes_out() {
    let [county, town, ..] = organizations();
    let pack = pack().revised(&[local(1, town, "2026-07-01", "2026-12-31", "yuan(7100)")], 1).unwrap();
    let person = somebody(&pack, &[town, county]);
    let panel = explain(&pack, &person, day("2026-08-01"), 0, Lang::Zh);
    let [line] = panel.parameters.as_slice() else { panic!("{panel:?}") };
    assert_eq!(line.value.as_deref(), Some("7,100.00元"));
    assert_eq!(line.clause.as_deref(), Some("《柳河镇〔2026〕3号》第二条"));
    let own = line.local.as_ref().unwrap();
    assert_eq!((own.organization, own.until, own.usual.as_deref()), (town, day("2026-12-31"), Some("6,900.00元")));
    let told = panel.in_full(Lang::Zh);
    assert!(
        told.contains("柳河镇〔2026〕3号") && told.contains("2026年12月31日") && told.contains("6,900.00元"),
        "{told}"
    );
    let told = explain(&pack, &person, day("2026-08-01"), 0, Lang::En).in_full(Lang::En);
    assert!(told.contains("set here within bounds") && told.contains("31 December 2026"), "{told}");
    // Whose figure it was stands in the panel, so that nothing else is needed to reckon it again.
    let again = somebody(&pack, &[own.organization]);
    assert_eq!(
        Assessor::new(&pack, day("2026-08-01")).measure(&again, 0),
        Assessor::new(&pack, day("2026-08-01")).measure(&person, 0)
    );
    let elsewhere = explain(&pack, &somebody(&pack, &[county]), day("2026-08-01"), 0, Lang::Zh);
    assert!(elsewhere.parameters[0].local.is_none() && !elsewhere.in_full(Lang::Zh).contains("柳河镇"));
}

#[test]
fn a_figure_that_begins_and_ends_is_a_turn() {
    let [county, town, ..] = organizations();
    let pack = pack().revised(&[local(1, town, "2026-07-01", "2026-12-31", "yuan(7100)")], 1).unwrap();
    let person = somebody(&pack, &[town, county]);
    let given = |fen| Effect::Given { tier: Some(0), amount: Some(Money::from_fen(fen)) };
    let begins = next_turn(&pack, &person, day("2026-06-01"), 0, 12).unwrap();
    assert_eq!((begins.on, begins.answer.effect(begins.on)), (day("2026-07-01"), given(710_000)));
    let ends = next_turn(&pack, &person, day("2026-07-01"), 0, 12).unwrap();
    assert_eq!((ends.on, ends.answer.effect(ends.on)), (day("2027-01-01"), given(690_000)));
    assert_eq!(next_turn(&pack, &somebody(&pack, &[county]), day("2026-06-01"), 0, 12), None);
}

#[test]
fn what_a_township_may_not_set_is_refused_with_what_was_read() {
    let [_, town, other, _] = organizations();
    let today = day("2026-11-26");
    let named = |parameter: &str, written: &str, until: &str| {
        let mut revision = local(2, town, "2027-01-01", until, written);
        revision.values[0].parameter = parameter.to_owned();
        revision
    };
    let taken = local(1, town, "2027-06-01", "2027-06-30", "yuan(7000)");
    let in_force = pack().revised(&[taken], 1).unwrap();
    for (draft, code) in [
        (named("line", "yuan(20001)", "2027-03-31"), "revision-outside-bounds"),
        (named("line", "fen(-1)", "2027-03-31"), "revision-outside-bounds"),
        (named("line", "yuan(7100)", "2100-01-01"), "revision-local-until"),
        (named("line", "yuan(7100)", "2026-12-31"), "revision-local-until"),
        (named("line", "yuan(7100)", "2027-06-01"), "revision-local-twice"),
        (named("line", "yuan(6900)", "2027-03-31"), "revision-unchanged"),
        (local(2, town, "2026-11-26", "2027-03-31", "yuan(7100)"), "revision-day-passed"),
    ] {
        let found = check_revision(&in_force, &draft, today);
        let codes: Vec<_> = found.problems.iter().map(RevisionProblem::code).collect();
        assert_eq!(codes, [code], "{draft:?}");
        let [zh, en] = Lang::ALL.map(|lang| found.problems[0].describe(lang));
        assert!(zh != en && zh.contains('；') && RevisionProblem::CODES.contains(&code), "{zh} {en}");
    }
    assert_eq!(check_revision(&in_force, &named("line", "yuan(7100)", "2027-05-31"), today).problems, []);
    // Another township's days are its own.
    let beside = local(2, other, "2027-06-01", "2027-06-30", "yuan(7200)");
    assert_eq!(check_revision(&in_force, &beside, today).problems, []);
    // What the pack does not let anybody set, nobody sets.
    let mut closed = in_force.clone();
    closed.parameters.all.iter_mut().for_each(|parameter| parameter.local = None);
    let found = check_revision(&closed, &named("line", "yuan(7100)", "2027-03-31"), today);
    assert_eq!(found.problems.iter().map(RevisionProblem::code).collect::<Vec<_>>(), ["revision-not-local"]);
}

#[test]
fn the_spread_tells_each_organisation_and_whose_lies_far_outside() {
    let [county, town, ..] = organizations();
    let mut ids = Ids::seeded(9, Moment::from_micros(0));
    let mut chains = vec![vec![town, county]];
    let mut set = vec![local(1, town, "2026-07-01", "2026-12-31", "yuan(12000)")];
    for (no, yuan) in (2..).zip([6800, 6900, 6900, 7000, 7000, 7100]) {
        let one = OrganizationId::fresh(&mut ids);
        chains.push(vec![one, county]);
        set.push(local(no, one, "2026-07-01", "2026-12-31", &format!("yuan({yuan})")));
    }
    // One of the seven sets nothing, and is counted with the pack's own.
    set.remove(2);
    let pack = pack().revised(&set, 1).unwrap();
    let all = spread(&pack, day("2026-08-01"), &chains);
    // The other figure that may be set has no value yet.
    let [line] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((line.usual, line.bounds), (Some(690_000), (0, 2_000_000)));
    assert_eq!((line.least, line.quarters, line.most), (680_000, [690_000, 700_000, 710_000], 1_200_000));
    let far: Vec<_> = line.all.iter().filter(|one| one.is_outlier).map(|one| one.organization).collect();
    assert_eq!(far, [town]);
    assert_eq!(line.all.iter().filter(|one| one.own.is_none()).count(), 1);
    chains.reverse();
    assert_eq!(spread(&pack, day("2026-08-01"), &chains), all);
    let after = spread(&pack, day("2027-01-01"), &chains);
    assert!(after[0].all.iter().all(|one| one.figure == 690_000 && !one.is_outlier), "{after:?}");
}
