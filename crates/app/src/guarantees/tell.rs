//! Telling: who hears of a clock that starts, is at risk or is late, and noting that they were told.

use std::collections::{BTreeMap, BTreeSet};

use guanai_casework::guarantee::{Beginning, KeptClock, KeptTelling, Stage, Terms, tellings as tellings_of};
use guanai_kernel::ids::OrganizationId;
use guanai_kernel::{Date, Moment, Post, WorkCalendar};
use guanai_store::accounts::{self, AccountState};
use guanai_store::{StoreError, Tx, clock_sources, standins, tellings};

use super::terms;
use crate::actor::Role;
use crate::posts;

/// That somebody is to have heard of a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Owed {
    /// The clock.
    pub clock: KeptClock,
    /// Of what.
    pub stage: Stage,
    /// At which post.
    pub post: Post,
}

/// What is owed today of these clocks.
pub(super) fn owed(all: &[Terms], clocks: &[KeptClock], today: Date, calendar: &WorkCalendar) -> Vec<Owed> {
    let mut owed = Vec::new();
    for kept in clocks.iter().filter(|kept| kept.clock.end.is_none()) {
        let terms = terms::of(all, kept.clock.guarantee);
        let Some(rule) = terms.and_then(|terms| terms.rule(&kept.clock.rule)) else { continue };
        for telling in tellings_of(&kept.clock, rule, today, calendar) {
            owed.push(Owed { clock: kept.clone(), stage: telling.stage, post: telling.to });
        }
    }
    owed
}

/// Who of those at a post hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Those who are there, and the deputies of those who are not.
    Present,
    /// Everybody, there or not.
    Whoever,
}

/// Who holds which post today.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    /// By organisation the one above it.
    superiors: BTreeMap<OrganizationId, Option<OrganizationId>>,
    /// By post and organisation (none is the whole county), the accounts.
    holders: BTreeMap<(Post, Option<OrganizationId>), Vec<String>>,
    /// Who is away today, and who stands in.
    away: BTreeMap<String, Option<String>>,
    on_duty: Vec<String>,
}

impl Directory {
    /// As it is on a day.
    pub async fn load(tx: &mut Tx, today: Date) -> Result<Self, StoreError> {
        let mut directory = Self::default();
        for place in clock_sources::list_places(tx).await? {
            directory.superiors.insert(place.organization_id, place.superior_id);
        }
        let mut open = BTreeSet::new();
        let mut accounts = accounts::list_all(tx).await?;
        accounts.retain(|account| account.state != AccountState::Closed);
        let held = posts::powers_of_many(tx, &accounts, today).await?;
        for account in accounts {
            let id = account.account_id.to_string();
            open.insert(id.clone());
            let Some(held) = held.get(&account.account_id) else { continue };
            let post = match held.role {
                Role::BranchContact => Post::Branch,
                Role::TownshipOfficer => Post::Township,
                Role::CountyOfficer => Post::County,
                _ => continue,
            };
            // A post below the county's is held over an organisation or not at all.
            let over: Vec<Option<OrganizationId>> = match post {
                Post::County => vec![held.scope],
                _ => held.over().into_iter().map(Some).collect(),
            };
            for organization_id in over {
                directory.holders.entry((post, organization_id)).or_default().push(id.clone());
            }
        }
        for deputy in standins::list_deputies_from(tx, today).await? {
            if deputy.from_on <= today {
                directory.away.insert(deputy.account, deputy.deputy.filter(|account| open.contains(account)));
            }
        }
        for turn in standins::list_duty_turns_from(tx, today).await? {
            if turn.from_on <= today && open.contains(&turn.account) {
                directory.on_duty.push(turn.account);
            }
        }
        Ok(directory)
    }

    /// The accounts that hear at a post for somebody of an organisation: whoever holds it nearest above, a deputy for who is
    /// away, and the next post where nobody is left. Where all are away and nobody stands in, those who are away hear: nothing
    /// may be told to nobody. Nobody where no account is there at all.
    pub fn at(&self, post: Post, organization_id: Option<OrganizationId>) -> Vec<String> {
        let way: &[Post] = match post {
            Post::Branch => &[Post::Branch, Post::Township, Post::County],
            Post::Township => &[Post::Township, Post::County],
            Post::County => &[Post::County],
            Post::Duty => &[Post::Duty, Post::County, Post::Township, Post::Branch],
        };
        let found =
            |who: Who| way.iter().map(|post| self.holding(*post, organization_id, who)).find(|found| !found.is_empty());
        found(Who::Present).or_else(|| found(Who::Whoever)).unwrap_or_default()
    }

    fn holding(&self, post: Post, organization_id: Option<OrganizationId>, who: Who) -> Vec<String> {
        let present = |accounts: &Vec<String>| match who {
            Who::Present => self.present(accounts),
            Who::Whoever => accounts.clone(),
        };
        if post == Post::Duty {
            return present(&self.on_duty);
        }
        let mut at = organization_id;
        // As many steps as there are organisations end a circle too.
        for _ in 0..=self.superiors.len() {
            let found = self.holders.get(&(post, at)).map(present).unwrap_or_default();
            if !found.is_empty() {
                return found;
            }
            match at {
                None => break,
                Some(organization) => at = self.superiors.get(&organization).copied().flatten(),
            }
        }
        Vec::new()
    }

    /// Those who are there, and the deputies of those who are not.
    fn present(&self, accounts: &[String]) -> Vec<String> {
        let standing = accounts.iter().filter_map(|account| match self.away.get(account) {
            None => Some(account.clone()),
            Some(deputy) => deputy.clone().filter(|deputy| !self.away.contains_key(deputy)),
        });
        standing.collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// Notes who was told; how much is new.
pub(super) async fn tell(tx: &mut Tx, directory: &Directory, owed: &[Owed], now: Moment) -> Result<u64, StoreError> {
    let mut rows: BTreeMap<_, KeptTelling> = BTreeMap::new();
    for owed in owed {
        let KeptClock { person_id, organization_id, clock } = &owed.clock;
        for account in directory.at(owed.post, *organization_id) {
            let clock_id = Beginning::clock_id(clock.begun_by);
            let key = (*person_id, clock.guarantee, clock_id, owed.stage, account.clone());
            rows.entry(key).or_insert(KeptTelling {
                person_id: *person_id,
                clock_id,
                guarantee: clock.guarantee,
                stage: owed.stage,
                account,
                post: owed.post,
                told_at: now,
                seen_at: None,
            });
        }
    }
    let rows: Vec<KeptTelling> = rows.into_values().collect();
    tellings::append_many(tx, &rows).await
}
