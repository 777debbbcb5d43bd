//! What comes back from an editor: taken apart line by line, then put together with what others wrote meanwhile.

use super::merge::{Merged, merged};
use super::names::Rows;
use super::rows::{self, Numbered};
use super::{Answer, Mark, Team, paper, same};
use crate::postmortem::actions::is_said;
use crate::postmortem::form::{Form, Line, is_hint};
use crate::postmortem::lint::Document;
use crate::postmortem::outline::Outline;
use crate::postmortem::quality::factors;
use crate::prose::{and, clip};

/// So many answers are named one by one.
const NAMED: usize = 5;

/// What came back from an editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// What is to be kept.
    pub team: Team,
    /// What the team should know: what could not be placed, what is gone, what others wrote meanwhile.
    pub said: Vec<String>,
}

/// What a text says by itself.
pub(super) struct Said {
    pub(super) team: Team,
    /// The headings that were there.
    pub(super) seen: Vec<(String, String)>,
    /// The rows of the action items.
    pub(super) rows: Vec<Numbered>,
}

impl Said {
    /// Keeps words where they belong. A table that nobody has touched says nothing, nor does what the form wrote into it.
    pub(super) fn keep(&mut self, form: &Form, section: &str, question: &str, words: &str) {
        let words = match section == rows::SECTION {
            true => {
                let (words, came) = rows::taken_back(words, form.changes());
                self.rows.extend(came);
                words
            }
            false => words.to_string(),
        };
        if !(question.is_empty() && form.is_blank(section, &words)) {
            self.team.add(section, question, &words);
        }
    }
}

/// Takes back what came from an editor, made from what the team has now. Nothing in it is lost.
#[must_use]
pub fn take_back(outline: &Outline, before: &Team, text: &str) -> Taken {
    taken(outline, Some(before), before, text)
}

/// Takes back what was made from an earlier version, whose outline this is, or from nobody knows which: then the outline is
/// today's. What others wrote since stays.
#[must_use]
pub fn taken(outline: &Outline, base: Option<&Team>, now: &Team, text: &str) -> Taken {
    let form = Form::of(outline, base.unwrap_or(now));
    let text = plain_lines(text);
    let mine = match paper::is_document(outline, &text) {
        true => paper::read(outline, &form, base.unwrap_or(now), &text),
        false => read(&form, now, &text),
    };
    let mut put = Put { form: &form, told: Told::default() };
    let mut team = put.together(base, now, &mine);
    team.answers.sort_by_key(|answer| form.order(&answer.section, &answer.question));
    let heard = Mark::all(&text).iter().map(|mark| mark.heard).min().unwrap_or(0);
    let offers = base.is_some_and(|base| base.answer(rows::SECTION, "").is_none_or(rows::offers));
    let seen = mine.seen.iter().any(|(section, _)| section == rows::SECTION);
    let rows = Rows { all: mine.rows.clone(), seen, offered: if offers { heard } else { 0 } };
    team.name_items(&rows.all);
    let dropped = team.settle(now, form.changes(), &rows);
    team.revealed |= has_both(&team);
    let mut said = put.said(now, &team, &mine.seen);
    said.extend(dropped.iter().map(|change| {
        let (name, words) = (change.name(), clip(&change.text, 60));
        format!("{name}, said in the hot wash, is dropped: “{words}”; written in again, it is an item")
    }));
    Taken { team, said }
}

/// Whether the team's own trigger stands there, and factors of its own: the author's are for who has found both.
fn has_both(team: &Team) -> bool {
    let said = |text: &str| text.lines().any(|line| is_said(line) && line.contains(char::is_alphanumeric));
    let factors = factors(&Document::read(&format!("## Factors\n\n{}\n", team.section("factors")), &[]));
    said(&team.section("trigger")) && factors.iter().any(|factor| said(&factor.condition))
}

/// A text whose lines end as ours do, without signs that no reader sees: what is kept is what is shown again.
#[must_use]
pub fn plain_lines(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let plain = |c: char| match c {
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        c if c.is_control() && !matches!(c, '\n' | '\t') => None,
        c => Some(c),
    };
    text.chars().filter_map(plain).collect()
}

/// A team's words without anybody else's.
pub(super) fn alone(now: &Team) -> Team {
    Team { answers: Vec::new(), titles: Default::default(), unplaced: String::new(), ..now.clone() }
}

fn read(form: &Form, now: &Team, text: &str) -> Said {
    let mut said = Said { team: alone(now), seen: Vec::new(), rows: Vec::new() };
    let mut at = Where::Nowhere;
    let mut words = String::new();
    let lines: Vec<&str> = text.split('\n').collect();
    for (line, code) in lines.iter().zip(in_code(&lines)) {
        let place = if code { None } else { form.heading(line, at.section()) };
        match place {
            None if Mark::read(line).is_some() => {}
            None if is_hint(line) && !code && form.has_hint(line) => {}
            None => {
                words.push_str(line);
                words.push('\n');
            }
            Some(heading) => {
                at.keep(&mut said, form, &words);
                words.clear();
                at = Where::behind(heading, line, &mut said.team, &mut said.seen);
            }
        }
    }
    at.keep(&mut said, form, &words);
    said
}

/// An answer's place.
type Key = (String, String);

/// What one writes, put together with what others did.
struct Put<'a> {
    form: &'a Form,
    told: Told,
}

/// What came of it, by the names of answers.
#[derive(Default)]
struct Told {
    /// Others changed them, and this one did not.
    along: Vec<String>,
    /// Both changed them.
    both: Vec<String>,
    /// They stand where a text of nobody knows which version has nothing.
    left: Vec<String>,
    /// Such a text has other words for them.
    replaced: Vec<String>,
    /// Two gave a section two names.
    names: Vec<String>,
}

impl Put<'_> {
    fn together(&mut self, base: Option<&Team>, now: &Team, said: &Said) -> Team {
        let mine = &said.team;
        let mut team = alone(now);
        for (section, question) in keys([base.unwrap_or(now), now, mine], &said.seen) {
            let of = |team: &Team| team.answer(&section, &question).map(ToString::to_string);
            let text = self.answer((&section, &question), base.map(of), of(now), of(mine));
            match text.filter(|text| !text.trim().is_empty()) {
                Some(text) => team.answers.push(Answer { section, question, text }),
                None if self.waits((&section, &question), base, now, said) => {
                    team.answers.push(Answer { section, question, text: String::new() });
                }
                None => {}
            }
        }
        team.unplaced = match base {
            Some(base) => self.text(("", ""), &base.unplaced, &now.unplaced, &mine.unplaced),
            None if mine.unplaced.contains(&now.unplaced) => mine.unplaced.clone(),
            None => format!("{}\n\n{}", now.unplaced, mine.unplaced).trim_end().to_string(),
        };
        self.titles(base, now, said, &mut team);
        team
    }

    /// Whether it is a question of the team's own that stands there without an answer: a question is somebody's words, too.
    fn waits(&self, (section, question): (&str, &str), base: Option<&Team>, now: &Team, said: &Said) -> bool {
        let waited = |team: &Team| {
            team.answers
                .iter()
                .any(|answer| answer.section == section && same(&answer.question, question) && answer.waits())
        };
        let here = said.seen.iter().any(|(other, asked)| other == section && same(asked, question));
        if question.is_empty() || (self.form.asks(section, question) && !waited(base.unwrap_or(now))) {
            return false;
        }
        // Who took its heading out has taken it out; who never saw it has not.
        here || (waited(now) && base.is_none_or(|base| !waited(base)))
    }

    fn answer(
        &mut self,
        (section, question): (&str, &str),
        base: Option<Option<String>>,
        now: Option<String>,
        mine: Option<String>,
    ) -> Option<String> {
        let name = || self.form.name(section, question);
        let Some(base) = base else {
            match (&now, &mine) {
                (Some(_), None) => self.told.left.push(name()),
                (Some(now), Some(mine)) if now != mine => self.told.replaced.push(name()),
                _ => {}
            }
            return mine.or(now);
        };
        if base == mine {
            if now != base {
                self.told.along.push(name());
            }
            return now;
        }
        if now == base {
            return mine;
        }
        // A table that nobody had touched is what both began with.
        let blank = || if question.is_empty() { self.form.blank(section) } else { String::new() };
        let base = base.unwrap_or_else(blank);
        let text = |said: Option<String>| said.unwrap_or_default();
        Some(self.text((section, question), &base, &text(now), &text(mine)))
    }

    /// What comes of a text, which this one has changed.
    fn text(&mut self, (section, question): (&str, &str), base: &str, now: &str, mine: &str) -> String {
        let (base, now, mine) = (base.trim_end(), now.trim_end(), mine.trim_end());
        if now == base || now == mine {
            return mine.to_string();
        }
        if mine == base {
            return now.to_string();
        }
        let name = self.form.name(section, question);
        let Merged { text, both } = merged(base, now, mine);
        if both {
            self.told.both.push(name)
        } else {
            self.told.along.push(name)
        }
        text
    }

    fn titles(&mut self, base: Option<&Team>, now: &Team, said: &Said, team: &mut Team) {
        let Said { team: mine, seen, .. } = said;
        team.titles.clone_from(&now.titles);
        for (section, title) in &mine.titles {
            let was = base.and_then(|base| base.titles.get(section));
            if was == Some(title) {
                continue;
            }
            if let Some(theirs) =
                now.titles.get(section).filter(|theirs| Some(*theirs) != was && *theirs != title)
            {
                let theirs = match base {
                    Some(_) => format!("somebody else had called it “{}” meanwhile", clip(theirs, 60)),
                    None => format!("it was called “{}” before", clip(theirs, 60)),
                };
                let name = self.form.name(section, "");
                self.told
                    .names
                    .push(format!("“{name}” is called “{}” from now on; {theirs}", clip(title, 60)));
            }
            team.titles.insert(section.clone(), title.clone());
        }
        // A name that was taken back.
        for (section, title) in base.map(|base| &base.titles).into_iter().flatten() {
            let there = seen.iter().any(|(other, question)| other == section && question.is_empty());
            if there && !mine.titles.contains_key(section) && now.titles.get(section) == Some(title) {
                team.titles.remove(section);
            }
        }
    }

    /// What the team should know of what came back.
    fn said(self, before: &Team, team: &Team, seen: &[Key]) -> Vec<String> {
        let mut said = Vec::new();
        if !team.unplaced.is_empty() && team.unplaced != before.unplaced {
            let first = team.unplaced.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
            let first = clip(first, 60);
            said.push(format!("nothing says where this belongs; it is kept under “Unplaced”: {first}"));
        }
        let all: Vec<&str> = team.answers.iter().map(|answer| answer.text.as_str()).collect();
        let all = format!("{}\n{}", all.join("\n"), team.unplaced);
        for old in &before.answers {
            let kept = team.answer(&old.section, &old.question).is_some_and(|text| !text.trim().is_empty());
            if kept || all.contains(old.text.trim()) {
                continue;
            }
            let there = seen
                .iter()
                .any(|(section, question)| *section == old.section && same(question, &old.question));
            let of = self.form.name(&old.section, &old.question);
            said.push(match there {
                true => format!("“{of}” is empty now; `postmortem edit --before` shows what stood there"),
                false => format!(
                    "what stood under “{of}” is gone with its heading; `postmortem edit --before` shows the version before"
                ),
            });
        }
        let Told { along, both, left, replaced, names } = self.told;
        said.extend(names);
        if !along.is_empty() {
            said.push(format!("somebody else wrote meanwhile, and it stays: {}", named(&along)));
        }
        if !both.is_empty() {
            said.push(format!(
                "somebody else wrote at the same place meanwhile (or you did: a form is printed anew before one goes on writing); both \
                 stand there, for you to put together: {}",
                named(&both)
            ));
        }
        if !replaced.is_empty() {
            said.push(format!(
                "it doesn't say from which version it was made; other words stood there before (`postmortem edit --before`): {}",
                named(&replaced)
            ));
        }
        if !left.is_empty() {
            said.push(format!("it has nothing on these, which stay as they are: {}", named(&left)));
        }
        said
    }
}

/// Answers by their names, if they are few.
fn named(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().take(NAMED).map(|name| format!("“{name}”")).collect();
    match names.len().saturating_sub(NAMED) {
        0 => and(&quoted),
        more => format!("{} and {more} more", quoted.join(", ")),
    }
}

/// The places of all answers and of the headings that were seen, each once.
fn keys(teams: [&Team; 3], seen: &[Key]) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    let answers = teams.iter().flat_map(|team| &team.answers);
    let places = answers.map(|answer| (&answer.section, &answer.question));
    for (section, question) in places.chain(seen.iter().map(|(section, question)| (section, question))) {
        if !keys.iter().any(|(other, asked)| other == section && same(asked, question)) {
            keys.push((section.clone(), question.clone()));
        }
    }
    keys
}

/// Which lines are code between fences; a fence that nothing closes opens nothing.
pub(super) fn in_code(lines: &[&str]) -> Vec<bool> {
    let fence = |line: &str| {
        let line = line.trim_start();
        let sign = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let long = line.chars().take_while(|c| *c == sign).count();
        (long >= 3).then_some((sign, long))
    };
    let mut code = vec![false; lines.len()];
    let mut n = 0;
    while n < lines.len() {
        let closes = fence(lines[n]).and_then(|(sign, long)| {
            (n + 1..lines.len()).find(|&end| {
                let bare = lines[end].trim().chars().all(|c| c == sign);
                bare && fence(lines[end]).is_some_and(|(other, length)| other == sign && length >= long)
            })
        });
        if let Some(end) = closes {
            code[n..=end].fill(true);
            n = end;
        }
        n += 1;
    }
    code
}

/// Where words belong.
enum Where {
    Nowhere,
    Unplaced,
    At { section: String, question: String },
}

impl Where {
    fn section(&self) -> Option<&str> {
        match self {
            Where::At { section, .. } => Some(section),
            Where::Nowhere | Where::Unplaced => None,
        }
    }

    /// The place behind a heading; a heading that nobody knows is itself somebody's words.
    fn behind(heading: Line, line: &str, team: &mut Team, seen: &mut Vec<(String, String)>) -> Self {
        match heading {
            Line::Title => Where::Nowhere,
            Line::Unplaced => Where::Unplaced,
            Line::Section { section, renamed } => {
                if let Some(title) = renamed {
                    team.titles.insert(section.clone(), title);
                }
                seen.push((section.clone(), String::new()));
                Where::At { section, question: String::new() }
            }
            Line::Question { section, question } => {
                seen.push((section.clone(), question.clone()));
                Where::At { section, question }
            }
            Line::Unknown => {
                push(&mut team.unplaced, line);
                Where::Unplaced
            }
        }
    }

    fn keep(&self, said: &mut Said, form: &Form, words: &str) {
        match self {
            Where::Nowhere | Where::Unplaced => push(&mut said.team.unplaced, words),
            Where::At { section, question } => said.keep(form, section, question, words),
        }
    }
}

pub(super) fn push(to: &mut String, words: &str) {
    let words = words.trim_matches('\n').trim_end();
    if words.trim().is_empty() {
        return;
    }
    if !to.is_empty() {
        to.push_str("\n\n");
    }
    to.push_str(words);
}
