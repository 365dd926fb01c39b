//! A small town: a county committee over two townships, each over a branch with one member, and whoever signs in there.

use std::sync::LazyLock;

use guanai_app::accounts::{
    Attempt, ChoosePassword, Cost, Device, Door, OpenAccount, OpenAccountError, PasswordState, Passwords, Secret,
    Secrets, SignIn, SignedIn, Slip, Token, choose_password, open_account, session_of, sign_in,
};
use guanai_app::{Actor, Cx, Readings, Role, Standards};
use guanai_kernel::codes::identity::IdentityNumber;
use guanai_kernel::ids::{MembershipId, OrganizationId, PersonId};
use guanai_kernel::{Date, Ids, Moment, System};
use guanai_registry::{
    BirthDates, MemberKind, Membership, OrganizationKind, PartyOrganization, Person, Source, SourceKind,
};
use guanai_scheme::Lang;
use guanai_store::audit::{self, AuditRecord};
use guanai_store::{Db, memberships, organizations, persons};
use guanai_testkit::clock;

pub static STANDARDS: LazyLock<Standards> = LazyLock::new(|| Standards::embedded(Lang::En).unwrap());

/// What the two members are called.
const NAMES: [&str; 2] = ["曾小明", "单小红"];

/// The password that everybody in the town chooses.
pub const OWN: &str = "一二三四五六七八九十";

/// When an office opens on the day of these tests.
pub fn morning() -> Moment {
    clock::at(today())
}

/// That day.
pub const fn today() -> Date {
    Date::constant(2026, 7, 1)
}

/// So many seconds later.
pub fn after(seconds: i64) -> Moment {
    Moment::from_micros(morning().as_micros() + seconds * 1_000_000)
}

pub struct Town {
    pub db: Db,
    pub passwords: Passwords,
    pub ids: Ids,
    pub seed: u64,
    pub county: OrganizationId,
    pub townships: [OrganizationId; 2],
    pub branches: [OrganizationId; 2],
    pub members: [PersonId; 2],
}

impl Town {
    pub async fn build(db: Db) -> Self {
        let mut ids = clock::ids(1);
        let mut fresh = || OrganizationId::fresh(&mut ids);
        let (county, townships, branches) = (fresh(), [fresh(), fresh()], [fresh(), fresh()]);
        let organization = |id, name: &str, superior_id, kind| PartyOrganization {
            organization_id: id,
            code: name.to_owned(),
            name: name.to_owned(),
            superior_id,
            kind: Some(kind),
            system: System::Rural,
            enterprise_kind: None,
            settlement: None,
            coordinates: None,
            township: None,
            unit_id: None,
            secretary_name: None,
            phone: None,
        };
        let mut list = vec![organization(county, "某县委", None, OrganizationKind::Committee)];
        for at in 0..2 {
            let township = format!("{at}镇党委");
            list.push(organization(townships[at], &township, Some(county), OrganizationKind::Committee));
            let branch = format!("{at}镇村党支部");
            list.push(organization(branches[at], &branch, Some(townships[at]), OrganizationKind::Branch));
        }
        let people = [0, 1].map(|at| person(&mut ids, at));
        let spells = [0, 1].map(|at: usize| membership(&mut ids, &people[at], branches[at]));
        let mut tx = db.begin_write().await.unwrap();
        organizations::add_many(&mut tx, &list).await.unwrap();
        persons::add_many(&mut tx, &people).await.unwrap();
        memberships::add_many(&mut tx, &spells).await.unwrap();
        tx.commit().await.unwrap();
        let passwords = Passwords::new(Cost::LEAST).unwrap();
        let members = people.map(|person| person.person_id);
        Self { db, passwords, ids, seed: 0, county, townships, branches, members }
    }

    /// The door at a moment; each has chance of its own.
    pub fn door(&mut self, now: Moment) -> Door<'_> {
        self.seed += 1;
        let seed = self.seed;
        Door {
            db: &self.db,
            passwords: &self.passwords,
            secrets: Secrets::seeded(seed),
            now,
            ids: Ids::seeded(seed, now),
        }
    }

    /// What somebody's use case is handed, with chance of its own.
    pub fn cx(&mut self, actor: Actor, now: Moment) -> (Cx<'_>, &Passwords, Secrets) {
        self.seed += 1;
        let ids = Ids::seeded(self.seed, now);
        let cx = Cx { db: &self.db, standards: &STANDARDS, actor, now, ids, readings: Readings::AtOnce };
        (cx, &self.passwords, Secrets::seeded(self.seed))
    }

    /// An account that the console opens.
    pub async fn open(&mut self, wish: OpenAccount) -> Result<Slip, OpenAccountError> {
        let (mut cx, passwords, mut secrets) = self.cx(Actor::console(), morning());
        open_account(&mut cx, passwords, &mut secrets, &wish).await
    }

    /// Somebody with an account in a role, over an organisation, who has not been at the door yet.
    pub async fn slip(&mut self, sign_in_name: &str, role: Role, over: Option<OrganizationId>) -> Slip {
        self.open(wish(sign_in_name, role, over)).await.unwrap()
    }

    pub async fn try_to_sign_in(&mut self, name: &str, secret: &str, now: Moment) -> SignIn {
        let attempt = Attempt { sign_in_name: name.to_owned(), secret: Secret::new(secret), device: Device::Own };
        sign_in(&mut self.door(now), &attempt).await.unwrap()
    }

    pub async fn choose(&mut self, token: &Token, current: &str, new: &str, now: Moment) -> Token {
        let choice = ChoosePassword { current: Secret::new(current), new: Secret::new(new) };
        choose_password(&mut self.door(now), token, &choice).await.unwrap()
    }

    /// Somebody who has come in with their slip and chosen [`OWN`] as their password.
    pub async fn settle(&mut self, sign_in_name: &str, role: Role, over: Option<OrganizationId>) -> (Token, SignedIn) {
        let slip = self.slip(sign_in_name, role, over).await;
        self.settle_with(&slip).await
    }

    pub async fn settle_with(&mut self, slip: &Slip) -> (Token, SignedIn) {
        let token = welcomed(self.try_to_sign_in(&slip.sign_in_name, slip.code.as_str(), morning()).await);
        let token = self.choose(&token, slip.code.as_str(), OWN, morning()).await;
        let signed_in = self.who(&token, morning()).await.unwrap();
        assert_eq!(signed_in.password, PasswordState::Own);
        (token, signed_in)
    }

    pub async fn who(&self, token: &Token, now: Moment) -> Option<SignedIn> {
        session_of(&self.db, now, token).await.unwrap()
    }

    /// Every audit record, oldest first.
    pub async fn audit(&self) -> Vec<AuditRecord> {
        let mut tx = self.db.begin_read().await.unwrap();
        let mut records = audit::page(&mut tx, None).await.unwrap();
        tx.rollback().await.unwrap();
        records.sort_by_key(|record| (record.at, record.audit_id));
        records
    }

    /// How often an action stands in the audit.
    pub async fn done(&self, action: &str) -> usize {
        self.audit().await.iter().filter(|record| record.action == action).count()
    }
}

pub fn wish(sign_in_name: &str, role: Role, organization_id: Option<OrganizationId>) -> OpenAccount {
    let name = "某某某".to_owned();
    OpenAccount { sign_in_name: sign_in_name.to_owned(), name, role, organization_id, person_id: None }
}

pub fn welcomed(outcome: SignIn) -> Token {
    match outcome {
        SignIn::Welcome { token, .. } => token,
        other => panic!("not let in: {other:?}"),
    }
}

pub fn source() -> Source {
    let stated_on = Date::constant(2026, 6, 30);
    Source { kind: SourceKind::Roster, import_id: None, place: "花名册 1".to_owned(), stated_on }
}

/// Somebody with an identity number and a phone of their own; nobody is real.
pub fn person(ids: &mut Ids, number: u32) -> Person {
    let first = format!("99010119600101{number:03}");
    let letter = IdentityNumber::check_letter(&first).unwrap();
    let identity = IdentityNumber::from_stored(&format!("{first}{letter}")).unwrap();
    Person {
        person_id: PersonId::fresh(ids),
        name: NAMES.get(number as usize).map_or_else(|| format!("党员{number}"), |name| (*name).to_owned()),
        identity,
        sex: None,
        ethnicity: None,
        birth: BirthDates { stated_on: None, in_identity_on: identity.birth_date(), chosen_on: None },
        phone: Some(format!("19900000{number:03}")),
        address: None,
        died_on: None,
        source: source(),
        recorded_at: morning(),
    }
}

/// A running spell.
pub fn membership(ids: &mut Ids, person: &Person, organization_id: OrganizationId) -> Membership {
    Membership {
        membership_id: MembershipId::fresh(ids),
        person_id: person.person_id,
        organization_id,
        kind: Some(MemberKind::Full),
        joined_on: None,
        full_on: None,
        since_on: Date::constant(2026, 6, 30),
        until_on: None,
        transfer_letter: None,
        source: source(),
        recorded_at: morning(),
    }
}
