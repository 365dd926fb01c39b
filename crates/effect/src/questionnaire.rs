//! A questionnaire of several scales (R39): how a sheet is read and scored, which sheets do not count, how well the items of a scale hold
//! together, and what is kept back. Answers are 1 to 5; an item that is put the other way round is turned. A set of items of which too
//! little was answered is unknown, and a sheet that says the same to a sentence and to its opposite says nothing.

use std::collections::BTreeMap;

use guanai_kernel::ids::SurveyId;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// The lowest and the highest answer.
pub const ANSWERS: std::ops::RangeInclusive<u8> = 1..=5;
/// What a score is told in: parts of one answer.
pub const SCORE_PARTS: u64 = 1_000;
/// The answer that says neither.
const MIDDLE: u8 = 3;
/// Below so many whole sheets nothing is said of how items hold together.
const FEW: usize = 10;
/// What paper codes are written with: nothing that is misread for another.
const LETTERS: &[u8] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// How long a paper code is.
const CODE_LENGTH: usize = 6;

/// What is asked, as far as scoring needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    /// Of each item in the order of the sheet, whether it is put the other way round.
    pub reversed: Vec<bool>,
    /// Of a set of items, how many percent must be answered.
    pub enough_percent: u64,
    /// Of fewer answers than this nothing is told.
    pub smallest_group: u64,
}

/// A sheet's answers, in the order of the items; none where an item was left blank.
pub type Sheet = Vec<Option<u8>>;

/// A sheet that came back: of which stratum, and what it says. Who filled it in, when, and with which code is not kept.
#[derive(Clone, PartialEq, Eq)]
pub struct AnsweredSheet {
    /// Of which survey.
    pub survey_id: SurveyId,
    /// A number at random, in which no order and no day is seen.
    pub sheet_id: String,
    /// Of which of its strata.
    pub stratum_no: u32,
    /// Which questionnaire it answers.
    pub instrument: String,
    /// The answers.
    pub answers: Sheet,
}

guanai_kernel::debug_by_id!(AnsweredSheet.survey_id);

/// A paper code that was entered: apart from what the sheet says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedCode {
    /// Of which survey.
    pub survey_id: SurveyId,
    /// The code.
    pub code: String,
    /// Of which of its strata the paper was.
    pub stratum_no: u32,
}

/// Why a sheet is not taken. Checked in this order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// More or fewer cells than items.
    #[error(
        "the questionnaire has {items} items and the line {read} cells after the code: a blank answer keeps its cell"
    )]
    Count {
        /// How many items there are.
        items: usize,
        /// How many cells were read.
        read: usize,
    },
    /// An answer that is none.
    #[error("item {no}: {read:?} is no answer: write 1 to 5, or leave it blank")]
    Answer {
        /// The item, from 1.
        no: usize,
        /// What was read.
        read: String,
    },
    /// Nothing was answered.
    #[error("nothing was answered: count such a sheet among those that came back, and do not enter it")]
    Blank,
}

/// Reads the cells of a line, one an item.
pub fn read_sheet(instrument: &Instrument, cells: &[&str]) -> Result<Sheet, SheetError> {
    let items = instrument.reversed.len();
    if cells.len() != items {
        return Err(SheetError::Count { items, read: cells.len() });
    }
    let mut sheet = Sheet::new();
    for (cell, no) in cells.iter().zip(1..) {
        let answer = match cell.trim() {
            "" => None,
            written => {
                let value = written.parse::<u8>().ok().filter(|value| ANSWERS.contains(value));
                Some(value.ok_or_else(|| SheetError::Answer { no, read: written.chars().take(20).collect() })?)
            }
        };
        sheet.push(answer);
    }
    if sheet.iter().all(Option::is_none) { Err(SheetError::Blank) } else { Ok(sheet) }
}

/// The paper codes of a survey, each with its stratum: as many of each as are asked. The same seed gives the same codes, and no code says
/// anything of a person.
pub fn paper_codes(seed: u64, strata: &[(u32, u64)]) -> BTreeMap<String, u32> {
    let mut codes = BTreeMap::new();
    for (no, drawn) in strata {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        bytes[8..12].copy_from_slice(&no.to_le_bytes());
        // Apart from what drew the sample of the same seed.
        bytes[12..].copy_from_slice(b"codes on paper sheet");
        let mut random = ChaCha8Rng::from_seed(bytes);
        let mut made = 0;
        while made < *drawn {
            let code: String = (0..CODE_LENGTH).map(|_| letter(random.next_u64())).collect();
            if let std::collections::btree_map::Entry::Vacant(place) = codes.entry(code) {
                place.insert(*no);
                made += 1;
            }
        }
    }
    codes
}

fn letter(random: u64) -> char {
    let count = u64::try_from(LETTERS.len()).unwrap_or(1);
    usize::try_from(random % count).ok().and_then(|at| LETTERS.get(at)).map_or('2', |letter| char::from(*letter))
}

impl Instrument {
    /// Whether a sheet says the same to everything, to items and to their opposites alike, and not the middle: it was not read.
    pub fn is_straight(&self, sheet: &[Option<u8>]) -> bool {
        let answered =
            || self.reversed.iter().zip(sheet).filter_map(|(reversed, answer)| Some((*reversed, (*answer)?)));
        let Some((_, first)) = answered().next() else { return false };
        let both = answered().any(|(reversed, _)| reversed) && answered().any(|(reversed, _)| !reversed);
        both && first != MIDDLE && answered().all(|(_, answer)| answer == first)
    }

    /// An answer as it counts: that of an item put the other way round is turned.
    fn counted(&self, sheet: &[Option<u8>], item: usize) -> Option<u64> {
        let answer = (*sheet.get(item)?)?;
        let turned = if *self.reversed.get(item)? { *ANSWERS.end() + *ANSWERS.start() - answer } else { answer };
        Some(u64::from(turned))
    }

    /// A sheet's score of some items: their mean in thousandths, rounded half up; none where too few of them were answered.
    pub fn score(&self, items: &[usize], sheet: &[Option<u8>]) -> Option<u64> {
        let answers: Vec<u64> = items.iter().filter_map(|item| self.counted(sheet, *item)).collect();
        let (count, of) = (u64::try_from(answers.len()).ok()?, u64::try_from(items.len()).ok()?);
        if count == 0 || count * 100 < of * self.enough_percent {
            return None;
        }
        Some((answers.iter().sum::<u64>() * 2 * SCORE_PARTS + count) / (2 * count))
    }

    /// Cronbach's alpha of some items: `k/(k−1)·(1 − Σ variances of items / variance of the sum)`, over the sheets that answered all of
    /// them. In whole numbers up to the last division, which is cut off at thousandths.
    pub fn consistency(&self, items: &[usize], sheets: &[Sheet]) -> Consistency {
        let whole = |sheet: &Sheet| -> Option<Vec<i128>> {
            items.iter().map(|item| self.counted(sheet, *item).map(i128::from)).collect()
        };
        let rows: Vec<Vec<i128>> = sheets.iter().filter_map(whole).collect();
        let (Ok(k), Ok(n)) = (i128::try_from(items.len()), i128::try_from(rows.len())) else {
            return Consistency::Unknown;
        };
        if k < 2 || rows.len() < FEW {
            return Consistency::Unknown;
        }
        // n²·variance: the common factor falls out of the ratio.
        let scatter = |values: &dyn Fn(&Vec<i128>) -> i128| {
            let (sum, squares) =
                rows.iter().map(values).fold((0, 0), |(sum, squares), value| (sum + value, squares + value * value));
            n * squares - sum * sum
        };
        let of_sum = scatter(&|row| row.iter().sum());
        if of_sum == 0 {
            return Consistency::Unknown;
        }
        let of_items: i128 = (0..items.len()).map(|at| scatter(&|row| row.get(at).copied().unwrap_or_default())).sum();
        match i64::try_from(k * (of_sum - of_items) * 1_000 / ((k - 1) * of_sum)) {
            Ok(thousandths) => {
                Consistency::Alpha { thousandths, sheets: u64::try_from(rows.len()).unwrap_or(u64::MAX) }
            }
            Err(_) => Consistency::Unknown,
        }
    }
}

/// How well the items of a scale hold together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consistency {
    /// Cronbach's alpha in thousandths, over how many sheets that answered every item of it.
    Alpha {
        /// In thousandths; below nothing where items run against one another.
        thousandths: i64,
        /// How many sheets.
        sheets: u64,
    },
    /// Too few sheets, too few items, or everybody said the same: nothing can be said.
    Unknown,
}

guanai_kernel::words! {
    /// What an alpha means.
    Holds {
        /// 0.7 and more: one thing is measured.
        Well = "well",
        /// 0.5 to below 0.7: fit for comparing groups, not for more.
        Weakly = "weakly",
        /// Below 0.5: the items measure different things.
        Poorly = "poorly",
        /// Below nothing: items run against one another, as when one that is put the other way round was entered as it was meant.
        Against = "against",
    }
}

impl Consistency {
    /// What it means; none where nothing can be said.
    pub const fn means(self) -> Option<Holds> {
        match self {
            Self::Unknown => None,
            Self::Alpha { thousandths, .. } => Some(match thousandths {
                700.. => Holds::Well,
                500..=699 => Holds::Weakly,
                0..=499 => Holds::Poorly,
                _ => Holds::Against,
            }),
        }
    }
}

/// Which groups are kept back so that nobody is recognised: those of fewer than `threshold`; and where what is kept back could be worked
/// out from the total, the next smallest too. A group of nobody has nothing to keep back.
pub fn kept_back(counts: &[u64], threshold: u64) -> Vec<bool> {
    let mut kept: Vec<bool> = counts.iter().map(|count| *count > 0 && *count < threshold).collect();
    loop {
        let hidden = || counts.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(count, _)| *count);
        let (groups, people) = (hidden().count(), hidden().sum::<u64>());
        if groups == 0 || (groups > 1 && people >= threshold) {
            return kept;
        }
        let shown = (0..counts.len()).filter(|at| counts[*at] > 0 && !kept[*at]);
        let Some(next) = shown.min_by_key(|at| counts[*at]) else { return kept };
        kept[next] = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Two scales of five and two items; the second and the last are put the other way round.
    fn instrument() -> Instrument {
        let reversed = vec![false, true, false, false, false, false, true];
        Instrument { reversed, enough_percent: 80, smallest_group: 10 }
    }

    const FIVE: [usize; 5] = [0, 1, 2, 3, 4];
    const TWO: [usize; 2] = [5, 6];

    fn sheet(text: &str) -> Sheet {
        text.chars().map(|letter| letter.to_digit(10).and_then(|digit| u8::try_from(digit).ok())).collect()
    }

    #[test]
    fn a_sheet_is_scored_turned_and_unknown_where_too_little_was_answered() {
        let of = instrument();
        assert_eq!(of.score(&FIVE, &sheet("5154451")), Some(4_600), "5, 5, 5, 4, 4");
        assert_eq!(of.score(&FIVE, &sheet("51544--")), Some(4_600));
        assert_eq!(of.score(&FIVE, &sheet("5-54451")), Some(4_500), "four of five are enough");
        assert_eq!(of.score(&FIVE, &sheet("5--4451")), None, "three are not");
        assert_eq!(of.score(&TWO, &sheet("515445-")), None, "one of two is not");
        assert_eq!(of.score(&[], &sheet("5154451")), None, "there are no items");
    }

    #[test]
    fn a_sheet_that_agrees_with_everything_and_its_opposite_says_nothing() {
        for (text, straight) in
            [("5555555", true), ("55-5555", true), ("3333333", false), ("5555551", false), ("5-5555-", false)]
        {
            assert_eq!(instrument().is_straight(&sheet(text)), straight, "{text}");
        }
    }

    #[test]
    fn what_is_no_sheet_is_refused_with_its_place() {
        let of = instrument();
        assert_eq!(read_sheet(&of, &["5"; 6]), Err(SheetError::Count { items: 7, read: 6 }));
        for wrong in ["6", "0", "x", "5.0", "-1"] {
            let read = ["5", "", wrong, "", "", "", ""];
            assert_eq!(read_sheet(&of, &read), Err(SheetError::Answer { no: 3, read: wrong.to_owned() }));
        }
        assert_eq!(read_sheet(&of, &[" "; 7]), Err(SheetError::Blank));
        assert_eq!(read_sheet(&of, &["1", "", " 2", "", "", "", "5"]), Ok(sheet("1-2---5")));
    }

    #[test]
    fn codes_are_the_same_of_one_seed_and_no_two_are_alike() {
        let codes = paper_codes(7, &[(1, 300), (2, 200), (3, 0)]);
        assert_eq!(codes.len(), 500);
        assert_eq!(codes.values().filter(|no| **no == 2).count(), 200);
        assert_eq!(codes, paper_codes(7, &[(1, 300), (2, 200)]));
        assert!(codes.keys().filter(|code| paper_codes(8, &[(1, 300)]).contains_key(*code)).count() == 0);
        assert!(codes.keys().all(|code| code.len() == 6 && !code.contains(['0', 'O', '1', 'I', 'L'])));
    }

    #[test]
    fn items_that_go_together_hold_and_one_that_was_not_turned_runs_against_them() {
        let of = instrument();
        let together: Vec<Sheet> = (0..20_u8)
            .map(|n| {
                let (up, down) = (1 + n % 5, 5 - n % 5);
                vec![Some(up), Some(down), Some(up), Some(up), Some(up), Some(up), Some(down)]
            })
            .collect();
        let alpha = of.consistency(&FIVE, &together);
        assert_eq!(alpha, Consistency::Alpha { thousandths: 1_000, sheets: 20 });
        assert_eq!(alpha.means(), Some(Holds::Well));
        let mut against = together.clone();
        for sheet in &mut against {
            sheet[6] = sheet[5];
        }
        assert_eq!(of.consistency(&TWO, &against), Consistency::Unknown, "their sum is the same for everybody");
        against[0][5] = Some(2);
        assert_eq!(of.consistency(&TWO, &against).means(), Some(Holds::Against));
        assert_eq!(of.consistency(&FIVE, &together[..9]), Consistency::Unknown, "too few");
        assert_eq!(of.consistency(&[0], &together), Consistency::Unknown, "one item");
    }

    /// By hand: three sheets four times over, of two items (1,1), (2,4), (3,4). Variances in ninths 6, 18, of the sum 42: alpha is
    /// 2·(1 − 24/42) = 0.857.
    #[test]
    fn alpha_as_reckoned_by_hand() {
        let plain = Instrument { reversed: vec![false; 2], ..instrument() };
        let sheets: Vec<Sheet> = [[1, 1], [2, 4], [3, 4]].repeat(4).iter().map(|two| two.map(Some).to_vec()).collect();
        assert_eq!(plain.consistency(&[0, 1], &sheets), Consistency::Alpha { thousandths: 857, sheets: 12 });
    }

    #[test]
    fn what_could_be_worked_out_from_the_total_is_kept_back_too() {
        assert_eq!(kept_back(&[30, 12, 4], 10), [false, true, true], "else 46 less 42 tells the four");
        assert_eq!(kept_back(&[30, 12, 4, 3], 10), [false, true, true, true], "seven together are still few");
        assert_eq!(kept_back(&[30, 12, 6, 5], 10), [false, false, true, true]);
        assert_eq!(kept_back(&[30, 12, 0], 10), [false, false, false]);
        assert_eq!(kept_back(&[4], 10), [true]);
    }

    /// Every table of four groups of up to six: of all sums of what is shown, taken whole, taken away or left out, none is of fewer than
    /// the threshold, and none is of a single group that is kept back.
    #[test]
    fn no_sum_of_what_is_shown_tells_a_few_people() {
        const THRESHOLD: u64 = 4;
        for table in 0..7_u64.pow(4) {
            let counts: Vec<u64> = (0..4).map(|at| table / 7_u64.pow(at) % 7).collect();
            let kept = kept_back(&counts, THRESHOLD);
            let total: u64 = counts.iter().sum();
            let mut shown: Vec<Vec<i32>> =
                (0..4).filter(|at| !kept[*at]).map(|at| (0..4).map(|of| i32::from(of == at)).collect()).collect();
            if total >= THRESHOLD {
                shown.push(vec![1; 4]);
            }
            for signs in 0..3_usize.pow(u32::try_from(shown.len()).unwrap_or(0)) {
                let mut sum = [0_i32; 4];
                let mut rest = signs;
                for one in &shown {
                    let sign = [0, 1, -1][rest % 3];
                    rest /= 3;
                    for (place, value) in sum.iter_mut().zip(one) {
                        *place += sign * value;
                    }
                }
                if sum.iter().any(|value| !(0..=1).contains(value)) {
                    continue;
                }
                let told = || (0..4).filter(|at| sum[*at] == 1 && counts[*at] > 0);
                let people: u64 = told().map(|at| counts[at]).sum();
                assert!(people == 0 || people >= THRESHOLD, "{counts:?} {kept:?} {sum:?}");
                assert!(
                    told().count() != 1 || total == people || told().all(|at| !kept[at]),
                    "{counts:?} {kept:?} {sum:?}"
                );
            }
        }
    }

    proptest! {
        #[test]
        fn turning_every_item_and_every_answer_scores_the_same(answers in proptest::collection::vec(proptest::option::of(1_u8..=5), 7)) {
            let of = instrument();
            let other = Instrument { reversed: of.reversed.iter().map(|reversed| !reversed).collect(), ..of.clone() };
            let turned: Sheet = answers.iter().map(|answer| answer.map(|value| 6 - value)).collect();
            for items in [&FIVE[..], &TWO] {
                prop_assert_eq!(of.score(items, &answers), other.score(items, &turned));
            }
        }
    }
}
