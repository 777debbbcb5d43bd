//! `run`: a drill, from its first event to the card at its end.

use std::io::{BufRead, IsTerminal};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use chrono::DateTime;

use super::args::{Fill, ForkArgs, Format, Help, RunArgs, StoreArg};
use super::exit::{Answer, Done, Failed, print};
use super::lines::Lines;
use super::plain::Plain;
use super::resume::{Sat, played_from};
use super::shipped::{Found, find};
use super::{files, stored};
use crate::crew::Crew;
use crate::drive::{Drill, DriveError, Driver, SCREEN, STAND_INS, Screen, Script};
use crate::engine::command::Mover;
use crate::engine::event::{Event, FORMAT, Header, Mode, RULES};
use crate::engine::view::Viewer;
use crate::journal::Who;
use crate::moves::{Line, parse_file};
use crate::pace::{Pace, wall_ms};
use crate::prose::{clip, one_line};
use crate::scenario::Scenario;
use crate::scenario::id::SeatId;
use crate::score::Profile;
use crate::score::card::Scorecard;
use crate::screen::Style;
use crate::store::{JournalStore, StoreError};
use crate::time::{SimDuration, SimTime};

/// Runs a drill.
pub(super) fn run(args: &RunArgs) -> Done {
    let mut found = find(&args.scenario)?;
    found.dress(args.organisation.as_deref())?;
    let scenario = Arc::new(found.checked()?);
    let me = args.seat.as_deref().map(|said| my_seat(&scenario, said)).transpose()?;
    fill_fits(args)?;
    let script = script(args, &found, &scenario)?;
    let live = on_terminal() && script.is_none() && args.moves.is_none() && args.format == Format::Text;
    let beside = beside(args, &found, &scenario, me, script.as_ref(), live)?;
    let plan = Plan {
        args,
        pace: args.pace.unwrap_or(if live { Pace::Times(1) } else { Pace::Flat }),
        seed: args.seed.unwrap_or_else(|| if live { fresh_seed() } else { 1 }),
        filled: filled(args, &scenario, me, script.as_ref(), beside.as_ref(), live)?,
        me,
        names: names(args, &scenario)?,
        beside,
        mode: mode(args, &scenario, live),
        facilitated: args.facilitator || script.as_ref().is_some_and(has_facilitator),
        profile: super::profile::find(args.profile.as_deref().unwrap_or(Profile::DEFAULT))?,
    };
    if live {
        return live_drill(&plan, &found, scenario);
    }
    headless(&plan, &found, scenario, script)
}

/// What a drill is begun with.
struct Plan<'a> {
    args: &'a RunArgs,
    pace: Pace,
    seed: u64,
    filled: Vec<SeatId>,
    me: Option<SeatId>,
    /// Who sits where, as far as they said so: kept beside the record, whose lines know seats alone.
    names: Vec<(SeatId, String)>,
    /// Who plays beside that seat.
    beside: Option<Beside>,
    mode: Mode,
    /// Somebody runs the drill: this screen is theirs, or the file of moves has theirs.
    facilitated: bool,
    /// The rules it is rated by.
    profile: Profile,
}

/// What was asked for; a newcomer's first drill is guided.
fn mode(args: &RunArgs, scenario: &Scenario, live: bool) -> Mode {
    match args.mode {
        Some(Help::OpenBook) => Mode::OpenBook,
        Some(Help::Guided) => Mode::Guided,
        Some(Help::Standard) => Mode::Standard,
        Some(Help::Unaided) => Mode::Unaided,
        None if live && scenario.id == FIRST => Mode::Guided,
        None => Mode::Standard,
    }
}

/// The scenario for somebody's first drill.
const FIRST: &str = "first-page";

impl Plan<'_> {
    fn who(&self) -> Who {
        let people = self.me.is_some() || !self.args.table.is_empty();
        let crew = !people && self.args.fill.is_some_and(|fill| fill != Fill::None);
        if crew { Who::Prepared } else { Who::Person }
    }

    /// Where it is ended, if `--for` says so.
    fn ends_at(&self) -> Option<SimTime> {
        self.args.length.map(|length| SimTime::START + length)
    }

    fn stand_ins(&self) -> &[SeatId] {
        self.beside.as_ref().map_or(&[], |beside| &beside.seats)
    }

    fn viewer(&self) -> Viewer {
        if self.args.facilitator { Viewer::Facilitator } else { crate::screen::viewer(self.me) }
    }

    /// Whose screen the drill has and who plays, so that `resume` needs not be told.
    fn notes(&self, scenario: &Scenario) -> Vec<(&'static str, String)> {
        let args = self.args;
        let screen = Sat {
            seat: self.me.map(|me| scenario.seats.name(me).to_string()),
            facilitator: args.facilitator,
            // Stand-ins beside a person are in the record's first line, and their moves in a note of their own.
            fill: args.fill.filter(|_| args.table.is_empty() && self.me.is_none()),
            moves: args.moves.as_deref().map(played_from),
        };
        let beside = self.beside.as_ref().map(|beside| (STAND_INS, beside.moves.clone()));
        std::iter::once((SCREEN, screen.to_note())).chain(beside).collect()
    }

    fn header(
        &self,
        found: &Found,
        scenario: &Scenario,
        store: &mut dyn JournalStore,
    ) -> Result<Header, Failed> {
        Ok(Header {
            format: FORMAT,
            rules: RULES,
            tool: format!("sandtable {}", env!("CARGO_PKG_VERSION")),
            drill: drill_name(self.args, scenario, store)?,
            scenario: scenario.id.clone(),
            scenario_text: found.text.clone(),
            organisation_text: found.organisation.as_ref().map(|(_, text)| text.clone()),
            profile: self.profile.id().to_string(),
            profile_text: self.profile.text(),
            seed: self.seed,
            seats: self.filled.iter().map(|&seat| scenario.seats.name(seat).clone()).collect(),
            stand_ins: self.stand_ins().iter().map(|&seat| scenario.seats.name(seat).clone()).collect(),
            mode: self.mode,
            facilitated: self.facilitated,
            pace: self.pace.to_string(),
            redacted: None,
        })
    }
}

/// Stand-ins, and the moves that they go by.
#[derive(Clone)]
pub(super) struct Beside {
    /// Their seats.
    pub(super) seats: Vec<SeatId>,
    /// The name of the prepared crew's file.
    pub(super) name: String,
    /// What is in it.
    pub(super) moves: String,
}

impl Beside {
    /// The stand-ins, before anything has happened.
    pub(super) fn crew(&self, scenario: &Scenario) -> Result<Crew, Failed> {
        let lines = lines_of(scenario, &self.name, &self.moves)?;
        Ok(Crew::new(scenario, lines.iter().map(|(_, _, line)| line), &self.seats))
    }
}

/// The stand-ins of a drill that was begun with some, by what was kept beside it.
pub(super) fn kept_beside(
    scenario: &Scenario,
    header: &Header,
    store: &mut dyn JournalStore,
    drill: &str,
) -> Result<Option<Beside>, Failed> {
    if header.stand_ins.is_empty() {
        return Ok(None);
    }
    let Some(moves) = store.note(drill, STAND_INS)? else { return Ok(None) };
    let seats = header.stand_ins.iter().filter_map(|name| scenario.seats.find(name.as_str())).collect();
    Ok(Some(Beside { seats, name: "the stand-ins' moves".to_string(), moves }))
}

/// So many drills may begin in one second without a name of their own.
const SAME_SECOND: usize = 100;

/// `primary=ana`; the name is kept beside the record, whose lines know seats alone.
pub(super) fn my_seat(scenario: &Scenario, said: &str) -> Result<SeatId, Failed> {
    let (seat, _name) = said.split_once('=').unwrap_or((said, ""));
    seat_called(scenario, seat)
}

/// The name in `primary=ana`.
pub(super) fn my_name(said: &str) -> Result<Option<&str>, Failed> {
    let Some((_, name)) = said.split_once('=') else { return Ok(None) };
    is_a_persons(name).map_err(Failed)?;
    Ok(Some(name.trim()))
}

/// The most characters that a person's name has.
const NAME_MOST: usize = 80;

/// Whether somebody can be called so.
pub(super) fn is_a_persons(name: &str) -> Result<(), String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_MOST || one_line(name) != name {
        return Err(format!(
            "`{}` can't name a person: a name has 1 to {NAME_MOST} characters on one line, such as `primary=ana`",
            clip(name, 40)
        ));
    }
    Ok(())
}

pub(super) fn seat_called(scenario: &Scenario, said: &str) -> Result<SeatId, Failed> {
    let numbered = said.parse::<usize>().ok().filter(|n| (1..=scenario.seats.len()).contains(n));
    scenario.seats.find(said.trim()).or_else(|| numbered.map(|n| SeatId::new(n - 1))).ok_or_else(|| {
        let list = scenario.seats.names().collect::<Vec<_>>().join(", ");
        Failed(format!("no seat `{said}`; seats: {list}"))
    })
}

/// Who gave their name for a seat: at their own screen, or at the table.
fn names(args: &RunArgs, scenario: &Scenario) -> Result<Vec<(SeatId, String)>, Failed> {
    let mut names = Vec::new();
    for said in args.seat.iter().chain(&args.table) {
        if let Some(name) = my_name(said)? {
            names.push((my_seat(scenario, said)?, name.to_string()));
        }
    }
    Ok(names)
}

/// Who fills the seats has to fit who plays.
fn fill_fits(args: &RunArgs) -> Result<(), Failed> {
    let people = args.seat.is_some() || !args.table.is_empty();
    match (args.fill, people, &args.moves) {
        (Some(Fill::Struggling), true, _) => Err(Failed(
            "a struggling crew plays all seats by itself; beside --seat or --table, `--fill prepared` gives stand-ins"
                .to_string(),
        )),
        (Some(Fill::Prepared | Fill::Struggling), false, Some(_)) => Err(Failed(
            "--fill lets a crew play all seats, and --moves a file; give one of them, or --seat or --table with --fill \
             prepared for stand-ins beside people"
                .to_string(),
        )),
        _ => Ok(()),
    }
}

/// Who plays the seats that nobody took, beside people: unasked for one person at a terminal, where the scenario has a
/// prepared crew; at a table if it is asked for.
fn beside(
    args: &RunArgs,
    found: &Found,
    scenario: &Scenario,
    me: Option<SeatId>,
    script: Option<&Script>,
    live: bool,
) -> Result<Option<Beside>, Failed> {
    let table = at_table(args, scenario)?;
    if me.is_none() && table.is_empty() {
        return Ok(None);
    }
    let (name, moves) = match (args.fill, found.beside(false)) {
        (Some(Fill::Prepared), _) => found.crew(false)?,
        // What can't be read is no reason not to play.
        (None, Some(Ok(crew)))
            if me.is_some() && live && lines_of(scenario, &crew.name, &crew.text).is_ok() =>
        {
            (crew.name, crew.text)
        }
        _ => return Ok(None),
    };
    let lines = lines_of(scenario, &name, &moves)?;
    let people = movers(script.into_iter().flatten());
    let taken = |seat: &SeatId| Some(*seat) == me || table.contains(seat) || people.contains(seat);
    let seats: Vec<SeatId> = movers(&lines).into_iter().filter(|seat| !taken(seat)).collect();
    Ok((!seats.is_empty()).then_some(Beside { seats, name, moves }))
}

/// The seats that make moves in these lines, in their order.
fn movers<'l>(lines: impl IntoIterator<Item = &'l (usize, String, Line)>) -> Vec<SeatId> {
    let mut seats: Vec<SeatId> =
        lines.into_iter().filter_map(|(_, _, line)| line.mover.and_then(Mover::seat)).collect();
    seats.sort_unstable();
    seats.dedup();
    seats
}

/// The lines of a crew or a file; `None` if moves come as they are typed.
fn script(args: &RunArgs, found: &Found, scenario: &Scenario) -> Result<Option<Script>, Failed> {
    let fill = args.fill.filter(|_| args.seat.is_none() && args.table.is_empty());
    let (name, text) = match (fill, &args.moves) {
        (Some(Fill::Prepared), _) => found.crew(false)?,
        (Some(Fill::Struggling), _) => found.crew(true)?,
        (_, Some(path)) if path.as_os_str() == "-" => return Ok(None),
        (_, Some(path)) => return script_in(scenario, path).map(Some),
        (_, None) => return Ok(None),
    };
    lines_of(scenario, &name, &text).map(Some)
}

pub(super) fn script_in(scenario: &Scenario, path: &std::path::Path) -> Result<Script, Failed> {
    let instead = "give a file of moves, one a line; `-` takes them from standard input, however many";
    let text = files::read_text_of(path, instead).map_err(|error| Failed(error.to_string()))?;
    lines_of(scenario, &path.display().to_string(), &text)
}

/// The lines of a file of moves.
pub(super) fn lines_of(scenario: &Scenario, name: &str, text: &str) -> Result<Script, Failed> {
    let lines = parse_file(scenario, text).map_err(|errors| Failed(moves_errors(name, text, &errors)))?;
    let of = |n: usize| text.lines().nth(n - 1).unwrap_or_default().to_string();
    Ok(lines.into_iter().map(|(n, line)| (n, of(n), line)).collect())
}

fn moves_errors(name: &str, text: &str, errors: &[(usize, crate::moves::MoveError)]) -> String {
    let mut said = format!("{} of the moves in {name} can't be read:", errors.len());
    for (n, error) in errors.iter().take(20) {
        let line = text.lines().nth(n - 1).unwrap_or_default();
        let column = line[..error.span.start.min(line.len())].chars().count() + 1;
        said.push_str(&format!("\n  {name}:{n}:{column}: {error}\n      {}", line.trim()));
    }
    said
}

/// The seats that people take at a table, as far as they were named.
fn at_table(args: &RunArgs, scenario: &Scenario) -> Result<Vec<SeatId>, Failed> {
    args.table.iter().map(|said| my_seat(scenario, said)).collect()
}

/// The seats that are filled from the start: those named, those in the script, or all at a table.
fn filled(
    args: &RunArgs,
    scenario: &Scenario,
    me: Option<SeatId>,
    script: Option<&Script>,
    beside: Option<&Beside>,
    live: bool,
) -> Result<Vec<SeatId>, Failed> {
    let mut seats = at_table(args, scenario)?;
    seats.extend(me.filter(|_| seats.is_empty()));
    if !seats.is_empty() {
        seats.extend(beside.into_iter().flat_map(|beside| &beside.seats));
        seats.sort_unstable();
        seats.dedup();
        return Ok(seats);
    }
    if let Some(script) = script {
        return Ok(movers(script));
    }
    Ok(if live { scenario.seats.ids().collect() } else { Vec::new() })
}

/// Whether some lines of a file are the facilitator's.
fn has_facilitator(script: &Script) -> bool {
    script.iter().any(|(_, _, line)| line.mover == Some(Mover::Facilitator))
}

fn fresh_seed() -> u64 {
    (wall_ms() as u64).wrapping_mul(2_654_435_761) % 100_000
}

/// Whether a drill can be called so: in a shell, in a file's name, and by `last` nothing but the last one.
pub(super) fn is_a_name(name: &str) -> Result<(), String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let flag = name.starts_with('-');
    let folder = matches!(name, "." | "..");
    if name.is_empty() || flag || folder || name.len() > 80 || name == "last" || !name.chars().all(fits) {
        return Err(format!(
            "`{}` can't name a drill: letters, digits, `-`, `_` and `.`, no `-` at its beginning, and not `last`, `.` or `..`",
            clip(name, 80)
        ));
    }
    Ok(())
}

/// The name as said, or the scenario's with date and time; made different if it is taken.
fn drill_name(args: &RunArgs, scenario: &Scenario, store: &mut dyn JournalStore) -> Result<String, Failed> {
    if let Some(name) = &args.name {
        is_a_name(name).map_err(Failed)?;
        return Ok(name.clone());
    }
    let now = DateTime::from_timestamp_millis(wall_ms()).unwrap_or_default();
    let base = format!("{}-{}", scenario.id, now.format("%Y%m%d-%H%M%S"));
    let taken: Vec<String> = store.drills()?.into_iter().map(|drill| drill.name).collect();
    let mut names = std::iter::once(base.clone()).chain((2..).map(|n| format!("{base}-{n}")));
    Ok(names.find(|name| !taken.contains(name)).unwrap_or(base))
}

/// The drill, from its first event on disk. A name that nobody chose gives way to another's of the same second.
fn begin(plan: &Plan<'_>, found: &Found, scenario: Arc<Scenario>) -> Result<(Drill, Vec<Event>), Failed> {
    for _ in 0..SAME_SECOND {
        let mut store = stored::open(&plan.args.store)?;
        let header = plan.header(found, &scenario, &mut *store)?;
        let notes = plan.notes(&scenario);
        match Drill::begin_as(scenario.clone(), header, store, plan.who(), stored::claim(), &notes) {
            Err(DriveError::Store(StoreError::Exists { .. })) if plan.args.name.is_none() => {}
            begun => {
                let (mut drill, first) = begun.map_err(not_begun)?;
                for (seat, name) in &plan.names {
                    drill.seat(*seat, name).map_err(|error| stopped(drill.name(), &error))?;
                }
                if let Some(beside) = &plan.beside {
                    let crew = beside.crew(drill.session().scenario())?;
                    drill = drill.with_crew(Some(crew), &first);
                }
                return Ok((drill, first));
            }
        }
    }
    Err(Failed("too many drills begin in this second; choose a name with `--name`".to_string()))
}

/// What is said when a drill could not begin: nothing has been played that could have stopped, and there is nothing to go
/// on with.
fn not_begun(error: DriveError) -> Failed {
    match error {
        DriveError::Store(StoreError::Unavailable { what, why, help }) => {
            Failed(format!("the store `{what}` {why}, and no drill was begun; {help}"))
        }
        DriveError::Store(error) => Failed(error.to_string()),
        other @ (DriveError::Stop(_) | DriveError::Read(_)) => Failed(other.to_string()),
    }
}

/// How a drill that has begun is driven on.
pub(super) struct Goes<'a> {
    pub(super) store: &'a StoreArg,
    /// What to print.
    pub(super) format: Format,
    pub(super) plain: bool,
    pub(super) strict: bool,
    pub(super) pace: Pace,
    pub(super) me: Option<SeatId>,
    pub(super) viewer: Viewer,
    /// The lines to play; else they come as they are typed.
    pub(super) script: Option<Script>,
    pub(super) live: bool,
    /// It was broken off, and is taken up again.
    pub(super) resumed: Option<Resumed>,
    /// A minute played again: there is no card at its end.
    pub(super) again: bool,
}

/// What was made of a drill before it was broken off.
#[derive(Clone, Copy, Default)]
pub(super) struct Resumed {
    /// How many moves.
    pub(super) moves: usize,
    /// By how much a file's times are ahead of the story's.
    pub(super) ahead: SimDuration,
}

impl<'a> Goes<'a> {
    /// As `run` says.
    fn of(plan: &Plan<'a>, script: Option<Script>, live: bool) -> Self {
        let RunArgs { store, format, plain, strict, .. } = plan.args;
        let (pace, me, viewer) = (plan.pace, plan.me, plan.viewer());
        Self {
            store,
            format: *format,
            plain: *plain,
            strict: *strict,
            pace,
            me,
            viewer,
            script,
            live,
            resumed: None,
            again: false,
        }
    }

    /// As `fork` says.
    pub(super) fn of_fork(
        args: &'a ForkArgs,
        scenario: &Scenario,
        me: Option<SeatId>,
        facilitator: bool,
    ) -> Result<Self, Failed> {
        let script = match &args.moves {
            Some(path) if path.as_os_str() != "-" => Some(script_in(scenario, path)?),
            Some(_) | None => None,
        };
        let live = on_terminal() && args.moves.is_none() && args.format == Format::Text;
        Ok(Self {
            store: &args.store,
            format: args.format,
            plain: args.plain,
            strict: false,
            pace: args.pace.unwrap_or(if live { Pace::Times(1) } else { Pace::Flat }),
            me,
            viewer: if facilitator { Viewer::Facilitator } else { crate::screen::viewer(me) },
            script,
            live,
            resumed: None,
            again: args.length.is_some(),
        })
    }
}

pub(super) fn on_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// A file of moves, a crew, or lines from standard input.
fn headless(plan: &Plan<'_>, found: &Found, scenario: Arc<Scenario>, script: Option<Script>) -> Done {
    let (title, seed) = (crate::prose::shown(&scenario.title).into_owned(), plan.seed);
    let (drill, first) = begin(plan, found, scenario)?;
    if plan.args.format == Format::Text {
        print(&format!("SIMULATED  {title}  (drill {}, seed {seed})\n", drill.name()))?;
    }
    go_on(Goes::of(plan, script, false), drill.ending_at(plan.ends_at()), &[], &first)
}

/// Drives a drill on to its end, or until nobody types any more. `before` is what has happened in it and was shown
/// then; `first` is its first batch now.
pub(super) fn go_on(goes: Goes<'_>, drill: Drill, before: &[Event], first: &[Event]) -> Done {
    if goes.live {
        return live_on(&goes, drill, before, first);
    }
    let json = goes.format == Format::Json;
    let (mut lines, mut plain) = (Lines::new(goes.viewer), Plain::new(goes.viewer, style(goes.plain)));
    plain.seed(before);
    if let Some(resumed) = goes.resumed.filter(|_| json) {
        // Whoever comes back has to be told all of it.
        lines.batch(drill.session(), before);
        lines.write(&went_on(&drill, before.len(), resumed.moves));
    }
    let screen: &mut dyn Screen = if json { &mut lines } else { &mut plain };
    screen.batch(drill.session(), first);
    let now = drill.session().now();
    let mut driver = Driver::new(drill, screen, goes.pace, goes.me).run_by(goes.viewer);
    let played = match (goes.script, goes.resumed) {
        (Some(script), Some(resumed)) => {
            driver.ahead_by(resumed.ahead);
            driver.play(script)
        }
        (Some(mut script), None) => {
            // What was before this moment has been played.
            script.retain(|(_, _, line)| before.is_empty() || line.at.is_none_or(|at| at > now));
            driver.play(script)
        }
        (None, _) => driver.listen(&typed_on_stdin(), true),
    };
    // A rewind makes another drill of it.
    let name = driver.drill.name().to_string();
    played.map_err(|error| stopped(&name, &error))?;
    let store = driver.drill.into_store();
    if let Some(refused) = lines.refusals.json().filter(|_| json) {
        lines.write(&refused);
    }
    if let Some(failed) = lines.failed.or(plain.failed) {
        return Err(failed);
    }
    drop(store);
    let refused = plain.refusals.text();
    let any = lines.refusals.any() || plain.refusals.any();
    let done = match goes.again {
        true => Ok(Answer::Yes),
        false => end_card(goes.store, goes.strict, &name, json),
    }?;
    if let Some(refused) = refused {
        print(&format!("\n{refused}\n"))?;
    }
    Ok(if goes.strict && any { Answer::No } else { done })
}

/// Where a drill goes on, for programs.
fn went_on(drill: &Drill, seq: usize, moves: usize) -> serde_json::Value {
    let session = drill.session();
    let (at, paused) = (session.now().ms(), session.world().paused);
    serde_json::json!({
        "resumed": { "drill": drill.name(), "seq": seq, "at": at, "moves": moves, "paused": paused }
    })
}

/// What is said when a drill had to stop: its record is whole, and it can be gone on with.
fn stopped(name: &str, error: &DriveError) -> Failed {
    let elsewhere = matches!(
        error,
        DriveError::Store(StoreError::Conflict { .. } | StoreError::Driven { .. } | StoreError::Lost { .. })
    );
    let go_on =
        if elsewhere { String::new() } else { format!("; `sandtable resume {name}` goes on from there") };
    Failed(format!("{error}\n  what was confirmed is in the record as `{name}`{go_on}"))
}

/// How wide, and in colours or not: neither in a pipe, nor where nobody wants any (`NO_COLOR`). The live prompt prints
/// past the stream that would take them out.
pub(super) fn style(plain: bool) -> Style {
    let choice = anstream::AutoStream::choice(&std::io::stdout());
    let colour = choice != anstream::ColorChoice::Never && !plain;
    Style { width: width(), colour, plain }
}

/// The terminal's columns, as far as a line is good to read; a pipe has 80.
pub(super) fn width() -> usize {
    let columns = terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0));
    columns.filter(|_| std::io::stdout().is_terminal()).map_or(80, |columns| columns.clamp(30, 100))
}

/// Lines that a screen's edge breaks between words; elsewhere they stay as they are.
pub(super) fn on_screen(text: &str) -> String {
    match std::io::stdout().is_terminal() {
        true => text
            .split('\n')
            .map(|line| textwrap::fill(line, crate::screen::lines(width())))
            .collect::<Vec<_>>()
            .join("\n"),
        false => text.to_string(),
    }
}

/// Lines from standard input, as they come.
pub(super) fn typed_on_stdin() -> Receiver<String> {
    let (send, receive) = channel();
    let read = move || {
        let mut input = std::io::stdin().lock();
        let (mut line, mut first) = (Vec::new(), true);
        // A line that is not UTF-8 is answered like any other, and ends nothing.
        while input.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            let mut text = String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']).to_string();
            line.clear();
            if std::mem::take(&mut first) {
                text = files::without_mark(text);
            }
            if send.send(text).is_err() {
                break;
            }
        }
    };
    // Without a reader nothing is typed, and the story runs to its end.
    let _ = std::thread::Builder::new().name("input".into()).spawn(read);
    receive
}

/// What the drill came to, off a terminal: everything at once.
fn end_card(store: &StoreArg, strict: bool, name: &str, json: bool) -> Done {
    let stored = stored::read(store, name)?;
    let (scenario, records) = stored.lived()?;
    let card = super::score::card(&scenario, &records)?;
    if !json {
        let numbers = !std::io::stdout().is_terminal();
        let where_it_is = on_screen(&where_it_is(name, &card, numbers));
        print(&format!("\n{}\n{where_it_is}", crate::score::text::short(&card, numbers)))?;
    }
    Ok(if strict && super::score::gated(&card) { Answer::No } else { Answer::Yes })
}

/// What to do with the record of a drill.
///
/// Where numbers are shown anyhow, nothing more is promised of `--numbers`.
pub(super) fn where_it_is(name: &str, card: &Scorecard, numbers: bool) -> String {
    let with = if numbers { "every line and its numbers" } else { "every line, `--numbers` the numbers" };
    let cited = card.example().map_or(String::new(), |seq| {
        format!("`sandtable replay {name} --at '{seq}'` shows an event that it cites;\n")
    });
    format!(
        "The record is `{name}`.\n`sandtable score` shows the evidence for {with};\n\
         {cited}`sandtable postmortem` writes the document;\n`sandtable hotwash` guides the half hour after it.\n"
    )
}

/// A table or a seat at a terminal.
#[cfg(feature = "repl")]
fn live_drill(plan: &Plan<'_>, found: &Found, scenario: Arc<Scenario>) -> Done {
    use super::table::{Lobby, Opening, open_table};
    let style = style(plan.args.plain);
    let sentence = super::hotwash::last_sentence(&plan.args.store);
    let lobby = Lobby {
        scenario: &scenario,
        filled: plan.filled.clone(),
        stand_ins: plan.stand_ins().to_vec(),
        me: plan.me,
        names: plan.names.clone(),
        who: plan.viewer(),
        seed: plan.seed,
        style,
        mode: plan.mode,
        pace: plan.pace,
    };
    let opened = open_table(lobby, sentence.as_deref())?;
    let Opening::Start { filled, stand_ins, names } = opened else {
        print("Nothing was started, and nothing recorded.\n")?;
        return Ok(Answer::Yes);
    };
    let beside = plan.beside.clone().map(|beside| Beside { seats: stand_ins, ..beside });
    let beside = beside.filter(|beside| !beside.seats.is_empty());
    let plan = Plan { filled, names, profile: plan.profile.clone(), beside, ..*plan };
    let (drill, first) = begin(&plan, found, scenario)?;
    live_on(&Goes::of(&plan, None, true), drill.ending_at(plan.ends_at()), &[], &first)
}

/// A drill that has begun, at a prompt.
#[cfg(feature = "repl")]
fn live_on(goes: &Goes<'_>, drill: Drill, before: &[Event], first: &[Event]) -> Done {
    let (name, style) = (drill.name().to_string(), style(goes.plain));
    if goes.resumed.is_none()
        && !before.is_empty()
        && !super::table::takes_up(drill.session(), goes.viewer, before, style)?
    {
        print(&format!("Nothing was played; `{name}` is kept.\n"))?;
        return Ok(Answer::Yes);
    }
    let lines = style.plain.then(typed_on_stdin);
    let (pace, me, viewer) = (goes.pace, goes.me, goes.viewer);
    let so_far = crate::repl::SoFar { before, first };
    let ended = match &lines {
        Some(lines) => crate::repl::play_plain(drill, so_far, pace, me, viewer, style, lines)?,
        None => crate::repl::play(drill, so_far, pace, me, viewer, style, width).map_err(|error| {
            Failed(format!("the terminal can't be used: {error}; try --plain, or --moves -"))
        })?,
    };
    if let Some(error) = ended.error {
        return Err(stopped(&name, &error));
    }
    // A rewind makes another drill of it.
    let name = ended.drill.as_ref().map_or(name, |drill| drill.name().to_string());
    let over = ended.drill.is_some_and(|drill| drill.session().is_over());
    if !over {
        print(&on_screen(&format!(
            "\nThe drill is broken off; its record is kept as `{name}`.\n`sandtable resume {name}` goes on from here;\n\
             `sandtable score {name}` shows how it went so far.\n"
        )))?;
        return Ok(Answer::Yes);
    }
    if goes.again {
        return print(&format!("\nThat is it; it is kept as `{name}`, and not scored.\n"))
            .map(|()| Answer::Yes);
    }
    super::table::card(goes.store, &name, lines.as_ref())
}

/// Without the prompt there are files and standard input.
#[cfg(not(feature = "repl"))]
fn live_drill(_plan: &Plan<'_>, _found: &Found, _scenario: Arc<Scenario>) -> Done {
    Err(no_prompt())
}

#[cfg(not(feature = "repl"))]
fn live_on(_goes: &Goes<'_>, _drill: Drill, _before: &[Event], _first: &[Event]) -> Done {
    Err(no_prompt())
}

#[cfg(not(feature = "repl"))]
fn no_prompt() -> Failed {
    Failed("this build has no prompt; use --moves FILE, `--moves -` or --fill prepared".to_string())
}
