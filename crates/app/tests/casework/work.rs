//! Whoever works in the town, and what they enter.

use guanai_app::needs::{NeedFile, RaiseNeed, RaiseNeedError, ReadBack, ReadNeedError, raise_need, read_need};
use guanai_app::{Actor, Role};
use guanai_casework::{Urgency, Voice};
use guanai_kernel::ids::{AccountId, NeedId, OperationId, PersonId};

use crate::town::{Town, morning, today};

/// Somebody in a role, over the `at`th branch or township where the role has one.
pub fn actor(town: &mut Town, role: Role, at: usize) -> Actor {
    let scope = match role {
        Role::BranchContact => Some(town.branches[at]),
        Role::TownshipOfficer => Some(town.townships[at]),
        _ => None,
    };
    let person_id = (role == Role::Member).then_some(town.members[at]);
    Actor {
        name: AccountId::fresh(&mut town.ids).to_string(),
        role,
        scope,
        person_id,
        on_behalf_of: None,
        tenure: guanai_app::Tenure::Single,
    }
}

/// A need of somebody who goes to hospital, told by themselves and read back.
pub fn told(person_id: PersonId) -> RaiseNeed {
    RaiseNeed {
        person_id,
        category: Some("medical".to_owned()),
        urgency: Urgency::Urgent,
        words: "住院欠了钱，想问问能不能报".to_owned(),
        voice: Voice::Person,
        read_back: ReadBack::Done,
        consents_to_contact: true,
        stated_on: today(),
        wanted: 1,
    }
}

impl Town {
    /// A fresh operation.
    pub fn operation(&mut self) -> OperationId {
        OperationId::fresh(&mut self.ids)
    }

    pub async fn raise(&mut self, actor: Actor, wish: &RaiseNeed) -> Result<NeedId, RaiseNeedError> {
        let operation = self.operation();
        let (mut cx, ..) = self.cx(actor, morning());
        raise_need(&mut cx, operation, wish).await
    }

    pub async fn need(&mut self, actor: Actor, need_id: NeedId) -> Result<NeedFile, ReadNeedError> {
        let (mut cx, ..) = self.cx(actor, morning());
        read_need(&mut cx, need_id).await
    }
}
