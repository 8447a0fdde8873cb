//! Identity constraints: the XPaths of `xs:key`, `xs:unique` and `xs:keyref`, taken apart.

use xoev_schema::{ConstraintKind, Element, IdentityConstraint, QName};

/// The constraints of an element.
#[derive(Debug)]
pub(crate) struct Constraints {
    pub(crate) list: Vec<Constraint>,
    broken: Option<String>,
}

#[derive(Debug)]
pub(crate) struct Constraint {
    pub(crate) kind: ConstraintKind,
    pub(crate) name: QName,
    /// For `xs:keyref`: the key meant.
    pub(crate) refer: Option<QName>,
    pub(crate) selector: Vec<Route>,
    pub(crate) fields: Vec<Vec<Route>>,
    /// Selector and fields for people.
    pub(crate) shown: String,
}

/// One way from an element to others, or to an attribute.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Route {
    /// `.//` before the steps: any depth.
    pub(crate) any_depth: bool,
    pub(crate) steps: Vec<Test>,
    pub(crate) attribute: Option<Test>,
}

/// What a step asks of a name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Test {
    Any,
    Namespace(String),
    Name(String, String),
}

impl Test {
    pub(crate) fn fits(&self, uri: &str, local: &str) -> bool {
        match self {
            Test::Any => true,
            Test::Namespace(ns) => ns == uri,
            Test::Name(ns, name) => name == local && ns == uri,
        }
    }

    fn parse(step: &str) -> Option<Test> {
        let step = step.trim();
        if step == "*" {
            return Some(Test::Any);
        }
        let (uri, local) = match step.strip_prefix('{') {
            Some(rest) => rest.split_once('}')?,
            None => ("", step),
        };
        match local {
            "" => None,
            "*" => Some(Test::Namespace(uri.to_owned())),
            _ => Some(Test::Name(uri.to_owned(), local.to_owned())),
        }
    }
}

impl Route {
    /// Whether a chain of names below the starting element ends where this route leads.
    pub(crate) fn fits<'n>(&self, names: &[(&'n str, &'n str)]) -> bool {
        let length = self.steps.len();
        let reaches = match self.any_depth {
            true => names.len() >= length,
            false => names.len() == length,
        };
        reaches
            && names[names.len() - length..]
                .iter()
                .zip(&self.steps)
                .all(|((uri, local), test)| test.fits(uri, local))
    }

    fn parse(path: &str) -> Option<Route> {
        let mut route = Route::default();
        let path = path.trim();
        let rest = match path.strip_prefix('.').map(str::trim_start) {
            Some(rest) if rest.starts_with("//") => {
                route.any_depth = true;
                &rest[2..]
            }
            _ => path,
        };
        let mut steps = split(rest, '/').into_iter().peekable();
        while let Some(step) = steps.next() {
            let step = step.trim();
            let step = step.strip_prefix("child::").unwrap_or(step);
            let attribute = step
                .strip_prefix('@')
                .or_else(|| step.strip_prefix("attribute::"));
            match attribute {
                _ if step == "." => {}
                Some(name) if steps.peek().is_none() => route.attribute = Some(Test::parse(name)?),
                Some(_) => return None,
                None => route.steps.push(Test::parse(step)?),
            }
        }
        Some(route)
    }
}

/// Splits a path at a character, but for those in namespaces, which stand in braces.
fn split(path: &str, separator: char) -> Vec<&str> {
    let mut braces = 0;
    path.split(|c| {
        match c {
            '{' => braces += 1,
            '}' => braces -= 1,
            _ => {}
        }
        c == separator && braces == 0
    })
    .collect()
}

/// The alternatives of a path.
fn routes(path: &str) -> Option<Vec<Route>> {
    split(path, '|').into_iter().map(Route::parse).collect()
}

impl Constraints {
    pub(super) fn new(element: &Element) -> Constraints {
        let mut constraints = Constraints {
            list: Vec::new(),
            broken: None,
        };
        for constraint in &element.constraints {
            match Constraint::new(constraint) {
                Some(made) => constraints.list.push(made),
                None => {
                    let path = format!("{} {:?}", constraint.selector, constraint.fields);
                    constraints.broken = Some(format!("the path of a constraint: {path}"));
                }
            }
        }
        constraints
    }

    /// Whether all paths could be taken apart.
    pub(super) fn check(&self) -> Result<(), String> {
        self.broken.clone().map_or(Ok(()), Err)
    }
}

impl Constraint {
    fn new(constraint: &IdentityConstraint) -> Option<Constraint> {
        let IdentityConstraint {
            kind,
            name,
            refer,
            selector,
            fields,
        } = constraint;
        let bare = |path: &String| {
            // Namespaces are long and say little to people.
            let mut out = String::new();
            let mut inside = false;
            for c in path.chars() {
                match c {
                    '{' => inside = true,
                    '}' => inside = false,
                    c if !inside => out.push(c),
                    _ => {}
                }
            }
            out
        };
        let shown = fields.iter().map(bare).collect::<Vec<_>>().join(", ");
        Some(Constraint {
            kind: *kind,
            name: name.clone(),
            refer: refer.clone(),
            selector: routes(selector)?,
            fields: fields.iter().map(|f| routes(f)).collect::<Option<_>>()?,
            shown: format!("{} ({}: {shown})", name.local, bare(selector)),
        })
    }
}
