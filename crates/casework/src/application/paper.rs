//! Signed papers 材料 and decisions 审定.

use guanai_kernel::ids::{ApplicationId, DocumentId, MeetingId, PersonId};
use guanai_kernel::words;
use guanai_kernel::{Date, Moment, Money, Recipient};

use super::file::Hand;
use super::state::ApplicationMove;

words! {
    /// What a signed paper is.
    DocumentKind {
        /// 申请书
        Application = "application",
        /// 会议记录
        MeetingRecord = "meeting-record",
        /// 审批表
        ApprovalForm = "approval-form",
        /// 领款单
        Receipt = "receipt",
        /// 佐证材料
        Evidence = "evidence",
    }
}

impl DocumentKind {
    /// Whether a move that rests on the paper waits for it: the review for the application and the meeting's record, the
    /// decision for the approval form, where a chain wants them.
    pub const fn is_wanted_before(self, step: ApplicationMove) -> bool {
        match self {
            Self::Application | Self::MeetingRecord => matches!(step, ApplicationMove::Review),
            Self::ApprovalForm => matches!(step, ApplicationMove::Approve),
            Self::Receipt | Self::Evidence => false,
        }
    }
}

/// A signed paper.
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    /// Its id.
    pub document_id: DocumentId,
    /// The application it belongs to; none for a meeting's record, which may be of several.
    pub application_id: Option<ApplicationId>,
    /// The meeting whose record it is.
    pub meeting_id: Option<MeetingId>,
    /// Of which submission of the application, from 1; 0 for a meeting's.
    pub round: u32,
    /// What it is.
    pub kind: DocumentKind,
    /// The day on which it was signed.
    pub signed_on: Date,
    /// Where the original lies: a cabinet, a file.
    pub place: String,
    /// Its number in the archive.
    pub archive_no: Option<String>,
    /// SHA-256 of the scan, in 64 small hexadecimal figures, where there is one.
    pub sha256: Option<String>,
    /// Who filed it.
    pub filed_by: Hand,
    /// When.
    pub recorded_at: Moment,
}

impl Document {
    /// Whether it is this application's alone. The record of a meeting is of all that it dealt with, and is kept with the meeting.
    pub fn is_own_of(&self, application_id: ApplicationId) -> bool {
        self.application_id == Some(application_id)
    }
}

guanai_kernel::debug_by_id!(Document.document_id);

/// Whether a text is a SHA-256 as it is kept.
pub fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

words! {
    /// What was decided.
    Verdict {
        /// 同意
        Approved = "approved",
        /// 不同意
        Refused = "refused",
    }
}

/// A decision.
#[derive(Clone, PartialEq, Eq)]
pub struct Decision {
    /// Of which application.
    pub application_id: ApplicationId,
    /// Whose it is.
    pub person_id: PersonId,
    /// Which of its decisions, counted from 1.
    pub no: u32,
    /// Of which submission.
    pub round: u32,
    /// What.
    pub verdict: Verdict,
    /// 审定金额 for one period.
    pub amount: Option<Money>,
    /// The purse from which it is paid, as a code of the pack; none for what is no money, and in decisions from before it was kept.
    pub purse: Option<String>,
    /// As what the person was cared for that day; none in decisions from before it was kept.
    pub recipient: Option<Recipient>,
    /// The number of the resolution that it rests on.
    pub resolution_no: String,
    /// Why; sealed in the store.
    pub words: String,
    /// The facts that had changed since the application, by name, and that it was decided on the frozen ones all the same.
    pub despite: Vec<String>,
    /// The day.
    pub decided_on: Date,
    /// The last day on which a second look may be asked for; none for one that was itself a second look.
    pub review_until_on: Option<Date>,
    /// Who decided.
    pub by: Hand,
    /// When it was recorded.
    pub recorded_at: Moment,
}

impl std::fmt::Debug for Decision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Decision({}/{})", self.application_id, self.no)
    }
}
