//! The addresses of the route table, filled in with what the sample office knows.

use guanai_web::session::Role;

use crate::samples::{BRANCH, MEASURE, NEED, OFFER, PERSON};
use crate::samples_decisions::{APPLICATION, MEETING, NOTICE, PAPER, SCAN};
use crate::samples_disputes::DISPUTE;
use crate::samples_floating::{GUEST, SENT};
use crate::samples_guarantees::QUESTION;
use crate::samples_imports::IMPORT;
use crate::samples_jobs::JOB;
use crate::samples_life::EVENT;
use crate::samples_matching::RUN;
use crate::samples_members::{ACCOUNT, ASK, PRINT, RESET};
use crate::samples_pairs::PAIR;
use crate::samples_plans::PLAN;
use crate::samples_posts::{HANDOVER, ITEM, POST};
use crate::samples_reach::RECHECK;
use crate::samples_referrals::REFERRAL;
use crate::samples_resources::BOOKING;
use crate::samples_revisions::REVISION;
use crate::samples_rounds::{ROUND, SHEET};
use crate::samples_sponsorships::SPONSORSHIP;
use crate::samples_visits::{CALL, VISIT};

pub fn filled(path: &str) -> String {
    path.replace("/rounds/{round}/moves/{move}", &format!("/rounds/{ROUND}/moves/close"))
        .replace("/reach/{list}", "/reach/no-contact")
        .replace("/rechecks/{recheck}/moves/{move}", &format!("/rechecks/{RECHECK}/moves/approve"))
        .replace("{task}", "4")
        .replace("{recheck}", RECHECK)
        .replace("/standards/revisions/{revision}/moves/{move}", "/standards/revisions/submitted/moves/release")
        .replace("{revision}", REVISION)
        .replace("{run}", RUN)
        .replace("/plans/{plan}/moves/{move}", &format!("/plans/{PLAN}/moves/review"))
        .replace("{plan}", PLAN)
        .replace("/pairs/{pair}/moves/{move}", &format!("/pairs/{PAIR}/moves/contact"))
        .replace("{pair}", PAIR)
        .replace("{booking}", BOOKING)
        .replace("/referrals/{referral}/moves/{move}", &format!("/referrals/{REFERRAL}/moves/answer"))
        .replace("{referral}", REFERRAL)
        .replace("{job}", JOB)
        .replace("/disputes/{dispute}/moves/{move}", &format!("/disputes/{DISPUTE}/moves/answer"))
        .replace("{dispute}", DISPUTE)
        .replace("{sponsorship}", SPONSORSHIP)
        .replace("{pause}", crate::forms_pauses::PAUSE)
        .replace("{person}", PERSON)
        .replace("{visit}", VISIT)
        .replace("{call}", CALL)
        .replace("{measure}", MEASURE)
        .replace("{organization}", BRANCH)
        .replace("{need}", NEED)
        .replace("{move}", "confirm")
        .replace("{offer}", OFFER)
        .replace("{import}", IMPORT)
        .replace("{round}", ROUND)
        .replace("{sheet}", SHEET)
        .replace("{group}", "1")
        .replace("{listed}", PERSON)
        .replace("{book}", "roster")
        .replace("{ask}", ASK)
        .replace("{account}", ACCOUNT)
        .replace("{reset}", RESET)
        .replace("{print}", PRINT)
        .replace("{event}", EVENT)
        .replace("{letter}", SENT)
        .replace("{guest}", GUEST)
        .replace("{arrival}", crate::forms_arrivals::ARRIVAL)
        .replace("{calendar}", crate::forms_calendars::CALENDAR)
        .replace("{course}", crate::forms_structure::TRAINING)
        .replace("{care}", crate::forms_care_plans::CARE_PLAN)
        .replace("{partnership}", crate::office_partnerships::PARTNERSHIP)
        .replace("{deed}", crate::office_partnerships::DEED)
        .replace("{source}", crate::forms_fund::SOURCE)
        .replace("{fund}", crate::forms_fund::FUND)
        .replace("{survey}", crate::forms_surveys::SURVEY)
        .replace("{post}", POST)
        .replace("{handover}", HANDOVER)
        .replace("{item}", ITEM)
        .replace("{question}", QUESTION)
        .replace("{rest}", "01KC0REST00000000000000001")
        .replace("{application}", APPLICATION)
        .replace("{step}", "attach")
        .replace("{paper}", "application")
        .replace("{document}", PAPER)
        .replace("{scan}", SCAN)
        .replace("{photo}", crate::forms_photos::PHOTO)
        .replace("{notice}", NOTICE)
        .replace("{meeting}", MEETING)
        .replace("{entry}", "01KC0ENTRY0000000000000001")
}

/// The address as a role comes to it: each takes steps of its own.
pub fn filled_for(path: &str, role: Role) -> String {
    let own = match role {
        Role::CountyApprover => "approve",
        Role::Member => "ask-review",
        _ => "attach",
    };
    filled(&path.replace("{step}", own))
}
