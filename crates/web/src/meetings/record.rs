//! Recording a meeting: who came, who stands aside, how the vote on each application went. Typed, reckoned and read once more, sent.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use guanai_app::applications::StaleStep;
use guanai_app::meetings::{AgendaItem, MeetingForm, Reckoned, RollEntry};
use guanai_casework::application::Said;
use guanai_casework::meeting::Presence;
use guanai_kernel::Date;

use crate::applications::file::told;
use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::page::{self, Frame};
use crate::visit::Visit;

/// Letters of a place or a name.
const MOST_OF_A_LINE: usize = 60;
/// Letters of an opinion.
const MOST_LETTERS: usize = 1_000;
/// Of whoever is not marked: absent, or there. One entry for a full meeting, and the exceptions marked.
const REST: &[&str] = &["absent", "present"];
/// As many votes as a meeting has.
const MOST_VOTES: usize = 5_000;

/// Who might come, and what waits.
#[derive(Debug, Clone)]
pub struct MeetingChoices {
    /// As the use case gave it.
    pub form: MeetingForm,
    /// The kind's code and name.
    pub kind: (String, String),
}

/// The vote on one application, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedVote {
    /// Which.
    pub application: String,
    /// How many steps had been taken when it was read.
    pub version: u32,
    /// 赞成, 反对, 弃权.
    pub ballot: [usize; 3],
    /// Who stood aside of themselves.
    pub stood_aside: Vec<String>,
    /// What the meeting said.
    pub opinion: String,
}

/// A meeting to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordMeeting {
    /// Whose.
    pub organization: String,
    /// Which kind.
    pub kind: String,
    /// The day.
    pub held_on: Date,
    /// Where.
    pub place: String,
    /// Who chaired it: a person's id.
    pub chair: String,
    /// Who wrote the record.
    pub recorder: String,
    /// Who came or was excused, by the person's id.
    pub presence: BTreeMap<String, Presence>,
    /// The votes.
    pub votes: Vec<TypedVote>,
}

/// Why a meeting cannot be recorded as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingFault {
    /// What is wrong.
    pub error: FieldError,
    /// With which application, by its name and measure.
    pub application: Option<String>,
    /// What others did with it since it was read.
    pub meanwhile: Vec<StaleStep>,
}

/// What became of a meeting that was typed.
#[derive(Debug, Clone)]
pub enum Held {
    /// It was reckoned, and nothing recorded.
    Reckoned(Box<Reckoned>),
    /// It was recorded; its id.
    Recorded(String),
    /// It cannot be recorded so.
    Refused(Box<MeetingFault>),
}

/// The form.
#[derive(Template)]
#[template(path = "meetings/record.html")]
pub struct RecordMeetingPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Who might come, and what waits.
    pub choices: &'a MeetingChoices,
    /// What is wrong beyond single fields.
    pub fault: Option<&'a MeetingFault>,
    /// What was typed.
    pub form: &'a Form,
}

impl RecordMeetingPage<'_> {
    fn told<'s>(&self, said: &'s Said) -> &'s str {
        told(self.frame, said)
    }

    fn presences() -> Vec<&'static str> {
        Presence::ALL.iter().map(|presence| presence.code()).collect()
    }

    /// What becomes of those who are not marked.
    const fn rests() -> &'static [&'static str] {
        REST
    }

    fn has(&self, prefix: &str, id: impl std::fmt::Display, value: &str) -> bool {
        self.form.has(&format!("{prefix}{id}"), value)
    }

    fn value(&self, prefix: &str, id: impl std::fmt::Display) -> String {
        self.form.value(&format!("{prefix}{id}")).to_owned()
    }

    /// What was typed about applications that no longer wait: it is shown, so that nothing is lost.
    fn left_over(&self) -> Vec<&str> {
        let waits = |id: &str| self.choices.form.agenda.iter().any(|item| item.row.application_id.to_string() == id);
        let gone = self.form.typed.beginning("opinion_").filter(|(id, words)| !waits(id) && !words.is_empty());
        gone.map(|(_, words)| words).collect()
    }

    fn error(&self, prefix: &str, id: impl std::fmt::Display) -> Option<String> {
        self.form.error(&format!("{prefix}{id}")).map(|error| self.frame.fault(error))
    }
}

/// The page on which a meeting is read once more, with what was reckoned.
#[derive(Template)]
#[template(path = "meetings/record_check.html")]
pub struct CheckMeetingPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Who might come, and what waits.
    pub choices: &'a MeetingChoices,
    /// What was reckoned.
    pub reckoned: &'a Reckoned,
    /// Who did not come, by name.
    pub away: Vec<(&'a str, Presence)>,
    /// What was typed.
    pub form: &'a Form,
}

impl CheckMeetingPage<'_> {
    fn told<'s>(&self, said: &'s Said) -> &'s str {
        told(self.frame, said)
    }

    fn item(&self, application: impl std::fmt::Display) -> Option<&AgendaItem> {
        let id = application.to_string();
        self.choices.form.agenda.iter().find(|item| item.row.application_id.to_string() == id)
    }

    fn name(&self, person: &guanai_kernel::ids::PersonId) -> String {
        self.reckoned.names.get(person).cloned().unwrap_or_default()
    }

    fn chair(&self) -> String {
        let named = self.reckoned.names.iter().find(|(id, _)| id.to_string() == self.form.value("chair"));
        named.map(|(_, name)| name.clone()).unwrap_or_default()
    }

    fn opinion(&self, application: impl std::fmt::Display) -> &str {
        self.form.value(&format!("opinion_{application}"))
    }

    /// The votes as they were typed; what was left blank beside votes that were cast is nought.
    fn votes(&self, application: impl std::fmt::Display) -> String {
        let typed = |prefix: &str| self.form.value(&format!("{prefix}{application}")).trim().to_owned();
        let [in_favour, against, abstained] = ["for_", "against_", "abstained_"]
            .map(|prefix| Some(typed(prefix)).filter(|votes| !votes.is_empty()).unwrap_or_else(|| "0".to_owned()));
        self.frame.with3("web-vote-line", ("for", &in_favour), ("against", &against), ("abstained", &abstained))
    }

    /// Every field that was typed, to be sent on.
    fn kept(&self) -> Vec<(&str, &str)> {
        let own = ["operation", "step"];
        self.form.typed.kept().filter(|(name, _)| !own.contains(name)).collect()
    }
}

async fn choices(visit: &Visit, kind: &str, organization: Option<&str>) -> Result<MeetingChoices, PageError> {
    Ok(visit.office().decisions().meeting_choices(visit.asker()?, organization, kind).await?)
}

/// `GET /meetings/new`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    // Which kind of meeting is chosen on the list, where each kind that may be recorded has its button.
    let Some(kind) = visit.filter("kind") else { return Visit::go("/meetings") };
    let organization = visit.filter("organization");
    let choices = choices(&visit, &kind, organization.as_deref()).await?;
    let mut form = visit.fresh_form();
    form.typed = form.typed.with("held_on", visit.frame.today().to_string()).with("presence_rest", "absent");
    page::draw(&RecordMeetingPage { frame: &visit.frame, choices: &choices, fault: None, form: &form })
}

/// What the form was drawn for.
fn drawn_for(visit: &Visit) -> (String, Option<String>) {
    let code = |name: &str| {
        let value = visit.typed().word(name);
        let good = value.len() <= 64 && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        Some(value.to_owned()).filter(|value| good && !value.is_empty())
    };
    (code("kind").unwrap_or_default(), code("organization"))
}

fn read(visit: &Visit, choices: &MeetingChoices) -> Result<RecordMeeting, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let typed = visit.typed();
    let roll: Vec<String> = choices.form.roll.iter().map(|one| one.person_id.to_string()).collect();
    let today = visit.frame.today();
    let mut wish = RecordMeeting {
        organization: choices.form.organization_id.to_string(),
        kind: choices.kind.0.clone(),
        held_on: fields.date("held_on", Some(today)).unwrap_or(today),
        place: fields.words("meeting_place", MOST_OF_A_LINE),
        chair: fields.choice("chair", roll.iter().map(String::as_str)).to_owned(),
        recorder: fields.words("recorder", MOST_OF_A_LINE),
        presence: BTreeMap::new(),
        votes: Vec::new(),
    };
    let rest = fields.choice("presence_rest", REST.iter().copied()) == Presence::Present.code();
    for one in &choices.form.roll {
        let person = one.person_id.to_string();
        let marked = Presence::from_code(typed.word(&format!("presence_{person}")));
        // Who is away floating is there only if somebody says so of them.
        let floats = one.votes_if_present && !one.votes;
        let unmarked = (rest && !floats).then_some(Presence::Present);
        if let Some(presence) = marked.or(unmarked) {
            wish.presence.insert(person, presence);
        }
    }
    if !wish.presence.values().any(|presence| *presence == Presence::Present) {
        fields.refuse("presence", "web-error-meeting-nobody", "");
    }
    for id in typed.all("item") {
        // What was taken off the list meanwhile is the use case's to refuse: nothing that was typed is dropped unsaid.
        let good = id.len() <= 64 && id.bytes().all(|b| b.is_ascii_alphanumeric());
        if good && wish.votes.iter().all(|vote| vote.application != id) {
            let ballot = ["for_", "against_", "abstained_"].map(|prefix| {
                let field = format!("{prefix}{id}");
                // A blank beside votes that were cast is nought.
                if typed.word(&field).trim().is_empty() && prefix != "for_" {
                    return 0;
                }
                fields.whole_number(&field, 0, MOST_VOTES).unwrap_or(0)
            });
            wish.votes.push(TypedVote {
                application: id.to_owned(),
                version: typed.word(&format!("version_{id}")).parse().unwrap_or(u32::MAX),
                ballot,
                stood_aside: typed.all(&format!("aside_{id}")).map(str::to_owned).collect(),
                opinion: fields.words_or_none(&format!("opinion_{id}"), MOST_LETTERS),
            });
        }
    }
    if wish.votes.is_empty() {
        fields.refuse("item", "web-error-meeting-items", "");
    }
    fields.finish(wish)
}

/// `POST /meetings/new`: reckoned, and nothing kept yet.
pub async fn check(visit: Visit) -> Result<Response, PageError> {
    let (kind, organization) = drawn_for(&visit);
    let choices = choices(&visit, &kind, organization.as_deref()).await?;
    let wish = match read(&visit, &choices) {
        Ok(wish) => wish,
        Err(errors) => return again(&visit, &choices, None, errors, StatusCode::UNPROCESSABLE_ENTITY),
    };
    if visit.mends() {
        return again(&visit, &choices, None, Vec::new(), StatusCode::OK);
    }
    let presence = wish.presence.clone();
    match visit.office().decisions().reckon_meeting(visit.asker()?, wish).await? {
        Held::Reckoned(reckoned) => {
            let form = visit.form_again(Vec::new());
            let of = |one: &RollEntry| presence.get(&one.person_id.to_string()).copied().unwrap_or(Presence::Absent);
            let away = choices.form.roll.iter().map(|one| (one.name.as_str(), of(one)));
            let away = away.filter(|(_, presence)| *presence != Presence::Present).collect();
            let (frame, choices) = (&*visit.frame, &choices);
            page::draw(&CheckMeetingPage { frame, choices, reckoned: &reckoned, away, form: &form })
        }
        Held::Refused(fault) => {
            let errors = vec![fault.error.clone()];
            again(&visit, &choices, Some(&fault), errors, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Held::Recorded(_) => Err(PageError::Broken("a meeting was recorded that was to be reckoned".into())),
    }
}

/// `POST /meetings`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let (kind, organization) = drawn_for(&visit);
    let operation = visit.operation()?;
    let choices = choices(&visit, &kind, organization.as_deref()).await?;
    let wish = match read(&visit, &choices) {
        Ok(wish) => wish,
        Err(errors) => return again(&visit, &choices, None, errors, StatusCode::UNPROCESSABLE_ENTITY),
    };
    match visit.office().decisions().record_meeting(visit.asker()?, operation, wish).await? {
        Held::Recorded(meeting) => visit.go_and_say(&format!("/meetings/{meeting}"), "web-done-meeting"),
        Held::Refused(fault) => {
            let errors = vec![fault.error.clone()];
            again(&visit, &choices, Some(&fault), errors, StatusCode::CONFLICT)
        }
        Held::Reckoned(_) => Err(PageError::Broken("a meeting was reckoned that was to be recorded".into())),
    }
}

fn again(
    visit: &Visit,
    choices: &MeetingChoices,
    fault: Option<&MeetingFault>,
    errors: Vec<FieldError>,
    status: StatusCode,
) -> Result<Response, PageError> {
    let form = visit.form_again(errors);
    let mut response = page::draw(&RecordMeetingPage { frame: &visit.frame, choices, fault, form: &form })?;
    *response.status_mut() = status;
    Ok(response)
}
