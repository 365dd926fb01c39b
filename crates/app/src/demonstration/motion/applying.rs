//! Applications: one that waits for the branch's meeting, one that waits for the township, one whose notice is up.

use std::collections::BTreeMap;

use guanai_casework::application::{ApplicationMove, ApplicationStepError, DocumentKind, ShownAs};
use guanai_casework::meeting::{Ballot, Presence};
use guanai_kernel::ids::{ApplicationId, MeetingId, PersonId};

use super::{MotionError, Stage, UnderWay, refused};
use crate::actor::Actor;
use crate::applications::{
    ApplicationView, EnterApplication, MoveApplication, WishedStep, enter_application, move_application,
    open_entry_form, read_application,
};
use crate::cx::Cx;
use crate::meetings::{
    FileMinutes, ItemWish, RecordMeeting, file_minutes, open_meeting_form, reckon_meeting, record_meeting,
};

/// How many are entered.
const ENTERED: usize = 4;
/// How many of these are voted on, the last of which is reviewed and put up.
const VOTED_ON: usize = 2;

pub(super) async fn begin(stage: &mut Stage<'_, '_>, under_way: &mut UnderWay) -> Result<(), MotionError> {
    let mut entered: Vec<ApplicationId> = Vec::new();
    for person_id in stage.people.clone() {
        if entered.len() == ENTERED {
            break;
        }
        entered.extend(enter(stage, person_id).await);
    }
    under_way.applications = entered.len();
    let voted_on: Vec<ApplicationId> = entered.into_iter().take(VOTED_ON).collect();
    let Some(meeting_id) = hold_meeting(stage, &voted_on).await? else { return Ok(()) };
    sign_minutes(stage, meeting_id).await?;
    for application_id in voted_on.into_iter().rev() {
        if put_up(stage, application_id).await? {
            break;
        }
    }
    Ok(())
}

/// Applies for the first measure that holds for somebody and that a meeting of the branch decides; none where there is none.
async fn enter(stage: &mut Stage<'_, '_>, person_id: PersonId) -> Option<ApplicationId> {
    let contact = stage.contact.clone();
    let (mut cx, _) = stage.as_actor(&contact);
    let form = open_entry_form(&mut cx, person_id).await.ok()?;
    let offered = form.offered.iter().filter(|offered| offered.answer == "holds" && offered.already.is_none());
    let codes: Vec<String> =
        offered.filter_map(|offered| cx.standards.pack.measures().get(offered.measure)).map(|m| m.id.clone()).collect();
    let applied_on = stage.today;
    for measure in codes {
        let (mut cx, operation) = stage.as_actor(&contact);
        let words = "家里近来开销大，按标准申请，请支部评一评".to_owned();
        let wish = EnterApplication { person_id, measure, words, new_event: None, applied_on, was_read_back: true };
        if let Ok(application_id) = enter_application(&mut cx, operation, &wish).await {
            return Some(application_id);
        }
    }
    None
}

/// A meeting of the branch at which everybody who may vote came and was for it; none where no meeting of the branch decides on these.
async fn hold_meeting(
    stage: &mut Stage<'_, '_>,
    applications: &[ApplicationId],
) -> Result<Option<MeetingId>, MotionError> {
    let (contact, branch, held_on) = (stage.contact.clone(), stage.branch, stage.today);
    let kinds: Vec<String> =
        stage.cx.standards.pack.approvals().meetings.iter().map(|kind| kind.code.clone()).collect();
    for kind in kinds {
        let (mut cx, operation) = stage.as_actor(&contact);
        let Ok(form) = open_meeting_form(&mut cx, Some(branch), &kind).await else { continue };
        let waiting: Vec<_> =
            form.agenda.iter().filter(|item| applications.contains(&item.row.application_id)).collect();
        let voters: Vec<PersonId> = form.roll.iter().filter(|one| one.votes).map(|one| one.person_id).collect();
        let Some(chair_id) = voters.first().copied().filter(|_| !waiting.is_empty()) else { continue };
        let items = waiting.iter().map(|item| ItemWish {
            application_id: item.row.application_id,
            version: item.version,
            ballot: Ballot { in_favour: 0, against: 0, abstained: 0 },
            stood_aside: Vec::new(),
            opinion: "情况属实，同意申报".to_owned(),
        });
        let mut wish = RecordMeeting {
            organization_id: branch,
            kind,
            held_on,
            place: "村党群服务中心".to_owned(),
            chair_id,
            recorder: stage.contact_name.clone(),
            presence: voters.iter().map(|person_id| (*person_id, Presence::Present)).collect::<BTreeMap<_, _>>(),
            items: items.collect(),
        };
        for at in 0..wish.items.len() {
            let in_favour = in_favour(&mut cx, &wish, at).await.ok_or_else(|| refused("reckon-meeting")(&wish.kind))?;
            if let Some(item) = wish.items.get_mut(at) {
                item.ballot.in_favour = in_favour;
            }
        }
        let recorded = record_meeting(&mut cx, operation, &wish).await;
        return recorded.map(Some).map_err(refused("record-meeting"));
    }
    Ok(None)
}

/// How many votes an application has where everybody who stays votes for it: who stands aside is the meeting's to reckon.
async fn in_favour(cx: &mut Cx<'_>, wish: &RecordMeeting, at: usize) -> Option<u32> {
    let all = u32::try_from(wish.presence.len()).ok()?;
    for in_favour in (1..=all).rev() {
        let mut alone = wish.clone();
        alone.items = vec![wish.items.get(at)?.clone()];
        alone.items.first_mut()?.ballot.in_favour = in_favour;
        if reckon_meeting(cx, &alone).await.is_ok() {
            return Some(in_favour);
        }
    }
    None
}

async fn sign_minutes(stage: &mut Stage<'_, '_>, meeting_id: MeetingId) -> Result<(), MotionError> {
    let (contact, signed_on) = (stage.contact.clone(), stage.today);
    let (mut cx, operation) = stage.as_actor(&contact);
    let place = "支部档案柜".to_owned();
    let wish = FileMinutes { meeting_id, signed_on, place, archive_no: None, sha256: None };
    file_minutes(&mut cx, operation, &wish).await.map_err(refused("file-minutes"))?;
    Ok(())
}

/// Takes an application through the review to the public notice, with the signed original that either waits for; whether its way has
/// a notice.
async fn put_up(stage: &mut Stage<'_, '_>, application_id: ApplicationId) -> Result<bool, MotionError> {
    let (contact, township) = (stage.contact.clone(), stage.township.clone());
    let missing = |step: &(ApplicationMove, ApplicationStepError)| match step {
        (_, ApplicationStepError::OriginalMissing(kind)) => Some(*kind),
        _ => None,
    };
    let view = seen(stage, &township, application_id).await?;
    if let Some(kind) = view.waits_for.iter().find_map(missing) {
        take(stage, &contact, application_id, attached(kind, stage.today)).await?;
    }
    if seen(stage, &township, application_id).await?.moves.contains(&ApplicationMove::Review) {
        let words = Some("材料齐全，同意上报".to_owned());
        take(stage, &township, application_id, WishedStep::Review { words, despite: None }).await?;
    }
    if !seen(stage, &township, application_id).await?.moves.contains(&ApplicationMove::Post) {
        return Ok(false);
    }
    let place = "村务公开栏".to_owned();
    let post = WishedStep::Post { place, shown_as: ShownAs::MaskedName, shown_why: None };
    take(stage, &township, application_id, post).await?;
    Ok(true)
}

/// An application as somebody sees it now.
async fn seen(
    stage: &mut Stage<'_, '_>,
    actor: &Actor,
    application_id: ApplicationId,
) -> Result<ApplicationView, MotionError> {
    let (mut cx, _) = stage.as_actor(actor);
    read_application(&mut cx, application_id).await.map_err(refused("read-application"))
}

fn attached(kind: DocumentKind, signed_on: guanai_kernel::Date) -> WishedStep {
    WishedStep::Attach { kind, signed_on, place: "镇组织办".to_owned(), archive_no: None, sha256: None }
}

async fn take(
    stage: &mut Stage<'_, '_>,
    actor: &Actor,
    application_id: ApplicationId,
    step: WishedStep,
) -> Result<(), MotionError> {
    let version = seen(stage, actor, application_id).await?.version;
    let (mut cx, operation) = stage.as_actor(actor);
    let wish = MoveApplication { application_id, version, step, declares_distance: true, was_read_back: true };
    let moved = move_application(&mut cx, operation, &wish).await;
    moved.map(drop).map_err(refused("move-application"))
}
