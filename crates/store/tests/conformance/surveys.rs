//! Surveys: kept as they were drawn, released by another hand, counted within what was asked; whom they drew is forgotten at the end.

use guanai_effect::{
    DrawnPerson, FrameCount, Mark, Method, StratumKey, Survey, SurveyMove, SurveyState, SurveyStratum,
};
use guanai_kernel::Moment;
use guanai_kernel::ids::SurveyId;
use guanai_store::{StoreError, checks, surveys};

use crate::county::{County, NOW, day};
use crate::engines::on_both;

const LATER: Moment = Moment::from_micros(NOW.as_micros() + 1);

fn mark(by: &str) -> Mark {
    Mark { by: by.to_owned(), at: LATER }
}

fn drawn(county: &mut County, size: u64) -> Survey {
    Survey {
        survey_id: SurveyId::fresh(&mut county.ids),
        title: "虚构调查".to_owned(),
        as_of_on: day(2026, 6, 30),
        due_on: day(2026, 8, 31),
        size,
        method: Method::EqualPrecision,
        seed: u64::MAX - 5,
        frame: FrameCount { asked_of: size, dead: 1, gone: 2, unwilling: 3, other: 4 },
        state: SurveyState::Drawn,
        drawn: mark("officer"),
        decided: None,
        closed: None,
        words: None,
    }
}

#[test]
fn a_survey_is_released_by_another_counted_and_forgets_whom_it_drew() {
    on_both(async |db| {
        let mut county = County::new(1);
        let people = county.persons.len().min(3);
        let survey = drawn(&mut county, people as u64);
        let survey_id = survey.survey_id;
        let key = |class: &str| StratumKey { class: class.to_owned(), place: "上村\"镇".to_owned() };
        let parts = vec![key("老"), key("")];
        let whole =
            SurveyStratum { survey_id, no: 12, parts, population: survey.size, drawn: survey.size, returned: None };
        let mut drawn_people: Vec<DrawnPerson> = county.persons[..people]
            .iter()
            .map(|person| DrawnPerson { survey_id, person_id: person.person_id, stratum_no: 12 })
            .collect();
        drawn_people.sort_by_key(|one| one.person_id.to_string());
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        surveys::add(&mut tx, &survey, std::slice::from_ref(&whole), &drawn_people).await.unwrap();
        assert_eq!(surveys::find(&mut tx, survey_id).await.unwrap(), Some(survey.clone()));
        assert_eq!(surveys::list(&mut tx).await.unwrap(), [survey.clone()]);
        assert_eq!(surveys::list_strata(&mut tx, survey_id).await.unwrap(), [whole.clone()]);
        assert_eq!(surveys::list_people(&mut tx, survey_id).await.unwrap(), drawn_people);
        tx.commit().await.unwrap();

        let own = Survey { state: SurveyState::Released, decided: Some(mark("officer")), ..survey.clone() };
        let mut tx = db.begin_write().await.unwrap();
        let refused = surveys::amend(&mut tx, &survey, &own, LATER).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "surveys_two_people_check".to_owned() });
        drop(tx);
        let mut tx = db.begin_write().await.unwrap();
        let more = SurveyStratum { returned: Some(whole.drawn + 1), ..whole.clone() };
        let refused = surveys::amend_strata(&mut tx, &[(whole.clone(), more)], LATER).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "survey_strata_counts_check".to_owned() });
        drop(tx);

        let mut tx = db.begin_write().await.unwrap();
        let released = survey.after(SurveyMove::Release, mark("approver"), None).unwrap();
        surveys::amend(&mut tx, &survey, &released, LATER).await.unwrap();
        let counted = SurveyStratum { returned: Some(1), ..whole.clone() };
        surveys::amend_strata(&mut tx, &[(whole, counted.clone())], LATER).await.unwrap();
        assert_eq!(surveys::list_strata(&mut tx, survey_id).await.unwrap(), [counted]);
        let closed = released.after(SurveyMove::Close, mark("officer"), None).unwrap();
        surveys::amend(&mut tx, &released, &closed, LATER).await.unwrap();
        let holds = async |tx: &mut guanai_store::Tx| {
            let name = "surveys-ask-whom-they-drew-and-forget-them-at-the-end";
            let all = checks::run(tx).await.unwrap();
            all.into_iter().find(|outcome| outcome.name == name).unwrap().holds
        };
        assert!(!holds(&mut tx).await, "whom it drew is still known");
        surveys::end_people(&mut tx, survey_id).await.unwrap();
        assert_eq!(surveys::list_people(&mut tx, survey_id).await.unwrap(), []);
        assert!(holds(&mut tx).await);
    });
}
