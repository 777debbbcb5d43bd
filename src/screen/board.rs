//! The room's big picture: what a table wants to see from across it, in few words. Pure: who draws it is the shell.
//!
//! It is made of the table's view alone, so that nothing is on the wall that one seat knows by itself.

use crate::engine::decide::story_clock;
use crate::engine::event::{EndHow, Event, EventKind, Owner};
use crate::engine::view::View;
use crate::engine::world::{Holder, Task};
use crate::prose::{clip, count, spell};
use crate::scenario::words::Role;
use crate::screen::{Style, event_lines};
use crate::time::SimTime;

/// How a line is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As always.
    Plain,
    /// What one looks for first.
    Strong,
    /// Something is late; a word says so, too.
    Late,
    /// In the background.
    Quiet,
}

/// A line with its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The words.
    pub text: String,
    /// How they are meant.
    pub tone: Tone,
}

/// What a board knows of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// It runs.
    Running,
    /// It only goes when the table says so, and stands here.
    AtTable,
    /// It only goes when somebody says so: this is when something last happened.
    AtLastEvent,
    /// Nothing has been heard of the drill for so many seconds: this is when something last was.
    Silent(i64),
}

/// Columns of a role, a seat.
const COLUMN: usize = 18;
/// Columns that a task needs for its words, or they stand on a line of their own.
const ROOM_FOR_TASK: usize = 16;
/// So many of the last lines are shown.
const TOLD: usize = 6;

/// The picture at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Board<'a> {
    /// The table's view.
    pub view: View<'a>,
    /// All that happened so far.
    pub events: &'a [Event],
    /// The drill's name.
    pub drill: &'a str,
    /// What the clock shows.
    pub now: SimTime,
    /// How far that can be relied on.
    pub stands: Stands,
    /// Nothing more will be seen of this drill; the next one that starts is shown here.
    pub waits: bool,
}

impl Board<'_> {
    /// The story's clock: `02:31`.
    #[must_use]
    pub fn clock(&self) -> String {
        story_clock(self.view.public(), self.now)
    }

    /// The severity in one short word, for large letters: `SEV1`, `OVER`, or `-`.
    #[must_use]
    pub fn severity(&self) -> &'static str {
        match (self.ended(), self.view.severity()) {
            (Some(_), _) => "OVER",
            (None, Some(severity)) => severity.label(),
            (None, None) => "-",
        }
    }

    /// When the next update is due, in one short word for large letters: `6 MIN`, `LATE`.
    #[must_use]
    pub fn update(&self) -> Option<String> {
        let due = self.view.update_due().filter(|_| self.ended().is_none())?;
        let left = due.since(self.now).ms();
        Some(if left < 0 { "LATE".to_string() } else { format!("{} MIN", left / 60_000) })
    }

    /// What the drill is called.
    #[must_use]
    pub fn title(&self) -> String {
        self.view.public().title.clone()
    }

    /// The time since the start, and what stops the clock.
    #[must_use]
    pub fn clock_line(&self) -> Line {
        let since = format!("+{} since the start", self.now.since(SimTime::START).clock());
        if self.ended().is_some() {
            return line(since, Tone::Strong);
        }
        if self.view.is_paused() {
            return line(format!("{since}, PAUSED"), Tone::Strong);
        }
        match self.stands {
            Stands::Running | Stands::AtTable => line(since, Tone::Strong),
            Stands::AtLastEvent => line(format!("as of {since}, the last event"), Tone::Strong),
            Stands::Silent(secs) => {
                let silent = spell(crate::time::SimDuration::from_secs(secs));
                line(
                    format!("{since}. No word from the drill for {silent}: is it still running?"),
                    Tone::Late,
                )
            }
        }
    }

    /// The severity in words; before a declaration, the pages that wait.
    #[must_use]
    pub fn severity_line(&self) -> Line {
        if let Some(how) = self.ended() {
            let why = match how {
                EndHow::Closed => "the incident is closed",
                EndHow::Latest => "the time is up",
                EndHow::Ended => "the table ended it",
                EndHow::TimeSet => "the time that was set for it is over",
                EndHow::Safety => "it was stopped for safety",
                EndHow::Rewound => "it goes on from an earlier moment",
            };
            return line(format!("The drill is over: {why}"), Tone::Strong);
        }
        let open = self.view.open_pages();
        let pages: Vec<String> = open.iter().map(|(n, _)| format!("page {n}")).collect();
        let empty = !open.is_empty()
            && open.iter().all(|(_, group)| group.to.iter().all(|&seat| !self.view.sits(seat)));
        let waits = match pages.len() {
            0 => String::new(),
            _ if empty => format!(", {} rings at an empty seat", pages.join(" and ")),
            _ => format!(", {} unanswered", pages.join(" and ")),
        };
        match self.view.severity() {
            None => line(format!("No incident declared{waits}"), Tone::Strong),
            Some(severity) if self.view.is_closed() => {
                line(format!("{} closed", severity.label()), Tone::Strong)
            }
            Some(severity) => line(format!("{} declared{waits}", severity.label()), Tone::Strong),
        }
    }

    /// When the next update is due, in words.
    #[must_use]
    pub fn update_line(&self) -> Option<Line> {
        let due = self.view.update_due().filter(|_| self.ended().is_none())?;
        let (text, late) = self.due(due);
        Some(line(format!("Next update {text}"), if late { Tone::Late } else { Tone::Strong }))
    }

    /// What this screen waits for, where nothing more is to be seen.
    #[must_use]
    pub fn waiting_line(&self) -> Option<Line> {
        let text = "Waiting: the next drill is shown here once its clock runs";
        self.waits.then(|| line(text.to_string(), Tone::Quiet))
    }

    /// Who holds which role: the commander and the deputy in any case.
    #[must_use]
    pub fn roles(&self, width: usize) -> Vec<Line> {
        let holders = self.view.holders();
        let mut lines = Vec::new();
        for &role in Role::ALL {
            let held: Vec<&&Holder> = holders.iter().filter(|held| held.role == role).collect();
            let wanted = matches!(role, Role::Commander | Role::Deputy);
            if held.is_empty() && wanted {
                lines.push(line(column(role.as_str(), "nobody", width), Tone::Plain));
            }
            lines.extend(
                held.iter().map(|held| line(column(role.as_str(), &self.held(held), width), Tone::Plain)),
            );
        }
        lines
    }

    fn held(&self, held: &Holder) -> String {
        let scenario = self.view.public();
        let of = held.system.map_or(String::new(), |of| format!(" for {}", scenario.components.name(of)));
        let said = if held.announced { "" } else { " (not announced)" };
        format!("{} {}{of}{said}", held.seat.n() + 1, scenario.seats.name(held.seat))
    }

    /// Open tasks, each with its owner and its box, in so many rows; the last one says how many found no room.
    #[must_use]
    pub fn tasks(&self, width: usize, rows: usize) -> Vec<Line> {
        let mut tasks = self.view.open_tasks();
        // What comes back first stands first; what has no box, last.
        tasks.sort_by_key(|task| (task.until.is_none(), task.until, task.number));
        let (mut lines, mut left) = (Vec::new(), tasks.len());
        for task in tasks {
            let next = self.task(task, width);
            let more = usize::from(left > 1);
            if lines.len() + next.len() + more > rows {
                break;
            }
            lines.extend(next);
            left -= 1;
        }
        if left > 0 {
            let all = lines.is_empty();
            let text = if all { "no room to show them".to_string() } else { format!("and {left} more") };
            lines.push(line(text, Tone::Quiet));
        }
        lines
    }

    fn task(&self, task: &Task, width: usize) -> Vec<Line> {
        let scenario = self.view.public();
        let owner = match (task.seat, &task.owner) {
            (Some(seat), _) => format!("{} {}", seat.n() + 1, scenario.seats.name(seat)),
            (None, Owner::Team(team)) => format!("{team}?"),
            (None, Owner::Role(role)) => format!("{role}?"),
            (None, Owner::Someone(_) | Owner::Seat(_)) => "nobody".to_string(),
        };
        let (back, late) = task.until.map_or(("no time box".to_string(), false), |until| self.due(until));
        let tone = if late { Tone::Late } else { Tone::Plain };
        let room = width.saturating_sub(COLUMN + back.chars().count() + 2);
        if room < ROOM_FOR_TASK {
            let text = clip(&task.text, width.saturating_sub(2));
            return vec![
                line(clip_end(&format!("{owner}, {back}"), width), tone),
                line(format!("  {text}"), Tone::Plain),
            ];
        }
        let text = clip(&task.text, room);
        vec![line(column(&owner, &format!("{text:<room$}  {back}"), width), tone)]
    }

    /// `by 02:37, in 6 min`, or that it is overdue; and whether it is.
    fn due(&self, due: SimTime) -> (String, bool) {
        let clock = story_clock(self.view.public(), due);
        let left = due.since(self.now).ms();
        match left / 60_000 {
            _ if left < 0 => (format!("OVERDUE since {clock}"), true),
            0 => (format!("by {clock}, in less than a minute"), false),
            minutes => (format!("by {clock}, in {minutes} min"), false),
        }
    }

    /// The last lines that the table was told, the newest last. A move that was turned down is told to who made it.
    #[must_use]
    pub fn told(&self, width: usize) -> Vec<String> {
        let style = Style { width, colour: false, plain: false };
        let said = self.events.iter().rev().filter(|event| !matches!(event.kind, EventKind::Refused { .. }));
        let mut told: Vec<String> =
            said.filter_map(|event| event_lines(self.view, event, style)).take(TOLD).collect();
        told.reverse();
        told
    }

    /// How the drill ended.
    #[must_use]
    pub fn ended(&self) -> Option<EndHow> {
        // Nothing comes behind the end.
        let EventKind::DrillEnded { how, .. } = self.events.last()?.kind else { return None };
        Some(how)
    }

    /// The whole picture once, as plain lines.
    #[must_use]
    pub fn text(&self, width: usize) -> String {
        let mut out = vec![format!("SIMULATED  {}  (drill {})", self.title(), self.drill)];
        out.push(format!("{}  {}", self.clock(), self.clock_line().text));
        out.push(self.severity_line().text);
        out.extend(self.update_line().map(|line| line.text));
        let mut part = |heading: &str, lines: Vec<Line>| {
            out.extend([String::new(), heading.to_string()]);
            out.extend(lines.into_iter().map(|line| format!("  {}", line.text.trim_end())));
        };
        part("Roles", self.roles(width - 2));
        part(&self.tasks_heading(), self.tasks(width - 2, usize::MAX));
        out.extend([String::new(), "Last told".to_string()]);
        out.extend(self.told(width));
        out.join("\n") + "\n"
    }

    /// `2 open tasks`.
    #[must_use]
    pub fn tasks_heading(&self) -> String {
        match self.view.open_tasks().len() {
            0 => "No open tasks".to_string(),
            n => count(n, "open task"),
        }
    }
}

fn line(text: String, tone: Tone) -> Line {
    Line { text, tone }
}

/// A name in a column of its own, and what is to be said of it.
fn column(name: &str, text: &str, width: usize) -> String {
    clip_end(&format!("{name:<COLUMN$}{text}"), width)
}

/// Cut where the room ends, the spaces of columns kept.
fn clip_end(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_string();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}
