//! The closed sets of words that files, moves and journal lines share, such as severities and roles.
//!
//! Each is written `Sev1` in a file and `sev1` in a move or a journal line.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

/// A word as a scenario's file writes it: `Sev1`, and not `sev1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written<T>(pub T);

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $word:ident = $text:literal),+ $(,)? })+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$each])* #[serde(rename(serialize = $text), alias = $text)] $word),+ }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [$name] = &[$($name::$word),+];

            /// All of them as a file writes them, in order.
            pub const WRITTEN: &'static [&'static str] = &[$(stringify!($word)),+];

            /// As a move or a journal line writes it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$word => $text),+ }
            }

            /// Reads what a person typed, whatever its case.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.as_str().eq_ignore_ascii_case(text))
            }
        }

        impl<'de> Deserialize<'de> for Written<$name> {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                #[derive(Deserialize)]
                enum $name { $($word),+ }
                Ok(Written(match $name::deserialize(from)? { $($name::$word => self::$name::$word),+ }))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    )+ };
}

words! {
    /// Impact class at this moment; the lower number is the worse.
    Severity {
        /// Critical, public notice.
        Sev1 = "sev1",
        /// Major, many users.
        Sev2 = "sev2",
        /// Partial or minor, or at risk of growing.
        Sev3 = "sev3",
        /// Minor, working hours.
        Sev4 = "sev4",
    }

    /// What a seat does in this incident.
    Role {
        /// Coordinates, decides, delegates; does not fix.
        Commander = "commander",
        /// Communication lead and the commander's support.
        Deputy = "deputy",
        /// Investigates and carries out agreed actions, for a system.
        Expert = "expert",
        /// Keeps the timeline.
        Scribe = "scribe",
        /// Talks with people inside or outside.
        Liaison = "liaison",
    }

    /// A component's health, the better first.
    Health {
        /// As it should be.
        Healthy = "healthy",
        /// Working badly.
        Degraded = "degraded",
        /// Not working.
        Down = "down",
    }

    /// A step of the loop.
    Step {
        /// Find out.
        Assess = "assess",
        /// Reduce impact.
        Stabilise = "stabilise",
        /// Tell an audience.
        Update = "update",
        /// Check that it worked.
        Verify = "verify",
    }

    /// What the process rules ask of an audience.
    AudienceKind {
        /// People outside.
        Customers = "customers",
        /// People inside who are not responding.
        Stakeholders = "stakeholders",
        /// The owning team's own channel.
        Team = "team",
    }

    /// How news comes.
    Channel {
        /// A page.
        Pager = "pager",
        /// The team's chat.
        Chat = "chat",
        /// A call.
        Phone = "phone",
        /// A ticket.
        Ticket = "ticket",
        /// Electronic mail.
        Email = "email",
        /// The public status page.
        StatusPage = "status-page",
        /// Customer support.
        Support = "support",
        /// Somebody from the top.
        Executive = "executive",
        /// What the public says.
        SocialMedia = "social-media",
        /// A supplier.
        Vendor = "vendor",
    }

    /// Whether a metric is read off or counted up.
    MetricKind {
        /// A level.
        Gauge = "gauge",
        /// A total; it keeps what it has.
        Counter = "counter",
    }

    /// How a metric moves.
    Shape {
        /// At once.
        Step = "step",
        /// In a straight line.
        Ramp = "ramp",
        /// Up and down again.
        Spike = "spike",
    }

    /// When a severity may page somebody.
    Pages {
        /// Day and night.
        Anytime = "anytime",
        /// In working hours.
        WorkingHours = "working-hours",
        /// Not at all.
        Never = "never",
    }

    /// How bad a harmful action is.
    Harm {
        /// A little worse.
        Minor = "minor",
        /// Much worse.
        Major = "major",
        /// As bad as it gets.
        Critical = "critical",
    }

    /// How far a scenario is.
    Release {
        /// Being written.
        Draft = "draft",
        /// In use.
        Released = "released",
        /// No longer used.
        Archived = "archived",
    }

    /// How an inject comes.
    InjectKind {
        /// Held for the facilitator.
        Contingency = "contingency",
    }
}

/// The words that moves begin with; no seat may be called by one.
#[rustfmt::skip]
pub const MOVE_WORDS: &[&str] = &[
    "ack", "page", "escalate", "declare", "severity", "statement", "close", "roles", "take", "assign", "announce",
    "handover", "accept", "leave", "release", "look", "ask", "do", "hold", "undo", "task", "report", "poll", "object",
    "decide", "plan", "update", "verify", "say", "note", "bookmark", "mark", "help", "status", "who", "feed", "actions",
    "hint", "card", "start", "pause", "resume", "wait", "end", "as", "inject", "skip", "nudge", "jump", "rewind",
    "voice", "observe", "talk", "force", "vacate",
];

impl Severity {
    /// The worse of two: the lower number.
    #[must_use]
    pub fn worse(self, other: Severity) -> Severity {
        self.min(other)
    }

    /// As people say it: `SEV1`.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Severity::Sev1 => "SEV1",
            Severity::Sev2 => "SEV2",
            Severity::Sev3 => "SEV3",
            Severity::Sev4 => "SEV4",
        }
    }
}

/// The words an update's state begins with; without one it is no update.
pub const STATES: [&str; 5] = ["investigating", "identified", "mitigating", "monitoring", "resolved"];

/// What may be said of a slot when there is nothing to say: honest, and it gives nobody away.
pub(crate) const NOTHING: [&str; 4] = ["unknown", "none", "nothing", "no change"];

/// Whether a plain text says something, by what can be counted: two different words, a number, or honestly nothing.
pub(crate) fn says(plain: &str) -> bool {
    NOTHING.contains(&plain)
        || plain.contains(|c: char| c.is_numeric())
        || two_words(plain)
        || two(plain.chars().filter(|&c| unspaced(c)))
}

/// Whether there are two different words, of which one is more than a letter.
fn two_words(plain: &str) -> bool {
    let words = || plain.split(' ').map(bare).filter(|word| is_word(word));
    two(words()) && words().any(|word| word.chars().nth(1).is_some())
}

/// Whether there are two that differ.
fn two<T: PartialEq>(mut all: impl Iterator<Item = T>) -> bool {
    all.next().is_some_and(|first| all.any(|other| other != first))
}

/// A word without the signs around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Whether it is of a script that puts no spaces between words (Thai, Lao, Khmer, Japanese, Chinese): two are two words.
pub(crate) fn unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

/// Whether something has a letter, and is no run of keys that lie side by side.
pub(crate) fn is_word(word: &str) -> bool {
    word.contains(char::is_alphabetic) && !is_run_of_keys(word)
}

/// Four keys or more, one beside the other: `asdf`, `lkjh`. What is a word all the same is none (`Wert`, German for a value).
fn is_run_of_keys(word: &str) -> bool {
    const ROWS: [&str; 5] = ["qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm"];
    let lies = |row: &str| {
        let mut runs = row.as_bytes().windows(word.len());
        runs.any(|keys| keys == word.as_bytes() || keys.iter().copied().eq(word.bytes().rev()))
    };
    (4..=10).contains(&word.len()) && word != "wert" && ROWS.into_iter().any(lies)
}

/// What an update says when it has nothing else to say, behind its state: "monitoring, no change".
pub(crate) const UNCHANGED: &str = "no change";

/// The state that a plain text begins with, if it does.
pub(crate) fn state_of(plain: &str) -> Option<&'static str> {
    STATES.into_iter().find(|state| {
        plain.strip_prefix(state).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    })
}

/// Other forms that people write, each with its state.
const FORMS: [(&str, &str); 6] = [
    ("investigate", STATES[0]),
    ("investigation", STATES[0]),
    ("mitigated", STATES[2]),
    ("mitigation", STATES[2]),
    ("monitor", STATES[3]),
    ("monitored", STATES[3]),
];

/// Words that lead to a state: "we are still investigating", "update 3: monitoring".
const LEADS: [&str; 14] = [
    "again", "are", "in", "is", "it", "it's", "now", "state", "status", "still", "under", "update", "we",
    "we're",
];

/// The state that a plain text names at its start, and what it says behind it: as it stands, in another form, one slip of
/// typing off, or behind words that lead to it. It is never a judgement of the text: "not resolved" names none.
pub(crate) fn state_named(plain: &str) -> Option<(&'static str, &str)> {
    if let Some(state) = state_of(plain) {
        return Some((state, plain[state.len()..].trim_matches(|c: char| !c.is_alphanumeric())));
    }
    let mut rest = plain;
    loop {
        let (first, behind) = rest.split_once(' ').unwrap_or((rest, ""));
        let word = bare(first);
        let leads = LEADS.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit());
        match state_spelt(word) {
            Some(state) => return Some((state, behind)),
            None if leads && !behind.is_empty() => rest = behind,
            None => return None,
        }
    }
}

/// The state that a word is, in any form, or one slip of typing off it.
fn state_spelt(word: &str) -> Option<&'static str> {
    let form = FORMS.into_iter().find(|(form, _)| *form == word).map(|(_, state)| state);
    let slip = |state: &&str| strsim::osa_distance(word, state) <= 1;
    // What is still to be done is not done.
    let to_do = ["resolve", "resolves"].contains(&word);
    form.or_else(|| STATES.into_iter().find(slip).filter(|_| !to_do))
}
