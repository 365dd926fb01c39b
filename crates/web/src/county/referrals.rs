//! Referrals over the app's use cases.

use guanai_app::referrals::{
    self as app, ListReferrals, ListReferralsError, ListedReferral, MoveReferral, MoveReferralError, OwnReferral,
    ReadReferralError, ReferralEvent, ReferralFormError, ReferralHappened, SendReferral, SendReferralError,
};
use guanai_app::{Act, Cx};
use guanai_casework::ReferralError;
use guanai_i18n::Put;
use guanai_kernel::ids::NeedId;

use super::words::Words;
use super::{County, id, need_row};
use crate::form::FieldError;
use crate::home::{Duty, DutyState};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Choice, Pager, shown};
use crate::people::TimelineEntry;
use crate::referrals::desk::SentOn;
use crate::referrals::send::OTHER;
use crate::referrals::{
    OwnReferralRow, ReferralDesk, ReferralFile, ReferralMoveWish, ReferralRow, ReferralsAsk, ReferralsList,
    SendChoices, SendWish,
};
use crate::session::role_key;

impl From<ListReferralsError> for AskError {
    fn from(error: ListReferralsError) -> Self {
        match error {
            ListReferralsError::Denied(error) => error.into(),
            ListReferralsError::NotFound => Self::NotFound,
            ListReferralsError::Store(error) => error.into(),
        }
    }
}

impl From<ReadReferralError> for AskError {
    fn from(error: ReadReferralError) -> Self {
        match error {
            ReadReferralError::Denied(error) => error.into(),
            ReadReferralError::NotFound => Self::NotFound,
            ReadReferralError::Store(error) => error.into(),
        }
    }
}

impl From<ReferralFormError> for AskError {
    fn from(error: ReferralFormError) -> Self {
        match error {
            ReferralFormError::Denied(error) => error.into(),
            ReferralFormError::NotFound => Self::NotFound,
            ReferralFormError::Store(error) => error.into(),
        }
    }
}

impl From<MoveReferralError> for AskError {
    fn from(error: MoveReferralError) -> Self {
        Self::Refused(match error {
            MoveReferralError::Denied(error) => return error.into(),
            MoveReferralError::NotFound => return Self::NotFound,
            MoveReferralError::Operation(error) => return error.into(),
            MoveReferralError::Store(error) => return error.into(),
            MoveReferralError::Stale => "web-refused-referral-stale",
            MoveReferralError::Recused => "web-refused-pair-recused",
            MoveReferralError::OtherSide | MoveReferralError::Referral(ReferralError::Move(_)) => {
                "web-refused-referral-moved"
            }
            // The form asks for all of these before it is sent.
            MoveReferralError::Words
            | MoveReferralError::Manner
            | MoveReferralError::Referral(ReferralError::Days | ReferralError::Why) => {
                "web-refused-referral-incomplete"
            }
        })
    }
}

/// What a refusal is on the form: the field that is wrong, or no answer at all.
fn wrong(error: SendReferralError) -> Result<FieldError, AskError> {
    let at = |field: &str, key| Ok(FieldError { field: field.to_owned(), key, value: String::new() });
    match error {
        SendReferralError::Denied(error) => Err(error.into()),
        SendReferralError::NotFound => Err(AskError::NotFound),
        SendReferralError::Operation(error) => Err(error.into()),
        SendReferralError::Store(error) => Err(error.into()),
        SendReferralError::Recused => Err(AskError::Refused("web-refused-pair-recused")),
        SendReferralError::NeedState => Err(AskError::Refused("web-refused-referral-need")),
        SendReferralError::NoTerms => Err(AskError::Refused("web-refused-referral-no-terms")),
        SendReferralError::NoCalls => Err(AskError::Refused("web-refused-referral-no-calls")),
        SendReferralError::Asked => at("referral_asked", "web-error-required"),
        SendReferralError::ToWhom => at("referral_to", "web-error-required"),
        SendReferralError::Term => at("referral_days", "web-error-required"),
        SendReferralError::Permission => at("referral_ground", "web-error-required"),
        SendReferralError::AlreadySent => at("referral_kind", "web-error-referral-already"),
    }
}

fn against(code: &str) -> &'static str {
    match code {
        "recused" => "web-pair-against-recused",
        "no-terms" => "web-refused-referral-no-terms",
        "need-not-confirmed" => "web-referral-against-not-confirmed",
        _ => "web-referral-against-ended",
    }
}

impl County {
    fn referral_row(&self, words: Words<'_>, listed: ListedReferral) -> ReferralRow {
        ReferralRow { category: need_row::category(words, &self.standards.pack, &listed.category), listed }
    }
}

fn event_told(words: Words<'_>, event: &ReferralEvent) -> TimelineEntry {
    let what = match event.what {
        ReferralHappened::Sent => words.say("web-referral-event-sent"),
        ReferralHappened::Moved(step) => words.say(&format!("web-referral-move-{}", step.code())),
    };
    let mut parts = vec![what];
    if let (Some(by), Some(role)) = (&event.by, event.role) {
        let role = words.say(role_key(role));
        parts.push(words.texts.text("web-need-event-by", &[("name", Put::from(by)), ("role", Put::from(&role))]));
    }
    let mut what = words.joined(&parts);
    if let Some(said) = &event.words {
        what.push_str(&words.say("web-colon"));
        what.push_str(said);
    }
    TimelineEntry { on: event.at.day_in_china(), what }
}

async fn choices(county: &County, who: Asker<'_>, need: &str) -> Result<SendChoices, AskError> {
    let words = county.words(who.language);
    let pack = &county.standards.pack;
    let mut cx = county.cx(who)?;
    let form = app::open_referral_form(&mut cx, id(need)?).await?;
    let kinds = pack.matching().referral.iter().flat_map(|terms| &terms.kinds);
    let named = |kind: &guanai_scheme::ReferralKind| {
        let days = usize::try_from(kind.working_days).unwrap_or(usize::MAX);
        let term = words.with("web-referral-within", "count", Put::from(days));
        Choice { code: kind.code.clone(), name: words.joined(&[kind.name.get(words.lang).to_owned(), term]) }
    };
    let other = Choice { code: OTHER.to_owned(), name: words.say("web-referral-kind-other") };
    Ok(SendChoices {
        need: form.need_id.to_string(),
        name: form.name,
        category: need_row::category(words, pack, &form.category),
        kinds: kinds.map(named).chain([other]).collect(),
        organizations: form
            .organizations
            .into_iter()
            .map(|(organization_id, name)| Choice { code: organization_id.to_string(), name })
            .collect(),
        shareable: form.shareable,
        refuses_contact: form.refuses_contact,
        against: form.stands_against.map(against),
    })
}

async fn send(county: &County, who: Asker<'_>, op: OperationId, wish: SendWish) -> Result<SentOn, AskError> {
    let mut cx = county.cx(who)?;
    let wish = SendReferral {
        need_id: wish.need_id,
        kind: wish.kind,
        to_name: wish.to_name,
        to_organization_id: wish.to_organization_id,
        working_days: wish.working_days,
        asked: wish.asked,
        shares: wish.shares,
        permission: wish.permission,
    };
    match app::send_referral(&mut cx, op.into(), &wish).await {
        Ok(referral_id) => Ok(SentOn::Referral(referral_id.to_string())),
        Err(error) => Ok(SentOn::Wrong(wrong(error)?)),
    }
}

async fn list(county: &County, who: Asker<'_>, ask: ReferralsAsk) -> Result<ReferralsList, AskError> {
    let standing = county.standing().await?;
    let words = county.words(who.language);
    let wish = ListReferrals {
        organization_id: ask.organization.as_deref().map(id).transpose()?,
        state: ask.state,
        is_due: ask.due,
        page: u64::try_from(ask.page).unwrap_or(u64::MAX),
    };
    let mut cx = county.cx(who)?;
    let page = app::list_referrals(&mut cx, &wish).await?;
    Ok(ReferralsList {
        rows: page.rows.into_iter().map(|listed| county.referral_row(words, listed)).collect(),
        pager: Pager::of(page.total, page.page, app::PAGE),
        organizations: County::organization_choices(who, &standing, wish.organization_id),
    })
}

async fn by_code(county: &County, who: Asker<'_>, code: &str) -> Result<Option<String>, AskError> {
    let cx = county.cx(who)?;
    Ok(app::find_by_code(&cx, code).await?.map(|referral_id| referral_id.to_string()))
}

async fn file(county: &County, who: Asker<'_>, referral: &str) -> Result<ReferralFile, AskError> {
    let words = county.words(who.language);
    let mut cx = county.cx(who)?;
    let view = app::read_referral(&mut cx, id(referral)?).await?;
    Ok(ReferralFile {
        category: need_row::category(words, &county.standards.pack, &view.row.category),
        timeline: view.events.iter().map(|event| event_told(words, event)).collect(),
        view,
    })
}

pub(super) async fn own(county: &County, who: Asker<'_>) -> Result<Vec<OwnReferralRow>, AskError> {
    let words = county.words(who.language);
    let mut cx = county.cx(who)?;
    let told = |own: OwnReferral| OwnReferralRow {
        category: need_row::category(words, &county.standards.pack, &own.category),
        own,
    };
    Ok(app::list_own_referrals(&mut cx).await?.into_iter().map(told).collect())
}

async fn take(county: &County, who: Asker<'_>, op: OperationId, wish: ReferralMoveWish) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    let wish = MoveReferral { referral_id: id(&wish.referral)?, state_no: wish.state_no, step: wish.step };
    app::move_referral(&mut cx, op.into(), &wish).await?;
    Ok(())
}

/// The referrals of a need, for whoever may list them.
pub(super) async fn of_need(
    county: &County,
    words: Words<'_>,
    cx: &mut Cx<'_>,
    need_id: NeedId,
) -> Result<Vec<ReferralRow>, AskError> {
    if cx.authorise(Act::ListReferrals).is_err() {
        return Ok(Vec::new());
    }
    let found = app::list_referrals_of_need(cx, need_id).await?;
    Ok(found.into_iter().map(|listed| county.referral_row(words, listed)).collect())
}

/// What waits of referrals: silence of which the reader hears, and what their own organisation was asked.
pub(super) async fn due(county: &County, who: Asker<'_>) -> Result<Vec<Duty>, AskError> {
    let words = county.words(who.language);
    let cx = county.cx(who)?;
    if cx.authorise(Act::ListReferrals).is_err() {
        return Ok(Vec::new());
    }
    let waiting = app::count_referrals(&cx).await?;
    let duty = |(count, title, under, href, state): (u64, &str, &str, &str, DutyState)| {
        let duty = || Duty {
            title: words.with(title, "count", Put::from(shown(count))),
            under: words.say(under),
            href: Some(href.to_owned()),
            state,
        };
        (count > 0).then(duty)
    };
    let silent = (
        waiting.silent,
        "web-home-referrals-silent",
        "web-home-referrals-silent-under",
        "/referrals?due=yes",
        DutyState::Late,
    );
    let asked =
        (waiting.asked, "web-home-referrals-asked", "web-home-referrals-asked-under", "/referrals", DutyState::ToDo);
    Ok([silent, asked].into_iter().filter_map(duty).collect())
}

impl ReferralDesk for County {
    fn referral_choices<'a>(&'a self, who: Asker<'a>, need: &'a str) -> Answer<'a, SendChoices> {
        Box::pin(choices(self, who, need))
    }
    fn send_referral<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: SendWish) -> Answer<'a, SentOn> {
        Box::pin(send(self, who, op, wish))
    }
    fn referral_list<'a>(&'a self, who: Asker<'a>, ask: ReferralsAsk) -> Answer<'a, ReferralsList> {
        Box::pin(list(self, who, ask))
    }
    fn referral_by_code<'a>(&'a self, who: Asker<'a>, code: &'a str) -> Answer<'a, Option<String>> {
        Box::pin(by_code(self, who, code))
    }
    fn referral_file<'a>(&'a self, who: Asker<'a>, referral: &'a str) -> Answer<'a, ReferralFile> {
        Box::pin(file(self, who, referral))
    }
    fn own_referrals<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<OwnReferralRow>> {
        Box::pin(own(self, who))
    }
    fn move_referral<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: ReferralMoveWish) -> Answer<'a, ()> {
        Box::pin(take(self, who, op, wish))
    }
}
