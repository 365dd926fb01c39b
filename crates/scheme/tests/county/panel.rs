//! What an explanation shows is what the answer rests on: from the panel's own facts and figures the same answer comes out again.

use std::collections::BTreeMap;

use guanai_kernel::ids::OrganizationId;
use guanai_kernel::{Ids, Moment, Period};
use guanai_scheme::{
    Answer, Assessor, Explanation, Lang, LocalScope, Pack, Provenance, Refusal, RevisedValue, Revision, ShownParameter,
    Slot, Stands, Subject, SubjectBuilder, Type, Value, explain, read_typed, weigh, write_value,
};

use crate::edges::{Told, told};
use crate::people::{Dice, facts, is_apart, is_total};
use crate::{as_of, county, files, load};

/// How many people are drawn.
const CASES: u64 = 1_000;

/// Somebody with gaps, facts in dispute and an interruption of membership now and then. Facts that came late are not recorded, so
/// that whoever was drawn before they came is the same person still.
pub fn somebody(pack: &Pack, dice: &mut Dice) -> Subject {
    drawn(pack, dice, |slot| !is_apart(pack, slot)).build()
}

/// The same of whom those facts may be recorded that `recorded` lets through.
fn drawn<'p>(pack: &'p Pack, dice: &mut Dice, recorded: impl Fn(Slot) -> bool) -> SubjectBuilder<'p> {
    let (first, other) = (facts(pack, dice), facts(pack, dice));
    let mut builder = SubjectBuilder::new(pack);
    for ((slot, value), (_, another)) in first.iter().zip(&other).filter(|((slot, _), _)| recorded(*slot)) {
        match dice.roll(12) {
            0..=2 => continue,
            3 => {
                builder.set(*slot, another.clone(), Provenance::new("乙册", None)).unwrap();
            }
            _ => {}
        }
        builder.set(*slot, value.clone(), Provenance::new("甲册", None)).unwrap();
    }
    if dice.roll(4) == 0 {
        let year = 1960 + dice.roll(50);
        let from = format!("{year}-03-01").parse().unwrap();
        let until = (dice.roll(5) > 0).then(|| format!("{}-09-15", year + dice.roll(4)).parse().unwrap());
        builder.interrupt(Period::new(from, until).unwrap());
    }
    builder
}

/// Somebody for whom one of these townships answers.
fn of_a_township<'p>(pack: &'p Pack, towns: &[OrganizationId; 3], seed: u64, dice: &mut Dice) -> SubjectBuilder<'p> {
    let mut builder = drawn(pack, dice, |slot| !is_total(pack, slot));
    let town = usize::try_from(seed % 3).unwrap();
    builder.answered_by([towns[town]].into());
    builder
}

/// Somebody who lives with others, of whom what is added up is mostly recorded, where the number of persons mostly fits.
fn at_home(pack: &Pack, towns: &[OrganizationId; 3], seed: u64) -> Subject {
    let dice = &mut Dice::new(seed);
    let own = of_a_township(pack, towns, seed, dice).build();
    let size = pack.slot("household.size").unwrap();
    let stated = own.values(size).into_iter().find_map(|(value, _)| match value {
        Value::Int(persons @ 1..) if own.values(size).len() == 1 => u64::try_from(*persons).ok(),
        _ => None,
    });
    let beside = stated.filter(|_| dice.roll(4) > 0).map_or_else(|| dice.roll(4), |persons| persons - 1);
    let others: Vec<Subject> = (0..beside)
        .map(|_| {
            let mut other = SubjectBuilder::new(pack);
            for (total, each) in pack.totals() {
                let recorded = facts(pack, dice).into_iter().find(|(slot, _)| *slot == each).unwrap();
                assert!(!is_total(pack, each) && is_total(pack, total));
                if dice.roll(10) > 0 {
                    other.set(each, recorded.1, Provenance::new("丙册", Some(as_of()))).unwrap();
                }
            }
            other.build()
        })
        .collect();
    own.in_household(pack, &others.iter().collect::<Vec<_>>())
}

/// Three townships, two of which set figures of their own within what the pack lets them.
fn townships(pack: &Pack) -> (Pack, [OrganizationId; 3]) {
    let mut ids = Ids::seeded(11, Moment::from_micros(0));
    let towns: [OrganizationId; 3] = std::array::from_fn(|_| OrganizationId::fresh(&mut ids));
    let revision = |no, organization, bound: fn(&guanai_scheme::LocalBounds) -> &Value| Revision {
        no,
        document: format!("镇〔2026〕{no}号"),
        place: "第一条".to_owned(),
        values: pack
            .local_parameters()
            .map(|(_, parameter, bounds)| RevisedValue {
                parameter: parameter.id.clone(),
                from: "2026-01-01".parse().unwrap(),
                written: write_value(bound(bounds)),
            })
            .collect(),
        local: Some(LocalScope { organization, until: "2026-12-31".parse().unwrap() }),
    };
    let set = [revision(1, towns[0], |bounds| &bounds.least), revision(2, towns[1], |bounds| &bounds.most)];
    (pack.revised(&set, 2).unwrap(), towns)
}

/// Somebody of whom is known what the panel shows, and nothing else; nobody answers for them.
fn shown(pack: &Pack, panel: &Explanation) -> Subject {
    let mut builder = SubjectBuilder::new(pack);
    for fact in &panel.facts {
        let slot = pack.told_slot(&fact.fact).unwrap();
        builder.set(slot, fact.recorded.clone(), Provenance::new(fact.source.as_str(), fact.on)).unwrap();
    }
    for period in &panel.interruptions {
        builder.interrupt(*period);
    }
    builder.build()
}

/// The pack without a figure: none of its parameters holds in this century. What is reckoned by it rests on what is laid over it.
fn without_figures() -> Pack {
    let mut files = files();
    files.retain(|name, _| !name.starts_with("examples/"));
    let parameters = files.get_mut("parameters.toml").unwrap();
    let late = parameters.replace("\nfrom = 20", "\nfrom = 29");
    assert_ne!(*parameters, late);
    *parameters = late;
    let pack = load(&files);
    assert!(pack.parameters().iter().all(|parameter| parameter.on(as_of()).is_none()));
    pack
}

/// Packs whose figures are a panel's alone, each as it reads there, kept for the next panel that shows the same.
struct Figures {
    without: Pack,
    laid: BTreeMap<Vec<(String, String)>, Pack>,
}

impl Figures {
    fn new() -> Self {
        Self { without: without_figures(), laid: BTreeMap::new() }
    }

    fn of(&mut self, panel: &Explanation) -> &Pack {
        let told = |one: &ShownParameter| Some((one.parameter.clone(), one.value.clone()?));
        let figures: Vec<(String, String)> = panel.parameters.iter().filter_map(told).collect();
        let without = &self.without;
        self.laid.entry(figures).or_insert_with_key(|figures| {
            let value = |(name, words): &(String, String)| {
                let wanted = without.find_parameter(name).unwrap().value_type;
                let value = read_typed(wanted, words).unwrap_or_else(|| panic!("{name}: {words}"));
                let parameter = name.clone();
                RevisedValue { parameter, from: "2000-01-01".parse().unwrap(), written: write_value(&value) }
            };
            let values = figures.iter().map(value).collect();
            let revision =
                Revision { no: 1, document: "面板".to_owned(), place: "参数".to_owned(), values, local: None };
            without.revised(&[revision], 1).unwrap()
        })
    }

    /// What the panel's own facts and figures come to.
    fn again(&mut self, panel: &Explanation, at: usize) -> Answer {
        let pack = self.of(panel);
        Assessor::new(pack, as_of()).measure(&shown(pack, panel), at)
    }
}

#[test]
fn the_panels_own_facts_and_figures_give_the_same_answer() {
    let (pack, towns) = townships(&county());
    let assessor = Assessor::new(&pack, as_of());
    let mut figures = Figures::new();
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let (mut fewer, mut contested, mut local, mut together) = (0, 0, 0, 0);
    for seed in 0..CASES {
        let person = at_home(&pack, &towns, seed);
        for at in 0..pack.measures().len() {
            let answer = assessor.measure(&person, at);
            let panel = explain(&pack, &person, as_of(), at, Lang::Zh);
            let again = figures.again(&panel, at);
            assert_eq!(again, answer, "seed {seed}, {}: {panel:?}", pack.measures()[at].id);
            *seen.entry(answer.code()).or_default() += 1;
            fewer += u32::from(panel.facts.len() < pack.measures()[at].reads().len());
            contested += u32::from(matches!(&answer, Answer::Undetermined(open) if !open.contested.is_empty()));
            local += u32::from(panel.parameters.iter().any(|one| one.local.is_some()) && answer.code() == "holds");
            together += u32::from(panel.facts.iter().any(|fact| fact.fact.starts_with("household_")));
        }
    }
    assert!(seen["holds"] > 500 && seen["not"] > 500 && seen["undetermined"] > 500, "{seen:?}");
    assert!(fewer > 1_000, "the panel shows everything and explains nothing: {fewer}");
    assert!(contested > 100 && local > 20 && together > 5, "{contested} {local} {together}");
}

/// The same reckoning finds a figure that the panel shows wrongly: whichever parameter it is, somebody of the worked examples has
/// another answer by it.
#[test]
fn a_figure_that_the_panel_shows_wrongly_is_found() {
    let pack = county();
    let mut figures = Figures::new();
    let mut found: BTreeMap<String, bool> = BTreeMap::new();
    let plain = |example: &&Told| example.answer() == "holds" && example.on() == as_of() && example.is_of_facts_alone();
    for example in told(&files()).iter().filter(plain) {
        let Some(at) = pack.measure_index(&example.of) else { continue };
        let panel = explain(&pack, &example.subject(&pack), as_of(), at, Lang::Zh);
        let answer = figures.again(&panel, at);
        assert_eq!(answer.code(), "holds", "{panel:?}");
        for (nth, parameter) in panel.parameters.iter().enumerate() {
            let known = found.entry(parameter.parameter.clone()).or_default();
            let wanted = pack.find_parameter(&parameter.parameter).unwrap().value_type;
            for wrong in wrongly(wanted, parameter.value.as_deref().unwrap()) {
                let mut panel = panel.clone();
                panel.parameters[nth].value = Some(wrong);
                *known = *known || figures.again(&panel, at) != answer;
            }
        }
    }
    let unfound: Vec<&String> = found.iter().filter(|(_, found)| !**found).map(|(name, _)| name).collect();
    assert!(found.len() > 60 && unfound.is_empty(), "{} figures; unfound: {unfound:?}", found.len());
}

/// Figures that differ from one that is shown: much less and much more.
fn wrongly(wanted: Type, shown: &str) -> impl Iterator<Item = String> {
    let wrong = match (wanted, read_typed(wanted, shown).unwrap()) {
        (_, Value::Money(amount)) => [0, amount.fen() * 9 + 1_300]
            .map(|fen| guanai_scheme::show_money(guanai_kernel::Money::from_fen(fen), Lang::Zh)),
        (_, Value::Int(number)) => [0, number * 9 + 1].map(|number| number.to_string()),
        (Type::Date, _) => ["1911-01-01", "2025-12-31"].map(str::to_owned),
        other => panic!("{other:?}"),
    };
    wrong.into_iter()
}

/// The conditions and tiers, weighed one by one, say together what the answer says: all hold where it holds, one fails where the
/// condition does, and the tier that counts is the only one chosen.
#[test]
fn conditions_and_tiers_one_by_one_say_what_the_answer_says() {
    let (pack, towns) = townships(&county());
    let assessor = Assessor::new(&pack, as_of());
    let mut seen: BTreeMap<(&str, Stands), u32> = BTreeMap::new();
    let mut figures = 0;
    for seed in 0..120 {
        let person = of_a_township(&pack, &towns, seed, &mut Dice::new(seed)).build();
        for (at, measure) in pack.measures().iter().enumerate() {
            let answer = assessor.measure(&person, at);
            let weighed = weigh(&pack, &person, as_of(), at, Lang::Zh);
            let at_all = |stands| weighed.conditions.iter().any(|one| one.stands == stands);
            let all_hold = weighed.conditions.iter().all(|one| one.stands == Stands::Holds);
            let chosen: Vec<usize> = (0..weighed.tiers.len()).filter(|at| weighed.tiers[*at].is_chosen).collect();
            let said = format!("seed {seed}, {}: {answer:?}", measure.id);
            match &answer {
                Answer::Holds(entitled) => {
                    assert!(all_hold, "{said}");
                    assert_eq!(chosen, Vec::from_iter(entitled.tier), "{said}");
                    assert!(chosen.iter().all(|at| weighed.tiers[*at].stands == Stands::Holds), "{said}");
                    let told = chosen.iter().find_map(|at| tier_figure(weighed.tiers[*at].tier.amount.as_deref()?));
                    // A figure that is told of the tier is what is given; what is calculated tells none.
                    assert!(told.is_none_or(|told| Some(told) == entitled.amount), "{said}: {told:?}");
                    figures += u32::from(told.is_some());
                }
                Answer::DoesNotHold(Refusal::Condition) => {
                    assert!(!all_hold, "{said}");
                    assert!(at_all(Stands::Fails) || !person.contested().is_empty(), "{said}");
                }
                Answer::DoesNotHold(Refusal::NoTier) => {
                    assert!(all_hold && weighed.tiers.iter().all(|tier| tier.stands != Stands::Holds), "{said}");
                }
                Answer::DoesNotHold(Refusal::Paused) => panic!("nothing rests for them: {said}"),
                // What other help excludes is refused while conditions are still open.
                Answer::DoesNotHold(Refusal::Benefit) | Answer::Undetermined(_) => {
                    assert!(!at_all(Stands::Fails) || !person.contested().is_empty(), "{said}");
                }
                Answer::Conflict { tiers } => {
                    assert!(tiers.iter().all(|at| weighed.tiers[*at].stands == Stands::Holds), "{said}");
                }
                Answer::Fault(_) => {}
            }
            assert!(chosen.len() <= 1, "{said}");
            for one in &weighed.conditions {
                *seen.entry((answer.code(), one.stands)).or_default() += 1;
                assert!(!one.condition.text.is_empty(), "{said}");
            }
        }
    }
    for wanted in
        [("holds", Stands::Holds), ("not", Stands::Fails), ("not", Stands::Open), ("undetermined", Stands::Open)]
    {
        assert!(seen.get(&wanted).is_some_and(|many| *many > 20), "too few of {wanted:?}: {seen:?}");
    }
    assert!(figures > 50, "{figures}");
}

/// The amount that a tier tells as one figure: `每月120.00元`.
fn tier_figure(told: &str) -> Option<guanai_kernel::Money> {
    let digits = told.trim_start_matches(|c: char| !c.is_ascii_digit()).strip_suffix('元')?;
    guanai_kernel::Money::parse_yuan(digits).ok().filter(|_| !told.contains('：'))
}
