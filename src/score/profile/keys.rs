//! Which numbers a profile has: its rules, times, counts and weights by name. What they are stands in the profile.

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
            pub(super) fn parse(text: &str) -> Option<Self> {
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
        /// How often the deputy calls the time, and something is heard of command.
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
pub(super) const PAGING: &[&str] = &["recall", "economy"];

/// The parts of a handover, which have weights too.
pub(super) const HANDOVER: &[&str] = &["brief", "accepted", "announced", "gap"];

impl Span {
    /// The shortest and the longest it can be, in milliseconds.
    pub(super) const fn range_ms(self) -> (i64, i64) {
        const DAY: i64 = 24 * 60 * 60 * 1_000;
        match self {
            // Times of day: 24:00 is 0:00 of the next.
            Span::NightFrom | Span::NightTo => (0, DAY - 1),
            // What has to happen within it could not.
            Span::FirstWithin | Span::PlannedWithin | Span::CommandChanges => (1_000, DAY),
            Span::RepeatWithin
            | Span::ClosingBefore
            | Span::PromiseGrace
            | Span::LongIncident
            | Span::AcknowledgedWithin
            | Span::CheckInBefore
            | Span::JustReported
            | Span::UnopposedFor
            | Span::UncheckedAfter
            | Span::AskedWithin
            | Span::Searching
            | Span::SeverityTalk
            | Span::ReleasedWithin => (0, DAY),
        }
    }
}

/// What a count counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Basis points of credit: 10,000 is all of it.
    Credit,
    /// Basis points off the scenario score: 100 is a point.
    Points,
    /// Basis points of what a page costs at other times.
    Factor,
    /// Things.
    Things,
}

impl Count {
    /// What it counts.
    pub(super) const fn unit(self) -> Unit {
        match self {
            Count::Night => Unit::Factor,
            Count::LongPromise
            | Count::CommandChanges
            | Count::Reports
            | Count::ManyReports
            | Count::Assessments
            | Count::SeverityChanges
            | Count::WholeGroup
            | Count::GroupFrom => Unit::Things,
            Count::HarmMinor | Count::HarmMajor | Count::HarmCritical | Count::HarmMost => Unit::Points,
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
            | Count::HarmAsked
            | Count::HarmUndone => Unit::Credit,
        }
    }

    /// What it can be, for whoever writes it.
    pub(super) const fn in_words(self) -> &'static str {
        match (self.unit(), self) {
            (_, Count::GroupFrom) => "from 2 to 100: one page is no group",
            (Unit::Things, _) => "from 1 to 100",
            (Unit::Factor, _) => "from 10000, as by day, to 100000, ten times that",
            (Unit::Credit, _) => "from 0 to 10000, which is all of it",
            (Unit::Points, _) => "from 0 to 10000, which is all of the score; 100 is a point",
        }
    }

    /// The least and the most it can be.
    pub(super) const fn range(self) -> (u32, u32) {
        match (self.unit(), self) {
            // One page is no group.
            (_, Count::GroupFrom) => (2, 100),
            (Unit::Things, _) => (1, 100),
            // A page in the night is no smaller thing than one by day.
            (Unit::Factor, _) => (10_000, 100_000),
            (Unit::Credit | Unit::Points, _) => (0, 10_000),
        }
    }
}

/// Every weight a profile has: dimensions, their criteria, and the parts of some.
pub(super) const WEIGHTS: &[&str] = &[
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
