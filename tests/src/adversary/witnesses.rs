//! What may be done to the lines that witnesses wrote. The seal key makes the package look untouched otherwise.

use sijill_translog::{Note, SignatureLine};

use super::case::witness;
use super::exhibit::Exhibit;
use super::outsiders::cosignature;
use super::{By, Tampering};

const CHECKPOINT: &str = "data/custody/checkpoint";

/// What cannot be reached once the head itself is refused.
const REFUSED: &[&str] = &["checkpoint", "witnesses", "inclusion", "history", "times"];

const fn cosigned(
    name: &'static str,
    work: fn(&mut Exhibit<'_>),
    fails: &'static [&'static str],
) -> Tampering {
    Tampering { name, by: By::SealKey, work, fails, step: Some(6) }
}

pub const SET: &[Tampering] = &[
    cosigned(
        "one witness's line is taken away",
        |it| lines(it, |_, lines| drop(lines.pop())),
        &["witnesses"],
    ),
    cosigned(
        "all lines of witnesses are taken away",
        |it| lines(it, |_, lines| lines.clear()),
        &["witnesses"],
    ),
    cosigned(
        "a line is replaced by that of a witness whom nobody knows",
        |it| {
            lines(it, |head, lines| {
                lines.pop();
                lines.push(cosignature(&witness("w3.example/jim", 3), head));
            })
        },
        &["witnesses"],
    ),
    cosigned(
        "a witness's line states another time",
        |it| lines(it, |_, lines| other_time(lines)),
        REFUSED,
    ),
    cosigned(
        "one bit of a witness's signature is flipped",
        |it| lines(it, |_, lines| other_bit(lines)),
        REFUSED,
    ),
    cosigned(
        "one witness signs for both, under the other's name",
        |it| {
            lines(it, |head, lines| {
                lines.pop();
                lines.push(cosignature(&witness("w2.example/ba", 1), head));
            })
        },
        &["witnesses"],
    ),
    cosigned(
        "one witness's line stands there twice",
        |it| {
            lines(it, |_, lines| {
                lines.pop();
                lines.push(lines[0].clone());
            })
        },
        &["witnesses"],
    ),
    cosigned(
        "one witness's line stands there under the other's name and number",
        |it| {
            lines(it, |_, lines| {
                let [one, other] =
                    [0, 1].map(|place| lines[place].trim_end().parse::<SignatureLine>().unwrap());
                let forged =
                    SignatureLine::new(other.name().clone(), other.id(), one.signature().to_vec());
                lines[1] = format!("{}\n", forged.unwrap());
            })
        },
        REFUSED,
    ),
    cosigned(
        "the lines are those on an earlier head",
        |it| {
            let heads = it.files("data/custody/heads");
            let head = heads.iter().find(|path| path.ends_with(".checkpoint")).unwrap();
            let old = it.text(head);
            lines(it, |_, lines| *lines = of_witnesses(&old));
        },
        REFUSED,
    ),
];

fn of_witnesses(note: &str) -> Vec<String> {
    note.split_inclusive('\n').filter(|line| line.starts_with("— w")).map(str::to_owned).collect()
}

/// Changes the lines of the witnesses under the head, in the checkpoint and in every proof, and seals that.
fn lines(it: &Exhibit<'_>, change: impl FnOnce(&Note, &mut Vec<String>)) {
    let before = it.text(CHECKPOINT);
    let mut lines = of_witnesses(&before);
    assert_eq!(lines.len(), 2, "{before}");
    let own: String =
        before.split_inclusive('\n').filter(|line| !line.starts_with("— w")).collect();
    change(&Note::parse(before.as_bytes()).unwrap(), &mut lines);
    let after = own + &lines.concat();
    it.write(CHECKPOINT, &after);
    for proof in it.files("data/custody/proofs") {
        it.edit(&proof, &before, &after);
    }
    it.seal_as_insider();
}

/// The first eight bytes are the time.
fn other_time(lines: &mut [String]) {
    change_byte(&mut lines[0], 6);
}

fn other_bit(lines: &mut [String]) {
    change_byte(&mut lines[0], 20);
}

fn change_byte(line: &mut String, place: usize) {
    let parsed: SignatureLine = line.trim_end().parse().unwrap();
    let mut blob = parsed.signature().to_vec();
    blob[place] ^= 1;
    *line = format!("{}\n", SignatureLine::new(parsed.name().clone(), parsed.id(), blob).unwrap());
}
