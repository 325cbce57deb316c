//! A token with something changed, cut off or added: it never proves another time.

use std::collections::BTreeSet;

use sijill_testkit::{Profile, TsaKey, openssl_or_skip};
use sijill_timestamp::{Certificates, Stamp, TimestampToken};

use crate::bench::Answered;

fn judged(answered: &Answered, bytes: &[u8]) -> Option<Stamp> {
    let token = TimestampToken::from_der(bytes).ok()?;
    token.verify(&answered.request.expect(), &answered.trust()).ok()
}

/// Every byte, changed in three ways.
#[test]
fn no_changed_byte_changes_what_is_proved() {
    openssl_or_skip!();
    for key in [TsaKey::P256, TsaKey::Rsa] {
        let answered = Answered::by(&Profile { key, decimals: 3, ..Profile::default() });
        let good = answered.verify().unwrap();
        let mut accepted = BTreeSet::new();
        for position in 0..answered.answer.len() {
            for change in [0x01, 0x80, 0xff] {
                let mut bytes = answered.answer.clone();
                bytes[position] ^= change;
                if let Some(stamp) = judged(&answered, &bytes) {
                    assert_eq!(stamp.info(), good.info(), "{position}");
                    assert_eq!(stamp.signer(), good.signer(), "{position}");
                    assert_eq!(stamp.chain(), good.chain(), "{position}");
                    accepted.insert(position);
                }
            }
        }
        // Those that no signature covers: the status, versions, and the list of digests.
        assert!(accepted.len() < 24, "{accepted:?}");
    }
}

#[test]
fn a_part_of_a_token_is_none() {
    openssl_or_skip!();
    let answered = Answered::by(&Profile::default());
    for end in 0..answered.answer.len() {
        assert!(TimestampToken::from_der(&answered.answer[..end]).is_err(), "{end}");
    }
    let longer = [&answered.answer[..], &[0]].concat();
    assert!(TimestampToken::from_der(&longer).is_err());
}

/// Pieces of a token put together in other ways are read or refused, and nothing worse.
#[test]
fn no_bytes_do_worse_than_being_refused() {
    openssl_or_skip!();
    let answered = Answered::by(&Profile::default());
    let good = answered.verify().unwrap();
    let length = answered.answer.len();
    let cuts = (0..length, 0..length, proptest::collection::vec(proptest::num::u8::ANY, 0..8));
    proptest::proptest!(|((from, to, between) in cuts)| {
        let bytes = [&answered.answer[..from], &between, &answered.answer[to..]].concat();
        if let Some(stamp) = judged(&answered, &bytes) {
            assert_eq!(stamp.info(), good.info());
        }
        let _ = sijill_timestamp::TimestampRequest::from_der(&bytes);
        let _ = Certificates::from_bytes(&bytes);
    });
}

/// More bytes than an answer has are not even looked at.
#[test]
fn an_endless_answer_is_refused() {
    let long = vec![0x30; sijill_timestamp::MAX_ANSWER + 1];
    let error = TimestampToken::from_der(&long).unwrap_err();
    assert!(error.to_string().contains("65537 bytes"), "{error}");
}
