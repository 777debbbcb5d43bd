//! The profiles that come with the program: the default, and houses that publish how they work, as changes to it.

/// A profile in the program.
#[derive(Clone, Copy, Debug)]
pub struct Shipped {
    /// Its name and version.
    pub id: &'static str,
    /// Its file.
    pub text: &'static str,
}

/// All of them, the default first.
#[must_use]
pub fn all() -> &'static [Shipped] {
    &[
        Shipped { id: "default@1", text: include_str!("../default.ron") },
        Shipped { id: "pagerduty@1", text: include_str!("../profiles/pagerduty.ron") },
        Shipped { id: "google-sre@1", text: include_str!("../profiles/google-sre.ron") },
        Shipped { id: "gitlab@1", text: include_str!("../profiles/gitlab.ron") },
        Shipped { id: "gds@1", text: include_str!("../profiles/gds.ron") },
        Shipped { id: "atlassian@1", text: include_str!("../profiles/atlassian.ron") },
        Shipped { id: "factset-essay@1", text: include_str!("../profiles/factset-essay.ron") },
    ]
}

/// One by its name, with or without its version.
#[must_use]
pub fn find(name: &str) -> Option<&'static Shipped> {
    let bare = |shipped: &Shipped| shipped.id.split_once('@').is_some_and(|(bare, _)| bare == name);
    all().iter().find(|shipped| shipped.id == name || bare(shipped))
}
