//! Public notices as whoever they reach may read them: a masked name or a number, what the matter is called, how much, until
//! when and to whom to object. When a notice is taken down it is no longer there.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::application::{Application, PublicNotice, Said, ShownAs};
use guanai_kernel::ids::{ApplicationId, NoticeId, OrganizationId, PersonId};
use guanai_kernel::name::mask_name;
use guanai_kernel::{Date, Money};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, applications, memberships, organizations};

use super::acting::superiors;
use crate::actor::{Act, Denied, Domain};
use crate::cx::Cx;
use crate::names;
use crate::scope::ScopeOf;

/// A notice as it hangs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeView {
    /// Its id.
    pub notice_id: NoticeId,
    /// The short code of the application.
    pub code: String,
    /// The masked name; none where the applicant is named by the code alone.
    pub name: Option<String>,
    /// The applicant's branch.
    pub branch: String,
    /// What the matter is called.
    pub called: Said,
    /// 拟帮扶
    pub amount: Option<Money>,
    /// The period of the amount, as a code of the pack.
    pub period: Option<String>,
    /// Where it hangs.
    pub place: String,
    /// Among whom it is made public, by name.
    pub among: String,
    /// The day on which it was put up.
    pub posted_on: Date,
    /// The last day of its term.
    pub through_on: Date,
    /// Whether a year without a published calendar had a part in that day.
    pub is_provisional: bool,
    /// Within how many working days an objection is answered.
    pub answer_working_days: u32,
    /// The application, for who may read it.
    pub application_id: Option<ApplicationId>,
}

/// Why no notice is read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ReadNoticesError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// None hangs there, or it does not reach the actor.
    #[error("there is no such notice")]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadNoticesError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound => "notice-not-found",
            Self::Store(error) => error.code(),
        }
    }
}

/// The notices that reach the actor, the one that hangs longest first.
pub async fn list_notices(cx: &mut Cx<'_>) -> Result<Vec<NoticeView>, ReadNoticesError> {
    cx.authorise(Act::ReadPublicNotices)?;
    let mut tx = cx.db.begin_read().await?;
    let reach = reach_of(cx, &mut tx).await?;
    let reach: Vec<OrganizationId> = reach.into_iter().collect();
    let hanging = applications::list_hanging(&mut tx, &reach).await?;
    let views = views_of(cx, &mut tx, hanging).await?;
    tx.rollback().await?;
    cx.record_reading(Act::ReadPublicNotices, subjects_of(&views)).await?;
    Ok(views)
}

/// One notice that reaches the actor.
pub async fn read_notice(cx: &mut Cx<'_>, notice_id: NoticeId) -> Result<NoticeView, ReadNoticesError> {
    cx.authorise(Act::ReadPublicNotices)?;
    let mut tx = cx.db.begin_read().await?;
    let found = reaching(cx, &mut tx, notice_id).await?;
    let view = views_of(cx, &mut tx, found.into_iter().collect()).await?.pop();
    tx.rollback().await?;
    let view = view.ok_or(ReadNoticesError::NotFound)?;
    cx.record_reading(Act::ReadPublicNotices, subjects_of(std::slice::from_ref(&view))).await?;
    Ok(view)
}

fn subjects_of(views: &[NoticeView]) -> Vec<Subject> {
    views.iter().filter_map(|view| view.application_id).map(Subject::Application).collect()
}

/// The notice, where it hangs and reaches the actor.
pub(super) async fn reaching(
    cx: &Cx<'_>,
    tx: &mut Tx,
    notice_id: NoticeId,
) -> Result<Option<PublicNotice>, StoreError> {
    let Some(notice) = applications::find_notice(tx, notice_id).await? else { return Ok(None) };
    let reach = reach_of(cx, tx).await?;
    Ok(Some(notice).filter(|notice| notice.taken_down.is_none() && reach.contains(&notice.organization_id)))
}

/// The organisations whose notices reach the actor: those they look after, those above them, and those to which they belong.
async fn reach_of(cx: &Cx<'_>, tx: &mut Tx) -> Result<BTreeSet<OrganizationId>, StoreError> {
    let actor = &cx.actor;
    let mut reach = BTreeSet::new();
    match ScopeOf::resolve(tx, actor).await? {
        ScopeOf::Everything => reach.extend(organizations::list_all(tx).await?.into_iter().map(|o| o.organization_id)),
        ScopeOf::Subtree(below) => {
            reach.extend(below);
            if let Some(over) = actor.scope.filter(|_| actor.role.domain() == Domain::Subtree) {
                reach.extend(superiors(tx, over).await?.into_iter().map(|o| o.organization_id));
            }
        }
        ScopeOf::Own(_) => {}
    }
    if let Some(own) = actor.person_id
        && let Some(spell) = memberships::list_current_of(tx, &[own]).await?.pop()
    {
        reach.extend(superiors(tx, spell.organization_id).await?.into_iter().map(|o| o.organization_id));
    }
    Ok(reach)
}

async fn views_of(cx: &Cx<'_>, tx: &mut Tx, notices: Vec<PublicNotice>) -> Result<Vec<NoticeView>, StoreError> {
    let ids: Vec<ApplicationId> = notices.iter().map(|notice| notice.application_id).collect();
    let found = applications::list_by_ids(tx, &ids).await?;
    let persons_of: Vec<PersonId> = found.iter().map(|application| application.person_id).collect();
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &persons_of).await?;
    let places: BTreeSet<OrganizationId> = found
        .iter()
        .map(|application| application.organization_id)
        .chain(notices.iter().map(|notice| notice.organization_id))
        .collect();
    let places: Vec<OrganizationId> = places.into_iter().collect();
    let places: BTreeMap<OrganizationId, String> = names::of_places(tx, &places).await?;
    let by_id: BTreeMap<ApplicationId, Application> = found.into_iter().map(|a| (a.application_id, a)).collect();
    let reads = cx.authorise(Act::ReadApplication).is_ok();
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let mut views = Vec::with_capacity(notices.len());
    for notice in notices {
        let Some(application) = by_id.get(&notice.application_id) else { continue };
        let name = names.get(&application.person_id).map(|name| mask_name(name));
        let place = |id| places.get(&id).cloned().unwrap_or_default();
        let reads = reads && super::acting::holds(&scope, application);
        views.push(NoticeView {
            notice_id: notice.notice_id,
            code: application.code.clone(),
            name: name.filter(|_| notice.shown_as == ShownAs::MaskedName),
            branch: place(application.organization_id),
            called: application.chain.notice_as.clone(),
            amount: application.amount,
            period: application.frozen.period.clone(),
            place: notice.place,
            among: place(notice.organization_id),
            posted_on: notice.posted_on,
            through_on: notice.through_on,
            is_provisional: notice.is_provisional,
            answer_working_days: application.chain.answer_working_days,
            application_id: reads.then_some(application.application_id),
        });
    }
    Ok(views)
}
