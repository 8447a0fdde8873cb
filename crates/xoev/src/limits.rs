//! Bounds for what is read, so that no message can exhaust the reader.

/// Limits of one reading. Exceeding one is [`ReadError::Limit`](crate::ReadError::Limit), which
/// says nothing about the validity of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Greatest size of a message in bytes. Default 256 MiB: a packet of 50 MB, the most that the
    /// standard allows before base64, has about 70 MB with room for its metadata.
    pub max_bytes: usize,
    /// Greatest depth of nested elements. Default 100; the deepest message of XAusländer 26.11
    /// whose depth the schema bounds has less than 30 levels.
    pub max_depth: usize,
    /// Greatest number of attributes and namespace declarations on one element. Default 64.
    pub max_attributes: usize,
    /// Greatest number of namespace declarations in scope at one place. Default 256.
    pub max_namespaces: usize,
    /// Greatest length in bytes of a name, with its prefix, and of the URI of a namespace. Default
    /// 1000. Names are compared and kept often, so that long ones would multiply.
    pub max_name: usize,
    /// Greatest size in bytes of what is kept besides texts: members of lists, boxed types, open
    /// content with the declarations that it needs. Default 1 GiB. An empty element takes a few
    /// bytes in the message, but perhaps a thousand as a value of its type.
    pub max_memory: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            max_bytes: 256 << 20,
            max_depth: 100,
            max_attributes: 64,
            max_namespaces: 256,
            max_name: 1000,
            max_memory: 1 << 30,
        }
    }
}
