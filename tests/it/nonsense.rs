//! Words that say nothing, in perfect form. No text is judged; what can be seen of words without that is seen, what can't be
//! is said on the card, and an honest crew loses nothing by it: not at night, in few words, nor in another language.

use sandtable::engine::event::EventKind;
use sandtable::journal::Who;
use sandtable::score::card::{Gate, Scorecard};
use sandtable::score::text::{short, text};
use serde_json::Value;

use crate::cli::Place;
use crate::shop::{OPENING, SHOP};
use crate::support::{criterion, play, play_headed};

/// A crew that has drilled before; what it comes to is the exploits' business.
pub(crate) const CAREFUL: &str = include_str!("fixtures/honest/careful.moves");

/// What that comes to, and what the honest, ordinary crew comes to.
const FULL: u32 = 9_659;
const FAIR: u32 = 8_074;

/// Its moves with other texts; a state keeps its word, and a last word has no next time.
pub(crate) fn saying(moves: &str, words: impl Fn(usize) -> String) -> String {
    let mut n = 0;
    let line = |line: &str| {
        let mut parts: Vec<String> = line.split('"').map(String::from).collect();
        for at in (1..parts.len()).step_by(2) {
            let (slot, said) = (parts[at - 1].clone(), words(n));
            n += 1;
            let state = parts[at].split([' ', ':', ',']).next().unwrap_or_default().to_string();
            match slot.rsplit(' ').next() {
                Some("next=") => {}
                Some("state=") => parts[at] = format!("{state}, {said}"),
                _ => parts[at] = said,
            }
        }
        parts.join("\"") + "\n"
    };
    moves.lines().filter(|line| !line.starts_with('#')).map(line).collect()
}

fn card(moves: &str) -> Scorecard {
    play_headed((SHOP, None), moves, Who::Person).all_accepted().card()
}

/// Words of nothing in the shop.
const NONSENSE: [&str; 24] = [
    "purple", "monkey", "walrus", "banana", "kettle", "violin", "meadow", "giraffe", "pickle", "sonnet",
    "lorem", "ipsum", "dolor", "zebra", "pillow", "cactus", "velvet", "mango", "otter", "fiddle", "igloo",
    "jungle", "kayak", "lemur",
];

fn nonsense(n: usize) -> String {
    [n, 7 * n + 3, n / 24 + 11].map(|n| NONSENSE[n % NONSENSE.len()]).join(" ")
}

/// A handful of words for everything that is said: whoever was told that was told nothing, in any language.
#[test]
fn a_handful_of_words_for_everything_tells_nobody_anything() {
    let said = |n: usize| ["bla blub", "blub bla", "bla", "blub bla blub"][n % 4].to_string();
    let card = card(&saying(CAREFUL, said));
    assert!(card.process.credit.is_some_and(|credit| credit <= FAIR), "{:?}", card.process);
    assert_eq!(card.process.gates, [Gate::NoUpdate]);
    let because = &card.because.iter().find(|reason| reason.gate == Gate::NoUpdate).unwrap().says;
    let whole = "all that was typed in this drill is made of “bla” and “blub”, and none of that is a word of the story";
    assert!(because.ends_with(whole), "{because}");
    assert!(
        card.strengths.iter().all(|remark| !remark.about.starts_with("updates/")),
        "{:?}",
        card.strengths
    );
}

/// One word twice, a letter, or keys in a row fill no slot: content is what is left of it, the state and the time.
#[test]
fn one_word_twice_and_keys_in_a_row_fill_no_slot() {
    let [honest, twice] =
        [CAREFUL.to_string(), saying(CAREFUL, |n| ["bla bla", "asdf jklö", "a b"][n % 3].to_string())];
    let content = |moves: &str| criterion(&card(moves), "updates/content").credit;
    assert_eq!(content(&honest), Some(10_000));
    assert!(content(&twice).is_none_or(|credit| credit <= 5_000), "{:?}", content(&twice));
}

/// What no rule can see: other words each time. It wins what it would win in earnest and no more; and the card says, before
/// it says anything else, that nobody has read them. Nothing that rests on them is praised.
#[test]
fn words_that_name_nothing_of_the_story_are_said_to_be_unread() {
    let card = card(&saying(CAREFUL, nonsense));
    assert!(card.process.credit.is_some_and(|credit| credit <= FULL), "{:?}", card.process);
    let words = card.advice.iter().find(|remark| remark.about == "process/words").unwrap();
    assert!(
        words.says.starts_with("words are not judged, and 36 of 36 texts name nothing of the story"),
        "{}",
        words.says
    );
    let praised = ["updates/content", "roles/handover"];
    assert!(card.strengths.iter().all(|remark| !praised.contains(&remark.about.as_str())));
    for said in [text(&card, true), short(&card, false)] {
        let mut lines = said.lines().skip_while(|line| !line.starts_with("The process: "));
        assert!(lines.next().unwrap().ends_with(", in its form"), "{said}");
        assert!(lines.next().unwrap().starts_with("  Words are not judged, and "), "{said}");
        assert_eq!(said.matches("are not judged").count(), 1, "{said}");
    }
    // What was said in earnest is said so of nobody.
    let honest = ["average", "careful", "slow", "sloppy"];
    let moves = [
        include_str!("fixtures/honest/average.moves"),
        CAREFUL,
        include_str!("fixtures/honest/slow.moves"),
        include_str!("fixtures/honest/sloppy.moves"),
    ];
    for (name, moves) in honest.iter().zip(moves) {
        let card = self::card(moves);
        assert!(!card.advice.iter().any(|remark| remark.about == "process/words"), "{name}");
        assert!(!text(&card, true).contains("in its form"), "{name}");
    }
}

/// The same drill in Japanese, in German, and in the words of three in the morning: each comes to what it came to.
#[test]
fn other_languages_and_few_words_lose_nothing() {
    let signs: Vec<char> = "障害調査中復旧確認待機原因不明店舗注文決済遅延対応".chars().collect();
    let japanese = |n: usize| (0..4).map(|k| signs[(n * 5 + k * (n % 3 + 1)) % signs.len()]).collect();
    let verbs = ["prüfen", "warten", "schauen", "melden", "suchen", "bleiben", "ziehen"];
    let things = ["Kasse", "Lager", "Bestellungen", "Kunden", "Zahlungen", "Rechner", "Leitung", "Karten"];
    let german = |n: usize| format!("{} {}", things[n % things.len()], verbs[(n / 3) % verbs.len()]);
    let states = ["down", "up", "slow", "dead", "ok", "odd", "back", "gone", "stuck"];
    let parts = ["web", "db", "pay", "auth", "cdn", "dns", "lb", "mq"];
    let night = |n: usize| format!("{} {}", parts[n % parts.len()], states[(n / 2) % states.len()]);
    let all: [(&str, &dyn Fn(usize) -> String); 3] =
        [("japanese", &japanese), ("german", &german), ("night", &night)];
    for (name, words) in all {
        let card = card(&saying(CAREFUL, words));
        assert_eq!((card.process.credit, card.process.gates.len()), (Some(FULL), 0), "{name}");
    }
    // In another writing it isn't even asked.
    assert!(!card(&saying(CAREFUL, japanese)).advice.iter().any(|remark| remark.about == "process/words"));
}

/// Everything in time and in form, and nothing done for twenty minutes but to wait: a hold is a decision, and the card says how
/// long harm went on meanwhile.
#[test]
fn twenty_minutes_of_nothing_but_waiting_are_named() {
    let moves = CAREFUL
        .replace("12:40 secondary do roll-back", "12:40 primary hold 20m \"we wait and see\"")
        .replace(
            "35:20 secondary verify errors",
            "33:00 secondary do roll-back\n35:20 secondary verify errors",
        );
    let mut lines: Vec<&str> =
        moves.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let at = |line: &str| -> u32 {
        let (clock, _) = line.split_once(' ').unwrap();
        let (minutes, seconds) = clock.split_once(':').unwrap();
        60 * minutes.parse::<u32>().unwrap() + seconds.parse::<u32>().unwrap()
    };
    lines.sort_by_key(|line| at(line));
    let card = card(&lines.join("\n"));
    let waited = card.advice.iter().find(|remark| remark.says.contains("to wait (1 hold)"));
    let waited = waited.unwrap_or_else(|| panic!("{:#?}", card.advice));
    assert_eq!(waited.about, "loop/completeness");
    assert!(waited.says.starts_with("harm went on from +12:40 to +33:00, 20:20, and all"), "{}", waited.says);
    assert_eq!(waited.evidence.len(), 2, "the hold, and what was done at last");
    // Five minutes of it, before anything was wanted, are what a hold is for.
    let soon = CAREFUL
        .replace("6:20 primary statement", "6:00 primary hold 5m \"one look\"\n6:20 primary statement");
    let soon = self::card(&soon);
    assert!(!soon.advice.iter().any(|remark| remark.says.contains("all that was done about it")));
}

/// "Resolved", when what was read last was not good: it may be over by then, and nobody has seen it.
#[test]
fn resolved_is_said_after_a_good_reading() {
    let over = |look: &str| {
        let moves = format!(
            "{OPENING}3:00 tech look errors\n5:00 facilitator force clear bad-deploy\n{look}8:00 comms update customers stakeholders state=resolved impact=\"none any more\" doing=\"going home\" next=\"no further update\"\n9:00 primary end"
        );
        let played = play(SHOP, &moves).all_accepted();
        let events = played.records.iter().map(|record| &record.event);
        let bad =
            events.clone().find(|event| matches!(event.kind, EventKind::MetricRead { good: false, .. }));
        let card = played.card();
        let seen =
            card.advice.iter().find(|remark| remark.says.contains("said resolved, and what was read last"));
        assert!(seen.is_none_or(|seen| seen.evidence.contains(&bad.unwrap().seq)));
        seen.is_some()
    };
    assert!(over(""));
    assert!(!over("7:00 tech look errors\n"));
}

/// Texts without what was typed: a handful of words is one still, and what is told of honest words is told by none.
#[test]
fn a_record_without_its_texts_comes_to_the_same() {
    let said = |n: usize| ["bla blub", "blub bla", "bla", "blub bla blub"][n % 4].to_string();
    for (name, moves) in [
        ("few", saying(CAREFUL, said)),
        ("all", CAREFUL.to_string()),
        ("numbers", saying(CAREFUL, |n| n.to_string())),
        ("one text", saying(CAREFUL, |n| format!("errors on web are at {n}"))),
    ] {
        let (here, there) = (Place::new(), Place::new());
        let (shop, moves) = (here.write("shop.ron", SHOP), here.write("a.moves", &moves));
        let (shop, moves) = (shop.to_str().unwrap(), moves.to_str().unwrap());
        drop(here.said(&["run", shop, "--moves", moves, "--pace", "flat", "--name", "d"]));
        there.write("d.jsonl", &here.said(&["export", "journal", "d", "--redact"]));
        drop(there.said(&["import", "journal", "d.jsonl"]));
        let score = |place: &Place| {
            let card: Value = serde_json::from_str(&place.said(&["score", "d", "--format", "json"])).unwrap();
            (card["process"].clone(), card["scenario_score"]["credit"].clone())
        };
        assert_eq!(score(&there), score(&here), "{name}");
    }
}
