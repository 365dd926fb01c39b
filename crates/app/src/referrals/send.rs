//! Sending a need to a department: what is asked, what is sent of the person and why it may be, within which term. What is sent is
//! shown before, item by item, and nothing is sent that was not chosen.

use guanai_casework::application::short_code;
use guanai_casework::referral::risk_from;
use guanai_casework::{Need, NeedState, Permission, Referral, ReferralState, SharedItem, SharedWords};
use guanai_kernel::System;
use guanai_kernel::ids::{NeedId, OperationId, OrganizationId, ReferralId};
use guanai_kernel::text::{squeeze, written};
use guanai_scheme::ReferralTerms;
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::{StoreError, Tx, audit, memberships, organizations, persons, referrals};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::needs::{may_not_decide, reached_need};
use crate::operation::{Operation, OperationError};
use crate::pairs::refuses_contact;

/// Letters of what is asked.
pub const MOST_LETTERS: usize = 500;
/// Letters of an office's name.
const MOST_NAME: usize = 60;
/// The longest term that a freely named office may be given.
pub const MOST_WORKING_DAYS: u32 = 60;

/// A referral that is wished for.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct SendReferral {
    /// Which need.
    pub need_id: NeedId,
    /// The kind of department, as a code of the pack; none names an office freely.
    pub kind: Option<String>,
    /// The office, where none of the pack's kinds is meant or it has a name of its own.
    pub to_name: Option<String>,
    /// The organisation that answers with an account of its own.
    pub to_organization_id: Option<OrganizationId>,
    /// The term, where no kind gives one.
    pub working_days: Option<u32>,
    /// What is asked of them.
    pub asked: String,
    /// What is sent of the person.
    pub shares: Vec<SharedItem>,
    /// Why it may be sent.
    pub permission: Permission,
}

guanai_kernel::debug_by_id!(SendReferral.need_id);

/// What a form of a referral shows.
#[derive(Debug, Clone)]
pub struct ReferralForm {
    /// The need.
    pub need_id: NeedId,
    /// Its kind, as a code of the pack.
    pub category: String,
    /// Whose it is.
    pub name: String,
    /// What could be sent.
    pub shareable: SharedWords,
    /// The organisations that may answer by themselves.
    pub organizations: Vec<(OrganizationId, String)>,
    /// Whether the person wishes that nobody who helps calls them: no telephone is sent.
    pub refuses_contact: bool,
    /// Why nothing may be sent now, as a code.
    pub stands_against: Option<&'static str>,
}

/// Why there is no form. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReferralFormError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such need within the scope.
    #[error("there is no such need")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReferralFormError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "need-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// Why nothing was sent. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum SendReferralError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Nothing is asked, or too much.
    #[error("write down what is asked of them, in 1 to {MOST_LETTERS} letters")]
    Asked,
    /// The pack says no terms of referrals.
    #[error("the standards hold no terms of referrals: matching.toml has no table [referral]")]
    NoTerms,
    /// Nobody is named, or by a kind that the pack does not have.
    #[error("name the office, in at most {MOST_NAME} letters, or choose a kind of department that the standards have")]
    ToWhom,
    /// A freely named office has no term.
    #[error("an office that the standards do not name is given a term of 1 to {MOST_WORKING_DAYS} working days")]
    Term,
    /// It is not said why the data may be passed on.
    #[error("say how and on which day the person agreed, or which rule allows it without")]
    Permission,
    /// No such need within the scope.
    #[error("there is no such need")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// It is the actor's own need, or a relative's.
    #[error("nobody decides about their own need or a relative's: somebody else must")]
    Recused,
    /// The need is not confirmed yet, or help was given.
    #[error("a need is sent on once its kind is confirmed, and until help was given")]
    NeedState,
    /// The person wishes that nobody who helps calls them.
    #[error(
        "the person does not wish to be called by whoever helps: leave the telephone out, the branch stands between"
    )]
    NoCalls,
    /// The same office was asked already and owes an answer.
    #[error("this office was asked for this need already and owes an answer: remind them")]
    AlreadySent,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SendReferralError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Asked => "referral-asked",
            Self::NoTerms => "referral-no-terms",
            Self::ToWhom => "referral-to-whom",
            Self::Term => "referral-term",
            Self::Permission => "referral-permission",
            Self::NotFound => "need-not-found",
            Self::Operation(error) => error.code(),
            Self::Recused => "referral-recused",
            Self::NeedState => "referral-need-state",
            Self::NoCalls => "referral-no-calls",
            Self::AlreadySent => "referral-already-sent",
            Self::Store(error) => error.code(),
        }
    }
}

/// To whom, and within how many working days.
struct Whom {
    kind: Option<String>,
    name: String,
    working_days: u32,
}

impl SendReferral {
    fn whom(&self, terms: &ReferralTerms, organization: Option<String>) -> Result<Whom, SendReferralError> {
        let kind = match &self.kind {
            Some(code) => Some(terms.kind(code).ok_or(SendReferralError::ToWhom)?),
            None => None,
        };
        let typed = self.to_name.as_deref().map(written).filter(|name| !squeeze(name).is_empty());
        let name = typed.or(organization).or_else(|| kind.map(|kind| kind.name.zh.clone()));
        let name = name.filter(|name| name.chars().count() <= MOST_NAME).ok_or(SendReferralError::ToWhom)?;
        let given = self.working_days.filter(|days| (1..=MOST_WORKING_DAYS).contains(days));
        let working_days = kind.map(|kind| kind.working_days).or(given).ok_or(SendReferralError::Term)?;
        Ok(Whom { kind: self.kind.clone(), name, working_days })
    }
}

/// What stands against sending a need on, as a code.
async fn stands_against(cx: &Cx<'_>, tx: &mut Tx, need: &Need) -> Result<Option<&'static str>, StoreError> {
    Ok(match need.state {
        _ if may_not_decide(cx, tx, need.person_id).await? => Some("recused"),
        _ if cx.standards.pack.matching().referral.is_none() => Some("no-terms"),
        NeedState::Raised => Some("need-not-confirmed"),
        NeedState::Confirmed | NeedState::Planned => None,
        _ => Some("need-ended"),
    })
}

async fn shareable(tx: &mut Tx, need: &Need) -> Result<(SharedWords, Option<OrganizationId>), StoreError> {
    let person = persons::find(tx, need.person_id).await?;
    let spell = memberships::list_current_of(tx, &[need.person_id]).await?.pop();
    let at = spell.map(|spell| spell.organization_id);
    let place = match at {
        Some(id) => organizations::find(tx, id).await?.map(|place| place.name),
        None => None,
    };
    let words = Some(need.words.clone()).filter(|words| !words.trim().is_empty());
    let (name, phone) = person.map(|person| (person.name, person.phone)).unzip();
    Ok((SharedWords { name, place, phone: phone.flatten(), words }, at))
}

/// What a referral of a need could send and to whom; the record names the need and its person.
pub async fn open_referral_form(cx: &mut Cx<'_>, need_id: NeedId) -> Result<ReferralForm, ReferralFormError> {
    cx.authorise(Act::SendReferral)?;
    let mut tx = cx.db.begin_read().await?;
    let form = drawn_form(cx, &mut tx, need_id).await;
    tx.rollback().await?;
    let (form, person_id) = form?.ok_or(ReferralFormError::NotFound)?;
    cx.record_reading(Act::ReadNeed, vec![Subject::Need(need_id), Subject::Person(person_id)]).await?;
    Ok(form)
}

async fn drawn_form(
    cx: &Cx<'_>,
    tx: &mut Tx,
    need_id: NeedId,
) -> Result<Option<(ReferralForm, guanai_kernel::ids::PersonId)>, StoreError> {
    let Some(need) = reached_need(cx, tx, need_id).await? else { return Ok(None) };
    let (shareable, _) = shareable(tx, &need).await?;
    let mut organizations = organizations::list_all(tx).await?;
    organizations.retain(|one| one.system == System::Institution);
    organizations.sort_by(|a, b| a.code.cmp(&b.code));
    let form = ReferralForm {
        need_id,
        category: need.category.category().unwrap_or_default().to_owned(),
        name: shareable.name.clone().unwrap_or_default(),
        shareable,
        organizations: organizations.into_iter().map(|one| (one.organization_id, one.name)).collect(),
        refuses_contact: refuses_contact(cx, tx, need.person_id).await?,
        stands_against: stands_against(cx, tx, &need).await?,
    };
    Ok(Some((form, need.person_id)))
}

/// Sends a need to a department; the referral's id. The record names it, the need and its person.
pub async fn send_referral(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &SendReferral,
) -> Result<ReferralId, SendReferralError> {
    cx.authorise(Act::SendReferral)?;
    if squeeze(&wish.asked).is_empty() || wish.asked.chars().count() > MOST_LETTERS {
        return Err(SendReferralError::Asked);
    }
    let terms = cx.standards.pack.matching().referral.as_ref().ok_or(SendReferralError::NoTerms)?;
    if !wish.permission.is_whole(cx.now.day_in_china()) {
        return Err(SendReferralError::Permission);
    }
    let operation = &Operation::new(operation_id, Act::SendReferral, wish)?;
    let mut ids = cx.ids.clone();
    let referral_id = ReferralId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, Act::SendReferral, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let sending = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let need = reached_need(cx, tx, wish.need_id).await?.ok_or(SendReferralError::NotFound)?;
            if let Some(sent) = operation.earlier(tx, &cx.actor).await? {
                return Ok(sent);
            }
            let referral = drawn(cx, tx, terms, referral_id, &need, wish).await?;
            referrals::add(tx, &referral).await?;
            let subjects =
                vec![Subject::Referral(referral_id), Subject::Need(need.need_id), Subject::Person(need.person_id)];
            operation.keep(tx, &cx.actor, referral_id, cx.now).await?;
            audit::append(tx, &AuditRecord { subjects, ..record.clone() }).await?;
            Ok(referral_id)
        })
    });
    sending.await
}

async fn drawn(
    cx: &Cx<'_>,
    tx: &mut Tx,
    terms: &ReferralTerms,
    referral_id: ReferralId,
    need: &Need,
    wish: &SendReferral,
) -> Result<Referral, SendReferralError> {
    match stands_against(cx, tx, need).await? {
        Some("recused") => return Err(SendReferralError::Recused),
        Some(_) => return Err(SendReferralError::NeedState),
        None => {}
    }
    let organization = match wish.to_organization_id {
        Some(id) => Some(organizations::find(tx, id).await?.ok_or(SendReferralError::ToWhom)?.name),
        None => None,
    };
    let whom = wish.whom(terms, organization)?;
    if wish.shares.contains(&SharedItem::Phone) && refuses_contact(cx, tx, need.person_id).await? {
        return Err(SendReferralError::NoCalls);
    }
    let standing = referrals::list_of_need(tx, need.need_id).await?;
    if standing.iter().any(|other| other.state.is_open() && other.to_name == whom.name) {
        return Err(SendReferralError::AlreadySent);
    }
    let (shareable, at) = shareable(tx, need).await?;
    let (today, calendar) = (cx.now.day_in_china(), &cx.standards.pack.guarantees().calendar);
    let due_on = calendar.after(today, whom.working_days).map_or(today, |deadline| deadline.on);
    Ok(Referral {
        referral_id,
        need_id: need.need_id,
        person_id: need.person_id,
        category: need.category.category().unwrap_or_default().to_owned(),
        kind: whom.kind,
        to_name: whom.name,
        to_organization_id: wish.to_organization_id,
        from_organization_id: at,
        asked: written(&wish.asked),
        shared: shareable.only(&wish.shares),
        permission: wish.permission.clone(),
        code: short_code(referral_id.bits()),
        state: ReferralState::Sent,
        sent_by: cx.actor.name.clone(),
        sent_on: today,
        due_on,
        risk_on: risk_from(today, due_on, terms.at_risk_working_days, calendar),
        received: None,
        reply: None,
        result: None,
        reminders: 0,
        reminded_on: None,
        ended_on: None,
        words: None,
        recorded_at: cx.now,
    })
}
