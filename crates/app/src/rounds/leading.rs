//! Who leads a group: whoever of the register is meant by what was typed, where that is exactly one; else the words. A leader who is
//! known is told apart from those on the sheet, and does not call back about visits of their own.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::Visitor;
use guanai_casework::round::Round;
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::text::written;
use guanai_registry::Person;
use guanai_store::{StoreError, Tx, memberships, persons, posts};

use super::divide::GroupWish;
use super::within;

/// Letters of a name behind a post, from so many to so many.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=4;

/// The leaders of these groups, in their order. “王德顺” is the one member of that name within the round's organisations; “副书记王德顺”
/// the one among them who holds a post of that title.
pub(super) async fn leaders_of(tx: &mut Tx, round: &Round, groups: &[GroupWish]) -> Result<Vec<Visitor>, StoreError> {
    let typed: Vec<String> = groups.iter().map(|group| written(&group.leader)).collect();
    let names: BTreeSet<&str> = typed.iter().flat_map(|words| readings(words)).map(|(_, name)| name).collect();
    let known = known(tx, round, &names.into_iter().collect::<Vec<_>>()).await?;
    let mut titles: BTreeMap<PersonId, Vec<String>> = BTreeMap::new();
    for person in &known {
        let held = posts::list_of(tx, person.person_id).await?.into_iter().filter(|post| post.until_on.is_none());
        titles.insert(person.person_id, held.map(|post| post.title).collect());
    }
    let one = |words: &str| {
        readings(words).into_iter().find_map(|(post, name)| {
            let holds = |person: &&Person| {
                let held = titles.get(&person.person_id).map_or(&[][..], Vec::as_slice);
                post.is_empty() || held.iter().any(|title| title.ends_with(post) || post.ends_with(title.as_str()))
            };
            let mut meant = known.iter().filter(|person| person.name == name).filter(holds);
            meant.next().filter(|_| meant.next().is_none()).map(|person| person.person_id)
        })
    };
    Ok(typed.iter().map(|words| one(words).map_or_else(|| Visitor::Named(words.clone()), Visitor::Person)).collect())
}

/// How words can be read: as a name, or as a post and a name behind it.
fn readings(words: &str) -> Vec<(&str, &str)> {
    let starts: Vec<usize> = words.char_indices().map(|(at, _)| at).collect();
    let behind = LETTERS.filter_map(|letters| {
        let at = *starts.get(starts.len().checked_sub(letters)?).filter(|at| **at > 0)?;
        words.split_at_checked(at).map(|(post, name)| (post.trim(), name))
    });
    std::iter::once(("", words)).chain(behind).collect()
}

/// Those of these names who live and are members within the round's organisations.
async fn known(tx: &mut Tx, round: &Round, names: &[&str]) -> Result<Vec<Person>, StoreError> {
    let area: Option<Vec<OrganizationId>> = within::area(tx, round.organization_id).await?;
    let mut found = persons::list_by_names(tx, names).await?;
    let ids: Vec<PersonId> = found.iter().map(|person| person.person_id).collect();
    let here: BTreeSet<PersonId> = memberships::list_current_of(tx, &ids)
        .await?
        .into_iter()
        .filter(|spell| spell.is_member() && area.as_ref().is_none_or(|area| area.contains(&spell.organization_id)))
        .map(|spell| spell.person_id)
        .collect();
    found.retain(|person| person.died_on.is_none() && here.contains(&person.person_id));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::readings;

    #[test]
    fn words_are_a_name_or_a_post_with_a_name_behind_it() {
        assert_eq!(readings("王德顺"), [("", "王德顺"), ("王", "德顺")]);
        let whole = readings("副书记 王德顺");
        assert!(whole.contains(&("", "副书记 王德顺")) && whole.contains(&("副书记", "王德顺")), "{whole:?}");
        assert_eq!(readings("甲"), [("", "甲")]);
        assert_eq!(readings(""), [("", "")]);
    }
}
