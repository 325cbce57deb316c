//! Forms: lines in which a label and a colon stand before what they are about.

use sijill_schema::{MentionRole, Named};

use crate::particulars;
use crate::token::{of_text, place};
use crate::vocabulary::{Field, phrase, vocabulary};
use crate::{Cell, FoundPerson, Line};

/// How many lines may stand between two of one form.
const APART: usize = 4;

/// The people whom forms are about, and the lines that are no part of one.
pub(crate) fn people<'a>(lines: &[&'a Line]) -> (Vec<FoundPerson>, Vec<&'a Line>) {
    let mut open: [Option<(FoundPerson, usize)>; 2] = [None, None];
    let (mut found, mut rest) = (Vec::new(), Vec::new());
    for (number, line) in lines.iter().enumerate() {
        let Some((field, value)) = labelled(line) else {
            rest.push(*line);
            continue;
        };
        // A form in two languages is two forms, line by line.
        let script = usize::from(value.text.chars().any(|letter| letter.is_ascii_alphabetic()));
        let form = &mut open[script];
        if field == Field::Name {
            found.extend(form.take().map(|form| form.0));
            let named = Named { name: value.text.trim().to_owned(), ..Named::default() };
            let area = place(&of_text(&value)).or(value.area);
            *form = Some((FoundPerson { role: MentionRole::Subject, named, area }, number));
        } else if let Some((person, last)) = form.as_mut().filter(|form| number - form.1 <= APART) {
            set(&mut person.named, field, &value);
            *last = number;
        } else {
            rest.push(*line);
        }
    }
    found.extend(open.into_iter().flatten().map(|form| form.0));
    (found, rest)
}

/// Enters a value into the field of a person.
pub(crate) fn set(named: &mut Named, field: Field, value: &Cell) {
    let text = value.text.trim();
    if text.is_empty() {
        return;
    }
    let own = || Some(text.to_owned());
    match field {
        Field::Name => named.name = text.to_owned(),
        Field::Family => named.name = format!("{} {text}", named.name).trim().to_owned(),
        Field::Father => named.father = own(),
        Field::Grandfather => named.grandfather = own(),
        Field::Mother => named.mother = own(),
        Field::Kunya => named.kunya = own(),
        Field::Number => named.numbers.push(text.to_owned()),
        Field::Birth => birth(named, value),
        Field::Other => {}
    }
}

/// حمص ١٩٨٤; Douma, 14 May 1991: the place is what stands before the first figure, or after the last one.
fn birth(named: &mut Named, value: &Cell) {
    let tokens = of_text(value);
    let mut years = tokens.iter().filter_map(|token| Some((token, particulars::year(token)?)));
    if let Some((_, year)) = years.next_back() {
        named.born = Some(particulars::in_year(value.text.trim(), year));
    }
    let is_figure = |text: &str| text.chars().any(char::is_numeric);
    let words = tokens.iter().take_while(|token| !is_figure(&token.folded));
    let mut place: Vec<&str> = words.map(|token| token.text.as_str()).collect();
    if place.is_empty() {
        let words = tokens.iter().rev().take_while(|token| !is_figure(&token.folded));
        place = words.map(|token| token.text.as_str()).collect();
        place.reverse();
    }
    place.retain(|word| !matches!(*word, "عام" | "سنة"));
    if !place.is_empty() {
        named.place = Some(place.join(" "));
    }
}

/// The label and the value of a line, if it has the form of one.
fn labelled(line: &Line) -> Option<(Field, Cell)> {
    let [cell] = line.cells.as_slice() else { return None };
    let colon = cell.text.find([':', '：'])?;
    let field = vocabulary().label(&phrase(cell.text.get(..colon)?))?;
    let from = colon + cell.text.get(colon..)?.chars().next()?.len_utf8();
    let value = cell.text.get(from..)?;
    let words = cell.words.iter().filter(|word| word.0.start >= from);
    let words = words.map(|(range, area)| (range.start - from..range.end - from, *area)).collect();
    Some((field, Cell { text: value.to_owned(), area: cell.area, words }))
}
