//! Foreign text, made fit for paper: whatever the page could not show, or would show as something else, is
//! written out as `\u{…}`. Nothing disappears, and nothing turns the writing direction of what follows it.

use serde_json::Value;

use crate::fonts::can_print;

/// Marks above and below a letter that are printed; more of them would run into the neighbouring lines.
const MOST_MARKS: usize = 4;

/// Every text in a value, made legible.
pub fn legible(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(legible_text(&text)),
        Value::Array(values) => Value::Array(values.into_iter().map(legible).collect()),
        Value::Object(members) => {
            Value::Object(members.into_iter().map(|(name, value)| (name, legible(value))).collect())
        }
        other => other,
    }
}

fn legible_text(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut marks = 0;
    for character in text.chars() {
        marks = if is_mark(character) { marks + 1 } else { 0 };
        match character {
            // A line break becomes the sign for one: what stands below it cannot pass for our own line.
            '\n' => shown.push_str(" ¶ "),
            // These join or part the letters of one word, as Persian and Kurdish spelling needs.
            '\u{200c}' | '\u{200d}' => shown.push(character),
            _ if is_invisible(character) || marks > MOST_MARKS || !can_print(character) => {
                shown.extend(character.escape_unicode());
            }
            _ => shown.push(character),
        }
    }
    shown
}

/// Characters that take no room, or that look like a space: shown raw, two texts could look the same.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || (character.is_whitespace() && character != ' ' && character != '\u{a0}')
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Combining marks of the scripts that the fonts have.
fn is_mark(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}'
        | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}' | '\u{8d3}'..='\u{8ff}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_stays_as_it_is() {
        for text in ["سِجِلّ السجناء ١٩٨٢", "می‌خواهم", "Müller & Sœurs — 3/4", "", "a\u{a0}b"]
        {
            assert_eq!(legible_text(text), text);
        }
    }

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        let cases = [
            ("a\u{202e}gpj.exe", "a\\u{202e}gpj.exe"),
            ("\u{2068}x\u{2069}", "\\u{2068}x\\u{2069}"),
            ("漢", "\\u{6f22}"),
            ("\u{378}\u{10ffff}", "\\u{378}\\u{10ffff}"),
            ("a\tb\rc", "a\\u{9}b\\u{d}c"),
            ("one\ntwo", "one ¶ two"),
            ("e\u{301}\u{301}\u{301}\u{301}\u{301}", "e\u{301}\u{301}\u{301}\u{301}\\u{301}"),
        ];
        for (text, shown) in cases {
            assert_eq!(legible_text(text), shown);
        }
    }

    #[test]
    fn texts_are_found_wherever_they_stand() {
        let value = serde_json::json!({"a": ["\u{202e}", {"b": "\u{7}"}], "n": 3, "t": true});
        let shown = serde_json::json!({"a": ["\\u{202e}", {"b": "\\u{7}"}], "n": 3, "t": true});
        assert_eq!(legible(value), shown);
    }
}
