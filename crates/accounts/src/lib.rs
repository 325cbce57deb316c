//! Who may do what in an archive: accounts, passwords and second factors, sessions, roles and rights, grants that two
//! people give, limits, and the record of who read what. No HTTP: the server and the command line ask here.
//!
//! Everything is refused that no grant allows. A grant counts because the ledger holds two people's signatures, and not
//! because a row says so.

mod person;
mod refusal;
mod right;

pub use person::Person;
pub use refusal::{Refusal, Result};
pub use right::{Right, rights};
pub use sijill_schema::{AccountStep, Grant, Role, Scope};
