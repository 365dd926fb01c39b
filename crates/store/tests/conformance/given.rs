//! What people were given, against the records themselves.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::application::{ApplicationState, Verdict};
use guanai_casework::{CategoryChoice, Need, NeedState, Outcome, VisitState};
use guanai_kernel::civil::add_days;
use guanai_kernel::{Date, Money};
use guanai_store::given::{self, Means};
use guanai_store::{applications, needs, pairs, visits};

use crate::county::{County, day, today};
use crate::engines::on_both;

type Counted = BTreeMap<(String, Means), (u64, Money)>;

#[test]
fn what_was_given_is_what_the_records_say() {
    on_both(async |db| {
        let mut county = County::new(1);
        let helped = county.need(county.persons[1].person_id, "91", CategoryChoice::Stated("medical".to_owned()));
        county.needs.push(Need { state: NeedState::Helped, ..helped });
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let (mut kinds, mut gifts_met) = ([0_usize; 5], 0);
        for (from, until) in [
            (day(2000, 1, 1), day(2030, 1, 1)),
            (day(2026, 1, 1), today()),
            (today(), today()),
            (day(2026, 2, 11), add_days(today(), -1).unwrap()),
        ] {
            let within = |on: Date| on >= from && on <= until;
            let mut expected = Counted::new();
            let mut add = |person: String, means: Means, amount: Money| {
                let one = expected.entry((person, means)).or_insert((0, Money::ZERO));
                *one = (one.0 + 1, one.1.checked_add(amount).unwrap());
            };
            let counted: Vec<_> = visits::list_all(&mut tx).await.unwrap();
            let counted = counted.into_iter().filter(|v| v.state == VisitState::Recorded && within(v.made_on));
            let mut gifts = BTreeMap::new();
            for visit in counted {
                add(visit.person_id.to_string(), Means::Visit(visit.act), Money::ZERO);
                for seen in visits::list_seen(&mut tx, visit.visit_id).await.unwrap() {
                    add(seen.person_id.to_string(), Means::Seen, Money::ZERO);
                }
                if let Some(gift) = visit.gift {
                    let key = (visit.person_id.to_string(), visit.occasions.clone(), visit.sheet_id.is_some());
                    let one = gifts.entry(key).or_insert((0_u64, Money::ZERO));
                    *one = (one.0 + 1, one.1.checked_add(gift.worth.unwrap_or(Money::ZERO)).unwrap());
                }
            }
            for application in applications::list_all(&mut tx).await.unwrap() {
                if application.state != ApplicationState::Approved {
                    continue;
                }
                let file = applications::find_file(&mut tx, application.application_id).await.unwrap().unwrap();
                let last = file.decisions.last().unwrap();
                if last.verdict == Verdict::Approved && within(last.decided_on) {
                    let means = Means::Approved(application.measure.clone());
                    add(application.person_id.to_string(), means, last.amount.unwrap_or(Money::ZERO));
                }
            }
            for pair in &county.pairs {
                for contact in pairs::list_contacts(&mut tx, pair.pair_id).await.unwrap() {
                    if within(contact.on) {
                        add(contact.person_id.to_string(), Means::Pair, Money::ZERO);
                    }
                }
            }
            for need in needs::list_all(&mut tx).await.unwrap() {
                let ended = need.progress.ending.as_ref().map(|ending| ending.outcome);
                let helped = need.state == NeedState::Helped
                    || (need.state == NeedState::Closed && matches!(ended, Some(Outcome::Met | Outcome::Partly)));
                if let Some(category) =
                    need.category.category().filter(|_| helped && within(need.recorded_at.day_in_china()))
                {
                    add(need.person_id.to_string(), Means::Need(category.to_owned()), Money::ZERO);
                }
            }
            let found = given::list_given(&mut tx, (from, until)).await.unwrap();
            let found: Counted = found
                .into_iter()
                .map(|row| ((row.person_id.to_string(), row.means), (row.times, row.amount)))
                .collect();
            assert_eq!(found, expected);
            for (_, means) in found.keys() {
                let at = match means {
                    Means::Visit(_) => 0,
                    Means::Seen => 1,
                    Means::Approved(_) => 2,
                    Means::Pair => 3,
                    Means::Need(_) => 4,
                };
                kinds[at] += 1;
            }
            let measures: BTreeSet<String> = found
                .keys()
                .filter_map(
                    |(_, means)| if let Means::Approved(measure) = means { Some(measure.clone()) } else { None },
                )
                .collect();
            let measures: Vec<&str> = measures.iter().map(String::as_str).collect();
            let mut approved: BTreeMap<(String, Means), u64> = BTreeMap::new();
            for (person, measure, day) in given::list_approved(&mut tx, &measures, until).await.unwrap() {
                assert!(day <= until && measures.contains(&measure.as_str()));
                if within(day) {
                    *approved.entry((person.to_string(), Means::Approved(measure))).or_default() += 1;
                }
            }
            let counted = found.iter().filter(|((_, means), _)| matches!(means, Means::Approved(_)));
            assert_eq!(approved, counted.map(|(key, (times, _))| (key.clone(), *times)).collect());
            let told = given::list_gifts(&mut tx, (from, until)).await.unwrap();
            let told: BTreeMap<_, _> = told
                .into_iter()
                .map(|row| ((row.person_id.to_string(), row.occasions, row.is_of_round), (row.times, row.worth)))
                .collect();
            assert_eq!(told, gifts);
            gifts_met += told.len();
        }
        assert!(kinds.iter().all(|met| *met > 0) && gifts_met > 0, "the county has each kind: {kinds:?}, {gifts_met}");
    });
}
