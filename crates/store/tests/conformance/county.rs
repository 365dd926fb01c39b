//! A small county with something in every table, the same on every run. Nobody in it is real: identity numbers begin with 99.

use crate::applications::Decided;
use crate::guarantees::Care;
use crate::rechecks::Yearly;
use crate::rounds::Festival;
use guanai_casework::{
    Ask, Booking, CategoryChoice, Deferral, Dispute, Job, Need, NeedState, Offer, OfferArea, Pair, PairContact, Plan,
    Progress, ProviderKind, Referral, ReferralTelling, SeenAtVisit, Sponsorship, TalkNote, Urgency, Visit,
    VisitCallBack, Voice,
};
use guanai_fund::{CashLine, Entry, opening_entry};
use guanai_kernel::codes::identity::IdentityNumber;
use guanai_kernel::ids::{
    AuditId, DiscrepancyId, EntryId, FactId, HouseholdId, ImportId, MembershipId, NeedId, OrganizationId, PersonId,
    PostId, UnitId,
};
use guanai_kernel::{Date, EnterpriseKind, Ids, Moment, Money, Period, System};
use guanai_registry::{
    BirthDates, Consent, Discrepancy, DiscrepancyKind, Fact, FactValue, FloatingSpell, Household, HouseholdMember,
    Interruption, Kin, MemberKind, Membership, OrganizationKind, PartyOrganization, Person, Post, Source, SourceKind,
    Unit,
};
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::facts::NewFact;
use guanai_store::imports::Import;
use guanai_store::{
    StoreError, Tx, asks, audit, bookings, call_backs, consents, deferrals, discrepancies, disputes, facts, fund,
    households, imports, jobs, memberships, needs, offers, organizations, pairs, persons, plans, posts, referrals,
    spells, sponsorships, talk_notes, units, visits,
};
use std::collections::BTreeSet;

/// When everything was recorded.
pub const NOW: Moment = Moment::from_micros(1_782_800_000_000_000);

/// A day.
pub fn day(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day).unwrap()
}

/// The 30th of June 2026, for which the books speak.
pub fn today() -> Date {
    day(2026, 6, 30)
}

/// The county.
pub struct County {
    pub ids: Ids,
    pub import: Import,
    pub units: Vec<Unit>,
    pub organizations: Vec<PartyOrganization>,
    pub persons: Vec<Person>,
    pub memberships: Vec<Membership>,
    pub interruptions: Vec<Interruption>,
    pub floating: Vec<FloatingSpell>,
    pub posts: Vec<Post>,
    pub households: Vec<Household>,
    pub members: Vec<HouseholdMember>,
    pub kin: Vec<Kin>,
    pub facts: Vec<NewFact>,
    pub discrepancies: Vec<Discrepancy>,
    pub needs: Vec<Need>,
    pub offers: Vec<Offer>,
    pub visits: Vec<Visit>,
    pub seen: Vec<SeenAtVisit>,
    pub notes: Vec<TalkNote>,
    pub call_backs: Vec<VisitCallBack>,
    pub deferrals: Vec<Deferral>,
    pub care: Care,
    pub festival: Festival,
    decided: Option<Decided>,
    pub asks: Vec<Ask>,
    pub consents: Vec<Consent>,
    pub pairs: Vec<Pair>,
    pub contacts: Vec<PairContact>,
    pub referrals: Vec<Referral>,
    pub jobs: Vec<Job>,
    pub sponsorships: Vec<Sponsorship>,
    pub disputes: Vec<Dispute>,
    pub told_of_referrals: Vec<ReferralTelling>,
    pub bookings: Vec<Booking>,
    pub plans: Vec<Plan>,
    pub yearly: Yearly,
    pub entries: Vec<Entry>,
    pub audit: AuditRecord,
}

/// An identity number that begins with 99: born on 1 January 1960 plus `number` days, the `number`th of that day.
pub fn identity(number: u32) -> IdentityNumber {
    let born = guanai_kernel::civil::add_days(day(1960, 1, 1), i32::try_from(number % 14_000).unwrap()).unwrap();
    let born = born.to_string().replace('-', "");
    let first = format!("99{:04}{born}{:03}", number / 14_000 % 10_000, number % 997);
    let check = IdentityNumber::check_letter(&first).unwrap();
    IdentityNumber::from_stored(&format!("{first}{check}")).unwrap()
}

impl County {
    /// Its applications.
    pub fn decided(&self) -> &Decided {
        self.decided.as_ref().unwrap()
    }

    /// Where its records come from.
    pub fn source(&self, row: u32) -> Source {
        let place = format!("党员花名册.xlsx 农村 {row}");
        Source { kind: SourceKind::Roster, import_id: Some(self.import.import_id), place, stated_on: today() }
    }

    /// One more person, not in the county's own list.
    pub fn person(&mut self, number: u32) -> Person {
        let identity = identity(number);
        Person {
            person_id: PersonId::fresh(&mut self.ids),
            name: format!("张{number}·阿依"),
            identity,
            sex: number.is_multiple_of(3).then(|| "female".to_owned()),
            ethnicity: Some("01".to_owned()),
            birth: BirthDates { stated_on: None, in_identity_on: identity.birth_date(), chosen_on: None },
            phone: Some(format!("1990000{number:04}")),
            address: (!number.is_multiple_of(2)).then(|| format!("青溪镇{number}号")),
            died_on: None,
            source: self.source(number),
            recorded_at: NOW,
        }
    }

    /// A running spell of a person in the county's branch.
    pub fn membership(&mut self, person_id: PersonId) -> Membership {
        Membership {
            membership_id: MembershipId::fresh(&mut self.ids),
            person_id,
            organization_id: self.organizations[1].organization_id,
            kind: Some(MemberKind::Full),
            joined_on: Some(day(1990, 7, 1)),
            full_on: Some(day(1991, 7, 1)),
            since_on: today(),
            until_on: None,
            transfer_letter: None,
            source: self.source(3),
            recorded_at: NOW,
        }
    }

    /// A fact of a person.
    pub fn fact(&mut self, person_id: PersonId, name: &str, value: FactValue, valid_from: Date, at: i64) -> NewFact {
        let fact = Fact {
            fact_id: FactId::fresh(&mut self.ids),
            person_id,
            name: name.to_owned(),
            value,
            valid_from,
            valid_to: None,
            source: self.source(4),
            verified: at % 2 == 0,
            recorded_at: Moment::from_micros(at),
        };
        NewFact { fact, sensitive: name.starts_with("health.") }
    }

    /// A need of a person.
    pub fn need(&mut self, person_id: PersonId, number: &str, category: CategoryChoice) -> Need {
        Need {
            need_id: NeedId::fresh(&mut self.ids),
            person_id,
            number: Some(number.to_owned()),
            category,
            voice: Some(Voice::Person),
            words: "想开小超市，缺\"启动资金\"\\ \u{1F41D}".to_owned(),
            urgency: Some(Urgency::Urgent),
            wished_form: None,
            consents_to_contact: false,
            conditions: guanai_casework::NeedConditions::default(),
            stated_on: day(2026, 5, 1),
            due_on: Some(day(2026, 5, 16)),
            state: NeedState::Raised,
            progress: Progress::default(),
            import_id: Some(self.import.import_id),
            place: "需求调查.csv 2".to_owned(),
            recorded_at: NOW,
        }
    }

    /// An entry of the cash book.
    pub fn entry(&mut self, voucher: Option<&str>, income: Option<i64>, expense: Option<i64>) -> Entry {
        let line = CashLine {
            booked_on: day(2026, 3, 2),
            voucher: voucher.map(str::to_owned),
            summary: "党员捐款".to_owned(),
            counterparty: Some("某企业".to_owned()),
            income: income.map(Money::from_fen),
            expense: expense.map(Money::from_fen),
            purpose: income.map(|_| "助学".to_owned()),
            maker: Some("经办甲".to_owned()),
            checker: None,
        };
        let entry_id = EntryId::fresh(&mut self.ids);
        opening_entry(entry_id, line, Some(self.import.import_id), "关爱资金收支.xlsx 3".to_owned(), NOW).unwrap()
    }

    fn organization(&mut self, code: &str, name: &str, superior_id: Option<OrganizationId>) -> PartyOrganization {
        PartyOrganization {
            organization_id: OrganizationId::fresh(&mut self.ids),
            code: code.to_owned(),
            name: name.to_owned(),
            superior_id,
            kind: Some(OrganizationKind::Committee),
            system: System::Rural,
            enterprise_kind: None,
            settlement: None,
            coordinates: None,
            township: None,
            unit_id: None,
            secretary_name: None,
            phone: None,
        }
    }

    /// The county of a seed; the same seed gives the same county.
    pub fn new(seed: u64) -> Self {
        let mut ids = Ids::seeded(seed, NOW);
        let import = Import {
            import_id: ImportId::fresh(&mut ids),
            imported_at: NOW,
            as_of: today(),
            actor: "console".to_owned(),
            files: vec!["党员花名册.xlsx".to_owned()],
            counts: serde_json::json!({"rows": 3}),
        };
        let audit = AuditRecord {
            audit_id: AuditId::fresh(&mut ids),
            at: NOW,
            actor: "console".to_owned(),
            role: None,
            on_behalf_of: None,
            action: "import".to_owned(),
            purpose: None,
            import_id: Some(import.import_id),
            subjects: Vec::new(),
        };
        let mut county = Self {
            ids,
            import,
            units: Vec::new(),
            organizations: Vec::new(),
            persons: Vec::new(),
            memberships: Vec::new(),
            interruptions: Vec::new(),
            floating: Vec::new(),
            posts: Vec::new(),
            households: Vec::new(),
            members: Vec::new(),
            kin: Vec::new(),
            facts: Vec::new(),
            discrepancies: Vec::new(),
            needs: Vec::new(),
            offers: Vec::new(),
            visits: Vec::new(),
            seen: Vec::new(),
            notes: Vec::new(),
            call_backs: Vec::new(),
            deferrals: Vec::new(),
            care: Care::default(),
            festival: Festival::default(),
            decided: None,
            asks: Vec::new(),
            consents: Vec::new(),
            pairs: Vec::new(),
            referrals: Vec::new(),
            jobs: Vec::new(),
            sponsorships: Vec::new(),
            disputes: Vec::new(),
            told_of_referrals: Vec::new(),
            contacts: Vec::new(),
            bookings: Vec::new(),
            plans: Vec::new(),
            yearly: Yearly::default(),
            entries: Vec::new(),
            audit,
        };
        county.draw_register();
        county.draw_casework();
        county.draw_members();
        county.decided = Some(Decided::drawn(&mut county));
        county.draw_plans();
        county.draw_pairs();
        county.draw_referrals();
        county.draw_jobs();
        county.sponsorships = vec![county.sponsorship(0, "小明")];
        county.disputes = vec![county.dispute(0, Some(1))];
        county.draw_bookings();
        county.yearly = Yearly::drawn(&mut county);
        county
    }

    fn draw_register(&mut self) {
        let unit_id = UnitId::fresh(&mut self.ids);
        self.units
            .push(Unit { unit_id, credit_code: "99110000MA00000002".to_owned(), name: Some("某厂".to_owned()) });
        let root = self.organization("001", "中共某县委员会", None);
        let mut branch = self.organization("001001", "某厂党支部", Some(root.organization_id));
        branch.kind = Some(OrganizationKind::Branch);
        branch.system = System::Enterprise;
        branch.enterprise_kind = Some(EnterpriseKind::NonPublic);
        branch.township = Some("青溪镇".to_owned());
        branch.unit_id = Some(unit_id);
        branch.secretary_name = Some("书记丙".to_owned());
        branch.phone = Some("0990-1234567".to_owned());
        self.organizations = vec![root, branch];
        for number in 1..=3 {
            let person = self.person(number);
            let membership = self.membership(person.person_id);
            self.persons.push(person);
            self.memberships.push(membership);
        }
        let [a, b, c] = [0, 1, 2].map(|at: usize| self.persons[at].person_id);
        let ended = Membership {
            membership_id: MembershipId::fresh(&mut self.ids),
            since_on: day(2000, 1, 1),
            until_on: Some(today()),
            kind: None,
            joined_on: None,
            full_on: None,
            transfer_letter: Some("介绍信 7 号".to_owned()),
            ..self.memberships[0].clone()
        };
        self.memberships.push(ended);
        let source = self.source(9);
        let away = Period::new(day(1995, 1, 1), Some(day(1996, 1, 1))).unwrap();
        self.interruptions.push(Interruption {
            person_id: a,
            period: away,
            reason: "left".to_owned(),
            source: source.clone(),
        });
        let receiving_place = Some("外省某市".to_owned());
        self.floating.push(FloatingSpell {
            person_id: b,
            period: Period::since(today()),
            receiving_place,
            receiving_organization_id: None,
            source: source.clone(),
        });
        self.posts.push(Post {
            post_id: PostId::fresh(&mut self.ids),
            person_id: c,
            organization_id: self.organizations[1].organization_id,
            code: Some("secretary".to_owned()),
            title: "党支部书记".to_owned(),
            since_on: day(2021, 3, 1),
            until_on: None,
            source: source.clone(),
            recorded_at: NOW,
        });
        let household_id = HouseholdId::fresh(&mut self.ids);
        let address = Some("青溪镇9号".to_owned());
        self.households.push(Household { household_id, address, source: source.clone(), recorded_at: NOW });
        for (person_id, relation) in [(a, "01"), (b, "10")] {
            let relation = relation.to_owned();
            self.members.push(HouseholdMember { household_id, person_id, relation, since_on: today(), until_on: None });
        }
        self.kin.push(Kin { person_id: a, relative_id: b, relation: "10".to_owned(), source: source.clone() });
        self.discrepancies.push(Discrepancy {
            discrepancy_id: DiscrepancyId::fresh(&mut self.ids),
            person_id: b,
            kind: DiscrepancyKind::ValuesDiffer,
            field: "phone".to_owned(),
            stands: Some("19900000002".to_owned()),
            other: Some("19900008888".to_owned()),
            source,
            recorded_at: NOW,
            settled_on: None,
            verdict: None,
            decided_by: None,
        });
    }

    fn draw_casework(&mut self) {
        let [a, b, c] = [0, 1, 2].map(|at: usize| self.persons[at].person_id);
        let values = [
            FactValue::Bool(true),
            FactValue::Int(-4),
            FactValue::Text("甲'\"\\\n乙".to_owned()),
            FactValue::Date(day(1950, 2, 28)),
            FactValue::Money(Money::from_fen(i64::MAX)),
            FactValue::List(vec!["b".to_owned(), "甲".to_owned()]),
            FactValue::Withdrawn,
        ];
        for (at, value) in (1_i64..).zip(values) {
            for name in [format!("plain.f{at}"), format!("health.f{at}")] {
                let fact = self.fact(a, &name, value.clone(), today(), at);
                self.facts.push(fact);
            }
        }
        let proposed =
            CategoryChoice::Proposed { category: "startup".to_owned(), words: vec!["开小超市".to_owned()] };
        self.needs = vec![
            self.need(a, "1", CategoryChoice::Stated("startup".to_owned())),
            self.need(b, "2", proposed),
            self.need(c, "3", CategoryChoice::Open),
        ];
        self.needs[2].urgency = None;
        self.needs[2].number = None;
        self.needs[2].due_on = None;
        let firm = self.offer("某厂");
        let mut local = self.offer("个人");
        local.provider_kind = ProviderKind::Member;
        local.person_id = Some(c);
        local.organization_id = Some(self.organizations[1].organization_id);
        local.provider_number = Some(self.persons[2].identity.as_str().to_owned());
        local.area = OfferArea::Townships(BTreeSet::from(["青溪镇".to_owned(), "南街道".to_owned()]));
        self.offers = vec![firm, local];
        self.visits = crate::visits::drawn(self);
        self.seen = vec![crate::visits::seen(self)];
        self.notes = vec![crate::visits::note(self)];
        self.call_backs = vec![crate::visits::call_back(self)];
        self.deferrals = vec![crate::visits::deferral(self)];
        self.care = Care::drawn([a, b]);
        self.festival = Festival::drawn(self);
        self.entries = vec![self.entry(Some("记-1"), Some(500_000), None), self.entry(None, None, Some(80_000))];
        self.audit.subjects = vec![Subject::Person(a), Subject::Organization(self.organizations[1].organization_id)];
    }

    /// Writes all of it.
    pub async fn write(&self, tx: &mut Tx) -> Result<(), StoreError> {
        imports::add(tx, &self.import).await?;
        units::add_many(tx, &self.units).await?;
        organizations::add_many(tx, &self.organizations).await?;
        persons::add_many(tx, &self.persons).await?;
        memberships::add_many(tx, &self.memberships).await?;
        spells::add_interruptions(tx, &self.interruptions).await?;
        spells::add_floating(tx, &self.floating).await?;
        posts::add_many(tx, &self.posts).await?;
        households::add_many(tx, &self.households).await?;
        households::add_members(tx, &self.members).await?;
        households::add_kin(tx, &self.kin).await?;
        facts::append_many(tx, &self.facts).await?;
        discrepancies::add_many(tx, &self.discrepancies).await?;
        needs::add_many(tx, &self.needs).await?;
        offers::add_many(tx, &self.offers).await?;
        visits::add_many(tx, &self.visits).await?;
        visits::add_seen(tx, &self.seen).await?;
        for note in &self.notes {
            talk_notes::add(tx, note).await?;
        }
        for call_back in &self.call_backs {
            call_backs::add(tx, call_back).await?;
        }
        for deferral in &self.deferrals {
            deferrals::add(tx, deferral).await?;
        }
        self.care.write(tx).await?;
        self.festival.write(tx).await?;
        self.decided().write(tx).await?;
        self.yearly.write(tx).await?;
        for pair in &self.pairs {
            pairs::add(tx, pair).await?;
        }
        for contact in &self.contacts {
            pairs::add_contact(tx, contact).await?;
        }
        for referral in &self.referrals {
            referrals::add(tx, referral).await?;
        }
        referrals::append_tellings(tx, &self.told_of_referrals).await?;
        for job in &self.jobs {
            jobs::add(tx, job).await?;
        }
        for sponsorship in &self.sponsorships {
            sponsorships::add(tx, sponsorship).await?;
        }
        for dispute in &self.disputes {
            disputes::add(tx, dispute).await?;
        }
        for booking in &self.bookings {
            bookings::add(tx, booking).await?;
        }
        for plan in &self.plans {
            plans::add(tx, plan).await?;
        }
        fund::append_many(tx, &self.entries).await?;
        for ask in &self.asks {
            asks::add(tx, ask).await?;
        }
        for consent in &self.consents {
            consents::append(tx, consent).await?;
        }
        audit::append(tx, &self.audit).await
    }
}
