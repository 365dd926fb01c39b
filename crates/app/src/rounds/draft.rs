//! Drawing up a round, and drawing its list anew while it may still be changed.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::round::{Goods, LeftOut, Listing, Round, RoundPerson, RoundState};
use guanai_kernel::civil::{add_days, days_between};
use guanai_kernel::ids::{OperationId, OrganizationId, PersonId, RoundId};
use guanai_kernel::text::{fits, written};
use guanai_kernel::{Date, Money, Recipient, VisitAct};
use guanai_scheme::{Pack, Purse, VisitRule, VisitTrigger};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, audit, organizations, round_people, rounds};

use super::drawing::draw;
use super::within;
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::population::PopulationError;
use crate::scope::ScopeOf;

/// Days that a round may take: what takes longer is no festival.
pub const MOST_DAYS: i64 = 62;
/// Letters of a title.
const MOST_LETTERS: usize = 60;

/// A round to be drawn up.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DraftRound {
    /// For which organisation with all below it; none is all that the actor reaches.
    pub organization_id: Option<OrganizationId>,
    /// What it is called.
    pub title: String,
    /// By which rules of the pack.
    pub rules: BTreeSet<String>,
    /// The first day.
    pub opens_on: Date,
    /// The last day.
    pub closes_on: Date,
    /// What may be spent, goods included.
    pub budget: Money,
    /// The gift of those for whom no standard names one.
    pub plain_gift: Option<Money>,
    /// What goes with each gift.
    pub goods: Option<Goods>,
    /// The purse that pays the gifts; none where none are given.
    pub purse: Option<String>,
}

/// Why no round was drawn up. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum DraftRoundError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Without a title, or with a long one.
    #[error("a round has a title of at most {MOST_LETTERS} letters")]
    Title,
    /// No rule, one that makes no visit of a round, or those of two festivals.
    #[error("a round has rules of the standards, of one festival at most")]
    Rules,
    /// Days that end before they begin, are over, or are too many.
    #[error("the days of a round end after they begin, are not over, and are {MOST_DAYS} at most")]
    Days,
    /// An amount that is none.
    #[error("budget and gifts are amounts above nothing, and goods have a name and a worth")]
    Amounts,
    /// Gifts without a purse, or one that is not spent on members.
    #[error("say from which purse the gifts are paid: one of the standards' that is spent on members")]
    Purse,
    /// A purse from which the standard behind a gift is not paid.
    #[error("the standard pays these gifts from {payers}, and not from the purse that was chosen: choose one of them")]
    PurseUnfit {
        /// The purses that the standard names, by code.
        payers: String,
    },
    /// No such organisation or round within the scope.
    #[error("there is no such organisation or round")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The list was handed in or approved.
    #[error("the list was handed in: it is not drawn anew")]
    HandedIn,
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DraftRoundError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Title => "round-title",
            Self::Rules => "round-rules",
            Self::Days => "round-days",
            Self::Amounts => "round-amounts",
            Self::Purse => "round-purse",
            Self::PurseUnfit { .. } => "round-purse-unfit",
            Self::NotFound => "round-not-found",
            Self::Operation(error) => error.code(),
            Self::HandedIn => "round-handed-in",
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

/// The rules by which rounds are drawn up: those of a visit, with a gift or without. A talk and a check at home have forms of
/// their own, that no sheet can hold.
pub fn rules_of_rounds(pack: &Pack) -> impl Iterator<Item = &VisitRule> {
    pack.visits().rules.iter().filter(|rule| matches!(rule.act, VisitAct::Visit | VisitAct::VisitWithGift))
}

/// The days on which visits for a festival's rule count next, as the pack has them.
pub fn usual_days(rule: &VisitRule, today: Date) -> Option<(Date, Date)> {
    let VisitTrigger::Festival(festival) = rule.trigger else { return None };
    let years = [today.year(), today.year().saturating_add(1)];
    let windows = years.into_iter().filter_map(|year| {
        let day = festival.day(year)?;
        Some((add_days(day, rule.opens_days)?, add_days(day, rule.closes_days)?))
    });
    windows.into_iter().find(|(_, closes_on)| *closes_on >= today)
}

/// Draws up a round; its id. The record names the round, and not everybody on its list.
pub async fn draft_round(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &DraftRound,
) -> Result<RoundId, DraftRoundError> {
    cx.authorise(Act::DraftRound)?;
    let occasion = refuse(&cx.standards.pack, wish, cx.now.day_in_china())?;
    let operation = &Operation::new(operation_id, Act::DraftRound, wish)?;
    let mut ids = cx.ids.clone();
    let round_id = RoundId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, Act::DraftRound, vec![Subject::Round(round_id)], None);
    cx.ids = ids;
    let mut tx = cx.db.begin_read().await?;
    tx.widen().await?;
    let drawn = drawn(cx, &mut tx, operation, wish, round_id, occasion).await;
    tx.rollback().await?;
    let (round, people) = match drawn? {
        Draft::New(round, people) => (round, people),
        Draft::Known(round_id) => return Ok(round_id),
    };
    let (round, people, actor, now) = (&*round, &people, &cx.actor, cx.now);
    let drafting = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(known) = operation.earlier(tx, actor).await? {
                return Ok(known);
            }
            rounds::add(tx, round).await?;
            round_people::add_many(tx, people).await?;
            operation.keep(tx, actor, round.round_id, now).await?;
            audit::append(tx, record).await?;
            Ok(round.round_id)
        })
    });
    drafting.await
}

enum Draft {
    New(Box<Round>, Vec<RoundPerson>),
    Known(RoundId),
}

async fn drawn(
    cx: &Cx<'_>,
    tx: &mut Tx,
    operation: &Operation,
    wish: &DraftRound,
    round_id: RoundId,
    occasion: String,
) -> Result<Draft, DraftRoundError> {
    if let Some(known) = operation.earlier(tx, &cx.actor).await? {
        return Ok(Draft::Known(known));
    }
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let organization_id = match (wish.organization_id, cx.actor.scope) {
        (Some(asked), _) => asked,
        (None, Some(own)) => own,
        (None, None) => root(tx).await?.ok_or(DraftRoundError::NotFound)?,
    };
    if !scope.holds_organization(organization_id) || organizations::find(tx, organization_id).await?.is_none() {
        return Err(DraftRoundError::NotFound);
    }
    let round = Round {
        round_id,
        organization_id,
        title: written(&wish.title),
        occasion,
        rules: wish.rules.clone(),
        opens_on: wish.opens_on,
        closes_on: wish.closes_on,
        as_of: cx.now.day_in_china(),
        pack_version: cx.standards.pack.manifest().version.clone(),
        budget: wish.budget,
        plain_gift: wish.plain_gift,
        goods: wish.goods.clone(),
        purse: wish.purse.clone(),
        state: RoundState::Drafted,
        drafted: cx.hand(),
        submitted: None,
        approved: None,
        returned: None,
        ended: None,
    };
    let area = within::area(tx, organization_id).await?;
    let people = draw(cx, tx, &round, area.as_deref()).await?;
    Ok(Draft::New(Box::new(round), people))
}

async fn root(tx: &mut Tx) -> Result<Option<OrganizationId>, StoreError> {
    let all = organizations::list_all(tx).await?;
    Ok(all.into_iter().find(|organization| organization.superior_id.is_none()).map(|root| root.organization_id))
}

/// Refuses what a round may not be by itself; its occasion.
fn refuse(pack: &Pack, wish: &DraftRound, today: Date) -> Result<String, DraftRoundError> {
    let title = written(&wish.title);
    if !fits(&title, MOST_LETTERS) {
        return Err(DraftRoundError::Title);
    }
    let rules: Vec<&VisitRule> = rules_of_rounds(pack).filter(|rule| wish.rules.contains(&rule.id)).collect();
    let festivals: Vec<&&VisitRule> =
        rules.iter().filter(|rule| matches!(rule.trigger, VisitTrigger::Festival(_))).collect();
    let first = festivals.first().copied().or_else(|| rules.first());
    let Some(first) = first.filter(|_| rules.len() == wish.rules.len() && festivals.len() <= 1) else {
        return Err(DraftRoundError::Rules);
    };
    let days = days_between(wish.opens_on, wish.closes_on);
    if !(0..MOST_DAYS).contains(&days) || wish.closes_on < today {
        return Err(DraftRoundError::Days);
    }
    let goods = wish.goods.as_ref();
    let is_amount = |amount: Option<Money>| amount.is_none_or(|amount| amount.fen() > 0);
    let has_name = goods.is_none_or(|goods| !written(&goods.name).is_empty() && goods.name.chars().count() <= 40);
    if wish.budget.fen() < 0 || !is_amount(wish.plain_gift) || !is_amount(goods.map(|goods| goods.worth)) || !has_name {
        return Err(DraftRoundError::Amounts);
    }
    refuse_purse(pack, wish, &rules)?;
    Ok(first.occasion.clone())
}

/// The purses of the pack that are spent on members: of them a round's gifts are paid.
pub fn purses_of_rounds(pack: &Pack) -> impl Iterator<Item = &Purse> {
    pack.manifest().purses.iter().filter(|purse| purse.serves.reaches(Recipient::Member))
}

/// The purses that may pay what a rule gives: those that its standards name, of those that are spent on members; where they name
/// none, every one of these.
pub fn payers_of<'p>(pack: &'p Pack, rules: &[&VisitRule]) -> BTreeSet<&'p str> {
    let of_members: BTreeSet<&str> = purses_of_rounds(pack).map(|purse| purse.id.as_str()).collect();
    let measures = rules.iter().flat_map(|rule| &rule.measures).filter_map(|at| pack.measures().get(*at));
    let named = measures.flat_map(|measure| &measure.fund).map(String::as_str);
    let named: BTreeSet<&str> = named.filter(|purse| of_members.contains(purse)).collect();
    if named.is_empty() { of_members } else { named }
}

/// Where something is given, it is said from what; and it is paid from what its standard names.
fn refuse_purse(pack: &Pack, wish: &DraftRound, rules: &[&VisitRule]) -> Result<(), DraftRoundError> {
    let Some(purse) = wish.purse.as_deref() else {
        let gives =
            wish.plain_gift.is_some() || wish.goods.is_some() || rules.iter().any(|rule| !rule.measures.is_empty());
        return if gives { Err(DraftRoundError::Purse) } else { Ok(()) };
    };
    if !purses_of_rounds(pack).any(|known| known.id == purse) {
        return Err(DraftRoundError::Purse);
    }
    for rule in rules {
        let payers = payers_of(pack, &[*rule]);
        if !payers.contains(purse) {
            let payers = payers.into_iter().collect::<Vec<_>>().join(", ");
            return Err(DraftRoundError::PurseUnfit { payers });
        }
    }
    Ok(())
}

/// Draws the list of a round anew, as things stand today. What was changed by hand stays; whoever no rule speaks for any
/// longer is shown as such.
pub async fn redraw_round(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    round_id: RoundId,
) -> Result<RoundId, DraftRoundError> {
    cx.authorise(Act::DraftRound)?;
    let operation = &Operation::new(operation_id, Act::DraftRound, &("anew", round_id))?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::DraftRound, vec![Subject::Round(round_id)], None);
    cx.ids = ids;
    let cx = &*cx;
    let redrawing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            tx.widen().await?;
            let scope = ScopeOf::resolve(tx, &cx.actor).await?;
            let before = rounds::find(tx, round_id).await?.ok_or(DraftRoundError::NotFound)?;
            if !scope.holds_organization(before.organization_id) {
                return Err(DraftRoundError::NotFound);
            }
            if let Some(known) = operation.earlier(tx, &cx.actor).await? {
                return Ok(known);
            }
            if before.state != RoundState::Drafted {
                return Err(DraftRoundError::HandedIn);
            }
            let pack_version = cx.standards.pack.manifest().version.clone();
            let round = Round { as_of: cx.now.day_in_china(), pack_version, ..before.clone() };
            let area = within::area(tx, round.organization_id).await?;
            let drawn = draw(cx, tx, &round, area.as_deref()).await?;
            let (changes, fresh) = anew(round_people::list_of(tx, round_id).await?, drawn);
            if round != before {
                rounds::amend(tx, &before, &round, cx.now).await?;
            }
            round_people::amend_many(tx, &changes, cx.now).await?;
            round_people::add_many(tx, &fresh).await?;
            operation.keep(tx, &cx.actor, round_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(round_id)
        })
    });
    redrawing.await
}

/// What changes between the list as it stands and as it is drawn, and who is new.
fn anew(stands: Vec<RoundPerson>, drawn: Vec<RoundPerson>) -> (Vec<(RoundPerson, RoundPerson)>, Vec<RoundPerson>) {
    let mut drawn: BTreeMap<PersonId, RoundPerson> =
        drawn.into_iter().map(|person| (person.person_id, person)).collect();
    let mut changes = Vec::new();
    for before in stands {
        let after = match drawn.remove(&before.person_id) {
            Some(now) if before.by_hand.is_some() && now.left_out != Some(LeftOut::Died) => before.clone(),
            Some(now) => now,
            None if before.by_hand.is_some() => before.clone(),
            None => RoundPerson { listing: Listing::Lapsed, left_out: None, ..before.clone() },
        };
        if after != before {
            changes.push((before, after));
        }
    }
    (changes, drawn.into_values().collect())
}
