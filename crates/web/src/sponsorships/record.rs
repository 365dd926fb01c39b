//! Writing down a sponsorship at the guardian's: filled in, read once more, sent.

use askama::Template;
use axum::response::Response;
use guanai_app::sponsorships::MOST_NAME;
use guanai_casework::{AnswerManner, SchoolStage, SponsorKind};
use guanai_kernel::{Date, Money};

use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Frame};
use crate::referrals::manners;
use crate::visit::Visit;

/// Whose pupil it would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardianFace {
    /// Their id.
    pub person: String,
    /// Their name.
    pub name: String,
}

/// A sponsorship to be written down.
#[derive(Clone, PartialEq, Eq)]
pub struct SponsorWish {
    /// The guardian.
    pub person: String,
    /// The pupil.
    pub child: String,
    /// In which stage.
    pub stage: SchoolStage,
    /// When they graduate.
    pub graduates_on: Date,
    /// Who sponsors: of which kind.
    pub kind: SponsorKind,
    /// By name.
    pub sponsor: String,
    /// What is promised a year.
    pub yearly: Money,
    /// The first day.
    pub from_on: Date,
    /// From when on the promise holds no longer.
    pub until_on: Option<Date>,
    /// How the guardian agreed.
    pub consent_manner: AnswerManner,
    /// On which day.
    pub consent_on: Date,
    /// From when on that holds no longer.
    pub consent_until_on: Option<Date>,
}

impl std::fmt::Debug for SponsorWish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SponsorWish({})", self.person)
    }
}

const FIELDS: &[&str] = &[
    "pupil_name",
    "pupil_stage",
    "pupil_graduates_on",
    "sponsor_kind",
    "sponsor_name",
    "sponsor_yearly",
    "sponsor_from_on",
    "sponsor_until_on",
    "pupil_consent_manner",
    "pupil_consent_on",
    "pupil_consent_until_on",
];

/// The page.
#[derive(Template)]
#[template(path = "sponsorships/record.html")]
pub struct SponsorPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Whose pupil it would be.
    pub guardian: &'a GuardianFace,
    /// What was typed.
    pub form: &'a Form,
    /// Where it is read once more: what was typed, in words; nothing while it is filled in.
    pub answers: Option<Vec<(&'static str, String)>>,
}

impl SponsorPage<'_> {
    fn fields() -> &'static [&'static str] {
        FIELDS
    }

    fn manners() -> Vec<&'static str> {
        manners().map(AnswerManner::code).collect()
    }

    fn kinds() -> Vec<&'static str> {
        SponsorKind::ALL.iter().map(|kind| kind.code()).collect()
    }

    fn stages() -> Vec<&'static str> {
        SchoolStage::ALL.iter().map(|stage| stage.code()).collect()
    }
}

async fn opened(visit: &Visit) -> Result<GuardianFace, PageError> {
    Ok(visit.office().sponsorships().guardian(visit.asker()?, visit.param("person")?).await?)
}

/// `GET /people/{person}/sponsorship`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let guardian = opened(&visit).await?;
    let mut form = visit.fresh_form();
    let today = visit.frame.today().to_string();
    form.typed = form.typed.with("pupil_consent_on", today.clone()).with("sponsor_from_on", today);
    page::draw(&SponsorPage { frame: &visit.frame, guardian: &guardian, form: &form, answers: None })
}

/// A day, where one is typed.
pub(super) fn day_or_none(visit: &Visit, fields: &mut Fields<'_>, field: &str) -> Option<Date> {
    if visit.typed().word(field).is_empty() { None } else { fields.date(field, None) }
}

fn read(visit: &Visit, guardian: &GuardianFace) -> Result<SponsorWish, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let child = fields.words("pupil_name", MOST_NAME);
    let stage = fields.choice("pupil_stage", SchoolStage::ALL.iter().map(|stage| stage.code()));
    let stage = SchoolStage::from_code(stage);
    let graduates_on = fields.date("pupil_graduates_on", None);
    let kind = fields.choice("sponsor_kind", SponsorKind::ALL.iter().map(|kind| kind.code()));
    let kind = SponsorKind::from_code(kind);
    let sponsor = fields.words("sponsor_name", MOST_NAME);
    let yearly = fields.money("sponsor_yearly");
    let from_on = fields.date("sponsor_from_on", None);
    let until_on = day_or_none(visit, &mut fields, "sponsor_until_on");
    let manner = fields.choice("pupil_consent_manner", manners().map(AnswerManner::code));
    let manner = AnswerManner::from_code(manner);
    let consent_on = fields.date("pupil_consent_on", Some(visit.frame.today()));
    let consent_until_on = day_or_none(visit, &mut fields, "pupil_consent_until_on");
    if from_on.zip(consent_on).is_some_and(|(from, consent)| consent > from) {
        fields.refuse("pupil_consent_on", "web-error-sponsorship-consent-first", "");
    }
    for (field, end) in [
        ("pupil_graduates_on", graduates_on),
        ("sponsor_until_on", until_on),
        ("pupil_consent_until_on", consent_until_on),
    ] {
        if from_on.zip(end).is_some_and(|(from, end)| end <= from) {
            fields.refuse(field, "web-error-sponsorship-before-begun", "");
        }
    }
    let wish = (|| {
        Some(SponsorWish {
            person: guardian.person.clone(),
            child,
            stage: stage?,
            graduates_on: graduates_on?,
            kind: kind?,
            sponsor,
            yearly: yearly?,
            from_on: from_on?,
            until_on,
            consent_manner: manner?,
            consent_on: consent_on?,
            consent_until_on,
        })
    })();
    fields.finish(()).and(wish.ok_or_else(Vec::new))
}

/// What was typed, in words, field by field; what was left blank is left out.
fn answers(frame: &Frame, form: &Form) -> Vec<(&'static str, String)> {
    let told = |field: &str, typed: &str| match field {
        "pupil_stage" => frame.named("web-school-", typed),
        "sponsor_kind" => frame.named("web-sponsor-kind-", typed),
        "pupil_consent_manner" => frame.named("web-pair-manner-", typed),
        _ => typed.trim().to_owned(),
    };
    let answers = FIELDS.iter().map(|field| (*field, form.value(field)));
    answers.filter(|(_, typed)| !typed.trim().is_empty()).map(|(field, typed)| (field, told(field, typed))).collect()
}

/// `POST /people/{person}/sponsorship`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let guardian = opened(&visit).await?;
    let (frame, guardian) = (&visit.frame, &guardian);
    visit.read_once_more(
        read(&visit, guardian),
        |form| page::draw(&SponsorPage { frame, guardian, form, answers: None }),
        |form, _| page::draw(&SponsorPage { frame, guardian, form, answers: Some(answers(frame, form)) }),
    )
}

/// `POST /people/{person}/sponsorship/send`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let operation = visit.operation()?;
    let act = async {
        let guardian = opened(&visit).await?;
        let Ok(wish) = read(&visit, &guardian) else {
            return Err(PageError::Malformed { why: "sent past its check" });
        };
        let id = visit.office().sponsorships().record_sponsorship(visit.asker()?, operation, wish).await?;
        Ok(Done { to: format!("/sponsorships/{id}"), said: "web-done-sponsorship-recorded" })
    };
    visit.once(act).await
}
