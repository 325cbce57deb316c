//! What a worker does.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Limits;

/// Something that is done in a confined child process. A worker serves many requests; its state lives as long as it
/// does and is lost when it dies.
pub trait Job: Default {
    /// The name under which the program registers the job.
    const NAME: &'static str;
    /// What the job may cost. Both sides know it: the child limits itself before it reads anything.
    const LIMITS: Limits = Limits::PAGE;
    /// What is asked. Bytes that go with it (a file, pixels) are handed over beside it.
    type Request: Serialize + DeserializeOwned;
    /// What is answered. Bytes may go with it.
    type Reply: Serialize + DeserializeOwned;

    /// Answers one request.
    fn handle(&mut self, request: Self::Request, bytes: Vec<u8>) -> (Self::Reply, Vec<u8>);
}
