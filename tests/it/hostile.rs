//! What a hostile day does to it: records that were tampered with, bytes that are no text, stores that are in the way. It
//! says so and goes on, or stops with what to do; it never breaks.

use rusqlite::Connection;
use serde_json::Value;

use crate::cli::{Place, text};
use crate::record::{Journal, exported, friday};

/// Changes the lines of `friday` past the program.
fn tampered(place: &Place, from: &str, to: &str, seq: i64) {
    let db = Connection::open(place.path("drills.db")).unwrap();
    let sql = "update line set body = cast(replace(cast(body as text), ?1, ?2) as blob) where seq = ?3";
    assert_eq!(db.execute(sql, (from, to, seq)).unwrap(), 1);
}

#[test]
fn a_number_that_no_event_has_is_told_with_its_place() {
    for number in ["18446744073709551615", "18446744073709551614", "9007199254740993"] {
        let place = friday();
        tampered(&place, "{\"seq\":4,", &format!("{{\"seq\":{number},"), 4);
        let output = place.run(&["drills", "--verify", "friday"]);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
        let said = text(&output.stdout);
        assert!(said.starts_with("friday: 1 flaw\n  line 5: event 4 is not as it was written\n"), "{said}");
        let said = place.failed(&["resume", "friday"]);
        assert!(said.contains("is not as it was written: line 5: event 4"), "{said}");
    }
}

#[test]
fn a_journal_with_numbers_that_no_drill_has_is_refused_with_its_line() {
    let lines = exported(&friday(), "friday");
    let refused = |line: usize, from: &str, to: &str| {
        let mut lines = lines.clone();
        assert!(lines[line - 1].contains(from), "{}", lines[line - 1]);
        lines[line - 1] = lines[line - 1].replacen(from, to, 1);
        let place = Place::new();
        place.write("in.jsonl", &Journal::of(&lines).text());
        place.failed(&["import", "journal", "in.jsonl"])
    };
    // In its place: before the start of the story.
    let at = lines[7].split("\"at\":").nth(1).unwrap().split(',').next().unwrap();
    let said = refused(8, &format!("\"at\":{at},"), "\"at\":-1,");
    assert!(said.contains("in.jsonl:8: the story goes back"), "{said}");
    for far in ["-9223372036854775808", "9223372036854775807", "-1000000000001"] {
        let said = refused(8, &format!("\"at\":{at},"), &format!("\"at\":{far},"));
        assert!(said.contains(&format!("line 8: event 7 can't be read: {far} milliseconds")), "{said}");
    }
    let said = refused(5, "{\"seq\":4,", "{\"seq\":18446744073709551615,");
    assert!(said.contains("line 5"), "{said}");
}

#[test]
fn an_altered_record_is_marked_wherever_it_is_told() {
    let place = friday();
    tampered(&place, "\"wall\":1", "\"wall\":2", 9);
    let first = "line 10: event 9 is not as it was written";
    for args in
        [&["postmortem"][..], &["postmortem", "--format", "html"], &["postmortem", "--format", "json"]]
    {
        let output = place.run(args);
        assert!(text(&output.stdout).contains(first), "{args:?}");
        assert!(text(&output.stderr).contains(first), "{args:?}");
    }
    for args in [
        &["score"][..],
        &["replay"],
        &["board"],
        &["hotwash"],
        &["history"],
        &["export", "moves"],
        &["export", "journal"],
        &["fork", "--at", "+2:00", "--name", "again"],
    ] {
        let output = place.run(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", text(&output.stderr));
        let said = text(&output.stderr);
        assert!(
            said.contains("the record of `friday` is not as it was written") && said.contains(first),
            "{args:?}: {said}"
        );
    }
    assert_eq!(place.run(&["score", "friday", "--strict"]).status.code(), Some(1));
    // The document goes back as it came, mark and all.
    place.write("d.md", &text(&place.run(&["postmortem", "friday"]).stdout));
    let output = place.run(&["postmortem", "edit", "friday", "--from", "d.md"]);
    assert!(text(&output.stdout).ends_with("nothing was changed\n"), "{}", text(&output.stdout));
}

#[test]
fn a_journal_without_texts_scores_as_the_original_did() {
    for (crew, topic) in [("prepared", "runbook"), ("struggling", "deploy-log")] {
        let scenario = "billing-multiplier";
        let (here, there) = (Place::new(), Place::new());
        here.said(&["run", scenario, "--fill", crew, "--pace", "flat", "--name", "d"]);
        let redacted = here.said(&["export", "journal", "d", "--redact"]);
        let named = format!("\"topic\":\"{topic}\"");
        assert!(redacted.contains(&named), "an author's name is no text: {crew}");
        there.write("d.jsonl", &redacted);
        there.said(&["import", "journal", "d.jsonl"]);
        let score = |place: &Place| {
            let card: Value = serde_json::from_str(&place.said(&["score", "d", "--format", "json"])).unwrap();
            (card["process"].clone(), card["scenario_score"].clone())
        };
        assert_eq!(score(&there), score(&here), "{crew}");
    }
}

#[test]
fn a_question_that_a_team_asks_itself_is_kept_before_it_has_an_answer() {
    let place = friday();
    let form = place.said(&["postmortem", "edit", "friday", "--print"]);
    let owner = "### Owner (one role)\n";
    let asked = form.replace(owner, &format!("{owner}\nthe duty lead\n\n### Who pays?\n\n"));
    place.write("mine.md", &asked);
    place.said(&["postmortem", "edit", "friday", "--from", "mine.md"]);
    let again = place.said(&["postmortem", "edit", "friday", "--print"]);
    assert!(again.contains("\n### Who pays?\n"), "{again}");
    for format in ["md", "html", "json"] {
        assert!(place.said(&["postmortem", "friday", "--format", format]).contains("Who pays?"), "{format}");
    }
    // As the form and as the document it goes back unchanged.
    for words in [again.clone(), place.said(&["postmortem", "friday"])] {
        place.write("same.md", &words);
        let said = place.said(&["postmortem", "edit", "friday", "--from", "same.md"]);
        assert_eq!(said, "nothing was changed\n");
    }
    // A heading of one's own in the document is kept, too.
    let page = place
        .said(&["postmortem", "friday"])
        .replace("**Who pays?**", "### And since when?\n\n**Who pays?**");
    place.write("page.md", &page);
    place.said(&["postmortem", "edit", "friday", "--from", "page.md"]);
    let now = place.said(&["postmortem", "edit", "friday", "--print"]);
    assert!(now.contains("### And since when?") && now.contains("### Who pays?"), "{now}");
    // Whoever takes the heading out has taken it out.
    place.write("less.md", &now.replace("### Who pays?\n", ""));
    place.said(&["postmortem", "edit", "friday", "--from", "less.md"]);
    assert!(!place.said(&["postmortem", "edit", "friday", "--print"]).contains("Who pays?"));
}

#[test]
fn a_byte_order_mark_in_front_of_a_text_means_nothing() {
    let place = friday();
    let form = place.said(&["postmortem", "edit", "friday", "--print"]);
    let write = |name: &str, words: &str| {
        let owner = "### Owner (one role)\n";
        place.write(name, &format!("\u{feff}{}", form.replace(owner, &format!("{owner}\n{words}\n"))));
    };
    write("one.md", "the duty lead");
    place.said(&["postmortem", "edit", "friday", "--from", "one.md"]);
    // Made from a version before that: both stand there.
    write("two.md", "the shop's owner");
    let said = place.said(&["postmortem", "edit", "friday", "--from", "two.md"]);
    assert!(said.contains("both stand there"), "{said}");
    let both = place.said(&["postmortem", "friday"]);
    assert!(both.contains("the duty lead") && both.contains("the shop's owner"));

    let moves = "\u{feff}0:01:20 primary ack\n0:02:00 primary declare sev2\n";
    for (n, from) in ["bom.moves", "-"].into_iter().enumerate() {
        place.write("bom.moves", moves);
        let name = format!("bom-{n}");
        let output = place.typed(&["run", "smallest", "--moves", from, "--name", &name], moves);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert!(text(&output.stdout).contains("primary acknowledged page 1"), "{}", text(&output.stdout));
    }
    let story = std::fs::read_to_string(crate::cli::scenarios().join("smallest.ron")).unwrap();
    place.write("bom.ron", &format!("\u{feff}{story}"));
    assert_eq!(place.run(&["check", "bom.ron"]).status.code(), Some(0));
}

#[test]
fn an_address_that_is_none_is_no_files_name() {
    let place = Place::new();
    let said = |store: &str| {
        let said = place.failed(&["run", "smallest", "--fill", "prepared", "--store", store]);
        assert!(said.starts_with("2 error: ") && !said.contains("geheim"), "{said}");
        said
    };
    for store in
        ["mysql://a:geheim@b/c", "postgress://a:geheim@b/c", "file:///tmp/geheim.db", "http://x/geheim"]
    {
        assert!(said(store).contains("no record is kept at a"), "{store}");
    }
    assert!(said("postgres:/a:geheim@b/c").contains("two strokes behind `postgres:`"));
    assert!(said("PostgreSQL:a:geheim@b/c").contains("two strokes behind `postgresql:`"));
    assert!(said("postgress:a:geheim@b/c").contains("no record is kept at a"));
    // In capitals it is the server's address all the same.
    #[cfg(feature = "postgres")]
    assert!(said("POSTGRES://a:geheim@127.0.0.1:1/c").contains("the store `postgres://a@127.0.0.1:1/c`"));
    assert_eq!(std::fs::read_dir(place.path(".")).unwrap().count(), 0, "nothing was made");
    // A colon in a file's name is one.
    drop(place.said(&["run", "smallest", "--fill", "prepared", "--store", "a:b.db"]));
}

#[test]
fn what_can_keep_no_record_is_said_to_be_none() {
    let place = Place::new();
    let run = |store: &str| place.failed(&["run", "smallest", "--fill", "prepared", "--store", store]);
    assert!(
        run(".").contains("the store `.` is a folder; name a file in it: `--store ./drills.db`"),
        "{}",
        run(".")
    );
    assert!(place.failed(&["drills", "--store", "."]).contains("is a folder"));
    #[cfg(unix)]
    assert!(
        run("/dev/null").contains("the store `/dev/null` is no file, and keeps nothing"),
        "{}",
        run("/dev/null")
    );
}

#[cfg(unix)]
#[test]
fn a_store_that_may_not_be_written_to_can_be_read() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let place = friday();
    let mode = |name: &str, mode: u32| {
        std::fs::set_permissions(place.path(name), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    // Whether there is a log beside it or not; nobody else may write there, but who runs the tests may be root.
    for logs in [true, false] {
        if !logs {
            let db = Connection::open(place.path("drills.db")).unwrap();
            db.execute_batch("pragma wal_checkpoint(truncate)").unwrap();
            drop(db);
            for name in ["drills.db-wal", "drills.db-shm"] {
                let _ = std::fs::remove_file(place.path(name));
            }
        }
        for name in ["drills.db", "drills.db-wal", "drills.db-shm"] {
            if place.path(name).exists() {
                mode(name, 0o444);
            }
        }
        mode(".", 0o555);
        let said = |args: &[&str]| {
            let mut command = place.command(args);
            if std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
            {
                command.uid(65_534).gid(65_534);
            }
            command.output()
        };
        let Ok(output) = said(&["drills"]) else {
            mode(".", 0o755);
            println!("skipped: another user may not run the program here");
            return;
        };
        let (listed, refused) = (output, said(&["drills", "delete", "friday", "--yes"]).unwrap());
        mode(".", 0o755);
        assert!(text(&listed.stdout).contains("friday"), "{logs}: {}", text(&listed.stderr));
        assert_eq!(refused.status.code(), Some(2), "{logs}");
        for name in ["drills.db", "drills.db-wal", "drills.db-shm"] {
            if place.path(name).exists() {
                mode(name, 0o644);
            }
        }
    }
}

#[test]
fn names_that_nobody_could_type_or_read_are_refused_with_the_rule() {
    let place = Place::new();
    for name in [".", ".."] {
        let said = place.failed(&["run", "smallest", "--fill", "prepared", "--name", name]);
        assert!(said.starts_with(&format!("2 error: `{name}` can't name a drill")), "{said}");
    }
    let long = format!("primary={}", "a".repeat(100_000));
    for seat in ["primary=", "primary= ", "primary=a\nb", "primary=\u{1b}[31mana", long.as_str()] {
        let said = place.failed(&["run", "smallest", "--seat", seat, "--moves", "-"]);
        assert!(said.contains("can't name a person: a name has 1 to 80 characters on one line"), "{said}");
        assert!(said.len() < 300 && !said.contains('\u{1b}'), "{said}");
    }
    assert!(place.said(&["drills"]).starts_with("no drill has been run yet"));
}

#[test]
fn a_drill_that_could_not_begin_is_none_to_go_on_with() {
    let place = friday();
    let said = place.failed(&["run", "smallest", "--fill", "prepared", "--name", "friday"]);
    assert_eq!(
        said,
        "2 error: there is a drill called `friday` already; choose another name with `--name`\n"
    );
    for length in ["0s", "99999h", "soon"] {
        let said = place.failed(&["run", "smallest", "--for", length]);
        assert!(said.contains("more than nothing, and at most 1000h"), "{said}");
    }
    place.write("large.moves", &"# a remark\n".repeat(100_000));
    let said = place.failed(&["run", "smallest", "--moves", "large.moves"]);
    assert!(said.contains("is larger than 1 MiB") && !said.contains("scenario's"), "{said}");
    let line = format!("{}\n", "x".repeat(50_000));
    let said = place.answered(&["run", "smallest", "--moves", "-", "--name", "long"], line);
    assert!(said.len() < 20_000, "{}", said.len());
}

/// A scenario whose title, texts and names of people hold what a screen would obey.
fn steered() -> String {
    let story = std::fs::read_to_string(crate::cli::scenarios().join("smallest.ron")).unwrap();
    let title = r#"title: "The shop\nis \u{1b}[31mclosed\u{202e}""#;
    let story = story.replacen(r#"title: "The shop is closed""#, title, 1);
    story.replacen("Up. Half of all", r"Up.\u{9b}2J Half of all", 1)
}

#[test]
fn signs_that_steer_a_screen_are_warned_of_and_never_written() {
    let place = Place::new();
    place.write("s.ron", &steered());
    let output = place.run(&["check", "s.ron", "--format", "short"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(
        said.contains("warning[scenario::control_sign]: this title has the end of a line in it"),
        "{said}"
    );
    assert!(said.contains("this text has a sign in it that steers a screen (U+009B)"), "{said}");
    let moves = "0:01:20 primary ack\n0:01:30 primary look shop\n0:02:00 primary declare sev2\n\
                 0:02:10 primary say \"a \u{1b}[2J \u{7} \u{9b}x \u{202e} b\"\n";
    place.write("s.moves", moves);
    let run = place.said(&["run", "s.ron", "--moves", "s.moves", "--name", "d"]);
    assert!(run.starts_with("SIMULATED  The shop is [31mclosed  (drill d, seed 1)\n"), "{run}");
    place.write("team.md", "## 12. What went well\n\nred \u{1b}[31m and \u{202e}back\n");
    drop(place.said(&["postmortem", "edit", "d", "--from", "team.md"]));
    drop(place.said(&["export", "pack", "s.ron", "--format", "html", "--out", "pack"]));
    let pack = std::fs::read_to_string(place.path("pack/facilitator.html")).unwrap();
    let texts = [
        place.said(&["postmortem", "d"]),
        place.said(&["postmortem", "d", "--format", "html"]),
        place.said(&["export", "moves", "d"]),
        pack,
        place.failed(&["score", "\u{1b}[31mnobody\u{7}"]),
        place.failed(&["score", "--\u{1b}[31mnobody\u{7}"]),
        place.failed(&["check", "\u{1b}]0;x\u{7}.ron"]),
    ];
    for text in &texts {
        let acts =
            |c: char| c != '\n' && c != '\t' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
        assert!(!text.contains(acts), "{text}");
    }
    assert!(texts[0].contains("red [31m and \\u{202e}back"), "{}", texts[0]);
    // Letters written as escapes are no variables.
    let cafe = std::fs::read_to_string(crate::cli::scenarios().join("smallest.ron")).unwrap();
    let cafe = cafe.replacen(r#"title: "The shop is closed""#, r#"title: "Caf\u{e9} door""#, 1);
    place.write("cafe.ron", &cafe);
    let said = text(&place.run(&["check", "cafe.ron", "--format", "short"]).stdout);
    assert!(!said.contains("not_filled_in"), "{said}");
    place.write("hole.ron", &cafe.replacen("Caf", r"{name} Caf", 1));
    let said = text(&place.run(&["check", "hole.ron", "--format", "short"]).stdout);
    assert!(said.contains("`{name}` is shown as it stands"), "{said}");
}

#[test]
fn a_template_that_prints_a_list_is_told_so_at_once() {
    let place = friday();
    for (n, text) in
        ["{{ [1]*100000000 }}", "{{ stamp }}{{ sections }}", "{{ range(99999999)|join }}"].iter().enumerate()
    {
        let name = format!("t{n}.html");
        place.write(&name, text);
        let said = place.failed(&["postmortem", "friday", "--template", &name]);
        assert!(said.starts_with("2 error: the template `t"), "{said}");
    }
}

/// As deep as a template's size lets it be nested, it is answered, and no crash.
#[test]
fn a_template_that_is_nested_deep_is_answered() {
    let place = friday();
    let times = |text: &str, n: usize| text.repeat(n);
    let all = [
        format!("{{% if 0 %}}{}{{% endif %}}{{{{ stamp }}}}", times("{% elif 0 %}", 21_000)),
        format!("{{{{ stamp{} }}}}", times("|upper", 43_000)),
        format!("{{{{ 1{} }}}}{{{{ stamp }}}}", times("+1", 130_000)),
        format!("{{{{ {}1 }}}}{{{{ stamp }}}}", times("not ", 65_000)),
        format!("{{% set ns = namespace(a=1) %}}{}{{{{ stamp }}}}", times("{% set ns.a=[ns.a] %}", 12_000)),
    ];
    for (n, text) in all.iter().enumerate() {
        assert!(text.len() <= 256 * 1024, "{n}: {}", text.len());
        let name = format!("deep{n}.html");
        place.write(&name, text);
        let output = place.run(&["postmortem", "friday", "--template", &name]);
        assert!(matches!(output.status.code(), Some(0 | 2)), "{n}: {:?}", output.status);
    }
    place.write("large.html", &times("{{ stamp }}", 30_000));
    let said = place.failed(&["postmortem", "friday", "--template", "large.html"]);
    assert!(said.contains("`large.html` is larger than 256 KB"), "{said}");
}

/// Nothing outside of a template's folder can be included, by whatever way.
#[cfg(unix)]
#[test]
fn a_link_out_of_a_templates_folder_leads_nowhere() {
    let (place, outside) = (friday(), Place::new());
    outside.write("secret.html", "not yours");
    std::os::unix::fs::symlink(outside.path(""), place.path("away")).unwrap();
    place.write("t.html", "{{ stamp }}{% include \"away/secret.html\" %}");
    let said = place.failed(&["postmortem", "friday", "--template", "t.html"]);
    assert!(said.contains("leads out of the template's folder") && !said.contains("not yours"), "{said}");
    // The template itself may be a link.
    std::os::unix::fs::symlink(outside.write("own.html", "<p>{{ stamp }}</p>"), place.path("own.html"))
        .unwrap();
    assert!(place.said(&["postmortem", "friday", "--template", "own.html"]).starts_with("<p>Simulated"));
}

/// A house's own template says whatever every document has to say, where it is read.
#[test]
fn a_template_cannot_keep_quiet_about_an_altered_record() {
    let place = friday();
    place.write("quiet.html", "<p>{{ stamp }}</p>");
    drop(place.said(&["postmortem", "friday", "--template", "quiet.html"]));
    for hidden in ["<!-- {{ stamp }} -->", "<title>{{ stamp }}</title>", "<style>/*{{ stamp }}*/</style>"] {
        place.write("hidden.html", hidden);
        let said = place.failed(&["postmortem", "friday", "--template", "hidden.html"]);
        assert!(said.contains("says nowhere that this was a drill"), "{hidden}: {said}");
    }
    tampered(&place, "\"wall\":1", "\"wall\":2", 9);
    let said = place.failed(&["postmortem", "friday", "--template", "quiet.html"]);
    assert!(said.contains("does not say that the record was altered"), "{said}");
    place
        .write("honest.html", "<p>{{ stamp }}</p>{% if altered is defined %}<b>{{ altered }}</b>{% endif %}");
    let output = place.run(&["postmortem", "friday", "--template", "honest.html"]);
    assert!(text(&output.stdout).contains("<b>"), "{output:?}");
}

#[test]
fn a_program_is_told_which_file_could_not_be_read() {
    let place = Place::new();
    let output = place.run(&["check", "no.ron", "smallest", "--format", "json"]);
    assert_eq!(output.status.code(), Some(2));
    let all: Value = serde_json::from_str(&text(&output.stdout)).unwrap();
    let first = &all[0];
    assert_eq!((first["file"].as_str(), first["severity"].as_str()), (Some("no.ron"), Some("error")));
    assert!(first["message"].as_str().unwrap().contains("`no.ron` is not there"), "{first}");
}

#[test]
fn help_off_a_terminal_is_80_wide() {
    let place = Place::new();
    for args in [&["--help"][..], &["run", "--help"], &["postmortem", "--help"], &["resume", "--help"]] {
        for line in place.said(args).lines() {
            assert!(line.chars().count() <= 80, "{args:?}: {line}");
        }
    }
}

/// Whoever opens a list or reads JSON on a terminal sees signs that steer it as what they are.
#[test]
fn signs_that_steer_are_shown_in_lists_paper_and_json() {
    let place = Place::new();
    let text = crate::shop::SHOP.replace("The shop answers with errors", "The shop \u{202e}answers\u{9b}2J");
    let text = text.replace("errors at {value}", "errors \u{202e}at {value}");
    let text = text.replace(
        "    truth:",
        "    injects: [(id: \"odd\", at: \"2m\", from: \"monitoring\", via: Chat, to: [Team(\"ops\")], text: [\"so \u{202e}odd\"])],\n    truth:",
    );
    let shop = place.write("shop.ron", &text);
    let shop = shop.to_str().unwrap();
    let steers = |text: &str| text.contains(['\u{202e}', '\u{9b}']);
    let list = place.said(&["export", "msel", shop]);
    assert!(list.contains("u{202e}") && !steers(&list), "{list}");
    drop(place.said(&[
        "export",
        "pack",
        shop,
        "--format",
        "text",
        "--out",
        place.path("paper").to_str().unwrap(),
    ]));
    let sealed = std::fs::read_to_string(place.path("paper/facilitator.txt")).unwrap();
    assert!(sealed.contains("odd") && !steers(&sealed), "{sealed}");
    let json =
        place.said(&["run", shop, "--fill", "none", "--for", "3m", "--pace", "flat", "--format", "json"]);
    assert!(json.contains("odd") && !steers(&json), "{json}");
}

/// A profile with warnings is used, and its warnings are no secret of `check`.
#[test]
fn who_uses_a_profile_is_told_that_it_has_warnings() {
    let place = friday();
    let weights = "weights: [(of: \"updates.first\", is: 60, tag: H, why: \"ours\")]";
    place.write("mine.ron", &format!("Profile(id: \"mine@1\", on: \"default@1\", {weights})"));
    let output = place.run(&["score", "friday", "--profile", "mine.ron"]);
    assert_eq!(output.status.code(), Some(0));
    let said = text(&output.stderr);
    assert!(
        said.contains("note: the profile mine.ron has 1 warning; `sandtable check mine.ron` tells them"),
        "{said}"
    );
    assert!(text(&place.run(&["check", "mine.ron"]).stdout).contains("add up to"));
    place.write("good.ron", "Profile(id: \"good@1\", on: \"default@1\")");
    assert_eq!(text(&place.run(&["score", "friday", "--profile", "good.ron"]).stderr), "");
}
