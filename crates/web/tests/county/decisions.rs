//! An application in a real county, by the pages alone: entered and read back, appraised with a quorum and with whoever is close
//! to the applicant standing aside, reviewed, put on notice, objected to, answered, decided; and refused at each guard.

use axum::http::StatusCode;
use guanai_app::meetings::open_meeting_form;
use guanai_app::{Actor, Role};
use guanai_kernel::ids::{ApplicationId, FactId, OperationId, PersonId};
use guanai_kernel::{Ids, Money};
use guanai_registry::{Fact, FactValue, Kin, Source, SourceKind};
use guanai_store::facts::{self, NewFact};
use guanai_store::{applications, households};
use guanai_testkit::clock;
use guanai_testkit::engines::on_both;

use crate::desk::{AS_OF, Browser, Desk, Reply};

const WORDS: &str = "家里两个人生病，收入不够";
const OBJECTION: &str = "他家去年盖了新房";
const RESOLUTION: &str = "县组〔2026〕12号";

impl Desk {
    /// The demonstration's member: whose applications these are.
    fn member(&self) -> PersonId {
        self.places.people[&Role::Member].id
    }

    /// What a home check found of the member: the standard then gives 2,000 yuan.
    async fn recognise_hardship(&self) {
        let mut ids = Ids::seeded(77, clock::at(AS_OF));
        let values = [
            ("hardship.recognised", FactValue::Bool(true)),
            ("hardship.degree", FactValue::Text("severe".to_owned())),
            ("household.income_per_head", FactValue::Money(Money::from_yuan(6_000).unwrap())),
        ];
        let rows = values.map(|(name, value)| {
            let fact = Fact {
                fact_id: FactId::fresh(&mut ids),
                person_id: self.member(),
                name: name.to_owned(),
                value,
                valid_from: AS_OF,
                valid_to: None,
                source: source(),
                verified: true,
                recorded_at: clock::at(AS_OF),
            };
            NewFact { fact, sensitive: true }
        });
        let mut tx = self.db().begin_write().await.unwrap();
        facts::append_many(&mut tx, &rows).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn make_kin(&self, relative_id: PersonId) {
        let kin = Kin { person_id: self.member(), relative_id, relation: "71".to_owned(), source: source() };
        let mut tx = self.db().begin_write().await.unwrap();
        households::add_kin(&mut tx, &[kin]).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn version(&self, application: &str) -> String {
        let application_id: ApplicationId = application.parse().unwrap();
        let mut tx = self.db().begin_read().await.unwrap();
        let found = applications::find(&mut tx, application_id).await.unwrap().unwrap();
        tx.rollback().await.unwrap();
        found.version.to_string()
    }

    /// A step sent by somebody to whom no page offers it.
    async fn forced(&self, browser: &mut Browser, application: &str, step: &str, fields: &[(&str, &str)]) -> Reply {
        let page = browser.get("/applications").await;
        let version = self.version(application).await;
        let operation = OperationId::fresh(&mut self.cx().ids).to_string();
        let (proof, operation) = (page.hidden("proof"), operation.as_str());
        let mut all = vec![("proof", proof.as_str()), ("operation", operation), ("version", version.as_str())];
        all.extend_from_slice(fields);
        browser.post(&format!("/applications/{application}/steps/{step}/send"), &all).await
    }
}

fn source() -> Source {
    Source { kind: SourceKind::Roster, import_id: None, place: "入户核实 1".to_owned(), stated_on: AS_OF }
}

/// Fills in a step, reads it once more, sends it.
async fn step(browser: &mut Browser, application: &str, step: &str, fields: &[(&str, &str)]) -> Reply {
    let page = format!("/applications/{application}/steps/{step}");
    let form = browser.get(&page).await;
    assert_eq!(form.status, StatusCode::OK, "{page}: {}", form.text);
    let hidden = ["proof", "operation", "version", "changed"].map(|name| (name, form.hidden(name)));
    let all: Vec<(&str, &str)> =
        hidden.iter().map(|(name, value)| (*name, value.as_str())).chain(fields.iter().copied()).collect();
    let check = browser.post(&page, &all).await;
    if check.status != StatusCode::OK {
        return check;
    }
    browser.post(&format!("{page}/send"), &all).await
}

async fn taken(browser: &mut Browser, application: &str, which: &str, fields: &[(&str, &str)]) {
    let reply = step(browser, application, which, fields).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{which}: {}", reply.text);
}

fn refused(reply: &Reply, why: &str) {
    assert!(
        matches!(reply.status, StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY),
        "{why}: {} {}",
        reply.status,
        reply.text
    );
    assert!(reply.text.contains(why), "{why}: {}", reply.text);
}

/// The contact applies for the member, reads it back, sends it twice; the application's id.
async fn entered(desk: &Desk, contact: &mut Browser) -> String {
    let page = format!("/people/{}/apply", desk.member());
    let today = desk.today().to_string();
    let form = contact.get(&page).await;
    let fields = [("apply_measure", "fixed-relief"), ("apply_words", WORDS), ("applied_on", today.as_str())];
    let check = contact.fill_drawn(&form, &page, &fields).await;
    assert!(check.status == StatusCode::OK && check.text.contains(WORDS), "{}", check.text);
    let send = format!("{page}/send");
    let unread = contact.fill_drawn(&check, &send, &fields).await;
    refused(&unread, "请先念给本人");
    let read = [&fields[..], &[("app_read_back", "yes")]].concat();
    let done = contact.fill_drawn(&check, &send, &read).await;
    let again = contact.fill_drawn(&check, &send, &read).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, again.location()), "{}", done.text);
    let application = done.location().strip_prefix("/applications/").unwrap().to_owned();
    assert!(contact.get(&page).await.text.contains("value=\"fixed-relief\" disabled"), "one is on its way");
    application
}

/// Who is on a meeting's roll: id, name, and whether they have a vote if they come.
fn roll_on(form: &Reply) -> Vec<(PersonId, String, bool)> {
    let rows = form.text.split("<tr><th scope=\"row\">").skip(1);
    let rows = rows.filter_map(|row| {
        let id = row.split("name=\"presence_").nth(1)?.split('"').next()?;
        let name = row.split('<').next()?;
        Some((id.parse().unwrap(), name.to_owned(), !row.split("data-h=\"到会情况\"").next()?.contains("列席")))
    });
    rows.collect()
}

/// The contact's meeting of all members, with who is named there and so many votes for it.
async fn met(contact: &mut Browser, application: &str, came: &[PersonId], in_favour: &str, send: bool) -> Reply {
    let form = contact.get("/meetings/new?kind=members").await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.text);
    let organization = form.hidden("organization");
    let presence: Vec<(String, &str)> = came.iter().map(|id| (format!("presence_{id}"), "present")).collect();
    let version = (format!("version_{application}"), form.hidden(&format!("version_{application}")));
    let vote = (format!("for_{application}"), in_favour);
    let chair = came[0].to_string();
    let mut fields = vec![
        ("kind", "members"),
        ("organization", organization.as_str()),
        ("meeting_place", "村党群服务中心"),
        ("recorder", "孙和"),
        ("chair", chair.as_str()),
        ("presence_rest", "absent"),
        ("item", application),
        (version.0.as_str(), version.1.as_str()),
        (vote.0.as_str(), vote.1),
    ];
    let held_on = form.hidden_value("held_on");
    fields.push(("held_on", held_on.as_str()));
    fields.extend(presence.iter().map(|(name, value)| (name.as_str(), *value)));
    let check = contact.fill_drawn(&form, "/meetings/new", &fields).await;
    if check.status != StatusCode::OK || !send {
        return check;
    }
    let done = contact.fill_drawn(&form, "/meetings", &fields).await;
    let again = contact.fill_drawn(&form, "/meetings", &fields).await;
    assert_eq!(done.location(), again.location(), "pressed twice, held once");
    done
}

impl Reply {
    /// What stands in a text field.
    fn hidden_value(&self, name: &str) -> String {
        let field = self.text.split(&format!("name=\"{name}\"")).nth(1).unwrap();
        field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned()
    }
}

/// As far as the review: entered, appraised with a quorum and a relative standing aside, both originals filed.
async fn appraised(desk: &Desk, contact: &mut Browser, kin: PersonId) -> String {
    let application = entered(desk, contact).await;
    let form = contact.get("/meetings/new?kind=members").await;
    let roll = roll_on(&form);
    let (member, kin_name) = (desk.member(), &roll.iter().find(|(id, ..)| *id == kin).unwrap().1);
    let own_name = &roll.iter().find(|(id, ..)| *id == member).unwrap().1;
    let chair = roll.iter().find(|(id, _, votes)| *votes && ![member, kin].contains(id)).unwrap().0;
    let alone = met(contact, &application, &[chair], "1", true).await;
    refused(&alone, "人数不够");
    let others = roll.iter().map(|(id, ..)| *id).filter(|id| *id != chair);
    let everybody: Vec<PersonId> = [chair].into_iter().chain(others).collect();
    let nought = met(contact, &application, &everybody, "0", true).await;
    refused(&nought, "票数0/");
    let voters = nought.text.split("票数0/").nth(1).unwrap().split("对不上").next().unwrap().to_owned();
    let check = met(contact, &application, &everybody, &voters, false).await;
    for (name, ground) in [(own_name, "本人"), (kin_name, "亲属")] {
        assert!(check.text.contains(&format!("{name}（{ground}）")), "{name} stands aside: {}", check.text);
    }
    let held = met(contact, &application, &everybody, &voters, true).await;
    assert_eq!(held.status, StatusCode::SEE_OTHER, "{}", held.text);
    let meeting = held.location().to_owned();
    assert!(contact.get("/meetings").await.text.contains("共1次"), "one meeting");
    let record = contact.get(&meeting).await;
    assert!(record.text.contains("评议通过") && record.text.contains("等签字原件"));
    assert!(contact.get(&format!("{meeting}/print")).await.text.contains("村党群服务中心"));

    let waits = contact.get(&format!("/applications/{application}")).await;
    assert!(waits.text.contains("待审核"), "{}", waits.text);
    let mut officer = desk.sign_in(Role::TownshipOfficer).await;
    assert!(officer.get("/").await.text.contains("有1件申请等审核"));
    let early = officer.get(&format!("/applications/{application}")).await;
    assert!(early.text.contains("的签字原件还没有登记"), "{}", early.text);
    let fields = [("step_remark", "材料齐全"), ("distance", "yes")];
    refused(&desk.forced(&mut officer, &application, "review", &fields).await, "签字原件还没有登记");
    let today = desk.today().to_string();
    let paper = [("signed_on", today.as_str()), ("paper_place", "支部档案柜")];
    let filed = contact.fill(&format!("{meeting}/original"), &format!("{meeting}/original"), &paper).await;
    assert_eq!(filed.location(), meeting, "{}", filed.text);
    let original = [&[("paper", "application")], &paper[..]].concat();
    taken(contact, &application, "attach", &original).await;
    application
}

/// Somebody of the branch beside the member, the contact and whoever else has an account.
async fn neighbour(desk: &Desk) -> PersonId {
    let mut cx = desk.cx();
    cx.actor = Actor { role: Role::BranchContact, scope: Some(desk.places.branch.id), ..Actor::console() };
    let roll = open_meeting_form(&mut cx, None, "members").await.unwrap().roll;
    let taken: Vec<PersonId> = desk.places.people.values().map(|chosen| chosen.id).collect();
    roll.into_iter().find(|one| one.votes && !taken.contains(&one.person_id)).unwrap().person_id
}

#[test]
fn an_application_goes_from_the_branch_to_a_letter_that_says_why() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        desk.recognise_hardship().await;
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let kin = neighbour(&desk).await;
        desk.make_kin(kin).await;
        let application = appraised(&desk, &mut contact, kin).await;
        let file = format!("/applications/{application}");
        let mut officer = desk.sign_in(Role::TownshipOfficer).await;
        let review = [("step_remark", "材料齐全，情况属实"), ("distance", "yes")];
        taken(&mut officer, &application, "review", &review).await;
        assert!(officer.get("/").await.text.contains("有1件申请等公示"));
        let post = [("notice_place", "村公开栏"), ("shown_as", "masked-name")];
        taken(&mut officer, &application, "post", &post).await;
        assert!(officer.get(&format!("{file}/print/notice")).await.text.contains("2026年7月7日"));

        // The notice is masked, and says how to object.
        let mut member = desk.sign_in(Role::Member).await;
        let board = member.get("/notices").await;
        let notice = board.text.split("href=\"/notices/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let notice = format!("/notices/{notice}");
        let name = &desk.places.people[&Role::Member].name;
        let shown = contact.get(&notice).await;
        assert_eq!(shown.status, StatusCode::OK);
        for (page, text) in [("board", board.text), ("notice", shown.text)] {
            let main = text.split("<main").nth(1).unwrap();
            assert!(!main.contains(name.as_str()), "{page} names {name}");
            assert!(!main.contains(WORDS) && main.contains("2,000.00") && main.contains('*'), "{page}: {main}");
        }
        desk.days_pass(3);
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let said_on = desk.today().to_string();
        let objected = [
            ("objection_words", OBJECTION),
            ("said_on", said_on.as_str()),
            ("objector_name", "何邻"),
            ("app_read_back", "yes"),
        ];
        let page = format!("{notice}/object");
        let drawn = contact.get(&page).await;
        for _ in 0..2 {
            let sent = contact.fill_drawn(&drawn, &page, &objected).await;
            assert_eq!(sent.location(), "/notices", "{}", sent.text);
        }
        desk.days_pass(5);
        let mut county = desk.sign_in(Role::CountyOfficer).await;
        let home = county.get("/").await;
        assert!(home.text.contains("有1件异议等答复") && home.text.contains("有1个公示期满了"), "{}", home.text);
        assert!(home.text.contains(&format!("href=\"{file}\"")), "the objection leads to its application");
        let read = county.get(&file).await;
        assert!(read.text.contains(OBJECTION) && read.text.contains("何邻"));
        let mut member = desk.sign_in(Role::Member).await;
        let own = member.get(&file).await;
        assert!(!own.text.contains("何邻") && !own.text.contains(OBJECTION), "who objected is nobody's to know");
        let form = county.get(&format!("{file}/steps/answer")).await;
        let objection = form.hidden("objection");
        let answer = [
            ("objection", objection.as_str()),
            ("finding", "unfounded"),
            ("reply_words", "入户看过，是亲戚的房子"),
            ("distance", "yes"),
        ];
        taken(&mut county, &application, "answer", &answer).await;
        let mut officer = desk.sign_in(Role::TownshipOfficer).await;
        taken(&mut officer, &application, "take-down", &[]).await;
        assert!(!member.get("/notices").await.text.contains(&notice), "taken down, it is no longer there");
        assert_eq!(member.get(&notice).await.status, StatusCode::NOT_FOUND);

        let mut approver = desk.sign_in(Role::CountyApprover).await;
        assert!(approver.get("/").await.text.contains("有1件申请等审定"));
        let decide = |amount: &'static str| {
            [
                ("approved_amount", amount),
                ("purse", "care-fund"),
                ("resolution_no", RESOLUTION),
                ("step_remark", "按标准给足"),
                ("distance", "yes"),
            ]
        };
        refused(&step(&mut approver, &application, "approve", &decide("2000.01")).await, "不高于2,000.00元");
        taken(&mut approver, &application, "approve", &decide("2000")).await;
        let form = approver.get(&format!("{file}/print/form")).await;
        assert!(form.text.contains(RESOLUTION) && form.text.contains("异议不成立"), "{}", form.text);
        assert!(approver.get(&format!("{file}/print/receipt")).await.text.contains("贰仟元整"));

        let list = member.get("/me/applications").await;
        assert!(list.text.contains("已同意") && list.text.contains(&file));
        let letter = member.get(&format!("{file}/print/letter")).await;
        for told in [RESOLUTION, "2,000.00元", "6,000", "§4", "申请复核", name.as_str()] {
            assert!(letter.text.contains(told), "{told}: {}", letter.text);
        }
        assert_eq!(member.get(&format!("{file}/print/receipt")).await.status, StatusCode::NOT_FOUND);
        taken(&mut member, &application, "ask-review", &[("step_words", "应按实际困难再看一次")]).await;
        refused(&desk.forced(&mut approver, &application, "approve", &decide("2000")).await, "您办过前面的步骤");
        desk.close().await;
    });
}

#[test]
fn nothing_is_decided_by_whoever_is_close_or_made_it_nor_within_the_notice_nor_over_an_objection() {
    on_both(async |db| {
        let desk = Desk::open(db).await;
        desk.recognise_hardship().await;
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let kin = neighbour(&desk).await;
        desk.make_kin(kin).await;
        let application = appraised(&desk, &mut contact, kin).await;
        let file = format!("/applications/{application}");
        let (township, maker) = (desk.places.township.id, desk.places.people[&Role::BranchContact].id);
        let review = [("step_remark", "材料齐全"), ("distance", "yes")];
        for (name, person_id, why) in
            [("zhongyi", maker, "您办过前面的步骤"), ("benren", desk.member(), "您要回避"), ("qinqi", kin, "您要回避")]
        {
            let mut near = desk.sign_in_as(name, Role::TownshipOfficer, Some(township), person_id).await;
            let page = near.get(&file).await;
            assert!(page.text.contains("须由别人办理"), "{name}: {}", page.text);
            refused(&desk.forced(&mut near, &application, "review", &review).await, why);
        }
        let mut officer = desk.sign_in(Role::TownshipOfficer).await;
        refused(&step(&mut officer, &application, "review", &review[..1]).await, "请先确认不用回避");
        taken(&mut officer, &application, "review", &review).await;
        taken(&mut officer, &application, "post", &[("notice_place", "村公开栏"), ("shown_as", "masked-name")]).await;

        let decide = [
            ("approved_amount", "2000"),
            ("purse", "care-fund"),
            ("resolution_no", RESOLUTION),
            ("step_remark", "同意"),
            ("distance", "yes"),
        ];
        desk.days_pass(7);
        let mut approver = desk.sign_in(Role::CountyApprover).await;
        let mut officer = desk.sign_in(Role::TownshipOfficer).await;
        let hangs = officer.get(&file).await;
        assert!(hangs.text.contains("公示到2026年7月7日"), "{}", hangs.text);
        refused(&desk.forced(&mut officer, &application, "take-down", &[]).await, "公示到2026-07-07");
        refused(&desk.forced(&mut approver, &application, "approve", &decide).await, "现在不能办这一步");
        let board = officer.get("/notices").await;
        let notice = board.text.split("href=\"/notices/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let page = format!("/notices/{notice}/object");
        let said_on = desk.today().to_string();
        let mut county = desk.sign_in(Role::CountyOfficer).await;
        let objected = county.fill(&page, &page, &[("objection_words", OBJECTION), ("said_on", &said_on)]).await;
        assert_eq!(objected.location(), "/notices", "{}", objected.text);

        desk.days_pass(1);
        let mut officer = desk.sign_in(Role::TownshipOfficer).await;
        taken(&mut officer, &application, "take-down", &[]).await;
        let mut approver = desk.sign_in(Role::CountyApprover).await;
        assert!(approver.get(&file).await.text.contains("有1件异议还没有答复"));
        refused(&step(&mut approver, &application, "approve", &decide).await, "有异议还没有答复");
        for (name, person_id, why) in [
            ("zhongyi2", maker, "您办过前面的步骤"),
            ("benren2", desk.member(), "您要回避"),
            ("qinqi2", kin, "您要回避"),
        ] {
            let mut near = desk.sign_in_as(name, Role::CountyApprover, None, person_id).await;
            refused(&desk.forced(&mut near, &application, "approve", &decide).await, why);
            refused(&desk.forced(&mut near, &application, "refuse", &decide_not()).await, why);
        }
        assert!(contact_sees(&desk, &file).await.contains("待审定"), "nothing was decided");
        desk.close().await;
    });
}

fn decide_not() -> [(&'static str, &'static str); 3] {
    [("resolution_no", RESOLUTION), ("step_words", "不同意"), ("distance", "yes")]
}

async fn contact_sees(desk: &Desk, page: &str) -> String {
    desk.sign_in(Role::BranchContact).await.get(page).await.text
}
