//! The sample office's answers about the guarantees and questions in doubt.

use guanai_kernel::Moment;
use guanai_web::guarantees::GuaranteeDesk;
use guanai_web::guarantees::board::{Board, BoardAsk};
use guanai_web::guarantees::happened::{Happened, HappenedChoices};
use guanai_web::guarantees::list::{ListAsk, TermList};
use guanai_web::guarantees::person::PersonFive;
use guanai_web::guarantees::rest::{RestChoices, RestWish};
use guanai_web::guarantees::standins::{NameStandin, Standins};
use guanai_web::guarantees::told::NoticeList;
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::questions::answer::QuestionLists;
use guanai_web::questions::ask::{AskChoices, AskWish, Asked};
use guanai_web::questions::{QuestionDesk, QuestionFile, QuestionRow};
use guanai_web::session::Role;

use crate::office::SampleOffice;
use crate::samples::{PERSON, Samples};
use crate::samples_guarantees::QUESTION;

fn give<'a, T: Send + 'a>(answer: T) -> Answer<'a, T> {
    Box::pin(async move { Ok(answer) })
}

fn samples(who: Asker<'_>) -> Samples {
    Samples(who.language)
}

impl GuaranteeDesk for SampleOffice {
    fn board<'a>(&'a self, who: Asker<'a>, _: BoardAsk) -> Answer<'a, Board> {
        give(samples(who).board())
    }
    fn terms<'a>(&'a self, who: Asker<'a>, ask: ListAsk) -> Answer<'a, TermList> {
        give(samples(who).terms(ask.standing == "late"))
    }
    fn five<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, PersonFive> {
        Self::known(person, PERSON, samples(who).person_five(who.session.role == Role::Member))
    }
    fn rest_choices<'a>(
        &'a self,
        who: Asker<'a>,
        person: &'a str,
        _: &'a str,
        kind: &'a str,
    ) -> Answer<'a, RestChoices> {
        Self::known(person, PERSON, samples(who).rest_choices(kind))
    }
    fn rest<'a>(&'a self, _: Asker<'a>, _: OperationId, wish: RestWish) -> Answer<'a, ()> {
        self.record(format!("rest {} {} {} {}", wish.guarantee, wish.reason, wish.from_on, wish.last_on));
        give(())
    }
    fn end_rest<'a>(&'a self, _: Asker<'a>, rest: &'a str) -> Answer<'a, ()> {
        self.record(format!("end rest {rest}"));
        give(())
    }
    fn happened_choices<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, HappenedChoices> {
        Self::known(person, PERSON, samples(who).happened_choices())
    }
    fn record_happening<'a>(&'a self, _: Asker<'a>, _: OperationId, wish: Happened) -> Answer<'a, ()> {
        self.record(format!("happened {} {}", wish.occasion, wish.on));
        give(())
    }
    fn strike_happening<'a>(&'a self, _: Asker<'a>, entry: &'a str) -> Answer<'a, ()> {
        self.record(format!("strike {entry}"));
        give(())
    }
    fn told<'a>(&'a self, who: Asker<'a>, _: usize) -> Answer<'a, NoticeList> {
        give(samples(who).notices())
    }
    fn take_note<'a>(&'a self, _: Asker<'a>, read_at: Moment) -> Answer<'a, ()> {
        self.record(format!("noted {}", read_at.as_micros()));
        give(())
    }
    fn standins<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Standins> {
        give(samples(who).standins(who.session.role == Role::CountyOfficer))
    }
    fn name_standin<'a>(&'a self, _: Asker<'a>, wish: NameStandin) -> Answer<'a, ()> {
        self.record(format!("{wish:?}"));
        give(())
    }
}

impl QuestionDesk for SampleOffice {
    fn questions<'a>(&'a self, who: Asker<'a>) -> Answer<'a, QuestionLists> {
        give(samples(who).questions())
    }
    fn own_questions<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<QuestionRow>> {
        give(samples(who).questions().reading)
    }
    fn question<'a>(&'a self, who: Asker<'a>, question: &'a str) -> Answer<'a, QuestionFile> {
        Self::known(question, QUESTION, samples(who).question(who.session.role == Role::Member))
    }
    fn ask_choices<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, AskChoices> {
        Self::known(person, PERSON, AskChoices { person: PERSON.into(), name: samples(who).person_name() })
    }
    fn ask_question<'a>(&'a self, _: Asker<'a>, _: OperationId, wish: AskWish) -> Answer<'a, Asked> {
        self.record(format!("{} at {}", wish.words, wish.post));
        give(Asked { id: QUESTION.into(), is_distress: wish.words.contains("活不下去") })
    }
    fn own_distress<'a>(&'a self, _: Asker<'a>, words: &'a str) -> Answer<'a, Option<String>> {
        give(words.contains("活不下去").then(|| QUESTION.to_owned()))
    }
    fn take_question<'a>(&'a self, _: Asker<'a>, question: &'a str) -> Answer<'a, ()> {
        if question != QUESTION {
            return Box::pin(async { Err(AskError::Refused("web-refused-question-moved")) });
        }
        self.record("take");
        give(())
    }
    fn give_back_question<'a>(&'a self, _: Asker<'a>, _: &'a str) -> Answer<'a, ()> {
        self.record("give back");
        give(())
    }
    fn answer_question<'a>(&'a self, _: Asker<'a>, _: &'a str, words: &'a str) -> Answer<'a, ()> {
        self.record(format!("answer {words}"));
        give(())
    }
    fn withdraw_question<'a>(&'a self, _: Asker<'a>, _: &'a str) -> Answer<'a, ()> {
        self.record("withdraw");
        give(())
    }
    fn allow_reader<'a>(&'a self, _: Asker<'a>, _: &'a str, account: &'a str) -> Answer<'a, ()> {
        self.record(format!("allow {account}"));
        give(())
    }
}
