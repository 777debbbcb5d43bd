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

/// Who errs, in `operator error`, `an engineer's mistake`, `the administrator made an error`.
pub(in super::super) const ERRING: &[&str] = &[
    "human",
    "humans",
    "operator",
    "operators",
    "engineer",
    "engineers",
    "administrator",
    "administrators",
    "admin",
    "admins",
    "developer",
    "developers",
    "technician",
    "technicians",
    "responder",
    "responders",
    "contractor",
    "contractors",
    "employee",
    "employees",
    "staff",
    "personnel",
    "worker",
    "colleague",
    "team",
    "reviewer",
    "dba",
    "manager",
    "commander",
    "somebody",
    "someone",
    "on-call",
];

/// Before an error of somebody: it is spoken of, and is no cause here.
pub(in super::super) const SPOKEN_OF: &[&str] = &[
    "prone",
    "room",
    "chance",
    "chances",
    "risk",
    "risks",
    "possibility",
    "potential",
    "opportunity",
    "opportunities",
    "susceptible",
    "vulnerable",
    "against",
    "reduc*",
    "eliminat*",
    "avoid*",
    "prevent*",
    "minimis*",
    "minimiz*",
    "limit*",
    "tolera*",
    "scope",
    "likelihood",
    "assumed",
    "suspected",
    "presumed",
    "call",
    "calling",
    "called",
    "label*",
    "blam*",
    "ruled",
    "margin",
];

/// Before or behind it: no.
pub(in super::super) const NO: &[&str] = &[
    "not", "never", "no", "nor", "neither", "rather", "without", "instead", "isn't", "wasn't", "aren't",
    "weren't", "don't", "doesn't", "didn't", "cannot", "can't", "hardly",
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
    "inexcusabl*",
    "unforgivabl*",
    "foolish*",
    "idiot*",
    "moron*",
    "dumb",
    "amateurish*",
    "clueless*",
    "inept",
    "ineptitude",
    "ineptly",
    "lackadaisical*",
    "slapdash",
    "shoddy",
    "rookie mistake*",
    "rookie error*",
    "beginner's mistake*",
    "schoolboy error*",
];

/// What is said not to be so, and means the opposite of somebody or of their idea.
pub(in super::super) const CLEVER: &[&str] = &[
    "clever",
    "smart",
    "brilliant",
    "wise",
    "intelligent",
    "competent",
    "professional",
    "sensible",
    "inspired",
    "inspiring",
    "impressive",
    "thoughtful",
    "diligent",
    "genius",
    "bright",
    "sharp",
];

/// The most of it.
pub(in super::super) const CLEVEREST: &[&str] =
    &["cleverest", "smartest", "wisest", "brightest", "sharpest", "finest"];

/// Before it: no, with a smile.
pub(in super::super) const HARDLY: &[&[&str]] = &[
    &["not", "exactly"],
    &["not", "terribly"],
    &["not", "particularly"],
    &["not", "especially"],
    &["not", "overly"],
    &["not", "very"],
    &["not", "too"],
    &["not", "the", "most"],
    &["less", "than"],
    &["hardly"],
    &["scarcely"],
    &["anything", "but"],
    &["far", "from"],
    &["none", "too"],
];

/// What is bright or sharp, and is nobody.
pub(in super::super) const LIGHTS: &[&str] = &[
    "light", "lights", "lamp", "led", "screen", "display", "image", "picture", "photo", "colour", "color",
    "edge", "peak", "room", "curve", "graph", "drop", "rise",
];

/// Before a person: one who is worth less.
pub(in super::super) const LESSER: &[&str] = &["inexperienced", "unqualified", "unskilled"];

/// Before a person whom everybody is measured by: `any competent engineer`.
pub(in super::super) const COMPETENT: &[&str] =
    &["competent", "sane", "sensible", "decent", "half-decent", "self-respecting", "reasonable", "serious"];

/// Before `decision`, `choice`.
pub(in super::super) const POOR: &[&str] =
    &["poor", "bad", "wrong", "terrible", "awful", "questionable", "careless"];

/// What somebody does blindly.
pub(in super::super) const BLINDLY: &[&str] = &[
    "trust*", "follow*", "cop*", "ran", "run", "running", "accept*", "past*", "merg*", "approv*", "assum*",
    "rel*", "appl*", "execut*", "restart*",
];

/// After `inappropriate`, `dumb`: a thing.
pub(in super::super) const THINGS: &[&str] = &[
    "threshold*",
    "timeout*",
    "limit*",
    "default*",
    "value*",
    "size*",
    "setting*",
    "config*",
    "instance*",
    "resource*",
    "permission*",
    "index*",
    "content",
    "terminal*",
    "pipe*",
    "client*",
    "switch*",
    "proxy",
    "set",
    "sized",
    "configured",
    "retry",
    "retries",
    "batch",
    "for",
];

/// After `lazy`, `dumb`: what people do or are, or a word that goes on without a thing.
pub(in super::super) const OF_PEOPLES_WORK: &[&str] = &[
    "of",
    "and",
    "or",
    "but",
    "in",
    "to",
    "about",
    "on",
    "at",
    "by",
    "with",
    "for",
    "when",
    "as",
    "not",
    "here",
    "there",
    "enough",
    "mistake",
    "mistakes",
    "error",
    "errors",
    "idea",
    "ideas",
    "attitude",
    "decision",
    "decisions",
    "choice",
    "choices",
    "work",
    "excuse",
    "excuses",
    "habit",
    "habits",
    "thinking",
    "engineering",
    "question",
    "questions",
    "move",
    "way",
    "ways",
    "handling",
    "practice",
    "practices",
    "culture",
    "behaviour",
    "behavior",
    "thing",
    "luck",
    "review",
    "reviews",
    "testing",
    "change",
    "changes",
    "fix",
    "workaround",
    "operating",
    "night",
    "afternoon",
    "morning",
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
    "overconfiden*",
    "asleep at the wheel",
    "poor judgement",
    "poor judgment",
    "inattenti*",
    "lapse of concentration",
    "lapse in concentration",
    "lapse of judgement",
    "lapse in judgment",
    "in a hurry",
    "in a rush",
    "lost her nerve",
    "lost his nerve",
    "lost their nerve",
    "miscommunication*",
];

/// What goes between people, and is said to have been too little or too bad.
pub(in super::super) const BETWEEN_PEOPLE: &[&str] = &["communication", "teamwork", "collaboration"];

/// Before it.
pub(in super::super) const BADLY: &[&str] =
    &["poor", "bad", "weak", "insufficient", "inadequate", "missing", "of"];

/// Behind it: it goes between machines.
pub(in super::super) const WIRES: &[&str] = &[
    "link*",
    "line*",
    "channel*",
    "path*",
    "port*",
    "protocol*",
    "layer*",
    "bus",
    "error*",
    "failure*",
    "loss",
    "service*",
    "host*",
    "node*",
    "server*",
    "module*",
    "system*",
    "process*",
    "stack",
    "interface*",
];

/// Before `somebody was careless`: nobody was.
pub(in super::super) const NOBODY: &[&str] = &["nobody", "none", "no-one", "neither"];

/// What is called careless or stupid, and is no person: what it is careless about follows.
pub(in super::super) const WORKS: &[&str] = &[
    "deploy",
    "deployment",
    "migration",
    "release",
    "rollout",
    "roll-out",
    "change",
    "query",
    "request",
    "restart",
    "retry",
    "import",
    "export",
    "upgrade",
    "default",
    "design",
    "test",
];

/// The same, whatever follows.
pub(in super::super) const WORKINGS: &[&str] = &[
    "loop",
    "library",
    "client",
    "scheduler",
    "script",
    "parser",
    "code",
    "config",
    "configuration",
    "service",
    "server",
    "cache",
    "balancer",
    "proxy",
    "algorithm",
    "alert",
    "monitor",
    "daemon",
    "driver",
    "kernel",
    "importer",
    "exporter",
    "batch",
    "planner",
    "optimiser",
    "optimizer",
    "handler",
    "pipeline",
    "build",
    "rule",
    "protocol",
    "api",
    "program",
    "software",
    "function",
    "database",
    "index",
    "node",
    "container",
    "compiler",
    "linter",
    "probe",
    "controller",
    "queue",
    "tool",
    "job",
    "threshold",
    "timeout",
];

/// Before what somebody is said to have too little of.
pub(in super::super) const TOO_LITTLE: &[&str] =
    &["lack of", "lacked", "lacking", "insufficient", "inadequate"];

/// What somebody is said to have too little of.
pub(in super::super) const VIRTUES: &[&str] = &[
    "discipline",
    "attention",
    "care",
    "diligence",
    "vigilance",
    "focus",
    "rigour",
    "rigor",
    "concentration",
];

/// What people are said to have been overcome by; machines panic too.
pub(in super::super) const OVERCOME: &[&str] =
    &["panicked", "overreacted", "over-reacted", "froze", "freaked out"];

/// What somebody is said to have been, where an interval would say more.
pub(in super::super) const SLOW: &[&str] = &["slow", "slower", "sluggish"];

/// Before it: how much.
pub(in super::super) const HOW_MUCH: &[&str] = &[
    "a", "bit", "far", "little", "much", "pretty", "quite", "rather", "really", "simply", "so", "too",
    "very", "way",
];
