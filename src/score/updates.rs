//! Update cadence: people outside hear early, regularly, with content, and that it is over.

pub(crate) mod told;

use told::{Sent, Served, Silence, Told, Wrongly};

use super::card::Gate;
use super::case::{Case, Stands, counted, long};
use super::curve;
use super::due::{Due, Verdict, steps_of};
use super::evidence::{Draft, Held, Part, Sheet};
use super::facts::Moment;
use super::profile::{Rule, Span, Tag};
use crate::engine::event::Seq;
use crate::moves::STATES;
use crate::prose::and;
use crate::scenario::words::Role;
use crate::time::{SimDuration, SimTime};

/// The dimension.
pub(crate) fn updates(case: &Case<'_>, told: &Told<'_>) -> Part {
    let mut sheet = Sheet::of("updates");
    let silent = silent(case, told);
    if silent {
        sheet.worth_nothing();
        if Case::grave(case.worst()) {
            let (from, to) = (case.anchors.declared, case.anchors.end);
            let says = format!("no update between {} and {}", case.clock(from), case.clock(to));
            sheet.explain(Gate::NoUpdate, says, vec![from.seq, to.seq]);
            sheet.gate(Gate::NoUpdate);
        }
    }
    for served in &told.served {
        open_ends(case, &mut sheet, served);
    }
    sheet.add(first(case, told));
    sheet.add(gaps(case, told));
    sheet.add(content(case, told, silent));
    sheet.add(change(case, told));
    sheet.add(promise(case, told));
    sheet.add(audience(case, told));
    sheet.add(closing(case, told));
    advice(case, told, &mut sheet);
    sheet.finish(case)
}

/// Nothing was ever sent, and the incident was closed or a first update's limit passed.
fn silent(case: &Case<'_>, told: &Told<'_>) -> bool {
    let passed = |served: &Served| matches!(served.first, Verdict::Rated(..));
    let owed = !told.served.is_empty();
    told.sent.is_empty() && owed && (case.anchors.closed || told.served.iter().any(passed))
}

fn open_ends(case: &Case<'_>, sheet: &mut Sheet, served: &Served) {
    let asked = !served.short && served.owed.lapses.is_none();
    if let (Verdict::Open(due), true) = (served.first, asked) {
        sheet.still_open(format!(
            "no update to {} yet, limit at {}",
            served.owed.name,
            case.clock(due.limit)
        ));
    }
}

/// The worst first update of the audiences that are owed one.
fn first(case: &Case<'_>, told: &Told<'_>) -> Draft {
    let judged: Vec<_> = told.served.iter().filter(|served| !served.short).collect();
    let rated: Vec<_> = judged.iter().filter_map(|served| Some((*served, served.first.credit()?))).collect();
    let Some(&(worst, credit)) = rated.iter().min_by_key(|&&(_, credit)| credit) else {
        return unrated_first(told, !judged.is_empty());
    };
    let says: Vec<_> = rated.iter().map(|(served, _)| told_first(case, told, served)).collect();
    let step = |(served, _): &(&Served, u32)| {
        let came = served.got.first().map(|&n| told.sent[n].when.at).filter(|&at| at <= told.heard);
        Some((served.owed.name.clone(), served.first.due()?, came))
    };
    let steps: Vec<_> = rated.iter().filter_map(step).collect();
    Draft::rated("first", credit, rated.len())
        .dues(&steps, case)
        .steps_after((rated.len() > 1).then(|| format!("the worst of them = {credit}")))
        .within(case.declared(), case.end())
        .decided_by(rated.iter().filter_map(|(served, _)| served.got.first()).map(|&n| told.sent[n].when.seq))
        .held(rated.iter().filter_map(|(served, _)| {
            let until = told.sent[*served.got.first()?].when.seq;
            Some(Held { from: Seq(0), until, name: format!(" toward {}", served.owed.name) })
        }))
        .says(and(&says))
        .due(worst.first.due(), case)
        .next("send the first update as soon as there is an incident: \"investigating\", what is known, when the next comes")
}

fn unrated_first(told: &Told<'_>, open: bool) -> Draft {
    let open = open && told.served.iter().any(|served| matches!(served.first, Verdict::Open(_)));
    if open {
        return Draft::not_observed("first", "no update was due before the drill was over");
    }
    let short = told.served.iter().any(|served| served.short);
    let said = match (short, told.sent.first()) {
        (false, _) => "nobody is owed an update".to_string(),
        (true, None) => "it was over before a first update was due".to_string(),
        (true, Some(sent)) => {
            format!(
                "the first went out ({}); it was over before one was due, so it is not rated",
                sent.when.seq
            )
        }
    };
    Draft::not_applicable("first", &said)
}

fn told_first(case: &Case<'_>, told: &Told<'_>, served: &Served) -> String {
    let name = &served.owed.name;
    // Its clock starts when a row first asks for it, which may be later than that its audience is owed anything.
    let opens = served.first.due().map_or(served.owed.opens, |due| due.start);
    match served.got.first().map(|&n| told.sent[n].when) {
        Some(when) => {
            let heard = match case.stands(opens, when) {
                Stands::After(after) if opens != case.declared() => {
                    format!("{after} after an update was owed, from {} on", case.clock(opens))
                }
                stands @ (Stands::Before(_) | Stands::AtOnce | Stands::After(_)) => stands.to_string(),
            };
            format!("{name} heard {heard}, at {} ({})", case.clock(when), when.seq)
        }
        None => format!(
            "no update to {name} between {} and {}",
            case.clock(opens),
            case.clock(case.anchors.endex)
        ),
    }
}

/// How each audience's silences are rated; an audience that never heard anything earns nothing.
fn gap_credit(served: &Served) -> Option<u32> {
    if served.short {
        return None;
    }
    if served.got.is_empty() {
        return served.first.credit().map(|_| 0);
    }
    let gaps: Vec<_> = served.gaps.iter().map(|gap| (gap.length(), gap.credit)).collect();
    curve::over_time(&gaps)
}

fn gaps(case: &Case<'_>, told: &Told<'_>) -> Draft {
    let credits: Vec<_> = told.served.iter().filter_map(gap_credit).collect();
    let open = told.served.iter().any(|served| !served.short && matches!(served.first, Verdict::Open(_)));
    let all: Vec<_> = told.served.iter().flat_map(|served| &served.gaps).collect();
    let worst = all.iter().copied().min_by_key(|gap| (gap.credit, std::cmp::Reverse(gap.length())));
    let mut seqs: Vec<_> = all.iter().flat_map(|gap| [Some(gap.opened_by), gap.ended_by]).flatten().collect();
    seqs.sort();
    seqs.dedup();
    let held = |gap: &&Silence| {
        let (from, until) = (gap.opened_by, gap.ended_by?);
        Some(Held { from, until, name: format!(" in the silence from {}", case.clock(gap.from())) })
    };
    let mut held: Vec<_> = all.iter().filter_map(held).collect();
    // One post may end the silence of several audiences.
    held.sort_by_key(|held| (held.from, held.until));
    held.dedup_by_key(|held| (held.from, held.until));
    Draft::mean(
        "gaps",
        &credits,
        open,
        if told.sent.is_empty() {
            "no update went out before it was over"
        } else {
            "too short for a second update"
        },
    )
    .steps(gap_steps(case, told))
    .within(case.declared(), case.end())
    .decided_by(seqs)
    .held(held)
    .says(silences(case, told, worst))
    .due(worst.map(|gap| gap.due).or_else(|| policy(case)), case)
    .uses(all.iter().flat_map(|gap| gap.due.names()))
    .next("state the next update time in each update, and let the deputy watch it")
}

/// How silences come to their credit: each with its rule, and for its audience each weighs as long as it lasted, in seconds.
/// Audiences that heard the same are told together.
fn gap_steps(case: &Case<'_>, told: &Told<'_>) -> Vec<String> {
    let mut all: Vec<(Vec<&Served>, u32)> = Vec::new();
    for served in &told.served {
        let Some(credit) = gap_credit(served) else { continue };
        let same = |others: &Vec<&Served>| others[0].got == served.got && others[0].gaps == served.gaps;
        match all.iter_mut().find(|(others, _)| same(others)) {
            Some((others, _)) => others.push(served),
            None => all.push((vec![served], credit)),
        }
    }
    let several = all.len() > 1;
    all.iter().flat_map(|(served, credit)| gap_step(case, served, *credit, several)).collect()
}

fn gap_step(case: &Case<'_>, served: &[&Served], credit: u32, several: bool) -> Vec<String> {
    let name = and(&served.iter().map(|served| served.owed.name.clone()).collect::<Vec<_>>());
    let gaps = &served[0].gaps;
    if gaps.is_empty() {
        return vec![format!("{name}: never told = {credit}")];
    }
    let each = |gap: &Silence| {
        let (from, until) = (case.clock(gap.from()), case.clock(gap.until(case)));
        let watched = if gap.due.rule == Rule::GapMonitoring { ", watching" } else { "" };
        let to = if several { format!("{name}, ") } else { String::new() };
        (format!("{to}{from} to {until}{watched}"), gap.due, Some(gap.to))
    };
    let silences = steps_of(&gaps.iter().map(each).collect::<Vec<_>>(), case);
    let part = |gap: &Silence| format!("{} x {}", long(gap.due.start, gap.to), gap.credit);
    let parts: Vec<_> = gaps.iter().map(part).collect();
    let shown = |gap: &Silence| gap.due.start.shown_to(gap.to);
    let all = gaps.iter().fold(SimDuration::ZERO, |all, gap| all + shown(gap));
    let whole = format!(
        "{name}, each for as long as it lasted: ({}) / {} = {credit}",
        parts.join(" + "),
        all.clock()
    );
    silences.into_iter().chain([whole]).collect()
}

/// The interval that is asked for from the start, where nobody ever heard anything.
fn policy(case: &Case<'_>) -> Option<Due> {
    case.asked(Rule::Gap, case.declared(), case.end()).due(None)
}

/// "longest silence 34:00 (26:00 to 60:00, #52 to #97); 2 other silences were inside their targets".
fn silences(case: &Case<'_>, told: &Told<'_>, worst: Option<&Silence>) -> String {
    let unheard = told.served.iter().filter(|served| served.got.is_empty() && !served.short);
    let none = |served: &Served| {
        let (from, to) = (case.clock(served.owed.opens), case.clock(case.end()));
        format!("no update to {} between {from} and {to}", served.owed.name)
    };
    // Whose time was not up is rated nowhere: that is said last, so that it is no part of what was well done.
    let (open, rated): (Vec<_>, Vec<_>) =
        unheard.partition(|served| matches!(served.first, Verdict::Open(_)));
    let mut says: Vec<String> = rated.into_iter().map(none).collect();
    if let Some(gap) = worst {
        let to = gap.ended_by.map_or("the end".to_string(), |seq| seq.to_string());
        let (from, until) = (case.clock(gap.from()), case.clock(gap.until(case)));
        let out = case.left_out(gap.from(), gap.until(case)).map_or(String::new(), |out| format!("; {out}"));
        let word =
            if gap.credit < curve::FULL { "the silence that cost most" } else { "the longest silence" };
        let within = if gap.credit < curve::FULL { "" } else { ", inside its target" };
        says.push(format!(
            "{word} was {} ({from} to {until}, {} to {to}{out}){within}",
            long(gap.due.start, gap.to),
            gap.opened_by
        ));
    }
    let open = open.into_iter().map(|served| format!("{}, not rated: its time was not up", none(served)));
    says.extend(open);
    says.join("; ")
}

/// Between an update that said it was over, and what was still active.
pub(crate) const TOO_SOON: &str = " said resolved while ";

/// The rule for what an update says.
const SLOTS: &str = "state, impact, actions under way, next time; \"unknown\" fills a slot";

/// The step towards it.
const FILL: &str = "fill all four slots; \"unknown\" is an answer";

/// The step where the slots were full, and the state came too soon.
const MONITORING: &str = "say \"monitoring\" until a reading shows that it is over, and \"resolved\" then";

/// The mean share of filled slots; the next time is no slot of a closing update.
fn content(case: &Case<'_>, told: &Told<'_>, silent: bool) -> Draft {
    let credits: Vec<_> = told.sent.iter().map(share).collect();
    if silent {
        let says = format!(
            "no update between {} and {}",
            case.clock(case.declared()),
            case.clock(case.anchors.endex)
        );
        return Draft::rated("content", 0, 0)
            .within(case.declared(), case.anchors.endex)
            .says(says)
            .rule(SLOTS, Tag::H)
            .next("tell people outside where things stand: state, impact, what is being done, when the next word comes");
    }
    let thin: Vec<_> = told.sent.iter().filter(|update| share(update) < curve::FULL).map(missing).collect();
    // Where every slot was filled, another word is the step.
    let full_but_early =
        |update: &&Sent<'_>| update.wrong == Some(Wrongly::Early) && update.filled.iter().all(|&full| full);
    let lost: Vec<_> = told.sent.iter().filter(|update| share(update) < curve::FULL).collect();
    let hasty = !lost.is_empty() && lost.iter().all(full_but_early);
    let full = format!("{} said all there was to say", counted(credits.len(), "update", "updates"));
    Draft::mean("content", &credits, false, "no update that counts")
        .steps(told.sent.iter().map(|update| {
            format!("{}: {} of its slots = {}", update.when.seq, slots_full(update), share(update))
        }))
        .decided_by(told.sent.iter().map(|update| update.when.seq))
        .says(if thin.is_empty() { full } else { thin.join("; ") })
        .rule(SLOTS, Tag::H)
        .next(if hasty { MONITORING } else { FILL })
}

/// `3 of 4`.
fn slots_full(update: &Sent<'_>) -> String {
    let slots = if update.closing { 3 } else { 4 };
    let full = update.filled[..slots].iter().filter(|&&full| full).count();
    if update.wrong.is_some() { format!("wrong, 0 of {slots}") } else { format!("{full} of {slots}") }
}

fn share(update: &Sent<'_>) -> u32 {
    let slots = if update.closing { 3 } else { 4 };
    let full = update.filled[..slots].iter().filter(|&&full| full).count();
    if update.wrong.is_some() { 0 } else { curve::share(full as u64, slots as u64).unwrap_or(0) }
}

/// What was going on.
fn active(update: &Sent<'_>) -> String {
    let verb = if update.harms.len() == 1 { "was" } else { "were" };
    format!("{} {verb} active", and(&update.harms))
}

fn missing(update: &Sent<'_>) -> String {
    let seq = update.when.seq;
    match update.wrong {
        Some(Wrongly::Early) => return format!("{seq}{TOO_SOON}{}", active(update)),
        Some(Wrongly::Marked) => return format!("{seq} was marked as wrong"),
        None => {}
    }
    let slots = if update.closing { 3 } else { 4 };
    let names = ["the state", "the impact", "what is being done", "the next time"];
    let named = |which: &dyn Fn(usize) -> bool| {
        and(&(0..slots).filter(|&n| which(n)).map(|n| names[n].to_string()).collect::<Vec<_>>())
    };
    let far = |n: usize| n == 3 && update.far;
    let absent = named(&|n| !update.filled[n] && (!update.said[n] || far(n)));
    let unfilled = |n: usize| !update.filled[n] && update.said[n] && !update.marked[n] && !far(n);
    let thin = named(&|n| n < 3 && unfilled(n));
    let untimed =
        if slots > 3 && unfilled(3) { "no time for the next one".to_string() } else { String::new() };
    let wrong = named(&|n| update.said[n] && update.marked[n]);
    let parts = [
        (absent, "left out ", ""),
        (thin, "said ", " in one word, or in words that stand in another slot"),
        (untimed, "named ", ""),
        (wrong, "was marked as wrong in ", ""),
    ];
    let parts = parts.into_iter().filter(|(what, _, _)| !what.is_empty());
    let says: Vec<String> = parts.map(|(what, before, after)| format!("{before}{what}{after}")).collect();
    format!("{seq} {}", says.join(", and "))
}

/// The update that follows each change of severity and each piece of news.
fn change(case: &Case<'_>, told: &Told<'_>) -> Draft {
    let (mut credits, mut says, mut cited, mut moves, mut rated, mut open) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new(), false);
    for event in changes(case) {
        let followed = told.sent.iter().map(|update| update.when).find(|&when| event < when);
        let start = event.at.max(case.declared());
        let verdict = case.asked(Rule::Change, start, told.heard).judge(followed.map(|when| when.at));
        match verdict {
            Verdict::NotAsked => continue,
            Verdict::Open(_) => open = true,
            Verdict::Rated(due, credit) => {
                credits.push(credit);
                let came = followed.map(|when| when.at).filter(|&at| at <= told.heard);
                rated.push((event.seq.to_string(), due, came));
                says.extend((credit < curve::FULL).then(|| after_change(case, event, start, followed)));
                moves.extend(followed.map(|when| when.seq));
            }
        }
        cited.push(event.seq);
    }
    let all = format!("an update followed {} in time", counted(credits.len(), "change", "changes"));
    Draft::mean("change", &credits, open, "no change of severity and no news")
        .cites(cited)
        .decided_by(moves)
        .says(if says.is_empty() { all } else { and(&says) })
        .dues(&rated, case)
        .next("when something changes, tell people before the next planned update")
}

fn changes(case: &Case<'_>) -> Vec<Moment> {
    let all = case.changes().into_iter().chain(case.facts.news.iter().copied());
    let mut changes: Vec<_> = all.filter(|when| case.during(*when)).collect();
    changes.sort();
    changes
}

fn after_change(case: &Case<'_>, event: Moment, start: SimTime, followed: Option<Moment>) -> String {
    match followed {
        Some(when) if event.at < start => {
            let after = case.long(start, when);
            format!("{} was told {after} after the declaration ({})", event.seq, when.seq)
        }
        Some(when) => format!("{} was told {} later ({})", event.seq, case.long(event, when), when.seq),
        None => format!("no update after {} at {}", event.seq, case.clock(event)),
    }
}

/// The share of stated next times that were kept, with two minutes' grace.
fn promise(case: &Case<'_>, told: &Told<'_>) -> Draft {
    let (mut kept, mut broken, mut far, mut steps, mut open) = (0, Vec::new(), Vec::new(), Vec::new(), false);
    let (mut cited, mut moves) = (Vec::new(), Vec::new());
    for update in told.sent.iter().filter(|update| !update.closing) {
        let seq = update.when.seq;
        if update.far {
            far.push(seq.to_string());
            steps.push(format!("{seq} named a time later than any interval asks for: none to keep"));
            moves.push(seq);
        }
        let Some(by) = update.next.map(|next| case.rows.due(update.when.at, next)) else { continue };
        let due = by + case.profile.span(Span::PromiseGrace);
        let promised = format!("{seq} promised {}", case.clock(by));
        let came = told.heard_again(update);
        let in_time = came.is_some_and(|came| came.at <= due);
        if !in_time && (told.heard < due || case.anchors.safety) {
            open = true;
            continue;
        }
        let (came, word) = match came {
            Some(came) => {
                cited.push(came.seq);
                (format!("{} came at {}", came.seq, case.clock(came)), if in_time { "kept" } else { "late" })
            }
            None => ("nothing more came".to_string(), "not kept"),
        };
        steps.push(format!("{promised}: {came}, {word}"));
        moves.push(seq);
        match in_time {
            true => kept += 1,
            false => broken.push(format!("{promised} ({came})")),
        }
    }
    let all = kept + broken.len() + far.len();
    let draft = match curve::share(kept as u64, all as u64) {
        Some(credit) => {
            let step = format!("{kept} x {} / {all} = {credit}", curve::FULL);
            let grace = Span::PromiseGrace.as_str().to_string();
            Draft::rated("promise", credit, all).steps(steps.into_iter().chain([step])).uses([grace])
        }
        None if open => Draft::not_observed("promise", "no promised time came before the drill was over"),
        None if told.sent.iter().any(|update| update.next.is_some()) => Draft::not_applicable(
            "promise",
            "a next time was stated in last words alone, and these promise nothing",
        ),
        None => Draft::not_applicable("promise", "no next time was stated"),
    };
    let mut tail =
        if broken.is_empty() { String::new() } else { format!("; no update in time after {}", and(&broken)) };
    if !far.is_empty() {
        tail += &format!("; {} named a time later than any interval asks for", and(&far));
    }
    draft
        .cites(cited)
        .decided_by(moves)
        .says(format!("{kept} of {} kept{tail}", counted(all, "stated time was", "stated times were")))
        .rule("kept is when everybody it told hears again, up to two minutes after the stated time; a time later than any interval asks for is none to keep", Tag::H)
        .next("state a next time that can be kept, and send \"no change\" when it comes")
}

/// The share of audiences that heard anything before the limit for a first update.
fn audience(case: &Case<'_>, told: &Told<'_>) -> Draft {
    let (mut reached, mut unreached, mut cited, mut open) = (0, Vec::new(), Vec::new(), Vec::new());
    for served in &told.served {
        let Some(due) = served.first.due() else { continue };
        let first = served.got.first().map(|&n| told.sent[n].when);
        match first.filter(|when| when.at < due.limit) {
            Some(when) => {
                reached += 1;
                cited.push(when.seq);
            }
            None if due.limit <= told.heard && !case.anchors.safety => {
                unreached.push(format!("no word to {} by {}", served.owed.name, case.clock(due.limit)))
            }
            None => open.push(format!("the time for {} was not up", served.owed.name)),
        }
    }
    let all = reached + unreached.len();
    let draft = match curve::share(reached as u64, all as u64) {
        Some(credit) => {
            let step = format!("{reached} x {} / {all} = {credit}", curve::FULL);
            Draft::rated("audience", credit, all).steps([step])
        }
        None if !open.is_empty() => {
            Draft::not_observed("audience", "the drill was over before a first update's limit")
        }
        None => Draft::not_applicable("audience", "nobody is owed an update"),
    };
    let says = format!("{reached} of {} reached", counted(all, "audience was", "audiences were"));
    draft
        .within(case.declared(), case.anchors.endex)
        .decided_by(cited)
        .says(
            [says]
                .into_iter()
                .chain((!unreached.is_empty()).then(|| and(&unreached)))
                .chain(open)
                .collect::<Vec<_>>()
                .join("; "),
        )
        .uses(told.served.iter().filter_map(|served| served.first.due()).flat_map(|due| due.names()))
        .rule("every required audience, before the limit for a first update", Tag::H)
        .next("name all audiences in the first update; one post can serve several")
}

/// The last word to each audience.
fn closing(case: &Case<'_>, told: &Told<'_>) -> Draft {
    if !case.anchors.closed {
        return unclosed(case);
    }
    let (mut credits, mut says, mut moves, mut rated, mut open) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), false);
    for served in told.served.iter().filter(|served| served.owed.lapses.is_none()) {
        let last = closing_word(case, told, served);
        let verdict = case.asked(Rule::Closing, case.end(), told.heard).judge(last.map(|when| when.at));
        match verdict {
            Verdict::NotAsked => {}
            Verdict::Open(_) => open = true,
            Verdict::Rated(due, credit) => {
                credits.push(credit);
                rated.push((served.owed.name.clone(), due, last.map(|when| when.at)));
                says.push(last_word(case, &served.owed.name, last));
                moves.extend(last.map(|when| when.seq));
            }
        }
    }
    Draft::mean("closing", &credits, open, "nobody is owed an update")
        .cites([case.anchors.end.seq])
        .decided_by(moves)
        .says(and(&says))
        .dues(&rated, case)
        .next("close with a word to everyone who waited: recovered, and what may still be felt")
}

/// The drill was over, and no close stood: there was none, or the story had opened the incident again.
fn unclosed(case: &Case<'_>) -> Draft {
    let id = "closing";
    let last = case.facts.closes.last().and_then(|close| Some((close.when, close.reopened?)));
    match last {
        Some((closed, again)) => {
            let (at, open) = (case.clock(closed), case.clock(again));
            let says = format!(
                "it was closed at {at} ({}), open again at {open} ({}), and not closed since",
                closed.seq, again.seq
            );
            Draft::not_observed(id, &says).cites([closed.seq, again.seq])
        }
        None => Draft::not_observed(id, "the drill was over before the incident was closed"),
    }
}

/// The word that counts as an audience's last: the one nearest to closing of those that came no later, else the first
/// after it.
fn closing_word(case: &Case<'_>, told: &Told<'_>, served: &Served) -> Option<Moment> {
    let words = || served.got.iter().map(|&n| &told.sent[n]).filter(|update| update.closing);
    let in_time = words().map(|update| update.when).rfind(|when| when.at <= case.end());
    in_time.or_else(|| words().map(|update| update.when).next())
}

fn last_word(case: &Case<'_>, name: &str, last: Option<Moment>) -> String {
    let closed = case.anchors.end;
    match last {
        Some(when) if long(when.at, closed.at) != long(closed.at, closed.at) => {
            format!("{name} heard {} before closing ({})", case.long(when, closed), when.seq)
        }
        Some(when) if when < closed => format!("{name} heard just before closing ({})", when.seq),
        Some(when) if long(closed.at, when.at) == long(closed.at, closed.at) => {
            format!("{name} heard right after closing ({})", when.seq)
        }
        Some(when) => format!("{name} heard {} after closing ({})", case.long(closed, when), when.seq),
        None => format!("no closing word to {name} by {}", case.clock(case.anchors.endex)),
    }
}

/// Over before a first update was due is rated by nobody (2.6), and to stop early teaches nothing: where people outside
/// had heard nothing, or harm went on, that is said.
fn too_short(case: &Case<'_>, told: &Told<'_>, sheet: &mut Sheet) {
    let short: Vec<_> = told.served.iter().filter(|served| served.short).collect();
    let heard = |served: &&&Served| served.got.iter().any(|&n| case.during(told.sent[n].when));
    let unheard: Vec<_> = short.iter().filter(|served| !heard(served)).collect();
    let (end, harm) = (case.anchors.end, case.facts.harm_at(case.anchors.end));
    if short.is_empty() || unheard.is_empty() && !harm {
        return;
    }
    let over = if case.anchors.closed { "it was closed" } else { "the drill was over" };
    let over = format!("{over} at {} ({})", case.clock(end), end.seq);
    let names: Vec<_> = unheard.iter().map(|served| served.owed.name.clone()).collect();
    let all = unheard.len() == told.served.len();
    let nobody = match (all, names.is_empty()) {
        (true, _) => Some(format!("nobody outside was told before {over}")),
        (false, false) => Some(format!("no word went to {} before {over}", and(&names))),
        (false, true) => None,
    };
    let says = match nobody {
        Some(nobody) if harm => format!("{nobody}, while harm still went on"),
        Some(nobody) => nobody,
        None => format!("{over} while harm still went on"),
    };
    sheet.advise(
        "first",
        format!("{says}; the incident was too short to rate what people outside hear"),
        [end.seq],
    );
}

/// What costs nothing: posts by an expert, an estimate for customers, and "resolved" said too soon.
fn advice(case: &Case<'_>, told: &Told<'_>, sheet: &mut Sheet) {
    too_short(case, told, sheet);
    let stateless = told::stateless(case);
    if !stateless.is_empty() {
        let which: Vec<_> = stateless.iter().map(ToString::to_string).collect();
        let says = format!(
            "{} said no state and count as no update: a state begins with {}",
            and(&which),
            STATES.join(", ")
        );
        sheet.advise("first", says, stateless);
    }
    let repeated = told::repeated(case, &told.sent);
    if !repeated.is_empty() {
        let which: Vec<_> = repeated.iter().map(ToString::to_string).collect();
        let says = format!("{} said nothing new within five minutes, and count as no update", and(&which));
        sheet.advise("gaps", says, repeated);
    }
    for (update, again) in told::word_for_word(case, &told.sent) {
        let says = format!(
            "{update} said word for word what {again} had said: say what is different, or that nothing is"
        );
        sheet.advise("content", says, [again, update]);
    }
    for update in &told.sent {
        if update.far {
            let says = format!(
                "{} gave a next time later than any interval asks for: it fills no slot, and is no time to keep",
                update.when.seq
            );
            sheet.advise("promise", says, [update.when.seq]);
        }
        if update.estimate {
            let says = format!(
                "{} told customers when it will be over: an estimate that slips costs more than none; the next update's time is the promise to make",
                update.when.seq
            );
            sheet.advise("content", says, [update.when.seq]);
        }
        let holds = |role| update.by.seat().is_some_and(|seat| case.facts.holds(role, seat, update.when));
        let talks = [Role::Deputy, Role::Commander, Role::Liaison].into_iter().any(holds);
        if holds(Role::Expert) && !talks {
            let says =
                format!("{} was sent by an expert: the deputy can write while experts work", update.when.seq);
            sheet.advise("content", says, [update.when.seq]);
        }
        if update.wrong == Some(Wrongly::Marked) {
            let says = format!(
                "{} was marked as wrong by the facilitator: a correction is an update, too",
                update.when.seq
            );
            sheet.advise("content", says, [update.when.seq]);
        }
        if update.wrong == Some(Wrongly::Early) {
            let says = format!(
                "{}{TOO_SOON}{}: \"monitoring\" fits until it is over",
                update.when.seq,
                active(update)
            );
            sheet.advise("content", says, [update.when.seq]);
        }
    }
}
