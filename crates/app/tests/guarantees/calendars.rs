//! A calendar that was published, corrected or withdrawn: the clocks whose days it touches are brought under it, and what comes out
//! is what reckoning everybody from their records gives.

use std::collections::BTreeSet;

use guanai_app::demonstration::found_county;
use guanai_app::guarantees::{Kept, follow_calendar, keep_guarantees};
use guanai_app::{Actor, Cx, Readings, Standards};
use guanai_casework::guarantee::{
    End, EntryState, Happening, KeptHappening, KeptRest, Logged, Rest, RestKind, Stage, Tier,
};
use guanai_casework::{SeenAtVisit, Urgency, Visit};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{AccountId, HappeningId, PersonId, RestId, VisitId};
use guanai_kernel::{Date, Guarantee, Ids, Occasion, Post};
use guanai_scheme::Lang;
use guanai_store::accounts::{self, Account, AccountSecret, AccountState};
use guanai_store::meta::{self, Site};
use guanai_store::{Db, checks, clocks, happenings, memberships, visits};
use guanai_synth::{Blueprint, draw_county};
use guanai_testkit::clock;

use crate::clocks::{raise, texts, without};
use crate::desk::day;
use crate::engines::on_both;
use crate::town::Town;

const FOUNDED: Date = day(6, 30);
const TODAY: Date = day(10, 8);

struct Desk {
    db: Db,
    round: u64,
}

impl Desk {
    fn cx<'c>(&'c mut self, standards: &'c Standards, on: Date) -> Cx<'c> {
        self.round += 1;
        let now = clock::at(on);
        let ids = Ids::seeded(1_000 + self.round, now);
        Cx { db: &self.db, standards, actor: Actor::console(), now, ids, readings: Readings::AtOnce }
    }

    async fn keep(&mut self, standards: &Standards) -> Kept {
        keep_guarantees(&mut self.cx(standards, TODAY)).await.unwrap()
    }

    async fn follow(&mut self, standards: &Standards) -> Kept {
        self.follow_on(standards, TODAY).await
    }

    async fn follow_on(&mut self, standards: &Standards, on: Date) -> Kept {
        follow_calendar(&mut self.cx(standards, on)).await.unwrap()
    }

    async fn noted(&self) -> Option<String> {
        let mut tx = self.db.begin_read().await.unwrap();
        let site = meta::get(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        site.clocks_calendar
    }
}

/// A number that looks drawn: the same each time.
fn nth(person: PersonId, of: i32, salt: u128) -> i32 {
    let mixed =
        ((person.bits() >> 7) ^ person.bits() ^ salt.wrapping_mul(0x9E37_79B9)).wrapping_mul(0x2545_F491_4F6C_DD1D);
    i32::try_from((mixed >> 40) % u128::try_from(of).unwrap()).unwrap()
}

fn later(on: Date, days: i32) -> Date {
    add_days(on, days).unwrap()
}

/// Visits over the year, some entered long after; somebody else is seen at some of them.
fn visits_of(people: &[PersonId], like: &Visit, ids: &mut Ids) -> (Vec<Visit>, Vec<SeenAtVisit>) {
    let (mut made, mut seen) = (Vec::new(), Vec::new());
    for (at, &person_id) in people.iter().enumerate() {
        for round in 0..3 {
            let made_on = later(day(1, 2), nth(person_id, 240, round));
            let recorded_at = clock::at(later(made_on, nth(person_id, 22, round + 50)));
            let visit_id = VisitId::fresh(ids);
            made.push(Visit { visit_id, person_id, made_on, recorded_at, household_id: None, ..like.clone() });
            if round == 0 && at > 0 {
                let recorded_at = clock::at(later(made_on, 8 + nth(person_id, 14, 70)));
                seen.push(SeenAtVisit { visit_id, person_id: people[at - 1], recorded_at });
            }
        }
    }
    (made, seen)
}

/// Pauses and exemptions, across the holidays and across the end of the year.
fn rests_of(people: &[PersonId], ids: &mut Ids) -> Vec<KeptRest> {
    let rest = |person_id: PersonId, kind, guarantee, ids: &mut Ids| {
        let from_on = later(day(1, 20), nth(person_id, 260, 90));
        let rest = Rest {
            rest_id: RestId::fresh(ids),
            kind,
            matter: None,
            reason: "away".to_owned(),
            from_on,
            until_on: later(from_on, 1 + nth(person_id, 60, 91)),
            said_on: later(from_on, nth(person_id, 9, 92) - 4),
        };
        KeptRest { rest, person_id, guarantee, said_by: "console".to_owned(), recorded_at: clock::at(from_on) }
    };
    let mut rests = Vec::new();
    for people in people.chunks(6) {
        rests.push(rest(people[0], RestKind::Pause, Guarantee::Visit, ids));
        rests.extend(people.get(1).map(|person| rest(*person, RestKind::Exemption, Guarantee::Visit, ids)));
        rests.extend(people.get(2).map(|person| rest(*person, RestKind::Pause, Guarantee::Help, ids)));
        rests.extend(people.get(3).map(|person| rest(*person, RestKind::Pause, Guarantee::Illness, ids)));
    }
    rests
}

/// Illness and lost work with what was done about it, entered by hand, some of it long after.
fn happened_to(people: &[PersonId], ids: &mut Ids) -> Vec<KeptHappening> {
    let mut all = Vec::new();
    for &person_id in people {
        let began = later(day(1, 4), nth(person_id, 210, 20));
        let (first, second) = if nth(person_id, 2, 21) == 0 {
            (Occasion::Hospitalised, Occasion::VisitedIll)
        } else {
            (Occasion::WorkLost, Occasion::WorkFollowedUp)
        };
        let done = later(began, nth(person_id, 30, 22));
        let ends = [(first, began, 0), (second, done, nth(person_id, 24, 23)), (Occasion::HelpGiven, done, 12)];
        all.extend(ends.map(|(occasion, on, delay)| KeptHappening {
            happening: Happening {
                happening_id: HappeningId::fresh(ids),
                occasion,
                matter: None,
                urgency: None,
                on,
                known_on: later(on, delay),
                logged: Logged::Entered,
            },
            person_id,
            state: EntryState::Stands,
            recorded_by: "console".to_owned(),
            recorded_at: clock::at(on),
        }));
    }
    all
}

/// The rule for classes changed while clocks ran, to a stricter one or to none.
fn tiers_of(people: &[PersonId]) -> Vec<Tier> {
    let tier = |person_id: &PersonId| {
        let rule = ["monthly", "quarterly", "half-yearly", ""][usize::try_from(nth(*person_id, 4, 30)).unwrap()];
        Tier {
            person_id: *person_id,
            guarantee: Guarantee::Visit,
            from_on: later(day(1, 10), nth(*person_id, 250, 31)),
            rule: Some(rule.to_owned()).filter(|rule| !rule.is_empty()),
        }
    };
    people.iter().step_by(5).map(tier).collect()
}

/// A drawn county with all of it, an officer who hears, and its clocks reckoned by the standards.
async fn county(db: Db, seed: u64, standards: &Standards) -> Desk {
    let mut desk = Desk { db, round: seed };
    let drawn = draw_county(Blueprint { members: 1_000, seed, as_of: FOUNDED }).unwrap();
    found_county(&mut desk.cx(standards, FOUNDED), &drawn).await.unwrap();
    desk.keep(standards).await;
    let mut ids = Ids::seeded(seed, clock::at(FOUNDED));
    let mut tx = desk.db.begin_write().await.unwrap();
    let people: BTreeSet<PersonId> =
        memberships::list_all(&mut tx).await.unwrap().into_iter().map(|membership| membership.person_id).collect();
    let people: Vec<PersonId> = people.into_iter().take(300).collect();
    let like = visits::list_all(&mut tx).await.unwrap().into_iter().find(|visit| visit.sheet_id.is_none()).unwrap();
    let (made, also_there) = visits_of(&people, &like, &mut ids);
    visits::add_many(&mut tx, &made).await.unwrap();
    visits::add_seen(&mut tx, &also_there).await.unwrap();
    for rest in rests_of(&people, &mut ids) {
        happenings::add_rest(&mut tx, &rest).await.unwrap();
    }
    happenings::add_many(&mut tx, &happened_to(&people, &mut ids)).await.unwrap();
    clocks::append_tiers(&mut tx, &tiers_of(&people)).await.unwrap();
    let account_id = AccountId::fresh(&mut ids);
    let officer = Account {
        account_id,
        sign_in_name: "county".to_owned(),
        name: "县委组织部".to_owned(),
        role: "county-officer".to_owned(),
        organization_id: None,
        person_id: None,
        secret: AccountSecret::Nothing,
        state: AccountState::Active,
        made_at: clock::at(FOUNDED),
        made_by: "console".to_owned(),
        closed_at: None,
    };
    accounts::add(&mut tx, &officer).await.unwrap();
    tx.commit().await.unwrap();
    desk.keep(standards).await;
    desk
}

/// The county's pack with other days off in 2026: Qingming a day longer, the National Day two days shorter.
fn corrected() -> Standards {
    let mut texts = texts();
    let calendar = texts.get_mut("calendars/2026.toml").unwrap();
    for (from, to) in [("to = 2026-04-06", "to = 2026-04-08"), ("to = 2026-10-07", "to = 2026-10-05")] {
        assert!(calendar.contains(from));
        *calendar = calendar.replace(from, to);
    }
    Standards::from_texts(texts, Lang::En).unwrap()
}

#[test]
fn clocks_that_follow_a_calendar_are_what_reckoning_everybody_gives() {
    on_both(async |db| {
        let (unpublished, published, corrected) = (without(2026), Standards::embedded(Lang::En).unwrap(), corrected());
        let mut desk = county(db, 11, &unpublished).await;
        let all = desk.keep(&unpublished).await;
        assert_eq!((all.changed, all.told), (0, 0), "what stands is settled");
        for (what, standards) in [("published", &published), ("corrected", &corrected), ("withdrawn", &unpublished)] {
            let followed = desk.follow(standards).await;
            assert!(followed.changed > 50, "{what}: {followed:?}");
            assert!(0 < followed.persons && followed.persons < all.persons, "{what}: not everybody, {followed:?}");
            assert_eq!(desk.follow(standards).await, Kept::default(), "{what}: nothing is left to follow");
            let everybody = desk.keep(standards).await;
            assert_eq!(everybody, Kept { persons: all.persons, changed: 0, told: 0 }, "{what}: {followed:?}");
        }
        let mut tx = desk.db.begin_write().await.unwrap();
        let broken: Vec<_> = checks::run(&mut tx).await.unwrap().into_iter().filter(|check| !check.holds).collect();
        assert!(broken.iter().all(|check| !check.name.contains("clock")), "{broken:?}");
        let kept = clocks::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        let late = kept.iter().filter(|kept| kept.clock.ended_late()).count();
        let by_entry = kept
            .iter()
            .filter(|kept| matches!(kept.clock.end, Some(End::Kept { on, counted_on, .. }) if on < counted_on));
        assert!(late > 20 && by_entry.count() > 20 && kept.iter().any(|kept| kept.clock.due.provisional));
    });
}

#[test]
fn clocks_of_which_nobody_noted_the_calendar_are_reckoned_from_the_records() {
    on_both(async |db| {
        let (unpublished, published) = (without(2026), Standards::embedded(Lang::En).unwrap());
        let mut town = Town::build(db).await;
        town.keep_under(&unpublished, FOUNDED).await;
        let mut desk = Desk { db: town.db.clone(), round: 0 };
        assert_eq!(desk.follow(&published).await, Kept::default(), "a year was published in which no clock is due");
        let unreadable = Site { clocks_calendar: Some("soon".to_owned()), ..Site::default() };
        let mut tx = desk.db.begin_write().await.unwrap();
        meta::amend(&mut tx, &unreadable).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(desk.follow(&unpublished).await, Kept { persons: 2, changed: 0, told: 0 });
        assert_eq!(desk.noted().await, Some(unpublished.pack.guarantees().calendar.to_string()));
    });
}

#[test]
fn whoever_is_to_hear_of_a_clock_that_a_calendar_makes_late_is_told() {
    on_both(async |db| {
        let (unpublished, published) = (without(2026), Standards::embedded(Lang::En).unwrap());
        let mut town = Town::build(db).await;
        raise(&mut town, Urgency::Normal).await;
        let (person, today) = (town.members[0], day(10, 9));
        // Ten working days past the holidays end on the 15th, without them on the 8th.
        town.keep_under(&published, today).await;
        assert!(town.told(person, Stage::Late).await.is_empty());
        let mut desk = Desk { db: town.db.clone(), round: 0 };
        let followed = desk.follow_on(&unpublished, today).await;
        assert_eq!((followed.persons, followed.changed), (0, 1));
        let told = town.told(person, Stage::Late).await;
        assert_eq!(told.iter().map(|(post, _)| *post).collect::<Vec<_>>(), [Post::Branch]);
        assert_eq!(desk.follow_on(&unpublished, today).await, Kept::default());
    });
}
