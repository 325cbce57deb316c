//! Descriptions that were written by somebody who means harm: markup and scripts, and letters that turn the direction of what
//! follows. Every page that shows them shows them as text, and lets no letter of theirs reach beyond them.

use std::path::Path;

use sijill_accounts::Role;
use sijill_server::routes::{ROUTES, Verb};
use sijill_tests::rooms::Rooms;
use sijill_tests::{Scratch, archive, bitmap};

/// Closes what it may stand in, begins a script, and turns the line around without turning it back.
const EVIL: &str = "\"'><script>alert(1)</script>\u{202e}txt.exe\u{2067}";

/// What may not stand on a page.
const RAW: [&str; 2] = ["<script>alert", "'><script"];

fn with_evil_names() -> (Scratch, [String; 3]) {
    let scratch = archive();
    scratch.write(Path::new("in/folder").join(format!("{EVIL}.bmp").replace('/', "-")), bitmap(1));
    let quoted = EVIL.replace('"', "\"\"");
    scratch.write(
        "sheet.csv",
        format!("path,reference,title,notes\nfolder,\"{quoted}\",\"{quoted}\",\"{quoted}\"\n"),
    );
    let toml = EVIL.replace('\\', "\\\\").replace('"', "\\\"");
    let statement = format!(
        "reference = \"E-1\"\ntitle = \"{toml}\"\nsheet = \"sheet.csv\"\n[place]\nsite = \"{toml}\"\n\
         [[people]]\nname = \"{toml}\"\nrole = \"received\"\n[[holders]]\nname = \"{toml}\"\n"
    );
    let statement = scratch.write("accession.toml", statement);
    let source = scratch.beside("in");
    let (code, said) = scratch.sijill.json([
        "ingest",
        source.to_str().unwrap(),
        "--accession",
        statement.to_str().unwrap(),
    ]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(scratch.sijill.json(["process", "--no-text"]).0, 0);
    let (_, all) = scratch.sijill.json(["show"]);
    let accession = all["accessions"][0]["id"].as_str().unwrap().to_owned();
    let (_, shown) = scratch.sijill.json(["show", &accession]);
    let item = shown["items"][0]["id"].as_str().unwrap().to_owned();
    let (_, shown) = scratch.sijill.json(["show", &item]);
    let page = shown["pages"][0].as_str().unwrap().to_owned();
    let typed = scratch.write("typed.txt", EVIL);
    let typed = typed.to_str().unwrap();
    assert_eq!(scratch.sijill.json(["transcribe", &page, "--from", typed]).0, 0);
    (scratch, [accession, item, page])
}

/// Whether each letter that turns the direction stands inside an element that isolates it, or in an attribute or field that
/// holds nothing else.
fn is_isolated(page: &str) -> bool {
    page.match_indices('\u{202e}').all(|(at, _)| {
        let before = &page[..at];
        let opened = |open: &str, close: &str| {
            before
                .rfind(open)
                .is_some_and(|open| before.rfind(close).is_none_or(|close| close < open))
        };
        let in_tag = before.rfind('<') > before.rfind('>');
        in_tag
            || opened("<bdi", "</bdi>")
            || opened("<title", "</title>")
            || opened("<pre", "</pre>")
            || opened("<textarea", "</textarea>")
            || opened("<option", "</option>")
    })
}

#[test]
fn descriptions_that_mean_harm_are_only_text() {
    let (scratch, ids) = with_evil_names();
    let rooms = Rooms::open(&scratch.archive());
    let everybody: Vec<_> = [Role::Archivist, Role::Overseer, Role::Administrator]
        .into_iter()
        .map(|role| rooms.session(role))
        .collect();
    let mut shown = 0;
    for route in ROUTES.iter().filter(|route| route.verb == Verb::Get) {
        let is_file = ["/assets/", "/iiif/", "/thumbnail/", "/api/"];
        if is_file.iter().any(|start| route.path.starts_with(start)) {
            continue;
        }
        for id in &ids {
            let parts = ["{accession}", "{item}", "{page}", "{id}"];
            let path =
                parts.iter().fold(route.path.to_owned(), |path, part| path.replace(part, id));
            let path = path.replace("{seq}", "3");
            for token in &everybody {
                let (code, page) = rooms.get(token, &path);
                let is_page = code == 200 && page.starts_with("<!doctype html>");
                if !is_page {
                    continue;
                }
                for raw in RAW {
                    assert!(!page.contains(raw), "{path}: {raw}");
                }
                assert!(is_isolated(&page), "{path} lets the direction out");
                shown += usize::from(
                    page.contains("&lt;script&gt;alert") || page.contains("&#60;script"),
                );
            }
        }
    }
    assert!(shown > 5, "the names stood on {shown} pages only");
    // What somebody asks comes back as text too.
    let token = rooms.session(Role::Archivist);
    let question =
        format!("form={}&query=%22%27%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E", token.form());
    let (_, page) = rooms.post(&token, "/search", "application/x-www-form-urlencoded", &question);
    assert!(!page.contains("<script>alert"), "{page}");
}
