//! Pinyin of names, for searching and for the order of lists: what 张三 is found by when somebody types zs or zhangs.

use pinyin::ToPinyinMulti as _;

use crate::text::{narrow, squeeze};

/// Surnames whose reading is not the character's usual one, by how a name begins. The longer ones come first.
const SURNAMES: &[(&str, &[&str])] = &[
    ("万俟", &["mo", "qi"]),
    ("单于", &["chan", "yu"]),
    ("尉迟", &["yu", "chi"]),
    ("长孙", &["zhang", "sun"]),
    ("澹台", &["tan", "tai"]),
    ("乐", &["yue"]),
    ("仇", &["qiu"]),
    ("冼", &["xian"]),
    ("区", &["ou"]),
    ("单", &["shan"]),
    ("召", &["shao"]),
    ("员", &["yun"]),
    ("盖", &["ge"]),
    ("曾", &["zeng"]),
    ("朴", &["piao"]),
    ("查", &["zha"]),
    ("种", &["chong"]),
    ("繁", &["po"]),
    ("缪", &["miao"]),
    ("翟", &["zhai"]),
    ("覃", &["qin"]),
    ("解", &["xie"]),
];

/// Readings of one character that are kept.
const READINGS: usize = 3;
/// Readings of one name that are kept: a name of three characters with two readings each has eight.
const WHOLE_READINGS: usize = 12;

/// What a name is searched and sorted by: its pinyin in whole readings, then in initials, each word once, parted by
/// blanks; the likeliest reading comes first. 张三 is `zhangsan zs`; 曾希 is `zengxi cengxi zx cx`. Words in
/// letters stand as they are, without blanks inside. A character without a known reading stands for itself.
pub fn search_key(name: &str) -> String {
    let parts = parts(name);
    let mut readings = vec![(String::new(), String::new())];
    for part in &parts {
        let mut longer = Vec::new();
        // The likeliest reading of what is already there stays before the others: they vary fastest at the end.
        for (whole, initials) in &readings {
            for reading in part {
                let first: String = reading.chars().take(1).collect();
                longer.push((format!("{whole}{reading}"), format!("{initials}{first}")));
            }
        }
        longer.truncate(WHOLE_READINGS);
        readings = longer;
    }
    let (wholes, initials): (Vec<String>, Vec<String>) = readings.into_iter().unzip();
    let mut words: Vec<String> = Vec::new();
    for word in wholes.into_iter().chain(initials) {
        if !word.is_empty() && !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(" ")
}

/// The beginning of a word of a [`search_key`] that somebody typed: letters alone, small, `v` for ü; none where anything else
/// stands there.
pub fn search_word(typed: &str) -> Option<String> {
    let word: String = squeeze(typed).chars().filter(|c| !matches!(c, '\'' | '’' | '.' | '·')).map(plain).collect();
    let letters = !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphabetic());
    letters.then(|| word.to_ascii_lowercase())
}

/// For each character or word of letters of a name, its readings, the likeliest first.
fn parts(name: &str) -> Vec<Vec<String>> {
    let name = narrow(name);
    let name = name.trim();
    let surname = SURNAMES.iter().find(|(written, _)| name.starts_with(written));
    let mut parts: Vec<Vec<String>> = Vec::new();
    let mut letters = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            letters.push(c.to_ascii_lowercase());
            continue;
        }
        if !letters.is_empty() {
            parts.push(vec![std::mem::take(&mut letters)]);
        }
        if c.is_alphanumeric() {
            let stated = surname.and_then(|(_, readings)| readings.get(parts.len()).copied());
            parts.push(readings(c, stated));
        }
    }
    if !letters.is_empty() {
        parts.push(vec![letters]);
    }
    parts
}

fn readings(c: char, stated: Option<&str>) -> Vec<String> {
    let mut readings: Vec<String> = stated.map(str::to_owned).into_iter().collect();
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        let reading: String = reading.plain().chars().map(plain).collect();
        if !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    if readings.is_empty() {
        readings.push(c.to_lowercase().collect());
    }
    readings.truncate(READINGS);
    readings
}

/// ü as keyboards write it.
const fn plain(c: char) -> char {
    match c {
        'ü' | 'Ü' => 'v',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_keys() {
        for (name, begins, word) in [
            ("张三", "zhangsan", "zs"),
            ("曾希", "zengxi", "zx"),
            ("曾希", "zengxi", "cx"),
            ("单小红", "shanxiaohong", "sxh"),
            ("吕布", "lvbu", "lb"),
            ("尉迟恭", "yuchigong", "ycg"),
            ("阿卜杜拉·买买提", "a", "abdlmmt"),
            ("John  Smith", "johnsmith", "js"),
            ("王 A明", "wangaming", "wam"),
        ] {
            let key = search_key(name);
            assert!(key.starts_with(begins), "{name}: {key}");
            assert!(key.split(' ').any(|w| w == word), "{name}: {key}");
        }
        assert_eq!(search_key("·"), "");
    }

    #[test]
    fn a_key_stays_short() {
        let key = search_key(&"行长乐".repeat(8));
        assert!(key.split(' ').count() <= 2 * WHOLE_READINGS, "{key}");
    }

    #[test]
    fn what_is_typed_becomes_a_word_or_nothing() {
        assert_eq!(search_word(" Zhang S").as_deref(), Some("zhangs"));
        assert_eq!(search_word("Lü").as_deref(), Some("lv"));
        assert_eq!(search_word("xi'an").as_deref(), Some("xian"));
        for other in ["", "张", "z3", "1234"] {
            assert_eq!(search_word(other), None, "{other}");
        }
    }
}
