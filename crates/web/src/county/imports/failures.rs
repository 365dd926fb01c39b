//! Why books could not be read, and what was left out, in words.

use guanai_app::import::desk::Failure;
use guanai_i18n::Put;

use super::said::Telling;

impl Telling<'_> {
    /// What happened, and what to do about it.
    pub fn failure(&self, failure: &Failure) -> String {
        let because = failure.because.as_ref().map(|because| self.failure(because));
        let mut values: Vec<(&str, String)> = failure.values.iter().map(|(n, v)| (n.as_str(), v.clone())).collect();
        for (name, value) in &mut values {
            match *name {
                "book" => *value = self.book(value),
                "what" => *value = self.words.say(&format!("file-kind-{value}")),
                _ => {}
            }
        }
        values.extend(because.map(|because| ("why", because)));
        let put: Vec<(&str, Put<'_>)> = values.iter().map(|(name, value)| (*name, Put::from(value))).collect();
        // The site's own sentence where it has one: the console speaks of commands.
        let own = format!("web-why-{}", failure.code);
        let key = if self.words.texts.holds(&own) { own } else { failure.code.clone() };
        self.words.texts.text(&key, &put)
    }
}
