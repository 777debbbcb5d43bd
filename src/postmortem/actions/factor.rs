//! A factor that is named by an id, as `loop/verify`: whether there is such a name.

use crate::score::card::Gate;
use crate::score::explain::ALWAYS;

/// So many names are offered.
const OFFERED: usize = 3;

/// The names that come nearest, if a factor is an id of a rule's and no rule has it. Conditions in words, and ids of others,
/// are nobody's to know.
pub(super) fn no_such_name(factor: &str) -> Option<Vec<String>> {
    let said = factor.trim().trim_matches('`').to_lowercase().replace('.', "/");
    let (of, _) =
        said.split_once('/').filter(|_| said.chars().all(|c| c.is_alphanumeric() || "/_-".contains(c)))?;
    let gates = Gate::ALL.into_iter().map(|gate| format!("gate/{}", gate.as_str()));
    let all: Vec<String> =
        ALWAYS.iter().map(|id| id.replace('.', "/")).chain(gates).filter(|id| id.contains('/')).collect();
    if all.contains(&said) {
        return None;
    }
    let mut near: Vec<String> = all.into_iter().filter(|id| id.split('/').next() == Some(of)).collect();
    if near.is_empty() {
        return None;
    }
    // A name that was begun is nearer than one as long by chance.
    near.sort_by_key(|id| (!id.starts_with(&said), strsim::damerau_levenshtein(id, &said)));
    near.truncate(OFFERED);
    Some(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_no_rule_has_is_told_with_the_nearest() {
        let near = no_such_name("loop/verfy").unwrap();
        assert_eq!((near.len(), near[0].as_str()), (OFFERED, "loop/verify"));
        assert!(no_such_name("gate/closed").unwrap().contains(&"gate/closed_unverified".to_string()));
        for fine in ["loop/verify", "`loop.verify`", "actions/fence", "unit column", "read/write lock", "I/O"]
        {
            assert_eq!(no_such_name(fine), None, "{fine}");
        }
    }
}
