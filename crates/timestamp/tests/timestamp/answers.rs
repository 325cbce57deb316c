//! The foreign referee: openssl answers our requests, and says of every answer what we say of it.
//!
//! On a machine without openssl these tests are skipped, and say so.

use sijill_testkit::{Profile, TsaKey, openssl_or_skip};
use sijill_timestamp::{
    Certificates, Imprint, TimestampRequest, TimestampToken, Trust, VerifyError,
};

use crate::bench::{Answered, NONCE, NOTE};

#[test]
fn tokens_of_every_kind_of_authority_hold() {
    openssl_or_skip!();
    let kinds = [
        (TsaKey::P256, "sha256"),
        (TsaKey::P256, "sha384"),
        (TsaKey::P256, "sha512"),
        (TsaKey::P384, "sha256"),
        (TsaKey::P384, "sha384"),
        (TsaKey::P384, "sha512"),
        (TsaKey::Rsa, "sha256"),
        (TsaKey::Rsa, "sha384"),
        (TsaKey::Rsa, "sha512"),
    ];
    for (key, digest) in kinds {
        let answered = Answered::by(&Profile { key, digest, ..Profile::default() });
        assert!(answered.openssl_accepts(""), "{key:?} {digest}");
        let stamp = answered.verify().unwrap();
        assert_eq!(stamp.signer().subject, "CN=TSA-1,O=Test");
        assert_eq!(stamp.root().subject, "CN=Root-1,O=Test");
        assert_eq!(stamp.info().policy, "1.2.3.4.1");
        assert_eq!(stamp.info().serial.to_string(), "0x02");
    }
}

#[test]
fn openssl_reads_in_our_request_what_we_wrote() {
    openssl_or_skip!();
    let answered = Answered::by(&Profile::default());
    let text = answered.tsa.openssl("ts -query -in q.tsq -text");
    for line in ["Hash Algorithm: sha256", "Nonce: 0xF001020304050607", "Certificate required: yes"]
    {
        assert!(text.contains(line), "{text}");
    }
    let kept = TimestampRequest::from_der(answered.request.der()).unwrap();
    assert_eq!(kept, answered.request);
    // By the data alone, as a court's expert would who has no request.
    let verified = answered.tsa.openssl("ts -verify -data note -in r.tsr -CAfile ca.pem");
    assert!(verified.contains("Verification: OK"), "{verified}");
}

#[test]
fn the_request_of_openssl_is_read() {
    openssl_or_skip!();
    let answered = Answered::by(&Profile::default());
    for (options, read) in [
        ("-sha256 -cert", true),
        ("-sha384", true),
        ("-sha512 -no_nonce", true),
        ("-sha1", false),
        ("-sha256 -tspolicy 1.2.3.4.1", false),
    ] {
        answered.tsa.openssl(&format!("ts -query -data note {options} -out other.tsq"));
        let der = fs_err::read(answered.path().join("other.tsq")).unwrap();
        assert_eq!(TimestampRequest::from_der(&der).is_ok(), read, "{options}");
    }
}

#[test]
fn fractions_of_a_second_and_of_the_accuracy_are_read() {
    openssl_or_skip!();
    let accuracy = "secs:2, millisecs:500, microsecs:100";
    let profile = Profile { decimals: 6, accuracy, ..Profile::default() };
    let answered = Answered::by(&profile);
    assert!(answered.openssl_accepts(""));
    let stamp = answered.verify().unwrap();
    assert_eq!(stamp.info().accuracy.unwrap().duration().as_micros(), 2_500_100);
    assert_eq!(stamp.latest().duration_since(stamp.earliest()).as_micros(), 2 * 2_500_100);
    // openssl prints the fraction as it read it.
    let text = answered.tsa.openssl("ts -reply -in r.tsr -text");
    let fraction = stamp.time().strftime("%H:%M:%S%.f").to_string();
    assert!(text.contains(&fraction), "{fraction}: {text}");
    assert!(text.contains("0x02 seconds, 0x01F4 millis, 0x64 micros"), "{text}");
}

#[test]
fn the_older_kind_of_binding_holds() {
    openssl_or_skip!();
    let answered = Answered::by(&Profile { ess_digest: "sha1", ..Profile::default() });
    assert!(answered.openssl_accepts(""));
    answered.verify().unwrap();
}

#[test]
fn certificates_in_no_order_are_read() {
    openssl_or_skip!();
    // The root before the signer, and the other way round: one of them is out of order.
    let settings = "certs = ca.pem";
    for name in ["1", "a longer name of an authority"] {
        let name = name.replace(' ', "-");
        let profile = Profile { settings, name: &name, ..Profile::default() };
        let answered = Answered::by(&profile);
        assert!(answered.openssl_accepts(""));
        answered.verify().unwrap();
    }
}

#[test]
fn a_certificate_between_is_found_in_the_token_or_beside_it() {
    openssl_or_skip!();
    let inside =
        Profile { intermediate: true, settings: "certs = between.pem", ..Profile::default() };
    let answered = Answered::by(&inside);
    assert!(answered.openssl_accepts(""));
    let stamp = answered.verify().unwrap();
    assert_eq!(stamp.chain().len(), 3);
    // The chain that we keep is one with which openssl verifies.
    answered.keep("chain.pem", stamp.chain().to_pem().as_bytes());
    assert!(answered.openssl_accepts("-untrusted chain.pem"));

    let beside = Answered::by(&Profile { settings: "", ..inside });
    assert!(!beside.openssl_accepts(""));
    assert!(matches!(beside.verify(), Err(VerifyError::Chain { .. })));
    assert!(beside.openssl_accepts("-untrusted between.pem"));
    let trust = beside.trust().with_untrusted(beside.certificates("between.pem"));
    beside.verify_with(&trust).unwrap();
    // Believed itself, it needs no root; openssl asks to be told so.
    let believed = Trust::new(beside.certificates("between.pem"));
    assert_eq!(beside.verify_with(&believed).unwrap().root().subject, "CN=Between-1,O=Test");
}

#[test]
fn a_token_without_certificates_needs_that_of_the_signer() {
    openssl_or_skip!();
    let mut answered = Answered::by(&Profile::default());
    answered.tsa.openssl("ts -query -data note -sha256 -out q.tsq");
    let request = fs_err::read(answered.path().join("q.tsq")).unwrap();
    answered.request = TimestampRequest::from_der(&request).unwrap();
    answered.answer = answered.tsa.reply(&request);
    answered.keep("r.tsr", &answered.answer);
    assert!(!answered.openssl_accepts(""));
    assert_eq!(answered.verify().unwrap_err(), VerifyError::NoSigner);
    assert!(answered.openssl_accepts("-untrusted tsa.pem"));
    let trust = answered.trust().with_untrusted(answered.certificates("tsa.pem"));
    answered.verify_with(&trust).unwrap();
}

#[test]
fn an_authority_that_refuses_is_quoted() {
    openssl_or_skip!();
    let answered = Answered::by(&Profile::default());
    answered.tsa.openssl("ts -query -data note -sha1 -out sha1.tsq");
    let request = fs_err::read(answered.path().join("sha1.tsq")).unwrap();
    let refusal = TimestampToken::from_der(&answered.tsa.reply(&request)).unwrap_err();
    let said =
        "rejection: Message digest algorithm is not supported. (unknown or unsupported algorithm)";
    assert_eq!(refusal.to_string(), format!("the time-stamping authority gave no token: {said}"));
}

#[test]
fn another_nonce_and_another_imprint_are_refused() {
    openssl_or_skip!();
    let mut answered = Answered::by(&Profile::default());
    let ours = answered.request.clone();
    for other in [
        TimestampRequest::new(Imprint::sha256(NOTE), [9; 8]),
        TimestampRequest::new(Imprint::sha256(b"another note"), NONCE),
    ] {
        answered.keep("q.tsq", other.der());
        assert!(!answered.openssl_accepts(""));
        answered.request = other;
        let error = answered.verify().unwrap_err();
        assert!(matches!(error, VerifyError::Nonce | VerifyError::Imprint { .. }), "{error}");
    }
    answered.request = ours;
    answered.verify().unwrap();
    // A token without a nonce does not answer a request that has one.
    answered.tsa.openssl("ts -query -data note -sha256 -cert -no_nonce -out plain.tsq");
    let plain = fs_err::read(answered.path().join("plain.tsq")).unwrap();
    answered.answer = answered.tsa.reply(&plain);
    assert_eq!(answered.verify().unwrap_err(), VerifyError::Nonce);
}

#[test]
fn an_authority_of_another_root_is_not_believed() {
    openssl_or_skip!();
    // With the same names, so that only the keys tell them apart.
    let answered = Answered::by(&Profile::default());
    let other = Answered::by(&Profile::default());
    let error = answered.verify_with(&other.trust()).unwrap_err();
    assert!(matches!(error, VerifyError::Chain { .. }), "{error}");
    answered.keep("ca.pem", &other.tsa.ca_pem());
    assert!(!answered.openssl_accepts(""));
    let nobody = Trust::new(Certificates::default());
    let error = answered.verify_with(&nobody).unwrap_err();
    assert!(matches!(error, VerifyError::Chain { .. }), "{error}");
    // What came with the token, or beside it, is not believed either.
    let beside = Trust::new(Certificates::default()).with_untrusted(other.certificates("ca.pem"));
    assert!(answered.verify_with(&beside).is_err());
}
