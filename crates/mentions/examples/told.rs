//! Prints what pages tell: texts with one line a line and tabs between the cells of a register.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]
use sijill_mentions::{Cell, Line, read};

fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<Line> = text
            .lines()
            .map(|line| Line {
                table: line.contains('\t').then_some(0),
                cells: line
                    .split('\t')
                    .map(|text| Cell { text: text.to_owned(), ..Cell::default() })
                    .collect(),
            })
            .collect();
        let told = read(&lines);
        println!("== {path} {:?}", told.types);
        for p in told.people {
            println!(
                "  {:?} {} | f {:?} m {:?} b {:?} p {:?} k {:?}",
                p.role,
                p.named.name,
                p.named.father,
                p.named.mother,
                p.named.born.map(|b| b.as_written),
                p.named.place,
                p.named.kunya
            );
        }
    }
}
