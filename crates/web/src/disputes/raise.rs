//! Taking in a dispute or a claim: a member's own, somebody's at their file, or of who is not in the register or does not wish to be named.

use askama::Template;
use axum::response::Response;
use guanai_app::disputes::{DisputeForm, MOST_LETTERS, MOST_NAME, RaiseDispute};
use guanai_casework::{DisputeKind, DisputeVoice};

use crate::failure::PageError;
use crate::form::{FieldError, Fields, Form};
use crate::operation::Done;
use crate::page::{self, Choice, Frame};
use crate::session::Role;
use crate::visit::Visit;

/// The page.
#[derive(Template)]
#[template(path = "disputes/raise.html")]
pub struct RaiseDisputePage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Who raises it, and who could be the other side.
    pub asked: &'a DisputeForm,
    /// Whether a member raises their own.
    pub is_own: bool,
    /// What was typed.
    pub form: &'a Form,
}

impl RaiseDisputePage<'_> {
    fn kinds() -> Vec<&'static str> {
        DisputeKind::ALL.iter().map(|kind| kind.code()).collect()
    }

    fn voices(&self) -> Vec<&'static str> {
        voices(self.asked)
    }

    fn people(&self) -> Vec<Choice> {
        self.asked.people.iter().map(|(id, name)| Choice { code: id.to_string(), name: name.clone() }).collect()
    }

    fn action(&self) -> String {
        match &self.asked.first {
            Some((id, _)) if !self.is_own => format!("/people/{id}/dispute"),
            _ => "/disputes/raise".to_owned(),
        }
    }
}

/// How it may have come to be known: who is named at their file does not go unnamed.
fn voices(asked: &DisputeForm) -> Vec<&'static str> {
    let all = DisputeVoice::ALL.iter().filter(|voice| asked.first.is_none() || **voice != DisputeVoice::Anonymous);
    all.map(|voice| voice.code()).collect()
}

async fn opened(visit: &Visit) -> Result<(DisputeForm, bool), PageError> {
    let person = visit.param("person").ok();
    let form = visit.office().disputes().dispute_form(visit.asker()?, person).await?;
    Ok((form, visit.session()?.role == Role::Member))
}

/// `GET /disputes/raise`, `GET /people/{person}/dispute`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let (asked, is_own) = opened(&visit).await?;
    let form = visit.fresh_form();
    page::draw(&RaiseDisputePage { frame: &visit.frame, asked: &asked, is_own, form: &form })
}

fn read(visit: &Visit, asked: &DisputeForm, is_own: bool) -> Result<RaiseDispute, Vec<FieldError>> {
    let mut fields = Fields::of(visit.typed());
    let kind = DisputeKind::from_code(fields.choice("dispute_kind", RaiseDisputePage::kinds()));
    let voice = if is_own {
        Some(DisputeVoice::Said)
    } else {
        DisputeVoice::from_code(fields.choice("dispute_voice", voices(asked)))
    };
    let typed = |text: String| Some(text).filter(|text| !text.is_empty());
    let is_unnamed = voice == Some(DisputeVoice::Anonymous);
    let first_called =
        if asked.first.is_none() && !is_unnamed { typed(fields.words("dispute_first", MOST_NAME)) } else { None };
    let chosen = visit.typed().word("dispute_second").to_owned();
    let second = asked.people.iter().map(|(id, _)| *id).find(|id| id.to_string() == chosen);
    if !chosen.is_empty() && second.is_none() {
        fields.refuse("dispute_second", "web-error-choice", "");
    }
    let second_called = if second.is_none() { typed(fields.words("dispute_second_called", MOST_NAME)) } else { None };
    let claim = fields.words("dispute_claim", MOST_LETTERS);
    let was_read_back = fields.is_ticked("dispute_read_back");
    if voice == Some(DisputeVoice::Said) && !is_own {
        fields.must_tick("dispute_read_back", "web-error-dispute-read-back");
    }
    let wish = kind.zip(voice).map(|(kind, voice)| RaiseDispute {
        first: asked.first.as_ref().map(|(id, _)| *id),
        first_called,
        second,
        second_called,
        kind,
        voice,
        claim,
        was_read_back,
    });
    fields.finish(()).and(wish.ok_or_else(Vec::new))
}

/// `POST /disputes/raise`, `POST /people/{person}/dispute`
pub async fn send(visit: Visit) -> Result<Response, PageError> {
    let (asked, is_own) = opened(&visit).await?;
    let wish = match read(&visit, &asked, is_own) {
        Ok(wish) => wish,
        Err(errors) => {
            let (frame, form) = (&visit.frame, visit.form_again(errors));
            return page::unprocessable(page::draw(&RaiseDisputePage { frame, asked: &asked, is_own, form: &form }));
        }
    };
    let operation = visit.operation()?;
    let act = async {
        visit.office().disputes().raise_dispute(visit.asker()?, operation, wish).await?;
        // Whoever writes one down of their own kin does not read it afterwards.
        Ok(Done { to: "/disputes".to_owned(), said: "web-done-dispute-raised" })
    };
    visit.once(act).await
}
