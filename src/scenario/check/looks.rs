//! Texts that look as if they came from the real world, or as if they laid blame: for warnings.

use std::ops::Range;

use super::lexer::{Token, Tokens, field_before};

/// A text of a file, without its quotation marks: the field it belongs to, and its place.
pub(super) struct Said<'t> {
    pub(super) field: &'t str,
    pub(super) text: &'t str,
    pub(super) at: Range<usize>,
}

/// Every text of a file with its field; that of a list's element is the list's.
pub(super) fn texts(source: &str) -> Vec<Said<'_>> {
    let (mut fields, mut found) = (vec![""], Vec::new());
    for (token, place) in Tokens::new(source) {
        let outer = fields.last().copied().unwrap_or_default();
        let field = || field_before(source, place.start).unwrap_or(outer);
        match token {
            Token::Open(_) => fields.push(field()),
            Token::Close(_) => {
                fields.pop();
            }
            Token::Text { .. } => {
                let inner = place.start + 1..place.end.saturating_sub(1).max(place.start + 1);
                let text = source.get(inner.clone()).unwrap_or_default();
                found.push(Said { field: field(), text, at: inner });
            }
            Token::Comma | Token::Comment { .. } | Token::Word | Token::Other => {}
        }
    }
    found
}

/// What in a text looks real, and what it looks like.
pub(super) fn real(text: &str) -> Option<(Range<usize>, &'static str)> {
    // By bytes first: nearly every word is a plain one, and is done with then.
    let outside = |&b: &u8| {
        b.is_ascii_whitespace() || matches!(b, b'(' | b')' | b'<' | b'>' | b'"' | b'\'' | b'`' | b',' | b';')
    };
    let mut from = 0;
    for word in text.as_bytes().split(outside) {
        let at = from..from + word.len();
        from = at.end + 1;
        if word.len() < 4 || is_plain(word) {
            continue;
        }
        // Between ASCII bytes a text can always be cut.
        let whole = text.get(at.clone()).unwrap_or_default();
        let inner = whole.trim_matches(['.', ':', '!', '?', '…']);
        let start = at.start + whole.find(inner).unwrap_or_default();
        if let Some(kind) = kind_of(inner) {
            return Some((start..start + inner.len(), kind));
        }
    }
    None
}

/// A word of letters with nothing in it that a host, an address, a ticket or a short secret has.
fn is_plain(word: &[u8]) -> bool {
    let inner = &word[..word.len() - 1];
    word.len() < 12 && !inner.iter().any(|b| matches!(b, b'.' | b'@' | b'-' | b'=' | b':' | b'_'))
}

fn kind_of(word: &str) -> Option<&'static str> {
    if is_secret(word) {
        return Some("a secret");
    }
    if is_address(word) {
        return Some("an address of a network");
    }
    if let Some((name, host)) = word.split_once('@') {
        return (!name.is_empty() && is_host(host)).then_some("an e-mail address");
    }
    if is_ticket(word) {
        return Some("the number of a ticket");
    }
    let host = word.split_once("://").map_or(word, |(_, rest)| rest);
    is_host(host.split(['/', ':', '?']).next().unwrap_or_default()).then_some("a host")
}

/// Keys of known shapes, and long words of digits and letters that nobody can say.
fn is_secret(word: &str) -> bool {
    let known = ["AKIA", "ghp_", "gho_", "github_pat_", "xoxb-", "xoxp-", "sk-live", "sk_live", "eyJhbGci"];
    if known.iter().any(|start| word.starts_with(start) && word.len() >= start.len() + 8) {
        return true;
    }
    if !word.contains('=') && word.len() < 32 {
        return false;
    }
    let lower = word.to_ascii_lowercase();
    let said = ["password=", "passwd=", "token=", "secret=", "api_key=", "apikey="];
    let value = |start: &str| lower.split_once(start).is_some_and(|(_, value)| value.len() >= 4);
    let mixed = word.bytes().any(|b| b.is_ascii_digit()) && word.bytes().any(|b| b.is_ascii_alphabetic());
    let unbroken = word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='));
    said.iter().any(|start| value(start)) || (word.len() >= 32 && mixed && unbroken)
}

/// Four numbers, unless they are set aside for documentation.
fn is_address(word: &str) -> bool {
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let address = word.split([':', '/']).next().unwrap_or_default();
    let parts: Vec<Option<u8>> = address.split('.').map(|part| part.parse().ok()).collect();
    let fictional = ["192.0.2.", "198.51.100.", "203.0.113.", "127.0.0.", "0.0.0."];
    parts.len() == 4
        && parts.iter().all(Option::is_some)
        && !fictional.iter().any(|start| address.starts_with(start))
}

/// A name under a domain that exists; those set aside for examples are fine.
fn is_host(word: &str) -> bool {
    const REAL: &[&str] = &[
        "com", "net", "org", "io", "dev", "cloud", "app", "gov", "edu", "info", "biz", "de", "uk", "fr",
        "nl", "eu", "ch", "at", "us", "ca", "au", "jp", "cn", "in", "it", "es", "se", "no", "pl", "internal",
        "corp", "lan", "local",
    ];
    if !word.contains('.') {
        return false;
    }
    let lower = word.to_ascii_lowercase();
    let labels: Vec<&str> = lower.split('.').collect();
    let [.., name, domain] = labels[..] else { return false };
    let plain =
        labels.iter().all(|l| !l.is_empty() && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    let letters = name.bytes().any(|b| b.is_ascii_alphabetic());
    plain && letters && REAL.contains(&domain) && name != "example"
}

/// `OPS-1234`; not `SEV-1`, `UTF-8` or `ISO-8601`.
fn is_ticket(word: &str) -> bool {
    let Some((project, number)) = word.split_once('-') else { return false };
    let fine =
        ["SEV", "UTF", "ISO", "RFC", "SHA", "AES", "MD", "HTTP", "TLS", "COVID", "ERR", "EU", "US", "P"];
    let upper = project.len() >= 2 && project.len() <= 10 && project.bytes().all(|b| b.is_ascii_uppercase());
    let digits = number.len() >= 3 && number.bytes().all(|b| b.is_ascii_digit());
    upper && digits && !fine.contains(&project)
}

/// Fields whose texts are read afterwards, when everybody is to learn and nobody to be ashamed.
pub(super) const AFTERWARDS: &[&str] = &["why", "tempts", "factors", "debrief", "hints", "unresolved"];

/// What in a text lays blame.
pub(super) fn blame(text: &str) -> Option<Range<usize>> {
    const BLAME: &[&str] = &[
        "human error",
        "whose fault",
        "his fault",
        "her fault",
        "their fault",
        "at fault",
        "to blame",
        "should have known",
        "careless",
        "negligen",
        "incompeten",
        "stupid",
        "sloppy",
        "lazy",
        "guilty",
        "culprit",
        "failed to notice",
    ];
    let bytes = text.as_bytes();
    let word = |n: usize| n == 0 || !bytes[n - 1].is_ascii_alphabetic();
    let begins = |n: usize| word(n) && BLAME.iter().any(|bad| starts_with(&bytes[n..], bad));
    let at = (0..bytes.len()).find(|&n| begins(n))?;
    let bad = BLAME.iter().find(|bad| starts_with(&bytes[at..], bad))?;
    Some(at..at + bad.len())
}

fn starts_with(bytes: &[u8], word: &str) -> bool {
    bytes.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, kind: Option<&str>) {
        assert_eq!(real(text).map(|(_, kind)| kind), kind, "{text}");
    }

    #[test]
    fn what_looks_real_is_told_from_what_does_not() {
        case("Write to jane.doe@shop.com at once.", Some("an e-mail address"));
        case("Write to care@lumen.example.", None);
        case("db7.eu-west.acme.io is slow", Some("a host"));
        case("see https://status.acme.com/incidents", Some("a host"));
        case("see https://status.example.com", None);
        case("at 10.4.0.17:5432", Some("an address of a network"));
        case("at 192.0.2.17", None);
        case("as in OPS-4711", Some("the number of a ticket"));
        case("a SEV-1, in UTF-8, 1.5 s, invoice-run, e.g. 02:47", None);
        case("AKIAIOSFODNN7EXAMPLE", Some("a secret"));
        case("password=hunter2", Some("a secret"));
        case("42,000 are on tonight's list. It is slow. No errors", None);
        assert!(blame("It was human error, and careless.").is_some());
        assert!(blame("The form let a unit change pass.").is_none());
    }

    #[test]
    fn a_text_belongs_to_the_field_before_it_or_before_its_list() {
        let all = texts("(a: \"x\", b: [\"y\", Look(\"z\")], c: {\"k\": [\"v\"]})");
        let seen: Vec<(&str, &str)> = all.iter().map(|said| (said.field, said.text)).collect();
        assert_eq!(seen, [("a", "x"), ("b", "y"), ("b", "z"), ("c", "k"), ("c", "v")]);
    }
}
