//! What each byte of an SQLite file is for, as far as it matters for saying why a flipped bit changed nothing.
//! <https://www.sqlite.org/fileformat2.html>

use std::ops::Range;

/// Fields of the file's header that are not needed to read rows, or not by this program.
const HEADER: [(Range<usize>, &str); 8] = [
    (18..20, "header: journal mode"),
    (24..28, "header: change counter"),
    (28..32, "header: size in pages"),
    (40..44, "header: schema cookie"),
    (48..52, "header: cache size"),
    (72..92, "header: reserved"),
    (92..96, "header: version-valid-for"),
    (96..100, "header: SQLite's version"),
];

/// The name of each byte's region.
#[must_use]
pub fn regions(file: &[u8]) -> Vec<&'static str> {
    let size = usize::from(u16::from_be_bytes([file[16], file[17]]));
    let mut names = Vec::with_capacity(file.len());
    for (number, page) in file.chunks(size).enumerate() {
        let head = if number == 0 { 100 } else { 0 };
        names.extend(header_names(head));
        names.extend(page_names(page, head));
    }
    names
}

fn header_names(length: usize) -> impl Iterator<Item = &'static str> {
    let name = |at: usize| HEADER.iter().find(|(range, _)| range.contains(&at));
    (0..length).map(move |at| name(at).map_or("header", |(_, name)| name))
}

fn page_names(page: &[u8], head: usize) -> Vec<&'static str> {
    let length = match page[head] {
        2 | 5 => 12,
        10 | 13 => 8,
        _ => return vec!["overflow or free page"; page.len() - head],
    };
    let number = |at: usize| usize::from(u16::from_be_bytes([page[at], page[at + 1]]));
    let pointers = head + length..head + length + 2 * number(head + 3);
    let content = number(head + 5);
    let mut names = vec!["cells"; page.len()];
    names[head..head + length].fill("page header");
    names[pointers.clone()].fill("cell pointers");
    names[pointers.end..content].fill("unallocated");
    let mut block = number(head + 1);
    while block != 0 {
        names[block..block + number(block + 2)].fill("freeblock");
        block = number(block);
    }
    names.split_off(head)
}
