//! A drill lived again: replayed, forked at a moment, and taken back by its facilitator.

use sandtable::store::{JournalStore, SqliteStore};
use serde_json::Value;

use crate::cli::Place;
use crate::record::friday;

/// The smallest drill in which a facilitator goes back from 0:05:30 to 0:03:40, and another minute is played.
const TAKEN_BACK: &str = "\
0:01:15 primary ack
0:01:50 primary declare sev2
0:02:00 primary page secondary why=\"I need a pair of hands\"
0:02:30 secondary ack
0:02:40 primary roles commander=primary deputy=primary expert=secondary
0:03:00 table bookmark \"roles are clear\"
0:03:35 secondary do roll-back
0:04:30 primary hold 1m \"let us see\"
0:05:30 facilitator rewind +3:34
0:05:40 secondary look shop
0:06:00 secondary do roll-back
0:09:00 facilitator end
";

fn lines(place: &Place, drill: &str) -> Vec<String> {
    place.said(&["export", "journal", drill]).lines().map(str::to_string).collect()
}

fn values(lines: &[String]) -> Vec<Value> {
    lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What two lines of play have in common after they parted: no numbers, for one has an event more.
fn played(lines: &[String]) -> Vec<Value> {
    let mut all = values(lines);
    for line in &mut all {
        for beside in ["seq", "cause", "wall", "hash", "who"] {
            line.as_object_mut().unwrap().remove(beside);
        }
    }
    all
}

#[test]
fn the_same_moves_from_a_fork_on_are_the_same_drill() {
    let place = friday();
    place.write("rest.moves", &place.said(&["export", "moves", "friday"]));
    let before = place.said(&["export", "journal", "friday"]);
    let said = place.said(&["fork", "friday", "--at", "+3:20", "--moves", "rest.moves"]);
    assert!(
        said.starts_with(
            "SIMULATED  The shop is closed\n           (drill friday-2, attempt 2, from friday at 21:03 (+3:20))\n\
             21:03 CLOCK   From here, 21:03 (+3:20), this is attempt 2, beside `friday`. It\n"
        ),
        "{said}"
    );
    assert_eq!(place.said(&["export", "journal", "friday"]), before, "what was forked is left as it is");

    let (first, second) = (lines(&place, "friday"), lines(&place, "friday-2"));
    let shared = first.iter().zip(&second).take_while(|(one, other)| one == other).count();
    let forked = &values(&second)[shared];
    assert_eq!(
        (&forked["kind"], &forked["parent"], &forked["kept"], &forked["attempt"], &forked["at"]),
        (&"forked".into(), &"friday".into(), &(shared - 1).into(), &2.into(), &200_000.into())
    );
    assert_eq!(played(&first[shared..]), played(&second[shared + 1..]));
    assert_eq!(
        place.said(&["drills", "--verify"]).lines().filter(|line| line.ends_with("written")).count(),
        2
    );

    let score = |drill| -> Value {
        serde_json::from_str(&place.said(&["score", drill, "--format", "json"])).unwrap()
    };
    let (one, other) = (score("friday"), score("friday-2"));
    assert_eq!((&one["attempt"], &other["attempt"]), (&1.into(), &2.into()));
    let criteria = |card: &Value| -> Vec<Value> {
        let dimensions = card["dimensions"].as_array().unwrap();
        let all = dimensions.iter().flat_map(|dimension| dimension["criteria"].as_array().unwrap());
        all.map(|found| serde_json::json!([found["id"], found["outcome"], found["credit"]])).collect()
    };
    assert_eq!(criteria(&one), criteria(&other));
}

#[test]
fn a_later_attempt_says_so_wherever_it_is_told_and_is_compared_with_nothing() {
    let place = friday();
    place.write("rest.moves", &place.said(&["export", "moves", "friday"]));
    place.said(&["fork", "friday", "--at", "+3:20", "--moves", "rest.moves"]);
    let text = place.said(&["score", "friday-2", "--numbers"]);
    let says = "\nAttempt 2, from an earlier moment on, when the story was known: it is compared";
    assert!(text.contains(says), "{text}");
    for format in ["md", "html"] {
        let text = place.said(&["postmortem", "friday-2", "--format", format]);
        assert!(text.contains("attempt 2, from an earlier moment on"), "{format}: {text}");
    }
    let card: Value = serde_json::from_str(&place.said(&["score", "friday-2", "--format", "json"])).unwrap();
    assert_eq!(card["attempt"], 2);
    assert_eq!(card["comparable"]["set_aside"], serde_json::json!(["attempt 2: the story was known"]));
    assert!(place.said(&["history"]).contains("friday-2"), "named among what is not counted");
}

#[test]
fn a_fork_of_a_fork_is_one_attempt_more_and_has_a_name_of_its_own() {
    let place = friday();
    for (from, at, name, attempt) in [
        ("friday", "2", "friday-2", 2),
        ("friday", "2", "friday-3", 2),
        ("friday-2", "2", "friday-4", 3),
        // Back to before that one began, and on from there.
        ("friday-4", "1", "friday-5", 4),
        ("friday-5", "1", "friday-6", 5),
    ] {
        let said = place.said(&["fork", from, "--at", &format!("+{at}:00")]);
        let wanted = format!("(drill {name}, attempt {attempt}, from {from} at 21:0{at} (+{at}:00))");
        assert!(said.contains(&wanted), "{said}");
    }
    drop(place.said(&["fork", "friday", "--at", "+2:00", "--name", "once-more"]));
    let taken = place.failed(&["fork", "friday", "--at", "+2:00", "--name", "once-more"]);
    assert_eq!(
        taken,
        "2 error: there is a drill called `once-more` already; choose another name with `--name`\n"
    );
}

#[test]
fn a_fork_goes_on_later_at_the_screen_that_it_was_begun_on() {
    let place = friday();
    drop(place.said(&["fork", "friday", "--at", "+2:00", "--seat", "primary=ana"]));
    let mut store = SqliteStore::open(&place.path("drills.db")).unwrap();
    let screen: Value = serde_json::from_str(&store.note("friday-2", "screen").unwrap().unwrap()).unwrap();
    assert_eq!((&screen["seat"], &screen["facilitator"]), (&"primary".into(), &false.into()));
}

/// Who played alone goes on alone: bare moves are theirs, and stand-ins play the rest.
#[test]
fn a_fork_goes_on_at_the_seat_that_was_played_if_nothing_else_is_said() {
    let place = Place::new();
    let begins = "0:01:10 ack\n0:01:30 declare sev2\n0:01:40 page secondary why=\"hands\"\n0:04:00 end\n";
    drop(place.answered(
        &[
            "run",
            "first-page",
            "--seat",
            "primary=ana",
            "--fill",
            "prepared",
            "--moves",
            "-",
            "--name",
            "ours",
        ],
        begins,
    ));
    let fork = ["fork", "ours", "--at", "+2:30", "--moves", "-"];
    let said = place
        .answered(&fork, "0:02:40 look runbook\n0:02:50 task secondary \"look docks-online\"\n0:04:00 end\n");
    assert!(!said.contains("who does that?"), "{said}");
    let branch = values(&lines(&place, "ours-2"));
    let by = |kind: &str| branch.iter().find(|line| line["kind"] == kind).map(|line| line["by"].clone());
    assert_eq!(by("topic-read"), Some("primary".into()));
    assert_eq!(by("metric-read"), Some("secondary".into()), "a stand-in does what it is given");
    // What a stand-in reads is not told on another seat's screen.
    assert!(!said.contains("secondary read docks-online"), "{said}");
    // The branch keeps that screen, and `--table` is another one.
    let said = place.answered(&["fork", "ours-2", "--at", "+2:45", "--moves", "-"], "look moon\nend\n");
    assert!(!said.contains("who does that?"), "{said}");
    let said =
        place.answered(&["fork", "ours", "--at", "+2:30", "--moves", "-", "--table"], "look moon\nend\n");
    assert!(said.contains("who does that?"), "{said}");
}

/// The drill that a facilitator went back in is gone on with at the same screen.
#[test]
fn a_branch_of_a_rewind_keeps_the_screen() {
    let place = Place::new();
    let moves = place.write("in.moves", TAKEN_BACK);
    let run = ["run", "smallest", "--facilitator", "--moves", moves.to_str().unwrap(), "--name", "friday"];
    drop(place.said(&run));
    let mut store = SqliteStore::open(&place.path("drills.db")).unwrap();
    let note = |store: &mut SqliteStore, drill: &str| store.note(drill, "screen").unwrap().unwrap();
    assert_eq!(note(&mut store, "friday-2"), note(&mut store, "friday"));
    assert!(note(&mut store, "friday-2").contains("\"facilitator\":true"));
}

#[test]
fn a_rewound_drill_goes_on_at_the_screen_that_it_was_played_on() {
    let place = Place::new();
    let moves = place.write("in.moves", "0:02:00 facilitator rewind 1m\n0:03:00 facilitator end\n");
    let said = ["run", "smallest", "--facilitator", "--moves", moves.to_str().unwrap(), "--name", "friday"];
    drop(place.said(&said));
    let mut store = SqliteStore::open(&place.path("drills.db")).unwrap();
    let screen: Value = serde_json::from_str(&store.note("friday-2", "screen").unwrap().unwrap()).unwrap();
    assert_eq!(screen["facilitator"], true);
}

#[test]
fn moments_are_said_as_people_say_them() {
    let place = Place::new();
    let moves = "0:01:00 table bookmark \"one\"\n0:02:00 table bookmark \"two\"\n0:04:00 table end\n";
    let moves = place.write("in.moves", moves);
    drop(place.said(&["run", "smallest", "--moves", moves.to_str().unwrap(), "--name", "friday"]));
    // As the record numbers it: the second bookmark, at +2:00.
    let journal = place.said(&["export", "journal", "friday"]);
    let second = journal.lines().position(|line| line.contains("\"two\"")).unwrap();
    let before = &format!("before:#{second}");
    for (said, at) in [
        ("+2:30", "21:02 (+2:30)"),
        ("+150s", "21:02 (+2:30)"),
        ("21:03", "21:03 (+3:00)"),
        ("2:10", "21:02 (+2:10)"),
        ("30s", "21:03 (+3:30)"),
        ("-30s", "21:03 (+3:30)"),
        ("bookmark", "21:02 (+2:00)"),
        ("bookmark:1", "21:01 (+1:00)"),
        ("#0", "21:00 (+0:00)"),
        (before, "21:01 (+1:00)"),
        (&before.replace(":#", " "), "21:01 (+1:00)"),
    ] {
        let forked = place.said(&["fork", "friday", "--at", said]);
        assert!(
            forked.lines().take(2).any(|line| line.ends_with(&format!("from friday at {at})"))),
            "{said}: {forked}"
        );
    }
    for (said, why) in [
        ("+9:00", "there is no +9:00: the drill has come to +4:00"),
        ("4:00", "`friday` was over at +4:00; say an earlier moment with --at"),
        ("1h", "the drill began 4 min ago"),
        ("bookmark:3", "there are 2 bookmarks, `bookmark:1` to `bookmark:2`"),
        (
            "soon",
            "`soon` is no moment of a drill; +12:30 since the start, a clock of the story such as 02:29, 5m",
        ),
    ] {
        let refused = place.failed(&["fork", "friday", "--at", said]);
        assert!(refused.starts_with(&format!("2 error: {why}")), "{said}: {refused}");
    }
}

#[test]
fn a_facilitator_goes_back_and_the_drill_goes_on_as_another() {
    let place = Place::new();
    let moves = place.write("in.moves", TAKEN_BACK);
    let said = place.said(&["run", "smallest", "--moves", moves.to_str().unwrap(), "--name", "friday"]);
    assert!(said.contains("From here, 21:03 (+3:34), this is attempt 2, beside `friday`."), "{said}");
    assert!(said.contains("\nfriday-2: how smallest was run"), "{said}");

    let (left, branch) = (values(&lines(&place, "friday")), values(&lines(&place, "friday-2")));
    let rewound = left.last().unwrap();
    let kept = rewound["kept"].as_u64().unwrap() as usize;
    assert_eq!(
        (&rewound["kind"], &rewound["by"], &rewound["to"], &rewound["branch"], &rewound["at"]),
        (&"rewound".into(), &"facilitator".into(), &214_000.into(), &"friday-2".into(), &330_000.into())
    );
    assert_eq!(left[..=kept], branch[..=kept], "the same bytes, the same hashes");
    assert_eq!(
        (&branch[kept + 1]["kind"], &branch[kept + 1]["by"]),
        (&"forked".into(), &"facilitator".into())
    );
    // The file's next line came ten seconds later, and so it does now: at 3:44.
    let look = branch.iter().find(|line| line["kind"] == "component-read").unwrap();
    assert_eq!(look["at"], 224_000);
    let ends = branch.last().unwrap();
    assert_eq!((&ends["kind"], &ends["at"]), (&"drill-ended".into(), &424_000.into()));
    assert_eq!(place.said(&["drills", "--verify"]).lines().count(), 2);

    // What was left is not scored, and says where it goes on.
    for command in ["score", "postmortem"] {
        assert_eq!(
            place.failed(&[command, "friday"]),
            "2 error: this line of play was left for its +3:34, and is not scored; the drill goes on as `friday-2`: \
             `sandtable score friday-2`\n"
        );
    }
    let score: Value = serde_json::from_str(&place.said(&["score", "friday-2", "--format", "json"])).unwrap();
    assert_eq!((&score["drill"], &score["attempt"]), (&"friday-2".into(), &2.into()));
}

#[test]
fn a_moment_that_is_not_there_is_turned_down_in_the_record() {
    let place = Place::new();
    let moves = "0:01:00 facilitator rewind 5m\n0:01:10 facilitator rewind bookmark\n0:01:20 primary rewind 10s\n\
                 0:02:00 facilitator end\n";
    let moves = place.write("in.moves", moves);
    drop(place.said(&["run", "smallest", "--moves", moves.to_str().unwrap(), "--name", "friday"]));
    let all = values(&lines(&place, "friday"));
    let whys: Vec<&str> = all.iter().filter_map(|line| line["why"].as_str()).collect();
    assert_eq!(
        whys,
        [
            "the drill began 1 min ago",
            "there is no bookmark; `bookmark \"...\"` sets one",
            "that is the facilitator's move; ask them for it, or `note` what you would like to see happen"
        ]
    );
}

#[test]
fn a_replay_prints_what_the_drill_printed() {
    for args in [
        &["--fill", "prepared"][..],
        &["--moves", "in.moves", "--seat", "secondary"],
        &["--moves", "in.moves", "--facilitator"],
    ] {
        let place = Place::new();
        let prepared = "0:01:15 primary ack\n0:02:00 primary page secondary why=\"hands\"\n0:02:30 secondary ack\n\
                        0:03:00 secondary look errors\n0:05:00 primary say \"hello\"\n0:06:00 table end\n";
        let own = prepared.lines().filter(|line| !args.contains(&"--seat") || !line.contains(" primary "));
        place.write("in.moves", &own.map(|line| line.to_string() + "\n").collect::<String>());
        let played = place.said(&[&["run", "smallest", "--name", "friday"], args].concat());
        let (_, played) = played.split_once('\n').unwrap();
        let (played, _) = played.split_once("\n\nfriday: how").unwrap();
        let seen = match args {
            [.., "--seat", seat] => &["--seat", seat][..],
            [.., "--facilitator"] => &["--facilitator"],
            _ => &[],
        };
        let said = place.said(&[&["replay", "friday"], seen].concat());
        let (title, again) = said.split_once('\n').unwrap();
        assert_eq!(title, "SIMULATED  The shop is closed  (replay of friday)");
        let (again, end) = again.trim_end().rsplit_once('\n').unwrap();
        // What was turned down was an answer to who typed it, and is nothing that happened.
        let answer = |line: &&str| line.starts_with("      ") && !line.starts_with("              ");
        let played: Vec<&str> = played.lines().filter(|line| !answer(line)).collect();
        assert_eq!(again.lines().collect::<Vec<_>>(), played, "{args:?}");
        assert!(end.starts_with("      the record ends here, after "), "{end}");
    }
}

#[test]
fn a_replay_goes_step_by_step_forward_and_back() {
    let place = Place::new();
    let moves = place.write("in.moves", TAKEN_BACK);
    drop(place.said(&["run", "smallest", "--moves", moves.to_str().unwrap(), "--name", "friday"]));
    let replay = ["replay", "friday", "--pace", "stepped"];
    let said = place.answered(
        &replay,
        "step 2\n\nwho\nnext bookmark\nstatus\nback 1m\nprimary ack\nto 9:00\nbookmarks\nquit\nstep\n",
    );
    insta::assert_snapshot!("replay_step_by_step", said);
    // From a moment on, and without a command to its end.
    let from = place.said(&["replay", "friday", "--at", "bookmark:1", "--pace", "flat"]);
    assert!(from.lines().last().unwrap().contains("the record ends here"), "{from}");
    let refused = place.failed(&["replay", "friday", "--at", "bookmark:2"]);
    assert_eq!(refused, "2 error: there is one bookmark: `bookmark:1`\n");
}

#[test]
fn a_seat_sees_in_a_replay_what_it_saw_and_no_more() {
    let place = Place::new();
    let moves = place.write("in.moves", TAKEN_BACK);
    drop(place.said(&["run", "smallest", "--moves", moves.to_str().unwrap(), "--name", "friday"]));
    let table = place.said(&["replay", "friday"]);
    let facilitator = place.said(&["replay", "friday", "--facilitator"]);
    // The second one was not in the call before it was paged.
    let seat = place.said(&["replay", "friday", "--seat", "2"]);
    assert!(table.contains("primary acknowledged page 1") && !seat.contains("primary acknowledged page 1"));
    assert!(facilitator.contains("TRUTH") && !table.contains("TRUTH"));
    let card = place
        .answered(&["replay", "friday", "--pace", "stepped", "--seat", "secondary"], "card\ncard primary\n");
    assert!(card.contains("You are secondary of"), "{card}");
}

/// Nobody ended it: the time that was set for it was over, and its moves end it in the same way.
#[test]
fn a_drill_with_a_set_time_says_that_it_is_over() {
    let place = Place::new();
    place.write("in.moves", "0:01:10 primary ack\n");
    let run =
        |moves: &str, more: &[&str]| place.said(&[&["run", "smallest", "--moves", moves][..], more].concat());
    let said = run("in.moves", &["--for", "3m", "--name", "short"]);
    assert!(said.contains("21:03 CLOCK   End of the drill: the time that was set for it is over."), "{said}");
    let moves = place.said(&["export", "moves", "short"]);
    assert!(moves.contains("0:03:00 table end time\n"), "{moves}");
    place.write("out.moves", &moves);
    run("out.moves", &["--name", "played"]);
    for drill in ["short", "played"] {
        let ended = values(&lines(&place, drill)).pop().unwrap();
        assert_eq!(
            (&ended["kind"], &ended["how"], &ended["at"]),
            (&"drill-ended".into(), &"time-set".into(), &180_000.into())
        );
    }
    assert!(place.said(&["drills"]).contains("the time set was over, +3:00"), "{}", place.said(&["drills"]));
}
