//! Every name of the two files, gathered before anything is looked up, so that order doesn't matter.

use std::collections::BTreeMap;
use std::ops::Range;

use super::desk::Desk;
use super::expect::Expect;
use super::lexer::id_in;
use crate::scenario::id::{
    ActionK, AlertK, AudienceK, ComponentK, ExpectedK, FailureK, HarmfulK, Id, InjectK, Kind, MetricK,
    MilestoneK, ObjectiveK, SeatK, TeamK, TopicK, VoiceK,
};
use crate::scenario::problem::{File, Problem};
use crate::scenario::raw::Text;
use crate::scenario::source::{Mode, Part};
use crate::scenario::words::MOVE_WORDS;

/// The longest name, in characters.
const LONGEST: usize = 40;

/// Words that moves use for people, and so no seat may be called.
const TAKEN: &[&str] = &["table", "story", "facilitator", "all", "next"];

/// All names, by kind.
#[derive(Default)]
pub(super) struct Names<'r> {
    pub(super) objectives: Index<'r>,
    pub(super) seats: Index<'r>,
    pub(super) teams: Index<'r>,
    pub(super) audiences: Index<'r>,
    pub(super) voices: Index<'r>,
    pub(super) components: Index<'r>,
    pub(super) metrics: Index<'r>,
    pub(super) topics: Index<'r>,
    pub(super) alerts: Index<'r>,
    pub(super) failures: Index<'r>,
    pub(super) milestones: Index<'r>,
    pub(super) injects: Index<'r>,
    pub(super) actions: Index<'r>,
    pub(super) expected: Index<'r>,
    pub(super) harmful: Index<'r>,
}

/// The names of one kind, in the order of the file.
#[derive(Default)]
pub(super) struct Index<'r> {
    by_name: BTreeMap<&'r str, u32>,
    list: Vec<Entry<'r>>,
    /// The section could not be read, or not every name of it, so that any name may be one of these.
    pub(super) unread: bool,
}

/// One name.
#[derive(Clone)]
pub(super) struct Entry<'r> {
    /// Empty if it could not be read.
    pub(super) name: &'r str,
    /// Where it is given.
    pub(super) place: Range<usize>,
    /// In which file; `None` if in neither.
    pub(super) file: Option<File>,
}

impl<'r> Index<'r> {
    /// Names that stand in no file.
    pub(super) fn built_in(names: impl IntoIterator<Item = &'r str>) -> Self {
        let mut index = Index::default();
        for name in names {
            index.push(Entry { name, place: 0..0, file: None });
        }
        index
    }

    /// Adds a name; gives back the place of the first one, if it is there already.
    pub(super) fn push(&mut self, entry: Entry<'r>) -> Option<Range<usize>> {
        let n = self.list.len() as u32;
        let name = entry.name;
        self.list.push(entry);
        if name.is_empty() {
            return None;
        }
        let first = *self.by_name.entry(name).or_insert(n);
        (first != n).then(|| self.list[first as usize].place.clone())
    }

    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).map(|&n| n as usize)
    }

    pub(super) fn entry(&self, n: usize) -> &Entry<'r> {
        &self.list[n]
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = &Entry<'r>> {
        self.list.iter()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'r str> {
        self.list.iter().map(|entry| entry.name).filter(|name| !name.is_empty())
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }
}

/// A kind of thing that has a name.
pub(super) trait Listed: Kind {
    /// The names of this kind.
    fn index<'n, 'r>(names: &'n Names<'r>) -> &'n Index<'r>;
}

/// A kind of thing that is looked up by name.
pub(super) trait Known: Listed {
    /// Where such things are written, in the plural: `seats`.
    const SECTION: &'static str;
    /// The code of a name that isn't there.
    const CODE: &'static str;
}

macro_rules! listed {
    ($($kind:ident $field:ident)+) => { $(
        impl Listed for $kind {
            fn index<'n, 'r>(names: &'n Names<'r>) -> &'n Index<'r> {
                &names.$field
            }
        }
    )+ };
}

macro_rules! known {
    ($($kind:ident $section:literal $code:literal)+) => { $(
        impl Known for $kind {
            const SECTION: &'static str = $section;
            const CODE: &'static str = $code;
        }
    )+
        /// The codes of names that aren't there.
        pub(super) const UNKNOWN: &[&str] = &["scenario::unknown_person", $($code),+];
    };
}

listed! {
    ObjectiveK objectives
    SeatK seats
    TeamK teams
    AudienceK audiences
    VoiceK voices
    ComponentK components
    MetricK metrics
    TopicK topics
    AlertK alerts
    FailureK failures
    MilestoneK milestones
    InjectK injects
    ActionK actions
    ExpectedK expected
    HarmfulK harmful
}

known! {
    ObjectiveK "objectives" "scenario::unknown_objective"
    SeatK "seats" "scenario::unknown_seat"
    TeamK "teams" "scenario::unknown_team"
    AudienceK "audiences" "scenario::unknown_audience"
    VoiceK "voices" "scenario::unknown_voice"
    ComponentK "components" "scenario::unknown_component"
    MetricK "metrics" "scenario::unknown_metric"
    TopicK "findings" "scenario::unknown_topic"
    AlertK "alerts" "scenario::unknown_alert"
    FailureK "failures" "scenario::unknown_failure"
    MilestoneK "milestones" "scenario::unknown_milestone"
    InjectK "injects" "scenario::unknown_inject"
    ActionK "actions" "scenario::unknown_action"
}

impl<'r> Names<'r> {
    /// The name of a thing.
    pub(super) fn name<K: Listed>(&self, id: Id<K>) -> &'r str {
        K::index(self).entry(id.n()).name
    }

    /// The names in our examples, in quotes, and the first of the file's own of that kind.
    pub(super) fn for_examples(&self) -> Vec<(&'static str, &'r str)> {
        let all: [(&'static str, &Index<'r>); 14] = [
            ("\"bad-deploy\"", &self.failures),
            ("\"billing\"", &self.teams),
            ("\"executives\"", &self.audiences),
            ("\"customers\"", &self.audiences),
            ("\"vendor\"", &self.voices),
            ("\"support\"", &self.voices),
            ("\"primary\"", &self.seats),
            ("\"roll-back\"", &self.actions),
            ("\"restart\"", &self.actions),
            ("\"errors\"", &self.metrics),
            ("\"errors-high\"", &self.alerts),
            ("\"shop\"", &self.components),
            ("\"first-call\"", &self.injects),
            ("\"cause-known\"", &self.milestones),
        ];
        let unknown = |example: &str, index: &Index<'r>| index.find(example.trim_matches('"')).is_none();
        let all = all.into_iter().filter(|(example, index)| unknown(example, index));
        all.filter_map(|(example, index)| Some((example, index.names().next()?))).collect()
    }

    /// The names that a condition may be about, each with the word that asks about it.
    pub(super) fn for_conditions(&self) -> Vec<(&'r str, &'static str)> {
        let all: [(&Index<'r>, &'static str); 6] = [
            (&self.failures, "Active"),
            (&self.actions, "Done"),
            (&self.injects, "Delivered"),
            (&self.milestones, "Milestone"),
            (&self.alerts, "Firing"),
            (&self.audiences, "Updated"),
        ];
        all.into_iter().flat_map(|(index, word)| index.names().map(move |name| (name, word))).collect()
    }

    /// What kinds of thing a name names, with an article.
    pub(super) fn kinds_of(&self, name: &str) -> Vec<&'static str> {
        let all: [(&Index<'r>, &'static str); 15] = [
            (&self.seats, "a seat"),
            (&self.teams, "a team"),
            (&self.audiences, "an audience"),
            (&self.voices, "a voice"),
            (&self.components, "a component"),
            (&self.metrics, "a metric"),
            (&self.topics, "a topic"),
            (&self.alerts, "an alert"),
            (&self.failures, "a failure"),
            (&self.milestones, "a milestone"),
            (&self.injects, "an inject"),
            (&self.actions, "an action"),
            (&self.objectives, "an objective"),
            (&self.expected, "an expected action"),
            (&self.harmful, "a harmful action"),
        ];
        all.into_iter().filter(|(index, _)| index.find(name).is_some()).map(|(_, kind)| kind).collect()
    }
}

/// The names of a section, each checked. One that can't be read whole still has its name.
pub(super) fn gather<'r, T: Expect, M: Mode>(
    desk: &mut Desk<'r>,
    section: &'r [Part<'r, T, M>],
    word: &'static str,
    id: fn(&'r T) -> &'r Text<'r, M>,
) -> Index<'r> {
    let mut index = Index::default();
    for part in section {
        let (name, place) = match part.get() {
            Some(raw) => {
                let id = id(raw);
                let name = desk.of(part, |desk| desk.need("id", id)).map_or("", |name| &**name);
                if !id.is_missing() && id.wrong().is_none() {
                    index.unread |= !well_formed(desk, name, desk.place(id), word);
                }
                (name, desk.place(id))
            }
            None => named_in(desk, part),
        };
        let file = Some(desk.file);
        index.unread |= name.is_empty();
        if let Some(first) = index.push(Entry { name, place: place.clone(), file }) {
            // One of the two was to have another name, which others may know it by.
            index.unread = true;
            let message = format!("there are two {word}s `{name}`");
            let problem = Problem::error("scenario::duplicate_name", desk.file, place, message);
            desk.say(
                problem.label("the second").help("give one of them another `id`").also(first, "the first"),
            );
        }
    }
    index
}

fn named_in<'r, T, M>(desk: &Desk<'r>, part: &Part<'r, T, M>) -> (&'r str, Range<usize>) {
    let name = id_in(part.text()).unwrap_or_default();
    (name, desk.quoted(desk.place(part), name))
}

/// Whether a name is of lower-case letters, digits and hyphens, not too many; or it is said.
pub(super) fn well_formed(desk: &mut Desk<'_>, name: &str, place: Range<usize>, word: &str) -> bool {
    let fine = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let ends = name.starts_with('-') || name.ends_with('-');
    if fine && !ends && !name.is_empty() && name.len() <= LONGEST {
        return true;
    }
    let better = suggestion(name);
    let help = if better.is_empty() {
        "write lower-case letters, digits and hyphens, such as `first-call`".to_string()
    } else {
        format!("write lower-case letters, digits and hyphens, at most {LONGEST}: `{better}`")
    };
    let shown: String = name.chars().take(LONGEST + 10).collect();
    let odd = super::close::look_alike(name).map_or(String::new(), |odd| format!(": {odd}"));
    let message = format!("`{shown}` can't be the name of {}{odd}", super::with_article(word));
    desk.error("scenario::bad_name", place, message, "not a name that can be typed", help);
    false
}

/// A name that can be typed, made of any text.
pub(super) fn suggestion(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' };
    let words: String = name.chars().take(200).map(plain).collect();
    let joined = words.split_whitespace().collect::<Vec<_>>().join("-");
    joined.chars().take(LONGEST).collect::<String>().trim_matches('-').to_string()
}

/// What a prompt could not tell apart.
pub(super) fn clashes<'r>(desk: &mut Desk<'r>, organisation: &mut Desk<'r>, names: &Names<'r>) {
    for entry in names.seats.list.iter() {
        let name = entry.name;
        let number = !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
        if MOVE_WORDS.contains(&name) || TAKEN.contains(&name) || number {
            let message = format!("a seat can't be called `{name}`");
            let label = if number { "a number" } else { "a word of the moves" };
            let help =
                "moves could not be told apart from it; name the seat after its job, such as `primary`";
            desk.error("scenario::reserved_name", entry.place.clone(), message, label, help);
        }
    }
    for entry in names.voices.list.iter() {
        // Said where it can be changed: at the seat, or where voices and teams are.
        if let Some(n) = names.seats.find(entry.name) {
            clash(desk, names.seats.entry(n), &names.voices, "seat", "voice");
        }
        clash(
            if entry.file == Some(desk.file) { desk } else { organisation },
            entry,
            &names.teams,
            "voice",
            "team",
        );
    }
    for entry in names.metrics.list.iter() {
        clash(desk, entry, &names.components, "metric", "component");
    }
}

/// What two things of one name are told.
pub(super) fn clash(desk: &mut Desk<'_>, entry: &Entry<'_>, others: &Index<'_>, word: &str, other: &str) {
    let Some(n) = others.find(entry.name) else { return };
    let message = format!("`{}` is the name of a {word} and of a {other}", entry.name);
    let place = if entry.file == Some(desk.file) { entry.place.clone() } else { 0..0 };
    let problem = Problem::error("scenario::ambiguous_name", desk.file, place, message);
    let problem = problem
        .label("not its name alone")
        .help(format!("give the {word} another name, such as `{}-1`", entry.name));
    let first = others.entry(n);
    let same_file = first.file == Some(desk.file);
    desk.say(if same_file { problem.also(first.place.clone(), format!("the {other}")) } else { problem });
}
