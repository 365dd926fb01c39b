//! The sample office's answers about resources, bookings and own skills.

use guanai_casework::BookingState;
use guanai_web::bookings::{BookingFile, BookingMoveWish, BookingsAsk, BookingsList};
use guanai_web::form::FieldError;
use guanai_web::me::skills::{DeclareWish, SkillsFile};
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::resources::{
    ChangeWish, GivenWish, Kept, RecordResource, ReserveFile, ReserveWish, ResourceChoices, ResourceDesk, ResourceFile,
    ResourcesAsk, ResourcesList,
};

use crate::office::{SampleOffice, give, samples};
use crate::samples::{NEED, OFFER};
use crate::samples_resources::{BOOKING, OTHERS, STATE_NO};

impl ResourceDesk for SampleOffice {
    fn resources<'a>(&'a self, who: Asker<'a>, ask: ResourcesAsk) -> Answer<'a, ResourcesList> {
        let mut list = samples(who).resources(who.session.role);
        if ask.township.is_some() {
            list.rows.clear();
        }
        give(list)
    }
    fn resource<'a>(&'a self, who: Asker<'a>, offer: &'a str) -> Answer<'a, ResourceFile> {
        let file = [OFFER, OTHERS].contains(&offer).then(|| samples(who).resource(offer));
        Box::pin(async move { file.ok_or(AskError::NotFound) })
    }
    fn resource_choices<'a>(&'a self, who: Asker<'a>) -> Answer<'a, ResourceChoices> {
        give(samples(who).resource_choices())
    }
    fn record_resource<'a>(&'a self, _: Asker<'a>, _: OperationId, wish: RecordResource) -> Answer<'a, String> {
        self.record(wish.helper);
        give(OFFER.to_owned())
    }
    fn change_resource<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: ChangeWish) -> Answer<'a, Kept> {
        if wish.wish.capacity < 12 {
            let error = FieldError { field: "capacity".into(), key: "web-error-below-taken", value: "12".to_owned() };
            return give(Kept::Wrong(error));
        }
        let limits = wish.wish.told.limits.unwrap_or_default();
        self.record_once(op, format!("{} {} {} {limits}", wish.state_no, wish.wish.capacity, wish.wish.area));
        give(Kept::As(wish.offer))
    }
    fn give_resource<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: GivenWish) -> Answer<'a, ()> {
        self.record_once(op, format!("{} {:?}", wish.availability, wish.why));
        give(())
    }
    fn reservable<'a>(&'a self, who: Asker<'a>, need: &'a str) -> Answer<'a, ReserveFile> {
        let file = [NEED, "unconfirmed", "nothing"].contains(&need).then(|| samples(who).reservable(need));
        Box::pin(async move { file.ok_or(AskError::NotFound) })
    }
    fn reserve<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: ReserveWish) -> Answer<'a, Kept> {
        if wish.units > 28 {
            let error = FieldError { field: "units".into(), key: "web-error-too-much", value: "28".to_owned() };
            return give(Kept::Wrong(error));
        }
        self.record_once(op, format!("{} {} {:?} {:?}", wish.offer, wish.units, wish.from, wish.words));
        give(Kept::As(BOOKING.to_owned()))
    }
    fn bookings<'a>(&'a self, who: Asker<'a>, ask: BookingsAsk) -> Answer<'a, BookingsList> {
        let mut list = samples(who).bookings();
        if ask.state == Some(BookingState::Unused) {
            list.rows.clear();
        }
        give(list)
    }
    /// The id is one that waits; the code of a state is one that stands there.
    fn booking<'a>(&'a self, who: Asker<'a>, booking: &'a str) -> Answer<'a, BookingFile> {
        let state = if booking == BOOKING { Some(BookingState::Reserved) } else { BookingState::from_code(booking) };
        let file = state.map(|state| samples(who).booking(state, who.session.role));
        Box::pin(async move { file.ok_or(AskError::NotFound) })
    }
    fn move_booking<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: BookingMoveWish) -> Answer<'a, ()> {
        if wish.state_no != STATE_NO {
            return Box::pin(async { Err(AskError::Refused("web-refused-booking-stale")) });
        }
        self.record_once(op, format!("{} {:?}", wish.step, wish.words));
        give(())
    }
    fn own_skills<'a>(&'a self, who: Asker<'a>) -> Answer<'a, SkillsFile> {
        give(samples(who).own_skills())
    }
    fn declare_skill<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: DeclareWish) -> Answer<'a, ()> {
        self.record_once(op, format!("{} {:?} {} {}", wish.title, wish.categories, wish.capacity, wish.is_near));
        give(())
    }
    fn withdraw_skill<'a>(&'a self, _: Asker<'a>, op: OperationId, offer: &'a str) -> Answer<'a, ()> {
        self.record_once(op, offer.to_owned());
        give(())
    }
}
