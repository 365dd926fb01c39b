//! The records that an event changes, drawn up from the table of causes: nothing is written here.

mod leaving;

use std::collections::BTreeSet;

use guanai_casework::guarantee::{EntryState, Happening, KeptHappening, Logged};
use guanai_kernel::civil::{add_days, add_months};
use guanai_kernel::ids::{FactId, HappeningId, MatterId, MembershipId, PersonId};
use guanai_kernel::{CodeRole, Date, FactRole, Ids, Money, Occasion, ParameterRole, Period};
use guanai_registry::life_event::kinds::Stated;
use guanai_registry::life_event::{Ask, Cause, LifeEvent, LifeEventKind, Outcome, OutcomeKind};
use guanai_registry::{Fact, FactValue, FloatingSpell, HouseholdMember, Membership, Person, Post, Source, SourceKind};
use guanai_scheme::Value;
use guanai_store::facts::NewFact;
use guanai_store::life_events::{Change, Touched};
use guanai_store::{StoreError, Tx, facts, households, memberships, organizations, persons, posts, spells};

use super::LifeEventError;
use crate::cx::Cx;

/// What an event changes, what that comes to, and whom besides the person it concerns.
pub(super) struct Drawn {
    pub touched: Vec<Touched>,
    pub outcomes: Vec<Outcome>,
    pub others: BTreeSet<PersonId>,
}

/// Whoever draws it up.
struct Drawing<'d, 'c> {
    cx: &'d Cx<'c>,
    tx: &'d mut Tx,
    ids: &'d mut Ids,
    event: &'d LifeEvent,
    /// The day from which it holds: of a transfer, the day of the receipt.
    on: Date,
    because: &'d str,
    person: Person,
    drawn: Drawn,
}

/// Draws up what an event changes from a day on.
pub(super) async fn draw(
    cx: &Cx<'_>,
    tx: &mut Tx,
    ids: &mut Ids,
    event: &LifeEvent,
    on: Date,
    because: &str,
) -> Result<Drawn, LifeEventError> {
    let person = persons::find(tx, event.person_id).await?.ok_or(LifeEventError::NotFound)?;
    let drawn = Drawn { touched: Vec::new(), outcomes: Vec::new(), others: BTreeSet::new() };
    let mut drawing = Drawing { cx, tx, ids, event, on, because, person, drawn };
    for cause in event.row().causes {
        drawing.take(*cause).await?;
    }
    Ok(drawing.drawn)
}

impl Drawing<'_, '_> {
    async fn take(&mut self, cause: Cause) -> Result<(), LifeEventError> {
        // Whoever moves within the county keeps needs and offers: the new organisation answers for them.
        let stays = self.event.to_organization_id.is_some();
        match cause {
            Cause::Dies => self.dies(),
            Cause::LeavesOrganization => self.leaves_organization().await?,
            Cause::LeavesPosts => self.leaves_posts(None).await?,
            Cause::LeavesPost => self.leaves_posts(self.event.details.post_id).await?,
            Cause::StopsFloating => self.stops_floating().await?,
            Cause::StartsFloating => self.starts_floating().await?,
            Cause::LeavesHousehold => self.leaves_household().await?,
            Cause::DropsNeeds if !stays => self.drops_needs().await?,
            Cause::FreesHelped if !stays => self.frees_helped().await?,
            Cause::EndsPairs if !stays => self.ends_pairs().await?,
            Cause::EndsBookings if !stays => self.ends_bookings().await?,
            Cause::EndsOffers if !stays => self.ends_offers().await?,
            Cause::DropsNeeds | Cause::FreesHelped | Cause::EndsPairs | Cause::EndsBookings | Cause::EndsOffers => {}
            Cause::LeavesRounds => self.leaves_rounds().await?,
            Cause::Moves => self.moves(),
            Cause::Happens(occasion) => self.happens(occasion),
            Cause::FallsIll => self.falls_ill(),
            Cause::States(role, stated) => {
                if let Some(value) = self.stated(stated) {
                    self.recognition_differs(role, &value).await?;
                    self.states(role, value, None);
                }
            }
            Cause::Says(role, ask) => {
                if let Some(value) = self.said(ask) {
                    self.states(role, value, None);
                }
            }
            Cause::HouseholdGrows => self.household_grows().await?,
            Cause::IsWatched if self.cx.standards.pack.fact_of(FactRole::HardshipWatch).is_none() => {}
            Cause::IsWatched => {
                let months = self.watch_months()?;
                let until = add_months(self.on, months);
                self.states(FactRole::HardshipWatch, FactValue::Bool(true), until);
            }
            Cause::IsWatchedNoMore => self.states(FactRole::HardshipWatch, FactValue::Bool(false), None),
        }
        Ok(())
    }

    fn tell(&mut self, outcome: Outcome) {
        self.drawn.outcomes.push(outcome);
    }

    fn source(&self) -> Source {
        Source { kind: SourceKind::Entry, import_id: None, place: String::new(), stated_on: self.on }
    }

    /// The first day on which something no longer holds: whoever died belonged on that day still.
    fn over_on(&self) -> Date {
        let end = if self.event.kind == LifeEventKind::Death { add_days(self.on, 1) } else { Some(self.on) };
        end.unwrap_or(self.on)
    }

    /// The same, for a record that is known from a day alone: a book may speak for a later one.
    fn ends_on(&self, since: Date) -> Date {
        self.over_on().max(since)
    }

    fn dies(&mut self) {
        let after = Person { died_on: Some(self.on), ..self.person.clone() };
        self.drawn.touched.push(Touched::Person(Change::from(self.person.clone(), after.clone())));
        self.person = after;
        self.tell(Outcome::of(OutcomeKind::Died, "").on(self.on));
    }

    fn moves(&mut self) {
        let after = Person { address: self.event.details.place.clone(), ..self.person.clone() };
        self.drawn.touched.push(Touched::Person(Change::from(self.person.clone(), after.clone())));
        self.person = after;
        self.tell(Outcome::of(OutcomeKind::AddressChanges, "").on(self.on));
    }

    async fn name_of(&mut self, id: guanai_kernel::ids::OrganizationId) -> Result<String, StoreError> {
        Ok(organizations::find(self.tx, id).await?.map(|found| found.name).unwrap_or_default())
    }

    async fn leaves_organization(&mut self) -> Result<(), LifeEventError> {
        let spell = memberships::list_current_of(self.tx, &[self.event.person_id]).await?.pop();
        let Some(before) = spell else { return Ok(()) };
        let ends_on = self.ends_on(before.since_on);
        let after = Membership { until_on: Some(ends_on), ..before.clone() };
        self.drawn.touched.push(Touched::Membership(Change::from(before.clone(), after)));
        let name = self.name_of(before.organization_id).await?;
        self.tell(Outcome::of(OutcomeKind::BelongingEnds, name).on(self.over_on()));
        if let Some(to) = self.event.to_organization_id {
            let next = Membership {
                membership_id: MembershipId::fresh(self.ids),
                organization_id: to,
                since_on: ends_on,
                until_on: None,
                transfer_letter: self.event.details.letter.clone(),
                source: self.source(),
                recorded_at: self.cx.now,
                ..before
            };
            let name = self.name_of(to).await?;
            self.drawn.touched.push(Touched::Membership(Change::new(next)));
            self.tell(Outcome::of(OutcomeKind::BelongingBegins, name).on(ends_on));
        }
        Ok(())
    }

    async fn leaves_posts(&mut self, only: Option<guanai_kernel::ids::PostId>) -> Result<(), LifeEventError> {
        let held = posts::list_of(self.tx, self.event.person_id).await?;
        let held: Vec<Post> = held.into_iter().filter(|post| post.until_on.is_none()).collect();
        if only.is_some_and(|id| held.iter().all(|post| post.post_id != id)) {
            return Err(LifeEventError::NotSo);
        }
        for before in held.into_iter().filter(|post| only.is_none_or(|id| post.post_id == id)) {
            let ends_on = self.ends_on(before.since_on);
            let after = Post { until_on: Some(ends_on), ..before.clone() };
            self.tell(Outcome::of(OutcomeKind::PostEnds, before.title.clone()).on(self.over_on()));
            self.drawn.touched.push(Touched::Post(Change::from(before, after)));
        }
        Ok(())
    }

    async fn floats(&mut self) -> Result<Option<FloatingSpell>, StoreError> {
        let spells = spells::list_floating_of_many(self.tx, &[self.event.person_id]).await?;
        Ok(spells.into_iter().find(|spell| spell.period.until().is_none()))
    }

    async fn stops_floating(&mut self) -> Result<(), LifeEventError> {
        let Some(before) = self.floats().await? else {
            return if self.event.kind == LifeEventKind::FloatingBack { Err(LifeEventError::NotSo) } else { Ok(()) };
        };
        let ends_on = self.ends_on(before.period.from());
        let period = Period::new(before.period.from(), Some(ends_on)).map_err(|_| LifeEventError::NotSo)?;
        let after = FloatingSpell { period, ..before.clone() };
        self.drawn.touched.push(Touched::Floating(Change::from(before, after)));
        self.tell(Outcome::of(OutcomeKind::FloatingEnds, "").on(ends_on));
        Ok(())
    }

    async fn starts_floating(&mut self) -> Result<(), LifeEventError> {
        let spells = spells::list_floating_of_many(self.tx, &[self.event.person_id]).await?;
        let overlaps = |spell: &FloatingSpell| spell.period.until().is_none_or(|until| self.on < until);
        if spells.iter().any(overlaps) {
            return Err(LifeEventError::NotSo);
        }
        let place = self.event.details.place.clone();
        let after = FloatingSpell {
            person_id: self.event.person_id,
            period: Period::since(self.on),
            receiving_place: place.clone(),
            receiving_organization_id: self.event.to_organization_id,
            source: self.source(),
        };
        self.drawn.touched.push(Touched::Floating(Change::new(after)));
        self.tell(Outcome::of(OutcomeKind::FloatingBegins, place.unwrap_or_default()).on(self.on));
        Ok(())
    }

    async fn leaves_household(&mut self) -> Result<(), LifeEventError> {
        for before in households::list_current_of(self.tx, &[self.event.person_id]).await? {
            let ends_on = self.ends_on(before.since_on);
            let after = HouseholdMember { until_on: Some(ends_on), ..before.clone() };
            let members = households::list_members_of(self.tx, before.household_id).await?;
            let others = members.iter().filter(|m| m.until_on.is_none() && m.person_id != before.person_id).count();
            self.drawn.touched.push(Touched::Household(Change::from(before, after)));
            self.tell(Outcome::of(OutcomeKind::HouseholdLeft, "").on(self.over_on()));
            if others > 0 {
                let others = i64::try_from(others).unwrap_or(i64::MAX);
                self.tell(Outcome::of(OutcomeKind::HouseholdAsked, "").times(others));
            }
        }
        Ok(())
    }

    fn happens(&mut self, occasion: Occasion) {
        let happening_id = HappeningId::fresh(self.ids);
        let begins = matches!(
            occasion,
            Occasion::FellIll | Occasion::Hospitalised | Occasion::WorkLost | Occasion::DisasterStruck
        );
        let kept = KeptHappening {
            happening: Happening {
                happening_id,
                occasion,
                matter: begins.then(|| MatterId::from_bits(happening_id.bits())),
                urgency: None,
                on: self.on,
                known_on: self.cx.now.day_in_china(),
                logged: Logged::Entered,
            },
            person_id: self.event.person_id,
            state: EntryState::Stands,
            recorded_by: self.cx.actor.name.clone(),
            recorded_at: self.cx.now,
        };
        self.drawn.touched.push(Touched::Happening(Change::new(kept)));
    }

    /// A grave illness is a fact, where the pack knows one; another happens.
    fn falls_ill(&mut self) {
        let grave = self.cx.standards.pack.code_of(CodeRole::GraveIllness);
        match grave.filter(|_| self.event.details.choice.as_deref() == Some(super::GRAVE)) {
            Some(code) => self.states(FactRole::Health, FactValue::Text(code.to_owned()), None),
            None => self.happens(Occasion::FellIll),
        }
    }

    /// The value that an event gives; none where the pack has no code for it.
    fn stated(&self, stated: Stated) -> Option<FactValue> {
        match stated {
            Stated::Code(role) => self.cx.standards.pack.code_of(role).map(|code| FactValue::Text(code.to_owned())),
            Stated::Yes => Some(FactValue::Bool(true)),
            Stated::No => Some(FactValue::Bool(false)),
        }
    }

    /// States the fact that plays a role; nothing where the pack has none such.
    fn states(&mut self, role: FactRole, value: FactValue, until: Option<Date>) {
        let pack = &self.cx.standards.pack;
        let Some(name) = pack.fact_of(role) else { return };
        let sensitive = pack.slot(name).is_none_or(|slot| pack.fact(slot).sensitive);
        self.tell(Outcome::of(OutcomeKind::Fact, name).worth(shown(&value)).on(self.on));
        let fact = Fact {
            fact_id: FactId::fresh(self.ids),
            person_id: self.event.person_id,
            name: name.to_owned(),
            value,
            valid_from: self.on,
            valid_to: until,
            source: self.source(),
            verified: false,
            recorded_at: self.cx.now,
        };
        self.drawn.touched.push(Touched::Fact(Change::new(NewFact { fact, sensitive })));
    }

    fn said(&self, ask: Ask) -> Option<FactValue> {
        let details = &self.event.details;
        match ask {
            Ask::Loss => details.loss_fen.map(|fen| FactValue::Money(Money::from_fen(fen))),
            Ask::Years => details.years.map(FactValue::Int),
            Ask::Pension => details.draws_pension.map(FactValue::Bool),
            Ask::Degree => details.degree.clone().map(FactValue::Text),
            Ask::Work | Ask::Cause => details.choice.clone().map(FactValue::Text),
            _ => None,
        }
    }

    /// Nobody recovers from a hardship that was not recognised, nor falls back into one that is.
    async fn recognition_differs(&mut self, role: FactRole, value: &FactValue) -> Result<(), LifeEventError> {
        if role != FactRole::Hardship {
            return Ok(());
        }
        let stands = self.known(role).await?;
        let is_recognised = stands == Some(FactValue::Bool(true));
        if is_recognised == (*value == FactValue::Bool(true)) { Err(LifeEventError::NotSo) } else { Ok(()) }
    }

    async fn known(&mut self, role: FactRole) -> Result<Option<FactValue>, StoreError> {
        let Some(name) = self.cx.standards.pack.fact_of(role) else { return Ok(None) };
        let facts = facts::list_on_of(self.tx, self.on, self.cx.now, &[self.event.person_id]).await?;
        Ok(facts.into_iter().find(|fact| fact.name == name).map(|fact| fact.value))
    }

    /// One more, where the size is known: of an unknown size nobody knows what one more comes to.
    async fn household_grows(&mut self) -> Result<(), LifeEventError> {
        let Some(name) = self.cx.standards.pack.fact_of(FactRole::HouseholdSize) else { return Ok(()) };
        match self.known(FactRole::HouseholdSize).await? {
            Some(FactValue::Int(size)) => {
                self.states(FactRole::HouseholdSize, FactValue::Int(size.saturating_add(1)), None);
            }
            _ => self.tell(Outcome::of(OutcomeKind::FactUnknown, name)),
        }
        Ok(())
    }

    fn watch_months(&self) -> Result<i32, LifeEventError> {
        let found = self.cx.standards.pack.parameter_of(ParameterRole::WatchMonths);
        let value = found.and_then(|parameter| parameter.on(self.on)).map(|found| &found.value);
        match value {
            Some(Value::Int(months)) => i32::try_from(*months).map_err(|_| LifeEventError::NoWatch),
            _ => Err(LifeEventError::NoWatch),
        }
    }
}

/// A value as an outcome keeps it: a code, `yes` or `no`, a number, fen.
fn shown(value: &FactValue) -> String {
    match value {
        FactValue::Bool(true) => "yes".to_owned(),
        FactValue::Bool(false) => "no".to_owned(),
        FactValue::Int(number) => number.to_string(),
        FactValue::Text(code) => code.clone(),
        FactValue::Date(day) => day.to_string(),
        FactValue::Money(amount) => amount.to_string(),
        FactValue::List(codes) => codes.join(" "),
        FactValue::Withdrawn => String::new(),
    }
}
