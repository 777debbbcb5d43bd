//! Blame that minds its manners, and the words around it.

/// What somebody is said not to have had.
pub(in super::super) const TALENTS: &[&str] = &[
    "experience",
    "skill",
    "skills",
    "expertise",
    "knowledge",
    "know-how",
    "competence",
    "maturity",
    "judgement",
    "judgment",
    "aptitude",
    "ability",
    "seniority",
    "nerve",
    "sense",
];

/// Between a lack and what is lacked.
pub(in super::super) const HOW_MUCH_OF: &[&str] = &[
    "the",
    "enough",
    "any",
    "much",
    "sufficient",
    "necessary",
    "required",
    "right",
    "quite",
    "really",
    "a",
    "of",
    "all",
    "that",
    "technical",
    "relevant",
    "common",
    "good",
    "proper",
    "requisite",
    "kind",
    "level",
    "needed",
];

/// Before a virtue: there was too little of it.
pub(in super::super) const MORE: &[&str] = &[
    "more", "greater", "better", "closer", "extra", "due", "some", "little", "bit", "proper", "ounce",
    "modicum",
];

/// What somebody is wished to have had more of.
pub(in super::super) const WISHED: &[&str] = &[
    "care",
    "attention",
    "diligence",
    "vigilance",
    "rigour",
    "rigor",
    "caution",
    "thought",
    "thoroughness",
    "discipline",
    "patience",
    "effort",
    "foresight",
    "concentration",
];

/// What somebody is wished to have been more of.
pub(in super::super) const WISHED_TO_BE: &[&str] =
    &["careful", "carefully", "attentive", "diligent", "vigilant", "conscientious", "thoughtful", "cautious"];

/// Behind `without`: what only people leave out.
pub(in super::super) const UNTROUBLED: &[&[&str]] = &[
    &["taking", "the", "trouble"],
    &["taking", "the", "time"],
    &["taking", "a", "moment"],
    &["bothering"],
    &["troubling"],
    &["caring"],
    &["thinking"],
    &["a", "second", "thought"],
    &["a", "thought"],
    &["a", "second", "look"],
    &["a", "glance"],
];

/// The same behind `without even`, `without so much as`.
pub(in super::super) const EVEN: &[&str] = &[
    "looking",
    "reading",
    "checking",
    "asking",
    "opening",
    "testing",
    "waiting",
    "telling",
    "glancing",
    "trying",
    "considering",
    "noticing",
    "a",
];

/// Behind somebody: where they were not.
pub(in super::super) const AWAY: &[&str] =
    &["absent", "nowhere", "asleep", "awol", "invisible", "unreachable"];

/// Behind it: then it is a fact, with its reason or its time.
pub(in super::super) const ON_LEAVE: &[&str] = &[
    "leave", "holiday", "vacation", "ill", "sick", "because", "since", "from", "between", "until", "for",
    "due", "as", "rota",
];

/// A guess at what somebody did not do.
pub(in super::super) const GUESSED: &[&str] = &[
    "evidently",
    "apparently",
    "clearly",
    "obviously",
    "plainly",
    "manifestly",
    "seemingly",
    "presumably",
    "reportedly",
];

/// What people do with their heads.
pub(in super::super) const WITH_THE_HEAD: &[&str] = &[
    "read",
    "look*",
    "check*",
    "think",
    "thought",
    "test",
    "tested",
    "know",
    "knew",
    "understand",
    "understood",
    "listen*",
    "notice*",
    "realis*",
    "realiz*",
    "care",
    "cared",
    "consider*",
    "prepare*",
    "ask",
    "asked",
    "bother*",
    "try",
    "tried",
    "learn*",
    "pay",
    "see",
    "grasp*",
    "remember*",
];

/// What scorn says of what people do; a `~` is up to three words.
pub(in super::super) const SCORN: &[&str] = &[
    "rubber-stamp*",
    "rubber stamped",
    "waved ~ through",
    "nodded ~ through",
    "winged it",
    "cut corners",
    "cutting corners",
    "went through the motions",
    "going through the motions",
    "phoned it in",
    "shrugged ~ off",
    "brushed ~ aside",
    "went rogue",
    "jumped the gun",
    "jumped to conclusions",
    "dithered",
    "dawdled",
    "dragged ~ feet",
    "sat on ~ hands",
    "asleep at the switch",
    "left ~ in the lurch",
    "played the hero",
];

/// What scorn says people were.
pub(in super::super) const UNFIT: &[&str] = &[
    "out of their depth",
    "out of his depth",
    "out of her depth",
    "in over their head",
    "in over their heads",
    "in over his head",
    "in over her head",
    "not up to the job",
    "not up to the task",
    "wasn't up to the job",
    "wasn't up to the task",
    "not cut out for",
];

/// What is somebody's, and is given as what made it happen.
pub(in super::super) const TRAITS: &[&str] = &[
    "haste",
    "hastiness",
    "unfamiliarity",
    "inexperience",
    "hesitation",
    "hesitancy",
    "reluctance",
    "indecision",
    "impatience",
    "overconfidence",
    "panic",
    "stubbornness",
    "forgetfulness",
    "nervousness",
    "slowness",
    "inability",
    "unwillingness",
    "oversight",
    "misjudgement",
    "misjudgment",
    "inaction",
    "inattention",
    "tunnel-vision",
    "eagerness",
    "timidity",
    "tardiness",
    "absent-mindedness",
];

/// Seats that databases have, too: they are somebody where what follows is somebody's.
pub(in super::super) const SEATS: &[&str] = &["primary", "secondary"];
