//! People in running text. A name is looked for where a word leads to one (الموقوف, المدعو), before its mother (… والدته)
//! and around بن.

use std::ops::Range;

use sijill_schema::{MentionRole, Named};

use crate::chain;
use crate::particulars;
use crate::token::{Gap, Token, place, tokens, written};
use crate::vocabulary::{After, vocabulary};
use crate::{FoundPerson, Line};

/// A name in the text.
struct Spot {
    name: Range<usize>,
    role: MentionRole,
}

pub(crate) fn people(lines: &[&Line]) -> Vec<FoundPerson> {
    let tokens = tokens(lines);
    let spots = spots(&tokens);
    let ends = spots.iter().skip(1).map(|spot| spot.name.start).chain([tokens.len()]);
    let described = spots.iter().zip(ends).map(|(spot, end)| {
        let name = &tokens[spot.name.clone()];
        let mut named = Named { name: written(name), ..Named::default() };
        particulars::add(&mut named, &tokens, spot.name.end, end);
        // Whose mother is named is whom the record is about.
        let is_subject = spot.role == MentionRole::Named && named.mother.is_some();
        let role = if is_subject { MentionRole::Subject } else { spot.role };
        FoundPerson { role, named, area: place(name) }
    });
    described.collect()
}

fn spots(tokens: &[Token]) -> Vec<Spot> {
    let mut spots: Vec<Spot> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let taken = spots.last().map_or(0, |spot| spot.name.end);
        if let Some(spot) = spot(tokens, at, taken) {
            at = spot.name.end.max(at + 1);
            let again = in_brackets(tokens, &spot);
            spots.push(spot);
            spots.extend(again);
        } else {
            at += 1;
        }
    }
    spots
}

/// The same name in Latin letters, where it follows in brackets: طارق الليمونجي (Tareq Al-Laymounji).
fn in_brackets(tokens: &[Token], spot: &Spot) -> Option<Spot> {
    let next = tokens.get(spot.name.end)?;
    let name = chain::name(tokens, spot.name.end);
    let follows = next.gap == Gap::Dash && next.is_latin() && !tokens[spot.name.start].is_latin();
    (follows && name.len() >= 2).then_some(Spot { name, role: spot.role })
}

/// The name that the word at `at` leads to; words before `taken` belong to an earlier one.
fn spot(tokens: &[Token], at: usize, taken: usize) -> Option<Spot> {
    let words = vocabulary();
    let folded = &tokens[at].folded;
    if let Some(role) = words.before_word(folded) {
        return led_to(tokens, at, role);
    }
    if words.after_word(folded) == Some(After::Mother) {
        let name = chain::name_before(tokens, at);
        let name = name.start.max(taken)..name.end;
        // A mother who is named after another person was named already.
        return (name.len() >= 2).then_some(Spot { name, role: MentionRole::Subject });
    }
    if matches!(folded.as_str(), "بن" | "ابن" | "بنت") && at > taken {
        let before = chain::name_before(tokens, at);
        let start = before.start.max(taken).max(at.saturating_sub(2));
        let name = start..chain::name(tokens, at).end;
        let is_whole = name.start < at && name.end > at + 1;
        return is_whole.then_some(Spot { name, role: MentionRole::Named });
    }
    None
}

/// The name after a word that leads to one; the words between are passed over where they lead on: الموقوف المدعو ….
fn led_to(tokens: &[Token], at: usize, role: MentionRole) -> Option<Spot> {
    let mut role = role;
    let mut start = at + 1;
    while let Some(next) = tokens.get(start).filter(|next| next.gap <= Gap::Wrapped) {
        let Some(other) = vocabulary().before_word(&next.folded) else { break };
        // المدعو says least of all.
        role = if role == MentionRole::Named { other } else { role };
        start += 1;
    }
    // الاسم: فلان and المتهمين: أولاً: … have their own rules; a colon after the leading word is common in lists.
    let name = chain::name(tokens, start);
    let leads = tokens.get(start).is_some_and(|next| next.gap <= Gap::Dash);
    let least = if matches!(role, MentionRole::Child) { 1 } else { 2 };
    let alias = tokens[at].folded == "باسم";
    (leads && (name.len() >= least || alias && !name.is_empty())).then_some(Spot { name, role })
}
