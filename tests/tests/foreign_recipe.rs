//! A stranger with a package, README-VERIFY and what every Linux has: bash, sha256sum, openssl, python3. The package is
//! copied to an empty folder and nothing of ours is run. After each tampering that a step claims to find, that step
//! fails.

use std::path::Path;
use std::process::Command;

use rayon::prelude::*;
use sijill_testkit::{openssl_or_skip, shared_or_skip};
use sijill_tests::adversary::{Case, Exhibit, all};
use sijill_tests::foreign::{referees, shell};
use sijill_tests::recipe::{Recipe, Trust};

#[test]
fn readme_verify_typed_as_printed_finds_the_package_sound_and_every_tampering_that_it_claims_to_find()
 {
    openssl_or_skip!();
    let case = Case::shared();
    every_step_holds(Exhibit::new(case).folder(), &Trust::of(case), &[]);
    let wrong: Vec<_> = all()
        .collect::<Vec<_>>()
        .into_par_iter()
        .filter(|tampering| tampering.step.is_some())
        .filter_map(|tampering| tampering.judge_step(&tampering.exhibit(case)))
        .collect();
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n\n"));
    without_witnesses_and_timestamps_the_other_steps_hold(case);
    others_read_it(case);
}

/// Types all steps in one shell; those in `without` are left out, as the text allows.
fn every_step_holds(package: &Path, trust: &Trust, without: &[u8]) {
    let recipe = Recipe::of(package);
    let all = recipe.steps();
    assert_eq!(all, (1..=10).collect::<Vec<_>>());
    let steps: Vec<_> = all.into_iter().filter(|step| !without.contains(step)).collect();
    for step in recipe.run(package, trust, &steps) {
        assert!(step.held, "step {}: {}", step.number, step.said);
    }
}

/// The package of somebody else, with the policy in it: it agrees with itself.
fn without_witnesses_and_timestamps_the_other_steps_hold(case: &Case) {
    let exhibit = Exhibit::of(case, &case.impostor);
    let own = Trust::new(&exhibit.path("data/custody/policy.txt"), &case.root);
    every_step_holds(exhibit.folder(), &own, &[6, 9]);
    let recipe = Recipe::of(exhibit.folder());
    for step in recipe.run(exhibit.folder(), &own, &[6, 9]) {
        assert!(!step.held, "step {} has nothing to show: {}", step.number, step.said);
    }
}

/// Other people's programs on the same package: `sha256sum`, bagit.py, xmllint with the schema of the Library of
/// Congress.
fn others_read_it(case: &Case) {
    let exhibit = Exhibit::new(case);
    let lists = "sha256sum --strict --quiet -c manifest-sha256.txt tagmanifest-sha256.txt
        sha512sum --strict --quiet -c manifest-sha512.txt tagmanifest-sha512.txt";
    assert_eq!(shell(exhibit.folder(), lists, &[]), (0, String::new()));
    if let Some(referees) = referees() {
        let mut bagit = Command::new(referees.join("python"));
        bagit.arg(referees.join("bagit.py")).arg("--validate");
        let said = bagit.arg(exhibit.folder()).output().unwrap();
        assert!(said.status.success(), "{said:?}");
    }
    let schema = shared_or_skip!("corpus/schema-premis3/premis.xsd");
    if !has_xmllint() {
        return;
    }
    let schema = [("SCHEMA", schema.to_str().unwrap())];
    let premis = "xmllint --noout --nonet --schema \"$SCHEMA\" data/metadata/premis.xml";
    let (code, said) = shell(exhibit.folder(), premis, &schema);
    assert_eq!(code, 0, "{said}");
    let dublin_core = "xmllint --noout --nonet data/metadata/item-*/dc.xml";
    assert_eq!(shell(exhibit.folder(), dublin_core, &[]), (0, String::new()));
    exhibit.edit("data/metadata/premis.xml", "<size>", "<size>many ");
    assert_ne!(shell(exhibit.folder(), premis, &schema).0, 0);
}

fn has_xmllint() -> bool {
    let found = Command::new("xmllint").arg("--version").output().is_ok();
    assert!(
        found || std::env::var_os("CI").is_none(),
        "xmllint is missing, and CI may skip no test"
    );
    if !found {
        eprintln!("SKIPPED: {} needs xmllint", module_path!());
    }
    found
}
