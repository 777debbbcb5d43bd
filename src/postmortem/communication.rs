//! Who was told what, how long it was quiet, and which promised times were kept.

use super::chart::{Chart, Drawing, Lane, Mark, Stretch, Tone};
use super::drill::{Drill, between};
use super::outline::{Fill, Line, Row, Section};
use crate::engine::event::{Event, EventKind, Seq, Slot};
use crate::moves::STATES;
use crate::prose::{and, capital, count, inside, or, quote, spell};
use crate::scenario::id::AudienceName;
use crate::scenario::model::RequiredAudience;
use crate::scenario::words::AudienceKind;
use crate::score::card::Remark;
use crate::score::profile::Rule;
use crate::score::{TOO_SOON, WORDLESS, counts_as_update};
use crate::time::{SimDuration, SimTime};

/// A promised time is kept if the next update comes at most so much later.
const GRACE: SimDuration = SimDuration::from_mins(2);

/// An update.
struct Told<'a> {
    at: SimTime,
    seq: Seq,
    by: &'a str,
    audiences: &'a [AudienceName],
    slots: [(&'static str, &'a Slot); 4],
    next_ms: Option<SimDuration>,
}

impl Told<'_> {
    /// It says how things stand.
    fn has_state(&self) -> bool {
        counts_as_update(self.slots[0].1.as_deref())
    }
}

/// Whom somebody had to tell, or did: the audiences that serve, under one name.
struct Reached<'a> {
    name: String,
    audiences: Vec<&'a AudienceName>,
    asked: bool,
}

/// How the rows' promises add up, where one was made to several.
fn shared(told: &[Told<'_>]) -> Option<String> {
    let several = told.iter().any(|told| told.next_ms.is_some() && told.audiences.len() > 1);
    several
        .then(|| "A time that was promised to several stands in the row of each; it counts once.".to_string())
}

/// Section 7: communication.
pub(super) fn communication(drill: &Drill<'_>) -> Section {
    let (all, mut told) = (told(drill), told(drill));
    let before = std::iter::once(None).chain(all.iter().map(Some));
    let updates: Vec<Row> =
        all.iter().zip(before).map(|(told, before)| update_row(drill, told, before)).collect();
    // One count, the score's: a report never tells two.
    told.retain(|told| drill.card.updates().contains(&told.seq));
    let audiences = reached(drill, &told);
    let reached: Vec<Row> = audiences.iter().map(|reached| reached_row(drill, reached, &told)).collect();
    let section = Section::new("7", "communication", "Communication", Fill::Auto);
    let section = match count(told.len(), "update") {
        _ if all.is_empty() => section.line(Line::new("No update went out.", [])),
        _ if told.is_empty() => section.line(Line::new("No update that counts went out.", [])),
        updates => section.text(format!("{} went out.", crate::prose::capital(&updates))),
    };
    let section = too_soon(drill).fold(section, |section, remark| {
        section.line(Line::new(format!("{}.", remark.says), remark.evidence.clone()))
    });
    let stateless = all.iter().filter(|told| !told.has_state()).count();
    let others = all.len() - told.len() - stateless.min(all.len() - told.len());
    let no_update = |n: usize, why: &str, because: String| {
        let counts = if n == 1 { "counts" } else { "count" };
        format!("{} {why}, and {counts} as no update{because}.", capital(&count(n, "post")))
    };
    let states = || format!(": a state begins with {}", or(&STATES));
    let section = match stateless {
        0 => section,
        n => section.text(no_update(n, "said no state", states())),
    };
    let section = match others {
        0 => section,
        n => section.text(match wordless(drill) {
            Some(remark) => format!("{}.", capital(&remark.says)),
            None => no_update(
                n,
                "said again what had just been said, or went to those who work on it alone",
                String::new(),
            ),
        }),
    };
    let section = section.chart(picture(drill, &audiences, &told)).table(
        &["audience", "asked for", "updates", "first after declaring", "longest silence", "promised times"],
        reached,
    );
    let section = shared(&told).into_iter().fold(section, Section::text);
    section.table(&["when", "from", "to", "what was said"], updates)
}

/// What the card says of updates that said it was over while it was not: to say so tells nobody where things stand.
fn too_soon<'a>(drill: &Drill<'a>) -> impl Iterator<Item = &'a Remark> {
    let resolved = |remark: &&Remark| remark.about == "updates/content" && remark.says.contains(TOO_SOON);
    drill.card.advice.iter().filter(resolved)
}

/// What the card says where all that was typed is made of a handful of words.
fn wordless<'a>(drill: &Drill<'a>) -> Option<&'a Remark> {
    let about = format!("updates/{WORDLESS}");
    drill.card.advice.iter().find(|remark| remark.about == about)
}

/// How the picture is read.
const LEGEND: &str = "A circle is an update, a diamond the time promised for the next one. What is hatched lasted longer \
                      than that, or than the rule asks where nothing was promised.";

/// The silences of each audience, and the times that were promised.
fn picture(drill: &Drill<'_>, audiences: &[Reached<'_>], told: &[Told<'_>]) -> Option<Chart> {
    let (declared, _, _) = drill.declared()?;
    let lanes: Vec<Lane> =
        audiences.iter().map(|reached| lane(drill, reached, declared.at, declared.seq, told)).collect();
    // Who heard the same was left alone for as long.
    let mut said: Vec<(Vec<String>, String)> = Vec::new();
    for lane in &lanes {
        let late = lane.stretches.iter().filter(|gap| gap.tone == Tone::Late).count();
        let gaps: Vec<&str> = lane.stretches.iter().map(|gap| gap.label.as_str()).collect();
        let late = match late {
            0 => String::new(),
            _ if gaps.len() == 1 => " (too long)".to_string(),
            late => format!(" ({late} of them too long)"),
        };
        let silences = if gaps.len() == 1 { "a silence" } else { "silences" };
        let (name, silences) = (capital(&lane.name), format!("{silences} of {}{late}", and(&gaps)));
        match said.iter_mut().find(|(_, known)| *known == silences) {
            Some((names, _)) => names.push(name),
            None => said.push((vec![name], silences)),
        }
    }
    let said = said.iter().map(|(names, silences)| format!("{}: {silences}", names.join("; ")));
    let says = format!("From the declaration on. {}.", said.collect::<Vec<_>>().join(". "));
    let any = !lanes.is_empty();
    let drawing = Drawing::Lanes { bands: Vec::new(), lanes };
    any.then(|| {
        Chart::new(drill, "updates", "Silences, and what was promised", drawing).says(says).legend(LEGEND)
    })
}

fn lane(drill: &Drill<'_>, reached: &Reached<'_>, declared: SimTime, by: Seq, told: &[Told<'_>]) -> Lane {
    let over = drill.over();
    let mut lane = Lane { name: reached.name.clone(), stretches: Vec::new(), marks: Vec::new() };
    let asked =
        |rule| drill.profile.and_then(|profile| profile.row(rule, drill.card.severity)).map(|row| row.target);
    let (mut from, mut promised, mut seq) = (declared, None, by);
    let mut rule = asked(Rule::FirstUpdate);
    let mine = told.iter().filter(|told| told.audiences.iter().any(|a| reached.audiences.contains(&a)));
    for update in mine {
        let until = update.at.min(over);
        lane.stretches.extend(gap(
            drill,
            from,
            until,
            promised,
            rule.filter(|_| reached.asked),
            [seq, update.seq],
        ));
        let mark = |at, sign: &str, text| Mark { at, sign: sign.into(), text, evidence: vec![update.seq] };
        let said = format!("update at {}", drill.clock(update.at));
        lane.marks.push(mark(update.at, "", said));
        promised = update.next_ms.map(|ms| drill.jumps.due(update.at, ms));
        let due = promised.filter(|&due| due <= drill.end());
        lane.marks.extend(due.map(|due| mark(due, "◇", format!("promised for {}", drill.clock(due)))));
        (from, seq, rule) = (from.max(update.at), update.seq, asked(Rule::Gap));
    }
    lane.stretches.extend(gap(drill, from, over, promised, rule.filter(|_| reached.asked), [seq, seq]));
    lane
}

/// A silence; it is late if it outlasted what was promised when it began, or the rule where nothing was promised.
fn gap(
    drill: &Drill<'_>,
    from: SimTime,
    to: SimTime,
    promised: Option<SimTime>,
    rule: Option<SimDuration>,
    evidence: [Seq; 2],
) -> Option<Stretch> {
    let due = promised.map(|promised| promised + GRACE).or(rule.map(|rule| drill.jumps.due(from, rule)));
    let late = due.is_some_and(|due| due < to);
    let mut evidence = evidence.to_vec();
    evidence.dedup();
    let label = spell(drill.took(from, to)) + &left_out(drill, from, to);
    let tone = if late { Tone::Late } else { Tone::Plain };
    (from < to).then_some(Stretch { from, to, label, tone, evidence })
}

/// " (jumped 20 min left out)", where two times are further apart than the length between them says.
fn left_out(drill: &Drill<'_>, from: SimTime, to: SimTime) -> String {
    let out = between(from, to).ms() - drill.took(from, to).ms();
    match SimDuration::from_ms(out) {
        out if out > SimDuration::ZERO => format!(" (jumped {} left out)", spell(out)),
        _ => String::new(),
    }
}

fn told<'a>(drill: &Drill<'a>) -> Vec<Told<'a>> {
    let told = |event: &'a Event| {
        let EventKind::Updated { audiences, state, impact, doing, next, next_ms } = &event.kind else {
            return None;
        };
        Some(Told {
            at: event.counts_at(),
            seq: event.seq,
            by: event.by.as_str(),
            audiences,
            slots: [("state", state), ("impact", impact), ("doing", doing), ("next", next)],
            next_ms: *next_ms,
        })
    };
    let mut all: Vec<Told<'a>> = drill.events().filter_map(told).collect();
    // What was typed later stands where it was said.
    all.sort_by_key(|told| (told.at, told.seq));
    all
}

fn update_row(drill: &Drill<'_>, told: &Told<'_>, before: Option<&Told<'_>>) -> Row {
    let to: Vec<String> = told.audiences.iter().map(|audience| drill.audience(audience)).collect();
    let to = match before {
        Some(before) if to.len() > 1 && before.audiences == told.audiences => "the same".to_string(),
        // A name may have a comma in it.
        _ if to.iter().any(|name| name.contains(',')) => to.join("; "),
        _ => and(&to),
    };
    let said = told
        .slots
        .iter()
        .filter_map(|(name, slot)| slot.as_ref().map(|text| format!("{name}: {}", quote(text))));
    let mut said = said.collect::<Vec<_>>().join("; ");
    if too_soon(drill).any(|remark| remark.evidence.contains(&told.seq)) {
        said.push_str("; it was not over");
    }
    Row::new(vec![drill.stamp(told.at), told.by.to_string(), to, said], [told.seq]).telling([told.seq])
}

/// Whom the rules ask to be told at this severity, then whoever was told besides.
fn reached<'a>(drill: &Drill<'a>, told: &[Told<'a>]) -> Vec<Reached<'a>> {
    let names = &drill.scenario.organisation.audiences;
    let required = drill.scenario.required_audiences(drill.card.severity);
    // An audience asked for by name serves its kind as well.
    let named = |id| required.iter().any(|other| other.kind.is_none() && other.any.contains(&id));
    let needed = |other: &&RequiredAudience| other.kind.is_none() || !other.any.iter().any(|&id| named(id));
    let mut all: Vec<Reached<'a>> = required
        .iter()
        .filter(needed)
        .map(|required| Reached {
            name: required_name(drill, required),
            audiences: required.any.iter().map(|&id| names.name(id)).collect(),
            asked: true,
        })
        .collect();
    for audience in told.iter().flat_map(|told| told.audiences) {
        if !all.iter().any(|reached| reached.audiences.contains(&audience)) {
            all.push(Reached { name: drill.audience(audience), audiences: vec![audience], asked: false });
        }
    }
    all
}

fn required_name(drill: &Drill<'_>, required: &RequiredAudience) -> String {
    let names: Vec<String> =
        required.any.iter().map(|&id| inside(&drill.scenario.organisation.audiences[id].name)).collect();
    let kind = match required.kind {
        None => return names.join(" or "),
        Some(AudienceKind::Customers) => "customers",
        Some(AudienceKind::Stakeholders) => "stakeholders",
        Some(AudienceKind::Team) => "the team",
    };
    let names = names.join(" or ");
    if names.eq_ignore_ascii_case(kind) { names } else { format!("{kind} ({names})") }
}

fn reached_row(drill: &Drill<'_>, reached: &Reached<'_>, told: &[Told<'_>]) -> Row {
    let mine: Vec<&Told<'_>> =
        told.iter().filter(|told| told.audiences.iter().any(|a| reached.audiences.contains(&a))).collect();
    let first = mine.first().map_or("-".to_string(), |first| first_after(drill, first.at));
    let cells = vec![
        reached.name.clone(),
        if reached.asked { "yes" } else { "no" }.to_string(),
        mine.len().to_string(),
        first,
        silence(drill, &mine),
        promises(drill, reached, &mine),
    ];
    Row::new(cells, mine.iter().map(|told| told.seq))
}

fn first_after(drill: &Drill<'_>, first: SimTime) -> String {
    // Silences are counted up to the close: what came later is longer than any of them.
    let closed = drill.closed().map(|(closed, _)| closed.at).filter(|&closed| closed < first);
    match drill.declared() {
        None => drill.stamp(first),
        Some((declared, _, _)) if first < declared.at => "told before it was declared".to_string(),
        Some((declared, _, _)) if drill.took(declared.at, first) == SimDuration::ZERO => {
            "at once".to_string()
        }
        Some((declared, _, _)) => {
            let after = spell(drill.took(declared.at, first));
            closed.map_or(after.clone(), |closed| {
                format!("{after}, {} after the close", spell(drill.took(closed, first)))
            })
        }
    }
}

/// The longest time without a word, from the declaration on.
fn silence(drill: &Drill<'_>, told: &[&Told<'_>]) -> String {
    let Some((declared, _, _)) = drill.declared() else { return "-".to_string() };
    let over = drill.over();
    let mut times = vec![declared.at];
    times.extend(told.iter().map(|told| told.at).filter(|&at| declared.at < at && at < over));
    times.push(over);
    let longest = times.windows(2).max_by_key(|pair| drill.took(pair[0], pair[1]));
    longest.map_or("-".to_string(), |pair| {
        let length = spell(drill.took(pair[0], pair[1]));
        let (from, to) = (drill.clock(pair[0]), drill.clock(pair[1]));
        format!("{length}, {from} to {to}{}", left_out(drill, pair[0], pair[1]))
    })
}

/// How many of the stated next times were kept, of those that the score judges: what a last word says of a next time is
/// nobody's promise.
fn promises(drill: &Drill<'_>, reached: &Reached<'_>, told: &[&Told<'_>]) -> String {
    let (mut made, mut kept) = (0, 0);
    for (n, update) in told.iter().enumerate() {
        let judged = drill.card.promises().contains(&update.seq);
        let Some(due) = update.next_ms.map(|ms| drill.jumps.due(update.at, ms) + GRACE).filter(|_| judged)
        else {
            continue;
        };
        // Each that was promised to has to hear again: another of the same kind doesn't stand for it.
        let heard = |to: &AudienceName| {
            told[n + 1..].iter().any(|next| next.at <= due && next.audiences.contains(to))
        };
        let mut mine = update.audiences.iter().filter(|to| reached.audiences.contains(to));
        made += 1;
        kept += usize::from(mine.all(heard));
    }
    if made == 0 { "none stated".to_string() } else { format!("{kept} of {made} kept") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postmortem::play::{card, whole};

    #[test]
    fn silences_and_promises_are_counted_up_to_the_close() {
        let play = whole();
        let card = card();
        let drill = Drill::new(&play.scenario, &play.records, &card);
        let told = told(&drill);
        let all: Vec<&Told<'_>> = told.iter().collect();
        // Told at 3:20 and 13:20, closed at 14:00; the first promised 20 minutes, the second lay behind the end.
        assert_eq!(silence(&drill, &all), "10 min, 18:03 to 18:13");
        let theirs = &reached(&drill, &told)[0];
        assert_eq!(promises(&drill, theirs, &all), "1 of 1 kept");
        assert_eq!(silence(&drill, &[]), "11 min 50 s, 18:02 to 18:14");
        assert_eq!(promises(&drill, theirs, &[]), "none stated");
    }

    #[test]
    fn an_audience_asked_for_by_name_serves_its_kind() {
        let mut play = whole();
        std::sync::Arc::make_mut(&mut play.scenario).truth.audiences =
            vec![crate::scenario::id::AudienceId::new(0)];
        let card = card();
        let drill = Drill::new(&play.scenario, &play.records, &card);
        let names: Vec<String> = reached(&drill, &[]).into_iter().map(|reached| reached.name).collect();
        assert_eq!(names, ["stakeholders (Executives)", "Customers"]);
    }
}
