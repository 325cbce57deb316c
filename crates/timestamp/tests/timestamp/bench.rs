//! The bench: authorities of openssl, their answers, and tokens that no authority would give.

use std::path::Path;

use sijill_testkit::{Profile, TestTsa};
use sijill_timestamp::{
    Certificates, Imprint, Stamp, TimestampRequest, TimestampToken, Trust, VerifyError,
};
use tempfile::TempDir;

pub const NOTE: &[u8] = b"archive.example/log\n3\nroot\n";
pub const NONCE: [u8; 8] = [0xf0, 1, 2, 3, 4, 5, 6, 7];

/// An authority, one of its answers to our request, and that request.
pub struct Answered {
    pub tsa: TestTsa,
    pub request: TimestampRequest,
    pub answer: Vec<u8>,
    _folder: TempDir,
}

impl Answered {
    pub fn by(profile: &Profile<'_>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let tsa = TestTsa::with(folder.path(), profile);
        let request = TimestampRequest::new(Imprint::sha256(NOTE), NONCE);
        let answer = tsa.reply(request.der());
        fs_err::write(folder.path().join("note"), NOTE).unwrap();
        fs_err::write(folder.path().join("q.tsq"), request.der()).unwrap();
        let answered = Self { tsa, request, answer, _folder: folder };
        answered.keep("r.tsr", &answered.answer);
        answered
    }

    pub fn path(&self) -> &Path {
        self.tsa.folder()
    }

    pub fn keep(&self, name: &str, bytes: &[u8]) {
        fs_err::write(self.path().join(name), bytes).unwrap();
    }

    pub fn certificates(&self, name: &str) -> Certificates {
        Certificates::from_bytes(&fs_err::read(self.path().join(name)).unwrap()).unwrap()
    }

    pub fn trust(&self) -> Trust {
        Trust::new(self.certificates("ca.pem"))
    }

    pub fn verify(&self) -> Result<Stamp, VerifyError> {
        self.verify_with(&self.trust())
    }

    pub fn verify_with(&self, trust: &Trust) -> Result<Stamp, VerifyError> {
        let token = TimestampToken::from_der(&self.answer).unwrap();
        token.verify(&self.request.expect(), trust)
    }

    /// What openssl says of the answer to our request.
    pub fn openssl_accepts(&self, more: &str) -> bool {
        let line = format!("ts -verify -queryfile q.tsq -in r.tsr -CAfile ca.pem {more}");
        self.tsa.try_openssl(&line).0
    }
}

/// An authority whose key is ours: it signs whatever we want, with `openssl cms`.
pub struct Forger {
    pub tsa: TestTsa,
    _folder: TempDir,
}

/// How `openssl cms` is asked for what an authority would make.
pub const AS_AN_AUTHORITY: &str = "-cades -md sha256";

impl Forger {
    pub fn with(profile: &Profile<'_>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let tsa = TestTsa::with(folder.path(), profile);
        fs_err::write(folder.path().join("note"), NOTE).unwrap();
        Self { tsa, _folder: folder }
    }

    /// A token with this content, made as `options` say.
    pub fn sign(&self, info: &[u8], options: &str) -> Vec<u8> {
        self.sign_as("1.2.840.113549.1.9.16.1.4", info, options)
    }

    /// A signed message of any kind.
    pub fn sign_as(&self, kind: &str, info: &[u8], options: &str) -> Vec<u8> {
        let folder = self.tsa.folder();
        fs_err::write(folder.join("info.der"), info).unwrap();
        self.tsa.openssl(&format!(
            "cms -sign -binary -nodetach -econtent_type {kind} -in info.der \
             -signer tsa.pem -inkey tsa.key -outform DER -out forged.tok {options}"
        ));
        fs_err::read(folder.join("forged.tok")).unwrap()
    }

    /// A token about the note, of this time.
    pub fn stamp(&self, time: &str) -> Vec<u8> {
        self.sign(&info(NOTE, time, &[]), AS_AN_AUTHORITY)
    }

    /// Gives the same key another certificate in the place of the first.
    pub fn reissue(&self, issuer: &str) {
        self.tsa.openssl(&format!(
            "ca -batch -notext -config tsa.cnf -name issuing -md sha256 {issuer} -in tsa.csr \
             -out tsa.pem -extensions v3_tsa -startdate 20200101000000Z -enddate 20400101000000Z"
        ));
    }

    /// Our judgement of a token about the note.
    pub fn verify(&self, token: &[u8]) -> Result<Stamp, VerifyError> {
        let trust = self.trust().with_untrusted(self.certificates("tsa.pem"));
        let token = TimestampToken::from_der(token).unwrap();
        token.verify(&Imprint::sha256(NOTE).into(), &trust)
    }

    pub fn trust(&self) -> Trust {
        Trust::new(self.certificates("ca.pem"))
    }

    pub fn certificates(&self, name: &str) -> Certificates {
        let path = self.tsa.folder().join(name);
        Certificates::from_bytes(&fs_err::read(path).unwrap()).unwrap()
    }

    /// What openssl says of a token about the note.
    pub fn openssl_accepts(&self, token: &[u8], more: &str) -> bool {
        fs_err::write(self.tsa.folder().join("judged.tok"), token).unwrap();
        let line = "ts -verify -data note -token_in -in judged.tok -CAfile ca.pem";
        self.tsa.try_openssl(&format!("{line} {more}")).0
    }

    /// What openssl says of a token as a signed message, of the kinds that `openssl ts` cannot read.
    pub fn openssl_cms_accepts(&self, token: &[u8]) -> bool {
        fs_err::write(self.tsa.folder().join("judged.tok"), token).unwrap();
        let line = "cms -verify -inform DER -in judged.tok -CAfile ca.pem -purpose timestampsign";
        self.tsa.try_openssl(&format!("{line} -cades -out judged.der")).0
    }
}

/// A DER value.
pub fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    let [high, low] = length.to_be_bytes();
    let length = match length {
        0..0x80 => vec![low],
        0x80..0x100 => vec![0x81, low],
        _ => vec![0x82, high, low],
    };
    [&[tag], &length[..], content].concat()
}

/// A TSTInfo about `data`, with fields after its time.
pub fn info(data: &[u8], time: &str, more: &[u8]) -> Vec<u8> {
    let sha256 = [0x30, 13, 6, 9, 0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 1, 5, 0];
    let digest = der(4, Imprint::sha256(data).digest());
    let imprint = der(0x30, &[&sha256[..], &digest].concat());
    let start = [2, 1, 1, 6, 4, 0x2a, 3, 4, 1];
    let time = der(0x18, time.as_bytes());
    der(0x30, &[&start[..], &imprint, &[2, 1, 7], &time, more].concat())
}
