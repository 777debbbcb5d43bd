//! What a stand-in makes of a task or a question: what was named in it, or else what the prepared crew did next.

use std::collections::BTreeSet;

use super::script::{Part, Step, action, words};
use super::{REPORTS_AFTER, STEP};
use crate::engine::command::{About, AskWhom, Command, LookAt};
use crate::engine::event::Word;
use crate::scenario::Scenario;
use crate::scenario::id::{ActionId, MetricId, SeatId};
use crate::scenario::model::Component;
use crate::time::SimDuration;

/// What to do, and what to say besides what was found.
#[derive(Debug, Default)]
pub(super) struct Order {
    pub(super) steps: Vec<Step>,
    pub(super) besides: Option<String>,
}

/// What a stand-in can say without doing anything.
pub(super) struct Knows {
    /// What it saw last.
    pub(super) seen: Vec<String>,
    /// The task that it works on, and when it reports.
    pub(super) works_on: Option<(u32, String)>,
}

/// What was seen is told in no more than so many characters each.
const SEEN_MAX: usize = 160;

impl Knows {
    /// The answer to a question that nothing else answers.
    fn answer(&self, scenario: &Scenario, seat: SeatId, said: &Said) -> String {
        let mut parts = Vec::new();
        let asks_what_to_do = ["should", "next", "think", "suggest", "propose", "idea", "ideas"];
        if said.any(&asks_what_to_do) || said.says("we do") {
            parts.push(offers(scenario, seat));
        }
        if let Some((task, about)) = &self.works_on {
            parts.push(format!("I am on task {task}, and report at about {about}"));
        }
        let seen: Vec<String> = self.seen.iter().map(|seen| crate::prose::clip(seen, SEEN_MAX)).collect();
        if seen.is_empty() {
            let me = scenario.seats.name(seat);
            let read = scenario.metrics.iter().find(|(_, metric)| metric.to.include(seat));
            let read = read.map_or("runbook", |(id, _)| scenario.metrics.name(id).as_str());
            parts
                .push(format!("I have not looked yet; task me to look, such as `task {me} \"look {read}\"`"));
        } else {
            parts.push(format!("what I saw last: {}", in_one(&seen)));
        }
        crate::prose::capital(&parts.join(". "))
    }
}

/// What a seat can do, for who leads.
fn offers(scenario: &Scenario, seat: SeatId) -> String {
    let risky = |id: &ActionId| if scenario.actions[*id].risk.is_some() { " (risky)" } else { "" };
    let can =
        scenario.seats[seat].can.iter().map(|id| format!("{}{}", scenario.actions.name(*id), risky(id)));
    let can: Vec<String> = ["look".to_string(), "ask outside".to_string()].into_iter().chain(can).collect();
    format!("You lead; I can: {}", can.join(", "))
}

/// Who changes nothing sits where people call: what is heard there, they can always say.
fn hears(scenario: &Scenario, seat: SeatId) -> Option<Step> {
    let place = &scenario.seats[seat];
    let theirs = |component: &Component| component.owner == Some(place.team) && place.can.is_empty();
    let (id, _) = scenario.components.iter().find(|(_, component)| theirs(component))?;
    let command = Command::Look { at: LookAt::Component(id), word: Word::Look };
    Some(Step { after: STEP, command, named: true })
}

/// Several things in one sentence.
pub(super) fn in_one(parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(|part| part.trim_end_matches('.')).collect();
    parts.join("; ")
}

/// So many words in common with what the prepared crew was given, and it is the same.
const ALIKE: usize = 3;

/// Makes out what is meant; `parts` is what is left of the prepared crew's work in this seat.
pub(super) fn order(
    scenario: &Scenario,
    seat: SeatId,
    parts: &mut Vec<Part>,
    knows: &Knows,
    text: &str,
    task: bool,
) -> Order {
    let said = Said::new(text, task);
    let order = meant(scenario, seat, parts, knows, &said, task);
    parts.retain(|part| !part.steps.is_empty());
    order
}

fn meant(
    scenario: &Scenario,
    seat: SeatId,
    parts: &mut [Part],
    knows: &Knows,
    said: &Said,
    task: bool,
) -> Order {
    let actions = said.actions(scenario, seat);
    // A question is no order.
    let asked = actions.first().filter(|_| !said.orders).map(|&id| can(scenario, seat, id));
    let actions = if said.orders { actions } else { Vec::new() };
    let alike = |part: &Part| part.words.intersection(&said.words).count();
    let most = |parts: &[Part]| (0..parts.len()).rev().max_by_key(|&n| alike(&parts[n]));
    let nearest = most(parts).filter(|&n| alike(&parts[n]) > 0);
    let same = nearest.filter(|&n| {
        let common = alike(&parts[n]);
        let holds = |id: &ActionId| parts[n].steps.iter().any(|step| action(&step.command) == Some(*id));
        common >= ALIKE && 2 * common >= said.words.len() && actions.iter().all(holds)
    });
    if let Some(n) = same {
        let Order { steps, besides } = of_part(scenario, &mut parts[n], said);
        return Order { steps, besides: asked.or(besides) };
    }
    let named = said.named(scenario, seat, &actions, parts);
    if !named.is_empty() || asked.is_some() {
        return Order { steps: named, besides: asked };
    }
    if let Some(besides) = said.audiences(scenario, seat) {
        return Order { besides: Some(besides), ..Order::default() };
    }
    if !task {
        // Who is asked answers; what to do about it, a task says.
        let steps = said.about(scenario, seat).map(|id| Step {
            after: STEP,
            command: Command::Look { at: LookAt::Metric(id), word: Word::Look },
            named: true,
        });
        let hears = || hears(scenario, seat).filter(|_| knows.seen.is_empty());
        let steps: Vec<Step> = steps.or_else(hears).into_iter().collect();
        let besides = steps.is_empty().then(|| knows.answer(scenario, seat, said));
        return Order { steps, besides };
    }
    match nearest.or((!parts.is_empty()).then_some(0)) {
        Some(n) => of_part(scenario, &mut parts[n], said),
        None => Order {
            besides: Some("I have looked at all I can think of; name a signal or an action".to_string()),
            ..Order::default()
        },
    }
}

/// What the prepared crew did, as far as nobody has to be asked first.
fn of_part(scenario: &Scenario, part: &mut Part, said: &Said) -> Order {
    let held = |step: &Step| match action(&step.command) {
        Some(id) => !said.orders || (scenario.actions[id].risk.is_some() && !said.names_action(scenario, id)),
        None => !said.orders && matches!(step.command, Command::Undo(_)),
    };
    let upto = part.steps.iter().position(held).unwrap_or(part.steps.len());
    let besides = part.steps.get(upto).and_then(|step| action(&step.command)).map(|id| next(scenario, id));
    let steps = part.steps.drain(..upto).collect();
    Order { steps, besides }
}

/// What would come next, and that it has to be said by name.
fn next(scenario: &Scenario, id: ActionId) -> String {
    let name = scenario.actions.name(id);
    match &scenario.actions[id].risk {
        Some(risk) => format!(
            "next could be `{name}`, which is risky ({risk}): `poll {name}` asks everybody, and then give it to me by name"
        ),
        None => format!("next could be `{name}`: give it to me as a task"),
    }
}

/// The answer to whether something can be done.
fn can(scenario: &Scenario, seat: SeatId, id: ActionId) -> String {
    let (name, me) = (scenario.actions.name(id), scenario.seats.name(seat));
    let takes = scenario.actions[id].takes;
    let risk = scenario.actions[id].risk.as_ref().map_or(String::new(), |risk| format!("; the risk: {risk}"));
    let takes =
        if takes.ms() > 0 { format!(", it takes {}", crate::prose::spell(takes)) } else { String::new() };
    format!("I can `{name}`{takes}{risk}. `task {me} \"{name}\"` and I begin")
}

/// Whether a task names something that the seat can do, as a stand-in understands it.
#[must_use]
pub fn names_an_action(scenario: &Scenario, seat: SeatId, text: &str) -> bool {
    !Said::new(text, true).actions(scenario, seat).is_empty()
}

/// Who says one of these wants to see that it worked.
const PROOF: [&str; 6] = ["verify", "prove", "check", "confirm", "show", "sure"];

/// Whether a task is not done before it is seen to have worked.
pub(super) fn asks_for_proof(text: &str) -> bool {
    Said::new(text, true).any(&PROOF)
}

/// The words of a name may stand so much further apart in what was said.
const SPREAD: usize = 4;

/// What was said.
struct Said {
    text: String,
    /// It asks for something to be done: a task that is no question.
    orders: bool,
    /// Every word, the small ones as well, in their order.
    all: Vec<String>,
    words: BTreeSet<String>,
}

impl Said {
    fn new(text: &str, task: bool) -> Self {
        let orders = task && !text.contains('?');
        Self { text: text.to_string(), orders, all: all_words(text), words: words(text) }
    }

    /// Whether every word of a name was said, close together.
    fn says(&self, name: &str) -> bool {
        self.close(&all_words(name))
    }

    /// Whether a phrase was said: at least two words of it that mean something, and all that do, close together.
    fn phrased(&self, phrase: &str) -> bool {
        let words: Vec<String> = words(phrase).into_iter().collect();
        words.len() >= 2 && self.close(&words)
    }

    fn close(&self, words: &[String]) -> bool {
        let room = (words.len() + SPREAD).min(self.all.len()).max(1);
        !words.is_empty() && self.all.windows(room).any(|some| words.iter().all(|word| some.contains(word)))
    }

    fn any(&self, of: &[&str]) -> bool {
        of.iter().any(|word| self.all.iter().any(|said| said == word))
    }

    fn names_action(&self, scenario: &Scenario, id: ActionId) -> bool {
        let not = self.any(&["not", "don", "never", "without"]);
        let said = self.says(scenario.actions.name(id).as_str())
            || scenario.actions[id].say.iter().any(|say| self.phrased(say));
        said && !not
    }

    /// The actions of the seat that were named.
    fn actions(&self, scenario: &Scenario, seat: SeatId) -> Vec<ActionId> {
        let can = &scenario.seats[seat].can;
        can.iter().copied().filter(|&id| self.names_action(scenario, id)).collect()
    }

    /// What was named, as steps. What the prepared crew had left of it is done with that.
    fn named(
        &self,
        scenario: &Scenario,
        seat: SeatId,
        actions: &[ActionId],
        parts: &mut [Part],
    ) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        let proves =
            |id: MetricId| actions.iter().any(|&action| scenario.actions[action].proved_by.contains(&id));
        let looks = self.looks(scenario, seat);
        let (proofs, looks): (Vec<LookAt>, Vec<LookAt>) =
            looks.into_iter().partition(|at| matches!(at, LookAt::Metric(id) if proves(*id)));
        let word = match self.any(&PROOF) {
            true => Word::Verify,
            false => Word::Look,
        };
        let step = |after: SimDuration, command: Command| Step { after, command, named: true };
        steps.extend(looks.into_iter().map(|at| step(STEP, Command::Look { at, word })));
        steps.extend(
            self.questions(scenario).map(|whom| step(STEP, Command::Ask { whom, text: self.text.clone() })),
        );
        for &id in actions {
            steps.push(step(STEP, Command::Do(About::Action(id))));
        }
        // Done is not the same as: it helped.
        if let Some(&id) = actions.last() {
            let read = |metric: &MetricId| scenario.metrics[*metric].to.include(seat);
            let usual =
                scenario.actions[id].proved_by.iter().chain(&scenario.ends.verify).copied().find(read);
            let usual = usual.map(LookAt::Metric).filter(|_| proofs.is_empty());
            let settles = settles(parts, id).unwrap_or(scenario.actions[id].takes + STEP);
            let proofs = proofs.into_iter().chain(usual).enumerate();
            steps.extend(proofs.map(|(n, at)| {
                let after = if n == 0 { settles } else { REPORTS_AFTER };
                step(after, Command::Look { at, word: Word::Verify })
            }));
        }
        for step in &steps {
            forget(parts, &step.command);
        }
        steps
    }

    /// The signals, components and topics that were named and that the seat may read.
    fn looks(&self, scenario: &Scenario, seat: SeatId) -> Vec<LookAt> {
        let metrics = scenario.metrics.iter().filter(|(_, metric)| metric.to.include(seat));
        let metrics = metrics.map(|(id, _)| id).filter(|&id| self.says(scenario.metrics.name(id).as_str()));
        let components =
            scenario.components.ids().filter(|&id| self.says(scenario.components.name(id).as_str()));
        let topics = scenario.topics.iter().filter(|(id, also)| {
            self.says(scenario.topics.name(*id).as_str()) || also.iter().any(|also| self.phrased(also))
        });
        metrics
            .map(LookAt::Metric)
            .chain(components.map(LookAt::Component))
            .chain(topics.map(|(id, _)| LookAt::Topic(id)))
            .collect()
    }

    /// The signal that a question is about though it does not name it: most words of its name, or at least of what it
    /// counts.
    fn about(&self, scenario: &Scenario, seat: SeatId) -> Option<MetricId> {
        let stem = |word: &String| word.trim_end_matches('s').to_string();
        let asked: BTreeSet<String> = self.words.iter().map(stem).filter(|word| word.len() >= 4).collect();
        let common = |id: MetricId| {
            words(scenario.metrics.name(id).as_str())
                .iter()
                .map(stem)
                .filter(|word| asked.contains(word))
                .count()
        };
        let metrics = scenario.metrics.iter().filter(|(_, metric)| metric.to.include(seat)).map(|(id, _)| id);
        metrics.filter(|&id| common(id) > 0).min_by_key(|&id| std::cmp::Reverse(common(id)))
    }

    /// Whom to ask outside, if that was said.
    fn questions(&self, scenario: &Scenario) -> impl Iterator<Item = AskWhom> {
        let asks = self.any(&["ask", "call", "ring", "phone", "talk", "speak"]);
        let organisation = &scenario.organisation;
        let voices = organisation.voices.ids().filter(|&id| self.says(organisation.voices.name(id).as_str()));
        let voices: Vec<AskWhom> = voices.map(AskWhom::Voice).collect();
        let teams = organisation.teams.ids().filter(|&id| self.says(organisation.teams.name(id).as_str()));
        let teams: Vec<AskWhom> = teams.map(AskWhom::Team).collect();
        voices.into_iter().chain(teams).filter(move |_| asks)
    }

    /// What goes out to audiences is for people to say.
    fn audiences(&self, scenario: &Scenario, seat: SeatId) -> Option<String> {
        let tells = ["tell", "update", "inform", "notify", "announce", "write", "post", "updates", "speak"];
        if !self.any(&tells) {
            return None;
        }
        let audiences = &scenario.organisation.audiences;
        let named = |name: &&str| words(name).iter().any(|word| self.words.contains(word));
        let mut names: Vec<&str> = audiences.names().filter(named).collect();
        if names.is_empty() {
            names = audiences.names().take(1).collect();
        }
        let update = format!("update {}", names.join(" "));
        let number = seat.n() + 1;
        Some(format!(
            "I send nothing out in your name. `{update}` asks you for the words; on a shared screen `{number} {update}` \
             sends them from my seat"
        ))
    }
}

/// Every word of a text, in lower case and in its order.
fn all_words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// How long the prepared crew waited between an action and its check.
fn settles(parts: &[Part], id: ActionId) -> Option<SimDuration> {
    let did = |step: &Step| step.command == Command::Do(About::Action(id));
    let part = parts.iter().find(|part| part.steps.iter().any(did))?;
    let at = part.steps.iter().position(did)?;
    part.steps.get(at + 1).map(|step| step.after)
}

/// What is done with it need not be done again.
fn forget(parts: &mut [Part], command: &Command) {
    let same = |step: &Step| match (&step.command, command) {
        (Command::Look { at: a, .. }, Command::Look { at: b, .. }) => a == b,
        (Command::Ask { whom: a, .. }, Command::Ask { whom: b, .. }) => a == b,
        (a, b) => a == b,
    };
    for part in parts {
        if let Some(at) = part.steps.iter().position(same) {
            part.steps.remove(at);
            return;
        }
    }
}
