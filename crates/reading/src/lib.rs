//! Text of page images, with its geometry: OCR, registers cell by cell, and a reader of Arabic-Indic digits.
//!
//! [`Reader`] reads a page into a [`text::PageText`]. What touches pixels runs in a confined worker, the [`Reading`] job;
//! what knows letters is Tesseract, an outside program in the same kind of confinement. The parent only puts together
//! what they say and believes neither.

pub mod digits;
mod draft;
mod engine;
mod job;
mod levels;
mod merge;
mod missed;
mod pgm;
mod reader;
mod register;
mod shade;
mod tesseract;
pub mod text;
pub mod transcript;
mod worker;

pub use engine::{Engine, EngineError};
pub use job::Reading;
pub use reader::{Hints, Reader};
