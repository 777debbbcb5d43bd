//! What the session says at a live prompt: lines for the printer, and the prompt's own words.

use std::sync::mpsc::Sender;

use super::complete::Shared;
use super::prompt::TICK;
use crate::drive::Screen;
use crate::engine::Session;
use crate::engine::command::{Command, Mover};
use crate::engine::decide::story_clock;
use crate::engine::event::{Event, EventKind, Seq};
use crate::engine::view::Viewer;
use crate::moves::{Line, MOMENT, MoveError, Names, People, Question, Tool, What, parse, with_slot};
use crate::prose::shown;
use crate::scenario::id::SeatId;
use crate::screen::desk::Watch;
use crate::screen::{self, Style};
use crate::store::Tell;
use crate::time::SimTime;

/// What the session says to a line.
pub(super) enum Answer {
    /// It was taken, for better or worse.
    Taken,
    /// It is a move without its slots, and makes sense: they are asked for.
    Asks {
        /// The line, with its seat.
        line: String,
        /// The slots.
        questions: Vec<Question>,
    },
}

/// A seat's card on the shared screen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Card {
    /// None.
    Away,
    /// Asked for: it appears when the others look away.
    Waits(SeatId),
    /// It is there.
    Shown,
}

/// A screen behind a prompt.
pub(super) struct Table {
    /// Whose screen it is.
    pub(super) who: Viewer,
    /// The seat whose moves need no name in front.
    me: Option<SeatId>,
    /// The seat whose own screen it is.
    own: Option<SeatId>,
    /// How lines are written, as wide as the screen was at the start.
    style: Style,
    /// The screen's columns as they are now.
    pub(super) columns: Option<fn() -> usize>,
    /// To the printer.
    out: Sender<String>,
    /// To the editor, who waits for one answer to each line.
    answers: Sender<Answer>,
    /// A line was typed and has no answer yet.
    owes: bool,
    /// What the editor is told.
    shared: Shared,
    /// All that happened, for `feed`.
    pub(super) feed: Vec<Event>,
    /// Who sits where, by their own names.
    pub(super) people: People,
    /// The names as they are shown.
    names: Vec<(SeatId, String)>,
    /// `close` was typed with something open, and the question asked.
    asked_to_close: bool,
    /// What the facilitator has been warned of.
    warned: Watch,
    /// A seat's card on the shared screen.
    card: Card,
    /// The clock runs by itself.
    pub(super) runs: bool,
}

/// Answers any question, also one for a time.
const SAMPLE: &str = "5m";

/// Everything off the screen, and what was scrolled away as well: one turn of the wheel would show a card again.
const CLEAR: &str = "\x1b[H\x1b[2J\x1b[3J";

impl Table {
    /// A screen for a seat, or for the table.
    pub(super) fn new(
        me: Option<SeatId>,
        who: Viewer,
        style: Style,
        out: Sender<String>,
        answers: Sender<Answer>,
        shared: Shared,
    ) -> Self {
        Self {
            who,
            me,
            own: me,
            style,
            columns: None,
            out,
            answers,
            owes: false,
            shared,
            feed: Vec::new(),
            people: People::default(),
            names: Vec::new(),
            asked_to_close: false,
            warned: Watch::default(),
            card: Card::Away,
            runs: true,
        }
    }

    fn answer(&mut self, answer: Answer) {
        if std::mem::take(&mut self.owes) {
            // An editor that is gone asks nothing any more.
            let _ = self.answers.send(answer);
        }
    }

    /// How lines are written now: a window may be made wider or narrower at any time.
    fn style(&self) -> Style {
        let width = self.columns.map_or(self.style.width, |columns| columns());
        Style { width, ..self.style }
    }

    fn say(&self, text: impl Into<String>) {
        let mut text = text.into();
        text.push('\n');
        // A printer that is gone has nothing to show any more; the record goes on.
        let _ = self.out.send(text);
    }

    /// The bookmarks that can be gone back to, the last eight.
    fn bookmarks(&self, session: &Session) -> Vec<String> {
        let marks = self.feed.iter().filter_map(|event| {
            let EventKind::Bookmarked { text } = &event.kind else { return None };
            Some((event.at, text))
        });
        let line = |(n, (at, text)): (usize, (SimTime, &String))| {
            format!("bookmark:{}  {} {text}", n + 1, story_clock(session.scenario(), at))
        };
        let all: Vec<String> = marks.enumerate().map(line).collect();
        all[all.len().saturating_sub(8)..].to_vec()
    }

    /// So many entries of what this screen was told.
    fn latest(&self, session: &Session, most: usize) {
        for line in screen::feed(session, self.who, &self.feed, self.style(), most) {
            self.say(line);
        }
    }

    fn say_all(&self, lines: &[String]) {
        for line in lines {
            self.say(aside(line, self.style()));
        }
    }

    /// Where the record says that it is out of reach: while it is waited for, the session can't say it.
    pub(super) fn away(&self) -> Tell {
        let (out, style) = (self.out.clone(), self.style);
        Box::new(move |text| {
            let _ = out.send(aside(text, style) + "\n");
        })
    }
}

/// What the tool says beside the story.
fn aside(text: &str, style: Style) -> String {
    let width = if style.plain { usize::MAX } else { style.width };
    let indent = screen::lines(width).initial_indent("  ").subsequent_indent("    ");
    textwrap::fill(&shown(text), &indent)
}

impl Screen for Table {
    fn batch(&mut self, session: &Session, events: &[Event]) {
        let view = session.view(self.who);
        for event in events.iter().filter(|event| !matches!(event.kind, EventKind::Refused { .. })) {
            if let Some(lines) = screen::event_lines(view, event, self.style()) {
                self.say(lines);
            }
        }
        self.feed.extend_from_slice(events);
        self.tick(session, session.now());
    }

    fn accepted(&mut self, _seq: Seq) {
        self.asked_to_close = false;
    }

    fn may_rewind(&mut self, session: &Session, landing: &str) -> bool {
        let next = session.world().attempt + 1;
        self.say_all(&[format!(
            "{landing}: from there it is attempt {next}, scored and put on no trend. What was played until now is \
             kept. Enter goes back"
        )]);
        false
    }

    fn rewound(&mut self, session: &Session, events: &[Event]) {
        self.feed.clear();
        self.asked_to_close = false;
        if let Some((last, before)) = events.split_last() {
            self.feed.extend_from_slice(before);
            self.batch(session, std::slice::from_ref(last));
        }
    }

    fn note(&mut self, text: &str) {
        self.say_all(&[text.to_string()]);
    }

    fn refused(&mut self, _place: Option<usize>, _line: &str, why: &str, typo: Option<&MoveError>) {
        let enter = typo.and_then(|typo| typo.meant.as_ref()).map_or("", |_| " (Enter: yes)");
        self.say_all(&[format!("{why}{enter}")]);
    }

    fn takes_enter(&self) -> bool {
        true
    }

    fn likely_next(&self, session: &Session) -> Option<String> {
        screen::next_move(session.view(self.who))
    }

    fn sit(&mut self, names: Vec<(SeatId, String)>) {
        self.names = names;
    }

    fn typed(&mut self, session: &Session, text: &str) {
        self.owes = true;
        match std::mem::replace(&mut self.card, Card::Away) {
            Card::Away => {}
            Card::Waits(seat) if text.trim().is_empty() => {
                self.say_all(&screen::card(session.view(self.who), seat));
                self.say_all(&screen::answers(session, seat, &self.feed));
                if !self.style.plain {
                    self.say("  (Enter puts it away)");
                }
                self.card = Card::Shown;
            }
            Card::Waits(_) => {}
            Card::Shown if self.style.plain => {}
            Card::Shown => {
                let _ = self.out.send(CLEAR.to_string());
                self.latest(session, 30);
            }
        }
    }

    fn asks(&mut self, session: &Session, by: Mover, line: &str, command: &Command) -> bool {
        if std::mem::take(&mut self.shared.now().whole) || !self.owes {
            return false;
        }
        let view = session.view(self.who);
        let questions = Names::of(view, self.own).recalling(view, &self.feed).questions(line);
        if questions.is_empty() {
            return false;
        }
        // What makes no sense now, whatever the answers, is refused before anybody writes them.
        let answered =
            questions.iter().fold(line.to_string(), |line, question| with_slot(&line, question.slot, SAMPLE));
        let seat = match by {
            Mover::Seat(seat) => Some(seat),
            Mover::Table | Mover::Facilitator => None,
        };
        let Ok(Some(Line { what: What::Move(whole), .. })) = parse(session.scenario(), &answered, seat)
        else {
            return false;
        };
        if session.would_refuse(by, &whole).is_some() {
            return false;
        }
        self.asked_to_close = matches!(command, Command::Close { .. });
        self.answer(Answer::Asks { line: line.trim().to_string(), questions });
        true
    }

    fn asks_words(&mut self, session: &Session, line: &str) -> bool {
        // Who has skipped all the questions is told what is missing.
        if std::mem::take(&mut self.shared.now().whole) || !self.owes {
            return false;
        }
        let view = session.view(self.who);
        let names = Names::of(view, self.own).hearing(view, &self.feed).recalling(view, &self.feed);
        let talk =
            parse(session.scenario(), line, self.own).err().and_then(|error| names.talk_asked(line, &error));
        let (line, mut questions) =
            talk.unwrap_or_else(|| (line.trim().to_string(), names.words_asked(line)));
        let Some(first) = questions.first_mut() else { return false };
        if first.asks == MOMENT {
            first.shown.extend(self.bookmarks(session));
        }
        // From outside the call nothing is asked that would be refused whatever the answer.
        let speaks = Command::Say(SAMPLE.to_string());
        let refuses = |seat| Some((session.would_refuse(Mover::Seat(seat), &speaks)?, seat));
        if let Some((why, seat)) = names.speaker(&line).and_then(refuses) {
            let mine = self.own == Some(seat);
            let name = session.scenario().seats.name(seat).as_str();
            let why = if mine { why.to_you(name) } else { why.to_string() };
            self.refused(None, &line, &why, None);
            return true;
        }
        // Nobody is asked why they call somebody who can't be called.
        let whole = parse(session.scenario(), &format!("{line} why=\"-\""), self.own).ok().flatten();
        if let Some(Line { mover: Some(mover), what: What::Move(command @ Command::Page { .. }), .. }) = whole
            && let Some(why) = session.would_refuse(mover, &command)
        {
            self.refused(None, &line, &why.to_string(), None);
            return true;
        }
        self.answer(Answer::Asks { line, questions });
        true
    }

    fn tool(&mut self, session: &Session, me: Option<SeatId>, tool: &Tool) {
        let view = session.view(self.who);
        match tool {
            Tool::Status => self.say_all(&screen::status_of(view, &self.names)),
            Tool::Who => self.say_all(&screen::who(view, &self.names)),
            Tool::Feed => self.latest(session, 30),
            Tool::Actions => self.say_all(&screen::actions_of(view, self.own)),
            Tool::Events(inject) => self.say_all(&screen::desk::event_list(view, inject.as_deref())),
            Tool::Hints(seat, about) => self.say_all(&screen::desk::hints(view, *seat, *about)),
            // Who runs the drill sees every card, and nobody else sees their screen.
            Tool::Card(Some(seat)) if self.who == Viewer::Facilitator => {
                self.say_all(&screen::card(view, *seat));
            }
            Tool::Card(seat) => match (self.own, seat.or(me)) {
                (Some(own), None) => self.say_all(&screen::card(view, own)),
                (Some(own), Some(seat)) if seat == own => self.say_all(&screen::card(view, own)),
                (Some(_), Some(_)) => self.say("  that is another seat's card"),
                (None, Some(seat)) => {
                    let name = session.scenario().seats.name(seat);
                    self.say_all(&[format!("{name}'s card: the others look away. Enter shows it")]);
                    self.card = Card::Waits(seat);
                }
                (None, None) => {
                    let first = session.scenario().seats.names().next().unwrap_or("primary");
                    self.say_all(&[format!("whose card? `card {first}`")]);
                }
            },
            Tool::Help(word) => {
                self.say_all(&screen::help_having_heard(view, Some(&self.feed), word.as_deref()));
            }
            Tool::As(seat) => self.speaks_for(session, *seat),
            Tool::Start if self.runs => self.say("  the clock is running"),
            Tool::Start => self.say("  the drill has begun; `wait 1m` and `wait next` move the clock"),
            Tool::Wait(_) => {}
        }
        self.tick(session, session.now());
    }

    fn speaks_for(&mut self, session: &Session, seat: Option<SeatId>) {
        self.me = seat;
        let name = seat.map(|seat| session.scenario().seats.name(seat));
        self.say_all(&[match name {
            Some(name) => format!(
                "a move without a seat is {name}'s now, but look, verify, do and undo, and what is everybody's (pause, \
                 resume, hint, mark, end): `as table` ends it"
            ),
            None => "each move says whose it is again".to_string(),
        }]);
    }

    fn may_close(&mut self, session: &Session, by: Option<SeatId>) -> bool {
        let view = session.view(self.who);
        let (open, commands) = (view.still_open(), view.commands_instead(by));
        if (open.is_empty() && commands.is_none()) || self.asked_to_close {
            self.asked_to_close = false;
            return true;
        }
        if !open.is_empty() {
            self.say("  still open:");
            self.say_all(&open);
        }
        self.say_all(commands.as_slice());
        self.say("  `close` again closes all the same");
        self.asked_to_close = true;
        false
    }

    fn nobody(&mut self, session: &Session, _line: &str) {
        let seats = session.scenario().seats.names().enumerate();
        let list = seats.map(|(n, name)| format!("{} {name}", n + 1)).collect::<Vec<_>>().join(", ");
        let here = session.view(self.who).first_here(|_| true).map_or(1, |seat| seat.n() + 1);
        self.say_all(&[format!("who? {list} (or in front, as in `{here} ack`)")]);
    }

    fn tick(&mut self, session: &Session, now: SimTime) {
        let view = session.view(self.who);
        let news = self.warned.news(view);
        self.say_all(&news);
        let shared = self.shared.clone();
        let mut shared = shared.now();
        let prompt = screen::prompt(view, now, self.me);
        if shared.prompt != prompt {
            shared.prompt = prompt;
            if !self.style.plain {
                let _ = self.out.send(TICK.to_string());
            }
        }
        let names = Names::of(view, self.own).hearing(view, &self.feed).recalling(view, &self.feed);
        shared.names = names.knowing(self.people.clone());
        drop(shared);
        self.answer(Answer::Taken);
    }
}
