//! Changing the list of a round by hand, with a reason. Once the list is approved, whoever is put on it waits for an approval of
//! their own, by somebody who did not ask for it.

use guanai_casework::round::{ByHand, LeftOut, ListMove, ListMoveError, Listing, Outcome, RoundPerson};
use guanai_kernel::Money;
use guanai_kernel::ids::{OperationId, PersonId, RoundId};
use guanai_kernel::text::{fits, written};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, audit, households, memberships, persons, round_people, round_sheets};

use super::within::{self, Reached};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::needs::may_not_decide;
use crate::operation::{Operation, OperationError};
use crate::scope::ScopeOf;

/// Letters of a reason.
const MOST_LETTERS: usize = 200;

/// Somebody to be put on a list.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct AddToRound {
    /// The gift, in money.
    pub gift: Option<Money>,
    /// Why.
    pub words: String,
}

/// Somebody and a list, as whoever changes it read how they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct OnList {
    /// Which round.
    pub round_id: RoundId,
    /// Who.
    pub person_id: PersonId,
    /// Of which of the states in which they stood the actor decided; 0 where nothing was changed yet.
    pub state_no: u64,
}

/// A change of a list.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub enum ChangeRound {
    /// Put somebody on it.
    Add(AddToRound),
    /// Take somebody off it, with the reason.
    Remove(String),
    /// Approve an addition.
    ApproveAddition,
    /// Refuse an addition.
    RefuseAddition,
}

/// Why a list was not changed. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ChangeListError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Without a reason, or with a long one.
    #[error("a list is changed with a reason of at most {MOST_LETTERS} letters")]
    NoReason,
    /// A gift of nothing, or of less.
    #[error("a gift is an amount above nothing")]
    GiftOfNothing,
    /// No such round, or nobody, within the scope.
    #[error("there is no such round, or nobody with this id")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Another changed how they stand meanwhile.
    #[error("somebody changed how they stand on the list meanwhile: read it again, then decide")]
    Stale,
    /// It is the approver's own visit, or a relative's.
    #[error("nobody decides about themselves or a relative: somebody else must")]
    Recused,
    /// A resident who is no member.
    #[error(
        "a round's gifts are the members': a resident is visited on a day of their own and helped from the residents' fund"
    )]
    ForMembers,
    /// They are on another round's list in these days.
    #[error("they are on another round's list in these days")]
    Taken,
    /// They were visited already.
    #[error("they were visited: what was handed over is not taken off the list")]
    Visited,
    /// The list does not take the change.
    #[error(transparent)]
    Change(#[from] ListMoveError),
    /// It would come to more than the budget.
    #[error("the list would come to more than the budget, by {over}")]
    OverBudget {
        /// By how much.
        over: Money,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ChangeListError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NoReason => "round-no-reason",
            Self::GiftOfNothing => "round-gift-of-nothing",
            Self::NotFound => "round-not-found",
            Self::Operation(error) => error.code(),
            Self::Stale => "round-person-stale",
            Self::Recused => "round-recused",
            Self::ForMembers => "round-for-members",
            Self::Taken => "round-taken",
            Self::Visited => "round-visited",
            Self::Change(ListMoveError::Closed { .. }) => "round-list-closed",
            Self::Change(ListMoveError::Listing { .. }) => "round-listing",
            Self::Change(ListMoveError::Died) => "round-person-died",
            Self::Change(ListMoveError::OwnHand) => "round-own-hand",
            Self::OverBudget { .. } => "round-over-budget",
            Self::Store(error) => error.code(),
        }
    }
}

const fn act_of(change: &ChangeRound) -> Act {
    match change {
        ChangeRound::Add(_) | ChangeRound::Remove(_) => Act::ChangeRoundList,
        ChangeRound::ApproveAddition | ChangeRound::RefuseAddition => Act::ApproveRound,
    }
}

/// Changes how somebody stands on a round's list, where they stand as the actor read it.
pub async fn change_round_list(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    of: OnList,
    change: &ChangeRound,
) -> Result<(), ChangeListError> {
    let OnList { round_id, person_id, state_no } = of;
    let act = act_of(change);
    cx.authorise(act)?;
    refuse(change)?;
    let operation = &Operation::new(operation_id, act, &(of, change))?;
    let mut ids = cx.ids.clone();
    let subjects = vec![Subject::Round(round_id), Subject::Person(person_id)];
    let record = &cx.audit_record(&mut ids, act, subjects, None);
    cx.ids = ids;
    let cx = &*cx;
    let changing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let scope = ScopeOf::resolve(tx, &cx.actor).await?;
            let found = within::reach(tx, &scope, round_id).await?;
            let found = found.filter(|found| found.is_whole).ok_or(ChangeListError::NotFound)?;
            if operation.earlier::<RoundId>(tx, &cx.actor).await?.is_some() {
                return Ok(());
            }
            if round_people::count_former(tx, round_id, person_id).await? != state_no {
                return Err(ChangeListError::Stale);
            }
            let known = found.people.iter().find(|person| person.person_id == person_id).cloned();
            let before = match (&known, change) {
                (Some(before), _) => before.clone(),
                (None, ChangeRound::Add(_)) => newcomer(tx, &scope, &found, person_id).await?,
                (None, _) => return Err(ChangeListError::NotFound),
            };
            let after = changed(cx, tx, &found, &before, change).await?;
            match known {
                Some(before) => round_people::amend_many(tx, &[(before, after)], cx.now).await?,
                None => round_people::add_many(tx, &[after]).await?,
            }
            operation.keep(tx, &cx.actor, round_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(())
        })
    });
    changing.await
}

fn refuse(change: &ChangeRound) -> Result<(), ChangeListError> {
    let (words, gift) = match change {
        ChangeRound::Add(add) => (&add.words, add.gift),
        ChangeRound::Remove(words) => (words, None),
        ChangeRound::ApproveAddition | ChangeRound::RefuseAddition => return Ok(()),
    };
    let words = written(words);
    if !fits(&words, MOST_LETTERS) {
        return Err(ChangeListError::NoReason);
    }
    if gift.is_some_and(|gift| gift.fen() <= 0) {
        return Err(ChangeListError::GiftOfNothing);
    }
    Ok(())
}

/// Somebody for whom no rule of the round spoke.
async fn newcomer(
    tx: &mut Tx,
    scope: &ScopeOf,
    found: &Reached,
    person_id: PersonId,
) -> Result<RoundPerson, ChangeListError> {
    let person = persons::find(tx, person_id).await?.ok_or(ChangeListError::NotFound)?;
    let spell = memberships::list_current_of(tx, &[person_id]).await?.pop().ok_or(ChangeListError::NotFound)?;
    // A round's gifts and goods are bought from one sum for members; residents have a purse of their own.
    if !spell.is_member() {
        return Err(ChangeListError::ForMembers);
    }
    let area = within::area(tx, found.round.organization_id).await?;
    let is_here = area.is_none_or(|area| area.contains(&spell.organization_id));
    if !is_here || !scope.holds_person(tx, person_id).await? {
        return Err(ChangeListError::NotFound);
    }
    let household = households::list_current_of(tx, &[person_id]).await?.pop();
    let household = household.map(|member| member.household_id);
    let blank = RoundPerson::blank(found.round.round_id, person_id, household, spell.organization_id);
    Ok(RoundPerson { listing: Listing::LeftOut, left_out: person.died_on.map(|_| LeftOut::Died), ..blank })
}

async fn changed(
    cx: &Cx<'_>,
    tx: &mut Tx,
    found: &Reached,
    before: &RoundPerson,
    change: &ChangeRound,
) -> Result<RoundPerson, ChangeListError> {
    let round = &found.round;
    let decides = matches!(change, ChangeRound::ApproveAddition | ChangeRound::RefuseAddition);
    if decides && may_not_decide(cx, tx, before.person_id).await? {
        return Err(ChangeListError::Recused);
    }
    let by_hand = |words: &str| ByHand { words: written(words), by: cx.actor.name.clone(), at: cx.now };
    let hand = cx.hand();
    let after = match change {
        ChangeRound::Add(add) => before.added(round, add.gift, by_hand(&add.words))?,
        ChangeRound::Remove(words) => before.removed(round, by_hand(words))?,
        ChangeRound::ApproveAddition => before.decided(round, ListMove::ApproveAddition, hand)?,
        ChangeRound::RefuseAddition => before.decided(round, ListMove::RefuseAddition, hand)?,
    };
    match change {
        ChangeRound::Remove(_) if is_delivered(tx, before).await? => return Err(ChangeListError::Visited),
        ChangeRound::Add(_) | ChangeRound::ApproveAddition => {
            let died = persons::find(tx, before.person_id).await?.is_none_or(|person| person.died_on.is_some());
            if died {
                return Err(ListMoveError::Died.into());
            }
            let taken = round_people::list_taken(tx, round.round_id, round.opens_on, round.closes_on).await?;
            if taken.contains(&before.person_id) {
                return Err(ChangeListError::Taken);
            }
        }
        _ => {}
    }
    if matches!(change, ChangeRound::ApproveAddition) {
        within_budget(found, &after)?;
    }
    Ok(after)
}

/// Whether a sheet has reached them.
async fn is_delivered(tx: &mut Tx, person: &RoundPerson) -> Result<bool, StoreError> {
    let rows = round_sheets::list_rows_of_round(tx, person.round_id).await?;
    Ok(rows.iter().any(|row| row.person_id == person.person_id && row.outcome == Outcome::Delivered))
}

fn within_budget(found: &Reached, after: &RoundPerson) -> Result<(), ChangeListError> {
    let others = found.people.iter().filter(|person| person.person_id != after.person_id);
    let list: Vec<RoundPerson> = others.cloned().chain([after.clone()]).collect();
    let total = guanai_casework::round::Totals::of(&found.round, &list).map(|totals| totals.all);
    let over = total.and_then(|total| total.checked_sub(found.round.budget)).unwrap_or(Money::from_fen(i64::MAX));
    if over.fen() > 0 { Err(ChangeListError::OverBudget { over }) } else { Ok(()) }
}
