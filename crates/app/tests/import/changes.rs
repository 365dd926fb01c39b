//! Whose allowance changes in a month, held against everybody's answers one by one, on both engines: the carried county, a month with
//! a rise of a figure in it, and the day and the reason of each.

use std::collections::BTreeMap;

use guanai_app::people::{ChangeReason, ChangedRow, ChangesAsk, ChangesPage, read_changes};
use guanai_app::population::Population;
use guanai_app::{Actor, Role};
use guanai_casework::reach::ShownCount;
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::{Date, Money};
use guanai_scheme::{Assessor, ChangeKind, Effect, MeasureKind};
use guanai_store::{audit, organizations};
use guanai_testkit::engines::on_both;

use crate::office::{MID_2026, Office, STANDARDS, carried};

/// Person and measure, what becomes of it, and the first day.
type Brute = BTreeMap<(PersonId, usize), (ChangeKind, Date, Option<OrganizationId>)>;

const MONTHS: [Date; 3] =
    [Date::constant(2026, 7, 1), Date::constant(2026, 12, 1), Date::constant(2027, 1, 1)];

fn last_of(month: Date) -> Date {
    guanai_kernel::civil::month_after(month).unwrap().yesterday().unwrap()
}

fn allowances() -> Vec<usize> {
    let all = STANDARDS.pack.measures().iter().enumerate();
    all.filter(|(_, measure)| measure.kind == MeasureKind::Allowance).map(|(at, _)| at).collect()
}

fn given(effect: Effect) -> Option<Option<Money>> {
    if let Effect::Given { amount, .. } = effect { Some(amount) } else { None }
}

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

/// Everybody day by day, one answer after another.
async fn brute(office: &Office, month: Date) -> Brute {
    let eve = month.yesterday().unwrap();
    let days: Vec<Date> = std::iter::successors(Some(eve), |day| day.tomorrow().ok())
        .take_while(|day| *day <= last_of(month))
        .collect();
    let (mut all, mut firsts): (BTreeMap<(PersonId, usize), Vec<Effect>>, Brute) = (BTreeMap::new(), BTreeMap::new());
    let mut places = BTreeMap::new();
    for day in &days {
        let there = Population::load(&mut office.reading().await, &STANDARDS.pack, *day, office.now).await.unwrap();
        let assessor = Assessor::new(&STANDARDS.pack, *day);
        for resident in &there.residents {
            let person_id = resident.person.person_id;
            places.insert(person_id, resident.membership.as_ref().map(|spell| spell.organization_id));
            for at in allowances() {
                let effect = assessor.measure(&resident.subject, at).effect(*day);
                all.entry((person_id, at)).or_default().push(effect);
            }
        }
    }
    for (key, effects) in all {
        let Some(kind) = kind(effects[0], *effects.last().unwrap()) else { continue };
        let nothing = |effect: Effect| given(effect).is_none() && !open(effect);
        let same = |was: Effect, is: Effect| {
            was == is || (nothing(was) && nothing(is)) || (given(was).is_some() && given(was) == given(is))
        };
        let first = effects.windows(2).position(|pair| !same(pair[0], pair[1])).unwrap();
        firsts.insert(key, (kind, days[first + 1], places[&key.0]));
    }
    firsts
}

async fn page(office: &mut Office, who: &Actor, month: Date, of: Option<(OrganizationId, bool)>) -> ChangesPage {
    let mut all: Option<ChangesPage> = None;
    for page in 1.. {
        let organization_id = of.map(|(id, _)| id);
        let ask = ChangesAsk { organization_id, own: of.is_some_and(|(_, own)| own), month: Some(month), page };
        let read = read_changes(&mut office.cx_of(who.clone()), ask).await.unwrap();
        let is_last = read.rows.is_empty();
        match &mut all {
            Some(all) => all.rows.extend(read.rows),
            None => all = Some(read),
        }
        if is_last {
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
        let all = organizations::list_all(&mut office.reading().await).await.unwrap();
        let root = all.iter().find(|one| one.superior_id.is_none()).unwrap().organization_id;
        let over = |scope| Actor { role: Role::TownshipOfficer, scope: Some(scope), name: "镇".into(), ..Actor::console() };
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
            let mut named = 0;
            for one in &all {
                let place = one.organization_id;
                let here = page(&mut office, &over(root), month, Some((place, true))).await;
                let expected = brute.iter().filter(|(_, (.., at))| *at == Some(place));
                let expected: BTreeMap<_, _> = expected.map(|(key, (kind, on, _))| (*key, (*kind, *on))).collect();
                let told: BTreeMap<_, _> =
                    here.rows.iter().map(|row| ((row.person_id, row.measure), (row.kind, row.on))).collect();
                assert_eq!(told, expected, "{month} {}", one.name);
                here.rows.iter().for_each(is_told);
                named += here.rows.len();
            }
            assert_eq!(named, brute.values().filter(|(.., place)| place.is_some()).count(), "everybody stands in one place");
        }
        assert!(seen > 0, "a county in which nothing ever changes shows nothing");
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
