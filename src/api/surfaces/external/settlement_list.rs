//! `GET /external/v1/accounts/{id}/settlements`: every settlement offer of an account.

use super::render::External;
use crate::openapi::Endpoint;
use crate::surfaces::creditor::settlement_offer::{list, list_declared};

pub fn endpoint() -> Endpoint {
    let path = "/external/v1/accounts/{id}/settlements";
    list_declared(Endpoint::get(path, "list_settlements", list::<External>))
        .also_at("/external/v1/accounts/{id}/offers")
        .also_at("/external/v1/accounts/{id}/settlement-offers")
}
