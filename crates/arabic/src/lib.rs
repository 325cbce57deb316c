//! Arabic as it is really written: one name stands in ten spellings on ten pages. This crate makes spellings alike
//! that a reader takes for the same, finds the words of a text, and the dates and numbers in it. Pure: no files, no
//! index. Nothing here changes a stored text; whoever shows it shows what was written.

mod compound;
mod date;
mod digits;
mod distance;
mod fold;
mod forms;
mod number;
mod rasm;
mod table;
mod token;
mod words;

pub use compound::{Compound, CompoundKind, compounds, is_filiation, is_kunya, split};
pub use date::{Calendar, Found, PeriodError, Precision, dates, hijri, period, year};
pub use digits::digits_within_one;
pub use distance::within;
pub use fold::{fold, fold_name, name_forms};
pub use forms::{Form, FormKind, forms};
pub use number::{Context, NumberFound, number, numbers};
pub use rasm::rasm;
pub use words::{MAX_WORD, Word, parts, words};
