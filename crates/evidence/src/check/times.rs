//! `times` and `seal-times`: what outsiders say about when.
//!
//! A stamp or a cosignature on a head shows that its events are not younger. An event that carries a witnessed head
//! in `seen` shows that it, and all events after it, are not older. The order of the log is sure in any case.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use sijill_timestamp::{Certificates, Imprint, Stamp, TimestampToken, Trust};
use sijill_translog::{Note, Policy};

use super::history::EarlierHead;
use super::load::Files;
use super::log::Head;
use super::verdict::words;
use super::{Check, Words};
use crate::contents::Contents;
use crate::layout;

/// How far two honest clocks may be apart.
const LEEWAY: SignedDuration = SignedDuration::from_mins(5);

/// Verifies timestamps with roots from outside where there are some, otherwise with those in the package.
pub struct Clock<'a> {
    pub files: &'a Files,
    pub policy: &'a Policy,
    pub roots: Option<&'a Certificates>,
}

/// The earliest time at which each head is known to have existed.
type Bounds = BTreeMap<u64, Timestamp>;

impl Clock<'_> {
    /// `times`.
    pub fn events(&self, contents: &Contents, head: &Head, earlier: &[EarlierHead]) -> Check {
        const WHAT: &str = "times";
        let (mut bounds, mut problems) = (Bounds::new(), Vec::new());
        let mut is_stamped = self.files.paths().any(is_seal_stamp);
        let size = head.checkpoint().size;
        let heads = earlier.iter().map(|head| (head.size, &head.note));
        let newest = Note::parse(&head.bytes).ok();
        for (size, note) in heads.chain(newest.iter().map(|note| (size, note))) {
            self.witnessed(note).into_iter().for_each(|at| not_after(&mut bounds, size, at));
            match self.stamped(size, note) {
                Ok(stamps) => {
                    is_stamped |= !stamps.is_empty();
                    stamps.into_iter().for_each(|at| not_after(&mut bounds, size, at));
                }
                Err(mut wrong) => problems.append(&mut wrong),
            }
        }
        problems.extend(self.strays(size, earlier));
        let count = bounds.len();
        problems.extend(contradictions(contents, &bounds, &self.seen(contents)));
        if self.roots.is_some() && !is_stamped {
            problems.push(words!(
                "a timestamp was asked for and there is none",
                "طُلب ختم زمني ولا يوجد"
            ));
        }
        if problems.is_empty() && bounds.is_empty() {
            let none = words!(
                "no outsider says when; the order is sure",
                "لا طرف خارجيًا يشهد بالوقت؛ أما الترتيب فثابت"
            );
            return Check::not_claimed(WHAT, none);
        }
        let last = bounds.last_key_value().map(|(_, at)| at.to_string()).unwrap_or_default();
        let good = words!(
            "the times of the events agree with the log's order and with {count} heads that outsiders saw; the last of them existed at {last}",
            "أوقات الأحداث متفقة مع ترتيب السجل ومع {count} رؤوس رآها آخرون؛ وآخرها كان موجودًا في {last}"
        );
        Check::of(WHAT, problems, good)
    }

    /// When the policy's witnesses saw a head. Their lines were or are verified with the note.
    fn witnessed(&self, note: &Note) -> Vec<Timestamp> {
        let verified = note.verify(self.policy).unwrap_or_default();
        let lines = note.signatures().iter();
        let times = lines.filter_map(|line| {
            let key =
                verified.iter().find(|key| key.id() == line.id() && key.name() == line.name())?;
            line.cosigned_at(key)
        });
        times.filter_map(time).collect()
    }

    /// When authorities saw a head. A stamp is over the note as the log signed it.
    fn stamped(&self, size: u64, note: &Note) -> Result<Vec<Timestamp>, Vec<Words>> {
        let (mut times, mut problems) = (Vec::new(), Vec::new());
        for number in 1.. {
            let (tsr, pem) = layout::stamp(size, number);
            if self.files.bytes(&tsr).is_none() {
                break;
            }
            let signed = self.files.bytes(&layout::stamped(size)).unwrap_or_default();
            let checked = same_head(note, signed).and_then(|()| self.stamp(&tsr, &pem, signed));
            match checked {
                Ok(stamp) => times.push(stamp.latest()),
                Err(why) => problems.push(bad_stamp(&tsr, &why)),
            }
        }
        if problems.is_empty() { Ok(times) } else { Err(problems) }
    }

    /// Stamps about heads that are not in the package, or out of number.
    fn strays(&self, size: u64, earlier: &[EarlierHead]) -> Vec<Words> {
        let known = |wanted: u64| wanted == size || earlier.iter().any(|head| head.size == wanted);
        let reached = |path: &str, size: u64| {
            (1..)
                .map(|number| layout::stamp(size, number).0)
                .take_while(|tsr| self.files.bytes(tsr).is_some())
                .any(|tsr| tsr == path)
        };
        let stamps = self.files.paths().filter_map(|path| Some((path, layout::stamp_size(path)?)));
        let stray = stamps.filter(|(path, size)| !known(*size) || !reached(path, *size));
        stray.map(|(path, _)| bad_stamp(path, "it belongs to no head in the package")).collect()
    }

    fn stamp(&self, tsr: &str, pem: &str, data: &[u8]) -> Result<Stamp, String> {
        let token = TimestampToken::from_der(self.files.bytes(tsr).unwrap_or_default());
        let token = token.map_err(|error| error.to_string())?;
        let own = Certificates::from_bytes(self.files.bytes(pem).unwrap_or_default());
        let own = own.map_err(|error| format!("{pem}: {error}"))?;
        let trust = match self.roots {
            Some(roots) => Trust::new(roots.clone()).with_untrusted(own),
            None => Trust::new(own),
        };
        token.verify(&Imprint::sha256(data).into(), &trust).map_err(|error| error.to_string())
    }

    /// `seal-times`.
    pub fn seal(&self) -> Check {
        const WHAT: &str = "seal-times";
        let manifest = self.files.bytes(layout::TAG_MANIFEST).unwrap_or_default();
        let (mut times, mut problems) = (Vec::new(), Vec::new());
        for path in self.files.paths().filter(|path| is_seal_stamp(path)) {
            let pem = path.replace(".tsr", ".pem");
            match self.stamp(path, &pem, manifest) {
                Ok(stamp) => times.push(stamp.time().to_string()),
                Err(why) => problems.push(bad_stamp(path, &why)),
            }
        }
        if times.is_empty() && problems.is_empty() {
            let none = words!("no authority stamped the package", "لم تختم الحزمة سلطة زمنية");
            return Check::not_claimed(WHAT, none);
        }
        let when = times.join(", ");
        Check::of(
            WHAT,
            problems,
            words!("the package existed at {when}", "كانت الحزمة موجودة في {when}"),
        )
    }

    /// Until when events cannot be older: the times of witnessed heads that events carry.
    fn seen(&self, contents: &Contents) -> Bounds {
        let mut bounds = Bounds::new();
        for (seq, leaf) in &contents.events {
            let seen = leaf.event.seen.as_deref().map(str::as_bytes);
            let note = seen.and_then(|bytes| Note::parse(bytes).ok());
            if let Some(at) = note.and_then(|note| self.witnessed(&note).into_iter().max()) {
                bounds.insert(*seq, at);
            }
        }
        bounds
    }
}

fn is_seal_stamp(path: &str) -> bool {
    path.starts_with(layout::SEALS) && path.ends_with(".tsr")
}

fn bad_stamp(path: &str, why: &str) -> Words {
    words!("the timestamp {path} does NOT hold: {why}", "الختم الزمني {path} غير صحيح: {why}")
}

/// Whether stamped bytes are a head's text with its first signatures: cosignatures came later.
fn same_head(note: &Note, signed: &[u8]) -> Result<(), String> {
    let stamped = Note::parse(signed).map_err(|error| error.to_string())?;
    let within = stamped.signatures().iter().all(|line| note.signatures().contains(line));
    if stamped.text() == note.text() && within {
        Ok(())
    } else {
        Err("it is over another head".to_owned())
    }
}

fn time(seconds: u64) -> Option<Timestamp> {
    Timestamp::from_second(i64::try_from(seconds).ok()?).ok()
}

/// Of several outsiders the earliest counts.
fn not_after(bounds: &mut Bounds, size: u64, at: Timestamp) {
    bounds.entry(size).and_modify(|known| *known = at.min(*known)).or_insert(at);
}

/// Events whose stated time cannot be true.
fn contradictions(contents: &Contents, before: &Bounds, seen: &Bounds) -> Vec<Words> {
    let mut problems = Vec::new();
    let mut latest: Option<(u64, Timestamp)> = None;
    for (seq, leaf) in &contents.events {
        let (seq, at) = (*seq, leaf.event.at);
        if let Some((earlier, stated)) = latest.filter(|(_, stated)| at + LEEWAY < *stated) {
            problems.push(words!(
                "event {seq} states {at}, but stands after event {earlier} of {stated}: a clock was wrong or the time is FALSE",
                "الحدث {seq} يذكر {at} لكنه بعد الحدث {earlier} المؤرخ {stated}: إما ساعة خاطئة أو وقت كاذب"
            ));
        }
        if let Some((size, shown)) =
            before.range(seq + 1..).find(|(_, shown)| at > **shown + LEEWAY)
        {
            problems.push(words!(
                "event {seq} states {at}, but the head over {size} events that holds it existed at {shown}: the time is FALSE",
                "الحدث {seq} يذكر {at} لكن الرأس الذي يحويه ({size}) كان موجودًا في {shown}: الوقت كاذب"
            ));
        }
        if let Some((_, shown)) = seen.range(..=seq).rev().find(|(_, shown)| at + LEEWAY < **shown)
        {
            problems.push(words!(
                "event {seq} states {at}, but follows what a witness signed at {shown}: the time is FALSE",
                "الحدث {seq} يذكر {at} لكنه يلي ما وقّعه شاهد في {shown}: الوقت كاذب"
            ));
        }
        if latest.is_none_or(|(_, stated)| at > stated) {
            latest = Some((seq, at));
        }
    }
    problems
}
