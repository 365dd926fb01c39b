//! Moving a pair on: what a side answers, the beginning with its terms, contacts, a look again, the end. A beginning names the
//! helper at the need, an end lets the need wait again or asks the person how it was, all in one transaction.

use guanai_casework::pair::NeedAfter;
use guanai_casework::{
    AnswerManner, CallBack, ContactManner, Helper, Need, NeedState, Pair, PairContact, PairEnd, PairError, PairMove,
    PairState, PairStep, PairTerms, Progress, Side, SideAnswer, Step, StepError,
};
use guanai_kernel::Date;
use guanai_kernel::ids::{OperationId, PairContactId, PairId};
use guanai_kernel::text::{squeeze, written};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, needs, offers, pairs};

use super::propose::MOST_LETTERS;
use super::stance::{Stance, is_recused, reached};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::needs::{HelperError, check_in_all, check_provider, consented, drawn_for_call_back, has_room, serves};
use crate::operation::{Operation, OperationError};

/// A move that is wished for.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WishedPairStep {
    /// A side says yes or no.
    Answer {
        /// Which side.
        side: Side,
        /// Yes or no.
        agrees: bool,
        /// On which day.
        on: Date,
        /// How it was said.
        manner: AnswerManner,
        /// In their words.
        words: Option<String>,
    },
    /// Begin it.
    Begin(PairTerms),
    /// They were in touch.
    Contact {
        /// On which day.
        on: Date,
        /// How.
        manner: ContactManner,
        /// What was done or said.
        words: String,
    },
    /// Look at it again.
    Review {
        /// When next.
        next_on: Date,
        /// How it goes.
        words: String,
    },
    /// End it.
    End {
        /// Why.
        cause: PairEnd,
        /// In words; a wish needs none.
        words: Option<String>,
    },
    /// Take the proposal back.
    TakeBack {
        /// Why.
        words: String,
    },
}

/// A pair to be moved.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct MovePair {
    /// Which.
    pub pair_id: PairId,
    /// Of which of its states the actor decided.
    pub state_no: u64,
    /// The move.
    pub step: WishedPairStep,
}

guanai_kernel::debug_by_id!(MovePair.pair_id);

/// Why a pair was not moved. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum MovePairError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nothing written where something must be, or too much.
    #[error("write down what was said or done, in 1 to {MOST_LETTERS} letters")]
    Words,
    /// Who signs in answers online, who has another write it down does not.
    #[error(
        "whoever answers themselves does so online; what an office writes down was said in person, by phone or on paper"
    )]
    Manner,
    /// None there, or out of reach.
    #[error("there is no such pair")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Another changed it meanwhile.
    #[error("somebody changed this pair meanwhile: read it again, then decide")]
    Stale,
    /// It is about the actor or a relative.
    #[error("nobody decides about themselves or a relative: somebody else must")]
    Recused,
    /// It is the other side's to do.
    #[error("this is the other side's to say or do")]
    OtherSide,
    /// The table does not hold the move, or its days do not go together.
    #[error(transparent)]
    Pair(#[from] PairError),
    /// Nobody answered in time, and the place was given to somebody else.
    #[error(
        "nobody answered in time, and the helper's place was given to others: take the proposal back and ask again"
    )]
    PlaceGone,
    /// The person does not wish any more that whoever helps learns how to reach them; said to their own side.
    #[error(
        "as it stands, the person's contact data is passed to nobody who helps, and nothing goes on before it may be"
    )]
    Withheld,
    /// The same, said to the helper's side.
    #[error("this cannot go on for now, for a reason that is none of the helper's: the office will be in touch")]
    NotNow,
    /// The need is over, or was not confirmed.
    #[error("the need is over or waits to be confirmed: no pair begins for it")]
    NeedState,
    /// The offer cannot help any more.
    #[error(transparent)]
    Helper(#[from] HelperError),
    /// The pack does not say how many are called back.
    #[error(
        "the standards give no number the role call-back-percent, or none that holds today: it says how many of a hundred needs are called back"
    )]
    NoShare,
    /// The need does not go on as the pair asks.
    #[error(transparent)]
    Need(#[from] StepError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MovePairError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words => "pair-words",
            Self::Manner => "pair-manner",
            Self::NotFound => "pair-not-found",
            Self::Operation(error) => error.code(),
            Self::Stale => "pair-stale",
            Self::Recused => "pair-recused",
            Self::OtherSide => "pair-other-side",
            Self::Pair(error) => error.code(),
            Self::PlaceGone => "pair-place-gone",
            Self::Withheld => "pair-withheld",
            Self::NotNow => "pair-not-now",
            Self::NeedState => "pair-need-state",
            Self::Helper(error) => error.code(),
            Self::NoShare => "need-no-share",
            Self::Need(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// The act of a move.
pub const fn act_of(step: PairMove) -> Act {
    match step {
        PairMove::HelperAgrees | PairMove::HelperDeclines | PairMove::PersonAgrees | PairMove::PersonDeclines => {
            Act::AnswerPair
        }
        PairMove::Begin | PairMove::Review => Act::CarryPair,
        PairMove::Contact => Act::LogPairContact,
        PairMove::End => Act::EndPair,
        PairMove::TakeBack => Act::ProposePair,
    }
}

impl WishedPairStep {
    /// Which move of the table it is.
    pub const fn kind(&self) -> PairMove {
        match self {
            Self::Answer { side, agrees, .. } => PairMove::answer(*side, *agrees),
            Self::Begin(_) => PairMove::Begin,
            Self::Contact { .. } => PairMove::Contact,
            Self::Review { .. } => PairMove::Review,
            Self::End { .. } => PairMove::End,
            Self::TakeBack { .. } => PairMove::TakeBack,
        }
    }

    fn is_said(&self) -> bool {
        let within = |words: &str| words.chars().count() <= MOST_LETTERS;
        let must = |words: &str| !squeeze(words).is_empty() && within(words);
        match self {
            Self::Answer { words, .. } => words.as_deref().is_none_or(within),
            Self::Begin(terms) => must(&terms.words),
            Self::Contact { words, .. } | Self::Review { words, .. } | Self::TakeBack { words } => must(words),
            // What was reached is said, so that the person can be asked; a wish to stop needs no reason.
            Self::End { cause, words } => match cause {
                PairEnd::Reached => words.as_deref().is_some_and(must),
                _ => words.as_deref().is_none_or(within),
            },
        }
    }

    fn into_step(self) -> PairStep {
        let kept = |words: Option<String>| words.map(|words| written(&words)).filter(|words| !words.is_empty());
        match self {
            Self::Answer { side, agrees, on, manner, words } => {
                PairStep::Answer { side, answer: SideAnswer { agrees, on, manner, words: kept(words) } }
            }
            Self::Begin(terms) => PairStep::Begin { terms: PairTerms { words: written(&terms.words), ..terms } },
            Self::Contact { on, .. } => PairStep::Contact { on },
            Self::Review { next_on, words } => PairStep::Review { next_on, words: written(&words) },
            Self::End { cause, words } => PairStep::End { cause, words: kept(words) },
            Self::TakeBack { words } => PairStep::TakeBack { words: written(&words) },
        }
    }
}

/// Moves a pair on; its id. The record names it, its person, and the need where it goes on.
pub async fn move_pair(cx: &mut Cx<'_>, operation_id: OperationId, wish: &MovePair) -> Result<PairId, MovePairError> {
    let act = act_of(wish.step.kind());
    cx.authorise(act)?;
    if !wish.step.is_said() {
        return Err(MovePairError::Words);
    }
    let operation = &Operation::new(operation_id, act, wish)?;
    let mut ids = cx.ids.clone();
    let call_back = match wish.step {
        WishedPairStep::End { cause: PairEnd::Reached, .. } => {
            drawn_for_call_back(&cx.standards.pack, ids.fresh(), cx.now.day_in_china()).ok_or(MovePairError::NoShare)?
        }
        _ => CallBack::NotDrawn,
    };
    let contact_id = PairContactId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let moving = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let (before, stance) = reached(cx, tx, wish.pair_id).await?.ok_or(MovePairError::NotFound)?;
            if let Some(moved) = operation.earlier(tx, &cx.actor).await? {
                return Ok(moved);
            }
            let after = moved(cx, tx, &before, stance, wish).await?;
            let mut changes = vec![(before.clone(), after.clone())];
            if let Some(handed_over) = handed_over(cx, tx, &after, &wish.step).await? {
                changes.push(handed_over);
            }
            pairs::amend_many(tx, &changes, cx.now).await?;
            let need = need_after(cx, tx, &after, &wish.step, call_back).await?;
            needs::amend_many(tx, need.as_slice(), cx.now).await?;
            if let Some(contact) = contact_of(cx, contact_id, &before, &wish.step) {
                pairs::add_contact(tx, &contact).await?;
            }
            let mut subjects: Vec<Subject> = changes.iter().map(|(_, pair)| Subject::Pair(pair.pair_id)).collect();
            subjects.push(Subject::Person(before.person_id));
            subjects.extend(need.iter().map(|(_, need)| Subject::Need(need.need_id)));
            operation.keep(tx, &cx.actor, wish.pair_id, cx.now).await?;
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(wish.pair_id)
        })
    });
    moving.await
}

async fn moved(
    cx: &Cx<'_>,
    tx: &mut Tx,
    before: &Pair,
    stance: Stance,
    wish: &MovePair,
) -> Result<Pair, MovePairError> {
    if pairs::count_former(tx, wish.pair_id).await? != wish.state_no {
        return Err(MovePairError::Stale);
    }
    if is_recused(cx, tx, before).await? {
        return Err(MovePairError::Recused);
    }
    let step = wish.step.kind();
    if !stance.makes(cx.actor.role, step) {
        return Err(MovePairError::OtherSide);
    }
    if let WishedPairStep::Answer { manner, .. } = wish.step
        && (manner == AnswerManner::Online) != stance.is_own
    {
        return Err(MovePairError::Manner);
    }
    if let WishedPairStep::End { cause, .. } = wish.step
        && !stance.ends().contains(&cause)
    {
        return Err(MovePairError::OtherSide);
    }
    before.may(step)?;
    let today = cx.now.day_in_china();
    if matches!(step, PairMove::HelperAgrees | PairMove::PersonAgrees) && before.is_lapsed(today) {
        let offer = offers::find(tx, before.offer_id).await?.ok_or(HelperError::NoOffer)?;
        let has_room = has_room(tx, &offer, before.person_id, today).await?;
        match check_in_all(cx, tx, before.person_id, &offer, 1, today).await {
            Ok(()) if has_room => {}
            Err(HelperError::Store(error)) => return Err(error.into()),
            Ok(()) | Err(_) => return Err(MovePairError::PlaceGone),
        }
    }
    if matches!(step, PairMove::HelperAgrees | PairMove::PersonAgrees | PairMove::Begin) {
        goes_on(cx, tx, before, stance).await?;
    }
    Ok(before.after(wish.step.clone().into_step(), today)?)
}

/// Whether the person still agrees that whoever helps learns how to reach them. Whoever stands on the helper's side alone is not told
/// that they do not.
async fn goes_on(cx: &Cx<'_>, tx: &mut Tx, pair: &Pair, stance: Stance) -> Result<(), MovePairError> {
    let need = needs::find(tx, pair.need_id).await?.ok_or(MovePairError::NeedState)?;
    match consented(tx, &cx.standards.pack, &need, cx.now.day_in_china()).await {
        Err(HelperError::NoConsent) if stance.of_person => Err(MovePairError::Withheld),
        Err(HelperError::NoConsent) => Err(MovePairError::NotNow),
        other => Ok(other?),
    }
}

/// The pair from which one that begins takes over, before and after.
async fn handed_over(
    cx: &Cx<'_>,
    tx: &mut Tx,
    after: &Pair,
    step: &WishedPairStep,
) -> Result<Option<(Pair, Pair)>, MovePairError> {
    let (WishedPairStep::Begin(_), Some(follows)) = (step, after.follows) else { return Ok(None) };
    let Some(former) = pairs::find(tx, follows).await?.filter(|pair| pair.state == PairState::Running) else {
        return Ok(None);
    };
    let end = PairStep::End { cause: PairEnd::HandedOver, words: None };
    let over = former.after(end, cx.now.day_in_china())?;
    Ok(Some((former, over)))
}

/// The need before and after, where the step of a pair moves it on.
async fn need_after(
    cx: &Cx<'_>,
    tx: &mut Tx,
    pair: &Pair,
    step: &WishedPairStep,
    call_back: CallBack,
) -> Result<Option<(Need, Need)>, MovePairError> {
    let Some(need) = needs::find(tx, pair.need_id).await? else { return Err(MovePairError::NeedState) };
    match step {
        WishedPairStep::Begin(_) => begun(cx, tx, pair, need).await,
        WishedPairStep::End { cause, words } => ended(tx, pair, need, *cause, words.as_deref(), call_back).await,
        _ => Ok(None),
    }
}

async fn begun(cx: &Cx<'_>, tx: &mut Tx, pair: &Pair, need: Need) -> Result<Option<(Need, Need)>, MovePairError> {
    let (pack, today) = (&cx.standards.pack, cx.now.day_in_china());
    let offer = offers::find(tx, pair.offer_id).await?.ok_or(HelperError::NoOffer)?;
    serves(pack, &need, &offer, today)?;
    check_provider(cx, tx, &need, &offer, today).await?;
    let helper = Helper { offer_id: Some(pair.offer_id), name: pair.helper_name.clone() };
    let after = match need.state {
        NeedState::Confirmed => need.after(Step::Plan { helper, words: None })?,
        // Somebody helps already: who takes over is named in their place, who helps beside them is not.
        NeedState::Planned if pair.follows.is_some() => named(&need, helper),
        NeedState::Planned => return Ok(None),
        _ => return Err(MovePairError::NeedState),
    };
    Ok(Some((need, after)))
}

fn named(need: &Need, helper: Helper) -> Need {
    Need { progress: Progress { helper: Some(helper), words: None, ..need.progress.clone() }, ..need.clone() }
}

async fn ended(
    tx: &mut Tx,
    pair: &Pair,
    need: Need,
    cause: PairEnd,
    words: Option<&str>,
    call_back: CallBack,
) -> Result<Option<(Need, Need)>, MovePairError> {
    if need.state != NeedState::Planned {
        return Ok(None);
    }
    let others = pairs::list_of_need(tx, pair.need_id).await?;
    let other = others.into_iter().find(|other| other.pair_id != pair.pair_id && other.state == PairState::Running);
    let after = match (cause.leaves(), other) {
        (NeedAfter::AsItWas, _) => return Ok(None),
        (NeedAfter::Helped, _) => {
            need.after(Step::Help { words: words.map(written).unwrap_or_default(), call_back })?
        }
        // Others go on helping: one of them is named now.
        (NeedAfter::Waits, Some(other)) => {
            named(&need, Helper { offer_id: Some(other.offer_id), name: other.helper_name })
        }
        (NeedAfter::Waits, None) => {
            let mut after = need.after(Step::Reopen { words: String::new() })?;
            after.progress.words = words.map(written).filter(|words| !words.is_empty());
            after
        }
    };
    Ok((after != need).then_some((need, after)))
}

fn contact_of(cx: &Cx<'_>, contact_id: PairContactId, pair: &Pair, step: &WishedPairStep) -> Option<PairContact> {
    let WishedPairStep::Contact { on, manner, words } = step else { return None };
    Some(PairContact {
        contact_id,
        pair_id: pair.pair_id,
        person_id: pair.person_id,
        on: *on,
        manner: *manner,
        words: written(words),
        entered_by: cx.actor.name.clone(),
        recorded_at: cx.now,
    })
}
