//! `postmortem`: the practice postmortem of a drill, as markdown, one HTML file, or data; and the team's part of it.

mod check;
mod html;
mod team;

use std::path::Path;
use std::sync::Arc;

use super::args::{Document, PostmortemArgs, PostmortemWhat, StoreArg, TemplateArgs};
use super::exit::{Answer, Done, Failed, print};
use super::later::Later;
use super::{files, hotwash, score, stored};
use crate::hotwash::said::Said;
use crate::journal::Record;
use crate::postmortem::team::{KEY, Team};
use crate::postmortem::{Inputs, Outline, markdown, outline};
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
    /// What the store keeps of the team, to see whether somebody else writes meanwhile.
    kept: Option<String>,
    store: Box<dyn JournalStore>,
}

impl Case {
    fn read(store: &StoreArg, drill: &str) -> Result<Self, Failed> {
        let mut store = stored::open_existing(store)?.ok_or_else(stored::refused_yet)?;
        let stored = stored::take(&mut *store, drill)?;
        let (scenario, records) = stored.lived()?;
        let name = stored.info.name;
        let profile = score::profile(&records)?;
        let card = score::card(&scenario, &records)?;
        let people = store.people(&name)?.into_iter().map(|(_, person)| person).collect();
        let kept = store.note(&name, KEY)?;
        let team = kept.as_deref().map(Team::read).transpose()?.unwrap_or_default();
        let said = hotwash::said(&mut *store, &name)?;
        Ok(Case { name, scenario, records, profile, card, people, team, said, kept, store })
    }

    fn outline(&self) -> Outline {
        let Case { scenario, records, card, profile, team, said, .. } = self;
        outline(&Inputs { scenario, records, card, profile, team, said })
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
    let outline = Case::read(&args.store, &args.drill)?.outline();
    write(&text(&outline, format, args.template.as_deref())?, args.out.as_deref())
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

fn text(outline: &Outline, format: Document, template: Option<&Path>) -> Result<String, Failed> {
    match format {
        Document::Md => Ok(markdown(outline)),
        Document::Json => Ok(format!("{}\n", serde_json::to_string_pretty(outline)?)),
        Document::Html => html::html(outline, template),
    }
}
