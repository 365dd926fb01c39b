//! The command line: what can be said to `guanai`. Help stands in both languages, since it is read before a language is chosen.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// 关爱：需要什么、符合什么、谁能帮、办到没有。 · Who needs what, who is entitled to what, who can help, and whether it was done.
#[derive(Debug, Parser)]
#[command(name = "guanai", version, disable_help_subcommand = true)]
pub struct Arguments {
    /// 语言 · Language: zh-CN, en
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<String>,
    /// The moment to take as now, for tests that compare bytes: microseconds since 1970.
    #[arg(long, global = true, hide = true)]
    pub now: Option<i64>,
    /// The seed of ids, for tests that compare bytes.
    #[arg(long, global = true, hide = true)]
    pub seed: Option<u64>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 导入账册：核对、预演、入库 · Read books, check them, publish them
    Import(Import),
    /// 按标准评估 · Hold everybody against the standards
    Assess(Assess),
    /// 需求与帮扶资源撮合 · Match needs with help
    Match(Scope),
    /// 关爱方案工作簿 · Write the care plan
    Plan(Plan),
    /// 检验记录 · Test what must hold in the records
    Check(Database),
    /// 导出全部记录 · Export every record
    Export(Export),
    /// 账册模板 · Write templates of the books
    Template(Template),
    /// 标准包 · The scheme pack
    Scheme(Scheme),
    /// 用所带的账册走完全程 · Take the carried books through the whole way
    Demo(Demo),
    /// Reads one workbook under limits and streams its rows; started by `import`.
    #[command(hide = true)]
    ReadBook {
        /// The workbook.
        file: PathBuf,
    },
}

/// Which database.
#[derive(Debug, Args)]
pub struct Database {
    /// 数据库 · sqlite:FILE or postgres://…?schema=NAME
    #[arg(long, default_value = "sqlite:guanai.sqlite", value_name = "URL")]
    pub db: String,
    /// 只在标准输出写一个 JSON 对象 · Print exactly one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Which database, and for which day.
#[derive(Debug, Args)]
pub struct Scope {
    /// Which database.
    #[command(flatten)]
    pub database: Database,
    /// 截止日期 · The day for which it holds (default: today)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// `import`
#[derive(Debug, Args)]
pub struct Import {
    /// 目录或文件 · A folder or files
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Which database, for which day.
    #[command(flatten)]
    pub scope: Scope,
    /// 只看不写 · Show what would happen, write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// 退回行的工作簿 · The workbook of refused rows (default: beside the database)
    #[arg(long, value_name = "FILE.xlsx")]
    pub refused: Option<PathBuf>,
}

/// `assess`
#[derive(Debug, Args)]
pub struct Assess {
    /// Which database, for which day.
    #[command(flatten)]
    pub scope: Scope,
    /// 某一个人 · One person, with reasons
    #[arg(long, value_name = "ID")]
    pub person: Option<String>,
}

/// `plan`
#[derive(Debug, Args)]
pub struct Plan {
    /// Which database, for which day.
    #[command(flatten)]
    pub scope: Scope,
    /// 方案工作簿 · The workbook to write
    #[arg(long, value_name = "FILE.xlsx")]
    pub out: PathBuf,
}

/// `export`
#[derive(Debug, Args)]
pub struct Export {
    /// Which database.
    #[command(flatten)]
    pub database: Database,
    /// 每行一条，排好序 · One record a line, sorted
    #[arg(long, value_name = "FILE")]
    pub canonical: PathBuf,
}

/// `template`
#[derive(Debug, Args)]
pub struct Template {
    /// 目录 · The folder to write them to
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
}

/// `scheme`
#[derive(Debug, Args)]
pub struct Scheme {
    /// What to do with the pack.
    #[command(subcommand)]
    pub step: SchemeStep,
}

/// What to do with the pack.
#[derive(Debug, Subcommand)]
pub enum SchemeStep {
    /// 检验标准包，跑它的示例 · Test the pack and run its examples
    Check {
        /// 标准包目录 · The pack's folder (default: the one in the program)
        #[arg(value_name = "FOLDER")]
        folder: Option<PathBuf>,
    },
}

/// `demo`
#[derive(Debug, Args)]
pub struct Demo {
    /// 放在哪个目录 · The folder for its files
    #[arg(long, default_value = ".", value_name = "FOLDER")]
    pub out: PathBuf,
}
