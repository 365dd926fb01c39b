//! Who acts on an application: from which desk, under which name, and how close to the applicant as far as the register knows.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::application::file::Acting;
use guanai_casework::application::{Application, ApplicationFile, Desk, Hand, Nearness};
use guanai_casework::meeting::RecusalGround;
use guanai_kernel::Date;
use guanai_kernel::ids::{ApplicationId, OrganizationId, PersonId};
use guanai_registry::PartyOrganization;
use guanai_scheme::RecusalRule;
use guanai_store::relations::{self, Tie};
use guanai_store::{StoreError, Tx, accounts, applications, organizations, posts};

use crate::actor::{Actor, Role};
use crate::cx::Cx;
use crate::scope::ScopeOf;

/// The desk from which a role acts on an application.
pub(crate) fn desk_of(actor: &Actor, application: &Application) -> Option<Desk> {
    match actor.role {
        Role::BranchContact => Some(Desk::Branch),
        Role::TownshipOfficer => Some(Desk::Township),
        Role::CountyOfficer => Some(Desk::County),
        Role::CountyApprover => Some(Desk::Approver),
        Role::Member if actor.person_id == Some(application.person_id) => Some(Desk::Applicant),
        Role::Member | Role::Accountant | Role::Cashier => Some(Desk::Public),
        Role::Console | Role::Auditor | Role::Administrator => None,
    }
}

/// The actor as records keep them.
pub(crate) async fn hand_of(tx: &mut Tx, actor: &Actor) -> Result<Hand, StoreError> {
    let account = match actor.name.parse() {
        Ok(account_id) => accounts::find(tx, account_id).await?,
        Err(_) => None,
    };
    let name = account.map_or_else(|| actor.name.clone(), |account| account.name);
    Ok(Hand { by: actor.name.clone(), person_id: actor.person_id, name, role: actor.role.code().to_owned() })
}

/// Whether an application is within reach: by the branch that appraises it, or by whose it is.
pub(crate) fn holds(scope: &ScopeOf, application: &Application) -> bool {
    match scope {
        ScopeOf::Own(person_id) => *person_id == application.person_id,
        ScopeOf::Everything | ScopeOf::Subtree(_) => scope.holds_organization(application.organization_id),
    }
}

/// The application with this id and everything recorded of it, where it is within the actor's reach.
pub(crate) async fn reached(
    cx: &Cx<'_>,
    tx: &mut Tx,
    application_id: ApplicationId,
) -> Result<Option<ApplicationFile>, StoreError> {
    let scope = ScopeOf::resolve(tx, &cx.actor).await?;
    let file = applications::find_file(tx, application_id).await?;
    Ok(file.filter(|file| holds(&scope, &file.application)))
}

/// The organisation and those above it, itself first.
pub(crate) async fn superiors(tx: &mut Tx, of: OrganizationId) -> Result<Vec<PartyOrganization>, StoreError> {
    let mut path: Vec<PartyOrganization> = Vec::new();
    let mut at = Some(of);
    while let Some(id) = at.filter(|id| path.iter().all(|seen| seen.organization_id != *id)) {
        let Some(found) = organizations::find(tx, id).await? else { break };
        at = found.superior_id;
        path.push(found);
    }
    Ok(path)
}

/// How close people are to one person, as the pack counts it, and who holds a post that stands aside.
#[derive(Debug, Clone, Default)]
pub(crate) struct Distances {
    of: Option<PersonId>,
    close: BTreeMap<PersonId, RecusalGround>,
    by_post: BTreeSet<PersonId>,
}

impl Distances {
    /// Everybody close to a person, over as many steps as the pack says, each a kinship or a household; and who of some others
    /// holds a post that stands aside on a day.
    pub async fn of(
        tx: &mut Tx,
        rule: &RecusalRule,
        person_id: PersonId,
        among: &[PersonId],
        on: Date,
    ) -> Result<Self, StoreError> {
        let mut close: BTreeMap<PersonId, RecusalGround> = BTreeMap::new();
        let mut edge = vec![person_id];
        for step in 0..rule.kin_steps {
            let mut next = Vec::new();
            for (_, other, tie) in relations::list_of(tx, &edge).await? {
                if other == person_id || close.contains_key(&other) {
                    continue;
                }
                // Whoever is reached over a relative is kin by marriage or blood, whichever way the steps went.
                let ground = match (step, tie) {
                    (0, Tie::Household) => RecusalGround::Household,
                    _ => RecusalGround::Kin,
                };
                close.insert(other, ground);
                next.push(other);
            }
            edge = next;
        }
        let holders = posts::list_known_on_of(tx, on, among).await?.into_iter();
        let by_post = holders.filter(|post| post.code.as_ref().is_some_and(|code| rule.posts.contains(code)));
        Ok(Self { of: Some(person_id), close, by_post: by_post.map(|post| post.person_id).collect() })
    }

    /// Why somebody stands aside, if they do.
    pub fn ground(&self, person_id: PersonId) -> Option<RecusalGround> {
        if self.of == Some(person_id) {
            return Some(RecusalGround::Oneself);
        }
        let by_post = || self.by_post.contains(&person_id).then_some(RecusalGround::Post);
        self.close.get(&person_id).copied().or_else(by_post)
    }
}

/// Who acts on an application now; none for a role that has no desk.
pub(crate) async fn acting(cx: &Cx<'_>, tx: &mut Tx, application: &Application) -> Result<Option<Acting>, StoreError> {
    let Some(desk) = desk_of(&cx.actor, application) else { return Ok(None) };
    let today = cx.now.day_in_china();
    let nearness = match cx.actor.person_id {
        None => Nearness::Apart,
        Some(own) => {
            let rule = &cx.standards.pack.approvals().recusal;
            let distances = Distances::of(tx, rule, application.person_id, &[own], today).await?;
            distances.ground(own).map_or(Nearness::Apart, Nearness::Close)
        }
    };
    Ok(Some(Acting { hand: hand_of(tx, &cx.actor).await?, desk, nearness, today, at: cx.now }))
}
