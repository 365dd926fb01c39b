//! The papers of an application as offices sign them, on A4: the application, the approval form, the receipt, the decision letter
//! and the notice, each with its short code.

use askama::Template;
use axum::response::Response;
use guanai_app::applications::{SeenDecision, SeenNotice, SeenStep};
use guanai_casework::application::{ApplicationMove, ApplicationState, Said, ShownAs, Verdict};
use guanai_kernel::capitals::capitals;
use guanai_kernel::name::mask_name;

use super::file::{ApplicationFile, told};
use crate::failure::PageError;
use crate::page::{self, Frame};
use crate::visit::Visit;

/// Which paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// 申请书
    Application,
    /// 审批表
    Form,
    /// 领款单
    Receipt,
    /// 告知书
    Letter,
    /// 公示
    Notice,
}

impl Paper {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Application, Self::Form, Self::Receipt, Self::Letter, Self::Notice];

    /// Its code, as addresses have it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Form => "form",
            Self::Receipt => "receipt",
            Self::Letter => "letter",
            Self::Notice => "notice",
        }
    }

    /// Whether there is something to print on it.
    pub fn is_there(self, file: &ApplicationFile) -> bool {
        let view = &file.view;
        match self {
            Self::Application => true,
            Self::Form => view.row.state != ApplicationState::Withdrawn && !file.is_own,
            Self::Receipt => approved(file).is_some_and(|decision| decision.amount.is_some()) && !file.is_own,
            Self::Letter => decided(file).is_some(),
            Self::Notice => !view.notices.is_empty() && !file.is_own,
        }
    }
}

fn decided(file: &ApplicationFile) -> Option<&SeenDecision> {
    let stands = matches!(file.view.row.state, ApplicationState::Approved | ApplicationState::Refused);
    file.view.decisions.last().filter(|_| stands)
}

fn approved(file: &ApplicationFile) -> Option<&SeenDecision> {
    decided(file).filter(|decision| decision.verdict == Verdict::Approved)
}

/// A paper.
#[derive(Template)]
#[template(path = "applications/paper.html")]
pub struct PaperPage<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// Which.
    pub paper: Paper,
    /// The application.
    pub file: &'a ApplicationFile,
}

impl PaperPage<'_> {
    fn is(&self, code: &str) -> bool {
        self.paper.code() == code
    }

    fn told<'s>(&self, said: &'s Said) -> &'s str {
        told(self.frame, said)
    }

    fn title(&self) -> String {
        self.frame.named("web-paper-title-", self.paper.code())
    }

    /// The branch, and what is over it.
    fn branch(&self) -> &str {
        self.file.view.path.last().map_or("", |(_, name)| name)
    }

    fn township(&self) -> &str {
        let path = &self.file.view.path;
        path.get(1).filter(|_| path.len() > 2).map_or("", |(_, name)| name)
    }

    fn county(&self) -> &str {
        self.file.view.path.first().map_or("", |(_, name)| name)
    }

    fn decision(&self) -> Option<&SeenDecision> {
        decided(self.file)
    }

    fn is_approved(&self) -> bool {
        approved(self.file).is_some()
    }

    fn notice(&self) -> Option<&SeenNotice> {
        self.file.view.notices.last()
    }

    /// Whether a notice hung for its whole term, so that what nobody objected to can be said.
    fn is_noticed(&self) -> bool {
        let ran = |notice: &SeenNotice| notice.taken_down_on.is_some_and(|on| on > notice.through_on);
        self.notice().is_some_and(ran)
    }

    fn masked(&self) -> String {
        mask_name(&self.file.view.row.name)
    }

    /// Whether the notice names the applicant, with a letter left out.
    fn is_named(&self) -> bool {
        self.notice().is_some_and(|notice| notice.shown_as == ShownAs::MaskedName)
    }

    fn step(&self, step: ApplicationMove) -> Option<&SeenStep> {
        self.file.view.steps.iter().rev().find(|taken| taken.step == step)
    }

    fn reviewed(&self) -> Option<&SeenStep> {
        self.step(ApplicationMove::Review)
    }

    /// The amount that was decided, in capitals; only in Chinese, where receipts have them.
    fn in_capitals(&self) -> Option<String> {
        self.decision().and_then(|decision| decision.amount).and_then(capitals)
    }

    /// The proposed amount, with how often.
    fn proposed(&self) -> Option<String> {
        self.amount(self.file.view.row.amount)
    }

    fn granted(&self) -> Option<String> {
        self.amount(self.decision()?.amount)
    }

    fn amount(&self, amount: Option<guanai_kernel::Money>) -> Option<String> {
        let amount = self.frame.with("web-yuan", "amount", amount?.to_string());
        let period = self.file.view.frozen.period.as_deref();
        Some(match period {
            Some(period) => self.frame.with2(
                "web-amount-and-period",
                "amount",
                amount,
                "period",
                self.frame.named("web-period-", period),
            ),
            None => amount,
        })
    }
}

/// `GET /applications/{application}/print/{paper}`
pub async fn print(visit: Visit) -> Result<Response, PageError> {
    let code = visit.param("paper")?;
    let paper = Paper::ALL.iter().copied().find(|paper| paper.code() == code).ok_or(PageError::NotFound)?;
    let file = visit.office().decisions().application(visit.asker()?, visit.param("application")?).await?;
    // Whoever reads no names, such as the auditor, prints nothing that is signed.
    if file.view.words.is_none() || !paper.is_there(&file) {
        return Err(PageError::NotFound);
    }
    page::draw(&PaperPage { frame: &visit.frame, paper, file: &file })
}
