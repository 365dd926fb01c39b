//! Referrals as a list: those that wait for an answer in front; a slip that came back is found by its code.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use guanai_app::referrals::{ListedReferral, OwnReferral};
use guanai_casework::ReferralState;

use crate::failure::PageError;
use crate::page::{self, Choice, Frame, Pager, Tag};
use crate::visit::Visit;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReferralsAsk {
    /// An organisation and all under it.
    pub organization: Option<String>,
    /// Where they stand; none is those that wait for an answer.
    pub state: Option<ReferralState>,
    /// Those alone whose answer is at risk or late.
    pub due: bool,
    /// Which page, from 1.
    pub page: usize,
}

/// A referral in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralRow {
    /// The referral.
    pub listed: ListedReferral,
    /// The kind of need, in words.
    pub category: String,
}

/// A matter of the reader's own that was handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnReferralRow {
    /// What it is.
    pub own: OwnReferral,
    /// The kind of need, in words.
    pub category: String,
}

impl OwnReferralRow {
    /// The tag of its state, as whoever it is about sees it.
    pub const fn tag(&self) -> Tag {
        super::state_tag(self.own.state, self.own.result)
    }
}

/// A page of referrals.
#[derive(Debug, Clone)]
pub struct ReferralsList {
    /// The rows.
    pub rows: Vec<ReferralRow>,
    /// Which page of how many.
    pub pager: Pager,
    /// The organisations of the asker's scope.
    pub organizations: Vec<Choice>,
}

/// The page.
#[derive(Template)]
#[template(path = "referrals/list.html")]
pub struct ReferralsPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The referrals.
    pub list: &'a ReferralsList,
    /// What was asked for.
    pub ask: &'a ReferralsAsk,
    /// A code that was typed and is nobody's.
    pub unknown_code: Option<String>,
}

impl ReferralsPage<'_> {
    fn states() -> &'static [ReferralState] {
        ReferralState::ALL
    }

    fn state(&self) -> &'static str {
        self.ask.state.map_or("", ReferralState::code)
    }

    fn page_href(&self, page: impl std::fmt::Display) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let state = self.ask.state.map(|state| state.code().to_owned());
        let due = self.ask.due.then(|| "yes".to_owned());
        for (name, value) in [("organization", &self.ask.organization), ("state", &state), ("due", &due)] {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        format!("/referrals?{}", query.append_pair("page", &page.to_string()).finish())
    }
}

/// `GET /referrals`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let code = visit.filter("code");
    if let Some(code) = &code
        && let Some(referral) = visit.office().referrals().referral_by_code(visit.asker()?, code).await?
    {
        return Ok(Redirect::to(&format!("/referrals/{referral}")).into_response());
    }
    let ask = ReferralsAsk {
        organization: visit.filter("organization"),
        state: visit.filter("state").and_then(|code| ReferralState::from_code(&code)),
        due: visit.filter("due").is_some(),
        page: visit.page_number(),
    };
    let list = visit.office().referrals().referral_list(visit.asker()?, ask.clone()).await?;
    page::draw(&ReferralsPage { frame: &visit.frame, list: &list, ask: &ask, unknown_code: code })
}
