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

/// An entry of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MenuItem {
    /// Its page.
    pub href: &'static str,
    /// The key of its name.
    pub key: &'static str,
    /// Its icon.
    pub icon: Icon,
}

const fn item(href: &'static str, key: &'static str, icon: Icon) -> MenuItem {
    MenuItem { href, key, icon }
}

/// Every page that stands in a menu, in the menu's order. Whether a role has it is asked of the route table.
pub const ITEMS: &[MenuItem] = &[
    item("/", "web-menu-home", Icon::Day),
    item("/people", "web-menu-people", Icon::People),
    item("/visits", "web-menu-visits", Icon::Visit),
    item("/needs", "web-menu-needs", Icon::Need),
    item("/guarantees", "web-menu-guarantees", Icon::Clock),
    item("/questions", "web-menu-questions", Icon::Talk),
    item("/reach", "web-menu-reach", Icon::Hand),
    item("/plan", "web-menu-plan", Icon::Plan),
    item("/plans", "web-menu-plans", Icon::Plan),
    item("/asks", "web-menu-asks", Icon::Talk),
    item("/rounds", "web-menu-rounds", Icon::Round),
    item("/applications", "web-menu-applications", Icon::Pen),
    item("/events", "web-menu-events", Icon::Note),
    item("/floating", "web-menu-floating", Icon::People),
    item("/pairs", "web-menu-pairs", Icon::Pair),
    item("/referrals", "web-menu-referrals", Icon::Note),
    item("/jobs", "web-menu-jobs", Icon::Rule),
    item("/sponsorships", "web-menu-sponsorships", Icon::Hand),
    item("/resources", "web-menu-offers", Icon::Hand),
    item("/bookings", "web-menu-bookings", Icon::Clock),
    item("/matching", "web-menu-matching", Icon::Round),
    item("/organizations", "web-menu-organizations", Icon::Tree),
    item("/handovers", "web-menu-handovers", Icon::Hand),
    item("/imports", "web-menu-imports", Icon::Import),
    item("/me", "web-menu-me", Icon::Self_),
    item("/notices", "web-menu-notices", Icon::Note),
    item("/standards", "web-menu-standards", Icon::Rule),
    item("/audit", "web-menu-audit", Icon::Eye),
    item("/accounts", "web-menu-accounts", Icon::Gear),
    item("/admin", "web-menu-accounts", Icon::Gear),
];

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
}
