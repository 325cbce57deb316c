//! `sijill log timestamp`: asked of an authority made with openssl, and judged by openssl.

use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use sijill_testkit::{Profile, TestTsa, TsaKey, TsaServer};
use sijill_tests::contract::expect_error;
use sijill_tests::{Scratch, archive};

struct Authority {
    tsa: TestTsa,
    server: TsaServer,
}

impl Authority {
    fn new(scratch: &Scratch, profile: &Profile<'_>) -> Self {
        let folder = scratch.beside(format!("authority-{}", profile.name));
        fs_err::create_dir(&folder).unwrap();
        let tsa = TestTsa::with(&folder, profile);
        let server = tsa.serve();
        Self { tsa, server }
    }

    fn ca(&self) -> PathBuf {
        self.tsa.folder().join("ca.pem")
    }

    /// Asks this authority, believing its root.
    fn stamp(&self, scratch: &Scratch) -> (i32, Value) {
        let (url, ca) = (self.server.url(), self.ca());
        timestamp(scratch, &[&url, "--ca", ca.to_str().unwrap()])
    }

    /// Whether openssl finds that a response is about these bytes.
    fn verifies(&self, data: &Path, response: &Path) -> bool {
        let line = format!(
            "ts -verify -data {} -in {} -CAfile ca.pem -untrusted tsa.pem",
            data.display(),
            response.display()
        );
        self.tsa.try_openssl(&line).0
    }
}

fn timestamp(scratch: &Scratch, arguments: &[&str]) -> (i32, Value) {
    scratch.sijill.json(["log", "timestamp"].iter().chain(arguments))
}

/// The responses that the ledger keeps, each in a file.
fn responses(scratch: &Scratch) -> Vec<PathBuf> {
    let ledger = rusqlite::Connection::open(scratch.archive().join("ledger.sqlite")).unwrap();
    let mut rows = ledger.prepare("SELECT id, response FROM timestamp_token ORDER BY id").unwrap();
    let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, u64>(0)?, row.get::<_, Vec<u8>>(1)?));
    let rows = rows.query_map((), row).unwrap().map(Result::unwrap);
    rows.map(|(id, bytes)| scratch.write(format!("{id}.tsr"), bytes)).collect()
}

#[test]
fn two_authorities_stamp_the_checkpoint_and_openssl_agrees() {
    sijill_testkit::openssl_or_skip!();
    let scratch = archive();
    let one = Authority::new(&scratch, &Profile::default());
    let two =
        Authority::new(&scratch, &Profile { key: TsaKey::Rsa, name: "2", ..Profile::default() });
    let nobody = timestamp(&scratch, &[]);
    expect_error((nobody.0, &nobody.1), 2, "refused");
    let unknown = timestamp(&scratch, &[&one.server.url()]);
    expect_error((unknown.0, &unknown.1), 2, "refused");
    for authority in [&one, &two] {
        let (code, said) = authority.stamp(&scratch);
        assert_eq!((code, said["stamps"].as_array().unwrap().len()), (0, 1), "{said}");
    }
    scratch.ingest(&scratch.write_scans("scans", 2));
    // Both are known now, and are asked without being named.
    let (code, said) = timestamp(&scratch, &[]);
    assert_eq!((code, said["stamps"].as_array().unwrap().len()), (0, 2), "{said}");
    let stamped = responses(&scratch);
    let checkpoint = scratch.archive().join("checkpoint");
    // In which order they are asked follows from their addresses, whose ports differ from run to run.
    let by = |first: &Authority, second: &Authority| {
        first.verifies(&checkpoint, &stamped[2]) && second.verifies(&checkpoint, &stamped[3])
    };
    assert!(by(&one, &two) || by(&two, &one));
    assert!(!one.verifies(&checkpoint, &stamped[0]), "that one is over the first checkpoint");
    let report = scratch.verify_sound();
    assert_eq!((&report["timestamps"], &report["warnings"]), (&4.into(), &Value::Null), "{report}");
}

#[test]
fn an_authority_that_is_not_believed_is_not_kept() {
    sijill_testkit::openssl_or_skip!();
    let scratch = archive();
    let one = Authority::new(&scratch, &Profile::default());
    let two = Authority::new(&scratch, &Profile { name: "2", ..Profile::default() });
    let (url, ca) = (one.server.url(), two.ca());
    let (code, said) = timestamp(&scratch, &[&url, "--ca", ca.to_str().unwrap()]);
    assert_eq!((code, said["failed"].as_array().unwrap().len()), (3, 1), "{said}");
    assert!(!scratch.archive().join("tsa").exists(), "who gave no time stamp is not remembered");
    let page = scratch.write("page.pem", "no certificate");
    let refused = timestamp(&scratch, &[&url, "--ca", page.to_str().unwrap()]);
    expect_error((refused.0, &refused.1), 2, "refused");
    assert_eq!(scratch.verify_sound()["timestamps"], 0);
}

#[test]
fn an_offline_archive_is_stamped_by_file() {
    sijill_testkit::openssl_or_skip!();
    let scratch = archive();
    let authority = Authority::new(&scratch, &Profile::default());
    let query = scratch.beside("x.tsq");
    let (code, said) = timestamp(&scratch, &["--request", query.to_str().unwrap()]);
    assert_eq!(code, 0, "{said}");
    let request = fs_err::read(&query).unwrap();
    let response = scratch.write("x.tsr", authority.tsa.reply(&request));
    let import = |file: &Path, ca: &[&str]| {
        scratch.sijill.json(["log", "import", file.to_str().unwrap()].iter().chain(ca))
    };
    let unbelieved = import(&response, &[]);
    expect_error((unbelieved.0, &unbelieved.1), 2, "refused");
    let ca = authority.ca();
    let ca = ["--ca", ca.to_str().unwrap()];
    // An answer to a question that nobody here asked.
    authority.tsa.openssl("ts -query -data ca.pem -sha256 -cert -out foreign.tsq");
    let foreign = fs_err::read(authority.tsa.folder().join("foreign.tsq")).unwrap();
    let foreign = scratch.write("foreign.tsr", authority.tsa.reply(&foreign));
    let refused = import(&foreign, &ca);
    expect_error((refused.0, &refused.1), 2, "refused");
    // The log goes on while the stick travels.
    scratch.ingest(&scratch.write_scans("scans", 1));
    let (code, said) = import(&response, &ca);
    assert_eq!((code, &said["kind"]), (0, &"timestamp".into()), "{said}");
    assert_eq!(scratch.verify_sound()["timestamps"], 1);
}

#[test]
fn a_stamp_is_renewed_before_its_certificate_ends() {
    sijill_testkit::openssl_or_skip!();
    let scratch = archive();
    let day = |days: i64| {
        let day = Timestamp::now() + SignedDuration::from_hours(24 * days);
        day.strftime("%Y%m%d%H%M%SZ").to_string()
    };
    let (from, to) = (day(-1), day(20));
    let short = Authority::new(&scratch, &Profile { validity: (&from, &to), ..Profile::default() });
    assert_eq!(short.stamp(&scratch).0, 0);
    let report = scratch.verify_sound();
    assert_eq!(report["warnings"][0]["kind"], "timestamp", "{report}");
    let (code, said) = timestamp(&scratch, &["--renew", "10"]);
    assert_eq!((code, &said["stamps"]), (0, &Value::Array(Vec::new())), "{said}");
    // Its successor certificate lasts longer.
    drop(short);
    fs_err::remove_dir_all(scratch.archive().join("tsa")).unwrap();
    let long = Authority::new(&scratch, &Profile { name: "2", ..Profile::default() });
    assert_eq!(long.stamp(&scratch).0, 0);
    let (code, said) = timestamp(&scratch, &["--renew", "30"]);
    assert_eq!((code, &said["stamps"][0]["renews"]), (0, &0.into()), "{said}");
    let kept = responses(&scratch);
    assert!(long.verifies(&kept[0], &kept[2]), "the renewal is over the answer's bytes");
    let report = scratch.verify_sound();
    assert_eq!(report["warnings"], Value::Null, "{report}");
    assert_eq!(timestamp(&scratch, &["--renew", "30"]).1["stamps"], Value::Array(Vec::new()));
}

#[test]
fn an_altered_time_stamp_is_named() {
    sijill_testkit::openssl_or_skip!();
    let scratch = archive();
    let authority = Authority::new(&scratch, &Profile::default());
    assert_eq!(authority.stamp(&scratch).0, 0);
    scratch.ingest(&scratch.write_scans("scans", 1));
    assert_eq!(authority.stamp(&scratch).0, 0);
    let ledger = scratch.archive().join("ledger.sqlite");
    let whole = fs_err::read(&ledger).unwrap();
    for change in [
        "UPDATE timestamp_token SET response = CAST(substr(response, 1, length(response) - 1) || x'00' AS BLOB) WHERE id = 1",
        "UPDATE timestamp_token SET response = x'3000' WHERE id = 0",
        "UPDATE timestamp_token SET chain = x'' WHERE id = 0",
        "UPDATE timestamp_token SET request = 0 WHERE id = 1",
        "UPDATE timestamp_request SET request = x'00' WHERE id = 1",
        "UPDATE timestamp_request SET size = (SELECT max(size) FROM checkpoint) WHERE id = 0",
        "DELETE FROM timestamp_token WHERE id = 0",
    ] {
        let raw = rusqlite::Connection::open(&ledger).unwrap();
        let free = "PRAGMA foreign_keys = OFF; DROP TRIGGER timestamp_token_fixed; DROP TRIGGER timestamp_token_kept; DROP TRIGGER timestamp_request_fixed";
        raw.execute_batch(&format!("{free}; {change}")).unwrap();
        drop(raw);
        let (code, report) = scratch.sijill.json(["verify"]);
        let problems = report["problems"].as_array().unwrap();
        let named = problems.iter().any(|problem| problem["kind"] == "timestamp");
        assert!(code == 1 && named, "{change}: {report}");
        fs_err::write(&ledger, &whole).unwrap();
    }
    scratch.verify_sound();
}
