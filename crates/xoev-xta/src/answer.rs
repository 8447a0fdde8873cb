//! What the operations answer, as far as it matters.

use chrono::{DateTime, Utc};
use xoev_transport::{Address, Failure, FailureClass, Status};

use crate::channel::Answer;
use crate::container::{self, Container};
use crate::error::XtaError;
use crate::fault::class_of_code;
use crate::metadata::{MetaData, address, date_time};
use crate::tree::Element;

/// Why there is no message (`NoMessageAvailable`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoMessage {
    /// None that was asked for.
    NoMatch,
    /// The selection is not valid.
    SearchArgsInvalid,
    /// The id of the request is not known, or not known any more.
    RequestIdInvalid,
    /// Another reason, unchanged; empty if none was given.
    Other(String),
}

impl NoMessage {
    fn read(reason: &str) -> NoMessage {
        match reason.rsplit('/').next().unwrap_or_default() {
            "NoMatch" => NoMessage::NoMatch,
            "SearchArgsInvalid" => NoMessage::SearchArgsInvalid,
            "RequestIdInvalid" => NoMessage::RequestIdInvalid,
            _ => NoMessage::Other(reason.to_owned()),
        }
    }
}

/// The header `MsgBoxResponse`.
#[derive(Debug, Default)]
struct Head {
    request_id: Option<String>,
    pending: u64,
    no_message: Option<NoMessage>,
}

impl Head {
    fn read(answer: &Answer) -> Head {
        let Some(header) = answer.header("MsgBoxResponse") else {
            return Head::default();
        };
        Head {
            request_id: header.attribute("MsgBoxRequestID").map(str::to_owned),
            pending: header
                .text_at(&["ItemsPending"])
                .and_then(|p| p.parse().ok())
                .unwrap_or_default(),
            no_message: header
                .child("NoMessageAvailable")
                .map(|e| NoMessage::read(e.attribute("reason").unwrap_or_default())),
        }
    }
}

/// A page of what waits in a mailbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page {
    /// The messages of this page.
    pub entries: Vec<MetaData>,
    /// The id by which the next page is asked for.
    pub request_id: Option<String>,
    /// How many are on the next pages.
    pub pending: u64,
    /// Why the page is empty, if the server says so.
    pub no_message: Option<NoMessage>,
}

impl Page {
    /// Reads an answer to a request for a list. An empty one may have no list at all.
    pub(crate) fn read(answer: &Answer) -> Result<Page, XtaError> {
        let head = Head::read(answer);
        let body = answer.body()?;
        let mut entries = Vec::new();
        let list = body.child("MsgStatusList");
        for element in list.iter().flat_map(|l| &l.children) {
            match element.name.as_str() {
                "MessageMetaData" => entries.push(MetaData::read(element)),
                // As the form of the list is misspelt in the schema, servers misspell this.
                "MsgAttributes" | "MsgAtrributes" => {
                    entries.push(MetaData::read_attributes(element));
                }
                _ => {}
            }
        }
        if list.is_none() && head.no_message.is_none() {
            return Err(XtaError::Answer("no list".to_owned()));
        }
        Ok(Page {
            entries,
            request_id: head.request_id,
            pending: head.pending,
            no_message: head.no_message,
        })
    }
}

/// A message from a mailbox, or the answer to a synchronous one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fetched {
    /// What its outside says.
    pub metadata: MetaData,
    /// The message.
    pub container: Container,
    /// The id by which it is closed and the next one is asked for.
    pub request_id: Option<String>,
    /// How many more match.
    pub pending: u64,
}

impl Fetched {
    /// Reads an answer with a message of at most this many bytes.
    pub(crate) fn read(answer: &Answer, limit: u64) -> Result<Fetched, XtaError> {
        let head = Head::read(answer);
        if let Some(reason) = head.no_message {
            return Err(XtaError::NoMessage(format!("{reason:?}")));
        }
        Ok(Fetched {
            metadata: answer
                .header("MessageMetaData")
                .map(MetaData::read)
                .unwrap_or_default(),
            container: container::read(answer, limit)?,
            request_id: head.request_id,
            pending: head.pending,
        })
    }
}

/// Whether a reader offers a service.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Availability {
    /// The reader.
    pub reader: Option<Address>,
    /// URI of the service.
    pub service: Option<String>,
    /// None: the server does not know.
    pub available: Option<bool>,
}

impl Availability {
    /// Reads an answer to a lookup.
    pub(crate) fn read(answer: &Answer) -> Result<Vec<Availability>, XtaError> {
        let list = answer
            .body()?
            .at(&["LookupServiceResponse", "LookupServiceResultList"])
            .ok_or_else(|| XtaError::Answer("no list of services".to_owned()))?;
        let result = |e: &Element| Availability {
            reader: e.child("Reader").and_then(address),
            service: e.text_at(&["ServiceType"]),
            available: match e
                .text_at(&["IsServiceAvailableValue", "ServiceIsAvailable"])
                .as_deref()
            {
                Some("true" | "1") => Some(true),
                Some("false" | "0") => Some(false),
                _ => None,
            },
        };
        Ok(list.all("LookupServiceResult").map(result).collect())
    }
}

/// A line of a report: code and text as the server wrote them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Record {
    /// When.
    pub time: Option<DateTime<Utc>>,
    /// The code.
    pub code: Option<String>,
    /// URI of the list that the code is from.
    pub list_uri: Option<String>,
    /// Version of that list.
    pub list_version: Option<String>,
    /// The text.
    pub reason: String,
}

impl Record {
    fn read(element: &Element) -> Record {
        let code = element.child("Code");
        let attribute = |name| code.and_then(|c| c.attribute(name)).map(str::to_owned);
        Record {
            time: element.text_at(&["Timestamp"]).and_then(|t| date_time(&t)),
            code: element
                .text_at(&["Code", "code"])
                .or_else(|| element.text_at(&["Code"])),
            list_uri: attribute("listURI"),
            list_version: attribute("listVersionID"),
            reason: element.text_at(&["Reason"]).unwrap_or_default(),
        }
    }

    fn line(&self) -> String {
        match &self.code {
            Some(code) => format!("{code}: {}", self.reason),
            None => self.reason.clone(),
        }
    }
}

/// What became of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransportReport {
    /// What the outside of the message says now.
    pub metadata: MetaData,
    /// When the report was made.
    pub time: Option<DateTime<Utc>>,
    /// Which server made it.
    pub server: Option<String>,
    /// The state, as the server wrote it: 0 open, 1 green, 2 yellow, 3 red; others may come.
    pub state: String,
    /// Errors.
    pub errors: Vec<Record>,
    /// Warnings.
    pub warnings: Vec<Record>,
    /// Remarks.
    pub infos: Vec<Record>,
}

impl TransportReport {
    /// Reads an answer to a request for a report.
    pub(crate) fn read(answer: &Answer) -> Result<TransportReport, XtaError> {
        let report = answer
            .body()?
            .child("TransportReport")
            .ok_or_else(|| XtaError::Answer("no report".to_owned()))?;
        let status = report
            .child("MessageStatus")
            .ok_or_else(|| XtaError::Answer("a report without state".to_owned()))?;
        let records = |list, item| {
            let list = status.child(list);
            let items = list.iter().flat_map(|l| l.all(item));
            items.map(Record::read).collect::<Vec<Record>>()
        };
        Ok(TransportReport {
            metadata: report
                .child("MessageMetaData")
                .map(MetaData::read)
                .unwrap_or_default(),
            time: report.text_at(&["ReportTime"]).and_then(|t| date_time(&t)),
            server: report.text_at(&["XTAServerIdentity"]),
            state: status.text_at(&["Status"]).unwrap_or_default(),
            errors: records("ErrorList", "Error"),
            warnings: records("WarnList", "Warning"),
            infos: records("InfoList", "Info"),
        })
    }

    /// The state as all transports have it. One that is not known counts as open: neither delivery
    /// nor failure may be made up.
    ///
    /// A failure is that of the first error whose code says what can be done, else it is permanent.
    /// The id of a message with this state is used up: sending again needs a new one.
    pub fn status(&self) -> Status {
        match self.state.as_str() {
            "1" => Status::Delivered {
                warnings: Vec::new(),
            },
            "2" => Status::Delivered {
                warnings: self.warnings.iter().map(Record::line).collect(),
            },
            "3" => Status::Failed(self.reported()),
            "0" => Status::Open,
            other => {
                tracing::warn!(state = other, "state of a transport report is not known");
                Status::Open
            }
        }
    }

    fn reported(&self) -> Failure {
        let class = |r: &&Record| r.code.as_deref().and_then(class_of_code);
        let first = self.errors.iter().find(|r| class(r).is_some());
        let first = first.or_else(|| self.errors.first());
        let text: Vec<String> = self.errors.iter().map(Record::line).collect();
        Failure::new(
            first
                .and_then(|r| class(&r))
                .unwrap_or(FailureClass::Permanent),
            first
                .and_then(|r| r.code.clone())
                .unwrap_or_else(|| "report-3".to_owned()),
            text.join("; "),
        )
    }
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
