//! Groups, and the sheets that they carry 走访慰问签收表: a stretch of the group's way, with whoever lives there, short enough to
//! be held in the hand; and what was entered from each.

use std::ops::Range;

use guanai_kernel::ids::{PersonId, RoundGroupId, RoundId, SheetId, VisitId};
use guanai_kernel::{Date, Moment, Money};

use super::settle::Unreached;
use crate::visit::Visitor;
use guanai_kernel::words;

/// Stops on one sheet: two pages of A4 across.
pub const MOST_STOPS: usize = 20;

words! {
    /// Whether a group goes.
    GroupState {
        /// It does.
        Stands = "stands",
        /// The round was divided anew.
        Void = "void",
    }
}

/// A group that makes a part of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundGroup {
    /// Its id.
    pub group_id: RoundGroupId,
    /// The round.
    pub round_id: RoundId,
    /// Its number, from 1.
    pub number: u16,
    /// Who leads it.
    pub leader: Visitor,
    /// Who else goes, by name and post.
    pub members: Option<String>,
    /// Whether it goes.
    pub state: GroupState,
}

words! {
    /// How a sheet stands.
    SheetState {
        /// Carried, and not entered yet.
        Out = "out",
        /// Entered and settled.
        Entered = "entered",
        /// The round was divided anew before it was entered.
        Void = "void",
    }
}

words! {
    /// What happens to a sheet.
    SheetMove {
        /// 登记: what came of it is entered.
        Enter = "enter",
        /// 作废: the round is divided anew.
        Void = "void",
    }
}

/// The table of lawful moves: from, move, to. What was entered stays entered.
pub const SHEET_MOVES: &[(SheetState, SheetMove, SheetState)] =
    &[(SheetState::Out, SheetMove::Enter, SheetState::Entered), (SheetState::Out, SheetMove::Void, SheetState::Void)];

impl SheetState {
    /// The state after a move, if the table holds it.
    pub fn after(self, step: SheetMove) -> Option<Self> {
        SHEET_MOVES.iter().find(|(from, by, _)| *from == self && *by == step).map(|(_, _, to)| *to)
    }
}

/// What was entered from a sheet as a whole. Delivered and returned come to what was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetEntry {
    /// The day of the visits.
    pub made_on: Date,
    /// The money that the group drew for it.
    pub drawn: Money,
    /// What was delivered.
    pub delivered: Money,
    /// What came back.
    pub returned: Money,
    /// Who entered it.
    pub entered_by: String,
    /// When.
    pub entered_at: Moment,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundSheet {
    /// Its id.
    pub sheet_id: SheetId,
    /// The round.
    pub round_id: RoundId,
    /// The group that carries it.
    pub group_id: RoundGroupId,
    /// Its number within the group, from 1.
    pub number: u16,
    /// The short code by which the paper is found again.
    pub code: String,
    /// Whether it goes to those whom an earlier sheet did not reach, or who were put on the list later.
    pub is_follow_up: bool,
    /// How it stands.
    pub state: SheetState,
    /// What was entered.
    pub entry: Option<SheetEntry>,
    /// When it was drawn up.
    pub drawn_up_at: Moment,
}

words! {
    /// What came of a visit on a sheet.
    Outcome {
        /// Nobody has entered it yet.
        Open = "open",
        /// They were seen, and what was meant for them was handed over.
        Delivered = "delivered",
        /// They were not reached.
        Unreached = "unreached",
    }
}

/// Somebody on a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The sheet.
    pub sheet_id: SheetId,
    /// Who.
    pub person_id: PersonId,
    /// Which stop of the sheet, from 1.
    pub stop: u16,
    /// Which row, from 1.
    pub place: u16,
    /// What came of it.
    pub outcome: Outcome,
    /// Why they were not reached, and when next.
    pub unreached: Option<Unreached>,
    /// The record of the visit.
    pub visit_id: Option<VisitId>,
}

impl RoundSheet {
    /// The letters of a code: without those that are read for another.
    pub fn code_of(sheet_id: SheetId) -> String {
        let letters = sheet_id.to_string();
        letters.chars().skip(letters.len().saturating_sub(7)).collect()
    }
}

/// The sheets of a group's stretch, whose stops lie in these villages: a village begins on the sheet before where all of it
/// has room there, else on a sheet of its own.
pub fn cut<V: PartialEq>(villages: &[V], most: usize) -> Vec<Range<usize>> {
    let most = most.max(1);
    let mut sheets: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    for village in villages.chunk_by(|a, b| a == b) {
        let to = from + village.len();
        match sheets.last_mut() {
            Some(last) if to - last.start <= most => last.end = to,
            _ => {
                // A village that is larger than a sheet has several of about one size.
                let count = village.len().div_ceil(most);
                let (size, longer) = (village.len() / count, village.len() % count);
                for at in 0..count {
                    let start = from + at * size + at.min(longer);
                    sheets.push(start..start + size + usize::from(at < longer));
                }
            }
        }
        from = to;
    }
    sheets
}
