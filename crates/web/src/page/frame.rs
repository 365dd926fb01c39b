//! The frame around a page: in which language, for whom, where, and with which proof its forms are sent.

use std::sync::Arc;

use guanai_i18n::{Language, Put, Texts};
use guanai_kernel::{Date, Moment};

use super::civil_text::{self, LocalTime};
use super::{MenuItem, Place, menu};
use crate::assets::ASSETS;
use crate::form::FieldError;
use crate::look::{Look, Size, Theme};
use crate::session::{Role, Session, role_key};

/// Something that a text puts in.
pub trait Shown {
    /// As the texts take it.
    fn put(&self) -> Put<'_>;
}

impl Shown for str {
    fn put(&self) -> Put<'_> {
        Put::Words(self)
    }
}

impl Shown for String {
    fn put(&self) -> Put<'_> {
        Put::Words(self)
    }
}

impl Shown for i64 {
    fn put(&self) -> Put<'_> {
        Put::Count(*self)
    }
}

impl Shown for u16 {
    fn put(&self) -> Put<'_> {
        Put::Count(i64::from(*self))
    }
}

impl Shown for usize {
    fn put(&self) -> Put<'_> {
        Put::from(*self)
    }
}

impl Shown for u64 {
    fn put(&self) -> Put<'_> {
        Put::Count(i64::try_from(*self).unwrap_or(i64::MAX))
    }
}

impl Shown for u32 {
    fn put(&self) -> Put<'_> {
        Put::Count(i64::from(*self))
    }
}

impl<T: Shown + ?Sized> Shown for &T {
    fn put(&self) -> Put<'_> {
        (**self).put()
    }
}

/// A day, or something that leads to one: templates hand over values at any depth of reference.
pub trait CivilDay {
    /// The day.
    fn civil_day(&self) -> Date;
}

impl CivilDay for Date {
    fn civil_day(&self) -> Date {
        *self
    }
}

impl<T: CivilDay + ?Sized> CivilDay for &T {
    fn civil_day(&self) -> Date {
        (**self).civil_day()
    }
}

/// A role, or something that leads to one.
pub trait OfficeRole {
    /// The role.
    fn role(&self) -> Role;
}

impl OfficeRole for Role {
    fn role(&self) -> Role {
        *self
    }
}

impl<T: OfficeRole + ?Sized> OfficeRole for &T {
    fn role(&self) -> Role {
        (**self).role()
    }
}

/// What was just done, said once at the top of the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The key of the sentence.
    pub key: String,
}

/// The frame of one page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The texts of the reader's language.
    pub texts: &'static Texts,
    /// How the reader wants the pages.
    pub look: Look,
    /// Who is signed in.
    pub who: Option<Arc<Session>>,
    /// The page's own address, with its query; never anything personal.
    pub path: String,
    /// The proof that this page's forms carry.
    pub proof: String,
    /// Now.
    pub now: Moment,
    /// What was just done.
    pub said: Option<Said>,
}

impl Frame {
    /// The text of a key.
    pub fn say(&self, key: &str) -> String {
        self.texts.text(key, &[])
    }

    /// The text of a key that is made of a family and a member of it: `web-field-` and `words`.
    pub fn named(&self, family: &str, member: &str) -> String {
        self.say(&format!("{family}{member}"))
    }

    /// The text of a key with one value.
    pub fn with(&self, key: &str, name: &str, value: impl Shown) -> String {
        self.texts.text(key, &[(name, value.put())])
    }

    /// The text of a key with two values.
    pub fn with2(&self, key: &str, name: &str, value: impl Shown, name2: &str, value2: impl Shown) -> String {
        self.texts.text(key, &[(name, value.put()), (name2, value2.put())])
    }

    /// The text of a key with three values, each a name and what it stands for.
    pub fn with3(&self, key: &str, one: (&str, &str), two: (&str, &str), three: (&str, &str)) -> String {
        self.texts.text(key, &[(one.0, one.1.put()), (two.0, two.1.put()), (three.0, three.1.put())])
    }

    /// What is wrong with a field, in words.
    pub fn fault(&self, error: &FieldError) -> String {
        self.with(error.key, "value", &error.value)
    }

    /// The name of a role.
    pub fn role(&self, role: impl OfficeRole) -> String {
        self.say(role_key(role.role()))
    }

    /// The name of a field, as forms show it; one of a row of them (`told_3`) has the name of all, and a field that none has
    /// shows as it was sent.
    pub fn field_name(&self, field: &str) -> String {
        // The facts of the pack have fields of their own; rows of a list have their number behind the name, and what is
        // asked of each of several has their id.
        let row = field.trim_end_matches(|letter: char| letter.is_ascii_digit()).trim_end_matches('_');
        let each = field.rsplit_once('_').map_or("", |it| it.0);
        let names = [if field.starts_with("fact_") { "fact" } else { field }, row, each];
        let held = names.map(|name| format!("web-field-{name}")).into_iter().find(|key| self.texts.holds(key));
        held.map_or_else(|| field.to_owned(), |key| self.say(&key))
    }

    /// A count with thousands separators.
    pub fn count(&self, count: impl Shown) -> String {
        match count.put() {
            Put::Count(count) => guanai_i18n::grouped(count),
            Put::Words(words) => words.to_owned(),
        }
    }

    /// So many of a resource, in its unit.
    pub fn amount(&self, unit: &str, count: impl Shown) -> String {
        self.with(&format!("web-units-{unit}"), "count", count)
    }

    /// A count that may not be known.
    pub fn count_or_unknown(&self, count: &Option<i64>) -> String {
        count.map_or_else(|| self.say("web-unknown"), guanai_i18n::grouped)
    }

    /// A day in words.
    pub fn day(&self, day: impl CivilDay) -> String {
        civil_text::full(day.civil_day(), self.look.language)
    }

    /// The day of the week.
    pub fn weekday(&self, day: impl CivilDay) -> String {
        self.named("web-weekday-", &day.civil_day().weekday().to_monday_one_offset().to_string())
    }

    /// A day in a sentence, without the year where it is this one.
    pub fn short_day(&self, day: impl CivilDay) -> String {
        civil_text::short(day.civil_day(), self.today(), self.look.language)
    }

    /// Today as the first page's head: month, day and day of the week.
    pub fn today_line(&self) -> String {
        let day = self.today();
        let weekday = self.weekday(day);
        let month = match self.look.language {
            Language::Chinese => day.month().to_string(),
            Language::English => civil_text::month_name(day).to_owned(),
        };
        self.with3("web-today", ("month", &month), ("day", &day.day().to_string()), ("weekday", &weekday))
    }

    /// A moment in words, as the office's clock showed it.
    pub fn moment(&self, moment: &Moment) -> String {
        let local = LocalTime::of(*moment);
        format!("{} {}", local.day, local.clock())
    }

    /// Today.
    pub fn today(&self) -> Date {
        LocalTime::of(self.now).day
    }

    /// The time on the office's clock.
    pub fn clock(&self) -> String {
        LocalTime::of(self.now).clock()
    }

    /// The language's tag.
    pub fn lang(&self) -> &'static str {
        self.look.language.tag()
    }

    /// Whether the page is in Chinese.
    pub fn is_chinese(&self) -> bool {
        self.look.language == Language::Chinese
    }

    /// Whether the letters are large.
    pub fn is_big(&self) -> bool {
        self.look.size == Size::Big
    }

    /// Whether the reader chose dark.
    pub fn is_dark(&self) -> bool {
        self.look.theme == Theme::Dark
    }

    /// The classes of the page's root.
    pub fn class(&self) -> &'static str {
        self.look.class()
    }

    /// The style's address.
    pub fn style(&self) -> &'static str {
        &ASSETS.style.href
    }

    /// The script's address.
    pub fn script(&self) -> &'static str {
        &ASSETS.script.href
    }

    /// The mark's address.
    pub fn mark(&self) -> &'static str {
        &ASSETS.mark.href
    }

    /// The menu of who is signed in.
    pub fn menu(&self) -> Vec<(MenuItem, Place)> {
        self.who.as_ref().map_or_else(Vec::new, |who| menu::of(who.role, &who.tenure))
    }

    /// The same in groups, each under its heading.
    pub fn menu_groups(&self) -> Vec<menu::MenuPart> {
        menu::grouped(self.menu())
    }

    /// Whether a phone's menu needs "more".
    pub fn has_more(&self) -> bool {
        self.menu().iter().any(|(_, place)| *place == Place::Desktop)
    }

    /// Whether this page is, or lies under, `href`.
    pub fn is_under(&self, href: &str) -> bool {
        let path = self.path.split('?').next().unwrap_or("");
        menu::leads_to(href, path)
    }

    /// Whether who is signed in has the page at `href`.
    pub fn opens(&self, href: &str) -> bool {
        self.who.as_ref().is_some_and(|who| crate::routes::opens(who.role, href) && menu::may_open(&who.tenure, href))
    }

    /// Whether who is signed in may send the form that `href` takes.
    pub fn may_send(&self, href: &str) -> bool {
        self.who
            .as_ref()
            .is_some_and(|who| crate::routes::takes_from(who.role, href) && menu::may_open(&who.tenure, href))
    }
}
