//! `MessageMetaData`: what is written on the outside of a message.
//!
//! It is made of the [`Parcel`] alone, besides business scenario, service profile, list of message
//! types and holding back, which are settings.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDateTime, SecondsFormat, TimeDelta, Utc};
use xoev_transport::{Address, Attachment, MessageKind, Parcel, Waiting};

use crate::container::Container;
use crate::error::XtaError;
use crate::settings::{BusinessScenario, Traffic, XtaSettings};
use crate::tree::Element;
use crate::xml::{Xml, is_writable};

/// Kind of all identifiers of the XÖV world.
const IDENTIFIER_TYPE: &str = "xoev";

/// A code for the kind of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct MessageType {
    /// The code: with the usual list, the name of the root element.
    pub code: String,
    /// URI of the list.
    pub list_uri: Option<String>,
    /// Version of the list.
    pub list_version: Option<String>,
    /// Namespace of the message.
    pub payload_schema: Option<String>,
}

/// What the outside of a message says, as far as it does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct MetaData {
    /// Id of the message.
    pub message_id: Option<String>,
    /// Ids of messages that it answers.
    pub in_reply_to: Vec<String>,
    /// Who it is from.
    pub author: Option<Address>,
    /// Who shall read it.
    pub reader: Option<Address>,
    /// URI of the service.
    pub service: Option<String>,
    /// Its kind.
    pub message_type: Option<MessageType>,
    /// Whether it is a test.
    pub test: bool,
    /// When it was made.
    pub origin: Option<DateTime<Utc>>,
    /// When it came into the mailbox.
    pub delivery: Option<DateTime<Utc>>,
    /// Its size in bytes.
    pub size: Option<u64>,
}

impl MetaData {
    /// Reads an element `MessageMetaData`.
    pub(crate) fn read(element: &Element) -> MetaData {
        let party = |path: &[&str]| element.at(path).and_then(address);
        let qualifier = element.child("Qualifier");
        let times = |name| {
            let text = element.text_at(&["DeliveryAttributes", name])?;
            date_time(&text)
        };
        MetaData {
            message_id: element.text_at(&["MsgIdentification", "MessageID"]),
            in_reply_to: element
                .child("MsgIdentification")
                .iter()
                .flat_map(|e| e.all("In-Reply-To"))
                .map(|e| e.text.trim().to_owned())
                .filter(|id| !id.is_empty())
                .collect(),
            author: party(&["Originators", "Author"]),
            reader: party(&["Destinations", "Reader"]),
            service: qualifier.and_then(|q| q.text_at(&["Service"])),
            message_type: qualifier
                .and_then(|q| q.child("MessageType"))
                .map(message_type),
            test: matches!(element.attribute("TestMsg"), Some("true" | "1")),
            origin: times("Origin").or_else(|| times("InitialSend")),
            delivery: times("Delivery"),
            size: element.text_at(&["MsgSize"]).and_then(|s| s.parse().ok()),
        }
    }

    /// Reads an element `MsgAttributes`, which says less.
    pub(crate) fn read_attributes(element: &Element) -> MetaData {
        MetaData {
            message_id: element.text_at(&["MessageID"]),
            in_reply_to: element
                .all("RelatesTo")
                .map(|e| e.text.trim().to_owned())
                .collect(),
            delivery: element
                .text_at(&["DeliveryTime"])
                .and_then(|t| date_time(&t)),
            size: element.text_at(&["MsgSize"]).and_then(|s| s.parse().ok()),
            ..MetaData::default()
        }
    }

    /// Number of the message: the last part of the name of its root element.
    pub fn number(&self) -> Option<String> {
        let code = self.message_type.as_ref()?.code.as_str();
        let last = code.rsplit('.').next().unwrap_or(code);
        let digits = !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit());
        Some(if digits { last } else { code }.to_owned())
    }

    /// The line in a list that this is.
    pub(crate) fn waiting(&self) -> Option<Waiting> {
        let mut waiting = Waiting::new(self.message_id.clone()?);
        waiting.message_type = self.number();
        waiting.author = self.author.as_ref().map(|a| a.key.clone());
        waiting.test = self.test;
        waiting.size = self.size;
        Some(waiting)
    }

    /// The parcel that this and a container are. What the outside does not say is taken from
    /// `reader`, who asked for it, and the clock.
    pub(crate) fn parcel(self, container: Container, reader: &Address) -> Parcel {
        let number = self.number();
        let kind = self.message_type.and_then(|t| {
            Some(MessageKind {
                namespace: t.payload_schema.unwrap_or_default(),
                element: t.code,
                number: number?,
                version: String::new(),
            })
        });
        Parcel {
            transport_id: self.message_id,
            kind,
            author: self.author.unwrap_or_else(|| Address::of("")),
            reader: self.reader.unwrap_or_else(|| reader.clone()),
            service: self.service,
            in_reply_to: self.in_reply_to,
            test: self.test,
            created: self.origin.or(self.delivery).unwrap_or_else(Utc::now),
            content: container.message.bytes,
            attachments: container
                .attachments
                .into_iter()
                .map(|a| Attachment {
                    content_type: a
                        .content_type
                        .unwrap_or_else(|| "application/octet-stream".to_owned()),
                    file_name: a.file_name,
                    content: a.bytes,
                })
                .collect(),
        }
    }
}

fn message_type(element: &Element) -> MessageType {
    let attribute = |name| element.attribute(name).map(str::to_owned);
    MessageType {
        code: element
            .text_at(&["code"])
            .or_else(|| element.text_at(&[]))
            .unwrap_or_default(),
        list_uri: attribute("listURI"),
        list_version: attribute("listVersionID"),
        payload_schema: attribute("payloadSchema"),
    }
}

/// Reads a party.
pub(crate) fn address(party: &Element) -> Option<Address> {
    let identifier = party.child("Identifier")?;
    let key = identifier.text.trim();
    (!key.is_empty()).then(|| Address {
        key: key.to_owned(),
        name: identifier.attribute("name").map(str::to_owned),
        category: identifier.attribute("category").map(str::to_owned),
    })
}

/// Reads an `xs:dateTime`; one without a zone is taken as UTC.
pub(crate) fn date_time(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .map(|t| t.to_utc())
        .or_else(|_| {
            NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").map(|t| t.and_utc())
        })
        .ok()
}

/// Writes a party.
pub(crate) fn write_party(xml: &mut Xml, element: &str, party: &Address) {
    xml.element(element, &[], |xml| {
        let mut attributes = vec![("type", IDENTIFIER_TYPE)];
        let optional = [("name", &party.name), ("category", &party.category)];
        for (name, value) in optional {
            if let Some(value) = value.as_deref().filter(|v| !v.is_empty()) {
                attributes.push((name, value));
            }
        }
        xml.leaf("meta:Identifier", &attributes, &party.key);
    });
}

/// Whether a party can be written.
pub(crate) fn check_party(party: &Address) -> Result<(), XtaError> {
    let texts = [
        Some(&party.key),
        party.name.as_ref(),
        party.category.as_ref(),
    ];
    if party.key.trim().is_empty() || !texts.into_iter().flatten().all(|t| is_writable(t)) {
        return Err(unsendable(
            "address",
            "Eine Kennung fehlt oder hat unzulässige Zeichen.",
        ));
    }
    Ok(())
}

fn unsendable(code: &'static str, text: &str) -> XtaError {
    XtaError::Unsendable {
        code,
        text: text.to_owned(),
    }
}

/// Whether XTA can carry a parcel at all; to be asked before anything is sent.
pub(crate) fn check(parcel: &Parcel, settings: &XtaSettings) -> Result<(), XtaError> {
    let allowed = match settings.traffic {
        Traffic::Any => true,
        Traffic::Production => !parcel.test,
        Traffic::Test => parcel.test,
    };
    if !allowed {
        return Err(unsendable(
            "traffic",
            "Testnachrichten und echte Nachrichten dürfen nicht vermischt werden.",
        ));
    }
    if parcel.size() > settings.max_bytes {
        return Err(unsendable(
            "9023",
            &format!(
                "Die Nachricht hat mit ihren Anlagen {} Bytes, erlaubt sind {}.",
                parcel.size(),
                settings.max_bytes
            ),
        ));
    }
    if parcel.attachments.len() > Parcel::MAX_ATTACHMENTS {
        return Err(unsendable(
            "attachments",
            &format!("Es sind mehr als {} Anlagen.", Parcel::MAX_ATTACHMENTS),
        ));
    }
    check_party(&parcel.author)?;
    check_party(&parcel.reader)?;
    let Some(kind) = &parcel.kind else {
        return Err(unsendable("kind", "Die Art der Nachricht fehlt."));
    };
    let service = parcel.service.as_deref().unwrap_or_default();
    for text in [service, &kind.namespace, &kind.element] {
        if text.trim().is_empty() || !is_writable(text) {
            return Err(unsendable(
                "qualifier",
                "Dienst, Namensraum oder Element der Nachricht fehlen oder haben unzulässige Zeichen.",
            ));
        }
    }
    let ids: HashSet<&String> = parcel.in_reply_to.iter().collect();
    if !ids.into_iter().all(|id| is_writable(id)) {
        return Err(unsendable(
            "in-reply-to",
            "Die Kennung einer beantworteten Nachricht hat unzulässige Zeichen.",
        ));
    }
    Ok(())
}

fn time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Writes the metadata of a parcel that was [checked](check), with an id for it.
pub(crate) fn write(xml: &mut Xml, parcel: &Parcel, id: &str, settings: &XtaSettings) {
    let test: &[(&str, &str)] = if parcel.test {
        &[("TestMsg", "true")]
    } else {
        &[]
    };
    xml.element("meta:MessageMetaData", test, |xml| {
        xml.element("meta:DeliveryAttributes", &[], |xml| {
            xml.leaf("meta:Origin", &[], &time(parcel.created));
            if !settings.hold_back.is_zero() {
                let delta = TimeDelta::from_std(settings.hold_back).unwrap_or(TimeDelta::MAX);
                let not_before = Utc::now().checked_add_signed(delta);
                let not_before = not_before.unwrap_or(DateTime::<Utc>::MAX_UTC);
                xml.leaf("meta:NotBefore", &[], &time(not_before));
            }
            if let Some(profile) = &settings.service_profile {
                xml.leaf("meta:ServiceQuality", &[], profile);
            }
        });
        xml.element("meta:Originators", &[], |xml| {
            write_party(xml, "meta:Author", &parcel.author);
        });
        xml.element("meta:Destinations", &[], |xml| {
            write_party(xml, "meta:Reader", &parcel.reader);
        });
        xml.element("meta:MsgIdentification", &[], |xml| {
            xml.leaf("wsa:MessageID", &[], id);
            for id in &parcel.in_reply_to {
                xml.leaf("meta:In-Reply-To", &[], id);
            }
        });
        xml.element("meta:Qualifier", &[], |xml| {
            let service = parcel.service.as_deref().unwrap_or_default();
            xml.leaf("meta:Service", &[], service);
            write_scenario(xml, &settings.business_scenario);
            if let Some(kind) = &parcel.kind {
                let list = &settings.message_types;
                let attributes = [
                    ("listURI", list.uri.as_str()),
                    ("listVersionID", list.version.as_str()),
                    ("payloadSchema", kind.namespace.as_str()),
                ];
                xml.element("meta:MessageType", &attributes, |xml| {
                    xml.leaf("code", &[], &kind.element);
                });
            }
        });
        if parcel.size() > 0 {
            xml.leaf("meta:MsgSize", &[], &parcel.size().to_string());
        }
    });
}

fn write_scenario(xml: &mut Xml, scenario: &BusinessScenario) {
    xml.element("meta:BusinessScenario", &[], |xml| match scenario {
        BusinessScenario::Defined {
            list_uri,
            list_version,
            code,
        } => {
            let attributes = [
                ("listURI", list_uri.as_str()),
                ("listVersionID", list_version.as_str()),
            ];
            xml.element("meta:Defined", &attributes, |xml| {
                xml.leaf("code", &[], code);
            });
        }
        BusinessScenario::Undefined(text) => xml.leaf("meta:Undefined", &[], text),
    });
}
