//! Classification: the right severity soon after it could be known, and a statement that everybody works on.
//!
//! When in doubt, the higher one: too high costs little, too mild costs most of it.

use super::card::Finding;
use super::case::{Case, counted};
use super::curve::{self, FULL};
use super::due::{Due, Verdict};
use super::evidence::{Draft, Part, Sheet};
use super::facts::Moment;
use super::facts::story::{Stated, Truth};
use super::grounds::known_by;
use super::profile::{Count, Profile, Rule, Span};
use super::proof::Proofs;
use super::slots;
use crate::engine::event::Seq;
use crate::prose::and;
use crate::scenario::words::Severity;
use crate::time::{SimDuration, SimTime};

/// The dimension.
pub(crate) fn classify(case: &Case<'_>, proofs: &Proofs<'_>) -> Part {
    let mut sheet = Sheet::of("classify");
    let draft = severity(case, proofs, &mut sheet).weighing(case.profile.weight("scenario.severity"));
    sheet.add(draft);
    let draft = statement(case, &mut sheet).weighing(case.profile.weight("scenario.statement"));
    sheet.add(draft);
    wavering(case, &mut sheet);
    talk(case, &mut sheet);
    sheet.finish(case)
}

/// What became of one true severity.
struct Item {
    credit: u32,
    due: Due,
    says: String,
    step: String,
    /// Two or more too high when it was judged.
    too_high: bool,
    cited: Vec<Seq>,
    moves: Vec<Seq>,
}

/// The mean over the true severities that could be known.
fn severity(case: &Case<'_>, proofs: &Proofs<'_>, sheet: &mut Sheet) -> Draft {
    let (mut items, mut open, mut asked) = (Vec::new(), false, false);
    for truth in &case.facts.story.truths {
        let Some(known) = truth.known.filter(|known| case.during(*known)) else { continue };
        asked = true;
        match judged(case, proofs, truth, known) {
            Judged::Item(item) => items.push(item),
            Judged::Open(due) => {
                open = true;
                sheet.still_open(format!("no severity that fits yet, limit at {}", case.clock(due.limit)));
            }
            Judged::Lapsed => open = true,
            Judged::NotAsked => {}
        }
    }
    let credits: Vec<_> = items.iter().map(|item| item.credit).collect();
    let finding = |item: &Item| match item.credit {
        curve::FULL => Finding::well(item.says.as_str()),
        _ => Finding::hard(item.says.as_str()),
    };
    let too_high = !items.is_empty() && items.iter().all(|item| item.too_high || item.credit == FULL);
    let none = if asked { "no time is asked for at this severity" } else { "the evidence never sufficed" };
    Draft::mean("severity", &credits, open, none)
        .within(case.declared(), case.end())
        .cites(items.iter().flat_map(|item| item.cited.iter().copied()))
        .decided_by(items.iter().flat_map(|item| item.moves.iter().copied()))
        .finds(items.iter().map(finding).collect())
        .steps(items.iter().map(|item| item.step.clone()))
        .due(items.first().map(|item| item.due), case)
        .uses(items.iter().flat_map(|item| item.due.names()))
        .uses(CLASS.map(|count| count.as_str().to_string()))
        .next(match too_high {
            true => "when in doubt the higher of two, and no higher: look up the guide's line for each, and say which fits",
            false => "take the higher of the two in doubt, say it, and look at it again later",
        })
}

const CLASS: [Count; 4] = [Count::ClassShare, Count::OneHigh, Count::TwoHigh, Count::OneMild];

enum Judged {
    Item(Item),
    Open(Due),
    /// It was another truth before the limit.
    Lapsed,
    NotAsked,
}

fn judged(case: &Case<'_>, proofs: &Proofs<'_>, truth: &Truth, known: Moment) -> Judged {
    let cut = truth.until.map_or(case.end(), |until| until.at.min(case.end()));
    let fitting = |&&(when, said): &&(Moment, Severity)| {
        fits(said, truth.severity) && !touched(case, proofs, truth, when.max(known))
    };
    let before = case.facts.declared.iter().rev().find(|(when, _)| when.at <= known.at).filter(fitting);
    let mut after = case.facts.declared.iter().filter(|(when, _)| known.at < when.at && when.at <= cut);
    let first = before.map(|&(when, _)| Moment { at: known.at, ..when });
    let first = first.or_else(|| after.find(fitting).map(|&(when, _)| when));
    match case.asked(Rule::Class, known.at, cut).judge(first.map(|when| when.at)) {
        Verdict::NotAsked => Judged::NotAsked,
        Verdict::Open(_) if cut < case.end() => Judged::Lapsed,
        Verdict::Open(due) => Judged::Open(due),
        Verdict::Rated(due, time) => {
            Judged::Item(item(case, proofs, truth, (known, first), (due, time), cut))
        }
    }
}

/// Whether a severity that fitted from a moment on was made too mild again at once, with nothing seen to have worked: before
/// anybody could have opposed it, or before anybody did or told anything by it. It was named, and not set.
fn touched(case: &Case<'_>, proofs: &Proofs<'_>, truth: &Truth, from: Moment) -> bool {
    let Some(&(when, said)) = case.facts.declared.iter().find(|(when, _)| from < *when) else { return false };
    let row = case.profile.row(Rule::Change, case.rows.at(when.at));
    let stood = when.at.since(from.at);
    let soon = row.is_some_and(|row| stood <= row.target);
    let moved = case.facts.moves.iter().any(|of| from < of.when && of.when < when);
    let at_once = stood < case.profile.span(Span::UnopposedFor) || soon && !moved;
    let worked = seen_to_work(proofs).is_some_and(|seen| seen < when);
    too_mild(said, truth.severity) > 0 && at_once && !worked
}

/// The first reading that showed that a change had worked.
fn seen_to_work(proofs: &Proofs<'_>) -> Option<Moment> {
    let checks = proofs.stabs.iter().filter(|stab| stab.action.is_some()).filter_map(|stab| stab.checked);
    checks.filter(|check| check.good).map(|check| check.when).min()
}

/// Right, or one too high.
fn fits(said: Severity, is: Severity) -> bool {
    matches!(too_mild(said, is), -1 | 0)
}

/// How much too mild a severity is; negative when it is too high.
fn too_mild(said: Severity, is: Severity) -> i32 {
    let place = |severity| Severity::ALL.iter().position(|&one| one == severity).map_or(0, |n| n as i32);
    place(said) - place(is)
}

/// What a severity is worth against the true one.
fn class(profile: &Profile, said: Option<Severity>, is: Severity) -> (u32, String) {
    let Some(said) = said else { return (0, "none was set = 0".to_string()) };
    let (credit, word) = match too_mild(said, is) {
        0 => (FULL, "right"),
        -1 => (profile.count(Count::OneHigh), "one too high"),
        i32::MIN..=-2 => (profile.count(Count::TwoHigh), "two or more too high"),
        1 => (profile.count(Count::OneMild), "one too mild"),
        2.. => (0, "two or more too mild"),
    };
    (credit.min(FULL), format!("{} was {word} = {}", said.label(), credit.min(FULL)))
}

fn item(
    case: &Case<'_>,
    proofs: &Proofs<'_>,
    truth: &Truth,
    (known, first): (Moment, Option<Moment>),
    (due, time): (Due, u32),
    cut: SimTime,
) -> Item {
    let by = due.limit.min(cut);
    let set: Vec<_> = case.facts.declared.iter().filter(|(when, _)| when.at <= by).collect();
    let lowered = lowered(proofs, &set, truth.severity);
    let stood = set[..set.len() - lowered.len()].last().map(|&&(_, said)| said);
    let (worth, word) = class(case.profile, stood, truth.severity);
    let share = case.profile.count(Count::ClassShare).min(FULL);
    let credit = curve::parts(&[(share, worth), (FULL - share, time)]);
    let step = format!(
        "{} could be known at {}{}: {}; at {} {word}; ({share} x {worth} + {} x {time}) / {FULL} = {credit}",
        truth.severity.label(),
        case.clock(known),
        due.set(case, false).map_or(String::new(), |set| format!(" ({set})")),
        due.arithmetic(first.map(|when| when.at)),
        case.clock(by),
        FULL - share,
    );
    let moves = set.iter().map(|(when, _)| when.seq).collect();
    let (by_what, cited) = known_by(case, known);
    let known_at = format!("{} could be known at {}{by_what}", truth.severity.label(), case.clock(known));
    Item {
        credit,
        due,
        says: said(case, known_at, known, &set, first, by) + &at_the_limit(case, stood, lowered, truth, by),
        step,
        too_high: stood.is_some_and(|said| too_mild(said, truth.severity) <= -2),
        cited,
        moves,
    }
}

/// The last changes that lowered a severity which fitted, after a change to the system had been seen to work: that is no
/// error (2.8).
fn lowered<'b>(
    proofs: &Proofs<'_>,
    set: &'b [&'b (Moment, Severity)],
    is: Severity,
) -> &'b [&'b (Moment, Severity)] {
    let seen = seen_to_work(proofs);
    let after = |when: Moment| seen.is_some_and(|seen| seen < when);
    let milder = |n: usize| n > 0 && set[n - 1].1 < set[n].1 && after(set[n].0);
    let mut from = set.len();
    while from > 0 && milder(from - 1) {
        from -= 1;
    }
    // What never fitted was no right severity that was lowered.
    let fitted = set[..from].last().is_some_and(|&&(_, said)| fits(said, is));
    if fitted { &set[from..] } else { &[] }
}

/// What the severity at the limit cost, where it no longer fitted: "; when it was judged, at +17:24, SEV2 was one too mild".
/// Where it had been lowered after a change had been seen to work, it is what stood before that is judged.
fn at_the_limit(
    case: &Case<'_>,
    stood: Option<Severity>,
    lowered: &[&(Moment, Severity)],
    truth: &Truth,
    by: SimTime,
) -> String {
    let Some(last) = stood else { return String::new() };
    let (worth, word) = class(case.profile, Some(last), truth.severity);
    let word = word.split(" = ").next().unwrap_or(&word);
    let judged = if worth == FULL {
        String::new()
    } else {
        format!("; when it was judged, at {}, {word}", case.clock(by))
    };
    let lowered = lowered.last().map(|(when, _)| when.seq);
    let lowered = lowered.map_or(String::new(), |seq| {
        format!("; to lower it after a change had been seen to work ({seq}) is no error")
    });
    judged + &lowered
}

/// "SEV1 could be known at +3:00, by the alert `x` (#5); SEV2 at +4:00 (#9), SEV1 at +12:00 (#27): 9:00 later".
fn said(
    case: &Case<'_>,
    known_at: String,
    known: Moment,
    set: &[&(Moment, Severity)],
    first: Option<Moment>,
    by: SimTime,
) -> String {
    let each = |&&(when, said): &&(Moment, Severity)| {
        format!("{} at {} ({})", said.label(), case.clock(when), when.seq)
    };
    let later = case.facts.declared.iter().find(|(when, _)| by < when.at && case.during(*when));
    let set: Vec<_> = set.iter().map(each).collect();
    match first {
        _ if set.is_empty() => match later {
            Some(later) => {
                format!("{known_at}, and no severity was set by {}; {}", case.clock(by), each(&later))
            }
            None => format!("{known_at}, and no severity was set"),
        },
        Some(first) if first.at <= known.at => format!("{known_at}; {} by then", and(&set)),
        Some(first) => format!("{known_at}; {}: {} later", and(&set), case.long(known, first)),
        None => format!("{known_at}; {}", and(&set)),
    }
}

// The statement.

/// The names of its slots, as they are typed and as they are said.
const SLOTS: [(&str, &str); 5] = [
    ("symptom", "the symptom"),
    ("affected", "who is affected"),
    ("scope", "the scope"),
    ("since", "since when"),
    ("unknown", "what is not known"),
];

/// What each wants, where a word is too few.
const WANTED: [&str; 5] = [
    "what is seen, and where",
    "who and how many",
    "how many, or how much",
    "a time",
    "what nobody knows yet",
];

/// The slots of a statement that have words and are not filled by them, each with why.
pub(crate) fn thin(slots: &[Option<&str>; 5]) -> Vec<String> {
    let names = SLOTS.map(|(name, _)| name);
    let why = |n: usize| match slots::thin(slots[n]) {
        true => Some(format!("`{}` in one word does not fill it: {}", names[n], WANTED[n])),
        false => slots::again(slots, &names, n),
    };
    (0..5).filter_map(why).collect()
}

/// Which slots of a statement are filled; one that was marked as wrong is not.
pub(crate) fn filled(case: &Case<'_>, stated: &Stated<'_>) -> [bool; 5] {
    let full = slots::filled(&stated.slots);
    let wrong = |n: usize| case.facts.wrong.slot(stated.when.seq, SLOTS[n].0);
    std::array::from_fn(|n| full[n] && !wrong(n))
}

/// One version of the statement.
struct Version {
    credit: u32,
    due: Due,
    when: Moment,
    filled: [bool; 5],
    /// Why slots that have words are not filled.
    unfilled: Vec<String>,
    step: String,
}

/// The best version before the limit.
fn statement(case: &Case<'_>, sheet: &mut Sheet) -> Draft {
    let id = "statement";
    let said = &case.facts.story.stated;
    let versions = said.iter().filter(|stated| case.during(stated.when));
    let versions: Vec<_> = versions.filter_map(|stated| version(case, stated)).collect();
    let best = versions.iter().max_by_key(|version| (version.credit, std::cmp::Reverse(version.when)));
    let draft = match best {
        Some(best) => Draft::rated(id, best.credit, 1)
            .decided_by([best.when.seq])
            .says(spoken(case, best))
            .steps(versions.iter().map(|version| version.step.clone()))
            .steps_after(picked(&versions, best))
            .due(Some(best.due), case),
        None => unstated(case, sheet),
    };
    draft
        .uses([Count::StatementTime.as_str().to_string()])
        .next("say it in one breath: symptom, who is affected, how many, since when, what is not known")
}

fn picked(versions: &[Version], best: &Version) -> Option<String> {
    (versions.len() > 1).then(|| format!("the best version counts, {} = {}", best.when.seq, best.credit))
}

/// What a version is worth; none after the limit.
fn version(case: &Case<'_>, stated: &Stated<'_>) -> Option<Version> {
    let when = stated.when;
    let Verdict::Rated(due, time) = case.judge(Rule::Statement, case.declared(), Some(when.at)) else {
        return None;
    };
    if when.at >= due.limit {
        return None;
    }
    let filled = filled(case, stated);
    let full = filled.iter().filter(|&&full| full).count();
    let said = curve::share(full as u64, 5).unwrap_or(0);
    let share = case.profile.count(Count::StatementTime).min(FULL);
    let credit = curve::parts(&[(share, time), (FULL - share, said)]);
    let step = format!(
        "{} at {}{}: {}; {full} x {FULL} / 5 = {said}; ({share} x {time} + {} x {said}) / {FULL} = {credit}",
        when.seq,
        case.clock(when),
        due.set(case, false).map_or(String::new(), |set| format!(" ({set})")),
        due.arithmetic(Some(when.at)),
        FULL - share,
    );
    Some(Version { credit, due, when, filled, unfilled: unfilled(case, stated, &filled), step })
}

/// Each slot that has words and is not filled, and why; one that has none is "without" it.
fn unfilled(case: &Case<'_>, stated: &Stated<'_>, filled: &[bool; 5]) -> Vec<String> {
    let words = |n: &usize| stated.slots[*n].is_some_and(|text| !slots::plain(text).is_empty());
    let (said, unsaid): (Vec<_>, Vec<_>) = (0..5).filter(|&n| !filled[n]).partition(words);
    let unsaid: Vec<_> = unsaid.into_iter().map(|n| SLOTS[n].1.to_string()).collect();
    let without = (!unsaid.is_empty()).then(|| format!("without {}", and(&unsaid)));
    let marked = said.into_iter().filter(|&n| case.facts.wrong.slot(stated.when.seq, SLOTS[n].0));
    let marked = marked.map(|n| format!("`{}` was marked as wrong", SLOTS[n].0));
    without.into_iter().chain(thin(&stated.slots)).chain(marked).collect()
}

fn spoken(case: &Case<'_>, best: &Version) -> String {
    let full = best.filled.iter().filter(|&&full| full).count();
    let tail: String = best.unfilled.iter().map(|why| format!(", {why}")).collect();
    let after = case.stands(case.declared(), best.when);
    format!("{full} of 5 slots {after} ({}){tail}", best.when.seq)
}

fn unstated(case: &Case<'_>, sheet: &mut Sheet) -> Draft {
    let id = "statement";
    let late: Vec<_> = case.facts.story.stated.iter().map(|stated| stated.when.seq).collect();
    match case.judge(Rule::Statement, case.declared(), None) {
        Verdict::NotAsked => Draft::not_applicable(id, "no statement is asked for at this severity"),
        Verdict::Open(due) => {
            sheet.still_open(format!("no incident statement yet, limit at {}", case.clock(due.limit)));
            Draft::not_observed(id, "the drill was over before a statement was due")
        }
        Verdict::Rated(due, credit) => {
            let says = match late.first() {
                Some(seq) => {
                    format!("no statement by {}; the first came later ({seq})", case.clock(due.limit))
                }
                None => {
                    format!("no statement between {} and {}", case.clock(due.start), case.clock(case.end()))
                }
            };
            let share = case.profile.count(Count::StatementTime).min(FULL);
            let (credit, step) = match due.left {
                // The time alone: nothing was said.
                Some(_) => {
                    let worth = curve::parts(&[(share, credit), (FULL - share, 0)]);
                    (worth, format!("{}; {share} x {credit} / {FULL} = {worth}", due.arithmetic(None)))
                }
                None => (credit, format!("no version before {} = {credit}", case.clock(due.limit))),
            };
            Draft::rated(id, credit, 1)
                .undone()
                .within(due.start, case.end())
                .cites(late)
                .says(says)
                .steps([step])
                .due(Some(due), case)
        }
    }
}

// What costs nothing.

/// More than two changes of severity without a new fact between them.
fn wavering(case: &Case<'_>, sheet: &mut Sheet) {
    let facts = case.facts.news.iter().copied();
    let known = case.facts.story.truths.iter().filter_map(|truth| truth.known);
    let facts: Vec<_> = facts.chain(known).collect();
    let most = case.profile.count(Count::SeverityChanges) as usize;
    let mut run: Vec<Moment> = Vec::new();
    for &change in case.facts.changes.iter().filter(|when| case.during(**when)) {
        let anew = run.last().is_some_and(|&last| facts.iter().any(|&fact| last < fact && fact < change));
        if anew {
            run.clear();
        }
        run.push(change);
    }
    if run.len() > most {
        let says = format!(
            "the severity was changed {} without a new fact: pick the higher, review later",
            counted(run.len(), "time", "times")
        );
        sheet.advise("severity", says, run.iter().map(|when| when.seq));
    }
}

/// Longer talk about the severity.
fn talk(case: &Case<'_>, sheet: &mut Sheet) {
    let (mut since, mut all, mut cited): (Option<Moment>, _, _) = (None, SimDuration::ZERO, Vec::new());
    for &(when, on) in &case.facts.story.talk {
        match (on, since) {
            (true, None) => since = Some(when),
            (false, Some(from)) => {
                all = all + when.at.since(from.at);
                cited.extend([from.seq, when.seq]);
                since = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
    if let Some(from) = since {
        all = all + case.end().since(from.at);
        cited.push(from.seq);
    }
    if all > case.profile.span(Span::SeverityTalk) {
        let says =
            format!("{} went by in talk about the severity: pick the higher, review later", all.clock());
        sheet.advise("severity", says, cited);
    }
}
