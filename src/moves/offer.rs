//! What may come next on a line: for completion at the prompt, for examples, and for slots asked one by one.
//!
//! Everything offered comes from a view, so that nothing is offered that its screen may not know.

use super::grammar::{FACILITATORS, MOVES, MoveHelp, TOOLS};
use super::hand::Hand;
use crate::engine::view::View;
use crate::scenario::id::{ActionId, SeatId};
use crate::scenario::words::Role;
use crate::time::SimDuration;

/// A word that fits, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// As it is typed.
    pub text: String,
    /// In a few words; may be empty.
    pub says: String,
}

impl Offer {
    pub(super) fn new(text: impl Into<String>, says: impl Into<String>) -> Self {
        Offer { text: text.into(), says: says.into() }
    }
}

/// The names that one screen may use, at one moment.
#[derive(Clone, Debug, Default)]
pub struct Names {
    me: Option<SeatId>,
    seats: Vec<Offer>,
    teams: Vec<Offer>,
    voices: Vec<Offer>,
    audiences: Vec<Offer>,
    lookable: Vec<Offer>,
    /// Those of them that have a number.
    readable: Vec<Offer>,
    /// Those of them that nobody has looked at.
    unseen: Vec<String>,
    severities: Vec<Offer>,
    pages: Vec<Offer>,
    tasks: Vec<Offer>,
    systems: Vec<Offer>,
    /// By seat.
    actions: Vec<Vec<Offer>>,
    /// What only who runs the drill may use.
    hand: Option<Hand>,
}

/// A slot that is asked for by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its name; empty for a word that stands behind the move.
    pub slot: &'static str,
    /// The question.
    pub asks: &'static str,
    /// What may be answered, where that is a choice, for Tab.
    pub among: Vec<Offer>,
    /// The same in lines, to be shown before the question.
    pub shown: Vec<String>,
    /// Nothing else can be answered.
    pub only: bool,
}

impl Question {
    /// What is wrong with an answer that only a name of the list can be: said before anything else is asked.
    #[must_use]
    pub fn is_none_of(&self, answer: &str) -> Option<String> {
        if !self.only {
            return None;
        }
        let known = |word: &&str| self.among.iter().any(|offer| offer.text.eq_ignore_ascii_case(word));
        let mut words = answer.split([' ', ',']).filter(|word| !word.is_empty());
        let strange = words.find(|word| !known(word))?;
        let names = one_of("there are", &self.among).unwrap_or_default();
        Some(format!("nobody is called `{strange}` here; {names}"))
    }
}

/// `one of: a, b`; nothing where there is no choice.
fn one_of(what: &str, among: &[Offer]) -> Option<String> {
    let names: Vec<&str> = among.iter().map(|offer| offer.text.as_str()).collect();
    (!names.is_empty()).then(|| format!("{what}: {}", names.join(", ")))
}

/// The names that a move takes, by what they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// What they are, such as `seats`.
    pub what: &'static str,
    /// The names.
    pub names: Vec<Offer>,
}

/// What a word at a place may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Page,
    Seat,
    Team,
    Voice,
    Severity,
    Role,
    Signal,
    Number,
    Action,
    Audience,
    Task,
    Word(&'static str),
}

/// The words an update's state begins with, or it is none (the rule for content).
pub const STATES: [&str; 5] = ["investigating", "identified", "mitigating", "monitoring", "resolved"];

impl Names {
    /// What this screen may use now.
    #[must_use]
    pub fn of(view: View<'_>, me: Option<SeatId>) -> Self {
        let scenario = view.public();
        let organisation = &scenario.organisation;
        let action = |id: ActionId| {
            let say = scenario.actions[id].say.first().map_or("", String::as_str);
            Offer::new(scenario.actions.name(id).as_str(), say)
        };
        let plain = |name: &str| Offer::new(name, "");
        Names {
            me,
            seats: scenario
                .seats
                .iter()
                .map(|(id, seat)| {
                    let team = &organisation.teams[seat.team].name;
                    Offer::new(scenario.seats.name(id).as_str(), format!("seat {}, {team}", id.n() + 1))
                })
                .collect(),
            teams: organisation.teams.names().map(|name| Offer::new(name, "team")).collect(),
            voices: organisation
                .voices
                .iter()
                .map(|(id, name)| Offer::new(organisation.voices.name(id).as_str(), name.as_str()))
                .collect(),
            audiences: organisation
                .audiences
                .iter()
                .map(|(id, to)| Offer::new(organisation.audiences.name(id).as_str(), to.name.as_str()))
                .collect(),
            lookable: view.lookable().into_iter().map(plain).collect(),
            readable: view.readable().into_iter().map(plain).collect(),
            unseen: view.unseen().into_iter().map(String::from).collect(),
            severities: organisation
                .severities
                .iter()
                .map(|is| Offer::new(is.severity.label().to_lowercase(), is.means.as_str()))
                .collect(),
            pages: view
                .open_pages()
                .into_iter()
                .map(|(n, page)| Offer::new(n.to_string(), page.text.as_str()))
                .collect(),
            tasks: view
                .open_tasks()
                .into_iter()
                .map(|task| Offer::new(task.number.to_string(), task.text.as_str()))
                .collect(),
            systems: scenario.components.names().map(plain).collect(),
            actions: scenario
                .seats
                .ids()
                .map(|seat| view.actions(seat).into_iter().map(action).collect())
                .collect(),
            hand: view.desk().map(|desk| Hand::of(view, desk)),
        }
    }

    /// What fits the word at the end of a line: where that word begins, in bytes, and the offers.
    #[must_use]
    pub fn offers(&self, line: &str) -> (usize, Vec<Offer>) {
        let start = line.rfind(char::is_whitespace).map_or(0, |n| n + 1);
        // Within quotes everything is the person's own words.
        if line.matches('"').count() % 2 == 1 {
            return (line.len(), Vec::new());
        }
        let said = self.said(&line[..start]);
        let word = &line[start..];
        let fits = |offers: Vec<Offer>, typed: &str| -> Vec<Offer> {
            let typed = typed.to_lowercase();
            offers.into_iter().filter(|offer| offer.text.starts_with(&typed)).collect()
        };
        let Some(help) = said.help else {
            let offers = match said.tool {
                Some(tool) => self.tool(tool, said.words),
                None => self.first(&said),
            };
            return (start, fits(offers, word));
        };
        if let Some((key, value)) = word.split_once('=') {
            let from = value.rfind(',').map_or(0, |n| n + 1);
            let at = line.len() - value.len() + from;
            let offers = match self.hand.as_ref().filter(|_| said.facilitators) {
                Some(hand) => hand.value(key, &self.seats, &self.voices),
                None => self.value(help, key),
            };
            return (at, fits(offers, &value[from..]));
        }
        if help.word == "roles" {
            let roles = Role::ALL.iter().map(|role| Offer::new(format!("{role}="), "seats, or `-`"));
            return (start, fits(roles.collect(), word));
        }
        let mut offers: Vec<Offer> = match self.hand.as_ref().filter(|_| said.facilitators) {
            Some(hand) => self.at_hand(hand, help.word, said.words),
            None => wants(help.word, said.words)
                .iter()
                .flat_map(|&kind| self.kind(kind, said.seat.or(self.me)))
                .collect(),
        };
        let slots = help.slots.iter().filter(|slot| !said.slots.contains(*slot));
        // A slot comes behind the words; typed, it may come at once.
        let least = match (said.facilitators, help.word) {
            (true, "hint" | "voice") => 2,
            (true, _) => 1,
            (false, word) => least(word),
        };
        if said.words >= least || !word.is_empty() {
            offers.extend(slots.map(|slot| Offer::new(format!("{slot}="), asks(help.word, slot))));
        }
        (start, fits(offers, word))
    }

    /// What usually follows what stands on a line: the rest of an example, for grey words behind the cursor.
    #[must_use]
    pub fn ghost(&self, line: &str) -> Option<String> {
        let (start, offers) = self.offers(line);
        let word = &line[start..];
        match offers.as_slice() {
            [only] if !word.is_empty() && only.text.len() > word.len() => {
                Some(only.text[word.len()..].to_string())
            }
            _ => {
                let said = self.said(line);
                let help =
                    said.help.filter(|_| line.ends_with(' ') && said.words == 0 && said.slots.is_empty())?;
                Some(help.usage.to_string()).filter(|usage| !usage.is_empty())
            }
        }
    }

    /// The slots a person is asked for one by one: for a move typed without any of them.
    #[must_use]
    pub fn questions(&self, line: &str) -> Vec<Question> {
        let line = format!("{} ", line.trim());
        let said = self.said(&line);
        // Of a brief, what is missing is asked for: each part counts.
        let asked = |help: &&MoveHelp| said.slots.is_empty() || help.word == "handover";
        let Some(help) = said.help.filter(asked) else { return Vec::new() };
        let (at_least, at_most) = match help.word {
            "statement" | "close" => (0, 0),
            "page" | "severity" | "poll" => (1, 1),
            "handover" => (2, 2),
            "task" => (2, usize::MAX),
            "update" => (1, usize::MAX),
            _ => return Vec::new(),
        };
        if !(at_least..=at_most).contains(&said.words) {
            return Vec::new();
        }
        // `task 2 find out what changed 10m` has its box.
        let boxed = line.split_whitespace().last().and_then(SimDuration::parse).is_some();
        if help.word == "task" && boxed {
            return Vec::new();
        }
        let asked = help.slots.iter().filter(|slot| **slot != "suspect" && !said.slots.contains(*slot));
        asked.map(|slot| self.slot(help, slot)).collect()
    }

    fn slot(&self, help: &MoveHelp, slot: &'static str) -> Question {
        let among = if slot == "state" { self.value(help, slot) } else { Vec::new() };
        let shown = one_of("begin with one of", &among).into_iter().collect();
        Question { slot, asks: asks(help.word, slot), among, shown, only: false }
    }

    /// The words that a move can't do without, and its slots, for a line that has too few of them.
    #[must_use]
    pub fn words_asked(&self, line: &str) -> Vec<Question> {
        let line = format!("{} ", line.trim());
        let said = self.said(&line);
        let Some(help) = said.help.filter(|_| said.slots.is_empty()) else { return Vec::new() };
        let words: &[&'static str] = match help.word {
            "declare" | "severity" => &["how bad, from sev1 (worst) to sev4:"],
            "page" => &["whom (a team, a seat, or all):"],
            "update" => &["whom, by name:"],
            "handover" => &["which role:", "to which seat:"],
            "task" => &["whose work is it:", "what is to be done:"],
            "poll" => &["for which step:"],
            "decide" => &["what was decided:"],
            "look" | "verify" => &["at what:"],
            "ask" => &["whom:", "what do you want to know:"],
            "do" | "undo" => &["what:"],
            "take" => &["which role:"],
            "assign" => &["which role:", "to which seat:"],
            _ => return Vec::new(),
        };
        let by = said.seat.or(self.me);
        let word = |(place, asks): (usize, &&'static str)| {
            let kinds = wants(help.word, place).iter().filter(|kind| !matches!(kind, Kind::Word(_)));
            let among: Vec<Offer> = kinds.flat_map(|&kind| self.kind(kind, by)).collect();
            let shown = match help.word {
                "look" | "verify" => {
                    let among = if help.word == "look" { &self.lookable } else { &self.readable };
                    self.signals(among).iter().filter_map(|named| one_of(named.what, &named.names)).collect()
                }
                _ => one_of("one of", &among).into_iter().collect(),
            };
            Question { slot: "", asks, among, shown, only: help.word == "update" }
        };
        let missing = words.iter().enumerate().skip(said.words).map(word);
        let slots = help.slots.iter().map(|slot| self.slot(help, slot));
        if said.words < words.len() { missing.chain(slots).collect() } else { Vec::new() }
    }

    /// The names that a move takes in this very story, by what they are: for its help.
    #[must_use]
    pub fn named(&self, word: &str) -> Vec<Named> {
        let mut kinds: Vec<Kind> = (0..2).flat_map(|place| wants(word, place).iter().copied()).collect();
        if word == "roles" {
            kinds = vec![Kind::Role, Kind::Seat];
        }
        kinds.dedup();
        let mut named: Vec<Named> = kinds
            .into_iter()
            .flat_map(|kind| {
                let names = || Named { what: what(kind), names: self.kind(kind, self.me) };
                if kind == Kind::Signal {
                    self.signals(&self.lookable)
                } else if kind == Kind::Number {
                    self.signals(&self.readable)
                } else {
                    vec![names()]
                }
            })
            .collect();
        if word == "update" {
            named.push(Named { what: "states", names: STATES.map(|state| Offer::new(state, "")).to_vec() });
        }
        named.retain(|named| !named.what.is_empty() && !named.names.is_empty());
        named
    }

    /// What can be looked at, with what nobody has looked at yet apart from the rest.
    fn signals(&self, among: &[Offer]) -> Vec<Named> {
        let (unseen, seen) = among.iter().cloned().partition(|at| self.unseen.contains(&at.text));
        vec![Named { what: "not looked at yet", names: unseen }, Named { what: "looked at", names: seen }]
    }

    /// Whether an answer looks like a move of its own: a seat and a move, a move with its slots or with names that it
    /// takes, or a move or a word for the tool alone.
    #[must_use]
    pub fn is_a_move(&self, answer: &str) -> bool {
        let line = format!("{} ", answer.trim());
        let said = self.said(&line);
        match (said.help, said.tool) {
            (Some(help), _) => {
                let alone = said.words == 0 && !said.named;
                said.named || !said.slots.is_empty() || alone || self.takes(help, &said)
            }
            (None, Some(tool)) => {
                let word = said.first.unwrap_or_default().to_lowercase();
                let known = self.tool(tool, 0).iter().any(|offer| offer.text == word);
                let waits = tool == "wait" && SimDuration::parse(&word).is_some();
                said.words == 0 || (said.words == 1 && (known || waits || self.seat(&word).is_some()))
            }
            (None, None) => false,
        }
    }

    /// Whether what stands behind a move's word is what it takes.
    fn takes(&self, help: &MoveHelp, said: &Said<'_>) -> bool {
        let Some(first) = said.first else { return false };
        let word = first.to_lowercase();
        let named = |kind: &Kind| {
            let seat = *kind == Kind::Seat && self.seat(&word).is_some();
            seat || self.kind(*kind, None).iter().any(|offer| offer.text == word)
        };
        if said.facilitators {
            let its = self.hand.as_ref().map_or_else(Vec::new, |hand| self.at_hand(hand, help.word, 0));
            return self.seat(&word).is_some() || its.iter().any(|offer| offer.text == word);
        }
        let timed = matches!(help.word, "hold" | "plan") && SimDuration::parse(&word).is_some();
        first.starts_with('"') || timed || help.word == "say" || wants(help.word, 0).iter().any(named)
    }

    /// What stands on a line so far, up to the word that is being typed.
    fn said<'l>(&self, line: &'l str) -> Said<'l> {
        let mut words = pieces(line).into_iter().peekable();
        let mut said = Said::default();
        if let Some(seat) = words.peek().and_then(|word| self.seat(word)) {
            said.seat = Some(seat);
            said.named = true;
            words.next();
        } else if words.peek() == Some(&"table") {
            said.named = true;
            words.next();
        } else if self.hand.is_some() && words.peek() == Some(&"facilitator") {
            (said.named, said.facilitators) = (true, true);
            words.next();
        }
        words.next_if(|word| word.starts_with('-') && word.len() > 1);
        let Some(verb) = words.next() else { return said };
        let verb_is = |help: &&MoveHelp| help.word == verb.to_lowercase();
        let may = self.hand.is_some() && (said.facilitators || !said.named);
        let theirs = FACILITATORS.iter().find(verb_is).filter(|_| may);
        said.facilitators = theirs.is_some();
        said.help = theirs.or(MOVES.iter().find(verb_is));
        said.tool = TOOLS.iter().map(|tool| tool.word).find(|tool| *tool == verb.to_lowercase());
        said.strange = said.help.is_none() && said.tool.is_none();
        for word in words {
            said.first = said.first.or(Some(word));
            match word.split_once('=').filter(|(key, _)| !key.is_empty() && !key.contains('"')) {
                Some((key, _)) => said.slots.push(key),
                // What follows a slot belongs to it.
                None if said.slots.is_empty() => said.words += 1,
                None => {}
            }
        }
        said
    }

    fn seat(&self, word: &str) -> Option<SeatId> {
        let named = self.seats.iter().position(|seat| seat.text == word.to_lowercase());
        let number =
            || word.parse::<usize>().ok().filter(|n| (1..=self.seats.len()).contains(n)).map(|n| n - 1);
        named.or_else(number).map(SeatId::new)
    }

    /// A line begins with a seat, a move, or a word for the tool.
    fn first(&self, said: &Said<'_>) -> Vec<Offer> {
        if said.strange {
            return Vec::new();
        }
        let mut offers = Vec::new();
        if !said.named && self.me.is_none() {
            offers.extend(self.seats.iter().cloned());
        }
        if self.hand.is_some() && (said.facilitators || !said.named) {
            offers.extend(FACILITATORS.iter().map(|help| Offer::new(help.word, help.says)));
        }
        let moves = MOVES.iter().filter(|help| !offers.iter().any(|known| known.text == help.word));
        let moves: Vec<Offer> = moves.map(|help| Offer::new(help.word, help.says)).collect();
        offers.extend(moves);
        if !said.named {
            let tools = TOOLS.iter().filter(|tool| tool.word != "events" || self.hand.is_some());
            offers.extend(tools.map(|tool| Offer::new(tool.word, "")));
        }
        offers
    }

    fn tool(&self, tool: &str, words: usize) -> Vec<Offer> {
        match (tool, words) {
            ("help", 0) => {
                let theirs = FACILITATORS.iter().filter(|_| self.hand.is_some());
                theirs.chain(MOVES).map(|help| Offer::new(help.word, help.says)).collect()
            }
            ("card" | "as", 0) => self.seats.clone(),
            ("wait", 0) => vec![Offer::new("next", "until something arrives"), Offer::new("5m", "")],
            _ => Vec::new(),
        }
    }

    fn value(&self, help: &MoveHelp, key: &str) -> Vec<Offer> {
        match (help.word, key) {
            ("roles", role) => match role.split_once(':') {
                Some((_, "")) => self.systems.clone(),
                _ => self.seats.clone(),
            },
            ("update", "state") => STATES.iter().map(|state| Offer::new(*state, "")).collect(),
            ("update" | "plan", "next") => ["10m", "20m", "30m"].map(|next| Offer::new(next, "")).to_vec(),
            ("task" | "report", "box") => ["5m", "10m", "15m"].map(|time| Offer::new(time, "")).to_vec(),
            _ => Vec::new(),
        }
    }

    /// What fits a place of a facilitator's move.
    fn at_hand(&self, hand: &Hand, word: &str, at: usize) -> Vec<Offer> {
        match (word, at) {
            ("hint" | "observe" | "vacate", 0) => self.seats.clone(),
            ("voice", 0) => self.voices.clone(),
            ("mark", 0) => {
                let mut offers = self.kind(Kind::Action, None);
                offers.insert(0, Offer::new("wrong", "what was said in slots"));
                offers
            }
            ("force", 1) => hand.forced(self.kind(Kind::Action, None)),
            (word, at) => hand.offers(word, at),
        }
    }

    fn kind(&self, kind: Kind, by: Option<SeatId>) -> Vec<Offer> {
        match kind {
            Kind::Page => self.pages.clone(),
            Kind::Seat => self.seats.clone(),
            Kind::Team => self.teams.clone(),
            Kind::Voice => self.voices.clone(),
            Kind::Severity => self.severities.clone(),
            Kind::Role => Role::ALL.iter().map(|role| Offer::new(role.as_str(), "role")).collect(),
            Kind::Signal => self.lookable.clone(),
            Kind::Number => self.readable.clone(),
            Kind::Audience => self.audiences.clone(),
            Kind::Task => self.tasks.clone(),
            Kind::Word(word) => vec![Offer::new(word, "")],
            Kind::Action => match by {
                Some(seat) => self.actions.get(seat.n()).cloned().unwrap_or_default(),
                None => {
                    let mut all: Vec<Offer> = self.actions.iter().flatten().cloned().collect();
                    all.sort_by(|a, b| a.text.cmp(&b.text));
                    all.dedup();
                    all
                }
            },
        }
    }
}

/// What stands on a line.
#[derive(Default)]
struct Said<'l> {
    seat: Option<SeatId>,
    /// A seat, the table or the facilitator was named.
    named: bool,
    /// It is a facilitator's move.
    facilitators: bool,
    help: Option<&'static MoveHelp>,
    tool: Option<&'static str>,
    /// It begins with something else.
    strange: bool,
    /// How many words stand behind the move; a quoted text is one.
    words: usize,
    /// The first thing behind the move.
    first: Option<&'l str>,
    slots: Vec<&'l str>,
}

/// Words, a quoted text being one with what it hangs on.
fn pieces(line: &str) -> Vec<&str> {
    let (mut pieces, mut start, mut quoted) = (Vec::new(), None, false);
    for (at, c) in line.char_indices() {
        quoted ^= c == '"';
        match (c.is_whitespace() && !quoted, start) {
            (true, Some(from)) => {
                pieces.push(&line[from..at]);
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    pieces.extend(start.map(|from| &line[from..]));
    pieces
}

/// What the word at a place behind a move may be.
fn wants(word: &str, place: usize) -> &'static [Kind] {
    match (word, place) {
        ("ack", 0) => &[Kind::Page, Kind::Word("take")],
        ("ack", 1) => &[Kind::Page],
        ("page", 0) => &[Kind::Seat, Kind::Team, Kind::Word("all")],
        ("declare" | "severity", 0) => &[Kind::Severity],
        ("take" | "assign" | "handover", 0) => &[Kind::Role],
        ("assign" | "handover", 1) | ("release", 0) => &[Kind::Seat],
        ("look", 0) => &[Kind::Signal],
        ("verify", 0) => &[Kind::Number],
        ("ask", 0) => &[Kind::Team, Kind::Seat, Kind::Voice],
        ("do" | "undo" | "mark" | "poll" | "decide", 0) => &[Kind::Action],
        ("decide", 1) => &[Kind::Word("no")],
        ("task", 0) => &[Kind::Seat, Kind::Role, Kind::Team],
        ("report", 0) => &[Kind::Task],
        ("update", _) => &[Kind::Audience],
        _ => &[],
    }
}

/// Names of a kind, as a help calls them; nothing for words that are no names.
fn what(kind: Kind) -> &'static str {
    match kind {
        Kind::Page => "open pages",
        Kind::Seat => "seats",
        Kind::Team => "teams",
        Kind::Voice => "people",
        Kind::Severity => "severities",
        Kind::Role => "roles",
        Kind::Signal | Kind::Number => "signals",
        Kind::Action => "actions",
        Kind::Audience => "audiences",
        Kind::Task => "open tasks",
        Kind::Word(_) => "",
    }
}

/// How many words stand behind a move before its slots do.
fn least(word: &str) -> usize {
    match word {
        "page" | "severity" | "poll" | "update" | "report" => 1,
        "task" | "handover" => 2,
        _ => 0,
    }
}

/// A slot as a question.
fn asks(word: &str, slot: &str) -> &'static str {
    match (word, slot) {
        ("page", _) => "why, and what you need:",
        ("severity", _) => "why:",
        ("close", _) => "what it was, what was done, what is left:",
        (_, "symptom") => "what is seen:",
        (_, "affected") => "who or what is affected:",
        (_, "scope") => "how many, how much:",
        (_, "since") => "since when:",
        (_, "unknown") => "what is not known yet:",
        (_, "done") => "what has been done:",
        (_, "suspect") => "what is suspected:",
        ("update", "state") => "the state, and a few words of what you know:",
        ("update", "impact") => "what it means for them:",
        ("update", "doing") => "what is being done:",
        ("update", "next") => "when they hear more, such as 20m:",
        ("handover", "state") => "how things stand:",
        ("handover", "flight") => "what is in flight:",
        ("handover", "tried") => "what was tried:",
        ("handover", "next") => "what comes next:",
        (_, "risk") => "what could go wrong:",
        (_, "box") => "when they come back to you, such as 10m:",
        (_, "next") => "when to look again:",
        _ => "",
    }
}

/// A line with one more slot.
#[must_use]
pub fn with_slot(line: &str, slot: &str, answer: &str) -> String {
    if slot.is_empty() {
        return format!("{} {}", line.trim_end(), answer.trim());
    }
    format!("{} {slot}=\"{}\"", line.trim_end(), answer.trim().replace('\\', "\\\\").replace('"', "'"))
}

/// How a page is answered here: by who was paged, or by whoever takes it over.
fn answers(view: View<'_>, me: Option<SeatId>) -> String {
    let pages = view.open_pages();
    let paged = || pages.iter().flat_map(|(_, group)| group.to.iter().copied());
    if let Some(me) = me {
        let mine = pages.is_empty() || paged().any(|seat| seat == me);
        return if mine { "ack".to_string() } else { "ack take".to_string() };
    }
    let takes = || view.public().seats.ids().find(|&seat| view.sits(seat)).filter(|_| !pages.is_empty());
    match (paged().find(|&seat| view.sits(seat)), takes()) {
        (Some(seat), _) => format!("{} ack", seat.n() + 1),
        (None, Some(seat)) => format!("{} ack take", seat.n() + 1),
        (None, None) => "1 ack".to_string(),
    }
}

/// A move as it might be typed now, by this very story's names; on a shared screen with the seat in front.
#[must_use]
pub fn example(view: View<'_>, me: Option<SeatId>, word: &str) -> String {
    if let Some(said) = view.desk().and_then(|desk| super::hand::example(view, desk, word)) {
        return said;
    }
    let scenario = view.public();
    let organisation = &scenario.organisation;
    let able = scenario.seats.ids().find(|&seat| !view.actions(seat).is_empty());
    let commander = || view.holders().into_iter().find(|held| held.role == Role::Commander);
    let its = match word {
        "do" | "undo" => able,
        // What was given is taken by whom it was given to; what is over, is said by who commands.
        "accept" => view.offered().last().copied(),
        "report" => view.open_tasks().into_iter().rev().find_map(|task| task.seat),
        "close" => commander().map(|held| held.seat),
        _ => None,
    };
    let by = me.or(its).unwrap_or(SeatId::new(0));
    // Nobody is told to turn to an empty chair, nor to give work to who is not in the call.
    let others = || scenario.seats.ids().filter(|&seat| seat != by && view.sits(seat));
    // Before the first call, on paper, everybody is thought to be there.
    let before = !scenario.seats.ids().any(|seat| view.has_joined(seat));
    let in_call = |seat: &SeatId| before || view.has_joined(*seat);
    let mut here = others().filter(in_call).map(|seat| (seat.n() + 1).to_string());
    let (first, second) = (here.next(), here.next());
    let other = first.clone().unwrap_or_else(|| "SEAT".to_string());
    let away = others().find(|&seat| !view.has_joined(seat));
    let away = away.map_or("TEAM", |seat| scenario.seats.name(seat).as_str());
    let signal = view.readable().first().map_or("errors", |name| name);
    // A name of an action or of somebody to ask might be the very thing to find out; what somebody has begun is known.
    let begun = view.begun().last().map_or("ACTION", |&id| scenario.actions.name(id).as_str());
    let audience = organisation.audiences.names().next().unwrap_or("customers");
    let said = match word {
        "ack" => return answers(view, me),
        "page" => format!("page {away} why=\"I need a second pair of hands\""),
        "declare" => "declare sev2".to_string(),
        "severity" => "severity sev1 why=\"more customers than we thought\"".to_string(),
        "statement" => {
            let since = view.clock();
            format!(
                "statement symptom=\"{signal} is off\" affected=\"all customers\" scope=\"how many\" since={since} unknown=\"the cause\""
            )
        }
        "close" => "close summary=\"what it was, what was done, what is left\"".to_string(),
        "roles" => {
            let deputy = second.map_or(String::new(), |seat| format!(" deputy={seat}"));
            let expert = first.map_or(String::new(), |seat| format!(" expert={seat}"));
            format!("roles commander={}{deputy}{expert}", by.n() + 1)
        }
        "take" => "take commander".to_string(),
        "assign" => format!("assign deputy {other}"),
        "handover" => {
            format!("handover commander {other} state=\"...\" flight=\"...\" tried=\"...\" next=\"...\"")
        }
        "release" => format!("release {other}"),
        "look" | "verify" => format!("{word} {signal}"),
        "ask" => "ask WHOM \"what do you see?\"".to_string(),
        "do" | "mark" | "decide" => format!("{word} ACTION"),
        "undo" => format!("undo {begun}"),
        "poll" => "poll ACTION risk=\"what could go wrong\"".to_string(),
        "hold" => "hold 3m \"see whether it recovers\"".to_string(),
        "task" => format!("task {other} \"find out what changed\" box=10m"),
        "report" => "report \"what came of it\"".to_string(),
        "plan" => "plan next=10m \"stop it first, then find out\"".to_string(),
        "update" => format!("update {audience} state=investigating impact=\"...\" doing=\"...\" next=20m"),
        "say" | "note" | "bookmark" | "object" => format!("{word} \"...\""),
        _ => word.to_string(),
    };
    let everyones = matches!(word, "pause" | "resume" | "end" | "note" | "bookmark" | "mark");
    if me.is_some() || everyones { said } else { format!("{} {said}", by.n() + 1) }
}
