//! Templates say nothing by themselves: every word comes from the files of words, so that both languages have it.

use std::path::Path;

use walkdir::WalkDir;

/// Letters that stand outside of tags, `{{ }}` and `{% %}`, or in an attribute that people read.
fn untranslated(template: &str) -> Vec<String> {
    let mut rest = template.to_owned();
    for (from, to) in [("{#", "#}"), ("{{", "}}"), ("{%", "%}")] {
        while let Some(at) = rest.find(from) {
            let end = rest[at..].find(to).map_or(rest.len(), |length| at + length + to.len());
            rest.replace_range(at..end, "");
        }
    }
    let mut found = Vec::new();
    for attribute in ["alt=\"", "title=\"", "placeholder=\"", "aria-label=\""] {
        let values = rest.match_indices(attribute).map(|(at, _)| &rest[at + attribute.len()..]);
        let values = values.filter_map(|value| value.split('"').next()).map(str::to_owned);
        found.extend(values.filter(|value| value.chars().any(char::is_alphabetic)));
    }
    let mut outside = String::new();
    let mut inside = false;
    for character in rest.chars() {
        match character {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => outside.push(character),
            _ => {}
        }
    }
    found.extend(
        outside
            .lines()
            .filter(|line| line.chars().any(char::is_alphabetic))
            .map(|line| line.trim().to_owned()),
    );
    found
}

#[test]
fn no_template_has_words_of_its_own() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut seen = 0;
    for entry in WalkDir::new(folder).into_iter().map(Result::unwrap) {
        if entry.file_type().is_file() {
            let text = fs_err::read_to_string(entry.path()).unwrap();
            let path = entry.path().display();
            assert_eq!(untranslated(&text), Vec::<String>::new(), "{path}");
            assert!(
                !text.contains("|safe") || path.to_string().ends_with("qr.html"),
                "{path}: |safe"
            );
            seen += 1;
        }
    }
    assert!(seen > 3);
}

#[test]
fn words_in_a_template_are_found() {
    assert_eq!(untranslated("<p>{{ a }}</p><p>Hello</p>"), ["Hello"]);
    assert_eq!(untranslated("<img alt=\"a page\">"), ["a page"]);
    assert_eq!(untranslated("<!doctype html><p class=\"x\">{{ b }} · 3</p>"), Vec::<String>::new());
}
