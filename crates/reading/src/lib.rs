//! Text of page images, with its geometry: OCR, registers cell by cell, and a reader of Arabic-Indic digits.

mod engine;
pub mod transcript;
pub use engine::Engine;
