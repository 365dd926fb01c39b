//! Which area's file answers each question of the pages: a line a question.

use std::sync::Arc;

use super::{
    County, accounts, audit, day, home, imports, me, need_moves, needs, organizations, people, people_why, plan,
    standards, visit_files, visits,
};
use crate::office::{Answer, Asker, Download, Office};
use crate::operation::OperationId;
use crate::session::{Session, SessionToken};

impl Office for County {
    fn session<'a>(&'a self, token: &'a SessionToken) -> Answer<'a, Option<Session>> {
        Box::pin(accounts::session(self, token))
    }
    fn sign_in(&self, attempt: crate::entrance::Attempt) -> Answer<'_, crate::entrance::SignIn> {
        Box::pin(accounts::sign_in(self, attempt))
    }
    fn sign_out<'a>(&'a self, token: &'a SessionToken) -> Answer<'a, ()> {
        Box::pin(accounts::sign_out(self, token))
    }
    fn choose_password<'a>(
        &'a self,
        who: Asker<'a>,
        new: crate::entrance::NewPassword,
    ) -> Answer<'a, crate::entrance::Chosen> {
        Box::pin(accounts::choose_password(self, who, new))
    }

    fn home<'a>(&'a self, who: Asker<'a>) -> Answer<'a, crate::home::Home> {
        Box::pin(home::home(self, who))
    }
    fn day<'a>(&'a self, who: Asker<'a>) -> Answer<'a, crate::day::MyDay> {
        Box::pin(day::day(self, who))
    }
    fn defer_choices<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, crate::day::defer::DeferChoices> {
        Box::pin(day::defer_choices(self, who, person))
    }
    fn defer_visit<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        wish: crate::day::defer::DeferVisit,
    ) -> Answer<'a, ()> {
        Box::pin(day::defer(self, who, op, wish))
    }

    fn visit_choices<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, crate::visits::VisitChoices> {
        Box::pin(visits::choices(self, who, person))
    }
    fn record_visit<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        visit: crate::visits::RecordVisit,
    ) -> Answer<'a, crate::visits::Recorded> {
        Box::pin(visits::record(self, who, op, None, visit))
    }
    fn correct_visit<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        wrong: &'a str,
        visit: crate::visits::RecordVisit,
    ) -> Answer<'a, crate::visits::Recorded> {
        Box::pin(visits::record(self, who, op, Some(wrong), visit))
    }
    fn visits<'a>(&'a self, who: Asker<'a>, ask: crate::visits::VisitsAsk) -> Answer<'a, crate::visits::VisitsList> {
        Box::pin(visit_files::list(self, who, ask))
    }
    fn visit_file<'a>(&'a self, who: Asker<'a>, visit: &'a str) -> Answer<'a, crate::visits::VisitFile> {
        Box::pin(visit_files::file(self, who, visit))
    }
    fn visit_correction<'a>(&'a self, who: Asker<'a>, visit: &'a str) -> Answer<'a, crate::visits::Correction> {
        Box::pin(visit_files::correction(self, who, visit))
    }
    fn amend_visit<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        visit: &'a str,
        what: crate::visits::Amend,
    ) -> Answer<'a, ()> {
        Box::pin(visit_files::amend(self, who, op, visit, what))
    }
    fn visit_note<'a>(&'a self, who: Asker<'a>, visit: &'a str) -> Answer<'a, crate::visits::NoteFile> {
        Box::pin(visit_files::note(self, who, visit))
    }
    fn allow_note_reader<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        visit: &'a str,
        reader: &'a str,
    ) -> Answer<'a, ()> {
        Box::pin(visit_files::allow(self, who, op, visit, reader))
    }
    fn call_backs<'a>(&'a self, who: Asker<'a>) -> Answer<'a, Vec<crate::visits::CallBackRow>> {
        Box::pin(visit_files::call_backs(self, who))
    }
    fn answer_call_back<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        heard: crate::visits::CallBackHeard,
    ) -> Answer<'a, ()> {
        Box::pin(visit_files::answer(self, who, op, heard))
    }
    fn keep_visit_draft<'a>(
        &'a self,
        who: Asker<'a>,
        person: &'a str,
        form: OperationId,
        typed: crate::form::Typed,
    ) -> Answer<'a, ()> {
        Box::pin(visits::keep(self, who, person, form, typed))
    }
    fn discard_visit_draft<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, ()> {
        Box::pin(visits::discard(self, who, person))
    }

    fn people<'a>(&'a self, who: Asker<'a>, ask: crate::people::PeopleAsk) -> Answer<'a, crate::people::PeopleList> {
        Box::pin(people::list(self, who, ask))
    }
    fn person<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, crate::people::PersonFile> {
        Box::pin(people::file(self, who, person))
    }
    fn why<'a>(&'a self, who: Asker<'a>, person: &'a str, measure: &'a str) -> Answer<'a, crate::people::Why> {
        Box::pin(people_why::why(self, who, person, measure))
    }
    fn readers<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, crate::people::Readers> {
        Box::pin(audit::readers(self, who, person))
    }
    fn unmask<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        ask: crate::people::UnmaskAsk,
    ) -> Answer<'a, crate::people::Unmasked> {
        Box::pin(people::unmask(self, who, op, ask))
    }

    fn organization<'a>(
        &'a self,
        who: Asker<'a>,
        organization: Option<&'a str>,
    ) -> Answer<'a, crate::organizations::OrganizationFile> {
        Box::pin(organizations::file(self, who, organization))
    }

    fn needs<'a>(&'a self, who: Asker<'a>, ask: crate::needs::NeedsAsk) -> Answer<'a, crate::needs::NeedsList> {
        Box::pin(needs::list(self, who, ask))
    }
    fn need<'a>(&'a self, who: Asker<'a>, need: &'a str) -> Answer<'a, crate::needs::NeedFile> {
        Box::pin(needs::file(self, who, need))
    }
    fn need_choices<'a>(&'a self, who: Asker<'a>, person: &'a str) -> Answer<'a, crate::needs::NeedChoices> {
        Box::pin(needs::choices(self, who, person))
    }
    fn raise_need<'a>(&'a self, who: Asker<'a>, op: OperationId, need: crate::needs::RaiseNeed) -> Answer<'a, String> {
        Box::pin(needs::raise(self, who, op, need))
    }

    fn need_move<'a>(
        &'a self,
        who: Asker<'a>,
        need: &'a str,
        step: guanai_casework::Move,
    ) -> Answer<'a, crate::needs::MoveChoices> {
        Box::pin(need_moves::choices(self, who, need, step))
    }
    fn move_need<'a>(&'a self, who: Asker<'a>, op: OperationId, wish: crate::needs::MoveNeed) -> Answer<'a, ()> {
        Box::pin(need_moves::take(self, who, op, wish))
    }

    fn plan<'a>(&'a self, who: Asker<'a>, organization: &'a str) -> Answer<'a, crate::plan::BranchPlan> {
        Box::pin(plan::of_branch(self, who, organization))
    }
    fn plans<'a>(&'a self, who: Asker<'a>, under: Option<&'a str>) -> Answer<'a, crate::plan::Plans> {
        Box::pin(plan::branches(self, who, under))
    }

    fn imports<'a>(&'a self, who: Asker<'a>, page: usize) -> Answer<'a, crate::imports::ImportsList> {
        Box::pin(imports::list(self, who, page))
    }
    fn import<'a>(
        &'a self,
        who: Asker<'a>,
        import: &'a str,
        tab: Option<crate::imports::Tab>,
        page: usize,
    ) -> Answer<'a, crate::imports::ImportFile> {
        Box::pin(imports::file(self, who, import, tab, page))
    }
    fn upload<'a>(&'a self, who: Asker<'a>, op: OperationId, bring: crate::imports::BringBooks) -> Answer<'a, String> {
        Box::pin(imports::upload(self, who, op, bring))
    }
    fn settle<'a>(
        &'a self,
        who: Asker<'a>,
        op: OperationId,
        import: &'a str,
        settled: Vec<crate::imports::Settled>,
    ) -> Answer<'a, ()> {
        Box::pin(imports::settle(self, who, op, import, settled))
    }
    fn publish<'a>(&'a self, who: Asker<'a>, op: OperationId, import: &'a str) -> Answer<'a, ()> {
        Box::pin(imports::publish(self, who, op, import))
    }
    fn abandon<'a>(&'a self, who: Asker<'a>, op: OperationId, import: &'a str) -> Answer<'a, ()> {
        Box::pin(imports::abandon(self, who, op, import))
    }
    fn refused_rows<'a>(&'a self, who: Asker<'a>, import: &'a str) -> Answer<'a, Download> {
        Box::pin(imports::refused_rows(self, who, import))
    }
    fn template<'a>(&'a self, who: Asker<'a>, book: &'a str) -> Answer<'a, Download> {
        Box::pin(imports::template(self, who, book))
    }

    fn guarantees(&self) -> &dyn crate::guarantees::GuaranteeDesk {
        self
    }
    fn decisions(&self) -> &dyn crate::applications::DecisionDesk {
        self
    }
    fn scans(&self) -> &dyn crate::scans::ScanDesk {
        self
    }
    fn photos(&self) -> &dyn crate::visits::photos::PhotoDesk {
        self
    }
    fn pairs(&self) -> &dyn crate::pairs::PairDesk {
        self
    }
    fn referrals(&self) -> &dyn crate::referrals::ReferralDesk {
        self
    }
    fn jobs(&self) -> &dyn crate::jobs::JobDesk {
        self
    }
    fn sponsorships(&self) -> &dyn crate::sponsorships::SponsorshipDesk {
        self
    }
    fn disputes(&self) -> &dyn crate::disputes::DisputeDesk {
        self
    }
    fn plans_for_one(&self) -> &dyn crate::plans::PlanDesk {
        self
    }
    fn resources(&self) -> &dyn crate::resources::ResourceDesk {
        self
    }

    fn life(&self) -> &dyn crate::life::LifeDesk {
        self
    }
    fn residents(&self) -> &dyn crate::residents::ResidentDesk {
        self
    }
    fn arrivals(&self) -> &dyn crate::arrivals::ArrivalDesk {
        self
    }
    fn calendars(&self) -> &dyn crate::calendars::CalendarDesk {
        self
    }
    fn surveys(&self) -> &dyn crate::surveys::SurveyDesk {
        self
    }
    fn floating(&self) -> &dyn crate::floating::FloatingDesk {
        self
    }
    fn posts(&self) -> &dyn crate::posts::PostDesk {
        self
    }
    fn handovers(&self) -> &dyn crate::handovers::HandoverDesk {
        self
    }
    fn questions(&self) -> &dyn crate::questions::QuestionDesk {
        self
    }
    fn reach(&self) -> &dyn crate::reach::ReachDesk {
        self
    }
    fn revisions(&self) -> &dyn crate::revisions::RevisionDesk {
        self
    }
    fn matching(&self) -> &dyn crate::matching::MatchingDesk {
        self
    }
    fn in_force(&self) -> Option<Arc<dyn Office>> {
        let standards = self.in_force.current();
        if Arc::ptr_eq(&standards, &self.standards) { None } else { Some(Arc::new(self.under(standards))) }
    }

    fn standards<'a>(&'a self, who: Asker<'a>) -> Answer<'a, crate::standards::StandardsList> {
        Box::pin(std::future::ready(Ok(standards::list(self, who))))
    }
    fn standard<'a>(&'a self, who: Asker<'a>, measure: &'a str) -> Answer<'a, crate::standards::Standard> {
        Box::pin(std::future::ready(standards::show(self, who, measure)))
    }

    fn me<'a>(&'a self, who: Asker<'a>) -> Answer<'a, crate::me::OwnFile> {
        Box::pin(me::file(self, who))
    }
    fn me_ask<'a>(&'a self, who: Asker<'a>, op: OperationId, ask: crate::me::OwnAsk) -> Answer<'a, ()> {
        Box::pin(me::ask(self, who, op, ask))
    }

    fn audit<'a>(&'a self, who: Asker<'a>, ask: crate::audit::AuditAsk) -> Answer<'a, crate::audit::AuditList> {
        Box::pin(audit::list(self, who, ask))
    }
}
