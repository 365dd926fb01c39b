//! Photographs of a visit: put in and opened by the branch and the township alone, on the person's consent, without the place and
//! the device that a phone writes into them. They go when the consent goes, or the record of the visit. No list and no page
//! shows one: opening it is an act of its own in the audit.

use std::collections::BTreeMap;

use guanai_casework::{MOST_PHOTO_BYTES, MOST_PHOTOS, PHOTOGRAPH, Photo, PhotoEnd, PhotoMedia, Visit, VisitState};
pub use guanai_exchange::picture::PictureError;
use guanai_exchange::picture::{self, Picture};
use guanai_kernel::ids::{AuditId, OperationId, PersonId, PhotoId, VisitId};
use guanai_kernel::{Date, Ids, Moment};
use guanai_registry::ConsentAnswer;
use guanai_registry::consent::standing;
use guanai_store::audit::Subject;
use guanai_store::{Db, StoreError, Tx, audit, consents, photos, scans};

use super::file::reached;
use crate::actor::{Act, Actor, Denied, Role};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::standards::Standards;

/// Whether a photograph may be put beside a visit. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoDoor {
    /// The role does not hold it.
    Closed,
    /// The record was struck out.
    Struck,
    /// The two did not meet: there is nothing to photograph.
    Apart,
    /// The person was not asked yet whether they agree.
    Unasked,
    /// The person does not agree.
    Refused,
    /// As many as are kept are there.
    Full,
    /// One may be put in.
    Open,
}

/// A photograph as a reader may know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenPhoto {
    /// What is known of it.
    pub photo: Photo,
    /// Whether the reader may delete it.
    pub may_remove: bool,
}

/// The photographs of a visit, for those who may open them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitPhotos {
    /// Those that are kept.
    pub kept: Vec<SeenPhoto>,
    /// How many were deleted, and why, but for those whose term was over.
    pub ended: Vec<(PhotoEnd, usize)>,
    /// Those whose term was over: on which day they went, after how many months, and how many.
    pub term_over: Vec<TermOver>,
    /// For how many months one is kept; none where no term is set.
    pub kept_months: Option<u16>,
    /// Whether one more may be put in.
    pub door: PhotoDoor,
}

/// Photographs that went together because their term was over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermOver {
    /// The day.
    pub on: Date,
    /// After how many months.
    pub months: u16,
    /// How many.
    pub count: usize,
}

/// A photograph to be put beside a visit.
#[derive(Clone, PartialEq, Eq)]
pub struct PutPhoto {
    /// The visit.
    pub visit_id: VisitId,
    /// The file.
    pub bytes: Vec<u8>,
}

guanai_kernel::debug_by_id!(PutPhoto.visit_id);

/// A photograph that was opened.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenedPhoto {
    /// What is known of it.
    pub photo: Photo,
    /// The file.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for OpenedPhoto {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OpenedPhoto({:?})", self.photo)
    }
}

/// Why nothing was done with a photograph. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum PhotoError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A file of nothing.
    #[error("the file is empty: choose the picture again")]
    Empty,
    /// More bytes than are kept.
    #[error("the file has {bytes} bytes and at most {most} are kept: send a smaller picture")]
    TooLarge {
        /// How many it has.
        bytes: usize,
        /// How many are kept.
        most: usize,
    },
    /// It is no picture that is kept.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// No such visit or photograph, or outside the scope; or the photograph was deleted.
    #[error("there is no such visit or photograph")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// Nothing may be put in.
    #[error("no photograph is put beside this visit: {0:?}")]
    Door(PhotoDoor),
    /// The same picture is there.
    #[error("this very picture is kept there already")]
    Already,
    /// Somebody else put it in.
    #[error("whoever put it in, or the township, deletes it")]
    NotYours,
    /// The bytes are not those that were put in.
    #[error(
        "the bytes of photograph {0} have another hash than was kept: run `guanai check`, and take them from a backup"
    )]
    Damaged(PhotoId),
    /// The database.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for PhotoError {
    /// Two who send one picture in the same instant both find that it is not there: the second is told what the first one is.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict { constraint } if constraint == "photos_visit_id_sha256_key" => Self::Already,
            error => Self::Store(error),
        }
    }
}

impl PhotoError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Empty => "photo-empty",
            Self::TooLarge { .. } => "photo-too-large",
            Self::Picture(error) => error.code(),
            Self::NotFound => "photo-not-found",
            Self::Operation(error) => error.code(),
            Self::Door(PhotoDoor::Struck) => "photo-visit-struck",
            Self::Door(PhotoDoor::Apart) => "photo-apart",
            Self::Door(PhotoDoor::Unasked) => "photo-unasked",
            Self::Door(PhotoDoor::Refused) => "photo-refused",
            Self::Door(_) => "photo-full",
            Self::Already => "photo-already",
            Self::NotYours => "photo-not-yours",
            Self::Damaged(_) => "photo-damaged",
            Self::Store(error) => error.code(),
        }
    }
}

fn may_remove(cx: &Cx<'_>, photo: &Photo) -> bool {
    cx.authorise(Act::RemovePhoto).is_ok() && (cx.actor.role == Role::TownshipOfficer || photo.put_by == cx.actor.name)
}

async fn door(cx: &Cx<'_>, tx: &mut Tx, visit: &Visit, kept: usize) -> Result<PhotoDoor, StoreError> {
    if cx.authorise(Act::PutPhoto).is_err() {
        return Ok(PhotoDoor::Closed);
    }
    if visit.state == VisitState::Struck {
        return Ok(PhotoDoor::Struck);
    }
    if !visit.manner.is_face_to_face() {
        return Ok(PhotoDoor::Apart);
    }
    let said = consents::list_of(tx, visit.person_id).await?;
    Ok(match standing(&said, PHOTOGRAPH).map(|consent| consent.answer) {
        None => PhotoDoor::Unasked,
        Some(ConsentAnswer::Refused) => PhotoDoor::Refused,
        Some(ConsentAnswer::Given) if kept >= MOST_PHOTOS => PhotoDoor::Full,
        Some(ConsentAnswer::Given) => PhotoDoor::Open,
    })
}

/// The photographs of a visit; none for whoever may not open them.
pub(super) async fn seen_of(cx: &Cx<'_>, tx: &mut Tx, visit: &Visit) -> Result<Option<VisitPhotos>, StoreError> {
    if cx.authorise(Act::OpenPhoto).is_err() {
        return Ok(None);
    }
    let (kept, gone): (Vec<Photo>, Vec<Photo>) =
        photos::list_of_visit(tx, visit.visit_id).await?.into_iter().partition(Photo::has_bytes);
    let mut term_over: BTreeMap<(Date, u16), usize> = BTreeMap::new();
    for photo in &gone {
        if let (Some((PhotoEnd::TermOver, _, at)), Some(months)) = (&photo.ended, photo.term_months) {
            *term_over.entry((at.day_in_china(), months)).or_default() += 1;
        }
    }
    let ended = PhotoEnd::ALL.iter().filter(|why| **why != PhotoEnd::TermOver).map(|why| {
        let so = gone.iter().filter(|photo| photo.ended.as_ref().is_some_and(|(ended, ..)| ended == why));
        (*why, so.count())
    });
    Ok(Some(VisitPhotos {
        door: door(cx, tx, visit, kept.len()).await?,
        ended: ended.filter(|(_, count)| *count > 0).collect(),
        term_over: term_over.into_iter().map(|((on, months), count)| TermOver { on, months, count }).collect(),
        kept_months: cx.standards.pack.visits().photos_kept_months,
        kept: kept.into_iter().map(|photo| SeenPhoto { may_remove: may_remove(cx, &photo), photo }).collect(),
    }))
}

/// The picture alone, its kind and its size: refused where it is none that is kept.
fn looked_at(bytes: &[u8]) -> Result<(PhotoMedia, Vec<u8>, u32), PhotoError> {
    if bytes.is_empty() {
        return Err(PhotoError::Empty);
    }
    let too_large = PhotoError::TooLarge { bytes: bytes.len(), most: MOST_PHOTO_BYTES };
    if bytes.len() > MOST_PHOTO_BYTES {
        return Err(too_large);
    }
    let (kind, bare) = picture::bare(bytes)?;
    let media = match kind {
        Picture::Jpeg => PhotoMedia::Jpeg,
        Picture::Png => PhotoMedia::Png,
    };
    match u32::try_from(bare.len()) {
        Ok(size) => Ok((media, bare, size)),
        Err(_) => Err(too_large),
    }
}

/// Puts a photograph beside a visit; its id. What a phone wrote into it is not kept.
pub async fn put_photo(cx: &mut Cx<'_>, operation_id: OperationId, wish: &PutPhoto) -> Result<PhotoId, PhotoError> {
    cx.authorise(Act::PutPhoto)?;
    let (media, bytes, size_bytes) = looked_at(&wish.bytes)?;
    let sha256 = scans::print_of(&bytes);
    let operation = &Operation::new(operation_id, Act::PutPhoto, &(wish.visit_id, &sha256))?;
    let mut ids = cx.ids.clone();
    let photo_id = PhotoId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, Act::PutPhoto, Vec::new(), None);
    cx.ids = ids;
    let (cx, sha256, bytes) = (&*cx, &sha256, &bytes);
    let putting = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let visit = reached(cx, tx, wish.visit_id).await?.ok_or(PhotoError::NotFound)?;
            if let Some(put) = operation.earlier(tx, &cx.actor).await? {
                return Ok(put);
            }
            let mut kept = photos::list_of_visit(tx, wish.visit_id).await?;
            kept.retain(Photo::has_bytes);
            match door(cx, tx, &visit, kept.len()).await? {
                PhotoDoor::Open => {}
                closed => return Err(PhotoError::Door(closed)),
            }
            if kept.iter().any(|photo| photo.sha256 == *sha256) {
                return Err(PhotoError::Already);
            }
            let photo = Photo {
                photo_id,
                visit_id: wish.visit_id,
                person_id: visit.person_id,
                media,
                size_bytes,
                sha256: sha256.clone(),
                put_by: cx.actor.name.clone(),
                recorded_at: cx.now,
                ended: None,
                term_months: None,
            };
            photos::add(tx, &photo, bytes).await?;
            operation.keep(tx, &cx.actor, photo_id, cx.now).await?;
            let subjects = subjects(&photo);
            audit::append(tx, &audit::AuditRecord { subjects, ..record.clone() }).await?;
            Ok(photo_id)
        })
    });
    putting.await
}

fn subjects(photo: &Photo) -> Vec<Subject> {
    vec![Subject::Visit(photo.visit_id), Subject::Person(photo.person_id)]
}

/// The photograph that is kept with this id, of a visit within the scope.
async fn kept(cx: &Cx<'_>, tx: &mut Tx, visit_id: VisitId, photo_id: PhotoId) -> Result<Photo, PhotoError> {
    reached(cx, tx, visit_id).await?.ok_or(PhotoError::NotFound)?;
    let mut of_visit = photos::list_of_visit(tx, visit_id).await?.into_iter();
    of_visit.find(|photo| photo.photo_id == photo_id && photo.has_bytes()).ok_or(PhotoError::NotFound)
}

/// Opens a photograph. The record names the visit and its person.
pub async fn open_photo(cx: &mut Cx<'_>, visit_id: VisitId, photo_id: PhotoId) -> Result<OpenedPhoto, PhotoError> {
    cx.authorise(Act::OpenPhoto)?;
    let mut tx = cx.db.begin_read().await?;
    let opened = async {
        let photo = kept(cx, &mut tx, visit_id, photo_id).await?;
        let bytes = photos::list_bytes(&mut tx, photo_id).await?;
        if scans::print_of(&bytes) != photo.sha256 {
            return Err(PhotoError::Damaged(photo_id));
        }
        Ok(OpenedPhoto { photo, bytes })
    }
    .await;
    tx.rollback().await?;
    let opened = opened?;
    cx.record_reading(Act::OpenPhoto, subjects(&opened.photo)).await?;
    Ok(opened)
}

/// Deletes a photograph: its bytes are destroyed, and that there was one stays.
pub async fn remove_photo(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    visit_id: VisitId,
    photo_id: PhotoId,
) -> Result<PhotoId, PhotoError> {
    cx.authorise(Act::RemovePhoto)?;
    let operation = &Operation::new(operation_id, Act::RemovePhoto, &(visit_id, photo_id))?;
    let mut ids = cx.ids.clone();
    let record = &cx.audit_record(&mut ids, Act::RemovePhoto, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let removing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(done) = operation.earlier(tx, &cx.actor).await? {
                return Ok(done);
            }
            let photo = kept(cx, tx, visit_id, photo_id).await?;
            if !may_remove(cx, &photo) {
                return Err(PhotoError::NotYours);
            }
            end(cx, tx, vec![photo.clone()], PhotoEnd::Removed).await?;
            operation.keep(tx, &cx.actor, photo_id, cx.now).await?;
            audit::append(tx, &audit::AuditRecord { subjects: subjects(&photo), ..record.clone() }).await?;
            Ok(photo_id)
        })
    });
    removing.await
}

async fn end(cx: &Cx<'_>, tx: &mut Tx, those: Vec<Photo>, why: PhotoEnd) -> Result<(), StoreError> {
    let after = |photo: &Photo| photo.end(why, &cx.actor.name, cx.now);
    let changes: Vec<_> = those.iter().filter_map(|photo| Some((photo.clone(), after(photo)?))).collect();
    photos::amend_many(tx, &changes, cx.now).await
}

/// The record of a visit was struck out: its photographs go with it.
pub(super) async fn end_of_visit(cx: &Cx<'_>, tx: &mut Tx, visit_id: VisitId) -> Result<(), StoreError> {
    let of_visit = photos::list_of_visit(tx, visit_id).await?;
    end(cx, tx, of_visit, PhotoEnd::VisitStruck).await
}

/// Somebody no longer agrees to photographs: all that there are of visits to them go.
pub(crate) async fn end_of_person(cx: &Cx<'_>, tx: &mut Tx, person_id: PersonId) -> Result<(), StoreError> {
    let of_person = photos::list_of_person(tx, person_id).await?;
    end(cx, tx, of_person, PhotoEnd::ConsentWithdrawn).await
}

/// Deletes what was kept for as long as the standards say, with a record for each; how many went. Twice on one day comes to the same.
pub(crate) async fn keep_terms(db: &Db, standards: &Standards, now: Moment) -> Result<usize, StoreError> {
    let Some(months) = standards.pack.visits().photos_kept_months else { return Ok(0) };
    // The console's hand, as everything that the system does by itself.
    let by = &Actor::console();
    let mut tx = db.begin_read().await?;
    let some = over(&mut tx, months, &by.name, now).await;
    tx.rollback().await?;
    if some?.is_empty() {
        return Ok(0);
    }
    let removing = db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let changes = over(tx, months, &by.name, now).await?;
            photos::amend_many(tx, &changes, now).await?;
            for (before, _) in &changes {
                audit::append(tx, &record_of(by, before, now)).await?;
            }
            Ok(changes.len())
        })
    });
    removing.await
}

/// Those whose term is over, and as they are then.
async fn over(tx: &mut Tx, months: u16, by: &str, now: Moment) -> Result<Vec<(Photo, Photo)>, StoreError> {
    let kept = photos::list_kept_before(tx, now).await?;
    Ok(kept.into_iter().filter_map(|photo| Some((photo.clone(), photo.end_of_term(months, by, now)?))).collect())
}

/// The record that a photograph went by itself. No chance is at hand here: its id is drawn from the photograph's.
fn record_of(by: &Actor, photo: &Photo, now: Moment) -> audit::AuditRecord {
    let mut seed = [0; 32];
    seed[..16].copy_from_slice(&photo.photo_id.bits().to_be_bytes());
    audit::AuditRecord {
        audit_id: AuditId::fresh(&mut Ids::new(seed, now)),
        at: now,
        actor: by.name.clone(),
        role: Some(by.role.code().to_owned()),
        on_behalf_of: None,
        action: Act::RemovePhoto.code().to_owned(),
        purpose: Some("term-over".to_owned()),
        import_id: None,
        subjects: subjects(photo),
    }
}
