//! A drill as plain lines of text: for a pipe, a file of moves, a look at a prepared crew.

use super::exit::{Failed, print};
use super::refusals::Refusals;
use crate::drive::Screen;
use crate::engine::Session;
use crate::engine::event::{Event, Seq};
use crate::engine::view::Viewer;
use crate::moves::{MoveError, Tool};
use crate::prose::{clip, shown};
use crate::scenario::id::SeatId;
use crate::screen::desk::Watch;
use crate::screen::{self, Style};

/// Prints what one viewer is told.
pub(super) struct Plain {
    who: Viewer,
    style: Style,
    feed: Vec<Event>,
    /// What the facilitator has been warned of.
    warned: Watch,
    /// What was turned down.
    pub(super) refusals: Refusals,
    /// Who sits where, by the names that they gave.
    names: Vec<(SeatId, String)>,
    /// The terminal is raw: lines end in CR LF, and the one below is in the way.
    raw: bool,
    printed: bool,
    /// What could not be printed; the drill goes on all the same.
    pub(super) failed: Option<Failed>,
}

impl Plain {
    /// A screen for one viewer.
    pub(super) fn new(who: Viewer, style: Style) -> Self {
        Self {
            who,
            style,
            feed: Vec::new(),
            warned: Watch::default(),
            refusals: Refusals::default(),
            names: Vec::new(),
            raw: false,
            printed: false,
            failed: None,
        }
    }

    /// From now on the terminal is raw.
    pub(super) fn raw(&mut self) {
        self.raw = true;
    }

    /// Whether something was printed since this was asked last.
    pub(super) fn take_printed(&mut self) -> bool {
        std::mem::take(&mut self.printed)
    }

    /// What happened before, which is not shown again.
    pub(super) fn seed(&mut self, events: &[Event]) {
        self.feed = events.to_vec();
    }

    /// A line, or several.
    pub(super) fn say(&mut self, text: &str) {
        self.printed = true;
        if self.failed.is_none() {
            let text = match self.raw {
                true => format!("\r\x1b[K{}\r\n", text.replace('\n', "\r\n")),
                false => format!("{text}\n"),
            };
            self.failed = print(&text).err();
        }
    }
}

/// So much of a line that was turned down is repeated.
const ECHOED: usize = 200;

impl Screen for Plain {
    fn batch(&mut self, session: &Session, events: &[Event]) {
        let view = session.view(self.who);
        for event in events {
            // A refusal is answered where the move is.
            let refused = matches!(event.kind, crate::engine::event::EventKind::Refused { .. });
            if let Some(lines) = screen::event_lines(view, event, self.style).filter(|_| !refused) {
                self.say(&lines);
            }
        }
        self.feed.extend_from_slice(events);
        for warning in self.warned.news(view) {
            self.note(&warning);
        }
    }

    fn accepted(&mut self, _seq: Seq) {}

    fn rewound(&mut self, session: &Session, events: &[Event]) {
        self.feed.clear();
        if let Some((last, before)) = events.split_last() {
            self.feed.extend_from_slice(before);
            self.batch(session, std::slice::from_ref(last));
        }
    }

    fn note(&mut self, text: &str) {
        let indent = screen::lines(self.style.width).initial_indent("      ").subsequent_indent("        ");
        self.say(&textwrap::fill(&shown(text), &indent));
    }

    fn refused(&mut self, place: Option<usize>, line: &str, why: &str, _typo: Option<&MoveError>) {
        self.refusals.refused(place);
        let place = place.map_or(String::new(), |n| format!("line {n}: "));
        let text = format!("      {place}{} -- {why}", clip(line.trim(), ECHOED));
        self.say(&textwrap::fill(
            &shown(&text),
            screen::lines(self.style.width).subsequent_indent("        "),
        ));
    }

    fn typed(&mut self, _session: &Session, _text: &str) {
        self.refusals.typed();
    }

    fn likely_next(&self, session: &Session) -> Option<String> {
        screen::next_move(session.view(self.who))
    }

    fn sit(&mut self, names: Vec<(SeatId, String)>) {
        self.names = names;
    }

    fn tool(&mut self, session: &Session, me: Option<SeatId>, tool: &Tool) {
        let view = session.view(self.who);
        let lines = match tool {
            Tool::Status => screen::status_of(view, &self.names),
            Tool::Who => screen::who(view, &self.names),
            Tool::Feed => screen::feed(session, self.who, &self.feed, self.style, 40),
            Tool::Actions => screen::actions_of(view, me),
            Tool::Events(inject) => screen::desk::event_list(view, inject.as_deref()),
            Tool::Hints(seat, about) => screen::desk::hints(view, *seat, *about),
            Tool::Card(seat) => seat.or(me).map_or_else(Vec::new, |seat| {
                let answers = screen::answers(session, seat, &self.feed);
                screen::card(view, seat).into_iter().chain(answers).collect()
            }),
            Tool::Help(word) => screen::help(view, word.as_deref()),
            Tool::As(_) | Tool::Start | Tool::Wait(_) => Vec::new(),
        };
        for line in lines {
            let line = shown(&line);
            match self.raw {
                true => {
                    self.say(&textwrap::fill(&line, screen::lines(self.style.width).subsequent_indent("  ")))
                }
                false => self.say(&line),
            }
        }
    }

    fn nobody(&mut self, _session: &Session, line: &str) {
        self.refusals.refused(None);
        self.say(&format!(
            "      {} -- who does that? put a seat in front",
            shown(&clip(line.trim(), ECHOED))
        ));
    }
}
