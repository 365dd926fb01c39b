//! The changes, one a line: what they change, which message they bring, and where it must point.

/// One change of the right pack.
pub struct Change {
    pub code: &'static str,
    pub file: &'static str,
    /// What stands once in the file.
    pub old: &'static str,
    pub new: &'static str,
    pub line: u32,
    pub read: &'static str,
}

const fn change(
    code: &'static str,
    file: &'static str,
    (old, new): (&'static str, &'static str),
    line: u32,
    read: &'static str,
) -> Change {
    Change { code, file, old, new, line, read }
}

const SCHEME: &str = "scheme.toml";
const FACTS: &str = "facts.toml";
const PARAMETERS: &str = "parameters.toml";
const CLAUSES: &str = "clauses.toml";
const CLASSES: &str = "classes.toml";
const NEEDS: &str = "needs.toml";
const MATCHING: &str = "matching.toml";
const GUARANTEES: &str = "guarantees.toml";
const VISITS: &str = "visits.toml";
const CALENDAR: &str = "calendars/2026.toml";
const MEMBERS: &str = "members.toml";
const APPROVALS: &str = "approvals.toml";
const REACH: &str = "reach.toml";
const SURVEYS: &str = "surveys.toml";
const FORMS: &str = "forms.toml";
const ROLES: &str = "roles.toml";
const RELIEF: &str = "measures/relief.toml";
const EXAMPLES: &str = "examples/relief.toml";
const WHEN: &str = "'person.member && seniority_years(person) >= 50'";

/// Both tiers and the offset of the measure: what is left has a cap and a floor, and no amount.
const TIERS: &str = include_str!("tiers.txt");

/// The fifth guarantee.
const WORK: &str = include_str!("work.txt");

#[rustfmt::skip]
pub const CHANGES: &[Change] = &[
    change("not-toml", SCHEME, ("version = \"1.0.0\"", "version = \"1.0.0"), 2, "version = \"1.0.0"),
    change("unknown-key", SCHEME, ("version = ", "versoin = \"1\"\nversion = "), 2, "versoin"),
    change("missing-key", CLASSES, ("id = \"elder\"\n", ""), 1, ""),
    change("missing-key", RELIEF, ("period = \"year\"", ""), 1, "relief"),
    change("wants-number", RELIEF, ("due_days = 30", "due_days = \"thirty\""), 19, "\"thirty\""),
    change("wants-string", RELIEF, ("kind = \"grant\"", "kind = 3"), 3, "3"),
    change("wants-flag", FACTS, ("sensitive = true", "sensitive = \"yes\""), 26, "\"yes\""),
    change("wants-table", CLASSES, ("reason = { zh-CN = \"转正满50年。\", en = \"Full member for 50 years.\" }", "reason = \"转正满50年。\""), 5, "\"转正满50年。\""),
    change("wants-list", RELIEF, ("fund = [\"care-fund\"]", "fund = \"care-fund\""), 13, "\"care-fund\""),
    change("missing-language", SCHEME, ("{ zh-CN = \"样例包\", en = \"Gallery pack\" }", "{ en = \"Gallery pack\" }"), 4, "{ en = \"Gallery pack\" }"),
    change("empty-text", SCHEME, ("zh-CN = \"样例包\"", "zh-CN = \" \""), 4, "\" \""),
    change("unknown-word", RELIEF, ("kind = \"grant\"", "kind = \"gift\""), 3, "\"gift\""),
    change("bad-name", FACTS, ("\"household.size\"", "\"Household.Size\""), 28, "Household.Size"),
    change("bad-name", RELIEF, ("\nincome = ", "\nIncome = 'true'\nincome = "), 38, "Income"),
    change("duplicate", RELIEF, ("id = \"general\"", "id = \"severe\""), 33, "severe"),
    change("duplicate", NEEDS, ("also = [\"生活物资\"]", "also = [\"生活物资\", \"生活 物资\", \"living\"]\n[[offer_category]]\ncode = \"goods\"\nname = { zh-CN = \"生活物资\", en = \"Goods\" }"), 23, "生活物资"),
    change("out-of-range", RELIEF, ("due_days = 30", "due_days = -1"), 19, "-1"),
    change("missing-key", MEMBERS, ("refuse = { days = 3, clause = \"rule §9\" }\n", ""), 1, ""),
    change("unknown-key", MEMBERS, ("\n[[consent]]\ncode = \"photograph\"", "thank = { days = 3 }\n[[consent]]\ncode = \"photograph\""), 7, "thank"),
    change("out-of-range", MEMBERS, ("days = 14", "days = 0"), 4, "0"),
    change("unknown-source", MEMBERS, ("\"rule §11\"", "\"law §11\""), 18, "law §11"),
    change("duplicate", MEMBERS, ("code = \"name\"", "code = \"photograph\""), 15, "photograph"),
    change("unknown-class", REACH, ("hardship_classes = [\"elder\"]", "hardship_classes = [\"older\"]"), 1, "older"),
    change("unknown-name", REACH, ("\"household.size\"", "\"household.sise\""), 3, "household.sise"),
    change("unknown-word", REACH, ("talk = [\"thought\"]", "talk = [\"thoughts\"]"), 14, "\"thoughts\""),
    change("out-of-range", REACH, ("judged_from = 10", "judged_from = 0"), 8, "0"),
    change("out-of-range", REACH, ("quiet_months = 3", "quiet_months = 0"), 5, "0"),
    change("unknown-part", SURVEYS, ("code = \"two\"\nscale = \"joy\"", "code = \"two\"\nscale = \"jov\""), 24, "jov"),
    change("scale-too-short", SURVEYS, ("code = \"two\"\nscale = \"joy\"", "code = \"two\""), 9, "joy"),
    change("scale-one-way", SURVEYS, ("reversed = true\n", ""), 9, "joy"),
    change("unknown-part", SURVEYS, ("items = [\"two\", \"four\"]", "items = [\"tow\", \"four\"]"), 15, "tow"),
    change("unknown-part", SURVEYS, ("items = [\"two\", \"four\"]", "items = []"), 15, "[]"),
    change("item-unused", SURVEYS, ("items = [\"two\", \"four\"]", "items = [\"two\"]"), 32, "four"),
    change("out-of-range", SURVEYS, ("smallest_group = 10", "smallest_group = 2"), 6, "2"),
    change("out-of-range", SURVEYS, ("enough_percent = 80", "enough_percent = 40"), 5, "40"),
    change("out-of-range", SURVEYS, ("agree_from = 4", "agree_from = 6"), 16, "6"),
    change("unknown-source", SURVEYS, ("\"rule §2\"", "\"law §2\""), 4, "law §2"),
    change("unknown-measure", NEEDS, ("measures = [\"relief\"]", "measures = [\"releif\"]"), 13, "releif"),
    change("unknown-measure", EXAMPLES, ("measure = \"relief\"", "measure = \"releif\""), 2, "\"releif\""),
    change("unknown-class", EXAMPLES, ("class = \"elder\"", "class = \"older\""), 9, "\"older\""),
    change("unknown-offer-category", NEEDS, ("\"living\"]", "\"livng\"]"), 14, "livng"),
    change("unknown-need", RELIEF, ("needs = [\"medical\"]", "needs = [\"medcial\"]"), 21, "medcial"),
    change("bad-clause", CLASSES, ("\"rule §2\"", "\"rule\""), 6, "rule"),
    change("unknown-source", CLASSES, ("\"rule §2\"", "\"law §2\""), 6, "law §2"),
    change("unknown-section", CLASSES, ("\"rule §2\"", "\"rule §999\""), 6, "rule §999"),
    change("unknown-section", CLAUSES, ("\"rule §3\"", "\"rule §14\""), 2, "rule §14"),
    change("missing-language", SCHEME, ("url = \"\"", "url = \"\"\nplaces = [{ zh-CN = \"补贴\" }]"), 13, "{ zh-CN = \"补贴\" }"),
    change("unknown-type", FACTS, ("type = \"int\"", "type = \"float\""), 29, "\"float\""),
    change("values-on-other-type", FACTS, ("unit = \"year\"", "unit = \"year\"\nvalues = []"), 26, "[]"),
    change("says-on-other-type", FACTS, ("unit = \"year\"", "unit = \"year\"\nsays = { yes = { zh-CN = \"有\", en = \"has\" }, no = { zh-CN = \"无\", en = \"has none\" } }"), 26, "{ yes = { zh-CN = \"有\", en = \"has\" }, no = { zh-CN = \"无\", en = \"has none\" } }"),
    change("says-which", FACTS, ("conduct = true", "conduct = true\nsays = { yes = { zh-CN = \"有{which}\", en = \"has\" }, no = { zh-CN = \"无\", en = \"has none\" } }"), 53, "{ yes = { zh-CN = \"有{which}\", en = \"has\" }, no = { zh-CN = \"无\", en = \"has none\" …"),
    change("missing-key", FACTS, ("conduct = true", "conduct = true\nsays = { yes = { zh-CN = \"有\", en = \"has\" } }"), 53, ""),
    change("missing-key", RELIEF, ("serves = \"members\"\n", ""), 1, ""),
    change("unknown-word", RELIEF, ("serves = \"members\"", "serves = \"all\""), 14, "\"all\""),
    change("serves-others", RELIEF, ("person.member && household", "household"), 14, "\"members\""),
    change("purse-serves-others", RELIEF, ("serves = \"members\"", "serves = \"both\""), 14, "\"both\""),
    change("missing-key", SCHEME, ("\nserves = \"members\"", ""), 15, ""),
    change("unknown-purse", RELIEF, ("[\"care-fund\"]", "[\"care-fnud\"]"), 13, "care-fnud"),
    change("unknown-code", RELIEF, ("== \"severe\"", "== \"svere\""), 28, "\"svere\""),
    change("unknown-code", FACTS, ("means = \"general\"", "means = \"none\""), 19, "\"none\""),
    change("bad-date", PARAMETERS, ("2027-01-01", "\"2027\""), 11, "\"2027\""),
    change("bad-money", PARAMETERS, ("\"yuan(7200)\"", "7200"), 12, "7200"),
    change("parameter-without-value", PARAMETERS, ("[parameter.line]", "[parameter.none]\ntype = \"int\"\nname = { zh-CN = \"无\", en = \"None\" }\n[parameter.line]"), 1, "none"),
    change("local-on-other-type", PARAMETERS, ("[parameter.months]", "[parameter.flag]\ntype = \"bool\"\nname = { zh-CN = \"旗\", en = \"Flag\" }\nlocal = 1\n[[parameter.flag.value]]\nfrom = 2020-01-01\nvalue = true\nclause = \"rule §1\"\n[parameter.months]"), 17, "1"),
    change("local-turned", PARAMETERS, ("en = \"Months\" }", "en = \"Months\" }\nlocal = { least = 9, most = 3, until = 2027-12-31, clause = \"rule §1\" }"), 17, "{ least = 9, most = 3, until = 2027-12-31, clause = \"rule §1\" }"),
    change("local-leaves-own-out", PARAMETERS, ("en = \"Months\" }", "en = \"Months\" }\nlocal = { least = 7, most = 9, until = 2027-12-31, clause = \"rule §1\" }"), 17, "{ least = 7, most = 9, until = 2027-12-31, clause = \"rule §1\" }"),
    change("parameter-date-twice", PARAMETERS, ("2027-01-01", "2020-01-01"), 11, "2020-01-01"),

    change("expression-too-long", CLASSES, (WHEN, include_str!("too_long.txt")), 4, "person.member || person.member || person.member || person.member || person.membe…"),
    change("expression-too-deep", CLASSES, (WHEN, "'(((((((((((((person.member)))))))))))))'"), 4, "(((((((((((((person.member)))))))))))))"),
    change("syntax", CLASSES, (WHEN, "'person.member && && true'"), 4, "&& true"),
    change("unknown-name", CLASSES, (WHEN, "'person.membr'"), 4, "person.membr"),
    change("unknown-parameter", RELIEF, ("param.line", "param.lnie"), 9, "param.lnie"),
    change("unknown-function", CLASSES, (WHEN, "'standing(person) > 3'"), 4, "standing(person)"),
    change("wrong-arguments", CLASSES, (WHEN, "'seniority_years() > 3'"), 4, "seniority_years()"),
    change("unknown-source", CLAUSES, ("\"rule §3\"", "\"law §3\""), 2, "law §3"),
    change("duplicate", CLAUSES, ("\"rule §3\"", "\"rule §2\""), 6, "rule §2"),
    change("missing-key", CLAUSES, ("words = { zh-CN = \"困难党员按程度给予救助。\", en = \"Members in hardship have relief by degree.\" }\n", ""), 1, ""),
    change("household-on-other-type", FACTS, ("name = { zh-CN = \"任职\", en = \"Posts\" }", "household = { name = { zh-CN = \"全家\", en = \"All\" }, ask = { zh-CN = \"问\", en = \"Ask\" } }\nname = { zh-CN = \"任职\", en = \"Posts\" }"), 35, "{ name = { zh-CN = \"全家\", en = \"All\" }, ask = { zh-CN = \"问\", en = \"Ask\" } }"),
    change("household-without-size", ROLES, ("household-size = \"household.size\"\n", ""), 1, "household-size"),
    change("not-over-household", CLASSES, (WHEN, "'household_sum(household.income) > yuan(3)'"), 4, "household.income"),
    change("wrong-arguments", CLASSES, (WHEN, "'household_sum(person.member) > 3'"), 4, "household_sum(person.member)"),
    change("wrong-arguments", CLASSES, (WHEN, "'household_count(bill.paid) > 3'"), 4, "household_count(bill.paid)"),
    change("negative-working-days", CLASSES, (WHEN, "'person.member && working_days_after(as_of, -3) > as_of'"), 4, "working_days_after(as_of, -3)"),
    change("type-mismatch", CLASSES, (WHEN, "'household.size'"), 4, "household.size"),
    change("type-mismatch", RELIEF, ("benefit = \"benefit.pension\"", "benefit = \"benefit.dibao\""), 24, "\"benefit.dibao\""),
    change("operands", CLASSES, (WHEN, "'household.income > 3'"), 4, "household.income > 3"),
    change("presence-test", CLASSES, (WHEN, "'household.size == null'"), 4, "null"),
    change("known-in-condition", CLASSES, (WHEN, "'!known(household.size)'"), 4, "known(household.size)"),
    change("macro", CLASSES, (WHEN, "'person.posts.exists(p, p == \"secretary\")'"), 4, "("),
    change("not-whole-number", RELIEF, ("'yuan(3000)'", "'yuan(3000) * 0.5'"), 29, "0.5"),
    change("unsupported", CLASSES, (WHEN, "'person.posts[0] == \"secretary\"'"), 4, "["),
    change("person-alone", CLASSES, (WHEN, "'person == person'"), 4, "person"),
    change("function-needs-fact", CLASSES, (WHEN, "'age(person) > 3'"), 4, "person"),
    change("list-alone", CLASSES, (WHEN, "'[1] == [2]'"), 4, "[1]"),

    change("file-name-differs", RELIEF, ("id = \"relief\"", "id = \"releif\""), 1, "releif"),
    change("amount-in-some-tiers", RELIEF, ("amount = 'yuan(1000)'", ""), 1, "relief"),
    change("benefit-is-no-fact", RELIEF, ("\"benefit.pension\"", "\"benefit.pension + yuan(1)\""), 24, "\"benefit.pension + yuan(1)\""),
    change("amount-needed", RELIEF, (TIERS, ""), 1, "relief"),
    change("tiers-overlap", RELIEF, ("hardship.degree == \"general\"", "true"), 1, "general"),
    change("starts-without-begins", RELIEF, ("begins = 'person.full_on'", ""), 1, "relief"),
    change("begins-without-starts", RELIEF, ("starts = \"month-after\"", ""), 1, "relief"),
    change("template-name", RELIEF, ("\"人均年收入{income}。\"", "\"人均年收入{incmoe}。\""), 17, "incmoe"),
    change("template-braces", RELIEF, ("\"人均年收入{income}。\"", "\"人均年收入{income。\""), 17, "人均年收入{income。"),
    change("relief-depends-on-conduct", RELIEF, ("person.member &&", "person.member && !appraisal.failed &&"), 1, "relief"),

    change("role-without-fact", ROLES, ("occupation = \"hardship.degree\"\n", ""), 6, "\"general\""),
    change("unknown-code", ROLES, ("retired = \"general\"", "retired = \"genral\""), 7, "\"genral\""),
    change("unknown-name", ROLES, ("household-size = \"household.size\"", "household-size = \"household.sise\""), 2, "household.sise"),
    change("unknown-key", ROLES, ("household-size = ", "household-sise = "), 2, "household-sise"),
    change("type-mismatch", ROLES, ("household-size = \"household.size\"", "household-size = \"household.income\""), 2, "\"household.income\""),
    change("type-mismatch", ROLES, ("\"months\"", "\"line\""), 10, "\"line\""),
    change("unknown-parameter", ROLES, ("\"months\"", "\"month\""), 10, "month"),
    change("missing-key", ROLES, ("joining = { zh-CN = \"加入\", en = \"joining\" }\n", ""), 12, ""),

    change("unknown-word", "measures/visit.toml", ("guarantee = \"visit\"", "guarantee = \"visited\""), 16, "\"visited\""),
    change("unknown-form", RELIEF, ("forms = [\"money\"]", "forms = [\"mony\"]"), 22, "mony"),
    change("unknown-form", FORMS, ("forms = [\"money\"]\nnote", "forms = [\"money\", \"goods\"]\nnote"), 7, "goods"),
    change("measure-without-form", RELIEF, ("forms = [\"money\"]", "forms = []"), 22, "[]"),
    change("missing-key", RELIEF, ("forms = [\"money\"]\n", ""), 1, ""),
    change("pair-not-intended", RELIEF, ("dimension = \"material\"", "dimension = \"thought\""), 22, "money"),
    change("form-unused", FORMS, ("[[content]]\ndimension = \"material\"", "[[form]]\ncode = \"goods\"\nname = { zh-CN = \"送物资\", en = \"goods\" }\n\n[[content]]\ndimension = \"material\""), 6, "goods"),
    change("content-without-form", FORMS, ("dimension = \"friendship\"\nforms = [\"money\"]", "dimension = \"friendship\"\nforms = []"), 12, "[]"),
    change("duplicate", FORMS, ("dimension = \"friendship\"", "dimension = \"material\""), 11, "material"),
    change("unknown-word", FORMS, ("dimension = \"friendship\"", "dimension = \"freindship\""), 11, "\"freindship\""),

    change("guarantee-missing", GUARANTEES, (WORK, ""), 1, ""),
    change("ends-and-more", GUARANTEES, ("ends = [\"recovered\", \"died\"]", "ends = [\"visited-ill\", \"died\"]"), 90, "\"visited-ill\""),
    change("trigger-wants-one", VISITS, ("clock = true\n", ""), 19, "clock"),
    change("trigger-wants-one", VISITS, ("clock = true\n", "clock = true\nevent = \"fell-ill\"\n"), 19, "clock"),
    change("closes-before-it-opens", VISITS, ("closes_days = -1", "closes_days = -17"), 15, "-17"),
    change("unknown-class", VISITS, ("classes = [\"elder\"]", "classes = [\"older\"]"), 17, "older"),
    change("unknown-measure", VISITS, ("measures = [\"relief\"]", "measures = [\"releif\"]"), 16, "releif"),
    change("unknown-word", VISITS, ("festival = \"spring-festival\"", "festival = \"lantern\""), 13, "\"lantern\""),
    change("duplicate", VISITS, ("code = \"condolence\"", "code = \"festival\""), 5, "festival"),
    change("term-wants-one", GUARANTEES, ("within = { working_days = 20 }", "within = { working_days = 20, days = 3 }"), 110, "{ working_days = 20, days = 3 }"),
    change("risk-longer-than-term", GUARANTEES, ("at_risk = { working_days = 4 }", "at_risk = { working_days = 21 }"), 111, "{ working_days = 21 }"),
    change("rule-never-reached", GUARANTEES, ("classes = [\"elder\"]\n", ""), 32, "yearly"),
    change("rule-for-everybody", GUARANTEES, ("id = \"in-20\"", "id = \"in-20\"\nclasses = [\"elder\"]"), 98, ""),
    change("late-untold", GUARANTEES, ("\"township\", after_working_days = 0", "\"township\", after_working_days = 1"), 56, "[{ to = \"township\", after_working_days = 1 }]"),
    change("telling-does-not-rise", GUARANTEES, ("\"county\", after", "\"branch\", after"), 40, "[{ to = \"branch\", after_working_days = 0 }, { to = \"branch\", after_working_days …"),
    change("crisis-untold", GUARANTEES, ("tell_at_start = [\"duty\"]\n", ""), 66, "at-once"),
    change("unknown-class", GUARANTEES, ("[\"elder\"]", "[\"older\"]"), 27, "older"),
    change("unknown-word", GUARANTEES, ("[\"crisis\"]", "[\"crises\"]"), 69, "\"crises\""),
    change("unknown-name", GUARANTEES, ("\"hardship.degree\"", "\"hardship.degre\""), 115, "\"hardship.degre\""),
    change("unknown-code", GUARANTEES, ("[\"severe\"]", "[\"svere\"]"), 116, "\"svere\""),
    change("calendar-wrong", CALENDAR, ("worked = [2026-01-04", "worked = [2026-01-05"), 1, "2026"),
    change("file-name-differs", CALENDAR, ("year = 2026", "year = 2025"), 1, "2026"),

    change("chain-steps", APPROVALS, ("[\"review\"]", "[]"), 22, "small"),
    change("chain-steps", APPROVALS, ("[\"appraisal\", \"review\", \"notice\"]", "[\"review\", \"appraisal\", \"notice\"]"), 31, "large"),
    change("chain-steps", APPROVALS, ("[\"review\"]", "[\"review\", \"review\"]"), 22, "small"),
    change("unknown-word", APPROVALS, ("[\"review\"]", "[\"decide\"]\n"), 27, "\"decide\""),
    change("chain-bounds", APPROVALS, ("above = \"yuan(2000)\"", "above = \"yuan(2000)\"\nup_to = \"yuan(2000)\""), 31, "large"),
    change("chain-overlap", APPROVALS, ("up_to = \"yuan(2000)\"", "up_to = \"yuan(3000)\""), 31, "relief"),
    change("chain-overlap", APPROVALS, ("above = \"yuan(2000)\"\n", ""), 31, "relief"),
    change("chain-gap", APPROVALS, ("up_to = \"yuan(2000)\"", "up_to = \"yuan(1000)\""), 31, "relief"),
    change("chain-gap", APPROVALS, ("up_to = \"yuan(2000)\"", "above = \"yuan(500)\"\nup_to = \"yuan(2000)\""), 22, "relief"),
    change("chain-gap", APPROVALS, ("above = \"yuan(2000)\"", "above = \"yuan(2000)\"\nup_to = \"yuan(9000)\""), 31, "relief"),
    change("unknown-meeting", APPROVALS, ("[\"members\"]", "[\"member\"]"), 37, "member"),
    change("missing-key", APPROVALS, ("meetings = [\"members\"]\n", ""), 31, ""),
    change("unknown-key", APPROVALS, ("steps = [\"review\"]", "steps = [\"review\"]\nnotice_working_days = 5"), 28, "notice_working_days"),
    change("unknown-measure", APPROVALS, ("measures = [\"relief\"]\nup_to", "measures = [\"releif\"]\nup_to"), 25, "releif"),
    change("example-unmarked", APPROVALS, ("clause = \"rule §12\"\nexample = true", "clause = \"rule §12\""), 1, "rule"),
    change("bad-money", APPROVALS, ("up_to = \"yuan(2000)\"", "up_to = 2000"), 26, "2000"),
    change("out-of-range", APPROVALS, ("quorum_over_percent = 50", "quorum_over_percent = 100"), 17, "100"),
    change("missing-key", APPROVALS, ("voters = \"full-members\"", "voters = \"posts\""), 13, ""),

    change("urgency-differs", NEEDS, ("{ urgent = 3, low = 30 }", "{ urgent = 3 }"), 12, "{ urgent = 3 }"),
    change("urgency-differs", MATCHING, ("[\"urgent\", \"low\"]", "[\"low\", \"urgent\"]"), 1, "[\"low\", \"urgent\"]"),
    change("example-subject", EXAMPLES, ("class = \"elder\"", "class = \"elder\"\nmeasure = \"relief\""), 8, ""),
    change("example-expectation", EXAMPLES, ("answer = \"not\"", "answer = \"not\", amount = \"yuan(1)\""), 14, "\"yuan(1)\""),
];
