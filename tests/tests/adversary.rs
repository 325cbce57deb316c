//! Every tampering of the adversary set is found by `sijill check --policy`, by the checks that it must fail and no
//! other. `foreign_recipe.rs` does the same with README-VERIFY.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;
use serde_json::Value;
use sijill_tests::Sijill;
use sijill_tests::adversary::{Case, Exhibit, Tampering, all, check, check_with, packed, twins};
use sijill_tests::foreign::shell;

/// Judges every tampering, several at a time, and wants nothing said of any.
fn assert_all(judge: impl Fn(&Tampering) -> Option<String> + Send + Sync) {
    let set: Vec<&Tampering> = all().collect();
    let judge = |tampering: &Tampering| {
        let judged = catch_unwind(AssertUnwindSafe(|| judge(tampering)));
        judged.unwrap_or_else(|_| Some(format!("{}: cannot be carried out", tampering.name)))
    };
    let wrong: Vec<_> = set.into_par_iter().filter_map(judge).collect();
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn check_finds_every_tampering_by_the_right_checks() {
    let case = Case::shared();
    assert_all(|tampering| tampering.judge(&check(&tampering.exhibit(case))));
}

#[test]
fn the_untouched_package_is_sound_for_every_reader() {
    let case = Case::shared();
    let mut exhibit = Exhibit::new(case);
    for (option, path) in [
        ("--time-root", &case.root),
        ("--earlier", &case.earlier),
        ("--earlier", &case.receipt),
        ("--earlier", &case.package),
    ] {
        let checked = check(&exhibit);
        assert_eq!((checked.run.code, checked.failed.len()), (Some(0), 0), "{checked:?}");
        exhibit.with(option, path);
    }
    let checked = check(&exhibit);
    let value = checked.run.value();
    let claimed = value["checks"].as_array().unwrap();
    let prints = case.package.join("certificate.pdf").exists();
    let is_claimed = |check: &&Value| check["what"] != "certificate" || prints;
    let not_passed: Vec<_> =
        claimed.iter().filter(is_claimed).filter(|check| check["status"] != "passed").collect();
    assert!(
        not_passed.is_empty(),
        "the case claims everything that can be claimed: {not_passed:?}"
    );
    packed::pack(&mut exhibit);
    assert_eq!(check(&exhibit).run.code, Some(0));
    single_files_are_sound(case);
}

fn single_files_are_sound(case: &Case) {
    let mut exhibit = Exhibit::new(case);
    exhibit.with("--package", &case.package);
    for file in [
        "data/originals/item-1/000001.tif",
        "data/custody/events/000006.note",
        "data/custody/proofs/000006.tlog-proof",
        "data/custody/checkpoint",
    ] {
        exhibit.handed = case.package.join(file);
        assert_eq!(check(&exhibit).run.code, Some(0), "{file}: {:?}", check(&exhibit));
    }
    exhibit.handed.clone_from(&case.receipt);
    let checked = check(&exhibit);
    assert_eq!(checked.run.code, Some(0), "{checked:?}");
}

#[test]
fn the_set_is_large_and_without_repetition() {
    let names: BTreeSet<_> = all().map(|tampering| tampering.name).collect();
    assert_eq!(names.len(), all().count(), "two of one name");
    assert!(names.len() >= 100, "{} tamperings", names.len());
    let checks: BTreeSet<_> = all().flat_map(|tampering| tampering.fails).collect();
    assert_eq!(checks.len(), 20, "every check fails for somebody: {checks:?}");
    let steps: BTreeSet<_> = all().filter_map(|tampering| tampering.step).collect();
    assert_eq!(steps, (1..=10).collect(), "every step fails for somebody");
}

#[test]
fn whose_policy_it_is_decides() {
    let case = Case::shared();
    an_impostor_is_sound_by_his_own_policy_and_the_answer_says_so(case);
    a_policy_that_counts_one_witness_twice_is_none(case);
}

fn an_impostor_is_sound_by_his_own_policy_and_the_answer_says_so(case: &Case) {
    let exhibit = Exhibit::of(case, &case.impostor);
    let checked = check_with(&exhibit, []);
    assert_eq!(checked.run.code, Some(0), "{checked:?}");
    let trust = checked.run.value()["trust"].as_str().unwrap().to_owned();
    assert!(trust.contains("shows only that it agrees with itself"), "{trust}");
    assert_eq!(check(&exhibit).run.code, Some(1));
}

fn a_policy_that_counts_one_witness_twice_is_none(case: &Case) {
    let policy = fs_err::read_to_string(&case.policy).unwrap();
    let [one, two] = case.witnesses.each_ref().map(|witness| witness.verifier_key().to_string());
    let twice = policy.replace(&two, &one);
    assert_ne!(policy, twice);
    let exhibit = Exhibit::new(case);
    exhibit.write("data/custody/policy.txt", &twice);
    exhibit.seal_as_insider();
    let inside = check_with(&exhibit, []);
    assert_eq!(inside.run.code, Some(1), "{inside:?}");
    assert!(inside.failed.contains(&"checkpoint".to_owned()), "{inside:?}");
    let given = exhibit.beside("policy.txt");
    fs_err::write(&given, twice).unwrap();
    let arguments = ["check".as_ref(), exhibit.handed.as_os_str()];
    let run =
        Sijill::new().run(arguments.into_iter().chain(["--policy".as_ref(), given.as_os_str()]));
    assert_eq!(run.code, Some(2), "{run:?}");
}

/// What `docs/package.md` says that no check shows. If one of these fails some day, the document is to be changed.
#[test]
fn what_no_package_can_show_is_not_found() {
    let case = Case::shared();
    let quorum_none = |it: &Exhibit<'_>| {
        it.edit("data/custody/policy.txt", "quorum both", "quorum none");
        it.seal_as_insider();
    };
    let tables_of_another_version = |it: &Exhibit<'_>| {
        it.edit("data/custody/events.tsv", "\tsuc\t", "\tfai\t");
        it.by_another_version();
        it.seal_as_insider();
    };
    let last_event_left_out = |it: &Exhibit<'_>| {
        let item = it.description().items[0].id;
        it.leave_out(|event| event.item == Some(item) && event.act.code() == "exp");
        it.leave_out(|event| event.item == Some(item) && event.act.code() == "fix");
    };
    let works: [(_, fn(&Exhibit<'_>)); 3] = [
        ("policy.txt asks for no witness", quorum_none),
        ("another version made the tables", tables_of_another_version),
        ("the last events of an item are left out", last_event_left_out),
    ];
    for (name, work) in works {
        let exhibit = Exhibit::new(case);
        // It would say otherwise; whoever holds the seal key can leave it out.
        let certificate = exhibit.path("certificate.pdf");
        if certificate.exists() {
            fs_err::remove_file(certificate).unwrap();
        }
        work(&exhibit);
        let checked = check(&exhibit);
        assert_eq!(checked.run.code, Some(0), "{name}: {checked:?}");
    }
    a_forged_certificate_is_found_by_a_program_that_can_print(case);
}

fn a_forged_certificate_is_found_by_a_program_that_can_print(case: &Case) {
    let prints = case.package.join("certificate.pdf").exists();
    let exhibit = Exhibit::new(case);
    exhibit.write("certificate.pdf", "%PDF-1.7 Everything is in order.");
    exhibit.seal_as_insider();
    let found: &[&str] = if prints { &["certificate"] } else { &[] };
    assert_eq!(check(&exhibit).failed, found);
}

#[test]
fn the_twins_are_twins() {
    let folder = tempfile::tempdir().unwrap();
    fs_err::write(folder.path().join("one"), twins::ONE).unwrap();
    fs_err::write(folder.path().join("other"), twins::OTHER).unwrap();
    let script = "cut -d' ' -f1 <(md5sum one other) | uniq | wc -l; cut -d' ' -f1 <(sha256sum one other) | uniq | wc -l";
    assert_eq!(shell(folder.path(), script, &[]), (0, "1\n2\n".to_owned()));
}
