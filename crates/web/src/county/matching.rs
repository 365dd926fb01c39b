//! Saved runs of the matching over the app's use cases: codes and numbers become words.

mod change;

use std::collections::BTreeMap;

use guanai_app::matching::{
    HelperFace, HelperLine, LineState, ListedRun, PAGE, ReadRun, ReadRunError, RunHelpers, RunLine, RunMatching,
    RunMatchingError, list_matching_runs, read_matching_run, read_run_helpers, run_matching,
};
use guanai_app::pairing::{PairingError, Unsuited};
use guanai_casework::{Finding, FindingKind, Lack, ProposedPair, RunSince, RunWall};
use guanai_i18n::Put;
use guanai_kernel::ids::MatchingRunId;
use guanai_scheme::Pack;

use super::words::Words;
use super::{County, id, need_row, needs};
use crate::matching::{
    ChangeFile, ChangeWish, HelperRow, HelperView, LineView, MatchingDesk, RecruitView, RunAsk, RunRow, RunTab,
    RunView, RunsList, SinceView, WallView, Walls, Weighed,
};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::page::{Choice, Pager, shown};
use crate::revisions::Bars;

impl From<ReadRunError> for AskError {
    fn from(error: ReadRunError) -> Self {
        match error {
            ReadRunError::Denied(error) => error.into(),
            ReadRunError::NotFound => Self::NotFound,
            ReadRunError::Store(error) => error.into(),
        }
    }
}

impl From<RunMatchingError> for AskError {
    fn from(error: RunMatchingError) -> Self {
        match error {
            RunMatchingError::Denied(error) => error.into(),
            RunMatchingError::Operation(error) => error.into(),
            RunMatchingError::Population(error) => error.into(),
            RunMatchingError::Pairing(PairingError::Store(error)) | RunMatchingError::Store(error) => error.into(),
            error @ (RunMatchingError::Pairing(_) | RunMatchingError::Broken) => Self::Broken(error.to_string()),
        }
    }
}

fn row(words: Words<'_>, listed: ListedRun) -> RunRow {
    let ListedRun { run, counts, by, organization, revises } = listed;
    RunRow {
        since: run.since.filter(|_| counts.is_some()).map(|since| otherwise(words, &since)),
        id: run.run_id.to_string(),
        no: run.no,
        as_of: run.as_of,
        at: run.ran.at,
        by,
        organization,
        standards: run.standards,
        revises,
        counts,
    }
}

/// What is otherwise than in the run before, in words.
fn otherwise(words: Words<'_>, since: &RunSince) -> SinceView {
    let count = |count: u64| Put::from(shown(count));
    let no = since.no.to_string();
    let values = [("no", Put::from(&no)), ("kept", count(since.kept)), ("fresh", count(since.fresh))];
    let gone = since.gone.iter().map(|(why, gone)| {
        let key = match why.as_str() {
            "need-arranged" | "need-over" | "offer-over" | "moved" => format!("matching-gone-{why}"),
            failure => format!("fails-{failure}"),
        };
        words.with2("matching-gone", ("count", count(*gone)), ("why", Put::from(&words.say(&key))))
    });
    let key = if since.is_anew { "matching-since-anew" } else { "matching-since" };
    SinceView { said: words.texts.text(key, &values), gone: gone.collect() }
}

async fn list(county: &County, who: Asker<'_>, page: usize) -> Result<RunsList, AskError> {
    let mut cx = county.cx(who)?;
    let found = list_matching_runs(&mut cx, u64::try_from(page).unwrap_or(u64::MAX)).await?;
    let pager = Pager::of(found.total, found.page, PAGE);
    Ok(RunsList { rows: found.rows.into_iter().map(|listed| row(county.words(who.language), listed)).collect(), pager })
}

async fn run(county: &County, who: Asker<'_>, op: OperationId) -> Result<String, AskError> {
    let mut cx = county.cx(who)?;
    let as_of = cx.now.day_in_china();
    let run: MatchingRunId = run_matching(&mut cx, op.into(), RunMatching { as_of }).await?;
    Ok(run.to_string())
}

async fn show(county: &County, who: Asker<'_>, ask: RunAsk) -> Result<RunView, AskError> {
    let mut cx = county.cx(who)?;
    let on = cx.now.day_in_china();
    let kind = match ask.tab {
        RunTab::Lines(kind) => kind,
        RunTab::Helpers | RunTab::Recruits | RunTab::Walls => FindingKind::Proposed,
    };
    let wish = ReadRun {
        run_id: id(&ask.run)?,
        kind,
        category: ask.category,
        township: ask.township,
        offer_id: ask.offer.as_deref().map(id).transpose()?,
        page: u64::try_from(ask.page).unwrap_or(u64::MAX),
    };
    let (found, helpers) = if ask.tab == RunTab::Helpers {
        let RunHelpers { run, rows } = read_run_helpers(&mut cx, on, &wish).await?;
        (run, rows)
    } else {
        (read_matching_run(&mut cx, on, &wish).await?, Vec::new())
    };
    let telling = Telling { words: county.words(who.language), pack: &county.standards.pack };
    let run = &found.listed.run;
    let recruits = run.recruits.iter().map(|recruit| RecruitView {
        category: telling.category(&recruit.category),
        township: recruit.township.clone(),
        serves: recruit.serves,
        unmet: recruit.unmet,
    });
    Ok(RunView {
        lines: found.lines.iter().map(|(kind, count)| (*kind, *count)).collect(),
        categories: needs::categories(telling.words, telling.pack),
        townships: found.townships.iter().map(|name| Choice { code: name.clone(), name: name.clone() }).collect(),
        helpers: found.helpers,
        rows: found.rows.iter().map(|line| telling.line(line)).collect(),
        helper_rows: helpers.iter().map(|row| telling.helper_row(row)).collect(),
        pager: Pager::of(found.total, found.page, PAGE),
        recruits: recruits.collect(),
        walls: telling.walls(&run.walls),
        wishes: found.wishes.iter().map(|wish| telling.wish(wish)).collect(),
        may_change: found.may_change,
        row: row(telling.words, found.listed),
    })
}

/// The classes of who is served in the own system, by sharing, and by nobody: what sharing adds is no loss.
const SERVED: [&str; 3] = ["h2", "h4", "h1"];

/// A run, put into words.
struct Telling<'a> {
    words: Words<'a>,
    pack: &'a Pack,
}

impl Telling<'_> {
    fn category(&self, code: &str) -> String {
        need_row::category(self.words, self.pack, code)
    }

    fn helper(&self, face: &HelperFace) -> HelperView {
        let kind = self.words.say(&format!("provider-{}", face.kind.code()));
        let system = face.system.as_ref().map(|code| self.words.say(&format!("web-system-{code}")));
        let kind = self.words.joined(&std::iter::once(kind).chain(system).collect::<Vec<_>>());
        HelperView { offer: face.offer_id.to_string(), name: face.name.clone(), kind }
    }

    fn helper_row(&self, row: &HelperLine) -> HelperRow {
        let words = self.words;
        let counted = |name: String, count: u64| {
            words.with2("matching-helper-of", ("name", Put::from(&name)), ("count", Put::from(shown(count))))
        };
        let kinds = row.categories.iter().map(|(code, count)| counted(self.category(code), *count));
        let sharing = Some(row.by_sharing).filter(|count| *count > 0);
        let sharing = sharing.map(|count| counted(words.say("matching-only-by-sharing"), count));
        let rules = row.rules.iter().map(|(rule, count)| counted(words.say(&format!("pair-{rule}")), *count));
        HelperRow {
            helper: self.helper(&row.helper),
            proposed: row.proposed,
            left: row.helper.left,
            stays: row.stays,
            kinds: kinds.collect(),
            reasons: rules.chain(sharing).collect(),
        }
    }

    fn line(&self, line: &RunLine) -> LineView {
        let (reasons, besides) = match &line.result.finding {
            Finding::Proposed(_, pair) => self.proposed(line, pair),
            Finding::Unmet(lack) => self.unmet(line, lack),
            Finding::WithoutCategory => (
                vec![self.words.say("unmet-without-category")],
                Some(self.words.say("matching-remedy-without-category")),
            ),
        };
        LineView {
            need: line.need.need_id.to_string(),
            person: line.need.person_id.to_string(),
            name: line.need.name.clone(),
            organization: line.need.organization.clone().unwrap_or_else(|| self.words.say("web-organization-nowhere")),
            category: line.result.category.as_deref().map(|code| self.category(code)),
            urgency: need_row::urgency(line.need.urgency),
            helper: line.helper.as_ref().map(|face| self.helper(face)),
            reasons,
            besides,
            state: line.state,
        }
    }

    /// Why this one: the rules that applied; then who would come next and how much less well they fit.
    fn proposed(&self, line: &RunLine, pair: &ProposedPair) -> (Vec<String>, Option<String>) {
        let words = self.words;
        let mut reasons: Vec<String> = pair.parts.iter().map(|(rule, _)| words.say(&format!("pair-{rule}"))).collect();
        reasons.push(words.with("pair-among", "count", Put::from(shown(pair.candidates))));
        if let Some(helper) = line.helper.as_ref().filter(|helper| helper.left > 0 && line.state == LineState::Waits) {
            reasons.push(words.with("matching-left", "count", Put::from(shown(helper.left))));
        }
        if pair.is_by_sharing {
            reasons.push(words.say("matching-only-by-sharing"));
        }
        let Some(next) = &pair.next_best else { return (reasons, Some(words.say("matching-nobody-next"))) };
        let name = line.next.as_ref().map(|face| face.name.clone()).unwrap_or_default();
        let key = match (next.more, next.is_free) {
            (0, true) => "matching-next-as-good",
            (_, true) => "matching-next-free",
            (_, false) => "matching-next-taken",
        };
        let next = words.with2(key, ("name", Put::from(&name)), ("more", Put::from(next.more)));
        (reasons, Some(next))
    }

    /// Why nobody, and what would make it possible.
    fn unmet(&self, line: &RunLine, lack: &Lack) -> (Vec<String>, Option<String>) {
        let words = self.words;
        let count = ("count", Put::from(shown(lack.count)));
        let names: Vec<String> = line.taken.iter().map(|face| face.name.clone()).collect();
        let names = words.listed(&names);
        let detail = match lack.why.as_str() {
            "outside-area" | "behind-walls" => words.texts.text("unmet-detail-elsewhere", &[count]),
            "consent-missing" => words.texts.text("unmet-detail-consent", &[count]),
            "helpers-not-ready" => words.texts.text("unmet-detail-not-ready", &[count]),
            "only-barred" | "ruled-out" => words.texts.text("unmet-detail-barred", &[count]),
            "capacity-taken" => {
                let urgent = ("urgent", Put::from(shown(lack.more_urgent)));
                words.texts.text("unmet-detail-taken", &[count, urgent, ("names", Put::from(&names))])
            }
            "helper-full" | "system-full" => {
                words.texts.text(&format!("unmet-detail-{}", lack.why), &[count, ("names", Put::from(&names))])
            }
            "all-expired" => lack
                .last_expired_on
                .map(|day| words.with("unmet-detail-expired", "date", Put::from(&words.day(day))))
                .unwrap_or_default(),
            why if Unsuited::ALL.iter().any(|unsuited| unsuited.code() == why) => {
                words.texts.text("unmet-detail-barred", &[count])
            }
            _ => String::new(),
        };
        let reason = format!("{}{detail}", words.say(&format!("unmet-{}", lack.why)));
        (vec![reason], Some(words.say(&format!("matching-remedy-{}", lack.why))))
    }

    fn walls(&self, walls: &[RunWall]) -> Walls {
        let words = self.words;
        let township = |name: &Option<String>| name.clone().unwrap_or_else(|| words.say("matching-township-unknown"));
        let mut by_township: BTreeMap<String, [u64; 3]> = BTreeMap::new();
        for wall in walls {
            let [own, shared, nobody] = by_township.entry(township(&wall.township)).or_default();
            // A kind of which walls would serve more counts as served in its own system as far as it is served at all.
            *own += wall.walled.min(wall.open);
            *shared += wall.open.saturating_sub(wall.walled);
            *nobody += wall.needs.saturating_sub(wall.open);
        }
        let mut bars: Vec<_> = by_township.into_iter().collect();
        bars.sort_by(|a, b| (b.1[1], &a.0).cmp(&(a.1[1], &b.0)));
        let bars = bars.into_iter().map(|(name, counts)| {
            let [own, shared, nobody] = counts.map(|count| Put::from(shown(count)));
            let values = [("own", own), ("shared", shared), ("nobody", nobody)];
            (name, words.texts.text("matching-bar-said", &values), counts)
        });
        Walls {
            bars: Bars::of(bars, SERVED),
            rows: walls
                .iter()
                .map(|wall| WallView {
                    category: self.category(&wall.category),
                    township: township(&wall.township),
                    needs: wall.needs,
                    open: wall.open,
                    walled: wall.walled,
                    only_by_sharing: wall.only_by_sharing,
                })
                .collect(),
        }
    }
}

impl MatchingDesk for County {
    fn matching_runs<'a>(&'a self, who: Asker<'a>, page: usize) -> Answer<'a, RunsList> {
        Box::pin(list(self, who, page))
    }
    fn run_matching<'a>(&'a self, who: Asker<'a>, op: OperationId) -> Answer<'a, String> {
        Box::pin(run(self, who, op))
    }
    fn matching_run<'a>(&'a self, who: Asker<'a>, ask: RunAsk) -> Answer<'a, RunView> {
        Box::pin(show(self, who, ask))
    }
    fn run_change<'a>(&'a self, who: Asker<'a>, run: &'a str, need: &'a str) -> Answer<'a, ChangeFile> {
        Box::pin(change::read(self, who, run, need))
    }
    fn weigh_change<'a>(&'a self, who: Asker<'a>, wish: &'a ChangeWish) -> Answer<'a, Weighed> {
        Box::pin(change::weigh(self, who, wish))
    }
    fn revise_run<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: &'a ChangeWish) -> Answer<'a, String> {
        Box::pin(change::revise(self, who, op, wish))
    }
}
