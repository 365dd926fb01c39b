//! Identity numbers and credit codes, with their check characters worked out here, apart from the importer's code:
//! a generator that shared it would share its mistakes.

use std::collections::BTreeSet;

use guanai_kernel::Date;

use super::draw::Draw;

/// Hands out identity numbers, each once.
#[derive(Debug, Clone)]
pub(crate) struct Numbers {
    division: String,
    given: BTreeSet<String>,
}

impl Numbers {
    /// `division`: six figures that begin with 99, assigned to no place.
    pub(crate) fn new(division: &str) -> Self {
        Self { division: division.to_owned(), given: BTreeSet::new() }
    }

    /// An 18-character number nobody has yet; its last figure but one is odd for a man.
    pub(crate) fn identity(&mut self, draw: &mut Draw, born: Date, woman: bool) -> String {
        loop {
            let mut order = draw.below(500) * 2 + 1;
            if woman {
                order -= 1;
            }
            let body = format!("{}{:04}{:02}{:02}{order:03}", self.division, born.year(), born.month(), born.day());
            let number = format!("{body}{}", identity_check(&body));
            if self.given.insert(number.clone()) {
                return number;
            }
        }
    }
}

/// The check character of 17 figures, GB 11643 (ISO 7064, MOD 11-2).
pub(crate) fn identity_check(body: &str) -> char {
    // The weight of the figure at place i, counted from 18 on the left down to 2, is 2^(i−1) mod 11.
    let mut weight = 1u32;
    let mut sum = 0u32;
    for figure in body.chars().rev() {
        weight = weight * 2 % 11;
        sum += weight * figure.to_digit(10).unwrap_or(0);
    }
    match (12 - sum % 11) % 11 {
        10 => 'X',
        figure => char::from_digit(figure, 10).unwrap_or('0'),
    }
}

/// The number as it was before 1999: 15 figures, without century and check character. Only for births in the 1900s.
pub(crate) fn fifteen_digits(identity: &str) -> String {
    format!("{}{}", &identity[..6], &identity[8..17])
}

/// The same number with another, hence wrong, last character.
pub(crate) fn spoiled(identity: &str, draw: &mut Draw) -> String {
    let right = identity.chars().last().unwrap_or('0');
    let wrong: Vec<char> = "0123456789X".chars().filter(|&c| c != right).collect();
    format!("{}{}", &identity[..17], draw.copy(&wrong))
}

const CREDIT_LETTERS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A credit code, GB 32100: two letters of the registering office, six figures of the division, nine of the body, one to check.
/// The inner check of GB 11714 holds when `inner` says so; a wrong inner check is only worth a note.
pub(crate) fn credit_code(draw: &mut Draw, office: &str, division: &str, inner: bool) -> String {
    let mut body = String::new();
    for _ in 0..8 {
        body.push(char::from(CREDIT_LETTERS[draw.below(31)]));
    }
    body.push(if inner { organization_check(&body) } else { char::from(CREDIT_LETTERS[draw.below(31)]) });
    let head = format!("{office}{division}{body}");
    format!("{head}{}", credit_check(&head))
}

/// The check character of 17 characters, GB 32100.
pub(crate) fn credit_check(head: &str) -> char {
    let mut power = 1usize;
    let mut sum = 0usize;
    for letter in head.bytes() {
        sum += power * CREDIT_LETTERS.iter().position(|&l| l == letter).unwrap_or(0);
        power = power * 3 % 31;
    }
    char::from(CREDIT_LETTERS[(31 - sum % 31) % 31])
}

/// The check character of 8 characters, GB 11714.
fn organization_check(body: &str) -> char {
    let weights = [3u32, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.chars().zip(weights).map(|(letter, weight)| weight * letter.to_digit(36).unwrap_or(0)).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        figure => char::from_digit(figure, 10).unwrap_or('0'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_characters_of_published_examples() {
        // GB 11643's own example, and two credit codes worked through by hand.
        assert_eq!(identity_check("11010519491231002"), 'X');
        assert_eq!(identity_check("44052418800101001"), '4');
        assert_eq!(credit_check("91350100M000100Y4"), '3');
        assert_eq!(credit_check("12100000400000624"), 'D');
        assert_eq!(organization_check("D2143569"), 'X');
    }

    #[test]
    fn numbers_are_given_once_and_say_the_sex() {
        let mut draw = Draw::new(1);
        let mut numbers = Numbers::new("990101");
        let born = Date::constant(1960, 2, 3);
        for n in 0..300 {
            let woman = n < 150;
            let identity = numbers.identity(&mut draw, born, woman);
            let order: u32 = identity[14..17].parse().unwrap();
            assert_eq!(order.is_multiple_of(2), woman, "{identity}");
            assert_eq!(fifteen_digits(&identity).len(), 15);
            assert_ne!(spoiled(&identity, &mut draw), identity);
        }
        assert_eq!(numbers.given.len(), 300);
    }
}
