//! Bytes in figures of base 16: hashes, tokens, what a hidden field carries.

use std::fmt::Write as _;

/// Bytes in small figures of base 16, two for each.
pub fn in_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len().saturating_mul(2)), |mut figures, byte| {
        // Writing to a string cannot fail.
        let _ = write!(figures, "{byte:02x}");
        figures
    })
}

/// The bytes that [`in_hex`] wrote, in small or large figures; `None` for anything else.
pub fn of_hex(figures: &str) -> Option<Vec<u8>> {
    if !figures.len().is_multiple_of(2) || !figures.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    figures.as_bytes().chunks(2).map(|pair| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(of_hex(&in_hex(&all)), Some(all));
        assert_eq!(in_hex(&[0, 10, 255]), "000aff");
        assert_eq!(of_hex("0AfF"), Some(vec![10, 255]));
        for wrong in ["0", "zz", "+1", "０１", "0 "] {
            assert_eq!(of_hex(wrong), None, "{wrong}");
        }
    }
}
