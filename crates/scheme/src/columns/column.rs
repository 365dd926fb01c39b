//! One fact of everybody: its values side by side in the narrowest cells that hold them, and beside them which are there.

use std::sync::Arc;

use guanai_kernel::{Date, Money};

use super::day::packed;
use super::graph::Lane;
use crate::value::{Type, Value};

/// A mask's byte where something holds; elsewhere 0.
pub(super) const SET: u8 = 0xFF;

/// The most different members that the lists of a column may hold.
const MAX_MEMBERS: usize = 64;

/// One fact of everybody. Numbers, amounts in fen, and days are kept in one, four or eight bytes each, whichever hold all
/// of them; flags in one byte. Which values are missing stands beside them, a byte each, where any is.
#[derive(Debug, Clone)]
pub struct Column {
    pub(super) value_type: Type,
    pub(super) cells: Cells,
    /// [`SET`] where the value is there; none where all are.
    pub(super) present: Option<Vec<u8>>,
    least: i64,
    most: i64,
}

/// The values themselves. What stands in a missing place means nothing.
#[derive(Debug, Clone)]
pub(super) enum Cells {
    /// Masks.
    Flags(Vec<u8>),
    /// Whole numbers from 0 to 255.
    Bytes(Vec<u8>),
    /// Whole numbers of 32 bits; days as `day::packed` numbers them.
    Ints(Vec<i32>),
    /// Whole numbers of 64 bits.
    Longs(Vec<i64>),
    /// Lists as sets of their members, and how long each is.
    Lists { members: Vec<Value>, sets: Vec<u64>, sizes: Vec<i32> },
}

/// Why a column cannot stand for a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ColumnError {
    /// It has more rows, or fewer, than there are people.
    #[error("a column of {rows} rows for {wanted} people")]
    Length {
        /// Its rows.
        rows: usize,
        /// How many people there are.
        wanted: usize,
    },
    /// Its values are of another type than the fact.
    #[error("a column of {found} for a fact of {wanted}")]
    WrongType {
        /// The fact's type.
        wanted: Type,
        /// The column's.
        found: Type,
    },
}

impl Column {
    /// Flags: yes or no of everybody.
    pub fn flags(values: impl IntoIterator<Item = bool>) -> Self {
        let cells = Cells::Flags(values.into_iter().map(|v| if v { SET } else { 0 }).collect());
        Self { value_type: Type::Bool, cells, present: None, least: 0, most: 0 }
    }

    /// Whole numbers.
    pub fn ints(values: impl IntoIterator<Item = i64>) -> Self {
        Self::numbers(Type::Int, values)
    }

    /// Amounts.
    pub fn amounts(values: impl IntoIterator<Item = Money>) -> Self {
        Self::numbers(Type::Money, values.into_iter().map(Money::fen))
    }

    /// Days.
    pub fn days(values: impl IntoIterator<Item = Date>) -> Self {
        Self::numbers(Type::Date, values.into_iter().map(|day| i64::from(packed(day))))
    }

    pub(super) fn numbers(value_type: Type, values: impl IntoIterator<Item = i64>) -> Self {
        let mut column = Self::empty(value_type);
        for value in values {
            column.push_number(value);
        }
        column
    }

    /// The same with some values missing, one claim a row; what stands there is not looked at.
    pub fn with_missing(mut self, missing: impl IntoIterator<Item = bool>) -> Result<Self, ColumnError> {
        let present: Vec<u8> = missing.into_iter().map(|gone| if gone { 0 } else { SET }).collect();
        if present.len() != self.rows() {
            return Err(ColumnError::Length { rows: present.len(), wanted: self.rows() });
        }
        self.present = present.contains(&0).then_some(present);
        Ok(self)
    }

    /// How many rows it has.
    pub const fn rows(&self) -> usize {
        match &self.cells {
            Cells::Flags(cells) | Cells::Bytes(cells) => cells.len(),
            Cells::Ints(cells) => cells.len(),
            Cells::Longs(cells) => cells.len(),
            Cells::Lists { sizes, .. } => sizes.len(),
        }
    }

    /// Bytes of memory that its values and gaps take.
    pub fn bytes(&self) -> usize {
        let cells = match &self.cells {
            Cells::Flags(cells) | Cells::Bytes(cells) => cells.len(),
            Cells::Ints(cells) => cells.len() * 4,
            Cells::Longs(cells) => cells.len() * 8,
            Cells::Lists { sets, sizes, .. } => sets.len() * 8 + sizes.len() * 4,
        };
        cells + self.present.as_ref().map_or(0, Vec::len)
    }

    /// Gives back the room that was kept for more rows.
    pub(super) fn shrink(&mut self) {
        match &mut self.cells {
            Cells::Flags(cells) | Cells::Bytes(cells) => cells.shrink_to_fit(),
            Cells::Ints(cells) => cells.shrink_to_fit(),
            Cells::Longs(cells) => cells.shrink_to_fit(),
            Cells::Lists { sets, sizes, .. } => {
                sets.shrink_to_fit();
                sizes.shrink_to_fit();
            }
        }
        if let Some(present) = &mut self.present {
            present.shrink_to_fit();
        }
    }

    /// How wide its numbers are; none where it holds no numbers.
    pub(super) const fn lane(&self) -> Option<Lane> {
        match self.cells {
            Cells::Bytes(_) => Some(Lane::Byte),
            Cells::Ints(_) => Some(Lane::Int),
            Cells::Longs(_) => Some(Lane::Long),
            Cells::Flags(_) | Cells::Lists { .. } => None,
        }
    }

    /// The least and the largest number in it, what stands in missing places among them.
    pub(super) const fn range(&self) -> (i64, i64) {
        (self.least, self.most)
    }

    /// A column of this type without rows yet.
    pub(super) const fn empty(value_type: Type) -> Self {
        let cells = match value_type {
            Type::Bool => Cells::Flags(Vec::new()),
            Type::List(_) => Cells::Lists { members: Vec::new(), sets: Vec::new(), sizes: Vec::new() },
            _ => Cells::Bytes(Vec::new()),
        };
        Self { value_type, cells, present: None, least: 0, most: 0 }
    }

    pub(super) fn push_number(&mut self, value: i64) {
        self.least = self.least.min(value);
        self.most = self.most.max(value);
        loop {
            match &mut self.cells {
                Cells::Bytes(cells) => match u8::try_from(value) {
                    Ok(value) => return cells.push(value),
                    Err(_) => self.cells = Cells::Ints(cells.iter().map(|v| i32::from(*v)).collect()),
                },
                Cells::Ints(cells) => match i32::try_from(value) {
                    Ok(value) => return cells.push(value),
                    Err(_) => self.cells = Cells::Longs(cells.iter().map(|v| i64::from(*v)).collect()),
                },
                Cells::Longs(cells) => return cells.push(value),
                // A column is made for one type of values and asked for no other.
                Cells::Flags(_) | Cells::Lists { .. } => return,
            }
        }
    }

    pub(super) fn push_flag(&mut self, value: bool) {
        if let Cells::Flags(cells) = &mut self.cells {
            cells.push(if value { SET } else { 0 });
        }
    }

    /// Whether the list could be taken: not where it brings more different members than a set holds.
    pub(super) fn push_list(&mut self, list: &[Value]) -> bool {
        let Cells::Lists { members, sets, sizes } = &mut self.cells else { return false };
        let Ok(size) = i32::try_from(list.len()) else { return false };
        let mut set = 0u64;
        for value in list {
            let at = members.iter().position(|m| m == value).unwrap_or_else(|| {
                members.push(value.clone());
                members.len() - 1
            });
            if at >= MAX_MEMBERS {
                return false;
            }
            set |= 1 << at;
        }
        sets.push(set);
        sizes.push(size);
        true
    }

    pub(super) fn push_missing(&mut self) {
        let rows = self.rows();
        self.present.get_or_insert_with(|| vec![SET; rows]).push(0);
        match &mut self.cells {
            Cells::Flags(cells) | Cells::Bytes(cells) => cells.push(0),
            Cells::Ints(cells) => cells.push(0),
            Cells::Longs(cells) => cells.push(0),
            Cells::Lists { sets, sizes, .. } => {
                sets.push(0);
                sizes.push(0);
            }
        }
    }

    /// To be called once a value has been pushed.
    pub(super) fn note_present(&mut self) {
        if let Some(present) = &mut self.present {
            present.push(SET);
        }
    }

    /// The value of one row as a person's facts hold it; none where it is missing. `words` are the texts by number.
    pub(super) fn value(&self, row: usize, words: &[Arc<str>]) -> Option<Value> {
        if self.present.as_ref().is_some_and(|present| present.get(row) != Some(&SET)) {
            return None;
        }
        let number = match &self.cells {
            Cells::Flags(cells) => return cells.get(row).map(|v| Value::Bool(*v == SET)),
            Cells::Bytes(cells) => i64::from(*cells.get(row)?),
            Cells::Ints(cells) => i64::from(*cells.get(row)?),
            Cells::Longs(cells) => *cells.get(row)?,
            // Lists come with the people whom they are of.
            Cells::Lists { .. } => return None,
        };
        match self.value_type {
            Type::Money => Some(Value::Money(Money::from_fen(number))),
            Type::Date => super::day::unpacked(number).map(Value::Date),
            Type::Text => words.get(usize::try_from(number).ok()?).cloned().map(Value::Text),
            _ => Some(Value::Int(number)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_kept_in_the_narrowest_cells() {
        assert!(matches!(Column::ints([0, 255]).cells, Cells::Bytes(_)));
        assert!(matches!(Column::ints([0, 256]).cells, Cells::Ints(_)));
        assert!(matches!(Column::ints([-1]).cells, Cells::Ints(_)));
        let wide = Column::ints([7, -1, i64::MAX]);
        assert!(matches!(&wide.cells, Cells::Longs(cells) if cells[..] == [7, -1, i64::MAX]));
        assert_eq!(wide.range(), (-1, i64::MAX));
    }

    #[test]
    fn what_is_missing_has_no_value() {
        let column = Column::ints([3, 4]).with_missing([false, true]).unwrap();
        assert_eq!(column.value(0, &[]), Some(Value::Int(3)));
        assert_eq!(column.value(1, &[]), None);
        let error = Column::flags([true]).with_missing([]).unwrap_err();
        assert_eq!(error, ColumnError::Length { rows: 0, wanted: 1 });
    }

    #[test]
    fn a_list_of_too_many_different_members_is_not_taken() {
        let mut column = Column::empty(Type::List(&Type::Int));
        let all: Vec<Value> = (0..64).map(Value::Int).collect();
        assert!(column.push_list(&all));
        assert!(!column.push_list(&[Value::Int(64)]));
    }
}
