//! `GET /external/v1/accounts`: a page of accounts.

use super::render::External;
use crate::openapi::Endpoint;
use crate::surfaces::creditor::account_list::{declared, list};

pub fn endpoint() -> Endpoint {
    declared(Endpoint::get(
        "/external/v1/accounts",
        "list_accounts",
        list::<External>,
    ))
}
