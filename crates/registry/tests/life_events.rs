//! The table of life events as `docs/life-events.md` tells it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use guanai_registry::life_event::kinds::Stated;
use guanai_registry::life_event::{Ask, Cause, Hand, LIFE_EVENT_MOVES, LIFE_EVENTS, LifeEventRow, Need};

/// What a key is called in a language's catalogue.
fn called(language: &str, key: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales").join(language);
    let texts = ["life.ftl", "guarantees.ftl"].map(|file| fs::read_to_string(root.join(file)).unwrap());
    let line = texts.iter().flat_map(|text| text.lines()).find_map(|line| line.strip_prefix(&format!("{key} = ")));
    line.unwrap_or_else(|| panic!("{language}: no text is called {key}")).to_owned()
}

fn both(key: &str) -> String {
    format!("{} {}", called("zh-CN", key), called("en", key))
}

fn asked((ask, need): (Ask, Need)) -> String {
    let mark = if need == Need::May { "（可空 may stay empty）" } else { "" };
    format!("{}{mark}", both(&format!("web-field-life_{ask}")))
}

fn caused(cause: Cause) -> String {
    match cause {
        Cause::Dies => "登记去世日期 the day of death".to_owned(),
        Cause::LeavesOrganization => "组织关系终止（本县转接的，转入处开始） membership ends (and begins where a transfer stays within the county)".to_owned(),
        Cause::LeavesPosts => "全部职务终止 every post ends".to_owned(),
        Cause::LeavesPost => "这一职务终止 the post ends".to_owned(),
        Cause::StopsFloating => "流动结束 floating ends".to_owned(),
        Cause::StartsFloating => "流动开始 floating begins".to_owned(),
        Cause::LeavesHousehold => "不再是家庭成员 no longer of the household".to_owned(),
        Cause::DropsNeeds => "在办需求撤回（本县转接的除外） open needs are taken back (not on a transfer within the county)".to_owned(),
        Cause::EndsPairs => "有关的结对结束或收回 pairs in which they are helped or help are over (as above)".to_owned(),
        Cause::FreesHelped => "由本人帮扶的需求重新落实 needs that the person was to help with wait again (as above)".to_owned(),
        Cause::EndsBookings => "有关的预留、预订取消 what they booked, or others booked of theirs, is off (as above)".to_owned(),
        Cause::EndsOffers => "帮扶资源终止 offers end (as above)".to_owned(),
        Cause::LeavesRounds => "从走访名单去掉 off the lists of rounds".to_owned(),
        Cause::Moves => "住址变更 the address changes".to_owned(),
        Cause::Happens(occasion) => format!("记一件事 happens: {}", both(&format!("web-occasion-{occasion}"))),
        Cause::States(name, Stated::Code(code)) => format!("`{name}` = {code}"),
        Cause::States(name, Stated::Yes) => format!("`{name}` = yes"),
        Cause::States(name, Stated::No) => format!("`{name}` = no"),
        Cause::Says(name, ask) => format!("`{name}` ← {}", both(&format!("web-field-life_{ask}"))),
        Cause::FallsIll => "大病：`health` = grave-illness；其他：记一件事 serious: a fact; another illness: it happens".to_owned(),
        Cause::HouseholdGrows => "`household-size` + 1（已登记的 where it is on record）".to_owned(),
        Cause::IsWatched => "`hardship-watch` = yes（`watch-months` 个月 months）".to_owned(),
        Cause::IsWatchedNoMore => "`hardship-watch` = no".to_owned(),
    }
}

fn line(page: &mut String, row: &LifeEventRow) {
    let asks: Vec<String> = row.asks.iter().copied().map(asked).collect();
    let causes: Vec<String> = row.causes.iter().map(|cause| caused(*cause)).collect();
    let hand = match row.hand {
        Hand::Branch => "支部、乡镇、县级 branch, township, county",
        Hand::Office => "乡镇、县级 township, county",
    };
    let waits = if row.waits { "回执 the receipt" } else { "确认 the confirmation" };
    let name = both(&format!("web-life-kind-{}", row.kind));
    let asks = if asks.is_empty() { "—".to_owned() } else { asks.join("；") };
    writeln!(page, "| {name} | {hand} | {asks} | {waits} | {} |", causes.join("；")).unwrap();
}

fn page() -> String {
    let mut page = String::from(
        "# 人生大事和它带来的改动 · Life events and what they cause\n\n\
         由 `registry::life_event::LIFE_EVENTS` 生成，不手改：测试 `the_page_of_life_events_is_written_from_the_table` 对照两者，`GUANAI_WRITE=1` 时重写本页。\n\
         Generated from `registry::life_event::LIFE_EVENTS`, and not edited by hand: a test holds the two together, and writes this page with `GUANAI_WRITE=1`.\n\n\
         | 什么事 what | 谁登记 by whom | 除日期外还问 asks beside the day | 何时生效 takes effect with | 带来的改动 causes |\n|---|---|---|---|---|\n",
    );
    for row in LIFE_EVENTS {
        line(&mut page, row);
    }
    page.push_str(
        "\n第二步列出全部后果：上表的改动，按改动后的信息重新核算的待遇和措施（前后对照），五项保障的计时，还有要人办的事（追回、补发、慰问家属、丧葬抚恤、纪念章、在办申请、账号、答应过的事）。\n\
         The second step lists everything that follows: the changes above, the standards asked anew and held against what they said before, the clocks of the five guarantees, and what somebody has to do (recovery of what was paid, condolence, funeral allowance, medal, open applications, accounts, promises).\n\n\
         ## 状态 · States\n\n| 从 from | 动作 move | 到 to |\n|---|---|---|\n",
    );
    for (from, by, to) in LIFE_EVENT_MOVES {
        let [from, to] = [from, to].map(|state| both(&format!("web-life-state-{state}")));
        writeln!(page, "| {from} | {} | {to} |", both(&format!("web-life-{by}"))).unwrap();
    }
    page.push_str(
        "\n关系到待遇或者审批的（转接一律算），由登记人以外的人撤销；本人和亲属的，登记和撤销都由别人办。改动后来又变了的，说明是哪些，不作部分撤销。\n\
         Where money or a decision hangs on it (of a transfer always), somebody else than whoever entered it undoes it; about oneself or a relative somebody else enters and undoes. Where something was built on it since, it says what, and nothing is undone in part.\n",
    );
    page
}

#[test]
#[expect(clippy::disallowed_methods, reason = "whether the page is to be written, only whoever runs the test says")]
fn the_page_of_life_events_is_written_from_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/life-events.md");
    let page = page();
    if std::env::var("GUANAI_WRITE").is_ok() {
        fs::write(&path, &page).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept, page, "run this test with GUANAI_WRITE=1 and look at what changed");
}
