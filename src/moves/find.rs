//! What a word or a phrase stands for: names, numbers and words close to them.

mod nearly;

use std::ops::Range;

pub use nearly::nearly_named;
pub(super) use nearly::to_do;

use super::MoveError;
use super::token::Token;
use crate::engine::command::{About, AskWhom, LookAt, TaskFor};
use crate::scenario::Scenario;
use crate::scenario::id::{ActionId, AudienceId, ComponentId, SeatId};
use crate::scenario::words::Role;

/// The candidate that a word is the beginning of, if it is the only one; else the nearest, if it is near at all.
#[must_use]
pub(super) fn near<'a>(word: &str, of: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let of: Vec<&str> = of.into_iter().collect();
    if let [only] = begun(&word, &of).as_slice() {
        return Some(only);
    }
    let far = match word.chars().count() {
        0..=3 => 1,
        4..=7 => 2,
        _ => 3,
    };
    let distance = |name: &str| strsim::damerau_levenshtein(&word, &name.to_lowercase());
    of.into_iter()
        .map(|name| (distance(name), name))
        // Two slips in a word of three or four letters leave too little of it.
        .filter(|(d, name)| *d <= far && (*d < 2 || name.chars().count() > 4))
        .min_by_key(|(d, _)| *d)
        .map(|(_, n)| n)
}

/// As [`near`], for phrases too: each word that was said is near to a word of the name, or begins like it. Unsure
/// between two, it is none.
pub(super) fn near_words<'a>(said: &str, of: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let names: Vec<&str> = of.into_iter().collect();
    if let Some(name) = near(&hyphened(said), names.iter().copied()) {
        return Some(name);
    }
    let wanted = large(said);
    let alike = |word: &String, part: &String| {
        let long = word.len().min(part.len()) >= 4;
        let begins = word.starts_with(part.as_str()) || part.starts_with(word.as_str());
        long && (begins || strsim::damerau_levenshtein(word, part) <= 1 + usize::from(word.len() > 6))
    };
    let fits = |name: &&&str| {
        let parts = words(name);
        wanted.iter().all(|word| parts.iter().any(|part| alike(word, part)))
    };
    let found: Vec<&&str> = names.iter().filter(fits).collect();
    match found.as_slice() {
        [only] if !wanted.is_empty() => Some(only),
        _ => None,
    }
}

/// The candidates that begin with a word.
pub(super) fn begun<'a>(word: &str, of: &[&'a str]) -> Vec<&'a str> {
    of.iter().copied().filter(|name| !word.is_empty() && name.to_lowercase().starts_with(word)).collect()
}

/// `; did you mean ...?`, or where the names are listed.
fn meant(near: Option<&str>, else_: &str) -> String {
    near.map_or_else(|| else_.to_string(), |name| format!("did you mean `{name}`?"))
}

/// Lower case, with single hyphens between words: `The deploy log` is `the-deploy-log`.
fn hyphened(text: &str) -> String {
    let words: Vec<String> = words(text);
    words.join("-")
}

/// The words of a text, in lower case.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// Words that carry no meaning in a phrase.
const SMALL: [&str; 12] = ["the", "a", "an", "at", "of", "on", "in", "to", "for", "please", "our", "now"];

/// Words that ask, and name nothing by themselves.
const ASKING: [&str; 11] = ["what", "who", "whom", "how", "why", "where", "when", "which", "is", "do", "we"];

/// A seat, by name or number.
pub(super) fn seat(scenario: &Scenario, word: &str, span: Range<usize>) -> Result<SeatId, MoveError> {
    seat_of(scenario, word).ok_or_else(|| no_seat(scenario, word, span))
}

/// There is no seat of this name: which there are.
pub(super) fn no_seat(scenario: &Scenario, word: &str, span: Range<usize>) -> MoveError {
    let several = |part: &str| seat_of(scenario, part).is_some();
    if word.contains(',') && word.split(',').filter(|part| !part.is_empty()).all(several) {
        let help = "`2,3 ack` alone is a move for each; every other move has one seat in front";
        return MoveError::new(span, format!("`{word}` are several seats"), help);
    }
    let near = near(word, scenario.seats.names());
    let shown: String = word.chars().take(40).collect();
    let list = format!("seats: {}", numbered(scenario));
    MoveError::new(span, format!("no seat `{shown}`"), meant(near, &list)).meaning(near)
}

/// A seat by its name or its number, if the word is one.
#[must_use]
pub fn seat_of(scenario: &Scenario, word: &str) -> Option<SeatId> {
    if let Some(id) = scenario.seats.find(&word.to_lowercase()) {
        return Some(id);
    }
    let n: usize = word.parse().ok()?;
    (1..=scenario.seats.len()).contains(&n).then(|| SeatId::new(n - 1))
}

/// `1 primary, 2 secondary`.
fn numbered(scenario: &Scenario) -> String {
    let names = scenario.seats.names().enumerate().map(|(n, name)| format!("{} {name}", n + 1));
    names.collect::<Vec<_>>().join(", ")
}

/// A role.
pub(super) fn role(word: &str, span: Range<usize>) -> Result<Role, MoveError> {
    let short = match word {
        "ic" | "cmd" => Some(Role::Commander),
        "comms" | "dep" => Some(Role::Deputy),
        "sme" => Some(Role::Expert),
        _ => None,
    };
    short.or_else(|| Role::parse(word)).ok_or_else(|| {
        let all = Role::ALL.iter().map(|role| role.as_str());
        let list = all.clone().collect::<Vec<_>>().join(", ");
        let near = near(word, all);
        MoveError::new(span, format!("no role `{word}`"), meant(near, &format!("roles: {list}")))
            .meaning(near)
    })
}

/// A component.
pub(super) fn component(
    scenario: &Scenario,
    word: &str,
    span: Range<usize>,
) -> Result<ComponentId, MoveError> {
    scenario.components.find(word).ok_or_else(|| {
        let list = scenario.components.names().collect::<Vec<_>>().join(", ");
        let near = near(word, scenario.components.names());
        MoveError::new(span, format!("no component `{word}`"), meant(near, &format!("components: {list}")))
            .meaning(near)
    })
}

/// An audience.
/// A word that is a part of one name only is a guess where an audience is surely meant.
pub(super) fn audience(
    scenario: &Scenario,
    word: &str,
    span: Range<usize>,
    surely: bool,
) -> Result<AudienceId, MoveError> {
    let audiences = &scenario.organisation.audiences;
    audiences.find(&word.to_lowercase()).ok_or_else(|| {
        if scenario.organisation.voices.find(&word.to_lowercase()).is_some() {
            let message = format!("`{word}` is somebody who speaks to you, and no audience");
            return MoveError::new(
                span.clone(),
                message,
                "`say` answers, or an update to who they belong to",
            );
        }
        let list = audiences.names().collect::<Vec<_>>().join(", ");
        let near = if surely { near_words(word, audiences.names()) } else { near(word, audiences.names()) };
        // `execs`, for the executives.
        let short = word.trim_end_matches('s').to_lowercase();
        let all: Vec<&str> = audiences.names().collect();
        let near = near.or_else(|| match begun(&short, &all).as_slice() {
            [only] if short.len() > 2 => Some(only),
            _ => None,
        });
        MoveError::new(span, format!("no audience `{word}`"), meant(near, &format!("audiences: {list}")))
            .meaning(near)
    })
}

/// What a phrase matched among candidates that each have a name and phrases.
enum Match<T> {
    One(T),
    Several(Vec<String>),
    None,
}

/// A candidate: what it is, its name, and the phrases that find it.
type Candidate<'a, T> = (T, &'a str, &'a [String]);

/// Whether a text is this very name, or one of these phrases: `rollback` is `roll-back` is `roll back`.
fn is_called(said: &str, name: &str, says: &[String]) -> bool {
    let bare = |text: &str| words(text).concat();
    let said = bare(said);
    bare(name) == said || says.iter().any(|say| bare(say) == said)
}

/// By name, by a phrase, or by having every word that was said.
fn phrase<'a, T: Copy + 'a>(
    said: &str,
    candidates: impl Iterator<Item = Candidate<'a, T>> + Clone,
) -> Match<T> {
    let exact = candidates.clone().find(|(_, id, says)| is_called(said, id, says));
    if let Some((found, _, _)) = exact {
        return Match::One(found);
    }
    let wanted = large(said);
    // "What now?" names nothing.
    if wanted.iter().all(|word| ASKING.contains(&word.as_str())) {
        return Match::None;
    }
    let has_all = |id: &str, says: &[String]| {
        let mut known = words(id);
        known.extend(says.iter().flat_map(|say| words(say)));
        let pairs: Vec<String> = known.windows(2).map(|pair| pair.concat()).collect();
        known.extend(pairs);
        wanted.iter().all(|word| known.contains(word))
    };
    let hits: Vec<(T, &str)> =
        candidates.filter(|(_, id, says)| has_all(id, says)).map(|(found, id, _)| (found, id)).collect();
    match hits.as_slice() {
        [] => Match::None,
        [(found, _)] => Match::One(*found),
        several => Match::Several(several.iter().map(|(_, id)| format!("`{id}`")).collect()),
    }
}

/// An action, or what was said in words. A slip of the pen is asked about.
pub(super) fn about(
    scenario: &Scenario,
    me: Option<SeatId>,
    said: &str,
    span: Range<usize>,
) -> Result<About, MoveError> {
    let candidates =
        scenario.actions.iter().map(|(id, a)| (id, scenario.actions.name(id).as_str(), a.say.as_slice()));
    match phrase(said, candidates) {
        Match::One(id) => Ok(About::Action(id)),
        Match::Several(which) => Err(which_one(span, said, &which)),
        Match::None => match near_action(scenario, me, said).or_else(|| behind_a_verb(scenario, said)) {
            Some(id) => Err(did_you_mean_action(scenario, said, id, span)),
            None => Ok(About::Text(said.to_string())),
        },
    }
}

/// What people put before an action's name when they speak of it.
const DOING: [&str; 15] = [
    "do", "doing", "did", "run", "running", "start", "try", "make", "perform", "execute", "use", "to", "we",
    "should", "let",
];

/// The action whose one word stands behind a verb, as in `do-replay`; more words say by themselves what they are about.
fn behind_a_verb(scenario: &Scenario, said: &str) -> Option<ActionId> {
    let name = without_verb(said);
    let found = exact_action(scenario, &name.join(" ")).filter(|_| name.len() < large(said).len())?;
    named_in(scenario, said).is_none().then_some(found)
}

fn without_verb(said: &str) -> Vec<String> {
    large(said).into_iter().skip_while(|word| DOING.contains(&word.as_str())).collect()
}

/// The action whose very name this nearly is. Who writes a name but for a letter or two knows it.
fn misspelt(scenario: &Scenario, said: &str) -> Option<ActionId> {
    let said = without_verb(said).join("-");
    let far = if said.chars().count() < 8 { 1 } else { 2 };
    let near = |id: &ActionId| strsim::damerau_levenshtein(&said, scenario.actions.name(*id).as_str()) <= far;
    scenario.actions.ids().find(near).filter(|_| said.chars().count() > 3)
}

/// The action of which a text is the very name, or a phrase of it.
pub(super) fn exact_action(scenario: &Scenario, said: &str) -> Option<ActionId> {
    let called = |(id, action): &(ActionId, &crate::scenario::model::Action)| {
        is_called(said, scenario.actions.name(*id).as_str(), &action.say)
    };
    scenario.actions.iter().find(called).map(|(id, _)| id)
}

/// Words for the way back.
const BACK: [&str; 5] = ["rollback", "revert", "restore", "undo", "reverse"];

/// The step of a seat's that has most of some words, if it has two of them at least, and half of them: `revert settings` is
/// `roll-back-settings`.
pub(super) fn by_words(scenario: &Scenario, me: Option<SeatId>, said: &str) -> Option<ActionId> {
    let said: Vec<String> = large(said);
    // `put the settings back`.
    let puts = |n: usize, word: &str| {
        let back = said.iter().skip(n + 1).any(|word| word == "back");
        back && ["put", "set", "take", "bring", "switch", "change", "go"].contains(&word)
    };
    let wanted: std::collections::BTreeSet<&str> = (said.iter().enumerate())
        .flat_map(|(n, word)| match word.as_str() {
            word if BACK.contains(&word) => vec!["roll", "back"],
            word if puts(n, word) => vec!["roll"],
            word => vec![word],
        })
        .collect();
    let known = |id: ActionId| {
        let mut known = words(scenario.actions.name(id).as_str());
        known.extend(scenario.actions[id].say.iter().flat_map(|say| large(say)));
        wanted.iter().filter(|word| known.iter().any(|part| part == *word)).count()
    };
    let mine = |id: &ActionId| me.is_none_or(|me| scenario.seats[me].can.contains(id));
    let found: Vec<(usize, ActionId)> =
        scenario.actions.ids().filter(mine).map(|id| (known(id), id)).collect();
    let most = found.iter().map(|(n, _)| *n).max()?;
    let mut best = found.iter().filter(|(n, _)| *n == most);
    let (_, only) = best.next()?;
    let enough = most >= 2 && most * 2 >= wanted.len();
    (enough && best.next().is_none()).then_some(*only)
}

/// As [`about`]; and what is asked or decided in more words than an action has, such as "roll back on all three", is
/// about that action. What is to be *done* must be said as it is.
pub(super) fn spoken_about(
    scenario: &Scenario,
    me: Option<SeatId>,
    said: &str,
    span: Range<usize>,
) -> Result<About, MoveError> {
    match about(scenario, me, said, span.clone())? {
        About::Text(text) => match (named_in(scenario, &text), misspelt(scenario, &text)) {
            (Some(action), _) => Ok(About::Spoken { action, text }),
            (None, Some(action)) => Err(did_you_mean_action(scenario, said, action, span)),
            (None, None) => Ok(About::Text(text)),
        },
        found @ (About::Action(_) | About::Spoken { .. }) => Ok(found),
    }
}

/// The only action that is named in a text, by its id or by a phrase of at least two words.
fn named_in(scenario: &Scenario, text: &str) -> Option<ActionId> {
    let said = large(text);
    let named = |phrase: &str| {
        let phrase = large(phrase);
        phrase.len() >= 2 && said.windows(phrase.len()).any(|part| part == phrase)
    };
    let mut found = scenario.actions.iter().filter(|(id, action)| {
        named(scenario.actions.name(*id).as_str()) || action.say.iter().any(|say| named(say))
    });
    let (only, _) = found.next()?;
    found.next().is_none().then_some(only)
}

/// The words of a phrase that carry a meaning.
fn large(phrase: &str) -> Vec<String> {
    words(phrase).into_iter().filter(|word| !SMALL.contains(&word.as_str())).collect()
}

/// An action by name or phrase; nothing else will do.
pub(super) fn action(
    scenario: &Scenario,
    me: Option<SeatId>,
    said: &str,
    span: Range<usize>,
) -> Result<ActionId, MoveError> {
    match about(scenario, me, said, span.clone())? {
        About::Action(id) => Ok(id),
        About::Text(_) | About::Spoken { .. } => {
            Err(MoveError::new(span, format!("no action `{said}`"), "`actions` lists what you can do"))
        }
    }
}

/// Only what this seat can do is offered: the rest is not its to know.
fn near_action(scenario: &Scenario, me: Option<SeatId>, said: &str) -> Option<ActionId> {
    let mine = |id: ActionId| me.is_none_or(|me| scenario.seats[me].can.contains(&id));
    let names: Vec<&str> =
        scenario.actions.ids().filter(|&id| mine(id)).map(|id| scenario.actions.name(id).as_str()).collect();
    near(&hyphened(said), names).and_then(|name| scenario.actions.find(name))
}

/// The one step of a seat's whose name a word begins, as a whole word of it.
pub(super) fn begun_action<'a>(scenario: &'a Scenario, me: Option<SeatId>, said: &str) -> Option<&'a str> {
    let mine = &scenario.seats[me?].can;
    let names = mine.iter().map(|&id| scenario.actions.name(id).as_str());
    let mut begun = names.filter(|name| name.split_once('-').is_some_and(|(first, _)| first == said));
    begun.next().filter(|_| begun.next().is_none())
}

fn did_you_mean_action(scenario: &Scenario, said: &str, id: ActionId, span: Range<usize>) -> MoveError {
    let name = scenario.actions.name(id);
    let say = scenario.actions[id].say.first().map_or(String::new(), |say| format!(" ({say})"));
    MoveError::new(span, format!("no action `{said}`"), format!("did you mean `{name}`{say}?"))
        .meaning(Some(name.as_str()))
}

fn which_one(span: Range<usize>, said: &str, which: &[String]) -> MoveError {
    MoveError::new(span, format!("`{said}` could be {}", which.join(" or ")), "which one?")
}

/// Something to look at.
pub(super) fn look_at(
    scenario: &Scenario,
    me: Option<SeatId>,
    said: &str,
    span: Range<usize>,
) -> Result<LookAt, MoveError> {
    const NO_PHRASES: &[String] = &[];
    let metrics =
        scenario.metrics.ids().map(|id| (Looked::Metric(id), scenario.metrics.name(id).as_str(), NO_PHRASES));
    let components = scenario
        .components
        .ids()
        .map(|id| (Looked::Component(id), scenario.components.name(id).as_str(), NO_PHRASES));
    let topics = scenario
        .topics
        .iter()
        .map(|(id, also)| (Looked::Topic(id), scenario.topics.name(id).as_str(), also.as_slice()));
    let all = metrics.chain(components).chain(topics);
    if let Some(which) = begins_other_names(&lookable(scenario, me), said, all.clone()) {
        return Err(which_one(span, said, &which));
    }
    match phrase(said, all) {
        Match::One(Looked::Metric(id)) => Ok(LookAt::Metric(id)),
        Match::One(Looked::Component(id)) => Ok(LookAt::Component(id)),
        Match::One(Looked::Topic(id)) => Ok(LookAt::Topic(id)),
        Match::Several(which) => Err(which_one(span, said, &which)),
        Match::None => {
            match near_words(said, lookable(scenario, me)).or_else(|| spoken_of(scenario, me, said)) {
                Some(name) => Err(MoveError::new(
                    span,
                    format!("nothing called `{said}`"),
                    format!("did you mean `{name}`?"),
                )
                .meaning(Some(name))),
                None => Ok(LookAt::Unknown(said.to_string())),
            }
        }
    }
}

/// What is somebody's phrase for one thing and the beginning of the names of others, such as `dock` beside `docks-online`:
/// all of them.
fn begins_other_names<'a, T>(
    names: &[&str],
    said: &str,
    mut all: impl Iterator<Item = Candidate<'a, T>> + Clone,
) -> Option<Vec<String>> {
    let begins = hyphened(said);
    let is_one = all.clone().any(|(_, name, _)| is_called(said, name, &[]));
    let (_, called, _) = all.find(|(_, name, says)| is_called(said, name, says)).filter(|_| !is_one)?;
    let others = begun(&begins, names).into_iter().filter(|name| *name != called && begins.len() > 2);
    let others: Vec<String> = others.chain([called]).map(|name| format!("`{name}`")).collect();
    (others.len() > 1).then_some(others)
}

/// The only thing to look at that is named in more words than it has, as the deploy log is by `recent changes`: "nothing
/// unusual" would say that there is nothing to it.
fn spoken_of<'a>(scenario: &'a Scenario, me: Option<SeatId>, said: &str) -> Option<&'a str> {
    let said = large(said);
    let all_said = |phrase: &str| {
        let named = large(phrase);
        !named.is_empty() && named.iter().all(|word| said.contains(word))
    };
    let phrases =
        |name: &str| scenario.topics.find(name).map_or(&[][..], |id| scenario.topics[id].as_slice()).iter();
    let is = |name: &&str| all_said(name) || phrases(name).any(|phrase| all_said(phrase));
    let found: Vec<&str> = lookable(scenario, me).into_iter().filter(is).collect();
    match found.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// Whether a phrase is the very name of something to look at.
pub(super) fn is_looked_at(scenario: &Scenario, said: &str) -> bool {
    let name = hyphened(said);
    scenario.metrics.find(&name).is_some()
        || scenario.components.find(&name).is_some()
        || scenario.topics.find(&name).is_some()
}

/// The action of this very name, if nothing to look at is called so, with the signals that prove it.
pub(super) fn proved_action<'a>(
    scenario: &'a Scenario,
    me: Option<SeatId>,
    said: &str,
) -> Option<(&'a str, Vec<&'a str>)> {
    let id = scenario.actions.find(&hyphened(said)).filter(|_| !is_looked_at(scenario, said))?;
    let action = &scenario.actions[id];
    let proved_by = if action.proved_by.is_empty() { &scenario.ends.verify } else { &action.proved_by };
    let may = |signal: &&crate::scenario::id::MetricId| {
        me.is_none_or(|me| scenario.metrics[**signal].to.include(me))
    };
    let signals: Vec<&str> =
        proved_by.iter().filter(may).map(|&signal| scenario.metrics.name(signal).as_str()).collect();
    (!signals.is_empty()).then(|| (scenario.actions.name(id).as_str(), signals))
}

#[derive(Clone, Copy)]
enum Looked {
    Metric(crate::scenario::id::MetricId),
    Component(ComponentId),
    Topic(crate::scenario::id::TopicId),
}

/// The names a seat may be reminded of: signals it may read, components, and topics it could find something on.
pub(super) fn lookable(scenario: &Scenario, me: Option<SeatId>) -> Vec<&str> {
    use crate::scenario::model::{FindingOn, Readers};
    let may = |readers: &Readers| match me {
        Some(me) => readers.include(me),
        None => *readers == Readers::Everyone,
    };
    let metrics =
        scenario.metrics.iter().filter(|(_, m)| may(&m.to)).map(|(id, _)| scenario.metrics.name(id).as_str());
    let topics = scenario.topics.ids().filter(|&topic| {
        scenario.findings.iter().any(|(_, finding)| finding.on == FindingOn::Topic(topic) && may(&finding.to))
    });
    let topics = topics.map(|id| scenario.topics.name(id).as_str());
    metrics.chain(scenario.components.names()).chain(topics).collect()
}

/// Somebody to ask, and how many words it took to say who.
pub(super) fn ask_whom(scenario: &Scenario, words: &[Token]) -> Result<(AskWhom, usize), MoveError> {
    let organisation = &scenario.organisation;
    // `ask the boss` asks the boss.
    let small = words.iter().take_while(|word| SMALL.contains(&word.text.to_lowercase().as_str())).count();
    let skipped = if small < words.len() { small } else { 0 };
    let first = &words[skipped];
    let (word, span) = (first.text.trim_end_matches(':'), first.span.clone());
    if let Some(seat) = seat_of(scenario, word) {
        return Ok((AskWhom::Seat(seat), skipped + 1));
    }
    let seats = scenario.seats.ids().map(|id| (AskWhom::Seat(id), scenario.seats.name(id).to_string(), ""));
    let teams = organisation
        .teams
        .iter()
        .map(|(id, team)| (AskWhom::Team(id), organisation.teams.name(id).to_string(), team.name.as_str()));
    let voices = organisation
        .voices
        .iter()
        .map(|(id, name)| (AskWhom::Voice(id), organisation.voices.name(id).to_string(), name.as_str()));
    let all: Vec<(AskWhom, String, &str)> = seats.chain(teams).chain(voices).collect();
    let called = |said: &str| all.iter().find(|(_, id, name)| *id == said || hyphened(name) == said);
    // The longest name that begins the question: `ask customer care "..."`.
    let most = words[skipped..].iter().take(5).take_while(|word| !word.quoted).count().max(1);
    for many in (1..=most).rev() {
        let said: Vec<&str> =
            words[skipped..skipped + many].iter().map(|word| word.text.trim_end_matches(':')).collect();
        if let Some((whom, _, _)) = called(&hyphened(&said.join(" "))) {
            return Ok((whom.clone(), skipped + many));
        }
    }
    match near_words(word, all.iter().map(|(_, id, _)| id.as_str())) {
        Some(name) => {
            Err(MoveError::new(span, format!("nobody called `{word}`"), format!("did you mean `{name}`?"))
                .meaning(Some(name)))
        }
        None => Ok((AskWhom::Unknown(word.to_string()), skipped + 1)),
    }
}

/// Who gets a task.
pub(super) fn task_for(scenario: &Scenario, word: &str, span: Range<usize>) -> Result<TaskFor, MoveError> {
    if let Some(seat) = seat_of(scenario, word) {
        return Ok(TaskFor::Seat(seat));
    }
    if let Some(role) = Role::parse(word) {
        return Ok(TaskFor::Role(role));
    }
    if let Some(team) = scenario.organisation.teams.find(&word.to_lowercase()) {
        return Ok(TaskFor::Team(team));
    }
    let all = scenario.seats.names().chain(scenario.organisation.teams.names());
    match near(word, all.chain(Role::ALL.iter().map(|role| role.as_str()))) {
        Some(name) => {
            Err(MoveError::new(span, format!("nobody called `{word}`"), format!("did you mean `{name}`?"))
                .meaning(Some(name)))
        }
        None => Ok(TaskFor::Someone(word.to_string())),
    }
}
