//! Organisations change their names, and sometimes with one another.

use guanai_store::organizations;
use guanai_testkit::county::{Book, Kind};
use guanai_testkit::engines::on_both;

use crate::office::{MID_2026, Office};
use crate::shelf::{Shelf, book};

const HEADS: [&str; 5] = ["党组织代码", "党组织名称", "上级党组织代码", "类别", "所属体系"];

/// A committee over branches, each a code and a name.
fn branches(named: &[(&str, &str)]) -> Book {
    let committee = ["1", "中共东河县委员会", "", "党委", "机关事业单位"];
    let mut rows = vec![HEADS, committee];
    rows.extend(named.iter().map(|(code, name)| [code, name, "1", "党支部", "农村"]));
    let rows: Vec<&[&str]> = rows.iter().map(<[&str; 5]>::as_slice).collect();
    book(Kind::Organizations, "组织.xlsx", &rows)
}

#[test]
fn two_branches_exchange_their_names_and_a_new_one_takes_a_third() {
    let before = Shelf::holding(vec![branches(&[("2", "一村党支部"), ("3", "二村党支部"), ("4", "三村党支部")])]);
    let after = [("2", "二村党支部"), ("3", "一村党支部"), ("4", "老三村党支部"), ("5", "三村党支部")];
    let later = Shelf::holding(vec![branches(&after)]);
    on_both(async |db| {
        let mut office = Office::open(db);
        office.import(&before.folder(), MID_2026).await;
        let changes = office.import(&later.folder(), MID_2026).await.changes;
        assert_eq!((changes.new, changes.changed, changes.same), (1, 3, 1));
        let mut tx = office.reading().await;
        for (code, name) in after {
            let found = organizations::find_by_code(&mut tx, code).await.unwrap().unwrap();
            assert_eq!(found.name, name);
        }
        let second = organizations::find_by_code(&mut tx, "2").await.unwrap().unwrap();
        let former = organizations::list_former(&mut tx, second.organization_id).await.unwrap();
        assert_eq!(former.iter().map(|(_, was)| was.name.as_str()).collect::<Vec<_>>(), ["一村党支部"]);
    });
}
