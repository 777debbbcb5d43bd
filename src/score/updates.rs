//! Update cadence: people outside hear early, regularly, with content, and that it is over.

mod advice;
mod content;
mod gaps;
pub(crate) mod told;

use advice::advice;
pub(crate) use content::TOO_SOON;
use content::content;
use gaps::gaps;
use told::{Sent, Served, Told};

use super::card::{Finding, Gate};
use super::case::{Case, Stands, counted, long};
use super::curve;
use super::due::{NOT_ASKED, Verdict};
use super::evidence::{Draft, Held, Part, Sheet};
use super::facts::Moment;
use super::profile::{Rule, Span, Tag};
use crate::engine::event::Seq;
use crate::journal::words::Handful;
use crate::prose::{and, quote};
use crate::time::SimTime;

/// The dimension.
pub(crate) fn updates(case: &Case<'_>, told: &Told<'_>) -> Part {
    let mut sheet = Sheet::of("updates");
    let silent = silent(case, told);
    if silent {
        sheet.worth_nothing();
        if Case::grave(case.worst()) {
            let (from, to) = (case.anchors.declared, case.anchors.end);
            let wordless = wordless(case).map_or(String::new(), |(says, _)| format!("; {says}"));
            let (since, until) = (case.clock(from), case.clock(to));
            let (none, why) = (told::none(case), told::none_because(case));
            let says = format!("{none} between {since} and {until}{why}{wordless}");
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
    let draft = closing(case, told, &mut sheet);
    sheet.add(draft);
    advice(case, told, &mut sheet);
    if let Some((says, posts)) = wordless(case) {
        sheet.advise(WORDLESS, says, posts);
    }
    sheet.finish(case)
}

/// Nothing was ever sent, and the incident was closed or a first update's limit passed.
fn silent(case: &Case<'_>, told: &Told<'_>) -> bool {
    let passed = |served: &Served| matches!(served.first, Verdict::Rated(..));
    let owed = !told.served.is_empty();
    told.sent.is_empty() && owed && (case.anchors.closed || told.served.iter().any(passed))
}

/// What a remark is about, where all that was typed in a drill is made of a handful of words.
pub(crate) const WORDLESS: &str = "wordless";

/// Why what went out is no update, and what did: all that was typed in the drill is made of a handful of words.
fn wordless(case: &Case<'_>) -> Option<(String, Vec<Seq>)> {
    let handful = case.handful()?;
    let posts: Vec<Seq> = case.facts.posts.iter().map(|post| post.when.seq).collect();
    let which: Vec<String> = posts.iter().map(ToString::to_string).collect();
    let made = match handful {
        Handful::Words(words) if words.is_empty() => {
            "has no word in it, or none but that nothing is known".to_string()
        }
        Handful::Words(words) => {
            let words: Vec<String> = words.iter().map(|word| quote(word)).collect();
            format!("is made of {}, and none of that is a word of the story", and(&words))
        }
        Handful::Texts(texts) => {
            let texts: Vec<String> = texts.iter().map(|text| quote(text)).collect();
            format!("is {}, each time with another number or none", and(&texts))
        }
    };
    let says = format!(
        "{} told nobody anything, and count as no update: all that was typed in this drill {made}",
        and(&which)
    );
    (!posts.is_empty()).then_some((says, posts))
}

fn open_ends(case: &Case<'_>, sheet: &mut Sheet, served: &Served) {
    let asked = !served.short && served.owed.lapses.is_none();
    if let (Verdict::Open(due), true) = (served.first, asked) {
        sheet.still_open(format!(
            "{} to {} yet, limit at {}",
            told::none(case),
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
    let sent = told.sent.first().map(|sent| sent.when.seq);
    let open = open && told.served.iter().any(|served| matches!(served.first, Verdict::Open(_)));
    if open {
        return Draft::not_observed("first", "no update was due before the drill was over").cites(sent);
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
    Draft::not_applicable("first", &said).cites(sent)
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
            "{} to {name} between {} and the end at {}",
            told::none(case),
            case.clock(opens),
            case.clock(case.anchors.endex)
        ),
    }
}

/// The update that follows each change of severity and each piece of news.
fn change(case: &Case<'_>, told: &Told<'_>) -> Draft {
    let (mut credits, mut says, mut cited, mut moves, mut rated, mut open) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new(), false);
    let mut none = "no change of severity and no news";
    let mut later = Vec::new();
    for event in changes(case) {
        // The words of before tell nobody what changed.
        let mut new = told.sent.iter().filter(|update| update.again.is_none()).map(|update| update.when);
        let followed = new.find(|&when| event < when);
        let start = event.at.max(case.declared());
        let verdict = case.asked(Rule::Change, start, told.heard).judge(followed.map(|when| when.at));
        match verdict {
            Verdict::NotAsked => {
                none = NOT_ASKED;
                continue;
            }
            Verdict::Open(_) => open = true,
            Verdict::Rated(due, credit) => {
                credits.push(credit);
                let came = followed.map(|when| when.at).filter(|&at| at <= told.heard);
                let since = if event.at < start { " (since the declaration)" } else { "" };
                rated.push((format!("{}{since}", event.seq), due, came));
                match followed {
                    _ if credit == curve::FULL => {}
                    Some(next) => later.push((event, start, next)),
                    None => says.push(format!(
                        "{} after {} at {}",
                        told::none(case),
                        event.seq,
                        case.clock(event)
                    )),
                }
                moves.extend(followed.map(|when| when.seq));
            }
        }
        cited.push(event.seq);
    }
    let all = format!("an update followed {} in time", counted(credits.len(), "change", "changes"));
    says.splice(
        0..0,
        (!later.is_empty()).then(|| format!("the next update came {}", and(&late(case, &later)))),
    );
    Draft::mean("change", &credits, open, none)
        .cites(cited)
        .decided_by(moves)
        .finds(Finding::each_or(says, all))
        .dues(&rated, case)
        .next("when something changes, tell people before the next planned update")
}

fn changes(case: &Case<'_>) -> Vec<Moment> {
    let all = case.changes().into_iter().chain(case.facts.news.iter().copied());
    let mut changes: Vec<_> = all.filter(|when| case.during(*when)).collect();
    changes.sort();
    changes
}

/// So many are told one by one; of more, those before one update together.
const ONE_BY_ONE: usize = 3;

/// What had to wait for the next update, with when it began to and that update.
fn late(case: &Case<'_>, all: &[(Moment, SimTime, Moment)]) -> Vec<String> {
    if all.len() <= ONE_BY_ONE {
        return all.iter().map(|&(event, start, next)| next_after(case, event, start, next)).collect();
    }
    let by_update = all.chunk_by(|one, other| one.2 == other.2);
    let told = |some: &[(Moment, SimTime, Moment)]| {
        let &[(event, start, next), .., (_, last, _)] = some else {
            return some.iter().map(|&(event, start, next)| next_after(case, event, start, next)).collect();
        };
        let waited = [last, start].map(|from| case.long(from, next));
        let after = some.iter().map(|(event, ..)| event.seq.to_string()).collect::<Vec<_>>();
        let early = if event.at < start {
            format!("; for {} from the declaration", event.seq)
        } else {
            String::new()
        };
        format!("{} to {} after {} ({}{early})", waited[0], waited[1], and(&after), next.seq)
    };
    by_update.map(told).collect()
}

/// "14:44 after #41 (#119)": no rule can tell what the next update was about.
fn next_after(case: &Case<'_>, event: Moment, start: SimTime, next: Moment) -> String {
    let (seq, by) = (event.seq, next.seq);
    if event.at < start {
        return format!("{} after the declaration for {seq} ({by})", case.long(start, next));
    }
    format!("{} after {seq} ({by})", case.long(event, next))
}

/// The share of stated next times that were kept, with two minutes' grace.
fn promise(case: &Case<'_>, told: &Told<'_>) -> Draft {
    let (mut kept, mut broken, mut far, mut steps, mut open) = (0, Vec::new(), Vec::new(), Vec::new(), false);
    let mut moves = Vec::new();
    let audiences = &case.facts.scenario.organisation.audiences;
    // After the last word nothing need come; what was followed by another before the close was not the last.
    let last =
        |update: &Sent<'_>| update.closing && told.heard_again(update).is_none_or(|came| !case.during(came));
    for update in told.sent.iter().filter(|update| !last(update)) {
        let seq = update.when.seq;
        if update.far {
            far.push(seq.to_string());
            steps.push(format!("{seq} named a time later than any interval asks for: none to keep"));
            moves.push(seq);
        }
        let Some(by) = update.next.map(|next| case.rows.due(update.when.at, next)) else { continue };
        let due = by + case.profile.span(Span::PromiseGrace);
        let whom = told.left_waiting(update, due).map(|id| audiences.name(id).to_string());
        let whom: Vec<String> = whom.collect();
        let some = (whom.len() < update.to.len()).then(|| format!(" to {}", and(&whom)));
        let some = some.filter(|_| !whom.is_empty()).unwrap_or_default();
        let promised = format!("{seq} promised {}{some}", case.clock(by));
        let came = told.heard_again(update);
        let in_time = came.is_some_and(|came| came.at <= due);
        if !in_time && (told.heard < due || case.anchors.safety) {
            open = true;
            continue;
        }
        let (came, word) = match came {
            Some(came) => {
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
            "a next time was stated in closing updates alone, and after those nothing need come",
        ),
        None => Draft::not_applicable("promise", "no next time was stated"),
    };
    let mut tail =
        if broken.is_empty() { String::new() } else { format!("; no update in time after {}", and(&broken)) };
    if !far.is_empty() {
        tail += &format!("; {} named a time later than any interval asks for", and(&far));
    }
    draft
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
                let (name, by) = (&served.owed.name, case.clock(due.limit));
                unreached.push(format!("no word to {name} by {by}"))
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
    let by = match unreached.len() {
        0 | 1 => ", the limit for a first update",
        _ => ", the limits for a first update",
    };
    draft
        .within(case.declared(), case.anchors.endex)
        .decided_by(cited)
        .finds(
            [Finding::well(says)]
                .into_iter()
                .chain((!unreached.is_empty()).then(|| Finding::hard(and(&unreached) + by)))
                .chain(open.into_iter().map(Finding::well))
                .collect(),
        )
        .uses(told.served.iter().filter_map(|served| served.first.due()).flat_map(|due| due.names()))
        .rule("every required audience, before the limit for a first update", Tag::H)
        .next("name all audiences in the first update; one post can serve several")
}

/// The last word to each audience.
fn closing(case: &Case<'_>, told: &Told<'_>, sheet: &mut Sheet) -> Draft {
    if !case.anchors.closed {
        return unclosed(case);
    }
    let (mut credits, mut says, mut moves, mut rated, mut open) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), false);
    let mut waiting = Vec::new();
    for served in told.served.iter().filter(|served| served.owed.lapses.is_none()) {
        let last = closing_word(case, told, served);
        let verdict = case.asked(Rule::Closing, case.end(), told.heard).judge(last.map(|when| when.at));
        match verdict {
            Verdict::NotAsked => {}
            Verdict::Open(due) => {
                open = true;
                waiting.push(served.owed.name.clone());
                // Who never heard anything is told of already.
                if !served.got.is_empty() {
                    let limit = case.clock(due.limit);
                    sheet
                        .still_open(format!("no closing word to {} yet, limit at {limit}", served.owed.name));
                }
            }
            Verdict::Rated(due, credit) => {
                credits.push(credit);
                rated.push((served.owed.name.clone(), due, last.map(|when| when.at)));
                says.push(last_word(case, &served.owed.name, last));
                moves.extend(last.map(|when| when.seq));
            }
        }
    }
    Draft::mean("closing", &credits, open, "nobody is owed an update")
        .unseen(&format!(
            "it was closed at {} ({}) without a closing word to {}, and the drill was over before the time for one was up",
            case.clock(case.anchors.end),
            case.anchors.end.seq,
            and(&waiting)
        ))
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
