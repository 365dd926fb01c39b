//! The way of an import, in steps that anybody can follow: bring, look, decide, publish.

use super::ImportState;
use crate::page::{Icon, State, Tag};

/// A step, and how it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The key of its name.
    pub key: &'static str,
    /// How it stands.
    pub tag: Tag,
}

const DONE: Tag = Tag::new(State::Ok, Icon::Ok, "web-step-done");
const NOW: Tag = Tag::new(State::Info, Icon::Doing, "web-step-now");
const LATER: Tag = Tag::new(State::Calm, Icon::Todo, "web-step-later");
const FAILED: Tag = Tag::new(State::Late, Icon::Late, "web-step-failed");
const OVER: Tag = Tag::new(State::Calm, Icon::Same, "web-step-over");

impl Step {
    /// The four steps of an import that stands so, with as many conflicts undecided.
    pub fn all(state: ImportState, undecided: usize) -> Vec<Self> {
        let decided = if undecided == 0 { DONE } else { NOW };
        let tags = match state {
            ImportState::Running => [DONE, NOW, LATER, LATER],
            ImportState::Ready => [DONE, DONE, decided, if undecided == 0 { NOW } else { LATER }],
            ImportState::Publishing => [DONE, DONE, DONE, NOW],
            ImportState::Published => [DONE, DONE, decided, DONE],
            ImportState::Failed => [DONE, FAILED, OVER, OVER],
            ImportState::Abandoned => [DONE, OVER, OVER, OVER],
        };
        let keys = ["web-step-bring", "web-step-read", "web-step-decide", "web-step-publish"];
        keys.into_iter().zip(tags).map(|(key, tag)| Self { key, tag }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_step_is_at_hand_until_the_import_is_over() {
        let at_hand = |state, undecided| Step::all(state, undecided).iter().filter(|step| step.tag == NOW).count();
        assert_eq!(at_hand(ImportState::Running, 0), 1);
        assert_eq!((at_hand(ImportState::Ready, 0), at_hand(ImportState::Ready, 3)), (1, 1));
        assert_eq!(at_hand(ImportState::Publishing, 3), 1);
        assert_eq!((at_hand(ImportState::Published, 0), at_hand(ImportState::Published, 3)), (0, 1));
        assert_eq!((at_hand(ImportState::Failed, 0), at_hand(ImportState::Abandoned, 0)), (0, 0));
    }
}
