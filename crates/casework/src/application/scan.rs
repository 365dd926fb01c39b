//! Scans 扫描件 of signed papers: which files are taken, what is known of one beside its bytes, and how a mistaken one is taken
//! down: one asks for it and says why, another does it. The bytes are destroyed; what was known of them stays.

use guanai_kernel::ids::{ApplicationId, DocumentId, MeetingId, OrganizationId, PersonId, ScanId};
use guanai_kernel::text::squeeze;
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

/// With what a paper is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScanPlace {
    /// An application.
    Application(ApplicationId),
    /// A meeting, whose record is of all that it dealt with.
    Meeting(MeetingId),
}

/// Of what a scan is, and for whom its bytes are sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanOf {
    /// A paper of an application, sealed for the applicant.
    Application {
        /// Which.
        application_id: ApplicationId,
        /// Whose.
        person_id: PersonId,
    },
    /// The signed record of a meeting, sealed for the organisation that met.
    Meeting {
        /// Which.
        meeting_id: MeetingId,
        /// Whose.
        organization_id: OrganizationId,
    },
}

impl ScanOf {
    /// With what its paper is kept.
    pub const fn place(self) -> ScanPlace {
        match self {
            Self::Application { application_id, .. } => ScanPlace::Application(application_id),
            Self::Meeting { meeting_id, .. } => ScanPlace::Meeting(meeting_id),
        }
    }
}

words! {
    /// How a scan stands.
    ScanState {
        /// 在存
        Kept = "kept",
        /// 已申请撤下
        Asked = "asked",
        /// 已撤下, its bytes destroyed
        Destroyed = "destroyed",
    }
}

words! {
    /// What is done with a scan that is kept.
    ScanMove {
        /// 申请撤下
        Ask = "ask",
        /// 不撤，照旧留着
        Keep = "keep",
        /// 撤下
        Destroy = "destroy",
    }
}

/// The lawful moves: from, by, to. `docs/moves.md` is written from it.
pub const SCAN_MOVES: &[(ScanState, ScanMove, ScanState)] = &[
    (ScanState::Kept, ScanMove::Ask, ScanState::Asked),
    (ScanState::Asked, ScanMove::Keep, ScanState::Kept),
    (ScanState::Asked, ScanMove::Destroy, ScanState::Destroyed),
];

/// That somebody asked for a scan to be taken down, and who did it.
#[derive(Clone, PartialEq, Eq)]
pub struct TakeDown {
    /// Who asked.
    pub asked_by: Hand,
    /// When.
    pub asked_at: Moment,
    /// Why; sealed in the store.
    pub why: String,
    /// Who destroyed the bytes, and when.
    pub destroyed: Option<(Hand, Moment)>,
}

/// What is known of a scan. Where the original lies, and what paper it is, its document says.
#[derive(Clone, PartialEq, Eq)]
pub struct Scan {
    /// Its id.
    pub scan_id: ScanId,
    /// Of which paper.
    pub document_id: DocumentId,
    /// Of what, and for whom the bytes are sealed.
    pub of: ScanOf,
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
    /// How it stands.
    pub state: ScanState,
    /// That it is to be taken down, or was.
    pub take_down: Option<TakeDown>,
}

/// The most letters of a reason.
pub const MOST_OF_A_REASON: usize = 200;

/// From where somebody acts on a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanDesk {
    /// They put scans in: they ask for their own.
    Puts,
    /// The contact of the branch: asks for any of its papers.
    Branch,
    /// They decide there.
    Decides,
}

/// A move with what it must be told.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScanStep {
    /// It is to be taken down.
    Ask {
        /// Why.
        why: String,
    },
    /// It stays.
    Keep,
    /// Its bytes are destroyed.
    Destroy,
}

impl ScanStep {
    /// Which move of the table it is.
    pub const fn kind(&self) -> ScanMove {
        match self {
            Self::Ask { .. } => ScanMove::Ask,
            Self::Keep => ScanMove::Keep,
            Self::Destroy => ScanMove::Destroy,
        }
    }
}

/// Why a move is not made. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScanMoveError {
    /// The table does not hold it.
    #[error("a scan that is {} is not to be moved by {}", from.code(), by.code())]
    Unlawful {
        /// How it stands.
        from: ScanState,
        /// What was wished.
        by: ScanMove,
    },
    /// Somebody else put it in, or asked.
    #[error("whoever put it in, or the contact of the branch, asks for it to be taken down")]
    NotTheirs,
    /// The same hand asked.
    #[error("you asked for it yourself: another person takes it down")]
    SameHand,
    /// No reason, or a long one.
    #[error("say why it is to be taken down, in 1 to {MOST_OF_A_REASON} letters")]
    Why,
}

impl ScanMoveError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unlawful { .. } => "scan-move-unlawful",
            Self::NotTheirs => "scan-not-theirs",
            Self::SameHand => "scan-same-hand",
            Self::Why => "scan-why",
        }
    }
}

fn is_same(one: &Hand, other: &Hand) -> bool {
    one.by == other.by || (one.person_id.is_some() && one.person_id == other.person_id)
}

impl Scan {
    /// Whether its bytes are kept.
    pub fn has_bytes(&self) -> bool {
        self.state != ScanState::Destroyed
    }

    /// Whether somebody may make a move, its reason apart.
    pub fn may(&self, by: ScanMove, hand: &Hand, desk: ScanDesk) -> Result<ScanState, ScanMoveError> {
        let found = SCAN_MOVES.iter().find(|(from, step, _)| (*from, *step) == (self.state, by));
        let to = found.map(|(.., to)| *to).ok_or(ScanMoveError::Unlawful { from: self.state, by })?;
        let asked_by = self.take_down.as_ref().map(|asked| &asked.asked_by);
        let has_asked = asked_by.is_some_and(|asked_by| is_same(asked_by, hand));
        match by {
            ScanMove::Ask if desk == ScanDesk::Puts && !is_same(&self.put_by, hand) => Err(ScanMoveError::NotTheirs),
            ScanMove::Keep if desk != ScanDesk::Decides && !has_asked => Err(ScanMoveError::NotTheirs),
            ScanMove::Destroy if desk != ScanDesk::Decides => Err(ScanMoveError::NotTheirs),
            ScanMove::Destroy if has_asked => Err(ScanMoveError::SameHand),
            _ => Ok(to),
        }
    }

    /// The scan after a move.
    pub fn after(&self, step: ScanStep, hand: Hand, desk: ScanDesk, at: Moment) -> Result<Self, ScanMoveError> {
        let state = self.may(step.kind(), &hand, desk)?;
        let take_down = match step {
            ScanStep::Ask { why } => {
                let length = why.chars().count();
                if squeeze(&why).is_empty() || length > MOST_OF_A_REASON {
                    return Err(ScanMoveError::Why);
                }
                Some(TakeDown { asked_by: hand, asked_at: at, why, destroyed: None })
            }
            ScanStep::Keep => None,
            ScanStep::Destroy => self.take_down.clone().map(|asked| TakeDown { destroyed: Some((hand, at)), ..asked }),
        };
        Ok(Self { state, take_down, ..self.clone() })
    }
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

    fn hand(by: &str, person: Option<u128>) -> Hand {
        let (by, name, role) = (by.to_owned(), by.to_owned(), "township-officer".to_owned());
        Hand { by, person_id: person.map(PersonId::from_bits), name, role }
    }

    fn kept() -> Scan {
        let at = Moment::from_micros(0);
        Scan {
            scan_id: ScanId::from_bits(1),
            document_id: DocumentId::from_bits(2),
            of: ScanOf::Application { application_id: ApplicationId::from_bits(3), person_id: PersonId::from_bits(4) },
            media: ScanMedia::Pdf,
            size_bytes: 10,
            sha256: "0a".repeat(32),
            put_by: hand("one", Some(7)),
            recorded_at: at,
            state: ScanState::Kept,
            take_down: None,
        }
    }

    #[test]
    fn one_asks_with_a_reason_and_another_destroys() {
        use ScanDesk::{Branch, Decides, Puts};
        let (at, kept) = (Moment::from_micros(9), kept());
        let ask = |why: &str| ScanStep::Ask { why: why.to_owned() };
        let made = |scan: &Scan, step, by: Hand, desk| scan.after(step, by, desk, at);
        let refused = |scan: &Scan, step, by: Hand, desk| made(scan, step, by, desk).unwrap_err().code();
        let other = || hand("other", None);
        assert_eq!(refused(&kept, ask("放错了"), other(), Puts), "scan-not-theirs");
        assert_eq!(refused(&kept, ask(" "), hand("one", None), Puts), "scan-why");
        assert_eq!(refused(&kept, ask(&"长".repeat(201)), other(), Branch), "scan-why");
        assert_eq!(refused(&kept, ScanStep::Destroy, other(), Decides), "scan-move-unlawful");
        let asked = made(&kept, ask("放错了"), hand("one", Some(7)), Puts).unwrap();
        assert_eq!((asked.state, asked.has_bytes()), (ScanState::Asked, true));
        assert_eq!(refused(&asked, ask("再说一次"), other(), Branch), "scan-move-unlawful");
        assert_eq!(refused(&asked, ScanStep::Destroy, other(), Branch), "scan-not-theirs");
        assert_eq!(refused(&asked, ScanStep::Keep, other(), Puts), "scan-not-theirs");
        for same in [hand("one", None), hand("another account", Some(7))] {
            assert_eq!(refused(&asked, ScanStep::Destroy, same, Decides), "scan-same-hand");
        }
        let back = made(&asked, ScanStep::Keep, hand("one", None), Puts).unwrap();
        assert!(back.state == ScanState::Kept && back.take_down.is_none());
        let gone = made(&asked, ScanStep::Destroy, other(), Decides).unwrap();
        assert!(!gone.has_bytes() && gone.take_down.as_ref().unwrap().destroyed == Some((other(), at)));
        assert_eq!((&gone.sha256, &gone.put_by), (&kept.sha256, &kept.put_by), "what was known stays");
        for &step in ScanMove::ALL {
            assert!(gone.may(step, &hand("third", None), Decides).is_err());
        }
    }
}
