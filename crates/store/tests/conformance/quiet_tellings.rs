//! Who was told of organisations that did nothing: kept once for each stretch and account.

use guanai_casework::reach::QuietTelling;
use guanai_kernel::Post;
use guanai_store::quiet_tellings;

use crate::county::{County, NOW, day};
use crate::engines::on_both;

#[test]
fn who_was_told_of_a_stretch_is_kept_once_and_a_later_stretch_stands_in_front() {
    on_both(async |db| {
        let county = County::new(1);
        let organization_id = county.organizations[1].organization_id;
        let told = |from: (i16, i8, i8), account: &str, post| QuietTelling {
            organization_id,
            quiet_from_on: day(from.0, from.1, from.2),
            account: account.to_owned(),
            post,
            told_at: NOW,
        };
        let [first, above] = [told((2026, 3, 1), "a", Post::Township), told((2026, 3, 1), "b", Post::County)];
        let later = told((2027, 1, 1), "a", Post::Township);
        let mut tx = db.begin_write().await.unwrap();
        county.write(&mut tx).await.unwrap();
        assert_eq!(quiet_tellings::append_many(&mut tx, &[first.clone(), above.clone()]).await.unwrap(), 2);
        let again = [QuietTelling { post: Post::County, ..first.clone() }, later.clone()];
        assert_eq!(quiet_tellings::append_many(&mut tx, &again).await.unwrap(), 1, "what stands stays");
        let of = quiet_tellings::list_of(&mut tx, &[organization_id]).await.unwrap();
        assert_eq!(of, [later.clone(), first.clone(), above]);
        assert_eq!(quiet_tellings::list_to(&mut tx, "a").await.unwrap(), [later, first]);
        assert!(quiet_tellings::list_of(&mut tx, &[]).await.unwrap().is_empty());
    });
}
