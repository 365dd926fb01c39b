//! What ends here when somebody dies or leaves the county: what they need, what they help with, what was booked on either side.

use guanai_casework::round::{ByHand, Outcome as Reached};
use guanai_casework::{
    Availability, Booking, BookingStep, Helper, Need, NeedState, Offer, PairEnd, PairState, PairStep, Progress,
    ReferralStep, ResourceKind, Step, Withdrawal,
};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::NeedId;
use guanai_registry::life_event::{LifeEventKind, Outcome, OutcomeKind};
use guanai_store::life_events::{Change, Touched};
use guanai_store::{bookings, needs, offers, pairs, referrals, round_people, round_sheets, rounds};

use super::Drawing;
use crate::life::LifeEventError;

impl Drawing<'_, '_> {
    pub(super) async fn drops_needs(&mut self) -> Result<(), LifeEventError> {
        let died = self.event.kind == LifeEventKind::Death;
        let why = if died { Withdrawal::Died } else { Withdrawal::Left };
        for before in needs::list_of(self.tx, self.event.person_id).await? {
            let step = Step::Withdraw { why, words: Some(self.because.to_owned()) };
            // What was helped already is closed in its own way: there is an outcome to write down.
            let Ok(after) = before.after(step) else { continue };
            let category = before.category.category().unwrap_or_default().to_owned();
            self.tell(Outcome::of(OutcomeKind::NeedDropped, category).worth(before.need_id.to_string()));
            self.takes_referrals_back(before.need_id).await?;
            self.drawn.touched.push(Touched::Need(Change::from(before, after)));
        }
        Ok(())
    }

    /// No department goes on with what nobody needs any more.
    async fn takes_referrals_back(&mut self, need_id: NeedId) -> Result<(), LifeEventError> {
        for before in referrals::list_of_need(self.tx, need_id).await? {
            let step = ReferralStep::TakeBack { words: self.because.to_owned() };
            let Ok(after) = before.after(step, self.cx.now.day_in_china()) else { continue };
            let of = before.to_name.clone();
            self.tell(Outcome::of(OutcomeKind::ReferralEnds, of).worth(before.referral_id.to_string()));
            self.drawn.touched.push(Touched::Referral(Change::from(before, after)));
        }
        Ok(())
    }

    pub(super) async fn frees_helped(&mut self) -> Result<(), LifeEventError> {
        for offer in offers::list_of_person(self.tx, self.event.person_id).await? {
            for before in needs::list_of_offer(self.tx, offer.offer_id).await? {
                // Their own is taken back, and not reopened.
                if before.state != NeedState::Planned || before.person_id == self.event.person_id {
                    continue;
                }
                // Others go on helping: one of them is named now, and nobody waits.
                if let Some(helper) = self.helps_on(before.need_id).await? {
                    let progress = Progress { helper: Some(helper), words: None, ..before.progress.clone() };
                    let after = Need { progress, ..before.clone() };
                    self.drawn.touched.push(Touched::Need(Change::from(before, after)));
                    continue;
                }
                let step = Step::Reopen { words: self.because.to_owned() };
                let Ok(after) = before.after(step) else { continue };
                let category = before.category.category().unwrap_or_default().to_owned();
                self.tell(Outcome::of(OutcomeKind::HelpFreed, category).worth(before.need_id.to_string()));
                self.drawn.others.insert(before.person_id);
                self.drawn.touched.push(Touched::Need(Change::from(before, after)));
            }
        }
        Ok(())
    }

    /// Somebody else who helps with a need in a pair that runs.
    async fn helps_on(&mut self, need_id: NeedId) -> Result<Option<Helper>, LifeEventError> {
        let own = self.event.person_id;
        let others = pairs::list_of_need(self.tx, need_id).await?;
        let other =
            others.into_iter().find(|pair| pair.state == PairState::Running && pair.helper_person_id != Some(own));
        Ok(other.map(|pair| Helper { offer_id: Some(pair.offer_id), name: pair.helper_name }))
    }

    /// What runs is over, and what was only asked is taken back: whoever is left is told that it came to nothing.
    pub(super) async fn ends_pairs(&mut self) -> Result<(), LifeEventError> {
        let died = self.event.kind == LifeEventKind::Death;
        let cause = if died { PairEnd::Died } else { PairEnd::Moved };
        for before in pairs::list_of_person(self.tx, self.event.person_id).await? {
            let step = match before.state {
                PairState::Running => PairStep::End { cause, words: None },
                _ => PairStep::TakeBack { words: self.because.to_owned() },
            };
            let Ok(after) = before.after(step, self.cx.now.day_in_china()) else { continue };
            self.tell(Outcome::of(OutcomeKind::PairEnds, before.category.clone()).worth(before.pair_id.to_string()));
            if before.person_id != self.event.person_id {
                self.drawn.others.insert(before.person_id);
            }
            self.drawn.touched.push(Touched::Pair(Change::from(before, after)));
        }
        Ok(())
    }

    /// What they had booked is taken back, and what others had booked of theirs cannot be kept: the needs of those wait again, as
    /// [`Self::frees_helped`] has it.
    pub(super) async fn ends_bookings(&mut self) -> Result<(), LifeEventError> {
        let (own, today) = (self.event.person_id, self.cx.now.day_in_china());
        for before in bookings::list_of_person(self.tx, own).await? {
            let Ok(after) = before.after(BookingStep::TakeBack, today) else { continue };
            self.booking_ends(before, after).await?;
        }
        for offer in offers::list_of_person(self.tx, own).await? {
            for before in bookings::list_of_offer(self.tx, offer.offer_id).await? {
                let step = BookingStep::Decline { by: self.cx.actor.name.clone(), why: Some(self.because.to_owned()) };
                let Ok(after) = before.after(step, today) else { continue };
                if before.person_id != own {
                    self.drawn.others.insert(before.person_id);
                    self.booking_ends(before, after).await?;
                }
            }
        }
        Ok(())
    }

    async fn booking_ends(&mut self, before: Booking, after: Booking) -> Result<(), LifeEventError> {
        let offer = offers::find(self.tx, before.offer_id).await?;
        let called = offer.map(|offer| offer.called().to_owned()).unwrap_or_default();
        self.tell(Outcome::of(OutcomeKind::BookingEnds, called).worth(before.booking_id.to_string()));
        self.drawn.touched.push(Touched::Booking(Change::from(before, after)));
        Ok(())
    }

    pub(super) async fn ends_offers(&mut self) -> Result<(), LifeEventError> {
        // The last day on which it holds is the one before.
        let last = add_days(self.on, -1).unwrap_or(self.on);
        for before in offers::list_of_person(self.tx, self.event.person_id).await? {
            if before.valid_until_on.is_some_and(|until| until <= last) {
                continue;
            }
            let mut after = Offer { valid_until_on: Some(last), ..before.clone() };
            // A skill is shown by its owner's agreement alone, and nobody is left here to be asked for it again.
            if before.resource.kind == ResourceKind::Skill {
                after.resource.availability = Availability::Withdrawn;
            }
            let kinds: Vec<String> = before.categories.iter().cloned().collect();
            self.tell(Outcome::of(OutcomeKind::OfferEnds, kinds.join(" ")).worth(before.offer_id.to_string()).on(last));
            self.drawn.touched.push(Touched::Offer(Change::from(before, after)));
        }
        Ok(())
    }

    pub(super) async fn leaves_rounds(&mut self) -> Result<(), LifeEventError> {
        for round in rounds::list_open(self.tx, None).await? {
            let person_id = self.event.person_id;
            let Some(before) = round_people::find(self.tx, round.round_id, person_id).await? else { continue };
            let rows = round_sheets::list_rows_of_round(self.tx, round.round_id).await?;
            if rows.iter().any(|row| row.person_id == person_id && row.outcome == Reached::Delivered) {
                continue;
            }
            let hand = ByHand { words: self.because.to_owned(), by: self.cx.actor.name.clone(), at: self.cx.now };
            let Ok(after) = before.removed(&round, hand) else { continue };
            let title = round.title.clone();
            self.tell(Outcome::of(OutcomeKind::RoundLeft, title).worth(round.round_id.to_string()));
            self.drawn.touched.push(Touched::Round(Change::from(before, after)));
        }
        Ok(())
    }
}
