//! Which rule for classes applies to whom: assessed from the records as they are, and kept from the day it changed.

use std::collections::BTreeMap;

use guanai_casework::guarantee::Tier;
use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Guarantee, Moment};
use guanai_scheme::{Assessor, Belonging, Pack};
use guanai_store::{Tx, clocks};

use crate::population::{Population, PopulationError};

/// The day from which everybody's first tier holds.
pub(super) const EVER: Date = Date::constant(1900, 1, 1);

/// Persons assessed at once, so that memory stays small whatever the county's size.
const AT_ONCE: usize = 500;

/// The changes of tier since they were last kept. Whoever is undetermined for a class is not brought under its rule.
pub(crate) async fn changes(
    tx: &mut Tx,
    pack: &Pack,
    person_ids: &[PersonId],
    now: Moment,
) -> Result<Vec<Tier>, PopulationError> {
    let today = now.day_in_china();
    let tiered = rules_for_classes(pack);
    let mut stands: BTreeMap<(PersonId, Guarantee), Option<String>> = BTreeMap::new();
    for tier in clocks::list_tiers_of_many(tx, person_ids).await? {
        stands.insert((tier.person_id, tier.guarantee), tier.rule);
    }
    let asked = tiered.iter().flat_map(|(_, rules)| rules.iter().flat_map(|(_, classes)| classes));
    let reads = pack.facts_read(asked, []);
    let assessor = Assessor::new(pack, today);
    let mut changes = Vec::new();
    for some in person_ids.chunks(AT_ONCE) {
        let population = Population::load_of_reading(tx, pack, some, reads, (today, now)).await?;
        for resident in &population.residents {
            let person_id = resident.person.person_id;
            for (guarantee, rules) in &tiered {
                let belongs = |class: &usize| assessor.class(&resident.subject, *class) == Belonging::Belongs;
                let rule =
                    rules.iter().find(|(_, classes)| classes.iter().any(belongs)).map(|(id, _)| (*id).to_owned());
                let stood = stands.get(&(person_id, *guarantee));
                // That none applies is kept too, so that a later change is told from the first time.
                if stood != Some(&rule) {
                    changes.push(tier(person_id, *guarantee, today, stood.is_none(), rule));
                }
            }
        }
    }
    Ok(changes)
}

/// The first tier of somebody holds for everything that is known of them; a change holds from today.
fn tier(person_id: PersonId, guarantee: Guarantee, today: Date, is_first: bool, rule: Option<String>) -> Tier {
    let from_on = if is_first { EVER } else { today };
    Tier { person_id, guarantee, from_on, rule }
}

type Rules<'p> = Vec<(&'p str, Vec<usize>)>;

/// By guarantee, its rules for classes with the places of the classes.
fn rules_for_classes(pack: &Pack) -> Vec<(Guarantee, Rules<'_>)> {
    let standards = &pack.guarantees().standards;
    let tiered = standards.iter().map(|standard| {
        let rules = standard.rules.iter().filter(|rule| !rule.classes.is_empty());
        let rules = rules.map(|rule| {
            let classes = rule.classes.iter().filter_map(|class| pack.class_index(class)).collect();
            (rule.id.as_str(), classes)
        });
        (standard.guarantee, rules.collect::<Rules<'_>>())
    });
    tiered.filter(|(_, rules)| !rules.is_empty()).collect()
}
