//! Pairs over a drawn county: who could help is read from its offers, both sides are asked in the browser, and a member answers.

use axum::http::StatusCode;
use guanai_app::Role;
use guanai_app::needs::{RaiseNeed, ReadBack, raise_need, read_need};
use guanai_app::offers::{RecordOffer, record_offer};
use guanai_app::pairs::{
    MovePair, ProposePair, Proposers, WishedPairStep, move_pair, propose_pair, read_helpers, read_pair,
};
use guanai_casework::{AnswerManner, NeedState, PairEnd, PairTerms, ProviderKind, Side, Urgency, Voice};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::{NeedId, OperationId, PairId, PersonId};
use guanai_testkit::engines::on_both;

use crate::desk::{AS_OF, Desk};

impl Desk {
    /// A running pair for the demonstration's member, who is of the contact's own branch, and one elsewhere.
    pub async fn bring_pairs(&mut self) {
        let mut drawn = Vec::new();
        let member = self.places.people[&Role::Member].id;
        for need_id in [self.need_of(member).await, self.other["need"].parse().unwrap()] {
            let pair_id = self.pair_of(need_id).await;
            for side in [Side::Helper, Side::Person] {
                let answer =
                    WishedPairStep::Answer { side, agrees: true, on: AS_OF, manner: AnswerManner::Phone, words: None };
                self.step(pair_id, answer).await;
            }
            let terms = PairTerms {
                starts_on: AS_OF,
                until_on: None,
                contact_every_days: 30,
                review_on: add_days(AS_OF, 90).unwrap(),
                words: "每月上门一次".to_owned(),
            };
            self.step(pair_id, WishedPairStep::Begin(terms)).await;
            drawn.push(pair_id.to_string());
        }
        self.other.insert("pair", drawn.pop().unwrap());
        self.own.insert("pair", drawn.pop().unwrap());
    }

    /// A need that somebody stated with its kind.
    pub async fn need_of(&self, person_id: PersonId) -> NeedId {
        let wish = RaiseNeed {
            person_id,
            category: Some("talk".to_owned()),
            urgency: Urgency::Normal,
            words: "想有人常来坐坐".to_owned(),
            voice: Voice::Person,
            read_back: ReadBack::Done,
            consents_to_contact: true,
            stated_on: AS_OF,
            wanted: 1,
        };
        let mut cx = self.cx();
        let operation = OperationId::fresh(&mut cx.ids);
        raise_need(&mut cx, operation, &wish).await.unwrap()
    }

    /// Asks whoever could help with a need and is nobody's: nobody of another branch stands on the helper's side.
    async fn pair_of(&self, need_id: NeedId) -> PairId {
        let mut cx = self.cx();
        let found = read_helpers(&mut cx, need_id, &Proposers::default()).await.unwrap();
        assert_eq!(found.stands_against, None, "the need of the sample can be helped with");
        let category = found.need.category.expect("a kind of need");
        let categories =
            cx.standards.pack.need_category(&category).expect("of the pack").offers.iter().cloned().collect();
        let offer = RecordOffer {
            provider_name: "县志愿服务队".to_owned(),
            provider_kind: ProviderKind::SocialOrganization,
            categories,
            capacity: 9,
            township: None,
            valid_until_on: None,
            note: None,
            resource: guanai_casework::Resource::default(),
            on: AS_OF,
        };
        let operation = OperationId::fresh(&mut cx.ids);
        let offer_id = record_offer(&mut cx, operation, &offer).await.unwrap();
        let found = read_helpers(&mut cx, need_id, &Proposers::default()).await.unwrap();
        assert!(found.candidates.iter().any(|one| one.offer.offer_id == offer_id), "who offers could help");
        let wish = ProposePair {
            need_id,
            offer_id,
            proposed: Proposers::default(),
            why: Some("本人点名".to_owned()),
            is_beside: false,
            follows: None,
        };
        let operation = OperationId::fresh(&mut cx.ids);
        propose_pair(&mut cx, operation, &wish).await.unwrap()
    }

    async fn step(&self, pair_id: PairId, step: WishedPairStep) {
        let state_no = read_pair(&mut self.cx(), pair_id).await.unwrap().state_no;
        let mut cx = self.cx();
        let operation = OperationId::fresh(&mut cx.ids);
        move_pair(&mut cx, operation, &MovePair { pair_id, state_no, step }).await.unwrap();
    }
}

#[test]
fn an_officer_asks_both_sides_and_the_member_answers_and_keeps_in_touch() {
    on_both(async |db| {
        let mut desk = Desk::open(db).await;
        desk.bring_pairs().await;
        let pair = desk.own["pair"].clone();
        let seen = read_pair(&mut desk.cx(), pair.parse().unwrap()).await.unwrap();
        let need = seen.row.need_id;
        let helped = read_need(&mut desk.cx(), need).await.unwrap();
        assert_eq!(helped.row.state, NeedState::Planned);
        let mut contact = desk.sign_in(Role::BranchContact).await;
        let page = contact.get(&format!("/needs/{need}")).await;
        assert!(page.text.contains(&format!("/pairs/{pair}")), "the need shows its pair");
        let mut member = desk.sign_in(Role::Member).await;
        let own = member.get("/me/pairs").await;
        assert!(own.text.contains(&format!("/pairs/{pair}")), "{}", own.text);
        let (page, to) = (format!("/pairs/{pair}/moves/contact"), format!("/pairs/{pair}/moves/contact/send"));
        let form = member.get(&page).await;
        let on = AS_OF.to_string();
        let state_no = form.hidden("state_no");
        let fields = [
            ("state_no", state_no.as_str()),
            ("pair_contact_on", on.as_str()),
            ("pair_contact_manner", "in-person"),
            ("pair_contact_words", "来家里坐了坐"),
        ];
        let check = member.fill_drawn(&form, &page, &fields).await;
        assert_eq!(check.status, StatusCode::OK, "{}", check.text);
        let sent = member.fill_drawn(&check, &to, &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        let seen = contact.get(&format!("/pairs/{pair}")).await;
        assert!(seen.text.contains("来家里坐了坐"), "{}", seen.text);
        // The same volunteers help somebody of another branch too, through another of their offers; once that is over they help one.
        let list = contact.get("/pairs").await;
        assert!(list.text.contains("一帮多") && !list.text.contains("一帮一"), "{}", list.text);
        let end = WishedPairStep::End { cause: PairEnd::TermOver, words: None };
        desk.step(desk.other["pair"].parse().unwrap(), end).await;
        let list = contact.get("/pairs").await;
        assert!(list.text.contains("一帮一") && !list.text.contains("一帮多"), "{}", list.text);
        desk.close().await;
    });
}
