//! Who sees and who answers what a member said.

use guanai_casework::{Ask, AskState, AskTopic};
use guanai_kernel::ids::{AskId, PersonId};
use guanai_store::{StoreError, Tx, asks, households};

use super::say::LONGEST_WORDS;
use crate::actor::{Actor, Role};
use crate::scope::ScopeOf;

/// The topics that a role sees: a contact of the branch hears what they can do something about, and not who is at odds
/// with a decision.
pub(super) const fn topics_of(role: Role) -> &'static [AskTopic] {
    match role {
        Role::BranchContact => &[AskTopic::Help, AskTopic::Refuse],
        Role::TownshipOfficer | Role::CountyOfficer | Role::CountyApprover => AskTopic::ALL,
        _ => &[],
    }
}

/// The states in which a role answers. A second look is the county's.
pub(super) const fn answers_in(role: Role) -> &'static [AskState] {
    match role {
        Role::BranchContact | Role::TownshipOfficer => &[AskState::Waiting],
        Role::CountyOfficer => &[AskState::Waiting, AskState::PassedUp, AskState::InReview],
        Role::CountyApprover => &[AskState::InReview],
        _ => &[],
    }
}

/// Whether a role answers this, as far as topic and state go.
pub(super) fn answers(role: Role, ask: &Ask) -> bool {
    topics_of(role).contains(&ask.topic) && answers_in(role).contains(&ask.state)
}

/// Whether a role may hand this to the county.
pub(super) fn passes_up(role: Role, ask: &Ask) -> bool {
    matches!(role, Role::BranchContact | Role::TownshipOfficer) && answers(role, ask)
}

/// What was said, where the actor may know of it.
pub(super) async fn find_seen(tx: &mut Tx, actor: &Actor, ask_id: AskId) -> Result<Option<Ask>, StoreError> {
    let Some(ask) = asks::find(tx, ask_id).await? else { return Ok(None) };
    let scope = ScopeOf::resolve(tx, actor).await?;
    let seen = topics_of(actor.role).contains(&ask.topic) && scope.holds_person(tx, ask.person_id).await?;
    Ok(seen.then_some(ask))
}

/// Whether two people are kin, as either's record says.
pub(super) async fn are_kin(tx: &mut Tx, a: PersonId, b: PersonId) -> Result<bool, StoreError> {
    for (one, other) in [(a, b), (b, a)] {
        if households::list_kin_of(tx, one).await?.iter().any(|kin| kin.relative_id == other) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a text may stand as somebody's words.
pub(crate) fn is_words(text: &str) -> bool {
    let length = text.trim().chars().count();
    (1..=LONGEST_WORDS).contains(&length) && !text.chars().any(|c| c.is_control() && c != '\n' && c != '\t')
}
