//! What is only clear afterwards.

pub(in super::super) const HINDSIGHT: &[&str] = &[
    "obviously",
    "clearly",
    "simply",
    "of course",
    "everyone knows",
    "everybody knows",
    "inevitable",
    "inevitably",
    "needless to say",
    "as everyone knew",
    "anyone could see",
    "anyone could have seen",
    "anybody could see",
    "plain to see",
    "only a matter of time",
    "waiting to happen",
    "bound to fail",
    "bound to happen",
    "no-brainer",
    "self-evident",
    "goes without saying",
];

/// After `common sense`: a thing that is built so.
pub(in super::super) const SENSIBLE: &[&str] =
    &["default", "defaults", "limit", "limits", "check", "checks", "rule", "rules", "approach", "medicine"];

/// After `obvious`, `clear`: what somebody is said to have had before their eyes.
pub(in super::super) const BEFORE_EYES: &[&str] = &[
    "warning", "warnings", "sign", "signs", "mistake", "mistakes", "error", "errors", "failure", "failures",
    "risk", "risks", "danger", "flaw", "flaws", "omission", "problem", "problems", "cause", "red",
];

/// Before `obvious`, `clear`: it was not so.
pub(in super::super) const NOT_CLEAR: &[&str] = &[
    "not", "no", "any", "never", "less", "nothing", "without", "wasn't", "isn't", "weren't", "hardly", "few",
    "yet", "neither", "nor", "barely", "other",
];

/// After `obvious`, `clear`: to whom, from what, since when.
pub(in super::super) const FROM_WHAT: &[&str] =
    &["from", "to", "by", "at", "after", "in", "once", "only", "on"];

/// After `clearly`: a thing that can be seen by anybody.
pub(in super::super) const SEEN: &[&str] = &[
    "labelled",
    "labeled",
    "marked",
    "visible",
    "documented",
    "named",
    "written",
    "defined",
    "stated",
    "separated",
    "communicated",
    "readable",
    "owned",
    "signposted",
    "show",
    "shows",
    "showed",
];

/// After `just`: something that is made small.
pub(in super::super) const SMALL: &[&str] = &[
    "restart", "roll", "read", "look", "check", "ask", "call", "page", "wait", "click", "run", "add", "use",
    "do", "go", "need", "needed", "needs", "fix", "turn", "revert", "follow", "set", "try", "kill", "switch",
    "push", "type", "press", "remember", "pay", "deploy",
];
