//! The rules about codes: the right list (S010), a known key (S011), the right name.
//!
//! A code is read as it goes by: its attributes at its start, its key and name from its children.

use xoev_validator::{End, Start, Text};

use crate::code_list::{CodeKeys, KeyAnswer, ListAnswer};
use crate::code_plan::{CodePlan, Named};
use crate::engine::{At, Code, Context};
use crate::finding::Says;

/// Longest key or name that is looked at, in bytes.
const LONGEST: usize = 4096;

/// The code that is open.
#[derive(Debug, Default)]
pub(crate) struct CodeReader {
    /// How many elements were open with it; 0 if no code is.
    depth: usize,
    uri: Option<String>,
    version: Option<String>,
    key: Option<String>,
    name: Option<String>,
}

impl CodeReader {
    pub(crate) fn is_open(&self) -> bool {
        self.depth > 0
    }

    pub(crate) fn start(&mut self, start: &Start<'_>) {
        let attribute = |name| start.attribute(name).map(collapse);
        *self = CodeReader {
            depth: start.depth,
            uri: attribute("listURI"),
            version: attribute("listVersionID"),
            key: None,
            name: None,
        };
        if start.nil {
            self.depth = 0;
        }
    }

    pub(crate) fn end(
        &mut self,
        context: &mut Context<'_>,
        end: &End<'_>,
        plan: Option<&CodePlan>,
    ) {
        if end.depth == self.depth + 1 {
            let text = match end.text {
                Text::Whole(text) if text.len() <= LONGEST => Some(collapse(text)),
                Text::None | Text::Whole(_) | Text::Cut { .. } => None,
            };
            match end.name {
                "code" => self.key = text,
                "name" => self.name = text,
                _ => {}
            }
        } else if end.depth <= self.depth {
            if let Some(plan) = plan
                && end.depth == self.depth
            {
                self.check(context, plan);
            }
            self.depth = 0;
        }
    }

    fn check(&self, context: &mut Context<'_>, plan: &CodePlan) {
        let uri = attribute(context, "listURI", self.uri.as_deref(), &plan.uri);
        let version = attribute(
            context,
            "listVersionID",
            self.version.as_deref(),
            &plan.version,
        );
        let (Some(uri), Some(version), Some(key)) = (uri, version, self.key.as_deref()) else {
            return;
        };
        let list = (uri.value(), version.value());
        let column = plan.column.as_deref();
        if let Some(keys) = &plan.keys {
            let list = (list.0.unwrap_or_default(), list.1.unwrap_or_default());
            self.judge(context, key, list, keys.key(column, key), true);
            tell(context, key, list, column, keys.as_ref());
            return;
        }
        let (Some(uri), Some(version)) = list else {
            // Neither schema nor message say which list it is; that may be right.
            return;
        };
        let keys: &dyn CodeKeys = match plan.enumerated(uri, version) {
            Some(keys) => keys,
            None => match context.list(uri, Some(version)) {
                ListAnswer::NotLoaded => return,
                ListAnswer::Loaded(keys) => keys,
            },
        };
        let list = (uri, version);
        self.judge(context, key, list, keys.key(column, key), false);
        tell(context, key, list, column, keys);
    }

    fn judge(
        &self,
        context: &mut Context<'_>,
        key: &str,
        (uri, version): (&str, &str),
        answer: KeyAnswer<'_>,
        schema: bool,
    ) {
        match (answer, &self.name) {
            (KeyAnswer::Unknown, _) => {
                let expected = Says::new(
                    format!("ein Schlüssel der Liste {uri}, Version {version}"),
                    format!("a key of list {uri}, version {version}"),
                );
                if schema {
                    context.find_as_schema("S011", At::Here, expected, key);
                } else {
                    context.find("S011", At::Here, expected, key);
                }
            }
            (KeyAnswer::Known(Some(label)), Some(name)) if !name.is_empty() => {
                let label = collapse(label);
                if *name != label {
                    context.find("XOEV-CODE-NAME", At::Here, Says::value(label), name);
                }
            }
            (KeyAnswer::Known(_), _) => {}
        }
    }
}

/// Shows a known code to the checks that are about codes.
fn tell(
    context: &mut Context<'_>,
    key: &str,
    (uri, version): (&str, &str),
    column: Option<&str>,
    keys: &dyn CodeKeys,
) {
    let checks = context.memory.codes.clone();
    if checks.is_empty() {
        return;
    }
    let KeyAnswer::Known(label) = keys.key(column, key) else {
        return;
    };
    let code = Code {
        uri,
        version,
        key,
        label,
        column,
        keys,
    };
    for check in checks {
        check(context, &code);
    }
}

/// List or version of a code, after it was checked.
#[derive(Clone, Copy, Debug)]
enum Value<'a> {
    Known(&'a str),
    /// Left open by schema and message.
    Open,
}

impl<'a> Value<'a> {
    fn value(self) -> Option<&'a str> {
        match self {
            Value::Known(value) => Some(value),
            Value::Open => None,
        }
    }
}

/// Checks one of the two attributes; none if it is wrong.
fn attribute<'a>(
    context: &mut Context<'_>,
    name: &str,
    found: Option<&'a str>,
    named: &'a Named,
) -> Option<Value<'a>> {
    match (found, &named.value) {
        (Some(found), Some(value)) if found != value => {
            let expected = Says::value(format!("{name} {value}"));
            if named.fixed {
                context.find_as_schema("S010", At::Here, expected, found);
            } else {
                context.find("S010", At::Here, expected, found);
            }
            None
        }
        (None, Some(value)) if named.required => {
            let expected = Says::value(format!("{name} {value}"));
            context.find_as_schema("S010", At::Here, expected, "");
            None
        }
        (_, Some(value)) => Some(Value::Known(value)),
        (Some("") | None, None) if named.required => {
            let expected = Says::new(
                format!("{name} mit einem Wert"),
                format!("{name} with a value"),
            );
            // The schema asks for the attribute, though not for a value.
            match found {
                Some(_) => context.find("S010", At::Here, expected, ""),
                None => context.find_as_schema("S010", At::Here, expected, ""),
            }
            None
        }
        (Some("") | None, None) => Some(Value::Open),
        (Some(found), None) => Some(Value::Known(found)),
    }
}

/// Trims a text and makes one blank of white space in it: keys are tokens, and labels are
/// published with line breaks.
fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
