//! The record, stopped at its moments, with what is said there.

use super::HotWash;
use super::desk::{HELP, Typed};
use super::steps::Turn;
use crate::cli::exit::Failed;
use crate::engine::decide::story_clock;
use crate::engine::event::{Event, Seq};
use crate::engine::view::Viewer;
use crate::hotwash::bookmark::{Bookmark, Marked};
use crate::hotwash::strike::At;
use crate::screen::{Style, event_lines};

/// So many lines of the record are shown at once.
const LINES: usize = 8;

/// What goes before a line that is about a minute played again.
const ANOTHER_WAY: &str = "played another way: ";

impl HotWash {
    pub(super) fn replay(&mut self) -> Result<Turn, Failed> {
        if self.marks.is_empty() {
            self.desk.say(
                "Nothing reached anybody before it ended. What did you look at meanwhile, and what did you wait for? A line \
                 each; Enter goes on.",
            )?;
            return self.enter("said");
        }
        while self.said.moment < self.marks.len() {
            match self.moment(self.said.moment)? {
                Turn::On => self.said.moment += 1,
                Turn::Back if self.said.moment == 0 => return Ok(Turn::Back),
                Turn::Back => self.said.moment -= 1,
                Turn::Leave => return Ok(Turn::Leave),
            }
            self.keep()?;
        }
        // Whoever comes back to this step begins with the first.
        self.said.moment = 0;
        Ok(Turn::On)
    }

    fn moment(&mut self, n: usize) -> Result<Turn, Failed> {
        let mark = self.marks[n].clone();
        let by = match &mark.by {
            Marked::Seat(actor) => format!("marked by {}", actor.as_str()),
            Marked::Tool => "the record marked it itself".to_string(),
            Marked::Document => "the postmortem asks about it, too".to_string(),
        };
        let clock = story_clock(&self.scenario, mark.at);
        let since = mark.at.since(crate::time::SimTime::START).clock();
        self.desk.line(&format!("\n  Moment {} of {}  {clock} (+{since}), {by}", n + 1, self.marks.len()))?;
        let mut shown = self.place(mark.seq) + 1;
        self.since_the_last(n, shown)?;
        self.desk.line("")?;
        self.desk.say(&mark.text)?;
        for question in mark.questions(|at| story_clock(&self.scenario, at)) {
            self.desk.point(&question)?;
        }
        self.said_before(At::Moment(mark.seq))?;
        let help = self.how(&mark)?;
        let mut asked = "said, or Enter for the next";
        // What is said after a minute was played again is about that minute, and not about the drill.
        let mut other = "";
        loop {
            match self.ask_or_help(At::Moment(mark.seq), asked, &help)? {
                Typed::Enter => return Ok(Turn::On),
                Typed::Back => return Ok(Turn::Back),
                Typed::Quit => return Ok(Turn::Leave),
                Typed::Text(text) if text.eq_ignore_ascii_case("more") => shown = self.more(shown)?,
                Typed::Text(text) if text.eq_ignore_ascii_case("again") => {
                    if self.again(&mark)? {
                        (asked, other) = ("different", ANOTHER_WAY);
                    }
                }
                Typed::Text(text) => {
                    let said = format!("{other}{text}");
                    self.said.moments.entry(mark.seq).or_default().push(said);
                    self.keep()?;
                    asked = "another line, or Enter for the next";
                }
            }
        }
    }

    /// Says what can be typed at a moment, the first time; what `help` says there.
    fn how(&mut self, mark: &Bookmark) -> Result<String, Failed> {
        let from = if mark.before.is_some() { "from before that move" } else { "from here" };
        let how = format!(
            "A line each for what is said; `more` shows what came next, `again` plays five minutes {from} another way; \
             Enter goes on."
        );
        if !std::mem::replace(&mut self.explained, true) {
            self.desk.line("")?;
            self.desk.say(&how)?;
        }
        Ok(format!("{how} {HELP}"))
    }

    /// The record up to a moment, from where the one before it stopped; of much, the last lines.
    fn since_the_last(&self, n: usize, to: usize) -> Result<(), Failed> {
        let from = n.checked_sub(1).map_or(0, |before| self.place(self.marks[before].seq) + 1);
        let lines = self.told(from.min(to)..to);
        let left_out = lines.len().saturating_sub(LINES);
        if n > 0 && left_out > 0 {
            let lines = crate::prose::count(left_out, "line");
            self.desk.line(&format!("  ... {lines} of the record before, not shown"))?;
        }
        self.show(&lines[left_out..])
    }

    /// What came next, and how far that is.
    fn more(&self, shown: usize) -> Result<usize, Failed> {
        let lines = self.told(shown..self.events.len());
        let Some((last, _)) = lines.iter().take(LINES).next_back() else {
            self.desk.say("That was the end of the record.")?;
            return Ok(shown);
        };
        self.show(&lines[..lines.len().min(LINES)])?;
        Ok(last + 1)
    }

    /// Where an event stands in the record.
    fn place(&self, seq: Seq) -> usize {
        self.events.iter().position(|event| event.seq == seq).unwrap_or(0)
    }

    /// What the table was told in a part of the record, each with its place.
    fn told(&self, part: std::ops::Range<usize>) -> Vec<(usize, String)> {
        let style = Style { width: self.desk.width() - 2, colour: false, plain: false };
        let view = self.session.view(Viewer::Table);
        let first = part.start;
        let events: &[Event] = self.events.get(part).unwrap_or_default();
        let told = events.iter().enumerate();
        told.filter_map(|(n, event)| Some((first + n, event_lines(view, event, style)?))).collect()
    }

    fn show(&self, lines: &[(usize, String)]) -> Result<(), Failed> {
        for (_, text) in lines {
            for line in text.lines() {
                self.desk.line(&format!("  {line}"))?;
            }
        }
        Ok(())
    }
}
