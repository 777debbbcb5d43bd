//! Acknowledgement: somebody in the chain has it, and does something about it.
//!
//! Per group of pages, not per page or per seat: a primary who can't answer is the reason the backup exists.

use std::collections::BTreeMap;

use super::card::{Finding, Gate, Shows};
use super::case::{Case, long};
use super::curve::{FULL, times};
use super::due::{Asked, Due, NOT_ASKED, Verdict};
use super::evidence::{Draft, Held, Part, Sheet};
use super::facts::{Ack, Facts, Moment, Page, Rows};
use super::profile::{Count, Profile, Rule, Tag};
use crate::engine::event::{AckHow, Actor, Seq};
use crate::journal::Record;
use crate::prose::{and, capital};
use crate::scenario::Scenario;
use crate::scenario::id::SeatName;
use crate::time::{SimDuration, SimTime};

/// One call for help: an alert's pages, its escalations and repeats; or a page by a seat.
struct Group<'a, 'b> {
    pages: Vec<&'b Page<'a>>,
    acks: Vec<&'b Ack<'a>>,
}

/// What became of a group.
enum Answer {
    /// It earned this, by this rule.
    Rated {
        credit: u32,
        due: Option<Due>,
        finding: Box<Finding>,
        page: Seq,
        acked: Option<Seq>,
        cited: Vec<Seq>,
        steps: Vec<String>,
        uses: Vec<String>,
    },
    /// The drill was over first.
    Open(String),
    /// It is not rated.
    Aside(String, Seq),
    /// The profile asks for nothing.
    NotAsked(String, Seq),
}

/// The dimension.
pub(crate) fn ack(case: &Case<'_>) -> Part {
    let mut sheet = Sheet::of("ack");
    let groups = groups(case);
    let mut answers: Vec<_> = groups.iter().map(|group| answer(case, group)).collect();
    // Beside people's answers, those of stand-ins are rated of nobody.
    let stood_in = |group: &Group<'_, '_>| group.acks.first().is_some_and(|ack| case.stands_in(ack.seat));
    let rated = |answer: &Answer| matches!(answer, Answer::Rated { .. });
    if groups.iter().zip(&answers).any(|(group, answer)| rated(answer) && !stood_in(group)) {
        for (group, answer) in groups.iter().zip(&mut answers).filter(|(group, _)| stood_in(group)) {
            let page = group.first();
            let says = format!(
                "page {} to {}: a stand-in answered it, and is not rated",
                page.when.seq,
                receivers(page)
            );
            *answer = Answer::Aside(says, page.when.seq);
        }
    }
    for (group, answer) in groups.iter().zip(&answers) {
        remark(case, &mut sheet, group, answer);
    }
    sheet.add(chain(case, &answers));
    sheet.finish(case)
}

/// The groups whose first page came while the incident was on.
fn groups<'a, 'b>(case: &'b Case<'a>) -> Vec<Group<'a, 'b>> {
    let mut groups: BTreeMap<u32, Group<'a, 'b>> = BTreeMap::new();
    for page in &case.facts.pages {
        let group = groups.entry(page.group).or_insert_with(|| Group { pages: Vec::new(), acks: Vec::new() });
        group.pages.push(page);
    }
    for ack in &case.facts.acks {
        if let Some(group) = ack.group.and_then(|group| groups.get_mut(&group)) {
            group.acks.push(ack);
        }
    }
    for group in groups.values_mut().filter(|group| group.acks.is_empty()) {
        group.acks.extend(settled_by(case, group));
    }
    let mut groups: Vec<_> = groups.into_values().filter(|group| case.during(group.first().when)).collect();
    groups.sort_by_key(|group| group.first().when);
    groups
}

/// Who was called by hand twice and answers once has answered both calls: `ack` alone takes the last.
fn settled_by<'a, 'b>(case: &'b Case<'a>, group: &Group<'a, 'b>) -> Option<&'b Ack<'a>> {
    let first = group.first();
    let by_hand = first.by.seat().is_some();
    let hears =
        |ack: &&Ack<'_>| ack.how == AckHow::Paged && first.when < ack.when && first.to.contains(ack.seat);
    case.facts.acks.iter().filter(|_| by_hand).find(hears)
}

impl<'a, 'b> Group<'a, 'b> {
    fn first(&self) -> &'b Page<'a> {
        self.pages[0]
    }

    /// What became of it; whether the next level answered in time.
    fn finding(&self, credit: u32, says: String, backup: bool) -> Finding {
        let went_on = self.pages.iter().any(|page| page.escalated) && !backup;
        let shows = if went_on { Shows::WentOn } else { Shows::Nothing };
        Finding { hard: credit < FULL, ..Finding::well(says).showing(shows) }
    }

    /// Whether somebody whom it calls had answered another before, and did something of the response soon after it: nobody
    /// acknowledged it, and it was no cry that nobody heard.
    fn heard_at_work(&self, facts: &Facts<'_>) -> bool {
        self.pages.iter().any(|page| {
            let joined =
                |seat: &&SeatName| facts.acks.iter().any(|ack| ack.seat == *seat && ack.when < page.when);
            let until = facts.heard(page.when.at) + AT_WORK;
            let soon = |when: Moment| page.when < when && facts.heard(when.at) <= until;
            let acts = |seat: &SeatName| facts.moves_of(seat).any(|done| done.act && soon(done.when));
            page.to.iter().filter(joined).any(acts)
        })
    }

    /// Nobody of the story can answer: outsiders alone, or a seat's page to seats that nobody fills.
    fn aside(&self, facts: &Facts<'_>) -> Option<&'static str> {
        let seated = |page: &Page<'_>| {
            !page.to.is_empty() || page.team.is_some_and(|team| has_seats(facts, team.as_str()))
        };
        if !self.pages.iter().any(|page| seated(page)) {
            return Some("nobody at the table sits there, so it is not rated");
        }
        let filled = |seat: &SeatName| facts.filled.contains(seat);
        let empty = !self.pages.iter().flat_map(|page| page.to).any(filled);
        let by_a_seat = self.first().by.seat().is_some();
        (by_a_seat && empty && self.acks.is_empty() && facts.team() > 0)
            .then_some("nobody fills that seat, so it is not rated")
    }
}

/// A call is heard where something follows it within so long, by somebody who is in the call already.
const AT_WORK: SimDuration = SimDuration::from_mins(5);

fn has_seats(facts: &Facts<'_>, team: &str) -> bool {
    let Some(team) = facts.scenario.organisation.teams.find(team) else { return false };
    facts.scenario.seats.iter().any(|(_, seat)| seat.team == team)
}

fn answer(case: &Case<'_>, group: &Group<'_, '_>) -> Answer {
    let page = group.first();
    if let Some(why) = group.aside(&case.facts) {
        return Answer::Aside(format!("page {} to {}: {why}", page.when.seq, receivers(page)), page.when.seq);
    }
    match group.acks.first() {
        Some(ack) if ack.how == AckHow::Noticed && had_seen(&case.facts, Some(group.first().when)) => {
            noticed(group, ack)
        }
        // Who was in the call, and had seen nothing, has the page when it comes.
        ack => timed(case, group, ack.copied().filter(|ack| case.during(ack.when))),
    }
}

/// Whether somebody had looked, asked or said something before a page, or at all where none came: to join the call is not
/// to notice anything.
fn had_seen(facts: &Facts<'_>, page: Option<Moment>) -> bool {
    facts.moves.iter().any(|done| done.act && page.is_none_or(|page| done.when < page))
}

/// Of those who joined the call by themselves, before a page, those who had noticed something: by their acknowledgements.
pub(crate) fn noticing(scenario: &Scenario, profile: &Profile, records: &[Record]) -> Vec<Seq> {
    let facts = Facts::read(scenario, profile, records);
    let next = |ack: &Ack<'_>| facts.pages.iter().map(|page| page.when).filter(|page| ack.when < *page).min();
    let joined = facts.acks.iter().filter(|ack| ack.how == AckHow::Noticed && ack.group.is_none());
    joined.filter(|ack| had_seen(&facts, next(ack))).map(|ack| ack.when.seq).collect()
}

fn noticed(group: &Group<'_, '_>, ack: &Ack<'_>) -> Answer {
    let page = group.first().when.seq;
    let finding = Finding::well(format!("{} noticed before the page {page} ({})", ack.seat, ack.when.seq));
    let steps = vec![format!("{page}: noticed before it = {FULL}")];
    let (acked, cited, uses) = (Some(ack.when.seq), vec![page], Vec::new());
    Answer::Rated { credit: FULL, due: None, finding: Box::new(finding), page, acked, cited, steps, uses }
}

/// Chain × follow-through.
fn timed(case: &Case<'_>, group: &Group<'_, '_>, ack: Option<&Ack<'_>>) -> Answer {
    let page = group.first();
    let heard = |at| case.facts.heard(at);
    let rows = Rows::of(&case.facts, page.hint).by(heard);
    let asked = asked(case, &rows, Rule::AckChain, page.when.at);
    let mut cited: Vec<_> = group.pages.iter().map(|page| page.when.seq).collect();
    match (asked.judge(ack.map(|ack| heard(ack.when.at))), ack) {
        (Verdict::Rated(due, chain), Some(ack)) => {
            let follow = follow(case, &rows, ack);
            cited.extend(follow.act);
            let (credit, acked) = (times(chain, follow.factor), Some(ack.when.seq));
            let backup = backup(case, group, ack, &due);
            let tail = if backup { ": the backup worked as designed" } else { "" };
            let says = format!("{}{tail}{}", acknowledged(case, group, ack), follow.says);
            let finding = group.finding(credit, says, backup);
            let answered = format!(
                "page {}, acknowledged by {}{}: {}",
                page.when.seq,
                ack.when.seq,
                set(case, &due),
                due.arithmetic(Some(heard(ack.when.at)))
            );
            let both = (follow.factor != FULL).then(|| {
                let (page, factor) = (page.when.seq, follow.factor);
                format!("page {page} with what followed: {chain} x {factor} / {FULL} = {credit}")
            });
            let steps = [answered, follow.step].into_iter().chain(both).collect();
            let uses = due.names().into_iter().chain(follow.uses).collect();
            Answer::Rated {
                credit,
                due: Some(due),
                finding: Box::new(finding),
                page: page.when.seq,
                acked,
                cited,
                steps,
                uses,
            }
        }
        (Verdict::Rated(due, chain), None) => {
            // Nothing followed either.
            let half = case.profile.count(Count::WithoutFollow).min(FULL);
            let credit = times(chain, half);
            let long = apart(case, page.when, case.anchors.end);
            let says = format!("{}, no acknowledgement in {long}", called(case, group));
            let finding = group.finding(credit, says, false);
            let mut steps =
                vec![format!("page {}{}: {}", page.when.seq, set(case, &due), due.arithmetic(None))];
            let (page, uses) = (page.when.seq, due.names());
            if due.left.is_some() {
                steps
                    .push(format!("page {page}, and nothing followed: {chain} x {half} / {FULL} = {credit}"));
            }
            Answer::Rated {
                credit,
                due: Some(due),
                finding: Box::new(finding),
                page,
                acked: None,
                cited,
                steps,
                uses,
            }
        }
        (Verdict::Open(due), _) => {
            let says = format!(
                "{}: no acknowledgement when the drill was over, limit at {}",
                called(case, group),
                case.clock(due.limit + case.end().since(case.facts.heard(case.end())))
            );
            Answer::Open(says)
        }
        (Verdict::NotAsked, _) => {
            Answer::NotAsked(format!("{}: nothing is asked", called(case, group)), page.when.seq)
        }
    }
}

/// What is asked about pages: by the clock that stands still while the facilitator speaks.
fn asked<'a>(case: &'a Case<'_>, rows: &'a Rows, rule: Rule, start: SimTime) -> Asked<'a> {
    let (start, cut) = (case.facts.heard(start), case.facts.heard(case.end()));
    let closed = case.anchors.left_at().map(|_| cut);
    Asked { profile: case.profile, rows, rule, start, cut, safety: case.anchors.safety, closed }
}

/// How long, less what the facilitator said meanwhile, which is named.
fn apart(case: &Case<'_>, from: Moment, to: Moment) -> String {
    let (heard_from, heard_to) = (case.facts.heard(from.at), case.facts.heard(to.at));
    let told = long(heard_from, heard_to);
    let told = match case.left_out(from, to) {
        None => told,
        Some(out) => format!("{told} ({out})"),
    };
    match to.at.since(from.at).ms() - heard_to.since(heard_from).ms() {
        0 => told,
        spoken => format!("{told} (and {} of the facilitator's words)", SimDuration::from_ms(spoken).clock()),
    }
}

/// By which row an obligation about a page was rated: each page has its own severity.
fn set(case: &Case<'_>, due: &Due) -> String {
    due.set(case, true).map_or(String::new(), |set| format!(" ({set})"))
}

/// What followed an acknowledgement.
struct Follow {
    /// What it leaves of the credit.
    factor: u32,
    says: String,
    step: String,
    /// The first act.
    act: Option<Seq>,
    uses: Vec<String>,
}

fn follow(case: &Case<'_>, rows: &Rows, ack: &Ack<'_>) -> Follow {
    let act = first_act(&case.facts, ack);
    let asked = asked(case, rows, Rule::AckFollow, ack.when.at);
    let done = act.map(|act| case.facts.heard(act.at));
    let verdict = asked.judge(done);
    let says = match (act, verdict) {
        (Some(act), _) => {
            format!("; first act {} later ({})", apart(case, ack.when, act), act.seq)
        }
        (None, Verdict::Rated(due, _)) => format!("; no act in the {} that followed", due.to_limit().clock()),
        (None, Verdict::Open(_) | Verdict::NotAsked) => String::new(),
    };
    let factor = verdict.credit().map_or(FULL, |credit| worth(case.profile, credit));
    let step = match verdict {
        Verdict::Rated(due, credit) => {
            let half = case.profile.count(Count::WithoutFollow).min(FULL);
            let what = act.map_or("no act".to_string(), |act| format!("first act {}", act.seq));
            let done = done.filter(|&done| done <= asked.cut);
            let (came, rest) = (due.arithmetic(done), FULL - half);
            let set = set(case, &due);
            let left = match factor {
                FULL => String::new(),
                _ => format!("; {half} + {rest} x {credit} / {FULL} = {factor}"),
            };
            format!("after {}, {what}{set}: {came}{left}", ack.when.seq)
        }
        Verdict::Open(_) => format!("after {}: the time for a first act was not up = {factor}", ack.when.seq),
        Verdict::NotAsked => format!("after {}: no act is asked for = {factor}", ack.when.seq),
    };
    let uses = verdict.due().map_or(Vec::new(), |due| due.names());
    Follow { factor, says, step, act: act.map(|act| act.seq), uses }
}

/// Half, and half by what followed.
fn worth(profile: &Profile, follow: u32) -> u32 {
    let without = profile.count(Count::WithoutFollow).min(FULL);
    without + times(FULL - without, follow)
}

/// The first move that is a step of the response, or words in answer to a question.
fn first_act(facts: &Facts<'_>, ack: &Ack<'_>) -> Option<Moment> {
    let mut after = facts.moves_of(ack.seat).filter(|done| done.when.seq > ack.when.seq);
    after.find(|done| done.act || answers(facts, ack.seat, done.when)).map(|done| done.when)
}

/// Whether a seat's words answer a question, the first after it.
fn answers(facts: &Facts<'_>, seat: &SeatName, when: Moment) -> bool {
    let mine = |&&(_, by): &&(Moment, &Actor)| by.seat() == Some(seat);
    let mut spoken = facts.spoken.iter().filter(mine).map(|&(when, _)| when).filter(|&said| said <= when);
    let Some(said) = spoken.next_back().filter(|&said| said == when) else { return false };
    let before = spoken.next_back();
    let mut asked =
        facts.questions.iter().filter(|q| q.when < said && before.is_none_or(|before| before < q.when));
    asked.any(|q| facts.asks(q.whom, seat))
}

fn receivers(page: &Page<'_>) -> String {
    let seats: Vec<_> = page.to.iter().map(ToString::to_string).collect();
    let team = || page.team.map_or("nobody".to_string(), ToString::to_string);
    if seats.is_empty() { team() } else { and(&seats) }
}

/// "page #3 to primary at +2:00, escalated to secondary (#7)".
fn called(case: &Case<'_>, group: &Group<'_, '_>) -> String {
    let page = group.first();
    let mut says = format!("page {} to {} at {}", page.when.seq, receivers(page), case.clock(page.when));
    for escalated in group.pages.iter().filter(|page| page.escalated) {
        says += &format!(", escalated to {} ({})", receivers(escalated), escalated.when.seq);
    }
    says
}

/// Whether the next level answered, and in time.
fn backup(case: &Case<'_>, group: &Group<'_, '_>, ack: &Ack<'_>, due: &Due) -> bool {
    let other = ack.how != AckHow::Taken && !group.first().to.contains(ack.seat);
    other && due.credit(Some(case.facts.heard(ack.when.at))) > 0
}

fn acknowledged(case: &Case<'_>, group: &Group<'_, '_>, ack: &Ack<'_>) -> String {
    let word = if ack.how == AckHow::Taken { "taken over" } else { "acknowledged" };
    format!(
        "{}, {word} by {} at {} ({}), {} from the first page",
        called(case, group),
        ack.seat,
        case.clock(ack.when),
        ack.when.seq,
        apart(case, group.first().when, ack.when),
    )
}

/// Gates, open ends, and what is only information.
fn remark(case: &Case<'_>, sheet: &mut Sheet, group: &Group<'_, '_>, answer: &Answer) {
    match answer {
        Answer::Rated { acked: None, due: Some(due), finding, page, .. }
            if Case::grave(due.severity) && due.left.is_none() && !group.heard_at_work(&case.facts) =>
        {
            sheet.explain(Gate::NoAck, finding.says.clone(), vec![*page]);
            sheet.gate(Gate::NoAck)
        }
        Answer::Rated { .. } => {}
        Answer::Open(says) => sheet.still_open(says.clone()),
        Answer::Aside(says, page) | Answer::NotAsked(says, page) => {
            sheet.advise("chain", says.clone(), [*page])
        }
    }
    for ack in group.acks.iter().skip(1).filter(|ack| case.during(ack.when)) {
        let (page, late) = (group.first().when.seq, apart(case, group.first().when, ack.when));
        sheet.advise(
            "chain",
            format!("{} acknowledged {page} too, {late} from the page", ack.seat),
            [ack.when.seq],
        );
    }
}

/// The rule for who needs no page.
const NOTICED: &str = "to notice before the page is full credit";

/// What became of each group: what was answered best comes first, for that is what a strength says.
fn sentences(findings: &[Finding]) -> String {
    let mut all = findings.iter().map(|finding| finding.says.as_str());
    let first = all.next().unwrap_or_default().to_string();
    all.fold(first, |text, says| format!("{text}. {}", capital(says)))
}

/// The one criterion: the mean over groups.
fn chain(case: &Case<'_>, answers: &[Answer]) -> Draft {
    let (mut credits, mut found, mut cited, mut acks, mut steps, mut held) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut dues, mut used) = (Vec::new(), Vec::new());
    for answer in answers {
        if let Answer::Rated { credit, due, finding, page, acked, cited: seqs, steps: own, uses } = answer {
            held.extend(acked.map(|until| Held { from: *page, until, name: format!(" on page {page}") }));
            credits.push(*credit);
            steps.extend(own.iter().cloned());
            found.push((*credit, finding.as_ref().clone()));
            cited.extend(seqs);
            acks.extend(acked);
            dues.extend(*due);
            used.extend(uses.iter().cloned());
        }
    }
    if let Some(draft) = unpaged(case).filter(|_| answers.is_empty()) {
        return draft;
    }
    let open = answers.iter().any(|answer| matches!(answer, Answer::Open(_)));
    found.sort_by_key(|&(credit, _)| std::cmp::Reverse(credit));
    let found: Vec<_> = found.into_iter().map(|(_, finding)| finding).collect();
    let not_asked = answers.iter().any(|answer| matches!(answer, Answer::NotAsked(..)));
    let none = if not_asked { NOT_ASKED } else { "no page to a seat of the story" };
    Draft::mean("chain", &credits, open, none)
        .cites(cited)
        .decided_by(acks)
        .held(held)
        .says(sentences(&found))
        .found(found)
        .steps(steps)
        .rule(NOTICED, Tag::H)
        .rules_of(&dues, case)
        .uses(used)
        .uses([Count::WithoutFollow.as_str().to_string()])
        .next("agree who answers a page and how soon the next level is called; answer first, then look")
}

/// Somebody noticed, and no page ever came.
fn unpaged(case: &Case<'_>) -> Option<Draft> {
    let ack = case.facts.acks.iter().find(|ack| ack.how == AckHow::Noticed && had_seen(&case.facts, None))?;
    let says = format!("{} noticed before any page ({}), and none came", ack.seat, ack.when.seq);
    Some(Draft::rated("chain", FULL, 1).decided_by([ack.when.seq]).says(says).rule(NOTICED, Tag::H))
}
