//! `POST /external/v1/accounts/{id}/notes`: write down what is to be known of an account.

use super::render::External;
use crate::openapi::Endpoint;
use crate::surfaces::creditor::note_add::{add, declared};

pub fn endpoint() -> Endpoint {
    let path = "/external/v1/accounts/{id}/notes";
    declared(Endpoint::post(path, "add_note", add::<External>))
}
