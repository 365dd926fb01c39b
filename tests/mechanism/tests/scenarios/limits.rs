//! What the matching honours beside who offers what: how many a member and a system look after at once, the country before the town,
//! first days, and certificates that end.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use guanai_app::matching::{ReadRun, RunMatching, read_change, read_matching_run, read_run_helpers, run_matching};
use guanai_app::offers::{RecordOffer, record_offer};
use guanai_app::pairing::propose_pairs;
use guanai_app::resources::{DeclareSkill, declare_skill};
use guanai_app::{Actor, Cx, Role, Standards, Tenure};
use guanai_casework::{FindingKind, Need, NeedConditions, ProviderKind, Resource, ResourceKind, ResourceTold};
use guanai_kernel::Date;
use guanai_kernel::ids::{AccountId, OperationId};
use guanai_scheme::Lang;
use guanai_store::{Db, needs, offers};

use crate::engines::on_both;
use crate::office::{ORGANIZATIONS, Office, TODAY, day};
use crate::standards::changed;

pub const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部
    甲一, @19800101011, 2005-07-01, 2006-07-01, 上村党支部
    乙二, @19800101012, 2005-07-01, 2006-07-01, 上村党支部
    丁四, @19800101014, 2005-07-01, 2006-07-01, 东门社区党支部
    助人, @19750101015, 2000-07-01, 2001-07-01, 下村党支部";
pub const SURVEY: &str = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,     紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    1,        甲一, @19800101011, 谈心谈话, 想找人说说话, 一般,     是,                           2026-06-20
    2,        乙二, @19800101012, 谈心谈话, 心里闷,       一般,     是,                           2026-06-20";

/// An office that works by the county's pack with one place of its matching changed.
pub async fn by(db: Db, old: &str, new: &str, books: &[&str]) -> Office {
    let standards = Standards::from_texts(changed("matching.toml", old, new), Lang::Zh).unwrap();
    let mut office = Office::with(db, Arc::new(standards));
    let books: Vec<&str> = [ORGANIZATIONS].iter().chain(books).copied().collect();
    assert!(office.import(TODAY, &books).await.is_whole());
    office
}

/// 助人 declares a skill of talking, for one person.
pub async fn declare(office: &mut Office, title: &str, told: ResourceTold) {
    declare_by(office, "助人", title, told).await;
}

/// Somebody declares a skill of talking, for one person.
pub async fn declare_by(office: &mut Office, name: &str, title: &str, told: ResourceTold) {
    let person_id = office.person(name).await;
    let mut ids = office.ids.split();
    let name = AccountId::fresh(&mut ids).to_string();
    let actor = Actor {
        name,
        role: Role::Member,
        scope: None,
        person_id: Some(person_id),
        on_behalf_of: None,
        tenure: Tenure::Single,
    };
    let wish = DeclareSkill {
        title: title.to_owned(),
        categories: BTreeSet::from(["talk".to_owned()]),
        capacity: 1,
        is_near: false,
        valid_until_on: None,
        told,
        agrees: true,
    };
    let operation = OperationId::fresh(&mut ids);
    let mut cx = Cx { actor, ids, ..office.cx() };
    declare_skill(&mut cx, operation, &wish).await.unwrap();
}

/// How many are proposed somebody, and why the others are not.
pub(crate) async fn matched(office: &mut Office, on: Date) -> (usize, BTreeMap<&'static str, usize>) {
    let ids = office.ids.split();
    let mut cx = Cx { ids, ..office.cx() };
    let (_, proposal) = propose_pairs(&mut cx, on).await.unwrap();
    let mut why = BTreeMap::new();
    for unmet in &proposal.assignment.unmet {
        *why.entry(unmet.why.code()).or_default() += 1;
    }
    (proposal.assignment.pairs.len(), why)
}

/// Shows R79: a member with two skills looks after no more at once than they said, however many each of them would serve; and whoever
/// said nothing, no more than the pack says.
#[test]
fn a_member_looks_after_no_more_than_they_said_over_all_their_skills() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, SURVEY]).await;
        declare(&mut office, "陪聊", ResourceTold::default()).await;
        declare(&mut office, "下棋", ResourceTold::default()).await;
        assert_eq!(matched(&mut office, day(TODAY)).await, (2, BTreeMap::new()));
        declare(&mut office, "散步", ResourceTold { in_all: Some(1), ..ResourceTold::default() }).await;
        assert_eq!(matched(&mut office, day(TODAY)).await, (1, BTreeMap::from([("helper-full", 1)])));
        let person_id = office.person("助人").await;
        let mut tx = office.db.begin_read().await.unwrap();
        let kept = offers::list_of_person(&mut tx, person_id).await.unwrap();
        tx.rollback().await.unwrap();
        let said: Vec<_> = kept.iter().filter_map(|offer| offer.resource.told.in_all).collect();
        assert!(said == [1] && kept.iter().all(|offer| offer.resource.kind == ResourceKind::Skill));
    });
    on_both(async |db| {
        let limit = "[limit]\nper_helper = 1\n\n[booking]";
        let mut office = by(db, "[booking]", limit, &[ROSTER, SURVEY]).await;
        declare(&mut office, "陪聊", ResourceTold::default()).await;
        declare(&mut office, "下棋", ResourceTold::default()).await;
        assert_eq!(matched(&mut office, day(TODAY)).await, (1, BTreeMap::from([("helper-full", 1)])));
        declare(&mut office, "散步", ResourceTold { in_all: Some(2), ..ResourceTold::default() }).await;
        assert_eq!(
            matched(&mut office, day(TODAY)).await,
            (2, BTreeMap::new()),
            "a word of their own holds before the pack's"
        );
    });
}

/// Shows R79: a system takes on no more at once than the pack says.
#[test]
fn a_system_takes_on_no_more_than_the_pack_says() {
    on_both(async |db| {
        let limit = "[limit.system]\nrural = 1\n\n[booking]";
        let mut office = by(db, "[booking]", limit, &[ROSTER, SURVEY]).await;
        declare(&mut office, "陪聊", ResourceTold::default()).await;
        declare(&mut office, "下棋", ResourceTold { in_all: Some(5), ..ResourceTold::default() }).await;
        assert_eq!(matched(&mut office, day(TODAY)).await, (1, BTreeMap::from([("system-full", 1)])));
    });
}

/// Shows R70: of two who need help equally, the one of the country has the one place, where the pack says so.
#[test]
fn of_equally_urgent_needs_the_country_comes_first() {
    let survey = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,     紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    1,        丁四, @19800101014, 就业,     想就近上班,   一般,     是,                           2026-06-20
    2,        甲一, @19800101011, 就业,     想就近上班,   一般,     是,                           2026-06-20";
    let offers = "
    提供方类型, 名称,         证件号码, 可提供的帮扶, 可帮扶数量, 服务乡镇（街道）, 有效期至
    企业,       河口农机公司, ,         就业,         1,          全县,             2026-12-31";
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, survey, offers]).await;
        let matched = office.match_needs().await;
        assert!(matched.pairs.iter().all(|(who, _)| who == "甲一") && matched.pairs.len() == 1, "{matched:?}");
    });
    on_both(async |db| {
        let mut office = by(db, "rural_first = true", "rural_first = false", &[ROSTER, survey, offers]).await;
        let matched = office.match_needs().await;
        assert!(matched.pairs.iter().all(|(who, _)| who == "丁四") && matched.pairs.len() == 1, "{matched:?}");
    });
}

/// Shows R79: where the standards share load evenly, two needs go to two helpers, though one of them fits both better; a run that was made so
/// is changed by nobody's hand, and says why.
#[test]
fn load_is_shared_evenly_where_the_standards_say_so_and_such_a_run_is_not_changed_by_hand() {
    let offers = "
    提供方类型, 名称,   证件号码,     可提供的帮扶, 可帮扶数量, 服务乡镇（街道）, 有效期至
    党员,       助人,   @19750101015, 谈心谈话,     5,          河口镇,
    社会组织,   知心社, ,             谈心谈话,     5,          全县,             ";
    for (is_even, helpers) in [(false, vec!["助人", "助人"]), (true, vec!["助人", "知心社"])] {
        on_both(async |db| {
            let books = [ROSTER, SURVEY, offers];
            let mut office = if is_even {
                by(db, "even_load = false", "even_load = true", &books).await
            } else {
                Office::of(db, &books).await
            };
            let ids = office.ids.split();
            let actor = Actor { role: Role::CountyOfficer, name: "county".to_owned(), ..Actor::console() };
            let mut cx = Cx { actor, ids, ..office.cx() };
            let operation = OperationId::fresh(&mut cx.ids);
            let run_id = run_matching(&mut cx, operation, RunMatching { as_of: day(TODAY) }).await.unwrap();
            let kind = FindingKind::Proposed;
            let ask = ReadRun { run_id, kind, category: None, township: None, offer_id: None, page: 1 };
            let page = read_matching_run(&mut cx, day(TODAY), &ask).await.unwrap();
            let mut asked: Vec<&str> = page.rows.iter().map(|row| row.helper.as_ref().unwrap().name.as_str()).collect();
            asked.sort_unstable();
            let mut expected = helpers.clone();
            expected.sort_unstable();
            assert_eq!((asked, page.may_change), (expected, !is_even));
            let need_id = page.rows[0].need.need_id;
            let change = read_change(&mut cx, day(TODAY), run_id, need_id).await;
            let refused = change.map(|_| ()).map_err(|error| error.code());
            assert_eq!(refused, if is_even { Err("matching-change-even-load") } else { Ok(()) });
            let by_helper = read_run_helpers(&mut cx, day(TODAY), &ask).await.unwrap();
            assert_eq!(by_helper.run.total, if is_even { 2 } else { 1 });
            for row in &by_helper.rows {
                let each = if is_even { 1 } else { 2 };
                assert_eq!((row.proposed, row.stays, row.helper.left), (each, Some(5 - each), 5));
                assert!(row.categories["talk"] == each && !row.rules.is_empty(), "{row:?}");
            }
        });
    }
}

/// Shows R29, R79: a vacancy and a gift are matched like any help; a thing speaks no language, so that a gift suits whoever asks for
/// one, and a vacancy does not.
#[test]
fn vacancies_and_gifts_are_proposed_and_of_a_gift_nothing_is_asked() {
    let survey = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况,     紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    1,        甲一, @19800101011, 就业,     想就近上班,   一般,     是,                           2026-06-20";
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, survey]).await;
        let record = async |office: &mut Office, kind| {
            let wish = RecordOffer {
                provider_name: "河口农机公司".to_owned(),
                provider_kind: ProviderKind::Enterprise,
                categories: BTreeSet::from(["employment".to_owned()]),
                capacity: 1,
                township: None,
                valid_until_on: None,
                note: None,
                resource: Resource { kind, ..Resource::default() },
                on: day(TODAY),
            };
            let ids = office.ids.split();
            let mut cx = Cx { ids, ..office.cx() };
            let operation = OperationId::fresh(&mut cx.ids);
            record_offer(&mut cx, operation, &wish).await.unwrap()
        };
        record(&mut office, ResourceKind::Vacancy).await;
        assert_eq!(matched(&mut office, day(TODAY)).await, (1, BTreeMap::new()));
        let mut tx = office.db.begin_write().await.unwrap();
        let before = needs::list_all(&mut tx).await.unwrap().remove(0);
        let languages = BTreeSet::from(["sign-language".to_owned()]);
        let conditions = NeedConditions { languages, ..NeedConditions::default() };
        let after = Need { conditions, ..before.clone() };
        needs::amend_many(&mut tx, &[(before, after)], office.cx().now).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(matched(&mut office, day(TODAY)).await, (0, BTreeMap::from([("language-missing", 1)])));
        record(&mut office, ResourceKind::Gift).await;
        assert_eq!(matched(&mut office, day(TODAY)).await, (1, BTreeMap::new()));
    });
}

/// Shows R29, R79: a skill whose certificate is out of date by the day of a run helps nobody, and the run says so.
#[test]
fn a_certificate_ends_what_it_was_needed_for() {
    on_both(async |db| {
        let mut office = Office::of(db, &[ROSTER, SURVEY]).await;
        let told = ResourceTold {
            certificate: Some("心理咨询师".to_owned()),
            certificate_until_on: Some(day("2026-08-01")),
            ..ResourceTold::default()
        };
        declare(&mut office, "陪聊", told).await;
        assert_eq!(matched(&mut office, day("2026-08-01")).await.0, 1);
        assert_eq!(matched(&mut office, day("2026-08-02")).await, (0, BTreeMap::from([("all-expired", 2)])));
    });
}
