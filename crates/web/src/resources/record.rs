//! Recording a resource: type, check, send.

use std::collections::BTreeSet;

use askama::Template;
use axum::response::Response;
use guanai_casework::{ResourceKind, ResourceTold, ResourceUnit};
use guanai_kernel::Date;

use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Choice, Frame};
use crate::visit::Visit;

/// The most persons that one resource serves; more is mostly a slip of the finger.
const MOST_SERVED: usize = 9_999;
/// The most hours or yuan.
const MOST_AMOUNT: usize = 99_999_999;
/// The most kilometres that somebody goes: no county is so wide.
const MOST_KM: usize = 1_000;
/// Letters of a name.
const MOST_NAMED: usize = 60;
/// Letters of what is told.
const MOST_TOLD: usize = 300;

/// The fields of the form, in their order.
pub(super) const FIELDS: &[&str] = &[
    "resource_kind",
    "title",
    "helper",
    "helper_kind",
    "category",
    "capacity",
    "unit",
    "lent",
    "area",
    "goes_km",
    "valid_from",
    "until",
    "has_skills",
    "certificate_until",
    "speaks",
    "only_for",
    "serves",
    "asking",
    "limits",
    "hours",
    "note",
];

/// What the form gives to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceChoices {
    /// Of what kind the helper is.
    pub kinds: Vec<Choice>,
    /// With what it helps.
    pub categories: Vec<Choice>,
    /// Where it holds: the whole county, or one township or street of the asker's scope.
    pub areas: Vec<Choice>,
    /// Skills and certificates of the pack, which a need may ask for.
    pub skills: Vec<Choice>,
    /// Languages of the pack.
    pub languages: Vec<Choice>,
    /// Classes of the pack, to whose people a donor may restrict it.
    pub classes: Vec<Choice>,
}

/// A resource to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordResource {
    /// What it is.
    pub resource: ResourceKind,
    /// What it is called; may be empty.
    pub title: String,
    /// Who helps.
    pub helper: String,
    /// Of what kind.
    pub kind: String,
    /// With what it helps.
    pub categories: Vec<String>,
    /// How much there is.
    pub capacity: usize,
    /// In what it is counted.
    pub unit: ResourceUnit,
    /// Where.
    pub area: String,
    /// The first day; none is at once.
    pub from: Option<Date>,
    /// The last day; none is until further notice.
    pub until: Option<Date>,
    /// Whom it serves, how to ask, within which limits, when.
    pub told: ResourceTold,
    /// A remark; may be empty.
    pub note: String,
}

/// The kinds that an office enters: a skill is its member's own to declare.
pub(super) fn kinds() -> impl Iterator<Item = ResourceKind> {
    ResourceKind::ALL.iter().copied().filter(|kind| *kind != ResourceKind::Skill)
}

fn kind_codes() -> Vec<&'static str> {
    kinds().map(ResourceKind::code).collect()
}

/// Whether it comes back, as the form asks; nobody has to say.
pub(crate) const LENT: [(&str, bool); 2] = [("lent", true), ("given", false)];

fn lent_codes() -> Vec<&'static str> {
    LENT.iter().map(|(code, _)| *code).collect()
}

fn unit_codes() -> Vec<&'static str> {
    ResourceUnit::ALL.iter().map(|unit| unit.code()).collect()
}

/// The form.
#[derive(Template)]
#[template(path = "resources/record.html")]
pub struct RecordResourcePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What it gives to choose.
    pub choices: &'a ResourceChoices,
    /// What was typed.
    pub form: &'a Form,
    /// The resource that is changed, and which of its states the reader saw; none where it is a new one.
    pub changes: Option<(&'a str, u64)>,
}

/// The page on which it is checked before it is sent.
#[derive(Template)]
#[template(path = "resources/check.html")]
pub struct CheckResourcePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// What was typed.
    pub form: &'a Form,
    /// What it means, field by field.
    pub answers: Vec<(&'static str, String)>,
}

impl CheckResourcePage<'_> {
    /// Every field with each of its values.
    fn kept(&self) -> Vec<(&'static str, &str)> {
        let values = |field: &'static str| self.form.typed.all(field).map(move |value| (field, value));
        FIELDS.iter().flat_map(|field| values(field)).collect()
    }
}

/// `GET /resources/new`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().resources().resource_choices(visit.asker()?).await?;
    let mut form = visit.fresh_form();
    form.typed = form.typed.with("unit", ResourceUnit::Persons.code());
    page::draw(&RecordResourcePage { frame: &visit.frame, choices: &choices, form: &form, changes: None })
}

/// `POST /resources/new`: nothing is kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().resources().resource_choices(visit.asker()?).await?;
    let frame = &visit.frame;
    visit.read_once_more(
        read(&visit, &choices),
        |form| page::draw(&RecordResourcePage { frame, choices: &choices, form, changes: None }),
        |form, _| {
            let answers = answers(frame, &choices, form);
            page::draw(&CheckResourcePage { frame, form, answers })
        },
    )
}

/// `POST /resources`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let choices = visit.office().resources().resource_choices(visit.asker()?).await?;
    let resource = match read(&visit, &choices) {
        Ok(resource) => resource,
        Err(errors) => {
            let form = visit.form_again(errors);
            let page = RecordResourcePage { frame: &visit.frame, choices: &choices, form: &form, changes: None };
            return page::unprocessable(page::draw(&page));
        }
    };
    let operation = visit.operation()?;
    let act = async {
        let id = visit.office().resources().record_resource(visit.asker()?, operation, resource).await?;
        Ok(Done { to: format!("/resources/{id}"), said: "web-done-offer" })
    };
    visit.once(act).await
}

pub(super) fn read(visit: &Visit, choices: &ResourceChoices) -> Result<RecordResource, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let resource = ResourceKind::from_code(fields.choice("resource_kind", kind_codes()));
    let title = fields.words_or_none("title", MOST_NAMED);
    let helper = fields.words("helper", MOST_NAMED);
    let kind = fields.choice("helper_kind", choices.kinds.iter().map(|c| c.code.as_str())).to_owned();
    let known = |code: &&str| choices.categories.iter().any(|c| c.code == **code);
    let categories: Vec<String> = visit.typed().all("category").filter(known).map(str::to_owned).collect();
    if categories.is_empty() {
        fields.refuse("category", "web-error-required", "");
    }
    let unit = ResourceUnit::from_code(fields.choice("unit", unit_codes()));
    let most = if unit.is_some_and(|unit| !unit.serves_one_each()) { MOST_AMOUNT } else { MOST_SERVED };
    let capacity = fields.whole_number("capacity", 1, most).unwrap_or(0);
    let area = fields.choice("area", choices.areas.iter().map(|c| c.code.as_str())).to_owned();
    let goes_km = fields.whole_number_or_none("goes_km", 1, MOST_KM).and_then(|km| u16::try_from(km).ok());
    let from = day_or_none(visit, &mut fields, "valid_from");
    let until = day_or_none(visit, &mut fields, "until");
    let first = from.map_or(visit.frame.today(), |from| from.max(visit.frame.today()));
    if until.is_some_and(|until| until < first) {
        fields.refuse("until", "web-error-date-past", first.to_string());
    }
    let certificate_until_on = day_or_none(visit, &mut fields, "certificate_until");
    let told = ResourceTold {
        skills: chosen(visit, "has_skills", &choices.skills),
        speaks: chosen(visit, "speaks", &choices.languages),
        only_for: chosen(visit, "only_for", &choices.classes),
        goes_km,
        certificate_until_on,
        serves: said(&mut fields, "serves"),
        asking: said(&mut fields, "asking"),
        limits: said(&mut fields, "limits"),
        hours: said(&mut fields, "hours"),
        lent: LENT.iter().find(|(code, _)| *code == visit.typed().word("lent")).map(|(_, lent)| *lent),
        ..ResourceTold::default()
    };
    let note = fields.words_or_none("note", MOST_TOLD);
    let wish = resource.zip(unit).map(|(resource, unit)| RecordResource {
        resource,
        title,
        helper,
        kind,
        categories,
        capacity,
        unit,
        area,
        from,
        until,
        told,
        note,
    });
    fields.finish(()).and(wish.ok_or_else(Vec::new))
}

/// A day that may be missing.
pub(crate) fn day_or_none(visit: &Visit, fields: &mut Fields<'_>, field: &str) -> Option<Date> {
    if visit.typed().word(field).trim().is_empty() { None } else { fields.date(field, None) }
}

/// Those of some choices that are ticked.
pub(crate) fn chosen(visit: &Visit, field: &str, choices: &[Choice]) -> BTreeSet<String> {
    let typed = visit.typed().all(field);
    typed.filter(|code| choices.iter().any(|choice| choice.code == **code)).map(str::to_owned).collect()
}

/// Words that may be missing.
pub(crate) fn said(fields: &mut Fields<'_>, field: &str) -> Option<String> {
    Some(fields.words_or_none(field, MOST_TOLD)).filter(|words| !words.is_empty())
}

/// What was typed, in words, field by field; what was left blank is left out.
fn answers(frame: &Frame, choices: &ResourceChoices, form: &Form) -> Vec<(&'static str, String)> {
    let named = |choices: &[Choice], code: &str| {
        choices.iter().find(|c| c.code == code).map_or_else(String::new, |c| c.name.clone())
    };
    let told = |field: &str, typed: &str| match field {
        "resource_kind" => frame.named("web-resource-kind-", typed),
        "unit" => frame.named("web-unit-", typed),
        "lent" => frame.named("web-lent-", typed),
        "helper_kind" => named(&choices.kinds, typed),
        "category" => named(&choices.categories, typed),
        "has_skills" => named(&choices.skills, typed),
        "speaks" => named(&choices.languages, typed),
        "only_for" => named(&choices.classes, typed),
        "area" => named(&choices.areas, typed),
        _ => typed.trim().to_owned(),
    };
    let answer = |field: &&'static str| {
        let values: Vec<String> =
            form.typed.all(field).filter(|typed| !typed.trim().is_empty()).map(|typed| told(field, typed)).collect();
        (!values.is_empty()).then(|| (*field, values.join(&frame.say("web-listing"))))
    };
    FIELDS.iter().filter_map(answer).collect()
}
