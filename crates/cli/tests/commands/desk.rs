//! A desk: a folder with a small county's books, and the binary to be called in it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use guanai_kernel::codes::IdentityNumber;
use serde_json::Value;

/// What a command said.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// The one object on standard output.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("not one JSON object: {e}\n{}", self.out))
    }

    /// Everything it said.
    pub fn both(&self) -> String {
        format!("{}{}", self.out, self.err)
    }

    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}", self.both());
        self
    }
}

/// A desk.
pub struct Desk {
    folder: tempfile::TempDir,
}

/// The organisations, a town with two villages.
const ORGANIZATIONS: &str = "党组织代码,党组织名称,上级党组织代码,类别,所属体系,所在乡镇（街道）
990000000,中共示例县委员会,,党委,机关事业单位,
990001000,中共河口镇委员会,990000000,党委,农村,河口镇
990001001,上村党支部,990001000,党支部,农村,河口镇
990001002,下村党支部,990001000,党支部,农村,河口镇
";

/// Phones of the books, none of which may be said aloud.
pub const PHONES: [&str; 3] = ["19900010001", "19900010002", "19900010003"];

/// The number of somebody born on a day, as yyyymmdd, with an order.
pub fn number(figures: &str) -> String {
    let first = format!("990101{figures}");
    let check = IdentityNumber::check_letter(&first).unwrap();
    format!("{first}{check}")
}

/// The numbers of the three members.
pub fn numbers() -> [String; 3] {
    [number("19500101011"), number("19700101012"), number("19850101013")]
}

pub const ROSTER_HEAD: &str = "姓名,性别,公民身份号码,出生日期,入党日期,转正日期,所在党支部,手机号码,是否流动党员\n";

impl Desk {
    /// A desk with the folder `books`: three members, one in hardship with a blank income, two needs, two offers, a fund.
    pub fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        let [old, poor, young] = numbers();
        desk.lay("books/党组织.csv", ORGANIZATIONS);
        let roster = format!(
            "{ROSTER_HEAD}周老,男,{old},1950-01-01,1975-05-01,1976-05-01,上村党支部,{},否\n\
             吴难,女,{poor},1970-01-01,1995-07-01,1996-07-01,上村党支部,{},否\n\
             郑青,男,{young},1985-01-01,2008-07-01,2009-07-01,下村党支部,{},是\n",
            PHONES[0], PHONES[1], PHONES[2]
        );
        desk.lay("books/党员花名册.csv", &roster);
        let ledger = format!(
            "姓名,公民身份号码,困难程度,致困原因,家庭人均年收入（元）,目前是否困难\n吴难,{poor},特别困难,因病,,是\n"
        );
        desk.lay("books/困难党员台账.csv", &ledger);
        let survey = format!(
            "问卷编号,姓名,公民身份号码,需求类别,具体情况,紧急程度,是否同意向帮扶人提供联系方式,填写日期\n\
             1,吴难,{poor},就医资金,住院手术,紧急,是,2026-06-20\n\
             2,郑青,{young},就业,想就近上班,一般,是,2026-06-20\n\
             3,周老,{old},,有点事情想讲讲,,否,2026-06-21\n"
        );
        desk.lay("books/需求调查.csv", &survey);
        desk.lay(
            "books/帮扶资源.csv",
            "提供方类型,名称,可提供的帮扶,可帮扶数量,服务乡镇（街道）,联系电话,有效期至\n\
             社会组织,慈善会,就医资金,3,全县,19900010009,2026-12-31\n企业,昨日公司,就业,3,全县,,2026-06-01\n",
        );
        desk.lay(
            "books/关爱资金收支.csv",
            "日期,凭证号,摘要,收入（元）,支出（元）,限定用途\n2026-01-05,收1,财政拨款,50000.00,,\n2026-02-01,收2,捐款,8000.00,,助学\n",
        );
        desk
    }

    /// A desk whose books are published as of 30 June 2026 in `guanai.sqlite`.
    pub fn published() -> Self {
        let desk = Self::new();
        desk.guanai("import books --as-of 2026-06-30").exits(0);
        desk
    }

    /// Lays a file out.
    pub fn lay(&self, name: &str, contents: impl AsRef<[u8]>) {
        let path = self.at(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn has(&self, name: &str) -> bool {
        self.at(name).exists()
    }

    /// Calls the binary with the words of a line.
    pub fn guanai(&self, line: &str) -> Said {
        self.call(&line.split_whitespace().collect::<Vec<_>>())
    }

    pub fn call(&self, words: &[&str]) -> Said {
        call_in(self.folder.path(), words)
    }

    /// Every record in clear, as the binary exports it.
    pub fn records(&self, db: &str) -> String {
        self.call(&["export", "--db", db, "--canonical", "records.jsonl"]).exits(0);
        fs::read_to_string(self.at("records.jsonl")).unwrap()
    }

    /// The id of a person, as the records give it.
    pub fn person(&self, db: &str, name: &str) -> String {
        let records = self.records(db);
        let line =
            records.lines().find(|l| l.contains(&format!("\"name\":\"{name}\"")) && l.contains("person_id")).unwrap();
        find_text(&serde_json::from_str(line).unwrap(), "person_id").unwrap()
    }

    /// Adds one row to the roster in a folder `spoiled`, its number missing its last digit.
    pub fn spoil(&self) {
        let [old, ..] = numbers();
        let row =
            format!("{ROSTER_HEAD}错号,男,{},1950-01-01,1975-05-01,1976-05-01,上村党支部,19900010005,否\n", &old[..17]);
        self.lay("spoiled/党员花名册.csv", row);
    }
}

/// Calls the binary in a folder, in Chinese unless the words say otherwise.
pub fn call_in(folder: &Path, words: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guanai"));
    let output =
        command.args(words).current_dir(folder).env_remove("LC_ALL").env_remove("LC_MESSAGES").env_remove("LANG");
    let output = output.output().unwrap();
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The first text under a key, anywhere in a value.
fn find_text(value: &Value, key: &str) -> Option<String> {
    match value {
        Value::Object(map) => map
            .get(key)
            .and_then(Value::as_str)
            .map(str::to_owned)
            .or_else(|| map.values().find_map(|inner| find_text(inner, key))),
        Value::Array(list) => list.iter().find_map(|inner| find_text(inner, key)),
        _ => None,
    }
}

/// The keys of an object, and of the objects in it, as paths; what stands under `open` differs from county to county.
pub fn keys(value: &Value, open: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(value, "", open, &mut found);
    found
}

fn collect(value: &Value, above: &str, open: &[&str], found: &mut BTreeSet<String>) {
    let Value::Object(map) = value else { return };
    for (key, inner) in map {
        found.insert(format!("{above}{key}"));
        if !open.contains(&key.as_str()) {
            collect(inner, &format!("{above}{key}/"), open, found);
        }
    }
}
