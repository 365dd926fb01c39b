//! What whom and what we reach is read from: who ever applied for what, by which kinds of help somebody was reached, and what
//! organisations did of late. Days and codes alone,
//! nobody's words.

use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_kernel::{Date, Moment, words};

use crate::engine::record::ids_as_cells;
use crate::engine::{StoreError, Tx, sql};

/// For what these persons ever applied, as codes of measures: whatever came of it, unless they took it back.
pub async fn list_applied(tx: &mut Tx, person_ids: &[PersonId]) -> Result<Vec<(PersonId, String)>, StoreError> {
    let text = "SELECT DISTINCT a.person_id, a.measure FROM applications a WHERE a.state <> 'withdrawn' \
         AND a.person_id IN (SELECT j.value->>1 FROM json_each($1) AS j) ORDER BY 1, 2";
    let rows = sql(text).json(ids_as_cells("applications", person_ids)?).all::<(String, String)>(tx).await?;
    rows.into_iter()
        .map(|(person, measure)| {
            let wrong =
                |_| StoreError::Inconsistent { table: "applications", column: "person_id", key: person.clone() };
            Ok((person.parse().map_err(wrong)?, measure))
        })
        .collect()
}

words! {
    /// Something that an organisation does for its people.
    Doing {
        /// 走访
        Visit = "visit",
        /// 需求: raised here, not brought by a book.
        Need = "need",
        /// 集中走访
        Round = "round",
        /// 会议
        Meeting = "meeting",
    }
}

/// The last day on which an organisation did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastDoing {
    /// Which organisation.
    pub organization_id: OrganizationId,
    /// What.
    pub doing: Doing,
    /// When.
    pub on: Date,
}

/// What organisations did from a day on, the last of each kind: their visits, needs that were raised for their people, approved
/// rounds with their people on them, their meetings.
pub async fn list_doings_since(tx: &mut Tx, since: Date, today: Date) -> Result<Vec<LastDoing>, StoreError> {
    let rows = sql("SELECT v.organization_id, 'visit', MAX(v.made_on) FROM visits v \
             WHERE v.state = 'recorded' AND v.organization_id IS NOT NULL AND v.made_on >= $1 GROUP BY v.organization_id \
         UNION ALL SELECT m.organization_id, 'need', MAX(n.stated_on) FROM needs n \
             JOIN memberships m ON m.person_id = n.person_id AND m.until_on IS NULL \
             WHERE n.import_id IS NULL AND n.stated_on >= $1 GROUP BY m.organization_id \
         UNION ALL SELECT p.organization_id, 'round', MAX(r.opens_on) FROM round_people p \
             JOIN rounds r ON r.round_id = p.round_id \
             WHERE r.state IN ('approved', 'closed') AND p.listing IN ('listed', 'added') AND r.closes_on >= $1 AND r.opens_on <= $2 \
             GROUP BY p.organization_id \
         UNION ALL SELECT g.organization_id, 'meeting', MAX(g.held_on) FROM meetings g \
             WHERE g.held_on >= $1 GROUP BY g.organization_id \
         ORDER BY 1, 2")
    .bind(since.to_string())
    .bind(today.to_string())
    .all::<(String, String, String)>(tx)
    .await?;
    rows.into_iter()
        .map(|(organization, doing, on)| {
            let wrong = |column| StoreError::Inconsistent { table: "visits", column, key: organization.clone() };
            Ok(LastDoing {
                organization_id: organization.parse().map_err(|_| wrong("organization_id"))?,
                doing: Doing::from_code(&doing).ok_or_else(|| wrong("doing"))?,
                on: on.parse().map_err(|_| wrong("made_on"))?,
            })
        })
        .collect()
}

/// An organisation to which somebody belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peopled {
    /// Which.
    pub organization_id: OrganizationId,
    /// How many members of ours belong to it.
    pub members: u64,
    /// When the first of all who ever belonged to it was recorded: before that nothing is known of what it did.
    pub known_at: Moment,
}

/// The organisations to which somebody belongs now, by id.
pub async fn list_peopled(tx: &mut Tx) -> Result<Vec<Peopled>, StoreError> {
    let rows = sql("SELECT m.organization_id, CAST(SUM(CASE WHEN m.until_on IS NULL \
         AND COALESCE(m.kind, '') NOT IN ('resident', 'floating-in') THEN 1 ELSE 0 END) AS BIGINT), \
             MIN(m.recorded_at) \
         FROM memberships m GROUP BY m.organization_id ORDER BY 1")
    .all::<(String, i64, i64)>(tx)
    .await?;
    let found = rows.into_iter().filter(|(_, members, _)| *members > 0).map(|(organization, members, known_at)| {
        let wrong =
            |_| StoreError::Inconsistent { table: "memberships", column: "organization_id", key: organization.clone() };
        let organization_id = organization.parse().map_err(wrong)?;
        Ok(Peopled { organization_id, members: members.unsigned_abs(), known_at: Moment::from_micros(known_at) })
    });
    found.collect()
}

words! {
    /// A kind of help that can reach somebody 关爱渠道. That somebody came to see them is no help yet.
    HelpKind {
        /// 审定的补助、救助、项目
        Grant = "grant",
        /// 慰问金、慰问品
        Gift = "gift",
        /// 结对帮扶
        Pair = "pair",
        /// 转办有结果
        Referral = "referral",
        /// 帮扶资源
        Resource = "resource",
        /// 就业
        Job = "job",
        /// 助学
        Sponsorship = "sponsorship",
        /// 需求帮扶到位
        Need = "need",
        /// 其他单位的帮扶: stated in a book.
        Elsewhere = "elsewhere",
    }
}

/// By which kinds of help these persons were ever reached up to and with a day, as the records of help say; each kind once. What other
/// bodies gave is a fact, and not among them.
pub async fn list_help_kinds(
    tx: &mut Tx,
    person_ids: &[PersonId],
    until: Date,
) -> Result<Vec<(PersonId, HelpKind)>, StoreError> {
    let text = "WITH those AS (SELECT j.value->>1 AS person_id FROM json_each($1) AS j) \
         SELECT a.person_id, 'grant' FROM applications a JOIN those t ON t.person_id = a.person_id \
             JOIN decisions d ON d.application_id = a.application_id \
             WHERE a.state = 'approved' AND d.verdict = 'approved' AND d.decided_on <= $2 \
         UNION SELECT v.person_id, 'gift' FROM visits v JOIN those t ON t.person_id = v.person_id \
             WHERE v.state = 'recorded' AND v.gift_kind IS NOT NULL AND v.made_on <= $2 \
         UNION SELECT p.person_id, 'pair' FROM pairs p JOIN those t ON t.person_id = p.person_id \
             WHERE p.state IN ('running', 'ended') \
         UNION SELECT r.person_id, 'referral' FROM referrals r JOIN those t ON t.person_id = r.person_id \
             WHERE r.result IN ('helped', 'in-part') AND r.ended_on <= $2 \
         UNION SELECT b.person_id, 'resource' FROM bookings b JOIN those t ON t.person_id = b.person_id \
             WHERE b.state IN ('used', 'returned') \
         UNION SELECT w.person_id, 'job' FROM jobs w JOIN those t ON t.person_id = w.person_id \
         UNION SELECT s.person_id, 'sponsorship' FROM sponsorships s JOIN those t ON t.person_id = s.person_id \
             WHERE s.from_on <= $2 \
         UNION SELECT n.person_id, 'need' FROM needs n JOIN those t ON t.person_id = n.person_id \
             WHERE n.state = 'helped' OR (n.state = 'closed' AND n.outcome IN ('met', 'partly')) \
         ORDER BY 1, 2";
    let rows = sql(text).json(ids_as_cells("persons", person_ids)?).bind(until.to_string());
    rows.all::<(String, String)>(tx)
        .await?
        .into_iter()
        .map(|(person, kind)| {
            let wrong = |column| StoreError::Inconsistent { table: "persons", column, key: person.clone() };
            let person_id = person.parse().map_err(|_| wrong("person_id"))?;
            Ok((person_id, HelpKind::from_code(&kind).ok_or_else(|| wrong("help"))?))
        })
        .collect()
}
