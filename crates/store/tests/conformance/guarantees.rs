//! The guarantees: what happened, rests, clocks and their board, who was told, who stands in, and questions in doubt.

use std::collections::BTreeMap;

use guanai_casework::guarantee::{
    Beginning, Clock, Deputy, DutyTurn, End, EntryState, Happening, KeptClock, KeptHappening, KeptRest, KeptTelling,
    Logged, Pressing, Question, QuestionReader, QuestionState, ReaderReason, Rest, RestKind, Stage, Tier,
};
use guanai_casework::{Need, NeedState};
use guanai_kernel::ids::{ClockId, HappeningId, MatterId, OrganizationId, PersonId, QuestionId, RestId};
use guanai_kernel::workdays::Deadline;
use guanai_kernel::{Date, Guarantee, Ids, Moment, Occasion, Post};
use guanai_store::Stretch;
use guanai_store::accounts::{Account, AccountSecret, AccountState};
use guanai_store::clock_board::{ClockCounts, LeftOut, WantedClocks};
use guanai_store::{
    StoreError, Tx, accounts, checks, clock_board, clock_sources, clocks, happenings, memberships, needs, persons,
    questions, standins, tellings,
};

use crate::county::{County, NOW, day, today};
use crate::engines::on_both;

/// What was asked in confidence.
pub const ASKED: &str = "夜里睡不着，心里堵得慌，不知道跟谁说";

/// What of the guarantees stands in every county of these tests.
#[derive(Default)]
pub struct Care {
    pub happenings: Vec<KeptHappening>,
    pub rests: Vec<KeptRest>,
    pub questions: Vec<Question>,
}

impl Care {
    /// Drawn for the first two persons.
    pub fn drawn(persons: [PersonId; 2]) -> Self {
        let mut ids = Ids::seeded(51, NOW);
        let matter = MatterId::fresh(&mut ids);
        let mut happening = |person_id, occasion, logged| KeptHappening {
            happening: Happening {
                happening_id: HappeningId::fresh(&mut ids),
                occasion,
                matter: Some(matter),
                urgency: None,
                on: day(2026, 6, 1),
                known_on: day(2026, 6, 2),
                logged,
            },
            person_id,
            state: EntryState::Stands,
            recorded_by: "console".to_owned(),
            recorded_at: NOW,
        };
        let happenings = vec![
            happening(persons[0], Occasion::Hospitalised, Logged::Entered),
            happening(persons[1], Occasion::WorkLost, Logged::BeforeUnknown),
        ];
        let rest = Rest {
            rest_id: RestId::fresh(&mut ids),
            kind: RestKind::Pause,
            matter: None,
            reason: "away".to_owned(),
            from_on: day(2026, 6, 20),
            until_on: day(2026, 8, 1),
            said_on: day(2026, 6, 20),
        };
        let rest = KeptRest {
            rest,
            person_id: persons[1],
            guarantee: Guarantee::Visit,
            said_by: "console".to_owned(),
            recorded_at: NOW,
        };
        let question = Question {
            question_id: QuestionId::fresh(&mut ids),
            person_id: persons[0],
            post: Post::Township,
            words: ASKED.to_owned(),
            pressing: Pressing::Usual,
            asked_on: day(2026, 6, 29),
            asked_by: "console".to_owned(),
            state: QuestionState::Asked,
            taken_by: None,
            answer: None,
            closed_on: None,
            recorded_at: NOW,
            moved_at: NOW,
        };
        Self { happenings, rests: vec![rest], questions: vec![question] }
    }

    /// Writes all of it.
    pub async fn write(&self, tx: &mut Tx) -> Result<(), StoreError> {
        happenings::add_many(tx, &self.happenings).await?;
        for rest in &self.rests {
            happenings::add_rest(tx, rest).await?;
        }
        for question in &self.questions {
            questions::add(tx, question).await?;
        }
        Ok(())
    }
}

pub(crate) async fn written(tx: &mut Tx) -> County {
    let county = County::new(1);
    county.write(tx).await.unwrap();
    county
}

/// A clock of a person, running from a day with these last days.
pub(crate) fn clock(
    person: PersonId,
    at: Option<OrganizationId>,
    id: u128,
    guarantee: Guarantee,
    days: [Date; 3],
) -> KeptClock {
    let [started_on, risk_on, due_on] = days;
    let clock = Clock {
        begun_by: Beginning::Happened(HappeningId::from_bits(id), Occasion::Visited),
        guarantee,
        matter: None,
        rule: "yearly".to_owned(),
        started_on,
        before_unknown: false,
        due: Deadline { on: due_on, provisional: false },
        risk_on,
        end: None,
    };
    KeptClock { person_id: person, organization_id: at, clock }
}

async fn account(tx: &mut Tx, name: &str) -> Account {
    let mut ids = Ids::seeded(u64::try_from(name.len()).unwrap() + u64::from(name.as_bytes()[0]), NOW);
    let account = Account {
        account_id: guanai_kernel::ids::AccountId::fresh(&mut ids),
        sign_in_name: name.to_owned(),
        name: name.to_owned(),
        role: "branch-contact".to_owned(),
        organization_id: None,
        person_id: None,
        secret: AccountSecret::Nothing,
        state: AccountState::Active,
        made_at: NOW,
        made_by: "console".to_owned(),
        closed_at: None,
    };
    accounts::add(tx, &account).await.unwrap();
    account
}

#[test]
fn what_happened_and_rests_read_back_and_are_struck_out_and_never_lost() {
    on_both(async |db| {
        let mut tx = db.begin_write().await.unwrap();
        let county = written(&mut tx).await;
        let [a, b] = [0, 1].map(|at: usize| county.persons[at].person_id);
        let kept = happenings::list_of_many(&mut tx, &[a, b]).await.unwrap();
        assert!(kept.len() == 2 && county.care.happenings.iter().all(|h| kept.contains(h)));
        let before = county.care.happenings[0].clone();
        let struck = KeptHappening { state: EntryState::Struck, ..before.clone() };
        happenings::amend(&mut tx, &before, &struck, NOW).await.unwrap();
        let id = before.happening.happening_id;
        assert_eq!(happenings::find(&mut tx, id).await.unwrap(), Some(struck));

        let rest = &county.care.rests[0];
        assert_eq!(happenings::list_rests_of_many(&mut tx, &[b]).await.unwrap(), [rest.clone()]);
        let mut early = rest.clone();
        early.rest.until_on = day(2026, 7, 1);
        happenings::amend_rest(&mut tx, rest, &early, NOW).await.unwrap();
        assert_eq!(happenings::find_rest(&mut tx, rest.rest.rest_id).await.unwrap(), Some(early));
        assert_eq!(happenings::find_rest(&mut tx, RestId::from_bits(1)).await.unwrap(), None);
    });
}

#[test]
fn clocks_are_put_in_place_of_what_stood_and_only_what_differs_is_written() {
    on_both(async |db| {
        let mut tx = db.begin_write().await.unwrap();
        let county = written(&mut tx).await;
        let [a, b] = [0, 1].map(|at: usize| county.persons[at].person_id);
        let branch = Some(county.organizations[1].organization_id);
        let days = [day(2026, 1, 5), day(2026, 12, 1), day(2027, 1, 5)];
        let first = clock(a, branch, 1, Guarantee::Visit, days);
        let mut kept = clock(a, branch, 2, Guarantee::Illness, days);
        kept.clock.end =
            Some(End::Kept { by: HappeningId::from_bits(9), on: day(2026, 2, 2), counted_on: day(2027, 2, 2) });
        let mut ended = clock(a, branch, 3, Guarantee::Work, days);
        let by = HappeningId::from_bits(8);
        ended.clock.end = Some(End::Ended { by, occasion: Occasion::WorkFound, on: day(2026, 3, 3) });
        let mut freed = clock(b, branch, 4, Guarantee::Visit, days);
        freed.clock.begun_by = Beginning::ExemptionOver(RestId::from_bits(4));
        freed.clock.matter = Some(MatterId::from_bits(77));
        freed.clock.end = Some(End::Exempted { by: RestId::from_bits(5), on: day(2026, 4, 4) });
        let all = vec![first.clone(), kept, ended, freed];
        assert_eq!(clocks::rebuild_of(&mut tx, &[a, b], &all).await.unwrap(), 4);
        assert_eq!(clocks::rebuild_of(&mut tx, &[a, b], &all).await.unwrap(), 0, "nothing differs");
        assert_eq!(clocks::list_of_many(&mut tx, &[a, b]).await.unwrap().len(), 4);
        let mut read = clocks::list_all(&mut tx).await.unwrap();
        read.sort_by_key(|kept| kept.clock.begun_by.clock_id());
        assert_eq!(read, all);
        let mut later = first;
        later.clock.due.provisional = true;
        assert_eq!(clocks::rebuild_of(&mut tx, &[a], &[later.clone()]).await.unwrap(), 3, "one changes, two go");
        assert_eq!(clocks::list_of_many(&mut tx, &[a]).await.unwrap(), [later]);
        assert_eq!(clocks::count(&mut tx).await.unwrap(), 2);
        let broken = checks::run(&mut tx).await.unwrap();
        assert!(broken.iter().all(|outcome| outcome.holds), "{broken:?}");
    });
}

#[test]
fn a_running_clock_follows_its_person_to_another_branch() {
    on_both(async |db| {
        let mut tx = db.begin_write().await.unwrap();
        let mut county = written(&mut tx).await;
        let new = county.person(77);
        persons::add_many(&mut tx, &[new.clone()]).await.unwrap();
        let days = [day(2026, 1, 5), day(2026, 12, 1), day(2027, 1, 5)];
        let running = clock(new.person_id, None, 1, Guarantee::Visit, days);
        clocks::rebuild_of(&mut tx, &[new.person_id], &[running]).await.unwrap();
        let spell = county.membership(new.person_id);
        memberships::add_many(&mut tx, &[spell.clone()]).await.unwrap();
        let at = |clocks: Vec<KeptClock>| clocks[0].organization_id;
        let where_now = at(clocks::list_of_many(&mut tx, &[new.person_id]).await.unwrap());
        assert_eq!(where_now, Some(county.organizations[1].organization_id));
        memberships::end_many(&mut tx, &[(spell.membership_id, day(2026, 8, 1))]).await.unwrap();
        assert_eq!(at(clocks::list_of_many(&mut tx, &[new.person_id]).await.unwrap()), None);
        let broken = checks::run(&mut tx).await.unwrap();
        let totals = broken.iter().find(|outcome| outcome.name == "clock-totals-are-as-counted").unwrap();
        assert!(totals.holds, "{totals:?}");
    });
}

#[test]
fn tiers_are_appended_and_the_last_of_a_day_stands() {
    on_both(async |db| {
        let mut tx = db.begin_write().await.unwrap();
        let county = written(&mut tx).await;
        let person_id = county.persons[0].person_id;
        let tier = |from_on, rule: Option<&str>| Tier {
            person_id,
            guarantee: Guarantee::Visit,
            from_on,
            rule: rule.map(str::to_owned),
        };
        let first = [tier(day(2026, 1, 1), Some("monthly")), tier(day(2026, 5, 1), None)];
        clocks::append_tiers(&mut tx, &first).await.unwrap();
        clocks::append_tiers(&mut tx, &[tier(day(2026, 5, 1), Some("quarterly"))]).await.unwrap();
        let kept = clocks::list_tiers_of_many(&mut tx, &[person_id]).await.unwrap();
        assert_eq!(kept, [first[0].clone(), tier(day(2026, 5, 1), Some("quarterly"))]);
    });
}

#[test]
fn the_board_counts_by_organisation_as_clocks_stand_on_a_day() {
    on_both(async |db| {
        let mut tx = db.begin_write().await.unwrap();
        let county = written(&mut tx).await;
        let [a, b, c] = [0, 1, 2].map(|at: usize| county.persons[at].person_id);
        let branch = Some(county.organizations[1].organization_id);
        let started = day(2026, 1, 5);
        let on = |risk, due| [started, risk, due];
        let late = clock(a, branch, 1, Guarantee::Visit, on(day(2026, 5, 1), day(2026, 6, 1)));
        let risky = clock(c, branch, 2, Guarantee::Visit, on(day(2026, 6, 1), day(2026, 7, 1)));
        let paused = clock(b, branch, 3, Guarantee::Visit, on(day(2026, 6, 1), day(2026, 7, 1)));
        let mut unknown = clock(a, branch, 4, Guarantee::Illness, on(day(2026, 12, 1), day(2026, 12, 31)));
        unknown.clock.before_unknown = true;
        let mut waits = clock(c, branch, 5, Guarantee::Illness, [day(2026, 9, 1), day(2026, 9, 2), day(2026, 9, 3)]);
        waits.clock.begun_by = Beginning::ExemptionOver(RestId::from_bits(5));
        let kept = |id, counted_on| {
            let mut kept = clock(c, branch, id, Guarantee::Work, on(day(2026, 5, 1), day(2026, 6, 10)));
            kept.clock.end = Some(End::Kept { by: HappeningId::from_bits(9), on: started, counted_on });
            kept
        };
        let kept = [kept(6, day(2026, 6, 10)), kept(7, day(2026, 6, 11)), kept(8, day(2026, 5, 30))];
        let all = [vec![late.clone(), risky.clone(), paused, unknown, waits], kept.to_vec()].concat();
        clocks::rebuild_of(&mut tx, &[a, b, c], &all).await.unwrap();
        let board = clock_board::count_board(&mut tx, today(), (day(2026, 6, 1), today())).await.unwrap();
        let expected = BTreeMap::from([
            ((branch, Guarantee::Visit), ClockCounts { late: 1, at_risk: 1, paused: 1, ..ClockCounts::default() }),
            ((branch, Guarantee::Illness), ClockCounts { before_unknown: 1, not_owed: 1, ..ClockCounts::default() }),
            ((branch, Guarantee::Work), ClockCounts { kept: 1, kept_late: 1, ..ClockCounts::default() }),
        ]);
        assert_eq!(board, expected);
        let may = (day(2026, 5, 1), day(2026, 5, 31));
        let before = clock_board::count_board(&mut tx, today(), may).await.unwrap();
        let work = before[&(branch, Guarantee::Work)];
        assert_eq!((work.kept, work.kept_late), (1, 0), "another month's");

        let mut wanted = WantedClocks {
            organizations: branch.map(|id| vec![id]),
            guarantee: Some(Guarantee::Visit),
            due_by: None,
            due_from: None,
            risk_by: None,
            but_not: LeftOut::Nothing,
        };
        assert_eq!(clock_board::count_wanted(&mut tx, &wanted).await.unwrap(), 3);
        let one = Stretch { skip: 0, take: 1 };
        assert_eq!(clock_board::list_wanted(&mut tx, &wanted, one).await.unwrap(), [late]);
        let places = wanted.organizations.clone().unwrap();
        for (of, expected) in [(None, 1), (Some(places.as_slice()), 1), (Some(&[][..]), 0)] {
            assert_eq!(clock_board::count_late(&mut tx, Guarantee::Visit, today(), of).await.unwrap(), expected);
        }
        assert_eq!(clock_board::count_late(&mut tx, Guarantee::Help, today(), None).await.unwrap(), 0);
        wanted.due_from = Some(today());
        assert_eq!(clock_board::count_wanted(&mut tx, &wanted).await.unwrap(), 2);
        wanted.but_not = LeftOut::Paused(today());
        assert_eq!(clock_board::list_wanted(&mut tx, &wanted, one).await.unwrap(), [risky]);
        let unknown = WantedClocks { guarantee: None, but_not: LeftOut::AllButUnknown(today()), ..wanted.clone() };
        assert_eq!(clock_board::count_wanted(&mut tx, &unknown).await.unwrap(), 1);
        wanted.risk_by = Some(day(2026, 5, 31));
        assert_eq!(clock_board::count_wanted(&mut tx, &wanted).await.unwrap(), 0);
        wanted.organizations = Some(Vec::new());
        assert_eq!(clock_board::count_wanted(&mut tx, &wanted).await.unwrap(), 0);
    });
}

#[test]
fn a_late_clock_is_untold_until_an_open_account_hears_of_its_lateness() {
    on_both(async |db| {
        let mut tx = db.begin_write().await.unwrap();
        let county = written(&mut tx).await;
        let person_id = county.persons[0].person_id;
        let days = [day(2026, 1, 5), day(2026, 5, 1), day(2026, 6, 1)];
        let branch = Some(county.organizations[1].organization_id);
        clocks::rebuild_of(&mut tx, &[person_id], &[clock(person_id, branch, 1, Guarantee::Visit, days)])
            .await
            .unwrap();
        assert_eq!(clock_board::list_untold(&mut tx, day(2026, 6, 1)).await.unwrap(), []);
        let untold = clock_board::list_untold(&mut tx, day(2026, 6, 2)).await.unwrap();
        assert_eq!(untold, [(person_id, Guarantee::Visit, ClockId::from_bits(1))]);

        let contact = account(&mut tx, "contact").await;
        let telling = |stage| KeptTelling {
            person_id,
            clock_id: ClockId::from_bits(1),
            guarantee: Guarantee::Visit,
            stage,
            account: contact.account_id.to_string(),
            post: Post::Branch,
            told_at: NOW,
            seen_at: None,
        };
        let risk = [telling(Stage::AtRisk)];
        assert_eq!(tellings::append_many(&mut tx, &risk).await.unwrap(), 1);
        assert_eq!(clock_board::list_untold(&mut tx, today()).await.unwrap().len(), 1, "of its risk alone");
        let both = [telling(Stage::AtRisk), telling(Stage::Late)];
        assert_eq!(tellings::append_many(&mut tx, &both).await.unwrap(), 1, "nobody is told twice");
        assert_eq!(clock_board::list_untold(&mut tx, today()).await.unwrap(), []);
        assert_eq!(tellings::list_of_many(&mut tx, &[person_id]).await.unwrap(), both);
        let account_id = contact.account_id.to_string();
        let page = Stretch { skip: 0, take: 9 };
        let last = tellings::list_last_open_of(&mut tx, &account_id, page).await.unwrap();
        assert_eq!(last, [telling(Stage::Late)], "of each clock the last that was told");
        assert_eq!(tellings::list_last_open_of(&mut tx, "nobody", page).await.unwrap(), []);
        let open = tellings::count_open_of(&mut tx, &account_id).await.unwrap();
        assert_eq!((open.late, open.at_risk, open.started, open.new, open.all()), (1, 0, 0, 1, 1));
        let before = Moment::from_micros(NOW.as_micros() - 1);
        assert_eq!(tellings::amend_seen(&mut tx, &account_id, before, NOW).await.unwrap(), 0, "told after it was read");
        assert_eq!(tellings::amend_seen(&mut tx, &account_id, NOW, NOW).await.unwrap(), 2);
        assert_eq!(tellings::amend_seen(&mut tx, &account_id, NOW, NOW).await.unwrap(), 0);
        assert_eq!(tellings::count_open_of(&mut tx, &account_id).await.unwrap().new, 0);

        let closed = Account { state: AccountState::Closed, closed_at: Some(NOW), ..contact.clone() };
        accounts::amend(&mut tx, &contact, &closed).await.unwrap();
        assert_eq!(clock_board::list_untold(&mut tx, today()).await.unwrap().len(), 1, "who has left does not hear");
    });
}

#[test]
fn deputies_and_duty_turns_are_those_that_still_hold() {
    on_both(async |db| {
        let mut tx = db.begin_write().await.unwrap();
        let [one, two] = [account(&mut tx, "one").await, account(&mut tx, "second").await];
        let deputy = Deputy {
            account: one.account_id.to_string(),
            from_on: day(2026, 6, 1),
            until_on: day(2026, 6, 15),
            deputy: Some(two.account_id.to_string()),
            named_by: "console".to_owned(),
            recorded_at: NOW,
        };
        standins::add_deputy(&mut tx, &deputy).await.unwrap();
        assert_eq!(standins::list_deputies_from(&mut tx, day(2026, 6, 14)).await.unwrap(), [deputy.clone()]);
        assert_eq!(standins::list_deputies_from(&mut tx, day(2026, 6, 15)).await.unwrap(), []);
        let early = Deputy { until_on: day(2026, 6, 10), deputy: None, ..deputy.clone() };
        standins::amend_deputy(&mut tx, &deputy, &early, NOW).await.unwrap();
        assert_eq!(standins::list_deputies_from(&mut tx, day(2026, 6, 1)).await.unwrap(), [early]);
        let turn = DutyTurn {
            account: two.account_id.to_string(),
            from_on: day(2026, 6, 1),
            until_on: day(2026, 7, 1),
            named_by: "console".to_owned(),
            recorded_at: NOW,
        };
        standins::add_duty_turn(&mut tx, &turn).await.unwrap();
        let short = DutyTurn { until_on: day(2026, 6, 2), ..turn.clone() };
        standins::amend_duty_turn(&mut tx, &turn, &short, NOW).await.unwrap();
        assert_eq!(standins::list_duty_turns_from(&mut tx, day(2026, 6, 1)).await.unwrap(), [short]);
        assert_eq!(standins::list_duty_turns_from(&mut tx, day(2026, 6, 2)).await.unwrap(), []);
    });
}

#[test]
fn a_question_is_read_one_at_a_time_and_lists_hold_none_of_its_words() {
    on_both(async |db| {
        let mut tx = db.begin_write().await.unwrap();
        let county = written(&mut tx).await;
        let asked = county.care.questions[0].clone();
        let answering = account(&mut tx, "taker").await.account_id.to_string();
        let friend = account(&mut tx, "friend of theirs").await.account_id.to_string();
        let at = Moment::from_micros(NOW.as_micros() + 1);
        let taken =
            Question { state: QuestionState::Taken, taken_by: Some(answering.clone()), moved_at: at, ..asked.clone() };
        questions::amend(&mut tx, &asked, &taken).await.unwrap();
        assert!(questions::find(&mut tx, asked.question_id).await.unwrap() == Some(taken.clone()));
        let answered = Question {
            state: QuestionState::Answered,
            answer: Some("我们见一面，慢慢说。".to_owned()),
            closed_on: Some(today()),
            moved_at: at,
            ..taken.clone()
        };
        assert_eq!(questions::list_brief_open(&mut tx).await.unwrap().len(), 1);
        questions::amend(&mut tx, &taken, &answered).await.unwrap();
        assert_eq!(questions::list_brief_open(&mut tx).await.unwrap(), []);
        let reader = QuestionReader {
            question_id: asked.question_id,
            account: friend.clone(),
            because: ReaderReason::Allowed,
            since_at: NOW,
        };
        questions::add_reader(&mut tx, &reader).await.unwrap();
        questions::add_reader(&mut tx, &reader).await.unwrap();
        assert_eq!(questions::list_readers(&mut tx, asked.question_id).await.unwrap(), [reader]);
        for account in [&answering, &friend] {
            let brief = questions::list_brief_read_by(&mut tx, account).await.unwrap();
            assert_eq!((brief.len(), brief[0].state), (1, QuestionState::Answered));
        }
        assert_eq!(questions::list_brief_read_by(&mut tx, "console").await.unwrap(), []);
        let brief = questions::list_brief_of_many(&mut tx, &[asked.person_id]).await.unwrap();
        assert_eq!((brief[0].moved_at, brief[0].post), (at, Post::Township));
    });
}

#[test]
fn what_other_records_tell_is_read_without_their_words() {
    on_both(async |db| {
        let mut tx = db.begin_write().await.unwrap();
        let county = written(&mut tx).await;
        let all: Vec<PersonId> = county.persons.iter().map(|person| person.person_id).collect();
        let seen = clock_sources::list_seen(&mut tx, &all).await.unwrap();
        assert_eq!(seen.len(), county.visits.len() + county.seen.len());
        let need = county.needs[0].clone();
        let planned = Need { state: NeedState::Planned, ..need.clone() };
        let again = Need { state: NeedState::Confirmed, ..need.clone() };
        let [one, two] = [1, 2].map(|later| Moment::from_micros(NOW.as_micros() + later));
        needs::amend_many(&mut tx, &[(need.clone(), planned.clone())], one).await.unwrap();
        needs::amend_many(&mut tx, &[(planned, again)], two).await.unwrap();
        let ways = clock_sources::list_need_ways(&mut tx, &[need.person_id]).await.unwrap();
        let way = ways.iter().find(|way| way.need_id == need.need_id).unwrap();
        let states = [(need.state, need.recorded_at), (NeedState::Planned, one), (NeedState::Confirmed, two)];
        assert_eq!((&way.states[..], way.from_book), (&states[..], need.import_id.is_some()));
        let spells = clock_sources::list_spells(&mut tx, &all).await.unwrap();
        assert!(spells.len() == county.memberships.len() && spells.iter().all(|spell| spell.from_book));
        let person = county.persons[0].clone();
        let dead = guanai_registry::Person { died_on: Some(day(2026, 6, 3)), ..person.clone() };
        persons::amend(&mut tx, &person, &dead, NOW).await.unwrap();
        let deaths = clock_sources::list_deaths(&mut tx, &all).await.unwrap();
        assert_eq!(deaths, BTreeMap::from([(person.person_id, day(2026, 6, 3))]));
        let facts = clock_sources::list_facts_named(&mut tx, &all, &["health.f2", "plain.f1"]).await.unwrap();
        assert_eq!(facts.len(), 2);
        let since = facts.iter().map(|fact| fact.valid_from).max().unwrap();
        let lately = async |tx: &mut Tx, names: &[&str], since| {
            clock_sources::list_told_since(tx, &all, names, since).await.unwrap()
        };
        assert!(lately(&mut tx, &["health.f2", "plain.f1"], since).await.contains(&facts[0].person_id));
        assert_eq!(lately(&mut tx, &["health.f2", "plain.f1"], day(2099, 1, 1)).await, []);
        assert_eq!(lately(&mut tx, &[], since).await, []);
        let places = clock_sources::list_places(&mut tx).await.unwrap();
        let places: Vec<_> = places.iter().map(|p| (p.organization_id, p.superior_id, p.name.clone())).collect();
        let all = county.organizations.iter().map(|o| (o.organization_id, o.superior_id, o.name.clone()));
        assert_eq!(places, all.collect::<Vec<_>>());
        let reckoned = clock_sources::list_reckoned(&mut tx).await.unwrap();
        let belonging: std::collections::BTreeSet<PersonId> = spells.iter().map(|spell| spell.person_id).collect();
        assert_eq!(reckoned, belonging.into_iter().collect::<Vec<_>>());
    });
}
