//! A scenario in as few words as a test needs: everything that is left out has a plain default.

use sandtable::engine::event::EventKind;
use sandtable::journal::Who;

use crate::support::{Played, play_with, scenario};

/// What every story has unless it says otherwise: a failure that is there from the start, and the action against it.
const BAD: &str = r#"id: "bad", at: "0s""#;
const FIX: &str = r#"id: "fix", takes: "1m", clears: ["bad"]"#;

/// A scenario being written. The seats are `primary` and `secondary`, on call at level 1 and 2, and `helper`, who is
/// not on call; each can do everything. It ends after 20 minutes and is resolved when `bad` is cleared.
#[derive(Clone, Default)]
pub(super) struct Story {
    components: Vec<String>,
    metrics: Vec<String>,
    findings: Vec<String>,
    alerts: Vec<String>,
    failures: Vec<String>,
    milestones: Vec<String>,
    injects: Vec<String>,
    actions: Vec<String>,
    expected: Vec<String>,
    harmful: Vec<String>,
    seats: Vec<String>,
    organisation: Option<String>,
    truth: Option<String>,
    ends: Option<String>,
    seed: Option<u64>,
}

impl Story {
    /// Nothing but the defaults.
    pub(super) fn new() -> Self {
        Self::default().failure(BAD).action(FIX)
    }

    /// Nothing at all, not even `bad` and `fix`.
    pub(super) fn blank() -> Self {
        Self::default()
    }

    /// A component beside `shop`.
    pub(super) fn component(mut self, fields: &str) -> Self {
        self.components.push(fields.to_string());
        self
    }

    /// A metric; of `shop` and good below 2 from a baseline of 0, unless it says otherwise.
    pub(super) fn metric(mut self, fields: &str) -> Self {
        let with = [("of", r#""shop""#), ("baseline", "0"), ("good", "Below(2)")];
        self.metrics.push(filled(fields, &with));
        self
    }

    /// A finding.
    pub(super) fn finding(mut self, fields: &str) -> Self {
        self.findings.push(fields.to_string());
        self
    }

    /// An alert; it pages `ops`.
    pub(super) fn alert(mut self, fields: &str) -> Self {
        self.alerts.push(filled(fields, &[("pages", r#""ops""#), ("text", r#""it hurts""#)]));
        self
    }

    /// A failure; of `shop`.
    pub(super) fn failure(mut self, fields: &str) -> Self {
        self.failures.push(filled(fields, &[("of", r#""shop""#)]));
        self
    }

    /// A milestone.
    pub(super) fn milestone(mut self, fields: &str) -> Self {
        self.milestones.push(fields.to_string());
        self
    }

    /// An inject; from `support` to everybody, and its id is its text.
    pub(super) fn inject(mut self, fields: &str) -> Self {
        let id = id_of(fields);
        let text = format!("[\"{id}\"]");
        let with = [("from", r#""support""#), ("to", "[Table]"), ("text", &text), ("serves", r#"["o"]"#)];
        self.injects.push(filled(fields, &with));
        self
    }

    /// An action on `shop`.
    pub(super) fn action(mut self, fields: &str) -> Self {
        self.actions.push(filled(fields, &[("on", r#""shop""#)]));
        self
    }

    /// Something expected.
    pub(super) fn expected(mut self, fields: &str) -> Self {
        self.expected.push(filled(fields, &[("serves", r#"["o"]"#), ("why", r#""because""#)]));
        self
    }

    /// A harmful action.
    pub(super) fn harmful(mut self, fields: &str) -> Self {
        self.harmful.push(filled(fields, &[("harm", "Minor")]));
        self
    }

    /// A seat, instead of the three.
    pub(super) fn seat(mut self, fields: &str) -> Self {
        self.seats.push(filled(fields, &[("team", r#""ops""#)]));
        self
    }

    /// An organisation of its own: its teams; audiences and voices are as built in.
    pub(super) fn teams(mut self, teams: &str) -> Self {
        self.organisation = Some(format!(
            r#"Organisation(format: 1, id: "own", name: "Own", teams: [{teams}],
                audiences: [(id: "customers", kind: Customers), (id: "stakeholders", kind: Stakeholders)],
                voices: [(id: "support"), (id: "boss")])"#
        ));
        self
    }

    /// The truth, instead of SEV2 throughout.
    pub(super) fn truth(mut self, fields: &str) -> Self {
        self.truth = Some(fields.to_string());
        self
    }

    /// How it ends, instead of at 20 minutes.
    pub(super) fn ends(mut self, fields: &str) -> Self {
        self.ends = Some(fields.to_string());
        self
    }

    /// Other dice.
    pub(super) fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// The file.
    pub(super) fn text(&self) -> String {
        let list = |all: &[String]| all.iter().map(|one| format!("({one}),\n")).collect::<String>();
        let can: Vec<String> = self.actions.iter().map(|action| format!("{:?}", id_of(action))).collect();
        let can = can.join(", ");
        let seats = if self.seats.is_empty() {
            let seat = |id: &str, level: &str| format!(r#"(id: "{id}", team: "ops"{level}, can: [{can}]),"#);
            seat("primary", ", level: 1") + &seat("secondary", ", level: 2") + &seat("helper", "")
        } else {
            list(&self.seats)
        };
        let organisation = self.organisation.as_ref().map_or("", |_| r#"organisation: "organisation.ron","#);
        let components = list(&self.components);
        let truth = self.truth.as_deref().unwrap_or("severity: [(is: Sev2)]");
        let ends = self.ends.as_deref().unwrap_or(r#"resolved: Cleared("bad"), latest: "20m""#);
        format!(
            r#"Scenario(format: 1, id: "t", title: "T", story: "S.", starts: "2026-06-12T21:00:00+00:00", {organisation}
            objectives: [(id: "o", text: "O")],
            seats: [{seats}],
            system: (components: [(id: "shop"), {components}], metrics: [{}], findings: [{}], alerts: [{}]),
            failures: [{}], milestones: [{}], injects: [{}], actions: [{}], expected: [{}], harmful: [{}],
            truth: ({truth}), ends: ({ends}))"#,
            list(&self.metrics),
            list(&self.findings),
            list(&self.alerts),
            list(&self.failures),
            list(&self.milestones),
            list(&self.injects),
            list(&self.actions),
            list(&self.expected),
            list(&self.harmful),
        )
    }

    /// Plays typed moves to the end of the drill.
    #[track_caller]
    pub(super) fn play(&self, moves: &str) -> Played {
        let scenario = scenario(&self.text(), self.organisation.as_deref());
        play_with(scenario, moves, self.seed.unwrap_or(1), Who::Person)
    }

    /// Plays typed moves and gives what happened, without what is so at the start of every story and without its end
    /// at the latest time.
    #[track_caller]
    pub(super) fn tell(&self, moves: &str) -> String {
        told(&self.play(moves))
    }
}

/// What happened, without the start and without an end at the latest time.
pub(super) fn told(played: &Played) -> String {
    let journal = played.journal();
    let kept = |line: &&str| !line.starts_with("0:00:00 truth:") && !line.contains("the time is up");
    journal.lines().filter(kept).map(|line| format!("{line}\n")).collect()
}

/// When something happened, each time.
pub(super) fn times(played: &Played, wanted: impl Fn(&EventKind) -> bool) -> Vec<String> {
    played.events().filter(|event| wanted(&event.kind)).map(|event| event.at.to_string()).collect()
}

/// When an inject was delivered, each time.
pub(super) fn delivered(played: &Played, id: &str) -> Vec<String> {
    times(played, |kind| matches!(kind, EventKind::InjectDelivered { inject, .. } if inject.as_str() == id))
}

/// Why an inject did not come, each time.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
pub(super) fn not_needed(played: &Played, id: &str) -> Vec<String> {
    let why = |kind: &EventKind| match kind {
        EventKind::InjectNotNeeded { inject, why } if inject.as_str() == id => Some(why.clone()),
        _ => None,
    };
    played.events().filter_map(|event| why(&event.kind).map(|why| format!("{} {why}", event.at))).collect()
}

/// When a failure started, each time.
pub(super) fn started(played: &Played, id: &str) -> Vec<String> {
    times(played, |kind| matches!(kind, EventKind::FailureStarted { failure, .. } if failure.as_str() == id))
}

/// When a failure was cleared, each time.
pub(super) fn cleared(played: &Played, id: &str) -> Vec<String> {
    times(played, |kind| matches!(kind, EventKind::FailureCleared { failure } if failure.as_str() == id))
}

fn id_of(fields: &str) -> &str {
    let from = fields.find("id: \"").expect("every part has an id") + 5;
    let len = fields[from..].find('"').expect("an id is closed");
    &fields[from..from + len]
}

/// The fields, and those of `with` that are not among them.
fn filled(fields: &str, with: &[(&str, &str)]) -> String {
    let has = |key: &str| fields.split(", ").any(|field| field.trim_start().starts_with(&format!("{key}: ")));
    let more = with.iter().filter(|(key, _)| !has(key)).map(|(key, value)| format!(", {key}: {value}"));
    fields.to_string() + &more.collect::<String>()
}
