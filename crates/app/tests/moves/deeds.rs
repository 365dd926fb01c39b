//! What an office does about the first member beside the moves of the tables: asks for helpers, reserves, proposes, sends on, writes down a
//! job and a sponsorship, looks at them again, changes an offer, arranges a dispute.

use std::collections::BTreeSet;

use guanai_app::Actor;
use guanai_app::disputes::{MoveDispute, RaiseDispute, WishedDisputeStep, move_dispute, raise_dispute};
use guanai_app::jobs::{LookAtJob, RecordJob, look_at_job, record_job};
use guanai_app::needs::{SetConditions, set_conditions};
use guanai_app::offers::{AmendOffer, RecordOffer, SetAvailability, amend_offer, set_availability};
use guanai_app::pairs::{ProposePair, Proposers, propose_pair};
use guanai_app::referrals::{SendReferral, send_referral};
use guanai_app::resources::{Reserve, reserve};
use guanai_app::sponsorships::{
    CarrySponsorship, RecordSponsorship, WishedSponsorshipStep, carry_sponsorship, record_sponsorship,
};
use guanai_casework::{
    AnswerManner, Availability, DisputeKind, DisputeVoice, JobOutcome, Permission, ReferralGround, SchoolStage,
    SponsorKind,
};
use guanai_kernel::Date;
use guanai_kernel::ids::{DisputeId, JobId, NeedId, OfferId, PersonId, SponsorshipId};
use guanai_store::{disputes, jobs, needs, offers, sponsorships};

use crate::desk::day;
use crate::town::Town;

/// The day of all this.
pub const TODAY: Date = day(9, 1);

/// One thing that an office does.
#[derive(Debug, Clone, Copy)]
pub enum Deed {
    /// Says what a need asks of whoever helps.
    Conditions(NeedId),
    /// Reserves a resource.
    Reserve(NeedId, OfferId),
    /// Proposes a pair.
    Propose(NeedId, OfferId),
    /// Sends a need to a department.
    Refer(NeedId),
    /// Writes down a job.
    Job(NeedId),
    /// Looks at it again.
    Look(JobId),
    /// Writes down a sponsorship.
    Sponsor(PersonId),
    /// Looks at it again.
    Carry(SponsorshipId),
    /// Changes what an offer says.
    Amend(OfferId),
    /// Says whether it is given.
    Give(OfferId),
    /// Names a mediator.
    Arrange(DisputeId, PersonId),
}

impl Deed {
    /// Does it as of a state so many changes ago, where it says of which.
    pub async fn tried(self, town: &mut Town, who: &Actor, changes: u64) -> Result<(), &'static str> {
        let operation = town.operation();
        let state_no = self.count_former(town).await.map_or(0, |count| count - changes);
        let cx = &mut town.on(who, TODAY);
        match self {
            Self::Conditions(need_id) => {
                let (skills, languages) = (BTreeSet::new(), BTreeSet::new());
                let wanted = u32::try_from(state_no).unwrap() + 2;
                let (from_on, until_on, guardian) = (None, None, None);
                let wish = SetConditions { need_id, state_no, wanted, skills, languages, from_on, until_on, guardian };
                set_conditions(cx, operation, &wish).await.map(drop).map_err(|error| error.code())
            }
            Self::Reserve(need_id, offer_id) => {
                let wish = Reserve { need_id, offer_id, units: 1, from_on: None, until_on: None, words: None };
                reserve(cx, operation, &wish).await.map(drop).map_err(|error| error.code())
            }
            Self::Propose(need_id, offer_id) => {
                let why = Some("谈得来".to_owned());
                let proposed = Proposers::default();
                let wish = ProposePair { need_id, offer_id, proposed, why, is_beside: true, follows: None };
                propose_pair(cx, operation, &wish).await.map(drop).map_err(|error| error.code())
            }
            Self::Refer(need_id) => {
                send_referral(cx, operation, &referral(need_id)).await.map(drop).map_err(|error| error.code())
            }
            Self::Job(need_id) => {
                record_job(cx, operation, &job(need_id)).await.map(drop).map_err(|error| error.code())
            }
            Self::Look(job_id) => {
                let wish = LookAtJob { job_id, state_no, outcome: JobOutcome::StillThere, on: TODAY, words: None };
                look_at_job(cx, operation, &wish).await.map(drop).map_err(|error| error.code())
            }
            Self::Sponsor(person_id) => {
                let wish = sponsored(person_id, "小禾");
                record_sponsorship(cx, operation, &wish).await.map(drop).map_err(|error| error.code())
            }
            Self::Carry(sponsorship_id) => {
                let (stage, graduates_on) = (SchoolStage::Senior, Date::constant(2029, 7, 1));
                let step = WishedSponsorshipStep::Look { stage, graduates_on, words: Some("成绩稳".to_owned()) };
                let wish = CarrySponsorship { sponsorship_id, state_no, step };
                carry_sponsorship(cx, operation, &wish).await.map(drop).map_err(|error| error.code())
            }
            Self::Amend(offer_id) => {
                let wish = AmendOffer { offer_id, state_no, keeps_area: true, wish: offer() };
                amend_offer(cx, operation, &wish).await.map(drop).map_err(|error| error.code())
            }
            Self::Give(offer_id) => {
                let why = Some("在修".to_owned());
                let wish = SetAvailability { offer_id, state_no, availability: Availability::Paused, why };
                set_availability(cx, operation, &wish).await.map(drop).map_err(|error| error.code())
            }
            Self::Arrange(dispute_id, mediator_id) => {
                let wish = MoveDispute { dispute_id, state_no, step: WishedDisputeStep::Assign { mediator_id } };
                move_dispute(cx, operation, &wish).await.map(drop).map_err(|error| error.code())
            }
        }
    }

    /// How many states the record had before; none where nothing of it is there yet.
    async fn count_former(self, town: &Town) -> Option<u64> {
        let tx = &mut town.db.begin_read().await.unwrap();
        match self {
            Self::Conditions(need_id) => Some(needs::count_former(tx, need_id).await.unwrap()),
            Self::Look(job_id) => Some(jobs::count_former(tx, job_id).await.unwrap()),
            Self::Carry(sponsorship_id) => Some(sponsorships::count_former(tx, sponsorship_id).await.unwrap()),
            Self::Amend(offer_id) | Self::Give(offer_id) => Some(offers::count_former(tx, offer_id).await.unwrap()),
            Self::Arrange(dispute_id, _) => Some(disputes::count_former(tx, dispute_id).await.unwrap()),
            _ => None,
        }
    }
}

impl Town {
    /// A job of the first member's that was begun in January.
    pub async fn employed(&mut self, who: &Actor) -> JobId {
        let (need_id, operation) = (self.needed().await, self.operation());
        record_job(&mut self.on(who, TODAY), operation, &job(need_id)).await.unwrap()
    }

    /// A pupil of the first member's who is sponsored.
    pub async fn sponsored(&mut self, who: &Actor) -> SponsorshipId {
        let (wish, operation) = (sponsored(self.members[0], "小苗"), self.operation());
        record_sponsorship(&mut self.on(who, TODAY), operation, &wish).await.unwrap()
    }

    /// A dispute of the first member's with somebody who is in no register.
    pub async fn disputed(&mut self, who: &Actor) -> DisputeId {
        let wish = RaiseDispute {
            first: Some(self.members[0]),
            first_called: None,
            second: None,
            second_called: Some("邻村老吴".to_owned()),
            kind: DisputeKind::Dispute,
            voice: DisputeVoice::Said,
            claim: "地界说不清".to_owned(),
            was_read_back: true,
        };
        let operation = self.operation();
        raise_dispute(&mut self.on(who, TODAY), operation, &wish).await.unwrap()
    }
}

fn referral(need_id: NeedId) -> SendReferral {
    SendReferral {
        need_id,
        kind: None,
        to_name: Some("县医保局".to_owned()),
        to_organization_id: None,
        working_days: Some(10),
        asked: "看看能不能报销".to_owned(),
        shares: Vec::new(),
        permission: Permission {
            ground: ReferralGround::Consent,
            manner: Some(AnswerManner::Paper),
            on: Some(day(8, 20)),
            rule: None,
        },
    }
}

fn job(need_id: NeedId) -> RecordJob {
    RecordJob {
        need_id,
        referral_id: None,
        booking_id: None,
        employer: "农机厂".to_owned(),
        title: "钳工".to_owned(),
        begun_on: day(1, 15),
    }
}

fn sponsored(person_id: PersonId, child_name: &str) -> RecordSponsorship {
    RecordSponsorship {
        person_id,
        child_name: child_name.to_owned(),
        stage: SchoolStage::Senior,
        graduates_on: Date::constant(2029, 7, 1),
        sponsor_kind: SponsorKind::Organization,
        sponsor_name: "县农机厂".to_owned(),
        yearly_fen: 200_000,
        from_on: day(8, 20),
        until_on: None,
        consent_manner: AnswerManner::Paper,
        consent_on: day(8, 10),
        consent_until_on: None,
    }
}

fn offer() -> RecordOffer {
    RecordOffer {
        provider_name: "0镇村党支部".to_owned(),
        provider_kind: guanai_casework::ProviderKind::PartyOrganization,
        categories: BTreeSet::from(["medical".to_owned()]),
        capacity: 6,
        township: None,
        valid_until_on: None,
        note: Some("新添一辆".to_owned()),
        resource: guanai_casework::Resource {
            kind: guanai_casework::ResourceKind::Service,
            title: Some("轮椅".to_owned()),
            ..guanai_casework::Resource::default()
        },
        on: TODAY,
    }
}
