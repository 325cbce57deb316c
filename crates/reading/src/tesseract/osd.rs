//! What Tesseract says about the direction and the script of a page (`--psm 0`).

use sijill_imaging::prepare::Turn;

/// Which way up a page is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Orientation {
    /// The clockwise turn that sets it upright.
    pub turn: Turn,
    /// How sure the detector is; above [`SURE`] it was right on every labelled page.
    pub confidence: f32,
    /// The script's name, such as `Arabic` or `Latin`.
    pub script: String,
}

/// Blank and nearly empty pages score about 0.01; the least of a page of text was 2.9.
pub(crate) const SURE: f32 = 1.0;

/// Reads what the detector wrote, if it came to a result.
pub(crate) fn orientation(said: &[u8]) -> Option<Orientation> {
    let said = String::from_utf8_lossy(said);
    let value = |name: &str| {
        let line = said.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        line.map(str::trim)
    };
    let degrees: u16 = value("Rotate")?.parse().ok()?;
    let turn = [(0, Turn::None), (90, Turn::Right), (180, Turn::Half), (270, Turn::Left)]
        .into_iter()
        .find_map(|(angle, turn)| (angle == degrees).then_some(turn))?;
    let confidence = value("Orientation confidence")?.parse::<f32>().ok()?;
    let script = value("Script").unwrap_or_default().chars().take(40).collect();
    confidence.is_finite().then_some(Orientation { turn, confidence, script })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_turn_is_read() {
        let said = "Page number: 0\nOrientation in degrees: 270\nRotate: 90\n\
                    Orientation confidence: 8.31\nScript: Arabic\nScript confidence: 2.00\n";
        let found = orientation(said.as_bytes()).unwrap();
        assert_eq!((found.turn, found.confidence), (Turn::Right, 8.31));
        assert_eq!(found.script, "Arabic");
    }

    #[test]
    fn other_answers_are_none() {
        assert_eq!(orientation(b""), None);
        assert_eq!(orientation(b"Rotate: 45\nOrientation confidence: 3"), None);
        assert_eq!(orientation(b"Rotate: 90\nOrientation confidence: inf"), None);
        assert_eq!(orientation(b"Rotate: 90\n"), None);
    }
}
