//! The fourteen rules of wording.

use std::ops::Range;

use super::document::{Block, Document, Kind};
use super::lists::*;
use super::phrase::{Token, find, find_any, span, tokens};
use super::{About, Finding, Level};

/// A block with its words.
struct Piece<'a> {
    block: &'a Block,
    tokens: Vec<Token>,
    part: Part,
}

/// Which part of a postmortem a block stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// What happened, up to how it was understood: sections 3 to 8.
    Narrative,
    /// What is to be done: section 16.
    Actions,
    /// Anything else.
    Other,
}

/// Everything that the rules find.
pub(super) fn findings(document: &Document, about: &About) -> Vec<Finding> {
    let parts = parts(document);
    let defined = defined(document);
    let partial = about.partial.unwrap_or_else(|| says_partial(document));
    let mut all = Vec::new();
    for (n, block) in document.blocks.iter().enumerate() {
        let piece = Piece { block, tokens: tokens(&block.text), part: parts[block.section] };
        let mut found = Vec::new();
        names(&piece, about, &mut found);
        words(&piece, &mut found);
        counterfactual(&piece, &mut found);
        omission(&piece, about, &mut found);
        questions(&piece, about, &mut found);
        hindsight(&piece, &mut found);
        loud(&piece, &defined, &mut found);
        single_cause(&piece, document, n, &mut found);
        if partial {
            inflation(&piece, &mut found);
        }
        fixes(&piece, &mut found);
        found.retain(|finding| !(block.allowed && finding.level != Level::Error));
        all.extend(found);
    }
    all
}

/// The part of each section, by its number or its name; what stands below a heading belongs to it.
pub(crate) fn parts(document: &Document) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut above: Vec<(u8, Part)> = Vec::new();
    for heading in &document.sections {
        above.retain(|(level, _)| *level < heading.level);
        let inherited = above.last().map_or(Part::Other, |(_, part)| *part);
        let part = part_of(&heading.title).unwrap_or(inherited);
        above.push((heading.level, part));
        parts.push(part);
    }
    parts
}

fn part_of(title: &str) -> Option<Part> {
    let title = title.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    let actions = [
        "action item",
        "actions",
        "follow-up",
        "followup",
        "follow up",
        "remediation",
        "corrective",
        "next steps",
        "improvements",
    ];
    let story = [
        "impact",
        "detection",
        "timeline",
        "what happened",
        "narrative",
        "roles and",
        "communication",
        "how we understood",
        "background",
        "response",
        "recovery",
        "events",
    ];
    let other = [
        "factor",
        "cause",
        "lesson",
        "went well",
        "was hard",
        "lucky",
        "surprise",
        "learn",
        "summary",
        "trigger",
        "feedback",
        "mitigation",
    ];
    if has(&actions) {
        Some(Part::Actions)
    } else if has(&other) {
        Some(Part::Other)
    } else if has(&story) {
        Some(Part::Narrative)
    } else {
        None
    }
}

impl Piece<'_> {
    fn found(
        &self,
        rule: &'static str,
        level: Level,
        words: &Range<usize>,
        message: &str,
        help: &str,
    ) -> Finding {
        self.at(rule, level, span(&self.tokens, words), message, help)
    }

    fn at(
        &self,
        rule: &'static str,
        level: Level,
        piece: Range<usize>,
        message: &str,
        help: &str,
    ) -> Finding {
        let said = self.block.text.get(piece.clone()).unwrap_or_default().replace('\u{1a}', "");
        let said = crate::prose::clip(&said, 48);
        let message = message.replace("{}", &format!("“{said}”"));
        Finding { rule, level, span: self.block.place(piece), message, help: help.to_string() }
    }

    /// Whether a sentence is a question.
    fn asks(&self, sentence: usize) -> bool {
        let end =
            self.tokens.iter().rfind(|token| token.sentence == sentence).map_or(0, |token| token.span.end);
        self.block.text[end..].trim_start_matches(['\u{1a}', ')', '*', '”', '"']).starts_with('?')
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.word.as_str())
    }

    /// The word that follows with nothing but space between.
    fn next(&self, at: usize) -> &str {
        self.tokens.get(at).filter(|token| token.joined).map_or("", |token| token.word.as_str())
    }

    /// Whether a word of this sentence, before a place, is one of these.
    fn before(&self, at: usize, is: impl Fn(&str) -> bool) -> bool {
        let sentence = self.tokens.get(at).map(|token| token.sentence);
        self.tokens[..at]
            .iter()
            .rev()
            .take_while(|token| Some(token.sentence) == sentence)
            .any(|token| is(&token.word))
    }

    /// Whether a word of this sentence, behind a place, is one of these.
    fn behind(&self, at: usize, is: impl Fn(&str) -> bool) -> bool {
        let sentence = self.tokens.get(at).map(|token| token.sentence);
        self.tokens[at..]
            .iter()
            .take_while(|token| Some(token.sentence) == sentence)
            .any(|token| is(&token.word))
    }
}

fn is_one(word: &str, list: &[&str]) -> bool {
    list.iter().any(|other| match other.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == *other,
    })
}

/// Whether a word is somebody.
pub(crate) fn is_person(word: &str, about: &About) -> bool {
    PEOPLE.contains(&word) || about.seats.iter().any(|seat| seat.to_lowercase() == word)
}

/// B01 and B14: somebody's name.
fn names(piece: &Piece<'_>, about: &About, found: &mut Vec<Finding>) {
    let text = &piece.block.text;
    let mut places: Vec<Range<usize>> = Vec::new();
    for name in about.people.iter().filter(|name| !about.seats.contains(name)) {
        let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
        let phrase = words.join(" ");
        // A name of one letter or two is a word too often.
        if phrase.chars().count() > 1 {
            let own = |at: &Range<usize>| {
                text[span(&piece.tokens, at)].starts_with(char::is_uppercase)
                    || name.starts_with(char::is_lowercase)
            };
            places.extend(
                find(&piece.tokens, &phrase).into_iter().filter(own).map(|at| span(&piece.tokens, &at)),
            );
        }
    }
    let given = piece.tokens.iter().filter(|token| {
        let word = &text[token.span.clone()];
        GIVEN.contains(&word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word))
    });
    places.extend(given.map(|token| token.span.clone()));
    places.extend(handles(text, about));
    places.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
    places.dedup_by(|later, earlier| later.start < earlier.end);
    for place in places {
        let at = piece.tokens.partition_point(|token| token.span.start < place.start);
        let sentence =
            piece.tokens.get(at.min(piece.tokens.len().saturating_sub(1))).map(|token| token.sentence);
        let praised = find_any(&piece.tokens, PRAISE)
            .any(|praise| Some(piece.tokens[praise.start].sentence) == sentence);
        found.push(if praised {
            piece.at(
                "B14",
                Level::Warning,
                place,
                "{} is praised by name",
                "could the seat be thanked here, and the person in the room?",
            )
        } else {
            piece.at(
                "B01",
                Level::Error,
                place,
                "{} is a person",
                "which seat was it: “the commander”, “a responder”?",
            )
        });
    }
}

/// `@handle`, and addresses that bear a name.
fn handles(text: &str, about: &About) -> Vec<Range<usize>> {
    let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let mut all = Vec::new();
    for (at, _) in text.match_indices('@') {
        let before = &text[..at];
        let local = before
            .rfind(|c| !name(c))
            .map_or(0, |n| n + before[n..].chars().next().map_or(1, char::len_utf8));
        let rest = &text[at + 1..];
        let end = at + 1 + rest.find(|c| !name(c)).unwrap_or(rest.len());
        let (user, domain) = (&text[local..at], text[at + 1..end].trim_end_matches(['.', '-']));
        if user.is_empty() {
            let group = |word: &str| {
                GROUPS.contains(&word)
                    || word.ends_with("team")
                    || word.ends_with("oncall")
                    || word.ends_with("on-call")
            };
            let small = domain.to_lowercase();
            let known = about.seats.iter().any(|seat| seat.to_lowercase() == small);
            if domain.len() > 1
                && domain.starts_with(|c: char| c.is_ascii_alphabetic())
                && !group(&small)
                && !known
            {
                all.push(at..at + 1 + domain.len());
            }
        } else if domain.contains('.')
            && (user.contains('.') || GIVEN.iter().any(|given| given.eq_ignore_ascii_case(user)))
        {
            all.push(local..at + 1 + domain.len());
        }
    }
    all
}

/// B02, B03, B10: words that judge.
fn words(piece: &Piece<'_>, found: &mut Vec<Finding>) {
    for at in find_any(&piece.tokens, HUMAN_ERROR) {
        let shown = piece.word(at.start) == "user"
            && (is_one(piece.next(at.end), ERRORS_SHOWN) || piece.word(at.end - 1) == "errors");
        if !shown {
            found.push(piece.found(
                "B02",
                Level::Error,
                &at,
                "{} is given as the cause",
                "what made this action reasonable then, and what did the system allow?",
            ));
        }
    }
    for at in find_any(&piece.tokens, NORMATIVE) {
        let lazy = piece.word(at.start).starts_with("lazi") || piece.word(at.start) == "lazy";
        if !(lazy && is_one(piece.next(at.end), LAZY)) {
            found.push(judged(piece, &at));
        }
    }
    for at in find_any(&piece.tokens, &["inadequate", "inadequately"]) {
        let near = (at.end..at.end + 3).any(|n| PEOPLE.contains(&piece.next(n)));
        let by = (at.start.saturating_sub(3)..at.start).any(|n| {
            PEOPLE.contains(&piece.word(n)) && piece.tokens[n].sentence == piece.tokens[at.start].sentence
        });
        if near || by {
            found.push(judged(piece, &at));
        }
    }
    for at in find_any(&piece.tokens, MECHANISTIC) {
        found.push(piece.found(
            "B10",
            Level::Warning,
            &at,
            "{} explains nothing that could be changed",
            "what was visible on the screen, and what else asked for attention?",
        ));
    }
}

fn judged(piece: &Piece<'_>, at: &Range<usize>) -> Finding {
    piece.found(
        "B03",
        Level::Error,
        at,
        "{} is a judgement",
        "what was done, and what was known at that moment?",
    )
}

/// B04: what did not happen.
fn counterfactual(piece: &Piece<'_>, found: &mut Vec<Finding>) {
    const HELP: &str = "what did happen? and if it is for next time: which action item says it?";
    let mut places: Vec<Range<usize>> =
        find_any(&piece.tokens, &["if only", "ought to have", "oughtn't to have"]).collect();
    for at in 0..piece.tokens.len() {
        places.extend(modal(piece, at));
        places.extend(unreal(piece, at));
    }
    places.sort_by_key(|place| place.start);
    let mut last = None;
    for place in places {
        let sentence = piece.tokens[place.start].sentence;
        // One sentence is one thought; a question asks, and tells nothing.
        if last != Some(sentence) && !piece.asks(sentence) {
            found.push(piece.found("B04", Level::Warning, &place, "{} tells what did not happen", HELP));
        }
        last = Some(sentence);
    }
}

/// `should have been`, `shouldn't have`, `could've`.
fn modal(piece: &Piece<'_>, at: usize) -> Option<Range<usize>> {
    let word = piece.word(at);
    let (stem, short) = match word.strip_suffix("'ve") {
        Some(stem) => (stem, true),
        None => (word.strip_suffix("n't").unwrap_or(word), false),
    };
    if !["should", "could", "would"].contains(&stem) {
        return None;
    }
    let mut end = at + 1;
    if !short {
        while INSIDE.contains(&piece.next(end)) {
            end += 1;
        }
        if piece.next(end) != "have" {
            return None;
        }
        end += 1;
    }
    while INSIDE.contains(&piece.next(end)) {
        end += 1;
    }
    let next = piece.next(end);
    let duty = HAVING.contains(&next)
        || next.is_empty() && piece.tokens.get(end).is_none() && stem == "should" && short;
    let reached = stem != "should" && next == "been" && REACHED.contains(&piece.next(end + 1));
    (!duty && !reached).then_some(at..end)
}

/// `if … had …, … would …`, and `had we …, … would …`.
fn unreal(piece: &Piece<'_>, at: usize) -> Option<Range<usize>> {
    let would = |word: &str| ["would", "could", "might", "wouldn't", "couldn't"].contains(&word);
    let inverted = piece.tokens[at].begins && piece.word(at) == "had";
    if inverted && piece.behind(at, would) {
        return Some(at..at + 2.min(piece.tokens.len() - at));
    }
    if piece.word(at) != "if" {
        return None;
    }
    let had = (at + 1..(at + 8).min(piece.tokens.len()))
        .find(|&n| piece.word(n) == "had" || piece.word(n) == "hadn't")?;
    (piece.tokens[had].sentence == piece.tokens[at].sentence && piece.behind(had, would))
        .then_some(at..had + 1)
}

/// B05: what somebody left undone.
fn omission(piece: &Piece<'_>, about: &About, found: &mut Vec<Finding>) {
    const HELP: &str =
        "what was there to see at that moment: “the alert stood in a channel with 400 messages that hour”?";
    for at in find_any(&piece.tokens, OMISSIONS) {
        let target = piece.word(at.start) == "missed"
            && (at.end..at.end + 3).any(|n| TARGETS.contains(&piece.next(n)));
        let passive = ["was", "were", "been", "being", "is"].contains(&piece.word(at.start.wrapping_sub(1)));
        if !passive && !target && by_person(piece, at.start, about) {
            found.push(piece.found(
                "B05",
                Level::Warning,
                &at,
                "{} says of people what they left undone",
                HELP,
            ));
        }
    }
    for at in find_any(&piece.tokens, OMITTED) {
        let passive = ["was", "were", "been", "being", "is"].contains(&piece.word(at.start.wrapping_sub(1)));
        let by = (at.end..at.end + 5)
            .find(|&n| piece.word(n) == "by" && piece.tokens[n].sentence == piece.tokens[at.start].sentence);
        let whom = by.is_some_and(|by| (by + 1..by + 5).any(|n| is_person(piece.word(n), about)));
        if passive && whom {
            found.push(piece.found(
                "B05",
                Level::Warning,
                &at,
                "{} says of people what they left undone",
                HELP,
            ));
        }
    }
}

/// Whether what does something is a person: the noun before it, across adverbs, a relative clause, or an `and`.
fn by_person(piece: &Piece<'_>, verb: usize, about: &About) -> bool {
    let sentence = piece.tokens[verb].sentence;
    let mut at = verb;
    while at > 0 && piece.tokens[at].joined && BETWEEN.contains(&piece.word(at - 1)) {
        at -= 1;
    }
    let Some(before) = at.checked_sub(1).filter(|&n| piece.tokens[n].sentence == sentence) else {
        return false;
    };
    if piece.tokens[at].joined {
        if ["and", "or", "but", "who"].contains(&piece.word(before)) {
            return first_is_person(piece, sentence, before, about);
        }
        return is_person(piece.word(before), about);
    }
    // Behind a comma: "the commander, who had three calls open, did not bother".
    let who =
        (0..at).rev().take_while(|&n| piece.tokens[n].sentence == sentence).find(|&n| piece.word(n) == "who");
    who.and_then(|who| who.checked_sub(1)).is_some_and(|subject| is_person(piece.word(subject), about))
}

/// Whether a sentence, up to a place, begins with a person.
fn first_is_person(piece: &Piece<'_>, sentence: usize, until: usize, about: &About) -> bool {
    let mine = piece.tokens[..until].iter().filter(|token| token.sentence == sentence);
    mine.take(4).any(|token| is_person(&token.word, about))
}

/// B06: questions that ask for somebody.
fn questions(piece: &Piece<'_>, about: &About, found: &mut Vec<Finding>) {
    let asked = |at: usize| {
        piece.tokens[at].begins || piece.before(at, |word| ["asked", "asks", "question"].contains(&word))
    };
    for at in 0..piece.tokens.len() {
        let why = piece.word(at) == "why"
            && ["did", "didn't", "were", "weren't", "was", "wasn't", "do", "don't"]
                .contains(&piece.next(at + 1));
        let whom = || {
            (at + 2..at + 6).any(|n| {
                let word = piece.next(n);
                word != "we" && word != "i" && is_person(word, about)
            })
        };
        let who = piece.word(at) == "who"
            && [
                "caused", "broke", "deployed", "pushed", "approved", "merged", "did", "deleted", "changed",
                "forgot", "missed",
            ]
            .contains(&piece.next(at + 1));
        if asked(at) && (why && whom() || who) {
            let help = "“how” or “what” instead: what made this look right at the time?";
            found.push(piece.found(
                "B06",
                Level::Warning,
                &(at..at + 2),
                "{} asks for somebody, not for something",
                help,
            ));
        }
    }
}

/// B07: what is only clear afterwards.
fn hindsight(piece: &Piece<'_>, found: &mut Vec<Finding>) {
    const HELP: &str = "to whom, and from which signal? or does the sentence do without it?";
    for at in find_any(&piece.tokens, HINDSIGHT) {
        let clear = piece.word(at.start) == "clearly"
            && (SEEN.contains(&piece.next(at.end))
                || ["more", "not", "as", "very", "speak", "say", "write"]
                    .contains(&piece.word(at.start.wrapping_sub(1))));
        let put = piece.word(at.start) == "simply"
            && ["put", "quite", "more"].contains(&piece.word(at.start.wrapping_sub(1)));
        let course = piece.word(at.start) == "of"
            && ["matter", "part"].contains(&piece.word(at.start.wrapping_sub(1)));
        if !clear && !put && !course {
            found.push(piece.found("B07", Level::Warning, &at, "{} is clear from today", HELP));
        }
    }
    for at in find(&piece.tokens, "just") {
        let done = ["had", "has", "have", "was", "were", "is", "not"]
            .contains(&piece.word(at.start.wrapping_sub(1)));
        let had_to = ["had", "have"].contains(&piece.next(at.end)) && piece.next(at.end + 1) == "to";
        if !done && (SMALL.contains(&piece.next(at.end)) || had_to) {
            let words = at.start..at.end + 1;
            found.push(piece.found("B07", Level::Warning, &words, "{} is easy from today", HELP));
        }
    }
}

/// B08: words, signs and capitals that shout.
fn loud(piece: &Piece<'_>, defined: &[String], found: &mut Vec<Finding>) {
    const HELP: &str = "which number says it: how many, for how long?";
    for at in find_any(&piece.tokens, ANIMATED) {
        if !TERMS.contains(&piece.next(at.end)) {
            found.push(piece.found("B08", Level::Warning, &at, "{} is loud", HELP));
        }
    }
    if let Some(at) = piece.block.text.find("!!") {
        let end = at + piece.block.text[at..].bytes().take_while(|&b| b == b'!').count();
        found.push(piece.at("B08", Level::Warning, at..end, "{} is loud", "would one full stop do?"));
    }
    if piece.block.kind == Kind::Heading {
        return;
    }
    for token in &piece.tokens {
        let word = &piece.block.text[token.span.clone()];
        let letters = word.chars().count();
        let capitals = letters >= 4 && word.chars().all(|c| c.is_alphabetic() && c.is_uppercase());
        if capitals && !GLOSSARY.contains(&word) && !defined.iter().any(|other| other == word) {
            found.push(piece.at("B08", Level::Warning, token.span.clone(), "{} is loud", HELP));
        }
    }
}

/// Short names that the document explains: in brackets behind their words, or before a colon.
fn defined(document: &Document) -> Vec<String> {
    let mut all = Vec::new();
    for block in &document.blocks {
        for rest in block.whole.split('(').skip(1) {
            let word: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
            if rest[word.len()..].starts_with([')', ',', ';']) && word.chars().all(char::is_uppercase) {
                all.push(word);
            }
        }
    }
    all
}

/// B09: one cause.
fn single_cause(piece: &Piece<'_>, document: &Document, n: usize, found: &mut Vec<Finding>) {
    const HELP: &str = "which factors contributed, and what was the trigger among them?";
    const SAYS: &str = "{} leaves room for one cause";
    for at in find(&piece.tokens, "root cause") {
        let negated = (at.start.saturating_sub(3)..at.start)
            .any(|n| ["no", "not", "a", "one", "any"].contains(&piece.word(n)));
        let verb = (at.end..(at.end + 9).min(piece.tokens.len())).find(|&n| {
            piece.tokens[n].sentence == piece.tokens[at.start].sentence
                && ["was", "is"].contains(&piece.word(n))
        });
        let open = verb.is_some_and(|verb| {
            ["not", "unknown", "still", "unclear", "under", "being", "on", "yet"]
                .contains(&piece.next(verb + 1))
        });
        let analysis = ["analysis", "analyses", "review"].contains(&piece.next(at.end));
        let said = verb.is_some() && !negated && !open && !analysis;
        if said || labels(piece, &at) && one_entry(piece, document, n, &at) {
            found.push(piece.found("B09", Level::Warning, &at, SAYS, HELP));
        }
    }
}

/// `Root cause: …` at the beginning, or a heading of these words alone.
fn labels(piece: &Piece<'_>, at: &Range<usize>) -> bool {
    if at.start != 0 {
        return false;
    }
    let rest = &piece.block.text[span(&piece.tokens, at).end..];
    rest.trim_start().starts_with(':') || (piece.block.kind == Kind::Heading && rest.trim().is_empty())
}

/// Whether what follows a label is one entry: a sentence behind it, or not two points.
fn one_entry(piece: &Piece<'_>, document: &Document, n: usize, at: &Range<usize>) -> bool {
    let rest = piece.block.text[span(&piece.tokens, at).end..].trim_start().trim_start_matches(':').trim();
    if !rest.is_empty() {
        return true;
    }
    let own = |block: &&Block| piece.block.kind == Kind::Heading || block.section == piece.block.section;
    let following =
        document.blocks[n + 1..].iter().take_while(|block| block.kind != Kind::Heading).filter(own);
    let entries = following.clone().filter(|block| matches!(block.kind, Kind::Item)).count();
    let rows = following
        .filter(|block| matches!(block.kind, Kind::Cell(place) if place.row > 0 && place.column == 0))
        .count();
    entries < 2 && rows < 2
}

/// B11: more than it was.
fn inflation(piece: &Piece<'_>, found: &mut Vec<Finding>) {
    for at in find_any(&piece.tokens, &["outage", "outages"]) {
        if !["partial", "brief", "no", "map", "power"].contains(&piece.word(at.start.wrapping_sub(1))) {
            let help = "how much of it still worked: “degradation”, “incident”?";
            found.push(piece.found("B11", Level::Warning, &at, "{} says that nothing worked", help));
        }
    }
}

/// Whether a document itself says that only a share was hit.
fn says_partial(document: &Document) -> bool {
    document.blocks.iter().any(|block| {
        let text = &block.whole;
        let shares = text
            .match_indices(['%'])
            .map(|(at, _)| at)
            .chain(text.match_indices(" percent").map(|(at, _)| at));
        shares.into_iter().any(|at| {
            let before = text[..at].trim_end();
            let digits: String =
                before.chars().rev().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
            let number: String = digits.chars().rev().collect();
            let whole = number.split('.').next().unwrap_or_default();
            !whole.is_empty() && whole.parse::<u32>().is_ok_and(|share| share < 100)
        })
    })
}

/// B12 and B13: what to do differently, in the wrong place or of the wrong kind.
fn fixes(piece: &Piece<'_>, found: &mut Vec<Finding>) {
    if piece.part == Part::Narrative {
        for at in find_any(&piece.tokens, FIXES) {
            let harmless = piece.word(at.start) == "there" && NO_HARM.contains(&piece.next(at.end));
            if !harmless {
                let help = "what happened then? and which action item under 16 holds what is to change?";
                found.push(piece.found(
                    "B12",
                    Level::Warning,
                    &at,
                    "{} tells the fix among what happened",
                    help,
                ));
            }
        }
    }
    if piece.part == Part::Actions {
        found.extend(people_fix(piece));
    }
}

/// B13 in an item.
fn people_fix(piece: &Piece<'_>) -> Option<Finding> {
    let machine = piece.tokens.iter().any(|token| MACHINES.contains(&token.word.as_str()));
    let first = ITEM_FIXES.iter().flat_map(|phrase| find(&piece.tokens, phrase)).find(|at| at.start == 0);
    let first = first.filter(|_| !machine);
    let at = find_any(&piece.tokens, PEOPLE_FIXES).next().or(first)?;
    let help = "which system, tool, default or check can change instead?";
    Some(piece.found("B13", Level::Error, &at, "{} asks people to be different", help))
}

/// Whether a text asks people to be different.
pub(crate) fn is_people_fix(text: &str) -> bool {
    let tokens = tokens(text);
    let machine = tokens.iter().any(|token| MACHINES.contains(&token.word.as_str()));
    let first = ITEM_FIXES.iter().flat_map(|phrase| find(&tokens, phrase)).any(|at| at.start == 0);
    find_any(&tokens, PEOPLE_FIXES).next().is_some() || (first && !machine)
}
