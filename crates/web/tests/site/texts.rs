//! Every text of the pages comes from the catalogues, in both languages, and no text of the catalogues is left over.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use guanai_i18n::{Language, Texts};
use guanai_web::routes::{ROUTES, Takes};

/// What may stand in Chinese on an English page: the brand, the way to the other language, the sample office and its
/// account, file names, and amounts in capitals, which forms have in Chinese only.
pub const CHINESE_EVERYWHERE: &[&str] = &[
    "关爱",
    // How a notice of the State Council reads: it is typed as it is.
    "国办发明电〔2025〕7号",
    "一、元旦……",
    "2026-02-15 至 2026-02-23 春节",
    "2026-02-14 上班",
    "中文",
    "云岭县委组织部",
    "李文静",
    "党员花名册.xlsx",
    "答案.json",
    "人民币贰佰肆拾元整",
    "人民币壹仟元整",
    "贰仟元整",
    "周桂兰",
    "周**",
    "访</text>",
    "帮</text>",
    "管</text>",
    "保</text>",
];

/// Families of keys whose members are codes: the code puts them together.
const FAMILIES: &[&str] = &[
    "web-help-",
    "web-scan-state-",
    "web-scan-move-",
    "web-resource-kind-",
    "web-age-",
    "web-duty-",
    "web-aim-",
    "web-grade-",
    "web-cover-",
    "web-source-kind-",
    "web-care-plan-state-",
    "web-partnership-state-",
    "web-partnership-move-",
    "web-partnership-end-",
    "web-partnership-side-",
    "web-partner-alone-",
    "web-settlement-",
    "web-unit-",
    "web-units-",
    "web-stands-",
    "web-availability-",
    "web-booking-state-",
    "web-booking-move-",
    "web-booking-about-",
    "web-skill-where-",
    "web-kind-",
    "web-mechanism-",
    "web-supply-",
    "web-rule-",
    "web-field-",
    "web-hint-",
    "web-filter-",
    "web-failure-",
    "web-done-",
    "web-topic-",
    "web-voice-",
    "web-contact-pick-",
    "web-urgency-pick-",
    "web-unmask-field-",
    "web-unmask-purpose-",
    "web-weekday-",
    "web-act-",
    "web-said-",
    "web-ask-next-",
    "web-move-",
    "web-application-state-",
    "web-amove-",
    "web-desk-",
    "web-paper-",
    "web-scan-media-",
    "web-own-state-",
    "web-home-applications-",
    "web-finding-",
    "web-shown-as-",
    "web-ground-",
    "web-presence-",
    "web-outcome-",
    "web-confirmation-",
    "web-withdrawal-",
    "web-agrees-",
    "web-source-",
    "web-left-out-",
    "web-mention-",
    "web-home-round-",
    "web-round-move-",
    "web-plan-state-",
    "web-given-way-",
    "web-question-heard-in-",
    "web-own-need-next-",
    "web-reach-title-",
    "web-reach-missed-",
    "web-reach-whole-",
    "web-reach-head-",
    "web-reach-apart-",
    "web-reach-about-",
    "web-reach-step-",
    "web-help-kind-",
    "web-recheck-state-",
    "web-revision-state-",
    "web-home-revision-",
    "web-revision-move-",
    "web-revision-change-",
    "web-revision-waits-",
    "web-revision-n-",
    "web-recheck-empty-",
    "web-recheck-as-",
    "web-recheck-move-",
    "web-recheck-item-move-",
    "web-plan-move-",
    "web-pair-state-",
    "web-pair-shape-",
    "web-pair-manner-",
    "web-pair-contact-",
    "web-pair-end-",
    "web-pair-move-",
    "web-pair-own-move-",
    "web-pair-own-about-",
    "web-pupil-",
    "web-school-",
    "web-sponsor-kind-",
    "web-sponsorship-stop-",
    "web-sponsorship-step-",
    "web-dispute-kind-",
    "web-dispute-voice-",
    "web-dispute-state-",
    "web-dispute-move-",
    "web-dispute-about-",
    "web-dispute-result-",
    "web-dispute-outcome-",
    "web-dispute-says-",
    "web-job-mark-",
    "web-job-outcome-",
    "web-referral-state-",
    "web-referral-result-",
    "web-referral-move-",
    "web-referral-about-",
    "web-referral-item-",
    "web-referral-ground-",
    "web-referral-told-",
    "web-referral-post-",
    "web-round-tab-",
    "web-unreachable-",
    "web-period-",
    "web-dimension-",
    "web-member-",
    "web-remedy-",
    "web-organization-kind-",
    "web-system-",
    "web-why-",
    "web-verdict-",
    "web-book-about-",
    "web-import-answer-",
    "web-kind-of-member-",
    "web-enterprise-kind-",
    "web-guarantee-",
    "web-ring-",
    "web-visit-act-",
    "web-list-tab-",
    "web-list-title-",
    "web-standing-",
    "web-stage-",
    "web-post-",
    "web-occasion-",
    "web-rest-",
    "web-standin-next-",
    "web-standin-send-",
    "web-question-reader-",
    "web-question-post-",
    "web-visit-manner-",
    "web-gift-",
    "web-call-cause-",
    "web-heard-",
    "web-refused-floating-",
    "web-refused-sealed-",
    "web-floating-tab-",
    "web-floating-tab-about-",
    "web-floating-help-",
    "web-floating-over-",
    "web-sex-",
    "web-life-kind-",
    "web-life-because-",
    "web-life-outcome-",
    "web-life-left-",
    "web-life-group-",
    "web-life-built-",
    "web-lent-",
    "web-life-pick-",
    "web-manner-",
    "web-powers-",
    "web-appointment-state-",
    "web-item-kind-",
    "web-item-about-",
    "web-item-move-",
    "web-party-",
    "web-home-handover-",
];

/// The catalogues of the pages.
const CATALOGUES: &[&str] = &[
    "web.ftl",
    "applications.ftl",
    "guarantees.ftl",
    "floating.ftl",
    "imports.ftl",
    "life.ftl",
    "members.ftl",
    "needs.ftl",
    "pairs.ftl",
    "referrals.ftl",
    "jobs.ftl",
    "sponsorships.ftl",
    "disputes.ftl",
    "plans.ftl",
    "reach.ftl",
    "posts.ftl",
    "rounds.ftl",
    "visits.ftl",
];

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the crate").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    files(&root.join("templates"), "html", &mut found);
    files(&root.join("src"), "rs", &mut found);
    found.into_iter().map(|path| (path.clone(), fs::read_to_string(path).expect("text"))).collect()
}

fn named() -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for (_, text) in sources() {
        for part in text.split("\"web-").skip(1) {
            let key = part.split('"').next().unwrap_or("");
            named.insert(format!("web-{key}"));
        }
    }
    named
}

#[test]
fn every_key_that_pages_name_is_in_both_catalogues() {
    let named = named();
    assert!(named.len() > 300, "the search finds too little: {}", named.len());
    for language in Language::ALL {
        let texts = Texts::of(*language).expect("catalogues");
        for key in named.iter().filter(|key| !key.ends_with('-') && !key.contains('{')) {
            assert!(texts.holds(key), "{}: {key}", language.tag());
        }
    }
}

#[test]
fn no_text_of_the_catalogues_is_left_over() {
    let named = named();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales/zh-CN");
    let read = |name: &&str| fs::read_to_string(folder.join(name)).expect("the catalogue");
    let catalogue: String = CATALOGUES.iter().map(read).collect();
    let left: Vec<_> = catalogue
        .lines()
        .filter_map(|line| line.split_once(" = ").map(|(key, _)| key))
        .filter(|key| key.starts_with("web-") && !named.contains(*key) && !FAMILIES.iter().any(|f| key.starts_with(f)))
        .collect();
    assert!(left.is_empty(), "nobody says {left:?}");
}

/// Templates hold no words: what stands in one language alone would be missing in the other. The brand stays Chinese.
#[test]
fn templates_hold_no_words_of_their_own() {
    for (path, text) in sources() {
        if path.extension().is_none_or(|e| e != "html") {
            continue;
        }
        let text = text.replace("aria-hidden=\"true\">关爱<", "").replace("lang=\"zh-CN\">中文<", "");
        let han: String = text
            .chars()
            .filter(|c| ('\u{3000}'..='\u{9fff}').contains(c) || ('\u{ff00}'..='\u{ffef}').contains(c))
            .collect();
        assert!(han.is_empty(), "{}: {han}", path.display());
    }
}

/// Whoever asks whether a page opens names a page, and whoever asks whether a form may be sent names a form: another address would
/// answer no to everybody, and what depends on it would never be shown.
#[test]
fn what_templates_ask_to_open_are_pages_and_to_send_are_forms() {
    let is_page = |path: &str| ROUTES.iter().any(|route| route.path == path && route.takes == Takes::Nothing);
    let is_form = |path: &str| ROUTES.iter().any(|route| route.path == path && route.takes != Takes::Nothing);
    let (mut pages, mut forms) = (0, 0);
    for (path, text) in sources() {
        let asked = |by: &str| -> Vec<String> {
            text.split(by).skip(1).map(|part| part.split('"').next().unwrap_or("").to_owned()).collect()
        };
        for address in asked("frame.opens(\"") {
            assert!(is_page(&address), "{}: {address} is no page", path.display());
            pages += 1;
        }
        for address in asked("frame.may_send(\"") {
            assert!(is_form(&address), "{}: {address} takes no form", path.display());
            forms += 1;
        }
    }
    assert!(pages > 50 && forms > 2, "the search finds too little: {pages} and {forms}");
}

/// What the content policy would block has no place in a template: no inline style, no inline script, no handler.
#[test]
fn templates_hold_nothing_inline() {
    for (path, text) in sources() {
        if path.extension().is_none_or(|e| e != "html") {
            continue;
        }
        for banned in
            [" style=", "<style", "onclick=", "onload=", "onsubmit=", "javascript:", "http://", "https://", "|safe"]
        {
            assert!(!text.contains(banned), "{}: {banned}", path.display());
        }
        for script in text.split("<script").skip(1) {
            assert!(script.starts_with(" src=\"{{ frame.script() }}\" defer></script>"), "{}", path.display());
        }
    }
}
