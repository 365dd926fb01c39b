//! Who is with us: Party organisations and units, persons and their memberships, posts, households and kinship, and the
//! facts that are known of them, their consents, and what happens in their lives. Pure: nothing here reads a file, a clock or a database.

pub mod age;
pub mod consent;
pub mod discrepancy;
pub mod fact;
pub mod floating;
pub mod household;
pub mod life_event;
pub mod membership;
pub mod organization;
pub mod person;
pub mod post;
pub mod source;
pub mod tree;

pub use age::AgeBand;
pub use consent::{Consent, ConsentAnswer};
pub use discrepancy::{Discrepancy, DiscrepancyKind, Verdict};
pub use fact::{Fact, FactValue};
pub use floating::{
    FloatingGuest, FloatingLetter, GuestDetails, LETTER_MOVES, LetterAnswer, LetterDetails, LetterMove, LetterState,
};
pub use household::{Household, HouseholdMember, Kin};
pub use life_event::{LifeEvent, LifeEventDetails, LifeEventKind, LifeEventState, LifeEventTask};
pub use membership::{FloatingSpell, Interruption, MemberKind, Membership};
pub use organization::{OrganizationKind, PartyOrganization, Unit};
pub use person::{BirthDates, Person};
pub use post::Post;
pub use source::{Source, SourceKind};
pub use tree::{OrganizationTree, TreeError};
