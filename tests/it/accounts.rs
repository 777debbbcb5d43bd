//! One account: what the document, the card, the score and the hot wash say of a drill is one and the same, and so.

use crate::cli::{Place, flat};
use crate::shop::{OPENING, SHOP, shop};
use crate::support::{criterion, play};

/// A row of a document's table that has all of these.
#[track_caller]
fn row<'a>(told: &'a str, of: &[&str]) -> &'a str {
    let found = told.lines().find(|line| line.starts_with('|') && of.iter().all(|part| line.contains(part)));
    found.unwrap_or_else(|| panic!("no row with {of:?} in\n{told}"))
}

/// The alert of the shop two minutes late: whoever notices is in the call before it.
fn late_alert() -> String {
    let text = shop(&[("when: Above(\"errors\", 10.0)", "when: For(\"2m\", Above(\"errors\", 10.0))")]);
    text.replace(
        "truth: (severity: [(from: \"0s\", is: Sev1)])",
        "truth: (severity: [(from: \"0s\", is: Sev1)], needed_teams: [(team: \"ops\")])",
    )
}

#[test]
fn a_page_to_somebody_who_noticed_was_not_answered_by_noticing_again() {
    let played =
        play(&late_alert(), "1:30 primary ack\n1:40 primary look errors\n4:00 primary end").all_accepted();
    let told = played.postmortem();
    assert_eq!(told.matches("noticed before any page").count(), 1, "{told}");
    assert!(row(&told, &["+2:00", "primary"]).contains("was in the call already"), "{told}");
    assert!(row(&told, &["alert `errors-high`"]).contains("primary was in the call already | -"), "{told}");
    assert!(
        told.contains("The first sign was that primary noticed and joined, before any page went out"),
        "{told}"
    );
    let says = &criterion(&played.card(), "paging/recall").says.clone();
    assert!(says.contains("ops came by itself 1:30 after it was needed"), "{says}");
}

/// What broke before the story's first minute hurt before it, too.
#[test]
fn harm_is_timed_from_when_it_began() {
    let text = shop(&[("at: \"0s\", drives", "at: \"-5m\", drives")]);
    let told = play(&text, &format!("{OPENING}4:00 tech do roll-back\n9:00 primary end")).postmortem();
    assert!(told.contains("harm lasted 9 min, from 09:55 to 10:04"), "{told}");
    assert!(told.contains("Harm was done from 09:55 (-5:00) to 10:04 (+4:00): 9 min."), "{told}");
    assert!(told.contains("at 10:00 (+0:00), 5 min after harm began"), "{told}");
    assert!(row(&told, &["`web`", "degraded"]).contains("09:55 to 10:04"), "{told}");
    assert!(row(&told, &["`errors`", "below 5"]).contains("09:55 to 10:04"), "{told}");
    assert!(row(&told, &["Something broke in `web`"]).contains("09:55 (-5:00)"), "{told}");
    assert!(row(&told, &["+0:00", "the story begins"]).contains("`web` was degraded already"), "{told}");
}

/// A restart that does a little harm first, and a re-index that does the most.
fn two_harms() -> String {
    shop(&[(
        "    truth:",
        "    harmful: [(id: \"little\", is: Do(\"restart\"), harm: Minor, tempts: \"One does that.\"), (id: \"most\", is: Do(\"reindex\"), harm: Critical)],\n    truth:",
    )])
}

const TWO_HARMS: &str = "4:00 tech do restart\n6:00 tech do reindex\n9:00 tech do roll-back\n10:00 tech verify errors\n30:00 primary end";

#[test]
fn the_gate_of_the_worst_move_stands_wherever_gates_stand() {
    let place = Place::new();
    place.write("worse.ron", &two_harms());
    place.write("worse.moves", &format!("{OPENING}{TWO_HARMS}\n"));
    let card = flat(&place.said(&["run", "worse.ron", "--moves", "worse.moves", "--name", "d"]));
    let gate = "something was done that made it much worse, and was not taken back";
    let score = flat(&place.said(&["score", "d"]));
    let told = place.said(&["postmortem", "d"]);
    let rated = told.split("## 2. ").nth(1).unwrap().split("How the incident was run").next().unwrap();
    assert!(card.contains(gate) && score.contains(gate), "{card}");
    assert!(rated.contains(gate), "{rated}");
    // The worst first, and the author's words as the author's.
    let first = score.split("What made it worse").last().unwrap_or(&score);
    let (most, little) = (first.find("`reindex` at").unwrap(), first.find("`restart` at").unwrap());
    assert!(most < little, "{score}");
    assert!(score.contains("What tempts: One does that. Does ours allow it?"), "{score}");
    let hard = told.split("## 13. ").nth(1).unwrap();
    assert!(hard.find("`reindex`) |").unwrap() < hard.find("`restart`) |").unwrap(), "{hard}");
}

#[test]
fn the_hot_wash_stops_at_the_worst_move() {
    let place = Place::new();
    place.write("worse.ron", &two_harms());
    place.write("worse.moves", &format!("{OPENING}{TWO_HARMS}\n"));
    place.said(&["run", "worse.ron", "--moves", "worse.moves", "--name", "d"]);
    let output = place.typed(&["hotwash", "d"], "\n".repeat(60));
    let said = flat(&String::from_utf8_lossy(&output.stdout));
    assert!(said.contains("`reindex` made it much worse."), "{said}");
    assert!(!said.contains("`restart` made it worse."), "{said}");
}

/// Words went out; none of them named a state.
#[test]
fn an_update_that_names_no_state_went_out_all_the_same() {
    let post = "8:00 comms update stakeholders customers state=\"it is odd\" impact=\"orders fail\" doing=\"we look\" next=20m\n";
    let played = play(SHOP, &format!("{OPENING}{post}45:00 primary end")).all_accepted();
    let (told, card) = (played.postmortem(), played.card());
    assert!(
        told.contains("One update went out, to Stakeholders and Customers at 10:08, and it said no state."),
        "{told}"
    );
    assert!(!told.contains("Nobody outside the response was told."), "{told}");
    assert!(told.contains("No update that counts went out."), "{told}");
    let says = &criterion(&card, "updates/content").says;
    assert!(says.starts_with("no update with a state between +1:00 and +45:00; #"), "{says}");
    assert!(says.ends_with("went out and said none"), "{says}");
    assert!(told.contains("mitigating, monitoring or resolved"), "{told}");
    let silent = play(SHOP, &format!("{OPENING}45:00 primary end")).postmortem();
    assert!(silent.contains("Nobody outside the response was told."), "{silent}");
    assert!(silent.contains("no update between +1:00 and +45:00"), "{silent}");
}

/// Many people call a drill by what it was and how it went: `shop.good`.
#[test]
fn a_drill_with_a_dot_in_its_name_is_a_drill() {
    let place = Place::new();
    place.write("s.moves", "0:01:05 primary ack\n0:01:12 table end\n");
    place.said(&["run", "smallest", "--moves", "s.moves", "--name", "shop.good"]);
    let report = place.run(&["postmortem", "check", "shop.good"]);
    assert!(String::from_utf8_lossy(&report.stdout).contains("reviewers"), "{report:?}");
    let neither = place.run(&["postmortem", "check", "shop.bad"]);
    let said = String::from_utf8_lossy(&neither.stderr).to_string();
    assert!(said.contains("`shop.bad` is not there"), "{said}");
    assert!(said.contains("no drill is called `shop.bad`"), "{said}");
}

/// A change that does not help and makes it worse is told as that, and what is only there to be talked about as well.
#[test]
fn what_a_change_came_to_contradicts_nothing() {
    let text = two_harms().replace("harm: Critical)", "harm: Major, teachable: true)").replace(
        "(id: \"restart\",   on: \"web\", ",
        "(id: \"restart\",   on: \"web\", clears: [\"bad-deploy\"], helps_if: Done(\"reindex\"), ",
    );
    let told = play(&text, &format!("{OPENING}{TWO_HARMS}")).postmortem();
    let restart = row(&told, &["+4:00", "“restart” took effect"]);
    assert!(
        restart.contains("took effect, and did not help; the scenario calls it harmful (minor)"),
        "{restart}"
    );
    let reindex = row(&told, &["+6:00", "“reindex” took effect"]);
    assert!(
        reindex.contains("harmful (major): a trap to talk about, which costs nothing on the card"),
        "{reindex}"
    );
}

/// People missed the train, and no part of one.
#[test]
fn whole_things_are_whole_everywhere() {
    let text = shop(&[
        (
            "(id: \"waits\",  of: \"store\", unit: \"ms\", baseline: 2.0, good: Below(10.0))",
            "(id: \"waits\", of: \"store\", unit: \"people\", baseline: 0, kind: Counter, good: NotRising)",
        ),
        (
            "drives: [(metric: \"errors\", to: 30.0)]",
            "drives: [(metric: \"errors\", to: 30.0), (metric: \"waits\", to: 17, shape: Ramp, over: \"10m\")]",
        ),
        (
            "(id: \"errors-high\"",
            "(id: \"many\", when: Above(\"waits\", 3.5), of: \"waits\", pages: \"ops\", hint: Sev1, text: \"{value} people wait\"), (id: \"errors-high\"",
        ),
    ]);
    let played = play(
        &text,
        &format!(
            "{OPENING}2:50 tech look waits\n4:00 tech do roll-back\n4:10 tech verify waits\n9:00 primary end"
        ),
    );
    let told = played.postmortem();
    assert!(told.contains("`waits` (4 people, not good)"), "{told}");
    assert!(told.contains("“3 people wait”"), "{told}");
    let rest: Vec<&str> = told.lines().filter(|line| line.contains("waits") && line.contains('.')).collect();
    let parts = |line: &&&str| {
        line.split([' ', '|', ',']).any(|word| {
            word.split_once('.').is_some_and(|(whole, part)| {
                !part.is_empty() && (whole.to_string() + part).bytes().all(|b| b.is_ascii_digit())
            })
        })
    };
    let parts: Vec<&&str> = rest.iter().filter(parts).filter(|line| !line.contains("errors")).collect();
    assert!(parts.is_empty(), "{parts:#?}");
}

/// A counter that something unseen raises: when it began stands under what moved it, and what it was does not.
#[test]
fn what_moved_a_signal_leaves_nothing_out() {
    let text = shop(&[
        (
            "(id: \"waits\",  of: \"store\", unit: \"ms\", baseline: 2.0, good: Below(10.0))",
            "(id: \"waits\", of: \"store\", unit: \"orders\", baseline: 0, kind: Counter, good: NotRising)",
        ),
        (
            "failures: [",
            "failures: [(id: \"queue\", of: \"store\", at: \"2m\", makes: Healthy, clears_when: Cleared(\"bad-deploy\"), drives: [(metric: \"waits\", to: 17, shape: Ramp, over: \"10m\")]), ",
        ),
    ]);
    let told = play(&text, &format!("{OPENING}4:00 tech do roll-back\n9:00 primary end")).postmortem();
    let began =
        row(&told, &["10:02 (+2:00)", "Something that shows in no part of the system began to move it"]);
    assert!(began.contains("0 orders"), "{began}");
    assert!(!told.contains("queue"), "{told}");
}

/// What the harm hung on is the trigger, though it hurt nobody itself; an old defect elsewhere is not.
#[test]
fn the_authors_answer_begins_with_the_earliest_cause() {
    let place = Place::new();
    let text = shop(&[
        (
            "failures: [",
            "failures: [(id: \"clock\", of: \"store\", at: \"-9m\", impact: false), (id: \"wart\", of: \"shelf\", at: \"-1h\", impact: false), ",
        ),
        ("(id: \"web\")", "(id: \"shelf\"), (id: \"web\", depends_on: [\"store\"])"),
    ]);
    place.write("deep.ron", &text);
    place.write("deep.moves", &format!("{OPENING}4:00 tech do roll-back\n9:00 primary end\n"));
    place.said(&["run", "deep.ron", "--moves", "deep.moves", "--name", "d"]);
    let told = place.said(&["postmortem", "d"]);
    assert!(
        told.contains(
            "kept back until yours stands here and under 10. `sandtable replay DRILL --facilitator`, with this drill's name, shows"
        ),
        "{told}"
    );
    assert!(place.said(&["replay", "d", "--facilitator"]).contains("clock"));
    let form = place.said(&["postmortem", "edit", "d", "--print"]);
    let (head, rest) = form.split_once("## 10. ").unwrap();
    let blank = |line: &&str| line.starts_with('|') && line.trim_start_matches(['|', ' ']).is_empty();
    let row = rest.lines().find(blank).unwrap();
    let rest = rest.replacen(row, "| the clock has one source | design | it was believed | the card |", 1);
    // Factors alone reveal nothing: the trigger is to be found first.
    place.write("half.md", &format!("{head}## 10. {rest}"));
    place.said(&["postmortem", "edit", "d", "--from", "half.md"]);
    assert!(!place.said(&["postmortem", "d"]).contains("what the scenario calls `clock`"));
    place.write("mine.md", &format!("{}\n\nThe clock stood still.\n\n## 10. {rest}", head.trim_end()));
    place.said(&["postmortem", "edit", "d", "--from", "mine.md"]);
    let told = place.said(&["postmortem", "d"]);
    assert!(told.contains("what the scenario calls `clock` broke in `store`, from 09:51 (-9:00) on; then `bad-deploy` broke in `web`, from 10:00 (+0:00) on"), "{told}");
    assert!(!told.contains("`wart`"), "{told}");
}

/// In a pipe, what every document offers to show is shown, with a mark under it.
#[test]
fn a_replay_in_a_pipe_marks_the_event_that_was_asked_for() {
    let place = Place::new();
    place.write("worse.ron", &two_harms());
    place.write("worse.moves", &format!("{OPENING}{TWO_HARMS}\n"));
    place.said(&["run", "worse.ron", "--moves", "worse.moves", "--name", "d"]);
    let told = place.said(&["postmortem", "d"]);
    let line = row(&told, &["+6:00", "began: reindex"]);
    let seq = line.rsplit("[#").next().unwrap().split([']', ',']).next().unwrap();
    let shown = place.said(&["replay", "d", "--at", &format!("#{seq}")]);
    let lines: Vec<&str> = shown.lines().collect();
    let mark =
        lines.iter().position(|line| line.contains(&format!("^ #{seq} is here, at 10:06 (+6:00)"))).unwrap();
    assert!(lines[mark - 1].contains("reindex"), "{shown}");
    assert!(mark < 20, "{shown}");
    assert!(!shown.contains("primary acknowledged"), "{shown}");
    assert!(lines.last().unwrap().contains("the record ends here"), "{shown}");
}

/// What kept something away is named: our own change, though a condition of the story ended what it hung on.
#[test]
fn luck_says_what_kept_it_away() {
    let text = shop(&[
        (
            "    actions: [",
            "    milestones: [(id: \"seen\", says: \"Somebody knows the queue\")],\n    injects: [\n        (id: \"close-call\", title: \"A close call\", at: \"10m\", while: Active(\"queue\"), news: true, from: \"support\", via: Phone, to: [Table], text: [\"That was close.\"]),\n        (id: \"hint\", title: \"A hint\", at: \"10m\", while: Not(Milestone(\"seen\")), news: true, from: \"support\", via: Phone, to: [Table], text: [\"It is the queue.\"]),\n    ],\n    actions: [",
        ),
        (
            "failures: [",
            "failures: [(id: \"queue\", of: \"store\", at: \"2m\", makes: Healthy, clears_when: Done(\"roll-back\")), ",
        ),
        (
            "        alerts: [",
            "        findings: [(on: Look(\"store\"), reaches: [\"seen\"], says: [\"It waits.\"])],\n        alerts: [",
        ),
    ]);
    let told =
        play(&text, &format!("{OPENING}3:00 tech look store\n4:00 tech do roll-back\n12:00 primary end"))
            .postmortem();
    let close = row(&told, &["“A close call”"]);
    assert!(
        close.contains("“roll back” by tech took effect at 10:04, before its time came, at 10:10"),
        "{close}"
    );
    let hint = row(&told, &["“A hint”"]);
    assert!(
        hint.contains("“Somebody knows the queue” from 10:03 on, before its time came, at 10:10"),
        "{hint}"
    );
}

/// A name with an article stands in a sentence as one would say it, and at the head of a cell as it is written.
#[test]
fn a_name_with_an_article_fits_into_a_sentence() {
    let text = crate::shop::in_the_house(&[
        (
            "alerts: [(id: \"errors-high\", when: Above(\"errors\", 10.0)",
            "alerts: [(id: \"errors-high\", when: For(\"5m\", Above(\"errors\", 10.0))",
        ),
        (
            "    actions: [",
            "    injects: [(id: \"ring\", at: \"1m\", from: \"boss\", via: Phone, to: [Table], news: true, text: [\"Is it us?\"])],\n    actions: [",
        ),
    ]);
    let moves = "1:30 primary ack\n1:40 primary declare sev3\n2:00 primary update team state=\"investigating: errors\" impact=\"a third fails\" doing=\"we look\" next=20m\n12:00 primary end";
    let told = play(&text, moves).all_accepted().postmortem();
    assert!(told.contains("The first sign was a word from the boss by phone"), "{told}");
    assert!(told.contains("| The boss | to everyone by phone"), "{told}");
    assert!(told.contains("| told the team: state"), "{told}");
    assert!(!told.contains("from The boss") && !told.contains("told The team"), "{told}");
}

/// What a terminal is wide.
#[test]
fn nothing_is_wider_than_a_terminal() {
    let place = Place::new();
    let title = "The certificate has expired, say all of the scanners in the hall of the depot";
    place.write("wide.ron", &SHOP.replace("The shop answers with errors", title));
    place.write("wide.moves", "0:30 primary ack\n1:00 primary end\n");
    let run = place.said(&["run", "wide.ron", "--moves", "wide.moves", "--name", "a-name-of-some-length"]);
    let shown = [
        run,
        place.said(&["replay", "a-name-of-some-length"]),
        place.said(&["show", "wide.ron", "--facilitator"]),
        place.said(&["show", "billing-multiplier", "--facilitator"]),
    ];
    for line in shown.iter().flat_map(|text| text.lines()) {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert!(
        shown[0].starts_with("SIMULATED  The certificate")
            && shown[0].contains("(drill a-name-of-some-length, seed 1)")
    );
}

/// Changes by the seat in command ask for no task; that there were some is said.
#[test]
fn changes_without_a_task_are_all_accounted_for() {
    let moves = format!(
        "{OPENING}4:00 tech do restart\n5:00 primary do roll-back\n9:00 tech verify errors\n30:00 primary end"
    );
    let says = criterion(&play(SHOP, &moves).card(), "loop/tasks").says.clone();
    assert!(says.contains("1 change was made (undone and improvised ones counted), and no task on record; 1 more, by the seat in command, needs none"), "{says}");
}

/// An update after the close came later than the longest silence before it: the row says why.
#[test]
fn a_first_update_after_the_close_says_so() {
    let moves = format!(
        "{OPENING}2:00 tech do roll-back\n3:00 tech verify errors\n8:00 primary close summary=\"rolled back\"\n9:00 comms update stakeholders customers state=\"resolved: rolled back\" impact=\"a third failed\" doing=\"nothing more\"\n"
    );
    let told = play(SHOP, &moves).postmortem();
    assert!(
        row(&told, &["| Customers | yes", "after the close"]).contains("8 min, 1 min after the close"),
        "{told}"
    );
}

/// Who joins and has seen nothing has joined: the document says so where the score does.
#[test]
fn who_had_seen_nothing_has_joined_and_not_noticed() {
    let told = |moves: &str| play(&late_alert(), moves).all_accepted().postmortem();
    let joined = told("1:30 primary ack\n6:00 primary declare sev1\n8:00 primary end");
    assert!(!joined.contains("noticed before any page"), "{joined}");
    assert!(row(&joined, &["+1:30", "primary"]).contains("joined, before any page"), "{joined}");
    assert!(!joined.contains("primary noticed"), "{joined}");
    let looked = told("1:30 primary ack\n1:40 primary look errors\n8:00 primary end");
    assert!(row(&looked, &["+1:30", "primary"]).contains("noticed before any page, and joined"), "{looked}");
    // Where no page ever comes, too.
    let unpaged = shop(&[("at: \"0s\"", "at: \"80m\"")]);
    let nothing = play(&unpaged, "1:30 primary ack\n4:00 primary end").all_accepted();
    assert!(!nothing.postmortem().contains("noticed"), "{}", nothing.postmortem());
    assert_eq!(criterion(&nothing.card(), "ack/chain").credit, None);
}

/// What has a limit behind the drill's end was not due, and is nothing that was hard.
#[test]
fn what_was_not_due_before_the_end_is_nothing_that_was_hard() {
    let moves = format!("{OPENING}3:00 tech look errors\n4:00 tech do roll-back\n4:30 primary end");
    let played = play(SHOP, &moves).all_accepted();
    let open = played.card().open_at_the_end;
    assert!(open.iter().any(|says| says.contains("limit at")), "{open:?}");
    let told = played.postmortem();
    assert!(!told.contains("limit at +"), "{told}");
}

/// Of one change there can be several slips: how many changes had them is said where the two differ.
#[test]
fn slips_are_counted_apart_from_the_changes_that_had_them() {
    let moves = format!(
        "{OPENING}2:00 tech do restart\n2:10 tech do grow-pool\n20:00 primary verify errors\n21:00 primary end"
    );
    let says = criterion(&play(SHOP, &moves).all_accepted().card(), "loop/order").says.clone();
    assert!(says.starts_with("5 slips at 2 of 3 changes and checks: "), "{says}");
}
