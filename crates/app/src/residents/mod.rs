//! Residents who are no members 群众 (R82): taken into care by the village or community branch that looks after them, and out
//! of it. Everything else of theirs, needs, visits, plans, applications, is done as for anybody; `docs/decisions/0014` says
//! what is for members alone.

pub mod beside;
pub mod care;
pub mod enter;
mod known;

pub use beside::{Beside, RecipientsError, Shares, read_recipients};
pub use care::{CareOf, EndCareError, EndResidentCare, end_resident_care, open_care};
pub use enter::{CareBranch, EnterResident, EnterResidentError, EntryForm, enter_resident, open_resident_form};
pub(crate) use known::{Belongs, belongs};
