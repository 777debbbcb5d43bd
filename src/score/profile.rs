//! The rules as data: a profile is a file, and every number in it says where it comes from.
//!
//! Which numbers there are is fixed here; what they are, and why, stands in `default.ron`. A profile that lacks one is
//! refused as a whole, so that the scorer never has to ask.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::scenario::words::{AudienceKind, Role, Severity};
use crate::time::SimDuration;

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $key:ident = $text:literal),+ $(,)? })+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$each])* $key),+ }

        impl $name {
            /// All of them.
            pub const ALL: &'static [$name] = &[$($name::$key),+];

            /// As the profile writes it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$key => $text),+ }
            }

            fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|key| key.as_str() == text)
            }
        }
    )+ };
}

keys! {
    /// What has a target and a limit.
    Rule {
        /// From a page to its acknowledgement.
        AckChain = "ack.chain",
        /// From an acknowledgement to the first act.
        AckFollow = "ack.follow",
        /// From the declaration to a commander.
        CommanderTime = "roles.commander_time",
        /// From the declaration to the other roles.
        RoleSet = "roles.set",
        /// From an assignment to its announcement.
        Announced = "roles.announced",
        /// Time without anyone in command.
        CommandGap = "roles.command_gap",
        /// From the declaration to the incident statement.
        Statement = "classify.statement",
        /// From the declaration to the first update.
        FirstUpdate = "updates.first",
        /// The same, for customers.
        FirstCustomers = "updates.first_customers",
        /// From one update to the next.
        Gap = "updates.gaps",
        /// The same, while a fix is watched.
        GapMonitoring = "updates.gaps_monitoring",
        /// From a change to the update that follows.
        Change = "updates.change",
        /// From closing to the closing update.
        Closing = "updates.closing",
        /// From the declaration to the first mitigation.
        Mitigation = "mitigate.first",
        /// From the evidence to the right severity.
        Class = "classify.severity",
        /// From the evidence to the page of a needed team.
        TeamPaged = "paging.recall",
        /// How long a time box is.
        TimeBox = "loop.time_box",
        /// From the end of a time box to coming back.
        FollowUp = "loop.follow_up",
        /// From a new fact to the next look.
        Reassess = "loop.reassess",
        /// How long one seat stays in command.
        CommandLength = "advice.command_length",
        /// The first thirty minutes: commander or deputy, and an expert, in the call.
        Together = "first30.together",
        /// What is going on is understood.
        Understand = "first30.understand",
        /// The incident statement.
        Stated = "first30.statement",
        /// Roles given and announced.
        Given = "first30.roles",
        /// A first update.
        Communicate = "first30.communicate",
        /// A first mitigation.
        Stabilise = "first30.stabilise",
        /// A plan with time boxes, and a time to look again.
        Planned = "first30.plan",
    }

    /// A single time.
    Span {
        /// A repeated text is no update within this.
        RepeatWithin = "updates.repeat_within",
        /// An update so long before closing is the closing one.
        ClosingBefore = "updates.closing_before",
        /// So late is a promise still kept.
        PromiseGrace = "updates.promise_grace",
        /// After so long promises may be longer.
        LongIncident = "updates.long_incident",
        /// The owner's next move within this acknowledges a task.
        AcknowledgedWithin = "loop.acknowledged_within",
        /// A check-in may come so long before the end of the box.
        CheckInBefore = "loop.check_in_before",
        /// A task covers what its owner does so long after its report.
        JustReported = "loop.just_reported",
        /// A poll that nobody opposes for so long is a decision.
        UnopposedFor = "loop.unopposed_for",
        /// When a drill's time is up: what took effect so long before could have been checked.
        UncheckedAfter = "loop.unchecked_after",
        /// A stand-in that was asked so long ago acts for who asked.
        AskedWithin = "loop.asked_within",
        /// Changes of commander are counted within this.
        CommandChanges = "advice.command_changes",
        /// Work that makes nothing smaller is remarked on after so long.
        Searching = "advice.searching",
        /// Longer talk about the severity is remarked on.
        SeverityTalk = "advice.severity_talk",
        /// Who was paged for nothing and let go within this was hardly disturbed.
        ReleasedWithin = "paging.released_within",
        /// Night begins, by the story's clock.
        NightFrom = "paging.night_from",
        /// And ends.
        NightTo = "paging.night_to",
        /// The first minutes, in which the seven steps are taken.
        FirstWithin = "first30.within",
        /// The next look is planned within this.
        PlannedWithin = "first30.planned_within",
    }

    /// A single count, or a credit in basis points.
    Count {
        /// What an acknowledgement is worth that nothing follows.
        WithoutFollow = "ack.without_follow",
        /// What one hands-on action in command costs.
        HandsOn = "roles.hands_on",
        /// The share of time that may pass without a commander.
        Absent = "roles.absent",
        /// So many times the policy's interval may be promised in a long incident.
        LongPromise = "updates.long_promise",
        /// What a time box over the limit is worth.
        LongBox = "loop.long_box",
        /// What a good reading is worth that was not watched.
        ShortHold = "loop.short_hold",
        /// More changes of commander than this are remarked on.
        CommandChanges = "advice.command_changes",
        /// So many direct reports are remarked on.
        Reports = "advice.reports",
        /// So many are flagged.
        ManyReports = "advice.many_reports",
        /// So many looks without a decision are remarked on.
        Assessments = "advice.assessments",
        /// More changes of severity than this without a new fact are remarked on.
        SeverityChanges = "advice.severity_changes",
        /// What the class counts in the severity, the time being the rest.
        ClassShare = "classify.class_share",
        /// What one severity too high is worth.
        OneHigh = "classify.one_high",
        /// What two too high are worth.
        TwoHigh = "classify.two_high",
        /// What one too mild is worth.
        OneMild = "classify.one_mild",
        /// What the time counts in the statement, the slots being the rest.
        StatementTime = "classify.statement_time",
        /// What a page costs that was not needed.
        Unneeded = "paging.unneeded",
        /// What a page to a whole group counts.
        WholeGroup = "paging.whole_group",
        /// So many pages of one move are a whole group's.
        GroupFrom = "paging.group_from",
        /// What a page in the night counts.
        Night = "paging.night",
        /// What a page counts whose seat was soon let go.
        Released = "paging.released",
        /// What paging counts in the scenario score when nobody was needed.
        NobodyNeeded = "paging.nobody_needed",
        /// What an action is worth after an open question.
        Nudged = "actions.nudged",
        /// After a pointer.
        Hinted = "actions.hinted",
        /// After it was told.
        Told = "actions.told",
        /// By a seat whose job it was not.
        OtherSeat = "actions.other_seat",
        /// What a minor harm takes off.
        HarmMinor = "harm.minor",
        /// A major one.
        HarmMajor = "harm.major",
        /// A critical one.
        HarmCritical = "harm.critical",
        /// The most that all harm takes off.
        HarmMost = "harm.most",
        /// What is left of it when the risk was asked and a poll held.
        HarmAsked = "harm.asked",
        /// And when it was undone in time.
        HarmUndone = "harm.undone",
    }
}

/// The dimensions, each with its criteria, in the order of the card.
pub const CRITERIA: &[(&str, &[&str])] = &[
    ("ack", &["chain"]),
    ("roles", &["commander_time", "set", "announced", "separation", "handover"]),
    ("updates", &["first", "gaps", "content", "change", "promise", "audience", "closing"]),
    ("loop", &["completeness", "verify", "order", "tasks", "reassess", "decision"]),
];

/// The parts of the scenario score, which have weights.
pub const SCENARIO: &[&str] = &["actions", "mitigate", "severity", "statement", "paging"];

/// The parts of paging.
const PAGING: &[&str] = &["recall", "economy"];

/// The parts of a handover, which have weights too.
const HANDOVER: &[&str] = &["brief", "accepted", "announced", "gap"];

/// Where a number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Tag {
    /// A source states it for this purpose.
    S,
    /// Derived from numbers that sources state.
    D,
    /// A house default.
    H,
}

impl Tag {
    /// Its letter.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Tag::S => 'S',
            Tag::D => 'D',
            Tag::H => 'H',
        }
    }
}

/// A number with its provenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The number.
    pub is: T,
    /// Where it comes from.
    pub tag: Tag,
    /// In words.
    pub why: String,
}

/// A number of a profile as it is shown, with its provenance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Number {
    /// As the profile names it.
    pub of: String,
    /// The number, or the list.
    pub is: String,
    /// S, D or H.
    pub source: char,
    /// Why.
    pub why: String,
    /// The profile in which it stands, if that is another one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
}

/// A target and a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Full credit up to here.
    pub target: SimDuration,
    /// None from here.
    pub limit: SimDuration,
}

/// The rules a drill is rated by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    id: String,
    rows: BTreeMap<(Rule, Severity), Sourced<Row>>,
    spans: BTreeMap<Span, Sourced<SimDuration>>,
    counts: BTreeMap<Count, Sourced<u32>>,
    weights: BTreeMap<String, Sourced<u32>>,
    audiences: BTreeMap<Severity, Sourced<Vec<AudienceKind>>>,
    roles: BTreeMap<Severity, Sourced<Vec<Role>>>,
}

/// What is wrong with a profile: everything at once.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the scoring profile cannot be used: {}", .0.join("; "))]
pub struct ProfileError(pub Vec<String>);

impl Profile {
    /// The name and version of the default profile.
    pub const DEFAULT: &'static str = "default@1";

    /// The default profile, to the byte.
    #[must_use]
    pub const fn default_text() -> &'static str {
        include_str!("default.ron")
    }

    /// Reads a profile.
    ///
    /// # Errors
    /// Says everything that is wrong with it: numbers that are missing, unknown, said twice or out of order.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        let raw: Raw = ron::from_str(text).map_err(|error| ProfileError(vec![error.to_string()]))?;
        let mut reader = Reader::default();
        let profile = reader.profile(raw);
        if reader.wrong.is_empty() { Ok(profile) } else { Err(ProfileError(reader.wrong)) }
    }

    /// Reads the profile of a record: one of an older release lacks numbers that came later, and has them from the
    /// default.
    ///
    /// # Errors
    /// As [`Profile::parse`], but for numbers that are missing.
    pub fn recorded(text: &str) -> Result<Self, ProfileError> {
        let raw: Raw = ron::from_str(text).map_err(|error| ProfileError(vec![error.to_string()]))?;
        let mut reader = Reader { later: true, ..Reader::default() };
        let profile = reader.profile(raw);
        if reader.wrong.is_empty() { Ok(profile) } else { Err(ProfileError(reader.wrong)) }
    }

    /// Its name and version, such as `default@1`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Target and limit of a rule at a severity; `None` where nothing is asked.
    #[must_use]
    pub fn row(&self, rule: Rule, at: Severity) -> Option<Row> {
        self.rows.get(&(rule, at)).map(|row| row.is)
    }

    /// The same with its provenance.
    #[must_use]
    pub fn sourced_row(&self, rule: Rule, at: Severity) -> Option<&Sourced<Row>> {
        self.rows.get(&(rule, at))
    }

    /// Where a rule's numbers come from; a house default where nothing is asked.
    #[must_use]
    pub fn tag(&self, rule: Rule, at: Severity) -> Tag {
        self.rows.get(&(rule, at)).map_or(Tag::H, |row| row.tag)
    }

    /// A single time.
    #[must_use]
    pub fn span(&self, span: Span) -> SimDuration {
        self.spans.get(&span).map_or(SimDuration::ZERO, |said| said.is)
    }

    /// A single count.
    #[must_use]
    pub fn count(&self, count: Count) -> u32 {
        self.counts.get(&count).map_or(0, |said| said.is)
    }

    /// What a dimension (`ack`) or a criterion (`roles.set`) counts.
    #[must_use]
    pub fn weight(&self, of: &str) -> u32 {
        self.weights.get(of).map_or(0, |said| said.is)
    }

    /// The kinds of audience that are owed updates.
    #[must_use]
    pub fn audiences(&self, at: Severity) -> &[AudienceKind] {
        self.audiences.get(&at).map_or(&[], |said| &said.is)
    }

    /// The roles that are needed.
    #[must_use]
    pub fn roles(&self, at: Severity) -> &[Role] {
        self.roles.get(&at).map_or(&[], |said| &said.is)
    }

    /// Every number and list with its provenance.
    #[must_use]
    pub fn sourced(&self) -> Vec<Number> {
        let numbers = self.numbers();
        let numbers = numbers.map(|(of, is, tag, why)| (of, is, tag, why.to_string()));
        let listed = |of: &str, at: &Severity, is: Vec<String>, tag, why: &str| {
            (format!("{of} {}", at.label()), is.join(", "), tag, why.to_string())
        };
        let audiences = self.audiences.iter().map(|(at, said)| {
            let are = said.is.iter().map(|kind| kind.as_str().to_string()).collect();
            listed("audiences", at, are, said.tag, &said.why)
        });
        let roles = self.roles.iter().map(|(at, said)| {
            let are = said.is.iter().map(|role| role.as_str().to_string()).collect();
            listed("roles", at, are, said.tag, &said.why)
        });
        let all = numbers.chain(audiences).chain(roles);
        all.map(|(of, is, tag, why)| Number { of, is, source: tag.letter(), why, from: String::new() })
            .collect()
    }

    /// Every number and list without its words: two profiles with the same essence rate the same.
    #[must_use]
    pub fn essence(&self) -> String {
        let numbers: String = self.numbers().map(|(of, is, _, _)| format!("{of} {is}\n")).collect();
        let audiences: String =
            self.audiences.iter().map(|(at, said)| format!("{at:?} {:?}\n", said.is)).collect();
        let roles: String = self.roles.iter().map(|(at, said)| format!("{at:?} {:?}\n", said.is)).collect();
        numbers + &audiences + &roles
    }

    /// Every number with its provenance, as `("updates.gaps SEV1", "20m to 40m", tag, why)`.
    pub fn numbers(&self) -> impl Iterator<Item = (String, String, Tag, &str)> {
        let rows = self.rows.iter().map(|(&(rule, at), row)| {
            let numbers = format!("{} to {}", row.is.target, row.is.limit);
            (format!("{} {}", rule.as_str(), at.label()), numbers, row.tag, row.why.as_str())
        });
        let spans = self.spans.iter().map(|(span, said)| line(span.as_str(), said));
        let counts = self.counts.iter().map(|(count, said)| line(count.as_str(), said));
        let weights = self.weights.iter().map(|(of, said)| line(of, said));
        rows.chain(spans).chain(counts).chain(weights)
    }
}

fn line<'a, T: std::fmt::Display>(of: &str, said: &'a Sourced<T>) -> (String, String, Tag, &'a str) {
    (of.to_string(), said.is.to_string(), said.tag, said.why.as_str())
}

#[derive(Deserialize)]
#[serde(rename = "Profile", deny_unknown_fields)]
struct Raw {
    id: String,
    thresholds: Vec<RawRow>,
    weights: Vec<RawNumber<u32>>,
    spans: Vec<RawNumber<String>>,
    counts: Vec<RawNumber<u32>>,
    audiences: Vec<RawList<AudienceKind>>,
    roles: Vec<RawList<Role>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRow {
    of: String,
    at: Severity,
    target: String,
    limit: String,
    tag: Tag,
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNumber<T> {
    of: String,
    is: T,
    tag: Tag,
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawList<T> {
    at: Severity,
    are: Vec<T>,
    tag: Tag,
    why: String,
}

/// Turns what was written into a profile, and remembers what was wrong.
#[derive(Default)]
struct Reader {
    wrong: Vec<String>,
    /// Numbers that are missing came later.
    later: bool,
}

impl Reader {
    fn profile(&mut self, raw: Raw) -> Profile {
        let mut profile = Profile {
            id: raw.id,
            rows: self.rows(raw.thresholds),
            spans: self.spans(raw.spans),
            counts: self.counts(raw.counts),
            weights: self.weights(raw.weights),
            audiences: self.lists("audiences", raw.audiences),
            roles: self.lists("roles", raw.roles),
        };
        if self.later {
            Self::fill(&mut profile);
        }
        self.complete(&profile);
        profile
    }

    /// What a profile of an older release does not say.
    fn fill(profile: &mut Profile) {
        let Ok(default) = Profile::parse(Profile::default_text()) else { return };
        for (key, row) in default.rows {
            let (rule, _) = key;
            if !profile.rows.keys().any(|&(known, at)| known == rule && (known, at) != key) {
                profile.rows.entry(key).or_insert(row);
            }
        }
        for (key, said) in default.spans {
            profile.spans.entry(key).or_insert(said);
        }
        for (key, said) in default.counts {
            profile.counts.entry(key).or_insert(said);
        }
        for (key, said) in default.weights {
            profile.weights.entry(key).or_insert(said);
        }
    }

    fn rows(&mut self, raw: Vec<RawRow>) -> BTreeMap<(Rule, Severity), Sourced<Row>> {
        let mut rows = BTreeMap::new();
        for RawRow { of, at, target, limit, tag, why } in raw {
            let Some(rule) = Rule::parse(&of) else {
                self.wrong.push(format!("no rule `{of}`"));
                continue;
            };
            let row = Row { target: self.duration(&of, &target), limit: self.duration(&of, &limit) };
            if row.target >= row.limit {
                self.wrong.push(format!("`{of}` at {}: the target is not before the limit", at.label()));
            }
            self.put(&mut rows, &of, (rule, at), Sourced { is: row, tag, why });
        }
        rows
    }

    fn spans(&mut self, raw: Vec<RawNumber<String>>) -> BTreeMap<Span, Sourced<SimDuration>> {
        let mut spans = BTreeMap::new();
        for RawNumber { of, is, tag, why } in raw {
            let is = self.duration(&of, &is);
            match Span::parse(&of) {
                Some(span) => self.put(&mut spans, &of, span, Sourced { is, tag, why }),
                None => self.wrong.push(format!("no time `{of}`")),
            }
        }
        spans
    }

    fn counts(&mut self, raw: Vec<RawNumber<u32>>) -> BTreeMap<Count, Sourced<u32>> {
        let mut counts = BTreeMap::new();
        for RawNumber { of, is, tag, why } in raw {
            match Count::parse(&of) {
                Some(count) => self.put(&mut counts, &of, count, Sourced { is, tag, why }),
                None => self.wrong.push(format!("no count `{of}`")),
            }
        }
        counts
    }

    fn weights(&mut self, raw: Vec<RawNumber<u32>>) -> BTreeMap<String, Sourced<u32>> {
        let mut weights = BTreeMap::new();
        for RawNumber { of, is, tag, why } in raw {
            if !wanted_weights().any(|wanted| wanted == of) {
                self.wrong.push(format!("nothing has the weight `{of}`"));
            } else if is > 1_000 {
                self.wrong.push(format!("the weight `{of}` is over 1000"));
            }
            self.put(&mut weights, &of.clone(), of, Sourced { is, tag, why });
        }
        weights
    }

    fn lists<T>(&mut self, what: &str, raw: Vec<RawList<T>>) -> BTreeMap<Severity, Sourced<Vec<T>>> {
        let mut lists = BTreeMap::new();
        for RawList { at, are, tag, why } in raw {
            self.put(&mut lists, &format!("{what} at {}", at.label()), at, Sourced { is: are, tag, why });
        }
        lists
    }

    fn put<K: Ord, T>(&mut self, map: &mut BTreeMap<K, Sourced<T>>, of: &str, key: K, said: Sourced<T>) {
        if said.why.trim().is_empty() {
            self.wrong.push(format!("`{of}` does not say why"));
        }
        if map.insert(key, said).is_some() {
            self.wrong.push(format!("`{of}` is said twice"));
        }
    }

    fn duration(&mut self, of: &str, text: &str) -> SimDuration {
        SimDuration::parse(text).filter(|&ms| ms >= SimDuration::ZERO).unwrap_or_else(|| {
            self.wrong.push(format!("`{of}`: `{text}` is not a duration such as 90s or 5m"));
            SimDuration::ZERO
        })
    }

    /// What the scorer cannot do without: a rule may be missing at a severity, but not at SEV1.
    fn complete(&mut self, profile: &Profile) {
        let rules = Rule::ALL.iter().filter(|&&rule| profile.row(rule, Severity::Sev1).is_none());
        let spans = Span::ALL.iter().filter(|span| !profile.spans.contains_key(span));
        let counts = Count::ALL.iter().filter(|count| !profile.counts.contains_key(count));
        let missing = rules.map(|rule| format!("{} at SEV1", rule.as_str()));
        let missing = missing.chain(spans.map(|span| span.as_str().to_string()));
        let missing = missing.chain(counts.map(|count| count.as_str().to_string()));
        let missing = missing.chain(wanted_weights().filter(|of| !profile.weights.contains_key(of)));
        self.wrong.extend(missing.map(|of| format!("`{of}` is missing")));
    }
}

/// Every weight a profile must have: dimensions, their criteria, the parts of a handover.
fn wanted_weights() -> impl Iterator<Item = String> {
    let of =
        |whole: &'static str, parts: &'static [&str]| parts.iter().map(move |part| format!("{whole}.{part}"));
    let criteria = CRITERIA.iter().flat_map(move |&(dimension, criteria)| of(dimension, criteria));
    CRITERIA
        .iter()
        .map(|&(dimension, _)| dimension.to_string())
        .chain(criteria)
        .chain(of("handover", HANDOVER))
        .chain(of("scenario", SCENARIO))
        .chain(of("paging", PAGING))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn default() -> Profile {
        Profile::parse(Profile::default_text()).expect("it is complete")
    }

    #[test]
    fn the_default_profile_is_complete_and_says_why() {
        let profile = default();
        assert_eq!(profile.id(), "default@1");
        assert!(profile.numbers().all(|(_, _, _, why)| !why.is_empty()));
        for &(dimension, criteria) in CRITERIA {
            let sum: u32 = criteria.iter().map(|of| profile.weight(&format!("{dimension}.{of}"))).sum();
            assert_eq!(sum, 100, "{dimension}");
        }
        assert_eq!(CRITERIA.iter().map(|(dimension, _)| profile.weight(dimension)).sum::<u32>(), 100);
    }

    #[test]
    fn a_milder_severity_never_asks_for_more() {
        let profile = default();
        for &rule in Rule::ALL {
            let rows: Vec<_> = Severity::ALL.iter().filter_map(|&at| profile.row(rule, at)).collect();
            assert!(rows.windows(2).all(|pair| pair[0].target <= pair[1].target), "{}", rule.as_str());
            assert!(rows.windows(2).all(|pair| pair[0].limit <= pair[1].limit), "{}", rule.as_str());
        }
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let text = Profile::default_text()
            .replacen("target: \"5m\", limit: \"15m\"", "target: \"20m\", limit: \"15m\"", 1)
            .replacen("\"loop.unopposed_for\", is: \"30s\"", "\"loop.unopposed_for\", is: \"soon\"", 1)
            .replacen("\"roles.hands_on\"", "\"roles.hand_on\"", 1);
        let ProfileError(wrong) = Profile::parse(&text).expect_err("it is broken");
        assert_eq!(
            wrong,
            [
                "`ack.chain` at SEV1: the target is not before the limit",
                "`loop.unopposed_for`: `soon` is not a duration such as 90s or 5m",
                "no count `roles.hand_on`",
                "`roles.hands_on` is missing",
            ]
        );
    }
}
