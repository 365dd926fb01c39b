//! A year's calendar is taken over from the notice by one and released by another; last days that were provisional are reckoned
//! anew. The days of 2027 here are made up, and say so.

use std::sync::Arc;

use guanai_app::calendars::{DraftCalendar, MoveCalendar, draft_calendar, move_calendar, read_calendars};
use guanai_app::revisions::StandardsInForce;
use guanai_app::{Actor, Role, Standards};
use guanai_casework::year_calendar::CalendarMove;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::CalendarId;
use guanai_kernel::{Date, Guarantee};
use guanai_scheme::Lang;
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::town::Town;

fn made_up(text: &str) -> DraftCalendar {
    DraftCalendar {
        year: 2027,
        title: "虚构：测试用的2027年放假安排".to_owned(),
        number: "虚构〔2026〕1号".to_owned(),
        url: "https://guanai.example/made-up".to_owned(),
        text: text.to_owned(),
    }
}

impl Town {
    async fn drafts(&mut self, who: &Actor, on: Date, wish: &DraftCalendar) -> Result<CalendarId, &'static str> {
        let operation = self.operation();
        let drafted = draft_calendar(&mut self.on(who, on), operation, wish).await;
        drafted.map_err(|error| error.code())
    }

    async fn moves(
        &mut self,
        who: &Actor,
        on: Date,
        calendar_id: CalendarId,
        step: CalendarMove,
    ) -> Result<CalendarId, &'static str> {
        let operation = self.operation();
        let why = (step == CalendarMove::Return).then(|| "少了一天".to_owned());
        let wish = MoveCalendar { calendar_id, step, why };
        move_calendar(&mut self.on(who, on), operation, &wish).await.map_err(|error| error.code())
    }
}

#[test]
fn a_released_year_makes_provisional_last_days_certain() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let today = day(12, 28);
        let officer = town.office(Role::CountyOfficer, 0).await;
        let approver = town.office(Role::CountyApprover, 0).await;
        let person = town.in_hardship(7, 0, "severe", today).await;
        // Seen today, the next visit is due next year.
        town.visit(person, today, clock::at(today)).await;
        town.keep(today).await;
        let before = town.running(person, Guarantee::Visit).await.clock.due;
        assert!(before.provisional && before.on.year() == 2027, "{before:?}");
        let page = read_calendars(&mut town.on(&officer, today)).await.unwrap();
        assert_eq!(page.missing, [2027]);

        // The made-up festival begins on the very day: what ends there ends on the next working day.
        let last = add_days(before.on, 2).unwrap();
        let wish = made_up(&format!("{} 至 {last} 虚构节", before.on));
        let id = town.drafts(&officer, today, &wish).await.unwrap();
        assert_eq!(town.drafts(&officer, today, &wish).await, Err("calendar-waiting"));
        assert_eq!(town.moves(&officer, today, id, CalendarMove::Release).await, Err("denied"));
        let both = Actor { role: Role::CountyApprover, ..officer.clone() };
        assert_eq!(town.moves(&both, today, id, CalendarMove::Release).await, Err("calendar-own-hand"));

        let folder = Arc::new(Standards::embedded(Lang::Zh).unwrap());
        let in_force = StandardsInForce::load(&town.db, folder, Lang::Zh).await.unwrap();
        assert!(!in_force.current().pack.guarantees().calendar.is_published(2027), "a draft holds nothing");
        town.moves(&approver, today, id, CalendarMove::Release).await.unwrap();
        assert!(in_force.take_up(&town.db).await.unwrap() && !in_force.take_up(&town.db).await.unwrap());
        let released = in_force.current();
        assert_eq!(released.edition, 1);
        let source = released.pack.guarantees().calendar_sources.iter().find(|source| source.year == 2027).unwrap();
        assert_eq!((source.number.as_str(), source.url.as_str()), (wish.number.as_str(), wish.url.as_str()));

        town.keep_under(&released, today).await;
        let after = town.running(person, Guarantee::Visit).await.clock.due;
        assert!(!after.provisional && after.on > last, "{before:?} {after:?}");
        assert!(released.pack.guarantees().calendar.is_working(after.on));

        // A mistake is mended by another of the same year: the one released last holds.
        let mended = made_up("2027-12-30 至 2027-12-31 虚构节");
        let tomorrow = day(12, 29);
        let id = town.drafts(&officer, tomorrow, &mended).await.unwrap();
        town.moves(&approver, tomorrow, id, CalendarMove::Release).await.unwrap();
        in_force.take_up(&town.db).await.unwrap();
        town.keep_under(&in_force.current(), tomorrow).await;
        assert_eq!(town.running(person, Guarantee::Visit).await.clock.due.on, before.on);
        assert_eq!(in_force.current().edition, 2);
    });
}

#[test]
fn what_is_no_calendar_is_refused_and_leaves_nothing() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let today = day(11, 20);
        let officer = town.office(Role::CountyOfficer, 0).await;
        let approver = town.office(Role::CountyApprover, 0).await;
        let right = made_up("2027-03-05 至 2027-03-07 虚构节");
        for (wrong, code) in [
            (DraftCalendar { year: 2028, ..right.clone() }, "calendar-year"),
            (DraftCalendar { number: " ".to_owned(), ..right.clone() }, "calendar-words"),
            (DraftCalendar { url: "通知".to_owned(), ..right.clone() }, "calendar-words"),
            (made_up("没有日子"), "notice-no-day"),
            (made_up("2026-03-05 虚构节"), "calendar-other-year"),
            (made_up("2027-03-06 虚构节\n2027-03-06 上班"), "calendar-off-and-worked"),
            // The pack has the last days of 2026 as they were published: nothing of another year contradicts them.
            (made_up("2027-03-05 虚构节\n2027-03-08 上班"), "calendar-worked-weekday"),
        ] {
            assert_eq!(town.drafts(&officer, today, &wrong).await, Err(code), "{}", wrong.text);
        }
        assert_eq!(town.drafts(&approver, today, &right).await, Err("denied"));
        let id = town.drafts(&officer, today, &right).await.unwrap();
        assert_eq!(town.moves(&approver, today, id, CalendarMove::Withdraw).await, Err("denied"));
        town.moves(&approver, today, id, CalendarMove::Return).await.unwrap();
        assert_eq!(town.moves(&approver, today, id, CalendarMove::Release).await, Err("calendar-move"));
        let id = town.drafts(&officer, today, &right).await.unwrap();
        town.moves(&officer, today, id, CalendarMove::Withdraw).await.unwrap();
        let page = read_calendars(&mut town.on(&approver, today)).await.unwrap();
        assert_eq!((page.missing, page.drafted.len()), (vec![2027], 2));
        assert!(page.drafted.iter().all(|view| view.moves.is_empty()));
    });
}
