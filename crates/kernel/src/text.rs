//! Folding of written text: the one place that knows what offices type when they mean the plain letters and figures.

/// One letter in half width: `Ａ` is `A`, `１` is `1`, an ideographic or no-break space is a space, `−` is `-`, `￥` is `¥`.
pub const fn narrow_char(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => match char::from_u32((c as u32).wrapping_sub(0xFEE0)) {
            Some(half) => half,
            None => c,
        },
        '\u{3000}' | '\u{00A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => ' ',
        '\u{2212}' => '-',
        '\u{FFE5}' => '\u{00A5}',
        c => c,
    }
}

/// Whether nothing is seen where `c` stands: zero-width spaces and joiners, byte order marks, soft hyphens, marks of direction.
pub const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
    )
}

/// Whether `c` is one of the strokes that people write between groups of figures.
const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{FE58}' | '\u{FE63}' | '\u{30FC}' | '\u{2500}')
}

/// Whether `c` is one of the quotation marks that tell a table program "this is text".
const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{0060}' | '\u{00B4}' | '\u{2032}')
}

/// The text in half width, without what cannot be seen; spaces stay, as plain ones.
pub fn narrow(text: &str) -> String {
    text.chars().filter(|&c| !is_invisible(c)).map(narrow_char).collect()
}

/// The text in half width, without white space and without what cannot be seen.
pub fn squeeze(text: &str) -> String {
    text.chars().filter(|&c| !is_invisible(c)).map(narrow_char).filter(|c| !c.is_whitespace()).collect()
}

/// What somebody wrote in their own words, as they wrote it: without white space at its ends and without what cannot be seen.
pub fn written(text: &str) -> String {
    text.trim().chars().filter(|&c| !is_invisible(c)).collect::<String>().trim().to_owned()
}

/// Whether there is something, and no more than so many letters.
pub fn fits(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.chars().count())
}

/// A reason is missing where one has to be said, or is too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a reason is missing, or is too long")]
pub struct UnfitReason;

/// Why a step is taken, as it was written and no longer than `most` letters; none where nothing was said and nothing has to be.
pub fn reason(said: Option<&str>, must_say: bool, most: usize) -> Result<Option<String>, UnfitReason> {
    let why = said.map(written).filter(|why| !why.is_empty());
    match &why {
        None if must_say => Err(UnfitReason),
        Some(why) if !fits(why, most) => Err(UnfitReason),
        _ => Ok(why),
    }
}

/// A number or code as it was meant: squeezed, without a leading apostrophe, without dashes.
pub fn compact(text: &str) -> String {
    squeeze(text).trim_start_matches(is_apostrophe).chars().filter(|&c| !is_dash(c)).collect()
}

/// Whether the text is what a table program leaves of a long number: `9.90101E+17`, `13800000000.0`. Its last figures are lost, or may be.
pub fn is_stored_number(text: &str) -> bool {
    let squeezed = squeeze(text);
    let Some((whole, rest)) = squeezed.trim_start_matches(is_apostrophe).split_once(['.', 'e', 'E']) else {
        return false;
    };
    let figures = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let is_exponent = |part: &str| {
        let power = part.strip_prefix(['+', '-']).unwrap_or(part);
        !power.is_empty() && figures(power)
    };
    if whole.is_empty() || !figures(whole) {
        return false;
    }
    if squeezed.contains('.') {
        return match rest.split_once(['e', 'E']) {
            Some((fraction, power)) => figures(fraction) && is_exponent(power),
            None => !rest.is_empty() && rest.bytes().all(|b| b == b'0'),
        };
    }
    is_exponent(rest)
}

/// `*` for every letter but the last `shown`; where that would show half of the text or more, for every letter. At most 24 letters.
pub fn mask(text: &str, shown: usize) -> String {
    let count = text.chars().count();
    let hidden = if count > shown.saturating_mul(2) { count.saturating_sub(shown) } else { count };
    let masked = text.chars().enumerate().map(|(at, c)| if at < hidden { '*' } else { c });
    masked.skip(count.saturating_sub(24)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wide_letters_become_narrow() {
        assert_eq!(narrow("ＡＢｘ１２３　－＋．，（）"), "ABx123 -+.,()");
        assert_eq!(narrow("￥3\u{00A0}000−"), "¥3 000-");
        assert_eq!(narrow("张三，男"), "张三,男");
    }

    #[test]
    fn a_reason_is_there_where_it_has_to_be_and_is_not_too_long() {
        assert_eq!(reason(Some(" 名册已核对 "), true, 5), Ok(Some("名册已核对".to_owned())));
        assert_eq!(reason(Some("名册已核对过"), false, 5), Err(UnfitReason));
        for nothing in [None, Some(""), Some(" \u{200b} ")] {
            assert_eq!(reason(nothing, false, 5), Ok(None));
            assert_eq!(reason(nothing, true, 5), Err(UnfitReason));
        }
    }

    #[test]
    fn what_fits_is_something_and_counted_in_letters() {
        assert!(!fits("", 3) && fits("张", 3) && fits("张三丰", 3) && !fits("张三丰等", 3));
    }

    #[test]
    fn what_cannot_be_seen_goes() {
        assert_eq!(squeeze("\u{FEFF} 张\u{3000}三\t\u{200B}\n"), "张三");
        assert_eq!(compact("’99 0101-1960 0101\u{2014}１２３ｘ"), "99010119600101123x");
        assert_eq!(compact("O'Neill"), "O'Neill", "only a leading apostrophe is a mark");
    }

    #[test]
    fn numbers_that_a_table_program_kept_as_numbers() {
        for text in [
            "9.90101E+17",
            "9.90101e17",
            "9E+17",
            "'9.90101E+17",
            "９．９０１Ｅ＋１７",
            "13800000000.0",
            "99010119600101000.00",
        ] {
            assert!(is_stored_number(text), "{text}");
        }
        for text in ["", "E", "99010119600101123X", "3.14", "1.", "1E", "1.5E+", "E12345678", "12E34X", "1.2.3"] {
            assert!(!is_stored_number(text), "{text}");
        }
    }

    #[test]
    fn masks_show_less_than_half() {
        assert_eq!(mask("990101196001011234", 4), "**************1234");
        assert_eq!(mask("123456789", 4), "*****6789");
        assert_eq!(mask("12345678", 4), "********");
        assert_eq!(mask("", 4), "");
        assert_eq!(mask(&"9".repeat(100), 4).len(), 24);
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
            prop_assert_eq!(squeeze(&squeeze(&text)), squeeze(&text));
            prop_assert_eq!(narrow(&narrow(&text)), narrow(&text));
        }

        #[test]
        fn a_mask_shows_no_more_than_asked(text in "[0-9]{0,30}", shown in 0usize..6) {
            prop_assert!(mask(&text, shown).chars().filter(|&c| c != '*').count() <= shown);
        }
    }

    #[test]
    fn words_stay_as_they_were_written() {
        assert_eq!(written("　上次说到哪一步，请写明 "), "上次说到哪一步，请写明");
        assert_eq!(written("\u{feff}Called twice;\n nobody in \u{200b}"), "Called twice;\n nobody in");
        assert_eq!(written(" \u{200b} "), "");
    }
}
