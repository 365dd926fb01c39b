//! Names of people: cleaning what was typed, masking for those who may not see them whole, and a key for searching.

use crate::text::{narrow, squeeze};

/// The dot between the parts of a name, as the standard for names of ethnic minorities has it.
const DOT: char = '·';

/// Surnames of two characters 复姓. Those that are at least as often a surname of one and a given name are left out.
const COMPOUND_SURNAMES: &[&str] = &[
    "万俟",
    "上官",
    "东方",
    "东郭",
    "乐正",
    "亓官",
    "仲孙",
    "令狐",
    "公冶",
    "公孙",
    "公羊",
    "公西",
    "公良",
    "单于",
    "司徒",
    "司空",
    "司寇",
    "司马",
    "呼延",
    "壤驷",
    "太史",
    "太叔",
    "夏侯",
    "夹谷",
    "宇文",
    "宗政",
    "宰父",
    "尉迟",
    "巫马",
    "左丘",
    "慕容",
    "拓跋",
    "拓拔",
    "梁丘",
    "欧阳",
    "段干",
    "淳于",
    "漆雕",
    "澹台",
    "濮阳",
    "独孤",
    "申屠",
    "百里",
    "皇甫",
    "端木",
    "第五",
    "纳兰",
    "羊舌",
    "耶律",
    "西门",
    "诸葛",
    "谷梁",
    "赫连",
    "轩辕",
    "达奚",
    "钟离",
    "长孙",
    "闻人",
    "闾丘",
    "南宫",
    "南门",
    "呼衍",
    "完颜",
    "叶赫",
    "鲜于",
    "颛孙",
    "司城",
    "贺兰",
    "爱新觉罗",
];

/// Whether `c` is a Chinese character, those of the extensions and 〇 among them.
const fn is_han(c: char) -> bool {
    matches!(c, '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether `c` is a stop, which people type for [`DOT`] and in other names behind an initial.
const fn is_full_stop(c: char) -> bool {
    matches!(c, '.' | '。' | '\u{2024}' | '\u{FF61}')
}

/// Whether `c` is a dot that people type for [`DOT`].
const fn is_dot(c: char) -> bool {
    is_full_stop(c)
        || matches!(c, DOT | '•' | '・' | '･' | '‧' | '∙' | '⋅' | '●' | '\u{0387}' | '\u{2E30}' | '\u{2E31}')
}

/// The name as it should be kept: half width, no blanks between Chinese characters (张　三 is 张三), single blanks in other
/// names, and one kind of dot between the parts of 阿卜杜拉·买买提, without blanks around it. Letters keep their case.
/// Empty where nothing is written.
pub fn clean_name(text: &str) -> String {
    let narrow = narrow(text);
    let words = narrow.split_whitespace().collect::<Vec<_>>().join(" ");
    let dotted = with_one_kind_of_dot(words.trim_start_matches(|c: char| is_apostrophe(c) || is_dot(c) || c == ' '));
    let mut name = String::with_capacity(words.len());
    let mut rest = dotted.into_iter().peekable();
    while let Some(c) = rest.next() {
        let before = name.chars().next_back();
        let closes_up = |c: Option<char>| c.is_none_or(|c| is_han(c) || c == DOT);
        let superfluous = match c {
            ' ' => closes_up(before) || closes_up(rest.peek().copied()),
            DOT => before == Some(DOT),
            _ => false,
        };
        if !superfluous {
            name.push(c);
        }
    }
    name.truncate(name.trim_end_matches([DOT, ' ']).len());
    name
}

/// Every dot that parts a name as [`DOT`]; a full stop parts only where a Chinese character stands beside it, as in J. Smith it does not.
fn with_one_kind_of_dot(words: &str) -> Vec<char> {
    let letters: Vec<char> = words.chars().collect();
    let beside = |at: usize| {
        let (head, tail) = letters.split_at_checked(at).unwrap_or((&[], &[]));
        let before = head.iter().rev().find(|c| !c.is_whitespace());
        let after = tail.iter().skip(1).find(|c| !c.is_whitespace());
        before.into_iter().chain(after).any(|&c| is_han(c))
    };
    let parts = |at: usize, c: char| is_dot(c) && (!is_full_stop(c) || beside(at));
    letters.iter().enumerate().map(|(at, &c)| if parts(at, c) { DOT } else { c }).collect()
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | '`')
}

/// The name with all but what is needed hidden: 张*, 张*三, 张**四, 欧阳*, 阿***·***. A single character is hidden.
///
/// Two people may look alike masked: whoever prints a list tells them apart by branch and year of birth.
pub fn mask_name(name: &str) -> String {
    let name = clean_name(name);
    if name.contains(DOT) {
        let mut parts = name.split(DOT).map(|part| part.chars().count());
        let first = parts.next().unwrap_or(0);
        let mut masked: String = name.chars().take(1).collect();
        masked.push_str(&stars(first.saturating_sub(1)));
        for part in parts {
            masked.push(DOT);
            masked.push_str(&stars(part));
        }
        return masked;
    }
    let letters: Vec<char> = name.chars().collect();
    let surname = surname_len(&name);
    let given = letters.len().saturating_sub(surname);
    match (letters.as_slice(), given) {
        ([] | [_], _) | (_, 0) => stars(letters.len()),
        (_, 1) => letters.iter().take(surname).chain(&['*']).collect(),
        ([.., last], _) => {
            let mut masked: String = letters.iter().take(surname).collect();
            masked.push_str(&stars(given.saturating_sub(1)));
            masked.push(*last);
            masked
        }
    }
}

/// The characters of the surname: those of a compound one if a given name follows it, else one.
fn surname_len(name: &str) -> usize {
    let compound =
        COMPOUND_SURNAMES.iter().find(|surname| name.strip_prefix(**surname).is_some_and(|rest| !rest.is_empty()));
    compound.map_or(1, |surname| surname.chars().count())
}

fn stars(count: usize) -> String {
    "*".repeat(count)
}

/// What two spellings of a name, or of a place, share: half width, small letters, no blanks, no dots. For searching and
/// comparing, never shown.
pub fn fold_key(text: &str) -> String {
    squeeze(text).chars().filter(|&c| !is_dot(c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_cleaned() {
        for (text, name) in [
            (" 张 三 ", "张三"),
            ("张　　三", "张三"),
            ("\u{FEFF}王\u{00A0}小\u{200B}明", "王小明"),
            ("'张三", "张三"),
            ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
            ("阿卜杜拉 ・ 买买提", "阿卜杜拉·买买提"),
            ("阿卜杜拉．买买提", "阿卜杜拉·买买提"),
            ("阿卜杜拉.买买提·", "阿卜杜拉·买买提"),
            ("𠮷田", "𠮷田"),
            ("John  J.  Smith", "John J. Smith"),
            ("Ｊｏｈｎ", "John"),
            ("　", ""),
            ("·", ""),
        ] {
            assert_eq!(clean_name(text), name, "{text:?}");
        }
    }

    #[test]
    fn names_are_masked() {
        for (name, masked) in [
            ("张三", "张*"),
            ("张小三", "张*三"),
            ("张王小四", "张**四"),
            ("欧阳修", "欧阳*"),
            ("欧阳建国", "欧阳*国"),
            ("欧阳", "欧*"),
            ("阿卜杜拉·买买提", "阿***·***"),
            ("张", "*"),
            ("", ""),
            ("𠮷野家", "𠮷*家"),
        ] {
            assert_eq!(mask_name(name), masked, "{name}");
        }
    }

    #[test]
    fn compound_surnames_stand_once() {
        let mut sorted = COMPOUND_SURNAMES.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), COMPOUND_SURNAMES.len());
    }

    #[test]
    fn spellings_of_one_name_share_a_key() {
        for (a, b) in
            [("张 三", "张三"), ("阿卜杜拉·买买提", "阿卜杜拉 买买提"), ("ＡＢＣ", "abc"), ("J. Smith", "j smith")]
        {
            assert_eq!(fold_key(a), fold_key(b));
        }
        assert_ne!(fold_key("张三"), fold_key("张三丰"));
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in "[张三 ·•.。a-c'\u{3000}\u{200B}]{0,12}") {
            prop_assert_eq!(clean_name(&clean_name(&text)), clean_name(&text));
        }

        #[test]
        fn a_mask_hides_something(name in "[张王李欧阳司马建国]{1,6}") {
            let masked = mask_name(&name);
            prop_assert!(masked.contains('*'));
            prop_assert_eq!(masked.chars().count(), name.chars().count());
        }

        #[test]
        fn no_text_breaks_a_name(text in "\\PC{0,30}") {
            prop_assert_eq!(fold_key(&fold_key(&text)), fold_key(&text));
            let _ = mask_name(&text);
        }
    }
}
