//! What a need asks of whoever helps, as a run honours it and an explanation names it: skills with their certificates, a language, the
//! consent of a minor's guardian, and the first day of an offer.

use std::collections::{BTreeMap, BTreeSet};

use guanai_app::matching::{NeedNamed, explain_matching};
use guanai_app::needs::{
    HelperWish, MoveNeed, NeedStep, RaiseNeed, ReadBack, SetConditions, move_need, open_conditions_form, raise_need,
    set_conditions,
};
use guanai_app::offers::{RecordOffer, record_offer};
use guanai_app::residents::{EnterResident, enter_resident};
use guanai_app::{Actor, Cx};
use guanai_casework::{
    AnswerManner, GuardianWord, NeedConditions, ProviderKind, Resource, ResourceKind, ResourceTold, Urgency, Voice,
};
use guanai_kernel::civil::add_days;
use guanai_kernel::codes::IdentityNumber;
use guanai_kernel::ids::{NeedId, OperationId};
use guanai_store::needs;

use crate::decisions::Case;
use crate::engines::on_both;
use crate::limits::{declare_by, matched};
use crate::office::{Office, TODAY, day};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部
    甲一, @19800101011, 2005-07-01, 2006-07-01, 上村党支部
    助人, @19750101015, 2000-07-01, 2001-07-01, 下村党支部";
const SURVEY: &str = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,     紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    1,        甲一, @19800101011, 谈心谈话, 想找人说说话, 一般,     是,                           2026-06-20";

fn codes(codes: &[&str]) -> BTreeSet<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

/// Says what a need asks, of the state in which it is; the code of what is wrong with it.
async fn ask(office: &mut Office, actor: &Actor, need_id: NeedId, asks: NeedConditions) -> Result<(), &'static str> {
    let mut ids = office.ids.split();
    let operation = OperationId::fresh(&mut ids);
    let mut cx = Cx { actor: actor.clone(), ids, ..office.cx() };
    let state_no = open_conditions_form(&mut cx, need_id).await.map_err(|error| error.code())?.state_no;
    let wanted = asks.wanted();
    let NeedConditions { skills, languages, from_on, until_on, guardian, .. } = asks;
    let wish = SetConditions { need_id, state_no, wanted, skills, languages, from_on, until_on, guardian };
    set_conditions(&mut cx, operation, &wish).await.map_err(|error| error.code())?;
    assert_eq!(set_conditions(&mut cx, operation, &wish).await.unwrap(), need_id, "sent again, it is the same");
    let stale = SetConditions { state_no: state_no + 7, ..wish };
    let other = OperationId::fresh(&mut cx.ids);
    assert_eq!(set_conditions(&mut cx, other, &stale).await.map_err(|error| error.code()), Err("need-stale"));
    Ok(())
}

/// How many could help with a need, and at which condition each of the others ends.
async fn explained(office: &mut Office, need_id: NeedId) -> (usize, BTreeMap<&'static str, usize>) {
    let ids = office.ids.split();
    let mut cx = Cx { ids, ..office.cx() };
    let explained = explain_matching(&mut cx, day(TODAY), &NeedNamed::Id(need_id)).await.unwrap();
    let mut why = BTreeMap::new();
    for other in &explained.others {
        *why.entry(other.why).or_default() += 1;
    }
    (explained.candidates.len(), why)
}

async fn only_need(office: &Office) -> NeedId {
    let mut tx = office.db.begin_read().await.unwrap();
    let found = needs::list_all(&mut tx).await.unwrap();
    tx.rollback().await.unwrap();
    found[0].need_id
}

/// Shows R29, R79: a need that asks for a language and a certificate is matched with who brings both, and only as long as the
/// certificate holds; who does not say is not taken to bring it, and the explanation names what is missing.
#[test]
fn a_run_honours_the_language_and_the_certificate_that_a_need_asks_for() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, SURVEY]).await;
        let (need_id, console) = (only_need(&office).await, Actor::console());
        declare_by(&mut office, "助人", "陪聊", ResourceTold::default()).await;
        assert_eq!(matched(&mut office, day(TODAY)).await.0, 1);

        let asks = NeedConditions { languages: codes(&["sign-language"]), ..NeedConditions::default() };
        ask(&mut office, &console, need_id, asks.clone()).await.unwrap();
        assert_eq!(matched(&mut office, day(TODAY)).await, (0, BTreeMap::from([("language-missing", 1)])));
        assert_eq!(explained(&mut office, need_id).await, (0, BTreeMap::from([("language-missing", 1)])));
        let told = ResourceTold { speaks: codes(&["sign-language", "putonghua"]), ..ResourceTold::default() };
        declare_by(&mut office, "助人", "手语陪聊", told.clone()).await;
        assert_eq!(matched(&mut office, day(TODAY)).await, (1, BTreeMap::new()));
        assert_eq!(explained(&mut office, need_id).await, (1, BTreeMap::from([("language-missing", 1)])));

        let asks = NeedConditions { skills: codes(&["counselling"]), ..asks };
        ask(&mut office, &console, need_id, asks.clone()).await.unwrap();
        assert_eq!(matched(&mut office, day(TODAY)).await, (0, BTreeMap::from([("skill-missing", 1)])));
        assert_eq!(explained(&mut office, need_id).await, (0, BTreeMap::from([("skill-missing", 2)])));
        let told =
            ResourceTold { skills: codes(&["counselling"]), certificate_until_on: Some(day("2026-08-01")), ..told };
        declare_by(&mut office, "助人", "咨询", told).await;
        assert_eq!(matched(&mut office, day("2026-08-01")).await.0, 1);
        assert_eq!(matched(&mut office, day("2026-08-02")).await.0, 0, "the certificate has ended");

        let unknown = NeedConditions { skills: codes(&["flying"]), ..NeedConditions::default() };
        assert_eq!(ask(&mut office, &console, need_id, unknown).await, Err("offer-no-quality"));
        let guardian =
            GuardianWord { name: "父亲".to_owned(), agrees: true, manner: AnswerManner::Phone, on: day(TODAY) };
        let of_age = NeedConditions { guardian: Some(guardian), ..NeedConditions::default() };
        assert_eq!(ask(&mut office, &console, need_id, of_age).await, Err("need-of-age"));
        ask(&mut office, &console, need_id, NeedConditions::default()).await.unwrap();
        assert_eq!(matched(&mut office, day(TODAY)).await.0, 1, "nothing is asked any more");
    });
}

/// Shows R29: an offer helps nobody before its first day, and the explanation says that it is not yet there.
#[test]
fn a_run_honours_the_first_day_of_an_offer() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, SURVEY]).await;
        let need_id = only_need(&office).await;
        let mut ids = office.ids.split();
        let operation = OperationId::fresh(&mut ids);
        let wish = RecordOffer {
            provider_name: "知心社".to_owned(),
            provider_kind: ProviderKind::SocialOrganization,
            categories: codes(&["talk"]),
            capacity: 1,
            township: None,
            valid_until_on: None,
            note: None,
            resource: Resource {
                kind: ResourceKind::Service,
                valid_from_on: Some(day("2026-08-01")),
                ..Resource::default()
            },
            on: day(TODAY),
        };
        let mut cx = Cx { ids, ..office.cx() };
        record_offer(&mut cx, operation, &wish).await.unwrap();
        assert_eq!(matched(&mut office, day(TODAY)).await, (0, BTreeMap::from([("not-yet", 1)])));
        assert_eq!(explained(&mut office, need_id).await, (0, BTreeMap::from([("not-yet", 1)])));
        assert_eq!(matched(&mut office, day("2026-07-31")).await.0, 0);
        assert_eq!(matched(&mut office, day("2026-08-01")).await, (1, BTreeMap::new()));
    });
}

/// Shows R29, R60: nobody is proposed or named for a minor before the guardian agreed; a no and silence are told as what they are, and
/// from the yes on the child's need takes part like any other.
#[test]
fn a_minors_need_waits_for_the_guardian() {
    on_both(async |db| {
        let mut case = Case::of(db).await;
        let contact = case.contact.clone();
        let first = "99010120150505021";
        let wish = EnterResident {
            name: "小明".to_owned(),
            identity: format!("{first}{}", IdentityNumber::check_letter(first).unwrap()),
            phone: None,
            address: None,
            organization_id: case.branch,
            cause: "illness".to_owned(),
            since_on: case.today,
            agrees: true,
        };
        let operation = case.operation();
        let person_id = enter_resident(&mut case.cx(&contact), operation, &wish).await.unwrap();
        let raise = RaiseNeed {
            person_id,
            voice: Voice::Family,
            words: "放学没人陪".to_owned(),
            category: Some("talk".to_owned()),
            urgency: Urgency::Normal,
            consents_to_contact: true,
            stated_on: case.today,
            wanted: 1,
            read_back: ReadBack::Done,
        };
        let operation = case.operation();
        let need_id = raise_need(&mut case.cx(&contact), operation, &raise).await.unwrap();
        declare_by(&mut case.office, "赵平", "陪聊", ResourceTold::default()).await;

        let wait = |found: crate::office::Matched| {
            assert_eq!(found.unmet.get("小明"), Some(&"guardian-missing"), "{found:?}");
        };
        wait(case.office.match_needs().await);
        assert_eq!(explained(&mut case.office, need_id).await, (0, BTreeMap::from([("guardian-missing", 1)])));
        let helper = HelperWish::Named("邻居".to_owned());
        let named = MoveNeed { need_id, state_no: 0, step: NeedStep::Plan { helper, words: None }, on: case.today };
        let operation = case.operation();
        let refused = move_need(&mut case.cx(&contact), operation, &named).await;
        assert_eq!(refused.map_err(|error| error.code()), Err("helper-no-guardian"));

        let on = case.today;
        let said = |agrees, on| NeedConditions {
            guardian: Some(GuardianWord {
                name: "奶奶李秀英".to_owned(), agrees, manner: AnswerManner::InPerson, on
            }),
            ..NeedConditions::default()
        };
        let tomorrow = add_days(on, 1).unwrap();
        assert_eq!(ask(&mut case.office, &contact, need_id, said(true, tomorrow)).await, Err("need-guardian"));
        ask(&mut case.office, &contact, need_id, said(false, on)).await.unwrap();
        wait(case.office.match_needs().await);
        ask(&mut case.office, &contact, need_id, said(true, on)).await.unwrap();
        let found = case.office.match_needs().await;
        assert!(found.pairs.contains(&("小明".to_owned(), "赵平".to_owned())), "{found:?}");
        assert!(!case.office.records().await.is_empty());
    });
}
