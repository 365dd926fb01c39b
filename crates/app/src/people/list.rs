//! A list of people: filtered, searched, a page at a time, in the order of their names' pinyin.

use std::collections::BTreeMap;

use guanai_kernel::civil::completed_years;
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::name::clean_name;
use guanai_kernel::pinyin::search_word;
use guanai_kernel::text::compact;
use guanai_kernel::{Date, Recipient};
use guanai_registry::Membership;
use guanai_scheme::{Assessor, Belonging};
use guanai_store::Stretch;
use guanai_store::audit::Subject;
use guanai_store::persons::{self, Search, Wanted};
use guanai_store::{StoreError, Tx};

use super::sight::{Numbers, Sight};
use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::population::{Population, PopulationError, Resident};
use crate::scope::{NarrowError, ScopeOf};
use crate::standing::Standing;

/// People on a page.
pub const PAGE: u64 = 50;
/// Persons that are loaded at once where a class must be assessed.
const ASSESSED_AT_ONCE: usize = 2_000;

/// Which people are listed. `Debug` does not show what is searched for.
#[derive(Clone, Default)]
pub struct ListPeople {
    /// An organisation with all below it.
    pub organization_id: Option<OrganizationId>,
    /// A class of the pack, by its id.
    pub class: Option<String>,
    /// A name or a part of it, pinyin or initials, a whole number, or its last four characters.
    pub search: Option<String>,
    /// Which page, from 1.
    pub page: u64,
}

impl std::fmt::Debug for ListPeople {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ListPeople(page {})", self.page)
    }
}

/// A person in a list.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedPerson {
    /// The id.
    pub person_id: PersonId,
    /// The name, masked for who may not read it.
    pub name: String,
    /// `male`, `female`, or none where nobody stated it.
    pub sex: Option<String>,
    /// Completed years; none where two birthdays are recorded.
    pub age: Option<i64>,
    /// Where they belong.
    pub organization_id: Option<OrganizationId>,
    /// That organisation's name.
    pub organization: Option<String>,
    /// As what they belong there; none for who belongs nowhere.
    pub recipient: Option<Recipient>,
    /// Completed years since full membership.
    pub seniority_years: Option<i64>,
    /// Places of their classes in the pack.
    pub classes: Vec<usize>,
    /// Open needs; none where the role does not see needs.
    pub open_needs: Option<usize>,
}

guanai_kernel::debug_by_id!(ListedPerson.person_id);

/// A page of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeoplePage {
    /// The rows.
    pub rows: Vec<ListedPerson>,
    /// How many there are on all pages.
    pub total: u64,
    /// Which page, from 1.
    pub page: u64,
}

/// Why there is no list. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum ListPeopleError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Who sees masked names does not search by them.
    #[error("this role sees masked names and does not search by name or number")]
    SearchNotYours,
    /// The pack has no such class.
    #[error("the standards have no such class")]
    NoClass,
    /// No such organisation within the scope.
    #[error("there is no such organisation")]
    NotFound,
    /// The records do not go with the pack.
    #[error(transparent)]
    Population(#[from] PopulationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ListPeopleError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::SearchNotYours => "people-search-not-yours",
            Self::NoClass => "people-no-class",
            Self::NotFound => "organization-not-found",
            Self::Population(_) => "population",
            Self::Store(error) => error.code(),
        }
    }
}

impl From<NarrowError> for ListPeopleError {
    fn from(error: NarrowError) -> Self {
        match error {
            NarrowError::NotFound => Self::NotFound,
            NarrowError::Store(error) => Self::Store(error),
        }
    }
}

/// Lists people as of a day. The record names those on the page. Who belongs to a class is taken from the county's standing
/// where it is handed in, else everybody is assessed.
pub async fn list_people(
    cx: &mut Cx<'_>,
    as_of: Date,
    ask: &ListPeople,
    standing: Option<&Standing>,
) -> Result<PeoplePage, ListPeopleError> {
    cx.authorise(Act::ListPeople)?;
    let sight = Sight::of(cx.actor.role);
    let search = match ask.search.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        Some(_) if !sight.searches_names() => return Err(ListPeopleError::SearchNotYours),
        Some(text) => Some(read_search(text, sight)),
        None => None,
    };
    let class = match ask.class.as_deref() {
        Some(id) => Some(cx.standards.pack.class_index(id).ok_or(ListPeopleError::NoClass)?),
        None => None,
    };
    let page = ask.page.max(1);
    let mut tx = cx.db.begin_read().await?;
    let scope = ScopeOf::resolve(&mut tx, &cx.actor).await?;
    let organizations = scope.narrowed(&mut tx, ask.organization_id).await?;
    let wanted = Wanted { organizations, search };
    let stretch = Stretch::of_page(page, PAGE);
    let (ids, total) = match class {
        None => {
            (persons::list_wanted(&mut tx, &wanted, stretch).await?, persons::count_wanted(&mut tx, &wanted).await?)
        }
        Some(class) => of_class(cx, &mut tx, &wanted, class, as_of, stretch, standing).await?,
    };
    let population = Population::load_of(&mut tx, &cx.standards.pack, &ids, as_of, cx.now).await?;
    tx.rollback().await?;
    let assessor = Assessor::new(&cx.standards.pack, as_of);
    let mut rows: BTreeMap<PersonId, ListedPerson> = population
        .residents
        .iter()
        .map(|resident| (resident.person.person_id, listed(&population, resident, &assessor, sight)))
        .collect();
    let rows = ids.iter().filter_map(|id| rows.remove(id)).collect();
    cx.record_reading(Act::ListPeople, ids.into_iter().map(Subject::Person).collect()).await?;
    Ok(PeoplePage { rows, total, page })
}

/// Those of a class, which only an assessment tells: everybody who is meant is assessed, some at a time.
async fn of_class(
    cx: &Cx<'_>,
    tx: &mut Tx,
    wanted: &Wanted,
    class: usize,
    as_of: Date,
    stretch: Stretch,
    standing: Option<&Standing>,
) -> Result<(Vec<PersonId>, u64), ListPeopleError> {
    let pack = &cx.standards.pack;
    let assessor = Assessor::new(pack, as_of);
    let all = persons::list_wanted(tx, wanted, Stretch { skip: 0, take: u64::MAX }).await?;
    let mut found = Vec::new();
    let place = u16::try_from(class).ok();
    let known = standing.filter(|standing| standing.as_of == as_of);
    if let Some(standing) = known {
        let belongs = |id: &&PersonId| {
            standing.people.get(*id).is_some_and(|person| person.classes.iter().any(|at| Some(*at) == place))
        };
        found.extend(all.iter().filter(belongs));
    }
    for some in all.chunks(ASSESSED_AT_ONCE).filter(|_| known.is_none()) {
        let population = Population::load_of(tx, pack, some, as_of, cx.now).await?;
        let belongs: BTreeMap<PersonId, bool> = population
            .residents
            .iter()
            .map(|r| (r.person.person_id, assessor.class(&r.subject, class) == Belonging::Belongs))
            .collect();
        found.extend(some.iter().filter(|id| belongs.get(id) == Some(&true)));
    }
    let total = u64::try_from(found.len()).unwrap_or(u64::MAX);
    Ok((stretch.of(found).collect(), total))
}

fn listed(population: &Population, resident: &Resident, assessor: &Assessor<'_>, sight: Sight) -> ListedPerson {
    let (person, as_of) = (&resident.person, population.as_of);
    let organization = population.organization(resident);
    let births = person.birth.candidates();
    let is_open = |at: &&usize| population.needs.get(**at).is_some_and(|need| need.state.is_open());
    ListedPerson {
        person_id: person.person_id,
        name: sight.name(&person.name),
        sex: person.sex.clone(),
        age: if let [birth] = births[..] { Some(completed_years(birth, as_of)) } else { None },
        organization_id: organization.map(|o| o.organization_id),
        organization: organization.map(|o| o.name.clone()),
        recipient: resident.membership.as_ref().and_then(Membership::recipient),
        seniority_years: resident.membership.as_ref().and_then(|m| m.full_on).map(|day| completed_years(day, as_of)),
        classes: assessor.classes(&resident.subject).collect(),
        open_needs: sight.sees_needs.then(|| resident.needs.iter().filter(is_open).count()),
    }
}

/// What somebody meant by what they typed. A role that does not see identity numbers does not try them either.
fn read_search(text: &str, sight: Sight) -> Search {
    let number = compact(text).to_ascii_uppercase();
    let figures = number.strip_suffix('X').unwrap_or(&number);
    if !figures.is_empty() && figures.bytes().all(|b| b.is_ascii_digit()) {
        return match (sight.numbers, number.len()) {
            (Numbers::EndAndPhone | Numbers::Ends, 4) => Search::NumberEnd(number),
            (Numbers::EndAndPhone, _) => Search::Number(number),
            (Numbers::Phone, 4) => Search::PhoneEnd(number),
            (Numbers::Phone, _) => Search::Phone(number),
            (Numbers::Ends | Numbers::Nothing, _) => Search::Name(number),
        };
    }
    match search_word(text) {
        Some(word) => Search::Pinyin(word),
        None => Search::Name(clean_name(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::Role;

    #[test]
    fn what_is_typed_is_read_by_who_types_it() {
        let search = |text: &str, role| read_search(text, Sight::of(role));
        let officer = Role::TownshipOfficer;
        assert!(search("zhangs", officer) == Search::Pinyin("zhangs".to_owned()));
        assert!(search(" 张 三", officer) == Search::Name("张三".to_owned()));
        assert!(search("123x", officer) == Search::NumberEnd("123X".to_owned()));
        assert!(search("199-0000-0001", officer) == Search::Number("19900000001".to_owned()));
        assert!(search("1234", Role::BranchContact) == Search::PhoneEnd("1234".to_owned()));
        assert!(search("１９９００００００００", Role::BranchContact) == Search::Phone("19900000000".to_owned()));
        assert!(search("19900000001", Role::CountyApprover) == Search::Name("19900000001".to_owned()));
        assert!(search("x", officer) == Search::Pinyin("x".to_owned()));
    }
}
