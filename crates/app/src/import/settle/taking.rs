//! What it means that one of two values holds: the records as they are when it does. Plain values in, plain values out.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::codes::{Education, Ethnicity, Phone, Sex};
use guanai_kernel::ids::{FactId, MembershipId, OrganizationId, PostId};
use guanai_kernel::{Date, FactRole, Ids, Moment, Money, Period};
use guanai_registry::{
    Discrepancy, DiscrepancyKind, Fact, FactValue, FloatingSpell, MemberKind, Membership, Post, Source, SourceKind,
};
use guanai_scheme::Pack;

use super::bundle::Bundle;
use super::need;
use crate::import::books::role_of;

/// Why a value cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotTake {
    /// There is no other value.
    #[error("there is no other value to take")]
    Nothing,
    /// The value is none that the field can have.
    #[error("the other value is none that this field can have")]
    NotUnderstood,
    /// Several records could be meant.
    #[error("several records could be meant")]
    Ambiguous,
    /// The value names an organisation outside the reach of who decides.
    #[error("the other value names an organisation outside the scope")]
    OutsideScope,
}

/// What is needed to understand a value, beside the person's records.
pub(crate) struct Bench<'a> {
    /// The standards.
    pub pack: &'a Pack,
    /// The pack's codes for levels of education, by the group of the standard.
    pub education: &'a BTreeMap<&'static str, String>,
    /// Organisations by code.
    pub organizations: &'a BTreeMap<String, OrganizationId>,
    /// Those that who decides may name; none is every one.
    pub within: Option<&'a BTreeSet<OrganizationId>>,
    /// When it is decided.
    pub now: Moment,
}

/// The field a matter is about: warnings name the head under which it was read.
pub(crate) fn field_of(matter: &Discrepancy) -> &str {
    match matter.kind {
        DiscrepancyKind::BirthDiffersFromId => "birth_on",
        DiscrepancyKind::SexDiffersFromId => "sex",
        _ => &matter.field,
    }
}

/// The records if what stands is right.
pub(crate) fn kept(bundle: &Bundle, matter: &Discrepancy, bench: &Bench<'_>) -> Bundle {
    let mut after = bundle.clone();
    match matter.kind {
        DiscrepancyKind::BirthDiffersFromId => {
            after.person.birth.chosen_on = Some(after.person.birth.in_identity_on);
        }
        DiscrepancyKind::SexDiffersFromId => {
            let number = if after.person.identity.sex() == Sex::Male { "male" } else { "female" };
            after.person.sex = Some(number.to_owned());
        }
        _ => {}
    }
    stamped(bundle, after, matter, bench)
}

/// The records if the other value is right.
pub(crate) fn taken(
    bundle: &Bundle,
    matter: &Discrepancy,
    bench: &Bench<'_>,
    ids: &mut Ids,
) -> Result<Bundle, CannotTake> {
    let other = matter.other.as_deref().filter(|other| !other.is_empty()).ok_or(CannotTake::Nothing)?;
    let mut after = bundle.clone();
    match (matter.kind, matter.source.kind) {
        (DiscrepancyKind::BirthDiffersFromId, _) => after.person.birth.chosen_on = Some(day(other)?),
        (DiscrepancyKind::SexDiffersFromId, _) => {
            after.person.sex = Some(sex(other)?.to_owned());
            after.sex_is_decided = true;
        }
        (DiscrepancyKind::ValuesDiffer, SourceKind::Roster) => {
            take_of_roster(&mut after, field_of(matter), other, &matter.source, bench, ids)?;
        }
        (DiscrepancyKind::ValuesDiffer, SourceKind::HardshipLedger) => {
            let (name, value) = hardship_fact(bench.pack, field_of(matter), other)?;
            state(&mut after, name, value, &matter.source, bench.now, ids);
        }
        (DiscrepancyKind::ValuesDiffer, SourceKind::Survey) => {
            need::take(&mut after.needs, bench.pack, field_of(matter), matter.stands.as_deref(), other)?;
        }
        _ => return Err(CannotTake::Nothing),
    }
    Ok(stamped(bundle, after, matter, bench))
}

/// A person whose record differs bears the source of what was decided.
fn stamped(before: &Bundle, mut after: Bundle, matter: &Discrepancy, bench: &Bench<'_>) -> Bundle {
    if after.person != before.person {
        after.person.source = matter.source.clone();
        after.person.recorded_at = bench.now;
    }
    after
}

fn day(text: &str) -> Result<Date, CannotTake> {
    text.parse().map_err(|_| CannotTake::NotUnderstood)
}

fn sex(text: &str) -> Result<&'static str, CannotTake> {
    match Sex::read(text) {
        Some(Sex::Male) => Ok("male"),
        Some(Sex::Female) => Ok("female"),
        _ => Err(CannotTake::NotUnderstood),
    }
}

fn take_of_roster(
    after: &mut Bundle,
    field: &str,
    other: &str,
    source: &Source,
    bench: &Bench<'_>,
    ids: &mut Ids,
) -> Result<(), CannotTake> {
    match field {
        "name" => other.clone_into(&mut after.person.name),
        "sex" => after.person.sex = Some(sex(other)?.to_owned()),
        "ethnicity" => {
            let read = Ethnicity::read(other).ok_or(CannotTake::NotUnderstood)?;
            after.person.ethnicity = Some(read.code().to_owned());
        }
        "birth_on" => after.person.birth.stated_on = Some(day(other)?),
        "phone" => {
            let phone = Phone::read(other).map_err(|_| CannotTake::NotUnderstood)?;
            after.person.phone = Some(phone.digits().to_owned());
        }
        "address" => after.person.address = Some(other.to_owned()),
        "education" => {
            let read = Education::read(other).ok_or(CannotTake::NotUnderstood)?;
            let code = bench.education.get(read.group().code()).ok_or(CannotTake::NotUnderstood)?;
            state(after, "person.education", FactValue::Text(code.clone()), source, bench.now, ids);
        }
        "occupation" => {
            let name = bench.pack.fact_of(FactRole::Occupation).ok_or(CannotTake::Nothing)?;
            let code = bench.pack.fact_value_code(name, other).ok_or(CannotTake::NotUnderstood)?;
            state(after, name, FactValue::Text(code.to_owned()), source, bench.now, ids);
        }
        "joined_on" | "full_on" | "kind" | "branch" => take_of_membership(after, field, other, source, bench, ids)?,
        "post" => take_posts(after, other, source, bench, ids)?,
        "floating" => take_floating(after, other, source)?,
        _ => return Err(CannotTake::Nothing),
    }
    Ok(())
}

fn take_of_membership(
    after: &mut Bundle,
    field: &str,
    other: &str,
    source: &Source,
    bench: &Bench<'_>,
    ids: &mut Ids,
) -> Result<(), CannotTake> {
    let spell = after.membership.clone().ok_or(CannotTake::Ambiguous)?;
    let stated = Membership { source: source.clone(), recorded_at: bench.now, ..spell };
    let stated = match field {
        "joined_on" => Membership { joined_on: Some(day(other)?), ..stated },
        "full_on" => Membership { full_on: Some(day(other)?), ..stated },
        "kind" => {
            let kind = MemberKind::from_code(other).ok_or(CannotTake::NotUnderstood)?;
            Membership { kind: Some(kind), ..stated }
        }
        _ => {
            let organization_id = *bench.organizations.get(other).ok_or(CannotTake::NotUnderstood)?;
            if bench.within.is_some_and(|within| !within.contains(&organization_id)) {
                return Err(CannotTake::OutsideScope);
            }
            if organization_id == stated.organization_id {
                return Ok(());
            }
            // No spell begins before the last one did.
            let since_on = stated.since_on.max(source.stated_on);
            Membership { membership_id: MembershipId::fresh(ids), organization_id, since_on, ..stated }
        }
    };
    after.membership = Some(stated);
    Ok(())
}

fn take_posts(
    after: &mut Bundle,
    other: &str,
    source: &Source,
    bench: &Bench<'_>,
    ids: &mut Ids,
) -> Result<(), CannotTake> {
    let organization_id = after.membership.as_ref().ok_or(CannotTake::Ambiguous)?.organization_id;
    let titles: Vec<&str> = other.split('、').filter(|title| !title.is_empty()).collect();
    after.posts.retain(|post| titles.contains(&post.title.as_str()));
    for title in titles {
        if after.posts.iter().any(|post| post.title == title) {
            continue;
        }
        after.posts.push(Post {
            post_id: PostId::fresh(ids),
            person_id: after.person.person_id,
            organization_id,
            code: bench.pack.fact_value_code("person.posts", title).map(str::to_owned),
            title: title.to_owned(),
            since_on: source.stated_on,
            until_on: None,
            source: source.clone(),
            recorded_at: bench.now,
        });
    }
    Ok(())
}

fn take_floating(after: &mut Bundle, other: &str, source: &Source) -> Result<(), CannotTake> {
    match (other, &after.floating) {
        ("yes", None) => {
            after.floating = Some(FloatingSpell {
                person_id: after.person.person_id,
                period: Period::since(source.stated_on),
                receiving_place: None,
                receiving_organization_id: None,
                source: source.clone(),
            });
            Ok(())
        }
        ("no", _) => {
            after.floating = None;
            Ok(())
        }
        ("yes", Some(_)) => Ok(()),
        _ => Err(CannotTake::NotUnderstood),
    }
}

/// The fact that a column of the hardship ledger states, and what a normalised value of it means.
fn hardship_fact<'p>(pack: &'p Pack, field: &str, text: &str) -> Result<(&'p str, FactValue), CannotTake> {
    let listed = |name| {
        let code = pack.fact_value_code(name, text).ok_or(CannotTake::NotUnderstood)?;
        Ok(FactValue::Text(code.to_owned()))
    };
    let count = || text.parse().map(FactValue::Int).map_err(|_| CannotTake::NotUnderstood);
    let money = || Money::parse_yuan(text).map(FactValue::Money).map_err(|_| CannotTake::NotUnderstood);
    let truth = || match text {
        "yes" => Ok(FactValue::Bool(true)),
        "no" => Ok(FactValue::Bool(false)),
        _ => Err(CannotTake::NotUnderstood),
    };
    let name = role_of(field).and_then(|role| pack.fact_of(role)).ok_or(CannotTake::Nothing)?;
    let value = match field {
        "health" | "degree" | "cause" => listed(name)?,
        "household_size" | "labour" | "school_children" => count()?,
        "income" | "medical_self_paid" | "aid_received" => money()?,
        _ => truth()?,
    };
    Ok((name, value))
}

/// States a fact in place of the one that holds: from the same day at the earliest, so that it holds over it.
fn state(after: &mut Bundle, name: &str, value: FactValue, source: &Source, now: Moment, ids: &mut Ids) {
    let holds = after.fact(name);
    if holds.is_some_and(|fact| fact.value == value) {
        return;
    }
    let valid_from = holds.map_or(source.stated_on, |fact| fact.valid_from.max(source.stated_on));
    let fact = Fact {
        fact_id: FactId::fresh(ids),
        person_id: after.person.person_id,
        name: name.to_owned(),
        value,
        valid_from,
        valid_to: None,
        source: source.clone(),
        verified: false,
        recorded_at: now,
    };
    after.facts.retain(|known| known.name != name);
    after.facts.push(fact);
}
