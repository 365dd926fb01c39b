//! The last word on a letter that is followed up, sealed, with the words before kept.

use guanai_casework::letter::{LetterFollowUp, LetterKind};
use guanai_casework::round::Hand;
use guanai_kernel::Post;
use guanai_store::{StoreError, letter_follow_ups};

use crate::county::{County, NOW, day};
use crate::engines::on_both;

#[test]
fn the_last_word_on_a_letter_stands_and_the_one_before_is_kept() {
    on_both(async |db| {
        let county = County::new(1);
        let first = LetterFollowUp {
            letter: "01KC0LETTER000000000000001".to_owned(),
            kind: LetterKind::Transfer,
            person_id: county.persons[0].person_id,
            post: Post::Branch,
            words: "打了电话，说下周寄".to_owned(),
            next_on: day(2026, 7, 8),
            said: Hand { by: "contact".to_owned(), at: NOW },
        };
        let second = LetterFollowUp { post: Post::Township, next_on: day(2026, 7, 20), ..first.clone() };
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        letter_follow_ups::add(&mut tx, &first).await.unwrap();
        let letters = [first.letter.clone(), "01KC0LETTER000000000000002".to_owned()];
        assert_eq!(letter_follow_ups::list_of(&mut tx, &letters).await.unwrap(), [first.clone()]);
        letter_follow_ups::amend(&mut tx, &first, &second, NOW).await.unwrap();
        assert_eq!(letter_follow_ups::list_of(&mut tx, &letters).await.unwrap(), [second.clone()]);
        let stale = letter_follow_ups::amend(&mut tx, &first, &second, NOW).await.unwrap_err();
        assert_eq!(stale, StoreError::RowsAffected { table: "letter_follow_ups", expected: 1, found: 0 });
    });
}
