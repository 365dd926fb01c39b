//! One person's five guarantees: what runs, what was kept, why a clock stands as it does, and who was told.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::guarantee::{
    Beginning, KeptClock, KeptRest, KeptTelling, RestKind, Stage, Standing, joined, left,
};
use guanai_kernel::ids::{AccountId, HappeningId, MatterId, PersonId, RestId};
use guanai_kernel::{Date, Guarantee, Moment, Occasion, Post, Term};
use guanai_scheme::{GuaranteeRule, Pack};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, accounts, clocks, happenings, persons, tellings};

use super::board::is_paused;
use crate::actor::{Act, Denied, Role};
use crate::cx::Cx;
use crate::people::Sight;
use crate::scope::ScopeOf;

/// Ended clocks shown of a guarantee at most, the last first.
const ENDED_SHOWN: usize = 5;

/// A clock with what explains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownClock {
    /// What began it; none is the end of an exemption.
    pub occasion: Option<Occasion>,
    /// What it is about.
    pub matter: Option<MatterId>,
    /// How it stands.
    pub standing: Standing,
    /// The id of its rule in the pack.
    pub rule: String,
    /// Its term.
    pub term: Option<Term>,
    /// The day from which it is counted.
    pub started_on: Date,
    /// The first day on which it is at risk.
    pub risk_on: Date,
    /// Its last day.
    pub due_on: Date,
    /// Whether that rests on a calendar that was not published.
    pub provisional: bool,
    /// Whether nobody knows what was done before.
    pub before_unknown: bool,
    /// How much of its term is left today, in days of its kind; while it runs.
    pub left: Option<u32>,
    /// How many hundredths of its days have passed, 100 at most.
    pub passed_percent: u8,
    /// The day it was kept or ended.
    pub ended_on: Option<Date>,
    /// The entry by hand that began it, which may be struck out.
    pub entry: Option<HappeningId>,
    /// Who was told of what, when; names of accounts, where the reader is of an office.
    pub told: Vec<(Stage, Post, Option<String>, Moment)>,
}

/// A rest that holds or is to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownRest {
    /// Its id.
    pub rest_id: RestId,
    /// Pause or exemption.
    pub kind: RestKind,
    /// Why, as a code of the pack.
    pub reason: String,
    /// Its first day that counts.
    pub from_on: Date,
    /// The first day that no longer belongs to it.
    pub until_on: Date,
}

/// One of a person's five.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonGuarantee {
    /// Which.
    pub guarantee: Guarantee,
    /// Whether the reader may see how it stands: what is asked in doubt is the person's own affair.
    pub is_open: bool,
    /// What runs, whatever presses most in front.
    pub running: Vec<ShownClock>,
    /// What ended lately, the last first.
    pub ended: Vec<ShownClock>,
    /// Rests that hold or are to come.
    pub rests: Vec<ShownRest>,
}

impl PersonGuarantee {
    /// How it stands as a whole: as its most pressing clock does, or as its last one ended; none where there never was one.
    pub fn standing(&self) -> Option<Standing> {
        self.running.first().or(self.ended.first()).map(|clock| clock.standing)
    }
}

/// A person's five.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonGuarantees {
    /// Whose.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// The day.
    pub as_of: Date,
    /// The five, in their order.
    pub five: Vec<PersonGuarantee>,
}

guanai_kernel::debug_by_id!(PersonGuarantees.person_id);

/// Why there is nothing to read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum PersonGuaranteesError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nobody there, or outside the scope.
    #[error("there is nobody with this id")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PersonGuaranteesError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "person-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// Reads a person's five guarantees.
pub async fn read_person_guarantees(
    cx: &mut Cx<'_>,
    person_id: PersonId,
) -> Result<PersonGuarantees, PersonGuaranteesError> {
    cx.authorise(Act::ReadPersonGuarantees)?;
    let mut tx = cx.db.begin_read().await?;
    let five = load(cx, &mut tx, person_id).await;
    tx.rollback().await?;
    let five = five?;
    cx.record_reading(Act::ReadPersonGuarantees, vec![Subject::Person(person_id)]).await?;
    Ok(five)
}

/// The same for the page of somebody's file, or the form of something about them: whichever use case that is leaves the record.
pub async fn glance(cx: &Cx<'_>, person_id: PersonId) -> Result<PersonGuarantees, PersonGuaranteesError> {
    cx.authorise(Act::ReadPersonGuarantees)?;
    let mut tx = cx.db.begin_read().await?;
    let five = load(cx, &mut tx, person_id).await;
    tx.rollback().await?;
    five
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, person_id: PersonId) -> Result<PersonGuarantees, PersonGuaranteesError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    if !scope.holds_person(tx, person_id).await? {
        return Err(PersonGuaranteesError::NotFound);
    }
    let person = persons::find(tx, person_id).await?.ok_or(PersonGuaranteesError::NotFound)?;
    let kept = clocks::list_of_many(tx, &[person_id]).await?;
    let rests = happenings::list_rests_of_many(tx, &[person_id]).await?;
    let told = tellings::list_of_many(tx, &[person_id]).await?;
    let is_own = cx.actor.person_id == Some(person_id) && cx.actor.role == Role::Member;
    let names = if is_own { BTreeMap::new() } else { names_of(tx, &told).await? };
    let as_of = cx.now.day_in_china();
    let entries = happenings::list_of_many(tx, &[person_id]).await?;
    let entries: BTreeSet<HappeningId> = entries.iter().map(|entry| entry.happening.happening_id).collect();
    let showing =
        Showing { entries: &entries, pack: &cx.standards.pack, as_of, rests: &rests, told: &told, names: &names };
    let five = Guarantee::ALL.iter().map(|guarantee| {
        let is_open = *guarantee != Guarantee::Answer || is_own;
        let of_this: Vec<&KeptClock> = kept.iter().filter(|k| k.clock.guarantee == *guarantee && is_open).collect();
        showing.guarantee(*guarantee, is_open, &of_this)
    });
    let five = five.collect();
    Ok(PersonGuarantees { person_id, name: Sight::of(cx.actor.role).name(&person.name), as_of, five })
}

async fn names_of(tx: &mut Tx, told: &[KeptTelling]) -> Result<BTreeMap<String, String>, StoreError> {
    let ids: Vec<AccountId> = told.iter().filter_map(|telling| telling.account.parse().ok()).collect();
    let accounts = accounts::list_by_ids(tx, &ids).await?;
    Ok(accounts.into_iter().map(|account| (account.account_id.to_string(), account.name)).collect())
}

struct Showing<'s> {
    pack: &'s Pack,
    as_of: Date,
    entries: &'s BTreeSet<HappeningId>,
    rests: &'s [KeptRest],
    told: &'s [KeptTelling],
    names: &'s BTreeMap<String, String>,
}

impl Showing<'_> {
    fn guarantee(&self, guarantee: Guarantee, is_open: bool, kept: &[&KeptClock]) -> PersonGuarantee {
        let shown = kept.iter().map(|kept| self.clock(kept));
        let (mut running, mut ended): (Vec<_>, Vec<_>) = shown.partition(|clock| clock.ended_on.is_none());
        running.sort_by_key(|clock| (clock.due_on, clock.started_on));
        ended.sort_by_key(|clock| std::cmp::Reverse((clock.ended_on, clock.started_on)));
        ended.truncate(ENDED_SHOWN);
        let rests = self.rests.iter().filter(|rest| {
            is_open
                && rest.guarantee == guarantee
                && self.as_of < rest.rest.until_on
                && rest.rest.from_on < rest.rest.until_on
        });
        let rests = rests.map(|kept| ShownRest {
            rest_id: kept.rest.rest_id,
            kind: kept.rest.kind,
            reason: kept.rest.reason.clone(),
            from_on: kept.rest.counts_from(),
            until_on: kept.rest.until_on,
        });
        PersonGuarantee { guarantee, is_open, running, ended, rests: rests.collect() }
    }

    fn rule(&self, kept: &KeptClock) -> Option<&GuaranteeRule> {
        let standard = self.pack.guarantees().standard(kept.clock.guarantee)?;
        standard.rules.iter().find(|rule| rule.id == kept.clock.rule)
    }

    fn clock(&self, kept: &KeptClock) -> ShownClock {
        let clock = &kept.clock;
        let occasion = match clock.begun_by {
            Beginning::Happened(_, occasion) => Some(occasion),
            Beginning::ExemptionOver(_) => None,
        };
        let goes_on = clock.before_unknown
            || occasion.is_none_or(|occasion| {
                self.pack.guarantees().standard(clock.guarantee).is_some_and(|s| s.stops.contains(&occasion))
            });
        let term = self.rule(kept).map(|rule| rule.again.filter(|_| goes_on).unwrap_or(rule.within));
        let pauses = self
            .rests
            .iter()
            .filter(|rest| rest.guarantee == clock.guarantee && rest.rest.kind == RestKind::Pause)
            .filter(|rest| rest.rest.matter.is_none() || rest.rest.matter == clock.matter)
            .map(|rest| (rest.rest.counts_from(), rest.rest.until_on));
        let pauses = joined(pauses);
        let calendar = &self.pack.guarantees().calendar;
        let runs = clock.end.is_none() && clock.started_on <= self.as_of;
        let left = term.filter(|_| runs).map(|term| left(clock.started_on, term, &pauses, self.as_of, calendar));
        let told = self
            .told
            .iter()
            .filter(|telling| telling.guarantee == clock.guarantee && telling.clock_id == clock.begun_by.clock_id());
        ShownClock {
            occasion,
            matter: clock.matter,
            standing: clock.standing(self.as_of, is_paused(kept, self.rests, self.as_of)),
            rule: clock.rule.clone(),
            term,
            started_on: clock.started_on,
            risk_on: clock.risk_on,
            due_on: clock.due.on,
            provisional: clock.due.provisional,
            before_unknown: clock.before_unknown,
            left: left.filter(|_| self.as_of <= clock.due.on),
            passed_percent: passed_percent(clock.started_on, clock.due.on, self.as_of),
            ended_on: clock.end.map(guanai_casework::guarantee::End::counted_on),
            entry: match clock.begun_by {
                Beginning::Happened(id, _) => Some(id).filter(|id| self.entries.contains(id)),
                Beginning::ExemptionOver(_) => None,
            },
            told: told.map(|t| (t.stage, t.post, self.names.get(&t.account).cloned(), t.told_at)).collect(),
        }
    }
}

/// How many hundredths of the days of a term have passed.
fn passed_percent(from: Date, due: Date, today: Date) -> u8 {
    let days = |to| guanai_kernel::civil::days_between(from, to).max(0);
    let (all, passed) = (days(due), days(today));
    if all == 0 { 100 } else { u8::try_from((passed * 100 / all).min(100)).unwrap_or(100) }
}
