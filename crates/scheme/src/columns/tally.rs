//! What is kept of the blocks that a thread reckons.

use super::column::SET;
use super::graph::SOUND;
use super::plan::{Asked, Plan};

/// From here on a code is the rank of a fault.
pub(super) const FIRST_FAULT: u16 = 0x8000;

/// Counts and sums of everybody seen so far; codes and values of the chunk of people at hand.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub counts: Vec<u64>,
    pub sums: Vec<i128>,
    /// A column of codes an answer, over the whole chunk.
    pub codes: Vec<Vec<u16>>,
    /// A column of values an amount or day.
    pub values: Vec<Vec<i64>>,
    /// Where the block at hand begins in its chunk.
    pub offset: usize,
    /// Who is answered one by one, by row.
    pub one_by_one: Vec<(usize, Asked)>,
}

impl Tally {
    /// Nothing seen yet.
    pub fn new(plan: &Plan) -> Self {
        Self { counts: vec![0; plan.counts], sums: vec![0; plan.sums], ..Self::default() }
    }

    pub fn add_count(&mut self, into: usize, many: u64) {
        if let Some(count) = self.counts.get_mut(into) {
            *count += many;
        }
    }

    pub fn add_sum(&mut self, into: usize, more: i128) {
        if let Some(sum) = self.sums.get_mut(into) {
            *sum += more;
        }
    }

    pub fn write_codes(&mut self, into: usize, mask: &[u8], code: u16) {
        let Some(codes) = self.codes.get_mut(into).and_then(|c| c.get_mut(self.offset..)) else { return };
        for (out, mask) in codes.iter_mut().zip(mask) {
            *out = if *mask == SET { code } else { *out };
        }
    }

    pub fn write_faults(&mut self, into: usize, faults: &[u8]) {
        let Some(codes) = self.codes.get_mut(into).and_then(|c| c.get_mut(self.offset..)) else { return };
        for (out, rank) in codes.iter_mut().zip(faults) {
            *out = if *rank == SOUND { *out } else { FIRST_FAULT + u16::from(*rank) };
        }
    }

    pub fn write_values<N: Copy + Into<i64>>(&mut self, into: usize, mask: &[u8], numbers: &[N], by: i64) {
        let Some(values) = self.values.get_mut(into).and_then(|v| v.get_mut(self.offset..)) else { return };
        for ((out, mask), number) in values.iter_mut().zip(mask).zip(numbers) {
            *out = if *mask == SET { (*number).into().wrapping_mul(by) } else { *out };
        }
    }

    pub fn write_constant(&mut self, into: usize, mask: &[u8], value: i64) {
        let Some(values) = self.values.get_mut(into).and_then(|v| v.get_mut(self.offset..)) else { return };
        for (out, mask) in values.iter_mut().zip(mask) {
            *out = if *mask == SET { value } else { *out };
        }
    }
}
