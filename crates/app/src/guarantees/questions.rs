//! Answered in doubt 惑时有人解: a question is asked at a post, taken by one person there, answered, and read by nobody else but
//! whom the person allows. Words of distress reach whoever is on duty at once, and the person is told so.
//!
//! Nothing of a question stands in a list, a search, an export or a log: lists hold days and states, and name the person only
//! to whoever may read it. The audit says that a question was read, by whom and whose, never which words.

use guanai_casework::guarantee::{
    Pressing, Question, QuestionMove, QuestionMoveError, QuestionReader, QuestionState, ReaderReason,
};
use guanai_kernel::ids::{AccountId, OperationId, PersonId, QuestionId};
use guanai_kernel::text::squeeze;
use guanai_kernel::{Date, Moment, Post};
use guanai_scheme::Text;
use guanai_store::accounts::AccountState;
use guanai_store::audit::{AuditRecord, Subject};
use guanai_store::questions::{self, BriefQuestion};
use guanai_store::{StoreError, Tx, accounts, audit, memberships, persons};

use super::reckon::reckon;
use super::tell::Directory;
use crate::actor::{Act, Denied, Role};
use crate::cx::Cx;
use crate::operation::{Operation, OperationError};
use crate::scope::ScopeOf;
use crate::standards::Standards;

mod reading;

pub use reading::{WaitingQuestions, count_questions, find_own_distress, list_questions, read_question};
use reading::{brief_of, may_take};

/// Letters that a question and an answer may have.
const MOST_LETTERS: usize = 2_000;

/// A question to be asked.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct AskQuestion {
    /// Who asks.
    pub person_id: PersonId,
    /// At which post, by its code: branch, township or county.
    pub post: String,
    /// The words.
    pub words: String,
}

guanai_kernel::debug_by_id!(AskQuestion.person_id);

/// A question as it was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its id.
    pub question_id: QuestionId,
    /// What is said at once to somebody in distress; none where the words do not tell of it.
    pub reply: Option<Text>,
}

/// A question as its readers see it.
#[derive(Clone, PartialEq, Eq)]
pub struct ReadQuestion {
    /// The question.
    pub question: Question,
    /// Who asks.
    pub name: String,
    /// The last day by which it is to be answered, while it is open.
    pub due_on: Option<Date>,
    /// The name of whoever took it.
    pub answerer: Option<String>,
    /// Who else reads it, and why.
    pub readers: Vec<(String, ReaderReason)>,
    /// To whom the person might show it: accounts of offices over them, by id, name and post.
    pub may_allow: Vec<(AccountId, String, Post)>,
}

impl std::fmt::Debug for ReadQuestion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReadQuestion({})", self.question.question_id)
    }
}

/// A question in a list: no words, and the person's name only to whoever may read it.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedQuestion {
    /// The question without its words.
    pub brief: BriefQuestion,
    /// Who asks; none to whoever has not taken it.
    pub name: Option<String>,
    /// The last day by which it is to be answered.
    pub due_on: Option<Date>,
}

impl std::fmt::Debug for ListedQuestion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ListedQuestion({})", self.brief.question_id)
    }
}

/// The questions that concern somebody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Questions {
    /// Those that wait at the actor's post.
    pub waiting: Vec<ListedQuestion>,
    /// Those that the actor took or may read.
    pub reading: Vec<ListedQuestion>,
    /// Those that the actor asked.
    pub own: Vec<ListedQuestion>,
}

/// Why nothing was done with a question. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum QuestionError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No words, or too many.
    #[error("a question and an answer have words, {MOST_LETTERS} letters at most")]
    Words,
    /// Nobody answers at such a post.
    #[error("questions are answered by the branch, the township or the county")]
    NoPost,
    /// Nobody there, or not for the actor to see: the two cannot be told apart.
    #[error("there is no such question")]
    NotFound,
    /// Nobody answers themselves.
    #[error("nobody answers their own question")]
    Own,
    /// The table of moves does not hold it: somebody was faster.
    #[error(transparent)]
    Move(#[from] QuestionMoveError),
    /// Nobody to be allowed.
    #[error("there is no such account of an office")]
    NoReader,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl QuestionError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words => "question-words",
            Self::NoPost => "question-no-post",
            Self::NotFound => "question-not-found",
            Self::Own => "question-own",
            Self::Move(_) => "question-moved",
            Self::NoReader => "question-no-reader",
            Self::Operation(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// Asks, or writes down what somebody asks. Where the words tell of distress, whoever is on duty may read them from this moment
/// and is told of it in the same transaction.
pub async fn ask_question(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &AskQuestion,
) -> Result<Asked, QuestionError> {
    cx.authorise(Act::AskQuestion)?;
    let words = worded(&wish.words)?;
    let post = Post::from_code(&wish.post).filter(|post| *post != Post::Duty).ok_or(QuestionError::NoPost)?;
    let pack = &cx.standards.pack;
    let pressing = if pack.tells_of_distress(words) { Pressing::Distress } else { Pressing::Usual };
    let operation = &Operation::new(operation_id, Act::AskQuestion, wish)?;
    let mut ids = cx.ids.clone();
    let today = cx.now.day_in_china();
    let question = &Question {
        question_id: QuestionId::fresh(&mut ids),
        person_id: wish.person_id,
        post,
        words: words.to_owned(),
        pressing,
        asked_on: today,
        asked_by: cx.actor.name.clone(),
        state: QuestionState::Asked,
        taken_by: None,
        answer: None,
        closed_on: None,
        recorded_at: cx.now,
        moved_at: cx.now,
    };
    let is_own = cx.actor.person_id == Some(wish.person_id);
    let record = cx.audit_record(&mut ids, Act::AskQuestion, vec![Subject::Person(wish.person_id)], None);
    let record = &AuditRecord { on_behalf_of: (!is_own).then_some(wish.person_id), ..record };
    cx.ids = ids;
    let (actor, now, standards) = (&cx.actor, cx.now, cx.standards);
    let asking = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let scope = ScopeOf::resolve(tx, actor).await?;
            if !scope.holds_person(tx, question.person_id).await? {
                return Err(QuestionError::NotFound);
            }
            if let Some(earlier) = operation.earlier(tx, actor).await? {
                return Ok(earlier);
            }
            let person = persons::find(tx, question.person_id).await?.ok_or(QuestionError::NotFound)?;
            if person.died_on.is_some() {
                return Err(QuestionError::NotFound);
            }
            take_in(tx, standards, now, question).await?;
            operation.keep(tx, actor, question.question_id, now).await?;
            audit::append(tx, record).await?;
            Ok(question.question_id)
        })
    });
    let question_id = asking.await?;
    let distress = pressing == Pressing::Distress;
    let reply = distress.then(|| cx.standards.pack.guarantees().crisis_reply.clone());
    Ok(Asked { question_id, reply })
}

/// Keeps a question and reckons its clock. Where it tells of distress, whoever is on duty reads it from this moment and is told.
pub(super) async fn take_in(
    tx: &mut Tx,
    standards: &Standards,
    now: Moment,
    question: &Question,
) -> Result<(), StoreError> {
    questions::add(tx, question).await?;
    if question.pressing == Pressing::Distress {
        for account in on_duty(tx, question, now.day_in_china()).await? {
            let because = ReaderReason::OnDuty;
            let reader = QuestionReader { question_id: question.question_id, account, because, since_at: now };
            questions::add_reader(tx, &reader).await?;
        }
    }
    reckon(tx, standards, now, &[question.person_id]).await?;
    Ok(())
}

async fn on_duty(tx: &mut Tx, question: &Question, today: Date) -> Result<Vec<String>, StoreError> {
    let place = memberships::list_current_of(tx, &[question.person_id]).await?.pop();
    let directory = Directory::load(tx, today).await?;
    Ok(directory.at(Post::Duty, place.map(|membership| membership.organization_id)))
}

/// Takes a question: from now on it is the actor's, and they read it.
pub async fn take_question(cx: &mut Cx<'_>, question_id: QuestionId) -> Result<(), QuestionError> {
    cx.authorise(Act::AnswerQuestion)?;
    let mut tx = cx.db.begin_read().await?;
    let found = questions::find(&mut tx, question_id).await?;
    let may = match &found {
        None => false,
        Some(question) => may_take(cx, &mut tx, &brief_of(question)).await?,
    };
    tx.rollback().await?;
    let question = found.ok_or(QuestionError::NotFound)?;
    if cx.actor.person_id == Some(question.person_id) {
        return Err(QuestionError::Own);
    }
    if !may {
        return Err(QuestionError::NotFound);
    }
    let taken_by = Some(cx.actor.name.clone());
    step(cx, question_id, QuestionMove::Take, move |_, after| Ok(Question { taken_by: taken_by.clone(), ..after }))
        .await
}

/// Gives a question back, for somebody else to answer.
pub async fn give_back_question(cx: &mut Cx<'_>, question_id: QuestionId) -> Result<(), QuestionError> {
    cx.authorise(Act::AnswerQuestion)?;
    let own = cx.actor.name.clone();
    step(cx, question_id, QuestionMove::GiveBack, move |before, after| {
        taken_by(before, &own)?;
        Ok(Question { taken_by: None, ..after })
    })
    .await
}

/// Answers a question that the actor took.
pub async fn answer_question(cx: &mut Cx<'_>, question_id: QuestionId, words: &str) -> Result<(), QuestionError> {
    cx.authorise(Act::AnswerQuestion)?;
    let words = worded(words)?.to_owned();
    let (own, today) = (cx.actor.name.clone(), cx.now.day_in_china());
    step(cx, question_id, QuestionMove::Answer, move |before, after| {
        taken_by(before, &own)?;
        Ok(Question { answer: Some(words.clone()), closed_on: Some(today), ..after })
    })
    .await
}

/// Takes one's own question back.
pub async fn withdraw_question(cx: &mut Cx<'_>, question_id: QuestionId) -> Result<(), QuestionError> {
    cx.authorise(Act::ShareQuestion)?;
    let (own, today) = (cx.actor.person_id, cx.now.day_in_china());
    step(cx, question_id, QuestionMove::Withdraw, move |before, after| {
        if own != Some(before.person_id) {
            return Err(QuestionError::NotFound);
        }
        Ok(Question { closed_on: Some(today), ..after })
    })
    .await
}

fn taken_by(question: &Question, account: &str) -> Result<(), QuestionError> {
    if question.taken_by.as_deref() == Some(account) { Ok(()) } else { Err(QuestionError::NotFound) }
}

/// Moves a question on by the table, reckons its clock anew and leaves the record.
async fn step(
    cx: &mut Cx<'_>,
    question_id: QuestionId,
    by: QuestionMove,
    change: impl Fn(&Question, Question) -> Result<Question, QuestionError> + Send + Sync,
) -> Result<(), QuestionError> {
    let act = if by == QuestionMove::Withdraw { Act::ShareQuestion } else { Act::AnswerQuestion };
    let mut ids = cx.ids.clone();
    let draft = cx.audit_record(&mut ids, act, Vec::new(), None);
    cx.ids = ids;
    let (now, standards, draft, change) = (cx.now, cx.standards, &draft, &change);
    let moving = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let before = questions::find(tx, question_id).await?.ok_or(QuestionError::NotFound)?;
            let state = before.state.after(by)?;
            let after = change(&before, Question { state, moved_at: now, ..before.clone() })?;
            questions::amend(tx, &before, &after).await?;
            reckon(tx, standards, now, &[before.person_id]).await?;
            let mut record = draft.clone();
            record.subjects = vec![Subject::Person(before.person_id)];
            audit::append(tx, &record).await?;
            Ok(())
        })
    });
    moving.await
}

/// Lets an account of an office read one's own question too.
pub async fn allow_reader(
    cx: &mut Cx<'_>,
    question_id: QuestionId,
    account_id: AccountId,
) -> Result<(), QuestionError> {
    cx.authorise(Act::ShareQuestion)?;
    let mut ids = cx.ids.clone();
    let draft = cx.audit_record(&mut ids, Act::ShareQuestion, Vec::new(), None);
    cx.ids = ids;
    let (own, now, draft) = (cx.actor.person_id, cx.now, &draft);
    let allowing = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let question = questions::find(tx, question_id).await?.ok_or(QuestionError::NotFound)?;
            if own != Some(question.person_id) {
                return Err(QuestionError::NotFound);
            }
            let account = accounts::find(tx, account_id).await?.ok_or(QuestionError::NoReader)?;
            let role = Role::from_code(&account.role);
            let is_office = matches!(role, Some(Role::BranchContact | Role::TownshipOfficer | Role::CountyOfficer));
            if account.state == AccountState::Closed || !is_office {
                return Err(QuestionError::NoReader);
            }
            let (account, because) = (account_id.to_string(), ReaderReason::Allowed);
            let reader = QuestionReader { question_id, account, because, since_at: now };
            questions::add_reader(tx, &reader).await?;
            let mut record = draft.clone();
            record.subjects = vec![Subject::Person(question.person_id), Subject::Account(account_id)];
            audit::append(tx, &record).await?;
            Ok(())
        })
    });
    allowing.await
}

fn worded(words: &str) -> Result<&str, QuestionError> {
    let words = words.trim();
    let count = words.chars().count();
    if squeeze(words).is_empty() || count > MOST_LETTERS { Err(QuestionError::Words) } else { Ok(words) }
}
