//! The small parts: states with their shape and word, crumbs, figures, choices, pages of a list.

/// How something stands. Colour never says it alone: an icon and a word go with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// As it should be.
    Ok,
    /// Soon late, or to be looked at.
    Risk,
    /// Late or wrong.
    Late,
    /// Being worked on, or new.
    Info,
    /// Neither good nor bad.
    Calm,
}

impl State {
    /// Its class in the style.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Risk => "risk",
            Self::Late => "late",
            Self::Info => "info",
            Self::Calm => "calm",
        }
    }
}

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident $id:literal),* $(,)?) => {
        /// An icon: one of the symbols that stand hidden in every page.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Icon { $($(#[$doc])* $name),* }

        impl Icon {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The symbol's id.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id),* }
            }
        }
    };
}

icons! {
    /// Today.
    Day "i-day",
    /// People.
    People "i-people",
    /// Organisations.
    Tree "i-tree",
    /// Visits.
    Visit "i-visit",
    /// Needs.
    Need "i-need",
    /// Offers.
    Hand "i-hand",
    /// Pairs.
    Pair "i-pair",
    /// A plan.
    Plan "i-plan",
    /// A round of visits.
    Round "i-round",
    /// Bring in.
    Import "i-import",
    /// Take out.
    Export "i-export",
    /// Standards.
    Rule "i-rule",
    /// Who has looked.
    Eye "i-eye",
    /// Oneself.
    Self_ "i-self",
    /// More.
    More "i-more",
    /// As it should be.
    Ok "i-ok",
    /// To be looked at.
    Risk "i-risk",
    /// Late or wrong.
    Late "i-late",
    /// Terms.
    Clock "i-clock",
    /// Waiting.
    Wait "i-wait",
    /// Not begun.
    Todo "i-todo",
    /// Being worked on.
    Doing "i-doing",
    /// Not known.
    Unknown "i-unk",
    /// Not yet possible.
    Lock "i-lock",
    /// To know.
    Note "i-note",
    /// New.
    Plus "i-plus",
    /// The same.
    Same "i-same",
    /// Two that differ.
    Split "i-split",
    /// Write.
    Pen "i-pen",
    /// Print.
    Print "i-print",
    /// Say something.
    Talk "i-talk",
    /// Search.
    Search "i-search",
    /// Settings and accounts.
    Gear "i-gear",
    /// Whom care reached.
    Reach "i-reach",
    /// What happens in a life.
    Life "i-life",
    /// Away from home.
    Away "i-away",
    /// What can be had.
    Box "i-box",
    /// Who fits whom.
    Match "i-match",
    /// Sent on.
    Send "i-send",
    /// Work.
    Work "i-work",
    /// School.
    School "i-school",
    /// From hand to hand.
    Swap "i-swap",
    /// Told in public.
    Post "i-post",
    /// Money.
    Coin "i-coin",
}

/// A state in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag {
    /// How it stands.
    pub state: State,
    /// The shape.
    pub icon: Icon,
    /// The key of the word.
    pub key: &'static str,
}

impl Tag {
    /// A tag.
    pub const fn new(state: State, icon: Icon, key: &'static str) -> Self {
        Self { state, icon, key }
    }
}

/// One step of the way to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// Its page.
    pub href: String,
    /// Its name.
    pub name: String,
}

/// Something to choose: a code and the words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub code: String,
    /// What is read.
    pub name: String,
}

/// A label and what stands beside it, both as they are to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The label.
    pub label: String,
    /// What stands there.
    pub value: String,
}

/// A figure that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The key of its label.
    pub key: &'static str,
    /// How many; none is "not known", never nought.
    pub count: Option<i64>,
    /// The key of the grey line under it.
    pub under: Option<&'static str>,
    /// Where it leads.
    pub href: Option<String>,
    /// How it stands.
    pub state: State,
}

/// A count as pages take it.
pub fn shown(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// A text of at most so many letters, for a window's title; what is cut off is marked.
pub fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pager {
    /// How many in all.
    pub total: usize,
    /// Which page, from 1.
    pub page: usize,
    /// How many on one.
    pub size: usize,
}

impl Pager {
    /// Of a list as a use case gave it.
    pub fn of(total: u64, page: u64, size: u64) -> Self {
        Self { total: shown(total), page: shown(page), size: shown(size) }
    }

    /// How many pages; an empty list has one.
    pub fn pages(&self) -> usize {
        self.total.div_ceil(self.size.max(1)).max(1)
    }

    /// The page before.
    pub fn before(&self) -> Option<usize> {
        (self.page > 1).then(|| self.page - 1)
    }

    /// The page after.
    pub fn after(&self) -> Option<usize> {
        (self.page < self.pages()).then(|| self.page + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_a_list() {
        let pager = Pager { total: 41, page: 2, size: 20 };
        assert_eq!((pager.pages(), pager.before(), pager.after()), (3, Some(1), Some(3)));
        let one = Pager { total: 0, page: 1, size: 20 };
        assert_eq!((one.pages(), one.before(), one.after()), (1, None, None));
    }

    /// Every icon that the code names is among the symbols of the page.
    #[test]
    fn every_icon_is_drawn() {
        let symbols = include_str!("../../templates/icons.html");
        for icon in Icon::ALL {
            assert!(symbols.contains(&format!("id=\"{}\"", icon.id())), "{}", icon.id());
        }
    }
}
