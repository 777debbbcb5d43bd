//! The six steps, as they are gone through.

use super::HotWash;
use super::desk::Typed;
use crate::cli::exit::Failed;
use crate::hotwash::compare::{Row, table};
use crate::hotwash::number::{in_words, plain_digits};
use crate::hotwash::plan::Step;
use crate::hotwash::said::DIMENSIONS;
use crate::hotwash::strike::At;
use crate::postmortem::DIRECTIVE;
use crate::postmortem::actions::{asked_of_a_change, is_said};
use crate::prose::capital;

/// The four questions of an after-action review (US Army TC 25-20).
const FOUR: [&str; 4] =
    ["what was supposed to happen?", "what happened?", "what helped?", "what do we do next time?"];

/// Where it goes from a step.
pub(super) enum Turn {
    /// To the next.
    On,
    /// To the one before.
    Back,
    /// Out.
    Leave,
}

/// Whether it answers how many they are.
fn is_number(text: &str) -> bool {
    in_words(text, 0, 20).is_some() || plain_digits(text).parse::<u32>().is_ok()
}

/// Whether it is said at a moment, and nowhere else.
pub(super) fn is_for_moments(text: &str) -> bool {
    ["more", "again"].contains(&text.to_lowercase().as_str())
}

impl HotWash {
    pub(super) fn step(&mut self, step: Step) -> Result<Turn, Failed> {
        match step {
            Step::Open => self.open_step(),
            Step::Rate => self.rate(),
            Step::Replay => self.replay(),
            Step::Compare => self.compare(),
            Step::Change => self.change(),
            Step::Leave => self.last(),
        }
    }

    fn open_step(&mut self) -> Result<Turn, Failed> {
        self.desk.say(DIRECTIVE)?;
        let asked =
            if self.alone { "Enter when you have read it" } else { "Enter when everybody has read it" };
        // In a pipe nobody reads, and a number answers what is asked next.
        if self.desk.is_live() {
            return self.enter(asked);
        }
        match self.ask(At::Besides, asked)? {
            Typed::Enter => Ok(Turn::On),
            Typed::Back => Ok(Turn::Back),
            Typed::Quit => Ok(Turn::Leave),
            Typed::Text(text) if is_number(&text) => {
                self.desk.put_back(text);
                Ok(Turn::On)
            }
            Typed::Text(text) => {
                self.unasked(text)?;
                self.enter(asked)
            }
        }
    }

    /// Waits for Enter; words are not lost, but nobody asked for them here.
    pub(super) fn enter(&mut self, what: &str) -> Result<Turn, Failed> {
        loop {
            match self.ask(At::Besides, what)? {
                Typed::Enter => return Ok(Turn::On),
                Typed::Back => return Ok(Turn::Back),
                Typed::Quit => return Ok(Turn::Leave),
                Typed::Text(text) => self.unasked(text)?,
            }
        }
    }

    /// Words where nothing but Enter was asked for.
    fn unasked(&mut self, text: String) -> Result<(), Failed> {
        if is_for_moments(&text) {
            return self.desk.say(&format!("`{text}` is for a moment of step 3; Enter goes on."));
        }
        self.besides(text)?;
        self.desk.say("Kept. Enter goes on, `back` goes back, `quit` leaves.")
    }

    /// What was typed where something else was asked for is kept, and shown where the answers are.
    pub(super) fn besides(&mut self, text: String) -> Result<(), Failed> {
        self.said.besides.push(text);
        self.keep()
    }

    /// What was wanted beside what the record says, and what people thought beside both.
    fn compare(&mut self) -> Result<Turn, Failed> {
        self.desk.line("\n  What the drill was for:")?;
        for (_, objective) in self.scenario.objectives.iter() {
            self.desk.point(objective)?;
        }
        self.desk.line("")?;
        let row = |(n, asked): (usize, &'static str)| {
            let rated = self.card.dimensions.get(n).and_then(|dimension| dimension.band);
            Row {
                of: asked.split(':').next().unwrap_or(asked),
                rated: rated.map_or("too little happened", |band| band.words()),
                said: self.said.spread(n),
            }
        };
        let rows: Vec<Row<'_>> = DIMENSIONS.into_iter().enumerate().map(row).collect();
        for line in table(&rows, self.desk.width() - 2) {
            let line = if self.alone { line.replace(": 1 of you", "") } else { line };
            self.desk.line(&format!("  {line}"))?;
        }
        self.desk.line("")?;
        for (n, gate) in self.card.gates_by_harm().into_iter().enumerate() {
            let first = if n == 0 { "One thing first" } else { "And" };
            self.desk.say(&format!("{first}: {}.", gate.sentence()))?;
        }
        if let Some((before, after)) = self.said.confidence() {
            let of = |tenths: u32| format!("{}.{}", tenths / 10, tenths % 10);
            self.desk.say(&format!("Confidence to be on call: {} before, {} now.", of(before), of(after)))?;
        }
        let surprises: Vec<String> = self.said.surprises().map(crate::prose::quote).collect();
        if !surprises.is_empty() {
            self.desk.say(&format!("What surprised you: {}.", surprises.join("; ")))?;
        }
        let besides: Vec<String> = self.said.besides.iter().map(|words| crate::prose::quote(words)).collect();
        if !besides.is_empty() {
            self.desk.say(&format!("Said besides: {}.", besides.join("; ")))?;
        }
        let mut n = 0;
        while n < FOUR.len() + self.scenario.debrief.len() {
            match self.several(n)? {
                Turn::On => n += 1,
                Turn::Back if n > 0 => n -= 1,
                turn @ (Turn::Back | Turn::Leave) => return Ok(turn),
            }
        }
        Ok(Turn::On)
    }

    /// Lines to one of the four questions, or behind them to one of the author's, until an empty one.
    fn several(&mut self, n: usize) -> Result<Turn, Failed> {
        let authors = n.checked_sub(FOUR.len());
        let (place, all) = match authors {
            None => (n + 1, FOUR.len().to_string()),
            Some(own) => (own + 1, format!("{} of the author's", self.scenario.debrief.len())),
        };
        let mut asked = match authors {
            None => FOUR[n],
            Some(own) => {
                let question = self.scenario.debrief[own].clone();
                self.desk.point(&format!("the scenario's author asks: {question}"))?;
                "said, or Enter for the next"
            }
        };
        let at = authors.map_or(At::Four(n), At::Author);
        self.said_before(at)?;
        loop {
            match self.ask(at, &format!("{place} of {all}: {asked}"))? {
                Typed::Enter => return Ok(Turn::On),
                Typed::Back => return Ok(Turn::Back),
                Typed::Quit => return Ok(Turn::Leave),
                Typed::Text(text) => {
                    match authors {
                        None => self.said.four[n].push(text),
                        Some(own) => self.said.to_author(own).push(text),
                    }
                    self.keep()?;
                    asked = "another line, or Enter for the next";
                }
            }
        }
    }

    /// What was said here already: another line is added to it.
    pub(super) fn said_before(&self, at: At) -> Result<(), Failed> {
        for line in self.said.lines(at) {
            self.desk.point(&format!("said before: {}", crate::prose::quote(line)))?;
        }
        Ok(())
    }

    fn change(&mut self) -> Result<Turn, Failed> {
        self.said_before(At::Change)?;
        let said = |wash: &Self| wash.said.lines(At::Change).len();
        let before = said(self);
        // What is struck makes room for another.
        while said(self) < before + 2 {
            let or = if said(self) == before { "none" } else { "no other" };
            match self.ask(At::Change, &format!("change {}, or Enter for {or}", said(self) + 1))? {
                Typed::Enter => break,
                Typed::Back => return Ok(Turn::Back),
                Typed::Quit => return Ok(Turn::Leave),
                // `none`, or a dash: as good as Enter.
                Typed::Text(text) if !is_said(&text) => break,
                Typed::Text(text) => {
                    self.said.changes.push(text.clone());
                    self.keep()?;
                    if let Some(turn) = self.once_more(&text)? {
                        return Ok(turn);
                    }
                }
            }
            self.keep()?;
        }
        Ok(Turn::On)
    }

    /// Asks once about a change that `postmortem check` would ask about, where somebody sits who can answer. It is kept
    /// already, and Enter leaves it so.
    fn once_more(&mut self, text: &str) -> Result<Option<Turn>, Failed> {
        let Some((check, says, asks)) = asked_of_a_change(text).filter(|_| self.desk.is_live()) else {
            return Ok(None);
        };
        self.desk.say(&format!("{}: {asks} (`postmortem check` asks the same: {check}.)", capital(says)))?;
        match self.ask(At::Change, "in other words, or Enter to keep it")? {
            Typed::Enter => {}
            Typed::Back => return Ok(Some(Turn::Back)),
            Typed::Quit => return Ok(Some(Turn::Leave)),
            Typed::Text(anew) => match self.said.changes.last_mut().filter(|last| *last == text) {
                Some(last) => *last = anew,
                // It was struck meanwhile.
                None => self.said.changes.push(anew),
            },
        }
        Ok(None)
    }

    fn last(&mut self) -> Result<Turn, Failed> {
        let people = self.said.ratings.len().max(1) as u32;
        let (questions, most) = match self.alone {
            true => (
                [
                    "did you learn something that will change how you work? yes or no",
                    "would you do it again? yes or no",
                ],
                1,
            ),
            false => (
                ["how many learned something that will change how they work?", "how many would come again?"],
                20,
            ),
        };
        for (n, question) in questions.into_iter().enumerate() {
            let wrong =
                if self.alone { "`yes` or `no`, or Enter." } else { "A number from 0 to 20, or Enter." };
            match self.number(question, (0, most), wrong)? {
                Ok(said) => {
                    let said = said.map(|said| (said, people.max(said)));
                    let place = if n == 0 { &mut self.said.learned } else { &mut self.said.again };
                    *place = said.or(*place);
                }
                Err(turn) => return Ok(turn),
            }
            self.keep()?;
        }
        self.said_before(At::Sentence)?;
        match self.ask(At::Sentence, "one sentence to take home")? {
            Typed::Text(text) => {
                // One greets; the one before it is said all the same.
                let before = self.said.sentence.replace(text);
                self.said.besides.extend(before.map(|before| format!("to take home, before: {before}")));
            }
            Typed::Enter => {}
            Typed::Back => return Ok(Turn::Back),
            Typed::Quit => return Ok(Turn::Leave),
        }
        Ok(Turn::On)
    }
}
