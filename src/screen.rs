//! What a screen shows of a drill: a view in lines of text. Pure: where the lines go is the shell's business.

pub mod board;
pub mod desk;
mod now;

use crate::engine::Session;
use crate::engine::event::{Event, EventKind, Seq};
use crate::engine::tell::Told;
use crate::engine::view::{View, Viewer};
use crate::moves::{FACILITATORS, MOVES, MoveHelp, Named, Names, Offer, TOOLS, example};
use crate::prose::shown;
use crate::scenario::id::{ActionId, SeatId};
use crate::time::SimTime;

/// How lines are written.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Columns to fill at most.
    pub width: usize,
    /// Whether to colour by channel; a word always stands beside the colour.
    pub colour: bool,
    /// For screen readers: a fact is one line, and nothing on the screen is drawn twice.
    pub plain: bool,
}

/// Where the words of a line begin.
const INDENT: usize = 14;
/// What is always there.
const ALSO: &str =
    "also: hint, status, who, feed, actions, card SEAT, as SEAT, wait, help MOVE, help all, pause, end";
/// A move and what it does stand in one line up to so many columns.
const ONE_LINE: usize = 76;
/// An example of more is shown without what it says.
const SHORT: usize = 40;
/// Screens that are narrower have no room for columns.
const NARROW: usize = 60;

/// An event as this viewer's screen shows it; several lines where it is long.
#[must_use]
pub fn event_lines(view: View<'_>, event: &Event, style: Style) -> Option<String> {
    let told = view.told(event)?;
    let clock = crate::engine::decide::story_clock(view_scenario(view), event.at);
    let late =
        event.said.map_or(String::new(), |said| format!(" (said {} earlier)", event.at.since(said).clock()));
    let place = place(view, event).map_or(String::new(), |place| format!(" ({place})"));
    let body = format!("{}{late}{place}", shown(&words(&told)));
    if style.plain {
        let label = Some(label(told.channel)).filter(|label| !label.is_empty());
        let label = label.map_or(String::new(), |label| format!("{label}, "));
        return Some(format!("{clock} {label}{}", body.replace('\n', " ")));
    }
    let label = label(told.channel);
    let head = match style.width {
        narrow if narrow < NARROW && label.is_empty() => format!("{clock} "),
        narrow if narrow < NARROW => format!("{clock} {label} "),
        _ => format!("{clock} {label:<7} "),
    };
    Some(paint(&told, &wrapped(&head, &body, style.width), style))
}

/// Where what was said stands in the journal, for who may mark it as wrong.
fn place(view: View<'_>, event: &Event) -> Option<Seq> {
    let said = matches!(
        event.kind,
        EventKind::StatementMade { .. } | EventKind::Updated { .. } | EventKind::HandoverOffered { .. }
    );
    (said && view.viewer() == Viewer::Facilitator).then_some(event.seq)
}

fn view_scenario(view: View<'_>) -> &crate::scenario::Scenario {
    view.public()
}

/// The word beside the colour.
fn label(channel: &str) -> String {
    match channel {
        "pager" => "PAGE".into(),
        "status-page" => "STATUS".into(),
        "social-media" => "SOCIAL".into(),
        "executive" => "EXEC".into(),
        "call" => String::new(),
        other => other.to_uppercase(),
    }
}

fn words(told: &Told) -> String {
    let heard_by = match (told.channel, told.to.is_empty()) {
        ("pager", _) if is_page(told) => String::new(),
        ("call" | "card" | "story" | "tool" | "clock", _) | (_, true) => String::new(),
        _ => format!(" (to {})", told.to.join(", ")),
    };
    match (&told.from, told.channel) {
        (Some(on), "card") => format!("{}: {on}: {}", told.to.join(", "), told.text),
        (Some(title), "story") => format!("{title}. {}", told.text),
        (Some(from), "pager") if is_page(told) => format!("{from} sent {}", told.text),
        (Some(from), _) => format!("{from}{heard_by}: {}", told.text),
        (None, _) => format!("{}{heard_by}", told.text),
    }
}

/// Whether it is a page with its number; what a voice sends to a pager has none.
fn is_page(told: &Told) -> bool {
    let number = told.text.strip_prefix("page ").and_then(|rest| rest.split(',').next());
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// A head and its words, the following lines under the words.
fn wrapped(head: &str, body: &str, width: usize) -> String {
    let under = " ".repeat(if width < NARROW { 4 } else { INDENT });
    let options = lines(width).initial_indent(head).subsequent_indent(&under);
    body.lines().map(|line| textwrap::fill(line, &options)).collect::<Vec<_>>().join("\n")
}

/// Lines of so many columns, broken at spaces alone: a name in two halves can't be typed again.
#[must_use]
pub fn lines<'a>(width: usize) -> textwrap::Options<'a> {
    textwrap::Options::new(width.max(20))
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
}

fn paint(told: &Told, text: &str, style: Style) -> String {
    if !style.colour {
        return text.to_string();
    }
    let colour = match told.channel {
        "pager" => "1;31",
        "card" | "truth" | "desk" => "35",
        "clock" | "tool" => "2",
        "call" => return text.to_string(),
        "story" => "1",
        // Who may be put off, who should not be, and who can be read by everybody.
        "executive" => "1;33",
        "social-media" | "status-page" => "33",
        "phone" | "support" | "vendor" => "32",
        "email" | "ticket" => "34",
        _ => "36",
    };
    format!("\x1b[{colour}m{text}\x1b[0m")
}

/// The prompt: both clocks and what matters, the most important first, for a narrow screen shows no more.
#[must_use]
pub fn prompt(view: View<'_>, now: SimTime, me: Option<SeatId>) -> String {
    let scenario = view.public();
    let clock = crate::engine::decide::story_clock(scenario, now);
    let mut parts = Vec::new();
    if view.is_paused() {
        parts.push("PAUSED".to_string());
    }
    parts.extend(desk::talk(view));
    let pages: Vec<String> = view.open_pages().iter().map(|(n, _)| n.to_string()).collect();
    match view.severity() {
        Some(severity) => parts.push(format!("{}{}", severity.label(), command_in_short(view))),
        None if pages.is_empty() => parts.push("no incident yet".to_string()),
        None => {}
    }
    if !pages.is_empty() {
        parts.push(format!("page {} open", pages.join(" ")));
    }
    // On a seat's own screen everybody knows whose it is.
    if let (Some(me), Viewer::Table | Viewer::Facilitator) = (me, view.viewer()) {
        parts.push(format!("as {}", me.n() + 1));
    }
    if let Some(due) = view.update_due() {
        let left = due.since(now).ms();
        parts.push(if left < 0 { "update overdue".into() } else { format!("update {}m", left / 60_000) });
    }
    parts.extend(desk::prompt(view));
    match view.open_tasks().len() {
        0 => {}
        1 => parts.push("1 task".into()),
        n => parts.push(format!("{n} tasks")),
    }
    format!("{clock} +{} {} > ", now.since(SimTime::START).clock(), parts.join(", "))
}

fn command_in_short(view: View<'_>) -> String {
    if view.is_closed() {
        return " CLOSED".to_string();
    }
    let commander =
        view.holders().into_iter().find(|held| held.role == crate::scenario::words::Role::Commander);
    commander.map_or(" no commander".to_string(), |held| format!(" cmd {}", held.seat.n() + 1))
}

/// What is open, in lines.
#[must_use]
pub fn status(view: View<'_>) -> Vec<String> {
    status_of(view, &[])
}

/// The same, with the people beside their seats as far as they gave their names.
#[must_use]
pub fn status_of(view: View<'_>, people: &[(SeatId, String)]) -> Vec<String> {
    let scenario = view.public();
    let mut lines = Vec::new();
    let severity = view.severity().map_or("no incident declared", |severity| severity.label());
    let closed = if view.is_closed() { ", closed" } else { "" };
    let paused = if view.is_paused() { "PAUSED, " } else { "" };
    lines.push(format!(
        "{} (+{})  {paused}{severity}{closed}",
        view.clock(),
        view.now().since(SimTime::START).clock()
    ));
    lines.extend(who(view, people));
    // What is late stands among what is open.
    if let Some(next) = view.next_update().filter(|next| next.due >= view.now()) {
        let clock = crate::engine::decide::story_clock(scenario, next.due);
        lines.push(format!("next update due by {clock}, to {}", view.told_next()));
    }
    if let Some(at) = view.plan_until().filter(|&at| at >= view.now() && !view.is_closed()) {
        lines
            .push(format!("by the plan, look again at {}", crate::engine::decide::story_clock(scenario, at)));
    }
    lines.extend(poll(view));
    let mut open: Vec<String> = Vec::new();
    for line in view.still_open() {
        // What was done twice is said once.
        if !open.contains(&line) {
            open.push(line);
        }
    }
    let waits = view.after_the_close();
    if open.is_empty() && waits.is_none() {
        lines.push("nothing is open".to_string());
    }
    lines.extend(open);
    lines.extend(waits);
    lines.extend(desk::standing(view));
    lines
}

/// The poll that is open: of what, since when, and who has spoken up.
fn poll(view: View<'_>) -> Option<String> {
    let poll = view.open_poll()?;
    let what = poll.action.map_or(poll.text.as_str(), |id| view.public().actions.name(id).as_str());
    let since = crate::engine::decide::story_clock(view.public(), poll.at);
    let said = match poll.objections {
        0 => "nobody has objected".to_string(),
        1 => "one objection".to_string(),
        n => format!("{n} objections"),
    };
    Some(format!("a poll on `{what}` is open since {since}: {said}; `decide` settles it"))
}

/// Who holds what, and who is in the call; people by name where they gave one.
#[must_use]
pub fn who(view: View<'_>, people: &[(SeatId, String)]) -> Vec<String> {
    let scenario = view.public();
    scenario
        .seats
        .iter()
        .map(|(id, seat)| {
            let roles: Vec<String> = view
                .holders()
                .into_iter()
                .filter(|held| held.seat == id)
                .map(|held| {
                    let of = held
                        .system
                        .map_or(String::new(), |of| format!(" for {}", scenario.components.name(of)));
                    let said = if held.announced { "" } else { " (not announced)" };
                    format!("{}{of}{said}", held.role)
                })
                .collect();
            let here = match (view.has_joined(id), view.chair(id)) {
                (true, None) => "in the call".to_string(),
                (true, Some(chair)) => format!("in the call ({chair})"),
                (false, None) => "not in the call".to_string(),
                (false, Some("empty")) => "empty, nobody will answer".to_string(),
                (false, Some(chair)) => format!("not in the call ({chair})"),
            };
            let team = scenario.organisation.teams.name(seat.team);
            let roles = if roles.is_empty() { String::new() } else { format!(", {}", roles.join(", ")) };
            let names: Vec<&str> =
                people.iter().filter(|(seat, _)| *seat == id).map(|(_, name)| name.as_str()).collect();
            let names = if names.is_empty() { String::new() } else { format!(" {}", names.join(", ")) };
            format!("{} {}{names} ({team}): {here}{roles}", id.n() + 1, scenario.seats.name(id))
        })
        .collect()
}

/// A seat's card: who you are, what you know, what you can do.
#[must_use]
pub fn card(view: View<'_>, seat: SeatId) -> Vec<String> {
    let scenario = view.public();
    let place = &scenario.seats[seat];
    let team = &scenario.organisation.teams[place.team];
    let level = place.level.map_or(String::new(), |level| format!(", on call at level {level}"));
    let mut lines = vec![format!("You are {} of {}{level}.", scenario.seats.name(seat), team.name)];
    if let Some(knows) = view.knows(seat) {
        lines.push(format!("You know: {knows}"));
    }
    lines.extend(actions(view, seat));
    lines
}

/// What a seat has been answered so far: for its card.
#[must_use]
pub fn answers(session: &Session, seat: SeatId, events: &[Event]) -> Vec<String> {
    let scenario = session.scenario();
    let me = scenario.seats.name(seat);
    let mine =
        |event: &&Event| matches!(&event.kind, EventKind::Answered { to, .. } if to.seat() == Some(me));
    let line = |event: &Event| {
        let told = session.view(Viewer::Seat(seat)).told(event)?;
        let on = told.from.unwrap_or_default();
        Some(format!("{} {on}: {}", crate::engine::decide::story_clock(scenario, event.at), told.text))
    };
    events.iter().filter(mine).filter_map(line).collect()
}

/// What a seat can do, in lines.
#[must_use]
pub fn actions(view: View<'_>, seat: SeatId) -> Vec<String> {
    let scenario = view.public();
    let can = view.actions(seat);
    // As it is typed: on a shared screen with the seat in front.
    let by = match view.viewer() {
        Viewer::Seat(_) => String::new(),
        Viewer::Table | Viewer::Facilitator => format!("{} ", seat.n() + 1),
    };
    if can.is_empty() {
        return vec![format!(
            "{} can do nothing to the system itself; it can `{by}look SIGNAL`, `{by}ask WHOM \"...\"`, `{by}update \
             AUDIENCE` and `{by}say \"...\"`.",
            scenario.seats.name(seat)
        )];
    }
    let line = |id: &ActionId| {
        let action = &scenario.actions[*id];
        let say = action.say.first().map_or(String::new(), |say| format!(": {say}"));
        let takes = if action.takes.ms() > 0 { format!(", takes {}", action.takes) } else { String::new() };
        let risky = if action.risk.is_some() { ", risky: poll first" } else { "" };
        format!(
            "  `{by}do {}`{say} (on {}{takes}{risky})",
            scenario.actions.name(*id),
            scenario.components.name(action.on)
        )
    };
    let mut lines = vec![format!("{} can:", scenario.seats.name(seat))];
    lines.extend(can.iter().map(line));
    lines
}

/// What the seat of this screen can do; on a shared screen every action, and whose it is.
#[must_use]
pub fn actions_of(view: View<'_>, me: Option<SeatId>) -> Vec<String> {
    let Some(me) = me else { return everybodys_actions(view) };
    actions(view, me)
}

fn everybodys_actions(view: View<'_>) -> Vec<String> {
    let scenario = view.public();
    let who = |action| {
        let can = scenario.seats.ids().filter(|&seat| view.actions(seat).contains(&action));
        can.map(|seat| (seat.n() + 1).to_string()).collect::<Vec<_>>().join(",")
    };
    let can: Vec<_> =
        scenario.actions.ids().map(|id| (id, who(id))).filter(|(_, who)| !who.is_empty()).collect();
    let name = |id: ActionId| scenario.actions.name(id).as_str();
    let widest = |of: &dyn Fn(&(ActionId, String)) -> usize| can.iter().map(of).max().unwrap_or(0);
    let (seats, names) = (widest(&|(_, who)| who.len()), widest(&|(id, _)| name(*id).len()));
    can.iter()
        .map(|(id, who)| format!("do {:<names$}  by {who:<seats$}  {}", name(*id), about(view, *id)))
        .collect()
}

/// An action in a few words: what it is called, how long it takes, whether it is risky.
fn about(view: View<'_>, id: ActionId) -> String {
    let action = &view.public().actions[id];
    let mut parts: Vec<String> = action.say.first().cloned().into_iter().collect();
    if action.takes.ms() > 0 {
        parts.push(action.takes.to_string());
    }
    if action.risk.is_some() {
        parts.push("risky: poll first".to_string());
    }
    parts.join(", ")
}

/// A move's usage, all of them, or those that make sense now.
#[must_use]
pub fn help(view: View<'_>, word: Option<&str>) -> Vec<String> {
    help_having_heard(view, None, word)
}

/// The same at a screen that was told these events: of what can be looked at it lists what has come up in the story.
#[must_use]
pub fn help_having_heard(view: View<'_>, heard: Option<&[Event]>, word: Option<&str>) -> Vec<String> {
    let me = match view.viewer() {
        Viewer::Seat(seat) => Some(seat),
        Viewer::Table | Viewer::Facilitator => None,
    };
    let theirs: &[MoveHelp] = if view.viewer() == Viewer::Facilitator { FACILITATORS } else { &[] };
    match word {
        Some("all") => {
            let all = theirs.iter().chain(MOVES.iter().filter(|m| !theirs.iter().any(|t| t.word == m.word)));
            let tools = TOOLS.iter().filter(|m| m.word != "events" || !theirs.is_empty());
            let moves = all.map(written);
            let tools = tools.map(|m| format!("{}   {}", written(m), m.says));
            moves.chain(std::iter::once("for the tool:".to_string())).chain(tools).collect()
        }
        Some(word) => {
            let known = theirs.iter().chain(MOVES).find(|m| m.word == word);
            let tool = TOOLS.iter().find(|m| m.word == word);
            let of_tool = |m: &MoveHelp| vec![written(m), m.says.to_string()];
            let lines = known.map_or_else(|| tool.map_or(Vec::new(), of_tool), |m| one(view, me, heard, m));
            match lines.is_empty() {
                true if FACILITATORS.iter().any(|m| m.word == word) => {
                    vec![format!("`{word}` is a move of the facilitator's, who runs the drill")]
                }
                true => match crate::moves::meant(word) {
                    Some(meant) => vec![format!("no move `{word}`; did you mean `help {meant}`?")],
                    None => vec![format!("no move `{word}`; `help all` lists them")],
                },
                false => lines,
            }
        }
        None if view.viewer() == Viewer::Facilitator => facilitators(view),
        None => sensible(view, me),
    }
}

/// A move or a word for the tool as it is typed.
fn written(about: &MoveHelp) -> String {
    format!("{} {}", about.word, about.usage).trim_end().to_string()
}

/// One move: how it is written, what it does, and the names that it takes in this story.
fn one(view: View<'_>, me: Option<SeatId>, heard: Option<&[Event]>, about: &MoveHelp) -> Vec<String> {
    let mut lines = vec![
        written(about),
        about.says.to_string(),
        format!("for example: {}", example(view, me, about.word)),
    ];
    match about.word {
        "do" | "undo" | "poll" | "decide" => lines.push("`actions` says what each of them is".to_string()),
        "take" => {
            lines.push("a page that was not yours: `ack take`; a task or an offer: `accept`".to_string())
        }
        "ack" => lines
            .push("several seats at once: `2,3 ack`, or `all ack` for everybody who has a page".to_string()),
        "page" => lines.push("several at once: `page 2,3 why=\"...\"`, or `page all`".to_string()),
        _ => {}
    }
    let all = Names::of(view, me);
    let all = match heard {
        Some(events) => all.hearing(view, events),
        None => all,
    };
    let named = all.named(about.word);
    lines.extend(named.iter().map(names));
    lines.extend(all.others(about.word).map(String::from));
    if !named.is_empty() {
        lines.push("at a prompt, Tab completes them".to_string());
    }
    lines
}

/// `seats: 1 primary, 2 secondary`, and severities with what they mean.
fn names(named: &Named) -> String {
    let name = |(n, offer): (usize, &Offer)| match named.what {
        "seats" => format!("{} {}", n + 1, offer.text),
        "severities" | "open pages" | "open tasks" => format!("{} ({})", offer.text, offer.says),
        _ => offer.text.clone(),
    };
    let names: Vec<String> = named.names.iter().enumerate().map(name).collect();
    format!("{}: {}", named.what, names.join(", "))
}

/// What most likely comes next, in half a line: the first that `help` has.
#[must_use]
pub fn next_move(view: View<'_>) -> Option<String> {
    let lines = help(view, None);
    let first = lines.first()?;
    let below = lines.get(1).and_then(|line| line.strip_prefix("    "));
    let of_move = first.split_once("   ").or(below.map(|says| (first.as_str(), says)));
    Some(match of_move {
        // What it would say is asked for, or stands in `help statement`.
        Some((example, says)) => {
            let whole = example.chars().count() <= SHORT;
            let words = example.split_whitespace().take(if whole { usize::MAX } else { 2 });
            format!("likely next: `{}` ({says})", words.collect::<Vec<_>>().join(" "))
        }
        None => first.split(". ").next().unwrap_or_default().to_string(),
    })
}

/// What who runs the drill might do now, at most eight lines.
fn facilitators(view: View<'_>) -> Vec<String> {
    let line = |word: &str| {
        let known = FACILITATORS.iter().find(|m| m.word == word);
        known.map(|m| format!("{}   {}", example(view, None, word), m.says))
    };
    let mut lines = vec![
        "events   the event list: what is next, in your hand, waiting, came".to_string(),
        "status   how the table stands: signals, who is silent, what is expected, the end".to_string(),
    ];
    lines.extend(["inject", "nudge", "hint", "voice", "observe"].iter().filter_map(|word| line(word)));
    let here = view.first_here(|_| true).map_or(1, |seat| seat.n() + 1);
    lines.push(format!(
        "also: skip, mark, jump, talk, force, vacate, pause, resume, bookmark, end; `{here} ack` is seat {here}'s; help \
         MOVE, help all"
    ));
    lines
}

/// The moves that make sense now, at most eight.
fn sensible(view: View<'_>, me: Option<SeatId>) -> Vec<String> {
    let mut words: Vec<&str> = Vec::new();
    let pages = view.open_pages();
    let mine = |seat: SeatId| me.is_none_or(|me| me == seat || !view.sits(seat));
    let in_call = match me {
        Some(me) => view.has_joined(me),
        None => view.public().seats.ids().any(|seat| view.has_joined(seat)),
    };
    // What rings at somebody else's seat is theirs, as long as somebody sits there.
    if pages.iter().any(|(_, group)| !in_call || group.to.iter().any(|&seat| mine(seat))) {
        words.push("ack");
    }
    if !in_call {
        // From outside the call nothing else can be done.
        let mut lines = vec![match words.is_empty() {
            true if me.is_some() => {
                "nothing has called you yet: wait for your pager (`wait next`, where the clock does not run by \
                 itself). Meanwhile: `card` says who you are and what you can do, `who` who else is there, `help all` \
                 the moves; `hint` says more"
                    .to_string()
            }
            true => "wait for the first page, or `look` if somebody has noticed something. Meanwhile: `card SEAT` says \
                     what a seat knows and can do, `who` who is there, `help all` the moves"
                .to_string(),
            false => format!("{}   whoever has been paged answers first", example(view, me, "ack")),
        }];
        lines.push(ALSO.to_string());
        return lines;
    }
    words.extend((!view.offered().is_empty()).then_some("accept"));
    match view.severity() {
        _ if view.is_closed() => words.extend(now::after_the_close(view)),
        None => words.extend(now::before_an_incident(view)),
        Some(_) => words.extend(now::in_an_incident(view, me)),
    }
    // Work is done by who can do it.
    let can = me.is_none_or(|me| !view.actions(me).is_empty());
    words.retain(|word| can || *word != "do");
    let mut lines: Vec<String> = words
        .iter()
        .filter_map(|word| MOVES.iter().find(|m| m.word == *word))
        .take(8)
        .flat_map(|m| {
            let more = if m.word == "do" { "; `actions` lists what" } else { "" };
            with_example(&example(view, me, m.word), &format!("{}{more}", m.says))
        })
        .collect();
    lines.push(ALSO.to_string());
    lines
}

/// An example and what it does: in one line, or where that would be too long, below each other.
fn with_example(example: &str, says: &str) -> Vec<String> {
    let line = format!("{example}   {says}");
    if line.chars().count() <= ONE_LINE {
        vec![line]
    } else {
        vec![example.to_string(), format!("    {says}")]
    }
}

/// The session's view for a screen of a seat, or of the table.
#[must_use]
pub fn viewer(seat: Option<SeatId>) -> Viewer {
    seat.map_or(Viewer::Table, Viewer::Seat)
}

/// The story so far as this screen was told it: the last `most` entries.
#[must_use]
pub fn feed(session: &Session, who: Viewer, events: &[Event], style: Style, most: usize) -> Vec<String> {
    let view = session.view(who);
    // What was turned down was answered at once, and is nobody's business any more but the facilitator's.
    let refused = |event: &&Event| matches!(event.kind, EventKind::Refused { .. });
    let events = events.iter().filter(|event| who == Viewer::Facilitator || !refused(event));
    let lines: Vec<String> = events.filter_map(|event| event_lines(view, event, style)).collect();
    lines[lines.len().saturating_sub(most)..].to_vec()
}
