//! The roster against the register: who is new, who changed, who moved, and whom it no longer names.

use std::collections::{BTreeMap, BTreeSet};

use guanai_exchange::books::Book;
use guanai_exchange::rows::{RefusedRow, RosterRow, roster};
use guanai_kernel::codes::{IdentityNumber, Sex};
use guanai_kernel::ids::{MembershipId, OrganizationId, PersonId, PostId};
use guanai_kernel::{FactRole, Period};
use guanai_registry::{
    BirthDates, DiscrepancyKind, FactValue, FloatingSpell, MemberKind, Membership, OrganizationTree, Person, Post,
    Source, SourceKind,
};
use guanai_store::last_named::LastNamed;

use super::compare::{Comparison, Outcome, show_place};
use super::differences;
use super::outcome::Moved;
use super::telling::Whose;

impl Comparison<'_> {
    /// Compares the roster, one row a person.
    pub fn compare_roster(&mut self, rows: &[RosterRow]) {
        for row in rows {
            // Staging takes a row only with a branch that is known; one that is not is counted as refused there.
            let Some(&organization_id) = self.organization_ids.get(&*row.branch) else { continue };
            let source = self.source(SourceKind::Roster, &row.place);
            let outcome = match self.register.persons.get(&row.identity) {
                None => {
                    self.add_person(row, organization_id, &source);
                    Outcome::New
                }
                Some(person) => {
                    let row = self.less_rejected(person, row);
                    let organization_id = self.organization_ids.get(&*row.branch).copied().unwrap_or(organization_id);
                    self.amend_person(person, &row, organization_id, &source)
                }
            };
            self.count(outcome);
            self.name(row);
            self.tell_row(Book::Roster, outcome, &row.place, |comparison| Whose {
                organization: comparison.telling.name_of(organization_id),
                ..comparison.whose(row.identity)
            });
        }
        self.settle_absences(rows);
    }

    /// Notes which row names somebody.
    fn name(&mut self, row: &RosterRow) {
        let Some(person_id) = self.person_id(row.identity) else { return };
        let place = show_place(&row.place);
        self.writes.named.push(LastNamed { person_id, import_id: self.import_id, place, stated_on: self.as_of });
    }

    /// The row without what somebody decided against: a value that was rejected is not stated anew.
    fn less_rejected(&self, person: &Person, row: &RosterRow) -> RosterRow {
        let person_id = person.person_id;
        let mut less = row.clone();
        for (field, value) in self.rejected.of(person_id, SourceKind::Roster) {
            if !row.states(field, value) {
                continue;
            }
            match field {
                "name" => less.name = person.name.as_str().into(),
                "branch" => {
                    let spell = self.register.memberships.get(&person_id);
                    let known = self.register.organizations.values();
                    let known = known.filter(|o| spell.is_some_and(|s| s.organization_id == o.organization_id));
                    less.branch = known.map(|o| o.code.as_str().into()).next().unwrap_or(less.branch);
                }
                "floating" => less.floating = self.register.floating_spells.contains_key(&person_id),
                _ => less.leave_out(field),
            }
        }
        less
    }

    fn add_person(&mut self, row: &RosterRow, organization_id: OrganizationId, source: &Source) {
        let person_id = PersonId::fresh(self.ids);
        self.new_persons.insert(row.identity, person_id);
        self.telling.know_person(person_id, &row.name, organization_id);
        let person = self.person(person_id, row, source);
        self.writes.persons.push(person);
        self.add_membership(person_id, row, organization_id, source);
        self.state_work(person_id, row, source);
        self.add_posts(person_id, row, organization_id, source);
        if row.floating {
            self.begin_floating(person_id, source);
        }
        self.open_unread(person_id, &row.unread, source);
    }

    fn person(&self, person_id: PersonId, row: &RosterRow, source: &Source) -> Person {
        let sex = row.sex.and_then(|sex| match sex {
            Sex::Male => Some("male"),
            Sex::Female => Some("female"),
            Sex::Unknown | Sex::Unspecified => None,
        });
        Person {
            person_id,
            name: row.name.to_string(),
            identity: row.identity,
            sex: sex.map(str::to_owned),
            ethnicity: row.ethnicity.map(|e| e.code().to_owned()),
            birth: BirthDates { stated_on: row.birth_on, in_identity_on: row.identity.birth_date(), chosen_on: None },
            phone: row.phone.as_ref().map(|p| p.digits().to_owned()),
            address: row.address.as_deref().map(str::to_owned),
            died_on: None,
            source: source.clone(),
            recorded_at: self.now,
        }
    }

    fn amend_person(
        &mut self,
        before: &Person,
        row: &RosterRow,
        organization_id: OrganizationId,
        source: &Source,
    ) -> Outcome {
        let person_id = before.person_id;
        let incoming = self.person(person_id, row, source);
        let mut changed = false;
        if !before.differences(&incoming).is_empty() {
            self.telling.differ(|| differences::of_person(before, &incoming));
            self.writes.amended_persons.push((before.clone(), before.amended_by(incoming)));
            changed = true;
        }
        if before.died_on.is_some() {
            // Whoever died stands in the roster for a while: nothing begins for them anew.
            return if changed { Outcome::Changed } else { Outcome::Same };
        }
        changed |= self.amend_membership(person_id, row, organization_id, source);
        changed |= self.state_work(person_id, row, source);
        changed |= self.amend_posts(person_id, row, organization_id, source);
        match (self.register.floating_spells.get(&person_id), row.floating) {
            (None, true) => {
                self.begin_floating(person_id, source);
                changed = true;
            }
            (Some(spell), false) => {
                // Books of an earlier day may come late: no spell ends before it began.
                self.writes.ended_floating.push((person_id, self.as_of.max(spell.period.from())));
                changed = true;
            }
            _ => {}
        }
        let floated = self.register.floating_spells.contains_key(&person_id);
        self.telling.differ(|| differences::of_truth("floating", floated, row.floating));
        self.open_unread(person_id, &row.unread, source);
        if changed { Outcome::Changed } else { Outcome::Same }
    }

    fn membership(
        &mut self,
        person_id: PersonId,
        row: &RosterRow,
        organization_id: OrganizationId,
        source: &Source,
    ) -> Membership {
        Membership {
            membership_id: MembershipId::fresh(self.ids),
            person_id,
            organization_id,
            kind: row.kind.map(|kind| match kind {
                roster::MemberKind::Full => MemberKind::Full,
                roster::MemberKind::Probationary => MemberKind::Probationary,
            }),
            joined_on: row.joined_on,
            full_on: row.full_on,
            since_on: self.as_of,
            until_on: None,
            transfer_letter: None,
            source: source.clone(),
            recorded_at: self.now,
        }
    }

    fn add_membership(
        &mut self,
        person_id: PersonId,
        row: &RosterRow,
        organization_id: OrganizationId,
        source: &Source,
    ) {
        let membership = self.membership(person_id, row, organization_id, source);
        self.writes.memberships.push(membership);
    }

    /// A new branch ends the spell and begins another; other changes amend the spell, and the state before is kept.
    fn amend_membership(
        &mut self,
        person_id: PersonId,
        row: &RosterRow,
        organization_id: OrganizationId,
        source: &Source,
    ) -> bool {
        let Some(before) = self.register.memberships.get(&person_id) else {
            self.add_membership(person_id, row, organization_id, source);
            return true;
        };
        let stated = self.membership(person_id, row, organization_id, source);
        let incoming = Membership {
            // Whom the roster names is a member of ours from then on.
            kind: stated.kind.or(before.kind.filter(|_| !before.is_hosted())),
            joined_on: stated.joined_on.or(before.joined_on),
            full_on: stated.full_on.or(before.full_on),
            ..stated
        };
        self.telling.differ(|| differences::of_membership(before, &incoming));
        // A resident who has joined the Party begins a spell as a member, in the same place too: nothing else of theirs changes.
        if before.organization_id != organization_id || !before.is_member() {
            let [from, to] = [before.organization_id, organization_id].map(|id| self.telling.name_of(id));
            self.telling.differ(|| differences::of_words("branch", from.as_deref(), to.as_deref()));
            // Books of an earlier day may come late: no spell ends before it began, and none begins before the last one ended.
            let since_on = self.as_of.max(before.since_on);
            let incoming = Membership { kind: incoming.kind.filter(|kind| *kind != MemberKind::Resident), ..incoming };
            let ended = Membership { until_on: Some(since_on), ..before.clone() };
            self.writes.amended_memberships.push((before.clone(), ended));
            self.writes.memberships.push(Membership { since_on, ..incoming });
            self.moved.push(Moved { person_id, from: before.organization_id, to: organization_id });
            return true;
        }
        let same =
            (before.kind, before.joined_on, before.full_on) == (incoming.kind, incoming.joined_on, incoming.full_on);
        if !same {
            let after = Membership { membership_id: before.membership_id, since_on: before.since_on, ..incoming };
            self.writes.amended_memberships.push((before.clone(), after));
        }
        !same
    }

    /// Education and occupation, in the codes of the pack.
    fn state_work(&mut self, person_id: PersonId, row: &RosterRow, source: &Source) -> bool {
        let mut changed = false;
        if let Some(education) = row.education {
            let code = self.education_codes.get(education.group().code()).cloned();
            if code.is_none() {
                let values = (None, Some(education.name_zh()));
                self.open(person_id, DiscrepancyKind::ValueNotTaken, "education", values, source.clone());
            }
            changed |= self.state(person_id, "person.education", code.map(FactValue::Text), source) != Outcome::Same;
        }
        if let (Some(occupation), Some(name)) = (&row.occupation, self.pack.fact_of(FactRole::Occupation)) {
            let listed = occupation.code.as_deref().or_else(|| self.pack.fact_value_code(name, &occupation.word));
            let code = listed.map(str::to_owned);
            if code.is_none() {
                let values = (None, Some(&*occupation.word));
                self.open(person_id, DiscrepancyKind::ValueNotTaken, "occupation", values, source.clone());
            }
            changed |= self.state(person_id, name, code.map(FactValue::Text), source) != Outcome::Same;
        }
        changed
    }

    fn add_posts(&mut self, person_id: PersonId, row: &RosterRow, organization_id: OrganizationId, source: &Source) {
        for term in &row.posts {
            let code = term.code.as_deref().or_else(|| self.pack.fact_value_code("person.posts", &term.word));
            let post = Post {
                post_id: PostId::fresh(self.ids),
                person_id,
                organization_id,
                code: code.map(str::to_owned),
                title: term.word.to_string(),
                since_on: self.as_of,
                until_on: None,
                source: source.clone(),
                recorded_at: self.now,
            };
            self.writes.posts.push(post);
        }
    }

    /// Posts that the row states take the place of those that were held; a row that states none says nothing of posts. What was
    /// appointed here is not the book's to end: it may be older than the appointment.
    fn amend_posts(
        &mut self,
        person_id: PersonId,
        row: &RosterRow,
        organization_id: OrganizationId,
        source: &Source,
    ) -> bool {
        let held = self.register.posts.get(&person_id).map_or(&[][..], Vec::as_slice);
        let appointed: BTreeSet<&str> =
            held.iter().filter(|p| p.source.kind == SourceKind::Entry).map(|p| p.title.as_str()).collect();
        let booked = |title: &&str| !appointed.contains(title);
        let titles_held: BTreeSet<&str> = held.iter().map(|p| p.title.as_str()).filter(booked).collect();
        let titles: BTreeSet<&str> = row.posts.iter().map(|t| &*t.word).filter(booked).collect();
        if titles.is_empty() || titles == titles_held {
            return false;
        }
        self.telling.differ(|| {
            let [held, stated] = [&titles_held, &titles].map(|all| all.iter().copied().collect::<Vec<_>>());
            differences::of_posts(&held, &stated)
        });
        let as_of = self.as_of;
        let gone = |title: &str| titles_held.contains(title) && !titles.contains(title);
        let ended = held.iter().filter(|p| gone(&p.title)).map(|p| (p.post_id, as_of.max(p.since_on)));
        self.writes.amended_posts.extend(ended);
        let fresh = RosterRow {
            posts: row.posts.iter().filter(|t| booked(&&*t.word) && !titles_held.contains(&*t.word)).cloned().collect(),
            ..row.clone()
        };
        self.add_posts(person_id, &fresh, organization_id, source);
        true
    }

    /// Books of an earlier day may come late: no spell begins before the last one ended, and one that begins on the day on
    /// which the last one ended is that one, running on.
    fn begin_floating(&mut self, person_id: PersonId, source: &Source) {
        let last = self.register.floated.get(&person_id);
        if let Some((last, until)) = last.and_then(|last| Some((last, last.until()?)))
            && until >= self.as_of
        {
            self.writes.resumed_floating.push((person_id, last.from()));
            return;
        }
        self.writes.floating.push(FloatingSpell {
            person_id,
            period: Period::since(self.as_of),
            receiving_place: None,
            receiving_organization_id: None,
            source: source.clone(),
        });
    }

    /// Members under the lowest organisation over all that the roster names, whom no row names: transferred, died, or left
    /// out? Nothing else changes (`docs/decisions/0004-who-is-absent.md`). A refused row that holds a whole identity number
    /// names its person all the same.
    pub fn find_absent(&mut self, rows: &[RosterRow], refused: &[RefusedRow]) {
        let named: BTreeSet<OrganizationId> =
            rows.iter().filter_map(|r| self.organization_ids.get(&*r.branch).copied()).collect();
        let above = |o: &guanai_registry::PartyOrganization| (o.organization_id, o.superior_id);
        let links: BTreeMap<OrganizationId, Option<OrganizationId>> =
            self.register.organizations.values().chain(&self.writes.organizations).map(above).collect();
        let Ok(tree) = OrganizationTree::new(links) else { return };
        let Some(scope) = tree.lowest_over(named) else { return };
        let scope = tree.subtree(scope);
        let mut present: BTreeSet<PersonId> = rows.iter().filter_map(|r| self.person_id(r.identity)).collect();
        let sent_back = refused.iter().filter(|row| row.book == Book::Roster).flat_map(|row| &row.cells);
        let numbers = sent_back.filter_map(|cell| IdentityNumber::read(&cell.shown(), self.as_of).ok());
        present.extend(numbers.filter_map(|read| self.person_id(read.number)));
        let mut absent: Vec<(PersonId, Source)> = Vec::new();
        for person in self.register.persons.values().filter(|p| p.died_on.is_none() && !present.contains(&p.person_id))
        {
            let belongs = self
                .register
                .memberships
                .get(&person.person_id)
                .is_some_and(|m| m.is_member() && scope.contains(&m.organization_id));
            if belongs {
                let source = Source {
                    kind: SourceKind::Roster,
                    import_id: Some(self.import_id),
                    place: String::new(),
                    stated_on: self.as_of,
                };
                absent.push((person.person_id, source));
            }
        }
        self.changes.absent = absent.len();
        for (person_id, source) in absent {
            self.absent.push(person_id);
            let since = self.as_of.to_string();
            let is_open = self.register.discrepancies.iter().any(|d| {
                d.person_id == person_id && d.kind == DiscrepancyKind::AbsentFromRoster && d.settled_on.is_none()
            });
            if !is_open {
                self.open(person_id, DiscrepancyKind::AbsentFromRoster, "", (None, Some(&since)), source);
            }
        }
    }

    /// A person whom the roster names again is no longer absent.
    fn settle_absences(&mut self, rows: &[RosterRow]) {
        let open: Vec<_> = self
            .register
            .discrepancies
            .iter()
            .filter(|d| d.kind == DiscrepancyKind::AbsentFromRoster && d.settled_on.is_none())
            .collect();
        if open.is_empty() {
            return;
        }
        let present: BTreeSet<PersonId> = rows.iter().filter_map(|r| self.person_id(r.identity)).collect();
        for before in open.into_iter().filter(|d| present.contains(&d.person_id)) {
            let mut after = before.clone();
            after.settled_on = Some(self.as_of);
            self.writes.settled.push((before.clone(), after));
        }
    }
}
