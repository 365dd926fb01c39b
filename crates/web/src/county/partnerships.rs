//! The pages of agreements between organisations over the app.

use guanai_app::Act;
use guanai_app::organizations::read_organization;
use guanai_app::partnerships::{self as app, PartnershipsError, StateSettlement, StrikeDeed, WishPartner};
use guanai_casework::PartnershipError;
use guanai_i18n::Put;
use guanai_kernel::civil::add_days;
use guanai_kernel::{Coordinates, Settlement};

use super::words::Words;
use super::{County, id};
use crate::home::{Duty, DutyState};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Choice, Pager, shown};
use crate::partnerships::desk::{ListAsk, PartnershipChoices, PartnershipFile, PartnershipList, SettlementFile};
use crate::partnerships::proposals::{ProposalRow, ProposalsFile};
use crate::partnerships::wish::{SentWish, WishFile};
use crate::partnerships::{
    MovePartnership, PartnershipDesk, PartnershipStep, PartnershipTerms, PartnershipsAsk, ProposePartnership,
    RecordDeed, SideTerms,
};

impl From<PartnershipsError> for AskError {
    fn from(error: PartnershipsError) -> Self {
        Self::Refused(match error {
            PartnershipsError::Denied(error) => return error.into(),
            PartnershipsError::NotFound => return Self::NotFound,
            PartnershipsError::Operation(error) => return error.into(),
            PartnershipsError::Store(error) => return error.into(),
            PartnershipsError::Kind => "web-refused-partnership-kind",
            PartnershipsError::NoPartner => "web-refused-partnership-no-partner",
            PartnershipsError::Above => "web-refused-partnership-above",
            PartnershipsError::SideUnknown { .. } => "web-refused-partnership-side-unknown",
            PartnershipsError::SameSide => "web-refused-partnership-same-side",
            PartnershipsError::Open => "web-refused-partnership-open",
            PartnershipsError::Match(_) => "web-refused-partnership-match",
            PartnershipsError::NotOwnSide => "web-refused-partnership-not-own-side",
            PartnershipsError::Partnership(error) => match error {
                PartnershipError::Itself => "web-refused-partnership-itself",
                PartnershipError::OwnHand | PartnershipError::NotOwnHand => "web-refused-partnership-own-hand",
                PartnershipError::Day => "web-refused-partnership-day",
                PartnershipError::Unlawful { .. }
                | PartnershipError::AgreedAlready
                | PartnershipError::NoTask
                | PartnershipError::DoneAlready => "web-refused-partnership-move",
                PartnershipError::Nothing
                | PartnershipError::Days
                | PartnershipError::Words
                | PartnershipError::Tasks => "web-refused-partnership-typed",
            },
            PartnershipsError::Words | PartnershipsError::Purse => "web-refused-partnership-typed",
        })
    }
}

/// What of agreements waits for somebody on their first page.
pub(super) async fn due(county: &County, who: Asker<'_>) -> Result<Vec<Duty>, AskError> {
    let words = county.words(who.language);
    let cx = county.cx(who)?;
    // Whoever is above reads the list; told are those who answer for a side.
    if cx.authorise(Act::KeepPartnership).is_err() || cx.actor.scope.is_none() {
        return Ok(Vec::new());
    }
    let count = app::count_partnerships_due(&cx).await?;
    let duty = || Duty {
        title: words.with("web-home-partnerships", "count", Put::from(shown(count))),
        under: words.say("web-home-partnerships-under"),
        href: Some("/partnerships".to_owned()),
        state: DutyState::ToDo,
    };
    Ok((count > 0).then(duty).into_iter().collect())
}

impl County {
    /// The kinds of the standards, by code.
    fn partnership_kinds(&self, words: Words<'_>) -> Vec<Choice> {
        let rules = self.standards.pack.matching().partnership.as_ref();
        let kinds = rules.map(|rules| rules.kinds.as_slice()).unwrap_or_default().iter();
        kinds.map(|kind| Choice { code: kind.code.clone(), name: kind.name.get(words.lang).to_owned() }).collect()
    }
}

/// What a code is called; the code where the standards know it no more.
fn called(choices: &[Choice], code: &str) -> String {
    choices.iter().find(|choice| choice.code == code).map_or_else(|| code.to_owned(), |choice| choice.name.clone())
}

async fn list(county: &County, who: Asker<'_>, ask: &ListAsk) -> Result<PartnershipList, AskError> {
    let kinds = county.partnership_kinds(county.words(who.language));
    let page = u64::try_from(ask.page.max(1)).unwrap_or(1);
    let organization_id = ask.organization.as_deref().map(id).transpose()?;
    let asked = PartnershipsAsk { organization_id, is_over: ask.over, is_due: ask.due, page };
    let found = app::list_partnerships(&mut county.cx(who)?, &asked).await?;
    let rows = found.rows.into_iter().map(|row| {
        let kind = called(&kinds, &row.partnership.terms.kind);
        (row, kind)
    });
    Ok(PartnershipList {
        rows: rows.collect(),
        pager: Pager::of(found.total, page, app::PAGE_ROWS),
        may_propose: found.may_propose && !kinds.is_empty(),
    })
}

async fn file(county: &County, who: Asker<'_>, partnership: &str) -> Result<PartnershipFile, AskError> {
    let words = county.words(who.language);
    let view = app::read_partnership(&mut county.cx(who)?, id(partnership)?).await?;
    let purses = county.standards.pack.manifest().purses.iter();
    let purses = purses.map(|purse| Choice { code: purse.id.clone(), name: purse.name.get(words.lang).to_owned() });
    let kind = called(&county.partnership_kinds(words), &view.partnership.terms.kind);
    Ok(PartnershipFile { kind, purses: purses.collect(), view })
}

async fn choices(county: &County, who: Asker<'_>, one: Option<String>) -> Result<PartnershipChoices, AskError> {
    let kinds = county.partnership_kinds(county.words(who.language));
    let rules = county.standards.pack.matching().partnership.as_ref();
    // Whoever has a scope begins with their own organisation.
    let one = match one.as_deref().or(who.session.scope.as_deref()) {
        Some(one) => {
            let found = read_organization(&mut county.cx(who)?, Some(id(one)?), None).await?;
            Some((found.organization.name, found.organization.secretary_name))
        }
        None => None,
    };
    Ok(PartnershipChoices { one, kinds, review_after_days: rules.map_or(0, |rules| rules.review_after_days) })
}

async fn settlement(county: &County, who: Asker<'_>, organization: &str) -> Result<SettlementFile, AskError> {
    let found = read_organization(&mut county.cx(who)?, Some(id(organization)?), None).await?.organization;
    Ok(SettlementFile {
        id: found.organization_id.to_string(),
        stated: found.settlement,
        by_system: found.system.settlement(),
        coordinates: found.coordinates,
        name: found.name,
    })
}

async fn wish(county: &County, who: Asker<'_>, organization: &str) -> Result<WishFile, AskError> {
    let words = county.words(who.language);
    let own = app::read_wish(&mut county.cx(who)?, id(organization)?).await?;
    let pack = &county.standards.pack;
    let rules = pack.matching().partnership.as_ref();
    let is_across = |kind: &Choice| rules.and_then(|rules| rules.kind(&kind.code)).is_some_and(|kind| kind.is_across);
    let categories = pack.needs().iter();
    let categories =
        categories.map(|need| Choice { code: need.code.clone(), name: need.name.get(words.lang).to_owned() });
    let kinds = county.partnership_kinds(words).into_iter().filter(is_across).collect();
    Ok(WishFile { own, kinds, categories: categories.collect() })
}

impl County {
    /// Categories in words, one after another.
    fn categories(&self, words: Words<'_>, codes: &[String]) -> String {
        let named = codes.iter().map(|code| {
            let found = self.standards.pack.need_category(code);
            found.map_or_else(|| code.clone(), |need| need.name.get(words.lang).to_owned())
        });
        words.joined(&named.collect::<Vec<_>>())
    }
}

async fn proposals(county: &County, who: Asker<'_>) -> Result<ProposalsFile, AskError> {
    let words = county.words(who.language);
    let kinds = county.partnership_kinds(words);
    let found = app::match_partners(&mut county.cx(who)?).await?;
    let pairs = found.pairs.into_iter().map(|pair| ProposalRow {
        kind: called(&kinds, &pair.kind),
        to_country: county.categories(words, &pair.to_country),
        to_town: county.categories(words, &pair.to_town),
        pair,
    });
    let alone = found.alone.into_iter().map(|(partner, kind, why)| (partner, called(&kinds, &kind), why));
    Ok(ProposalsFile { pairs: pairs.collect(), alone: alone.collect() })
}

/// The agreement of a pair that is still proposed: a year from today, each promising what the other asks for.
async fn propose_matched(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    kind: &str,
    (rural, town): (&str, &str),
) -> Result<String, AskError> {
    let words = county.words(who.language);
    let is_it =
        |row: &ProposalRow| row.pair.kind == kind && row.pair.country.code == rural && row.pair.town.code == town;
    let found = proposals(county, who).await?.pairs.into_iter().find(is_it);
    let mut cx = county.cx(who)?;
    let Some(row) = found else {
        let done = app::find_own_proposal(&cx, kind, (rural, town)).await?;
        let done = done.ok_or(AskError::Refused("web-refused-partnership-stale"))?;
        return Ok(done.to_string());
    };
    let today = cx.now.day_in_china();
    let review = county.standards.pack.matching().partnership.as_ref().map_or(0, |rules| rules.review_after_days);
    let on = |days: u32| i32::try_from(days).ok().and_then(|days| add_days(today, days)).unwrap_or(today);
    let side = |gives: &str, partner: &app::Partner| SideTerms {
        duties: if gives.is_empty() {
            words.say("web-partner-duty-open")
        } else {
            words.with("web-partner-duty-gives", "what", Put::from(gives))
        },
        contact: partner.secretary.clone().unwrap_or_else(|| words.say("web-partner-secretary")),
    };
    let terms = PartnershipTerms {
        kind: kind.to_owned(),
        from_on: today,
        until_on: on(365),
        review_on: on(review.min(365)),
        one: side(&row.to_country, &row.pair.town),
        other: side(&row.to_town, &row.pair.country),
        tasks: Vec::new(),
        reviewed: None,
    };
    let wish = ProposePartnership { one: town.to_owned(), other: rural.to_owned(), terms };
    Ok(app::propose_partnership(&mut cx, op.into(), &wish).await?.to_string())
}

impl PartnershipDesk for County {
    fn partnerships<'a>(&'a self, who: Asker<'a>, ask: &'a ListAsk) -> Answer<'a, PartnershipList> {
        Box::pin(list(self, who, ask))
    }
    fn partnership<'a>(&'a self, who: Asker<'a>, partnership: &'a str) -> Answer<'a, PartnershipFile> {
        Box::pin(file(self, who, partnership))
    }
    fn partnership_choices<'a>(&'a self, who: Asker<'a>, one: Option<String>) -> Answer<'a, PartnershipChoices> {
        Box::pin(choices(self, who, one))
    }
    fn propose_partnership<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        wish: ProposePartnership,
    ) -> Answer<'a, String> {
        Box::pin(async move { Ok(app::propose_partnership(&mut self.cx(who)?, op.into(), &wish).await?.to_string()) })
    }
    fn move_partnership<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        partnership: &'a str,
        step: PartnershipStep,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let wish = MovePartnership { partnership_id: id(partnership)?, step };
            app::move_partnership(&mut self.cx(who)?, op.into(), &wish).await?;
            Ok(())
        })
    }
    fn record_deed<'a>(&'a self, who: Asker<'a>, op: OperationId, deed: RecordDeed) -> Answer<'a, ()> {
        Box::pin(async move {
            app::record_deed(&mut self.cx(who)?, op.into(), &deed).await?;
            Ok(())
        })
    }
    fn strike_deed<'a>(&'a self, who: Asker<'a>, op: OperationId, deed: &'a str, why: String) -> Answer<'a, ()> {
        Box::pin(async move {
            app::strike_deed(&mut self.cx(who)?, op.into(), &StrikeDeed { deed_id: id(deed)?, why }).await?;
            Ok(())
        })
    }
    fn settlement<'a>(&'a self, who: Asker<'a>, organization: &'a str) -> Answer<'a, SettlementFile> {
        Box::pin(settlement(self, who, organization))
    }
    fn state_settlement<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        organization: &'a str,
        settlement: Option<Settlement>,
        coordinates: Option<Coordinates>,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let wish = StateSettlement { organization_id: id(organization)?, settlement, coordinates };
            app::state_settlement(&mut self.cx(who)?, op.into(), &wish).await?;
            Ok(())
        })
    }
    fn partner_wish<'a>(&'a self, who: Asker<'a>, organization: &'a str) -> Answer<'a, WishFile> {
        Box::pin(wish(self, who, organization))
    }
    fn wish_partner<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        organization: &'a str,
        wish: SentWish,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let SentWish { kind, gives, asks_for, is_open } = wish;
            let wish = WishPartner { organization_id: id(organization)?, kind, gives, asks_for, is_open };
            app::wish_partner(&mut self.cx(who)?, op.into(), &wish).await?;
            Ok(())
        })
    }
    fn partner_proposals<'a>(&'a self, who: Asker<'a>) -> Answer<'a, ProposalsFile> {
        Box::pin(proposals(self, who))
    }
    fn propose_matched<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        kind: &'a str,
        pair: (&'a str, &'a str),
    ) -> Answer<'a, String> {
        Box::pin(propose_matched(self, who, op, kind, pair))
    }
}
