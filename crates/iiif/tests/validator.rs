//! The validator of the IIIF consortium, level 2 of version 3.0, against a server on loopback that does nothing but hand
//! paths to the library.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::process::Command;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use common::{Page, images, referee};
use sijill_iiif::{Answer, Asked, Call, Images, Refusal, Sight, Source};
use sijill_testkit::shared_or_skip;

const IDENTIFIER: &str = "67352ccc-d1b0-11e1-89ae-279075081939";

fn answer(images: &Images, source: &Source, origin: &str, request: &Request<Body>) -> Answer {
    let path = request.uri().path();
    let Some(rest) = path.strip_prefix("/iiif/3/") else {
        return images.refused(&Refusal::NoSuchPage);
    };
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let asked = Asked { accept: header("accept"), if_none_match: header("if-none-match") };
    let escaped = rest.split('/').next().unwrap_or_default();
    match Call::parse(rest) {
        Ok((identifier, _)) if identifier != IDENTIFIER => images.refused(&Refusal::NoSuchPage),
        Ok((_, Ok(call))) => {
            images.answer(&format!("{origin}/iiif/3/{escaped}"), &call, source, &asked)
        }
        Ok((_, Err(why))) | Err(why) => images.refused(&why),
    }
}

fn response(answer: Answer) -> Response<Body> {
    let mut response = Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    response.body(Body::from(answer.body)).unwrap()
}

/// Serves the page on a free port until the process ends; returns `127.0.0.1:port`.
fn serve(images: Images, source: Source) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let server = listener.local_addr().unwrap().to_string();
    let (origin, shared) = (format!("http://{server}"), Arc::new((images, source)));
    let router = Router::new().fallback(move |request: Request<Body>| {
        let (origin, shared) = (origin.clone(), shared.clone());
        async move {
            let blocking = move || answer(&shared.0, &shared.1, &origin, &request);
            response(tokio::task::spawn_blocking(blocking).await.unwrap())
        }
    });
    std::thread::spawn(move || runtime.block_on(async { axum::serve(listener, router).await }));
    server
}

#[test]
fn the_validator_passes_all_tests_of_level_2() {
    let corpus = shared_or_skip!("corpus/iiif-image-validator");
    let Some(validator) = referee("iiif-validate.py") else { return };
    let squares = fs_err::read(corpus.join(format!("{IDENTIFIER}.png"))).unwrap();
    let page = Page::of(&common::decode(&squares));
    let server = serve(images().for_all_origins(), page.open(Sight::Clear));
    let arguments = ["-p", "iiif/3", "-i", IDENTIFIER, "--version=3.0", "--level", "2", "-v"];
    let mut command = Command::new(validator.with_file_name("python"));
    let output = command.arg(&validator).args(["-s", &server]).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(said.contains("Done (33 tests, 0 failures)"), "{said}");
    assert_eq!(output.status.code(), Some(0));
}
