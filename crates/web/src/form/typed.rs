//! What a browser sent, before anybody has judged it.

/// More fields than any form of the site has.
const MOST_FIELDS: usize = 2_000;

/// Fields that are never shown again and never kept.
const SECRET: &str = "secret";

/// A file that was chosen.
#[derive(Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its name as the browser gave it, for showing only.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Upload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Upload({} bytes)", self.bytes.len())
    }
}

/// A body that is no form of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TypedError {
    /// More fields than any form has.
    #[error("more fields than any form has")]
    TooMany,
}

/// Fields and what was typed into them, in the order they came.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Typed(Vec<(String, String)>);

impl std::fmt::Debug for Typed {
    /// The names alone: what people typed gets into no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

impl Typed {
    /// Reads an urlencoded body or query.
    pub fn parse(body: &[u8]) -> Result<Self, TypedError> {
        let pairs: Vec<_> = form_urlencoded::parse(body).into_owned().take(MOST_FIELDS + 1).collect();
        if pairs.len() > MOST_FIELDS { Err(TypedError::TooMany) } else { Ok(Self(pairs)) }
    }

    /// From fields that were read otherwise.
    pub fn from_pairs(pairs: Vec<(String, String)>) -> Result<Self, TypedError> {
        if pairs.len() > MOST_FIELDS { Err(TypedError::TooMany) } else { Ok(Self(pairs)) }
    }

    /// With one field set.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<String>) -> Self {
        self.0.push((field.to_owned(), value.into()));
        self
    }

    /// What was typed into a field, as it was typed; nothing is the empty text.
    pub fn word(&self, field: &str) -> &str {
        self.0.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value)
    }

    /// Every value of a field that may have several.
    pub fn all<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(name, _)| name == field).map(|(_, value)| value.as_str())
    }

    /// The fields whose name begins with `prefix`, without it.
    pub fn beginning<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value.as_str())))
    }

    /// What may be carried through a sign-in: everything but proofs and secrets.
    pub fn kept(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(name, _)| *name != crate::csrf::FIELD && !name.starts_with(SECRET))
    }

    /// The same, as one line that a hidden field can hold.
    pub fn packed(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.kept()).finish()
    }

    /// Whether nothing was sent.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_survives_packing_and_secrets_do_not() {
        let typed =
            Typed::parse("title=屋顶 & 瓦&kind=a&kind=b&secret_new=x&proof=00".replace(" & ", "%26").as_bytes());
        let typed = typed.unwrap();
        assert_eq!(typed.word("title"), "屋顶&瓦");
        assert_eq!(typed.all("kind").collect::<Vec<_>>(), ["a", "b"]);
        let again = Typed::parse(typed.packed().as_bytes()).unwrap();
        assert_eq!(again.word("title"), "屋顶&瓦");
        assert_eq!((again.word("secret_new"), again.word("proof")), ("", ""));
        assert!(!format!("{typed:?}").contains('瓦'), "no value gets into a log");
    }

    #[test]
    fn a_body_of_endless_fields_is_refused() {
        assert_eq!(Typed::parse("a=1&".repeat(MOST_FIELDS + 1).as_bytes()), Err(TypedError::TooMany));
    }
}
