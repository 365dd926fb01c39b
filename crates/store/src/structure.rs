//! What an organisation's structure is read from: who its members are, how old, and what each carries. Codes and days alone,
//! nothing sealed.

use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::{Date, words};
use guanai_registry::BirthDates;

use crate::engine::{StoreError, Tx, sql};

/// A living member of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructureMember {
    /// Who.
    pub person_id: PersonId,
    /// Where they belong.
    pub organization_id: OrganizationId,
    /// As the register states it.
    pub sex: Option<String>,
    /// Birthdays.
    pub birth: BirthDates,
    /// Whether they float out now.
    pub is_away: bool,
}

/// The living members of ours with where they belong, by id.
pub async fn list_members(tx: &mut Tx) -> Result<Vec<StructureMember>, StoreError> {
    let rows = sql(
        "SELECT m.person_id, m.organization_id, p.sex, p.birth_stated_on, p.birth_in_identity_on, p.birth_chosen_on, \
             f.person_id \
         FROM memberships m JOIN persons p ON p.person_id = m.person_id \
         LEFT JOIN floating_spells f ON f.person_id = m.person_id AND f.until_on IS NULL \
         WHERE m.until_on IS NULL AND COALESCE(m.kind, '') NOT IN ('resident', 'floating-in') AND p.died_on IS NULL \
         ORDER BY m.person_id",
    )
    .all::<(String, String, Option<String>, Option<String>, String, Option<String>, Option<String>)>(tx)
    .await?;
    rows.into_iter()
        .map(|(person, organization, sex, stated, identity, chosen, away)| {
            let wrong = |column| StoreError::Inconsistent { table: "persons", column, key: person.clone() };
            let day = |text: Option<&str>, column| -> Result<Option<Date>, StoreError> {
                text.map(|text| text.parse().map_err(|_| wrong(column))).transpose()
            };
            Ok(StructureMember {
                person_id: person.parse().map_err(|_| wrong("person_id"))?,
                organization_id: organization.parse().map_err(|_| wrong("organization_id"))?,
                birth: BirthDates {
                    stated_on: day(stated.as_deref(), "birth_stated_on")?,
                    in_identity_on: identity.parse().map_err(|_| wrong("birth_in_identity_on"))?,
                    chosen_on: day(chosen.as_deref(), "birth_chosen_on")?,
                },
                is_away: away.is_some(),
                sex,
            })
        })
        .collect()
}

words! {
    /// Something that somebody carries for others.
    Duty {
        /// 任职
        Post = "post",
        /// 结对帮扶
        Pair = "pair",
        /// 联系人: looks after others of the branch.
        Contact = "contact",
        /// 技能: declared and open.
        Skill = "skill",
    }
}

/// What each person carries on a day, and how many of it.
pub async fn list_duties(tx: &mut Tx, on: Date) -> Result<Vec<(PersonId, Duty, u64)>, StoreError> {
    let rows = sql("SELECT p.person_id, 'post', COUNT(*) FROM posts p \
             WHERE p.since_on <= $1 AND (p.until_on IS NULL OR $1 < p.until_on) GROUP BY p.person_id \
         UNION ALL SELECT a.helper_person_id, 'pair', COUNT(*) FROM pairs a \
             WHERE a.helper_person_id IS NOT NULL AND a.state IN ('agreed', 'running') GROUP BY a.helper_person_id \
         UNION ALL SELECT c.by_person_id, 'contact', COUNT(*) FROM named_contacts c \
             WHERE c.until_on IS NULL GROUP BY c.by_person_id \
         UNION ALL SELECT o.person_id, 'skill', COUNT(*) FROM offers o \
             WHERE o.person_id IS NOT NULL AND o.resource_kind = 'skill' AND COALESCE(o.availability, 'open') = 'open' \
             AND (o.valid_from_on IS NULL OR o.valid_from_on <= $1) AND (o.valid_until_on IS NULL OR $1 <= o.valid_until_on) \
             GROUP BY o.person_id \
         ORDER BY 1, 2")
    .bind(on.to_string())
    .all::<(String, String, i64)>(tx)
    .await?;
    rows.into_iter()
        .map(|(person, duty, count)| {
            let wrong = |column| StoreError::Inconsistent { table: "posts", column, key: person.clone() };
            let person_id = person.parse().map_err(|_| wrong("person_id"))?;
            Ok((person_id, Duty::from_code(&duty).ok_or_else(|| wrong("duty"))?, count.unsigned_abs()))
        })
        .collect()
}
