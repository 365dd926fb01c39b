//! Job status: GB/T 2261.4-2003.

use super::listing::{Row, code_list, find, row};

code_list! {
    /// Job status 从业状况（个人身份）, GB/T 2261.4-2003.
    Employment, "GB/T 2261.4-2003", ROWS
}

impl Employment {
    /// What was written: a code or a name.
    pub fn read(text: &str) -> Option<Self> {
        find(ROWS, text).map(Self)
    }
}

#[rustfmt::skip]
static ROWS: &[Row] = &[
    row("11", "国家公务员", "civil servant", &["公务员"]),
    row("13", "专业技术人员", "professional or technical staff", &["专业技术", "专技人员"]),
    row("17", "职员", "clerk", &[]),
    row("21", "企业管理人员", "enterprise manager", &["企业管理"]),
    row("24", "工人", "worker", &[]),
    row("27", "农民", "farmer", &["务农"]),
    row("31", "学生", "student", &["在校学生"]),
    row("37", "现役军人", "serviceman or servicewoman", &["军人"]),
    row("51", "自由职业者", "freelance", &["自由职业"]),
    row("54", "个体经营者", "self-employed", &["个体", "个体户", "个体工商户"]),
    row("70", "无业人员", "without work", &["无业", "待业", "失业"]),
    row("80", "退(离)休人员", "retired", &["退离休", "退离休人员", "退休", "离休", "离退休", "退休人员", "离退休人员"]),
    row("90", "其他", "other", &[]),
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
        for (text, code) in [("公务员", "11"), ("退（离）休人员", "80"), ("退休", "80"), ("务农", "27"), ("27", "27")]
        {
            assert_eq!(Employment::read(text).map(Employment::code), Some(code), "{text}");
        }
        assert_eq!(Employment::read("12"), None);
    }
}
