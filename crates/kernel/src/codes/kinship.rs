//! Kinship: GB/T 4761-2008.

use super::listing::{Row, code_list, find, row};

code_list! {
    /// Relation to the member or to the head of the household 家庭关系, GB/T 4761-2008, two figures.
    ///
    /// The standard's one-figure codes (1 spouse, 2 son …) are its groups, not read here: a `1` in a table may as well be an eaten `01`.
    Kinship, "GB/T 4761-2008", ROWS
}

impl Kinship {
    /// What was written: a code of two figures, the standard's name, or 儿子, 爱人, 丈夫, 奶奶 …
    ///
    /// 孙子女 and other words that leave the person open read as their group.
    pub fn read(text: &str) -> Option<Self> {
        find(ROWS, text).map(Self)
    }

    /// The standard's group, 0 to 9: 0 oneself or the head, 1 spouse, 2 sons, 3 daughters, 4 grandchildren, 5 parents,
    /// 6 grandparents, 7 brothers and sisters, 8 and 9 others.
    pub fn group(self) -> u8 {
        self.code().bytes().next().map_or(0, |figure| figure.saturating_sub(b'0'))
    }
}

#[rustfmt::skip]
static ROWS: &[Row] = &[
    row("01", "本人", "oneself", &["自己"]),
    row("02", "户主", "head of household", &[]),
    row("10", "配偶", "spouse", &["爱人", "夫妻"]),
    row("11", "夫", "husband", &["丈夫", "老公"]),
    row("12", "妻", "wife", &["妻子", "老婆"]),
    row("20", "子", "son", &["儿子"]),
    row("21", "独生子", "only son", &[]),
    row("22", "长子", "eldest son", &["大儿子"]),
    row("23", "次子", "second son", &["二儿子", "二子"]),
    row("24", "三子", "third son", &["三儿子"]),
    row("25", "四子", "fourth son", &[]),
    row("26", "五子", "fifth son", &[]),
    row("27", "养子或继子", "adopted son or stepson", &["养子", "继子"]),
    row("28", "女婿", "son-in-law", &[]),
    row("29", "其他儿子", "other son", &[]),
    row("30", "女", "daughter", &["女儿"]),
    row("31", "独生女", "only daughter", &[]),
    row("32", "长女", "eldest daughter", &["大女儿"]),
    row("33", "次女", "second daughter", &["二女儿", "二女"]),
    row("34", "三女", "third daughter", &["三女儿"]),
    row("35", "四女", "fourth daughter", &[]),
    row("36", "五女", "fifth daughter", &[]),
    row("37", "养女或继女", "adopted daughter or stepdaughter", &["养女", "继女"]),
    row("38", "儿媳", "daughter-in-law", &["儿媳妇"]),
    row("39", "其他女儿", "other daughter", &[]),
    row("40", "孙子、孙女或外孙子、外孙女", "grandchild", &["孙子女", "孙辈", "外孙子女"]),
    row("41", "孙子", "son's son", &["孙"]),
    row("42", "孙女", "son's daughter", &[]),
    row("43", "外孙子", "daughter's son", &["外孙"]),
    row("44", "外孙女", "daughter's daughter", &[]),
    row("45", "孙媳妇或外孙媳妇", "grandson's wife", &["孙媳妇", "外孙媳妇", "孙媳"]),
    row("46", "孙女婿或外孙女婿", "granddaughter's husband", &["孙女婿", "外孙女婿"]),
    row("47", "曾孙子或外曾孙子", "great-grandson", &["曾孙子", "曾孙", "外曾孙子", "外曾孙"]),
    row("48", "曾孙女或外曾孙女", "great-granddaughter", &["曾孙女", "外曾孙女"]),
    row("49", "其他孙子、孙女或外孙子、外孙女", "other grandchild", &[]),
    row("50", "父母", "parent", &["双亲"]),
    row("51", "父亲", "father", &["父", "爸爸"]),
    row("52", "母亲", "mother", &["母", "妈妈"]),
    row("53", "公公", "husband's father", &[]),
    row("54", "婆婆", "husband's mother", &[]),
    row("55", "岳父", "wife's father", &[]),
    row("56", "岳母", "wife's mother", &[]),
    row("57", "继父或养父", "stepfather or adoptive father", &["继父", "养父"]),
    row("58", "继母或养母", "stepmother or adoptive mother", &["继母", "养母"]),
    row("59", "其他父母关系", "other parental relation", &[]),
    row("60", "祖父母或外祖父母", "grandparent", &["祖父母", "外祖父母"]),
    row("61", "祖父", "father's father", &["爷爷"]),
    row("62", "祖母", "father's mother", &["奶奶"]),
    row("63", "外祖父", "mother's father", &["外公", "姥爷"]),
    row("64", "外祖母", "mother's mother", &["外婆", "姥姥"]),
    row("65", "配偶的祖父母或外祖父母", "spouse's grandparent", &["配偶的祖父母", "配偶的外祖父母"]),
    row("66", "曾祖父", "great-grandfather", &[]),
    row("67", "曾祖母", "great-grandmother", &[]),
    row("68", "配偶的曾祖父母或外曾祖父母", "spouse's great-grandparent", &["配偶的曾祖父母"]),
    row("69", "其他祖父母或外祖父母关系", "other relation of grandparents", &[]),
    row("70", "兄弟姐妹", "sibling", &["兄、弟、姐、妹", "兄弟姊妹"]),
    row("71", "兄", "elder brother", &["哥哥", "哥", "兄长"]),
    row("72", "嫂", "elder brother's wife", &["嫂子", "嫂嫂"]),
    row("73", "弟", "younger brother", &["弟弟"]),
    row("74", "弟媳", "younger brother's wife", &["弟妹", "弟媳妇"]),
    row("75", "姐姐", "elder sister", &["姐"]),
    row("76", "姐夫", "elder sister's husband", &[]),
    row("77", "妹妹", "younger sister", &["妹"]),
    row("78", "妹夫", "younger sister's husband", &[]),
    row("79", "其他兄弟姐妹", "other sibling", &[]),
    row("80", "其他", "other", &[]),
    row("81", "伯父", "father's elder brother", &["大伯", "伯伯"]),
    row("82", "伯母", "wife of the father's elder brother", &[]),
    row("83", "叔父", "father's younger brother", &["叔叔", "叔"]),
    row("84", "婶母", "wife of the father's younger brother", &["婶婶", "婶"]),
    row("85", "舅父", "mother's brother", &["舅舅", "舅"]),
    row("86", "舅母", "wife of the mother's brother", &["舅妈"]),
    row("87", "姨父", "husband of the mother's sister", &["姨夫"]),
    row("88", "姨母", "mother's sister", &["姨", "阿姨"]),
    row("89", "姑父", "husband of the father's sister", &["姑夫"]),
    row("90", "姑母", "father's sister", &["姑姑", "姑"]),
    row("91", "堂兄弟、堂姐妹", "cousin of the same surname", &["堂兄弟姐妹", "堂兄弟", "堂姐妹", "堂兄", "堂弟", "堂姐", "堂妹"]),
    row("92", "表兄弟、表姐妹", "cousin of another surname", &["表兄弟姐妹", "表兄弟", "表姐妹", "表兄", "表哥", "表弟", "表姐", "表妹"]),
    row("93", "侄子", "brother's son", &["侄儿", "侄"]),
    row("94", "侄女", "brother's daughter", &[]),
    row("95", "外甥", "sister's son", &[]),
    row("96", "外甥女", "sister's daughter", &[]),
    row("97", "其他亲属", "other relative", &["亲属", "亲戚"]),
    row("99", "非亲属", "no relative", &["无亲属关系"]),
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
        for (text, code, group) in [
            ("本人", "01", 0),
            ("爱人", "10", 1),
            ("儿子", "20", 2),
            ("女儿", "30", 3),
            ("奶奶", "62", 6),
            ("97", "97", 9),
        ] {
            let read = Kinship::read(text).expect(text);
            assert_eq!((read.code(), read.group()), (code, group), "{text}");
        }
        assert_eq!(Kinship::read("03"), None, "the head of a collective household fell away in 2008");
        assert_eq!(Kinship::read("1"), None, "one figure may be a group or an eaten nought");
    }
}
