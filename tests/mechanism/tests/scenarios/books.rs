//! The county's own books: whose organisations, whose money, what changed since last month, and who did what.

use guanai_app::import::Intent;
use guanai_casework::OfferArea;
use guanai_exchange::rows::Reason;
use guanai_kernel::codes::Sex;
use guanai_kernel::{EnterpriseKind, Money};
use guanai_registry::DiscrepancyKind;
use guanai_store::audit::{self, AuditRecord, Subject};
use guanai_store::{discrepancies, memberships, offers, organizations, persons, spells};

use crate::engines::on_both;
use crate::office::{ORGANIZATIONS, Office, TODAY, day};

/// Shows R19: every organisation is in one of four systems, an enterprise says of which kind, and nobody else does.
#[test]
fn every_organization_belongs_to_one_of_four_systems() {
    on_both(async |db| {
        let odd = "
            党组织代码, 党组织名称,     上级党组织代码, 类别,   所属体系, 企业类型, 所在乡镇（街道）
            990001003, 半村半厂党支部, 990001000,     党支部, 农村,     非公企业, 河口镇
            990003001, 快递站党支部,   990003000,     党支部, 企业,     非公企业, 城关街道
            990003002, 谜党支部,       990003000,     党支部, 天上,     ,        城关街道";
        let mut office = Office::new(db);
        let imported = office.import(TODAY, &[ORGANIZATIONS, odd]).await;
        let refused: Vec<_> = imported.staged.refused.iter().map(|r| r.faults[0].reason).collect();
        assert_eq!(refused, [Reason::KindOutsideEnterprise, Reason::UnknownSystem]);
        let mut tx = office.db.begin_read().await.unwrap();
        let all = organizations::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        let of = |system: &str| all.iter().filter(|o| o.system.code() == system).count();
        assert_eq!([of("rural"), of("institution"), of("enterprise"), of("community")], [3, 2, 2, 2]);
        let kind = |name: &str| all.iter().find(|o| o.name == name).unwrap().enterprise_kind.map(EnterpriseKind::code);
        assert_eq!(
            (kind("农机厂党支部"), kind("快递站党支部"), kind("上村党支部")),
            (Some("state-owned"), Some("non-public"), None)
        );
    });
}

const CASH: &str = "
    日期,       凭证号, 摘要,         收入（元）, 支出（元）, 限定用途
    2026-01-05, 收1,    财政拨款,     50000.00,   ,           
    2026-02-01, 收2,    企业家捐款,   8000.00,    ,           助学
    2026-03-01, 付1,    慰问困难党员, ,           3000.50,    
    2026-04-01, 付2,    发放助学金,   ,           2000.00,    助学";

fn money(yuan: &str) -> Money {
    Money::parse_yuan(yuan).unwrap()
}

/// Shows R74, R78: a gift for schooling stays bound to schooling, the books sum to zero, and nothing is booked twice.
#[test]
fn a_gift_stays_bound_to_its_purpose() {
    on_both(async |db| {
        let mut office = Office::of(db, &[CASH]).await;
        for again in [false, true] {
            if again {
                let imported = office.import(TODAY, &[CASH]).await;
                assert_eq!((imported.changes.same, imported.changes.new), (4, 0));
            }
            let trial = office.plan().await.trial;
            assert_eq!((trial.income, trial.expense), (money("58000"), money("5000.50")));
            assert_eq!((trial.balance, trial.restricted_income), (money("52999.50"), money("8000")));
            let left: Vec<_> = trial.by_purpose.into_iter().collect();
            assert_eq!(left, [(None, money("46999.50")), (Some("助学".to_owned()), money("6000"))]);
        }
    });
}

/// Shows R78: what is booked is never rewritten: a voucher that comes back with another amount waits for a reversal.
#[test]
fn a_booked_line_is_never_rewritten() {
    on_both(async |db| {
        let mut office = Office::of(db, &[CASH]).await;
        let before = office.records().await;
        let other = "
            日期,       凭证号, 摘要,         收入（元）, 支出（元）, 限定用途
            2026-03-01, 付1,    慰问困难党员, ,           9000.50,    ";
        let imported = office.import(TODAY, &[other]).await;
        assert_eq!((imported.changes.conflict, imported.changes.new, imported.changes.changed), (1, 0, 0));
        assert_eq!(office.plan().await.trial.expense, money("5000.50"));
        assert_eq!(office.records().await, before);
    });
}

/// Shows R54, R36: next month's roster is a difference: new, moved, gone away to work, no longer named; nobody is deleted.
#[test]
fn next_month_is_a_difference_and_deletes_nobody() {
    on_both(async |db| {
        let may = "
            姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部, 是否流动党员
            留下, @19800101011, 2005-07-01, 2006-07-01, 上村党支部, 否
            搬走, @19800101012, 2005-07-01, 2006-07-01, 上村党支部, 否
            外出, @19800101013, 2005-07-01, 2006-07-01, 上村党支部, 否
            不见, @19800101014, 2005-07-01, 2006-07-01, 下村党支部, 否";
        let june = "
            姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部, 是否流动党员
            留下, @19800101011, 2005-07-01, 2006-07-01, 上村党支部, 否
            搬走, @19800101012, 2005-07-01, 2006-07-01, 下村党支部, 否
            外出, @19800101013, 2005-07-01, 2006-07-01, 上村党支部, 是
            新来, @19900101015, 2025-07-01, ,           上村党支部, 否";
        let mut office = Office::new(db);
        office.import("2026-05-31", &[ORGANIZATIONS, may]).await;
        let before = office.records().await;
        let rehearsed = office.try_import(TODAY, &[june], Intent::Rehearse).await.unwrap();
        assert_eq!(office.records().await, before, "a rehearsal writes nothing");
        let imported = office.import(TODAY, &[june]).await;
        assert_eq!(imported.changes, rehearsed.changes);
        let changes = imported.changes;
        assert_eq!((changes.new, changes.changed, changes.same, changes.absent), (1, 2, 1, 1));
        let (moved, gone) = (office.person("搬走").await, office.person("不见").await);
        assert_eq!((imported.moved.len(), imported.moved[0].person_id), (1, moved));
        assert_eq!(imported.absent, [gone]);

        let mut tx = office.db.begin_read().await.unwrap();
        assert_eq!(persons::count(&mut tx).await.unwrap(), 5, "who is not named any more is still there");
        assert!(memberships::list_on(&mut tx, day(TODAY)).await.unwrap().iter().any(|m| m.person_id == gone));
        let spells = memberships::list_of(&mut tx, moved).await.unwrap();
        let dates: Vec<_> = spells.iter().map(|m| (m.since_on, m.until_on)).collect();
        assert_eq!(dates, [(day("2026-05-31"), Some(day(TODAY))), (day(TODAY), None)], "both spells stand");
        let open = discrepancies::list_of(&mut tx, gone).await.unwrap();
        assert!(open.iter().any(|d| d.kind == DiscrepancyKind::AbsentFromRoster && d.settled_on.is_none()));
        assert_eq!(spells::list_floating(&mut tx).await.unwrap().len(), 1);
        tx.rollback().await.unwrap();

        // In July the member is named again, and back home the other.
        let july = june.replace(", 是\n", ", 否\n") + "\n不见, @19800101014, 2005-07-01, 2006-07-01, 下村党支部, 否";
        assert_eq!(office.import("2026-07-31", &[&july]).await.changes.absent, 0);
        let mut tx = office.db.begin_read().await.unwrap();
        let settled = discrepancies::list_of(&mut tx, gone).await.unwrap();
        assert!(settled.iter().all(|d| d.settled_on.is_some()), "{settled:?}");
        let floating = spells::list_floating(&mut tx).await.unwrap();
        assert_eq!(floating[0].period.until(), Some(day("2026-07-31")), "the spell has ended and is kept");
        tx.rollback().await.unwrap();
    });
}

/// Shows R16: what help there is stands in a ledger of its own: by whom, what, how many, where, until when.
#[test]
fn resources_are_kept_with_quantity_area_and_last_day() {
    on_both(async |db| {
        let book = "
            提供方类型, 名称,   证件号码, 可提供的帮扶,   可帮扶数量, 服务乡镇（街道）, 有效期至
            职能部门,   县住建局, ,       住房,           20,         全县,             2026-12-31
            社会组织,   暖心社,   ,       谈心谈话、维权, 5,          河口镇、城关街道, 长期";
        let office = Office::of(db, &[book]).await;
        let mut tx = office.db.begin_read().await.unwrap();
        let kept = offers::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        let of = |name: &str| kept.iter().find(|o| o.provider_name == name).unwrap();
        let (office_of_housing, society) = (of("县住建局"), of("暖心社"));
        assert_eq!((office_of_housing.capacity, office_of_housing.valid_until_on), (20, Some(day("2026-12-31"))));
        assert_eq!((office_of_housing.area.clone(), society.valid_until_on), (OfferArea::Everywhere, None));
        assert_eq!(society.categories.iter().map(String::as_str).collect::<Vec<_>>(), ["rights", "talk"]);
    });
}

/// Shows R32: every use case leaves one record of who did what, and for a person's file, whose.
#[test]
fn every_use_case_leaves_one_record() {
    on_both(async |db| {
        let roster = "
            姓名, 公民身份号码, 性别, 入党日期,   转正日期,   所在党支部
            甲一, @19800101012, 女,   2005-07-01, 2006-07-01, 上村党支部";
        let mut office = Office::of(db, &[roster]).await;
        office.try_import(TODAY, &[roster], Intent::Rehearse).await.unwrap();
        office.assess(TODAY).await;
        office.why("甲一", "fixed-relief").await;
        office.match_needs().await;
        office.plan().await;
        let person = Subject::Person(office.person("甲一").await);
        let mut tx = office.db.begin_read().await.unwrap();
        let all = audit::page(&mut tx, None).await.unwrap();
        let hers = audit::list_of(&mut tx, person).await.unwrap();
        let sex = persons::list_all(&mut tx).await.unwrap()[0].identity.sex();
        tx.rollback().await.unwrap();
        let actions = |records: &[AuditRecord]| records.iter().map(|r| r.action.clone()).collect::<Vec<_>>();
        let expected =
            ["publish-import", "rehearse-import", "assess-everybody", "explain-person", "propose-pairs", "write-plan"];
        assert_eq!(actions(&all), expected);
        assert!(all.iter().all(|r| r.actor == "console" && r.role.as_deref() == Some("console")));
        assert_eq!(actions(&hers), ["write-plan", "explain-person"], "whose file was read stands in the record");
        assert_eq!(sex, Sex::Female);
    });
}
