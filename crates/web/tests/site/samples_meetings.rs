//! Sample data of meetings.

use std::collections::BTreeMap;

use guanai_app::meetings::{
    AgendaItem, ListedMeeting, MeetingForm, MeetingView, Reckoned, ReckonedItem, RollEntry, SeenAttendee, SeenItem,
};
use guanai_casework::application::ApplicationState;
use guanai_casework::meeting::{Ballot, CarriedOf, Presence, RecusalGround, VotingRule};
use guanai_kernel::ids::PersonId;
use guanai_web::meetings::{MeetingChoices, MeetingFile, MeetingsList};
use guanai_web::page::Pager;

use crate::samples::{BRANCH, PERSON, Samples, day};
use crate::samples_decisions::{APPLICATION, MEETING, VERSION};

/// The chair of the sample meetings.
pub const CHAIR: &str = "01KC0CHA1R0000000000000001";

fn id<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("an id")
}

impl Samples {
    /// Who is on the roll: the chair, the applicant, a member who is away and a probationary member.
    fn on_the_roll(self) -> Vec<(PersonId, String, bool, bool)> {
        vec![
            (id(CHAIR), self.w("乔书", "Qiao Shu"), true, true),
            (id(PERSON), self.person_name(), true, true),
            (PersonId::from_bits(3), self.w("赵平", "Zhao Ping"), true, true),
            (PersonId::from_bits(4), self.w("钱顺", "Qian Shun"), false, true),
            (PersonId::from_bits(5), self.w("李新", "Li Xin"), false, false),
        ]
    }

    pub fn meetings(self) -> MeetingsList {
        let row = ListedMeeting {
            meeting_id: id(MEETING),
            code: "M3ET0001".into(),
            organization: self.branch(),
            kind: "members".into(),
            held_on: day(2026, 11, 4),
            place: self.w("村党群服务中心", "Village centre"),
        };
        MeetingsList {
            rows: vec![row.clone(), ListedMeeting { kind: "committee".into(), ..row }],
            pager: Pager { total: 41, page: 1, size: 20 },
            organizations: vec![self.choice(BRANCH, "杨柳村党支部", "Yangliu Village branch")],
            kinds: self.kinds_of_meeting(),
            has_own_branch: false,
        }
    }

    pub fn meeting(self, is_filed: bool) -> MeetingFile {
        let attendees = self.on_the_roll().into_iter().zip(Presence::ALL.iter().cycle()).map(
            |((person_id, name, votes, _), presence)| SeenAttendee { person_id, name, votes, presence: *presence },
        );
        let listed = self.listed(ApplicationState::Reviewing);
        let item = SeenItem {
            application_id: listed.application_id,
            code: listed.code,
            name: listed.name,
            measure: listed.measure,
            amount: listed.amount,
            recusals: vec![
                (self.person_name(), RecusalGround::Oneself),
                (self.w("赵平", "Zhao Ping"), RecusalGround::Kin),
            ],
            entitled: 6,
            present: 5,
            ballot: Ballot { in_favour: 4, against: 0, abstained: 1 },
            is_carried: true,
            opinion: Some(self.w("情况属实，同意申报", "The facts are so; we support it")),
        };
        let view = MeetingView {
            meeting_id: id(MEETING),
            code: "M3ET0001".into(),
            organization: (id(BRANCH), self.branch()),
            kind: "members".into(),
            held_on: day(2026, 11, 4),
            place: self.w("村党群服务中心", "Village centre"),
            chair: self.w("乔书", "Qiao Shu"),
            recorder: self.w("孙和", "Sun He"),
            rule: VotingRule {
                quorum_over_percent: 50,
                carried_over_percent: 50,
                carried_of: if is_filed { CarriedOf::Entitled } else { CarriedOf::Present },
            },
            entitled: 8,
            present: 6,
            attendees: attendees.collect(),
            items: vec![item],
            entered_by: self.hand().name,
            documents: if is_filed { vec![self.minutes_scanned()] } else { Vec::new() },
            scan_access: guanai_app::scans::ScanAccess::Attaches,
            may_file: true,
        };
        MeetingFile { kind: self.w("支部党员大会", "Meeting of all branch members"), view }
    }

    pub fn meeting_choices(self, kind: &str) -> MeetingChoices {
        let roll = self.on_the_roll().into_iter().map(|(person_id, name, votes, votes_if_present)| RollEntry {
            person_id,
            name,
            votes,
            votes_if_present,
        });
        let row = self.listed(ApplicationState::Appraising);
        let form = MeetingForm {
            organization_id: id(BRANCH),
            organization: self.branch(),
            kind: 0,
            roll: roll.collect(),
            agenda: vec![AgendaItem { row, version: VERSION }],
        };
        MeetingChoices { form, kind: (kind.to_owned(), self.w("支部党员大会", "Meeting of all branch members")) }
    }

    pub fn reckoned(self) -> Reckoned {
        let item = ReckonedItem {
            application_id: id(APPLICATION),
            recusals: vec![(id(PERSON), RecusalGround::Oneself)],
            entitled: 2,
            present: 2,
            is_carried: true,
        };
        let names: BTreeMap<_, _> =
            self.on_the_roll().into_iter().map(|(person_id, name, ..)| (person_id, name)).collect();
        Reckoned { entitled: 3, present: 2, items: vec![item], names }
    }
}
