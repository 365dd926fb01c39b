//! Who could apply and never did, and whom no measure serves, by name: for which measure, what is missing, what they need.

use std::collections::BTreeSet;

use guanai_casework::reach::ReachList;
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_scheme::explain;
use guanai_store::{Stretch, Tx};

use super::{GapFinder, Gaps, PAGE, ReachAsk, ReachError};
use crate::cx::Cx;
use crate::people::{Sight, ToldAnswer};
use crate::population::{Population, Resident};
use crate::standing::Standing;

/// A measure for which somebody never applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenMeasure {
    /// Its place in the pack.
    pub measure: usize,
    /// What it says.
    pub told: ToldAnswer,
    /// What is missing, in words, what settles most first; nothing where it holds.
    pub ask: Vec<String>,
}

/// Somebody whom we did not help to what is there, or for whom nothing is there.
#[derive(Clone, PartialEq, Eq)]
pub struct GapRow {
    /// Who.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// Where they belong.
    pub organization: Option<String>,
    /// Places of their classes in hardship in the pack.
    pub classes: Vec<usize>,
    /// The measures for which they never applied, those that hold first.
    pub measures: Vec<OpenMeasure>,
    /// Their open needs; none where the role does not see needs.
    pub open_needs: Option<u16>,
}

guanai_kernel::debug_by_id!(GapRow.person_id);

/// Those of some organisations: the names of one page, in the order of organisation and name, and how many there are.
pub(super) async fn list(
    cx: &Cx<'_>,
    tx: &mut Tx,
    standing: &Standing,
    places: &[OrganizationId],
    ask: ReachAsk,
) -> Result<(Vec<GapRow>, u64), ReachError> {
    let within: BTreeSet<OrganizationId> = places.iter().copied().collect();
    let meant = |gaps: Gaps| match ask.list {
        ReachList::Unserved => gaps.has(Gaps::UNSERVED),
        _ => gaps.has(Gaps::NEVER_APPLIED) || gaps.has(Gaps::LIKELY),
    };
    let here = standing
        .people
        .iter()
        .filter(|(_, person)| meant(person.gaps) && person.organization_id.is_some_and(|id| within.contains(&id)));
    let ids: Vec<PersonId> = here.map(|(id, _)| *id).collect();
    let population = Population::load_of(tx, &cx.standards.pack, &ids, standing.as_of, cx.now).await?;
    let finder = GapFinder::load(tx, &cx.standards.pack, &ids, standing.as_of).await?;
    let reading = Reading { cx, standing, population: &population, finder: &finder, ask };
    // The standing may be a second old: whoever moved or died since stands in the records, and on no list.
    let still = |resident: &&Resident| {
        resident.person.died_on.is_none()
            && resident.membership.as_ref().is_some_and(|membership| within.contains(&membership.organization_id))
    };
    let there: Vec<&Resident> = population.residents.iter().filter(still).collect();
    let total = u64::try_from(there.len()).unwrap_or(u64::MAX);
    let shown = Stretch::of_page(ask.page, PAGE).of(there);
    Ok((shown.filter_map(|resident| reading.row(resident)).collect(), total))
}

struct Reading<'r> {
    cx: &'r Cx<'r>,
    standing: &'r Standing,
    population: &'r Population,
    finder: &'r GapFinder<'r>,
    ask: ReachAsk,
}

impl Reading<'_> {
    fn row(&self, resident: &Resident) -> Option<GapRow> {
        let (pack, sight) = (&self.cx.standards.pack, Sight::of(self.cx.actor.role));
        let person_id = resident.person.person_id;
        let stands = self.standing.people.get(&person_id)?;
        let (answers, open) = self.finder.open_of(&resident.subject, self.standing.as_of, person_id, &stands.classes);
        let measures = open.into_iter().filter_map(|(measure, gap)| {
            let why = explain(pack, &resident.subject, self.standing.as_of, measure, self.ask.lang);
            let ask = why.ask.iter().map(|question| question.text.clone()).collect();
            let ask = if gap == Gaps::LIKELY { ask } else { Vec::new() };
            Some(OpenMeasure { measure, told: sight.answer(pack, answers.get(measure)?.clone(), why), ask })
        });
        let in_hardship = |class: &usize| pack.reach().hardship.contains(class);
        Some(GapRow {
            person_id,
            name: sight.name(&resident.person.name),
            organization: self.population.organization(resident).map(|organization| organization.name.clone()),
            classes: stands.classes.iter().map(|class| usize::from(*class)).filter(in_hardship).collect(),
            measures: measures.collect(),
            open_needs: sight.sees_needs.then_some(stands.open_needs),
        })
    }
}
