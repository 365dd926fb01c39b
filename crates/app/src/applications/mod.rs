//! Applications 申请, from the entry to the decision and its review: who may take which step, in the scope that their role has.
//! What a step must be told and what stands against it is `casework`'s; here the facts are frozen and compared, kin is looked
//! up, terms are counted, and everything is written with one audit record.

mod acting;
mod enter;
mod file;
mod freeze;
mod list;
mod moving;
mod notices;
mod objecting;
mod papers;
mod waiting;

pub(crate) use acting::{Distances, acting as acting_on, hand_of, reached, superiors};
pub(crate) use enter::standing_in_the_way;
pub use enter::{
    EnterApplication, EnterApplicationError, EntryForm, InTheWay, Offered, enter_application, open_entry_form,
};
pub use file::{
    ApplicationView, ReadApplicationError, SeenChange, SeenDecision, SeenNotice, SeenObjection, SeenStep, SeenVote,
    read_application,
};
pub(crate) use freeze::said;
pub(crate) use list::listed;
pub use list::{
    ApplicationsPage, ListApplications, ListApplicationsError, ListedApplication, PAGE, find_by_code,
    list_applications, list_applications_of, own_applications,
};
pub(crate) use moving::since;
pub use moving::{MoveApplication, MoveApplicationError, StaleStep, WishedStep, act_of, move_application};
pub use notices::{NoticeView, ReadNoticesError, list_notices, read_notice};
pub use objecting::{RaiseObjection, RaiseObjectionError, raise_objection};
pub use papers::SeenDocument;
pub(crate) use papers::with;
pub use waiting::{WaitingApplications, count_waiting_applications};
