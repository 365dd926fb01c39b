//! Photographs of a visit 走访照片: a memory of it, never proof and never public. They are kept on the consent of whoever was
//! visited alone, without the place and the device that a phone writes into them, and go when the consent goes. No visit waits
//! for one.

use guanai_kernel::ids::{PersonId, PhotoId, VisitId};
use guanai_kernel::{Moment, words};

/// To what the person agrees, as a code of the pack's consents.
pub const PHOTOGRAPH: &str = "photograph";

/// The most photographs that are kept of one visit.
pub const MOST_PHOTOS: usize = 4;

/// The most bytes that a photograph may have.
pub const MOST_PHOTO_BYTES: usize = 5 << 20;

words! {
    /// What kind of file a photograph is.
    PhotoMedia {
        /// JPEG
        Jpeg = "jpeg",
        /// PNG
        Png = "png",
    }
}

impl PhotoMedia {
    /// Its media type, as browsers are told.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

words! {
    /// Why a photograph was destroyed.
    PhotoEnd {
        /// 有人删除, because it is a mistake or not needed any more.
        Removed = "removed",
        /// 本人不再同意拍照
        ConsentWithdrawn = "consent-withdrawn",
        /// 走访记录已作废
        VisitStruck = "visit-struck",
    }
}

/// What is known of a photograph, beside its bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Photo {
    /// Its id.
    pub photo_id: PhotoId,
    /// Of which visit.
    pub visit_id: VisitId,
    /// Of whose: its bytes are sealed for them.
    pub person_id: PersonId,
    /// What kind of file.
    pub media: PhotoMedia,
    /// Its size in bytes, as it is kept.
    pub size_bytes: u32,
    /// Its SHA-256, in 64 small hexadecimal figures.
    pub sha256: String,
    /// Who put it in: an account's id, or `console`.
    pub put_by: String,
    /// When.
    pub recorded_at: Moment,
    /// Why its bytes were destroyed, by whom and when.
    pub ended: Option<(PhotoEnd, String, Moment)>,
}

impl Photo {
    /// Whether its bytes are kept.
    pub const fn has_bytes(&self) -> bool {
        self.ended.is_none()
    }

    /// The photograph after its bytes were destroyed; none where they were before.
    pub fn end(&self, why: PhotoEnd, by: &str, at: Moment) -> Option<Self> {
        self.has_bytes().then(|| Self { ended: Some((why, by.to_owned(), at)), ..self.clone() })
    }
}

guanai_kernel::debug_by_id!(Photo.photo_id);
