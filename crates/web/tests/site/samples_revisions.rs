//! Sample data of revisions of standards, and the sample office's answers about them.

use guanai_app::revisions::Counts;
use guanai_casework::{REVISION_MOVES, RevisionMove, RevisionState};
use guanai_kernel::Moment;
use guanai_web::form::FieldError;
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::page::{Choice, Pager};
use guanai_web::revisions::{
    Bars, CHANGES, DecidedView, EditRow, EditView, EffectView, ExampleView, GroupRow, GroupView, HandView, MeasureView,
    PersonRow, PurseView, RevisionDesk, RevisionPeopleView, RevisionRow, RevisionView, SpreadFigureView, SpreadRow,
    SpreadView, Strip, ValueView, WriteRevision, Written, YearView,
};
use guanai_web::session::Role;

use crate::office::{SampleOffice, give, samples};
use crate::samples::{MEASURE, PERSON, Samples, day};

pub const REVISION: &str = "01KC0REVS1VN0000000000000A";

/// The id is a draft; the code of a state is one that stands there.
fn state_of(revision: &str) -> Option<RevisionState> {
    if revision == REVISION { Some(RevisionState::Drafted) } else { RevisionState::from_code(revision) }
}

/// By whose hand a move is.
const fn hand_of(step: RevisionMove) -> Role {
    match step {
        RevisionMove::Submit | RevisionMove::Drop | RevisionMove::AskUndo => Role::CountyOfficer,
        RevisionMove::SendBack | RevisionMove::Release | RevisionMove::Undo | RevisionMove::Keep => {
            Role::CountyApprover
        }
    }
}

fn counts(gains: u64, loses: u64) -> Counts {
    Counts { gains, loses, begins: gains / 10, ..Counts::default() }
}

impl Samples {
    fn allowance(self) -> String {
        self.w("党龄补助", "Party-seniority allowance")
    }

    fn revision_title(self) -> String {
        self.w("提高党龄补助标准", "Higher Party-seniority allowance")
    }

    fn revision_document(self) -> String {
        self.w("县委组织部〔2026〕18号", "County organisation department, 2026 no. 18")
    }

    fn revisions(self) -> Vec<RevisionRow> {
        let row = |(no, state): (u32, &RevisionState)| RevisionRow {
            id: state.code().to_owned(),
            no,
            title: self.revision_title(),
            document: self.revision_document(),
            measures: self.allowance(),
            organization: (no == 2).then(|| self.w("青溪镇党委", "Qingxi town committee")),
            from: Some(day(2027, 1, 1)),
            state: *state,
        };
        (1..).zip(RevisionState::ALL).map(row).collect()
    }

    fn edit(self, role: Role, revision: Option<&str>, measure: Option<&str>) -> EditView {
        let is_local = role == Role::TownshipOfficer;
        let choice = Choice { code: MEASURE.to_owned(), name: self.allowance() };
        let row = |parameter: &str, title: String, in_force: String| EditRow {
            parameter: parameter.to_owned(),
            title,
            unit: self.w("填元数。", "In yuan. "),
            in_force,
            origin: self.w("自2021年1月1日起，《示例》第五条", "from 1 January 2021, Example, article 5"),
            coming: vec![self.w("已规定自2028年1月1日起为130.00元", "130.00 yuan is laid down from 1 January 2028")],
            is_number: true,
            bounds: is_local.then(|| {
                self.w(
                    "可定80.00元到200.00元，最迟到2028年12月31日",
                    "from 80.00 to 200.00 yuan, until 31 December 2028",
                )
            }),
        };
        EditView {
            revision: revision.map(|id| (id.to_owned(), 3)),
            measures: vec![choice.clone()],
            parameters: measure
                .map(|_| {
                    vec![
                        row("first", self.w("第一档，每月", "First tier, a month"), self.w("100.00元", "100.00 yuan")),
                        row(
                            "second",
                            self.w("第二档，每月", "Second tier, a month"),
                            self.w("120.00元", "120.00 yuan"),
                        ),
                    ]
                })
                .unwrap_or_default(),
            measure: measure.map(|_| choice),
            is_local,
            kept: if revision.is_some() { vec![("new_first".to_owned(), "120".to_owned())] } else { Vec::new() },
        }
    }

    fn years() -> Vec<YearView> {
        let year = |year: &str, months, more: &str| YearView {
            year: year.to_owned(),
            months,
            before: "102,400.00".to_owned(),
            after: "122,880.00".to_owned(),
            more: more.to_owned(),
        };
        vec![year("2027", 10, "＋17,066.00"), year("2028", 12, "＋20,480.00")]
    }

    fn effect(self) -> EffectView {
        let rows = vec![
            GroupRow { name: self.w("农村", "Rural"), counts: counts(61, 0), more: "＋14,640.00".to_owned() },
            GroupRow { name: self.w("社区", "Community"), counts: counts(24, 2), more: "−480.00".to_owned() },
        ];
        let bars = Bars::of(
            rows.iter().map(|row| {
                let counts = row.counts;
                let said = self.w("增加若干人", "some gain");
                (row.name.clone(), said, [counts.begins + counts.gains, counts.loses, 0])
            }),
            CHANGES,
        );
        let group = |key| GroupView { key, rows: rows.clone(), bars: bars.clone() };
        let measure = |years| MeasureView {
            id: MEASURE.to_owned(),
            name: self.allowance(),
            counts: counts(85, 2),
            open: 7,
            beside: 3,
            purses: self.w("党内关怀帮扶资金", "Care fund"),
            years,
        };
        EffectView {
            facts_on: day(2026, 11, 23),
            version: "2026-1".to_owned(),
            from: day(2027, 3, 1),
            until: day(2028, 12, 1),
            everybody: 1_204,
            people: 87,
            measures: vec![measure(Self::years()), measure(Vec::new())],
            years: Self::years(),
            by_purse: vec![PurseView { purses: self.w("党内关怀帮扶资金", "Care fund"), years: Self::years() }],
            groups: ["web-revision-by-system", "web-revision-by-town", "web-revision-by-class"].map(group).into(),
            classes: vec![(self.w("高龄党员", "Elder member"), 3, 1)],
        }
    }

    fn revision(self, role: Role, state: RevisionState) -> RevisionView {
        let moves = REVISION_MOVES.iter().filter(|(from, by, _)| *from == state && hand_of(*by) == role);
        let at = Moment::at_dawn_in_china(day(2026, 11, 23));
        let is_open = matches!(state, RevisionState::Drafted | RevisionState::Submitted);
        RevisionView {
            id: if state == RevisionState::Drafted { REVISION.to_owned() } else { state.code().to_owned() },
            version: 3,
            no: 7,
            title: self.revision_title(),
            document: self.revision_document(),
            place: self.w("第三条", "article 3"),
            reason: self.w("物价上涨", "Prices rose"),
            state,
            remark: (state == RevisionState::Undoing).then(|| self.w("上级另有规定", "Another rule from above")),
            from: Some(day(2027, 1, 1)),
            local: (state == RevisionState::Submitted)
                .then(|| (self.w("青溪镇党委", "Qingxi town committee"), day(2028, 12, 31))),
            hands: vec![
                HandView { key: "web-revision-hand-drafted", by: Some(self.w("王敏", "Wang Min")), at },
                HandView { key: "web-revision-hand-released", by: None, at },
            ],
            values: vec![ValueView {
                title: self.w("第一档，每月", "First tier, a month"),
                before: self.w("100.00元", "100.00 yuan"),
                after: self.w("120.00元", "120.00 yuan"),
                from: day(2027, 1, 1),
                measures: vec![(MEASURE.to_owned(), self.allowance())],
            }],
            problems: if state == RevisionState::Submitted {
                vec![
                    self.w("第一档：第3号修订已经规定了从2027-01-01起的数值", "First tier: revision no. 3 has a value"),
                ]
            } else {
                Vec::new()
            },
            findings: if is_open {
                vec![
                    (self.w("“党龄补助”各档之间漏了60–69", "Seniority allowance leaves 60–69 without a tier"), true),
                    (self.w("“第二档”相差五倍以上", "The second tier gives five times as much"), false),
                ]
            } else {
                Vec::new()
            },
            remarks: if is_open { vec![self.w("两档没有差别", "Two tiers do not differ")] } else { Vec::new() },
            examples: if is_open {
                vec![ExampleView {
                    title: self.w("党龄40年", "Forty years"),
                    before: self.w("每月应发100元", "100 yuan a month"),
                    after: self.w("每月应发120元", "120 yuan a month"),
                }]
            } else {
                Vec::new()
            },
            effect: (state != RevisionState::Dropped).then(|| self.effect()),
            moves: moves.map(|(_, by, _)| *by).collect(),
            may_change: state == RevisionState::Drafted && matches!(role, Role::TownshipOfficer | Role::CountyOfficer),
            sees_people: role != Role::Auditor,
            decided: if state == RevisionState::Undone {
                vec![DecidedView {
                    id: "01KC0APP".to_owned(),
                    code: "A7K2".to_owned(),
                    measure: self.allowance(),
                    on: day(2027, 2, 1),
                    version: "county 2026-1+1".to_owned(),
                }]
            } else {
                Vec::new()
            },
        }
    }

    fn spread(self) -> SpreadView {
        let value = |yuan: &str| self.w(&format!("{yuan}元"), &format!("{yuan} yuan"));
        let row = |name: String, yuan: &str, own, is_far| SpreadRow { name, value: value(yuan), own, is_far };
        let document = self.w("《青溪镇〔2026〕3号》第二条", "Qingxi town 2026 no. 3, article 2");
        let rows = vec![
            row(self.w("河口镇党委", "Hekou town committee"), "100.00", None, false),
            row(self.w("东山乡党委", "Dongshan township committee"), "110.00", None, false),
            row(self.w("青溪镇党委", "Qingxi town committee"), "190.00", Some((document, day(2028, 12, 31))), true),
        ];
        let figure = SpreadFigureView {
            title: self.w("党龄补助第一档，每月", "Party-seniority allowance, first tier, a month"),
            usual: value("100.00"),
            bounds: (value("80.00"), value("200.00")),
            until: day(2028, 12, 31),
            marks: ["100.00", "100.00", "110.00", "110.00", "190.00"].map(value),
            strip: Strip::of((80, 200), [100, 110, 110], &[(100, false), (110, false), (190, true)]),
            rows,
        };
        SpreadView { on: day(2026, 11, 23), figures: vec![figure] }
    }

    fn revision_people(self) -> RevisionPeopleView {
        let row = |kind, before: Option<&str>, after: Option<&str>| PersonRow {
            person: PERSON.to_owned(),
            name: self.w("刘玉兰", "Liu Yulan"),
            organization: Some(self.w("柳溪村党支部", "Liuxi village branch")),
            measure: self.allowance(),
            kind,
            from: day(2027, 1, 1),
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        };
        let rows = vec![
            row("gains", Some("100.00"), Some("120.00")),
            row("begins", None, Some("120.00")),
            row("ends", Some("100.00"), None),
            row("loses", Some("120.00"), Some("100.00")),
            row("differs", Some("120.00"), Some("120.00")),
        ];
        let pager = Pager { total: 87, page: 1, size: 50 };
        RevisionPeopleView { id: REVISION.to_owned(), title: self.revision_title(), rows, pager }
    }
}

impl RevisionDesk for SampleOffice {
    fn revisions<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<RevisionRow>> {
        give(samples(who).revisions())
    }
    fn revision_form<'a>(
        &'a self,
        who: Asker<'a>,
        revision: Option<&'a str>,
        measure: Option<&'a str>,
    ) -> Answer<'a, EditView> {
        give(samples(who).edit(who.session.role, revision, measure))
    }
    fn write_revision<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: WriteRevision) -> Answer<'a, Written> {
        if wish.values.iter().any(|(_, typed)| typed == "许多") {
            let value = "第一档：读到“许多”".to_owned();
            let error = FieldError { field: "revision_values".into(), key: "web-error-revision-problem", value };
            return give(Written::Wrong(vec![error]));
        }
        let version = wish.revision.map_or(0, |(_, version)| version);
        self.record_once(op, format!("write_revision {version} {} {} {:?}", wish.measure, wish.from, wish.values));
        give(Written::Kept(REVISION.to_owned()))
    }
    fn revision<'a>(&'a self, who: Asker<'a>, revision: &'a str) -> Answer<'a, RevisionView> {
        let view = state_of(revision).map(|state| samples(who).revision(who.session.role, state));
        Box::pin(async move { view.ok_or(AskError::NotFound) })
    }
    fn reckon_revision<'a>(&'a self, _: Asker<'a>, op: OperationId, revision: &'a str, version: u32) -> Answer<'a, ()> {
        self.record_once(op, format!("reckon_revision {revision} {version}"));
        give(())
    }
    fn move_revision<'a>(
        &'a self,
        _: Asker<'a>,
        op: OperationId,
        revision: &'a str,
        version: u32,
        step: RevisionMove,
        words: Option<String>,
    ) -> Answer<'a, ()> {
        self.record_once(op, format!("move_revision {revision} {version} {step} {words:?}"));
        give(())
    }
    fn spread<'a>(&'a self, who: Asker<'a>) -> Answer<'a, SpreadView> {
        give(samples(who).spread())
    }
    fn revision_people<'a>(&'a self, who: Asker<'a>, _: &'a str, _: usize) -> Answer<'a, RevisionPeopleView> {
        give(samples(who).revision_people())
    }
}
