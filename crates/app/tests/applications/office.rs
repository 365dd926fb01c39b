//! The town at work on applications: a branch of seven, one of them in hardship, and whoever acts.

use std::collections::BTreeMap;

use guanai_app::applications::{
    ApplicationView, EnterApplication, EnterApplicationError, MoveApplication, MoveApplicationError, RaiseObjection,
    RaiseObjectionError, ReadApplicationError, WishedStep, enter_application, move_application, raise_objection,
    read_application,
};
use guanai_app::meetings::{FileMinutes, ItemWish, RecordMeeting, RecordMeetingError, file_minutes, record_meeting};
use guanai_app::{Actor, Role};
use guanai_casework::application::{ApplicationFile, ApplicationMove, DocumentKind, Finding, ShownAs, Verdict};
use guanai_casework::meeting::{Ballot, Presence};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{
    AccountId, ApplicationId, FactId, MeetingId, NoticeId, ObjectionId, OperationId, OrganizationId, PersonId,
};
use guanai_kernel::{Date, Moment, Money};
use guanai_registry::{Fact, FactValue, Kin};
use guanai_store::facts::{self, NewFact};
use guanai_store::{Db, applications, households, memberships, persons};
use guanai_testkit::clock;

use crate::town::{Town, membership, morning, person, source, today};

/// Who acts: one account in each role, two approvers, and people of the register behind the offices.
pub struct Office {
    pub town: Town,
    /// The members of the first branch: the applicant first.
    pub branch: Vec<PersonId>,
    pub contact: Actor,
    pub officer: Actor,
    pub county: Actor,
    pub approver: Actor,
    pub second: Actor,
    pub applicant: Actor,
    pub today: Date,
}

/// A day so many days after the first.
pub fn day(days: i32) -> Date {
    add_days(today(), days).unwrap()
}

impl Office {
    pub async fn open(db: Db) -> Self {
        let mut town = Town::build(db).await;
        let own = town.members[0];
        let mut tx = town.db.begin_write().await.unwrap();
        let others: Vec<_> = (10..16).map(|number| person(&mut town.ids, number)).collect();
        persons::add_many(&mut tx, &others).await.unwrap();
        let branch = town.branches[0];
        let spells: Vec<_> = others.iter().map(|person| membership(&mut town.ids, person, branch)).collect();
        memberships::add_many(&mut tx, &spells).await.unwrap();
        let values = [
            ("hardship.recognised", FactValue::Bool(true)),
            ("hardship.degree", FactValue::Text("severe".to_owned())),
            ("household.income_per_head", FactValue::Money(Money::from_yuan(6_000).unwrap())),
        ];
        let rows = values.map(|(name, value)| fact(&mut town, own, name, value));
        facts::append_many(&mut tx, &rows).await.unwrap();
        tx.commit().await.unwrap();
        let branch = [own].into_iter().chain(others.iter().map(|person| person.person_id)).collect();
        let (branches, townships) = (town.branches, town.townships);
        let mut actor = |role: Role, scope: Option<OrganizationId>, person_id: Option<PersonId>| {
            let name = AccountId::fresh(&mut town.ids).to_string();
            Actor { name, role, scope, person_id, on_behalf_of: None, tenure: guanai_app::Tenure::Single }
        };
        let contact = actor(Role::BranchContact, Some(branches[0]), None);
        let officer = actor(Role::TownshipOfficer, Some(townships[0]), None);
        let county = actor(Role::CountyOfficer, None, None);
        let [approver, second] = [0, 1].map(|_| actor(Role::CountyApprover, None, None));
        let applicant = actor(Role::Member, None, Some(own));
        Self { town, branch, contact, officer, county, approver, second, applicant, today: today() }
    }

    pub fn actor(&mut self, role: Role, scope: Option<OrganizationId>, person_id: Option<PersonId>) -> Actor {
        let name = AccountId::fresh(&mut self.town.ids).to_string();
        Actor { name, role, scope, person_id, on_behalf_of: None, tenure: guanai_app::Tenure::Single }
    }

    pub fn now(&self) -> Moment {
        clock::at(self.today)
    }

    pub fn operation(&mut self) -> OperationId {
        OperationId::fresh(&mut self.town.ids)
    }

    /// A fact that becomes known today.
    pub async fn learn(&mut self, person_id: PersonId, name: &str, value: FactValue) {
        let mut row = fact(&mut self.town, person_id, name, value);
        (row.fact.recorded_at, row.fact.valid_from) = (self.now(), self.today);
        let mut tx = self.town.db.begin_write().await.unwrap();
        facts::append_many(&mut tx, &[row]).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn relate(&mut self, one: PersonId, other: PersonId) {
        let kin = Kin { person_id: one, relative_id: other, relation: "71".to_owned(), source: source() };
        let mut tx = self.town.db.begin_write().await.unwrap();
        households::add_kin(&mut tx, &[kin]).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub fn wish(&self) -> EnterApplication {
        EnterApplication {
            person_id: self.branch[0],
            measure: "fixed-relief".to_owned(),
            words: "家里两个人生病，收入不够".to_owned(),
            new_event: None,
            applied_on: today(),
            was_read_back: true,
        }
    }

    pub async fn enter_as(
        &mut self,
        who: &Actor,
        wish: &EnterApplication,
    ) -> Result<ApplicationId, EnterApplicationError> {
        let (operation, now) = (self.operation(), self.now());
        let (mut cx, ..) = self.town.cx(who.clone(), now);
        enter_application(&mut cx, operation, wish).await
    }

    /// An application entered by the branch's contact.
    pub async fn entered(&mut self) -> ApplicationId {
        let (who, wish) = (self.contact.clone(), self.wish());
        self.enter_as(&who, &wish).await.unwrap()
    }

    pub async fn kept(&self, application_id: ApplicationId) -> ApplicationFile {
        let mut tx = self.town.db.begin_read().await.unwrap();
        let file = applications::find_file(&mut tx, application_id).await.unwrap().unwrap();
        tx.rollback().await.unwrap();
        file
    }

    pub async fn read(
        &mut self,
        who: &Actor,
        application_id: ApplicationId,
    ) -> Result<ApplicationView, ReadApplicationError> {
        let now = self.now();
        let (mut cx, ..) = self.town.cx(who.clone(), now);
        read_application(&mut cx, application_id).await
    }

    /// A meeting of all members, of whom all but two come and are for it.
    pub async fn meeting(&self, application_id: ApplicationId) -> RecordMeeting {
        let version = self.kept(application_id).await.application.version;
        let came = self.branch.iter().take(6).map(|person_id| (*person_id, Presence::Present));
        RecordMeeting {
            organization_id: self.town.branches[0],
            kind: "members".to_owned(),
            held_on: self.today,
            place: "村党群服务中心".to_owned(),
            chair_id: self.branch[1],
            recorder: "记录人".to_owned(),
            presence: came.collect::<BTreeMap<_, _>>(),
            // The applicant stands aside: five vote.
            items: vec![ItemWish {
                application_id,
                version,
                ballot: Ballot { in_favour: 5, against: 0, abstained: 0 },
                stood_aside: Vec::new(),
                opinion: "情况属实，同意申报".to_owned(),
            }],
        }
    }

    pub async fn hold(&mut self, who: &Actor, wish: &RecordMeeting) -> Result<MeetingId, RecordMeetingError> {
        let (operation, now) = (self.operation(), self.now());
        let (mut cx, ..) = self.town.cx(who.clone(), now);
        record_meeting(&mut cx, operation, wish).await
    }

    pub async fn file_minutes(&mut self, meeting_id: MeetingId) {
        let (operation, now, signed_on) = (self.operation(), self.now(), self.today);
        let (mut cx, ..) = self.town.cx(self.contact.clone(), now);
        let place = "支部档案柜".to_owned();
        let wish = FileMinutes { meeting_id, signed_on, place, archive_no: None, sha256: Some("0a".repeat(32)) };
        file_minutes(&mut cx, operation, &wish).await.unwrap();
    }

    pub async fn command(&self, application_id: ApplicationId, step: WishedStep) -> MoveApplication {
        let version = self.kept(application_id).await.application.version;
        MoveApplication { application_id, version, step, declares_distance: true, was_read_back: true }
    }

    pub async fn step(
        &mut self,
        who: &Actor,
        application_id: ApplicationId,
        step: WishedStep,
    ) -> Result<ApplicationId, MoveApplicationError> {
        let command = self.command(application_id, step).await;
        self.send(who, &command).await
    }

    pub async fn send(
        &mut self,
        who: &Actor,
        command: &MoveApplication,
    ) -> Result<ApplicationId, MoveApplicationError> {
        let (operation, now) = (self.operation(), self.now());
        let (mut cx, ..) = self.town.cx(who.clone(), now);
        move_application(&mut cx, operation, command).await
    }

    /// The code of what became of a step.
    pub async fn code(&mut self, who: &Actor, application_id: ApplicationId, step: WishedStep) -> &'static str {
        match self.step(who, application_id, step).await {
            Ok(_) => "done",
            Err(error) => error.code(),
        }
    }

    pub async fn object(
        &mut self,
        who: &Actor,
        notice_id: NoticeId,
        change: impl FnOnce(&mut RaiseObjection),
    ) -> Result<ObjectionId, RaiseObjectionError> {
        let mut wish = RaiseObjection {
            notice_id,
            words: "他家去年盖了新房".to_owned(),
            said_on: self.today,
            on_behalf_of: None,
            was_read_back: false,
        };
        change(&mut wish);
        let (operation, now) = (self.operation(), self.now());
        let (mut cx, ..) = self.town.cx(who.clone(), now);
        raise_objection(&mut cx, operation, &wish).await
    }

    /// Both originals that the chain wants, filed.
    pub async fn file_originals(&mut self, application_id: ApplicationId, meeting_id: MeetingId) {
        self.file_minutes(meeting_id).await;
        let (contact, step) = (self.contact.clone(), attach(DocumentKind::Application, self.today));
        self.step(&contact, application_id, step).await.unwrap();
    }

    /// An application as far as this state, by the usual hands, each step on the day on which it may be taken.
    pub async fn as_far_as(&mut self, way: &[ApplicationMove]) -> ApplicationId {
        let application_id = self.entered().await;
        for step in way {
            self.take(application_id, *step).await;
        }
        application_id
    }

    /// One step by the usual hand.
    pub async fn take(&mut self, application_id: ApplicationId, step: ApplicationMove) {
        let (contact, officer) = (self.contact.clone(), self.officer.clone());
        let (approver, applicant) = (self.approver.clone(), self.applicant.clone());
        match step {
            ApplicationMove::Carry | ApplicationMove::NotCarry => {
                let mut wish = self.meeting(application_id).await;
                if step == ApplicationMove::NotCarry {
                    wish.items[0].ballot = Ballot { in_favour: 1, against: 4, abstained: 0 };
                }
                let meeting_id = self.hold(&contact, &wish).await.unwrap();
                if step == ApplicationMove::Carry {
                    self.file_originals(application_id, meeting_id).await;
                }
            }
            ApplicationMove::TakeDown => {
                self.today = add_days(self.kept(application_id).await.notice().unwrap().through_on, 1).unwrap();
                self.step(&officer, application_id, WishedStep::TakeDown).await.unwrap();
            }
            _ => {
                let who = match step {
                    ApplicationMove::Review | ApplicationMove::Return | ApplicationMove::Post => officer,
                    ApplicationMove::Approve | ApplicationMove::Refuse => approver,
                    _ => applicant,
                };
                self.step(&who, application_id, wished(step, self.today)).await.unwrap();
            }
        }
    }
}

fn fact(town: &mut Town, person_id: PersonId, name: &str, value: FactValue) -> NewFact {
    let fact = Fact {
        fact_id: FactId::fresh(&mut town.ids),
        person_id,
        name: name.to_owned(),
        value,
        valid_from: Date::constant(2026, 6, 30),
        valid_to: None,
        source: source(),
        verified: true,
        recorded_at: morning(),
    };
    NewFact { fact, sensitive: true }
}

pub fn attach(kind: DocumentKind, signed_on: Date) -> WishedStep {
    let place = "镇组织办".to_owned();
    WishedStep::Attach { kind, signed_on, place, archive_no: Some("2026-1".to_owned()), sha256: None }
}

pub fn approve() -> WishedStep {
    wished(ApplicationMove::Approve, today())
}

pub fn answer(objection_id: ObjectionId, finding: Finding) -> WishedStep {
    WishedStep::Answer { objection_id, finding, words: "入户看过，是亲戚的房子".to_owned() }
}

/// A step of a kind, filled in as it must be.
pub fn wished(step: ApplicationMove, today: Date) -> WishedStep {
    let words = || "写明情况".to_owned();
    match step {
        ApplicationMove::Review => WishedStep::Review { words: Some(words()), despite: None },
        ApplicationMove::Return => WishedStep::Return { words: words() },
        ApplicationMove::Resubmit => WishedStep::Resubmit { words: words() },
        ApplicationMove::Post => {
            WishedStep::Post { place: "村务公开栏".to_owned(), shown_as: ShownAs::MaskedName, shown_why: None }
        }
        ApplicationMove::TakeDown => WishedStep::TakeDown,
        ApplicationMove::BreakOff => WishedStep::BreakOff { words: words() },
        ApplicationMove::Answer => answer(ObjectionId::from_bits(0), Finding::Unfounded),
        ApplicationMove::Attach => attach(DocumentKind::Evidence, today),
        ApplicationMove::Approve => WishedStep::Decide {
            verdict: Verdict::Approved,
            amount: Money::from_yuan(2_000),
            purse: Some("care-fund".to_owned()),
            resolution_no: "县组〔2026〕12号".to_owned(),
            words: words(),
            despite: None,
        },
        ApplicationMove::Refuse => WishedStep::Decide {
            verdict: Verdict::Refused,
            amount: None,
            purse: None,
            resolution_no: "县组〔2026〕13号".to_owned(),
            words: words(),
            despite: None,
        },
        ApplicationMove::AskReview => WishedStep::AskReview { words: words() },
        ApplicationMove::Carry | ApplicationMove::NotCarry | ApplicationMove::Object | ApplicationMove::Withdraw => {
            WishedStep::Withdraw { words: None }
        }
    }
}
