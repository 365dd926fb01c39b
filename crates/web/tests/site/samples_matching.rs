//! Sample data of saved runs of the matching, and the sample office's answers about them.

use guanai_app::matching::LineState;
use guanai_casework::{FindingKind, RunCounts};
use guanai_web::matching::{
    HelperView, LineView, MatchingDesk, RecruitView, RunAsk, RunRow, RunTab, RunView, RunsList, WallView, Walls,
};
use guanai_web::needs::Urgency;
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::page::{Choice, Pager};
use guanai_web::revisions::{Bars, CHANGES};

use crate::office::{SampleOffice, give, samples};
use crate::samples::{NEED, NOW, OFFER, PERSON, Samples, day};

pub const RUN: &str = "01KC0MATCHN00000000000000A";
/// One that is for more than the reader reaches, and empty.
pub const EMPTY_RUN: &str = "01KC0MATCHN00000000000000B";

impl Samples {
    fn run_row(self, run: &str) -> RunRow {
        let counts = RunCounts {
            needs: 48,
            urgent: 6,
            urgent_proposed: 6,
            proposed: 41,
            unmet: 5,
            without_category: 2,
            arranged: 3,
            offers: 60,
            set_aside: 1,
            walled: 32,
            persons: 40,
            persons_walled: 31,
        };
        let is_whole = run == RUN;
        RunRow {
            id: run.to_owned(),
            no: if is_whole { 3 } else { 2 },
            as_of: day(2026, 11, 22),
            at: NOW,
            by: is_whole.then(|| self.w("李文静", "Li Wenjing")),
            organization: (!is_whole).then(|| self.w("柳溪镇党委", "Liuxi township")),
            standards: "2026-1".to_owned(),
            counts: is_whole.then_some(counts),
        }
    }

    fn matched_line(self, state: LineState, kind: FindingKind) -> LineView {
        let helper = (kind == FindingKind::Proposed).then(|| HelperView {
            offer: OFFER.to_owned(),
            name: self.w("赵小军", "Zhao Xiaojun"),
            kind: self.w("党员，机关事业", "Party member, institution"),
        });
        LineView {
            need: NEED.to_owned(),
            person: PERSON.to_owned(),
            name: self.w("周桂兰", "Zhou Guilan"),
            organization: self.w("杨柳村党支部", "Yangliu village branch"),
            category: (kind != FindingKind::WithoutCategory).then(|| self.w("陪同就医", "Company to the doctor")),
            urgency: Urgency::Urgent,
            helper,
            reasons: vec![
                self.w("就在本乡镇（街道）", "in the same township"),
                self.w("可选的提供方共3个", "one of 3 providers that fit"),
            ],
            besides: (state == LineState::Waits).then(|| self.w("林秀，还有名额", "Lin Xiu: has room")),
            state,
        }
    }

    fn matched_run(self, ask: &RunAsk) -> RunView {
        let is_whole = ask.run == RUN;
        let states =
            [LineState::Waits, LineState::Asked, LineState::Arranged, LineState::Ended, LineState::HelperTaken];
        let rows = match ask.tab {
            RunTab::Lines(kind) if is_whole => states.iter().map(|state| self.matched_line(*state, kind)).collect(),
            RunTab::Lines(_) | RunTab::Recruits | RunTab::Walls => Vec::new(),
        };
        let category = self.w("陪同就医", "Company to the doctor");
        let township = self.w("柳溪镇", "Liuxi");
        let recruit =
            |township: Option<String>| RecruitView { category: category.clone(), township, serves: 4, unmet: 3 };
        let wall = WallView {
            category: category.clone(),
            township: township.clone(),
            needs: 9,
            open: 8,
            walled: 5,
            only_by_sharing: 3,
        };
        let said = self.w("自己能成5件，打通多成3件", "5 in the own system, 3 more");
        RunView {
            row: self.run_row(&ask.run),
            lines: vec![(FindingKind::Proposed, 41), (FindingKind::Unmet, 5), (FindingKind::WithoutCategory, 2)],
            categories: vec![Choice { code: "medical".to_owned(), name: category.clone() }],
            townships: vec![Choice { code: township.clone(), name: township.clone() }],
            rows,
            pager: Pager { total: 120, page: ask.page, size: 50 },
            recruits: if is_whole { vec![recruit(Some(township.clone())), recruit(None)] } else { Vec::new() },
            walls: Walls {
                bars: Bars::of([(township, said, [5, 3, 1])], CHANGES),
                rows: if is_whole { vec![wall] } else { Vec::new() },
            },
        }
    }
}

impl MatchingDesk for SampleOffice {
    fn matching_runs<'a>(&'a self, who: Asker<'a>, page: usize) -> Answer<'a, RunsList> {
        let rows: Vec<_> =
            if page > 2 { Vec::new() } else { [RUN, EMPTY_RUN].iter().map(|run| samples(who).run_row(run)).collect() };
        give(RunsList { rows, pager: Pager { total: 120, page, size: 50 } })
    }
    fn run_matching<'a>(&'a self, _: Asker<'a>, op: OperationId) -> Answer<'a, String> {
        self.record_once(op, "run_matching".to_owned());
        give(RUN.to_owned())
    }
    fn matching_run<'a>(&'a self, who: Asker<'a>, ask: RunAsk) -> Answer<'a, RunView> {
        let known = [RUN, EMPTY_RUN].contains(&ask.run.as_str());
        let view = known.then(|| samples(who).matched_run(&ask));
        Box::pin(async move { view.ok_or(AskError::NotFound) })
    }
}
