//! Who has read somebody's record, and the audit as the auditor reads it.

use guanai_app::asks::AskTopic;
use guanai_app::auditing::{ReadAudit, ReadAuditError, actions, read_audit};
use guanai_app::own::{ReadOwnError, read_own};
use guanai_app::people::{
    ListPeople, Number, Purpose, ReadPerson, UnmaskNumber, list_people, read_person, unmask_number,
};
use guanai_app::readers::{ListReadersError, list_readers};
use guanai_app::{Actor, Role};
use guanai_kernel::Date;
use guanai_scheme::Lang;
use guanai_testkit::engines::on_both;

use crate::town::{Town, after, morning, today};

const DAY: i64 = 24 * 3600;

impl Town {
    /// Somebody reads the first member's file.
    async fn look_at(&mut self, actor: &Actor, at: i64) {
        let ask = ReadPerson { person_id: self.members[0], as_of: today(), lang: Lang::Zh };
        let (mut cx, ..) = self.cx(actor.clone(), after(at));
        read_person(&mut cx, ask).await.unwrap();
    }
}

#[test]
fn a_member_reads_who_read_them_grouped_by_day_and_act_and_apart_from_themselves() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let member = town.member(0).await;
        let officer = town.actor("officer", Role::TownshipOfficer, Some(town.townships[0])).await;
        town.look_at(&officer, 100).await;
        town.look_at(&officer, 200).await;
        town.look_at(&officer, DAY).await;
        town.look_at(&member, 300).await;
        town.look_at(&Actor::console(), 400).await;
        let unmask = UnmaskNumber { person_id: town.members[0], number: Number::Phone, purpose: Purpose::Contact };
        let (mut cx, ..) = town.cx(officer.clone(), after(500));
        unmask_number(&mut cx, unmask).await.unwrap();
        list_people(&mut cx, today(), &ListPeople { page: 1, ..ListPeople::default() }, None).await.unwrap();
        let (mut cx, ..) = town.cx(member.clone(), after(DAY + 10));
        let read_by = read_own(&mut cx, today(), Lang::Zh).await.unwrap().read_by;
        let seen: Vec<_> = read_by
            .others
            .iter()
            .map(|r| (r.on, r.action.as_str(), r.times, r.by.name.is_some(), r.purpose.as_deref()))
            .collect();
        let (first, second) = (Date::constant(2026, 7, 1), Date::constant(2026, 7, 2));
        assert_eq!(
            seen,
            [
                (second, "read-person", 1, true, None),
                (first, "list-people", 1, true, None),
                (first, "unmask-number", 1, true, Some("phone:contact")),
                (first, "read-person", 1, false, None),
                (first, "read-person", 2, true, None),
            ]
        );
        assert_eq!((read_by.own, read_by.total, read_by.looked_through), (1, 7, 7));
        let last = &read_by.others[0];
        assert_eq!((last.role, last.by.place.as_deref()), (Some(Role::TownshipOfficer), Some("0镇党委")));
        assert_eq!(read_by.others[3].role, Some(Role::Console));
        // A member is the only reader of their own page.
        for role in Role::ALL.iter().copied().filter(|role| *role != Role::Member) {
            let actor = Actor { name: "x".to_owned(), role, person_id: member.person_id, ..Actor::console() };
            let (mut cx, ..) = town.cx(actor, morning());
            let refused = read_own(&mut cx, today(), Lang::Zh).await.unwrap_err();
            assert!(matches!(refused, ReadOwnError::Denied(_)), "{role:?}");
        }
        let (mut cx, ..) = town.cx(Actor { person_id: None, ..member }, morning());
        assert!(matches!(read_own(&mut cx, today(), Lang::Zh).await, Err(ReadOwnError::NotFound)));
    });
}

#[test]
fn the_county_and_the_auditor_read_who_read_somebody_and_that_too_is_recorded() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let officer = town.actor("officer", Role::CountyOfficer, None).await;
        let auditor = town.actor("auditor", Role::Auditor, None).await;
        let member = town.member(0).await;
        town.look_at(&officer, 100).await;
        town.look_at(&member, 110).await;
        let [own, other] = town.members;
        let (mut cx, ..) = town.cx(officer.clone(), after(120));
        let list = list_readers(&mut cx, own).await.unwrap();
        assert_eq!((list.whose.name.as_str(), list.read_by.others.len(), list.read_by.own), ("曾小明", 1, 1));
        let (mut cx, ..) = town.cx(auditor.clone(), after(130));
        let list = list_readers(&mut cx, own).await.unwrap();
        assert_eq!(list.whose.name, "曾*明");
        let actions: Vec<&str> = list.read_by.others.iter().map(|reading| reading.action.as_str()).collect();
        assert_eq!(actions, ["list-readers", "read-person"]);
        // Who keeps to a smaller scope sees no other's.
        let narrow = Actor { scope: Some(town.townships[1]), ..officer.clone() };
        let (mut cx, ..) = town.cx(narrow, after(140));
        assert!(matches!(list_readers(&mut cx, own).await, Err(ListReadersError::NotFound)));
        assert_eq!(list_readers(&mut cx, other).await.unwrap().read_by.total, 0);
        for role in Role::ALL {
            let actor = Actor { name: "x".to_owned(), role: *role, ..Actor::console() };
            let may = matches!(role, Role::CountyOfficer | Role::CountyApprover | Role::Auditor);
            let (mut cx, ..) = town.cx(actor, after(150));
            assert_eq!(list_readers(&mut cx, own).await.is_ok(), may, "{role:?}");
        }
    });
}

#[test]
fn the_audit_is_read_by_days_act_and_account_with_every_person_masked() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let auditor = town.actor("auditor", Role::Auditor, None).await;
        let officer = town.actor("officer", Role::CountyOfficer, None).await;
        let member = town.member(0).await;
        town.say(&member, AskTopic::Help, "请帮忙").await.unwrap();
        town.look_at(&officer, 2 * DAY).await;
        let (mut cx, ..) = town.cx(officer.clone(), after(2 * DAY + 5));
        list_people(&mut cx, today(), &ListPeople { page: 1, ..ListPeople::default() }, None).await.unwrap();
        let own = town.members[0];
        let (mut cx, ..) = town.cx(auditor.clone(), after(2 * DAY + 60));
        let everything = ReadAudit { page: 1, ..ReadAudit::default() };
        let page = read_audit(&mut cx, &everything).await.unwrap();
        assert_eq!((page.from_on, page.until_on), (Date::constant(2026, 6, 3), Date::constant(2026, 7, 3)));
        assert_eq!(page.total, u64::try_from(page.rows.len()).unwrap());
        assert_eq!((page.rows[0].action.as_str(), page.rows[0].about.people), ("list-people", 2));
        let read = &page.rows[1];
        assert_eq!(read.about.person.as_ref().map(|(id, name)| (*id, name.as_str())), Some((own, "曾*明")));
        assert_eq!((read.role, read.by.name.as_deref()), (Some(Role::CountyOfficer), Some("某某某")));
        let said = page.rows.iter().find(|row| row.action == "ask-office").unwrap();
        assert_eq!((said.role, said.by.name.as_deref()), (Some(Role::Member), Some("某*某")), "a member is masked");
        assert!(!format!("{page:?}").contains("小明"));
        let day = Some(Date::constant(2026, 7, 3));
        let of_day = ReadAudit { from_on: day, until_on: day, ..everything.clone() };
        assert_eq!(read_audit(&mut cx, &of_day).await.unwrap().total, 3, "and the reading of the audit itself");
        let opening = ReadAudit { action: Some("open-account".to_owned()), ..everything.clone() };
        assert_eq!(read_audit(&mut cx, &opening).await.unwrap().total, 3);
        let of_officer = ReadAudit { actor: Some(officer.name.clone()), ..everything.clone() };
        let done = read_audit(&mut cx, &of_officer).await.unwrap();
        assert!(done.rows.iter().all(|row| row.actor == officer.name) && done.total >= 3);
        assert_eq!(done.of.and_then(|of| of.role), Some(Role::CountyOfficer));
        let backwards = ReadAudit { until_on: Some(Date::constant(2026, 6, 1)), from_on: day, ..everything.clone() };
        assert!(matches!(read_audit(&mut cx, &backwards).await, Err(ReadAuditError::Days)));
        for role in Role::ALL {
            let actor = Actor { name: "x".to_owned(), role: *role, ..Actor::console() };
            let may = matches!(role, Role::Console | Role::Auditor);
            let (mut cx, ..) = town.cx(actor, after(3 * DAY));
            assert_eq!(read_audit(&mut cx, &everything).await.is_ok(), may, "{role:?}");
        }
        let known: Vec<&str> = actions().collect();
        for record in town.audit().await {
            assert!(known.contains(&record.action.as_str()), "{} is no action that a filter offers", record.action);
        }
    });
}
