//! What is asked back before a line is done: whose it is, and whether it is meant.

use super::Driver;
use super::typed::names_a_seat;
use crate::crew::names_an_action;
use crate::engine::command::{About, Command, Facilitate, Mover, TaskFor};
use crate::engine::view::Viewer;
use crate::moves::{
    MOVES, MoveError, STATES, What, claimed, guessed, nearly_named, parse, quoted, seat_of, with_slot,
};
use crate::prose::{or, spell};
use crate::scenario::Scenario;
use crate::scenario::id::{ActionId, SeatId};
use crate::scenario::words::Role;
use crate::score::counts_as_update;
use crate::time::{SimDuration, SimTime};

/// A time box that is no longer than this is nobody's slip.
const LONG_BOX: SimDuration = SimDuration::from_mins(30);

/// A wait that nobody means by accident is no longer than this.
const LONG: SimDuration = SimDuration::from_mins(10);

impl Driver<'_> {
    /// On a shared screen a bare `update` asks whose it is before it asks for the rest.
    pub(super) fn whose_first(&self, scenario: &Scenario, text: &str, error: &MoveError) -> bool {
        let word = text.trim();
        let talk = error.talk && MOVES.iter().any(|help| word.split_whitespace().next() == Some(help.word));
        let alone = talk || (MOVES.iter().any(|help| help.word == word) && !word.contains(' '));
        // Whose it is could be known by a default, or it is the facilitator's.
        alone && self.me.is_none() && !self.runs && self.screen.takes_enter() && scenario.seats.len() > 1
    }

    /// `got it` answers a page, and else whatever was offered.
    pub(super) fn fitting(&self, error: MoveError, text: &str) -> MoveError {
        let claims = text.get(error.span.clone()).and_then(claimed).as_deref() == Some("ack");
        let accepts = MoveError {
            help: error.help.replace("`ack`", "`accept`"),
            meant: Some("accept".to_string()),
            ..error.clone()
        };
        let fits = |error: &MoveError| error.mended(text).is_some_and(|line| self.makes_sense(&line, None));
        if claims && !fits(&error) && fits(&accepts) {
            return accepts;
        }
        // What stands for a move that makes no sense now is said.
        let guess = text.get(error.span.clone()).and_then(guessed);
        if guess.is_some() && matches!(guess, Some("ack" | "accept" | "report done")) && !fits(&error) {
            if guess == Some("ack") && fits(&accepts) {
                return accepts;
            }
            let said = text.get(error.span.clone()).unwrap_or_default().replace('"', "'");
            let meant = format!("say \"{said}\"");
            return MoveError { help: format!("did you mean `{meant}`?"), meant: Some(meant), ..error };
        }
        // Who raises what was never declared declares it.
        let declares = MoveError {
            help: error.help.replace("`severity`", "`declare`"),
            meant: Some("declare".to_string()),
            ..error.clone()
        };
        let raises = error.meant.as_deref() == Some("severity") && !fits(&error) && fits(&declares);
        if raises { declares } else { self.with_somebody(error, text) }
    }

    /// A question that was put to nobody, with who could be asked.
    fn with_somebody(&self, error: MoveError, text: &str) -> MoveError {
        let Some(question) = &error.asks else { return error };
        let (session, scenario) = (self.drill.session(), self.drill.session().scenario());
        let world = session.world();
        let first = text.split_whitespace().next().unwrap_or_default();
        let me = seat_of(scenario, first).or(self.me);
        let commander = world.holder(Role::Commander);
        let others = || scenario.seats.ids().filter(|&seat| Some(seat) != me && world.sits(seat));
        let here = |seat: &SeatId| world.seats[seat.n()].joined.is_some();
        // `is it done, bob?`
        let (question, whom) = self.asked_by_name(question);
        // On a shared screen it is mostly who commands that asks.
        let free = |seat: &SeatId| here(seat) && Some(*seat) != commander;
        let Some(seat) = whom.or_else(|| others().find(free).or_else(|| others().find(here))) else {
            let meant = Some(format!("say \"{question}\""));
            return MoveError { meant, ..error };
        };
        let meant = format!("ask {} \"{question}\"", scenario.seats.name(seat));
        MoveError { help: format!("did you mean `{meant}`?"), meant: Some(meant), ..error.clone() }
    }

    /// A question without the name that it begins or ends with, and whose name that is.
    fn asked_by_name(&self, question: &str) -> (String, Option<SeatId>) {
        let scenario = self.drill.session().scenario();
        let seat = |word: &str| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-');
            let named = || scenario.seats.find(&word.to_lowercase());
            self.people.seat(word).or_else(named).filter(|_| word.parse::<usize>().is_err())
        };
        if let Some((rest, seat)) =
            question.rsplit_once(' ').and_then(|(rest, last)| Some((rest, seat(last)?)))
        {
            return (format!("{}?", rest.trim_end_matches([',', ' ', '?'])), Some(seat));
        }
        (question.to_string(), None)
    }

    /// A line with whose move it is in front, where that is not said: it means the same when Enter makes it.
    pub(super) fn with_seat(&self, by: Mover, text: &str) -> String {
        let scenario = self.drill.session().scenario();
        let named =
            text.split_whitespace().take(2).any(|word| names_a_seat(scenario, word.trim_end_matches(':')))
                && parse(scenario, text, None)
                    .is_ok_and(|line| line.is_some_and(|line| line.mover.is_some()));
        match by.seat().filter(|_| !named) {
            Some(seat) => format!("{} {text}", scenario.seats.name(seat)),
            None => text.to_string(),
        }
    }

    /// Whether a line would be taken now from who says it; on a shared screen, from anybody at the table.
    fn makes_sense(&self, line: &str, by: Option<SeatId>) -> bool {
        let session = self.drill.session();
        let Ok(Some(read)) = parse(session.scenario(), line, self.me.filter(|_| self.own)) else {
            return false;
        };
        let What::Move(command) = read.what else { return false };
        let world = session.world();
        // To say yes to a role that one was given is good manners, and changes nothing.
        let waits = |seat| {
            let offered = world.offers.iter().any(|offer| offer.to == seat);
            offered || world.untaken_by(session.scenario(), seat).is_some()
        };
        let takes = |seat| {
            let may = session.would_refuse(Mover::Seat(seat), &command).is_none();
            may && (command != Command::Accept || waits(seat))
        };
        match by.or(read.mover.and_then(Mover::seat)).or(self.me) {
            Some(seat) => takes(seat),
            None => session.scenario().seats.ids().any(takes),
        }
    }

    /// What was said to everybody in words that stand for a move is said, and asked about: the move is made by typing it.
    pub(super) fn says_a_move(&mut self, by: Mover, command: &Command) {
        let Command::Say(text) = command else { return };
        let Some(meant) = claimed(text).filter(|_| self.screen.takes_enter()) else { return };
        let otherwise = (meant == "ack").then(|| "accept".to_string());
        let mut either = std::iter::once(meant).chain(otherwise);
        let Some(meant) = either.find(|meant| self.makes_sense(meant, by.seat())) else { return };
        self.screen.note(&format!("said, and nothing is done by it: did you mean `{meant}`? (Enter: yes)"));
        self.asked.meant = Some(self.with_seat(by, &meant));
    }

    /// A `close` that was asked about keeps its summary for the one that goes through.
    pub(super) fn with_summary(&mut self, text: &str, command: Command) -> (String, Command) {
        let bare = matches!(&command, Command::Close { summary } if summary.is_empty());
        match self.asked.summary.take_if(|_| bare) {
            None => (text.to_string(), command),
            Some(kept) => (with_slot(text, "summary", &kept), Command::Close { summary: kept }),
        }
    }

    /// At a prompt, work for a stand-in that nearly names an action is asked about: else it would do what it thinks best.
    pub(super) fn asks_of_the_order(&mut self, text: &str, by: Mover, command: &Command) -> bool {
        let Command::Task { owner, text: work, time_box } = command else { return false };
        let asked = self.asked.ordered.take().is_some_and(|asked| asked == text.trim());
        let session = self.drill.session();
        let (world, scenario) = (session.world(), session.scenario());
        let seat = match owner {
            TaskFor::Seat(seat) => Some(*seat),
            TaskFor::Role(role) => world.holder(*role),
            TaskFor::Team(_) | TaskFor::Someone(_) => None,
        };
        let Some(seat) = seat.filter(|seat| world.seats[seat.n()].stand_in && self.screen.takes_enter())
        else {
            return false;
        };
        if asked || names_an_action(scenario, seat, work) || session.would_refuse(by, command).is_some() {
            return false;
        }
        let nearly = nearly_named(scenario, &scenario.seats[seat].can, work);
        let Some(first) = nearly.first() else { return false };
        let name = |id: &ActionId| format!("`{}`", scenario.actions.name(*id));
        let which = or(&nearly.iter().map(name).collect::<Vec<_>>());
        let time_box = time_box.map_or(String::new(), |long| format!(" box={long}"));
        let meant = format!(
            "task {} {}{time_box}",
            scenario.seats.name(seat),
            quoted(scenario.actions.name(*first).as_str())
        );
        let why = format!(
            "\"{work}\" names nothing that {} can do; did you mean {which}?",
            scenario.seats.name(seat)
        );
        let meant = self.with_seat(by, &meant);
        self.screen.note(&format!("{why} Enter: `{meant}`; the same line again gives it as it is"));
        (self.asked.meant, self.asked.ordered) = (Some(meant), Some(text.trim().to_string()));
        true
    }

    /// `do nothing` and `do call the boss` are no steps: what they are is asked about.
    pub(super) fn asks_of_the_deed(&mut self, text: &str, by: Mover, command: &Command) -> bool {
        let Command::Do(About::Text(said)) = command else { return false };
        let again = self.asked.ordered.as_deref() == Some(text.trim());
        let refused = self.drill.session().would_refuse(by, command).is_some();
        if again || refused || !self.screen.takes_enter() {
            return false;
        }
        let first = said.split_whitespace().next().unwrap_or_default().to_lowercase();
        let is = match first.trim_matches(|c: char| !c.is_alphanumeric()) {
            "nothing" | "wait" | "waiting" | "hold" => "`hold 5m \"why\"`",
            "call" | "phone" | "ring" | "page" | "wake" | "contact" => {
                "`page SEAT why=\"...\"` or `ask SEAT|TEAM|VOICE \"...\"`"
            }
            "ask" => "`ask SEAT|TEAM|VOICE \"...\"`",
            "tell" | "inform" | "notify" => "`update AUDIENCE`",
            _ => return false,
        };
        self.screen.note(&format!(
            "`{said}` does nothing to the system; did you mean {is}? Enter does it in your own words all the same"
        ));
        let line = self.with_seat(by, text.trim());
        (self.asked.meant, self.asked.ordered) = (Some(line.clone()), Some(line));
        true
    }

    /// A number that no task can have yet is what the report says: `report 13200 wrong debits`.
    pub(super) fn with_its_number(&self, command: Command) -> Command {
        let tasks = self.drill.session().world().tasks.len();
        let Command::Report { task: Some(n), text, more } = &command else { return command };
        // One of the next few may be a slip, or a task that somebody is about to give.
        if *n as usize <= tasks + 9 {
            return command;
        }
        Command::Report { task: None, text: format!("{n} {text}"), more: *more }
    }

    /// A step in words that are near to a scripted one is asked about: on a shared screen to anybody's, on a seat's own
    /// to its own.
    pub(super) fn asks_of_the_step(&mut self, text: &str, by: Mover, command: &Command) -> bool {
        let Command::Do(About::Text(said)) = command else { return false };
        let again = self.asked.ordered.take().is_some_and(|asked| asked == text.trim());
        let session = self.drill.session();
        if again || !self.screen.takes_enter() || session.would_refuse(by, command).is_some() {
            return false;
        }
        let scenario = session.scenario();
        // A seat's own screen knows its own steps alone.
        let own = self.me.filter(|_| self.own);
        let all: Vec<ActionId> = match own {
            Some(me) => scenario.seats[me].can.clone(),
            None => scenario.actions.ids().collect(),
        };
        let able = |action: ActionId| {
            let can = |seat: &SeatId| scenario.seats[*seat].can.contains(&action);
            let mut others = scenario.seats.ids().filter(|seat| can(seat) && session.world().sits(*seat));
            by.seat().filter(can).or_else(|| others.next())
        };
        let nearly = nearly_named(scenario, &all, said);
        let lines = nearly.iter().filter_map(|&action| {
            let seat = able(action)?;
            let name = scenario.actions.name(action);
            Some(match own {
                Some(_) => format!("do {name}"),
                None => format!("{} do {name}", scenario.seats.name(seat)),
            })
        });
        let lines: Vec<String> = lines.collect();
        let Some(first) = lines.first().cloned() else { return false };
        let which = or(&lines.iter().map(|line| format!("`{line}`")).collect::<Vec<_>>());
        self.screen.note(&format!(
            "no action `{said}`; did you mean {which}? Enter: `{first}`; the same line again is done in your own words"
        ));
        (self.asked.meant, self.asked.ordered) = (Some(first), Some(text.trim().to_string()));
        true
    }

    /// At a prompt, a risky step that nobody was asked about is asked about once: Enter, or the step again, takes it.
    pub(super) fn asks_of_the_risk(&mut self, text: &str, by: Mover, command: &Command) -> bool {
        let Command::Do(About::Action(action)) = *command else { return false };
        let session = self.drill.session();
        let asked = self.asked.risked == Some(action) || !self.screen.takes_enter();
        if asked || session.would_refuse(by, command).is_some() {
            return false;
        }
        let Some(risk) = session.view(Viewer::Table).unasked_risk(action) else { return false };
        self.screen.note(&format!("{risk}. Enter does it all the same"));
        self.asked.meant = Some(self.with_seat(by, text));
        self.asked.risked = Some(action);
        true
    }

    /// Something else was typed than an answer about a risky step: that it was not begun is said, for people think it was.
    pub(super) fn leaves_the_risk(&mut self, text: &str) {
        let Some(action) = self.asked.risked else { return };
        let name = self.drill.session().scenario().actions.name(action).to_string();
        // To do it again is an answer, and to ask about it goes on from it.
        if !text.to_lowercase().contains(&name) {
            self.asked.risked = None;
            self.screen.note(&format!("`{name}` was not begun"));
        }
    }

    /// At a prompt, what ends the drill for everybody and for good is asked about once, and so is who leaves with a role;
    /// what ends it for safety never is.
    pub(super) fn asks_of_the_end(&mut self, text: &str, by: Mover, command: &Command) -> bool {
        let asked = self.asked.ending.take().is_some() || !self.screen.takes_enter();
        let Some(ends) = self.ends(by, command).filter(|_| !asked) else { return false };
        if self.drill.session().would_refuse(by, command).is_some() {
            return false;
        }
        self.screen.note(&format!("{ends}? Enter: yes; anything else goes on"));
        let line = Some(text.trim().to_string());
        (self.asked.meant, self.asked.ending) = (line.clone(), line);
        true
    }

    /// What a move ends, if it can't be taken back.
    fn ends(&self, by: Mover, command: &Command) -> Option<String> {
        if matches!(command, Command::End | Command::TimeUp) {
            return Some("end the drill for everybody, and for good".to_string());
        }
        let seat = by.seat().filter(|_| *command == Command::Leave)?;
        let session = self.drill.session();
        let mut held = session.world().holders.iter().filter(|held| held.seat == seat);
        let (role, name) = (held.next()?.role, session.scenario().seats.name(seat));
        Some(format!("{name} is {role}: leave the call, give that up, and come back only by a page"))
    }

    /// What the facilitator sends though its own condition doesn't hold is asked about once.
    pub(super) fn asks_of_the_inject(&mut self, by: Mover, command: &Command) -> bool {
        let Command::Facilitate(Facilitate::Inject(inject)) = *command else {
            // What was asked about long ago is asked again.
            self.asked.sent = None;
            return false;
        };
        let session = self.drill.session();
        let again = self.asked.sent.take() == Some(inject);
        if again || !self.screen.takes_enter() || session.would_refuse(by, command).is_some() {
            return false;
        }
        let Some(why) = self.does_not_fit(command) else { return false };
        let name = session.scenario().injects.name(inject);
        self.screen.note(&format!("{why}. `inject {name}` again sends it all the same"));
        self.asked.sent = Some(inject);
        true
    }

    /// That an inject's own condition does not hold, in words, before it is sent.
    pub(super) fn does_not_fit(&self, command: &Command) -> Option<String> {
        let Command::Facilitate(Facilitate::Inject(inject)) = *command else { return None };
        let session = self.drill.session();
        let only_if = session.view(Viewer::Facilitator).desk()?.does_not_fit(inject)?;
        let name = session.scenario().injects.name(inject);
        Some(format!("`{name}` comes only if {only_if}, and that is not so now"))
    }

    /// A box that is longer than anybody waits for work in a drill is asked about once: `box=500` is eight hours.
    pub(super) fn asks_of_the_box(&mut self, text: &str, by: Mover, command: &Command) -> bool {
        let (Command::Task { time_box: Some(long), .. } | Command::Report { more: Some(long), .. }) = command
        else {
            return false;
        };
        let again = self.asked.boxed.take().is_some_and(|asked| asked == text.trim());
        let session = self.drill.session();
        let fits =
            *long <= LONG_BOX || session.now() + *long <= SimTime::START + session.scenario().ends.latest;
        if fits || again || !self.screen.takes_enter() || session.would_refuse(by, command).is_some() {
            return false;
        }
        self.screen.note(&format!(
            "a box of {} is longer than this drill, and a number alone is minutes: `box=5m` or `box=300s` is five. Enter \
             gives it all the same, `no` does not",
            spell(*long)
        ));
        let line = self.with_seat(by, text.trim());
        (self.asked.meant, self.asked.boxed) = (Some(line.clone()), Some(line));
        true
    }

    /// A number alone is minutes, as everywhere: at a prompt that is said, and where it would be a long time, asked about.
    pub(super) fn asks_of_the_minutes(&mut self, said: &str, long: SimDuration) -> bool {
        let number = said.split_whitespace().nth(1).filter(|word| word.bytes().all(|b| b.is_ascii_digit()));
        let Some(number) =
            number.filter(|_| self.screen.takes_enter() && said.split_whitespace().count() == 2)
        else {
            return false;
        };
        let minutes = format!("`wait {number}` is {}; `wait {number}s` is seconds", spell(long));
        if long < LONG {
            self.screen.note(&minutes);
            return false;
        }
        self.screen.note(&format!("{minutes}. Enter waits {}, `no` does not", spell(long)));
        self.asked.meant = Some(said.to_string());
        true
    }

    /// An update that would not count is asked about before it goes out: a state, Enter, or `no`.
    pub(super) fn asks_of_the_state(&mut self, text: &str, by: Mover, command: &Command) -> bool {
        let Command::Update { slots, .. } = command else { return false };
        let asked = self.asked.stateless.take().is_some_and(|asked| asked == text);
        let counts = slots.state.as_deref().is_some_and(|state| counts_as_update(Some(state)));
        let refused = self.drill.session().would_refuse(by, command).is_some();
        if asked || counts || refused || !self.screen.takes_enter() {
            return false;
        }
        let states = or(&STATES);
        self.screen.note(&match &slots.state {
            None => format!(
                "without a state it counts as no update. Type {states}, and a few words of what you know; Enter sends \
                 it as it is, `no` does not"
            ),
            Some(state) => format!(
                "\"{state}\" is no state, and then it counts as no update: a state begins with {states}. Enter sends \
                 it as it is, `no` does not"
            ),
        });
        let line = self.with_seat(by, text);
        (self.asked.meant, self.asked.stateless) = (Some(line.clone()), Some(line));
        true
    }

    /// A state that was typed as the answer to whether an update goes out without one.
    pub(super) fn with_state(&self, scenario: &Scenario, line: &str, text: &str) -> Option<String> {
        let said = text.trim().to_lowercase();
        let line = Some(line).filter(|_| STATES.iter().any(|state| said.starts_with(state)))?;
        let read = parse(scenario, line, self.me.filter(|_| self.own)).ok()??;
        let bare = matches!(&read.what, What::Move(Command::Update { slots, .. }) if slots.state.is_none());
        bare.then(|| with_slot(line, "state", text))
    }

    /// Whether a wait would outlast the drill, at a prompt, where it can be asked about.
    pub(super) fn goes_past_the_end(&self, long: SimDuration) -> bool {
        let session = self.drill.session();
        let latest = SimTime::START + session.scenario().ends.latest;
        self.screen.takes_enter() && !session.is_over() && latest < session.now() + long
    }
}
