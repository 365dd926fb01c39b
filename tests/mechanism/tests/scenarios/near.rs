//! How far it is: where organisations meet is stated by a book or by an office, who is near comes first, and whoever goes so far and
//! no further is not sent beyond. Where nobody stated a place, townships alone tell.

use std::collections::{BTreeMap, BTreeSet};

use guanai_app::Cx;
use guanai_app::partnerships::{StateSettlement, state_settlement};
use guanai_casework::ResourceTold;
use guanai_kernel::ids::{OfferId, OperationId};
use guanai_store::{offers, organizations};

use crate::engines::on_both;
use crate::limits::{declare_by, matched};
use crate::office::{ORGANIZATIONS, Office, TODAY, day};
use crate::restricted::{asked, could_help};

const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部
    甲一, @19800101011, 2005-07-01, 2006-07-01, 上村党支部
    近邻, @19750101015, 2000-07-01, 2001-07-01, 下村党支部
    远客, @19750101016, 2000-07-01, 2001-07-01, 东门社区党支部";
const SURVEY: &str = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,     紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    1,        甲一, @19800101011, 谈心谈话, 想找人说说话, 一般,     是,                           2026-06-20";

/// The lower village lies three kilometres to the north of the upper one, the street twenty-two; the works stands one number alone and
/// the hospital degrees and minutes, which are left unread.
const PLACES: &str = "
    党组织代码, 党组织名称,      上级党组织代码, 类别,   所属体系,     企业类型, 所在乡镇（街道）, 经度,       纬度
    990001001, 上村党支部,      990001000,     党支部, 农村,         ,        河口镇,           109.934120, 27.50
    990001002, 下村党支部,      990001000,     党支部, 农村,         ,        河口镇,           109.93412,  27.527
    990002001, 东门社区党支部,  990002000,     党支部, 社区,         ,        城关街道,         东经109.9,  
    990003000, 农机厂党支部,    990000000,     党支部, 企业,         国有企业, 城关街道,         109.9,      
    990004000, 县医院党支部,    990000000,     党支部, 机关事业单位, ,        城关街道,         27.5,       109.9";

impl Office {
    async fn place(&self, code: &str) -> Option<String> {
        let mut tx = self.db.begin_read().await.unwrap();
        let found = organizations::find_by_code(&mut tx, code).await.unwrap().unwrap();
        tx.rollback().await.unwrap();
        found.coordinates.map(|at| at.to_string())
    }

    async fn state_place(&mut self, code: &str, at: &str) {
        let mut tx = self.db.begin_read().await.unwrap();
        let found = organizations::find_by_code(&mut tx, code).await.unwrap().unwrap();
        tx.rollback().await.unwrap();
        let coordinates = (!at.is_empty()).then(|| at.parse().unwrap());
        let wish =
            StateSettlement { organization_id: found.organization_id, settlement: found.settlement, coordinates };
        let mut ids = self.ids.split();
        let operation = OperationId::fresh(&mut ids);
        let mut cx = Cx { ids, ..self.cx() };
        cx.actor = guanai_app::Actor { role: guanai_app::Role::CountyOfficer, ..cx.actor };
        state_settlement(&mut cx, operation, &wish).await.unwrap();
    }

    async fn skill_of(&self, name: &str) -> OfferId {
        let person_id = self.person(name).await;
        let mut tx = self.db.begin_read().await.unwrap();
        let kept = offers::list_of_person(&mut tx, person_id).await.unwrap();
        tx.rollback().await.unwrap();
        kept.last().unwrap().offer_id
    }
}

fn goes(km: u16) -> ResourceTold {
    ResourceTold { goes_km: Some(km), ..ResourceTold::default() }
}

/// Shows R60, R79: between two who could help as well, the nearer is proposed, as far as it is known where both are.
#[test]
fn who_is_near_comes_first_where_places_are_known() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, SURVEY]).await;
        declare_by(&mut office, "远客", "陪聊", ResourceTold::default()).await;
        declare_by(&mut office, "近邻", "陪聊", ResourceTold::default()).await;
        let unknown = office.match_needs().await;
        assert!(!unknown.why["甲一"].contains(&"distance"), "{unknown:?}");

        let imported = office.import(TODAY, &[PLACES]).await;
        assert!(imported.is_whole(), "what is no place leaves its row standing: {:?}", imported.staged.refused);
        let notes = imported.staged.notes.iter().filter(|note| note.fault.reason.code() == "unreadable_value");
        assert_eq!(notes.count(), 4, "each number that was not read is told");
        assert_eq!(office.place("990001001").await.as_deref(), Some("109.93412,27.5"));
        for code in ["990002001", "990003000", "990004000"] {
            assert_eq!(office.place(code).await, None, "{code}");
        }
        office.state_place("990002001", "109.93412,27.7").await;
        office.import(TODAY, &[ORGANIZATIONS]).await;
        assert!(office.place("990002001").await.is_some(), "a book without the columns says nothing against it");

        let near = office.match_needs().await;
        assert_eq!(near.pairs, BTreeSet::from([("甲一".to_owned(), "近邻".to_owned())]));
        assert!(near.why["甲一"].contains(&"distance"));
        office.state_place("990001002", "109.93412,27.9").await;
        let moved = office.match_needs().await;
        assert_eq!(moved.pairs, BTreeSet::from([("甲一".to_owned(), "远客".to_owned())]));
    });
}

/// Shows R60: whoever goes so far and no further is sent no further, in a run, in who could help, and by hand; and nowhere while it is not
/// known how far it is.
#[test]
fn how_far_somebody_goes_holds_for_a_run_and_for_a_hand() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, SURVEY]).await;
        declare_by(&mut office, "近邻", "陪聊", goes(3)).await;
        let offer_id = office.skill_of("近邻").await;
        let none = |code| (0, BTreeMap::from([(code, 1)]));
        office.state_place("990001001", "109.93412,27.5").await;
        for (code, at) in [("place-unknown", ""), ("too-far", "109.93412,27.527")] {
            office.state_place("990001002", at).await;
            assert_eq!(matched(&mut office, day(TODAY)).await, none(code), "{code}");
            assert_eq!(could_help(&mut office).await, 0, "{code}");
            assert_eq!(asked(&mut office, offer_id).await, format!("helper-{code}"), "{code}");
        }
        // 0.0269° are 2,991 m.
        office.state_place("990001002", "109.93412,27.5269").await;
        assert_eq!(matched(&mut office, day(TODAY)).await, (1, BTreeMap::new()));
        assert_eq!(could_help(&mut office).await, 1);
        assert_eq!(asked(&mut office, offer_id).await, "asked");
    });
}
