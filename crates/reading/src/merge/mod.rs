//! Makes one text of what several readers saw.

mod figures;
mod script;
mod spelling;

pub(crate) use figures::with_figures;
pub(crate) use script::with_script;
pub(crate) use spelling::{is_arabic, is_latin, letters, spell};
