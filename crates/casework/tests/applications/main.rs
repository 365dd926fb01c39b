//! Applications: every state × move × desk against the table, every guard by itself, and long chance histories in which
//! nothing that must not happen happens.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod chance;
mod guards;
mod made;
mod table;
