//! Bookings, own skills and the balance over the app's use cases.

use std::collections::BTreeSet;

use guanai_app::Cx;
use guanai_app::resources::{
    self as app, Balance, BalanceError, BookingWish, FEWEST, ListBookings, ListBookingsError, ListedBooking,
    MoveBooking, MoveBookingError, Of, PlaceBalance, ReadBookingError, ReserveError, Side, SkillError,
};
use guanai_casework::BookingError;
use guanai_i18n::Put;
use guanai_kernel::ids::NeedId;

use super::words::Words;
use super::{County, id, need_conditions, need_row, needs, resources};
use crate::bookings::{BookingFile, BookingMoveWish, BookingRow, BookingsAsk, BookingsList};
use crate::form::FieldError;
use crate::home::{Duty, DutyState};
use crate::me::skills::{DeclareWish, SkillRow, SkillsFile};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Pager, shown};
use crate::resources::{
    BalanceRow, BalanceView, ChangeWish, GivenWish, Kept, RecordResource, ReserveFile, ReserveWish, ResourceChoices,
    ResourceDesk, ResourceFile, ResourcesAsk, ResourcesList,
};
use crate::revisions::{Bars, CHANGES};

impl From<ListBookingsError> for AskError {
    fn from(error: ListBookingsError) -> Self {
        match error {
            ListBookingsError::Denied(error) => error.into(),
            ListBookingsError::NotFound => Self::NotFound,
            ListBookingsError::Store(error) => error.into(),
        }
    }
}

impl From<ReadBookingError> for AskError {
    fn from(error: ReadBookingError) -> Self {
        match error {
            ReadBookingError::Denied(error) => error.into(),
            ReadBookingError::NotFound => Self::NotFound,
            ReadBookingError::Store(error) => error.into(),
        }
    }
}

impl From<BalanceError> for AskError {
    fn from(error: BalanceError) -> Self {
        match error {
            BalanceError::Denied(error) => error.into(),
            BalanceError::Store(error) => error.into(),
        }
    }
}

impl From<ReserveError> for AskError {
    fn from(error: ReserveError) -> Self {
        match error {
            ReserveError::Denied(error) => error.into(),
            ReserveError::NotFound => Self::NotFound,
            ReserveError::Operation(error) => error.into(),
            ReserveError::Helper(error) => error.into(),
            ReserveError::Store(error) => error.into(),
            ReserveError::Recused => Self::Refused("web-refused-booking-recused"),
            ReserveError::NeedState => Self::Refused("web-refused-booking-need"),
            // The form says these at their fields.
            ReserveError::Units
            | ReserveError::Words
            | ReserveError::Days
            | ReserveError::Already
            | ReserveError::TooMuch { .. } => Self::Refused("web-refused-offer-incomplete"),
        }
    }
}

impl From<MoveBookingError> for AskError {
    fn from(error: MoveBookingError) -> Self {
        Self::Refused(match error {
            MoveBookingError::Denied(error) => return error.into(),
            MoveBookingError::NotFound => return Self::NotFound,
            MoveBookingError::Operation(error) => return error.into(),
            MoveBookingError::Helper(error) => return error.into(),
            MoveBookingError::Store(error) => return error.into(),
            MoveBookingError::Stale => "web-refused-booking-stale",
            MoveBookingError::Recused => "web-refused-booking-recused",
            MoveBookingError::OwnReservation => "web-refused-booking-own",
            MoveBookingError::Given => "web-refused-booking-given",
            MoveBookingError::Booking(BookingError::Lapsed) => "web-refused-booking-lapsed",
            MoveBookingError::Booking(BookingError::Move(_)) | MoveBookingError::OtherSide => {
                "web-refused-booking-moved"
            }
            MoveBookingError::NeedState | MoveBookingError::Need(_) => "web-refused-booking-need",
            MoveBookingError::Words => "web-refused-offer-incomplete",
        })
    }
}

impl From<SkillError> for AskError {
    fn from(error: SkillError) -> Self {
        match error {
            SkillError::Denied(error) => error.into(),
            SkillError::NotOwn | SkillError::NotFound => Self::NotFound,
            SkillError::Operation(error) => error.into(),
            SkillError::Wish(error) => error.into(),
            SkillError::Store(error) => error.into(),
            // The form asks for all of these before it is sent.
            SkillError::NoConsent | SkillError::NoName | SkillError::Certificate => {
                Self::Refused("web-refused-offer-incomplete")
            }
        }
    }
}

/// What a refusal is on the form: the field that is wrong, or no answer at all.
fn wrong(error: ReserveError) -> Result<FieldError, AskError> {
    let at = |field: &str, key, value| Ok(FieldError { field: field.to_owned(), key, value });
    match error {
        ReserveError::TooMuch { left } => at("units", "web-error-too-much", left.to_string()),
        ReserveError::Days => at("use_until", "web-error-use-days", String::new()),
        ReserveError::Already => at("booking_offer", "web-error-reserved-already", String::new()),
        other => Err(other.into()),
    }
}

pub(super) fn row(county: &County, words: Words<'_>, listed: ListedBooking) -> BookingRow {
    BookingRow { category: need_row::category(words, &county.standards.pack, &listed.category), listed }
}

/// The bookings for a need, for whoever may list them.
pub(super) async fn of_need(
    county: &County,
    words: Words<'_>,
    cx: &mut Cx<'_>,
    need_id: NeedId,
) -> Result<Vec<BookingRow>, AskError> {
    if cx.authorise(guanai_app::Act::ListBookings).is_err() {
        return Ok(Vec::new());
    }
    let found = app::list_bookings_of(cx, Of::Need(need_id)).await?;
    Ok(found.into_iter().map(|listed| row(county, words, listed)).collect())
}

/// What waits of bookings: those that the asker's office is to answer.
pub(super) async fn due(county: &County, who: Asker<'_>) -> Result<Vec<Duty>, AskError> {
    let cx = county.cx(who)?;
    if cx.authorise(guanai_app::Act::AnswerBooking).is_err() {
        return Ok(Vec::new());
    }
    let words = county.words(who.language);
    let count = app::count_bookings_waiting(&cx).await?;
    let duty = || Duty {
        title: words.with("web-home-bookings", "count", Put::from(shown(count))),
        under: words.say("web-home-bookings-under"),
        href: Some("/bookings?state=reserved".to_owned()),
        state: DutyState::ToDo,
    };
    Ok((count > 0).then(duty).into_iter().collect())
}

async fn list(county: &County, who: Asker<'_>, ask: BookingsAsk) -> Result<BookingsList, AskError> {
    let words = county.words(who.language);
    let wish = ListBookings { state: ask.state, page: u64::try_from(ask.page).unwrap_or(u64::MAX) };
    let mut cx = county.cx(who)?;
    let page = app::list_bookings(&mut cx, &wish).await?;
    Ok(BookingsList {
        rows: page.rows.into_iter().map(|listed| row(county, words, listed)).collect(),
        pager: Pager::of(page.total, page.page, app::PAGE),
    })
}

async fn file(county: &County, who: Asker<'_>, booking: &str) -> Result<BookingFile, AskError> {
    let words = county.words(who.language);
    let mut cx = county.cx(who)?;
    let view = app::read_booking(&mut cx, id(booking)?).await?;
    Ok(BookingFile { category: need_row::category(words, &county.standards.pack, &view.row.category), view })
}

async fn take(county: &County, who: Asker<'_>, op: OperationId, wish: BookingMoveWish) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    let step = BookingWish { step: wish.step, words: wish.words };
    let wish = MoveBooking { booking_id: id(&wish.booking)?, state_no: wish.state_no, step };
    app::move_booking(&mut cx, op.into(), &wish).await?;
    Ok(())
}

async fn reservable(county: &County, who: Asker<'_>, need: &str) -> Result<ReserveFile, AskError> {
    let standing = county.standing().await?;
    let words = county.words(who.language);
    let mut cx = county.cx(who)?;
    let found = app::open_reserve_form(&mut cx, id(need)?).await?;
    let pack = &county.standards.pack;
    Ok(ReserveFile {
        need: needs::row(words, pack, &standing, &found.need),
        against: found.stands_against.map(|code| match code {
            "booking-recused" => "web-booking-recused",
            _ => "web-reserve-not-now",
        }),
        resources: found.resources.iter().map(|listed| resources::row(words, pack, listed)).collect(),
        holds_days: found.holds_days,
    })
}

async fn reserve(county: &County, who: Asker<'_>, op: OperationId, wish: ReserveWish) -> Result<Kept, AskError> {
    let mut cx = county.cx(who)?;
    let wish = app::Reserve {
        need_id: id(&wish.need)?,
        offer_id: id(&wish.offer)?,
        units: i64::try_from(wish.units).unwrap_or(i64::MAX),
        from_on: wish.from,
        until_on: wish.until,
        words: wish.words,
    };
    match app::reserve(&mut cx, op.into(), &wish).await {
        Ok(booking_id) => Ok(Kept::As(booking_id.to_string())),
        Err(error) => Ok(Kept::Wrong(wrong(error)?)),
    }
}

async fn own_skills(county: &County, who: Asker<'_>) -> Result<SkillsFile, AskError> {
    let words = county.words(who.language);
    let cx = county.cx(who)?;
    let found = app::read_own_skills(&cx).await?;
    let pack = &county.standards.pack;
    let skills = found.skills.iter().map(|skill| SkillRow {
        row: resources::row(words, pack, &skill.row),
        told: resources::told(words, pack, &skill.told),
        is_shown: skill.is_shown,
    });
    Ok(SkillsFile {
        skills: skills.collect(),
        categories: resources::categories(words, pack),
        qualities: need_conditions::qualities(words, &pack.matching().skills),
        languages: need_conditions::qualities(words, &pack.matching().languages),
        township: found.township,
    })
}

async fn declare(county: &County, who: Asker<'_>, op: OperationId, wish: DeclareWish) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    let wish = app::DeclareSkill {
        title: wish.title,
        categories: BTreeSet::from_iter(wish.categories),
        capacity: i64::try_from(wish.capacity).unwrap_or(i64::MAX),
        is_near: wish.is_near,
        valid_until_on: wish.until,
        told: wish.told,
        // The form is not sent without it.
        agrees: true,
    };
    app::declare_skill(&mut cx, op.into(), &wish).await?;
    Ok(())
}

async fn withdraw(county: &County, who: Asker<'_>, op: OperationId, offer: &str) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    app::withdraw_skill(&mut cx, op.into(), id(offer)?).await?;
    Ok(())
}

/// The balance, in words.
pub(super) async fn balance(cx: &Cx<'_>, words: Words<'_>) -> Result<BalanceView, AskError> {
    let Balance { townships, everywhere, sides, flows } = app::read_balance(cx).await?;
    let told = |persons: Option<u64>| match persons {
        Some(persons) => words.with("web-balance-persons", "count", Put::from(shown(persons))),
        None => words.with("web-balance-few", "count", Put::from(shown(FEWEST))),
    };
    let row = |name: String, place: &PlaceBalance| BalanceRow {
        name,
        resources: place.resources,
        units: place.units,
        served: told(place.served),
        waiting: told(place.waiting),
    };
    let side = |side: &Side| match side {
        Side::Rural => words.say("web-balance-rural"),
        Side::Urban => words.say("web-balance-urban"),
        Side::Unknown => words.say("web-balance-unknown"),
    };
    let mut rows: Vec<BalanceRow> = sides.iter().map(|(one, place)| row(side(one), place)).collect();
    let persons_nowhere = PlaceBalance { served: None, waiting: None, ..everywhere };
    let everywhere = BalanceRow {
        served: words.say("web-none"),
        waiting: words.say("web-none"),
        ..row(words.say("web-area-everywhere"), &persons_nowhere)
    };
    rows.push(everywhere);
    let named = townships.iter().map(|(name, place)| (name.clone(), place));
    let bars = sides.iter().map(|(one, place)| (side(one), place)).chain(named);
    let bars = bars.map(|(name, place)| {
        let values = [("served", told(place.served)), ("waiting", told(place.waiting))];
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, Put::from(value))).collect();
        let said = words.texts.text("web-balance-said", &values);
        (name, said, [place.served.unwrap_or(0), 0, place.waiting.unwrap_or(0)])
    });
    let bars = Bars::of(bars, CHANGES);
    rows.extend(townships.iter().map(|(name, place)| row(name.clone(), place)));
    let flows = flows.iter().map(|flow| {
        let (from, to) = (side(&flow.from), side(&flow.to));
        let name = words.with2("web-balance-flow", ("from", Put::from(&from)), ("to", Put::from(&to)));
        (name, told(flow.persons))
    });
    let flows = flows.collect();
    Ok(BalanceView { bars, rows, flows })
}

impl ResourceDesk for County {
    fn resources<'a>(&'a self, who: Asker<'a>, ask: ResourcesAsk) -> Answer<'a, ResourcesList> {
        Box::pin(resources::list(self, who, ask))
    }
    fn resource<'a>(&'a self, who: Asker<'a>, offer: &'a str) -> Answer<'a, ResourceFile> {
        Box::pin(resources::file(self, who, offer))
    }
    fn resource_choices<'a>(&'a self, who: Asker<'a>) -> Answer<'a, ResourceChoices> {
        Box::pin(resources::choices(self, who))
    }
    fn record_resource<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: RecordResource) -> Answer<'a, String> {
        Box::pin(resources::record(self, who, op, wish))
    }
    fn change_resource<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: ChangeWish) -> Answer<'a, Kept> {
        Box::pin(resources::change(self, who, op, wish))
    }
    fn give_resource<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: GivenWish) -> Answer<'a, ()> {
        Box::pin(resources::give(self, who, op, wish))
    }
    fn reservable<'a>(&'a self, who: Asker<'a>, need: &'a str) -> Answer<'a, ReserveFile> {
        Box::pin(reservable(self, who, need))
    }
    fn reserve<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: ReserveWish) -> Answer<'a, Kept> {
        Box::pin(reserve(self, who, op, wish))
    }
    fn bookings<'a>(&'a self, who: Asker<'a>, ask: BookingsAsk) -> Answer<'a, BookingsList> {
        Box::pin(list(self, who, ask))
    }
    fn booking<'a>(&'a self, who: Asker<'a>, booking: &'a str) -> Answer<'a, BookingFile> {
        Box::pin(file(self, who, booking))
    }
    fn move_booking<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: BookingMoveWish) -> Answer<'a, ()> {
        Box::pin(take(self, who, op, wish))
    }
    fn own_skills<'a>(&'a self, who: Asker<'a>) -> Answer<'a, SkillsFile> {
        Box::pin(own_skills(self, who))
    }
    fn declare_skill<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: DeclareWish) -> Answer<'a, ()> {
        Box::pin(declare(self, who, op, wish))
    }
    fn withdraw_skill<'a>(&'a self, who: Asker<'a>, op: OperationId, offer: &'a str) -> Answer<'a, ()> {
        Box::pin(withdraw(self, who, op, offer))
    }
}
