//! Untrusted input: mutated scenario files and random lines of moves. No panic, no hang, and what the checker accepts is
//! played to its end. A tenth in the plain run, all of it with `tests/run --long`.

use std::sync::Arc;

use sandtable::drive::{Drill, DriveError, Driver};
use sandtable::engine::session::Stop;
use sandtable::journal::Who;
use sandtable::moves::{Line, parse};
use sandtable::pace::Pace;
use sandtable::scenario::Scenario;
use sandtable::scenario::check::{Sources, check};
use sandtable::store::MemoryStore;

use crate::shipped::{self, Shipped};
use crate::support::{Quiet, begun};

/// splitmix64: the tests' own dice, the same every time.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    }

    /// A number below a bound.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// One of a list.
    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// How many cases: all with `--long`, else a tenth.
pub(crate) fn cases(all: usize) -> usize {
    one_in(10, all)
}

/// How many of what takes longer: all with `--long`, else one in so many.
#[expect(clippy::disallowed_methods, reason = "tests/run says how long the run may be")]
pub(crate) fn one_in(part: usize, all: usize) -> usize {
    if std::env::var_os("SANDTABLE_LONG").is_some() { all } else { all / part }
}

#[test]
fn mutated_scenarios_are_refused_or_played_to_their_end() {
    let all = shipped::all();
    let (mut refused, mut played, mut circles) = (0, 0, 0);
    for n in 0..cases(10_000) {
        let mut dice = Dice(n as u64);
        let shipped = dice.pick(&all);
        let text =
            if n % 2 == 0 { shuffled(&shipped.text, &mut dice) } else { mangled(&shipped.text, &mut dice) };
        match accepted(shipped, &text) {
            None => refused += 1,
            Some(scenario) => match to_the_end(scenario, &shipped.crews[0].1, n as u64) {
                Ok(()) => played += 1,
                Err(DriveError::Stop(Stop::Circle { .. })) => circles += 1,
                Err(other) => panic!("case {n}: {other}"),
            },
        }
    }
    println!("mutations: {refused} refused, {played} played to their end, {circles} stopped as circles");
    assert!(played > cases(10_000) / 20, "the readable half must often be playable: {played}");
    assert!(refused > cases(10_000) / 4, "the other half is mostly refused: {refused}");
}

fn accepted(shipped: &Shipped, text: &str) -> Option<Arc<Scenario>> {
    let organisation = shipped.organisation.as_deref().map(|text| ("organisation.ron", text));
    check(&Sources { name: "fuzzed.ron", text, organisation }).scenario.map(Arc::new)
}

/// Plays what can still be read of a crew's moves; the drill must end by itself.
fn to_the_end(scenario: Arc<Scenario>, moves: &str, seed: u64) -> Result<(), DriveError> {
    let readable = |(n, text): (usize, &str)| match parse(&scenario, text, None) {
        Ok(Some(line)) => Some((n, text.to_string(), line)),
        Ok(None) | Err(_) => None,
    };
    let lines: Vec<(usize, String, Line)> = moves.lines().enumerate().filter_map(readable).collect();
    let header = begun(&scenario, &lines, seed, Pace::Flat);
    let (drill, _) = Drill::begin(scenario, header, Box::new(MemoryStore::new()), Who::Prepared)?;
    let mut screen = Quiet::default();
    let mut driver = Driver::new(drill, &mut screen, Pace::Flat, None);
    driver.play(lines)?;
    assert!(driver.drill.session().is_over(), "every drill ends by itself");
    Ok(())
}

/// Bytes changed, taken out, put in, cut off, said twice.
fn mangled(text: &str, dice: &mut Dice) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=dice.below(3) {
        let at = dice.below(bytes.len());
        let len = 1 + dice.below(12.min(bytes.len() - at));
        match dice.below(5) {
            0 => bytes[at] = dice.next() as u8,
            1 => drop(bytes.drain(at..at + len)),
            2 => bytes.insert(at, *dice.pick(b"()[]{}\",:.0 \n\\#!/*-+abzA\x00\xff")),
            3 => bytes.truncate(at.max(1)),
            _ => {
                let again = bytes[at..at + len].to_vec();
                bytes.splice(at..at, again);
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Two names, two numbers or two words swapped, or one put in the other's place: the file stays readable.
fn shuffled(text: &str, dice: &mut Dice) -> String {
    let pieces = pieces(text);
    let kind = *dice.pick(&[Piece::Text, Piece::Number, Piece::Word]);
    let of_kind: Vec<_> = pieces.iter().filter(|(k, _)| *k == kind).map(|(_, span)| span.clone()).collect();
    let (a, b) = (dice.pick(&of_kind).clone(), dice.pick(&of_kind).clone());
    if kind == Piece::Number && dice.below(2) == 0 {
        let number = *dice.pick(&["0", "1", "-1", "100", "0.001", "99999999", "3.14159", "60"]);
        return format!("{}{number}{}", &text[..a.start], &text[a.end..]);
    }
    let (first, second) = if a.start <= b.start { (a, b) } else { (b, a) };
    if first == second || first.end > second.start {
        return text.to_string();
    }
    let (one, two) = (&text[first.clone()], &text[second.clone()]);
    let kept = if dice.below(2) == 0 { one } else { two };
    format!("{}{two}{}{kept}{}", &text[..first.start], &text[first.end..second.start], &text[second.end..])
}

#[derive(Clone, Copy, PartialEq)]
enum Piece {
    Text,
    Number,
    Word,
}

fn pieces(text: &str) -> Vec<(Piece, std::ops::Range<usize>)> {
    let (bytes, mut found, mut at) = (text.as_bytes(), Vec::new(), 0);
    let run =
        |from: usize, fits: fn(&u8) -> bool| from + bytes[from..].iter().take_while(|b| fits(b)).count();
    while at < bytes.len() {
        let end = match bytes[at] {
            b'"' => (at + 1 + text[at + 1..].find('"').map_or(0, |n| n + 1)).min(bytes.len()),
            b'/' => at + text[at..].find('\n').unwrap_or(text.len() - at),
            b if b.is_ascii_digit() => run(at, |b| b.is_ascii_digit() || *b == b'.'),
            b if b.is_ascii_alphabetic() => run(at, |b| b.is_ascii_alphanumeric() || *b == b'_'),
            _ => at + 1,
        };
        match bytes[at] {
            b'"' => found.push((Piece::Text, at..end)),
            b if b.is_ascii_digit() => found.push((Piece::Number, at..end)),
            b if b.is_ascii_uppercase() => found.push((Piece::Word, at..end)),
            _ => {}
        }
        at = end.max(at + 1);
    }
    found
}

#[test]
fn random_lines_are_moves_or_are_answered() {
    let shipped = shipped::of("billing-multiplier");
    let scenario = shipped.scenario();
    let wanted = cases(10_000);
    let (mut unreadable, mut refused, mut accepted, mut seed) = (0, 0, 0, 0);
    while unreadable + refused + accepted < wanted {
        seed += 1;
        let mut dice = Dice(seed);
        let (mut lines, mut at) = (Vec::new(), 150_000);
        for n in 0..START.len() + 200 {
            let text = START.get(n).map_or_else(|| random_line(&scenario, &mut dice), ToString::to_string);
            at += dice.below(4_000) as i64;
            match parse(&scenario, &text, None) {
                Ok(Some(mut line)) => {
                    line.at = Some(sandtable::time::SimTime::from_ms(at));
                    lines.push((lines.len(), text, line));
                }
                Ok(None) => {}
                Err(error) => {
                    unreadable += 1;
                    assert!(!error.message.is_empty());
                    assert!(
                        error.span.end <= text.len() && text.is_char_boundary(error.span.start),
                        "{text:?}"
                    );
                }
            }
        }
        let moves = lines.len();
        let header = begun(&scenario, &lines, seed, Pace::Flat);
        let (drill, _) =
            Drill::begin(scenario.clone(), header, Box::new(MemoryStore::new()), Who::Bot).unwrap();
        let mut screen = Quiet::default();
        let mut driver = Driver::new(drill, &mut screen, Pace::Flat, None);
        driver.play(lines).unwrap();
        let _ = moves;
        refused += screen.refused.len();
        accepted += screen.accepted;
    }
    println!("lines: {accepted} accepted, {refused} turned down, {unreadable} unreadable");
    assert!(accepted * 2 >= accepted + refused + unreadable, "at least half are accepted moves");
}

/// Everybody in the call, and an incident.
const START: [&str; 6] = [
    "primary ack",
    "primary declare sev1",
    "primary page secondary why=\"hands\"",
    "secondary ack",
    "primary page pricing why=\"prices\"",
    "pricing ack",
];

fn random_line(scenario: &Scenario, dice: &mut Dice) -> String {
    let seat = *dice.pick(&["primary", "secondary", "pricing", "1", "2", "3"]);
    let words =
        *dice.pick(&["pause the run", "look again", "is it us?", "ten \\\"times\\\"", "ü\u{1F600}", "x"]);
    let metric = dice.pick(&scenario.metrics.names().collect::<Vec<_>>()).to_string();
    let component = dice.pick(&scenario.components.names().collect::<Vec<_>>()).to_string();
    let audience = dice.pick(&scenario.organisation.audiences.names().collect::<Vec<_>>()).to_string();
    let voice = dice.pick(&scenario.organisation.voices.names().collect::<Vec<_>>()).to_string();
    let action = dice.pick(&scenario.actions.names().collect::<Vec<_>>()).to_string();
    let back = *dice.pick(&["", "", "", "-20s ", "-4m "]);
    match dice.below(24) {
        0 => format!("{seat} say {words}"),
        1 => format!("{seat} note \"{words}\""),
        2 => format!("{seat} look {metric}"),
        3 => format!("{seat} look {component}"),
        4 => format!("{seat} verify {metric}"),
        5 => format!("{seat} {back}ask {voice} \"{words}\""),
        6 => {
            format!("{seat} {back}update {audience} state=\"investigating, {words}\" impact={words} next=20m")
        }
        7 => format!("{seat} {back}statement symptom=\"{words}\" since=02:17 unknown=\"the cause\""),
        8 => format!("{seat} {back}task 2 \"{words}\" box={}m", 1 + dice.below(9)),
        9 => format!("{seat} report \"{words}\""),
        10 => format!("{seat} poll {action} risk=\"{words}\""),
        11 => format!("{seat} object {words}"),
        12 => format!("{seat} decide {action} no"),
        13 => format!("{seat} plan next=5m \"{words}\""),
        14 => format!("{seat} hold 2m {words}"),
        15 => format!("{seat} do {action}"),
        16 => format!("{seat} roles expert={}", 1 + dice.below(3)),
        17 => format!("{seat} announce"),
        18 => format!("bookmark {words}"),
        19 => format!("{seat} ask nobody-we-know {words}"),
        20 => format!("{seat} look something nobody wrote"),
        21 => format!("{seat} severity sev{} why=\"{words}\"", 1 + dice.below(4)),
        22 => format!("{seat} undo {action}"),
        _ => mangled(&format!("{seat} update {audience} state=\"{words}\" impact={words}"), dice)
            .replace('\n', " "),
    }
}
