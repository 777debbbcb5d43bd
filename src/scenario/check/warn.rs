//! What can be played, and yet makes a poor drill: warnings, said only of a scenario without errors.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::looks;
use super::names::{Entry, Listed};
use super::story::Story;
use super::wording::variables;
use crate::scenario::condition::Cond;
use crate::scenario::id::{ComponentId, ExpectedId, Id, InjectId, MetricId, ObjectiveId, SeatId, VoiceId};
use crate::scenario::model::{Act, FindingOn, Starts};
use crate::scenario::problem::{File, Problem};
use crate::scenario::raw;
use crate::scenario::source::{Mode, Part};
use crate::time::{SimDuration, SimTime};

/// Nothing new for so long is too quiet.
const SILENCE: SimDuration = SimDuration::from_mins(10);
/// More than three injects within so long is too much.
const CROWD: SimDuration = SimDuration::from_mins(2);

/// A text of more characters is not read at two in the morning.
const WORDY: usize = 400;
/// So many topics are compared with components.
pub(super) const ENOUGH: usize = 20;

/// Everything that is worth a second thought.
pub(super) fn check<'r, M: Mode>(story: &Story<'_, 'r>, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
    let mut found = story.questions(raw);
    found.extend(story.injects_worth_a_thought(raw));
    found.extend(story.never_missed(raw));
    found.extend(story.never_moves(raw));
    found.extend(story.no_return(raw));
    found.extend(story.pace(raw));
    found.extend(story.without_findings(raw));
    found.extend(story.objectives());
    found.extend(story.whole(raw));
    found.extend(story.suspicious(raw));
    found.extend(story.idle(raw));
    found.extend(story.too_long(raw));
    found.extend(story.percentages(raw));
    found.extend(story.crew(raw));
    found.extend(texts(story.desk.source, story.desk.file));
    found
}

/// Texts that look real, or lay blame.
pub(super) fn texts(source: &str, file: File) -> Vec<Problem> {
    // Links are there to be real; names are typed, and not read.
    let free = |field: &str| matches!(field, "sources" | "organisation" | "starts" | "id" | "tags");
    let texts = looks::texts(source);
    let said = texts.iter().filter(|said| !free(said.field));
    let all = said.flat_map(|said| {
        let blamed = looks_real(said, file).into_iter().chain(blames(said, file));
        blamed.chain(not_filled_in(said, file)).chain(wordy(said, file)).chain(obeyed(said, file))
    });
    all.collect()
}

fn within(said: &looks::Said<'_>, at: Range<usize>) -> Range<usize> {
    said.at.start + at.start..said.at.start + at.end
}

fn looks_real(said: &looks::Said<'_>, file: File) -> Option<Problem> {
    let (at, kind) = looks::real(said.text)?;
    let message = format!("`{}` looks like {kind}", &said.text[at.clone()]);
    let problem =
        Problem::error("scenario::looks_real", file, within(said, at), message).label("from the real world?");
    let help =
        "a drill is shown around and kept: invent it, such as `shop.example`, `192.0.2.7` or a made-up name";
    Some(problem.help(help).warning())
}

/// What somebody is told in the drill, and would have to scroll for.
fn wordy(said: &looks::Said<'_>, file: File) -> Option<Problem> {
    let long = matches!(said.field, "text" | "says" | "knows") && said.text.len() > WORDY;
    let count = Some(said.text).filter(|_| long).map(|text| text.chars().count())?;
    let message = format!("this text has {count} characters, and people read one sentence");
    let problem =
        Problem::error("scenario::wordy", file, within(said, 0..said.text.len()), message).warning();
    (count > WORDY).then(|| {
        problem
            .label("too long to be read")
            .help(format!("write at most {WORDY}: what is new; the rest can be looked at or asked for"))
    })
}

/// Something that looks like a variable where there are none: people see it as it stands.
fn not_filled_in(said: &looks::Said<'_>, file: File) -> Option<Problem> {
    // Those of injects and alerts were looked at already; what is typed is seen by nobody.
    if !said.text.contains('{') || matches!(said.field, "text" | "vars") {
        return None;
    }
    let text = without_escapes(said.text);
    let name = variables(&text).next()?;
    let at = text.find(&format!("{{{name}}}"))?;
    let message =
        format!("`{{{name}}}` is shown as it stands: only the texts of injects and alerts have variables");
    let place = within(said, at..at + name.len() + 2);
    let problem = Problem::error("scenario::not_filled_in", file, place, message).label("not filled in");
    Some(problem.help("write the value itself, or leave the curly brackets out").warning())
}

/// A text as it stands in a file, each `\u{...}` of it as blank as it is long: its brackets are no variable's.
fn without_escapes(text: &str) -> Cow<'_, str> {
    if !text.contains("\\u{") {
        return Cow::Borrowed(text);
    }
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let end = match escape.starts_with("\\u{") {
            true => escape.find('}').map_or(escape.len(), |end| end + 1),
            false => 1 + escape[1..].chars().next().map_or(0, char::len_utf8),
        };
        match escape.starts_with("\\u{") {
            true => out.extend(std::iter::repeat_n(' ', end)),
            false => out.push_str(&escape[..end]),
        }
        rest = &escape[end..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// A sign that acts instead of showing itself, and in a title the end of a line: it is shown on one line, without them.
fn obeyed(said: &looks::Said<'_>, file: File) -> Option<Problem> {
    let bytes = said.text.as_bytes();
    if !bytes.iter().any(|byte| !matches!(byte, b' '..=b'[' | b']'..=b'~')) {
        return None;
    }
    let is_title = said.field == "title";
    let acts = |c: char| match c {
        '\n' | '\r' => is_title,
        '\t' => false,
        c => crate::prose::is_obeyed(c),
    };
    let (at, sign) = signs(said.text).find(|(_, c)| acts(*c))?;
    let (message, help) = match sign {
        '\n' | '\r' => {
            ("this title has the end of a line in it".to_string(), "write it on one line; it is shown on one")
        }
        c => (
            format!("this text has a sign in it that steers a screen (U+{:04X})", u32::from(c)),
            "leave it out: it is never shown as it stands",
        ),
    };
    let problem = Problem::error("scenario::control_sign", file, within(said, at), message).label("here");
    Some(problem.help(help).warning())
}

/// The characters of a text as it stands in a file, with their places; escapes as what they stand for.
fn signs(text: &str) -> impl Iterator<Item = (Range<usize>, char)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let first = rest.chars().next()?;
        let (length, sign) = if first == '\\' { escaped(rest) } else { (first.len_utf8(), first) };
        let place = at..at + length;
        at += length;
        Some((place, sign))
    })
}

/// An escape's length, and what it stands for.
fn escaped(text: &str) -> (usize, char) {
    let code = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    let Some(sign) = text[1..].chars().next() else { return (1, '\\') };
    let hex = |from: usize, to: usize| text.get(from..to).and_then(code);
    let end = text.find('}').unwrap_or(0);
    match sign {
        'n' => (2, '\n'),
        'r' => (2, '\r'),
        't' => (2, '\t'),
        '0' => (2, '\0'),
        'x' => hex(2, 4).map_or((2, 'x'), |c| (4, c)),
        'u' if text.starts_with("\\u{") && end > 3 => hex(3, end).map_or((2, 'u'), |c| (end + 1, c)),
        c => (1 + c.len_utf8(), c),
    }
}

fn blames(said: &looks::Said<'_>, file: File) -> Option<Problem> {
    if !looks::AFTERWARDS.contains(&said.field) {
        return None;
    }
    let at = looks::blame(said.text)?;
    let message = "this text lays blame, and people read it afterwards".into();
    let problem = Problem::error("scenario::blames", file, within(said, at), message).label("on a person");
    Some(problem.help("say what made it easy to go wrong, and not who went wrong").warning())
}

impl<'r> Story<'_, 'r> {
    pub(super) fn warning(&self, code: &'static str, at: Range<usize>, message: String) -> Problem {
        self.error(code, at, message).warning()
    }

    /// A warning about a thing with a name, at its name.
    pub(super) fn about<K: Listed>(&self, code: &'static str, id: Id<K>, what: &str) -> Problem {
        let Entry { name, place, .. } = self.entry(id);
        self.warning(code, place.clone(), format!("{} `{name}` {what}", K::WORD))
    }

    /// The author's three questions: what exactly is expected and why, and what cues it.
    fn questions<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let all =
            raw.expected.iter().enumerate().filter_map(|(n, part)| Some((ExpectedId::new(n), part.get()?)));
        all.flat_map(|(id, expected)| {
            let why = expected.why.is_none().then(|| {
                self.about("scenario::no_why", id, "does not say why").label("no `why`").help(
                    "add `why: \"…\"`: what a prepared team would have known; it is what people read afterwards",
                )
            });
            let cue = expected.opens.is_none().then(|| {
                self.about("scenario::no_cue", id, "is expected from the start, and nothing cues it").label("no `opens`").help(
                    "add `opens`, such as `opens: Delivered(\"first-call\")`: what tells people that it is time",
                )
            });
            why.into_iter().chain(cue)
        })
        .collect()
    }

    /// What may be done up to the end and is still in time: nobody can be late, and so nothing is learnt from it.
    fn never_missed<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let latest = SimTime::START + self.latest;
        let all = self.draft.expected.iter().zip(&raw.expected).enumerate();
        let late = all.filter_map(|(n, (expected, part))| {
            let (expected, target) = (expected.as_ref()?, part.get()?.target.as_ref()?);
            let due = self.opens(expected) + expected.target;
            (due > latest).then(|| (n, self.desk.place(target), due))
        });
        late.map(|(n, place, due)| {
            let message = format!(
                "`{}` can't be missed: it is in time up to {}, and the drill is over at {}",
                self.names.expected.entry(n).name,
                due.since(SimTime::START),
                self.latest
            );
            let problem = self.warning("scenario::never_missed", place, message).label("later than the end");
            problem.help("make `target` shorter: what a prepared team would need, and not how long there is")
        })
        .collect()
    }

    /// Metrics that are to show that it is over, and that nothing moves.
    fn never_moves<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let (Some(ends), Some(parts)) = (&self.draft.ends, raw.ends.get()) else { return Vec::new() };
        let driven = self.driven();
        let still = ends.verify.iter().zip(&parts.verify).filter(|(metric, _)| !driven.contains(metric));
        still
            .map(|(metric, part)| {
                let name = self.entry(*metric).name;
                let message = format!("`{name}` can't show that it is over: nothing drives it, and it is always good");
                let problem = self.warning("scenario::never_moves", self.desk.place(part), message);
                problem.label("shows nothing").help(format!(
                    "let a failure drive it, `drives: [(metric: \"{name}\", to: …)]`, or verify another metric"
                ))
            })
            .collect()
    }

    /// The metrics that anything moves.
    pub(super) fn driven(&self) -> BTreeSet<MetricId> {
        let failures = self.draft.failures.iter().flatten().flat_map(|failure| &failure.drives);
        let actions = self.draft.actions.iter().flatten().flat_map(|action| &action.drives);
        failures.chain(actions).map(|drive| drive.metric).collect()
    }

    fn injects_worth_a_thought<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let over = self.draft.ends.as_ref().map_or(SimTime::FAR, |ends| self.earliest_over(&ends.resolved));
        let all = self
            .draft
            .injects
            .iter()
            .enumerate()
            .filter_map(|(n, inject)| Some((InjectId::new(n), inject.as_ref()?)));
        let mut found = Vec::new();
        for (id, inject) in all {
            if inject.contingency && matches!(inject.starts, Starts::Never) {
                let problem = self.about("scenario::no_auto", id, "never comes when nobody facilitates");
                found.push(
                    problem
                        .label("a contingency without `auto`")
                        .help("add `auto` with a condition, such as `auto: At(\"20m\")`"),
                );
            }
            if let (Starts::At(at), None) = (&inject.starts, &inject.while_)
                && SimTime::START + *at + inject.after >= over
            {
                found.push(self.stale(id, over));
            }
            if let Starts::When(cond) = &inject.starts {
                found.extend(self.not_yet(cond, raw, id));
            }
        }
        found.extend(self.alone());
        found
    }

    fn stale(&self, id: InjectId, over: SimTime) -> Problem {
        // Where nothing says how soon it can be over, no time is right.
        let when = match over {
            SimTime::START => "before".to_string(),
            over => format!("at {}", over.since(SimTime::START)),
        };
        let what = format!("comes even if everything was over {when}");
        let problem = self.about("scenario::may_be_stale", id, &what);
        problem.label("on the clock, without `while`").help(
            "add `while`, such as `while: Active(\"bad-deploy\")`: asking \"is it fixed?\" after it is fixed spoils a drill",
        )
    }

    /// A trigger that is true at once, because nothing has happened yet.
    fn not_yet<M: Mode>(&self, cond: &Cond, raw: &'r raw::Scenario<'r, M>, id: InjectId) -> Option<Problem> {
        let Cond::Not(inner) = cond else { return None };
        let latched = matches!(
            **inner,
            Cond::Milestone(_)
                | Cond::Delivered(_)
                | Cond::Done(_)
                | Cond::Undone(_)
                | Cond::Tried(..)
                | Cond::Looked(_)
                | Cond::PagedTeam(_)
                | Cond::PagedSeat(_)
                | Cond::Asked(_)
                | Cond::Declared
                | Cond::Updated(_)
                | Cond::Reached(_)
        );
        let part = raw.injects.get(id.n()).and_then(Part::get)?;
        let place = part.when.as_ref().or(part.auto.as_ref()).map_or(0..0, |when| self.desk.place(when));
        latched.then(|| {
            self.warning(
                "scenario::true_at_once",
                place,
                "this holds from the start, before anybody could act".into(),
            )
            .label("true at once")
            .help("say for how long it must not have happened: `For(\"20m\", Not(…))`")
        })
    }

    /// Groups of which there is only one to choose from.
    fn alone(&self) -> Vec<Problem> {
        let mut groups: BTreeMap<&str, Vec<InjectId>> = BTreeMap::new();
        for (n, inject) in self.draft.injects.iter().enumerate() {
            let group = inject.as_ref().and_then(|inject| inject.one_of.as_deref());
            group.into_iter().for_each(|group| groups.entry(group).or_default().push(Id::new(n)));
        }
        let single = groups
            .iter()
            .filter_map(|(group, ids)| if let [id] = ids[..] { Some((group, id)) } else { None });
        single
            .map(|(group, id)| {
                let problem =
                    self.about("scenario::alone_in_group", id, &format!("is the only one of `{group}`"));
                problem.label("nothing to choose").help("give another inject the same `one_of`, or delete it")
            })
            .collect()
    }

    /// Too quiet, or too much at once, as far as the clock alone brings it.
    fn pace<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let mut times = self.times();
        times.sort_unstable();
        let mut found: Vec<Problem> = self.crowd(&times).into_iter().collect();
        let mut last = SimTime::START;
        let end = SimTime::START + self.draft.about_length().unwrap_or(self.latest).min(self.latest);
        for at in times.iter().map(|(at, _)| *at).chain([end]) {
            if at.since(last) > SILENCE {
                found.push(self.silence(last, at, raw));
                break;
            }
            last = last.max(at);
        }
        found
    }

    /// When injects come that only wait for time; one of several counts as each of them.
    fn times(&self) -> Vec<(SimTime, InjectId)> {
        let all = self
            .draft
            .injects
            .iter()
            .enumerate()
            .filter_map(|(n, inject)| Some((InjectId::new(n), inject.as_ref()?)));
        all.filter_map(|(id, inject)| match &inject.starts {
            Starts::At(at) => Some((SimTime::START + *at + inject.after, id)),
            Starts::When(cond) => {
                Some((self.earliest(cond) + inject.after, id)).filter(|(at, _)| *at > SimTime::START)
            }
            Starts::Never => None,
        })
        .collect()
    }

    fn crowd(&self, times: &[(SimTime, InjectId)]) -> Option<Problem> {
        let fixed = |id: &InjectId| {
            self.draft.injects[id.n()]
                .as_ref()
                .is_some_and(|i| matches!(i.starts, Starts::At(_)) && i.one_of.is_none())
        };
        let fixed: Vec<&(SimTime, InjectId)> = times.iter().filter(|(_, id)| fixed(id)).collect();
        let four = fixed.windows(4).find(|four| four[3].0.since(four[0].0) < CROWD)?;
        let problem = self.about("scenario::crowded", four[3].1, "is the fourth within two minutes");
        Some(
            problem
                .label("too much at once")
                .help("spread them: people read one message, decide, and then the next"),
        )
    }

    fn silence<M: Mode>(&self, from: SimTime, to: SimTime, raw: &'r raw::Scenario<'r, M>) -> Problem {
        let (from, to) = (from.since(SimTime::START), to.since(SimTime::START));
        let first =
            raw.injects.first().map_or_else(|| self.desk.place(&raw.ends), |part| self.desk.place(part));
        let message =
            format!("nothing is sure to come between {from} and {to}: more than ten minutes of silence");
        self.warning("scenario::silent_stretch", first.start..first.start + 1, message)
            .label("the injects")
            .help("add an inject in between, with a `while` so that it is not stale")
    }

    /// Components and voices that have nothing to say.
    fn without_findings<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let on: Vec<FindingOn> = self.draft.findings.iter().flatten().map(|finding| finding.on).collect();
        let components = (0..self.draft.components.len()).map(ComponentId::new);
        let mut silent: Vec<ComponentId> =
            components.filter(|id| !on.contains(&FindingOn::Component(*id))).collect();
        let nearly = self.nearly_named(raw, &silent);
        silent.retain(|id| !nearly.iter().any(|(near, _)| *near == Some(*id)));
        let mut found: Vec<Problem> = silent.into_iter().map(|id| self.nothing_to_see(id)).collect();
        found.extend(nearly.into_iter().map(|(_, problem)| problem));
        let mut seen: BTreeSet<VoiceId> =
            on.iter().filter_map(|on| if let FindingOn::Voice(id) = on { Some(*id) } else { None }).collect();
        // A voice may stand for a team of the same work; what it is asked, the team is asked.
        for (inject, part) in self.draft.injects.iter().flatten().zip(&raw.injects) {
            if seen.insert(inject.from) {
                let place = part.get().map_or(0..0, |raw| self.desk.place(&raw.from));
                found.push(self.nothing_to_say(inject.from, place));
            }
        }
        found
    }

    fn nothing_to_see(&self, id: ComponentId) -> Problem {
        let name = self.entry(id).name;
        let problem = self
            .about("scenario::no_finding", id, "shows nothing when somebody looks at it")
            .label("no finding");
        problem.help(format!(
            "add `(on: Look(\"{name}\"), says: [\"…\"])` under `findings`: people look everywhere"
        ))
    }

    fn nothing_to_say(&self, id: VoiceId, place: Range<usize>) -> Problem {
        let name = self.entry(id).name;
        let message = format!("voice `{name}` calls, and has no answer when somebody asks back");
        let help = format!("add `(on: Ask(\"{name}\"), says: [\"…\"])` under `findings`");
        self.warning("scenario::no_finding", place, message).label("no finding").help(help)
    }

    /// Objectives that nothing serves, and what serves none.
    fn objectives(&self) -> Vec<Problem> {
        let injects = self.draft.injects.iter().flatten().map(|inject| &inject.serves);
        let expected = self.draft.expected.iter().flatten().map(|expected| &expected.serves);
        let served: BTreeSet<ObjectiveId> = injects.chain(expected).flatten().copied().collect();
        let unserved =
            (0..self.draft.objectives.len()).map(ObjectiveId::new).filter(|id| !served.contains(id));
        let help = "let an inject or an expected action serve it: `serves: [\"…\"]`";
        let mut found: Vec<Problem> = unserved
            .map(|id| {
                self.about("scenario::unserved_objective", id, "is served by nothing")
                    .label("not exercised")
                    .help(help)
            })
            .collect();
        let aimless = |serves: &Vec<ObjectiveId>| serves.is_empty() && !self.draft.objectives.is_empty();
        let injects = self
            .draft
            .injects
            .iter()
            .enumerate()
            .filter(|(_, i)| i.as_ref().is_some_and(|i| aimless(&i.serves)));
        found.extend(injects.map(|(n, _)| self.serves_nothing(InjectId::new(n))));
        let expected = self
            .draft
            .expected
            .iter()
            .enumerate()
            .filter(|(_, e)| e.as_ref().is_some_and(|e| aimless(&e.serves)));
        found.extend(expected.map(|(n, _)| self.serves_nothing(ExpectedId::new(n))));
        found
    }

    fn serves_nothing<K: Listed>(&self, id: Id<K>) -> Problem {
        let first = self.names.objectives.names().next().unwrap_or_default();
        let problem = self.about("scenario::serves_nothing", id, "serves no objective").label("no `serves`");
        problem.help(format!(
            "add `serves: [\"{first}\"]` with the objective it is for, or leave it out of the drill"
        ))
    }

    /// What the drill lacks as a whole.
    fn whole<M: Mode>(&self, raw: &'r raw::Scenario<'r, M>) -> Vec<Problem> {
        let ends = self.desk.place(&raw.ends);
        let at = ends.start..(ends.start + 1).min(self.desk.source.len());
        let (top, _) = self.desk.opening();
        let mut found = Vec::new();
        if raw.ends.get().is_some_and(|ends| ends.verify.is_empty()) {
            let problem = self.warning("scenario::no_verify", at, "no signal shows that it is over".into());
            found.push(
                problem
                    .label("no `verify`")
                    .help("add `verify: [\"errors\"]` with the metrics that are good again when it is over"),
            );
        }
        if self.draft.harmful.is_empty() {
            let problem = self.warning(
                "scenario::no_harmful",
                top.clone(),
                "there is no wrong move to make: this may be too easy".into(),
            );
            found.push(
                problem.label("no `harmful`").help(
                    "add what tempts: `harmful: [(id: \"too-early\", is: Do(\"restart\"), harm: Minor)]`",
                ),
            );
        }
        let updates = |act: &Act| matches!(act, Act::Update(_));
        if self.draft.expected.is_empty() {
            let message = "nothing is expected of anybody: a drill of this can't be scored".to_string();
            let problem = self.warning("scenario::nothing_expected", top.clone(), message);
            found.push(problem.label("no `expected`").help(
                "add `expected: […]` with what a prepared team would do: stop it, tell people, prove that it is over",
            ));
        } else if !self.draft.expected.iter().flatten().flat_map(|expected| &expected.any_of).any(updates) {
            let problem = self.warning(
                "scenario::no_update",
                top.clone(),
                "nobody is expected to tell an audience anything".into(),
            );
            found.push(
                problem
                    .label("no update among `expected`")
                    .help("add `(id: \"tell-customers\", is: Update(\"customers\"), …)`"),
            );
        }
        found.extend(self.one_seat(top));
        found
    }

    /// Whether all the work is one seat's.
    fn one_seat(&self, at: Range<usize>) -> Option<Problem> {
        if self.draft.seats.len() < 2 || self.draft.expected.is_empty() {
            return None;
        }
        let busy: BTreeSet<SeatId> =
            self.draft.expected.iter().flatten().flat_map(|e| self.workers(e.seat, &e.any_of)).collect();
        let only = busy.first().filter(|_| busy.len() == 1)?;
        let name = self.entry(*only).name;
        let problem = self.warning(
            "scenario::one_seat",
            at,
            format!("only `{name}` has anything to do: nobody else can do what is expected"),
        );
        Some(
            problem
                .label("all the work is one seat's")
                .help("give others something only they can do or know, or leave `seat` out"),
        )
    }

    fn workers(&self, seat: Option<SeatId>, any_of: &[Act]) -> Vec<SeatId> {
        if let Some(seat) = seat {
            return vec![seat];
        }
        let can = |seat: &SeatId| any_of.iter().any(|act| self.can(*seat, act));
        (0..self.draft.seats.len()).map(SeatId::new).filter(can).collect()
    }
}
