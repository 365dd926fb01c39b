//! Role × own unit and another's: what is outside is not there, and cannot be told from what never was.

use guanai_app::organizations::read_organization;
use guanai_app::people::{
    ListPeople, ListPeopleError, Number, Purpose, ReadPerson, UnmaskNumber, list_people, read_person, unmask_number,
};
use guanai_app::{Actor, Role};
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_scheme::Lang;
use guanai_testkit::engines::on_both;

use crate::town::{Town, morning, today};

/// `y` for an answer, `-` for a role that may not, `n` for what is not there.
fn told(code: Option<&'static str>) -> char {
    match code {
        None => 'y',
        Some("denied") => '-',
        Some("person-not-found" | "organization-not-found") => 'n',
        Some(other) => panic!("{other}"),
    }
}

impl Town {
    async fn lists(&mut self, actor: &Actor, organization_id: OrganizationId) -> char {
        let (mut cx, ..) = self.cx(actor.clone(), morning());
        let ask = ListPeople { organization_id: Some(organization_id), ..ListPeople::default() };
        told(list_people(&mut cx, today(), &ask, None).await.err().map(|error| error.code()))
    }

    async fn reads(&mut self, actor: &Actor, person_id: PersonId) -> char {
        let (mut cx, ..) = self.cx(actor.clone(), morning());
        let ask = ReadPerson { person_id, as_of: today(), lang: Lang::Zh };
        told(read_person(&mut cx, ask).await.err().map(|error| error.code()))
    }

    async fn unmasks(&mut self, actor: &Actor, person_id: PersonId) -> char {
        let (mut cx, ..) = self.cx(actor.clone(), morning());
        let ask = UnmaskNumber { person_id, number: Number::Identity, purpose: Purpose::Verify };
        told(unmask_number(&mut cx, ask).await.err().map(|error| error.code()))
    }

    async fn opens(&mut self, actor: &Actor, organization_id: OrganizationId) -> char {
        let (mut cx, ..) = self.cx(actor.clone(), morning());
        told(read_organization(&mut cx, Some(organization_id), None).await.err().map(|error| error.code()))
    }
}

/// Which organisation of the town an actor of the table has.
#[derive(Debug, Clone, Copy)]
enum Over {
    Nothing,
    Branch,
    Township,
}

/// Role, over what, and then for the own unit, another's, and one that is not there: list, read, unmask, open.
const TABLE: &[(Role, Over, &str)] = &[
    (Role::Console, Over::Nothing, "yyn yyn --- yyn"),
    (Role::BranchContact, Over::Branch, "ynn ynn --- ynn"),
    (Role::BranchContact, Over::Nothing, "nnn nnn --- nnn"),
    (Role::TownshipOfficer, Over::Township, "ynn ynn ynn ynn"),
    (Role::TownshipOfficer, Over::Nothing, "nnn nnn nnn nnn"),
    (Role::CountyOfficer, Over::Nothing, "yyn yyn yyn yyn"),
    (Role::CountyOfficer, Over::Township, "ynn ynn ynn ynn"),
    (Role::CountyApprover, Over::Nothing, "yyn yyn --- yyn"),
    (Role::Accountant, Over::Nothing, "--- --- --- ---"),
    (Role::Cashier, Over::Nothing, "--- --- --- ---"),
    (Role::Auditor, Over::Nothing, "yyn yyn --- yyn"),
    (Role::Member, Over::Nothing, "--- ynn --- ---"),
    (Role::Administrator, Over::Nothing, "--- --- --- ---"),
];

#[test]
fn every_role_and_unit() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let nobody = PersonId::fresh(&mut town.ids);
        let nowhere = OrganizationId::fresh(&mut town.ids);
        let people = [town.members[0], town.members[1], nobody];
        let places = [town.branches[0], town.branches[1], nowhere];
        for (role, over, row) in TABLE {
            let scope = match over {
                Over::Nothing => None,
                Over::Branch => Some(town.branches[0]),
                Over::Township => Some(town.townships[0]),
            };
            let person_id = (*role == Role::Member).then_some(town.members[0]);
            let actor = Actor {
                name: "x".to_owned(),
                role: *role,
                scope,
                person_id,
                on_behalf_of: None,
                tenure: guanai_app::Tenure::Single,
            };
            let mut got = String::new();
            for place in places {
                got.push(town.lists(&actor, place).await);
            }
            got.push(' ');
            for person in people {
                got.push(town.reads(&actor, person).await);
            }
            got.push(' ');
            for person in people {
                got.push(town.unmasks(&actor, person).await);
            }
            got.push(' ');
            for place in places {
                got.push(town.opens(&actor, place).await);
            }
            assert_eq!(&got, row, "{role:?} over {over:?}");
        }
        let missing: Vec<_> = Role::ALL.iter().filter(|role| TABLE.iter().all(|(named, ..)| named != *role)).collect();
        assert!(missing.is_empty(), "{missing:?} is not in the table");
    });
}

#[test]
fn a_list_and_a_search_end_at_the_scope() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let actor = Actor {
            name: "x".to_owned(),
            role: Role::TownshipOfficer,
            scope: Some(town.townships[0]),
            ..Actor::console()
        };
        let [own, _] = town.members;
        for (search, finds) in [
            (None, 1),
            (Some("zxm"), 1),
            (Some("曾"), 1),
            (Some("19900000000"), 1),
            // The other township's member, by everything that would find her.
            (Some("sxh"), 0),
            (Some("单小红"), 0),
            (Some("19900000001"), 0),
            (Some("0001"), 0),
        ] {
            let (mut cx, ..) = town.cx(actor.clone(), morning());
            let ask = ListPeople { search: search.map(str::to_owned), ..ListPeople::default() };
            let page = list_people(&mut cx, today(), &ask, None).await.unwrap();
            assert_eq!((page.rows.len(), page.total), (finds, finds as u64), "{search:?}");
            assert!(page.rows.iter().all(|row| row.person_id == own));
        }
        // What is not shown cannot be found either.
        let auditor = Actor { role: Role::Auditor, scope: None, ..actor };
        let (mut cx, ..) = town.cx(auditor, morning());
        let ask = ListPeople { search: Some("曾".to_owned()), ..ListPeople::default() };
        let refused = list_people(&mut cx, today(), &ask, None).await.unwrap_err();
        assert!(matches!(refused, ListPeopleError::SearchNotYours), "{refused}");
    });
}
