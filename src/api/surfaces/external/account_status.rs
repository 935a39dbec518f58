//! `POST /external/v1/accounts/{id}/status`: an account's status, for clients that prefer a verb.

use super::render::External;
use crate::openapi::Endpoint;
use crate::surfaces::creditor::account_status::{declared, set};

const PATH: &str = "/external/v1/accounts/{id}/status";

pub fn endpoint() -> Endpoint {
    declared(Endpoint::post(PATH, "set_account_status", set::<External>))
}

pub fn put_endpoint() -> Endpoint {
    declared(Endpoint::put(PATH, "put_account_status", set::<External>))
}
