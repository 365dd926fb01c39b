//! Another organisation's pack: a neighbourhood mutual-aid association, English first, with facts, classes, requests, measures,
//! purses and books of its own. Nothing of the county's is wired into the program.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use guanai_app::Standards;
use guanai_app::surveys::Told;
use guanai_scheme::{Lang, check_examples, read_measure};
use guanai_store::Db;

use crate::engines::on_both;
use crate::office::{Office, TODAY, day, entitled, open_facts, yuan};
use crate::questionnaires::desk;

const GROUPS: &str = "
    Code,      Group,                           Belongs to, Kind,        Setting,       District
    990000000, Riverside Mutual-Aid Association, ,          association, neighbourhood,
    990001000, Mill Lane group,                 990000000,  block group, neighbourhood, Old Town";
const MEMBERS: &str = "
    Name,       Identity number, Joined,     Group,           Work,       Post
    Ada Quill,  @19480229012,    2005-03-01, Mill Lane group, pensioner,
    Ben Carter, @19880704011,    2025-11-20, Mill Lane group, unemployed,
    Cora Reed,  @19760512012,    2012-06-01, Mill Lane group, employed,   steward";
const STRAIN: &str = "
    Name,       Identity number, Strain, Reason,   Income per head and year, Children at school, Under strain now
    Ben Carter, @19880704011,    sudden, laid off, 9000,                     2,                  yes";
const REQUESTS: &str = "
    Name,      Identity number, What for,      In your own words,      Urgency, May we pass on your number
    Ada Quill, @19480229012,    small repairs, The kitchen tap leaks, normal,  yes";
const OFFERS: &str = "
    Who offers, Name,          Can help with, How many, Where,      Until
    shop,       Reed Workshop, small repairs, 2,        everywhere, 2026-12-31";

/// Words that belong to the county's pack alone.
const FOREIGN: [&str; 5] = ["党", "转正", "Party", "party", "cadre"];

/// The pack as its files stand.
fn texts() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemes/mutual-aid");
    let mut texts = BTreeMap::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "toml") {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
                texts.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    texts
}

static STANDARDS: LazyLock<Arc<Standards>> = LazyLock::new(|| {
    Arc::new(Standards::from_texts(texts(), Lang::En).unwrap_or_else(|wrong| panic!("{}", wrong.problems.join("\n"))))
});

async fn association(db: Db) -> Office {
    let mut office = Office::with(db, STANDARDS.clone());
    let imported = office.import(TODAY, &[GROUPS, MEMBERS, STRAIN, REQUESTS, OFFERS]).await;
    assert!(imported.is_whole(), "{:?} {:?}", imported.staged.refused, imported.staged.unreadable);
    office
}

fn is_ours(text: &str) {
    for foreign in FOREIGN {
        assert!(!text.contains(foreign), "{foreign} stands in: {text}");
    }
}

#[test]
fn the_examples_of_the_other_pack_come_out() {
    assert_eq!(check_examples(&STANDARDS.pack), []);
    assert!(STANDARDS.pack.measures().len() >= 8);
    for measure in STANDARDS.pack.measures() {
        let worked =
            texts().get(&format!("examples/{}.toml", measure.id)).map_or(0, |text| text.matches("[[example]]").count());
        assert!(worked >= 3, "{} has {worked} worked examples", measure.id);
    }
}

#[test]
fn the_other_pack_reads_in_its_own_words() {
    for (at, _) in STANDARDS.pack.measures().iter().enumerate() {
        for lang in [Lang::Zh, Lang::En] {
            is_ours(&format!("{:?}", read_measure(&STANDARDS.pack, at, day(TODAY), lang)));
        }
    }
    assert!(
        !texts().values().any(|text| FOREIGN.iter().any(|foreign| text.contains(foreign))),
        "a foreign word in a file"
    );
}

/// Shows R33: rules, classes, books and words are data: an association of another kind imports its books, is assessed by its own standards, matched, planned for,
/// and told why in both languages.
#[test]
fn another_organisation_works_by_its_own_pack() {
    on_both(async |db| {
        let mut office = association(db).await;
        assert_eq!(office.amount("Ben Carter", "strain-grant").await, yuan(1500));
        assert_eq!(office.amount("Ben Carter", "school-start").await, yuan(1200));
        for (name, measure) in [
            ("Ben Carter", "job-evening"),
            ("Ben Carter", "newcomer-buddy"),
            ("Ada Quill", "weekly-call"),
            ("Ada Quill", "long-service-pin"),
            ("Ada Quill", "home-repair"),
            ("Cora Reed", "steward-course"),
        ] {
            assert!(entitled(&office.answer(name, measure).await).is_some(), "{name}: {measure}");
        }
        // Nobody on the list of strain: a no. Nobody wrote down a loss: unknown, and asked for.
        assert!(entitled(&office.answer("Ada Quill", "strain-grant").await).is_none());
        let loss = office.answer("Ada Quill", "loss-share").await;
        assert_eq!(open_facts(&office, &loss), ["home.loss"]);
        assert_eq!(office.classes("Ben Carter", TODAY).await, ["newcomer", "under-strain", "between-jobs"]);

        let english = office.why_in("Ben Carter", "strain-grant", Lang::En).await;
        assert!(english.sentence.contains("Confirmed (acute)"), "{}", english.sentence);
        let chinese = office.why_in("Ben Carter", "strain-grant", Lang::Zh).await;
        assert!(chinese.sentence.contains("一时急难"), "{}", chinese.sentence);
        for name in ["Ada Quill", "Ben Carter", "Cora Reed"] {
            for lang in [Lang::Zh, Lang::En] {
                for why in office.every_why(name, lang).await {
                    is_ours(&format!("{why:?}"));
                }
            }
        }

        let matched = office.match_needs().await;
        assert_eq!(matched.pairs, [("Ada Quill".to_owned(), "Reed Workshop".to_owned())].into());
        let plan = office.plan().await;
        assert_eq!(plan.county.as_deref(), Some("Riverside Mutual-Aid Association"));
        assert_eq!(plan.proposal.assignment.pairs.len(), 1);
    });
}

/// Shows R33, R39: what is asked of members is data too: the association's questionnaire, with scales and indices of its own, is printed,
/// entered and told by the same program, and none of the county's items is in it.
#[test]
fn the_association_asks_its_own_questionnaire() {
    let asked = STANDARDS.pack.questionnaire().unwrap();
    assert_eq!((asked.code.as_str(), asked.scales.len(), asked.indices.len()), ("how-we-fare", 2, 2));
    is_ours(&format!("{asked:?}"));
    on_both(async |db| {
        let mut office = Office::with(db, STANDARDS.clone());
        let mut members = "Name, Identity number, Joined, Group, Work, Post\n".to_owned();
        for no in 0..12 {
            let row = format!("Member {no:02}, @19700101{:03}, 2015-06-01, Mill Lane group, employed,\n", 10 + no);
            members.push_str(&row);
        }
        let imported = office.import(TODAY, &[GROUPS, &members]).await;
        assert!(imported.is_whole(), "{:?}", imported.staged.refused);
        let desk = desk(&office).await;
        let survey_id = desk.release_of("Spring", 12, "under-strain").await;
        let papers = desk.papers(survey_id).await;
        let codes: Vec<&String> = papers.strata.iter().flat_map(|(_, codes)| codes).collect();
        assert_eq!(codes.len(), 12);
        let lines: Vec<String> =
            codes.iter().enumerate().map(|(at, code)| desk.line(code, if at < 9 { 5 } else { 2 })).collect();
        assert_eq!(desk.enter(survey_id, &lines).await, Ok(12));
        desk.close(survey_id, TODAY).await;
        let results = desk.results(survey_id).await.results.unwrap();
        let scales: Vec<&str> = results.scales.iter().map(|scale| scale.name.as_str()).collect();
        assert_eq!(scales, ["心里踏实", "有人作伴"]);
        let indices: Vec<&str> = results.indices.iter().map(|index| index.name.as_str()).collect();
        assert_eq!(indices, ["愿意开口求助", "觉得公道"]);
        for scale in &results.scales {
            // Nine say 5 and three say 2, each item as it is meant: 4.25 of 5.
            assert_eq!(scale.told.thousandths(), Some(4_250), "{}", scale.name);
        }
        // The one group belongs to the association itself, and whoever asks does not measure itself.
        for index in &results.indices {
            let told: Vec<_> = index.groups.iter().map(|group| (group.is_own, group.told, group.returned)).collect();
            assert_eq!(told, [(true, Told::Withheld, Some(12))], "{}", index.name);
        }
    });
}
