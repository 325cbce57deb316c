//! Descriptions as teams keep them and as other archives take them. Sheets come in (CSV or XLSX, one row an item, a
//! person or an office, Arabic or English headers); CSV, JSON and EAD3 go out. Nothing here writes to an archive: a sheet
//! becomes a plan, with every problem and every change, and the archive's writer carries it out.

mod cell;
mod error;
mod guard;
mod items;
mod offices;
pub mod out;
mod people;
mod places;
mod table;

pub use cell::{date, flag_name, flags, interval, level, level_name, number};
pub use error::{Problem, SheetError};
pub use guard::{guarded, unguarded};
pub use items::{FieldChange, ITEM_HEADINGS, ItemChange, ItemColumn, ItemPlan, plan_items};
pub use offices::{
    OFFICE_HEADINGS, OfficeColumn, OfficePlan, office_from, offices_named, plan_offices,
};
pub use people::{PEOPLE_HEADINGS, PagePeople, PeoplePlan, PersonColumn, plan_people};
pub use places::{Books, FindError};
pub use table::{Columns, Heading, Line, Table, Worksheet};
