//! A dispute from the raising to the end: who may know of it, who may mediate, what each is told and says; and what is not closed.

use guanai_app::disputes::{
    DisputeView, ListDisputes, MoveDispute, RaiseDispute, WishedDisputeStep, count_disputes_due, list_disputes,
    move_dispute, raise_dispute, read_dispute,
};
use guanai_app::records::check_records;
use guanai_app::visits::{DayCard, LookAt, read_my_day};
use guanai_app::{Actor, Role};
use guanai_casework::{
    AnswerManner, AttemptResult, Dispute, DisputeKind, DisputeMove, DisputeOutcome, DisputeReply, DisputeSide,
    DisputeState, DisputeVoice, DisputeWords, SideSaid, SideStance,
};
use guanai_kernel::ids::{AccountId, DisputeId, OperationId, PersonId};
use guanai_registry::{Kin, Source, SourceKind};
use guanai_store::accounts::{self, Account};
use guanai_store::{disputes, households, organizations};
use guanai_testkit::clock;

use crate::engines::on_both;
use crate::office::{Office, day};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部, 工作岗位, 职务
    甲一, @19700101011, 2005-07-01, 2006-07-01, 上村党支部, 农民,
    乙二, @19700101012, 2005-07-01, 2006-07-01, 上村党支部, 工人,
    丙三, @19700101013, 2005-07-01, 2006-07-01, 上村党支部, 农民,     党支部书记
    丁四, @19700101014, 2005-07-01, 2006-07-01, 上村党支部, 农民,
    戊五, @19700101015, 2005-07-01, 2006-07-01, 上村党支部, 农民,
    己六, @19700101016, 2005-07-01, 2006-07-01, 下村党支部, 农民,";
const UPPER: &str = "990001001";
const RAISED: &str = "2026-07-01";

/// The village, with 丁四 a brother of 甲一's.
async fn village(db: guanai_store::Db) -> Office {
    let office = Office::of(db, &[ROSTER]).await;
    let (person_id, relative_id) = (office.person("甲一").await, office.person("丁四").await);
    let source =
        Source { kind: SourceKind::Entry, import_id: None, place: "走访核实".to_owned(), stated_on: day(RAISED) };
    let mut tx = office.db.begin_write().await.unwrap();
    households::add_kin(&mut tx, &[Kin { person_id, relative_id, relation: "73".to_owned(), source }]).await.unwrap();
    tx.commit().await.unwrap();
    office
}

/// Somebody of the register with an account.
async fn of(office: &Office, role: Role, code: Option<&str>, name: &str) -> Actor {
    let actor = office.answering(role, code).await;
    let person_id = Some(office.person(name).await);
    let account_id: AccountId = actor.name.parse().unwrap();
    let mut tx = office.db.begin_write().await.unwrap();
    let account = accounts::get(&mut tx, account_id).await.unwrap();
    accounts::amend(&mut tx, &account, &Account { person_id, ..account.clone() }).await.unwrap();
    tx.commit().await.unwrap();
    Actor { person_id, ..actor }
}

async fn wish(office: &Office, first: &str, second: &str) -> RaiseDispute {
    RaiseDispute {
        first: Some(office.person(first).await),
        first_called: None,
        second: Some(office.person(second).await),
        second_called: None,
        kind: DisputeKind::Dispute,
        voice: DisputeVoice::Said,
        claim: "两家为地界争了三年".to_owned(),
        was_read_back: true,
    }
}

async fn raise(office: &Office, actor: &Actor, wish: &RaiseDispute, on: &str) -> Result<DisputeId, &'static str> {
    let mut cx = office.acting(actor, day(on));
    let operation = OperationId::fresh(&mut cx.ids);
    raise_dispute(&mut cx, operation, wish).await.map_err(|error| error.code())
}

async fn moves(office: &Office, actor: &Actor, id: DisputeId, step: WishedDisputeStep, on: &str) -> &'static str {
    let mut tx = office.db.begin_read().await.unwrap();
    let state_no = disputes::count_former(&mut tx, id).await.unwrap();
    tx.rollback().await.unwrap();
    let mut cx = office.acting(actor, day(on));
    let operation = OperationId::fresh(&mut cx.ids);
    let wish = MoveDispute { dispute_id: id, state_no, step };
    move_dispute(&mut cx, operation, &wish).await.map_or_else(|error| error.code(), |_| "done")
}

async fn reads(office: &Office, actor: &Actor, id: DisputeId, on: &str) -> Result<DisputeView, &'static str> {
    read_dispute(&mut office.acting(actor, day(on)), id).await.map_err(|error| error.code())
}

fn reply(outcome: DisputeOutcome, on: &str) -> WishedDisputeStep {
    let (to_first, to_second) = ("您要的三尺，让一尺".to_owned(), "沟归您，地让一尺".to_owned());
    WishedDisputeStep::Reply { outcome, to_first, to_second, on: day(on) }
}

fn says(is_first: bool, stance: SideStance, manner: Option<AnswerManner>, on: &str) -> WishedDisputeStep {
    let words = (stance != SideStance::Accepts).then(|| "说不通".to_owned());
    WishedDisputeStep::Answer { is_first, stance, manner, words, on: day(on) }
}

async fn hold(office: &Office, on: &str) {
    let outcomes = check_records(&mut office.acting(&Actor::console(), day(on))).await.unwrap();
    assert!(outcomes.iter().all(|outcome| outcome.holds), "{outcomes:?}");
}

/// Who acts in the village and above it.
struct Cast {
    contact: Actor,
    lower: Actor,
    township: Actor,
    county: Actor,
    first: Actor,
    second: Actor,
    mediator: Actor,
    kin: Actor,
}

impl Cast {
    async fn of(office: &Office) -> Self {
        Self {
            contact: office.answering(Role::BranchContact, Some(UPPER)).await,
            lower: office.answering(Role::BranchContact, Some("990001002")).await,
            township: office.answering(Role::TownshipOfficer, Some("990001000")).await,
            county: office.answering(Role::CountyOfficer, None).await,
            first: of(office, Role::Member, None, "甲一").await,
            second: of(office, Role::Member, None, "乙二").await,
            mediator: of(office, Role::Member, None, "戊五").await,
            kin: of(office, Role::Member, None, "丁四").await,
        }
    }
}

fn tried(on: &str) -> WishedDisputeStep {
    WishedDisputeStep::Attempt { on: day(on), result: AttemptResult::Nearer, words: "看了界石".to_owned() }
}

async fn named(office: &Office, name: &str) -> WishedDisputeStep {
    WishedDisputeStep::Assign { mediator_id: office.person(name).await }
}

/// Shows R8: a dispute is taken in once, with the stratum of both sides as the register has it; it is read by its sides, who mediates and
/// who sees to it, and those above read that there is one; neither a side nor kin nor a superior mediates.
#[test]
fn a_dispute_is_taken_in_in_confidence_and_mediated_by_neither_kin_nor_superior() {
    on_both(async |db| {
        let office = village(db).await;
        let cast = Cast::of(&office).await;
        let plain = wish(&office, "甲一", "乙二").await;
        for (wrong, code) in [
            (RaiseDispute { was_read_back: false, ..plain.clone() }, "not-read-back"),
            (RaiseDispute { second: plain.first, ..plain.clone() }, "dispute-sides"),
            (RaiseDispute { second: None, ..plain.clone() }, "dispute-sides"),
            (RaiseDispute { claim: " ".to_owned(), ..plain.clone() }, "dispute-words"),
        ] {
            assert_eq!(raise(&office, &cast.contact, &wrong, RAISED).await, Err(code));
        }
        assert_eq!(raise(&office, &cast.lower, &plain, RAISED).await, Err("dispute-no-person"), "another branch's");
        let id = raise(&office, &cast.contact, &plain, RAISED).await.unwrap();
        let other_way = wish(&office, "乙二", "甲一").await;
        assert_eq!(raise(&office, &cast.contact, &other_way, RAISED).await, Err("dispute-doubled"), "one for the two");

        for actor in [&cast.lower, &cast.township, &cast.county, &cast.kin, &cast.mediator] {
            assert_eq!(reads(&office, actor, id, RAISED).await.unwrap_err(), "dispute-not-found", "{:?}", actor.role);
        }
        let mut cx = office.acting(&cast.township, day(RAISED));
        let page = list_disputes(&mut cx, ListDisputes::default()).await.unwrap();
        assert_eq!((page.rows.len(), page.counted.unwrap().open), (0, 1), "that there is one, and not what");
        let seen = reads(&office, &cast.contact, id, RAISED).await.unwrap();
        assert!(seen.first.stratum.is_some() && seen.second.stratum.is_some());
        assert_ne!(seen.first.stratum, seen.second.stratum, "each as the register has it");
        assert_eq!(reads(&office, &cast.first, id, RAISED).await.unwrap().first.stratum, None, "a side reads none");

        // Neither a side, nor kin, nor the secretary, nor somebody of nowhere near.
        assert_eq!(seen.mediators.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["戊五"]);
        for name in ["甲一", "乙二", "丁四", "丙三", "己六"] {
            let refused = moves(&office, &cast.contact, id, named(&office, name).await, "2026-07-02").await;
            assert_eq!(refused, "dispute-barred", "{name}");
        }
        assert_eq!(moves(&office, &cast.contact, id, named(&office, "戊五").await, "2026-07-02").await, "done");
        assert_eq!(moves(&office, &cast.second, id, tried("2026-07-10"), "2026-07-10").await, "dispute-not-yours");
        assert_eq!(moves(&office, &cast.mediator, id, tried("2026-06-30"), "2026-07-10").await, "dispute-days");
        assert_eq!(moves(&office, &cast.mediator, id, tried("2026-07-10"), "2026-07-10").await, "done");

        // Its term is near: who mediates and who sees to it are told, on the card of who raised it, and nobody else.
        let due = async |actor: &Actor, on: &str| count_disputes_due(&office.acting(actor, day(on))).await.unwrap();
        for (on, count) in [("2026-07-25", 0), ("2026-07-26", 1)] {
            assert_eq!((due(&cast.mediator, on).await, due(&cast.contact, on).await), (count, count), "{on}");
            let others = (due(&cast.first, on).await, due(&cast.township, on).await, due(&cast.lower, on).await);
            assert_eq!(others, (0, 0, 0), "{on}");
        }
        office.keep("2026-07-26").await;
        let looks = async |actor: &Actor| {
            let cards = read_my_day(&mut office.acting(actor, day("2026-07-26"))).await.unwrap().cards;
            let of_card = |card: DayCard| card.looks.into_iter().map(move |look| (card.name.clone(), look.at));
            let looks = cards.into_iter().flat_map(of_card);
            looks.filter(|(_, at)| matches!(at, LookAt::Dispute(_))).collect::<Vec<_>>()
        };
        assert_eq!(looks(&cast.contact).await, [("甲一".to_owned(), LookAt::Dispute(id))]);
        assert_eq!((looks(&cast.township).await, looks(&cast.lower).await), (Vec::new(), Vec::new()));
    });
}

/// Shows R8: both are told within the term, each in its own words; where one declines it is tried again within a new term; it is closed
/// when both accept, never without a reply, and not passed on where they agree.
#[test]
fn both_sides_are_told_and_answer_before_a_dispute_is_closed() {
    on_both(async |db| {
        let office = village(db).await;
        let Cast { contact, first, second, mediator, .. } = Cast::of(&office).await;
        let id = raise(&office, &contact, &wish(&office, "甲一", "乙二").await, RAISED).await.unwrap();
        assert_eq!(moves(&office, &contact, id, named(&office, "戊五").await, "2026-07-02").await, "done");
        let on = "2026-07-28";
        assert_eq!(moves(&office, &mediator, id, reply(DisputeOutcome::Agreed, on), on).await, "done");
        let of_first = reads(&office, &first, id, on).await.unwrap();
        let of_second = reads(&office, &second, id, on).await.unwrap();
        assert!(of_first.of_first.told.is_some() && of_first.of_second.told.is_none() && !of_first.is_late);
        assert!(of_second.of_second.told.is_some() && of_second.of_first.told.is_none());
        let due = async |actor: &Actor| count_disputes_due(&office.acting(actor, day(on))).await.unwrap();
        assert_eq!((due(&first).await, due(&second).await), (1, 1), "both are asked");
        let close = || WishedDisputeStep::Close { words: None };
        assert_eq!(moves(&office, &contact, id, close(), on).await, "dispute-unheard");
        // A side speaks for itself, whichever the form names.
        let declines = says(true, SideStance::Declines, None, "2026-07-29");
        assert_eq!(moves(&office, &second, id, declines, "2026-07-29").await, "done");
        let accepts = says(true, SideStance::Accepts, None, "2026-07-29");
        assert_eq!(moves(&office, &first, id, accepts, "2026-07-29").await, "done");
        let heard = reads(&office, &contact, id, "2026-07-29").await.unwrap();
        let stances = (heard.of_first.stance, heard.of_second.stance);
        assert_eq!(stances, (Some(SideStance::Accepts), Some(SideStance::Declines)));
        assert_eq!(moves(&office, &contact, id, close(), "2026-07-29").await, "dispute-no-agreement");

        let again = WishedDisputeStep::Resume { words: "乙二要先把沟修好".to_owned() };
        assert_eq!(moves(&office, &mediator, id, again, "2026-07-30").await, "done");
        assert_eq!(reads(&office, &contact, id, "2026-07-30").await.unwrap().due_on, day("2026-08-29"));
        let told = reply(DisputeOutcome::Agreed, "2026-08-10");
        assert_eq!(moves(&office, &mediator, id, told, "2026-08-10").await, "done");
        let online = says(false, SideStance::Accepts, Some(AnswerManner::Online), "2026-08-11");
        let refused = moves(&office, &mediator, id, online, "2026-08-11").await;
        assert_eq!(refused, "dispute-side-words", "it was said to somebody");
        for is_first in [true, false] {
            let said = says(is_first, SideStance::Accepts, Some(AnswerManner::Phone), "2026-08-11");
            assert_eq!(moves(&office, &mediator, id, said, "2026-08-11").await, "done");
        }
        let refer = WishedDisputeStep::ReferOn { to: "司法所".to_owned(), words: "请他们定".to_owned() };
        assert_eq!(moves(&office, &contact, id, refer, "2026-08-12").await, "dispute-has-agreement");
        assert_eq!(moves(&office, &contact, id, close(), "2026-08-12").await, "done");
        let over = reads(&office, &first, id, "2026-08-12").await.unwrap();
        assert_eq!((over.state, over.moves.len(), over.ended_on), (DisputeState::Agreed, 0, Some(day("2026-08-12"))));
        hold(&office, "2026-08-12").await;
    });
}

/// Shows R8: a claim without a name is answered all the same, and not closed before it is said why nobody could be heard; where there is
/// no agreement it is passed on; and where whoever is responsible is close to a side, the level above sees to it.
#[test]
fn a_claim_without_a_name_and_one_against_who_is_responsible_are_seen_to() {
    on_both(async |db| {
        let office = village(db).await;
        // The branch's only contact is a brother of 甲一's.
        let brother = of(&office, Role::BranchContact, Some(UPPER), "丁四").await;
        let township = office.answering(Role::TownshipOfficer, Some("990001000")).await;
        let member = of(&office, Role::Member, None, "甲一").await;
        let own = RaiseDispute {
            second: None,
            second_called: Some("村里的砖厂".to_owned()),
            was_read_back: false,
            ..wish(&office, "甲一", "乙二").await
        };
        let against = raise(&office, &member, &own, RAISED).await.unwrap();
        assert_eq!(
            reads(&office, &brother, against, RAISED).await.unwrap_err(),
            "dispute-not-found",
            "not kin's to read"
        );
        assert!(reads(&office, &township, against, RAISED).await.unwrap().stance.is_on_duty);
        let named = RaiseDispute { second: Some(office.person("乙二").await), ..own.clone() };
        assert_eq!(raise(&office, &member, &named, RAISED).await, Err("dispute-sides"), "a member looks nobody up");

        let unnamed = RaiseDispute {
            first: None,
            kind: DisputeKind::Claim,
            voice: DisputeVoice::Anonymous,
            second_called: Some("村委会".to_owned()),
            claim: "低保名单没有公示".to_owned(),
            ..own.clone()
        };
        let claim = raise(&office, &brother, &unnamed, RAISED).await.unwrap();
        assert_eq!(raise(&office, &brother, &unnamed, RAISED).await, Err("dispute-doubled"), "heard once more is one");
        let mediator_id = office.person("戊五").await;
        let on = "2026-07-20";
        assert_eq!(moves(&office, &brother, claim, WishedDisputeStep::Assign { mediator_id }, on).await, "done");
        assert_eq!(
            moves(&office, &brother, claim, WishedDisputeStep::Close { words: None }, on).await,
            "dispute-move-unlawful",
            "without a reply"
        );
        let late = "2026-08-05";
        assert_eq!(moves(&office, &brother, claim, reply(DisputeOutcome::NotAgreed, late), late).await, "done");
        let accepts = says(false, SideStance::Accepts, Some(AnswerManner::InPerson), late);
        assert_eq!(moves(&office, &brother, claim, accepts, late).await, "done");
        let refer = || WishedDisputeStep::ReferOn { to: "民政局".to_owned(), words: "请他们公示".to_owned() };
        assert_eq!(moves(&office, &brother, claim, refer(), late).await, "dispute-unheard");
        assert_eq!(moves(&office, &brother, claim, says(true, SideStance::NotHeard, None, late), late).await, "done");
        assert_eq!(moves(&office, &brother, claim, refer(), late).await, "done");
        let over = reads(&office, &brother, claim, late).await.unwrap();
        assert!(over.is_late && over.referred_to.as_deref() == Some("民政局"), "what was late stays late");

        // Nobody mediates below: it is handed up, and whoever handed it up reads it no more.
        let stuck =
            RaiseDispute { voice: DisputeVoice::Seen, first_called: Some("一户人家".to_owned()), ..unnamed };
        let stuck = raise(&office, &brother, &stuck, RAISED).await.unwrap();
        let up = WishedDisputeStep::PassUp { words: "牵涉村委会".to_owned() };
        assert_eq!(moves(&office, &brother, stuck, up, RAISED).await, "done");
        assert_eq!(reads(&office, &brother, stuck, RAISED).await.unwrap_err(), "dispute-not-found");
        assert_eq!(reads(&office, &township, stuck, RAISED).await.unwrap().state, DisputeState::Raised);
        hold(&office, late).await;
    });
}

/// A dispute as it stands in a state, with everything that a move could ask for.
fn standing(
    state: DisputeState,
    office: &Office,
    people: [PersonId; 3],
    home: guanai_kernel::ids::OrganizationId,
) -> Dispute {
    let [first, second, mediator] = people;
    let side = |person_id| DisputeSide { person_id: Some(person_id), called: None, stratum: None };
    let told = matches!(state, DisputeState::Replied | DisputeState::Agreed | DisputeState::ReferredOn);
    let said =
        SideSaid { stance: SideStance::Accepts, manner: Some(AnswerManner::Phone), words: None, on: day(RAISED) };
    let words = || "好".to_owned();
    let mut cx = office.acting(&Actor::console(), day(RAISED));
    Dispute {
        dispute_id: DisputeId::fresh(&mut cx.ids),
        organization_id: home,
        kind: DisputeKind::Dispute,
        voice: DisputeVoice::Said,
        state,
        mediator_id: (state != DisputeState::Raised).then_some(mediator),
        raised_by: "console".to_owned(),
        raised_on: day(RAISED),
        due_on: day("2026-07-31"),
        near_on: day("2026-07-26"),
        was_late: false,
        ended_on: (!state.is_open()).then(|| day(RAISED)),
        told: DisputeWords {
            first: side(first),
            second: side(second),
            claim: words(),
            attempts: Vec::new(),
            reply: told.then(|| DisputeReply {
                outcome: DisputeOutcome::Agreed,
                to_first: words(),
                to_second: words(),
                on: day(RAISED),
                by: words(),
            }),
            first_said: told.then(|| said.clone()),
            second_said: told.then(|| said.clone()),
            referred_to: (state == DisputeState::ReferredOn).then(words),
            words: None,
        },
        recorded_at: clock::at(day(RAISED)),
    }
}

fn wished(step: DisputeMove, mediator_id: PersonId) -> WishedDisputeStep {
    let words = || "好".to_owned();
    match step {
        DisputeMove::Assign => WishedDisputeStep::Assign { mediator_id },
        DisputeMove::PassUp => WishedDisputeStep::PassUp { words: words() },
        DisputeMove::Attempt => {
            WishedDisputeStep::Attempt { on: day(RAISED), result: AttemptResult::Stuck, words: words() }
        }
        DisputeMove::Reply => reply(DisputeOutcome::Agreed, RAISED),
        DisputeMove::Answer => says(true, SideStance::Accepts, Some(AnswerManner::Phone), RAISED),
        DisputeMove::Resume => WishedDisputeStep::Resume { words: words() },
        DisputeMove::Close => WishedDisputeStep::Close { words: None },
        DisputeMove::ReferOn => WishedDisputeStep::ReferOn { to: words(), words: words() },
        DisputeMove::Withdraw => WishedDisputeStep::Withdraw { words: words() },
    }
}

/// Who; then for raised, mediating, replied, and each of the three ends, for each move in the order of [`DisputeMove::ALL`]: `y` it is
/// theirs, `o` another's, `t` the table holds it not, `n` the dispute is not there, `d` the role does not hold it.
const TABLE: &[(&str, [&str; 4])] = &[
    ("contact", ["yytttttty", "yyyytttty", "ttttyyyyt", "ttttttttt"]),
    ("mediator", ["ddnnnnddn", "ddyyttddo", "ddttyyddt", "ddttttddt"]),
    ("first", ["ddttttddy", "ddoottddy", "ddttyoddt", "ddttttddt"]),
    ("second", ["ddttttddo", "ddoottddo", "ddttyoddt", "ddttttddt"]),
    ("other member", ["ddnnnnddn", "ddnnnnddn", "ddnnnnddn", "ddnnnnddn"]),
    ("kin at the same branch", ["nnnnnnnnn", "nnnnnnnnn", "nnnnnnnnn", "nnnnnnnnn"]),
    ("other branch", ["nnnnnnnnn", "nnnnnnnnn", "nnnnnnnnn", "nnnnnnnnn"]),
    ("township", ["nnnnnnnnn", "nnnnnnnnn", "nnnnnnnnn", "nnnnnnnnn"]),
    ("county", ["nnnnnnnnn", "nnnnnnnnn", "nnnnnnnnn", "nnnnnnnnn"]),
    ("approver", ["ddddddddd", "ddddddddd", "ddddddddd", "ddddddddd"]),
    ("auditor", ["ddddddddd", "ddddddddd", "ddddddddd", "ddddddddd"]),
    ("administrator", ["ddddddddd", "ddddddddd", "ddddddddd", "ddddddddd"]),
];

#[test]
fn every_state_and_move_is_whose_it_is_and_nobody_elses() {
    on_both(async |db| {
        let office = village(db).await;
        let mut people = Vec::new();
        for name in ["甲一", "乙二", "戊五"] {
            people.push(office.person(name).await);
        }
        let people = <[PersonId; 3]>::try_from(people).unwrap();
        let mut tx = office.db.begin_read().await.unwrap();
        let all = organizations::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        let home = all.iter().find(|found| found.code == UPPER).unwrap().organization_id;
        let actors = [
            office.answering(Role::BranchContact, Some(UPPER)).await,
            of(&office, Role::Member, None, "戊五").await,
            of(&office, Role::Member, None, "甲一").await,
            of(&office, Role::Member, None, "乙二").await,
            of(&office, Role::Member, None, "丙三").await,
            of(&office, Role::BranchContact, Some(UPPER), "丁四").await,
            office.answering(Role::BranchContact, Some("990001002")).await,
            office.answering(Role::TownshipOfficer, Some("990001000")).await,
            office.answering(Role::CountyOfficer, None).await,
            office.answering(Role::CountyApprover, None).await,
            office.answering(Role::Auditor, None).await,
            office.answering(Role::Administrator, None).await,
        ];
        for ((who, rows), actor) in TABLE.iter().zip(&actors) {
            for (at, state) in DisputeState::ALL.iter().enumerate() {
                let mut got = String::new();
                for step in DisputeMove::ALL {
                    let dispute = standing(*state, &office, people, home);
                    let mut tx = office.db.begin_write().await.unwrap();
                    disputes::add(&mut tx, &dispute).await.unwrap();
                    tx.commit().await.unwrap();
                    let id = dispute.dispute_id;
                    got.push(match moves(&office, actor, id, wished(*step, people[2]), RAISED).await {
                        "done" | "dispute-has-agreement" => 'y',
                        "dispute-not-yours" => 'o',
                        "dispute-move-unlawful" => 't',
                        "dispute-not-found" => 'n',
                        "denied" => 'd',
                        other => panic!("{who} {state} {step}: {other}"),
                    });
                }
                assert_eq!(got, rows[at.min(3)], "{who}, {state}");
            }
        }
    });
}
