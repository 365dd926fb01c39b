//! Two years of visits: festivals, hospital, hardship, pairs, floating members, talks – as diligently as each branch is.

use std::collections::BTreeMap;

use guanai_kernel::civil::completed_years;
use guanai_kernel::{Date, Festival, Money};

use crate::assumed;
use crate::county::{FloatingSpell, Membership, OrganizationIx, Pairing, PersonIx, Post, Visit};
use crate::county::{VisitKind as Kind, VisitManner as Manner, VisitOccasion as Occasion};
use crate::draw::{Draw, moved, years_on};
use crate::hardship::HardshipCase;
use crate::people::People;
use crate::situations::{Situation, Situations};

mod learned;

/// The festivals on which branches visit, in the order of the year.
const VISITED_AT: [Festival; 4] =
    [Festival::SpringFestival, Festival::PartyDay, Festival::MidAutumn, Festival::DoubleNinth];

/// How well a branch visits: the place in tables of chances.
type Diligence = usize;

/// What visits follow from.
pub(crate) struct Occasions<'a> {
    pub people: &'a People,
    pub memberships: &'a [Membership],
    pub posts: &'a [Post],
    pub situations: &'a [Situations],
    pub cases: &'a [HardshipCase],
    pub floating: &'a [FloatingSpell],
    pub pairings: &'a [Pairing],
}

struct Rounds<'a> {
    of: &'a Occasions<'a>,
    /// Those who visit for a branch, the secretary first.
    visitors: BTreeMap<OrganizationIx, Vec<PersonIx>>,
    diligence: BTreeMap<OrganizationIx, Diligence>,
    case_of: BTreeMap<PersonIx, &'a HardshipCase>,
    from: Date,
    visits: Vec<Visit>,
    draw: &'a mut Draw,
}

/// One visit that is to be made.
#[derive(Clone, Copy)]
struct Call {
    visited: PersonIx,
    on: Date,
    kind: Kind,
    occasion: Occasion,
}

/// The visits of two years, by day.
pub(crate) fn draw_visits(of: &Occasions<'_>, draw: &mut Draw) -> Vec<Visit> {
    let mut visitors: BTreeMap<OrganizationIx, Vec<PersonIx>> = BTreeMap::new();
    for post in of.posts.iter().filter(|post| post.period.until().is_none()) {
        let own = of.memberships[post.person.0].branch;
        let list = visitors.entry(own).or_default();
        if !list.contains(&post.person) {
            list.push(post.person);
        }
    }
    let mut diligence = BTreeMap::new();
    let weights =
        [assumed::DILIGENT.value, 10_000 - assumed::DILIGENT.value - assumed::BEHIND.value, assumed::BEHIND.value];
    for membership in of.memberships {
        diligence.entry(membership.branch).or_insert_with(|| draw.weighted(&weights));
    }
    let from = years_on(of.people.as_of, -2);
    let case_of = of.cases.iter().map(|case| (case.person, case)).collect();
    let mut rounds = Rounds { of, visitors, diligence, case_of, from, visits: Vec::new(), draw };
    for membership in of.memberships {
        rounds.visit_member(membership);
    }
    rounds.visit_floating();
    rounds.visit_pairs();
    let mut visits = rounds.visits;
    visits.sort_by_key(|visit| (visit.on, visit.visited, visit.occasion, visit.visitor));
    visits.dedup_by_key(|visit| (visit.on, visit.visited, visit.visitor));
    visits
}

impl Rounds<'_> {
    fn chance(&mut self, membership: &Membership, chances: [u32; 3]) -> bool {
        let diligence = self.diligence.get(&membership.branch).copied().unwrap_or(1);
        self.draw.chance(chances[diligence])
    }

    /// Whether `on` lies in the two years, and the member was one already.
    fn counts(&self, membership: &Membership, on: Date) -> bool {
        self.from <= on && on <= self.of.people.as_of && membership.joined_on <= on
    }

    fn in_hardship(&self, person: PersonIx, on: Date) -> bool {
        let case = self.case_of.get(&person);
        case.is_some_and(|case| case.recognised_on <= on && case.recovered_on.is_none_or(|end| on < end))
    }

    fn make(&mut self, membership: &Membership, call: Call) {
        if !self.counts(membership, call.on) {
            return;
        }
        let Some(visitors) = self.visitors.get(&membership.branch) else { return };
        let free: Vec<PersonIx> = visitors.iter().copied().filter(|visitor| *visitor != call.visited).collect();
        if free.is_empty() {
            return;
        }
        // The secretary makes half of the rounds.
        let visitor = if self.draw.chance(5_000) { free[0] } else { self.draw.pick(&free) };
        self.write_down(visitor, call);
    }

    fn write_down(&mut self, visitor: PersonIx, call: Call) {
        let away = self.of.situations[call.visited.0].has(Situation::Floating);
        let manner = match call.occasion {
            Occasion::Floating => [Manner::Phone, Manner::Video, Manner::InPerson][self.draw.weighted(&[68, 26, 6])],
            _ if call.kind == Kind::VisitWithGift || call.kind == Kind::HomeCheck => Manner::InPerson,
            _ if away => Manner::Phone,
            _ => [Manner::InPerson, Manner::Phone][self.draw.weighted(&[82, 18])],
        };
        let (low, high) = match (manner, call.kind) {
            (Manner::InPerson, Kind::Talk) => (20, 70),
            (Manner::InPerson, Kind::HomeCheck) => (25, 60),
            (Manner::InPerson, _) => (10, 50),
            _ => (3, 20),
        };
        let minutes = self.draw.between(low, high);
        let minutes =
            self.draw.chance(assumed::MINUTES_RECORDED.value).then(|| u16::try_from(minutes).unwrap_or(u16::MAX));
        let gift = (call.kind == Kind::VisitWithGift).then(|| {
            let hundreds = match call.occasion {
                Occasion::SpringFestival => self.draw.between(3, 10),
                Occasion::PartyDay | Occasion::Disaster => self.draw.between(2, 10),
                _ => self.draw.between(1, 4),
            };
            Money::from_fen(i64::from(hundreds) * 10_000)
        });
        let learned = self.draw.pick(learned::sentences(call.occasion));
        let Call { visited, on, kind, occasion } = call;
        self.visits.push(Visit { visitor, visited, on, kind, occasion, manner, minutes, gift, learned });
    }

    fn visit_member(&mut self, membership: &Membership) {
        self.visit_at_festivals(membership);
        let person = membership.person;
        let seen = self.of.situations[person.0];
        let call = |on, kind, occasion| Call { visited: person, on, kind, occasion };
        if seen.has(Situation::SeriousIllness) && self.chance(membership, [7_500, 4_500, 1_500]) {
            let on = self.draw.near(self.from, 0, 729);
            let kind = if self.draw.chance(6_000) { Kind::VisitWithGift } else { Kind::Visit };
            self.make(membership, call(on, kind, Occasion::Hospital));
        }
        let lately = self.of.people.persons[person.0].widowed.and_then(|widowed| widowed.lately_on);
        if let Some(died_on) = lately
            && self.chance(membership, [8_500, 6_000, 2_500])
        {
            let on = self.draw.near(died_on, 0, 10);
            self.make(membership, call(on, Kind::Visit, Occasion::Bereavement));
        }
        if let Some(case) = self.case_of.get(&person).copied() {
            if self.chance(membership, [9_500, 8_500, 7_000]) {
                let on = self.draw.near(case.recognised_on, -30, 0);
                self.make(membership, call(on, Kind::HomeCheck, Occasion::Recheck));
            }
            if case.cause == "disaster" && self.chance(membership, [9_000, 7_000, 4_000]) {
                let on = self.draw.near(case.recognised_on, -55, -31);
                self.make(membership, call(on, Kind::VisitWithGift, Occasion::Disaster));
            }
        }
        for year in 0..2 {
            let talks = assumed::TALKS.value;
            if self.chance(membership, [talks, talks * 11 / 20, talks / 7]) {
                let on = self.draw.near(years_on(self.from, year), 0, 364);
                self.make(membership, call(on, Kind::Talk, Occasion::YearlyTalk));
            }
        }
    }

    fn visit_at_festivals(&mut self, membership: &Membership) {
        let person = membership.person;
        let age = self.of.people.age(person);
        for year in self.from.year()..=self.of.people.as_of.year() {
            for festival in VISITED_AT {
                let Some(day) = festival.day(year) else { continue };
                let seniority = membership.full_on.map_or(0, |full_on| completed_years(full_on, day));
                let poor = self.in_hardship(person, day);
                let (occasion, chances, days) = match festival {
                    Festival::SpringFestival if poor => (Occasion::SpringFestival, [9_500, 8_500, 5_500], (-16, -2)),
                    Festival::SpringFestival if age >= 80 || seniority >= 50 => {
                        (Occasion::SpringFestival, [6_000, 3_500, 1_000], (-16, -2))
                    }
                    Festival::PartyDay if poor => (Occasion::PartyDay, [7_500, 6_000, 3_000], (-14, 0)),
                    Festival::PartyDay if seniority >= 50 => (Occasion::PartyDay, [7_000, 5_000, 2_500], (-14, 0)),
                    Festival::MidAutumn if age >= 75 => (Occasion::MidAutumn, [2_000, 1_000, 200], (-7, -1)),
                    Festival::DoubleNinth if age >= 75 => (Occasion::DoubleNinth, [3_000, 1_500, 300], (-5, 1)),
                    _ => continue,
                };
                if self.chance(membership, chances) {
                    let on = self.draw.near(day, days.0, days.1);
                    let gift = poor || matches!(occasion, Occasion::SpringFestival | Occasion::PartyDay);
                    let kind = if gift || self.draw.chance(4_000) { Kind::VisitWithGift } else { Kind::Visit };
                    self.make(membership, Call { visited: person, on, kind, occasion });
                }
            }
        }
    }

    /// Twice a year, at least by telephone (the 2024 opinion on floating members: contact, and for students abroad at every half-year).
    fn visit_floating(&mut self) {
        for spell in self.of.floating {
            let membership = &self.of.memberships[spell.person.0];
            let until = spell.period.until().unwrap_or(self.of.people.as_of);
            let mut on = self.draw.near(spell.period.from().max(self.from), 5, 120);
            while on < until {
                if self.chance(membership, [8_000, 5_000, 1_500]) {
                    let call = Call { visited: spell.person, on, kind: Kind::Visit, occasion: Occasion::Floating };
                    self.make(membership, call);
                }
                on = self.draw.near(on, 120, 210);
            }
        }
    }

    /// Monthly contact is asked for; branches keep it as well as they do.
    fn visit_pairs(&mut self) {
        for pairing in self.of.pairings {
            let membership = &self.of.memberships[pairing.helped.0];
            let diligence = self.diligence.get(&membership.branch).copied().unwrap_or(1);
            let (low, high) = [(25, 50), (40, 110), (110, 320)][diligence];
            let mut on = moved(pairing.since_on.max(self.from), 3);
            while on <= self.of.people.as_of {
                if self.in_hardship(pairing.helped, on) && self.counts(membership, on) {
                    let kind = [Kind::Visit, Kind::Talk, Kind::VisitWithGift][self.draw.weighted(&[78, 14, 8])];
                    let call = Call { visited: pairing.helped, on, kind, occasion: Occasion::Hardship };
                    self.write_down(pairing.helper, call);
                }
                on = self.draw.near(on, low, high);
            }
        }
    }
}
