//! A member of the town with something in every place that a life event touches, and what is known of them at a moment.

use std::collections::BTreeSet;

use guanai_app::life::{EnterLifeEvent, foresee_life_event, record_life_event};
use guanai_app::{Actor, Role};
use guanai_casework::guarantee::{EntryState, KeptClock, KeptHappening};
use guanai_casework::round::{Listing, Round, RoundPerson, RoundState};
use guanai_casework::{
    CategoryChoice, Helper, Need, NeedState, Offer, OfferArea, Progress, ProviderKind, Urgency, Voice,
};
use guanai_kernel::ids::{FactId, HouseholdId, LifeEventId, NeedId, OfferId, PersonId, PostId, RoundId};
use guanai_kernel::{Date, Money};
use guanai_registry::fact::facts_on;
use guanai_registry::life_event::{LifeEventDetails, LifeEventKind, Outcome};
use guanai_registry::{
    Fact, FactValue, FloatingSpell, Household, HouseholdMember, MemberKind, Membership, Person, Post,
};
use guanai_store::facts::NewFact;
use guanai_store::{
    clocks, facts, happenings, households, memberships, needs, offers, persons, posts, round_people, rounds, spells,
};
use guanai_testkit::clock;

use crate::desk::day;
use crate::town::{Town, source};

/// What is known of somebody, and of whom they help.
#[derive(Debug, PartialEq)]
pub struct Known {
    person: Person,
    spells: Vec<Membership>,
    posts: Vec<Post>,
    floating: Vec<FloatingSpell>,
    household: Vec<HouseholdMember>,
    needs: Vec<Need>,
    offers: Vec<Offer>,
    listed: Option<RoundPerson>,
    happened: Vec<KeptHappening>,
    facts: Vec<Vec<(String, FactValue)>>,
    pub clocks: Vec<KeptClock>,
}

impl Known {
    /// Says of which records it is not so.
    pub fn same_as(&self, before: &Self, what: &str) {
        assert_eq!(self.clocks.len(), before.clocks.len(), "{what}: clocks");
        for (is, was) in self.clocks.iter().zip(&before.clocks) {
            assert_eq!(is.clock, was.clock, "{what}");
        }
        assert_eq!(self.facts, before.facts, "{what}");
        assert_eq!(self.spells, before.spells, "{what}");
        assert!(self.person.died_on == before.person.died_on && self.person == before.person, "{what}: person");
        assert_eq!(self, before, "{what}");
    }
}

/// The member, and what hangs on them.
pub struct Bound {
    pub person: PersonId,
    pub helped: PersonId,
    pub post_id: PostId,
    pub own_need: NeedId,
    pub their_need: NeedId,
    pub offer_id: OfferId,
    pub round_id: RoundId,
}

/// What is stated of somebody since New Year.
pub fn fact(town: &mut Town, person_id: PersonId, name: &str, value: FactValue) -> NewFact {
    let fact = Fact {
        fact_id: FactId::fresh(&mut town.ids),
        person_id,
        name: name.to_owned(),
        value,
        valid_from: day(1, 1),
        valid_to: None,
        source: source(),
        verified: true,
        recorded_at: clock::at(day(6, 30)),
    };
    NewFact { fact, sensitive: name.starts_with("hardship") }
}

pub fn need(town: &mut Town, person_id: PersonId, offer_id: Option<OfferId>) -> Need {
    let helper = offer_id.map(|id| Helper { offer_id: Some(id), name: "曾小明".to_owned() });
    Need {
        need_id: NeedId::fresh(&mut town.ids),
        person_id,
        number: None,
        category: CategoryChoice::Stated("medical".to_owned()),
        words: "住院欠了钱".to_owned(),
        urgency: Some(Urgency::Normal),
        wished_form: None,
        consents_to_contact: true,
        conditions: guanai_casework::NeedConditions::default(),
        stated_on: day(6, 1),
        due_on: None,
        state: if helper.is_some() { NeedState::Planned } else { NeedState::Confirmed },
        voice: Some(Voice::Person),
        progress: Progress { helper, ..Progress::default() },
        import_id: None,
        place: String::new(),
        recorded_at: clock::at(day(6, 2)),
    }
}

impl Town {
    /// Binds the first member into everything, on the last day of June.
    pub async fn bind(&mut self) -> Bound {
        let [person, helped] = self.members;
        let organization_id = self.branches[0];
        let post = Post {
            post_id: PostId::fresh(&mut self.ids),
            person_id: person,
            organization_id,
            code: Some("secretary".to_owned()),
            title: "党支部书记".to_owned(),
            since_on: day(6, 30),
            until_on: None,
            source: source(),
            recorded_at: clock::at(day(6, 30)),
        };
        let offer = Offer {
            offer_id: OfferId::fresh(&mut self.ids),
            provider_kind: ProviderKind::Member,
            provider_name: "曾小明".to_owned(),
            person_id: Some(person),
            provider_number: None,
            organization_id: Some(organization_id),
            categories: BTreeSet::from(["medical".to_owned()]),
            capacity: 2,
            area: OfferArea::Everywhere,
            contact_name: None,
            contact_phone: None,
            valid_until_on: None,
            note: None,
            import_id: None,
            place: "资源 1".to_owned(),
            recorded_at: clock::at(day(6, 1)),
            resource: guanai_casework::Resource::default(),
        };
        let own = need(self, person, None);
        let theirs = need(self, helped, Some(offer.offer_id));
        let household_id = HouseholdId::fresh(&mut self.ids);
        let household = Household { household_id, address: None, source: source(), recorded_at: clock::at(day(6, 30)) };
        let members = [person, helped].map(|person_id| HouseholdMember {
            household_id,
            person_id,
            relation: "01".to_owned(),
            since_on: day(6, 30),
            until_on: None,
        });
        let stated = [
            fact(self, person, "household.size", FactValue::Int(3)),
            fact(self, person, "hardship.recognised", FactValue::Bool(true)),
            fact(self, person, "hardship.degree", FactValue::Text("general".to_owned())),
            fact(self, person, "person.occupation", FactValue::Text("farmer".to_owned())),
        ];
        let round = Round {
            round_id: RoundId::fresh(&mut self.ids),
            organization_id: self.county,
            title: "七一走访".to_owned(),
            occasion: "july-first".to_owned(),
            rules: BTreeSet::default(),
            opens_on: day(6, 20),
            closes_on: day(12, 31),
            as_of: day(6, 20),
            pack_version: "1".to_owned(),
            budget: Money::from_fen(100_000),
            plain_gift: None,
            goods: None,
            purse: None,
            state: RoundState::Drafted,
            drafted: guanai_casework::round::Hand { by: "county".to_owned(), at: clock::at(day(6, 20)) },
            submitted: None,
            approved: None,
            returned: None,
            ended: None,
        };
        let listed = RoundPerson {
            listing: Listing::Listed,
            ..RoundPerson::blank(round.round_id, person, Some(household_id), organization_id)
        };
        let mut tx = self.db.begin_write().await.unwrap();
        let before = memberships::list_of(&mut tx, person).await.unwrap().pop().unwrap();
        let after = Membership {
            kind: Some(MemberKind::Full),
            joined_on: Some(Date::constant(1976, 5, 10)),
            full_on: Some(Date::constant(1976, 5, 10)),
            ..before.clone()
        };
        memberships::amend_many(&mut tx, &[(before, after)], clock::at(day(6, 30))).await.unwrap();
        posts::add_many(&mut tx, &[post.clone()]).await.unwrap();
        offers::add_many(&mut tx, &[offer.clone()]).await.unwrap();
        needs::add_many(&mut tx, &[own.clone(), theirs.clone()]).await.unwrap();
        households::add_many(&mut tx, &[household]).await.unwrap();
        households::add_members(&mut tx, &members).await.unwrap();
        facts::append_many(&mut tx, &stated).await.unwrap();
        rounds::add(&mut tx, &round).await.unwrap();
        round_people::add_many(&mut tx, &[listed]).await.unwrap();
        tx.commit().await.unwrap();
        Bound {
            person,
            helped,
            post_id: post.post_id,
            own_need: own.need_id,
            their_need: theirs.need_id,
            offer_id: offer.offer_id,
            round_id: round.round_id,
        }
    }

    /// What is known now.
    pub async fn known(&self, bound: &Bound) -> Known {
        let mut tx = self.db.begin_read().await.unwrap();
        let both = [bound.person, bound.helped];
        let all = facts::list_of(&mut tx, bound.person).await.unwrap();
        // Withdrawn is as good as never said.
        let said = |on: Date| {
            let facts = facts_on(&all, on, clock::at(Date::constant(2027, 12, 1)));
            let facts = facts.into_iter().filter(|(_, fact)| fact.value != FactValue::Withdrawn);
            facts.map(|(name, fact)| (name.to_owned(), fact.value.clone())).collect()
        };
        let days = (0..520).map(|n| guanai_kernel::civil::add_days(day(1, 1), n).unwrap());
        let happened = happenings::list_of_many(&mut tx, &both).await.unwrap();
        let known = Known {
            person: persons::get(&mut tx, bound.person).await.unwrap(),
            spells: memberships::list_of(&mut tx, bound.person).await.unwrap(),
            posts: posts::list_of(&mut tx, bound.person).await.unwrap(),
            floating: spells::list_floating_of_many(&mut tx, &both).await.unwrap(),
            household: households::list_current_of(&mut tx, &both).await.unwrap(),
            needs: needs::list_of_many(&mut tx, &both).await.unwrap(),
            offers: offers::list_of_person(&mut tx, bound.person).await.unwrap(),
            listed: round_people::find(&mut tx, bound.round_id, bound.person).await.unwrap(),
            happened: happened.into_iter().filter(|kept| kept.state == EntryState::Stands).collect(),
            facts: days.map(said).collect(),
            clocks: clocks::list_of_many(&mut tx, &both).await.unwrap(),
        };
        tx.rollback().await.unwrap();
        known
    }

    /// Somebody of whom it is on record that they served in a village post before, so many years.
    pub async fn served(&mut self, bound: &Bound, years: i64) {
        let former = Post {
            post_id: PostId::fresh(&mut self.ids),
            person_id: bound.person,
            organization_id: self.branches[0],
            code: Some("former-village-cadre".to_owned()),
            title: "离任村干部".to_owned(),
            since_on: day(6, 30),
            until_on: None,
            source: source(),
            recorded_at: clock::at(day(6, 30)),
        };
        let stated = [
            fact(self, bound.person, "post.leaving_highest", FactValue::Text("secretary".to_owned())),
            fact(self, bound.person, "post.leaving_years", FactValue::Int(years)),
        ];
        let mut tx = self.db.begin_write().await.unwrap();
        posts::add_many(&mut tx, &[former]).await.unwrap();
        facts::append_many(&mut tx, &stated).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Enters an event on the morning of a day.
    pub async fn enter(&mut self, actor: &Actor, on: Date, wish: &EnterLifeEvent) -> LifeEventId {
        let operation = self.operation();
        record_life_event(&mut self.on(actor, on), operation, wish).await.unwrap()
    }

    /// What would follow from it.
    pub async fn foresee(&mut self, actor: &Actor, on: Date, wish: &EnterLifeEvent) -> Vec<Outcome> {
        foresee_life_event(&mut self.on(actor, on), wish).await.unwrap().outcomes
    }

    /// Somebody at the county.
    pub async fn county_officer(&mut self) -> Actor {
        self.office(Role::CountyOfficer, 0).await
    }
}

/// An event of a kind on a day, with every question answered.
pub fn wish(bound: &Bound, kind: LifeEventKind, on: Date) -> EnterLifeEvent {
    let text = |text: &str| Some(text.to_owned());
    let mut details = LifeEventDetails::default();
    let mut destination = None;
    match kind {
        LifeEventKind::Illness => details.choice = text("serious-illness"),
        LifeEventKind::Hospital => details.place = text("县人民医院"),
        LifeEventKind::Disaster => details.loss_fen = Some(120_000),
        LifeEventKind::WorkFound => details.choice = text("worker"),
        LifeEventKind::Moving => details.place = text("0镇新村3号"),
        LifeEventKind::Retirement => details.draws_pension = Some(true),
        LifeEventKind::Transfer => {
            details.letter = text("青组介字2026第12号");
            destination = text("1镇村党支部");
        }
        LifeEventKind::FloatingOut => details.place = text("邻县某街道流动党员党支部"),
        LifeEventKind::PostLeft => (details.post_id, details.years) = (Some(bound.post_id), Some(9)),
        LifeEventKind::HardshipAgain => (details.choice, details.degree) = (text("illness"), text("severe")),
        _ => {}
    }
    EnterLifeEvent { person_id: bound.person, kind, on, details, destination, because: "人生大事".to_owned() }
}
