//! The sides of care as a set in one byte: a county keeps it of everybody.

use guanai_scheme::Dimension;

/// Some of the six sides of care.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Sides(u8);

impl Sides {
    /// Money and goods alone.
    pub const MATERIAL: Self = Self(Self::bit(Dimension::Material));

    const fn bit(side: Dimension) -> u8 {
        1 << side as u8
    }

    /// Adds a side.
    pub const fn add(&mut self, side: Dimension) {
        self.0 |= Self::bit(side);
    }

    /// Adds all of another set.
    pub const fn add_all(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Whether it is among them.
    pub const fn has(self, side: Dimension) -> bool {
        self.0 & Self::bit(side) != 0
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl std::fmt::Debug for Sides {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sides({:#08b})", self.0)
    }
}

impl FromIterator<Dimension> for Sides {
    fn from_iter<I: IntoIterator<Item = Dimension>>(sides: I) -> Self {
        let mut set = Self::default();
        for side in sides {
            set.add(side);
        }
        set
    }
}
