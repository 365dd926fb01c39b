//! The board, its lists, one person's five, and one's own notices.

use guanai_app::Role;
use guanai_app::guarantees::board::{BoardAsk, BoardError, ListAsk, ListedStanding, list_clocks, read_board};
use guanai_app::guarantees::notices::{count_notices, note_notices, read_notices};
use guanai_app::guarantees::person::{PersonGuaranteesError, read_person_guarantees};
use guanai_casework::guarantee::{Stage, Standing};
use guanai_kernel::{Date, Guarantee, Post, System, Term};
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::town::Town;

const LATE_FROM: Date = Date::constant(2027, 7, 2);

#[test]
fn the_board_adds_up_what_lies_below_and_narrows_to_a_scope() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let county = town.office(Role::CountyApprover, 0).await;
        let township = town.office(Role::TownshipOfficer, 1).await;
        town.keep(day(7, 1)).await;
        town.visit(town.members[0], day(7, 6), clock::at(day(7, 6))).await;
        town.keep(day(7, 6)).await;
        let board = read_board(&mut town.on(&county, day(7, 6)), BoardAsk::default()).await.unwrap();
        let visit = &board.total[0];
        assert_eq!((visit.in_time, visit.before_unknown, visit.kept), (1, 1, 1));
        assert_eq!(board.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["0镇党委", "1镇党委"]);
        assert_eq!((board.rows[0].five[0].in_time, board.rows[1].five[0].before_unknown), (1, 1));
        assert_eq!((board.systems.len(), board.systems[0].0), (1, System::Rural));
        assert_eq!((board.since, board.until, board.unpublished), (day(7, 1), day(7, 6), 2027));
        assert_eq!(board.reckoned_on, Some(day(7, 6)));
        let june = BoardAsk { month: Some(day(6, 15)), ..BoardAsk::default() };
        let june = read_board(&mut town.on(&county, day(7, 6)), june).await.unwrap();
        assert_eq!((june.since, june.until, june.total[0].kept), (day(6, 1), day(6, 30), 0));

        let narrow = read_board(&mut town.on(&township, day(7, 6)), BoardAsk::default()).await.unwrap();
        assert_eq!(narrow.path.len(), 1);
        assert_eq!((narrow.total[0].in_time, narrow.total[0].before_unknown), (0, 1));
        let outside = BoardAsk { organization_id: Some(town.townships[0]), ..BoardAsk::default() };
        let refused = read_board(&mut town.on(&township, day(7, 6)), outside).await;
        assert!(matches!(refused, Err(BoardError::NotFound)));
        let other = BoardAsk { system: Some(System::Enterprise), ..BoardAsk::default() };
        let none = read_board(&mut town.on(&county, day(7, 6)), other).await.unwrap();
        assert_eq!(none.total[0].in_time, 0);
    });
}

#[test]
fn a_list_names_people_within_scope_and_masks_names_for_the_auditor() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let branch = town.office(Role::BranchContact, 0).await;
        let auditor = town.office(Role::Auditor, 0).await;
        town.keep(day(7, 1)).await;
        let late =
            ListAsk { organization_id: None, system: None, guarantee: None, standing: ListedStanding::Late, page: 1 };
        let page = list_clocks(&mut town.on(&branch, LATE_FROM), late).await.unwrap();
        assert_eq!((page.total, page.rows[0].standing), (1, Standing::Late));
        assert_eq!(page.rows[0].person.as_ref().unwrap().1, "曾小明");
        // Over the whole county there are counts, and names where it goes down.
        let page = list_clocks(&mut town.on(&auditor, LATE_FROM), late).await.unwrap();
        assert_eq!((page.total, page.is_named), (2, false));
        assert!(page.rows.iter().all(|row| row.person.is_none() && row.organization.is_some()));
        let down = ListAsk { organization_id: Some(town.townships[0]), ..late };
        let page = list_clocks(&mut town.on(&auditor, LATE_FROM), down).await.unwrap();
        assert_eq!((page.total, page.rows[0].person.as_ref().unwrap().1.as_str()), (1, "曾*明"));
        let enterprises = ListAsk { system: Some(System::Enterprise), ..late };
        assert_eq!(list_clocks(&mut town.on(&branch, LATE_FROM), enterprises).await.unwrap().total, 0);
        let unknown = ListAsk { standing: ListedStanding::BeforeUnknown, ..late };
        assert_eq!(list_clocks(&mut town.on(&branch, LATE_FROM), unknown).await.unwrap().total, 0, "late by now");
        assert_eq!(list_clocks(&mut town.on(&branch, day(7, 2)), unknown).await.unwrap().total, 1);
        let risk = ListAsk { standing: ListedStanding::AtRisk, ..late };
        assert_eq!(list_clocks(&mut town.on(&branch, LATE_FROM), risk).await.unwrap().total, 0);
        let before = Date::constant(2027, 6, 30);
        assert_eq!(list_clocks(&mut town.on(&branch, before), risk).await.unwrap().total, 1);
        let records = town.audit().await;
        let read = records.iter().rfind(|record| record.action == "read-guarantees").unwrap();
        assert_eq!(read.subjects.len(), 1, "the record names whom the list named");
    });
}

#[test]
fn a_person_s_five_say_what_runs_how_much_is_left_and_who_was_told() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let branch = town.office(Role::BranchContact, 0).await;
        let elsewhere = town.office(Role::BranchContact, 1).await;
        let member = town.office(Role::Member, 0).await;
        let person = town.members[0];
        town.keep(day(7, 1)).await;
        town.keep(LATE_FROM).await;
        let on = Date::constant(2027, 6, 21);
        let five = read_person_guarantees(&mut town.on(&branch, on), person).await.unwrap().five;
        assert_eq!(five.iter().map(|one| one.guarantee).collect::<Vec<_>>(), Guarantee::ALL);
        let visit = &five[0].running[0];
        assert_eq!((visit.left, visit.term, visit.standing), (Some(10), Some(Term::Months(12)), Standing::AtRisk));
        assert_eq!(visit.passed_percent, 97);
        let late = visit.told.iter().find(|(stage, ..)| *stage == Stage::Late).unwrap();
        assert_eq!((late.1, late.2.as_deref()), (Post::Branch, Some("branch-contact 0")));
        assert_eq!(five[1].standing(), None, "there never was a need");
        let outside = read_person_guarantees(&mut town.on(&elsewhere, on), person).await;
        assert!(matches!(outside, Err(PersonGuaranteesError::NotFound)));
        let own = read_person_guarantees(&mut town.on(&member, on), person).await.unwrap().five;
        assert!(own[0].running[0].told.iter().all(|(_, _, name, _)| name.is_none()));
    });
}

#[test]
fn notices_are_one_s_own_late_first_and_new_once() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let branch = town.office(Role::BranchContact, 0).await;
        let other = town.office(Role::BranchContact, 1).await;
        town.keep(day(7, 1)).await;
        town.keep(LATE_FROM).await;
        let read = read_notices(&mut town.on(&branch, LATE_FROM), 1).await.unwrap();
        let notice = &read.notices[0];
        assert_eq!((read.notices.len(), notice.stage, notice.is_new), (1, Stage::Late, true));
        assert_eq!((read.counts.late, read.counts.new), (1, 1));
        assert_eq!(notice.person.as_ref().unwrap().0, town.members[0]);
        // Reading is not taking note, and nobody notes what they have not read.
        let before = clock::at(day(7, 1));
        assert_eq!(note_notices(&mut town.on(&branch, LATE_FROM), before).await.unwrap(), 0);
        assert!(read_notices(&mut town.on(&branch, LATE_FROM), 1).await.unwrap().notices[0].is_new);
        assert!(note_notices(&mut town.on(&branch, LATE_FROM), clock::at(LATE_FROM)).await.unwrap() > 0);
        let read = read_notices(&mut town.on(&branch, LATE_FROM), 1).await.unwrap();
        assert_eq!((read.notices[0].is_new, read.counts.late, read.counts.new), (false, 1, 0));
        assert_eq!(read_notices(&mut town.on(&branch, LATE_FROM), 2).await.unwrap().notices, []);
        assert_eq!(count_notices(&town.on(&other, LATE_FROM)).await.unwrap().all(), 1);
        town.visit(town.members[0], LATE_FROM, clock::at(LATE_FROM)).await;
        town.keep(LATE_FROM).await;
        assert_eq!(read_notices(&mut town.on(&branch, LATE_FROM), 1).await.unwrap().notices, []);
        let records = town.audit().await;
        assert!(records.iter().any(|record| record.action == "note-notices"));
    });
}
