//! What comes of a life event, as it is told before it is carried out and kept with it afterwards: codes, days and amounts, which
//! pages put into words.

use guanai_kernel::{Date, words};

words! {
    /// What comes of it.
    OutcomeKind {
        /// The day of death.
        Died = "died",
        /// A fact has another value from a day.
        Fact = "fact",
        /// A fact has no value any more.
        FactUnknown = "fact-unknown",
        /// 组织关系 ends.
        BelongingEnds = "belonging-ends",
        /// It begins.
        BelongingBegins = "belonging-begins",
        /// A post ends.
        PostEnds = "post-ends",
        /// Floating begins.
        FloatingBegins = "floating-begins",
        /// Floating ends.
        FloatingEnds = "floating-ends",
        /// No longer of the household.
        HouseholdLeft = "household-left",
        /// The address is another.
        AddressChanges = "address-changes",
        /// A measure no longer holds.
        MeasureEnds = "measure-ends",
        /// A measure holds now.
        MeasureBegins = "measure-begins",
        /// A measure's amount is another.
        MeasureChanges = "measure-changes",
        /// Whether a measure holds is no longer known.
        MeasureUnclear = "measure-unclear",
        /// 追回: what was due for months after the day, if it was paid.
        Recoup = "recoup",
        /// 补发: what is due for months after the day and was not, if it was not paid.
        Arrears = "arrears",
        /// An amount that was approved on the day or after.
        RecoupDecision = "recoup-decision",
        /// A clock ends.
        ClockEnds = "clock-ends",
        /// A clock begins.
        ClockBegins = "clock-begins",
        /// A need is taken back.
        NeedDropped = "need-dropped",
        /// A referral of such a need is taken back.
        ReferralEnds = "referral-ends",
        /// Another's need waits for a helper again.
        HelpFreed = "help-freed",
        /// A pair is over, or comes to nothing.
        PairEnds = "pair-ends",
        /// What was booked, on either side, is booked no more.
        BookingEnds = "booking-ends",
        /// An offer of help ends.
        OfferEnds = "offer-ends",
        /// Off the list of a round of visits.
        RoundLeft = "round-left",
        /// No birthday, festival or other visit is planned any more.
        CardsEnd = "cards-end",
        /// To do: condolence to the family 慰问家属.
        Condolence = "condolence",
        /// To do: funeral allowance and pension with the offices 丧葬、抚恤.
        FuneralAllowance = "funeral-allowance",
        /// To do: a medal that was not handed over 纪念章.
        Medal = "medal",
        /// To do: an application that is open.
        ApplicationOpen = "application-open",
        /// To do: a plan of the person that has not ended.
        PlanOpen = "plan-open",
        /// To do: an account that is to be closed.
        AccountOpen = "account-open",
        /// To do: a promise that was made at a visit.
        PromiseOpen = "promise-open",
        /// To do: what the household's others are now asked anew.
        HouseholdAsked = "household-asked",
        /// To do: fetch back what was lent.
        LentBack = "lent-back",
        /// To do: find out whether something was lent and is to be fetched; the record does not tell.
        LentUnclear = "lent-unclear",
        /// To do: have what they had lent to somebody else given back.
        LentOut = "lent-out",
        /// Undone, a pair is over all the same: others have the place.
        PairStaysOver = "pair-stays-over",
        /// Undone, a booking is off all the same.
        BookingStaysOff = "booking-stays-off",
        /// Undone, a need waits for another helper all the same.
        HelpStaysFree = "help-stays-free",
    }
}

impl OutcomeKind {
    /// Whether somebody has to do it: the system lists it, and does not do it.
    pub const fn is_task(self) -> bool {
        matches!(
            self,
            Self::Recoup
                | Self::RecoupDecision
                | Self::Arrears
                | Self::Condolence
                | Self::FuneralAllowance
                | Self::Medal
                | Self::ApplicationOpen
                | Self::PlanOpen
                | Self::AccountOpen
                | Self::PromiseOpen
                | Self::HouseholdAsked
                | Self::LentBack
                | Self::LentUnclear
                | Self::LentOut
        )
    }

    /// Whether money or a decision hangs on it.
    pub const fn touches_decisions(self) -> bool {
        matches!(
            self,
            Self::BelongingEnds
                | Self::MeasureEnds
                | Self::MeasureBegins
                | Self::MeasureChanges
                | Self::Recoup
                | Self::RecoupDecision
                | Self::Arrears
                | Self::ApplicationOpen
        )
    }
}

/// One thing that comes of an event.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Outcome {
    /// What.
    pub kind: OutcomeKind,
    /// What it is about: a code of the pack, a name, a number, or an id that a page may lead to.
    pub of: String,
    /// The value that it has then, as text; none where there is none.
    pub value: Option<String>,
    /// From or until which day.
    pub on: Option<Date>,
    /// Money in fen.
    pub amount_fen: Option<i64>,
    /// How many.
    pub count: Option<i64>,
}

impl std::fmt::Debug for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Outcome({})", self.kind)
    }
}

impl Outcome {
    /// Of a kind, about something.
    pub fn of(kind: OutcomeKind, of: impl Into<String>) -> Self {
        Self { kind, of: of.into(), value: None, on: None, amount_fen: None, count: None }
    }

    /// The same, from or until a day.
    #[must_use]
    pub fn on(self, on: Date) -> Self {
        Self { on: Some(on), ..self }
    }

    /// The same, with a value.
    #[must_use]
    pub fn worth(self, value: impl Into<String>) -> Self {
        Self { value: Some(value.into()), ..self }
    }

    /// The same, with money in fen.
    #[must_use]
    pub fn paying(self, fen: Option<i64>) -> Self {
        Self { amount_fen: fen, ..self }
    }

    /// The same, so many.
    #[must_use]
    pub fn times(self, count: i64) -> Self {
        Self { count: Some(count), ..self }
    }
}
