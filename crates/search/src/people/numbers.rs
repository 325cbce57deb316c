//! Numbers that stand for people, and those that differ from one by a digit.

/// A number for comparing; what is none is compared as its folded text.
pub(super) fn normal(number: &str) -> String {
    sijill_arabic::number(number).unwrap_or_else(|| sijill_arabic::fold(number.trim()))
}

/// The longest number of which the neighbours are looked for; there are some twenty for each digit.
const LONGEST: usize = 24;

/// Everything that [`sijill_arabic::digits_within_one`] takes for a misreading of a number: another digit, one too many,
/// one too few, two that changed places. The number itself is among them.
pub(super) fn neighbours(number: &str) -> Vec<String> {
    let signs: Vec<char> = number.chars().collect();
    let mut found = vec![number.to_owned()];
    if signs.len() > LONGEST {
        return found;
    }
    let digits = '0'..='9';
    for at in 0..=signs.len() {
        let (before, after) = signs.split_at(at);
        let with = |middle: &[char], after: &[char]| -> String {
            before.iter().chain(middle).chain(after).collect()
        };
        found.extend(digits.clone().map(|digit| with(&[digit], after)));
        let Some((sign, after)) = after.split_first() else { continue };
        if sign.is_ascii_digit() {
            found.push(with(&[], after));
            found.extend(digits.clone().map(|digit| with(&[digit], after)));
        }
        if let Some((next, after)) = after.split_first() {
            found.push(with(&[*next, *sign], after));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_any_script_are_alike() {
        assert_eq!(normal("٥٦٤٢"), "5642");
        assert_eq!(normal(" ٩٠١/٥٦٤٢ "), normal("901/5642"));
    }

    #[test]
    fn every_misreading_is_a_neighbour_and_nothing_else() {
        let found = neighbours("5642");
        for misread in ["5642", "5542", "542", "56422", "6542"] {
            assert!(found.iter().any(|number| number == misread), "{misread}");
        }
        for other in &found {
            assert!(sijill_arabic::digits_within_one("5642", other).is_some(), "{other}");
        }
        assert_eq!(neighbours(&"1".repeat(40)).len(), 1);
    }
}
