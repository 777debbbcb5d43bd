//! `postmortem`: the practice postmortem of a drill, as markdown, one HTML file, or data.

mod html;

use std::path::Path;

use super::args::{Document, PostmortemArgs, TemplateArgs};
use super::exit::{Answer, Done, Failed, print};
use super::{files, score, stored};
use crate::postmortem::{Inputs, Outline, markdown, outline};

/// Writes the practice postmortem of a drill.
pub(super) fn postmortem(args: &PostmortemArgs) -> Done {
    let format = format(args)?;
    let (scenario, records) = stored::read(&args.store, &args.drill)?.lived()?;
    let profile = score::profile(&records)?;
    let card = score::card(&scenario, &records)?;
    let outline = outline(&Inputs { scenario: &scenario, records: &records, card: &card, profile: &profile });
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
