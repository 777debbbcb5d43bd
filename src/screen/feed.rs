//! What happens, a line an event.

use super::Style;
use crate::engine::Session;
use crate::engine::event::{Event, EventKind, Seq};
use crate::engine::tell::Told;
use crate::engine::view::{View, Viewer};
use crate::prose::shown;

/// Where the words of a line begin.
const INDENT: usize = 14;
/// Screens that are narrower have no room for columns.
const NARROW: usize = 60;

/// An event as this viewer's screen shows it; several lines where it is long.
#[must_use]
pub fn event_lines(view: View<'_>, event: &Event, style: Style) -> Option<String> {
    let told = view.told(event)?;
    let clock = crate::engine::decide::story_clock(view_scenario(view), event.at);
    let late =
        event.said.map_or(String::new(), |said| format!(" (said {} earlier)", event.at.since(said).clock()));
    let place = place(view, event).map_or(String::new(), |place| format!(" ({place})"));
    let body = format!("{}{late}{place}", shown(&words(&told)));
    if style.plain {
        let label = Some(label(told.channel)).filter(|label| !label.is_empty());
        let label = label.map_or(String::new(), |label| format!("{label}, "));
        return Some(format!("{clock} {label}{}", body.replace('\n', " ")));
    }
    let label = label(told.channel);
    let head = match style.width {
        narrow if narrow < NARROW && label.is_empty() => format!("{clock} "),
        narrow if narrow < NARROW => format!("{clock} {label} "),
        _ => format!("{clock} {label:<7} "),
    };
    Some(paint(&told, &wrapped(&head, &body, style.width), style))
}

/// Where what was said stands in the journal, for who may mark it as wrong.
fn place(view: View<'_>, event: &Event) -> Option<Seq> {
    let said = matches!(
        event.kind,
        EventKind::StatementMade { .. } | EventKind::Updated { .. } | EventKind::HandoverOffered { .. }
    );
    (said && view.viewer() == Viewer::Facilitator).then_some(event.seq)
}

fn view_scenario(view: View<'_>) -> &crate::scenario::Scenario {
    view.public()
}

/// The word beside the colour.
fn label(channel: &str) -> String {
    match channel {
        "pager" => "PAGE".into(),
        "status-page" => "STATUS".into(),
        "social-media" => "SOCIAL".into(),
        "executive" => "EXEC".into(),
        "call" => String::new(),
        other => other.to_uppercase(),
    }
}

fn words(told: &Told) -> String {
    let heard_by = match (told.channel, told.to.is_empty()) {
        ("pager", _) if is_page(told) => String::new(),
        ("call" | "card" | "story" | "tool" | "clock", _) | (_, true) => String::new(),
        _ => format!(" (to {})", told.to.join(", ")),
    };
    match (&told.from, told.channel) {
        (Some(on), "card") => format!("{}: {on}: {}", told.to.join(", "), told.text),
        (Some(title), "story") => format!("{title}. {}", told.text),
        (Some(from), "pager") if is_page(told) => format!("{from} sent {}", told.text),
        (Some(from), _) => format!("{from}{heard_by}: {}", told.text),
        (None, _) => format!("{}{heard_by}", told.text),
    }
}

/// Whether it is a page with its number; what a voice sends to a pager has none.
fn is_page(told: &Told) -> bool {
    let number = told.text.strip_prefix("page ").and_then(|rest| rest.split(',').next());
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// A head and its words, the following lines under the words.
fn wrapped(head: &str, body: &str, width: usize) -> String {
    let under = " ".repeat(if width < NARROW { 4 } else { INDENT });
    let options = lines(width).initial_indent(head).subsequent_indent(&under);
    body.lines().map(|line| textwrap::fill(line, &options)).collect::<Vec<_>>().join("\n")
}

/// Lines of so many columns, broken at spaces alone: a name in two halves can't be typed again.
#[must_use]
pub fn lines<'a>(width: usize) -> textwrap::Options<'a> {
    textwrap::Options::new(width.max(20))
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
}

fn paint(told: &Told, text: &str, style: Style) -> String {
    if !style.colour {
        return text.to_string();
    }
    let colour = match told.channel {
        "pager" => "1;31",
        "card" | "truth" | "desk" => "35",
        "clock" | "tool" => "2",
        "call" => return text.to_string(),
        "story" => "1",
        // Who may be put off, who should not be, and who can be read by everybody.
        "executive" => "1;33",
        "social-media" | "status-page" => "33",
        "phone" | "support" | "vendor" => "32",
        "email" | "ticket" => "34",
        _ => "36",
    };
    format!("\x1b[{colour}m{text}\x1b[0m")
}

/// The story so far as this screen was told it: the last `most` entries.
#[must_use]
pub fn feed(session: &Session, who: Viewer, events: &[Event], style: Style, most: usize) -> Vec<String> {
    let view = session.view(who);
    // What was turned down was answered at once, and is nobody's business any more but the facilitator's.
    let refused = |event: &&Event| matches!(event.kind, EventKind::Refused { .. });
    let events = events.iter().filter(|event| who == Viewer::Facilitator || !refused(event));
    let lines: Vec<String> = events.filter_map(|event| event_lines(view, event, style)).collect();
    lines[lines.len().saturating_sub(most)..].to_vec()
}
