//! What a survey tells (R39, R40). Nothing is told while it runs: the difference of two days would tell a single sheet. Scales are told by
//! class, indices by township, each table of another measure, so that no two tables together give away what one keeps back. An index is
//! told of the organisations below alone: the county asks, and whoever asks does not measure itself.

use std::collections::BTreeMap;

use guanai_effect::{
    AnsweredSheet, Consistency, Findings, Instrument, Sheet, StratumSheets, Survey, SurveyState, SurveyStratum, Told,
};
use guanai_kernel::ids::{OrganizationId, SurveyId};
use guanai_scheme::{Lang, Questionnaire};
use guanai_store::{StoreError, Tx, organizations, survey_sheets, surveys};

use super::SurveysError;
use super::answers::instrument_of;
use crate::actor::Act;
use crate::cx::Cx;

guanai_kernel::words! {
    /// Whether something is told.
    Standing {
        /// It is.
        Told = "told",
        /// The survey has not ended.
        NotEnded = "not-ended",
        /// Nothing was entered.
        NoAnswers = "no-answers",
        /// The pack has no questionnaire.
        NoQuestionnaire = "no-questionnaire",
        /// The pack has another questionnaire than the one that was answered.
        OtherQuestionnaire = "other-questionnaire",
    }
}

/// What a survey tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyResults {
    /// The survey.
    pub survey: Survey,
    /// Whether something is told.
    pub standing: Standing,
    /// How many sheets were entered.
    pub entered: u64,
    /// How many came back, entered or not; none while nobody counted.
    pub returned: Option<u64>,
    /// What is told; none where nothing is.
    pub results: Option<Results>,
}

/// The results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Results {
    /// Sheets that say the same to sentences and to their opposites: they do not count.
    pub straight: u64,
    /// Of fewer answers than this nothing is told.
    pub smallest_group: u64,
    /// Of a set of items, how many percent must be answered.
    pub enough_percent: u64,
    /// The survey with which this one is compared, by its name.
    pub earlier: Option<String>,
    /// The scales.
    pub scales: Vec<ScaleTold>,
    /// The indices.
    pub indices: Vec<IndexTold>,
}

/// A scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleTold {
    /// What it is called.
    pub name: String,
    /// Of everybody.
    pub told: Told,
    /// By how many thousandths it changed since the earlier survey.
    pub change: Option<i64>,
    /// How well its items hold together.
    pub consistency: Consistency,
    /// By class.
    pub groups: Vec<ScaleGroup>,
}

/// A scale, of those of one class, or of classes that were joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleGroup {
    /// The classes, as the strata hold them.
    pub classes: Vec<String>,
    /// What is told of them.
    pub told: Told,
    /// By how many thousandths it changed since the earlier survey.
    pub change: Option<i64>,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexTold {
    /// What it is called.
    pub name: String,
    /// From which mean of its items on somebody agrees.
    pub agree_from: u64,
    /// By organisation.
    pub groups: Vec<IndexGroup>,
}

/// An index, of those of one organisation, or of some whose strata were joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexGroup {
    /// What the organisations are called.
    pub places: Vec<String>,
    /// Whether it is the one that asks, whose own index is not told.
    pub is_own: bool,
    /// What is told of them.
    pub told: Told,
    /// Sheets that answer too little of it.
    pub unanswered: u64,
    /// Sheets that do not count.
    pub straight: u64,
    /// How many were asked.
    pub asked: u64,
    /// How many came back; none where nobody counted.
    pub returned: Option<u64>,
}

/// The strata of a survey with what counts of each.
struct Answers {
    strata: Vec<SurveyStratum>,
    sheets: BTreeMap<u32, Vec<Sheet>>,
    straight: BTreeMap<u32, u64>,
}

/// Strata that belong together, and what they are called.
struct Grouping {
    names: Vec<Vec<String>>,
    of: BTreeMap<u32, usize>,
}

/// What a survey tells.
pub async fn read_results(cx: &mut Cx<'_>, survey_id: SurveyId, lang: Lang) -> Result<SurveyResults, SurveysError> {
    cx.authorise(Act::ReadSurveys)?;
    let mut tx = cx.db.begin_read().await?;
    let told = load(cx, &mut tx, survey_id, lang).await;
    tx.rollback().await?;
    let told = told?;
    cx.record_reading(Act::ReadSurveys, Vec::new()).await?;
    Ok(told)
}

async fn load(cx: &Cx<'_>, tx: &mut Tx, survey_id: SurveyId, lang: Lang) -> Result<SurveyResults, SurveysError> {
    let survey = surveys::find(tx, survey_id).await?.ok_or(SurveysError::NotFound)?;
    let strata = surveys::list_strata(tx, survey_id).await?;
    let sheets = survey_sheets::list(tx, survey_id).await?;
    let (entered, returned) = (count(&sheets), total_returned(&strata));
    let mut told = SurveyResults { survey, standing: Standing::Told, entered, returned, results: None };
    let asked = cx.standards.pack.questionnaire().map(|of| (of, instrument_of(of)));
    let Some((questionnaire, (instrument, print))) = asked else {
        return Ok(SurveyResults { standing: Standing::NoQuestionnaire, ..told });
    };
    told.standing = if told.survey.state != SurveyState::Closed {
        Standing::NotEnded
    } else if sheets.is_empty() {
        Standing::NoAnswers
    } else if sheets.iter().any(|sheet| sheet.instrument != print) {
        Standing::OtherQuestionnaire
    } else {
        Standing::Told
    };
    if told.standing != Standing::Told {
        return Ok(told);
    }
    let answers = Answers::of(strata, sheets, &instrument);
    let before = load_earlier(tx, &told.survey, &instrument, &print).await?;
    let places = load_places(tx, &answers.strata).await?;
    told.results = Some(Results {
        straight: answers.straight.values().sum(),
        smallest_group: instrument.smallest_group,
        enough_percent: instrument.enough_percent,
        scales: tell_scales(questionnaire, &instrument, &answers, before.as_ref().map(|(_, before)| before), lang),
        earlier: before.map(|(title, _)| title),
        indices: tell_indices(questionnaire, &instrument, &answers, &places, lang),
    });
    Ok(told)
}

fn count<T>(all: &[T]) -> u64 {
    u64::try_from(all.len()).unwrap_or(u64::MAX)
}

fn total_returned<'s>(strata: impl IntoIterator<Item = &'s SurveyStratum>) -> Option<u64> {
    strata.into_iter().filter_map(|stratum| stratum.returned).reduce(|a, b| a + b)
}

/// The survey with this questionnaire that ended last before this one.
async fn load_earlier(
    tx: &mut Tx,
    survey: &Survey,
    instrument: &Instrument,
    print: &str,
) -> Result<Option<(String, Answers)>, StoreError> {
    let ended = |of: &Survey| of.closed.as_ref().map(|mark| mark.at);
    let mut others: Vec<Survey> = surveys::list(tx).await?;
    others.retain(|other| ended(other).is_some() && ended(other) < ended(survey));
    others.sort_by_key(|other| std::cmp::Reverse(ended(other)));
    for other in others {
        let sheets = survey_sheets::list(tx, other.survey_id).await?;
        if !sheets.is_empty() && sheets.iter().all(|sheet| sheet.instrument == print) {
            let strata = surveys::list_strata(tx, other.survey_id).await?;
            return Ok(Some((other.title, Answers::of(strata, sheets, instrument))));
        }
    }
    Ok(None)
}

/// The places of strata: what each is called, and whether nothing is above it.
async fn load_places(tx: &mut Tx, strata: &[SurveyStratum]) -> Result<BTreeMap<String, (String, bool)>, StoreError> {
    let mut ids: Vec<OrganizationId> =
        strata.iter().flat_map(|stratum| &stratum.parts).filter_map(|part| part.place.parse().ok()).collect();
    ids.sort();
    ids.dedup();
    let found = organizations::list_by_ids(tx, &ids).await?;
    Ok(found.into_iter().map(|of| (of.organization_id.to_string(), (of.name, of.superior_id.is_none()))).collect())
}

impl Answers {
    fn of(strata: Vec<SurveyStratum>, all: Vec<AnsweredSheet>, instrument: &Instrument) -> Self {
        let (mut sheets, mut straight) = (BTreeMap::<u32, Vec<Sheet>>::new(), BTreeMap::<u32, u64>::new());
        for sheet in all {
            if instrument.is_straight(&sheet.answers) {
                *straight.entry(sheet.stratum_no).or_default() += 1;
            } else {
                sheets.entry(sheet.stratum_no).or_default().push(sheet.answers);
            }
        }
        Self { strata, sheets, straight }
    }

    /// The strata by what they are made of; strata of several parts are a group of their own.
    fn grouped(&self, by: impl Fn(&guanai_effect::StratumKey) -> &str) -> Grouping {
        let mut found: BTreeMap<Vec<String>, Vec<u32>> = BTreeMap::new();
        for stratum in &self.strata {
            let mut names: Vec<String> = stratum.parts.iter().map(|part| by(part).to_owned()).collect();
            names.sort();
            names.dedup();
            found.entry(names).or_default().push(stratum.no);
        }
        let (mut names, mut of) = (Vec::new(), BTreeMap::new());
        for (name, strata) in found {
            of.extend(strata.into_iter().map(|no| (no, names.len())));
            names.push(name);
        }
        Grouping { names, of }
    }

    fn counted(&self, grouping: &Grouping) -> Vec<StratumSheets> {
        let one = |stratum: &SurveyStratum| StratumSheets {
            population: stratum.population,
            group: grouping.of.get(&stratum.no).copied().unwrap_or_default(),
            sheets: self.sheets.get(&stratum.no).cloned().unwrap_or_default(),
        };
        self.strata.iter().map(one).collect()
    }

    /// What a scale tells, of everybody and by class.
    fn tell_scale(&self, instrument: &Instrument, items: &[usize]) -> (Findings, Grouping) {
        let grouping = self.grouped(|part| &part.class);
        (instrument.tell_scale(items, &self.counted(&grouping), grouping.names.len()), grouping)
    }
}

fn change(now: &Told, before: Option<&Told>) -> Option<i64> {
    let (now, before) = (now.thousandths()?, before?.thousandths()?);
    Some(i64::try_from(now).ok()? - i64::try_from(before).ok()?)
}

fn tell_scales(
    questionnaire: &Questionnaire,
    instrument: &Instrument,
    answers: &Answers,
    before: Option<&Answers>,
    lang: Lang,
) -> Vec<ScaleTold> {
    let sheets: Vec<Sheet> = answers.sheets.values().flatten().cloned().collect();
    let tell = |scale: &guanai_scheme::Scale| {
        let (now, grouping) = answers.tell_scale(instrument, &scale.items);
        let earlier = before.map(|before| before.tell_scale(instrument, &scale.items));
        let of_classes = |classes: &Vec<String>| {
            let (findings, grouping) = earlier.as_ref()?;
            findings.groups.get(grouping.names.iter().position(|names| names == classes)?)
        };
        let groups = grouping.names.iter().zip(&now.groups).map(|(classes, told)| ScaleGroup {
            classes: classes.clone(),
            told: *told,
            change: change(told, of_classes(classes)),
        });
        ScaleTold {
            name: scale.name.get(lang).to_owned(),
            change: change(&now.whole, earlier.as_ref().map(|(findings, _)| &findings.whole)),
            // Whoever may not be told of is not told of in a coefficient either.
            consistency: match now.whole {
                Told::Mean { .. } => instrument.consistency(&scale.items, &sheets),
                Told::Nobody | Told::Withheld => Consistency::Unknown,
            },
            groups: groups.collect(),
            told: now.whole,
        }
    };
    questionnaire.scales.iter().map(tell).collect()
}

fn tell_indices(
    questionnaire: &Questionnaire,
    instrument: &Instrument,
    answers: &Answers,
    places: &BTreeMap<String, (String, bool)>,
    lang: Lang,
) -> Vec<IndexTold> {
    let grouping = answers.grouped(|part| &part.place);
    let counted = answers.counted(&grouping);
    let tell = |index: &guanai_scheme::OutcomeIndex| {
        let found = instrument.tell_index(&index.items, index.agree_from, &counted, grouping.names.len());
        let group = |(at, ids): (usize, &Vec<String>)| {
            let own: Vec<&SurveyStratum> =
                answers.strata.iter().filter(|stratum| grouping.of.get(&stratum.no) == Some(&at)).collect();
            let known: Vec<&(String, bool)> = ids.iter().filter_map(|id| places.get(id)).collect();
            IndexGroup {
                places: known.iter().map(|(name, _)| name.clone()).collect(),
                is_own: known.iter().any(|(_, is_highest)| *is_highest),
                told: found.groups.get(at).copied().unwrap_or(Told::Nobody),
                unanswered: found.unanswered.get(at).copied().unwrap_or_default(),
                straight: own.iter().filter_map(|stratum| answers.straight.get(&stratum.no)).sum(),
                asked: own.iter().map(|stratum| stratum.drawn).sum(),
                returned: total_returned(own.iter().copied()),
            }
        };
        let hide = |group: IndexGroup| if group.is_own { IndexGroup { told: Told::Withheld, ..group } } else { group };
        IndexTold {
            name: index.name.get(lang).to_owned(),
            agree_from: index.agree_from,
            groups: grouping.names.iter().enumerate().map(group).map(hide).collect(),
        }
    };
    questionnaire.indices.iter().map(tell).collect()
}
