//! The rooms in the browser and the HTTP interface, Arabic and English as equals.
//!
//! Everything is served from one [table of routes](routes): what is not in the table does not exist, and each
//! row says who may come in. In front of every room stands the *gate*, which finds out who asks and refuses
//! whoever may not; around everything stands the *frame*, which bounds requests and puts on the headers that
//! tell a browser how little it may do. Rooms only do their work. A new room is a module in `rooms`, a folder
//! in `templates`, one file for each language in `words`, and its rows in the table.
//!
//! Pages work without scripts; scripts add to them. No name, query or path is logged, and no name ever stands
//! in an address.

mod asking;
mod books;
mod check;
mod chore;
mod door;
mod error;
mod exposure;
mod factor;
mod first;
mod founding;
mod frame;
mod looking;
mod names;
mod packages;
mod page;
mod paging;
mod rooms;
pub mod routes;
mod schedule;
mod serve;
mod shelves;
mod site;
mod tls;
mod visit;
mod words;
mod work;

pub use error::{Failure, ServerError};
pub use first::FirstArchive;
pub use founding::{Founder, Founding, Nobody, Stage, Wish};
pub use frame::Recorded;
pub use page::Page;
pub use serve::{Server, Settings, Stopper};
pub use site::{App, Site, Surroundings};
pub use tls::{Certificate, Encryption};
pub use visit::{Door, SignIn, Token, Visit, Visitor};
pub use words::Language;
