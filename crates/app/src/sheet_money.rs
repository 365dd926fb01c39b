//! What signature sheets handed over, in the fund's books: whoever enters a sheet settles it with itself, somebody else books it
//! under a voucher, once, from the purse that the round names; where a visit of it is struck out the money comes back in red. What a
//! group brought back was never spent.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::VisitState;
use guanai_casework::round::{Round, RoundGroup, RoundSheet, SheetBooking, SheetEntry, SheetMoney};
use guanai_fund::care_fund::{CareFund, CareFundState};
use guanai_fund::{Account, Entry, Line};
use guanai_kernel::ids::{EntryId, OperationId, RoundId, SheetId};
use guanai_kernel::text::{fits, written};
use guanai_kernel::{Date, Money};
use guanai_store::audit::Subject;
use guanai_store::{StoreError, Tx, audit, care_funds, fund, round_sheets, rounds, sheet_bookings, visits};

use crate::actor::{Act, Denied};
use crate::cx::Cx;
use crate::names;
use crate::needs::may_not_decide;
use crate::operation::{Operation, OperationError};

/// Letters of a voucher's number.
pub const MOST_LETTERS: usize = 40;

/// How many of those that were booked last are shown.
const LATEST: u64 = 30;

/// A sheet to be booked.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct BookSheet {
    /// Which sheet.
    pub sheet_id: SheetId,
    /// The voucher's number 凭证号.
    pub voucher: String,
    /// The voucher's day.
    pub booked_on: Date,
    /// Under which purpose 限定用途; none where it is free money.
    pub purpose: Option<String>,
    /// What waited to be booked as the reader saw it.
    pub seen: Money,
}

/// Why a sheet was not booked, or sheets not read. Checked in this order.
#[derive(Debug, thiserror::Error)]
pub enum SheetMoneyError {
    /// The role does not hold it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No voucher's number, or a long one.
    #[error("write the voucher's number, at most {MOST_LETTERS} letters")]
    Words,
    /// No such sheet, or one that is not entered, or whose round names no purse.
    #[error("there is no such sheet to be booked")]
    NotFound,
    /// The form was sent already with other contents.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The books say already what was handed over.
    #[error("the sheet is booked already")]
    Booked,
    /// Another sum than the reader saw.
    #[error("it is {waits} now that waits to be booked: read it again")]
    Stale {
        /// What waits now.
        waits: Money,
    },
    /// Whoever entered the sheet, or struck a visit of it out.
    #[error("whoever entered a sheet or struck a visit out does not book it: somebody else must")]
    OwnHand,
    /// The actor or a relative is on the sheet.
    #[error("you or a relative are on this sheet: somebody else must book it")]
    Recused,
    /// Before the approval, or in the future.
    #[error("a voucher is of a day between the approval on {from} and today")]
    Day {
        /// The day of the approval.
        from: Date,
    },
    /// The purpose is of another purse, or its fund is not active on that day.
    #[error("that money pays nothing of this purse on that day")]
    Unfit,
    /// The voucher is booked already, with less than this or for something else.
    #[error("the voucher is booked already with another sum or for something else: it holds no room for this sheet")]
    Voucher,
    /// The sums are larger than the books hold.
    #[error("the sum is larger than the books can hold")]
    TooLarge,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SheetMoneyError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::Words => "sheet-money-words",
            Self::NotFound => "sheet-not-found",
            Self::Operation(error) => error.code(),
            Self::Booked => "sheet-money-booked",
            Self::Stale { .. } => "sheet-money-stale",
            Self::OwnHand => "sheet-money-own-hand",
            Self::Recused => "sheet-money-recused",
            Self::Day { .. } => "sheet-money-day",
            Self::Unfit => "sheet-money-unfit",
            Self::Voucher => "sheet-money-voucher",
            Self::TooLarge => "sheet-money-too-large",
            Self::Store(error) => error.code(),
        }
    }
}

/// A sheet of which the books do not say yet what was handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingSheet {
    /// Which.
    pub sheet_id: SheetId,
    /// The round.
    pub round: String,
    /// The number of its group.
    pub group: u16,
    /// Its number within the group.
    pub number: u16,
    /// Its short code.
    pub code: String,
    /// What was entered; `entered_by` by name.
    pub entry: SheetEntry,
    /// What waits: above nought as spent, below it as come back.
    pub waits: Money,
    /// The purse, as a code of the pack.
    pub purse: String,
    /// From what it may be booked today; none of it is free money.
    pub purposes: Vec<Option<String>>,
    /// Whether the actor may book it.
    pub may_book: bool,
}

/// What was booked of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookedSheet {
    /// The round.
    pub round: String,
    /// The sheet's short code.
    pub code: String,
    /// How much: below nought what came back.
    pub amount: Money,
    /// The voucher's number.
    pub voucher: Option<String>,
    /// The voucher's day.
    pub booked_on: Date,
    /// Under which purpose.
    pub purpose: Option<String>,
    /// Who settled it, and who booked it, by name.
    pub hands: [String; 2],
}

/// The page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetMoneyPage {
    /// The day.
    pub as_of: Date,
    /// What waits.
    pub waiting: Vec<WaitingSheet>,
    /// What was booked last.
    pub booked: Vec<BookedSheet>,
}

/// A sheet with what goes with it.
struct Found {
    sheet: RoundSheet,
    entry: SheetEntry,
    round: Round,
    purse: String,
    group: RoundGroup,
}

/// Reads which sheets wait to be booked, and which were booked last. Nobody who was visited stands there.
pub async fn read_sheet_money(cx: &mut Cx<'_>) -> Result<SheetMoneyPage, SheetMoneyError> {
    cx.authorise(Act::ReadSheetMoney)?;
    let mut tx = cx.db.begin_read().await?;
    let page = page(cx, &mut tx).await;
    tx.rollback().await?;
    let page = page?;
    cx.record_reading(Act::ReadSheetMoney, Vec::new()).await?;
    Ok(page)
}

async fn page(cx: &Cx<'_>, tx: &mut Tx) -> Result<SheetMoneyPage, SheetMoneyError> {
    let as_of = cx.now.day_in_china();
    let mut waiting = Vec::new();
    let mut of_purses = BTreeMap::new();
    for money in sheet_bookings::list_waiting(tx).await? {
        let (Some(waits), Some(found)) = (money.waits(), found(tx, money.sheet_id).await?) else { continue };
        let hands = hands(tx, &found, waits).await?;
        let may_book = cx.authorise(Act::BookSheet).is_ok()
            && !hands.contains(&cx.actor.name)
            && !is_concerned(cx, tx, found.sheet.sheet_id).await?;
        if !of_purses.contains_key(&found.purse) {
            of_purses.insert(found.purse.clone(), purposes(tx, &found.purse, as_of).await?);
        }
        let mut entry = found.entry;
        names::show_hand(tx, &mut entry.entered_by).await?;
        waiting.push(WaitingSheet {
            sheet_id: found.sheet.sheet_id,
            round: found.round.title,
            group: found.group.number,
            number: found.sheet.number,
            code: found.sheet.code,
            entry,
            waits,
            purposes: of_purses.get(&found.purse).cloned().unwrap_or_default(),
            purse: found.purse,
            may_book,
        });
    }
    let mut booked = Vec::new();
    for booking in sheet_bookings::list_latest(tx, LATEST).await? {
        let (Some(found), Some(entry)) = (found(tx, booking.sheet_id).await?, fund::find(tx, booking.entry_id).await?)
        else {
            continue;
        };
        let mut hands = [booking.made_by, booking.booked_by];
        for hand in &mut hands {
            names::show_hand(tx, hand).await?;
        }
        booked.push(BookedSheet {
            round: found.round.title,
            code: found.sheet.code,
            amount: booking.amount,
            purpose: purpose_of(&entry),
            voucher: entry.voucher,
            booked_on: entry.booked_on,
            hands,
        });
    }
    Ok(SheetMoneyPage { as_of, waiting, booked })
}

/// The sheet with its round; none of one that is not entered, or whose round names no purse.
async fn found(tx: &mut Tx, sheet_id: SheetId) -> Result<Option<Found>, StoreError> {
    let Some(sheet) = round_sheets::find(tx, sheet_id).await? else { return Ok(None) };
    let Some(round) = rounds::find(tx, sheet.round_id).await? else { return Ok(None) };
    let groups = round_sheets::list_groups(tx, sheet.round_id).await?;
    let group = groups.into_iter().find(|group| group.group_id == sheet.group_id);
    let (Some(entry), Some(purse), Some(group)) = (sheet.entry.clone(), round.purse.clone(), group) else {
        return Ok(None);
    };
    Ok(Some(Found { sheet, entry, round, purse, group }))
}

/// From what a purse may be booked on a day: the funds of it that are active; where none was ever set up, whatever the books hold.
async fn purposes(tx: &mut Tx, purse: &str, on: Date) -> Result<Vec<Option<String>>, StoreError> {
    let funds = care_funds::list(tx).await?;
    let is_of_purse = |fund: &&CareFund| fund.purse == purse && fund.state != CareFundState::Returned;
    let mut of_purse = funds.iter().filter(is_of_purse).peekable();
    if of_purse.peek().is_some() {
        return Ok(of_purse.filter(|fund| fund.is_active(on)).map(|fund| Some(fund.name.clone())).collect());
    }
    let mut held: BTreeSet<Option<String>> = fund::list_purposes(tx).await?.into_keys().collect();
    held.insert(None);
    // A fund of another purse stands in the books by its name too.
    let others: BTreeSet<String> = funds.into_iter().map(|fund| fund.name).collect();
    held.retain(|purpose| purpose.as_ref().is_none_or(|name| !others.contains(name)));
    Ok(held.into_iter().collect())
}

/// Who settled what waits, the last at the end: who entered the sheet, or of what comes back who struck visits of it out.
async fn hands(tx: &mut Tx, found: &Found, waits: Money) -> Result<Vec<String>, StoreError> {
    let mut hands = vec![found.entry.entered_by.clone()];
    if waits > Money::ZERO {
        return Ok(hands);
    }
    let mut struck = BTreeMap::new();
    for visit in visits::list_of_sheet(tx, found.sheet.sheet_id).await? {
        if visit.state != VisitState::Struck {
            continue;
        }
        for record in audit::list_of(tx, Subject::Visit(visit.visit_id)).await? {
            if record.action == Act::AmendVisit.code() || record.action == Act::RecordVisit.code() {
                struck.insert((record.at, record.audit_id), record.actor);
            }
        }
    }
    hands.extend(struck.into_values());
    Ok(hands)
}

/// Whether the actor or a relative is on the sheet.
async fn is_concerned(cx: &Cx<'_>, tx: &mut Tx, sheet_id: SheetId) -> Result<bool, StoreError> {
    if cx.actor.person_id.is_none() {
        return Ok(false);
    }
    for row in round_sheets::list_rows(tx, sheet_id).await? {
        if may_not_decide(cx, tx, row.person_id).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Books what of a sheet waits to be booked: under an entry of the voucher that has room for it, as the cash book brought it, or
/// under a new one; the round's id.
pub async fn book_sheet(
    cx: &mut Cx<'_>,
    operation_id: OperationId,
    wish: &BookSheet,
) -> Result<RoundId, SheetMoneyError> {
    cx.authorise(Act::BookSheet)?;
    let voucher = &written(&wish.voucher);
    if !fits(voucher, MOST_LETTERS) {
        return Err(SheetMoneyError::Words);
    }
    let operation = &Operation::new(operation_id, Act::BookSheet, wish)?;
    let mut ids = cx.ids.clone();
    let entry_id = EntryId::fresh(&mut ids);
    let record = cx.audit_record(&mut ids, Act::BookSheet, Vec::new(), None);
    cx.ids = ids;
    let (cx, record) = (&*cx, &record);
    let booking = cx.db.write(move |tx: &mut Tx, _| {
        Box::pin(async move {
            let found = found(tx, wish.sheet_id).await?.ok_or(SheetMoneyError::NotFound)?;
            if let Some(known) = operation.earlier(tx, &cx.actor).await? {
                return Ok(known);
            }
            let (waits, made_by) = settled(cx, tx, &found, wish).await?;
            let entry_id = match room(tx, voucher, wish, waits).await? {
                Room::In(entry_id) => entry_id,
                Room::New => {
                    let entry = drawn(cx, &found, (entry_id, voucher, wish), (waits, &made_by))?;
                    fund::append_many(tx, &[entry]).await?;
                    entry_id
                }
            };
            let booking = SheetBooking {
                entry_id,
                sheet_id: wish.sheet_id,
                amount: waits,
                made_by,
                booked_by: cx.actor.name.clone(),
                booked_at: cx.now,
            };
            sheet_bookings::add(tx, &booking).await?;
            let round_id = found.round.round_id;
            operation.keep(tx, &cx.actor, round_id, cx.now).await?;
            let subjects = vec![Subject::Round(round_id)];
            audit::append(tx, &audit::AuditRecord { subjects, ..record.clone() }).await?;
            Ok(round_id)
        })
    });
    booking.await
}

/// What waits to be booked of a sheet, and by whom it was settled, where the actor may book it so.
async fn settled(
    cx: &Cx<'_>,
    tx: &mut Tx,
    found: &Found,
    wish: &BookSheet,
) -> Result<(Money, String), SheetMoneyError> {
    let money: SheetMoney = sheet_bookings::find_money(tx, wish.sheet_id).await?.ok_or(SheetMoneyError::NotFound)?;
    let waits = money.waits().ok_or(SheetMoneyError::Booked)?;
    if waits != wish.seen {
        return Err(SheetMoneyError::Stale { waits });
    }
    let hands = hands(tx, found, waits).await?;
    if hands.contains(&cx.actor.name) {
        return Err(SheetMoneyError::OwnHand);
    }
    if is_concerned(cx, tx, wish.sheet_id).await? {
        return Err(SheetMoneyError::Recused);
    }
    let from = found.round.approved.as_ref().map_or(found.entry.made_on, |hand| hand.at.day_in_china());
    if wish.booked_on < from || wish.booked_on > cx.now.day_in_china() {
        return Err(SheetMoneyError::Day { from });
    }
    if !purposes(tx, &found.purse, wish.booked_on).await?.contains(&wish.purpose) {
        return Err(SheetMoneyError::Unfit);
    }
    let made_by = hands.into_iter().next_back().unwrap_or_else(|| found.entry.entered_by.clone());
    Ok((waits, made_by))
}

/// Where a sheet's money stands in the books.
enum Room {
    /// Under an entry of the voucher.
    In(EntryId),
    /// Under none yet.
    New,
}

/// The entry of this voucher that has room for a sum under this purpose; a new one where all of them are sheets' to the last fen.
async fn room(tx: &mut Tx, voucher: &str, wish: &BookSheet, waits: Money) -> Result<Room, SheetMoneyError> {
    let mut is_other = false;
    for entry in fund::list_by_voucher(tx, voucher, wish.booked_on).await? {
        let parts = sheet_bookings::list_of_entry(tx, entry.entry_id).await?;
        let taken = Money::sum(parts.iter().map(|part| part.amount)).ok_or(SheetMoneyError::TooLarge)?;
        let moved = entry.expense().checked_sub(entry.income()).ok_or(SheetMoneyError::TooLarge)?;
        let left = moved.checked_sub(taken).ok_or(SheetMoneyError::TooLarge)?;
        let is_sheets_own = parts.iter().any(|part| part.sheet_id == wish.sheet_id);
        let has_room = if waits > Money::ZERO { left >= waits } else { left <= waits };
        if has_room && !is_sheets_own && purpose_of(&entry) == wish.purpose {
            return Ok(Room::In(entry.entry_id));
        }
        is_other |= left != Money::ZERO;
    }
    if is_other { Err(SheetMoneyError::Voucher) } else { Ok(Room::New) }
}

/// Under which purpose an entry moves money.
fn purpose_of(entry: &Entry) -> Option<String> {
    entry.lines.iter().find(|line| line.account == Account::Cash).and_then(|line| line.purpose.clone())
}

/// The entry of what a sheet handed over, or of what came back.
fn drawn(
    cx: &Cx<'_>,
    found: &Found,
    (entry_id, voucher, wish): (EntryId, &str, &BookSheet),
    (waits, made_by): (Money, &str),
) -> Result<Entry, SheetMoneyError> {
    let out = waits.checked_neg().ok_or(SheetMoneyError::TooLarge)?;
    let (title, code, entry) = (&found.round.title, &found.sheet.code, &found.entry);
    let summary = if waits > Money::ZERO {
        let [drawn, returned] = [entry.drawn, entry.returned].map(|money| money.to_string());
        format!("{title}，签收表{code}：领取{drawn}元，退回{returned}元，其余交到本人")
    } else {
        format!("红字冲销：{title}，签收表{code}有走访被划去，没有送到的钱退回")
    };
    let line = |account, amount| Line { account, purpose: wish.purpose.clone(), amount };
    let entry = Entry {
        entry_id,
        booked_on: wish.booked_on,
        voucher: Some(voucher.to_owned()),
        summary,
        counterparty: None,
        maker: Some(made_by.to_owned()),
        checker: Some(cx.actor.name.clone()),
        lines: vec![line(Account::Expense, waits), line(Account::Cash, out)],
        import_id: None,
        place: String::new(),
        recorded_at: cx.now,
    };
    entry.checked().map_err(|_| SheetMoneyError::TooLarge)
}
