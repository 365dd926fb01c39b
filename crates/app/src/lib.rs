//! One function a use case: authorise, load, decide, write, record. Every use case leaves one audit record; a writer's
//! stands in the write's own transaction.
//!
//! How to add a use case: name the act in `actor`, say which roles hold it, and write a file with its command, its error and
//! its function, which begins with `cx.authorise(…)`.

pub mod accounts;
pub mod actor;
pub mod assess;
pub mod cx;
pub mod demonstration;
pub mod import;
pub mod needs;
pub mod offers;
pub mod operation;
pub mod organizations;
pub mod pairing;
pub mod people;
pub mod plan;
pub mod population;
pub mod records;
pub mod scope;
pub mod standards;

pub use actor::{Act, Actor, Denied, Domain, Role};
pub use cx::Cx;
pub use operation::{Operation, OperationError};
pub use scope::ScopeOf;
pub use standards::{Standards, StandardsError};
