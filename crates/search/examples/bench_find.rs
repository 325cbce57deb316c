//! How long it takes to find a person among many mentions: `cargo xtask bench-find` runs it.
//!
//! The people never were and their names are of invented syllables, each with the Latin letters that stand for it; some
//! names are common and most are rare (the k-th is 1/(k+9) as frequent). Questions are in Latin letters.
#![allow(clippy::print_stdout, reason = "a tool for builders")]

use std::path::Path;
use std::time::{Duration, Instant};

use sijill_schema::{
    AccessLevel, AccessionId, AskedPerson, Digest, Id as _, ItemId, Mention, MentionBasis,
    MentionRole, Named, PageId, RecordDate,
};
use sijill_search::{DEFAULT_HEAP, Filter, Opened, PageDocument, People, PeopleWriter};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const SYLLABLES: [(&str, &str); 40] = [
    ("با", "ba"),
    ("بي", "bi"),
    ("تو", "tou"),
    ("تا", "ta"),
    ("ثا", "tha"),
    ("جا", "ja"),
    ("جو", "jou"),
    ("حا", "ha"),
    ("حي", "hi"),
    ("خا", "kha"),
    ("خو", "khou"),
    ("دا", "da"),
    ("دي", "di"),
    ("را", "ra"),
    ("رو", "rou"),
    ("ري", "ri"),
    ("زا", "za"),
    ("زي", "zi"),
    ("سا", "sa"),
    ("سو", "sou"),
    ("سي", "si"),
    ("شا", "sha"),
    ("شي", "shi"),
    ("صا", "sa"),
    ("ضا", "da"),
    ("طا", "ta"),
    ("عا", "a"),
    ("عي", "i"),
    ("غا", "gha"),
    ("فا", "fa"),
    ("فو", "fou"),
    ("قا", "qa"),
    ("كا", "ka"),
    ("كي", "ki"),
    ("لا", "la"),
    ("لو", "lou"),
    ("ما", "ma"),
    ("مي", "mi"),
    ("نا", "na"),
    ("ني", "ni"),
];
const ENDS: [(&str, &str); 8] = [
    ("ن", "n"),
    ("د", "d"),
    ("ل", "l"),
    ("م", "m"),
    ("ر", "r"),
    ("س", "s"),
    ("ب", "b"),
    ("ي", "i"),
];

const GIVEN: usize = 3_000;
const FAMILY: usize = 60_000;
const ON_A_PAGE: usize = 25;
const QUESTIONS: usize = 400;

/// A name in both scripts.
type Name = (String, String);

struct Invented {
    given: Vec<Name>,
    family: Vec<Name>,
}

struct Person<'a> {
    names: [&'a Name; 4],
    born: i16,
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("name the folder for the index")?;
    let count: u32 = arguments.next().ok_or("say how many mentions")?.parse()?;
    let invented = Invented::new();
    let folder = Path::new(&folder);
    let started = Instant::now();
    fill(folder, &invented, count)?;
    println!("{count} mentions indexed in {:.1} s", started.elapsed().as_secs_f64());
    let Opened::Sound(people) = People::open(folder)? else {
        return Err("the index that was just written cannot be opened".into());
    };
    let started = Instant::now();
    let crowd = people.crowd(&Filter::up_to(AccessLevel::Confidential))?;
    println!("opened, names read in {:.2} s", started.elapsed().as_secs_f64());
    let ask = |what: &str, full: bool| -> Result<()> {
        let (mut times, mut work, mut first, mut ten) = (Vec::new(), Vec::new(), 0, 0);
        for at in 0..QUESTIONS {
            let person = invented.person(u64::from(count) / QUESTIONS as u64 * at as u64);
            let asked = question(&person, full);
            let (started, worked) = (Instant::now(), processor());
            let found = crowd.find(&asked, 20)?;
            times.push(started.elapsed().as_secs_f64() * 1000.0);
            work.push((processor() - worked).as_secs_f64() * 1000.0);
            let wanted = named(&person);
            let place = found.best.iter().position(|found| found.mention.person == wanted);
            first += usize::from(place == Some(0));
            ten += usize::from(place.is_some_and(|place| place < 10));
        }
        let share = |found: usize| found as f64 / QUESTIONS as f64;
        println!(
            "{what:<28} p50 {:.1} ms, p99 {:.1} ms (of a processor {:.1}, {:.1}); meant person first {:.3}, among ten {:.3}",
            at(&mut times, 0.5),
            at(&mut times, 0.99),
            at(&mut work, 0.5),
            at(&mut work, 0.99),
            share(first),
            share(ten)
        );
        Ok(())
    };
    ask("name alone", false)?;
    ask("name, mother, year of birth", true)
}

/// The time below which this share of them lies.
fn at(times: &mut [f64], share: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    times[((times.len() as f64 * share) as usize).min(times.len() - 1)]
}

/// How long a processor has worked for this thread: what is measured on a machine that others use too.
fn processor() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

fn fill(folder: &Path, invented: &Invented, count: u32) -> Result<()> {
    let mut writer = PeopleWriter::create(folder, DEFAULT_HEAP)?;
    let people: Vec<u64> = (0..u64::from(count)).collect();
    for page in people.chunks(ON_A_PAGE) {
        writer.put(&document(page.iter().map(|&at| named(&invented.person(at)))))?;
    }
    writer.commit("")?;
    Ok(writer.finish()?)
}

fn document(people: impl Iterator<Item = Named>) -> PageDocument {
    let (page, item) = (PageId::new(), ItemId::new());
    let mention = |person| Mention {
        page,
        item,
        basis: MentionBasis::Sheet,
        role: MentionRole::Subject,
        person,
        area: None,
    };
    PageDocument {
        page,
        item,
        accession: AccessionId::new(),
        stamp: Digest::of(page.uuid().as_bytes()),
        access: AccessLevel::Confidential,
        accession_reference: String::new(),
        reference: String::new(),
        title: None,
        place: Vec::new(),
        types: Vec::new(),
        dates: Vec::new(),
        numbers: Vec::new(),
        passages: Vec::new(),
        mentions: people.map(mention).collect(),
    }
}

fn named(person: &Person<'_>) -> Named {
    let [given, father, family, mother] = person.names.map(|name| &name.0);
    Named {
        name: format!("{given} {father} {family}"),
        mother: Some(mother.clone()),
        born: Some(RecordDate::as_written(person.born.to_string())),
        ..Named::default()
    }
}

fn question(person: &Person<'_>, full: bool) -> AskedPerson {
    let [given, father, family, mother] = person.names.map(|name| &name.1);
    AskedPerson {
        name: Some(format!("{given} {father} {family}")),
        mother: Some(mother.clone()).filter(|_| full),
        born: Some(person.born.to_string()).filter(|_| full),
        ..AskedPerson::default()
    }
}

impl Invented {
    fn new() -> Self {
        Self { given: names(GIVEN, 1), family: names(FAMILY, 2) }
    }

    /// A person, always the same for a number.
    fn person(&self, number: u64) -> Person<'_> {
        let draw = |which: u64| mixed(number.wrapping_mul(8).wrapping_add(which));
        let [given, father, mother] = [0, 1, 2].map(|which| common(&self.given, draw(which)));
        let born = 1930 + i16::try_from(draw(4) % 80).unwrap_or(0);
        Person { names: [given, father, common(&self.family, draw(3)), mother], born }
    }
}

/// So many different names, from one to three syllables and an end.
fn names(count: usize, seed: u64) -> Vec<Name> {
    let mut names = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut at = seed << 32;
    while names.len() < count {
        at += 1;
        let mut draw = mixed(at);
        let mut part = |of: &[(&'static str, &'static str)]| {
            let part = of[usize::try_from(draw % of.len() as u64).unwrap_or(0)];
            draw /= of.len() as u64;
            part
        };
        let long = 1 + usize::from(part(&SYLLABLES).0 < "ص") + usize::from(seed > 1);
        let mut parts: Vec<_> = (0..long).map(|_| part(&SYLLABLES)).collect();
        parts.push(part(&ENDS));
        let name: Name =
            (parts.iter().map(|part| part.0).collect(), parts.iter().map(|part| part.1).collect());
        if seen.insert(name.0.clone()) {
            names.push(name);
        }
    }
    names
}

/// A name by a number drawn: the k-th with a share of 1/(k+9), nearly.
fn common(names: &[Name], drawn: u64) -> &Name {
    let share = (drawn >> 11) as f64 / (1u64 << 53) as f64;
    let most = (names.len() as f64 + 9.0) / 10.0;
    let place = 10.0 * most.powf(share) - 10.0;
    &names[(place as usize).min(names.len() - 1)]
}

/// SplitMix64 (Steele, Lea, Flood 2014).
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
