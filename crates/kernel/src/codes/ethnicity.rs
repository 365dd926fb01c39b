//! Ethnicity: GB/T 3304-1991.

use super::listing::{Row, code_list, find, row};
use crate::text::squeeze;

code_list! {
    /// Ethnicity 民族, GB/T 3304-1991: 56, and two codes for what is none of them.
    Ethnicity, "GB/T 3304-1991", ROWS
}

impl Ethnicity {
    /// The standard's two letters, `HA` to `JN`; 97 and 98 have none.
    pub fn letters(self) -> Option<&'static str> {
        self.0.also.iter().copied().find(|name| name.len() == 2 && name.bytes().all(|b| b.is_ascii_uppercase()))
    }

    /// What was written: a code (`01`, or `1` where a table program ate the nought), the letters, a name with or without 族.
    pub fn read(text: &str) -> Option<Self> {
        let read = squeeze(text);
        if let [figure] = read.as_bytes()
            && figure.is_ascii_digit()
        {
            return Self::from_code(&format!("0{read}"));
        }
        find(ROWS, &read).or_else(|| find(ROWS, &format!("{read}族"))).map(Self)
    }
}

#[rustfmt::skip]
static ROWS: &[Row] = &[
    row("01", "汉族", "Han", &["HA"]),
    row("02", "蒙古族", "Mongol", &["MG", "蒙族", "蒙"]),
    row("03", "回族", "Hui", &["HU"]),
    row("04", "藏族", "Zang (Tibetan)", &["ZA"]),
    row("05", "维吾尔族", "Uygur", &["UG", "维族"]),
    row("06", "苗族", "Miao", &["MH"]),
    row("07", "彝族", "Yi", &["YI"]),
    row("08", "壮族", "Zhuang", &["ZH"]),
    row("09", "布依族", "Buyei", &["BY"]),
    row("10", "朝鲜族", "Chosen (Korean)", &["CS"]),
    row("11", "满族", "Man", &["MA"]),
    row("12", "侗族", "Dong", &["DO"]),
    row("13", "瑶族", "Yao", &["YA"]),
    row("14", "白族", "Bai", &["BA"]),
    row("15", "土家族", "Tujia", &["TJ"]),
    row("16", "哈尼族", "Hani", &["HN"]),
    row("17", "哈萨克族", "Kazak", &["KZ"]),
    row("18", "傣族", "Dai", &["DA"]),
    row("19", "黎族", "Li", &["LI"]),
    row("20", "傈僳族", "Lisu", &["LS", "僳僳族"]),
    row("21", "佤族", "Va", &["VA"]),
    row("22", "畲族", "She", &["SH", "畬族"]),
    row("23", "高山族", "Gaoshan", &["GS"]),
    row("24", "拉祜族", "Lahu", &["LH"]),
    row("25", "水族", "Sui", &["SU"]),
    row("26", "东乡族", "Dongxiang", &["DX"]),
    row("27", "纳西族", "Naxi", &["NX"]),
    row("28", "景颇族", "Jingpo", &["JP"]),
    row("29", "柯尔克孜族", "Kirgiz", &["KG"]),
    row("30", "土族", "Tu", &["TU"]),
    row("31", "达斡尔族", "Daur", &["DU"]),
    row("32", "仫佬族", "Mulao", &["ML"]),
    row("33", "羌族", "Qiang", &["QI"]),
    row("34", "布朗族", "Blang", &["BL"]),
    row("35", "撒拉族", "Salar", &["SL"]),
    row("36", "毛南族", "Maonan", &["MN", "毛难族"]),
    row("37", "仡佬族", "Gelao", &["GL"]),
    row("38", "锡伯族", "Xibe", &["XB"]),
    row("39", "阿昌族", "Achang", &["AC"]),
    row("40", "普米族", "Pumi", &["PM"]),
    row("41", "塔吉克族", "Tajik", &["TA"]),
    row("42", "怒族", "Nu", &["NU"]),
    row("43", "乌孜别克族", "Uzbek", &["UZ"]),
    row("44", "俄罗斯族", "Russ", &["RS"]),
    row("45", "鄂温克族", "Ewenki", &["EW"]),
    row("46", "德昂族", "Deang", &["DE", "崩龙族"]),
    row("47", "保安族", "Bonan", &["BN"]),
    row("48", "裕固族", "Yugur", &["YG"]),
    row("49", "京族", "Gin", &["GI"]),
    row("50", "塔塔尔族", "Tatar", &["TT"]),
    row("51", "独龙族", "Derung", &["DR"]),
    row("52", "鄂伦春族", "Oroqen", &["OR"]),
    row("53", "赫哲族", "Hezhen", &["HZ"]),
    row("54", "门巴族", "Monba", &["MB"]),
    row("55", "珞巴族", "Lhoba", &["LB"]),
    row("56", "基诺族", "Jino", &["JN"]),
    row("97", "其他", "other", &["其他未识别的民族", "未识别民族"]),
    row("98", "外国血统中国籍人士", "Chinese citizen of foreign descent", &["入籍", "外国人入籍"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sound() {
        super::super::listing::assert_sound(ROWS);
        assert_eq!(Ethnicity::all().count(), 58);
        let mut letters: Vec<_> = Ethnicity::all().filter_map(Ethnicity::letters).collect();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), 56, "two letters each, and no pair twice");
    }

    #[test]
    fn every_name_reads_with_and_without_its_last_character() {
        for one in Ethnicity::all().filter(|one| one.code() < "97") {
            let short = one.name_zh().strip_suffix('族').expect("56 names end in 族");
            assert_eq!(Ethnicity::read(short), Some(one), "{short}");
            assert_eq!(Ethnicity::read(one.name_zh()), Some(one));
        }
    }

    #[test]
    fn as_offices_write_it() {
        for (text, code) in [
            ("汉", "01"),
            ("汉　族", "01"),
            ("1", "01"),
            ("０１", "01"),
            ("ha", "01"),
            ("土", "30"),
            ("土家", "15"),
            ("蒙", "02"),
            ("毛难", "36"),
        ] {
            assert_eq!(Ethnicity::read(text).map(Ethnicity::code), Some(code), "{text}");
        }
        for text in ["", "族", "0", "57", "外星"] {
            assert_eq!(Ethnicity::read(text), None, "{text}");
        }
    }
}
