//! Codes of national standards: reading what offices write, checking it, and naming what a code stands for.
//!
//! Everything that names one person – identity number, phone, card – hides itself in `Debug` and has no `Display` and no
//! `serde`: whoever shows or keeps it does so by name, with `as_str` or `digits`, and can be found by searching for that word.

pub mod account;
pub mod credit;
pub mod division;
pub mod education;
pub mod employment;
pub mod ethnicity;
pub mod identity;
pub mod kinship;
mod listing;
pub mod phone;
pub mod political;
pub mod sex;

pub use account::{BankCard, BankCardError};
pub use credit::{CreditCode, CreditCodeError};
pub use division::{Division, DivisionLevel, FormerDivision};
pub use education::Education;
pub use employment::Employment;
pub use ethnicity::Ethnicity;
pub use identity::{IdentityError, IdentityNumber, ReadIdentity};
pub use kinship::Kinship;
pub use phone::{Phone, PhoneError};
pub use political::PoliticalStatus;
pub use sex::Sex;
