//! The board on a full screen: large letters, much air, and no colour that means something without a word.

use std::io;
use std::time::Duration;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::Following;
use super::digits::{large, width};
use crate::cli::exit::Failed;
use crate::cli::terminal::style;
use crate::pace::wall_ms;
use crate::screen::board::{Board, Line, Tone};

/// How often the record is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// Between two large words.
const GAP: usize = 6;
/// Fewer rows than this are all needed for words.
const ROOM_FOR_LARGE: u16 = 18;
/// From so many columns on, tasks stand beside the roles.
const SIDE_BY_SIDE: u16 = 110;

/// Shows it until `q`, Esc or Ctrl-C.
pub(super) fn show(following: &mut Following) -> Result<(), Failed> {
    let colour = style(false).colour;
    let mut terminal = ratatui::try_init().map_err(|error| unusable(&error))?;
    let done = (|| loop {
        let wall = wall_ms();
        following.follow(wall)?;
        let board = following.board(wall);
        terminal.draw(|frame| draw(frame, &board, colour)).map_err(|error| unusable(&error))?;
        if leaves().map_err(|error| unusable(&error))? {
            return Ok(());
        }
    })();
    // The terminal is given back whatever came.
    ratatui::try_restore().map_err(|error| unusable(&error))?;
    done
}

fn unusable(error: &io::Error) -> Failed {
    Failed(format!("the terminal can't be used: {error}; in a pipe, `board` prints the picture once"))
}

/// Waits for a moment; whether somebody wants to leave.
fn leaves() -> io::Result<bool> {
    if !event::poll(LOOK_EVERY)? {
        return Ok(false);
    }
    let Event::Key(key) = event::read()? else { return Ok(false) };
    let ctrl_c = key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL);
    let leaves = ctrl_c || matches!(key.code, KeyCode::Esc | KeyCode::Char('q' | 'Q'));
    Ok(leaves && key.kind == KeyEventKind::Press)
}

fn draw(frame: &mut Frame<'_>, board: &Board<'_>, colour: bool) {
    let area = frame.area();
    // A margin, where there is room for one.
    let side = if area.width >= 60 { 2 } else { 0 };
    let area = Rect { x: area.x + side, width: area.width.saturating_sub(2 * side), ..area };
    Wall { buffer: frame.buffer_mut(), area, y: area.y, colour }.paint(board);
}

/// A screen that is being filled from above.
struct Wall<'a> {
    buffer: &'a mut Buffer,
    area: Rect,
    y: u16,
    colour: bool,
}

impl Wall<'_> {
    fn paint(&mut self, board: &Board<'_>) {
        self.title(board);
        if self.area.height >= ROOM_FOR_LARGE {
            self.gap();
            self.large(board);
            self.gap();
        } else {
            self.line(&Line { text: board.clock(), tone: Tone::Strong });
        }
        self.line(&board.clock_line());
        self.line(&board.severity_line());
        board.update_line().iter().for_each(|line| self.line(line));
        board.waiting_line().iter().for_each(|line| self.line(line));
        self.gap();
        self.people(board);
        self.gap();
        self.told(board);
    }

    /// What it is, and that it is no real incident.
    fn title(&mut self, board: &Board<'_>) {
        let mark = " SIMULATED ";
        let x = self.put(self.area.x, mark, Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD));
        self.put(x + 1, &board.title(), Style::new().add_modifier(Modifier::BOLD));
        let name = board.drill.chars().count() as u16;
        let taken = mark.len() + 3 + board.title().chars().count();
        if taken as u16 + name < self.area.width {
            self.put(self.area.right() - name, board.drill, self.style(Tone::Quiet));
        }
        self.y += 1;
    }

    /// As many of clock, severity and the next update as there is room for, in letters as large as there is room for.
    fn large(&mut self, board: &Board<'_>) {
        let (clock, update) = (board.clock(), board.update());
        let late = update.as_deref() == Some("LATE");
        let mut words = vec![(clock.as_str(), Tone::Strong), (board.severity(), Tone::Strong)];
        words.extend(update.as_deref().map(|word| (word, if late { Tone::Late } else { Tone::Strong })));
        let wide = |words: &[(&str, Tone)], scale| {
            words.iter().map(|(word, _)| width(word, scale) + GAP).sum::<usize>() - GAP
        };
        let room = usize::from(self.area.width);
        let tall = self.area.height >= 2 * ROOM_FOR_LARGE + 4;
        let scale = if tall && wide(&words, 2) <= room { 2 } else { 1 };
        while words.len() > 1 && wide(&words, scale) > room {
            words.pop();
        }
        let mut x = self.area.x;
        for (word, tone) in &words {
            for (row, text) in (self.y..).zip(large(word, scale)) {
                self.put_at(x, row, &text, self.style(*tone));
            }
            x += (width(word, scale) + GAP) as u16;
        }
        self.y += 5 * scale as u16;
    }

    /// Who holds what, and what is open: side by side where there is room.
    fn people(&mut self, board: &Board<'_>) {
        let whole = self.area;
        let (half, top) = (whole.width / 2, self.y);
        let beside = whole.width >= SIDE_BY_SIDE;
        if beside {
            self.area.width = half - 2;
        }
        let columns = |wall: &Self| usize::from(wall.area.width).saturating_sub(2);
        let roles = board.roles(columns(self));
        self.part("Roles", &roles);
        let below = self.y;
        if beside {
            self.area = Rect { x: whole.x + half, width: whole.width - half, ..whole };
            self.y = top;
        } else {
            self.gap();
        }
        // The last lines want some room, too.
        let rows = usize::from(whole.bottom().saturating_sub(self.y)).saturating_sub(6).max(3);
        self.part(&board.tasks_heading(), &board.tasks(columns(self), rows));
        self.area = whole;
        self.y = self.y.max(below);
    }

    fn part(&mut self, heading: &str, lines: &[Line]) {
        self.line(&Line { text: heading.to_string(), tone: Tone::Quiet });
        for line in lines {
            self.line(&Line { text: format!("  {}", line.text), tone: line.tone });
        }
    }

    /// The last lines, the newest at the bottom of the screen: the oldest give way where there is no room.
    fn told(&mut self, board: &Board<'_>) {
        let mut told = board.told(usize::from(self.area.width));
        let room = usize::from(self.area.bottom().saturating_sub(self.y));
        let rows = |told: &[String]| told.iter().map(|entry| entry.lines().count()).sum::<usize>();
        while told.len() > 1 && rows(&told) > room {
            told.remove(0);
        }
        let shown: Vec<&str> = told.iter().flat_map(|entry| entry.lines()).collect();
        self.y = self.area.bottom().saturating_sub(shown.len() as u16).max(self.y);
        for text in &shown {
            self.line(&Line { text: (*text).to_string(), tone: Tone::Plain });
        }
    }

    fn gap(&mut self) {
        self.y += 1;
    }

    fn line(&mut self, line: &Line) {
        self.put(self.area.x, &line.text, self.style(line.tone));
        self.y += 1;
    }

    /// A line late is late in a word, in bold, and in red for who can see it.
    fn style(&self, tone: Tone) -> Style {
        let style = Style::new();
        match tone {
            Tone::Plain => style,
            Tone::Strong => style.add_modifier(Modifier::BOLD),
            Tone::Late if self.colour => style.add_modifier(Modifier::BOLD).fg(Color::Red),
            Tone::Late => style.add_modifier(Modifier::BOLD),
            Tone::Quiet => style.add_modifier(Modifier::DIM),
        }
    }

    /// Puts words on this row; gives where they end.
    fn put(&mut self, x: u16, text: &str, style: Style) -> u16 {
        self.put_at(x, self.y, text, style)
    }

    fn put_at(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        if y >= self.area.bottom() || x >= self.area.right() {
            return x;
        }
        let room = usize::from(self.area.right() - x);
        self.buffer.set_stringn(x, y, text, room, style).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use crate::engine::Session;
    use crate::engine::command::Mover;
    use crate::engine::event::{Event, Header};
    use crate::engine::view::Viewer;
    use crate::moves::{What, parse};
    use crate::scenario::check::{Sources, load};
    use crate::screen::board::Stands;
    use crate::time::{SimDuration, SimTime};

    /// The smallest drill after some moves, and all that happened.
    fn drill(until: i64) -> (Session, Vec<Event>) {
        let text = include_str!("../../../scenarios/smallest.ron");
        let sources = Sources { name: "smallest.ron", text, organisation: None };
        let scenario = Arc::new(load(&sources).unwrap());
        let (mut session, mut events) =
            Session::start(scenario.clone(), Header::for_scenario(&scenario, 1)).unwrap();
        for (secs, said) in [
            (80, "primary ack"),
            (90, "primary declare sev1"),
            (95, "primary page secondary why=\"hands\""),
            (100, "secondary ack"),
            (110, "primary roles commander=primary expert=secondary"),
            (120, "primary task secondary \"find out what changed, and who changed it\" box=2m"),
            (130, "primary task secondary \"tell the warehouse\""),
        ] {
            session
                .advance_to(SimTime::from_ms(secs * 1_000), |batch| events.extend_from_slice(batch))
                .unwrap();
            let line = parse(&scenario, said, None).unwrap().unwrap();
            let What::Move(command) = &line.what else { unreachable!() };
            let by = line.mover.unwrap_or(Mover::Table);
            events.extend(session.handle(by, SimDuration::ZERO, command, &line.said).unwrap().events);
        }
        session.advance_to(SimTime::from_ms(until * 1_000), |batch| events.extend_from_slice(batch)).unwrap();
        (session, events)
    }

    /// What is on a screen of so many columns and rows.
    fn screen(until: i64, columns: u16, rows: u16) -> String {
        let (session, events) = drill(until);
        let view = session.view(Viewer::Table);
        let board = Board {
            view,
            events: &events,
            drill: "friday",
            now: session.now(),
            stands: Stands::Running,
            waits: false,
        };
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal.draw(|frame| draw(frame, &board, true)).unwrap();
        let buffer = terminal.backend().buffer();
        let row = |y| (0..columns).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        (0..rows).map(|y| format!("{}\n", row(y).trim_end())).collect()
    }

    #[test]
    fn a_usual_screen() {
        insta::assert_snapshot!(screen(180, 80, 30));
    }

    #[test]
    fn a_wide_screen_and_everything_late() {
        insta::assert_snapshot!(screen(13 * 60, 150, 42));
    }

    #[test]
    fn a_narrow_screen() {
        insta::assert_snapshot!(screen(180, 40, 24));
    }

    #[test]
    fn any_screen_is_filled_without_a_fall() {
        for columns in [1, 10, 39, 60, 109, 110, 200] {
            for rows in [1, 3, 10, 17, 18, 40, 70] {
                screen(180, columns, rows);
            }
        }
    }
}
