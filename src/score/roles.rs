//! Roles: who leads, who helps, who was told, and whether the seat in command kept its hands off the system.

mod handover;

use std::collections::BTreeMap;

use super::card::{Finding, Gate};
use super::case::{Case, Stands, counted, grouped, long};
use super::curve;
use super::due::{Due, Verdict};
use super::evidence::{Draft, Part, Sheet, seqs};
use super::facts::{Given, Moment, Tenure};
use super::heard::quiet_command;
use super::profile::{Count, Rule, Span, Tag};
use crate::engine::event::{Seq, VacatedHow};
use crate::journal::Who;
use crate::prose::and;
use crate::scenario::id::SeatName;
use crate::scenario::words::{Role, Severity};
use crate::time::{SimDuration, SimTime};

/// The dimension.
pub(crate) fn roles(case: &Case<'_>) -> Part {
    let mut sheet = Sheet::of("roles");
    let commander = commander(case);
    // What was open when the drill was stopped for safety is held against nobody.
    let open = case.anchors.safety && matches!(commander, Verdict::Open(_));
    gate(case, &mut sheet, commander.due().filter(|_| !open));
    let draft = commander_time(case, &mut sheet, commander);
    sheet.add(draft);
    let draft = set(case, &mut sheet);
    sheet.add(draft);
    sheet.add(announced(case));
    sheet.add(separation(case));
    let draft = handover::handover(case, &mut sheet);
    sheet.add(draft);
    advice(case, &mut sheet);
    sheet.finish(case)
}

/// The roles that are needed, each from when on: by the scenario, else by the severity in force.
pub(crate) fn required(case: &Case<'_>) -> Vec<(Role, SimTime)> {
    let (start, named) = (case.declared(), &case.facts.scenario.truth.roles);
    let mut needed: Vec<(Role, SimTime)> = named.iter().map(|&role| (role, start)).collect();
    if named.is_empty() {
        let steps = std::iter::once((start, case.rows.at(start))).chain(case.rows.changes(start, case.end()));
        let roles =
            steps.flat_map(|(at, severity)| case.profile.roles(severity).iter().map(move |&role| (role, at)));
        needed.extend(roles);
    }
    needed.sort();
    needed.dedup_by_key(|(role, _)| *role);
    needed
}

/// When command was first held. At SEV3 whoever holds any role leads.
fn first_lead(case: &Case<'_>, severity: Severity) -> Option<Moment> {
    let any_role = severity > Severity::Sev2;
    let lead = |tenure: &&Tenure<'_>| any_role || tenure.role == Role::Commander;
    case.facts.tenures.iter().filter(lead).map(|tenure| tenure.from).min()
}

/// The obligation to have a commander.
fn commander(case: &Case<'_>) -> Verdict {
    if !required(case).iter().any(|&(role, _)| role == Role::Commander) {
        return Verdict::NotAsked;
    }
    let named = |severity| first_lead(case, severity).map(|when| when.at);
    let verdict = case.judge(Rule::CommanderTime, case.declared(), named(Severity::Sev1));
    match verdict.due() {
        Some(due) if !Case::grave(due.severity) => {
            case.judge(Rule::CommanderTime, case.declared(), named(due.severity))
        }
        _ => verdict,
    }
}

fn commander_time(case: &Case<'_>, sheet: &mut Sheet, verdict: Verdict) -> Draft {
    let id = "commander_time";
    let due = verdict.due();
    let draft = match verdict {
        Verdict::NotAsked => Draft::not_applicable(id, "no commander is needed at this severity"),
        Verdict::Open(due) => {
            sheet.still_open(format!("no commander yet, limit at {}", case.clock(due.limit)));
            Draft::not_observed(
                id,
                "no commander was named before the drill was over, and the limit had not passed",
            )
        }
        Verdict::Rated(due, credit) => {
            let lead = first_lead(case, due.severity).filter(|lead| case.during(*lead));
            let step = due.arithmetic(lead.map(|lead| lead.at));
            let draft = Draft::rated(id, credit, 1).says(named(case, lead, &due)).steps([step]);
            match lead {
                Some(lead) => draft.decided_by([lead.seq]),
                None => draft.undone().within(due.start, case.end()),
            }
        }
    };
    draft
        .due(due, case)
        .next("let the first who joins say \"I am commanding\" and name a deputy, before looking at anything")
}

fn named(case: &Case<'_>, lead: Option<Moment>, due: &Due) -> String {
    let Some(lead) = lead else {
        return format!("no commander between {} and {}", case.clock(due.start), case.clock(case.end()));
    };
    let tenure = case.facts.tenures.iter().find(|tenure| tenure.from == lead);
    let (seat, role) =
        tenure.map_or(("a seat", Role::Commander), |tenure| (tenure.seat.as_str(), tenure.role));
    let led = if role == Role::Commander { "had command" } else { "had the lead" };
    let when = match case.stands(due.start, lead) {
        Stands::After(after) => format!("{after} after {}", began(case, due.start)),
        Stands::AtOnce => format!("right after {}", began(case, due.start)),
        before @ Stands::Before(_) => before.to_string(),
    };
    format!("{seat} {led} from {} ({}), {when}", case.clock(lead), lead.seq)
}

/// What the clock of an obligation started from, in words.
fn began(case: &Case<'_>, start: SimTime) -> String {
    match (start == case.declared(), case.anchors.said) {
        (true, true) => "the declaration".to_string(),
        (true, false) => "the response began".to_string(),
        (false, _) => format!("it was asked for at {}", case.clock(start)),
    }
}

/// Nobody in command at SEV1 or SEV2, or not for more than a fifth of the time after the limit.
fn gate(case: &Case<'_>, sheet: &mut Sheet, due: Option<Due>) {
    let Some(due) = due.filter(|due| Case::grave(due.severity) && due.limit < case.end()) else { return };
    let gaps = case.facts.without_commander(due.limit, case.end());
    let absent: i64 = gaps.iter().map(|(from, to)| to.since(*from).ms()).sum();
    let all = case.end().since(due.limit).ms();
    if absent * i64::from(curve::FULL) > all * i64::from(case.profile.count(Count::Absent)) {
        let (limit, all_told) = (case.clock(due.limit), long(due.limit, case.end()));
        let says = match absent == all {
            true => format!("for all of the {all_told} from the limit at {limit} on"),
            false => {
                let shown = gaps.iter().fold(SimDuration::ZERO, |all, (from, to)| all + from.shown_to(*to));
                let each =
                    gaps.iter().map(|&(from, to)| format!("{} to {}", case.clock(from), case.clock(to)));
                let each = and(&each.collect::<Vec<_>>());
                format!("for {} of the {all_told} from the limit at {limit} on: {each}", shown.clock())
            }
        };
        let turns = case.facts.tenures_of(Role::Commander);
        let turns = turns.flat_map(|held| [Some(held.from), held.to].into_iter().flatten());
        let turns = turns.filter(|turn| case.during(*turn)).map(|turn| turn.seq);
        let mut cited: Vec<_> =
            [case.anchors.declared.seq, case.anchors.end.seq].into_iter().chain(turns).collect();
        cited.sort();
        cited.dedup();
        sheet.explain(Gate::NoCommander, says, cited);
        sheet.gate(Gate::NoCommander);
    }
}

/// The other roles: mean over those that are needed.
fn set(case: &Case<'_>, sheet: &mut Sheet) -> Draft {
    if case.facts.alone() {
        return Draft::not_applicable("set", "a team of one holds every role");
    }
    // In a team of two or three, commander and deputy may be one seat; commander and expert never.
    let small = case.facts.team() <= 3;
    let (mut credits, mut says, mut moves, mut rated, mut open) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), false);
    for (role, from) in required(case).into_iter().filter(|&(role, _)| role != Role::Commander) {
        let held = case.facts.first_held(role, small && role != Role::Expert);
        let verdict = case.judge(Rule::RoleSet, from, held.map(|held| held.at));
        match verdict {
            Verdict::NotAsked => {}
            Verdict::Open(due) => {
                open = true;
                sheet.still_open(format!("no {role} yet, limit at {}", case.clock(due.limit)));
            }
            Verdict::Rated(due, credit) => {
                credits.push(credit);
                moves.extend(held.map(|held| held.seq));
                let done = held.filter(|held| case.during(*held)).map(|held| held.at);
                rated.push((role.to_string(), due, done));
                says.push(filled(case, role, held, &due));
            }
        }
    }
    Draft::mean("set", &credits, open, "no other role is needed at this severity")
        .within(case.declared(), case.end())
        .decided_by(moves)
        .says(and(&says))
        .dues(&rated, case)
        .next("name the deputy and one expert in the same breath as the commander")
}

fn filled(case: &Case<'_>, role: Role, held: Option<Moment>, due: &Due) -> String {
    match held.filter(|held| case.during(*held)) {
        Some(held) => format!("{role} named {} ({})", case.stands(due.start, held), held.seq),
        None => match case.facts.first_held(role, true).filter(|held| case.during(*held)) {
            Some(both) => {
                format!("{role} held by the commander's own seat ({}), and by nobody else", both.seq)
            }
            None => format!("no {role} between {} and {}", case.clock(due.start), case.clock(case.end())),
        },
    }
}

/// When an assignment was said to everybody.
pub(crate) fn told(case: &Case<'_>, given: &Given<'_>) -> Option<Moment> {
    let mut later = case.facts.announced.iter().copied().filter(|said| said.seq > given.when.seq);
    if given.announced { Some(given.when) } else { later.next() }
}

fn announced(case: &Case<'_>) -> Draft {
    let id = "announced";
    if case.facts.alone() {
        return Draft::not_applicable(id, "a team of one has nobody to tell");
    }
    let (mut credits, mut moves, mut late, mut rated, mut open) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), false);
    for given in case.facts.given.iter().filter(|given| case.during(given.when)) {
        let told = told(case, given).filter(|told| case.during(*told));
        let verdict = case.judge(Rule::Announced, given.when.at, told.map(|told| told.at));
        match verdict {
            Verdict::NotAsked => continue,
            Verdict::Open(_) => open = true,
            Verdict::Rated(due, credit) => {
                credits.push(credit);
                let of = format!("{} {} ({})", given.role, given.seat, given.when.seq);
                rated.push((of, due, told.map(|told| told.at)));
                late.extend((credit < curve::FULL).then(|| untold(case, given, told)));
            }
        }
        moves.extend([Some(given.when.seq), told.map(|told| told.seq)].into_iter().flatten());
    }
    let none = "no role was given at a severity that asks for an announcement";
    let all = format!("{} announced in time", counted(credits.len(), "assignment was", "assignments were"));
    Draft::mean(id, &credits, open, none)
        .decided_by(moves)
        .finds(Finding::each_or(grouped(late), all))
        .dues(&rated, case)
        .next("say every new role to everybody at once: `roles` and `take` do, `assign` needs `announce`")
}

fn untold(case: &Case<'_>, given: &Given<'_>, told: Option<Moment>) -> (String, String) {
    let how = match told {
        Some(told) => format!("had an announcement only {} later", case.long(given.when, told)),
        None => "had no announcement".to_string(),
    };
    (format!("{} {} ({})", given.role, given.seat, given.when.seq), how)
}

/// Looks and changes made by the seat in command, or by one that laid command down with nobody to take it.
fn hands_on(case: &Case<'_>) -> Vec<(Moment, SeatName)> {
    let mine = case.facts.hands_on.iter().filter(|(when, _)| case.during(*when));
    let mine = mine.filter_map(|&(when, by)| Some((when, by.seat()?)));
    mine.filter(|&(when, seat)| answerable(case, when) == Some(seat))
        .map(|(when, seat)| (when, seat.clone()))
        .collect()
}

/// The seat that has command, or laid it down without a handover while nobody has it.
fn answerable<'a>(case: &Case<'a>, when: Moment) -> Option<&'a SeatName> {
    let stepped_down = |tenure: &&Tenure<'_>| tenure.to.is_some_and(|to| to <= when);
    let last = || case.facts.tenures_of(Role::Commander).filter(stepped_down).max_by_key(|tenure| tenure.to);
    let laid_down =
        || last().filter(|tenure| tenure.left == Some(VacatedHow::Vacated)).map(|tenure| tenure.seat);
    case.facts.commander(when).or_else(laid_down)
}

fn separation(case: &Case<'_>) -> Draft {
    let id = "separation";
    if case.facts.alone() {
        return Draft::not_applicable(id, "a team of one commands and works");
    }
    let Some(first) = case.facts.tenures_of(Role::Commander).find(|tenure| case.during(tenure.from)) else {
        return Draft::not_applicable(id, "nobody held command");
    };
    let slips = hands_on(case);
    let cost = case.profile.count(Count::HandsOn);
    let credit = curve::less(cost.saturating_mul(u32::try_from(slips.len()).unwrap_or(u32::MAX)));
    let seats = case.facts.tenures_of(Role::Commander).map(|tenure| tenure.seat);
    Draft::rated(id, credit, slips.len())
        .cites([first.from.seq])
        .cites(slips.iter().map(|(when, _)| when.seq))
        .decided_by(seats.filter_map(|seat| played(case, seat)))
        .within(first.from.at, case.end())
        .finds(slipped(case, first, &slips))
        .rule(format!("each look or change by the seat in command costs {} %", cost / 100), Tag::H)
        .uses([Count::HandsOn.as_str().to_string()])
        .steps([format!("{} - {} x {cost}, not under 0 = {credit}", curve::FULL, slips.len())])
        .next(
            "the seat in command asks \"what does it show?\" and gives the look to an expert with a time box",
        )
}

/// One move that shows who plays a seat: a person's, if there is any.
fn played(case: &Case<'_>, seat: &SeatName) -> Option<Seq> {
    let person = |seq: &Seq| case.facts.who(*seq) == Who::Person;
    let mut moves = case.facts.moves_of(seat).map(|done| done.when.seq);
    let first = moves.next()?;
    Some(if person(&first) { first } else { moves.find(person).unwrap_or(first) })
}

fn slipped(case: &Case<'_>, first: &Tenure<'_>, slips: &[(Moment, SeatName)]) -> Vec<Finding> {
    let mut seats: Vec<(&SeatName, Vec<String>)> = Vec::new();
    for (when, seat) in slips {
        let place = format!("{} ({})", case.clock(*when), when.seq);
        match seats.iter_mut().find(|(known, _)| *known == seat) {
            Some((_, places)) => places.push(place),
            None => seats.push((seat, vec![place])),
        }
    }
    let each: Vec<_> = seats.iter().map(|(seat, places)| slips_of(seat, places)).collect();
    let (from, to) = (case.clock(first.from), case.clock(case.end()));
    Finding::each_or(each, format!("command stayed off the system from {from} to {to}"))
}

/// "day-lead, in command, looked or changed something itself twice: 41:06 (#323) and 46:10 (#335)".
fn slips_of(seat: &SeatName, places: &[String]) -> String {
    let how_often = match places.len() {
        1 => "at".to_string(),
        2 => "twice:".to_string(),
        n => format!("{n} times:"),
    };
    format!("{seat}, in command, looked or changed something itself {how_often} {}", and(places))
}

/// What costs nothing: long command, many changes of command, many direct reports.
fn advice(case: &Case<'_>, sheet: &mut Sheet) {
    long_command(case, sheet);
    many_changes(case, sheet);
    many_reports(case, sheet);
    time_calls(case, sheet);
    quiet_command(case, sheet);
}

/// The deputy keeps the time for everybody: whoever says nothing for long calls none.
fn time_calls(case: &Case<'_>, sheet: &mut Sheet) {
    let Some(row) = case.profile.row(Rule::TimeCall, case.worst()) else { return };
    let held = case.facts.tenures_of(Role::Deputy).filter(|held| case.during(held.from));
    let silences = held.flat_map(|held| {
        let over = held.to.filter(|&to| case.during(to)).unwrap_or(case.anchors.end);
        let own = case.facts.moves_of(held.seat).map(|done| done.when);
        let own = own.filter(|&when| held.from < when && when < over);
        let all: Vec<_> = std::iter::once(held.from).chain(own).chain([over]).collect();
        all.windows(2).map(|pair| (held.seat, pair[0], pair[1])).collect::<Vec<_>>()
    });
    let long = |&(_, from, to): &(&SeatName, Moment, Moment)| to.at.since(from.at);
    let Some((seat, from, to)) = silences.max_by_key(long).filter(|longest| long(longest) > row.target)
    else {
        return;
    };
    let says = format!(
        "{seat}, as deputy, said nothing between {} and {}: a call of the time every {} (\"ten minutes since the \
         roll-back\") keeps boxes, promises and the next look in mind",
        case.clock(from),
        case.clock(to),
        row.target
    );
    sheet.advise("time_calls", says, [from.seq, to.seq]);
}

fn long_command(case: &Case<'_>, sheet: &mut Sheet) {
    let Some(row) = case.profile.row(Rule::CommandLength, case.worst()) else { return };
    for tenure in case.facts.tenures_of(Role::Commander) {
        let to = tenure.to.map_or(case.end(), |to| to.at.min(case.end()));
        let length = to.since(tenure.from.at);
        if length >= row.target {
            let word = if length >= row.limit { "too long for one seat" } else { "time to plan a handover" };
            let says = format!("{} held command for {}: {word}", tenure.seat, long(tenure.from.at, to));
            sheet.advise("handover", says, [tenure.from.seq]);
        }
    }
}

fn many_changes(case: &Case<'_>, sheet: &mut Sheet) {
    let mut held: Vec<_> =
        case.facts.tenures_of(Role::Commander).filter(|tenure| case.during(tenure.from)).collect();
    held.dedup_by_key(|tenure| tenure.seat);
    let (most, within) = (case.profile.count(Count::CommandChanges), case.profile.span(Span::CommandChanges));
    let run = usize::try_from(most).unwrap_or(usize::MAX).saturating_add(1);
    let changes: Vec<_> = held.iter().skip(1).map(|tenure| tenure.from).collect();
    if let Some(many) = changes.windows(run).find(|run| run[run.len() - 1].at.since(run[0].at) <= within) {
        let says =
            format!("command changed {} times in {}", many.len(), long(many[0].at, many[many.len() - 1].at));
        sheet.advise("commander_time", says, seqs(many.iter().copied()));
    }
}

/// Seats that report to command at one moment: those with another role, and those with an open task.
fn many_reports(case: &Case<'_>, sheet: &mut Sheet) {
    let begins = case.facts.tenures.iter().map(|tenure| tenure.from);
    let moments =
        begins.chain(case.facts.tasks.iter().map(|task| task.when)).filter(|when| case.during(*when));
    let Some((reports, when)) =
        moments.map(|when| (reports(case, when), when)).max_by_key(|(all, _)| all.len())
    else {
        return;
    };
    let (few, many) =
        (case.profile.count(Count::Reports) as usize, case.profile.count(Count::ManyReports) as usize);
    if reports.len() >= few {
        let flag = if reports.len() >= many { ", far more than one seat can lead" } else { "" };
        let says = format!(
            "{} seats worked for command directly at {}{flag}: a sub-team with a lead helps",
            reports.len(),
            case.clock(when)
        );
        let mut cited: Vec<_> = reports.into_values().collect();
        cited.sort();
        sheet.advise("set", says, cited);
    }
}

/// Each with the event that made it one.
fn reports<'a>(case: &Case<'a>, when: Moment) -> BTreeMap<&'a SeatName, Seq> {
    let Some(commander) = case.facts.commander(when) else { return BTreeMap::new() };
    let holds = |tenure: &&Tenure<'a>| tenure.role != Role::Commander && tenure.covers(when);
    let roles = case.facts.tenures.iter().filter(holds).map(|tenure| (tenure.seat, tenure.from.seq));
    let tasks = case.facts.tasks.iter().filter(|task| task.when <= when && case.facts.is_open(task, when));
    let all = tasks.filter_map(|task| Some((task.seat?, task.when.seq))).chain(roles);
    all.filter(|&(seat, _)| seat != commander).collect()
}
