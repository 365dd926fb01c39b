//! The money of signature sheets in the fund's books: settled by who enters the sheet, booked by another, once, and taken back in red.

use std::collections::{BTreeMap, BTreeSet};

use guanai_app::care_funds::{CareFundMove, ProposeFund};
use guanai_app::rounds::{DivideRound, GroupWish, SheetFile, divide_round};
use guanai_app::sheet_money::{BookSheet, SheetMoneyPage, book_sheet, read_sheet_money};
use guanai_app::visits::{AmendVisit, amend_visit};
use guanai_app::{Actor, Role};
use guanai_casework::round::{RoundMove, Unreachable};
use guanai_kernel::Money;
use guanai_kernel::ids::{AccountId, OperationId, RoundId};
use guanai_store::{care_funds, checks, fund, fund_sources, visits};

use crate::care_funds::wish;
use crate::engines::on_both;
use crate::office::{TODAY, day, yuan};
use crate::rounds::{Festival, entry, missed};

/// A round of which two sheets are carried, and who keeps the books.
struct Books {
    festival: Festival,
    accountant: Actor,
    sheets: Vec<SheetFile>,
}

fn cash(rows: &str) -> String {
    format!("日期, 凭证号, 摘要, 资金来源或去向, 收入（元）, 支出（元）, 限定用途, 经办, 审核\n{rows}")
}

impl Books {
    async fn of(db: guanai_store::Db) -> Self {
        let mut festival = Festival::of(db).await;
        let rows = "2026-06-01, 记-1, 拨款, 县财政, 50000, , , 李会计, 王主任";
        assert_eq!(festival.office.import("2026-06-02", &[&cash(rows)]).await.changes.new, 1);
        let round_id = festival.draft().await;
        let (maker, approver) = (festival.maker.clone(), festival.approver.clone());
        festival.step(&maker, round_id, RoundMove::Submit).await.unwrap();
        festival.step(&approver, round_id, RoundMove::Approve).await.unwrap();
        let group = |leader: &str| GroupWish { leader: leader.to_owned(), members: None };
        let wish = DivideRound { round_id, groups: vec![group("副书记甲"), group("副镇长乙")] };
        let operation = festival.operation();
        divide_round(&mut festival.cx(&maker, TODAY), operation, &wish).await.unwrap();
        let sheets = vec![festival.sheets(round_id, 1).await.remove(0), festival.sheets(round_id, 2).await.remove(0)];
        let name = AccountId::fresh(&mut festival.ids).to_string();
        let accountant = Actor { name, role: Role::Accountant, ..Actor::console() };
        Self { festival, accountant, sheets }
    }

    fn wish(&self, sheet: usize, voucher: &str, seen: i64) -> BookSheet {
        BookSheet {
            sheet_id: self.sheets[sheet].sheet.sheet_id,
            voucher: voucher.to_owned(),
            booked_on: day("2026-07-01"),
            purpose: None,
            seen: yuan(seen).unwrap(),
        }
    }

    async fn book(&mut self, by: &Actor, wish: &BookSheet) -> Result<RoundId, &'static str> {
        let operation = self.festival.operation();
        self.book_as(by, operation, wish).await
    }

    async fn book_as(&mut self, by: &Actor, operation: OperationId, wish: &BookSheet) -> Result<RoundId, &'static str> {
        let mut cx = self.festival.cx(by, "2026-07-02");
        book_sheet(&mut cx, operation, wish).await.map_err(|error| error.code())
    }

    async fn page(&mut self) -> SheetMoneyPage {
        let accountant = self.accountant.clone();
        read_sheet_money(&mut self.festival.cx(&accountant, "2026-07-02")).await.unwrap()
    }

    /// What the books hold, in yuan; every named invariant holds meanwhile.
    async fn held(&self) -> i64 {
        let mut tx = self.festival.office.db.begin_read().await.unwrap();
        let outcomes = checks::run(&mut tx).await.unwrap();
        assert!(outcomes.iter().all(|outcome| outcome.holds), "{outcomes:?}");
        fund_sources::get_cash(&mut tx).await.unwrap().fen() / 100
    }

    /// Whose visit of the first sheet is struck out: everybody's who was reached.
    async fn strike(&mut self, by: &Actor) {
        let mut tx = self.festival.office.db.begin_read().await.unwrap();
        let made = visits::list_of_sheet(&mut tx, self.sheets[0].sheet.sheet_id).await.unwrap();
        tx.rollback().await.unwrap();
        for visit in made {
            let operation = self.festival.operation();
            let mut cx = self.festival.cx(by, "2026-07-02");
            amend_visit(&mut cx, operation, visit.visit_id, AmendVisit::Strike).await.unwrap();
        }
    }
}

/// Shows R86: what a signature sheet handed over is booked by somebody else than who settled it, under its voucher and once, whatever
/// the cash book says of it before or after; what came back was never spent; a visit that is struck out brings its gift back in red.
#[test]
fn what_a_sheet_handed_over_is_booked_once_by_another_and_taken_back_with_its_visit() {
    on_both(async |db| {
        let mut books = Books::of(db).await;
        let (maker, accountant) = (books.festival.maker.clone(), books.accountant.clone());
        assert_eq!(books.page().await.waiting, [], "nothing is entered yet");
        let two = [("田嫂", Unreachable::Hospital), ("乔邻", Unreachable::NotAtHome)];
        let except = missed(&books.sheets[0], &two, day("2026-07-02"));
        let wishes =
            [entry(&books.sheets[0], TODAY, 1_000, except), entry(&books.sheets[1], TODAY, 0, BTreeMap::new())];
        for wish in wishes {
            books.festival.enter(&wish, TODAY).await.unwrap();
        }
        let page = books.page().await;
        let waits: BTreeSet<Option<Money>> = page.waiting.iter().map(|sheet| Some(sheet.waits)).collect();
        assert_eq!((page.waiting.len(), waits), (2, [yuan(1_000)].into()));
        assert_eq!(books.held().await, 50_000, "an entered sheet books nothing by itself");

        // Another hand, a voucher's day after the approval, money of that purse.
        let good = books.wish(0, "记-12", 1_000);
        assert_eq!(books.book(&maker, &good).await, Err("sheet-money-own-hand"));
        let approver = books.festival.approver.clone();
        let early = BookSheet { booked_on: day("2026-06-29"), ..good.clone() };
        let ahead = BookSheet { booked_on: day("2026-07-03"), ..good.clone() };
        let unfit = BookSheet { purpose: Some("助学基金".to_owned()), ..good.clone() };
        for (wish, code) in [
            (books.wish(0, " ", 1_000), "sheet-money-words"),
            (books.wish(0, "记-12", 2_000), "sheet-money-stale"),
            (early, "sheet-money-day"),
            (ahead, "sheet-money-day"),
            (unfit, "sheet-money-unfit"),
        ] {
            assert_eq!(books.book(&approver, &wish).await, Err(code));
        }
        let operation = books.festival.operation();
        for _ in 0..2 {
            books.book_as(&accountant, operation, &good).await.unwrap();
        }
        assert_eq!(books.book(&accountant, &good).await, Err("sheet-money-booked"));
        assert_eq!(books.held().await, 49_000, "what came back was never spent");

        // The cash book's row of that voucher waits as a conflict; a row that stands already takes the sheet up.
        let rows = "2026-07-01, 记-12, 七一慰问, 各村, , 1000, , 李会计, 王主任\n\
                    2026-07-01, 记-13, 七一慰问, 各村, , 3000, , 李会计, 王主任\n\
                    2026-07-01, 记-14, 买笔, 文具店, , 20, , 李会计, 王主任";
        let imported = books.festival.office.import("2026-07-02", &[&cash(rows)]).await;
        assert_eq!((imported.changes.new, imported.changes.conflict), (2, 1));
        assert_eq!(books.held().await, 45_980);
        let other = books.wish(1, "记-14", 1_000);
        assert_eq!(books.book(&accountant, &other).await, Err("sheet-money-voucher"), "20 yuan for pens");
        let under = books.wish(1, "记-13", 1_000);
        books.book(&accountant, &under).await.unwrap();
        assert_eq!(books.held().await, 45_980, "it stood in the books already");
        let page = books.page().await;
        assert_eq!((page.waiting.len(), page.booked.len()), (0, 2));

        // One gift was never handed over: struck out by one, taken back by another.
        books.strike(&maker).await;
        let page = books.page().await;
        assert_eq!(page.waiting.iter().map(|sheet| sheet.waits).next(), yuan(-1_000));
        let back = books.wish(0, "记-20", -1_000);
        assert_eq!(books.book(&maker, &back).await, Err("sheet-money-own-hand"));
        books.book(&accountant, &back).await.unwrap();
        assert_eq!(books.held().await, 46_980);
        assert_eq!(books.page().await.waiting, []);
    });
}

/// Shows R27: where a fund of the round's purse was set up, the sheet is booked under its name from its first day on.
#[test]
fn a_sheet_is_booked_from_the_fund_of_its_purse_that_is_active_on_the_vouchers_day() {
    on_both(async |db| {
        let mut books = Books::of(db).await;
        let accountant = books.accountant.clone();
        let settled = entry(&books.sheets[1], TODAY, 0, BTreeMap::new());
        books.festival.enter(&settled, TODAY).await.unwrap();
        let office = &books.festival.office;
        let (officer, approver) = (books.festival.maker.clone(), books.festival.approver.clone());
        let source = office.first_source(&accountant, day(TODAY)).await;
        let own = wish("慰问基金", source, day("2026-07-02"));
        let others = ProposeFund { purse: "dues".to_owned(), ..wish("党费专户", source, day("2026-07-01")) };
        for fund in [own, others] {
            let id = office.propose(&accountant, day(TODAY), &fund).await.unwrap();
            office.fund_step(&officer, day(TODAY), id, CareFundMove::Check, None).await.unwrap();
            office.fund_step(&approver, day(TODAY), id, CareFundMove::Approve, None).await.unwrap();
        }
        let on = |on: &str, purpose: Option<&str>, books: &Books| BookSheet {
            booked_on: day(on),
            purpose: purpose.map(str::to_owned),
            ..books.wish(1, "记-30", 1_000)
        };
        let own_purpose = Some("慰问基金");
        for (day, purpose) in [("2026-07-01", own_purpose), ("2026-07-02", None), ("2026-07-02", Some("党费专户"))]
        {
            let wish = on(day, purpose, &books);
            assert_eq!(books.book(&accountant, &wish).await, Err("sheet-money-unfit"), "{day} {purpose:?}");
        }
        let page = books.page().await;
        assert_eq!(page.waiting[0].purposes, [own_purpose.map(str::to_owned)]);
        let wish = on("2026-07-02", own_purpose, &books);
        books.book(&accountant, &wish).await.unwrap();
        let mut tx = books.festival.office.db.begin_read().await.unwrap();
        let balance = care_funds::get_balance(&mut tx, "慰问基金").await.unwrap();
        assert_eq!(Some(balance), yuan(-1_000), "what was spent is told, even before money came in");
        let spent = Money::sum(fund::list_all(&mut tx).await.unwrap().iter().map(guanai_fund::entry::Entry::expense));
        tx.rollback().await.unwrap();
        assert_eq!(spent, yuan(1_000));
    });
}
