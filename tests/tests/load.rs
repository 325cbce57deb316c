//! Many people at once, on the real server: readers search, find and look, desks upload, and in the middle the server is killed.
//! Nobody gets an error, nothing that was acknowledged is lost, and everybody goes on. `cargo xtask load --long` is the
//! campaign: 50 readers and 4 desks for ten minutes.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use sha2::{Digest as _, Sha256};
use sijill_schema::Digest;
use sijill_storage::Archive;
use sijill_tests::client::Client;
use sijill_tests::serving::{Factor, Serving};
use sijill_tests::written::written;
use sijill_tests::{Scratch, Sijill};

const PASSWORD: &str = "seven invented words about the sea";

/// How many take part, and how long each half lasts.
struct Crowd {
    readers: usize,
    desks: usize,
    half: Duration,
}

impl Crowd {
    const FEW: Self = Self { readers: 4, desks: 2, half: Duration::from_secs(8) };

    fn of_the_campaign() -> Self {
        match std::env::var("SIJILL_CAMPAIGN").as_deref() {
            Ok("long") => Self { readers: 50, desks: 4, half: Duration::from_secs(300) },
            _ => Self { readers: 20, desks: 4, half: Duration::from_secs(30) },
        }
    }
}

/// Somebody with an account.
struct Somebody {
    handle: String,
    factor: Factor,
    from: Ipv4Addr,
}

impl Somebody {
    /// Signs in; the browser, and what forms repeat.
    fn come_in(&self, address: &str) -> (Client, String) {
        let mut client = Client::new(address).coming_from(self.from);
        let form = client.sign_in(&self.handle, PASSWORD, &self.factor);
        (client, form)
    }
}

/// Invites somebody and gives them a role; the code.
fn invited(sijill: &Sijill, handle: &str, role: &str) -> String {
    let done = |arguments: &[&str]| {
        let (code, said) = sijill.json(arguments);
        assert_eq!(code, 0, "{said}");
        said
    };
    let code = done(&["account", "add", handle, "--name", handle]);
    let granted = done(&["account", "grant", handle, role]);
    done(&["account", "confirm", granted["grant"].as_str().unwrap()]);
    code["code"].as_str().unwrap().to_owned()
}

/// What happened to everybody.
#[derive(Default)]
struct Record {
    /// How long each question took.
    questions: Mutex<Vec<Duration>>,
    /// How long every other answer took.
    answers: Mutex<Vec<Duration>>,
    /// The files that the server said were secured.
    secured: Mutex<Vec<Digest>>,
    /// Answers that should not be.
    errors: Mutex<Vec<String>>,
}

impl Record {
    fn error(&self, what: String) {
        self.errors.lock().unwrap().push(what);
    }
}

/// A reader: a question every ten seconds, as people put them, and pages between.
fn read(
    somebody: &Somebody,
    address: &str,
    pages: &[String],
    (record, begins, ends): (&Record, &Barrier, &AtomicBool),
) {
    let (mut client, form) = somebody.come_in(address);
    begins.wait();
    for turn in 0.. {
        if ends.load(Ordering::Relaxed) {
            return;
        }
        let began = Instant::now();
        let (answer, times) = match turn % 20 {
            0 => (
                client.post("/search", &[("form", &form), ("query", "الفرع ٩٠١")]),
                &record.questions,
            ),
            10 => {
                (client.post("/find", &[("form", &form), ("name", "Jawzani")]), &record.questions)
            }
            other if other % 2 == 0 => (client.get("/shelves"), &record.answers),
            other => {
                let page = &pages[other % pages.len()];
                (client.get(&format!("/page/{page}")), &record.answers)
            }
        };
        // Whoever is cut off when the server is killed is no error; it was not told anything.
        let Ok(answer) = answer else { continue };
        times.lock().unwrap().push(began.elapsed());
        if answer.status != 200 {
            record.error(format!("reader, turn {turn}: {} {}", answer.status, answer.text()));
        }
        thread::sleep(Duration::from_millis(500));
    }
}

/// A desk: one scan after another.
fn upload(
    (somebody, number): (&Somebody, usize),
    address: &str,
    accession: &str,
    (record, begins, ends): (&Record, &Barrier, &AtomicBool),
) {
    let (mut client, form) = somebody.come_in(address);
    begins.wait();
    let started = Instant::now();
    for turn in 0_u32.. {
        if ends.load(Ordering::Relaxed) {
            return;
        }
        let nonce = format!("{number} {turn} {:?}", started);
        let mut scan = sijill_tests::bitmap(u8::try_from(turn % 200).unwrap());
        scan.extend_from_slice(nonce.as_bytes());
        let digest = Digest::from_bytes(Sha256::digest(&scan).into());
        let mark = format!("{number}-{}", turn / 20);
        let path = format!("/desk/accession/{accession}/files");
        let fields = [("form", form.as_str()), ("mark", &mark)];
        let began = Instant::now();
        let Ok(answer) = client.send(&path, &fields, (&format!("{turn}.bmp"), &scan)) else {
            continue;
        };
        record.answers.lock().unwrap().push(began.elapsed());
        if answer.status == 200 && answer.text().contains(&digest.hex()) {
            record.secured.lock().unwrap().push(digest);
        } else {
            record.error(format!("desk, turn {turn}: {} {}", answer.status, answer.text()));
        }
        thread::sleep(Duration::from_millis(200));
    }
}

/// The time within which so many of a hundred ended.
fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() * percent / 100).min(times.len() - 1)]
}

/// An archive with pages, an open accession for the desks, and everybody's account.
fn prepared(crowd: &Crowd) -> (Scratch, Vec<String>, Vec<(String, String)>) {
    let (scratch, pages) = written(40);
    let people = (0..crowd.readers).map(|number| (format!("reader{number}"), "researcher"));
    let people = people.chain((0..crowd.desks).map(|number| (format!("desk{number}"), "scanner")));
    let people = people.map(|(handle, role)| {
        let code = invited(&scratch.sijill, &handle, role);
        (handle, code)
    });
    let people = people.collect();
    // The last page is sealed, and nobody sees it.
    (scratch, pages[..2].to_vec(), people)
}

fn everybody_works(crowd: &Crowd) {
    let (scratch, pages, people) = prepared(crowd);
    let serve = || Serving::of(&scratch.sijill, &["--plain", "--no-process"]);
    let server = serve();
    let mut somebodies = Vec::new();
    for ((handle, code), number) in people.into_iter().zip(1..) {
        let from = Ipv4Addr::new(127, 0, 1, number);
        let mut client = Client::new(&server.text("listening")).coming_from(from);
        let factor = client.take_over(&handle, &code, PASSWORD);
        somebodies.push(Somebody { handle, factor, from });
    }
    let (readers, desks) = somebodies.split_at(crowd.readers);
    let (mut first, form) = desks[0].come_in(&server.text("listening"));
    let begun = first.post("/desk/new", &[("form", &form), ("title", "load"), ("access", "open")]);
    let begun = begun.unwrap();
    let accession = begun.to.rsplit('/').next().unwrap().to_owned();
    let record = Record::default();
    let half = |server: Serving| {
        let (address, ends) = (server.text("listening"), AtomicBool::new(false));
        let begins = Barrier::new(readers.len() + desks.len() + 1);
        let told = (&record, &begins, &ends);
        thread::scope(|scope| {
            for reader in readers {
                scope.spawn(|| read(reader, &address, &pages, told));
            }
            for desk in desks.iter().zip(0..) {
                let (address, accession) = (&address, &accession);
                scope.spawn(move || upload(desk, address, accession, told));
            }
            begins.wait();
            thread::sleep(crowd.half);
            // Killed while everybody works.
            drop(server);
            ends.store(true, Ordering::Relaxed);
        });
    };
    half(server);
    half(serve());
    let errors = record.errors.into_inner().unwrap();
    assert!(errors.is_empty(), "{} errors: {}", errors.len(), errors[0]);
    let (mut questions, mut answers) =
        (record.questions.into_inner().unwrap(), record.answers.into_inner().unwrap());
    let secured = record.secured.into_inner().unwrap();
    assert!(!questions.is_empty() && secured.len() > desks.len(), "nobody worked");
    println!(
        "{} readers, {} desks, twice {} s: {} questions, p50 {:?}, p99 {:?}; {} other answers, p99 {:?}; {} files secured",
        readers.len(),
        desks.len(),
        crowd.half.as_secs(),
        questions.len(),
        percentile(&mut questions, 50),
        percentile(&mut questions, 99),
        answers.len(),
        percentile(&mut answers, 99),
        secured.len()
    );
    scratch.verify_sound();
    let archive = Archive::open(&scratch.archive()).unwrap();
    let index = archive.index(&archive.ledger().unwrap()).unwrap();
    for digest in &secured {
        assert!(
            index.first_holder(digest).unwrap().is_some(),
            "{} was secured and is not there",
            digest.hex()
        );
    }
}

#[test]
fn everybody_works_and_nothing_is_lost_when_the_server_is_killed() {
    everybody_works(&Crowd::FEW);
}

#[test]
#[ignore = "minutes: cargo xtask load"]
fn a_crowd_works() {
    everybody_works(&Crowd::of_the_campaign());
}
