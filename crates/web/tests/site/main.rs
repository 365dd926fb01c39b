//! The site, walked through from outside: every route × role, every page × language × look, forms, slow connections.

mod browser;
mod forms;
mod forms_decisions;
mod forms_guarantees;
mod forms_members;
mod forms_rounds;
mod office;
mod office_decisions;
mod office_guarantees;
mod office_members;
mod pages;
mod routes;
mod samples;
mod samples_decisions;
mod samples_five;
mod samples_guarantees;
mod samples_imports;
mod samples_meetings;
mod samples_members;
mod samples_more;
mod samples_people;
mod samples_rounds;
mod samples_visits;
mod slow;
mod texts;
mod visit_forms;
