//! The command line: what can be said to `guanai`. Help stands in both languages, since it is read before a language is chosen.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// 关爱：需要什么、符合什么、谁能帮、办到没有。 · Who needs what, who is entitled to what, who can help, and whether it was done.
#[derive(Debug, Parser)]
#[command(name = "guanai", version, disable_help_subcommand = true)]
pub struct Arguments {
    /// 语言 · Language: zh-CN, en
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<String>,
    /// 标准包目录，不用程序自带的那一套 · A folder with the scheme pack to work by (default: the one in the program)
    #[arg(long, global = true, value_name = "FOLDER")]
    pub scheme: Option<PathBuf>,
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
    Match(Match),
    /// 关爱方案工作簿 · Write the care plan
    Plan(Plan),
    /// 问卷调查：分层抽样 · Surveys: draw a sample by strata
    Survey {
        /// Draw or show.
        #[command(subcommand)]
        step: SurveyStep,
    },
    /// 账号：开设、列出、停用、重设 · Accounts: open, list, close, reset
    Account(Account),
    /// 检验记录 · Test what must hold in the records
    Check(Database),
    /// 导出全部记录 · Export every record
    Export(Export),
    /// 账册模板 · Write templates of the books
    Template(Template),
    /// 标准包 · The scheme pack
    Scheme(Scheme),
    /// 在浏览器里用 · Serve the site
    Serve(Serve),
    /// 一个虚构的县，打开就能看 · An invented county to walk through
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

/// `match`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Match {
    /// Which database, and for which day.
    #[command(flatten)]
    pub scope: Scope,
    /// One need alone.
    #[command(subcommand)]
    pub step: Option<MatchStep>,
}

/// `match …`
#[derive(Debug, Subcommand)]
pub enum MatchStep {
    /// 一件需求：谁能帮、谁不能、为什么 · One need: who could help, who could not, and why
    Explain {
        /// 问卷编号，或需求的编号 · Its number, or its id
        #[arg(value_name = "NEED")]
        need: String,
        /// 哪一轮撮合的结论（第几轮），不写就按现在的登记算 · As the run of this number saw it (default: as the records stand)
        #[arg(long, value_name = "NUMBER", conflicts_with = "as_of")]
        run: Option<u32>,
        /// Which database, and for which day.
        #[command(flatten)]
        scope: Scope,
    },
}

/// `survey …`
#[derive(Debug, Subcommand)]
pub enum SurveyStep {
    /// 抽取样本，由另一个人在网页上核准 · Draw a sample; somebody else releases it on its page
    Draw(Draw),
    /// 看一个调查的各层 · Show a survey's strata
    Show {
        /// 调查的编号 · Its id
        #[arg(value_name = "SURVEY")]
        survey: String,
        /// Which database.
        #[command(flatten)]
        database: Database,
    },
}

/// How a sample is shared among its strata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShareOut {
    /// 按人数比例 · By how many there are
    Proportional,
    /// 各层一样准 · Every stratum equally exact
    EqualPrecision,
    /// 人多、差别大的多抽 · More where people are many and differ
    Neyman,
}

impl From<ShareOut> for guanai_app::surveys::Method {
    fn from(chosen: ShareOut) -> Self {
        match chosen {
            ShareOut::Proportional => Self::Proportional,
            ShareOut::EqualPrecision => Self::EqualPrecision,
            ShareOut::Neyman => Self::Neyman,
        }
    }
}

/// `survey draw`
#[derive(Debug, Args)]
pub struct Draw {
    /// 调查名称 · What the survey is called
    #[arg(long, value_name = "WORDS")]
    pub title: String,
    /// 共抽多少人 · How many to ask
    #[arg(long, value_name = "COUNT")]
    pub size: u64,
    /// 收回截止日 · The last day by which questionnaires come back
    #[arg(long, value_name = "DATE")]
    pub due: String,
    /// 名额怎么分 · How the number is shared among the strata
    #[arg(long, value_enum, default_value_t = ShareOut::Proportional)]
    pub method: ShareOut,
    /// 按哪些类别分层，可重复 · A class to part by; may be given again, the first counts
    #[arg(long, value_name = "CLASS")]
    pub class: Vec<String>,
    /// 以往调查中某类答“是”的百分比 · Of a class, how many percent said yes before
    #[arg(long, value_name = "CLASS=PERCENT")]
    pub share: Vec<String>,
    /// Which database, and for which day.
    #[command(flatten)]
    pub scope: Scope,
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
    /// 两个标准包对照：谁增谁减，花多少钱 · Two packs over the register: who gains and loses, what it costs
    Compare {
        /// 现行标准包目录 · The folder of the first pack
        #[arg(value_name = "A")]
        before: PathBuf,
        /// 另一个标准包目录 · The folder of the second
        #[arg(value_name = "B")]
        after: PathBuf,
        /// 从哪天起 · From which day on (default: the next 1 January)
        #[arg(long, value_name = "DATE")]
        from: Option<String>,
        /// Which database.
        #[command(flatten)]
        database: Database,
    },
    /// 一个人的一项措施：给不给、为什么、依据和来源 · One person and one measure: whether, why, from which records
    Explain {
        /// 人员编号，或公民身份号码 · Their id, or their identity number
        #[arg(value_name = "PERSON")]
        person: String,
        /// 措施的编号 · The measure's id in the pack
        #[arg(value_name = "MEASURE")]
        measure: String,
        /// Which database, and for which day.
        #[command(flatten)]
        scope: Scope,
    },
    /// 一个月里多少人的补助开始、增减、停止 · How many allowances begin, rise, fall and end in a month
    Changes {
        /// 哪个月，如2026-12 · The month (default: this one)
        #[arg(long, value_name = "MONTH")]
        month: Option<String>,
        /// Which database.
        #[command(flatten)]
        database: Database,
    },
    /// 各乡镇自定的数值相差多少 · How far the figures lie apart that townships set for themselves
    Spread {
        /// Which database, and for which day.
        #[command(flatten)]
        scope: Scope,
    },
}

/// `serve`
#[derive(Debug, Args)]
pub struct Serve {
    /// 数据库 · sqlite:FILE or postgres://…?schema=NAME
    #[arg(long, default_value = "sqlite:guanai.sqlite", value_name = "URL")]
    pub db: String,
    /// 端口 · The port
    #[arg(long, default_value_t = PORT, value_name = "PORT")]
    pub port: u16,
    /// 监听的地址，默认只有本机能打开 · The address to listen on; by default this machine alone can open it
    #[arg(long, default_value_t = LOOPBACK, value_name = "ADDR")]
    pub listen: IpAddr,
    /// 前面有做 TLS 的代理 · A proxy in front does TLS
    #[arg(long)]
    pub behind_tls: bool,
    /// 多记些日志 · Log more
    #[arg(long)]
    pub verbose: bool,
}

/// Where a site is found unless told otherwise.
pub const PORT: u16 = 8080;
/// This machine alone.
pub const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Which county a demonstration shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DemoCounty {
    /// 照公布的数字画出来的县 · drawn after published totals
    Drawn,
    /// 程序所带的账册，从导入到方案 · the carried books, from import to plan
    Carried,
}

/// `demo`
#[derive(Debug, Args)]
pub struct Demo {
    /// 哪个县 · Which county
    #[arg(long, value_enum, default_value_t = DemoCounty::Drawn)]
    pub county: DemoCounty,
    /// 多少名党员 · How many members are drawn
    #[arg(long, default_value_t = 20_000, value_name = "N")]
    pub members: u32,
    /// 列出与公布数字的全部比较 · Show the whole comparison with published totals
    #[arg(long)]
    pub fit: bool,
    /// 只有台账，什么都还没办起来 · The books alone: nothing is under way yet
    #[arg(long)]
    pub at_rest: bool,
    /// 端口 · The port
    #[arg(long, default_value_t = PORT, value_name = "PORT")]
    pub port: u16,
    /// 做完就结束，不开网站 · End when it is made, and serve nothing
    #[arg(long)]
    pub no_serve: bool,
    /// 放在哪个目录 · The folder for its files
    #[arg(long, default_value = ".", value_name = "FOLDER")]
    pub out: PathBuf,
}

/// `account`
#[derive(Debug, Args)]
pub struct Account {
    /// What to do with accounts.
    #[command(subcommand)]
    pub step: AccountStep,
}

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub enum AccountStep {
    /// 开设账号，打印账号条 · Open an account and print its slip
    Open(OpenAccount),
    /// 列出账号 · List accounts
    List {
        /// Which database.
        #[command(flatten)]
        database: Database,
        /// 某一角色 · One role
        #[arg(long, value_name = "ROLE")]
        role: Option<String>,
        /// 停用的也列出 · Closed ones too
        #[arg(long)]
        closed: bool,
    },
    /// 停用账号 · Close an account
    Close(NamedAccount),
    /// 重设口令：两人当面 · Reset a forgotten password, in person, by two
    Reset(NamedAccount),
}

/// `account open`
#[derive(Debug, Args)]
pub struct OpenAccount {
    /// Which database.
    #[command(flatten)]
    pub database: Database,
    /// 账号 · What the owner types at the door
    #[arg(long, value_name = "NAME")]
    pub sign_in: String,
    /// 姓名 · The owner's name
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// 角色 · administrator, county-officer, county-approver, township-officer, branch-contact, accountant, cashier, auditor, member
    #[arg(long, value_name = "ROLE")]
    pub role: String,
    /// 党组织名称或代码 · The organisation, by name or code
    #[arg(long, value_name = "ORGANIZATION")]
    pub organization: Option<String>,
    /// 台账中的本人编号 · The owner's own record, by the id in its page's address
    #[arg(long, value_name = "ID")]
    pub person: Option<String>,
}

/// An account by its sign-in name.
#[derive(Debug, Args)]
pub struct NamedAccount {
    /// 账号 · The sign-in name
    #[arg(value_name = "NAME")]
    pub sign_in: String,
    /// Which database.
    #[command(flatten)]
    pub database: Database,
}
