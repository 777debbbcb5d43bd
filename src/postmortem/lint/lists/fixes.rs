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
    "be more mindful",
];

/// At the beginning of an item.
pub(in super::super) const ITEM_FIXES: &[&str] =
    &["remind", "retrain", "re-train", "tell everyone", "urge", "warn"];

/// After `retrain`: a machine.
pub(in super::super) const MACHINES: &[&str] =
    &["model", "models", "classifier", "network", "detector", "forecast"];
