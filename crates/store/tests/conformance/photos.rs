//! Photographs of visits: their bytes come back whole, one picture is kept once for a visit, and of one that ends nothing is left.

use guanai_casework::{Photo, PhotoEnd, PhotoMedia};
use guanai_kernel::Moment;
use guanai_kernel::ids::{PersonId, PhotoId, VisitId};
use guanai_store::{StoreError, checks, photos, scans};

use crate::county::{County, NOW};
use crate::engines::on_both;

/// More bytes than one row holds.
fn taken() -> Vec<u8> {
    [0xff, 0xd8, 0xff].into_iter().chain((0..700_000_u32).map(|at| at.to_le_bytes()[0])).collect()
}

fn photo(county: &County) -> Photo {
    let visit = &county.visits[0];
    Photo {
        photo_id: PhotoId::from_bits(1),
        visit_id: visit.visit_id,
        person_id: visit.person_id,
        media: PhotoMedia::Jpeg,
        size_bytes: u32::try_from(taken().len()).unwrap(),
        sha256: scans::print_of(&taken()),
        put_by: "console".to_owned(),
        recorded_at: NOW,
        ended: None,
        term_months: None,
    }
}

#[test]
fn a_photograph_comes_back_byte_for_byte_and_ends_without_a_trace_of_its_bytes() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let photo = photo(&county);
        photos::add(&mut tx, &photo, &taken()).await.unwrap();
        assert_eq!(photos::list_of_visit(&mut tx, photo.visit_id).await.unwrap(), [photo.clone()]);
        assert_eq!(photos::list_of_person(&mut tx, photo.person_id).await.unwrap(), [photo.clone()]);
        assert_eq!(photos::list_of_visit(&mut tx, VisitId::from_bits(1)).await.unwrap(), []);
        assert_eq!(photos::list_of_person(&mut tx, PersonId::from_bits(1)).await.unwrap(), []);
        assert_eq!(photos::list_bytes(&mut tx, photo.photo_id).await.unwrap(), taken());
        let whole = |outcomes: Vec<checks::CheckOutcome>| {
            let name = "photos-are-whole-and-gone-when-they-end";
            outcomes.into_iter().find(|outcome| outcome.name == name).unwrap().holds
        };
        assert!(whole(checks::run(&mut tx).await.unwrap()));

        let ended = photo.end(PhotoEnd::ConsentWithdrawn, "console", NOW).unwrap();
        photos::amend_many(&mut tx, &[(photo.clone(), ended.clone())], NOW).await.unwrap();
        assert_eq!(photos::list_of_visit(&mut tx, photo.visit_id).await.unwrap(), [ended.clone()]);
        assert_eq!(photos::list_bytes(&mut tx, photo.photo_id).await.unwrap(), Vec::<u8>::new());
        assert!(whole(checks::run(&mut tx).await.unwrap()), "no bytes are what it should have");
        assert!(photos::amend_many(&mut tx, &[(photo.clone(), ended)], NOW).await.is_err(), "another state stands");

        // The same picture may come again, and bytes of one that ended are found.
        let again = Photo { photo_id: PhotoId::from_bits(2), ..photo.clone() };
        photos::add(&mut tx, &again, &taken()).await.unwrap();
        let left = Photo { photo_id: PhotoId::from_bits(3), ..again.end(PhotoEnd::Removed, "console", NOW).unwrap() };
        photos::add(&mut tx, &left, &taken()).await.unwrap();
        assert!(!whole(checks::run(&mut tx).await.unwrap()));
        let twin = Photo { photo_id: PhotoId::from_bits(4), ..photo };
        let wrong = photos::add(&mut tx, &twin, &taken()).await.unwrap_err();
        assert_eq!(wrong, StoreError::Conflict { constraint: "photos_visit_id_sha256_key".to_owned() });
    });
}

#[test]
fn what_is_kept_is_found_by_its_age_and_says_after_how_many_months_it_went() {
    on_both(async |db| {
        let county = County::new(1);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        let photo = photo(&county);
        photos::add(&mut tx, &photo, &taken()).await.unwrap();
        assert_eq!(photos::list_kept_before(&mut tx, NOW).await.unwrap(), [], "before, and not at that moment");
        let later = Moment::from_micros(NOW.as_micros() + 1);
        assert_eq!(photos::list_kept_before(&mut tx, later).await.unwrap(), [photo.clone()]);
        let over = Moment::from_micros(NOW.as_micros() + 3 * 366 * 24 * 3_600 * 1_000_000);
        assert_eq!(photo.end_of_term(24, "console", later), None, "its term is not over");
        let gone = photo.end_of_term(24, "console", over).unwrap();
        photos::amend_many(&mut tx, &[(photo.clone(), gone.clone())], over).await.unwrap();
        assert_eq!(gone.term_months, Some(24));
        assert_eq!(photos::list_of_visit(&mut tx, photo.visit_id).await.unwrap(), [gone]);
        assert_eq!(photos::list_bytes(&mut tx, photo.photo_id).await.unwrap(), Vec::<u8>::new());
        assert_eq!(photos::list_kept_before(&mut tx, over).await.unwrap(), []);
        let again = Photo { photo_id: PhotoId::from_bits(2), term_months: Some(24), ..photo };
        let refused = photos::add(&mut tx, &again, &taken()).await.unwrap_err();
        assert_eq!(refused, StoreError::Violated { constraint: "photos_term_check".to_owned() });
    });
}
