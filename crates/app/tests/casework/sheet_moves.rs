//! Signature sheets: from every state, every move, by every role. A sheet is void where its round is divided anew.

use std::collections::BTreeSet;

use guanai_app::actor::{Act, authorise};
use guanai_app::rounds::{EnterSheet, SheetsWanted};
use guanai_app::{Actor, Role};
use guanai_casework::round::{Outcome, RoundSheet, SHEET_MOVES, SheetEntry, SheetMove, SheetRow, SheetState};
use guanai_kernel::Money;
use guanai_kernel::ids::SheetId;
use guanai_store::round_sheets;
use guanai_testkit::engines::on_both;

use crate::rounds::{DRAWN_ON, hours};
use crate::sheets::{Work, entry};
use crate::town::Town;
use crate::work::actor;

impl Town {
    /// Puts a sheet into a state by hand, as no use case would; as it then stands, with its rows.
    async fn sheet_put(&self, sheet_id: SheetId, state: SheetState) -> (RoundSheet, Vec<SheetRow>) {
        let mut tx = self.db.begin_write().await.unwrap();
        let before = round_sheets::find(&mut tx, sheet_id).await.unwrap().unwrap();
        let entered = SheetEntry {
            made_on: DRAWN_ON,
            drawn: Money::default(),
            delivered: Money::default(),
            returned: Money::default(),
            entered_by: "another".to_owned(),
            entered_at: hours(DRAWN_ON),
        };
        let entry = (state == SheetState::Entered).then_some(entered);
        let after = RoundSheet { state, entry, ..before.clone() };
        if before != after {
            round_sheets::amend_many(&mut tx, &[(before, after)], hours(DRAWN_ON)).await.unwrap();
        }
        let rows = round_sheets::list_rows(&mut tx, sheet_id).await.unwrap().into_iter();
        let opened = |row: SheetRow| {
            let open = SheetRow { outcome: Outcome::Open, unreached: None, visit_id: None, ..row.clone() };
            (row, open)
        };
        let changes: Vec<_> = rows.map(opened).filter(|(before, after)| before != after).collect();
        round_sheets::amend_rows(&mut tx, &changes, hours(DRAWN_ON)).await.unwrap();
        tx.commit().await.unwrap();
        self.sheet_kept(sheet_id).await
    }

    async fn sheet_kept(&self, sheet_id: SheetId) -> (RoundSheet, Vec<SheetRow>) {
        let mut tx = self.db.begin_read().await.unwrap();
        let sheet = round_sheets::find(&mut tx, sheet_id).await.unwrap().unwrap();
        (sheet, round_sheets::list_rows(&mut tx, sheet_id).await.unwrap())
    }

    async fn sheet_tries(
        &mut self,
        who: &Actor,
        work: &Work,
        wish: &EnterSheet,
        step: SheetMove,
    ) -> Result<(), &'static str> {
        match step {
            SheetMove::Enter => self.entered(who, wish).await.map(drop),
            SheetMove::Void => {
                let before = self.sheet_kept(wish.sheet_id).await;
                let anew = Work { county: who.clone(), contact: who.clone(), other: who.clone(), ..*work };
                self.divided(&anew, &["副书记乙"]).await?;
                // A round is divided anew whatever became of a sheet that is void already.
                if self.sheet_kept(wish.sheet_id).await == before { Err("nothing of it") } else { Ok(()) }
            }
        }
    }
}

#[test]
fn no_role_takes_an_unlawful_move_of_a_signature_sheet() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let work = town.approved().await;
        town.divided(&work, &["副书记甲"]).await.unwrap();
        let file = town.sheets(&work.county, work.round_id, SheetsWanted::OfGroup(1)).await.unwrap().remove(0);
        let wish = entry(&file, Money::default(), &[]);
        let mut done = BTreeSet::new();
        for role in Role::ALL {
            let who = actor(&mut town, *role, 0);
            for &state in SheetState::ALL {
                for &step in SheetMove::ALL {
                    let before = town.sheet_put(wish.sheet_id, state).await;
                    let act = if step == SheetMove::Enter { Act::EnterSheet } else { Act::DivideRound };
                    let may = authorise(&who, act).is_ok();
                    let outcome = town.sheet_tries(&who, &work, &wish, step).await;
                    let now = town.sheet_kept(wish.sheet_id).await;
                    let what = format!("{state:?} {step:?} {role:?}");
                    match outcome {
                        Ok(()) => {
                            assert!(may, "{what}: who has not the act did it");
                            assert_eq!(state.after(step), Some(now.0.state), "{what}");
                            done.insert((state, step));
                        }
                        Err(code) => {
                            assert_eq!(now, before, "{what}: a refusal changes nothing");
                            assert_eq!(code == "denied", !may, "{what}: {code}");
                        }
                    }
                }
            }
        }
        assert_eq!(done, SHEET_MOVES.iter().map(|(from, by, _)| (*from, *by)).collect());
    });
}
