//! What is known of people for their clocks, from the records that tell it: spells of belonging, deaths, visits, the ways
//! of needs, facts, questions, and what was entered by hand.

use std::collections::BTreeMap;

use guanai_casework::NeedState;
use guanai_casework::guarantee::{EntryState, Happening, KeptRest, Logged, Pressing, QuestionState};
use guanai_kernel::ids::{HappeningId, MatterId, OrganizationId, PersonId};
use guanai_kernel::{Date, Guarantee, Moment, Occasion};
use guanai_registry::{Fact, FactValue, SourceKind};
use guanai_scheme::{CRISIS, FactOccasion, Pack};
use guanai_store::clock_sources::{self, NeedWay, SpellOfCare};
use guanai_store::questions::{self, BriefQuestion};
use guanai_store::{StoreError, Tx, clocks, happenings};

/// What is known of one person.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// What happened.
    pub happenings: Vec<Happening>,
    /// Pauses and exemptions.
    pub rests: Vec<KeptRest>,
    /// The rules for classes that applied, by guarantee: from a day on, the rule's id.
    pub tiers: Vec<(Guarantee, Date, Option<String>)>,
    /// Where they belonged: first day, first day after, organisation.
    pub places: Vec<(Date, Option<Date>, OrganizationId)>,
}

impl Known {
    /// Who answered for the person on a day: where they belonged, or belonged last before.
    pub fn place_on(&self, day: Date) -> Option<OrganizationId> {
        let before = self.places.iter().filter(|(since, ..)| *since <= day);
        before.max_by_key(|(since, until, _)| (until.is_none_or(|until| day < until), *since)).map(|(.., at)| *at)
    }

    /// Who answers now.
    pub fn place_now(&self) -> Option<OrganizationId> {
        self.places.iter().find(|(_, until, _)| until.is_none()).map(|(.., at)| *at)
    }
}

/// What is known of these persons, with somebody of whom nothing is known as well.
pub(super) async fn load(
    tx: &mut Tx,
    pack: &Pack,
    person_ids: &[PersonId],
) -> Result<BTreeMap<PersonId, Known>, StoreError> {
    let mut known: BTreeMap<PersonId, Known> = person_ids.iter().map(|id| (*id, Known::default())).collect();
    let mut of = |person_id: PersonId, happening: Happening| {
        if let Some(known) = known.get_mut(&person_id) {
            known.happenings.push(happening);
        }
    };
    let deaths = clock_sources::list_deaths(tx, person_ids).await?;
    for (&person_id, &died_on) in &deaths {
        let id = HappeningId::from_bits(person_id.bits());
        of(person_id, plain(id, Occasion::Died, (died_on, died_on), Logged::Book));
    }
    for (person_id, happening) in befell::seen(tx, person_ids).await? {
        of(person_id, happening);
    }
    for way in clock_sources::list_need_ways(tx, person_ids).await? {
        for happening in of_need(&way) {
            of(way.person_id, happening);
        }
    }
    for question in questions::list_brief_of_many(tx, person_ids).await? {
        for happening in of_question(&question) {
            of(question.person_id, happening);
        }
    }
    for kept in happenings::list_of_many(tx, person_ids).await? {
        if kept.state == EntryState::Stands {
            of(kept.person_id, kept.happening);
        }
    }
    for (person_id, happening) in befell::told_by_facts(tx, pack, person_ids).await?.0 {
        of(person_id, happening);
    }
    for known in known.values_mut() {
        let helped = helped_in_hardship(&known.happenings);
        known.happenings.extend(helped);
    }
    let spells = clock_sources::list_spells(tx, person_ids).await?;
    for of_one in spells.chunk_by(|a, b| a.person_id == b.person_id) {
        if let Some(known) = known.get_mut(&of_one[0].person_id) {
            known.places = of_one.iter().map(|s| (s.since_on, s.until_on, s.organization_id)).collect();
            known.happenings.extend(of_spells(of_one));
        }
    }
    for rest in happenings::list_rests_of_many(tx, person_ids).await? {
        if let Some(known) = known.get_mut(&rest.person_id) {
            known.rests.push(rest);
        }
    }
    for tier in clocks::list_tiers_of_many(tx, person_ids).await? {
        if let Some(known) = known.get_mut(&tier.person_id) {
            known.tiers.push((tier.guarantee, tier.from_on, tier.rule));
        }
    }
    for (person_id, died_on) in deaths {
        if let Some(known) = known.get_mut(&person_id) {
            known.happenings.retain(|happening| happening.occasion == Occasion::Died || begins_by(happening, died_on));
        }
    }
    Ok(known)
}

/// Whether something began by a day: nothing begins for whoever had died, however late it was written down.
fn begins_by(happening: &Happening, day: Date) -> bool {
    let began = if happening.logged == Logged::BeforeUnknown { happening.known_on } else { happening.on };
    began <= day
}

fn plain(happening_id: HappeningId, occasion: Occasion, (on, known_on): (Date, Date), logged: Logged) -> Happening {
    // Nothing is known before it happens; a book may speak for a later day than the one on which it is read.
    Happening { happening_id, occasion, matter: None, urgency: None, on, known_on: known_on.max(on), logged }
}

/// The n-th happening that one record tells.
fn nth(bits: u128, n: usize) -> HappeningId {
    HappeningId::from_bits(bits ^ u128::try_from(n).unwrap_or(0))
}

/// Coming into care, leaving, and coming back; a transfer within the county is none of these.
fn of_spells(spells: &[SpellOfCare]) -> Vec<Happening> {
    let mut found = Vec::new();
    let mut belongs_until: Option<Option<Date>> = None;
    for spell in spells {
        let bits = spell.membership_id.bits();
        let gap = belongs_until.is_none_or(|until| until.is_some_and(|until| until < spell.since_on));
        if let (true, Some(Some(left_on))) = (gap, belongs_until) {
            found.push(plain(nth(bits, 1), Occasion::Left, (left_on, left_on), Logged::Book));
        }
        if gap {
            let logged = if spell.from_book { Logged::BeforeUnknown } else { Logged::Entered };
            let days = (spell.since_on, spell.recorded_at.day_in_china());
            // A book that speaks for a later day than today's is known today.
            let days = if logged == Logged::BeforeUnknown { (days.0.min(days.1), days.1) } else { days };
            found.push(plain(nth(bits, 0), Occasion::Registered, days, logged));
        }
        let ends = [belongs_until.flatten(), spell.until_on];
        let runs = spell.until_on.is_none() || belongs_until == Some(None);
        belongs_until = Some(if runs { None } else { ends.into_iter().flatten().max() });
    }
    if let (Some(Some(left_on)), Some(last)) = (belongs_until, spells.last()) {
        let id = nth(last.membership_id.bits(), 2);
        found.push(plain(id, Occasion::Left, (left_on, left_on), Logged::Book));
    }
    found
}

/// A need: raised, somebody named to help, help given, raised again where the help fell away, or nothing left to do.
fn of_need(way: &NeedWay) -> Vec<Happening> {
    let bits = way.need_id.bits();
    let mut found = Vec::new();
    for (at, (state, reached)) in way.states.iter().enumerate() {
        let day = reached.day_in_china();
        let occasion = match state {
            NeedState::Raised | NeedState::Confirmed => Occasion::NeedRaised,
            NeedState::Planned => Occasion::HelperNamed,
            NeedState::Helped => Occasion::HelpGiven,
            NeedState::Closed | NeedState::Withdrawn | NeedState::Merged | NeedState::Split => Occasion::NeedWithdrawn,
        };
        if at == 0 {
            let logged = if way.from_book { Logged::BeforeUnknown } else { Logged::Entered };
            let days = (way.stated_on, way.recorded_at.day_in_china());
            found.push(plain(nth(bits, 0), Occasion::NeedRaised, days, logged));
        }
        if at > 0 || occasion != Occasion::NeedRaised {
            found.push(plain(nth(bits, at.saturating_add(1)), occasion, (day, day), Logged::Entered));
        }
    }
    for happening in &mut found {
        happening.matter = Some(MatterId::from_bits(bits));
        happening.urgency.clone_from(&way.urgency);
    }
    found
}

fn of_question(question: &BriefQuestion) -> Vec<Happening> {
    let bits = question.question_id.bits();
    let asked = (question.asked_on, question.recorded_at.day_in_china());
    let mut found = vec![plain(nth(bits, 0), Occasion::QuestionAsked, asked, Logged::Entered)];
    if let Some(closed_on) = question.closed_on {
        let withdrawn = question.state == QuestionState::Withdrawn;
        let occasion = if withdrawn { Occasion::QuestionWithdrawn } else { Occasion::QuestionAnswered };
        let days = (closed_on, question.moved_at.day_in_china());
        found.push(plain(nth(bits, 1), occasion, days, Logged::Entered));
    }
    for happening in &mut found {
        happening.matter = Some(MatterId::from_bits(bits));
        happening.urgency = (question.pressing == Pressing::Distress).then(|| CRISIS.to_owned());
    }
    found
}

/// The spells in which a fact was one of the codes that tell; facts of one person and name, oldest first.
fn of_facts(facts: &[Fact], occasion: &FactOccasion) -> Vec<Happening> {
    let mut found = Vec::new();
    let mut running: Option<(MatterId, Option<Date>)> = None;
    let over = |found: &mut Vec<Happening>, matter: MatterId, on: Date, known: Moment, bits: u128| {
        let happening = plain(nth(bits, 1), occasion.over, (on, known.day_in_china()), Logged::Book);
        found.push(Happening { matter: Some(matter), ..happening });
    };
    for (at, fact) in facts.iter().enumerate() {
        // Of several for one day the last stands.
        if facts.get(at.saturating_add(1)).is_some_and(|next| next.valid_from == fact.valid_from) {
            continue;
        }
        let bits = fact.fact_id.bits();
        if let Some((matter, Some(ended))) = running
            && ended <= fact.valid_from
        {
            over(&mut found, matter, ended, fact.recorded_at, bits ^ 2);
            running = None;
        }
        let tells = match &fact.value {
            FactValue::Text(code) => Some(occasion.codes.contains(code)),
            FactValue::Bool(claim) => Some(occasion.codes.iter().any(|code| code == if *claim { "yes" } else { "no" })),
            // Stated as unknown: it says neither that it goes on nor that it is over.
            FactValue::Withdrawn => None,
            _ => Some(false),
        };
        match (tells, running) {
            (Some(true), None) => {
                let by_hand = matches!(fact.source.kind, SourceKind::Entry | SourceKind::Visit);
                let logged = if by_hand { Logged::Entered } else { Logged::BeforeUnknown };
                let matter = MatterId::from_bits(bits);
                let days = (fact.valid_from, fact.recorded_at.day_in_china());
                let happening = plain(nth(bits, 0), occasion.begins, days, logged);
                found.push(Happening { matter: Some(matter), ..happening });
                running = Some((matter, fact.valid_to));
            }
            (Some(true), Some((matter, _))) => running = Some((matter, fact.valid_to)),
            (Some(false), Some((matter, _))) => {
                over(&mut found, matter, fact.valid_from, fact.recorded_at, bits);
                running = None;
            }
            (None, _) | (Some(false), None) => {}
        }
    }
    if let (Some((matter, Some(ended))), Some(last)) = (running, facts.last()) {
        over(&mut found, matter, ended, last.recorded_at, last.fact_id.bits() ^ 4);
    }
    found
}

/// Whoever helps with one of their needs helps somebody in hardship: said of each hardship that was recognised by then, and
/// of one that is recognised while somebody helps already.
fn helped_in_hardship(happenings: &[Happening]) -> Vec<Happening> {
    let recognised = happenings.iter().filter(|happening| happening.occasion == Occasion::HardshipRecognised);
    let mut found = Vec::new();
    for hardship in recognised {
        let since = if hardship.logged == Logged::BeforeUnknown { hardship.known_on } else { hardship.on };
        let of_needs = happenings.iter().filter(|happening| happening.matter != hardship.matter);
        for helped in of_needs.filter(|happening| is_help(happening.occasion)) {
            let ended = |other: &&Happening| {
                other.matter == helped.matter && !is_help(other.occasion) && helped.on <= other.on && other.on <= since
            };
            let on = if since <= helped.on {
                helped.on
            } else if !happenings.iter().any(|other| ended(&other)) {
                since
            } else {
                continue;
            };
            // An id of its own, beside those of the fact and of the need.
            let bits = hardship.happening_id.bits() ^ (helped.happening_id.bits() << 8);
            found.push(Happening {
                happening_id: HappeningId::from_bits(bits),
                occasion: helped.occasion,
                matter: hardship.matter,
                urgency: None,
                on,
                known_on: helped.known_on.max(on),
                logged: helped.logged,
            });
        }
    }
    found
}

const fn is_help(occasion: Occasion) -> bool {
    matches!(occasion, Occasion::HelperNamed | Occasion::HelpGiven)
}

pub(crate) mod befell;
#[cfg(test)]
mod tests;
