//! Political status: GB/T 4762-1984.

use super::listing::{Row, code_list, find, row};
use crate::text::squeeze;

code_list! {
    /// Political status 政治面貌, GB/T 4762-1984.
    PoliticalStatus, "GB/T 4762-1984", ROWS
}

impl PoliticalStatus {
    /// What was written: a code (`01`, or `1` where a table program ate the nought) or a name.
    pub fn read(text: &str) -> Option<Self> {
        let read = squeeze(text);
        if let [figure] = read.as_bytes()
            && figure.is_ascii_digit()
        {
            return Self::from_code(&format!("0{read}"));
        }
        find(ROWS, &read).map(Self)
    }

    /// Whether it is that of a full or a probationary member of the Communist Party.
    pub fn is_party_member(self) -> bool {
        matches!(self.code(), "01" | "02")
    }
}

#[rustfmt::skip]
static ROWS: &[Row] = &[
    row("01", "中共党员", "Communist Party member", &["中国共产党党员", "党员", "正式党员"]),
    row("02", "中共预备党员", "probationary Communist Party member", &["中国共产党预备党员", "预备党员"]),
    row("03", "共青团员", "Communist Youth League member", &["中国共产主义青年团团员", "团员"]),
    row("04", "民革党员", "Revolutionary Committee of the Kuomintang member", &["民革", "民革会员", "中国国民党革命委员会会员", "中国国民党革命委员会党员"]),
    row("05", "民盟盟员", "China Democratic League member", &["民盟", "中国民主同盟盟员"]),
    row("06", "民建会员", "China National Democratic Construction Association member", &["民建", "中国民主建国会会员"]),
    row("07", "民进会员", "China Association for Promoting Democracy member", &["民进", "中国民主促进会会员"]),
    row("08", "农工党党员", "Chinese Peasants' and Workers' Democratic Party member", &["农工党", "农工", "中国农工民主党党员"]),
    row("09", "致公党党员", "China Zhi Gong Party member", &["致公党", "致公", "中国致公党党员"]),
    row("10", "九三学社社员", "Jiusan Society member", &["九三", "九三学社"]),
    row("11", "台盟盟员", "Taiwan Democratic Self-Government League member", &["台盟", "台湾民主自治同盟盟员"]),
    row("12", "无党派民主人士", "personage without party affiliation", &["无党派", "无党派人士"]),
    row("13", "群众", "none", &["普通居民", "普通公民"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sound() {
        super::super::listing::assert_sound(ROWS);
    }

    #[test]
    fn as_offices_write_it() {
        for (text, code) in
            [("中共党员", "01"), ("1", "01"), ("预备党员", "02"), ("团员", "03"), ("群众", "13"), ("民盟", "05")]
        {
            assert_eq!(PoliticalStatus::read(text).map(PoliticalStatus::code), Some(code), "{text}");
        }
        assert_eq!(PoliticalStatus::read("0"), None);
        let members = PoliticalStatus::all().filter(|one| one.is_party_member()).count();
        assert_eq!(members, 2);
    }
}
