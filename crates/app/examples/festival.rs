//! How long a festival round takes over a drawn county: the list drawn up by rule and kept, the way divided among groups with
//! their sheets, each five times; then every sheet entered as it comes back. It measures and asserts nothing: `benches/festival`.

#![expect(clippy::print_stdout, reason = "a benchmark says what it measured")]
#![expect(clippy::disallowed_methods, reason = "a benchmark measures time")]

mod drawn;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use guanai_app::rounds::{
    DivideRound, DraftRound, EnterSheet, GroupWish, MoveRound, SheetsWanted, divide_round, draft_round, enter_sheet,
    move_round, read_round, read_sheets,
};
use guanai_app::{Actor, Cx, Role};
use guanai_casework::round::{RoundMove, Unreachable, Unreached};
use guanai_kernel::ids::{OperationId, RoundId};
use guanai_kernel::{Date, Money};

use self::drawn::{AS_OF, Drawn, within};

/// How often each is done.
const TIMES: usize = 5;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let members = arguments.next().map_or(Ok(20_000), |text| text.parse())?;
    let groups: usize = arguments.next().map_or(Ok(40), |text| text.parse())?;
    let county = Drawn::of(members).await?;
    let mut cx = county.cx();
    let rules = ["spring-festival", "birthday-round", "birthday-elder", "seniority-round"];
    let wish = DraftRound {
        organization_id: None,
        title: "2027年春节走访慰问".to_owned(),
        rules: rules.map(str::to_owned).into(),
        opens_on: Date::constant(2027, 1, 17),
        closes_on: Date::constant(2027, 2, 5),
        budget: Money::from_yuan(100_000_000).unwrap_or_default(),
        plain_gift: None,
        goods: None,
        purse: Some("care-fund".to_owned()),
    };
    let operations: Vec<OperationId> = (0..2 * TIMES + 2).map(|_| OperationId::fresh(&mut cx.ids)).collect();
    let mut operations = operations.into_iter();
    let mut operation = || operations.next().ok_or("an operation");
    let (mut drafts, mut drawn) = (Vec::new(), Vec::new());
    for _ in 0..TIMES {
        let begun = Instant::now();
        drafts.push(draft_round(&mut cx, operation()?, &wish).await?);
        drawn.push(begun.elapsed());
    }
    let round_id = drafts.pop().ok_or("a round")?;
    let totals = read_round(&mut cx, round_id).await?.totals;
    let step = |step| MoveRound { round_id, step, words: None, seen: Some(totals.all) };
    move_round(&mut cx, operation()?, &step(RoundMove::Submit)).await?;
    let approver = Actor { name: "approver".into(), role: Role::CountyApprover, ..Actor::console() };
    let maker = std::mem::replace(&mut cx.actor, approver);
    move_round(&mut cx, operation()?, &step(RoundMove::Approve)).await?;
    cx.actor = maker;
    let wish = |number| GroupWish { leader: format!("带队人{number}"), members: None };
    let wish = DivideRound { round_id, groups: (1..=groups).map(wish).collect() };
    let mut divided = Vec::new();
    for _ in 0..TIMES {
        let begun = Instant::now();
        divide_round(&mut cx, operation()?, &wish).await?;
        divided.push(begun.elapsed());
    }
    let entered = enter_all(&mut cx, round_id, groups).await?;
    let file = read_round(&mut cx, round_id).await?;
    let sheets: usize = file.groups.iter().map(|group| group.sheets.len()).sum();
    println!("{members} members: {} people in {} households", totals.people, totals.households);
    println!("listed by rule and kept, median of {TIMES}: {:.2?} (all: {drawn:.2?})", within(50, &drawn));
    println!(
        "divided among {} groups with {sheets} sheets, median of {TIMES}: {:.2?} (all: {divided:.2?})",
        file.groups.len(),
        within(50, &divided)
    );
    println!(
        "every sheet entered, all but its last stop delivered: {:.2?} in all, {:.2?} a sheet (median), {} still to be gone to",
        entered.iter().sum::<Duration>(),
        within(50, &entered),
        file.waiting
    );
    Ok(())
}

/// Enters every sheet as a group's leader brings it back: all delivered but for whoever is last on the way, who was not at home.
async fn enter_all(
    cx: &mut Cx<'_>,
    round_id: RoundId,
    groups: usize,
) -> Result<Vec<Duration>, Box<dyn std::error::Error>> {
    let mut times = Vec::new();
    for group in 1..=u16::try_from(groups)? {
        for file in read_sheets(cx, round_id, SheetsWanted::OfGroup(group)).await? {
            let Some(last) = file.lines.last() else { continue };
            let missed =
                Unreached { why: Unreachable::NotAtHome, words: None, next_on: Some(Date::constant(2027, 1, 25)) };
            let wish = EnterSheet {
                sheet_id: file.sheet.sheet_id,
                made_on: AS_OF,
                drawn: file.planned,
                returned: last.gift.unwrap_or_default(),
                except: BTreeMap::from([(last.person_id, missed)]),
            };
            let operation = OperationId::fresh(&mut cx.ids);
            let begun = Instant::now();
            enter_sheet(cx, operation, &wish).await?;
            times.push(begun.elapsed());
        }
    }
    Ok(times)
}
