//! Codes: a key from a code list, as `xoev-code.xsd` has it.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};

use crate::builtin::{AnyUri, NormalizedString, Token};
use crate::code_list::CodeList;
use crate::name::{NO_NAMESPACE, Namespace, TypeName};
use crate::rule::Rule;
use crate::simple::{Fault, WhiteSpace};
use crate::text::{Text as _, TextRules, enumeration_fault};

/// A code: the key, perhaps a name, and perhaps URI and version of the list that the key is from.
///
/// What is absent from the message stays absent, and attributes that the schema fixes take no
/// memory, whether they are written or not.
#[derive(Clone)]
pub struct Code {
    info: &'static CodeInfo,
    /// Key, name, URI and version one after the other: one allocation for all.
    text: Box<str>,
    key_end: u32,
    name_end: u32,
    uri_end: u32,
    has_name: bool,
    uri: Presence,
    version: Presence,
}

const _: () = assert!(size_of::<Code>() <= 64);

/// Whether an attribute is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Presence {
    Absent,
    /// Written, with the value that the schema fixes.
    Fixed,
    /// Written, with a value of its own.
    Own,
}

/// What a code type of a schema asks. Made by [`code_type!`](crate::code_type).
#[derive(Debug)]
pub struct CodeInfo {
    /// Name of the type, for messages.
    pub name: &'static str,
    /// The attribute `listURI`.
    pub list_uri: AttributeRule,
    /// The attribute `listVersionID`.
    pub list_version: AttributeRule,
    /// The child element `name`.
    pub name_child: Occurs,
    /// What keys must be, besides the enumeration.
    pub key: &'static TextRules,
    /// Whether the schema enumerates the keys: then they must be in `list`.
    pub closed: bool,
    /// The list, if it is known.
    pub list: Option<&'static CodeList>,
    /// Namespace of the children `code` and `name`.
    pub children: &'static Namespace,
    /// Name of the type in its schema.
    pub type_name: TypeName,
}

/// What the schema says about an attribute of a code type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeRule {
    /// Not allowed.
    Absent,
    /// Any value, or absent.
    Optional,
    /// Any value.
    Required,
    /// This value, or absent; absent means this value too.
    OptionalFixed(&'static str),
    /// This value.
    RequiredFixed(&'static str),
}

/// Whether a part may or must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occurs {
    /// Not allowed.
    Absent,
    /// Allowed.
    Optional,
    /// Required.
    Required,
}

/// A part of a code, to tell where a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodePart {
    /// The child element `code`.
    Key,
    /// The child element `name`.
    Name,
    /// The attribute `listURI`.
    ListUri,
    /// The attribute `listVersionID`.
    ListVersion,
}

impl AttributeRule {
    /// The value that the schema fixes.
    pub const fn fixed(self) -> Option<&'static str> {
        match self {
            AttributeRule::OptionalFixed(value) | AttributeRule::RequiredFixed(value) => {
                Some(value)
            }
            _ => None,
        }
    }

    /// Checks a value, white space handled, and says how to keep it.
    fn check(self, rules: &TextRules, what: &str, value: Option<&str>) -> Result<Presence, Fault> {
        let Some(value) = value else {
            return match self {
                AttributeRule::Required | AttributeRule::RequiredFixed(_) => Err(Fault::new(
                    Rule::AttributeMissing,
                    format!("attribute {what}"),
                    "",
                )),
                _ => Ok(Presence::Absent),
            };
        };
        match self {
            AttributeRule::Absent => {
                let expected = format!("no attribute {what}");
                Err(Fault::new(Rule::AttributeUnexpected, expected, value))
            }
            AttributeRule::OptionalFixed(fixed) | AttributeRule::RequiredFixed(fixed) => {
                if value == fixed {
                    return Ok(Presence::Fixed);
                }
                rules.check(value)?;
                Err(Fault::new(
                    Rule::AttributeFixed,
                    format!("{fixed} as {what}"),
                    value,
                ))
            }
            AttributeRule::Optional | AttributeRule::Required => {
                rules.check(value)?;
                Ok(Presence::Own)
            }
        }
    }

    /// The value of this attribute in a code that a program makes.
    fn filled(self, known: Option<&'static str>) -> Option<&'static str> {
        match self {
            AttributeRule::Absent | AttributeRule::Optional => None,
            AttributeRule::Required => known,
            AttributeRule::OptionalFixed(value) | AttributeRule::RequiredFixed(value) => {
                Some(value)
            }
        }
    }
}

impl CodeInfo {
    /// Any code: the type `Code` of `xoev-code.xsd`.
    pub const ANY: CodeInfo = CodeInfo {
        name: "Code",
        list_uri: AttributeRule::Optional,
        list_version: AttributeRule::Optional,
        name_child: Occurs::Optional,
        key: Token::RULES,
        closed: false,
        list: None,
        children: &NO_NAMESPACE,
        type_name: TypeName::ANONYMOUS,
    };

    fn check_key(&self, key: &str) -> Result<(), Fault> {
        self.key.check(key)?;
        match self.list {
            Some(list) if self.closed && !list.contains(key) => {
                let keys = list.rows().iter().map(|(known, _)| *known);
                Err(enumeration_fault(self.name, keys, key))
            }
            _ => Ok(()),
        }
    }

    fn check_name(&self, name: Option<&str>) -> Result<(), Fault> {
        match (self.name_child, name) {
            (Occurs::Absent, Some(name)) => Err(Fault::new(
                Rule::ElementUnexpected,
                "no child element name",
                name,
            )),
            (Occurs::Required, None) => {
                Err(Fault::new(Rule::ElementMissing, "child element name", ""))
            }
            (_, Some(name)) => NormalizedString::RULES.check(name),
            (_, None) => Ok(()),
        }
    }
}

impl Code {
    /// A code from its parts as they stand in a message, references resolved; white space is
    /// handled here. Everything that the type asks is checked.
    ///
    /// # Errors
    ///
    /// The first part that is wrong, and why.
    pub fn from_parts_placed(
        info: &'static CodeInfo,
        key: &str,
        name: Option<&str>,
        list_uri: Option<&str>,
        list_version: Option<&str>,
    ) -> Result<Code, (CodePart, Fault)> {
        let (uri, version) = normalized(list_uri, list_version);
        let (uri, version) = (uri.as_deref(), version.as_deref());
        let key = info.key.white_space.apply(key);
        let name = name.map(|n| WhiteSpace::Replace.apply(n));
        let name = name.as_deref();

        let uri_kept = info
            .list_uri
            .check(AnyUri::RULES, "listURI", uri)
            .map_err(|f| (CodePart::ListUri, f))?;
        let version_kept = info
            .list_version
            .check(NormalizedString::RULES, "listVersionID", version)
            .map_err(|f| (CodePart::ListVersion, f))?;
        info.check_key(&key).map_err(|f| (CodePart::Key, f))?;
        info.check_name(name).map_err(|f| (CodePart::Name, f))?;
        Code::pack(info, &key, name, (uri_kept, uri), (version_kept, version))
            .map_err(|f| (CodePart::Key, f))
    }

    /// As [`Code::from_parts_placed`], without the place of the fault.
    ///
    /// # Errors
    ///
    /// The first part that is wrong.
    pub fn from_parts(
        info: &'static CodeInfo,
        key: &str,
        name: Option<&str>,
        list_uri: Option<&str>,
        list_version: Option<&str>,
    ) -> Result<Code, Fault> {
        Code::from_parts_placed(info, key, name, list_uri, list_version).map_err(|(_, f)| f)
    }

    /// A code of a type that a program makes: attributes that the schema fixes are filled in, and
    /// required ones as far as the list is known.
    ///
    /// # Errors
    ///
    /// If the key is not allowed, or an attribute is required and nothing is known about it.
    pub fn with_key(info: &'static CodeInfo, key: &str) -> Result<Code, Fault> {
        Code::from_parts(info, key, None, info.known_uri(), info.known_version())
    }

    /// As [`Code::with_key`], with the version of the list.
    ///
    /// # Errors
    ///
    /// As [`Code::with_key`]; also if the schema fixes another version or allows none.
    pub fn with_version(info: &'static CodeInfo, key: &str, version: &str) -> Result<Code, Fault> {
        Code::from_parts(info, key, None, info.known_uri(), Some(version))
    }

    /// A code from a row of the list of its type: nothing is left to check.
    pub fn from_row(info: &'static CodeInfo, key: &'static str) -> Code {
        let kept = |rule: AttributeRule, value: Option<&str>| match value {
            None => Presence::Absent,
            Some(_) if rule.fixed().is_some() => Presence::Fixed,
            Some(_) => Presence::Own,
        };
        let (uri, version) = (info.known_uri(), info.known_version());
        let uri = (kept(info.list_uri, uri), uri);
        let version = (kept(info.list_version, version), version);
        // Only texts of more than four gigabytes can't be packed.
        Code::pack(info, key, None, uri, version).unwrap_or_else(|_| Code::empty(info))
    }

    fn empty(info: &'static CodeInfo) -> Code {
        Code {
            info,
            text: "".into(),
            key_end: 0,
            name_end: 0,
            uri_end: 0,
            has_name: false,
            uri: Presence::Absent,
            version: Presence::Absent,
        }
    }

    fn pack(
        info: &'static CodeInfo,
        key: &str,
        name: Option<&str>,
        (uri, uri_text): (Presence, Option<&str>),
        (version, version_text): (Presence, Option<&str>),
    ) -> Result<Code, Fault> {
        let own = |presence, text: Option<&'_ str>| match presence {
            Presence::Own => text.unwrap_or_default().len(),
            _ => 0,
        };
        let lengths = [
            key.len(),
            name.unwrap_or_default().len(),
            own(uri, uri_text),
            own(version, version_text),
        ];
        let mut text = String::with_capacity(lengths.iter().sum());
        text.push_str(key);
        let key_end = offset(&text)?;
        text.push_str(name.unwrap_or_default());
        let name_end = offset(&text)?;
        if uri == Presence::Own {
            text.push_str(uri_text.unwrap_or_default());
        }
        let uri_end = offset(&text)?;
        if version == Presence::Own {
            text.push_str(version_text.unwrap_or_default());
        }
        let has_name = name.is_some();
        Ok(Code {
            info,
            text: text.into(),
            key_end,
            name_end,
            uri_end,
            has_name,
            uri,
            version,
        })
    }

    fn slice(&self, from: u32, to: u32) -> &str {
        self.text
            .get(from as usize..to as usize)
            .unwrap_or_default()
    }

    /// What the type of this code asks.
    pub fn info(&self) -> &'static CodeInfo {
        self.info
    }

    /// The key: the child element `code`.
    pub fn key(&self) -> &str {
        self.slice(0, self.key_end)
    }

    /// The child element `name`.
    pub fn name(&self) -> Option<&str> {
        self.has_name
            .then(|| self.slice(self.key_end, self.name_end))
    }

    /// URI of the list, also if the schema fixes it and it is not written.
    pub fn list_uri(&self) -> Option<&str> {
        self.written_list_uri().or(self.info.list_uri.fixed())
    }

    /// Version of the list, also if the schema fixes it and it is not written.
    pub fn list_version(&self) -> Option<&str> {
        self.written_list_version()
            .or(self.info.list_version.fixed())
    }

    /// The attribute `listURI` as it is written.
    pub fn written_list_uri(&self) -> Option<&str> {
        match self.uri {
            Presence::Absent => None,
            Presence::Fixed => self.info.list_uri.fixed(),
            Presence::Own => Some(self.slice(self.name_end, self.uri_end)),
        }
    }

    /// The attribute `listVersionID` as it is written.
    pub fn written_list_version(&self) -> Option<&str> {
        match self.version {
            Presence::Absent => None,
            Presence::Fixed => self.info.list_version.fixed(),
            Presence::Own => Some(self.text.get(self.uri_end as usize..).unwrap_or_default()),
        }
    }

    /// The list of the type, if it is known.
    pub fn list(&self) -> Option<&'static CodeList> {
        self.info.list
    }

    /// What the key means, as far as the list is known. Where the code names another version of
    /// the list than the known one, the label is that of the known version.
    pub fn label(&self) -> Option<&'static str> {
        self.info.list.and_then(|list| list.label(self.key()))
    }

    /// The same code with a name.
    ///
    /// # Errors
    ///
    /// If the type has no name, or the text is no name.
    pub fn named(&self, name: &str) -> Result<Code, Fault> {
        let (uri, version) = (self.written_list_uri(), self.written_list_version());
        Code::from_parts(self.info, self.key(), Some(name), uri, version)
    }

    fn written(&self) -> [Option<&str>; 4] {
        let (uri, version) = (self.written_list_uri(), self.written_list_version());
        [Some(self.key()), self.name(), uri, version]
    }
}

/// The attributes with their white space handled.
fn normalized<'a>(
    list_uri: Option<&'a str>,
    list_version: Option<&'a str>,
) -> (Option<Cow<'a, str>>, Option<Cow<'a, str>>) {
    let uri = list_uri.map(|u| WhiteSpace::Collapse.apply(u));
    let version = list_version.map(|v| WhiteSpace::Replace.apply(v));
    (uri, version)
}

impl CodeInfo {
    /// Checks the attributes of a code that has no content.
    pub(crate) fn check_attributes(
        &self,
        list_uri: Option<&str>,
        list_version: Option<&str>,
    ) -> Result<(), Fault> {
        let (uri, version) = normalized(list_uri, list_version);
        self.list_uri
            .check(AnyUri::RULES, "listURI", uri.as_deref())?;
        self.list_version
            .check(NormalizedString::RULES, "listVersionID", version.as_deref())?;
        Ok(())
    }

    fn known_uri(&self) -> Option<&'static str> {
        self.list_uri.filled(self.list.map(CodeList::uri))
    }

    fn known_version(&self) -> Option<&'static str> {
        self.list_version.filled(self.list.map(CodeList::version))
    }
}

fn offset(text: &str) -> Result<u32, Fault> {
    u32::try_from(text.len())
        .map_err(|_| Fault::new(Rule::Limit, "a code of less than four gigabytes", text))
}

impl PartialEq for Code {
    fn eq(&self, other: &Code) -> bool {
        self.written() == other.written()
    }
}

impl Eq for Code {}

impl Hash for Code {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.written().hash(state);
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(self.info.name)
            .field("key", &self.key())
            .field("name", &self.name())
            .field("list_uri", &self.written_list_uri())
            .field("list_version", &self.written_list_version())
            .finish()
    }
}

/// The label, or else the name, or else the key.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label().or(self.name()).unwrap_or(self.key()))
    }
}
