//! What a prepared crew does in a seat, cut into parts: what it was given, the steps it took, and then its report.

use std::collections::BTreeSet;

use crate::engine::command::{About, AskWhom, Command, LookAt, Mover, TaskFor, Whom};
use crate::moves::{Line, What};
use crate::scenario::Scenario;
use crate::scenario::id::{ActionId, SeatId};
use crate::time::{SimDuration, SimTime};

/// Steps that are further apart than this are of two parts, unless something has to take effect in between.
const GAP: SimDuration = SimDuration::from_secs(90);
/// The first step of a part comes no later than this after what was given.
const FIRST_MAX: SimDuration = SimDuration::from_secs(30);

/// A step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// So long after the one before.
    pub(super) after: SimDuration,
    /// A look, something done or undone, or a question.
    pub(super) command: Command,
    /// Somebody named it.
    pub(super) named: bool,
}

/// What a seat did about one thing.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    /// The words it was given in.
    pub(super) words: BTreeSet<String>,
    /// What is left to do about it.
    pub(super) steps: Vec<Step>,
}

/// A line that moves something.
fn command(line: &Line) -> Option<&Command> {
    match &line.what {
        What::Move(command) => Some(command),
        What::Tool(_) => None,
    }
}

/// How long the prepared crew let a page to this seat wait, if one of it paged it.
pub(super) fn answers_after(scenario: &Scenario, lines: &[&Line], seat: SeatId) -> Option<SimDuration> {
    let acks = |line: &&&Line| {
        line.mover == Some(Mover::Seat(seat)) && matches!(command(line), Some(Command::Ack { .. }))
    };
    let acked = lines.iter().find(acks)?.at?;
    let pages = |line: &&&Line| {
        let Some(Command::Page { whom, .. }) = command(line) else { return false };
        match whom {
            Whom::Seat(paged) => *paged == seat,
            Whom::Team(team) => scenario.seats[seat].team == *team,
            Whom::All => true,
        }
    };
    let paged = lines.iter().filter(|line| line.at.is_some_and(|at| at <= acked)).rfind(pages)?.at?;
    Some(acked.since(paged))
}

/// The actions that any of the crew takes.
pub(super) fn does(lines: &[&Line]) -> Vec<ActionId> {
    lines.iter().filter_map(|line| action(command(line)?)).collect()
}

/// The action that a move begins.
pub(super) fn action(command: &Command) -> Option<ActionId> {
    let Command::Do(About::Action(id)) = command else { return None };
    Some(*id)
}

/// What the seat did with its own hands, part by part.
pub(super) fn parts(scenario: &Scenario, lines: &[&Line], seat: SeatId) -> Vec<Part> {
    let (mut parts, mut part) = (Vec::new(), Part::default());
    let mut last = SimTime::START;
    for line in lines {
        let (Some(command), at) = (command(line), line.at.unwrap_or(last)) else { continue };
        let mine = line.mover == Some(Mover::Seat(seat));
        if let Command::Task { owner: TaskFor::Seat(to), text, .. } = command
            && *to == seat
            && !mine
        {
            parts.push(std::mem::take(&mut part));
            (part.words, last) = (words(text), at);
        } else if mine && matches!(command, Command::Report { .. }) {
            parts.push(std::mem::take(&mut part));
            last = at;
        } else if mine && is_hands_on(command) {
            let waits = part.steps.last().is_some_and(|step| matches!(step.command, Command::Do(_)));
            let gap = at.since(last);
            if gap > GAP && !waits && !part.steps.is_empty() {
                parts.push(std::mem::take(&mut part));
            }
            let after = if part.steps.is_empty() { gap.min(FIRST_MAX) } else { gap };
            part.words.extend(names(scenario, command));
            part.steps.push(Step { after, command: command.clone(), named: false });
            last = at;
        }
    }
    parts.push(part);
    parts.retain(|part| !part.steps.is_empty());
    parts
}

/// What stand-ins do for people: look, ask outside, do and undo.
fn is_hands_on(command: &Command) -> bool {
    matches!(
        command,
        Command::Look { .. }
            | Command::Do(About::Action(_))
            | Command::Undo(_)
            | Command::Ask { whom: AskWhom::Voice(_) | AskWhom::Team(_), .. }
    )
}

/// The words of what a step is about.
#[expect(clippy::wildcard_enum_match_arm, reason = "only hands-on moves are steps")]
fn names(scenario: &Scenario, command: &Command) -> BTreeSet<String> {
    words(match command {
        Command::Look { at: LookAt::Metric(id), .. } => scenario.metrics.name(*id).as_str(),
        Command::Look { at: LookAt::Component(id), .. } => scenario.components.name(*id).as_str(),
        Command::Look { at: LookAt::Topic(id), .. } => scenario.topics.name(*id).as_str(),
        Command::Do(About::Action(id)) | Command::Undo(id) => scenario.actions.name(*id).as_str(),
        Command::Ask { whom: AskWhom::Voice(id), .. } => scenario.organisation.voices.name(*id).as_str(),
        Command::Ask { whom: AskWhom::Team(id), .. } => scenario.organisation.teams.name(*id).as_str(),
        _ => "",
    })
}

/// Words that say nothing about what is meant.
const SMALL: [&str; 40] = [
    "the", "a", "an", "at", "of", "on", "in", "to", "for", "please", "our", "now", "and", "or", "it", "is",
    "are", "that", "then", "me", "us", "we", "you", "can", "what", "if", "with", "this", "there", "be", "do",
    "does", "how", "your", "from", "by", "has", "have", "i", "who",
];

/// The words of a text that say what is meant, in lower case.
pub(super) fn words(text: &str) -> BTreeSet<String> {
    let all = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    all.map(str::to_lowercase).filter(|word| !SMALL.contains(&word.as_str())).collect()
}
