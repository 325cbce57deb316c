//! Cells that a spreadsheet program would take for formulas. A title such as `=HYPERLINK(…)` comes from a sheet that
//! somebody else made, and would run on the machine of whoever opens the export. An apostrophe in front of such a cell
//! makes it text; taken off again at the import, the same sheet comes back unchanged.

/// What a formula begins with, in one of the programs or scripts, and the apostrophe itself.
const BEGINNINGS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠', '\''];

/// A cell that no program takes for a formula.
#[must_use]
pub fn guarded(cell: &str) -> String {
    if cell.starts_with(BEGINNINGS) { format!("'{cell}") } else { cell.to_owned() }
}

/// The cell as it was before it was guarded; any other is as it is.
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(bare) if bare.starts_with(BEGINNINGS) => bare,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_become_text() {
        for cell in ["=1+1", "@SUM(A1)", "-2+3", "+1", "\t=1", "＝1", "'=1"] {
            assert!(guarded(cell).starts_with('\''), "{cell}");
        }
        assert_eq!(guarded("سجل 12"), "سجل 12");
        assert_eq!(unguarded("'quoted'"), "'quoted'", "what a team typed stays");
    }

    proptest! {
        #[test]
        fn every_cell_comes_back(cell in "['=+@a\\t -]{0,6}|\\PC{0,12}") {
            let guarded = guarded(&cell);
            prop_assert_eq!(unguarded(&guarded), cell);
        }
    }
}
