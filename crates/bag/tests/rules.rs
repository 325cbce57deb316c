//! Each rule, broken once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::TestBag;
use sijill_bag::{Algorithm, Bag, Code, Container, Report, validate};

const ONE: &[(&str, &[u8])] = &[("a.txt", b"one")];

fn old(files: &[(&str, &[u8])]) -> TestBag {
    TestBag::new("0.97", &[Algorithm::Sha256], files)
}

#[test]
fn a_good_bag_has_neither_errors_nor_warnings() {
    TestBag::plain(&[("a.txt", b"one"), ("b/\u{633}\u{62c}\u{644}", b""), ("c d", b"2")])
        .expect(&[], &[]);
    old(ONE).expect(&[], &[]);
    TestBag::new("1.0", &[Algorithm::Sha256, Algorithm::Sha512], ONE).expect(&[], &[]);
    TestBag::plain(&[]).expect(&[], &[]);
}

#[test]
fn without_a_declaration_there_is_no_bag() {
    let bag = TestBag::plain(ONE);
    fs_err::remove_file(bag.at("bagit.txt")).unwrap();
    bag.expect(&[Code::NoDeclaration], &[]);
    let file = bag.at("manifest-sha256.txt");
    assert!(validate(&file).unwrap().has_error(Code::Container));
    assert!(validate(bag.at("absent")).is_err());
    fs_err::remove_dir_all(bag.at("data")).unwrap();
    fs_err::remove_file(bag.at("manifest-sha256.txt")).unwrap();
    bag.write("bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
    bag.expect(&[Code::NoPayload, Code::NoManifest, Code::Missing], &[]);
}

#[test]
fn every_file_is_compared() {
    let bag = TestBag::plain(ONE);
    bag.write("data/a.txt", b"two");
    bag.expect(&[Code::Altered], &[]);
    let bag = TestBag::plain(ONE);
    bag.write("bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: utf-8\n");
    bag.expect(&[Code::Altered], &[]);
    let bag = TestBag::plain(ONE);
    bag.write("data/b.txt", b"two");
    bag.expect(&[Code::NotListed], &[]);
    fs_err::remove_file(bag.at("data/a.txt")).unwrap();
    fs_err::remove_file(bag.at("data/b.txt")).unwrap();
    bag.expect(&[Code::Missing], &[]);
}

#[test]
fn a_file_that_cannot_be_read_to_its_end_is_an_error_and_not_passed_over() {
    let bag = TestBag::plain(ONE);
    let read = Bag::read(Container::open(bag.path()).unwrap());
    assert!(read.validate().is_valid());
    bag.write("data/a.txt", b"one and more");
    assert!(read.validate().has_error(Code::Unreadable));
}

#[test]
fn digests_may_be_upper_case_and_separated_by_tabs() {
    let bag = TestBag::plain(ONE);
    bag.edit("manifest-sha256.txt", |text| {
        let (digest, path) = text.split_once("  ").unwrap();
        format!("{}\t \t{path}", digest.to_uppercase())
    });
    bag.expect(&[], &[]);
}

#[test]
fn lines_that_are_none() {
    for line in ["what", "abc  data/a.txt", "0123  data/a.txt", "# a comment"] {
        let bag = TestBag::plain(ONE);
        bag.edit("manifest-sha256.txt", |text| format!("{text}{line}\n"));
        bag.expect(&[Code::ManifestLine], &[]);
    }
}

#[test]
fn paths_that_leave_the_bag_in_any_manifest() {
    for path in [
        "../x",
        "/etc/passwd",
        "~/x",
        "~root/x",
        "C:\\x",
        "\\\\server\\x",
        "data/../../x",
        "%A%\\x",
    ] {
        for manifest in ["manifest-sha256.txt", "tagmanifest-sha256.txt"] {
            let bag = TestBag::plain(ONE);
            let text = format!("{}{}  {path}\n", bag.read(manifest), "0".repeat(64));
            bag.write(manifest, text.as_bytes());
            assert!(bag.validate().has_error(Code::LeavesBag), "{path} in {manifest}");
        }
        let bag = TestBag::plain(ONE);
        bag.write("fetch.txt", format!("https://x.example/ - {path}\n").as_bytes());
        bag.tag_manifests();
        bag.expect(&[Code::LeavesBag], &[]);
    }
}

#[test]
fn a_payload_manifest_lists_no_tag_file() {
    let bag = TestBag::plain(ONE);
    bag.edit("manifest-sha256.txt", |text| format!("{text}{}  bagit.txt\n", "0".repeat(64)));
    bag.expect(&[Code::OutsidePayload], &[]);
}

#[test]
fn twice_is_forgiven_before_1_0_if_the_digest_is_the_same() {
    let twice = |text: String| text.repeat(2);
    let (new, old) = (TestBag::plain(ONE), old(ONE));
    new.edit("manifest-sha256.txt", twice);
    new.expect(&[Code::ListedTwice], &[]);
    old.edit("manifest-sha256.txt", twice);
    old.expect(&[], &[Code::ListedTwice]);
    old.edit("manifest-sha256.txt", |text| format!("{text}{}  data/a.txt\n", "0".repeat(64)));
    old.expect(&[Code::ListedTwice], &[Code::ListedTwice]);
    // Two spellings of one path are one path.
    let new = TestBag::plain(ONE);
    new.edit("manifest-sha256.txt", |text| format!("{text}{}", text.replace("data/", "./data/")));
    new.expect(&[Code::ListedTwice], &[Code::PathForm]);
}

#[test]
fn since_1_0_every_manifest_lists_every_file() {
    let both = [Algorithm::Sha256, Algorithm::Sha512];
    for (version, errors, warnings) in
        [("1.0", &[Code::NotListed][..], &[][..]), ("0.97", &[], &[Code::NotListed])]
    {
        let bag = TestBag::new(version, &both, &[("a", b"1"), ("b", b"2")]);
        bag.edit("manifest-sha512.txt", |text| {
            text.lines().take(1).map(|line| format!("{line}\n")).collect()
        });
        bag.expect(errors, warnings);
    }
}

#[test]
fn nothing_is_fetched() {
    let bag = TestBag::plain(&[("a.txt", b"one"), ("b.txt", b"two")]);
    bag.write(
        "fetch.txt",
        b"https://x.example/b 3 data/b.txt\nhttps://x.example/a\t-\tdata/a.txt\n",
    );
    bag.tag_manifests();
    bag.expect(&[], &[]);
    bag.edit("fetch.txt", |text| text.replace(" 3 ", " 4 "));
    bag.expect(&[], &[Code::FetchLength]);
    fs_err::remove_file(bag.at("data/b.txt")).unwrap();
    bag.expect(&[Code::NotFetched], &[]);
    let bag = TestBag::plain(ONE);
    bag.write("fetch.txt", b"https://x.example/b 3 data/b.txt\n");
    bag.tag_manifests();
    bag.expect(&[Code::FetchNotListed], &[]);
    let older = old(ONE);
    older.write("fetch.txt", b"https://x.example/b 3 data/b.txt\n");
    older.tag_manifests();
    older.expect(&[Code::FetchNotListed], &[]);
    for line in
        ["https://x.example/a", "https://x.example/a many data/a.txt", "https://x.example/a -"]
    {
        bag.write("fetch.txt", line.as_bytes());
        bag.tag_manifests();
        bag.expect(&[Code::FetchLine], &[]);
    }
    bag.write("fetch.txt", b"https://x.example/a - bag-info.txt\n");
    bag.tag_manifests();
    bag.expect(&[Code::OutsidePayload], &[]);
}

#[test]
fn the_oxum_is_compared() {
    let bag = TestBag::plain(&[("a", b"12"), ("b/c", b"345")]);
    for (info, errors) in [
        ("Payload-Oxum: 5.2\n", &[][..]),
        ("Payload-Oxum: 5.3\n", &[Code::PayloadOxum]),
        ("Payload-Oxum: 4.2\n", &[Code::PayloadOxum]),
        ("Payload-Oxum: five\n", &[Code::PayloadOxum]),
        ("Payload-Oxum: 5.2\nPayload-Oxum: 5.2\n", &[Code::PayloadOxum]),
        ("no colon\n", &[Code::BagInfo]),
    ] {
        bag.write("bag-info.txt", info.as_bytes());
        bag.tag_manifests();
        bag.expect(errors, &[]);
    }
}

#[test]
fn tag_manifests_list_the_manifests_and_not_each_other() {
    for (version, errors, warnings) in
        [("1.0", &[Code::TagManifest][..], &[][..]), ("0.97", &[], &[Code::TagManifest])]
    {
        let bag = TestBag::new(version, &[Algorithm::Sha256], ONE);
        bag.write_manifest("tagmanifest-sha256.txt", Algorithm::Sha256, &["bagit.txt".to_owned()]);
        let unlisted = [warnings, &[Code::UnlistedTagFile]].concat();
        bag.expect(errors, &unlisted);
        let bag = TestBag::new(version, &[Algorithm::Sha256], ONE);
        let all = ["bagit.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"].map(str::to_owned);
        bag.write_manifest("tagmanifest-sha512.txt", Algorithm::Sha512, &all);
        bag.expect(errors, warnings);
    }
}

#[test]
fn an_algorithm_that_is_not_known_cannot_be_checked() {
    let bag = TestBag::plain(ONE);
    bag.write("manifest-sha3256.txt", b"");
    bag.tag_manifests();
    bag.expect(&[Code::Algorithm], &[]);
}

#[test]
fn percent_signs_are_read_in_both_spellings() {
    let strange: &[(&str, &[u8])] = &[("a%b.txt", b"1"), ("c\nd", b"2"), ("e%0Af", b"3")];
    let encode = |text: String| {
        text.replace("a%b", "a%25b").replace("c\nd", "c%0Ad").replace("e%0Af", "e%250Af")
    };
    let right = TestBag::plain(strange);
    right.edit("manifest-sha256.txt", encode);
    right.expect(&[], &[]);
    // As bagit.py writes it: only line ends are encoded.
    let bagit_py = TestBag::plain(&strange[..2]);
    bagit_py.edit("manifest-sha256.txt", |text| text.replace("c\nd", "c%0Ad"));
    bagit_py.expect(&[], &[Code::PercentEncoding]);
    let older = old(&strange[..2]);
    older.edit("manifest-sha256.txt", |text| text.replace("c\nd", "c%0Ad"));
    older.expect(&[], &[]);
    let newer = old(strange);
    newer.edit("manifest-sha256.txt", encode);
    newer.expect(&[], &[Code::PercentEncoding]);
    // And nothing that is not encoded so.
    TestBag::plain(&[("%7Ea", b"1")]).expect(&[], &[Code::PercentEncoding]);
}

#[test]
fn names_in_another_normal_form_are_found_unless_they_are_two() {
    let (composed, decomposed) = ("\u{e9}", "e\u{301}");
    let bag = TestBag::plain(&[(composed, b"1")]);
    bag.edit("manifest-sha256.txt", |text| text.replace(composed, decomposed));
    bag.expect(&[], &[Code::NormalForm]);
    let bag = TestBag::plain(&[(composed, b"1"), (decomposed, b"1")]);
    bag.expect(&[], &[Code::NamesCollide]);
    fs_err::remove_file(bag.at("data").join(decomposed)).unwrap();
    bag.expect(&[Code::Missing], &[Code::NamesCollide]);
}

#[test]
fn what_the_names_will_meet_elsewhere_is_said() {
    TestBag::plain(&[("a", b"1"), ("A", b"1")]).expect(&[], &[Code::NamesCollide]);
    TestBag::plain(&[("Thumbs.db", b"")]).expect(&[], &[Code::SystemFile]);
    TestBag::plain(&[("a\\b", b"")]).expect(&[], &[Code::Backslash]);
    let bag = TestBag::plain(ONE);
    bag.edit("manifest-sha256.txt", |text| text.replace("  data", " *data"));
    bag.expect(&[], &[Code::Md5sumLine]);
    let bag = TestBag::plain(ONE);
    bag.edit("manifest-sha256.txt", |text| text.replace("data/", "data/../data//./"));
    bag.expect(&[], &[Code::PathForm]);
}

#[test]
fn tag_files_are_in_the_declared_encoding() {
    let utf_16 = |text: &str| -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect()
    };
    let bag = old(&[("\u{633}.txt", b"1")]);
    bag.write("bagit.txt", b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-16\n");
    let manifest = utf_16(&bag.read("manifest-sha256.txt"));
    bag.write("manifest-sha256.txt", &manifest);
    fs_err::remove_file(bag.at("tagmanifest-sha256.txt")).unwrap();
    bag.expect(&[], &[Code::NoTagManifest]);
    bag.write("manifest-sha256.txt", &manifest[..manifest.len() - 1]);
    assert!(bag.validate().has_error(Code::Encoding));
}

#[test]
fn findings_are_quoted_and_their_number_is_limited() {
    let bag = TestBag::plain(ONE);
    bag.edit("manifest-sha256.txt", |text| {
        let line = |number| format!("{}  data/\u{1b}[2J\u{202e}{number}\n", "0".repeat(64));
        text + &(0..11_000).map(line).collect::<String>()
    });
    // What is worst comes last, and is not lost.
    bag.edit("manifest-sha256.txt", |text| format!("{text}{}  ../x\n", "0".repeat(64)));
    let report = bag.validate();
    assert!(report.has_error(Code::LeavesBag));
    let Report { errors, .. } = report;
    assert!(errors.len() < 10_010, "{}", errors.len());
    assert!(errors.iter().all(|finding| !finding.detail.contains(['\u{1b}', '\u{202e}'])));
}
