//! Help for the needs of the branch: the matching of everybody, pairs that are asked, a plan for one person, a
//! referral to a department.

use guanai_casework::{
    AnswerManner, Need, NeedState, Permission, ReferralGround, SharedItem, Side, Substance, TaskKind,
};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{NeedId, PairId};
use guanai_store::{needs, pairs, plans};

use super::{MotionError, Stage, UnderWay, refused};
use crate::actor::Actor;
use crate::matching::{RunMatching, run_matching};
use crate::pairs::{MovePair, ProposePair, Proposers, WishedPairStep, move_pair, propose_pair, read_helpers};
use crate::plans::{MovePlan, PlanChoice, PlanWish, WishedPlanStep, WishedTask, draft_plan, move_plan, open_plan_form};
use crate::referrals::{SendReferral, send_referral};

/// How many pairs are asked for; the helper of the first agrees. No pair begins: how many of the matching's proposals are taken up is
/// for whoever looks to find out.
const PAIRS: usize = 3;

pub(super) async fn begin(stage: &mut Stage<'_, '_>, under_way: &mut UnderWay) -> Result<(), MotionError> {
    match_everybody(stage).await?;
    under_way.others += 1;
    let mut waiting = waiting(stage).await?;
    let mut taken: Vec<NeedId> = Vec::new();
    for need in &waiting {
        if under_way.pairs == PAIRS {
            break;
        }
        if let Some(pair_id) = ask(stage, need.need_id).await {
            taken.push(need.need_id);
            if under_way.pairs == 0 {
                agree(stage, pair_id).await?;
                under_way.plans += usize::from(plan(stage, need).await?);
            }
            under_way.pairs += 1;
        }
    }
    waiting.retain(|need| !taken.contains(&need.need_id));
    for need in &waiting {
        if refer(stage, need).await {
            under_way.referrals += 1;
            break;
        }
    }
    Ok(())
}

/// The branch's needs that wait for help and whose person agreed that whoever helps is told.
async fn waiting(stage: &Stage<'_, '_>) -> Result<Vec<Need>, MotionError> {
    let mut tx = stage.cx.db.begin_read().await?;
    let found = needs::list_of_many(&mut tx, &stage.people).await?;
    tx.rollback().await?;
    let waits = |need: &Need| need.state == NeedState::Confirmed && need.consents_to_contact;
    Ok(found.into_iter().filter(waits).collect())
}

async fn match_everybody(stage: &mut Stage<'_, '_>) -> Result<(), MotionError> {
    let (county, as_of) = (stage.county.clone(), stage.today);
    let (mut cx, operation) = stage.as_actor(&county);
    let run = run_matching(&mut cx, operation, RunMatching { as_of }).await;
    run.map(drop).map_err(refused("run-matching"))
}

/// Asks the first who could help; none where nobody can be asked.
async fn ask(stage: &mut Stage<'_, '_>, need_id: NeedId) -> Option<PairId> {
    let township = stage.township.clone();
    let (mut cx, operation) = stage.as_actor(&township);
    let helpers = read_helpers(&mut cx, need_id, &Proposers::default()).await.ok()?;
    let free = helpers.candidates.iter().find(|candidate| candidate.full.is_none());
    let offer_id = free?.offer.offer_id;
    let why = Some("住得近，彼此认识".to_owned());
    let wish = ProposePair { need_id, offer_id, proposed: Proposers::default(), why, is_beside: false, follows: None };
    propose_pair(&mut cx, operation, &wish).await.ok()
}

/// The helper agrees, and the person is asked.
async fn agree(stage: &mut Stage<'_, '_>, pair_id: PairId) -> Result<(), MotionError> {
    let (township, on) = (stage.township.clone(), stage.today);
    let side = Side::Helper;
    let yes = WishedPairStep::Answer { side, agrees: true, on, manner: AnswerManner::InPerson, words: None };
    step(stage, &township, pair_id, yes).await
}

async fn step(
    stage: &mut Stage<'_, '_>,
    actor: &Actor,
    pair_id: PairId,
    step: WishedPairStep,
) -> Result<(), MotionError> {
    let mut tx = stage.cx.db.begin_read().await?;
    let state_no = pairs::count_former(&mut tx, pair_id).await?;
    tx.rollback().await?;
    let (mut cx, operation) = stage.as_actor(actor);
    let moved = move_pair(&mut cx, operation, &MovePair { pair_id, state_no, step }).await;
    moved.map(drop).map_err(refused("move-pair"))
}

/// A plan for whoever has the need, with something in it that is not money; whether there is one.
async fn plan(stage: &mut Stage<'_, '_>, need: &Need) -> Result<bool, MotionError> {
    let (contact, today) = (stage.contact.clone(), stage.today);
    let (mut cx, operation) = stage.as_actor(&contact);
    let form = open_plan_form(&mut cx, need.person_id, Some(need.need_id)).await;
    let form = form.map_err(refused("open-plan-form"))?;
    let of = |substance| form.offered.iter().map(|seen| &seen.measure).find(move |m| m.substance == substance);
    let Some(other) = of(Substance::Other) else { return Ok(false) };
    let chosen = [Some(other), of(Substance::Material)].into_iter().flatten().map(PlanChoice::of);
    let task = |days, words: &str| WishedTask {
        task_id: None,
        kind: TaskKind::Task,
        words: words.to_owned(),
        responsible: stage.contact_name.clone(),
        due_on: add_days(today, days).unwrap_or(today),
    };
    let wish = PlanWish {
        person_id: need.person_id,
        need_id: form.need_id,
        lead_organization_id: stage.branch,
        lead_name: stage.contact_name.clone(),
        aim: "把眼前的难处办好，日子过得安稳".to_owned(),
        waiver: None,
        measures: chosen.collect(),
        tasks: vec![task(7, "上门问清还缺什么"), task(21, "陪着去窗口把手续办完"), task(60, "回头看办得怎么样")],
        review_on: add_days(today, 90).unwrap_or(today),
    };
    let plan_id = draft_plan(&mut cx, operation, &wish).await;
    let plan_id = plan_id.map_err(refused("draft-plan"))?;
    let mut tx = stage.cx.db.begin_read().await?;
    let state_no = plans::count_former(&mut tx, plan_id).await?;
    tx.rollback().await?;
    let (mut cx, operation) = stage.as_actor(&contact);
    let begun = MovePlan { plan_id, state_no, step: WishedPlanStep::Begin { is_agreed: true } };
    move_plan(&mut cx, operation, &begun).await.map_err(refused("move-plan"))?;
    Ok(true)
}

/// Sends a need to the first kind of department that the pack knows; whether it went.
async fn refer(stage: &mut Stage<'_, '_>, need: &Need) -> bool {
    let terms = stage.cx.standards.pack.matching().referral.as_ref();
    let Some(kind) = terms.and_then(|terms| terms.kinds.first()).map(|kind| kind.code.clone()) else { return false };
    let (township, on) = (stage.township.clone(), stage.today);
    let (mut cx, operation) = stage.as_actor(&township);
    let wish = SendReferral {
        need_id: need.need_id,
        kind: Some(kind),
        to_name: None,
        to_organization_id: None,
        working_days: None,
        asked: "请告诉本人要带哪些材料，什么时候能办".to_owned(),
        shares: vec![SharedItem::Name],
        permission: Permission {
            ground: ReferralGround::Consent,
            manner: Some(AnswerManner::InPerson),
            on: Some(on),
            rule: None,
        },
    };
    send_referral(&mut cx, operation, &wish).await.is_ok()
}
