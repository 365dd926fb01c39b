//! Sample data of saved runs of the matching, and the sample office's answers about them.

use guanai_app::matching::LineState;
use guanai_casework::{FindingKind, RunCounts};
use guanai_web::matching::{
    ChangeFile, ChangeRow, ChangeWish, HelperRow, HelperView, LineView, MatchingDesk, MovedRow, RecruitView, RunAsk,
    RunRow, RunTab, RunView, RunsList, SinceView, WallView, Walls, Weighed, WishView,
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
/// Somebody who could be asked instead.
pub const OTHER_OFFER: &str = "01KC0MATCHN00000000000000C";

impl Samples {
    fn run_row(self, run: &str) -> RunRow {
        let counts = RunCounts {
            needs: 48,
            urgent: 6,
            urgent_proposed: 6,
            proposed: 41,
            unmet: 5,
            partly: 2,
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
            revises: is_whole.then_some(1),
            since: is_whole.then(|| SinceView {
                said: self.w("和第2轮比，38对没变，3对是新的", "Beside run 2, 38 stand as they did, 3 are new"),
                gone: vec![self.w("1对不再提：帮扶已过期", "1 no more: expired")],
            }),
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
            RunTab::Lines(_) | RunTab::Helpers | RunTab::Recruits | RunTab::Walls => Vec::new(),
        };
        let helper_row = |stays| HelperRow {
            helper: HelperView {
                offer: OFFER.to_owned(),
                name: self.w("赵小军", "Zhao Xiaojun"),
                kind: self.w("党员，机关事业", "Party member, institution"),
            },
            proposed: 3,
            left: 4,
            stays,
            kinds: vec![self.w("陪同就医 3 件", "Company to the doctor: 3")],
            reasons: vec![self.w("就在本乡镇（街道） 3 件", "in the same township: 3")],
        };
        let shows_helpers = is_whole && ask.tab == RunTab::Helpers;
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
            helpers: 17,
            rows,
            helper_rows: if shows_helpers { vec![helper_row(Some(1)), helper_row(None)] } else { Vec::new() },
            pager: Pager { total: 120, page: ask.page, size: 50 },
            recruits: if is_whole { vec![recruit(Some(township.clone())), recruit(None)] } else { Vec::new() },
            walls: Walls {
                bars: Bars::of([(township, said, [5, 3, 1])], CHANGES),
                rows: if is_whole { vec![wall] } else { Vec::new() },
            },
            wishes: if is_whole { vec![self.run_wish()] } else { Vec::new() },
            may_change: is_whole,
        }
    }

    fn run_wish(self) -> WishView {
        WishView {
            need: NEED.to_owned(),
            name: self.w("周桂兰", "Zhou Guilan"),
            said: self.w("改请林秀", "Lin Xiu instead"),
            why: self.w("两家相邻，来往方便", "they live next door to one another"),
            costs: vec![self.w("合适程度总共差3分", "3 points worse in all")],
            by: Some(self.w("李文静", "Li Wenjing")),
            at: NOW,
        }
    }

    fn run_change(self, run: &str) -> ChangeFile {
        let row = |offer: &str, name: String, cost| ChangeRow {
            helper: HelperView { offer: offer.to_owned(), name, kind: self.w("党员", "Party member") },
            reasons: vec![self.w("就在本乡镇（街道）", "in the same township")],
            cost,
        };
        let is_whole = run == RUN;
        ChangeFile {
            row: self.run_row(run),
            need: self.need_row(),
            proposed: is_whole.then(|| row(OFFER, self.w("赵小军", "Zhao Xiaojun"), 4)).into_iter().collect(),
            candidates: if is_whole { vec![row(OTHER_OFFER, self.w("林秀", "Lin Xiu"), 7)] } else { Vec::new() },
            more: usize::from(is_whole) * 3,
        }
    }

    fn weighed(self) -> Weighed {
        let helper =
            |name: String| HelperView { offer: OFFER.to_owned(), name, kind: self.w("党员", "Party member") };
        let (zhao, lin) = (self.w("赵小军", "Zhao Xiaojun"), self.w("林秀", "Lin Xiu"));
        Weighed {
            own: MovedRow {
                need: self.need_row(),
                before: Some(helper(zhao.clone())),
                after: Some(helper(lin.clone())),
            },
            others: vec![
                MovedRow { need: self.need_row(), before: Some(helper(lin)), after: Some(helper(zhao)) },
                MovedRow { need: self.need_row(), before: None, after: None },
            ],
            elsewhere: 2,
            costs: vec![self.w("合适程度总共差3分", "3 points worse in all")],
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
    fn run_change<'a>(&'a self, who: Asker<'a>, run: &'a str, _: &'a str) -> Answer<'a, ChangeFile> {
        let file = [RUN, EMPTY_RUN].contains(&run).then(|| samples(who).run_change(run));
        Box::pin(async move { file.ok_or(AskError::NotFound) })
    }
    fn weigh_change<'a>(&'a self, who: Asker<'a>, wish: &'a ChangeWish) -> Answer<'a, Weighed> {
        self.record(format!("weigh_change {}", wish.kind.code()));
        give(samples(who).weighed())
    }
    fn revise_run<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: &'a ChangeWish) -> Answer<'a, String> {
        self.record_once(op, format!("revise_run {} {}", wish.kind.code(), wish.why));
        give(RUN.to_owned())
    }
}
