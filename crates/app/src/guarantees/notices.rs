//! What somebody was told of clocks that still run: for their own first page.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::guarantee::{KeptTelling, Stage};
use guanai_kernel::ids::{ClockId, PersonId};
use guanai_kernel::{Date, Guarantee, Moment, Post};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, clocks, memberships, organizations, persons, tellings};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::people::Sight;
use crate::scope::ScopeOf;

/// A clock of which somebody was told.
#[derive(Clone, PartialEq, Eq)]
pub struct Notice {
    /// Whose; nobody where the guarantee is confidential, or the person is no longer within the actor's scope.
    pub person: Option<(PersonId, String)>,
    /// Where they belong.
    pub organization: Option<String>,
    /// Which guarantee.
    pub guarantee: Guarantee,
    /// The last of what was told.
    pub stage: Stage,
    /// At which post.
    pub post: Post,
    /// Its last day.
    pub due_on: Date,
    /// Whether that rests on a calendar that was not published.
    pub provisional: bool,
    /// When it was told.
    pub told_at: Moment,
    /// Whether it was not seen before.
    pub is_new: bool,
}

impl std::fmt::Debug for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Notice({}, {:?}, {})", self.guarantee, self.stage, self.due_on)
    }
}

/// Why there are no notices. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum NoticesError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl NoticesError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Store(error) => error.code(),
        }
    }
}

/// What the actor was told of clocks that still run: late ones first, then whatever is due first. They count as seen.
pub async fn read_notices(cx: &mut Cx<'_>) -> Result<Vec<Notice>, NoticesError> {
    cx.authorise(Act::ReadNotices)?;
    let mut tx = cx.db.begin_read().await?;
    let notices = load(cx, &mut tx).await;
    tx.rollback().await?;
    let notices = notices?;
    if notices.iter().any(|notice| notice.is_new) {
        let (account, now) = (&cx.actor.name, cx.now);
        let seeing =
            cx.db.write(move |tx: &mut Tx, _| Box::pin(async move { tellings::amend_seen(tx, account, now).await }));
        seeing.await?;
    }
    let named = notices.iter().filter_map(|notice| notice.person.as_ref());
    let subjects = named.map(|(id, _)| Subject::Person(*id)).collect();
    cx.record_reading(Act::ReadNotices, subjects).await?;
    Ok(notices)
}

async fn load(cx: &Cx<'_>, tx: &mut Tx) -> Result<Vec<Notice>, StoreError> {
    let told = tellings::list_open_of(tx, &cx.actor.name).await?;
    let mut last: BTreeMap<(PersonId, Guarantee, ClockId), KeptTelling> = BTreeMap::new();
    for telling in told {
        let key = (telling.person_id, telling.guarantee, telling.clock_id);
        match last.get(&key) {
            Some(other) if other.stage >= telling.stage => {}
            _ => drop(last.insert(key, telling)),
        }
    }
    let ids: Vec<PersonId> = last.keys().map(|(id, ..)| *id).collect::<BTreeSet<_>>().into_iter().collect();
    let days: BTreeMap<_, _> = clocks::list_of_many(tx, &ids)
        .await?
        .into_iter()
        .map(|kept| ((kept.person_id, kept.clock.guarantee, kept.clock.begun_by.clock_id()), kept.clock.due))
        .collect();
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let places: BTreeMap<PersonId, _> =
        memberships::list_current_of(tx, &ids).await?.into_iter().map(|m| (m.person_id, m.organization_id)).collect();
    let organization_ids: Vec<_> = places.values().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let organizations: BTreeMap<_, _> = organizations::list_by_ids(tx, &organization_ids)
        .await?
        .into_iter()
        .map(|organization| (organization.organization_id, organization.name))
        .collect();
    let names: BTreeMap<PersonId, String> =
        persons::list_by_ids(tx, &ids).await?.into_iter().map(|person| (person.person_id, person.name)).collect();
    let sight = Sight::of(cx.actor.role);
    let mut notices: Vec<Notice> = Vec::new();
    for (key, telling) in last {
        let Some(due) = days.get(&key) else { continue };
        let place = places.get(&telling.person_id);
        let within = scope == ScopeOf::Everything || place.is_some_and(|id| scope.holds_organization(*id));
        let shows = within && telling.guarantee != Guarantee::Answer;
        let name = names.get(&telling.person_id).filter(|_| shows);
        notices.push(Notice {
            person: name.map(|name| (telling.person_id, sight.name(name))),
            organization: place.filter(|_| within).and_then(|id| organizations.get(id)).cloned(),
            guarantee: telling.guarantee,
            stage: telling.stage,
            post: telling.post,
            due_on: due.on,
            provisional: due.provisional,
            told_at: telling.told_at,
            is_new: telling.seen_at.is_none(),
        });
    }
    notices.sort_by_key(|notice| (std::cmp::Reverse(notice.stage), notice.due_on));
    Ok(notices)
}
