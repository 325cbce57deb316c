//! Who may do what in an archive: accounts, passwords and second factors, sessions, roles and rights, grants that two
//! people give, limits, and the record of who read what. No HTTP: the server and the command line ask here.
//!
//! Everything is refused that no grant allows. A grant counts because the ledger holds two people's signatures, and not
//! because a row says so.

mod account;
mod accounts;
mod clock;
mod factor;
mod limits;
mod noting;
mod opening;
mod password;
mod people;
mod person;
mod questions;
mod readings;
mod refusal;
mod right;
mod secret;
mod sessions;

pub use account::{Account, AccountStep};
pub use accounts::{Accounts, Acting, Alarm};
pub use clock::{Clock, SystemClock};
pub use factor::Factor;
pub use limits::{EXPORTS_A_DAY, LINES_A_DAY, QUESTIONS_AN_HOUR, READS_A_DAY};
pub use password::{LONGEST, SHORTEST, check_password};
pub use people::Invited;
pub use person::Person;
pub use refusal::{Refusal, Result};
pub use right::{Right, rights};
pub use sessions::Token;
pub use sijill_schema::{Grant, Role, Scope};
