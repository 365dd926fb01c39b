//! The pages of questions in doubt over the app.

use guanai_app::guarantees::person::glance;
use guanai_app::guarantees::questions::{
    self, AskQuestion, ListedQuestion, QuestionError, list_questions, read_question,
};
use guanai_app::{Act, Role};
use guanai_casework::guarantee::{HeardIn, Pressing, Question, QuestionState};
use guanai_kernel::Date;

use super::{County, id};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;
use crate::page::Choice;
use crate::questions::answer::QuestionLists;
use crate::questions::ask::{AskChoices, AskWish, Asked};
use crate::questions::{QuestionDesk, QuestionFile, QuestionRow, ReaderRow};

impl From<QuestionError> for AskError {
    fn from(error: QuestionError) -> Self {
        match error {
            QuestionError::Denied(error) => error.into(),
            QuestionError::NotFound | QuestionError::NoPost => Self::NotFound,
            QuestionError::Words => Self::Refused("web-refused-question-words"),
            QuestionError::Own => Self::Refused("web-refused-question-own"),
            QuestionError::Move(_) => Self::Refused("web-refused-question-moved"),
            QuestionError::NoReader => Self::Refused("web-refused-question-reader"),
            QuestionError::Operation(error) => error.into(),
            QuestionError::Store(error) => error.into(),
        }
    }
}

impl QuestionDesk for County {
    fn questions<'a>(&'a self, who: Asker<'a>) -> Answer<'a, QuestionLists> {
        Box::pin(async move {
            let found = list_questions(&mut self.cx(who)?).await?;
            Ok(QuestionLists { waiting: rows(found.waiting), reading: rows(found.reading) })
        })
    }
    fn own_questions<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<QuestionRow>> {
        Box::pin(async move { Ok(rows(list_questions(&mut self.cx(who)?).await?.own)) })
    }
    fn question<'a>(&'a self, who: Asker<'a>, question: &'a str) -> Answer<'a, QuestionFile> {
        Box::pin(file(self, who, question))
    }
    fn ask_choices<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, AskChoices> {
        Box::pin(async move {
            let cx = self.cx(who)?;
            cx.authorise(Act::AskQuestion)?;
            let read = glance(&cx, id(person)?).await?;
            Ok(AskChoices { person: read.person_id.to_string(), name: read.name })
        })
    }
    fn ask_question<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: AskWish) -> Answer<'a, Asked> {
        Box::pin(async move {
            let mut cx = self.cx(who)?;
            let wish = AskQuestion { person_id: id(&wish.person)?, post: wish.post, words: wish.words };
            let asked = questions::ask_question(&mut cx, op.into(), &wish).await?;
            Ok(Asked { id: asked.question_id.to_string(), is_distress: asked.reply.is_some() })
        })
    }
    fn own_distress<'a>(&'a self, who: Asker<'a>, words: &'a str) -> Answer<'a, Option<String>> {
        Box::pin(async move {
            let found = questions::find_own_distress(&self.cx(who)?, words).await?;
            Ok(found.map(|question_id| question_id.to_string()))
        })
    }
    fn take_question<'a>(&'a self, who: Asker<'a>, question: &'a str) -> Answer<'a, ()> {
        Box::pin(async move { Ok(questions::take_question(&mut self.cx(who)?, id(question)?).await?) })
    }
    fn give_back_question<'a>(&'a self, who: Asker<'a>, question: &'a str) -> Answer<'a, ()> {
        Box::pin(async move { Ok(questions::give_back_question(&mut self.cx(who)?, id(question)?).await?) })
    }
    fn answer_question<'a>(&'a self, who: Asker<'a>, question: &'a str, words: &'a str) -> Answer<'a, ()> {
        Box::pin(async move { Ok(questions::answer_question(&mut self.cx(who)?, id(question)?, words).await?) })
    }
    fn withdraw_question<'a>(&'a self, who: Asker<'a>, question: &'a str) -> Answer<'a, ()> {
        Box::pin(async move { Ok(questions::withdraw_question(&mut self.cx(who)?, id(question)?).await?) })
    }
    fn allow_reader<'a>(&'a self, who: Asker<'a>, question: &'a str, account: &'a str) -> Answer<'a, ()> {
        Box::pin(async move { Ok(questions::allow_reader(&mut self.cx(who)?, id(question)?, id(account)?).await?) })
    }
}

fn rows(listed: Vec<ListedQuestion>) -> Vec<QuestionRow> {
    let mut rows: Vec<QuestionRow> = listed
        .into_iter()
        .map(|listed| QuestionRow {
            id: listed.brief.question_id.to_string(),
            name: listed.name,
            post: listed.brief.post,
            asked_on: listed.brief.asked_on,
            due_on: listed.due_on,
            state: listed.brief.state,
            is_distress: listed.brief.pressing == Pressing::Distress,
        })
        .collect();
    // Whoever is in distress comes first, and what is open before what is closed.
    rows.sort_by_key(|row| (!row.state.is_open(), !row.is_distress));
    rows
}

async fn file(county: &County, who: Asker<'_>, question: &str) -> Result<QuestionFile, AskError> {
    let words = county.words(who.language);
    let mut cx = county.cx(who)?;
    let read = read_question(&mut cx, id(question)?).await?;
    let is_distress = read.question.pressing == Pressing::Distress;
    let is_own = cx.actor.role == Role::Member;
    let reply = county.standards.pack.guarantees().crisis_reply.get(words.lang);
    let is_taken_by_reader = read.question.state == QuestionState::Taken
        && read.question.taken_by.as_deref() == Some(cx.actor.name.as_str());
    Ok(QuestionFile {
        row: row(&read.question, (!is_own).then_some(read.name), read.due_on),
        person: read.question.person_id.to_string(),
        answer: read.question.answer.clone(),
        answerer: read.answerer,
        readers: read.readers.into_iter().map(|(name, because)| ReaderRow { name, because: because.code() }).collect(),
        may_allow: read
            .may_allow
            .into_iter()
            .map(|(account, name, post)| Choice {
                code: account.to_string(),
                name: words.joined(&[name, words.say(&format!("web-post-{}", post.code()))]),
            })
            .collect(),
        is_taken_by_reader,
        crisis_reply: (is_own && is_distress && read.question.state.is_open()).then(|| reply.to_owned()),
        words: match HeardIn::of_words(&read.question.words) {
            Some(heard_in) => words.say(&format!("web-question-heard-in-{}", heard_in.code())),
            None => read.question.words,
        },
    })
}

fn row(question: &Question, name: Option<String>, due_on: Option<Date>) -> QuestionRow {
    QuestionRow {
        id: question.question_id.to_string(),
        name,
        post: question.post,
        asked_on: question.asked_on,
        due_on,
        state: question.state,
        is_distress: question.pressing == Pressing::Distress,
    }
}
