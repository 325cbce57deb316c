//! What may be done to timestamps. The reader knows the root of the one authority that is believed.

use sijill_testkit::TestTsa;

use super::exhibit::Exhibit;
use super::outsiders::{stamp_seal, token};
use super::{By, Tampering};

const fn stamped(
    name: &'static str,
    by: By,
    work: fn(&mut Exhibit<'_>),
    fails: &'static [&'static str],
) -> Tampering {
    Tampering { name, by, work, fails, step: Some(9) }
}

pub const SET: &[Tampering] = &[
    stamped(
        "the head is stamped by an authority that nobody believes",
        By::SealKey,
        |it| {
            demand(it);
            stamp_head(it, &it.case.stranger);
        },
        &["times"],
    ),
    stamped(
        "the head is stamped by the authority after its certificate had ended",
        By::SealKey,
        |it| {
            demand(it);
            stamp_head(it, &it.case.expired);
        },
        &["times"],
    ),
    stamped(
        "the stamp is that of an earlier head",
        By::SealKey,
        |it| {
            demand(it);
            let [earlier, newest] = [0, 1].map(|place| stamps(it)[place].clone());
            let bytes = it.read(&earlier);
            it.write(&newest, bytes);
            it.seal_as_insider();
        },
        &["times"],
    ),
    stamped(
        "the stamp and what it stamps are those of an earlier head",
        By::SealKey,
        |it| {
            demand(it);
            let [earlier, newest] = [0, 1].map(|place| stamps(it)[place].clone());
            let signed = |stamp: &str| stamp.replace(".1.tsr", ".signed");
            for (from, to) in
                [(earlier.clone(), newest.clone()), (signed(&earlier), signed(&newest))]
            {
                let bytes = it.read(&from);
                it.write(&to, bytes);
            }
            it.seal_as_insider();
        },
        &["times"],
    ),
    stamped(
        "one bit of a stamp's signature is flipped",
        By::SealKey,
        |it| {
            demand(it);
            let [stamp, _] = [0, 1].map(|place| stamps(it)[place].clone());
            it.flip_last(&stamp);
            it.seal_as_insider();
        },
        &["times"],
    ),
    stamped(
        "all stamps on heads are taken away",
        By::SealKey,
        |it| {
            demand(it);
            fs_err::remove_dir_all(it.path("data/custody/stamps")).unwrap();
            it.seal_as_insider();
        },
        &["times"],
    ),
    stamped(
        "the seal's stamp is that of another package",
        By::Outsider,
        |it| {
            demand(it);
            for file in ["seals/tsa-1.tsr", "seals/tsa-1.pem"] {
                let theirs = fs_err::read(it.case.other.join(file)).unwrap();
                it.write(file, theirs);
            }
        },
        &["seal-times"],
    ),
    stamped(
        "the seal is stamped by an authority that nobody believes",
        By::Outsider,
        |it| {
            demand(it);
            stamp_seal(it.folder(), &it.case.stranger);
        },
        &["seal-times"],
    ),
    stamped(
        "the package is altered and sealed again, and keeps its old stamp",
        By::SealKey,
        |it| {
            demand(it);
            let stamp = it.read("seals/tsa-1.tsr");
            let pem = it.read("seals/tsa-1.pem");
            it.flip(super::transport::PAGE);
            it.seal_as_insider();
            it.write("seals/tsa-1.tsr", stamp);
            it.write("seals/tsa-1.pem", pem);
        },
        &["originals", "seal-times"],
    ),
];

/// The reader believes one authority and asks for its stamp.
fn demand(it: &mut Exhibit<'_>) {
    it.with("--time-root", &it.case.root);
}

/// The stamps on heads, that on the newest last.
fn stamps(it: &Exhibit<'_>) -> Vec<String> {
    let files = it.files("data/custody/stamps");
    let mut stamps: Vec<_> = files.into_iter().filter(|path| path.ends_with(".tsr")).collect();
    stamps.sort_by_key(|path| (path.len(), path.clone()));
    stamps
}

/// Has the newest head stamped by an authority instead of the believed one, and seals that.
fn stamp_head(it: &Exhibit<'_>, authority: &TestTsa) {
    let newest = stamps(it).pop().unwrap();
    let signed = newest.replace(".1.tsr", ".signed");
    let (tsr, pem) = token(authority, &it.path(&signed));
    it.write(&newest, tsr);
    it.write(&newest.replace(".tsr", ".pem"), pem);
    it.seal_as_insider();
}
