//! Money that is uncertain, narrow and short-lived is seen to be: sources by how certain they are, how much hangs on one, how long it
//! lasts, and what if the largest fails.

use guanai_app::fund_sources::{
    FundSourceError, Grade, GradeError, GradeSource, GradeStep, RecordSource, SourceKind, SourcesPage, grade_source,
    read_sources, record_source,
};
use guanai_app::{Actor, Role};
use guanai_kernel::Date;
use guanai_kernel::ids::{FundSourceId, OperationId};

use crate::engines::on_both;
use crate::office::{Office, day, yuan};

const CASH_BOOK: &str = "
    日期,       凭证号, 摘要,         资金来源或去向, 收入（元）, 支出（元）, 限定用途, 经办,   审核
    2025-06-01, 记-1,   财政拨款,     县财政局,       60000,      ,           ,         李会计, 王主任
    2025-12-01, 记-2,   走访慰问,     困难党员,       ,           18000,      ,         李会计, 王主任
    2026-05-01, 记-3,   走访慰问,     困难党员,       ,           6000,       ,         李会计, 王主任";

impl Office {
    async fn source(
        &self,
        who: &Actor,
        name: &str,
        yuan: i64,
        grade: Grade,
        expires_on: Option<Date>,
    ) -> Result<FundSourceId, FundSourceError> {
        let kind = SourceKind::Donation;
        let wish = RecordSource { name: name.to_owned(), kind, year: 2026, amount_fen: yuan * 100, expires_on, grade };
        let mut cx = self.acting(who, day("2026-07-02"));
        let operation = OperationId::fresh(&mut cx.ids);
        record_source(&mut cx, operation, &wish).await
    }

    async fn graded(
        &self,
        who: &Actor,
        source_id: FundSourceId,
        step: GradeStep,
    ) -> Result<FundSourceId, FundSourceError> {
        let mut cx = self.acting(who, day("2026-07-02"));
        let operation = OperationId::fresh(&mut cx.ids);
        grade_source(&mut cx, operation, &GradeSource { source_id, step }).await
    }

    async fn outlook(&self, who: &Actor, on: &str) -> SourcesPage {
        read_sources(&mut self.acting(who, day(on))).await.unwrap()
    }
}

/// Shows R25: a pledge is never cash, a grade is raised by two on evidence, an expired source counts no more; how much hangs on the
/// largest, how long the money lasts at what is spent, and what if the largest fails or no pledge is kept.
#[test]
fn uncertain_and_narrow_money_is_seen_before_it_runs_out() {
    on_both(async |db| {
        let mut office = Office::of(db, &[CASH_BOOK]).await;
        office.come_to("2026-07-02");
        let accountant = office.answering(Role::Accountant, None).await;
        let approver = office.answering(Role::CountyApprover, None).await;

        let page = office.outlook(&accountant, "2026-07-02").await;
        assert_eq!((page.cash, page.year_costs), (yuan(36_000), yuan(24_000)));
        assert_eq!(page.outlook.cash_alone, Some(18), "half of this year costs 12,000, and the next year 24,000");
        let young = office.outlook(&accountant, "2026-05-31").await;
        assert_eq!(young.year_costs, None, "books younger than a year do not say what a year costs");

        let certain = office.source(&accountant, "县财政", 60_000, Grade::Received, None).await.unwrap_err();
        assert!(matches!(certain, FundSourceError::TooCertain), "{certain:?}");
        let over = office.source(&accountant, "旧协议", 1, Grade::Pledged, Some(day("2026-07-01"))).await.unwrap_err();
        assert!(matches!(over, FundSourceError::Expired(_)), "{over:?}");
        let plant =
            office.source(&accountant, "粮食厂", 24_000, Grade::Pledged, Some(day("2026-09-30"))).await.unwrap();
        let dues = office.source(&accountant, "党费下拨", 12_000, Grade::Pledged, None).await.unwrap();
        office.source(&accountant, "商会", 900_000, Grade::Hoped, None).await.unwrap();
        let twice = office.source(&accountant, "商会", 1, Grade::Hoped, None).await.unwrap_err();
        assert!(matches!(twice, FundSourceError::Twice), "{twice:?}");

        let page = office.outlook(&accountant, "2026-07-02").await;
        assert_eq!(page.cash, yuan(36_000), "a pledge is never cash");
        assert_eq!((page.outlook.no_pledge_kept, page.outlook.pledges_kept), (Some(18), Some(36)));
        assert_eq!(page.outlook.concentration, None, "nothing is sure yet");

        let raise = GradeStep::Ask(Grade::Confirmed, "下拨通知1号".to_owned());
        office.graded(&accountant, dues, raise).await.unwrap();
        assert_eq!(
            office.outlook(&accountant, "2026-07-02").await.outlook.no_pledge_kept,
            Some(18),
            "one hand raises nothing"
        );
        let own = office.graded(&accountant, dues, GradeStep::Confirm).await.unwrap_err();
        assert!(matches!(own, FundSourceError::Grade(GradeError::OwnHand)), "{own:?}");
        office.graded(&approver, dues, GradeStep::Confirm).await.unwrap();
        let page = office.outlook(&approver, "2026-07-02").await;
        let outlook = &page.outlook;
        assert_eq!(
            (outlook.no_pledge_kept, outlook.largest_lost, outlook.pledges_kept),
            (Some(24), Some(24), Some(36))
        );
        assert_eq!(outlook.largest_to_come.as_deref(), Some("粮食厂"));
        let held = outlook.concentration.clone().unwrap();
        assert_eq!((held.largest.as_str(), held.largest_percent, held.herfindahl), ("党费下拨", 100, 10_000));

        let later = office.outlook(&accountant, "2026-10-08").await;
        let plant_now = later.sources.iter().find(|seen| seen.source.source_id == plant).unwrap();
        assert!(plant_now.is_expired, "its last day is over");
        assert_eq!(later.outlook.pledges_kept, later.outlook.no_pledge_kept, "what has expired counts no more");
        office.graded(&accountant, dues, GradeStep::Lower(Grade::Hoped, "通知收回".to_owned())).await.unwrap();
        assert_eq!(
            office.outlook(&accountant, "2026-07-02").await.outlook.no_pledge_kept,
            Some(18),
            "caution holds at once"
        );
    });
}
