//! A scenario made to measure: as many injects as wanted, and otherwise of the size that drills have.

use std::fmt::Write;

/// The parts of the mock system; each has a metric, which a failure drives.
pub(crate) const COMPONENTS: [&str; 12] = [
    "gateway",
    "checkout",
    "payments",
    "ledger",
    "search",
    "catalogue",
    "basket",
    "accounts",
    "mail",
    "stock",
    "pricing",
    "reports",
];

/// The places at the table, all of one team, so that the first alert pages everybody.
pub(crate) const SEATS: [&str; 6] = ["primary", "secondary", "network", "database", "care", "manager"];

/// Who sends the news.
const VOICES: [&str; 3] = ["monitoring", "support", "boss"];

/// Minutes until it is over.
pub(crate) const MINUTES: i64 = 90;

/// A scenario with so many injects, the first after 7 seconds and then one every so many.
pub(crate) fn text(injects: usize, every_s: usize) -> String {
    let failures = lines(COMPONENTS.iter().enumerate(), |(n, name)| failure(n, name));
    let expected = lines(0..injects / 8, |n| expected(n * 8));
    format!(
        r#"Scenario(
    format: 1, id: "made-to-measure", title: "Nobody can pay", length: "{MINUTES}m", release: Released,
    story: "Friday evening, and the tills of the web shop are quiet. Too quiet, says the night shift.",
    starts: "2026-03-13T18:00:00+01:00", tags: ["shop", "load"],
    objectives: [(id: "stop", text: "Make it stop before knowing why"),
                 (id: "tell", text: "Tell people, and again when we said we would")],
    seats: [{seats}],
    system: (components: [{components}],
        metrics: [{metrics}],
        findings: [{findings}],
        alerts: [{alerts}]),
    failures: [{failures}],
    milestones: [(id: "seen", when: Any([Looked("ledger"), Delivered("news-3")]), says: "Somebody has read the ledger")],
    injects: [{injects}],
    actions: [(id: "roll-back", on: "gateway", say: ["roll back", "go back to the last release"], takes: "4m",
               generic: true, clears: ["gateway-down"], risk: "open baskets are lost", undo: "10m"),
              (id: "restart", on: "gateway", say: ["restart the gateway"], takes: "2m")],
    expected: [{expected}],
    harmful: [(id: "restarted", is: Do("restart"), harm: Minor, tempts: "It has helped before.")],
    truth: (severity: [(is: Sev2, knowable: At("3m")), (when: Active("ledger-down"), is: Sev1)]),
    ends: (resolved: Cleared("gateway-down"), latest: "{MINUTES}m", verify: ["gateway-errors"]),
)
"#,
        seats = lines(SEATS, |name| format!(
            r#"(id: "{name}", team: "ops", level: 1, can: ["roll-back", "restart"], knows: "The {name} seat has seen this in January.")"#
        )),
        components = lines(COMPONENTS.iter().enumerate(), |(n, name)| component(n, name)),
        metrics = lines(COMPONENTS.iter().enumerate(), |(n, name)| metric(n, name)),
        findings = lines(COMPONENTS.iter().map(|name| finding(name)).chain(VOICES.map(answer)), |said| said),
        alerts = lines(&COMPONENTS[..3], |name| format!(
            r#"(id: "{name}-high", when: For("1m", Above("{name}-errors", 20)), pages: "ops", hint: Sev2, again: "10m", text: "{name}-errors at {{value}} %")"#
        )),
        injects = lines(0..injects, |n| inject(n, 7 + n * every_s)),
    )
}

fn lines<T>(items: impl IntoIterator<Item = T>, line: impl Fn(T) -> String) -> String {
    items.into_iter().fold(String::new(), |mut all, item| {
        write!(all, "\n        {},", line(item)).expect("writing to memory does not fail");
        all
    })
}

fn component(n: usize, name: &str) -> String {
    let needs =
        if n.is_multiple_of(3) { String::new() } else { format!(", depends_on: [{:?}]", COMPONENTS[n - 1]) };
    format!(r#"(id: "{name}"{needs})"#)
}

/// Half of the instruments shake.
fn metric(n: usize, name: &str) -> String {
    let noise = if n.is_multiple_of(2) { ", noise: 0.2" } else { "" };
    format!(
        r#"(id: "{name}-errors", of: "{name}", unit: "%", baseline: 0.5{noise}, good: Below(2), says: "requests to {name} that fail, of the last minute's")"#
    )
}

/// Every component has something to tell, and another thing while it is ill.
fn finding(name: &str) -> String {
    format!(
        r#"(on: Look("{name}"), when: Active("{name}-down"), says: ["Every third request fails since the release of this afternoon; the others are as quick as ever."]),
        (on: Look("{name}"), says: ["Nothing unusual: the last change was on Wednesday.", "Green, and quick. Last changed on Wednesday."])"#
    )
}

fn answer(voice: &str) -> String {
    format!(r#"(on: Ask("{voice}"), says: ["Nothing more than what you have been told."])"#)
}

/// The first is there from the start; the others come with the news of them.
fn failure(n: usize, name: &str) -> String {
    let (shape, to) = (["Step", "Ramp, over: \"5m\"", "Spike, over: \"10m\""][n % 3], 30 + n);
    let when = if n == 0 { "at: \"0s\"" } else { "lasts: \"20m\", impact: false" };
    format!(
        r#"(id: "{name}-down", of: "{name}", {when}, drives: [(metric: "{name}-errors", to: {to}, shape: {shape}, recovers: "3m")])"#
    )
}

fn expected(inject: usize) -> String {
    format!(
        r#"(id: "answer-{inject}", any_of: [Update("customers"), Update("stakeholders")], opens: All([Delivered("news-{inject}"), Declared]), target: "4m", limit: "12m", weight: 2, serves: ["tell"], superseded_by: Closed,
         why: "People who have been told don't join the call to ask.", hints: ["Who asks next?", "Tell them before they do."])"#
    )
}

/// One third comes while a failure is active, one unless the drill is closed, and one on a condition that is true from
/// its time on.
fn inject(n: usize, at_s: usize) -> String {
    let when = match n % 3 {
        0 => format!(r#"at: "{at_s}s", while: Active("gateway-down")"#),
        1 => format!(r#"at: "{at_s}s", while: Not(Closed)"#),
        _ => format!(r#"when: All([At("{at_s}s"), Any([Active("gateway-down"), Not(Closed)])])"#),
    };
    let starts = match COMPONENTS.get(n).filter(|_| n > 0) {
        Some(name) => format!(r#" starts: ["{name}-down"],"#),
        None => String::new(),
    };
    let (from, part) = (VOICES[n % 3], COMPONENTS[n % COMPONENTS.len()]);
    format!(
        r#"(id: "news-{n}", title: "Word from {from}, {n}", {when}, from: "{from}", via: Chat, to: [Table], news: {news}, serves: ["tell", "stop"],{starts}
         text: ["Customers in {{where}} see \"something went wrong\" when they reach {part}, and {count} have written about it since the last quarter of an hour.\nThe queue is longer than this morning's; support asks what they may say.",
                "It is {part} again, says the night desk: {count} tickets, most of them from {{where}}, and the largest customer wants a call before seven.\nIs that the same thing as before, or another?"],
         vars: {{"where": ["two regions", "the north", "half of the country"]}},
         note: "Cue for the deputy: one sentence will do. If nobody notices within five minutes, ask the scribe.")"#,
        news = n.is_multiple_of(5),
        count = 12 + n * 7 % 80,
    )
}
