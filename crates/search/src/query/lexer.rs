//! The parts of a query's text.

use super::error::{Mistake, QueryError};
use super::{MAX_QUERY, Reading};

/// A part, and how many characters stand before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub at: usize,
    pub kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    And,
    Or,
    Not,
    Word(String, Reading),
    Phrase(String, Reading),
    /// A field's name and its value, as written.
    Field {
        name: String,
        value: String,
        value_at: usize,
    },
}

/// Takes a query apart.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, QueryError> {
    if text.len() > MAX_QUERY {
        let message = format!("the query has {} bytes, and {MAX_QUERY} are the most", text.len());
        return Err(QueryError::new(0, Mistake::TooLong, message, "ask for less at once"));
    }
    let letters: Vec<char> = text.chars().collect();
    if let Some(at) = letters.iter().position(|letter| is_control(*letter)) {
        let message = format!("the query holds a control character (U+{:04X})", code(&letters, at));
        let remedy = "delete it, or type the query anew instead of pasting it";
        return Err(QueryError::new(at, Mistake::ControlCharacter, message, remedy));
    }
    let mut lexer = Lexer { letters, at: 0, found: Vec::new() };
    while lexer.next()? {}
    Ok(lexer.found)
}

fn code(letters: &[char], at: usize) -> u32 {
    letters.get(at).copied().map_or(0, u32::from)
}

/// Controls that are no blanks. Those that turn the direction of writing come with pasted text and are passed over.
fn is_control(letter: char) -> bool {
    letter.is_control() && !letter.is_whitespace()
}

fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200b}' | '\u{200d}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The mark that ends what this one begins.
fn closing(letter: char) -> Option<&'static [char]> {
    match letter {
        '"' => Some(&['"']),
        '«' => Some(&['»']),
        '“' => Some(&['”']),
        '„' => Some(&['“', '”']),
        _ => None,
    }
}

struct Lexer {
    letters: Vec<char>,
    at: usize,
    found: Vec<Token>,
}

impl Lexer {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn take(&mut self, letter: char) -> bool {
        let there = self.peek() == Some(letter);
        self.at += usize::from(there);
        there
    }

    fn push(&mut self, at: usize, kind: Kind) {
        self.found.push(Token { at, kind });
    }

    /// Takes one part; `false` at the end.
    fn next(&mut self) -> Result<bool, QueryError> {
        let at = self.at;
        let Some(letter) = self.peek() else { return Ok(false) };
        self.at += 1;
        match letter {
            '(' => self.push(at, Kind::Open),
            ')' => self.push(at, Kind::Close),
            '|' => self.push(at, Kind::Or),
            '-' if self.begins() => self.push(at, Kind::Not),
            '=' if self.peek().is_some_and(|next| closing(next).is_some()) => {
                self.at += 1;
                self.quoted(at, Reading::Exact)?;
            }
            _ if letter.is_whitespace() || is_unseen(letter) => {}
            _ if closing(letter).is_some() => self.quoted(at, Reading::Forms)?,
            _ => {
                self.at = at;
                self.run()?;
            }
        }
        Ok(true)
    }

    /// Whether something begins here that a `-` can exclude.
    fn begins(&self) -> bool {
        self.peek().is_some_and(|next| !next.is_whitespace() && next != ')')
    }

    /// What stands in quotation marks, of which the first was read.
    fn quoted(&mut self, at: usize, reading: Reading) -> Result<(), QueryError> {
        let text = self.until_quote(at)?;
        let reading = if reading == Reading::Exact { reading } else { self.tildes() };
        self.push(at, Kind::Phrase(text, reading));
        Ok(())
    }

    fn until_quote(&mut self, at: usize) -> Result<String, QueryError> {
        let opening = self.at.checked_sub(1).and_then(|before| self.letters.get(before));
        let ends = opening.and_then(|letter| closing(*letter)).unwrap_or(&['"']);
        let mut text = String::new();
        while let Some(letter) = self.peek() {
            self.at += 1;
            if ends.contains(&letter) {
                return Ok(text);
            }
            let plain = if letter == '"' || letter.is_whitespace() { ' ' } else { letter };
            text.extend((!is_unseen(plain)).then_some(plain));
        }
        let message = "a phrase begins here and does not end";
        let remedy = "put a quotation mark at its end, or delete the one at its beginning";
        Err(QueryError::new(at, Mistake::OpenQuote, message, remedy))
    }

    fn tildes(&mut self) -> Reading {
        match (self.take('~'), self.take('~')) {
            (true, true) => Reading::Wider,
            (true, false) => Reading::Near,
            _ => Reading::Forms,
        }
    }

    /// Letters without a blank: a word, an operator or a field.
    fn run(&mut self) -> Result<(), QueryError> {
        let at = self.at;
        let mut text = String::new();
        while let Some(letter) = self.peek() {
            if letter.is_whitespace()
                || matches!(letter, '(' | ')' | '|')
                || closing(letter).is_some()
            {
                break;
            }
            self.at += 1;
            if letter == ':' && is_name(&text) {
                return self.field(at, text);
            }
            text.extend((!is_unseen(letter)).then_some(letter));
        }
        match text.as_str() {
            "" => {}
            "AND" | "و" => self.push(at, Kind::And),
            "OR" | "أو" | "او" => self.push(at, Kind::Or),
            "NOT" | "ليس" => self.push(at, Kind::Not),
            _ => self.word(at, &text),
        }
        Ok(())
    }

    fn word(&mut self, at: usize, text: &str) {
        let (text, reading) = if let Some(exact) = text.strip_prefix('=') {
            (exact, Reading::Exact)
        } else if let Some(wider) = text.strip_suffix("~~") {
            (wider, Reading::Wider)
        } else if let Some(near) = text.strip_suffix('~') {
            (near, Reading::Near)
        } else {
            (text, Reading::Forms)
        };
        // Punctuation between words asks for nothing.
        if text.contains(['*', '?']) || !sijill_arabic::words(text).is_empty() {
            self.push(at, Kind::Word(text.to_owned(), reading));
        }
    }

    /// A field, of which the name and the colon were read. Its value may stand after a blank.
    fn field(&mut self, at: usize, name: String) -> Result<(), QueryError> {
        while self.peek().is_some_and(|letter| letter.is_whitespace() || is_unseen(letter)) {
            self.at += 1;
        }
        let value_at = self.at;
        let mut value = String::new();
        if self.peek().is_some_and(|letter| closing(letter).is_some()) {
            self.at += 1;
            value = self.until_quote(value_at)?;
        } else {
            while let Some(letter) = self.peek() {
                if letter.is_whitespace()
                    || matches!(letter, '(' | ')' | '|')
                    || closing(letter).is_some()
                {
                    break;
                }
                self.at += 1;
                value.extend((!is_unseen(letter)).then_some(letter));
            }
        }
        self.push(at, Kind::Field { name, value, value_at });
        Ok(())
    }
}

/// Whether a text may be the name of a field: letters, and nothing that a number or a time of day has.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|letter| letter.is_alphabetic() || matches!(letter, '-' | '_'))
}
