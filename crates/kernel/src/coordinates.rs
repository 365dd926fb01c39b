//! Places on the map: longitude and latitude, and how far it is from one to another. Whole numbers, so that a distance is the same on
//! every machine.

use std::fmt;
use std::str::FromStr;

use crate::text::{narrow, squeeze};

/// Parts of a degree that are kept: a millionth is about eleven centimetres.
const DEGREE: i32 = 1_000_000;

/// Metres of a degree of a great circle: the Earth's mean radius of IUGG, 6,371,008.8 m, times π / 180.
const DEGREE_M: i128 = 111_195;

/// A place 经纬度, in millionths of a degree: east and north are positive. Which datum they are of is the same for all of a county; a
/// difference between two of one datum is all that is asked of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Coordinates {
    longitude_e6: i32,
    latitude_e6: i32,
}

/// Why two numbers are no place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CoordinatesError {
    /// Not two numbers.
    #[error("{read}: write longitude and latitude with a comma between them, such as 109.93412,27.55321")]
    NotTwo {
        /// What was read.
        read: String,
    },
    /// No decimal number of degrees.
    #[error("{read}: write degrees as a decimal number, such as 109.93412, without minutes and seconds")]
    NotDegrees {
        /// What was read.
        read: String,
    },
    /// Longitude and latitude stand in each other's place.
    #[error("a latitude lies between -90 and 90: longitude comes first, and then latitude")]
    Swapped,
    /// Beyond what there is.
    #[error("a longitude lies between -180 and 180, a latitude between -90 and 90")]
    Beyond,
    /// Nought and nought: an empty form, not a place in the sea south of Ghana.
    #[error("0,0 is what an empty form says, and no place: leave it blank where it is not known")]
    Nought,
}

impl CoordinatesError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotTwo { .. } => "coordinates-not-two",
            Self::NotDegrees { .. } => "coordinates-not-degrees",
            Self::Swapped => "coordinates-swapped",
            Self::Beyond => "coordinates-beyond",
            Self::Nought => "coordinates-nought",
        }
    }
}

impl Coordinates {
    /// Of millionths of a degree.
    pub fn new(longitude_e6: i32, latitude_e6: i32) -> Result<Self, CoordinatesError> {
        let within =
            |read: i32, most: i32| read.unsigned_abs() <= most.unsigned_abs().saturating_mul(DEGREE.unsigned_abs());
        match (within(longitude_e6, 180), within(latitude_e6, 90)) {
            (true, true) if longitude_e6 == 0 && latitude_e6 == 0 => Err(CoordinatesError::Nought),
            (true, true) => Ok(Self { longitude_e6, latitude_e6 }),
            (true, false) if within(longitude_e6, 90) && within(latitude_e6, 180) => Err(CoordinatesError::Swapped),
            _ => Err(CoordinatesError::Beyond),
        }
    }

    /// Of two texts in decimal degrees; figures beyond a millionth are left off.
    pub fn read(longitude: &str, latitude: &str) -> Result<Self, CoordinatesError> {
        Self::new(degrees(longitude)?, degrees(latitude)?)
    }

    /// Millionths of a degree to the east.
    pub const fn longitude_e6(self) -> i32 {
        self.longitude_e6
    }

    /// Millionths of a degree to the north.
    pub const fn latitude_e6(self) -> i32 {
        self.latitude_e6
    }

    /// The longitude in decimal degrees, without noughts at the end.
    pub fn longitude(self) -> String {
        written(self.longitude_e6)
    }

    /// The latitude in decimal degrees, without noughts at the end.
    pub fn latitude(self) -> String {
        written(self.latitude_e6)
    }

    /// How far it is to another as the crow flies, in whole metres, rounded down; the same in both directions. On a plane that touches
    /// the Earth half way, where degrees of longitude are as long as Bhāskara's cosine says (7th century): up to 60° of latitude it is
    /// within 0.4 % of the great circle over any two places of a county.
    pub fn metres_to(self, other: Self) -> u64 {
        let (one, two) = (i64::from(self.longitude_e6), i64::from(other.longitude_e6));
        let round = i64::from(DEGREE).saturating_mul(360);
        let apart = one.abs_diff(two).min(round.unsigned_abs().saturating_sub(one.abs_diff(two)));
        let north = self.latitude_e6.abs_diff(other.latitude_e6);
        let twice = i128::from(self.latitude_e6).saturating_add(i128::from(other.latitude_e6));
        // cos d = (180² − 4d²) / (180² + d²) in degrees; here of twice d in millionths, hence the fours.
        let (square, whole) = (twice.saturating_mul(twice), 4_i128.saturating_mul(180_000_000_i128.saturating_pow(2)));
        let (over, under) = (whole.saturating_sub(square.saturating_mul(4)), whole.saturating_add(square));
        // All of it in millimetres: a thousandth of what `DEGREE_M` times millionths of degrees are.
        let millimetres = |parts: i128| parts.saturating_mul(DEGREE_M) / 1_000;
        let east = millimetres(i128::from(apart).saturating_mul(over).checked_div(under).unwrap_or(0));
        let north = millimetres(i128::from(north));
        let squares = east.saturating_mul(east).saturating_add(north.saturating_mul(north));
        u64::try_from(squares.unsigned_abs().isqrt() / 1_000).unwrap_or(u64::MAX)
    }
}

/// Decimal degrees.
fn written(parts: i32) -> String {
    let (sign, parts, degree) = (if parts < 0 { "-" } else { "" }, parts.unsigned_abs(), DEGREE.unsigned_abs());
    let (whole, part) = (parts.checked_div(degree).unwrap_or(0), parts.checked_rem(degree).unwrap_or(0));
    format!("{sign}{whole}.{part:06}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Millionths of a degree.
fn degrees(text: &str) -> Result<i32, CoordinatesError> {
    let read = squeeze(&narrow(text));
    let wrong = || CoordinatesError::NotDegrees { read: read.chars().take(20).collect() };
    let (is_negative, figures) = match read.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, read.as_str()),
    };
    let (whole, part) = figures.split_once('.').unwrap_or((figures, ""));
    let are_figures = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || !are_figures(whole) || !are_figures(part) {
        return Err(wrong());
    }
    let part: String = part.chars().chain("000000".chars()).take(6).collect();
    let parts = format!("{whole}{part}").parse::<i32>().map_err(|_| wrong())?;
    Ok(if is_negative { parts.saturating_neg() } else { parts })
}

impl FromStr for Coordinates {
    type Err = CoordinatesError;

    /// Reads longitude and latitude as maps give them to be copied: with a comma between them.
    fn from_str(text: &str) -> Result<Self, CoordinatesError> {
        let read = narrow(text);
        let not_two = || CoordinatesError::NotTwo { read: read.trim().chars().take(40).collect() };
        let parts: Vec<&str> = read.split([',', '、', ' ']).filter(|part| !part.trim().is_empty()).collect();
        let [longitude, latitude] = parts[..] else { return Err(not_two()) };
        Self::read(longitude, latitude)
    }
}

impl fmt::Display for Coordinates {
    /// As it is read again.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}", self.longitude(), self.latitude())
    }
}

#[cfg(test)]
#[expect(clippy::float_arithmetic, reason = "the great circle is reckoned in floats, as an oracle")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Result<Coordinates, &'static str> {
        text.parse::<Coordinates>().map_err(|error| error.code())
    }

    #[test]
    fn maps_and_forms_are_read_and_what_is_no_place_is_refused() {
        let place = Coordinates { longitude_e6: 109_934_120, latitude_e6: 27_553_210 };
        for text in
            ["109.93412,27.55321", " 109.934120， 27.5532100001 ", "１０９．９３４１２ 27.55321", "109.93412、27.55321"]
        {
            assert_eq!(at(text), Ok(place), "{text}");
        }
        assert_eq!(place.to_string(), "109.93412,27.55321");
        assert_eq!(at("-0.5,-51").map(|place| place.to_string()), Ok("-0.5,-51".to_owned()));
        for (text, code) in [
            ("", "coordinates-not-two"),
            ("109.9", "coordinates-not-two"),
            ("109.9,27.5,3", "coordinates-not-two"),
            ("109°56′,27.5", "coordinates-not-degrees"),
            ("1e2,27", "coordinates-not-degrees"),
            ("109.9.1,27", "coordinates-not-degrees"),
            ("+109,27", "coordinates-not-degrees"),
            ("27.55321,109.93412", "coordinates-swapped"),
            ("181,27", "coordinates-beyond"),
            ("170,91", "coordinates-beyond"),
            ("9999,1", "coordinates-not-degrees"),
            ("0,0.0", "coordinates-nought"),
        ] {
            assert_eq!(at(text), Err(code), "{text}");
        }
    }

    #[test]
    fn a_degree_is_as_long_as_the_earth_makes_it() {
        let metres = |one: &str, other: &str| at(one).unwrap().metres_to(at(other).unwrap());
        assert_eq!(metres("110,27", "110,28"), 111_195);
        assert_eq!(metres("110,27", "110,27"), 0);
        // Over the line where the days meet.
        assert_eq!(metres("179.9,1", "-179.9,1"), metres("10,1", "10.2,1"));
    }

    /// By the haversine formula.
    fn great_circle(one: Coordinates, other: Coordinates) -> f64 {
        let radians = |parts: i32| f64::from(parts) / 1e6 * std::f64::consts::PI / 180.0;
        let (lat1, lat2) = (radians(one.latitude_e6), radians(other.latitude_e6));
        let (north, east) = ((lat2 - lat1) / 2.0, radians(other.longitude_e6 - one.longitude_e6) / 2.0);
        let h = north.sin().powi(2) + lat1.cos() * lat2.cos() * east.sin().powi(2);
        2.0 * 6_371_008.8 * h.sqrt().asin()
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(longitude in -180_000_000..=180_000_000_i32, latitude in -90_000_000..=90_000_000_i32) {
            prop_assume!((longitude, latitude) != (0, 0));
            let place = Coordinates::new(longitude, latitude).unwrap();
            prop_assert_eq!(place.to_string().parse::<Coordinates>(), Ok(place));
        }

        #[test]
        fn within_a_county_it_is_the_great_circle(
            (longitude, latitude) in (-179_000_000..=178_000_000_i32, -60_000_000..=59_000_000_i32),
            (east, north) in (0..=1_000_000_i32, 0..=1_000_000_i32),
        ) {
            prop_assume!((longitude, latitude) != (0, 0));
            let one = Coordinates::new(longitude, latitude).unwrap();
            let other = Coordinates::new(longitude + east, latitude + north);
            prop_assume!(other.is_ok());
            let other = other.unwrap();
            let (told, circle) = (one.metres_to(other), great_circle(one, other));
            prop_assert_eq!(told, other.metres_to(one));
            // A county is no wider than what fits 32 bits of metres.
            let metres = f64::from(u32::try_from(told).unwrap());
            prop_assert!((metres - circle).abs() <= 2.0 + circle * 0.004, "{} and {}", told, circle);
        }
    }
}
