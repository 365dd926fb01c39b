//! What passes with an item: whoever accepted it answers for it from then on, wherever a record names who does.

use guanai_casework::contact::NamedContact;
use guanai_casework::handover::{HandoverItem, ItemKind};
use guanai_casework::round::{GroupState, Hand, RoundGroup};
use guanai_casework::{NeedState, Offer, PartnerSide, Plan, Visitor};
use guanai_kernel::Moment;
use guanai_kernel::ids::{ContactId, PersonId};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, contacts, handovers, needs, offers, partnerships, persons, plans, round_sheets};

/// Who passes something on to whom.
pub(super) struct Passing {
    /// The name of whoever leaves.
    pub from: String,
    /// Their record.
    pub from_id: PersonId,
    /// The name of whoever takes over.
    pub to: String,
    /// Their record, where they are in the register.
    pub to_id: Option<PersonId>,
    /// When.
    pub at: Moment,
}

impl Passing {
    /// Passes on what an item is about; whom and what it touched.
    pub async fn carry_out(&self, tx: &mut Tx, item: &HandoverItem) -> Result<Vec<Subject>, StoreError> {
        let mut subjects: Vec<Subject> = item.about.map(Subject::Person).into_iter().collect();
        let Some(subject) = item.subject.as_deref() else { return Ok(subjects) };
        match item.kind {
            ItemKind::Need => subjects.extend(self.need(tx, subject).await?),
            ItemKind::Plan => subjects.extend(self.plan(tx, subject).await?),
            ItemKind::Sheet => subjects.extend(self.sheet(tx, subject).await?),
            ItemKind::Offer => subjects.extend(self.offer(tx, subject).await?),
            ItemKind::Contact => self.contact(tx, item).await?,
            ItemKind::Partnership => self.partnership(tx, item, subject).await?,
            ItemKind::Promise
            | ItemKind::Unreached
            | ItemKind::Round
            | ItemKind::Application
            | ItemKind::Pair
            | ItemKind::Ask
            | ItemKind::Letter
            | ItemKind::LifeTask
            | ItemKind::Recheck
            | ItemKind::Clock
            | ItemKind::People
            | ItemKind::Original
            | ItemKind::Thing
            | ItemKind::Cash => {}
        }
        Ok(subjects)
    }

    /// Whoever leaves helped with it by their name alone, without an offer of their own.
    async fn need(&self, tx: &mut Tx, subject: &str) -> Result<Option<Subject>, StoreError> {
        let Ok(need_id) = subject.parse() else { return Ok(None) };
        let Some(before) = needs::find(tx, need_id).await? else { return Ok(None) };
        let mut after = before.clone();
        let by_name = after.progress.helper.as_mut().filter(|helper| helper.offer_id.is_none());
        match by_name {
            Some(helper) if helper.name == self.from && before.state == NeedState::Planned => {
                helper.name.clone_from(&self.to);
                needs::amend_many(tx, &[(before, after)], self.at).await?;
                Ok(Some(Subject::Need(need_id)))
            }
            _ => Ok(None),
        }
    }

    /// The lead, and the tasks that wait for whoever leaves.
    async fn plan(&self, tx: &mut Tx, subject: &str) -> Result<Option<Subject>, StoreError> {
        let Ok(plan_id) = subject.parse() else { return Ok(None) };
        let Some(before) = plans::find(tx, plan_id).await?.filter(|plan| !plan.state.is_ended()) else {
            return Ok(None);
        };
        let mut after: Plan = before.clone();
        if after.content.lead_name == self.from {
            after.content.lead_name.clone_from(&self.to);
        }
        for task in after.content.tasks.iter_mut().filter(|task| task.done.is_none()) {
            if task.responsible == self.from {
                task.responsible.clone_from(&self.to);
            }
        }
        if after == before {
            return Ok(None);
        }
        plans::amend_many(tx, &[(before, after)], self.at).await?;
        Ok(Some(Subject::Plan(plan_id)))
    }

    /// The group that carries it has a new leader.
    async fn sheet(&self, tx: &mut Tx, subject: &str) -> Result<Option<Subject>, StoreError> {
        let Ok(sheet_id) = subject.parse() else { return Ok(None) };
        let Some(sheet) = round_sheets::find(tx, sheet_id).await? else { return Ok(None) };
        let groups = round_sheets::list_groups(tx, sheet.round_id).await?;
        let led = groups.into_iter().find(|group| {
            let is_leaver = match &group.leader {
                Visitor::Person(id) => *id == self.from_id,
                Visitor::Named(name) => *name == self.from,
            };
            group.group_id == sheet.group_id && group.state == GroupState::Stands && is_leaver
        });
        let Some(before) = led else { return Ok(None) };
        let leader = self.to_id.map_or_else(|| Visitor::Named(self.to.clone()), Visitor::Person);
        let after = RoundGroup { leader, ..before.clone() };
        round_sheets::amend_groups(tx, &[(before, after)], self.at).await?;
        Ok(Some(Subject::Round(sheet.round_id)))
    }

    /// Who comes looks after them from that day on; nobody does where who comes is not in the register, or is who was looked after.
    async fn contact(&self, tx: &mut Tx, item: &HandoverItem) -> Result<(), StoreError> {
        let Some(about) = item.about else { return Ok(()) };
        let running = contacts::list_running_of(tx, &[about]).await?;
        let Some(before) = running.into_iter().find(|contact| contact.by_person_id == self.from_id) else {
            return Ok(());
        };
        let (on, hand) = (self.at.day_in_china(), Hand { by: self.to.clone(), at: self.at });
        contacts::amend_many(tx, &[(before.clone(), before.ended(on, hand.clone()))], self.at).await?;
        let Some(by_person_id) = self.to_id.filter(|to| *to != about) else { return Ok(()) };
        let after = NamedContact {
            contact_id: ContactId::from_bits(item.item_id.bits()),
            by_person_id,
            since_on: on,
            until_on: None,
            named: hand,
            ended: None,
            ..before
        };
        contacts::add_many(tx, &[after]).await
    }

    /// Whom to ask on the organisation's side, where that was whoever leaves; and the tasks that wait for them.
    async fn partnership(&self, tx: &mut Tx, item: &HandoverItem, subject: &str) -> Result<(), StoreError> {
        let Ok(partnership_id) = subject.parse() else { return Ok(()) };
        let found = partnerships::find(tx, partnership_id).await?;
        let Some(before) = found.filter(|one| one.state.is_open()) else { return Ok(()) };
        let Some(handover) = handovers::find(tx, item.handover_id).await? else { return Ok(()) };
        let sides = PartnerSide::ALL.iter().copied();
        // The other side may have somebody of the same name.
        let own: Vec<PartnerSide> =
            sides.filter(|side| before.organization(*side) == handover.organization_id).collect();
        let mut after = before.clone();
        for side in &own {
            let contact = &mut after.terms.side_mut(*side).contact;
            if *contact == self.from {
                contact.clone_from(&self.to);
            }
        }
        for task in after.terms.tasks.iter_mut().filter(|task| own.contains(&task.side) && task.done.is_none()) {
            if task.who == self.from {
                task.who.clone_from(&self.to);
            }
        }
        if after == before { Ok(()) } else { partnerships::amend(tx, &before, &after, self.at).await }
    }

    /// Whom to ask about it, with their number where the register has one.
    async fn offer(&self, tx: &mut Tx, subject: &str) -> Result<Option<Subject>, StoreError> {
        let Ok(offer_id) = subject.parse() else { return Ok(None) };
        let found = offers::find(tx, offer_id).await?;
        let Some(before) = found.filter(|offer| offer.contact_name.as_ref() == Some(&self.from)) else {
            return Ok(None);
        };
        let contact_phone = match self.to_id {
            Some(id) => persons::find(tx, id).await?.and_then(|person| person.phone),
            None => None,
        };
        let after = Offer { contact_name: Some(self.to.clone()), contact_phone, ..before.clone() };
        offers::amend_many(tx, &[(before, after)], self.at).await?;
        Ok(Some(Subject::Offer(offer_id)))
    }
}
