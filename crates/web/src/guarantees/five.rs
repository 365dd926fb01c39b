//! One person's five at a glance: 访 帮 解 管 保, each in its ring of time.

use guanai_casework::guarantee::Standing;

use super::Mark;

/// What is left of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// So many working days.
    WorkingDays(u32),
    /// So many days.
    Days(u32),
}

impl Left {
    /// The key of its sentence.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::WorkingDays(_) => "web-left-working-days",
            Self::Days(_) => "web-left-days",
        }
    }

    /// How many.
    pub const fn count(&self) -> i64 {
        match self {
            Self::WorkingDays(count) | Self::Days(count) => *count as i64,
        }
    }
}

/// One of the five at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// Which.
    pub mark: Mark,
    /// Whether the reader may see how it stands.
    pub is_open: bool,
    /// How its most pressing term stands; none where there never was one.
    pub standing: Option<Standing>,
    /// How many hundredths of that term have passed.
    pub percent: u8,
    /// What is left of it.
    pub left: Option<Left>,
}

impl Face {
    /// The class of the ring: thin in time, thick at risk, solid late, dashed where nothing runs or is known.
    pub fn class(&self) -> &'static str {
        match self.standing.filter(|_| self.is_open) {
            Some(Standing::InTime | Standing::Kept) => "ok",
            Some(Standing::AtRisk) => "risk",
            Some(Standing::Late) => "late",
            Some(_) | None => "none",
        }
    }

    /// The arc that is drawn, where one is.
    pub fn arc(&self) -> Option<u8> {
        match self.standing.filter(|_| self.is_open)? {
            Standing::InTime | Standing::AtRisk => Some(self.percent),
            Standing::Late | Standing::Kept => Some(100),
            _ => None,
        }
    }

    /// The key of how it stands.
    pub fn key(&self) -> &'static str {
        match (self.is_open, self.standing) {
            (false, _) => "web-five-confidential",
            (true, None) => "web-five-nothing",
            (true, Some(standing)) => super::standing_tag(standing).key,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_is_drawn_of_time_alone_and_nothing_of_what_is_confidential() {
        let mark = Mark { code: "visit", name: String::new(), letter: String::new() };
        let face = |is_open, standing| Face { mark: mark.clone(), is_open, standing, percent: 40, left: None };
        let drawn = |face: Face| (face.class(), face.arc());
        assert_eq!(drawn(face(true, Some(Standing::InTime))), ("ok", Some(40)));
        assert_eq!(drawn(face(true, Some(Standing::Late))), ("late", Some(100)));
        assert_eq!(drawn(face(true, Some(Standing::BeforeUnknown))), ("none", None));
        assert_eq!(drawn(face(true, None)), ("none", None));
        assert_eq!(drawn(face(false, Some(Standing::Late))), ("none", None));
        assert_eq!(face(false, Some(Standing::Late)).key(), "web-five-confidential");
    }
}
