//! The page of lawful moves, written from the tables of every room.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use guanai_casework::application::{APPLICATION_MOVES, Desk, SCAN_MOVES};
use guanai_casework::appointment::APPOINTMENT_MOVES;
use guanai_casework::arrival::ARRIVAL_MOVES;
use guanai_casework::ask::ASK_MOVES;
use guanai_casework::booking::BOOKING_MOVES;
use guanai_casework::care_plan::CARE_PLAN_MOVES;
use guanai_casework::dispute::DISPUTE_MOVES;
use guanai_casework::guarantee::QUESTION_MOVES;
use guanai_casework::handover::ITEM_MOVES as HANDOVER_MOVES;
use guanai_casework::pair::PAIR_MOVES;
use guanai_casework::pause::PAUSE_MOVES;
use guanai_casework::plan::PLAN_MOVES;
use guanai_casework::referral::REFERRAL_MOVES;
use guanai_casework::round::{ROUND_MOVES, SHEET_MOVES};
use guanai_casework::state::MOVES;
use guanai_casework::visit::VISIT_MOVES;
use guanai_casework::year_calendar::CALENDAR_MOVES;
use guanai_casework::{ITEM_MOVES, NeedState, PARTNERSHIP_MOVES, RECHECK_MOVES, REVISION_MOVES};
use guanai_effect::SURVEY_MOVES;
use guanai_registry::LETTER_MOVES;

#[path = "moves_page/more.rs"]
mod more;

/// The texts of a language by key.
type Texts = BTreeMap<String, String>;

static TEXTS: LazyLock<[Texts; 2]> = LazyLock::new(|| ["zh-CN", "en"].map(texts));

fn texts(language: &str) -> Texts {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales").join(language);
    let mut texts = Texts::new();
    for file in fs::read_dir(folder).unwrap().flatten() {
        let text = fs::read_to_string(file.path()).unwrap();
        let lines = text.lines().filter_map(|line| line.split_once(" = "));
        texts.extend(lines.map(|(key, said)| (key.to_owned(), said.to_owned())));
    }
    texts
}

/// What a code is called in both languages, by the family of its keys.
fn text(family: &str) -> impl Fn(&str) -> String {
    move |code| {
        let key = format!("{family}{code}");
        let [zh, en] =
            TEXTS.each_ref().map(|texts| texts.get(&key).unwrap_or_else(|| panic!("no text is called {key}")));
        format!("{zh} {}", en.to_lowercase())
    }
}

/// One table of moves.
struct Table {
    head: &'static str,
    rows: Vec<Vec<String>>,
}

/// What stands under one heading.
struct Section {
    title: &'static str,
    from: &'static str,
    tables: Vec<Table>,
    note: String,
}

/// A table of states and moves, each called by its code.
macro_rules! moves {
    // Moves without a code of their own are known by their name.
    (unnamed $table:expr, $state:expr, $step:expr) => {{
        let (state, step) = ($state, $step);
        let rows = $table
            .iter()
            .map(|(from, by, to)| vec![state(from.code()), step(format!("{by:?}").as_str()), state(to.code())]);
        Table { head: "从 from", rows: rows.collect() }
    }};
    ($table:expr, $state:expr, $step:expr) => {{
        let (state, step) = ($state, $step);
        let rows = $table.iter().map(|(from, by, to, ..)| vec![state(from.code()), step(by.code()), state(to.code())]);
        Table { head: "从 from", rows: rows.collect() }
    }};
}

pub(crate) use moves;

/// Moves whose buttons say more than one thing, or that nobody presses.
fn said(of: &'static [(&'static str, &'static str)]) -> impl Fn(&str) -> String {
    move |code| of.iter().find(|(step, _)| *step == code).map(|(_, said)| (*said).to_owned()).unwrap()
}

fn applications() -> Table {
    let table = moves!(APPLICATION_MOVES, text("web-application-state-"), text("web-amove-"));
    let desks = APPLICATION_MOVES.iter().map(|(.., desks)| desks.iter().map(|desk| desk.code()).collect::<Vec<_>>());
    with_whose(table, desks.map(|desks| desks.join(" ")))
}

fn disputes() -> Table {
    let table = moves!(DISPUTE_MOVES, text("web-dispute-state-"), text("web-dispute-move-"));
    let hands = DISPUTE_MOVES.iter().map(|(.., hands)| hands.iter().map(|hand| hand.code()).collect::<Vec<_>>());
    with_whose(table, hands.map(|hands| hands.join(" ")))
}

fn handovers() -> Table {
    let table = moves!(HANDOVER_MOVES, text("web-item-state-"), text("web-item-move-"));
    with_whose(table, HANDOVER_MOVES.iter().map(|(.., whose)| text("web-party-")(whose.code())))
}

fn with_whose(mut table: Table, whose: impl Iterator<Item = String>) -> Table {
    for (row, whose) in table.rows.iter_mut().zip(whose) {
        row.push(whose);
    }
    table
}

fn ends() -> String {
    let ends = NeedState::ALL.iter().filter(|state| state.is_ended()).map(|state| text("web-need-")(state.code()));
    ends.collect::<Vec<_>>().join("、")
}

fn desks() -> String {
    let zh = |desk: &Desk| format!("{} {}", desk.code(), TEXTS[0][&format!("web-desk-{}", desk.code())]);
    Desk::ALL.iter().map(zh).collect::<Vec<_>>().join("、")
}

const ASKS: &[(&str, &str)] = &[
    ("PassUp", "报请县级 pass up to the county"),
    ("Answer", "答复 answer"),
    ("AskReview", "申请复核 ask for a second look"),
    ("Review", "复核答复 answer after a second look"),
    ("Withdraw", "本人收回 the person takes it back"),
];

const QUESTIONS: &[(&str, &str)] = &[
    ("Take", "接下 take it"),
    ("GiveBack", "交给别人 give it back"),
    ("Answer", "解答 answer"),
    ("Withdraw", "本人撤回 the person takes it back"),
];

const SHEETS: &[(&str, &str)] = &[("enter", "登记 enter it"), ("void", "重新分组 divide the round anew")];

const VISITS: &[(&str, &str)] = &[
    ("strike", "划去 strike out"),
    ("keep-promise", "承诺已办 keep the promise"),
    ("confirm", "接任人确认 the successor confirms it"),
    ("reject", "接任人不予确认 the successor does not"),
];

const LETTERS: &[(&str, &str)] =
    &[("answer", "读回执 read the slip"), ("replace", "另发一封 another letter is written")];

/// `docs/moves.md`, from the tables alone.
fn page() -> String {
    let mut page = String::from(
        "# 状态与合法的动作 · States and lawful moves\n\n\
         由各间屋子的动作表生成，不手改：测试 `the_page_of_moves_is_written_from_the_tables` 对照两者，`GUANAI_WRITE=1` 时重写本页；`guanai check` 照同样的表查记录。\n\
         Generated from the tables of moves of every room, and not edited by hand: a test holds the two together, and writes this page with `GUANAI_WRITE=1`; `guanai check` looks at records by the same tables.\n",
    );
    for sections in
        [what_is_done_for_people(), what_is_arranged(), what_is_asked_and_who_answers(), what_goes_between_offices()]
    {
        for section in sections {
            write!(page, "\n## {}\n\n{}\n", section.title, section.from).unwrap();
            for table in &section.tables {
                let whose = table.rows.first().is_some_and(|row| row.len() == 4);
                let (head, line) = if whose { (" 谁 whose |", "---|") } else { ("", "") };
                write!(page, "\n| {} | 动作 move | 到 to |{head}\n|---|---|---|{line}\n", table.head).unwrap();
                for row in &table.rows {
                    writeln!(page, "| {} |", row.join(" | ")).unwrap();
                }
            }
            write!(page, "\n{}\n", section.note).unwrap();
        }
    }
    page
}

/// What is done for people.
fn what_is_done_for_people() -> Vec<Section> {
    vec![
        Section {
            title: "需求 · Needs",
            from: "由 `casework::state::MOVES` 生成。\nGenerated from `casework::state::MOVES`.",
            tables: vec![moves!(MOVES, text("web-need-"), text("web-move-"))],
            note: format!("没有出路的状态 · Ends: {}。\n\n{}", ends(), "抽中回访的（`call_back_percent`），没有经手的人回访以后才能办结；回访与登记不符的，只能重新落实。\n\
         What was drawn for a call-back is closed after somebody outside the chain has asked the person; where they say otherwise, it is reopened."),
        },
        Section {
            title: "申请 · Applications",
            from: "由 `casework::application::APPLICATION_MOVES` 生成；各道守则在 `casework::application::file`。\n\
                Generated from `casework::application::APPLICATION_MOVES`; what stands against each move is in `casework::application::file`.",
            tables: vec![applications()],
            note: format!("谁 · whose: {}。\n\n{}", desks(), "评议、审核、公示三步由方案的 `approvals.toml` 按措施和金额定；省去的，直接到下一步。\n\
         本人、亲属、同户和任职回避的人不办；录入、记录会议、审核、公示、答复过的人不审定，审定过的人不复核。\n\
         没有过半数到会、公示未满、异议未答复或成立、原件未登记、按申请时的事实不符合标准的，不能同意。\n\
         Which of appraisal, review and notice a case goes through is data (`approvals.toml`); a step that is left out leads to the next.\n\
         Nobody acts on their own case, a relative's, or one they stand aside from by post; whoever had a part in it does not decide, whoever decided does not look again.\n\
         Nothing is approved without a quorum, within its notice, with an objection open or found right, without its signed original, or where the frozen facts do not meet the standard."),
        },
        Section {
            title: "集中走访 · Rounds of visits",
            from: "由 `casework::round::ROUND_MOVES` 生成。\nGenerated from `casework::round::ROUND_MOVES`.",
            tables: vec![moves!(ROUND_MOVES, text("web-round-"), text("web-round-move-"))],
            note: "拟定、提交的人不审批，名单里有本人或亲属的人也不审批；名单是空的、超出预算、有人去世或转走的，不能提交和通过；还有签收表没登记的，不能办结。\n\
         Whoever drew it up or handed it in does not approve it, nor does anybody who is on the list or has kin on it; an empty list, one over the budget, or one with somebody who died or moved away is neither handed in nor approved; nothing is closed with a sheet not entered.".to_owned(),
        },
        more::round_list(),
        Section {
            title: "走访慰问签收表 · Signature sheets",
            from: "由 `casework::round::SHEET_MOVES` 生成。\nGenerated from `casework::round::SHEET_MOVES`.",
            tables: vec![moves!(SHEET_MOVES, text("web-sheet-"), said(SHEETS))],
            note: "登记了的不改：没有走访到的，另出一张表再去。没有登记一张以前，可以重新分组，没登记的表作废。\n\
         What was entered stays: whoever was not reached is on another sheet. Before the first is entered a round may be divided anew, and the sheets that are out are void.".to_owned(),
        },
        Section {
            title: "暂停一项待遇 · Pauses",
            from: "由 `casework::pause::PAUSE_MOVES` 生成。\nGenerated from `casework::pause::PAUSE_MOVES`.",
            tables: vec![moves!(PAUSE_MOVES, text("web-pause-state-"), text("web-pause-move-"))],
            note: "提出的人不能自己确认，只有提出的人能撤回；到了复看的日子自动恢复，不用谁来办。\n\
         Whoever entered it does not confirm it, and nobody else takes it back; on the day it is looked at again it goes on by itself.".to_owned(),
        },
        Section {
            title: "走访记录 · Records of visits",
            from: "由 `casework::visit::VISIT_MOVES` 生成。\nGenerated from `casework::visit::VISIT_MOVES`.",
            tables: vec![moves!(VISIT_MOVES, text("web-visit-"), said(VISITS))],
            note: "划去的留着备查，不再算数，也不能恢复：重新记一条。卸任的人补记的，接任的人确认以前不算数，承诺也不能销。\n\
         What was struck out stays to be read, counts for nothing and does not come back: record it anew. What a former holder of the post writes down counts for nothing until the successor confirms it, and no promise in it is kept before.".to_owned(),
        },
    ]
}

/// Who helps whom, and with what.
fn what_is_arranged() -> Vec<Section> {
    vec![
        Section {
            title: "一人一策 · Plans for one person",
            from: "由 `casework::plan::PLAN_MOVES` 生成。\nGenerated from `casework::plan::PLAN_MOVES`.",
            tables: vec![moves!(PLAN_MOVES, text("web-plan-state-"), text("web-plan-move-"))],
            note: "困难党员的一人一策至少有一项不是钱物；情况紧急的写明理由，由另一个人看过再开始。本人同意才开始；任务都办好才完成，结果由本人确认，或者写明为什么没有确认。本人和亲属的，由别人来办。\n\
         In hardship at least one measure is not money or goods; an emergency waives that with a reason, and then somebody else begins it. It begins when the person wishes it, and is finished when its tasks are done, with what the person says or why nobody asked. Nobody sees to their own or a relative's.".to_owned(),
        },
        Section {
            title: "结对帮扶 · Pairs",
            from: "由 `casework::pair::PAIR_MOVES` 生成。\nGenerated from `casework::pair::PAIR_MOVES`.",
            tables: vec![moves!(PAIR_MOVES, text("web-pair-state-"), text("web-pair-move-"))],
            note: "双方同意以前，帮扶人只知道是哪类事、在哪个乡镇（街道）；帮扶人同意了，才问本人。一方不同意不用说理由，也不告诉另一方是谁不同意。征求意见期间留名额，过期先给别人。目标达到的接着回访本人，没有达到的需求重新落实；接手的开始了，前一件才结束。\n\
         Before both agreed the helper knows the kind of need and the township; the person is asked when the helper agreed. A no needs no reason, and the other side is not told whose it was. A place is held while both are asked, and given to others after its day. What is reached is followed by asking the person, what is not lets the need wait again; who takes over begins before the one before ends.".to_owned(),
        },
        Section {
            title: "结对共建 · Agreements between organisations",
            from: "由 `casework::partnership::PARTNERSHIP_MOVES` 生成。\nGenerated from `casework::partnership::PARTNERSHIP_MOVES`.",
            tables: vec![moves!(PARTNERSHIP_MOVES, text("web-partnership-state-"), text("web-partnership-move-"))],
            note: "双方各由一位同志同意才算数，提出的人哪一方都不能代为同意，也没有人能同时代表双方；撤回由提出的人来做。\n\
         Somebody of each side agrees, never whoever proposed it and never one for both; only whoever proposed it takes it back.".to_owned(),
        },
        Section {
            title: "转办 · Referrals",
            from: "由 `casework::referral::REFERRAL_MOVES` 生成。\nGenerated from `casework::referral::REFERRAL_MOVES`.",
            tables: vec![moves!(REFERRAL_MOVES, text("web-referral-state-"), text("web-referral-move-"))],
            note: "时限按工作日。快到期、逾期没有答复的逐级告知，告知过谁留着；答复晚了，晚就是晚。没有账号的部门，由打电话的单位登记是谁说的、怎么说的、哪天说的。需求了结，还在等答复的转办一并撤回；办结的要说明。\n\
         Terms are in working days. Silence is told upwards when it is at risk and when it is late, and who was told is kept; late stays late. For a department without an account, the office that rang it writes down who spoke, how and when. A need that ends takes its open referrals back; whoever closes it says so.".to_owned(),
        },
        Section {
            title: "预留和预订 · Bookings",
            from: "由 `casework::booking::BOOKING_MOVES` 生成。\nGenerated from `casework::booking::BOOKING_MOVES`.",
            tables: vec![moves!(BOOKING_MOVES, text("web-booking-state-"), text("web-booking-move-"))],
            note: "预留到期没有答复，自动放开，过期的不能再确认。确认和不能提供由资源方来办，理由只留在资源方；钱款由预留以外的人确认。占用多少只数一次：同一个人的预订、结对和需求算一处。确认了，需求记为已安排；没有成、没有用上的，需求重新落实。\n\
         A reservation without an answer lets go by itself, and is not agreed to after its day. Whoever answers for the resource agrees or declines, and the reason stays with them; money is agreed to by somebody else than who reserved it. What is taken is counted once for a person, over bookings, pairs and needs. Agreeing arranges the need; what comes to nothing or is not used lets it wait again.".to_owned(),
        },
        more::jobs(),
        more::sponsorships(),
    ]
}

/// What is looked at again, asked and answered, and who holds which post.
fn what_is_asked_and_who_answers() -> Vec<Section> {
    vec![
        Section {
            title: "年度复核 · The yearly recheck",
            from: "由 `casework::recheck::RECHECK_MOVES` 和 `ITEM_MOVES` 生成。\n\
                Generated from `casework::recheck::RECHECK_MOVES` and `ITEM_MOVES`.",
            tables: vec![
                moves!(RECHECK_MOVES, text("web-recheck-state-"), text("web-recheck-move-")),
                Table {
                    head: "名单上的人 from",
                    ..moves!(ITEM_MOVES, text("web-recheck-as-"), text("web-recheck-item-move-"))
                },
            ],
            note: "拟定的人不批准；没过最后一天不结束。见到人由一次入户核实的走访记录来说，走访作废就重新待核实；没找到、在外、住院的还要去看，谢绝的不再上门；结束后补记的算逾期。去世、转出由名册来说，不是这里的状态。\n\
         Whoever draws it up does not approve it, and it is not closed before its last day is over. That somebody was seen is said by the record of a visit, and one that is struck out lets them wait again; whoever was not found, is away or in hospital is still to be seen, whoever declined is asked no more; what is answered after the end is late. That somebody died or was transferred is the register's to say and no state of its own.".to_owned(),
        },
        Section {
            title: "党员提出的事项 · What members say",
            from: "由 `casework::ask::ASK_MOVES` 生成。\nGenerated from `casework::ask::ASK_MOVES`.",
            tables: vec![moves!(unnamed ASK_MOVES, text("web-ask-"), said(ASKS))],
            note: "谁都不答复本人和亲属的；复核由没有答复过的人来做。逾期的一直算逾期。\n\
         Nobody answers their own or a relative's; a second look is by somebody who did not answer. What is late stays late.".to_owned(),
        },
        Section {
            title: "疑惑 · Questions in doubt",
            from: "由 `casework::guarantee::QUESTION_MOVES` 生成。\nGenerated from `casework::guarantee::QUESTION_MOVES`.",
            tables: vec![moves!(unnamed QUESTION_MOVES, text("web-question-"), said(QUESTIONS))],
            note: "内容只有接下的人和本人同意的人看得到；交回去以后就看不到了。\n\
         The words are read by whoever took it and by whom the person allows; whoever gives it back reads them no more.".to_owned(),
        },
        Section {
            title: "矛盾诉求 · Disputes",
            from: "由 `casework::dispute::DISPUTE_MOVES` 生成。\nGenerated from `casework::dispute::DISPUTE_MOVES`.",
            tables: vec![disputes()],
            note: "duty 负责的人、mediator 调解人、first 提出的一方、second 另一方。只有这几方看得到。当事人、亲属、上级不调解；负责的人都不方便的，由上一级来办。双方都回了话，或者写明为什么没有听到，才能了结或者转出；期限内没有答复，晚了就是晚了。\n\
         Read by these alone. Neither a side nor a relative or superior of one mediates; where whoever is responsible is a side or close to one, the level above sees to it. It is closed or passed on when both have answered, or it is written down why one could not be heard; what is late stays late.".to_owned(),
        },
        Section {
            title: "标准修订 · Revisions of standards",
            from: "由 `casework::revision::REVISION_MOVES` 生成。\nGenerated from `casework::revision::REVISION_MOVES`.",
            tables: vec![moves!(REVISION_MOVES, text("web-revision-state-"), text("web-revision-move-"))],
            note: "起草、提交的人不发布，提出撤销的人不确认撤销。退回和撤销要写明原因。确认撤销以前仍按已发布的数值算；其间已经办的，保留当时的版本。\n\
         Whoever draws up or submits does not release, and whoever asks for an undoing does not confirm it. What is sent back or to be undone says why. Until the undoing is confirmed the released values count, and what was decided meanwhile keeps the version of its day.".to_owned(),
        },
        Section {
            title: "任职 · Posts",
            from: "由 `casework::appointment::APPOINTMENT_MOVES` 生成。\nGenerated from `casework::appointment::APPOINTMENT_MOVES`.",
            tables: vec![moves!(APPOINTMENT_MOVES, text("web-appointment-state-"), text("web-appointment-move-"))],
            note: "上一级党组织登记，另一个人确认；登记的人不确认，本人和亲属的由别人来办。权限从第一天零点起，到最后一天结束为止。\n\
         The level above records, somebody else confirms; nobody acts on their own post or a relative's. Powers hold from midnight of the first day to the end of the last.".to_owned(),
        },
        Section {
            title: "交接 · Hand-over",
            from: "由 `casework::handover::ITEM_MOVES` 生成。\nGenerated from `casework::handover::ITEM_MOVES`.",
            tables: vec![handovers()],
            note: "退回、补正、上级决定和结清都写明原因。借款、备用金不移交，结清为止。谈心谈话的内容不列出、不移交。全部办妥才算交接完。\n\
         Whatever is returned, mended, decided or settled says why. Advances are never handed over, and settled instead. What was said in confidence is neither listed nor handed over. It is complete when everything is settled.".to_owned(),
        },
    ]
}

/// What comes in and goes out, and what is laid down for a year.
fn what_goes_between_offices() -> Vec<Section> {
    vec![
        Section {
            title: "转入、新接收 · Arrivals",
            from: "由 `casework::arrival::ARRIVAL_MOVES` 生成。\nGenerated from `casework::arrival::ARRIVAL_MOVES`.",
            tables: vec![moves!(ARRIVAL_MOVES, text("web-arrival-state-"), text("web-arrival-move-"))],
            note: "一个人登记，另一个人确认；确认以前，党员信息库里什么都不变。本人和亲属的，由别人来办。\n\
         One records, another confirms; before that nothing of the register changes. Nobody decides on their own or a relative's.".to_owned(),
        },
        Section {
            title: "流动党员接洽函 · Letters about floating members",
            from: "由 `registry::LETTER_MOVES` 生成。\nGenerated from `registry::LETTER_MOVES`.",
            tables: vec![moves!(LETTER_MOVES, text("web-floating-letter-"), said(LETTERS))],
            note: "先送到的那一封算数：后来又写的、还在等的让位。接收方结束时的回执也读在原来那一封上。\n\
         The letter that arrived holds: another that was written since and waits gives way. The slip of the end of the stay is read to the same letter.".to_owned(),
        },
        Section {
            title: "年度放假安排 · Years' calendars",
            from: "由 `casework::year_calendar::CALENDAR_MOVES` 生成。\nGenerated from `casework::year_calendar::CALENDAR_MOVES`.",
            tables: vec![moves!(CALENDAR_MOVES, text("web-calendar-state-"), text("web-calendar-move-"))],
            note: "一个人照通知起草，另一个人发布；同一年后发布的为准。\n\
         One drafts it after the notice, another releases it; of a year what is released last holds.".to_owned(),
        },
        Section {
            title: "扫描件 · Scans",
            from: "由 `casework::application::SCAN_MOVES` 生成。\nGenerated from `casework::application::SCAN_MOVES`.",
            tables: vec![moves!(SCAN_MOVES, text("web-scan-state-"), text("web-scan-move-"))],
            note: "放它的人或支部联系人写明原因申请，另一位能审核、不涉及本人和亲属的同志来撤；文件销毁，记录留着。等原件的步骤看原件，不看扫描件。\n\
         Whoever put it in or the branch's contact asks and says why; another who decides there, and whom it does not concern, takes it down. The file is destroyed, its record stays. A step that waits for an original waits for the paper, never for a scan.".to_owned(),
        },
        Section {
            title: "年度关爱计划 · Years' care plans",
            from: "由 `casework::care_plan::CARE_PLAN_MOVES` 生成。\nGenerated from `casework::care_plan::CARE_PLAN_MOVES`.",
            tables: vec![moves!(CARE_PLAN_MOVES, text("web-care-plan-state-"), text("web-care-move-"))],
            note: "下级提出，上级商定，提出的人自己不能商定；同一年后商定的代替先商定的。\n\
         Proposed below, agreed above, never by whoever proposed it; of a year what is agreed to later replaces what was before.".to_owned(),
        },
        Section {
            title: "问卷调查 · Surveys",
            from: "由 `effect::SURVEY_MOVES` 生成。\nGenerated from `effect::SURVEY_MOVES`.",
            tables: vec![moves!(SURVEY_MOVES, text("web-survey-state-"), text("web-survey-move-"))],
            note: "抽样的人不核准。撤回的样本和原因留着，抽到满意为止的看得出来。\n\
         Whoever drew the sample does not release it. What is withdrawn stays with its reason, so that a sample drawn again and again until it pleased is seen.".to_owned(),
        },
        more::funds(),
    ]
}

#[test]
#[expect(clippy::disallowed_methods, reason = "whether the page is to be written, only whoever runs the test says")]
fn the_page_of_moves_is_written_from_the_tables() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/moves.md");
    let page = page();
    if std::env::var("GUANAI_WRITE").is_ok() {
        fs::write(&path, &page).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept, page, "run this test with GUANAI_WRITE=1 and look at what changed");
}
