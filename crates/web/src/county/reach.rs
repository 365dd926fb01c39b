//! Whom and what we have not reached, over the app's use cases; the yearly recheck stands in `rechecks`, behind the same desk.

use guanai_app::reach::{self as app, GapRow, HelpRow, ReachAsk, ReachError, ReachNames, ReachOverview};
use guanai_app::rechecks::DraftRecheck;
use guanai_casework::{RecheckMove, Urgency};
use guanai_kernel::civil::days_between;
use guanai_kernel::{Date, Guarantee};
use guanai_scheme::Answer as Found;

use super::{County, id, need_row, rechecks};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::page::Pager;
use crate::reach::desk::Say;
use crate::reach::{
    GapView, GivenAsk, GivenView, HelpView, HonoursAsk, HonoursView, ListAsk, MeasureView, ReachDesk, ReachListView,
    Saved, WaitingNeed,
};
use crate::rechecks::{RecheckAsk, RecheckList, RecheckPersonView, RecheckView};

impl From<ReachError> for AskError {
    fn from(error: ReachError) -> Self {
        match error {
            ReachError::Denied(error) => error.into(),
            ReachError::NotFound => Self::NotFound,
            ReachError::Population(error) => error.into(),
            ReachError::Store(error) => error.into(),
        }
    }
}

impl County {
    /// After how long somebody counts as not reached: for whom, and how often they are to be seen.
    fn reach_terms(&self, who: Asker<'_>, terms: &[app::Term]) -> Vec<String> {
        let (words, pack) = (self.words(who.language), &self.standards.pack);
        let rules = pack.guarantees().standard(Guarantee::Visit).map(|standard| &standard.rules);
        let told = terms.iter().filter_map(|term| rules?.get(term.rule)).map(|rule| {
            let classes = rule.classes.iter().filter_map(|id| pack.classes().get(pack.class_index(id)?));
            let classes: Vec<String> = classes.map(|class| class.name.get(words.lang).to_owned()).collect();
            let whom = if classes.is_empty() { words.say("web-reach-everybody-else") } else { words.listed(&classes) };
            format!("{whom}{}{}", words.say("web-colon"), rule.name.get(words.lang))
        });
        told.collect()
    }

    pub(super) fn class_name(&self, who: Asker<'_>, class: usize) -> String {
        let found = self.standards.pack.classes().get(class);
        found.map(|class| class.name.get(super::words::lang(who.language)).to_owned()).unwrap_or_default()
    }

    fn gap_told(&self, who: Asker<'_>, row: &GapRow) -> GapView {
        let (words, pack) = (self.words(who.language), &self.standards.pack);
        let measures = row.measures.iter().filter_map(|open| {
            let measure = pack.measures().get(open.measure)?;
            Some(MeasureView {
                id: measure.id.clone(),
                name: measure.name.get(words.lang).to_owned(),
                holds: matches!(open.told.answer, Found::Holds(_)),
                ask: open.ask.first().cloned(),
            })
        });
        let classes = row.classes.iter().map(|class| self.class_name(who, *class)).collect();
        GapView { classes, measures: measures.collect(), row: row.clone() }
    }

    fn help_told(&self, who: Asker<'_>, row: &HelpRow, today: Date) -> HelpView {
        let (words, pack) = (self.words(who.language), &self.standards.pack);
        let needs = row.needs.iter().map(|need| WaitingNeed {
            id: need.need_id.to_string(),
            category: match need.category.as_deref() {
                Some(code) => need_row::category(words, pack, code),
                None => words.say("web-unknown"),
            },
            urgency: need.urgency.map_or("unknown", Urgency::code),
            stated_on: need.stated_on,
            days: days_between(need.stated_on, today).max(0),
        });
        let classes = row.classes.iter().map(|class| self.class_name(who, *class)).collect();
        HelpView { classes, needs: needs.collect(), row: row.clone() }
    }
}

async fn board(county: &County, who: Asker<'_>) -> Result<ReachOverview, AskError> {
    let standing = county.standing().await?;
    let mut cx = county.cx(who)?;
    Ok(app::read_reach(&mut cx, &standing).await?)
}

async fn list(county: &County, who: Asker<'_>, ask: ListAsk) -> Result<ReachListView, AskError> {
    let standing = county.standing().await?;
    let words = county.words(who.language);
    let wish = ReachAsk {
        list: ask.list,
        organization_id: ask.organization.as_deref().map(id).transpose()?,
        own: ask.own,
        page: u64::try_from(ask.page).unwrap_or(u64::MAX),
        lang: words.lang,
    };
    let mut cx = county.cx(who)?;
    let page = app::list_reach(&mut cx, &standing, wish).await?;
    let reason = |code: &str| {
        let found = county.standards.pack.guarantees().exemptions.iter().find(|reason| reason.code == code);
        found.map_or_else(|| code.to_owned(), |reason| reason.name.get(words.lang).to_owned())
    };
    let (gaps, reasons) = match &page.names {
        Some(ReachNames::Gaps(rows)) => (rows.iter().map(|row| county.gap_told(who, row)).collect(), Vec::new()),
        Some(ReachNames::Unreached(one)) => (Vec::new(), one.asked_not.iter().map(|row| reason(&row.reason)).collect()),
        Some(ReachNames::Helped(_)) | None => (Vec::new(), Vec::new()),
    };
    let helped = match &page.names {
        Some(ReachNames::Helped(rows)) => rows.iter().map(|row| county.help_told(who, row, page.as_of)).collect(),
        _ => Vec::new(),
    };
    Ok(ReachListView {
        terms: county.reach_terms(who, &page.terms),
        classes: page.classes.iter().map(|class| (county.class_name(who, class.class), *class)).collect(),
        gaps,
        helped,
        reasons,
        pager: Pager::of(page.total_names, wish.page, app::PAGE),
        page,
    })
}

async fn given(county: &County, who: Asker<'_>, ask: GivenAsk) -> Result<GivenView, AskError> {
    let standing = county.standing().await?;
    let wish = app::GivenAsk { organization_id: ask.organization.as_deref().map(id).transpose()?, own: ask.own };
    let mut cx = county.cx(who)?;
    let page = app::read_given(&mut cx, &standing, wish).await?;
    Ok(GivenView {
        classes: page.classes.iter().map(|(class, share)| (county.class_name(who, *class), *share)).collect(),
        alone_percent: county.standards.pack.reach().material_alone_percent,
        page,
    })
}

async fn honours(county: &County, who: Asker<'_>, ask: HonoursAsk) -> Result<HonoursView, AskError> {
    let organization_id = ask.organization.as_deref().map(id).transpose()?;
    let year = match &ask.year {
        Some(year) => Some(year.parse().map_err(|_| AskError::NotFound)?),
        None => None,
    };
    let mut cx = county.cx(who)?;
    let page = app::read_honours(&mut cx, app::HonoursAsk { organization_id, own: ask.own, year }).await?;
    let words = county.words(who.language);
    let measures = page.honours.iter().filter_map(|(at, share)| {
        let measure = county.standards.pack.measures().get(*at)?;
        Some((*at, measure.id.clone(), measure.name.get(words.lang).to_owned(), *share))
    });
    Ok(HonoursView { measures: measures.collect(), page })
}

impl ReachDesk for County {
    fn reach<'a>(&'a self, who: Asker<'a>) -> Answer<'a, ReachOverview> {
        Box::pin(board(self, who))
    }
    fn reach_list<'a>(&'a self, who: Asker<'a>, ask: ListAsk) -> Answer<'a, ReachListView> {
        Box::pin(list(self, who, ask))
    }
    fn given<'a>(&'a self, who: Asker<'a>, ask: GivenAsk) -> Answer<'a, GivenView> {
        Box::pin(given(self, who, ask))
    }
    fn honours<'a>(&'a self, who: Asker<'a>, ask: HonoursAsk) -> Answer<'a, HonoursView> {
        Box::pin(honours(self, who, ask))
    }
    fn rechecks<'a>(&'a self, who: Asker<'a>) -> Answer<'a, RecheckList> {
        Box::pin(rechecks::list(self, who))
    }
    fn draft_recheck<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: DraftRecheck) -> Answer<'a, Saved> {
        Box::pin(rechecks::draft(self, who, op, wish))
    }
    fn recheck<'a>(&'a self, who: Asker<'a>, ask: RecheckAsk) -> Answer<'a, RecheckView> {
        Box::pin(rechecks::file(self, who, ask))
    }
    fn move_recheck<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        recheck: &'a str,
        step: RecheckMove,
    ) -> Answer<'a, ()> {
        Box::pin(rechecks::take(self, who, op, recheck, step))
    }
    fn recheck_person<'a>(
        &'a self,
        who: Asker<'a>,
        recheck: &'a str,
        person: &'a str,
    ) -> Answer<'a, RecheckPersonView> {
        Box::pin(rechecks::person(self, who, recheck, person))
    }
    fn say_of_recheck<'a>(&'a self, who: Asker<'a>, op: OperationId, say: Say) -> Answer<'a, Saved> {
        Box::pin(rechecks::say(self, who, op, say))
    }
}
