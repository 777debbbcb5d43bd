//! The loop as it went: assess, stabilise, update, verify, cycle by cycle.

use super::chart::{Chart, Drawing, Lane, Mark, Stretch, Tone};
use super::drill::Drill;
use super::outline::{Row, Section};
use crate::prose::{and, capital, count};
use crate::scenario::words::Step;
use crate::score::{Ribbon, Round};

/// The steps, in their order.
const STEPS: [(Step, &str, &str); 4] = [
    (Step::Assess, "assess", "A"),
    (Step::Stabilise, "stabilise", "S"),
    (Step::Update, "update", "U"),
    (Step::Verify, "verify", "V"),
];

/// The cycles of the loop as a picture and a table.
pub(super) fn cycles(drill: &Drill<'_>, section: Section) -> Section {
    let ribbon = &drill.card.ribbon;
    if ribbon.cycles.is_empty() {
        return section;
    }
    let rows = ribbon.cycles.iter().enumerate().map(|(n, round)| {
        let without = match (round.without.is_empty(), told(round)) {
            (false, _) => words(&round.without),
            (true, true) => "nothing".to_string(),
            (true, false) => "nothing that was due: no update was overdue in it".to_string(),
        };
        let cells =
            vec![(n + 1).to_string(), drill.stamp(round.from), drill.stamp(round.to), had(round), without];
        let outside = round.outside.iter().map(|&(_, seq)| seq);
        Row::new(cells, round.seqs.iter().copied().chain(outside))
    });
    section
        .chart(Some(picture(drill, ribbon)))
        .table(&["cycle", "from", "to", "with", "without"], rows.collect())
}

/// "assess, stabilise, update (after it, #57) and verify": what came outside of its times says so.
fn had(round: &Round) -> String {
    let outside = |step: &Step| round.outside.iter().find(|(other, _)| other == step);
    let each = |step: &Step| match outside(step) {
        Some((_, seq)) if round.seqs.first().is_some_and(|first| seq < first) => {
            format!("{} (before it, {seq})", name(step))
        }
        Some((_, seq)) => format!("{} (after it, {seq})", name(step)),
        None => name(step).to_string(),
    };
    and(&round.had.iter().map(each).collect::<Vec<_>>())
}

/// Whether an update was sent, or is missed: one that is neither was not due.
fn told(round: &Round) -> bool {
    round.had.contains(&Step::Update) || round.without.contains(&Step::Update)
}

fn words(steps: &[Step]) -> String {
    and(&steps.iter().map(name).collect::<Vec<_>>())
}

fn name(step: &Step) -> &'static str {
    STEPS.iter().find(|(other, _, _)| other == step).map_or("", |&(_, name, _)| name)
}

fn picture(drill: &Drill<'_>, ribbon: &Ribbon) -> Chart {
    let bands = ribbon.cycles.iter().enumerate().map(|(n, round)| Stretch {
        from: round.from,
        to: round.to,
        label: (n + 1).to_string(),
        tone: if round.without.is_empty() { Tone::Plain } else { Tone::Late },
        evidence: round.seqs.clone(),
    });
    let lanes = STEPS.iter().map(|&(step, name, sign)| {
        let mine = ribbon.steps.iter().filter(|(other, _, _)| *other == step);
        let mark = |&(_, at, seq): &(Step, _, _)| Mark {
            at,
            sign: sign.to_string(),
            text: format!("{name} at {}", drill.clock(at)),
            evidence: vec![seq],
        };
        Lane { name: name.to_string(), stretches: Vec::new(), marks: mine.map(mark).collect() }
    });
    let (bands, lanes) = (bands.collect(), lanes.collect());
    Chart::new(drill, "loop", "The cycles of the loop", Drawing::Lanes { bands, lanes })
        .says(says(ribbon))
        .legend("The numbered grounds are the cycles; a hatched one went without a step.")
}

fn says(ribbon: &Ribbon) -> String {
    let rounds = ribbon.cycles.iter().enumerate().filter(|(_, round)| !round.without.is_empty());
    let gone: Vec<String> =
        rounds.map(|(n, round)| format!("cycle {} went without {}", n + 1, words(&round.without))).collect();
    let all = count(ribbon.cycles.len(), "cycle");
    match gone.len() {
        0 if ribbon.cycles.len() == 1 => format!("{} with every step that was due.", capital(&all)),
        0 => format!("{}, each with every step that was due.", capital(&all)),
        _ => format!("{}; {}.", capital(&all), gone.join("; ")),
    }
}
