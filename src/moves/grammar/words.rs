//! The words that moves begin with, and what follows each: what `help` shows.

/// A move as `help` shows it.
#[derive(Clone, Copy, Debug)]
pub struct MoveHelp {
    /// The word it begins with.
    pub word: &'static str,
    /// What follows.
    pub usage: &'static str,
    /// What it does.
    pub says: &'static str,
    /// Its named slots.
    pub slots: &'static [&'static str],
}

macro_rules! moves {
    ($($word:literal $usage:literal $says:literal $([$($slot:literal)+])?;)+) => {
        /// Every move, in the order of the table that documents them.
        pub const MOVES: &[MoveHelp] = &[$(MoveHelp { word: $word, usage: $usage, says: $says, slots: &[$($($slot),+)?] }),+];
    };
}

moves! {
    "ack" "[PAGE] | take [PAGE]" "I have it: acknowledge a page and join the call; `take`: one that was not yours";
    "page" "TEAM|SEAT|all why=\"...\"" "wake somebody, and say why" ["why"];
    "escalate" "" "page the next level of the last page";
    "declare" "sev1|sev2|sev3|sev4" "start the incident process";
    "severity" "SEV why=\"...\"" "change the severity" ["why"];
    "statement" "symptom= affected= scope= since= unknown= [done= suspect=]" "the incident in a few facts"
        ["symptom" "affected" "scope" "since" "unknown" "done" "suspect"];
    "close" "summary=\"...\"" "close the incident" ["summary"];
    "roles" "commander=1 deputy=4 expert=2,3 [expert:SYSTEM=3] [deputy=-]" "assign roles and announce them";
    "take" "ROLE" "take a role and say so";
    "assign" "ROLE SEAT" "give a role to a seat in the call; `announce` tells the others";
    "announce" "" "tell everybody who holds what";
    "handover" "[ROLE] SEAT state= flight= tried= next=" "offer a role with a brief; it moves on `accept`"
        ["state" "flight" "tried" "next"];
    "accept" "" "accept the role or task that was last offered";
    "leave" "" "leave the call";
    "release" "SEAT" "let somebody go";
    "look" "SIGNAL|COMPONENT|TOPIC" "find something out";
    "ask" "TEAM|SEAT|VOICE \"...\"" "ask somebody";
    "do" "ACTION" "do something to the system";
    "hold" "DURATION \"...\"" "decide to do nothing for a time, in order to learn more";
    "undo" "ACTION" "undo an action, or call it off";
    "task" "SEAT|ROLE|TEAM \"...\" box=DURATION" "give work, with the time to come back" ["box"];
    "report" "[TASK] \"...\" [box=DURATION]" "what came of a task; with box=, more time" ["box"];
    "poll" "ACTION|\"...\" risk=\"...\"" "ask for strong objections before a risky step" ["risk"];
    "object" "\"...\"" "object strongly";
    "decide" "ACTION|\"...\" [no]" "announce a decision";
    "plan" "next=DURATION \"...\"" "announce the next steps and when to look again" ["next"];
    "update" "AUDIENCE... state= impact= doing= next=" "tell an audience" ["state" "impact" "doing" "next"];
    "verify" "SIGNAL" "check that it worked";
    "hint" "" "what is most urgent now, as a question; again: more of it, up to the answer";
    "say" "\"...\"" "say something to everybody";
    "note" "\"...\"" "write something down";
    "bookmark" "\"...\"" "mark this moment for afterwards";
    "mark" "ACTION" "what was done counts as this action";
    "pause" "[\"...\"]" "stop the clocks, and say why if you like";
    "resume" "" "start them again";
    "end" "[safety]" "end the drill; `end safety`: at once, because something real has happened";
}

/// The moves of who runs the drill, in the order of the table that documents them.
pub const FACILITATORS: &[MoveHelp] = &[
    facilitators(
        "inject",
        "ID | \"...\" [from=] [to=] [via=]",
        "send an inject now, or one of your own",
        &["from", "to", "via"],
    ),
    facilitators("skip", "ID", "leave an inject out", &[]),
    facilitators("nudge", "ID +DURATION|-DURATION|now", "an inject comes later, earlier or now", &["at"]),
    facilitators(
        "jump",
        "DURATION [due]",
        "story time moves on at once; score time stands still; `due`: deadlines inside fall due 2 min after landing",
        &[],
    ),
    facilitators(
        "hint",
        "SEAT [LEVEL] [about=ID] [\"...\"]",
        "help a seat: 0 encourage, 1 ask, 2 point, 3 tell; without a level, read what it would say",
        &["about", "text"],
    ),
    facilitators("voice", "NAME \"...\" [to=] [via=]", "speak as somebody in the story", &["to", "via"]),
    facilitators(
        "mark",
        "ACTION | wrong SEQ [SLOT]",
        "what was done counts as this action; or a slot is wrong",
        &[],
    ),
    facilitators("observe", "[SEAT] \"...\"", "a note for afterwards; nobody sees it now", &[]),
    facilitators(
        "talk",
        "[severity]",
        "you begin to speak to the table, or have spoken; `severity`: they debate the severity",
        &[],
    ),
    facilitators(
        "force",
        "start|clear FAILURE | reach MILESTONE | do ACTION",
        "put the story right by hand; nobody earns or loses by it",
        &[],
    ),
    facilitators(
        "rewind",
        "5m | +12:30 | CLOCK | bookmark [N] | #SEQ | before #SEQ",
        "go back, and play on from there as another attempt",
        &[],
    ),
    facilitators("vacate", "SEAT", "somebody drops out: the seat and its roles are empty", &[]),
];

const fn facilitators(
    word: &'static str,
    usage: &'static str,
    says: &'static str,
    slots: &'static [&'static str],
) -> MoveHelp {
    MoveHelp { word, usage, says, slots }
}

/// The words for the tool, with what each does.
pub const TOOLS: &[MoveHelp] = &[
    tool("help", "[MOVE|all]", "what makes sense now; one move; all of them"),
    tool("status", "", "who holds what, what is due, what is open"),
    tool("who", "", "who is in the call, and who holds what"),
    tool("feed", "", "the story so far"),
    tool("actions", "", "what can be done, and by whom"),
    tool("events", "", "the event list of who runs the drill"),
    tool("card", "[SEAT]", "what a seat knows and can do"),
    tool("as", "SEAT", "moves without a seat in front are this seat's from now on"),
    tool("start", "", "the clock starts"),
    tool(
        "wait",
        "[DURATION|next]",
        "time moves on, at --pace stepped; `next`: until something arrives or is due",
    ),
];

pub(super) const fn tool(word: &'static str, usage: &'static str, says: &'static str) -> MoveHelp {
    MoveHelp { word, usage, says, slots: &[] }
}
