//! The card's other half as text: the story, what the drill was for, the first thirty minutes.

use super::Page;
use crate::scenario::words::Harm;
use crate::score::card::{Band, Harmed, Reached, Scorecard};
use crate::time::SimDuration;

/// Said beside a word for the story, for a good word and a bad end go together.
const UNFINISHED: &str = "; it was not over when the drill ended";

/// The same, where the word would have been a better one.
const HELD: &str = "; it was not over when the drill ended, which holds the word down";

/// One line for the whole.
pub(super) fn heading(out: &mut Page, card: &Scorecard, numbers: bool) {
    let score = &card.scenario_score;
    let better = |band| score.credit.is_some_and(|credit| Band::of(credit, false) < band);
    let held = score.gates.is_empty() && score.band.is_some_and(better);
    let whole = match (score.band, score.credit) {
        (Some(band), Some(credit)) if held && numbers => {
            format!("{} ({} % by its parts)", band.words(), super::percent(credit))
        }
        (Some(band), Some(_)) if held => band.words().to_string(),
        (Some(band), Some(credit)) => super::rated(band, credit, &score.gates, numbers),
        (Some(band), None) => band.words().to_string(),
        (None, _) => "too little happened to rate it".to_string(),
    };
    let harm = match score.cost {
        0 => String::new(),
        cost if numbers => {
            let all: u32 = score.harms.iter().map(|harm| harm.cost).sum();
            let most = if all > cost { ", the most that harm may cost" } else { "" };
            format!(", {} off for harm{most}", points(cost))
        }
        _ => ", less what was harmed".to_string(),
    };
    let (by, open) = match (score.unfinished, score.band) {
        (true, Some(_)) if held => (", by what was expected", HELD),
        (true, Some(_)) => (", by what was expected", UNFINISHED),
        (true, None) => ("", UNFINISHED),
        (false, _) => ("", ""),
    };
    out.wrapped("", &format!("The story: {whole}{by}{harm}{open}"));
}

/// `8 points`, `1.5 points`.
pub(crate) fn points(cost: u32) -> String {
    let (whole, rest) = (cost / 100, cost % 100);
    match rest {
        0 if whole == 1 => "1 point".to_string(),
        0 => format!("{whole} points"),
        rest if rest % 10 == 0 => format!("{whole}.{} points", rest / 10),
        rest => format!("{whole}.{rest:02} points"),
    }
}

/// What the drill was for, each with its word.
pub(super) fn objectives(out: &mut Page, card: &Scorecard) {
    if card.objectives.is_empty() {
        return;
    }
    out.blank();
    out.line("What it was for");
    for objective in &card.objectives {
        let gates = objective.gates.iter().map(|gate| gate.sentence().to_string());
        // What is not rated is held down by nothing.
        let capped = gates.chain(objective.held_by()).filter(|_| objective.band.is_some());
        let capped: String = capped.map(|why| format!("; {why}")).collect();
        out.wrapped("  - ", &format!("{}: {}{capped}", objective.text, objective.words()));
    }
    if let Some((worse, _)) = card.scenario_score.worse() {
        out.wrapped("  ", &format!("{}.", crate::prose::capital(&worse)));
    }
}

/// The seven steps with their times.
pub(super) fn first30(out: &mut Page, card: &Scorecard) {
    let Some(view) = &card.first30 else { return };
    out.blank();
    out.line(&format!("The first thirty minutes: {} of {} (in no total)", view.reached, view.steps.len()));
    for step in &view.steps {
        out.line(&reached(step));
    }
    let order: Vec<_> = view.order.iter().map(ToString::to_string).collect();
    if !order.is_empty() {
        out.line(&format!("  taken in the order {}; other orders are fine", order.join(", ")));
    }
}

fn reached(step: &Reached) -> String {
    let at = match step.after.zip(step.shown) {
        Some((after, _)) if after.ms() < 0 => "before".to_string(),
        Some((_, SimDuration::ZERO)) => "at once".to_string(),
        Some((_, shown)) => shown.clock(),
        None => "-".to_string(),
    };
    let event = step.evidence.last().map_or(String::new(), |seq| format!(" ({seq})"));
    format!("  {} {:<51} {at:>7}  {}{event}", step.n, step.text, step.outcome.words())
}

/// What the author expected, and what was harmed.
pub(super) fn table(out: &mut Page, card: &Scorecard, numbers: bool) {
    let score = &card.scenario_score;
    out.blank();
    out.line("The story (compared within this scenario only, and never added to the process)");
    super::table(out, card, &score.dimensions, numbers);
    harms(out, &score.worst_first());
    for caught in &score.caught {
        out.blank();
        out.wrapped("", &format!("{}.", crate::prose::capital(&caught.says)));
    }
}

/// What made it worse, without what it costs: for the end of a drill.
pub(super) fn worse(out: &mut Page, card: &Scorecard) {
    if card.scenario_score.harms.is_empty() {
        return;
    }
    out.blank();
    out.line("What made it worse");
    for harm in card.scenario_score.worst_first() {
        out.wrapped("  - ", &format!("{}. {}", crate::prose::capital(&harm.says), harm.question));
    }
}

fn harms(out: &mut Page, harms: &[&Harmed]) {
    if harms.is_empty() {
        return;
    }
    out.blank();
    out.line("Harm");
    for harm in harms {
        let cost = match (harm.teachable, harm.cost) {
            (true, _) => "costs nothing, to learn from".to_string(),
            (false, 0) => "costs nothing".to_string(),
            (false, cost) => format!("-{}", points(cost)),
        };
        out.line(&format!("  {:<15} {}, {cost}", harm.id, word(harm.harm)));
        out.wrapped("      ", &format!("{}. {}", crate::prose::capital(&harm.says), harm.question));
    }
}

fn word(harm: Harm) -> &'static str {
    match harm {
        Harm::Minor => "minor",
        Harm::Major => "major",
        Harm::Critical => "critical",
    }
}
