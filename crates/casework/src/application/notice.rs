//! Public notice 公示 before a decision, and what is objected 异议. A notice holds no identity number, telephone, health, child
//! or household; it is taken down when its term is over.

use guanai_kernel::ids::{ApplicationId, NoticeId, ObjectionId, OrganizationId, PersonId};
use guanai_kernel::words;
use guanai_kernel::{Date, Moment};

use super::file::Hand;

words! {
    /// How the applicant is named on a notice.
    ShownAs {
        /// 张*三
        MaskedName = "masked-name",
        /// By the short code alone, at their request.
        Code = "code",
    }
}

/// A public notice.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicNotice {
    /// Its id.
    pub notice_id: NoticeId,
    /// Of which application.
    pub application_id: ApplicationId,
    /// Whose it is.
    pub person_id: PersonId,
    /// Of which of its submissions.
    pub round: u32,
    /// Among whom it is made public: this organisation and all below it.
    pub organization_id: OrganizationId,
    /// How the applicant is named.
    pub shown_as: ShownAs,
    /// Why not by a masked name; sealed in the store.
    pub shown_why: Option<String>,
    /// Where it hangs.
    pub place: String,
    /// The day on which it was put up.
    pub posted_on: Date,
    /// The last day of its term.
    pub through_on: Date,
    /// Whether a year without a published calendar had a part in that day.
    pub is_provisional: bool,
    /// Who put it up.
    pub posted_by: Hand,
    /// The day on which it was taken down, and who did.
    pub taken_down: Option<(Date, Hand)>,
    /// When it was recorded.
    pub recorded_at: Moment,
}

guanai_kernel::debug_by_id!(PublicNotice.notice_id);

impl PublicNotice {
    /// Whether it hung for the whole of its term and was then taken down.
    pub fn ran_its_term(&self) -> bool {
        self.taken_down.as_ref().is_some_and(|(on, _)| *on > self.through_on)
    }
}

words! {
    /// What came of an objection.
    Finding {
        /// 异议成立: the application cannot be approved as it was submitted.
        Founded = "founded",
        /// 异议不成立
        Unfounded = "unfounded",
    }
}

/// How an objection was answered.
#[derive(Clone, PartialEq, Eq)]
pub struct ObjectionReply {
    /// What was found.
    pub finding: Finding,
    /// In words; sealed in the store.
    pub words: String,
    /// The day.
    pub on: Date,
    /// Who answered.
    pub by: Hand,
}

/// An objection to what a notice announces.
#[derive(Clone, PartialEq, Eq)]
pub struct Objection {
    /// Its id.
    pub objection_id: ObjectionId,
    /// To which application.
    pub application_id: ApplicationId,
    /// Whose it is.
    pub person_id: PersonId,
    /// To which of its submissions.
    pub round: u32,
    /// Who said it, where they are in the register; told to nobody but whoever answers.
    pub objector_id: Option<PersonId>,
    /// Their name as they gave it, where somebody entered it for them; sealed in the store.
    pub objector_name: Option<String>,
    /// Who entered it.
    pub entered: Hand,
    /// Whether it was entered for somebody else, and read back.
    pub is_on_behalf: bool,
    /// In their words; sealed in the store.
    pub words: String,
    /// The day it was said.
    pub said_on: Date,
    /// The day by which it is answered.
    pub due_on: Date,
    /// The answer.
    pub reply: Option<ObjectionReply>,
    /// When it was recorded.
    pub recorded_at: Moment,
}

guanai_kernel::debug_by_id!(Objection.objection_id);
