//! The pages of the care fund over the app.

use std::collections::BTreeSet;

use guanai_app::care_funds::{
    CareFundError, CareFundsError, FundsPage, MoveFund, ProposeFund, move_fund, propose_fund, read_funds,
};
use guanai_app::fund_sources::GradeError;
use guanai_app::fund_sources::{
    FundSourceError, GradeSource, GradeStep, RecordSource, SourcesPage, grade_source, read_sources, record_source,
};
use guanai_app::sheet_money::{BookSheet, SheetMoneyError, SheetMoneyPage, book_sheet, read_sheet_money};
use guanai_kernel::ids::FundSourceId;

use super::{County, id};
use crate::fund::{FundDesk, FundStep, FundWish, SheetWish, SourceStep, SourceWish};
use crate::office::{Answer, AskError, Asker};
use crate::operation::OperationId;

impl From<CareFundsError> for AskError {
    fn from(error: CareFundsError) -> Self {
        match error {
            CareFundsError::Denied(error) => error.into(),
            CareFundsError::NotFound => Self::NotFound,
            CareFundsError::Operation(error) => error.into(),
            CareFundsError::Store(error) => error.into(),
            CareFundsError::Words
            | CareFundsError::Purse(_)
            | CareFundsError::Committee
            | CareFundsError::Account
            | CareFundsError::Day(_) => Self::Refused("web-refused-fund-typed"),
            CareFundsError::Sources => Self::Refused("web-refused-fund-sources"),
            CareFundsError::Twice => Self::Refused("web-refused-fund-twice"),
            CareFundsError::Unfit => Self::Refused("web-refused-fund-unfit"),
            CareFundsError::Overdrawn(_) => Self::Refused("web-refused-fund-overdrawn"),
            CareFundsError::Move(CareFundError::OwnHand) => Self::Refused("web-refused-fund-own-hand"),
            CareFundsError::Move(CareFundError::Unlawful { .. }) => Self::Refused("web-refused-fund-moved"),
        }
    }
}

impl From<FundSourceError> for AskError {
    fn from(error: FundSourceError) -> Self {
        match error {
            FundSourceError::Denied(error) => error.into(),
            FundSourceError::NotFound => Self::NotFound,
            FundSourceError::Operation(error) => error.into(),
            FundSourceError::Store(error) => error.into(),
            FundSourceError::Twice => Self::Refused("web-refused-source-twice"),
            FundSourceError::Words
            | FundSourceError::Year
            | FundSourceError::Amount
            | FundSourceError::Expired(_)
            | FundSourceError::TooCertain => Self::Refused("web-refused-source-typed"),
            FundSourceError::Grade(GradeError::OwnHand) => Self::Refused("web-refused-source-own-hand"),
            FundSourceError::Grade(GradeError::Expired) => Self::Refused("web-refused-source-expired"),
            FundSourceError::Grade(GradeError::Raise | GradeError::NotAbove { .. } | GradeError::NotBelow { .. }) => {
                Self::Refused("web-refused-source-moved")
            }
        }
    }
}

impl From<SheetMoneyError> for AskError {
    fn from(error: SheetMoneyError) -> Self {
        match error {
            SheetMoneyError::Denied(error) => error.into(),
            SheetMoneyError::NotFound => Self::NotFound,
            SheetMoneyError::Operation(error) => error.into(),
            SheetMoneyError::Store(error) => error.into(),
            SheetMoneyError::Words => Self::Refused("web-refused-sheet-booked-words"),
            SheetMoneyError::Booked | SheetMoneyError::Stale { .. } => Self::Refused("web-refused-sheet-booked-booked"),
            SheetMoneyError::OwnHand => Self::Refused("web-refused-sheet-booked-own-hand"),
            SheetMoneyError::Recused => Self::Refused("web-refused-sheet-booked-recused"),
            SheetMoneyError::Day { .. } => Self::Refused("web-refused-sheet-booked-day"),
            SheetMoneyError::Unfit => Self::Refused("web-refused-sheet-booked-unfit"),
            SheetMoneyError::Voucher | SheetMoneyError::TooLarge => Self::Refused("web-refused-sheet-booked-voucher"),
        }
    }
}

async fn graded(
    county: &County,
    who: Asker<'_>,
    op: OperationId,
    source: &str,
    step: SourceStep,
) -> Result<(), AskError> {
    let source_id: FundSourceId = id(source)?;
    let step = match step {
        SourceStep::Confirm => GradeStep::Confirm,
        SourceStep::To(grade, words) => {
            let page = read_sources(&mut county.cx(who)?).await?;
            let seen = page.sources.iter().find(|seen| seen.source.source_id == source_id);
            let stands = seen.ok_or(AskError::NotFound)?.source.grade;
            if grade < stands { GradeStep::Lower(grade, words) } else { GradeStep::Ask(grade, words) }
        }
    };
    grade_source(&mut county.cx(who)?, op.into(), &GradeSource { source_id, step }).await?;
    Ok(())
}

/// The purses of the standards by code, with what they are called.
fn purses(county: &County, who: Asker<'_>) -> Vec<(String, String)> {
    let lang = county.words(who.language).lang;
    let purses = county.standards.pack.manifest().purses.iter();
    purses.map(|purse| (purse.id.clone(), purse.name.get(lang).to_owned())).collect()
}

impl FundDesk for County {
    fn sources<'a>(&'a self, who: Asker<'a>) -> Answer<'a, SourcesPage> {
        Box::pin(async move { Ok(read_sources(&mut self.cx(who)?).await?) })
    }
    fn record_source<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: SourceWish) -> Answer<'a, ()> {
        Box::pin(async move {
            let wish = RecordSource {
                name: wish.name,
                kind: wish.kind,
                year: wish.year,
                amount_fen: wish.amount.fen(),
                expires_on: wish.expires_on,
                grade: wish.grade,
            };
            record_source(&mut self.cx(who)?, op.into(), &wish).await?;
            Ok(())
        })
    }
    fn grade_source<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        source: &'a str,
        step: SourceStep,
    ) -> Answer<'a, ()> {
        Box::pin(graded(self, who, op, source, step))
    }
    fn funds<'a>(&'a self, who: Asker<'a>) -> Answer<'a, (FundsPage, Vec<(String, String)>)> {
        Box::pin(async move {
            let page = read_funds(&mut self.cx(who)?).await?;
            Ok((page, purses(self, who)))
        })
    }
    fn propose_fund<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: FundWish) -> Answer<'a, ()> {
        Box::pin(async move {
            let wish = ProposeFund {
                name: wish.name,
                purse: wish.purse,
                charter: wish.charter,
                aim: wish.aim,
                sources: wish.sources.iter().map(|source| id(source)).collect::<Result<BTreeSet<_>, _>>()?,
                committee: wish.committee,
                account: wish.account,
                active_from: wish.active_from,
            };
            propose_fund(&mut self.cx(who)?, op.into(), &wish).await?;
            Ok(())
        })
    }
    fn move_fund<'a>(&'a self, who: Asker<'a>, op: OperationId, fund: &'a str, step: FundStep) -> Answer<'a, ()> {
        Box::pin(async move {
            let to = step.to.as_deref().map(id).transpose()?;
            let wish = MoveFund { fund_id: id(fund)?, step: step.step, to, words: step.words };
            move_fund(&mut self.cx(who)?, op.into(), &wish).await?;
            Ok(())
        })
    }
    fn sheet_money<'a>(&'a self, who: Asker<'a>) -> Answer<'a, (SheetMoneyPage, Vec<(String, String)>)> {
        Box::pin(async move {
            let page = read_sheet_money(&mut self.cx(who)?).await?;
            Ok((page, purses(self, who)))
        })
    }
    fn book_sheet<'a>(&'a self, who: Asker<'a>, op: OperationId, sheet: &'a str, wish: SheetWish) -> Answer<'a, ()> {
        Box::pin(async move {
            let SheetWish { voucher, booked_on, purpose, seen } = wish;
            let wish = BookSheet { sheet_id: id(sheet)?, voucher, booked_on, purpose, seen };
            book_sheet(&mut self.cx(who)?, op.into(), &wish).await?;
            Ok(())
        })
    }
}
