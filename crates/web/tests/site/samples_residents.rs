//! Sample residents for every page of theirs. Nobody in them is real.

use guanai_kernel::Date;
use guanai_web::office::{Answer, AskError, Asker};
use guanai_web::operation::OperationId;
use guanai_web::residents::{CareOf, ResidentChoices, ResidentDesk, ResidentWish};

use crate::office::{SampleOffice, give, samples};
use crate::samples::{BRANCH, PERSON, day};

/// A number that the register knows already.
pub const KNOWN: &str = "990101197005050211";

impl ResidentDesk for SampleOffice {
    fn choices<'a>(&'a self, who: Asker<'a>) -> Answer<'a, ResidentChoices> {
        let samples = samples(who);
        give(ResidentChoices {
            branches: vec![
                samples.choice(BRANCH, "杨柳村党支部", "Yangliu Village branch"),
                samples.choice("B", "石坪村党支部", "Shiping Village branch"),
            ],
            causes: vec![
                samples.choice("illness", "患大病、重病", "serious illness"),
                samples.choice("elder-alone", "独居、空巢、留守老人", "elder living alone or left behind"),
            ],
        })
    }
    fn enter<'a>(&'a self, _: Asker<'a>, op: OperationId, wish: ResidentWish) -> Answer<'a, String> {
        if wish.identity == KNOWN {
            return Box::pin(async { Err(AskError::Refused("web-refused-resident-already")) });
        }
        let told = [&wish.name, &wish.branch, &wish.cause].map(String::as_str).join(" ");
        self.record_once(op, format!("resident {told} {} {:?} {:?}", wish.since_on, wish.phone, wish.address));
        give(PERSON.to_owned())
    }
    fn care<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, CareOf> {
        let samples = samples(who);
        let care = CareOf {
            person: PERSON.to_owned(),
            name: samples.person_name(),
            organization: samples.branch(),
            since_on: day(2026, 7, 1),
        };
        Self::known(person, PERSON, care)
    }
    fn end<'a>(&'a self, _: Asker<'a>, op: OperationId, _: &'a str, on: Date) -> Answer<'a, ()> {
        if on < day(2026, 7, 1) {
            return Box::pin(async { Err(AskError::Refused("web-refused-care-early")) });
        }
        self.record_once(op, format!("care ends {on}"));
        give(())
    }
}
