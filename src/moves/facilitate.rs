//! The facilitator's moves, as they are typed.

use super::grammar::{Args, FACILITATORS, MoveHelp, Rest, plain};
use super::token::Token;
use super::{MoveError, Tool, find};
use crate::engine::command::{Facilitate, Force, Nudge};
use crate::engine::event::Seq;
use crate::scenario::id::{ExpectedId, Id, Kind, SeatId, Table};
use crate::scenario::words::Channel;
use crate::time::{SimDuration, SimTime};

impl Rest<'_> {
    /// A facilitator's move; `None` for what everybody may do, such as a bare `hint` or `mark ACTION`.
    pub(super) fn facilitate(&self, help: &'static MoveHelp) -> Result<Option<Facilitate>, MoveError> {
        let mut args = self.args(help)?;
        let args = &mut args;
        Ok(Some(match help.word {
            "inject" => self.inject(args)?,
            "voice" => self.voice(args)?,
            "skip" => {
                Facilitate::Skip(self.named(args, 0, &self.scenario.injects, "inject", "skip boss-asks")?)
            }
            "nudge" => self.nudge(args)?,
            "jump" => {
                let token = self.word(args, 0, "how far", "jump 10m")?;
                let ms = self.duration(&token.text, token.span.clone())?;
                Facilitate::Jump { ms, due: self.only(args, 1, "due", "jump 10m due")? }
            }
            "hint" if args.words.first().is_none_or(|word| word.text == "unasked") => return Ok(None),
            "hint" => self.hint(args)?,
            "mark" if args.words.first().is_none_or(|word| word.text != "wrong") => return Ok(None),
            "mark" => self.mark_wrong(args)?,
            "observe" => {
                let seat = args.words.first().filter(|word| plain(word)).map(|word| &word.text);
                let seat = seat.and_then(|word| find::seat_of(self.scenario, word));
                let text = text_of(&args.words[usize::from(seat.is_some())..]);
                if text.is_empty() {
                    return Err(
                        self.missing("some words", "observe 1 \"asked for objections before the change\"")
                    );
                }
                Facilitate::Observe { seat, text }
            }
            "talk" if self.only(args, 0, "severity", "talk severity")? => Facilitate::TalkSeverity,
            "talk" => Facilitate::Talk,
            "force" => Facilitate::Force(self.force(args)?),
            "rewind" => {
                let example = "rewind 5m";
                self.word(args, 0, "a moment to go back to", example)?;
                let point = super::point(self.scenario, &args.text());
                let span = args.span();
                Facilitate::Rewind(point.map_err(|why| {
                    let (message, help) = why.split_once("; ").unwrap_or((&why, example));
                    MoveError::new(span, message, help)
                })?)
            }
            _ => Facilitate::Vacate(self.seat_at(args, 0)?),
        }))
    }

    fn word<'t>(&self, args: &'t Args, n: usize, what: &str, example: &str) -> Result<&'t Token, MoveError> {
        args.words.get(n).ok_or_else(|| self.missing(what, example))
    }

    /// Whether a word stands there that alone may; another is a slip.
    fn only(&self, args: &Args, n: usize, word: &str, example: &str) -> Result<bool, MoveError> {
        let Some(token) = args.words.get(n) else { return Ok(false) };
        if token.text == word {
            return Ok(true);
        }
        let message = format!("`{}` says nothing here", token.text);
        let near = find::near(&token.text, [word]);
        Err(MoveError::new(token.span.clone(), message, format!("for example `{example}`")).meaning(near))
    }

    /// A name of the scenario's, or the nearest to it.
    fn named<K: Kind, T>(
        &self,
        args: &Args,
        n: usize,
        of: &Table<K, T>,
        what: &str,
        example: &str,
    ) -> Result<Id<K>, MoveError> {
        let token = self.word(args, n, &format!("an {what}"), example)?;
        of.find(&token.text.to_lowercase()).ok_or_else(|| {
            let near = find::near(&token.text, of.names());
            let list = of.names().collect::<Vec<_>>().join(", ");
            let help = match (near, list.is_empty()) {
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, false) => format!("there are {list}"),
                (None, true) => "this scenario has none".to_string(),
            };
            MoveError::new(token.span.clone(), format!("no {what} `{}`", token.text), help).meaning(near)
        })
    }

    /// A scripted one by its name, or words of one's own in quotes.
    fn inject(&self, args: &mut Args) -> Result<Facilitate, MoveError> {
        let example = "inject \"a second customer calls\" to=1 via=phone";
        let first = self.word(args, 0, "an inject's name, or words in quotes", example)?;
        let own = first.quoted || args.words.len() > 1;
        if !own {
            let id = self.named(args, 0, &self.scenario.injects, "inject", example)?;
            return Ok(Facilitate::Inject(id));
        }
        let (to, via) = self.receivers(args)?;
        Ok(Facilitate::Improvise { from: args.take("from"), via, to, text: args.text() })
    }

    /// Somebody of the story by name, or anybody in quotes.
    fn voice(&self, args: &mut Args) -> Result<Facilitate, MoveError> {
        let example = "voice boss \"how long will this take?\"";
        let name = self.word(args, 0, "a name and some words", example)?.clone();
        let voices = &self.scenario.organisation.voices;
        let from = match voices.find(&name.text.to_lowercase()) {
            Some(id) => voices[id].clone(),
            None if name.quoted => name.text.clone(),
            None => {
                return Err(self
                    .named(args, 0, voices, "voice", example)
                    .err()
                    .unwrap_or_else(|| self.missing("a name", example)));
            }
        };
        let text = text_of(&args.words[1..]);
        if text.is_empty() {
            return Err(self.missing("some words", example));
        }
        let (to, via) = self.receivers(args)?;
        Ok(Facilitate::Improvise { from: Some(from), via, to, text })
    }

    fn receivers(&self, args: &mut Args) -> Result<(Vec<SeatId>, Channel), MoveError> {
        let span = args.span();
        let via = match args.take("via") {
            None => Channel::Chat,
            Some(said) => Channel::parse(&said).ok_or_else(|| {
                let all = Channel::ALL.iter().map(|channel| channel.as_str());
                let list = all.clone().collect::<Vec<_>>().join(", ");
                let near = find::near(&said, all);
                let help = near
                    .map_or_else(|| format!("channels: {list}"), |near| format!("did you mean `{near}`?"));
                MoveError::new(span.clone(), format!("no channel `{said}`"), help)
            })?,
        };
        let to = match args.take("to").as_deref() {
            None | Some("all" | "everyone" | "table") => Vec::new(),
            Some(list) => list
                .split(',')
                .map(|word| {
                    find::seat(self.scenario, word.trim(), span.clone()).map_err(|error| error.meaning(None))
                })
                .collect::<Result<_, _>>()?,
        };
        Ok((to, via))
    }

    /// `nudge boss-asks +2m`, `-90s`, `now`; or `at=` a time since the start.
    fn nudge(&self, args: &mut Args) -> Result<Facilitate, MoveError> {
        let example = "nudge boss-asks +2m";
        let inject = self.named(args, 0, &self.scenario.injects, "inject", example)?;
        if let Some(at) = args.take("at") {
            let at = super::grammar::clock(&at)
                .ok_or_else(|| self.missing("a time", "nudge boss-asks at=12:30"))?;
            return Ok(Facilitate::Nudge { inject, to: Nudge::At(at.max(SimTime::START)) });
        }
        let token = self.word(args, 1, "how far", example)?;
        let to = match (token.text.as_str(), token.text.strip_prefix('+'), token.text.strip_prefix('-')) {
            ("now", _, _) => Nudge::Now,
            (_, Some(later), _) => Nudge::By(self.duration(later, token.span.clone())?),
            (_, None, Some(earlier)) => {
                Nudge::By(SimDuration::from_ms(-self.duration(earlier, token.span.clone())?.ms()))
            }
            (_, None, None) => {
                return Err(MoveError::new(
                    token.span.clone(),
                    format!("`{}` says neither earlier nor later", token.text),
                    format!("+{0} is later, -{0} earlier; or `now`", token.text),
                ));
            }
        };
        Ok(Facilitate::Nudge { inject, to })
    }

    /// `hint 1`, `hint 1 about=ID`: without a level nothing is given yet.
    pub(super) fn hints(&self) -> Result<Option<Tool>, MoveError> {
        let help = FACILITATORS.iter().find(|help| help.word == "hint");
        let Some(mut args) = help.map(|help| self.args(help)).transpose()? else { return Ok(None) };
        let bare = args.words.len() == 1 && args.take("text").is_none();
        let Some(seat) = self.seat_at(&args, 0).ok().filter(|_| bare) else { return Ok(None) };
        Ok(Some(Tool::Hints(seat, self.hint_about(&mut args)?)))
    }

    /// What a hint is about, if that is said.
    fn hint_about(&self, args: &mut Args) -> Result<Option<ExpectedId>, MoveError> {
        let Some(said) = args.take("about") else { return Ok(None) };
        let all = &self.scenario.expected;
        let unknown = || {
            let list = all.names().collect::<Vec<_>>().join(", ");
            let near = find::near(&said, all.names());
            let help = near.map_or(format!("there are {list}"), |near| format!("did you mean `{near}`?"));
            MoveError::new(args.span(), format!("nothing expected is called `{said}`"), help)
        };
        all.find(&said.to_lowercase()).map(Some).ok_or_else(unknown)
    }

    fn hint(&self, args: &mut Args) -> Result<Facilitate, MoveError> {
        let to = self.seat_at(args, 0)?;
        let token = self.word(args, 1, "a level", "hint 1 2")?;
        let level = token.text.parse::<u8>().ok().filter(|level| *level <= 3).ok_or_else(|| {
            let message = format!("no level `{}`", token.text);
            MoveError::new(token.span.clone(), message, "0 encourage, 1 ask, 2 point at it, 3 tell")
        })?;
        let about = self.hint_about(args)?;
        let said = text_of(&args.words[2..]);
        let text = args.take("text").or(Some(said).filter(|text| !text.is_empty()));
        Ok(Facilitate::Hint { to, level, about, text })
    }

    /// `mark wrong 58`, `mark wrong 58 impact`.
    fn mark_wrong(&self, args: &Args) -> Result<Facilitate, MoveError> {
        let token = self.word(args, 1, "the place of what was said", "mark wrong 58 impact")?;
        let number = token.text.trim_start_matches('#').parse::<u64>().map_err(|_| {
            let message = format!("`{}` is not a place in the journal", token.text);
            MoveError::new(token.span.clone(), message, "`feed` shows what was said with its place, as #58")
        })?;
        Ok(Facilitate::MarkWrong { seq: Seq(number), slot: args.words.get(2).map(|word| word.text.clone()) })
    }

    fn force(&self, args: &Args) -> Result<Force, MoveError> {
        let example = "force clear FAILURE";
        let token = self.word(args, 0, "what to put right", example)?;
        let scenario = self.scenario;
        Ok(match token.text.as_str() {
            "start" => Force::Start(self.named(args, 1, &scenario.failures, "failure", example)?),
            "clear" => Force::Clear(self.named(args, 1, &scenario.failures, "failure", example)?),
            "reach" => Force::Reach(self.named(args, 1, &scenario.milestones, "milestone", example)?),
            "do" => Force::Do(self.named(args, 1, &scenario.actions, "action", example)?),
            other => {
                let near = find::near(other, ["start", "clear", "reach", "do"]);
                let message = format!("`{other}` can't be forced");
                let help = "start FAILURE, clear FAILURE, reach MILESTONE or do ACTION";
                return Err(MoveError::new(token.span.clone(), message, help).meaning(near));
            }
        })
    }
}

fn text_of(words: &[Token]) -> String {
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}
