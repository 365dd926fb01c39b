//! What can be wrong with a pack: one variant a message, each with a stable code and a text in both languages that says
//! why it is refused and what to do. Where it stands and what was read are the [`PackError`]'s own.

mod located;

use crate::text::Lang;

pub use located::PackError;

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident : $type:ty),* $(,)? } = $code:literal $zh:literal $en:literal;)*) => {
        /// Why a pack is refused.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Problem { $($(#[$doc])* $name { $($(#[$fdoc])* $field: $type),* }),* }

        impl Problem {
            /// The codes of all problems, in the order of this file.
            pub const CODES: &'static [&'static str] = &[$($code),*];

            /// The stable code.
            pub const fn code(&self) -> &'static str {
                match self { $(Self::$name { .. } => $code),* }
            }

            /// Why it is refused, and what to do.
            pub fn describe(&self, lang: Lang) -> String {
                match (self, lang) {
                    $((Self::$name { $($field),* }, Lang::Zh) => format!($zh, $($field = $field),*),
                    (Self::$name { $($field),* }, Lang::En) => format!($en, $($field = $field),*),)*
                }
            }
        }
    };
}

problems! {
    // Files and their form.

    /// A file that every pack has is not there.
    MissingFile {} = "missing-file"
        "标准包里没有这个文件；请补上"
        "the pack has no such file: add it";
    /// A file that nothing reads.
    UnknownFile {} = "unknown-file"
        "没有程序读取这个文件；请改名、移走，或改为 .md 说明（可用：scheme.toml facts.toml parameters.toml classes.toml needs.toml guarantees.toml visits.toml matching.toml members.toml approvals.toml reach.toml forms.toml roles.toml surveys.toml clauses.toml measures/*.toml examples/*.toml calendars/*.toml，以及导入用的 books.toml）"
        "nothing reads this file: rename it, move it away or make it a .md note (read are scheme.toml facts.toml parameters.toml classes.toml needs.toml guarantees.toml visits.toml matching.toml members.toml approvals.toml reach.toml forms.toml roles.toml surveys.toml clauses.toml measures/*.toml examples/*.toml calendars/*.toml, and books.toml for the import)";
    /// More text than a pack may have.
    PackTooLarge { /** Its bytes. */ bytes: usize, /** The most allowed. */ limit: usize } = "pack-too-large"
        "标准包共{bytes}字节，超过上限{limit}；请精简，或移走不属于标准的文件"
        "the pack has {bytes} bytes, more than {limit}: shorten it, or move away what is no standard";
    /// More files than a pack may have.
    TooManyFiles { /** How many it has. */ files: usize, /** The most allowed. */ limit: usize } = "too-many-files"
        "标准包有{files}个文件，超过上限{limit}；请合并，或移走不属于标准的文件"
        "the pack has {files} files, more than {limit}: merge them, or move away what is no standard";
    /// The file is not TOML.
    NotToml { /** The reader's own words. */ detail: String } = "not-toml"
        "这里不合 TOML 格式（{detail}）；请检查引号、括号和等号，或是否重复了同一个键"
        "this is not TOML ({detail}): check quotes, brackets and equals signs, and whether a key stands twice";
    /// A key that is not known there.
    UnknownKey { /** The keys that are. */ known: String } = "unknown-key"
        "这里没有这个键；请改正拼写或删去（可用：{known}）"
        "there is no such key here: mend its spelling or delete it (known here: {known})";
    /// A key that must be there is not.
    MissingKey { /** The key. */ key: String } = "missing-key"
        "缺少“{key}”；请补上"
        "`{key}` is missing: add it";
    /// A whole number is wanted.
    WantsNumber {} = "wants-number"
        "这里要写整数，不加引号，如 30"
        "this must be a whole number without quotes, like 30";
    /// A string is wanted.
    WantsString {} = "wants-string"
        "这里要写文字，加引号，如 \"…\""
        "this must be a string in quotes, like \"...\"";
    /// A flag is wanted.
    WantsFlag {} = "wants-flag"
        "这里要写 true 或 false，不加引号"
        "this must be true or false, without quotes";
    /// A table is wanted.
    WantsTable {} = "wants-table"
        "这里要写表，如 {{ zh-CN = \"…\", en = \"…\" }} 或 [表名]"
        "this must be a table, like {{ zh-CN = \"...\", en = \"...\" }} or [name]";
    /// A list is wanted.
    WantsList {} = "wants-list"
        "这里要写列表，如 [\"…\", \"…\"] 或 [[表名]]"
        "this must be a list, like [\"...\", \"...\"] or [[name]]";
    /// A text lacks a language.
    MissingLanguage { /** The language's tag. */ lang: String } = "missing-language"
        "文字缺少语言“{lang}”；中英文都要写"
        "the text has no `{lang}`: write it in both languages";
    /// A text or a word is empty.
    EmptyText {} = "empty-text"
        "这里是空的；请写上内容"
        "nothing stands here: write something";
    /// A word outside a closed list.
    UnknownWord { /** The list. */ known: String } = "unknown-word"
        "没有这个词；可用：{known}"
        "there is no such word: write one of {known}";
    /// A name that cannot be one.
    BadName { /** What a name looks like. */ wanted: String } = "bad-name"
        "不能用作名称；名称写作{wanted}"
        "this cannot be a name: names are {wanted}";
    /// A name or word stands twice.
    Duplicate { /** Where it stands first. */ first: String } = "duplicate"
        "重复；第一次出现在{first}；请改名或删去一个"
        "this stands twice, first at {first}: rename or delete one";
    /// A number below its least value.
    OutOfRange { /** The range. */ range: String } = "out-of-range"
        "超出范围；应在{range}之内"
        "out of range: it must lie within {range}";
    /// A need that `needs.toml` does not define.
    UnknownNeed { /** Those it defines. */ known: String } = "unknown-need"
        "needs.toml 里没有这个需求类别；请先定义，或改为：{known}"
        "needs.toml defines no such need: define it, or write one of {known}";
    /// A category of offers that `needs.toml` does not define.
    UnknownOfferCategory { /** Those it defines. */ known: String } = "unknown-offer-category"
        "needs.toml 里没有这个资源类别；请用 [[offer_category]] 定义，或改为：{known}"
        "needs.toml defines no such category of offers: add an [[offer_category]], or write one of {known}";
    /// A measure that has no file.
    UnknownMeasure { /** Those that have. */ known: String } = "unknown-measure"
        "measures/ 里没有这项措施；请先写它的文件，或改为：{known}"
        "measures/ holds no such measure: write its file, or name one of {known}";
    /// A class that `classes.toml` does not define.
    UnknownClass { /** Those it defines. */ known: String } = "unknown-class"
        "classes.toml 里没有这个类别；请先定义，或改为：{known}"
        "classes.toml defines no such class: define it, or write one of {known}";

    // Sources, facts, parameters.

    /// A scale or an item that the questionnaire does not declare.
    UnknownPart { /** Those it declares. */ known: String } = "unknown-part"
        "这份问卷没有这个分量表或这道题，或者一道题也没有写；请用 [[scale]]、[[item]] 定义，或改为：{known}"
        "the questionnaire has no such scale or item, or none was named: add a [[scale]] or an [[item]], or write one of {known}";
    /// An item that belongs to nothing.
    ItemUnused {} = "item-unused"
        "这道题不属于任何分量表，也没有指标用到它：问了不用的，就不要问；请写 scale，或写进某个 [[index]] 的 items，或删去"
        "the item belongs to no scale and no index names it, and what is not used is not asked: write its scale, name it in an [[index]], or take it out";
    /// A scale of too few items.
    ScaleTooShort { /** The least. */ least: usize } = "scale-too-short"
        "分量表的题目太少，信度无从谈起；每个分量表至少{least}题"
        "the scale has too few items for anything to be said of its reliability: write at least {least}";
    /// A scale whose items are all put one way.
    ScaleOneWay {} = "scale-one-way"
        "分量表的题目都朝一个方向，随手填一个答案看不出来；请至少写一道正向题、一道反向题（reversed = true）"
        "all items of the scale are put one way, so that a sheet filled in without reading is not found out: write at least one plain item and one with reversed = true";
    /// A clause without its place, or without its source.
    BadClause {} = "bad-clause"
        "依据写作“来源编号 条款”，例如 \"example-care-rule §5\""
        "a clause is a source's id, a space and the place in it, like \"example-care-rule §5\"";
    /// A clause cites a source that the pack does not list.
    UnknownSource { /** Those listed. */ known: String } = "unknown-source"
        "scheme.toml 里没有这个来源；请在 [[source]] 中列出，或改为：{known}"
        "scheme.toml lists no such source: add a [[source]], or cite one of {known}";
    /// A clause cites a place that its source does not have.
    UnknownSection { /** The source. */ of: String, /** Its places. */ known: String } = "unknown-section"
        "来源“{of}”没有这一条；请改正条号（有：{known}），确有这一条的，先写进 scheme.toml 里它的 sections"
        "the source `{of}` has no such place: cite one of {known}, or add it to the `sections` of the source in scheme.toml if it is there";
    /// A type that no value has.
    UnknownType { /** Those that exist. */ known: String } = "unknown-type"
        "没有这种类型；可用：{known}"
        "there is no such type: write one of {known}";
    /// A closed list for something that is no string.
    ValuesOnOther {} = "values-on-other-type"
        "只有 string 和 list<string> 类型的信息项可以有 values；请删去，或改类型"
        "only facts of type string or list<string> have `values`: delete them, or change the type";
    /// Sentences for something that is no flag.
    SaysOnOther {} = "says-on-other-type"
        "只有 bool 和 list<string> 类型的信息项可以有 says；请删去，或改类型"
        "only facts of type bool or list<string> have `says`: delete it, or change the type";
    /// A list's sentence that does not name the codes, or a flag's that does.
    SaysWhich {} = "says-which"
        "list<string> 的 says 每句都要有 {{which}}（放取值的地方），bool 的都不要有；请改正"
        "every sentence in the `says` of a list<string> has {{which}} where its codes stand, and none of a bool has: mend it";
    /// Adding up for something that is no number, amount or flag.
    HouseholdOnOther {} = "household-on-other-type"
        "只有 bool、int、money 类型的信息项可以按户合计；请删去 household，或改类型"
        "only facts of type bool, int or money are added up over a household: delete `household`, or change the type";
    /// Adding up without the size of a household.
    HouseholdWithoutSize { /** What is added up. */ total: String } = "household-without-size"
        "要按户合计“{total}”，就要知道一户几口人：人没有齐，合计就不可信；请在 roles.toml 的 [fact] 里写 household-size"
        "`{total}` is added up over a household, and is not known before everybody of it is on the register: name the fact of its size as household-size in [fact] of roles.toml";
    /// A fact that the pack does not add up over households.
    NotOverHousehold { /** The fact. */ fact: String } = "not-over-household"
        "方案没有写明“{fact}”可以按户合计：合计会说到同住的别人；确实需要的，在 facts.toml 里给它写 household（名称和怎么问）"
        "the pack does not say that `{fact}` may be added up over a household, which says something of others: where it is needed, give it a `household` with name and ask in facts.toml";
    /// A purse that `scheme.toml` does not name.
    UnknownPurse { /** Those it names. */ known: String } = "unknown-purse"
        "scheme.toml 里没有这个资金来源；请在 [[purse]] 中列出，或改为：{known}"
        "scheme.toml names no such purse: add a [[purse]], or write one of {known}";
    /// A measure for members that may hold for somebody who is none, or one for residents that may hold for others.
    ServesOthers { /** The fact that its condition does not rest on. */ fact: String } = "serves-others"
        "写的是只服务这些人，但条件没有要求“{fact}”，别的人也可能符合；请在条件里写上 {fact} && …，或改写 serves"
        "it says that it serves these alone, but its condition does not ask for `{fact}`, so that it may hold for others: begin it with {fact} && …, or write whom it serves";
    /// No purse of a measure may be spent on some of those whom it serves.
    PurseServesOthers { /** Who is served and not paid for. */ served: String, /** Its purses and whom they serve. */ purses: String } = "purse-serves-others"
        "这项措施服务“{served}”，列出的资金却都不能用于他们（{purses}）；党费只用于党员。请加一项可以用于他们的资金，或改写 serves"
        "it serves {served}, and none of its purses may be spent on them ({purses}); dues are spent on members alone: add a purse that serves them, or write whom it serves";
    /// More facts than fit.
    TooManyFacts { /** The most allowed. */ limit: usize } = "too-many-facts"
        "信息项超过{limit}个；请删去没有标准使用的"
        "more than {limit} facts: delete those that no standard uses";
    /// A value outside the closed list.
    UnknownCode { /** The fact. */ fact: String, /** Its codes. */ known: String } = "unknown-code"
        "“{fact}”没有这个取值，永远不会相等；可用：{known}"
        "`{fact}` has no such code, so this would never hold: write one of {known}";
    /// A date that is none.
    BadDate {} = "bad-date"
        "不是日期；写作 2026-01-31"
        "this is not a date: write it like 2026-01-31";
    /// An amount that is none.
    BadMoney {} = "bad-money"
        "不是金额；写作 \"yuan(150)\" 或 \"fen(50)\""
        "this is not an amount: write it like \"yuan(150)\" or \"fen(50)\"";
    /// A parameter that has no value at all.
    ParameterWithoutValue { /** The parameter. */ parameter: String } = "parameter-without-value"
        "参数“{parameter}”没有任何取值；请至少写一个 [[parameter.{parameter}.value]]，含 from、value 和 clause"
        "parameter `{parameter}` has no value: add at least one [[parameter.{parameter}.value]] with from, value and clause";
    /// Two values from one day.
    ParameterDateTwice { /** The parameter. */ parameter: String } = "parameter-date-twice"
        "参数“{parameter}”在同一天有两个取值；请只留一个"
        "parameter `{parameter}` has two values from this day: keep one";
    /// Bounds for something that no organisation sets as a number.
    LocalOnOther {} = "local-on-other-type"
        "只有 int 和 money 类型的参数可以由下级在幅度内自定；请删去 local，或改类型"
        "only parameters of type int or money may be set by lower organisations: delete `local`, or change the type";
    /// The least is above the most.
    LocalTurned {} = "local-turned"
        "幅度的下限（least）高于上限（most）；请对调"
        "`least` is above `most`: swap them";
    /// The pack's own value lies outside the bounds.
    LocalLeavesOwnOut { /** The value. */ own: String, /** Its first day. */ from: String } = "local-leaves-own-out"
        "本级自{from}起的数值 {own} 不在这个幅度之内；请放宽幅度，或改数值"
        "the pack's own value from {from}, {own}, lies outside these bounds: widen them, or change the value";

    // Expressions.

    /// Longer than an expression may be.
    ExpressionTooLong { /** Its bytes. */ bytes: usize, /** The most allowed. */ limit: usize } = "expression-too-long"
        "条件长{bytes}字节，超过上限{limit}；请拆成几档或几项措施"
        "the expression has {bytes} bytes, more than {limit}: split it into tiers or measures";
    /// More steps than an expression may take.
    ExpressionTooDear { /** Its steps. */ steps: usize, /** The most allowed. */ limit: usize } = "expression-too-dear"
        "为一个人核算这个条件最多要{steps}步，超过上限{limit}；请缩短所查的列表，或改用一项登记的信息"
        "evaluating this for one person may take {steps} steps, more than {limit}: shorten the list it searches, or record a fact instead";
    /// More steps than all expressions of a pack may take together.
    PackTooDear { /** The most allowed. */ limit: usize } = "pack-too-dear"
        "到这一条为止，为一个人核算全部条件要超过{limit}步；请缩短所查的列表，或合并重复的条件"
        "up to this expression, evaluating the whole pack for one person takes more than {limit} steps: shorten the lists that are searched, or merge conditions that repeat";
    /// Too many brackets inside one another, or too long a chain.
    ExpressionTooDeep { /** What was counted. */ found: usize, /** The most allowed. */ limit: usize } = "expression-too-deep"
        "条件太复杂（括号层数或连写项数为{found}，上限{limit}）；请拆开"
        "the expression is too deep or too long a chain ({found}, limit {limit}): take it apart";
    /// The parser could not read it.
    Syntax {} = "syntax"
        "条件到这里读不下去；请检查括号和引号是否成对，运算符是否写成 && || ! == != < <= > >=，文字是否加双引号"
        "the expression cannot be read from here: check that brackets and quotes pair, operators are && || ! == != < <= > >=, and words stand in double quotes";
    /// A name that no fact has.
    UnknownName { /** What comes nearest. */ nearest: String } = "unknown-name"
        "facts.toml 里没有这个信息项；是不是“{nearest}”？否则请先在 facts.toml 中定义"
        "facts.toml declares no such fact: did you mean `{nearest}`? Otherwise declare it there";
    /// A parameter that is not defined.
    UnknownParameter { /** What comes nearest. */ nearest: String } = "unknown-parameter"
        "parameters.toml 里没有这个参数；是不是“{nearest}”？否则请先定义"
        "parameters.toml defines no such parameter: did you mean `{nearest}`? Otherwise define it there";
    /// A function that does not exist.
    UnknownFunction { /** Those that do. */ known: String } = "unknown-function"
        "没有这个函数；可用：{known}"
        "there is no such function: write one of {known}";
    /// A function called with other arguments.
    WrongArguments { /** How it is called. */ wanted: String } = "wrong-arguments"
        "函数的参数不对；写作 {wanted}"
        "the arguments do not fit: call it as {wanted}";
    /// A term of working days that is written as less than zero.
    NegativeWorkingDays {} = "negative-working-days"
        "工作日的天数不能是负数；往后数写 0 或正数，要知道隔了多少个工作日，用 working_days_between"
        "a term of working days cannot be negative: write 0 or more, or count back with working_days_between";
    /// An expression of another type is wanted.
    TypeMismatch { /** The type wanted. */ wanted: String, /** The type found. */ found: String } = "type-mismatch"
        "这里要 {wanted}，得到的却是 {found}；请改正"
        "a {wanted} is wanted here, this is a {found}: mend it";
    /// An operator between types it does not join.
    Operands { /** The operator. */ operator: String, /** The left type. */ left: String, /** The right type. */ right: String } = "operands"
        "{left} 和 {right} 之间不能用“{operator}”；两边要是相配的类型（金额写 yuan(150)，日期写 date(\"2026-01-01\")）"
        "`{operator}` does not join a {left} and a {right}: make the types fit (amounts are yuan(150), dates date(\"2026-01-01\"))";
    /// `has()` or `null`: they would turn unknown into a value.
    PresenceTest {} = "presence-test"
        "这会把“不详”变成“否”；请直接写条件，缺信息时系统会自动判为“待定”并指出要问什么"
        "this would turn unknown into false: state the condition itself, and a missing fact makes it undetermined and says what to ask";
    /// `known()` outside a question.
    KnownInCondition {} = "known-in-condition"
        "known() 只能用在 [explain] 里，放在条件或金额里会把“不详”变成“否”；请删去，直接写条件"
        "known() may only stand in [explain], for in a condition or amount it would turn unknown into false: take it out and state the condition itself";
    /// A macro over lists.
    Macro { /** The macro. */ name: String } = "macro"
        "不支持 {name}；请用 in（如 \"secretary\" in person.posts）和 size()"
        "{name} is not part of the pack language: use `in` (\"secretary\" in person.posts) and size()";
    /// A number with a fraction, or an unsigned one.
    NotWhole {} = "not-whole-number"
        "只能用整数；比例写成 * 30 / 100，金额写 yuan(150) 或 fen(50)"
        "only whole numbers: write a share as * 30 / 100, an amount as yuan(150) or fen(50)";
    /// Something else of CEL that is not part of the pack language.
    Unsupported { /** What it is. */ what: String } = "unsupported"
        "标准包不支持这种写法（{what}）；请改用比较、&& || !、in、四则运算和列出的函数"
        "this is not part of the pack language ({what}): use comparisons, && || !, in, arithmetic and the listed functions";
    /// `person` used as a value.
    PersonAlone {} = "person-alone"
        "person 只能作 age、seniority_years、seniority_reached、membership_years 的参数；其他请写具体信息项，如 person.birth_on"
        "`person` may only be an argument of age, seniority_years, seniority_reached and membership_years: otherwise name the fact, like person.birth_on";
    /// A function whose fact the pack does not declare as it should.
    FunctionNeedsFact { /** The function. */ function: String, /** The fact. */ fact: String } = "function-needs-fact"
        "{function} 要用到信息项“{fact}”；请在 facts.toml 中以 date 类型定义"
        "{function} reads the fact `{fact}`: declare it in facts.toml with type date";
    /// A list where a single value is wanted.
    ListAlone {} = "list-alone"
        "列表只能放在 in 的右边，或作 size() 的参数"
        "a list may only stand at the right of `in`, or be the argument of size()";

    // Measures.

    /// The file's name is not the measure's id.
    FileNameDiffers { /** The file name wanted. */ wanted: String } = "file-name-differs"
        "编号与文件名不同；文件应名为 {wanted}"
        "the id differs from the file's name: name the file {wanted}";
    /// Some tiers have an amount, others none.
    AmountInSomeTiers {} = "amount-in-some-tiers"
        "有的档次有金额，有的没有；请都写上，或都不写"
        "some tiers have an amount and others none: give it to all or to none";
    /// Cap, floor, offset or period without an amount, or an amount without a period.
    AmountNeeded { /** The key. */ key: String } = "amount-needed"
        "没有金额的措施不能有“{key}”；请给各档写 amount，或删去它"
        "a measure without amounts has no `{key}`: give its tiers an amount, or delete it";
    /// An offset that names no fact.
    BenefitIsNoFact {} = "benefit-is-no-fact"
        "benefit 要写一个信息项的名称，如 benefit.dibao，不能是算式"
        "`benefit` must name a fact, like benefit.dibao, and no calculation";
    /// Two tiers that always hold together.
    TiersOverlap { /** The other tier. */ other: String } = "tiers-overlap"
        "与档次“{other}”会同时成立；请让两者互斥，或写 tiers = \"first-match\" 按先后取第一档"
        "holds together with tier `{other}`: make them exclude one another, or write tiers = \"first-match\"";
    /// A start that needs to know when the condition began.
    StartsWithoutBegins {} = "starts-without-begins"
        "从何时起发要知道条件何时成立；请在措施或每一档写 begins，如 begins = 'seniority_reached(person, 40)'"
        "the start depends on the day the condition began: write `begins` on the measure or on every tier, like begins = 'seniority_reached(person, 40)'";
    /// `begins` without `starts`.
    BeginsWithoutStarts {} = "begins-without-starts"
        "写了 begins 却没有 starts；请写 starts（at-once、month-after 或 calendar-year）"
        "`begins` without `starts`: add starts (at-once, month-after or calendar-year)";
    /// A template names something that is not in `[explain]`.
    TemplateName { /** The names that are. */ known: String } = "template-name"
        "[explain] 里没有这个名称；可用：{known}"
        "[explain] has no such name: write one of {known}";
    /// A template's braces do not pair.
    TemplateBraces {} = "template-braces"
        "花括号不成对；名称写作 {{seniority}}"
        "the braces do not pair: a name is written {{seniority}}";
    /// Relief that depends on appraisal, petitioning or obedience.
    ReliefDependsOnConduct { /** The fact. */ fact: String } = "relief-depends-on-conduct"
        "救助和托底措施不得取决于“{fact}”（评议、信访或服从）；请从条件中删去，奖惩只影响荣誉"
        "relief, and whatever has a floor, may not depend on `{fact}` (appraisal, petitioning or obedience): take it out; sanctions stop honours, never relief";

    // Roles.

    /// A code whose fact has no role.
    RoleWithoutFact { /** The role of the fact. */ fact: String } = "role-without-fact"
        "这是“{fact}”的取值，[fact] 里却没有写是哪一项；请先写 {fact} = \"…\""
        "this is a code of `{fact}`, and [fact] does not say which fact that is: write {fact} = \"…\" there first";

    // Contents and forms.

    /// A form that `forms.toml` does not list.
    UnknownForm { /** Those that it does. */ known: String } = "unknown-form"
        "forms.toml 里没有这种形式；可用：{known}，或先在那里写一段 [[form]]"
        "forms.toml has no such form: write one of {known}, or add a [[form]] there first";
    /// A measure that names no form.
    MeasureWithoutForm { /** The forms. */ known: String } = "measure-without-form"
        "措施没有写怎样给；forms 至少写一种：{known}"
        "the measure does not say how it is given: name at least one of {known} in `forms`";
    /// A measure whose pair of content and form is not intended.
    PairNotIntended { /** The content. */ content: String, /** The forms that fit it. */ known: String } = "pair-not-intended"
        "forms.toml 里“{content}”的关爱不用这种形式；可用：{known}。改措施的 forms 或 dimension；确实要这样配的，先写进 [[content]]"
        "forms.toml does not give care of content `{content}` in this form (it knows: {known}): change `forms` or `dimension`, or add the pair to its [[content]] if it is meant";
    /// A form in which no measure is given.
    FormUnused {} = "form-unused"
        "没有一项措施用这种形式；请删去，或给合适的措施写上"
        "no measure is given in this form: take it out, or name it in a measure that it fits";
    /// A content that no form fits.
    ContentWithoutForm {} = "content-without-form"
        "有内容没有形式，就成了空话；请至少写一种形式，或删去这段 [[content]]"
        "a content without a form is words alone: name at least one form, or take this [[content]] out";

    // Guarantees, calendars.

    /// One of the five guarantees is not there.
    GuaranteeMissing { /** Those that are not. */ missing: String } = "guarantee-missing"
        "五项保障不齐，缺少：{missing}；每一项都要写 [[guarantee]]"
        "the five guarantees are not whole, {missing} is not there: write a [[guarantee]] for each";
    /// What ends a clock starts or stops it too.
    EndsAndMore {} = "ends-and-more"
        "同一件事不能既终止计时，又开始或停止计时；请只留一处"
        "what ends a clock cannot start or stop it too: keep it in one place";
    /// A rule of visits with no trigger, or with several.
    TriggerWantsOne {} = "trigger-wants-one"
        "走访规则只写一种起因：festival（节日）、birthday（生日）、seniority（党龄）、event（遇到的事）或 clock = true（平时联系的时限）"
        "a rule of visits has exactly one of festival, birthday, seniority, event and clock = true";
    /// A window that would end before it begins.
    ClosesBeforeItOpens {} = "closes-before-it-opens"
        "最后一天早于第一天；请改正 opens_days 或 closes_days"
        "the last day lies before the first: mend opens_days or closes_days";
    /// A term that is none, or two.
    TermWantsOne {} = "term-wants-one"
        "时限只写一种：working_days（工作日）、days（自然日）或 months（月）"
        "a term has exactly one of working_days, days and months";
    /// At risk before it has begun.
    RiskLongerThanTerm {} = "risk-longer-than-term"
        "提醒提前量比时限还长，一开始就算将到期；请缩短"
        "this is longer than the term itself, so that the clock would be at risk from its first day: shorten it";
    /// A rule behind one that fits everybody.
    RuleNeverReached { /** Where that one stands. */ first: String } = "rule-never-reached"
        "排在适用于所有人的规则（{first}）之后，永远用不到；请移到前面"
        "it stands behind a rule that fits everybody ({first}) and is never reached: move it before that one";
    /// No rule fits everybody.
    RuleForEverybody {} = "rule-for-everybody"
        "最后要有一条适用于所有人的规则（不写 classes 和 urgencies），否则有的人没有保障"
        "the last rule must fit everybody (no classes, no urgencies), or some would have no guarantee";
    /// Nobody hears of a late clock on its first late day.
    LateUntold {} = "late-untold"
        "逾期必须当天有人知道；请在 tell_late 第一步写 after_working_days = 0"
        "somebody must hear of a late clock on its first late day: begin tell_late with after_working_days = 0";
    /// Who hears does not go upwards.
    TellingDoesNotRise {} = "telling-does-not-rise"
        "逾期要逐级往上报：越晚越高（branch、township、county、duty），天数不能倒退"
        "a late clock is told upwards: later steps go to higher posts (branch, township, county, duty), and days never go back";
    /// Distress that no duty person hears of.
    CrisisUntold {} = "crisis-untold"
        "危急的话要立刻有值班人员知道；请写 tell_at_start = [\"duty\"]"
        "somebody on duty must hear of distress at once: write tell_at_start = [\"duty\"]";
    /// Days that make no calendar.
    CalendarWrong { /** What is wrong, in a code. */ code: String } = "calendar-wrong"
        "这一年的放假安排有误（{code}）：放假和上班的日子要属于本年（或上年12月），不能既放假又上班，调休上班只写周末"
        "the year's calendar is wrong ({code}): days belong to the year or the December before it, none is both off and worked, and only weekend days are listed as worked";

    // Approvals.

    /// Steps that are none, repeated, or not in order.
    ChainSteps {} = "chain-steps"
        "steps 至少写一步，按 appraisal、review、notice 的先后，每步一次；请改正"
        "`steps` has at least one of appraisal, review, notice, in this order and each once: mend it";
    /// Bounds that hold no amount.
    ChainBounds {} = "chain-bounds"
        "金额上限不高于下限，没有金额落在其中；请改正 above 或 up_to"
        "no amount lies between these bounds: mend above or up_to";
    /// An amount that two chains take.
    ChainOverlap { /** The measure. */ measure: String, /** The other chain. */ other: String } = "chain-overlap"
        "措施“{measure}”有的金额同时走程序“{other}”和这一程序；请让金额首尾相接，各走一种"
        "some amounts of measure `{measure}` go through chain `{other}` and this one: let the bounds meet, so that each goes one way";
    /// An amount that no chain takes.
    ChainGap { /** The measure. */ measure: String } = "chain-gap"
        "措施“{measure}”有的金额没有程序可走；最低一档不写 above，最高一档不写 up_to，中间首尾相接"
        "some amounts of measure `{measure}` go nowhere: the lowest chain has no `above`, the highest no `up_to`, and the bounds between meet";
    /// A kind of meeting that is not defined.
    UnknownMeeting { /** Those that are. */ known: String } = "unknown-meeting"
        "没有这种会议；请先写 [[meeting]]，或改为：{known}"
        "there is no such kind of meeting: write a [[meeting]], or one of {known}";
    /// Figures of an example that do not say so.
    ExampleUnmarked {} = "example-unmarked"
        "出处是示例，这里的天数、金额就是示例；请写 example = true，或改注本地规定的出处"
        "the source is an example, and so are these days and amounts: write example = true, or cite the rule in force";

    // Needs, matching, examples.

    /// An order of urgency that differs from that of `needs.toml`.
    UrgencyDiffers { /** The urgencies of `needs.toml`. */ wanted: String } = "urgency-differs"
        "与 needs.toml 的 [urgency] 不一致；应恰好是：{wanted}"
        "this differs from [urgency] in needs.toml: it must be exactly {wanted}";
    /// An example that names both or neither.
    ExampleSubject {} = "example-subject"
        "例子要写 measure 或 class 其中之一"
        "an example names either a measure or a class";
    /// An expectation that the answer cannot have.
    ExampleExpectation { /** The key. */ key: String, /** The answer. */ answer: String } = "example-expectation"
        "答案为“{answer}”时没有“{key}”；请删去，或改答案"
        "an answer `{answer}` has no `{key}`: delete it, or change the answer";
}
