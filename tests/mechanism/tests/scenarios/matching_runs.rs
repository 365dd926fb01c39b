//! Saved runs of the matching: every proposal and every need without help says why, two runs never serve a need twice, a township
//! reads its own people, and nothing depends on the engine.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;

use guanai_app::import::{ImportBooks, Intent, import_books};
use guanai_app::matching::{
    ExplainError, Explained, LineState, MatchExplanation, NeedNamed, ReadRun, ReadRunError, Repeated, ReviewRunError,
    ReviseRun, RunChange, RunLine, RunMatching, RunPage, explain_matching, list_matching_runs, read_change,
    read_matching_run, repeat_run, revise_run, run_matching, weigh_change,
};
use guanai_app::needs::{HelperWish, MoveNeed, NeedStep, move_need};
use guanai_app::{Actor, Cx, Role};
use guanai_casework::{Finding, FindingKind, WishKind};
use guanai_exchange::BookReader;
use guanai_kernel::Ids;
use guanai_kernel::ids::{MatchingRunId, NeedId, OperationId, OrganizationId};
use guanai_store::{needs, offers, organizations};

use crate::engines::on_both;
use crate::office::{Office, TODAY, day};

pub const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部
    甲一, @19800101011, 2005-07-01, 2006-07-01, 上村党支部
    乙二, @19800101012, 2005-07-01, 2006-07-01, 下村党支部
    丁四, @19800101014, 2005-07-01, 2006-07-01, 东门社区党支部
    助人, @19750101015, 2000-07-01, 2001-07-01, 东门社区党支部";

/// Everybody lives where only the county's two places and the works' one reach.
pub const SURVEY: &str = "
    问卷编号, 姓名, 公民身份号码, 需求类别, 具体情况, 紧急程度, 是否同意向帮扶人提供联系方式, 填写日期
    1,        甲一, @19800101011, 学习培训, 想学电脑, 紧急,     是,                           2026-06-01
    2,        乙二, @19800101012, 学习培训, 想学电脑, 一般,     是,                           2026-06-01
    3,        丁四, @19800101014, 学习培训, 想学电脑, 一般,     是,                           2026-06-01
    4,        丁四, @19800101014, 住房,     屋顶漏雨, 一般,     是,                           2026-06-01";

pub const OFFERS: &str = "
    提供方类型, 名称, 证件号码,     可提供的帮扶, 可帮扶数量, 服务乡镇（街道）, 有效期至
    党员,       助人, @19750101015, 学习培训,     2,          全县,             ";

/// A desk of the office, with a form of its own for each press.
pub struct Desk {
    pub office: Office,
    pub forms: Ids,
}

impl Desk {
    pub fn of(office: Office) -> Self {
        Self { office, forms: guanai_testkit::clock::ids(99) }
    }

    pub fn cx(&mut self, role: Role, scope: Option<OrganizationId>) -> Cx<'_> {
        let ids = self.forms.split();
        let actor = Actor { role, scope, name: role.code().to_owned(), ..Actor::console() };
        Cx { actor, ids, ..self.office.cx() }
    }

    pub fn form(&mut self) -> OperationId {
        OperationId::fresh(&mut self.forms)
    }

    pub async fn run(&mut self, role: Role, scope: Option<OrganizationId>) -> MatchingRunId {
        let form = self.form();
        let mut cx = self.cx(role, scope);
        let wish = RunMatching { as_of: day(TODAY) };
        let run = run_matching(&mut cx, form, wish).await.unwrap();
        assert_eq!(run_matching(&mut cx, form, wish).await.unwrap(), run, "a repeat is the same run");
        run
    }

    pub async fn read(
        &mut self,
        scope: Option<OrganizationId>,
        run_id: MatchingRunId,
        kind: FindingKind,
        page: u64,
    ) -> Result<RunPage, ReadRunError> {
        let role = if scope.is_some() { Role::TownshipOfficer } else { Role::CountyOfficer };
        let ask = ReadRun { run_id, kind, category: None, township: None, offer_id: None, page };
        read_matching_run(&mut self.cx(role, scope), day(TODAY), &ask).await
    }

    /// Who is proposed to whom, by name.
    pub async fn proposed(&mut self, run: MatchingRunId) -> BTreeSet<(String, String)> {
        let found = self.read(None, run, FindingKind::Proposed, 1).await.unwrap();
        found.rows.into_iter().map(|row| (row.need.name, row.helper.unwrap().name)).collect()
    }

    /// The need that a line of a run is about, by whose it is.
    async fn need(&mut self, run: MatchingRunId, name: &str) -> NeedId {
        for kind in FindingKind::ALL {
            let found = self.read(None, run, *kind, 1).await.unwrap();
            let of = |row: &&RunLine| row.need.name == name && row.result.category.as_deref() == Some("training");
            if let Some(row) = found.rows.iter().find(of) {
                return row.need.need_id;
            }
        }
        panic!("nothing was looked for for {name}");
    }

    pub async fn revise(&mut self, change: RunChange, why: &str) -> Result<MatchingRunId, ReviewRunError> {
        let form = self.form();
        let wish = ReviseRun { change, why: why.to_owned() };
        let mut cx = self.cx(Role::CountyOfficer, None);
        let run = revise_run(&mut cx, form, &wish).await?;
        assert_eq!(revise_run(&mut cx, form, &wish).await.unwrap(), run, "a repeat is the same run");
        Ok(run)
    }

    async fn explain(
        &mut self,
        scope: Option<OrganizationId>,
        need: &NeedNamed,
    ) -> Result<MatchExplanation, ExplainError> {
        let role = if scope.is_some() { Role::TownshipOfficer } else { Role::CountyOfficer };
        explain_matching(&mut self.cx(role, scope), day(TODAY), need).await
    }

    pub async fn township(&self, name: &str) -> OrganizationId {
        let mut tx = self.office.db.begin_read().await.unwrap();
        let all = organizations::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        all.iter().find(|organization| organization.name == name).unwrap().organization_id
    }
}

/// Shows R61, R77: on a county of four thousand members every proposal has its reasons and every need without help has one, and the
/// two engines find the same.
#[test]
fn every_line_of_a_run_says_why() {
    let told = Mutex::new(Vec::new());
    on_both(async |db| {
        let mut desk = Desk::of(Office::new(db));
        let paths = [Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ledgers/qingxi")];
        let request = ImportBooks { paths: &paths, as_of: day(TODAY), intent: Intent::Publish };
        let reader = BookReader::in_process();
        import_books(&mut desk.cx(Role::Console, None), &reader, &request, &mut |_| ()).await.unwrap();
        let run = desk.run(Role::CountyOfficer, None).await;
        let mut lines = Vec::new();
        for kind in FindingKind::ALL {
            for page in 1.. {
                let found = desk.read(None, run, *kind, page).await.unwrap();
                if found.rows.is_empty() {
                    let counts = found.listed.counts.unwrap();
                    let expected = match kind {
                        FindingKind::Proposed => counts.proposed,
                        FindingKind::Unmet => counts.unmet,
                        FindingKind::WithoutCategory => counts.without_category,
                    };
                    assert_eq!((found.total, found.lines[kind]), (expected, expected), "{kind}");
                    break;
                }
                for row in found.rows {
                    match &row.result.finding {
                        Finding::Proposed(_, pair) => {
                            assert!(!pair.parts.is_empty() && pair.candidates > 0, "{row:?}");
                            assert_eq!(pair.parts.iter().map(|(_, cost)| cost).sum::<i64>(), pair.cost);
                            assert!(row.helper.is_some() && row.state == LineState::Waits, "{row:?}");
                            assert_eq!(pair.candidates > 1, row.next.is_some(), "who comes next is named: {row:?}");
                            assert!(!pair.next_best.as_ref().is_some_and(|next| next.is_free && next.more < 0));
                        }
                        Finding::Unmet(lack) => {
                            assert!(!lack.why.is_empty(), "{row:?}");
                            assert!(lack.why == "capacity-taken" || lack.failures.values().sum::<u64>() > 0, "{row:?}");
                        }
                        Finding::WithoutCategory => assert_eq!(row.result.category, None),
                    }
                    let helper = row.helper.map(|helper| helper.name);
                    lines.push((row.need.name, row.result.category, row.result.township, helper));
                }
            }
        }
        let found = desk.read(None, run, FindingKind::Proposed, 1).await.unwrap();
        let counts = found.listed.counts.unwrap();
        assert!(counts.proposed > 50 && counts.unmet > 0, "{counts:?}");
        assert_eq!(counts.proposed + counts.unmet + counts.without_category, counts.needs);
        assert!(counts.walled <= counts.proposed && counts.persons_walled <= counts.persons, "{counts:?}");
        let walls = &found.listed.run.walls;
        assert_eq!(walls.iter().map(|wall| wall.open).sum::<u64>(), counts.proposed);
        assert_eq!(walls.iter().map(|wall| wall.walled).sum::<u64>(), counts.walled);
        let recruits = &found.listed.run.recruits;
        assert!(!recruits.is_empty() && recruits.iter().all(|recruit| recruit.serves <= counts.unmet));
        lines.sort();
        let recruits = recruits.clone();
        told.lock().unwrap().push((lines, counts, recruits, walls.clone()));
    });
    let told = told.into_inner().unwrap();
    assert!(told.iter().all(|one| *one == told[0]), "the engines differ");
}

/// Shows R61, R69: what somebody was named to help since shows as arranged, is in no later run, and its place is not given twice.
#[test]
fn two_runs_never_serve_a_need_twice() {
    on_both(async |db| {
        let mut desk = Desk::of(Office::of(db, &[ROSTER, SURVEY, OFFERS]).await);
        let first = desk.run(Role::CountyOfficer, None).await;
        let found = desk.read(None, first, FindingKind::Proposed, 1).await.unwrap();
        assert_eq!(found.rows.len(), 2, "two places for three who want to learn: {found:?}");
        let line = found.rows.iter().find(|row| row.need.name == "甲一").unwrap();
        let (need_id, offer_id) = (line.need.need_id, line.helper.as_ref().unwrap().offer_id);
        // Whoever goes without is told whose places went to others.
        let unmet = desk.read(None, first, FindingKind::Unmet, 1).await.unwrap();
        let taken = |row: &RunLine| row.taken.iter().map(|face| face.name.clone()).collect::<Vec<_>>();
        let told: Vec<_> = unmet.rows.iter().map(|row| (row.result.category.clone(), taken(row))).collect();
        let told: BTreeMap<_, _> = told.into_iter().map(|(category, taken)| (category.unwrap(), taken)).collect();
        assert_eq!(told, [("training".to_owned(), vec!["助人".to_owned()]), ("housing".to_owned(), vec![])].into());

        let step = NeedStep::Plan { helper: HelperWish::Offer(offer_id), words: None };
        let wish = MoveNeed { need_id, state_no: 0, step, on: day(TODAY) };
        let form = desk.form();
        move_need(&mut desk.cx(Role::CountyOfficer, None), form, &wish).await.unwrap();

        let again = desk.read(None, first, FindingKind::Proposed, 1).await.unwrap();
        let states: BTreeMap<_, _> = again.rows.iter().map(|row| (row.need.name.as_str(), row.state)).collect();
        assert_eq!(states["甲一"], LineState::Arranged);
        assert_eq!(states.values().filter(|state| **state == LineState::Waits).count(), 1);

        let second = desk.run(Role::CountyOfficer, None).await;
        let found = desk.read(None, second, FindingKind::Proposed, 1).await.unwrap();
        let counts = found.listed.counts.unwrap();
        assert_eq!((counts.needs, counts.proposed, counts.unmet, counts.arranged), (3, 1, 2, 1));
        assert!(found.rows.iter().all(|row| row.need.name != "甲一"));
        let explained = desk.explain(None, &NeedNamed::Id(need_id)).await.unwrap();
        assert!(matches!(explained.outcome, Explained::Arranged(helper) if helper.name == "助人"));

        // The last place goes to somebody else by hand: the line that proposed it says so.
        let taken = found.rows[0].need.need_id;
        let mut tx = desk.office.db.begin_read().await.unwrap();
        let others = needs::list_all(&mut tx).await.unwrap();
        tx.rollback().await.unwrap();
        let study =
            |need: &&guanai_casework::Need| need.category.category() == found.rows[0].result.category.as_deref();
        let other = others.iter().filter(study).find(|need| ![taken, need_id].contains(&need.need_id)).unwrap();
        let step = NeedStep::Plan { helper: HelperWish::Offer(offer_id), words: None };
        let wish = MoveNeed { need_id: other.need_id, state_no: 0, step, on: day(TODAY) };
        let form = desk.form();
        move_need(&mut desk.cx(Role::CountyOfficer, None), form, &wish).await.unwrap();
        let last = desk.read(None, second, FindingKind::Proposed, 1).await.unwrap();
        assert_eq!(last.rows[0].state, LineState::HelperTaken);
    });
}

/// Shows R61, R79: a run begins where the last one left off: a helper who drops out and a need that appears move nobody else, and the
/// run counts what stands, what is new, and what is no more with why.
#[test]
fn after_one_change_as_few_as_possible_are_moved() {
    let offers = "
    提供方类型, 名称,   证件号码, 可提供的帮扶, 可帮扶数量, 服务乡镇（街道）, 有效期至
    社会组织,   甲社, ,           学习培训,     1,          全县,
    社会组织,   乙社, ,           学习培训,     1,          全县,
    社会组织,   丙社, ,           学习培训,     1,          全县,             ";
    on_both(async |db| {
        let mut desk = Desk::of(Office::of(db, &[ROSTER, SURVEY, offers]).await);
        let first = desk.run(Role::CountyOfficer, None).await;
        let before = desk.proposed(first).await;
        assert_eq!(
            (before.len(), desk.read(None, first, FindingKind::Proposed, 1).await.unwrap().listed.run.since),
            (3, None)
        );
        let again = desk.run(Role::CountyOfficer, None).await;
        assert_eq!(desk.proposed(again).await, before, "nothing has changed");

        // Whoever helps the most urgent one drops out: that one has somebody else's helper, and one of the others keeps theirs.
        let dropped = before.iter().find(|(need, _)| need == "甲一").unwrap().1.clone();
        let mut tx = desk.office.db.begin_write().await.unwrap();
        let all = offers::list_all(&mut tx).await.unwrap();
        let one = all.into_iter().find(|offer| offer.provider_name == dropped).unwrap();
        let after = guanai_casework::Offer { valid_until_on: Some(day("2026-06-29")), ..one.clone() };
        offers::amend_many(&mut tx, &[(one.clone(), after)], desk.office.cx().now).await.unwrap();
        tx.commit().await.unwrap();
        let third = desk.run(Role::CountyOfficer, None).await;
        let now = desk.proposed(third).await;
        assert_eq!((now.len(), now.intersection(&before).count()), (2, 1), "{before:?} {now:?}");
        let since = desk.read(None, third, FindingKind::Proposed, 1).await.unwrap().listed.run.since.unwrap();
        assert_eq!((since.no, since.kept, since.fresh), (2, 1, 1));
        assert_eq!(since.gone, BTreeMap::from([("expired".to_owned(), 1), ("moved".to_owned(), 1)]));

        // The helper is there again: both who have somebody keep them, whatever their keys say.
        let mut tx = desk.office.db.begin_write().await.unwrap();
        let before = offers::list_by_ids(&mut tx, &[one.offer_id]).await.unwrap().remove(0);
        offers::amend_many(&mut tx, &[(before, one)], desk.office.cx().now).await.unwrap();
        tx.commit().await.unwrap();
        let fourth = desk.run(Role::CountyOfficer, None).await;
        let last = desk.proposed(fourth).await;
        assert!(now.is_subset(&last) && last.len() == 3, "{now:?} {last:?}");
        let mut tx = desk.office.db.begin_read().await.unwrap();
        for run_id in [first, again, third, fourth] {
            assert_eq!(repeat_run(&mut tx, run_id).await.unwrap(), Repeated::Same);
        }
        tx.rollback().await.unwrap();
    });
}

/// Shows R61, R79: who changes a pair by hand reads first whom it moves and what it costs, gives a reason, and makes a further run; the
/// earlier one stays, and a change whose need was arranged since has no effect.
#[test]
fn a_run_is_changed_by_hand_with_a_reason_and_its_cost() {
    on_both(async |db| {
        let mut desk = Desk::of(Office::of(db, &[ROSTER, SURVEY, OFFERS]).await);
        let first = desk.run(Role::CountyOfficer, None).await;
        let found = desk.read(None, first, FindingKind::Proposed, 1).await.unwrap();
        assert!(found.may_change && found.wishes.is_empty());
        let offer_id = found.rows[0].helper.as_ref().unwrap().offer_id;
        let served =
            found.rows.iter().map(|row| row.need.name.as_str()).find(|name| *name != "甲一").unwrap().to_owned();
        let waits = if served == "乙二" { "丁四" } else { "乙二" };
        let (urgent, served_id) = (desk.need(first, "甲一").await, desk.need(first, &served).await);
        let waits_id = desk.need(first, waits).await;

        // Who has nobody could only have whom somebody else has.
        let file = read_change(&mut desk.cx(Role::CountyOfficer, None), day(TODAY), first, waits_id).await.unwrap();
        assert_eq!((file.proposed.len(), file.candidates.len(), file.candidates[0].proposed), (0, 1, 2));
        let force = RunChange { run_id: first, need_id: waits_id, kind: WishKind::Force, offer_id };
        let weighed = weigh_change(&mut desk.cx(Role::CountyOfficer, None), day(TODAY), force).await.unwrap();
        assert_eq!((weighed.gain, weighed.lose, weighed.elsewhere), (1, 1, 0));
        assert_eq!(weighed.own.after.unwrap().name, "助人");
        assert_eq!(
            (weighed.others.len(), weighed.others[0].need.need_id),
            (1, served_id),
            "the urgent one keeps whom it has"
        );
        assert_eq!(desk.revise(force, "  ").await.unwrap_err().code(), "matching-change-why");
        let second = desk.revise(force, "先说好了").await.unwrap();
        let found = desk.read(None, second, FindingKind::Proposed, 1).await.unwrap();
        let names: BTreeSet<&str> = found.rows.iter().map(|row| row.need.name.as_str()).collect();
        assert_eq!(names, BTreeSet::from(["甲一", waits]));
        assert_eq!((found.listed.revises, found.wishes.len()), (Some(1), 1));
        assert_eq!((found.wishes[0].wish.why.as_str(), found.wishes[0].wish.place), ("先说好了", 1));
        let before = desk.read(None, first, FindingKind::Proposed, 1).await.unwrap();
        assert!(before.rows.iter().any(|row| row.need.name == served), "the earlier run stays as it was");

        // What was decided by hand is not ruled out; whom nobody may ask any more says so.
        let forbid = |run_id, need_id| RunChange { run_id, need_id, kind: WishKind::Forbid, offer_id };
        let refused = desk.revise(forbid(second, waits_id), "又不行了").await.unwrap_err();
        assert_eq!(refused.code(), "matching-change-pinned");
        let third = desk.revise(forbid(second, urgent), "两家有过节").await.unwrap();
        let unmet = desk.read(None, third, FindingKind::Unmet, 1).await.unwrap();
        let why = unmet.rows.iter().find(|row| row.need.need_id == urgent).map(|row| row.result.finding.clone());
        assert!(matches!(why, Some(Finding::Unmet(lack)) if lack.why == "ruled-out" && lack.count == 1));
        assert_eq!(unmet.wishes.iter().map(|wish| wish.wish.place).collect::<Vec<_>>(), [2, 1], "the latest first");
        let again = RunChange { kind: WishKind::Force, ..forbid(third, urgent) };
        assert_eq!(desk.revise(again, "还是请他").await.unwrap_err().code(), "matching-change-not-a-candidate");

        // The need of the first change is arranged: it has no effect any more, and keeps its word.
        let step = NeedStep::Plan { helper: HelperWish::Offer(offer_id), words: None };
        let wish = MoveNeed { need_id: waits_id, state_no: 0, step, on: day(TODAY) };
        let form = desk.form();
        move_need(&mut desk.cx(Role::CountyOfficer, None), form, &wish).await.unwrap();
        let keep = RunChange { run_id: third, need_id: served_id, kind: WishKind::Force, offer_id };
        let fourth = desk.revise(keep, "路近").await.unwrap();
        let found = desk.read(None, fourth, FindingKind::Proposed, 1).await.unwrap();
        let effects: Vec<bool> = found.wishes.iter().map(|wish| wish.wish.effect.is_some()).collect();
        assert_eq!(effects, [true, true, false]);
        assert_eq!(
            desk.revise(RunChange { need_id: waits_id, ..keep }, "路近").await.unwrap_err().code(),
            "matching-review-unknown-demand"
        );
    });
}

/// Shows R61: whoever runs the matching for the own township changes their own run, of their own people, and no other.
#[test]
fn a_township_changes_its_own_runs_alone() {
    on_both(async |db| {
        let mut desk = Desk::of(Office::of(db, &[ROSTER, SURVEY, OFFERS]).await);
        let town = desk.township("中共河口镇委员会").await;
        let (whole, own) =
            (desk.run(Role::CountyOfficer, None).await, desk.run(Role::TownshipOfficer, Some(town)).await);
        let (inside, outside) = (desk.need(whole, "甲一").await, desk.need(whole, "丁四").await);
        for (run_id, need_id, is_there) in [(own, inside, true), (own, outside, false), (whole, inside, false)] {
            let found = read_change(&mut desk.cx(Role::TownshipOfficer, Some(town)), day(TODAY), run_id, need_id).await;
            assert_eq!(
                found.as_ref().map_or_else(ReviewRunError::code, |_| "there"),
                if is_there { "there" } else { "matching-run-not-found" }
            );
            let Ok(found) = found else { continue };
            let offer_id = found.proposed[0].helper.offer_id;
            let change = RunChange { run_id, need_id, kind: WishKind::Forbid, offer_id };
            let weighed =
                weigh_change(&mut desk.cx(Role::TownshipOfficer, Some(town)), day(TODAY), change).await.unwrap();
            assert!(weighed.others.iter().all(|moved| moved.need.name != "丁四"), "who lives elsewhere is not named");
            let form = desk.form();
            let wish = ReviseRun { change, why: "近".to_owned() };
            let denied = revise_run(&mut desk.cx(Role::CountyApprover, None), form, &wish).await;
            assert_eq!(denied.unwrap_err().code(), "denied");
        }
    });
}

/// Shows R16, R17: a township's officer reads the lines of the own people alone, of the county's run and of the own; a run of another
/// township is not there.
#[test]
fn a_township_reads_its_own_people() {
    on_both(async |db| {
        let mut desk = Desk::of(Office::of(db, &[ROSTER, SURVEY, OFFERS]).await);
        let (town, street) = (desk.township("中共河口镇委员会").await, desk.township("中共城关街道工作委员会").await);
        let whole = desk.run(Role::CountyOfficer, None).await;
        let own = desk.run(Role::TownshipOfficer, Some(town)).await;
        let mut names = BTreeSet::new();
        for kind in FindingKind::ALL {
            for run in [whole, own] {
                let found = desk.read(Some(town), run, *kind, 1).await.unwrap();
                assert_eq!(found.listed.counts.is_some(), run == own, "figures of more than the own are not told");
                assert!(found.listed.run.walls.iter().all(|wall| wall.township.as_deref() == Some("河口镇")));
                assert!(found.listed.run.recruits.iter().all(|r| r.township.as_deref() == Some("河口镇")));
                names.extend(found.rows.into_iter().map(|row| row.need.name));
            }
        }
        assert_eq!(names.into_iter().collect::<Vec<_>>(), ["乙二", "甲一"]);
        let refused = desk.read(Some(street), own, FindingKind::Proposed, 1).await.unwrap_err();
        assert_eq!(refused.code(), "matching-run-not-found");
        for (scope, count) in [(None, 2), (Some(town), 2), (Some(street), 1)] {
            let role = if scope.is_some() { Role::TownshipOfficer } else { Role::CountyOfficer };
            let listed = list_matching_runs(&mut desk.cx(role, scope), 1).await.unwrap();
            assert_eq!(listed.rows.len(), count);
            assert!(scope != Some(street) || listed.rows.iter().all(|run| run.counts.is_none()));
        }

        // Of one need: who could help, who could not and why; one of another township is not there.
        let number = |number: &str| NeedNamed::Number(number.to_owned());
        let explained = desk.explain(Some(town), &number("2")).await.unwrap();
        assert_eq!((explained.candidates.len(), explained.others.len(), explained.of_other_kinds), (1, 0, 0));
        assert_eq!(explained.candidates[0].name, "助人");
        let elsewhere = desk.explain(Some(town), &number("3")).await.unwrap_err();
        assert!(matches!(elsewhere, ExplainError::NotFound));
        let form = desk.form();
        let wish = RunMatching { as_of: day(TODAY) };
        let denied = run_matching(&mut desk.cx(Role::CountyApprover, None), form, wish).await.unwrap_err();
        assert_eq!(denied.code(), "denied");
    });
}
