//! `GET /external/v1/webhooks`: where events are sent, for reading alone.

use super::render::External;
use crate::openapi::Endpoint;
use crate::surfaces::creditor::webhook_list::{declared, list};

pub fn endpoint() -> Endpoint {
    declared(Endpoint::get(
        "/external/v1/webhooks",
        "list_webhooks",
        list::<External>,
    ))
}
