//! The source itself: layers look up only, the core has no world, and no file is forgotten.
//!
//! One crate has no walls between its layers, so these tests stand in for them.
//! They read tokens, not types: comments and strings never count, and a
//! `#[cfg(test)]` module may look where it likes. The rules themselves are
//! tried on small sources that break them, or only look like it.

use std::fs;
use std::path::{Path, PathBuf};

use lexer::{Token, tokens};

/// Each layer may name itself and those before it; see the picture in `src/lib.rs`.
const CORE: &[&str] = &[
    "time",
    "quantity",
    "prose",
    "memo",
    "scenario",
    "engine",
    "moves",
    "crew",
    "journal",
    "score",
    "brief",
    "hotwash",
    "postmortem",
];
const SHELLS: &[&str] = &["pace", "store", "screen", "drive", "batch", "repl", "web", "cli"];

/// Modules of `std` that the core must not name.
const WORLDLY: &[&str] = &["fs", "io", "net", "thread", "process", "env", "time"];

/// Tokens that the core must not hold, and what to do about them.
const BANNED: &[(&str, &str)] = &[
    ("async", "the core is driven, and never waits; put it in a shell"),
    ("println!", "give back data or text; a shell prints it"),
    ("eprintln!", "give back data or text; a shell prints it"),
    ("thread_local", "hidden state; make it an argument"),
    ("static mut", "hidden state; make it a field of the world or the session"),
    ("atomic", "hidden state; make it a field of the world or the session"),
    ("Mutex", "hidden state; make it a field of the world or the session"),
    ("OnceLock", "hidden state; make it a field of the world or the session"),
    ("f32", "quantities are integers: thousandths of a unit, or basis points"),
    ("f64", "quantities are integers: thousandths of a unit, or basis points"),
];

/// Exceptions to the bans, as (file, what, why): few, and each with a good reason.
const EXEMPT: &[(&str, &str, &str)] = &[(
    "src/memo.rs",
    "OnceLock",
    "it is written once, with what follows from its neighbours: nobody sees whether it was",
)];

#[test]
fn layers_look_up_only() {
    let sources = sources("src");
    let tests: Vec<String> = sources.iter().flat_map(test_files).collect();
    let problems = sources.iter().filter(|s| !tests.contains(&s.file)).flat_map(layer_problems);
    report(problems.collect());
}

#[test]
fn every_file_opens_with_its_doc() {
    let all = ["src", "tests", "benches"].into_iter().flat_map(sources);
    report(all.filter_map(|s| doc_problem(&s)).collect());
}

#[test]
fn the_core_has_no_world() {
    report(sources("src").iter().flat_map(core_problems).collect());
}

#[test]
fn no_test_file_is_forgotten() {
    let sources = sources("tests/it");
    let main = sources.iter().find(|s| s.file == "tests/it/main.rs").expect("tests/it/main.rs is there");
    report(sources.iter().filter_map(|s| forgotten(s, &main.text)).collect());
}

#[test]
fn no_file_names_a_path_of_a_machine() {
    report(files_below("").iter().flat_map(path_problems).collect());
}

#[test]
fn a_lower_layer_is_seen_however_it_is_named() {
    layers("src/engine/world.rs", "use crate::scenario::Scenario; use crate::engine::dice;", &[]);
    layers("src/engine/world.rs", "\nuse crate::cli::Args;", &[2]);
    layers("src/time.rs", "use crate::{time::SimTime,\nscore::{Card, time},\n};", &[2]);
    layers("src/time.rs", "fn f() { crate::score::f(\"\n\") }\n// crate::cli", &[1]);
    layers("src/time.rs", "use super::{\nscore};", &[2]);
    layers("src/engine/world.rs", "use super::score;\nuse super::super::score;", &[2]);
    layers("src/time.rs", "mod a { use super::score; }\nuse super::score;", &[2]);
    layers("src/time.rs", "mod a {\nuse super::super::score; }", &[2]);
    layers("src/time.rs", "use crate::surprise;", &[1]);
    layers("src/surprise.rs", "", &[1]);
    layers("src/lib.rs", "pub use crate::cli::main;", &[]);
}

#[test]
fn a_test_module_may_look_anywhere() {
    layers("src/time.rs", "#[cfg(test)]\nmod tests { fn f() {} use crate::cli; }", &[]);
    layers("src/time.rs", "#[cfg(test)]\n#[expect(x)]\npub(crate) mod tests { use crate::cli; }", &[]);
    layers("src/time.rs", "#[cfg(test)]\nmod tests { }\nuse crate::cli;", &[3]);
    layers("src/time.rs", "#[cfg(test)]\nfn f() {}\nmod tests { use crate::cli; }", &[3]);
    let parent = source("src/time.rs", "#[cfg(test)] mod tests; mod other;");
    assert_eq!(test_files(&parent), ["src/time/tests.rs"]);
}

#[test]
fn worldly_things_are_seen_in_code_alone() {
    core("//! std::fs, f64\n/*/ f64 /* async */ f64 */ const A: &str = \"f64 \\\" f64\";", &[]);
    core("const A: &str = br#\"f64\" f64\"#; const B: char = '\\''; const C: char = '\"'; // f64", &[]);
    core("fn f<'a>(a: &'static mut str, f64_like: u64, r#type: A) -> &'a str {}", &[]);
    core("fn f<'a>(a: &'a str) {}\nstatic mut A: u8 = b'\\'';", &[2]);
    core("use std::{collections::BTreeMap,\ntime::Duration};", &[2]);
    core("let x = std::env::var(\"f64\");", &[1]);
    core("fn f() {\n    println!(\"{}\", x as f64);\n    eprintln!();\n}", &[2, 2, 3]);
    core("async fn f() {}\nthread_local! {}\nfn g(a: f32) {}", &[1, 2, 3]);
    core("use std::sync::{Arc, Mutex};\nuse std::sync::atomic::AtomicU64;\nstatic A: u8 = 0;", &[1, 2]);
    core("static A: std::sync::OnceLock<u8> = B;\nfn f() -> u32 { std::process::id() }", &[1, 2]);
    places(core_problems, "src/pace.rs", "use std::time::Instant;", &[]);
}

#[test]
fn what_is_forgotten_is_named() {
    let main = "mod tidy;\n// mod store;\nmod stores;";
    assert_eq!(forgotten(&source("tests/it/tidy.rs", ""), main), None);
    assert!(forgotten(&source("tests/it/store.rs", ""), main).is_some());
    assert!(doc_problem(&source("src/time.rs", "// When.\n//! When.")).is_some());
    let text = format!("\nsee /{0}/x\nnot src/{0}/x, ./{0}/ or /{0}ed/", "work");
    places(path_problems, "README.md", &text, &[2]);
}

#[track_caller]
fn layers(file: &str, text: &str, lines: &[usize]) {
    places(layer_problems, file, text, lines);
}

#[track_caller]
fn core(text: &str, lines: &[usize]) {
    places(core_problems, "src/score/card.rs", text, lines);
}

/// Checks that a rule finds a problem on each of these lines, and nowhere else.
#[track_caller]
fn places(rule: fn(&Source) -> Vec<String>, file: &str, text: &str, lines: &[usize]) {
    let problems = rule(&source(file, text));
    let found: Vec<String> = problems.iter().map(|p| p.split(": ").take(1).collect()).collect();
    let wanted: Vec<String> = lines.iter().map(|line| format!("{file}:{line}")).collect();
    assert_eq!(found, wanted, "in {text:?}: {problems:?}");
}

/// A text file, by its path from the root of the repository.
struct Source {
    file: String,
    text: String,
}

fn source(file: &str, text: &str) -> Source {
    Source { file: file.into(), text: text.into() }
}

#[track_caller]
fn report(problems: Vec<String>) {
    assert!(problems.is_empty(), "the source is untidy:\n{}\n", problems.join("\n"));
}

fn problem(source: &Source, line: usize, says: &str) -> String {
    format!("{}:{line}: {says}", source.file)
}

fn layer_problems(source: &Source) -> Vec<String> {
    let path = module_path(&source.file);
    let Some(own) = path.first() else { return Vec::new() };
    if rank(own).is_none() {
        let says =
            format!("`{own}` is not a layer; add it to CORE or SHELLS of tests/it/tidy.rs, in its place");
        return vec![problem(source, 1, &says)];
    }
    let tokens = without_tests(tokens(&source.text));
    let named = from_the_root(&tokens, path.len()).into_iter();
    named.filter_map(|t| Some(problem(source, t.line, &too_low(own, t.text)?))).collect()
}

/// Why a layer may not name this one, if so.
fn too_low(own: &str, named: &str) -> Option<String> {
    if rank(named).is_none() {
        return Some(format!(
            "`crate::{named}` is not a layer; name where it is declared, or add it to CORE or SHELLS"
        ));
    }
    let help = "layers look up only: move the code down, or take it as an argument";
    (rank(named) > rank(own)).then(|| format!("`{own}` names `{named}`, which is below it; {help}"))
}

/// A layer's place from the top.
fn rank(layer: &str) -> Option<usize> {
    CORE.iter().chain(SHELLS).position(|known| *known == layer)
}

/// `src/engine/world.rs` is `["engine", "world"]`; the roots of the library and the program have no path.
fn module_path(file: &str) -> Vec<&str> {
    let path = file.strip_prefix("src/").unwrap_or(file).trim_end_matches(".rs");
    if path == "lib" || path == "main" { Vec::new() } else { path.split('/').collect() }
}

/// What a module at this depth names directly under the crate's root, by `crate::` or by climbing.
fn from_the_root<'t, 'a>(tokens: &'t [Token<'a>], depth: usize) -> Vec<&'t Token<'a>> {
    let mut found = Vec::new();
    let mut inline_modules = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.text {
            "{" => inline_modules.push(at >= 2 && tokens[at - 2].text == "mod"),
            "}" => drop(inline_modules.pop()),
            "crate" | "super" => {
                let depth = depth + inline_modules.iter().filter(|m| **m).count();
                found.extend(root_path(tokens, at, depth).into_iter().flat_map(|start| heads(tokens, start)));
            }
            _ => {}
        }
    }
    found
}

/// Where a path goes on that reaches the crate's root at this token.
fn root_path(tokens: &[Token<'_>], at: usize, depth: usize) -> Option<usize> {
    let climbed =
        tokens[..at].rchunks_exact(2).take_while(|c| c[0].text == "super" && c[1].text == "::").count();
    let is_root = tokens[at].text == "crate" || climbed + 1 == depth;
    (is_root && tokens.get(at + 1)?.text == "::" && tokens.get(at + 2)?.text != "super").then_some(at + 2)
}

/// The first names of a path or of a group of paths: `a` of `a::b`, `a` and `b` of `{a::{c, d}, b}`.
fn heads<'t, 'a>(tokens: &'t [Token<'a>], start: usize) -> Vec<&'t Token<'a>> {
    if tokens.get(start).is_none_or(|t| t.text != "{") {
        return tokens.get(start).into_iter().collect();
    }
    let group = &tokens[start..=closing(tokens, start)];
    let mut open = 0;
    let mut found = Vec::new();
    for pair in group.windows(2) {
        open = nesting(open, &pair[0]);
        if open == 1 && matches!(pair[0].text, "{" | ",") && pair[1].text != "}" {
            found.push(&pair[1]);
        }
    }
    found
}

/// The place of the brace that closes the one at `start`.
fn closing(tokens: &[Token<'_>], start: usize) -> usize {
    let mut open = 0;
    let closes = |token: &Token<'_>| {
        open = nesting(open, token);
        open == 0
    };
    tokens[start..].iter().position(closes).map_or(tokens.len() - 1, |length| start + length)
}

fn nesting(open: usize, token: &Token<'_>) -> usize {
    match token.text {
        "{" => open + 1,
        "}" => open - 1,
        _ => open,
    }
}

/// The tokens outside `#[cfg(test)]` modules.
fn without_tests(mut tokens: Vec<Token<'_>>) -> Vec<Token<'_>> {
    while let Some((start, name)) = test_module(&tokens) {
        let end = if tokens[name + 1].text == "{" { closing(&tokens, name + 1) } else { name + 1 };
        tokens.drain(start..=end);
    }
    tokens
}

/// The files of `#[cfg(test)] mod NAME;`, which are tests though they don't say so.
fn test_files(source: &Source) -> Vec<String> {
    let mut tokens = tokens(&source.text);
    let mut files = Vec::new();
    while let Some((start, name)) = test_module(&tokens) {
        files.push(format!("{}/{}.rs", source.file.trim_end_matches(".rs"), tokens[name].text));
        tokens.drain(start..=name);
    }
    files
}

/// The first `#[cfg(test)] mod NAME`: where it begins, and where its name is.
fn test_module(tokens: &[Token<'_>]) -> Option<(usize, usize)> {
    places_of(tokens, "#[cfg(test)]").into_iter().find_map(|start| {
        let item = start + tokens[start..].iter().position(|t| matches!(t.text, "mod" | "{" | ";"))?;
        (tokens[item].text == "mod" && item + 2 < tokens.len()).then_some((start, item + 1))
    })
}

fn core_problems(source: &Source) -> Vec<String> {
    if !module_path(&source.file).first().is_some_and(|layer| CORE.contains(layer)) {
        return Vec::new();
    }
    let tokens = tokens(&source.text);
    let mut found = worldly(&tokens);
    found.extend(BANNED.iter().flat_map(|(what, help)| banned(&tokens, what, help)));
    found.retain(|(_, what, _)| !is_exempt(&source.file, what));
    found.sort();
    let says = |what, help| format!("`{what}` in the core; {help}");
    found.iter().map(|(line, what, help)| problem(source, *line, &says(what, help))).collect()
}

fn is_exempt(file: &str, what: &str) -> bool {
    EXEMPT.iter().any(|exempt| (exempt.0, exempt.1) == (file, what))
}

/// A line, what stands there, and what to do about it.
type Found = (usize, String, &'static str);

fn worldly(tokens: &[Token<'_>]) -> Vec<Found> {
    let help = "take what is needed as an argument, from a shell";
    let paths = places_of(tokens, "std::").into_iter();
    let named = paths.flat_map(|at| heads(tokens, at + 2)).filter(|t| WORLDLY.contains(&t.text));
    named.map(|t| (t.line, format!("std::{}", t.text), help)).collect()
}

fn banned(tokens: &[Token<'_>], what: &str, help: &'static str) -> Vec<Found> {
    places_of(tokens, what).into_iter().map(|at| (tokens[at].line, what.to_owned(), help)).collect()
}

/// Where these tokens begin, each time that they occur.
fn places_of(tokens: &[Token<'_>], what: &str) -> Vec<usize> {
    let wanted = lexer::tokens(what);
    let same = |window: &[Token<'_>]| window.iter().map(|t| t.text).eq(wanted.iter().map(|t| t.text));
    (0..tokens.len()).filter(|at| tokens[*at..].get(..wanted.len()).is_some_and(same)).collect()
}

fn doc_problem(source: &Source) -> Option<String> {
    let says = "the first line is no `//!` doc; say what the file is for";
    (!source.text.starts_with("//! ")).then(|| problem(source, 1, says))
}

fn forgotten(source: &Source, main: &str) -> Option<String> {
    let name = source.file.strip_prefix("tests/it/")?.strip_suffix(".rs")?;
    let is_part = name == "main" || name.contains('/');
    let declared = !places_of(&tokens(main), &format!("mod {name};")).is_empty();
    let says = format!("never compiled; write `mod {name};` in tests/it/main.rs, or remove the file");
    (!is_part && !declared).then(|| problem(source, 1, &says))
}

fn path_problems(source: &Source) -> Vec<String> {
    let says = "a folder of one machine; write the path from the root of the repository";
    let hits = source.text.lines().zip(1..).filter(|(line, _)| names_a_machine_path(line));
    hits.map(|(_, at)| problem(source, at, says)).collect()
}

/// Whether a folder of the machines we develop on is named from the top, and not as part of a longer path.
fn names_a_machine_path(line: &str) -> bool {
    let longer = |c: char| c.is_ascii_alphanumeric() || "_.".contains(c);
    let folders = ["work", "farm"].map(|name| format!("/{name}/"));
    let mut hits = folders.iter().flat_map(|folder| line.match_indices(folder.as_str()));
    hits.any(|(at, _)| !line[..at].ends_with(longer))
}

fn sources(folder: &str) -> Vec<Source> {
    files_below(folder).into_iter().filter(|s| s.file.ends_with(".rs")).collect()
}

/// The text files under a folder of the repository, in order of their names.
fn files_below(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    walk(&root.join(folder), &mut files);
    files.sort();
    files.iter().filter_map(|path| read(root, path)).collect()
}

/// Built files are not ours: cargo marks its target folder, whatever its name, with a `CACHEDIR.TAG`.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    if folder.join("CACHEDIR.TAG").exists() {
        return;
    }
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|e| e.file_name() != ".git" && e.file_name() != "target") {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => walk(&entry.path(), files),
            Ok(kind) if kind.is_file() => files.push(entry.path()),
            _ => {}
        }
    }
}

/// A file that isn't UTF-8 is not text, and passes.
fn read(root: &Path, path: &Path) -> Option<Source> {
    let file = path.strip_prefix(root).expect("the walk began at the root").to_str()?.replace('\\', "/");
    Some(Source { file, text: fs::read_to_string(path).ok()? })
}

/// Rust's tokens, as far as the rules above need them.
mod lexer {
    /// A word or a mark of the source; comments, strings, characters and lifetimes are left out.
    pub(super) struct Token<'a> {
        pub(super) text: &'a str,
        pub(super) line: usize,
    }

    pub(super) fn tokens(source: &str) -> Vec<Token<'_>> {
        let mut found = Vec::new();
        let (mut rest, mut line) = (source, 1);
        while !rest.is_empty() {
            let skipped = skipped(rest);
            let (text, after) = rest.split_at(skipped.unwrap_or_else(|| kept(rest)));
            if skipped.is_none() {
                found.push(Token { text, line });
            }
            line += text.matches('\n').count();
            rest = after;
        }
        found
    }

    /// The length of what isn't a token here.
    fn skipped(rest: &str) -> Option<usize> {
        match rest.chars().next()? {
            c if c.is_whitespace() => Some(c.len_utf8()),
            '/' if rest.starts_with("//") => Some(rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => Some(block_comment(rest)),
            '"' => Some(string(rest)),
            '\'' => Some(character_or_lifetime(rest)),
            'r' | 'b' | 'c' => raw_string(rest),
            _ => None,
        }
    }

    fn kept(rest: &str) -> usize {
        let first = rest.chars().next().map_or(0, char::len_utf8);
        match word(rest) {
            0 if rest.starts_with("::") => 2,
            0 => first,
            length => length,
        }
    }

    fn word(rest: &str) -> usize {
        rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
    }

    /// Block comments nest.
    fn block_comment(rest: &str) -> usize {
        let (mut at, mut open) = (0, 0);
        while at < rest.len() {
            let mark = &rest.as_bytes()[at..rest.len().min(at + 2)];
            open = if mark == b"/*" { open + 1 } else { open - usize::from(mark == b"*/") };
            at += if mark == b"/*" || mark == b"*/" { 2 } else { 1 };
            if open == 0 {
                break;
            }
        }
        at
    }

    fn string(rest: &str) -> usize {
        let mut escaped = true;
        let closes = |c: char| {
            let closes = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            closes
        };
        rest.find(closes).map_or(rest.len(), |at| at + 1)
    }

    fn raw_string(rest: &str) -> Option<usize> {
        let opened = ["r", "br", "cr"].into_iter().find_map(|prefix| rest.strip_prefix(prefix))?;
        let text = opened.trim_start_matches('#').strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(opened.len() - text.len() - 1));
        let length = text.find(&end).map_or(text.len(), |at| at + end.len());
        Some(rest.len() - text.len() + length)
    }

    fn character_or_lifetime(rest: &str) -> usize {
        let mut chars = rest[1..].chars();
        match (chars.next(), chars.next()) {
            (Some('\\'), Some(escaped)) => {
                let after = 2 + escaped.len_utf8();
                rest[after..].find('\'').map_or(rest.len(), |at| after + at + 1)
            }
            (Some(only), Some('\'')) => only.len_utf8() + 2,
            _ => 1 + word(&rest[1..]),
        }
    }
}
