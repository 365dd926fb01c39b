//! The fit as a table to read.

use std::fmt::Write as _;

use super::{AssumedFit, Fit, TableFit};
use crate::assumed::AssumedUnit;

/// The language of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// 中文
    Chinese,
    /// English
    English,
}

impl Language {
    const fn of<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Chinese => zh,
            Self::English => en,
        }
    }
}

/// The fit in Markdown: published totals first, then what is assumed.
pub fn render(fit: &Fit, language: Language) -> String {
    let mut page = String::new();
    let say = |zh: &'static str, en: &'static str| language.of(zh, en);
    let title = match language {
        Language::Chinese => format!("# {}：与公布数的接近程度", fit.county),
        Language::English => format!("# {}: how near it comes to what was published", fit.county),
    };
    let about = match language {
        Language::Chinese => format!(
            "虚构县，{} 名党员，{}，种子 {}。各项最大偏差 {:.3} 个百分点。",
            fit.members,
            fit.as_of,
            fit.seed,
            fit.largest_points()
        ),
        Language::English => format!(
            "An invented county of {} members on {}, seed {}. Largest deviation of any row: {:.3} percentage points.",
            fit.members,
            fit.as_of,
            fit.seed,
            fit.largest_points()
        ),
    };
    // Writing to a string does not fail.
    let _ = writeln!(page, "{title}\n\n{about}\n\n## {}\n", say("公布数", "Published totals"));
    let heads = say(
        "| 项目 | 类别 | 公布占比 % | 本县 | 本县占比 % | 相差（百分点） |",
        "| table | class | published % | county | county % | difference (points) |",
    );
    let _ = writeln!(page, "{heads}\n|---|---|--:|--:|--:|--:|");
    for table in &fit.tables {
        write_table(&mut page, table, language);
    }
    for one in &fit.ratios {
        let _ = writeln!(
            page,
            "| {} | {} | {:.3} | {} | {:.3} | {:+.3} |",
            language.of(one.ratio.zh, one.ratio.en),
            one.ratio.year,
            one.ratio.per_member() * 100.0,
            one.count,
            one.per_hundred,
            one.difference_points()
        );
    }
    let distances = say(
        "| 项目 | 卡方型距离 | 最大偏差（百分点） |",
        "| table | chi-square-like distance | largest deviation (points) |",
    );
    let _ = writeln!(page, "\n{distances}\n|---|--:|--:|");
    for table in &fit.tables {
        let name = language.of(table.table.zh, table.table.en);
        let _ = writeln!(page, "| {name} | {:.4} | {:.3} |", table.distance(), table.largest_points());
    }
    let _ = writeln!(page, "\n## {}\n", say("假定数", "Assumed"));
    let heads = say("| 项目 | 取值 | 本县 | 性质 | 理由 |", "| what | value | county | standing | reasoning |");
    let _ = writeln!(page, "{heads}\n|---|--:|--:|---|---|");
    for one in &fit.assumed {
        write_assumed(&mut page, one, language);
    }
    page
}

fn write_table(page: &mut String, fit: &TableFit, language: Language) {
    let table = format!("{} {}", language.of(fit.table.zh, fit.table.en), fit.table.year);
    for row in &fit.rows {
        let derived = if row.row.printed { "" } else { language.of("（推算）", " (derived)") };
        let _ = writeln!(
            page,
            "| {table} | {}{derived} | {:.3} | {} | {:.3} | {:+.3} |",
            language.of(row.row.zh, row.row.en),
            row.target * 100.0,
            row.count,
            row.share * 100.0,
            row.difference_points()
        );
    }
}

fn write_assumed(page: &mut String, fit: &AssumedFit, language: Language) {
    let assumed = fit.assumed;
    let show = |value: f64| match assumed.unit {
        AssumedUnit::PerTenThousand => format!("{:.2} %", value / 100.0),
        AssumedUnit::YuanPerYear => format!("{value:.0} {}", language.of("元/年", "yuan a year")),
    };
    let reached = fit.reached.map_or_else(|| "–".to_owned(), show);
    let _ = writeln!(
        page,
        "| {} | {} | {reached} | {} | {} |",
        language.of(assumed.zh, assumed.en),
        show(f64::from(assumed.value)),
        language.of("假定", "assumed"),
        language.of(assumed.why_zh, assumed.why_en)
    );
}
