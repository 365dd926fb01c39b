use std::collections::BTreeMap;

use crate::pack::Pack;
use crate::small_pack::small_files;

const NEEDS: &str = r#"
[urgency]
urgent = { zh-CN = "紧急", en = "urgent" }
low = { zh-CN = "不急", en = "Not urgent" }
[[need]]
code = "medical"
name = { zh-CN = "就医资金", en = "Money for treatment" }
also = ["医疗资金"]
dimension = "material"
help = "hardship"
words = ["住院", "手术", "药"]
due_days = { urgent = 3, low = 30 }
offers = ["medical", "living"]
needs_contact = false
[[need]]
code = "startup"
name = { zh-CN = "创业支持", en = "Start-up support" }
dimension = "intellectual"
help = "project"
words = ["开小超市", "药店", "养蜂"]
due_days = { urgent = 5, low = 30 }
needs_contact = true
[[offer_category]]
code = "living"
name = { zh-CN = "生活保障", en = "Living" }
also = ["生活物资"]
"#;

fn pack() -> Pack {
    let mut files: BTreeMap<String, String> = small_files();
    files.insert("needs.toml".to_owned(), NEEDS.to_owned());
    let matching = "urgency = [\"urgent\", \"low\"]\n[cost]\noutside = 10\n[cost.kind]\nmember = 0\n[limit]\nper_helper = 3\n[limit.system]\nrural = 40\n\
         [pair]\nanswer_within_days = 7\ncontact_every_days = 30\nreview_after_days = 90\nsilent_after_days = 45\n\
         [booking]\nholds_days = 5\n\
         [referral]\nat_risk_working_days = 2\ntell_at_risk = [\"branch\"]\n\
         tell_late = [{ to = \"branch\", after_working_days = 0 }, { to = \"county\", after_working_days = 5 }]\n\
         [[referral.kind]]\ncode = \"office\"\nname = { zh-CN = \"局\", en = \"Office\" }\nworking_days = 10\n";
    files.insert("matching.toml".to_owned(), matching.to_owned());
    Pack::load(&files).unwrap_or_else(|e| panic!("{e:?}"))
}

#[test]
fn categories_are_found_by_any_of_their_names() {
    let pack = pack();
    for text in ["medical", "就医资金", " 就医 资金\u{200b}", "医疗资金", "MONEY for treatment"] {
        assert_eq!(pack.need_category_by_name(text).map(|n| n.code.as_str()), Some("medical"), "{text}");
    }
    assert!(pack.need_category_by_name("").is_none() && pack.need_category_by_name("生活物资").is_none());
    assert_eq!(pack.offer_category_by_name("生活物资"), Some("living"));
    assert_eq!(pack.offer_category_by_name("创业支持"), Some("startup"));
    assert_eq!(pack.offer_category_name("living").map(|t| t.zh.as_str()), Some("生活保障"));
    assert_eq!(pack.urgency_by_name("不急"), Some("low"));
    assert_eq!(pack.need_category("startup").map(|n| n.due_days["urgent"]), Some(5));
}

#[test]
fn offers_serve_their_own_category_unless_the_pack_says_more() {
    let pack = pack();
    assert!(pack.offer_serves("startup", "startup") && pack.offer_serves("living", "medical"));
    assert!(!pack.offer_serves("living", "startup") && !pack.offer_serves("medical", "startup"));
}

#[test]
fn a_category_is_proposed_from_the_words_with_the_most_letters() {
    let pack = pack();
    let proposed = |text: &str| pack.propose_category(text).map(|p| (p.code, p.words));
    assert_eq!(proposed("上月住院，要手术"), Some(("medical", vec!["住院", "手术"])));
    assert_eq!(proposed("想开 小超市，老伴要吃药"), Some(("startup", vec!["开小超市"])));
    assert_eq!(proposed("想开药店"), Some(("startup", vec!["药店"])), "药 has one letter, 药店 two");
    assert_eq!(proposed("要住院，还养蜂"), Some(("medical", vec!["住院"])), "among equals the first of the pack");
    assert_eq!(proposed("房子漏雨"), None);
    assert_eq!(proposed(""), None);
}

#[test]
fn costs_have_dotted_names_and_limits_their_systems() {
    let pack = pack();
    let costs = pack.matching();
    assert_eq!((costs.cost("outside"), costs.cost("kind.member"), costs.cost("kind")), (Some(10), Some(0), None));
    assert_eq!((costs.limits.per_helper, costs.urgency_rank("low"), costs.urgency_rank("x")), (Some(3), Some(1), None));
    assert_eq!(costs.limits.systems, BTreeMap::from([(guanai_kernel::System::Rural, 40)]));
    assert!(!costs.rural_first && !costs.even_load, "what a pack does not say is off");
    assert_eq!(costs.reserve_days, 5);
    assert_eq!(
        costs.pair,
        crate::PairDays { answer_within: 7, contact_every: 30, review_after: 90, silent_after: Some(45) }
    );
    let referral = costs.referral.as_ref().unwrap();
    assert_eq!((referral.at_risk_working_days, referral.tell_late.len()), (2, 2));
    assert_eq!(referral.kind("office").map(|kind| (kind.name.en.as_str(), kind.working_days)), Some(("Office", 10)));
    assert!(referral.kind("x").is_none() && Pack::load(&small_files()).unwrap().matching().referral.is_none());
}
