//! Reading surveys: their strata with weights and how many came back, and for handing out alone, who was drawn.

use std::collections::{BTreeMap, BTreeSet};

use guanai_effect::{Survey, SurveyMove, SurveyState, SurveyStratum};
use guanai_kernel::ids::{OrganizationId, PersonId, SurveyId};
use guanai_scheme::Lang;
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, surveys};

use super::carry::act_of;
use super::draw::{Standing, standing, who_wishes_no_contact};
use super::{Fraction, SurveysError};
use crate::actor::Act;
use crate::cx::Cx;
use crate::names;
use crate::population::{Population, Resident};

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyRow {
    /// The survey.
    pub survey: Survey,
    /// How many came back of strata that were counted; none while none was.
    pub returned: Option<u64>,
}

/// A survey with its strata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyView {
    /// The survey.
    pub survey: Survey,
    /// Its strata, by their numbers.
    pub strata: Vec<SurveyStratum>,
    /// The names of the places of the strata, by their ids as the strata hold them.
    pub places: BTreeMap<String, String>,
    /// What this actor may do now.
    pub moves: Vec<SurveyMove>,
    /// Whether this actor may count what came back.
    pub may_count: bool,
    /// Whether this actor may take the list away.
    pub may_hand_out: bool,
}

impl SurveyView {
    /// Of those asked in strata that were counted, who answered; none while none was.
    pub fn response(&self) -> Option<Fraction> {
        let counted = || self.strata.iter().filter_map(|stratum| Some((stratum.drawn, stratum.returned?)));
        Fraction::new(counted().map(|(_, returned)| returned).sum(), counted().map(|(drawn, _)| drawn).sum())
    }

    /// The strata that were counted and from which nobody answered: the answers say nothing of those in them.
    pub fn silent(&self) -> impl Iterator<Item = &SurveyStratum> {
        self.strata.iter().filter(|stratum| stratum.returned == Some(0))
    }
}

/// A class by which a survey may part people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoosableClass {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// Why somebody who was drawn is handed no questionnaire any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    /// They died since.
    Dead,
    /// They were transferred away since.
    Gone,
    /// They wish no contact since.
    Unwilling,
}

/// Somebody to whom a questionnaire is handed out.
#[derive(Clone, PartialEq, Eq)]
pub struct HandedOut {
    /// Who.
    pub person_id: PersonId,
    /// Their branch; none where they belong nowhere any more.
    pub organization: Option<String>,
    /// Their name.
    pub name: String,
    /// Of which stratum the questionnaire is.
    pub stratum_no: u32,
    /// Why none is handed to them.
    pub why_not: Option<WhyNot>,
}

guanai_kernel::debug_by_id!(HandedOut.person_id);

/// The classes by which a survey may part people.
pub fn open_survey_form(cx: &Cx<'_>, lang: Lang) -> Result<Vec<ChoosableClass>, SurveysError> {
    cx.authorise(Act::DrawSurvey)?;
    let classes = cx.standards.pack.classes().iter();
    Ok(classes.map(|class| ChoosableClass { code: class.id.clone(), name: class.name.get(lang).to_owned() }).collect())
}

/// Every survey, the latest draw first.
pub async fn list_surveys(cx: &mut Cx<'_>) -> Result<Vec<SurveyRow>, SurveysError> {
    cx.authorise(Act::ReadSurveys)?;
    let mut tx = cx.db.begin_read().await?;
    let rows = load_list(&mut tx).await;
    tx.rollback().await?;
    let rows = rows?;
    cx.record_reading(Act::ReadSurveys, Vec::new()).await?;
    Ok(rows)
}

async fn load_list(tx: &mut Tx) -> Result<Vec<SurveyRow>, StoreError> {
    let mut rows = Vec::new();
    for survey in surveys::list(tx).await? {
        let strata = surveys::list_strata(tx, survey.survey_id).await?;
        let returned = strata.iter().filter_map(|stratum| stratum.returned).reduce(|a, b| a + b);
        rows.push(SurveyRow { survey, returned });
    }
    Ok(rows)
}

/// One survey.
pub async fn read_survey(cx: &mut Cx<'_>, survey_id: SurveyId) -> Result<SurveyView, SurveysError> {
    cx.authorise(Act::ReadSurveys)?;
    let mut tx = cx.db.begin_read().await?;
    let view = load_view(cx, &mut tx, survey_id).await;
    tx.rollback().await?;
    let view = view?;
    cx.record_reading(Act::ReadSurveys, Vec::new()).await?;
    Ok(view)
}

async fn load_view(cx: &Cx<'_>, tx: &mut Tx, survey_id: SurveyId) -> Result<SurveyView, SurveysError> {
    let mut survey = surveys::find(tx, survey_id).await?.ok_or(SurveysError::NotFound)?;
    let strata = surveys::list_strata(tx, survey_id).await?;
    let ids: BTreeSet<OrganizationId> =
        strata.iter().flat_map(|stratum| &stratum.parts).filter_map(|part| part.place.parse().ok()).collect();
    let ids: Vec<OrganizationId> = ids.into_iter().collect();
    let places = names::of_places(tx, &ids).await?;
    let may = |step: &SurveyMove| cx.authorise(act_of(*step)).is_ok() && survey.may(*step, &cx.actor.name).is_ok();
    let moves = SurveyMove::ALL.iter().copied().filter(may).collect();
    let runs = survey.state == SurveyState::Released;
    for mark in [Some(&mut survey.drawn), survey.decided.as_mut(), survey.closed.as_mut()].into_iter().flatten() {
        names::show_hand(tx, &mut mark.by).await?;
    }
    Ok(SurveyView {
        moves,
        may_count: runs && cx.authorise(Act::CountReturns).is_ok(),
        may_hand_out: runs && cx.authorise(Act::HandOutSurvey).is_ok(),
        places: places.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        survey,
        strata,
    })
}

/// Who was drawn, by branch and name, as they stand today; the record names everybody on the list.
pub async fn hand_out(cx: &mut Cx<'_>, survey_id: SurveyId) -> Result<(Survey, Vec<HandedOut>), SurveysError> {
    cx.authorise(Act::HandOutSurvey)?;
    let mut tx = cx.db.begin_read().await?;
    let list = load_people(cx, &mut tx, survey_id).await;
    tx.rollback().await?;
    let (survey, rows) = list?;
    let subjects = rows.iter().map(|row| Subject::Person(row.person_id)).collect();
    cx.record_reading(Act::HandOutSurvey, subjects).await?;
    Ok((survey, rows))
}

async fn load_people(cx: &Cx<'_>, tx: &mut Tx, survey_id: SurveyId) -> Result<(Survey, Vec<HandedOut>), SurveysError> {
    let survey = surveys::find(tx, survey_id).await?.ok_or(SurveysError::NotFound)?;
    if survey.state != SurveyState::Released {
        return Err(SurveysError::NotRunning);
    }
    let drawn = surveys::list_people(tx, survey_id).await?;
    let strata: BTreeMap<PersonId, u32> = drawn.iter().map(|one| (one.person_id, one.stratum_no)).collect();
    let ids: Vec<PersonId> = strata.keys().copied().collect();
    let today = cx.now.day_in_china();
    let nothing = cx.standards.pack.facts_read(&[], &[]);
    let people = Population::load_of_reading(tx, &cx.standards.pack, &ids, nothing, (today, cx.now)).await?;
    let unwilling = who_wishes_no_contact(tx, &ids, today).await?;
    let row = |resident: &Resident| {
        let person_id = resident.person.person_id;
        let why_not = match standing(resident, unwilling.contains(&person_id), today) {
            Standing::Asked(_) => None,
            Standing::Dead => Some(WhyNot::Dead),
            Standing::Gone | Standing::Other => Some(WhyNot::Gone),
            Standing::Unwilling => Some(WhyNot::Unwilling),
        };
        HandedOut {
            person_id,
            organization: people.organization(resident).map(|found| found.name.clone()),
            name: resident.person.name.clone(),
            stratum_no: strata.get(&person_id).copied().unwrap_or_default(),
            why_not,
        }
    };
    // The population stands in the order of branches and names.
    Ok((survey, people.residents.iter().map(row).collect()))
}
