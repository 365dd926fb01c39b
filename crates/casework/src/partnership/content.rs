//! What two organisations agree on: of which kind, until when, what each promises and who does it by when.

use guanai_kernel::text::fits;
use guanai_kernel::{Date, words};

use super::state::PartnershipError;

/// Letters of what is written.
pub const MOST_LETTERS: usize = 400;

/// Tasks of an agreement at most.
pub const MOST_TASKS: usize = 12;

words! {
    /// Which of the two.
    PartnerSide {
        /// 甲方
        One = "one",
        /// 乙方
        Other = "other",
    }
}

impl PartnerSide {
    /// The other of the two.
    pub const fn across(self) -> Self {
        match self {
            Self::One => Self::Other,
            Self::Other => Self::One,
        }
    }
}

/// What one side promises.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SideTerms {
    /// What it does for the other, in words.
    pub duties: String,
    /// Whom to ask there first.
    pub contact: String,
}

/// A task that a side promised.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PartnerTask {
    /// Which side does it.
    pub side: PartnerSide,
    /// What.
    pub what: String,
    /// Who.
    pub who: String,
    /// By when.
    pub due_on: Date,
    /// That it was done.
    pub done: Option<PartnerTaskDone>,
}

/// That a task was done.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PartnerTaskDone {
    /// On which day.
    pub on: Date,
    /// Who wrote it down.
    pub by: String,
}

/// What was agreed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PartnershipTerms {
    /// Of which kind, by the pack's code.
    pub kind: String,
    /// The first day.
    pub from_on: Date,
    /// The last day.
    pub until_on: Date,
    /// When it is looked at again.
    pub review_on: Date,
    /// What the one side promises.
    pub one: SideTerms,
    /// What the other side promises.
    pub other: SideTerms,
    /// What each does by when.
    pub tasks: Vec<PartnerTask>,
    /// What was said when it was looked at last.
    pub reviewed: Option<String>,
}

impl PartnershipTerms {
    /// What a side promises.
    pub const fn side(&self, side: PartnerSide) -> &SideTerms {
        match side {
            PartnerSide::One => &self.one,
            PartnerSide::Other => &self.other,
        }
    }

    /// What a side promises, to be changed.
    pub const fn side_mut(&mut self, side: PartnerSide) -> &mut SideTerms {
        match side {
            PartnerSide::One => &mut self.one,
            PartnerSide::Other => &mut self.other,
        }
    }

    /// Refuses what is no agreement: days, then words, then tasks.
    pub fn check(&self) -> Result<(), PartnershipError> {
        let within = |day: Date| self.from_on <= day && day <= self.until_on;
        if self.from_on >= self.until_on
            || !within(self.review_on)
            || !self.tasks.iter().all(|task| within(task.due_on))
        {
            return Err(PartnershipError::Days);
        }
        let said = |side: &SideTerms| fits(&side.duties, MOST_LETTERS) && fits(&side.contact, MOST_LETTERS);
        if !said(&self.one) || !said(&self.other) {
            return Err(PartnershipError::Words);
        }
        let is_task = |task: &PartnerTask| fits(&task.what, MOST_LETTERS) && fits(&task.who, MOST_LETTERS);
        if self.tasks.len() > MOST_TASKS || !self.tasks.iter().all(is_task) {
            return Err(PartnershipError::Tasks);
        }
        Ok(())
    }
}
