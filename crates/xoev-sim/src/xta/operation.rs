//! The operations of the web service as the server knows them: path, action, and the name of the
//! element in the body. Written down a second time on purpose: a client is not tested against its
//! own table.

/// An operation of XTA-WS 2.1.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// `checkAccountActive`
    CheckAccountActive,
    /// `createMessageId`
    CreateMessageId,
    /// `lookupService`
    LookupService,
    /// `getTransportReport`
    GetTransportReport,
    /// `cancelMessage`
    CancelMessage,
    /// `sendMessage`
    SendMessage,
    /// `sendMessageSync`
    SendMessageSync,
    /// `getStatusList`
    GetStatusList,
    /// `getNextStatusList`
    GetNextStatusList,
    /// `getMessage`
    GetMessage,
    /// `getNextMessage`
    GetNextMessage,
    /// `close`
    Close,
}

/// What the server expects of an operation.
pub(super) struct Expected {
    pub(super) operation: Operation,
    pub(super) path: &'static str,
    pub(super) action: &'static str,
    /// Element in the body; none if it must be empty.
    pub(super) body: Option<&'static str>,
    /// Whether the header is `MessageMetaData`; else it is `Author`.
    pub(super) metadata: bool,
}

const fn expected(
    operation: Operation,
    path: &'static str,
    action: &'static str,
    body: Option<&'static str>,
    metadata: bool,
) -> Expected {
    Expected {
        operation,
        path,
        action,
        body,
        metadata,
    }
}

/// Path of the port for management.
pub(super) const MANAGEMENT: &str = "/xta/management";
/// Path of the port for sending.
pub(super) const SEND: &str = "/xta/send";
/// Path of the port of the mailbox.
pub(super) const MAILBOX: &str = "/xta/msgbox";

/// One line for each operation.
#[rustfmt::skip]
pub(super) const TABLE: [Expected; 12] = [
    expected(Operation::CheckAccountActive, MANAGEMENT, "http://www.xta.de/XTA/CheckAccountActive", None, false),
    expected(Operation::CreateMessageId, MANAGEMENT, "http://www.xta.de/XTA/CreateMessageID", None, false),
    expected(Operation::LookupService, MANAGEMENT, "http://www.xta.de/XTA/IsServiceAvailable", Some("LookupServiceRequest"), false),
    expected(Operation::GetTransportReport, MANAGEMENT, "http://www.xta.de/XTA/GetTransportReport", Some("MessageID"), false),
    expected(Operation::CancelMessage, MANAGEMENT, "http://www.xta.de/XTA/CancelMessage", Some("MessageID"), false),
    expected(Operation::SendMessage, SEND, "http://www.xta.de/XTA/SendMessage", Some("GenericContentContainer"), true),
    expected(Operation::SendMessageSync, SEND, "http://www.xta.de/XTA/SendMessageSync", Some("GenericContentContainer"), true),
    expected(Operation::GetStatusList, MAILBOX, "http://www.osci.eu/ws/2008/05/transport/urn/messageTypes/MsgBoxStatusListRequest", Some("MsgBoxStatusListRequest"), false),
    expected(Operation::GetNextStatusList, MAILBOX, "http://www.osci.eu/ws/2008/05/transport/urn/messageTypes/MsgBoxGetNextListRequest", Some("MsgBoxGetNextRequest"), false),
    expected(Operation::GetMessage, MAILBOX, "http://www.osci.eu/ws/2008/05/transport/urn/messageTypes/MsgBoxFetchRequest", Some("MsgBoxFetchRequest"), false),
    expected(Operation::GetNextMessage, MAILBOX, "http://www.osci.eu/ws/2008/05/transport/urn/messageTypes/MsgBoxGetNextMsgRequest", Some("MsgBoxGetNextRequest"), false),
    expected(Operation::Close, MAILBOX, "http://www.osci.eu/ws/2008/05/transport/urn/messageTypes/MsgBoxCloseRequest", Some("MsgBoxCloseRequest"), false),
];
