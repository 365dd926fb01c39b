//! Sample data of whom care reached this year: a county, a township, a branch with everything and one with nobody.

use guanai_app::Role;
use guanai_app::reach::{
    GivenPage, GivenPlace, HardshipCare, HonourDue, HonourStep, HonoursPage, HonoursPlace, ReachLevel, Share,
    StillToReach, Sum, Ways,
};
use guanai_casework::reach::ShownCount;
use guanai_kernel::Money;
use guanai_scheme::Dimension;
use guanai_web::reach::{GivenAsk, GivenView, HonoursAsk, HonoursView};

use crate::samples::{BRANCH, PERSON, Samples, day};

const fn share(reached: u64, of: u64) -> Share {
    Share { of: ShownCount::Told(of), reached: ShownCount::Told(reached) }
}

const FEW: Share = Share { of: ShownCount::Few, reached: ShownCount::Few };

const fn sum(times: u64, yuan: i64) -> Sum {
    Sum { times, amount: Money::from_fen(yuan * 100) }
}

/// How near a role looks: the county at systems, a township at its places until it opens one, a branch at names.
const fn level_of(role: Role, is_whole: bool) -> ReachLevel {
    match role {
        Role::CountyOfficer | Role::CountyApprover => ReachLevel::County,
        Role::TownshipOfficer if is_whole => ReachLevel::Places,
        _ => ReachLevel::Names,
    }
}

impl Samples {
    pub fn given(self, role: Role, ask: &GivenAsk) -> GivenView {
        let level = level_of(role, ask.organization.is_none());
        let is_empty = ask.own;
        let organization_id = BRANCH.parse().expect("an id");
        let place = |is_own, is_lopsided, beyond_money| GivenPlace {
            organization_id,
            name: self.branch(),
            is_own,
            share: share(812, 1_204),
            beyond_money,
            is_lopsided,
        };
        let still =
            |had_money| StillToReach { person_id: PERSON.parse().expect("an id"), name: self.person_name(), had_money };
        let named = level == ReachLevel::Names && !is_empty;
        let classes = [
            (self.w("重病、重残党员", "Members who are gravely ill or disabled"), share(3, 41)),
            (self.w("流动党员", "Floating members"), FEW),
        ];
        let page = GivenPage {
            as_of: day(2026, 11, 23),
            since: day(2026, 1, 1),
            path: vec![(organization_id, self.branch())],
            level,
            total: if is_empty { share(0, 0) } else { share(812, 1_204) },
            sides: Dimension::ALL.iter().map(|(_, side)| (*side, share(12, 340))).collect(),
            classes: if is_empty { vec![] } else { classes.iter().enumerate().map(|(at, one)| (at, one.1)).collect() },
            hardship: HardshipCare {
                share: share(70, 84),
                beyond_money: share(31, 70),
                more_than_once: share(22, 70),
                is_lopsided: !is_empty,
            },
            ways: if is_empty {
                Ways::default()
            } else {
                Ways {
                    relief: sum(40, 81_500),
                    capacity: sum(6, 12_000),
                    rounds: sum(318, 159_000),
                    by_rule: sum(22, 4_400),
                    ad_hoc: sum(3, 900),
                }
            },
            places: if level == ReachLevel::Names {
                vec![]
            } else {
                vec![place(true, false, FEW), place(false, true, share(31, 70))]
            },
            still: if named { vec![still(false), still(true)] } else { vec![] },
            still_total: if named { 53 } else { 0 },
        };
        GivenView { classes: if is_empty { vec![] } else { classes.to_vec() }, page, alone_percent: 50 }
    }

    pub fn honours(self, role: Role, ask: &HonoursAsk) -> HonoursView {
        let level = level_of(role, ask.organization.is_none());
        let is_empty = ask.own;
        let organization_id = BRANCH.parse().expect("an id");
        let place = |is_own, share| HonoursPlace { organization_id, name: self.branch(), is_own, share };
        let waits = HonourStep::Waits("01KC0APP000000000000000001".parse().expect("an id"));
        let due =
            |step| HonourDue { person_id: PERSON.parse().expect("an id"), name: self.person_name(), measure: 0, step };
        let named = level == ReachLevel::Names && !is_empty;
        let medal = self.w("“光荣在党50年”纪念章", "Medal “50 glorious years in the Party”");
        let cadres = self.w("离任村（社区）干部荣誉关怀", "Honour for former village and community cadres");
        let measures = vec![
            (0, "medal-50-years".to_owned(), medal, share(31, 84)),
            (1, "retiring-cadre-honour".to_owned(), cadres, FEW),
        ];
        let page = HonoursPage {
            year: ask.year.as_deref().and_then(|year| year.parse().ok()).unwrap_or(2026),
            years: vec![2026, 2025, 2024],
            as_of: day(2026, 11, 23),
            path: vec![(organization_id, self.branch())],
            level,
            total: if is_empty { share(0, 0) } else { share(31, 90) },
            honours: measures.iter().map(|(at, .., share)| (*at, *share)).collect(),
            unclear: ShownCount::Told(if is_empty { 0 } else { 4 }),
            places: if level == ReachLevel::Names {
                vec![]
            } else {
                vec![place(true, FEW), place(false, share(31, 84))]
            },
            due: if named { vec![due(HonourStep::PutForward), due(waits)] } else { vec![] },
            due_total: if named { 53 } else { 0 },
        };
        HonoursView { measures: if is_empty { vec![] } else { measures }, page }
    }
}
