//! Needs: lists, one need with who is proposed and what happened, and a need that is raised.

use guanai_app::needs::{
    self, Among, ListNeeds, ListNeedsError, ListedNeed, NeedEvent, RaiseNeedError, ReadBack, ReadNeedError,
    WhatHappened, list_needs, open_need_form, raise_need, read_need,
};
use guanai_app::pairing::{Key, Pair};
use guanai_app::standing::{NeedOutcome, Standing};
use guanai_casework as casework;
use guanai_i18n::Put;
use guanai_kernel::ids::NeedId;
use guanai_scheme::Pack;

use super::words::Words;
use super::{County, id, need_conditions, need_row};
use crate::needs::{
    NeedChoices, NeedFile, NeedRow, NeedState, NeedsAsk, NeedsList, Proposal, RaiseNeed, UNSURE, Voice,
};
use crate::office::{AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Choice, Fact, Pager};
use crate::people::TimelineEntry;
use crate::session::role_key;

impl From<ListNeedsError> for AskError {
    fn from(error: ListNeedsError) -> Self {
        match error {
            ListNeedsError::Denied(error) => error.into(),
            ListNeedsError::NoCategory | ListNeedsError::NotFound => Self::NotFound,
            ListNeedsError::Store(error) => error.into(),
        }
    }
}

impl From<ReadNeedError> for AskError {
    fn from(error: ReadNeedError) -> Self {
        match error {
            ReadNeedError::Denied(error) => error.into(),
            ReadNeedError::NotFound => Self::NotFound,
            ReadNeedError::Store(error) => error.into(),
        }
    }
}

impl From<RaiseNeedError> for AskError {
    fn from(error: RaiseNeedError) -> Self {
        match error {
            RaiseNeedError::Denied(error) => error.into(),
            RaiseNeedError::NotFound => Self::NotFound,
            RaiseNeedError::Operation(error) => error.into(),
            RaiseNeedError::Store(error) => error.into(),
            RaiseNeedError::Died => Self::Refused("web-refused-need-died"),
            // The form asks for all of these before it is sent.
            RaiseNeedError::NotTyped
            | RaiseNeedError::InTheFuture { .. }
            | RaiseNeedError::NoWords
            | RaiseNeedError::TooManyWords
            | RaiseNeedError::NoCategory
            | RaiseNeedError::Helpers
            | RaiseNeedError::NotReadBack
            | RaiseNeedError::ConsentNotAsked => Self::Refused("web-refused-need-incomplete"),
        }
    }
}

pub(super) async fn list(county: &County, who: Asker<'_>, ask: NeedsAsk) -> Result<NeedsList, AskError> {
    let standing = county.standing().await?;
    let words = county.words(who.language);
    let (states, among) = meant(ask.state, &standing);
    let wish = ListNeeds {
        organization_id: ask.organization.as_deref().map(id).transpose()?,
        category: ask.category.clone(),
        states,
        among,
        page: u64::try_from(ask.page).unwrap_or(u64::MAX),
    };
    let mut cx = county.cx(who)?;
    let page = list_needs(&mut cx, &wish).await?;
    let pack = &county.standards.pack;
    Ok(NeedsList {
        rows: page.rows.iter().map(|listed| row(words, pack, &standing, listed)).collect(),
        pager: Pager::of(page.total, page.page, needs::PAGE),
        organizations: County::organization_choices(who, &standing, wish.organization_id),
        categories: categories(words, pack),
    })
}

/// The states and needs of a filter: a need that waits and one that nobody could be found for are told apart by the last
/// matching alone.
fn meant(state: Option<NeedState>, standing: &Standing) -> (Option<Vec<casework::NeedState>>, Option<Among>) {
    let unmet = || -> Vec<NeedId> {
        let unmet = standing.outcomes.iter().filter(|(_, (_, outcome))| matches!(outcome, NeedOutcome::Unmet(_)));
        unmet.map(|(need_id, _)| *need_id).collect()
    };
    let states = |state| Some(vec![state]);
    match state {
        None => (None, None),
        Some(NeedState::Unmet) => (states(casework::NeedState::Confirmed), Some(Among::These(unmet()))),
        Some(NeedState::Confirmed) => (states(casework::NeedState::Confirmed), Some(Among::Others(unmet()))),
        Some(other) => (casework::NeedState::from_code(other.code()).and_then(states), None),
    }
}

/// The categories of the pack.
pub(super) fn categories(words: Words<'_>, pack: &Pack) -> Vec<Choice> {
    let name = |found: &guanai_scheme::NeedCategory| found.name.get(words.lang).to_owned();
    pack.needs().iter().map(|found| Choice { code: found.code.clone(), name: name(found) }).collect()
}

/// The row of a need that a list gave.
pub(super) fn row(words: Words<'_>, pack: &Pack, standing: &Standing, listed: &ListedNeed) -> NeedRow {
    NeedRow {
        id: listed.need_id.to_string(),
        person: listed.person_id.to_string(),
        name: listed.name.clone(),
        organization: listed.organization.clone().unwrap_or_else(|| words.say("web-organization-nowhere")),
        category: listed.category.as_deref().map(|code| need_row::category(words, pack, code)),
        urgency: need_row::urgency(listed.urgency),
        stated_on: listed.stated_on,
        due_on: listed.due_on,
        state: need_row::state(listed.state, standing.outcome(listed.need_id)),
        is_found: listed.is_found,
    }
}

pub(super) async fn file(county: &County, who: Asker<'_>, need: &str) -> Result<NeedFile, AskError> {
    use casework::NeedState::{Confirmed, Helped, Planned};

    let standing = county.standing().await?;
    let mut cx = county.cx(who)?;
    let seen = read_need(&mut cx, id(need)?).await?;
    let telling = Telling { words: county.words(who.language), pack: &county.standards.pack, standing: &standing };
    let pairs = super::pairs::of_need(county, telling.words, &mut cx, seen.row.need_id).await?;
    let bookings = super::bookings::of_need(county, telling.words, &mut cx, seen.row.need_id).await?;
    let referrals = super::referrals::of_need(county, telling.words, &mut cx, seen.row.need_id).await?;
    let jobs = super::jobs::of_need(&mut cx, seen.row.need_id).await?;
    let is_open = matches!(seen.row.state, Confirmed | Planned | Helped);
    let may_work = is_open && jobs.iter().all(|job| job.next.is_none());
    Ok(NeedFile { pairs, referrals, jobs, may_work, bookings, ..telling.file(seen) })
}

/// A need, put into words.
pub(super) struct Telling<'a> {
    pub words: Words<'a>,
    pub pack: &'a Pack,
    pub standing: &'a Standing,
}

impl Telling<'_> {
    fn file(&self, seen: needs::NeedFile) -> NeedFile {
        let outcome = self.standing.outcome(seen.row.need_id).filter(|_| seen.row.state.is_open());
        let is_named = seen.helper.is_some();
        let why_unmet = outcome.filter(|_| !is_named).and_then(|found| self.words.why_unmet(self.standing, found));
        NeedFile {
            row: row(self.words, self.pack, self.standing, &seen.row),
            stated_by: self.stated_by(&seen),
            suggested: self.suggestion(&seen),
            progress: self.progress(&seen),
            condition: match seen.call_back {
                Some(casework::CallBack::Drawn) => Some("web-need-call-back-drawn"),
                Some(casework::CallBack::Contradicts) => Some("web-need-call-back-contradicts"),
                _ => None,
            },
            linked: seen
                .merged_into
                .map(|into| ("web-need-merged-into", into.to_string()))
                .or_else(|| seen.split_from.map(|from| ("web-need-split-from", from.to_string()))),
            moves: seen.moves.clone(),
            may_ask: seen.row.state.is_open(),
            may_plan: !seen.row.state.is_ended(),
            has_fallen_silent: seen.silent_helpers > 0 && !seen.row.state.is_ended(),
            beside: seen.beside.iter().map(|other| row(self.words, self.pack, self.standing, other)).collect(),
            proposals: outcome.filter(|_| !is_named).map(|found| self.proposals(found)).unwrap_or_default(),
            why_unmet,
            bookings: Vec::new(),
            pairs: Vec::new(),
            referrals: Vec::new(),
            jobs: Vec::new(),
            may_work: false,
            timeline: seen.events.iter().map(|event| self.event(event, seen.row.is_found)).collect(),
            words: seen.words,
            wished: seen.wished_form,
            consents_to_contact: seen.consents_to_contact,
            lacks_guardian: seen.is_minor && !seen.conditions.is_agreed(),
            conditions: need_conditions::facts(self.words, self.pack, &seen.conditions, seen.is_minor, seen.helpers),
            may_set: seen.may_set,
        }
    }

    /// In whose voice, and who entered it.
    fn stated_by(&self, seen: &needs::NeedFile) -> String {
        let voice = match seen.voice {
            Some(voice) => self.words.say(&format!("web-voice-{}", voice.code())),
            None => self.words.say("web-unknown"),
        };
        let entered = seen.events.last().and_then(|event| event.by.clone());
        match entered {
            Some(by) => self.words.joined(&[voice, self.words.with("web-need-entered-by", "name", Put::from(&by))]),
            None => voice,
        }
    }

    /// What the words suggest, with the words that led to it where the reader may read them.
    pub fn suggestion(&self, seen: &needs::NeedFile) -> Option<String> {
        let suggestion = seen.suggestion.as_ref()?;
        let category = need_row::category(self.words, self.pack, &suggestion.category);
        if suggestion.words.is_empty() {
            return Some(self.words.with("web-need-suggested", "category", Put::from(&category)));
        }
        let led = self.words.listed(&suggestion.words);
        let values = [("category", Put::from(&category)), ("words", Put::from(&led))];
        Some(self.words.texts.text("web-need-suggested-by", &values))
    }

    fn progress(&self, seen: &needs::NeedFile) -> Vec<Fact> {
        let fact = |key: &str, value: String| Fact { label: self.words.say(key), value };
        let helper = seen.helper.as_ref().map(|(_, name)| fact("web-need-helper", name.clone()));
        let evidence = seen.evidence.clone().map(|evidence| fact("web-field-evidence", evidence));
        let ending = seen.ending.map(|(outcome, confirmation)| {
            let outcome = self.words.say(&format!("web-outcome-{}", outcome.code()));
            let confirmation = self.words.say(&format!("web-confirmation-{}", confirmation.code()));
            fact("web-field-outcome", self.words.joined(&[outcome, confirmation]))
        });
        let withdrawal = seen
            .withdrawal
            .map(|why| fact("web-field-withdrawal", self.words.say(&format!("web-withdrawal-{}", why.code()))));
        helper.into_iter().chain(evidence).chain(ending).chain(withdrawal).collect()
    }

    fn proposals(&self, outcome: &NeedOutcome) -> Vec<Proposal> {
        let NeedOutcome::Helped(pairs) = outcome else { return Vec::new() };
        pairs.iter().filter_map(|pair| self.proposal(pair)).collect()
    }

    fn proposal(&self, pair: &Pair<Key>) -> Option<Proposal> {
        let (offer_id, face) = self.standing.offer(pair.offer)?;
        let kind = self.words.say(&format!("provider-{}", face.provider_kind.code()));
        let place = face.organization_id.and_then(|id| self.standing.organizations.get(&id));
        let mut under = vec![kind];
        under.extend(place.map(|organization| organization.name.clone()));
        Some(Proposal {
            helper: face.provider_name.clone(),
            place: self.words.joined(&under),
            offer: offer_id.to_string(),
            reasons: self.words.pair_reasons(pair),
        })
    }

    fn event(&self, event: &NeedEvent, is_found: bool) -> TimelineEntry {
        let what = match event.what {
            WhatHappened::Raised if is_found => self.words.say("web-need-event-found"),
            WhatHappened::Raised => self.words.say("web-need-event-raised"),
            WhatHappened::Imported => self.words.say("web-need-event-imported"),
            WhatHappened::Amended => self.words.say("web-need-event-amended"),
            WhatHappened::CalledBack { agrees: true } => self.words.say("web-need-event-agrees"),
            WhatHappened::CalledBack { agrees: false } => self.words.say("web-need-event-contradicts"),
            WhatHappened::Moved { to, .. } => {
                let state = self.words.say(&format!("web-need-{}", to.code()));
                self.words.with("web-need-event-moved", "state", Put::from(&state))
            }
        };
        let mut parts = vec![what];
        if let (Some(by), Some(role)) = (&event.by, event.role) {
            let role = self.words.say(role_key(role));
            let values = [("name", Put::from(by)), ("role", Put::from(&role))];
            parts.push(self.words.texts.text("web-need-event-by", &values));
        }
        let mut what = self.words.joined(&parts);
        if let Some(words) = &event.words {
            what.push_str(&self.words.say("web-colon"));
            what.push_str(words);
        }
        TimelineEntry { on: event.at.day_in_china(), what }
    }
}

pub(super) async fn choices(county: &County, who: Asker<'_>, person: &str) -> Result<NeedChoices, AskError> {
    let words = county.words(who.language);
    let mut cx = county.cx(who)?;
    let form = open_need_form(&mut cx, id(person)?).await?;
    let mut categories = categories(words, &county.standards.pack);
    categories.push(Choice { code: UNSURE.to_owned(), name: words.say("web-need-unsure") });
    Ok(NeedChoices {
        person: form.person_id.to_string(),
        name: form.name,
        organization: form.organization.unwrap_or_else(|| words.say("web-organization-nowhere")),
        categories,
    })
}

pub(super) async fn raise(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    need: RaiseNeed,
) -> Result<String, AskError> {
    let mut cx = county.cx(who)?;
    let wish = needs::RaiseNeed {
        person_id: id(&need.person)?,
        category: Some(need.category).filter(|code| code != UNSURE),
        urgency: casework::Urgency::from_code(&need.urgency).ok_or(AskError::NotFound)?,
        words: need.words,
        voice: match need.voice {
            Voice::Person => casework::Voice::Person,
            Voice::Family => casework::Voice::Family,
            Voice::Observed => casework::Voice::Observed,
        },
        read_back: if need.read_back { ReadBack::Done } else { ReadBack::NotDone },
        consents_to_contact: need.consents_to_contact,
        wanted: need.wanted,
        stated_on: cx.now.day_in_china(),
    };
    let raised = raise_need(&mut cx, op.into(), &wish).await?;
    Ok(raised.to_string())
}
