//! The desk: an accession is begun or continued, files are uploaded into its items and secured, bad scans are replaced,
//! items are sealed, the accession is closed and its receipt printed. What a person does is signed with their keys.

mod again;
mod begin;
mod books;
mod item;
mod lists;
mod look;
mod receipt;
mod taking;
mod upload;

pub(crate) use again::{again, again_page, work_list};
pub(crate) use begin::{begin, begin_page};
pub(crate) use item::{item, seal};
pub(crate) use lists::{accession, close, list};
pub(crate) use look::look;
pub(crate) use receipt::receipt;
pub(crate) use taking::take_in;

/// How many rows a page of a list has.
const ROWS: usize = 50;

/// Where a list goes on.
#[derive(Debug, Default, serde::Deserialize)]
pub(crate) struct From {
    /// After, or in lists whose newest rows come first before, this number.
    #[serde(default)]
    from: Option<u64>,
}
