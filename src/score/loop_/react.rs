//! Reactions: a new look after a new fact, and a decision before a risk.

use super::tasks::expired;
use super::tokens::{Kind, Tokens};
use crate::engine::event::Seq;
use crate::prose::{and, or, spell};
use crate::score::card::Finding;
use crate::score::case::{Case, counted, grouped};
use crate::score::curve;
use crate::score::due::{NOT_ASKED, Verdict};
use crate::score::evidence::{Draft, Sheet};
use crate::score::facts::{Decision, Moment, Objection, Run};
use crate::score::profile::{Rule, Span, Tag};
use crate::score::proof::Proofs;
use crate::time::SimDuration;

/// The criterion: how soon somebody looked again after each new fact.
pub(super) fn reassess(case: &Case<'_>, proofs: &Proofs<'_>, tokens: &Tokens, sheet: &mut Sheet) -> Draft {
    let (mut credits, mut says, mut cited, mut moves, mut rated, mut open) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new(), false);
    let mut within = SimDuration::ZERO;
    let mut none = "no new fact, no change of severity, no failed check";
    for fact in new_facts(case, proofs) {
        let event = fact.when;
        let looked = next_look(tokens, event);
        let verdict = case.judge(Rule::Reassess, event.at, looked.map(|when| when.at));
        match verdict {
            Verdict::NotAsked => {
                none = NOT_ASKED;
                continue;
            }
            Verdict::Open(due) => {
                open = true;
                sheet.still_open(format!(
                    "a new look after {}, limit at {}",
                    fact.named(),
                    case.clock(due.limit)
                ));
            }
            Verdict::Rated(due, credit) => {
                credits.push(credit);
                within = within.max(due.start.shown_to(due.target));
                let done = looked.map(|when| when.at).filter(|&at| at <= case.end());
                rated.push((fact.named(), due, done));
                says.extend((credit < curve::FULL).then(|| after(case, &fact, looked)));
                moves.extend(looked.map(|when| when.seq));
            }
        }
        cited.push(event.seq);
    }
    // No rule can tell what it was about.
    let all = match credits.len() {
        1 => "1 new fact was".to_string(),
        n => format!("each of {n} new facts was"),
    };
    let all =
        format!("{all} followed within {} by a look at something, a question or a statement", spell(within));
    Draft::mean("reassess", &credits, open, none)
        .cites(cited)
        .decided_by(moves)
        .says(if says.is_empty() { all } else { and(&says) })
        .dues(&rated, case)
        .next("when something new comes in, begin again: what do we see now?")
}

/// Something after which one looks again.
struct Fact {
    when: Moment,
    /// What it is, where it is an event; none for a time box that ran out: its event gave it, and its end is none.
    what: Option<&'static str>,
}

impl Fact {
    /// "news (#7)", "the end of the time box of #26".
    fn named(&self) -> String {
        match self.what {
            Some(what) => format!("{what} ({})", self.when.seq),
            None => format!("the end of the time box of {}, without a result by then", self.when.seq),
        }
    }
}

/// Failed checks, news, changes of severity, and time boxes that ran out without a result.
fn new_facts(case: &Case<'_>, proofs: &Proofs<'_>) -> Vec<Fact> {
    let failed = proofs.failed().map(|when| (when, Some("a reading that was not good")));
    let news = case.facts.news.iter().map(|&when| (when, Some("news")));
    let changes = case.changes().into_iter().map(|when| (when, Some("a change of severity")));
    let boxes = expired(case).into_iter().map(|when| (when, None));
    let all = failed.chain(news).chain(changes).chain(boxes);
    let mut all: Vec<_> = all.filter(|(when, _)| when.at <= case.end()).collect();
    all.sort();
    all.dedup_by_key(|(when, _)| *when);
    all.into_iter().map(|(when, what)| Fact { when, what }).collect()
}

/// A look, a question or a statement; a reading that verifies is a look too.
fn next_look(tokens: &Tokens, event: Moment) -> Option<Moment> {
    let looks = tokens.all.iter().filter(|token| matches!(token.kind, Kind::Look | Kind::Ask | Kind::Verify));
    looks.map(|token| token.when).find(|&when| event < when)
}

fn after(case: &Case<'_>, fact: &Fact, looked: Option<Moment>) -> String {
    let at = case.clock(fact.when);
    let from = match fact.what {
        Some(what) => format!("after {what} at {at} ({})", fact.when.seq),
        None => format!("after the time box of {} ran out at {at} without a result by then", fact.when.seq),
    };
    match looked {
        Some(when) => {
            format!("the next look came {} {from} ({})", case.long(fact.when, when), when.seq)
        }
        None => format!("no look {from} until {}", case.clock(case.end())),
    }
}

/// The criterion: each risky action was asked about, polled and decided.
pub(super) fn decision(case: &Case<'_>) -> Draft {
    let risky = first_runs(case);
    let asked: Vec<_> = risky.iter().map(|run| Risk::of(case, run)).collect();
    let credits: Vec<_> = asked.iter().map(Risk::credit).collect();
    let thin = risky.iter().zip(&asked).filter(|(_, risk)| risk.credit() < curve::FULL);
    let says: Vec<_> = thin.map(|(run, risk)| without(case, run, risk)).collect();
    let all = format!(
        "{} asked about, polled and decided",
        counted(risky.len(), "risky action was", "risky actions were")
    );
    Draft::mean("decision", &credits, false, "no risky action was begun")
        .decided_by(risky.iter().map(|run| run.started.seq).chain(asked.iter().flat_map(|risk| risk.cited.iter().copied())))
        .finds(Finding::each_or(grouped(says), all))
        .steps(risky.iter().zip(&asked).map(|(run, risk)| risk.step(run)))
        .uses([Span::UnopposedFor.as_str().to_string()])
        .rule("a third each: the risk asked, strong objections polled, the decision said (or half a minute without an objection)", Tag::H)
        .next("before a risky step: what could it break? any strong objections? then say \"we do it\"")
}

/// Nobody can object in less: a decision so soon after its question is typed faster than anybody speaks.
const NO_TIME: SimDuration = SimDuration::from_ms(3_000);

/// What was decided, or decided over an objection, before anybody could have said a word.
pub(super) fn in_a_breath(case: &Case<'_>, sheet: &mut Sheet) {
    if case.facts.alone() {
        return;
    }
    let facts = &case.facts;
    let asked = |said: &Decision<'_>| {
        let polls = facts.polls.iter().filter(|poll| poll.action == said.action && poll.when < said.when);
        let last = polls.max_by_key(|poll| poll.when)?;
        let objections =
            facts.objections.iter().filter(|no| no.poll == Some(last.poll) && no.when < said.when);
        Some(objections.map(|no| no.when).fold(last.when, Moment::max))
    };
    for said in facts.decisions.iter().filter(|said| said.go && case.during(said.when)) {
        let Some(before) = asked(said).filter(|before| said.when.at < before.at + NO_TIME) else { continue };
        let Some(action) = said.action else { continue };
        let name = format!("`{}`", facts.scenario.actions.name(action));
        let says = format!(
            "{name} was decided ({}) {} after {}: ask, wait until everybody had time to object, then decide",
            said.when.seq,
            case.long(before, said.when),
            before.seq
        );
        sheet.advise("decision", says, [before.seq, said.when.seq]);
    }
}

/// What began over an objection, as the criterion says of it.
pub(super) fn overridden(case: &Case<'_>) -> Vec<Seq> {
    let over = |run: &&&Run<'_>| Risk::of(case, run).overridden.is_some();
    first_runs(case).iter().filter(over).map(|run| run.started.seq).collect()
}

/// The first run of each risky action.
fn first_runs<'a, 'b>(case: &'b Case<'a>) -> Vec<&'b Run<'a>> {
    let actions = &case.facts.scenario.actions;
    let mut runs: Vec<&Run<'_>> = Vec::new();
    for run in
        case.facts.runs.iter().filter(|run| actions[run.action].risk.is_some() && case.during(run.started))
    {
        if !runs.iter().any(|earlier| earlier.action == run.action) {
            runs.push(run);
        }
    }
    runs
}

/// What came before a risky action.
struct Risk {
    asked: bool,
    polled: bool,
    decided: bool,
    /// Who objected last, and where, if no decision followed that.
    overridden: Option<(String, Seq)>,
    /// The last decision about it, if that was not to do it.
    forbidden: Option<Seq>,
    cited: Vec<Seq>,
}

impl Risk {
    /// An objection stands until somebody decides all the same, or asks again and hears none: to do it is no decision.
    fn of(case: &Case<'_>, run: &Run<'_>) -> Self {
        let facts = &case.facts;
        let (action, when) = (Some(run.action), run.started);
        let polls: Vec<_> =
            facts.polls.iter().filter(|poll| poll.action == action && poll.when < when).collect();
        let about = |no: &&Objection<'_>| polls.iter().any(|poll| no.poll == Some(poll.poll));
        let last = facts.objections.iter().filter(|no| no.when < when).rfind(about);
        let stands = |said: Moment| last.is_none_or(|no| no.when < said);
        let quiet = case.profile.span(Span::UnopposedFor);
        let unopposed = polls.iter().any(|poll| stands(poll.when) && poll.when.at + quiet <= when.at);
        let decisions = || facts.decisions.iter().filter(|said| said.action == action && said.when < when);
        let forbidden = decisions().next_back().filter(|said| !said.go).map(|said| said.when.seq);
        let mut said = decisions().filter(|said| said.go && stands(said.when));
        let said = said.next().map(|said| said.when.seq);
        let decided = said.is_some() || unopposed;
        let who = |no: &Objection<'_>| no.by.seat().map_or("the table".to_string(), ToString::to_string);
        Risk {
            asked: polls.iter().any(|poll| poll.risk),
            polled: !polls.is_empty(),
            decided,
            overridden: last.filter(|_| !decided).map(|no| (who(no), no.when.seq)),
            forbidden,
            cited: polls
                .iter()
                .map(|poll| poll.when.seq)
                .chain(last.map(|no| no.when.seq))
                .chain(said)
                .chain(forbidden)
                .collect(),
        }
    }

    fn step(&self, run: &Run<'_>) -> String {
        let done = run.started.seq;
        match self.forbidden {
            Some(no) => format!("{done}, against the decision {no} = 0"),
            None => format!("{done}: {} of 3 = {}", self.there(), self.credit()),
        }
    }

    fn there(&self) -> usize {
        [self.asked, self.polled, self.decided].into_iter().filter(|&there| there).count()
    }

    /// What is done against a decision was asked about in vain.
    fn credit(&self) -> u32 {
        if self.forbidden.is_some() { 0 } else { curve::share(self.there() as u64, 3).unwrap_or(0) }
    }
}

fn without(case: &Case<'_>, run: &Run<'_>, risk: &Risk) -> (String, String) {
    let name = case.facts.scenario.actions.name(run.action);
    let which = format!("`{name}` ({})", run.started.seq);
    if let Some(no) = risk.forbidden {
        return (which, format!("began against the decision ({no})"));
    }
    let plain = risk.decided || risk.overridden.is_some();
    let parts = [(risk.asked, "a question about its risk"), (risk.polled, "a poll"), (plain, "a decision")];
    let absent: Vec<_> =
        parts.into_iter().filter(|(there, _)| !there).map(|(_, name)| name.to_string()).collect();
    let absent = (!absent.is_empty()).then(|| format!("began without {}", or(&absent)));
    let overridden = risk.overridden.as_ref().map(|(who, seq)| {
        format!("began over an objection, of {who} ({seq}), and no decision followed that")
    });
    let what: Vec<_> = absent.into_iter().chain(overridden).collect();
    (which, and(&what))
}
