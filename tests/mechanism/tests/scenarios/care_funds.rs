//! A fund is set up by three hands, spent from its first day and not before, and closed only when its balance went somewhere.

use std::collections::BTreeSet;

use guanai_app::Actor;
use guanai_app::Role;
use guanai_app::applications::WishedStep;
use guanai_app::care_funds::{
    CareFundMove as M, CareFundState, FundsPage, MoveFund, ProposeFund, SeenFund, move_fund, propose_fund, read_funds,
};
use guanai_app::fund_sources::{Grade, RecordSource, SourceKind, record_source};
use guanai_casework::application::{DocumentKind, Verdict};
use guanai_kernel::ids::{CareFundId, FundSourceId, OperationId};
use guanai_kernel::{Date, Money};
use guanai_store::checks;

use crate::decisions::{Case, decide_from};
use crate::engines::on_both;
use crate::office::{Office, day, yuan};

const NAME: &str = "助学基金";

impl Office {
    pub async fn first_source(&self, who: &Actor, on: Date) -> FundSourceId {
        let wish = RecordSource {
            name: "县工商联".to_owned(),
            kind: SourceKind::Donation,
            year: 2026,
            amount_fen: 5_000_000,
            expires_on: None,
            grade: Grade::Pledged,
        };
        let mut cx = self.acting(who, on);
        let operation = OperationId::fresh(&mut cx.ids);
        record_source(&mut cx, operation, &wish).await.unwrap()
    }

    pub async fn propose(&self, who: &Actor, on: Date, wish: &ProposeFund) -> Result<CareFundId, &'static str> {
        let mut cx = self.acting(who, on);
        let operation = OperationId::fresh(&mut cx.ids);
        propose_fund(&mut cx, operation, wish).await.map_err(|error| error.code())
    }

    pub async fn fund_step(
        &self,
        who: &Actor,
        on: Date,
        fund_id: CareFundId,
        step: M,
        to: Option<CareFundId>,
    ) -> Result<CareFundId, &'static str> {
        let mut cx = self.acting(who, on);
        let operation = OperationId::fresh(&mut cx.ids);
        let wish = MoveFund { fund_id, step, to, words: "任务完成".to_owned() };
        move_fund(&mut cx, operation, &wish).await.map_err(|error| error.code())
    }

    async fn funds(&self, who: &Actor, on: Date) -> FundsPage {
        read_funds(&mut self.acting(who, on)).await.unwrap()
    }

    async fn fund(&self, who: &Actor, on: Date, fund_id: CareFundId) -> SeenFund {
        self.funds(who, on).await.funds.into_iter().find(|fund| fund.fund_id == fund_id).unwrap()
    }
}

pub fn wish(name: &str, source: FundSourceId, active_from: Date) -> ProposeFund {
    ProposeFund {
        name: name.to_owned(),
        purse: "care-fund".to_owned(),
        charter: "助学基金章程".to_owned(),
        aim: "资助困难党员的孩子上学".to_owned(),
        sources: BTreeSet::from([source]),
        committee: ["王主任", "李会计", "赵书记"].map(str::to_owned).to_vec(),
        account: "6222 0000 1111 2222".to_owned(),
        active_from,
    }
}

fn cash(rows: &str) -> String {
    format!("日期, 凭证号, 摘要, 资金来源或去向, 收入（元）, 支出（元）, 限定用途, 经办, 审核\n{rows}")
}

/// Shows R27: a fund is proposed with charter, sources, committee and account, checked by a second person and approved by a third;
/// nothing is granted or booked out of it before its first day.
#[test]
fn a_fund_is_set_up_by_three_and_spent_from_its_first_day_and_not_before() {
    on_both(async |db| {
        let mut case = Case::of(db).await;
        let today = case.today;
        let accountant = case.office.answering(Role::Accountant, None).await;
        let (officer, approver) = (case.county.clone(), case.approver.clone());
        let (application_id, _) = case.on_notice("medical-aid").await;
        let source = case.office.first_source(&accountant, today).await;
        let first_day = day("2026-07-20");
        let good = wish(NAME, source, first_day);
        for (wrong, code) in [
            (ProposeFund { charter: " ".to_owned(), ..good.clone() }, "fund-words"),
            (ProposeFund { purse: "no-purse".to_owned(), ..good.clone() }, "fund-purse"),
            (ProposeFund { committee: vec!["王主任".to_owned(); 3], ..good.clone() }, "fund-committee"),
            (ProposeFund { account: "1234".to_owned(), ..good.clone() }, "fund-account"),
            (ProposeFund { active_from: day("2026-06-01"), ..good.clone() }, "fund-day"),
            (ProposeFund { sources: BTreeSet::default(), ..good.clone() }, "fund-sources"),
        ] {
            assert_eq!(case.office.propose(&accountant, today, &wrong).await, Err(code));
        }
        assert_eq!(case.office.propose(&approver, today, &good).await, Err("denied"), "who approves does not propose");
        let id = case.office.propose(&accountant, today, &good).await.unwrap();
        assert_eq!(case.office.propose(&accountant, today, &good).await, Err("fund-twice"));
        let step =
            async |case: &Case, who: &Actor, on: Date, step: M| case.office.fund_step(who, on, id, step, None).await;
        assert_eq!(step(&case, &accountant, today, M::Check).await, Err("fund-own-hand"));
        assert_eq!(step(&case, &approver, today, M::Approve).await, Err("fund-move"), "nothing is approved unchecked");
        step(&case, &officer, today, M::Check).await.unwrap();
        assert_eq!(step(&case, &officer, today, M::Approve).await, Err("denied"));
        step(&case, &approver, today, M::Approve).await.unwrap();
        let seen = case.office.fund(&accountant, today, id).await;
        assert_eq!((seen.state, seen.is_active, seen.account.as_str()), (CareFundState::Approved, false, "****2222"));

        // Nothing is granted from its purse, and nothing booked out of it, before its first day.
        case.today = day("2026-07-08");
        case.step(&case.officer.clone(), application_id, WishedStep::TakeDown).await.unwrap();
        case.attach(&officer, application_id, DocumentKind::ApprovalForm).await;
        let approve = || decide_from(Verdict::Approved, yuan(6_000), Some("care-fund"));
        assert_eq!(case.step(&approver, application_id, approve()).await, Err("application-fund-not-active"));
        let early = cash(
            "2026-07-08, 记-1, 捐款, 县工商联, 50000, , 助学基金, 李会计, 王主任\n2026-07-09, 记-2, 助学金, 学生, , 1000, 助学基金, 李会计, 王主任",
        );
        case.office.come_to("2026-07-10");
        let imported = case.office.import("2026-07-10", &[&early]).await;
        assert_eq!((imported.changes.new, imported.changes.conflict), (1, 1), "money comes in, and none goes out");
        assert_eq!(Some(case.office.fund(&accountant, first_day, id).await.balance), yuan(50_000));

        case.today = first_day;
        assert!(case.office.fund(&accountant, first_day, id).await.is_active);
        case.step(&approver, application_id, approve()).await.unwrap();
        case.office.come_to("2026-07-22");
        let later = cash("2026-07-21, 记-3, 助学金, 学生, , 2000, 助学基金, 李会计, 王主任");
        assert_eq!(case.office.import("2026-07-22", &[&later]).await.changes.new, 1);
        assert_eq!(Some(case.office.fund(&accountant, day("2026-07-22"), id).await.balance), yuan(48_000));
    });
}

/// Shows R27: a fund closes by two hands, with its balance gone to another active fund of the same purse, or back to its givers.
#[test]
fn a_fund_closes_only_when_its_balance_went_somewhere() {
    on_both(async |db| {
        let mut case = Case::of(db).await;
        let on = case.today;
        let accountant = case.office.answering(Role::Accountant, None).await;
        let (officer, approver) = (case.county.clone(), case.approver.clone());
        let source = case.office.first_source(&accountant, on).await;
        let id = case.office.propose(&accountant, on, &wish(NAME, source, on)).await.unwrap();
        let step = async |case: &Case, who: &Actor, step: M| case.office.fund_step(who, on, id, step, None).await;
        step(&case, &officer, M::Check).await.unwrap();
        step(&case, &approver, M::Approve).await.unwrap();
        let rows = "2026-06-30, 记-1, 捐款, 县工商联, 50000, , 助学基金, 李会计, 王主任\n\
                    2026-06-30, 记-2, 助学金, 学生, , 2000, 助学基金, 李会计, 王主任";
        assert_eq!(case.office.import("2026-06-30", &[&cash(rows)]).await.changes.new, 2);
        let other = case.office.propose(&accountant, on, &wish("医疗基金", source, on)).await.unwrap();
        let unfit = case.office.fund_step(&officer, on, id, M::AskClose, Some(other)).await;
        assert_eq!(unfit, Err("fund-unfit"), "a fund that is not active takes no balance");
        case.office.fund_step(&officer, on, other, M::Check, None).await.unwrap();
        case.office.fund_step(&approver, on, other, M::Approve, None).await.unwrap();
        case.office.fund_step(&officer, on, id, M::AskClose, Some(other)).await.unwrap();
        assert_eq!(step(&case, &officer, M::Close).await, Err("fund-own-hand"));
        step(&case, &accountant, M::Close).await.unwrap();
        let (closed, heir) =
            (case.office.fund(&accountant, on, id).await, case.office.fund(&accountant, on, other).await);
        assert_eq!(
            (closed.state, closed.balance, Some(heir.balance)),
            (CareFundState::Closed, Money::ZERO, yuan(48_000))
        );
        assert_eq!(closed.leftover, Some(Some("医疗基金".to_owned())));
        case.office.fund_step(&officer, on, other, M::AskClose, None).await.unwrap();
        case.office.fund_step(&approver, on, other, M::Close, None).await.unwrap();
        let mut tx = case.office.db.begin_read().await.unwrap();
        let left = guanai_store::fund_sources::get_cash(&mut tx).await.unwrap();
        let outcomes = checks::run(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        assert_eq!(left, Money::ZERO, "what was left went back to its givers");
        assert!(outcomes.iter().all(|outcome| outcome.holds), "{outcomes:?}");
    });
}
