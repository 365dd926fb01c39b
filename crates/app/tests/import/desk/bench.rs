//! A desk in a county of two townships, each over a branch, and whoever comes to it.

use std::sync::{Arc, LazyLock};

use guanai_app::import::desk::bring::{BringBooks, bring_books};
use guanai_app::import::desk::choose::{ChooseError, ChooseVerdicts, RowKey, choose_verdicts};
use guanai_app::import::desk::publish::publish_import;
use guanai_app::import::desk::read::{JobFileSeen, ReadImport, ReadImportError, Rows, read_import};
use guanai_app::import::desk::{Desk, DeskParts, Part};
use guanai_app::{Actor, Cx, Readings, Role, Standards};
use guanai_exchange::BookReader;
use guanai_kernel::codes::IdentityNumber;
use guanai_kernel::ids::{ImportJobId, OperationId, OrganizationId};
use guanai_kernel::{Date, Ids, Moment};
use guanai_registry::{Person, Verdict};
use guanai_scheme::Lang;
use guanai_store::import_job_rows::JobFile;
use guanai_store::import_jobs::JobState;
use guanai_store::{Db, audit, canonical, organizations, persons};
use guanai_testkit::clock;
use guanai_testkit::county::{Book, Kind};
use tempfile::TempDir;

use crate::office::{MID_2026, Office};
use crate::shelf::{Shelf, book};

pub static STANDARDS: LazyLock<Arc<Standards>> = LazyLock::new(|| Arc::new(Standards::embedded(Lang::En).unwrap()));

/// The day on which everything happens at the desk: a day after the books'.
pub fn opening() -> Moment {
    clock::at(Date::constant(2026, 7, 1))
}

pub struct Bench {
    pub db: Db,
    pub desk: Desk,
    pub folder: Arc<TempDir>,
    seed: u64,
}

impl Bench {
    /// A desk over a county that knows its organisations and nobody else.
    pub async fn open(db: Db) -> Self {
        let mut office = Office::open(db.clone());
        office.import(&Shelf::holding(vec![organizations_book()]).folder(), MID_2026).await;
        Self::over(db).await
    }

    /// A desk over whatever the county knows.
    pub async fn over(db: Db) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let desk = desk(&db, folder.path(), opening()).await;
        Self { db, desk, folder, seed: 100 }
    }

    /// The same desk, for somebody who comes at the same time.
    pub fn beside(&self, seed: u64) -> Self {
        Self { db: self.db.clone(), desk: self.desk.clone(), folder: Arc::clone(&self.folder), seed }
    }

    /// The desk as it is after the program ended and began again, at a moment.
    pub async fn restart(&mut self, now: Moment) {
        self.desk = desk(&self.db, self.folder.path(), now).await;
    }

    pub fn operation(&mut self) -> OperationId {
        self.seed += 1;
        OperationId::fresh(&mut Ids::seeded(self.seed, opening()))
    }

    pub fn cx(&mut self, actor: &Actor) -> Cx<'_> {
        self.cx_at(actor, opening())
    }

    pub fn cx_at(&mut self, actor: &Actor, now: Moment) -> Cx<'_> {
        self.seed += 1;
        let ids = Ids::seeded(self.seed, now);
        Cx { db: &self.db, standards: &STANDARDS, actor: actor.clone(), now, ids, readings: Readings::AtOnce }
    }

    /// Brings books and waits until they are read.
    pub async fn bring(&mut self, actor: &Actor, books: &[Book]) -> ImportJobId {
        let operation = self.operation();
        let id = self.bring_as(actor, operation, files(books)).await;
        self.desk.rest().await;
        id
    }

    pub async fn bring_as(&mut self, actor: &Actor, operation_id: OperationId, files: Vec<JobFile>) -> ImportJobId {
        let desk = self.desk.clone();
        let ask = BringBooks { operation_id, files, as_of: MID_2026 };
        bring_books(&mut self.cx(actor), &desk, ask).await.unwrap()
    }

    pub async fn read(&mut self, actor: &Actor, job_id: ImportJobId, part: Part) -> JobFileSeen {
        self.try_read(actor, job_id, part).await.unwrap()
    }

    pub async fn try_read(
        &mut self,
        actor: &Actor,
        job_id: ImportJobId,
        part: Part,
    ) -> Result<JobFileSeen, ReadImportError> {
        let desk = self.desk.clone();
        read_import(&mut self.cx(actor), &desk, ReadImport { job_id, part: Some(part), page: 1 }).await
    }

    pub async fn state(&mut self, job_id: ImportJobId) -> JobState {
        self.read(&county_officer(), job_id, Part::Changed).await.job.job.state
    }

    /// Decides on what a job found, by part and number.
    pub async fn choose(
        &mut self,
        actor: &Actor,
        job_id: ImportJobId,
        choices: &[(Part, u64, Verdict)],
    ) -> Result<(), ChooseError> {
        let operation_id = self.operation();
        let choices = choices.iter().map(|(part, row_no, verdict)| ((*part, *row_no), *verdict)).collect();
        choose_verdicts(&mut self.cx(actor), &ChooseVerdicts { operation_id, job_id, choices }).await
    }

    /// Publishes a job and waits until it is.
    pub async fn publish(&mut self, actor: &Actor, job_id: ImportJobId) {
        let (desk, operation) = (self.desk.clone(), self.operation());
        publish_import(&mut self.cx(actor), &desk, operation, job_id).await.unwrap();
        self.desk.rest().await;
    }

    /// Everything that is known, as the canonical export has it.
    pub async fn export(&self) -> String {
        let mut bytes = Vec::new();
        let mut tx = self.db.begin_read().await.unwrap();
        canonical::export(&mut tx, &mut bytes).await.unwrap();
        String::from_utf8(bytes).unwrap()
    }

    pub async fn organization(&self, code: &str) -> OrganizationId {
        let mut tx = self.db.begin_read().await.unwrap();
        organizations::find_by_code(&mut tx, code).await.unwrap().unwrap().organization_id
    }

    /// The officer of a township.
    pub async fn township_officer(&self, code: &str) -> Actor {
        Actor {
            scope: Some(self.organization(code).await),
            ..somebody(&format!("township-{code}"), Role::TownshipOfficer)
        }
    }

    pub async fn person(&self, number: &str) -> Option<Person> {
        let mut tx = self.db.begin_read().await.unwrap();
        persons::list_all(&mut tx).await.unwrap().into_iter().find(|person| person.identity.as_str() == number)
    }

    /// How often an act stands in the audit.
    pub async fn done(&self, action: &str) -> usize {
        let mut tx = self.db.begin_read().await.unwrap();
        let records = audit::page(&mut tx, None).await.unwrap();
        records.iter().filter(|record| record.action == action).count()
    }
}

async fn desk(db: &Db, folder: &std::path::Path, now: Moment) -> Desk {
    let parts = DeskParts {
        db: db.clone(),
        standards: Arc::clone(&STANDARDS).into(),
        reader: BookReader::in_process(),
        folder: folder.to_owned(),
        clock: Arc::new(move || now),
    };
    Desk::open(parts).await.unwrap()
}

pub fn somebody(name: &str, role: Role) -> Actor {
    Actor { name: name.to_owned(), role, ..Actor::console() }
}

pub fn county_officer() -> Actor {
    somebody("county", Role::CountyOfficer)
}

/// The files of books, as a browser sends them.
pub fn files(books: &[Book]) -> Vec<JobFile> {
    let shelf = Shelf::holding(books.to_vec());
    let file =
        |book: &Book| JobFile { name: book.file.clone(), bytes: std::fs::read(shelf.path().join(&book.file)).unwrap() };
    shelf.books.iter().map(file).collect()
}

/// By what the first row of a page is decided upon.
pub fn keys(seen: &JobFileSeen) -> Vec<Option<RowKey>> {
    match &seen.rows {
        Rows::Conflicts(rows) => rows.iter().map(|row| row.key.clone()).collect(),
        Rows::Warned(rows) => rows.iter().map(|row| row.key.clone()).collect(),
        _ => Vec::new(),
    }
}

/// A committee over two townships, each over a branch.
pub fn organizations_book() -> Book {
    book(
        Kind::Organizations,
        "组织.xlsx",
        &[
            &["党组织代码", "党组织名称", "上级党组织代码", "类别", "所属体系", "所在乡镇（街道）"],
            &["1", "中共东河县委员会", "", "党委", "机关事业单位", "县城"],
            &["2", "山前镇党委", "1", "党委", "农村", "山前镇"],
            &["21", "山前镇一村党支部", "2", "党支部", "农村", "山前镇"],
            &["22", "山前镇三村党支部", "2", "党支部", "农村", "山前镇"],
            &["3", "山后镇党委", "1", "党委", "农村", "山后镇"],
            &["31", "山后镇二村党支部", "3", "党支部", "农村", "山后镇"],
        ],
    )
}

pub const ONE: &str = "山前镇一村党支部";
pub const TWO: &str = "山后镇二村党支部";
pub const THREE: &str = "山前镇三村党支部";

/// An identity number of somebody born on a day; nobody is real.
pub fn number(born: &str, order: u32) -> String {
    let first = format!("990101{}{order:03}", born.replace('-', ""));
    format!("{first}{}", IdentityNumber::check_letter(&first).unwrap())
}

/// A row of the roster.
#[derive(Clone)]
pub struct Member {
    pub name: &'static str,
    pub number: String,
    pub born: &'static str,
    pub joined: &'static str,
    pub full: &'static str,
    pub branch: &'static str,
    pub phone: &'static str,
    pub education: &'static str,
}

/// Somebody with nothing odd about them.
pub fn member(name: &'static str, order: u32, branch: &'static str) -> Member {
    Member {
        name,
        number: number("1955-03-01", order),
        born: "1955-03-01",
        joined: "1980-07-01",
        full: "1981-07-01",
        branch,
        phone: "19900000001",
        education: "高中",
    }
}

pub fn roster(members: &[Member]) -> Book {
    const HEADS: [&str; 9] =
        ["姓名", "公民身份号码", "出生日期", "入党日期", "转正日期", "所在党支部", "人员类别", "手机号码", "学历"];
    let row = |m: &Member| {
        [m.name, &m.number, m.born, m.joined, m.full, m.branch, "正式党员", m.phone, m.education].map(str::to_owned)
    };
    let rows: Vec<[String; 9]> = std::iter::once(HEADS.map(str::to_owned)).chain(members.iter().map(row)).collect();
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    book(Kind::Roster, "花名册.xlsx", &rows)
}

/// The hardship ledger, each row a number and an income.
pub fn hardship(rows: &[(&str, &str)]) -> Book {
    const HEADS: [&str; 5] = ["姓名", "公民身份号码", "家庭人均年收入（元）", "困难程度", "目前是否困难"];
    let body: Vec<[&str; 5]> = rows.iter().map(|(number, income)| ["某", number, income, "一般困难", "是"]).collect();
    let rows: Vec<&[&str]> = std::iter::once(HEADS.as_slice()).chain(body.iter().map(<[&str; 5]>::as_slice)).collect();
    book(Kind::Hardship, "困难.xlsx", &rows)
}

/// A cash book of one income.
pub fn cash(summary: &str, income: &str) -> Book {
    let heads = ["日期", "凭证号", "摘要", "收入", "支出", "经办人", "复核人"];
    let row = ["2026-06-01", "记1", summary, income, "", "甲", "乙"];
    book(Kind::Fund, "收支.xlsx", &[&heads, &row])
}
