//! The three structural weaknesses of an organisation are seen at a glance: ages with the unknown apart, trainings counted once,
//! and what those who can carry something carry.

use std::collections::BTreeSet;

use guanai_app::contacts::{NameContacts, name_contacts};
use guanai_app::structure::{StructureError, StructurePage, read_structure};
use guanai_app::trainings::{RecordTraining, TrainingError, list_trainings, record_training, strike_training};
use guanai_app::{Actor, Role};
use guanai_kernel::ids::{OperationId, OrganizationId, TrainingId};
use guanai_registry::AgeBand;
use guanai_store::organizations;
use guanai_store::structure::Duty;

use crate::engines::on_both;
use crate::office::{Office, day};

const ROSTER: &str = "
    姓名, 公民身份号码, 出生日期,   性别, 入党日期,   转正日期,   所在党支部,     工作岗位, 是否流动党员
    田禾, @19500101021, 1950-01-01, 男,   1975-07-01, 1976-07-01, 上村党支部,     农民,     否
    万水, @19550101022, 1955-01-01, 女,   1985-07-01, 1986-07-01, 上村党支部,     农民,     否
    石平, @19850101023, 1985-01-01, 男,   2008-07-01, 2009-07-01, 上村党支部,     农民,     否
    东方, @19670101024, 1965-01-01, 女,   2008-07-01, 2009-07-01, 上村党支部,     农民,     否
    下禾, @19850101025, 1985-01-01, 男,   2008-07-01, 2009-07-01, 下村党支部,     农民,     否";

impl Office {
    async fn organization(&self, code: &str) -> OrganizationId {
        let mut tx = self.db.begin_read().await.unwrap();
        let found = organizations::find_by_code(&mut tx, code).await.unwrap().unwrap().organization_id;
        tx.rollback().await.unwrap();
        found
    }

    async fn structure(&self, who: &Actor) -> StructurePage {
        read_structure(&mut self.acting(who, day("2026-07-02")), None).await.unwrap()
    }

    async fn trained(
        &self,
        who: &Actor,
        code: &str,
        title: &str,
        minutes: u32,
        names: &[&str],
    ) -> Result<TrainingId, TrainingError> {
        let mut person_ids = BTreeSet::new();
        for name in names {
            person_ids.insert(self.person(name).await);
        }
        let wish = RecordTraining {
            organization_id: self.organization(code).await,
            title: title.to_owned(),
            held_on: day("2026-07-01"),
            minutes,
            teacher: None,
            person_ids,
        };
        let mut cx = self.acting(who, day("2026-07-02"));
        let operation = OperationId::fresh(&mut cx.ids);
        record_training(&mut cx, operation, &wish).await
    }
}

/// Shows R35: a branch, a township and a county see its ages, what was taught in the last twelve months and what is carried; a
/// disputed birthday is in no band, no record of trainings is not nought hours, and one training entered twice counts once.
#[test]
fn ages_learning_and_duties_of_an_organisation_are_seen_at_a_glance() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER]).await;
        office.come_to("2026-07-02");
        let contact = office.answering(Role::BranchContact, Some("990001001")).await;
        let township = office.answering(Role::TownshipOfficer, Some("990001000")).await;
        let approver = office.answering(Role::CountyApprover, None).await;

        let page = office.structure(&contact).await;
        let counted = page.whole.counted.clone().unwrap();
        assert_eq!((counted.members, counted.old(), counted.age_unknown.all()), (4, 2, 1), "two birthdays are no age");
        assert_eq!((counted.ages[&AgeBand::From70].men, counted.ages[&AgeBand::From70].women), (1, 1));
        assert_eq!((counted.learning.tenth_hours_each(), counted.learning.unknown), (None, 4), "unknown is not nought");
        assert_eq!((counted.platform.able, counted.platform.carrying), (1, 0));

        // Both villages went to one course; each writes it down, one of them twice, and somebody moved between them.
        office.trained(&contact, "990001001", "果树修剪技术", 120, &["石平", "田禾"]).await.unwrap();
        let twice = office.trained(&contact, "990001001", "果树 修剪技术", 60, &["石平"]).await.unwrap_err();
        assert!(matches!(twice, TrainingError::Twice), "{twice:?}");
        let other = office.trained(&contact, "990001002", "果树修剪技术", 120, &["下禾"]).await.unwrap_err();
        assert!(matches!(other, TrainingError::NotFound), "another branch's: {other:?}");
        let not_ours = office.trained(&contact, "990001001", "电脑", 60, &["下禾"]).await.unwrap_err();
        assert!(matches!(not_ours, TrainingError::NotOfBranch), "{not_ours:?}");
        let wrong = office.trained(&township, "990001002", "果树修剪技术", 90, &["下禾"]).await.unwrap();
        let branch = office.organization("990001001").await;
        let mut cx = office.acting(&contact, day("2026-07-02"));
        let operation = OperationId::fresh(&mut cx.ids);
        let named = NameContacts {
            organization_id: branch,
            person_ids: BTreeSet::from([office.person("田禾").await]),
            by: Some(office.person("万水").await),
            state_no: 0,
        };
        name_contacts(&mut cx, operation, &named).await.unwrap();

        let counted = office.structure(&contact).await.whole.counted.unwrap();
        assert_eq!((counted.learning.trained, counted.learning.minutes), (2, 240));
        assert_eq!(counted.learning.tenth_hours_each(), Some(10), "one hour each of four");
        assert_eq!(
            (counted.platform.able, counted.platform.carrying),
            (2, 1),
            "who carries something is able, however old"
        );
        assert_eq!(counted.platform.duties.get(&Duty::Contact), Some(&1));

        let over = office.structure(&township).await;
        let villages: Vec<(u64, u64)> =
            over.places.iter().map(|place| (place.members, place.counted.as_ref().unwrap().learning.minutes)).collect();
        assert_eq!(villages, [(4, 240), (1, 90)], "by village");
        let mut cx = office.acting(&township, day("2026-07-02"));
        let operation = OperationId::fresh(&mut cx.ids);
        strike_training(&mut cx, operation, wrong, "人写错了").await.unwrap();
        let listed = list_trainings(&mut cx, office.organization("990001000").await, 1).await.unwrap();
        assert_eq!((listed.total, listed.rows.iter().filter(|row| row.training.struck.is_some()).count()), (2, 1));
        assert_eq!(office.structure(&township).await.whole.counted.unwrap().learning.minutes, 240);

        let whole = office.structure(&approver).await;
        assert!(whole.keeps_back && whole.whole.counted.is_none(), "of five an age would say who it is");
        let mut cx = office.acting(&contact, day("2026-07-02"));
        let elsewhere = read_structure(&mut cx, whole.path.first().map(|(id, _)| *id)).await;
        assert!(matches!(elsewhere, Err(StructureError::NotFound)));
    });
}
