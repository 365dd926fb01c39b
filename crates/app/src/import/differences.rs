//! What differs between what is known and what a book states, field by field, as it may be shown.

use guanai_casework::{CategoryChoice, Need, Offer, OfferArea};
use guanai_registry::person::PersonField;
use guanai_registry::{FactValue, Membership, PartyOrganization, Person};

use super::told::{About, Difference, Said};

/// One difference, unless the two say the same.
fn differ(field: &str, before: Said, after: Said) -> Option<Difference> {
    (before != after).then(|| Difference { about: About::Column(field.to_owned()), before, after })
}

/// Two that are not repeated here, and differ.
fn differ_withheld(field: &str, before: Option<&str>, after: Option<&str>) -> Option<Difference> {
    let (before, after) = (before.filter(|t| !t.is_empty()), after.filter(|t| !t.is_empty()));
    let about = About::Column(field.to_owned());
    (before != after).then(|| Difference { about, before: Said::withheld(before), after: Said::withheld(after) })
}

/// Two numbers of persons, which may look alike when masked, and differ.
fn differ_number(field: &str, before: Option<&str>, after: Option<&str>) -> Option<Difference> {
    let about = About::Column(field.to_owned());
    (before != after).then(|| Difference { about, before: Said::number(before), after: Said::number(after) })
}

/// What a roster changes of a person.
pub(crate) fn of_person(before: &Person, after: &Person) -> Vec<Difference> {
    let ethnicity = |person: &Person| Said::term("ethnicity", person.ethnicity.as_deref());
    let sex = |person: &Person| Said::term("sex", person.sex.as_deref());
    let fields = before.differences(after);
    let changes = fields.into_iter().filter_map(|field| match field {
        PersonField::Name => differ("name", Said::words(Some(&before.name)), Said::words(Some(&after.name))),
        PersonField::Sex => differ("sex", sex(before), sex(after)),
        PersonField::Ethnicity => differ("ethnicity", ethnicity(before), ethnicity(after)),
        PersonField::Birth => differ("birth_on", Said::day(before.birth.stated_on), Said::day(after.birth.stated_on)),
        PersonField::Phone => differ_number("phone", before.phone.as_deref(), after.phone.as_deref()),
        PersonField::Address => differ_withheld("address", before.address.as_deref(), after.address.as_deref()),
    });
    changes.collect()
}

/// What a roster changes of a spell of belonging, but for the branch.
pub(crate) fn of_membership(before: &Membership, after: &Membership) -> Vec<Difference> {
    let kind = |spell: &Membership| Said::term("member-kind", spell.kind.map(guanai_registry::MemberKind::code));
    let changes = [
        differ("kind", kind(before), kind(after)),
        differ("joined_on", Said::day(before.joined_on), Said::day(after.joined_on)),
        differ("full_on", Said::day(before.full_on), Said::day(after.full_on)),
    ];
    changes.into_iter().flatten().collect()
}

/// What a book of organisations changes; `named` gives the name of an organisation.
pub(crate) fn of_organization(
    before: &PartyOrganization,
    after: &PartyOrganization,
    named: impl Fn(guanai_kernel::ids::OrganizationId) -> Option<String>,
) -> Vec<Difference> {
    let superior = |o: &PartyOrganization| Said::words(o.superior_id.and_then(&named).as_deref());
    let kind =
        |o: &PartyOrganization| Said::term("organization-kind", o.kind.map(guanai_registry::OrganizationKind::code));
    let enterprise = |o: &PartyOrganization| {
        Said::term("enterprise-kind", o.enterprise_kind.map(guanai_kernel::EnterpriseKind::code))
    };
    let settlement =
        |o: &PartyOrganization| Said::term("settlement", o.settlement.map(guanai_kernel::Settlement::code));
    let words = |text: &Option<String>| Said::words(text.as_deref());
    let longitude =
        |o: &PartyOrganization| Said::words(o.coordinates.map(guanai_kernel::Coordinates::longitude).as_deref());
    let latitude =
        |o: &PartyOrganization| Said::words(o.coordinates.map(guanai_kernel::Coordinates::latitude).as_deref());
    let changes = [
        differ("name", Said::words(Some(&before.name)), Said::words(Some(&after.name))),
        differ("superior", superior(before), superior(after)),
        differ("kind", kind(before), kind(after)),
        differ(
            "system",
            Said::term("system", Some(before.system.code())),
            Said::term("system", Some(after.system.code())),
        ),
        differ("enterprise_kind", enterprise(before), enterprise(after)),
        differ("settlement", settlement(before), settlement(after)),
        differ("longitude", longitude(before), longitude(after)),
        differ("latitude", latitude(before), latitude(after)),
        differ("township", words(&before.township), words(&after.township)),
        differ("secretary", words(&before.secretary_name), words(&after.secretary_name)),
        differ_number("phone", before.phone.as_deref(), after.phone.as_deref()),
        (before.unit_id != after.unit_id).then(|| Difference {
            about: About::Column("credit_code".to_owned()),
            before: before.unit_id.map_or(Said::Nothing, |_| Said::Withheld),
            after: after.unit_id.map_or(Said::Nothing, |_| Said::Withheld),
        }),
    ];
    changes.into_iter().flatten().collect()
}

/// What a survey changes of a need. Its words are not repeated.
pub(crate) fn of_need(before: &Need, after: &Need) -> Vec<Difference> {
    let category = |need: &Need| match &need.category {
        CategoryChoice::Stated(code) | CategoryChoice::Proposed { category: code, .. } => {
            Said::term("need-category", Some(code))
        }
        CategoryChoice::Open => Said::Nothing,
    };
    let urgency = |need: &Need| Said::term("urgency", need.urgency.map(guanai_casework::Urgency::code));
    let changes = [
        differ("category", category(before), category(after)),
        differ_withheld("text", Some(&before.words), Some(&after.words)),
        differ("urgency", urgency(before), urgency(after)),
        differ("help_form", Said::words(before.wished_form.as_deref()), Said::words(after.wished_form.as_deref())),
        differ("consent", Said::Truth(before.consents_to_contact), Said::Truth(after.consents_to_contact)),
        differ("filled_on", Said::Day(before.stated_on), Said::Day(after.stated_on)),
    ];
    changes.into_iter().flatten().collect()
}

/// What a book of resources changes of an offer.
pub(crate) fn of_offer(before: &Offer, after: &Offer) -> Vec<Difference> {
    let words = |text: &Option<String>| Said::words(text.as_deref());
    let area = |offer: &Offer| match &offer.area {
        OfferArea::Everywhere => Said::Nothing,
        OfferArea::Townships(names) => Said::Words(names.iter().map(String::as_str).collect::<Vec<_>>().join("、")),
    };
    let changes = [
        differ("name", Said::words(Some(&before.provider_name)), Said::words(Some(&after.provider_name))),
        differ("quantity", Said::Count(before.capacity), Said::Count(after.capacity)),
        differ("area", area(before), area(after)),
        differ("contact", words(&before.contact_name), words(&after.contact_name)),
        differ_number("phone", before.contact_phone.as_deref(), after.contact_phone.as_deref()),
        differ("valid_until", Said::day(before.valid_until_on), Said::day(after.valid_until_on)),
        differ_withheld("remarks", before.note.as_deref(), after.note.as_deref()),
    ];
    changes.into_iter().flatten().collect()
}

/// A fact that is stated anew.
pub(crate) fn of_fact(name: &str, before: Option<&FactValue>, after: &FactValue) -> Difference {
    Difference {
        about: About::Fact(name.to_owned()),
        before: Said::fact(name, before),
        after: Said::fact(name, Some(after)),
    }
}

/// Titles that are held, before and after.
pub(crate) fn of_posts(before: &[&str], after: &[&str]) -> Option<Difference> {
    let listed = |titles: &[&str]| Said::words(Some(&titles.join("、")));
    differ("post", listed(before), listed(after))
}

/// One yes or no.
pub(crate) fn of_truth(field: &str, before: bool, after: bool) -> Option<Difference> {
    differ(field, Said::Truth(before), Said::Truth(after))
}

/// One name for another.
pub(crate) fn of_words(field: &str, before: Option<&str>, after: Option<&str>) -> Option<Difference> {
    differ(field, Said::words(before), Said::words(after))
}
