//! Renewal: chains of stamps, made in time and too late.

use sijill_testkit::{Profile, openssl_or_skip};
use sijill_timestamp::{
    Imprint, Link, SeriesError, TimestampToken, Trust, renewal_digest, verify_series,
};

use crate::bench::{AS_AN_AUTHORITY, Forger, NOTE, info};

/// Three authorities, each of which ends when the next one is at work.
fn authorities() -> [Forger; 3] {
    let years = [
        ("1", ("20200101000000Z", "20211231235959Z")),
        ("2", ("20210101000000Z", "20221231235959Z")),
        ("3", ("20220101000000Z", "20391231235959Z")),
    ];
    years.map(|(name, validity)| Forger::with(&Profile { name, validity, ..Profile::default() }))
}

fn trust(authorities: &[Forger]) -> Trust {
    let mut roots = sijill_timestamp::Certificates::default();
    roots.extend(authorities.iter().map(|forger| forger.certificates("ca.pem")));
    Trust::new(roots)
}

/// A stamp over `data`, in a file named as people keep it.
fn stamp(forger: &Forger, data: &[u8], time: &str) -> Vec<u8> {
    forger.sign(&info(data, time, &[]), AS_AN_AUTHORITY)
}

fn links(answers: &[Vec<u8>]) -> Vec<Link<'_>> {
    answers.iter().map(|answer| Link { answer, nonce: None }).collect()
}

#[test]
fn a_chain_made_in_time_proves_the_first_time() {
    openssl_or_skip!();
    let authorities = authorities();
    let first = stamp(&authorities[0], NOTE, "20200601000000Z");
    let second = stamp(&authorities[1], &first, "20211231235958Z");
    let third = stamp(&authorities[2], &second, "20220601000000Z");
    let answers = [first, second, third];
    let trust = trust(&authorities);
    let series = verify_series(&Imprint::sha256(NOTE), &links(&answers), &trust).unwrap();
    assert_eq!(series.first().time().to_string(), "2020-06-01T00:00:00Z");
    assert_eq!(series.last().time().to_string(), "2022-06-01T00:00:00Z");
    assert_eq!(series.good_until().to_string(), "2039-12-31T23:59:59Z");
    assert_eq!(series.stamps().count(), 3);

    // One stamp is a chain too, and ends with its certificate.
    let alone = verify_series(&Imprint::sha256(NOTE), &links(&answers[..1]), &trust).unwrap();
    assert_eq!(alone.good_until().to_string(), "2021-12-31T23:59:59Z");
    // openssl follows a renewal with the earlier file as data.
    let folder = authorities[2].tsa.folder();
    fs_err::write(folder.join("second.tok"), &answers[1]).unwrap();
    fs_err::write(folder.join("third.tok"), &answers[2]).unwrap();
    authorities[2]
        .tsa
        .openssl("ts -verify -data second.tok -token_in -in third.tok -CAfile ca.pem");
    let digest = renewal_digest(&answers[1]);
    let token = TimestampToken::from_der(&answers[2]).unwrap();
    assert_eq!(token.claims().imprint, digest.into());
}

#[test]
fn a_chain_with_a_gap_or_another_order_proves_nothing() {
    openssl_or_skip!();
    let authorities = authorities();
    let trust = trust(&authorities);
    let first = stamp(&authorities[0], NOTE, "20200601000000Z");
    let second = stamp(&authorities[1], &first, "20210601000000Z");
    let third = stamp(&authorities[2], &second, "20220601000000Z");
    let judge = |answers: &[&Vec<u8>]| {
        let answers: Vec<_> = answers.iter().map(|answer| (*answer).clone()).collect();
        verify_series(&Imprint::sha256(NOTE), &links(&answers), &trust).unwrap_err()
    };
    assert_eq!(judge(&[]), SeriesError::Empty);
    let broken: [(&[&Vec<u8>], usize); 4] = [
        (&[&first, &third], 2),
        (&[&second, &third], 1),
        (&[&first, &third, &second], 2),
        (&[&first, &second, &third, &third], 4),
    ];
    for (answers, at) in broken {
        let error = judge(answers);
        assert!(matches!(error, SeriesError::Verify { number, .. } if number == at), "{error}");
    }
    let mut cut = third.clone();
    cut.pop();
    let error = judge(&[&first, &second, &cut]);
    assert!(matches!(error, SeriesError::Token { number: 3, .. }), "{error}");
}

#[test]
fn a_renewal_has_to_come_in_time() {
    openssl_or_skip!();
    let authorities = authorities();
    let trust = trust(&authorities);
    let first = stamp(&authorities[0], NOTE, "20210601000000Z");
    // The accuracy counts: 0.6 s after this the first one is over.
    let accuracy = [0x30, 4, 0x80, 2, 2, 0x58];
    let cases: [(&str, &[u8], &str); 5] = [
        ("20211231235958.5Z", &[], "in time"),
        ("20211231235958.5Z", &accuracy, "too late"),
        ("20211231235959Z", &[], "too late"),
        ("20220601000000Z", &[], "too late"),
        ("20210531235959Z", &[], "too early"),
    ];
    for (time, more, expected) in cases {
        let content = info(&first, time, more);
        let second = authorities[1].sign(&content, AS_AN_AUTHORITY);
        let answers = [first.clone(), second];
        let found = match verify_series(&Imprint::sha256(NOTE), &links(&answers), &trust) {
            Ok(_) => "in time",
            Err(SeriesError::TooLate { number: 2, .. }) => "too late",
            Err(SeriesError::TooEarly { number: 2, .. }) => "too early",
            Err(error) => panic!("{time}: {error}"),
        };
        assert_eq!(found, expected, "{time}");
    }
}
