//! Where one text is read and its problems are collected.

use std::collections::BTreeSet;
use std::ops::Range;

use super::again::Hole;
use super::expect::Expect;
use super::lexer::{Token, Tokens, field_end, fields_in};
use super::shape::{self, Wanted};
use super::syntax::begins_at;
use crate::scenario::problem::{File, Problem};
use crate::scenario::source::{Mode, Part};

/// More than anybody reads; the rest is counted. A hostile file has hundreds of thousands.
const MOST: usize = 1_000;

/// So many problems say what may have been meant.
const SUGGESTED: usize = 200;

/// One text, and what was found in it.
pub(crate) struct Desk<'r> {
    pub(super) source: &'r str,
    pub(super) file: File,
    pub(super) problems: Vec<Problem>,
    /// Problems that were not kept.
    pub(super) more: usize,
    /// Fields to mend, so that the rest can be read.
    pub(super) holes: Vec<Hole>,
    /// Elements that could not be used: whatever they may have said is not missing elsewhere.
    hollow: Vec<&'r str>,
    /// The element in hand, for fields that it lacks.
    element: Element,
    placed: bool,
    /// Names in our examples, each with one of the file's own that can stand there.
    pub(super) own: Vec<(&'static str, &'r str)>,
    /// The file's names that a condition may be about, each with its word.
    pub(super) asked_by: Vec<(&'r str, &'static str)>,
}

/// The part in hand.
#[derive(Clone, Copy)]
pub(crate) struct Element {
    opening: usize,
    what: &'static str,
}

impl<'r> Desk<'r> {
    pub(super) fn new<M: Mode>(source: &'r str, file: File) -> Self {
        let (problems, holes, hollow) = (Vec::new(), Vec::new(), Vec::new());
        let what = match file {
            File::Scenario => "a scenario",
            File::Organisation => "an organisation",
            File::Profile => "a profile",
        };
        let element = Element { opening: begins_at(source).unwrap_or_default(), what };
        Desk {
            source,
            file,
            problems,
            more: 0,
            holes,
            hollow,
            element,
            placed: M::PLACED,
            own: Vec::new(),
            asked_by: Vec::new(),
        }
    }

    /// Whether anybody will read what may have been meant: finding that costs more than finding the problem.
    pub(crate) fn is_listening(&self) -> bool {
        self.placed && self.problems.len() < SUGGESTED
    }

    /// Whether as many problems were found as are kept.
    pub(super) fn is_full(&self) -> bool {
        self.problems.len() >= MOST
    }

    /// Keeps a problem.
    pub(crate) fn say(&mut self, mut problem: Problem) {
        for (example, own) in &self.own {
            // What gets a name of its own is no example of one that is there.
            if problem.help.contains(example) && !problem.help.contains(&format!("id: {example}")) {
                problem.help = problem.help.replace(example, &format!("\"{own}\""));
            }
        }
        if self.problems.len() < MOST || (problem.is_error() && !self.problems.iter().any(Problem::is_error))
        {
            self.problems.push(problem);
        } else {
            self.more += 1;
        }
    }

    /// Keeps an error: its place, what is wrong, what stands there, and what to do.
    pub(crate) fn error(
        &mut self,
        code: &'static str,
        at: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        let problem = Problem::error(code, self.file, at, message.into());
        self.say(problem.label(label).help(help));
    }

    /// Where a part stands.
    pub(crate) fn place<T, M>(&self, part: &Part<'_, T, M>) -> Range<usize> {
        part.place(self.source)
    }

    /// Where a name in quotes stands within a place.
    pub(super) fn quoted(&self, within: Range<usize>, name: &str) -> Range<usize> {
        // Without places there is nothing to look in.
        let text = self.source.get(within.clone()).filter(|text| !text.is_empty());
        let found = text.and_then(|text| text.find(&format!("\"{name}\"")));
        found.map_or(within.clone(), |n| within.start + n..within.start + n + name.len() + 2)
    }

    /// Where a piece of a text stands within a place.
    pub(super) fn said(&self, within: Range<usize>, piece: &str) -> Range<usize> {
        let found = self.source.get(within.clone()).and_then(|text| text.find(piece));
        found.map_or(within.clone(), |n| within.start + n..within.start + n + piece.len())
    }

    /// Where a name in quotes last stands within a place.
    pub(super) fn last_quoted(&self, within: Range<usize>, name: &str) -> Range<usize> {
        // Without places there is nothing to look in.
        let text = self.source.get(within.clone()).filter(|text| !text.is_empty());
        let found = text.and_then(|text| text.rfind(&format!("\"{name}\"")));
        found.map_or(within.clone(), |n| within.start + n..within.start + n + name.len() + 2)
    }

    /// The opening of the element in hand, and what it is, with an article.
    pub(crate) fn opening(&self) -> (Range<usize>, &'static str) {
        let Element { opening, what } = self.element;
        (opening..(opening + 1).min(self.source.len()), what.trim_end_matches(" in round brackets"))
    }

    /// Where a field of the element in hand stands, if it has one of this name.
    fn as_empty(&self, field: &str) -> Option<Range<usize>> {
        let from = Some(self.element.opening).filter(|_| self.placed)?;
        let open = Tokens::from(self.source, from).find(|(token, _)| matches!(token, Token::Open(_)))?;
        let names = fields_in(self.source, open.1.start);
        let name = names.into_iter().find(|name| *name == field)?;
        let at = name.as_ptr() as usize - self.source.as_ptr() as usize;
        Some(at..self.source[..field_end(self.source, at)].trim_end_matches([',', ' ', '\n']).len())
    }

    /// An inject without receivers.
    pub(super) fn nobody_receives(&mut self) {
        let (at, help) = match self.as_empty("to") {
            Some(place) => (place, "write `to: [Table]`, a seat `[Seat(\"primary\")]`, a team or a role"),
            None => (self.opening().0, "add `to: [Table]`, a seat `[Seat(\"primary\")]`, a team or a role"),
        };
        self.error(
            "scenario::nobody_receives",
            at,
            "nobody receives this inject",
            "`to` is empty or missing",
            help,
        );
    }

    /// A part's value, or what is wrong with it is said.
    pub(crate) fn take<'p, T: Expect, M>(&mut self, part: &'p Part<'_, T, M>) -> Option<&'p T> {
        match part.wrong() {
            None => part.get(),
            Some(_) if self.is_full() && self.problems.iter().any(Problem::is_error) => {
                self.more += 1;
                None
            }
            Some(wrong) => {
                let place = self.place(part);
                let (source, file) = (self.source, self.file);
                let asked_by = &self.asked_by;
                let wanted = Wanted { what: T::WHAT, example: T::EXAMPLE, source, file, place, asked_by };
                let shape = shape::explain(wrong, &wanted);
                self.holes.extend(shape.hole);
                self.say(shape.problem);
                None
            }
        }
    }

    /// A field that must be there.
    pub(crate) fn need<'p, T: Expect, M>(
        &mut self,
        field: &'static str,
        part: &'p Part<'_, T, M>,
    ) -> Option<&'p T> {
        if !part.is_missing() {
            return self.take(part);
        }
        self.missing(field, T::EXAMPLE);
        None
    }

    /// Says that the element in hand lacks a field.
    pub(super) fn missing(&mut self, field: &'static str, example: &'static str) {
        let Element { opening, what } = self.element;
        let what = what.trim_end_matches(" in round brackets");
        let problem = shape::missing(self.file, opening, what, field, example);
        self.say(self.as_empty(field).map_or(problem.clone(), |place| Problem {
            span: place,
            message: format!("{what} needs something in `{field}`"),
            label: "nothing in it".into(),
            help: problem.help.replacen("add", "write", 1),
            ..problem
        }));
    }

    /// A field that may be left out.
    pub(crate) fn maybe<'p, T: Expect, M>(&mut self, part: &'p Option<Part<'_, T, M>>) -> Option<&'p T> {
        self.take(part.as_ref()?)
    }

    /// A field that may be left out, or its default.
    pub(crate) fn or<T: Expect + Copy, M>(&mut self, part: &Option<Part<'_, T, M>>, default: T) -> T {
        self.maybe(part).copied().unwrap_or(default)
    }

    /// Does something with a part in hand, so that fields it lacks are said to be missing there.
    pub(super) fn of<T: Expect, U, M>(
        &mut self,
        part: &Part<'_, T, M>,
        what: impl FnOnce(&mut Self) -> U,
    ) -> U {
        let before = self.begin(part);
        let done = what(self);
        self.element = before;
        done
    }

    /// Takes a part in hand; the other that was in hand is to be put back with [`Desk::end`].
    pub(crate) fn begin<T: Expect, M>(&mut self, part: &Part<'_, T, M>) -> Element {
        let element = Element { opening: self.place(part).start, what: T::WHAT };
        std::mem::replace(&mut self.element, element)
    }

    /// Puts back what was in hand before.
    pub(crate) fn end(&mut self, before: Element) {
        self.element = before;
    }

    /// Remembers an element that can't be used.
    pub(super) fn hollow(&mut self, text: &'r str) {
        self.hollow.push(text);
    }

    /// Every text in the elements that could not be used: what they may say is not missing elsewhere.
    pub(super) fn said_by_hollow(&self) -> BTreeSet<&'r str> {
        let texts = self.hollow.iter().flat_map(|&element| {
            let texts = Tokens::new(element).filter(|(token, _)| *token == Token::Text { closed: true });
            texts.map(move |(_, place)| element[place].trim_matches('"'))
        });
        texts.collect()
    }
}
