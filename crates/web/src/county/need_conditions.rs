//! What a need asks of whoever helps, and how many they are, over the app's use cases.

use guanai_app::needs::{SetConditions, SetConditionsError, open_conditions_form, set_conditions};
use guanai_casework::NeedConditions;
use guanai_i18n::Put;
use guanai_scheme::{Pack, Quality};

use super::words::Words;
use super::{County, id, need_row};
use crate::needs::{ConditionsFile, ConditionsWish};
use crate::office::{AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Choice, Fact, shown};

impl From<SetConditionsError> for AskError {
    fn from(error: SetConditionsError) -> Self {
        Self::Refused(match error {
            SetConditionsError::Denied(error) => return error.into(),
            SetConditionsError::NotFound => return Self::NotFound,
            SetConditionsError::Operation(error) => return error.into(),
            SetConditionsError::Store(error) => return error.into(),
            SetConditionsError::Stale => "web-refused-need-stale",
            SetConditionsError::Recused => "web-refused-need-recused",
            SetConditionsError::Ended => "web-refused-need-conditions-ended",
            // The form asks for all of these before it is sent.
            SetConditionsError::Helpers
            | SetConditionsError::NoQuality
            | SetConditionsError::Past
            | SetConditionsError::Guardian
            | SetConditionsError::OfAge => "web-refused-need-incomplete",
        })
    }
}

/// The choices of a list of the pack.
pub(super) fn qualities(words: Words<'_>, list: &[Quality]) -> Vec<Choice> {
    let choice = |one: &Quality| Choice { code: one.code.clone(), name: one.name.get(words.lang).to_owned() };
    list.iter().map(choice).collect()
}

/// Codes of a list of the pack, in words; one that the pack has dropped stands as it is.
pub(super) fn named<'c>(
    words: Words<'_>,
    list: &[Quality],
    codes: impl IntoIterator<Item = &'c String>,
) -> Option<String> {
    let name = |code: &String| {
        let found = list.iter().find(|one| one.code == *code);
        found.map_or_else(|| code.clone(), |one| one.name.get(words.lang).to_owned())
    };
    let names: Vec<String> = codes.into_iter().map(name).collect();
    (!names.is_empty()).then(|| words.listed(&names))
}

/// What a need asks, each with its label: how many helpers, with how many it has, where it wants several or has more than it wants.
pub(super) fn facts(
    words: Words<'_>,
    pack: &Pack,
    conditions: &NeedConditions,
    is_minor: bool,
    helpers: u32,
) -> Vec<Fact> {
    let wanted = conditions.wanted();
    let several = (wanted > 1 || helpers > wanted).then(|| {
        let count = |count: u32| Put::from(shown(u64::from(count)));
        words.with2("web-need-helpers-of", ("has", count(helpers)), ("wanted", count(wanted)))
    });
    let matching = pack.matching();
    let guardian = match &conditions.guardian {
        None => is_minor.then(|| words.say("web-guardian-unasked")),
        Some(word) => {
            let answer = words.say(if word.agrees { "web-guardian-agrees" } else { "web-guardian-refuses" });
            let manner = words.say(&format!("web-pair-manner-{}", word.manner.code()));
            let day = words.day(word.on);
            let values = [("name", Put::from(&word.name)), ("manner", Put::from(&manner)), ("day", Put::from(&day))];
            let under = if word.name.is_empty() { "web-guardian-said-unnamed" } else { "web-guardian-said" };
            Some(words.joined(&[answer, words.texts.text(under, &values)]))
        }
    };
    let lines = [
        ("need_helpers", several),
        ("need_skills", named(words, &matching.skills, &conditions.skills)),
        ("need_languages", named(words, &matching.languages, &conditions.languages)),
        ("need_from", conditions.from_on.map(|day| words.day(day))),
        ("need_until", conditions.until_on.map(|day| words.day(day))),
        ("guardian_answer", guardian),
    ];
    let fact = |(field, value): (&str, Option<String>)| {
        Some(Fact { label: words.say(&format!("web-field-{field}")), value: value? })
    };
    lines.into_iter().filter_map(fact).collect()
}

pub(super) async fn file(county: &County, who: Asker<'_>, need: &str) -> Result<ConditionsFile, AskError> {
    let words = county.words(who.language);
    let pack = &county.standards.pack;
    let mut cx = county.cx(who)?;
    let form = open_conditions_form(&mut cx, id(need)?).await?;
    Ok(ConditionsFile {
        need: form.need_id.to_string(),
        name: form.name,
        category: form.category.map(|code| need_row::category(words, pack, &code)),
        state_no: form.state_no,
        conditions: form.conditions,
        is_minor: form.is_minor,
        skills: qualities(words, &pack.matching().skills),
        languages: qualities(words, &pack.matching().languages),
    })
}

pub(super) async fn set(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    wish: ConditionsWish,
) -> Result<(), AskError> {
    let wanted = wish.conditions.wanted();
    let (need_id, state_no) = (id(&wish.need)?, wish.state_no);
    let NeedConditions { skills, languages, from_on, until_on, guardian, .. } = wish.conditions;
    let wish = SetConditions { need_id, state_no, wanted, skills, languages, from_on, until_on, guardian };
    set_conditions(&mut county.cx(who)?, op.into(), &wish).await?;
    Ok(())
}
