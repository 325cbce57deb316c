//! Letters, printed and read again by programs that other people wrote.

mod failing;
mod hostile;
mod pages;
mod sample;
mod whole;
