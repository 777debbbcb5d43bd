//! Slots and words that are asked for one by one.

use super::heard::{OTHER_NUMBERS, OTHERS};
use super::kind::{Kind, wants};
use super::recall::{Known, state_by_beginning};
use super::{Names, Offer};
use crate::moves::grammar::MoveHelp;
use crate::moves::talk::Talk;
use crate::moves::{MoveError, TimeOfDay, find, spoken};
use crate::prose::or;
use crate::scenario::words::{STATES, state_of};
use crate::time::SimDuration;

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
    /// The move can't do without an answer.
    pub needed: bool,
    /// Only a time can be answered.
    pub timed: bool,
    /// What was typed already and fits; it is kept by Enter.
    pub offered: String,
    /// What was said before, or is known, and may be said again.
    pub known: Option<Known>,
}

impl Question {
    /// Whether an answer that looks like a move is one that this question names.
    #[must_use]
    pub fn names(&self, answer: &str) -> bool {
        self.asks == MOMENT && answer.trim().starts_with("bookmark")
    }

    /// The same, where others are told than were told before.
    fn among_others(mut self, others: bool) -> Self {
        if let Some(known) = self.known.as_mut().filter(|_| others) {
            known.keeps = false;
        }
        self
    }

    /// The words that an answer takes of what is known: nothing typed keeps them, if they may be kept; `=` takes them, and
    /// `-` leaves the question without an answer.
    #[must_use]
    pub fn takes_known(&self, answer: &str) -> Option<&str> {
        let Some(known) = &self.known else { return (answer.trim() == "=").then_some("") };
        match answer.trim() {
            "" if known.keeps => Some(&known.text),
            "=" => Some(&known.text),
            "-" => Some(""),
            said => Some(known.text.as_str()).filter(|text| text.trim() == said),
        }
    }

    /// What is known, and how it is taken: in a line before the question, with the key that brings it to the line.
    #[must_use]
    pub fn says_known(&self, enter: &str, tab: &str) -> Option<String> {
        let known = self.known.as_ref()?;
        let how = if known.keeps { format!("{enter} keeps") } else { format!("{tab} takes") };
        Some(format!("{how} {}: {}", known.from, known.text))
    }

    /// What is said to whoever asks back: what can be answered, and what each stands for.
    #[must_use]
    pub fn help(&self) -> Vec<String> {
        let each = self.among.iter().filter(|offer| !offer.says.is_empty());
        let mut lines: Vec<String> = each.map(|offer| format!("{}: {}", offer.text, offer.says)).collect();
        if lines.is_empty() {
            lines.clone_from(&self.shown);
        }
        let skips = if self.needed { "it can't be left out" } else { "Enter skips it" };
        lines.push(match self.timed {
            true => format!("a time, such as 5m or 90s; {skips}, and Esc leaves the questions"),
            false => format!("{skips}, and Esc leaves the questions"),
        });
        lines
    }

    /// An answer with the names and states in full that it begins.
    #[must_use]
    pub fn spelt(&self, answer: &str) -> String {
        let said = answer.trim();
        if self.slot == "state" {
            let (first, rest) =
                said.split_at(said.find(|c: char| !c.is_alphanumeric()).unwrap_or(said.len()));
            return state_by_beginning(first).map_or(said.to_string(), |state| format!("{state}{rest}"));
        }
        if !self.only {
            return said.to_string();
        }
        let small = |word: &&str| !matches!(*word, "" | "and" | "&" | "the" | "to");
        let words = said.split([' ', ',']).filter(small);
        words.map(|word| self.name(word).unwrap_or(word)).collect::<Vec<_>>().join(" ")
    }

    /// An answer beside words that stood on its line already: what was typed once more stands there once, and where it
    /// was to be said anew, what is new alone.
    #[must_use]
    pub fn once(&self, answer: &str, stood: &Standing) -> String {
        let said = answer.trim();
        let (before, behind) = (stood.before.trim(), stood.behind.trim());
        let typed = match (before.is_empty(), behind.is_empty()) {
            (false, _) => said.strip_prefix(before),
            (true, false) => said.strip_suffix(behind),
            (true, true) => None,
        };
        let Some(typed) = typed.map(str::trim).filter(|typed| !typed.is_empty()) else {
            return answer.to_string();
        };
        let stateless = self.slot == "state"
            && !behind.is_empty()
            && state_of(&self.spelt(typed).to_lowercase()).is_none();
        let again = typed.to_lowercase().contains(&format!("{before}{behind}").to_lowercase());
        if again || stateless { typed.to_string() } else { answer.to_string() }
    }

    /// The one name that a word, or a part of it, begins.
    fn name(&self, word: &str) -> Option<&str> {
        let word = word.to_lowercase();
        let one = |fits: &dyn Fn(&str) -> bool| {
            let mut names = self.among.iter().map(|offer| offer.text.as_str()).filter(|name| fits(name));
            names.next().filter(|_| names.next().is_none())
        };
        one(&|name| name == word)
            .or_else(|| one(&|name| name.starts_with(&word)))
            .or_else(|| one(&|name| name.split('-').any(|part| part.starts_with(&word))))
    }

    /// What was typed beside what stood on the line already: behind it, behind as much of it as was left, or before it.
    pub(super) fn beside<'a>(&self, answer: &'a str) -> Vec<&'a str> {
        let stood = self.offered.trim();
        if stood.is_empty() {
            return Vec::new();
        }
        let left = answer.chars().zip(stood.chars()).take_while(|(one, other)| one == other);
        let behind = &answer[left.map(|(c, _)| c.len_utf8()).sum::<usize>()..];
        let before = answer.trim_end().strip_suffix(stood);
        let said = std::iter::once(behind).chain(before).map(str::trim);
        said.filter(|said| !said.is_empty() && *said != answer.trim()).collect()
    }

    /// What is to be said of an answer that begins with no state, though it has to, and how the line goes on: with the
    /// state that was nearly written, or else with the answer behind the cursor.
    #[must_use]
    pub fn lacks_a_state(&self, answer: &str) -> Option<(String, Standing)> {
        let said = answer.trim();
        if self.slot != "state" || said.is_empty() || state_of(&said.to_lowercase()).is_some() {
            return None;
        }
        let (first, rest) = said.split_once(char::is_whitespace).unwrap_or((said, ""));
        let word = first.trim_matches(|c: char| !c.is_alphanumeric());
        if let Some(state) = find::near(word, STATES).filter(|_| word.len() > 3) {
            let before = format!("{state} {rest}").trim().to_string();
            return Some((
                format!("`{word}` is no state; did you mean `{state}`? Enter keeps it so"),
                Standing { before, behind: String::new() },
            ));
        }
        let states = or(&STATES);
        Some((
            format!("\"{said}\" says no state: put {states} in front of it; Enter keeps it as it is"),
            Standing { before: String::new(), behind: format!(" {said}") },
        ))
    }

    /// What is to be said of a time to hear more that is none: it is told as it is, and counts for nothing.
    #[must_use]
    pub fn lacks_a_time(&self, answer: &str) -> Option<String> {
        let said = answer.trim();
        let told = self.slot == "next" && self.asks == MORE && !said.is_empty();
        let timed = TimeOfDay::said(said).is_some() || spoken::duration(said).is_some();
        // Who says that nothing more comes names no time on purpose.
        let none = said.to_lowercase().starts_with("no");
        (told && !timed && !none).then(|| {
            format!(
                "`{said}` names no time: 20m, or the story's clock, such as 14:05; Enter keeps it as it is"
            )
        })
    }

    /// What is wrong with an answer that only a name of the list, or a time, can be: said before anything else is asked.
    #[must_use]
    pub fn is_none_of(&self, answer: &str) -> Option<String> {
        let answer = answer.trim();
        if self.needed && answer.is_empty() {
            return Some("this can't be left out; Esc leaves the move".to_string());
        }
        if self.timed && !answer.is_empty() && spoken::duration(answer).is_none() {
            return Some(format!("`{answer}` is not a time: for example 5m or 90s"));
        }
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

/// What stands on a line before somebody types: before the cursor, and behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Before the cursor.
    pub before: String,
    /// Behind the cursor.
    pub behind: String,
}

/// The question for a moment to go back to.
pub const MOMENT: &str = "to which moment:";

/// The question for the time of the next update.
const MORE: &str = "when they hear more, such as 20m:";

/// What may be answered where a moment is asked for.
const MOMENTS: &str =
    "5m (so long ago), +12:30 (since the start), a clock such as 02:29, bookmark, or #58 (an event)";

/// `one of: a, b`; nothing where there is no choice.
fn one_of(what: &str, among: &[Offer]) -> Option<String> {
    let names: Vec<&str> = among.iter().map(|offer| offer.text.as_str()).collect();
    (!names.is_empty()).then(|| format!("{what}: {}", names.join(", ")))
}

impl Names {
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
            // `handover 2` is about the role that is held.
            "handover" if said.first.is_some_and(|word| self.seat(word).is_some()) => (1, 2),
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
        let others = help.word == "update" && self.tells_others(&line);
        asked.map(|slot| self.slot(help, slot).among_others(others)).collect()
    }

    /// An update whose sentence stands behind the audiences: the line with what is sure, and a question for each slot,
    /// with what was typed where it fits.
    #[must_use]
    pub fn talk_asked(&self, line: &str, error: &MoveError) -> Option<(String, Vec<Question>)> {
        let (before, talk, after) =
            (line.get(..error.span.start)?, line.get(error.span.clone())?, line.get(error.span.end..)?);
        let talk = Talk::of(&talk.replace('"', ""));
        let line = format!("{} {}", before.trim_end(), after.trim());
        let line = line.trim().trim_end_matches([',', ':', ';', '.', '!']);
        let line = match talk.state.is_empty() || line.contains("state=") {
            true => line.to_string(),
            false => with_slot(line, "state", &talk.state),
        };
        let said = self.said(&line);
        let help = said.help.filter(|help| error.talk && help.word == "update")?;
        let asked = help.slots.iter().filter(|slot| !said.slots.contains(*slot));
        let offered = |slot: &&'static str| {
            let (question, offered) = (self.slot(help, slot), talk.slot(slot).to_string());
            let known = question.known.clone().filter(|_| offered.is_empty());
            Question { offered, known, ..question }.among_others(self.tells_others(&line))
        };
        let asked = asked.map(offered);
        let asked = asked.collect();
        Some((line, asked))
    }

    /// Whether a line tells somebody who was not told by the last update: what is kept was not said to them.
    fn tells_others(&self, line: &str) -> bool {
        let Some(told) = self.recall.get("update", "") else { return false };
        let audiences = self.kind(Kind::Audience, None);
        let said = line.split([' ', ',']).map(str::to_lowercase).take_while(|word| !word.contains('='));
        let named = said.filter(|word| audiences.iter().any(|audience| audience.text == *word));
        named.into_iter().any(|name| !told.text.split(' ').any(|known| known == name))
    }

    pub(super) fn slot(&self, help: &MoveHelp, slot: &'static str) -> Question {
        let among = if slot == "state" { self.value(help, slot) } else { Vec::new() };
        let shown = one_of("begin with one of", &among).into_iter().collect();
        let timed = slot == "box" || (help.word, slot) == ("plan", "next");
        Question {
            slot,
            asks: asks(help.word, slot),
            among,
            shown,
            only: false,
            needed: false,
            timed,
            offered: String::new(),
            known: self.recall.get(help.word, slot).cloned(),
        }
    }

    /// Who holds which role; a seat's name or number for each.
    fn roles(&self) -> Vec<Question> {
        let asked =
            [("commander", "who commands:"), ("deputy", "who is deputy:"), ("expert", "who is expert:")];
        let shown =
            |n: usize| if n == 0 { one_of("one of", &self.seats).into_iter().collect() } else { Vec::new() };
        let role = |(n, (slot, asks)): (usize, (&'static str, &'static str))| Question {
            slot,
            asks,
            among: self.seats.clone(),
            shown: shown(n),
            only: false,
            needed: false,
            timed: false,
            offered: String::new(),
            known: None,
        };
        asked.into_iter().enumerate().map(role).collect()
    }

    /// The words that a move can't do without, and its slots, for a line that has too few of them.
    #[must_use]
    pub fn words_asked(&self, line: &str) -> Vec<Question> {
        let line = format!("{} ", line.trim());
        let said = self.said(&line);
        let Some(help) = said.help.filter(|_| said.slots.is_empty()) else { return Vec::new() };
        let words: &[&'static str] = match help.word {
            "rewind" => &[MOMENT],
            _ if said.facilitators => return Vec::new(),
            "roles" if said.words == 0 => return self.roles(),
            "plan" => &["what is the plan:"],
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
            let mut among: Vec<Offer> = kinds.flat_map(|&kind| self.kind(kind, by)).collect();
            among.retain(|offer| !self.unheard.contains(&offer.text));
            let shown = match help.word {
                "look" | "verify" => {
                    let among = if help.word == "look" { &self.lookable } else { &self.readable };
                    let others = if help.word == "look" { OTHERS } else { OTHER_NUMBERS };
                    let lists = self.signals(among);
                    let lists = lists.iter().filter_map(|named| one_of(named.what, &named.names));
                    let more = among.iter().any(|offer| self.unheard.contains(&offer.text));
                    lists.chain(more.then(|| others.to_string())).collect()
                }
                "rewind" => vec![MOMENTS.to_string()],
                _ => one_of("one of", &among).into_iter().collect(),
            };
            let only = help.word == "update";
            let known = self.recall.get(help.word, "").filter(|_| only).cloned();
            // `handover 2` is about the role that is held.
            let needed = help.word != "handover" || place > 0;
            let offered = String::new();
            Question { slot: "", asks, among, shown, only, needed, timed: false, offered, known }
        };
        let missing = words.iter().enumerate().skip(said.words).map(word);
        let others = help.word == "update" && self.tells_others(&line);
        let slots = help.slots.iter().map(|slot| self.slot(help, slot).among_others(others));
        // A plan in words still needs its time.
        let more = said.words < words.len() || help.word == "plan";
        if more { missing.chain(slots).collect() } else { Vec::new() }
    }
}

/// A slot as a question.
pub(super) fn asks(word: &str, slot: &str) -> &'static str {
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
        ("update", "next") => MORE,
        ("handover", "state") => "how things stand:",
        ("handover", "flight") => "what is in flight:",
        ("handover", "tried") => "what was tried:",
        ("handover", "next") => "what comes next:",
        (_, "risk") => "what could go wrong:",
        ("plan", "next") => "when you look again, such as 10m:",
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

/// What is asked once an answer is known: who says that it is over keeps nothing of what was said while it was not.
/// And what some were told is not kept for others by Enter alone.
pub fn goes_on<'a>(of: &Question, answer: &str, left: impl IntoIterator<Item = &'a mut Question>) {
    let over = of.slot == "state" && state_of(&answer.trim().to_lowercase()) == STATES.last().copied();
    let told = of.known.as_ref().filter(|_| of.only && of.slot.is_empty());
    let others = told.is_some_and(|told| {
        let spelt = of.spelt(answer);
        spelt.split(' ').any(|name| !name.is_empty() && !told.text.split(' ').any(|known| known == name))
    });
    if !(over || others) {
        return;
    }
    for known in left.into_iter().filter_map(|question| question.known.as_mut()) {
        known.keeps = false;
    }
}

/// Whether an answer only leaves what was asked: nothing of it was done, and so nothing is taken back.
#[must_use]
pub fn is_left(answer: &str) -> bool {
    let said = answer.trim().trim_end_matches(['.', '!']).to_lowercase();
    matches!(
        said.as_str(),
        "undo" | "undo that" | "undo it" | "cancel" | "never mind" | "nevermind" | "forget it"
    )
}

/// A move that is left with its questions, and with what stood on their lines: no word of it is lost.
#[must_use]
pub fn unsaid<'a>(whole: &str, left: impl IntoIterator<Item = &'a Question>) -> String {
    let offered = left.into_iter().filter(|question| !question.offered.is_empty());
    offered.fold(whole.to_string(), |line, question| with_slot(&line, question.slot, &question.offered))
}
