//! What stands on a line so far.

use super::kind::{Kind, wants};
use super::{Names, Offer, Question};
use crate::moves::find;
use crate::moves::grammar::{FACILITATORS, MOVES, MoveHelp, TOOLS};
use crate::scenario::id::SeatId;
use crate::time::SimDuration;

/// What stands on a line.
#[derive(Default)]
pub(super) struct Said<'l> {
    pub(super) seat: Option<SeatId>,
    /// A seat, the table or the facilitator was named.
    pub(super) named: bool,
    /// It is a facilitator's move.
    pub(super) facilitators: bool,
    pub(super) help: Option<&'static MoveHelp>,
    pub(super) tool: Option<&'static str>,
    /// It begins with something else.
    pub(super) strange: bool,
    /// How many words stand behind the move; a quoted text is one.
    pub(super) words: usize,
    /// The first thing behind the move.
    pub(super) first: Option<&'l str>,
    pub(super) slots: Vec<&'l str>,
}

/// What stands behind a name where somebody is asked to do something.
const CALLS_ON: [&str; 12] =
    ["can", "could", "will", "would", "please", "pls", "you", "do", "did", "have", "are", "what"];

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

impl Names {
    /// What stands on a line so far, up to the word that is being typed.
    pub(super) fn said<'l>(&self, line: &'l str) -> Said<'l> {
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

    /// Whose move a line is, if it says so or it is known.
    #[must_use]
    pub fn speaker(&self, line: &str) -> Option<SeatId> {
        self.said(line).seat.or(self.me)
    }

    pub(super) fn seat(&self, word: &str) -> Option<SeatId> {
        let named = self.seats.iter().position(|seat| seat.text == word.to_lowercase());
        let number =
            || word.parse::<usize>().ok().filter(|n| (1..=self.seats.len()).contains(n)).map(|n| n - 1);
        named.or_else(number).map(SeatId::new).or_else(|| self.people.seat(word))
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

    /// Whether an answer begins as a move does whose name is not written well, as `look docksettings`, or is what a seat
    /// says to a question that everybody was asked, as `2 no`.
    fn is_nearly_a_move(&self, answer: &str) -> bool {
        let line = format!("{} ", answer.trim());
        let said = self.said(&line);
        let near =
            |word: &str, names: &[&str]| word.len() > 3 && find::near(word, names.iter().copied()).is_some();
        if let Some(help) = said.help {
            let first = said.first.unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric());
            let kinds = wants(help.word, 0).iter().filter(|kind| !matches!(kind, Kind::Word(_)));
            let names: Vec<Offer> = kinds.flat_map(|&kind| self.kind(kind, said.seat.or(self.me))).collect();
            return near(first, &names.iter().map(|offer| offer.text.as_str()).collect::<Vec<_>>());
        }
        let rest = answer.trim().split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim());
        let verb = rest.split_whitespace().next().unwrap_or_default().to_lowercase();
        let moves: Vec<&str> = MOVES.iter().map(|help| help.word).collect();
        said.named
            && said.tool.is_none()
            && (matches!(verb.as_str(), "no" | "yes" | "ok") || near(&verb, &moves))
    }

    /// Whether an answer is another move beyond doubt: it says whose it is, and is one.
    #[must_use]
    pub fn is_surely_a_move(&self, answer: &str) -> bool {
        let line = format!("{} ", answer.trim());
        let said = self.said(&line);
        said.named && said.help.is_some() && self.is_a_move(answer)
    }

    /// Whether an answer leaves its question for another move. Where one of several names is asked for, or a time, any
    /// other move does; words of one's own may look like a move and be none.
    #[must_use]
    pub fn leaves(&self, question: &Question, answer: &str) -> bool {
        if question.names(answer) || !self.is_a_move(answer) {
            return false;
        }
        let among = question.among.iter().any(|offer| offer.text.eq_ignore_ascii_case(answer.trim()));
        let chosen = question.timed || (!question.among.is_empty() && question.slot != "state");
        let line = format!("{} ", answer.trim());
        let said = self.said(&line);
        self.is_surely_a_move(answer) || (chosen && !among) || !said.slots.is_empty()
    }

    /// The other move that an answer is, if it leaves its question for one. It may stand beside what was on the line
    /// already: whoever types a move means it, and what stood there gives way.
    #[must_use]
    pub fn instead<'a>(&self, question: &Question, answer: &'a str) -> Option<&'a str> {
        if self.leaves(question, answer) {
            return Some(answer);
        }
        question.beside(answer).into_iter().find(|said| self.leaves(question, said))
    }

    /// What looks like a move in an answer, and may be one: the answer, or what was typed beside what stood on the line.
    #[must_use]
    pub fn perhaps<'a>(&self, question: &Question, answer: &'a str) -> Option<&'a str> {
        if (self.is_a_move(answer) || self.is_nearly_a_move(answer)) && !question.names(answer) {
            return Some(answer);
        }
        // One word may be the last of a sentence.
        let several = |said: &&str| said.contains(char::is_whitespace);
        question.beside(answer).into_iter().filter(several).find(|said| self.is_a_move(said))
    }

    /// Whether an answer in words of one's own speaks to somebody: it begins with a name, as one does who calls on them,
    /// or asks something and ends with one.
    #[must_use]
    pub fn speaks_to_somebody(&self, question: &Question, answer: &str) -> bool {
        if question.timed || (!question.among.is_empty() && question.slot != "state") {
            return false;
        }
        let said = answer.trim().trim_start_matches('@');
        let is_name = |word: &str| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-');
            let number = bare.bytes().all(|b| b.is_ascii_digit());
            !number && self.seat(bare).is_some()
        };
        let (first, rest) = said.split_once(char::is_whitespace).unwrap_or((said, ""));
        let calls = first.ends_with([',', ':', '?', '!']);
        let next = rest.split_whitespace().next().unwrap_or_default().to_lowercase();
        let asks = CALLS_ON.contains(&next.trim_matches(|c: char| !c.is_alphanumeric()));
        let last = said.rsplit_once([' ', ',']).filter(|_| said.ends_with('?'));
        let ends = last.is_some_and(|(before, last)| before.trim_end().ends_with(',') && is_name(last));
        (is_name(first) && !rest.is_empty() && (calls || asks)) || ends
    }

    /// Whether what stands behind a move's word is what it takes.
    pub(super) fn takes(&self, help: &MoveHelp, said: &Said<'_>) -> bool {
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
}
