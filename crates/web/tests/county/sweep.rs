//! Every page that a role has, read at once: for what must stand nowhere.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use guanai_app::Role;
use guanai_web::routes::{Door, ROUTES, Takes};

use crate::desk::{Desk, Reply};

/// Every page of a role by its path, with the ids of the contact's own branch and these instead or beside; and what a search for the
/// first letters of these words finds, without what was typed.
pub async fn everything(desk: &Desk, role: Role, more: &[(&'static str, &str)], words: &str) -> Vec<(String, Reply)> {
    let mut browser = desk.sign_in(role).await;
    let mut ids: BTreeMap<&str, String> = desk.own.clone();
    ids.extend(more.iter().map(|(part, id)| (*part, (*id).to_owned())));
    let mut read = Vec::new();
    for route in ROUTES.iter().filter(|route| route.takes == Takes::Nothing && route.door != Door::Anybody) {
        let path = ids.iter().fold(route.path.to_owned(), |path, (part, id)| path.replace(&format!("{{{part}}}"), id));
        if path.contains('{') {
            continue;
        }
        let reply = browser.get(&path).await;
        read.push((path, reply));
    }
    // Searched for, it is found by nobody.
    let page = browser.get("/people").await;
    if page.status == StatusCode::OK {
        let proof = page.hidden("proof");
        let word: String = words.chars().take(8).collect();
        let mut found = browser.post("/people", &[("proof", &proof), ("search", &word)]).await;
        // The field holds what was typed into it.
        found.text = found.text.replace(&word, "");
        read.push(("search".to_owned(), found));
    }
    read
}
