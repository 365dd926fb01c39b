//! What was done of a plan, counted from the records of its year: where whoever was reached belongs today.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::care_plan::{Aim, CarePlanContent};
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::{Date, VisitAct};
use guanai_store::given::{self, Means};
use guanai_store::{StoreError, Tx, memberships, trainings};

/// How far a plan is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// For each target: what is aimed at, and what was done.
    pub rows: Vec<(Aim, u32, u64)>,
    /// In hundredths of its weight; none where no target is above nought.
    pub points: Option<u64>,
}

impl Progress {
    pub(super) fn of(content: &CarePlanContent, done: &BTreeMap<Aim, u64>) -> Self {
        let row = |(aim, target): (&Aim, &u32)| (*aim, *target, done.get(aim).copied().unwrap_or(0));
        Self { rows: content.targets.iter().map(row).collect(), points: content.points(done) }
    }
}

/// What was done in a year, by organisation.
pub(super) struct Done {
    counts: BTreeMap<OrganizationId, BTreeMap<Aim, u64>>,
}

impl Done {
    pub async fn load(tx: &mut Tx, year: i16, today: Date) -> Result<Self, StoreError> {
        let mut done = Self { counts: BTreeMap::new() };
        let (Ok(first), Ok(last)) = (Date::new(year, 1, 1), Date::new(year, 12, 31)) else { return Ok(done) };
        let days = (first, last.min(today));
        if days.0 > days.1 {
            return Ok(done);
        }
        let belongs: BTreeMap<PersonId, OrganizationId> = memberships::list_current(tx)
            .await?
            .into_iter()
            .map(|spell| (spell.person_id, spell.organization_id))
            .collect();
        let (mut reached, mut helped) = (BTreeSet::new(), BTreeSet::new());
        for row in given::list_given(tx, days).await? {
            let Some(place) = belongs.get(&row.person_id).copied() else { continue };
            // A check of the books is no care, and whoever was there when somebody else was visited got none.
            let aim = match &row.means {
                Means::Visit(VisitAct::HomeCheck) | Means::Seen => continue,
                Means::Visit(VisitAct::Talk) => Some(Aim::Talks),
                Means::Visit(VisitAct::Visit | VisitAct::VisitWithGift) => Some(Aim::Visits),
                Means::Pair => Some(Aim::PairContacts),
                Means::Need(_) => Some(Aim::Needs),
                Means::Approved(_) => None,
            };
            if let Some(aim) = aim {
                done.add(place, aim, row.times);
            }
            let helps =
                matches!(row.means, Means::Visit(VisitAct::VisitWithGift) | Means::Approved(_) | Means::Need(_));
            if helps && helped.insert(row.person_id) {
                done.add(place, Aim::Helped, 1);
            }
            if reached.insert(row.person_id) {
                done.add(place, Aim::Reached, 1);
            }
        }
        for (place, held) in trainings::count_held(tx, days).await? {
            done.add(place, Aim::Trainings, held);
        }
        Ok(done)
    }

    fn add(&mut self, place: OrganizationId, aim: Aim, times: u64) {
        let sum = self.counts.entry(place).or_default().entry(aim).or_default();
        *sum = sum.saturating_add(times);
    }

    /// Of all these organisations together.
    pub fn of(&self, places: &[OrganizationId]) -> BTreeMap<Aim, u64> {
        let mut sums: BTreeMap<Aim, u64> = BTreeMap::new();
        for (aim, count) in places.iter().filter_map(|place| self.counts.get(place)).flatten() {
            let sum = sums.entry(*aim).or_default();
            *sum = sum.saturating_add(*count);
        }
        sums
    }
}
