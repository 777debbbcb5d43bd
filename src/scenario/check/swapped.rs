//! Sections that stand under each other's names: every element of `actions` is written like an expected action.

use std::ops::Range;

use super::lexer::{Token, Tokens, field_before, fields_in};
use crate::scenario::problem::{File, Problem};

/// Fields that elements of one section have and those of no other, whatever else they have.
const OWN: &[(&str, &[&str])] = &[
    ("seats", &["team", "can", "knows", "optional"]),
    ("failures", &["makes", "lasts", "clears_when", "returns", "impact"]),
    (
        "injects",
        &[
            "from",
            "via",
            "to",
            "text",
            "vars",
            "news",
            "while",
            "jitter",
            "gives_up",
            "probability",
            "one_of",
        ],
    ),
    (
        "actions",
        &["on", "say", "takes", "step", "generic", "pre_approved", "helps_if", "proved_by", "risk", "undo"],
    ),
    ("expected", &["any_of", "opens", "target", "limit", "weight", "superseded_by", "why", "hints"]),
    ("harmful", &["harm", "tempts", "teachable"]),
];

/// A section under another's name is said at its first element; nothing else can be read then.
pub(super) fn sections(text: &str) -> Vec<Problem> {
    let all = lists(text).into_iter().filter_map(|(name, elements)| {
        let own = own(name)?;
        let fields: Vec<Vec<&str>> = elements.iter().map(|at| fields_in(text, at.start)).collect();
        let has = |fields: &Vec<&str>, of: &[&str]| fields.iter().any(|field| of.contains(field));
        // Of one element alone it could be a slip of the fields.
        if fields.len() < 2 || fields.iter().any(|fields| has(fields, own)) {
            return None;
        }
        let other = OWN.iter().find(|(_, of)| fields.iter().all(|fields| has(fields, of)))?.0;
        Some((name, other, elements.into_iter().next()?))
    });
    all.map(|(name, other, at)| {
        let message = format!("what stands under `{name}` is written like `{other}`");
        let help = format!("call the section `{other}`, or put these where `{other}` are; nothing else of the file was checked");
        Problem::error("scenario::swapped_sections", File::Scenario, at, message)
            .label(format!("one of `{other}`?"))
            .help(help)
    })
    .collect()
}

fn own(name: &str) -> Option<&'static [&'static str]> {
    OWN.iter().find(|(own, _)| *own == name).map(|(_, fields)| *fields)
}

/// The lists that are fields of the scenario itself, with the places where their elements open.
fn lists(text: &str) -> Vec<(&str, Vec<Range<usize>>)> {
    let (mut depth, mut found) = (0, Vec::<(&str, Vec<Range<usize>>)>::new());
    for (token, place) in Tokens::new(text) {
        match token {
            Token::Open(byte) => {
                depth += 1;
                match (depth, byte) {
                    (2, b'[') => {
                        found.extend(field_before(text, place.start).map(|name| (name, Vec::new())));
                    }
                    (3, b'(') => found.last_mut().into_iter().for_each(|(_, at)| at.push(place.clone())),
                    _ => {}
                }
            }
            Token::Close(_) => depth -= 1,
            Token::Comma | Token::Text { .. } | Token::Comment { .. } | Token::Word | Token::Other => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, said: &[&str]) {
        let messages: Vec<String> = sections(text).into_iter().map(|problem| problem.message).collect();
        assert_eq!(messages, said);
    }

    #[test]
    fn a_section_is_known_by_what_its_elements_say() {
        let action = "(id: \"a\", on: \"shop\", takes: \"1m\")";
        let expected = "(id: \"e\", is: Do(\"a\"), why: \"It helps.\")";
        case(&format!("S(actions: [{action}, {action}], expected: [{expected}, {expected}])"), &[]);
        case(
            &format!("S(expected: [{action}, {action}], actions: [{expected}, {expected}])"),
            &[
                "what stands under `expected` is written like `actions`",
                "what stands under `actions` is written like `expected`",
            ],
        );
        case(&format!("S(actions: [{expected}, {action}])"), &[]);
        case(&format!("S(actions: [{expected}])"), &[]);
        case("S(system: (components: [(id: 1), (id: 2)]), actions: [])", &[]);
    }
}
