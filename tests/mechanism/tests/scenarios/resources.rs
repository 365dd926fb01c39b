//! The directory of resources in use: an office enters what there is, another reserves of it for a need, whoever answers for it agrees or
//! declines, it is used; a member declares a skill and takes it back; town and country are told in numbers.

use std::collections::BTreeSet;

use guanai_app::jobs::{RecordJob, read_job, record_job};
use guanai_app::offers::{
    AmendOffer, ListOffers, OfferState, RecordOffer, SetAvailability, amend_offer, list_offers, record_offer,
    set_availability,
};
use guanai_app::pairing::propose_pairs;
use guanai_app::resources::{
    BookingWish, DeclareSkill, ListBookings, MoveBooking, Reserve, Side, declare_skill, list_bookings, move_booking,
    read_balance, read_booking, read_own_skills, reserve, withdraw_skill,
};
use guanai_app::{Actor, Cx, Role, Tenure};
use guanai_casework::{
    Availability, BookingMove, BookingState, Need, NeedState, ProviderKind, Resource, ResourceKind, ResourceTold,
    ResourceUnit,
};
use guanai_kernel::Ids;
use guanai_kernel::ids::{AccountId, BookingId, JobId, OfferId, OperationId, OrganizationId, PersonId};
use guanai_store::{Db, bookings, checks, needs, offers, organizations, pairs};
use guanai_testkit::clock;

use crate::engines::on_both;
use crate::office::{Office, TODAY, day};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部, 联系电话
    甲一, @19500101011, 1975-07-01, 1976-07-01, 上村党支部, 19900000001
    乙二, @19520101012, 1975-07-01, 1976-07-01, 上村党支部,
    丙三, @19800101013, 2005-07-01, 2006-07-01, 下村党支部,
    助人, @19750101015, 2000-07-01, 2001-07-01, 下村党支部,";
const SURVEY: &str = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,         紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    1,        甲一, @19500101011, 谈心谈话, 想有人常来坐坐,   一般,     是,                           2026-06-20
    2,        乙二, @19520101012, 谈心谈话, 一个人住心里闷,   一般,     是,                           2026-06-20
    3,        丙三, @19800101013, 谈心谈话, 想找人说说话,     一般,     否,                           2026-06-20";

struct Town {
    office: Office,
    ids: Ids,
    officer: Actor,
    contact: Actor,
    county: Actor,
}

impl Town {
    async fn of(db: Db) -> Self {
        let office = Office::of(db, &[ROSTER, SURVEY]).await;
        let mut tx = office.db.begin_read().await.unwrap();
        let found = organizations::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        let of = |name: &str| found.iter().find(|o| o.name == name).unwrap().organization_id;
        let mut ids = clock::ids(97);
        let officer = actor(&mut ids, Role::TownshipOfficer, Some(of("中共河口镇委员会")), None);
        let contact = actor(&mut ids, Role::BranchContact, Some(of("上村党支部")), None);
        let county = actor(&mut ids, Role::CountyOfficer, None, None);
        Self { office, ids, officer, contact, county }
    }

    fn cx(&mut self, actor: &Actor, on: &str) -> Cx<'_> {
        Cx { actor: actor.clone(), now: clock::at(day(on)), ids: self.ids.split(), ..self.office.cx() }
    }

    async fn need(&self, name: &str) -> Need {
        let person_id = self.office.person(name).await;
        let mut tx = self.office.db.begin_read().await.unwrap();
        let need = needs::list_of(&mut tx, person_id).await.unwrap().remove(0);
        tx.rollback().await.unwrap();
        need
    }

    async fn enter(&mut self, actor: &Actor, wish: &RecordOffer) -> OfferId {
        let mut cx = self.cx(actor, TODAY);
        let operation = OperationId::fresh(&mut cx.ids);
        record_offer(&mut cx, operation, wish).await.unwrap()
    }

    async fn reserve(
        &mut self,
        actor: &Actor,
        whose: &str,
        offer_id: OfferId,
        units: i64,
        on: &str,
    ) -> Result<BookingId, &'static str> {
        let need_id = self.need(whose).await.need_id;
        let wish = Reserve { need_id, offer_id, units, from_on: None, until_on: None, words: None };
        let mut cx = self.cx(actor, on);
        let operation = OperationId::fresh(&mut cx.ids);
        reserve(&mut cx, operation, &wish).await.map_err(|error| error.code())
    }

    async fn step(
        &mut self,
        actor: &Actor,
        booking_id: BookingId,
        step: BookingMove,
        words: Option<&str>,
        on: &str,
    ) -> &'static str {
        let mut tx = self.office.db.begin_read().await.unwrap();
        let state_no = bookings::count_former(&mut tx, booking_id).await.unwrap();
        tx.rollback().await.unwrap();
        let mut cx = self.cx(actor, on);
        let operation = OperationId::fresh(&mut cx.ids);
        let step = BookingWish { step, words: words.map(str::to_owned) };
        let wish = MoveBooking { booking_id, state_no, step };
        move_booking(&mut cx, operation, &wish).await.map_or_else(|error| error.code(), |_| "done")
    }

    async fn job(&mut self, actor: &Actor, name: &str, booking_id: BookingId) -> Result<JobId, &'static str> {
        let wish = RecordJob {
            need_id: self.need(name).await.need_id,
            referral_id: None,
            booking_id: Some(booking_id),
            employer: "河口服装厂".to_owned(),
            title: "缝纫工".to_owned(),
            begun_on: day(TODAY),
        };
        let mut cx = self.cx(actor, TODAY);
        let operation = OperationId::fresh(&mut cx.ids);
        record_job(&mut cx, operation, &wish).await.map_err(|error| error.code())
    }

    async fn listed(&mut self, actor: &Actor, kind: ResourceKind, on: &str) -> Vec<(String, OfferState)> {
        let ask = ListOffers { kind: Some(kind), page: 1, ..ListOffers::default() };
        let mut cx = self.cx(actor, on);
        let page = list_offers(&mut cx, day(on), &ask).await.unwrap();
        page.rows.into_iter().map(|row| (row.title.unwrap_or(row.provider_name), row.state)).collect()
    }

    async fn taken(&self, offer_id: OfferId, on: &str) -> u64 {
        let mut tx = self.office.db.begin_read().await.unwrap();
        let taken = pairs::count_taken(&mut tx, &[offer_id], day(on)).await.unwrap();
        tx.rollback().await.unwrap();
        taken.get(&offer_id).copied().unwrap_or(0)
    }

    async fn holds(&self) {
        let mut tx = self.office.db.begin_read().await.unwrap();
        let outcomes = checks::run(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        assert!(outcomes.iter().all(|outcome| outcome.holds), "{outcomes:?}");
    }
}

fn actor(ids: &mut Ids, role: Role, scope: Option<OrganizationId>, person_id: Option<PersonId>) -> Actor {
    Actor {
        name: AccountId::fresh(ids).to_string(),
        role,
        scope,
        person_id,
        on_behalf_of: None,
        tenure: Tenure::Single,
    }
}

fn programme(capacity: i64, unit: ResourceUnit) -> RecordOffer {
    RecordOffer {
        provider_name: "镇民政办".to_owned(),
        provider_kind: ProviderKind::Department,
        categories: BTreeSet::from(["talk".to_owned()]),
        capacity,
        township: Some("河口镇".to_owned()),
        valid_until_on: Some(day("2026-12-31")),
        note: None,
        resource: Resource {
            kind: ResourceKind::Programme,
            title: Some("心理咨询".to_owned()),
            unit,
            told: ResourceTold {
                serves: Some("独居老人".to_owned()),
                asking: Some("带身份证到便民服务中心3号窗口".to_owned()),
                limits: Some("只用于咨询".to_owned()),
                ..ResourceTold::default()
            },
            ..Resource::default()
        },
        on: day(TODAY),
    }
}

/// Shows R43, R71, R72: a department's programme stands in the directory with whom it serves and how to ask; a branch reserves it for a
/// need, its office agrees without being told before whose need it is, and the need is arranged by that; it is used once, and leads to a
/// job that is followed for a year (R75).
#[test]
fn a_programme_is_reserved_agreed_to_and_used() {
    on_both(async |db| {
        let mut town = Town::of(db).await;
        let [officer, contact] = [town.officer.clone(), town.contact.clone()];
        let offer_id = town.enter(&officer, &programme(1, ResourceUnit::Places)).await;
        assert_eq!(
            town.listed(&contact, ResourceKind::Programme, TODAY).await,
            [("心理咨询".to_owned(), OfferState::Free)]
        );
        assert_eq!(town.reserve(&contact, "丙三", offer_id, 1, TODAY).await, Err("need-not-found"));
        assert_eq!(town.reserve(&officer, "丙三", offer_id, 1, TODAY).await, Err("helper-no-consent"));
        let booking = town.reserve(&contact, "甲一", offer_id, 1, TODAY).await.unwrap();
        assert_eq!(town.reserve(&contact, "甲一", offer_id, 1, TODAY).await, Err("booking-already"));
        assert_eq!(town.reserve(&contact, "乙二", offer_id, 1, TODAY).await, Err("booking-too-much"));
        assert_eq!(town.listed(&contact, ResourceKind::Programme, TODAY).await[0].1, OfferState::Full);
        assert_eq!(town.step(&contact, booking, BookingMove::Confirm, None, TODAY).await, "booking-other-side");

        let waiting = list_bookings(&mut town.cx(&officer, TODAY), &ListBookings::default()).await.unwrap();
        assert!(waiting.rows.len() == 1 && waiting.rows[0].waits_for_us);
        assert_eq!(town.step(&officer, booking, BookingMove::Confirm, None, TODAY).await, "done");
        let need = town.need("甲一").await;
        assert_eq!((need.state, need.progress.helper.unwrap().name.as_str()), (NeedState::Planned, "心理咨询"));
        assert_eq!(town.taken(offer_id, TODAY).await, 1, "the booking and the help that it names are one");
        let mut cx = town.cx(&contact, TODAY);
        let operation = OperationId::fresh(&mut cx.ids);
        let command = AmendOffer {
            offer_id,
            state_no: 0,
            keeps_area: false,
            wish: RecordOffer { valid_until_on: None, ..programme(3, ResourceUnit::Places) },
        };
        let refused = amend_offer(&mut cx, operation, &command).await.unwrap_err();
        assert_eq!(refused.code(), "offer-not-found", "a branch does not answer for its town's programme");
        let mut cx = town.cx(&officer, TODAY);
        let operation = OperationId::fresh(&mut cx.ids);
        amend_offer(&mut cx, operation, &command).await.unwrap();
        let second = town.reserve(&contact, "乙二", offer_id, 2, TODAY).await.unwrap();
        let fewer = AmendOffer { state_no: 1, wish: programme(2, ResourceUnit::Places), ..command };
        let mut cx = town.cx(&officer, TODAY);
        let operation = OperationId::fresh(&mut cx.ids);
        assert_eq!(amend_offer(&mut cx, operation, &fewer).await.unwrap_err().code(), "offer-below-taken");

        let used = town.step(&contact, booking, BookingMove::Use, Some("谈了两次，睡得好些"), "2026-07-06").await;
        assert_eq!(used, "done");
        assert_eq!(town.step(&officer, second, BookingMove::Confirm, None, "2026-07-06").await, "done");
        assert_eq!(town.step(&officer, second, BookingMove::LeaveUnused, None, "2026-07-07").await, "done");
        assert_eq!(town.need("乙二").await.state, NeedState::Confirmed, "what was not used lets the need wait again");
        assert_eq!(town.taken(offer_id, "2026-07-07").await, 1);

        // From the booking that was used a job is written down; of one that was not, and of another need's, none.
        let job = town.job(&contact, "甲一", booking).await.unwrap();
        assert_eq!(town.job(&contact, "乙二", second).await, Err("job-no-booking"));
        assert_eq!(town.job(&contact, "乙二", booking).await, Err("job-no-booking"));
        let seen = read_booking(&mut town.cx(&contact, TODAY), booking).await.unwrap();
        assert_eq!((seen.job_id, seen.may_record_job), (Some(job), false), "it is looked at already");
        let seen = read_job(&mut town.cx(&contact, TODAY), job).await.unwrap();
        assert_eq!(seen.booking, Some((booking, "心理咨询".to_owned())));
        assert_eq!(seen.marks.len(), 3, "it is looked at after 3, 6 and 12 months");
        town.holds().await;
    });
}

/// Shows R29, R74: what was given to keep does not come back, and nobody is offered to record it; what was lent does.
#[test]
fn what_was_given_to_keep_does_not_come_back() {
    on_both(async |db| {
        let mut town = Town::of(db).await;
        let [officer, contact] = [town.officer.clone(), town.contact.clone()];
        for (whose, lent) in [("甲一", false), ("乙二", true)] {
            let mut quilt = programme(2, ResourceUnit::Pieces);
            quilt.provider_name = format!("爱心企业{whose}");
            quilt.resource.told.lent = Some(lent);
            let quilt = town.enter(&officer, &quilt).await;
            let booking = town.reserve(&contact, whose, quilt, 1, TODAY).await.unwrap();
            for step in [BookingMove::Confirm, BookingMove::Use] {
                assert_eq!(town.step(&officer, booking, step, None, TODAY).await, "done");
            }
            let seen = read_booking(&mut town.cx(&contact, TODAY), booking).await.unwrap();
            assert_eq!(seen.moves, if lent { vec![BookingMove::Return] } else { Vec::new() });
            let back = town.step(&contact, booking, BookingMove::Return, None, TODAY).await;
            assert_eq!(back, if lent { "done" } else { "booking-given" });
            let taken = town.taken(quilt, TODAY).await;
            assert_eq!(taken, u64::from(!lent), "what came back is free for others, though the need was met by it");
        }
    });
}

/// Shows R29, R43, R74: a reservation lets go by itself after its day, and an answer after that comes too late; a no is told without its
/// reason; money is agreed to by somebody else than who reserved it; what is paused or ended is reserved no more.
#[test]
fn a_reservation_lets_go_a_no_keeps_its_reason_and_money_has_two_pairs_of_eyes() {
    on_both(async |db| {
        let mut town = Town::of(db).await;
        let [officer, contact, county] = [town.officer.clone(), town.contact.clone(), town.county.clone()];
        let one = town.enter(&officer, &programme(1, ResourceUnit::Persons)).await;
        let first = town.reserve(&contact, "甲一", one, 1, TODAY).await.unwrap();
        let second = town.reserve(&contact, "乙二", one, 1, "2026-07-09").await.unwrap();
        assert_eq!(town.step(&officer, first, BookingMove::Confirm, None, "2026-07-09").await, "booking-lapsed");
        let seen = read_booking(&mut town.cx(&contact, "2026-07-09"), first).await.unwrap();
        assert!(seen.row.is_lapsed && seen.row.state == BookingState::Reserved);
        // It may be reserved again once there is room.
        let no = town.step(&officer, second, BookingMove::Decline, Some("咨询师请假"), "2026-07-10").await;
        assert_eq!(no, "done");
        let told = read_booking(&mut town.cx(&contact, "2026-07-10"), second).await.unwrap();
        assert_eq!((told.row.state, told.why), (BookingState::Off, None));
        let kept = read_booking(&mut town.cx(&officer, "2026-07-10"), second).await.unwrap();
        assert_eq!(kept.why.as_deref(), Some("咨询师请假"));
        assert_eq!(town.need("乙二").await.state, NeedState::Confirmed);
        let again = town.reserve(&contact, "甲一", one, 1, "2026-07-10").await.unwrap();
        assert_ne!(again, first);

        let gift = RecordOffer { provider_name: "爱心企业".to_owned(), ..programme(8_000, ResourceUnit::Yuan) };
        let gift = town.enter(&officer, &gift).await;
        let booking = town.reserve(&officer, "乙二", gift, 3_000, TODAY).await.unwrap();
        let own = town.step(&officer, booking, BookingMove::Confirm, None, TODAY).await;
        assert_eq!(own, "booking-own-reservation");
        assert_eq!(town.step(&county, booking, BookingMove::Confirm, None, TODAY).await, "done");
        assert_eq!(town.taken(gift, TODAY).await, 3_000);
        assert_eq!(town.reserve(&officer, "甲一", gift, 5_001, TODAY).await, Err("booking-too-much"));
        let (_, proposal) = propose_pairs(&mut town.office.cx(), day(TODAY)).await.unwrap();
        assert!(proposal.offers.iter().all(|offer| offer.offer_id != gift), "money is nobody's helper");

        let mut cx = town.cx(&officer, TODAY);
        let operation = OperationId::fresh(&mut cx.ids);
        let pause = SetAvailability { offer_id: gift, state_no: 0, availability: Availability::Paused, why: None };
        let silent = set_availability(&mut cx, operation, &pause).await.unwrap_err();
        assert_eq!(silent.code(), "offer-no-reason");
        let pause = SetAvailability { why: Some("年中对账".to_owned()), ..pause };
        set_availability(&mut cx, operation, &pause).await.unwrap();
        assert_eq!(town.reserve(&officer, "甲一", gift, 1, TODAY).await, Err("helper-expired"));
        town.holds().await;
    });
}

/// Shows R29: a member declares what they can do, never without agreeing that it is shown; a certificate that is out of date helps nobody;
/// what is taken back is nobody's to see, and nothing is lost by that.
#[test]
fn a_skill_is_its_members_own_to_declare_and_to_take_back() {
    on_both(async |db| {
        let mut town = Town::of(db).await;
        let contact = town.contact.clone();
        let person_id = town.office.person("助人").await;
        let helper = actor(&mut town.ids, Role::Member, None, Some(person_id));
        let wish = DeclareSkill {
            title: "陪聊".to_owned(),
            categories: BTreeSet::from(["talk".to_owned()]),
            capacity: 2,
            is_near: true,
            valid_until_on: None,
            told: ResourceTold {
                certificate: Some("心理咨询师".to_owned()),
                certificate_until_on: Some(day("2026-08-01")),
                languages: Some("本地话".to_owned()),
                ..ResourceTold::default()
            },
            agrees: false,
        };
        let mut cx = town.cx(&helper, TODAY);
        let operation = OperationId::fresh(&mut cx.ids);
        assert_eq!(declare_skill(&mut cx, operation, &wish).await.unwrap_err().code(), "skill-no-consent");
        let wish = DeclareSkill { agrees: true, ..wish };
        let offer_id = declare_skill(&mut cx, operation, &wish).await.unwrap();
        assert_eq!(declare_skill(&mut cx, operation, &wish).await.unwrap(), offer_id, "a repeat has one effect");
        let mut tx = town.office.db.begin_read().await.unwrap();
        let kept = offers::find(&mut tx, offer_id).await.unwrap().unwrap();
        tx.rollback().await.unwrap();
        assert_eq!((kept.resource.told.agreed_on, kept.contact_phone), (Some(day(TODAY)), None));
        let shown = town.listed(&contact, ResourceKind::Skill, TODAY).await;
        assert_eq!(shown, [("陪聊".to_owned(), OfferState::Free)]);
        let later = town.listed(&contact, ResourceKind::Skill, "2026-08-02").await;
        assert_eq!(later[0].1, OfferState::CertificateExpired);
        assert_eq!(town.reserve(&contact, "甲一", offer_id, 1, "2026-08-02").await, Err("helper-expired"));
        town.reserve(&contact, "甲一", offer_id, 1, TODAY).await.unwrap();

        let mut cx = town.cx(&helper, TODAY);
        let operation = OperationId::fresh(&mut cx.ids);
        withdraw_skill(&mut cx, operation, offer_id).await.unwrap();
        assert!(town.listed(&contact, ResourceKind::Skill, TODAY).await.is_empty());
        assert_eq!(town.reserve(&contact, "乙二", offer_id, 1, TODAY).await, Err("helper-expired"));
        let own = read_own_skills(&town.cx(&helper, TODAY)).await.unwrap();
        assert!(own.skills.len() == 1 && !own.skills[0].is_shown);
        town.holds().await;
    });
}

/// Shows R16, R30, R70: what is offered and used is told by township and by town and country, and of fewer than five persons no number;
/// a township is not told the county's.
#[test]
fn town_and_country_are_told_in_numbers_that_name_nobody() {
    on_both(async |db| {
        let mut town = Town::of(db).await;
        let [officer, county] = [town.officer.clone(), town.county.clone()];
        town.enter(&officer, &programme(30, ResourceUnit::Places)).await;
        let found = read_balance(&town.cx(&county, TODAY)).await.unwrap();
        let here = &found.townships["河口镇"];
        assert_eq!((here.resources, here.units, here.served, here.waiting), (1, 30, Some(0), None));
        assert_eq!(found.sides[&Side::Rural].units, 30);
        assert_eq!((found.sides[&Side::Urban].units, found.sides[&Side::Urban].waiting), (0, Some(0)));
        assert_eq!(read_balance(&town.cx(&officer, TODAY)).await.unwrap_err().code(), "denied");
    });
}
