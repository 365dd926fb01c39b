//! When a calendar of working days was published, corrected or withdrawn: the clocks whose days it touches are counted anew from
//! what is kept of them. Nobody's records changed, so that nobody's are read, but for the few of whom a calendar decides more than
//! days: what was entered late counts on the day it was done or on the day it was entered, and where the rule for somebody's
//! classes changed while a clock ran, the calendar says which term is the longer one. The clocks of these are made anew whole.
//!
//! By which calendar everybody's clocks stand is noted with the site. What comes out is what reckoning everybody gives:
//! `tests/guarantees/calendars.rs` holds the two against one another.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::guarantee::{CalendarChange, Clock, KeptClock, Rest, Terms};
use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Guarantee, Moment, Occasion, WorkCalendar};
use guanai_scheme::Pack;
use guanai_store::clock_dates::{self, ClockKey, key_of};
use guanai_store::meta::{self, Site};
use guanai_store::{Db, StoreError, Tx, audit, happenings};

use super::reckon::{self, KeepGuaranteesError, Kept};
use super::tell::{self, Directory};
use super::terms::{self, terms_of};
use super::tiers;
use crate::actor::Act;
use crate::cx::Cx;
use crate::standards::Standards;

/// Persons whose clocks are made anew in one transaction.
const AT_ONCE: usize = 500;

/// Brings the clocks under the calendar that holds, and tells whoever is to hear of one that is now late or at risk. Where nobody
/// noted by which calendar they stand, everybody's are reckoned.
pub async fn follow_calendar(cx: &mut Cx<'_>) -> Result<Kept, KeepGuaranteesError> {
    cx.authorise(Act::KeepGuarantees)?;
    let kept = match follow(cx.db, cx.standards, cx.now).await? {
        Some(kept) => kept,
        None => reckon::everybody(cx.db, cx.standards, cx.now).await?,
    };
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::KeepGuarantees, Vec::new(), None);
    cx.ids = ids;
    cx.db.write(move |tx: &mut Tx, _| Box::pin(async move { audit::append(tx, record).await })).await?;
    Ok(kept)
}

/// The same; none where everybody's must be reckoned: it was not noted by which calendar they stand, or the pack lets something
/// keep a guarantee of which it cannot be told from a few columns on which day it counts.
pub(super) async fn follow(db: &Db, standards: &Standards, now: Moment) -> Result<Option<Kept>, StoreError> {
    let mut tx = db.begin_read().await?;
    let site = meta::get(&mut tx).await;
    tx.rollback().await?;
    // A note that cannot be read is none: everybody's clocks are reckoned, and it is written anew.
    let Some(before) = site?.clocks_calendar.and_then(|noted| noted.parse::<WorkCalendar>().ok()) else {
        return Ok(None);
    };
    let after = &standards.pack.guarantees().calendar;
    let Some(span) = before.differs_from(after) else { return Ok(Some(Kept::default())) };
    let terms = terms_of(&standards.pack);
    if !is_told_by_columns(&terms, &standards.pack) {
        return Ok(None);
    }
    let following = Following { terms, change: CalendarChange { before: &before, after }, span };
    let mut tx = db.begin_read().await?;
    let anew = following.people_to_reckon(&mut tx, standards.pack.guarantees().entry_working_days).await;
    tx.rollback().await?;
    let mut anew = anew?;
    let mut kept = following.amend_dates(db, &mut anew).await?;
    let anew: Vec<PersonId> = anew.into_iter().collect();
    for some in anew.chunks(AT_ONCE) {
        let these = db
            .write(move |tx: &mut Tx, _| Box::pin(async move { reckon::reckon(tx, standards, now, some).await }))
            .await?;
        kept.persons += these.persons;
        kept.changed += these.changed;
        kept.told += these.told;
    }
    kept.told += following.tell(db, now).await?;
    let noted = Site { clocks_calendar: Some(after.to_string()), ..Site::default() };
    let noted = &noted;
    db.write(move |tx: &mut Tx, _| Box::pin(async move { meta::amend(tx, noted).await })).await?;
    Ok(Some(kept))
}

/// Whether all that keeps a guarantee is entered where [`Following::people_to_reckon`] looks for what was entered late.
fn is_told_by_columns(all: &[Terms], pack: &Pack) -> bool {
    let elsewhere = [Occasion::Registered, Occasion::NeedRaised, Occasion::QuestionAsked];
    let told_by_facts = pack.guarantees().fact_occasions.iter().map(|fact| fact.begins);
    let elsewhere: Vec<Occasion> = elsewhere.into_iter().chain(told_by_facts).collect();
    all.iter().all(|terms| terms.stops.iter().all(|occasion| !elsewhere.contains(occasion)))
}

struct Following<'c> {
    terms: Vec<Terms>,
    change: CalendarChange<'c>,
    /// The first and the last day between which the calendars differ.
    span: (Date, Date),
}

/// What came of a page.
struct Paged {
    /// The last clock of the page; none where there was none.
    last: Option<ClockKey>,
    /// How many differ now.
    changed: u64,
    /// Of whom the clocks alone do not tell enough.
    untold: Vec<PersonId>,
}

impl Following<'_> {
    /// Those of whose clocks the calendar decides more than days.
    async fn people_to_reckon(&self, tx: &mut Tx, entry_days: u32) -> Result<BTreeSet<PersonId>, StoreError> {
        let days = self.change.entries_counted_otherwise(entry_days, self.span);
        let mut people: BTreeSet<PersonId> = clock_dates::list_seen_and_entered(tx, &days).await?.into_iter().collect();
        let known = clock_dates::list_known_later(tx, self.span).await?;
        let late = known.iter().filter(|known| self.change.may_count_otherwise(entry_days, known.on, known.known_on));
        people.extend(late.map(|known| known.person_id));
        let mut reaches: BTreeMap<Date, Date> = BTreeMap::new();
        for changed in clock_dates::list_rule_changed(tx, self.span.1, tiers::EVER).await? {
            let on = changed.changed_on;
            let reach = *reaches.entry(on).or_insert_with(|| self.change.reaches(&self.terms, on));
            if changed.paused || self.span.0 <= reach {
                people.insert(changed.person_id);
            }
        }
        Ok(people)
    }

    /// Amends the days of all clocks that touch what changed, page by page, so that nobody who writes waits long. Those of whom
    /// the clocks alone do not tell enough come to `anew`.
    async fn amend_dates(&self, db: &Db, anew: &mut BTreeSet<PersonId>) -> Result<Kept, StoreError> {
        let (mut kept, mut after) = (Kept::default(), None);
        loop {
            let but_not = &*anew;
            let page = db
                .write(move |tx: &mut Tx, _| Box::pin(async move { self.amend_page(tx, but_not, after).await }))
                .await?;
            kept.changed += page.changed;
            anew.extend(page.untold);
            after = page.last;
            if after.is_none() {
                return Ok(kept);
            }
        }
    }

    async fn amend_page(
        &self,
        tx: &mut Tx,
        but_not: &BTreeSet<PersonId>,
        after: Option<ClockKey>,
    ) -> Result<Paged, StoreError> {
        let page = clock_dates::page_spanning(tx, self.span, after).await?;
        let last = page.last().map(key_of);
        let mut people: Vec<PersonId> = page.iter().map(|kept| kept.person_id).collect();
        people.dedup();
        let mut rests: BTreeMap<(PersonId, Guarantee), Vec<Rest>> = BTreeMap::new();
        for kept in happenings::list_rests_of_many(tx, &people).await? {
            rests.entry((kept.person_id, kept.guarantee)).or_default().push(kept.rest);
        }
        let (mut changes, mut untold) = (Vec::new(), Vec::new());
        for before in page.into_iter().filter(|kept| !but_not.contains(&kept.person_id)) {
            let of_it = rests.get(&(before.person_id, before.clock.guarantee)).map_or(&[][..], Vec::as_slice);
            let terms = terms::of(&self.terms, before.clock.guarantee);
            match terms.and_then(|terms| self.change.dates(terms, &before.clock, of_it)) {
                None => untold.push(before.person_id),
                Some(dates) => {
                    let clock = Clock { due: dates.due, risk_on: dates.risk_on, ..before.clock.clone() };
                    if clock != before.clock {
                        let after = KeptClock { clock, ..before.clone() };
                        changes.push((before, after));
                    }
                }
            }
        }
        clock_dates::amend_dates(tx, &changes).await?;
        Ok(Paged { last, changed: u64::try_from(changes.len()).unwrap_or(u64::MAX), untold })
    }

    /// Tells whoever is to have heard by now of what is late or at risk: a calendar moves the days on which they hear, too.
    async fn tell(&self, db: &Db, now: Moment) -> Result<u64, StoreError> {
        let (mut told, mut after) = (0, None);
        loop {
            let (new, last) =
                db.write(move |tx: &mut Tx, _| Box::pin(async move { self.tell_page(tx, now, after).await })).await?;
            told += new;
            after = last;
            if after.is_none() {
                return Ok(told);
            }
        }
    }

    async fn tell_page(
        &self,
        tx: &mut Tx,
        now: Moment,
        after: Option<ClockKey>,
    ) -> Result<(u64, Option<ClockKey>), StoreError> {
        let today = now.day_in_china();
        let page = clock_dates::page_pressing(tx, today, after).await?;
        let owed = tell::owed(&self.terms, &page, today, self.change.after);
        if owed.is_empty() {
            return Ok((0, page.last().map(key_of)));
        }
        let directory = Directory::load(tx, today).await?;
        Ok((tell::tell(tx, &directory, &owed, now).await?, page.last().map(key_of)))
    }
}
