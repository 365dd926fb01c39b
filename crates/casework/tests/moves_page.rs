//! The page of lawful moves, written from the tables.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use guanai_casework::application::{APPLICATION_MOVES, Desk, SCAN_MOVES};
use guanai_casework::appointment::APPOINTMENT_MOVES;
use guanai_casework::arrival::ARRIVAL_MOVES;
use guanai_casework::ask::{ASK_MOVES, AskMove};
use guanai_casework::booking::BOOKING_MOVES;
use guanai_casework::care_plan::CARE_PLAN_MOVES;
use guanai_casework::guarantee::{QUESTION_MOVES, QuestionMove};
use guanai_casework::handover::ITEM_MOVES as HANDOVER_MOVES;
use guanai_casework::pair::PAIR_MOVES;
use guanai_casework::pause::PAUSE_MOVES;
use guanai_casework::plan::PLAN_MOVES;
use guanai_casework::referral::REFERRAL_MOVES;
use guanai_casework::round::ROUND_MOVES;
use guanai_casework::state::MOVES;
use guanai_casework::year_calendar::CALENDAR_MOVES;
use guanai_casework::{ITEM_MOVES, Move, NeedState, RECHECK_MOVES, REVISION_MOVES};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// What a key is called in a language's catalogue of needs.
fn called(language: &str, key: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales").join(language);
    let texts = [
        "web.ftl",
        "guarantees.ftl",
        "members.ftl",
        "needs.ftl",
        "pairs.ftl",
        "referrals.ftl",
        "resources.ftl",
        "applications.ftl",
        "plans.ftl",
        "posts.ftl",
        "reach.ftl",
        "revisions.ftl",
        "arrivals.ftl",
        "calendars.ftl",
        "care_plans.ftl",
        "allowances.ftl",
        "rounds.ftl",
    ]
    .map(|file| fs::read_to_string(root.join(file)).unwrap());
    let line = texts.iter().flat_map(|text| text.lines()).find_map(|line| line.strip_prefix(&format!("{key} = ")));
    line.unwrap_or_else(|| panic!("{language}: no text is called {key}")).to_owned()
}

/// `docs/moves.md`, from the table alone.
fn page() -> String {
    let state = |state: NeedState| {
        let key = format!("web-need-{}", state.code());
        format!("{} {}", called("zh-CN", &key), called("en", &key).to_lowercase())
    };
    let step = |step: Move| {
        let key = format!("web-move-{}", step.code());
        format!("{} {}", called("zh-CN", &key), called("en", &key).to_lowercase())
    };
    let mut page = String::from(
        "# 状态与合法的动作 · States and lawful moves\n\n\
         由 `casework::state::MOVES` 生成，不手改：测试 `the_page_of_moves_is_written_from_the_table` 对照两者，`GUANAI_WRITE=1` 时重写本页。\n\
         Generated from `casework::state::MOVES`, and not edited by hand: a test holds the two together, and writes this page with `GUANAI_WRITE=1`.\n\n\
         ## 需求 · Needs\n\n| 从 from | 动作 move | 到 to |\n|---|---|---|\n",
    );
    for (from, by, to) in MOVES {
        writeln!(page, "| {} | {} | {} |", state(*from), step(*by), state(*to)).unwrap();
    }
    let ends: Vec<String> = NeedState::ALL.iter().filter(|s| s.is_ended()).map(|s| state(*s)).collect();
    write!(
        page,
        "\n没有出路的状态 · Ends: {}。\n\n\
         抽中回访的（`call_back_percent`），没有经手的人回访以后才能办结；回访与登记不符的，只能重新落实。\n\
         What was drawn for a call-back is closed after somebody outside the chain has asked the person; where they say otherwise, it is reopened.\n",
        ends.join("、")
    )
    .unwrap();
    applications(&mut page);
    rounds(&mut page);
    plans(&mut page);
    pairs(&mut page);
    referrals(&mut page);
    bookings(&mut page);
    rechecks(&mut page);
    asks_and_questions(&mut page);
    revisions(&mut page);
    posts(&mut page);
    arrivals(&mut page);
    calendars(&mut page);
    scans(&mut page);
    care_plans(&mut page);
    pauses(&mut page);
    page
}

/// The section of scans.
fn scans(page: &mut String) {
    let named = |key: String| format!("{} {}", called("zh-CN", &key), called("en", &key).to_lowercase());
    page.push_str(
        "\n## 扫描件 · Scans\n\n\
         由 `casework::application::SCAN_MOVES` 生成。\n\
         Generated from `casework::application::SCAN_MOVES`.\n\n\
         | 从 from | 动作 move | 到 to |\n|---|---|---|\n",
    );
    for (from, by, to) in SCAN_MOVES {
        let [from, to] = [from, to].map(|state| named(format!("web-scan-state-{}", state.code())));
        writeln!(page, "| {from} | {} | {to} |", named(format!("web-scan-move-{}", by.code()))).unwrap();
    }
    page.push_str(
        "\n放它的人或支部联系人写明原因申请，另一位能审核、不涉及本人和亲属的同志来撤；文件销毁，记录留着。等原件的步骤看原件，不看扫描件。\n\
         Whoever put it in or the branch's contact asks and says why; another who decides there, and whom it does not concern, takes it down. The file is destroyed, its record stays. A step that waits for an original waits for the paper, never for a scan.\n",
    );
}

/// The section of years' care plans.
fn care_plans(page: &mut String) {
    let named = |key: String| format!("{} {}", called("zh-CN", &key), called("en", &key).to_lowercase());
    page.push_str(
        "\n## 年度关爱计划 · Years' care plans\n\n\
         由 `casework::care_plan::CARE_PLAN_MOVES` 生成。\n\
         Generated from `casework::care_plan::CARE_PLAN_MOVES`.\n\n\
         | 从 from | 动作 move | 到 to |\n|---|---|---|\n",
    );
    for (from, by, to) in CARE_PLAN_MOVES {
        let [from, to] = [from, to].map(|state| named(format!("web-care-plan-state-{}", state.code())));
        writeln!(page, "| {from} | {} | {to} |", named(format!("web-care-move-{}", by.code()))).unwrap();
    }
    page.push_str(
        "\n下级提出，上级商定，提出的人自己不能商定；同一年后商定的代替先商定的。\n\
         Proposed below, agreed above, never by whoever proposed it; of a year what is agreed to later replaces what was before.\n",
    );
}

/// The section of pauses.
fn pauses(page: &mut String) {
    let named = |key: String| format!("{} {}", called("zh-CN", &key), called("en", &key).to_lowercase());
    page.push_str(
        "\n## 暂停一项待遇 · Pauses\n\n\
         由 `casework::pause::PAUSE_MOVES` 生成。\n\
         Generated from `casework::pause::PAUSE_MOVES`.\n\n\
         | 从 from | 动作 move | 到 to |\n|---|---|---|\n",
    );
    for (from, by, to) in PAUSE_MOVES {
        let [from, to] = [from, to].map(|state| named(format!("web-pause-state-{}", state.code())));
        writeln!(page, "| {from} | {} | {to} |", named(format!("web-pause-move-{}", by.code()))).unwrap();
    }
    page.push_str(
        "\n提出的人不能自己确认，只有提出的人能撤回；到了复看的日子自动恢复，不用谁来办。\n\
         Whoever entered it does not confirm it, and nobody else takes it back; on the day it is looked at again it goes on by itself.\n",
    );
}

/// The section of years' calendars.
fn calendars(page: &mut String) {
    let named = |key: String| format!("{} {}", called("zh-CN", &key), called("en", &key).to_lowercase());
    page.push_str(
        "\n## 年度放假安排 · Years' calendars\n\n\
         由 `casework::year_calendar::CALENDAR_MOVES` 生成。\n\
         Generated from `casework::year_calendar::CALENDAR_MOVES`.\n\n\
         | 从 from | 动作 move | 到 to |\n|---|---|---|\n",
    );
    for (from, by, to) in CALENDAR_MOVES {
        let [from, to] = [from, to].map(|state| named(format!("web-calendar-state-{}", state.code())));
        writeln!(page, "| {from} | {} | {to} |", named(format!("web-calendar-move-{}", by.code()))).unwrap();
    }
    page.push_str(
        "\n一个人照通知起草，另一个人发布；同一年后发布的为准。\n\
         One drafts it after the notice, another releases it; of a year what is released last holds.\n",
    );
}

/// The section of arrivals.
fn arrivals(page: &mut String) {
    let named = |key: String| format!("{} {}", called("zh-CN", &key), called("en", &key).to_lowercase());
    page.push_str(
        "\n## 转入、新接收 · Arrivals\n\n\
         由 `casework::arrival::ARRIVAL_MOVES` 生成。\n\
         Generated from `casework::arrival::ARRIVAL_MOVES`.\n\n\
         | 从 from | 动作 move | 到 to |\n|---|---|---|\n",
    );
    for (from, by, to) in ARRIVAL_MOVES {
        let [from, to] = [from, to].map(|state| named(format!("web-arrival-state-{}", state.code())));
        writeln!(page, "| {from} | {} | {to} |", named(format!("web-arrival-move-{}", by.code()))).unwrap();
    }
    page.push_str(
        "\n一个人登记，另一个人确认；确认以前，党员信息库里什么都不变。本人和亲属的，由别人来办。\n\
         One records, another confirms; before that nothing of the register changes. Nobody decides on their own or a relative's.\n",
    );
}

/// The sections of posts and of hand-overs.
fn posts(page: &mut String) {
    let named = |key: String| format!("{} {}", called("zh-CN", &key), called("en", &key).to_lowercase());
    page.push_str(
        "\n## 任职 · Posts\n\n\
         由 `casework::appointment::APPOINTMENT_MOVES` 生成。\n\
         Generated from `casework::appointment::APPOINTMENT_MOVES`.\n\n\
         | 从 from | 动作 move | 到 to |\n|---|---|---|\n",
    );
    for (from, by, to) in APPOINTMENT_MOVES {
        let [from, to] = [from, to].map(|state| named(format!("web-appointment-state-{}", state.code())));
        writeln!(page, "| {from} | {} | {to} |", named(format!("web-appointment-move-{}", by.code()))).unwrap();
    }
    page.push_str(
        "\n上一级党组织登记，另一个人确认；登记的人不确认，本人和亲属的由别人来办。权限从第一天零点起，到最后一天结束为止。\n\
         The level above records, somebody else confirms; nobody acts on their own post or a relative's. Powers hold from midnight of the first day to the end of the last.\n\n\
         ## 交接 · Hand-over\n\n\
         由 `casework::handover::ITEM_MOVES` 生成。\n\
         Generated from `casework::handover::ITEM_MOVES`.\n\n\
         | 从 from | 动作 move | 到 to | 谁 whose |\n|---|---|---|---|\n",
    );
    for (from, by, to, whose) in HANDOVER_MOVES {
        let [from, to] = [from, to].map(|state| named(format!("web-item-state-{}", state.code())));
        let [by, whose] = [format!("web-item-move-{by}"), format!("web-party-{whose}")].map(named);
        writeln!(page, "| {from} | {by} | {to} | {whose} |").unwrap();
    }
    page.push_str(
        "\n退回、补正、上级决定和结清都写明原因。借款、备用金不移交，结清为止。谈心谈话的内容不列出、不移交。全部办妥才算交接完。\n\
         Whatever is returned, mended, decided or settled says why. Advances are never handed over, and settled instead. What was said in confidence is neither listed nor handed over. It is complete when everything is settled.\n",
    );
}

/// The section of plans.
fn plans(page: &mut String) {
    let named = |key: String| format!("{} {}", called("zh-CN", &key), called("en", &key).to_lowercase());
    page.push_str(
        "\n## 一人一策 · Plans for one person\n\n\
         由 `casework::plan::PLAN_MOVES` 生成。\n\
         Generated from `casework::plan::PLAN_MOVES`.\n\n\
         | 从 from | 动作 move | 到 to |\n|---|---|---|\n",
    );
    for (from, by, to) in PLAN_MOVES {
        let [from, to] = [from, to].map(|state| named(format!("web-plan-state-{}", state.code())));
        writeln!(page, "| {from} | {} | {to} |", named(format!("web-plan-move-{}", by.code()))).unwrap();
    }
    page.push_str(
        "\n困难党员的一人一策至少有一项不是钱物；情况紧急的写明理由，由另一个人看过再开始。本人同意才开始；任务都办好才完成，结果由本人确认，或者写明为什么没有确认。本人和亲属的，由别人来办。\n\
         In hardship at least one measure is not money or goods; an emergency waives that with a reason, and then somebody else begins it. It begins when the person wishes it, and is finished when its tasks are done, with what the person says or why nobody asked. Nobody sees to their own or a relative's.\n",
    );
}

/// The section of pairs.
fn pairs(page: &mut String) {
    let named = |key: String| format!("{} {}", called("zh-CN", &key), called("en", &key).to_lowercase());
    page.push_str(
        "\n## 结对帮扶 · Pairs\n\n\
         由 `casework::pair::PAIR_MOVES` 生成。\n\
         Generated from `casework::pair::PAIR_MOVES`.\n\n\
         | 从 from | 动作 move | 到 to |\n|---|---|---|\n",
    );
    for (from, by, to) in PAIR_MOVES {
        let [from, to] = [from, to].map(|state| named(format!("web-pair-state-{}", state.code())));
        writeln!(page, "| {from} | {} | {to} |", named(format!("web-pair-move-{}", by.code()))).unwrap();
    }
    page.push_str(
        "\n双方同意以前，帮扶人只知道是哪类事、在哪个乡镇（街道）；帮扶人同意了，才问本人。一方不同意不用说理由，也不告诉另一方是谁不同意。征求意见期间留名额，过期先给别人。目标达到的接着回访本人，没有达到的需求重新落实；接手的开始了，前一件才结束。\n\
         Before both agreed the helper knows the kind of need and the township; the person is asked when the helper agreed. A no needs no reason, and the other side is not told whose it was. A place is held while both are asked, and given to others after its day. What is reached is followed by asking the person, what is not lets the need wait again; who takes over begins before the one before ends.\n",
    );
}

/// The section of referrals.
fn referrals(page: &mut String) {
    let named = |key: String| format!("{} {}", called("zh-CN", &key), called("en", &key).to_lowercase());
    page.push_str(
        "\n## 转办 · Referrals\n\n\
         由 `casework::referral::REFERRAL_MOVES` 生成。\n\
         Generated from `casework::referral::REFERRAL_MOVES`.\n\n\
         | 从 from | 动作 move | 到 to |\n|---|---|---|\n",
    );
    for (from, by, to) in REFERRAL_MOVES {
        let [from, to] = [from, to].map(|state| named(format!("web-referral-state-{}", state.code())));
        writeln!(page, "| {from} | {} | {to} |", named(format!("web-referral-move-{}", by.code()))).unwrap();
    }
    page.push_str(
        "\n时限按工作日。快到期、逾期没有答复的逐级告知，告知过谁留着；答复晚了，晚就是晚。没有账号的部门，由打电话的单位登记是谁说的、怎么说的、哪天说的。需求了结，还在等答复的转办一并撤回；办结的要说明。\n\
         Terms are in working days. Silence is told upwards when it is at risk and when it is late, and who was told is kept; late stays late. For a department without an account, the office that rang it writes down who spoke, how and when. A need that ends takes its open referrals back; whoever closes it says so.\n",
    );
}

/// The section of bookings.
fn bookings(page: &mut String) {
    let named = |key: String| format!("{} {}", called("zh-CN", &key), called("en", &key).to_lowercase());
    page.push_str(
        "\n## 预留和预订 · Bookings\n\n\
         由 `casework::booking::BOOKING_MOVES` 生成。\n\
         Generated from `casework::booking::BOOKING_MOVES`.\n\n\
         | 从 from | 动作 move | 到 to |\n|---|---|---|\n",
    );
    for (from, by, to) in BOOKING_MOVES {
        let [from, to] = [from, to].map(|state| named(format!("web-booking-state-{}", state.code())));
        writeln!(page, "| {from} | {} | {to} |", named(format!("web-booking-move-{}", by.code()))).unwrap();
    }
    page.push_str(
        "\n预留到期没有答复，自动放开，过期的不能再确认。确认和不能提供由资源方来办，理由只留在资源方；钱款由预留以外的人确认。占用多少只数一次：同一个人的预订、结对和需求算一处。确认了，需求记为已安排；没有成、没有用上的，需求重新落实。\n\
         A reservation without an answer lets go by itself, and is not agreed to after its day. Whoever answers for the resource agrees or declines, and the reason stays with them; money is agreed to by somebody else than who reserved it. What is taken is counted once for a person, over bookings, pairs and needs. Agreeing arranges the need; what comes to nothing or is not used lets it wait again.\n",
    );
}

/// The section of the yearly recheck.
fn rechecks(page: &mut String) {
    let named = |key: String| format!("{} {}", called("zh-CN", &key), called("en", &key).to_lowercase());
    page.push_str(
        "\n## 年度复核 · The yearly recheck\n\n\
         由 `casework::recheck::RECHECK_MOVES` 和 `ITEM_MOVES` 生成。\n\
         Generated from `casework::recheck::RECHECK_MOVES` and `ITEM_MOVES`.\n\n\
         | 从 from | 动作 move | 到 to |\n|---|---|---|\n",
    );
    for (from, by, to) in RECHECK_MOVES {
        let [from, to] = [from, to].map(|state| named(format!("web-recheck-state-{}", state.code())));
        writeln!(page, "| {from} | {} | {to} |", named(format!("web-recheck-move-{}", by.code()))).unwrap();
    }
    page.push_str("\n| 名单上的人 from | 动作 move | 到 to |\n|---|---|---|\n");
    for (from, by, to) in ITEM_MOVES {
        let [from, to] = [from, to].map(|state| named(format!("web-recheck-as-{}", state.code())));
        writeln!(page, "| {from} | {} | {to} |", named(format!("web-recheck-item-move-{}", by.code()))).unwrap();
    }
    page.push_str(
        "\n拟定的人不批准；没过最后一天不结束。见到人由一次入户核实的走访记录来说，走访作废就重新待核实；没找到、在外、住院的还要去看，谢绝的不再上门；结束后补记的算逾期。去世、转出由名册来说，不是这里的状态。\n\
         Whoever draws it up does not approve it, and it is not closed before its last day is over. That somebody was seen is said by the record of a visit, and one that is struck out lets them wait again; whoever was not found, is away or in hospital is still to be seen, whoever declined is asked no more; what is answered after the end is late. That somebody died or was transferred is the register's to say and no state of its own.\n",
    );
}

/// The sections of what members say, and of what they ask in doubt.
fn asks_and_questions(page: &mut String) {
    let named = |key: String| format!("{} {}", called("zh-CN", &key), called("en", &key).to_lowercase());
    let asking = |step| match step {
        AskMove::PassUp => "报请县级 pass up to the county",
        AskMove::Answer => "答复 answer",
        AskMove::AskReview => "申请复核 ask for a second look",
        AskMove::Review => "复核答复 answer after a second look",
        AskMove::Withdraw => "本人收回 the person takes it back",
    };
    page.push_str(
        "\n## 党员提出的事项 · What members say\n\n\
         由 `casework::ask::ASK_MOVES` 生成。\n\
         Generated from `casework::ask::ASK_MOVES`.\n\n\
         | 从 from | 动作 move | 到 to |\n|---|---|---|\n",
    );
    for (from, by, to) in ASK_MOVES {
        let [from, to] = [from, to].map(|state| named(format!("web-ask-{}", state.code())));
        writeln!(page, "| {from} | {} | {to} |", asking(*by)).unwrap();
    }
    page.push_str(
        "\n谁都不答复本人和亲属的；复核由没有答复过的人来做。逾期的一直算逾期。\n\
         Nobody answers their own or a relative's; a second look is by somebody who did not answer. What is late stays late.\n\n\
         ## 疑惑 · Questions in doubt\n\n\
         由 `casework::guarantee::QUESTION_MOVES` 生成。\n\
         Generated from `casework::guarantee::QUESTION_MOVES`.\n\n\
         | 从 from | 动作 move | 到 to |\n|---|---|---|\n",
    );
    let moving = |step| match step {
        QuestionMove::Take => "接下 take it",
        QuestionMove::GiveBack => "交给别人 give it back",
        QuestionMove::Answer => "解答 answer",
        QuestionMove::Withdraw => "本人撤回 the person takes it back",
    };
    for (from, by, to) in QUESTION_MOVES {
        let [from, to] = [from, to].map(|state| named(format!("web-question-{}", state.code())));
        writeln!(page, "| {from} | {} | {to} |", moving(*by)).unwrap();
    }
    page.push_str(
        "\n内容只有接下的人和本人同意的人看得到；交回去以后就看不到了。\n\
         The words are read by whoever took it and by whom the person allows; whoever gives it back reads them no more.\n",
    );
}

/// The section of revisions of standards.
fn revisions(page: &mut String) {
    let named = |key: String| format!("{} {}", called("zh-CN", &key), called("en", &key).to_lowercase());
    page.push_str(
        "\n## 标准修订 · Revisions of standards\n\n\
         由 `casework::revision::REVISION_MOVES` 生成。\n\
         Generated from `casework::revision::REVISION_MOVES`.\n\n\
         | 从 from | 动作 move | 到 to |\n|---|---|---|\n",
    );
    for (from, by, to) in REVISION_MOVES {
        let [from, to] = [from, to].map(|state| named(format!("web-revision-state-{}", state.code())));
        writeln!(page, "| {from} | {} | {to} |", named(format!("web-revision-move-{}", by.code()))).unwrap();
    }
    page.push_str(
        "\n起草、提交的人不发布，提出撤销的人不确认撤销。退回和撤销要写明原因。确认撤销以前仍按已发布的数值算；其间已经办的，保留当时的版本。\n\
         Whoever draws up or submits does not release, and whoever asks for an undoing does not confirm it. What is sent back or to be undone says why. Until the undoing is confirmed the released values count, and what was decided meanwhile keeps the version of its day.\n",
    );
}

/// The section of rounds.
fn rounds(page: &mut String) {
    let named = |key: String| format!("{} {}", called("zh-CN", &key), called("en", &key).to_lowercase());
    page.push_str(
        "\n## 集中走访 · Rounds of visits\n\n\
         由 `casework::round::ROUND_MOVES` 生成。\n\
         Generated from `casework::round::ROUND_MOVES`.\n\n\
         | 从 from | 动作 move | 到 to |\n|---|---|---|\n",
    );
    for (from, by, to) in ROUND_MOVES {
        let [from, to] = [from, to].map(|state| named(format!("web-round-{}", state.code())));
        writeln!(page, "| {from} | {} | {to} |", named(format!("web-round-move-{}", by.code()))).unwrap();
    }
    page.push_str(
        "\n拟定、提交的人不审批，名单里有本人或亲属的人也不审批；名单是空的、超出预算、有人去世或转走的，不能提交和通过；还有签收表没登记的，不能办结。\n\
         Whoever drew it up or handed it in does not approve it, nor does anybody who is on the list or has kin on it; an empty list, one over the budget, or one with somebody who died or moved away is neither handed in nor approved; nothing is closed with a sheet not entered.\n",
    );
}

/// The section of applications.
fn applications(page: &mut String) {
    let named = |family: &str, code: &str| {
        let key = format!("web-{family}-{code}");
        format!("{} {}", called("zh-CN", &key), called("en", &key).to_lowercase())
    };
    page.push_str(
        "\n## 申请 · Applications\n\n\
         由 `casework::application::APPLICATION_MOVES` 生成；各道守则在 `casework::application::file`。\n\
         Generated from `casework::application::APPLICATION_MOVES`; what stands against each move is in `casework::application::file`.\n\n\
         | 从 from | 动作 move | 到 to | 谁 whose |\n|---|---|---|---|\n",
    );
    for (from, by, to, desks) in APPLICATION_MOVES {
        let desks: Vec<&str> = desks.iter().map(|desk| desk.code()).collect();
        let (from, to) = (named("application-state", from.code()), named("application-state", to.code()));
        writeln!(page, "| {from} | {} | {to} | {} |", named("amove", by.code()), desks.join(" ")).unwrap();
    }
    let desks: Vec<String> = Desk::ALL
        .iter()
        .map(|desk| format!("{} {}", desk.code(), called("zh-CN", &format!("web-desk-{}", desk.code()))))
        .collect();
    write!(
        page,
        "\n谁 · whose: {}。\n\n\
         评议、审核、公示三步由方案的 `approvals.toml` 按措施和金额定；省去的，直接到下一步。\n\
         本人、亲属、同户和任职回避的人不办；录入、记录会议、审核、公示、答复过的人不审定，审定过的人不复核。\n\
         没有过半数到会、公示未满、异议未答复或成立、原件未登记、按申请时的事实不符合标准的，不能同意。\n\
         Which of appraisal, review and notice a case goes through is data (`approvals.toml`); a step that is left out leads to the next.\n\
         Nobody acts on their own case, a relative's, or one they stand aside from by post; whoever had a part in it does not decide, whoever decided does not look again.\n\
         Nothing is approved without a quorum, within its notice, with an objection open or found right, without its signed original, or where the frozen facts do not meet the standard.\n",
        desks.join("、")
    )
    .unwrap();
}

#[test]
#[expect(clippy::disallowed_methods, reason = "whether the page is to be written, only whoever runs the test says")]
fn the_page_of_moves_is_written_from_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/moves.md");
    let page = page();
    if std::env::var("GUANAI_WRITE").is_ok() {
        fs::write(&path, &page).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept, page, "run this test with GUANAI_WRITE=1 and look at what changed");
}
