//! What an account may do on a day: what it was opened with, as long as no post at that place says otherwise, and what the posts
//! of its owner give.

use guanai_kernel::ids::OrganizationId;
use guanai_kernel::{Date, Moment};

use super::{Appointment, AppointmentState, Manner, Powers};

/// What an account was opened with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnGrant {
    /// Which powers.
    pub powers: Powers,
    /// Over which organisation.
    pub organization_id: OrganizationId,
    /// When it was opened.
    pub made_at: Moment,
}

/// What may be done on a day: one kind of powers, over some organisations, the main one first. Without any it rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Which powers.
    pub powers: Powers,
    /// Over which organisations, each with all below it.
    pub over: Vec<OrganizationId>,
}

impl Grant {
    /// Whether nothing may be done.
    pub const fn rests(&self) -> bool {
        self.over.is_empty()
    }
}

/// What an account may do on a day, given the appointments of its owner.
///
/// An account that was opened for an organisation goes on as it was opened until a post of its owner there is known: from then
/// on it holds on the days of that post, and rests on others. One that was there before the post was recorded goes on until
/// the post begins. Posts elsewhere give their powers beside it; of two kinds of powers the wider hold.
pub fn reckon(own: OwnGrant, appointments: &[Appointment], on: Date) -> Grant {
    let held: Vec<&Appointment> =
        appointments.iter().filter(|one| one.state.is_held() && one.powers != Powers::Nothing).collect();
    let mut given: Vec<(Powers, OrganizationId)> = Vec::new();
    if own_holds(own, &held, on) {
        given.push((own.powers, own.organization_id));
    }
    let mut running: Vec<&Appointment> =
        held.into_iter().filter(|one| one.state == AppointmentState::Confirmed && one.runs_on(on)).collect();
    running.sort_by_key(|one| (one.manner == Manner::Acting, one.since_on, one.post_id));
    given.extend(running.iter().map(|one| (one.powers, one.organization_id)));
    let powers = given.iter().map(|(powers, _)| *powers).max().unwrap_or(own.powers);
    let mut over: Vec<OrganizationId> = Vec::new();
    for (_, organization_id) in given.into_iter().filter(|(of, _)| *of == powers) {
        if !over.contains(&organization_id) {
            over.push(organization_id);
        }
    }
    Grant { powers, over }
}

/// Whether an account may still do what it was opened with.
fn own_holds(own: OwnGrant, held: &[&Appointment], on: Date) -> bool {
    let here: Vec<&&Appointment> = held.iter().filter(|one| one.organization_id == own.organization_id).collect();
    if here.is_empty() || here.iter().any(|one| one.runs_on(on)) {
        return true;
    }
    // Nothing has begun yet: whoever was there before goes on until it does, whoever was let in for it waits.
    let is_ahead = here.iter().all(|one| on < one.since_on);
    is_ahead && here.iter().all(|one| own.made_at < one.recorded.at)
}
