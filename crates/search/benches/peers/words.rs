//! The words of a text as tokens for a bare tantivy.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Folded words, or words as they are written.
#[derive(Clone)]
pub struct Words {
    pub folded: bool,
    pub token: Token,
}

impl Words {
    pub fn new(folded: bool) -> Self {
        Self { folded, token: Token::default() }
    }
}

pub struct Stream<'a> {
    text: &'a str,
    words: std::vec::IntoIter<sijill_arabic::Word>,
    folded: bool,
    token: &'a mut Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        let words = sijill_arabic::words(text).into_iter();
        Stream { text, words, folded: self.folded, token: &mut self.token }
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else { return false };
        self.token.text =
            if self.folded { word.folded } else { self.text[word.range].to_lowercase() };
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
