//! What somebody was told of clocks that still run: for their own first page, until it is done. Taking note says that they have
//! seen what stood there, and nothing more.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::guarantee::Stage;
use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Guarantee, Moment, Post};
use guanai_store::Stretch;
use guanai_store::audit::{self, Subject};
pub use guanai_store::tellings::OpenTellings;
use guanai_store::{StoreError, Tx, clocks, memberships, tellings};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::names;
use crate::people::Sight;
use crate::scope::ScopeOf;

/// Notices of a page at most.
pub const PAGE_NOTICES: u64 = 50;

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
    /// Whether no note was taken of it yet.
    pub is_new: bool,
}

impl std::fmt::Debug for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Notice({}, {:?}, {})", self.guarantee, self.stage, self.due_on)
    }
}

/// A page of what somebody was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticePage {
    /// Late ones first, then whatever is due first.
    pub notices: Vec<Notice>,
    /// How many there are in all, by what was told.
    pub counts: OpenTellings,
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

/// What the actor was told of clocks that still run, a page of it; the record names whom it names.
pub async fn read_notices(cx: &mut Cx<'_>, page: u64) -> Result<NoticePage, NoticesError> {
    cx.authorise(Act::ReadNotices)?;
    let mut tx = cx.db.begin_read().await?;
    let read = load(cx, &mut tx, page).await;
    tx.rollback().await?;
    let read = read?;
    let named = read.notices.iter().filter_map(|notice| notice.person.as_ref());
    let subjects = named.map(|(id, _)| Subject::Person(*id)).collect();
    cx.record_reading(Act::ReadNotices, subjects).await?;
    Ok(read)
}

/// How much the actor was told of clocks that still run: figures of their own first page, naming nobody.
pub async fn count_notices(cx: &Cx<'_>) -> Result<OpenTellings, NoticesError> {
    cx.authorise(Act::ReadNotices)?;
    let mut tx = cx.db.begin_read().await?;
    let counts = tellings::count_open_of(&mut tx, &cx.actor.name).await;
    tx.rollback().await?;
    Ok(counts?)
}

/// Takes note of what the actor was told up to a moment, that at which they read it; of how much.
pub async fn note_notices(cx: &mut Cx<'_>, read_at: Moment) -> Result<u64, NoticesError> {
    cx.authorise(Act::NoteNotices)?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::NoteNotices, Vec::new(), None);
    cx.ids = ids;
    let (account, now) = (&cx.actor.name, cx.now);
    let noting = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let noted = tellings::amend_seen(tx, account, read_at.min(now), now).await?;
            audit::append(tx, record).await?;
            Ok(noted)
        })
    });
    noting.await
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, page: u64) -> Result<NoticePage, StoreError> {
    let counts = tellings::count_open_of(tx, &cx.actor.name).await?;
    let last = tellings::list_last_open_of(tx, &cx.actor.name, Stretch::of_page(page, PAGE_NOTICES)).await?;
    let ids: Vec<PersonId> =
        last.iter().map(|telling| telling.person_id).collect::<BTreeSet<_>>().into_iter().collect();
    let days: BTreeMap<_, _> = clocks::list_of_many(tx, &ids)
        .await?
        .into_iter()
        .map(|kept| ((kept.person_id, kept.clock.guarantee, kept.clock.begun_by.clock_id()), kept.clock.due))
        .collect();
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let places: BTreeMap<PersonId, _> =
        memberships::list_current_of(tx, &ids).await?.into_iter().map(|m| (m.person_id, m.organization_id)).collect();
    let organization_ids: Vec<_> = places.values().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let organizations: BTreeMap<_, _> = names::of_places(tx, &organization_ids).await?;
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &ids).await?;
    let sight = Sight::of(cx.actor.role);
    let notice = |telling: guanai_casework::guarantee::KeptTelling| {
        let due = days.get(&(telling.person_id, telling.guarantee, telling.clock_id))?;
        let place = places.get(&telling.person_id);
        let within = scope == ScopeOf::Everything || place.is_some_and(|id| scope.holds_organization(*id));
        let shows = within && telling.guarantee != Guarantee::Answer;
        let name = names.get(&telling.person_id).filter(|_| shows);
        Some(Notice {
            person: name.map(|name| (telling.person_id, sight.name(name))),
            // A doubt names no branch either: a small one has few who could be meant.
            organization: place.filter(|_| shows).and_then(|id| organizations.get(id)).cloned(),
            guarantee: telling.guarantee,
            stage: telling.stage,
            post: telling.post,
            due_on: due.on,
            provisional: due.provisional,
            told_at: telling.told_at,
            is_new: telling.seen_at.is_none(),
        })
    };
    Ok(NoticePage { notices: last.into_iter().filter_map(notice).collect(), counts })
}
