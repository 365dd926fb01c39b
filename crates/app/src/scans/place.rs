//! With what a scan is kept: who reaches it, from which desk, and how it is seen.

use guanai_casework::application::{Document, Hand, Nearness, Scan, ScanDesk, ScanMove, ScanOf, ScanPlace};
use guanai_kernel::ids::{DocumentId, ScanId};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, applications, meetings, scans};

use crate::actor::{Act, Role};
use crate::applications::{acting_on, hand_of, reached};
use crate::cx::Cx;
use crate::scope::ScopeOf;

/// What somebody may do with scans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ScanAccess {
    /// Know that there are some.
    Told,
    /// Open them.
    Opens,
    /// Open them, and put some in.
    Attaches,
}

impl ScanAccess {
    pub(crate) fn of(cx: &Cx<'_>) -> Self {
        match (cx.authorise(Act::AttachScan), cx.authorise(Act::OpenScan)) {
            (Ok(()), _) => Self::Attaches,
            (Err(_), Ok(())) => Self::Opens,
            (Err(_), Err(_)) => Self::Told,
        }
    }

    /// Whether they may open one.
    pub fn opens(self) -> bool {
        self >= Self::Opens
    }

    /// Whether they may put one in.
    pub fn attaches(self) -> bool {
        self == Self::Attaches
    }
}

/// Whether somebody stands aside of what a paper is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Near {
    /// It is not about them or theirs.
    Apart,
    /// It is: they decide nothing there.
    Close,
}

/// A place within reach.
pub(super) struct Reached {
    /// Of what its scans are.
    pub of: ScanOf,
    /// The papers that are its own.
    pub documents: Vec<Document>,
    /// The code that stands on its papers.
    pub code: String,
    /// Whether it is about whoever acts, or theirs.
    pub near: Near,
}

impl Reached {
    /// Its paper with this id.
    pub fn paper(&self, document_id: DocumentId) -> Option<&Document> {
        self.documents.iter().find(|paper| paper.document_id == document_id)
    }

    /// Whom the audit names.
    pub fn subjects(&self) -> Vec<Subject> {
        match self.of {
            ScanOf::Application { application_id, person_id } => {
                vec![Subject::Application(application_id), Subject::Person(person_id)]
            }
            ScanOf::Meeting { meeting_id, .. } => vec![Subject::Meeting(meeting_id)],
        }
    }
}

/// What the actor reaches of a place; none where there is none, or it lies outside the scope.
pub(super) async fn reach(cx: &Cx<'_>, tx: &mut Tx, place: ScanPlace) -> Result<Option<Reached>, StoreError> {
    match place {
        ScanPlace::Application(application_id) => {
            let Some(mut file) = reached(cx, tx, application_id).await? else { return Ok(None) };
            file.documents.retain(|paper| paper.is_own_of(application_id));
            let acting = acting_on(cx, tx, &file.application).await?;
            let is_close = acting.is_none_or(|acting| acting.nearness != Nearness::Apart);
            let person_id = file.application.person_id;
            Ok(Some(Reached {
                of: ScanOf::Application { application_id, person_id },
                documents: file.documents,
                code: file.application.code,
                near: if is_close { Near::Close } else { Near::Apart },
            }))
        }
        ScanPlace::Meeting(meeting_id) => {
            // Whoever may not read its record opens no scan of it.
            if cx.authorise(Act::ReadMeeting).is_err() {
                return Ok(None);
            }
            let scope = ScopeOf::resolve(tx, &cx.actor).await?;
            let file = meetings::find_file(tx, meeting_id).await?;
            let Some(file) = file.filter(|file| scope.holds_organization(file.meeting.organization_id)) else {
                return Ok(None);
            };
            let organization_id = file.meeting.organization_id;
            Ok(Some(Reached {
                of: ScanOf::Meeting { meeting_id, organization_id },
                documents: applications::list_documents_of_meeting(tx, meeting_id).await?,
                code: file.meeting.code,
                near: Near::Apart,
            }))
        }
    }
}

/// The scan of a place with this id.
pub(super) async fn scan_of(tx: &mut Tx, place: ScanPlace, scan_id: ScanId) -> Result<Option<Scan>, StoreError> {
    Ok(scans::find(tx, scan_id).await?.filter(|scan| scan.of.place() == place))
}

/// Which act a move is.
pub(super) fn act_of(cx: &Cx<'_>, step: ScanMove) -> Act {
    match step {
        ScanMove::Destroy => Act::TakeScanDown,
        ScanMove::Keep if cx.authorise(Act::TakeScanDown).is_ok() => Act::TakeScanDown,
        // Whoever asked takes it back, too.
        ScanMove::Ask | ScanMove::Keep => Act::AskScanTakenDown,
    }
}

/// From where the actor acts, for an act that they hold.
pub(super) const fn desk_of(role: Role, act: Act) -> ScanDesk {
    match (act, role) {
        (Act::TakeScanDown, _) => ScanDesk::Decides,
        (_, Role::BranchContact) => ScanDesk::Branch,
        _ => ScanDesk::Puts,
    }
}

/// A scan as a role sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenScan {
    /// What is known of it; without the reason for which it is taken down, where the role may not open it.
    pub scan: Scan,
    /// What the actor may do with it now.
    pub moves: Vec<ScanMove>,
}

/// The scans of a place, each with what the actor may do.
pub(crate) async fn seen_of(
    cx: &Cx<'_>,
    tx: &mut Tx,
    place: ScanPlace,
    near: Near,
) -> Result<Vec<SeenScan>, StoreError> {
    let hand: Hand = hand_of(tx, &cx.actor).await?;
    let opens = ScanAccess::of(cx).opens();
    let seen = scans::list_of(tx, place).await?.into_iter().map(|mut scan| {
        let may = |step: &&ScanMove| {
            let act = act_of(cx, **step);
            near == Near::Apart && cx.authorise(act).is_ok() && {
                scan.may(**step, &hand, desk_of(cx.actor.role, act)).is_ok()
            }
        };
        let moves = ScanMove::ALL.iter().filter(may).copied().collect();
        if let Some(asked) = scan.take_down.as_mut().filter(|_| !opens) {
            asked.why.clear();
            asked.asked_by.name.clear();
        }
        SeenScan { scan, moves }
    });
    Ok(seen.collect())
}
