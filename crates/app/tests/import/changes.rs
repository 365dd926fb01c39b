//! Whose allowance changes in a month, held against everybody's answers one by one, on both engines: the carried county, a month with
//! a rise of a figure in it, and the day and the reason of each.

use std::collections::BTreeMap;

use guanai_app::people::{ChangeReason, ChangedRow, ChangesAsk, ChangesPage, read_changes};
use guanai_app::population::Population;
use guanai_app::{Actor, Role};
use guanai_casework::reach::ShownCount;
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::{Date, Money};
use guanai_registry::{PartyOrganization, Person};
use guanai_scheme::{Assessor, ChangeKind, Effect, MeasureKind};
use guanai_store::{audit, organizations, persons};
use guanai_testkit::engines::on_both;

use crate::office::{MID_2026, Office, STANDARDS, carried};

/// Person and measure, what becomes of it, and the first day.
type Brute = BTreeMap<(PersonId, usize), (ChangeKind, Date, Option<OrganizationId>)>;

const DECEMBER: Date = Date::constant(2026, 12, 1);
const MONTHS: [Date; 2] = [Date::constant(2026, 7, 1), DECEMBER];

fn last_of(month: Date) -> Date {
    guanai_kernel::civil::month_after(month).unwrap().yesterday().unwrap()
}

fn allowances() -> Vec<usize> {
    let all = STANDARDS.pack.measures().iter().enumerate();
    all.filter(|(_, measure)| measure.kind == MeasureKind::Allowance).map(|(at, _)| at).collect()
}

/// What is given; something without an amount is less than the least amount.
fn given(effect: Effect) -> Option<Given> {
    if let Effect::Given { amount, .. } = effect { Some(Given(amount)) } else { None }
}

/// With its amount, where it has one.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Given(Option<Money>);

fn open(effect: Effect) -> bool {
    matches!(effect, Effect::Undetermined | Effect::Conflict | Effect::Fault)
}

/// What a month comes to, said by one answer after another.
fn kind(was: Effect, is: Effect) -> Option<ChangeKind> {
    match (given(was), given(is)) {
        (None, Some(_)) if open(was) => Some(ChangeKind::Differs),
        (None, Some(_)) => Some(ChangeKind::Begins),
        (Some(_), None) if open(is) => Some(ChangeKind::Differs),
        (Some(_), None) => Some(ChangeKind::Ends),
        (Some(was), Some(is)) if is > was => Some(ChangeKind::Gains),
        (Some(was), Some(is)) if is < was => Some(ChangeKind::Loses),
        (None, None) if open(is) && !open(was) => Some(ChangeKind::Differs),
        _ => None,
    }
}

/// Everybody on both days, and those for whom something changes day by day, one answer after another.
async fn brute(office: &Office, month: Date) -> Brute {
    let (eve, last) = (month.yesterday().unwrap(), last_of(month));
    let mut ends: BTreeMap<(PersonId, usize), Vec<Effect>> = BTreeMap::new();
    let mut places = BTreeMap::new();
    for day in [eve, last] {
        let there = Population::load(&mut office.reading().await, &STANDARDS.pack, day, office.now).await.unwrap();
        for (key, place, effect) in effects(&there, day) {
            places.insert(key.0, place);
            ends.entry(key).or_default().push(effect);
        }
    }
    ends.retain(|_, effects| kind(effects[0], effects[1]).is_some());
    let concerned: Vec<PersonId> = ends.keys().map(|(person_id, _)| *person_id).collect();
    let days: Vec<Date> =
        std::iter::successors(Some(eve), |day| day.tomorrow().ok()).take_while(|day| *day <= last).collect();
    let mut daily: BTreeMap<(PersonId, usize), Vec<Effect>> = BTreeMap::new();
    for day in &days {
        let mut tx = office.reading().await;
        let there = Population::load_of(&mut tx, &STANDARDS.pack, &concerned, *day, office.now).await.unwrap();
        for (key, _, effect) in effects(&there, *day) {
            daily.entry(key).or_default().push(effect);
        }
    }
    let mut firsts = Brute::new();
    for (key, effects) in ends {
        let nothing = |effect: Effect| given(effect).is_none() && !open(effect);
        let same = |was: Effect, is: Effect| {
            was == is || (nothing(was) && nothing(is)) || (given(was).is_some() && given(was) == given(is))
        };
        let first = daily[&key].windows(2).position(|pair| !same(pair[0], pair[1])).unwrap();
        firsts.insert(key, (kind(effects[0], effects[1]).unwrap(), days[first + 1], places[&key.0]));
    }
    firsts
}

/// What every allowance comes to for everybody on a day, with where they belong.
fn effects(there: &Population, day: Date) -> Vec<((PersonId, usize), Option<OrganizationId>, Effect)> {
    let assessor = Assessor::new(&STANDARDS.pack, day);
    let mut all = Vec::new();
    for resident in &there.residents {
        let place = resident.membership.as_ref().map(|spell| spell.organization_id);
        for at in allowances() {
            let effect = assessor.measure(&resident.subject, at).effect(day);
            all.push(((resident.person.person_id, at), place, effect));
        }
    }
    all
}

async fn page(office: &mut Office, who: &Actor, month: Date, of: Option<(OrganizationId, bool)>) -> ChangesPage {
    let mut all: Option<ChangesPage> = None;
    for page in 1.. {
        let organization_id = of.map(|(id, _)| id);
        let ask = ChangesAsk { organization_id, own: of.is_some_and(|(_, own)| own), month: Some(month), page };
        let read = read_changes(&mut office.cx_of(who.clone()), ask).await.unwrap();
        let told = match &mut all {
            Some(all) => {
                all.rows.extend(read.rows);
                all
            }
            None => all.insert(read),
        };
        if told.rows.len() as u64 >= told.rows_total {
            break;
        }
    }
    all.unwrap()
}

fn counts(brute: &Brute, of: impl Fn(usize, Option<OrganizationId>) -> bool) -> [ShownCount; 5] {
    ChangeKind::ALL.map(|wanted| {
        let found = brute.iter().filter(|((_, at), (kind, _, place))| *kind == wanted && of(*at, *place));
        ShownCount::Told(u64::try_from(found.count()).unwrap())
    })
}

/// Somebody who is given an allowance all December dies in it.
async fn dies(office: &Office, on: Date) -> PersonId {
    let there = Population::load(&mut office.reading().await, &STANDARDS.pack, DECEMBER, office.now).await.unwrap();
    let assessor = Assessor::new(&STANDARDS.pack, DECEMBER);
    let is_given = |at: &usize, subject| given(assessor.measure(subject, *at).effect(DECEMBER)).is_some();
    let found = there.residents.iter().find(|one| allowances().iter().any(|at| is_given(at, &one.subject))).unwrap();
    let before = &found.person;
    let after = Person { died_on: Some(on), ..before.clone() };
    let mut tx = office.db.begin_write().await.unwrap();
    persons::amend(&mut tx, before, &after, office.now).await.unwrap();
    tx.commit().await.unwrap();
    before.person_id
}

fn is_told(row: &ChangedRow) {
    let Some(reason) = &row.reason else { panic!("an officer sees the reason: {row:?}") };
    match reason {
        ChangeReason::Time(dates) => assert!(!dates.is_empty(), "a date from which is counted"),
        ChangeReason::Facts(facts) => assert!(!facts.is_empty()),
        ChangeReason::Figures(figures) => assert!(!figures.is_empty()),
        ChangeReason::Death | ChangeReason::Pause => {}
    }
}

#[test]
fn a_month_of_a_county_is_what_everybodys_answers_say_one_by_one() {
    on_both(async |db| {
        let mut office = Office::open(db);
        office.import(&carried(), MID_2026).await;
        let dead = dies(&office, Date::constant(2026, 12, 10)).await;
        let all = organizations::list_all(&mut office.reading().await).await.unwrap();
        let root = all.iter().find(|one| one.superior_id.is_none()).unwrap().organization_id;
        let over =
            |scope| Actor { role: Role::TownshipOfficer, scope: Some(scope), name: "镇".into(), ..Actor::console() };
        let mut seen = 0;
        for month in MONTHS {
            let brute = brute(&office, month).await;
            seen += brute.len();
            let whole = page(&mut office, &over(root), month, None).await;
            assert_eq!(whole.total, counts(&brute, |_, place| place.is_some()), "{month}");
            for (at, told) in &whole.measures {
                assert_eq!(*told, counts(&brute, |measure, place| measure == *at && place.is_some()), "{month} {at}");
            }
            // Down to each place with its own people, by name.
            let changing = |one: &&PartyOrganization| brute.values().any(|(.., at)| *at == Some(one.organization_id));
            let (changing, calm): (Vec<_>, Vec<_>) = all.iter().partition(changing);
            for one in changing.into_iter().take(6).chain(calm.into_iter().take(2)) {
                let place = one.organization_id;
                let here = page(&mut office, &over(root), month, Some((place, true))).await;
                let expected = brute.iter().filter(|(_, (.., at))| *at == Some(place));
                let expected: BTreeMap<_, _> = expected.map(|(key, (kind, on, _))| (*key, (*kind, *on))).collect();
                let told: BTreeMap<_, _> =
                    here.rows.iter().map(|row| ((row.person_id, row.measure), (row.kind, row.on))).collect();
                assert_eq!(told, expected, "{month} {}", one.name);
                here.rows.iter().for_each(is_told);
                let of_the_dead = here.rows.iter().filter(|row| row.person_id == dead);
                of_the_dead.for_each(|row| assert_eq!(row.reason, Some(ChangeReason::Death)));
            }
        }
        assert!(seen > 0, "a county in which nothing ever changes shows nothing");
        let brute = brute(&office, DECEMBER).await;
        let ends = brute.iter().find(|((person_id, _), _)| *person_id == dead).unwrap().1;
        assert_eq!((ends.0, ends.1), (ChangeKind::Ends, Date::constant(2026, 12, 10)));
        // The county sees how many, and no further down; a contact outside sees nothing of it.
        let console = read_changes(&mut office.cx_of(Actor::console()), ChangesAsk::default()).await.unwrap();
        assert!(console.rows.is_empty() && !console.places.is_empty());
        let leaf = all.iter().find(|one| one.superior_id.is_some()).unwrap().organization_id;
        let ask = ChangesAsk { organization_id: Some(leaf), ..ChangesAsk::default() };
        let down = read_changes(&mut office.cx_of(Actor::console()), ask).await.unwrap_err();
        assert_eq!(down.code(), "organization-not-found");
        let far = ChangesAsk { month: Some(Date::constant(2031, 1, 1)), ..ChangesAsk::default() };
        assert_eq!(read_changes(&mut office.cx_of(Actor::console()), far).await.unwrap_err().code(), "changes-month");
        let auditor = Actor { role: Role::Auditor, ..Actor::console() };
        assert_eq!(read_changes(&mut office.cx_of(auditor), ChangesAsk::default()).await.unwrap_err().code(), "denied");
        let acts = audit::page(&mut office.reading().await, None).await.unwrap();
        assert!(acts.iter().any(|act| act.action == "read-changes" && !act.subjects.is_empty()));
    });
}
