//! Offices with accounts in the town, the days that pass there, and what is done on them.

use std::collections::BTreeSet;

use guanai_app::guarantees::{Kept, keep_guarantees};
use guanai_app::{Actor, Cx, Readings, Role, Standards};
use guanai_casework::guarantee::{KeptClock, KeptTelling, Stage};
use guanai_casework::{Visit, VisitAct, VisitManner, VisitState, Visitor};
use guanai_kernel::ids::{AccountId, OperationId, PersonId, VisitId};
use guanai_kernel::{Date, Guarantee, Ids, Moment, Post};
use guanai_store::accounts::{self, Account, AccountSecret, AccountState};
use guanai_store::{clocks, tellings, visits};
use guanai_testkit::clock;

use crate::town::Town;

/// A day of the year of these tests.
pub const fn day(month: i8, day: i8) -> Date {
    Date::constant(2026, month, day)
}

impl Town {
    /// Somebody with an open account in a role, over the `at`th branch or township where the role has one.
    pub async fn office(&mut self, role: Role, at: usize) -> Actor {
        let scope = match role {
            Role::BranchContact => Some(self.branches[at]),
            Role::TownshipOfficer => Some(self.townships[at]),
            _ => None,
        };
        let person_id = (role == Role::Member).then_some(self.members[at]);
        let account_id = AccountId::fresh(&mut self.ids);
        let account = Account {
            account_id,
            sign_in_name: account_id.to_string().to_lowercase(),
            name: format!("{} {at}", role.code()),
            role: role.code().to_owned(),
            organization_id: scope,
            person_id,
            secret: AccountSecret::Nothing,
            state: AccountState::Active,
            made_at: clock::at(day(7, 1)),
            made_by: "console".to_owned(),
            closed_at: None,
        };
        let mut tx = self.db.begin_write().await.unwrap();
        accounts::add(&mut tx, &account).await.unwrap();
        tx.commit().await.unwrap();
        Actor {
            name: account_id.to_string(),
            role,
            scope,
            person_id,
            on_behalf_of: None,
            tenure: guanai_app::Tenure::Single,
        }
    }

    /// Closes somebody's account on a day.
    pub async fn close(&self, actor: &Actor, on: Date) {
        let mut tx = self.db.begin_write().await.unwrap();
        let before = accounts::get(&mut tx, actor.name.parse().unwrap()).await.unwrap();
        let after = Account { state: AccountState::Closed, closed_at: Some(clock::at(on)), ..before.clone() };
        accounts::amend(&mut tx, &before, &after).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// What somebody is handed on the morning of a day.
    pub fn on(&mut self, actor: &Actor, day: Date) -> Cx<'_> {
        self.cx(actor.clone(), clock::at(day)).0
    }

    /// Keeps the guarantees on a day.
    pub async fn keep(&mut self, day: Date) -> Kept {
        keep_guarantees(&mut self.on(&Actor::console(), day)).await.unwrap()
    }

    /// Keeps them under other standards.
    pub async fn keep_under(&mut self, standards: &Standards, day: Date) -> Kept {
        self.seed += 1;
        let now = clock::at(day);
        let ids = Ids::seeded(self.seed, now);
        let (db, actor) = (&self.db, Actor::console());
        let mut cx = Cx { db, standards, actor, now, ids, readings: Readings::AtOnce };
        keep_guarantees(&mut cx).await.unwrap()
    }

    /// Somebody's clocks.
    pub async fn clocks(&self, person_id: PersonId) -> Vec<KeptClock> {
        let mut tx = self.db.begin_read().await.unwrap();
        let found = clocks::list_of_many(&mut tx, &[person_id]).await.unwrap();
        tx.rollback().await.unwrap();
        found
    }

    /// Somebody's one running clock of a guarantee.
    pub async fn running(&self, person_id: PersonId, guarantee: Guarantee) -> KeptClock {
        let all = self.clocks(person_id).await;
        let mut running = all.into_iter().filter(|k| k.clock.guarantee == guarantee && k.clock.end.is_none());
        let found = running.next().unwrap();
        assert!(running.next().is_none(), "one clock runs");
        found
    }

    /// Who was told of somebody's late clocks, at which posts.
    pub async fn told(&self, person_id: PersonId, stage: Stage) -> BTreeSet<(Post, String)> {
        let mut tx = self.db.begin_read().await.unwrap();
        let found: Vec<KeptTelling> = tellings::list_of_many(&mut tx, &[person_id]).await.unwrap();
        tx.rollback().await.unwrap();
        found.into_iter().filter(|t| t.stage == stage).map(|t| (t.post, t.account)).collect()
    }

    /// A visit to somebody on a day, entered at a moment.
    pub async fn visit(&mut self, person_id: PersonId, made_on: Date, recorded_at: Moment) -> VisitId {
        self.reached(person_id, VisitManner::InPerson, made_on, recorded_at).await
    }

    /// A visit or a contact with somebody on a day, entered at a moment.
    pub async fn reached(
        &mut self,
        person_id: PersonId,
        manner: VisitManner,
        made_on: Date,
        recorded_at: Moment,
    ) -> VisitId {
        let visit = Visit {
            visit_id: VisitId::fresh(&mut self.ids),
            act: VisitAct::Talk,
            person_id,
            household_id: None,
            organization_id: None,
            visitor: Visitor::Named("支部书记".to_owned()),
            companions: None,
            made_on,
            begun_minute: None,
            duration_min: None,
            manner,
            occasions: BTreeSet::from(["yearly-talk".to_owned()]),
            reason: None,
            found: None,
            promise: None,
            gift: None,
            sheet_id: None,
            state: VisitState::Recorded,
            recorded_by: "console".to_owned(),
            recorded_at,
        };
        let mut tx = self.db.begin_write().await.unwrap();
        visits::add_many(&mut tx, &[visit.clone()]).await.unwrap();
        tx.commit().await.unwrap();
        visit.visit_id
    }

    /// A fresh operation.
    pub fn operation(&mut self) -> OperationId {
        OperationId::fresh(&mut self.ids)
    }
}
