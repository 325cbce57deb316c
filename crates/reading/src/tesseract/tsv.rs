//! The table that Tesseract writes (`tessedit_create_tsv`): twelve columns, one row for each page, block, paragraph, line
//! and word. It comes from a process that hostile pixels may have taken over, so anything may be in it.

use sijill_imaging::Rect;

/// A word as the recogniser saw it, in pixels of the image that it was given.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Token {
    /// Without marks of direction; never empty.
    pub text: String,
    pub area: Rect,
    /// 0 to 100.
    pub confidence: f32,
}

/// Words that the recogniser found in one line.
pub(crate) type TokenLine = Vec<Token>;

/// No page has more words, and no word more characters.
const MOST_WORDS: usize = 20_000;
const LONGEST_WORD: usize = 200;
const WORD: &str = "5";

/// The lines of the table in its order; what is no word of the image is passed over.
pub(crate) fn lines(table: &[u8], width: u32, height: u32) -> Vec<TokenLine> {
    let table = String::from_utf8_lossy(table);
    let mut lines: Vec<TokenLine> = Vec::new();
    let mut place = None;
    let mut words = 0;
    for row in table.lines() {
        let Ok(fields) = <[&str; 12]>::try_from(row.split('\t').collect::<Vec<_>>()) else {
            continue;
        };
        let [level, page, block, paragraph, line, _, rest @ ..] = &fields;
        let Some(token) = (*level == WORD).then(|| token(rest, width, height)).flatten() else {
            continue;
        };
        words += 1;
        if words > MOST_WORDS {
            break;
        }
        let here = [page, block, paragraph, line].map(|number| (*number).to_owned());
        match lines.last_mut() {
            Some(last) if place.as_ref() == Some(&here) => last.push(token),
            _ => lines.push(vec![token]),
        }
        place = Some(here);
    }
    lines
}

fn token(fields: &[&str; 6], width: u32, height: u32) -> Option<Token> {
    let [left, top, wide, high, confidence, text] = fields;
    let number = |field: &str| field.parse::<u32>().ok();
    let (left, top) = (number(left)?, number(top)?);
    let area = Rect {
        left,
        top,
        width: number(wide)?.min(width.checked_sub(left)?),
        height: number(high)?.min(height.checked_sub(top)?),
    };
    let confidence = confidence.parse::<f32>().ok().filter(|sure| sure.is_finite())?;
    let text: String = text.chars().filter(is_written).take(LONGEST_WORD).collect();
    let is_word = area.width > 0 && area.height > 0 && !text.is_empty();
    is_word.then(|| Token { text, area, confidence: confidence.clamp(0.0, 100.0) })
}

/// Tesseract puts marks of direction into its words; blanks and control characters have no place in one.
fn is_written(c: &char) -> bool {
    let is_mark = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    !is_mark && !c.is_control() && !c.is_whitespace() && *c != char::REPLACEMENT_CHARACTER
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(table: &str) -> Vec<TokenLine> {
        lines(table.as_bytes(), 1000, 500)
    }

    #[test]
    fn words_of_one_line_stay_together_and_lose_their_marks() {
        let found = read(
            "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
             4\t1\t1\t1\t1\t0\t10\t20\t300\t40\t-1\t\n\
             5\t1\t1\t1\t1\t1\t200\t20\t100\t40\t92.5\tالفرع\u{200f}\n\
             5\t1\t1\t1\t1\t2\t10\t20\t100\t40\t30\t901\n\
             5\t1\t1\t1\t2\t1\t10\t70\t100\t40\t91\tسجل\n",
        );
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
        assert_eq!((found[0][0].text.as_str(), found[0][0].confidence), ("الفرع", 92.5));
        assert_eq!(found[0][1].area, Rect { left: 10, top: 20, width: 100, height: 40 });
    }

    #[test]
    fn what_cannot_be_a_word_of_this_image_is_passed_over() {
        let word = |fields: &str| read(&format!("5\t1\t1\t1\t1\t1\t{fields}\n")).len();
        assert_eq!(word("0\t0\t9\t9\t50\tس"), 1);
        for wrong in [
            "-1\t0\t9\t9\t50\tس",
            "1001\t0\t9\t9\t50\tس",
            "4294967296\t0\t9\t9\t50\tس",
            "0\t0\t0\t9\t50\tس",
            "0\t0\t9\t9\tnan\tس",
            "0\t0\t9\t9\t50\t\u{200f} ",
            "0\t0\t9\t9\t50",
            "0\t0\t9\t9\t50\tس\tس",
        ] {
            assert_eq!(word(wrong), 0, "{wrong}");
        }
    }

    #[test]
    fn a_box_ends_with_the_image_and_a_word_and_the_page_have_an_end() {
        let found = read("5\t1\t1\t1\t1\t1\t990\t490\t4000000000\t4000000000\t500\tس\n");
        assert_eq!(found[0][0].area, Rect { left: 990, top: 490, width: 10, height: 10 });
        assert_eq!(found[0][0].confidence, 100.0);
        let long = "س".repeat(5000);
        let row = format!("5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t50\t{long}\n");
        let found = read(&row.repeat(20_100));
        assert_eq!(found.iter().map(Vec::len).sum::<usize>(), MOST_WORDS);
        assert_eq!(found[0][0].text.chars().count(), LONGEST_WORD);
    }

    #[test]
    fn noise_is_no_text() {
        assert!(lines(&[0xff, 0, 9, 9, 9, 10, 0xfe], 10, 10).is_empty());
        assert!(read("").is_empty());
    }
}
