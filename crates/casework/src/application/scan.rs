//! Scans 扫描件 of signed papers: which files are taken, and what is known of one beside its bytes.

use guanai_kernel::ids::{ApplicationId, DocumentId, PersonId, ScanId};
use guanai_kernel::{Moment, words};

use super::file::Hand;

/// The most bytes that a scan may have: some pages in grey, in a size that a slow line carries.
pub const MOST_SCAN_BYTES: usize = 5 << 20;

words! {
    /// What kind of file a scan is.
    ScanMedia {
        /// PDF
        Pdf = "pdf",
        /// JPEG
        Jpeg = "jpeg",
        /// PNG
        Png = "png",
    }
}

impl ScanMedia {
    /// What a file is by its leading bytes: its name says what somebody calls it.
    pub fn recognise(bytes: &[u8]) -> Option<Self> {
        const HEADS: [(&[u8], ScanMedia); 3] = [
            (b"%PDF-", ScanMedia::Pdf),
            (&[0xff, 0xd8, 0xff], ScanMedia::Jpeg),
            (b"\x89PNG\r\n\x1a\n", ScanMedia::Png),
        ];
        HEADS.iter().find(|(head, _)| bytes.starts_with(head)).map(|(_, media)| *media)
    }

    /// Its media type, as browsers are told.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// What is known of a scan. Where the original lies, and what paper it is, its document says.
#[derive(Clone, PartialEq, Eq)]
pub struct Scan {
    /// Its id.
    pub scan_id: ScanId,
    /// Of which paper.
    pub document_id: DocumentId,
    /// Of which application.
    pub application_id: ApplicationId,
    /// Whose application: the bytes are sealed for them.
    pub person_id: PersonId,
    /// What kind of file.
    pub media: ScanMedia,
    /// Its size in bytes.
    pub size_bytes: u32,
    /// Its SHA-256, in 64 small hexadecimal figures.
    pub sha256: String,
    /// Who put it in.
    pub put_by: Hand,
    /// When.
    pub recorded_at: Moment,
}

guanai_kernel::debug_by_id!(Scan.scan_id);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        assert_eq!(ScanMedia::recognise(b"%PDF-1.7\n"), Some(ScanMedia::Pdf));
        assert_eq!(ScanMedia::recognise(&[0xff, 0xd8, 0xff, 0xe0, 0]), Some(ScanMedia::Jpeg));
        assert_eq!(ScanMedia::recognise(b"\x89PNG\r\n\x1a\n\0"), Some(ScanMedia::Png));
        for other in [&b""[..], b"%PDF", b"PK\x03\x04", b"MZ", b"<html>%PDF-", b"\x89PNG\n"] {
            assert_eq!(ScanMedia::recognise(other), None, "{other:?}");
        }
    }
}
