//! The moves: their words, slots and what is read from them.

use std::ops::Range;

use super::token::{Token, cut};
use super::{Line, MoveError, Tool, What, find};
use crate::engine::command::{About, Brief, Command, Mover, RoleChange, Statement, UpdateSlots, Whom};
use crate::engine::event::Word;
use crate::prose::no_go;
use crate::scenario::Scenario;
use crate::scenario::id::{ComponentId, SeatId};
use crate::scenario::words::{Role, Severity};
use crate::time::{SimDuration, SimTime};

/// A move as `help` shows it.
#[derive(Clone, Copy, Debug)]
pub struct MoveHelp {
    /// The word it begins with.
    pub word: &'static str,
    /// What follows.
    pub usage: &'static str,
    /// What it does.
    pub says: &'static str,
    /// Its named slots.
    pub slots: &'static [&'static str],
}

macro_rules! moves {
    ($($word:literal $usage:literal $says:literal $([$($slot:literal)+])?;)+) => {
        /// Every move, in the order of the table that documents them.
        pub const MOVES: &[MoveHelp] = &[$(MoveHelp { word: $word, usage: $usage, says: $says, slots: &[$($($slot),+)?] }),+];
    };
}

moves! {
    "ack" "[PAGE] | take [PAGE]" "I have it: acknowledge a page and join the call; `take`: one that was not yours";
    "page" "TEAM|SEAT|all why=\"...\"" "wake somebody, and say why" ["why"];
    "escalate" "" "page the next level of the last page";
    "declare" "sev1|sev2|sev3|sev4" "start the incident process";
    "severity" "SEV why=\"...\"" "change the severity" ["why"];
    "statement" "symptom= affected= scope= since= unknown= [done= suspect=]" "the incident in a few facts"
        ["symptom" "affected" "scope" "since" "unknown" "done" "suspect"];
    "close" "summary=\"...\"" "close the incident" ["summary"];
    "roles" "commander=1 deputy=4 expert=2,3 [expert:SYSTEM=3] [deputy=-]" "assign roles and announce them";
    "take" "ROLE" "take a role and say so";
    "assign" "ROLE SEAT" "give a role to a seat in the call; `announce` tells the others";
    "announce" "" "tell everybody who holds what";
    "handover" "ROLE SEAT state= flight= tried= next=" "offer a role with a brief; it moves on `accept`"
        ["state" "flight" "tried" "next"];
    "accept" "" "accept the role or task that was last offered";
    "leave" "" "leave the call";
    "release" "SEAT" "let somebody go";
    "look" "SIGNAL|COMPONENT|TOPIC" "find something out";
    "ask" "TEAM|SEAT|VOICE \"...\"" "ask somebody";
    "do" "ACTION" "do something to the system";
    "hold" "DURATION \"...\"" "decide to do nothing for a time, in order to learn more";
    "undo" "ACTION" "undo an action, or call it off";
    "task" "SEAT|ROLE|TEAM \"...\" box=DURATION" "give work, with the time to come back" ["box"];
    "report" "[TASK] \"...\" [box=DURATION]" "what came of a task; with box=, more time" ["box"];
    "poll" "ACTION|\"...\" risk=\"...\"" "ask for strong objections before a risky step" ["risk"];
    "object" "\"...\"" "object strongly";
    "decide" "ACTION|\"...\" [no]" "announce a decision";
    "plan" "next=DURATION \"...\"" "announce the next steps and when to look again" ["next"];
    "update" "AUDIENCE... state= impact= doing= next=" "tell an audience" ["state" "impact" "doing" "next"];
    "verify" "SIGNAL" "check that it worked";
    "hint" "" "what is most urgent now, as a question; again: more of it, up to the answer";
    "say" "\"...\"" "say something to everybody";
    "note" "\"...\"" "write something down";
    "bookmark" "\"...\"" "mark this moment for afterwards";
    "mark" "ACTION" "what was done counts as this action";
    "pause" "[\"...\"]" "stop the clocks, and say why if you like";
    "resume" "" "start them again";
    "end" "[safety]" "end the drill; `end safety`: at once, because something real has happened";
}

/// The moves of who runs the drill, in the order of the table that documents them.
pub const FACILITATORS: &[MoveHelp] = &[
    facilitators(
        "inject",
        "ID | \"...\" [from=] [to=] [via=]",
        "send an inject now, or one of your own",
        &["from", "to", "via"],
    ),
    facilitators("skip", "ID", "leave an inject out", &[]),
    facilitators("nudge", "ID +DURATION|-DURATION|now", "an inject comes later, earlier or now", &["at"]),
    facilitators(
        "jump",
        "DURATION [due]",
        "story time moves on at once; score time stands still; `due`: deadlines inside fall due 2 min after landing",
        &[],
    ),
    facilitators(
        "hint",
        "SEAT LEVEL [about=ID] [\"...\"]",
        "help a seat: 0 encourage, 1 ask, 2 point, 3 tell",
        &["about", "text"],
    ),
    facilitators("voice", "NAME \"...\" [to=] [via=]", "speak as somebody in the story", &["to", "via"]),
    facilitators(
        "mark",
        "ACTION | wrong SEQ [SLOT]",
        "what was done counts as this action; or a slot is wrong",
        &[],
    ),
    facilitators("observe", "[SEAT] \"...\"", "a note for afterwards; nobody sees it now", &[]),
    facilitators(
        "talk",
        "[severity]",
        "you begin to speak to the table, or have spoken; `severity`: they debate the severity",
        &[],
    ),
    facilitators(
        "force",
        "start|clear FAILURE | reach MILESTONE | do ACTION",
        "put the story right by hand; nobody earns or loses by it",
        &[],
    ),
    facilitators(
        "rewind",
        "5m | +12:30 | CLOCK | bookmark [N] | #SEQ",
        "go back, and play on from there as another attempt",
        &[],
    ),
    facilitators("vacate", "SEAT", "somebody drops out: the seat and its roles are empty", &[]),
];

const fn facilitators(
    word: &'static str,
    usage: &'static str,
    says: &'static str,
    slots: &'static [&'static str],
) -> MoveHelp {
    MoveHelp { word, usage, says, slots }
}

/// The words for the tool, with what each does.
pub const TOOLS: &[MoveHelp] = &[
    tool("help", "[MOVE|all]", "what makes sense now; one move; all of them"),
    tool("status", "", "who holds what, what is due, what is open"),
    tool("who", "", "who is in the call, and who holds what"),
    tool("feed", "", "the story so far"),
    tool("actions", "", "what can be done, and by whom"),
    tool("events", "", "the event list of who runs the drill"),
    tool("card", "[SEAT]", "what a seat knows and can do"),
    tool("as", "SEAT", "moves without a seat in front are this seat's from now on"),
    tool("start", "", "the clock starts"),
    tool(
        "wait",
        "[DURATION|next]",
        "time moves on, at --pace stepped; `next`: until something arrives or is due",
    ),
];

const fn tool(word: &'static str, usage: &'static str, says: &'static str) -> MoveHelp {
    MoveHelp { word, usage, says, slots: &[] }
}

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
    let said = line[verb.span.start..].trim_end().to_string();
    let seat = match mover {
        Some(Mover::Seat(seat)) => Some(seat),
        Some(Mover::Table | Mover::Facilitator) => None,
        None => me,
    };
    let rest = Rest { scenario, line, verb, tokens: &tokens[first + 1..], me: seat };
    let what = rest.what()?;
    let mover = mover.or(me.map(Mover::Seat));
    Ok(Some(Line { at, mover, ago, what, said }))
}

/// What people type for a move by another word.
fn also_called(word: &str) -> Option<&'static str> {
    Some(match word {
        "tell" | "inform" | "notify" | "post" => "update",
        "check" => "verify",
        "call" | "ring" | "phone" | "wake" => "page",
        "run" | "start-action" => "do",
        "assign-task" | "delegate" => "task",
        "acknowledge" => "ack",
        _ => return None,
    })
}

/// The seat of `feeds:` at the beginning of a line.
fn spoken_by(scenario: &Scenario, token: &Token) -> Option<SeatId> {
    let name = token.text.strip_suffix(':').filter(|_| plain(token))?;
    find::seat_of(scenario, name)
}

/// Time, seat and how long ago, all of which may be missing.
fn prefix(scenario: &Scenario, tokens: &[Token]) -> (Option<SimTime>, Option<Mover>, SimDuration, usize) {
    let (mut at, mut mover, mut ago, mut n) = (None, None, SimDuration::ZERO, 0);
    if let Some(time) = tokens.first().filter(|t| plain(t)).and_then(|t| clock(&t.text)) {
        at = Some(time);
        n += 1;
    }
    if let Some(token) = tokens.get(n).filter(|t| plain(t)) {
        mover = match token.text.as_str() {
            "table" => Some(Mover::Table),
            "facilitator" => Some(Mover::Facilitator),
            word => find::seat_of(scenario, word).map(Mover::Seat),
        };
        n += usize::from(mover.is_some());
    }
    let back = tokens.get(n).filter(|t| plain(t) && t.text.starts_with('-'));
    if let Some(back) = back.and_then(|t| SimDuration::parse(&t.text)) {
        ago = SimDuration::from_ms(-back.ms());
        n += 1;
    }
    (at, mover, ago, n)
}

/// Whether a word begins a move.
fn is_a_move(word: &str) -> bool {
    let word = word.to_lowercase();
    MOVES.iter().any(|help| help.word == word)
}

pub(super) fn plain(token: &Token) -> bool {
    token.key.is_none() && !token.quoted
}

/// `0:02:10`, `2:10` (minutes and seconds), with `.5` for parts of a second.
pub(super) fn clock(text: &str) -> Option<SimTime> {
    if !text.contains(':') || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let numbers: Vec<i64> = whole
        .split(':')
        .map(|n| n.parse().ok().filter(|n| (0..=100_000).contains(n)))
        .collect::<Option<_>>()?;
    let secs = match numbers.as_slice() {
        [m, s] => m * 60 + s,
        [h, m, s] => h * 3_600 + m * 60 + s,
        _ => return None,
    };
    let ms: i64 = format!("{part:0<3}").get(..3)?.parse().ok()?;
    Some(SimTime::from_ms(secs * 1_000 + ms))
}

/// What stands behind the move's word.
pub(super) struct Rest<'a> {
    pub(super) scenario: &'a Scenario,
    line: &'a str,
    verb: &'a Token,
    tokens: &'a [Token],
    me: Option<SeatId>,
}

/// Words and slots, apart.
pub(super) struct Args {
    pub(super) words: Vec<Token>,
    slots: Vec<(&'static str, String)>,
    end: usize,
}

impl Args {
    pub(super) fn take(&mut self, key: &str) -> Option<String> {
        let n = self.slots.iter().position(|(slot, _)| *slot == key)?;
        Some(self.slots.remove(n).1)
    }

    /// The words as one text, as they stand in the line.
    pub(super) fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn span(&self) -> Range<usize> {
        match (self.words.first(), self.words.last()) {
            (Some(first), Some(last)) => first.span.start..last.span.end,
            _ => self.end..self.end,
        }
    }

    /// `plan 5m prove it`: a duration that stands first is the next time.
    fn leading(&mut self) -> Option<SimDuration> {
        let first = self.words.first().filter(|word| plain(word) && self.words.len() > 1)?;
        let ms = SimDuration::parse(&first.text).filter(|ms| ms.ms() > 0)?;
        self.words.remove(0);
        Some(ms)
    }

    /// A trailing duration is the box or the next time.
    fn trailing(&mut self) -> Option<SimDuration> {
        let last = self.words.last().filter(|word| plain(word) && self.words.len() > 1)?;
        let ms = SimDuration::parse(&last.text).filter(|ms| ms.ms() > 0)?;
        self.words.pop();
        Some(ms)
    }
}

impl Rest<'_> {
    fn what(&self) -> Result<What, MoveError> {
        let word = self.verb.text.to_lowercase();
        if self.verb.key.is_none() && !self.verb.quoted {
            if let Some(help) = FACILITATORS.iter().find(|help| help.word == word)
                && let Some(what) = self.facilitate(help)?
            {
                return Ok(What::Move(Command::Facilitate(what)));
            }
            if let Some(help) = MOVES.iter().find(|help| help.word == word) {
                return self.command(help).map(What::Move);
            }
            if TOOLS.iter().any(|tool| tool.word == word) {
                return self.tool(&word).map(What::Tool);
            }
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
        let near = also_called(&word).or_else(|| find::near(&word, known).filter(|_| !unsure));
        let is_time = SimDuration::parse(&word).is_some();
        let follows = self.tokens.first().is_some_and(|next| {
            is_a_move(&next.text) || (is_time && find::seat_of(self.scenario, &next.text).is_some())
        });
        if follows && near.is_none_or(|near| self.scenario.seats.find(near).is_some()) {
            return Err(self.nobody());
        }
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if unsure => format!("did you mean `{}`?", begun.join("` or `")),
            None => "`help` lists the moves; `say ...` says something".to_string(),
        };
        let said = self.line[self.verb.span.clone()].chars().take(40).collect::<String>();
        Err(MoveError::new(self.verb.span.clone(), format!("no move `{said}`"), help).meaning(near))
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

    fn tool(&self, word: &str) -> Result<Tool, MoveError> {
        let arg = self.tokens.first();
        let seat = || match arg {
            Some(token) => find::seat(self.scenario, &token.text, token.span.clone()).map(Some),
            None => Ok(None),
        };
        Ok(match word {
            "status" => Tool::Status,
            "who" => Tool::Who,
            "feed" => Tool::Feed,
            "actions" => Tool::Actions,
            "events" => Tool::Events(arg.map(|token| token.text.to_lowercase())),
            "card" => Tool::Card(seat()?),
            "as" => Tool::As(seat()?.ok_or_else(|| self.missing("a seat", "as primary"))?),
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

    fn command(&self, help: &'static MoveHelp) -> Result<Command, MoveError> {
        match help.word {
            "say" => return Ok(Command::Say(self.raw(help)?)),
            "note" => return Ok(Command::Note(self.raw(help)?)),
            "bookmark" => return Ok(Command::Bookmark(self.rest_text())),
            "object" => return Ok(Command::Object(self.raw(help)?)),
            "roles" => return self.roles(),
            _ => {}
        }
        let mut args = self.args(help)?;
        let args = &mut args;
        match help.word {
            "ack" => self.ack(args),
            "page" => self.page(args),
            "escalate" => Ok(Command::Escalate),
            "declare" => Ok(Command::Declare(self.severity(args)?)),
            "severity" => self.change_severity(args),
            "statement" => Ok(Command::Statement(Statement {
                symptom: args.take("symptom"),
                affected: args.take("affected"),
                scope: args.take("scope"),
                since: args.take("since"),
                unknown: args.take("unknown"),
                done: args.take("done"),
                suspect: args.take("suspect"),
            })),
            "close" => Ok(Command::Close { summary: args.take("summary").unwrap_or_else(|| args.text()) }),
            "take" => self.role_of(args, 0).map(|(role, system)| Command::Take { role, system }),
            "assign" => {
                let (role, system) = self.role_of(args, 0)?;
                Ok(Command::Assign { role, system, seat: self.seat_at(args, 1)? })
            }
            "announce" => Ok(Command::Announce),
            "handover" => {
                let (role, _) = self.role_of(args, 0)?;
                let to = self.seat_at(args, 1)?;
                let brief = Brief {
                    state: args.take("state"),
                    flight: args.take("flight"),
                    tried: args.take("tried"),
                    next: args.take("next"),
                };
                Ok(Command::Handover { role, to, brief })
            }
            "accept" => Ok(Command::Accept),
            "leave" => Ok(Command::Leave),
            "release" => Ok(Command::Release(self.seat_at(args, 0)?)),
            "look" | "verify" => self.look(help, args),
            "ask" => self.ask(args),
            "do" => Ok(Command::Do(self.about(args, help)?)),
            "undo" => Ok(Command::Undo(self.action(args, help)?)),
            "mark" => Ok(Command::Mark(self.action(args, help)?)),
            "hold" => self.hold(args),
            "task" => self.task(args),
            "report" => self.report(args),
            "poll" => {
                let risk = args.take("risk");
                Ok(Command::Poll { about: self.about(args, help)?, risk })
            }
            "decide" => self.decide(args, help),
            "plan" => self.plan(args),
            "update" => self.update(args),
            "hint" if args.words.first().is_some_and(|word| word.text == "unasked") => Ok(Command::Guide),
            "hint" => Ok(Command::Hint),
            "pause" => Ok(Command::Pause(args.text())),
            "resume" => Ok(Command::Resume),
            _ if args.words.first().is_some_and(|word| word.text == "safety") => Ok(Command::SafetyStop),
            _ => Ok(Command::End),
        }
    }

    // Pieces.

    /// Everything behind the word, as it stands; one quoted text loses its quotes.
    fn rest_text(&self) -> String {
        match self.tokens {
            [only] if only.quoted && only.key.is_none() => only.text.clone(),
            _ => self.line[self.verb.span.end..].trim().to_string(),
        }
    }

    fn raw(&self, help: &MoveHelp) -> Result<String, MoveError> {
        let text = self.rest_text();
        if text.is_empty() {
            return Err(self.missing("some words", &format!("{} we look at the run first", help.word)));
        }
        Ok(text)
    }

    pub(super) fn missing(&self, what: &str, example: &str) -> MoveError {
        let end = self.line.trim_end().len();
        MoveError::new(
            self.verb.span.start..end,
            format!("`{}` needs {what}", self.verb.text),
            format!("for example `{example}`"),
        )
    }

    /// Words up to the first slot; a slot's value goes on to the next slot, quoted or not.
    pub(super) fn args(&self, help: &'static MoveHelp) -> Result<Args, MoveError> {
        let mut args = Args { words: Vec::new(), slots: Vec::new(), end: self.line.trim_end().len() };
        // A slot that holds a duration is one word; what follows it is text again.
        let one_word = |slot: &str| slot == "box" || help.word == "plan";
        for token in self.tokens {
            let Some(key) = &token.key else {
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

    pub(super) fn duration(&self, text: &str, span: Range<usize>) -> Result<SimDuration, MoveError> {
        // A bare number means minutes: that is how people say it.
        let read = SimDuration::parse(text).or_else(|| SimDuration::parse(&format!("{text}m")));
        read.filter(|ms| ms.ms() > 0).ok_or_else(|| {
            MoveError::new(span, format!("`{text}` is not a duration"), "for example 90s, 5m or 1h30m")
        })
    }

    fn slot_duration(&self, args: &mut Args, key: &str) -> Result<Option<SimDuration>, MoveError> {
        let span = self
            .tokens
            .iter()
            .find(|t| t.key.as_deref() == Some(key))
            .map_or(args.span(), |t| t.span.clone());
        args.take(key).map(|text| self.duration(&text, span)).transpose()
    }

    pub(super) fn seat_at(&self, args: &Args, n: usize) -> Result<SeatId, MoveError> {
        let token =
            args.words.get(n).ok_or_else(|| self.missing("a seat", &format!("{} 2", self.verb.text)))?;
        find::seat(self.scenario, &token.text, token.span.clone())
    }

    fn role_of(&self, args: &Args, n: usize) -> Result<(Role, Option<ComponentId>), MoveError> {
        let token = args
            .words
            .get(n)
            .ok_or_else(|| self.missing("a role", &format!("{} commander", self.verb.text)))?;
        self.role_word(&token.text, token.span.clone())
    }

    /// `expert` or `expert:tariff-store`.
    fn role_word(&self, text: &str, span: Range<usize>) -> Result<(Role, Option<ComponentId>), MoveError> {
        match text.split_once(':') {
            Some((role, system)) => {
                let system = find::component(self.scenario, system, span.clone())?;
                Ok((find::role(role, span)?, Some(system)))
            }
            None => Ok((find::role(text, span)?, None)),
        }
    }

    fn severity(&self, args: &Args) -> Result<Severity, MoveError> {
        let Some(token) = args.words.first() else {
            return Err(self.missing("a severity", &format!("{} sev1", self.verb.text)));
        };
        let text = match (token.text.to_lowercase().as_str(), args.words.get(1)) {
            // As people say it: `sev 1`.
            ("sev", Some(number)) => number.text.clone(),
            (text, _) => text.to_string(),
        };
        let read = Severity::parse(&text).or_else(|| Severity::parse(&format!("sev{text}")));
        read.ok_or_else(|| {
            MoveError::new(
                token.span.clone(),
                format!("no severity `{}`", token.text),
                "sev1 (worst), sev2, sev3 or sev4",
            )
        })
    }

    fn about(&self, args: &Args, help: &MoveHelp) -> Result<About, MoveError> {
        if args.words.is_empty() {
            return Err(self.missing("an action", &format!("{} {}", help.word, self.example_action())));
        }
        find::about(self.scenario, self.me, &args.text(), args.span())
    }

    fn action(&self, args: &Args, help: &MoveHelp) -> Result<crate::scenario::id::ActionId, MoveError> {
        if args.words.is_empty() {
            return Err(self.missing("an action", &format!("{} {}", help.word, self.example_action())));
        }
        find::action(self.scenario, self.me, &args.text(), args.span())
    }

    /// An action this seat can do, for examples.
    fn example_action(&self) -> &str {
        let mine = self.me.and_then(|me| self.scenario.seats[me].can.first());
        mine.map_or("restart", |&id| self.scenario.actions.name(id).as_str())
    }

    // Moves.

    fn ack(&self, args: &Args) -> Result<Command, MoveError> {
        // `ack take 2` and `ack 2 take` are the same wish.
        let take = args.words.iter().any(|word| word.text == "take");
        let page = match args.words.iter().find(|word| word.text != "take") {
            None => None,
            Some(word) => Some(word.text.trim_start_matches('#').parse::<u32>().map_err(|_| {
                MoveError::new(
                    word.span.clone(),
                    format!("`{}` is not a page's number", word.text),
                    match word.text.as_str() {
                        "task" | "role" | "handover" => "a task, a role or a handover is taken with `accept`",
                        _ => "`ack` alone takes the last page",
                    },
                )
            })?),
        };
        Ok(Command::Ack { page, take })
    }

    fn page(&self, args: &mut Args) -> Result<Command, MoveError> {
        let Some(token) = args.words.first().cloned() else {
            return Err(self.missing("somebody to page", "page secondary why=\"need hands\""));
        };
        let why = args.take("why").unwrap_or_else(|| {
            args.words[1..].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
        });
        let word = token.text.to_lowercase();
        let teams = &self.scenario.organisation.teams;
        let whom = match (word.as_str(), find::seat_of(self.scenario, &word), teams.find(&word)) {
            ("all", _, _) => Whom::All,
            (_, Some(seat), _) => Whom::Seat(seat),
            (_, None, Some(team)) => Whom::Team(team),
            (_, None, None) => {
                let near = find::near(&word, self.scenario.seats.names().chain(teams.names()));
                let list = teams.names().collect::<Vec<_>>().join(", ");
                let help =
                    near.map_or_else(|| format!("teams: {list}"), |name| format!("did you mean `{name}`?"));
                return Err(MoveError::new(
                    token.span.clone(),
                    format!("no team or seat `{}`", token.text),
                    help,
                )
                .meaning(near));
            }
        };
        Ok(Command::Page { whom, why })
    }

    fn change_severity(&self, args: &mut Args) -> Result<Command, MoveError> {
        let severity = self.severity(args)?;
        let why = args.take("why").unwrap_or_else(|| {
            args.words[1..].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
        });
        Ok(Command::Severity { severity, why })
    }

    fn roles(&self) -> Result<Command, MoveError> {
        let mut changes = Vec::new();
        for token in self.tokens {
            let Some(key) = &token.key else {
                let message = format!("`{}` is not a role with its seats", token.text);
                return Err(MoveError::new(
                    token.span.clone(),
                    message,
                    "for example commander=1 expert=2,3",
                ));
            };
            // A piece of the token is no place to mend.
            let plainly = |error: MoveError| error.meaning(None);
            let (role, system) = self.role_word(key, token.span.clone()).map_err(plainly)?;
            let seats = match token.text.as_str() {
                "-" => Vec::new(),
                list => list
                    .split(',')
                    .map(|word| find::seat(self.scenario, word.trim(), token.span.clone()).map_err(plainly))
                    .collect::<Result<_, _>>()?,
            };
            changes.push(RoleChange { role, system, seats });
        }
        if changes.is_empty() {
            return Err(self.missing("roles with their seats", "roles commander=1 deputy=4 expert=2"));
        }
        Ok(Command::Roles(changes))
    }

    fn look(&self, help: &MoveHelp, args: &Args) -> Result<Command, MoveError> {
        let word = if help.word == "verify" { Word::Verify } else { Word::Look };
        let skip = usize::from(args.words.len() > 1 && args.words[0].text == "at");
        let said: Vec<&str> =
            args.words[skip.min(args.words.len())..].iter().map(|w| w.text.as_str()).collect();
        if said.is_empty() {
            let there = find::lookable(self.scenario, self.me);
            let example = format!("{} {}", help.word, there.first().unwrap_or(&"errors"));
            let error = self.missing("something to look at", &example);
            return Err(MoveError {
                help: format!("{}; there is {}", error.help, there.join(", ")),
                ..error
            });
        }
        let at = find::look_at(self.scenario, self.me, &said.join(" "), args.span())?;
        Ok(Command::Look { at, word })
    }

    fn ask(&self, args: &Args) -> Result<Command, MoveError> {
        if args.words.is_empty() {
            return Err(self.missing("somebody to ask", "ask support \"what do customers say?\""));
        }
        let (whom, words) = find::ask_whom(self.scenario, &args.words)?;
        let text = args.words[words..].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        Ok(Command::Ask { whom, text })
    }

    fn hold(&self, args: &Args) -> Result<Command, MoveError> {
        let Some(token) = args.words.first() else {
            return Err(self.missing("a time", "hold 3m \"see whether it recovers\""));
        };
        let ms = self.duration(&token.text, token.span.clone())?;
        let text = args.words[1..].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        Ok(Command::Hold { ms, text })
    }

    fn task(&self, args: &mut Args) -> Result<Command, MoveError> {
        let time_box = self.slot_duration(args, "box")?.or_else(|| args.trailing());
        let Some(token) = args.words.first() else {
            return Err(self.missing("somebody and some work", "task 2 \"pause the run\" box=5m"));
        };
        let owner = find::task_for(self.scenario, &token.text, token.span.clone())?;
        let text = args.words[1..].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return Err(self.missing("some work", &format!("task {} \"pause the run\" box=5m", token.text)));
        }
        Ok(Command::Task { owner, text, time_box })
    }

    fn report(&self, args: &mut Args) -> Result<Command, MoveError> {
        let more = self.slot_duration(args, "box")?;
        let number =
            |word: &Token| word.text.trim_start_matches('#').parse::<u32>().ok().filter(|_| plain(word));
        let task = args.words.first().and_then(number);
        if task.is_some() {
            args.words.remove(0);
        }
        if args.words.is_empty() {
            return Err(self.missing("some words", "report \"run paused, nothing leaving\""));
        }
        Ok(Command::Report { task, text: args.text(), more })
    }

    fn decide(&self, args: &mut Args, help: &MoveHelp) -> Result<Command, MoveError> {
        // As people say it: `decide "no go: we wait for pricing"`.
        if let Some(not) = no_go(&args.text()) {
            let about = find::about(self.scenario, self.me, not, args.span()).map_err(|e| e.meaning(None))?;
            return Ok(Command::Decide { about, go: false });
        }
        let no =
            args.words.len() > 1 && args.words.last().is_some_and(|word| plain(word) && word.text == "no");
        if no {
            args.words.pop();
        }
        Ok(Command::Decide { about: self.about(args, help)?, go: !no })
    }

    fn plan(&self, args: &mut Args) -> Result<Command, MoveError> {
        let slot = self.slot_duration(args, "next")?;
        let next = slot
            .or_else(|| args.trailing())
            .or_else(|| args.leading())
            .ok_or_else(|| self.missing("when to look again", "plan next=10m \"pause, then ask pricing\""))?;
        Ok(Command::Plan { next, text: args.text() })
    }

    fn update(&self, args: &mut Args) -> Result<Command, MoveError> {
        let next_given = args.take("next");
        // `update executives state=mitigating 20m`: the last word of the last slot is the next time.
        let mut audiences = Vec::new();
        for word in &args.words {
            for name in word.text.split(',').filter(|name| !name.is_empty()) {
                let whole = |error: MoveError| match (name == word.text, audiences.is_empty()) {
                    (true, true) => error,
                    (true, false) if error.meant.is_some() => error,
                    // Somebody is told already: what follows is what they are told.
                    (true, false) => MoveError {
                        help: "what is said goes into slots: state=\"investigating\" impact=\"...\"".into(),
                        ..error
                    },
                    (false, _) => error.meaning(None),
                };
                let id = find::audience(self.scenario, name, word.span.clone()).map_err(whole)?;
                if !audiences.contains(&id) {
                    audiences.push(id);
                }
            }
        }
        if audiences.is_empty() {
            let list = self.scenario.organisation.audiences.names().collect::<Vec<_>>().join(" ");
            return Err(
                self.missing("an audience", &format!("update {list} state=\"investigating\" next=20m"))
            );
        }
        let next_ms = next_given.as_deref().and_then(|text| {
            SimDuration::parse(text).or_else(|| {
                text.bytes()
                    .all(|b| b.is_ascii_digit())
                    .then(|| SimDuration::parse(&format!("{text}m")))
                    .flatten()
            })
        });
        let slots = UpdateSlots {
            state: args.take("state"),
            impact: args.take("impact"),
            doing: args.take("doing"),
            next: next_given,
            next_ms: next_ms.filter(|ms| ms.ms() > 0),
        };
        Ok(Command::Update { audiences, slots })
    }
}
