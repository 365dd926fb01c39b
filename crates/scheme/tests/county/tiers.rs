//! `tiers.md` of the county's pack: every figure that it says was taken over stands where it says, and the variants that it
//! offers are whole.

use std::collections::{BTreeMap, BTreeSet};

use guanai_kernel::Money;
use guanai_scheme::{Lint, Pack, check_examples, lint};

use crate::{as_of, files, load};

/// The parts of the page: what stands before each variant, and the variants by their name.
fn page() -> (String, BTreeMap<String, String>) {
    let text = files().get("tiers.md").unwrap().clone();
    let mut parts = text.split("\n### ");
    let tables = parts.next().unwrap().to_owned();
    let variants = parts.map(|part| {
        let (name, body) = part.split_once('\n').unwrap();
        (name.trim().to_owned(), body.to_owned())
    });
    (tables, variants.collect())
}

/// The rows of a table by its heads, without them.
fn table<'a>(text: &'a str, heads: &str) -> Vec<Vec<&'a str>> {
    let rows = text.lines().skip_while(|line| *line != heads).skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// The numbers and days of a text.
fn numbers(text: &str) -> BTreeSet<&str> {
    let parts = text.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'));
    parts.map(|part| part.trim_matches(['.', '-'])).filter(|part| !part.is_empty()).collect()
}

/// What the pack lays down and notes of a parameter.
fn of_parameter<'a>(parameters: &'a str, id: &str) -> BTreeSet<&'a str> {
    let heading = format!("\n[parameter.{id}]\n");
    let Some((_, rest)) = parameters.split_once(&heading) else { return BTreeSet::new() };
    let own = rest.split("\n[parameter.").next().unwrap();
    let told = own.lines().filter(|line| line.starts_with("value = ") || line.starts_with("note = "));
    told.flat_map(numbers).collect()
}

#[test]
fn every_figure_that_was_taken_over_stands_where_the_page_says() {
    let (files, (tables, variants)) = (files(), page());
    let rows = table(&tables, "| 事实 | 数 | 在哪里 | 出处 |");
    assert!(rows.len() > 25, "{} rows", rows.len());
    let mut wrong = Vec::new();
    for row in rows {
        let [fact, figures, places, source] = row.as_slice() else { panic!("{row:?}") };
        let figures: Vec<&str> = figures.split('、').collect();
        let mut named: Vec<(&str, BTreeSet<&str>)> = places
            .split('`')
            .skip(1)
            .step_by(2)
            .map(|place| match files.get(place) {
                Some(text) => (place, numbers(text)),
                None => (place, of_parameter(files.get("parameters.toml").unwrap(), place)),
            })
            .collect();
        named.extend(variants.get(*places).map(|variant| (*places, numbers(variant))));
        let missing = figures.iter().filter(|figure| !named.iter().any(|(_, there)| there.contains(*figure)));
        wrong.extend(missing.map(|figure| format!("{fact}: {figure} stands nowhere in {places}")));
        let idle = named.iter().filter(|(_, there)| !figures.iter().any(|figure| there.contains(figure)));
        wrong.extend(idle.map(|(place, _)| format!("{fact}: {place} has none of these figures")));
        if named.is_empty() || !source.contains('.') {
            wrong.push(format!("{fact}: no place or no source"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for row in table(&tables, "| 事实 | 出处 | 为什么没有 |") {
        assert!(row.len() == 3 && row.iter().all(|cell| !cell.is_empty()), "{row:?}");
    }
}

/// The county's pack with a variant in it.
fn with(variant: &str) -> Pack {
    let mut files = files();
    let blocks = variant.split("```toml\n# ").skip(1).map(|block| block.split("```").next().unwrap());
    let mut put = 0;
    for (path, text) in blocks.map(|block| block.split_once('\n').unwrap()) {
        let file = files.get_mut(path).unwrap_or_else(|| panic!("{path} is no file of the pack"));
        let kept = if path == "scheme.toml" { file.as_str() } else { "" };
        *file = format!("{kept}\n{text}");
        put += 1;
    }
    assert_eq!(put, 3, "a source, a measure and its examples");
    load(&files)
}

#[test]
fn each_variant_of_tiers_loads_and_its_examples_come_out() {
    let (_, variants) = page();
    assert_eq!(variants.keys().collect::<Vec<_>>(), ["写法丙", "写法乙", "写法甲"]);
    for (name, variant) in &variants {
        let pack = with(variant);
        let failures: Vec<String> = check_examples(&pack).iter().map(ToString::to_string).collect();
        assert!(failures.is_empty(), "{name}:\n{}", failures.join("\n"));
        let told = lint(&pack, as_of());
        // A clause that the variant does without keeps its words until whoever puts it in place takes them out.
        let told = told.iter().filter(|finding| finding.lint != Lint::ClauseUncited {});
        let jumps: Vec<_> = told.map(|finding| (finding.about.as_str(), &finding.lint)).collect();
        if name == "写法丙" {
            let [less, more] = ["80", "700"].map(|yuan| Money::parse_yuan(yuan).unwrap());
            assert_eq!(jumps, [("from-10", &Lint::TierJump { other: "from-9".to_owned(), less, more })]);
        } else {
            assert_eq!(jumps, [], "{name}");
        }
    }
}
