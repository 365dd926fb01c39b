//! The tables of the packs' own pages say what the measures say: which guarantee each keeps, its place by dimension and help,
//! its mechanism, and whether it relieves or builds up.

use std::collections::BTreeSet;

use guanai_kernel::Guarantee;
use guanai_scheme::{Dimension, HelpForm, Lang, Measure, Mechanism, Pack, Supply};

use crate::{files_of, load};

/// A pack with its page.
fn paged(name: &str) -> (Pack, String) {
    let files = files_of(name);
    let page = files.get("README.md").unwrap().clone();
    (load(&files), page)
}

/// The cells of the rows that begin so.
fn rows<'a>(page: &'a str, head: &str) -> Vec<Vec<&'a str>> {
    let cells = |line: &'a str| -> Option<Vec<&'a str>> {
        let cells: Vec<&str> = line.strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim).collect();
        (cells.first() == Some(&head)).then_some(cells)
    };
    page.lines().filter_map(cells).collect()
}

/// What a cell names in backquotes, each with what stands behind it.
fn named(cell: &str) -> Vec<(&str, &str)> {
    let mut parts = cell.split('`').skip(1);
    std::iter::from_fn(|| Some((parts.next()?, parts.next().unwrap_or_default()))).collect()
}

fn ids(cell: &str) -> BTreeSet<&str> {
    let all = named(cell);
    let ids: BTreeSet<&str> = all.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids.len(), all.len(), "named twice: {cell}");
    ids
}

fn measures_with(pack: &Pack, has: impl Fn(&Measure) -> bool) -> BTreeSet<&str> {
    pack.measures().iter().filter(|measure| has(measure)).map(|measure| measure.id.as_str()).collect()
}

/// One row of a table of measures by a word of theirs: how many, and which.
fn is_told(page: &str, head: &str, wanted: &BTreeSet<&str>) {
    let found = rows(page, head);
    let [row] = found.as_slice() else { panic!("{head}: {} rows", found.len()) };
    assert_eq!(&ids(row[2]), wanted, "{head}");
    assert_eq!(row[1], wanted.len().to_string(), "{head}");
}

#[test]
fn the_page_says_which_measures_keep_each_of_the_five_guarantees() {
    for (name, lang) in [("county", Lang::Zh), ("mutual-aid", Lang::En)] {
        let (pack, page) = paged(name);
        let standards = &pack.guarantees().standards;
        assert_eq!(standards.len(), Guarantee::ALL.len());
        for standard in standards {
            let kept = measures_with(&pack, |measure| measure.guarantee == Some(standard.guarantee));
            assert!(!kept.is_empty(), "{name}: nothing keeps {}", standard.guarantee);
            is_told(&page, standard.name.get(lang), &kept);
        }
    }
}

#[test]
fn the_countys_page_gives_every_measure_its_place_and_its_mechanism() {
    let (pack, page) = paged("county");
    let dimensions = [
        ("政治", Dimension::Political),
        ("物质", Dimension::Material),
        ("智力", Dimension::Intellectual),
        ("友情", Dimension::Friendship),
        ("思想", Dimension::Thought),
        ("精神", Dimension::Spirit),
    ];
    let helps = [HelpForm::Education, HelpForm::Rights, HelpForm::Project, HelpForm::Hardship];
    for (head, dimension) in dimensions {
        let found = rows(&page, head);
        let [row] = found.as_slice() else { panic!("{head}: {} rows", found.len()) };
        for (cell, help) in row[1..].iter().zip(helps) {
            let wanted = measures_with(&pack, |measure| measure.dimension == dimension && measure.help == help);
            assert_eq!(ids(cell), wanted, "{head}");
            for (id, mark) in named(cell) {
                let supply = pack.measures().iter().find(|measure| measure.id == id).unwrap().supply;
                let wanted = if supply == Supply::Relief { "输" } else { "造" };
                assert!(mark.starts_with(wanted), "{id}: {mark}");
            }
        }
    }
    for (head, mechanism) in
        [("激励", Mechanism::Incentive), ("关怀", Mechanism::Care), ("帮扶", Mechanism::Assistance)]
    {
        is_told(&page, head, &measures_with(&pack, |measure| measure.mechanism == mechanism));
    }
    let (all, relief) = (pack.measures().len(), measures_with(&pack, |measure| measure.supply == Supply::Relief).len());
    for told in [format!("共 {all} 项"), format!("输 {relief} 项、造 {} 项", all - relief)] {
        assert!(page.contains(&told), "the page does not say {told}");
    }
}
