//! An action item as the markdown of an issue, to paste into a tracker: title, where it came from, checklist, labels.

use super::{PRACTICE, Todo};
use crate::postmortem::actions::Subject;
use crate::postmortem::markdown::escape;

/// A block an item, with a rule between them. Every line of a practice item says that it is one.
#[must_use]
pub fn issues(todos: &[Todo]) -> String {
    todos.iter().map(issue).collect::<Vec<_>>().join("\n---\n\n")
}

fn issue(todo: &Todo) -> String {
    let mark = if todo.practice { format!("{PRACTICE}: ") } else { String::new() };
    let Todo { drill, item, scenario, .. } = todo;
    let about = match todo.subject {
        Some(Subject::Fictional) => "the story's system, which does not exist; nothing here is work",
        Some(Subject::Drill) => "the drill itself",
        Some(Subject::Real) | None => "how we really work",
    };
    let mut out = format!("## {mark}{}\n\n", plain(&todo.text));
    out.push_str(&format!(
        "> {mark}From a drill: {item} of `{drill}`, a simulated incident (`{scenario}`). It is about {about}.\n\n"
    ));
    let open = |what: &str, said: Option<&String>, ask: &str| {
        let said = said.map_or(ask.to_string(), |said| plain(said));
        format!("{mark}{what}: {said}")
    };
    let due = todo.due.map(|due| due.to_string()).or_else(|| todo.due_said.clone());
    let mut points = vec![
        (todo.done, open("Owner (one role)", todo.owner.as_ref(), "not yet; which one role holds it?")),
        (todo.done, open("Due", due.as_ref(), "not yet; by which day?")),
        (todo.done, open("Done when", todo.done_when.as_ref(), "not said; how will we know?")),
    ];
    if let Some(addresses) = &todo.addresses {
        points.push((todo.done, open("Addresses", Some(addresses), "")));
    }
    if let Some(tracking) = &todo.tracking {
        points.push((true, open("Tracked as", Some(tracking), "")));
    }
    for (done, text) in points {
        out.push_str(&format!("- [{}] {text}\n", if done { 'x' } else { ' ' }));
    }
    let labels: Vec<String> = labels(todo).iter().map(|label| format!("`{label}`")).collect();
    out.push_str(&format!("\n{mark}Labels: {}\n", labels.join(", ")));
    out
}

/// Text that means itself, and that calls nobody and no other issue of the tracker it is pasted into.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let (escaped, mut code) = (escape(text), false);
    let mut signs = escaped.chars().peekable();
    while let Some(sign) = signs.next() {
        code ^= sign == '`';
        out.push(sign);
        let calls = match sign {
            '@' => signs.peek().is_some_and(|next| next.is_alphanumeric()),
            '#' => signs.peek().is_some_and(char::is_ascii_digit),
            _ => false,
        };
        // A space of no width between the sign and the name.
        if calls && !code {
            out.push('\u{200b}');
        }
    }
    out
}

fn labels(todo: &Todo) -> Vec<String> {
    let subject = match todo.subject {
        Some(Subject::Fictional) => Some("practice"),
        Some(Subject::Drill) => Some("about-the-drill"),
        Some(Subject::Real) | None => None,
    };
    let priority =
        todo.priority.as_ref().map(|said| format!("priority: {}", said.replace('`', "'").to_lowercase()));
    let late = todo.overdue_days.map(|_| "overdue".to_string());
    let kind = todo.kind.map(|kind| kind.as_str().to_string());
    let first = ["from-a-drill".to_string()];
    first.into_iter().chain(subject.map(str::to_string)).chain(kind).chain(priority).chain(late).collect()
}
