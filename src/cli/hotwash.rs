//! `hotwash`: the half hour after a drill, guided, at a terminal or line by line from a pipe.
//!
//! What is gone through and what is asked comes from the core; here it is shown, timed and taken down. Every answer is
//! kept as soon as it is given, so that whoever leaves in the middle goes on there.

mod again;
mod desk;
mod moments;
mod rating;
mod steps;
mod strike;

use std::sync::Arc;

use desk::Desk;
use steps::Turn;

use super::args::HotwashArgs;
use super::exit::{Answer, Done, Failed, print_json};
use super::{score, stored};
use crate::engine::Session;
use crate::engine::event::{Event, EventKind, Header};
use crate::hotwash::bookmark::{Bookmark, bookmarks, enough};
use crate::hotwash::plan::Step;
use crate::hotwash::said::Said;
use crate::hotwash::strike::{At, Line};
use crate::journal::{Record, header};
use crate::postmortem::key_moments;
use crate::scenario::Scenario;
use crate::score::card::Scorecard;
use crate::store::JournalStore;
use crate::time::SimDuration;

/// Under which name it is kept beside the drill.
pub(super) const NOTE: &str = "hotwash";

/// A hot wash on its way.
struct HotWash {
    store: Box<dyn JournalStore>,
    /// Where that store is.
    place: super::args::StoreArg,
    drill: String,
    scenario: Arc<Scenario>,
    records: Vec<Record>,
    events: Vec<Event>,
    session: Session,
    card: Scorecard,
    marks: Vec<Bookmark>,
    said: Said,
    desk: Desk,
    /// One person played, with stand-ins or empty chairs beside them.
    alone: bool,
    /// What can be typed at a moment has been told.
    explained: bool,
    /// What the store has, to see whether somebody else types there, too.
    stored: Said,
}

/// Goes through the half hour.
pub(super) fn hotwash(args: &HotwashArgs) -> Done {
    let mut wash = HotWash::open(args)?;
    if args.format == super::args::Format::Json {
        // What was struck leaves its number behind, and no words.
        wash.said.changes.retain(|change| !change.is_empty());
        print_json(&wash.said)?;
        return Ok(Answer::Yes);
    }
    wash.go()?;
    Ok(Answer::Yes)
}

impl HotWash {
    fn open(args: &HotwashArgs) -> Result<Self, Failed> {
        let mut store = stored::open(&args.store)?;
        let stored = stored::take(&mut *store, &args.drill)?;
        let (scenario, records) = stored.lived()?;
        stored.say_if_altered();
        let drill = stored.info.name.clone();
        if !records.iter().any(|record| matches!(record.event.kind, EventKind::DrillEnded { .. })) {
            return Err(Failed(format!(
                "`{drill}` has not ended; a hot wash comes after the end: `sandtable resume {drill}` goes on with it"
            )));
        }
        let events: Vec<Event> = records.iter().map(|record| record.event.clone()).collect();
        let session = Session::resume(scenario.clone(), &events)?;
        let card = score::card(&scenario, &records)?;
        let profile = score::profile(&records)?;
        let marks = enough(bookmarks(&scenario, &profile, &records), &records, || {
            key_moments(&scenario, &profile, &records, &card)
        });
        let said = said(&mut *store, &drill)?;
        let desk = Desk::new();
        let place = args.store.clone();
        let people = |header: &Header| header.seats.len() - header.stand_ins.len().min(header.seats.len());
        let alone = header(&records).is_some_and(|header| people(header) == 1 && !header.facilitated);
        let (explained, stored) = (false, said.clone());
        Ok(Self {
            store,
            place,
            drill,
            scenario,
            records,
            events,
            session,
            card,
            marks,
            said,
            desk,
            alone,
            explained,
            stored,
        })
    }

    fn go(&mut self) -> Result<(), Failed> {
        self.greet()?;
        // What is gone through once more has its half hour again.
        let (mut step, spent) = match self.said.is_done() {
            true => (Step::Open, Some(0)),
            false => (self.said.step(), self.said.spent_ms),
        };
        let planned = step.previous().map_or_else(Default::default, Step::until);
        self.desk.begin_at(spent.map_or(planned, SimDuration::from_ms));
        loop {
            self.said.step = Step::ALL.iter().position(|other| *other == step).unwrap_or(0);
            self.keep()?;
            self.desk.head(step, self.alone)?;
            match self.step(step)? {
                Turn::On => match step.next() {
                    Some(next) => step = next,
                    None => return self.finish(),
                },
                Turn::Back => step = step.previous().unwrap_or(step),
                Turn::Leave => return self.leave(),
            }
        }
    }

    fn greet(&mut self) -> Result<(), Failed> {
        let title = self.scenario.title.clone();
        self.desk.title(&title)?;
        if self.card.is_too_short() {
            self.desk.say(
                "This drill was short, or broken off early: too little happened to rate the whole. Say what you saw, all \
                 the same.",
            )?;
        }
        let text = if self.said.is_done() {
            "This drill has had its hot wash. Going through it again adds to what was said; `strike WORDS` takes back the line \
             that holds these words."
        } else if self.said.step > 0 {
            "You left in the middle; it goes on there."
        } else {
            "Half an hour, six steps, one person at the keyboard. Enter goes on, `back` goes back, `quit` leaves; what was \
             said is kept either way. `undo` takes back the last line said, to strike it or to say it anew."
        };
        self.desk.say(text)
    }

    /// What was said so far, on the disk; with what somebody else said meanwhile, at a keyboard of their own.
    fn keep(&mut self) -> Result<(), Failed> {
        let now = said(&mut *self.store, &self.drill)?;
        if now != self.stored {
            self.said.takes_in(&now, &self.stored);
        }
        self.said.spent_ms = Some(self.desk.gone().ms());
        let text = serde_json::to_string(&self.said)?;
        self.store.write_note(&self.drill, NOTE, &text)?;
        self.stored = self.said.clone();
        Ok(())
    }

    fn leave(&mut self) -> Result<(), Failed> {
        self.keep()?;
        let drill = &self.drill;
        let half = match &self.said.half {
            None => String::new(),
            // What one person answers in silence is nobody else's.
            Some(Line { at: At::Surprise, .. }) => " So is the line that was begun.".to_string(),
            Some(half) => format!(" So is the line that was begun: {}.", crate::prose::quote(&half.text)),
        };
        let kept = format!("Kept.{half} `sandtable hotwash {drill}` goes on here.");
        self.desk.say(&self.place.hinted(&kept))
    }

    fn finish(&mut self) -> Result<(), Failed> {
        self.said.step = Step::ALL.len();
        self.keep()?;
        let drill = &self.drill;
        let thanks = format!(
            "Thank you. What you said stands in the practice postmortem: `sandtable postmortem {drill}`, and \
             `sandtable postmortem edit {drill}` to go on writing.{}",
            match self.said.lines(At::Change).is_empty() {
                true => "",
                false => {
                    " Your changes stand in `sandtable todo` from now on; the postmortem gives each an owner and a date."
                }
            }
        );
        self.desk.say(&self.place.hinted(&thanks))
    }
}

/// What was said in a drill's hot wash, as kept; nothing yet if there was none.
pub(super) fn said(store: &mut dyn JournalStore, drill: &str) -> Result<Said, Failed> {
    read(drill, store.note(drill, NOTE)?.as_deref())
}

/// Words that were typed at the end of a drill, where nothing was asked but Enter: its hot wash has them.
pub(super) fn keep_besides(place: &super::args::StoreArg, drill: &str, words: &str) -> Result<(), Failed> {
    let mut store = stored::open(place)?;
    let mut said = said(&mut *store, drill)?;
    said.besides.push(words.to_string());
    Ok(store.write_note(drill, NOTE, &serde_json::to_string(&said)?)?)
}

/// The same, from the note.
pub(super) fn read(drill: &str, note: Option<&str>) -> Result<Said, Failed> {
    let Some(text) = note else { return Ok(Said::default()) };
    serde_json::from_str(text)
        .map_err(|error| Failed(format!("what was said after `{drill}` can't be read: {error}")))
}

/// The sentence that a table took home last, if there is one. A greeting is no reason not to begin.
pub(super) fn last_sentence(place: &super::args::StoreArg) -> Option<String> {
    let mut store = stored::open_existing(place).ok()??;
    let notes = store.notes(NOTE).ok()?;
    notes.iter().find_map(|(_, text)| serde_json::from_str::<Said>(text).ok()?.sentence)
}
