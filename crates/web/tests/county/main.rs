//! The site over a real county: a drawn county in a real database, somebody signed in for every role, and what each may open
//! of their own unit and of another.

mod desk;
mod own_or_other;
mod pages;
