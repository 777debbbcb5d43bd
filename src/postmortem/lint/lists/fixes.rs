//! What is to be done differently.

pub(in super::super) const FIXES: &[&str] =
    &["insufficient", "insufficiently", "lacked", "lacking", "there was no", "there were no"];

/// After `there was no`: what did not happen, told as it was.
pub(in super::super) const NO_HARM: &[&str] = &[
    "data",
    "impact",
    "loss",
    "harm",
    "effect",
    "customer",
    "evidence",
    "sign",
    "change",
    "further",
    "other",
    "interruption",
    "exposure",
    "risk",
    "need",
    "traffic",
    "response",
    "answer",
    "reply",
    "difference",
    "indication",
    "security",
    "breach",
];

/// What asks people to be other than they are.
pub(in super::super) const PEOPLE_FIXES: &[&str] = &[
    "be more careful",
    "be careful",
    "more careful",
    "pay attention",
    "pay more attention",
    "pay closer attention",
    "remember to",
    "discipline",
    "disciplined",
    "disciplinary",
    "be more vigilant",
    "more vigilant",
    "take more care",
    "double-check everything",
    "double check everything",
    "be more mindful",
    "be more attentive",
    "be more diligent",
    "try harder",
    "raise awareness",
    "exercise caution",
    "think twice",
];

/// The same, where a person is asked, or nobody is named; machines are on time, too.
pub(in super::super) const FIXES_OF_SOMEBODY: &[&str] = &[
    "be reminded",
    "be aware",
    "be vigilant",
    "stay vigilant",
    "remain vigilant",
    "be mindful",
    "be alert",
    "stay alert",
    "be on time",
    "do better",
    "be diligent",
    "be attentive",
    "be retrained",
    "be re-trained",
    "be trained again",
    "be coached",
    "be spoken to",
    "receive training",
    "receive refresher training",
    "receive more training",
    "attend a training",
    "attend training",
];

/// At the beginning of an item, whatever follows.
pub(in super::super) const ITEM_FIXES: &[&str] = &[
    "remind",
    "retrain",
    "re-train",
    "tell everyone",
    "tell everybody",
    "urge",
    "coaching for",
    "counselling for",
];

/// At the beginning of an item, before a person: what is to change is said to somebody, and stays with them.
pub(in super::super) const TALKS: &[&str] = &[
    "speak to",
    "speak with",
    "talk to",
    "talk with",
    "have a word with",
    "have a talk with",
    "have a chat with",
    "have a conversation with",
    "sit down with",
    "give feedback to",
    "raise it with",
    "raise this with",
    "take it up with",
    "take this up with",
];

/// What a talk makes that lasts: then it is no more than the way to it.
pub(in super::super) const MAKES: &[&str] = &[
    "write", "put", "draft", "file", "add", "agree", "document", "decide", "define", "list", "build", "move",
    "change", "record", "order", "get", "find", "plan", "set", "update", "publish", "remove", "sign", "open",
];

/// At the beginning of an item, before a person.
pub(in super::super) const PERSON_FIXES: &[&str] =
    &["warn", "coach", "educate", "counsel", "instruct", "admonish"];

/// Before `training`, at the beginning of an item.
pub(in super::super) const MORE: &[&str] =
    &["additional", "more", "further", "better", "refresher", "extra", "mandatory", "renewed"];

/// After `training`: a thing of that name.
pub(in super::super) const TRAINING_THINGS: &[&str] = &[
    "data",
    "set",
    "sets",
    "job",
    "jobs",
    "cluster",
    "pipeline",
    "material",
    "materials",
    "model",
    "environment",
    "module",
    "page",
    "plan",
];

/// In an item that begins so: it is a machine that learns, or one that reminds.
pub(in super::super) const MACHINES: &[&str] = &[
    "model",
    "models",
    "classifier",
    "network",
    "detector",
    "forecast",
    "bot",
    "automatically",
    "pager",
    "calendar",
    "cron",
    "banner",
    "template",
    "script",
    "dashboard",
    "job",
    "prompt",
    "pipeline",
];

/// At the beginning of an item, before `to` and a person.
pub(in super::super) const REMINDERS: &[&str] = &[
    "send a reminder",
    "send out a reminder",
    "send reminders",
    "issue a reminder",
    "circulate a reminder",
    "give a reminder",
];

/// What reminds by itself, behind one of [`BY`].
pub(in super::super) const SENDERS: &[&str] = &[
    "bot",
    "pager",
    "calendar",
    "cron",
    "banner",
    "template",
    "script",
    "dashboard",
    "prompt",
    "job",
    "tool",
    "alert",
];

/// Before what sends a reminder.
pub(in super::super) const BY: &[&str] = &["by", "from", "through", "via", "with", "in", "on"];

/// At the beginning of an item, before a person who is to do something.
pub(in super::super) const INVITES: &[&str] =
    &["invite", "encourage", "ask", "tell", "advise", "expect", "require", "motivate", "urge"];

/// Behind `to`: what is to change is in somebody's mind or manner.
pub(in super::super) const OF_MIND: &[&str] = &[
    "be",
    "reflect",
    "think",
    "pay",
    "remember",
    "watch",
    "listen",
    "concentrate",
    "focus",
    "follow",
    "consider",
    "slow",
    "improve",
    "communicate",
    "speak",
    "double-check",
    "take",
    "try",
    "behave",
    "care",
];
