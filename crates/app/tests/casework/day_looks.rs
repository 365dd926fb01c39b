//! Help under way that is to be looked at stands on the day of who looks after the person, with the one next step, and on nobody
//! else's.

use std::collections::BTreeSet;

use guanai_app::Role;
use guanai_app::visits::{DayLook, LookAt, MOST_CARDS, Pressing, read_my_day};
use guanai_casework::{
    AnswerManner, CategoryChoice, GuardianConsent, Job, JobMark, Need, NeedState, Offer, OfferArea, Pair, PairOrigin,
    PairState, Permission, Progress, ProviderKind, Referral, ReferralGround, ReferralState, Resource, SchoolStage,
    SharedWords, SponsorKind, Sponsorship, Urgency, Voice,
};
use guanai_kernel::civil::{add_days, add_months};
use guanai_kernel::ids::{JobId, NeedId, OfferId, PairId, PersonId, ReferralId, SponsorshipId};
use guanai_kernel::{Date, Money};
use guanai_store::{jobs, needs, offers, pairs, referrals, sponsorships};
use guanai_testkit::engines::on_both;

use crate::town::{Town, morning, today};
use crate::work::actor;

fn in_days(days: i32) -> Date {
    add_days(today(), days).unwrap()
}

/// What is under way for somebody.
struct UnderWay {
    need: Need,
    offer: Offer,
    referral: Referral,
    job: Job,
    sponsorship: Sponsorship,
    pair: Pair,
}

impl Town {
    /// A referral that is late by two days, a job at its mark tomorrow, a pupil's year in three days, a pair to be settled in five;
    /// the department, the sponsor and the helper are of the first branch.
    fn under_way(&mut self, person_id: PersonId, code: &str) -> UnderWay {
        let (need_id, offer_id) = (NeedId::fresh(&mut self.ids), OfferId::fresh(&mut self.ids));
        let ours = Some(self.branches[0]);
        let need = Need {
            need_id,
            person_id,
            number: None,
            category: CategoryChoice::Stated("medical".to_owned()),
            voice: Some(Voice::Person),
            words: "看病缺钱".to_owned(),
            urgency: Some(Urgency::Normal),
            wished_form: None,
            consents_to_contact: true,
            conditions: guanai_casework::NeedConditions::default(),
            stated_on: in_days(-30),
            due_on: None,
            state: NeedState::Confirmed,
            progress: Progress::default(),
            import_id: None,
            place: String::new(),
            recorded_at: morning(),
        };
        let offer = Offer {
            offer_id,
            provider_kind: ProviderKind::PartyOrganization,
            provider_name: "村党支部".to_owned(),
            person_id: None,
            provider_number: None,
            organization_id: ours,
            categories: BTreeSet::from(["medical".to_owned()]),
            capacity: 3,
            area: OfferArea::Everywhere,
            contact_name: None,
            contact_phone: None,
            valid_until_on: None,
            note: None,
            import_id: None,
            place: String::new(),
            recorded_at: morning(),
            resource: Resource::default(),
        };
        let referral = Referral {
            referral_id: ReferralId::fresh(&mut self.ids),
            need_id,
            person_id,
            category: "medical".to_owned(),
            kind: None,
            to_name: "县医保局".to_owned(),
            to_organization_id: ours,
            from_organization_id: None,
            asked: "看看能不能报销".to_owned(),
            shared: SharedWords::default(),
            permission: Permission {
                ground: ReferralGround::Consent,
                manner: Some(AnswerManner::Paper),
                on: Some(in_days(-20)),
                rule: None,
            },
            code: code.to_owned(),
            state: ReferralState::Sent,
            sent_by: "console".to_owned(),
            sent_on: in_days(-20),
            due_on: in_days(-2),
            risk_on: in_days(-5),
            received: None,
            reply: None,
            result: None,
            reminders: 0,
            reminded_on: None,
            ended_on: None,
            words: None,
            recorded_at: morning(),
        };
        let job = Job {
            job_id: JobId::fresh(&mut self.ids),
            need_id,
            person_id,
            referral_id: None,
            booking_id: None,
            employer: "农机厂".to_owned(),
            title: "钳工".to_owned(),
            begun_on: add_months(in_days(1), -3).unwrap(),
            looks: Vec::new(),
            entered_by: "console".to_owned(),
            recorded_at: morning(),
        };
        let looked_on = add_months(in_days(3), -12).unwrap();
        let sponsorship = Sponsorship {
            sponsorship_id: SponsorshipId::fresh(&mut self.ids),
            person_id,
            child_name: "小满".to_owned(),
            stage: SchoolStage::Senior,
            graduates_on: in_days(700),
            sponsor_kind: SponsorKind::Organization,
            sponsor_name: "村党支部".to_owned(),
            sponsor_organization_id: ours,
            yearly: Money::from_yuan(2_000).unwrap(),
            from_on: looked_on,
            until_on: None,
            consent: GuardianConsent { manner: AnswerManner::Paper, on: looked_on, until_on: None },
            left_school_on: None,
            looked_on,
            words: None,
            entered_by: "console".to_owned(),
            recorded_at: morning(),
        };
        let pair = Pair {
            pair_id: PairId::fresh(&mut self.ids),
            need_id,
            person_id,
            category: "medical".to_owned(),
            offer_id,
            helper_person_id: None,
            helper_organization_id: ours,
            helper_name: "村党支部".to_owned(),
            state: PairState::Asked,
            origin: PairOrigin::Matching,
            why: None,
            follows: None,
            proposed_by: "console".to_owned(),
            proposed_on: in_days(-2),
            holds_until_on: in_days(5),
            helper_answer: None,
            person_answer: None,
            terms: None,
            last_contact_on: None,
            ended_on: None,
            ended_as: None,
            words: None,
            recorded_at: morning(),
        };
        UnderWay { need, offer, referral, job, sponsorship, pair }
    }

    async fn keep_under_way(&self, one: &UnderWay) {
        let mut tx = self.db.begin_write().await.unwrap();
        needs::add_many(&mut tx, std::slice::from_ref(&one.need)).await.unwrap();
        offers::add_many(&mut tx, std::slice::from_ref(&one.offer)).await.unwrap();
        referrals::add(&mut tx, &one.referral).await.unwrap();
        jobs::add(&mut tx, &one.job).await.unwrap();
        sponsorships::add(&mut tx, &one.sponsorship).await.unwrap();
        pairs::add(&mut tx, &one.pair).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[test]
fn what_is_due_of_help_under_way_stands_on_the_day_of_the_own_unit_with_its_next_step() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let [here, there] = town.members;
        let contacts = [0, 1].map(|at| actor(&mut town, Role::BranchContact, at));
        let own = town.under_way(here, "ZB26070001");
        // Of somebody elsewhere, with everything on the helping side ours.
        let other = town.under_way(there, "ZB26070002");
        town.keep_under_way(&own).await;
        town.keep_under_way(&other).await;
        for (contact, (person_id, of)) in contacts.iter().zip([(here, &own), (there, &other)]) {
            let (mut cx, ..) = town.cx(contact.clone(), morning());
            let day = read_my_day(&mut cx).await.unwrap();
            assert!(day.cards.len() <= MOST_CARDS);
            let ids: Vec<PersonId> = day.cards.iter().map(|card| card.person_id).collect();
            assert_eq!(ids, [person_id], "nobody of another unit");
            let card = &day.cards[0];
            assert_eq!(card.pressing, Pressing::Late(2), "by what is most pressing");
            let look = |days, at| DayLook { due_on: in_days(days), at };
            let expected = [
                look(-2, LookAt::Referral { referral_id: of.referral.referral_id, to: "县医保局".to_owned() }),
                look(1, LookAt::Job { job_id: of.job.job_id, mark: JobMark::Three }),
                look(3, LookAt::Sponsorship(of.sponsorship.sponsorship_id)),
                look(5, LookAt::Pair { pair_id: of.pair.pair_id, runs: false }),
            ];
            assert_eq!(card.looks, expected);
        }
    });
}

#[test]
fn what_is_not_due_this_week_stands_on_no_day() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let here = town.members[0];
        let contact = actor(&mut town, Role::BranchContact, 0);
        let mut one = town.under_way(here, "ZB26070003");
        (one.referral.risk_on, one.referral.due_on) = (in_days(8), in_days(12));
        one.job.begun_on = add_months(in_days(9), -3).unwrap();
        one.sponsorship.looked_on = add_months(in_days(9), -12).unwrap();
        (one.sponsorship.from_on, one.sponsorship.consent.on) = (one.sponsorship.looked_on, one.sponsorship.looked_on);
        one.pair.holds_until_on = in_days(9);
        town.keep_under_way(&one).await;
        let (mut cx, ..) = town.cx(contact, morning());
        assert_eq!(read_my_day(&mut cx).await.unwrap().cards, []);
    });
}
