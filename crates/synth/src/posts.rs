//! Posts: a secretary for every organisation, a committee in larger branches, directors and accountants in villages and
//! communities, and village cadres who left office.

use std::collections::BTreeSet;

use guanai_kernel::{Date, Period};
use guanai_registry::MemberKind;

use crate::classes::{Occupation, PostKind, Sector};
use crate::county::{Membership, Organization, OrganizationIx, PersonIx, Post};
use crate::draw::{Draw, years_on};
use crate::members::aged;
use crate::people::People;

/// From this many full members on a branch elects a committee (regulations on Party branches, 2018).
const COMMITTEE_FROM: usize = 7;

/// Years that a village cadre who left office served, and the highest post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LeftOffice {
    pub person: PersonIx,
    pub years: u32,
    pub highest: PostKind,
    pub left_on: Date,
}

/// Posts of today, and who left office.
pub(crate) struct Posts {
    pub held: Vec<Post>,
    pub left: Vec<LeftOffice>,
    /// Everybody who holds a post.
    pub holders: BTreeSet<PersonIx>,
}

struct Choosing<'a> {
    people: &'a People,
    organizations: &'a [Organization],
    memberships: &'a [Membership],
    posts: Posts,
    draw: &'a mut Draw,
}

/// All posts.
pub(crate) fn draw_posts(
    people: &People,
    organizations: &[Organization],
    memberships: &[Membership],
    draw: &mut Draw,
) -> Posts {
    let mut branches: Vec<Vec<PersonIx>> = vec![Vec::new(); organizations.len()];
    for membership in memberships.iter().filter(|membership| membership.kind == MemberKind::Full) {
        branches[membership.branch.0].push(membership.person);
    }
    let posts = Posts { held: Vec::new(), left: Vec::new(), holders: BTreeSet::new() };
    let mut choosing = Choosing { people, organizations, memberships, posts, draw };
    for (at, members) in branches.iter().enumerate().filter(|(_, members)| !members.is_empty()) {
        choosing.fill_branch(OrganizationIx(at), members);
    }
    choosing.fill_superiors(&branches);
    choosing.draw_left_office(&branches);
    choosing.posts
}

impl Choosing<'_> {
    /// The ablest for a post: at work age, schooled, well; by chance among the first.
    fn choose(&mut self, members: &[PersonIx], taken: &mut BTreeSet<PersonIx>) -> Option<PersonIx> {
        let free: Vec<PersonIx> = members.iter().copied().filter(|person| !taken.contains(person)).collect();
        let weight = |person: &PersonIx| {
            let one = &self.people.persons[person.0];
            let at_work = match self.people.age(*person) {
                26..=62 => 40,
                63..=70 => 6,
                _ => 1,
            };
            let schooled = if one.schooling.is_some_and(crate::classes::Schooling::is_college) { 3 } else { 1 };
            let well = if one.health <= crate::county::Health::Fair { 3 } else { 1 };
            let settled = if one.occupation == Some(Occupation::Student) { 1 } else { 3 };
            at_work * schooled * well * settled
        };
        let weights: Vec<u32> = free.iter().map(weight).collect();
        if free.is_empty() {
            return None;
        }
        let chosen = free[self.draw.weighted(&weights)];
        taken.insert(chosen);
        Some(chosen)
    }

    fn add(&mut self, person: PersonIx, organization: OrganizationIx, kind: PostKind, title: &'static str) {
        let full_on = self.memberships[person.0].full_on.unwrap_or(self.people.as_of);
        // Elected at most three terms ago, and never before becoming a full member.
        let since_on = self.draw.near(years_on(self.people.as_of, -11), 0, 3_800).max(full_on);
        self.posts.held.push(Post { person, organization, kind, title, period: Period::since(since_on) });
        self.posts.holders.insert(person);
    }

    fn fill_branch(&mut self, branch: OrganizationIx, members: &[PersonIx]) {
        let mut taken = BTreeSet::new();
        let Some(secretary) = self.choose(members, &mut taken) else { return };
        self.add(secretary, branch, PostKind::Secretary, "党支部书记");
        // In a village of several branches the village's posts hang on the organisation above them.
        let superior = self.organizations[branch.0].superior;
        let own = &self.organizations[branch.0].settlement;
        if superior.is_none_or(|superior| self.organizations[superior.0].settlement != *own) {
            self.fill_settlement(branch, secretary, members, &mut taken);
        }
        if members.len() < COMMITTEE_FROM {
            return;
        }
        if members.len() >= 20
            && let Some(deputy) = self.choose(members, &mut taken)
        {
            self.add(deputy, branch, PostKind::DeputySecretary, "党支部副书记");
        }
        for title in ["组织委员", "宣传委员"] {
            if let Some(member) = self.choose(members, &mut taken) {
                self.add(member, branch, PostKind::CommitteeMember, title);
            }
        }
    }

    /// The posts of a village or community.
    fn fill_settlement(
        &mut self,
        organization: OrganizationIx,
        secretary: PersonIx,
        members: &[PersonIx],
        taken: &mut BTreeSet<PersonIx>,
    ) {
        let at = &self.organizations[organization.0];
        let (sector, settlement) = (at.sector, at.settlement.is_some());
        if !settlement {
            return;
        }
        // One person holds both posts in most villages 一肩挑.
        let director = if self.draw.chance(7_000) { Some(secretary) } else { self.choose(members, taken) };
        if let Some(director) = director {
            let title = if sector == Sector::Rural { "村委会主任" } else { "居委会主任" };
            self.add(director, organization, PostKind::Director, title);
        }
        if let Some(accountant) = self.choose(members, taken) {
            self.add(accountant, organization, PostKind::Accountant, "会计");
        }
    }

    /// Committees and general branches: the secretary comes from a branch under them, for the county's and the townships'
    /// from an organ.
    fn fill_superiors(&mut self, branches: &[Vec<PersonIx>]) {
        let mut under: Vec<Vec<OrganizationIx>> = vec![Vec::new(); self.organizations.len()];
        for at in (0..self.organizations.len()).rev() {
            let Some(superior) = self.organizations[at].superior else { continue };
            if self.organizations[at].kind.holds_members() {
                under[superior.0].push(OrganizationIx(at));
            }
            let below = under[at].clone();
            under[superior.0].extend(below);
        }
        let mut taken = BTreeSet::new();
        for (at, under) in under.iter().enumerate() {
            if self.organizations[at].kind.holds_members() {
                continue;
            }
            let organs = |place: &&OrganizationIx| self.organizations[place.0].sector == Sector::Organ;
            let of_organs: Vec<PersonIx> =
                under.iter().filter(organs).flat_map(|place| branches[place.0].iter().copied()).collect();
            let of_all = || under.iter().flat_map(|place| branches[place.0].iter().copied()).collect();
            let candidates: Vec<PersonIx> = if of_organs.is_empty() { of_all() } else { of_organs };
            if let Some(secretary) = self.choose(&candidates, &mut taken) {
                let general = self.organizations[at].kind == guanai_registry::OrganizationKind::GeneralBranch;
                let title = if general { "党总支书记" } else { "党委书记" };
                self.add(secretary, OrganizationIx(at), PostKind::Secretary, title);
                self.fill_settlement(OrganizationIx(at), secretary, &candidates, &mut taken);
            }
        }
    }

    /// Former cadres of villages, 55 and older: about as many as a village has had in thirty years.
    fn draw_left_office(&mut self, branches: &[Vec<PersonIx>]) {
        for (at, members) in branches.iter().enumerate() {
            if self.organizations[at].sector != Sector::Rural {
                continue;
            }
            let old: Vec<PersonIx> = members
                .iter()
                .copied()
                .filter(|&person| aged(self.people, person, 55..=88) && !self.posts.holders.contains(&person))
                .collect();
            let weights: Vec<u32> =
                old.iter().map(|&person| if self.people.is_woman(person) { 1 } else { 3 }).collect();
            let many = old.len() / 7;
            for place in self.draw.choose(&weights, many) {
                self.add_left_office(old[place], OrganizationIx(at));
            }
        }
    }

    fn add_left_office(&mut self, person: PersonIx, organization: OrganizationIx) {
        let (kind, title) = [
            (PostKind::Secretary, "原党支部书记"),
            (PostKind::Director, "原村委会主任"),
            (PostKind::Accountant, "原村会计"),
        ][self.draw.weighted(&[4, 3, 3])];
        let as_of = self.people.as_of;
        let Some(full_on) = self.memberships[person.0].full_on else { return };
        let left_on = self.draw.near(years_on(as_of, -12), 0, 4_200).max(full_on);
        let member_years = guanai_kernel::civil::completed_years(full_on, left_on);
        let most = u32::try_from(member_years.clamp(0, 30)).unwrap_or(0);
        if most < 3 {
            return;
        }
        // A term is three years; most served whole terms.
        let years = (self.draw.between(1, 9) * 3).min(most);
        let since_on = years_on(left_on, -i32::try_from(years).unwrap_or(0));
        let Ok(period) = Period::new(since_on, Some(left_on)) else { return };
        self.posts.held.push(Post { person, organization, kind, title, period });
        self.posts.left.push(LeftOffice { person, years, highest: kind, left_on });
    }
}
