//! What may come next on a line: for completion at the prompt, for examples, and for slots asked one by one.
//!
//! Everything offered comes from a view, so that nothing is offered that its screen may not know.

mod example;
mod heard;
mod kind;
mod question;
mod recall;
mod said;

use super::grammar::{FACILITATORS, MOVES, MoveHelp, TOOLS};
use super::hand::Hand;
use super::people::People;
use crate::engine::view::View;
use crate::scenario::id::{ActionId, SeatId};
use crate::scenario::words::{Role, STATES};
use kind::{Kind, least, wants, what};
use question::asks;
use recall::Recall;
use said::Said;

pub use example::example;
pub use question::{MOMENT, Question, Standing, goes_on, is_left, unsaid, with_slot};
pub use recall::Known;
pub(super) use recall::state_by_beginning;

/// A word that fits, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// As it is typed.
    pub text: String,
    /// In a few words; may be empty.
    pub says: String,
}

impl Offer {
    pub(super) fn new(text: impl Into<String>, says: impl Into<String>) -> Self {
        Offer { text: text.into(), says: says.into() }
    }
}

/// The names that one screen may use, at one moment.
#[derive(Clone, Debug, Default)]
pub struct Names {
    me: Option<SeatId>,
    seats: Vec<Offer>,
    teams: Vec<Offer>,
    /// Those of them that can be paged.
    on_call: Vec<Offer>,
    voices: Vec<Offer>,
    audiences: Vec<Offer>,
    lookable: Vec<Offer>,
    /// Those of them that have a number.
    readable: Vec<Offer>,
    /// Those of them that nobody has looked at.
    unseen: Vec<String>,
    /// Those that have not come up in the story; none of them where nobody said what was heard.
    unheard: Vec<String>,
    /// What was begun, and may be taken back.
    begun: Vec<String>,
    /// Whose seat is whose, by their own names.
    people: People,
    severities: Vec<Offer>,
    pages: Vec<Offer>,
    tasks: Vec<Offer>,
    systems: Vec<Offer>,
    /// By seat.
    actions: Vec<Vec<Offer>>,
    /// What only who runs the drill may use.
    hand: Option<Hand>,
    /// What was said before, and may be said again.
    recall: Recall,
}

/// The names that a move takes, by what they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// What they are, such as `seats`.
    pub what: &'static str,
    /// The names.
    pub names: Vec<Offer>,
}

impl Names {
    /// What this screen may use now.
    #[must_use]
    pub fn of(view: View<'_>, me: Option<SeatId>) -> Self {
        let scenario = view.public();
        let organisation = &scenario.organisation;
        let action = |id: ActionId| {
            let say = scenario.actions[id].say.first().map_or("", String::as_str);
            Offer::new(scenario.actions.name(id).as_str(), say)
        };
        let plain = |name: &str| Offer::new(name, "");
        Names {
            me,
            seats: scenario
                .seats
                .iter()
                .map(|(id, seat)| {
                    let team = &organisation.teams[seat.team].name;
                    Offer::new(scenario.seats.name(id).as_str(), format!("seat {}, {team}", id.n() + 1))
                })
                .collect(),
            teams: organisation.teams.names().map(|name| Offer::new(name, "team")).collect(),
            on_call: organisation
                .teams
                .iter()
                .filter(|(_, team)| !team.on_call.is_empty())
                .map(|(id, _)| Offer::new(organisation.teams.name(id).as_str(), "team"))
                .collect(),
            voices: organisation
                .voices
                .iter()
                .map(|(id, name)| Offer::new(organisation.voices.name(id).as_str(), name.as_str()))
                .collect(),
            audiences: organisation
                .audiences
                .iter()
                .map(|(id, to)| Offer::new(organisation.audiences.name(id).as_str(), to.name.as_str()))
                .collect(),
            lookable: view.lookable().into_iter().map(plain).collect(),
            readable: view.readable().into_iter().map(plain).collect(),
            unseen: view.unseen().into_iter().map(String::from).collect(),
            unheard: Vec::new(),
            begun: view.begun().into_iter().map(|id| scenario.actions.name(id).to_string()).collect(),
            people: People::default(),
            severities: organisation
                .severities
                .iter()
                .map(|is| Offer::new(is.severity.label().to_lowercase(), is.means.as_str()))
                .collect(),
            pages: view
                .open_pages()
                .into_iter()
                .map(|(n, page)| Offer::new(n.to_string(), page.text.as_str()))
                .collect(),
            tasks: view
                .open_tasks()
                .into_iter()
                .map(|task| Offer::new(task.number.to_string(), task.text.as_str()))
                .collect(),
            systems: scenario.components.names().map(plain).collect(),
            actions: scenario
                .seats
                .ids()
                .map(|seat| view.actions(seat).into_iter().map(action).collect())
                .collect(),
            hand: view.desk().map(|desk| Hand::of(view, desk)),
            recall: Recall::default(),
        }
    }

    /// The same where people are known by their own names.
    #[must_use]
    pub fn knowing(self, people: People) -> Self {
        Self { people, ..self }
    }

    /// What fits the word at the end of a line: where that word begins, in bytes, and the offers.
    #[must_use]
    pub fn offers(&self, line: &str) -> (usize, Vec<Offer>) {
        let start = line.rfind(char::is_whitespace).map_or(0, |n| n + 1);
        // Within quotes everything is the person's own words.
        if line.matches('"').count() % 2 == 1 {
            return (line.len(), Vec::new());
        }
        let said = self.said(&line[..start]);
        let word = &line[start..];
        let fits = |offers: Vec<Offer>, typed: &str| -> Vec<Offer> {
            let typed = typed.to_lowercase();
            offers.into_iter().filter(|offer| offer.text.starts_with(&typed)).collect()
        };
        let Some(help) = said.help else {
            let offers = match said.tool {
                Some(tool) => self.tool(tool, said.words),
                None => self.first(&said),
            };
            return (start, fits(offers, word));
        };
        if let Some((key, value)) = word.split_once('=') {
            let from = value.rfind(',').map_or(0, |n| n + 1);
            let at = line.len() - value.len() + from;
            let offers = match self.hand.as_ref().filter(|_| said.facilitators) {
                Some(hand) => hand.value(key, &self.seats, &self.voices),
                None => self.value(help, key),
            };
            return (at, fits(offers, &value[from..]));
        }
        if help.word == "roles" {
            let roles = Role::ALL.iter().map(|role| Offer::new(format!("{role}="), "seats, or `-`"));
            return (start, fits(roles.collect(), word));
        }
        let mut offers: Vec<Offer> = match self.hand.as_ref().filter(|_| said.facilitators) {
            Some(hand) => self.at_hand(hand, help.word, said.words),
            None => wants(help.word, said.words)
                .iter()
                .flat_map(|&kind| self.heard(kind, said.seat.or(self.me), word))
                .collect(),
        };
        if help.word == "undo" {
            offers.retain(|offer| self.begun.contains(&offer.text));
        }
        let slots = help.slots.iter().filter(|slot| !said.slots.contains(*slot));
        // A slot comes behind the words; typed, it may come at once.
        let least = match (said.facilitators, help.word) {
            (true, "hint" | "voice") => 2,
            (true, _) => 1,
            (false, word) => least(word),
        };
        if said.words >= least || !word.is_empty() {
            offers.extend(slots.map(|slot| Offer::new(format!("{slot}="), asks(help.word, slot))));
        }
        (start, fits(offers, word))
    }

    /// What usually follows what stands on a line: the rest of an example, for grey words behind the cursor.
    #[must_use]
    pub fn ghost(&self, line: &str) -> Option<String> {
        let (start, offers) = self.offers(line);
        let word = &line[start..];
        match offers.as_slice() {
            [only] if !word.is_empty() && only.text.len() > word.len() => {
                Some(only.text[word.len()..].to_string())
            }
            _ => {
                let said = self.said(line);
                let help =
                    said.help.filter(|_| line.ends_with(' ') && said.words == 0 && said.slots.is_empty())?;
                Some(help.usage.to_string()).filter(|usage| !usage.is_empty())
            }
        }
    }

    /// The names that a move takes in this very story, by what they are: for its help.
    #[must_use]
    pub fn named(&self, word: &str) -> Vec<Named> {
        let mut kinds: Vec<Kind> = (0..2).flat_map(|place| wants(word, place).iter().copied()).collect();
        if word == "roles" {
            kinds = vec![Kind::Role, Kind::Seat];
        }
        kinds.dedup();
        let mut named: Vec<Named> = kinds
            .into_iter()
            .flat_map(|kind| {
                let names = || Named { what: what(kind), names: self.kind(kind, self.me) };
                if kind == Kind::Signal {
                    self.signals(&self.lookable)
                } else if kind == Kind::Number {
                    self.signals(&self.readable)
                } else {
                    vec![names()]
                }
            })
            .collect();
        if word == "undo" {
            named.iter_mut().for_each(|named| named.names.retain(|offer| self.begun.contains(&offer.text)));
        }
        if word == "update" {
            named.push(Named { what: "states", names: STATES.map(|state| Offer::new(state, "")).to_vec() });
        }
        named.retain(|named| !named.what.is_empty() && !named.names.is_empty());
        named
    }

    /// What stands below a move's names where they are not all there are.
    #[must_use]
    pub fn others(&self, word: &str) -> Option<&'static str> {
        match word {
            "look" if self.lookable.iter().any(|at| self.unheard.contains(&at.text)) => Some(heard::OTHERS),
            "verify" if self.readable.iter().any(|at| self.unheard.contains(&at.text)) => {
                Some(heard::OTHER_NUMBERS)
            }
            _ => None,
        }
    }

    /// What can be looked at, with what nobody has looked at yet apart from the rest.
    fn signals(&self, among: &[Offer]) -> Vec<Named> {
        let known = among.iter().filter(|at| !self.unheard.contains(&at.text)).cloned();
        let (unseen, seen) = known.partition(|at| self.unseen.contains(&at.text));
        vec![Named { what: "not looked at yet", names: unseen }, Named { what: "looked at", names: seen }]
    }

    /// Names of a kind for what was typed of one. Of what can be looked at, what has come up in the story comes first, and
    /// the rest only to who has begun to type it.
    fn heard(&self, kind: Kind, by: Option<SeatId>, typed: &str) -> Vec<Offer> {
        let all = self.kind(kind, by);
        if !matches!(kind, Kind::Signal | Kind::Number) {
            return all;
        }
        let (rest, mut first): (Vec<Offer>, Vec<Offer>) =
            all.into_iter().partition(|at| self.unheard.contains(&at.text));
        first.extend(rest.into_iter().filter(|_| !typed.is_empty()));
        first
    }

    /// A line begins with a seat, a move, or a word for the tool.
    fn first(&self, said: &Said<'_>) -> Vec<Offer> {
        if said.strange {
            return Vec::new();
        }
        let mut offers = Vec::new();
        if !said.named && self.me.is_none() {
            offers.extend(self.seats.iter().cloned());
        }
        if self.hand.is_some() && (said.facilitators || !said.named) {
            offers.extend(FACILITATORS.iter().map(|help| Offer::new(help.word, help.says)));
        }
        let moves = MOVES.iter().filter(|help| !offers.iter().any(|known| known.text == help.word));
        let moves: Vec<Offer> = moves.map(|help| Offer::new(help.word, help.says)).collect();
        offers.extend(moves);
        if !said.named {
            let tools = TOOLS.iter().filter(|tool| tool.word != "events" || self.hand.is_some());
            offers.extend(tools.map(|tool| Offer::new(tool.word, "")));
        }
        offers
    }

    fn tool(&self, tool: &str, words: usize) -> Vec<Offer> {
        match (tool, words) {
            ("help", 0) => {
                let theirs = FACILITATORS.iter().filter(|_| self.hand.is_some());
                theirs.chain(MOVES).map(|help| Offer::new(help.word, help.says)).collect()
            }
            ("card" | "as", 0) => self.seats.clone(),
            ("wait", 0) => vec![Offer::new("next", "until something arrives"), Offer::new("5m", "")],
            _ => Vec::new(),
        }
    }

    fn value(&self, help: &MoveHelp, key: &str) -> Vec<Offer> {
        match (help.word, key) {
            ("roles", role) => match role.split_once(':') {
                Some((_, "")) => self.systems.clone(),
                _ => self.seats.clone(),
            },
            ("update", "state") => STATES.iter().map(|state| Offer::new(*state, "")).collect(),
            ("update" | "plan", "next") => ["10m", "20m", "30m"].map(|next| Offer::new(next, "")).to_vec(),
            ("task" | "report", "box") => ["5m", "10m", "15m"].map(|time| Offer::new(time, "")).to_vec(),
            _ => Vec::new(),
        }
    }

    /// What fits a place of a facilitator's move.
    fn at_hand(&self, hand: &Hand, word: &str, at: usize) -> Vec<Offer> {
        match (word, at) {
            ("hint" | "observe" | "vacate", 0) => self.seats.clone(),
            ("voice", 0) => self.voices.clone(),
            ("mark", 0) => {
                let mut offers = self.kind(Kind::Action, None);
                offers.insert(0, Offer::new("wrong", "what was said in slots"));
                offers
            }
            ("force", 1) => hand.forced(self.kind(Kind::Action, None)),
            (word, at) => hand.offers(word, at),
        }
    }

    fn kind(&self, kind: Kind, by: Option<SeatId>) -> Vec<Offer> {
        match kind {
            Kind::Page => self.pages.clone(),
            Kind::Seat => self.seats.clone(),
            Kind::Team => self.teams.clone(),
            Kind::OnCall => self.on_call.clone(),
            Kind::Voice => self.voices.clone(),
            Kind::Severity => self.severities.clone(),
            Kind::Role => Role::ALL.iter().map(|role| Offer::new(role.as_str(), "role")).collect(),
            Kind::Signal => self.lookable.clone(),
            Kind::Number => self.readable.clone(),
            Kind::Audience => self.audiences.clone(),
            Kind::Task => self.tasks.clone(),
            Kind::Word(word) => vec![Offer::new(word, "")],
            Kind::Action => match by {
                Some(seat) => self.actions.get(seat.n()).cloned().unwrap_or_default(),
                None => {
                    let mut all: Vec<Offer> = self.actions.iter().flatten().cloned().collect();
                    all.sort_by(|a, b| a.text.cmp(&b.text));
                    all.dedup();
                    all
                }
            },
        }
    }
}
