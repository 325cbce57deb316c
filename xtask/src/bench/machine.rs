//! What a reader must know of the machine and the tools to read the figures.

use std::process::Command;

use super::contest::Arena;
use crate::command::output;

/// Facts by name, in the order in which they are printed.
pub fn facts(arena: &Arena) -> Vec<(&'static str, String)> {
    let cpu = read("/proc/cpuinfo");
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let sha_ni = cpu.split_whitespace().any(|flag| flag == "sha_ni");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let mut facts = vec![
        ("processor", model.trim_start_matches(['\t', ' ', ':']).to_owned()),
        ("cores", cores.to_string()),
        ("sha_ni", if sha_ni { "yes" } else { "no" }.to_owned()),
        ("kernel", read("/proc/sys/kernel/osrelease")),
        (
            "load (1, 5, 15 min)",
            read("/proc/loadavg").split(' ').take(3).collect::<Vec<_>>().join(" "),
        ),
        ("commit", said(arena, "git describe --always --dirty")),
    ];
    facts.extend(VERSIONS.iter().map(|(name, line)| (*name, said(arena, line))));
    facts
}

const VERSIONS: &[(&str, &str)] = &[
    ("sijill", "\"$SIJILL\" --version"),
    ("coreutils", "cp --version"),
    ("openssl", "openssl version"),
    ("bagit", "bagit.py --version"),
    ("rocfl", "rocfl --version"),
    ("restic", "restic version"),
];

/// The first line that a shell line prints, or that the tool is not here.
fn said(arena: &Arena, line: &str) -> String {
    let mut command = Command::new("bash");
    command.args(["-c", line]).env("PATH", &arena.path).env("SIJILL", &arena.sijill);
    let text = output(&mut command).unwrap_or_default();
    text.lines().next().unwrap_or("not here").to_owned()
}

fn read(path: &str) -> String {
    fs_err::read_to_string(path).unwrap_or_default().trim().to_owned()
}
