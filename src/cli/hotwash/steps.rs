//! The six steps, as they are gone through.

use super::HotWash;
use super::desk::Typed;
use crate::cli::exit::Failed;
use crate::engine::decide::story_clock;
use crate::engine::event::Event;
use crate::engine::view::Viewer;
use crate::hotwash::bookmark::Marked;
use crate::hotwash::compare::{Row, table};
use crate::hotwash::plan::Step;
use crate::hotwash::said::{Rating, Word};
use crate::postmortem::DIRECTIVE;
use crate::score::card::Gate;
use crate::screen::{Style, event_lines};

/// So many lines of the record are shown at once.
const LINES: usize = 8;

/// What the four dimensions are called when people rate them.
const ASKED: [&str; 4] = [
    "answering pages",
    "roles and handovers",
    "keeping people informed",
    "the loop: assess, stabilise, update, verify",
];

/// How sure of themselves people are; the other way round than a mark, and so it is said which end is which.
const CONFIDENCE: [&str; 2] =
    ["confidence to be on call, 1 (none) to 5 (sure), before this drill", "and now, 1 (none) to 5 (sure)"];

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

/// What goes before a line that is about a minute played again.
const ANOTHER_WAY: &str = "played another way: ";

/// Whether a text is made of the words of a rating alone: what is rated in silence is shown to nobody, slip or not.
fn is_rating(text: &str) -> bool {
    let words = || Word::ALL.iter().flat_map(|word| word.band().words().split([' ', ',']));
    let said = text.to_lowercase();
    let mut said = said.split([' ', ',', ';', '.', '/']).filter(|word| !word.is_empty());
    said.all(|word| word.parse::<u32>().is_ok() || words().any(|of_a_rating| of_a_rating == word))
}

/// A number that was said as a word: yes or no, or one of the four words.
fn in_words(text: &str, least: u32, most: u32) -> Option<u32> {
    let said = text.trim_end_matches('.').to_lowercase();
    match (least, most) {
        (0, 1) => match said.as_str() {
            "yes" | "y" => Some(1),
            "no" | "n" => Some(0),
            _ => None,
        },
        (1, 4) => {
            let place = Word::ALL.iter().position(|word| word.band().words() == said)?;
            u32::try_from(place + 1).ok()
        }
        _ => None,
    }
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
        self.enter(if self.alone {
            "Enter when you have read it"
        } else {
            "Enter when everybody has read it"
        })
    }

    /// Waits for Enter; words are not lost, but nobody asked for them here.
    fn enter(&mut self, what: &str) -> Result<Turn, Failed> {
        loop {
            match self.desk.ask(what)? {
                Typed::Enter => return Ok(Turn::On),
                Typed::Back => return Ok(Turn::Back),
                Typed::Quit => return Ok(Turn::Leave),
                Typed::Text(text) => {
                    self.besides(text)?;
                    self.desk.say("Kept. Enter goes on, `back` goes back, `quit` leaves.")?;
                }
            }
        }
    }

    fn rate(&mut self) -> Result<Turn, Failed> {
        if self.said.begun.is_some() {
            self.desk.say("One rating was left in the middle; it goes on first.")?;
            if let Some(turn) = self.one_rating()? {
                return Ok(turn);
            }
        }
        if !self.said.ratings.is_empty() {
            let answered = self.said.ratings.len();
            self.desk.say(&match self.alone {
                true => "You rated it already; another time is added.".to_string(),
                false => format!("{answered} of you answered already; more are added."),
            })?;
        }
        let (asked, most) = match self.alone {
            true => ("1 to rate it yourself first, Enter to leave that out", 1),
            false => ("how many of you answer? Enter: nobody", 20),
        };
        let wrong = if self.alone {
            "`1` rates it, Enter leaves it out."
        } else {
            "A number from 0 to 20, or Enter."
        };
        let people = match self.number(asked, (0, most), wrong)? {
            Ok(Some(people)) => people,
            Ok(None) => return Ok(Turn::On),
            Err(turn) => return Ok(turn),
        };
        for person in 1..=people {
            if !self.alone {
                self.desk.line(&format!("\n  Person {person} of {people}. The others look away."))?;
            }
            if let Some(turn) = self.one_rating()? {
                return Ok(turn);
            }
        }
        self.desk.say(match self.alone {
            true => "Kept. Step 4 shows it beside what the record says.",
            false => "Kept. What you thought is shown together, in step 4.",
        })?;
        Ok(Turn::On)
    }

    /// What one person thinks; where it goes if they broke off.
    fn one_rating(&mut self) -> Result<Option<Turn>, Failed> {
        if let Some(turn) = self.rating()? {
            return Ok(Some(turn));
        }
        let begun = self.said.begun.take();
        self.said.ratings.extend(begun.map(|(_, rating)| rating));
        self.keep()?;
        self.desk.clear()?;
        Ok(None)
    }

    /// Asks on from where a rating was left; each answer is kept as soon as it is given.
    fn rating(&mut self) -> Result<Option<Turn>, Failed> {
        let words: Vec<String> = Word::ALL
            .iter()
            .enumerate()
            .map(|(n, word)| format!("{} {}", n + 1, word.band().words()))
            .collect();
        self.desk.say(&format!(
            "{}; 1 is best. Enter leaves one out, `back` asks the one before again.",
            words.join(" · ")
        ))?;
        let (mut n, mut rating) = self.said.begun.clone().unwrap_or_default();
        while n <= ASKED.len() + CONFIDENCE.len() {
            match self.rated(n, &mut rating)? {
                Turn::On => n += 1,
                Turn::Back if n > 0 => n -= 1,
                Turn::Back => {
                    self.said.begun = None;
                    return Ok(Some(Turn::Back));
                }
                Turn::Leave => return Ok(Some(Turn::Leave)),
            }
            self.said.begun = Some((n, rating.clone()));
            self.keep()?;
        }
        Ok(None)
    }

    /// One question of a rating, by its number.
    fn rated(&mut self, n: usize, rating: &mut Rating) -> Result<Turn, Failed> {
        if let Some(asked) = ASKED.get(n) {
            match self.number(asked, (1, 4), "A number from 1 to 4, or Enter.")? {
                Ok(said) => rating.bands[n] = said.and_then(|said| Word::ALL.get(said as usize - 1).copied()),
                Err(turn) => return Ok(turn),
            }
        } else if let Some(asked) = CONFIDENCE.get(n - ASKED.len()) {
            match self.number(asked, (1, 5), "A number from 1 to 5, or Enter.")? {
                Ok(said) if n == ASKED.len() => rating.before = said.map(|said| said as u8),
                Ok(said) => rating.after = said.map(|said| said as u8),
                Err(turn) => return Ok(turn),
            }
        } else {
            match self.desk.ask("one thing that surprised you")? {
                Typed::Text(text) => rating.surprise = Some(text),
                Typed::Enter => {}
                Typed::Back => return Ok(Turn::Back),
                Typed::Quit => return Ok(Turn::Leave),
            }
        }
        Ok(Turn::On)
    }

    /// A number in a range, or nothing for Enter; asks again for anything else.
    fn number(
        &mut self,
        what: &str,
        (least, most): (u32, u32),
        wrong: &str,
    ) -> Result<Result<Option<u32>, Turn>, Failed> {
        loop {
            match self.desk.ask(what)? {
                Typed::Enter => return Ok(Ok(None)),
                Typed::Back => return Ok(Err(Turn::Back)),
                Typed::Quit => return Ok(Err(Turn::Leave)),
                Typed::Text(text) => match in_words(&text, least, most).or(text.parse().ok()) {
                    Some(number) if (least..=most).contains(&number) => return Ok(Ok(Some(number))),
                    // One digit is a slip, and says nothing.
                    _ if text.parse::<i64>().is_ok() => self.desk.say(wrong)?,
                    _ if is_rating(&text) => self.desk.say(wrong)?,
                    _ => {
                        self.besides(format!("{}: {text}", what.split(',').next().unwrap_or(what)))?;
                        self.desk.say(&format!("Kept as it is. {wrong}"))?;
                    }
                },
            }
        }
    }

    /// What was typed where something else was asked for is kept, and shown where the answers are.
    fn besides(&mut self, text: String) -> Result<(), Failed> {
        self.said.besides.push(text);
        self.keep()
    }

    fn replay(&mut self) -> Result<Turn, Failed> {
        if self.marks.is_empty() {
            self.desk.say("Nobody marked a moment, and the record has none that marks itself.")?;
            return self.enter("Enter goes on");
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
        };
        let clock = story_clock(&self.scenario, mark.at);
        let since = mark.at.since(crate::time::SimTime::START).clock();
        self.desk.line(&format!("\n  Moment {} of {}  {clock} (+{since}), {by}", n + 1, self.marks.len()))?;
        let place = self.events.iter().position(|event| event.seq == mark.seq).unwrap_or(0);
        let mut shown = place + 1;
        self.show(&self.told(..shown, true))?;
        self.desk.line("")?;
        self.desk.say(&mark.text)?;
        for question in mark.kind.questions() {
            self.desk.point(question)?;
        }
        let said = self.said.moments.get(&mark.seq).cloned().unwrap_or_default();
        self.said_before(&said)?;
        self.desk.line("")?;
        let from = if mark.before.is_some() { "from before that move" } else { "from here" };
        let help = format!(
            "A line each for what is said; `more` shows what came next, `again` plays five minutes {from} another way; \
             Enter goes on."
        );
        self.desk.say(&help)?;
        let help = format!("{help} `back` goes back, `quit` leaves; what was said is kept.");
        let mut asked = "said";
        // What is said after a minute was played again is about that minute, and not about the drill.
        let mut other = "";
        loop {
            match self.desk.ask_or_help(asked, &help)? {
                Typed::Enter => return Ok(Turn::On),
                Typed::Back => return Ok(Turn::Back),
                Typed::Quit => return Ok(Turn::Leave),
                Typed::Text(text) if text.eq_ignore_ascii_case("more") => {
                    let lines = self.told(shown.., false);
                    let next = lines.iter().take(LINES).map(|(at, _)| at + 1).next_back();
                    self.show(&lines[..lines.len().min(LINES)])?;
                    shown = next.unwrap_or(shown);
                }
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

    /// What the table was told in a part of the record, each with its place; the last lines of it, if `last`.
    fn told(
        &self,
        part: impl std::slice::SliceIndex<[Event], Output = [Event]> + Clone,
        last: bool,
    ) -> Vec<(usize, String)> {
        let style = Style { width: self.desk.width() - 2, colour: false, plain: false };
        let view = self.session.view(Viewer::Table);
        let events = self.events.get(part).unwrap_or_default();
        let lines =
            events.iter().filter_map(|event| Some((event.seq.0 as usize, event_lines(view, event, style)?)));
        let mut lines: Vec<(usize, String)> = lines.collect();
        if last {
            lines.drain(..lines.len().saturating_sub(LINES));
        }
        lines
    }

    fn show(&self, lines: &[(usize, String)]) -> Result<(), Failed> {
        for (_, text) in lines {
            for line in text.lines() {
                self.desk.line(&format!("  {line}"))?;
            }
        }
        Ok(())
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
            let rated = rated.filter(|_| !self.card.is_too_short());
            Row {
                of: asked.split(':').next().unwrap_or(asked),
                rated: rated.map_or("too little happened", |band| band.words()),
                said: self.said.spread(n),
            }
        };
        let rows: Vec<Row<'_>> = ASKED.into_iter().enumerate().map(row).collect();
        for line in table(&rows, self.desk.width() - 2) {
            let line = if self.alone { line.replace(": 1 of you", "") } else { line };
            self.desk.line(&format!("  {line}"))?;
        }
        self.desk.line("")?;
        for (n, gate) in Gate::by_harm(&self.card.process.gates).into_iter().enumerate() {
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
        while let Some(question) = FOUR.get(n) {
            match self.several(n, question)? {
                Turn::On => n += 1,
                Turn::Back if n > 0 => n -= 1,
                turn @ (Turn::Back | Turn::Leave) => return Ok(turn),
            }
        }
        Ok(Turn::On)
    }

    /// Lines to one of the four questions, until an empty one.
    fn several(&mut self, n: usize, question: &str) -> Result<Turn, Failed> {
        self.said_before(&self.said.four[n].clone())?;
        let mut asked = question;
        loop {
            match self.desk.ask(&format!("{} of {}: {asked}", n + 1, FOUR.len()))? {
                Typed::Enter => return Ok(Turn::On),
                Typed::Back => return Ok(Turn::Back),
                Typed::Quit => return Ok(Turn::Leave),
                Typed::Text(text) => {
                    self.said.four[n].push(text);
                    self.keep()?;
                    asked = "another line, or Enter for the next";
                }
            }
        }
    }

    /// What was said here already: another line is added to it.
    fn said_before(&self, lines: &[String]) -> Result<(), Failed> {
        for line in lines {
            self.desk.point(&format!("said before: {}", crate::prose::quote(line)))?;
        }
        Ok(())
    }

    fn change(&mut self) -> Result<Turn, Failed> {
        self.said_before(&self.said.changes.clone())?;
        for n in 1..=2 {
            match self.desk.ask(&format!("change {n}, or Enter for none"))? {
                Typed::Enter => break,
                Typed::Back => return Ok(Turn::Back),
                Typed::Quit => return Ok(Turn::Leave),
                Typed::Text(text) => self.said.changes.push(text),
            }
            self.keep()?;
        }
        Ok(Turn::On)
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
        self.said_before(&self.said.sentence.clone().into_iter().collect::<Vec<_>>())?;
        match self.desk.ask("one sentence to take home")? {
            Typed::Text(text) => self.said.sentence = Some(text),
            Typed::Enter => {}
            Typed::Back => return Ok(Turn::Back),
            Typed::Quit => return Ok(Turn::Leave),
        }
        Ok(Turn::On)
    }
}
