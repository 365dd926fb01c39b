//! The one menu: at the side of a desktop, at the bottom of a phone. It shows a role the pages that its role has, and
//! nothing that it would be refused.

use super::Icon;
use crate::session::{Role, Tenure};

/// Where an entry is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On a phone and on a desktop.
    Everywhere,
    /// On a desktop; on a phone it is one of "more".
    Desktop,
}

impl Place {
    /// Whether a phone shows it only under "more".
    pub fn is_desktop_only(&self) -> bool {
        *self == Self::Desktop
    }
}

/// What entries have in common: a long menu is read by its headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// What is opened every day; it stands first and needs no heading.
    Daily,
    /// What is planned, and what changes in people's lives.
    Planned,
    /// Who helps, with what, and what came of it.
    Help,
    /// Organisations, papers and accounts.
    Office,
}

impl Group {
    /// The key of its heading.
    pub fn heading(self) -> Option<&'static str> {
        match self {
            Self::Daily => None,
            Self::Planned => Some("web-menu-of-plans"),
            Self::Help => Some("web-menu-of-help"),
            Self::Office => Some("web-menu-of-office"),
        }
    }
}

/// An entry of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MenuItem {
    /// Its page.
    pub href: &'static str,
    /// The key of its name.
    pub key: &'static str,
    /// Its icon.
    pub icon: Icon,
    /// What it stands among.
    pub group: Group,
}

const fn item(group: Group, href: &'static str, key: &'static str, icon: Icon) -> MenuItem {
    MenuItem { href, key, icon, group }
}

/// Every page that stands in a menu, in the menu's order. Whether a role has it is asked of the route table.
pub const ITEMS: &[MenuItem] = &[
    item(Group::Daily, "/", "web-menu-home", Icon::Day),
    item(Group::Daily, "/me", "web-menu-me", Icon::Self_),
    item(Group::Daily, "/people", "web-menu-people", Icon::People),
    item(Group::Daily, "/visits", "web-menu-visits", Icon::Visit),
    item(Group::Daily, "/needs", "web-menu-needs", Icon::Need),
    item(Group::Daily, "/guarantees", "web-menu-guarantees", Icon::Clock),
    item(Group::Daily, "/applications", "web-menu-applications", Icon::Pen),
    item(Group::Daily, "/questions", "web-menu-questions", Icon::Talk),
    item(Group::Daily, "/asks", "web-menu-asks", Icon::Talk),
    item(Group::Daily, "/disputes", "web-menu-disputes", Icon::Split),
    item(Group::Daily, "/reach", "web-menu-reach", Icon::Reach),
    item(Group::Planned, "/plan", "web-menu-plan", Icon::Plan),
    item(Group::Planned, "/plans", "web-menu-plans", Icon::Plan),
    item(Group::Planned, "/rounds", "web-menu-rounds", Icon::Round),
    item(Group::Planned, "/events", "web-menu-events", Icon::Life),
    item(Group::Planned, "/floating", "web-menu-floating", Icon::Away),
    item(Group::Help, "/resources", "web-menu-offers", Icon::Box),
    item(Group::Help, "/matching", "web-menu-matching", Icon::Match),
    item(Group::Help, "/pairs", "web-menu-pairs", Icon::Pair),
    item(Group::Help, "/partnerships", "web-menu-partnerships", Icon::Pair),
    item(Group::Help, "/referrals", "web-menu-referrals", Icon::Send),
    item(Group::Help, "/jobs", "web-menu-jobs", Icon::Work),
    item(Group::Help, "/sponsorships", "web-menu-sponsorships", Icon::School),
    item(Group::Office, "/organizations", "web-menu-organizations", Icon::Tree),
    item(Group::Office, "/handovers", "web-menu-handovers", Icon::Swap),
    item(Group::Office, "/imports", "web-menu-imports", Icon::Import),
    item(Group::Office, "/notices", "web-menu-notices", Icon::Post),
    item(Group::Office, "/standards", "web-menu-standards", Icon::Rule),
    item(Group::Office, "/fund/sources", "web-menu-sources", Icon::Coin),
    item(Group::Office, "/audit", "web-menu-audit", Icon::Eye),
    item(Group::Office, "/accounts", "web-menu-accounts", Icon::Gear),
    item(Group::Office, "/admin", "web-menu-accounts", Icon::Gear),
];

/// Pages that stand in no menu, each with the entry that leads to it: there the reader is told where they are.
const LED_TO: &[(&str, &str)] = &[
    ("/bookings", "/resources"),
    ("/letters", "/events"),
    ("/arrivals", "/people"),
    ("/trainings", "/organizations"),
    ("/care-plans", "/organizations"),
    ("/fund/funds", "/fund/sources"),
    ("/fund/sheets", "/fund/sources"),
    ("/surveys", "/reach"),
];

/// Whether a page is, or lies under, an entry.
pub fn leads_to(href: &str, path: &str) -> bool {
    let within = |above: &str| {
        path == above || (above != "/" && path.strip_prefix(above).is_some_and(|rest| rest.starts_with('/')))
    };
    within(href) || LED_TO.iter().any(|(page, entry)| *entry == href && within(page))
}

/// What is left to whoever holds no post any more: the first page, handing over, and what is everybody's.
const OF_FORMER_HOLDERS: &[&str] = &["/", "/handovers", "/standards"];

/// Whether a page is left to somebody.
pub fn may_open(tenure: &Tenure, href: &str) -> bool {
    *tenure != Tenure::Resting || OF_FORMER_HOLDERS.contains(&href)
}

/// On a phone four entries and "more" have room.
const ON_A_PHONE: usize = 4;

/// The entries of a role, each with where it is shown.
pub fn of(role: Role, tenure: &Tenure) -> Vec<(MenuItem, Place)> {
    let opens = |href: &str| crate::routes::opens(role, href) && may_open(tenure, href);
    let own: Vec<_> = ITEMS.iter().filter(|item| opens(item.href)).collect();
    let crowded = own.len() > ON_A_PHONE + 1;
    own.into_iter()
        .enumerate()
        .map(|(at, item)| {
            let place = if crowded && at >= ON_A_PHONE { Place::Desktop } else { Place::Everywhere };
            (*item, place)
        })
        .collect()
}

/// From so many entries on, a menu has headings.
const LONG: usize = 12;

/// A part of a menu, with the key of its heading.
pub type MenuPart = (Option<&'static str>, Vec<(MenuItem, Place)>);

/// The entries of a role in their groups, each with its heading; a short menu is one piece.
pub fn grouped(menu: Vec<(MenuItem, Place)>) -> Vec<MenuPart> {
    if menu.len() < LONG {
        return vec![(None, menu)];
    }
    menu.chunk_by(|(one, _), (next, _)| one.group == next.group)
        .map(|of_one| (of_one.first().and_then(|(item, _)| item.group.heading()), of_one.to_vec()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_shows_at_most_five() {
        for &role in Role::OF_ACCOUNTS {
            let menu = of(role, &Tenure::Single);
            let shown = menu.iter().filter(|(_, place)| *place == Place::Everywhere).count();
            let more = usize::from(shown < menu.len());
            assert!((1..=5).contains(&(shown + more)), "{role:?}: {shown} and {more}");
            assert_eq!(menu[0].0.href, "/", "{role:?} begins at home");
        }
    }

    #[test]
    fn whoever_holds_no_post_any_more_sees_what_is_left() {
        let left: Vec<_> = of(Role::BranchContact, &Tenure::Resting).iter().map(|(item, _)| item.href).collect();
        assert_eq!(left, OF_FORMER_HOLDERS);
    }

    #[test]
    fn a_long_menu_is_read_by_its_headings_and_a_short_one_has_none() {
        for &role in Role::OF_ACCOUNTS {
            let menu = of(role, &Tenure::Single);
            let groups = grouped(menu.clone());
            let rejoined: Vec<_> = groups.iter().flat_map(|(_, items)| items.clone()).collect();
            assert_eq!(rejoined, menu, "{role:?}: every entry once, in the menu's order");
            assert!(groups.iter().all(|(_, items)| items.len() < LONG), "{role:?}");
            assert_eq!(groups.iter().any(|(heading, _)| heading.is_some()), menu.len() >= LONG, "{role:?}");
        }
    }

    #[test]
    fn a_page_outside_the_menu_marks_the_entry_that_leads_to_it() {
        assert!(leads_to("/resources", "/bookings") && leads_to("/events", "/letters"));
        assert!(leads_to("/people", "/people/arrive") && !leads_to("/", "/people") && !leads_to("/plan", "/plans"));
    }
}
