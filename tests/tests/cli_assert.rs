//! Who is who, said by two people with reasons; and questions that wait. What is sealed is nowhere in the clear.

use serde_json::{Value, json};
use sijill_schema::AlertId;
use sijill_storage::{Archive, Found, Passphrase};
use sijill_tests::adversary::{History, Keys};
use sijill_tests::evidence::Events;
use sijill_tests::{PASSPHRASE, Run, Scratch, archive};

const SECOND: &str = "the second one's passphrase";
const THIRD: &str = "the third one's passphrase";

fn with(scratch: &Scratch, own: &str, new: &str, arguments: &[&str]) -> (i32, Value) {
    let mut command = scratch.sijill.command();
    command.env("SIJILL_PASSPHRASE", own).env("SIJILL_NEW_PASSPHRASE", new);
    let run = Run::of(command.args(arguments).arg("--json").output().unwrap());
    (run.code.unwrap(), run.value())
}

fn add_person(scratch: &Scratch, name: &str, passphrase: &str) {
    let (code, added) = with(scratch, PASSPHRASE, passphrase, &["key", "add", "--person", name]);
    assert_eq!(code, 0, "{added}");
}

/// An archive with two people and three mentions on one page; their identifiers.
fn three_mentions() -> (Scratch, [String; 3]) {
    let scratch = archive();
    let mentions = three_mentions_in(&scratch);
    (scratch, mentions)
}

fn three_mentions_in(scratch: &Scratch) -> [String; 3] {
    scratch.ingest(&scratch.write_scans("scans", 1));
    let page = Events::of(&scratch.archive()).acts("ing")[0]["page"].as_str().unwrap().to_owned();
    let sheet = format!(
        "page,name,mother,role\n{page},سمير الزعتر,فاطمة,\n{page},سَمير الزَّعتر,,\n{page},طفل مختلق,,طفل\n"
    );
    let file = scratch.write("people.csv", sheet);
    let arguments = ["describe", "import", "--people", file.to_str().unwrap()];
    let (code, done) = scratch.sijill.json(arguments);
    assert_eq!(code, 0, "{done}");
    add_person(scratch, "ليلى حداد", SECOND);
    let id = |at: usize| done["pages"][0]["mentions"][at]["id"].as_str().unwrap().to_owned();
    [id(0), id(1), id(2)]
}

fn propose(scratch: &Scratch, own: &str, arguments: &[&str]) -> String {
    let because = ["--because", "سبب مختلق"];
    let arguments: Vec<_> = ["assert"].iter().chain(arguments).chain(&because).copied().collect();
    let (code, proposed) = with(scratch, own, "", &arguments);
    assert_eq!(code, 0, "{proposed}");
    proposed["assertion"].as_str().unwrap().to_owned()
}

fn listed(scratch: &Scratch, further: &[&str]) -> Vec<Value> {
    let (code, list) = scratch.sijill.json(["assert", "list"].iter().chain(further));
    assert_eq!(code, 0, "{list}");
    list["assertions"].as_array().unwrap().clone()
}

#[test]
fn a_confirmation_by_the_proposer_is_found_although_every_signature_is_right() {
    let scratch = archive();
    // The operator has the log's key too, and not that of the second person.
    let keys = Keys::stolen(&scratch.archive());
    let [first, second, _] = three_mentions_in(&scratch);
    let id = propose(&scratch, PASSPHRASE, &["same", &first, &second]);
    assert_eq!(with(&scratch, SECOND, "", &["assert", "confirm", &id]).0, 0);
    scratch.verify_sound();

    let mut history = History::read(&scratch.archive(), &keys);
    let last = history.size() - 1;
    let confirmed = history.event(last);
    assert_eq!(confirmed.act.code(), "sijill/identity-confirmed");
    history.roll_back(last);
    history.append(&History::by(confirmed, keys.person), &[keys.person()]);
    history.put_into(&scratch.archive());
    let (code, report) = scratch.sijill.json(["verify"]);
    assert_eq!((code, report["problems"].as_array().map(Vec::len)), (1, Some(1)), "{report:#}");
    let problem = &report["problems"][0];
    assert_eq!((&problem["kind"], &problem["event"]), (&"catalogue".into(), &last.into()));
    let said = problem["detail"].as_str().unwrap();
    assert!(said.contains("confirmed by the person who had proposed it"), "{said}");
}

#[test]
fn what_one_person_proposes_holds_once_another_confirms_it() {
    let (scratch, [first, second, _]) = three_mentions();
    let id = propose(&scratch, PASSPHRASE, &["same", &first, &second]);
    let one = &listed(&scratch, &["--about", &second])[0];
    assert_eq!(
        (&one["state"], &one["proposal"]["access"]),
        (&json!("proposed"), &json!("confidential"))
    );
    assert_eq!(one["proposal"]["claim"]["first"]["person"]["mother"], "فاطمة", "as it read then");
    assert!(!one.to_string().contains("salt"), "{one}");

    let own = scratch.fails(&["assert", "confirm", &id], 2, "invalid");
    assert!(own["message"].as_str().unwrap().contains("yourself"), "{own}");
    assert_eq!(with(&scratch, SECOND, "", &["assert", "confirm", &id]).0, 0);
    assert_eq!(listed(&scratch, &[])[0]["state"], "holds");
    assert_eq!(with(&scratch, SECOND, "", &["assert", "confirm", &id]).0, 2, "only once");
    scratch.verify_sound();

    add_person(&scratch, "شخص ثالث", THIRD);
    let revoke = ["assert", "revoke", &id, "--because", "خطأ"];
    assert_eq!(with(&scratch, THIRD, "", &revoke).0, 2, "it is not theirs");
    assert_eq!(with(&scratch, SECOND, "", &revoke).0, 0);
    let one = &listed(&scratch, &[])[0];
    assert_eq!(
        (&one["state"], &one["revoked"]["decision"]["because"]),
        (&json!("revoked"), &json!("خطأ"))
    );
    assert_eq!(with(&scratch, SECOND, "", &["assert", "confirm", &id]).0, 2, "it was taken back");
    for act in ["proposed", "confirmed", "revoked"] {
        let events = Events::of(&scratch.archive()).acts(&format!("sijill/identity-{act}"));
        assert_eq!(events.len(), 1, "{act}");
        assert_eq!((events[0].get("page"), events[0].get("item")), (None, None), "{act}");
    }
    scratch.verify_sound();
}

#[test]
fn nobody_confirms_themselves_with_another_key() {
    let (scratch, [first, second, _]) = three_mentions();
    let id = propose(&scratch, SECOND, &["same", &first, &second]);
    let (_, keys) = with(&scratch, SECOND, "", &["key", "list"]);
    let theirs = keys["keys"].as_array().unwrap().iter().find(|key| key["person"] == "ليلى حداد");
    let key = theirs.unwrap()["id"].as_str().unwrap();
    assert_eq!(with(&scratch, SECOND, "", &["key", "rotate", key]).0, 0);
    let confirm = ["assert", "confirm", &id];
    assert_eq!(with(&scratch, SECOND, "", &confirm).0, 2, "a fresh key is the same person's");
    add_person(&scratch, "ليلى حداد", THIRD);
    assert_eq!(with(&scratch, THIRD, "", &confirm).0, 2, "so is a second one under the same name");
    assert_eq!(with(&scratch, PASSPHRASE, "", &confirm).0, 0);
    assert_eq!(with(&scratch, SECOND, "", &["assert", "revoke", &id, "--because", "x"]).0, 0);
}

#[test]
fn anybody_may_take_back_what_people_said_who_are_gone() {
    let (scratch, [first, second, _]) = three_mentions();
    let id = propose(&scratch, SECOND, &["same", &first, &second]);
    let by = listed(&scratch, &[])[0]["by"].as_str().unwrap().to_owned();
    let revoke = ["assert", "revoke", &id, "--because", "x"];
    assert_eq!(with(&scratch, PASSPHRASE, "", &revoke).0, 2);
    assert_eq!(with(&scratch, PASSPHRASE, "", &["key", "revoke", &by]).0, 0);
    assert_eq!(with(&scratch, PASSPHRASE, "", &revoke).0, 0);
}

/// Whether a text stands anywhere in the archive's files, but for what `known` names.
fn stands_in(scratch: &Scratch, text: &str) -> bool {
    let files = walkdir::WalkDir::new(scratch.archive()).into_iter().map(Result::unwrap);
    let mut files = files.filter(|entry| entry.file_type().is_file());
    files.any(|file| {
        let bytes = fs_err::read(file.path()).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

#[test]
fn the_identity_of_a_child_is_sealed() {
    let (scratch, [_, _, child]) = three_mentions();
    let id = propose(
        &scratch,
        PASSPHRASE,
        &["recorded-as", &child, "كنان الياسميني", "--mother", "وداد"],
    );
    assert_eq!(
        with(&scratch, SECOND, "", &["assert", "confirm", &id, "--because", "رأيت الورقة"]).0,
        0
    );
    for secret in ["كنان", "وداد", "سبب مختلق", "رأيت"] {
        assert!(!stands_in(&scratch, secret), "{secret}");
    }
    let closed = listed(&scratch, &[]);
    assert_eq!((&closed[0]["state"], closed[0].get("proposal")), (&json!("holds"), None));
    assert_eq!(listed(&scratch, &["--about", &child]).len(), 0, "that there is one is sealed too");
    let open = |first: &str, second: &str| {
        let mut command = scratch.sijill.command();
        command.env("SIJILL_PASSPHRASE", first).env("SIJILL_SECOND_PASSPHRASE", second);
        command.args(["assert", "list", "--about", &child, "--sealed", "--json"]);
        let run = Run::of(command.output().unwrap());
        (run.code.unwrap(), run.value())
    };
    add_person(&scratch, "ليلى حداد", THIRD);
    for (first, second) in
        [(PASSPHRASE, PASSPHRASE), (SECOND, THIRD), (SECOND, "a wrong passphrase")]
    {
        let (code, refused) = open(first, second);
        assert_eq!((code, refused.get("assertions")), (2, None), "{refused}");
    }
    scratch.fails(&["assert", "list", "--sealed"], 2, "refused");
    let (code, opened) = open(PASSPHRASE, SECOND);
    assert_eq!(code, 0, "{opened}");
    assert_eq!(open(THIRD, PASSPHRASE), (0, opened.clone()));
    let opened = opened["assertions"].as_array().unwrap();
    assert_eq!(opened[0]["proposal"]["claim"]["person"]["name"], "كنان الياسميني");
    assert_eq!(opened[0]["confirmed"]["decision"]["because"], "رأيت الورقة");
    scratch.verify_sound();
    let catalogue = rusqlite::Connection::open(scratch.archive().join("catalogue.sqlite")).unwrap();
    catalogue.execute("DELETE FROM record WHERE kind = 'confirmation'", ()).unwrap();
    drop(catalogue);
    let (code, report) = scratch.sijill.json(["verify"]);
    assert_eq!((code, &report["problems"][0]["kind"]), (1, &json!("catalogue")), "{report:#}");
}

#[test]
fn wrong_mentions_are_refused() {
    let (scratch, [first, ..]) = three_mentions();
    scratch.fails(&["assert", "same", &first, &first, "--because", "x"], 2, "invalid");
    let nobody = "0197c3a0-0000-7000-8000-000000000000";
    scratch.fails(&["assert", "same", &first, nobody, "--because", "x"], 2, "refused");
    scratch.fails(&["assert", "confirm", nobody], 2, "no-such-record");
    let arguments = ["assert", "recorded-as", &first, "x", "--because", "x", "--evidence", nobody];
    scratch.fails(&arguments, 2, "no-such-record");
    assert_eq!(Events::of(&scratch.archive()).acts("sijill/identity-proposed").len(), 0);
}

#[test]
fn an_alert_is_sealed_and_can_be_taken_away() {
    let scratch = archive();
    let add = [
        "alert",
        "add",
        "--case",
        "قضية مختلقة",
        "--name",
        "كنان الياسميني",
        "--born",
        "about 1985",
    ];
    let (code, added) = scratch.sijill.json(add);
    assert_eq!(code, 0, "{added}");
    for secret in ["كنان", "قضية", "about 1985"] {
        assert!(!stands_in(&scratch, secret), "{secret}");
    }
    let (_, list) = scratch.sijill.json(["alert", "list"]);
    let alert = &list["alerts"][0];
    assert_eq!(
        (&alert["alert"]["asked"]["name"], &alert["candidates"]),
        (&json!("كنان الياسميني"), &json!(0))
    );
    let id = added["alert"]["id"].as_str().unwrap();
    assert_eq!(scratch.sijill.json(["alert", "remove", id]).0, 0);
    scratch.fails(&["alert", "remove", id], 2, "no-such-record");
    let (_, list) = scratch.sijill.json(["alert", "list"]);
    assert_eq!(list["alerts"], json!([]));
    scratch.fails(&["alert", "add", "--case", "x"], 2, "query");
    scratch.verify_sound();
}

#[test]
fn whoever_an_alert_might_mean_waits_once_and_sealed() {
    let (scratch, _) = three_mentions();
    let (_, added) = scratch.sijill.json(["alert", "add", "--case", "c", "--name", "x"]);
    let alert: AlertId = added["alert"]["id"].as_str().unwrap().parse().unwrap();
    let archive = Archive::open(&scratch.archive()).unwrap();
    let passphrase = Passphrase::new(PASSPHRASE.to_owned()).unwrap();
    let page = Events::of(&scratch.archive()).acts("ing")[0]["page"].as_str().unwrap().parse();
    let mention = archive.catalogue().unwrap().sheet_mentions(page.unwrap()).unwrap().remove(0);
    let score = json!({ "total": 0.75, "why": "سبب سري مختلق" });
    let found = Found { alert, mention: mention.clone(), score: score.clone() };
    let mut writer = archive.write(&passphrase).unwrap();
    assert_eq!(writer.put_candidates(vec![found.clone()]).unwrap(), 1);
    assert_eq!(writer.put_candidates(vec![found.clone()]).unwrap(), 0, "once is enough");
    assert!(writer.put_candidates(vec![Found { alert: AlertId::new(), ..found }]).is_err());
    writer.finish().unwrap();
    assert!(!stands_in(&scratch, "سبب سري مختلق"));
    let keys = archive.page_secrets(&passphrase).unwrap();
    let queue = archive.catalogue().unwrap().candidates(&keys).unwrap();
    assert_eq!((queue.len(), &queue[0].mention, &queue[0].score), (1, &mention, &score));
    let (_, list) = scratch.sijill.json(["alert", "list"]);
    assert_eq!(list["alerts"][0]["candidates"], 1);
    assert_eq!(scratch.sijill.json(["alert", "remove", &alert.to_string()]).0, 0);
    assert_eq!(archive.catalogue().unwrap().candidates(&keys).unwrap().len(), 0);
}
