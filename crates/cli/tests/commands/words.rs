//! Canaries of words: what somebody confides at a visit, asks in doubt or says of a need is in nothing that the site logs, whatever
//! is sent to it.

use crate::browser::{Browser, Page};
use crate::desk::Desk;
use crate::serving::{PASSWORD, Running};

const CONFIDED: &str = "夜里总想起塌方那天的事";
const DOUBT: &str = "想把关系转走又怕支部有想法";
const NEED: &str = "屋后挡土墙裂了三道缝没钱修";
const DISTRESS: &str = "欠的债还不清真的活不下去";
const CANARIES: [&str; 4] = [CONFIDED, DOUBT, NEED, DISTRESS];

/// Fills in the form of a page and sends it.
fn sent(browser: &mut Browser, form: &str, to: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.get(form).unwrap();
    assert_eq!(page.status, 200, "{form}: {}", page.heading());
    let [proof, operation] = ["proof", "operation"].map(|name| page.field(name).unwrap());
    let own = [("proof", proof.as_str()), ("operation", operation.as_str())];
    let fields: Vec<(&str, &str)> = own.into_iter().chain(fields.iter().copied()).collect();
    let reply = browser.post(to, &fields).unwrap();
    assert_eq!(reply.status, 303, "{to}: {}", reply.text());
    // The same operation with other words is refused, and so is a form that is not theirs.
    let others: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (*name, *value)).chain([("more", NEED)]).collect();
    let stale = browser.post(to, &others).unwrap();
    let forged: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (*name, if *name == "proof" { "forged" } else { *value })).collect();
    let forged = browser.post(to, &forged).unwrap();
    assert!(stale.status >= 400 && forged.status >= 400, "{to}: {} {}", stale.status, forged.status);
    // What was typed comes back to whoever typed it, so that nothing is lost: into the log it does not go, as the end says.
    reply
}

fn silent(text: &str, at: &str) {
    for canary in CANARIES {
        assert!(!text.contains(canary), "{canary} stands in what {at} answers");
    }
}

#[test]
fn what_is_confided_asked_or_needed_is_in_no_log() {
    let desk = Desk::new();
    let demo = Running::start(&desk, "demo --members 1000 --port 0 --out show", "Ctrl-C");
    let mut contact = Browser::at(&demo.url);
    contact.sign_in("zhibu", PASSWORD).unwrap();
    let links = contact.open("/people").unwrap().links();
    let is_person =
        |link: &&String| link.strip_prefix("/people/").is_some_and(|id| id.len() == 26 && !id.contains('/'));
    let person = links.iter().find(is_person).unwrap().clone();
    let [visit, need, doubt] = ["visits", "needs", "question/send"].map(|action| format!("{person}/{action}"));
    let form = contact.get(&format!("{person}/visits/new")).unwrap().text();
    let today = form.split("name=\"made_on\" type=\"date\" max=\"").nth(1).unwrap().split('"').next().unwrap();
    let visited =
        [("act", "talk"), ("manner", "in-person"), ("made_on", today), ("occasion", "regular"), ("confided", CONFIDED)];
    sent(&mut contact, &format!("{person}/visits/new"), &visit, &visited);
    let needed = [
        ("voice", "person"),
        ("words", NEED),
        ("category", "housing"),
        ("urgency", "normal"),
        ("contact", "no"),
        ("read_back", "yes"),
    ];
    sent(&mut contact, &format!("{person}/needs/new"), &need, &needed);
    let asked = [("doubt", DOUBT), ("post", "township"), ("read_back", "yes")];
    sent(&mut contact, &format!("{person}/question"), &doubt, &asked);
    // Whatever is sent to where nobody is does not go into the log either.
    for gone in ["/people/nobody/needs", "/people/nobody/visits", "/needs/nobody/moves/close", "/nowhere"] {
        let page = contact.post(gone, &[("words", NEED), ("confided", CONFIDED), ("doubt", DOUBT)]).unwrap();
        assert!(page.status >= 400, "{gone}: {}", page.status);
    }
    // Whoever cries out in what they ask is told at once where to turn.
    let mut member = Browser::at(&demo.url);
    member.sign_in("dangyuan", PASSWORD).unwrap();
    let own = [("words", DISTRESS), ("category", "unsure"), ("urgency", "urgent"), ("contact", "no")];
    let said = sent(&mut member, "/me/needs/new", "/me/needs", &own);
    let told = member.get(said.header("location").unwrap()).unwrap();
    assert!(told.text().contains("12356"), "{}", told.text());
    silent(&told.text(), "the page that answers");
    let (log, code) = demo.stop();
    assert_eq!(code, Some(0), "{log}");
    silent(&log, "the log");
    assert!(log.contains("INFO  stopped"), "{log}");
}
