//! What happens to a creditor's settings and to those who may come in.

use super::{Data, Publish};
use crate::creditor::{
    ApiAccessSet, ApiKeyMinted, ApiKeyRevoked, CreditorRegistered, LicensedStatesSet, PasswordSet,
    ProgramRemoved, ProgramSet, SettlementMatrixSet, SigningKeyMade, UserAdded, UserDisabled,
    WebhookConfigured, WebhookDisabled, WebhookEnabled, WebhookRemoved, WebhookSecretRotated,
};

impl Publish for CreditorRegistered {
    fn publish(&self, data: Data) -> Data {
        data.text("name", &self.name).word("books", self.books)
    }
}

impl Publish for ApiKeyMinted {
    fn publish(&self, data: Data) -> Data {
        data.id("key_id", self.key).text("role", &self.role)
    }
}

impl Publish for ApiKeyRevoked {
    fn publish(&self, data: Data) -> Data {
        data.id("key_id", self.key)
    }
}

impl Publish for UserAdded {
    fn publish(&self, data: Data) -> Data {
        data.id("user_id", self.user).text("role", &self.role)
    }
}

impl Publish for UserDisabled {
    fn publish(&self, data: Data) -> Data {
        data.id("user_id", self.user)
    }
}

impl Publish for PasswordSet {
    fn publish(&self, data: Data) -> Data {
        data.id("user_id", self.user)
    }
}

impl Publish for SettlementMatrixSet {
    fn publish(&self, data: Data) -> Data {
        data.word("matrix", self.matrix)
    }
}

impl Publish for ProgramSet {
    fn publish(&self, data: Data) -> Data {
        let data = Data::of(data, self.program.currency);
        data.id("program_id", self.program.id)
            .text("code", &self.program.code)
            .text("name", &self.program.name)
            .text("currency", self.program.currency.code())
            .word("is_default", self.program.is_default)
    }
}

impl Publish for ProgramRemoved {
    fn publish(&self, data: Data) -> Data {
        data.id("program_id", self.program)
    }
}

impl Publish for LicensedStatesSet {
    fn publish(&self, data: Data) -> Data {
        data.word("states", &self.states)
    }
}

impl Publish for ApiAccessSet {
    fn publish(&self, data: Data) -> Data {
        data.word("closed", &self.closed)
    }
}

impl Publish for WebhookConfigured {
    fn publish(&self, data: Data) -> Data {
        data.id("webhook_id", self.webhook.id)
    }
}

impl Publish for WebhookRemoved {
    fn publish(&self, data: Data) -> Data {
        data.id("webhook_id", self.webhook)
    }
}

impl Publish for SigningKeyMade {
    fn publish(&self, data: Data) -> Data {
        data.text("public_key", &self.public_key)
    }
}

impl Publish for WebhookSecretRotated {
    fn publish(&self, data: Data) -> Data {
        data.id("webhook_id", self.webhook)
            .word("retires_at", self.retires_at)
    }
}

impl Publish for WebhookDisabled {
    fn publish(&self, data: Data) -> Data {
        data.id("webhook_id", self.webhook)
            .text("reason", self.reason.name())
    }
}

impl Publish for WebhookEnabled {
    fn publish(&self, data: Data) -> Data {
        data.id("webhook_id", self.webhook)
    }
}
