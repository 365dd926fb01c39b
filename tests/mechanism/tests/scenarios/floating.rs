//! A member who works away, in two counties with a database each: a letter goes out sealed, the receiving county takes the person in,
//! its slip comes back, the receiving branch visits, and the member returns.

use std::sync::atomic::{AtomicU64, Ordering};

use guanai_app::floating::{
    EndStay, FloatingError, OpenLetter, Tab, TakeIn, WriteLetter, code_was_told, end_stay, hand_out_letter,
    hand_out_slip, list_floating, open_floating_letter, read_guest, read_letter, read_slip, take_in, write_letter,
};
use guanai_app::life::{EnterLifeEvent, record_life_event, undo_life_event};
use guanai_app::needs::{RaiseNeed, ReadBack, raise_need};
use guanai_app::people::{ListPeople, ReadPerson, list_people, read_person};
use guanai_app::visits::{RecordVisit, WhoVisited, record_visit};
use guanai_app::{Actor, Role};
use guanai_casework::{Urgency, Voice};
use guanai_kernel::ids::{FloatingLetterId, LifeEventId, OperationId};
use guanai_kernel::{FloatingHelp, FloatingOver, VisitAct};
use guanai_registry::LetterState;
use guanai_registry::life_event::{LifeEventDetails, LifeEventKind};
use guanai_scheme::Lang;
use guanai_store::engine::sql;
use guanai_store::{Db, DbUrl, Seal};

use crate::engines::{on_both, postgres};
use crate::office::{ORGANIZATIONS, Office, day};

const HOME: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部, 工作岗位, 是否流动党员
    陈远, @19850101011, 2008-07-01, 2009-07-01, 上村党支部, 工人,     否
    万水, @19850101022, 2008-07-01, 2009-07-01, 上村党支部, 工人,     否";

const HOST: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部,     工作岗位, 是否流动党员
    高原, @19800101033, 2008-07-01, 2009-07-01, 东门社区党支部, 工人,     否
    陈远, @19700101044, 2008-07-01, 2009-07-01, 东门社区党支部, 工人,     否
    万水, @19850101022, 2008-07-01, 2009-07-01, 东门社区党支部, 工人,     否";

/// Two counties on one engine.
fn on_both_twice(body: impl AsyncFn(Db, Db) + Sync) {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    on_both(async |db| {
        let folder = tempfile::tempdir().unwrap();
        let url = match (db.engine(), postgres()) {
            ("postgres", Some(server)) => {
                let (and, number) =
                    (if server.contains('?') { '&' } else { '?' }, NUMBER.fetch_add(1, Ordering::Relaxed));
                DbUrl::parse(&format!("{server}{and}schema=other{}_{number}", std::process::id())).unwrap()
            }
            _ => DbUrl::file(&folder.path().join("other.sqlite")),
        };
        let other = Db::open(&url, Seal::default()).await.unwrap();
        body(db, other.clone()).await;
        if other.engine() == "postgres" {
            let mut tx = other.begin_write().await.unwrap();
            let drop = "DO $$ BEGIN EXECUTE format('DROP SCHEMA %I CASCADE', current_schema()); END $$";
            sql(drop).execute(&mut tx).await.unwrap();
            tx.commit().await.unwrap();
        }
        other.close().await;
    });
}

impl Office {
    async fn goes(&self, actor: &Actor, kind: LifeEventKind, name: &str, place: &str, on: &str) -> LifeEventId {
        let details = LifeEventDetails { place: Some(place.to_owned()), ..LifeEventDetails::default() };
        let wish = EnterLifeEvent {
            person_id: self.person(name).await,
            kind,
            on: day(on),
            details,
            destination: None,
            because: "流动".to_owned(),
        };
        let mut cx = self.acting(actor, day(on));
        let operation = OperationId::fresh(&mut cx.ids);
        record_life_event(&mut cx, operation, &wish).await.unwrap()
    }

    async fn letter(&self, name: &str, helps: Vec<FloatingHelp>) -> WriteLetter {
        WriteLetter {
            person_id: self.person(name).await,
            organization: "东江市某街道党工委".to_owned(),
            place: "东江市".to_owned(),
            phone: None,
            home_contact: "周云".to_owned(),
            home_phone: "0000-1234567".to_owned(),
            arrangements: Some("每月线上学习一次，\r\n党费 向原支部交纳".to_owned()),
            helps,
            is_agreed: false,
        }
    }

    async fn written(&self, actor: &Actor, wish: &WriteLetter, on: &str) -> Result<FloatingLetterId, FloatingError> {
        let mut cx = self.acting(actor, day(on));
        let operation = OperationId::fresh(&mut cx.ids);
        write_letter(&mut cx, operation, wish).await
    }

    async fn slip_read(&self, actor: &Actor, file: &[u8], on: &str) -> Result<FloatingLetterId, FloatingError> {
        let mut cx = self.acting(actor, day(on));
        let operation = OperationId::fresh(&mut cx.ids);
        read_slip(&mut cx, operation, file).await
    }

    async fn taken_in(
        &self,
        actor: &Actor,
        wish: &TakeIn,
        on: &str,
    ) -> Result<guanai_kernel::ids::FloatingGuestId, FloatingError> {
        let mut cx = self.acting(actor, day(on));
        let operation = OperationId::fresh(&mut cx.ids);
        take_in(&mut cx, operation, wish).await
    }

    async fn names_in(&self, actor: &Actor, tab: Tab, on: &str) -> Vec<String> {
        let list = list_floating(&mut self.acting(actor, day(on)), tab, 1).await.unwrap();
        list.lines.into_iter().map(|line| line.name).collect()
    }
}

const NUMBER: &str = "99010119850101011";

fn card() -> String {
    let check = guanai_kernel::codes::IdentityNumber::check_letter(NUMBER).unwrap();
    format!("{NUMBER}{check}")
}

/// Shows R36, R65, R50: who works away belongs to two organisations in two counties: the letter is sealed and names no number, one
/// alone answers until the slip has come, the receiving branch visits and hears needs, no money of theirs begins by itself, and both
/// sides know when it is over.
#[test]
fn a_floating_member_in_two_counties() {
    on_both_twice(async |home, host| {
        let home = Office::of(home, &[HOME]).await;
        let mut host = Office::of(host, &[HOST]).await;
        let branch = home.answering(Role::BranchContact, Some("990001001")).await;
        let elsewhere = home.answering(Role::BranchContact, Some("990001002")).await;
        let street = host.answering(Role::TownshipOfficer, Some("990002000")).await;
        let community = host.answering(Role::BranchContact, Some("990002001")).await;
        let other_street = host.answering(Role::TownshipOfficer, Some("990001000")).await;

        // Out: nobody is written about who has not gone; health is named only where the person agreed.
        let wish = home.letter("陈远", vec![FloatingHelp::Study, FloatingHelp::Rights]).await;
        let early = home.written(&branch, &wish, "2026-07-01").await;
        assert!(matches!(early, Err(FloatingError::NotOutside)));
        home.goes(&branch, LifeEventKind::FloatingOut, "陈远", "东江市", "2026-07-01").await;
        assert_eq!(home.names_in(&branch, Tab::Unwritten, "2026-07-02").await, ["陈远"]);
        let unasked = WriteLetter { helps: vec![FloatingHelp::Health], ..wish.clone() };
        let refused = home.written(&branch, &unasked, "2026-07-02").await;
        assert!(matches!(refused, Err(FloatingError::NotAgreed(FloatingHelp::Health))));
        let not_theirs = home.written(&elsewhere, &wish, "2026-07-02").await;
        assert!(matches!(not_theirs, Err(FloatingError::NotFound)));
        let letter = home.written(&branch, &wish, "2026-07-02").await.unwrap();
        let read = read_letter(&mut home.acting(&branch, day("2026-07-12")), letter).await.unwrap();
        assert_eq!((read.days_out, read.runs, read.letter.state), (10, true, LetterState::Out));
        let code = read.letter.details.code.clone().unwrap();
        code_was_told(&mut home.acting(&branch, day("2026-07-02")), letter).await.unwrap();
        let told = read_letter(&mut home.acting(&branch, day("2026-07-02")), letter).await.unwrap();
        assert_eq!(told.letter.details.code, None, "it is shown until it was told");
        let file = hand_out_letter(&mut home.acting(&branch, day("2026-07-02")), letter).await.unwrap();
        assert_eq!(home.names_in(&branch, Tab::Out, "2026-07-02").await, ["陈远"]);

        // In: at home the letter is not opened; with a wrong code it stays shut; a namesake of ours is not taken for them.
        let open = OpenLetter { file, code };
        let officer = home.answering(Role::CountyOfficer, None).await;
        let own = open_floating_letter(&mut home.acting(&officer, day("2026-07-03")), &open).await;
        assert!(matches!(own, Err(FloatingError::OwnLetter)));
        let wrong = OpenLetter { code: "0000 0000 0000 0000".to_owned(), ..open.clone() };
        let refused = open_floating_letter(&mut host.acting(&street, day("2026-07-03")), &wrong).await;
        assert_eq!(refused.unwrap_err().code(), "sealed-wrong-code");
        let before = host.records().await;
        let seen = open_floating_letter(&mut host.acting(&street, day("2026-07-03")), &open).await.unwrap();
        assert_eq!((seen.letter_id, seen.known), (letter, None));
        assert_eq!(seen.letter.home.organization, "上村党支部");
        let arranged = seen.letter.arrangements.as_deref();
        assert_eq!(arranged, Some("每月线上学习一次， 党费 向原支部交纳"), "as it was written, in one line");
        assert_eq!(host.records().await, before, "a dry reading keeps nothing");
        let wish = TakeIn {
            letter: open.clone(),
            identity: Some(card()),
            branch: "东门社区党支部".to_owned(),
            since_on: day("2026-07-03"),
            contact: "高原".to_owned(),
            phone: "0000-7654321".to_owned(),
            own_phone: None,
        };
        let not_theirs = host.taken_in(&other_street, &wish, "2026-07-03").await;
        assert!(matches!(not_theirs, Err(FloatingError::NoBranch)));
        let wrong_card = TakeIn { identity: Some("990101198001010333".to_owned()), ..wish.clone() };
        assert!(host.taken_in(&street, &wrong_card, "2026-07-03").await.is_err());
        let ahead = TakeIn { since_on: day("2026-07-04"), ..wish.clone() };
        let refused = host.taken_in(&street, &ahead, "2026-07-03").await;
        assert!(matches!(refused, Err(FloatingError::Future(_))), "nobody is taken in ahead of the day");
        let guest = host.taken_in(&street, &wish, "2026-07-03").await.unwrap();
        let twice = host.taken_in(&street, &wish, "2026-07-04").await;
        assert!(matches!(twice, Err(FloatingError::Used { .. })), "a letter is used once");
        let person_id =
            read_guest(&mut host.acting(&community, day("2026-07-04")), guest).await.unwrap().guest.person_id;
        assert_eq!(host.names_in(&community, Tab::In, "2026-07-04").await, ["陈远"]);

        // They are looked after like anybody of the branch, and are a member elsewhere.
        let ask = ListPeople { page: 1, ..ListPeople::default() };
        let people = list_people(&mut host.acting(&community, day("2026-07-04")), day("2026-07-04"), &ask, None).await;
        assert_eq!(people.unwrap().rows.iter().filter(|row| row.person_id == person_id).count(), 1);
        let ask = ReadPerson { person_id, as_of: day("2026-07-04"), lang: Lang::Zh };
        read_person(&mut host.acting(&community, day("2026-07-04")), ask).await.unwrap();
        host.come_to("2026-07-04");
        let assessed = host.assess("2026-07-04").await;
        let at = assessed.population.residents.iter().position(|r| r.person.person_id == person_id).unwrap();
        let pack = &host.standards.pack;
        let paid = assessed.assessments[at]
            .measures
            .iter()
            .filter(|one| crate::office::entitled(&one.answer).is_some_and(|entitled| entitled.amount.is_some()));
        let paid: Vec<&str> = paid.map(|one| pack.measures()[one.measure].id.as_str()).collect();
        assert_eq!(paid, Vec::<&str>::new(), "no money for members begins by itself");
        assert!(host.classes("高原", "2026-07-04").await.iter().all(|class| class != "floating-member"));
        let mut cx = host.acting(&community, day("2026-07-05"));
        let visit = RecordVisit::plain(person_id, VisitAct::Visit, WhoVisited::Myself, day("2026-07-05"), "regular");
        let operation = OperationId::fresh(&mut cx.ids);
        record_visit(&mut cx, operation, &visit).await.unwrap();
        let need = RaiseNeed {
            person_id,
            category: Some("rights".to_owned()),
            urgency: Urgency::Normal,
            words: "工地拖欠工资".to_owned(),
            voice: Voice::Person,
            read_back: ReadBack::Done,
            consents_to_contact: true,
            stated_on: day("2026-07-05"),
            wanted: 1,
        };
        let operation = OperationId::fresh(&mut cx.ids);
        raise_need(&mut cx, operation, &need).await.unwrap();

        // The slip: from then on both are known to both; another county's, and one read before, are told.
        let slip = hand_out_slip(&mut host.acting(&community, day("2026-07-06")), guest).await.unwrap();
        assert_eq!(home.names_in(&branch, Tab::Answered, "2026-07-06").await, Vec::<String>::new());
        let not_theirs = home.slip_read(&elsewhere, &slip, "2026-07-06").await;
        assert!(matches!(not_theirs, Err(FloatingError::OtherSlip)));
        assert!(matches!(host.slip_read(&street, &slip, "2026-07-06").await, Err(FloatingError::OtherSlip)));
        assert_eq!(home.slip_read(&branch, &slip, "2026-07-06").await.unwrap(), letter);
        assert!(matches!(home.slip_read(&branch, &slip, "2026-07-07").await, Err(FloatingError::SlipUsed)));
        let answered = read_letter(&mut home.acting(&branch, day("2026-07-07")), letter).await.unwrap().letter;
        let answer = answered.details.answer.unwrap();
        assert_eq!((answered.state, answer.organization.as_str()), (LetterState::Answered, "东门社区党支部"));
        assert_eq!((answer.contact.as_str(), answer.on), ("高原", day("2026-07-03")));
        assert_eq!(home.names_in(&branch, Tab::Answered, "2026-07-07").await, ["陈远"]);
        let again = home.letter("陈远", Vec::new()).await;
        assert!(matches!(home.written(&branch, &again, "2026-07-07").await, Err(FloatingError::Answered)));

        // The end: entered at home in any case, and said by the receiving branch with a slip of the same letter.
        let mut cx = host.acting(&community, day("2026-08-02"));
        let operation = OperationId::fresh(&mut cx.ids);
        let end = EndStay { guest_id: guest, on: day("2026-08-01"), over: FloatingOver::Returned };
        let ahead = EndStay { on: day("2026-08-03"), ..end.clone() };
        assert!(matches!(end_stay(&mut cx, operation, &ahead).await, Err(FloatingError::Future(_))));
        assert_eq!(end_stay(&mut cx, operation, &end).await.unwrap(), guest);
        assert_eq!(host.names_in(&community, Tab::In, "2026-08-02").await, Vec::<String>::new());
        let over = hand_out_slip(&mut host.acting(&community, day("2026-08-02")), guest).await.unwrap();
        home.slip_read(&branch, &over, "2026-08-02").await.unwrap();
        let ended = read_letter(&mut home.acting(&branch, day("2026-08-02")), letter).await.unwrap().letter;
        assert_eq!(ended.details.over, Some((FloatingOver::Returned, day("2026-08-01"))));
        home.goes(&branch, LifeEventKind::FloatingBack, "陈远", "", "2026-08-02").await;
        assert_eq!(home.names_in(&branch, Tab::Answered, "2026-08-02").await, Vec::<String>::new());
        let file = read_letter(&mut home.acting(&branch, day("2026-08-03")), letter).await.unwrap();
        assert!(!file.runs && LetterState::Answered == file.letter.state);
        assert!(home.records().await.contains("floating-letter") && ORGANIZATIONS.contains("东门社区"));
    });
}

/// Shows R36: within one county both branches answer for who floats between them, and the record goes back as one.
#[test]
fn a_floating_member_between_two_branches_of_one_county() {
    on_both(async |db| {
        let office = Office::of(db, &[HOME]).await;
        let home = office.answering(Role::BranchContact, Some("990001001")).await;
        let host = office.answering(Role::BranchContact, Some("990002001")).await;
        let third = office.answering(Role::BranchContact, Some("990001002")).await;
        let township = office.answering(Role::CountyOfficer, None).await;
        let person_id = office.person("陈远").await;
        let event = office.goes(&home, LifeEventKind::FloatingOut, "陈远", "东门社区党支部", "2026-07-01").await;
        for (actor, sees) in [(&home, true), (&host, true), (&third, false)] {
            let names = office.names_in(actor, Tab::Within, "2026-07-02").await;
            assert_eq!(names == ["陈远"], sees);
            let ask = ReadPerson { person_id, as_of: day("2026-07-02"), lang: Lang::Zh };
            let file = read_person(&mut office.acting(actor, day("2026-07-02")), ask).await;
            assert_eq!(file.is_ok(), sees);
        }
        let wish = office.letter("陈远", Vec::new()).await;
        assert!(matches!(office.written(&home, &wish, "2026-07-02").await, Err(FloatingError::NotOutside)));
        let mut cx = office.acting(&host, day("2026-07-03"));
        let visit = RecordVisit::plain(person_id, VisitAct::Visit, WhoVisited::Myself, day("2026-07-03"), "regular");
        let operation = OperationId::fresh(&mut cx.ids);
        record_visit(&mut cx, operation, &visit).await.unwrap();
        let mut cx = office.acting(&township, day("2026-07-04"));
        let operation = OperationId::fresh(&mut cx.ids);
        undo_life_event(&mut cx, operation, event, "录错了").await.unwrap();
        assert!(office.names_in(&host, Tab::Within, "2026-07-04").await.is_empty());
    });
}

/// Shows R36, R65: a letter that was written anew, a button pressed twice, somebody who comes a second time, and somebody whose
/// membership has come meanwhile: nobody is in the books twice, and no letter counts twice.
#[test]
fn nobody_is_taken_in_twice_and_a_letter_may_be_written_anew() {
    on_both_twice(async |home, host| {
        let home = Office::of(home, &[HOME]).await;
        let host = Office::of(host, &[HOST]).await;
        let branch = home.answering(Role::BranchContact, Some("990001001")).await;
        let street = host.answering(Role::TownshipOfficer, Some("990002000")).await;
        let sent = async |name: &str, on: &str| {
            let wish = home.letter(name, Vec::new()).await;
            let letter = home.written(&branch, &wish, on).await.unwrap();
            let read = read_letter(&mut home.acting(&branch, day(on)), letter).await.unwrap();
            let file = hand_out_letter(&mut home.acting(&branch, day(on)), letter).await.unwrap();
            (letter, OpenLetter { file, code: read.letter.details.code.unwrap() })
        };
        home.goes(&branch, LifeEventKind::FloatingOut, "陈远", "东江市", "2026-07-01").await;
        let (first, arrived) = sent("陈远", "2026-07-02").await;
        let (second, late) = sent("陈远", "2026-07-03").await;
        let replaced = read_letter(&mut home.acting(&branch, day("2026-07-03")), first).await.unwrap();
        assert_eq!(replaced.letter.state, LetterState::Replaced);

        // The first one arrived all the same. The button is pressed twice, and has one effect.
        let wish = TakeIn {
            letter: arrived,
            identity: Some(card()),
            branch: "990002001".to_owned(),
            since_on: day("2026-07-04"),
            contact: "高原".to_owned(),
            phone: "0000-7654321".to_owned(),
            own_phone: None,
        };
        let mut cx = host.acting(&street, day("2026-07-04"));
        let operation = OperationId::fresh(&mut cx.ids);
        let guest = take_in(&mut cx, operation, &wish).await.unwrap();
        let before = host.records().await;
        assert_eq!(take_in(&mut cx, operation, &wish).await.unwrap(), guest);
        assert_eq!(host.records().await, before);
        let again = open_floating_letter(&mut host.acting(&street, day("2026-07-05")), &late).await;
        assert!(matches!(again, Err(FloatingError::AlreadyIn)));
        let slip = hand_out_slip(&mut host.acting(&street, day("2026-07-05")), guest).await.unwrap();
        home.slip_read(&branch, &slip, "2026-07-06").await.unwrap();
        let one = read_letter(&mut home.acting(&branch, day("2026-07-06")), first).await.unwrap().letter.state;
        let other = read_letter(&mut home.acting(&branch, day("2026-07-06")), second).await.unwrap().letter.state;
        assert_eq!((one, other), (LetterState::Answered, LetterState::Replaced), "the one that arrived holds");

        // Home and out again: with the next letter they are recognised, and no card is asked for.
        let mut cx = host.acting(&street, day("2026-08-02"));
        let operation = OperationId::fresh(&mut cx.ids);
        let end = EndStay { guest_id: guest, on: day("2026-08-01"), over: FloatingOver::Returned };
        end_stay(&mut cx, operation, &end).await.unwrap();
        home.goes(&branch, LifeEventKind::FloatingBack, "陈远", "", "2026-08-02").await;
        home.goes(&branch, LifeEventKind::FloatingOut, "陈远", "东江市", "2026-09-01").await;
        let (_, third) = sent("陈远", "2026-09-02").await;
        let known = open_floating_letter(&mut host.acting(&street, day("2026-09-03")), &third).await.unwrap().known;
        let stay = read_guest(&mut host.acting(&street, day("2026-09-03")), guest).await.unwrap();
        assert_eq!(known.map(|(person_id, _)| person_id), Some(stay.guest.person_id));
        let wish = TakeIn { letter: third, identity: None, since_on: day("2026-09-03"), ..wish };
        let next = host.taken_in(&street, &wish, "2026-09-03").await.unwrap();
        let next = read_guest(&mut host.acting(&street, day("2026-09-03")), next).await.unwrap();
        assert_eq!(next.guest.person_id, stay.guest.person_id);

        // A member of that county by its own books is nobody from outside.
        home.goes(&branch, LifeEventKind::FloatingOut, "万水", "东江市", "2026-07-01").await;
        let (_, member) = sent("万水", "2026-07-02").await;
        let refused = open_floating_letter(&mut host.acting(&street, day("2026-07-03")), &member).await;
        assert!(matches!(refused, Err(FloatingError::AlreadyOurs)));
    });
}
