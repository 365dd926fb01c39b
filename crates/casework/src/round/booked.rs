//! What a sheet handed over, booked in the fund's books: by somebody else than who entered the sheet, once, and taken back in red
//! where a visit of it is struck out.

use guanai_kernel::ids::{EntryId, SheetId};
use guanai_kernel::{Moment, Money};

/// What of a sheet stands under an entry of the fund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetBooking {
    /// The entry of the fund's books.
    pub entry_id: EntryId,
    /// The sheet.
    pub sheet_id: SheetId,
    /// How much of the entry is this sheet's: above nought what was handed over, below it what came back.
    pub amount: Money,
    /// Who settled the sheet, or struck a visit of it out.
    pub made_by: String,
    /// Who booked it: another.
    pub booked_by: String,
    /// When.
    pub booked_at: Moment,
}

/// What a sheet handed over, and what of it the books hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetMoney {
    /// The sheet.
    pub sheet_id: SheetId,
    /// What was handed over at the visits that still stand.
    pub delivered: Money,
    /// What the books hold of it.
    pub booked: Money,
}

impl SheetMoney {
    /// What waits to be booked: above nought as spent, below it as come back; none where the books say what was handed over.
    pub fn waits(&self) -> Option<Money> {
        self.delivered.checked_sub(self.booked).filter(|rest| *rest != Money::ZERO)
    }
}
