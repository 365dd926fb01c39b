//! A site over sample data, for looking at the pages: `cargo run -p guanai-web --example sample_site -- 8099`.
//! Sign in with account 10000000 to 10000008 (a role each) and the password `yi er san si`.

#[path = "../tests/site/office.rs"]
mod office;
#[path = "../tests/site/office_decisions.rs"]
mod office_decisions;
#[path = "../tests/site/office_guarantees.rs"]
mod office_guarantees;
#[path = "../tests/site/office_members.rs"]
mod office_members;
#[path = "../tests/site/office_pairs.rs"]
mod office_pairs;
#[path = "../tests/site/office_plans.rs"]
mod office_plans;
#[path = "../tests/site/office_reach.rs"]
mod office_reach;
#[path = "../tests/site/office_resources.rs"]
mod office_resources;
#[path = "../tests/site/samples.rs"]
mod samples;
#[path = "../tests/site/samples_decisions.rs"]
mod samples_decisions;
#[path = "../tests/site/samples_five.rs"]
mod samples_five;
#[path = "../tests/site/samples_floating.rs"]
mod samples_floating;
#[path = "../tests/site/samples_guarantees.rs"]
mod samples_guarantees;
#[path = "../tests/site/samples_imports.rs"]
mod samples_imports;
#[path = "../tests/site/samples_life.rs"]
mod samples_life;
#[path = "../tests/site/samples_matching.rs"]
mod samples_matching;
#[path = "../tests/site/samples_meetings.rs"]
mod samples_meetings;
#[path = "../tests/site/samples_members.rs"]
mod samples_members;
#[path = "../tests/site/samples_more.rs"]
mod samples_more;
#[path = "../tests/site/samples_pairs.rs"]
mod samples_pairs;
#[path = "../tests/site/samples_people.rs"]
mod samples_people;
#[path = "../tests/site/samples_plans.rs"]
mod samples_plans;
#[path = "../tests/site/samples_posts.rs"]
mod samples_posts;
#[path = "../tests/site/samples_reach.rs"]
mod samples_reach;
#[path = "../tests/site/samples_residents.rs"]
mod samples_residents;
#[path = "../tests/site/samples_resources.rs"]
mod samples_resources;
#[path = "../tests/site/samples_revisions.rs"]
mod samples_revisions;
#[path = "../tests/site/samples_rounds.rs"]
mod samples_rounds;
#[path = "../tests/site/samples_visits.rs"]
mod samples_visits;

use std::sync::Arc;

use guanai_web::limits::Limits;
use guanai_web::{routes, serve};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(8099_u16);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let limits = Limits::default();
    let router = routes::router(&office::site(Arc::new(office::SampleOffice::default()), limits));
    serve::serve(listener, router, limits, std::future::pending()).await
}
