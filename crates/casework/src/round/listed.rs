//! Who is on the list of a round and why, who is not and why not, and what was changed by hand.

use guanai_kernel::ids::{HouseholdId, OrganizationId, PersonId, RoundId};
use guanai_kernel::{Date, Moment, Money, VisitAct};

use super::{Hand, Round, RoundState};
use guanai_kernel::words;

words! {
    /// Whether somebody is on the list.
    Listing {
        /// On it, by rule.
        Listed = "listed",
        /// Not on it yet: facts are missing that a rule asks for. They are named.
        Asked = "asked",
        /// A rule speaks for them, and they are not visited: they died, wish no visit, were visited already.
        LeftOut = "left-out",
        /// Put on it by hand, with a reason.
        Added = "added",
        /// Put on it by hand after it was approved: waits for its own approval.
        Proposed = "proposed",
        /// That was refused.
        Refused = "refused",
        /// Taken off it by hand, with a reason.
        Removed = "removed",
        /// The list was drawn anew, and no rule speaks for them any longer.
        Lapsed = "lapsed",
    }
}

impl Listing {
    /// Whether they are visited.
    pub const fn is_on(self) -> bool {
        matches!(self, Self::Listed | Self::Added)
    }
}

words! {
    /// Why somebody for whom a rule speaks is left out.
    LeftOut {
        /// They died.
        Died = "died",
        /// They wish no visit.
        NoWish = "no-wish",
        /// They live abroad and are kept in touch with by other means.
        Abroad = "abroad",
        /// They were visited for this already.
        Visited = "visited",
        /// They are on the list of another round in these days: nobody is visited twice.
        OtherRound = "other-round",
        /// Two birthdays are recorded: one is to be chosen.
        BirthdayOpen = "birthday-open",
    }
}

words! {
    /// What whoever goes there must know before.
    Mention {
        /// They wish a call and no visit at home.
        ByPhone = "by-phone",
        /// A floating member: ask first whether they are at home.
        Floating = "floating",
        /// Away for the time.
        Away = "away",
    }
}

/// Why somebody is visited: by which rule of the pack, and the day that it speaks of.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RoundReason {
    /// The rule's id.
    pub rule: String,
    /// The festival, the birthday, the day something befell them, the visit that was made already; none where it is not known.
    pub on: Option<Date>,
}

/// What was changed by hand, by whom, and why.
#[derive(Clone, PartialEq, Eq)]
pub struct ByHand {
    /// Why; sealed in the store, since it may tell of health.
    pub words: String,
    /// Who.
    pub by: String,
    /// When.
    pub at: Moment,
}

impl std::fmt::Debug for ByHand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ByHand({} {:?})", self.by, self.at)
    }
}

/// Somebody for whom a rule of the round speaks, or whom somebody put on its list.
#[derive(Clone, PartialEq, Eq)]
pub struct RoundPerson {
    /// The round.
    pub round_id: RoundId,
    /// Who.
    pub person_id: PersonId,
    /// Their household: a household is one stop.
    pub household_id: Option<HouseholdId>,
    /// Where they belonged when the list was drawn.
    pub organization_id: OrganizationId,
    /// Whether they are on it.
    pub listing: Listing,
    /// Why not, where they were left out.
    pub left_out: Option<LeftOut>,
    /// Every reason, in the order of the pack.
    pub reasons: Vec<RoundReason>,
    /// Which act.
    pub act: VisitAct,
    /// What must be known before.
    pub mention: Option<Mention>,
    /// The one gift, in money.
    pub gift: Option<Money>,
    /// The facts that are missing, by their names in the pack.
    pub ask: Vec<String>,
    /// The last change by hand.
    pub by_hand: Option<ByHand>,
    /// Who decided on an addition after the approval.
    pub decided: Option<Hand>,
}

guanai_kernel::debug_by_id!(RoundPerson.person_id);

words! {
    /// A change of the list by hand.
    ListMove {
        /// Put somebody on it.
        Add = "add",
        /// Take somebody off it.
        Remove = "remove",
        /// Approve an addition.
        ApproveAddition = "approve-addition",
        /// Refuse an addition.
        RefuseAddition = "refuse-addition",
    }
}

/// A row of the table: where the round stands, how somebody stands on its list, the change, how they stand then.
pub type ListRow = (RoundState, Listing, ListMove, Listing);

/// The table of lawful changes by hand. Once the list is approved, an addition waits for its own approval.
#[rustfmt::skip]
pub const LIST_MOVES: &[ListRow] = {
    use ListMove as M;
    use Listing as L;
    use RoundState as R;
    &[
        (R::Drafted, L::Asked, M::Add, L::Added),
        (R::Drafted, L::LeftOut, M::Add, L::Added),
        (R::Drafted, L::Refused, M::Add, L::Added),
        (R::Drafted, L::Removed, M::Add, L::Added),
        (R::Drafted, L::Lapsed, M::Add, L::Added),
        (R::Drafted, L::Listed, M::Remove, L::Removed),
        (R::Drafted, L::Added, M::Remove, L::Removed),
        (R::Drafted, L::Proposed, M::Remove, L::Removed),
        (R::Approved, L::Asked, M::Add, L::Proposed),
        (R::Approved, L::LeftOut, M::Add, L::Proposed),
        (R::Approved, L::Refused, M::Add, L::Proposed),
        (R::Approved, L::Removed, M::Add, L::Proposed),
        (R::Approved, L::Lapsed, M::Add, L::Proposed),
        (R::Approved, L::Listed, M::Remove, L::Removed),
        (R::Approved, L::Added, M::Remove, L::Removed),
        (R::Approved, L::Proposed, M::Remove, L::Removed),
        (R::Approved, L::Proposed, M::ApproveAddition, L::Added),
        (R::Approved, L::Proposed, M::RefuseAddition, L::Refused),
    ]
};

impl Listing {
    /// How somebody stands on the list of a round after a change, if the table holds it.
    pub fn after(self, state: RoundState, step: ListMove) -> Result<Self, ListMoveError> {
        let mut rows = LIST_MOVES.iter().filter(|(round, _, by, _)| *round == state && *by == step).peekable();
        if rows.peek().is_none() {
            return Err(ListMoveError::Closed { state });
        }
        let found = rows.find(|(_, from, ..)| *from == self);
        found.map(|(.., to)| *to).ok_or(ListMoveError::Listing { listing: self, step })
    }
}

/// Why the list is not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ListMoveError {
    /// The list waits for approval, or the round is over.
    #[error("a round that is {} has no list to change", state.code())]
    Closed {
        /// Where it stands.
        state: RoundState,
    },
    /// They are on it, or they are not.
    #[error("somebody who is {} cannot be changed by {}", listing.code(), step.code())]
    Listing {
        /// How they stand.
        listing: Listing,
        /// What was tried.
        step: ListMove,
    },
    /// They died.
    #[error("nobody who died is put on a list")]
    Died,
    /// Whoever asked for an addition does not approve it.
    #[error("whoever asked for an addition does not approve it: somebody else must")]
    OwnHand,
}

impl RoundPerson {
    /// Somebody of whom nothing is said yet but that they are visited: no reason, no gift, nothing to be asked.
    pub const fn blank(
        round_id: RoundId,
        person_id: PersonId,
        household_id: Option<HouseholdId>,
        organization_id: OrganizationId,
    ) -> Self {
        Self {
            round_id,
            person_id,
            household_id,
            organization_id,
            listing: Listing::Listed,
            left_out: None,
            reasons: Vec::new(),
            act: VisitAct::Visit,
            mention: None,
            gift: None,
            ask: Vec::new(),
            by_hand: None,
            decided: None,
        }
    }

    /// Them, put on the list by hand. Once the list is approved that waits for its own approval.
    pub fn added(&self, round: &Round, gift: Option<Money>, hand: ByHand) -> Result<Self, ListMoveError> {
        if self.left_out == Some(LeftOut::Died) {
            return Err(ListMoveError::Died);
        }
        let listing = self.listing.after(round.state, ListMove::Add)?;
        let act = if gift.is_some() || round.goods.is_some() { VisitAct::VisitWithGift } else { VisitAct::Visit };
        let act = self.act.max_duty(act);
        Ok(Self { listing, act, gift, by_hand: Some(hand), decided: None, ..self.clone() })
    }

    /// Them, taken off it.
    pub fn removed(&self, round: &Round, hand: ByHand) -> Result<Self, ListMoveError> {
        let listing = self.listing.after(round.state, ListMove::Remove)?;
        Ok(Self { listing, by_hand: Some(hand), ..self.clone() })
    }

    /// Them, with an addition decided by somebody else than whoever asked for it.
    pub fn decided(&self, round: &Round, step: ListMove, hand: Hand) -> Result<Self, ListMoveError> {
        if matches!(step, ListMove::Add | ListMove::Remove) {
            return Err(ListMoveError::Listing { listing: self.listing, step });
        }
        let listing = self.listing.after(round.state, step)?;
        if self.by_hand.as_ref().is_some_and(|asked| asked.by == hand.by) {
            return Err(ListMoveError::OwnHand);
        }
        Ok(Self { listing, decided: Some(hand), ..self.clone() })
    }
}

/// What a list comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Those who are visited.
    pub people: usize,
    /// Their households; somebody without one is one.
    pub households: usize,
    /// How many have a gift.
    pub gifts: usize,
    /// The money.
    pub cash: Money,
    /// The worth of the goods.
    pub goods: Money,
    /// Both.
    pub all: Money,
}

impl Totals {
    /// Of a list; none where the money has no place in a number.
    pub fn of(round: &Round, people: &[RoundPerson]) -> Option<Self> {
        let on: Vec<&RoundPerson> = people.iter().filter(|person| person.listing.is_on()).collect();
        let mut stops: Vec<u128> = on.iter().map(|person| person.stop()).collect();
        stops.sort_unstable();
        stops.dedup();
        let gifts = on.iter().filter(|person| person.has_gift(round)).count();
        let cash = Money::sum(on.iter().filter_map(|person| person.gift))?;
        let sets = i64::try_from(gifts).ok()?;
        let goods = round.goods.as_ref().map_or(Some(0), |goods| goods.worth.fen().checked_mul(sets))?;
        let goods = Money::from_fen(goods);
        let all = cash.checked_add(goods)?;
        Some(Self { people: on.len(), households: stops.len(), gifts, cash, goods, all })
    }
}

impl RoundPerson {
    /// Whether they are given something: money, goods or both.
    pub fn has_gift(&self, round: &Round) -> bool {
        self.act == VisitAct::VisitWithGift && (self.gift.is_some() || round.goods.is_some())
    }

    /// The stop that they belong to: their household's letters, or their own.
    pub fn stop(&self) -> u128 {
        self.household_id.map_or_else(|| self.person_id.bits(), HouseholdId::bits)
    }
}
