//! The loops over blocks. Each is so plain that the compiler makes vector instructions of it.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "cells are narrowed only where the numbers were shown to fit"
)]
#![expect(clippy::inline_always, reason = "a loop is compiled for a processor's instructions only where it is inlined")]

use super::column::SET;
use super::graph::{Plain, SOUND};

/// A number in a cell.
pub(super) trait Number: Copy + Ord + 'static {
    fn of(number: i64) -> Self;
    fn plus(self, other: Self) -> Self;
    fn minus(self, other: Self) -> Self;
    fn times(self, other: Self) -> Self;
}

macro_rules! number {
    ($($cell:ty)*) => {$(
        impl Number for $cell {
            #[inline(always)]
            fn of(number: i64) -> Self { number as Self }
            #[inline(always)]
            fn plus(self, other: Self) -> Self { self.wrapping_add(other) }
            #[inline(always)]
            fn minus(self, other: Self) -> Self { self.wrapping_sub(other) }
            #[inline(always)]
            fn times(self, other: Self) -> Self { self.wrapping_mul(other) }
        }
    )*};
}

number!(u8 i32 i64);

/// A mask's byte.
#[inline(always)]
pub(super) const fn mask(holds: bool) -> u8 {
    (holds as u8).wrapping_neg()
}

#[inline(always)]
pub(super) fn each<A: Copy, O>(out: &mut [O], a: &[A], f: impl Fn(A) -> O) {
    for (o, a) in out.iter_mut().zip(a) {
        *o = f(*a);
    }
}

#[inline(always)]
pub(super) fn both<A: Copy, B: Copy, O>(out: &mut [O], a: &[A], b: &[B], f: impl Fn(A, B) -> O) {
    for ((o, a), b) in out.iter_mut().zip(a).zip(b) {
        *o = f(*a, *b);
    }
}

#[inline(always)]
pub(super) fn at_least<N: Number>(out: &mut [u8], a: &[N], least: i64) {
    let least = N::of(least);
    each(out, a, |a| mask(a >= least));
}

#[inline(always)]
pub(super) fn equal<N: Number>(out: &mut [u8], a: &[N], wanted: i64) {
    let wanted = N::of(wanted);
    each(out, a, |a| mask(a == wanted));
}

#[inline(always)]
pub(super) fn plain<N: Number>(op: Plain, out: &mut [N], a: &[N], b: &[N]) {
    match op {
        Plain::Add => both(out, a, b, N::plus),
        Plain::Subtract => both(out, a, b, N::minus),
        Plain::Multiply => both(out, a, b, N::times),
        Plain::Least => both(out, a, b, |a, b| if a < b { a } else { b }),
        Plain::Most => both(out, a, b, |a, b| if a > b { a } else { b }),
    }
}

#[inline(always)]
pub(super) fn plain_with<N: Number>(op: Plain, out: &mut [N], a: &[N], number: i64) {
    let b = N::of(number);
    match op {
        Plain::Add => each(out, a, |a| a.plus(b)),
        Plain::Subtract => each(out, a, |a| a.minus(b)),
        Plain::Multiply => each(out, a, |a| a.times(b)),
        Plain::Least => each(out, a, |a| if a < b { a } else { b }),
        Plain::Most => each(out, a, |a| if a > b { a } else { b }),
    }
}

#[inline(always)]
pub(super) fn select<N: Number>(out: &mut [N], mask: &[u8], a: &[N], b: &[N]) {
    for (((o, m), a), b) in out.iter_mut().zip(mask).zip(a).zip(b) {
        *o = if *m == SET { *a } else { *b };
    }
}

#[inline(always)]
pub(super) fn share(out: &mut [i32], a: &[i32], factor: u32, shift: u8) {
    let factor = u64::from(factor);
    let shift = u32::from(shift);
    each(out, a, |a| ((u64::from(a as u32) * factor) >> shift) as i32);
}

#[inline(always)]
pub(super) fn first_fault(out: &mut [u8], a: &[u8], b: &[u8]) {
    both(out, a, b, |a, b| if a == SOUND { b } else { a });
}

#[inline(always)]
pub(super) fn has(out: &mut [u8], sets: &[u64], member: u8) {
    each(out, sets, |set| mask((set >> member) & 1 == 1));
}

const WIDTH: usize = 32;

/// For how many the mask holds.
#[inline(always)]
pub(super) fn count(mask: &[u8]) -> u64 {
    let mut total = 0u64;
    // A byte counts to 255 before it runs over.
    for part in mask.chunks(WIDTH * 255) {
        let mut counts = [0u8; WIDTH];
        let mut rows = part.chunks_exact(WIDTH);
        for row in rows.by_ref() {
            for (count, m) in counts.iter_mut().zip(row) {
                *count = count.wrapping_sub(*m);
            }
        }
        total += counts.iter().map(|c| u64::from(*c)).sum::<u64>();
        total += rows.remainder().iter().map(|m| u64::from(m & 1)).sum::<u64>();
    }
    total
}

#[inline(always)]
pub(super) fn sum_bytes(mask: &[u8], a: &[u8]) -> i64 {
    // A block's bytes sum to far less than 32 bits hold.
    i64::from(mask.iter().zip(a).map(|(m, a)| u32::from(m & a)).sum::<u32>())
}

/// The sum of numbers that together stay within 32 bits.
#[inline(always)]
pub(super) fn sum_small(mask: &[u8], a: &[i32]) -> i64 {
    i64::from(mask.iter().zip(a).map(|(m, a)| i32::from(m.cast_signed()) & a).fold(0i32, i32::wrapping_add))
}

#[inline(always)]
pub(super) fn sum_ints(mask: &[u8], a: &[i32]) -> i64 {
    mask.iter().zip(a).map(|(m, a)| i64::from(i32::from(m.cast_signed()) & a)).sum()
}

#[inline(always)]
pub(super) fn sum_longs(mask: &[u8], a: &[i64]) -> i128 {
    mask.iter().zip(a).map(|(m, a)| i128::from(i64::from(m.cast_signed()) & a)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_does_not_run_over() {
        for rows in [0, 1, 31, 32, 33, 8_160, 8_161, 20_000] {
            let mask: Vec<u8> = (0..rows).map(|n| mask(n % 3 != 0)).collect();
            let wanted = (0..rows).map(|n| u64::from(n % 3 != 0)).sum::<u64>();
            assert_eq!(count(&mask), wanted, "{rows}");
        }
    }

    #[test]
    fn sums_take_only_whom_the_mask_holds_of() {
        let m = [SET, 0, SET];
        assert_eq!(sum_bytes(&m, &[255, 1, 255]), 510);
        assert_eq!(sum_small(&m, &[-5, 1, 7]), 2);
        assert_eq!(sum_ints(&m, &[i32::MAX, 1, i32::MAX]), 2 * i64::from(i32::MAX));
        assert_eq!(sum_longs(&m, &[i64::MIN, 1, i64::MIN]), 2 * i128::from(i64::MIN));
    }
}
