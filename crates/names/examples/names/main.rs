//! Learns the weights of spellings and judges the matching of names. `cargo xtask train-names` and
//! `cargo xtask eval-names` run it.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool for builders")]

mod counting;
mod files;
mod random;
mod train;
mod single;

use files::Result;
use std::path::PathBuf;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().unwrap_or_default();
    let folder = PathBuf::from(arguments.next().unwrap_or_default());
    match what.as_str() {
        "fold" => single::fold_once(&folder),
        "train" => {
            let names = files::variants(&folder)?;
            let all: Vec<&files::Variants> = names.iter().collect();
            print!("{}", train::train(&all).text());
            Ok(())
        }
        _ => Err("train or eval".into()),
    }
}
