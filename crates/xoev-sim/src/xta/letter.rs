//! A message that the simulator puts into a mailbox by itself.

use super::answer::escaped;
use super::node::Node;
use super::payload::message_file;
use super::request::{File, META, WSA};

/// A message from another authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Key of its author.
    pub author: String,
    /// Key of its reader.
    pub reader: String,
    /// URI of the service under which the reader gets it.
    pub service: String,
    /// Ids of messages that it answers.
    pub in_reply_to: Vec<String>,
    /// Whether it is a test.
    pub test: bool,
    /// The message.
    pub message: Vec<u8>,
}

impl Letter {
    /// Id, metadata and files.
    pub(super) fn open(self) -> Result<(String, Node, Vec<File>), String> {
        let root = Node::read(&self.message)?;
        let id = format!("urn:de:xta:messageid:sim:{}", uuid::Uuid::new_v4());
        let answered: String = self
            .in_reply_to
            .iter()
            .map(|id| format!("<In-Reply-To>{}</In-Reply-To>", escaped(id)))
            .collect();
        let metadata = format!(
            "<MessageMetaData xmlns=\"{META}\" TestMsg=\"{}\"><DeliveryAttributes/><Originators>\
             <Author><Identifier type=\"xoev\">{}</Identifier></Author></Originators>\
             <Destinations><Reader><Identifier type=\"xoev\">{}</Identifier></Reader>\
             </Destinations><MsgIdentification><MessageID xmlns=\"{WSA}\">{id}</MessageID>\
             {answered}</MsgIdentification><Qualifier><Service>{}</Service><BusinessScenario>\
             <Undefined>sim</Undefined></BusinessScenario><MessageType \
             listURI=\"urn:de:payloadSchema:elementName\" listVersionID=\"1.0\" \
             payloadSchema=\"{}\"><code xmlns=\"\">{}</code></MessageType></Qualifier>\
             </MessageMetaData>",
            self.test,
            escaped(&self.author),
            escaped(&self.reader),
            escaped(&self.service),
            escaped(&root.namespace),
            escaped(&root.name),
        );
        let metadata = Node::read(metadata.as_bytes())?;
        Ok((id, metadata, vec![message_file(self.message)]))
    }
}
