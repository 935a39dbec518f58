//! What happens to a consumer; who it is stays sealed.

use super::{Data, Publish};
use crate::consumer::{
    ConsumerErased, ConsumerRegistered, ConsumerRemoved, ConsumerRestored, ParticularsGiven,
};

impl Publish for ConsumerRegistered {
    fn publish(&self, data: Data) -> Data {
        data.id("consumer_id", self.consumer)
            .text_or_null("external_id", self.external_id.as_deref())
    }
}

impl Publish for ParticularsGiven {
    fn publish(&self, data: Data) -> Data {
        data.id("consumer_id", self.consumer)
            .text_or_null("external_id", self.external_id.as_deref())
    }
}

impl Publish for ConsumerRemoved {
    fn publish(&self, data: Data) -> Data {
        data.id("consumer_id", self.consumer)
    }
}

impl Publish for ConsumerRestored {
    fn publish(&self, data: Data) -> Data {
        data.id("consumer_id", self.consumer)
    }
}

impl Publish for ConsumerErased {
    fn publish(&self, data: Data) -> Data {
        data.id("consumer_id", self.consumer)
    }
}
