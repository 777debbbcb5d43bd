//! Words that judge, and the same words where they judge nobody.

pub(in super::super) const HUMAN_ERROR: &[&str] = &[
    "human error*",
    "operator error*",
    "user error*",
    "pilot error*",
    "human mistake*",
    "finger trouble",
    "fat finger*",
    "fat-finger*",
    "operator mistake*",
];

/// After `user error`: errors that users saw.
pub(in super::super) const ERRORS_SHOWN: &[&str] = &[
    "rate", "rates", "page", "pages", "message", "messages", "report", "reports", "count", "counts",
    "budget", "code", "codes", "was", "were", "rose", "fell",
];

pub(in super::super) const NORMATIVE: &[&str] = &[
    "careless*",
    "negligen*",
    "sloppy",
    "sloppily",
    "sloppiness",
    "lazy",
    "lazily",
    "laziness",
    "stupid*",
    "incompeten*",
    "reckless*",
    "ignorant*",
    "ignorance",
    "mismanag*",
    "inappropriate*",
    "irresponsibl*",
    "unprofessional*",
];

/// What is lazy without blame.
pub(in super::super) const LAZY: &[&str] = &[
    "load*",
    "evaluat*",
    "init*",
    "creat*",
    "fetch*",
    "connect*",
    "quantifier*",
    "import*",
    "delet*",
    "comput*",
    "fill*",
    "instantiat*",
    "replicat*",
    "migrat*",
    "write*",
    "read*",
    "approach",
    "consensus",
    "match*",
    "propagat*",
    "updat*",
];

pub(in super::super) const MECHANISTIC: &[&str] = &[
    "loss of situational awareness",
    "lost situational awareness",
    "lack of situational awareness",
    "complacen*",
    "lack of discipline",
    "lack of attention",
    "lack of care",
    "lack of diligence",
    "poor judgement",
    "poor judgment",
    "inattenti*",
    "lapse of concentration",
    "lapse in concentration",
    "lapse of judgement",
    "lapse in judgment",
];
