//! The county's office: a round that is divided, money promised, a training, and what a member says.

use std::collections::BTreeSet;

use guanai_casework::AskTopic;
use guanai_casework::round::{Goods, RoundMove};
use guanai_kernel::Money;
use guanai_kernel::ids::{OrganizationId, PersonId, RoundId};

use super::{MotionError, Stage, UnderWay, refused};
use crate::actor::Actor;
use crate::asks::{AskOffice, ask_office};
use crate::fund_sources::{Grade, RecordSource, SourceKind, record_source};
use crate::rounds::{
    DivideRound, DraftRound, GroupWish, MoveRound, divide_round, draft_round, move_round, payers_of, purses_of_rounds,
    read_round, rules_of_rounds, usual_days,
};
use crate::trainings::{RecordTraining, record_training};

/// How many come to the training.
const TRAINED: usize = 12;

pub(super) async fn begin(stage: &mut Stage<'_, '_>, under_way: &mut UnderWay) -> Result<(), MotionError> {
    under_way.rounds += usize::from(hold_round(stage).await?);
    promise_money(stage).await?;
    train(stage).await?;
    say(stage).await?;
    under_way.others += 3;
    Ok(())
}

/// A round for the next festival in a township where its rule names somebody: drawn up, handed in, approved by somebody else, divided
/// among two groups. The township whose officer signs in has none yet.
async fn hold_round(stage: &mut Stage<'_, '_>) -> Result<bool, MotionError> {
    let county = stage.county.clone();
    for organization_id in stage.other_townships.clone() {
        let Some(wish) = round_of(stage, organization_id) else { return Ok(false) };
        let (mut cx, operation) = stage.as_actor(&county);
        let Ok(round_id) = draft_round(&mut cx, operation, &wish).await else { continue };
        let file = read_round(&mut cx, round_id).await.map_err(refused("read-round"))?;
        if file.totals.people == 0 {
            step(stage, &county, round_id, RoundMove::GiveUp).await?;
            continue;
        }
        let approver = stage.approver.clone();
        step(stage, &county, round_id, RoundMove::Submit).await?;
        step(stage, &approver, round_id, RoundMove::Approve).await?;
        let group = |leader: &str| GroupWish { leader: leader.to_owned(), members: None };
        let groups = vec![group("第一组"), group("第二组")];
        let (mut cx, operation) = stage.as_actor(&county);
        let divided = divide_round(&mut cx, operation, &DivideRound { round_id, groups }).await;
        divided.map_err(refused("divide-round"))?;
        return Ok(true);
    }
    Ok(false)
}

fn round_of(stage: &Stage<'_, '_>, organization_id: OrganizationId) -> Option<DraftRound> {
    let (pack, today) = (&stage.cx.standards.pack, stage.today);
    let dated = rules_of_rounds(pack).filter_map(|rule| Some((usual_days(rule, today)?, rule)));
    let ((opens_on, closes_on), rule) = dated.min_by_key(|(days, _)| *days)?;
    let payers = payers_of(pack, &[rule]);
    let purse = purses_of_rounds(pack).find(|purse| payers.contains(purse.id.as_str())).map(|purse| purse.id.clone());
    Some(DraftRound {
        organization_id: Some(organization_id),
        title: format!("{}（{}年）", rule.name.zh, opens_on.year()),
        rules: BTreeSet::from([rule.id.clone()]),
        opens_on: opens_on.max(today),
        closes_on,
        budget: Money::from_yuan(1_000_000).unwrap_or_default(),
        plain_gift: None,
        goods: Some(Goods { name: "米、油各一".to_owned(), worth: Money::from_yuan(120).unwrap_or_default() }),
        purse,
    })
}

async fn step(stage: &mut Stage<'_, '_>, actor: &Actor, round_id: RoundId, step: RoundMove) -> Result<(), MotionError> {
    let (mut cx, operation) = stage.as_actor(actor);
    let file = read_round(&mut cx, round_id).await.map_err(refused("read-round"))?;
    let wish = MoveRound { round_id, step, words: None, seen: Some(file.totals.all) };
    let moved = move_round(&mut cx, operation, &wish).await;
    moved.map(drop).map_err(refused("move-round"))
}

async fn promise_money(stage: &mut Stage<'_, '_>) -> Result<(), MotionError> {
    let (accountant, year) = (stage.accountant.clone(), stage.today.year());
    let (mut cx, operation) = stage.as_actor(&accountant);
    let wish = RecordSource {
        name: "县财政帮扶经费".to_owned(),
        kind: SourceKind::Finance,
        year,
        amount_fen: 60_000_000,
        expires_on: None,
        grade: Grade::Pledged,
    };
    let recorded = record_source(&mut cx, operation, &wish).await;
    recorded.map(drop).map_err(refused("record-source"))
}

async fn train(stage: &mut Stage<'_, '_>) -> Result<(), MotionError> {
    let (contact, held_on) = (stage.contact.clone(), stage.today);
    let person_ids: BTreeSet<PersonId> = stage.people.iter().take(TRAINED).copied().collect();
    let (mut cx, operation) = stage.as_actor(&contact);
    let wish = RecordTraining {
        organization_id: stage.branch,
        title: "手机防诈骗".to_owned(),
        held_on,
        minutes: 60,
        teacher: Some(stage.contact_name.clone()),
        person_ids,
    };
    let recorded = record_training(&mut cx, operation, &wish).await;
    recorded.map(drop).map_err(refused("record-training"))
}

/// The member asks the office for something, in their own words.
async fn say(stage: &mut Stage<'_, '_>) -> Result<(), MotionError> {
    let member = stage.member.clone();
    let (mut cx, operation) = stage.as_actor(&member);
    let words = "想请支部帮忙问问，住院的钱怎么报销".to_owned();
    let wish = AskOffice { topic: AskTopic::Help, measure: None, words, was_read_back: false };
    let asked = ask_office(&mut cx, operation, &wish).await;
    asked.map(drop).map_err(refused("ask-office"))
}
