//! For whom something is there: members, residents who are no members 群众, or both. Party dues 党费 pay for members alone
//! (R82), and what is kept for residents is not spent on members.

use crate::words;

words! {
    /// As what somebody is cared for.
    Recipient {
        /// 党员
        Member = "member",
        /// 群众
        Resident = "resident",
    }
}

words! {
    /// Whom a measure or a purse serves.
    Serves {
        /// 党员
        Members = "members",
        /// 群众
        Residents = "residents",
        /// 党员和群众
        Both = "both",
    }
}

impl Serves {
    /// Whether somebody may be given it.
    pub const fn reaches(self, recipient: Recipient) -> bool {
        match (self, recipient) {
            (Self::Both, _) | (Self::Members, Recipient::Member) | (Self::Residents, Recipient::Resident) => true,
            (Self::Members, Recipient::Resident) | (Self::Residents, Recipient::Member) => false,
        }
    }

    /// Whether it serves everybody whom another serves.
    pub fn covers(self, other: Self) -> bool {
        Recipient::ALL.iter().all(|one| !other.reaches(*one) || self.reaches(*one))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_for_some_is_not_for_others() {
        let reached = |serves: Serves| -> Vec<&str> {
            Recipient::ALL.iter().filter(|one| serves.reaches(**one)).map(|one| one.code()).collect()
        };
        assert_eq!(reached(Serves::Members), ["member"]);
        assert_eq!(reached(Serves::Residents), ["resident"]);
        assert_eq!(reached(Serves::Both), ["member", "resident"]);
        assert!(Serves::Both.covers(Serves::Members) && !Serves::Members.covers(Serves::Both));
        assert!(!Serves::Members.covers(Serves::Residents) && Serves::Members.covers(Serves::Members));
    }
}
