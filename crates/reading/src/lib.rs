//! Text of page images, with its geometry: OCR, registers cell by cell, and a reader of Arabic-Indic digits.

pub mod transcript;
