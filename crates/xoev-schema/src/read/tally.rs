//! Components counted by their tags and in the parsed schema: both must agree.

use xsd_parser::models::schema::xs::{
    AttributeGroupTypeContent, AttributeType, ComplexBaseType, ComplexBaseTypeContent,
    ComplexContentContent, ElementType, ElementTypeContent, ExtensionTypeContent, GroupType,
    GroupTypeContent, RedefineContent, Restriction, RestrictionContent, RestrictionTypeContent,
    Schema, SchemaContent, SimpleBaseType, SimpleBaseTypeContent, SimpleContentContent,
};

use super::vocabulary;
use crate::count::Definitions;

/// Numbers of components in one document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// The definitions that the resolved model has to account for.
    pub(crate) definitions: Definitions,
    /// Global attributes.
    pub(crate) attributes: usize,
    local_elements: usize,
    local_attributes: usize,
    groups: usize,
    attribute_groups: usize,
    wildcards: usize,
    facets: usize,
    annotations: usize,
    compositors: usize,
    constraints: usize,
}

impl Tally {
    /// All counts with their names.
    pub(crate) fn named(&self) -> impl Iterator<Item = (&'static str, usize)> {
        self.definitions.named().into_iter().chain([
            ("global attributes", self.attributes),
            ("local elements", self.local_elements),
            ("local attributes", self.local_attributes),
            ("groups and references to them", self.groups),
            (
                "attribute groups and references to them",
                self.attribute_groups,
            ),
            ("wildcards", self.wildcards),
            ("facets", self.facets),
            ("annotations", self.annotations),
            ("sequences, choices and alls", self.compositors),
            ("identity constraints", self.constraints),
        ])
    }

    /// Counts a start tag of XML Schema.
    pub(super) fn tag(&mut self, parent: Option<&str>, name: &str) {
        let global = matches!(parent, Some("schema" | "redefine"));
        let counts = &mut self.definitions;
        *match (name, global) {
            ("simpleType", true) => &mut counts.simple_types,
            ("simpleType", false) => &mut counts.anonymous_simple_types,
            ("complexType", true) => &mut counts.complex_types,
            ("complexType", false) => &mut counts.anonymous_complex_types,
            ("element", true) => &mut counts.elements,
            ("element", false) => &mut self.local_elements,
            ("attribute", true) => &mut self.attributes,
            ("attribute", false) => &mut self.local_attributes,
            ("group", _) => &mut self.groups,
            ("attributeGroup", _) => &mut self.attribute_groups,
            ("any" | "anyAttribute", _) => &mut self.wildcards,
            ("annotation", _) => &mut self.annotations,
            ("sequence" | "choice" | "all", _) => &mut self.compositors,
            ("key" | "keyref" | "unique", _) => &mut self.constraints,
            _ if vocabulary::is_facet(name) => &mut self.facets,
            _ => return,
        } += 1;
    }

    /// Counts the components of a parsed schema.
    pub(super) fn of(schema: &Schema) -> Tally {
        let mut tally = Tally::default();
        for content in &schema.content {
            match content {
                SchemaContent::SimpleType(ty) => tally.global_simple(ty),
                SchemaContent::ComplexType(ty) => tally.global_complex(ty),
                SchemaContent::Group(group) => tally.group(group),
                SchemaContent::AttributeGroup(group) => tally.attribute_group(&group.content),
                SchemaContent::Element(element) => {
                    tally.definitions.elements += 1;
                    tally.element(element);
                }
                SchemaContent::Attribute(attribute) => {
                    tally.attributes += 1;
                    tally.attribute(attribute);
                }
                SchemaContent::Redefine(redefine) => {
                    for content in &redefine.content {
                        match content {
                            RedefineContent::SimpleType(ty) => tally.global_simple(ty),
                            RedefineContent::ComplexType(ty) => tally.global_complex(ty),
                            RedefineContent::Group(group) => tally.group(group),
                            RedefineContent::AttributeGroup(group) => {
                                tally.attribute_group(&group.content);
                            }
                            RedefineContent::Annotation(_) => tally.annotations += 1,
                        }
                    }
                }
                SchemaContent::Annotation(_) => tally.annotations += 1,
                SchemaContent::Include(x) => tally.annotated(x.annotation.is_some()),
                SchemaContent::Import(x) => tally.annotated(x.annotation.is_some()),
                SchemaContent::Notation(x) => tally.annotated(x.annotation.is_some()),
                SchemaContent::Override(_) | SchemaContent::DefaultOpenContent(_) => {}
            }
        }
        tally
    }

    fn annotated(&mut self, is: bool) {
        self.annotations += usize::from(is);
    }

    fn global_simple(&mut self, ty: &SimpleBaseType) {
        self.definitions.simple_types += 1;
        self.simple(ty);
    }

    fn global_complex(&mut self, ty: &ComplexBaseType) {
        self.definitions.complex_types += 1;
        self.complex(ty);
    }

    fn anonymous_simple(&mut self, ty: &SimpleBaseType) {
        self.definitions.anonymous_simple_types += 1;
        self.simple(ty);
    }

    fn anonymous_complex(&mut self, ty: &ComplexBaseType) {
        self.definitions.anonymous_complex_types += 1;
        self.complex(ty);
    }

    fn simple(&mut self, ty: &SimpleBaseType) {
        for content in &ty.content {
            match content {
                SimpleBaseTypeContent::Annotation(_) => self.annotations += 1,
                SimpleBaseTypeContent::Restriction(restriction) => self.restriction(restriction),
                SimpleBaseTypeContent::List(list) => {
                    self.annotated(list.annotation.is_some());
                    list.simple_type
                        .iter()
                        .for_each(|ty| self.anonymous_simple(ty));
                }
                SimpleBaseTypeContent::Union(union) => {
                    self.annotated(union.annotation.is_some());
                    union
                        .simple_type
                        .iter()
                        .for_each(|ty| self.anonymous_simple(ty));
                }
            }
        }
    }

    fn restriction(&mut self, restriction: &Restriction) {
        for content in &restriction.content {
            match content {
                RestrictionContent::Annotation(_) => self.annotations += 1,
                RestrictionContent::SimpleType(ty) => self.anonymous_simple(ty),
                RestrictionContent::Facet(facet) => self.facet(facet),
            }
        }
    }

    fn facet(&mut self, facet: &xsd_parser::models::schema::xs::Facet) {
        use xsd_parser::models::schema::xs::Facet as F;
        self.facets += 1;
        match facet {
            F::MinExclusive(f)
            | F::MinInclusive(f)
            | F::MaxExclusive(f)
            | F::MaxInclusive(f)
            | F::TotalDigits(f)
            | F::FractionDigits(f)
            | F::Length(f)
            | F::MinLength(f)
            | F::MaxLength(f)
            | F::Enumeration(f)
            | F::WhiteSpace(f)
            | F::Pattern(f)
            | F::ExplicitTimezone(f) => self.annotated(f.annotation.is_some()),
            F::Assertion(f) => self.annotated(f.annotation.is_some()),
        }
    }

    fn complex(&mut self, ty: &ComplexBaseType) {
        use ComplexBaseTypeContent as C;
        for content in &ty.content {
            match content {
                C::Annotation(_) => self.annotations += 1,
                C::SimpleContent(simple) => {
                    for content in &simple.content {
                        match content {
                            SimpleContentContent::Annotation(_) => self.annotations += 1,
                            SimpleContentContent::Restriction(r) => self.restricted(&r.content),
                            SimpleContentContent::Extension(e) => self.extended(&e.content),
                        }
                    }
                }
                C::ComplexContent(complex) => {
                    for content in &complex.content {
                        match content {
                            ComplexContentContent::Annotation(_) => self.annotations += 1,
                            ComplexContentContent::Restriction(r) => self.restricted(&r.content),
                            ComplexContentContent::Extension(e) => self.extended(&e.content),
                        }
                    }
                }
                C::Group(group) => self.group(group),
                C::All(group) | C::Choice(group) | C::Sequence(group) => self.compositor(group),
                C::Attribute(attribute) => self.local_attribute(attribute),
                C::AttributeGroup(group) => self.attribute_group(&group.content),
                C::AnyAttribute(any) => self.wildcard(any.annotation.is_some()),
                C::OpenContent(_) | C::Assert(_) => {}
            }
        }
    }

    fn restricted(&mut self, content: &[RestrictionTypeContent]) {
        use RestrictionTypeContent as C;
        for content in content {
            match content {
                C::Annotation(_) => self.annotations += 1,
                C::Group(group) => self.group(group),
                C::All(group) | C::Choice(group) | C::Sequence(group) => self.compositor(group),
                C::SimpleType(ty) => self.anonymous_simple(ty),
                C::Facet(facet) => self.facet(facet),
                C::Attribute(attribute) => self.local_attribute(attribute),
                C::AttributeGroup(group) => self.attribute_group(&group.content),
                C::AnyAttribute(any) => self.wildcard(any.annotation.is_some()),
                C::OpenContent(_) | C::Assert(_) => {}
            }
        }
    }

    fn extended(&mut self, content: &[ExtensionTypeContent]) {
        use ExtensionTypeContent as C;
        for content in content {
            match content {
                C::Annotation(_) => self.annotations += 1,
                C::Group(group) => self.group(group),
                C::All(group) | C::Choice(group) | C::Sequence(group) => self.compositor(group),
                C::Attribute(attribute) => self.local_attribute(attribute),
                C::AttributeGroup(group) => self.attribute_group(&group.content),
                C::AnyAttribute(any) => self.wildcard(any.annotation.is_some()),
                C::OpenContent(_) | C::Assert(_) => {}
            }
        }
    }

    fn wildcard(&mut self, annotated: bool) {
        self.wildcards += 1;
        self.annotated(annotated);
    }

    fn group(&mut self, group: &GroupType) {
        self.groups += 1;
        self.members(group);
    }

    fn compositor(&mut self, group: &GroupType) {
        self.compositors += 1;
        self.members(group);
    }

    fn members(&mut self, group: &GroupType) {
        for content in &group.content {
            match content {
                GroupTypeContent::Annotation(_) => self.annotations += 1,
                GroupTypeContent::Element(element) => {
                    self.local_elements += 1;
                    self.element(element);
                }
                GroupTypeContent::Group(group) => self.group(group),
                GroupTypeContent::All(group)
                | GroupTypeContent::Choice(group)
                | GroupTypeContent::Sequence(group) => self.compositor(group),
                GroupTypeContent::Any(any) => self.wildcard(any.annotation.is_some()),
            }
        }
    }

    fn element(&mut self, element: &ElementType) {
        for content in &element.content {
            match content {
                ElementTypeContent::Annotation(_) => self.annotations += 1,
                ElementTypeContent::SimpleType(ty) => self.anonymous_simple(ty),
                ElementTypeContent::ComplexType(ty) => self.anonymous_complex(ty),
                ElementTypeContent::Unique(key) | ElementTypeContent::Key(key) => {
                    self.constraints += 1;
                    let Some(content) = &key.content else {
                        continue;
                    };
                    self.annotated(content.annotation.is_some());
                    self.annotated(content.selector.annotation.is_some());
                    content
                        .field
                        .iter()
                        .for_each(|f| self.annotated(f.annotation.is_some()));
                }
                ElementTypeContent::Keyref(key) => {
                    self.constraints += 1;
                    let Some(content) = &key.content else {
                        continue;
                    };
                    self.annotated(content.annotation.is_some());
                    self.annotated(content.selector.annotation.is_some());
                    content
                        .field
                        .iter()
                        .for_each(|f| self.annotated(f.annotation.is_some()));
                }
                ElementTypeContent::Alternative(_) => {}
            }
        }
    }

    fn local_attribute(&mut self, attribute: &AttributeType) {
        self.local_attributes += 1;
        self.attribute(attribute);
    }

    fn attribute(&mut self, attribute: &AttributeType) {
        self.annotated(attribute.annotation.is_some());
        attribute
            .simple_type
            .iter()
            .for_each(|ty| self.anonymous_simple(ty));
    }

    fn attribute_group(&mut self, content: &[AttributeGroupTypeContent]) {
        self.attribute_groups += 1;
        for content in content {
            match content {
                AttributeGroupTypeContent::Annotation(_) => self.annotations += 1,
                AttributeGroupTypeContent::Attribute(attribute) => self.local_attribute(attribute),
                AttributeGroupTypeContent::AttributeGroup(group) => {
                    self.attribute_group(&group.content);
                }
                AttributeGroupTypeContent::AnyAttribute(any) => {
                    self.wildcard(any.annotation.is_some());
                }
            }
        }
    }
}
