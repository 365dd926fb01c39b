//! One pack for each finding of the lint: it loads, and should be looked at once more.

use std::collections::BTreeSet;

use guanai_scheme::{Lang, Lint, Pack, lint};

use super::right;

/// One change of the right pack, and what is told of it.
struct Looked {
    code: &'static str,
    file: &'static str,
    old: &'static str,
    new: &'static str,
    about: &'static str,
    /// What the message must name.
    told: &'static str,
}

const RELIEF: &str = "measures/relief.toml";
const BY_DEGREE: &str = "[[tier]]\nid = \"severe\"\nwhen = 'hardship.degree == \"severe\"'\namount = 'yuan(3000)'\nlabel = { zh-CN = \"特困\", en = \"severe\" }\n\n[[tier]]\nid = \"general\"\nwhen = 'hardship.degree == \"general\"'\namount = 'yuan(1000)'\n";
const CONDITION: &str = "for = 'person.member && household.income <= param.line'";

const LOOKED: &[Looked] = &[
    Looked {
        code: "clause-expired",
        file: "scheme.toml",
        old: "url = \"\"",
        new: "url = \"\"\nuntil = 2025-12-31",
        about: "line",
        told: "31 December 2025",
    },
    Looked {
        code: "clause-not-yet",
        file: "scheme.toml",
        old: "url = \"\"",
        new: "url = \"\"\nfrom = 2027-01-01",
        about: "line",
        told: "1 January 2027",
    },
    Looked {
        code: "tier-gap",
        file: RELIEF,
        old: BY_DEGREE,
        new: "[[tier]]\nid = \"severe\"\nwhen = 'household.income <= yuan(3000)'\namount = 'yuan(3000)'\n[[tier]]\nid = \"general\"\nwhen = 'household.income > yuan(4000) && household.income <= param.line'\namount = 'yuan(1000)'\n",
        about: "relief",
        told: "3,000.01 – 4,000.00",
    },
    Looked {
        code: "tier-overlap",
        file: RELIEF,
        old: BY_DEGREE,
        new: "[[tier]]\nid = \"severe\"\nwhen = 'household.income <= yuan(3000)'\namount = 'yuan(3000)'\n[[tier]]\nid = \"general\"\nwhen = 'household.income > yuan(2000) && household.income <= param.line'\namount = 'yuan(1000)'\n",
        about: "general",
        told: "2,000.01 – 3,000.00",
    },
    Looked {
        code: "tier-never",
        file: RELIEF,
        old: BY_DEGREE,
        new: "[[tier]]\nid = \"severe\"\nwhen = 'household.income <= param.line'\namount = 'yuan(3000)'\n[[tier]]\nid = \"general\"\nwhen = 'household.income > param.line'\namount = 'yuan(1000)'\n",
        about: "general",
        told: "nobody",
    },
    Looked {
        code: "tier-jump",
        file: RELIEF,
        old: BY_DEGREE,
        new: "[[tier]]\nid = \"severe\"\nwhen = 'household.income <= yuan(3000)'\namount = 'yuan(700)'\n[[tier]]\nid = \"general\"\nwhen = 'household.income > yuan(3000)'\namount = 'yuan(80)'\n",
        about: "severe",
        told: "700.00 yuan",
    },
    Looked {
        code: "class-without-measure",
        file: "classes.toml",
        old: "clause = \"rule §2\"",
        new: "clause = \"rule §2\"\n[[class]]\nid = \"lonely\"\nname = { zh-CN = \"任职的\", en = \"Post-holder\" }\nwhen = '\"secretary\" in person.posts'\nreason = { zh-CN = \"任职。\", en = \"Holds a post.\" }\nclause = \"rule §2\"",
        about: "lonely",
        told: "no measure looks at",
    },
    Looked {
        code: "measure-for-nobody",
        file: RELIEF,
        old: CONDITION,
        new: "for = 'person.member && household.income <= param.line && household.income > yuan(9000)'",
        about: "relief",
        told: "nobody",
    },
    Looked {
        code: "guarantee-without-measure",
        file: "measures/answer.toml",
        old: "guarantee = \"answer\"\n",
        new: "",
        about: "answer",
        told: "guarantee with no measure behind it",
    },
    Looked {
        code: "clause-uncited",
        file: "clauses.toml",
        old: "\"rule §3\"",
        new: "\"rule §4\"",
        about: "rule §4",
        told: "nobody reads them",
    },
];

const fn day() -> guanai_kernel::Date {
    guanai_kernel::Date::constant(2026, 6, 30)
}

#[test]
fn the_right_pack_has_nothing_to_look_at() {
    assert_eq!(lint(&Pack::load(&right()).unwrap(), day()), []);
}

#[test]
fn each_change_is_told_with_its_place_in_both_languages() {
    for Looked { code, file, old, new, about, told } in LOOKED {
        let mut files = right();
        let text = files.get_mut(*file).unwrap();
        assert_eq!(text.matches(old).count(), 1, "{code}: {old:?} must stand once in {file}");
        *text = text.replace(old, new);
        let pack = Pack::load(&files).unwrap_or_else(|errors| panic!("{code}: {}", super::told(&errors)));
        let found = lint(&pack, day());
        let first = found.iter().find(|one| one.lint.code() == *code);
        let first = first.unwrap_or_else(|| panic!("{code} is not told: {found:?}"));
        assert_eq!(first.about, *about, "{code}");
        let [zh, en] = Lang::ALL.map(|lang| first.describe(lang));
        assert!(en.contains(told) && en.contains(&first.file), "{en}");
        assert!(zh.chars().filter(|c| *c >= '一').count() > 8 && zh.contains(&first.file), "{zh}");
        // A source is cited in many places; everything else is told once, and nothing besides.
        if !code.starts_with("clause") {
            assert_eq!(found.len(), 1, "{code}: {found:?}");
        }
    }
}

#[test]
fn every_finding_stands_in_the_gallery() {
    let shown: BTreeSet<&str> = LOOKED.iter().map(|one| one.code).collect();
    assert_eq!(shown, Lint::CODES.iter().copied().collect());
}
