//! A small checked scenario for unit tests, built by hand.

use super::condition::Cond;
use super::id::{
    ActionId, AudienceId, ComponentId, FailureId, MetricId, ObjectiveId, SeatId, Table, TeamId, VoiceId,
    WatchId,
};
use super::model::{
    Act, Action, Alert, Audience, Component, Drive, Effects, Ends, Expected, Failure, Finding, FindingOn,
    Good, Harmful, Inject, Metric, Milestone, NeededTeam, OnCall, Organisation, Readers, Scenario, Seat,
    SeverityMeaning, Starts, Target, Team, TrueSeverity, Truth, Watch,
};
use super::words::{
    AudienceKind, Channel, Harm, Health, MetricKind, Pages, Release, Role, Severity, Shape, Step,
};
use crate::quantity::Milli;
use crate::time::{SimDuration, SimTime};

fn mins(n: i64) -> SimDuration {
    SimDuration::from_mins(n)
}

fn table<K: super::id::Kind, T>(items: impl IntoIterator<Item = (&'static str, T)>) -> Table<K, T> {
    let mut table = Table::default();
    items.into_iter().for_each(|(name, item)| {
        table.push(name, item);
    });
    table
}

/// A shop whose checkout fails after a release: two seats, a bad release, one tempting restart.
pub(crate) fn checkout() -> Scenario {
    Scenario {
        id: "checkout".into(),
        title: "Nobody can pay".into(),
        story: "It is Friday evening and the tills of the web shop are quiet. Too quiet.".into(),
        difficulty: 1,
        length: mins(30),
        starts: chrono::DateTime::parse_from_rfc3339("2026-03-13T18:00:00+01:00").unwrap(),
        organisation: organisation(),
        objectives: table([
            ("stop", "Make it stop before knowing why".into()),
            ("tell", "Tell people".into()),
        ]),
        tags: vec!["shop".into()],
        release: Release::Released,
        sources: Vec::new(),
        seats: seats(),
        components: components(),
        metrics: metrics(),
        topics: table([("deploy-log", vec!["deploys".into()])]),
        findings: findings(),
        alerts: table([("errors-high", alert())]),
        failures: table([("bad-release", bad_release()), ("cold-cache", cold_cache())]),
        milestones: table([(
            "seen",
            Milestone {
                when: Some(Cond::Looked(super::condition::Lookable::Topic(super::id::TopicId::new(0)))),
                says: Some("Somebody has read the deploy log".into()),
            },
        )]),
        injects: injects(),
        actions: actions(),
        expected: expected(),
        harmful: table([("restart-first", harmful())]),
        truth: truth(),
        ends: ends(),
        debrief: vec!["What told you that it was the release?".into()],
        watches: table([
            ("0", Watch { inner: Cond::Not(Box::new(Cond::Updated(AudienceId::new(1)))) }),
            ("1", Watch { inner: Cond::Above(MetricId::new(0), Milli(5_000)) }),
        ]),
        texts: crate::memo::Memo::default(),
    }
}

fn organisation() -> Organisation {
    let on_call =
        vec![OnCall { level: 1, escalates_after: mins(5) }, OnCall { level: 2, escalates_after: mins(10) }];
    Organisation {
        id: "shop".into(),
        name: "The Shop (fictional)".into(),
        severities: vec![SeverityMeaning {
            severity: Severity::Sev1,
            means: "nobody can buy".into(),
            pages: Pages::Anytime,
        }],
        teams: table([
            (
                "payments",
                Team {
                    name: "Payments".into(),
                    owns: vec!["checkout".into()],
                    channel: Some("#pay".into()),
                    on_call,
                },
            ),
            (
                "care",
                Team { name: "Customer care".into(), owns: Vec::new(), channel: None, on_call: Vec::new() },
            ),
        ]),
        audiences: table([
            (
                "customers",
                Audience {
                    name: "Customers".into(),
                    kind: AudienceKind::Customers,
                    speaks_for: Some(TeamId::new(1)),
                },
            ),
            (
                "executives",
                Audience { name: "Executives".into(), kind: AudienceKind::Stakeholders, speaks_for: None },
            ),
        ]),
        voices: table([
            ("care-lead", "Customer care lead".to_string()),
            ("boss", "The managing director".to_string()),
        ]),
    }
}

fn seats() -> Table<super::id::SeatK, Seat> {
    let seat = |level, can: &[usize], knows: Option<&str>| Seat {
        team: TeamId::new(0),
        level: Some(level),
        can: can.iter().map(|&n| ActionId::new(n)).collect(),
        knows: knows.map(String::from),
        optional: level == 2,
    };
    table([
        ("primary", seat(1, &[1], Some("SECRET: the last restart helped"))),
        ("secondary", seat(2, &[0, 1], None)),
    ])
}

fn components() -> Table<super::id::ComponentK, Component> {
    let component = |depends_on| Component { depends_on, uses: Vec::new(), owner: Some(TeamId::new(0)) };
    table([("cart", component(vec![])), ("checkout", component(vec![ComponentId::new(0)]))])
}

fn metrics() -> Table<super::id::MetricK, Metric> {
    let metric = |kind, unit: &str, baseline, good, says: Option<&str>| Metric {
        of: ComponentId::new(1),
        kind,
        unit: unit.into(),
        baseline: Milli(baseline),
        noise: Milli(0),
        good,
        says: says.map(String::from),
        to: Readers::Everyone,
    };
    table([
        (
            "error-rate",
            metric(MetricKind::Gauge, "%", 500, Good::Below(Milli(2_000)), Some("payments that fail")),
        ),
        ("lost-orders", metric(MetricKind::Counter, "orders", 0, Good::NotRising, None)),
    ])
}

fn findings() -> Table<super::id::FindingK, Finding> {
    let finding = |on, says: &str| Finding {
        on,
        says: vec![says.into()],
        when: None,
        to: Readers::Everyone,
        takes: SimDuration::ZERO,
        once: false,
        paper: false,
        reaches: vec![],
    };
    table([
        (
            "0",
            finding(FindingOn::Topic(super::id::TopicId::new(0)), "17:58 checkout, version 81 | by Payments"),
        ),
        ("1", finding(FindingOn::Voice(VoiceId::new(0)), "Everyone asks whether they paid twice.")),
    ])
}

fn alert() -> Alert {
    Alert {
        when: Cond::For(WatchId::new(1), SimDuration::from_secs(30)),
        pages: TeamId::new(0),
        hint: Some(Severity::Sev2),
        text: "error-rate {value} %".into(),
        of: Some(MetricId::new(0)),
        key: "errors".into(),
        again: None,
    }
}

fn drive(metric: usize, by: i64, shape: Shape, over: SimDuration) -> Drive {
    Drive {
        metric: MetricId::new(metric),
        by: Milli(by),
        shape,
        after: SimDuration::ZERO,
        over,
        recovers: SimDuration::ZERO,
    }
}

fn bad_release() -> Failure {
    Failure {
        of: ComponentId::new(1),
        starts: Starts::At(mins(1)),
        after: SimDuration::ZERO,
        makes: Health::Degraded,
        drives: vec![
            drive(0, 40_000, Shape::Step, SimDuration::ZERO),
            drive(1, 6_000_000, Shape::Ramp, mins(60)),
        ],
        lasts: None,
        clears_when: None,
        returns: None,
        repeat: false,
        impact: true,
    }
}

fn cold_cache() -> Failure {
    Failure {
        of: ComponentId::new(0),
        starts: Starts::Never,
        drives: Vec::new(),
        lasts: Some(mins(3)),
        impact: false,
        ..bad_release()
    }
}

fn inject(title: &str, starts: Starts, to: Vec<Target>, text: &str) -> Inject {
    Inject {
        title: title.into(),
        starts,
        contingency: false,
        while_: None,
        after: SimDuration::ZERO,
        jitter: SimDuration::ZERO,
        gives_up: None,
        probability: 100,
        repeat: false,
        one_of: None,
        from: VoiceId::new(0),
        via: Channel::Chat,
        to,
        text: vec![text.into()],
        vars: Vec::new(),
        news: false,
        serves: vec![ObjectiveId::new(1)],
        note: None,
        effects: Effects::default(),
        leaves: Vec::new(),
        drops: Vec::new(),
    }
}

fn injects() -> Table<super::id::InjectK, Inject> {
    let caller = Inject {
        jitter: SimDuration::from_secs(30),
        news: true,
        note: Some("Cue for the deputy.".into()),
        ..inject(
            "A caller",
            Starts::At(mins(4)),
            vec![Target::Table],
            "People pay {n} times. <b>Is that us?</b>",
        )
    };
    let caller = Inject { vars: vec![("n".into(), vec!["two".into(), "three".into()])], ..caller };
    let boss = Starts::When(Cond::For(WatchId::new(0), mins(20)));
    let not_closed = Cond::Not(Box::new(Cond::Any(vec![Cond::Closed, Cond::Updated(AudienceId::new(1))])));
    table([
        ("caller", caller),
        (
            "boss-joins",
            Inject {
                while_: Some(not_closed),
                ..inject("The boss joins", boss, vec![Target::Role(Role::Commander)], "What is going on?")
            },
        ),
    ])
}

fn actions() -> Table<super::id::ActionK, Action> {
    let action = |say: &str, effects| Action {
        on: ComponentId::new(1),
        say: vec![say.into()],
        takes: mins(2),
        step: Step::Stabilise,
        generic: true,
        pre_approved: false,
        helps_if: None,
        effects,
        drives: Vec::new(),
        proved_by: vec![MetricId::new(0)],
        risk: None,
        undo: Some(mins(10)),
    };
    let rolls_back = Effects { clears: vec![FailureId::new(0)], ..Effects::default() };
    let restarts = Effects { starts: vec![FailureId::new(1)], ..Effects::default() };
    table([
        (
            "roll-back",
            Action {
                risk: Some("open carts are lost".into()),
                ..action("roll back the release", rolls_back)
            },
        ),
        ("restart", action("restart the tills", restarts)),
    ])
}

fn expected() -> Table<super::id::ExpectedK, Expected> {
    let expected = |any_of, opens, serves, why: &str| Expected {
        any_of,
        opens,
        target: mins(5),
        limit: mins(10),
        weight: 1,
        role: None,
        seat: None,
        superseded_by: None,
        serves: vec![ObjectiveId::new(serves)],
        why: Some(why.into()),
        hints: vec!["What changed?".into(), "Roll back.".into()],
    };
    table([
        ("go-back", expected(vec![Act::Do(ActionId::new(0))], None, 0, "Going back is quick and known.")),
        (
            "tell-them",
            expected(
                vec![Act::Update(AudienceId::new(0))],
                Some(Cond::Declared),
                1,
                "People pay twice while nobody tells them.",
            ),
        ),
        (
            "prove-it",
            expected(
                vec![Act::Verify(MetricId::new(0))],
                Some(Cond::Done(ActionId::new(0))),
                0,
                "Done is not the same as worked.",
            ),
        ),
        (
            "never",
            expected(
                vec![Act::Close],
                Some(Cond::Milestone(super::id::MilestoneId::new(0))),
                0,
                "Only after the deploy log.",
            ),
        ),
    ])
}

fn harmful() -> Harmful {
    Harmful {
        action: ActionId::new(1),
        when: Some(Cond::Active(FailureId::new(0))),
        harm: Harm::Minor,
        teachable: false,
        serves: Vec::new(),
        tempts: Some("It helped last time.".into()),
        effects: Effects::default(),
    }
}

fn truth() -> Truth {
    Truth {
        severity: vec![TrueSeverity {
            when: None,
            severity: Severity::Sev1,
            knowable: Some(Cond::At(SimTime::from_ms(300_000))),
        }],
        needed_teams: vec![NeededTeam { team: TeamId::new(0), knowable: None }],
        plausible_teams: vec![],
        roles: Vec::new(),
        audiences: Vec::new(),
        customers_see_it: true,
        factors: vec!["FACTOR: the canary has no buyers".into()],
    }
}

fn ends() -> Ends {
    Ends {
        resolved: Cond::Cleared(FailureId::new(0)),
        hold: mins(5),
        hold_said: false,
        latest: mins(30),
        verify: vec![MetricId::new(0)],
        unresolved: Some("The weekend begins without a shop.".into()),
    }
}

/// The first seat.
pub(crate) const PRIMARY: SeatId = SeatId::new(0);
/// The second seat.
pub(crate) const SECONDARY: SeatId = SeatId::new(1);
