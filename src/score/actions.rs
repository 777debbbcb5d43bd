//! Expected actions: what the author would have a prepared team do, when, and by whom.
//!
//! Each item is worth its time, less for help that was needed and for a seat whose job it was not. What another way
//! made pointless, and what the facilitator left out, is not asked for.

use super::anew::{Spell, spells};
use super::card::Outcome;
use super::case::Case;
use super::curve::{FULL, lin, times};
use super::due::{FELL, LEFT, lin_in_words};
use super::evidence::{Draft, Part, Sheet};
use super::facts::story::{Deed, Mark};
use super::facts::{Active, Moment, Post, Run};
use super::harm::did_harm;
use super::profile::{Count, Tag};
use crate::engine::deeds::{reads, serves};
use crate::engine::event::{Actor, Seq};
use crate::prose::and;
use crate::scenario::condition::{Cond, injects_in};
use crate::scenario::id::{ActionId, ExpectedId, SeatName};
use crate::scenario::model::{Act, Expected};
use crate::scenario::words_of::act_in_words;
use crate::time::{SimDuration, SimTime};

/// The dimension.
pub(crate) fn actions(case: &Case<'_>) -> Part {
    let mut sheet = Sheet::of("actions");
    let spells = spells(case);
    for (id, expected) in case.facts.scenario.expected.iter() {
        let name = case.facts.scenario.expected.name(id).to_string();
        let asked = spells.get(&id).map_or(&[][..], Vec::as_slice);
        let draft = item(case, id, expected, &name, asked, &mut sheet).weighing(expected.weight);
        sheet.add(draft);
    }
    unforeseen(case, &mut sheet);
    sheet.finish(case)
}

/// From when an item is asked for, and until when; a jump may pull its times near.
struct Window {
    opens: Moment,
    target: SimTime,
    limit: SimTime,
    /// A jump pulled one of them near.
    fell: bool,
    /// It was asked for before, until what called for it was taken back.
    anew: Option<Moment>,
}

impl Window {
    fn of(case: &Case<'_>, expected: &Expected, opens: Moment) -> Self {
        let due = |after| case.rows.due(opens.at, after);
        let (target, limit) = (due(expected.target), due(expected.limit));
        let fell = (target, limit) != (opens.at + expected.target, opens.at + expected.limit);
        Window { opens, target, limit, fell, anew: None }
    }

    fn to_target(&self) -> SimDuration {
        self.target.since(self.opens.at)
    }

    fn to_limit(&self) -> SimDuration {
        self.limit.since(self.opens.at)
    }

    fn rule(&self, case: &Case<'_>) -> String {
        let (to, from) = (self.to_target().clock(), self.to_limit().clock());
        let fell = if self.fell { FELL } else { "" };
        let anew = self.anew.map_or(String::new(), |over| {
            let (opens, over) = (self.opens, over.seq);
            let opens = format!("{} ({})", case.clock(opens), opens.seq);
            format!(", counted anew from {opens}: what had called for it before was undone ({over})")
        });
        format!("full credit to {to}, none from {from} (the author's{fell}{anew})")
    }
}

/// When the facilitator forced it first: that was nobody's deed, and nobody is asked for it any more.
fn given(case: &Case<'_>, expected: &Expected) -> Option<Moment> {
    let wanted = |action: &ActionId| expected.any_of.contains(&Act::Do(*action));
    let mut forced = case.facts.story.forced.iter().filter(|(when, _)| case.during(*when));
    forced.find(|(_, action)| wanted(action)).map(|&(when, _)| when)
}

/// A way in which an item was done.
struct Way {
    when: Moment,
    /// The move that decided it.
    begun: Moment,
    /// The mark that says so.
    mark: Option<Seq>,
    what: String,
    /// The look that the author names first, where a change stands for it.
    first: Option<String>,
    credit: u32,
    step: String,
    helped: Option<(Seq, u8)>,
    /// Whose job it was, and what is left for that, where another seat did it.
    other: Option<(String, u32)>,
}

impl Way {
    /// Whether what decided it and what it came to are two times.
    fn took_time(&self) -> bool {
        self.begun.at.shown_to(self.when.at) > SimDuration::ZERO
    }
}

fn item(
    case: &Case<'_>,
    id: ExpectedId,
    expected: &Expected,
    name: &str,
    spells: &[Spell],
    sheet: &mut Sheet,
) -> Draft {
    let id_ = name.to_string();
    if let Some((seq, inject)) = left_out(case, expected) {
        return Draft::not_applicable(id_, &format!("the facilitator left out `{inject}`")).cites([seq]);
    }
    let over = case.facts.story.superseded(id).filter(|over| case.during(*over));
    let Some(last) = spells.last() else {
        return ahead(case, expected, name)
            .or_else(|| cleared(case, id, expected, name))
            .or_else(|| asked_first(case, expected, name))
            .unwrap_or_else(|| Draft::not_applicable(id_, "nothing in this drill called for it"));
    };
    let Some(n) = spells.iter().position(|spell| rated_by(case, expected, name, spell, over)) else {
        // As where nothing ever called for it.
        return Draft::not_applicable(id_, "what called for it was undone, and not done again")
            .cites([Some(last.from), last.over].into_iter().flatten().map(|when| when.seq));
    };
    let opens = spells[n].from;
    let anew = n.checked_sub(1).and_then(|before| spells[before].over);
    let window = Window { anew, ..Window::of(case, expected, opens) };
    asked(case, expected, name, &window, over, sheet).cites(anew.map(|over| over.seq))
}

/// Whether an item is rated by a time in which it was asked for: it was done then, or had all its time, or nothing took back
/// what called for it. What was given or made pointless then was so, too.
fn rated_by(case: &Case<'_>, expected: &Expected, name: &str, spell: &Spell, over: Option<Moment>) -> bool {
    let Some(until) = spell.over else { return true };
    let window = Window::of(case, expected, spell.from);
    let ended = [over, given(case, expected)].into_iter().flatten().any(|ended| ended < until);
    let done = best(case, expected, name, &window).is_some_and(|best| best.when < until);
    window.limit <= until.at || ended || done
}

/// An item from when it was asked for.
fn asked(
    case: &Case<'_>,
    expected: &Expected,
    name: &str,
    window: &Window,
    over: Option<Moment>,
    sheet: &mut Sheet,
) -> Draft {
    let (id_, opens, limit) = (name.to_string(), window.opens, window.limit);
    let given = given(case, expected).filter(|given| given.at < limit);
    let best = best(case, expected, name, window);
    let best = best.filter(|best| over.is_none_or(|over| best.when.at <= over.at || limit <= over.at));
    if let Some(best) = best.filter(|best| given.is_none_or(|given| best.begun < given)) {
        return done(case, expected, id_, window, &best);
    }
    if let Some(given) = given {
        return Draft::not_applicable(id_, "given: the facilitator did it").cites([opens.seq, given.seq]);
    }
    match over.filter(|over| over.at < limit) {
        Some(over) if over.at <= window.target => {
            Draft::not_applicable(id_, pointless(expected)).cites([opens.seq, over.seq])
        }
        Some(over) => overtaken(case, expected, id_, window, over),
        None if case.end() < limit && case.anchors.left_at().is_none_or(|at| at <= window.target) => {
            sheet.still_open(format!("{name}, limit at {}", case.clock(limit)));
            Draft::not_observed(id_, "the drill was over before its limit").cites([opens.seq])
        }
        None => missed(case, expected, id_, window),
    }
}

/// What kept it from being asked for any more: another way to the same, or nothing but the time.
fn pointless(expected: &Expected) -> &'static str {
    match expected.superseded_by.as_ref().is_some_and(is_time) {
        true => "its time was over",
        false => "another way made it pointless",
    }
}

/// Whether a condition waits for nothing but a time.
fn is_time(cond: &Cond) -> bool {
    if let Cond::All(parts) | Cond::Any(parts) = cond {
        return parts.iter().all(is_time);
    }
    matches!(cond, Cond::At(_))
}

/// Done before what asks for it came, which then had no need to come: that is done in full.
fn ahead(case: &Case<'_>, expected: &Expected, name: &str) -> Option<Draft> {
    let waits_for = injects_in(case.facts.scenario, expected.opens.as_ref()?);
    let dropped = &case.facts.story.dropped;
    let (dropped, _) =
        dropped.iter().find(|(when, inject)| waits_for.contains(inject) && case.during(*when))?;
    let window = Window::of(case, expected, *dropped);
    let best = best(case, expected, name, &window).filter(|best| best.when < *dropped)?;
    let says = format!("{}, before anybody had to ask for it", stamped(case, &best));
    Some(done(case, expected, name.to_string(), &window, &best).says(says))
}

/// Done although what asks for it never came, and it cleared a failure that was active: still useful, and done in full. What
/// the author calls harmful just then came too early.
fn cleared(case: &Case<'_>, id: ExpectedId, expected: &Expected, name: &str) -> Option<Draft> {
    let given = given(case, expected);
    let over = case.facts.story.superseded(id).filter(|over| case.during(*over));
    let undone = |run: &Run<'_>| run.undone.is_some_and(|undone| case.during(undone));
    let stands = |run: &&Run<'_>| !undone(run) && !did_harm(case, run);
    let deeds = case.facts.story.deeds.iter().filter(|deed| expected.any_of.contains(&deed.act));
    let mut useful = deeds.filter_map(|deed| {
        let run = case.facts.runs.iter().find(|run| Some(run.run) == deed.run).filter(stands)?;
        let effect = run.effect.filter(|effect| case.during(*effect))?;
        let asked =
            given.is_none_or(|given| deed.when < given) && over.is_none_or(|over| effect.at <= over.at);
        let of = |active: &&Active| {
            let ended = active.to.and_then(|to| case.facts.event_at(to.seq));
            ended.is_some_and(|ended| ended.cause == Some(effect.seq))
        };
        let failure = case.facts.failures.iter().find(of).filter(|_| asked)?;
        let done = Done { when: effect, by: Some(deed.by), begun: deed.when, mark: None };
        Some((failure, &deed.act, done))
    });
    let (failure, act, deed) = useful.next()?;
    let window = Window::of(case, expected, deed.when);
    let what = act_in_words(case.facts.scenario, act);
    let way = way(case, expected, name, &window, (what, deed));
    let what_for = case.facts.scenario.failures.name(failure.failure);
    let says = format!("{}, before anybody asked for it, and it cleared `{what_for}`", stamped(case, &way));
    let cited = failure.to.map(|to| to.seq);
    let whose = other(&way);
    Some(done(case, expected, name.to_string(), &window, &way).says(says + &whose).cites(cited))
}

/// The table was asked about a change before it was made, though what calls for that never came: that is done in full.
fn asked_first(case: &Case<'_>, expected: &Expected, name: &str) -> Option<Draft> {
    let runs = &case.facts.runs;
    let made = |deed: &&Deed<'_>| {
        let Act::Poll(action) = deed.act else { return false };
        expected.any_of.contains(&deed.act)
            && runs
                .iter()
                .any(|run| run.action == action && deed.when < run.started && case.during(run.started))
    };
    let deed = case.facts.story.deeds.iter().find(made)?;
    let window = Window::of(case, expected, deed.when);
    let done_at = Done { when: deed.when, by: Some(deed.by), begun: deed.when, mark: None };
    let what = act_in_words(case.facts.scenario, &deed.act);
    let way = way(case, expected, name, &window, (what, done_at));
    let says = format!("{}, before anything called for it, and before it was done", stamped(case, &way));
    let whose = other(&way);
    Some(done(case, expected, name.to_string(), &window, &way).says(says + &whose))
}

/// "do roll-back, begun at +3:00 (#12), took effect at +8:00 (#20)".
fn stamped(case: &Case<'_>, way: &Way) -> String {
    let at = |when: Moment| format!("at {} ({})", case.clock(when), when.seq);
    match way.took_time() {
        true => format!("{}, begun {}, took effect {}", way.what, at(way.begun), at(way.when)),
        false => format!("{} {}", way.what, at(way.begun)),
    }
}

/// ", by another seat than tech (x0.7)".
fn other(way: &Way) -> String {
    let tenths = |left: u32| format!("{}.{}", left / FULL, left % FULL / (FULL / 10));
    let other = way.other.as_ref();
    other
        .map_or(String::new(), |(whose, left)| format!(", by another seat than {whose} (x{})", tenths(*left)))
}

/// The profile's numbers that came into it; an item done alone and by whose job it was needs the author's alone.
fn uses(best: &Way) -> impl Iterator<Item = String> {
    let help = best.helped.map(|(_, level)| match level {
        0 | 1 => Count::Nudged,
        2 => Count::Hinted,
        3.. => Count::Told,
    });
    let other = best.other.is_some().then_some(Count::OtherSeat);
    help.into_iter().chain(other).map(|count| count.as_str().to_string())
}

fn done(case: &Case<'_>, expected: &Expected, id: String, window: &Window, best: &Way) -> Draft {
    let opens = window.opens;
    let help = best.helped.map(|(seq, level)| format!(", with help ({} {seq})", rung(level)));
    let mark = best.mark.map(|seq| format!(", counted as that by a mark ({seq})"));
    // What is asked for is that it is done; whether the story answers is luck, as with a first mitigation (2.9).
    let idle = case.facts.runs.iter().any(|run| run.effect == Some(best.when) && !run.helped);
    let says = format!(
        "{}{}{}{}{}{}{}",
        best.what,
        timed(case, opens, best),
        if idle { ", though nothing changed by it" } else { "" },
        instead(best),
        help.unwrap_or_default(),
        mark.unwrap_or_default(),
        other(best)
    );
    let draft = Draft::rated(id, best.credit, 1)
        .cites([opens.seq])
        .cites(best.helped.map(|(seq, _)| seq).into_iter().chain(best.mark))
        .cites([best.when.seq])
        .decided_by([best.begun.seq])
        .says(says)
        .with_help(best.helped.is_some())
        .rule(window.rule(case) + by_when(best), Tag::H)
        .uses(uses(best))
        .steps([best.step.clone()])
        .next(expected.why.as_deref().unwrap_or("it is expected of a prepared team"));
    // What was told and done was done with help: nobody missed it.
    let in_time = best.when.at.since(opens.at) < window.to_limit();
    match best.helped {
        Some(_) if in_time && best.credit == 0 => draft.in_a_word(Outcome::Partly),
        _ => draft,
    }
}

/// By which of two times what took its time was rated.
fn by_when(best: &Way) -> &'static str {
    if best.took_time() { ", by when it took effect" } else { "" }
}

/// " after 2:00 (#42)"; what took its time says both: ", begun after 0:40 (#42), took effect after 2:00 (#47)".
fn timed(case: &Case<'_>, opens: Moment, best: &Way) -> String {
    let stands = |when: Moment| match opens.at.shown_to(when.at) {
        after if after > SimDuration::ZERO => {
            format!("after {} ({})", case.long(opens, when), when.seq)
        }
        _ if when < opens => format!("before it was asked for ({})", when.seq),
        _ => format!("at once ({})", when.seq),
    };
    let (begun, when) = (best.begun, best.when);
    match best.took_time() {
        true if when < opens => {
            format!(", begun and in effect before it was asked for ({}, {})", begun.seq, when.seq)
        }
        true => format!(", begun {}, took effect {}", stands(begun), stands(when)),
        false => format!(" {}", stands(begun)),
    }
}

/// The look or question that the author names first; a change may stand for it, and is none.
fn looked_for(case: &Case<'_>, expected: &Expected) -> Option<String> {
    let first = expected.any_of.first().filter(|act| !matches!(act, Act::Do(_)));
    first.map(|act| act_in_words(case.facts.scenario, act))
}

/// `, in place of look runbook`.
fn instead(best: &Way) -> String {
    best.first.as_ref().map_or(String::new(), |first| format!(", in place of {first}"))
}

/// What another way made pointless when it was late already: as good as done then, and no sooner.
fn overtaken(case: &Case<'_>, expected: &Expected, id: String, window: &Window, over: Moment) -> Draft {
    let opens = window.opens;
    let credit = lin(over.at.since(opens.at), window.to_target(), window.to_limit());
    let any: Vec<_> = expected.any_of.iter().map(|act| act_in_words(case.facts.scenario, act)).collect();
    Draft::rated(id, credit, 1)
        .cites([opens.seq, over.seq])
        .within(opens.at, over.at)
        .says(format!(
            "not done between {} ({}) and {} ({}), when {}, later than it was wanted: {}",
            case.clock(opens),
            opens.seq,
            case.clock(over),
            over.seq,
            pointless(expected),
            any.join(" or ")
        ))
        .rule(format!("{}, by when {}", window.rule(case), pointless(expected)), Tag::H)
        .steps([lin_in_words(opens.at, Some(over.at), window.target, window.limit)])
        .undone()
        .and_says_so()
        .next(expected.why.as_deref().unwrap_or("it is expected of a prepared team"))
}

fn missed(case: &Case<'_>, expected: &Expected, id: String, window: &Window) -> Draft {
    let opens = window.opens;
    let mut any: Vec<_> = expected.any_of.iter().map(|act| act_in_words(case.facts.scenario, act)).collect();
    // A team and its seat may go by one name.
    any.dedup();
    let to = |post: &&Post<'_>| {
        post.audiences.iter().any(|&audience| expected.any_of.contains(&Act::Update(audience)))
    };
    let stateless = case.facts.posts.iter().filter(|post| post.state.is_none() && case.during(post.when));
    let none: Vec<_> = stateless.filter(to).map(|post| post.when.seq.to_string()).collect();
    let left = (case.end() < window.limit).then(|| case.end().since(opens.at));
    let credit = left.map_or(0, |left| lin(left, window.to_target(), window.to_limit()));
    let step = lin_in_words(opens.at, left.map(|_| case.end()), window.target, window.limit);
    Draft::rated(id, credit, 1)
        .undone()
        .cites([opens.seq])
        .within(opens.at, case.end())
        .says(format!(
            "not done between {} ({}) and {}: {}{}{}",
            case.clock(opens),
            opens.seq,
            case.clock(case.end()),
            any.join(" or "),
            if none.is_empty() {
                String::new()
            } else {
                format!(
                    "; {} said no state, and {} as no update",
                    and(&none),
                    if none.len() == 1 { "counts" } else { "count" }
                )
            },
            not_good(case, expected, opens)
        ))
        .rule(window.rule(case), Tag::H)
        .steps([if left.is_some() { format!("{LEFT}; {step}") } else { step }])
        .next(expected.why.as_deref().unwrap_or("it is expected of a prepared team"))
}

/// "; errors was read at +13:45 (#95), and was not good": a reading proves by what it shows.
fn not_good(case: &Case<'_>, expected: &Expected, opens: Moment) -> String {
    let metrics = &case.facts.scenario.metrics;
    let wanted = |id| expected.any_of.contains(&Act::Verify(id));
    let bad = case.facts.readings.iter().filter_map(|reading| match reading.metric {
        Some((id, false)) if wanted(id) && opens <= reading.when && case.during(reading.when) => {
            let (name, at, seq) = (metrics.name(id), case.clock(reading.when), reading.when.seq);
            Some(format!("{name} at {at} ({seq})"))
        }
        _ => None,
    });
    let bad: Vec<String> = bad.collect();
    if bad.is_empty() { String::new() } else { format!("; read, and not good: {}", and(&bad)) }
}

fn rung(level: u8) -> &'static str {
    match level {
        0 | 1 => "a question",
        2 => "a hint",
        3.. => "told",
    }
}

/// The inject that the facilitator left out, if the item waits for one.
fn left_out(case: &Case<'_>, expected: &Expected) -> Option<(Seq, String)> {
    let scenario = case.facts.scenario;
    let waits_for = injects_in(scenario, expected.opens.as_ref()?);
    let mut skipped = case.facts.story.skipped.iter().filter(|(_, inject)| waits_for.contains(inject));
    skipped.next().map(|&(when, inject)| (when.seq, scenario.injects.name(inject).to_string()))
}

/// The best way in which it was done.
fn best(case: &Case<'_>, expected: &Expected, name: &str, window: &Window) -> Option<Way> {
    // A reading before there was anything to prove proves nothing of it.
    let proves = expected.any_of.iter().any(|act| matches!(act, Act::Verify(_)));
    let ways = expected.any_of.iter().filter_map(|act| {
        let done = first(case, act, window.opens, proves && reads(act))?;
        let what = act_in_words(case.facts.scenario, act);
        let first = looked_for(case, expected).filter(|_| matches!(act, Act::Do(_)));
        Some(Way { first, ..way(case, expected, name, window, (what, done)) })
    });
    ways.max_by_key(|way| (way.credit, std::cmp::Reverse(way.when)))
}

/// When something was done first, by whom, by which move, and by which mark.
struct Done<'a> {
    when: Moment,
    by: Option<&'a Actor>,
    begun: Moment,
    mark: Option<Seq>,
}

fn first<'a>(case: &Case<'a>, act: &Act, opens: Moment, late_only: bool) -> Option<Done<'a>> {
    let deeds = case.facts.story.deeds.iter().filter(|deed| serves(&deed.act, act) && case.during(deed.when));
    let deeds = deeds.filter(|deed| !late_only || opens.at <= deed.when.at);
    let deeds = deeds.filter_map(|deed| took_effect(case, deed, opens));
    let marked =
        case.facts.story.marks.iter().filter(|mark| *act == Act::Do(mark.action)).filter_map(|mark| {
            let when = marked_deed(case, mark).filter(|when| case.during(*when))?;
            Some(Done { when, by: None, begun: when, mark: Some(mark.when.seq) })
        });
    deeds.chain(marked).min_by_key(|done| done.when)
}

/// An action counts when it takes effect. One that had its effect before it was asked for has to be of use still (2.11):
/// it was not undone by then, and had not changed nothing.
fn took_effect<'a>(case: &Case<'a>, deed: &Deed<'a>, opens: Moment) -> Option<Done<'a>> {
    let done = Done { when: deed.when, by: Some(deed.by), begun: deed.when, mark: None };
    let Some(run) = deed.run else { return Some(done) };
    let run: &Run<'_> = case.facts.runs.iter().find(|known| known.run == run)?;
    let effect = run.effect.filter(|effect| case.during(*effect))?;
    let gone = run.undone.is_some_and(|undone| undone <= opens) || effect < opens && !run.helped;
    (!gone).then_some(Done { when: effect, ..done })
}

/// What a mark is about: the last thing done before it that nobody scripted and no earlier mark used. The facilitator's
/// word stands by itself.
pub(crate) fn marked_deed(case: &Case<'_>, mark: &Mark<'_>) -> Option<Moment> {
    if case.facts.wrong.whole(mark.when.seq) {
        return None;
    }
    let story = &case.facts.story;
    let earlier = story.marks.iter().filter(|other| other.when < mark.when).map(|other| other.when).max();
    let mut before = story.unscripted.iter().rev().filter(|&&when| when < mark.when);
    let deed = before.next().copied().filter(|deed| earlier.is_none_or(|earlier| earlier < *deed));
    deed.or(matches!(mark.by, Actor::Facilitator).then_some(mark.when))
}

fn way(
    case: &Case<'_>,
    expected: &Expected,
    name: &str,
    window: &Window,
    (what, done): (String, Done<'_>),
) -> Way {
    let Done { when, by, begun, mark } = done;
    let profile = case.profile;
    let time = lin(when.at.since(window.opens.at), window.to_target(), window.to_limit());
    let mut step = lin_in_words(window.opens.at, Some(when.at), window.target, window.limit);
    let mut credit = time;
    let helped = helped(case, name, begun);
    let help = helped.map(|(_, level)| match level {
        0 => FULL,
        1 => profile.count(Count::Nudged),
        2 => profile.count(Count::Hinted),
        3.. => profile.count(Count::Told),
    });
    let other = other_seat(case, expected, by, begun);
    for (factor, why) in [(help, "after a hint"), (other, "by another seat")] {
        if let Some(factor) = factor.map(|factor| factor.min(FULL)).filter(|&factor| factor < FULL) {
            let next = times(credit, factor);
            step += &format!("; {why}: {credit} x {factor} / {FULL} = {next}");
            credit = next;
        }
    }
    let other = other.map(|left| (whose(case, expected), left));
    Way {
        when,
        begun,
        mark,
        what,
        first: None,
        credit,
        step,
        helped: helped.filter(|&(_, level)| level > 0),
        other,
    }
}

/// The most telling hint on an item before it was done.
fn helped(case: &Case<'_>, name: &str, when: Moment) -> Option<(Seq, u8)> {
    let hints = case.facts.story.hints.iter().filter(|hint| hint.item == name && hint.when < when);
    hints
        .max_by_key(|hint| (hint.level, std::cmp::Reverse(hint.when)))
        .map(|hint| (hint.when.seq, hint.level))
}

/// What is left of an item that was done by a seat whose job it was not.
fn other_seat(case: &Case<'_>, expected: &Expected, by: Option<&Actor>, when: Moment) -> Option<u32> {
    let seat = by?.seat()?;
    // One who plays alone holds every role, and with stand-ins beside those too that they don't take.
    if case.facts.team() <= 1 + case.stand_ins()
        || expected.any_of.iter().all(|act| matches!(act, Act::Role(_) | Act::Handover(_)))
    {
        return None;
    }
    let seats = &case.facts.scenario.seats;
    // Whoever holds the role and can't do it has to leave it to somebody who can.
    let could = |holder: &SeatName| {
        let can = seats.find(holder.as_str()).map_or(&[][..], |id| &seats[id].can);
        expected.any_of.iter().any(|act| !matches!(act, Act::Do(action) if !can.contains(action)))
    };
    let left_to = |role| {
        let mut holders = case.facts.tenures_of(role).filter(|tenure| tenure.covers(when));
        !holders.any(|tenure| could(tenure.seat))
    };
    let role = expected.role.is_none_or(|role| case.facts.holds_or_next(role, seat, when) || left_to(role));
    let named = expected.seat.is_none_or(|id| case.facts.scenario.seats.name(id) == seat);
    (!(role && named)).then(|| case.profile.count(Count::OtherSeat))
}

/// Whose job an item is.
fn whose(case: &Case<'_>, expected: &Expected) -> String {
    let seat = expected.seat.map(|id| case.facts.scenario.seats.name(id).to_string());
    let role = expected.role.map(|role| format!("the {role}"));
    seat.or(role).unwrap_or_default()
}

/// Marks that rest on nothing, and those that count.
fn unforeseen(case: &Case<'_>, sheet: &mut Sheet) {
    let name = |action: ActionId| case.facts.scenario.actions.name(action);
    for mark in &case.facts.story.marks {
        let says = match marked_deed(case, mark) {
            Some(deed) => format!(
                "{} counts as `{}` by a mark ({}): kept out of calibration",
                deed.seq,
                name(mark.action),
                mark.when.seq
            ),
            None if case.facts.wrong.whole(mark.when.seq) => {
                format!("the mark of `{}` ({}) was taken back", name(mark.action), mark.when.seq)
            }
            None => format!(
                "the mark of `{}` ({}) counts for nothing: nothing was done before it that nobody scripted",
                name(mark.action),
                mark.when.seq
            ),
        };
        sheet.advise("marks", says, [mark.when.seq]);
    }
}
