//! The elements and attributes of XML Schema 1.0, and those of 1.1 that are turned away.

/// What XML Schema says about an element name in its own namespace.
pub(super) enum Word {
    /// An element of XML Schema 1.0 with the attributes it may bear besides `id`.
    Known(&'static [&'static str]),
    /// An element of XML Schema 1.1 only.
    Later,
    /// No element of XML Schema.
    Unknown,
}

/// Looks an element of the XML Schema namespace up.
pub(super) fn element(name: &str) -> Word {
    const OCCURS: &[&str] = &["minOccurs", "maxOccurs"];
    const FACET: &[&str] = &["value", "fixed"];
    Word::Known(match name {
        "schema" => &[
            "targetNamespace",
            "version",
            "finalDefault",
            "blockDefault",
            "attributeFormDefault",
            "elementFormDefault",
        ],
        "include" | "redefine" => &["schemaLocation"],
        "import" => &["namespace", "schemaLocation"],
        "annotation" | "simpleContent" => &[],
        "appinfo" | "documentation" => &["source"],
        "simpleType" => &["name", "final"],
        "complexType" => &["name", "mixed", "abstract", "final", "block"],
        "restriction" | "extension" => &["base"],
        "list" => &["itemType"],
        "union" => &["memberTypes"],
        "complexContent" => &["mixed"],
        "group" => &["name", "ref", "minOccurs", "maxOccurs"],
        "all" | "choice" | "sequence" => OCCURS,
        "element" => &[
            "name",
            "ref",
            "type",
            "substitutionGroup",
            "minOccurs",
            "maxOccurs",
            "default",
            "fixed",
            "nillable",
            "abstract",
            "final",
            "block",
            "form",
        ],
        "attribute" => &["name", "ref", "type", "use", "default", "fixed", "form"],
        "attributeGroup" => &["name", "ref"],
        "any" => &["namespace", "processContents", "minOccurs", "maxOccurs"],
        "anyAttribute" => &["namespace", "processContents"],
        "unique" | "key" => &["name"],
        "keyref" => &["name", "refer"],
        "selector" | "field" => &["xpath"],
        "notation" => &["name", "public", "system"],
        _ if is_facet(name) => FACET,
        "assert" | "assertion" | "alternative" | "openContent" | "defaultOpenContent"
        | "override" | "explicitTimezone" => return Word::Later,
        _ => return Word::Unknown,
    })
}

/// Whether XML Schema allows an element within another one; `outer` is the one around that.
///
/// The parser does not mind elements in wrong places, but then leaves out what follows them.
pub(super) fn may_contain(outer: Option<&str>, parent: &str, child: &str) -> bool {
    if child == "annotation" {
        return !matches!(parent, "annotation" | "appinfo" | "documentation");
    }
    let is_type = matches!(child, "simpleType" | "complexType");
    let is_group = matches!(child, "group" | "attributeGroup");
    let is_model = matches!(child, "group" | "all" | "choice" | "sequence");
    let is_attribute = matches!(child, "attribute" | "attributeGroup" | "anyAttribute");
    match parent {
        "schema" => {
            let refers = matches!(child, "include" | "import" | "redefine");
            refers || is_type || is_group || matches!(child, "element" | "attribute" | "notation")
        }
        "redefine" => is_type || is_group,
        "annotation" => matches!(child, "appinfo" | "documentation"),
        "simpleType" => matches!(child, "restriction" | "list" | "union"),
        "restriction" => match outer {
            Some("simpleType") => child == "simpleType" || is_facet(child),
            Some("simpleContent") => child == "simpleType" || is_facet(child) || is_attribute,
            _ => is_model || is_attribute,
        },
        "extension" => is_attribute || (is_model && outer != Some("simpleContent")),
        "list" | "union" | "attribute" => child == "simpleType",
        "complexType" => {
            is_model || is_attribute || matches!(child, "simpleContent" | "complexContent")
        }
        "simpleContent" | "complexContent" => matches!(child, "restriction" | "extension"),
        "group" => is_model && child != "group",
        "all" => child == "element",
        "choice" | "sequence" => matches!(child, "element" | "any") || (is_model && child != "all"),
        "element" => is_type || matches!(child, "key" | "keyref" | "unique"),
        "attributeGroup" => is_attribute,
        "key" | "keyref" | "unique" => matches!(child, "selector" | "field"),
        _ => false,
    }
}

/// Whether this is a facet of a simple type.
pub(super) fn is_facet(name: &str) -> bool {
    matches!(
        name,
        "length"
            | "minLength"
            | "maxLength"
            | "pattern"
            | "enumeration"
            | "whiteSpace"
            | "minInclusive"
            | "maxInclusive"
            | "minExclusive"
            | "maxExclusive"
            | "totalDigits"
            | "fractionDigits"
    )
}

/// Whether this attribute came with XML Schema 1.1.
pub(super) fn is_later_attribute(element: &str, attribute: &str) -> bool {
    match attribute {
        "defaultAttributes"
        | "defaultAttributesApply"
        | "xpathDefaultNamespace"
        | "notNamespace"
        | "notQName"
        | "inheritable" => true,
        "targetNamespace" => matches!(element, "element" | "attribute"),
        "ref" => matches!(element, "key" | "unique" | "keyref"),
        _ => false,
    }
}

/// Whether white space in the value counts, so that it must not be collapsed.
pub(super) fn is_verbatim(attribute: &str) -> bool {
    matches!(
        attribute,
        "value" | "default" | "fixed" | "xpath" | "public" | "system" | "source"
    )
}
