//! One pair as its reader may see it: who, as far as they are told; what each side said, for that side's office; terms, contacts,
//! what happened, and the moves that the actor may make now.

use guanai_casework::{Pair, PairContact, PairEnd, PairMove, PairState, PairTerms, Side, SideAnswer};
use guanai_kernel::ids::{PairId, PersonId};
use guanai_kernel::{Date, Moment};
use guanai_registry::ConsentAnswer;
use guanai_registry::consent::standing;
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, consents, needs, offers, pairs, persons};

use super::beside::{PairPlan, plan_of};
use super::list::{ListedPair, listed};
use super::moving::act_of;
use super::stance::{Stance, is_recused, reached, stance_of};
use crate::actor::{Act, Denied, Domain, Role};
use crate::cx::Cx;
use crate::doers::Doers;
use crate::pairing::engaged_on;
use crate::people::{Sight, Words};
use crate::scope::ScopeOf;

/// What a side said, as a reader is told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeenAnswer {
    /// It is waited for.
    Waits,
    /// It agreed; the whole answer for that side and its office.
    Agreed(Option<SideAnswer>),
    /// It did not; told to that side and its office alone.
    Declined(SideAnswer),
    /// Nothing is told.
    Untold,
}

/// How the two reach one another, once both agreed.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct PairPhones {
    /// The person's phone, for whoever helps.
    pub person: Option<String>,
    /// Whom to ask at the helper's.
    pub helper_name: Option<String>,
    /// Their phone, for whoever is helped.
    pub helper: Option<String>,
}

impl std::fmt::Debug for PairPhones {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PairPhones(…)")
    }
}

/// What happened to a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairHappened {
    /// It was proposed.
    Proposed,
    /// A move was made; whose no it was is not told where the reader is not of that side.
    Moved(Option<PairMove>),
}

/// Something that happened to a pair.
#[derive(Clone, PartialEq, Eq)]
pub struct PairEvent {
    /// When.
    pub at: Moment,
    /// What.
    pub what: PairHappened,
    /// Who did it, by the account's name; none for an account that is no more, or where it is not told.
    pub by: Option<String>,
    /// In which role.
    pub role: Option<Role>,
    /// What they wrote; none where the reader may not read words.
    pub words: Option<String>,
}

impl std::fmt::Debug for PairEvent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PairEvent({} {:?})", self.at, self.what)
    }
}

/// A pair as the actor may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairView {
    /// As lists show it.
    pub row: ListedPair,
    /// On whose side the reader stands.
    pub stance: Stance,
    /// Why this helper, where somebody chose, for the person's office.
    pub why: Option<String>,
    /// Whether the matching proposed it, for the person's office.
    pub is_as_proposed: Option<bool>,
    /// The pair that it takes over from.
    pub follows: Option<PairId>,
    /// The day on which it was proposed.
    pub proposed_on: Date,
    /// Up to and on this day the place is held.
    pub holds_until_on: Date,
    /// Whether nobody answered in time.
    pub is_lapsed: bool,
    /// Whether something has been due of it for so long that others are looked for.
    pub is_silent: bool,
    /// What the helper said.
    pub helper_answer: SeenAnswer,
    /// What the person said.
    pub person_answer: SeenAnswer,
    /// How they reach one another.
    pub phones: PairPhones,
    /// What both agreed to; without words where the reader may not read them.
    pub terms: Option<PairTerms>,
    /// The last day on which they were in touch.
    pub last_contact_on: Option<Date>,
    /// The day by which they should be in touch again.
    pub next_contact_on: Option<Date>,
    /// The contacts, the latest first.
    pub contacts: Vec<PairContact>,
    /// The day on which it was over.
    pub ended_on: Option<Date>,
    /// Why.
    pub ended_as: Option<PairEnd>,
    /// Of which of its states this is.
    pub state_no: u64,
    /// The moves that the actor may make now.
    pub moves: Vec<PairMove>,
    /// Whether the actor, as an office, keeps out because it is about themself or a relative.
    pub is_recused: bool,
    /// The plan in which it stands, for the person's office.
    pub plan: Option<PairPlan>,
    /// What happened, newest first.
    pub events: Vec<PairEvent>,
}

/// Why there is no pair to be read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadPairError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None there, or out of reach: the two cannot be told apart.
    #[error("there is no such pair")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadPairError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "pair-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// Reads one pair. The record names it and, where the reader is told who it is, its person.
pub async fn read_pair(cx: &mut Cx<'_>, pair_id: PairId) -> Result<PairView, ReadPairError> {
    cx.authorise(Act::ReadPair)?;
    let mut tx = cx.db.begin_read().await?;
    let view = match reached(cx, &mut tx, pair_id).await {
        Ok(Some((pair, stance))) => load(cx, &mut tx, pair, stance).await,
        Ok(None) => Err(ReadPairError::NotFound),
        Err(error) => Err(error.into()),
    };
    tx.rollback().await?;
    let view = view?;
    let person = view.row.person.as_ref().map(|(person_id, _)| Subject::Person(*person_id));
    let subjects = std::iter::once(Subject::Pair(pair_id)).chain(person).collect();
    cx.record_reading(Act::ReadPair, subjects).await?;
    Ok(view)
}

/// The actor's own pairs, as the one who is helped or who helps: those that are not over first, the newest in front. The record
/// names the actor.
pub async fn list_own_pairs(cx: &mut Cx<'_>) -> Result<Vec<PairView>, ReadPairError> {
    cx.authorise(Act::ReadPair)?;
    let own = cx.actor.person_id.filter(|_| cx.actor.role.domain() == Domain::Own).ok_or(ReadPairError::NotFound)?;
    let mut tx = cx.db.begin_read().await?;
    let views = load_own(cx, &mut tx, own).await;
    tx.rollback().await?;
    let views = views?;
    if !views.is_empty() {
        cx.record_reading(Act::ReadPair, vec![Subject::Person(own)]).await?;
    }
    Ok(views)
}

async fn load_own(cx: &Cx<'_>, tx: &mut Tx, own: PersonId) -> Result<Vec<PairView>, ReadPairError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let mut views = Vec::new();
    for pair in pairs::list_of_person(tx, own).await? {
        let stance = stance_of(cx, tx, &scope, &pair).await?;
        if stance.of_person || stance.of_helper {
            views.push(load(cx, tx, pair, stance).await?);
        }
    }
    views.sort_by_key(|view| view.row.state.is_over());
    Ok(views)
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, pair: Pair, stance: Stance) -> Result<PairView, ReadPairError> {
    let reads_words = Sight::of(cx.actor.role).words == Words::Shown;
    let today = cx.now.day_in_china();
    let row = listed(cx, tx, std::slice::from_ref(&pair)).await?.pop().ok_or(ReadPairError::NotFound)?;
    let events = events_of(tx, &pair, stance, reads_words).await?;
    let is_recused = is_recused(cx, tx, &pair).await?;
    let moves = if is_recused { Vec::new() } else { moves_of(cx, &pair, stance) };
    let mut contacts = pairs::list_contacts(tx, pair.pair_id).await?;
    if !reads_words {
        for contact in &mut contacts {
            contact.words.clear();
        }
    }
    let is_office = stance.of_person && !stance.is_own;
    let plan = match cx.authorise(Act::ReadPlan) {
        Ok(()) if is_office => plan_of(tx, &pair).await?,
        _ => None,
    };
    Ok(PairView {
        stance,
        why: pair.why.clone().filter(|_| is_office && reads_words),
        is_as_proposed: is_office.then_some(pair.origin == guanai_casework::PairOrigin::Matching),
        follows: pair.follows.filter(|_| is_office),
        proposed_on: pair.proposed_on,
        holds_until_on: pair.holds_until_on,
        is_lapsed: pair.is_lapsed(today),
        is_silent: pair.is_silent(engaged_on(&cx.standards.pack, today).silent_before),
        helper_answer: seen(&pair, Side::Helper, stance, reads_words),
        person_answer: seen(&pair, Side::Person, stance, reads_words),
        phones: phones(cx, tx, &pair, stance).await?,
        last_contact_on: pair.last_contact_on,
        next_contact_on: pair.next_contact_on(),
        contacts,
        ended_on: pair.ended_on,
        ended_as: pair.ended_as,
        state_no: pairs::count_former(tx, pair.pair_id).await?,
        moves,
        is_recused,
        plan,
        events,
        terms: pair.terms.map(|mut terms| {
            if !reads_words {
                terms.words.clear();
            }
            terms
        }),
        row,
    })
}

/// A yes may be known on both sides, since without the other's yes nothing begins; a no, and what was said with either, is told to
/// that side and its office alone. Before both agreed, whoever is asked themself is told nothing of the other.
fn seen(pair: &Pair, side: Side, stance: Stance, reads_words: bool) -> SeenAnswer {
    let answer = pair.answer(side);
    let whole = answer.cloned().map(|answer| SideAnswer { words: answer.words.filter(|_| reads_words), ..answer });
    match whole {
        Some(answer) if stance.on(side) && answer.agrees => SeenAnswer::Agreed(Some(answer)),
        Some(answer) if stance.on(side) => SeenAnswer::Declined(answer),
        // The person hears of a pair because the helper agreed.
        Some(answer) if answer.agrees && (pair.is_agreed() || !stance.is_own || side == Side::Helper) => {
            SeenAnswer::Agreed(None)
        }
        None if !pair.state.is_over() && (stance.on(side) || !stance.is_own) => SeenAnswer::Waits,
        _ => SeenAnswer::Untold,
    }
}

/// How the two reach one another: once both agreed, each other's, to themselves; an office reads a phone where it reads the file.
async fn phones(cx: &Cx<'_>, tx: &mut Tx, pair: &Pair, stance: Stance) -> Result<PairPhones, StoreError> {
    let mut phones = PairPhones::default();
    if !matches!(pair.state, PairState::Agreed | PairState::Running) || !Sight::of(cx.actor.role).sees_phone() {
        return Ok(phones);
    }
    if stance.of_helper || !stance.is_own {
        let consents = needs::find(tx, pair.need_id).await?.is_some_and(|need| need.consents_to_contact)
            && !refuses_contact(cx, tx, pair.person_id).await?;
        let person = persons::find(tx, pair.person_id).await?.filter(|_| consents || stance.of_person);
        phones.person = person.and_then(|person| person.phone);
    }
    if stance.of_person || !stance.is_own {
        let offer = offers::find(tx, pair.offer_id).await?;
        phones.helper_name = offer.as_ref().and_then(|offer| offer.contact_name.clone());
        phones.helper = offer.and_then(|offer| offer.contact_phone);
    }
    Ok(phones)
}

/// Whether the person wishes to be called by nobody who helps: their office stands between.
pub(crate) async fn refuses_contact(cx: &Cx<'_>, tx: &mut Tx, person_id: PersonId) -> Result<bool, StoreError> {
    let said = consents::list_of(tx, person_id).await?;
    let kinds = cx.standards.pack.consents().iter().filter(|kind| kind.passes_contact);
    let mut words = kinds.filter_map(|kind| standing(&said, &kind.code));
    Ok(words.any(|consent| consent.answer == ConsentAnswer::Refused))
}

fn moves_of(cx: &Cx<'_>, pair: &Pair, stance: Stance) -> Vec<PairMove> {
    let may = |step: &PairMove| cx.authorise(act_of(*step)).is_ok() && stance.makes(cx.actor.role, *step);
    pair.state.moves().filter(may).collect()
}

/// What happened to a pair, newest first: its former states say what, the audit of the same moment says who.
async fn events_of(tx: &mut Tx, pair: &Pair, stance: Stance, reads_words: bool) -> Result<Vec<PairEvent>, StoreError> {
    let former = pairs::list_former(tx, pair.pair_id).await?;
    let first = former.first().map_or(pair, |(_, first)| first);
    let mut doers = Doers::of(tx, Subject::Pair(pair.pair_id), first.recorded_at, &former).await?;
    let mut happened = vec![(first.recorded_at, PairHappened::Proposed, None)];
    let later = former.iter().skip(1).map(|(_, state)| state).chain([pair]);
    for ((at, before), after) in former.iter().zip(later) {
        let step = Some(moved(before, after)).filter(|step| match step.answers() {
            Some((side, agrees)) => stance.on(side) || (agrees && (pair.is_agreed() || !stance.is_own)),
            None => true,
        });
        let words = after.words.clone().filter(|_| reads_words && (stance.of_person || pair.is_agreed()));
        happened.push((*at, PairHappened::Moved(step), words));
    }
    let mut events = Vec::with_capacity(happened.len());
    for (at, what, words) in happened {
        let act = match what {
            PairHappened::Moved(Some(step)) => act_of(step),
            PairHappened::Proposed | PairHappened::Moved(None) => Act::ProposePair,
        };
        let (by, role) = doers.at(tx, at, |record| record.action == act.code()).await?;
        let is_told = what != PairHappened::Moved(None) && !stance.is_own;
        events.push(PairEvent { at, what, by: by.filter(|_| is_told), role: role.filter(|_| is_told), words });
    }
    events.reverse();
    Ok(events)
}

/// Which move led from one state to the next.
fn moved(before: &Pair, after: &Pair) -> PairMove {
    let answered =
        |side| (before.answer(side) != after.answer(side)).then(|| PairMove::answer(side, after.agrees(side)));
    if let Some(answer) = answered(Side::Helper).or_else(|| answered(Side::Person)) {
        return answer;
    }
    match (before.state, after.state) {
        (PairState::Agreed, PairState::Running) => PairMove::Begin,
        (_, PairState::Ended) => PairMove::End,
        (_, PairState::Off) => PairMove::TakeBack,
        // A look writes down how it goes, a contact does not: its words stand with the contact.
        _ if after.words.is_some() => PairMove::Review,
        _ => PairMove::Contact,
    }
}
