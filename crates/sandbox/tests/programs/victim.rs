//! A worker that misbehaves as it is asked to, and a launcher of outside programs.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::process::ExitCode;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sijill_sandbox::{Job, Limits, confine, serve};

#[derive(Default)]
struct Victim {
    served: u32,
}

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
    const LIMITS: Limits =
        Limits { memory: 256 << 20, request: 40 << 20, reply: 64 << 20, ..Limits::PAGE };
    type Request = Ask;
    type Reply = String;

    fn handle(&mut self, request: Ask, bytes: Vec<u8>) -> (String, Vec<u8>) {
        self.served += 1;
        let said = match request {
            Ask::Echo => return (format!("request {}", self.served), bytes),
            Ask::OpenFile(path) => format!("{:?}", fs_err::read(path)),
            Ask::Connect => format!("{:?}", std::net::TcpStream::connect("127.0.0.1:1")),
            Ask::StartProcess => format!("{:?}", std::process::Command::new("/bin/true").spawn()),
            Ask::StartThread => format!("{:?}", std::thread::Builder::new().spawn(|| ())),
            Ask::Kill(pid) => {
                let pid = rustix::process::Pid::from_raw(pid).unwrap();
                format!("{:?}", rustix::process::kill_process(pid, rustix::process::Signal::TERM))
            }
            Ask::UseMemory(size) => {
                // Written to by `vec!`, so it is used; to read it too would take the time that another test is about.
                let memory = std::hint::black_box(vec![1_u8; size as usize]);
                memory.len().to_string()
            }
            Ask::Loop => loop {
                std::hint::spin_loop();
            },
            Ask::Sleep => {
                // Not by the clock: a worker has no system call to sleep with.
                let lock = std::sync::Mutex::new(());
                let never = std::sync::Condvar::new();
                let _ = never.wait_timeout(lock.lock().unwrap(), Duration::from_secs(3600));
                "slept".to_owned()
            }
            Ask::Panic => panic!("the file \u{1b}[31m is bad"),
            Ask::Exit => std::process::exit(0),
            Ask::Reply(size) => return ("long".to_owned(), vec![7; size as usize]),
            Ask::ReadDescriptor => {
                // What a careless parent left open must stay unread.
                format!("{:?}", rustix::io::read(std::io::stderr(), &mut [0; 8]))
            }
        };
        (said, Vec::new())
    }
}

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    match (arguments[1].to_str().unwrap(), &arguments[2..]) {
        ("worker", _) => serve::<Victim>(),
        ("confine", [orders]) => confine(orders),
        _ => ExitCode::FAILURE,
    }
}
