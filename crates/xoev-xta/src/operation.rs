//! The operations of the web service, their actions and ports.

/// A port of the web service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Port {
    /// `ManagementPort`
    Management,
    /// `SendXtaPort`
    Send,
    /// `MsgBoxPort`
    Mailbox,
}

/// An operation of the web service (`XTA.wsdl` of module 2.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// Whether the account can be used.
    CheckAccountActive,
    /// Makes an id for a message.
    CreateMessageId,
    /// Whether a reader offers a service. Its action has another name: `IsServiceAvailable`.
    LookupService,
    /// What became of a message.
    GetTransportReport,
    /// Takes back a message that is held back.
    CancelMessage,
    /// Hands over a message; answers come into the mailbox.
    SendMessage,
    /// Hands over a message; the answer comes in the same call.
    SendMessageSync,
    /// The first page of what waits.
    GetStatusList,
    /// The next page.
    GetNextStatusList,
    /// A message, by its id.
    GetMessage,
    /// The next message.
    GetNextMessage,
    /// Says which messages were stored.
    Close,
}

impl Operation {
    /// All of them.
    pub const ALL: [Operation; 12] = [
        Operation::CheckAccountActive,
        Operation::CreateMessageId,
        Operation::LookupService,
        Operation::GetTransportReport,
        Operation::CancelMessage,
        Operation::SendMessage,
        Operation::SendMessageSync,
        Operation::GetStatusList,
        Operation::GetNextStatusList,
        Operation::GetMessage,
        Operation::GetNextMessage,
        Operation::Close,
    ];

    /// Its name in the WSDL.
    pub const fn name(self) -> &'static str {
        self.row().0
    }

    /// Its port.
    pub const fn port(self) -> Port {
        self.row().1
    }

    /// Its action, for WS-Addressing and SOAP.
    pub const fn action(self) -> &'static str {
        self.row().2
    }

    /// Whether it hands over a message: if nothing is heard after it, the message may have arrived.
    pub const fn hands_over(self) -> bool {
        matches!(self, Operation::SendMessage | Operation::SendMessageSync)
    }

    const fn row(self) -> (&'static str, Port, &'static str) {
        use Port::{Mailbox, Management, Send};
        match self {
            Operation::CheckAccountActive => (
                "checkAccountActive",
                Management,
                "http://www.xta.de/XTA/CheckAccountActive",
            ),
            Operation::CreateMessageId => (
                "createMessageId",
                Management,
                "http://www.xta.de/XTA/CreateMessageID",
            ),
            Operation::LookupService => (
                "lookupService",
                Management,
                "http://www.xta.de/XTA/IsServiceAvailable",
            ),
            Operation::GetTransportReport => (
                "getTransportReport",
                Management,
                "http://www.xta.de/XTA/GetTransportReport",
            ),
            Operation::CancelMessage => (
                "cancelMessage",
                Management,
                "http://www.xta.de/XTA/CancelMessage",
            ),
            Operation::SendMessage => ("sendMessage", Send, "http://www.xta.de/XTA/SendMessage"),
            Operation::SendMessageSync => (
                "sendMessageSync",
                Send,
                "http://www.xta.de/XTA/SendMessageSync",
            ),
            Operation::GetStatusList => (
                "getStatusList",
                Mailbox,
                "http://www.osci.eu/ws/2008/05/transport/urn/messageTypes/MsgBoxStatusListRequest",
            ),
            Operation::GetNextStatusList => (
                "getNextStatusList",
                Mailbox,
                "http://www.osci.eu/ws/2008/05/transport/urn/messageTypes/MsgBoxGetNextListRequest",
            ),
            Operation::GetMessage => (
                "getMessage",
                Mailbox,
                "http://www.osci.eu/ws/2008/05/transport/urn/messageTypes/MsgBoxFetchRequest",
            ),
            Operation::GetNextMessage => (
                "getNextMessage",
                Mailbox,
                "http://www.osci.eu/ws/2008/05/transport/urn/messageTypes/MsgBoxGetNextMsgRequest",
            ),
            Operation::Close => (
                "close",
                Mailbox,
                "http://www.osci.eu/ws/2008/05/transport/urn/messageTypes/MsgBoxCloseRequest",
            ),
        }
    }
}
