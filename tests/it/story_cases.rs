//! Every row of the rule book's tables of edge cases for the scenario score (§2.8 to §2.11), played as typed moves; and
//! harm, the first thirty minutes, the objectives and the total, which have no tables.
//!
//! As in `edge_cases`: a row says what it is about, in the table's words; each number stands beside its arithmetic.

use sandtable::score::card::{Band, Gate, Outcome, Scorecard};
use sandtable::score::text;

use crate::edge_cases::Is::{Advice, Credit, N, NoAdvice, Number, Outcome as Out, Says};
use crate::edge_cases::{Row, after, case, check};
use crate::shop::{OPENING, SHOP, in_the_house, shop};
use crate::support::{criterion, play};

use Outcome::{Missed, NotApplicable, Partly};

/// The shop with pieces before its `truth`.
fn with(pieces: &str) -> String {
    shop(&[("    truth:", &format!("    {pieces}\n    truth:"))])
}

/// News at ten minutes, under the name `news`.
const NEWS: &str = "injects: [(id: \"news\", at: \"10m\", news: true, from: \"support\", to: [Table], serves: [\"run-it\"], text: [\"Now the refunds fail, too.\"])],";

fn classification() -> Vec<Row> {
    let worse = shop(&[("(from: \"0s\", is: Sev1)", "(from: \"0s\", is: Sev3), (from: \"10m\", is: Sev1)")]);
    let better = shop(&[("(from: \"0s\", is: Sev1)", "(from: \"0s\", is: Sev1), (from: \"20m\", is: Sev3)")]);
    let later = shop(&[("is: Sev1)])", "is: Sev1, knowable: At(\"10m\"))])")]);
    let hint3 = shop(&[("hint: Sev1", "hint: Sev3")]);
    // SEV3, and SEV1 as soon as somebody has read it in the orders or heard it from the store's people; at 20:00 at the latest.
    let read = shop(&[
        ("alerts: [", "findings: [
            (on: Look(\"orders\"), when: Active(\"bad-deploy\"), says: [\"Money is taken, and no order is kept.\"], reaches: [\"seen\"]),
            (on: Look(\"orders\"), says: [\"Every order is kept.\"]),
            (on: Ask(\"ops\"), takes: \"2m\", says: [\"Money is taken, and no order is kept.\"], reaches: [\"seen\"]),
        ],
        alerts: ["),
        ("(from: \"0s\", is: Sev1)", "(from: \"0s\", is: Sev3), (when: Any([Milestone(\"seen\"), At(\"20m\")]), is: Sev1)"),
        ("    truth:", "    milestones: [(id: \"seen\")],\n    truth:"),
    ]);
    let changes = "5:00 primary severity sev2 why=\"it looks milder\"\n7:00 primary severity sev1 why=\"it does not\"\n";
    vec![
        // SEV3, known at 0:00: right at 1:00, and still at 10:00, when it is over: 10000. SEV1, known at 10:00: right
        // at 18:00, lin(8; 5, 15) = 7000, and at 25:00: (10000 + 7000) / 2 = 8500. The mean of both.
        case("scenario gets worse or better")
            .play(
                &worse,
                "0:30 primary ack\n1:00 primary declare sev3\n18:00 primary severity sev1 why=\"it is worse\"\n40:00 primary end",
                [Credit("classify/severity", 9_250), N("classify/severity", 2)],
            )
            // SEV1 all along: 10000. SEV3 from 20:00: two too high at 35:00, and never one that fits: (5000 + 0) / 2.
            .play(
                &better,
                "0:30 primary ack\n1:00 primary declare sev1\n60:00 primary end",
                [Credit("classify/severity", 6_250), N("classify/severity", 2)],
            ),
        // It fits when it can be known at 10:00: full. Taken lower at 20:00, it is two too mild at 25:00: (0 + 10000) / 2.
        case("severity set before the evidence existed")
            .play(
                &later,
                "0:30 primary ack\n1:00 primary declare sev3\n9:00 primary severity sev1 why=\"a feeling\"\n40:00 primary end",
                [Credit("classify/severity", 10_000), Says("classify/severity", "by then")],
            )
            .play(
                &later,
                "0:30 primary ack\n1:00 primary declare sev1\n20:00 primary severity sev3 why=\"all quiet\"\n40:00 primary end",
                [Credit("classify/severity", 5_000)],
            )
            // What was read makes it known: at 2:00, and it is raised at 2:30: full, though SEV3 was right until then. Raised
            // ten minutes after it was read, lin(10; 5, 15) = 5000: (10000 + 5000) / 2 = 7500, and with SEV3's 10000 the mean
            // is 8750. Asked at 4:00, it is known when the answer is there. Never read, it is known at 20:00.
            .play(
                &read,
                "0:30 primary ack\n1:00 primary declare sev3\n2:00 primary look orders\n2:30 primary severity sev1 why=\"no order is kept\"\n40:00 primary end",
                [Credit("classify/severity", 10_000), Says("classify/severity", "SEV1 could be known at +2:00, by the look at `orders` (#")],
            )
            .play(
                &read,
                "0:30 primary ack\n1:00 primary declare sev3\n2:00 primary look orders\n12:00 primary severity sev1 why=\"no order is kept\"\n40:00 primary end",
                [Credit("classify/severity", 8_750), N("classify/severity", 2)],
            )
            .play(
                &read,
                "0:30 primary ack\n1:00 primary declare sev3\n4:00 primary ask ops \"is it serious?\"\n7:00 primary severity sev1 why=\"no order is kept\"\n40:00 primary end",
                [Credit("classify/severity", 10_000), Says("classify/severity", "SEV1 could be known at +6:00, by an answer (#")],
            )
            // The same topic, when there is nothing to be read in it any more, makes nothing known.
            .play(
                &read,
                "0:30 primary ack\n1:00 primary declare sev3\n2:00 primary do roll-back\n3:00 primary look orders\n21:00 primary severity sev1 why=\"orders were lost\"\n40:00 primary end",
                [Credit("classify/severity", 10_000), Says("classify/severity", "SEV1 could be known at +20:00, the author's latest time for it (#")],
            ),
        // The page says SEV3, the truth SEV1: a commander is missed at 20:00, ten minutes after the ack, and not open
        // until 30:30.
        case("never set").play(
            &hint3,
            "0:30 primary ack\n20:00 primary end",
            [Credit("classify/severity", 0), Out("classify/severity", Missed), Credit("roles/commander_time", 0)],
        ),
        // Three changes without news; two are two. Six minutes of talk; four are four.
        case("> 2 changes without a new fact, or > 5 min tagged as severity talk")
            .play(
                SHOP,
                &after(&format!("{changes}9:00 primary severity sev2 why=\"or does it\"\n30:00 primary end")),
                [Advice("classify/severity", "pick the higher, review later")],
            )
            .play(
                SHOP,
                &after(&format!("{changes}30:00 primary end")),
                [NoAdvice("classify/severity", "pick the higher")],
            )
            .play(
                &with(NEWS),
                &after(&format!("{changes}11:00 primary severity sev2 why=\"refunds only\"\n30:00 primary end")),
                [NoAdvice("classify/severity", "pick the higher")],
            )
            .play(
                SHOP,
                &after("5:00 facilitator talk severity\n11:00 facilitator talk severity\n30:00 primary end"),
                [Advice("classify/severity", "6:00 went by in talk")],
            )
            .play(
                SHOP,
                &after("5:00 facilitator talk severity\n9:00 facilitator talk severity\n30:00 primary end"),
                [NoAdvice("classify/severity", "pick the higher")],
            ),
        case("downgrade after mitigation").play(
            SHOP,
            &after("3:00 tech look errors\n4:00 primary decide roll-back\n4:00 tech do roll-back\n5:00 tech verify errors\n20:00 primary severity sev3 why=\"it is over\"\n40:00 primary end"),
            [Credit("classify/severity", 10_000)],
        ),
        // 3 of 5 slots after five minutes: 0.4 + 0.6 x 3/5 = 7600. 5 of 5 after twelve: 0.4 x lin(12; 10, 20) + 0.6 =
        // 3200 + 6000. After 21:00 none counts. A statement after news is a new look: two minutes.
        case("statement revised later")
            .play(
                &with(NEWS),
                &after("6:00 primary statement symptom=\"checkout fails\" affected=\"many customers\" scope=\"about 3000\"\n13:00 primary statement symptom=\"checkout fails\" affected=\"many customers\" scope=\"about 3000\" since=\"10:00\" unknown=\"the cause\"\n40:00 primary end"),
                [Credit("classify/statement", 9_200), Credit("loop/reassess", 10_000)],
            )
            .play(
                SHOP,
                &after("6:00 primary statement symptom=\"checkout fails\" affected=\"many customers\" scope=\"about 3000\"\n21:30 primary statement symptom=\"checkout fails\" affected=\"many customers\" scope=\"about 3000\" since=\"10:00\" unknown=\"the cause\"\n40:00 primary end"),
                [Credit("classify/statement", 7_600)],
            ),
        case("statement is prose").play(
            SHOP,
            &after("3:00 primary say \"checkout fails for a third of customers since ten, we don't know why\"\n40:00 primary end"),
            [Credit("classify/statement", 0), Out("classify/statement", Missed)],
        ),
        // 0.4 + 0.6 x 2/5. A single word is no answer: 0.4 + 0.6 x 1/5. One that the facilitator marked wrong is
        // unfilled: the same.
        case("symptom only, impact unknown")
            .play(
                SHOP,
                &after("5:00 primary statement symptom=\"checkout fails\" scope=\"impact unknown, checking\"\n40:00 primary end"),
                [Credit("classify/statement", 6_400)],
            )
            .play(
                SHOP,
                &after("5:00 primary statement symptom=\"checkout fails\" scope=\"lots\"\n40:00 primary end"),
                [Credit("classify/statement", 5_200)],
            )
    ]
}

/// An inject after which alone the roll-back is possible.
const ACCESS: &str = "injects: [(id: \"access\", at: \"20m\", from: \"support\", to: [Table], serves: [\"run-it\"], text: [\"You have the keys now.\"])],
    expected: [(id: \"stop-it\", is: Do(\"roll-back\"), opens: Delivered(\"access\"), target: \"15m\", limit: \"30m\", why: \"w\")],";

/// Restarting is harmful, and so much.
fn harmful(harm: &str, more: &str) -> String {
    with(&format!("harmful: [(id: \"kick\", is: Do(\"restart\"), harm: {harm}{more})],"))
}

fn mitigation() -> Vec<Row> {
    let heals =
        |after: &str| shop(&[("at: \"0s\", drives", &format!("at: \"0s\", lasts: \"{after}\", drives"))]);
    vec![
        // Declared at 1:00; a restart changes nothing: lin(22; 15, 30) = 8/15 all the same.
        case("reasonable class of mitigation, scenario does not respond").play(
            SHOP,
            &after("23:00 tech do restart\n60:00 primary end"),
            [Credit("mitigate/first", 5_333), Says("mitigate/first", "`restart` after 22:00")],
        ),
        // The restart at 5:00 is harmful here; the roll-back at 23:00 is the first.
        case("unreasonable one (scenario-marked)").play(
            &harmful("Minor", ""),
            &after("5:00 tech do restart\n23:00 tech do roll-back\n60:00 primary end"),
            [Credit("mitigate/first", 5_333), Says("mitigate/first", "`roll-back` after 22:00")],
        )
        // Called off before it could do anything.
        .play(
            SHOP,
            &after("5:00 tech do redeploy\n5:20 tech undo redeploy\n23:00 tech do roll-back\n60:00 primary end"),
            [Credit("mitigate/first", 5_333), Says("mitigate/first", "`roll-back` after 22:00")],
        ),
        case("cause found first because it was obvious").play(
            SHOP,
            &after("2:00 tech look errors\n3:00 tech look the deploy log\n10:00 tech do roll-back\n60:00 primary end"),
            [Credit("mitigate/first", 10_000)],
        ),
        case("fix that is also the mitigation").play(
            SHOP,
            &after("2:00 tech look errors\n16:00 tech do redeploy\n60:00 primary end"),
            [Credit("mitigate/first", 10_000), Says("mitigate/first", "`redeploy`")],
        ),
        // Possible from 20:00: lin(18; 15, 30) = 12/15. Without that news it could never be done.
        case("mitigation impossible until an inject")
            .play(
                &with(ACCESS),
                &after("38:00 tech do roll-back\n80:00 primary end"),
                [Credit("mitigate/first", 8_000)],
            )
            .play(
                &with(ACCESS),
                &after("5:00 facilitator skip access\n80:00 primary end"),
                [Out("mitigate/first", NotApplicable), Out("actions/stop-it", NotApplicable)],
            ),
        // Marked, it is a minor harm; else a remark, unless somebody had looked.
        case("perishable evidence destroyed")
            .play(
                &harmful("Minor", ""),
                &after("5:00 tech do restart\n60:00 primary end"),
                [Advice("mitigate/first", "capture what it shows first")],
            )
            .play(
                SHOP,
                &after("5:00 tech do restart\n60:00 primary end"),
                [Advice("mitigate/first", "capture what it shows first")],
            )
            .play(
                SHOP,
                &after("4:00 tech look errors\n5:00 tech do restart\n60:00 primary end"),
                [NoAdvice("mitigate/first", "capture")],
            ),
        // Over after ten minutes, before anybody had done anything. After forty the limit had passed.
        case("impact ended by itself")
            .play(&heals("10m"), &after("60:00 primary end"), [Out("mitigate/first", NotApplicable)])
            .play(&heals("40m"), &after("60:00 primary end"), [Credit("mitigate/first", 0)]),
        // A stated hold stops the clock; a no without one does not.
        case("mitigation proposed by expert, refused by the commander after risk talk")
            .play(
                SHOP,
                &after("5:00 tech poll fail-over risk=\"orders are lost\"\n6:00 primary decide fail-over no\n6:30 primary hold 5m \"we look at the store first\"\n60:00 primary end"),
                [Credit("mitigate/first", 10_000), Says("mitigate/first", "a hold")],
            )
            .play(
                SHOP,
                &after("5:00 tech poll fail-over risk=\"orders are lost\"\n6:00 primary decide fail-over no\n23:00 tech do roll-back\n60:00 primary end"),
                [Credit("mitigate/first", 5_333)],
            ),
    ]
}

/// Declared and answered, by a table that pages nobody yet.
const ALONE: &str = "0:30 primary ack\n1:00 primary declare sev1\n";

fn economy() -> Vec<Row> {
    let databases = |known: &str| {
        in_the_house(&[
            ("(id: \"tech\",      team: \"ops\", ", "(id: \"tech\", team: \"database\", level: 1, "),
            (
                "needed_teams: [(team: \"database\"), (team: \"payments\")]",
                &format!("needed_teams: [(team: \"database\"{known})]"),
            ),
        ])
    };
    let second =
        databases("").replace("(id: \"comms\", team: \"ops\")", "(id: \"comms\", team: \"database\")");
    let plausible = in_the_house(&[("needed_teams:", "plausible_teams: [\"frontend\"], needed_teams:")]);
    let directory = in_the_house(&[
        (
            "        alerts: [",
            "        findings: [(on: Look(\"contacts\"), says: [\"Databases own the store.\"])],\n        alerts: [",
        ),
        (
            "    truth:",
            "    expected: [(id: \"ask-first\", is: Look(\"contacts\"), target: \"5m\", limit: \"15m\", why: \"w\")],\n    truth:",
        ),
    ]);
    let page = |at: &str, whom: &str| format!("{at} primary page {whom} why=\"we need you\"\n");
    vec![
        // Needed from 10:00; a database seat is there since 1:20.
        case("needed person already in the call").play(
            &databases(", knowable: At(\"10m\")"),
            &format!("{ALONE}{}1:20 tech ack\n40:00 primary end", page("1:10", "tech")),
            [Credit("paging/recall", 10_000), Credit("paging/economy", 10_000)],
        ),
        // `comms` is the team's, and not on call.
        case("wrong person in the right team").play(
            &second,
            &format!("{ALONE}{}40:00 primary end", page("8:00", "comms")),
            [Credit("paging/recall", 10_000), Credit("paging/economy", 10_000)],
        ),
        case("contact directory consulted first").play(
            &directory,
            &format!("{ALONE}2:00 primary look contacts\n40:00 primary end"),
            [Credit("actions/ask-first", 10_000), Credit("paging/economy", 10_000)],
        ),
        // The page to a team that is not needed costs 0.1, and taking it up nothing more.
        case("escalate up: manager, vendor, executive liaison").play(
            &in_the_house(&[]),
            &format!("{ALONE}{}8:00 primary escalate\n40:00 primary end", page("5:00", "frontend")),
            [Credit("paging/economy", 9_000), N("paging/economy", 1)],
        ),
        // One page to a team that is not needed, said twice: 0.1 once.
        case("page repeated because unanswered").play(
            &in_the_house(&[]),
            &format!("{ALONE}{}{}40:00 primary end", page("5:00", "frontend"), page("9:00", "frontend")),
            // No seat is of that team, and so none can be let go.
            [Credit("paging/economy", 9_000), NoAdvice("paging/economy", "let go early")],
        ),
        // Two pages to a team that the scenario does not name: 0.2. Half of 15 is 7, and a half.
        case("nobody needed").play(
            &in_the_house(&[(", needed_teams: [(team: \"database\"), (team: \"payments\")]", "")]),
            &format!("{ALONE}{}{}40:00 primary end", page("5:00", "frontend"), page("9:00", "design")),
            [
                Out("paging/recall", NotApplicable),
                Credit("paging/economy", 8_000),
                Number("paging", Some(8_000)),
            ],
        ),
        case("page sent before `t_know`").play(
            &databases(", knowable: At(\"30m\")"),
            &format!("{ALONE}{}40:00 primary end", page("5:00", "database")),
            [Credit("paging/recall", 10_000), Says("paging/recall", "before it was needed")],
        ),
        case("automation pages the commander").out("no run option pages anybody by itself"),
        // Besides the table: a plausible team costs nothing; one that was soon let go half.
        case("plausible teams, and who was let go")
            .play(
                &plausible,
                &format!("{ALONE}{}40:00 primary end", page("5:00", "frontend")),
                [Credit("paging/economy", 10_000)],
            )
            .play(
                &in_the_house(&[]),
                &format!(
                    "{ALONE}{}5:30 draw ack\n12:00 primary release draw\n40:00 primary end",
                    page("5:00", "draw")
                ),
                [Credit("paging/economy", 9_500), NoAdvice("paging/economy", "let go early")],
            )
            .play(
                &in_the_house(&[]),
                &format!(
                    "{ALONE}{}5:30 draw ack\n21:00 primary release draw\n40:00 primary end",
                    page("5:00", "draw")
                ),
                [Credit("paging/economy", 9_000), Advice("paging/economy", "let go early")],
            ),
        // At two in the morning a page costs half as much again, and waking everybody three times that.
        case("in the target's night")
            .play(
                &in_the_house(&[("2026-03-03T10:00", "2026-03-03T02:00")]),
                &format!("{ALONE}{}40:00 primary end", page("5:00", "frontend")),
                [Credit("paging/economy", 8_500)],
            )
            .play(
                &in_the_house(&[("2026-03-03T10:00", "2026-03-03T02:00")]),
                &format!("{ALONE}{}40:00 primary end", page("5:00", "all")),
                [Credit("paging/economy", 5_500)],
            ),
    ]
}

/// One expected action.
fn expect(fields: &str) -> String {
    with(&format!(
        "expected: [(id: \"it\", target: \"5m\", limit: \"15m\", why: \"w\", hints: [\"What?\", \"There.\", \"Do it.\"], {fields})],"
    ))
}

/// One that is asked for when the drill is over.
fn never(fields: &str) -> String {
    expect(&format!("{fields}, opens: At(\"80m\")"))
        .replace("(id: \"roll-back\", on: \"web\",", "(id: \"roll-back\", on: \"web\", undo: \"20m\",")
}

fn expected() -> Vec<Row> {
    let undoable = expect("is: Do(\"roll-back\"), opens: At(\"10m\")")
        .replace("(id: \"roll-back\", on: \"web\",", "(id: \"roll-back\", on: \"web\", undo: \"20m\",");
    let after_news = expect("is: Do(\"restart\"), opens: Delivered(\"news\")")
        .replace("    expected:", &format!("    {NEWS}\n    expected:"));
    let restart = expect("is: Do(\"restart\")");
    let superseded = expect("is: Do(\"restart\"), superseded_by: Cleared(\"bad-deploy\")");
    vec![
        // Opens at 10:00. Done at 4:00, it is done; undone at 8:00, it is not.
        case("done before the trigger, still useful")
            .play(
                &undoable,
                &after("4:00 tech do roll-back\n60:00 primary end"),
                [Credit("actions/it", 10_000), Says("actions/it", "before it was asked for")],
            )
            .play(
                &undoable,
                &after("4:00 tech do roll-back\n8:00 tech undo roll-back\n60:00 primary end"),
                [Credit("actions/it", 0)],
            )
            // Begun when it could not help, it is not done; in its own time the decision is what is rated.
            .play(
                &undoable.replace("clears: [\"bad-deploy\"], proved_by: [\"errors\"]),\n        (id: \"redeploy\"", "helps_if: Updated(\"customers\"), clears: [\"bad-deploy\"], proved_by: [\"errors\"]),\n        (id: \"redeploy\""),
                &after("4:00 tech do roll-back\n60:00 primary end"),
                [Credit("actions/it", 0), Says("mitigate/first", "`roll-back` after 3:00 (#"), Says("mitigate/first", "it changed nothing, and the decision is what is rated")],
            )
            .play(
                &undoable.replace("clears: [\"bad-deploy\"], proved_by: [\"errors\"]),\n        (id: \"redeploy\"", "helps_if: Updated(\"customers\"), clears: [\"bad-deploy\"], proved_by: [\"errors\"]),\n        (id: \"redeploy\""),
                &after("12:00 tech do roll-back\n60:00 primary end"),
                [Credit("actions/it", 10_000), Says("actions/it", ", though nothing changed by it")],
            )
            // What asks for it never comes. The roll-back clears the failure all the same, in full; by another seat than
            // the author's 0.7 of that; a restart clears nothing, and a roll-back that was undone did not last.
            .play(
                &never("is: Do(\"roll-back\")"),
                &after("4:00 tech do roll-back\n60:00 primary end"),
                [
                    Credit("actions/it", 10_000),
                    Says("actions/it", "do roll-back at +4:00 (#"),
                    Says("actions/it", "before anybody asked for it, and it cleared `bad-deploy`"),
                ],
            )
            .play(
                &never("is: Do(\"roll-back\"), seat: \"secondary\""),
                &after("4:00 tech do roll-back\n60:00 primary end"),
                [Credit("actions/it", 7_000), Says("actions/it", "`bad-deploy`, by another seat than secondary (x0.7)")],
            )
            // Where the author calls it harmful just then, it was too early.
            .play(
                &never("is: Do(\"roll-back\")").replace(
                    "expected: [",
                    "harmful: [(id: \"hasty\", is: Do(\"roll-back\"), harm: Major)],\n    expected: [",
                ),
                &after("4:00 tech do roll-back\n60:00 primary end"),
                [Out("actions/it", NotApplicable)],
            )
            .play(
                &never("is: Do(\"restart\")"),
                &after("4:00 tech do restart\n60:00 primary end"),
                [Out("actions/it", NotApplicable)],
            )
            .play(
                &never("is: Do(\"roll-back\")"),
                &after("4:00 tech do roll-back\n8:00 tech undo roll-back\n60:00 primary end"),
                [Out("actions/it", NotApplicable)],
            ),
        // From the start: the look at 11:00 is worth lin(11; 5, 15) = 4000, the poll at 8:00 7000.
        case("`any_of` group").play(
            &expect("any_of: [Look(\"errors\"), Poll(\"reindex\")]"),
            &after("8:00 primary poll reindex risk=\"searches are slow\"\n11:00 tech look errors\n60:00 primary end"),
            [Credit("actions/it", 7_000)],
        ),
        // The roll-back at 4:00 makes it pointless; one at 20:00 comes after the limit of 15:00.
        case("superseded (made pointless by another path)")
            .play(&superseded, &after("4:00 tech do roll-back\n60:00 primary end"), [Out("actions/it", NotApplicable)])
            .play(&superseded, &after("20:00 tech do roll-back\n60:00 primary end"), [Credit("actions/it", 0)]),
        // News at 10:00 is left out; or it comes at 20:00: four minutes later is in time.
        case("inject skipped or delivered late by the facilitator")
            .play(
                &after_news,
                &after("5:00 facilitator skip news\n60:00 primary end"),
                [Out("actions/it", NotApplicable), Says("actions/it", "left out `news`")],
            )
            .play(
                &after_news,
                &after("5:00 facilitator nudge news +10m\n24:00 tech do restart\n60:00 primary end"),
                [Credit("actions/it", 10_000)],
            ),
        // lin(7; 5, 15) = 8000; again at 30:00 is nothing.
        case("done twice").play(
            &restart,
            &after("7:00 tech do restart\n30:00 tech do restart\n60:00 primary end"),
            [Credit("actions/it", 8_000), N("actions/it", 1), Number("actions", Some(8_000))],
        ),
        // Done at 7:00 in another way, and marked at 20:00: lin(7; 5, 15). Without a deed, a mark of the table's is
        // nothing.
        case("equivalent action not foreseen by the author")
            .play(
                &restart,
                &after("7:00 tech do \"unplug the rack\"\n20:00 facilitator mark restart\n60:00 primary end"),
                [Credit("actions/it", 8_000), Advice("actions/marks", "kept out of calibration")],
            )
            .play(
                &restart,
                &after("7:00 primary mark restart\n60:00 primary end"),
                [Credit("actions/it", 0), Advice("actions/marks", "counts for nothing")],
            ),
        // Besides the table: help and seats. In time: 0.8, 0.5, 0; another seat 0.7; both.
        case("help and seats")
            // The guide's own question, at 6:30, costs nothing: at 10:00, (15 - 10) x 10000 / 10.
            .play(
                &restart,
                &after("2:00 comms update stakeholders customers state=investigating impact=\"half of all\" doing=\"a look at it\" next=20m\n6:30 primary hint unasked\n10:00 tech do restart\n60:00 primary end"),
                [Credit("actions/it", 5_000)],
            )
            .play(
                &restart,
                &after("2:00 facilitator hint tech 1 about=it\n3:00 tech do restart\n60:00 primary end"),
                [Credit("actions/it", 8_000), Says("actions/it", "with help")],
            )
            .play(
                &restart,
                &after("2:00 facilitator hint tech 2 about=it\n3:00 tech do restart\n60:00 primary end"),
                [Credit("actions/it", 5_000)],
            )
            .play(
                &restart,
                &after("2:00 facilitator hint tech 3 about=it\n3:00 tech do restart\n60:00 primary end"),
                [Credit("actions/it", 0), Out("actions/it", Partly), Says("actions/it", "with help (told")],
            )
            .play(
                &restart,
                &after("3:00 tech do restart\n4:00 facilitator hint tech 3 about=it\n60:00 primary end"),
                [Credit("actions/it", 10_000)],
            )
            .play(
                &expect("is: Do(\"restart\"), seat: \"secondary\""),
                &after("3:00 tech do restart\n60:00 primary end"),
                [Credit("actions/it", 7_000)],
            )
            .play(
                &expect("is: Do(\"restart\"), role: Expert"),
                &after("3:00 tech do restart\n60:00 primary end"),
                [Credit("actions/it", 10_000)],
            )
            .play(
                &expect("is: Do(\"restart\"), role: Expert"),
                &after("2:00 facilitator hint tech 1 about=it\n3:00 secondary do restart\n60:00 primary end"),
                [Credit("actions/it", 5_600)],
            ),
    ]
}

#[test]
fn classification_2_8() {
    check(classification());
}

#[test]
fn mitigation_2_9() {
    check(mitigation());
}

#[test]
fn paging_2_10() {
    check(economy());
}

/// A reading proves by what it shows: one that was not good is said, and counts for nothing.
#[test]
fn a_check_that_was_not_good_is_told_and_is_none() {
    check(vec![case("read, and not good").play(
        &expect("is: Verify(\"errors\")"),
        &after("4:00 tech verify errors\n60:00 primary end"),
        [
            Credit("actions/it", 0),
            Says("actions/it", ": verify errors; read, and not good: errors at +4:00 (#"),
        ],
    )]);
}

#[test]
fn expected_actions_2_11() {
    check(expected());
}

/// The page has 8, 8, 8 and 6 rows; each is played, or says why not. Paging has two more of ours, actions one.
#[test]
fn every_row_of_the_story_is_here() {
    let sections = [classification(), mitigation(), economy(), expected()];
    assert_eq!(sections.each_ref().map(Vec::len), [8, 8, 8 + 2, 6 + 1]);
    let out: usize = sections.iter().flatten().filter(|row| row.is_out()).count();
    assert_eq!(out, 1);
    assert!(sections.iter().flatten().all(|row| row.is_played() != row.is_out()));
}

// Harm.

/// The card of a drill on a scenario.
fn card(scenario: &str, moves: &str) -> Scorecard {
    play(scenario, moves).all_accepted().card()
}

/// What each harm cost, and all of them.
#[track_caller]
fn costs(scenario: &str, moves: &str, each: &[u32], all: u32) -> Scorecard {
    let card = card(scenario, moves);
    let found: Vec<_> = card.scenario_score.harms.iter().map(|harm| harm.cost).collect();
    assert_eq!((found.as_slice(), card.scenario_score.cost), (each, all), "{:#?}", card.scenario_score.harms);
    if let (Some(before), Some(after)) = (card.scenario_score.before_harm, card.scenario_score.credit) {
        assert_eq!(before - all, after);
    }
    card
}

#[test]
fn harm_costs_by_its_kind() {
    let moves = after("5:00 tech do restart\n60:00 primary end");
    costs(&harmful("Minor", ""), &moves, &[300], 300);
    costs(&harmful("Major", ""), &moves, &[800], 800);
    let critical = costs(&harmful("Critical", ""), &moves, &[1_500], 1_500);
    assert_eq!(critical.scenario_score.gates, [Gate::CriticalHarm]);
    assert!(critical.scenario_score.band.is_none_or(|band| band >= Band::M));
    // The gate stands behind what harm took: it holds the word that comes of that number.
    let wholes = sandtable::score::explain::wholes(&critical);
    let story = wholes.iter().find(|whole| whole.of == "scenario").unwrap();
    let steps: Vec<_> = story.arithmetic.iter().rev().take(2).rev().map(|step| &step[..9]).collect();
    assert_eq!(steps, ["less what", "no better"], "{story:#?}");
    // The process is another matter.
    assert!(!critical.process.gates.contains(&Gate::CriticalHarm));
}

#[test]
fn harm_is_half_where_the_risk_was_asked_and_half_again_where_it_was_undone() {
    let undoable = |harm: &str| {
        harmful(harm, "")
            .replace("(id: \"restart\",   on: \"web\",", "(id: \"restart\", on: \"web\", undo: \"10m\",")
    };
    let polled = "4:00 primary poll restart risk=\"carts are lost\"\n5:00 tech do restart\n";
    costs(&harmful("Major", ""), &after(&format!("{polled}60:00 primary end")), &[400], 400);
    // A poll that asks no risk halves nothing.
    let bare = polled.replace(" risk=\"carts are lost\"", "");
    costs(&harmful("Major", ""), &after(&format!("{bare}60:00 primary end")), &[800], 800);
    let undone = format!("{polled}9:00 tech undo restart\n60:00 primary end");
    let card = costs(&undoable("Critical"), &after(&undone), &[375], 375);
    assert_eq!(card.scenario_score.gates, []);
    assert_eq!(card.scenario_score.harms[0].arithmetic.last().unwrap().split(" = ").last(), Some("375"));
}

#[test]
fn harm_is_capped_and_a_trap_to_learn_from_costs_nothing() {
    let twice = after("5:00 tech do restart\n15:00 tech do restart\n60:00 primary end");
    costs(&harmful("Critical", ""), &twice, &[1_500, 1_500], 2_500);
    let trap = costs(&harmful("Critical", ", teachable: true"), &twice, &[0, 0], 0);
    assert_eq!(trap.scenario_score.gates, []);
    assert!(
        trap.scenario_score.harms[0].question.ends_with("Does ours allow it?")
            || trap.scenario_score.harms[0].question == "Does ours allow that?"
    );
}

#[test]
fn what_was_proposed_and_left_was_caught() {
    let moves = after(
        "4:00 tech poll restart risk=\"carts are lost\"\n4:20 comms object \"people are paying\"\n5:00 primary decide restart no\n60:00 primary end",
    );
    let card = costs(&harmful("Critical", ""), &moves, &[], 0);
    assert!(
        card.scenario_score.caught[0].says.contains("caught it: `restart`"),
        "{:?}",
        card.scenario_score.caught
    );
}

// The total, the view, the objectives.

/// Two teams needed, one expected action, everything said and done at given times.
fn whole(more: &str) -> (String, String) {
    let scenario = in_the_house(&[(
        "    truth:",
        "    expected: [(id: \"it\", is: Do(\"roll-back\"), opens: At(\"0s\"), target: \"15m\", limit: \"30m\", why: \"w\", serves: [\"run-it\"])],\n    truth:",
    )]);
    let moves = format!(
        "{ALONE}2:00 primary page database why=\"the store\"\n9:00 primary severity sev2 why=\"milder\"\n14:00 primary statement symptom=\"checkout fails\" affected=\"many customers\" scope=\"about 3000\" unknown=\"the cause\"\n16:00 primary page payments why=\"payments\"\n18:00 primary look errors\n23:00 primary do roll-back\n{more}60:00 primary end"
    );
    (scenario, moves)
}

#[test]
fn the_scenario_score_is_a_weighted_mean_of_five_parts() {
    let (scenario, moves) = whole("");
    let card = card(&scenario, &moves);
    let credit = |path: &str| criterion(&card, path).credit.unwrap();
    // lin(23; 15, 30) = 7/15, and lin(22; 15, 30) = 8/15 from the declaration.
    assert_eq!(credit("actions/it"), 4_666);
    assert_eq!(credit("mitigate/first"), 5_333);
    // Right from 1:00; one too mild at 15:00: (3000 + 10000) / 2.
    assert_eq!(credit("classify/severity"), 6_500);
    // 13 minutes, 4 of 5 slots: 2800 + 4800.
    assert_eq!(credit("classify/statement"), 7_600);
    // 0.7 x (10000 + lin(16; 10, 20)) / 2 + 0.3 x 10000 = 0.7 x 7000 + 3000.
    assert_eq!(credit("paging/recall"), 7_000);
    // (40 x 4666 + 20 x 5333 + 15 x 6500 + 10 x 7600 + 15 x 7900) / 100 = 585300 / 100.
    assert_eq!(card.scenario_score.credit, Some(5_853));
    assert_eq!(card.scenario_score.band, Some(Band::M));
    let weights: Vec<_> = card.scenario_score.dimensions.iter().map(|of| (of.id, of.weight)).collect();
    assert_eq!(weights, [("actions", 40), ("mitigate", 20), ("classify", 25), ("paging", 15)]);
}

/// A good number, and the end of the story not reached: no good word goes with that, unless somebody else cut it short.
#[test]
fn the_word_for_a_story_that_is_not_over_is_no_good_one() {
    let scenario = expect("is: Role(Commander), serves: [\"run-it\"]");
    let by = |who: &str| {
        let moves = after(&format!(
            "1:40 primary statement symptom=\"checkout fails\" affected=\"many customers\" scope=\"about 3000\" since=\"10:00\" unknown=\"the cause\"\n4:00 tech do restart\n60:00 {who} end"
        ));
        card(&scenario, &moves)
    };
    let (theirs, cut) = (by("primary"), by("facilitator"));
    assert_eq!((theirs.scenario_score.credit, theirs.scenario_score.band), (Some(10_000), Some(Band::M)));
    assert_eq!((cut.scenario_score.credit, cut.scenario_score.band), (Some(10_000), Some(Band::P)));
    let says = |card: &Scorecard| text::text(card, true).replace("\n  ", " ");
    let held = "The story: at a cost (100 % by its parts), by what was expected; it was not over when the drill ended, which holds the word down";
    assert!(says(&theirs).replace('\n', " ").contains(held), "{}", says(&theirs));
    assert!(
        says(&cut).contains("The story: well done (100 %), by what was expected; it was not over"),
        "{}",
        says(&cut)
    );
}

#[test]
fn paging_counts_half_when_nobody_was_needed() {
    let (scenario, moves) = whole("");
    let scenario = scenario.replace(", needed_teams: [(team: \"database\"), (team: \"payments\")]", "");
    let card = card(&scenario, &moves);
    // Two pages for nothing: 8000. (80 x 4666 + 40 x 5333 + 30 x 6500 + 20 x 7600 + 15 x 8000) / 185 = 1053600 / 185.
    assert_eq!(card.scenario_score.credit, Some(5_695));
}

#[test]
fn an_objective_is_rated_by_what_was_expected_for_it() {
    let (scenario, moves) = whole("");
    let card = card(&scenario, &moves);
    let objective = &card.objectives[0];
    assert_eq!(
        (objective.id.as_str(), objective.credit, objective.band, objective.n),
        ("run-it", Some(4_666), Some(Band::U), 1)
    );
    assert_eq!(objective.words(), "not reached");
    // Under half of its weight, or without any, there is none.
    let bare = play(SHOP, ALONE).card();
    assert_eq!((bare.objectives[0].credit, bare.objectives[0].n), (None, 0));
}

#[test]
fn a_gate_caps_the_objectives_it_touches() {
    let expects = |act: &str| {
        with(&format!(
            "expected: [(id: \"it\", is: {act}, target: \"60m\", limit: \"80m\", why: \"w\", serves: [\"run-it\"])],"
        ))
    };
    // Closed at 30:00 without a look at what the roll-back did.
    let blind = after(
        "4:00 tech do roll-back\n6:00 comms update team state=\"mitigating it\"\n30:00 primary close summary=\"done\"",
    );
    let touched = card(&expects("Close"), &blind);
    assert_eq!((touched.objectives[0].credit, touched.objectives[0].band), (Some(10_000), Some(Band::M)));
    assert_eq!(touched.objectives[0].gates, [Gate::ClosedUnverified]);
    // Naming a commander has nothing to do with it.
    let apart = card(&expects("Role(Commander)"), &blind);
    assert_eq!((apart.objectives[0].band, apart.objectives[0].gates.len()), (Some(Band::P), 0));
}

/// A harm that the author says concerns an objective holds it at a cost, unless it is taken back.
#[test]
fn a_harm_caps_the_objectives_it_concerns() {
    let shop = |harm: &str| {
        with(&format!(
            "expected: [(id: \"it\", is: Do(\"roll-back\"), target: \"60m\", limit: \"80m\", why: \"w\", serves: [\"run-it\"])],
             harmful: [(id: \"blind\", is: Do(\"restart\"), harm: Minor{harm})],"
        ))
        .replace("(id: \"restart\",   on: \"web\",", "(id: \"restart\", on: \"web\", undo: \"20m\",")
    };
    let moves = |more: &str| {
        after(&format!(
            "2:00 tech look errors\n3:00 tech do restart\n{more}5:00 tech do roll-back\n60:00 primary end"
        ))
    };
    let serves = shop(", serves: [\"run-it\"]");
    let held = card(&serves, &moves(""));
    let objective = &held.objectives[0];
    assert_eq!((objective.credit, objective.band), (Some(10_000), Some(Band::M)));
    assert_eq!(
        (objective.words(), objective.harmed.as_slice()),
        ("at a cost", ["blind".to_string()].as_slice())
    );
    assert!(held.scenario_score.harms[0].evidence.iter().all(|seq| objective.evidence.contains(seq)));
    assert!(
        text::text(&held, false)
            .replace("\n    ", " ")
            .contains("Run the incident by the rules: at a cost; harm blind")
    );
    // Undone, or only to learn from, or about nothing in particular: as good as its steps.
    let well = [
        (serves.clone(), "4:00 tech undo restart\n"),
        (shop(", teachable: true, serves: [\"run-it\"]"), ""),
        (shop(""), ""),
    ];
    for (scenario, more) in well {
        let card = card(&scenario, &moves(more));
        let objective = &card.objectives[0];
        assert_eq!((objective.band, objective.harmed.len()), (Some(Band::P), 0), "{scenario}");
    }
    // What was not reached is not held down by it.
    let missed = card(&serves, &after("3:00 tech do restart\n85:00 primary end"));
    assert_eq!((missed.objectives[0].band, missed.objectives[0].harmed.len()), (Some(Band::U), 0));
}

#[test]
fn the_first_thirty_minutes_are_a_view() {
    let moves = after(
        "2:00 tech look errors\n3:00 primary ask tech \"what do you see?\"\n3:30 tech say \"a third of requests fail\"\n5:00 primary statement symptom=\"checkout fails\" affected=\"many customers\" scope=\"about 3000\"\n6:00 primary task tech \"roll it back\" box=5m\n7:00 tech do roll-back\n25:00 comms update stakeholders customers state=\"mitigating it\" impact=\"checkout fails\" doing=\"rolling back\" next=20m\n40:00 primary plan next=10m \"we look again\"\n60:00 primary end",
    );
    let card = card(SHOP, &moves);
    let view = card.first30.unwrap();
    let steps: Vec<_> = view
        .steps
        .iter()
        .map(|step| (step.id, step.after.map(|after| after.clock()), step.outcome))
        .collect();
    let at = |clock: &str| Some(clock.to_string());
    let expected = [
        ("together", at("0:30"), Outcome::Met),
        ("understand", at("2:30"), Outcome::Met),
        ("statement", at("4:00"), Outcome::Met),
        ("roles", at("0:30"), Outcome::Met),
        // 24 minutes, of 10 to 20; and 39 of 20 to 30.
        ("communicate", at("24:00"), Outcome::Missed),
        ("stabilise", at("6:00"), Outcome::Met),
        ("plan", at("39:00"), Outcome::Missed),
    ];
    assert_eq!(steps, expected);
    // Six by minute thirty, the plan after it.
    assert_eq!((view.reached, view.order), (6, vec![1, 4, 2, 3, 6, 5, 7]));
}

#[test]
fn drills_are_compared_only_with_their_like() {
    let key = |moves: &str| card(SHOP, moves).comparable;
    let (one, same) =
        (key(&after("60:00 primary end")), key(&after("5:00 tech look errors\n50:00 primary end")));
    assert_eq!(one.key, same.key);
    assert_eq!((one.seats, one.pace.as_str()), (4, "flat"));
    assert_ne!(one.key, key(&format!("{ALONE}60:00 primary end")).key, "another team");
    let aside = key(&after("5:00 tech do \"unplug the rack\"\n6:00 tech mark restart\n60:00 primary end"));
    assert_eq!(aside.set_aside, ["an action was counted by a mark"]);
    assert_eq!(OPENING.lines().count(), 10);
}

/// What an explanation of a drill says.
#[track_caller]
fn explained(scenario: &str, moves: &str, of: &str) -> sandtable::score::explain::Explanation {
    let played = play(scenario, moves).all_accepted();
    let profile = sandtable::score::Profile::parse(sandtable::score::Profile::default_text()).unwrap();
    let card = played.card();
    let sources = sandtable::score::explain::Sources {
        scenario: &played.scenario,
        profile: &profile,
        records: &played.records,
        card: &card,
    };
    sources.explain(of).unwrap()
}

#[test]
fn a_number_is_followed_to_its_rule_its_events_and_its_arithmetic() {
    let moves = after("5:00 tech do restart\n23:00 tech do roll-back\n60:00 primary end");
    let explained = explained(&harmful("Minor", ""), &moves, "mitigate.first");
    assert_eq!((explained.credit, explained.source), (Some(5_333), Some('D')));
    assert_eq!(explained.arithmetic, ["(30:00 - 22:00) x 10000 / 15:00 = 5333"]);
    let number = &explained.numbers[0];
    assert_eq!(
        (number.of.as_str(), number.is.as_str(), number.source),
        ("mitigate.first SEV1", "15m to 30m", 'D')
    );
    assert!(number.why.contains("essay"), "{}", number.why);
    let event = &explained.events[0];
    assert!(event.text.contains("tech") && event.text.contains("roll-back"), "{}", event.text);
    assert_eq!(event.at.ms(), 23 * 60_000);
}

#[test]
fn the_whole_is_explained_by_its_parts() {
    let (scenario, moves) = whole("");
    let of = |name: &str| explained(&scenario, &moves, name);
    let total = of("scenario");
    let expected = [
        "actions: 40 x 4666",
        "mitigate: 20 x 5333",
        "severity: 15 x 6500",
        "statement: 10 x 7600",
        "paging: 15 x 7900",
        "585300 / 100 = 5853",
        "less what was harmed: 5853 - 0 = 5853",
    ];
    assert_eq!(total.arithmetic, expected);
    assert_eq!(of("paging").arithmetic.last().unwrap(), "790000 / 100 = 7900");
    assert_eq!(of("objective.run-it").arithmetic, ["it: 1 x 4666", "4666 / 1 = 4666"]);
    // A criterion's own name is enough where no other has it.
    assert_eq!(of("economy").of, "paging.economy");
}

#[test]
fn a_word_that_stands_on_the_card_is_explained_by_what_there_is() {
    let (scenario, moves) = whole("");
    let of = |name: &str| explained(&scenario, &moves, name);
    let objectives = of("objectives");
    let said = "Run the incident by the rules: not reached (4666); it partly (`--explain objective.run-it`)";
    assert_eq!(objectives.arithmetic, [said]);
    assert!(!objectives.events.is_empty());
    let gates = of("gates");
    assert_eq!((gates.of.as_str(), gates.arithmetic.len()), ("gates", 6));
    assert_eq!(of("no_ack").of, "gates.no_ack");
    assert_eq!(of("what it was for").of, "objectives");
    for word in ["p", "M", "at a cost", "not this time"] {
        let bands = of(word);
        assert_eq!(bands.of, "bands", "{word}");
        assert!(bands.arithmetic[2].starts_with("M, \"at a cost\": 5000 to 6599"), "{bands:?}");
    }
    let same = [
        ("commander", "roles.commander_time"),
        ("pages", "ack"),
        ("score", "process"),
        ("statement", "classify.statement"),
    ];
    for (word, name) in same {
        assert_eq!(of(word).of, name);
    }
}

#[test]
fn a_name_that_is_on_no_card_gets_the_nearest_ones() {
    let played = play(SHOP, ALONE);
    let profile = sandtable::score::Profile::parse(sandtable::score::Profile::default_text()).unwrap();
    let (card, scenario, records) = (played.card(), &*played.scenario, &played.records[..]);
    let sources = sandtable::score::explain::Sources { scenario, profile: &profile, records, card: &card };
    let wrong = |said: &str| sources.explain(said).unwrap_err().to_string();
    assert_eq!(
        wrong("loop.verfy"),
        "nothing on this card is called `loop.verfy`; did you mean `loop.verify`?"
    );
    assert!(wrong("xyzzy").contains("a dimension, a dot, a criterion"));
    for name in sources.names() {
        assert_eq!(sources.explain(&name).unwrap().of, name);
    }
    let own: Vec<_> = sources.names().into_iter().filter(|name| !name.starts_with("objective.")).collect();
    assert_eq!(own, sandtable::score::explain::ALWAYS);
}
