//! IIIF for pages: the Image API 3.0 at compliance level 2 over what `process` has drawn, and Presentation 3.0
//! manifests. It knows no HTTP: a path and a few headers come in, an [`Answer`] goes out.
//!
//! - [`Call`] and [`ImageRequest`] read paths; [`Source`] is a page as it lies under `derived/`; [`Images`] answers.
//! - A tile that a viewer asks for lies there as it is, so it is read and sent, and nothing is decoded. Everything
//!   else is put together from the stored tiles nearest in size by [`Draw`], in a confined process: the folder is on a
//!   disk that others can write to.
//! - [`presentation`] has manifests of items, collections of accessions and the text of a page as annotations.
//!
//! Who may see a page, and writing down that it was seen, is the business of whoever asks. [`Sight::Covered`] shows a
//! page that must not be seen sharply: whatever is asked for is made of its blurred copy.

mod answer;
mod call;
mod decimal;
mod draw;
mod images;
mod info;
mod job;
mod members;
mod plan;
mod pool;
pub mod presentation;
mod refusal;
mod region;
mod request;
mod size;
mod source;
mod wanted;

pub use answer::Answer;
pub use call::Call;
pub use images::{Asked, Images};
pub use info::info;
pub use job::Draw;
pub use pool::Workers;
pub use refusal::Refusal;
pub use region::Region;
pub use request::{Format, ImageRequest, Quality, Turn};
pub use size::{MAX_AREA, MAX_SIDE, Size};
pub use source::{Sight, Source, page_size};
pub use wanted::Wanted;
