//! The pieces of a move: its words and slots, and the names, times and numbers in them.

use std::ops::Range;

use super::{MoveHelp, Rest};
use crate::engine::command::About;
use crate::moves::token::Token;
use crate::moves::{MoveError, find, slips, spoken};
use crate::scenario::id::{ComponentId, SeatId};
use crate::scenario::words::{Role, Severity};
use crate::time::{SimDuration, SimTime};

/// Words and slots, apart.
pub(in crate::moves) struct Args {
    pub(in crate::moves) words: Vec<Token>,
    slots: Vec<(&'static str, String)>,
    end: usize,
}

impl Args {
    pub(in crate::moves) fn take(&mut self, key: &str) -> Option<String> {
        let n = self.slots.iter().position(|(slot, _)| *slot == key)?;
        Some(self.slots.remove(n).1)
    }

    /// The words as one text, as they stand in the line.
    pub(in crate::moves) fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    pub(in crate::moves) fn span(&self) -> Range<usize> {
        match (self.words.first(), self.words.last()) {
            (Some(first), Some(last)) => first.span.start..last.span.end,
            _ => self.end..self.end,
        }
    }

    /// `plan 5m prove it`: a duration that stands first is the next time.
    pub(super) fn leading(&mut self) -> Option<SimDuration> {
        let first = self.words.first().filter(|word| plain(word) && self.words.len() > 1)?;
        let ms = SimDuration::parse(&first.text).filter(|ms| ms.ms() > 0)?;
        self.words.remove(0);
        Some(ms)
    }

    /// A trailing duration is the box or the next time.
    pub(super) fn trailing(&mut self) -> Option<SimDuration> {
        let last = self.words.last().filter(|word| plain(word) && self.words.len() > 1)?;
        let ms = SimDuration::parse(&last.text).filter(|ms| ms.ms() > 0)?;
        self.words.pop();
        Some(ms)
    }
}

impl Rest<'_> {
    /// Words up to the first slot; a slot's value goes on to the next slot, quoted or not.
    pub(in crate::moves) fn args(&self, help: &'static MoveHelp) -> Result<Args, MoveError> {
        if let Some(error) = slips::slot(help, self.tokens) {
            return Err(error);
        }
        let mut args = Args { words: Vec::new(), slots: Vec::new(), end: self.line.trim_end().len() };
        // A slot that holds a duration is one word; what follows it is text again.
        let one_word = |slot: &str| slot == "box" || help.word == "plan";
        for token in self.tokens {
            let Some(key) = &token.key else {
                // `box=5 minutes`.
                let unit = args.slots.last_mut().filter(|(slot, value)| {
                    one_word(slot) && spoken::is_unit(&token.text) && !value.contains(' ') && !token.quoted
                });
                if let Some((_, value)) =
                    unit.filter(|(_, value)| spoken::duration(&format!("{value} m")).is_some())
                {
                    value.push(' ');
                    value.push_str(&token.text);
                    continue;
                }
                match args.slots.last_mut().filter(|(slot, _)| !one_word(slot)) {
                    Some((_, value)) => {
                        value.push(' ');
                        value.push_str(&token.text);
                    }
                    None => args.words.push(token.clone()),
                }
                continue;
            };
            let Some(slot) = help.slots.iter().find(|slot| **slot == key.to_lowercase()) else {
                return Err(self.no_slot(help, key, token));
            };
            if args.slots.iter().any(|(known, _)| known == slot) {
                let message = format!("`{slot}=` is said twice");
                return Err(MoveError::new(token.span.clone(), message, "say it once"));
            }
            args.slots.push((slot, token.text.clone()));
        }
        Ok(args)
    }

    fn no_slot(&self, help: &MoveHelp, key: &str, token: &Token) -> MoveError {
        let known: Vec<String> = help.slots.iter().map(|slot| format!("{slot}=")).collect();
        let advice = match (find::near(key, help.slots.iter().copied()), known.is_empty()) {
            (Some(near), _) => format!("did you mean `{near}=`?"),
            (None, true) => format!("usage: {} {}; put free text in quotes", help.word, help.usage),
            (None, false) => format!("it has {}", known.join(" ")),
        };
        MoveError::new(token.span.clone(), format!("`{}` has no slot `{key}=`", help.word), advice)
    }

    pub(in crate::moves) fn missing(&self, what: &str, example: &str) -> MoveError {
        let end = self.line.trim_end().len();
        MoveError::new(
            self.verb.span.start..end,
            format!("`{}` needs {what}", self.verb.text),
            format!("for example `{example}`"),
        )
    }

    /// Everything behind the word, as it stands; one quoted text loses its quotes.
    pub(super) fn rest_text(&self) -> String {
        match self.tokens {
            [only] if only.quoted && only.key.is_none() => only.text.clone(),
            _ => self.line[self.verb.span.end..].trim().to_string(),
        }
    }

    pub(super) fn raw(&self, help: &MoveHelp) -> Result<String, MoveError> {
        let text = self.rest_text();
        if text.is_empty() {
            return Err(self.missing("some words", &format!("{} we look at the run first", help.word)));
        }
        Ok(text)
    }

    pub(in crate::moves) fn duration(
        &self,
        text: &str,
        span: Range<usize>,
    ) -> Result<SimDuration, MoveError> {
        spoken::duration(text).ok_or_else(|| {
            MoveError::new(span, format!("`{text}` is not a duration"), "for example 90s, 5m or 1h30m")
        })
    }

    pub(super) fn slot_duration(&self, args: &mut Args, key: &str) -> Result<Option<SimDuration>, MoveError> {
        let span = self
            .tokens
            .iter()
            .find(|t| t.key.as_deref() == Some(key))
            .map_or(args.span(), |t| t.span.clone());
        args.take(key).map(|text| self.duration(&text, span)).transpose()
    }

    pub(in crate::moves) fn seat_at(&self, args: &Args, n: usize) -> Result<SeatId, MoveError> {
        let token =
            args.words.get(n).ok_or_else(|| self.missing("a seat", &format!("{} 2", self.verb.text)))?;
        find::seat(self.scenario, &token.text, token.span.clone())
    }

    pub(super) fn role_of(&self, args: &Args, n: usize) -> Result<(Role, Option<ComponentId>), MoveError> {
        let token = args
            .words
            .get(n)
            .ok_or_else(|| self.missing("a role", &format!("{} commander", self.verb.text)))?;
        self.role_word(&token.text, token.span.clone())
    }

    /// `expert` or `expert:tariff-store`.
    pub(super) fn role_word(
        &self,
        text: &str,
        span: Range<usize>,
    ) -> Result<(Role, Option<ComponentId>), MoveError> {
        match text.split_once(':') {
            Some((role, system)) => {
                let system = find::component(self.scenario, system, span.clone())?;
                Ok((find::role(role, span)?, Some(system)))
            }
            None => Ok((find::role(text, span)?, None)),
        }
    }

    pub(super) fn severity(&self, args: &Args) -> Result<Severity, MoveError> {
        let Some(token) = args.words.first() else {
            return Err(self.missing("a severity", &format!("{} sev1", self.verb.text)));
        };
        let text = match (token.text.to_lowercase().as_str(), args.words.get(1)) {
            // As people say it: `sev 1`.
            ("sev", Some(number)) => number.text.clone(),
            (text, _) => text.to_string(),
        };
        let read = Severity::parse(&text).or_else(|| Severity::parse(&format!("sev{text}")));
        read.or_else(|| said_severity(&args.text())).ok_or_else(|| {
            MoveError::new(
                token.span.clone(),
                format!("no severity `{}`", token.text),
                "sev1 (worst), sev2, sev3 or sev4",
            )
        })
    }

    pub(super) fn about(&self, args: &Args, help: &MoveHelp) -> Result<About, MoveError> {
        self.some_action(args, help)?;
        find::to_do(self.scenario, self.me, &args.text(), args.span())
    }

    /// What is asked or decided, in whatever words.
    pub(super) fn spoken_about(&self, args: &Args, help: &MoveHelp) -> Result<About, MoveError> {
        self.some_action(args, help)?;
        find::spoken_about(self.scenario, self.me, &args.text(), args.span())
    }

    fn some_action(&self, args: &Args, help: &MoveHelp) -> Result<(), MoveError> {
        match args.words.is_empty() {
            true => Err(self.missing("an action", &format!("{} {}", help.word, self.example_action()))),
            false => Ok(()),
        }
    }

    pub(super) fn action(
        &self,
        args: &Args,
        help: &MoveHelp,
    ) -> Result<crate::scenario::id::ActionId, MoveError> {
        self.some_action(args, help)?;
        find::action(self.scenario, self.me, &args.text(), args.span())
    }

    /// `roles` with as many seats as there are.
    pub(super) fn example_roles(&self) -> String {
        match self.scenario.seats.len() {
            0..=1 => "roles commander=1".to_string(),
            2 => "roles commander=1 expert=2".to_string(),
            _ => "roles commander=1 deputy=3 expert=2".to_string(),
        }
    }

    /// An action this seat can do, for examples.
    fn example_action(&self) -> &str {
        let mine = self.me.and_then(|me| self.scenario.seats[me].can.first());
        mine.map_or("restart", |&id| self.scenario.actions.name(id).as_str())
    }
}

/// The severity in a sentence, as `sev2` or `sev 2`.
fn said_severity(text: &str) -> Option<Severity> {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).filter(|w| !w.is_empty()).collect();
    let named = |word: &String| word.starts_with("sev").then(|| Severity::parse(word)).flatten();
    let apart = |pair: &[String]| {
        matches!(pair[0].as_str(), "sev" | "severity")
            .then(|| Severity::parse(&format!("sev{}", pair[1])))
            .flatten()
    };
    words.iter().find_map(named).or_else(|| words.windows(2).find_map(apart))
}

pub(in crate::moves) fn plain(token: &Token) -> bool {
    token.key.is_none() && !token.quoted
}

/// `0:02:10`, `2:10` (minutes and seconds), with `.5` for parts of a second.
pub(in crate::moves) fn clock(text: &str) -> Option<SimTime> {
    if !text.contains(':') || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let numbers: Vec<i64> = whole
        .split(':')
        .map(|n| n.parse().ok().filter(|n| (0..=100_000).contains(n)))
        .collect::<Option<_>>()?;
    let secs = match numbers.as_slice() {
        [m, s @ 0..60] => m * 60 + s,
        [h, m @ 0..60, s @ 0..60] => h * 3_600 + m * 60 + s,
        _ => return None,
    };
    let ms: i64 = format!("{part:0<3}").get(..3)?.parse().ok()?;
    Some(SimTime::from_ms(secs * 1_000 + ms))
}
