//! On what terms help is given and wanted: a donor who gives to some alone, and a need that wants help up to a day. A run and a hand
//! ask the same.

use std::collections::{BTreeMap, BTreeSet};

use guanai_app::Cx;
use guanai_app::needs::{SetConditions, open_conditions_form, set_conditions};
use guanai_app::offers::{RecordOffer, record_offer};
use guanai_app::pairs::{ProposePair, Proposers, propose_pair, read_helpers};
use guanai_casework::{ProviderKind, Resource, ResourceKind, ResourceTold};
use guanai_kernel::Date;
use guanai_kernel::ids::{NeedId, OfferId, OperationId};
use guanai_scheme::{Assessor, Belonging};
use guanai_store::needs;

use crate::engines::on_both;
use crate::limits::matched;
use crate::office::{Office, TODAY, day};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部
    甲一, @19500101011, 1975-07-01, 1976-07-01, 上村党支部";
const LEDGER: &str = "
    姓名, 公民身份号码, 困难程度, 家庭人均年收入（元）, 目前是否困难
    甲一, @19500101011, 特别困难, 6000,                 是";
const SURVEY: &str = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,     紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    1,        甲一, @19500101011, 谈心谈话, 想找人说说话, 一般,     是,                           2026-06-20";

/// A society that offers company: until a day, and for some classes alone.
fn company(until: Option<Date>, only_for: BTreeSet<String>) -> RecordOffer {
    let told = ResourceTold { only_for, ..ResourceTold::default() };
    RecordOffer {
        provider_name: "知心社".to_owned(),
        provider_kind: ProviderKind::SocialOrganization,
        categories: BTreeSet::from(["talk".to_owned()]),
        capacity: 1,
        township: None,
        valid_until_on: until,
        note: None,
        resource: Resource { kind: ResourceKind::Service, told, ..Resource::default() },
        on: day(TODAY),
    }
}

async fn offer(office: &mut Office, wish: &RecordOffer) -> Result<OfferId, &'static str> {
    let mut ids = office.ids.split();
    let operation = OperationId::fresh(&mut ids);
    record_offer(&mut Cx { ids, ..office.cx() }, operation, wish).await.map_err(|error| error.code())
}

async fn need(office: &Office) -> NeedId {
    let mut tx = office.db.begin_read().await.unwrap();
    let found = needs::list_all(&mut tx).await.unwrap();
    tx.rollback().await.unwrap();
    found[0].need_id
}

/// What comes of asking somebody by hand.
pub async fn asked(office: &mut Office, offer_id: OfferId) -> &'static str {
    let need_id = need(office).await;
    let mut ids = office.ids.split();
    let operation = OperationId::fresh(&mut ids);
    let why = Some("认识".to_owned());
    let wish = ProposePair { need_id, offer_id, proposed: Proposers::default(), why, is_beside: false, follows: None };
    let proposed = propose_pair(&mut Cx { ids, ..office.cx() }, operation, &wish).await;
    proposed.map_or_else(|error| error.code(), |_| "asked")
}

pub async fn could_help(office: &mut Office) -> usize {
    let need_id = need(office).await;
    let ids = office.ids.split();
    read_helpers(&mut Cx { ids, ..office.cx() }, need_id, &Proposers::default()).await.unwrap().candidates.len()
}

/// Shows R69: what a donor gives to some alone goes to them alone, in a run, in who could help, and by hand.
#[test]
fn a_donors_restriction_holds_for_a_run_and_for_a_hand() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, LEDGER, SURVEY]).await;
        let plan = office.plan().await;
        let pack = &office.cx().standards.pack;
        let assessor = Assessor::new(pack, day(TODAY));
        let person = &plan.population().residents[0].subject;
        let of = |wanted| {
            let found = (0..pack.classes().len()).find(|at| assessor.class(person, *at) == wanted).unwrap();
            BTreeSet::from([pack.classes()[found].id.clone()])
        };
        let (theirs, others) = (of(Belonging::Belongs), of(Belonging::DoesNotBelong));

        let unknown = company(None, BTreeSet::from(["nobody-knows".to_owned()]));
        assert_eq!(offer(&mut office, &unknown).await, Err("offer-no-quality"));
        let elsewhere = offer(&mut office, &company(None, others)).await.unwrap();
        assert_eq!(matched(&mut office, day(TODAY)).await, (0, BTreeMap::from([("not-for-them", 1)])));
        assert_eq!(could_help(&mut office).await, 0);
        assert_eq!(asked(&mut office, elsewhere).await, "helper-not-for-them");
        let here = offer(&mut office, &company(None, theirs)).await.unwrap();
        assert_eq!(matched(&mut office, day(TODAY)).await, (1, BTreeMap::new()));
        assert_eq!(could_help(&mut office).await, 1);
        assert_eq!(asked(&mut office, here).await, "asked");
    });
}

/// Shows R29: help that ends before the last day on which a need wants it is no help, in a run, in who could help, and by hand.
#[test]
fn a_needs_last_day_holds_for_a_run_and_for_a_hand() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, SURVEY]).await;
        let last = day("2026-12-31");
        let short = offer(&mut office, &company(Some(last), BTreeSet::new())).await.unwrap();
        let set = async |office: &mut Office, from_on: Option<Date>, until_on: &str| {
            let need_id = need(office).await;
            let mut ids = office.ids.split();
            let operation = OperationId::fresh(&mut ids);
            let mut cx = Cx { ids, ..office.cx() };
            let state_no = open_conditions_form(&mut cx, need_id).await.unwrap().state_no;
            let (skills, languages, guardian) = Default::default();
            let until_on = Some(day(until_on));
            let wish = SetConditions { need_id, state_no, wanted: 1, skills, languages, from_on, until_on, guardian };
            set_conditions(&mut cx, operation, &wish).await.map_err(|error| error.code())
        };
        assert_eq!(set(&mut office, None, "2026-06-01").await, Err("need-conditions-past"));
        let before_it_begins = set(&mut office, Some(day("2026-10-02")), "2026-10-01").await;
        assert_eq!(before_it_begins, Err("need-conditions-past"));
        set(&mut office, None, "2026-12-31").await.unwrap();
        assert_eq!(matched(&mut office, day(TODAY)).await, (1, BTreeMap::new()), "to the day");
        set(&mut office, None, "2027-01-01").await.unwrap();
        assert_eq!(matched(&mut office, day(TODAY)).await, (0, BTreeMap::from([("term-too-short", 1)])));
        assert_eq!(could_help(&mut office).await, 0);
        assert_eq!(asked(&mut office, short).await, "helper-too-short");
        let long = offer(&mut office, &company(None, BTreeSet::new())).await.unwrap();
        assert_eq!(matched(&mut office, day(TODAY)).await, (1, BTreeMap::new()));
        assert_eq!(asked(&mut office, long).await, "asked");
    });
}

/// Shows R29: help that has not begun by the first day on which a need wants it is no help; what begins by then may be asked today.
#[test]
fn a_needs_first_day_holds_for_a_run_and_for_a_hand() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, SURVEY]).await;
        let begins = |from: &str| {
            let mut wish = company(None, BTreeSet::new());
            wish.resource.valid_from_on = Some(day(from));
            wish
        };
        let later = offer(&mut office, &begins("2026-09-01")).await.unwrap();
        assert_eq!(matched(&mut office, day(TODAY)).await, (0, BTreeMap::from([("not-yet", 1)])));
        assert_eq!(asked(&mut office, later).await, "helper-expired");
        for (from_on, found, by_hand) in [("2026-08-31", 0, "helper-expired"), ("2026-09-01", 1, "asked")] {
            let need_id = need(&office).await;
            let mut ids = office.ids.split();
            let operation = OperationId::fresh(&mut ids);
            let mut cx = Cx { ids, ..office.cx() };
            let state_no = open_conditions_form(&mut cx, need_id).await.unwrap().state_no;
            let (skills, languages, guardian) = Default::default();
            let from_on = Some(day(from_on));
            let wish =
                SetConditions { need_id, state_no, wanted: 1, skills, languages, from_on, until_on: None, guardian };
            set_conditions(&mut cx, operation, &wish).await.unwrap();
            assert_eq!(matched(&mut office, day(TODAY)).await.0, found, "{from_on:?}");
            assert_eq!(asked(&mut office, later).await, by_hand, "{from_on:?}");
        }
    });
}
