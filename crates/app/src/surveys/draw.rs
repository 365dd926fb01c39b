//! Drawing a sample. The seed follows from the id of the form that was sent, and is kept: whoever has the register as it stood draws
//! the same again, and nobody can try seeds until one pleases without leaving each try on the list.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::guarantee::RestKind;
use guanai_effect::{
    DrawnPerson, FrameCount, Mark, Method, StratumKey, Survey, SurveyState, SurveyStratum, draw_sample,
};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{OperationId, OrganizationId, PersonId, SurveyId};
use guanai_kernel::text::written;
use guanai_kernel::{Date, Guarantee, Moment};
use guanai_registry::{Membership, PartyOrganization};
use guanai_scheme::{Assessor, Belonging, Pack};
use guanai_store::{StoreError, Tx, audit, happenings, memberships, surveys};
use sha2::{Digest as _, Sha256};

use super::{MOST_LETTERS, OTHERS, SurveysError, UNDETERMINED};
use crate::actor::Act;
use crate::cx::Cx;
use crate::operation::Operation;
use crate::population::{Extent, Population, Resident};

/// The most that one survey asks.
pub const MOST_ASKED: u64 = 100_000;
/// Days within which questionnaires come back.
const LONGEST_DAYS: i32 = 366;

/// A survey to be drawn.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DrawSurvey {
    /// What it is called.
    pub title: String,
    /// The day whose records say who is there and of which class.
    pub as_of: Date,
    /// The last day by which questionnaires come back.
    pub due_on: Date,
    /// How many are asked.
    pub size: u64,
    /// How they are shared among the strata.
    pub method: Method,
    /// The classes by which people are parted, as codes of the pack: whoever is in several counts to the first of them.
    pub classes: Vec<String>,
    /// Of a class (or of [`OTHERS`]), how many percent said yes in an earlier survey, as far as known: for [`Method::Neyman`].
    pub shares: BTreeMap<String, u64>,
}

/// Who may be asked, each with their stratum, and why the others are not.
pub(super) struct Frame {
    pub people: Vec<(StratumKey, PersonId)>,
    pub count: FrameCount,
}

/// Draws a survey's sample; its id. Nothing is handed out before somebody else releases it.
pub async fn draw_survey(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &DrawSurvey,
) -> Result<SurveyId, SurveysError> {
    cx.authorise(Act::DrawSurvey)?;
    let classes = &wish.checked(&cx.standards.pack)?;
    let operation = &Operation::new(operation_id, Act::DrawSurvey, wish)?;
    let seed = seed_of(operation_id);
    let mut ids = cx.ids.clone();
    let survey_id = SurveyId::fresh(&mut ids);
    let record = &cx.audit_record(&mut ids, Act::DrawSurvey, Vec::new(), None);
    cx.ids = ids;
    let cx = &*cx;
    let drawing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            if let Some(done) = operation.earlier(tx, &cx.actor).await? {
                return Ok(done);
            }
            let frame = load_frame(tx, &cx.standards.pack, classes, (wish.as_of, cx.now)).await?;
            let (survey, strata, people) = drawn(cx, wish, survey_id, frame, seed)?;
            surveys::add(tx, &survey, &strata, &people).await?;
            operation.keep(tx, &cx.actor, survey_id, cx.now).await?;
            audit::append(tx, record).await?;
            Ok(survey_id)
        })
    });
    drawing.await
}

/// From what the generator begins, of the id of the form that was sent.
fn seed_of(operation_id: OperationId) -> u64 {
    let digest = Sha256::digest(operation_id.to_string().as_bytes());
    digest.iter().take(8).fold(0, |seed, byte| (seed << 8) | u64::from(*byte))
}

impl DrawSurvey {
    /// The places of its classes in the pack.
    fn checked(&self, pack: &Pack) -> Result<Vec<usize>, SurveysError> {
        if !(1..=MOST_LETTERS).contains(&written(&self.title).chars().count()) {
            return Err(SurveysError::Words);
        }
        let latest = add_days(self.as_of, LONGEST_DAYS).unwrap_or(Date::MAX);
        if self.due_on <= self.as_of || self.due_on > latest {
            return Err(SurveysError::Days);
        }
        let mut classes = Vec::new();
        for code in &self.classes {
            match pack.class_index(code).filter(|at| !classes.contains(at)) {
                Some(at) => classes.push(at),
                None => return Err(SurveysError::Class { code: code.clone() }),
            }
        }
        for (code, percent) in &self.shares {
            if code != OTHERS && !self.classes.contains(code) {
                return Err(SurveysError::Class { code: code.clone() });
            }
            if *percent > 100 {
                return Err(SurveysError::Share { percent: *percent });
            }
        }
        Ok(classes)
    }
}

/// The sample as it is kept.
fn drawn(
    cx: &Cx<'_>,
    wish: &DrawSurvey,
    survey_id: SurveyId,
    frame: Frame,
    seed: u64,
) -> Result<(Survey, Vec<SurveyStratum>, Vec<DrawnPerson>), SurveysError> {
    // The variance of a yes or no, in millionths: p(1 − p).
    let variance_of = |class: &str| wish.shares.get(class).map(|percent| percent * (100 - percent) * 100);
    let size = wish.size.min(MOST_ASKED + 1);
    let sample = draw_sample(frame.people, size, wish.method, variance_of, seed)?;
    let (mut strata, mut people) = (Vec::new(), Vec::new());
    for (stratum, no) in sample.strata.into_iter().zip(1_u32..) {
        let person = |person_id: &PersonId| DrawnPerson { survey_id, person_id: *person_id, stratum_no: no };
        people.extend(stratum.drawn.iter().map(person));
        strata.push(SurveyStratum {
            survey_id,
            no,
            drawn: u64::try_from(stratum.drawn.len()).unwrap_or(u64::MAX),
            parts: stratum.parts,
            population: stratum.population,
            returned: None,
        });
    }
    let survey = Survey {
        survey_id,
        title: written(&wish.title),
        as_of_on: wish.as_of,
        due_on: wish.due_on,
        size,
        method: wish.method,
        seed,
        frame: frame.count,
        state: SurveyState::Drawn,
        drawn: Mark { by: cx.actor.name.clone(), at: cx.now },
        decided: None,
        closed: None,
        words: None,
    };
    Ok((survey, strata, people))
}

/// Everybody in the register, parted into those who may be asked and those who are not.
pub(super) async fn load_frame(
    tx: &mut Tx,
    pack: &Pack,
    classes: &[usize],
    (as_of, known_at): (Date, Moment),
) -> Result<Frame, SurveysError> {
    let reads = pack.facts_read(classes, &[]);
    let everybody = Population::load_reading(tx, pack, Extent::Everybody, reads, (as_of, known_at)).await?;
    let ids: Vec<PersonId> = everybody.residents.iter().map(|resident| resident.person.person_id).collect();
    let unwilling = who_wishes_no_contact(tx, &ids, as_of).await?;
    // Kin and others who are kept for somebody's sake never belonged: they did not leave.
    let spells = memberships::list_all(tx).await?.into_iter();
    let members: BTreeSet<PersonId> = spells.filter(Membership::is_member).map(|spell| spell.person_id).collect();
    let with_others_below = everybody.organizations.values().filter_map(|found| found.superior_id).collect();
    let assessor = Assessor::new(pack, as_of);
    let mut frame = Frame { people: Vec::new(), count: FrameCount::default() };
    for resident in &everybody.residents {
        let person_id = resident.person.person_id;
        match standing(resident, unwilling.contains(&person_id), as_of) {
            Standing::Gone if !members.contains(&person_id) => frame.count.other += 1,
            Standing::Dead => frame.count.dead += 1,
            Standing::Gone => frame.count.gone += 1,
            Standing::Other => frame.count.other += 1,
            Standing::Unwilling => frame.count.unwilling += 1,
            Standing::Asked(membership) => {
                frame.count.asked_of += 1;
                let class = class_of(pack, &assessor, classes, resident);
                let place = township(&everybody.organizations, &with_others_below, membership.organization_id);
                frame.people.push((StratumKey { class, place: place.to_string() }, person_id));
            }
        }
    }
    Ok(frame)
}

/// How somebody stands to a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing<'r> {
    /// They may be asked, where they belong.
    Asked(&'r Membership),
    /// They have died.
    Dead,
    /// They belong nowhere here any more.
    Gone,
    /// They are no member of ours.
    Other,
    /// They wish no contact.
    Unwilling,
}

pub(super) fn standing(resident: &Resident, wishes_none: bool, as_of: Date) -> Standing<'_> {
    if resident.person.died_on.is_some_and(|died| died <= as_of) {
        return Standing::Dead;
    }
    match &resident.membership {
        None => Standing::Gone,
        Some(membership) if !membership.is_member() || membership.is_hosted() => Standing::Other,
        Some(_) if wishes_none => Standing::Unwilling,
        Some(membership) => Standing::Asked(membership),
    }
}

/// Those who declined to be visited at all: a questionnaire at the door is a visit.
pub(super) async fn who_wishes_no_contact(
    tx: &mut Tx,
    ids: &[PersonId],
    as_of: Date,
) -> Result<BTreeSet<PersonId>, StoreError> {
    let rests = happenings::list_rests_of_many(tx, ids).await?;
    let declined = rests.into_iter().filter(|kept| {
        let is_whole = kept.guarantee == Guarantee::Visit && kept.rest.kind == RestKind::Exemption;
        is_whole && kept.rest.holds_on(as_of)
    });
    Ok(declined.map(|kept| kept.person_id).collect())
}

/// The first of the classes to which somebody belongs; where none holds and one cannot be said, that is its own answer.
fn class_of(pack: &Pack, assessor: &Assessor<'_>, classes: &[usize], resident: &Resident) -> String {
    let mut is_open = false;
    for at in classes {
        match assessor.class(&resident.subject, *at) {
            Belonging::Belongs => return pack.classes().get(*at).map(|class| class.id.clone()).unwrap_or_default(),
            Belonging::DoesNotBelong => {}
            Belonging::Undetermined(_) | Belonging::Fault(_) => is_open = true,
        }
    }
    if is_open { UNDETERMINED } else { OTHERS }.to_owned()
}

/// The township or the like that an organisation is under: the one right below the county's own. Branches right below the county are one
/// place together, the county's: each for itself would be a stratum of a handful.
fn township(
    all: &BTreeMap<OrganizationId, PartyOrganization>,
    with_others_below: &BTreeSet<OrganizationId>,
    at: OrganizationId,
) -> OrganizationId {
    let mut at = at;
    // As many steps as there are organisations: the register holds a tree.
    for _ in 0..all.len() {
        let Some(above) = all.get(&at).and_then(|found| found.superior_id) else { break };
        if all.get(&above).is_none_or(|found| found.superior_id.is_none()) {
            break;
        }
        at = above;
    }
    let is_branch_of_the_county = !with_others_below.contains(&at);
    let above = all.get(&at).and_then(|found| found.superior_id).filter(|_| is_branch_of_the_county);
    above.unwrap_or(at)
}
