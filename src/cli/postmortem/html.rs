//! The document as one HTML file, from the template that comes with the program or from a company's own.
//!
//! minijinja fills it at run time, as a template that can be replaced has to be; a printed pack's can't, and stays with
//! askama, which finds a slip in it at compile time. A template gets the outline as `--format json` writes it, and:
//! `text|written` is markdown that people wrote; `text|rich` sets names apart and links the events it names; `refs(line)` links the events and rules that a line or a
//! row rests on; `picture(chart.id)` is a chart as SVG. Every text is escaped, and a name that is not there is an error.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Component, Path};

use minijinja::value::{Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};

use super::super::exit::Failed;
use super::super::files::read_text;
use pulldown_cmark::html::push_html;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::engine::event::Seq;
use crate::postmortem::Outline;
use crate::postmortem::outline::Block;
use crate::postmortem::pieces::{Piece, pieces};
use crate::postmortem::svg::svg;

/// The template that comes with the program.
pub(super) const TEMPLATE: &str = include_str!("../../../templates/postmortem.html");
/// Its name, and that of the one in a folder of templates.
const NAME: &str = "postmortem.html";
/// Steps after which a template is taken not to end; the largest document takes a hundredth of them.
const FUEL: u64 = 2_000_000;

/// A template of its own is read no further; the shipped one is a tenth of it.
const LARGEST: usize = 256 * 1024;
/// What a template that is nested as deep as that lets it be may take, of memory that is only used when it is needed.
const STACK: usize = 512 * 1024 * 1024;

/// The document as HTML.
pub(super) fn html(outline: &Outline, template: Option<&Path>) -> Result<String, Failed> {
    let Some(path) = template else { return filled(outline, None) };
    // Somebody else's template may be nested as deep as its size allows, and is read and filled where there is room for it.
    std::thread::scope(|scope| {
        let work = std::thread::Builder::new().stack_size(STACK);
        let work = work.spawn_scoped(scope, || filled(outline, Some(path)));
        let work =
            work.map_err(|error| Failed(format!("there is no room to read a template in: {error}")))?;
        work.join().unwrap_or_else(|_| Err(Failed("the template can't be used".to_string())))
    })
}

fn filled(outline: &Outline, template: Option<&Path>) -> Result<String, Failed> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|_| AutoEscape::Html);
    env.set_fuel(Some(FUEL));
    env.set_formatter(|out, state, value| {
        // Steps are counted, and how long a list is as text is not.
        match matches!(value.kind(), ValueKind::Seq | ValueKind::Map | ValueKind::Iterable) {
            true => Err(Error::new(
                ErrorKind::InvalidOperation,
                "a list or an object is no text: go through it with `for`, or name one of its fields",
            )),
            false => minijinja::escape_formatter(out, state, value),
        }
    });
    help(&mut env, outline);
    let name = load(&mut env, template)?;
    let said = |error: Error| Failed(trouble(&error));
    let page = env.get_template(&name).and_then(|template| template.render(Value::from(Serde(outline))));
    let page = page.map_err(said)?;
    if template.is_some() {
        let read = seen(&page);
        let says = |text: &str| read.contains(&letters(text));
        if !says(outline.stamp) {
            return Err(Failed(format!(
                "the template `{name}` says nowhere that this was a drill, and nothing was written; put `{{{{ stamp }}}}` where every \
                 reader sees it"
            )));
        }
        if outline.altered.as_deref().is_some_and(|altered| !says(altered)) {
            return Err(Failed(format!(
                "the template `{name}` does not say that the record was altered, and nothing was written; put `{{{{ altered }}}}` where \
                 every reader sees it"
            )));
        }
    }
    Ok(page)
}

/// The letters of a page that a reader sees: without remarks, styles, scripts, its head, and what is markup.
fn seen(page: &str) -> String {
    const UNSEEN: [(&str, &str); 6] = [
        ("<!--", "-->"),
        ("<head>", "</head>"),
        ("<title", "</title>"),
        ("<style", "</style>"),
        ("<script", "</script>"),
        ("<template", "</template>"),
    ];
    let (mut seen, mut rest) = (String::with_capacity(page.len()), page);
    while let Some(at) = rest.find('<') {
        seen.push_str(&rest[..at]);
        rest = &rest[at..];
        let ends = UNSEEN.iter().find(|(from, _)| rest.starts_with(from)).map_or(">", |(_, to)| to);
        rest = rest.find(ends).map_or("", |end| &rest[end + ends.len()..]);
    }
    seen.push_str(rest);
    letters(&seen)
}

/// The letters and digits of a text, without what was escaped in it.
fn letters(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find('&') {
        out.extend(rest[..at].chars().filter(|c| c.is_alphanumeric()));
        let end = rest[at..].find(';').filter(|end| *end < 10);
        rest = &rest[at + end.map_or(1, |end| end + 1)..];
    }
    out.extend(rest.chars().filter(|c| c.is_alphanumeric()));
    out
}

/// Gives a template what it can call.
fn help(env: &mut Environment<'_>, outline: &Outline) {
    let known: BTreeSet<Seq> = outline.events.iter().map(|event| event.seq).collect();
    let rules: BTreeSet<String> = outline.rules.iter().map(|rule| rule.about.clone()).collect();
    let pictures: BTreeMap<String, String> = outline
        .sections
        .iter()
        .flat_map(|section| &section.blocks)
        .filter_map(|block| match block {
            Block::Chart(chart) => Some((chart.id.clone(), svg(chart))),
            Block::Text(_)
            | Block::List { .. }
            | Block::Table { .. }
            | Block::Ask { .. }
            | Block::Written { .. } => None,
        })
        .collect();
    let seqs = known.clone();
    env.add_filter("rich", move |text: Value| match text.as_str() {
        Some(text) => Ok(Value::from_safe_string(rich(text, &seqs))),
        None if text.is_undefined() => Err(Error::from(ErrorKind::UndefinedError)),
        None => Err(Error::new(ErrorKind::InvalidOperation, "only a text can be `rich`")),
    });
    env.add_filter("written", move |text: &str| Value::from_safe_string(written(text)));
    env.add_function("refs", move |of: Value| refs(&of, &known, &rules).map(Value::from_safe_string));
    env.add_function("picture", move |id: &str| {
        let none = || Error::new(ErrorKind::InvalidOperation, format!("there is no chart `{id}`"));
        pictures.get(id).cloned().map(Value::from_safe_string).ok_or_else(none)
    });
}

/// Puts the templates in, and gives the name of the first.
fn load(env: &mut Environment<'_>, template: Option<&Path>) -> Result<String, Failed> {
    let Some(path) = template else {
        env.add_template(NAME, TEMPLATE)?;
        return Ok(NAME.to_string());
    };
    // Templates beside it, or in the folder, can be included; none outside.
    let (folder, name) = if path.is_dir() {
        (path.to_path_buf(), NAME.to_string())
    } else {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        (path.parent().unwrap_or(Path::new("")).to_path_buf(), name.unwrap_or_default())
    };
    read_text(&folder.join(&name)).map_err(|error| Failed(format!("the template {error}")))?;
    let own = name.clone();
    let home = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder }.canonicalize().ok();
    env.set_loader(move |name| {
        let inside = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        let file = folder.join(name);
        if !inside || !file.exists() {
            return Ok(None);
        }
        let error = |what: String| Error::new(ErrorKind::InvalidOperation, what);
        // A link may lead out of the folder, and nothing outside is anybody's to include.
        let within = name == own
            || file.canonicalize().is_ok_and(|file| home.as_ref().is_some_and(|home| file.starts_with(home)));
        if !within {
            return Err(error(format!("`{name}` leads out of the template's folder")));
        }
        let text = read_text(&file).map_err(|why| error(why.to_string()))?;
        match text.len() {
            large if large > LARGEST => Err(error(format!("`{name}` is larger than {} KB", LARGEST / 1024))),
            _ => Ok(Some(text)),
        }
    });
    Ok(name)
}

/// What is wrong with a template, where, with its line.
fn trouble(error: &Error) -> String {
    // A mistake in an included template is told as the includer's: the innermost knows its place.
    let mut at = error;
    while let Some(inner) = std::error::Error::source(at).and_then(|inner| inner.downcast_ref::<Error>()) {
        at = inner;
    }
    let what = match (at.kind(), at.detail()) {
        (ErrorKind::UndefinedError, None) => "there is nothing of this name here".to_string(),
        (ErrorKind::OutOfFuel, _) => "it does not end".to_string(),
        (kind, None) => kind.to_string(),
        (_, Some(detail)) => detail.to_string(),
    };
    let Some((name, line)) = at.name().zip(at.line()) else {
        return format!("the template can't be used: {what}");
    };
    let text = at.template_source().and_then(|source| source.lines().nth(line.saturating_sub(1)));
    let mut said = format!("the template `{name}` can't be used, line {line}: {what}");
    if let Some(text) = text {
        // Writing into a text does not go wrong.
        let _ = write!(said, "\n  {line} | {}", text.trim_end());
        if let Some(piece) = at.range().and_then(|range| at.template_source()?.get(range)) {
            let piece = piece.lines().next().unwrap_or_default();
            if let Some(before) = text.find(piece).filter(|_| !piece.is_empty()) {
                let space = " ".repeat(line.to_string().len() + text[..before].chars().count());
                let _ = write!(said, "\n    {space} {}", "^".repeat(piece.chars().count()));
            }
        }
    }
    said.push_str("\nwhat a template can use: `sandtable postmortem --format json`; the one to compare with: `sandtable export template`");
    said
}

/// A text with its names set apart and its events linked.
fn rich(text: &str, known: &BTreeSet<Seq>) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for piece in pieces(text) {
        match piece {
            Piece::Words(words) => escape(words, &mut out),
            Piece::Name(name) => {
                out.push_str("<code>");
                escape(name, &mut out);
                out.push_str("</code>");
            }
            Piece::Event(said, seq) if known.contains(&seq) => {
                let _ = write!(out, "<a href=\"#e{}\">{said}</a>", seq.0);
            }
            Piece::Event(said, _) => out.push_str(said),
        }
    }
    out
}

/// What people wrote, as markdown: without elements of their own, pictures, or links to anything but pages and mail.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is harmless passes as it is")]
fn written(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let safe = |to: &str| ["https://", "http://", "mailto:", "#"].iter().any(|begin| to.starts_with(begin));
    let mut refused = Vec::new();
    let text = wide_enough(text);
    let events = Parser::new_ext(&text, options).filter_map(|event| match event {
        // A remark that allows a wording is for the checker; any other is somebody's word.
        Event::Html(html) | Event::InlineHtml(html) if html.contains("lint:allow(") => None,
        Event::Html(html) | Event::InlineHtml(html) => Some(Event::Text(html)),
        Event::Start(Tag::Heading { .. }) => Some(Event::Start(heading())),
        Event::End(TagEnd::Heading(_)) => Some(Event::End(heading().to_end())),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Start(Tag::Link { ref dest_url, .. }) => {
            refused.push(!safe(dest_url));
            safe(dest_url).then_some(event)
        }
        Event::End(TagEnd::Link) => (!refused.pop().unwrap_or(false)).then_some(event),
        other => Some(other),
    });
    let mut out = String::new();
    push_html(&mut out, events);
    out
}

/// Tables with heads for all of their cells: markdown drops those beyond the heads, and the words in them.
fn wide_enough(text: &str) -> String {
    let cells = |line: &str| {
        let line = line.trim();
        let inner = line.strip_prefix('|').unwrap_or(line);
        let inner = inner.strip_suffix('|').filter(|inner| !inner.ends_with('\\')).unwrap_or(inner);
        let signs = inner.char_indices().filter(|(at, c)| *c == '|' && !inner[..*at].ends_with('\\'));
        signs.count() + 1
    };
    let is_rule = |line: &str| {
        line.contains("--") && line.contains('|') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
    };
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    for rule in 1..lines.len() {
        if !is_rule(&lines[rule]) {
            continue;
        }
        let rows = lines[rule + 1..].iter().take_while(|line| line.contains('|'));
        let most = rows.map(|line| cells(line)).max().unwrap_or(0);
        let heads = cells(&lines[rule]);
        if cells(&lines[rule - 1]) == heads && most > heads {
            for (line, cell) in [(rule - 1, "  |"), (rule, " --- |")] {
                let closed = if lines[line].trim_end().ends_with('|') { "" } else { " |" };
                lines[line] = format!("{}{closed}{}", lines[line].trim_end(), cell.repeat(most - heads));
            }
        }
    }
    lines.join("\n")
}

/// Below the section's own heading.
fn heading() -> Tag<'static> {
    Tag::Heading { level: HeadingLevel::H3, id: None, classes: Vec::new(), attrs: Vec::new() }
}

/// The events and rules that a line or a row rests on, as links; nothing if there are none.
fn refs(of: &Value, known: &BTreeSet<Seq>, rules: &BTreeSet<String>) -> Result<String, Error> {
    let mut links: Vec<String> = Vec::new();
    let tells = list(of, "tells")?.into_iter().map(u64::try_from).collect::<Result<BTreeSet<u64>, _>>()?;
    for seq in list(of, "evidence")? {
        let seq = Seq(u64::try_from(seq)?);
        if tells.contains(&seq.0) {
            // Here it is told: the row is where its links lead.
            links.push(format!("#{}", seq.0));
        } else if known.contains(&seq) {
            links.push(format!("<a href=\"#e{0}\">#{0}</a>", seq.0));
        }
    }
    for rule in list(of, "rules")? {
        if let Some(rule) = rule.as_str().filter(|rule| rules.contains(*rule)) {
            links.push(format!("<a href=\"#{}\">{}</a>", anchor(rule), words(rule)));
        }
    }
    Ok(if links.is_empty() {
        String::new()
    } else {
        format!("<span class=\"refs\">{}</span>", links.join(" "))
    })
}

/// A list of a line or a row; it may be left out.
fn list(of: &Value, name: &str) -> Result<Vec<Value>, Error> {
    let list = of.get_attr(name)?;
    if list.is_undefined() { Ok(Vec::new()) } else { Ok(list.try_iter()?.collect()) }
}

/// Where a rule stands in the document.
fn anchor(rule: &str) -> String {
    format!("rule-{}", rule.replace(['/', '_'], "-"))
}

fn words(rule: &str) -> String {
    let mut out = String::new();
    escape(rule, &mut out);
    out
}

/// Text that means itself.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_is_markup_only_where_it_is_harmless() {
        let page = written(
            "# A\n\n**b** <b onclick=x> [c](javascript:d) [e](https://f.example) ![g](https://h.example)\n\n<script>\n",
        );
        assert!(page.starts_with("<h3>A</h3>\n<p><strong>b</strong> &lt;b onclick=x&gt; c <a href=\"https://f.example\">e</a> g</p>"), "{page}");
        assert!(!page.contains("<script"), "{page}");
    }

    #[test]
    fn no_word_of_a_table_or_a_remark_is_left_out() {
        let page = written(
            "| a | b |\n| --- | --- |\n| 1 | 2 | three \\| 3 | four |\n\n<!-- ask ana -->\n\nf<br>g\n",
        );
        assert!(page.contains("<td>three | 3</td><td>four</td>"), "{page}");
        assert!(page.contains("&lt;!-- ask ana --&gt;") && page.contains("f&lt;br&gt;g"), "{page}");
        assert!(!written("x <!-- lint:allow(a quote) -->\n").contains("lint"));
    }

    #[test]
    fn what_no_reader_sees_is_not_seen() {
        for hidden in
            ["<!-- drill -->", "<title>drill</title>", "<style>/*drill*/</style>", "<p title=\"drill\">x</p>"]
        {
            assert!(!seen(hidden).contains("drill"), "{hidden}");
        }
        assert_eq!(
            seen("<head><title>a</title></head><header>it&#x27;s a &quot;drill&quot; — 1/2 & so</header>"),
            "itsadrill12so"
        );
        assert_eq!(letters("it's a \"drill\" — 1/2 & so"), "itsadrill12so");
    }

    #[test]
    fn only_events_that_are_in_the_document_are_linked() {
        let known = BTreeSet::from([Seq(3)]);
        assert_eq!(
            rich("<b> `a<b` #3 #4", &known),
            "&lt;b&gt; <code>a&lt;b</code> <a href=\"#e3\">#3</a> #4"
        );
    }
}
