//! The code of a letter 口令: sixteen figures, told by telephone or printed on the letter that the member carries. Fifteen are drawn
//! (nearly fifty bits), the last one tells a slip of the tongue or the finger before anything is reckoned.

use std::fmt;

/// Figures of a code.
const FIGURES: usize = 16;

/// What was typed is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not sixteen figures.
    #[error("a code has sixteen figures, and {read} were read: look at the letter again")]
    Length {
        /// How many were read.
        read: usize,
    },
    /// The last figure does not go with the others.
    #[error(
        "one of the code's figures is wrong: its last one does not go with the others; have it told again, four by four"
    )]
    Mistyped,
}

/// A code. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

/// The figure that goes with the others (Luhn, ISO/IEC 7812-1): any one wrong figure is found, and nearly any two that changed places.
fn check_figure(others: &[u8]) -> u8 {
    let doubled = |figure: u8| if figure > 4 { figure * 2 - 9 } else { figure * 2 };
    let weighed = |(at, figure): (usize, &u8)| u32::from(if at % 2 == 0 { doubled(*figure) } else { *figure });
    let sum: u32 = others.iter().rev().enumerate().map(weighed).sum();
    u8::try_from((10 - sum % 10) % 10).unwrap_or(0)
}

impl Code {
    /// A code out of bytes at random. A byte from 250 on is left out, so that every figure is as likely; none where too few are left.
    pub fn drawn(random: &[u8]) -> Option<Self> {
        let fair = random.iter().filter(|byte| **byte < 250).map(|byte| byte % 10);
        let mut figures: Vec<u8> = fair.take(FIGURES - 1).collect();
        if figures.len() < FIGURES - 1 {
            return None;
        }
        figures.push(check_figure(&figures));
        Some(Self(figures.iter().map(|figure| char::from(b'0' + figure)).collect()))
    }

    /// A code as somebody typed it: spaces and hyphens between the figures, and full-width figures, are taken as meant.
    pub fn read(text: &str) -> Result<Self, CodeError> {
        let plain = |letter: char| match letter {
            '０'..='９' => char::from_digit(u32::from(letter) - u32::from('０'), 10).unwrap_or(letter),
            other => other,
        };
        let typed: String =
            text.chars().map(plain).filter(|c| !c.is_whitespace() && !matches!(c, '-' | '－' | '—')).collect();
        let figures: Vec<u8> = typed.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect();
        match figures.split_last() {
            Some((last, others)) if figures.len() == FIGURES && typed.len() == FIGURES => {
                if check_figure(others) == *last { Ok(Self(typed)) } else { Err(CodeError::Mistyped) }
            }
            _ => Err(CodeError::Length { read: typed.chars().count() }),
        }
    }

    /// The figures, without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Four by four, as it is told.
    pub fn told(&self) -> String {
        let figures: Vec<char> = self.0.chars().collect();
        figures.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guanai_kernel::{Ids, Moment};

    fn drawn(seed: u64) -> Code {
        Code::drawn(&Ids::seeded(seed, Moment::from_micros(0)).bytes::<64>()).unwrap()
    }

    #[test]
    fn a_code_is_read_as_it_is_told_and_written() {
        let code = drawn(1);
        for text in [code.told(), code.told().replace(' ', "-"), format!("  {} ", code.as_str())] {
            assert_eq!(Code::read(&text), Ok(code.clone()));
        }
        let wide: String =
            code.as_str().bytes().map(|b| char::from_u32(0xFF10 + u32::from(b - b'0')).unwrap()).collect();
        assert_eq!(Code::read(&wide), Ok(code.clone()));
        assert_eq!(code.told().len(), 19);
        assert_eq!(format!("{code:?}"), "Code(…)");
        assert_eq!(Code::read("12"), Err(CodeError::Length { read: 2 }));
        assert_eq!(Code::read("一二三四五六七八九十一二三四五六"), Err(CodeError::Length { read: 16 }));
        assert_ne!(drawn(2), code);
        assert_eq!(Code::drawn(&[255; 64]), None, "nothing is made of too little chance");
    }

    #[test]
    fn any_one_wrong_figure_is_found() {
        for seed in 0..40 {
            let code = drawn(seed);
            for at in 0..FIGURES {
                for other in b'0'..=b'9' {
                    let mut figures = code.as_str().as_bytes().to_vec();
                    if std::mem::replace(&mut figures[at], other) == other {
                        continue;
                    }
                    let text = String::from_utf8(figures).unwrap();
                    assert_eq!(Code::read(&text), Err(CodeError::Mistyped));
                }
            }
        }
    }
}
