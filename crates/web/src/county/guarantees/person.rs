//! One person's five guarantees over the app, and what is entered about them.

use guanai_app::actor::authorise;
use guanai_app::guarantees::happenings::{
    BY_HAND, RecordHappening, RecordHappeningError, record_happening, strike_happening,
};
use guanai_app::guarantees::person::{
    PersonGuarantee, PersonGuarantees, PersonGuaranteesError, ShownClock, glance, read_person_guarantees,
};
use guanai_app::guarantees::rests::{RestGuarantee, RestGuaranteeError, end_rest, rest_guarantee};
use guanai_app::{Act, Cx, Role};
use guanai_casework::guarantee::RestKind;
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::PersonId;
use guanai_kernel::{Guarantee, Occasion, Term as Length};
use guanai_scheme::{Pack, show_clause};

use super::super::words::Words;
use super::super::{County, id};
use super::{coded, mark, rule};
use crate::guarantees::happened::{Happened, HappenedChoices};
use crate::guarantees::person::{OneOfFive, PersonFive, RestRow, Term, Told};
use crate::guarantees::rest::{RestChoices, RestReason, RestWish};
use crate::guarantees::{Face, Left};
use crate::office::{AskError, Asker};
use crate::operation::OperationId;
use crate::page::Choice;

impl From<PersonGuaranteesError> for AskError {
    fn from(error: PersonGuaranteesError) -> Self {
        match error {
            PersonGuaranteesError::Denied(error) => error.into(),
            PersonGuaranteesError::NotFound => Self::NotFound,
            PersonGuaranteesError::Store(error) => error.into(),
        }
    }
}

impl From<RestGuaranteeError> for AskError {
    fn from(error: RestGuaranteeError) -> Self {
        match error {
            RestGuaranteeError::Denied(error) => error.into(),
            RestGuaranteeError::NoGuarantee | RestGuaranteeError::NotFound => Self::NotFound,
            RestGuaranteeError::NoReason => Self::Refused("web-refused-rest-reason"),
            RestGuaranteeError::Past => Self::Refused("web-refused-rest-past"),
            RestGuaranteeError::Backwards | RestGuaranteeError::TooLong(_) => Self::Refused("web-refused-rest-days"),
            RestGuaranteeError::Over => Self::Refused("web-refused-rest-over"),
            RestGuaranteeError::Operation(error) => error.into(),
            RestGuaranteeError::Store(error) => error.into(),
        }
    }
}

impl From<RecordHappeningError> for AskError {
    fn from(error: RecordHappeningError) -> Self {
        match error {
            RecordHappeningError::Denied(error) => error.into(),
            RecordHappeningError::NotByHand | RecordHappeningError::NoMatter | RecordHappeningError::NotFound => {
                Self::NotFound
            }
            RecordHappeningError::Future(_) => Self::Refused("web-refused-happened-future"),
            RecordHappeningError::Died => Self::Refused("web-refused-happened-died"),
            RecordHappeningError::Struck => Self::Refused("web-refused-happened-struck"),
            RecordHappeningError::Operation(error) => error.into(),
            RecordHappeningError::Store(error) => error.into(),
        }
    }
}

/// The five of somebody whose file is read, for the file; none for who may not read them.
pub(in crate::county) async fn faces(
    county: &County,
    cx: &Cx<'_>,
    words: Words<'_>,
    person_id: PersonId,
) -> Result<Vec<Face>, AskError> {
    let five = match glance(cx, person_id).await {
        Err(PersonGuaranteesError::Denied(_)) => return Ok(Vec::new()),
        five => five?,
    };
    Ok(five.five.iter().map(|one| face(words, &county.standards.pack, one)).collect())
}

pub(super) async fn five(county: &County, who: Asker<'_>, person: &str) -> Result<PersonFive, AskError> {
    let words = county.words(who.language);
    let pack = &county.standards.pack;
    let mut cx = county.cx(who)?;
    let read = read_person_guarantees(&mut cx, id(person)?).await?;
    let may = |act| authorise(&cx.actor, act).is_ok();
    Ok(PersonFive {
        as_of: read.as_of,
        five: read.five.iter().map(|one| one_of_five(words, pack, one)).collect(),
        may_pause: may(Act::PauseGuarantee),
        may_exempt: may(Act::ExemptGuarantee),
        may_record: may(Act::RecordHappening),
        name: read.name,
    })
}

fn face(words: Words<'_>, pack: &Pack, one: &PersonGuarantee) -> Face {
    let pressing = one.running.first();
    Face {
        mark: mark(words, pack, one.guarantee),
        is_open: one.is_open,
        standing: one.standing(),
        percent: pressing.map_or(100, |clock| clock.passed_percent),
        left: pressing.and_then(left),
    }
}

fn left(clock: &ShownClock) -> Option<Left> {
    let count = clock.left?;
    Some(match clock.term? {
        Length::WorkingDays(_) => Left::WorkingDays(count),
        Length::Days(_) | Length::Months(_) => Left::Days(count),
    })
}

fn one_of_five(words: Words<'_>, pack: &Pack, one: &PersonGuarantee) -> OneOfFive {
    let standard = pack.guarantees().standard(one.guarantee);
    let term = |clock: &ShownClock| Term {
        occasion: clock.occasion.map(Occasion::code),
        rule: rule(words, pack, one.guarantee, &clock.rule),
        standing: clock.standing,
        started_on: clock.started_on,
        due_on: clock.due_on,
        provisional: clock.provisional,
        before_unknown: clock.before_unknown,
        left: left(clock),
        ended_on: clock.ended_on,
        told: clock
            .told
            .iter()
            .map(|(stage, post, who, at)| Told { stage: *stage, post: *post, who: who.clone(), at: *at })
            .collect(),
        entry: clock.entry.map(|entry| entry.to_string()),
    };
    let reason = |kind: RestKind, code: &str| {
        let guarantees = pack.guarantees();
        let found = match kind {
            RestKind::Pause => guarantees.pause(code),
            RestKind::Exemption => guarantees.exemption(code),
        };
        found.map_or_else(|| code.to_owned(), |reason| reason.name.get(words.lang).to_owned())
    };
    OneOfFive {
        face: face(words, pack, one),
        about: standard.map(|standard| standard.about.get(words.lang).to_owned()).unwrap_or_default(),
        clause: standard.map(|standard| show_clause(pack, &standard.clause, words.lang)).unwrap_or_default(),
        running: one.running.iter().map(term).collect(),
        ended: one.ended.iter().map(term).collect(),
        rests: one
            .rests
            .iter()
            .map(|rest| RestRow {
                id: rest.rest_id.to_string(),
                kind: rest.kind.code(),
                reason: reason(rest.kind, &rest.reason),
                from_on: rest.from_on,
                last_on: add_days(rest.until_on, -1).unwrap_or(rest.until_on),
            })
            .collect(),
    }
}

/// Whose guarantees are written about: read first, so that nobody outside the scope has a form.
async fn about(cx: &Cx<'_>, person: &str) -> Result<PersonGuarantees, AskError> {
    Ok(glance(cx, id(person)?).await?)
}

pub(super) async fn rest_choices(
    county: &County,
    who: Asker<'_>,
    person: &str,
    guarantee: &str,
    kind: &str,
) -> Result<RestChoices, AskError> {
    let words = county.words(who.language);
    let pack = &county.standards.pack;
    let cx = county.cx(who)?;
    let kind = RestKind::from_code(kind).ok_or(AskError::NotFound)?;
    let act = if kind == RestKind::Pause { Act::PauseGuarantee } else { Act::ExemptGuarantee };
    cx.authorise(act)?;
    let guarantee = coded(Some(guarantee), Guarantee::from_code)?.ok_or(AskError::NotFound)?;
    let read = about(&cx, person).await?;
    let reasons = match kind {
        RestKind::Pause => &pack.guarantees().pauses,
        RestKind::Exemption => &pack.guarantees().exemptions,
    };
    // A member declines, and says nothing else of a guarantee.
    let own = |code: &str| cx.actor.role != Role::Member || code == "declined";
    let fitting = reasons.iter().filter(|reason| reason.fits(guarantee) && own(&reason.code));
    Ok(RestChoices {
        name: read.name,
        mark: mark(words, pack, guarantee),
        reasons: fitting
            .map(|reason| RestReason {
                code: reason.code.clone(),
                name: reason.name.get(words.lang).to_owned(),
                longest_days: reason.longest_days,
            })
            .collect(),
        today: read.as_of,
    })
}

pub(super) async fn rest(county: &County, who: Asker<'_>, op: OperationId, wish: RestWish) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    let wish = RestGuarantee {
        person_id: id(&wish.person)?,
        guarantee: wish.guarantee,
        kind: wish.kind.to_owned(),
        matter: None,
        reason: wish.reason,
        from_on: wish.from_on,
        last_on: wish.last_on,
    };
    rest_guarantee(&mut cx, op.into(), &wish).await?;
    Ok(())
}

pub(super) async fn end(county: &County, who: Asker<'_>, rest: &str) -> Result<(), AskError> {
    Ok(end_rest(&mut county.cx(who)?, id(rest)?).await?)
}

pub(super) async fn happened_choices(
    county: &County,
    who: Asker<'_>,
    person: &str,
) -> Result<HappenedChoices, AskError> {
    let words = county.words(who.language);
    let pack = &county.standards.pack;
    let cx = county.cx(who)?;
    cx.authorise(Act::RecordHappening)?;
    let read = about(&cx, person).await?;
    let matters = read.five.iter().flat_map(|one| {
        one.running.iter().filter_map(move |clock| {
            let matter = clock.matter?;
            let name = mark(words, pack, one.guarantee).name;
            let since = words.with("web-happened-since", "day", (&clock.started_on.to_string()).into());
            Some(Choice { code: matter.to_string(), name: words.joined(&[name, since]) })
        })
    });
    Ok(HappenedChoices {
        matters: matters.collect(),
        occasions: BY_HAND.iter().map(|occasion| occasion.code()).collect(),
        today: read.as_of,
        name: read.name,
    })
}

pub(super) async fn happened(county: &County, who: Asker<'_>, op: OperationId, wish: Happened) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    let wish = RecordHappening {
        person_id: id(&wish.person)?,
        occasion: wish.occasion.to_owned(),
        on: wish.on,
        matter: wish.matter,
    };
    record_happening(&mut cx, op.into(), &wish).await?;
    Ok(())
}

pub(super) async fn strike(county: &County, who: Asker<'_>, entry: &str) -> Result<(), AskError> {
    Ok(strike_happening(&mut county.cx(who)?, id(entry)?).await?)
}
