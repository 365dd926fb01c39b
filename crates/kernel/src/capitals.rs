//! An amount in capitals 大写, as receipts and sheets have it so that nobody adds a stroke (支付结算办法, Annex 1: 正确填写票据和结算凭证
//! 的基本规定).

use crate::Money;

const FIGURES: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
const GROUPS: [&str; 4] = ["", "万", "亿", "万亿"];

/// The amount in capitals: 壹仟零贰拾元整, 叁元零伍分. None below nought, which no receipt states, and beyond 万亿.
pub fn capitals(amount: Money) -> Option<String> {
    let fen = u64::try_from(amount.fen()).ok()?;
    let (yuan, jiao, fen) = (fen.div_euclid(100), fen.rem_euclid(100).div_euclid(10), fen.rem_euclid(10));
    let mut text = match yuan {
        0 if jiao > 0 || fen > 0 => String::new(),
        0 => "零元".to_owned(),
        _ => format!("{}元", whole(yuan)?),
    };
    match (jiao, fen) {
        (0, 0) => text.push('整'),
        (jiao, 0) => {
            text.push(figure(jiao)?);
            text.push_str("角整");
        }
        (0, fen) => {
            if yuan > 0 {
                text.push('零');
            }
            text.push(figure(fen)?);
            text.push('分');
        }
        (jiao, fen) => {
            text.push(figure(jiao)?);
            text.push('角');
            text.push(figure(fen)?);
            text.push('分');
        }
    }
    Some(text)
}

fn figure(figure: u64) -> Option<char> {
    FIGURES.get(usize::try_from(figure).ok()?).copied()
}

fn whole(yuan: u64) -> Option<String> {
    let mut groups = Vec::new();
    let mut rest = yuan;
    while rest > 0 {
        groups.push(rest.rem_euclid(10_000));
        rest = rest.div_euclid(10_000);
    }
    let mut text = String::new();
    let mut gap = false;
    for (at, group) in groups.iter().enumerate().rev() {
        if *group == 0 {
            gap = !text.is_empty();
            continue;
        }
        if !text.is_empty() && (gap || *group < 1_000) {
            text.push('零');
        }
        gap = false;
        text.push_str(&of_group(*group)?);
        text.push_str(GROUPS.get(at)?);
    }
    Some(text)
}

/// A number below ten thousand, without zeros before and behind it.
fn of_group(group: u64) -> Option<String> {
    let mut text = String::new();
    let mut gap = false;
    for (place, unit) in [(1_000, PLACES[3]), (100, PLACES[2]), (10, PLACES[1]), (1, PLACES[0])] {
        match group.div_euclid(place).rem_euclid(10) {
            0 => gap = !text.is_empty(),
            value => {
                if gap {
                    text.push('零');
                }
                gap = false;
                text.push(figure(value)?);
                text.push_str(unit);
            }
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_as_receipts_have_them() {
        for (fen, text) in [
            (0, "零元整"),
            (5, "伍分"),
            (50, "伍角整"),
            (100, "壹元整"),
            (305, "叁元零伍分"),
            (325, "叁元贰角伍分"),
            (102_000, "壹仟零贰拾元整"),
            (1_000_000, "壹万元整"),
            (1_000_500, "壹万零伍元整"),
            (10_010_000, "壹拾万零壹佰元整"),
            (10_001_000_000, "壹亿零壹万元整"),
            (100_000_000_000, "壹拾亿元整"),
            (140_950, "壹仟肆佰零玖元伍角整"),
            (600_714, "陆仟零柒元壹角肆分"),
            (168_032, "壹仟陆佰捌拾元叁角贰分"),
            (10_700_053, "壹拾万柒仟元伍角叁分"),
        ] {
            assert_eq!(capitals(Money::from_fen(fen)).as_deref(), Some(text), "{fen}");
        }
        assert_eq!(capitals(Money::from_fen(-1)), None);
        assert_eq!(capitals(Money::from_fen(i64::MAX)), None, "beyond what the law names");
    }
}
