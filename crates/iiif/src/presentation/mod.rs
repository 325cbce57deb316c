//! IIIF Presentation API 3.0: what viewers need to show an item page by page. Only JSON; who may see which record is
//! decided before anything of it comes here.

mod addresses;
mod collection;
mod label;
mod lines;
mod manifest;

pub use addresses::Addresses;
pub use collection::{Entry, collection, collection_page};
pub use label::Label;
pub use lines::lines;
pub use manifest::{Canvas, Direction, Item, manifest, smallest};

/// The context of every document, which also names its media type: see [`crate::Answer::json_ld`].
pub const CONTEXT: &str = "http://iiif.io/api/presentation/3/context.json";
