//! Care reaches everybody and is more than money: whom we reached this year is counted once each, by side of care and class; who had
//! money alone is told to the branch by name; and what is given outside the standards has a reason and a share.

use std::sync::Arc;

use guanai_app::applications::WishedStep;
use guanai_app::needs::{RaiseNeed, ReadBack, raise_need};
use guanai_app::reach::{GivenAsk, GivenPage, ReachLevel, Share, read_given};
use guanai_app::visits::{RecordVisit, WhoVisited, record_visit};
use guanai_app::{Actor, Role, Standards};
use guanai_casework::application::{DocumentKind, Verdict};
use guanai_casework::reach::ShownCount;
use guanai_casework::{Gift, GiftKind, Urgency, VisitAct, Voice};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::OperationId;
use guanai_scheme::{Dimension, Lang};

use crate::decisions::{Case, decide_from};
use crate::engines::on_both;
use crate::office::{Office, day, yuan};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部,     工作岗位, 是否流动党员
    田禾, @19850101021, 2008-07-01, 2009-07-01, 上村党支部,     农民,     否
    万水, @19850101022, 2008-07-01, 2009-07-01, 上村党支部,     工人,     否
    石平, @19850101023, 2008-07-01, 2009-07-01, 上村党支部,     工人,     否
    东方, @19850101024, 2008-07-01, 2009-07-01, 东门社区党支部, 工人,     否";
const LEDGER: &str = "
    姓名, 公民身份号码, 困难程度, 家庭人均年收入（元）, 目前是否困难
    万水, @19850101022, 一般困难, 3000,                是
    石平, @19850101023, 一般困难, 3000,                是
    东方, @19850101024, 特别困难, 3000,                是";

const fn told(reached: u64, of: u64) -> Share {
    Share { of: ShownCount::Told(of), reached: ShownCount::Told(reached) }
}

impl Office {
    async fn given(&self, who: &Actor, on: &str) -> GivenPage {
        let standing = self.as_it_stands(on).await;
        read_given(&mut self.acting(who, day(on)), &standing, GivenAsk::default()).await.unwrap()
    }

    async fn calls(
        &self,
        who: &Actor,
        name: &str,
        act: VisitAct,
        occasion: &str,
        gift: Option<i64>,
        why: Option<&str>,
    ) {
        let on = day("2026-07-02");
        let plain = RecordVisit::plain(self.person(name).await, act, WhoVisited::Myself, on, occasion);
        let gift = gift.map(|amount| Gift { kind: GiftKind::Cash, worth: yuan(amount), goods: None });
        let wish = RecordVisit { gift, reason: why.map(str::to_owned), ..plain };
        let mut cx = self.acting(who, on);
        let operation = OperationId::fresh(&mut cx.ids);
        record_visit(&mut cx, operation, &wish).await.unwrap();
    }
}

/// Shows R5, R12, R14, R22, R24, R60, R84: who is reached is counted once, of those for whom a standard holds, by side and class, the
/// least reached class first; money alone is told apart from care, by name in the branch and as counts in the county; a gift that no
/// standard provides for needs a reason, and its share is shown.
#[test]
fn whom_care_reached_is_counted_once_and_money_alone_is_told_apart() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, LEDGER]).await;
        let contact = office.answering(Role::BranchContact, Some("990001001")).await;
        let county = office.answering(Role::CountyOfficer, None).await;
        let before = office.given(&contact, "2026-07-02").await;
        assert_eq!(
            (before.level, before.total),
            (ReachLevel::Names, told(0, 2)),
            "everybody is cared for by a standard"
        );
        assert_eq!(before.still.iter().map(|row| row.had_money).collect::<Vec<_>>(), [false, false]);

        // A gift at 1 July is what the standards provide for; one for which nothing speaks needs a reason.
        office.calls(&contact, "万水", VisitAct::VisitWithGift, "party-day", Some(300), None).await;
        office.calls(&contact, "石平", VisitAct::Talk, "regular", None, None).await;
        office.calls(&contact, "石平", VisitAct::VisitWithGift, "other", Some(100), Some("孩子急病，先垫路费")).await;
        // A check of the books is no care.
        office.calls(&contact, "田禾", VisitAct::HomeCheck, "recheck", None, None).await;

        let page = office.given(&contact, "2026-07-02").await;
        assert_eq!(page.total, told(2, 2));
        let side = |page: &GivenPage, side: Dimension| page.sides.iter().find(|row| row.0 == side).unwrap().1;
        assert_eq!(side(&page, Dimension::Thought).reached, ShownCount::Told(1));
        assert_eq!(side(&page, Dimension::Friendship).reached, ShownCount::Told(2));
        assert_eq!(side(&page, Dimension::Intellectual).reached, ShownCount::Told(0), "nobody was taught anything");
        assert_eq!((page.hardship.share, page.hardship.beyond_money), (told(2, 2), told(2, 2)));
        assert_eq!(page.hardship.more_than_once, told(1, 2), "one was gone to once and no more");
        assert!(!page.hardship.is_lopsided, "of two nothing is said");
        assert!(page.still.is_empty());
        let sums = [page.ways.by_rule, page.ways.ad_hoc].map(|sum| (sum.times, sum.amount));
        assert_eq!(sums, [(1, yuan(300).unwrap()), (1, yuan(100).unwrap())]);

        let whole = office.given(&county, "2026-07-02").await;
        assert_eq!(whole.level, ReachLevel::County);
        assert!(whole.still.is_empty(), "the county is told no name");
        assert!(whole.places.len() > 1 && whole.places.iter().all(|place| !place.is_lopsided));
        assert_eq!(
            whole.hardship.share.reached,
            ShownCount::Few,
            "of three in hardship it would tell who was left out"
        );

        // Every category of need lies on one of the six sides, so that none is in no dimension.
        let categories = office.standards.pack.needs();
        let sides: std::collections::BTreeSet<&str> = categories.iter().map(|one| one.dimension.code()).collect();
        assert_eq!(sides.len(), Dimension::ALL.len(), "{sides:?}");
        office.come_to("2027-01-05");
        let next = office.given(&contact, "2027-01-05").await;
        assert_eq!(next.total.reached, ShownCount::Told(0), "another year begins anew");
    });
}

impl Case {
    /// Somebody asks for help of a category.
    async fn asks_for(&mut self, name: &str, category: &str) {
        let wish = RaiseNeed {
            person_id: self.office.person(name).await,
            category: Some(category.to_owned()),
            urgency: Urgency::Normal,
            words: "想学一门手艺".to_owned(),
            voice: Voice::Person,
            read_back: ReadBack::Done,
            consents_to_contact: true,
            stated_on: self.today,
            wanted: 1,
        };
        let (operation, contact) = (self.operation(), self.contact.clone());
        raise_need(&mut self.cx(&contact), operation, &wish).await.unwrap();
    }

    /// Something that is applied for and approved in the days from today on.
    async fn approved(&mut self, measure: &str, yuan_given: i64) {
        let (officer, approver) = (self.officer.clone(), self.approver.clone());
        let (application_id, _) = self.on_notice(measure).await;
        self.today = add_days(self.today, 14).unwrap();
        self.step(&officer, application_id, WishedStep::TakeDown).await.unwrap();
        self.attach(&officer, application_id, DocumentKind::ApprovalForm).await;
        let decided = decide_from(Verdict::Approved, yuan(yuan_given), Some("care-fund"));
        self.step(&approver, application_id, decided).await.unwrap();
    }
}

/// Shows R5, R12, R22: where half of those in hardship whom we reached had money alone, care is called lopsided, in the branch and for
/// its place in the county, and never of a few; what relieves and what builds up stand beside one another.
#[test]
fn money_alone_is_called_lopsided_and_relief_stands_beside_what_builds_up() {
    on_both(async |db| {
        let mut case = Case::of(db).await;
        let judged_from = |people: &str| {
            let texts = crate::standards::changed("reach.toml", "judged_from = 10", people);
            Arc::new(Standards::from_texts(texts, Lang::Zh).unwrap())
        };
        case.office.standards = judged_from("judged_from = 1");
        let (contact, county) = (case.contact.clone(), case.county.clone());
        assert!(!case.office.given(&contact, "2026-07-01").await.hardship.is_lopsided, "nobody was reached yet");
        case.approved("fixed-relief", 2_000).await;
        let page = case.office.given(&contact, "2026-08-20").await;
        assert!(page.hardship.is_lopsided, "the one whom we reached had money alone: {:?}", page.hardship);
        assert_eq!((page.hardship.share, page.hardship.beyond_money), (told(1, 1), told(0, 1)));
        let sums = |page: &GivenPage| [page.ways.relief, page.ways.capacity].map(|sum| (sum.times, sum.amount));
        let nothing = (0, guanai_kernel::Money::ZERO);
        assert_eq!(sums(&page), [(1, yuan(2_000).unwrap()), nothing]);
        let whole = case.office.given(&county, "2026-08-20").await;
        let lopsided: Vec<bool> = whole.places.iter().map(|place| place.is_lopsided).collect();
        assert!(whole.hardship.is_lopsided && lopsided.iter().filter(|is| **is).count() == 1, "{lopsided:?}");

        case.asks_for("田厚", "training").await;
        case.approved("training-subsidy", 500).await;
        let page = case.office.given(&contact, "2026-08-20").await;
        assert_eq!(sums(&page), [(1, yuan(2_000).unwrap()), (1, yuan(500).unwrap())], "one to one, four yuan to one");
        assert!(page.hardship.is_lopsided, "what builds up was money as well");
        case.office.standards = judged_from("judged_from = 2");
        assert!(!case.office.given(&contact, "2026-08-20").await.hardship.is_lopsided, "of a few it is not said");
        case.office.standards = judged_from("judged_from = 1");
        let caller = case.office.answering(Role::BranchContact, Some("990001001")).await;
        case.office.calls(&caller, "田厚", VisitAct::Talk, "regular", None, None).await;
        assert!(!case.office.given(&contact, "2026-08-20").await.hardship.is_lopsided, "somebody talked with him");
    });
}
