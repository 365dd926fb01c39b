//! What changed since the standing was computed: read from the audit, in which every writing use case leaves its record.

use std::collections::BTreeSet;

use guanai_kernel::Moment;
use guanai_kernel::ids::{AuditId, PersonId};
use guanai_store::audit::{self, AuditRecord, Subject};
use guanai_store::{StoreError, Tx, imports, needs};

use crate::actor::Act;

/// How far back is looked each time: a record is made when its use case begins, and seen when that commits.
const OVERLAP_MICROS: i64 = 15_000_000;

/// Acts at the door, and what people say and are answered: they change nothing that is computed.
const BESIDE_IT: &[&str] = &[
    "sign-in",
    "sign-in-refused",
    "sign-in-code-over",
    "sign-out",
    "choose-password",
    "choose-password-refused",
    "open-account",
    "close-account",
    "ask-reset",
    "confirm-reset",
    "ask-account",
    "ask-office",
    "say-consent",
    "answer-ask",
    "keep-guarantees",
    "name-deputy",
    "name-duty",
    "note-notices",
    "draft-recheck",
    "approve-recheck",
    "answer-recheck",
    "draft-revision",
];

/// Acts that name an organisation and change nothing of it: somebody came from there or goes there.
const ABOUT_A_PERSON: &[Act] = &[Act::RecordLifeEvent, Act::ReceiveTransfer, Act::UndoLifeEvent];

/// Changed persons beyond which everybody is computed anew.
const MANY: usize = 2_000;

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// Nothing.
    Nothing,
    /// These persons' records.
    People {
        /// Whose.
        people: BTreeSet<PersonId>,
        /// Those of them of whom an application changed: it bears on their households.
        applied: BTreeSet<PersonId>,
        /// Whether needs or offers are among what changed.
        matching: Matching,
    },
    /// An import, or so much that everybody is computed anew.
    Everything,
}

/// Whether the matching still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Matching {
    /// It does.
    Holds,
    /// A need or an offer changed.
    Stale,
}

/// What was seen so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Watch {
    looked_from: Option<Moment>,
    seen: BTreeSet<AuditId>,
    imports: u64,
}

impl Watch {
    /// Takes note of everything that is there: it is about to be computed.
    pub async fn begin(tx: &mut Tx, now: Moment) -> Result<Self, StoreError> {
        let mut watch = Self { imports: imports::count(tx).await?, ..Self::default() };
        let fresh = watch.fresh(tx, now).await?;
        watch.seen.extend(fresh.iter().map(|record| record.audit_id));
        Ok(watch)
    }

    /// What changed since it was asked last.
    pub async fn look(&mut self, tx: &mut Tx, now: Moment) -> Result<Change, StoreError> {
        let imported = imports::count(tx).await?;
        if imported != self.imports {
            return Ok(Change::Everything);
        }
        let fresh = self.fresh(tx, now).await?;
        let change = change_of(tx, &fresh).await?;
        self.seen.extend(fresh.iter().map(|record| record.audit_id));
        Ok(change)
    }

    async fn fresh(&mut self, tx: &mut Tx, now: Moment) -> Result<Vec<AuditRecord>, StoreError> {
        let reading = Act::ALL.iter().filter(|act| act.only_reads()).map(|act| act.code());
        let but_not: Vec<&str> = reading.chain(BESIDE_IT.iter().copied()).collect();
        let from = Moment::from_micros(self.looked_from.unwrap_or(now).as_micros().saturating_sub(OVERLAP_MICROS));
        let records = audit::list_since(tx, from, &but_not).await?;
        self.looked_from = Some(now);
        // What lies before the overlap is never asked for again.
        let kept: BTreeSet<AuditId> = records.iter().map(|record| record.audit_id).collect();
        self.seen.retain(|id| kept.contains(id));
        Ok(records.into_iter().filter(|record| !self.seen.contains(&record.audit_id)).collect())
    }
}

async fn change_of(tx: &mut Tx, fresh: &[AuditRecord]) -> Result<Change, StoreError> {
    let (mut people, mut applied, mut matching) = (BTreeSet::new(), BTreeSet::new(), Matching::Holds);
    for record in fresh {
        // A matter that a book left open is settled of one person, whatever book it came from.
        let is_of_a_book = record.import_id.is_some() && record.action != Act::SettleDiscrepancy.code();
        if is_of_a_book || record.subjects.is_empty() {
            return Ok(Change::Everything);
        }
        let is_application = record.subjects.iter().any(|subject| matches!(subject, Subject::Application(_)));
        for subject in &record.subjects {
            match subject {
                Subject::Person(person_id) => {
                    applied.extend(is_application.then_some(*person_id));
                    people.insert(*person_id);
                }
                Subject::Need(need_id) => {
                    matching = Matching::Stale;
                    people.extend(needs::find(tx, *need_id).await?.map(|need| need.person_id));
                }
                // A pair holds or frees a place of its offer.
                Subject::Offer(_) | Subject::Pair(_) => matching = Matching::Stale,
                Subject::Organization(_) if ABOUT_A_PERSON.iter().any(|act| act.code() == record.action) => {}
                Subject::Organization(_) => return Ok(Change::Everything),
                // Whose visit, application or plan it was, and whose facts it changed, stands beside it.
                Subject::Account(_)
                | Subject::Visit(_)
                | Subject::Round(_)
                | Subject::Application(_)
                | Subject::Meeting(_)
                | Subject::Plan(_)
                | Subject::Referral(_) => {}
            }
        }
    }
    Ok(match (people.len(), matching) {
        (0, Matching::Holds) => Change::Nothing,
        (many, _) if many > MANY => Change::Everything,
        _ => Change::People { people, applied, matching },
    })
}
