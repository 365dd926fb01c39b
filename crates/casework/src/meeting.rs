//! Meetings 会议: who was entitled to vote and came, who stood aside and why, how the vote on each application went. A vote
//! without a quorum is none.

use guanai_kernel::ids::{ApplicationId, MeetingId, OrganizationId, PersonId};
use guanai_kernel::words;
use guanai_kernel::{Date, Moment};

use crate::application::Hand;

words! {
    /// Of whom more than a share must be for it.
    CarriedOf {
        /// 应到会有表决权人数
        Entitled = "entitled",
        /// 实到会有表决权人数
        Present = "present",
    }
}

/// When a meeting may vote, and when a vote carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct VotingRule {
    /// More than so many of a hundred who are entitled must have come.
    pub quorum_over_percent: u32,
    /// More than so many of a hundred must be for it.
    pub carried_over_percent: u32,
    /// Of whom.
    pub carried_of: CarriedOf,
}

/// How a vote went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Ballot {
    /// 赞成
    pub in_favour: u32,
    /// 反对
    pub against: u32,
    /// 弃权
    pub abstained: u32,
}

impl Ballot {
    /// Votes cast, abstentions with them.
    pub fn cast(self) -> u32 {
        self.in_favour.saturating_add(self.against).saturating_add(self.abstained)
    }
}

/// Why a vote is none. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VoteError {
    /// More came than there are.
    #[error("{present} came of {entitled} who are entitled to vote: count again")]
    MoreThanEntitled {
        /// Who is entitled.
        entitled: u32,
        /// Who came.
        present: u32,
    },
    /// Too few came.
    #[error("{present} of {entitled} who are entitled came: the meeting had no quorum")]
    NoQuorum {
        /// Who is entitled and need not stand aside.
        entitled: u32,
        /// Who of them came.
        present: u32,
    },
    /// The votes are not those of whoever voted.
    #[error("{cast} votes of {voters} who vote: for, against and abstained must make up all of them")]
    VotesDiffer {
        /// The votes.
        cast: u32,
        /// Who votes.
        voters: u32,
    },
}

impl VoteError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::MoreThanEntitled { .. } => "vote-more-than-entitled",
            Self::NoQuorum { .. } => "vote-no-quorum",
            Self::VotesDiffer { .. } => "vote-votes-differ",
        }
    }
}

impl VotingRule {
    /// Whether so many of so many are a quorum.
    pub fn is_quorum(self, entitled: u32, present: u32) -> bool {
        over(present, entitled, self.quorum_over_percent)
    }

    /// Whether a vote carries. `entitled` and `present` are without those who stand aside.
    pub fn carries(self, entitled: u32, present: u32, ballot: Ballot) -> Result<bool, VoteError> {
        if present > entitled {
            return Err(VoteError::MoreThanEntitled { entitled, present });
        }
        if !self.is_quorum(entitled, present) {
            return Err(VoteError::NoQuorum { entitled, present });
        }
        if ballot.cast() != present {
            return Err(VoteError::VotesDiffer { cast: ballot.cast(), voters: present });
        }
        let of = match self.carried_of {
            CarriedOf::Entitled => entitled,
            CarriedOf::Present => present,
        };
        Ok(over(ballot.in_favour, of, self.carried_over_percent))
    }
}

/// Whether `part` is more than so many of a hundred of `whole`.
fn over(part: u32, whole: u32, percent: u32) -> bool {
    u64::from(part).saturating_mul(100) > u64::from(whole).saturating_mul(u64::from(percent))
}

words! {
    /// Whether somebody came.
    Presence {
        /// 到会
        Present = "present",
        /// 请假
        Excused = "excused",
        /// 缺席
        Absent = "absent",
    }
}

/// Somebody of those who might come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee {
    /// Which meeting.
    pub meeting_id: MeetingId,
    /// Who.
    pub person_id: PersonId,
    /// Whether they have a vote there.
    pub votes: bool,
    /// Whether they came.
    pub presence: Presence,
}

words! {
    /// Why somebody stands aside.
    RecusalGround {
        /// 本人
        Oneself = "oneself",
        /// 亲属
        Kin = "kin",
        /// 同户
        Household = "household",
        /// 任职回避
        Post = "post",
        /// 本人提出
        Declared = "declared",
    }
}

/// Somebody who stood aside when an application was voted on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recusal {
    /// At which meeting.
    pub meeting_id: MeetingId,
    /// For which application.
    pub application_id: ApplicationId,
    /// Who.
    pub person_id: PersonId,
    /// Why.
    pub ground: RecusalGround,
}

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Its id.
    pub meeting_id: MeetingId,
    /// The short code that its record carries.
    pub code: String,
    /// Whose.
    pub organization_id: OrganizationId,
    /// Which kind, as a code of the pack.
    pub kind: String,
    /// The day.
    pub held_on: Date,
    /// Where.
    pub place: String,
    /// Who chaired it.
    pub chair_id: PersonId,
    /// Who wrote the record, by name.
    pub recorder: String,
    /// When it may vote, and when a vote carries, as the pack had it that day.
    pub rule: VotingRule,
    /// Who entered it.
    pub entered: Hand,
    /// When.
    pub recorded_at: Moment,
}

/// The vote of a meeting on one application.
#[derive(Clone, PartialEq, Eq)]
pub struct Vote {
    /// Which meeting.
    pub meeting_id: MeetingId,
    /// Which application.
    pub application_id: ApplicationId,
    /// Whose it is.
    pub person_id: PersonId,
    /// Which of its submissions.
    pub round: u32,
    /// Who is entitled to vote and did not stand aside.
    pub entitled: u32,
    /// Who of them came.
    pub present: u32,
    /// How they voted.
    pub ballot: Ballot,
    /// Whether it was carried.
    pub is_carried: bool,
    /// What the meeting said of it; sealed in the store.
    pub opinion: String,
}

impl std::fmt::Debug for Vote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Vote({}/{})", self.meeting_id, self.application_id)
    }
}

/// A meeting with everything of its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingFile {
    /// The meeting.
    pub meeting: Meeting,
    /// Who might come.
    pub attendees: Vec<Attendee>,
    /// Who stood aside, by application.
    pub recusals: Vec<Recusal>,
    /// The votes.
    pub votes: Vec<Vote>,
}

impl MeetingFile {
    /// How many have a vote, and how many of them came, without those who stand aside for an application; for none, of all.
    pub fn counted(&self, application_id: Option<ApplicationId>) -> (u32, u32) {
        let aside = |person_id: PersonId| {
            self.recusals.iter().any(|r| Some(r.application_id) == application_id && r.person_id == person_id)
        };
        let voters = || self.attendees.iter().filter(|one| one.votes && !aside(one.person_id));
        let came = voters().filter(|one| one.presence == Presence::Present).count();
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        (count(voters().count()), count(came))
    }
}
