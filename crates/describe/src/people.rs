//! Sheets of the people whom pages name, as teams type registers off: one row a mention. What a cell says is kept in the
//! record's own spelling.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde::Serialize;
use sijill_schema::{ItemId, Mention, MentionBasis, MentionRole, Named, PageId};
use sijill_storage::StorageError;

use crate::cell;
use crate::error::Problem;
use crate::guard::unguarded;
use crate::places::{Books, FindError};
use crate::table::{Columns, Heading, Line, Table};

/// What a column of a sheet of people holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonColumn {
    /// The page: its identifier, or its number in the item.
    Page,
    /// The item, by its reference or identifier.
    Reference,
    /// The whole name.
    Name,
    /// The father.
    Father,
    /// The father's father.
    Grandfather,
    /// The mother.
    Mother,
    /// The kunya.
    Kunya,
    /// When the person was born.
    Born,
    /// The place of birth or of civil registration.
    Place,
    /// Numbers that stand for the person.
    Number,
    /// In which role.
    Role,
}

/// The columns of a sheet of people.
pub const PEOPLE_HEADINGS: [Heading<PersonColumn>; 11] = [
    Heading { column: PersonColumn::Page, names: &["page", "الصفحة"] },
    Heading { column: PersonColumn::Reference, names: &["reference", "المرجع"] },
    Heading {
        column: PersonColumn::Name, names: &["name", "الاسم", "الاسم الكامل"]
    },
    Heading { column: PersonColumn::Father, names: &["father", "اسم الأب", "الأب"] },
    Heading {
        column: PersonColumn::Grandfather, names: &["grandfather", "الجد", "اسم الجد"]
    },
    Heading { column: PersonColumn::Mother, names: &["mother", "اسم الأم", "الأم"] },
    Heading { column: PersonColumn::Kunya, names: &["kunya", "الكنية"] },
    Heading {
        column: PersonColumn::Born, names: &["born", "المواليد", "تاريخ الولادة"]
    },
    Heading { column: PersonColumn::Place, names: &["place", "مكان الولادة"] },
    Heading { column: PersonColumn::Number, names: &["number", "الرقم"] },
    Heading { column: PersonColumn::Role, names: &["role", "الصفة"] },
];

/// What an import would do.
#[derive(Debug, Clone, Default)]
pub struct PeoplePlan {
    /// Everything that is wrong; where there is anything, nothing is imported.
    pub problems: Vec<Problem>,
    /// The pages that the sheet names and of which it says something new.
    pub pages: Vec<PagePeople>,
    /// How many pages it says of what the archive says already.
    pub unchanged: u64,
}

/// The people whom a sheet names on one page.
#[derive(Debug, Clone, Serialize)]
pub struct PagePeople {
    /// The page.
    pub page: PageId,
    /// The item that it belongs to.
    pub item: ItemId,
    /// How many people an earlier sheet named on it, who no longer count.
    pub replaced: usize,
    /// The people.
    pub mentions: Vec<Mention>,
}

/// Finds out whom a sheet names on which pages.
///
/// # Errors
/// If the books cannot be read. What is wrong with the sheet stands in the plan.
pub fn plan_people(table: &Table, books: Books<'_>) -> Result<PeoplePlan, StorageError> {
    let mut plan = PeoplePlan::default();
    let columns = match Columns::of(&table.header, &PEOPLE_HEADINGS) {
        Ok(columns) => columns,
        Err(problems) => return Ok(PeoplePlan { problems, ..plan }),
    };
    for (column, what) in [
        (PersonColumn::Page, "the column page / الصفحة is missing"),
        (PersonColumn::Name, "the column name / الاسم is missing"),
    ] {
        if !columns.has(column) {
            plan.problems.push(Problem::of_row(table.header.number, what));
        }
    }
    if !plan.problems.is_empty() {
        return Ok(plan);
    }
    let mut pages = Pages { books, of_item: HashMap::new() };
    let mut named: Vec<PagePeople> = Vec::new();
    let mut places: HashMap<PageId, usize> = HashMap::new();
    for line in &table.lines {
        let mention = match read_row(&columns, line, &mut pages) {
            Ok(mention) => mention,
            Err(Stop::Problem(problem)) => {
                plan.problems.push(problem);
                continue;
            }
            Err(Stop::Storage(error)) => return Err(error),
        };
        let (page, item) = (mention.page, mention.item);
        let place = *places.entry(page).or_insert_with(|| {
            named.push(PagePeople { page, item, replaced: 0, mentions: Vec::new() });
            named.len() - 1
        });
        if let Some(people) = named.get_mut(place) {
            people.mentions.push(mention);
        }
    }
    for mut people in named {
        let known = books.catalogue.sheet_mentions(people.page)?;
        if known == people.mentions {
            plan.unchanged += 1;
        } else {
            people.replaced = known.len();
            plan.pages.push(people);
        }
    }
    Ok(plan)
}

enum Stop {
    Problem(Problem),
    Storage(StorageError),
}

/// The pages of items that the sheet has named so far.
struct Pages<'a> {
    books: Books<'a>,
    of_item: HashMap<String, (ItemId, Vec<PageId>)>,
}

fn read_row(
    columns: &Columns<PersonColumn>,
    line: &Line,
    pages: &mut Pages<'_>,
) -> Result<Mention, Stop> {
    let cells = columns.cells(line).map_err(Stop::Problem)?;
    let said = |wanted| {
        let cell = cells.iter().find(|(column, _)| *column == wanted);
        cell.map(|(_, cell)| unguarded(cell).trim().to_owned()).filter(|cell| cell != "-")
    };
    let wrong = |column, what| Stop::Problem(columns.problem(line, column, what));
    let found = pages.find(said(PersonColumn::Page), said(PersonColumn::Reference));
    let (item, page) = match found {
        Ok(found) => found,
        Err((_, FindError::Storage(error))) => return Err(Stop::Storage(error)),
        Err((column, FindError::NotFound(what))) => return Err(wrong(column, what)),
    };
    let name = said(PersonColumn::Name);
    let name = name.ok_or_else(|| wrong(PersonColumn::Name, "the cell is empty".to_owned()))?;
    let role = match said(PersonColumn::Role) {
        None => MentionRole::Named,
        Some(word) => cell::role(&word).ok_or_else(|| {
            let what = format!(
                "{word:?} is none of subject, deceased, wanted, child, official, requester, witness, named"
            );
            wrong(PersonColumn::Role, what)
        })?,
    };
    let numbers = said(PersonColumn::Number).unwrap_or_default();
    let person = Named {
        name,
        father: said(PersonColumn::Father),
        grandfather: said(PersonColumn::Grandfather),
        mother: said(PersonColumn::Mother),
        kunya: said(PersonColumn::Kunya),
        born: said(PersonColumn::Born).map(|born| cell::date(&born)),
        place: said(PersonColumn::Place),
        numbers: cell::parts(&numbers).map(str::to_owned).collect(),
    };
    Ok(Mention { page, item, basis: MentionBasis::Sheet, role, person, area: None })
}

impl Pages<'_> {
    /// The page that a row is about, and its item.
    fn find(
        &mut self,
        page: Option<String>,
        item: Option<String>,
    ) -> Result<(ItemId, PageId), (PersonColumn, FindError)> {
        let no_page = |what: String| (PersonColumn::Page, FindError::NotFound(what));
        let page = page.ok_or_else(|| no_page("the cell is empty".to_owned()))?;
        if let Some(id) = Books::page_id(&page) {
            let item = self.books.item_of(id);
            return item.map(|item| (item, id)).map_err(|error| (PersonColumn::Page, error));
        }
        let number = cell::number(&page).ok().and_then(|number| usize::try_from(number).ok());
        let number = number.ok_or_else(|| {
            no_page(format!("{page:?} is neither a page's identifier nor its number in the item"))
        })?;
        let name = item.ok_or_else(|| {
            let what = "a page's number needs the item's reference beside it".to_owned();
            (PersonColumn::Reference, FindError::NotFound(what))
        })?;
        let (id, pages) = match self.of_item.entry(name.clone()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let pages = pages_of(self.books, &name);
                new.insert(pages.map_err(|error| (PersonColumn::Reference, error))?)
            }
        };
        let found = number.checked_sub(1).and_then(|index| pages.get(index));
        let what = || no_page(format!("the item {name:?} has {} pages", pages.len()));
        found.map(|page| (*id, *page)).ok_or_else(what)
    }
}

fn pages_of(books: Books<'_>, item: &str) -> Result<(ItemId, Vec<PageId>), FindError> {
    let row = match item.parse::<ItemId>() {
        Ok(_) => books.item(item)?,
        Err(_) => books.item_called(item)?,
    };
    Ok((row.id, books.pages_of(row.id)?))
}
