//! Sponsorships over the app's use cases.

use guanai_app::Act;
use guanai_app::sponsorships::{
    self as app, CarrySponsorship, CarrySponsorshipError, ListSponsorships, ListSponsorshipsError, RecordSponsorship,
    RecordSponsorshipError,
};
use guanai_casework::SponsorshipError;
use guanai_i18n::Put;

use super::{County, id};
use crate::home::{Duty, DutyState};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Pager, shown};
use crate::sponsorships::{
    CarryWish, GuardianFace, SponsorWish, SponsorshipDesk, SponsorshipFile, SponsorshipsAsk, SponsorshipsList,
};

impl From<ListSponsorshipsError> for AskError {
    fn from(error: ListSponsorshipsError) -> Self {
        match error {
            ListSponsorshipsError::Denied(error) => error.into(),
            ListSponsorshipsError::NotFound => Self::NotFound,
            ListSponsorshipsError::Store(error) => error.into(),
        }
    }
}

impl From<RecordSponsorshipError> for AskError {
    fn from(error: RecordSponsorshipError) -> Self {
        Self::Refused(match error {
            RecordSponsorshipError::Denied(error) => return error.into(),
            RecordSponsorshipError::NotFound => return Self::NotFound,
            RecordSponsorshipError::Operation(error) => return error.into(),
            RecordSponsorshipError::Store(error) => return error.into(),
            RecordSponsorshipError::Recused => "web-refused-pair-recused",
            RecordSponsorshipError::HasOne => "web-refused-sponsorship-has-one",
            RecordSponsorshipError::Names | RecordSponsorshipError::Sponsorship(_) => {
                "web-refused-sponsorship-incomplete"
            }
        })
    }
}

impl From<CarrySponsorshipError> for AskError {
    fn from(error: CarrySponsorshipError) -> Self {
        Self::Refused(match error {
            CarrySponsorshipError::Denied(error) => return error.into(),
            CarrySponsorshipError::NotFound => return Self::NotFound,
            CarrySponsorshipError::Operation(error) => return error.into(),
            CarrySponsorshipError::Store(error) => return error.into(),
            CarrySponsorshipError::Stale => "web-refused-sponsorship-stale",
            CarrySponsorshipError::NotYours | CarrySponsorshipError::Sponsorship(SponsorshipError::Over) => {
                "web-refused-sponsorship-over"
            }
            CarrySponsorshipError::Words | CarrySponsorshipError::Sponsorship(_) => {
                "web-refused-sponsorship-incomplete"
            }
        })
    }
}

async fn guardian(county: &County, who: Asker<'_>, person: &str) -> Result<GuardianFace, AskError> {
    let mut cx = county.cx(who)?;
    let name = app::open_sponsorship_form(&mut cx, id(person)?).await?;
    Ok(GuardianFace { person: person.to_owned(), name })
}

async fn record(county: &County, who: Asker<'_>, op: OperationId, wish: SponsorWish) -> Result<String, AskError> {
    let mut cx = county.cx(who)?;
    let wish = RecordSponsorship {
        person_id: id(&wish.person)?,
        child_name: wish.child,
        stage: wish.stage,
        graduates_on: wish.graduates_on,
        sponsor_kind: wish.kind,
        sponsor_name: wish.sponsor,
        yearly_fen: wish.yearly.fen(),
        from_on: wish.from_on,
        until_on: wish.until_on,
        consent_manner: wish.consent_manner,
        consent_on: wish.consent_on,
        consent_until_on: wish.consent_until_on,
    };
    Ok(app::record_sponsorship(&mut cx, op.into(), &wish).await?.to_string())
}

async fn list(county: &County, who: Asker<'_>, ask: SponsorshipsAsk) -> Result<SponsorshipsList, AskError> {
    let standing = county.standing().await?;
    let wish = ListSponsorships {
        organization_id: ask.organization.as_deref().map(id).transpose()?,
        with_stopped: ask.stopped,
        is_due: ask.due,
        page: u64::try_from(ask.page).unwrap_or(u64::MAX),
    };
    let mut cx = county.cx(who)?;
    let page = app::list_sponsorships(&mut cx, &wish).await?;
    Ok(SponsorshipsList {
        rows: page.rows,
        pager: Pager::of(page.total, page.page, app::PAGE),
        organizations: County::organization_choices(who, &standing, wish.organization_id),
    })
}

async fn file(county: &County, who: Asker<'_>, sponsorship: &str) -> Result<SponsorshipFile, AskError> {
    let mut cx = county.cx(who)?;
    Ok(SponsorshipFile { view: app::read_sponsorship(&mut cx, id(sponsorship)?).await? })
}

async fn carry(county: &County, who: Asker<'_>, op: OperationId, wish: CarryWish) -> Result<(), AskError> {
    let mut cx = county.cx(who)?;
    let wish = CarrySponsorship { sponsorship_id: id(&wish.sponsorship)?, state_no: wish.state_no, step: wish.step };
    app::carry_sponsorship(&mut cx, op.into(), &wish).await?;
    Ok(())
}

/// What waits of sponsorships: those that are to be looked at.
pub(super) async fn due(county: &County, who: Asker<'_>) -> Result<Vec<Duty>, AskError> {
    let words = county.words(who.language);
    let cx = county.cx(who)?;
    // Whoever reads no names looks at nobody.
    if cx.authorise(Act::KeepSponsorship).is_err() || cx.actor.scope.is_none() {
        return Ok(Vec::new());
    }
    let count = app::count_sponsorships_due(&cx).await?;
    let duty = || Duty {
        title: words.with("web-home-sponsorships", "count", Put::from(shown(count))),
        under: words.say("web-home-sponsorships-under"),
        href: Some("/sponsorships?due=yes".to_owned()),
        state: DutyState::ToDo,
    };
    Ok((count > 0).then(duty).into_iter().collect())
}

impl SponsorshipDesk for County {
    fn guardian<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, GuardianFace> {
        Box::pin(guardian(self, who, person))
    }
    fn record_sponsorship<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: SponsorWish) -> Answer<'a, String> {
        Box::pin(record(self, who, op, wish))
    }
    fn sponsorship_list<'a>(&'a self, who: Asker<'a>, ask: SponsorshipsAsk) -> Answer<'a, SponsorshipsList> {
        Box::pin(list(self, who, ask))
    }
    fn sponsorship_file<'a>(&'a self, who: Asker<'a>, sponsorship: &'a str) -> Answer<'a, SponsorshipFile> {
        Box::pin(file(self, who, sponsorship))
    }
    fn carry_sponsorship<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: CarryWish) -> Answer<'a, ()> {
        Box::pin(carry(self, who, op, wish))
    }
}
