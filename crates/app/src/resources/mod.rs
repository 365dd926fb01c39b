//! The directory of resources 帮扶资源目录 in use: what a need reserves of one and what comes of that, skills that members declare
//! themselves, and how what is offered and what is used lie over townships and over town and country. The resources themselves are
//! [`crate::offers`].
//!
//! Who answers for a resource is told the kind of need and the township, and whose it is once they agreed. Why they declined is told to
//! their own office alone.

mod balance;
mod bookings;
mod moving;
mod reserve;
mod skills;
mod stance;

pub use balance::{Balance, BalanceError, FEWEST, Flow, PlaceBalance, Side, read_balance};
pub use bookings::{
    BookingView, BookingsPage, ListBookings, ListBookingsError, ListedBooking, Of, PAGE, ReadBookingError,
    count_bookings_waiting, list_bookings, list_bookings_of, read_booking,
};
pub use moving::{BookingWish, MoveBooking, MoveBookingError, act_of, move_booking};
pub use reserve::{Reservable, Reserve, ReserveError, open_reserve_form, reserve};
pub use skills::{DeclareSkill, OwnSkill, SkillError, SkillForm, declare_skill, read_own_skills, withdraw_skill};
pub use stance::BookingStance;
