//! Which values of a column are there: a bit a row, because ten columns of bytes would be read as long as the values themselves.

use super::column::SET;

/// A bit a row, set where something is there.
#[derive(Debug, Clone, Default)]
pub(super) struct Bits {
    words: Vec<u64>,
    rows: usize,
}

/// Rows in a word.
pub(super) const WORD: usize = 64;

impl Bits {
    /// So many rows, all set.
    pub fn all(rows: usize) -> Self {
        let mut bits = Self { words: vec![u64::MAX; rows.div_ceil(WORD)], rows };
        if let (Some(last), rest @ 1..) = (bits.words.last_mut(), rows % WORD) {
            *last = (1 << rest) - 1;
        }
        bits
    }

    pub fn push(&mut self, is_there: bool) {
        let at = self.rows % WORD;
        if at == 0 {
            self.words.push(0);
        }
        if let Some(last) = self.words.last_mut() {
            *last |= u64::from(is_there) << at;
        }
        self.rows += 1;
    }

    pub const fn rows(&self) -> usize {
        self.rows
    }

    pub fn get(&self, row: usize) -> bool {
        row < self.rows && self.words.get(row / WORD).is_some_and(|word| word >> (row % WORD) & 1 == 1)
    }

    /// Whether every row is set.
    pub fn are_all(&self) -> bool {
        self.words.iter().map(|word| word.count_ones() as usize).sum::<usize>() == self.rows
    }

    /// Bytes of memory.
    pub const fn bytes(&self) -> usize {
        self.words.len() * 8
    }

    pub fn shrink(&mut self) {
        self.words.shrink_to_fit();
    }

    /// The words from the one that begins with this row on, which is a multiple of [`WORD`].
    pub fn words_from(&self, row: usize) -> &[u64] {
        self.words.get(row / WORD..).unwrap_or_default()
    }
}

impl FromIterator<bool> for Bits {
    fn from_iter<I: IntoIterator<Item = bool>>(rows: I) -> Self {
        let mut bits = Self::default();
        rows.into_iter().for_each(|is_there| bits.push(is_there));
        bits
    }
}

/// The masks' bytes of eight bits, for each value of them.
const EIGHT: [[u8; 8]; 256] = {
    let mut table = [[0; 8]; 256];
    let mut bits = 0;
    while bits < 256 {
        let mut row = 0;
        while row < 8 {
            if bits >> row & 1 == 1 {
                table[bits][row] = SET;
            }
            row += 1;
        }
        bits += 1;
    }
    table
};

/// Writes a mask's byte for each bit: eight at a time, which a table of two kilobytes does faster than arithmetic.
pub(super) fn unpack(out: &mut [u8], words: &[u64]) {
    static TABLE: [[u8; 8]; 256] = EIGHT;
    for (rows, word) in out.chunks_mut(WORD).zip(words) {
        for (eight, bits) in rows.chunks_mut(8).zip(word.to_le_bytes()) {
            let masks = &TABLE[usize::from(bits)];
            match <&mut [u8; 8]>::try_from(&mut *eight) {
                Ok(eight) => *eight = *masks,
                Err(_) => eight.iter_mut().zip(masks).for_each(|(out, mask)| *out = *mask),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        for rows in [0usize, 1, 63, 64, 65, 200, 2_048] {
            let there = |row: usize| row % 3 != 1;
            let bits: Bits = (0..rows).map(there).collect();
            assert_eq!(bits.rows(), rows);
            let mut masks = vec![7; rows];
            unpack(&mut masks, bits.words_from(0));
            for row in 0..rows {
                assert_eq!((bits.get(row), masks[row]), (there(row), if there(row) { SET } else { 0 }));
            }
            assert!(!bits.get(rows) && Bits::all(rows).are_all());
            assert_eq!(bits.are_all(), rows <= 1);
            assert_eq!((0..rows).map(|_| true).collect::<Bits>().words_from(0), Bits::all(rows).words_from(0));
        }
    }
}
