//! How accounts begin, and money lent and given up.

use super::{Data, Publish};
use crate::account::{
    AccountRecalled, ChargedOff, LoanApproved, LoanCancelled, LoanDenied, LoanDisbursed, Opening,
    Product,
};

impl Publish for Opening {
    fn publish(&self, data: Data) -> Data {
        // The account's own currency, which nothing before its first event could tell.
        let data = Data::of(data, self.terms.currency)
            .id("consumer_id", self.consumer)
            .text("number", &self.number)
            .text("currency", self.terms.currency.code())
            .rate("interest_rate", self.terms.annual_rate)
            .date("opened_on", self.opened_on);
        match self.product {
            Product::Loan { approved_principal } => {
                data.money("approved_principal", approved_principal)
            }
            Product::Placed => data
                .money("principal", self.principal)
                .money("interest", self.interest)
                .money("fees", self.fees),
        }
    }
}

impl Publish for LoanApproved {
    fn publish(&self, data: Data) -> Data {
        data
    }
}

impl Publish for LoanDenied {
    fn publish(&self, data: Data) -> Data {
        data.text("reason", &self.reason)
    }
}

impl Publish for LoanCancelled {
    fn publish(&self, data: Data) -> Data {
        data.text("reason", &self.reason)
    }
}

impl Publish for LoanDisbursed {
    fn publish(&self, data: Data) -> Data {
        data.id("disbursement_id", self.disbursement)
            .money("amount", self.amount)
            .restated(&self.restatements)
    }
}

impl Publish for ChargedOff {
    fn publish(&self, data: Data) -> Data {
        data.id("charge_off_id", self.charge_off)
            .text("reason", &self.reason)
            .restated(&self.restatements)
    }
}

impl Publish for AccountRecalled {
    fn publish(&self, data: Data) -> Data {
        data.id("recall_id", self.recall)
            .text("reason", &self.reason)
            .restated(&self.restatements)
    }
}
