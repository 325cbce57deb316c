//! Terms on their way into the index. The terms of a page are worked out before tantivy sees them and handed over as one
//! text: a line a position, the terms of a position with tabs between them. An empty line is a position without a term.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The name under which fields ask for [`Lines`].
pub(super) const LINES: &str = "sijill-lines";

/// Ends a position.
pub(super) const NEXT: char = '\n';
/// Stands between the terms of one position.
pub(super) const BESIDE: char = '\t';

/// Reads such a text.
#[derive(Clone, Default)]
pub(super) struct Lines {
    token: Token,
}

impl Tokenizer for Lines {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        self.token.position = 0;
        Stream { rest: text, token: &mut self.token }
    }
}

pub(super) struct Stream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        while !self.rest.is_empty() {
            let end = self.rest.find([NEXT, BESIDE]).unwrap_or(self.rest.len());
            let (term, rest) = self.rest.split_at(end);
            if !term.is_empty() {
                self.token.text.clear();
                self.token.text.push_str(term);
                self.rest = rest;
                return true;
            }
            let next = rest.starts_with(NEXT);
            self.token.position = self.token.position.saturating_add(usize::from(next));
            self.rest = rest.get(1..).unwrap_or_default();
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_have_the_position_of_their_line() {
        let mut lines = Lines::default();
        for _ in 0..2 {
            let mut stream = lines.token_stream("الفرع\tفرع\n215\n\nx");
            let mut found = Vec::new();
            while let Some(token) = stream.next() {
                found.push((token.position, token.text.clone()));
            }
            let expected = [(0, "الفرع"), (0, "فرع"), (1, "215"), (3, "x")];
            assert_eq!(found, expected.map(|(at, text)| (at, text.to_owned())));
        }
    }
}
