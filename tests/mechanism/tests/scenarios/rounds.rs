//! A festival round from the list to the last visit: drawn up by rule, approved once, divided among groups, carried on sheets,
//! entered sheet by sheet, and gone to again.

use std::collections::{BTreeMap, BTreeSet};

use guanai_app::rounds::{
    DivideRound, DraftRound, EnterSheet, GroupWish, ListRoundPeople, MoveRound, RoundFile, RoundTab, SheetFile,
    SheetsWanted, divide_round, draft_round, enter_sheet, list_round_people, move_round, read_round, read_sheets,
    send_again,
};
use guanai_app::{Actor, Cx, Role};
use guanai_casework::VisitAct;
use guanai_casework::round::{Goods, Outcome, RoundMove, Unreachable, Unreached};
use guanai_kernel::ids::{AccountId, HouseholdId, OperationId, PersonId, RoundId};
use guanai_kernel::{Date, Ids, Moment, Money};
use guanai_registry::{Household, HouseholdMember, Source, SourceKind};
use guanai_store::{call_backs, checks, households, visits};
use guanai_testkit::clock;

use crate::engines::on_both;
use crate::office::{Office, TODAY, day, yuan};

/// Two of one house, a neighbour, one in the other village, an elder in town; 柳生's day of becoming a full member is not known, and
/// no rule speaks for 新来.
const ROSTER: &str = "
    姓名, 公民身份号码, 入党日期,   转正日期,   所在党支部,     工作岗位, 是否流动党员, 职务, 家庭住址
    田厚, @19580101011, 1998-07-01, 1999-07-01, 上村党支部,     农民,     否,           ,     上村三组9号
    田嫂, @19600101012, 2001-07-01, 2002-07-01, 上村党支部,     农民,     否,           ,     上村三组9号
    乔邻, @19650101013, 2008-07-01, 2009-07-01, 上村党支部,     农民,     否,           ,     上村三组10号
    沈溪, @19660630014, 2008-07-01, 2009-07-01, 下村党支部,     农民,     否,           ,     下村二组
    祝老, @19380101015, 1960-07-01, 1961-07-01, 东门社区党支部, 退休,     否,           ,     东门街4栋
    柳生, @19380201017, 1960-07-01, ,           上村党支部,     农民,     否,           ,     上村一组
    新来, @19950101016, 2024-07-01, 2025-07-01, 东门社区党支部, 工人,     否,           ,     东门街5栋";

const LEDGER: &str = "
    姓名, 公民身份号码, 困难程度, 家庭人均年收入（元）, 目前是否困难
    田厚, @19580101011, 特别困难, 6000,               是
    田嫂, @19600101012, 一般困难, 6000,               是
    乔邻, @19650101013, 一般困难, 9000,               是
    沈溪, @19660630014, 一般困难, 9000,               是";

/// Whoever works on the round.
pub struct Festival {
    pub office: Office,
    pub ids: Ids,
    pub maker: Actor,
    pub approver: Actor,
}

impl Festival {
    pub async fn of(db: guanai_store::Db) -> Self {
        let office = Office::of(db, &[ROSTER, LEDGER]).await;
        let mut ids = clock::ids(77);
        let mut actor = |role| Actor { name: AccountId::fresh(&mut ids).to_string(), role, ..Actor::console() };
        let (maker, approver) = (actor(Role::CountyOfficer), actor(Role::CountyApprover));
        Self { office, ids, maker, approver }
    }

    pub fn operation(&mut self) -> OperationId {
        OperationId::fresh(&mut self.ids)
    }

    pub fn cx(&mut self, actor: &Actor, on: &str) -> Cx<'_> {
        let now: Moment = clock::at(day(on));
        Cx { actor: actor.clone(), now, ids: self.ids.split(), ..self.office.cx() }
    }

    /// These live in one house.
    pub async fn house(&mut self, names: &[&str]) {
        let household_id = HouseholdId::fresh(&mut self.ids);
        let source =
            Source { kind: SourceKind::Entry, import_id: None, place: "户口簿".into(), stated_on: day(TODAY) };
        let recorded_at = clock::at(day(TODAY));
        let household = Household { household_id, address: None, source, recorded_at };
        let mut members = Vec::new();
        for name in names {
            let person_id = self.office.person(name).await;
            let relation = "self".to_owned();
            members.push(HouseholdMember { household_id, person_id, relation, since_on: day(TODAY), until_on: None });
        }
        let mut tx = self.office.db.begin_write().await.unwrap();
        households::add_many(&mut tx, &[household]).await.unwrap();
        households::add_members(&mut tx, &members).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn draft(&mut self) -> RoundId {
        let wish = DraftRound {
            organization_id: None,
            title: "2026年“七一”走访慰问".to_owned(),
            rules: BTreeSet::from(["party-day".to_owned(), "birthday-round".to_owned()]),
            opens_on: day("2026-06-20"),
            closes_on: day("2026-07-05"),
            budget: yuan(5_000).unwrap(),
            plain_gift: None,
            goods: Some(Goods { name: "米、油各一".to_owned(), worth: yuan(120).unwrap() }),
            purse: Some("care-fund".to_owned()),
        };
        let (operation, maker) = (self.operation(), self.maker.clone());
        draft_round(&mut self.cx(&maker, TODAY), operation, &wish).await.unwrap()
    }

    pub async fn step(&mut self, actor: &Actor, round_id: RoundId, step: RoundMove) -> Result<RoundId, &'static str> {
        let seen = Some(self.round(round_id).await.totals.all);
        let (operation, wish) = (self.operation(), MoveRound { round_id, step, words: None, seen });
        move_round(&mut self.cx(actor, TODAY), operation, &wish).await.map_err(|error| error.code())
    }

    async fn round(&mut self, round_id: RoundId) -> RoundFile {
        let maker = self.maker.clone();
        read_round(&mut self.cx(&maker, TODAY), round_id).await.unwrap()
    }

    async fn names(&mut self, round_id: RoundId, tab: RoundTab) -> BTreeSet<String> {
        let maker = self.maker.clone();
        let ask = ListRoundPeople { round_id, tab, page: Some(1) };
        let page = list_round_people(&mut self.cx(&maker, TODAY), ask).await.unwrap();
        page.rows.into_iter().map(|row| row.name).collect()
    }

    pub async fn sheets(&mut self, round_id: RoundId, group: u16) -> Vec<SheetFile> {
        let maker = self.maker.clone();
        read_sheets(&mut self.cx(&maker, TODAY), round_id, SheetsWanted::OfGroup(group)).await.unwrap()
    }

    pub async fn enter(&mut self, wish: &EnterSheet, on: &str) -> Result<(), String> {
        let (operation, maker) = (self.operation(), self.maker.clone());
        let entered = enter_sheet(&mut self.cx(&maker, on), operation, wish).await;
        entered.map(drop).map_err(|error| error.to_string())
    }
}

fn names(file: &SheetFile) -> Vec<(u16, &str)> {
    file.lines.iter().map(|line| (line.stop, line.name.as_str())).collect()
}

pub fn missed(file: &SheetFile, who: &[(&str, Unreachable)], next_on: Date) -> BTreeMap<PersonId, Unreached> {
    let found = who.iter().map(|(name, why)| {
        let line = file.lines.iter().find(|line| line.name == *name).unwrap();
        let next_on = why.comes_again().then_some(next_on);
        (line.person_id, Unreached { why: *why, words: None, next_on })
    });
    found.collect()
}

pub fn entry(file: &SheetFile, on: &str, returned: i64, except: BTreeMap<PersonId, Unreached>) -> EnterSheet {
    let returned = yuan(returned).unwrap();
    EnterSheet { sheet_id: file.sheet.sheet_id, made_on: day(on), drawn: file.planned, returned, except }
}

/// Shows R13, R86, R91: before a festival everybody for whom a rule speaks is listed with why, one approval by somebody else
/// frees the money, groups carry sheets by village and house, each is entered as a whole and settles to the fen, and
/// whoever was not reached is named and gone to again; a share of the visits is asked about, and none for the sheet's one minute.
#[test]
fn a_festival_round_reaches_everybody_on_its_list_or_says_whom_not_and_why() {
    on_both(async |db| {
        let mut festival = Festival::of(db).await;
        festival.house(&["田厚", "田嫂"]).await;
        let round_id = festival.draft().await;

        // The list: four in hardship, an elder of long standing; a birthday within the days is no second visit.
        let on = festival.names(round_id, RoundTab::On).await;
        assert_eq!(on, ["田厚", "田嫂", "乔邻", "沈溪", "祝老"].map(str::to_owned).into());
        assert_eq!(
            festival.names(round_id, RoundTab::Asked).await,
            ["柳生".to_owned()].into(),
            "asked for, not dropped"
        );
        let file = festival.round(round_id).await;
        assert_eq!((file.totals.people, file.totals.households, file.totals.gifts), (5, 4, 5));
        assert_eq!((Some(file.totals.cash), Some(file.totals.goods)), (yuan(3_000), yuan(600)));

        // One approval, by somebody who did not draw it up.
        let (maker, approver) = (festival.maker.clone(), festival.approver.clone());
        festival.step(&maker, round_id, RoundMove::Submit).await.unwrap();
        assert_eq!(festival.step(&maker, round_id, RoundMove::Approve).await, Err("denied"));
        festival.step(&approver, round_id, RoundMove::Approve).await.unwrap();

        // Two groups: villages stay whole, a household is one stop, and 9号 comes before 10号.
        let group = |leader: &str| GroupWish { leader: leader.to_owned(), members: None };
        let wish = DivideRound { round_id, groups: vec![group("副书记甲"), group("副镇长乙")] };
        let operation = festival.operation();
        divide_round(&mut festival.cx(&maker, TODAY), operation, &wish).await.unwrap();
        let first = festival.sheets(round_id, 1).await.remove(0);
        let second = festival.sheets(round_id, 2).await.remove(0);
        assert_eq!(names(&first)[2], (2, "乔邻"));
        assert_eq!(names(&first)[..2].iter().map(|(stop, _)| *stop).collect::<Vec<_>>(), [1, 1]);
        assert_eq!(names(&second), [(1, "沈溪"), (2, "祝老")]);
        assert_eq!((Some(first.planned), Some(second.planned)), (yuan(2_000), yuan(1_000)));

        // All delivered except two; the money that was drawn is delivered or comes back, to the fen.
        let two = [("田嫂", Unreachable::Hospital), ("乔邻", Unreachable::NotAtHome)];
        let except = missed(&first, &two, day("2026-07-02"));
        let wrong = entry(&first, TODAY, 500, except.clone());
        let refused = festival.enter(&wrong, TODAY).await.unwrap_err();
        assert!(refused.contains("500.00"), "the difference is told: {refused}");
        festival.enter(&entry(&first, TODAY, 1_000, except), TODAY).await.unwrap();
        festival.enter(&entry(&second, TODAY, 0, BTreeMap::new()), TODAY).await.unwrap();
        let file = festival.round(round_id).await;
        let told: Vec<_> = file.groups.iter().map(|g| (g.reached, g.unreached, g.unknown)).collect();
        assert_eq!((told, file.waiting), (vec![(1, 2, 0), (2, 0, 0)], 2));
        assert_eq!(festival.names(round_id, RoundTab::Unreached).await, ["田嫂", "乔邻"].map(str::to_owned).into());

        // Somebody goes again to these two; one of them has moved away.
        let operation = festival.operation();
        send_again(&mut festival.cx(&maker, TODAY), operation, round_id).await.unwrap();
        let again = festival.sheets(round_id, 1).await.remove(0);
        assert!(again.sheet.is_follow_up && again.lines.len() == 2);
        let moved = missed(&again, &[("乔邻", Unreachable::Moved)], day("2026-07-05"));
        festival.enter(&entry(&again, "2026-07-02", 500, moved), "2026-07-02").await.unwrap();
        festival.step(&maker, round_id, RoundMove::Close).await.unwrap();

        // What is left are visits like any others, with act, gift and sheet; and sums that hold.
        let file = festival.round(round_id).await;
        let sum = |of: fn(&guanai_app::rounds::GroupProgress) -> Money| Money::sum(file.groups.iter().map(of));
        assert_eq!(sum(|group| group.drawn), yuan(4_000));
        assert_eq!((sum(|group| group.delivered), sum(|group| group.returned)), (yuan(2_500), yuan(1_500)));
        let mut tx = festival.office.db.begin_read().await.unwrap();
        let made = visits::list_all(&mut tx).await.unwrap();
        assert_eq!(made.len(), 4);
        assert!(made.iter().all(|visit| visit.act == VisitAct::VisitWithGift && visit.sheet_id.is_some()));
        let sampled = guanai_casework::CallBackCause::Sample;
        assert!(call_backs::list_open(&mut tx, None).await.unwrap().iter().all(|asked| asked.cause == sampled));
        let outcomes = checks::run(&mut tx).await.unwrap();
        assert!(outcomes.iter().all(|outcome| outcome.holds), "{outcomes:?}");
        drop(tx);
        let maker = festival.maker.clone();
        let ask = ListRoundPeople { round_id, tab: RoundTab::On, page: Some(1) };
        let page = list_round_people(&mut festival.cx(&maker, TODAY), ask).await.unwrap();
        let open = page.rows.iter().filter(|row| row.outcome == Outcome::Open).count();
        assert_eq!(open, 0, "of everybody it is known what came of it");
    });
}
