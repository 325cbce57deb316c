//! Learns the weights of spellings and judges the matching of names: `cargo xtask train-names` and
//! `cargo xtask eval-names` run it.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool for builders")]

mod counting;
mod eval;
mod files;
mod noise;
mod persons;
mod random;
mod single;
mod train;

use std::path::PathBuf;

use files::{Result, Variants};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["train", folder] => {
            let names = files::variants(&PathBuf::from(folder))?;
            let all: Vec<&Variants> = names.iter().collect();
            print!("# letter, unit, beside, weight\n{}", train::train(&all).text());
            Ok(())
        }
        ["eval", folder] => eval::run(&PathBuf::from(folder), false),
        ["eval", folder, "cross-validate"] => eval::run(&PathBuf::from(folder), true),
        _ => Err("ask for `train FOLDER`, `eval FOLDER` or `eval FOLDER cross-validate`".into()),
    }
}
