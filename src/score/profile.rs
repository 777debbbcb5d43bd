//! The rules as data: a profile is a file, and every number in it says where it comes from.
//!
//! Which numbers there are is fixed here; what they are, and why, stands in `default.ron`. Another profile says what it
//! has differently, and stands on the default for the rest; one that stands alone must be complete, so that the scorer
//! never has to ask.

mod check;
mod raw;
pub mod shipped;
mod write;

use std::collections::BTreeMap;

use check::Whose;
use serde::{Deserialize, Serialize};

use crate::memo::{Memo, digest};
use crate::scenario::problem::Problem;
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

            /// Reads it.
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
        /// How often the deputy calls the time.
        TimeCall = "advice.time_call",
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
    /// The profile it stands in, if that is another one.
    pub from: String,
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    id: String,
    /// The one that has what this one doesn't say.
    on: Option<String>,
    about: String,
    rows: BTreeMap<(Rule, Severity), Sourced<Row>>,
    /// Rules that ask for nothing, where another asks.
    unasked: BTreeMap<(Rule, Severity), Sourced<()>>,
    spans: BTreeMap<Span, Sourced<SimDuration>>,
    counts: BTreeMap<Count, Sourced<u32>>,
    weights: BTreeMap<String, Sourced<u32>>,
    audiences: BTreeMap<Severity, Sourced<Vec<AudienceKind>>>,
    roles: BTreeMap<Severity, Sourced<Vec<Role>>>,
    /// The digest of its essence.
    digest: Memo<String>,
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

    /// Reads one of the program's own profiles.
    ///
    /// # Errors
    /// Says everything that is wrong with it: numbers that are missing, unknown, said twice or out of order.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        made(check::check(text, Whose::Shipped))
    }

    /// Reads the profile of a record: one of an older release lacks numbers that came later, and has them from the
    /// default.
    ///
    /// # Errors
    /// As [`Profile::parse`], but for numbers that are missing.
    pub fn recorded(text: &str) -> Result<Self, ProfileError> {
        made(check::check(text, Whose::Recorded))
    }

    /// Reads somebody's own profile: all problems, each with its place and what to do. There is none if one of them is
    /// an error.
    #[must_use]
    pub fn own(text: &str) -> (Option<Self>, Vec<Problem>) {
        check::check(text, Whose::Own)
    }

    /// A profile that comes with the program, by its name, with or without its version.
    #[must_use]
    pub fn shipped(name: &str) -> Option<Self> {
        Profile::parse(shipped::find(name)?.text).ok()
    }

    /// The profile as one text that needs no other: what a drill's record keeps.
    #[must_use]
    pub fn text(&self) -> String {
        if Profile::shipped(Profile::DEFAULT).as_ref() == Some(self) {
            return Profile::default_text().to_string();
        }
        write::text(self)
    }

    /// The profile it stands on, if it does.
    #[must_use]
    pub fn on(&self) -> Option<&str> {
        self.on.as_deref()
    }

    /// What it is, in a line.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.about
    }

    /// Its numbers under another name; each says where it is from.
    fn under(self, id: String) -> Self {
        let Profile {
            id: old,
            mut rows,
            mut unasked,
            mut spans,
            mut counts,
            mut weights,
            mut audiences,
            mut roles,
            ..
        } = self;
        let from = |from: &mut String| {
            if from.is_empty() {
                from.clone_from(&old);
            }
        };
        rows.values_mut().for_each(|said| from(&mut said.from));
        unasked.values_mut().for_each(|said| from(&mut said.from));
        spans.values_mut().for_each(|said| from(&mut said.from));
        counts.values_mut().for_each(|said| from(&mut said.from));
        weights.values_mut().for_each(|said| from(&mut said.from));
        audiences.values_mut().for_each(|said| from(&mut said.from));
        roles.values_mut().for_each(|said| from(&mut said.from));
        let (on, about) = (None, String::new());
        Profile {
            id,
            on,
            about,
            rows,
            unasked,
            spans,
            counts,
            weights,
            audiences,
            roles,
            digest: Memo::default(),
        }
    }

    /// What a profile of an older release does not say.
    fn fill(&mut self) {
        let Some(default) = Profile::shipped(Profile::DEFAULT) else { return };
        let default = default.under(self.id.clone());
        let known: Vec<Rule> = self.rows.keys().chain(self.unasked.keys()).map(|&(rule, _)| rule).collect();
        for (key, row) in default.rows.into_iter().filter(|((rule, _), _)| !known.contains(rule)) {
            self.rows.insert(key, row);
        }
        for (key, said) in default.spans {
            self.spans.entry(key).or_insert(said);
        }
        for (key, said) in default.counts {
            self.counts.entry(key).or_insert(said);
        }
        for (key, said) in default.weights {
            self.weights.entry(key).or_insert(said);
        }
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
        let number = |entry: Entry<'_>| Number {
            of: entry.of,
            is: entry.is.unwrap_or_else(|| "not asked".to_string()),
            source: entry.tag.letter(),
            why: entry.why.to_string(),
            from: entry.from.to_string(),
        };
        self.entries().map(number).collect()
    }

    fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let rows = self.rows.iter().map(|(&(rule, at), said)| {
            let is = format!("{} to {}", said.is.target, said.is.limit);
            entry(format!("{} {}", rule.as_str(), at.label()), Some(is), said)
        });
        let unasked = self
            .unasked
            .iter()
            .map(|(&(rule, at), said)| entry(format!("{} {}", rule.as_str(), at.label()), None, said));
        let spans = self.spans.iter().map(|(of, said)| entry(of.as_str(), Some(said.is.to_string()), said));
        let counts = self.counts.iter().map(|(of, said)| entry(of.as_str(), Some(said.is.to_string()), said));
        let weights =
            self.weights.iter().map(|(of, said)| entry(of.as_str(), Some(said.is.to_string()), said));
        let audiences = self.audiences.iter().map(|(at, said)| {
            let are: Vec<_> = said.is.iter().map(|kind| kind.as_str()).collect();
            entry(format!("audiences {}", at.label()), Some(are.join(", ")), said)
        });
        let roles = self.roles.iter().map(|(at, said)| {
            let are: Vec<_> = said.is.iter().map(|role| role.as_str()).collect();
            entry(format!("roles {}", at.label()), Some(are.join(", ")), said)
        });
        rows.chain(unasked).chain(spans).chain(counts).chain(weights).chain(audiences).chain(roles)
    }

    /// Every number and list without its words: two profiles with the same essence rate the same.
    #[must_use]
    pub fn essence(&self) -> String {
        let mut text = String::new();
        for Entry { of, is, .. } in self.entries() {
            if let Some(is) = is {
                text.extend([&of, " ", &is, "\n"]);
            }
        }
        text
    }

    /// The digest of that.
    pub(crate) fn digest(&self) -> &str {
        self.digest.or(|| digest(&self.essence()))
    }
}

fn made((profile, problems): (Option<Profile>, Vec<Problem>)) -> Result<Profile, ProfileError> {
    let errors = problems.into_iter().filter(Problem::is_error).map(|problem| problem.message);
    profile.ok_or_else(|| ProfileError(errors.collect()))
}

/// A number or list of a profile, or that none is asked, on its way out.
struct Entry<'a> {
    of: String,
    is: Option<String>,
    tag: Tag,
    why: &'a str,
    from: &'a str,
}

fn entry<T>(of: impl Into<String>, is: Option<String>, said: &Sourced<T>) -> Entry<'_> {
    Entry { of: of.into(), is, tag: said.tag, why: &said.why, from: &said.from }
}

impl Count {
    /// The largest it can be: a share of full credit, or a number of things.
    fn most(self) -> u32 {
        match self {
            Count::Night => 100_000,
            Count::LongPromise
            | Count::CommandChanges
            | Count::Reports
            | Count::ManyReports
            | Count::Assessments
            | Count::SeverityChanges
            | Count::WholeGroup
            | Count::GroupFrom => 100,
            Count::WithoutFollow
            | Count::HandsOn
            | Count::Absent
            | Count::LongBox
            | Count::ShortHold
            | Count::ClassShare
            | Count::OneHigh
            | Count::TwoHigh
            | Count::OneMild
            | Count::StatementTime
            | Count::Unneeded
            | Count::Released
            | Count::NobodyNeeded
            | Count::Nudged
            | Count::Hinted
            | Count::Told
            | Count::OtherSeat
            | Count::HarmMinor
            | Count::HarmMajor
            | Count::HarmCritical
            | Count::HarmMost
            | Count::HarmAsked
            | Count::HarmUndone => 10_000,
        }
    }
}

/// Every weight a profile has: dimensions, their criteria, and the parts of some.
const WEIGHTS: &[&str] = &[
    "ack",
    "roles",
    "updates",
    "loop",
    "ack.chain",
    "roles.commander_time",
    "roles.set",
    "roles.announced",
    "roles.separation",
    "roles.handover",
    "updates.first",
    "updates.gaps",
    "updates.content",
    "updates.change",
    "updates.promise",
    "updates.audience",
    "updates.closing",
    "loop.completeness",
    "loop.verify",
    "loop.order",
    "loop.tasks",
    "loop.reassess",
    "loop.decision",
    "handover.brief",
    "handover.accepted",
    "handover.announced",
    "handover.gap",
    "scenario.actions",
    "scenario.mitigate",
    "scenario.severity",
    "scenario.statement",
    "scenario.paging",
    "paging.recall",
    "paging.economy",
];

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
        assert!(profile.sourced().iter().all(|number| !number.why.is_empty()));
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
    fn the_weights_are_those_of_every_part() {
        let of = |whole: &str, parts: &[&str]| {
            parts.iter().map(|part| format!("{whole}.{part}")).collect::<Vec<_>>()
        };
        let mut all: Vec<String> = CRITERIA.iter().map(|(dimension, _)| (*dimension).to_string()).collect();
        all.extend(CRITERIA.iter().flat_map(|&(dimension, criteria)| of(dimension, criteria)));
        all.extend(
            of("handover", HANDOVER).into_iter().chain(of("scenario", SCENARIO)).chain(of("paging", PAGING)),
        );
        assert_eq!(all, WEIGHTS);
    }

    #[test]
    fn every_shipped_profile_is_whole_and_each_number_says_where_it_is_from() {
        for shipped in shipped::all() {
            let (profile, problems) = check::check(shipped.text, Whose::Shipped);
            assert!(problems.is_empty(), "{}: {problems:#?}", shipped.id);
            let profile = profile.expect(shipped.id);
            assert_eq!(profile.id(), shipped.id);
            let default = shipped.id == Profile::DEFAULT;
            assert_eq!(profile.on(), (!default).then_some(Profile::DEFAULT));
            let own = profile.sourced().into_iter().filter(|number| number.from.is_empty()).count();
            assert!(default || (3..40).contains(&own), "{}: {own} of its own", shipped.id);
            assert_eq!(profile.essence() == self::default().essence(), default, "{}", shipped.id);
        }
    }

    #[test]
    fn a_profile_is_one_text_that_needs_no_other() {
        let gitlab = Profile::shipped("gitlab").expect("it ships");
        let again = Profile::recorded(&gitlab.text()).expect("it can be read again");
        assert_eq!(again.essence(), gitlab.essence());
        let wide = |profile: &Profile| profile.sourced().into_iter().find(|number| number.of == "loop.tasks");
        assert_eq!(wide(&again).map(|number| number.from), Some("default@1".to_string()));
        assert_eq!(default().text(), Profile::default_text());
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let text = Profile::default_text()
            .replacen("target: \"5m\", limit: \"15m\"", "target: \"20m\", limit: \"15m\"", 1)
            .replacen("\"loop.unopposed_for\", is: \"30s\"", "\"loop.unopposed_for\", is: \"soon\"", 1)
            .replacen("\"roles.hands_on\"", "\"roles.hand_on\"", 1);
        let ProfileError(wrong) = Profile::parse(&text).expect_err("it is broken");
        assert_eq!(wrong.len(), 4, "{wrong:#?}");
        assert!(wrong.iter().any(|wrong| wrong == "the limit 15m is not after the target 20m"), "{wrong:#?}");
        assert!(wrong.iter().any(|wrong| wrong == "there is no count `roles.hand_on`"), "{wrong:#?}");
    }
}
