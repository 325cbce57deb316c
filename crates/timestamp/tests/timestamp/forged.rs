//! Tokens with a good signature that prove nothing all the same. openssl is asked about each.

use sijill_testkit::{Profile, TsaKey, openssl_or_skip};
use sijill_timestamp::{Certificates, Imprint, TimestampToken, TokenError, Trust, VerifyError};

use crate::bench::{AS_AN_AUTHORITY, Forger, NOTE, der, info};

const TIME: &str = "20250601120000Z";

#[test]
fn what_the_forger_makes_is_a_token() {
    openssl_or_skip!();
    for key in [TsaKey::P256, TsaKey::P384, TsaKey::Rsa] {
        let forger = Forger::with(&Profile { key, ..Profile::default() });
        let token = forger.stamp(TIME);
        assert!(forger.openssl_accepts(&token, ""));
        assert_eq!(forger.verify(&token).unwrap().time().to_string(), "2025-06-01T12:00:00Z");
    }
}

#[test]
fn a_signer_named_by_its_key_is_found() {
    openssl_or_skip!();
    let forger = Forger::with(&Profile::default());
    let options = format!("{AS_AN_AUTHORITY} -keyid");
    let token = forger.sign(&info(NOTE, TIME, &[]), &options);
    assert!(forger.openssl_cms_accepts(&token));
    forger.verify(&token).unwrap();
}

#[test]
fn a_signature_with_pss_holds() {
    openssl_or_skip!();
    let forger = Forger::with(&Profile { key: TsaKey::Rsa, ..Profile::default() });
    for (digest, salt) in [("sha256", 32), ("sha384", 48), ("sha512", 64)] {
        let options = format!(
            "-cades -md {digest} -keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:{salt}"
        );
        let token = forger.sign(&info(NOTE, TIME, &[]), &options);
        assert!(forger.openssl_cms_accepts(&token), "{digest}");
        forger.verify(&token).unwrap();
    }
}

/// Of a certificate's validity the first and the last second count, and the token's time is what is compared.
#[test]
fn the_certificate_has_to_be_valid_at_the_time_of_the_token() {
    openssl_or_skip!();
    let validity = ("20200101000000Z", "20201231235959Z");
    let forger = Forger::with(&Profile { validity, ..Profile::default() });
    // openssl ends one second before RFC 5280 section 4.1.2.5 does.
    let cases = [
        ("20191231235959Z", 1_577_836_799, false),
        ("20200101000000Z", 1_577_836_800, true),
        ("20201231235958Z", 1_609_459_198, true),
        ("20201231235959.999Z", 1_609_459_198, true),
        ("20210101000000Z", 1_609_459_200, false),
    ];
    for (time, second, holds) in cases {
        let token = forger.stamp(time);
        assert_eq!(forger.openssl_accepts(&token, &format!("-attime {second}")), holds, "{time}");
        // It expired long ago, which is why openssl needs to be told the time.
        assert!(!forger.openssl_accepts(&token, ""), "{time}");
        let verified = forger.verify(&token);
        match verified {
            Ok(stamp) => {
                assert!(holds, "{time}");
                assert_eq!(stamp.good_until().to_string(), "2020-12-31T23:59:59Z");
            }
            Err(error) => assert!(!holds && matches!(error, VerifyError::Chain { .. }), "{error}"),
        }
    }
}

#[test]
fn the_root_has_to_be_valid_at_the_time_of_the_token() {
    openssl_or_skip!();
    let root_validity = ("20200101000000Z", "20201231235959Z");
    let validity = ("20150101000000Z", "20450101000000Z");
    let forger = Forger::with(&Profile { root_validity, validity, ..Profile::default() });
    let cases = [
        ("20191231235959Z", 1_577_836_799, false),
        ("20200601000000Z", 1_590_969_600, true),
        ("20210101000000Z", 1_609_459_200, false),
    ];
    for (time, second, holds) in cases {
        let token = forger.stamp(time);
        assert_eq!(forger.openssl_accepts(&token, &format!("-attime {second}")), holds, "{time}");
        assert_eq!(forger.verify(&token).is_ok(), holds, "{time}");
    }
    let stamp = forger.verify(&forger.stamp("20200601000000Z")).unwrap();
    assert_eq!(stamp.good_until().to_string(), "2020-12-31T23:59:59Z");
    assert_eq!(stamp.signer().not_after.to_string(), "2045-01-01T00:00:00Z");
}

/// What a certificate has to be for, and why it is refused.
#[test]
fn a_certificate_for_anything_else_signs_no_token() {
    openssl_or_skip!();
    const KEY: &str = "keyUsage = critical,digitalSignature";
    const PURPOSE: &str = "extendedKeyUsage = critical,timeStamping";
    let cases = [
        (KEY.to_owned(), "it has no extended key usage"),
        (
            format!("{KEY}\nextendedKeyUsage = timeStamping"),
            "its extended key usage is not critical",
        ),
        (format!("{KEY}\n{PURPOSE},emailProtection"), "its purpose is not time-stamping alone"),
        (
            format!("{KEY}\nextendedKeyUsage = critical,codeSigning"),
            "its purpose is not time-stamping alone",
        ),
        (format!("{KEY},keyEncipherment\n{PURPOSE}"), "its key usage is not signing alone"),
        (
            format!("keyUsage = critical,keyAgreement\n{PURPOSE}"),
            "its key usage is not signing alone",
        ),
    ];
    for (usage, why) in cases {
        let forger = Forger::with(&Profile { usage: &usage, ..Profile::default() });
        let token = forger.stamp(TIME);
        assert!(!forger.openssl_accepts(&token, ""), "{usage}");
        let error = forger.verify(&token).unwrap_err();
        let VerifyError::Unfit { subject, reason } = error else { panic!("{usage}: {error}") };
        assert_eq!((subject.as_str(), reason), ("CN=TSA-1,O=Test", why), "{usage}");
    }
}

#[test]
fn a_certificate_without_a_key_usage_may_sign() {
    openssl_or_skip!();
    let usage = "extendedKeyUsage = critical,timeStamping";
    let forger = Forger::with(&Profile { usage, ..Profile::default() });
    let token = forger.stamp(TIME);
    assert!(forger.openssl_accepts(&token, ""));
    forger.verify(&token).unwrap();
}

#[test]
fn an_unknown_critical_extension_is_refused() {
    openssl_or_skip!();
    let usage = format!("{}\n1.2.3.4.5 = critical,ASN1:UTF8String:unknown", Profile::USAGE);
    let forger = Forger::with(&Profile { usage: &usage, ..Profile::default() });
    let token = forger.stamp(TIME);
    assert!(!forger.openssl_accepts(&token, ""));
    assert!(forger.verify(&token).is_err());
}

#[test]
fn the_one_between_has_to_be_allowed_to_certify() {
    openssl_or_skip!();
    for (between_usage, holds) in [("keyCertSign", true), ("digitalSignature", false)] {
        let profile = Profile { intermediate: true, between_usage, ..Profile::default() };
        let forger = Forger::with(&profile);
        let options = format!("{AS_AN_AUTHORITY} -certfile between.pem");
        let token = forger.sign(&info(NOTE, TIME, &[]), &options);
        assert_eq!(forger.openssl_accepts(&token, ""), holds, "{between_usage}");
        assert_eq!(forger.verify(&token).is_ok(), holds, "{between_usage}");
    }
}

/// An authority that is its own root is believed only if it was given as one.
#[test]
fn an_authority_that_vouches_for_itself_is_believed_only_as_a_root() {
    openssl_or_skip!();
    let forger = Forger::with(&Profile::default());
    forger.reissue("-selfsign -keyfile tsa.key");
    let token = forger.stamp(TIME);
    assert!(!forger.openssl_accepts(&token, ""));
    let error = forger.verify(&token).unwrap_err();
    assert!(matches!(error, VerifyError::Chain { .. }), "{error}");

    let itself = Trust::new(forger.certificates("tsa.pem"));
    let token = TimestampToken::from_der(&token).unwrap();
    let expect = Imprint::sha256(NOTE).into();
    let stamp = token.verify(&expect, &itself).unwrap();
    assert_eq!((stamp.chain().len(), stamp.signer()), (1, stamp.root()));
    let judged = "ts -verify -data note -token_in -in forged.tok -CAfile tsa.pem";
    assert!(forger.tsa.try_openssl(judged).0);
}

/// Two certificates for one key: the token holds only with the one that its signature is bound to.
#[test]
fn another_certificate_for_the_same_key_is_not_the_signer() {
    openssl_or_skip!();
    let forger = Forger::with(&Profile::default());
    let token = forger.sign(&info(NOTE, TIME, &[]), &format!("{AS_AN_AUTHORITY} -nocerts"));
    let bound = forger.certificates("tsa.pem");
    forger.reissue("-cert ca.pem -keyfile ca.key");
    assert!(!forger.openssl_accepts(&token, "-untrusted tsa.pem"));
    assert_eq!(forger.verify(&token).unwrap_err(), VerifyError::NoSigner);
    let both = forger.trust().with_untrusted(forger.certificates("tsa.pem")).with_untrusted(bound);
    let token = TimestampToken::from_der(&token).unwrap();
    token.verify(&Imprint::sha256(NOTE).into(), &both).unwrap();
}

/// What `from_der` refuses, and what it names.
#[test]
fn a_message_that_is_no_token_is_not_read() {
    openssl_or_skip!();
    let forger = Forger::with(&Profile::default());
    let good = info(NOTE, TIME, &[]);
    let refused = |token: &[u8]| TimestampToken::from_der(token).unwrap_err();

    let unbound = forger.sign(&good, "-md sha256");
    assert_eq!(refused(&unbound), TokenError::NotOne("signing certificate"));
    assert!(!forger.openssl_accepts(&unbound, ""));

    let bare = forger.sign(&good, "-md sha256 -noattr");
    assert_eq!(refused(&bare), TokenError::NotOne("set of signed attributes"));
    assert!(!forger.openssl_accepts(&bare, ""));

    forger.sign(&good, AS_AN_AUTHORITY);
    forger.tsa.openssl(
        "cms -resign -inform DER -in forged.tok -signer tsa.pem -inkey tsa.key \
         -outform DER -out two.tok -md sha256 -cades -nocerts",
    );
    let twice = fs_err::read(forger.tsa.folder().join("two.tok")).unwrap();
    assert_eq!(refused(&twice), TokenError::NotOne("signature"));
    assert!(!forger.openssl_accepts(&twice, ""));

    let sha1 = forger.sign(&good, "-cades -md sha1");
    assert!(matches!(refused(&sha1), TokenError::SignedData(_)));

    // A signed message of another kind, with the same bytes inside.
    forger.sign(&good, AS_AN_AUTHORITY);
    forger.tsa.openssl(
        "cms -sign -binary -nodetach -cades -in info.der -signer tsa.pem -inkey tsa.key \
         -outform DER -out data.cms",
    );
    let data = fs_err::read(forger.tsa.folder().join("data.cms")).unwrap();
    assert!(matches!(refused(&data), TokenError::SignedData(_)));
    assert!(!forger.openssl_accepts(&data, ""));
}

/// Something else that was signed with the same key, relabelled as a token: its signed attributes still say
/// what it was. (openssl 3.0 does not compare them.)
#[test]
fn a_message_relabelled_as_a_token_is_not_read() {
    openssl_or_skip!();
    let forger = Forger::with(&Profile::default());
    let other = "1.2.840.113549.1.9.16.1.5";
    let mut message = forger.sign_as(other, &info(NOTE, TIME, &[]), AS_AN_AUTHORITY);
    let kind = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 1, 5];
    let label = message.windows(kind.len()).position(|window| window == kind).unwrap();
    message[label + kind.len() - 1] = 4;
    let error = TimestampToken::from_der(&message).unwrap_err();
    assert_eq!(error, TokenError::NotOne("content type, that of a time-stamp"));
}

#[test]
fn an_extension_that_must_be_understood_is_refused() {
    openssl_or_skip!();
    let forger = Forger::with(&Profile::default());
    let extension = |critical: &[u8]| {
        let fields = [&[6, 4, 0x2a, 3, 4, 5][..], critical, &[4, 2, 5, 0]].concat();
        der(0xa1, &der(0x30, &fields))
    };
    let plain = forger.sign(&info(NOTE, TIME, &extension(&[])), AS_AN_AUTHORITY);
    forger.verify(&plain).unwrap();
    let critical = forger.sign(&info(NOTE, TIME, &extension(&[1, 1, 0xff])), AS_AN_AUTHORITY);
    let error = TimestampToken::from_der(&critical).unwrap_err();
    assert!(matches!(error, TokenError::Info(_)), "{error}");
}

#[test]
fn what_has_no_place_in_a_token_is_refused() {
    openssl_or_skip!();
    let forger = Forger::with(&Profile::default());
    let rest = info(NOTE, TIME, &[4, 1, 0]);
    let twice = [info(NOTE, TIME, &[]), info(NOTE, TIME, &[])].concat();
    for content in [rest, twice, info(NOTE, "20250601120000", &[]), Vec::new()] {
        let token = forger.sign(&content, AS_AN_AUTHORITY);
        let error = TimestampToken::from_der(&token).unwrap_err();
        assert!(matches!(error, TokenError::Info(_)), "{error}");
    }
}

#[test]
fn a_damaged_bundle_of_certificates_is_refused() {
    openssl_or_skip!();
    let forger = Forger::with(&Profile::default());
    let pem = String::from_utf8(forger.tsa.ca_pem()).unwrap();
    let text = format!("a root\n{pem}\nthe same again\n{pem}");
    assert_eq!(Certificates::from_bytes(text.as_bytes()).unwrap().len(), 2);
    assert_eq!(Certificates::from_bytes(pem.as_bytes()).unwrap().to_pem(), pem);
    let one = Certificates::from_bytes(pem.as_bytes()).unwrap();
    let alone = Certificates::from_bytes(one.iter().next().unwrap()).unwrap();
    assert_eq!(alone, one);
    for damaged in
        [pem.replace("-----END", "----END"), pem.replacen("MII", "MMI", 1), String::new()]
    {
        assert!(Certificates::from_bytes(damaged.as_bytes()).is_err(), "{damaged}");
    }
    let key = fs_err::read(forger.tsa.folder().join("ca.key")).unwrap();
    assert!(Certificates::from_bytes(&key).is_err());
}
