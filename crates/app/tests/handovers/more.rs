//! What else stands on a list: a pair, what a member asked, a letter that is out, a recheck under way; what a branch may not hear
//! stays off it, and what was answered falls off.

use std::collections::BTreeSet;

use guanai_app::asks::{AskOffice, ask_office};
use guanai_app::life::{EnterLifeEvent, record_life_event};
use guanai_app::{Actor, Role};
use guanai_casework::handover::ItemKind;
use guanai_casework::recheck::ItemState;
use guanai_casework::round::Hand;
use guanai_casework::{
    AskTopic, CategoryChoice, Need, NeedState, Offer, OfferArea, Pair, PairOrigin, PairState, Progress, ProviderKind,
    Recheck, RecheckItem, RecheckState, Urgency, Voice,
};
use guanai_kernel::ids::{NeedId, OfferId, PairId, RecheckId, RecheckItemId};
use guanai_registry::life_event::{LifeEventDetails, LifeEventKind};
use guanai_store::{handovers, needs, offers, pairs, rechecks};
use guanai_testkit::engines::on_both;

use crate::office::{Office, at_hour, on};
use crate::town::{morning, today};

impl Office {
    async fn asks(&mut self, topic: AskTopic, words: &str) {
        let actor = Actor { role: Role::Member, scope: None, person_id: Some(self.member), ..self.maker.clone() };
        let wish = AskOffice { topic, measure: None, words: words.to_owned(), was_read_back: true };
        let operation = self.operation();
        let (mut cx, ..) = self.town.cx(actor, morning());
        ask_office(&mut cx, operation, &wish).await.unwrap();
    }

    /// A need of the member, an offer of the branch, and that both sides are asked.
    async fn pair(&mut self) -> PairId {
        let (need_id, offer_id) = (NeedId::fresh(&mut self.town.ids), OfferId::fresh(&mut self.town.ids));
        let pair_id = PairId::fresh(&mut self.town.ids);
        let need = Need {
            need_id,
            person_id: self.member,
            number: None,
            category: CategoryChoice::Stated("medical".to_owned()),
            voice: Some(Voice::Person),
            words: "看病缺钱".to_owned(),
            urgency: Some(Urgency::Normal),
            wished_form: None,
            consents_to_contact: true,
            conditions: guanai_casework::NeedConditions::default(),
            stated_on: today(),
            due_on: Some(on(15)),
            state: NeedState::Confirmed,
            progress: Progress::default(),
            import_id: None,
            place: String::new(),
            recorded_at: morning(),
        };
        let offer = Offer {
            offer_id,
            provider_kind: ProviderKind::Enterprise,
            provider_name: "某农场".into(),
            person_id: None,
            provider_number: None,
            organization_id: Some(self.branch),
            categories: BTreeSet::from(["medical".to_owned()]),
            capacity: 1,
            area: OfferArea::Everywhere,
            contact_name: None,
            contact_phone: None,
            valid_until_on: None,
            resource: guanai_casework::Resource::default(),
            note: None,
            import_id: None,
            place: String::new(),
            recorded_at: morning(),
        };
        let pair = Pair {
            pair_id,
            need_id,
            person_id: self.member,
            category: "medical".to_owned(),
            offer_id,
            helper_person_id: None,
            helper_organization_id: Some(self.branch),
            helper_name: "某农场".to_owned(),
            state: PairState::Asked,
            origin: PairOrigin::Matching,
            why: None,
            follows: None,
            proposed_by: "console".to_owned(),
            proposed_on: today(),
            holds_until_on: on(7),
            helper_answer: None,
            person_answer: None,
            terms: None,
            last_contact_on: None,
            ended_on: None,
            ended_as: None,
            words: None,
            recorded_at: morning(),
        };
        let mut tx = self.town.db.begin_write().await.unwrap();
        needs::add_many(&mut tx, &[need]).await.unwrap();
        offers::add_many(&mut tx, &[offer]).await.unwrap();
        pairs::add(&mut tx, &pair).await.unwrap();
        tx.commit().await.unwrap();
        pair_id
    }

    async fn recheck(&mut self) -> RecheckId {
        let recheck_id = RecheckId::fresh(&mut self.town.ids);
        let hand = |by: &str| Hand { by: by.to_owned(), at: morning() };
        let recheck = Recheck {
            recheck_id,
            organization_id: self.town.county,
            year: 2026,
            from_on: on(-5),
            until_on: on(40),
            classes: vec!["hardship-general".to_owned()],
            state: RecheckState::Open,
            drafted: hand("officer"),
            approved: Some(hand("approver")),
            ended: None,
        };
        let item = RecheckItem {
            item_id: RecheckItemId::fresh(&mut self.town.ids),
            recheck_id,
            person_id: self.member,
            organization_id: self.branch,
            listed_on: on(-5),
            state: ItemState::Waiting,
            answered_on: None,
            visit_id: None,
            words: None,
            answered_by: None,
            recorded_at: morning(),
        };
        let mut tx = self.town.db.begin_write().await.unwrap();
        rechecks::add(&mut tx, &recheck).await.unwrap();
        rechecks::add_items(&mut tx, &[item]).await.unwrap();
        tx.commit().await.unwrap();
        recheck_id
    }
}

#[test]
fn pairs_asks_letters_and_rechecks_stand_on_the_list() {
    on_both(async |db| {
        let mut office = Office::build(db).await;
        office.asks(AskTopic::Refuse, "不要上门").await;
        office.asks(AskTopic::Correct, "书记把我的入党时间写错了").await;
        let pair_id = office.pair().await;
        let recheck_id = office.recheck().await;
        let (_, lao) = office.contact("lao", office.old).await;
        let lao = lao.actor().unwrap();
        let details =
            LifeEventDetails { letter: Some("青组介字2026第12号".to_owned()), ..LifeEventDetails::default() };
        let letter = EnterLifeEvent {
            person_id: office.new,
            kind: LifeEventKind::Transfer,
            on: today(),
            details,
            destination: Some("1镇村党支部".to_owned()),
            because: "组织关系转接".to_owned(),
        };
        let operation = office.operation();
        let (mut cx, ..) = office.town.cx(lao, morning());
        record_life_event(&mut cx, operation, &letter).await.unwrap();
        let (maker, old_post) = (office.maker.clone(), office.old_post);
        let handover = office.end(&maker, old_post, on(0)).await.unwrap();
        let file = office.file(&maker, handover, at_hour(1, 9)).await.unwrap();
        let mut tx = office.town.db.begin_read().await.unwrap();
        let items = handovers::list_items(&mut tx, handover).await.unwrap();
        tx.rollback().await.unwrap();
        let of = |kind: ItemKind| items.iter().filter(|item| item.kind == kind).collect::<Vec<_>>();
        assert_eq!(of(ItemKind::Pair)[0].subject.as_deref(), Some(pair_id.to_string().as_str()));
        assert_eq!(of(ItemKind::Pair)[0].due_on, Some(on(7)), "an answer is due");
        assert_eq!(of(ItemKind::Recheck)[0].subject.as_deref(), Some(recheck_id.to_string().as_str()));
        assert_eq!(of(ItemKind::Recheck)[0].due_on, Some(on(40)));
        assert_eq!(of(ItemKind::Ask).len(), 1, "a correction may be about the one who leaves");
        assert_eq!(of(ItemKind::Letter).len(), 1);
        let told = format!("{:?}", file.items.iter().map(|item| (&item.detail, &item.words)).collect::<Vec<_>>());
        assert!(!told.contains("不要上门") && !told.contains("写错"), "what was said is read where it is answered");
    });
}
