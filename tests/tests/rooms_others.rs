//! Other people's records: whoever has a role in one accession gets, for what belongs to another, the answer that stands for
//! nothing at all. Every route of the table is asked; a row with a part that this test does not know fails it.

use sijill_accounts::{Grant, Role, Scope};
use sijill_schema::AccessLevel;
use sijill_server::routes::{ROUTES, Route, Verb};
use sijill_server::{App, Token};
use sijill_tests::rooms::Rooms;
use sijill_tests::stocked::Stocked;

/// The identifier of nothing.
const NOTHING: &str = "0197c3a0-0000-7000-8000-000000000000";

const FORM: &str = "application/x-www-form-urlencoded";

/// What stands for one accession in addresses.
struct Records {
    accession: String,
    item: String,
    page: String,
    export: String,
}

impl Records {
    fn nothing() -> Self {
        let nothing = || NOTHING.to_owned();
        Self { accession: nothing(), item: nothing(), page: nothing(), export: nothing() }
    }

    /// The addresses of a route for these records: `{id}` may be any of them.
    fn paths(&self, route: &Route<App>) -> Vec<String> {
        let all = [&self.accession, &self.item, &self.page, &self.export];
        let ids = if route.path.contains("{id}") { all.to_vec() } else { vec![&self.item] };
        let path = |id: &String| {
            let parts = [
                ("{accession}", self.accession.as_str()),
                ("{item}", &self.item),
                ("{page}", &self.page),
                ("{id}", id),
                ("{alert}", NOTHING),
                ("{node}", "0000000000000000"),
                ("{seq}", "1"),
                ("{number}", "1"),
                ("{*path}", &format!("{}/full/max/0/default.jpg", self.page)),
            ];
            parts.iter().fold(route.path.to_owned(), |path, (part, with)| path.replace(part, with))
        };
        ids.into_iter().map(path).collect()
    }

    /// An answer with the identifiers taken out, which the answer for nothing has as well.
    fn without(&self, answer: &str) -> String {
        let ids = [&self.accession, &self.item, &self.page, &self.export];
        ids.into_iter().fold(answer.to_owned(), |answer, id| answer.replace(id.as_str(), NOTHING))
    }
}

fn ask(rooms: &Rooms, token: &Token, route: &Route<App>, path: &str) -> (u16, String) {
    match route.verb {
        Verb::Get => rooms.get(token, path),
        Verb::Post => rooms.post(token, path, FORM, &format!("form={}", token.form())),
    }
}

/// Proposes that an item leaves; the identifier of the export.
fn proposed(rooms: &Rooms, token: &Token, item: &str) -> String {
    let body = format!("form={}&items={item}&case={item}", token.form());
    let (code, said) = rooms.post(token, "/exports/new", FORM, &body);
    assert_eq!(code, 303, "{said}");
    let (_, list) = rooms.get(token, "/exports");
    let row = list.split("<tr>").find(|row| row.contains(item)).unwrap();
    let start = "href=\"/exports/";
    let at = row.find(start).unwrap() + start.len();
    row[at..].split('"').next().unwrap().to_owned()
}

#[test]
fn what_belongs_to_others_is_told_apart_from_nothing_by_no_route() {
    let stocked = Stocked::new();
    let rooms = Rooms::open(&stocked.scratch.archive());
    let everywhere = rooms.session(Role::Archivist);
    let others = Records {
        export: proposed(&rooms, &everywhere, &stocked.other_item),
        accession: stocked.other,
        item: stocked.other_item,
        page: stocked.other_page,
    };
    let own = Records {
        export: proposed(&rooms, &everywhere, &stocked.item),
        accession: stocked.accession.clone(),
        item: stocked.item,
        page: stocked.pages[0].clone(),
    };
    let scope = Scope::Accession(stocked.accession.parse().unwrap());
    let grant = |role| Grant { role, scope, level: AccessLevel::Confidential };
    let person = rooms.session_with(vec![grant(Role::Archivist)]);
    let (mut asked, mut open) = (0, 0);
    // What is changed for good is asked at the end: first what only shows.
    let (shows, changes): (Vec<_>, Vec<_>) = ROUTES
        .iter()
        .filter(|route| route.path.contains('{') && !route.path.starts_with("/assets/"))
        .partition(|route| route.verb == Verb::Get);
    for route in shows.into_iter().chain(changes) {
        let nothing = Records::nothing();
        for (path, none) in others.paths(route).into_iter().zip(nothing.paths(route)) {
            assert!(!path.contains('{'), "say in `paths` what stands for the part in {path}");
            let (code, answer) = ask(&rooms, &person, route, &path);
            let (none_code, none_answer) = ask(&rooms, &person, route, &none);
            assert!(code >= 400 || route.path.contains("{node}"), "{path}: {code}");
            assert_eq!((code, others.without(&answer)), (none_code, none_answer), "{path}");
            asked += 1;
        }
        if route.verb == Verb::Get {
            let paths = own.paths(route);
            let found = paths.iter().filter(|path| ask(&rooms, &person, route, path).0 < 400);
            open += usize::from(found.count() > 0);
        }
    }
    // The same addresses with one's own records lead somewhere, so the question was put rightly.
    assert!(asked > 100 && open > 15, "{asked} {open}");
}
