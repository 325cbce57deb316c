//! Published tokens, made by other software (see `SOURCE.txt` beside them).

use std::path::Path;

use sijill_testkit::shared_or_skip;
use sijill_timestamp::{
    Certificates, DigestAlgorithm, Expect, Imprint, TimestampRequest, TimestampToken, Trust,
    VerifyError,
};

fn read(folder: &Path, name: &str) -> Vec<u8> {
    fs_err::read(folder.join(name)).unwrap()
}

/// Believes the last certificate of a chain, and knows the others.
fn trust(folder: &Path) -> Trust {
    let pem = read(folder, "ts_chain.pem");
    let text = String::from_utf8(pem.clone()).unwrap();
    let last = text.rfind("-----BEGIN").unwrap();
    let root = Certificates::from_bytes(&text.as_bytes()[last..]).unwrap();
    assert_eq!(root.len(), 1);
    Trust::new(root).with_untrusted(Certificates::from_bytes(&pem).unwrap())
}

#[test]
fn a_token_of_the_sigstore_authority_answers_its_request() {
    let folder = shared_or_skip!("vectors/rfc3161/test_tsa");
    let request = TimestampRequest::from_der(&read(&folder, "request.der")).unwrap();
    let token = TimestampToken::from_der(&read(&folder, "response.tsr")).unwrap();
    let stamp = token.verify(&request.expect(), &trust(&folder)).unwrap();
    assert_eq!(stamp.time().to_string(), "2024-10-08T15:40:32Z");
    assert_eq!(stamp.earliest().to_string(), "2024-10-08T15:40:31Z");
    assert_eq!(stamp.latest().to_string(), "2024-10-08T15:40:33Z");
    assert_eq!(stamp.good_until().to_string(), "2033-10-07T13:47:50Z");
    assert_eq!(stamp.signer().subject, "CN=Test TSA Timestamping,O=local");
    assert_eq!(stamp.root().subject, "CN=Test TSA Root,O=local");
    assert_eq!(stamp.root().not_after.to_string(), "2034-10-07T13:47:50Z");
    let serial = "0x797035501F358571FED54952BEBBD000497461DC";
    assert_eq!(stamp.info().serial.to_string(), serial);
    assert_eq!(stamp.info().policy, "1.3.6.1.4.1.57264.2");
    assert_eq!(stamp.info().nonce.as_ref().unwrap().to_string(), "0x36A44F9F4A391FD3");
    assert_eq!(stamp.info().imprint.algorithm(), DigestAlgorithm::Sha512);
    assert_eq!(stamp.chain().len(), 3);
}

#[test]
fn a_token_alone_is_read_as_one_with_its_status_around_it() {
    let folder = shared_or_skip!("vectors/rfc3161/test_tsa");
    let request = TimestampRequest::from_der(&read(&folder, "request.der")).unwrap();
    let whole = TimestampToken::from_der(&read(&folder, "response.tsr")).unwrap();
    let alone = TimestampToken::from_der(whole.der()).unwrap();
    assert_eq!(alone.der(), whole.der());
    alone.verify(&request.expect(), &trust(&folder)).unwrap();
}

#[test]
fn the_answer_to_another_request_is_refused() {
    let folder = shared_or_skip!("vectors/rfc3161/test_tsa");
    let request = TimestampRequest::from_der(&read(&folder, "request.der")).unwrap();
    let other = TimestampToken::from_der(&read(&folder, "other_response.tsr")).unwrap();
    let trust = trust(&folder);
    assert_eq!(other.verify(&request.expect(), &trust).unwrap_err(), VerifyError::Nonce);
}

/// An authority with the names of the true one and keys of its own; openssl refuses it too.
#[test]
fn names_without_the_keys_are_not_believed() {
    let folder = shared_or_skip!("vectors/rfc3161/test_tsa");
    let request = TimestampRequest::from_der(&read(&folder, "request.der")).unwrap();
    let other = TimestampToken::from_der(&read(&folder, "other_response.tsr")).unwrap();
    let anyone = Expect { nonce: None, ..request.expect() };
    let refused = other.verify(&anyone, &trust(&folder)).unwrap_err();
    assert!(matches!(refused, VerifyError::Chain { .. }), "{refused}");
}

/// The token carries certificates of a spoofed authority beside the true one: they change nothing.
#[test]
fn injected_certificates_are_not_believed() {
    let folder = shared_or_skip!("vectors/rfc3161/test_tsa");
    let request = TimestampRequest::from_der(&read(&folder, "request.der")).unwrap();
    let bytes = read(&folder, "response-injected-certs.tsr");
    let token = TimestampToken::from_der(&bytes).unwrap();
    let stamp = token.verify(&request.expect(), &trust(&folder)).unwrap();
    assert_eq!(stamp.chain().len(), 3);
    assert_eq!(stamp.root().subject, "CN=Test TSA Root,O=local");
}

/// Its certificate expired long ago, and was valid when it signed. Its number is negative.
#[test]
fn a_token_outlives_its_certificate() {
    let folder = shared_or_skip!("vectors/rfc3161/sigstore.mock");
    let token = TimestampToken::from_der(&read(&folder, "response-expired.tsr")).unwrap();
    let expect = Expect::from(Imprint::sha256(&read(&folder, "payload")));
    let stamp = token.verify(&expect, &trust(&folder)).unwrap();
    assert_eq!(stamp.time().to_string(), "2023-02-01T00:00:00Z");
    assert_eq!(stamp.good_until().to_string(), "2024-01-01T00:00:00Z");
    assert_eq!(stamp.info().serial.to_string(), "-0x21524111");
}
