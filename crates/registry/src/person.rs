//! Persons, members or not: what the register keeps of each, and how two states of it differ.

use guanai_kernel::civil::completed_years;
use guanai_kernel::codes::identity::IdentityNumber;
use guanai_kernel::ids::PersonId;
use guanai_kernel::{Date, Moment};

use crate::Source;

/// From this age on somebody answers for themselves (民法典第十七条), in completed years.
const FULL_AGE: i64 = 18;

/// The birthdays that are known of a person. Where the register and the identity number differ, both are kept until
/// somebody chooses (三龄两历); a standard that would answer differently for the two is undetermined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BirthDates {
    /// 出生日期 as the register states it.
    pub stated_on: Option<Date>,
    /// The birthday inside the identity number.
    pub in_identity_on: Date,
    /// The one that somebody chose, once they did.
    pub chosen_on: Option<Date>,
}

impl BirthDates {
    /// The birthday, or both where nobody has chosen yet.
    pub fn candidates(self) -> Vec<Date> {
        match (self.chosen_on, self.stated_on) {
            (Some(chosen), _) => vec![chosen],
            (None, Some(stated)) if stated != self.in_identity_on => vec![stated, self.in_identity_on],
            _ => vec![self.in_identity_on],
        }
    }

    /// Whether the two differ and nobody has chosen.
    pub fn is_contested(self) -> bool {
        self.candidates().len() > 1
    }
}

/// A person. A change replaces this state; the store keeps the one before.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub person_id: PersonId,
    /// 姓名
    pub name: String,
    /// 公民身份号码; sealed in the store.
    pub identity: IdentityNumber,
    /// 性别 (GB/T 2261.1), as the register states it: `male`, `female`, or none where it is not stated.
    pub sex: Option<String>,
    /// 民族 (GB/T 3304): two figures.
    pub ethnicity: Option<String>,
    /// Birthdays.
    pub birth: BirthDates,
    /// 手机号码, digits; sealed in the store.
    pub phone: Option<String>,
    /// 家庭住址; sealed in the store.
    pub address: Option<String>,
    /// The day of death, once known.
    pub died_on: Option<Date>,
    /// Where this state comes from.
    pub source: Source,
    /// When it was recorded.
    pub recorded_at: Moment,
}

/// A field of a person whose value changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PersonField {
    /// 姓名
    Name,
    /// 性别
    Sex,
    /// 民族
    Ethnicity,
    /// 出生日期
    Birth,
    /// 手机号码
    Phone,
    /// 家庭住址
    Address,
}

impl Person {
    /// Whether they are a minor on a day: under eighteen (民法典第十七条). Where two birthdays are in dispute and one of them says so, they
    /// are taken for one until somebody has chosen: asking a guardian too often harms nobody.
    pub fn is_minor_on(&self, day: Date) -> bool {
        self.birth.candidates().into_iter().any(|born| completed_years(born, day) < FULL_AGE)
    }

    /// The fields in which `incoming` states something else. What a file leaves blank takes nothing away:
    /// unknown is not "no longer".
    pub fn differences(&self, incoming: &Self) -> Vec<PersonField> {
        let mut fields = Vec::new();
        if self.name != incoming.name {
            fields.push(PersonField::Name);
        }
        if states_otherwise(self.sex.as_ref(), incoming.sex.as_ref()) {
            fields.push(PersonField::Sex);
        }
        if states_otherwise(self.ethnicity.as_ref(), incoming.ethnicity.as_ref()) {
            fields.push(PersonField::Ethnicity);
        }
        if states_otherwise(self.birth.stated_on.as_ref(), incoming.birth.stated_on.as_ref()) {
            fields.push(PersonField::Birth);
        }
        if states_otherwise(self.phone.as_ref(), incoming.phone.as_ref()) {
            fields.push(PersonField::Phone);
        }
        if states_otherwise(self.address.as_ref(), incoming.address.as_ref()) {
            fields.push(PersonField::Address);
        }
        fields
    }

    /// This state with what `incoming` states put over it; the id, a choice that was made, and a death stay.
    #[must_use]
    pub fn amended_by(&self, incoming: Self) -> Self {
        Self {
            person_id: self.person_id,
            name: incoming.name,
            identity: incoming.identity,
            sex: incoming.sex.or_else(|| self.sex.clone()),
            ethnicity: incoming.ethnicity.or_else(|| self.ethnicity.clone()),
            birth: BirthDates {
                stated_on: incoming.birth.stated_on.or(self.birth.stated_on),
                in_identity_on: incoming.birth.in_identity_on,
                chosen_on: self.birth.chosen_on,
            },
            phone: incoming.phone.or_else(|| self.phone.clone()),
            address: incoming.address.or_else(|| self.address.clone()),
            died_on: self.died_on,
            source: incoming.source,
            recorded_at: incoming.recorded_at,
        }
    }
}

fn states_otherwise<T: PartialEq>(stands: Option<&T>, incoming: Option<&T>) -> bool {
    incoming.is_some() && stands != incoming
}

guanai_kernel::debug_by_id!(Person.person_id);
