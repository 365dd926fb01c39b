//! Tables of more than a state, and those that are read from what the code does with each standing.

use std::collections::BTreeSet;

use guanai_casework::round::LIST_MOVES;
use guanai_casework::{
    AnswerManner, GuardianConsent, Job, JobLook, JobMark, JobOutcome, SchoolStage, SponsorKind, Sponsorship,
    SponsorshipStep, SponsorshipStop,
};
use guanai_fund::care_fund::CARE_FUND_MOVES;
use guanai_kernel::ids::{JobId, NeedId, PersonId, SponsorshipId};
use guanai_kernel::{Date, Moment, Money};

use super::{Section, Table, moves, said, text};

const LIST: &[(&str, &str)] = &[
    ("add", "加入 put them on it"),
    ("remove", "移出 take them off it"),
    ("approve-addition", "批准加入 approve the addition"),
    ("refuse-addition", "不批准加入 refuse the addition"),
];

const FUNDS: &[(&str, &str)] = &[
    ("proposed", "已提出 proposed"),
    ("checked", "已核对 checked"),
    ("approved", "已批准 approved"),
    ("returned", "已退回 returned"),
    ("closing", "申请关闭 to be closed"),
    ("closed", "已关闭 closed"),
];

/// How somebody stands on the list of a round: what may be done depends on where the round stands, too.
pub fn round_list() -> Section {
    let (round, listing, step) = (text("web-round-"), text("web-listing-"), said(LIST));
    let rows = LIST_MOVES.iter().map(|(state, from, by, to)| {
        let from = format!("{}：{}", round(state.code()), listing(from.code()));
        vec![from, step(by.code()), listing(to.code())]
    });
    Section {
        title: "集中走访的名单 · The list of a round",
        from: "由 `casework::round::LIST_MOVES` 生成。\nGenerated from `casework::round::LIST_MOVES`.",
        tables: vec![Table { head: "从（集中走访：名单上的人） from (the round: somebody on its list)", rows: rows.collect() }],
        note: "加入、移出都写明原因。审批以后加入的，由提出以外的人另行审批，本人和亲属的由别人来批；批的是看到的那一条，看过以后又改了的，重新看过再批。\n\
         Whoever is put on it or taken off it, it is said why. What is added after the approval is approved by somebody else than who asked, and by nobody for themselves or a relative; what is approved is what was read, and what was changed since is read again first.".to_owned(),
    }
}

/// Care funds.
pub fn funds() -> Section {
    Section {
        title: "帮扶基金 · Care funds",
        from: "由 `fund::care_fund::CARE_FUND_MOVES` 生成。\nGenerated from `fund::care_fund::CARE_FUND_MOVES`.",
        tables: vec![moves!(CARE_FUND_MOVES, said(FUNDS), text("web-fund-move-"))],
        note: "一人提出、一人核对、第三人批准；到启用那天才能用。申请关闭的人不关闭，余额有了去处才关闭。\n\
         One proposes, another checks, a third approves; it is spent from its first day on. Whoever asks for its closing does not close it, and it closes when its balance went somewhere.".to_owned(),
    }
}

fn moment() -> Moment {
    Moment::from_micros(0)
}

/// A sponsorship of a year, as it runs; its day of a stop by each cause, and what is done then.
pub fn sponsorships() -> Section {
    let (first, later) = (Date::constant(2026, 9, 1), Date::constant(2027, 3, 1));
    let running = Sponsorship {
        sponsorship_id: SponsorshipId::from_bits(1),
        person_id: PersonId::from_bits(2),
        child_name: String::new(),
        stage: SchoolStage::Senior,
        graduates_on: Date::constant(2029, 7, 1),
        sponsor_kind: SponsorKind::Organization,
        sponsor_name: String::new(),
        sponsor_organization_id: None,
        yearly: Money::from_fen(1),
        from_on: first,
        until_on: None,
        consent: GuardianConsent { manner: AnswerManner::Paper, on: first, until_on: None },
        left_school_on: None,
        looked_on: first,
        words: None,
        entered_by: String::new(),
        recorded_at: moment(),
    };
    let runs = "资助中 runs".to_owned();
    let called = |one: &Sponsorship| {
        let (on, cause) = one.stops();
        if later < on {
            runs.clone()
        } else {
            format!("已停 stopped：{}", text("web-sponsorship-stop-")(cause.code()))
        }
    };
    let look = SponsorshipStep::Look { stage: SchoolStage::Senior, graduates_on: running.graduates_on, words: None };
    let stop = |cause| SponsorshipStep::Stop { cause, on: later, words: None };
    let mut steps = vec![("回访 look at it".to_owned(), look)];
    let causes = SponsorshipStop::SAID.iter();
    steps.extend(
        causes.map(|cause| (format!("停止 stop：{}", text("web-sponsorship-stop-")(cause.code())), stop(*cause))),
    );
    let stopped: Vec<Sponsorship> =
        SponsorshipStop::ALL.iter().map(|cause| running.after(stop(*cause), later).unwrap()).collect();
    let mut rows = Vec::new();
    for from in [running].iter().chain(&stopped) {
        for (name, step) in &steps {
            if let Ok(to) = from.after(step.clone(), later) {
                rows.push(vec![called(from), name.clone(), called(&to)]);
            }
        }
    }
    Section {
        title: "助学 · School sponsorships",
        from: "由 `casework::Sponsorship::after` 逐一试出。\nTried out with `casework::Sponsorship::after`, one by one.",
        tables: vec![Table { head: "从 from", rows }],
        note: "到了毕业、资助期满、监护人的同意到期那天，自己停，不用谁来办；停了的，什么都不再登记。由登记它的单位来办，本人和亲属的由别人来办。\n\
         On the day of graduation, of the end of the promise or of the consent it stops by itself; of what has stopped nothing more is written down. The office that keeps it sees to it, and nobody to their own or a relative's.".to_owned(),
    }
}

/// What was looked at of a job, as it is called.
fn looked(job: &Job) -> String {
    if job.has_left() {
        return "已离岗 left".to_owned();
    }
    match job.looks.last() {
        None => "刚上岗 begun".to_owned(),
        Some(look) => format!("已回访 looked at：{}", text("web-job-mark-")(look.mark.code())),
    }
}

/// Jobs: three looks in their order, and whoever left is looked at no more.
pub fn jobs() -> Section {
    let begun_on = Date::constant(2026, 1, 1);
    let end = Date::constant(2027, 12, 31);
    let begun = Job {
        job_id: JobId::from_bits(1),
        need_id: NeedId::from_bits(2),
        person_id: PersonId::from_bits(3),
        referral_id: None,
        booking_id: None,
        employer: String::new(),
        title: String::new(),
        begun_on,
        looks: Vec::new(),
        entered_by: String::new(),
        recorded_at: moment(),
    };
    let mut standings = vec![begun.clone()];
    for (at, mark) in JobMark::ALL.iter().enumerate() {
        let look = JobLook { mark: *mark, outcome: JobOutcome::StillThere, on: end, words: None };
        let looks = standings[at].looks.iter().cloned().chain([look]).collect();
        standings.push(Job { looks, ..begun.clone() });
    }
    let left = begun.after(JobOutcome::Left, end, Some("离家太远".to_owned()), end).unwrap();
    standings.push(left);
    let mut rows = Vec::new();
    for from in &standings {
        for outcome in JobOutcome::ALL {
            if let Ok(to) = from.after(*outcome, end, Some("离家太远".to_owned()), end) {
                rows.push(vec![looked(from), text("web-job-outcome-")(outcome.code()), looked(&to)]);
            }
        }
    }
    assert_eq!(rows.iter().collect::<BTreeSet<_>>().len(), rows.len(), "no row stands twice");
    Section {
        title: "就业安置 · Jobs",
        from: "由 `casework::Job::after` 逐一试出。\nTried out with `casework::Job::after`, one by one.",
        tables: vec![Table { head: "从 from", rows }],
        note: "满月份以前只登记离岗；离岗的写明原因，需求重新等人帮。本人和亲属的由别人来办。\n\
         Before its month is full only that they left is written down, with why, and their need waits for help again. Nobody sees to their own or a relative's.".to_owned(),
    }
}
