//! The escapes of the tables of literals.

/// Resolves `\u{...}` and `\\`.
pub(crate) fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        rest = match after.strip_prefix("u{").and_then(|a| a.split_once('}')) {
            Some((digits, rest)) => {
                let code = u32::from_str_radix(digits, 16).expect("digits");
                out.push(char::from_u32(code).expect("character"));
                rest
            }
            None => {
                out.push('\\');
                after.strip_prefix('\\').expect("escape")
            }
        };
    }
    out + rest
}
