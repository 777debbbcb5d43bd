//! A live drill without any of the terminal's tricks, for screen readers: lines in, lines out, nothing drawn twice.

use std::collections::VecDeque;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use super::complete::Shared;
use super::prompt::{Ended, leaves};
use super::table::{Answer, Table};
use crate::drive::{Drill, Driver, Screen};
use crate::engine::event::Event;
use crate::engine::view::Viewer;
use crate::moves::{Question, goes_on, is_left, unsaid, with_slot};
use crate::pace::Pace;
use crate::prose::shown;
use crate::scenario::id::SeatId;
use crate::screen::Style;

/// Between two looks at whether the drill is over.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// What has happened in a drill that is taken up.
#[derive(Clone, Copy, Debug)]
pub struct SoFar<'a> {
    /// Before this screen was there.
    pub before: &'a [Event],
    /// And last, which it shows.
    pub first: &'a [Event],
}

/// Plays a drill that has begun until it ends, or until no more lines come.
///
/// # Errors
/// The signals can't be listened to.
pub fn play_plain(
    mut drill: Drill,
    so_far: SoFar<'_>,
    pace: Pace,
    me: Option<SeatId>,
    who: Viewer,
    style: Style,
    input: &Receiver<String>,
) -> std::io::Result<Ended> {
    let (interrupted, stopped) = (Arc::<AtomicBool>::default(), Arc::<AtomicBool>::default());
    let mut listening = vec![signal_hook::flag::register(SIGINT, interrupted.clone())?];
    for signal in [SIGTERM, SIGHUP] {
        listening.push(signal_hook::flag::register(signal, stopped.clone())?);
    }
    let (print, to_print) = channel::<String>();
    let (answer, answers) = channel::<Answer>();
    let (typed, lines) = channel::<String>();
    let shared = Shared::default();
    let mut table = Table::new(me, who, style, print.clone(), answer, shared.clone());
    table.feed = so_far.before.to_vec();
    table.people = drill.people();
    table.runs = matches!(pace, Pace::Times(_));
    table.batch(drill.session(), so_far.first);
    drill.tell_when_away(Some(table.away()));
    let play = move || {
        let mut driver = Driver::new(drill, &mut table, pace, me).run_by(who);
        let ended = driver.listen(&lines, false);
        driver.drill.tell_when_away(None);
        match ended {
            Ok(()) => Ended { drill: Some(driver.drill), error: None },
            Err(error) => Ended { drill: None, error: Some(error) },
        }
    };
    let session = std::thread::Builder::new().name("session".into()).spawn(play)?;
    let printer = std::thread::Builder::new().name("printer".into()).spawn(move || printing(&to_print))?;
    let mut table = Typing { typed, answers, print, shared, asked: None, once_more: None, warned: false };
    while !session.is_finished() && !stopped.load(Ordering::SeqCst) {
        if interrupted.swap(false, Ordering::SeqCst) && table.interrupted() {
            break;
        }
        match input.recv_timeout(LOOK_EVERY) {
            Ok(line) if table.asked.is_none() && leaves(&line) => break,
            Ok(line) => table.line(line),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    // No more lines: the session ends, and then the printer, when nobody speaks to it any more.
    drop(table);
    let ended = session.join();
    let _ = printer.join();
    for signal in listening {
        signal_hook::low_level::unregister(signal);
    }
    // A panic has been reported by itself; the record holds all that was confirmed.
    Ok(ended.unwrap_or(Ended { drill: None, error: None }))
}

fn printing(lines: &Receiver<String>) {
    for line in lines {
        let mut out = std::io::stdout().lock();
        if out.write_all(line.as_bytes()).and_then(|()| out.flush()).is_err() {
            return;
        }
    }
}

/// A move whose slots are being asked for.
struct Asked {
    /// As far as it has been said.
    whole: String,
    /// The questions that are left.
    left: VecDeque<Question>,
    /// An answer that looks like a move: an empty line keeps it.
    doubted: Option<String>,
    /// What was answered so far.
    answers: Vec<(&'static str, String)>,
}

/// Whoever types.
struct Typing {
    typed: Sender<String>,
    answers: Receiver<Answer>,
    print: Sender<String>,
    shared: Shared,
    /// A move whose slots are being asked for.
    asked: Option<Asked>,
    /// The line whose slots are being asked for, and its question for a state: an update that is word for word the last
    /// is asked for it once more.
    once_more: Option<(String, Question)>,
    /// Ctrl-C was pressed, and nothing typed since.
    warned: bool,
}

impl Typing {
    fn say(&self, text: &str) {
        let _ = self.print.send(format!("{}\n", shown(text)));
    }

    fn line(&mut self, line: String) {
        self.warned = false;
        let whole = match self.asked.take() {
            None => line,
            Some(asked) => match self.answered(asked, line) {
                Some(whole) => whole,
                None => return,
            },
        };
        if self.typed.send(whole).is_err() {
            return;
        }
        match self.answers.recv() {
            Ok(Answer::Asks { line, questions }) => {
                let known = questions.iter().any(|question| question.known.is_some());
                self.say(match known {
                    true => "an empty line keeps what it says it keeps, or skips; `=` takes words, `-` leaves them out; Ctrl-C leaves the questions, and so does a move with its seat",
                    false => "an empty line skips a question, Ctrl-C leaves them; so does a move with its seat",
                });
                let state = questions.iter().find(|question| question.slot == "state");
                let state = state.map(|state| Question { known: None, ..state.clone() });
                self.once_more = state.map(|state| (line.clone(), state));
                self.ask(line, questions.into(), Vec::new());
            }
            Ok(Answer::Taken) => {
                let prompt = self.shared.now().prompt.clone();
                self.say(prompt.trim_end());
            }
            // The drill is over.
            Err(_) => {}
        }
    }

    /// An answer to a question: the whole move, once it was the last.
    fn answered(&mut self, asked: Asked, line: String) -> Option<String> {
        let Asked { whole, left, doubted, answers } = asked;
        let leaves = left.front().is_some_and(|question| self.shared.now().names.leaves(question, &line));
        if leaves || is_left(&line) {
            self.say(&format!("left; nothing was said: {}", unsaid(&whole, &left).trim()));
            return Some(line).filter(|_| leaves);
        }
        let again = doubted.as_deref() == Some(line.as_str());
        let known = left.front().and_then(|question| question.takes_known(&line)).map(String::from);
        if let Some(known) = known.filter(|_| doubted.is_none()) {
            return self.goes_on(whole, left, answers, known);
        }
        let named = left.front().is_some_and(|question| question.names(&line));
        if !again && !named && self.shared.now().names.is_a_move(&line) {
            self.say("that looks like a move: an empty line keeps it as the answer, or type another; Ctrl-C leaves the questions, and the move can be typed");
            self.asked = Some(Asked { whole, left, doubted: Some(line), answers });
            return None;
        }
        let speaks = |question| self.shared.now().names.speaks_to_somebody(question, &line);
        if !again && left.front().is_some_and(speaks) {
            self.say("that speaks to somebody, and nobody has heard it: an empty line keeps it as the answer, or type another; Ctrl-C leaves the questions, and `say ...` or `ask SEAT ...` says it");
            self.asked = Some(Asked { whole, left, doubted: Some(line), answers });
            return None;
        }
        let offered =
            left.front().map(|question| question.offered.clone()).filter(|offered| !offered.is_empty());
        let keeps = doubted.is_some() && line.trim().is_empty();
        let kept = doubted.or(offered).filter(|_| line.trim().is_empty());
        let answer = kept.unwrap_or(line);
        let answer = left.front().map_or(answer.clone(), |question| question.spelt(&answer));
        let stateless = left.front().and_then(|question| question.lacks_a_state(&answer));
        if let Some((why, so)) = stateless.filter(|_| !again && !keeps) {
            self.say(&why);
            let so = format!("{}{}", so.before, so.behind).trim().to_string();
            self.asked = Some(Asked { whole, left, doubted: Some(so), answers });
            return None;
        }
        if let Some(why) = left.front().and_then(|question| question.is_none_of(&answer)) {
            self.say(&why);
            self.ask(whole, left, answers);
            return None;
        }
        self.goes_on(whole, left, answers, answer)
    }

    /// The next question; the whole move, once it was the last.
    fn goes_on(
        &mut self,
        mut whole: String,
        mut left: VecDeque<Question>,
        mut answers: Vec<(&'static str, String)>,
        answer: String,
    ) -> Option<String> {
        if let Some(question) = left.pop_front() {
            goes_on(&question, &answer, &mut left);
            if !answer.trim().is_empty() {
                whole = with_slot(&whole, question.slot, &answer);
                answers.push((question.slot, answer));
            }
        }
        if !left.is_empty() {
            self.ask(whole, left, answers);
            return None;
        }
        let again = self.shared.now().names.says_again(&whole, &answers);
        if let Some((line, state)) = self.once_more.take().filter(|_| again) {
            self.say("that is word for word what they were told last, and counts as no update soon after it: type the state again with what is new behind it, or `no change`; an empty line sends it as it is");
            let (said, rest): (Vec<_>, Vec<_>) =
                answers.into_iter().partition(|(slot, _)| *slot == state.slot);
            let whole = rest.iter().fold(line, |line, (slot, text)| with_slot(&line, slot, text));
            let said = said.into_iter().next().map(|(_, text)| text);
            self.asked = Some(Asked { whole, left: [state].into(), doubted: said, answers: rest });
            return None;
        }
        self.shared.now().whole = true;
        Some(whole)
    }

    fn ask(&mut self, whole: String, left: VecDeque<Question>, answers: Vec<(&'static str, String)>) {
        if let Some(question) = left.front() {
            question.shown.iter().for_each(|choice| self.say(choice));
            question.says_known("an empty line", "`=`").iter().for_each(|known| self.say(known));
            self.say(question.asks);
            if !question.offered.is_empty() {
                self.say(&format!("an empty line keeps what you typed: {}", question.offered));
            }
        }
        self.asked = Some(Asked { whole, left, doubted: None, answers });
    }

    /// Ctrl-C: leaves the questions, or else asks; the second in a row leaves.
    fn interrupted(&mut self) -> bool {
        if let Some(Asked { whole, left, .. }) = self.asked.take() {
            self.say(&format!("left; nothing was said: {}", unsaid(&whole, &left).trim()));
            return false;
        }
        if !self.warned {
            self.say("`end` ends the drill; Ctrl-C again leaves it, and its record is kept");
        }
        std::mem::replace(&mut self.warned, true)
    }
}
