//! The shop: one small scenario on which the rules of scoring are tried, and the moves that most drills begin with.
//!
//! Its failure and its page come at 0:00, so that a time in the moves is a time since the page. The true severity is
//! known from the start. Nothing in it is left to the dice.

/// The scenario; [`shop`] changes pieces of it.
pub(crate) const SHOP: &str = r#"Scenario(
    format: 1,
    id: "shop",
    title: "The shop answers with errors",
    story: "The shop answers every third request with an error.",
    starts: "2026-03-03T10:00:00+00:00",
    objectives: [(id: "run-it", text: "Run the incident by the rules")],
    seats: [
        (id: "primary",   team: "ops", level: 1, can: ["roll-back", "redeploy", "flag-off", "restart", "fail-over", "grow-pool", "reindex"]),
        (id: "secondary", team: "ops", level: 2, can: ["roll-back", "redeploy", "flag-off", "restart", "fail-over", "grow-pool", "reindex"]),
        (id: "tech",      team: "ops",           can: ["roll-back", "redeploy", "flag-off", "restart", "fail-over", "grow-pool", "reindex"]),
        (id: "comms",     team: "ops"),
    ],
    system: (
        components: [(id: "web"), (id: "store")],
        metrics: [
            (id: "errors", of: "web",   unit: "%",  baseline: 1.0, good: Below(5.0)),
            (id: "waits",  of: "store", unit: "ms", baseline: 2.0, good: Below(10.0)),
        ],
        alerts: [(id: "errors-high", when: Above("errors", 10.0), pages: "ops", hint: Sev1, text: "errors at {value}")],
    ),
    failures: [(id: "bad-deploy", of: "web", at: "0s", drives: [(metric: "errors", to: 30.0)])],
    actions: [
        (id: "roll-back", on: "web",   clears: ["bad-deploy"], proved_by: ["errors"]),
        (id: "redeploy",  on: "web",   clears: ["bad-deploy"], proved_by: ["errors"], takes: "5m"),
        (id: "flag-off",  on: "web",   clears: ["bad-deploy"], proved_by: ["errors"], pre_approved: true),
        (id: "restart",   on: "web",   proved_by: ["errors"]),
        (id: "fail-over", on: "web",   clears: ["bad-deploy"], proved_by: ["errors"], risk: "orders of the last minute are lost"),
        (id: "grow-pool", on: "store", proved_by: ["waits"]),
        (id: "reindex",   on: "store", proved_by: ["waits"], risk: "searches are slow for an hour"),
    ],
    truth: (severity: [(from: "0s", is: Sev1)]),
    ends: (resolved: Cleared("bad-deploy"), latest: "90m", verify: ["errors"]),
)"#;

/// The shop with pieces of its text changed; each piece must be there.
#[track_caller]
pub(crate) fn shop(changes: &[(&str, &str)]) -> String {
    let mut text = SHOP.to_string();
    for (from, to) in changes {
        assert!(text.contains(from), "the shop has no `{from}`");
        text = text.replace(from, to);
    }
    text
}

/// A shop whose truth and page say another severity.
pub(crate) const SEV2: (&str, &str) = ("Sev1", "Sev2");
/// As [`SEV2`].
pub(crate) const SEV3: (&str, &str) = ("Sev1", "Sev3");

/// Acknowledged at 0:30, declared at 1:00, everybody in the call at 1:20, roles at 1:30: four seats.
pub(crate) const OPENING: &str = r#"
0:30 primary ack
1:00 primary declare sev1
1:10 primary page secondary why="hands are needed"
1:10 primary page tech why="hands are needed"
1:10 primary page comms why="words are needed"
1:20 secondary ack
1:20 tech ack
1:20 comms ack
1:30 primary roles commander=primary deputy=comms expert=tech
"#;

/// A house with more teams than sit at the table.
pub(crate) const HOUSE: &str = r#"Organisation(
    format: 1,
    id: "house",
    name: "The house",
    severities: [
        (id: Sev1, means: "nobody can buy", pages: Anytime),
        (id: Sev2, means: "many can't buy", pages: Anytime),
        (id: Sev3, means: "some can't buy", pages: WorkingHours),
        (id: Sev4, means: "it looks odd", pages: Never),
    ],
    teams: [
        (id: "ops", name: "Operations", on_call: [(level: 1, escalates_after: "5m"), (level: 2, escalates_after: "5m")]),
        (id: "database", name: "Databases", on_call: [(level: 1, escalates_after: "60m")]),
        (id: "payments", name: "Payments", on_call: [(level: 1, escalates_after: "60m")]),
        (id: "frontend", name: "Frontend", on_call: [(level: 1, escalates_after: "60m")]),
        (id: "design", name: "Design", on_call: [(level: 1, escalates_after: "60m")]),
    ],
    audiences: [
        (id: "customers", name: "Customers", kind: Customers),
        (id: "stakeholders", name: "Stakeholders", kind: Stakeholders),
        (id: "team", name: "The team", kind: Team),
    ],
    voices: [(id: "boss", name: "The boss")],
)"#;

/// The shop in that house, with more changes; two of its seats are the designers'. Databases and payments are needed.
#[track_caller]
pub(crate) fn in_the_house(changes: &[(&str, &str)]) -> String {
    let mut all = vec![
        ("    objectives:", "    organisation: \"organisation.ron\",\n    objectives:"),
        (
            "(id: \"comms\",     team: \"ops\"),",
            "(id: \"comms\", team: \"ops\"), (id: \"draw\", team: \"design\"), (id: \"paint\", team: \"design\"),",
        ),
        ("is: Sev1)])", "is: Sev1)], needed_teams: [(team: \"database\"), (team: \"payments\")])"),
    ];
    all.extend(changes);
    shop(&all)
}
