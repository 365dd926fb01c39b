//! Photographs of visits, as the pages ask for them.

use guanai_app::visits::{self as app, PhotoError, PictureError, PutPhoto};

use super::scans::fault;
use super::{County, id};
use crate::applications::StepTaken;
use crate::office::{Answer, AskError, Asker, Download};
use crate::operation::OperationId;
use crate::visits::photos::{PhotoDesk, closed_key};

impl From<PhotoError> for AskError {
    fn from(error: PhotoError) -> Self {
        match error {
            PhotoError::Denied(error) => error.into(),
            PhotoError::NotFound => Self::NotFound,
            PhotoError::Operation(error) => error.into(),
            PhotoError::Door(door) => Self::Refused(closed_key(door).unwrap_or("web-photo-door-closed")),
            PhotoError::NotYours => Self::Refused("web-refused-photo-not-yours"),
            PhotoError::Store(error) => error.into(),
            error => Self::Broken(error.to_string()),
        }
    }
}

impl PhotoDesk for County {
    fn put_photo<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        visit: &'a str,
        bytes: Vec<u8>,
    ) -> Answer<'a, StepTaken> {
        Box::pin(put(self, who, op, visit, bytes))
    }
    fn open_photo<'a>(&'a self, who: Asker<'a>, visit: &'a str, photo: &'a str) -> Answer<'a, Download> {
        Box::pin(async move {
            let opened = app::open_photo(&mut self.cx(who)?, id(visit)?, id(photo)?).await?;
            Ok(Download {
                // The hash, which names nobody.
                name: format!("{:.12}.{}", opened.photo.sha256, opened.photo.media.code()),
                kind: opened.photo.media.media_type(),
                bytes: opened.bytes,
            })
        })
    }
    fn remove_photo<'a>(&'a self, who: Asker<'a>, op: OperationId, visit: &'a str, photo: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            app::remove_photo(&mut self.cx(who)?, op.into(), id(visit)?, id(photo)?).await?;
            Ok(())
        })
    }
}

async fn put(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    visit: &str,
    bytes: Vec<u8>,
) -> Result<StepTaken, AskError> {
    let wish = PutPhoto { visit_id: id(visit)?, bytes };
    let refused = |key, value: String| Ok(fault("photo_file", key, value));
    match app::put_photo(&mut county.cx(who)?, op.into(), &wish).await {
        Ok(_) => Ok(StepTaken::Taken),
        Err(PhotoError::Empty) => refused("web-error-photo-empty", String::new()),
        Err(PhotoError::TooLarge { most, .. }) => refused("web-error-photo-large", (most >> 20).to_string()),
        Err(PhotoError::Picture(PictureError::Kind)) => refused("web-error-photo-kind", String::new()),
        Err(PhotoError::Picture(PictureError::Broken { .. })) => refused("web-error-photo-broken", String::new()),
        Err(PhotoError::Already) => refused("web-error-photo-already", String::new()),
        Err(error) => Err(error.into()),
    }
}
