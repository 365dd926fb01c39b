//! What is added up over a household goes with whoever lives there: what befalls one is reckoned for the other, and nothing of
//! the one is told to whoever reads of the other but the sum.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use guanai_app::Standards;
use guanai_app::life::EnterLifeEvent;
use guanai_app::population::Population;
use guanai_app::standing::{Reckoned, StandingReckoner};
use guanai_kernel::civil::add_days;
use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Money};
use guanai_registry::FactValue;
use guanai_registry::life_event::LifeEventKind;
use guanai_scheme::{Explanation, Lang, explain};
use guanai_store::{facts, persons};
use guanai_testkit::clock;

use crate::desk::day;
use crate::engines::on_both;
use crate::household::{fact, wish};
use crate::town::Town;

/// The county's pack, in which losses are added up over a household and one measure more rests on the sum.
fn standards() -> Standards {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemes/county");
    let mut texts = BTreeMap::new();
    for folder in ["", "measures", "examples", "calendars"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                texts.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let declared = "[fact.\"disaster.loss\"]\n";
    let facts = texts.get_mut("facts.toml").unwrap();
    assert_eq!(facts.matches(declared).count(), 1);
    let household = "household = { name = { zh-CN = \"全家的损失\", en = \"The household's loss\" }, \
         ask = { zh-CN = \"请逐人核定损失。\", en = \"Settle the loss of each.\" } }\n";
    *facts = facts.replace(declared, &format!("{declared}{household}"));
    let supplies = &texts["measures/emergency-supplies.toml"];
    let rule = supplies.lines().find(|line| line.starts_with("for = ")).unwrap();
    let own = "for = 'person.member && person.alive && household_sum(disaster.loss) >= yuan(2000)'";
    let measure = supplies.replace("\"emergency-supplies\"", "\"household-loss\"").replace(rule, own);
    texts.insert("measures/household-loss.toml".to_owned(), measure);
    Standards::from_texts(texts, Lang::Zh).unwrap()
}

/// What the measure says of somebody on the evening of a day: the same whether they are read alone or with everybody.
async fn told(town: &Town, standards: &Standards, person_id: PersonId, on: Date) -> Explanation {
    let pack = &standards.pack;
    let measure = pack.measure_index("household-loss").unwrap();
    let mut tx = town.db.begin_read().await.unwrap();
    let known_at = clock::at(add_days(on, 1).unwrap());
    let alone = Population::load_of(&mut tx, pack, &[person_id], on, known_at).await.unwrap();
    let everybody = Population::load(&mut tx, pack, on, known_at).await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(alone.residents.len(), 1, "those who live with them are not among whom was asked for");
    let [alone, among] =
        [&alone, &everybody].map(|all| explain(pack, &all.find(person_id).unwrap().subject, on, measure, Lang::Zh));
    assert_eq!(alone, among);
    alone
}

#[test]
fn what_befalls_one_of_a_household_is_added_up_for_the_other_and_told_as_a_sum_alone() {
    on_both(async |db| {
        let mut town = Town::build(db).await;
        let bound = town.bind().await;
        let officer = town.county_officer().await;
        let standards = Arc::new(standards());
        let today = day(9, 2);
        let state = async |town: &mut Town, name: &str, value: FactValue| {
            let stated = fact(town, bound.person, name, value);
            let mut tx = town.db.begin_write().await.unwrap();
            facts::append_many(&mut tx, &[stated]).await.unwrap();
            let other = persons::get(&mut tx, bound.helped).await.unwrap().name;
            tx.commit().await.unwrap();
            other
        };
        state(&mut town, "disaster.loss", FactValue::Money(Money::from_fen(100_000))).await;
        let few = told(&town, &standards, bound.person, today).await;
        assert_eq!(few.answer, "undetermined");
        assert_eq!(few.ask[0].text, "请逐人核定损失。登记的是家里3口人，名册里这一户有2人，请先核对这一户的人。");

        let other = state(&mut town, "household.size", FactValue::Int(2)).await;
        let blank = told(&town, &standards, bound.person, today).await;
        assert_eq!(blank.answer, "undetermined");
        let asked = &blank.ask[0].text;
        assert!(asked.contains("这一户第2人的“受灾") && asked.contains("还没有登记清楚（本人是第1人）"), "{asked}");
        assert!(!asked.contains(&other), "by number and not by name: {asked}");

        let at = Arc::new(move || (clock::at(today), today));
        let mut reckoner = StandingReckoner::new(town.db.clone(), Arc::clone(&standards), at.clone());
        let before = Arc::new(reckoner.look(None).await.unwrap().1.unwrap());
        let loss = wish(&bound, LifeEventKind::Disaster, day(9, 1));
        town.enter(&officer, today, &EnterLifeEvent { person_id: bound.helped, ..loss }).await;
        let (who, after) = reckoner.look(Some(Arc::clone(&before))).await.unwrap();
        let Reckoned::These(these) = who else { panic!("{who:?}") };
        assert!(these.contains(&bound.person) && these.contains(&bound.helped), "{these:?}");
        let after = after.unwrap();
        let mut anew = StandingReckoner::new(town.db.clone(), Arc::clone(&standards), at);
        assert_eq!(after.people, anew.look(None).await.unwrap().1.unwrap().people);
        assert_eq!(after.people[&bound.person].holding, before.people[&bound.person].holding + 1);

        let whole = told(&town, &standards, bound.person, today).await;
        assert_eq!(whole.answer, "holds");
        let sum = whole.facts.iter().find(|fact| fact.fact == "household_sum(disaster.loss)").unwrap();
        assert_eq!((sum.value.as_str(), sum.source.as_str()), ("2,200.00元", "同一户登记在册的2人合计"));
        assert!(sum.sensitive);
        let panel = format!("{whole:?}");
        assert!(!panel.contains("1,200") && !panel.contains(&other), "of the other nothing but the sum: {panel}");
    });
}
