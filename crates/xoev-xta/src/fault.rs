//! Faults of the web service: the elements in the detail of a SOAP fault, and their codes.

use xoev_transport::FailureClass;

use crate::operation::Operation;
use crate::tree::Element;

/// What kind of fault, by the name of the element in the detail; with or without `Exception` at its
/// end.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FaultKind {
    /// `PermissionDenied`
    PermissionDenied,
    /// `ParameterIsNotValid`
    ParameterIsNotValid,
    /// `XTAWSTechnicalProblem`
    TechnicalProblem,
    /// `MessageSchemaViolation`
    MessageSchemaViolation,
    /// `MessageVirusDetection`
    MessageVirusDetection,
    /// `SyncAsync`
    SyncAsync,
    /// `InvalidMessageID`
    InvalidMessageId,
    /// `CancelDenied`
    CancelDenied,
    /// A SOAP fault without a detail that XTA knows: SOAP says that the sender is at fault.
    Sender,
    /// A SOAP fault without a detail that XTA knows: the receiver is at fault, or nobody is named.
    Receiver,
}

impl FaultKind {
    /// The kind of this element, whatever its case.
    pub fn named(element: &str) -> Option<FaultKind> {
        let name = element.to_ascii_lowercase();
        let name = name.strip_suffix("exception").unwrap_or(&name);
        Some(match name {
            "permissiondenied" => FaultKind::PermissionDenied,
            "parameterisnotvalid" => FaultKind::ParameterIsNotValid,
            "xtawstechnicalproblem" => FaultKind::TechnicalProblem,
            "messageschemaviolation" => FaultKind::MessageSchemaViolation,
            "messagevirusdetection" => FaultKind::MessageVirusDetection,
            "syncasync" => FaultKind::SyncAsync,
            "invalidmessageid" => FaultKind::InvalidMessageId,
            "canceldenied" => FaultKind::CancelDenied,
            _ => return None,
        })
    }

    /// What can be done about a fault of this kind if its code says nothing.
    pub const fn class(&self) -> FailureClass {
        match self {
            FaultKind::TechnicalProblem | FaultKind::Receiver => FailureClass::RetryLater,
            FaultKind::ParameterIsNotValid
            | FaultKind::MessageSchemaViolation
            | FaultKind::MessageVirusDetection => FailureClass::Repair,
            FaultKind::PermissionDenied
            | FaultKind::SyncAsync
            | FaultKind::InvalidMessageId
            | FaultKind::CancelDenied
            | FaultKind::Sender => FailureClass::Permanent,
        }
    }
}

/// The id was used before: sent again, the message was accepted the first time.
pub(crate) const ID_USED: &str = "9024";
/// No message of this id.
pub(crate) const ID_UNKNOWN: &str = "9070";

/// What can be done about a code of the list `urn:de:xta:webservice:codeliste:fehlernummer`, version
/// 1.0. None: the code says nothing (9000), or is not of this list.
///
/// | codes | what | class |
/// | --- | --- | --- |
/// | 9010 to 9014 | certificate expired, account locked or unknown, service not booked, certificate of another | permanent |
/// | 9020 to 9023 | parameter missing, no URI, wrong together, message too large | repair |
/// | 9024 | id was used before | accepted, if a message is sent again; else repair |
/// | 9030 to 9032 | trouble in the server, with the directory, with the delivery | retry later |
/// | 9050 to 9052 | schema, encoding, service profile | repair |
/// | 9060 | malware found | repair |
/// | 9070 | id not known to this account | permanent |
/// | 9080, 9081 | only asynchronous, only synchronous | permanent |
/// | 9100, 9101 | too late to cancel, not held back | permanent |
pub(crate) fn class_of_code(code: &str) -> Option<FailureClass> {
    Some(match code {
        "9010" | "9011" | "9012" | "9013" | "9014" => FailureClass::Permanent,
        "9020" | "9021" | "9022" | "9023" | "9024" => FailureClass::Repair,
        "9030" | "9031" | "9032" => FailureClass::RetryLater,
        "9050" | "9051" | "9052" | "9060" => FailureClass::Repair,
        "9070" | "9080" | "9081" | "9100" | "9101" => FailureClass::Permanent,
        _ => return None,
    })
}

/// A fault that the server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XtaFault {
    /// What kind.
    pub kind: FaultKind,
    /// Name of the element in the detail, unchanged; the code of SOAP if there is none.
    pub element: String,
    /// The code, unchanged, if there is one.
    pub code: Option<String>,
    /// The text: that of the code, else the reason of SOAP.
    pub text: String,
}

impl XtaFault {
    /// Reads an element `Fault`, of SOAP 1.2 or 1.1.
    pub(crate) fn read(fault: &Element) -> XtaFault {
        let soap_code = fault
            .text_at(&["Code", "Value"])
            .or_else(|| fault.text_at(&["faultcode"]))
            .unwrap_or_default();
        let reason = fault
            .text_at(&["Reason", "Text"])
            .or_else(|| fault.text_at(&["faultstring"]))
            .unwrap_or_default();
        let details = fault.child("Detail").or_else(|| fault.child("detail"));
        let known = details
            .iter()
            .flat_map(|d| &d.children)
            .find_map(|e| FaultKind::named(&e.name).map(|kind| (kind, e)));
        let Some((kind, element)) = known else {
            let sender = ["Sender", "Client", "MustUnderstand", "VersionMismatch"]
                .iter()
                .any(|s| soap_code.ends_with(s));
            return XtaFault {
                kind: if sender {
                    FaultKind::Sender
                } else {
                    FaultKind::Receiver
                },
                element: soap_code,
                code: None,
                text: reason,
            };
        };
        XtaFault {
            kind,
            element: element.name.clone(),
            code: element
                .text_at(&["errorCode", "code"])
                .or_else(|| element.text_at(&["errorCode"])),
            text: element.text_at(&["errorCode", "name"]).unwrap_or(reason),
        }
    }

    /// What can be done about it, after this operation.
    ///
    /// The code decides, if it is known and says something; else the kind. A synchronous message
    /// may have been processed if the server had trouble only then: all technical problems but that
    /// with the directory, which is asked before, are [`FailureClass::UnknownOutcome`], and so is an
    /// id that was used before.
    pub fn class(&self, operation: Operation) -> FailureClass {
        let code = self.code.as_deref().unwrap_or_default();
        let class = class_of_code(code).unwrap_or(self.kind.class());
        let answer_lost = class == FailureClass::RetryLater && code != "9031" || code == ID_USED;
        if operation == Operation::SendMessageSync && answer_lost {
            return FailureClass::UnknownOutcome;
        }
        class
    }
}
