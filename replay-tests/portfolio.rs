//! Accounts given to the writer as groups, each with a payment that is due today.

use crate::TestServer;
use quittance_domain::account::{
    Command, CreateRecurringPayment, Details, Method, Opening, PaymentStanding, Product, Refusal,
    Terms,
};
use quittance_domain::calendar::Frequency;
use quittance_domain::{AccountId, ConsumerId, Money, RecurringId};
use quittance_store::writer::{GROUP_LIMIT, Order};
use quittance_store::{Accepted, Answer, Envelope, Reply, Responder, ids};

struct Silent;

impl Responder for Silent {
    fn accepted(&self, _: &Accepted<'_>) -> Reply {
        Reply {
            status: 200,
            body: Default::default(),
        }
    }

    fn refused(&self, refusal: &Refusal) -> Reply {
        panic!("{refusal}")
    }
}

/// Places so many accounts.
pub async fn place(server: &TestServer, accounts: usize) {
    let commands: Vec<(AccountId, Command)> = (0..accounts).flat_map(account).collect();
    for group in commands.chunks(GROUP_LIMIT) {
        let envelopes = group.iter().map(|(account, command)| Envelope {
            creditor: server.creditor,
            order: Order::Account {
                account: *account,
                command: command.clone(),
                responder: Box::new(Silent),
            },
            by: "test".into(),
            request: None,
            claims: Vec::new(),
            erasable: None,
        });
        for answer in server.writer.submit_each(envelopes.collect()).await {
            assert!(matches!(answer, Answer::Fresh(_)), "{answer:?}");
        }
    }
}

fn account(number: usize) -> [(AccountId, Command); 2] {
    let at = ids::now();
    let account = AccountId(ids::new_id(at));
    let opening = Opening {
        account,
        consumer: ConsumerId(ids::new_id(at)),
        number: format!("A-{number}").into(),
        product: Product::Placed,
        terms: Terms::default(),
        opened_on: at.date_naive(),
        principal: Money::from_minor(100_000),
        interest: Money::ZERO,
        fees: Money::ZERO,
        details: Details::default(),
        sealed: "".into(),
        consumer_known: false,
    };
    let recurring = CreateRecurringPayment {
        id: RecurringId(ids::new_id(at)),
        amount: Money::from_minor(1_000),
        method: Method::Ach,
        frequency: Frequency::Monthly,
        start: at.date_naive(),
        end: None,
        recorded_as: PaymentStanding::Completed,
        instrument: None,
    };
    [
        (account, Command::PlaceAccount(Box::new(opening))),
        (account, Command::CreateRecurringPayment(recurring)),
    ]
}
