//! `replay`: a past drill, lived again. It shows what was shown, through the code that showed it, and decides nothing.
//!
//! On a terminal there is a line to type into; in a pipe there are plain lines, and commands come from standard input
//! at `--pace stepped`.

#[cfg(unix)]
mod keys;

use std::sync::mpsc::Receiver;

use super::args::ReplayArgs;
use super::exit::{Answer, Done, Failed, print};
use super::plain::Plain;
use super::{run, stored, terminal};
use crate::drive::Screen;
use crate::engine::Session;
use crate::engine::command::Point;
use crate::engine::decide::story_clock;
use crate::engine::event::EventKind;
use crate::engine::view::Viewer;
use crate::journal::branch::{Cut, bookmarks};
use crate::journal::replay::Replay;
use crate::moves::{POINTS, What, parse, point};
use crate::pace::{Clock, Pace, Woken};
use crate::scenario::id::SeatId;
use crate::screen::{self, Style};
use crate::time::SimTime;

/// So many lines from before the moment that was asked for.
const BEFORE: usize = 8;

/// What may be typed.
const HELP: &str = "pause, play, step [N] (Enter), next bookmark, back 5m, to HH:MM | +12:30 | bookmark 2 | #58 | before #58, bookmarks, \
                    pace real | x8 | stepped, status, who, feed, card SEAT, quit";

/// Shows a drill from its record.
pub(super) fn replay(args: &ReplayArgs) -> Done {
    let stored = stored::read(&args.store, &args.drill)?;
    let (scenario, records) = stored.lived()?;
    stored.say_if_altered();
    let me = args.seat.as_deref().map(|said| run::seat_called(&scenario, said)).transpose()?;
    let who = if args.facilitator { Viewer::Facilitator } else { screen::viewer(me) };
    let live = on_terminal();
    let pace = args.pace.unwrap_or(if live { Pace::Times(1) } else { Pace::Flat });
    print(&terminal::head(&scenario.title, &format!("replay of {}", stored.info.name)))?;
    let events = records.into_iter().map(|record| record.event).collect();
    let replay = Replay::new(scenario.clone(), events)?;
    let mut player = Player::new(stored.info.name, replay, who, me, pace, terminal::style(args.plain));
    let at = args.at.as_ref().map(|said| point(&scenario, said).map(|at| (said, at)));
    let at = at.transpose().map_err(Failed)?;
    // Nobody who reads a pipe scrolls: there it begins with what was asked for.
    if at.is_none() || live {
        player.begin();
    }
    if let Some((said, at)) = at {
        let cut = player.replay.find(at).map_err(Failed)?;
        if live {
            player.go(cut)?;
        } else {
            player.around(said, at, cut)?;
        }
        if live {
            // The line that was asked for stays in sight.
            player.stop();
            let place = place(player.replay.session());
            player.tell(&format!(
                "^ {said} is here, at {place}. Stopped: Enter is a step, Space or `play` goes on"
            ));
        }
    }
    match (live, pace) {
        #[cfg(unix)]
        (true, _) => keys::play(&mut player)?,
        // Nobody types, and nothing is waited for.
        (_, Pace::Flat) => player.advance(SimTime::from_ms(i64::MAX))?,
        (_, Pace::Stepped | Pace::Times(_)) => by_lines(&mut player, &terminal::typed_on_stdin())?,
    }
    match player.screen.failed {
        Some(failed) => Err(failed),
        None => Ok(Answer::Yes),
    }
}

fn on_terminal() -> bool {
    use std::io::IsTerminal;
    cfg!(unix) && std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// Off a terminal: what is typed, and what comes when its time has come. Once nothing more can be typed, a clock that
/// runs runs on to the end.
fn by_lines(player: &mut Player, input: &Receiver<String>) -> Result<(), Failed> {
    loop {
        let due = player.due();
        if due.is_none() && player.plays() {
            return Ok(());
        }
        match player.clock.wait(due.filter(|_| player.plays()), input) {
            Woken::Input(line) => {
                if player.typed(&line)? == Then::Leave {
                    return Ok(());
                }
            }
            Woken::Due => player.catch_up()?,
            Woken::Closed if !player.plays() => return Ok(()),
            Woken::Closed => {
                if let Some(due) = due {
                    player.clock.sleep(due);
                }
                player.catch_up()?;
            }
        }
    }
}

/// What follows a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    /// The replay goes on.
    GoOn,
    /// Somebody has seen enough.
    Leave,
}

/// A drill on a screen, that can be stopped and turned back.
struct Player {
    drill: String,
    replay: Replay,
    screen: Plain,
    who: Viewer,
    me: Option<SeatId>,
    style: Style,
    clock: Clock,
    pace: Pace,
    stopped: bool,
    told_end: bool,
}

impl Player {
    fn new(drill: String, replay: Replay, who: Viewer, me: Option<SeatId>, pace: Pace, style: Style) -> Self {
        let (clock, screen) = (Clock::starting(pace, replay.now()), Plain::new(who, style));
        Self { drill, replay, screen, who, me, style, clock, pace, stopped: false, told_end: false }
    }

    /// What was so when the story began.
    fn begin(&mut self) {
        self.screen.batch(self.replay.session(), self.replay.so_far());
    }

    /// Whether the clock moves by itself.
    fn plays(&self) -> bool {
        !self.stopped && self.pace != Pace::Stepped
    }

    /// When the next thing happened.
    fn due(&self) -> Option<SimTime> {
        self.replay.next_at()
    }

    fn catch_up(&mut self) -> Result<(), Failed> {
        match self.plays() {
            true => self.advance(self.clock.now()),
            false => Ok(()),
        }
    }

    fn advance(&mut self, to: SimTime) -> Result<(), Failed> {
        // The clock ends with the record.
        let last = self.replay.all().last().map_or(SimTime::START, |event| event.at);
        let screen = &mut self.screen;
        self.replay.advance(to.min(last), &mut |session, events| screen.batch(session, events))?;
        self.end();
        Ok(())
    }

    fn end(&mut self) {
        let over = self.replay.next_at().is_none();
        if over && !self.told_end {
            let events = self.replay.all().len();
            self.tell(&format!("the record ends here, after {events} events"));
        }
        self.told_end = over;
    }

    fn say(&mut self, text: &str) {
        self.screen.say(text);
    }

    /// Something of the replay's own.
    fn tell(&mut self, text: &str) {
        let indent = screen::lines(self.style.width).initial_indent("      ").subsequent_indent("        ");
        self.screen.say(&textwrap::fill(text, indent));
    }

    fn stop(&mut self) {
        self.stopped = true;
    }

    fn play(&mut self) {
        self.stopped = false;
        if self.pace == Pace::Stepped {
            self.pace = Pace::Times(1);
        }
        self.set_clock();
    }

    /// The clock stands where the story does.
    fn set_clock(&mut self) {
        self.clock = Clock::starting(self.pace, self.replay.now());
    }

    /// On to what this screen was told next, so many times.
    fn step(&mut self, times: usize) -> Result<(), Failed> {
        self.stop();
        for _ in 0..times {
            let mut heard = false;
            while !heard && self.replay.next_at().is_some() {
                let from = self.replay.so_far().len();
                self.replay.step()?;
                let (session, events) = (self.replay.session(), &self.replay.so_far()[from..]);
                let view = session.view(self.who);
                heard = events.iter().any(|event| view.told(event).is_some());
                self.screen.batch(session, events);
            }
        }
        self.end();
        self.set_clock();
        Ok(())
    }

    fn go(&mut self, to: Cut) -> Result<(), Failed> {
        let screen = &mut self.screen;
        let back = self.replay.go(to, &mut |session, events| screen.batch(session, events))?;
        if back {
            let (session, events) = (self.replay.session(), self.replay.so_far());
            self.screen.seed(events);
            let lines = screen::feed(session, self.who, events, self.style, 8);
            let place = place(session);
            self.tell(&format!("back at {place}; before it:"));
            lines.iter().for_each(|line| self.say(line));
        }
        self.end();
        self.set_clock();
        Ok(())
    }

    /// To a place, with the last that was told before it and a mark under it; what follows goes on from there.
    fn around(&mut self, said: &str, at: Point, to: Cut) -> Result<(), Failed> {
        self.replay.go(to, &mut |_, _| {})?;
        let (session, events) = (self.replay.session(), self.replay.so_far());
        let wanted = match at {
            Point::Event(seq) => events.iter().position(|event| event.seq == seq),
            Point::At(_) | Point::Ago(_) | Point::Bookmark(_) | Point::Before(_) => None,
        };
        let to = wanted.map_or(events.len(), |n| n + 1);
        let lines = screen::feed(session, self.who, &events[..to], self.style, BEFORE);
        let heard = wanted.is_none_or(|n| session.view(self.who).told(&events[n]).is_some());
        let place = wanted.map_or_else(|| place(session), |n| moment(session, events[n].at));
        let (rest, from) = (events[to..].to_vec(), lines.len() == BEFORE);
        self.screen.seed(&events[..to]);
        if from {
            self.tell(&format!(
                "{BEFORE} lines from before it; `sandtable replay {}` shows all:",
                self.drill
            ));
        }
        lines.iter().for_each(|line| self.say(line));
        self.tell(&match heard {
            true => format!("^ {said} is here, at {place}"),
            false => format!("^ {said} is here, at {place}, and nobody was told; `--facilitator` shows it"),
        });
        self.screen.batch(self.replay.session(), &rest);
        self.end();
        self.set_clock();
        Ok(())
    }

    /// One line: a command, or a question to the tool.
    fn typed(&mut self, line: &str) -> Result<Then, Failed> {
        self.catch_up()?;
        let line = line.trim();
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        match (word, rest) {
            ("", _) => self.step(1)?,
            ("quit" | "q" | "exit" | "end", "") => return Ok(Then::Leave),
            ("pause" | "p" | "stop", "") => {
                self.stop();
                self.tell(&format!("stopped at {}; `play` goes on", place(self.replay.session())));
            }
            ("play" | "resume" | "go", "") => self.play(),
            ("step" | "s", "") => self.step(1)?,
            ("step" | "s", n) => match n.parse().ok().filter(|n| (1..=1_000).contains(n)) {
                Some(n) => self.step(n)?,
                None => self.tell(&format!("`{n}` is no number of steps: `step 5`")),
            },
            ("next", "") => self.step(1)?,
            ("next", "bookmark") => self.next_bookmark()?,
            ("bookmarks", "") => self.bookmarks(),
            ("pace", _) => self.set_pace(rest),
            ("to" | "goto" | "back", "") => self.tell(&format!("where to? {POINTS}")),
            ("to" | "goto" | "back", said) => self.to(said)?,
            ("help" | "?", "") => self.tell(HELP),
            _ => self.ask(line),
        }
        Ok(Then::GoOn)
    }

    fn to(&mut self, said: &str) -> Result<(), Failed> {
        let found = point(self.replay.session().scenario(), said).and_then(|point| self.replay.find(point));
        match found {
            Ok(cut) => self.go(cut),
            Err(why) => {
                self.tell(&why);
                Ok(())
            }
        }
    }

    fn next_bookmark(&mut self) -> Result<(), Failed> {
        match self.replay.next_bookmark().map(|(n, _)| n) {
            Some(n) => {
                self.stop();
                self.to(&format!("bookmark:{n}"))
            }
            None => {
                self.tell("there is no bookmark after this moment; `bookmarks` lists them");
                Ok(())
            }
        }
    }

    fn bookmarks(&mut self) {
        let session = self.replay.session();
        let all: Vec<String> = (1..)
            .zip(bookmarks(self.replay.all()))
            .filter_map(|(n, seq)| {
                let event = self.replay.all().get(seq.0 as usize)?;
                let EventKind::Bookmarked { text } = &event.kind else { return None };
                Some(format!("{n}  {}  {text}", moment(session, event.at)))
            })
            .collect();
        match all.is_empty() {
            true => self.tell("nobody set a bookmark in this drill"),
            false => all.iter().for_each(|line| self.tell(line)),
        }
    }

    fn set_pace(&mut self, said: &str) {
        match said.parse::<Pace>() {
            Ok(Pace::Flat) => self.tell("`to` goes anywhere at once; `pace x30` is fast"),
            Ok(pace) => {
                (self.pace, self.stopped) = (pace, pace == Pace::Stepped);
                self.set_clock();
            }
            Err(why) => self.tell(&format!("`{said}` is no pace: {why}")),
        }
    }

    /// What a table asks the tool; a move changes nothing any more.
    fn ask(&mut self, line: &str) {
        let scenario = self.replay.session().scenario().clone();
        match parse(&scenario, line, self.me) {
            Ok(Some(read)) => match read.what {
                What::Tool(tool) => self.screen.tool(self.replay.session(), self.me, &tool),
                What::Move(_) => {
                    let at = self.replay.now().since(SimTime::START).clock();
                    self.tell(&format!(
                        "this is a replay: nothing in it can be changed. `sandtable fork {} --at +{at}` plays on from here",
                        self.drill
                    ));
                }
            },
            Ok(None) => {}
            Err(error) => self.tell(&format!("{}; here: {HELP}", error.message)),
        }
    }
}

/// A moment by both clocks.
fn moment(session: &Session, at: SimTime) -> String {
    format!("{} (+{})", story_clock(session.scenario(), at), at.since(SimTime::START).clock())
}

fn place(session: &Session) -> String {
    moment(session, session.now())
}

/// The line below: how it runs, and the prompt as it was.
#[cfg(unix)]
fn status(player: &Player) -> String {
    let session = player.replay.session();
    let now = match player.plays() {
        true => player.clock.now().min(player.replay.all().last().map_or(SimTime::START, |event| event.at)),
        false => session.now(),
    };
    let pace = match (player.replay.next_at().is_none(), player.plays()) {
        (true, _) => "END".to_string(),
        (false, true) => player.pace.to_string(),
        (false, false) => "stopped".to_string(),
    };
    format!("replay {pace}  {}", screen::prompt(session.view(player.who), now, player.me))
}
