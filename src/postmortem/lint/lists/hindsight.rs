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
];

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
];

/// After `just`: something that is made small.
pub(in super::super) const SMALL: &[&str] = &[
    "restart", "roll", "read", "look", "check", "ask", "call", "page", "wait", "click", "run", "add", "use",
    "do", "go", "need", "needed", "needs", "fix", "turn", "revert", "follow", "set", "try", "kill", "switch",
    "push", "type", "press", "remember", "pay", "deploy",
];
