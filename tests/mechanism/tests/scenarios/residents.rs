//! The public: residents who are no members are taken into care, needed and helped like anybody, under measures and from funds of
//! their own; nothing of the members is spent on them, and no member waits longer for their sake.

use std::collections::BTreeSet;

use guanai_app::Actor;
use guanai_app::life::{EnterLifeEvent, record_life_event};
use guanai_app::needs::{RaiseNeed, ReadBack, raise_need};
use guanai_app::people::{ListPeople, list_people};
use guanai_app::residents::{EndResidentCare, EnterResident, end_resident_care, enter_resident, read_recipients};
use guanai_casework::application::{ApplicationState, DocumentKind, Verdict};
use guanai_casework::{Urgency, Voice};
use guanai_kernel::civil::add_days;
use guanai_kernel::codes::IdentityNumber;
use guanai_kernel::ids::PersonId;
use guanai_kernel::{Guarantee, Money, Recipient};
use guanai_registry::life_event::{LifeEventDetails, LifeEventKind};
use guanai_registry::{FactValue, MemberKind, Person};
use guanai_scheme::Answer;
use guanai_store::{checks, clocks, memberships, needs, organizations, persons};
use guanai_testkit::clock;

use crate::decisions::{Case, decide_from, favour, post, review};
use crate::engines::on_both;
use crate::office::{day, yuan};

fn number(figures: &str) -> String {
    let first = format!("990101{figures}");
    let check = IdentityNumber::check_letter(&first).unwrap();
    format!("{first}{check}")
}

impl Case {
    fn resident(&self, name: &str, figures: &str) -> EnterResident {
        EnterResident {
            name: name.to_owned(),
            identity: number(figures),
            phone: None,
            address: Some(" 东村，3 号 ".to_owned()),
            organization_id: self.branch,
            cause: "illness".to_owned(),
            since_on: self.today,
            agrees: true,
        }
    }

    async fn take(&mut self, wish: &EnterResident) -> Result<PersonId, &'static str> {
        let contact = self.contact.clone();
        self.take_as(&contact, wish).await
    }

    async fn take_as(&mut self, who: &Actor, wish: &EnterResident) -> Result<PersonId, &'static str> {
        let operation = self.operation();
        enter_resident(&mut self.cx(who), operation, wish).await.map_err(|error| error.code())
    }

    async fn end_care(&mut self, end: &EndResidentCare) -> Result<PersonId, &'static str> {
        let (operation, contact) = (self.operation(), self.contact.clone());
        end_resident_care(&mut self.cx(&contact), operation, end).await.map_err(|error| error.code())
    }

    async fn happens(&mut self, name: &str, kind: LifeEventKind) -> Result<(), &'static str> {
        let details = LifeEventDetails {
            letter: Some("示转001".to_owned()),
            place: Some("东门街1号".to_owned()),
            choice: Some("serious-illness".to_owned()),
            ..LifeEventDetails::default()
        };
        let wish = EnterLifeEvent {
            person_id: self.office.person(name).await,
            kind,
            on: self.today,
            details,
            destination: Some("下村党支部".to_owned()),
            because: "家属来说".to_owned(),
        };
        let (operation, contact) = (self.operation(), self.contact.clone());
        let entered = record_life_event(&mut self.cx(&contact), operation, &wish).await;
        entered.map(|_| ()).map_err(|error| error.code())
    }

    async fn need(&mut self, person_id: PersonId) {
        let wish = RaiseNeed {
            person_id,
            voice: Voice::Person,
            words: "看病的手续跑不动".to_owned(),
            category: Some("medical".to_owned()),
            urgency: Urgency::Normal,
            consents_to_contact: true,
            stated_on: self.today,
            wanted: 1,
            read_back: ReadBack::Done,
        };
        let (operation, contact) = (self.operation(), self.contact.clone());
        raise_need(&mut self.cx(&contact), operation, &wish).await.unwrap();
    }

    /// The running terms of members: whose, which, and by when.
    async fn terms_of_members(&self, residents: &[PersonId]) -> BTreeSet<(PersonId, Guarantee, String)> {
        let mut tx = self.office.db.begin_read().await.unwrap();
        let all = clocks::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        let members = all.into_iter().filter(|kept| !residents.contains(&kept.person_id));
        members.map(|kept| (kept.person_id, kept.clock.guarantee, format!("{:?}", kept.clock))).collect()
    }
}

/// Shows R68, R82: a resident is entered by the branch's contact, found among the people, applies, is appraised by the branch, reviewed
/// and put on notice like anybody, and is granted money from the residents' fund; from dues nothing is granted, and a member is
/// granted nothing from the residents' fund; both stand beside one another with their money.
#[test]
fn a_resident_is_helped_from_the_residents_fund_and_never_from_dues() {
    on_both(async |db| {
        let mut case = Case::of(db).await;
        let wish = case.resident("周群", "19700505021");
        let (operation, contact) = (case.operation(), case.contact.clone());
        let person_id = enter_resident(&mut case.cx(&contact), operation, &wish).await.unwrap();
        let again = enter_resident(&mut case.cx(&contact), operation, &wish).await.unwrap();
        assert_eq!(again, person_id, "sent again, it is entered once");
        let mut tx = case.office.db.begin_read().await.unwrap();
        let address = persons::find(&mut tx, person_id).await.unwrap().unwrap().address;
        tx.rollback().await.unwrap();
        assert_eq!(address.as_deref(), Some("东村，3 号"), "an address stays as it was written");
        assert_eq!(case.take(&wish).await, Err("resident-already"));
        for (figures, expected) in [("19580101011", "resident-is-member"), ("19600101019", "resident-elsewhere")] {
            let member = case.resident("田厚", figures);
            assert_eq!(case.take(&member).await, Err(expected), "{figures}");
        }
        let ask = ListPeople { class: Some("resident-in-care".to_owned()), page: 1, ..ListPeople::default() };
        let on = case.today;
        let found = list_people(&mut case.cx(&contact), on, &ask, None).await.unwrap();
        assert_eq!(found.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["周群"]);

        // What is a member's right holds for nobody else; what is theirs asks for what is not known.
        let assessed = case.office.assess("2026-06-30").await;
        let at = assessed.population.residents.iter().position(|one| one.person.name == "周群").unwrap();
        let held: Vec<&str> = assessed.assessments[at]
            .measures
            .iter()
            .filter(|one| matches!(one.answer, Answer::Holds(_)))
            .map(|one| case.office.standards.pack.measures()[one.measure].id.as_str())
            .collect();
        assert!(held.is_empty(), "{held:?}");
        assert!(matches!(case.office.answer("周群", "resident-relief").await, Answer::Undetermined(_)));
        let income = FactValue::Money(Money::from_yuan(6_000).unwrap());
        case.office.record("周群", "household.income_per_head", income).await;
        assert_eq!(case.office.amount("周群", "resident-relief").await, yuan(2_000));
        assert_eq!(case.office.amount("周群", "fixed-relief").await, None);

        let application_id = case.apply("周群", "resident-relief").await.unwrap();
        let names = ["田厚", "田弟", "乔书", "赵平", "钱顺", "孙和"];
        let with_resident = [&names[..], &["周群"]].concat();
        let refused = case.meet(application_id, &with_resident, favour(6)).await;
        assert_eq!(refused, Err("meeting-not-on-the-roll"), "a resident comes to no branch meeting");
        let meeting_id = case.meet(application_id, &names, favour(6)).await.unwrap();
        case.file_minutes(meeting_id).await;
        let (officer, approver, county) = (case.officer.clone(), case.approver.clone(), case.county.clone());
        case.attach(&contact, application_id, DocumentKind::Application).await;
        case.step(&officer, application_id, review()).await.unwrap();
        case.step(&officer, application_id, post()).await.unwrap();
        case.today = day("2026-07-08");
        case.step(&officer, application_id, guanai_app::applications::WishedStep::TakeDown).await.unwrap();
        for (purse, expected) in [
            (Some("dues"), "application-purse-serves-others"),
            (Some("care-fund"), "application-purse-serves-others"),
            (None, "application-no-purse"),
            (Some("kasse"), "application-other-purse"),
        ] {
            let step = decide_from(Verdict::Approved, yuan(2_000), purse);
            assert_eq!(case.step(&approver, application_id, step).await, Err(expected), "{purse:?}");
        }
        let step = decide_from(Verdict::Approved, yuan(2_000), Some("livelihood"));
        case.step(&approver, application_id, step).await.unwrap();
        let view = case.read(&officer, application_id).await;
        assert_eq!(view.row.state, ApplicationState::Approved);
        assert_eq!(view.decisions[0].purse.as_ref().unwrap().zh, "民生帮扶资金（群众）");

        let standing = case.office.as_it_stands("2026-07-08").await;
        let beside = read_recipients(&mut case.cx(&county), &standing, None).await.unwrap();
        assert_eq!((beside.members.people, beside.residents.people), (9, 1));
        let granted: Vec<_> = beside.granted_to(Recipient::Resident).collect();
        assert_eq!((granted.len(), granted[0].count, Some(granted[0].amount)), (1, 1, yuan(2_000)));
        assert_eq!(granted[0].purse.as_deref(), Some("livelihood"));
        assert_eq!(beside.granted_to(Recipient::Member).count(), 0);
        let elsewhere = Actor { scope: Some(case.branch), ..officer };
        let below = read_recipients(&mut case.cx(&elsewhere), &standing, None).await.unwrap();
        assert_eq!((below.members.people, below.residents.people), (7, 1));
        let mut tx = case.office.db.begin_read().await.unwrap();
        let outcomes = checks::run(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        assert!(outcomes.iter().all(|outcome| outcome.holds), "{outcomes:?}");
    });
}

/// Shows R82: a resident who joins the Party is the same person with a membership, and nothing of theirs is lost; a roster that does
/// not name residents misses none of them.
#[test]
fn a_resident_who_joins_is_the_same_person() {
    on_both(async |db| {
        let mut case = Case::of(db).await;
        let joins = case.resident("周群", "19700505021");
        let person_id = case.take(&joins).await.unwrap();
        let stays = case.resident("吴群", "19700505022");
        let stays = case.take(&stays).await.unwrap();
        case.need(person_id).await;
        let roster = "
            姓名, 公民身份号码, 入党日期,   转正日期, 所在党支部, 工作岗位, 是否流动党员
            周群, @19700505021, 2026-07-01, ,         上村党支部, 农民,     否";
        let imported = case.office.import("2026-07-31", &[roster]).await;
        assert!(imported.staged.refused.is_empty());
        let mut tx = case.office.db.begin_read().await.unwrap();
        let spells = memberships::list_of(&mut tx, person_id).await.unwrap();
        let raised = needs::list_of(&mut tx, person_id).await.unwrap();
        let kept = memberships::list_of(&mut tx, stays).await.unwrap();
        tx.rollback().await.unwrap();
        let kinds: Vec<Option<MemberKind>> = spells.iter().map(|spell| spell.kind).collect();
        assert_eq!(kinds, [Some(MemberKind::Resident), None], "the roster has no column of kinds");
        assert!(spells[1].is_member() && !spells[0].is_member());
        assert_eq!(spells[0].until_on, Some(day("2026-07-31")), "one ends where the other begins");
        assert_eq!((raised.len(), spells[1].joined_on), (1, Some(day("2026-07-01"))));
        assert_eq!((kept.len(), kept[0].until_on), (1, None), "no roster holds residents");
        let classes = case.office.classes("周群", "2026-07-31").await;
        assert!(classes.contains(&"new-member".to_owned()) && !classes.contains(&"resident-in-care".to_owned()));
        // 上村的七名党员都不在这份名册里，吴群不算在内。
        assert_eq!(imported.changes.absent, 7);
    });
}

/// Shows R82: what is of membership refuses a resident in plain words, life goes on like anybody's, no member's term grows longer
/// for their sake, and care ends when nothing of theirs is open any more.
#[test]
fn what_is_of_members_alone_is_not_a_residents_and_no_member_waits_longer() {
    on_both(async |db| {
        let mut case = Case::of(db).await;
        case.office.keep("2026-06-30").await;
        let before = case.terms_of_members(&[]).await;
        assert!(!before.is_empty());
        let mut residents = Vec::new();
        for (name, figures) in [("周群", "19700505021"), ("吴群", "19700505022"), ("郑群", "19700505023")] {
            let wish = case.resident(name, figures);
            let person_id = case.take(&wish).await.unwrap();
            case.need(person_id).await;
            residents.push(person_id);
        }
        case.office.keep("2026-06-30").await;
        assert_eq!(case.terms_of_members(&residents).await, before, "no member's term is another for their sake");
        let mut tx = case.office.db.begin_read().await.unwrap();
        let of_resident = clocks::list_of_many(&mut tx, &residents[..1]).await.unwrap();
        tx.rollback().await.unwrap();
        let mut terms: Vec<(&str, &str)> =
            of_resident.iter().map(|kept| (kept.clock.guarantee.code(), kept.clock.rule.as_str())).collect();
        terms.sort_unstable();
        assert_eq!(terms, [("help", "named-10"), ("visit", "resident-half-yearly")]);

        for kind in [LifeEventKind::Transfer, LifeEventKind::FloatingOut, LifeEventKind::FloatingBack] {
            assert_eq!(case.happens("周群", kind).await, Err("life-not-theirs"), "{kind}");
        }
        for kind in [LifeEventKind::Illness, LifeEventKind::Moving, LifeEventKind::Death] {
            assert_eq!(case.happens("周群", kind).await, Ok(()), "{kind}");
        }
        let end = EndResidentCare { person_id: residents[1], on: case.today };
        assert_eq!(case.end_care(&end).await, Err("resident-still-open"), "somebody waits for help");
        let member = EndResidentCare { person_id: case.office.person("田弟").await, on: case.today };
        assert_eq!(case.end_care(&member).await, Err("resident-is-member"));
        let wish = case.resident("冯群", "19700505024");
        let well = EndResidentCare { person_id: case.take(&wish).await.unwrap(), on: case.today };
        assert_eq!(case.end_care(&well).await, Ok(well.person_id));
        assert_eq!(case.take(&wish).await, Ok(well.person_id), "whoever comes back is the same person");
    });
}

/// Shows R82: what is typed of a resident is refused in its order, and leaves nothing: no consent, no branch that looks after residents,
/// another name on the card, somebody who died, a day that is not theirs.
#[test]
fn what_is_refused_of_a_residents_form_leaves_nothing() {
    on_both(async |db| {
        let mut case = Case::of(db).await;
        let (officer, today) = (case.officer.clone(), case.today);
        let mut tx = case.office.db.begin_read().await.unwrap();
        let all = organizations::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        let of = |name: &str| all.iter().find(|one| one.name == name).unwrap().organization_id;
        let good = case.resident("周群", "19700505021");
        let typed = [
            (EnterResident { name: " ".to_owned(), ..good.clone() }, "resident-name"),
            (EnterResident { name: "周".repeat(200), ..good.clone() }, "resident-name"),
            (EnterResident { address: Some("巷".repeat(500)), ..good.clone() }, "resident-address"),
            (EnterResident { cause: "no-such-cause".to_owned(), ..good.clone() }, "resident-no-cause"),
            (EnterResident { since_on: add_days(today, 1).unwrap(), ..good.clone() }, "resident-future"),
            (EnterResident { agrees: false, ..good.clone() }, "resident-not-agreed"),
            (EnterResident { organization_id: of("东门社区党支部"), ..good.clone() }, "organization-not-found"),
        ];
        for (wish, code) in typed {
            assert_eq!(case.take(&wish).await, Err(code));
        }
        let town = EnterResident { organization_id: of("中共河口镇委员会"), ..good.clone() };
        assert_eq!(case.take_as(&officer, &town).await, Err("resident-not-here"), "a township over branches");
        let identity = IdentityNumber::read(&good.identity, today).unwrap().number;
        let mut tx = case.office.db.begin_read().await.unwrap();
        assert_eq!(
            persons::find_by_identity(&mut tx, &identity).await.unwrap(),
            None,
            "what is refused leaves nothing"
        );
        tx.rollback().await.unwrap();

        // Whose care ended is known: by another name, or before that day, nobody is entered.
        let began = EnterResident { since_on: day("2026-06-10"), ..good.clone() };
        let person_id = case.take(&began).await.unwrap();
        for (end, code) in [
            (EndResidentCare { person_id, on: add_days(today, 1).unwrap() }, "resident-future"),
            (EndResidentCare { person_id, on: day("2026-06-09") }, "resident-too-early"),
            (EndResidentCare { person_id: PersonId::from_bits(9), on: today }, "person-not-found"),
        ] {
            assert_eq!(case.end_care(&end).await, Err(code));
        }
        case.end_care(&EndResidentCare { person_id, on: day("2026-06-20") }).await.unwrap();
        let other = EnterResident { name: "周裙".to_owned(), ..good.clone() };
        assert_eq!(case.take(&other).await, Err("resident-other-name"));
        let early = EnterResident { since_on: day("2026-06-19"), ..good.clone() };
        assert_eq!(case.take(&early).await, Err("resident-too-early"));
        let mut tx = case.office.db.begin_write().await.unwrap();
        let before = persons::get(&mut tx, person_id).await.unwrap();
        let dead = Person { died_on: Some(day("2026-06-25")), ..before.clone() };
        persons::amend(&mut tx, &before, &dead, clock::at(today)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(case.take(&good).await, Err("resident-died"));
    });
}
