//! `postmortem`: the practice postmortem of a drill, as markdown, one HTML file, or data; and the team's part of it.

mod check;
mod html;
mod team;

use std::path::Path;
use std::sync::Arc;

use super::args::{Document, PostmortemArgs, PostmortemWhat, StoreArg, TemplateArgs};
use super::exit::{Answer, Done, Failed, json_text, print};
use super::later::Later;
use super::{files, hotwash, profile as profiles, score, stored};
use crate::hotwash::said::Said;
use crate::journal::Record;
use crate::journal::line::hash_of;
use crate::postmortem::form::form;
use crate::postmortem::team::{KEY, Mark, Team};
use crate::postmortem::{Inputs, Outline, markdown, outline, outline_for_programs};
use crate::prose::visible;
use crate::scenario::Scenario;
use crate::score::Profile;
use crate::score::card::Scorecard;
use crate::store::JournalStore;

/// A drill whose postmortem is written, with its store.
pub(super) struct Case {
    name: String,
    scenario: Arc<Scenario>,
    records: Vec<Record>,
    profile: Profile,
    card: Scorecard,
    /// The names of people who were there.
    people: Vec<String>,
    team: Team,
    /// What was said in the hot wash.
    said: Said,
    /// What is not as it was written in the record that all of it rests on.
    altered: Option<String>,
    /// What the store keeps of the team, to see whether somebody else writes meanwhile.
    kept: Option<String>,
    /// What has just been kept shows the author's factors for the first time.
    revealed_now: bool,
    /// What the drill is, whatever it is called: the beginning of its first line's hash.
    key: String,
    store: Box<dyn JournalStore>,
}

impl Case {
    fn read(store: &StoreArg, drill: &str) -> Result<Self, Failed> {
        let mut store = stored::open_existing(store)?.ok_or_else(stored::refused_yet)?;
        let stored = stored::take(&mut *store, drill)?;
        let (scenario, records) = stored.lived()?;
        let altered = stored.say_if_altered();
        let hash = stored.lines.first().and_then(|line| hash_of(line)).unwrap_or_default();
        let key = hash.chars().take(8).collect();
        let name = stored.info.name;
        let profile = score::profile(&records)?;
        let card = score::card(&scenario, &records)?;
        let people = store.people(&name)?.into_iter().map(|(_, person)| person).collect();
        let kept = store.note(&name, KEY)?;
        let team = kept.as_deref().map(Team::read).transpose()?.unwrap_or_default();
        let said = hotwash::said(&mut *store, &name)?;
        let revealed_now = false;
        Ok(Case {
            name,
            scenario,
            records,
            profile,
            card,
            people,
            team,
            said,
            altered,
            kept,
            revealed_now,
            key,
            store,
        })
    }

    /// Rates it by another profile than it was played under.
    fn rate_by(&mut self, said: &str) -> Result<(), Failed> {
        if said.contains(',') && !Path::new(said).exists() {
            return Err(Failed(format!(
                "a postmortem is rated by one profile; `sandtable score {} --profile {said}` puts several side by side",
                self.name
            )));
        }
        let profile = profiles::find_for(said, &self.profile)?;
        self.card = score::rescored(&self.scenario, &self.profile, &profile, &self.records);
        self.profile = profile;
        Ok(())
    }

    fn outline(&self) -> Outline {
        self.outline_of(&self.team)
    }

    /// The outline as it was, or is, with what a team wrote.
    fn outline_of(&self, team: &Team) -> Outline {
        let Case { scenario, records, card, profile, said, .. } = self;
        let altered = self.altered.clone();
        Outline { altered, ..outline(&Inputs { scenario, records, card, profile, team, said }) }
    }

    /// The outline as it is, with every event that it cites in one list.
    fn for_programs(&self) -> Outline {
        let Case { scenario, records, card, profile, said, team, .. } = self;
        let altered = self.altered.clone();
        let inputs = Inputs { scenario, records, card, profile, team, said };
        Outline { altered, ..outline_for_programs(&inputs) }
    }

    /// What a form or a document that is made from a version says of itself.
    fn mark(&self, team: &Team) -> Mark {
        Mark::of(&self.name, &self.key, team, self.said.changes.len())
    }

    /// The form to write in.
    fn form(&self, team: &Team) -> String {
        format!("{}{}", self.mark(team).line(), form(&self.outline_of(team), team))
    }

    /// Reads again what the team has.
    fn read_team(&mut self) -> Result<(), Failed> {
        self.kept = self.store.note(&self.name, KEY)?;
        self.team = self.kept.as_deref().map(Team::read).transpose()?.unwrap_or_default();
        Ok(())
    }
}

/// Writes the practice postmortem of a drill, or works on the team's part of it.
pub(super) fn postmortem(args: &PostmortemArgs) -> Done {
    match &args.what {
        Some(PostmortemWhat::Edit(Later(args))) => return team::edit(args),
        Some(PostmortemWhat::Status(Later(args))) => return team::status(args),
        Some(PostmortemWhat::Check(Later(args))) => return check::check(args),
        None => {}
    }
    let format = format(args)?;
    let mut case = Case::read(&args.store, &args.drill)?;
    if let Some(said) = &args.profile {
        case.rate_by(said)?;
    }
    write(&text(&case, format, args.template.as_deref())?, args.out.as_deref())
}

/// The template of the HTML document, to make another of.
pub(super) fn template(args: &TemplateArgs) -> Done {
    write(html::TEMPLATE, args.out.as_deref())
}

/// To a file or to standard output.
fn write(text: &str, out: Option<&Path>) -> Done {
    match out {
        // What a team has written into a postmortem is never overwritten.
        Some(path) => files::write_new(path, text).map_err(Failed)?,
        None => print(text)?,
    }
    Ok(Answer::Yes)
}

/// As said, else as the file's name ends, else as a template asks for.
fn format(args: &PostmortemArgs) -> Result<Document, Failed> {
    let ending = args.out.as_deref().and_then(Path::extension).and_then(|end| end.to_str());
    let of_ending = match ending.map(str::to_lowercase).as_deref() {
        Some("html" | "htm") => Some(Document::Html),
        Some("json") => Some(Document::Json),
        Some("md" | "markdown" | "txt") | None => None,
        Some(other @ ("pdf" | "docx" | "doc" | "odt" | "rtf")) => {
            return Err(Failed(format!(
                "a postmortem is not written as {other}, and nothing was written; the HTML (`--out FILE.html`) prints well"
            )));
        }
        Some(_) => None,
    };
    if let (Some(said), Some(ending)) = (args.format, of_ending)
        && said != ending
    {
        return Err(Failed(
            "--format and the end of the file's name say two things, and nothing was written; leave one of them out"
                .to_string(),
        ));
    }
    let format = args.format.unwrap_or(match ending {
        Some("html" | "htm") => Document::Html,
        Some("json") => Document::Json,
        None if args.template.is_some() => Document::Html,
        Some(_) | None => Document::Md,
    });
    match (format, &args.template) {
        (Document::Md | Document::Json, Some(_)) => {
            Err(Failed("a template is for the HTML document; say --format html".to_string()))
        }
        (format, _) => Ok(format),
    }
}

fn text(case: &Case, format: Document, template: Option<&Path>) -> Result<String, Failed> {
    match format {
        // It is filled in and taken back as the form is.
        // One that is rated by another profile is not: its lines are not the drill's own.
        Document::Md if case.card.rescored.is_some() => Ok(markdown(&case.outline())),
        Document::Md => Ok(format!("{}\n{}", markdown(&case.outline()), case.mark(&case.team).line())),
        Document::Json => json_text(&case.for_programs()),
        Document::Html => Ok(visible(&html::html(&case.for_programs(), template)?).into_owned()),
    }
}
