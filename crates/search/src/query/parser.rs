//! From the parts of a query to what it asks.
//!
//! OR binds less than AND, AND less than NOT; parts that stand side by side are both asked for.

use super::error::{Mistake, QueryError};
use super::lexer::{Kind, Token, tokens};
use super::{MAX_DEPTH, MAX_PARTS, Node, Reading, Words, value};

pub(super) fn parse(text: &str) -> Result<Node, QueryError> {
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        let remedy = "write a word, a \"phrase\" or a field such as branch:215; * finds every page";
        return Err(QueryError::new(0, Mistake::Nothing, "nothing is asked for", remedy));
    }
    let mut parser = Parser { tokens, at: 0, depth: 0, parts: 0 };
    let node = parser.either()?;
    match parser.peek() {
        None => Ok(node),
        Some(stray) => {
            let remedy = "delete it, or write ( where the group begins";
            Err(QueryError::new(stray.at, Mistake::OpenParenthesis, "a ) closes nothing", remedy))
        }
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    parts: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn take(&mut self, kind: &Kind) -> Option<usize> {
        let at = self.peek().filter(|token| token.kind == *kind)?.at;
        self.at += 1;
        Some(at)
    }

    /// Parts with OR between them.
    fn either(&mut self) -> Result<Node, QueryError> {
        let mut parts = vec![self.all()?];
        while let Some(at) = self.take(&Kind::Or) {
            if self.ends() {
                return Err(lonely(at, "OR"));
            }
            parts.push(self.all()?);
        }
        Ok(flat(parts, Node::Or))
    }

    /// Parts side by side, or with AND between them.
    fn all(&mut self) -> Result<Node, QueryError> {
        let mut parts = vec![self.one()?];
        loop {
            if let Some(at) = self.take(&Kind::And) {
                if self.ends() {
                    return Err(lonely(at, "AND"));
                }
            } else if self.ends() {
                return Ok(flat(parts, Node::And));
            }
            parts.push(self.one()?);
        }
    }

    /// Whether no part begins here.
    fn ends(&self) -> bool {
        self.peek().is_none_or(|token| matches!(token.kind, Kind::Or | Kind::Close))
    }

    fn one(&mut self) -> Result<Node, QueryError> {
        let Some(token) = self.peek().cloned() else {
            let end = self.tokens.last().map_or(0, |token| token.at);
            return Err(lonely(end, "an operator"));
        };
        self.at += 1;
        match token.kind {
            Kind::Open => self.group(token.at),
            Kind::Not => self.not(token.at),
            Kind::And => Err(lonely(token.at, "AND")),
            Kind::Or => Err(lonely(token.at, "OR")),
            Kind::Close => {
                let remedy = "put something between ( and ), or delete them";
                Err(QueryError::new(
                    token.at,
                    Mistake::Nothing,
                    "nothing stands before this )",
                    remedy,
                ))
            }
            Kind::Word(text, reading) => self.part(token.at, |at| word(at, text, reading)),
            Kind::Phrase(text, reading) => self.part(token.at, |at| phrase(at, text, reading)),
            Kind::Field { name, value, value_at } => self
                .part(token.at, |at| value::clause(at, &name, value_at, &value).map(Node::Field)),
        }
    }

    fn group(&mut self, at: usize) -> Result<Node, QueryError> {
        self.deeper(at)?;
        let node = self.either()?;
        self.depth -= 1;
        if self.take(&Kind::Close).is_none() {
            let remedy = "write ) where the group ends, or delete this (";
            let message = "a group begins here and does not end";
            return Err(QueryError::new(at, Mistake::OpenParenthesis, message, remedy));
        }
        Ok(node)
    }

    fn not(&mut self, at: usize) -> Result<Node, QueryError> {
        if self.ends() {
            return Err(lonely(at, "NOT"));
        }
        self.deeper(at)?;
        let node = match self.one()? {
            Node::Not(inner) => *inner,
            other => Node::Not(Box::new(other)),
        };
        self.depth -= 1;
        Ok(node)
    }

    fn deeper(&mut self, at: usize) -> Result<(), QueryError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("groups and NOT stand more than {MAX_DEPTH} deep in one another");
            return Err(QueryError::new(at, Mistake::TooDeep, message, "ask in several queries"));
        }
        Ok(())
    }

    fn part(
        &mut self,
        at: usize,
        read: impl FnOnce(usize) -> Result<Node, QueryError>,
    ) -> Result<Node, QueryError> {
        self.parts += 1;
        if self.parts > MAX_PARTS {
            let message = format!("the query has more than {MAX_PARTS} parts");
            return Err(QueryError::new(at, Mistake::TooMany, message, "ask in several queries"));
        }
        read(at)
    }
}

/// One part stands for itself; parts of the same sort within one another become one list.
fn flat(parts: Vec<Node>, sort: fn(Vec<Node>) -> Node) -> Node {
    let mut list = Vec::with_capacity(parts.len());
    for part in parts {
        let inner = match part {
            Node::And(inner) if matches!(sort(Vec::new()), Node::And(_)) => inner,
            Node::Or(inner) if matches!(sort(Vec::new()), Node::Or(_)) => inner,
            other => vec![other],
        };
        list.extend(inner);
    }
    match <[Node; 1]>::try_from(list) {
        Ok([one]) => one,
        Err(list) => sort(list),
    }
}

fn lonely(at: usize, operator: &str) -> QueryError {
    let message = format!("{operator} stands here with nothing beside it");
    let remedy =
        format!("write what it is for, or put {operator} in quotation marks to look for the word");
    QueryError::new(at, Mistake::LonelyOperator, message, remedy)
}

fn word(at: usize, text: String, reading: Reading) -> Result<Node, QueryError> {
    if text == "*" {
        return Ok(Node::All);
    }
    if text.contains(['*', '?']) {
        return value::pattern(at, &text).map(Node::Pattern);
    }
    Ok(Node::Word(Words { text, reading }))
}

fn phrase(at: usize, text: String, reading: Reading) -> Result<Node, QueryError> {
    if !sijill_arabic::words(&text).is_empty() {
        return Ok(Node::Phrase(Words { text, reading }));
    }
    let remedy = "write words between the quotation marks, or delete them";
    Err(QueryError::new(at, Mistake::Nothing, "the phrase has no word", remedy))
}
