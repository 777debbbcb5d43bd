//! A drill as JSON, one object a line: for programs that hold a seat.

use serde::Serialize;
use serde_json::json;

use super::exit::{Failed, print};
use super::refusals::Refusals;
use crate::drive::Screen;
use crate::engine::Session;
use crate::engine::event::{Event, EventKind, Seq};
use crate::engine::tell::tell;
use crate::engine::view::Viewer;
use crate::moves::{MoveError, Tool};
use crate::prose::inert_json;
use crate::scenario::id::SeatId;
use crate::screen;
use crate::screen::desk::Watch;

/// Writes what one viewer may see, and what came of each move.
pub(super) struct Lines {
    who: Viewer,
    /// What the facilitator has been warned of.
    warned: Watch,
    /// What was turned down.
    pub(super) refusals: Refusals,
    /// Who sits where, by the names that they gave.
    names: Vec<(SeatId, String)>,
    /// What could not be written; the drill goes on all the same.
    pub(super) failed: Option<Failed>,
}

/// What happened, as a program sees it.
#[derive(Serialize)]
struct Seen<'a> {
    seq: u64,
    at: i64,
    channel: &'a str,
    to: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a str>,
    text: &'a str,
}

impl Lines {
    /// Lines for one viewer.
    pub(super) fn new(who: Viewer) -> Self {
        let (refusals, names) = (Refusals::default(), Vec::new());
        Self { who, warned: Watch::default(), refusals, names, failed: None }
    }

    /// Writes a line.
    pub(super) fn write(&mut self, value: &serde_json::Value) {
        if self.failed.is_none() {
            self.failed = print(&format!("{}\n", inert_json(&value.to_string()))).err();
        }
    }
}

impl Screen for Lines {
    fn batch(&mut self, session: &Session, events: &[Event]) {
        let view = session.view(self.who);
        for event in events.iter().filter(|event| !matches!(event.kind, EventKind::Refused { .. })) {
            // What the viewer may know, and in full: a private answer carries the seat it is for.
            let Some(told) = view.told(event).and_then(|_| tell(session.scenario(), event)) else { continue };
            let seen = Seen {
                seq: event.seq.0,
                at: event.at.ms(),
                channel: told.channel,
                to: &told.to,
                from: told.from.as_deref(),
                text: &told.text,
            };
            self.write(&json!({ "event": seen }));
        }
        for warning in self.warned.news(view) {
            self.write(&json!({ "warning": warning }));
        }
    }

    fn accepted(&mut self, seq: Seq) {
        self.write(&json!({ "accepted": seq.0 }));
    }

    fn note(&mut self, text: &str) {
        self.write(&json!({ "note": text }));
    }

    fn refused(&mut self, place: Option<usize>, _line: &str, why: &str, _typo: Option<&MoveError>) {
        self.refusals.refused(place);
        match place {
            Some(line) => self.write(&json!({ "refused": why, "line": line })),
            None => self.write(&json!({ "refused": why })),
        }
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
            Tool::Actions => screen::actions_of(view, me),
            Tool::Events(inject) => screen::desk::event_list(view, inject.as_deref()),
            Tool::Hints(seat, about) => screen::desk::hints(view, *seat, *about),
            Tool::Card(seat) => seat.or(me).map_or_else(Vec::new, |seat| screen::card(view, seat)),
            Tool::Help(word) => screen::help(view, word.as_deref()),
            Tool::Feed | Tool::As(_) | Tool::Start | Tool::Wait(_) => Vec::new(),
        };
        self.write(&json!({ "told": lines }));
    }

    fn nobody(&mut self, _session: &Session, _line: &str) {
        self.refusals.refused(None);
        self.write(&json!({ "refused": "who does that? put a seat in front" }));
    }
}
