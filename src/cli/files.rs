//! Reading what somebody wrote: regular files only, not too large, as text.

use std::fs::{self, File, Metadata};
use std::io::{ErrorKind, Read, Write};
use std::path::{Component, Path, PathBuf};

use crate::scenario::check::{Sources, limits::MAX_BYTES, organisation_path};

/// Why a file was not read: what is wrong, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}{}", if help.is_empty() { String::new() } else { format!("; {help}") })]
pub struct FileError {
    /// What is wrong.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
}

impl FileError {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        FileError { message: message.into(), help: help.into() }
    }
}

/// Reads a scenario's text, of at most 1 MiB.
///
/// # Errors
/// It is not there, not a regular file, too large, or not UTF-8.
pub fn read_text(path: &Path) -> Result<String, FileError> {
    read_text_of(path, "give a scenario's file")
}

/// Reads a text file of at most 1 MiB; `instead` says what to give where it is larger.
///
/// # Errors
/// It is not there, not a regular file, too large, or not UTF-8.
pub fn read_text_of(path: &Path, instead: &str) -> Result<String, FileError> {
    let (name, file) = (path.display(), open_regular(path)?);
    let mut bytes = Vec::new();
    let most = MAX_BYTES as u64 + 1;
    file.take(most).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if bytes.len() > MAX_BYTES {
        return Err(FileError::new(format!("`{name}` is larger than 1 MiB"), instead));
    }
    let text = String::from_utf8(bytes).map_err(|error| not_utf8(&name.to_string(), &error))?;
    Ok(without_mark(text))
}

/// A text without the byte-order mark that some editors put in front of it: it says nothing, and belongs to no word.
pub(super) fn without_mark(mut text: String) -> String {
    if text.starts_with(MARK) {
        text.drain(..MARK.len_utf8());
    }
    text
}

/// The byte-order mark.
const MARK: char = '\u{feff}';

/// What is wrong with a text that is none, and where.
fn not_utf8(name: &str, error: &std::string::FromUtf8Error) -> FileError {
    let bytes = error.as_bytes();
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return FileError::new(format!("`{name}` is UTF-16 text"), "save it as UTF-8");
    }
    let good = String::from_utf8_lossy(&bytes[..error.utf8_error().valid_up_to()]);
    let (line, column) = (1 + good.matches('\n').count(), good.lines().last().unwrap_or_default());
    let column = if good.ends_with('\n') { 1 } else { 1 + column.chars().count() };
    let byte = bytes[good.len().min(bytes.len() - 1)];
    FileError::new(
        format!(
            "`{name}` is not UTF-8 text: line {line}, column {column} has a byte that does not belong (0x{byte:02x})"
        ),
        "save it as UTF-8",
    )
}

/// Opens a regular file.
///
/// # Errors
/// It is not there, or no regular file, or may not be read.
pub(super) fn open_regular(path: &Path) -> Result<File, FileError> {
    // Looked at before it is opened: opening a pipe waits for somebody to write into it.
    let about = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    regular(path, &about)?;
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    // And once more what was opened, should it have changed in between.
    let opened = file.metadata().map_err(|error| unreadable(path, &error))?;
    regular(path, &opened)?;
    Ok(file)
}

fn regular(path: &Path, about: &Metadata) -> Result<(), FileError> {
    let name = path.display();
    if about.is_dir() {
        return Err(FileError::new(format!("`{name}` is a folder"), files_in(path)));
    }
    if !about.is_file() {
        return Err(FileError::new(
            format!("`{name}` is not a regular file"),
            "pipes and devices are not read",
        ));
    }
    Ok(())
}

/// The scenarios of a folder, for whoever named the folder.
fn files_in(folder: &Path) -> String {
    let inside: Vec<String> =
        names(folder).into_iter().filter(|name| name.ends_with(".ron")).take(8).collect();
    let shown: Vec<String> = inside.iter().map(|name| format!("`{}`", folder.join(name).display())).collect();
    if shown.is_empty() { "name a file".into() } else { format!("name a file in it: {}", shown.join(", ")) }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
fn unreadable(path: &Path, error: &std::io::Error) -> FileError {
    let name = path.display();
    match error.kind() {
        ErrorKind::NotFound => FileError::new(format!("`{name}` is not there"), near(path)),
        ErrorKind::PermissionDenied => {
            FileError::new(format!("`{name}` may not be read"), "change its permissions")
        }
        _ => FileError::new(format!("`{name}` can't be read: {error}"), ""),
    }
}

/// Files beside the one that is not there whose names are near.
fn near(path: &Path) -> String {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(wanted) = path.file_name().and_then(|name| name.to_str()).filter(|name| name.len() <= 100)
    else {
        return String::new();
    };
    if !folder.is_dir() {
        return format!("there is no folder `{}` either", folder.display());
    }
    let distance = |name: &str| strsim::osa_distance(&wanted.to_lowercase(), &name.to_lowercase());
    let most = 1 + wanted.len() / 4;
    let stem = |name: &str| Path::new(name).file_stem().is_some_and(|stem| stem == wanted);
    let mut close: Vec<(usize, String)> = names(folder)
        .into_iter()
        .map(|name| (if stem(&name) { 0 } else { distance(&name) }, name))
        .filter(|(far, _)| *far <= most)
        .collect();
    close.sort();
    match close.first() {
        Some((_, name)) => format!("did you mean `{}`?", path.with_file_name(name).display()),
        None => String::new(),
    }
}

/// The names in a folder, sorted, no more than anybody would look through.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().take(2_000);
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.len() <= 100)
        .collect();
    names.sort();
    names
}

/// Writes a file that is not there yet.
///
/// # Errors
/// It is there, or can't be written: what is wrong, and what to do.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is not named here is treated alike")]
pub(super) fn write_new(path: &Path, text: &str) -> Result<(), String> {
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => format!("{} is there already, and nothing was written", path.display()),
        ErrorKind::NotFound => format!("{} can't be written: there is no such folder", path.display()),
        _ => format!("{} can't be written: {error}", path.display()),
    };
    let file = fs::OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = file.map_err(|error| format!("{}; name a new file", failed(error)))?;
    file.write_all(text.as_bytes()).map_err(failed)
}

/// A scenario's text, and its organisation's if it names one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// The scenario's file.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The organisation's file and its text.
    pub organisation: Option<(String, String)>,
}

impl Loaded {
    /// For the checker.
    #[must_use]
    pub fn sources(&self) -> Sources<'_> {
        let organisation = self.organisation.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
        Sources { name: &self.name, text: &self.text, organisation }
    }
}

/// Reads a scenario and the organisation that it names, which must lie under the scenario's folder.
///
/// # Errors
/// One of the two can't be read. An organisation whose path is not allowed is left to the checker to refuse.
pub fn load_scenario(path: &Path) -> Result<Loaded, FileError> {
    match load_leniently(path)? {
        (loaded, None) => Ok(loaded),
        (loaded, Some(error)) => Err(FileError {
            message: format!("the organisation of `{}`: {}", loaded.name, error.message),
            help: error.help,
        }),
    }
}

/// The same, without an organisation that can't be read; and why it can't.
///
/// # Errors
/// The scenario itself can't be read.
pub(super) fn load_leniently(path: &Path) -> Result<(Loaded, Option<FileError>), FileError> {
    let text = read_text(path)?;
    let name = path.display().to_string();
    let mut loaded = Loaded { name, text, organisation: None };
    let Some(named) = organisation_path(&loaded.text) else { return Ok((loaded, None)) };
    let read = organisation_file(path, &named).and_then(|at| Ok((at.display().to_string(), read_text(&at)?)));
    let unread = match read {
        Ok(organisation) => {
            loaded.organisation = Some(organisation);
            None
        }
        Err(error) => Some(error),
    };
    Ok((loaded, unread))
}

/// Where an organisation's file is; links are followed, and must not lead out of the scenario's folder.
fn organisation_file(scenario: &Path, named: &str) -> Result<PathBuf, FileError> {
    let folder = scenario.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let at = folder.join(named);
    let plain =
        Path::new(named).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let inside = match (fs::canonicalize(folder), fs::canonicalize(&at)) {
        (Ok(folder), Ok(at)) => at.starts_with(folder),
        // What is not there leads nowhere; reading it will say so.
        (Err(_), _) | (_, Err(_)) => true,
    };
    if plain && inside {
        return Ok(at);
    }
    let message = format!("the organisation `{named}` of `{}` leads out of its folder", scenario.display());
    Err(FileError::new(message, "put it below the scenario's folder, such as `organisations/acme.ron`"))
}
