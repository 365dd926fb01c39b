//! A pair: who could help is asked without being told whose need it is, both agree, it begins with terms, they keep in touch, and it
//! ends with what came of it or leaves the need waiting again.

use guanai_app::life::{EnterLifeEvent, record_life_event, undo_life_event};
use guanai_app::pairs::{
    MovePair, ProposePair, Proposers, SeenAnswer, WhyNot, WishedPairStep, list_own_pairs, list_pairs, move_pair,
    propose_pair, read_helpers, read_pair,
};
use guanai_app::{Actor, Cx, Role, Tenure};
use guanai_casework::{AnswerManner, ContactManner, Need, NeedState, PairEnd, PairMove, PairState, PairTerms, Side};
use guanai_kernel::Ids;
use guanai_kernel::ids::{AccountId, OfferId, OperationId, OrganizationId, PairId, PersonId};
use guanai_registry::life_event::{LifeEventDetails, LifeEventKind};
use guanai_registry::{Kin, Source, SourceKind};
use guanai_store::{Db, checks, households, needs, offers, organizations, pairs};
use guanai_testkit::clock;

use crate::engines::on_both;
use crate::office::{Office, TODAY, day};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部, 联系电话
    甲一, @19500101011, 1975-07-01, 1976-07-01, 上村党支部, 19900000001
    乙二, @19520101012, 1975-07-01, 1976-07-01, 上村党支部,
    丙三, @19800101013, 2005-07-01, 2006-07-01, 下村党支部,
    助人, @19750101015, 2000-07-01, 2001-07-01, 下村党支部,
    亲人, @19780101016, 2000-07-01, 2001-07-01, 上村党支部,
    难人, @19780101017, 2000-07-01, 2001-07-01, 上村党支部,";
const LEDGER: &str = "
    姓名, 公民身份号码, 困难程度, 家庭人均年收入（元）, 目前是否困难
    难人, @19780101017, 一般困难, 11000,               是";
const SURVEY: &str = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,         紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    1,        甲一, @19500101011, 谈心谈话, 想有人常来坐坐,   一般,     是,                           2026-06-20
    2,        乙二, @19520101012, 谈心谈话, 一个人住心里闷,   一般,     是,                           2026-06-20
    3,        丙三, @19800101013, 谈心谈话, 想找人说说话,     一般,     否,                           2026-06-20";
const OFFERS: &str = "
    提供方类型, 名称,     证件号码,     可提供的帮扶, 可帮扶数量, 服务乡镇（街道）, 有效期至
    党员,       助人,     @19750101015, 谈心谈话,     1,          河口镇,           2026-12-31
    党员,       亲人,     @19780101016, 谈心谈话,     5,          河口镇,           2026-12-31
    党员,       难人,     @19780101017, 谈心谈话,     5,          河口镇,           2026-12-31
    社会组织,   知心社,   ,             谈心谈话,     9,          全县,             2026-12-31
    企业,       过期厂,   ,             谈心谈话,     9,          全县,             2026-01-31";

/// The township's desk, with the branch's contact beside it.
pub struct Town {
    pub office: Office,
    pub ids: Ids,
    pub officer: Actor,
    pub contact: Actor,
}

impl Town {
    async fn of(db: Db) -> Self {
        Self::around(Office::of(db, &[ROSTER, LEDGER, SURVEY, OFFERS]).await).await
    }

    pub async fn around(office: Office) -> Self {
        let mut tx = office.db.begin_read().await.unwrap();
        let found = organizations::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        let of = |name: &str| found.iter().find(|o| o.name == name).unwrap().organization_id;
        let (branch, town) = (of("上村党支部"), of("中共河口镇委员会"));
        let mut ids = clock::ids(93);
        let officer = actor(&mut ids, Role::TownshipOfficer, Some(town), None);
        let contact = actor(&mut ids, Role::BranchContact, Some(branch), None);
        Self { office, ids, officer, contact }
    }

    pub async fn member(&mut self, name: &str) -> Actor {
        let person_id = self.office.person(name).await;
        actor(&mut self.ids, Role::Member, None, Some(person_id))
    }

    pub fn cx(&mut self, actor: &Actor, on: &str) -> Cx<'_> {
        Cx { actor: actor.clone(), now: clock::at(day(on)), ids: self.ids.split(), ..self.office.cx() }
    }

    pub async fn need(&self, name: &str) -> Need {
        let person_id = self.office.person(name).await;
        let mut tx = self.office.db.begin_read().await.unwrap();
        let need = needs::list_of(&mut tx, person_id).await.unwrap().remove(0);
        tx.rollback().await.unwrap();
        need
    }

    pub async fn offer(&self, name: &str) -> OfferId {
        let mut tx = self.office.db.begin_read().await.unwrap();
        let all = offers::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        all.iter().find(|offer| offer.provider_name == name).unwrap().offer_id
    }

    pub async fn propose(&mut self, whose: &str, helper: &str, on: &str) -> Result<PairId, &'static str> {
        let wish = self.wish(whose, helper).await;
        self.send(&wish, on).await
    }

    pub async fn wish(&self, whose: &str, helper: &str) -> ProposePair {
        ProposePair {
            need_id: self.need(whose).await.need_id,
            offer_id: self.offer(helper).await,
            proposed: Proposers::default(),
            why: Some("住得近，谈得来".to_owned()),
            is_beside: false,
            follows: None,
        }
    }

    pub async fn send(&mut self, wish: &ProposePair, on: &str) -> Result<PairId, &'static str> {
        let officer = self.officer.clone();
        let mut cx = self.cx(&officer, on);
        let operation = OperationId::fresh(&mut cx.ids);
        propose_pair(&mut cx, operation, wish).await.map_err(|error| error.code())
    }

    pub async fn step(&mut self, actor: &Actor, pair_id: PairId, step: WishedPairStep, on: &str) -> &'static str {
        let mut tx = self.office.db.begin_read().await.unwrap();
        let state_no = pairs::count_former(&mut tx, pair_id).await.unwrap();
        tx.rollback().await.unwrap();
        let mut cx = self.cx(actor, on);
        let operation = OperationId::fresh(&mut cx.ids);
        let wish = MovePair { pair_id, state_no, step };
        move_pair(&mut cx, operation, &wish).await.map_or_else(|error| error.code(), |_| "done")
    }

    /// Both agree, and it begins.
    pub async fn begin(&mut self, pair_id: PairId, on: &str) {
        let officer = self.officer.clone();
        for side in [Side::Helper, Side::Person] {
            assert_eq!(self.step(&officer, pair_id, says(side, true, on, AnswerManner::Phone), on).await, "done");
        }
        assert_eq!(self.step(&officer, pair_id, begins(on), on).await, "done");
    }

    pub async fn holds(&self) {
        let mut tx = self.office.db.begin_read().await.unwrap();
        let outcomes = checks::run(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        assert!(outcomes.iter().all(|outcome| outcome.holds), "{outcomes:?}");
    }
}

pub fn actor(ids: &mut Ids, role: Role, scope: Option<OrganizationId>, person_id: Option<PersonId>) -> Actor {
    Actor {
        name: AccountId::fresh(ids).to_string(),
        role,
        scope,
        person_id,
        on_behalf_of: None,
        tenure: Tenure::Single,
    }
}

/// Proposed by the matching of everybody.
pub fn standing(offer_id: OfferId) -> Proposers {
    Proposers { standing: [offer_id].into(), run: None }
}

pub fn says(side: Side, agrees: bool, on: &str, manner: AnswerManner) -> WishedPairStep {
    WishedPairStep::Answer { side, agrees, on: day(on), manner, words: None }
}

pub fn begins(on: &str) -> WishedPairStep {
    WishedPairStep::Begin(PairTerms {
        starts_on: day(on),
        until_on: None,
        contact_every_days: 10,
        review_on: day("2026-12-01"),
        words: "每旬上门坐一次".to_owned(),
    })
}

pub fn ends(cause: PairEnd, words: Option<&str>) -> WishedPairStep {
    WishedPairStep::End { cause, words: words.map(str::to_owned) }
}

/// Shows R61, R79: one helps one; neither is told who the other is before both agreed, each answers for themselves on a phone, and
/// it goes on until what it was for is reached and the person can be asked.
#[test]
fn a_pair_goes_from_the_question_to_both_sides_to_what_came_of_it() {
    on_both(async |db| {
        let mut town = Town::of(db).await;
        let (officer, contact) = (town.officer.clone(), town.contact.clone());
        let [elder, helper] = [town.member("甲一").await, town.member("助人").await];
        let need_id = town.need("甲一").await.need_id;

        // Who could help and why, the nearest first; who is close, in hardship or past the day is told with why.
        let kin = Kin {
            person_id: town.office.person("甲一").await,
            relative_id: town.office.person("亲人").await,
            relation: "20".to_owned(),
            source: Source { kind: SourceKind::Entry, import_id: None, place: String::new(), stated_on: day(TODAY) },
        };
        let mut tx = town.office.db.begin_write().await.unwrap();
        households::add_kin(&mut tx, &[kin]).await.unwrap();
        tx.commit().await.unwrap();
        let found = read_helpers(&mut town.cx(&officer, TODAY), need_id, &Proposers::default()).await.unwrap();
        let names: Vec<&str> = found.candidates.iter().map(|one| one.offer.provider_name.as_str()).collect();
        assert_eq!((names, found.may_propose), (vec!["助人", "知心社"], true));
        let refused: Vec<_> = found.refused.iter().map(|(why, count)| (*why, *count)).collect();
        let fails = |code| (WhyNot::Fails(code), 1);
        assert_eq!(refused, [fails("expired"), fails("helper-in-hardship"), fails("kin")]);
        assert!(found.candidates.iter().all(|one| !one.parts.is_empty()), "every candidate says why");
        for (helper, code) in
            [("亲人", "helper-own-or-kin"), ("难人", "helper-in-hardship"), ("过期厂", "helper-expired")]
        {
            assert_eq!(town.propose("甲一", helper, TODAY).await, Err(code));
        }
        assert_eq!(town.propose("丙三", "知心社", TODAY).await, Err("helper-no-consent"));
        let seen = read_helpers(&mut town.cx(&contact, TODAY), need_id, &Proposers::default()).await.unwrap();
        assert!(!seen.may_propose, "the branch sees why and does not ask");

        // The helper is asked without a name; the person hears nothing yet.
        let pair_id = town.propose("甲一", "助人", TODAY).await.unwrap();
        let seen = read_pair(&mut town.cx(&helper, TODAY), pair_id).await.unwrap();
        assert_eq!((seen.row.person.clone(), seen.row.place.as_deref()), (None, Some("河口镇")));
        assert_eq!(seen.moves, [PairMove::HelperAgrees, PairMove::HelperDeclines]);
        assert!(list_own_pairs(&mut town.cx(&elder, TODAY)).await.unwrap().is_empty());
        let step = says(Side::Helper, true, TODAY, AnswerManner::InPerson);
        assert_eq!(town.step(&helper, pair_id, step, TODAY).await, "pair-manner", "who signs in answers themselves");
        let step = says(Side::Person, true, TODAY, AnswerManner::Online);
        assert_eq!(town.step(&helper, pair_id, step, TODAY).await, "pair-other-side");
        let step = says(Side::Helper, true, TODAY, AnswerManner::Online);
        assert_eq!(town.step(&helper, pair_id, step, TODAY).await, "done");

        // Now the person is asked, and learns who would come; phones are told when both agreed.
        let seen = read_pair(&mut town.cx(&elder, TODAY), pair_id).await.unwrap();
        assert_eq!((seen.row.helper_name.as_str(), seen.row.state), ("助人", PairState::HelperAgreed));
        assert_eq!((seen.helper_answer, seen.phones.helper.clone()), (SeenAnswer::Agreed(None), None));
        assert_eq!(town.step(&officer, pair_id, begins(TODAY), TODAY).await, "pair-move-unlawful");
        let step = says(Side::Person, true, "2026-07-02", AnswerManner::Online);
        assert_eq!(town.step(&elder, pair_id, step, "2026-07-02").await, "done");
        let seen = read_pair(&mut town.cx(&helper, "2026-07-02"), pair_id).await.unwrap();
        assert_eq!(seen.row.person.map(|(_, name)| name).as_deref(), Some("甲一"));
        assert_eq!(seen.phones.person.as_deref(), Some("19900000001"), "the need says that a helper may call");
        assert_eq!(town.step(&elder, pair_id, begins("2026-07-02"), "2026-07-02").await, "denied");
        assert_eq!(town.step(&contact, pair_id, begins("2026-07-02"), "2026-07-02").await, "done");
        let need = town.need("甲一").await;
        assert_eq!((need.state, need.progress.helper.unwrap().name.as_str()), (NeedState::Planned, "助人"));

        // They keep in touch; who is late stands in front.
        let met = WishedPairStep::Contact {
            on: day("2026-07-08"),
            manner: ContactManner::InPerson,
            words: "陪着去赶集".to_owned(),
        };
        assert_eq!(town.step(&helper, pair_id, met, "2026-07-09").await, "done");
        let due = guanai_app::pairs::ListPairs { is_due: true, page: 1, ..Default::default() };
        assert_eq!(list_pairs(&mut town.cx(&contact, "2026-07-17"), &due).await.unwrap().total, 0);
        let late = list_pairs(&mut town.cx(&contact, "2026-07-19"), &due).await.unwrap();
        assert!(late.total == 1 && late.rows[0].is_late);
        let seen = read_pair(&mut town.cx(&elder, "2026-07-19"), pair_id).await.unwrap();
        assert_eq!(seen.contacts[0].words, "陪着去赶集", "both sides read it");

        // What was reached is said, and the person is asked how it was.
        assert_eq!(town.step(&officer, pair_id, ends(PairEnd::Reached, None), "2026-09-01").await, "pair-words");
        let reached = ends(PairEnd::Reached, Some("常有人来，心里踏实"));
        assert_eq!(town.step(&officer, pair_id, reached, "2026-09-01").await, "done");
        assert_eq!(town.need("甲一").await.state, NeedState::Helped);
        town.holds().await;
    });
}

/// Shows R61, R73: a place is held while both are asked and never given twice; after its day others may have it. A no is told to
/// nobody on the other side.
#[test]
fn a_place_is_held_and_never_given_twice_and_a_no_is_not_told() {
    on_both(async |db| {
        let mut town = Town::of(db).await;
        let officer = town.officer.clone();
        let [elder, helper] = [town.member("甲一").await, town.member("助人").await];
        let first = town.propose("甲一", "助人", TODAY).await.unwrap();
        assert_eq!(town.propose("甲一", "助人", TODAY).await, Err("pair-already-asked"));
        assert_eq!(town.propose("甲一", "知心社", TODAY).await, Err("pair-already-asked"));
        assert_eq!(town.propose("乙二", "助人", TODAY).await, Err("helper-taken"), "his one place is held");
        // Two weeks later nobody has answered: the place goes to whoever asks, and an answer after that comes too late.
        let second = town.propose("乙二", "助人", "2026-07-15").await.unwrap();
        let late = says(Side::Helper, true, "2026-07-15", AnswerManner::Online);
        assert_eq!(town.step(&helper, first, late, "2026-07-15").await, "pair-place-gone");
        let back = WishedPairStep::TakeBack { words: "过期了".to_owned() };
        assert_eq!(town.step(&officer, first, back, "2026-07-15").await, "done");

        // The helper says no: the office of that side knows, the person was never troubled, the need waits as before.
        let no = says(Side::Helper, false, "2026-07-16", AnswerManner::Online);
        assert_eq!(town.step(&helper, second, no, "2026-07-16").await, "done");
        let seen = read_pair(&mut town.cx(&officer, "2026-07-16"), second).await.unwrap();
        assert!(matches!(seen.helper_answer, SeenAnswer::Declined(_)), "{seen:?}");
        let asked = town.member("乙二").await;
        assert!(list_own_pairs(&mut town.cx(&asked, "2026-07-16")).await.unwrap().is_empty());
        assert_eq!(town.need("乙二").await.state, NeedState::Confirmed);

        // The person says no: the helper sees that it came to nothing, and no more.
        let third = town.propose("甲一", "助人", "2026-07-16").await.unwrap();
        for (actor, side, agrees) in [(&helper, Side::Helper, true), (&elder, Side::Person, false)] {
            let step = says(side, agrees, "2026-07-17", AnswerManner::Online);
            assert_eq!(town.step(actor, third, step, "2026-07-17").await, "done");
        }
        let seen = read_pair(&mut town.cx(&helper, "2026-07-17"), third).await.unwrap();
        assert_eq!((seen.row.state, seen.row.person.clone()), (PairState::Off, None));
        assert_eq!(seen.person_answer, SeenAnswer::Untold);
        assert!(seen.events.iter().all(|event| event.by.is_none()), "{:?}", seen.events);
        town.holds().await;
    });
}

/// Shows R79: several help one, one takes over from another, and who leaves lets the need wait again.
#[test]
fn several_help_one_and_one_takes_over_from_another() {
    on_both(async |db| {
        let mut town = Town::of(db).await;
        let officer = town.officer.clone();
        let first = town.propose("甲一", "助人", TODAY).await.unwrap();
        town.begin(first, "2026-07-01").await;
        let wish = ProposePair { is_beside: true, ..town.wish("甲一", "知心社").await };
        let beside = town.send(&wish, "2026-07-02").await.unwrap();
        town.begin(beside, "2026-07-02").await;
        let seen = read_pair(&mut town.cx(&officer, "2026-07-02"), beside).await.unwrap();
        assert_eq!(seen.row.shape.code(), "many-to-one");
        assert_eq!(town.need("甲一").await.progress.helper.unwrap().name, "助人");

        // Who leaves is no longer named: the other goes on.
        assert_eq!(town.step(&officer, first, ends(PairEnd::HelperLeft, None), "2026-07-05").await, "done");
        let need = town.need("甲一").await;
        assert_eq!((need.state, need.progress.helper.unwrap().name.as_str()), (NeedState::Planned, "知心社"));

        // Somebody takes over: the one before ends when the new one begins.
        let wish = ProposePair { follows: Some(beside), ..town.wish("甲一", "助人").await };
        let next = town.send(&wish, "2026-07-06").await.unwrap();
        let stands = read_pair(&mut town.cx(&officer, "2026-07-06"), beside).await.unwrap();
        assert_eq!(stands.row.state, PairState::Running, "until then nobody is left without help");
        town.begin(next, "2026-07-07").await;
        let over = read_pair(&mut town.cx(&officer, "2026-07-07"), beside).await.unwrap();
        assert_eq!((over.row.state, over.ended_as), (PairState::Ended, Some(PairEnd::HandedOver)));
        assert_eq!(town.need("甲一").await.progress.helper.unwrap().name, "助人");

        // The person ends it without a reason, and the need waits again.
        let elder = town.member("甲一").await;
        assert_eq!(
            town.step(&elder, next, ends(PairEnd::Reached, Some("好了")), "2026-07-08").await,
            "pair-other-side"
        );
        assert_eq!(town.step(&elder, next, ends(PairEnd::PersonWish, None), "2026-07-08").await, "done");
        let need = town.need("甲一").await;
        assert_eq!((need.state, need.progress.helper), (NeedState::Confirmed, None));
        let second = town.propose("甲一", "助人", "2026-07-09").await;
        assert!(second.is_ok(), "{second:?}");
        town.holds().await;
    });
}

/// Shows R79, R102: when the helper dies the pair is over and the need waits again; a death that was none brings both back.
#[test]
fn a_death_ends_the_pair_and_is_undone_with_it() {
    on_both(async |db| {
        let mut town = Town::of(db).await;
        let officer = town.officer.clone();
        let pair_id = town.propose("甲一", "助人", TODAY).await.unwrap();
        town.begin(pair_id, "2026-07-01").await;
        let asked = town.propose("乙二", "知心社", "2026-07-01").await.unwrap();
        let death = |person_id| EnterLifeEvent {
            person_id,
            kind: LifeEventKind::Death,
            on: day("2026-07-04"),
            details: LifeEventDetails::default(),
            destination: None,
            because: "因病去世".to_owned(),
        };
        let mut events = Vec::new();
        for name in ["助人", "乙二"] {
            let event = death(town.office.person(name).await);
            let mut cx = town.cx(&officer, "2026-07-05");
            let operation = OperationId::fresh(&mut cx.ids);
            events.push(record_life_event(&mut cx, operation, &event).await.unwrap());
        }
        let seen = read_pair(&mut town.cx(&officer, "2026-07-06"), pair_id).await.unwrap();
        assert_eq!((seen.row.state, seen.ended_as), (PairState::Ended, Some(PairEnd::Died)));
        let seen = read_pair(&mut town.cx(&officer, "2026-07-06"), asked).await.unwrap();
        assert_eq!(seen.row.state, PairState::Off);
        let need = town.need("甲一").await;
        assert_eq!((need.state, need.progress.helper), (NeedState::Confirmed, None));
        town.holds().await;

        let another = actor(&mut town.ids, Role::CountyOfficer, None, None);
        let mut cx = town.cx(&another, "2026-07-06");
        let operation = OperationId::fresh(&mut cx.ids);
        undo_life_event(&mut cx, operation, events[0], "同名，录错了人").await.unwrap();
        let seen = read_pair(&mut town.cx(&officer, "2026-07-06"), pair_id).await.unwrap();
        assert_eq!((seen.row.state, seen.ended_as), (PairState::Running, None));
        let need = town.need("甲一").await;
        assert_eq!((need.state, need.progress.helper.unwrap().name.as_str()), (NeedState::Planned, "助人"));
        town.holds().await;
    });
}
