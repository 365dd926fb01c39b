//! Forms: what was typed, what it means, what is wrong with it. What was typed is kept word for word until it is
//! accepted; a wrong field says how to mend it.

mod fields;
mod typed;

pub use fields::{FieldError, Fields};
pub use typed::{Typed, TypedError, Upload};

use crate::operation::OperationId;

/// A form as a page draws it.
#[derive(Debug, Clone)]
pub struct Form {
    /// What was typed so far.
    pub typed: Typed,
    /// What is wrong with it, in the order of the fields.
    pub errors: Vec<FieldError>,
    /// The act that pressing its button will be.
    pub operation: OperationId,
}

impl Form {
    /// A form nobody has typed into.
    pub fn empty(operation: OperationId) -> Self {
        Self { typed: Typed::default(), errors: Vec::new(), operation }
    }

    /// The same form again, with what was typed and what is wrong.
    pub fn again(typed: Typed, errors: Vec<FieldError>, fresh: OperationId) -> Self {
        let operation = typed.word(crate::operation::FIELD).parse().unwrap_or(fresh);
        Self { typed, errors, operation }
    }

    /// What stands in a field.
    pub fn value(&self, field: &str) -> &str {
        self.typed.word(field)
    }

    /// Whether a choice is made.
    pub fn has(&self, field: &str, value: &str) -> bool {
        self.typed.all(field).any(|v| v == value)
    }

    /// What is wrong with a field.
    pub fn error(&self, field: &str) -> Option<&FieldError> {
        self.errors.iter().find(|e| e.field == field)
    }
}
