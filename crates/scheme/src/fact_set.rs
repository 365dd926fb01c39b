//! Places of facts, and small sets of them.

/// The place of a declared fact in every subject of the pack that declared it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(pub(crate) u8);

impl Slot {
    /// Its number, counted from 0 in the order of `facts.toml`.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// How many facts a pack may declare: a set of them is a few machine words, copied freely.
pub(crate) const MAX_FACTS: usize = 256;

/// A set of facts, for instance those that would settle an open question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FactSet([u64; 4]);

impl FactSet {
    /// No fact.
    pub const EMPTY: Self = Self([0; 4]);

    /// Just this one.
    pub const fn one(slot: Slot) -> Self {
        let mut words = [0; 4];
        words[(slot.0 >> 6) as usize] = 1 << (slot.0 & 63);
        Self(words)
    }

    /// Whether no fact is in it.
    pub fn is_empty(&self) -> bool {
        self.0 == [0; 4]
    }

    /// Whether the fact is in it.
    pub fn contains(&self, slot: Slot) -> bool {
        self.0[usize::from(slot.0 >> 6)] & (1 << (slot.0 & 63)) != 0
    }

    /// Takes a fact in.
    pub fn insert(&mut self, slot: Slot) {
        *self = self.union(Self::one(slot));
    }

    /// The facts of either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        let (a, b) = (self.0, other.0);
        Self([a[0] | b[0], a[1] | b[1], a[2] | b[2], a[3] | b[3]])
    }

    /// The facts of both.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        let (a, b) = (self.0, other.0);
        Self([a[0] & b[0], a[1] & b[1], a[2] & b[2], a[3] & b[3]])
    }

    /// The set less one fact.
    #[must_use]
    pub fn without(self, slot: Slot) -> Self {
        self.iter().filter(|s| *s != slot).collect()
    }

    /// How many facts are in it.
    pub fn len(&self) -> usize {
        self.0.iter().map(|w| w.count_ones() as usize).sum()
    }

    /// The facts in the order of `facts.toml`.
    pub fn iter(&self) -> impl Iterator<Item = Slot> + use<> {
        let words = self.0;
        (0..=u8::MAX).map(Slot).filter(move |s| Self(words).contains(*s))
    }
}

impl FromIterator<Slot> for FactSet {
    fn from_iter<I: IntoIterator<Item = Slot>>(slots: I) -> Self {
        let mut set = Self::EMPTY;
        for slot in slots {
            set.insert(slot);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in() {
        let set: FactSet = [Slot(0), Slot(63), Slot(64), Slot(255)].into_iter().collect();
        assert_eq!(set.len(), 4);
        assert!(set.contains(Slot(64)) && !set.contains(Slot(65)));
        assert_eq!(set.iter().map(Slot::index).collect::<Vec<_>>(), [0, 63, 64, 255]);
        assert_eq!(set.intersection(FactSet::one(Slot(63))), FactSet::one(Slot(63)));
        assert!(FactSet::EMPTY.is_empty() && !set.is_empty());
    }
}
