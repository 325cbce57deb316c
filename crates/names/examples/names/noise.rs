//! What a machine does to names, made on purpose: for judging only, and told apart from what the matching knows.
//!
//! One name in four is hurt, in one of five ways: it gains, loses or moves a dot (half of them), a letter becomes one
//! that looks like it (a fifth), a final ه or ا becomes the other or a letter is lost (a tenth each), or it is joined with
//! the next name (a tenth). Every run hurts the same names in the same way.

use sijill_schema::Named;

use crate::random::Random;

const HURT: f64 = 0.25;
const DOTS: [&str; 9] = ["بتثني", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق"];
const SHAPES: [&str; 7] = ["در", "رو", "كل", "عحم", "فغ", "نز", "مه"];

/// The mentions as a machine might have read them.
pub fn misread(mentions: &[Named], seed: u64) -> Vec<Named> {
    let mut random = Random::new(seed);
    let mut copies = mentions.to_vec();
    for copy in &mut copies {
        copy.name = text(&copy.name, &mut random);
        copy.mother = copy.mother.as_deref().map(|mother| text(mother, &mut random));
    }
    copies
}

fn text(written: &str, random: &mut Random) -> String {
    let mut read = String::new();
    for word in written.split(' ') {
        let joined = read.ends_with('\0');
        read.truncate(read.trim_end_matches('\0').len());
        if !read.is_empty() && !joined {
            read.push(' ');
        }
        if random.chance(HURT) {
            read.push_str(&hurt(word, random));
        } else {
            read.push_str(word);
        }
    }
    read.trim_end_matches('\0').to_owned()
}

/// A word read wrong; the sign 0 at its end joins it with the next one.
fn hurt(word: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    match random.below(10) {
        0..=4 => replace(&mut letters, &DOTS, random),
        5..=6 => replace(&mut letters, &SHAPES, random),
        7 => match letters.last_mut() {
            Some(last) if *last == 'ه' => *last = 'ا',
            Some(last) if *last == 'ا' => *last = 'ه',
            _ => {}
        },
        8 if letters.len() > 3 => {
            letters.remove(1 + random.below(letters.len() - 1));
        }
        _ => letters.push('\0'),
    }
    letters.into_iter().collect()
}

fn replace(letters: &mut [char], groups: &[&str], random: &mut Random) {
    let can = |letter: &char| groups.iter().find(|group| group.contains(*letter));
    let places: Vec<usize> = (0..letters.len()).filter(|&at| can(&letters[at]).is_some()).collect();
    if places.is_empty() {
        return;
    }
    let at = places[random.below(places.len())];
    let others: Vec<char> = can(&letters[at])
        .into_iter()
        .flat_map(|group| group.chars())
        .filter(|other| *other != letters[at])
        .collect();
    if let Some(&other) = others.get(random.below(others.len())) {
        letters[at] = other;
    }
}
