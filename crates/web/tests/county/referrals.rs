//! Referrals over a drawn county: an officer sends a need on in the browser, writes down what was said, and the member sees where it
//! is.

use axum::http::StatusCode;
use guanai_app::Role;
use guanai_app::jobs::{LookAtJob, RecordJob, look_at_job, record_job};
use guanai_app::pairs::read_pair;
use guanai_app::referrals::{SendReferral, send_referral};
use guanai_casework::{AnswerManner, JobOutcome, Permission, ReferralGround, SharedItem};
use guanai_kernel::ids::{NeedId, OperationId};
use guanai_testkit::engines::on_both;

use crate::desk::{AS_OF, Desk};

impl Desk {
    /// A referral of the need of each pair: one of the contact's own branch, and one elsewhere.
    pub async fn bring_referrals(&mut self) {
        let mut sent = Vec::new();
        for pair in [self.own["pair"].clone(), self.other["pair"].clone()] {
            let need_id = read_pair(&mut self.cx(), pair.parse().unwrap()).await.unwrap().row.need_id;
            sent.push(self.refer(need_id).await);
        }
        self.other.insert("referral", sent.pop().unwrap());
        self.own.insert("referral", sent.pop().unwrap());
    }

    async fn refer(&self, need_id: NeedId) -> String {
        let wish = SendReferral {
            need_id,
            kind: Some("civil-affairs".to_owned()),
            to_name: None,
            to_organization_id: None,
            working_days: None,
            asked: "请告诉本人要带哪些材料".to_owned(),
            shares: vec![SharedItem::Name],
            permission: Permission {
                ground: ReferralGround::Consent,
                manner: Some(AnswerManner::InPerson),
                on: Some(AS_OF),
                rule: None,
            },
        };
        let mut cx = self.cx();
        let operation = OperationId::fresh(&mut cx.ids);
        send_referral(&mut cx, operation, &wish).await.unwrap().to_string()
    }
}

#[test]
fn an_officer_sends_a_need_on_and_the_member_sees_where_it_is() {
    on_both(async |db| {
        let mut desk = Desk::open(db).await;
        desk.bring_pairs().await;
        let pair = desk.own["pair"].clone();
        let need = read_pair(&mut desk.cx(), pair.parse().unwrap()).await.unwrap().row.need_id;
        let mut officer = desk.sign_in(Role::CountyOfficer).await;
        let (page, to) = (format!("/needs/{need}/refer"), format!("/needs/{need}/refer/send"));
        let form = officer.get(&page).await;
        let on = AS_OF.to_string();
        let fields = [
            ("referral_kind", "health"),
            ("referral_asked", "请安排一次上门体检"),
            ("share_name", "yes"),
            ("referral_ground", "consent"),
            ("referral_consent_manner", "phone"),
            ("referral_consented_on", on.as_str()),
        ];
        let check = officer.fill_drawn(&form, &page, &fields).await;
        assert_eq!(check.status, StatusCode::OK, "{}", check.text);
        let sent = officer.fill_drawn(&check, &to, &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        let referral = sent.location().to_owned();
        let file = officer.get(&referral).await;
        assert!(file.text.contains("卫生健康局") && file.text.contains("请安排一次上门体检"), "{}", file.text);
        let shown = officer.get(&format!("/needs/{need}")).await;
        assert!(shown.text.contains(&referral), "the need shows where it was sent");
        let mut member = desk.sign_in(Role::Member).await;
        let own = member.get("/me").await;
        assert!(own.text.contains("我的事转办到哪里了") && own.text.contains("卫生健康局"), "{}", own.text);
        assert_eq!(member.get(&referral).await.status, StatusCode::FORBIDDEN);
        desk.close().await;
    });
}

impl Desk {
    /// A job of the need of each pair: one of the contact's own branch, and one elsewhere.
    pub async fn bring_jobs(&mut self) {
        let mut begun = Vec::new();
        for pair in [self.own["pair"].clone(), self.other["pair"].clone()] {
            let need_id = read_pair(&mut self.cx(), pair.parse().unwrap()).await.unwrap().row.need_id;
            let wish = RecordJob {
                need_id,
                referral_id: None,
                booking_id: None,
                employer: "农机厂".to_owned(),
                title: "钳工".to_owned(),
                begun_on: AS_OF,
            };
            let mut cx = self.cx();
            let operation = OperationId::fresh(&mut cx.ids);
            let job_id = record_job(&mut cx, operation, &wish).await.unwrap();
            let left =
                LookAtJob {
                    job_id, state_no: 0, outcome: JobOutcome::Left, on: AS_OF, words: Some("太远".to_owned())
                };
            let mut cx = self.cx();
            let operation = OperationId::fresh(&mut cx.ids);
            look_at_job(&mut cx, operation, &left).await.unwrap();
            begun.push(job_id.to_string());
        }
        self.other.insert("job", begun.pop().unwrap());
        self.own.insert("job", begun.pop().unwrap());
    }
}
