//! What holds of every drill that is scored (§2.16), tried on drills that are put together by seeded dice.
//!
//! Each drill is played through a session, as typed moves. Two of the book's properties need no test here: a card has
//! no people that could be renamed, only seats; and events with equal times stand in the order of their numbers because
//! a journal that doesn't is refused when it is read.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

use sandtable::engine::event::{Event, EventKind};
use sandtable::journal::Who;
use sandtable::journal::line::read;
use sandtable::scenario::Scenario;
use sandtable::score::card::{Gate, Reason, Scorecard};
use sandtable::score::{Profile, process_credit, score};

use crate::fuzz::cases;
use crate::shop::{SEV2, SEV3, SHOP, shop};
use crate::support::{Played, criterion, play_with, scenario};

/// How many drills each property is tried on, with `--long`.
const DRILLS: usize = 1200;

/// Numbers from a seed: splitmix64.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to `n`, both included.
    fn upto(&mut self, n: u64) -> u64 {
        self.roll() % (n + 1)
    }

    /// So many minutes at most, in seconds.
    fn mins(&mut self, n: u64) -> u64 {
        self.upto(60 * n)
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.upto(99) < percent
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.upto(of.len() as u64 - 1) as usize].clone()
    }
}

/// A move, in half seconds since the start.
#[derive(Clone, Debug)]
struct Line {
    at: u64,
    text: String,
}

/// Moves in the order of their times.
#[derive(Clone, Default)]
struct Moves(Vec<Line>);

impl Moves {
    /// Adds a move at so many seconds.
    fn say(&mut self, at: u64, text: impl Into<String>) {
        self.0.push(Line { at: 2 * at, text: text.into() });
    }

    fn sorted(mut self) -> Self {
        self.0.sort_by_key(|line| line.at);
        self
    }

    /// A copy with one more move.
    fn with(&self, at: u64, text: &str) -> Self {
        let mut copy = self.clone();
        copy.0.push(Line { at, text: text.to_string() });
        copy.sorted()
    }

    fn text(&self) -> String {
        let line = |line: &Line| {
            let half = if line.at % 2 == 1 { ".5" } else { "" };
            format!("{}:{:02}{half} {}\n", line.at / 120, line.at / 2 % 60, line.text)
        };
        self.0.iter().map(line).collect()
    }

    /// When the table means to be done.
    fn end(&self) -> u64 {
        let last = |line: &&Line| line.text.contains(" close ") || line.text.ends_with(" end");
        self.0.iter().find(last).map_or(u64::MAX, |line| line.at)
    }

    /// The places of moves that hold these words.
    fn places(&self, words: &str) -> Vec<usize> {
        (0..self.0.len()).filter(|&n| self.0[n].text.contains(words)).collect()
    }
}

/// The scenarios, each at another true severity.
fn shops() -> [Arc<Scenario>; 3] {
    [SHOP.to_string(), shop(&[SEV2]), shop(&[SEV3])].map(|text| scenario(&text, None))
}

/// A drill as a table might play it, well or badly. The primary acknowledges and declares before all else; nobody gives
/// work to `comms`.
fn drill(dice: &mut Dice) -> Moves {
    let mut moves = Moves::default();
    let ack = dice.mins(12);
    let declared = ack + dice.mins(5);
    moves.say(ack, "primary ack");
    moves.say(declared, format!("primary declare {}", dice.pick(&["sev1", "sev1", "sev2", "sev3"])));
    for seat in ["secondary", "tech", "comms"] {
        let page = declared + dice.mins(2);
        moves.say(page, format!("primary page {seat} why=\"hands are needed\""));
        moves.say(page + dice.mins(3), format!("{seat} ack"));
    }
    roles(dice, &mut moves, declared);
    updates(dice, &mut moves, declared);
    work(dice, &mut moves, declared);
    end(dice, &mut moves, declared);
    moves.sorted()
}

fn roles(dice: &mut Dice, moves: &mut Moves, declared: u64) {
    let command = [
        "primary take commander",
        "primary roles commander=primary deputy=comms expert=tech",
        "primary assign commander primary",
    ];
    let at = declared + dice.mins(14);
    moves.say(at, dice.pick(&command));
    for role in ["primary assign deputy comms", "primary assign expert tech", "primary announce"] {
        if dice.chance(60) {
            moves.say(declared + dice.mins(20), role);
        }
    }
    if dice.chance(30) {
        let at = at + dice.mins(20);
        moves.say(
            at,
            "primary handover commander secondary state=\"errors at 30 percent\" tried=\"nothing yet\"",
        );
        moves.say(at + dice.mins(2), "secondary accept");
        moves.say(at + 60 + dice.mins(3), "secondary announce");
    }
}

fn updates(dice: &mut Dice, moves: &mut Moves, declared: u64) {
    for n in 0..dice.upto(5) {
        let at = (declared + dice.mins(45)).saturating_sub(60);
        moves.say(at, format!("comms {}", update(dice, n)));
    }
}

/// The `n`th update, with its number in its text.
fn update(dice: &mut Dice, n: u64) -> String {
    let both = "stakeholders customers";
    let to = dice.pick(&[both, both, both, "stakeholders", "customers", "team"]);
    let state = dice.pick(&["investigating", "identified", "mitigating", "monitoring", "resolved"]);
    let slots = [
        format!(" impact=\"checkout fails {n}\""),
        " doing=\"rolling back\"".to_string(),
        format!(" next={}m", 5 + dice.upto(25)),
    ];
    let slots: String = slots.into_iter().filter(|_| dice.chance(75)).collect();
    format!("update {to} state=\"{state} step {n}\"{slots}")
}

fn work(dice: &mut Dice, moves: &mut Moves, declared: u64) {
    let actions = ["roll-back", "redeploy", "flag-off", "restart", "fail-over", "grow-pool", "reindex"];
    for _ in 0..4 + dice.upto(10) {
        let at = declared + dice.mins(35);
        let action = dice.pick(&actions);
        let seat = dice.pick(&["tech", "tech", "secondary", "primary"]);
        match dice.upto(9) {
            0 | 1 => moves.say(at, format!("{seat} look errors")),
            2 => moves.say(at, format!("{seat} verify waits")),
            3 => moves.say(at, "primary ask tech \"what do you see?\""),
            4 => moves.say(at, format!("primary decide {action}")),
            5 => moves.say(at, format!("primary poll {action} risk=\"it may get worse\"")),
            6 => moves.say(at, format!("primary task tech \"look into it\" box={}m", 3 + dice.upto(35))),
            7 => moves.say(at, "tech report \"this is what we know\""),
            _ => {
                moves.say(at, format!("{seat} do {action}"));
                moves.say(at + dice.mins(8), "tech verify errors");
            }
        }
    }
    if dice.chance(20) {
        moves.say(declared + dice.mins(30), "primary severity sev2 why=\"it looks milder\"");
    }
}

fn end(dice: &mut Dice, moves: &mut Moves, declared: u64) {
    let at = declared + 120 + dice.mins(50);
    if dice.chance(20) {
        return moves.say(at, "primary end");
    }
    moves.say(at, "primary close summary=\"it is over\"");
    if dice.chance(60) {
        moves.say(at + dice.mins(18) - 240, "comms update stakeholders customers state=\"resolved now\" impact=none doing=\"watching the shop\"");
    }
}

/// Tries a property on many drills; the seed is in the message of what fails.
fn every_drill(check: impl Fn(&mut Dice, &Arc<Scenario>, &Moves) -> Result<(), String>) {
    let shops = shops();
    let failed: Vec<String> = (0..cases(DRILLS) as u64)
        .filter_map(|seed| {
            let mut dice = Dice(seed);
            let shop = dice.pick(&shops);
            let moves = drill(&mut dice);
            check(&mut dice, &shop, &moves).err().map(|why| format!("seed {seed}: {why}\n{}", moves.text()))
        })
        .collect();
    assert!(failed.is_empty(), "{} of {}; the first:\n{}", failed.len(), cases(DRILLS), failed[0]);
}

fn played(scenario: &Arc<Scenario>, moves: &Moves) -> Played {
    play_with(scenario.clone(), &moves.text(), 1, Who::Person)
}

fn card(scenario: &Arc<Scenario>, moves: &Moves) -> Scorecard {
    played(scenario, moves).card()
}

/// Every credit, outcome, band and gate of a card, by its place: what two drills may be compared by.
fn rated(card: &Scorecard) -> Vec<(String, String)> {
    let whole = (
        "process".to_string(),
        format!("{:?} {:?} {:?}", card.process.credit, card.process.band, card.process.gates),
    );
    let mut rated = vec![whole];
    rated.push((
        "scenario".to_string(),
        format!("{:?} {}", card.scenario_score.credit, card.scenario_score.cost),
    ));
    for dimension in card.dimensions.iter().chain(&card.scenario_score.dimensions) {
        rated.push((
            dimension.id.to_string(),
            format!("{:?} {:?} {:?}", dimension.credit, dimension.band, dimension.gates),
        ));
        let of = |id: &str| format!("{}/{id}", dimension.id);
        rated.extend(
            dimension.criteria.iter().map(|c| (of(&c.id), format!("{:?} {:?} {}", c.credit, c.outcome, c.n))),
        );
    }
    rated
}

/// The first difference between two cards.
fn same(before: &Scorecard, after: &Scorecard, what: &str) -> Result<(), String> {
    let differs = rated(before).into_iter().zip(rated(after)).find(|(before, after)| before != after);
    match differs {
        None => Ok(()),
        Some(((place, before), (_, after))) => Err(format!("{what}: {place} was {before} and is {after}")),
    }
}

/// Words, marks and moves that were turned down leave every number as it is.
#[test]
fn words_and_refusals_change_nothing() {
    every_drill(|dice, shop, moves| {
        let text = dice.pick(&[
            "primary note this is noted",
            "table bookmark a moment to come back to",
            "primary ack 99",
            "primary say we are on it",
        ]);
        let at = dice.mins(60) * 2 + 1;
        same(&card(shop, moves), &card(shop, &moves.with(at, text)), text)
    });
}

/// An update that doesn't qualify (the same text again, or no state) raises nothing. It may end the drill at its close,
/// before moves that would have come later: those are left out of both.
#[test]
fn updates_that_do_not_qualify_raise_nothing() {
    every_drill(|dice, shop, moves| {
        let Some((at, text)) = unqualified(dice, moves) else { return Ok(()) };
        // What was turned down can't be said again.
        if turned_down(&played(shop, moves), &text) {
            return Ok(());
        }
        let more = played(shop, &moves.with(at, &text));
        let end = more.events().last().map_or(0, |event| event.at.ms() / 500);
        let before = Moves(moves.0.iter().filter(|line| line.at as i64 <= end).cloned().collect());
        raises_nothing(&card(shop, &before), &more.card())
            .map_err(|why| format!("{}:{:02} {text}: {why}", at / 120, at / 2 % 60))
    });
}

/// Whether a seat's move was turned down at any time.
fn turned_down(played: &Played, text: &str) -> bool {
    let said = text.split_once(' ').map_or("", |(_, said)| said);
    played.refused.iter().any(|refused| refused.starts_with(said))
}

/// Every number of a card, by its place.
fn credits(card: &Scorecard) -> Vec<(String, Option<u32>)> {
    let mut credits = vec![("process".to_string(), card.process.credit)];
    credits.push(("scenario".to_string(), card.scenario_score.credit));
    for dimension in card.dimensions.iter().chain(&card.scenario_score.dimensions) {
        credits.push((dimension.id.to_string(), dimension.credit));
        let of = |id: &str| format!("{}/{id}", dimension.id);
        credits.extend(dimension.criteria.iter().map(|criterion| (of(&criterion.id), criterion.credit)));
    }
    credits
}

/// No number is higher, no gate is gone.
fn raises_nothing(before: &Scorecard, after: &Scorecard) -> Result<(), String> {
    for ((place, before), (_, after)) in credits(before).into_iter().zip(credits(after)) {
        if before.zip(after).is_some_and(|(before, after)| before < after) {
            return Err(format!("{place} was {before:?} and is {after:?}"));
        }
    }
    match before.process.gates.iter().find(|gate| !after.process.gates.contains(gate)) {
        Some(gate) => Err(format!("{gate} is gone")),
        None => Ok(()),
    }
}

/// A move of that kind. Its seat has acted before, and has no task that it could answer by it.
fn unqualified(dice: &mut Dice, moves: &Moves) -> Option<(u64, String)> {
    let places = moves.places("comms update");
    if dice.chance(50) && !places.is_empty() {
        // Within five minutes, and before the next update.
        let n = dice.pick(&places);
        let until = moves.0[n + 1..]
            .iter()
            .find(|line| line.text.contains("update"))
            .map_or(u64::MAX, |line| line.at);
        let at = moves.0[n].at + 1 + 2 * dice.mins(4);
        return (at < until).then(|| (at, moves.0[n].text.clone()));
    }
    let declared = moves.0[moves.places("declare")[0]].at;
    let at = declared + 1 + 2 * dice.mins(50);
    let text = dice.pick(&[
        "primary update stakeholders customers impact=\"many are hit\" doing=\"we are on it\" next=10m",
        "primary update stakeholders customers state=\"something is wrong\" impact=\"many are hit\" next=10m",
        "primary update customers next=10m",
    ]);
    Some((at, text.to_string()))
}

/// Pausing the clock changes nothing, wherever it is done.
#[test]
fn a_pause_changes_nothing() {
    every_drill(|dice, shop, moves| {
        let (at, length) = (2 * dice.mins(60) + 1, 2 + 2 * dice.mins(90));
        let mut paused = moves.clone();
        for line in paused.0.iter_mut().filter(|line| line.at > at) {
            line.at += length;
        }
        let paused = paused.with(at, "table pause").with(at + length, "table resume");
        same(&card(shop, moves), &card(shop, &paused), &format!("a pause of {length} at {at} half seconds"))
    });
}

/// Says first occurrences later, and looks at their own criterion.
fn delayed(path: &str, words: &[&str], with_what_follows: bool) {
    every_drill(|dice, shop, moves| {
        let Some(&first) = moves.places(dice.pick(words)).first() else { return Ok(()) };
        let (at, late) = (moves.0[first].at, 2 + 2 * dice.mins(12));
        // What was turned down was no occurrence.
        if turned_down(&played(shop, moves), &moves.0[first].text) {
            return Ok(());
        }
        let end = moves.end();
        if at + late >= end && !with_what_follows {
            return Ok(());
        }
        let mut later = moves.clone();
        for (n, line) in later.0.iter_mut().enumerate() {
            line.at += if n == first || (with_what_follows && n > first) { late } else { 0 };
        }
        let (before, after) = (card(shop, moves), card(shop, &later.sorted()));
        let (before, after) = (criterion(&before, path), criterion(&after, path));
        match (before.credit, after.credit) {
            (Some(earlier), Some(later)) if later > earlier => Err(format!(
                "`{}` {late} half seconds later raises {path} from {earlier} to {later}: {}",
                moves.0[first].text, after.says
            )),
            _ => Ok(()),
        }
    });
}

/// What follows an acknowledgement moves with it: a first act that comes soon after a late acknowledgement is better
/// followed through, by the book's own formula.
#[test]
fn a_later_ack_never_raises_the_chain() {
    delayed("ack/chain", &["primary ack"], true);
}

#[test]
fn a_later_commander_never_raises_the_time_to_command() {
    delayed("roles/commander_time", &["take commander", "roles commander", "assign commander"], false);
}

#[test]
fn a_later_role_never_raises_the_set() {
    delayed("roles/set", &["assign deputy", "assign expert", "roles commander"], false);
}

#[test]
fn a_later_first_update_never_raises_first() {
    delayed("updates/first", &["comms update stakeholders", "comms update customers"], false);
}

#[test]
fn a_later_mitigation_never_raises_the_first() {
    delayed(
        "mitigate/first",
        &["do roll-back", "do flag-off", "do restart", "do redeploy", "do grow-pool"],
        false,
    );
}

/// The same words later, by a seat that nobody waits for.
#[test]
fn a_later_statement_never_raises_the_statement() {
    let lower = AtomicUsize::new(0);
    every_drill(|dice, shop, moves| {
        let slots = [
            "symptom=\"errors\"",
            "affected=\"buyers\"",
            "scope=\"a third\"",
            "since=\"ten\"",
            "unknown=\"why\"",
        ];
        let said: Vec<&str> = slots.into_iter().filter(|_| dice.chance(75)).collect();
        if said.is_empty() {
            return Ok(());
        }
        let text = format!("primary statement {}", said.join(" "));
        let at = moves.0[moves.places("declare")[0]].at + 1 + 2 * dice.mins(15);
        let later = at + 2 + 2 * dice.mins(15);
        let credit = |at: u64| criterion(&card(shop, &moves.with(at, &text)), "classify/statement").credit;
        match (credit(at), credit(later)) {
            (Some(first), Some(second)) if second > first => Err(format!(
                "`{text}` at {later} and not at {at} half seconds raises it from {first} to {second}"
            )),
            (first, second) => {
                lower.fetch_add(usize::from(second < first), Relaxed);
                Ok(())
            }
        }
    });
    assert!(lower.into_inner() > 0, "some cost something");
}

/// Who sits where is no part of a record, and of no number.
#[cfg(feature = "cli")]
#[test]
fn people_may_be_renamed() {
    let card = |name: &str| {
        let place = crate::cli::Place::new();
        let seat = format!("primary={name}");
        place.write(
            "m.moves",
            &std::fs::read_to_string(crate::cli::scenarios().join("smallest.moves")).unwrap(),
        );
        place.said(&[
            "run", "smallest", "--moves", "m.moves", "--pace", "flat", "--seat", &seat, "--name", "d",
        ]);
        assert!(!place.said(&["export", "journal", "d"]).contains(name));
        place.said(&["score", "d", "--format", "json"])
    };
    let ana = card("Zebedee");
    assert!(ana.contains("\"process\"") && !ana.contains("Zebedee"), "{ana}");
    assert_eq!(ana, card("Wilhelmina"));
}

/// Nothing is found without saying on what: events that are in the journal, or an interval that was searched.
#[test]
fn every_result_rests_on_something() {
    every_drill(|_, shop, moves| {
        let played = played(shop, moves);
        let (card, last) = (played.card(), played.records.len() as u64);
        for criterion in card.dimensions.iter().flat_map(|dimension| &dimension.criteria) {
            let known = criterion.evidence.iter().all(|seq| seq.0 < last) && criterion.evidence.is_sorted();
            let looked = criterion.interval.is_some_and(|(from, to)| from <= to);
            if !known || (criterion.evidence.is_empty() && !looked) {
                return Err(format!("{criterion:#?}"));
            }
        }
        let remarks = card.strengths.iter().chain(&card.next_steps);
        let bare = remarks.filter(|remark| {
            // What to practise next may be a matter of the story.
            let mut all = card.dimensions.iter().chain(&card.scenario_score.dimensions);
            remark.says.is_empty() || !all.any(|d| remark.about.starts_with(d.id))
        });
        bare.map(|remark| Err(format!("{remark:?}"))).next().unwrap_or(Ok(()))
    });
}

/// The weights are 100 among the dimensions and in each of them; a number is the mean of what applies, and there is
/// none under half of the weight.
#[test]
fn the_weights_add_up() {
    every_drill(|_, shop, moves| {
        let card = card(shop, moves);
        let weights: u32 = card.dimensions.iter().map(|dimension| dimension.weight).sum();
        let parts: Vec<_> =
            card.dimensions.iter().map(|dimension| (dimension.weight, dimension.credit)).collect();
        if weights != 100 || card.process.credit != process_credit(&parts) {
            return Err(format!("the whole: {:?} of {parts:?}", card.process.credit));
        }
        for dimension in &card.dimensions {
            let rated = || dimension.criteria.iter().filter_map(|c| Some((c.weight, c.credit?)));
            let (of, sum) =
                rated().fold((0, 0), |(of, sum), (weight, credit)| (of + weight, sum + weight * credit));
            let none = |gate: &Gate| matches!(gate, Gate::NoUpdate | Gate::NoStabilise);
            let silent = dimension.gates.iter().any(none) || (dimension.id == "updates" && sum == 0);
            let mean = if silent { dimension.credit.map(|_| 0) } else { (of >= 50).then(|| sum / of) };
            let all: u32 = dimension.criteria.iter().map(|criterion| criterion.weight).sum();
            if all != 100 || dimension.credit != mean {
                return Err(format!("{}: weights {all}, {:?}, not {mean:?}", dimension.id, dimension.credit));
            }
        }
        Ok(())
    });
}

/// A card is a function of its journal: scored again, and read again from its lines, it is the same to the byte.
#[test]
fn the_same_journal_gives_the_same_card() {
    let profile = Profile::parse(Profile::default_text()).unwrap();
    every_drill(|_, shop, moves| {
        let (played, again) = (played(shop, moves), played(shop, moves));
        let reread: Vec<_> =
            played.lines.iter().enumerate().map(|(n, line)| read(line, n + 1).unwrap()).collect();
        let bytes = |card: &Scorecard| serde_json::to_string(card).unwrap();
        let first = bytes(&played.card());
        let all = [bytes(&played.card()), bytes(&again.card()), bytes(&score(shop, &profile, &reread))];
        if all.iter().all(|card| *card == first) { Ok(()) } else { Err("the cards differ".to_string()) }
    });
}

/// A move that was said earlier and typed now counts from when it was said.
#[test]
fn a_back_dated_update_counts_from_when_it_was_said() {
    every_drill(|dice, shop, moves| {
        let places = moves.places("comms update");
        if places.is_empty() {
            return Ok(());
        }
        let n = dice.pick(&places);
        let quiet = |line: &Line| line.at > moves.0[n].at + 120;
        // What happens in between might need the update to be there. And the world hears it when it is typed: what is
        // typed just before the close, or later, is another last word.
        let late = moves.0[n].at + 2 * 60 * 7 >= moves.end();
        if late || !moves.0.get(n + 1).is_none_or(quiet) {
            return Ok(());
        }
        let mut typed = moves.clone();
        typed.0[n].at += 120;
        typed.0[n].text = typed.0[n].text.replace("comms update", "comms -60s update");
        same(
            &card(shop, moves),
            &card(shop, &typed.sorted()),
            &format!("`{}` typed a minute later", moves.0[n].text),
        )
    });
}

/// What the gate will say, `close` asks before: no table is told that nothing is open and then that something was.
#[test]
fn what_the_score_faults_the_table_is_told() {
    let (told, silent) = (AtomicUsize::new(0), AtomicUsize::new(0));
    every_drill(|_, shop, moves| {
        let played = played(shop, moves);
        let card = played.card();
        let unproven = |reason: &&Reason| {
            reason.gate == Gate::ClosedUnverified && !reason.says.contains("while harm went on")
        };
        let because: Vec<_> = card.because.iter().filter(unproven).collect();
        let asks = |line: &&String| {
            ["verified that it worked", "was not good", "seen yet", "looked since"]
                .iter()
                .any(|of| line.contains(of))
        };
        let reopened = |event: &&Event| {
            matches!(event.kind, EventKind::Reopened { .. } | EventKind::IncidentClosed { .. })
        };
        let stood = played.events().filter(reopened).last().is_some_and(|event| event.by.seat().is_some());
        let Some(open) = played.open.last().filter(|_| stood) else { return Ok(()) };
        let asked = open.iter().filter(asks).count();
        if asked == 0 { &silent } else { &told }.fetch_add(1, Relaxed);
        match asked == because.len() {
            true => Ok(()),
            false => Err(format!("asked about {open:?}, and then: {because:?}")),
        }
    });
    assert!(told.into_inner() > 0 && silent.into_inner() > 0, "both are played");
}
