//! A line, read: time, seat, and the move or the word for the tool behind them.

mod commands;
mod pieces;
mod words;

use super::token::{Token, cut};
use super::{Line, MoveError, Tool, What, claim, find, guess, printed, slips};
use crate::engine::command::{About, Command, LookAt, Mover};
use crate::prose::clip;
use crate::scenario::Scenario;
use crate::scenario::id::SeatId;
use crate::time::{SimDuration, SimTime};

pub(super) use pieces::{Args, clock, plain};
pub use words::{FACILITATORS, MOVES, MoveHelp, TOOLS};

/// Reads one line.
pub(super) fn parse(scenario: &Scenario, line: &str, me: Option<SeatId>) -> Result<Option<Line>, MoveError> {
    let start = line.len() - line.trim_start().len();
    if line[start..].is_empty() || line[start..].starts_with('#') {
        return Ok(None);
    }
    if line.len() > 8_000 {
        return Err(MoveError::new(0..line.len(), "the line is too long", "at most 8,000 bytes"));
    }
    let tokens = cut(line)?;
    let (at, mover, ago, first) = prefix(scenario, &tokens);
    let Some(verb) = tokens.get(first) else {
        return Err(MoveError::new(
            0..line.len(),
            "a move is missing",
            "for example `ack`; `help` lists the moves",
        ));
    };
    // As the screen writes it: `feeds: the counter stands still`.
    if mover.is_none()
        && at.is_none()
        && let Some(seat) = spoken_by(scenario, verb)
    {
        let words = line[verb.span.end..].trim();
        if let Some(line) = moved_by(scenario, line, verb, tokens.get(first + 1), seat) {
            return Ok(Some(line));
        }
        if !words.is_empty() {
            let what = What::Move(Command::Say(words.trim_matches('"').to_string()));
            return Ok(Some(Line {
                at,
                mover: Some(Mover::Seat(seat)),
                ago,
                what,
                said: format!("say {words}"),
            }));
        }
    }
    let told = Some(verb).filter(|verb| plain(verb) && verb.text.eq_ignore_ascii_case("told"));
    if let Some(verb) = told {
        let by = mover.and_then(Mover::seat).map(|seat| scenario.seats.name(seat).as_str());
        if let Some(error) = printed::told(scenario, line, verb, by) {
            return Err(error);
        }
    }
    let said = line[verb.span.start..].trim_end().to_string();
    let seat = match mover {
        Some(Mover::Seat(seat)) => Some(seat),
        Some(Mover::Table | Mover::Facilitator) => None,
        None => me,
    };
    let rest = Rest { scenario, line, verb, tokens: &tokens[first + 1..], me: seat };
    let before = first.checked_sub(1).and_then(|n| tokens.get(n));
    let what = rest.what().map_err(|error| rest.asked_of(before).unwrap_or(error))?;
    let mover = mover.or(me.map(Mover::Seat));
    Ok(Some(Line { at, mover, ago, what, said }))
}

/// What people type for a move by another word.
fn also_called(word: &str) -> Option<&'static str> {
    Some(match word {
        "tell" | "told" | "inform" | "notify" | "post" => "update",
        "check" => "verify",
        "call" | "ring" | "phone" | "wake" => "page",
        "run" | "start-action" => "do",
        "contact" | "summon" => "page",
        "show" | "view" | "inspect" | "see" | "looking" | "graph" => "look",
        "raise" | "lower" | "upgrade" | "downgrade" => "severity",
        "assign-task" | "delegate" => "task",
        "acknowledge" => "ack",
        // What somebody says who has a task.
        "done" | "finished" => "report done",
        _ => return None,
    })
}

/// Words of a question that `who` answers.
const IN_THE_CALL: [&str; 22] = [
    "charge",
    "leads",
    "leading",
    "else",
    "is",
    "are",
    "has",
    "holds",
    "in",
    "on",
    "the",
    "a",
    "call",
    "here",
    "there",
    "command",
    "commander",
    "commands",
    "deputy",
    "expert",
    "what",
    "joined",
];

/// What is said to a word that is near to nothing.
pub(super) const NOTHING_NEAR: &str = "`help` lists the moves; `say ...` says something";

/// So much of what was said is shown again.
const SAID: usize = 80;

/// Words that begin a question.
const QUESTIONS: [&str; 18] = [
    "what", "whats", "how", "hows", "why", "where", "when", "which", "who", "is", "are", "can", "could",
    "did", "does", "have", "has", "any",
];

/// The seat of `feeds:` at the beginning of a line.
fn spoken_by(scenario: &Scenario, token: &Token) -> Option<SeatId> {
    let name = token.text.strip_suffix(':').filter(|_| plain(token))?;
    find::seat_of(scenario, name)
}

/// `1: ack`: a move that can't be talk, although the seat is written as the screen writes who speaks. A second seat with a
/// colon behind it is talk: no line is looked at more than twice.
fn moved_by(
    scenario: &Scenario,
    line: &str,
    verb: &Token,
    next: Option<&Token>,
    seat: SeatId,
) -> Option<Line> {
    next.filter(|next| spoken_by(scenario, next).is_none())?;
    let read = parse(scenario, &line[verb.span.end..], Some(seat)).ok()??;
    let sure = matches!(
        &read.what,
        What::Move(
            Command::Ack { .. }
                | Command::Accept
                | Command::Declare(_)
                | Command::Do(About::Action(_))
                | Command::Look { at: LookAt::Metric(_) | LookAt::Component(_) | LookAt::Topic(_), .. }
                | Command::Roles(_)
        )
    );
    sure.then_some(Line { mover: Some(Mover::Seat(seat)), ..read })
}

/// Time, seat and how long ago, all of which may be missing.
fn prefix(scenario: &Scenario, tokens: &[Token]) -> (Option<SimTime>, Option<Mover>, SimDuration, usize) {
    let (mut at, mut mover) = (None, None);
    // "Please" asks for nothing by itself.
    let skip = |n: usize| {
        n + tokens.get(n..).unwrap_or_default().iter().take_while(|token| slips::is_polite(token)).count()
    };
    let polite = |n: usize| Some(skip(n)).filter(|&past| past < tokens.len()).unwrap_or(n);
    let mut n = polite(0);
    if let Some(time) = tokens.get(n).filter(|t| plain(t)).and_then(|t| clock(&t.text)) {
        at = Some(time);
        n = polite(n + 1);
    }
    let back = |n: usize| {
        let back = tokens.get(n).filter(|t| plain(t) && t.text.starts_with('-'));
        back.and_then(|t| SimDuration::parse(&t.text)).map(|back| SimDuration::from_ms(-back.ms()))
    };
    // `-30s 2 report ...` and `2 -30s report ...` are the same.
    let first = back(n).filter(|_| tokens.len() > n + 1);
    n += usize::from(first.is_some());
    if let Some(token) = tokens.get(n).filter(|t| plain(t)) {
        mover = match token.text.as_str() {
            "table" => Some(Mover::Table),
            "facilitator" => Some(Mover::Facilitator),
            word => find::seat_of(scenario, word).map(Mover::Seat),
        };
        n += usize::from(mover.is_some());
    }
    let second = back(n).filter(|_| first.is_none());
    n += usize::from(second.is_some());
    let n = if n < tokens.len() { polite(n) } else { n };
    (at, mover, first.or(second).unwrap_or_default(), n)
}

/// `as table`: moves are nobody's by default again.
fn is_nobody(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "table" | "nobody" | "off" | "none" | "-")
}

/// Whether a word begins a move.
fn is_a_move(word: &str) -> bool {
    let word = word.to_lowercase();
    MOVES.iter().any(|help| help.word == word)
}

/// What stands behind the move's word.
pub(super) struct Rest<'a> {
    pub(super) scenario: &'a Scenario,
    line: &'a str,
    verb: &'a Token,
    tokens: &'a [Token],
    me: Option<SeatId>,
}

impl Rest<'_> {
    fn what(&self) -> Result<What, MoveError> {
        let word = self.verb.text.to_lowercase();
        if self.verb.key.is_none() && !self.verb.quoted {
            if let Some(guessed) = self.guessed_first() {
                return guessed;
            }
            if word == "hint"
                && let Some(hints) = self.hints()?
            {
                return Ok(What::Tool(hints));
            }
            if let Some(help) = FACILITATORS.iter().find(|help| help.word == word)
                && let Some(what) = self.facilitate(help)?
            {
                return Ok(What::Move(Command::Facilitate(what)));
            }
            if let Some(help) = MOVES.iter().find(|help| help.word == word) {
                return self.command(help).map(What::Move);
            }
            if word == "?" && self.tokens.is_empty() {
                return Ok(What::Tool(Tool::Help(None)));
            }
            if TOOLS.iter().any(|tool| tool.word == word) {
                return self.tool(&word).map(What::Tool);
            }
        }
        let of_day = || slips::of_day(self.scenario, self.verb, self.tokens.first());
        if let Some(error) = slips::beginning(self.verb).or_else(of_day) {
            return Err(error);
        }
        if let Some(error) = self.said_as_an_action() {
            return Err(error);
        }
        if let Some(error) = self.said_for_a_move().or_else(|| self.said_for_a_role()) {
            return Err(error);
        }
        if let Some(error) = self.nearly_said_as_an_action() {
            return Err(error);
        }
        if let Some(error) = self.guessed().or_else(|| self.said_as_a_look()).or_else(|| self.asks_somebody())
        {
            return Err(error);
        }
        if let Some(help) = self.not_a_move(&word) {
            return Err(MoveError::new(
                self.verb.span.clone(),
                format!("no move `{}`", self.verb.text),
                help,
            ));
        }
        // The facilitator's are never a seat's, nor what it meant.
        let theirs = FACILITATORS.iter().filter(|_| self.me.is_none());
        let moves = MOVES.iter().chain(theirs).map(|help| help.word);
        let known = moves.chain(TOOLS.iter().map(|tool| tool.word));
        let usual: Vec<&str> =
            MOVES.iter().map(|help| help.word).chain(TOOLS.iter().map(|tool| tool.word)).collect();
        let begun = find::begun(&word, &usual);
        // `dec` is as much the one as the other.
        let unsure = (2..=4).contains(&begun.len());
        let told = (word == "tell").then(|| self.tokens.first()).flatten();
        let tells_a_seat =
            told.is_some_and(|token| self.scenario.seats.find(&token.text.to_lowercase()).is_some());
        let near = tells_a_seat
            .then_some("task")
            .or_else(|| also_called(word.trim_end_matches([',', '.', '!', ':'])))
            .or_else(|| find::near(&word, known).filter(|_| !unsure && !self.is_a_sentence()))
            .filter(|near| slips::may_be_meant(&word, near));
        let is_time = SimDuration::parse(&word).is_some();
        let follows = self.tokens.first().is_some_and(|next| {
            is_a_move(&next.text) || (is_time && find::seat_of(self.scenario, &next.text).is_some())
        });
        // `lock` is as near to `lock-schedule` as to `look`.
        let step = find::begun_action(self.scenario, self.me, &word).filter(|_| self.tokens.is_empty());
        if let Some(step) = step {
            let other = near.map_or(String::new(), |near| format!(" or `{near}`"));
            let said = &self.line[self.verb.span.clone()];
            let meant = format!("do {step}");
            let error = MoveError::new(
                self.verb.span.clone(),
                format!("no move `{said}`"),
                format!("did you mean `{meant}`{other}?"),
            );
            return Err(if near.is_some() { error } else { error.meaning(Some(&meant)) });
        }
        if follows && near.is_none_or(|near| self.scenario.seats.find(near).is_some()) {
            return Err(self.nobody());
        }
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if unsure => format!("did you mean `{}`?", begun.join("` or `")),
            None if !self.tokens.is_empty() => return Err(self.taken_as_said()),
            None => NOTHING_NEAR.to_string(),
        };
        let said = self.line[self.verb.span.clone()].chars().take(40).collect::<String>();
        Err(MoveError::new(self.verb.span.clone(), format!("no move `{said}`"), help).meaning(near))
    }

    /// What stands on the line from the move's word on, and where.
    fn all_said(&self) -> (&str, std::ops::Range<usize>) {
        let said = self.line[self.verb.span.start..].trim_end();
        (said, self.verb.span.start..self.verb.span.start + said.len())
    }

    /// Whether it begins as sentences do, and no move.
    fn is_a_sentence(&self) -> bool {
        !self.tokens.is_empty() && guess::begins_a_sentence(&self.verb.text)
    }

    /// What no move is near to is probably talk.
    fn taken_as_said(&self) -> MoveError {
        let (said, span) = self.all_said();
        let meant = format!("say \"{}\"", said.replace('"', "'"));
        let shown: String = self.line[self.verb.span.clone()].chars().take(40).collect();
        let help = format!("did you mean `{}`? `help` lists the moves", clip(&meant, SAID));
        MoveError::new(span, format!("no move `{shown}`"), help).meaning(Some(&meant))
    }

    /// `I think we're done`, typed for `close`.
    fn guessed(&self) -> Option<MoveError> {
        let (said, span) = self.all_said();
        let meant = guess::guess(said)?;
        let help = format!("did you mean `{meant}`? `say ...` says it to everybody");
        Some(MoveError::new(span, format!("`{}` is no move", clip(said, SAID)), help).meaning(Some(meant)))
    }

    /// What is guessed before its first word is taken for a move. What only shows something is shown at once.
    fn guessed_first(&self) -> Option<Result<What, MoveError>> {
        let (said, _) = self.all_said();
        let meant = guess::guess(said)?;
        if find::exact_action(self.scenario, said).is_some() || find::is_looked_at(self.scenario, said) {
            return None;
        }
        let tool = match meant {
            "help" => Tool::Help(None),
            "status" => Tool::Status,
            "feed" => Tool::Feed,
            "who" => Tool::Who,
            "actions" => Tool::Actions,
            _ => return is_a_move(&self.verb.text).then(|| self.guessed()).flatten().map(Err),
        };
        Some(Ok(What::Tool(tool)))
    }

    /// The name of something to look at, alone or behind `show me`.
    fn said_as_a_look(&self) -> Option<MoveError> {
        let (said, span) = self.all_said();
        let small = |word: &&str| {
            let word = word.to_lowercase();
            also_called(&word) == Some("look")
                || ["me", "us", "the", "at", "open", "lets", "read"].contains(&word.as_str())
        };
        let name: Vec<&str> = said.split_whitespace().skip_while(small).collect();
        let name = name.join(" ");
        let name = name.trim_matches(|c: char| !c.is_alphanumeric());
        if name.is_empty() || !find::is_looked_at(self.scenario, name) {
            return None;
        }
        let meant = format!("look {name}");
        let help = format!("did you mean `{meant}`?");
        Some(MoveError::new(span, format!("`{name}` is something to look at"), help).meaning(Some(&meant)))
    }

    /// A question that is put to nobody.
    pub(super) fn asks_somebody(&self) -> Option<MoveError> {
        let (said, span) = self.all_said();
        let word = self.verb.text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let asks = said.ends_with('?')
            && (self.is_a_sentence() || word == "do" || QUESTIONS.contains(&word.as_str()));
        let asks = asks || (QUESTIONS.contains(&word.as_str()) && self.tokens.len() > 1);
        if !asks || self.verb.quoted || self.tokens.is_empty() {
            return None;
        }
        let question = said.replace('"', "'");
        let help = format!("`ask SEAT|TEAM \"{question}\"` asks somebody; `help` shows what makes sense now");
        let error = MoveError::new(span, format!("`{}` asks nobody", clip(said, SAID)), help);
        Some(MoveError { asks: Some(question), ..error })
    }

    /// The name or phrase of an action, said without `do`.
    fn said_as_an_action(&self) -> Option<MoveError> {
        let said = self.line[self.verb.span.start..].trim_end();
        let action = find::exact_action(self.scenario, said)?;
        let name = self.scenario.actions.name(action);
        let span = self.verb.span.start..self.verb.span.start + said.len();
        let error = MoveError::new(
            span,
            format!("`{said}` is something to do"),
            format!("did you mean `do {name}`?"),
        );
        Some(error.meaning(Some(&format!("do {name}"))))
    }

    /// `rollback dock settings` and `put the old settings back`: the step that has most of these words.
    fn nearly_said_as_an_action(&self) -> Option<MoveError> {
        let (said, span) = self.all_said();
        let other = also_called(&self.verb.text.to_lowercase()).is_some();
        if other || self.is_a_sentence() || said.ends_with('?') || self.verb.quoted {
            return None;
        }
        let action = find::by_words(self.scenario, self.me, said)?;
        let meant = format!("do {}", self.scenario.actions.name(action));
        let help = format!("did you mean `{meant}`?");
        Some(MoveError::new(span, format!("`{}` is no move", clip(said, SAID)), help).meaning(Some(&meant)))
    }

    /// `make secondary commander`, typed for `assign commander secondary`.
    fn said_for_a_role(&self) -> Option<MoveError> {
        let verb = self.verb.text.to_lowercase();
        let small = |token: &&Token| !["the", "a", "our", "as", "to", "be"].contains(&token.text.as_str());
        let words: Vec<&Token> = self.tokens.iter().filter(small).collect();
        let [seat, role] = words.as_slice() else { return None };
        if !["make", "appoint", "name"].contains(&verb.as_str()) {
            return None;
        }
        let seat = find::seat_of(self.scenario, &seat.text)?;
        let role = find::role(&role.text.to_lowercase(), role.span.clone()).ok()?;
        let meant = format!("assign {role} {}", self.scenario.seats.name(seat));
        let (said, span) = self.all_said();
        let help = format!("did you mean `{meant}`?");
        Some(MoveError::new(span, format!("`{said}` is no move"), help).meaning(Some(&meant)))
    }

    /// `I have command`, typed for `take commander`.
    fn said_for_a_move(&self) -> Option<MoveError> {
        let said = self.line[self.verb.span.start..].trim_end();
        let meant = claim::whole(said).or_else(|| claim::severity_and_why(said))?;
        let span = self.verb.span.start..self.verb.span.start + said.len();
        let help = format!("did you mean `{meant}`? `say ...` says it to everybody");
        Some(MoveError::new(span, format!("`{said}` is no move"), help).meaning(Some(&meant)))
    }

    /// What people type that no move is near to, and what they can do.
    fn not_a_move(&self, word: &str) -> Option<&'static str> {
        let asks = || self.line.trim_end().ends_with('?') || self.tokens.len() > 1;
        Some(match word {
            "no" | "nothing" => "who has no objection says nothing; `say \"...\"` says something to the room",
            "quit" | "exit" | "bye" => {
                "Ctrl-D leaves, and `resume` goes on with it later; `end` ends the drill for good"
            }
            "answer" | "reply" | "respond" => "`say \"...\"` answers who asked, and so does an update",
            "what" | "how" | "where" | "which" | "why" if asks() => {
                "`help` shows the moves that make sense now, `status` what is open; `say` says something to the room"
            }
            "tell" if self.tells_a_voice() => "`say \"...\"` answers who asked, and so does an update",
            _ => return None,
        })
    }

    /// `tell the councillor ...`: somebody who speaks is no audience.
    fn tells_a_voice(&self) -> bool {
        let voices = &self.scenario.organisation.voices;
        let named = |token: &Token| voices.find(&token.text.to_lowercase()).is_some();
        self.tokens.iter().take(2).any(named)
    }

    /// What stands before a move and is neither a time nor a seat.
    fn nobody(&self) -> MoveError {
        let (said, span) = (&self.verb.text, self.verb.span.clone());
        match SimDuration::parse(said).filter(|time| time.ms() >= 0) {
            Some(time) => {
                let at = SimTime::START + time;
                let help = format!("write how long after the start it is: `{at}`");
                MoveError::new(span, format!("`{said}` is not written like a time"), help)
                    .meaning(Some(&at.to_string()))
            }
            None => find::no_seat(self.scenario, said, span),
        }
    }

    /// `who is in command?` is what `who` shows.
    fn is_about_the_call(&self) -> bool {
        let bare = |token: &Token| token.text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        self.tokens.iter().all(|token| IN_THE_CALL.contains(&bare(token).as_str()))
    }

    /// `who changed something today?` is a question, and nobody is asked.
    fn asks_nobody(&self) -> MoveError {
        let said = self.line[self.verb.span.start..].trim_end();
        let question = said.replace('"', "'");
        let help = format!("`ask SEAT|TEAM \"{question}\"` asks somebody");
        let span = self.verb.span.start..self.verb.span.start + said.len();
        let error = MoveError::new(span, "`who` shows who is in the call", help);
        MoveError { asks: Some(question), ..error }
    }

    /// `secondary how is it looking`: the seat in front makes the move, and is meant to be asked.
    fn asked_of(&self, before: Option<&Token>) -> Option<MoveError> {
        let seat = before.filter(|token| plain(token))?;
        let name = self.scenario.seats.find(&seat.text.to_lowercase())?;
        let asks = self.verb.text.to_lowercase();
        let asks = QUESTIONS.contains(&asks.trim_matches(|c: char| !c.is_alphanumeric()));
        if !asks || self.verb.quoted || self.tokens.is_empty() {
            return None;
        }
        let said = self.line[self.verb.span.start..].trim_end();
        let name = self.scenario.seats.name(name);
        let meant = format!("ask {name} \"{}\"", said.replace('"', "'"));
        let span = seat.span.start..self.verb.span.start + said.len();
        let message = format!("`{}` in front says that {name} makes the move", seat.text);
        Some(MoveError::new(span, message, format!("did you mean `{meant}`?")).meaning(Some(&meant)))
    }

    fn tool(&self, word: &str) -> Result<Tool, MoveError> {
        let arg = self.tokens.first();
        let seat = || match arg {
            Some(token) => find::seat(self.scenario, &token.text, token.span.clone()).map(Some),
            None => Ok(None),
        };
        Ok(match word {
            "status" => Tool::Status,
            "who" if !self.is_about_the_call() => return Err(self.asks_nobody()),
            "who" => Tool::Who,
            "feed" => Tool::Feed,
            "actions" => Tool::Actions,
            "events" => Tool::Events(arg.map(|token| token.text.to_lowercase())),
            "card" => Tool::Card(seat()?),
            "as" if arg.is_some_and(|token| is_nobody(&token.text)) => Tool::As(None),
            "as" => Tool::As(Some(seat()?.ok_or_else(|| self.missing("a seat, or `table`", "as primary"))?)),
            "start" => Tool::Start,
            "wait" => Tool::Wait(self.wait(arg)?),
            _ => Tool::Help(arg.map(|token| token.text.clone())),
        })
    }

    fn wait(&self, arg: Option<&Token>) -> Result<Option<SimDuration>, MoveError> {
        match arg {
            None => Ok(None),
            Some(token) if token.text == "next" => Ok(None),
            Some(token) => self.duration(&token.text, token.span.clone()).map(Some),
        }
    }
}
