//! Pictures from phones, without what phones write into them: place, device, time, comments, and whatever is appended behind the
//! picture. What is seen stays byte for byte, and so does which way up it is.
//!
//! JPEG: ITU-T T.81, annex B (markers and segments); Exif 2.32, 4.6 (orientation). PNG: third edition, 5 and 11 (chunks).

mod jpeg;
mod png;

/// What kind of picture a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// JPEG
    Jpeg,
    /// PNG
    Png,
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// Its first bytes are of neither kind.
    #[error("the file is neither JPEG nor PNG, whatever its name says: save the picture as one of them")]
    Kind,
    /// It breaks off, or its parts do not follow one another.
    #[error("the picture is broken at byte {at}: send it again, or take it anew")]
    Broken {
        /// Where it was read last.
        at: usize,
    },
}

impl PictureError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kind => "picture-kind",
            Self::Broken { .. } => "picture-broken",
        }
    }
}

/// The picture alone.
pub fn bare(bytes: &[u8]) -> Result<(Picture, Vec<u8>), PictureError> {
    if bytes.starts_with(&jpeg::HEAD) {
        Ok((Picture::Jpeg, jpeg::bare(bytes)?))
    } else if bytes.starts_with(&png::HEAD) {
        Ok((Picture::Png, png::bare(bytes)?))
    } else {
        Err(PictureError::Kind)
    }
}

#[cfg(test)]
mod tests;
