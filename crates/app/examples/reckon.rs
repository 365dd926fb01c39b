//! How long it takes until the county stands anew after one person's records changed: what changed is found in the audit, that
//! person is assessed again, every organisation's figures are counted. It measures and asserts nothing: `benches/reckon`.

#![expect(clippy::print_stdout, reason = "a benchmark says what it measured")]
#![expect(clippy::disallowed_methods, reason = "a benchmark measures time")]

mod drawn;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use guanai_app::needs::{RaiseNeed, ReadBack, raise_need};
use guanai_app::standing::{Reckoned, StandingReckoner};
use guanai_app::{Actor, Role};
use guanai_casework::{Urgency, Voice};
use guanai_kernel::ids::OperationId;
use guanai_kernel::{Ids, Moment};

use self::drawn::{AS_OF, Drawn, within};

/// How many people's records change, one after another.
const TIMES: usize = 200;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let members = std::env::args().nth(1).map_or(Ok(20_000), |text| text.parse())?;
    let county = Drawn::of(members).await?;
    let mut cx = county.cx();
    // A minute lies between two changes, as in an office on a busy morning.
    let now = cx.now;
    let minutes = Arc::new(AtomicI64::new(0));
    let told = Arc::clone(&minutes);
    let at = move || Moment::from_micros(now.as_micros() + told.load(Ordering::Relaxed) * 60_000_000);
    let wall = at.clone();
    let mut reckoner =
        StandingReckoner::new(county.db.clone(), Arc::clone(&county.standards), Arc::new(move || (wall(), AS_OF)));
    let begun = Instant::now();
    let (_, first) = reckoner.look(None).await?;
    let everybody = begun.elapsed();
    let mut standing = Arc::new(first.ok_or("no standing")?);
    let people: Vec<_> =
        standing.people.iter().filter(|(_, p)| p.organization_id.is_some()).map(|(id, _)| *id).collect();
    let every = (people.len() / TIMES).max(1);
    cx.actor = Actor { role: Role::CountyOfficer, ..Actor::console() };
    let mut times = Vec::with_capacity(TIMES);
    for person_id in people.iter().step_by(every).take(TIMES) {
        let wish = RaiseNeed {
            person_id: *person_id,
            category: Some("medical".to_owned()),
            urgency: Urgency::Normal,
            words: "住院欠了钱".to_owned(),
            voice: Voice::Person,
            read_back: ReadBack::Done,
            consents_to_contact: true,
            stated_on: AS_OF,
            wanted: 1,
        };
        let minute = minutes.fetch_add(1, Ordering::Relaxed).unsigned_abs();
        cx.now = at();
        cx.ids = Ids::seeded(100 + minute, cx.now);
        let operation = OperationId::fresh(&mut cx.ids);
        raise_need(&mut cx, operation, &wish).await?;
        let begun = Instant::now();
        let (who, after) = reckoner.look(Some(Arc::clone(&standing))).await?;
        times.push(begun.elapsed());
        if !matches!(who, Reckoned::These(_)) {
            return Err(format!("{who:?}").into());
        }
        standing = Arc::new(after.ok_or("no standing")?);
    }
    println!("{} persons: everybody with the matching {everybody:.2?}", standing.people.len());
    println!(
        "one person's records changed, {} times: median {:.2?}, p90 {:.2?}",
        times.len(),
        within(50, &times),
        within(90, &times)
    );
    Ok(())
}
