//! Authority records of offices: looked up by number or name and date, and kept as a sheet.

use serde::Serialize;
use sijill_arabic::fold;
use sijill_schema::{Interpretation, Office, OfficeId, RivalReading, Salt};

use crate::cell;
use crate::error::Problem;
use crate::guard::unguarded;
use crate::table::{Columns, Heading, Line, Table};

/// What a column of a sheet of offices holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfficeColumn {
    /// The office's identifier, to correct its record.
    Id,
    /// The number that it is called by.
    Number,
    /// The official name.
    Name,
    /// Other names.
    OtherNames,
    /// What sort of office it is.
    Kind,
    /// The town.
    City,
    /// The office above it.
    Parent,
    /// The office that it continues.
    Follows,
    /// Since when it has this number and name.
    From,
    /// Until when.
    Until,
    /// How this is known.
    Sources,
    /// What others say instead.
    Rival,
}

/// The columns of a sheet of offices.
pub const OFFICE_HEADINGS: [Heading<OfficeColumn>; 12] = [
    Heading { column: OfficeColumn::Id, names: &["id", "المعرّف"] },
    Heading { column: OfficeColumn::Number, names: &["number", "الرقم"] },
    Heading {
        column: OfficeColumn::Name, names: &["name", "الاسم الرسمي", "الاسم"]
    },
    Heading { column: OfficeColumn::OtherNames, names: &["other names", "أسماء أخرى"] },
    Heading { column: OfficeColumn::Kind, names: &["kind", "النوع"] },
    Heading { column: OfficeColumn::City, names: &["city", "المدينة"] },
    Heading { column: OfficeColumn::Parent, names: &["parent", "يتبع"] },
    Heading { column: OfficeColumn::Follows, names: &["follows", "خلف"] },
    Heading { column: OfficeColumn::From, names: &["from", "من"] },
    Heading { column: OfficeColumn::Until, names: &["until", "حتى"] },
    Heading { column: OfficeColumn::Sources, names: &["sources", "المصادر"] },
    Heading { column: OfficeColumn::Rival, names: &["rival readings", "قراءات أخرى"] },
];

/// What an import would do.
#[derive(Debug, Clone, Default, Serialize)]
pub struct OfficePlan {
    /// Everything that is wrong; where there is anything, nothing is imported.
    pub problems: Vec<Problem>,
    /// The offices that are recorded, new ones and corrected ones.
    #[serde(skip)]
    pub offices: Vec<Office>,
    /// How many of them are new.
    pub new: u64,
    /// How many rows say what the archive says already.
    pub unchanged: u64,
}

/// The offices of a number or name; where a date is given, those that had it then. The spelling may differ as Arabic
/// spellings do, and a number may have digits of any script.
#[must_use]
pub fn offices_named<'o>(
    offices: &'o [Office],
    name: &str,
    on: Option<&Interpretation>,
) -> Vec<&'o Office> {
    let wanted = plain(name);
    let is_named = |office: &&Office| {
        let names = office.other_names.iter().chain([&office.name]).chain(&office.number);
        let mut names = names.map(|name| plain(name));
        !wanted.is_empty() && names.any(|known| known == wanted)
    };
    let was_then = |office: &&Office| on.is_none_or(|on| office.may_exist(on));
    offices.iter().filter(is_named).filter(was_then).collect()
}

fn plain(name: &str) -> String {
    fold(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An office as the cells of a row or the options of a command state it. A new one gets an identifier; the salt is drawn
/// when it is recorded.
#[must_use]
pub fn office_from(id: OfficeId, said: impl Fn(OfficeColumn) -> Option<String>) -> Office {
    let list = |column| {
        let cell = said(column).unwrap_or_default();
        cell::parts(&cell).map(str::to_owned).collect::<Vec<_>>()
    };
    let date = |column| said(column).map(|cell| cell::date(&cell));
    Office {
        id,
        number: said(OfficeColumn::Number),
        name: said(OfficeColumn::Name).unwrap_or_default(),
        other_names: list(OfficeColumn::OtherNames),
        kind: said(OfficeColumn::Kind),
        city: said(OfficeColumn::City),
        parent: None,
        follows: None,
        from: date(OfficeColumn::From),
        until: date(OfficeColumn::Until),
        sources: list(OfficeColumn::Sources),
        rival_readings: list(OfficeColumn::Rival).iter().map(|text| rival(text)).collect(),
        salt: Salt::from_bytes([0; 32]),
    }
}

/// `What they say (who says it)`.
fn rival(text: &str) -> RivalReading {
    let split = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    match split {
        Some((says, source)) if !says.trim().is_empty() => RivalReading {
            says: says.trim().to_owned(),
            source: Some(source.trim().to_owned()).filter(|source| !source.is_empty()),
        },
        _ => RivalReading { says: text.to_owned(), source: None },
    }
}

/// Finds out what a sheet says about offices, beside those that are known. A row without an identifier is about the known
/// office of the same number, name and beginning, and about a new one if there is none.
#[must_use]
pub fn plan_offices(table: &Table, known: &[Office]) -> OfficePlan {
    let mut plan = OfficePlan::default();
    let columns = match Columns::of(&table.header, &OFFICE_HEADINGS) {
        Ok(columns) => columns,
        Err(problems) => return OfficePlan { problems, ..plan },
    };
    if !columns.has(OfficeColumn::Name) {
        let what = "the column name / الاسم الرسمي is missing";
        plan.problems.push(Problem::of_row(table.header.number, what));
        return plan;
    }
    let mut rows = Vec::new();
    for line in &table.lines {
        match read_row(&columns, line, known) {
            Ok(office) => rows.push((line, office)),
            Err(problem) => plan.problems.push(problem),
        }
    }
    let mut all: Vec<Office> = rows.iter().map(|(_, office)| office.clone()).collect();
    all.extend(known.iter().filter(|old| rows.iter().all(|(_, new)| new.id != old.id)).cloned());
    for (line, mut office) in rows {
        for column in [OfficeColumn::Parent, OfficeColumn::Follows] {
            match related(&columns, line, column, &all, office.id) {
                Ok(other) if column == OfficeColumn::Parent => office.parent = other,
                Ok(other) => office.follows = other,
                Err(problem) => plan.problems.push(problem),
            }
        }
        match known.iter().find(|old| old.id == office.id) {
            Some(old) if is_same(old, &office) => plan.unchanged += 1,
            Some(_) => plan.offices.push(office),
            None => {
                plan.new += 1;
                plan.offices.push(office);
            }
        }
    }
    plan
}

/// Whether two records differ in nothing but their salt.
fn is_same(old: &Office, new: &Office) -> bool {
    *old == Office { salt: old.salt.clone(), ..new.clone() }
}

fn read_row(
    columns: &Columns<OfficeColumn>,
    line: &Line,
    known: &[Office],
) -> Result<Office, Problem> {
    let cells = columns.cells(line)?;
    let said = |wanted| {
        let cell = cells.iter().find(|(column, _)| *column == wanted);
        cell.map(|(_, cell)| unguarded(cell).trim().to_owned()).filter(|cell| cell != "-")
    };
    let wrong = |column, what: String| columns.problem(line, column, what);
    let mut office = office_from(OfficeId::new(), said);
    if office.name.is_empty() {
        return Err(wrong(OfficeColumn::Name, "the cell is empty".to_owned()));
    }
    if let (Some(from), Some(until)) = (meant(&office.from), meant(&office.until))
        && from.earliest() > until.latest()
    {
        let what = format!("the office ends before it begins, on {}", until.latest());
        return Err(wrong(OfficeColumn::Until, what));
    }
    match said(OfficeColumn::Id) {
        Some(id) => {
            let id = id.parse().ok().filter(|id| known.iter().any(|office| office.id == *id));
            let what = "no office has this identifier".to_owned();
            office.id = id.ok_or_else(|| wrong(OfficeColumn::Id, what))?;
        }
        None => {
            let same = known.iter().find(|old| {
                (&old.number, &old.name, &old.from) == (&office.number, &office.name, &office.from)
            });
            office.id = same.map_or(office.id, |old| old.id);
        }
    }
    Ok(office)
}

fn meant(date: &Option<sijill_schema::RecordDate>) -> Option<&Interpretation> {
    date.as_ref()?.interpreted.as_ref()
}

/// The other office that a cell names, by identifier, number or name.
fn related(
    columns: &Columns<OfficeColumn>,
    line: &Line,
    column: OfficeColumn,
    all: &[Office],
    own: OfficeId,
) -> Result<Option<OfficeId>, Problem> {
    let cells = columns.cells(line)?;
    let cell = cells.iter().find(|(known, _)| *known == column);
    let Some(name) = cell.map(|(_, cell)| unguarded(cell).trim()).filter(|name| *name != "-")
    else {
        return Ok(None);
    };
    let by_id = name.parse::<OfficeId>().ok();
    let others: Vec<_> = match by_id {
        Some(id) => all.iter().filter(|office| office.id == id).collect(),
        None => offices_named(all, name, None),
    };
    match others.iter().filter(|office| office.id != own).collect::<Vec<_>>().as_slice() {
        [one] => Ok(Some(one.id)),
        [] => Err(columns.problem(line, column, format!("no other office is called {name:?}"))),
        several => Err(columns.problem(
            line,
            column,
            format!("{} offices are called {name:?}: name one by its id", several.len()),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = "الرقم,الاسم الرسمي,أسماء أخرى,يتبع,خلف,من,حتى,قراءات أخرى\n\
        ٩٠١,شعبة مختلقة,,,,,,\n\
        902,فرع مختلق قديم,القديم; old one,901,,2001,2010,\n\
        902,فرع مختلق جديد,,901,,2011,,غيره (شاهد مختلق)\n";

    fn plan(known: &[Office]) -> OfficePlan {
        plan_offices(&Table::read(SHEET.as_bytes()).unwrap(), known)
    }

    #[test]
    fn a_number_means_different_offices_at_different_times() {
        let offices = plan(&[]).offices;
        let named = |name, on: &str| {
            let on = cell::date(on).interpreted;
            let found = offices_named(&offices, name, on.as_ref());
            found.into_iter().map(|office| office.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(named("902", "2005"), ["فرع مختلق قديم"]);
        assert_eq!(named("٩٠٢", "2020-01"), ["فرع مختلق جديد"]);
        assert_eq!(named("902", "").len(), 2);
        assert_eq!(named("Old One", "2005").len(), 1);
        assert_eq!(named("", "").len(), 0);
        assert_eq!(offices[1].parent, Some(offices[0].id));
        assert_eq!(offices[2].rival_readings[0].source.as_deref(), Some("شاهد مختلق"));
    }

    #[test]
    fn the_same_sheet_once_more_changes_nothing() {
        let first = plan(&[]);
        assert_eq!((first.new, first.problems.len()), (3, 0));
        let again = plan(&first.offices);
        assert_eq!((again.new, again.unchanged, again.offices.len()), (0, 3, 0));
    }

    #[test]
    fn every_problem_is_named() {
        let sheet = "name,number,parent,from,until\n,1,,,\nA,2,nowhere,,\nB,3,,2010,2001\n";
        let plan = plan_offices(&Table::read(sheet.as_bytes()).unwrap(), &[]);
        let said: Vec<_> = plan.problems.iter().map(ToString::to_string).collect();
        for place in ["line 2, column name", "line 3, column parent", "line 4, column until"] {
            assert!(said.iter().any(|said| said.starts_with(place)), "{place}: {said:?}");
        }
    }
}
