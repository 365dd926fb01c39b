//! Books that come on another day than the one they are of, or bear no day at all.

use guanai_casework::guarantee::HeardIn;
use guanai_casework::{Need, NeedState, Urgency};
use guanai_kernel::{Date, Period};
use guanai_store::{needs, questions, spells};
use guanai_testkit::engines::on_both;
use guanai_testkit::{County, Size, clock};

use crate::office::{MID_2026, Office};
use crate::shelf::Shelf;
use crate::village::{organizations, roster, survey, survey_saying};

/// The day on which an answer without a date is first seen.
const SEEN_ON: Date = MID_2026;
const A_MONTH_LATER: Date = Date::constant(2026, 7, 31);
const NUMBER: &str = "99010119550301001";

fn number() -> String {
    format!("{NUMBER}{}", guanai_kernel::codes::IdentityNumber::check_letter(NUMBER).unwrap())
}

#[test]
fn last_months_books_can_be_imported_after_this_months() {
    for seed in [6, 9] {
        let county = County::generate(seed, Size::Small);
        let next = county.next_month(seed);
        let (shelf, later) = (Shelf::of(&county), Shelf::of(&next.county));
        on_both(async |db| {
            let mut office = Office::open(db);
            office.import(&later.folder(), next.county.as_of()).await;
            let imported = office.import(&shelf.folder(), county.as_of()).await;
            assert_eq!(imported.moved.len(), next.difference.moved.len(), "seed {seed}");
            assert_eq!(imported.changes.absent, next.difference.new.len(), "seed {seed}");
            let broken = guanai_store::checks::run(&mut office.reading().await).await.unwrap();
            let broken: Vec<_> = broken.into_iter().filter(|outcome| !outcome.holds).collect();
            assert_eq!(broken, [], "seed {seed}");
        });
    }
}

/// A survey that is brought again rewrites nothing of a need that has ended; what it says otherwise is a matter to look at.
#[test]
fn a_need_that_has_ended_stays_as_it_ended() {
    let number = number();
    let shelf = Shelf::holding(vec![organizations(), roster(&[&number], ""), survey(&number, "2026-05-04")]);
    on_both(async |db| {
        let mut office = Office::open(db.clone());
        office.import(&shelf.folder(), SEEN_ON).await;
        for state in [NeedState::Closed, NeedState::Withdrawn, NeedState::Merged] {
            let before = needs::list_all(&mut office.reading().await).await.unwrap().remove(0);
            let ended = Need { state, urgency: Some(Urgency::Urgent), ..before.clone() };
            let mut tx = db.begin_write().await.unwrap();
            needs::amend_many(&mut tx, &[(before, ended.clone())], clock::at(SEEN_ON)).await.unwrap();
            tx.commit().await.unwrap();
            let changes = office.import(&shelf.folder(), A_MONTH_LATER).await.changes;
            assert_eq!((changes.new, changes.changed), (0, 0), "{}", state.code());
            assert_eq!(needs::list_all(&mut office.reading().await).await.unwrap(), [ended], "{}", state.code());
        }
    });
}

#[test]
fn an_answer_without_a_date_keeps_the_day_on_which_it_was_first_seen() {
    let number = number();
    let shelf = Shelf::holding(vec![organizations(), roster(&[&number], ""), survey(&number, "")]);
    let dated = Shelf::holding(vec![survey(&number, "2026-05-04")]);
    on_both(async |db| {
        let mut office = Office::open(db);
        office.import(&shelf.folder(), SEEN_ON).await;
        let first = needs::list_all(&mut office.reading().await).await.unwrap();
        assert_eq!((first.len(), first[0].stated_on), (1, SEEN_ON));
        assert!(first[0].due_on.is_some_and(|due| due > SEEN_ON), "{:?}", first[0].due_on);
        let before = office.export().await;
        let changes = office.import(&shelf.folder(), A_MONTH_LATER).await.changes;
        assert_eq!((changes.new, changes.changed), (0, 0));
        assert_eq!(office.export().await, before);
        // Once it bears a date, that is the day.
        let changes = office.import(&dated.folder(), A_MONTH_LATER).await.changes;
        assert_eq!((changes.new, changes.changed), (0, 1));
        let second = needs::list_all(&mut office.reading().await).await.unwrap();
        assert_eq!(second[0].stated_on, Date::constant(2026, 5, 4));
        assert!(second[0].due_on < first[0].due_on);
    });
}

/// Words of distress of today are heard in a survey too; those of an earlier day are no cry of today, and a repeat is none either.
#[test]
fn words_of_distress_in_a_survey_of_today_are_heard_at_once_and_not_copied() {
    let number = number();
    let said = "欠了债，觉得活不下去了";
    let village = |filled_on| {
        Shelf::holding(vec![organizations(), roster(&[&number], ""), survey_saying(&number, filled_on, said)])
    };
    let (earlier, today) = (village("2026-06-01"), village("2026-06-30"));
    on_both(async |db| {
        let mut office = Office::open(db);
        let heard = async |office: &Office| questions::list_brief_open(&mut office.reading().await).await.unwrap();
        office.import(&earlier.folder(), MID_2026).await;
        assert_eq!(heard(&office).await, []);
        office.import(&today.folder(), MID_2026).await;
        assert_eq!(heard(&office).await, [], "the same words, only dated otherwise");
    });
    on_both(async |db| {
        let mut office = Office::open(db);
        for _ in 0..2 {
            office.import(&today.folder(), MID_2026).await;
            let opened = questions::list_brief_open(&mut office.reading().await).await.unwrap();
            let [opened] = &opened[..] else { panic!("one is opened: {opened:?}") };
            let question = questions::find(&mut office.reading().await, opened.question_id).await.unwrap().unwrap();
            assert_eq!(HeardIn::of_words(&question.words), Some(HeardIn::Survey));
        }
    });
}

/// Nobody answered on a day that has not come.
#[test]
fn an_answer_of_a_day_that_has_not_come_is_of_the_day_of_its_book() {
    let number = number();
    let shelf = Shelf::holding(vec![organizations(), roster(&[&number], ""), survey(&number, "2026-07-02")]);
    on_both(async |db| {
        let mut office = Office::open(db);
        office.import(&shelf.folder(), SEEN_ON).await;
        assert_eq!(needs::list_all(&mut office.reading().await).await.unwrap()[0].stated_on, SEEN_ON);
    });
}

#[test]
fn a_spell_of_floating_never_ends_before_it_began() {
    let number = number();
    let away = Shelf::holding(vec![organizations(), roster(&[&number], "是")]);
    let at_home = Shelf::holding(vec![organizations(), roster(&[&number], "否")]);
    on_both(async |db| {
        let mut office = Office::open(db);
        office.import(&away.folder(), A_MONTH_LATER).await;
        let changes = office.import(&at_home.folder(), SEEN_ON).await.changes;
        assert_eq!((changes.new, changes.changed), (0, 1));
        let kept = spells::list_floating(&mut office.reading().await).await.unwrap();
        assert_eq!(kept.len(), 1);
        assert_eq!((kept[0].period.from(), kept[0].period.until()), (A_MONTH_LATER, Some(A_MONTH_LATER)));
    });
}

#[test]
fn who_floats_again_on_the_day_on_which_they_came_home_never_came_home() {
    let number = number();
    let away = Shelf::holding(vec![organizations(), roster(&[&number], "是")]);
    let at_home = Shelf::holding(vec![organizations(), roster(&[&number], "否")]);
    on_both(async |db| {
        let mut office = Office::open(db);
        office.import(&away.folder(), SEEN_ON).await;
        let first = office.export().await;
        for _ in 0..2 {
            office.import(&at_home.folder(), SEEN_ON).await;
            office.import(&away.folder(), SEEN_ON).await;
        }
        assert_eq!(office.export().await, first);
        // A book that comes late begins no spell before the one that ended.
        office.import(&at_home.folder(), A_MONTH_LATER).await;
        office.import(&away.folder(), SEEN_ON).await;
        let kept = spells::list_floating(&mut office.reading().await).await.unwrap();
        assert_eq!(kept.iter().map(|spell| spell.period).collect::<Vec<_>>(), [Period::since(SEEN_ON)]);
        office.import(&at_home.folder(), A_MONTH_LATER).await;
        let later = A_MONTH_LATER.tomorrow().unwrap();
        office.import(&away.folder(), later).await;
        let kept = spells::list_floating(&mut office.reading().await).await.unwrap();
        assert_eq!(kept.iter().map(|spell| spell.period.from()).collect::<Vec<_>>(), [SEEN_ON, later]);
    });
}
