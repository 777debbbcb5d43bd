//! The sections that people write, each with what the record can offer them: questions, candidates, empty rows.

use std::cmp::Reverse;

use super::drill::Drill;
use super::outline::{Fill, Line, Row, Section};
use super::pieces::named;
use super::summary::dimension_words;
use super::timeline::{Entry, key_moments};
use crate::engine::event::{Event, EventKind, Seq, Slot};
use crate::prose::{and, capital, clipped, quote, unhyphen};
use crate::scenario::words::Harm;
use crate::score::card::{Criterion, Finding, Gate, Outcome, Remark, Shows};
use crate::score::{LEFT, LEFT_NEXT};

/// How much of a moment a question repeats, in characters; the timeline has it whole.
const WORDS: usize = 200;

/// A moment's text, with a quotation that was cut closed.
fn cut(text: &str) -> String {
    let mut text = clipped(text, WORDS).into_owned();
    if text.matches('“').count() > text.matches('”').count() {
        text.push('”');
    }
    text
}

/// Section 8: how it was understood at the time.
pub(super) fn understanding(drill: &Drill<'_>, timeline: &[Entry]) -> Section {
    let section = Section::new("8", "understanding", "How we understood it as it went", Fill::Prompt)
        .text("For each of these moments: what did we see, what did we take it for, what did we expect next, and between what were we torn?");
    let section = key_moments(timeline).into_iter().fold(section, |section, moment| {
        section.ask(format!("{}, {}: {}", drill.stamp(moment.at), moment.who, cut(&moment.text)))
    });
    section.ask("Another moment that belongs here:")
}

/// A moment as a sentence of its own: who, and what.
pub(super) fn moment_text(moment: &Entry) -> String {
    sentence(&format!("{}: {}", moment.who, cut(&moment.text)))
}

/// Section 9: the trigger, which the team finds first.
pub(super) fn trigger() -> Section {
    Section::new("9", "trigger", "Trigger", Fill::Prompt)
        .ask("Which event turned conditions that had been there for a while into an incident? It may be older than the first row of the timeline.")
        // No drill's name: it would be another text once the drill is renamed.
        .text("The author's own answer is kept back until yours stands here and under 10. `sandtable replay DRILL --facilitator`, with this drill's name, shows what broke, and when.")
}

/// Section 10: contributing factors, always several.
pub(super) fn factors() -> Section {
    let categories = "Kinds to look through: design, change, capacity, dependency, detection, runbook, tooling, \
                      information, coordination, staffing, organisation. If a row is about what somebody did, go one step further: what made it possible or likely?";
    Section::new("10", "factors", "Contributing factors", Fill::Prompt)
        .text("At least two. None of them is the cause by itself.")
        .table(
            &["condition", "kind", "how it contributed", "what makes us think so"],
            vec![Row::blank(4), Row::blank(4), Row::blank(4)],
        )
        .text(categories)
}

/// Section 12: what went well. First what the card calls strengths, then all else that was met in full, by dimension.
pub(super) fn went_well(drill: &Drill<'_>) -> Section {
    let mut lines: Vec<Line> =
        strengths(drill).map(|remark| remark_line(remark, sentence(&remark.says))).collect();
    for dimension in &drill.card.dimensions {
        let strong = |id: &str| strengths(drill).any(|said| said.about == format!("{}/{id}", dimension.id));
        let told = |criterion: &&Criterion| strong(&criterion.id);
        let met: Vec<&Criterion> =
            dimension.criteria.iter().filter(|criterion| in_full(criterion)).filter(|c| !told(c)).collect();
        let met: Vec<_> = met.into_iter().filter(|c| !contradicted(drill, dimension.id, &c.id)).collect();
        let went_on = |c: &Criterion| c.findings.iter().any(|finding| finding.shows == Shows::WentOn);
        let met: Vec<_> = met.into_iter().filter(|c| !went_on(c)).collect();
        lines.extend(together(dimension.id, &met));
    }
    let section = Section::new("12", "went-well", "What went well", Fill::Draft);
    let section = if lines.is_empty() {
        section.text("The record has no candidate; the people who were there do.")
    } else {
        section
    };
    section.list(lines).ask("What else helped, that no record shows?")
}

/// A remark of the card, with its events and its rule.
fn remark_line(remark: &Remark, says: String) -> Line {
    Line::new(says, remark.evidence.clone()).by_rules([remark.about.clone()])
}

/// What the card calls strengths, where no gate says otherwise of their dimension.
fn strengths<'a>(drill: &Drill<'a>) -> impl Iterator<Item = &'a Remark> {
    let card = drill.card;
    let gated = |remark: &&Remark| {
        let (dimension, _) = remark.about.split_once('/').unwrap_or((&remark.about, ""));
        card.dimensions.iter().any(|other| other.id == dimension && !other.gates.is_empty())
    };
    card.strengths.iter().filter(move |remark| !gated(remark))
}

/// Whether what comes first says the contrary of it: who was named in time and then led for too short has not led well.
fn contradicted(drill: &Drill<'_>, dimension: &str, criterion: &str) -> bool {
    drill.card.process.gates.iter().any(|gate| match gate {
        Gate::NoAck => (dimension, criterion) == ("ack", "chain"),
        Gate::NoCommander => (dimension, criterion) == ("roles", "commander_time"),
        Gate::NoUpdate => dimension == "updates",
        Gate::NoStabilise => dimension == "loop",
        Gate::ClosedUnverified => dimension == "loop" && matches!(criterion, "completeness" | "verify"),
        Gate::CriticalHarm => false,
    })
}

/// What was met in one dimension, in one point.
fn together(dimension: &str, met: &[&Criterion]) -> Option<Line> {
    let said: Vec<String> = met.iter().map(|criterion| sentence(&criterion.says)).collect();
    let evidence = met.iter().flat_map(|criterion| criterion.evidence.iter().copied());
    let text = format!("{}: {}", capital(dimension_words(dimension)), said.join(" "));
    let rules = met.iter().map(|criterion| format!("{dimension}/{}", criterion.id));
    (!met.is_empty()).then(|| Line::new(text, evidence).by_rules(rules))
}

/// Met, with nothing to ask about.
fn in_full(criterion: &Criterion) -> bool {
    criterion.outcome == Outcome::Met && criterion.credit == Some(10_000) && !criterion.says.is_empty()
}

/// Something to ask about: not met, or met with a remainder.
fn in_part(criterion: &Criterion) -> bool {
    let rated = matches!(criterion.outcome, Outcome::Met | Outcome::Partly | Outcome::Missed);
    rated && !in_full(criterion) && !criterion.says.is_empty()
}

/// Section 13: what was hard, as questions.
pub(super) fn was_hard(drill: &Drill<'_>) -> Section {
    let strong = |dimension: &str, criterion: &Criterion| {
        strengths(drill).any(|remark| remark.about == format!("{dimension}/{}", criterion.id))
    };
    let all = drill
        .criteria()
        .filter(|(dimension, c)| in_part(c) && c.outcome != Outcome::Met && !strong(dimension, c))
        .filter(|(dimension, c)| !told_already(drill, dimension, &c.id));
    let lines = all.flat_map(|(dimension, criterion)| hard_lines(drill, dimension, criterion));
    let section = Section::new("13", "was-hard", "What was hard", Fill::Draft);
    let section = section.list(gates(drill).chain(left(drill)).chain(lines).collect());
    // As the card tells of them: the worst first.
    let mut harms: Vec<_> = drill.events().filter_map(|event| harm_row(drill, event)).collect();
    harms.sort_by_key(|(place, _)| *place);
    let harms: Vec<Row> = harms.into_iter().map(|(_, row)| row).collect();
    let section = if harms.is_empty() {
        section
    } else {
        section.text(
            "Moves that the scenario calls harmful. Each made sense to whoever made it; the author says what tempts.",
        )
    };
    let open: Vec<&str> = drill.card.open_and_due().collect();
    let open = (!open.is_empty())
        .then(|| Line::new(format!("Open at the end, and held against nobody: {}.", open.join("; ")), []));
    section
        .table(&["what", "when", "harm", "what tempts"], harms)
        .list(open.into_iter().collect())
        .ask("What else was hard, and what would make it easier?")
}

/// What comes first on the card was hard before all else, whatever each criterion came to.
fn gates<'a>(drill: &Drill<'a>) -> impl Iterator<Item = Line> + use<'a> {
    let card = drill.card;
    card.gates_by_harm().into_iter().map(|gate| {
        let evidence = card.because.iter().filter(move |reason| reason.gate == gate);
        let asks = match gate {
            Gate::NoAck => "What would have brought it to somebody?",
            Gate::NoCommander => "How did each of us know who decided meanwhile?",
            Gate::NoUpdate => "Who waited for a word, and who did we think would give it?",
            Gate::NoStabilise => {
                "What could have been taken back, drained or switched off, and what kept us from it?"
            }
            Gate::ClosedUnverified => "What made it look as if it was over?",
            Gate::CriticalHarm => "What would have told us sooner?",
        };
        Line::new(
            format!("{}. {asks}", capital(gate.sentence())),
            evidence.flat_map(|reason| reason.evidence.clone()),
        )
    })
}

/// Harm that went on after a change, with nothing more done about it.
fn left(drill: &Drill<'_>) -> Option<Line> {
    let about = format!("loop/{LEFT}");
    let remark = drill.card.advice.iter().find(|remark| remark.about == about)?;
    let what = remark.says.strip_suffix(LEFT_NEXT).unwrap_or(&remark.says);
    let text = format!("{}. What was still to be ended, and who waited for whom?", capital(what));
    Some(Line::new(text, remark.evidence.clone()))
}

/// Whether it says again what stands there already: what comes first on the card, or that an audience heard nothing.
fn told_already(drill: &Drill<'_>, dimension: &str, criterion: &str) -> bool {
    let gates = &drill.card.process.gates;
    match (dimension, criterion) {
        ("roles", "commander_time") => gates.contains(&Gate::NoCommander),
        ("updates", "first" | "gaps" | "content" | "audience") if gates.contains(&Gate::NoUpdate) => true,
        ("updates", "audience") => hard_first(drill),
        _ => false,
    }
}

/// Whether the first update is told among what was hard: whoever heard nothing stands there.
fn hard_first(drill: &Drill<'_>) -> bool {
    let mut all = drill.criteria();
    all.any(|(dimension, c)| {
        (dimension, c.id.as_ref()) == ("updates", "first") && in_part(c) && c.outcome != Outcome::Met
    })
}

/// What was hard of a criterion, a point each for what is apart, and one question for all of it.
fn hard_lines(drill: &Drill<'_>, dimension: &str, criterion: &Criterion) -> Vec<Line> {
    let mut parts = hard(drill, dimension, criterion);
    let rule = format!("{dimension}/{}", criterion.id);
    let Some(last) = parts.pop() else { return Vec::new() };
    let asked = format!("{} {}", sentence(&last), question(dimension, criterion));
    let evidence = |text: &str| match named(text).next() {
        Some(_) => named(text).collect(),
        None => criterion.evidence.clone(),
    };
    let line = |text: String| {
        let evidence = evidence(&text);
        Line::new(text, evidence).by_rules([rule.clone()])
    };
    parts.iter().map(|part| sentence(part)).chain([asked]).map(line).collect()
}

/// What the card says of it in its parts, without what went well beside it: a change that was verified, a page that was
/// answered in time and a silence inside its target are not what was hard.
fn hard(drill: &Drill<'_>, dimension: &str, criterion: &Criterion) -> Vec<String> {
    let unheard = |finding: &&Finding| finding.shows == Shows::NeverTold && hard_first(drill);
    let apart = || criterion.findings.iter().filter(|finding| finding.hard);
    let each = || apart().filter(|finding| !unheard(finding)).map(|finding| finding.says.clone()).collect();
    match (dimension, criterion.id.as_ref()) {
        ("ack", _) | ("loop", "verify" | "tasks") | ("updates", "content" | "gaps") => each(),
        ("roles", "separation") => {
            vec![format!("{}{}", criterion.says.trim_end_matches('.'), also_checks(drill, criterion))]
        }
        _ => vec![criterion.says.clone()],
    }
}

/// "; #131 is also the check of a change, and counts as that": one reading, two rules.
fn also_checks(drill: &Drill<'_>, hands: &Criterion) -> String {
    let verify = drill.criteria().find(|(dimension, c)| (*dimension, c.id.as_ref()) == ("loop", "verify"));
    let findings = verify.map_or(&[][..], |(_, c)| &c.findings);
    let proof = |seq: &Seq| findings.iter().any(|finding| finding.shows == Shows::Worked(*seq));
    let both: Vec<String> = named(&hands.says).filter(proof).map(|seq| seq.to_string()).collect();
    match both.len() {
        0 => String::new(),
        1 => format!("; {} is also the check of a change, and counts as one", and(&both)),
        _ => format!("; {} are also checks of changes, and count as such", and(&both)),
    }
}

/// What the card says, as a sentence of its own.
fn sentence(says: &str) -> String {
    let says = capital(says.trim());
    let ends = says.trim_end_matches('”').ends_with(['.', '?', '!']);
    if says.is_empty() || ends { says } else { format!("{says}.") }
}

/// What to ask about a criterion that was not met: never who, always what.
fn question(dimension: &str, criterion: &Criterion) -> &'static str {
    match (dimension, criterion.id.as_ref()) {
        ("ack", _) => "What stood between the page and a first move?",
        ("roles", "commander_time") => "What was being waited for before somebody led?",
        ("roles", "set") => "What made it hard to say who does what?",
        ("roles", "announced") => "How did people learn who held what?",
        ("roles", "separation") => "What drew the seat in command into hands-on work?",
        ("roles", "handover") => "What would whoever took over have liked to hear?",
        ("updates", "first") => "What was being waited for before anybody was told?",
        ("updates", "gaps" | "promise") => "What was going on while it was quiet?",
        ("updates", "content") if criterion.evidence.is_empty() => {
            "What did those who waited for a word have to guess?"
        }
        ("updates", "content") => "What did the people who were told still have to guess?",
        ("updates", "change") => "How did news find its way to the people outside?",
        ("updates", "audience") => "Who heard of it from somebody else?",
        ("updates", "closing") => "Who still does not know that it is over?",
        ("loop", "completeness") => "Which step was hardest to come back to?",
        ("loop", "verify") => "How did we know whether a change had worked?",
        ("loop", "order") => "What made it natural to go ahead at that point?",
        ("loop", "tasks") => "How did work find its owner, and its way back?",
        ("loop", "reassess") => "What kept the old picture alive after the news?",
        ("loop", "decision") => "How was the risk weighed before it was taken?",
        _ => "What made this hard?",
    }
}

/// What is only to talk about last, else the worst first, and each by its time.
type Worst = (bool, Reverse<Harm>, Seq);

/// A move that made it worse, and where it stands among them.
fn harm_row(drill: &Drill<'_>, event: &Event) -> Option<(Worst, Row)> {
    let EventKind::HarmDone { harmful, harm, teachable } = &event.kind else { return None };
    let place = (*teachable, Reverse(*harm), event.seq);
    let id = drill.scenario.harmful.id(harmful).ok();
    let authored = id.map(|id| &drill.scenario.harmful[id]);
    let what = authored.map_or_else(
        || unhyphen(harmful.as_str()),
        |harmful| {
            let action = drill.scenario.actions.name(harmful.action);
            format!("{} (`{action}`)", drill.action_words(action))
        },
    );
    let harm = if *teachable { format!("{harm}, to talk about") } else { harm.to_string() };
    let tempts = authored.and_then(|harmful| harmful.tempts.clone()).unwrap_or_default();
    let cells = vec![what, drill.stamp(event.at), harm, tempts];
    Some((place, Row::new(cells, [event.seq].into_iter().chain(event.cause))))
}

/// Section 15: surprises and themes, with the author's questions.
pub(super) fn surprises(drill: &Drill<'_>) -> Section {
    Section::new("15", "surprises", "What surprised us, and themes", Fill::Prompt)
        .ask("What surprised whom, and what does that say about how the system works?")
        .asks(drill.scenario.debrief.iter().cloned())
        .ask("Which questions stay open?")
}

/// Section 16: action items.
pub(super) fn action_items(drill: &Drill<'_>) -> Section {
    let told =
        |about: &&str| drill.kept_back.as_ref().is_none_or(|kept_back| kept_back.name(about) == **about);
    let gap =
        drill.card.next_steps.iter().map(|step| step.about.as_str()).find(told).unwrap_or("loop/verify");
    let columns =
        ["what", "type", "owner (one role)", "due", "priority", "tracking", "subject", "factor", "done when"];
    Section::new("16", "action-items", "Action items", Fill::Prompt)
        .text("Begin with a verb (A1), name a thing (A2), and say by what it is done (A3). It has one owner, a role (A4), a date (A5), a type and a factor (A6), and it changes a system, a tool, a default or a check, and not people (A7): `sandtable postmortem check` asks by these numbers. Type: prevent, mitigate, detect, process, repair or investigate. Subject: real (how we work), fictional (the story's system, for practice) or drill (the scenario). Offered dates: 4 weeks for the top priority, 8 for others. None at all is fine, with a reason.")
        .text(format!("Factor: a condition of section 10, or the gap that the item is to close, by the name it has under 17 or in `sandtable history` (`{gap}`): once it is done (`sandtable todo done`), `history` says whether a later drill had the gap again."))
        .table(&columns, vec![Row::blank(9), Row::blank(9), Row::blank(9)])
}

/// Section 17: the improvement plan, begun with what the card would practise next.
pub(super) fn improvement(drill: &Drill<'_>) -> Section {
    let mut rows: Vec<Row> = drill
        .card
        .next_steps
        .iter()
        .map(|step| {
            let (about, says) = match &drill.kept_back {
                Some(kept_back) => {
                    (kept_back.name(&step.about).into_owned(), kept_back.step(drill.scenario, step))
                }
                None => (step.about.clone(), step.says.clone()),
            };
            let mut cells = vec![issue(&about), says];
            cells.extend(["exercise", "", ""].map(String::from));
            Row::new(cells, step.evidence.clone()).by_rules([about])
        })
        .collect();
    rows.push(Row::blank(5));
    Section::new("17", "improvement", "Improvement plan", Fill::Draft)
        .text("Elements: plan, organisation, equipment, training, exercise. An issue's words, under factor in section 16, name the gap that an item is to close.")
        .table(&["issue", "step", "element", "owner role", "start and end"], rows)
}

/// `loop/tasks` as words.
pub(super) fn issue(about: &str) -> String {
    let (dimension, criterion) = about.split_once('/').unwrap_or((about, ""));
    format!("{} ({})", dimension_words(dimension), criterion.replace('_', " "))
}

/// Section 18: a message to customers, for practice.
pub(super) fn customer_message(drill: &Drill<'_>) -> Section {
    let section = Section::new("18", "customer-message", "Practice customer message", Fill::Prompt)
        .text("For practice, never to be sent. No jargon, no promise that is not ours to make.");
    let section = match last_words(drill) {
        Some(line) => section.line(line),
        None => section,
    };
    section.asks([
        "In two sentences: what happened, from where a customer stands?",
        "What does it mean for me, and what do I have to do?",
        "What are we doing about it, and when do I hear more?",
    ])
}

/// What customers heard last.
fn last_words(drill: &Drill<'_>) -> Option<Line> {
    let audiences = &drill.scenario.organisation.audiences;
    let customers = |name: &crate::scenario::id::AudienceName| {
        let kind = audiences.id(name).map(|id| audiences[id].kind);
        kind == Ok(crate::scenario::words::AudienceKind::Customers)
    };
    drill.events().rev().find_map(|event| {
        let EventKind::Updated { audiences, state, impact, doing, .. } = &event.kind else { return None };
        let said = |slot: &Slot| slot.as_ref().map(|text| quote(text));
        let said: Vec<String> = [state, impact, doing].into_iter().filter_map(said).collect();
        let at = drill.clock(event.counts_at());
        let line =
            Line::new(format!("What customers heard last, at {at}: {}.", said.join("; ")), [event.seq]);
        audiences.iter().any(customers).then_some(line)
    })
}

/// Section 19: the drill itself.
pub(super) fn feedback() -> Section {
    Section::new("19", "feedback", "Drill feedback", Fill::Prompt).asks([
        "Realism: what rang true, and what did not?",
        "Pacing: where was it too slow, where too fast?",
        "Injects: which one was unclear?",
        "Safety: was it all right to be wrong here?",
    ])
}
