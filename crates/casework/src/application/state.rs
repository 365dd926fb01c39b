//! The states of an application, its lawful moves and the desks that make them, as one table that pages, store and tests
//! share; `docs/moves.md` is written from it.
//!
//! A chain of the pack may leave out the appraisal, the review or the notice: whoever passes a step then lands at the next
//! one that the chain has ([`Chain::landing`](super::Chain::landing)).

use guanai_kernel::words;

words! {
    /// Where an application stands.
    ApplicationState {
        /// Waits for the branch's meeting 待评议.
        Appraising = "appraising",
        /// The meeting did not carry it 评议未通过.
        NotCarried = "not-carried",
        /// Waits for the township's review 待审核.
        Reviewing = "reviewing",
        /// Sent back for what is missing 已退回补正.
        Returned = "returned",
        /// Waits for its public notice 待公示.
        Posting = "posting",
        /// On public notice 公示中.
        OnNotice = "on-notice",
        /// Waits for the decision 待审定.
        Deciding = "deciding",
        /// Approved 已同意.
        Approved = "approved",
        /// Not approved 未同意.
        Refused = "refused",
        /// Looked at again by somebody else, as was asked 复核中.
        UnderReview = "under-review",
        /// Taken back 已撤回. That costs nothing.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// What somebody does with an application.
    ApplicationMove {
        /// 评议通过: a meeting carried it.
        Carry = "carry",
        /// 评议未通过: a meeting did not.
        NotCarry = "not-carry",
        /// 审核: the papers are in order and the facts are so.
        Review = "review",
        /// 退回补正: something is missing or not so.
        Return = "return",
        /// 补正后重新提交: with the facts as they are now.
        Resubmit = "resubmit",
        /// 公示: put on public notice.
        Post = "post",
        /// 公示期满: the notice is taken down after its term.
        TakeDown = "take-down",
        /// 中止公示: the notice is taken down before its term, and begins anew.
        BreakOff = "break-off",
        /// 提出异议: somebody objects.
        Object = "object",
        /// 答复异议: the objection is answered.
        Answer = "answer",
        /// 登记原件: where a signed original lies.
        Attach = "attach",
        /// 同意: approve it.
        Approve = "approve",
        /// 不同意: do not, and say why.
        Refuse = "refuse",
        /// 申请复核: ask for a second look by somebody else.
        AskReview = "ask-review",
        /// 撤回: the applicant takes it back.
        Withdraw = "withdraw",
    }
}

words! {
    /// Who makes a move: a desk, not a person.
    Desk {
        /// 申请人: whose application it is.
        Applicant = "applicant",
        /// 党支部: the contact of the applicant's branch.
        Branch = "branch",
        /// 乡镇（街道）: the officer of the township or street.
        Township = "township",
        /// 县级经办: the county's officer.
        County = "county",
        /// 县级审批: whoever decides.
        Approver = "approver",
        /// 其他人: anybody else whom a notice reaches.
        Public = "public",
    }
}

/// A move that the table does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an application that is {} cannot {}", state.code(), step.code())]
pub struct ApplicationMoveError {
    /// Where it stands.
    pub state: ApplicationState,
    /// What was tried.
    pub step: ApplicationMove,
}

/// A row of the table: from, move, to where the chain leaves nothing out, and whose it is.
pub type Row = (ApplicationState, ApplicationMove, ApplicationState, &'static [Desk]);

const APPLICANTS: &[Desk] = &[Desk::Applicant, Desk::Branch];
/// The branch keeps the record of its meeting; where nobody there may, the township lends somebody.
const RECORDERS: &[Desk] = &[Desk::Branch, Desk::Township];
const OFFICERS: &[Desk] = &[Desk::Township, Desk::County];
const APPROVERS: &[Desk] = &[Desk::Approver];
const FILERS: &[Desk] = &[Desk::Branch, Desk::Township, Desk::County];
const ANYBODY: &[Desk] = Desk::ALL;

/// The table of lawful moves.
#[rustfmt::skip]
pub const APPLICATION_MOVES: &[Row] = {
    use ApplicationMove as M;
    use ApplicationState as S;
    &[
        (S::Appraising, M::Carry, S::Reviewing, RECORDERS),
        (S::Appraising, M::NotCarry, S::NotCarried, RECORDERS),
        (S::Appraising, M::Attach, S::Appraising, FILERS),
        (S::Appraising, M::Answer, S::Appraising, OFFICERS),
        (S::Appraising, M::Withdraw, S::Withdrawn, APPLICANTS),
        (S::NotCarried, M::Carry, S::Reviewing, RECORDERS),
        (S::NotCarried, M::NotCarry, S::NotCarried, RECORDERS),
        (S::NotCarried, M::Attach, S::NotCarried, FILERS),
        (S::NotCarried, M::Answer, S::NotCarried, OFFICERS),
        (S::NotCarried, M::Refuse, S::Refused, APPROVERS),
        (S::NotCarried, M::Withdraw, S::Withdrawn, APPLICANTS),
        (S::Reviewing, M::Review, S::Posting, OFFICERS),
        (S::Reviewing, M::Return, S::Returned, OFFICERS),
        (S::Reviewing, M::Attach, S::Reviewing, FILERS),
        (S::Reviewing, M::Answer, S::Reviewing, OFFICERS),
        (S::Reviewing, M::Withdraw, S::Withdrawn, APPLICANTS),
        (S::Returned, M::Resubmit, S::Appraising, APPLICANTS),
        (S::Returned, M::Attach, S::Returned, FILERS),
        (S::Returned, M::Answer, S::Returned, OFFICERS),
        (S::Returned, M::Withdraw, S::Withdrawn, APPLICANTS),
        (S::Posting, M::Post, S::OnNotice, OFFICERS),
        (S::Posting, M::Return, S::Returned, OFFICERS),
        (S::Posting, M::Attach, S::Posting, FILERS),
        (S::Posting, M::Answer, S::Posting, OFFICERS),
        (S::Posting, M::Withdraw, S::Withdrawn, APPLICANTS),
        (S::OnNotice, M::TakeDown, S::Deciding, OFFICERS),
        (S::OnNotice, M::BreakOff, S::Posting, OFFICERS),
        (S::OnNotice, M::Object, S::OnNotice, ANYBODY),
        (S::OnNotice, M::Attach, S::OnNotice, FILERS),
        (S::OnNotice, M::Answer, S::OnNotice, OFFICERS),
        (S::OnNotice, M::Withdraw, S::Withdrawn, APPLICANTS),
        (S::Deciding, M::Object, S::Deciding, ANYBODY),
        (S::Deciding, M::Attach, S::Deciding, FILERS),
        (S::Deciding, M::Answer, S::Deciding, OFFICERS),
        (S::Deciding, M::Approve, S::Approved, APPROVERS),
        (S::Deciding, M::Refuse, S::Refused, APPROVERS),
        (S::Deciding, M::Return, S::Returned, APPROVERS),
        (S::Deciding, M::Withdraw, S::Withdrawn, APPLICANTS),
        (S::Approved, M::AskReview, S::UnderReview, APPLICANTS),
        (S::Approved, M::Attach, S::Approved, FILERS),
        (S::Approved, M::Answer, S::Approved, OFFICERS),
        (S::Refused, M::AskReview, S::UnderReview, APPLICANTS),
        (S::Refused, M::Attach, S::Refused, FILERS),
        (S::Refused, M::Answer, S::Refused, OFFICERS),
        (S::UnderReview, M::Approve, S::Approved, APPROVERS),
        (S::UnderReview, M::Refuse, S::Refused, APPROVERS),
        (S::UnderReview, M::Return, S::Returned, APPROVERS),
        (S::UnderReview, M::Attach, S::UnderReview, FILERS),
        (S::UnderReview, M::Answer, S::UnderReview, OFFICERS),
        (S::Withdrawn, M::Answer, S::Withdrawn, OFFICERS),
    ]
};

impl ApplicationState {
    /// Whether a decision is still to be made.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Approved | Self::Refused | Self::Withdrawn)
    }

    /// The row of the table for a move from here.
    pub fn row(self, step: ApplicationMove) -> Result<&'static Row, ApplicationMoveError> {
        let row = APPLICATION_MOVES.iter().find(|(from, by, ..)| *from == self && *by == step);
        row.ok_or(ApplicationMoveError { state: self, step })
    }

    /// The moves that a desk may make from here, as far as the table goes.
    pub fn moves_of(self, desk: Desk) -> impl Iterator<Item = ApplicationMove> {
        let rows = APPLICATION_MOVES.iter().filter(move |(from, _, _, desks)| *from == self && desks.contains(&desk));
        rows.map(|(_, by, ..)| *by)
    }
}

impl ApplicationMove {
    /// Whether it decides.
    pub const fn decides(self) -> bool {
        matches!(self, Self::Approve | Self::Refuse)
    }

    /// Whether it is for the applicant, or anybody who is close to them, to make: all others need distance.
    pub const fn is_free_of_recusal(self) -> bool {
        matches!(self, Self::Resubmit | Self::Object | Self::Attach | Self::AskReview | Self::Withdraw)
    }
}
