//! The silent self-rating, one person after the other, and whatever else is answered with a number.

use super::HotWash;
use super::desk::Typed;
use super::steps::Turn;
use crate::cli::exit::Failed;
use crate::hotwash::number::{in_words, is_rating, plain_digits};
use crate::hotwash::said::{DIMENSIONS, Rating, Word};
use crate::hotwash::strike::At;

/// How sure of themselves people are; the other way round than a mark, and so it is said which end is which.
const CONFIDENCE: [&str; 2] =
    ["confidence to be on call, 1 (none) to 5 (sure), before this drill", "and now, 1 (none) to 5 (sure)"];

impl HotWash {
    pub(super) fn rate(&mut self) -> Result<Turn, Failed> {
        if self.said.begun.is_some() {
            self.desk.say("One rating was left in the middle; it goes on first.")?;
            if let Some(turn) = self.one_rating()? {
                return Ok(turn);
            }
        }
        let answered = self.said.ratings.len();
        if answered > 0 {
            self.desk.say(&match self.alone {
                true => "You rated it already; another time is added.".to_string(),
                false => format!("{answered} of you answered already; more are added."),
            })?;
        }
        let (asked, most) = match (self.alone, answered) {
            (true, _) => ("1 to rate it yourself first, Enter to leave that out", 1),
            (false, 0) => ("how many of you answer? Enter: nobody", 20),
            (false, _) => ("how many more of you answer? Enter: nobody", 20),
        };
        let wrong = if self.alone {
            "`1` rates it, Enter leaves it out."
        } else {
            "A number from 0 to 20, or Enter."
        };
        let people = match self.number(asked, (0, most), wrong)? {
            Ok(people) => people.unwrap_or(0),
            Err(turn) => return Ok(turn),
        };
        if people == 0 {
            return Ok(Turn::On);
        }
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
        let turn = self.rating()?;
        // Whoever breaks off leaves no rating of theirs on the screen either.
        self.desk.clear()?;
        if turn.is_none() {
            let begun = self.said.begun.take();
            self.said.ratings.extend(begun.map(|(_, rating)| rating));
            self.keep()?;
        }
        Ok(turn)
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
        while n <= DIMENSIONS.len() + CONFIDENCE.len() {
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
        if let Some(asked) = DIMENSIONS.get(n) {
            match self.number(asked, (1, 4), "A number from 1 to 4, or Enter.")? {
                Ok(said) => rating.bands[n] = said.and_then(|said| Word::ALL.get(said as usize - 1).copied()),
                Err(turn) => return Ok(turn),
            }
            return Ok(Turn::On);
        }
        if let Some(asked) = CONFIDENCE.get(n - DIMENSIONS.len()) {
            match self.number(asked, (1, 5), "A number from 1 to 5, or Enter.")? {
                Ok(said) if n == DIMENSIONS.len() => rating.before = said.map(|said| said as u8),
                Ok(said) => rating.after = said.map(|said| said as u8),
                Err(turn) => return Ok(turn),
            }
            return Ok(Turn::On);
        }
        self.surprise(rating)
    }

    fn surprise(&mut self, rating: &mut Rating) -> Result<Turn, Failed> {
        loop {
            match self.ask(At::Surprise, "one thing that surprised you")? {
                // Whoever is one question ahead has rated in silence, and that is shown to nobody.
                Typed::Text(text) if plain_digits(&text).parse::<u32>().is_ok() => {
                    self.desk.say("In words, or Enter: here a number says nothing.")?;
                }
                Typed::Text(text) => {
                    rating.surprise = Some(text);
                    return Ok(Turn::On);
                }
                Typed::Enter => return Ok(Turn::On),
                Typed::Back => return Ok(Turn::Back),
                Typed::Quit => return Ok(Turn::Leave),
            }
        }
    }

    /// A number in a range, or nothing for Enter; asks again for anything else.
    pub(super) fn number(
        &mut self,
        what: &str,
        (least, most): (u32, u32),
        wrong: &str,
    ) -> Result<Result<Option<u32>, Turn>, Failed> {
        loop {
            let text = match self.ask(At::Besides, what)? {
                Typed::Enter => return Ok(Ok(None)),
                Typed::Back => return Ok(Err(Turn::Back)),
                Typed::Quit => return Ok(Err(Turn::Leave)),
                Typed::Text(text) => text,
            };
            let digits = plain_digits(&text);
            match in_words(&text, least, most).or(digits.parse().ok()) {
                Some(number) if (least..=most).contains(&number) => return Ok(Ok(Some(number))),
                // One digit is a slip, and says nothing.
                _ if is_rating(&text) => self.desk.say(wrong)?,
                _ if super::steps::is_for_moments(&text) => {
                    self.desk.say(&format!("`{text}` is for a moment of step 3. {wrong}"))?;
                }
                // Whoever types a name where a number is asked for has not meant it for all to see.
                _ => self.desk.say(&format!("That is no number, and nothing of it was kept. {wrong}"))?,
            }
        }
    }
}
