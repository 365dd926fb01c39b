//! Photographs of a visit 走访照片: a memory of it, never proof and never public. They are kept on the consent of whoever was
//! visited alone, without the place and the device that a phone writes into them, and go when the consent goes. No visit waits
//! for one.

use guanai_kernel::civil::add_months;
use guanai_kernel::ids::{PersonId, PhotoId, VisitId};
use guanai_kernel::{Date, Moment, words};

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
        /// 保存期满, after the months that the standards say.
        TermOver = "term-over",
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
    /// Of one that went because its term was over: after how many months, as the standards had it on that day.
    pub term_months: Option<u16>,
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

    /// The last day on which it is kept, where it is for so many months from the day it was put in.
    pub fn kept_until(&self, months: u16) -> Option<Date> {
        add_months(self.recorded_at.day_in_china(), i32::from(months))
    }

    /// The photograph after its term was over and its bytes were destroyed; none where they were before, or it is not over.
    pub fn end_of_term(&self, months: u16, by: &str, at: Moment) -> Option<Self> {
        let is_over = self.kept_until(months)? < at.day_in_china();
        let ended = self.end(PhotoEnd::TermOver, by, at).filter(|_| is_over)?;
        Some(Self { term_months: Some(months), ..ended })
    }
}

guanai_kernel::debug_by_id!(Photo.photo_id);
