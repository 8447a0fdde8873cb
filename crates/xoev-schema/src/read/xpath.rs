//! The XPaths of identity constraints, with prefixes replaced by namespaces.

/// Replaces every `prefix:` before a name by `{uri}`.
pub(super) fn expand(
    path: &str,
    namespace_of: impl Fn(&str) -> Option<String>,
) -> Result<String, String> {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(c) = rest.chars().next() {
        if !is_name_character(c) || c == '.' {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let length = rest.find(|c| !is_name_character(c)).unwrap_or(rest.len());
        let (name, after) = rest.split_at(length);
        match after.strip_prefix(':') {
            // An axis, such as `child::`.
            Some(local) if local.starts_with(':') => {
                out.push_str(name);
                out.push_str("::");
                rest = &local[1..];
            }
            Some(local) => {
                let uri = namespace_of(name)
                    .ok_or_else(|| format!("the prefix {name} in {path} is not declared"))?;
                out.push('{');
                out.push_str(&uri);
                out.push('}');
                let length = local.find(|c| !is_name_character(c)).unwrap_or(local.len());
                out.push_str(&local[..length]);
                rest = &local[length..];
            }
            None => {
                out.push_str(name);
                rest = after;
            }
        }
    }
    Ok(out)
}

fn is_name_character(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}
