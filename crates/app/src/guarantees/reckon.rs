//! Reckoning clocks: some persons' anew, in the transaction of whoever changed something about them, or everybody's, a few
//! thousand at a time, so that nobody who writes waits long.

use guanai_casework::guarantee::{End, History, KeptClock, Rest, Terms, clocks as clocks_of};
use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Guarantee, Moment, WorkCalendar};
use guanai_store::meta::{self, Site};
use guanai_store::{StoreError, Tx, audit, clock_sources, clocks};

use super::calendars;
use super::sources::{self, Known};
use super::tell::{self, Directory};
use super::terms::terms_of;
use super::tiers;
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::population::PopulationError;
use crate::referrals;
use crate::standards::Standards;

/// Persons whose clocks are made in one transaction.
const AT_ONCE: usize = 500;

/// What came of reckoning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    /// For how many persons.
    pub persons: u64,
    /// How many clocks differ from what stood.
    pub changed: u64,
    /// How much was told to somebody for the first time.
    pub told: u64,
}

/// Why the guarantees were not kept. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum KeepGuaranteesError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The records and the pack do not go together.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl KeepGuaranteesError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

/// Makes everybody's clocks anew and tells whoever is to hear of them. Twice on one day comes to the same.
pub async fn keep_guarantees(cx: &mut Cx<'_>) -> Result<Kept, KeepGuaranteesError> {
    cx.authorise(Act::KeepGuarantees)?;
    let kept = everybody(cx.db, cx.standards, cx.now).await?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::KeepGuarantees, Vec::new(), None);
    cx.ids = ids;
    cx.db.write(move |tx: &mut Tx, _| Box::pin(async move { audit::append(tx, record).await })).await?;
    Ok(kept)
}

/// Everybody's, a few thousand at a time; notes the day, and by which calendar they stand, once all of them are made. Where
/// another calendar holds since, what it changes is brought up first: that takes a moment, and everybody takes a while.
pub(super) async fn everybody(
    db: &guanai_store::Db,
    standards: &Standards,
    now: Moment,
) -> Result<Kept, KeepGuaranteesError> {
    let followed = calendars::follow(db, standards, now).await?.unwrap_or_default();
    let mut tx = db.begin_read().await?;
    let all = clock_sources::list_reckoned(&mut tx).await;
    tx.rollback().await?;
    let mut kept = Kept { persons: 0, ..followed };
    for some in all?.chunks(AT_ONCE) {
        let these = of_some(db, standards, now, some).await?;
        kept.persons += these.persons;
        kept.changed += these.changed;
        kept.told += these.told;
    }
    kept.told += referrals::keep(db, standards, now).await?;
    let reckoned = Site {
        clocks_reckoned_on: Some(now.day_in_china().to_string()),
        clocks_calendar: Some(standards.pack.guarantees().calendar.to_string()),
        ..Site::default()
    };
    let reckoned = &reckoned;
    db.write(move |tx: &mut Tx, _| Box::pin(async move { meta::amend(tx, reckoned).await })).await?;
    Ok(kept)
}

/// The clocks of these persons, a few thousand at a time, by the rules that they are under already.
pub(super) async fn again(
    db: &guanai_store::Db,
    standards: &Standards,
    now: Moment,
    person_ids: &[PersonId],
) -> Result<(), KeepGuaranteesError> {
    for some in person_ids.chunks(AT_ONCE) {
        db.write(move |tx: &mut Tx, _| Box::pin(async move { reckon(tx, standards, now, some).await })).await?;
    }
    Ok(())
}

/// These persons', with the rules that their classes bring them under today.
pub(super) async fn of_some(
    db: &guanai_store::Db,
    standards: &Standards,
    now: Moment,
    person_ids: &[PersonId],
) -> Result<Kept, KeepGuaranteesError> {
    let mut tx = db.begin_read().await?;
    let changes = tiers::changes(&mut tx, &standards.pack, person_ids, now).await;
    tx.rollback().await?;
    let changes = &changes?;
    let reckoning = db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            clocks::append_tiers(tx, changes).await?;
            reckon(tx, standards, now, person_ids).await
        })
    });
    Ok(reckoning.await?)
}

/// Makes the clocks of these persons anew and tells whoever is to hear of them, in the transaction of what changed.
pub(crate) async fn reckon(
    tx: &mut Tx,
    standards: &Standards,
    now: Moment,
    person_ids: &[PersonId],
) -> Result<Kept, StoreError> {
    let terms = terms_of(&standards.pack);
    let calendar = &standards.pack.guarantees().calendar;
    let known = sources::load(tx, &standards.pack, person_ids).await?;
    let mut all = Vec::with_capacity(known.len());
    for (person_id, known) in &known {
        all.extend(clocks_for(&terms, *person_id, known, calendar));
    }
    let changed = clocks::rebuild_of(tx, person_ids, &all).await?;
    let today = now.day_in_china();
    let owed = tell::owed(&terms, &all, today, calendar);
    let mut told = 0;
    if !owed.is_empty() {
        let directory = Directory::load(tx, today).await?;
        told = tell::tell(tx, &directory, &owed, now).await?;
    }
    let persons = u64::try_from(person_ids.len()).unwrap_or(u64::MAX);
    Ok(Kept { persons, changed, told })
}

/// The clocks of one person, from what is known of them.
pub(super) fn clocks_for(
    terms: &[Terms],
    person_id: PersonId,
    known: &Known,
    calendar: &WorkCalendar,
) -> Vec<KeptClock> {
    let mut kept = Vec::new();
    for terms in terms {
        let rests: Vec<Rest> =
            known.rests.iter().filter(|r| r.guarantee == terms.guarantee).map(|r| r.rest.clone()).collect();
        let tiers = tiers_of(terms, known, terms.guarantee);
        let history = History { happenings: &known.happenings, rests: &rests, tiers: &tiers };
        kept.extend(clocks_of(terms, history, calendar).into_iter().map(|clock| KeptClock {
            person_id,
            organization_id: match clock.end {
                None => known.place_now(),
                Some(end) => known.place_on(End::counted_on(end)),
            },
            clock,
        }));
    }
    kept
}

fn tiers_of(terms: &Terms, known: &Known, guarantee: Guarantee) -> Vec<(Date, Option<usize>)> {
    let of_this = known.tiers.iter().filter(|(of, ..)| *of == guarantee);
    of_this
        .map(|(_, from, rule)| {
            (*from, rule.as_deref().and_then(|id| terms.rules.iter().position(|rule| rule.id == id)))
        })
        .collect()
}
