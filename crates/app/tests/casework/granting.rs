//! At the moment of granting: the allowances that a household is given, help from others, and what an amount is set against;
//! nothing given and nothing known are two things, and of who lives with the person nothing is told that tells what they need.

use guanai_app::Role;
use guanai_app::people::AmountSight;
use guanai_app::plans::{Against, HelpKind, HouseholdGrants, RunState, read_grants};
use guanai_app::visits::open_visit_form;
use guanai_casework::{
    AnswerManner, Booking, BookingState, GuardianConsent, OfferArea, Permission, Referral, ReferralGround,
    ReferralState, SchoolStage, SharedWords, SponsorKind, Sponsorship,
};
use guanai_kernel::ids::{BookingId, NeedId, PersonId, ReferralId, SponsorshipId};
use guanai_kernel::{Date, Money};
use guanai_registry::{FactValue, Membership};
use guanai_store::audit::Subject;
use guanai_store::{bookings, memberships, persons, referrals, sponsorships};
use guanai_testkit::engines::on_both;

use crate::town::{Town, after, membership, morning, person, today};
use crate::work::{actor, told};

fn yuan(amount: i64) -> Option<Money> {
    Money::from_yuan(amount)
}

impl Town {
    /// A full member since a day.
    async fn old_member(&mut self, number: u32, at: usize, full_on: Date) -> PersonId {
        let newcomer = person(&mut self.ids, number);
        let spell = membership(&mut self.ids, &newcomer, self.branches[at]);
        let spell = Membership { joined_on: Some(full_on), full_on: Some(full_on), ..spell };
        let mut tx = self.db.begin_write().await.unwrap();
        persons::add_many(&mut tx, std::slice::from_ref(&newcomer)).await.unwrap();
        memberships::add_many(&mut tx, &[spell]).await.unwrap();
        tx.commit().await.unwrap();
        newcomer.person_id
    }

    async fn grants(&mut self, role: Role, person_id: PersonId) -> HouseholdGrants {
        let who = actor(self, role, 0);
        let (mut cx, ..) = self.cx(who, after(200));
        read_grants(&mut cx, person_id).await.unwrap()
    }

    /// A resource that was used, an office that answered, and a sponsor.
    async fn helped(&mut self, person_id: PersonId, need_id: NeedId, code: &str) {
        let offer = self.offer("县人民医院", OfferArea::Everywhere, None).await;
        let booking = Booking {
            booking_id: BookingId::fresh(&mut self.ids),
            offer_id: offer.offer_id,
            need_id,
            person_id,
            units: 1,
            state: BookingState::Used,
            reserved_by: "console".to_owned(),
            reserved_on: Date::constant(2026, 5, 1),
            holds_until_on: Date::constant(2026, 5, 8),
            from_on: Some(Date::constant(2026, 5, 4)),
            until_on: Some(Date::constant(2026, 5, 5)),
            words: None,
            answered_by: Some("other".to_owned()),
            why: None,
            outcome: None,
            moved_on: Some(Date::constant(2026, 5, 5)),
            recorded_at: morning(),
        };
        let referral = Referral {
            referral_id: ReferralId::fresh(&mut self.ids),
            need_id,
            person_id,
            category: "medical".to_owned(),
            kind: None,
            to_name: "医保局".to_owned(),
            to_organization_id: None,
            from_organization_id: None,
            asked: "请看看能不能办".to_owned(),
            shared: SharedWords::default(),
            permission: Permission {
                ground: ReferralGround::Consent,
                manner: Some(AnswerManner::Paper),
                on: Some(Date::constant(2026, 6, 1)),
                rule: None,
            },
            code: code.to_owned(),
            state: ReferralState::Sent,
            sent_by: "console".to_owned(),
            sent_on: Date::constant(2026, 6, 1),
            due_on: Date::constant(2026, 7, 15),
            risk_on: Date::constant(2026, 7, 10),
            received: None,
            reply: None,
            result: None,
            reminders: 0,
            reminded_on: None,
            ended_on: None,
            words: None,
            recorded_at: morning(),
        };
        let sponsorship = |from_on, until_on| Sponsorship {
            sponsorship_id: SponsorshipId::from_bits(0),
            person_id,
            child_name: "小明".to_owned(),
            stage: SchoolStage::Senior,
            graduates_on: Date::constant(2029, 7, 1),
            sponsor_kind: SponsorKind::Organization,
            sponsor_name: "机关党支部".to_owned(),
            sponsor_organization_id: None,
            yearly: Money::from_yuan(2_000).unwrap(),
            from_on,
            until_on,
            consent: GuardianConsent { manner: AnswerManner::Paper, on: Date::constant(2024, 8, 1), until_on: None },
            left_school_on: None,
            looked_on: from_on,
            words: None,
            entered_by: "console".to_owned(),
            recorded_at: morning(),
        };
        let running = sponsorship(Date::constant(2025, 9, 1), None);
        let long_over = sponsorship(Date::constant(2024, 9, 1), Some(Date::constant(2025, 9, 1)));
        let mut ids = self.ids.clone();
        let mut tx = self.db.begin_write().await.unwrap();
        bookings::add(&mut tx, &booking).await.unwrap();
        referrals::add(&mut tx, &referral).await.unwrap();
        for one in [running, long_over] {
            let one = Sponsorship { sponsorship_id: SponsorshipId::fresh(&mut ids), ..one };
            sponsorships::add(&mut tx, &one).await.unwrap();
        }
        tx.commit().await.unwrap();
        self.ids = ids;
    }
}

#[test]
fn the_moment_of_granting_tells_what_runs_month_by_month_and_what_nobody_can_say() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        // Fifty years on 20 March: the first tier up to March, the second from April on.
        let old = town.old_member(7, 0, Date::constant(1976, 3, 20)).await;
        let young = town.old_member(8, 0, Date::constant(2020, 1, 1)).await;
        let unsaid = town.newcomer(9, 0).await.person_id;
        let alone = town.grants(Role::TownshipOfficer, young).await;
        assert!(!alone.is_household_known && alone.running.is_empty() && alone.helps.is_empty());
        town.house(&[young, old, unsaid]).await;
        let seen = town.grants(Role::TownshipOfficer, young).await;
        assert!(seen.is_household_known);
        let [runs] = &seen.running.iter().filter(|row| row.person_id == old).collect::<Vec<_>>()[..] else {
            panic!("{:?}", seen.running)
        };
        let RunState::Given { amount, since, this_year, sight } = &runs.state else { panic!("{runs:?}") };
        assert_eq!((*amount, *since), (yuan(120), Some(Date::constant(2026, 4, 1))));
        assert_eq!((today().month(), *this_year), (7, yuan(3 * 100 + 4 * 120)), "each month by its own tier");
        assert_eq!((*sight, seen.running_total, seen.total), (AmountSight::Told, yuan(780), None));
        assert_eq!(runs.measure.as_ref().unwrap().zh, "党龄补助");
        assert_eq!(runs.purses.len(), 2, "the purses that may pay for it");
        let open = seen.running.iter().find(|row| row.person_id == unsaid && row.measure.is_some());
        assert_eq!(open.unwrap().state, RunState::NotKnown, "nobody wrote down since when: that is not nothing");
        // The form of a visit, which may bring a gift, shows the same; its reading names them all.
        let contact = actor(&mut town, Role::BranchContact, 0);
        let (mut cx, ..) = town.cx(contact, after(220));
        let form = open_visit_form(&mut cx, young).await.unwrap();
        assert_eq!(form.grants.unwrap().people.len(), 3);
        let records = town.audit().await;
        let read = records.iter().rev().find(|record| record.action == "read-person").unwrap();
        assert!([young, old, unsaid].iter().all(|id| read.subjects.contains(&Subject::Person(*id))));
    });
}

#[test]
fn help_from_others_is_told_with_whom_and_when_and_nothing_of_what_another_needs() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let contact = actor(&mut town, Role::BranchContact, 0);
        let [one, other] = [town.ill(7, 0).await, town.ill(8, 0).await];
        town.house(&[one, other]).await;
        let need_id = town.raise(contact, &told(one)).await.unwrap();
        town.helped(one, need_id, "AAAAAAAA").await;
        let told_of = |seen: &HouseholdGrants| -> Vec<(HelpKind, Option<String>, Date)> {
            seen.helps.iter().map(|help| (help.kind, help.by.clone(), help.from_on)).collect()
        };
        let (hospital, office) = (Some("县人民医院".to_owned()), Some("医保局".to_owned()));
        let sponsor = (HelpKind::Sponsorship, Some("机关党支部".to_owned()), Date::constant(2025, 9, 1));
        let own = town.grants(Role::BranchContact, one).await;
        let [sent, used] = [Date::constant(2026, 6, 1), Date::constant(2026, 5, 4)];
        let whole = [(HelpKind::Referral, office, sent), (HelpKind::Resource, hospital, used), sponsor.clone()];
        assert_eq!(told_of(&own), whole, "what ended last year is not told");
        let beside = town.grants(Role::BranchContact, other).await;
        let hidden = [(HelpKind::Referral, None, sent), (HelpKind::Resource, None, used), sponsor];
        assert_eq!(told_of(&beside), hidden, "an office is what it is for");
    });
}

#[test]
fn what_the_standards_set_an_amount_against_is_told_to_whoever_sees_the_facts() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let person_id = town.ill(7, 0).await;
        town.know(person_id, "household.income_per_head", FactValue::Money(Money::from_yuan(3_000).unwrap())).await;
        let against = |seen: HouseholdGrants| -> Vec<(String, Against)> {
            seen.against.into_iter().map(|row| (row.measure.zh, row.against)).collect()
        };
        let seen = against(town.grants(Role::CountyApprover, person_id).await);
        let Some((_, Against::Told(aid))) = seen.iter().find(|(name, _)| name.contains("医疗")) else {
            panic!("{seen:?}")
        };
        assert!(aid.zh.contains("封顶") && aid.en.contains("cap"), "{aid:?}");
        let contact = against(town.grants(Role::BranchContact, person_id).await);
        assert!(contact.iter().all(|(name, _)| !name.contains("医疗")), "a cap that was reached tells the bill");
    });
}
