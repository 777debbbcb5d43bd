//! Where each field belongs, for those that stand somewhere else.

/// What has a field of this name, in words; nothing for a name that nobody knows, or that nearly everything has.
pub(super) fn home_of(field: &str) -> Option<&'static str> {
    Some(match field {
        "format" | "title" | "story" | "difficulty" | "length" | "organisation" | "objectives" | "tags"
        | "release" | "sources" | "seats" | "system" | "failures" | "milestones" | "injects" | "actions"
        | "expected" | "harmful" | "truth" | "ends" | "debrief" => "the scenario itself",
        "components" | "metrics" | "findings" | "alerts" => "`system`",
        "resolved" | "verify" | "hold" | "latest" | "unresolved" => "`ends`",
        "severity" | "needed_teams" | "plausible_teams" | "customers_see_it" | "factors" => "`truth`",
        "teams" | "voices" | "severities" => "the organisation's file",
        "owns" | "on_call" | "channel" => "a team of the organisation's file",
        "speaks_for" => "an audience of the organisation's file",
        "can" | "knows" | "optional" => "a seat",
        "level" => "a seat, or a team's `on_call`",
        "depends_on" | "uses" => "a component",
        "unit" | "baseline" | "noise" | "good" => "a metric",
        "paper" | "once" | "also" => "a finding",
        "pages" | "hint" | "key" | "again" => "an alert",
        "makes" | "lasts" | "clears_when" | "returns" | "impact" => "a failure",
        "shape" | "over" | "recovers" => "a drive, under `drives`",
        "unless" | "times" => "`returns` of a failure",
        "auto" | "jitter" | "gives_up" | "probability" | "one_of" | "from" | "via" | "vars" | "news"
        | "while" | "note" => "an inject",
        "at" => "an inject or a failure",
        "say" | "step" | "generic" | "pre_approved" | "helps_if" | "proved_by" | "risk" | "undo" => {
            "an action"
        }
        "any_of" | "opens" | "target" | "limit" | "weight" | "superseded_by" | "why" | "hints" | "seat" => {
            "an expected action"
        }
        "takes" => "an action or a finding",
        "serves" => "an inject, an expected action or a harmful one",
        "harm" | "teachable" | "tempts" => "a harmful action",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::home_of;

    #[test]
    fn what_everything_has_belongs_nowhere() {
        assert_eq!(home_of("latest"), Some("`ends`"));
        assert_eq!(home_of("id"), None);
        assert_eq!(home_of("latst"), None);
    }
}
