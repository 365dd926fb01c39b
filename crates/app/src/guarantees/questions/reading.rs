//! Reading questions: lists without words, and one question at a time to those who may read it.

use std::cmp::Ordering;

use std::collections::BTreeMap;

use guanai_casework::guarantee::{Pressing, Question, QuestionState};
use guanai_kernel::ids::{AccountId, PersonId, QuestionId};
use guanai_kernel::{Date, Guarantee, Post};
use guanai_store::audit::Subject;
use guanai_store::questions::{self, BriefQuestion};
use guanai_store::{StoreError, Tx, accounts, clocks, memberships, persons};

use super::super::tell::Directory;
use super::{ListedQuestion, QuestionError, Questions, ReadQuestion};
use crate::actor::{Act, Actor, Role};
use crate::cx::Cx;
use crate::names;
use crate::scope::ScopeOf;

/// The questions that concern the actor.
pub async fn list_questions(cx: &mut Cx<'_>) -> Result<Questions, QuestionError> {
    cx.authorise(Act::ReadQuestion)?;
    let mut tx = cx.db.begin_read().await?;
    let found = load_lists(cx, &mut tx).await;
    tx.rollback().await?;
    let found = found?;
    let named = found.reading.iter().chain(&found.own).filter(|listed| listed.name.is_some());
    let subjects = named.map(|listed| Subject::Person(listed.brief.person_id)).collect();
    cx.record_reading(Act::ReadQuestion, subjects).await?;
    Ok(found)
}

/// How many questions wait for the actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WaitingQuestions {
    /// Those that nobody took and the actor may.
    pub waiting: u64,
    /// Of these, and of those that the actor took or reads, those that are open and whose words tell of distress.
    pub distress: u64,
}

/// Counts them for the actor's own first page: it names nobody, and no record is left.
pub async fn count_questions(cx: &Cx<'_>) -> Result<WaitingQuestions, QuestionError> {
    cx.authorise(Act::ReadQuestion)?;
    let mut tx = cx.db.begin_read().await?;
    let counted = count(cx, &mut tx).await;
    tx.rollback().await?;
    Ok(counted?)
}

/// The open question that was opened today for the actor, if these words of theirs tell of distress: its page says what is said
/// at once. It names nobody else, and no record is left.
pub async fn find_own_distress(cx: &Cx<'_>, words: &str) -> Result<Option<QuestionId>, QuestionError> {
    cx.authorise(Act::ReadQuestion)?;
    let own = cx.actor.person_id.filter(|_| cx.actor.role == Role::Member);
    let Some(person_id) = own.filter(|_| cx.standards.pack.tells_of_distress(words)) else { return Ok(None) };
    let mut tx = cx.db.begin_read().await?;
    let own = questions::list_brief_of_many(&mut tx, &[person_id]).await;
    tx.rollback().await?;
    let today = cx.now.day_in_china();
    let mut open = own?.into_iter().filter(|brief| brief.pressing == Pressing::Distress && brief.state.is_open());
    Ok(open.rfind(|brief| brief.asked_on == today).map(|brief| brief.question_id))
}

async fn count(cx: &Cx<'_>, tx: &mut Tx) -> Result<WaitingQuestions, StoreError> {
    let mut counts = WaitingQuestions::default();
    let presses = |brief: &BriefQuestion| u64::from(brief.pressing == Pressing::Distress);
    for brief in questions::list_brief_open(tx).await? {
        let reads = brief.taken_by.as_deref() == Some(cx.actor.name.as_str());
        if brief.state == QuestionState::Asked && may_take(cx, tx, &brief).await? {
            counts.waiting += 1;
            counts.distress += presses(&brief);
        } else if reads {
            counts.distress += presses(&brief);
        }
    }
    Ok(counts)
}

async fn load_lists(cx: &Cx<'_>, tx: &mut Tx) -> Result<Questions, QuestionError> {
    let (mut waiting, mut reading, mut own) = (Vec::new(), Vec::new(), Vec::new());
    if cx.actor.role == Role::Member {
        let ids: Vec<PersonId> = cx.actor.person_id.into_iter().collect();
        own = questions::list_brief_of_many(tx, &ids).await?;
        own.reverse();
    } else {
        for brief in questions::list_brief_open(tx).await? {
            if brief.state == QuestionState::Asked && may_take(cx, tx, &brief).await? {
                waiting.push(brief);
            }
        }
        reading = questions::list_brief_read_by(tx, &cx.actor.name).await?;
    }
    let ids: Vec<PersonId> = waiting.iter().chain(&reading).chain(&own).map(|brief| brief.person_id).collect();
    let names: BTreeMap<PersonId, String> = names::of_people(tx, &ids).await?;
    let due: BTreeMap<_, Date> = clocks::list_of_many(tx, &ids)
        .await?
        .into_iter()
        .filter(|kept| kept.clock.guarantee == Guarantee::Answer)
        .filter_map(|kept| Some((kept.clock.matter?.bits(), kept.clock.due.on)))
        .collect();
    let listed = |briefs: Vec<BriefQuestion>, is_named: bool| {
        let rows = briefs.into_iter().map(|brief| ListedQuestion {
            name: names.get(&brief.person_id).filter(|_| is_named).cloned(),
            due_on: due.get(&brief.question_id.bits()).copied().filter(|_| brief.state.is_open()),
            brief,
        });
        rows.collect::<Vec<_>>()
    };
    Ok(Questions { waiting: listed(waiting, false), reading: listed(reading, true), own: listed(own, true) })
}

/// Whether the actor may take a question that waits: it waits at their post, or it is late and their post is a higher one, or its
/// words told of distress and they are on duty. Always within their scope, and never their own.
pub(super) async fn may_take(cx: &Cx<'_>, tx: &mut Tx, brief: &BriefQuestion) -> Result<bool, StoreError> {
    if cx.actor.person_id == Some(brief.person_id) {
        return Ok(false);
    }
    if questions::list_readers(tx, brief.question_id).await?.iter().any(|reader| reader.account == cx.actor.name) {
        return Ok(true);
    }
    let Some(post) = post_of(&cx.actor) else { return Ok(false) };
    let fits = match post.cmp(&brief.post) {
        Ordering::Equal => true,
        Ordering::Greater => {
            let clocks = clocks::list_of_many(tx, &[brief.person_id]).await?;
            let of_this = clocks.iter().find(|kept| {
                kept.clock.guarantee == Guarantee::Answer
                    && kept.clock.matter.is_some_and(|matter| matter.bits() == brief.question_id.bits())
            });
            of_this.is_some_and(|kept| kept.clock.due.on < cx.now.day_in_china())
        }
        Ordering::Less => false,
    };
    if !fits {
        return Ok(false);
    }
    // Who stands in for somebody hears, sees and visits for them; a doubt waits for whom it was meant, or goes up.
    let scope = ScopeOf::resolve(tx, &cx.actor.by_own_posts()).await?;
    scope.holds_person(tx, brief.person_id).await
}

const fn post_of(actor: &Actor) -> Option<Post> {
    match actor.role {
        Role::BranchContact => Some(Post::Branch),
        Role::TownshipOfficer => Some(Post::Township),
        Role::CountyOfficer => Some(Post::County),
        _ => None,
    }
}

/// Reads a question: the person who asked, whoever took it, whom the person allowed, and who was on duty for words of distress.
pub async fn read_question(cx: &mut Cx<'_>, question_id: QuestionId) -> Result<ReadQuestion, QuestionError> {
    cx.authorise(Act::ReadQuestion)?;
    let mut tx = cx.db.begin_read().await?;
    let found = load_question(cx, &mut tx, question_id).await;
    tx.rollback().await?;
    let found = found?;
    cx.record_reading(Act::ReadQuestion, vec![Subject::Person(found.question.person_id)]).await?;
    Ok(found)
}

async fn load_question(cx: &Cx<'_>, tx: &mut Tx, question_id: QuestionId) -> Result<ReadQuestion, QuestionError> {
    let question = questions::find(tx, question_id).await?.ok_or(QuestionError::NotFound)?;
    let readers = questions::list_readers(tx, question_id).await?;
    let is_own = cx.actor.role == Role::Member && cx.actor.person_id == Some(question.person_id);
    let reads = question.taken_by.as_deref() == Some(cx.actor.name.as_str())
        || readers.iter().any(|reader| reader.account == cx.actor.name);
    if !(is_own || reads) {
        return Err(QuestionError::NotFound);
    }
    let person = persons::find(tx, question.person_id).await?.ok_or(QuestionError::NotFound)?;
    let ids: Vec<AccountId> = readers
        .iter()
        .map(|reader| reader.account.as_str())
        .chain(question.taken_by.as_deref())
        .filter_map(|account| account.parse().ok())
        .collect();
    let names: BTreeMap<String, String> = accounts::list_by_ids(tx, &ids)
        .await?
        .into_iter()
        .map(|account| (account.account_id.to_string(), account.name))
        .collect();
    let name_of = |account: &str| names.get(account).cloned();
    let may_allow = if is_own { offices_over(tx, &question, cx.now.day_in_china()).await? } else { Vec::new() };
    let clocks = clocks::list_of_many(tx, &[question.person_id]).await?;
    let due_on = clocks.iter().find_map(|kept| {
        let of_this = kept.clock.matter.is_some_and(|matter| matter.bits() == question_id.bits());
        (of_this && kept.clock.guarantee == Guarantee::Answer && kept.clock.end.is_none()).then_some(kept.clock.due.on)
    });
    Ok(ReadQuestion {
        due_on,
        answerer: question.taken_by.as_deref().and_then(name_of),
        readers: readers.iter().filter_map(|r| Some((name_of(&r.account)?, r.because))).collect(),
        name: person.name,
        may_allow,
        question,
    })
}

/// The accounts of offices over somebody, by post, who do not read the question yet.
async fn offices_over(
    tx: &mut Tx,
    question: &Question,
    today: Date,
) -> Result<Vec<(AccountId, String, Post)>, StoreError> {
    let place = memberships::list_current_of(tx, &[question.person_id]).await?.pop();
    let directory = Directory::load(tx, today).await?;
    let readers = questions::list_readers(tx, question.question_id).await?;
    let mut found: BTreeMap<AccountId, Post> = BTreeMap::new();
    for post in [Post::Branch, Post::Township, Post::County] {
        for account in directory.at(post, place.as_ref().map(|membership| membership.organization_id)) {
            let reads = question.taken_by.as_deref() == Some(account.as_str())
                || readers.iter().any(|reader| reader.account == account);
            if let (Ok(id), false) = (account.parse(), reads) {
                found.entry(id).or_insert(post);
            }
        }
    }
    let ids: Vec<AccountId> = found.keys().copied().collect();
    let accounts = accounts::list_by_ids(tx, &ids).await?;
    let listed = accounts.into_iter().filter_map(|account| {
        let post = found.get(&account.account_id)?;
        Some((account.account_id, account.name, *post))
    });
    Ok(listed.collect())
}

pub(super) fn brief_of(question: &Question) -> BriefQuestion {
    BriefQuestion {
        question_id: question.question_id,
        person_id: question.person_id,
        post: question.post,
        pressing: question.pressing,
        asked_on: question.asked_on,
        state: question.state,
        taken_by: question.taken_by.clone(),
        closed_on: question.closed_on,
        recorded_at: question.recorded_at,
        moved_at: question.moved_at,
    }
}
