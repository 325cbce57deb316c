//! An outside program gets standard input and gives standard output, and reaches nothing else.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::time::Duration;

use sijill_sandbox::{Failure, Limits, Program, Tool};

const LIMITS: Limits = Limits {
    memory: 512 << 20,
    cpu: Duration::from_secs(1),
    wall: Duration::from_secs(60),
    request: 1 << 20,
    reply: 1 << 20,
};

fn tool(program: &str) -> Tool {
    let launcher = Program::at(Path::new(env!("CARGO_BIN_EXE_sijill-sandbox-victim")));
    Tool::new(Path::new(program)).launcher(launcher.argument("confine")).limits(LIMITS)
}

fn shell(script: &str) -> Result<String, Failure> {
    let output = tool("/bin/sh").argument("-c").argument(script).run(b"in")?;
    Ok(String::from_utf8(output.stdout).unwrap())
}

/// What a Python line does that tries to misbehave.
fn python(line: &str) -> Result<String, Failure> {
    let output = tool("/usr/bin/python3").argument("-c").argument(line).run(b"")?;
    Ok(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn it_reads_what_it_is_given_and_its_answer_comes_back() {
    let long: Vec<u8> = (0..1 << 20).map(|index: u32| (index % 251) as u8).collect();
    let output = tool("/bin/cat").run(&long).unwrap();
    assert!(output.stdout == long);
    let level = output.level.to_string();
    assert!(level == "seccomp" || level.starts_with("seccomp+landlock ABI "), "{level}");
}

#[test]
fn its_environment_is_empty_but_for_what_it_is_given() {
    let tool = tool("/usr/bin/env").environment("TESSDATA_PREFIX", "/usr/share");
    let said = String::from_utf8(tool.run(b"").unwrap().stdout).unwrap();
    assert_eq!(said, "OMP_THREAD_LIMIT=1\nTESSDATA_PREFIX=/usr/share\n");
}

#[test]
fn an_error_of_its_own_is_reported() {
    let Failure::Failed { code, said } = shell("echo bad page >&2; exit 3").unwrap_err() else {
        panic!("failed")
    };
    assert_eq!((code, said.as_str()), (3, "bad page"));
    let failure = tool("/nonexistent/program").run(b"").unwrap_err();
    assert!(matches!(failure, Failure::Failed { code: 127, .. }), "{failure}");
}

#[test]
fn it_starts_no_process() {
    let Failure::Failed { said, .. } = shell("/bin/true; echo started").unwrap_err() else {
        panic!("failed")
    };
    assert!(said.contains("fork"), "{said}");
}

#[test]
fn it_opens_no_socket() {
    let said = python("import socket\ntry: socket.socket()\nexcept PermissionError: print('no')");
    assert_eq!(said.unwrap(), "no\n");
}

#[test]
fn it_writes_and_changes_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs_err::write(&file, "before").unwrap();
    let path = file.display();
    for attempt in [
        format!("open('{path}', 'w')"),
        format!("open('{path}', 'a')"),
        format!("open('{path}', 'r+')"),
        format!("open('{path}2', 'x')"),
        format!("__import__('os').unlink('{path}')"),
        format!("__import__('os').rename('{path}', '{path}2')"),
        format!("__import__('os').mkdir('{path}2')"),
        format!("__import__('os').symlink('/', '{path}2')"),
        format!("__import__('os').chmod('{path}', 0)"),
        format!("__import__('os').truncate('{path}', 0)"),
    ] {
        let said =
            python(&format!("try: {attempt}; print('done')\nexcept OSError as e: print(e.errno)"));
        // 1 is EPERM, which seccomp says; Landlock, where it is, would say EACCES and is not even asked.
        assert_eq!(said.unwrap(), "1\n", "{attempt}");
    }
    assert_eq!(fs_err::read_to_string(&file).unwrap(), "before");
    assert_eq!(fs_err::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn it_writes_in_its_scratch_folder_if_it_has_one() {
    let folder = tempfile::tempdir().unwrap();
    let writer = tool("/bin/sh").argument("-c").argument("echo page > page.txt; pwd");
    let output = writer.scratch(folder.path()).run(b"").unwrap();
    assert_eq!(output.stdout, format!("{}\n", folder.path().display()).into_bytes());
    assert_eq!(fs_err::read_to_string(folder.path().join("page.txt")).unwrap(), "page\n");
    if output.level.landlock.is_some() {
        let elsewhere = tempfile::tempdir().unwrap();
        let path = elsewhere.path().join("page.txt");
        let script = format!("echo page > {}", path.display());
        let stray = tool("/bin/sh").argument("-c").argument(script).scratch(folder.path());
        assert_eq!(stray.run(b"").unwrap_err().code(), "failed");
        assert!(!path.exists());
    }
}

#[test]
fn it_touches_no_other_process_and_asks_for_no_rights() {
    let itself = std::process::id();
    let kill = format!("import os\ntry: os.kill({itself}, 0)\nexcept OSError: print('no')");
    assert_eq!(python(&kill).unwrap(), "no\n");
    // 101 is ptrace on x86_64 and 117 on aarch64.
    let number = if cfg!(target_arch = "x86_64") { 101 } else { 117 };
    let trace = format!("import ctypes\nctypes.CDLL(None).syscall({number}, 16, {itself}, 0, 0)");
    assert_eq!(python(&trace).unwrap_err(), Failure::KilledBySandbox);
}

#[test]
fn time_memory_and_lengths_have_an_end() {
    assert_eq!(shell("while :; do :; done").unwrap_err(), Failure::OutOfTime);
    let late = Limits { wall: Duration::from_millis(200), ..LIMITS };
    let waiting = tool("/bin/sleep").argument("100").limits(late);
    assert_eq!(waiting.run(b"").unwrap_err(), Failure::OutOfTime);
    assert_eq!(python("len(bytearray(1 << 30))").unwrap_err().code(), "failed");
    assert_eq!(tool("/usr/bin/yes").run(b"").unwrap_err().code(), "too-large");
    assert_eq!(tool("/bin/cat").run(&vec![0; (1 << 20) + 1]).unwrap_err().code(), "too-large");
}
