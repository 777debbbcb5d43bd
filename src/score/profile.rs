//! The rules as data: a profile is a file, and every number in it says where it comes from.
//!
//! Which numbers there are is fixed in `keys.rs`; what they are, and why, stands in `default.ron`. Another profile says what it
//! has differently, and stands on the default for the rest; one that stands alone must be complete, so that the scorer
//! never has to ask.

mod check;
mod differ;
mod keys;
mod order;
mod raw;
pub mod shipped;
mod sums;
mod write;

use std::collections::BTreeMap;

use check::Whose;
pub use differ::{Differs, SECTIONS, differing};
pub use keys::{CRITERIA, Count, Rule, SCENARIO, Span};
use keys::{HANDOVER, PAGING, WEIGHTS};
use serde::{Deserialize, Serialize};

use crate::memo::{Memo, digest};
use crate::scenario::problem::Problem;
use crate::scenario::words::{AudienceKind, Role, Severity};
use crate::time::SimDuration;

/// Where a number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Tag {
    /// A source states it for this purpose.
    S,
    /// Derived from numbers that sources state.
    D,
    /// A house default.
    H,
}

impl Tag {
    /// Its letter.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Tag::S => 'S',
            Tag::D => 'D',
            Tag::H => 'H',
        }
    }
}

/// A number with its provenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The number.
    pub is: T,
    /// Where it comes from.
    pub tag: Tag,
    /// In words.
    pub why: String,
    /// The profile it stands in, if that is another one.
    pub from: String,
}

/// A number of a profile as it is shown, with its provenance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Number {
    /// Where it stands in the file: `thresholds`, `weights` and so on.
    pub section: &'static str,
    /// As the profile names it.
    pub of: String,
    /// The number, or the list.
    pub is: String,
    /// S, D or H.
    pub source: char,
    /// Why.
    pub why: String,
    /// The profile in which it stands, if that is another one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
}

/// A target and a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Full credit up to here.
    pub target: SimDuration,
    /// None from here.
    pub limit: SimDuration,
}

/// In the place of a target and a limit.
const NOT_ASKED: &str = "not asked";

/// In the place of an empty list.
const NOBODY: &str = "nobody";

/// The rules a drill is rated by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    id: String,
    /// The one that has what this one doesn't say.
    on: Option<String>,
    about: String,
    rows: BTreeMap<(Rule, Severity), Sourced<Row>>,
    /// Rules that ask for nothing, where another asks.
    unasked: BTreeMap<(Rule, Severity), Sourced<()>>,
    spans: BTreeMap<Span, Sourced<SimDuration>>,
    counts: BTreeMap<Count, Sourced<u32>>,
    weights: BTreeMap<String, Sourced<u32>>,
    audiences: BTreeMap<Severity, Sourced<Vec<AudienceKind>>>,
    roles: BTreeMap<Severity, Sourced<Vec<Role>>>,
    /// The digest of its essence.
    digest: Memo<String>,
}

/// What is wrong with a profile: everything at once.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the scoring profile cannot be used: {}", .0.join("; "))]
pub struct ProfileError(pub Vec<String>);

impl Profile {
    /// The name and version of the default profile.
    pub const DEFAULT: &'static str = "default@1";

    /// The default profile, to the byte.
    #[must_use]
    pub const fn default_text() -> &'static str {
        include_str!("default.ron")
    }

    /// Reads one of the program's own profiles.
    ///
    /// # Errors
    /// Says everything that is wrong with it: numbers that are missing, unknown, said twice or out of order.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        made(check::check(text, Whose::Shipped))
    }

    /// Reads the profile of a record: one of an older release lacks numbers that came later, and has them from the
    /// default.
    ///
    /// # Errors
    /// As [`Profile::parse`], but for numbers that are missing.
    pub fn recorded(text: &str) -> Result<Self, ProfileError> {
        made(check::check(text, Whose::Recorded))
    }

    /// Reads somebody's own profile: all problems, each with its place and what to do. There is none if one of them is
    /// an error.
    #[must_use]
    pub fn own(text: &str) -> (Option<Self>, Vec<Problem>) {
        check::check(text, Whose::Own)
    }

    /// A profile that comes with the program, by its name, with or without its version.
    #[must_use]
    pub fn shipped(name: &str) -> Option<Self> {
        Profile::parse(shipped::find(name)?.text).ok()
    }

    /// The profile as one text that needs no other: what a drill's record keeps.
    #[must_use]
    pub fn text(&self) -> String {
        if Profile::shipped(Profile::DEFAULT).as_ref() == Some(self) {
            return Profile::default_text().to_string();
        }
        write::text(self)
    }

    /// The profile it stands on, if it does.
    #[must_use]
    pub fn on(&self) -> Option<&str> {
        self.on.as_deref()
    }

    /// What it is, in a line.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.about
    }

    /// Its numbers under another name; each says where it is from.
    fn under(self, id: String) -> Self {
        let Profile {
            id: old,
            mut rows,
            mut unasked,
            mut spans,
            mut counts,
            mut weights,
            mut audiences,
            mut roles,
            ..
        } = self;
        let from = |from: &mut String| {
            if from.is_empty() {
                from.clone_from(&old);
            }
        };
        rows.values_mut().for_each(|said| from(&mut said.from));
        unasked.values_mut().for_each(|said| from(&mut said.from));
        spans.values_mut().for_each(|said| from(&mut said.from));
        counts.values_mut().for_each(|said| from(&mut said.from));
        weights.values_mut().for_each(|said| from(&mut said.from));
        audiences.values_mut().for_each(|said| from(&mut said.from));
        roles.values_mut().for_each(|said| from(&mut said.from));
        let (on, about) = (None, String::new());
        Profile {
            id,
            on,
            about,
            rows,
            unasked,
            spans,
            counts,
            weights,
            audiences,
            roles,
            digest: Memo::default(),
        }
    }

    /// What a profile of an older release does not say.
    fn fill(&mut self) {
        let Some(default) = Profile::shipped(Profile::DEFAULT) else { return };
        let default = default.under(self.id.clone());
        let known: Vec<Rule> = self.rows.keys().chain(self.unasked.keys()).map(|&(rule, _)| rule).collect();
        for (key, row) in default.rows.into_iter().filter(|((rule, _), _)| !known.contains(rule)) {
            self.rows.insert(key, row);
        }
        for (key, said) in default.spans {
            self.spans.entry(key).or_insert(said);
        }
        for (key, said) in default.counts {
            self.counts.entry(key).or_insert(said);
        }
        for (key, said) in default.weights {
            self.weights.entry(key).or_insert(said);
        }
    }

    /// Its name and version, such as `default@1`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Target and limit of a rule at a severity; `None` where nothing is asked.
    #[must_use]
    pub fn row(&self, rule: Rule, at: Severity) -> Option<Row> {
        self.rows.get(&(rule, at)).map(|row| row.is)
    }

    /// The same with its provenance.
    #[must_use]
    pub fn sourced_row(&self, rule: Rule, at: Severity) -> Option<&Sourced<Row>> {
        self.rows.get(&(rule, at))
    }

    /// Where a rule's numbers come from; a house default where nothing is asked.
    #[must_use]
    pub fn tag(&self, rule: Rule, at: Severity) -> Tag {
        self.rows.get(&(rule, at)).map_or(Tag::H, |row| row.tag)
    }

    /// A single time.
    #[must_use]
    pub fn span(&self, span: Span) -> SimDuration {
        self.spans.get(&span).map_or(SimDuration::ZERO, |said| said.is)
    }

    /// A single count.
    #[must_use]
    pub fn count(&self, count: Count) -> u32 {
        self.counts.get(&count).map_or(0, |said| said.is)
    }

    /// What a dimension (`ack`) or a criterion (`roles.set`) counts.
    #[must_use]
    pub fn weight(&self, of: &str) -> u32 {
        self.weights.get(of).map_or(0, |said| said.is)
    }

    /// The kinds of audience that are owed updates.
    #[must_use]
    pub fn audiences(&self, at: Severity) -> &[AudienceKind] {
        self.audiences.get(&at).map_or(&[], |said| &said.is)
    }

    /// The roles that are needed.
    #[must_use]
    pub fn roles(&self, at: Severity) -> &[Role] {
        self.roles.get(&at).map_or(&[], |said| &said.is)
    }

    /// Every number and list with its provenance.
    #[must_use]
    pub fn sourced(&self) -> Vec<Number> {
        let number = |entry: Entry<'_>| Number {
            section: entry.section,
            of: entry.of,
            is: match entry.is {
                None => NOT_ASKED.to_string(),
                Some(none) if none.is_empty() => NOBODY.to_string(),
                Some(is) => is,
            },
            source: entry.tag.letter(),
            why: entry.why.to_string(),
            from: entry.from.to_string(),
        };
        self.entries().map(number).map(|number| self.with_its_source(number)).collect()
    }

    /// What goes for a milder severity "as SEV1", with the words that it stands for: nobody has to look them up.
    fn with_its_source(&self, number: Number) -> Number {
        let worst = Severity::ALL[0];
        let rest = number.why.strip_prefix("as SEV1");
        let rule =
            number.of.split(' ').next().and_then(|of| Rule::ALL.iter().find(|rule| rule.as_str() == of));
        let Some((rest, said)) = rest.zip(rule.and_then(|&rule| self.rows.get(&(rule, worst)))) else {
            return number;
        };
        let rest = match rest.strip_prefix(", ") {
            Some(with) => format!("; {with} than for SEV1"),
            // What that says as well is said once.
            None if said.why.ends_with(rest) => String::new(),
            None => rest.to_string(),
        };
        Number { why: format!("{}{rest}", said.why), ..number }
    }

    fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let rows = self.rows.iter().map(|(&(rule, at), said)| {
            let is = format!("{} to {}", said.is.target, said.is.limit);
            entry("thresholds", format!("{} {}", rule.as_str(), at.label()), Some(is), said)
        });
        let unasked = self.unasked.iter().map(|(&(rule, at), said)| {
            entry("not_asked", format!("{} {}", rule.as_str(), at.label()), None, said)
        });
        let spans =
            self.spans.iter().map(|(of, said)| entry("spans", of.as_str(), Some(said.is.to_string()), said));
        let counts = self
            .counts
            .iter()
            .map(|(of, said)| entry("counts", of.as_str(), Some(said.is.to_string()), said));
        let weights = self
            .weights
            .iter()
            .map(|(of, said)| entry("weights", of.as_str(), Some(said.is.to_string()), said));
        let audiences = self.audiences.iter().map(|(at, said)| {
            let are: Vec<_> = said.is.iter().map(|kind| kind.as_str()).collect();
            entry("audiences", format!("audiences {}", at.label()), Some(are.join(", ")), said)
        });
        let roles = self.roles.iter().map(|(at, said)| {
            let are: Vec<_> = said.is.iter().map(|role| role.as_str()).collect();
            entry("roles", format!("roles {}", at.label()), Some(are.join(", ")), said)
        });
        rows.chain(unasked).chain(spans).chain(counts).chain(weights).chain(audiences).chain(roles)
    }

    /// Every number and list without its words: two profiles with the same essence rate the same.
    #[must_use]
    pub fn essence(&self) -> String {
        let mut text = String::new();
        for Entry { of, is, .. } in self.entries() {
            if let Some(is) = is {
                text.extend([&of, " ", &is, "\n"]);
            }
        }
        text
    }

    /// The digest of that.
    pub(crate) fn digest(&self) -> &str {
        self.digest.or(|| digest(&self.essence()))
    }
}

fn made((profile, problems): (Option<Profile>, Vec<Problem>)) -> Result<Profile, ProfileError> {
    let errors = problems.into_iter().filter(Problem::is_error).map(|problem| problem.message);
    profile.ok_or_else(|| ProfileError(errors.collect()))
}

/// A number or list of a profile, or that none is asked, on its way out.
struct Entry<'a> {
    section: &'static str,
    of: String,
    is: Option<String>,
    tag: Tag,
    why: &'a str,
    from: &'a str,
}

fn entry<'a, T>(
    section: &'static str,
    of: impl Into<String>,
    is: Option<String>,
    said: &'a Sourced<T>,
) -> Entry<'a> {
    Entry { section, of: of.into(), is, tag: said.tag, why: &said.why, from: &said.from }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn default() -> Profile {
        Profile::parse(Profile::default_text()).expect("it is complete")
    }

    #[test]
    fn the_default_profile_is_complete_and_says_why() {
        let profile = default();
        assert_eq!(profile.id(), "default@1");
        assert!(profile.sourced().iter().all(|number| !number.why.is_empty()));
        for &(dimension, criteria) in CRITERIA {
            let sum: u32 = criteria.iter().map(|of| profile.weight(&format!("{dimension}.{of}"))).sum();
            assert_eq!(sum, 100, "{dimension}");
        }
        assert_eq!(CRITERIA.iter().map(|(dimension, _)| profile.weight(dimension)).sum::<u32>(), 100);
    }

    #[test]
    fn a_milder_severity_never_asks_for_more() {
        let profile = default();
        for &rule in Rule::ALL {
            let rows: Vec<_> = Severity::ALL.iter().filter_map(|&at| profile.row(rule, at)).collect();
            assert!(rows.windows(2).all(|pair| pair[0].target <= pair[1].target), "{}", rule.as_str());
            assert!(rows.windows(2).all(|pair| pair[0].limit <= pair[1].limit), "{}", rule.as_str());
        }
    }

    #[test]
    fn the_weights_are_those_of_every_part() {
        let of = |whole: &str, parts: &[&str]| {
            parts.iter().map(|part| format!("{whole}.{part}")).collect::<Vec<_>>()
        };
        let mut all: Vec<String> = CRITERIA.iter().map(|(dimension, _)| (*dimension).to_string()).collect();
        all.extend(CRITERIA.iter().flat_map(|&(dimension, criteria)| of(dimension, criteria)));
        all.extend(
            of("handover", HANDOVER).into_iter().chain(of("scenario", SCENARIO)).chain(of("paging", PAGING)),
        );
        assert_eq!(all, WEIGHTS);
    }

    #[test]
    fn every_shipped_profile_is_whole_and_each_number_says_where_it_is_from() {
        for shipped in shipped::all() {
            let (profile, problems) = check::check(shipped.text, Whose::Shipped);
            assert!(problems.is_empty(), "{}: {problems:#?}", shipped.id);
            let profile = profile.expect(shipped.id);
            assert_eq!(profile.id(), shipped.id);
            let default = shipped.id == Profile::DEFAULT;
            assert_eq!(profile.on(), (!default).then_some(Profile::DEFAULT));
            let own = profile.sourced().into_iter().filter(|number| number.from.is_empty()).count();
            assert!(default || (3..40).contains(&own), "{}: {own} of its own", shipped.id);
            assert_eq!(profile.essence() == self::default().essence(), default, "{}", shipped.id);
        }
    }

    #[test]
    fn a_profile_is_one_text_that_needs_no_other() {
        let gitlab = Profile::shipped("gitlab").expect("it ships");
        let again = Profile::recorded(&gitlab.text()).expect("it can be read again");
        assert_eq!(again.essence(), gitlab.essence());
        let wide = |profile: &Profile| profile.sourced().into_iter().find(|number| number.of == "loop.tasks");
        assert_eq!(wide(&again).map(|number| number.from), Some("default@1".to_string()));
        assert_eq!(default().text(), Profile::default_text());
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let text = Profile::default_text()
            .replacen("target: \"5m\", limit: \"15m\"", "target: \"20m\", limit: \"15m\"", 1)
            .replacen("\"loop.unopposed_for\", is: \"30s\"", "\"loop.unopposed_for\", is: \"soon\"", 1)
            .replacen("\"roles.hands_on\"", "\"roles.hand_on\"", 1);
        let ProfileError(wrong) = Profile::parse(&text).expect_err("it is broken");
        assert_eq!(wrong.len(), 4, "{wrong:#?}");
        assert!(wrong.iter().any(|wrong| wrong == "the limit 15m is not after the target 20m"), "{wrong:#?}");
        assert!(wrong.iter().any(|wrong| wrong == "there is no count `roles.hand_on`"), "{wrong:#?}");
    }
}
