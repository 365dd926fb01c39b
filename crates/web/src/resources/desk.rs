//! What the pages of resources, bookings and own skills ask of the use cases, beside [`crate::office::Office`].

use super::change::{ChangeWish, GivenWish};
use super::file::ResourceFile;
use super::list::{ResourcesAsk, ResourcesList};
use super::record::{RecordResource, ResourceChoices};
use super::reserve::{ReserveFile, ReserveWish};
use crate::bookings::{BookingFile, BookingMoveWish, BookingsAsk, BookingsList};
use crate::form::FieldError;
use crate::me::skills::{DeclareWish, SkillsFile};
use crate::office::{Answer, Asker};
use crate::operation::OperationId;

/// What became of a form that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// It is kept: the id of what it made or changed.
    As(String),
    /// Something stands against it that whoever sent it can mend.
    Wrong(FieldError),
}

/// The use cases of resources, as the pages ask for them.
pub trait ResourceDesk: Send + Sync {
    /// Resources, filtered, a page of them.
    fn resources<'a>(&'a self, who: Asker<'a>, ask: ResourcesAsk) -> Answer<'a, ResourcesList>;
    /// One resource.
    fn resource<'a>(&'a self, who: Asker<'a>, offer: &'a str) -> Answer<'a, ResourceFile>;
    /// What the form for a resource gives to choose.
    fn resource_choices<'a>(&'a self, who: Asker<'a>) -> Answer<'a, ResourceChoices>;
    /// Records a resource; its id.
    fn record_resource<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: RecordResource) -> Answer<'a, String>;
    /// Changes what a resource says.
    fn change_resource<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: ChangeWish) -> Answer<'a, Kept>;
    /// Says whether a resource is given.
    fn give_resource<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: GivenWish) -> Answer<'a, ()>;
    /// What could be reserved for a need.
    fn reservable<'a>(&'a self, who: Asker<'a>, need: &'a str) -> Answer<'a, ReserveFile>;
    /// Reserves units of a resource for a need.
    fn reserve<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: ReserveWish) -> Answer<'a, Kept>;
    /// Bookings within the asker's scope, a page of them.
    fn bookings<'a>(&'a self, who: Asker<'a>, ask: BookingsAsk) -> Answer<'a, BookingsList>;
    /// One booking.
    fn booking<'a>(&'a self, who: Asker<'a>, booking: &'a str) -> Answer<'a, BookingFile>;
    /// Moves a booking on.
    fn move_booking<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: BookingMoveWish) -> Answer<'a, ()>;
    /// The asker's own skills.
    fn own_skills<'a>(&'a self, who: Asker<'a>) -> Answer<'a, SkillsFile>;
    /// Declares a skill of the asker's own.
    fn declare_skill<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: DeclareWish) -> Answer<'a, ()>;
    /// Takes an own skill back.
    fn withdraw_skill<'a>(&'a self, who: Asker<'a>, op: OperationId, offer: &'a str) -> Answer<'a, ()>;
}
