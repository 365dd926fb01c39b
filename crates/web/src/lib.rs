//! The site: every duty of the county's care as form → POST → redirect → GET, drawn on the server. [`routes::ROUTES`]
//! says which addresses there are and who may open them; [`office::Office`] is what the pages ask of the use cases;
//! [`serve::serve`] is the accept loop.
//!
//! A request passes `dress` (who asks, how they want it), `guard` (may they, is the form theirs), its handler in the
//! area's folder, and a template of the same name. [`county`] is the implementation over the use cases. Areas: [`entrance`], [`home`], [`day`], [`visits`], [`people`], [`organizations`],
//! [`needs`], [`resources`], [`bookings`], [`plan`], [`imports`], [`guarantees`], [`questions`], [`standards`], [`me`], [`asks`], [`accounts`],
//! [`audit`].

pub mod accounts;
pub mod applications;
pub mod arrivals;
pub mod asks;
pub mod assets;
pub mod audit;
pub mod bookings;
pub mod calendars;
pub mod care_plans;
pub mod chance;
pub mod contacts;
pub mod cookie;
pub mod county;
pub mod csrf;
pub mod day;
pub mod disputes;
mod dress;
pub mod entrance;
pub mod errors;
pub mod failure;
pub mod floating;
pub mod form;
pub mod fund;
pub mod guarantees;
mod guard;
pub mod handovers;
pub mod home;
pub mod imports;
pub mod jobs;
pub mod letters;
pub mod life;
pub mod limits;
pub mod look;
pub mod matching;
pub mod me;
pub mod meetings;
pub mod needs;
pub mod office;
pub mod operation;
pub mod organizations;
pub mod page;
pub mod pairs;
pub mod partnerships;
pub mod people;
pub mod plan;
pub mod plans;
pub mod posts;
pub mod questions;
pub mod reach;
pub mod rechecks;
pub mod referrals;
pub mod residents;
pub mod resources;
pub mod revisions;
pub mod rounds;
pub mod routes;
pub mod scans;
pub mod serve;
pub mod session;
pub mod site;
pub mod sponsorships;
pub mod standards;
pub mod structure;
pub mod surveys;
pub mod trainings;
pub mod visit;
pub mod visits;
