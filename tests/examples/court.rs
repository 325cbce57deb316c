//! `cargo xtask court`: the whole way of a package, for a person to watch. An archive with two witnesses and an
//! authority hands a package out; a stranger follows README-VERIFY in an empty folder; then every tampering of the
//! adversary set is carried out, and the table says what found it.
//!
//! Everything is invented, runs on this machine only and is removed at the end.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rayon::prelude::*;
use sijill_testkit::TestTsa;
use sijill_tests::adversary::{Case, Tampering, all, check};
use sijill_tests::recipe::{Recipe, Trust};
use sijill_tests::witness::Witness;
use sijill_tests::{PASSPHRASE, Scratch, archive, copy_folder};

fn main() -> ExitCode {
    let handed_out = HandedOut::make();
    let sound = handed_out.is_sound();
    let followed = handed_out.follow_the_recipe();
    let found = tamper();
    if sound && followed && found { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Prints the heading of a part.
fn part(number: u8, title: &str) {
    println!("\n{}\n{number}. {title}\n", "=".repeat(100));
}

/// Prints lines with room before them.
fn show(text: &str) {
    text.lines().for_each(|line| println!("    {line}"));
}

/// A package and what its receiver has from elsewhere.
struct HandedOut {
    scratch: Scratch,
    package: PathBuf,
    policy: PathBuf,
    root: PathBuf,
}

impl HandedOut {
    fn make() -> Self {
        part(1, "An archive with two witnesses and a time-stamping authority");
        let scratch = archive();
        println!("The passphrase is: {PASSPHRASE}\n");
        let named = ["w1", "w2"].map(|name| {
            let witness = Witness::named(&scratch, name, &format!("{name}.example/witness"));
            println!("$ sijill witness init --name {name}.example/witness; sijill witness serve");
            (witness.serve(), witness.vkey)
        });
        let lines = ["w1", "w2"].iter().zip(&named);
        let lines = lines
            .map(|(name, (serving, vkey))| format!("witness {name} {vkey} {}\n", serving.url()));
        let lines = lines.collect::<String>() + "group both all w1 w2\nquorum both\n";
        println!("\nAdded to policy.txt:");
        show(&lines);
        scratch.trust(&lines);
        let policy = scratch
            .write("policy.txt", fs_err::read(scratch.archive().join("policy.txt")).unwrap());
        let folder = scratch.beside("authority");
        fs_err::create_dir(&folder).unwrap();
        let authority = TestTsa::new(&folder, sijill_testkit::TsaKey::P256);
        let server = authority.serve();
        let root = folder.join("ca.pem");

        part(2, "Papers are taken in, witnessed, stamped, and handed out");
        let pages = write_pages(&scratch);
        typed(&scratch, &["ingest", path(&pages)]);
        typed(&scratch, &["log", "cosign"]);
        typed(&scratch, &["log", "timestamp", &server.url(), "--ca", path(&root)]);
        let (_, shown) = scratch.sijill.json(["show"]);
        let accession = shown["accessions"][0]["id"].as_str().unwrap();
        let out = scratch.beside("out");
        typed(&scratch, &["export", accession, "--to", path(&out), "--for", "CASE-7"]);
        let mut made = fs_err::read_dir(&out).unwrap().map(|entry| entry.unwrap().path());
        let made = made.find(|path| path.is_dir()).unwrap();
        let package = scratch.beside("empty").join(made.file_name().unwrap());
        copy_folder(&made, &package);
        Self { scratch, package, policy, root }
    }

    /// What the binary says of it, with a policy and a root from elsewhere.
    fn is_sound(&self) -> bool {
        part(3, "The receiver checks it, with the policy and the authority's root from elsewhere");
        let arguments = ["check", path(&self.package), "--policy", path(&self.policy)];
        let root = ["--time-root", path(&self.root)];
        typed(&self.scratch, &[arguments.as_slice(), &root].concat())
    }

    /// README-VERIFY in a copy in an empty folder.
    fn follow_the_recipe(&self) -> bool {
        part(
            4,
            "A stranger without Sijill follows README-VERIFY in an empty folder, typed as printed",
        );
        let trust = Trust::new(&self.policy, &self.root);
        show(trust.lines());
        let recipe = Recipe::of(&self.package);
        let followed = recipe.run(&self.package, &trust, &recipe.steps());
        for step in &followed {
            println!("\n--- step {} {}", step.number, "-".repeat(60));
            show(&step.commands);
            println!();
            show(&step.said);
            println!("{}", if step.held { "HOLDS" } else { "DOES NOT HOLD" });
        }
        followed.iter().all(|step| step.held)
    }
}

/// Runs a command on the archive and shows it with what it says; whether it succeeded.
fn typed(scratch: &Scratch, arguments: &[&str]) -> bool {
    println!("$ sijill {}", arguments.join(" "));
    let mut command = scratch.sijill.command();
    let output = command.args(arguments).output().unwrap();
    show(&String::from_utf8_lossy(&output.stdout));
    show(&String::from_utf8_lossy(&output.stderr));
    println!();
    output.status.success()
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn write_pages(scratch: &Scratch) -> PathBuf {
    for (name, text) in [
        ("register/page-1.txt", "The first page of a register. Invented.\n"),
        ("register/page-2.txt", "The second page of a register. Invented.\n"),
        ("رسائل/رسالة.txt", "رسالة مختلقة\n"),
    ] {
        scratch.write(Path::new("pages").join(name), text);
    }
    scratch.beside("pages")
}

/// What found a tampering.
struct Row {
    tampering: &'static Tampering,
    failed: Vec<String>,
    wrong: Vec<String>,
}

impl Row {
    fn of(tampering: &'static Tampering) -> Self {
        let exhibit = tampering.exhibit(Case::shared());
        let checked = check(&exhibit);
        let wrong = tampering.judge(&checked).into_iter().chain(tampering.judge_step(&exhibit));
        Self { tampering, wrong: wrong.collect(), failed: checked.failed }
    }
}

/// Carries every tampering out; whether each was found.
fn tamper() -> bool {
    part(5, "What people may do to a package, and what finds it");
    let set: Vec<_> = all().collect();
    let rows: Vec<_> = set.into_par_iter().map(Row::of).collect();
    for Row { tampering, failed, .. } in &rows {
        let step = tampering.step.map_or_else(|| "-".to_owned(), |step| format!("step {step}"));
        println!("{:12}  {}", tampering.by.to_string(), tampering.name);
        println!("{:12}  {step:7}  check: {}\n", "", failed.join(", "));
    }
    let wrong: Vec<_> = rows.iter().flat_map(|row| &row.wrong).collect();
    wrong.iter().for_each(|wrong| println!("NOT AS IT MUST BE: {wrong}"));
    let (count, steps) =
        (rows.len(), rows.iter().filter(|row| row.tampering.step.is_some()).count());
    println!(
        "{count} tamperings; found by `sijill check` with a policy: {}; {steps} of them are claimed by README-VERIFY.",
        rows.iter().filter(|row| !row.failed.is_empty()).count(),
    );
    wrong.is_empty()
}
