//! Named contacts: ticked and sent once, and the day of those alone whom one looks after.

use axum::http::StatusCode;
use guanai_app::contacts::{ContactsPage, LookedAfter};
use guanai_kernel::ids::{OrganizationId, PersonId};
use guanai_web::contacts::{ContactDesk, ContactWish};
use guanai_web::day::MyDay;
use guanai_web::office::{Answer, AskError, Asker, Office as _};
use guanai_web::operation::OperationId;
use guanai_web::session::Role;

use crate::browser::Browser;
use crate::office::{SampleOffice, give, samples};
use crate::samples::{BRANCH, day};

const FIRST: PersonId = PersonId::from_bits(1);
const SECOND: PersonId = PersonId::from_bits(2);

impl ContactDesk for SampleOffice {
    fn contacts<'a>(&'a self, who: Asker<'a>, organization: &'a str) -> Answer<'a, ContactsPage> {
        let samples = samples(who);
        let [one, other] = [samples.w("周桂兰", "Zhou Guilan"), samples.w("何建国", "He Jianguo")];
        let by = Some((SECOND, other.clone(), day(2026, 7, 1)));
        let page = ContactsPage {
            organization_id: BRANCH.parse().unwrap_or(OrganizationId::from_bits(3)),
            name: samples.branch(),
            people: vec![
                LookedAfter { person_id: SECOND, name: other.clone(), by: None },
                LookedAfter { person_id: FIRST, name: one.clone(), by },
            ],
            members: vec![(FIRST, one), (SECOND, other)],
            may_name: matches!(who.session.role, Role::BranchContact | Role::TownshipOfficer),
            state_no: 4,
        };
        Self::known(organization, BRANCH, page)
    }
    fn name_contacts<'a>(&'a self, _: Asker<'a>, op: OperationId, _: &'a str, wish: ContactWish) -> Answer<'a, ()> {
        let ContactWish { people, by, state_no } = wish;
        if state_no != 4 {
            return Box::pin(async { Err(AskError::Refused("web-refused-contact-stale")) });
        }
        if by.as_ref().is_some_and(|by| people.contains(by)) {
            return Box::pin(async { Err(AskError::Refused("web-refused-contact-oneself")) });
        }
        self.record_once(op, format!("contacts {} {}", people.len(), by.is_some()));
        give(())
    }
    fn own_day<'a>(&'a self, who: Asker<'a>) -> Answer<'a, MyDay> {
        self.day(who)
    }
}

/// The pages of named contacts.
pub fn pages() -> Vec<(Role, String)> {
    let page = format!("/organizations/{BRANCH}/contacts");
    let readers = [Role::BranchContact, Role::CountyOfficer].map(|role| (role, page.clone()));
    readers.into_iter().chain([(Role::BranchContact, "/day?mine=yes".to_owned())]).collect()
}

#[tokio::test]
async fn a_branch_says_once_who_looks_after_whom() {
    let page = format!("/organizations/{BRANCH}/contacts");
    let mut browser = Browser::of(Role::BranchContact);
    let (first, second) = (FIRST.to_string(), SECOND.to_string());
    let unticked = browser.fill(&page, &page, &[("looked_after_by", &second)]).await;
    assert!(unticked.status == StatusCode::UNPROCESSABLE_ENTITY && unticked.text.contains("请至少勾一个人"));
    let own = [("looked_after", first.as_str()), ("looked_after_by", &first), ("state_no", "4")];
    let own = browser.fill(&page, &page, &own).await;
    assert!(own.status == StatusCode::UNPROCESSABLE_ENTITY && own.text.contains("不能自己联系自己"));
    let late = [("looked_after", first.as_str()), ("looked_after_by", "nobody"), ("state_no", "3")];
    let late = browser.fill(&page, &page, &late).await;
    assert!(late.status == StatusCode::UNPROCESSABLE_ENTITY && late.text.contains("刚才有人另定了联系人"));
    let drawn = browser.get(&page).await;
    assert!(drawn.text.contains("name=\"state_no\" value=\"4\""));
    for _ in 0..2 {
        let sent = [("looked_after", first.as_str()), ("looked_after_by", "nobody"), ("state_no", "4")];
        let sent = browser.fill_drawn(&drawn, &page, &sent).await;
        assert_eq!(sent.location(), page);
    }
    assert_eq!(*browser.office.said.lock().expect("nobody panics here"), ["contacts 1 false"]);
    let read = Browser::of(Role::CountyOfficer).get(&page).await;
    assert!(read.text.contains("由何建国联系") && !read.text.contains("type=\"checkbox\""));
    let day = browser.get("/day?mine=yes").await;
    assert!(day.text.contains("看全支部的"));
    assert!(browser.get("/day").await.text.contains("只看我联系的"));
}
