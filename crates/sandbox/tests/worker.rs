//! A worker that misbehaves is stopped, the right reason is given, and its parent goes on.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use sijill_sandbox::{Failure, Job, Limits, Program, Worker};

/// The same job as the victim program's, seen from here.
#[derive(Default)]
struct Victim;

#[derive(Debug, Serialize, Deserialize)]
enum Ask {
    Echo,
    OpenFile(String),
    Connect,
    StartProcess,
    StartThread,
    Kill(i32),
    UseMemory(u64),
    Loop,
    Sleep,
    Panic,
    Exit,
    Reply(u64),
    ReadDescriptor,
}

impl Job for Victim {
    const NAME: &'static str = "victim";
    const LIMITS: Limits = Limits {
        request: 40 << 20,
        reply: 64 << 20,
        cpu: Duration::from_secs(1),
        wall: Duration::from_secs(60),
        ..Limits::PAGE
    };
    type Request = Ask;
    type Reply = String;

    fn handle(&mut self, _: Ask, _: Vec<u8>) -> (String, Vec<u8>) {
        unreachable!("only the victim program does it")
    }
}

fn program() -> Program {
    Program::at(Path::new(env!("CARGO_BIN_EXE_sijill-sandbox-victim"))).argument("worker")
}

fn worker() -> Worker<Victim> {
    Worker::start_with(program(), Victim::LIMITS).unwrap()
}

/// Asks for a misdeed; afterwards the same worker must answer an honest request from a new child.
fn stopped(ask: &Ask) -> Failure {
    let mut worker = worker();
    let failure = worker.call(ask, &[]).unwrap_err();
    assert!(worker.level().is_none(), "a worker that failed is gone");
    let (said, bytes) = worker.call(&Ask::Echo, b"still here").unwrap();
    assert_eq!((said.as_str(), &bytes[..]), ("request 1", &b"still here"[..]));
    failure
}

#[test]
fn requests_and_bytes_of_any_length_come_back() {
    let mut worker = worker();
    for (count, length) in [0, 1, 70_000, 40 << 20].into_iter().enumerate() {
        let bytes: Vec<u8> = (0..length).map(|index: u32| (index % 251) as u8).collect();
        let (said, echo) = worker.call(&Ask::Echo, &bytes).unwrap();
        assert_eq!(said, format!("request {}", count + 1));
        assert!(echo == bytes, "{length} bytes came back changed");
    }
    assert!(worker.usage().unwrap().memory <= 256 << 20);
    worker.renew();
    assert_eq!(worker.call(&Ask::Echo, &[]).unwrap().0, "request 1");
}

#[test]
fn no_file_is_opened() {
    let file = env!("CARGO_MANIFEST_DIR").to_owned() + "/Cargo.toml";
    assert_eq!(stopped(&Ask::OpenFile(file)), Failure::KilledBySandbox);
}

#[test]
fn no_socket_is_opened() {
    assert_eq!(stopped(&Ask::Connect), Failure::KilledBySandbox);
}

#[test]
fn no_process_and_no_thread_is_started() {
    assert_eq!(stopped(&Ask::StartProcess), Failure::KilledBySandbox);
    assert_eq!(stopped(&Ask::StartThread), Failure::KilledBySandbox);
}

#[test]
fn no_other_process_is_touched() {
    let itself = i32::try_from(std::process::id()).unwrap();
    assert_eq!(stopped(&Ask::Kill(itself)), Failure::KilledBySandbox);
}

#[test]
fn no_other_descriptor_is_read() {
    assert_eq!(stopped(&Ask::ReadDescriptor), Failure::KilledBySandbox);
}

#[test]
fn memory_has_an_end() {
    let mut worker = worker();
    assert_eq!(worker.call(&Ask::UseMemory(100 << 20), &[]).unwrap().0, (100 << 20).to_string());
    assert_eq!(stopped(&Ask::UseMemory(300 << 20)), Failure::OutOfMemory);
}

#[test]
fn an_endless_loop_costs_its_processor_time_and_no_more() {
    let begun = Instant::now();
    assert_eq!(stopped(&Ask::Loop), Failure::OutOfTime);
    assert!(begun.elapsed() < Duration::from_secs(50), "the clock stopped it, not the kernel");
}

#[test]
fn the_budget_is_new_for_each_request() {
    let mut worker = worker();
    let mut used = Duration::ZERO;
    while used < Duration::from_millis(1500) {
        worker.call(&Ask::UseMemory(100 << 20), &[]).unwrap();
        used = worker.usage().unwrap().cpu;
    }
}

#[test]
fn waiting_has_an_end() {
    let limits = Limits { wall: Duration::from_millis(300), ..Victim::LIMITS };
    let mut worker = Worker::<Victim>::start_with(program(), limits).unwrap();
    assert_eq!(worker.call(&Ask::Sleep, &[]).unwrap_err(), Failure::OutOfTime);
}

#[test]
fn a_panic_is_reported_without_the_place_where_it_was_built() {
    let Failure::Crashed { said } = stopped(&Ask::Panic) else { panic!("crashed") };
    assert!(said.starts_with("the file [31m is bad at tests/programs/victim.rs:"), "{said}");
    let Failure::Crashed { said } = stopped(&Ask::Exit) else { panic!("crashed") };
    assert_eq!(said, "exit code 0");
}

#[test]
fn too_much_is_neither_sent_nor_taken() {
    let limit = Victim::LIMITS.reply;
    let too_large = Failure::TooLarge { bytes: limit + 1, limit };
    assert_eq!(stopped(&Ask::Reply(limit + 1)), too_large);
    let long = vec![0; Victim::LIMITS.request as usize + 1];
    assert_eq!(worker().call(&Ask::Echo, &long).unwrap_err().code(), "too-large");
    // The child checks for itself what its parent sends.
    let limits = Limits { request: 64 << 20, ..Victim::LIMITS };
    let mut careless = Worker::<Victim>::start_with(program(), limits).unwrap();
    let Failure::Crashed { said } = careless.call(&Ask::Echo, &long).unwrap_err() else {
        panic!("crashed")
    };
    assert!(said.contains("bytes are more than"), "{said}");
}

#[test]
fn a_program_that_is_no_worker_is_told_apart() {
    let code = |path: &str| {
        Worker::<Victim>::start_with(Program::at(Path::new(path)), Victim::LIMITS)
            .map(drop)
            .unwrap_err()
            .code()
    };
    assert_eq!(code("/nonexistent/program"), "not-started");
    assert_eq!(code("/bin/true"), "crashed");
    assert_eq!(code("/usr/bin/yes"), "too-large");
}
