//! Revisions and what they would do, in words: names of measures, classes and purses, amounts with their sign, bars.

use std::collections::BTreeSet;

use guanai_app::revisions::{Counts, GroupEffect, RevisionEffect, SpreadFigure, YearEffect};
use guanai_casework::StandardRevision;
use guanai_i18n::Put;
use guanai_kernel::ids::OrganizationId;
use guanai_kernel::{Date, Money};
use guanai_scheme::{Pack, Parameter, Type, Value, show_clause, show_date, show_value};

use crate::county::words::Words;
use crate::revisions::{
    Bars, CHANGES, EditRow, EffectView, GroupRow, GroupView, MeasureView, PurseView, RevisionRow, SpreadFigureView,
    SpreadRow, Strip, YearView,
};

/// Words of one language over a pack.
#[derive(Clone, Copy)]
pub(super) struct Telling<'a> {
    pub words: Words<'a>,
    pub pack: &'a Pack,
}

impl Telling<'_> {
    pub fn value(self, value: &Value) -> String {
        show_value(value, None, self.words.lang)
    }

    pub fn measure(self, id: &str) -> String {
        let found = self.pack.measure_index(id).and_then(|at| self.pack.measures().get(at));
        found.map_or_else(|| id.to_owned(), |measure| measure.name.get(self.words.lang).to_owned())
    }

    fn class(self, id: &str) -> String {
        let found = self.pack.class_index(id).and_then(|at| self.pack.classes().get(at));
        found.map_or_else(|| id.to_owned(), |class| class.name.get(self.words.lang).to_owned())
    }

    fn money(fen: i64) -> String {
        Money::from_fen(fen).to_string()
    }

    /// By how much more, with its sign.
    fn more(fen: i64) -> String {
        match fen {
            0 => Self::money(0),
            1.. => format!("＋{}", Self::money(fen)),
            _ => format!("−{}", Money::from_fen(fen.saturating_abs())),
        }
    }

    fn purses(self, ids: &[String]) -> String {
        let name = |id: &String| match self.pack.manifest().purse(id) {
            Some(purse) => purse.name.get(self.words.lang).to_owned(),
            None => id.clone(),
        };
        if ids.is_empty() {
            return self.words.say("web-none");
        }
        self.words.listed(&ids.iter().map(name).collect::<Vec<_>>())
    }

    pub fn row(self, revision: &StandardRevision, organization: Option<String>) -> RevisionRow {
        let parameters: BTreeSet<&str> = revision.values.iter().map(|value| value.parameter.as_str()).collect();
        let used = self.pack.measures_using(&parameters).into_iter().filter_map(|at| self.pack.measures().get(at));
        let measures: Vec<String> = used.map(|measure| measure.name.get(self.words.lang).to_owned()).collect();
        RevisionRow {
            id: revision.revision_id.to_string(),
            no: revision.no,
            title: revision.title.clone(),
            document: revision.document.clone(),
            measures: self.words.listed(&measures),
            organization,
            from: revision.first_day(),
            state: revision.state,
        }
    }

    /// A parameter to be changed, for the whole county or for a township that sets its own.
    pub fn edit_row(self, parameter: &Parameter, today: Date, of: Option<OrganizationId>) -> EditRow {
        let lang = self.words.lang;
        let now = parameter.on(today).map(|value| (&value.value, value.from, &value.clause));
        let own = of.and_then(|organization| {
            let (id, ..) = self.pack.local_parameters().find(|(_, one, _)| one.id == parameter.id)?;
            self.pack.local_value(id, &[organization], today)
        });
        let now = own.map(|own| (&own.value, own.from, &own.clause)).or(now);
        let unit = match parameter.value_type {
            Type::Money => "web-revision-unit-yuan",
            Type::Date => "web-revision-unit-day",
            Type::Int => "web-revision-unit-number",
            Type::Bool => "web-revision-unit-yes",
            Type::Text => "web-revision-unit-text",
            Type::List(_) => "web-revision-unit-list",
        };
        let origin = now.map(|(_, from, clause)| {
            let clause = show_clause(self.pack, clause, lang);
            self.words.with2(
                "web-revision-origin",
                ("day", Put::from(&show_date(from, lang))),
                ("clause", Put::from(&clause)),
            )
        });
        let coming = parameter.values.iter().filter(|value| value.from > today).map(|value| {
            self.words.with2(
                "web-revision-coming",
                ("day", Put::from(&show_date(value.from, lang))),
                ("value", Put::from(&self.value(&value.value))),
            )
        });
        EditRow {
            parameter: parameter.id.clone(),
            title: parameter.title.get(lang).to_owned(),
            unit: self.words.say(unit),
            in_force: now.map_or_else(|| self.words.say("web-none"), |(value, ..)| self.value(value)),
            origin: origin.unwrap_or_default(),
            coming: coming.collect(),
            is_number: matches!(parameter.value_type, Type::Money | Type::Int),
            bounds: of.and_then(|_| self.bounds(parameter)),
        }
    }

    fn bounds(self, parameter: &Parameter) -> Option<String> {
        let bounds = parameter.local.as_ref()?;
        let until = show_date(bounds.until, self.words.lang);
        let (least, most) = (self.value(&bounds.least), self.value(&bounds.most));
        let values = [("least", Put::from(&least)), ("most", Put::from(&most)), ("until", Put::from(&until))];
        Some(self.words.texts.text("web-revision-bounds", &values))
    }

    /// How far one figure lies apart.
    pub fn spread(self, figure: &SpreadFigure) -> SpreadFigureView {
        let number = |value: &Value| match value {
            Value::Int(number) => *number,
            Value::Money(amount) => amount.fen(),
            _ => 0,
        };
        let lang = self.words.lang;
        let [_, lower, middle, upper, _] = figure.marks.each_ref().map(number);
        let (least, most) = &figure.bounds;
        let places: Vec<(i64, bool)> = figure.places.iter().map(|place| (place.figure, place.is_outlier)).collect();
        let row = |place: &guanai_app::revisions::SpreadPlace| SpreadRow {
            name: place.name.clone(),
            value: self.value(&place.value),
            own: place.own.as_ref().map(|(document, until)| (document.get(lang).to_owned(), *until)),
            is_far: place.is_outlier,
        };
        SpreadFigureView {
            title: figure.title.get(lang).to_owned(),
            usual: figure.usual.as_ref().map_or_else(|| self.words.say("web-none"), |value| self.value(value)),
            bounds: (self.value(least), self.value(most)),
            until: figure.until,
            marks: figure.marks.each_ref().map(|value| self.value(value)),
            strip: Strip::of((number(least), number(most)), [lower, middle, upper], &places),
            rows: figure.places.iter().map(row).collect(),
        }
    }

    fn years(years: &[YearEffect]) -> Vec<YearView> {
        let year = |year: &YearEffect| YearView {
            year: year.year.to_string(),
            months: year.months,
            before: Self::money(year.before_fen),
            after: Self::money(year.after_fen),
            more: Self::more(year.after_fen.saturating_sub(year.before_fen)),
        };
        years.iter().map(year).collect()
    }

    fn said(self, counts: Counts) -> String {
        let parts = [
            ("begins", counts.begins),
            ("gains", counts.gains),
            ("loses", counts.loses),
            ("ends", counts.ends),
            ("differs", counts.differs),
        ];
        let parts = parts.into_iter().filter(|(_, count)| *count > 0).map(|(kind, count)| {
            self.words.with(
                &format!("web-revision-n-{kind}"),
                "count",
                Put::from(i64::try_from(count).unwrap_or(i64::MAX)),
            )
        });
        self.words.joined(&parts.collect::<Vec<_>>())
    }

    fn group(
        self,
        key: &'static str,
        groups: &[GroupEffect],
        has_cost: bool,
        name: impl Fn(&str) -> String,
    ) -> Option<GroupView> {
        if groups.is_empty() {
            return None;
        }
        let rows: Vec<GroupRow> = groups
            .iter()
            .map(|group| GroupRow {
                name: if group.group.is_empty() { self.words.say("web-revision-nowhere") } else { name(&group.group) },
                counts: group.counts,
                more: if has_cost { Self::more(group.year_fen) } else { self.words.say("web-none") },
            })
            .collect();
        let bars = rows.iter().map(|row| {
            let said = self.said(row.counts);
            let said = if has_cost {
                let more = self.words.with("web-revision-year-more", "sum", Put::from(&row.more));
                self.words.joined(&[said, more])
            } else {
                said
            };
            let counts = row.counts;
            (row.name.clone(), said, [counts.begins + counts.gains, counts.loses + counts.ends, counts.differs])
        });
        let bars = Bars::of(bars.collect::<Vec<_>>(), CHANGES);
        Some(GroupView { key, rows, bars })
    }

    pub fn effect(self, effect: &RevisionEffect, town: impl Fn(&str) -> String) -> EffectView {
        let measures = effect.measures.iter().map(|measure| MeasureView {
            id: measure.measure.clone(),
            name: self.measure(&measure.measure),
            counts: measure.counts,
            open: measure.open,
            beside: measure.beside,
            purses: self.purses(&measure.purses),
            years: Self::years(&measure.years),
        });
        let has_cost = !effect.years.is_empty();
        let system = |code: &str| self.words.say(&format!("web-system-{code}"));
        let groups = [
            self.group("web-revision-by-system", &effect.by_system, has_cost, system),
            self.group("web-revision-by-town", &effect.by_town, has_cost, town),
            self.group("web-revision-by-class", &effect.by_class, has_cost, |id| self.class(id)),
        ];
        EffectView {
            facts_on: effect.facts_on,
            version: effect.version.clone(),
            from: effect.from,
            until: effect.until,
            everybody: effect.everybody,
            people: effect.people,
            measures: measures.collect(),
            years: Self::years(&effect.years),
            by_purse: effect
                .by_purse
                .iter()
                .map(|of| PurseView { purses: self.purses(&of.purses), years: Self::years(&of.years) })
                .collect(),
            groups: groups.into_iter().flatten().collect(),
            classes: effect.classes.iter().map(|of| (self.class(&of.class), of.enter, of.leave)).collect(),
        }
    }
}
