//! Visits and contacts 走访: recorded by whoever made them or on behalf of them, read by each role within its scope, checked by
//! call-backs. What was said in confidence is read by whoever answered and by whom the person allows.

mod amend;
mod call_back;
pub(crate) mod candidates;
mod day;
mod defer;
mod draft;
mod file;
mod form;
pub(crate) mod implausible;
mod list;
mod note;
pub(crate) mod photos;
mod record;
mod rules;

pub use amend::{AmendVisit, AmendVisitError, amend_visit};
pub use call_back::{AnswerCallBack, CallBackError, OpenCallBack, answer_call_back, list_call_backs};
pub use day::{
    DayAgain, DayCard, DayClock, DayLook, DayPromise, DayTask, LookAt, MOST_CARDS, MyDay, OwnerGone, Pressing,
    ReadMyDayError, read_my_day, read_own_day,
};
pub use defer::{DeferVisit, DeferVisitError, MOST_DAYS, defer_visit};
pub use draft::{DRAFT_DAYS, DraftError, KeepDraft, KeptDraft, OwnDraft, discard_draft, keep_draft, list_drafts};
pub use file::{AlsoSeen, FoundThere, NoteSight, ReadVisitError, VisitFile, read_visit};
pub use form::{AsBefore, OpenPromise, VisitForm, open_visit_form};
pub use list::{ListVisits, ListVisitsError, ListedVisit, PAGE, VisitsPage, list_visits, list_visits_of};
pub use note::{NoteError, OpenNote, allow_reader, read_note};
pub(crate) use photos::end_of_person;
pub use photos::{
    OpenedPhoto, PhotoDoor, PhotoError, PictureError, PutPhoto, SeenPhoto, TermOver, VisitPhotos, open_photo,
    put_photo, remove_photo,
};
pub(crate) use record::record_for_recheck;
pub use record::{RecordVisit, WhoVisited, correct_visit, record_visit};
pub(crate) use rules::refuse as refuse_visit;
pub use rules::{FoundFact, PromiseMade, RecordVisitError, TaskError, facts_of_a_visit};
