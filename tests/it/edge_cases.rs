//! Every row of the rule book's tables of edge cases (§2.4 to §2.7), played as typed moves.
//!
//! A row says what it is about, in the table's words, and what is played; each number stands beside its arithmetic. A
//! row that can't be played yet says why.

use std::panic::Location;

use sandtable::engine::event::EventKind;
use sandtable::journal::Who;
use sandtable::score::card::{Gate, Outcome, Scorecard};
use sandtable::score::{Profile, score};

use crate::shop::{OPENING, SEV2, SEV3, SHOP, shop};
use crate::support::{Played, criterion, dimension, house_of, play, play_with, scenario};

use Gate::{ClosedUnverified, NoAck, NoCommander, NoStabilise, NoUpdate};
use Is::{Advice, Credit, Gates, N, NoAdvice, Number, Outcome as Out, Refused, Says, Unrated};
use Outcome::{NotApplicable, NotObserved, Partly};

/// One row of a table.
pub(crate) struct Row {
    about: &'static str,
    plays: Vec<Play>,
    /// Why it can't be played.
    out_of_reach: Option<&'static str>,
    place: &'static Location<'static>,
}

/// One drill, and what its card must say.
struct Play {
    scenario: String,
    moves: String,
    /// Seats that bots play; everybody, if it names `all`.
    bots: &'static [&'static str],
    expected: Vec<Is>,
    place: &'static Location<'static>,
}

/// Something that a card must say.
pub(crate) enum Is {
    /// The credit of a criterion, as `dimension/criterion`.
    Credit(&'static str, u32),
    /// The outcome of a criterion.
    Outcome(&'static str, Outcome),
    /// A criterion without a credit: not applicable, or not observed.
    Unrated(&'static str),
    /// How many things a criterion is the mean of.
    N(&'static str, u32),
    /// Words in what a criterion says.
    Says(&'static str, &'static str),
    /// The number of a dimension.
    Number(&'static str, Option<u32>),
    /// All gates of a dimension.
    Gates(&'static str, &'static [Gate]),
    /// An advice line: where it belongs, and words of it.
    Advice(&'static str, &'static str),
    /// No such line.
    NoAdvice(&'static str, &'static str),
    /// Words of the one refusal. Every other drill has none.
    Refused(&'static str),
}

#[track_caller]
pub(crate) fn case(about: &'static str) -> Row {
    Row { about, plays: Vec::new(), out_of_reach: None, place: Location::caller() }
}

impl Row {
    #[track_caller]
    pub(crate) fn play(self, scenario: &str, moves: &str, expected: impl Into<Vec<Is>>) -> Self {
        self.play_with(scenario, moves, &[], expected)
    }

    #[track_caller]
    fn play_with(
        mut self,
        scenario: &str,
        moves: &str,
        bots: &'static [&'static str],
        expected: impl Into<Vec<Is>>,
    ) -> Self {
        let (scenario, moves, expected) = (scenario.to_string(), moves.to_string(), expected.into());
        self.plays.push(Play { scenario, moves, bots, expected, place: Location::caller() });
        self
    }

    /// Whether it says why it can't be played.
    pub(crate) fn is_out(&self) -> bool {
        self.out_of_reach.is_some()
    }

    /// Whether it is played.
    pub(crate) fn is_played(&self) -> bool {
        self.plays.iter().any(|play| !play.expected.is_empty())
    }

    pub(crate) fn out(mut self, why: &'static str) -> Self {
        self.out_of_reach = Some(why);
        self
    }
}

/// The shop, where command passes to somebody else by 20:00: then the first is gone.
fn called_for() -> String {
    shop(&[(
        "actions: [",
        "injects: [(id: \"taxi\", at: \"20m\", from: \"boss\", to: [Table], serves: [\"run-it\"], text: [\"Gone.\"], leaves: [\"primary\"])],
         expected: [(id: \"pass-it\", is: Handover(Commander), opens: Declared, target: \"15m\", limit: \"20m\", serves: [\"run-it\"], why: \"it ends\")],\n    actions: [",
    )])
}

// What is played often.

/// The usual beginning, then these moves.
pub(crate) fn after(moves: &str) -> String {
    format!("{OPENING}{moves}")
}

/// Both required audiences are told; all four slots, and a text that differs from time to time.
fn told(at: &str) -> String {
    format!(
        "{at} comms update stakeholders customers state=\"mitigating it now\" impact=\"checkout fails at {at}\" doing=\"rolling back\" next=20m\n"
    )
}

/// Both required audiences are told that it is over: three slots, and no next time.
fn told_the_end(at: &str) -> String {
    format!(
        "{at} comms update stakeholders customers state=\"monitoring the shop\" impact=\"none any more\" doing=\"watching the errors\"\n"
    )
}

/// A look, a roll-back that was decided, and a good reading of what proves it.
const ROLLED_BACK: &str = "
3:00 tech look errors
4:00 primary decide roll-back
4:00 tech do roll-back
5:00 tech verify errors
";

fn acknowledgement() -> Vec<Row> {
    let silent = "1:00 primary note what is that noise";
    let blip = "failures: [(id: \"blip\", of: \"web\", at: \"0s\", lasts: \"1m\", drives: [(metric: \"errors\", to: 30.0)]), ";
    let twice =
        |at: &str| shop(&[("failures: [", blip), ("at: \"0s\", drives", &format!("at: \"{at}\", drives"))]);
    vec![
        // lin(9; 5, 15) = 6/10 from the first page; its own latency of 4:00 would be full.
        case("ack by the escalated seat").play(
            SHOP,
            "9:00 secondary ack\n9:00 secondary declare sev1\n20:00 primary note late",
            [Credit("ack/chain", 6_000), N("ack/chain", 1)],
        ),
        // lin(9; 5, 15) = 6/10: the ack at 2:00 is none, and the refusal is the advice. Taken over at 2:00, the page is
        // answered then.
        case("ack by someone not paged")
            .play(
                SHOP,
                "2:00 tech ack\n9:00 primary ack\n9:00 primary declare sev1",
                [Refused("`ack take` takes over a page that was not yours"), Credit("ack/chain", 6_000)],
            )
            .play(
                SHOP,
                "2:00 tech ack take\n2:00 tech declare sev1\n9:00 primary ack",
                [Credit("ack/chain", 10_000)],
            ),
        case("ack before or without a page: the team noticed first")
            .play(
                &shop(&[("at: \"0s\"", "at: \"3m\"")]),
                "1:00 primary ack\n1:30 primary declare sev1",
                [Credit("ack/chain", 10_000), Says("ack/chain", "noticed before the page")],
            )
            // Who joins and has seen nothing has noticed nothing: what follows the page at 3:00 is rated: (10 - 7) / 5 of the half that is left.
            .play(
                &shop(&[("at: \"0s\"", "at: \"3m\"")]),
                "1:00 primary ack\n10:00 primary declare sev1",
                [Credit("ack/chain", 8_000)],
            )
            .play(
                &shop(&[("at: \"0s\"", "at: \"80m\"")]),
                "1:00 primary ack\n1:30 primary declare sev1\n20:00 primary end",
                [Credit("ack/chain", 10_000), Says("ack/chain", "noticed")],
            ),
        case("never acked")
            .play(SHOP, silent, [Credit("ack/chain", 0), Gates("ack", &[NoAck])])
            .play(&shop(&[SEV3]), silent, [Credit("ack/chain", 0), Gates("ack", &[])]),
        // It fires at 0:00 and again at 3:00: one group, lin(7; 5, 15) = 8/10 from the first page. Again at 7:00 it is
        // another: (10000 + lin(7; 5, 15)) / 2.
        case("repeated pages, same key within 5 min")
            .play(
                &twice("3m"),
                "7:00 primary ack\n7:00 primary declare sev1",
                [Credit("ack/chain", 8_000), N("ack/chain", 1)],
            )
            .play(
                &twice("7m"),
                "1:00 primary ack\n1:00 primary declare sev1\n14:00 primary ack\n14:00 primary take commander",
                [Credit("ack/chain", 9_000), N("ack/chain", 2)],
            ),
        // Nobody sits at `tech`.
        case("page to a simulated seat").play(
            SHOP,
            "0:30 primary ack\n1:00 primary declare sev1\n2:00 primary page tech why=\"hands are needed\"",
            [Credit("ack/chain", 10_000), N("ack/chain", 1)],
        )
        // A stand-in answers late; the person's own page is rated.
        .play_with(
            SHOP,
            "0:30 primary ack\n1:00 primary declare sev1\n2:00 primary page tech why=\"hands are needed\"\n12:00 tech ack\n12:10 tech look errors",
            &["tech"],
            [
                Credit("ack/chain", 10_000),
                N("ack/chain", 1),
                Advice("ack/chain", "a stand-in answered it, and is not rated"),
            ],
        ),
        // lin(6; 5, 15) = 9/10; the second neither is late nor has to act.
        case("two seats ack the same page").play(
            SHOP,
            "6:00 primary ack\n6:00 primary declare sev1\n8:00 secondary ack",
            [Credit("ack/chain", 9_000), N("ack/chain", 1)],
        ),
        // Acknowledged at 1:00, first act at 12:00: half. Paged again at 11:00, answered at 12:00: full.
        case("ack, then re-triggered because nothing happened").play(
            &shop(&[("text: \"errors at {value}\"", "text: \"errors at {value}\", again: \"10m\"")]),
            "1:00 primary ack\n12:00 primary ack\n12:00 primary declare sev1",
            [Credit("ack/chain", 7_500), N("ack/chain", 2)],
        ),
        // 14:00 in the file is 8:00 on the score clock: lin(8; 5, 15) = 7/10.
        case("pause between page and ack").play(
            SHOP,
            "2:00 primary pause\n8:00 primary resume\n14:00 primary ack\n14:00 primary declare sev1",
            [Credit("ack/chain", 7_000)],
        ),
        // 14:00 less the six minutes of speech: lin(8; 5, 15) = 7/10. Then: acknowledged at 1:00 and first act at 12:00,
        // eight minutes of which were speech: three are full credit.
        case("ack during the facilitator's own speech")
            .play(
                SHOP,
                "1:00 facilitator talk\n7:00 facilitator talk\n14:00 primary ack\n14:00 primary declare sev1",
                [Credit("ack/chain", 7_000), Says("ack/chain", "8:00 (and 6:00 of the facilitator's words)")],
            )
            .play(
                SHOP,
                "1:00 primary ack\n2:00 facilitator talk\n10:00 facilitator talk\n12:00 primary declare sev1",
                [Credit("ack/chain", 10_000)],
            ),
    ]
}

/// The shop with so many more seats, and the moves that bring them into the call as experts.
fn crowd(n: usize) -> (String, String) {
    let seats = (1..=n).map(|n| format!("        (id: \"s{n}\", team: \"ops\"),\n")).collect::<String>();
    let comms = "        (id: \"comms\",     team: \"ops\"),\n";
    let each = |line: &dyn Fn(usize) -> String| (1..=n).map(line).collect::<String>();
    let pages = each(&|n| format!("1:40 primary page s{n} why=\"hands are needed\"\n"));
    let acks = each(&|n| format!("1:50 s{n} ack\n"));
    let experts = (1..=n).map(|n| format!("s{n}")).collect::<Vec<_>>().join(",");
    let opening = OPENING.replace("expert=tech", "");
    let moves = format!("{opening}{pages}{acks}2:00 primary roles expert={experts}\n30:00 primary end");
    (shop(&[(comms, &format!("{comms}{seats}"))]), moves)
}

fn roles() -> Vec<Row> {
    let alone = "0:30 primary ack\n1:00 primary declare sev1\n";
    let two = |roles: &str| {
        let joined = "1:10 primary page tech why=\"hands are needed\"\n1:20 tech ack\n";
        format!("{alone}{joined}2:00 primary roles {roles}\n30:00 primary end")
    };
    let without_roles: String =
        OPENING.lines().filter(|line| !line.contains("roles")).map(|line| format!("{line}\n")).collect();
    let without_secondary: String =
        OPENING.lines().filter(|line| !line.contains("secondary")).map(|line| format!("{line}\n")).collect();
    let [(eight, eight_moves), (six, six_moves), (eleven, eleven_moves)] = [crowd(8), crowd(6), crowd(11)];
    vec![
        // Only the commander's time is left, 30 of 100 (and no handover): no number.
        case("team of 1").play(
            SHOP,
            &format!("{alone}2:00 primary take commander\n3:00 primary look errors\n4:00 primary do roll-back\n30:00 primary end"),
            [
                Credit("roles/commander_time", 10_000),
                Out("roles/separation", NotApplicable),
                Out("roles/set", NotApplicable),
                Out("roles/announced", NotApplicable),
                Number("roles", None),
            ],
        ),
        // An expert who commands is none: (10000 + 0) / 2. With four seats a commander is no deputy either.
        case("team of 2 or 3")
            .play(SHOP, &two("commander=primary deputy=primary expert=tech"), [Credit("roles/set", 10_000)])
            .play(SHOP, &two("commander=primary deputy=tech expert=primary"), [Credit("roles/set", 5_000)])
            .play(
                SHOP,
                &format!("{}30:00 primary end", OPENING.replace("deputy=comms", "deputy=primary")),
                [Credit("roles/set", 5_000)],
            ),
        case("one seat holds deputy, scribe and liaison").play(
            SHOP,
            &format!("{}30:00 primary end", OPENING.replace("deputy=comms", "deputy=comms scribe=comms liaison=comms")),
            [Credit("roles/set", 10_000), Credit("roles/announced", 10_000)],
        ),
        // The primary declares, names everybody and announces; `tech` is a person.
        case("criterion decided by bots or a prepared crew alone, beside a person")
            .play_with(
                SHOP,
                &after("3:00 tech look errors\n30:00 primary end"),
                &["primary", "secondary", "comms"],
                [
                    Out("roles/commander_time", NotApplicable),
                    Out("roles/set", NotApplicable),
                    Says("roles/commander_time", "played by a bot"),
                ],
            )
            .play_with(
                SHOP,
                &after("3:00 tech look errors\n30:00 primary end"),
                &["all"],
                [Credit("roles/commander_time", 10_000), Credit("roles/set", 10_000), Credit("roles/announced", 10_000)],
            ),
        // Handed over first, both moves are an expert's. Still in command, both count: 1 - 2 x 0.3. Laid down with
        // nobody to take it, both count as well.
        case("commander steps down to become expert")
            .play(
                SHOP,
                &after(
                    "10:00 primary handover commander secondary state=\"errors at 30 percent\" flight=\"nothing yet\" tried=\"nothing yet ruled out\" next=\"an update is due at 25\"
                    10:10 secondary accept
                    10:20 secondary announce
                    10:30 secondary roles expert=primary
                    11:00 primary look errors
                    12:00 primary do roll-back
                    30:00 primary end",
                ),
                [Credit("roles/separation", 10_000), Credit("roles/handover", 10_000)],
            )
            .play(
                SHOP,
                &after("10:30 primary roles expert=primary\n11:00 primary look errors\n12:00 primary do roll-back\n30:00 primary end"),
                [Credit("roles/separation", 4_000)],
            )
            .play(
                SHOP,
                &after("10:30 primary roles commander=- expert=primary\n11:00 primary look errors\n12:00 primary do roll-back\n12:30 secondary take commander\n30:00 primary end"),
                [Credit("roles/separation", 4_000)],
            ),
        // One reading in command: 1 - 0.3; what others read while nobody is counts for nobody.
        case("nobody holds command")
            .play(
                SHOP,
                &format!("{without_roles}5:00 primary look errors\n6:00 tech look errors\n30:00 primary end"),
                [
                    Out("roles/separation", NotApplicable),
                    Credit("roles/commander_time", 0),
                    Gates("roles", &[NoCommander]),
                ],
            )
            .play(
                SHOP,
                &after(
                    "5:00 primary look errors
                    10:00 primary roles commander=-
                    10:20 secondary look errors
                    10:40 tech look waits
                    11:00 secondary take commander
                    30:00 primary end",
                ),
                [Credit("roles/separation", 7_000)],
            ),
        // No brief; accepted and announced by saying "I am now": 2500 + 2000; 0.15 x lin(1:00; 0, 2) = 750.
        // Where the story asked for it, one without a brief costs just that, and so it does when a taxi took the commander
        // away. Nothing called for the third, and it is rated by the same formula, whatever the other roles are worth: no
        // expert was ever named, (30 x 10000 + 20 x 5000 + 15 x 10000 + 20 x 10000 + 15 x 10000) / 100. In the last two the
        // deputy takes command and names another deputy: no brief, not accepted, announced or not, no gap: 2000 + 1500 or
        // 1500, and the mean with the 10000 of command.
        case("commander drops out silently")
            .play(
                SHOP,
                &after("10:00 primary leave\n11:00 secondary take commander\n30:00 secondary end"),
                [Credit("roles/handover", 5_250), Gates("roles", &[])],
            )
            .play(
                &called_for(),
                &after("10:00 primary handover commander secondary\n10:10 secondary accept\n10:20 secondary announce\n30:00 secondary end"),
                [Credit("roles/handover", 6_000), Says("roles/handover", "with 0 of 4 parts of a brief")],
            )
            .play(
                &called_for(),
                &after("21:00 secondary take commander\n30:00 secondary end"),
                [Credit("roles/handover", 5_250), Says("roles/handover", "without a brief")],
            )
            .play(
                SHOP,
                &format!("{}{}30:00 primary end", OPENING.replace(" expert=tech", ""), passed_on("secondary")),
                [Credit("roles/set", 5_000), Credit("roles/handover", 10_000), Number("roles", Some(9_000))],
            )
            .play(
                SHOP,
                &after(&format!("{}10:40 comms assign deputy primary\n10:50 comms announce\n30:00 primary end", passed_on("comms"))),
                [Credit("roles/handover", 6_750), N("roles/handover", 2)],
            )
            .play(
                SHOP,
                &after(&format!("{}10:40 comms assign deputy primary\n30:00 primary end", passed_on("comms"))),
                [Credit("roles/handover", 5_750), Says("roles/handover", "deputy went from comms to primary")],
            ),
        case("two people claim command").play(
            SHOP,
            &after("5:00 secondary take commander\n30:00 primary end"),
            [
                Refused("the first claim holds"),
                Credit("roles/commander_time", 10_000),
                Out("roles/handover", NotApplicable),
                NoAdvice("roles", "command"),
            ],
        ),
        case("more senior person arrives").play(
            SHOP,
            &format!(
                "{without_secondary}15:00 primary page secondary why=\"for your information\"\n15:30 secondary ack\n16:00 secondary ask primary \"what is going on?\"\n30:00 primary end"
            ),
            [Out("roles/handover", NotApplicable), Gates("roles", &[])],
        ),
        // The question itself is an expected action, of the scenario score; a voice moves no command.
        case("executive overrides the commander").play(
            &shop(&[(
                "actions: [",
                "injects: [(id: \"i-decide\", at: \"10m\", from: \"boss\", to: [Role(Commander)], serves: [\"run-it\"], text: [\"I decide from now on.\"])],\n    actions: [",
            )]),
            &after("10:30 primary ask boss \"do you wish to take command?\"\n30:00 primary end"),
            [
                Out("roles/handover", NotApplicable),
                Credit("roles/separation", 10_000),
                Credit("roles/commander_time", 10_000),
                Gates("roles", &[]),
            ],
        ),
        case("roles filled before declaration").play(
            SHOP,
            &format!(
                "{}15:00 primary declare sev1\n40:00 primary end",
                OPENING.lines().filter(|line| !line.contains("declare")).map(|line| format!("{line}\n")).collect::<String>()
            ),
            [Credit("roles/commander_time", 10_000), Credit("roles/set", 10_000)],
        ),
        // Three at once, in time; then 10000, lin(4; 2, 5) = 3333, 10000: 53333 / 6; a fourth, never announced:
        // 53333 / 7.
        case("role reassigned many times")
            .play(SHOP, &after(&reassigned("")), [Credit("roles/announced", 8_888), NoAdvice("roles", "command")])
            .play(
                SHOP,
                &after(&reassigned("20:00 secondary assign commander primary\n")),
                [Credit("roles/announced", 7_619), Advice("roles", "command")],
            ),
        // With the deputy: 7, 9 and 12.
        case("more than 7 direct reports to the commander")
            .play(&six, &six_moves, [NoAdvice("roles", "directly")])
            .play(&eight, &eight_moves, [Advice("roles", "directly")])
            .play(&eleven, &eleven_moves, [Advice("roles", "directly")]),
    ]
}

/// Command goes to a seat, with all four parts of a brief.
fn passed_on(to: &str) -> String {
    format!(
        "10:00 primary handover commander {to} state=\"errors at 30 percent\" flight=\"nothing yet\" tried=\"no change ruled out\" next=\"an update is due at 25\"
        10:10 {to} accept
        10:20 {to} announce
        "
    )
}

/// Command goes round three times, with announcements after 0:30, 4:00 and 0:30; then these moves.
fn reassigned(then: &str) -> String {
    format!(
        "5:00 primary assign commander secondary
        5:30 primary announce
        10:00 secondary assign commander primary
        14:00 primary announce
        15:00 primary assign commander secondary
        15:30 secondary announce
        {then}
        30:00 primary end"
    )
}

fn updates() -> Vec<Row> {
    let one =
        |slots: &str| after(&format!("5:00 comms update stakeholders customers {slots}\n30:00 primary end"));
    let sev3 = |moves: &str| after(moves).replace("sev1", "sev3");
    vec![
        // Limits of 15 and 20 min have passed; closed; SEV3 after its limit of 60; ended before either.
        case("no update ever, and close or the limit has passed")
            .play(SHOP, &after("30:00 primary end"), [Number("updates", Some(0)), Gates("updates", &[NoUpdate])])
            .play(
                SHOP,
                &after(&format!("{ROLLED_BACK}11:00 primary close summary=done")),
                [Number("updates", Some(0)), Gates("updates", &[NoUpdate])],
            )
            .play(&shop(&[SEV3]), &sev3("62:00 primary end"), [Number("updates", Some(0)), Gates("updates", &[])])
            .play(SHOP, &after("5:00 primary end"), [Number("updates", None), Gates("updates", &[])]),
        // Seven minutes are over the customers' 5 and under the stakeholders' 10: lin(6; 5, 15) = 9/10 alone.
        case("incident shorter than the first-update target (per audience)")
            .play(
                SHOP,
                &after(&format!(
                    "{ROLLED_BACK}7:00 comms update customers state=mitigating impact=\"checkout fails\" doing=\"rolling back\" next=20m\n{}8:00 primary close summary=done",
                    told_the_end("8:00")
                )),
                [Credit("updates/first", 9_000), Credit("updates/gaps", 10_000)],
            )
            .play(
                SHOP,
                &after(&format!("{ROLLED_BACK}{}5:30 primary close summary=done", told_the_end("5:30"))),
                [
                    Out("updates/first", NotApplicable),
                    Out("updates/gaps", NotApplicable),
                    Credit("updates/content", 10_000),
                    Credit("updates/audience", 10_000),
                    Credit("updates/closing", 10_000),
                    Number("updates", None),
                ],
            ),
        // One gap of 11 min, under 20; lin(10; 5, 15) = 5/10 for the closing update.
        case("incident shorter than one cadence interval").play(
            SHOP,
            &after(&format!(
                "{ROLLED_BACK}{}16:00 primary close summary=done\n{}",
                told("5:00"),
                told_the_end("26:00")
            )),
            [Credit("updates/gaps", 10_000), Credit("updates/first", 10_000), Credit("updates/closing", 5_000)],
        ),
        // Four minutes before: it closes, (4/4 + 3/3) / 2. Six minutes before: it doesn't, (4/4 + 3/4) / 2.
        case("final update up to 5 min before close")
            .play(
                SHOP,
                &after(&format!(
                    "{ROLLED_BACK}{}{}18:00 primary close summary=done",
                    told("5:00"),
                    told_the_end("14:00")
                )),
                [Credit("updates/closing", 10_000), Credit("updates/content", 10_000)],
            )
            .play(
                SHOP,
                &after(&format!(
                    "{ROLLED_BACK}{}{}18:00 primary close summary=done",
                    told("5:00"),
                    told_the_end("12:00")
                )),
                [Credit("updates/closing", 0), Credit("updates/content", 8_750)],
            ),
        // Eleven minutes after declaring: the worse of lin(11; 5, 15) = 4/10 and lin(11; 10, 20) = 9/10.
        case("closing update only").play(
            SHOP,
            &after(&format!("{ROLLED_BACK}{}12:00 primary close summary=done", told_the_end("12:00"))),
            [Credit("updates/first", 4_000), Credit("updates/closing", 10_000)],
        ),
        // The gap runs from declaring at 5:00 to 30:00, lin(25; 20, 40) = 3/4; then 10 min: 287500 / 35.
        case("update before declaration").play(
            SHOP,
            &format!(
                "0:30 primary ack\n0:40 primary page comms why=\"words are needed\"\n0:50 comms ack\n{}5:00 primary declare sev1\n{}40:00 primary end",
                told("2:00").replace("next=20m", ""),
                told("30:00")
            ),
            [Credit("updates/first", 10_000), Credit("updates/gaps", 8_214)],
        ),
        case("update to the resolvers' own channel only")
            .play(
                SHOP,
                &after(&format!("{}30:00 primary end", told("5:00").replace("stakeholders customers", "team"))),
                [Number("updates", Some(0)), Gates("updates", &[NoUpdate])],
            )
            .play(
                &shop(&[SEV3]),
                &sev3(&format!("{}62:00 primary end", told("10:00").replace("stakeholders customers", "team"))),
                [Credit("updates/first", 10_000), Credit("updates/audience", 10_000), Gates("updates", &[])],
            ),
        case("ETA for customers stated").play(
            SHOP,
            &one("state=mitigating impact=\"checkout fails\" doing=\"rolling back, ETA 20 minutes\" next=20m"),
            [Credit("updates/content", 10_000), Advice("updates", "customers")],
        ),
        // (4/4 + 0) / 2. The other half of the row, `mark wrong`, is in `facilitated.rs`.
        case("wrong content").play(
            SHOP,
            &after(&format!(
                "{}10:00 comms update stakeholders customers state=resolved impact=\"none any more\" doing=\"watching the shop\" next=20m\n20:00 primary end",
                told("5:00")
            )),
            [Credit("updates/content", 5_000), Advice("updates", "resolved")],
        ),
        // Shares of four slots; without a state it is no update at all.
        case("what fills a slot")
            .play(SHOP, &one("state=investigating impact=unknown doing=none next=20m"), [Credit("updates/content", 10_000)])
            .play(SHOP, &one("state=investigating impact=\"no change\" doing=3 next=20m"), [Credit("updates/content", 10_000)])
            .play(SHOP, &one("state=investigating impact=unknown doing=Unknown. next=20m"), [Credit("updates/content", 7_500)])
            .play(SHOP, &one("state=investigating impact=checkout doing=\"rolling back\" next=20m"), [Credit("updates/content", 7_500)])
            .play(
                SHOP,
                &one("state=investigating impact=\"checkout fails\" doing=\"checkout fails\" next=20m"),
                [Credit("updates/content", 7_500)],
            )
            .play(SHOP, &one("state=investigating"), [Credit("updates/content", 2_500)])
            .play(
                SHOP,
                &one("state=\"broken somehow\" impact=\"checkout fails\" doing=\"rolling back\" next=20m"),
                [
                    Number("updates", Some(0)),
                    Gates("updates", &[NoUpdate]),
                    Advice("updates/first", "said no state and counts as no update: a state begins with investigating"),
                ],
            )
            // A slip of typing, another form, and words that lead to it.
            .play(SHOP, &one("state=identifed impact=unknown doing=none next=20m"), [Credit("updates/content", 10_000)])
            .play(SHOP, &one("state=\"mitigated: stopped\" impact=unknown doing=none next=20m"), [Credit("updates/content", 10_000)])
            .play(SHOP, &one("state=\"we are still investigating\" impact=unknown doing=none next=20m"), [Credit("updates/content", 10_000)])
            .play(
                SHOP,
                &one("state=\"not resolved\" impact=unknown doing=none next=20m"),
                [Number("updates", Some(0)), Gates("updates", &[NoUpdate])],
            ),
        // 40:00 in the file is 20:00: a gap of 15 min, and the promise for 25:00 is kept; for a pause and for a jump.
        case("pause or jump")
            .play(
                SHOP,
                &after(&format!(
                    "{}10:00 primary pause\n30:00 primary resume\n{}50:00 primary end",
                    told("5:00"),
                    told("40:00")
                )),
                [Credit("updates/gaps", 10_000), Credit("updates/promise", 10_000)],
            )
            .play(
                SHOP,
                &after(&format!(
                    "{}10:00 facilitator jump 20m\n{}50:00 primary end",
                    told("5:00"),
                    told("40:00")
                )),
                [Credit("updates/gaps", 10_000), Credit("updates/promise", 10_000)],
            ),
        // (10 x 10000 + 30 x lin(30; 20, 40)) / 40 = (100000 + 150000) / 40.
        case("drill ended in mid-gap").play(
            SHOP,
            &after(&format!("{}{}45:00 primary end", told("5:00"), told("15:00"))),
            [Credit("updates/gaps", 6_250), Out("updates/closing", NotObserved)],
        ),
        case("automatic reminder switched on").out("no run option reminds yet"),
    ]
}

fn looping() -> Vec<Row> {
    let decided = |at: &str, action: &str| format!("{at} primary decide {action}\n{at} tech do {action}\n");
    let tasked = |moves: &str| after(&format!("{moves}20:00 primary end"));
    let looks = "3:00 tech look errors\n4:00 tech look web\n5:00 tech look waits\n6:00 tech look errors\n";
    let harmless = shop(&[("at: \"0s\", drives", "at: \"0s\", impact: false, drives")]);
    let heals = shop(&[("at: \"0s\", drives", "at: \"0s\", lasts: \"10m\", drives")]);
    let false_alarm = shop(&[
        (
            "failures: [(id: \"bad-deploy\", of: \"web\", at: \"0s\", drives: [(metric: \"errors\", to: 30.0)])],",
            "",
        ),
        ("clears: [\"bad-deploy\"], ", ""),
        ("when: Above(\"errors\", 10.0)", "when: At(\"0s\"), of: \"errors\""),
        ("resolved: Cleared(\"bad-deploy\")", "resolved: Below(\"errors\", 5.0)"),
    ]);
    vec![
        // An update first, a statement, a second reading: nothing of this costs. The violations: an S without an A is
        // one of two decision points, unless pre-approved; an S stacked on an S, one of three (10000 - 3333, and the
        // first is not verified before the second); an untasked change, one of two.
        case("out-of-order steps")
            .play(
                SHOP,
                &after(&format!(
                    "{}4:00 primary ask tech \"what do you see?\"\n4:30 primary statement symptom=\"checkout fails\"\n{}6:00 tech verify errors\n6:30 tech look errors\n12:00 primary close summary=done",
                    told("3:00"),
                    decided("5:00", "roll-back")
                )),
                [Credit("loop/order", 10_000), Credit("loop/completeness", 10_000), Credit("loop/verify", 10_000)],
            )
            .play(
                SHOP,
                &tasked(&format!("{}6:00 tech verify errors\n", decided("5:00", "roll-back"))),
                [Credit("loop/order", 5_000)],
            )
            .play(SHOP, &tasked("5:00 tech do flag-off\n6:00 tech verify errors\n"), [Credit("loop/order", 10_000)])
            .play(
                SHOP,
                &tasked(&format!(
                    "3:00 tech look errors\n{}{}6:00 tech verify errors\n",
                    decided("4:00", "restart"),
                    decided("5:00", "roll-back")
                )),
                [Credit("loop/order", 6_667), Credit("loop/verify", 5_000)],
            )
            .play(
                SHOP,
                &tasked("3:00 tech look errors\n5:00 tech do roll-back\n6:00 tech verify errors\n"),
                [Credit("loop/order", 5_000)],
            ),
        // Three looks and no decision at all, or none by 16:00, 15 min after declaring.
        case("repeated assess, no S")
            .play(
                SHOP,
                &after(&format!("{looks}25:00 primary end")),
                [Unrated("loop/completeness"), Unrated("loop/order"), Unrated("loop/verify"), Advice("loop", "decid")],
            )
            .play(SHOP, &after(&format!("{looks}8:00 primary end")), [Advice("loop", "decid")])
            .play(SHOP, &after("3:00 tech look errors\n25:00 primary end"), [Advice("loop", "decid")])
            .play(SHOP, &after("3:00 tech look errors\n8:00 primary end"), [NoAdvice("loop", "decid")])
            .play(
                SHOP,
                &after(&format!("{looks}{}8:00 primary end", decided("7:00", "roll-back"))),
                [NoAdvice("loop", "decid")],
            ),
        case("resolution without verify").play(
            SHOP,
            &after(&format!("3:00 tech look errors\n{}12:00 primary close summary=done", decided("4:00", "roll-back"))),
            [Credit("loop/verify", 0), Gates("loop", &[ClosedUnverified]), Says("loop/verify", "errors")],
        ),
        // Begun at 4:00, in effect at 9:00. Read at 6:00 and 10:00; then at 6:00 alone.
        case("V before effect (too early)")
            .play(
                SHOP,
                &after(&format!(
                    "3:00 tech look errors\n{}6:00 tech verify errors\n10:00 tech verify errors\n16:00 primary close summary=done",
                    decided("4:00", "redeploy")
                )),
                [
                    Credit("loop/verify", 10_000),
                    Credit("loop/order", 10_000),
                    Out("loop/reassess", NotApplicable),
                    Gates("loop", &[]),
                ],
            )
            .play(
                SHOP,
                &after(&format!(
                    "3:00 tech look errors\n{}6:00 tech verify errors\n16:00 primary close summary=done",
                    decided("4:00", "redeploy")
                )),
                [Credit("loop/verify", 0), Gates("loop", &[ClosedUnverified]), Says("loop/verify", "before the change took effect")],
            ),
        // Closed at 10:00 in vain, over at 37:00: one gap of 32 min, lin(32; 20, 40) = 4/10. Then: the change is
        // proved by the waits, and nobody looks at the errors, which the ending names.
        case("close while a failure is active, or without a good reading of an ending's signal")
            .play(
                SHOP,
                &after(&format!(
                    "{}10:00 primary close summary=done\n20:00 tech look errors\n{}31:00 tech verify errors\n{}37:00 primary close summary=done",
                    told("5:00"),
                    decided("30:00", "roll-back"),
                    told_the_end("37:00")
                )),
                [
                    Gates("loop", &[ClosedUnverified]),
                    Credit("loop/verify", 10_000),
                    Credit("updates/gaps", 4_000),
                    Credit("updates/closing", 10_000),
                ],
            )
            .play(
                &shop(&[(
                    "(id: \"roll-back\", on: \"web\",   clears: [\"bad-deploy\"], proved_by: [\"errors\"])",
                    "(id: \"roll-back\", on: \"web\",   clears: [\"bad-deploy\"], proved_by: [\"waits\"])",
                )]),
                &after(&format!(
                    "3:00 tech look errors\n{}5:00 tech verify waits\n12:00 primary close summary=done",
                    decided("4:00", "roll-back")
                )),
                [Credit("loop/verify", 10_000), Gates("loop", &[ClosedUnverified])],
            ),
        // Closed on a bad reading: 0 of 1. Looked into and put right instead: 2 of 2, and assessed again after 1:00.
        case("fails verify, then closes anyway")
            .play(
                &harmless,
                &after(&format!(
                    "3:00 tech look errors\n{}5:00 tech verify errors\n12:00 primary close summary=done",
                    decided("4:00", "restart")
                )),
                [Credit("loop/verify", 0), Gates("loop", &[ClosedUnverified])],
            )
            .play(
                &harmless,
                &after(&format!(
                    "3:00 tech look errors\n{}5:00 tech verify errors\n6:00 primary ask tech \"what now?\"\n{}8:00 tech verify errors\n14:00 primary close summary=done",
                    decided("4:00", "restart"),
                    decided("7:00", "roll-back")
                )),
                [
                    Credit("loop/verify", 10_000),
                    Credit("loop/reassess", 10_000),
                    Credit("loop/order", 10_000),
                    Gates("loop", &[]),
                ],
            ),
        // There is no S; the V that is still expected before closing is rated in its place.
        case("self-recovery")
            .play(
                &heals,
                &after(&format!("3:00 tech look errors\n{}12:00 tech look errors\n18:00 primary close summary=over", told("4:00"))),
                [Credit("loop/verify", 10_000), Credit("loop/completeness", 10_000), Gates("loop", &[])],
            )
            .play(
                &heals,
                &after(&format!("3:00 tech look errors\n{}18:00 primary close summary=over", told("4:00"))),
                [Credit("loop/verify", 0), Gates("loop", &[ClosedUnverified])],
            ),
        case("scenario needs no S (false alarm)").play(
            &false_alarm,
            &after(&format!(
                "3:00 primary ask tech \"what do you see?\"\n4:00 tech look errors\n{}11:00 primary close summary=\"false alarm\"",
                told("5:00")
            )),
            [Credit("loop/completeness", 10_000), Gates("loop", &[])],
        ),
        // The roll-back is verified; the forced restart is nobody's: it needs no look before, no task and no check.
        case("facilitator forced a step").play(
            SHOP,
            &after(&format!(
                "{ROLLED_BACK}{}6:00 facilitator force do restart\n11:00 primary close summary=done",
                told("5:30")
            )),
            [
                Credit("loop/verify", 10_000),
                Credit("loop/order", 10_000),
                Credit("loop/completeness", 10_000),
                Gates("loop", &[]),
            ],
        ),
        // No owner and nobody who acknowledges; the box and the report are there: 2/4.
        case("task to someone or a group")
            .play(
                SHOP,
                &tasked("3:00 primary task ops \"look into it\" box=5m\n7:00 tech report 1 \"found it\"\n"),
                [Credit("loop/tasks", 5_000)],
            )
            .play(
                SHOP,
                &tasked("3:00 primary task anybody \"look into it\" box=5m\n7:00 tech report 1 \"found it\"\n"),
                [Credit("loop/tasks", 5_000)],
            ),
        case("task to a role, not a name").play(
            SHOP,
            &tasked("3:00 primary task expert \"look into it\" box=5m\n4:00 tech look errors\n7:00 tech report 1 \"found it\"\n"),
            [Credit("loop/tasks", 10_000)],
        ),
        // The new box is 7:00 to 17:00: answered at 16:00; or never, and one follow-up of two is there: 3.5/4. Nobody
        // looks again after the box ran out.
        case("owner asks for more time")
            .play(
                SHOP,
                &tasked("3:00 primary task tech \"look into it\" box=5m\n4:00 tech look errors\n7:00 tech report 1 \"not yet\" box=10m\n16:00 tech report 1 \"found it\"\n"),
                [Credit("loop/tasks", 10_000), Out("loop/reassess", NotApplicable)],
            )
            .play(
                SHOP,
                &after("3:00 primary task tech \"look into it\" box=5m\n4:00 tech look errors\n7:00 tech report 1 \"not yet\" box=10m\n40:00 primary end"),
                [Credit("loop/tasks", 8_750), Credit("loop/reassess", 0)],
            ),
        // (1 + 0.5 + 1 + 1) / 4.
        case("time box over 30 min at SEV1 and SEV2").play(
            SHOP,
            &tasked("3:00 primary task tech \"look into it\" box=40m\n4:00 tech look errors\n7:00 tech report 1 \"found it\"\n"),
            [Credit("loop/tasks", 8_750), Advice("loop/tasks", "40")],
        ),
        case("experts act but no task was ever recorded")
            .play(SHOP, &tasked(ROLLED_BACK), [Credit("loop/tasks", 0), Advice("loop/tasks", "task")])
            .play(
                SHOP,
                "0:30 primary ack\n1:00 primary declare sev1\n3:00 primary look errors\n4:00 primary do roll-back\n5:00 primary verify errors\n20:00 primary end",
                [Out("loop/tasks", NotApplicable)],
            ),
    ]
}

/// Rules that stand in the text around the tables.
fn beside_the_tables() -> Vec<Row> {
    let decided = |at: &str, action: &str| format!("{at} primary decide {action}\n{at} tech do {action}\n");
    let no_next = |at: &str| told(at).replace(" next=20m", "");
    let sev2 = |moves: &str| after(moves).replace("sev1", "sev2");
    let asked = |question: &str| {
        format!(
            "0:30 primary ack\n1:00 primary declare sev1\n1:10 primary page tech why=\"hands are needed\"\n1:20 tech ack\n{question}2:30 tech say \"errors since ten\"\n30:00 primary end"
        )
    };
    let news = shop(&[(
        "actions: [",
        "injects: [(id: \"worse\", at: \"10m\", news: true, from: \"support\", to: [Table], serves: [\"run-it\"], text: [\"Now the refunds fail, too.\"])],\n    actions: [",
    )]);
    let twice = |again: &str| {
        format!("4:10 secondary object not now\n{again} primary poll fail-over risk=\"orders are lost\"\n")
    };
    let known_later =
        shop(&[("hint: Sev1", "hint: Sev3"), ("is: Sev1)]", "is: Sev1)], knowable: At(\"10m\")")]);
    vec![
        // §2.3: calling it mild buys no time: lin(8; 5, 10) = 2/5.
        case("the worse of the declared and the known severity counts").play(
            SHOP,
            "0:30 primary ack\n1:00 primary declare sev3\n9:00 primary take commander\n30:00 primary end",
            [Credit("roles/commander_time", 4_000)],
        ),
        // §2.3: due at 16:00 and 31:00, and from 8:00 on at 13:00 and 18:00: lin(14; 12, 17) = 3/5.
        case("a stricter row shortens what is open").play(
            &shop(&[("hint: Sev1", "hint: Sev3"), ("is: Sev1)]", "is: Sev1)], knowable: At(\"8m\")")]),
            "0:30 primary ack\n1:00 primary declare sev3\n15:00 primary take commander\n30:00 primary end",
            [Credit("roles/commander_time", 6_000)],
        ),
        // §2.1: the stakeholders' limit is 20:00 after declaring. What nobody rated is said last, and is no strength.
        case("ended before an audience's time was up").play(
            SHOP,
            &after("6:00 primary update customers state=investigating impact=\"a third of requests fail\" doing=\"looking at web\" next=15m\n18:00 primary end"),
            [
                Credit("updates/gaps", 10_000),
                Says("updates/gaps", "the longest silence was 12:00"),
                Says("updates/gaps", "; no update to stakeholders between "),
                Says("updates/gaps", ", not rated: its time was not up"),
                Says("updates/audience", "1 of 1 audience was reached; the time for stakeholders was not up"),
            ],
        ),
        // The words of 5:00 again at 15:00, to the same people: state and time of four, (10000 + 5000) / 2, and no word on
        // the change of severity at 14:00 (none from 30:00, when the drill ends). With "no change" it is an update like any
        // other, and to others the words are new.
        case("the same words to the same people say nothing new")
            .play(
                SHOP,
                &after(&format!("{}14:00 primary severity sev2 why=\"milder\"\n{}60:00 primary end", told("5:00"), told("5:00").replace("5:00 comms", "15:00 comms"))),
                [Credit("updates/content", 7_500), Says("updates/content", "said word for word what #"), Credit("updates/change", 0)],
            )
            .play(
                SHOP,
                &after(&format!("{0}14:00 primary severity sev2 why=\"milder\"\n{1}60:00 primary end", told("5:00").replace("mitigating it now", "mitigating, no change"), told("5:00").replace("5:00 comms", "15:00 comms").replace("mitigating it now", "mitigating, no change"))),
                [Credit("updates/content", 10_000), Credit("updates/change", 0)],
            )
            .play(
                SHOP,
                &after(&format!("{}{}60:00 primary end", told("5:00").replace(" customers", ""), told("5:00").replace("5:00 comms", "15:00 comms").replace(" stakeholders", ""))),
                [Credit("updates/content", 10_000)],
            ),
        // §2.3: the target of a first mitigation is 15:00 after declaring, its limit 30:00. Nothing at all: a gate, and 0, as
        // with updates. A hold is a decision and buys time; where holds are all that was ever decided, and harm went on to the
        // end, they bought nothing. At SEV3 no gate is known. Who ends it past the target leaves it undone; before that nobody
        // is late, and when the facilitator stops is nobody's fault.
        case("nothing was changed and nothing held while harm went on")
            .play(
                SHOP,
                &after("3:00 tech look errors\n60:00 primary end"),
                [Number("loop", Some(0)), Gates("loop", &[NoStabilise])],
            )
            .play(SHOP, &after("3:00 tech look errors\n5:00 primary hold 10m \"we look\"\n60:00 primary end"), [Number("loop", Some(0)), Gates("loop", &[NoStabilise])])
            .play(SHOP, &after("3:00 tech look errors\n5:00 primary hold 10m \"we look\"\n15:59 primary end"), [Gates("loop", &[])])
            .play(SHOP, &after("3:00 tech look errors\n5:00 primary hold 10m \"we look\"\n30:59 facilitator end"), [Gates("loop", &[])])
            .play(SHOP, &after("3:00 tech look errors\n5:00 primary hold 10m \"we look\"\n40:00 tech do restart\n60:00 primary end"), [Gates("loop", &[])])
            .play(SHOP, &after("3:00 tech look errors\n5:00 tech do restart\n60:00 primary end"), [Gates("loop", &[])])
            .play(SHOP, &after("3:00 tech look errors\n30:59 primary end"), [Gates("loop", &[NoStabilise])])
            .play(SHOP, &after("3:00 tech look errors\n30:59 facilitator end"), [Gates("loop", &[])])
            .play(SHOP, &after("3:00 tech look errors\n16:00 primary end"), [Gates("loop", &[])])
            .play(
                &shop(&[SEV3]),
                &after("3:00 tech look errors\n80:00 primary end").replace("sev1", "sev3"),
                [Gates("loop", &[])],
            ),
        // A house rule beside §2.1: the facilitator's choice of when to stop costs nothing, to close is the crew's own. What
        // was overdue then earns what it could still have earned. Deputy: lin(15:00; 10, 20) = 1/2, with the expert's 1 a mean
        // of 3/4. Statement: 0.4 x lin(15:00; 10, 20), for nothing was said = 1/5.
        case("what was overdue is not made undone by closing")
            .play(
                SHOP,
                &led_by_two("16:00 primary close summary=\"it is over\""),
                [
                    Credit("roles/set", 7_500),
                    Credit("classify/statement", 2_000),
                    Out("classify/statement", Partly),
                    Says("classify/statement", "no statement between +1:00 and +16:00"),
                ],
            )
            .play(
                SHOP,
                &led_by_two("16:00 facilitator end"),
                [Credit("roles/set", 10_000), Out("classify/statement", NotObserved)],
            )
            .play(
                SHOP,
                &led_by_two("11:00 primary close summary=\"it is over\""),
                [Credit("roles/set", 10_000), Out("classify/statement", NotObserved)],
            ),
        // A house rule beside §2.1: clocks run from the declaration, at the latest from 5:00 after the acknowledgement. At
        // 5:29 it starts them: lin(7:31; 5, 10) = 149/300. From 5:30 on, whenever it comes: lin(7:30; 5, 10) = 1/2.
        case("who declares later than it was due has the clocks running")
            .play(
                SHOP,
                &declared_at("5:29", "sev1", "13:00 primary take commander"),
                [Credit("roles/commander_time", 4_966), NoAdvice("classify/declare", "")],
            )
            .play(
                SHOP,
                &declared_at("5:30", "sev1", "13:00 primary take commander"),
                [Credit("roles/commander_time", 5_000), NoAdvice("classify/declare", "")],
            )
            .play(
                SHOP,
                &declared_at("8:00", "sev1", "13:00 primary take commander"),
                [
                    Credit("roles/commander_time", 5_000),
                    Says("roles/commander_time", "7:30 after the response began"),
                    Advice("classify/declare", "declared at +8:00 (#"),
                    Advice("classify/declare", ", 7:30 after the acknowledgement at +0:30 (#"),
                    Advice("classify/declare", "it was due within 5:00 (SEV1), so clocks run from +5:30"),
                ],
            )
            .play(
                SHOP,
                &declared_at("12:59", "sev1", "13:00 primary take commander"),
                [Credit("roles/commander_time", 5_000)],
            ),
        // §2.7: A is a reading or a question; at a name that nobody knows nothing is read.
        case("a look at nothing that is known is no look").play(
            SHOP,
            &after("3:00 tech look \"the coffee machine\"\n4:00 primary decide roll-back\n4:00 tech do roll-back\n5:00 tech verify errors\n20:00 primary end"),
            [Says("loop/order", "`roll-back` (#"), Says("loop/order", "began before any look or question")],
        )
        .play(SHOP, &after("3:00 primary look \"the coffee machine\"\n20:00 primary end"), [Credit("roles/separation", 10_000)])
        .play(SHOP, &after("3:00 primary look errors\n20:00 primary end"), [Credit("roles/separation", 7_000)]),
        // §2.7: two of three tasks were answered from memory and one is open; as none shows work, all three are rated.
        case("a task that is open hides no other").play(
            SHOP,
            &after("3:00 primary task tech \"look into it\" box=5m\n3:10 tech accept\n3:30 tech report 1 \"the deploy\"\n4:00 primary task secondary \"ring them\" box=5m\n4:10 secondary accept\n4:20 secondary report 2 \"rung\"\n5:00 primary task tech \"watch it\" box=20m\n6:00 primary end"),
            [N("loop/tasks", 3)],
        ),
        // §2.7: the last reading of what can prove `restart` was bad when it was closed; `grow-pool`, which came later, is shown
        // by another signal.
        case("a bad last reading is not made good by a step that it does not show").play(
            SHOP,
            &after("3:00 tech look errors\n4:00 primary decide restart\n4:00 tech do restart\n6:00 tech verify errors\n7:00 primary decide grow-pool\n7:00 tech do grow-pool\n9:00 tech verify waits\n10:00 facilitator force clear bad-deploy\n16:00 primary close summary=\"it is over\"\n30:00 primary end"),
            [Says("loop/verify", "the incident was closed on that reading")],
        ),
        // §2.7: the harm is over at 5:00; news and a question after that call for no change, and the cycle is dropped.
        case("watching after the fix is no cycle without a change").play(
            &news,
            &after(&format!("{ROLLED_BACK}{}11:00 primary ask tech \"what do you see?\"\n12:00 tech say \"quiet here\"\n20:00 primary close summary=\"it is over\"\n30:00 primary end", told("6:00"))),
            [Credit("loop/completeness", 10_000), N("loop/completeness", 1)],
        ),
        // The page itself suggests SEV1, though the author lets it be known from 10:00 on: due by 5:30, as above.
        case("a page that suggests it is enough to declare by").play(
            &shop(&[("is: Sev1)]", "is: Sev1)], knowable: At(\"10m\")")]),
            &declared_at("8:00", "sev1", "13:00 primary take commander"),
            [Credit("roles/commander_time", 5_000)],
        ),
        // §2.4: who is called by hand twice and answers once has answered both calls, 0:30 after the first.
        case("called twice by hand and answered once").play(
            SHOP,
            "0:30 primary ack\n1:00 primary declare sev1\n1:10 primary page tech why=\"hands are needed\"\n1:20 primary page tech why=\"please hurry\"\n1:40 tech ack\n1:50 tech look errors\n20:00 primary end",
            [Credit("ack/chain", 10_000), N("ack/chain", 3), Gates("ack", &[])],
        ),
        // Known from 10:00 on: due at 15:00, and the commander at 22:30 is 7:30 after that.
        case("who could not know it has the same time from then on")
            .play(
                &known_later,
                &declared_at("15:00", "sev1", "22:30 primary take commander"),
                [Credit("roles/commander_time", 5_000), NoAdvice("classify/declare", "")],
            )
            .play(
                &known_later,
                &declared_at("20:00", "sev1", "22:30 primary take commander"),
                [
                    Credit("roles/commander_time", 5_000),
                    Advice("classify/declare", "10:00 after it could be known at +10:00 (#"),
                ],
            ),
        // At SEV3 there are 10:00, so from 10:30; the expert at 31:30 is 21:00 after: lin(21; 20, 30) = 9/10.
        case("at SEV3 there is twice the time")
            .play(
                &shop(&[SEV3]),
                &declared_at("10:30", "sev3", "31:30 primary roles expert=tech"),
                [Credit("roles/set", 9_000), NoAdvice("classify/declare", "")],
            )
            .play(
                &shop(&[SEV3]),
                &declared_at("25:00", "sev3", "31:30 primary roles expert=tech"),
                [Credit("roles/set", 9_000), Advice("classify/declare", "it was due within 10:00 (SEV3)")],
            ),
        // §2.4: words in answer to a question are an act; else nothing follows the ack: (10000 + 5000) / 2.
        case("a spoken answer is a first act")
            .play(SHOP, &asked("2:00 primary ask tech \"since when?\"\n"), [Credit("ack/chain", 10_000)])
            .play(SHOP, &asked(""), [Credit("ack/chain", 7_500)]),
        // §2.13: nobody commands from 10:00 to the end; the limit was at 11:00.
        case("command given up for good").play(
            SHOP,
            &after("10:00 primary leave\n30:00 secondary end"),
            [Credit("roles/commander_time", 10_000), Gates("roles", &[NoCommander])],
        ),
        // §2.6: lin(15; 10, 40) = 25/30, then 10 min in time: (15 x 8333 + 10 x 10000) / 25.
        case("a promise replaces the target").play(
            SHOP,
            &after(&format!("{}{}30:00 primary end", told("5:00").replace("20m", "10m"), told("20:00"))),
            [Credit("updates/gaps", 8_999), Credit("updates/promise", 0)],
        ),
        // §2.6: lin(30; 20, 40) = 10/20, then 1 min: (30 x 5000 + 1 x 10000) / 31.
        case("a later promise doesn't, in the first two hours").play(
            SHOP,
            &after(&format!("{}{}36:00 primary end", told("5:00").replace("20m", "35m"), told("35:00"))),
            [Credit("updates/gaps", 5_161), Credit("updates/promise", 10_000)],
        ),
        // §2.6: 30 min are under 40.
        case("after a good verify the interval doubles").play(
            SHOP,
            &after(&format!("{ROLLED_BACK}{}{}36:00 primary end", no_next("6:00"), told("36:00"))),
            [Credit("updates/gaps", 10_000)],
        ),
        // §2.6, §2.3: due at 35:00 and 65:00, from the rise at 10:00 on at 15:00 and 50:00: lin(15; 10, 45) = 30/35;
        // (15 x 8571 + 10 x 10000) / 25. The change itself: lin(10; 5, 15).
        case("severity rises inside a gap").play(
            &shop(&[SEV2]),
            &sev2(&format!(
                "{}10:00 primary severity SEV why=\"refunds fail, too\"\n{}30:00 primary end",
                no_next("5:00"),
                told("20:00")
            ))
            .replace("SEV", "sev1"),
            [Credit("updates/gaps", 9_142), Credit("updates/change", 5_000)],
        ),
        case("customers who can't see it need not be told at SEV2").play(
            &shop(&[SEV2, ("truth: (", "truth: (customers_see_it: false, ")]),
            &sev2(&format!("{}30:00 primary end", told("10:00").replace(" customers", ""))),
            [Credit("updates/first", 10_000), Credit("updates/audience", 10_000), Credit("updates/gaps", 10_000)],
        ),
        case("posts by an expert").play(
            SHOP,
            &after(&format!("{}30:00 primary end", told("5:00").replace("comms", "tech"))),
            [Credit("updates/first", 10_000), Advice("updates", "expert")],
        ),
        // §2.6: it reaches everybody in the last five minutes, ends the drill at its close, and says no state.
        case("a post without a state is no closing word").play(
            SHOP,
            &after(&format!(
                "{ROLLED_BACK}{}17:30 comms update stakeholders customers impact=\"none any more\" doing=\"watching the shop\"\n18:00 primary close summary=done",
                told("5:30")
            )),
            [Credit("updates/closing", 0), Credit("updates/content", 10_000), Credit("updates/first", 10_000)],
        ),
        // §2.6 and §2.7: news at 10:00; lin(8; 5, 15) = 7/10 for the look, lin(10; 5, 15) = 5/10 for the update.
        case("news is looked into and passed on").play(
            &news,
            &after(&format!("18:00 tech look errors\n{}40:00 primary end", told("20:00"))),
            [Credit("loop/reassess", 7_000), Credit("updates/change", 5_000)],
        ),
        // §2.7: the cycle is over at 5:00, and the first update is due at 6:00.
        case("a cycle in which no update was due").play(
            SHOP,
            &after(&format!("{ROLLED_BACK}20:00 primary end")),
            [Credit("loop/completeness", 10_000)],
        ),
        // §2.7: closed two minutes after the good reading.
        case("closed before the hold is over").play(
            SHOP,
            &after(&format!("{ROLLED_BACK}7:00 primary close summary=done")),
            [Credit("loop/verify", 5_000), Gates("loop", &[])],
        ),
        // §2.7: an S with a V, whatever the V reads; an update was due at 6:00: 3/4. What reads bad is a failed V, and the
        // next look after it is asked for: none by 22:30, the limit; one at 13:30 is lin(6:00; 5, 15) = 9000. What reads good
        // verifies, and a look without a number is none that reads bad.
        case("a hold, and the look when it is over")
            .play(
                SHOP,
                &held("7:30 tech look errors\n23:00 primary end"),
                [
                    Credit("loop/verify", 10_000),
                    Credit("loop/order", 10_000),
                    Credit("loop/completeness", 7_500),
                    Says("loop/verify", "somebody looked at errors after the hold (#18) at +7:30 (#19), and saw that it was not fixed"),
                    Credit("loop/reassess", 0),
                ],
            )
            .play(
                SHOP,
                &held("7:30 tech look errors\n13:30 tech look errors\n23:00 primary end"),
                [Credit("loop/verify", 10_000), Credit("loop/reassess", 9_000)],
            )
            .play(
                SHOP,
                &held("7:30 tech look waits\n23:00 primary end"),
                [Says("loop/verify", "the hold (#18) verified on waits at +7:30 (#19)"), Out("loop/reassess", NotApplicable)],
            )
            .play(
                SHOP,
                &held("7:30 tech look web\n23:00 primary end"),
                [Credit("loop/verify", 10_000), Out("loop/reassess", NotApplicable)],
            ),
        case("two seats on two components work in parallel").play(
            SHOP,
            &after(&format!(
                "3:00 tech look errors\n{}4:30 primary decide grow-pool\n4:30 secondary do grow-pool\n6:00 tech verify errors\n6:30 tech verify waits\n12:00 primary close summary=done",
                decided("4:00", "roll-back")
            )),
            [Credit("loop/order", 10_000), Credit("loop/verify", 10_000), Gates("loop", &[])],
        ),
        // §2.7: done four minutes after its report, and six: one slip of two decision points.
        case("a task that was just reported still covers a change")
            .play(SHOP, &reported("9:00"), [Credit("loop/order", 10_000)])
            .play(SHOP, &reported("11:00"), [Credit("loop/order", 5_000)]),
        // §2.7: 40 seconds without an objection decide, 20 don't, and an objection doesn't: 2/3.
        case("an unopposed poll is a decision")
            .play(SHOP, &polled("", "4:40"), [Credit("loop/decision", 10_000)])
            .play(SHOP, &polled("", "4:20"), [Credit("loop/decision", 6_666)])
            .play(
                SHOP,
                &polled("4:10 secondary object not now\n", "4:40"),
                [
                    Credit("loop/decision", 6_666),
                    Says("loop/decision", "began over an objection, of secondary (#19), and no decision followed that"),
                ],
            ),
        // §2.7: "unopposed" and then done is a decision; what was decided before the objection is none after it, and who
        // asks again and hears nothing for 30 seconds has one: 2/3, 3/3, 3/3, and 2/3 where that was 20 seconds.
        case("an objection stands until it is answered")
            .play(
                SHOP,
                &polled("4:05 primary decide fail-over\n4:10 secondary object not now\n", "4:40"),
                [Credit("loop/decision", 6_666), Says("loop/decision", "of secondary (#20)")],
            )
            .play(
                SHOP,
                &polled("4:10 secondary object not now\n4:20 primary decide fail-over\n", "4:40"),
                [Credit("loop/decision", 10_000)],
            )
            .play(SHOP, &polled(&twice("4:20"), "4:50"), [Credit("loop/decision", 10_000)])
            .play(SHOP, &polled(&twice("4:20"), "4:40"), [Credit("loop/decision", 6_666)]),
    ]
}

/// A look, a hold of three minutes, then these moves.
fn held(then: &str) -> String {
    after(&format!("3:00 tech look errors\n4:00 primary hold 3m \"it may recover\"\n{then}"))
}

/// Acknowledged at 0:30, two seats in the call; declared some time, and a move after that.
/// Commander and expert from 2:00 on, and the one thing to do done and seen to work; no deputy, no word to anybody.
fn led_by_two(then: &str) -> String {
    format!(
        "0:30 primary ack\n0:40 primary page tech why=\"hands are needed\"\n0:50 tech ack\n1:00 primary declare sev1\n\
         2:00 primary roles commander=primary expert=tech{ROLLED_BACK}{then}"
    )
}

fn declared_at(at: &str, severity: &str, then: &str) -> String {
    format!(
        "0:30 primary ack\n0:40 primary page tech why=\"hands are needed\"\n0:50 tech ack\n{at} primary declare {severity}\n{then}\n50:00 primary end"
    )
}

/// A task reported at 5:00, and a change at a later time.
fn reported(at: &str) -> String {
    after(&format!(
        "3:00 primary task tech \"look into it\" box=5m\n4:00 tech look errors\n5:00 tech report 1 \"the deploy\"\n{at} tech do roll-back\n12:00 tech verify errors\n20:00 primary end"
    ))
}

/// A poll at 4:00 and what it was about, with something in between.
fn polled(between: &str, at: &str) -> String {
    after(&format!(
        "3:00 tech look errors\n4:00 primary poll fail-over risk=\"orders are lost\"\n{between}{at} tech do fail-over\n5:00 tech verify errors\n20:00 primary end"
    ))
}

#[test]
fn acknowledgement_2_4() {
    check(acknowledgement());
}

#[test]
fn roles_2_5() {
    check(roles());
}

#[test]
fn updates_2_6() {
    check(updates());
}

#[test]
fn loop_2_7() {
    check(looping());
}

#[test]
fn rules_beside_the_tables() {
    check(beside_the_tables());
}

/// The page has 10, 13, 13 and 14 rows; each is played, or says why not.
#[test]
fn every_row_is_here() {
    let sections = [acknowledgement(), roles(), updates(), looping()];
    assert_eq!(sections.each_ref().map(Vec::len), [10, 13, 13, 14]);
    for row in sections.iter().flatten() {
        let played = row.plays.iter().any(|play| !play.expected.is_empty());
        assert!(played != row.out_of_reach.is_some(), "{}: {}", row.place, row.about);
    }
    let out = sections.iter().flatten().filter(|row| row.out_of_reach.is_some());
    assert_eq!(out.count(), 1);
}

/// Plays rows, and says everything that is not as it should be.
pub(crate) fn check(rows: Vec<Row>) {
    let wrong: Vec<String> = rows.iter().flat_map(problems).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn problems(row: &Row) -> Vec<String> {
    let mut wrong = Vec::new();
    for play in &row.plays {
        let (played, card) = drill(play);
        let found = play.expected.iter().filter_map(|is| problem(&played, &card, is));
        let found: Vec<String> = found.chain(strange_refusals(play, &played)).collect();
        if !found.is_empty() {
            let list = found.join("\n  ");
            wrong.push(format!("{} ({}):\n  {list}\n{}", row.about, play.place, played.journal()));
        }
    }
    wrong
}

fn drill(play: &Play) -> (Played, Scorecard) {
    let scenario = scenario(&play.scenario, house_of(&play.scenario));
    let mut played = play_with(scenario, &play.moves, 1, Who::Person);
    let is_bot = |seat: &str| play.bots.contains(&seat) || play.bots.contains(&"all");
    for record in &mut played.records {
        if record.event.by.seat().is_some_and(|seat| is_bot(seat.as_str())) {
            record.who = Who::Prepared;
        }
    }
    let profile = Profile::parse(Profile::default_text()).unwrap();
    let card = score(&played.scenario, &profile, &played.records);
    (played, card)
}

/// A move that was turned down by mistake plays another drill than the row's.
fn strange_refusals(play: &Play, played: &Played) -> Option<String> {
    let wanted = play.expected.iter().filter(|is| matches!(is, Refused(_))).count();
    (played.refused.len() != wanted).then(|| format!("turned down: {:?}", played.refused))
}

fn problem(played: &Played, card: &Scorecard, is: &Is) -> Option<String> {
    let advised = |about: &str, words: &str| {
        card.advice.iter().any(|remark| remark.about.starts_with(about) && remark.says.contains(words))
    };
    let differs = |what: &str, is: String, wanted: String| {
        (is != wanted).then(|| format!("{what}: {is}, not {wanted}"))
    };
    match is {
        Credit(path, credit) => {
            let found = criterion(card, path);
            differs(path, format!("{:?}", found.credit), format!("{:?}", Some(credit)))
                .map(|wrong| format!("{wrong} ({})", found.says))
        }
        Out(path, outcome) => {
            let found = criterion(card, path);
            differs(path, format!("{:?}", found.outcome), format!("{outcome:?}"))
                .map(|wrong| format!("{wrong} ({:?}: {})", found.credit, found.says))
        }
        Unrated(path) => differs(path, format!("{:?}", criterion(card, path).credit), "None".to_string()),
        N(path, n) => differs(path, format!("n {}", criterion(card, path).n), format!("n {n}")),
        Says(path, words) => {
            let says = &criterion(card, path).says;
            (!says.contains(words)).then(|| format!("{path} says `{says}`, without `{words}`"))
        }
        Number(id, credit) => differs(id, format!("{:?}", dimension(card, id).credit), format!("{credit:?}")),
        Gates(id, gates) => differs(id, format!("{:?}", dimension(card, id).gates), format!("{gates:?}")),
        Advice(about, words) => {
            (!advised(about, words)).then(|| format!("no advice `{words}` for {about}: {:?}", card.advice))
        }
        NoAdvice(about, words) => {
            advised(about, words).then(|| format!("advice `{words}` for {about}: {:?}", card.advice))
        }
        Refused(words) => {
            let found = played.refused.iter().any(|refused| refused.contains(words));
            (!found).then(|| format!("nothing was turned down with `{words}`: {:?}", played.refused))
        }
    }
}

/// A false alarm on one of two signals that show the end; the other was never bad.
const FALSE_ALARM: &str = r#"Scenario(format: 1, id: "probe", title: "It is hot", story: "S.", starts: "2026-06-12T21:00:00+01:00",
    objectives: [(id: "o", text: "O")], seats: [(id: "p", team: "ops", level: 1), (id: "s", team: "ops", level: 2)],
    system: (components: [(id: "room")],
        metrics: [(id: "heat", of: "room", baseline: 20, good: Below(60)), (id: "orders", of: "room", baseline: 100, good: Above(90))],
        alerts: [(id: "hot", when: Above("heat", 60), pages: "ops", text: "{value} degrees")]),
    failures: [(id: "broken-probe", of: "room", at: "1m", makes: Healthy, impact: false, lasts: "9m", drives: [(metric: "heat", to: 99)])],
    truth: (severity: [(is: Sev3)]),
    ends: (resolved: Not(Active("broken-probe")), latest: "60m", hold: "1m", verify: ["heat", "orders"]))"#;

/// §2.7, "no good reading of an ending's `verify` signal since it was bad": one that never was bad shows nothing.
#[test]
fn the_end_is_seen_on_a_signal_that_had_been_bad() {
    let run = |verify: &str| {
        let moves = format!(
            "1:10 p ack\n1:20 p look heat\n1:30 p look orders\n1:40 p declare sev3\n{verify}15:00 p close summary=\"it was the probe\""
        );
        let card = play(FALSE_ALARM, &moves).card();
        (criterion(&card, "loop/verify").credit, dimension(&card, "loop").gates.clone())
    };
    assert_eq!(run(""), (Some(0), vec![Gate::ClosedUnverified]));
    assert_eq!(run("12:00 p look orders\n"), (Some(0), vec![Gate::ClosedUnverified]));
    assert_eq!(run("12:00 p look heat\n"), (Some(10_000), vec![]));
}

/// §2.5: reading what is on paper is no technical action; the same topic in the system is.
#[test]
fn a_guide_may_be_read_by_whoever_commands() {
    let topic = |paper: &str| {
        format!(
            "findings: [(on: Look(\"guide\"), says: [\"SEV1: everybody sees it.\"]{paper})],\n        alerts:"
        )
    };
    let reads = |paper: &str| {
        let text = shop(&[("alerts:", &topic(paper))]);
        let card = play(&text, &after("3:00 primary look guide\n5:00 primary end")).card();
        criterion(&card, "roles/separation").credit
    };
    assert_eq!(reads(", paper: true"), Some(10_000));
    assert_eq!(reads(""), Some(7_000));
}

/// §2.7: the gate names what was left unproven, and the signal that would have shown it.
#[test]
fn the_gate_says_which_change_and_which_signal() {
    let moves = "3:00 tech look errors\n4:00 tech do roll-back\n5:00 tech verify errors\n6:00 tech do grow-pool\n7:00 tech say done\n13:00 primary close summary=done";
    let played = play(SHOP, &after(moves));
    let card = played.card();
    assert_eq!(dimension(&card, "loop").gates, vec![ClosedUnverified]);
    let unverified = card.because.iter().filter(|reason| reason.gate == ClosedUnverified);
    let says: Vec<_> = unverified.map(|reason| reason.says.as_str()).collect();
    let begun = played.events().find(|event| matches!(&event.kind, EventKind::ActionStarted { action, .. } if action.as_str() == "grow-pool"));
    assert_eq!(says, [format!("nobody read waits after `grow-pool` ({})", begun.unwrap().seq)]);
    // What `close` lists may be longer than the gate.
    let listed = [
        "an update to customers was due by 10:06, 7 min ago",
        "an update to stakeholders was due by 10:11, 2 min ago",
        "`grow-pool` is done, and nobody has verified that it worked: `3 verify waits`",
    ];
    assert_eq!(played.open, [listed]);
}

/// §2.7, "no good reading of an ending's `verify` signal since it was bad": of several that were bad, a good reading of any
/// is enough, as any that can prove a change proves it. One that was read, and was not good, is read again all the same.
#[test]
fn one_signal_of_the_end_shows_it_unless_another_was_read_as_bad() {
    let two = shop(&[
        (
            "drives: [(metric: \"errors\", to: 30.0)]",
            "drives: [(metric: \"errors\", to: 30.0), (metric: \"waits\", to: 50.0)]",
        ),
        ("verify: [\"errors\"]", "verify: [\"errors\", \"waits\"]"),
    ]);
    let gates = |before: &str, after_it: &str| {
        let moves = format!(
            "3:00 tech look errors\n{before}4:00 primary decide roll-back\n4:00 tech do roll-back\n5:00 tech verify errors\n{after_it}12:00 primary close summary=done"
        );
        let card = play(&two, &after(&moves)).all_accepted().card();
        (
            dimension(&card, "loop").gates.clone(),
            card.because
                .iter()
                .filter(|reason| reason.gate == ClosedUnverified)
                .map(|reason| reason.says.clone())
                .collect::<Vec<_>>(),
        )
    };
    let (none, _) = gates("", "");
    assert_eq!(none, vec![], "any of them");
    let (held, because) = gates("3:10 tech look waits\n", "");
    assert_eq!(held, vec![ClosedUnverified], "each that was seen to be bad");
    assert!(because[0].starts_with("waits was not good when it was last read ("), "{because:?}");
    let (none, _) = gates("3:10 tech look waits\n", "5:10 tech look waits\n");
    assert_eq!(none, vec![]);
}

/// §2.5: a time without a commander is one, also where the seat that left command takes it again.
#[test]
fn who_leaves_command_and_takes_it_again_left_a_gap() {
    let run = |moves: &str| {
        let card = play(SHOP, &after(moves)).all_accepted().card();
        let handover = criterion(&card, "roles/handover").clone();
        (handover.credit, handover.says, card)
    };
    // Half of the two minutes: (2:00 - 1:00) x 10000 / 2:00.
    let (credit, says, _) =
        run("10:00 primary leave\n11:00 primary ack\n11:00 primary take commander\n30:00 primary end");
    assert_eq!(credit, Some(5_000), "{says}");
    assert!(
        says.starts_with("primary gave up commander at +10:00 (") && says.ends_with("gap 1:00"),
        "{says}"
    );
    let (credit, says, card) =
        run("10:00 primary leave\n16:00 primary ack\n16:00 primary take commander\n30:00 primary end");
    assert_eq!(credit, Some(0), "{says}");
    assert_eq!(dimension(&card, "roles").gates, vec![NoCommander]);
    // The limit for a commander is ten minutes after the declaration at 1:00.
    let because = &card.because.iter().find(|reason| reason.gate == NoCommander).unwrap().says;
    assert_eq!(because, "for 5:00 of the 19:00 from the limit at +11:00 on: +11:00 to +16:00");
    // Back by no second that a clock shows: nothing was left.
    let (credit, ..) =
        run("10:00 primary leave\n10:00 primary ack\n10:00 primary take commander\n30:00 primary end");
    assert_eq!(credit, None);
}
