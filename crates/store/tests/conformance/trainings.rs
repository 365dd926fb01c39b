//! Trainings: written down once by a branch, counted until they are struck out; and what a structure is read from.

use guanai_casework::round::Hand;
use guanai_casework::training::{Attended, Trainee, Training};
use guanai_kernel::ids::TrainingId;
use guanai_store::structure::{self, Duty};
use guanai_store::{StoreError, Stretch, trainings};

use crate::county::{County, NOW, day, today};
use crate::engines::on_both;

fn held(county: &mut County, title: &str) -> Training {
    Training {
        training_id: TrainingId::fresh(&mut county.ids),
        organization_id: county.memberships[0].organization_id,
        title: title.to_owned(),
        held_on: day(2026, 3, 1),
        minutes: 90,
        teacher: Some("农技站".to_owned()),
        recorded: Hand { by: "contact".to_owned(), at: NOW },
        struck: None,
        why: None,
    }
}

#[test]
fn one_training_of_a_branch_and_day_counts_once_until_it_is_struck_out() {
    on_both(async |db| {
        let mut county = County::new(1);
        let (first, twin) = (held(&mut county, "果树修剪"), held(&mut county, "果树 修剪"));
        let person_id = county.persons[0].person_id;
        let there = Trainee { training_id: first.training_id, person_id, recorded_at: NOW };
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        trainings::add(&mut tx, &first, std::slice::from_ref(&there)).await.unwrap();
        assert_eq!(trainings::find(&mut tx, first.training_id).await.unwrap(), Some(first.clone()));
        assert_eq!(trainings::list_trainees(&mut tx, first.training_id).await.unwrap(), [there.clone()]);
        let same =
            trainings::find_same(&mut tx, first.organization_id, first.held_on, &twin.title_key()).await.unwrap();
        assert_eq!(same, Some(first.clone()));
        let of = [first.organization_id];
        let whole = Stretch { skip: 0, take: 9 };
        assert_eq!(trainings::list(&mut tx, Some(&of), whole).await.unwrap(), [(first.clone(), 1)]);
        assert_eq!(trainings::list(&mut tx, Some(&[]), whole).await.unwrap(), []);
        assert_eq!(trainings::count_of(&mut tx, None).await.unwrap(), 1);
        assert_eq!(trainings::list_recording(&mut tx).await.unwrap(), of);
        let title_key = first.title_key();
        let was = Attended { person_id, held_on: first.held_on, title_key, minutes: 90 };
        let attended = trainings::list_attended(&mut tx, (day(2026, 3, 1), today())).await.unwrap();
        assert_eq!(attended, [was]);
        assert_eq!(trainings::list_attended(&mut tx, (day(2026, 3, 2), today())).await.unwrap(), []);
        tx.commit().await.unwrap();

        let mut tx = db.begin_write().await.unwrap();
        let refused = trainings::add(&mut tx, &twin, &[]).await.unwrap_err();
        assert_eq!(
            refused,
            StoreError::Conflict { constraint: "trainings_organization_id_held_on_title_key_key".to_owned() }
        );
        drop(tx);
        let mut tx = db.begin_write().await.unwrap();
        let endless = Training { minutes: 721, title: "别的".to_owned(), ..twin.clone() };
        let refused = trainings::add(&mut tx, &endless, &[]).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "trainings_minutes_check".to_owned() });
        drop(tx);

        let mut tx = db.begin_write().await.unwrap();
        let after = first.struck(Hand { by: "contact".to_owned(), at: NOW }, "日期写错了".to_owned());
        trainings::amend(&mut tx, &first, &after, NOW).await.unwrap();
        assert_eq!(trainings::list_attended(&mut tx, (day(2026, 3, 1), today())).await.unwrap(), []);
        assert_eq!(trainings::list_recording(&mut tx).await.unwrap(), []);
        trainings::add(&mut tx, &twin, &[]).await.unwrap();
    });
}

#[test]
fn a_structure_is_read_from_living_members_and_what_they_carry() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let members = structure::list_members(&mut tx).await.unwrap();
        assert!(!members.is_empty());
        for member in &members {
            let person = county.persons.iter().find(|person| person.person_id == member.person_id).unwrap();
            assert_eq!((member.birth, &member.sex), (person.birth, &person.sex));
            assert_eq!(person.died_on, None);
        }
        let duties = structure::list_duties(&mut tx, today()).await.unwrap();
        let posts = county
            .posts
            .iter()
            .filter(|post| post.since_on <= today() && post.until_on.is_none_or(|end| today() < end));
        let counted: u64 = duties.iter().filter(|(_, duty, _)| *duty == Duty::Post).map(|(.., count)| *count).sum();
        assert_eq!(usize::try_from(counted).unwrap(), posts.count());
    });
}
