//! Applications 申请: who applies for which measure, the facts on which it rests as they stood that day, the chain of steps
//! before a decision, and what was recorded at each.

pub mod chain;
pub mod file;
pub mod frozen;
pub mod notice;
pub mod paper;
pub mod scan;
pub mod state;
pub mod step;
mod taking;

pub use chain::{Chain, ChainStep, Level};
pub use file::{ApplicationFile, Hand, Nearness, Taken};
pub use frozen::{Frozen, FrozenFact, FrozenParameter, FrozenPurse, Said};
pub use notice::{Finding, Objection, ObjectionReply, PublicNotice, ShownAs};
pub use paper::{Decision, Document, DocumentKind, Verdict};
pub use scan::{
    MOST_OF_A_REASON, MOST_SCAN_BYTES, SCAN_MOVES, Scan, ScanDesk, ScanMedia, ScanMove, ScanMoveError, ScanOf,
    ScanPlace, ScanState, ScanStep, TakeDown,
};
pub use state::{APPLICATION_MOVES, ApplicationMove, ApplicationMoveError, ApplicationState, Desk};
pub use step::{ApplicationStep, ApplicationStepError, Despite};

use guanai_kernel::ids::{ApplicationId, OrganizationId, PersonId};
use guanai_kernel::{Date, Moment, Money};

/// An application.
#[derive(Clone, PartialEq, Eq)]
pub struct Application {
    /// Its id.
    pub application_id: ApplicationId,
    /// The short code that its papers carry.
    pub code: String,
    /// Whose it is.
    pub person_id: PersonId,
    /// The branch that appraises it: where the person belonged when it was entered.
    pub organization_id: OrganizationId,
    /// The measure, as a code of the pack.
    pub measure: String,
    /// Why, in the person's own words; sealed in the store.
    pub words: String,
    /// What happened anew, where the household was given the same for an event not long ago; sealed in the store.
    pub new_event: Option<String>,
    /// The day on which the person applied.
    pub applied_on: Date,
    /// Who entered it.
    pub entered: Hand,
    /// Whether somebody entered it for a person who does not sign in, and read it back.
    pub is_on_behalf: bool,
    /// What the standard said, and of which facts; sealed in the store.
    pub frozen: Frozen,
    /// 拟帮扶: the amount that the standard gives; none for what is no money, or where the standard does not hold.
    pub amount: Option<Money>,
    /// The steps before a decision, as the pack had them that day.
    pub chain: Chain,
    /// Where it stands.
    pub state: ApplicationState,
    /// How often it was submitted, counted from 1: what an earlier submission was appraised on does not carry a later one.
    pub round: u32,
    /// How many steps were taken: whoever takes the next one says which they saw.
    pub version: u32,
    /// When it was recorded.
    pub recorded_at: Moment,
}

guanai_kernel::debug_by_id!(Application.application_id);

/// The short code of a record that papers carry: eight letters and figures by chance, which say nothing about a person.
pub fn short_code(id: u128) -> String {
    let letters = guanai_kernel::ids::encode(id);
    let from = letters.len().saturating_sub(8);
    letters.get(from..).unwrap_or_default().to_owned()
}
