//! Answered in doubt: confidential to whoever took the question and whom the person allows; distress is heard at once.

use std::collections::BTreeSet;

use guanai_app::guarantees::board::{ListAsk, ListedStanding, list_clocks};
use guanai_app::guarantees::person::read_person_guarantees;
use guanai_app::guarantees::questions::{
    AskQuestion, Asked, QuestionError, allow_reader, answer_question, ask_question, give_back_question, list_questions,
    read_question, take_question, withdraw_question,
};
use guanai_app::guarantees::standins::{NameDuty, name_duty};
use guanai_app::{Actor, Role};
use guanai_casework::guarantee::{QuestionState, ReaderReason, Stage};
use guanai_kernel::{Guarantee, Post};
use guanai_store::canonical;

use crate::desk::day;
use crate::engines::on_both;
use crate::town::Town;

const DOUBT: &str = "想把组织关系转到儿子那边，又怕支部有想法，不知道怎么开口";
const DISTRESS: &str = "这些天总觉得活不下去了";
const ANSWER: &str = "转接是您的权利，我陪您办";

async fn ask(town: &mut Town, actor: &Actor, post: Post, words: &str) -> Asked {
    let wish = AskQuestion { person_id: town.members[0], post: post.code().to_owned(), words: words.to_owned() };
    let operation = town.operation();
    ask_question(&mut town.on(actor, day(7, 1)), operation, &wish).await.unwrap()
}

#[test]
fn a_question_is_read_by_whoever_took_it_and_by_whom_the_person_allows() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let member = town.office(Role::Member, 0).await;
        let branch = town.office(Role::BranchContact, 0).await;
        let township = town.office(Role::TownshipOfficer, 0).await;
        let colleague = town.office(Role::TownshipOfficer, 0).await;
        let elsewhere = town.office(Role::TownshipOfficer, 1).await;
        let asked = ask(&mut town, &member, Post::Township, DOUBT).await;
        assert_eq!(asked.reply, None);
        let id = asked.question_id;
        let today = day(7, 2);

        let waiting = list_questions(&mut town.on(&township, today)).await.unwrap().waiting;
        assert_eq!((waiting.len(), waiting[0].name.clone()), (1, None), "that one waits, and not whose");
        assert_eq!(waiting[0].due_on, Some(day(7, 8)));
        for other in [&branch, &elsewhere] {
            assert_eq!(list_questions(&mut town.on(other, today)).await.unwrap().waiting, []);
            let refused = take_question(&mut town.on(other, today), id).await;
            assert!(matches!(refused, Err(QuestionError::NotFound)));
        }
        assert!(read_question(&mut town.on(&township, today), id).await.is_err(), "before it is taken");
        take_question(&mut town.on(&township, today), id).await.unwrap();
        let lost = take_question(&mut town.on(&colleague, today), id).await;
        assert!(matches!(lost, Err(QuestionError::Move(_))), "somebody was faster");
        let read = read_question(&mut town.on(&township, today), id).await.unwrap();
        assert!(read.question.words == DOUBT && read.name == "曾小明");
        for other in [&branch, &colleague, &elsewhere] {
            let refused = read_question(&mut town.on(other, today), id).await;
            assert!(matches!(refused, Err(QuestionError::NotFound)));
            let answered = answer_question(&mut town.on(other, today), id, ANSWER).await;
            assert!(matches!(answered, Err(QuestionError::NotFound)));
        }
        answer_question(&mut town.on(&township, today), id, ANSWER).await.unwrap();

        let own = read_question(&mut town.on(&member, today), id).await.unwrap();
        assert_eq!(own.question.answer.as_deref(), Some(ANSWER));
        assert_eq!(own.answerer.as_deref(), Some("township-officer 0"));
        let friend = own.may_allow.iter().find(|(_, _, post)| *post == Post::Branch).unwrap().0;
        assert_eq!(friend.to_string(), branch.name);
        allow_reader(&mut town.on(&member, today), id, friend).await.unwrap();
        assert!(read_question(&mut town.on(&branch, today), id).await.is_ok());
        let readers = read_question(&mut town.on(&member, today), id).await.unwrap().readers;
        assert_eq!(readers, [("branch-contact 0".to_owned(), ReaderReason::Allowed)]);
        assert!(read_question(&mut town.on(&colleague, today), id).await.is_err());
    });
}

#[test]
fn words_of_distress_reach_whoever_is_on_duty_at_once_and_the_person_is_told_so() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let member = town.office(Role::Member, 0).await;
        let branch = town.office(Role::BranchContact, 0).await;
        let county = town.office(Role::CountyOfficer, 0).await;
        let on_duty = town.office(Role::TownshipOfficer, 1).await;
        let turn = NameDuty { account: on_duty.name.to_lowercase(), from_on: day(7, 1), last_on: day(7, 2) };
        name_duty(&mut town.on(&county, day(7, 1)), &turn).await.unwrap();
        let asked = ask(&mut town, &member, Post::Branch, DISTRESS).await;
        let reply = asked.reply.unwrap();
        assert!(reply.zh.contains("12356") && reply.en.contains("not alone"));
        let told = town.told(town.members[0], Stage::Started).await;
        assert_eq!(told, BTreeSet::from([(Post::Duty, on_duty.name.clone())]));
        let clock = town.running(town.members[0], Guarantee::Answer).await.clock;
        assert_eq!((clock.rule.as_str(), clock.due.on), ("at-once", day(7, 1)));

        // Another township's officer, and yet the one who comes.
        let read = read_question(&mut town.on(&on_duty, day(7, 1)), asked.question_id).await.unwrap();
        assert_eq!(read.question.words, DISTRESS);
        take_question(&mut town.on(&on_duty, day(7, 1)), asked.question_id).await.unwrap();
        for other in [&branch, &county] {
            assert!(read_question(&mut town.on(other, day(7, 1)), asked.question_id).await.is_err());
        }
        let own = read_question(&mut town.on(&member, day(7, 1)), asked.question_id).await.unwrap();
        assert_eq!(own.readers, [("township-officer 1".to_owned(), ReaderReason::OnDuty)]);
    });
}

#[test]
fn without_a_turn_of_duty_the_county_hears_of_distress() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let member = town.office(Role::Member, 0).await;
        let county = town.office(Role::CountyOfficer, 0).await;
        ask(&mut town, &member, Post::Branch, DISTRESS).await;
        let told = town.told(town.members[0], Stage::Started).await;
        assert_eq!(told, BTreeSet::from([(Post::Duty, county.name)]));
    });
}

#[test]
fn a_question_that_is_late_may_be_taken_by_a_higher_post_and_one_given_back_waits_again() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let member = town.office(Role::Member, 0).await;
        let branch = town.office(Role::BranchContact, 0).await;
        let township = town.office(Role::TownshipOfficer, 0).await;
        let id = ask(&mut town, &member, Post::Branch, DOUBT).await.question_id;
        take_question(&mut town.on(&branch, day(7, 1)), id).await.unwrap();
        give_back_question(&mut town.on(&branch, day(7, 2)), id).await.unwrap();
        assert!(read_question(&mut town.on(&branch, day(7, 2)), id).await.is_err());
        let early = take_question(&mut town.on(&township, day(7, 8)), id).await;
        assert!(matches!(early, Err(QuestionError::NotFound)), "its last day is the 8th");
        take_question(&mut town.on(&township, day(7, 9)), id).await.unwrap();
        withdraw_question(&mut town.on(&member, day(7, 9)), id).await.unwrap();
        let answered = answer_question(&mut town.on(&township, day(7, 9)), id, ANSWER).await;
        assert!(matches!(answered, Err(QuestionError::Move(_))));
        let own = list_questions(&mut town.on(&member, day(7, 9))).await.unwrap().own;
        assert_eq!((own.len(), own[0].brief.state), (1, QuestionState::Withdrawn));
    });
}

#[test]
fn nothing_of_a_question_stands_in_a_list_an_export_or_the_audit() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let member = town.office(Role::Member, 0).await;
        let branch = town.office(Role::BranchContact, 0).await;
        let id = ask(&mut town, &member, Post::Branch, DOUBT).await.question_id;
        take_question(&mut town.on(&branch, day(7, 1)), id).await.unwrap();
        answer_question(&mut town.on(&branch, day(7, 1)), id, ANSWER).await.unwrap();
        ask(&mut town, &member, Post::Branch, "还有一事").await;
        town.keep(day(7, 1)).await;
        let running = ListAsk {
            system: None,
            organization_id: None,
            guarantee: Some(Guarantee::Answer),
            standing: ListedStanding::Running,
            page: 1,
        };
        let page = list_clocks(&mut town.on(&branch, day(7, 1)), running).await.unwrap();
        assert_eq!((page.rows.len(), page.rows[0].person.clone()), (1, None));
        let person = town.members[0];
        let five = read_person_guarantees(&mut town.on(&branch, day(7, 1)), person).await;
        let answer = five.unwrap().five.into_iter().find(|one| one.guarantee == Guarantee::Answer).unwrap();
        assert!(!answer.is_open && answer.running.is_empty() && answer.ended.is_empty());
        let own = read_person_guarantees(&mut town.on(&member, day(7, 1)), person).await;
        let answer = own.unwrap().five.into_iter().find(|one| one.guarantee == Guarantee::Answer).unwrap();
        assert!(answer.is_open && answer.running.len() == 1 && answer.ended.len() == 1);

        let mut bytes = Vec::new();
        let mut tx = town.db.begin_read().await.unwrap();
        canonical::export(&mut tx, &mut bytes).await.unwrap();
        tx.rollback().await.unwrap();
        let export = String::from_utf8(bytes).unwrap();
        let audit = format!("{:?}", town.audit().await);
        for words in [DOUBT, ANSWER, "还有一事"] {
            assert!(!export.contains(words) && !audit.contains(words));
        }
        assert!(!export.contains(&id.to_string()));
    });
}

#[test]
fn a_question_without_words_and_a_post_that_is_none_are_refused() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let member = town.office(Role::Member, 0).await;
        let neighbour = town.office(Role::Member, 1).await;
        let wish = |words: &str, post: &str| AskQuestion {
            person_id: town.members[0],
            post: post.to_owned(),
            words: words.to_owned(),
        };
        let cases = [
            (wish(" ", "branch"), "question-words"),
            (wish(DOUBT, "duty"), "question-no-post"),
            (wish(DOUBT, "nobody"), "question-no-post"),
        ];
        for (wish, code) in cases {
            let operation = town.operation();
            let refused = ask_question(&mut town.on(&member, day(7, 1)), operation, &wish).await;
            assert_eq!(refused.unwrap_err().code(), code);
        }
        let theirs = AskQuestion { person_id: town.members[0], post: "branch".to_owned(), words: DOUBT.to_owned() };
        let operation = town.operation();
        let not_theirs = ask_question(&mut town.on(&neighbour, day(7, 1)), operation, &theirs).await;
        assert!(matches!(not_theirs, Err(QuestionError::NotFound)));
    });
}
