//! What each role sees of a person, and what a list and a reading leave behind.

use guanai_app::people::{
    ListPeople, Number, PersonFile, Purpose, ReadPerson, UnmaskNumber, list_people, read_person, unmask_number,
};
use guanai_app::population::Population;
use guanai_app::{Actor, Role, Standards};
use guanai_casework::{CategoryChoice, Need, NeedState, Progress, Voice};
use guanai_kernel::Money;
use guanai_kernel::ids::{DiscrepancyId, FactId, NeedId, PersonId};
use guanai_registry::{Discrepancy, DiscrepancyKind, Fact, FactValue, Kin};
use guanai_scheme::{Assessor, Lang};
use guanai_store::audit::Subject;
use guanai_store::facts::NewFact;
use guanai_store::{discrepancies, facts, households, memberships, needs, persons};
use guanai_testkit::engines::on_both;

use crate::town::{Town, membership, morning, person, source, today};

pub fn actor(role: Role) -> Actor {
    Actor { name: "x".to_owned(), role, ..Actor::console() }
}

impl Town {
    /// Facts, a need, a relative and an open matter of the first member.
    pub async fn tell(&mut self) {
        let [own, other] = self.members;
        let fact = |ids: &mut _, name: &str, value, sensitive| NewFact {
            fact: Fact {
                fact_id: FactId::fresh(ids),
                person_id: own,
                name: name.to_owned(),
                value,
                valid_from: today(),
                valid_to: None,
                source: source(),
                verified: true,
                recorded_at: morning(),
            },
            sensitive,
        };
        let told = [
            fact(&mut self.ids, "hardship.recognised", FactValue::Bool(true), true),
            fact(&mut self.ids, "hardship.degree", FactValue::Text("severe".to_owned()), true),
            fact(&mut self.ids, "health.state", FactValue::Text("disabled".to_owned()), true),
            fact(&mut self.ids, "household.labour", FactValue::Int(2), false),
            fact(&mut self.ids, "medical.self_paid", FactValue::Money(Money::from_yuan(15_000).unwrap()), true),
        ];
        let need = Need {
            need_id: NeedId::fresh(&mut self.ids),
            person_id: own,
            number: None,
            category: CategoryChoice::Open,
            voice: Some(Voice::Person),
            words: "想学养蜂".to_owned(),
            urgency: None,
            wished_form: None,
            consents_to_contact: true,
            conditions: guanai_casework::NeedConditions::default(),
            stated_on: today(),
            due_on: None,
            state: NeedState::Raised,
            progress: Progress::default(),
            import_id: None,
            place: "需求 1".to_owned(),
            recorded_at: morning(),
        };
        let matter = |ids: &mut _, field: &str| Discrepancy {
            discrepancy_id: DiscrepancyId::fresh(ids),
            person_id: own,
            kind: DiscrepancyKind::ValuesDiffer,
            field: field.to_owned(),
            stands: Some("甲".to_owned()),
            other: Some("乙".to_owned()),
            source: source(),
            recorded_at: morning(),
            settled_on: None,
            verdict: None,
            decided_by: None,
        };
        let matters = [matter(&mut self.ids, "phone"), matter(&mut self.ids, "name")];
        let kin = Kin { person_id: own, relative_id: other, relation: "10".to_owned(), source: source() };
        let mut tx = self.db.begin_write().await.unwrap();
        facts::append_many(&mut tx, &told).await.unwrap();
        needs::add_many(&mut tx, &[need]).await.unwrap();
        discrepancies::add_many(&mut tx, &matters).await.unwrap();
        households::add_kin(&mut tx, &[kin]).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn read(&mut self, actor: Actor, person_id: PersonId) -> PersonFile {
        let (mut cx, ..) = self.cx(actor, morning());
        read_person(&mut cx, ReadPerson { person_id, as_of: today(), lang: Lang::Zh }).await.unwrap()
    }
}

/// What of a file a role sees: name, identity number's end, phone, its end, `hardship.degree`, `health.state`, `household.labour`,
/// need, values of an open matter about the name and about the phone, and why an answer that rests on health is what it is.
fn seen(file: &PersonFile) -> String {
    let fact = |name: &str| file.facts.iter().find(|fact| fact.name == name).unwrap().value.is_some();
    let matter = |field: &str| file.discrepancies.iter().find(|m| m.field == field).unwrap().stands.is_some();
    let class = |id: &str| {
        let at = Standards::embedded(Lang::Zh).unwrap().pack.class_index(id).unwrap();
        file.classes.iter().find(|class| class.class == at).unwrap().why.is_some()
    };
    [
        file.name == "曾小明",
        file.identity_end.is_some(),
        file.phone.is_some(),
        file.phone_end.is_some(),
        fact("hardship.degree"),
        fact("health.state"),
        fact("household.labour"),
        file.needs.as_ref().is_some_and(|needs| needs.len() == 1),
        matter("name"),
        matter("phone"),
        class("hardship-severe"),
        class("disabled-or-ill"),
    ]
    .map(|sees| if sees { 'y' } else { '-' })
    .iter()
    .collect()
}

#[test]
fn what_each_role_sees_of_a_person() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.tell().await;
        let own = town.members[0];
        let branch = Actor { scope: Some(town.branches[0]), ..actor(Role::BranchContact) };
        let township = Actor { scope: Some(town.townships[0]), ..actor(Role::TownshipOfficer) };
        let member = Actor { person_id: Some(own), ..actor(Role::Member) };
        for (who, row) in [
            (actor(Role::Console), "yyyyyyyyy-yy"),
            (branch, "y-yyy-yy--y-"),
            (township, "yyyyyyyyy-yy"),
            (actor(Role::CountyOfficer), "yyyyyyyyy-yy"),
            (actor(Role::CountyApprover), "yy-yyyyyy-yy"),
            (actor(Role::Auditor), "------y-----"),
            (member, "yyyyyyyyy-yy"),
        ] {
            let role = who.role;
            let file = town.read(who, own).await;
            assert_eq!(seen(&file), row, "{role:?}");
            assert!(!format!("{file:?}{:?}{:?}", file.facts, file.kin).contains("曾小明"), "no name gets into a log");
        }
        let auditor = town.read(actor(Role::Auditor), own).await;
        assert_eq!((auditor.name.as_str(), auditor.kin[0].name.as_str()), ("曾*明", "单*红"));
    });
}

#[test]
fn a_file_says_where_somebody_belongs_and_who_is_outside() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.tell().await;
        let [own, other] = town.members;
        let township = Actor { scope: Some(town.townships[0]), ..actor(Role::TownshipOfficer) };
        let file = town.read(township, own).await;
        let path: Vec<&str> = file.path.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(path, ["0镇党委", "0镇村党支部"], "from the top of the scope");
        assert_eq!(file.spells[0].organization, "0镇村党支部");
        assert_eq!((file.kin[0].name.as_str(), file.kin[0].person_id), ("单*红", None), "outside the scope");
        let file = town.read(actor(Role::CountyOfficer), own).await;
        assert_eq!(file.path.len(), 3);
        assert_eq!((file.kin[0].name.as_str(), file.kin[0].person_id), ("单小红", Some(other)));
        let measures = Standards::embedded(Lang::Zh).unwrap().pack.measures().len();
        assert_eq!(file.answers.len(), measures);
        assert!(file.answers.iter().all(|seen| seen.told.why.as_ref().is_some_and(|why| !why.sentence.is_empty())));
        assert_eq!(file.facts.iter().map(|fact| fact.source.place.as_str()).collect::<Vec<_>>(), ["花名册 1"; 5]);
    });
}

#[test]
fn every_reading_leaves_one_record() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [own, other] = town.members;
        let officer = actor(Role::CountyOfficer);
        town.read(officer.clone(), own).await;
        let (mut cx, ..) = town.cx(officer.clone(), morning());
        list_people(&mut cx, today(), &ListPeople::default(), None).await.unwrap();
        let ask = |number, purpose| UnmaskNumber { person_id: other, number, purpose };
        let shown = unmask_number(&mut cx, ask(Number::Phone, Purpose::Contact)).await.unwrap();
        assert_eq!(shown.number.as_str(), "19900000001");
        let shown = unmask_number(&mut cx, ask(Number::Identity, Purpose::Pay)).await.unwrap();
        assert!(shown.number.as_str().starts_with("99") && shown.number.as_str().len() == 18);
        let records = town.audit().await;
        let told: Vec<(&str, Option<&str>, Vec<Subject>)> = records
            .iter()
            .map(|record| (record.action.as_str(), record.purpose.as_deref(), record.subjects.clone()))
            .collect();
        let mut both = [Subject::Person(own), Subject::Person(other)];
        both.sort();
        for expected in [
            ("read-person", None, vec![Subject::Person(own)]),
            ("list-people", None, both.to_vec()),
            ("unmask-number", Some("phone:contact"), vec![Subject::Person(other)]),
            ("unmask-number", Some("identity:pay"), vec![Subject::Person(other)]),
        ] {
            assert!(told.contains(&expected), "{expected:?} is not in {told:?}");
        }
        assert_eq!(told.len(), 4);
        // What was refused leaves nothing, and hands nothing out.
        let (mut cx, ..) = town.cx(officer, morning());
        let nobody = PersonId::fresh(&mut cx.ids);
        let refused = UnmaskNumber { person_id: nobody, ..ask(Number::Phone, Purpose::Verify) };
        assert_eq!(unmask_number(&mut cx, refused).await.unwrap_err().code(), "person-not-found");
        assert_eq!(town.audit().await.len(), 4);
    });
}

#[test]
fn a_list_has_pages_in_order_and_filters_by_class() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.tell().await;
        let more: Vec<_> = (10..119).map(|number| person(&mut town.ids, number)).collect();
        let spells: Vec<_> = more.iter().map(|person| membership(&mut town.ids, person, town.branches[1])).collect();
        let mut tx = town.db.begin_write().await.unwrap();
        persons::add_many(&mut tx, &more).await.unwrap();
        memberships::add_many(&mut tx, &spells).await.unwrap();
        tx.commit().await.unwrap();
        let (mut cx, ..) = town.cx(actor(Role::CountyOfficer), morning());
        let mut names = Vec::new();
        for (page, rows) in [(1, 50), (2, 50), (3, 11), (4, 0)] {
            let ask = ListPeople { page, ..ListPeople::default() };
            let found = list_people(&mut cx, today(), &ask, None).await.unwrap();
            assert_eq!((found.rows.len(), found.total, found.page), (rows, 111, page));
            names.extend(found.rows.into_iter().map(|row| row.name));
        }
        let mut sorted = names.clone();
        sorted.sort_by_key(|name| (guanai_kernel::pinyin::search_key(name), name.clone()));
        assert_eq!(names, sorted);
        assert_eq!(names.last().map(String::as_str), Some("曾小明"));
        let ask = ListPeople { class: Some("hardship-severe".to_owned()), ..ListPeople::default() };
        let found = list_people(&mut cx, today(), &ask, None).await.unwrap();
        assert_eq!((found.rows.len(), found.total), (1, 1));
        let row = &found.rows[0];
        assert_eq!((row.name.as_str(), row.age, row.open_needs), ("曾小明", Some(66), Some(1)));
        assert_eq!(row.organization.as_deref(), Some("0镇村党支部"));
        let unknown = ListPeople { class: Some("nothing".to_owned()), ..ListPeople::default() };
        assert_eq!(list_people(&mut cx, today(), &unknown, None).await.unwrap_err().code(), "people-no-class");
    });
}

#[test]
fn some_people_are_assessed_as_among_everybody() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        town.tell().await;
        let standards = Standards::embedded(Lang::Zh).unwrap();
        let mut tx = town.db.begin_read().await.unwrap();
        let pack = &standards.pack;
        let everybody = Population::load(&mut tx, pack, today(), morning()).await.unwrap();
        let assessor = Assessor::new(pack, today());
        for person_id in town.members {
            let alone = Population::load_of(&mut tx, pack, &[person_id], today(), morning()).await.unwrap();
            assert_eq!(alone.residents.len(), 1);
            let [among, alone] = [&everybody, &alone].map(|p| assessor.assess(&p.find(person_id).unwrap().subject));
            assert_eq!(format!("{among:?}"), format!("{alone:?}"));
        }
    });
}
