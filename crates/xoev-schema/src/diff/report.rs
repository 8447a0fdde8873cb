//! The report on a new release.

use std::fmt;

use super::{CodeListChange, Difference, Group};

/// What changed from one release to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReleaseReport {
    /// All differences in the schemas.
    pub differences: Vec<Difference>,
    /// Code lists that came, went or changed their versions.
    pub code_lists: Vec<CodeListChange>,
}

impl ReleaseReport {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.differences.is_empty() && self.code_lists.is_empty()
    }

    /// The differences of one group.
    pub fn group(&self, group: Group) -> impl Iterator<Item = &Difference> {
        self.differences.iter().filter(move |d| d.group() == group)
    }
}

impl fmt::Display for ReleaseReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return writeln!(f, "No differences.");
        }
        let mut first = true;
        for group in Group::ALL {
            let mut lines: Vec<String> = self.group(group).map(ToString::to_string).collect();
            if group == Group::CodeLists {
                lines.splice(0..0, self.code_lists.iter().map(ToString::to_string));
            }
            if lines.is_empty() {
                continue;
            }
            if !first {
                writeln!(f)?;
            }
            first = false;
            writeln!(f, "{group} ({})", lines.len())?;
            for line in lines {
                writeln!(f, "  {line}")?;
            }
        }
        Ok(())
    }
}
