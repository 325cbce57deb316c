//! Folders and ZIP files as containers: what is packed comes out again, and what programs could understand in
//! two ways is refused.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use sijill_bag::{Container, ContainerError, Irregular, IrregularKind, PackError, pack};
use tempfile::TempDir;

const FILES: [(&str, &[u8]); 4] = [
    ("a.txt", b"one"),
    ("b/c/d.txt", b"two\n"),
    ("b/empty", b""),
    ("b/\u{633}\u{62c}\u{644}", b"3"),
];

fn tree() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let top = folder.path().join("top");
    for (name, bytes) in FILES {
        fs_err::create_dir_all(top.join(name).parent().unwrap()).unwrap();
        fs_err::write(top.join(name), bytes).unwrap();
    }
    fs_err::create_dir_all(top.join("b/hollow/inside")).unwrap();
    (folder, top)
}

fn zipped() -> (TempDir, PathBuf) {
    let (folder, top) = tree();
    let zip = folder.path().join("top.zip");
    pack(&top, &zip).unwrap();
    (folder, zip)
}

fn read(container: &Container, path: &str) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    container.read(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn refusal(path: &Path) -> String {
    match Container::open(path) {
        Err(ContainerError::Zip { what, .. }) => what,
        other => panic!("{other:?}"),
    }
}

fn expect_tree(container: &Container) {
    let files: Vec<_> = container.files().collect();
    let expected: Vec<_> = FILES.iter().map(|(name, bytes)| (*name, bytes.len() as u64)).collect();
    assert_eq!(files, expected);
    for (name, bytes) in FILES {
        assert_eq!(read(container, name).unwrap(), bytes);
    }
    assert_eq!(container.name(), "top");
    assert!(
        ["b", "b/c", "b/hollow", "b/hollow/inside"].iter().all(|name| container.has_folder(name))
    );
    assert!(!container.has_folder("a.txt") && !container.has_folder("c"));
    assert!(read(container, "b").is_err() && read(container, "../top/a.txt").is_err());
    assert_eq!(container.bytes("a.txt", 3).unwrap(), b"one");
    assert!(container.bytes("a.txt", 2).is_err());
}

#[test]
fn a_folder_and_its_zip_hold_the_same() {
    let (_folder, top) = tree();
    expect_tree(&Container::open(&top).unwrap());
    let (_folder, zip) = zipped();
    let container = Container::open(&zip).unwrap();
    assert!(container.is_zip());
    expect_tree(&container);
}

#[test]
fn packing_gives_the_same_bytes_again_and_overwrites_nothing() {
    let (folder, zip) = zipped();
    let (top, again) = (folder.path().join("top"), folder.path().join("again.zip"));
    pack(&top, &again).unwrap();
    assert_eq!(fs_err::read(&zip).unwrap(), fs_err::read(&again).unwrap());
    assert!(matches!(pack(&top, &again), Err(PackError::Exists { .. })));
    std::os::unix::fs::symlink("a.txt", top.join("link")).unwrap();
    let third = folder.path().join("third.zip");
    assert!(matches!(pack(&top, &third), Err(PackError::Irregular { .. })));
    let left: Vec<_> =
        fs_err::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

#[test]
fn links_pipes_and_strange_names_are_reported_and_not_followed() {
    use std::os::unix::ffi::OsStrExt;
    let (folder, top) = tree();
    std::os::unix::fs::symlink("/etc/hostname", top.join("b/link")).unwrap();
    std::os::unix::fs::symlink(folder.path(), top.join("z")).unwrap();
    assert!(Command::new("mkfifo").arg(top.join("pipe")).status().unwrap().success());
    fs_err::create_dir(top.join(std::ffi::OsStr::from_bytes(b"\xff"))).unwrap();
    let container = Container::open(&top).unwrap();
    expect_tree(&container);
    let irregular = |path: &str, kind| Irregular { path: path.to_owned(), kind };
    assert_eq!(
        container.irregular(),
        [
            irregular("b/link", IrregularKind::Symlink),
            irregular("pipe", IrregularKind::Special),
            irregular("z", IrregularKind::Symlink),
            irregular("\u{fffd}", IrregularKind::Name),
        ]
    );
}

#[test]
fn a_file_that_changed_since_it_was_listed_cannot_be_read_to_its_end() {
    let (_folder, top) = tree();
    let container = Container::open(&top).unwrap();
    fs_err::write(top.join("a.txt"), "longer").unwrap();
    fs_err::write(top.join("b/c/d.txt"), "s").unwrap();
    fs_err::remove_file(top.join("b/empty")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", top.join("b/empty")).unwrap();
    for path in ["a.txt", "b/c/d.txt", "b/empty"] {
        assert!(read(&container, path).is_err(), "{path}");
    }
}

/// Where versions, times and permissions stand, of which nothing here is made: bytes of each local header and of each
/// header in the directory.
fn meaningless(zip: &[u8]) -> Vec<usize> {
    let starts = |signature: &'static [u8]| {
        (0..zip.len()).filter(move |start| zip[*start..].starts_with(signature))
    };
    let local = starts(b"PK\x03\x04").flat_map(|start| [4, 5, 10, 11, 12, 13].map(|at| start + at));
    let central = starts(b"PK\x01\x02").flat_map(|start| {
        [4, 5, 6, 7, 12, 13, 14, 15, 36, 37, 38, 39, 40, 41].map(|at| start + at)
    });
    local.chain(central).collect()
}

#[test]
fn every_byte_of_a_zip_counts() {
    let (folder, zip) = zipped();
    let good = fs_err::read(&zip).unwrap();
    let bad = folder.path().join("bad.zip");
    let mut passed = Vec::new();
    for index in 0..good.len() {
        let mut bytes = good.clone();
        bytes[index] ^= 0x10;
        fs_err::write(&bad, bytes).unwrap();
        if let Ok(container) = Container::open(&bad) {
            let all = container.files().all(|(path, _)| read(&container, path).is_ok());
            let same =
                container.files().map(|(path, size)| (path.to_owned(), size)).collect::<Vec<_>>();
            let expected: Vec<_> =
                FILES.iter().map(|(n, b)| ((*n).to_owned(), b.len() as u64)).collect();
            if all && same == expected && container.name() == "top" {
                passed.push(index);
            }
        }
    }
    let meaningless = meaningless(&good);
    let meant: Vec<_> = passed.iter().filter(|index| !meaningless.contains(index)).collect();
    assert!(meant.is_empty() && !passed.is_empty(), "{meant:?}");
    for end in 0..good.len() {
        fs_err::write(&bad, &good[..end]).unwrap();
        assert!(Container::open(&bad).is_err(), "{end}");
    }
    fs_err::write(&bad, [b"#!/bin/sh\n", good.as_slice()].concat()).unwrap();
    assert!(refusal(&bad).contains("before the first file"));
    fs_err::write(&bad, [good.as_slice(), b"\n"].concat()).unwrap();
    assert!(refusal(&bad).contains("behind its end"));
}

/// Python's zipfile, told to write what no reader should trust.
fn python(folder: &Path, script: &str) -> PathBuf {
    let zip = folder.join("python.zip");
    let script = format!(
        "import sys, zipfile, stat\nfrom zipfile import ZipFile, ZipInfo\nz = ZipFile(sys.argv[1], 'w')\n{script}\nz.close()\n"
    );
    let run =
        Command::new("python3").args(["-W", "ignore", "-c", &script]).arg(&zip).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    zip
}

#[test]
fn what_python_packs_is_read_and_what_it_should_not_have_packed_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let good = "z.mkdir('top')\nz.writestr('top/b/\u{633}.txt', 'x')\nwith z.open('top/w', 'w', force_zip64=True) as w: w.write(b'wide')";
    let zip = python(folder.path(), good);
    let container = Container::open(&zip).unwrap();
    assert_eq!(container.files().collect::<Vec<_>>(), [("b/\u{633}.txt", 1), ("w", 4)]);
    assert_eq!(read(&container, "w").unwrap(), b"wide");

    for (script, why) in [
        ("z.writestr('top/a', 'x', compress_type=zipfile.ZIP_DEFLATED)", "is compressed"),
        ("z.writestr('top/a', 'x')\nz.writestr('top/a', 'y')", "twice"),
        ("z.writestr('/top/a', 'x')", "no plain path"),
        ("z.writestr('top/../a', 'x')", "no plain path"),
        ("z.writestr('top/./a', 'x')", "no plain path"),
        ("z.writestr('top//a', 'x')", "no plain path"),
        ("z.writestr('top/a\\\\b', 'x')", "no plain path"),
        ("z.writestr('a', 'x')", "outside the one folder"),
        ("z.writestr('top/a', 'x')\nz.writestr('other/a', 'x')", "outside the one folder"),
        ("z.writestr('top/a', 'x')\nz.writestr('top/a/b', 'x')", "a file and a folder"),
        (
            "i = ZipInfo('top/a')\ni.external_attr = (stat.S_IFLNK | 0o777) << 16\nz.writestr(i, '/etc/passwd')",
            "symbolic link",
        ),
        (
            "i = ZipInfo('top/a')\ni.external_attr = (stat.S_IFIFO | 0o777) << 16\nz.writestr(i, '')",
            "symbolic link",
        ),
        ("z.writestr('top/a', 'x')\nz.comment = b'hello'", "behind its end"),
        ("pass", "empty"),
        // Bytes that no entry owns: another file, that another program would find there.
        (
            "z.writestr('top/a', 'x')\nz.writestr('top/a', 'y')\ndel z.filelist[0]",
            "between or under",
        ),
        (
            "z.writestr('top/a', 'x')\nz.writestr('top/b', 'y')\ndel z.filelist[1]",
            "belong to nothing",
        ),
        ("z.writestr('top/a', 'x')\nz.filelist.append(z.filelist[0])", "between or under"),
    ] {
        let what = refusal(&python(folder.path(), script));
        assert!(what.contains(why), "{script}: {what}");
    }
    let text = folder.path().join("text");
    fs_err::write(&text, "no ZIP file at all, but long enough").unwrap();
    assert!(refusal(&text).contains("no ZIP file"));
    assert!(matches!(Container::open(folder.path().join("absent")), Err(ContainerError::Io(_))));
}

#[test]
fn python_and_unzip_read_what_is_packed() {
    let (folder, zip) = zipped();
    let script = "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nz.extractall(sys.argv[2])\nprint(*z.namelist(), sep='\\n')";
    let out = folder.path().join("out");
    let run = Command::new("python3").args(["-c", script]).args([&zip, &out]).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    expect_tree(&Container::open(out.join("top")).unwrap());
    if let Ok(run) = Command::new("unzip").arg("-tq").arg(&zip).output() {
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    }
}

#[test]
fn more_files_than_sixteen_bits_can_count() {
    let folder = tempfile::tempdir().unwrap();
    let script = "for i in range(65600): z.writestr('top/%05d' % i, b'')";
    let zip = python(folder.path(), script);
    assert_eq!(Container::open(&zip).unwrap().files().count(), 65_600);
}

/// Slow where files are made slowly: `cargo test -p sijill-bag --test container -- --ignored`.
#[test]
#[ignore = "makes 65,600 files"]
fn more_files_to_pack_than_sixteen_bits_can_count() {
    let folder = tempfile::tempdir().unwrap();
    let (top, zip) = (folder.path().join("top"), folder.path().join("top.zip"));
    fs_err::create_dir(&top).unwrap();
    (0..65_600).for_each(|number| fs_err::write(top.join(format!("{number:05}")), "").unwrap());
    pack(&top, &zip).unwrap();
    assert_eq!(Container::open(&zip).unwrap().files().count(), 65_600);
    let script =
        "import sys, zipfile\nassert len(zipfile.ZipFile(sys.argv[1]).namelist()) == 65600";
    assert!(Command::new("python3").args(["-c", script]).arg(&zip).status().unwrap().success());
}

/// Needs 9 GB of disk and a minute: `cargo test -p sijill-bag --test container -- --ignored`.
#[test]
#[ignore = "writes more than four gigabytes"]
fn a_file_longer_than_thirty_two_bits_can_say() {
    let (folder, top) = tree();
    let length = u64::from(u32::MAX) + 10;
    fs_err::File::create(top.join("a.huge")).unwrap().set_len(length).unwrap();
    let zip = folder.path().join("huge.zip");
    pack(&top, &zip).unwrap();
    let container = Container::open(&zip).unwrap();
    assert_eq!(container.size("a.huge"), Some(length));
    assert_eq!(read(&container, "b/c/d.txt").unwrap(), b"two\n");
    let script = "import sys, zipfile\nassert zipfile.ZipFile(sys.argv[1]).testzip() is None";
    assert!(Command::new("python3").args(["-c", script]).arg(&zip).status().unwrap().success());
}
