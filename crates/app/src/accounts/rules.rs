//! What a password of one's own must be. Length is what helps; nothing is asked about kinds of characters (NIST SP 800-63B).

use guanai_kernel::name::fold_key;
use guanai_kernel::pinyin::search_key;

use super::secrets::Secret;

/// The shortest password that is taken, in characters.
pub const SHORTEST_PASSWORD: usize = 10;
/// The longest, in bytes.
pub const LONGEST_PASSWORD: usize = 256;
/// Fewer different characters than this are a pattern.
const DIFFERENT: usize = 5;

/// What everybody tries first; longer ones are made of these and some figures.
const COMMON: &[&str] = &[
    "password", "passw0rd", "mima", "admin", "guanai", "qwerty", "qazwsx", "asdfgh", "zxcvbn", "1qaz2wsx", "iloveyou",
    "woaini", "letmein", "welcome", "monkey", "dragon", "dangyuan", "zhongguo", "123456", "654321", "111111", "000000",
    "888888", "666666", "5201314", "abcdef", "abc123", "a123456",
];

/// Why a password is not taken. Checked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Too short.
    #[error("at least {SHORTEST_PASSWORD} characters are needed")]
    TooShort,
    /// Too long.
    #[error("more than {LONGEST_PASSWORD} bytes are not taken")]
    TooLong,
    /// The one-time code of the slip, or the password so far.
    #[error("it must not be the code of the slip or the password so far")]
    SameAsBefore,
    /// The name, or little more than that.
    #[error("it must not be the name")]
    TheName,
    /// Among those that everybody tries first.
    #[error("it is among those that everybody tries first")]
    TooCommon,
}

impl WeakPassword {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooShort => "password-short",
            Self::TooLong => "password-long",
            Self::SameAsBefore => "password-same",
            Self::TheName => "password-name",
            Self::TooCommon => "password-common",
        }
    }
}

/// Whether `new` may be the password of somebody with these names, whose secret so far is `current`.
pub(crate) fn check(new: &Secret, current: &Secret, names: &[&str]) -> Result<(), WeakPassword> {
    let text = new.as_str();
    if text.chars().count() < SHORTEST_PASSWORD {
        return Err(WeakPassword::TooShort);
    }
    if text.len() > LONGEST_PASSWORD {
        return Err(WeakPassword::TooLong);
    }
    // The code of a slip may be typed in many ways.
    if new == current || (text.is_ascii() && new.as_code() == current.as_code()) {
        return Err(WeakPassword::SameAsBefore);
    }
    let folded = fold_key(text);
    let spoken: Vec<String> =
        names.iter().flat_map(|name| search_key(name).split(' ').map(str::to_owned).collect::<Vec<_>>()).collect();
    let names = names.iter().map(|name| fold_key(name)).chain(spoken);
    if names.filter(|name| name.chars().count() > 1).any(|name| is_little_more_than(&folded, &name)) {
        return Err(WeakPassword::TheName);
    }
    let mut different: Vec<char> = folded.chars().collect();
    different.sort_unstable();
    different.dedup();
    let is_common = COMMON.iter().any(|word| is_little_more_than(&folded, word));
    if different.len() < DIFFERENT || is_common || is_a_row(&folded) {
        return Err(WeakPassword::TooCommon);
    }
    Ok(())
}

/// Whether a text is a word with nothing but figures and marks, or the word again, around it.
fn is_little_more_than(text: &str, word: &str) -> bool {
    text.contains(word) && text.replace(word, "").chars().all(|c| !c.is_alphabetic())
}

/// Whether each character follows the one before, up or down: 1234567890, abcdefghij.
fn is_a_row(text: &str) -> bool {
    let figures: Vec<i64> =
        text.chars().map(|c| if c == '0' { i64::from(u32::from('9')) + 1 } else { u32::from(c).into() }).collect();
    let follows = |step: i64| figures.windows(2).all(|pair| pair[1] - pair[0] == step);
    follows(1) || follows(-1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_in_their_order() {
        let code = Secret::new("ACDE-FGHJ-KMNP");
        for (new, outcome) in [
            ("九个字的密码太短了", Err(WeakPassword::TooShort)),
            ("十个字的密码可以用了", Ok(())),
            ("correct horse", Ok(())),
            ("acde fghj kmnp", Err(WeakPassword::SameAsBefore)),
            ("qx-wangxiaoming", Err(WeakPassword::TheName)),
            ("Wangxiaoming1", Err(WeakPassword::TheName)),
            ("王小明20260701!", Err(WeakPassword::TheName)),
            ("wangxiaoming的猫", Ok(())),
            ("aaaaaaaaaaaa", Err(WeakPassword::TooCommon)),
            ("1234567890", Err(WeakPassword::TooCommon)),
            ("abcdefghij", Err(WeakPassword::TooCommon)),
            ("Password2026!", Err(WeakPassword::TooCommon)),
            ("woaini5201314", Err(WeakPassword::TooCommon)),
            ("十步杀一人千里不留行", Ok(())),
        ] {
            assert_eq!(check(&Secret::new(new), &code, &["qx-wangxiaoming", "王小明"]), outcome, "{new}");
        }
        let long = Secret::new("长".repeat(100));
        assert_eq!(check(&long, &code, &[]), Err(WeakPassword::TooLong));
        let mark = Secret::new("！@#￥%……&*（");
        assert_eq!(check(&mark, &mark, &[]), Err(WeakPassword::SameAsBefore));
    }
}
