//! What each part of a file should have been, in words, with an example.

use crate::scenario::raw::{self, Act, Dur, FindingOn, Good, Pairs, Quantity, Target};
use crate::scenario::source::Mode;
use crate::scenario::words::{
    AudienceKind, Channel, Harm, Health, InjectKind, MetricKind, Pages, Release, Role, Severity, Shape, Step,
    Written,
};

/// What a part should be.
pub(crate) trait Expect {
    /// In words, with an article: `a duration in quotes`.
    const WHAT: &'static str;
    /// As it is written.
    const EXAMPLE: &'static str;
}

macro_rules! expect {
    ($($t:ty: $what:literal, $example:literal;)+) => { $(
        impl Expect for $t {
            const WHAT: &'static str = $what;
            const EXAMPLE: &'static str = $example;
        }
    )+ };
}

impl Expect for raw::Str<'_> {
    const WHAT: &'static str = "a text in quotes";
    const EXAMPLE: &'static str = "\"billing\"";
}

macro_rules! expect_struct {
    ($($t:ident: $what:literal, $example:literal;)+) => { $(
        impl<M: Mode> Expect for raw::$t<'_, M> {
            const WHAT: &'static str = $what;
            const EXAMPLE: &'static str = $example;
        }
    )+ };
}

expect! {
    u8: "a whole number", "2";
    u32: "a whole number", "2";
    bool: "true or false", "true";
    Dur: "a duration in quotes", "\"1h30m\"";
    Quantity: "a decimal number", "1.25";
    Good: "what counts as good", "Below(1.2)";
    FindingOn: "what is looked at or who is asked", "Look(\"deploy-log\")";
    Target: "who is meant", "Team(\"billing\")";
    Act: "a move", "Do(\"roll-back\")";
    Pairs<Vec<String>>: "a map of texts to lists of texts", "{\"amount\": [\"10 pounds\", \"12 pounds\"]}";
    Written<AudienceKind>: "a kind of audience", "Customers";
    Written<Channel>: "a channel", "Chat";
    Written<Harm>: "a degree of harm", "Major";
    Written<Health>: "a state of health", "Degraded";
    Written<InjectKind>: "a kind of inject", "Contingency";
    Written<MetricKind>: "a kind of metric", "Counter";
    Written<Pages>: "when it may page", "Anytime";
    Written<Release>: "a release state", "Draft";
    Written<Role>: "a role", "Commander";
    Written<Severity>: "a severity", "Sev2";
    Written<Shape>: "a shape", "Ramp";
    Written<Step>: "a step of the loop", "Stabilise";
}

expect_struct! {
    Objective: "an objective in round brackets", "(id: \"tell-people\", text: \"Customers hear it from us first\")";
    Seat: "a seat in round brackets", "(id: \"primary\", team: \"billing\", level: 1)";
    System: "the system in round brackets", "(components: [(id: \"shop\")])";
    Component: "a component in round brackets", "(id: \"shop\")";
    Metric: "a metric in round brackets", "(id: \"errors\", of: \"shop\", unit: \"%\", baseline: 0.2, good: Below(1))";
    Finding: "a finding in round brackets", "(on: Look(\"deploy-log\"), says: [\"One deploy tonight, at 00:55.\"])";
    Alert: "an alert in round brackets", "(id: \"errors-high\", when: Above(\"errors\", 5), pages: \"billing\", text: \"errors {value}\")";
    Failure: "a failure in round brackets", "(id: \"bad-deploy\", of: \"shop\", at: \"0s\")";
    Returns: "how it comes back, in round brackets", "(after: \"10m\")";
    Drive: "a drive in round brackets", "(metric: \"errors\", to: 12)";
    Milestone: "a milestone in round brackets", "(id: \"cause-known\", when: Looked(\"deploy-log\"))";
    Inject: "an inject in round brackets", "(id: \"first-call\", at: \"4m\", from: \"support\", to: [Table], text: [\"Is the shop down?\"])";
    Action: "an action in round brackets", "(id: \"roll-back\", on: \"shop\", takes: \"2m\")";
    Expected: "an expected action in round brackets", "(id: \"roll-back-soon\", is: Do(\"roll-back\"), target: \"10m\")";
    Harmful: "a harmful action in round brackets", "(id: \"too-early\", is: Do(\"restart\"), harm: Minor)";
    Truth: "the truth in round brackets", "(severity: [(from: \"0m\", is: Sev2)])";
    TrueSeverity: "a true severity in round brackets", "(from: \"0m\", is: Sev2)";
    NeededTeam: "a needed team in round brackets", "(team: \"pricing\")";
    Ends: "the ending in round brackets", "(resolved: Cleared(\"bad-deploy\"), latest: \"35m\")";
    SeverityMeaning: "a severity's meaning in round brackets", "(id: Sev1, means: \"nobody can buy\", pages: Anytime)";
    Team: "a team in round brackets", "(id: \"billing\", on_call: [(level: 1)])";
    OnCall: "an on-call level in round brackets", "(level: 1, escalates_after: \"5m\")";
    Audience: "an audience in round brackets", "(id: \"executives\", kind: Stakeholders)";
    Voice: "a voice in round brackets", "(id: \"care-lead\")";
    Cond: "a condition", "Done(\"roll-back\")";
}

/// What a field might say, where its type alone tells little.
pub(super) fn field_example(field: &str, example: &'static str) -> &'static str {
    let text = <raw::Str<'_> as Expect>::EXAMPLE;
    match field {
        "format" => "1",
        "latest" => "\"35m\"",
        "resolved" => "Cleared(\"bad-deploy\")",
        "when" => "Above(\"errors\", 5)",
        _ if example != text => example,
        "id" => "\"first-call\"",
        "title" => "\"The shop is closed\"",
        "story" => "\"Friday, nine in the evening. The web shop answers every second order with an error.\"",
        "name" => "\"Lumen Energy (fictional)\"",
        "text" => "\"Somebody can't buy socks\"",
        "of" | "on" => "\"shop\"",
        "from" => "\"vendor\"",
        "team" => "\"billing\"",
        "metric" => "\"errors\"",
        "means" => "\"many customers can't buy\"",
        "pages" => "\"billing\"",
        _ => example,
    }
}

/// How a word with brackets is written; empty for a word that is none of ours.
pub(super) fn usage(word: &str) -> &'static str {
    match word {
        "All" => "All([Declared, Active(\"bad-deploy\")])",
        "Any" => "Any([Done(\"roll-back\"), At(\"20m\")])",
        "Not" => "Not(Declared)",
        "For" => "For(\"2m\", Above(\"errors\", 3))",
        "At" => "At(\"5m\")",
        "Milestone" => "Milestone(\"cause-known\")",
        "Delivered" => "Delivered(\"first-call\")",
        "Done" => "Done(\"roll-back\")",
        "Undone" => "Undone(\"roll-back\")",
        "Tried" => "Tried(\"roll-back\", 2)",
        "Looked" => "Looked(\"errors\")",
        "Paged" => "Paged(Team(\"billing\"))",
        "Asked" => "Asked(\"support\")",
        "Active" => "Active(\"bad-deploy\")",
        "Cleared" => "Cleared(\"bad-deploy\")",
        "Health" => "Health(\"shop\", Degraded)",
        "Above" => "Above(\"errors\", 3)",
        "Below" => "Below(\"errors\", 3)",
        "Firing" => "Firing(\"errors-high\")",
        "Held" => "Held(Commander)",
        "Holds" => "Holds(\"primary\", Commander)",
        "Vacant" => "Vacant(Commander)",
        "Declared" => "Declared",
        "Severity" => "Severity(Sev1)",
        "Updated" => "Updated(\"executives\")",
        "UpdatedWithin" => "UpdatedWithin(\"20m\", \"executives\")",
        "Reached" => "Reached(Stabilise)",
        "Closed" => "Closed",
        "Between" => "Between(2, 5)",
        "NotRising" => "NotRising",
        "Look" => "Look(\"deploy-log\")",
        "Ask" => "Ask(Team(\"support\"))",
        "AskVoice" => "AskVoice(\"vendor\")",
        "Seat" => "Seat(\"primary\")",
        "Team" => "Team(\"billing\")",
        "Role" => "Role(Commander)",
        "Handover" => "Handover(Commander)",
        "Table" => "Table",
        "Do" => "Do(\"roll-back\")",
        "Page" => "Page(Team(\"billing\"))",
        "Verify" => "Verify(\"errors\")",
        "Update" => "Update(\"executives\")",
        "Declare" => "Declare(Sev1)",
        "Statement" => "Statement",
        "Poll" => "Poll(\"roll-back\")",
        "Close" => "Close",
        _ => "",
    }
}

/// What a named group of words is called: RON's name for it, with an article.
pub(super) fn noun(outer: &str) -> &'static str {
    match outer {
        "Scenario" => "a scenario",
        "Organisation" => "an organisation",
        "Profile" => "a profile",
        "Threshold" => "a threshold",
        "NotAsked" => "a rule that is not asked",
        "Whole" => "a number",
        "Time" => "a time",
        "Owed" => "a list of audiences",
        "Needed" => "a list of roles",
        "Tag" => "a source (S: stated, D: derived, H: ours)",
        "Objective" => "an objective",
        "Seat" => "a seat",
        "System" => "`system`",
        "Component" => "a component",
        "Metric" => "a metric",
        "Finding" => "a finding",
        "Alert" => "an alert",
        "Failure" => "a failure",
        "Returns" => "`returns`",
        "Drive" => "a drive",
        "Milestone" => "a milestone",
        "Inject" => "an inject",
        "Action" => "an action",
        "Expected" => "an expected action",
        "Harmful" => "a harmful action",
        "Truth" => "`truth`",
        "TrueSeverity" => "a true severity",
        "NeededTeam" => "a needed team",
        "Ends" => "`ends`",
        "Severity" => "a severity",
        "Team" => "a team",
        "OnCall" => "an on-call level",
        "Audience" => "an audience",
        "Voice" => "a voice",
        "Condition" => "a condition",
        "Good" => "a range of good values",
        "FindingOn" => "something a finding can answer",
        "Target" => "somebody who can be meant",
        "Act" => "a move",
        "AudienceKind" => "a kind of audience",
        "Channel" => "a channel",
        "Harm" => "a degree of harm",
        "Health" => "a state of health",
        "InjectKind" => "a kind of inject",
        "MetricKind" => "a kind of metric",
        "Pages" => "a time when a severity may page",
        "Release" => "a release state",
        "Role" => "a role",
        "Shape" => "a shape",
        "Step" => "a step of the loop",
        _ => "one of the words allowed here",
    }
}
