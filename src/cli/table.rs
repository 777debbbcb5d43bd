//! Before the clock and after it, at a terminal: the opening, and the card at the end.

use std::io::BufRead;
use std::sync::mpsc::Receiver;

use super::args::StoreArg;
use super::exit::{Answer, Done, Failed, print};
use super::{score, stored};
use crate::engine::Session;
use crate::engine::event::{Event, EventKind, Header, Mode};
use crate::engine::view::Viewer;
use crate::journal::Record;
use crate::moves::{FACILITATORS, MOVES, TOOLS, Tool, What, parse};
use crate::pace::Pace;
use crate::scenario::Scenario;
use crate::scenario::id::SeatId;
use crate::score::card::Scorecard;
use crate::screen::Style;

/// What came of the opening.
pub(super) enum Opening {
    /// `start`: with these seats filled, some of them by stand-ins.
    Start {
        /// All that are filled.
        filled: Vec<SeatId>,
        /// Those that stand-ins play.
        stand_ins: Vec<SeatId>,
        /// Who said their name for a seat.
        names: Vec<(SeatId, String)>,
    },
    /// The table went away.
    Left,
}

/// The ground rules, in the order in which they matter.
const RULES: &str = "This is SIMULATED: nothing outside this window is touched. It is blameless: how the response runs is \
rated, and nobody is. `pause` stops the clock for everyone, `end` ends the drill, and anyone may say so.";

/// One more at a table.
const TABLE_RULE: &str = " One person types, and it is not the commander: heads up, talk to each other. Fewer people than \
seats? One of you speaks for two; the seat's number comes first: `2 ack`.";

/// What who runs the drill knows before the clock.
const FACILITATORS_RULE: &str = "You run this drill: this screen shows everything, so keep it to yourself (the room looks at \
`sandtable board`). What you type bare is yours: `events` is the event list, `status` how the table stands, `help` what makes \
sense now. What a seat does begins with the seat: `1 ack`.";

/// What a guided drill is.
const GUIDED: &str = "Guided: when a step waits, the tool asks about it by itself; `hint` asks for more.";

/// How time passes where it does not pass by itself.
const STEPPED: &str = "The clock stands until you move it: `wait 2m`, or `wait next` for the next news.";

/// Everything off the screen, and what was scrolled away as well: a card is nobody else's.
const CLEAR: &str = "\x1b[H\x1b[2J\x1b[3J";

/// What may be typed before the clock.
fn choices(lobby: &Lobby<'_>) -> String {
    let seat = match lobby.me {
        Some(_) => "`card` shows your card;",
        None if lobby.who == Viewer::Facilitator => {
            "`2` empties or fills seat 2; `card 2` shows a card, `events` the event list, `events ID` one in full;"
        }
        None => "`2` empties or fills seat 2, `2 ana` says who sits there; `card 2` shows a card;",
    };
    format!("Enter or `start` starts the clock; {seat} `quit` leaves.")
}

/// Whose screen it is, and who sits where, before the clock.
pub(super) struct Lobby<'a> {
    pub(super) scenario: &'a Scenario,
    /// The seats that are filled.
    pub(super) filled: Vec<SeatId>,
    /// Those of them that stand-ins play.
    pub(super) stand_ins: Vec<SeatId>,
    /// The seat whose own screen it is.
    pub(super) me: Option<SeatId>,
    /// Who said their name for a seat.
    pub(super) names: Vec<(SeatId, String)>,
    pub(super) who: Viewer,
    pub(super) seed: u64,
    pub(super) style: Style,
    pub(super) mode: Mode,
    pub(super) pace: Pace,
}

/// Opens with the clock stopped: the story, who sits where, the ground rules.
pub(super) fn open_table(mut lobby: Lobby<'_>, sentence: Option<&str>) -> Result<Opening, Failed> {
    let Lobby { scenario, me, who, style, seed, .. } = lobby;
    let bold = |text: &str| if style.colour { format!("\x1b[1m{text}\x1b[0m") } else { text.to_string() };
    let starts = scenario.starts.format("%a %d %b %H:%M");
    let pace = lobby.pace;
    let (title, how) = (crate::prose::shown(&scenario.title), format!("{starts}   pace {pace}, seed {seed}"));
    // A title, and below it how it is played, where one line has no room for both.
    let wide = title.chars().count() + how.chars().count() + 16 > style.width;
    let between = if wide { "\n" } else { "   " };
    print(&format!("{}  {title}{between}{how}\n\n", bold(" SIMULATED ")))?;
    let rules = format!("{RULES}{}", if who == Viewer::Table { TABLE_RULE } else { "" });
    print(&format!("{}\n\n{}\n\n", wrap(&scenario.story), wrap(&rules)))?;
    if who == Viewer::Facilitator {
        print(&format!("{}\n\n", wrap(FACILITATORS_RULE)))?;
    }
    if let Some(me) = me {
        let view_of_me =
            scenario.seats[me].knows.as_deref().map_or(String::new(), |knows| format!(" You know: {knows}"));
        print(&format!("{}\n", wrap(&format!("You are {}.{view_of_me}", scenario.seats.name(me)))))?;
    }
    if let Some(helps) = helps(&lobby) {
        print(&format!("{}\n", wrap(&helps)))?;
    }
    if let Some(sentence) = sentence {
        print(&format!(
            "{}\n\n",
            wrap(&format!("After the last drill you said: {}", crate::prose::quote(sentence)))
        ))?;
    }
    seats(&lobby)?;
    if let Some(others) = others(&lobby) {
        print(&format!("{}\n", wrap(&others)))?;
    }
    print(&format!("{}\n", wrap(&choices(&lobby))))?;
    let mut card = Shown::Nothing;
    let mut lines = std::io::stdin().lock().lines();
    while let Some(Ok(line)) = next_line(&mut lines)? {
        let word = line.trim();
        if let (Shown::Waits(seat), "") = (card, word) {
            card_of(scenario, seat)?;
            card = Shown::Nothing;
            if !style.plain {
                print("  (Enter puts it away)\n")?;
                card = Shown::Card;
            }
            continue;
        }
        if std::mem::replace(&mut card, Shown::Nothing) == Shown::Card {
            print(CLEAR)?;
            if word.is_empty() {
                seats(&lobby)?;
                print(&format!("{}\n", wrap(&choices(&lobby))))?;
                continue;
            }
        }
        let of_card = word.strip_prefix("card").filter(|rest| rest.is_empty() || rest.starts_with(' '));
        match (word, of_card) {
            (said, _) if said.is_empty() || said.eq_ignore_ascii_case("start") => {
                let Lobby { filled, stand_ins, mut names, .. } = lobby;
                names.retain(|(seat, _)| filled.contains(seat) && !stand_ins.contains(seat));
                return Ok(Opening::Start { filled, stand_ins, names });
            }
            ("help" | "?", _) => print(&format!("{}\n", wrap(&choices(&lobby))))?,
            ("events", _) if lobby.who == Viewer::Facilitator => event_list(scenario, None)?,
            (said, _) if lobby.who == Viewer::Facilitator && said.starts_with("events ") => {
                event_list(scenario, said.split_whitespace().nth(1))?;
            }
            ("quit" | "end" | "exit", _) => return Ok(Opening::Left),
            (_, Some(seat)) => card = ask_for_card(&lobby, seat.trim())?,
            _ => toggle(&mut lobby, word)?,
        }
    }
    Ok(Opening::Left)
}

/// A line, behind a sign that one may be typed.
fn next_line(
    lines: &mut impl Iterator<Item = std::io::Result<String>>,
) -> Result<Option<std::io::Result<String>>, Failed> {
    print("> ")?;
    Ok(lines.next())
}

/// How much the tool helps, and how time passes, where that is not as usual.
fn helps(lobby: &Lobby<'_>) -> Option<String> {
    let guided = (lobby.mode == Mode::Guided).then_some(GUIDED);
    let stepped = (lobby.pace == Pace::Stepped).then_some(STEPPED);
    let said: Vec<&str> = guided.into_iter().chain(stepped).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// A card on a screen before the clock.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// None.
    Nothing,
    /// It comes when the others look away.
    Waits(SeatId),
    /// It is there.
    Card,
}

/// Who plays beside the people of this screen, and what that means; on a seat's own also where nobody is.
fn others(lobby: &Lobby<'_>) -> Option<String> {
    let scenario = lobby.scenario;
    let names = |seats: &[SeatId]| {
        let names: Vec<&str> = seats.iter().map(|&seat| scenario.seats.name(seat).as_str()).collect();
        crate::prose::and(&names)
    };
    if lobby.me.is_none() {
        let stand_ins = names(&lobby.stand_ins);
        return (!lobby.stand_ins.is_empty()).then(|| {
            format!(
                "Stand-ins play {stand_ins}: they answer and act when they are paged, tasked or asked, and the table \
                 leads. Somebody may sit down at one of these seats: type its number."
            )
        });
    }
    let empty: Vec<SeatId> = scenario.seats.ids().filter(|seat| !lobby.filled.contains(seat)).collect();
    let mut said = Vec::new();
    if !lobby.stand_ins.is_empty() {
        said.push(format!(
            "Stand-ins play {}: they answer and act when you page, task or ask them, and you lead. `--fill none` plays \
             with empty chairs.",
            names(&lobby.stand_ins)
        ));
    }
    if !empty.is_empty() {
        said.push(format!(
            "Nobody sits at {}: no page, task or question to an empty seat is answered. What rings there you can take \
             over with `ack take`, and what is to be done there you do yourself{}.",
            names(&empty),
            if lobby.stand_ins.is_empty() { ", or start with `--fill prepared` for stand-ins" } else { "" }
        ));
    }
    (!said.is_empty()).then(|| said.join(" "))
}

/// Opens a drill that has been going on before, with its clock stopped: the last that was heard. `None` leaves it.
#[cfg(feature = "repl")]
pub(super) fn takes_up(
    session: &Session,
    who: Viewer,
    before: &[Event],
    style: Style,
) -> Result<Option<super::resume::Up>, Failed> {
    for line in crate::screen::feed(session, who, before, style, 10) {
        print(&format!("{line}\n"))?;
    }
    for line in crate::screen::status(session.view(who)) {
        let indent = crate::screen::lines(style.width).initial_indent("  ").subsequent_indent("    ");
        print(&format!("{}\n", textwrap::fill(&crate::prose::shown(&line), indent)))?;
    }
    use super::resume::Up;
    let goes_on = match session.world().paused {
        true => {
            "`resume` starts the clock; Enter goes to the prompt, and the drill stays paused; `quit` leaves."
        }
        false => "Enter or `start` starts the clock; `quit` leaves.",
    };
    let goes_on = format!("{}\n", wrap(goes_on));
    print(&goes_on)?;
    let mut lines = std::io::stdin().lock().lines();
    while let Some(Ok(line)) = next_line(&mut lines)? {
        match line.trim() {
            // In a drill that was paused, people have been told to resume.
            "" => return Ok(Some(Up::AsItStands)),
            "start" | "resume" => return Ok(Some(Up::Runs)),
            "quit" | "q" | "exit" | "end" => return Ok(None),
            "help" | "?" => print(&goes_on)?,
            other => {
                let other = crate::prose::clip(other, 40);
                let why = format!("The clock stands still, and nothing of `{other}` was done.");
                print(&format!("{}\n{goes_on}", wrap(&why)))?;
            }
        }
    }
    Ok(None)
}

fn wrap(text: &str) -> String {
    textwrap::fill(&crate::prose::shown(text), crate::screen::lines(super::terminal::width()))
}

fn seats(lobby: &Lobby<'_>) -> Result<(), Failed> {
    let scenario = lobby.scenario;
    for (id, seat) in scenario.seats.iter() {
        let team = &scenario.organisation.teams[seat.team];
        let who = match lobby.filled.contains(&id) {
            false => "empty",
            true if lobby.stand_ins.contains(&id) => "a stand-in",
            true if lobby.me == Some(id) => "you",
            true => {
                lobby.names.iter().find(|(seat, _)| *seat == id).map_or("at this table", |(_, name)| name)
            }
        };
        let level = seat.level.map_or(String::new(), |level| format!(", on call {level}"));
        let optional = if seat.optional { ", may stay empty" } else { "" };
        let line =
            format!("{} {:<16} {}{level}{optional}: {who}", id.n() + 1, scenario.seats.name(id), team.name);
        let indent =
            crate::screen::lines(super::terminal::width()).initial_indent("  ").subsequent_indent("      ");
        print(&format!("{}\n", textwrap::fill(&line, indent)))?;
    }
    Ok(())
}

/// Before the clock who runs the drill reads what is planned: all of it, or one inject in full.
fn event_list(scenario: &Scenario, said: Option<&str>) -> Result<(), Failed> {
    let lines = match said {
        None => crate::screen::desk::planned(scenario),
        Some(said) => crate::screen::desk::in_full(scenario, &said.to_lowercase()),
    };
    let indent =
        crate::screen::lines(super::terminal::width()).initial_indent("  ").subsequent_indent("      ");
    lines.iter().try_for_each(|line| print(&format!("{}\n", textwrap::fill(line, &indent))))
}

fn seat_called(scenario: &Scenario, said: &str) -> Option<SeatId> {
    let numbered = said.parse::<usize>().ok().filter(|n| (1..=scenario.seats.len()).contains(n));
    scenario.seats.find(said).or(numbered.map(|n| SeatId::new(n - 1)))
}

fn toggle(lobby: &mut Lobby<'_>, said: &str) -> Result<(), Failed> {
    let scenario = lobby.scenario;
    match parse(scenario, said, None).ok().flatten().map(|line| line.what) {
        Some(What::Tool(Tool::Who)) => return seats(lobby),
        Some(What::Tool(Tool::Help(_))) => return print(&format!("{}\n", wrap(&choices(lobby)))),
        None if !begins_as_a_move(said) => {}
        Some(What::Tool(_) | What::Move(_)) | None => {
            let said = crate::prose::clip(said, 40);
            let why = format!(
                "The drill has not begun, and nothing of `{said}` was done. Enter or `start` starts the clock."
            );
            return print(&format!("{}\n", wrap(&why)));
        }
    }
    if let Some((seat, name)) = named(lobby, said) {
        if let Err(why) = super::run::is_a_persons(&name) {
            return print(&format!("{}\n", wrap(&why)));
        }
        lobby.names.retain(|(known, _)| *known != seat);
        lobby.names.push((seat, name));
        lobby.stand_ins.retain(|stand_in| *stand_in != seat);
        if !lobby.filled.contains(&seat) {
            lobby.filled.push(seat);
            lobby.filled.sort_unstable();
        }
        seats(lobby)?;
        return match nearly_a_move(said) {
            Some(word) => print(&format!(
                "{}\n",
                wrap(&format!(
                    "`{word}` is taken for the name of somebody who sits there, for no move is made before the start; `{}` \
                     empties the seat.",
                    seat.n() + 1
                ))
            )),
            None => Ok(()),
        };
    }
    let Some(seat) = seat_called(scenario, said) else {
        let why = format!(
            "No seat and no command before the start is called `{}`; `help` lists them, `start` starts the clock.",
            crate::prose::clip(said, 40)
        );
        return print(&format!("{}\n", wrap(&why)));
    };
    if let Some(me) = lobby.me {
        let name = scenario.seats.name(me);
        let why = format!(
            "this is {name}'s own screen, and moves no other seat: nobody else can sit down here. `--table {name},{}` \
             at the start is a screen for both",
            scenario.seats.name(seat)
        );
        return print(&format!("{}\n", wrap(&why)));
    }
    // Whoever sits down at a stand-in's seat plays it.
    if let Some(at) = lobby.stand_ins.iter().position(|stand_in| *stand_in == seat) {
        lobby.stand_ins.remove(at);
        return seats(lobby);
    }
    match lobby.filled.iter().position(|held| *held == seat) {
        Some(at) => drop(lobby.filled.remove(at)),
        None => lobby.filled.push(seat),
    }
    lobby.filled.sort_unstable();
    seats(lobby)
}

/// Whether its first word is a move's, or one for the tool; behind a seat such a word may be somebody's name.
fn begins_as_a_move(said: &str) -> bool {
    let first = said.split_whitespace().next().unwrap_or_default().to_lowercase();
    [MOVES, FACILITATORS, TOOLS].into_iter().flatten().any(|help| help.word == first)
}

/// The word behind a seat that is a move's but for a slip, and was taken for a name.
fn nearly_a_move(said: &str) -> Option<&str> {
    let (_, word) = said.split_once(['=', ' '])?;
    let word = word.trim();
    let near = |name: &str| strsim::damerau_levenshtein(name, &word.to_lowercase()) <= 1 && word.len() > 2;
    [MOVES, FACILITATORS, TOOLS].into_iter().flatten().any(|help| near(help.word)).then_some(word)
}

/// `2 ana` or `2=ana`, at a table: who sits down there.
fn named(lobby: &Lobby<'_>, said: &str) -> Option<(SeatId, String)> {
    let (seat, name) = said.split_once(['=', ' ']).filter(|_| lobby.me.is_none())?;
    let name = name.trim().trim_matches('"').trim();
    // What is no letter's is a slip, and no name.
    let is_name = name.len() <= LONGEST_NAME && name.chars().any(char::is_alphabetic);
    let seat = seat_called(lobby.scenario, seat.trim()).filter(|_| is_name)?;
    Some((seat, name.to_string()))
}

/// A longer name is none.
const LONGEST_NAME: usize = 60;

/// A seat's own screen shows its own card, and at once; on a shared one the others look away first.
fn ask_for_card(lobby: &Lobby<'_>, said: &str) -> Result<Shown, Failed> {
    let scenario = lobby.scenario;
    let seat = match (seat_called(scenario, said), lobby.me) {
        (None, Some(me)) if said.is_empty() => me,
        (Some(seat), _) => seat,
        (None, _) if said.is_empty() => {
            let first = scenario.seats.names().next().unwrap_or("primary");
            return print(&format!("  whose card? `card {first}`\n")).map(|()| Shown::Nothing);
        }
        (None, _) => return print(&format!("  no seat `{said}`\n")).map(|()| Shown::Nothing),
    };
    match lobby.me {
        Some(me) if me != seat => {
            print("  that is another seat's card; `card` shows yours\n").map(|()| Shown::Nothing)
        }
        Some(_) => card_of(scenario, seat).map(|()| Shown::Nothing),
        None if lobby.who == Viewer::Facilitator => card_of(scenario, seat).map(|()| Shown::Nothing),
        None => {
            let name = scenario.seats.name(seat);
            print(&format!("  {name}'s card: the others look away. Enter shows it\n"))
                .map(|()| Shown::Waits(seat))
        }
    }
}

fn card_of(scenario: &Scenario, seat: SeatId) -> Result<(), Failed> {
    let knows = scenario.seats[seat].knows.as_deref().unwrap_or("nothing that others don't");
    let can: Vec<&str> =
        scenario.seats[seat].can.iter().map(|&id| scenario.actions.name(id).as_str()).collect();
    print(&format!("{}\n", wrap(&format!("{} knows: {knows}", scenario.seats.name(seat)))))?;
    print(&format!(
        "{}\n",
        wrap(&format!(
            "can do: {}",
            if can.is_empty() {
                "`ask`, `update`, `say`; nothing to the system itself".into()
            } else {
                can.join(", ")
            }
        ))
    ))
}

/// The end: what happened, then a silent look at oneself, and only then how it went. Who reads the terminal already hands
/// its lines over.
pub(super) fn card(store: &StoreArg, name: &str, lines: Option<&Receiver<String>>) -> Done {
    let (scenario, records) = stored::read(store, name)?.lived()?;
    let card = score::card(&scenario, &records)?;
    print(&format!("\n{}\n", in_four_lines(&scenario, &records, &card)))?;
    let people = |header: &Header| header.seats.len().saturating_sub(header.stand_ins.len());
    let seats = crate::journal::header(&records).map_or(0, people);
    print(&format!("{}\n\nEnter opens how it went.\n", wrap(&silently(seats, &card))))?;
    let opens = waits_for_enter(lines, &mut |words| super::hotwash::keep_besides(store, name, words))?;
    let where_it_is = super::terminal::on_screen(&store.hinted(&super::run::where_it_is(name, &card, false)));
    let how = if opens { crate::score::text::short(&card, false) } else { String::new() };
    print(&format!("{how}\n{where_it_is}"))?;
    Ok(Answer::Yes)
}

/// Whether the card is to be opened: Enter, or the end of what can be typed. Words that were meant for the drill open
/// nothing, for the next ones would go to the shell; they are kept for the half hour after.
fn waits_for_enter(
    lines: Option<&Receiver<String>>,
    keep: &mut dyn FnMut(&str) -> Result<(), Failed>,
) -> Result<bool, Failed> {
    loop {
        let mut typed = String::new();
        let more = match lines {
            Some(lines) => lines.recv().map(|line| typed = line).is_ok(),
            None => std::io::stdin().lock().read_line(&mut typed).is_ok_and(|read| read > 0),
        };
        match typed.trim().to_lowercase().as_str() {
            _ if !more => return Ok(true),
            "" => return Ok(true),
            "quit" | "q" | "exit" => return Ok(false),
            words => {
                keep(typed.trim())?;
                let kept = if words.len() > 2 { " What you typed is kept for the hot wash." } else { "" };
                print(&format!("The drill is over; Enter opens how it went, `quit` leaves.{kept}\n"))?;
            }
        }
    }
}

/// A silent look at oneself, for so many; none where nothing was run that could be looked at.
fn silently(seats: usize, card: &Scorecard) -> String {
    if card.is_too_short() {
        return "It was short, or broken off early: too little happened to rate the whole.".to_string();
    }
    let (who, how) = if seats == 1 { ("Before any number", "you") } else { ("Each of you, silently", "we") };
    format!(
        "{who}: how did {how} do on acknowledging, on roles, on updates, on the loop (well done; done, with friction; at \
         a cost; not reached)? What surprised you?"
    )
}

/// What happened, in four lines.
fn in_four_lines(scenario: &Scenario, records: &[Record], card: &Scorecard) -> String {
    let at = |wanted: fn(&EventKind) -> bool| {
        records
            .iter()
            .find(|record| wanted(&record.event.kind))
            .map(|record| crate::engine::decide::story_clock(scenario, record.event.at))
    };
    let or = |time: Option<String>| time.unwrap_or_else(|| "never".to_string());
    let count =
        |wanted: fn(&EventKind) -> bool| records.iter().filter(|record| wanted(&record.event.kind)).count();
    // Who noticed by themselves was not answering a page.
    let first = |wanted: fn(&EventKind) -> bool| records.iter().position(|record| wanted(&record.event.kind));
    let page = first(|kind| matches!(kind, EventKind::Paged { .. }));
    let ack = first(|kind| matches!(kind, EventKind::Acknowledged { .. }));
    let noticed = ack.is_some_and(|ack| page.is_none_or(|page| ack < page));
    let paged = or(at(|kind| matches!(kind, EventKind::Paged { .. })));
    let acked = or(at(|kind| matches!(kind, EventKind::Acknowledged { .. })));
    let declared = or(at(|kind| matches!(kind, EventKind::Declared { .. })));
    let led = or(at(|kind| {
        matches!(kind, EventKind::RoleGiven { role: crate::scenario::words::Role::Commander, .. })
    }));
    let told = card.updates().len();
    let done = count(|kind| matches!(kind, EventKind::ActionTookEffect { .. }));
    let resolved =
        records.iter().any(|r| matches!(r.event.kind, EventKind::DrillEnded { resolved: true, .. }));
    let end = if resolved { "It is over." } else { "It was not over at the end." };
    let begun = match noticed {
        true => format!("Noticed {acked}, before any page; first page {paged}."),
        false => format!("First page {paged}, acknowledged {acked}."),
    };
    format!(
        "{begun}\nDeclared {declared}, in command {led}.\n\
         {}, {} to the system.\n{end}\n",
        crate::prose::count(told, "update"),
        crate::prose::count(done, "change"),
    )
}
