//! Plain blame, as people say it in anger, and the same words where they blame nobody.

/// Departments, where they begin with a capital: then they do something.
pub(in super::super) const DEPARTMENTS: &[&str] =
    &["Marketing", "Ops", "QA", "DevOps", "Engineering", "Finance"];

/// Before `competent`, with nobody behind it: who is measured against.
pub(in super::super) const ANYONE: &[&str] = &["anyone", "anybody", "everyone", "everybody"];

/// Behind `competent`, `unacceptable`: in what, to whom.
pub(in super::super) const IN_WHAT: &[&str] = &["in", "with", "at", "for", "to", "under", "by"];

/// Before `up`: what somebody did to it.
pub(in super::super) const MESSED: &[&str] = &["messed", "screwed", "stuffed", "cocked", "fouled"];

/// The same in one word, or three.
pub(in super::super) const BOTCHED: &[&str] =
    &["botched", "bungled", "fumbled", "made a mess of", "made a hash of", "made a mess", "blew it"];

/// Behind `did not understand`: what one is expected to know.
pub(in super::super) const EXPECTED_TO_KNOW: &[&str] = &[
    "system",
    "systems",
    "basics",
    "fundamentals",
    "architecture",
    "code",
    "codebase",
    "platform",
    "service",
    "tool",
    "tools",
    "product",
    "consequences",
    "implications",
];

/// In such a sentence: until when, or how far; then it tells what was known.
pub(in super::super) const UNTIL_WHEN: &[&str] =
    &["until", "yet", "initially", "first", "point", "time", "enough", "moment", "then", "fully"];

/// Behind somebody's `error`: a thing of theirs.
pub(in super::super) const ERROR_THINGS: &[&str] = &[
    "rate*",
    "page*",
    "message*",
    "report*",
    "count*",
    "budget*",
    "code*",
    "panel*",
    "log*",
    "tracker*",
    "handl*",
    "chart*",
    "dashboard*",
    "graph*",
    "metric*",
];

/// Behind `whose`: what is looked for.
pub(in super::super) const BLAME: &[&str] = &["fault", "mistake", "error", "responsibility", "job"];

/// What nobody can promise.
pub(in super::super) const NEVER_AGAIN: &[&str] = &[
    "never let this happen again",
    "never let it happen again",
    "never let that happen again",
    "not let this happen again",
    "not let it happen again",
    "won't let this happen again",
    "won't let it happen again",
    "never happens again",
    "never happen again",
    "not happen again",
    "can't happen again",
    "cannot happen again",
    "won't happen again",
];

/// Before it: what happened, and no retry or run.
pub(in super::super) const WHAT_HAPPENED: &[&str] =
    &["this", "that", "it", "incident", "outage", "such", "these", "something", "anything"];
