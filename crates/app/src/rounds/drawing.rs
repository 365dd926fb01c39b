//! Drawing the list of a round from the rules: who is visited and why, who is left out and why, and of whom something must be
//! asked first. Nobody for whom a rule speaks is dropped unnamed.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::guarantee::RestKind;
use guanai_casework::round::{LeftOut, Listing, Mention, Round, RoundPerson, RoundReason};
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::{Date, Guarantee, VisitAct};
use guanai_scheme::{
    Answer, Assessor, Belonging, ContactWish, FactSet, Pack, PassedOver, PlannedVisit, VisitAsk, VisitCandidate,
    VisitRule, VisitTrigger, one_visit_each, visits_due,
};
use guanai_store::{StoreError, Tx, round_people, spells};

use crate::cx::Cx;
use crate::population::{PopulationError, Resident};
use crate::visits::candidates::{self, Candidates, Whom};

/// The reason of the pack for which somebody who lives abroad is not visited.
const ABROAD: &str = "settled-abroad";

/// What is asked beside the rules.
#[derive(Default)]
struct Beside {
    abroad: BTreeSet<PersonId>,
    away: BTreeSet<PersonId>,
    floating: BTreeSet<PersonId>,
    taken: BTreeSet<PersonId>,
}

/// Draws the list of a round for these organisations; none is everybody.
pub(super) async fn draw(
    cx: &Cx<'_>,
    tx: &mut Tx,
    round: &Round,
    organizations: Option<&[OrganizationId]>,
) -> Result<Vec<RoundPerson>, PopulationError> {
    let pack = &cx.standards.pack;
    let rules: BTreeSet<usize> = round.rules.iter().filter_map(|id| pack.visit_rule_index(id)).collect();
    let whom =
        Whom { organizations, rules: Some(&rules), as_of: round.as_of, clocks_by: round.closes_on, known_at: cx.now };
    let who = candidates::load(tx, pack, &whom).await?;
    let beside = Beside::load(tx, round, &who).await?;
    Ok(Drawing { pack, round, rules: &rules, beside: &beside }.list(who))
}

impl Beside {
    async fn load(tx: &mut Tx, round: &Round, who: &Candidates) -> Result<Self, StoreError> {
        let mut beside = Self {
            taken: round_people::list_taken(tx, round.round_id, round.opens_on, round.closes_on).await?,
            ..Self::default()
        };
        for kept in &who.rests {
            if kept.guarantee != Guarantee::Visit || !kept.rest.holds_on(round.as_of) {
                continue;
            }
            match kept.rest.kind {
                RestKind::Exemption if kept.rest.reason == ABROAD => beside.abroad.insert(kept.person_id),
                RestKind::Exemption => false,
                RestKind::Pause => beside.away.insert(kept.person_id),
            };
        }
        let floating = spells::list_current_floating(tx).await?.into_iter();
        beside.floating = floating.map(|spell| spell.person_id).collect();
        Ok(beside)
    }
}

/// A list in the drawing. *Problem in, answer with reasons out*: the order of the candidates plays no part.
struct Drawing<'a> {
    pack: &'a Pack,
    round: &'a Round,
    rules: &'a BTreeSet<usize>,
    beside: &'a Beside,
}

impl Drawing<'_> {
    fn list(&self, who: Candidates) -> Vec<RoundPerson> {
        let ask = VisitAsk { from: self.round.opens_on, to: self.round.closes_on, rules: Some(self.rules.clone()) };
        // A round's gifts are bought from one sum for members; residents are visited on days of their own, and take nobody's
        // place in a household.
        let residents = who.population.residents.iter().filter(|resident| resident.membership.is_some());
        let of_members = |(resident, _): &(&Resident, VisitCandidate)| {
            resident.membership.as_ref().is_some_and(guanai_registry::Membership::is_member)
        };
        let (people, candidates): (Vec<&Resident>, Vec<VisitCandidate>) =
            residents.zip(who.asked).filter(of_members).unzip();
        let due = one_visit_each(visits_due(self.pack, &ask, &candidates));
        let mut planned: BTreeMap<PersonId, PlannedVisit> =
            due.visits.into_iter().map(|visit| (visit.person_id, visit)).collect();
        let mut passed: BTreeMap<PersonId, Vec<(usize, PassedOver)>> = BTreeMap::new();
        for (person_id, rule, why) in due.passed_over {
            passed.entry(person_id).or_default().push((rule, why));
        }
        let assessor = Assessor::new(self.pack, self.round.as_of);
        let mut list = Vec::new();
        for (resident, candidate) in people.into_iter().zip(&candidates) {
            let Some(blank) = self.blank(resident, candidate.household_id) else { continue };
            let person_id = candidate.person_id;
            let person = match (planned.remove(&person_id), passed.get(&person_id)) {
                (Some(visit), _) => Some(self.visited(blank, &visit)),
                (None, Some(why)) => Some(self.left_out(blank, why)),
                (None, None) if candidate.died_on.is_some() => None,
                (None, None) => self.asked(blank, &assessor, resident, candidate.wish),
            };
            list.extend(person);
        }
        list.sort_by_key(|person| person.person_id);
        list
    }

    fn blank(&self, resident: &Resident, household_id: Option<guanai_kernel::ids::HouseholdId>) -> Option<RoundPerson> {
        let organization_id = resident.membership.as_ref()?.organization_id;
        let person_id = resident.person.person_id;
        Some(RoundPerson::blank(self.round.round_id, person_id, household_id, organization_id))
    }

    fn rule(&self, at: usize) -> Option<&VisitRule> {
        self.pack.visits().rules.get(at)
    }

    fn festival(&self, at: usize) -> Option<guanai_kernel::Festival> {
        match self.rule(at)?.trigger {
            VisitTrigger::Festival(festival) => Some(festival),
            _ => None,
        }
    }

    fn visited(&self, blank: RoundPerson, visit: &PlannedVisit) -> RoundPerson {
        let reasons = visit
            .reasons
            .iter()
            .filter_map(|reason| Some(RoundReason { rule: self.rule(reason.rule)?.id.clone(), on: Some(reason.on) }));
        let reasons = reasons.collect();
        if self.beside.taken.contains(&blank.person_id) {
            return RoundPerson { listing: Listing::LeftOut, left_out: Some(LeftOut::OtherRound), reasons, ..blank };
        }
        // What was given for a festival alone is given to those whom the festival brings us to.
        let is_festive = visit.reasons.iter().any(|reason| self.festival(reason.rule).is_some());
        let plain = self.round.plain_gift.filter(|_| is_festive);
        let gift = visit.gift.map(|gift| gift.amount).or(plain);
        let has_goods = self.round.goods.is_some() && (is_festive || visit.gift.is_some());
        let act = if gift.is_some() || has_goods { VisitAct::VisitWithGift } else { VisitAct::Visit };
        let mention = self.mention(blank.person_id, visit.wish);
        RoundPerson { reasons, act, gift, mention, ..blank }
    }

    fn mention(&self, person_id: PersonId, wish: ContactWish) -> Option<Mention> {
        match wish {
            ContactWish::Phone => Some(Mention::ByPhone),
            _ if self.beside.floating.contains(&person_id) => Some(Mention::Floating),
            _ if self.beside.away.contains(&person_id) => Some(Mention::Away),
            _ => None,
        }
    }

    fn left_out(&self, blank: RoundPerson, passed: &[(usize, PassedOver)]) -> RoundPerson {
        let left_out = passed.iter().map(|(_, why)| *why).min().map(|why| match why {
            PassedOver::Died => LeftOut::Died,
            PassedOver::NoWish if self.beside.abroad.contains(&blank.person_id) => LeftOut::Abroad,
            PassedOver::NoWish => LeftOut::NoWish,
            PassedOver::Visited(_) => LeftOut::Visited,
            PassedOver::BirthdayOpen => LeftOut::BirthdayOpen,
        });
        let reasons = passed.iter().filter_map(|(rule, why)| self.passed_reason(*rule, *why));
        RoundPerson { listing: Listing::LeftOut, left_out, reasons: reasons.collect(), ..blank }
    }

    fn passed_reason(&self, rule: usize, why: PassedOver) -> Option<RoundReason> {
        let on: Option<Date> = match (why, self.festival(rule)) {
            (PassedOver::Visited(day), _) => Some(day),
            (_, Some(festival)) => festival.next(self.round.opens_on),
            _ => None,
        };
        Some(RoundReason { rule: self.rule(rule)?.id.clone(), on })
    }

    /// Those of whom a fact is missing that a festival's rule asks for: named, with the facts.
    fn asked(
        &self,
        blank: RoundPerson,
        assessor: &Assessor<'_>,
        resident: &Resident,
        wish: ContactWish,
    ) -> Option<RoundPerson> {
        let mut missing = FactSet::EMPTY;
        let mut reasons = Vec::new();
        for (at, rule) in self.rules.iter().filter_map(|at| Some((*at, self.rule(*at)?))) {
            let Some(festival) = self.festival(at) else { continue };
            let open = open_facts(assessor, rule, resident);
            if !open.is_empty() {
                missing = missing.union(open);
                reasons.push(RoundReason { rule: rule.id.clone(), on: festival.next(self.round.opens_on) });
            }
        }
        if missing.is_empty() || wish == ContactWish::Nothing {
            return None;
        }
        let ask = self.pack.fact_names(missing).map(ToOwned::to_owned).collect();
        let mention = self.mention(blank.person_id, wish);
        Some(RoundPerson { listing: Listing::Asked, reasons, ask, mention, ..blank })
    }
}

/// The facts that would settle whether a rule speaks for somebody.
fn open_facts(assessor: &Assessor<'_>, rule: &VisitRule, resident: &Resident) -> FactSet {
    let mut missing = FactSet::EMPTY;
    for class in &rule.classes {
        if let Belonging::Undetermined(open) = assessor.class(&resident.subject, *class) {
            missing = missing.union(open.ask).union(open.contested);
        }
    }
    for measure in &rule.measures {
        if let Answer::Undetermined(open) = assessor.measure(&resident.subject, *measure) {
            missing = missing.union(open.ask).union(open.contested);
        }
    }
    missing
}
