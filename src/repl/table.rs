//! What the session says at a live prompt: lines for the printer, and the prompt's own words.

use std::sync::mpsc::Sender;

use super::complete::Shared;
use super::prompt::TICK;
use crate::drive::Screen;
use crate::engine::Session;
use crate::engine::event::{Event, EventKind, Seq};
use crate::engine::view::Viewer;
use crate::moves::{MoveError, Names, Tool};
use crate::scenario::id::SeatId;
use crate::screen::{self, Style};
use crate::time::SimTime;

/// A screen behind a prompt.
pub(super) struct Table {
    /// Whose screen it is.
    pub(super) who: Viewer,
    /// The seat whose moves need no name in front.
    pub(super) me: Option<SeatId>,
    /// The seat whose own screen it is.
    pub(super) own: Option<SeatId>,
    /// How lines are written.
    pub(super) style: Style,
    /// To the printer.
    pub(super) out: Sender<String>,
    /// What the editor is told.
    pub(super) shared: Shared,
    /// All that happened, for `feed`.
    pub(super) feed: Vec<Event>,
    /// `close` was typed with something open, and the question asked.
    pub(super) asked_to_close: bool,
    /// A seat's card is on the shared screen.
    pub(super) shows_card: bool,
}

/// Everything off the screen; what was scrolled away before stays.
const CLEAR: &str = "\x1b[H\x1b[2J";

impl Table {
    fn say(&self, text: impl Into<String>) {
        let mut text = text.into();
        text.push('\n');
        // A printer that is gone has nothing to show any more; the record goes on.
        let _ = self.out.send(text);
    }

    /// So many entries of what this screen was told.
    fn latest(&self, session: &Session, most: usize) {
        for line in screen::feed(session, self.who, &self.feed, self.style, most) {
            self.say(line);
        }
    }

    fn say_all(&self, lines: &[String]) {
        let width = if self.style.plain { usize::MAX } else { self.style.width };
        let indent = screen::lines(width).initial_indent("  ").subsequent_indent("    ");
        for line in lines {
            self.say(textwrap::fill(line, &indent));
        }
    }
}

impl Screen for Table {
    fn batch(&mut self, session: &Session, events: &[Event]) {
        let view = session.view(self.who);
        for event in events.iter().filter(|event| !matches!(event.kind, EventKind::Refused { .. })) {
            if let Some(lines) = screen::event_lines(view, event, self.style) {
                self.say(lines);
            }
        }
        self.feed.extend_from_slice(events);
        self.tick(session, session.now());
    }

    fn accepted(&mut self, _seq: Seq) {
        self.asked_to_close = false;
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

    fn typed(&mut self, session: &Session) {
        if std::mem::take(&mut self.shows_card) && !self.style.plain {
            let _ = self.out.send(CLEAR.to_string());
            self.latest(session, 12);
        }
    }

    fn tool(&mut self, session: &Session, me: Option<SeatId>, tool: &Tool) {
        let view = session.view(self.who);
        match tool {
            Tool::Status => self.say_all(&screen::status(view)),
            Tool::Who => self.say_all(&screen::who(view)),
            Tool::Feed => self.latest(session, 30),
            Tool::Actions => self.say_all(&screen::actions_of(view, me)),
            Tool::Events => self.say_all(&screen::desk::events(view)),
            Tool::Card(seat) => match seat.or(me) {
                Some(seat) if self.me.is_none() => {
                    self.say("  (others look away)");
                    self.say_all(&screen::card(view, seat));
                    self.say_all(&screen::answers(session, seat, &self.feed));
                    if !self.style.plain {
                        self.say("  (Enter puts it away)");
                    }
                    self.shows_card = true;
                }
                Some(seat) if self.me == Some(seat) => self.say_all(&screen::card(view, seat)),
                Some(_) => self.say("  that is another seat's card"),
                None => self.say("  whose card? `card primary`"),
            },
            Tool::Help(word) => self.say_all(&screen::help(view, word.as_deref())),
            Tool::As(seat) => {
                self.me = Some(*seat);
                self.say(format!(
                    "  moves are {}'s now, but for look, verify, do and undo",
                    session.scenario().seats.name(*seat)
                ));
            }
            Tool::Start => self.say("  the clock is running"),
            Tool::Wait(_) => {}
        }
        self.tick(session, session.now());
    }

    fn may_close(&mut self, session: &Session, _by: Option<SeatId>) -> bool {
        let open = session.view(self.who).still_open();
        if open.is_empty() || self.asked_to_close {
            self.asked_to_close = false;
            return true;
        }
        self.say("  still open:");
        self.say_all(&open);
        self.say("  `close` again closes all the same");
        self.asked_to_close = true;
        false
    }

    fn nobody(&mut self, session: &Session, _line: &str) {
        let seats = session.scenario().seats.names().enumerate();
        let list = seats.map(|(n, name)| format!("{} {name}", n + 1)).collect::<Vec<_>>().join(", ");
        self.say(format!("  who? {list}"));
    }

    fn tick(&mut self, session: &Session, now: SimTime) {
        let view = session.view(self.who);
        let mut shared = self.shared.now();
        let prompt = screen::prompt(view, now, self.me);
        if shared.prompt != prompt {
            shared.prompt = prompt;
            if !self.style.plain {
                let _ = self.out.send(TICK.to_string());
            }
        }
        shared.names = Names::of(view, self.own);
    }
}
