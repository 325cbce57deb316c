//! Requests that race: whoever comes second learns that it is too late.

use std::sync::Barrier;
use std::thread;

use crate::{Log, NOON, ORIGIN, Scratch, at};

/// Two processes of one witness's folder, as it were: each has its own connection.
#[test]
fn of_two_that_extend_the_same_size_one_is_too_late() {
    for _ in 0..10 {
        let scratch = Scratch::new();
        let liar = Log::told_otherwise(ORIGIN, 40, "lie");
        let start = Barrier::new(2);
        let ask = |log: &Log| {
            let mut witness = scratch.acting();
            let request = log.request(0, 20);
            start.wait();
            witness.answer(&request, at(NOON)).unwrap().status()
        };
        let mut answers = thread::scope(|scope| {
            let (honest, lie) = (scope.spawn(|| ask(&scratch.log)), scope.spawn(|| ask(&liar)));
            [honest.join().unwrap(), lie.join().unwrap()]
        });
        answers.sort_unstable();
        assert_eq!(answers, [200, 409]);
        assert_eq!(scratch.acting().witness().logs().unwrap()[0].last.iter().count(), 1);
    }
}
