//! What the word at a place may be.

/// What a word at a place may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Page,
    Seat,
    Team,
    OnCall,
    Voice,
    Severity,
    Role,
    Signal,
    Number,
    Action,
    Audience,
    Task,
    Word(&'static str),
}

/// What the word at a place behind a move may be.
pub(super) fn wants(word: &str, place: usize) -> &'static [Kind] {
    match (word, place) {
        ("ack", 0) => &[Kind::Page, Kind::Word("take")],
        ("ack", 1) => &[Kind::Page],
        ("page", 0) => &[Kind::Seat, Kind::OnCall, Kind::Word("all")],
        ("declare" | "severity", 0) => &[Kind::Severity],
        ("take" | "assign" | "handover", 0) => &[Kind::Role],
        ("assign" | "handover", 1) | ("release", 0) => &[Kind::Seat],
        ("look", 0) => &[Kind::Signal],
        ("verify", 0) => &[Kind::Number],
        ("ask", 0) => &[Kind::Team, Kind::Seat, Kind::Voice],
        ("do" | "undo" | "mark" | "poll" | "decide", 0) => &[Kind::Action],
        ("decide", 1) => &[Kind::Word("no")],
        ("task", 0) => &[Kind::Seat, Kind::Role, Kind::Team],
        ("report", 0) => &[Kind::Task],
        ("update", _) => &[Kind::Audience],
        _ => &[],
    }
}

/// Names of a kind, as a help calls them; nothing for words that are no names.
pub(super) fn what(kind: Kind) -> &'static str {
    match kind {
        Kind::Page => "open pages",
        Kind::Seat => "seats",
        Kind::Team | Kind::OnCall => "teams",
        Kind::Voice => "people",
        Kind::Severity => "severities",
        Kind::Role => "roles",
        Kind::Signal | Kind::Number => "signals",
        Kind::Action => "actions",
        Kind::Audience => "audiences",
        Kind::Task => "open tasks",
        Kind::Word(_) => "",
    }
}

/// How many words stand behind a move before its slots do.
pub(super) fn least(word: &str) -> usize {
    match word {
        "page" | "severity" | "poll" | "update" | "report" => 1,
        "task" | "handover" => 2,
        _ => 0,
    }
}
