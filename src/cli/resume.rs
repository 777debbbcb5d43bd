//! `resume`: a drill goes on from where it was broken off.

use std::path::Path;

use serde_json::{Value, json};

use super::args::{Fill, Format, ResumeArgs};
use super::exit::{Answer, Done, Failed, print};
use super::run::{Goes, Resumed, go_on, kept_beside, lines_of, my_name, my_seat, script_in};
use super::terminal::on_terminal;
use super::{shipped, stored};
use crate::drive::resume::{Taken, look};
use crate::drive::{Drill, DriveError, SCREEN, Script};
use crate::engine::Session;
use crate::engine::command::{Command, Mover};
use crate::engine::event::{Actor, Event};
use crate::engine::view::Viewer;
use crate::journal::Who;
use crate::moves::What;
use crate::pace::Pace;
use crate::scenario::Scenario;
use crate::scenario::id::SeatId;
use crate::store::{JournalStore, find};
use crate::time::{SimDuration, SimTime};

/// Whose screen a drill was begun on, and who plays.
#[derive(Clone, Default)]
pub(super) struct Sat {
    /// One seat's own.
    pub(super) seat: Option<String>,
    /// The facilitator's.
    pub(super) facilitator: bool,
    /// A crew that comes with the scenario played.
    pub(super) fill: Option<Fill>,
    /// The moves came from a file of this name, or from standard input (`-`).
    pub(super) moves: Option<String>,
}

/// What is noted of where moves come from: a file's name, and not the folders that it lies in.
pub(super) fn played_from(moves: &Path) -> String {
    moves.file_name().map_or_else(|| "-".to_string(), |name| name.to_string_lossy().into_owned())
}

impl Sat {
    /// As it is kept beside the record.
    pub(super) fn to_note(&self) -> String {
        let Self { seat, facilitator, fill, moves } = self;
        let fill = fill.filter(|fill| *fill != Fill::None).map(fill_word);
        json!({ "seat": seat, "facilitator": facilitator, "fill": fill, "moves": moves }).to_string()
    }

    fn of_note(noted: &Value) -> Self {
        let word = |key: &str| noted.get(key).and_then(Value::as_str).map(str::to_string);
        Self {
            seat: word("seat"),
            facilitator: noted.get("facilitator").and_then(Value::as_bool) == Some(true),
            fill: match word("fill").as_deref() {
                Some("prepared") => Some(Fill::Prepared),
                Some("struggling") => Some(Fill::Struggling),
                Some(_) | None => None,
            },
            moves: word("moves"),
        }
    }
}

/// What was noted of a drill's screen.
pub(super) fn noted_screen(store: &mut dyn JournalStore, drill: &str) -> Result<Option<Sat>, Failed> {
    let noted = store.note(drill, SCREEN)?.and_then(|text| serde_json::from_str::<Value>(&text).ok());
    Ok(noted.as_ref().map(Sat::of_note))
}

fn fill_word(fill: Fill) -> &'static str {
    match fill {
        Fill::Prepared => "prepared",
        Fill::Struggling => "struggling",
        Fill::None => "none",
    }
}

/// A drill is not played out with nobody because nothing was said: its moves came from a file, or it is not known from
/// where.
fn is_said_who_plays(args: &ResumeArgs, name: &str, was: Option<&Sat>) -> Result<(), Failed> {
    let by_hand = on_terminal() && args.format == Format::Text;
    let at_hand = args.seat.is_some() || args.table || args.facilitator;
    if args.moves.is_some() || args.fill.is_some() || (by_hand && (at_hand || was.is_none())) {
        return Ok(());
    }
    let nobody = "`--fill none` lets the story run on with nobody";
    match was {
        Some(Sat { moves: Some(file), .. }) if file != "-" => Err(Failed(format!(
            "`{name}` was played from a file of moves: `sandtable resume {name} --moves {file}` goes on behind those \
             that were made (give the file's place); {nobody}, and `--table` at a terminal lets people go on"
        ))),
        Some(_) => Ok(()),
        None => Err(Failed(format!(
            "it is not known who played `{name}`: say `--moves FILE` with the moves that it goes on with (`-` reads \
             standard input), or `--fill prepared` for the crew that comes with its scenario; {nobody}"
        ))),
    }
}

/// Goes on with a drill.
pub(super) fn resume(args: &ResumeArgs) -> Done {
    let mut store = stored::open(&args.store)?;
    let name = find(&mut *store, &args.drill)?.name;
    let taken = look(&mut *store, &name)?;
    let screen = noted_screen(&mut *store, &name)?;
    is_said_who_plays(args, &name, screen.as_ref())?;
    let screen = chosen(args, &taken, screen.as_ref())?;
    let beside = match args.fill {
        Some(Fill::None) => None,
        _ => kept_beside(&taken.scenario, taken.header(), &mut *store, &name)?,
    };
    let screen = Chosen { fill: screen.fill.filter(|_| beside.is_none()), ..screen };
    let planned = planned(args, &taken, screen.fill)?;
    let live = on_terminal() && planned.is_none() && args.moves.is_none() && args.format == Format::Text;
    let (script, ahead) = planned.map_or((None, SimDuration::ZERO), |(script, ahead)| (Some(script), ahead));
    let past: Vec<Event> = taken.records.iter().map(|record| record.event.clone()).collect();
    if args.format == Format::Text {
        let title = &taken.scenario.title;
        print(&super::terminal::head(title, &format!("drill {name} goes on at +{}", clock(&taken))))?;
    }
    let up = if live { sits_down(&taken, &past, &screen, args)? } else { Some(Up::AsItStands) };
    let Some(up) = up else {
        print("The drill was left as it is.\n")?;
        return Ok(Answer::Yes);
    };
    let Chosen { me, viewer, pace, fill } = screen;
    let moves = taken.moves().len();
    let who = if fill.is_some() { Who::Prepared } else { Who::Person };
    // Whoever sits down at a stand-in's seat plays it.
    let beside = beside.map(|mut beside| {
        beside.seats.retain(|&seat| Some(seat) != me);
        beside
    });
    let crew = beside.map(|beside| beside.crew(&taken.scenario)).transpose()?;
    let person = args.seat.as_deref().map(my_name).transpose()?.flatten();
    let (mut drill, mut first) = Drill::resume(store, taken, who, stored::claim(), pace)?;
    let all: Vec<Event> = past.iter().chain(&first).cloned().collect();
    drill = drill.with_crew(crew, &all);
    if let (Some(me), Some(person)) = (me, person) {
        drill.seat(me, person)?;
    }
    first.extend(up.starts(&mut drill, me, viewer)?);
    let goes = Goes {
        store: &args.store,
        format: args.format,
        plain: args.plain,
        strict: args.strict,
        pace,
        me,
        viewer,
        script,
        live,
        resumed: Some(Resumed { moves, ahead }),
        again: false,
    };
    go_on(goes, drill, &past, &first)
}

/// How a drill is taken up again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Up {
    /// As it stands: a drill that was paused still is.
    AsItStands,
    /// Its clock runs, whether it was paused or not.
    Runs,
}

impl Up {
    /// What happens by it: a drill that was paused goes on.
    pub(super) fn starts(
        self,
        drill: &mut Drill,
        me: Option<SeatId>,
        who: Viewer,
    ) -> Result<Vec<Event>, DriveError> {
        let mut events = Vec::new();
        if self == Up::Runs && drill.session().world().paused {
            let by = match who {
                Viewer::Facilitator => Mover::Facilitator,
                Viewer::Table | Viewer::Seat(_) => me.map_or(Mover::Table, Mover::Seat),
            };
            let mut show = |_: &Session, new: &[Event]| events.extend_from_slice(new);
            // Refused, it stays paused, and its screen shows that.
            drop(drill.handle(by, SimDuration::ZERO, &Command::Resume, "resume", &mut show)?);
        }
        Ok(events)
    }
}

/// Whose screen it is, who plays, and how time passes.
struct Chosen {
    me: Option<SeatId>,
    viewer: Viewer,
    pace: Pace,
    fill: Option<Fill>,
}

/// As said, else as it was.
fn chosen(args: &ResumeArgs, taken: &Taken, was: Option<&Sat>) -> Result<Chosen, Failed> {
    let scenario = &taken.scenario;
    let said = args.seat.is_some() || args.facilitator || args.table;
    let was = was.filter(|_| !said);
    let seat = args.seat.as_deref().or_else(|| was?.seat.as_deref());
    let me = seat.map(|seat| my_seat(scenario, seat)).transpose()?;
    let facilitator = args.facilitator || was.is_some_and(|was| was.facilitator);
    let fill = match (args.fill, &args.moves, was.and_then(|was| was.fill)) {
        (Some(Fill::None), ..) | (None, Some(_), _) => None,
        (Some(fill), ..) => Some(fill),
        (None, None, was) => was,
    };
    let pace = match args.pace {
        Some(pace) => pace,
        None => taken.pace().unwrap_or(Pace::Flat),
    };
    let viewer = if facilitator { Viewer::Facilitator } else { crate::screen::viewer(me) };
    Ok(Chosen { me, viewer, pace, fill })
}

/// Where the drill stands, on its own clock.
fn clock(taken: &Taken) -> String {
    taken.session().now().since(SimTime::START).clock()
}

/// What is left of a file of moves, or of a crew's.
fn planned(
    args: &ResumeArgs,
    taken: &Taken,
    fill: Option<Fill>,
) -> Result<Option<(Script, SimDuration)>, Failed> {
    let (name, script) = match (fill, &args.moves) {
        (Some(fill), _) => {
            let (name, text) = shipped::find(&taken.header().scenario)?.crew(fill == Fill::Struggling)?;
            let script = lines_of(&taken.scenario, &name, &text)?;
            (name, script)
        }
        (None, Some(path)) if path.as_os_str() == "-" => return Ok(None),
        (None, Some(path)) => (path.display().to_string(), script_in(&taken.scenario, path)?),
        (None, None) => return Ok(None),
    };
    behind(&name, script, taken).map(Some)
}

/// The lines behind the moves that the record has, and by how much their times are ahead of the story's. A file that
/// begins now or later is taken whole.
fn behind(name: &str, script: Script, taken: &Taken) -> Result<(Script, SimDuration), Failed> {
    let (made, now) = (taken.moves(), taken.session().now());
    let first = script.iter().find_map(|(_, _, line)| line.at);
    if first.is_none_or(|first| first >= now) && !made.is_empty() {
        return Ok((script, SimDuration::ZERO));
    }
    let (mut rest, mut done, mut ahead) = (Vec::new(), 0, SimDuration::ZERO);
    for (n, text, line) in script {
        let Some(event) = made.get(done) else {
            rest.push((n, text, line));
            continue;
        };
        if matches!(line.what, What::Move(_)) {
            if line.mover.is_some_and(|mover| word(&taken.scenario, mover) != event.by.as_str()) {
                return Err(another(
                    name,
                    &format!("its line {n} is not the drill's move {}", done + 1),
                    now,
                ));
            }
            // In a pause a file's time goes on, and the story's does not.
            ahead = line.at.map_or(ahead, |at| at.since(event.at));
            done += 1;
        }
    }
    if done < made.len() {
        return Err(another(name, &format!("it has {done}, and the drill {}", made.len()), now));
    }
    Ok((rest, SimDuration::from_ms(ahead.ms().max(0))))
}

fn word(scenario: &Scenario, mover: Mover) -> String {
    match mover {
        Mover::Table => Actor::Table.to_string(),
        Mover::Facilitator => Actor::Facilitator.to_string(),
        Mover::Seat(seat) => scenario.seats.name(seat).to_string(),
    }
}

fn another(name: &str, why: &str, now: SimTime) -> Failed {
    Failed(format!(
        "{name} doesn't begin with the moves that this drill has had: {why}; give the file that it was played with, or \
         one whose times begin at {now}"
    ))
}

/// On a terminal nothing goes on before everybody has sat down again: how it goes on, if it does.
#[cfg(feature = "repl")]
fn sits_down(
    taken: &Taken,
    past: &[Event],
    screen: &Chosen,
    args: &ResumeArgs,
) -> Result<Option<Up>, Failed> {
    let whose = match (screen.me, screen.viewer) {
        (Some(me), _) => format!("{}'s own screen", taken.scenario.seats.name(me)),
        (None, Viewer::Facilitator) => "the facilitator's screen".to_string(),
        (None, Viewer::Table | Viewer::Seat(_)) => "the table's screen".to_string(),
    };
    let stands = if taken.session().world().paused {
        "The drill was paused, and still is: `resume` starts its clock"
    } else {
        "The clock stands where it stood; the time away is a pause"
    };
    print(&format!("{stands}.\nThis is {whose}.\n\n"))?;
    super::table::takes_up(taken.session(), screen.viewer, past, super::terminal::style(args.plain))
}

#[cfg(not(feature = "repl"))]
fn sits_down(_: &Taken, _: &[Event], _: &Chosen, _: &ResumeArgs) -> Result<Option<Up>, Failed> {
    Ok(Some(Up::AsItStands))
}
