//! Everybody as the standards see them: the register's records turned into the pack's facts, each with its source and day.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::Need;
use guanai_casework::pause::Pause;
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::{Date, Moment, Recipient};
use guanai_registry::{
    DiscrepancyKind, Fact, FloatingSpell, Interruption, Membership, PartyOrganization, Person, Post, Source,
    SourceKind, Verdict,
};
use guanai_scheme::{FactSet, Pack, Pause as Rest, Provenance, Subject, SubjectBuilder, SubjectError, Value};
use guanai_store::{
    StoreError, Tx, discrepancies, facts, households, imports, memberships, needs, organizations, pauses, persons,
    posts, spells,
};

use self::entry::{Entry, Names, NumberedSex, provenance};
use self::homes::{Homes, totals};
pub(crate) use self::homes::{counted_with, shared};
use crate::import::settle::Bundle;

mod entry;
mod homes;

/// The fact that needs tell: the categories of those that are open.
const RAISED: &str = "need.categories";
/// Persons whose records are read at once.
const AT_ONCE: usize = 500;

/// Why the population cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum PopulationError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A record that the pack's declarations do not allow, such as a code that the pack has dropped.
    #[error("{0}; the pack and the records do not go together")]
    Fact(#[from] SubjectError),
}

/// A person with what is known of them.
#[derive(Debug)]
pub struct Resident {
    /// The person.
    pub person: Person,
    /// Where they belong on the day.
    pub membership: Option<Membership>,
    /// As the standards see them.
    pub subject: Subject,
    /// Places in [`Population::needs`], in order of number and id.
    pub needs: Vec<usize>,
}

/// Everybody on a day.
#[derive(Debug)]
pub struct Population {
    /// The day.
    pub as_of: Date,
    /// Organisations by id.
    pub organizations: BTreeMap<OrganizationId, PartyOrganization>,
    /// Persons in the order of their organisation's code, name and id.
    pub residents: Vec<Resident>,
    /// Every need.
    pub needs: Vec<Need>,
}

/// Of whom a population is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Everybody in the register.
    Everybody,
    /// Those who belong somewhere on the day.
    WhoBelongs,
}

/// Records as they were loaded.
#[derive(Default)]
struct Records {
    memberships: BTreeMap<PersonId, Membership>,
    posts: BTreeMap<PersonId, Vec<Post>>,
    floating: BTreeMap<PersonId, Source>,
    interruptions: BTreeMap<PersonId, Vec<Interruption>>,
    facts: BTreeMap<PersonId, Vec<Fact>>,
    needs: BTreeMap<PersonId, Vec<usize>>,
    coverage: BTreeMap<SourceKind, Date>,
    /// Those of whom somebody decided that the sex stated holds over the identity number's.
    sex_is_decided: BTreeSet<PersonId>,
    /// What rests for whom, now or at another time.
    pauses: BTreeMap<PersonId, Vec<Pause>>,
}

/// One person's records as values, wherever they come from.
pub(crate) struct OnePerson<'a> {
    pub bundle: &'a Bundle,
    pub interruptions: Vec<Interruption>,
    pub pauses: &'a [Pause],
    pub coverage: &'a BTreeMap<SourceKind, Date>,
    pub organizations: &'a BTreeMap<OrganizationId, PartyOrganization>,
}

impl OnePerson<'_> {
    /// As the standards see them.
    pub fn subject(self, pack: &Pack, as_of: Date) -> Result<Subject, PopulationError> {
        let bundle = self.bundle.clone();
        let person_id = bundle.person.person_id;
        let mut records = Records { coverage: self.coverage.clone(), ..Records::default() };
        records.take_memberships(bundle.membership.into_iter().collect());
        records.take_posts(bundle.posts);
        records.take_spells(bundle.floating.into_iter().collect(), self.interruptions, as_of);
        records.take_facts(bundle.facts);
        records.needs.insert(person_id, (0..bundle.needs.len()).collect());
        records.sex_is_decided.extend(bundle.sex_is_decided.then_some(person_id));
        records.take_pauses(self.pauses.to_vec());
        let names = Names::of(pack);
        let resident = records.resident(pack, &names, self.organizations, &bundle.needs, bundle.person, as_of)?;
        Ok(resident.subject)
    }
}

impl Population {
    /// Loads everybody as of a day, as far as was recorded by `known_at`.
    pub async fn load(tx: &mut Tx, pack: &Pack, as_of: Date, known_at: Moment) -> Result<Self, PopulationError> {
        let facts = facts::list_on(tx, as_of, known_at).await?;
        let records = Records::with(tx, facts, as_of).await?;
        let organizations = organizations::list_all(tx).await?;
        let (persons, needs) = (persons::list_all(tx).await?, needs::list_all(tx).await?);
        let mut everybody = Self::assemble(pack, as_of, records, organizations, persons, needs)?;
        if !totals(pack).is_empty() {
            let asked = everybody.residents.iter().map(|r| r.person.person_id).collect();
            let homes = Homes::of(&households::list_members(tx).await?, as_of, &asked);
            homes.tell(pack, &mut everybody.residents, &[]);
        }
        everybody.sort();
        Ok(everybody)
    }

    /// Loads everybody with the facts of `reads` and no others: enough for the classes and measures that read no more, and of a
    /// county's records a small part. No needs are among what is loaded unless they are read.
    pub(crate) async fn load_reading(
        tx: &mut Tx,
        pack: &Pack,
        whom: Extent,
        reads: FactSet,
        (as_of, known_at): (Date, Moment),
    ) -> Result<Self, PopulationError> {
        let names: BTreeSet<&str> = pack.fact_names(pack.recorded(reads)).collect();
        let facts = facts::list_named_on(tx, as_of, known_at, &names).await?;
        let records = Records::with(tx, facts, as_of).await?;
        let needs = if names.contains(RAISED) { needs::list_all(tx).await? } else { Vec::new() };
        let organizations = organizations::list_all(tx).await?;
        let persons = match whom {
            Extent::Everybody => persons::list_all(tx).await?,
            Extent::WhoBelongs => persons::list_belonging(tx, as_of).await?,
        };
        let asked: BTreeSet<PersonId> = persons.iter().map(|person| person.person_id).collect();
        let (mut persons, mut homes) = (persons, None);
        if !totals(pack).intersection(reads).is_empty() {
            let of = Homes::of(&households::list_members(tx).await?, as_of, &asked);
            for some in of.beside.chunks(AT_ONCE) {
                persons.extend(persons::list_by_ids(tx, some).await?);
            }
            homes = Some(of);
        }
        let mut everybody = Self::assemble(pack, as_of, records, organizations, persons, needs)?;
        if let Some(homes) = homes {
            homes.tell(pack, &mut everybody.residents, &[]);
            everybody.residents.retain(|resident| asked.contains(&resident.person.person_id));
        }
        everybody.sort();
        Ok(everybody)
    }

    /// Loads these persons alone, with the organisations to which they belong; ids that nobody has are left out. They are
    /// read some hundred at a time: a list of records comes as one text, and of a town's people it would be megabytes.
    pub async fn load_of(
        tx: &mut Tx,
        pack: &Pack,
        person_ids: &[PersonId],
        as_of: Date,
        known_at: Moment,
    ) -> Result<Self, PopulationError> {
        Self::load_some(tx, pack, person_ids, None, (totals(pack), as_of, known_at)).await
    }

    /// The same with the facts of `reads` and no others, as [`Population::load_reading`].
    pub(crate) async fn load_of_reading(
        tx: &mut Tx,
        pack: &Pack,
        person_ids: &[PersonId],
        reads: FactSet,
        (as_of, known_at): (Date, Moment),
    ) -> Result<Self, PopulationError> {
        let names: BTreeSet<&str> = pack.fact_names(pack.recorded(reads)).collect();
        let over = totals(pack).intersection(reads);
        Self::load_some(tx, pack, person_ids, Some(&names), (over, as_of, known_at)).await
    }

    async fn load_some(
        tx: &mut Tx,
        pack: &Pack,
        person_ids: &[PersonId],
        names: Option<&BTreeSet<&str>>,
        (over, as_of, known_at): (FactSet, Date, Moment),
    ) -> Result<Self, PopulationError> {
        let noted = Records::noted(tx).await?;
        let each: Vec<PersonId> = person_ids.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        let mut all = Self { as_of, organizations: BTreeMap::new(), residents: Vec::new(), needs: Vec::new() };
        for some in each.chunks(AT_ONCE) {
            let records = noted.load_of(tx, some, names, (as_of, known_at)).await?;
            let places: BTreeSet<OrganizationId> = records.memberships.values().map(|m| m.organization_id).collect();
            let places: Vec<OrganizationId> = places.into_iter().collect();
            // A figure that an organisation above set holds for those below it.
            let organizations = match pack.locals() {
                [] => organizations::list_by_ids(tx, &places).await?,
                _ => organizations::list_all(tx).await?,
            };
            let persons = persons::list_by_ids(tx, some).await?;
            let needs = match names {
                Some(names) if !names.contains(RAISED) => Vec::new(),
                _ => needs::list_of_many(tx, some).await?,
            };
            let mut part = Self::assemble(pack, as_of, records, organizations, persons, needs)?;
            if !over.is_empty() {
                part.live_together(tx, pack, &noted, (over, known_at)).await?;
            }
            all.take_in(part);
        }
        all.sort();
        Ok(all)
    }

    /// Adds others; to be sorted afterwards.
    fn take_in(&mut self, others: Self) {
        self.organizations.extend(others.organizations);
        self.needs.extend(others.needs);
        self.residents.extend(others.residents);
    }

    fn assemble(
        pack: &Pack,
        as_of: Date,
        mut records: Records,
        organizations: Vec<PartyOrganization>,
        persons: Vec<Person>,
        needs: Vec<Need>,
    ) -> Result<Self, PopulationError> {
        let organizations = organizations.into_iter().map(|o| (o.organization_id, o)).collect();
        for (at, need) in needs.iter().enumerate() {
            records.needs.entry(need.person_id).or_default().push(at);
        }
        let names = Names::of(pack);
        let mut residents = Vec::with_capacity(persons.len());
        for person in persons {
            residents.push(records.resident(pack, &names, &organizations, &needs, person, as_of)?);
        }
        Ok(Self { as_of, organizations, residents, needs })
    }

    /// Whom it holds, in its order.
    pub(crate) fn ids(&self) -> Vec<PersonId> {
        self.residents.iter().map(|resident| resident.person.person_id).collect()
    }

    /// The organisation where a resident belongs.
    pub fn organization(&self, resident: &Resident) -> Option<&PartyOrganization> {
        self.organizations.get(&resident.membership.as_ref()?.organization_id)
    }

    /// The resident with this id.
    pub fn find(&self, person_id: PersonId) -> Option<&Resident> {
        self.residents.iter().find(|r| r.person.person_id == person_id)
    }

    /// Puts needs in the order of number and id, and persons in that of their organisation's code, name and id.
    fn sort(&mut self) {
        self.needs.sort_by(|a, b| (&a.number, a.need_id).cmp(&(&b.number, b.need_id)));
        let mut places: BTreeMap<PersonId, Vec<usize>> = BTreeMap::new();
        for (at, need) in self.needs.iter().enumerate() {
            places.entry(need.person_id).or_default().push(at);
        }
        for resident in &mut self.residents {
            resident.needs = places.remove(&resident.person.person_id).unwrap_or_default();
        }
        let codes: BTreeMap<OrganizationId, String> =
            self.organizations.iter().map(|(id, o)| (*id, o.code.clone())).collect();
        self.residents.sort_by_cached_key(|r| {
            let code = r.membership.as_ref().and_then(|m| codes.get(&m.organization_id)).cloned();
            (code, r.person.name.clone(), r.person.person_id)
        });
    }
}

impl Records {
    /// Everybody's, with these facts.
    async fn with(tx: &mut Tx, facts: Vec<Fact>, as_of: Date) -> Result<Self, StoreError> {
        let mut records = Self::noted(tx).await?;
        records.take_memberships(memberships::list_on(tx, as_of).await?);
        records.take_posts(posts::list_on(tx, as_of).await?);
        records.take_spells(spells::list_floating(tx).await?, spells::list_interruptions(tx).await?, as_of);
        records.take_facts(facts);
        records.take_pauses(pauses::list_confirmed(tx).await?);
        Ok(records)
    }

    /// The records of these, with what is noted for anybody.
    async fn load_of(
        &self,
        tx: &mut Tx,
        of: &[PersonId],
        names: Option<&BTreeSet<&str>>,
        (as_of, known_at): (Date, Moment),
    ) -> Result<Self, StoreError> {
        let (coverage, sex_is_decided) = (self.coverage.clone(), self.sex_is_decided.clone());
        let mut records = Self { coverage, sex_is_decided, ..Self::default() };
        records.take_pauses(pauses::list_of(tx, of).await?);
        records.take_memberships(memberships::list_on_of(tx, as_of, of).await?);
        records.take_posts(posts::list_on_of(tx, as_of, of).await?);
        let floating = spells::list_floating_of_many(tx, of).await?;
        records.take_spells(floating, spells::list_interruptions_of_many(tx, of).await?, as_of);
        records.take_facts(match names {
            Some(names) => facts::list_named_on_of(tx, as_of, known_at, of, names).await?,
            None => facts::list_on_of(tx, as_of, known_at, of).await?,
        });
        Ok(records)
    }

    /// What is noted of books and decisions, for anybody.
    async fn noted(tx: &mut Tx) -> Result<Self, StoreError> {
        let decided = discrepancies::list_decided(tx, DiscrepancyKind::SexDiffersFromId, Verdict::Take).await?;
        Ok(Self {
            coverage: imports::list_coverage(tx).await?,
            sex_is_decided: decided.into_iter().map(|matter| matter.person_id).collect(),
            ..Self::default()
        })
    }

    fn take_pauses(&mut self, pauses: Vec<Pause>) {
        for pause in pauses {
            self.pauses.entry(pause.person_id).or_default().push(pause);
        }
    }

    fn take_memberships(&mut self, memberships: Vec<Membership>) {
        self.memberships.extend(memberships.into_iter().map(|m| (m.person_id, m)));
    }

    fn take_posts(&mut self, posts: Vec<Post>) {
        for post in posts {
            self.posts.entry(post.person_id).or_default().push(post);
        }
    }

    fn take_spells(&mut self, floating: Vec<FloatingSpell>, interruptions: Vec<Interruption>, as_of: Date) {
        for spell in floating.into_iter().filter(|s| s.period.contains(as_of)) {
            self.floating.insert(spell.person_id, spell.source);
        }
        for interruption in interruptions {
            self.interruptions.entry(interruption.person_id).or_default().push(interruption);
        }
    }

    fn take_facts(&mut self, facts: Vec<Fact>) {
        for fact in facts {
            self.facts.entry(fact.person_id).or_default().push(fact);
        }
    }

    fn resident(
        &mut self,
        pack: &Pack,
        names: &Names<'_>,
        organizations: &BTreeMap<OrganizationId, PartyOrganization>,
        all_needs: &[Need],
        person: Person,
        as_of: Date,
    ) -> Result<Resident, PopulationError> {
        let id = person.person_id;
        let membership = self.memberships.remove(&id);
        let needs = self.needs.remove(&id).unwrap_or_default();
        let mut entry = Entry { builder: SubjectBuilder::new(pack), names };
        let number = if self.sex_is_decided.contains(&id) { NumberedSex::LeftOut } else { NumberedSex::Stands };
        entry.person(&person, as_of, number)?;
        let roster = provenance(&person.source);
        let belongs_as = membership.as_ref().and_then(Membership::recipient);
        entry.set("person.member", belongs_as == Some(Recipient::Member), &roster)?;
        entry.set("person.resident", belongs_as == Some(Recipient::Resident), &roster)?;
        if let Some(membership) = &membership {
            let from = provenance(&membership.source);
            entry.set_some("person.joined_on", membership.joined_on, &from)?;
            entry.set_some("person.full_on", membership.full_on, &from)?;
            entry.builder.answered_by(names.chain(organizations, membership.organization_id));
            if let Some(organization) = organizations.get(&membership.organization_id) {
                entry.set("organization.system", organization.system.code(), &from)?;
                entry.set_some("organization.township", organization.township.as_deref(), &from)?;
            }
        }
        let floating = self.floating.get(&id);
        entry.set("person.floating", floating.is_some(), &floating.map_or_else(|| roster.clone(), provenance))?;
        let held: Vec<&str> = self.posts.get(&id).into_iter().flatten().filter_map(|p| p.code.as_deref()).collect();
        entry.set("person.posts", Value::texts(held), &roster)?;
        for fact in self.facts.remove(&id).unwrap_or_default() {
            entry.fact(&fact)?;
        }
        let raised: BTreeSet<&str> = needs
            .iter()
            .filter_map(|at| all_needs.get(*at))
            .filter(|n| n.stated_on <= as_of && n.state.is_open())
            .filter_map(|n| n.category.category())
            .collect();
        let survey = self.coverage.get(&SourceKind::Survey).copied();
        entry.set(RAISED, Value::texts(raised), &Provenance::new("", survey))?;
        for (kind, book) in &names.books {
            if let Some(day) = self.coverage.get(kind) {
                entry.builder.absent_from(book, &Provenance::new("", Some(*day)));
            }
        }
        for interruption in self.interruptions.get(&id).into_iter().flatten() {
            entry.builder.interrupt(interruption.period);
        }
        for pause in self.pauses.get(&id).into_iter().flatten() {
            // A measure that the pack has dropped rests for nobody.
            if let (Some(measure), Some((since, until))) = (pack.measure_index(&pause.measure), pause.rests()) {
                entry.builder.pause(Rest { measure, since, until, reason: pause.reason.as_str().into() });
            }
        }
        Ok(Resident { subject: entry.builder.build(), person, membership, needs })
    }
}
