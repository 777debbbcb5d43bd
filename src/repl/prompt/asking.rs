//! A move's slots, asked for one by one: nobody is hurried out of a sentence, and no word of it is lost.

use std::collections::VecDeque;
use std::sync::atomic::Ordering;

use rustyline::error::ReadlineError;

use super::Prompt;
use crate::moves::{Question, Standing, goes_on, is_left, unsaid, with_slot};
use crate::repl::complete::{Words, asked};

impl Prompt<'_> {
    /// A move with slots that was typed without them is asked about, slot by slot; nobody is hurried out of a sentence.
    pub(super) fn with_slots(&mut self, line: String, questions: &[Question]) -> Asked {
        let mut left: VecDeque<Question> = questions.iter().cloned().collect();
        let (mut whole, mut answers) = (line.clone(), Vec::new());
        self.tell(how_it_is_answered(questions));
        while let Some(question) = left.pop_front() {
            question.shown.iter().for_each(|choice| self.tell(choice));
            question.says_known("Enter", "Tab").iter().for_each(|known| self.tell(known));
            if !question.offered.is_empty() {
                self.tell(FROM_THE_LINE);
            }
            match self.answer_to(&question) {
                Ok(Said::Answer(answer)) => {
                    goes_on(&question, &answer, &mut left);
                    if !answer.trim().is_empty() {
                        whole = with_slot(&whole, question.slot, &answer);
                        answers.push((question.slot, answer));
                    }
                }
                Ok(Said::Instead(instead)) => {
                    left.push_front(question);
                    let unsaid = unsaid(&whole, &left);
                    self.tell_unsaid(&unsaid);
                    return Asked::Instead { line: instead, unsaid };
                }
                Err(ReadlineError::Interrupted) if self.is_over() => return Asked::Left(whole),
                said @ (Ok(Said::Left) | Err(_)) => {
                    // What stood half-typed on its line is kept as well.
                    let typed = self.editor.helper().map_or_else(Standing::default, Words::stands);
                    let typed = format!("{}{}", typed.before, typed.behind).trim().to_string();
                    let offered =
                        if said.is_err() && !typed.is_empty() { typed } else { question.offered.clone() };
                    left.push_front(Question { offered, ..question });
                    let unsaid = unsaid(&whole, &left);
                    self.tell_unsaid(&unsaid);
                    return Asked::Left(unsaid);
                }
            }
        }
        match questions.iter().find(|question| question.slot == "state") {
            Some(state) if self.shared.now().names.says_again(&whole, &answers) => {
                self.says_again(line, whole, state, answers)
            }
            Some(_) | None => Asked::Whole(whole),
        }
    }

    /// An update that has no new word in it: the state is asked for once more, and what it was stands on the line.
    fn says_again(
        &mut self,
        line: String,
        whole: String,
        state: &Question,
        mut answers: Vec<(&'static str, String)>,
    ) -> Asked {
        self.tell(SAID_BEFORE);
        let offered = answers.iter().find(|(slot, _)| *slot == "state").map(|(_, text)| text.clone());
        let state = Question { offered: offered.unwrap_or_default(), known: None, ..state.clone() };
        match self.answer_to(&state) {
            Ok(Said::Answer(answer)) => {
                let states = answers.iter_mut().filter(|(slot, _)| *slot == "state");
                states.for_each(|(_, text)| text.clone_from(&answer));
                Asked::Whole(answers.iter().fold(line, |line, (slot, text)| with_slot(&line, slot, text)))
            }
            Ok(Said::Instead(line)) => {
                self.tell_unsaid(&whole);
                Asked::Instead { line, unsaid: whole }
            }
            Ok(Said::Left) | Err(_) => {
                self.tell_unsaid(&whole);
                Asked::Left(whole)
            }
        }
    }

    /// One answer, asked for until it is one that the move can take, or another move.
    fn answer_to(&mut self, question: &Question) -> Result<Said, ReadlineError> {
        let mut stands = Standing { before: question.offered.clone(), behind: String::new() };
        let mut doubted = String::new();
        loop {
            let answer = self.read_answer(question, &stands)?;
            if matches!(answer.trim(), "?" | "help") {
                question.help().iter().for_each(|line| self.tell(line));
                continue;
            }
            let mut answer = question.once(&answer, &stands);
            let names = self.shared.now().names.clone();
            // What was said before is no other move, whatever its words.
            if let Some(known) = question.takes_known(&answer) {
                return Ok(Said::Answer(known.to_string()));
            }
            if let Some(line) = names.instead(question, &answer) {
                return Ok(Said::Instead(line.to_string()));
            }
            if is_left(&answer) {
                return Ok(Said::Left);
            }
            match names.perhaps(question, &answer).map(String::from) {
                Some(said) if said == answer => {
                    answer = self.meant_as_an_answer(question, answer)?;
                    if names.leaves(question, &answer) {
                        return Ok(Said::Instead(answer));
                    }
                }
                Some(said) => return self.meant_beside(question, said),
                None if names.speaks_to_somebody(question, &answer) => {
                    answer = self.meant_for_somebody(question, answer)?;
                    if names.leaves(question, &answer) {
                        return Ok(Said::Instead(answer));
                    }
                }
                None => {}
            }
            let answer = question.spelt(&answer);
            // What is kept as it is was asked about once.
            let stateless = question.lacks_a_state(&answer).filter(|_| answer.trim() != doubted);
            if let Some((why, so)) = stateless {
                self.tell(&why);
                (doubted, stands) = (answer.trim().to_string(), so);
                continue;
            }
            if let Some(why) = question.lacks_a_time(&answer).filter(|_| answer.trim() != doubted) {
                self.tell(&why);
                doubted = answer.trim().to_string();
                stands = Standing { before: doubted.clone(), behind: String::new() };
                continue;
            }
            match question.is_none_of(&answer) {
                Some(why) => self.tell(&why),
                None => return Ok(Said::Answer(answer)),
            }
        }
    }

    fn read_answer(&mut self, question: &Question, stands: &Standing) -> Result<String, ReadlineError> {
        self.ask_for(Some(question));
        let asked = asked(&self.shared.now().prompt, question.asks, (self.columns)());
        // Up brings earlier answers to this question, and no whole moves: those would become answers.
        let mut earlier = self.answered.remove(question.asks).unwrap_or_default();
        std::mem::swap(self.editor.history_mut(), &mut earlier);
        let answer = self.read(&asked, stands);
        if let Ok(answer) = &answer {
            self.remember(answer);
        }
        std::mem::swap(self.editor.history_mut(), &mut earlier);
        self.answered.insert(question.asks, earlier);
        self.ask_for(None);
        answer
    }

    /// An answer that looks like the next move: kept, or answered once more. Another move is asked about again.
    fn meant_as_an_answer(
        &mut self,
        question: &Question,
        mut answer: String,
    ) -> Result<String, ReadlineError> {
        loop {
            self.tell("that looks like a move: Enter keeps it as the answer, or type another; Esc leaves the questions, and the move can be typed");
            let again = self.read_answer(question, &Standing::default())?;
            if again.trim().is_empty() || again == answer {
                return Ok(answer);
            }
            let names = self.shared.now().names.clone();
            if names.leaves(question, &again) || !names.is_a_move(&again) {
                return Ok(again);
            }
            answer = again;
        }
    }

    /// An answer that begins with somebody's name, as one speaks to them: kept, or answered once more. What was said
    /// is brought back by Up, to be said behind the questions.
    fn meant_for_somebody(&mut self, question: &Question, answer: String) -> Result<String, ReadlineError> {
        self.tell(
            "that speaks to somebody, and nobody has heard it: Enter keeps it as the answer, or type another; Esc leaves the \
             questions, and `say ...` or `ask SEAT ...` says it. Up brings it back",
        );
        self.remember(&answer);
        let again = self.read_answer(question, &Standing::default())?;
        Ok(if again.trim().is_empty() { answer } else { again })
    }

    /// What looks like a move behind what stood there already: typed again it is one, and neither goes out by accident.
    fn meant_beside(&mut self, question: &Question, said: String) -> Result<Said, ReadlineError> {
        self.tell(&format!(
            "`{said}` looks like a move: type it again, and the questions are left for it; Enter keeps \"{}\" as the answer",
            question.offered.trim()
        ));
        let again = self.read_answer(question, &Standing::default())?;
        let names = self.shared.now().names.clone();
        let is_meant = again.trim() == said || names.is_a_move(&again);
        Ok(match again.trim() {
            "" => Said::Answer(question.offered.clone()),
            _ if is_left(&again) => Said::Left,
            _ if is_meant => Said::Instead(again),
            _ => Said::Answer(again),
        })
    }

    fn ask_for(&mut self, question: Option<&Question>) {
        self.asking.store(question.is_some(), Ordering::SeqCst);
        if let Some(words) = self.editor.helper_mut() {
            words.asking = question.cloned();
        }
    }
}

/// What was said to a question.
enum Said {
    /// An answer; an empty one skips it.
    Answer(String),
    /// Another move.
    Instead(String),
    /// That it is left.
    Left,
}

/// What came of the questions for a move's slots.
pub(super) enum Asked {
    /// The move with its answers.
    Whole(String),
    /// They were left: so far the move was this.
    Left(String),
    /// Another move was typed.
    Instead {
        /// That move.
        line: String,
        /// The one that was left.
        unsaid: String,
    },
}

/// How questions are answered, where something is known, where something stands on a line, and elsewhere.
fn how_it_is_answered(questions: &[Question]) -> &'static str {
    let any = |such: &dyn Fn(&Question) -> bool| questions.iter().any(such);
    if any(&|question| question.known.is_some()) {
        return "Enter keeps what it says it keeps, or skips; Tab (or `=`) takes words, `-` leaves them out; Esc leaves the \
                questions, and so does a move with its seat";
    }
    match any(&|question| !question.offered.is_empty()) {
        true => {
            "Enter keeps what stands there, or skips a question, Esc leaves them; so does a move with its seat"
        }
        false => "Enter skips a question, Esc leaves them; so does a move with its seat",
    }
}

/// What is said where words of a move's line stand at a question: nobody asked for them there.
const FROM_THE_LINE: &str = "from your line: Enter keeps it as the answer here, Ctrl-U clears it";

/// What is said of an update that has no new word in it.
const SAID_BEFORE: &str = "that is word for word what they were told last: soon after it counts as no update, and later \
                                      its words count for nothing. Put what is new behind the state, or `no change`; Enter \
                                      sends it as it is";
