//! A ledger with one account of each kind of life, written by the real writer.

use chrono::NaiveDate;
use quittance_domain::account::schedule::level::Wanted;
use quittance_domain::account::{
    AcceptSettlement, AddNote, AssessFee, BackdatePayment, ChargeOff, CloseDay, Command,
    CreatePlan, CreateRecurringPayment, Details, Disburse, FeeCause, FeeKind, FileDispute, Method,
    OfferSettlement, Opening, Outcome, PaymentStanding, PlanOrigin, PlanTerm, Product,
    RecordPayment, RefundPayment, Refusal, ResolveDispute, ReversePayment, SetSchedule, Terms,
    Tier, WaiveFee,
};
use quittance_domain::allocation::Direction;
use quittance_domain::calendar::Frequency;
use quittance_domain::creditor::{Dialect, Settings, SettlementMatrix, Webhook};
use quittance_domain::journal::Books;
use quittance_domain::{
    AccountId, ConsumerId, CreditorId, DisputeId, FactId, Money, OfferId, PlanId, RecurringId,
    creditor,
};
use quittance_projections::ReadModels;
use quittance_replay_tests::TestDatabase;
use quittance_store::{
    Accepted, Answer, Database, Envelope, Order, Reply, RequestKey, Responder, Role,
    SettingsResponder, Writer, WriterOptions, creditors, ids,
};
use std::sync::Arc;
use tokio_postgres::Client;
use uuid::Uuid;

/// A ledger with a creditor.
#[derive(Clone)]
pub struct Ledger {
    pub test: Arc<TestDatabase>,
    pub creditor: CreditorId,
    writer: Writer,
}

struct Done;

impl Responder for Done {
    fn accepted(&self, _: &Accepted<'_>) -> Reply {
        Reply {
            status: 200,
            body: Default::default(),
        }
    }

    fn refused(&self, _: &Refusal) -> Reply {
        Reply {
            status: 422,
            body: Default::default(),
        }
    }
}

impl SettingsResponder for Done {
    fn accepted(&self, _: &Settings) -> Reply {
        Reply {
            status: 200,
            body: Default::default(),
        }
    }

    fn refused(&self, _: &creditor::Refusal) -> Reply {
        Reply {
            status: 422,
            body: Default::default(),
        }
    }
}

pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).unwrap()
}

fn id() -> Uuid {
    ids::new_id(ids::now())
}

fn cents(minor: i64) -> Money {
    Money::from_minor(minor)
}

impl Ledger {
    /// An empty ledger.
    pub async fn empty() -> Ledger {
        let test = TestDatabase::new().await;
        let database = test.database();
        // As every command does: what a role may do in a database is not copied with the database.
        database.migrate().await.unwrap();
        let mut client = database.connect(Role::Writer).await.unwrap();
        let creditor = creditors::register(&mut client, "Test", Books::Owner, "test")
            .await
            .unwrap();
        let options = WriterOptions::default();
        let writer = Writer::start(&database, None, Arc::new(ReadModels), options)
            .await
            .unwrap();
        Ledger {
            test: Arc::new(test),
            creditor,
            writer,
        }
    }

    /// A ledger with a row in every read table and every kind of change behind them.
    pub async fn filled() -> Ledger {
        let ledger = Ledger::empty().await;
        for _ in 0..3 {
            ledger.troubled_loan().await;
            ledger.settled_debt().await;
            ledger.planned_debt().await;
        }
        ledger.set_matrix().await;
        ledger
    }

    pub fn database(&self) -> Database {
        self.test.database()
    }

    /// A superuser with every trigger off, who can do what nobody may.
    pub async fn intruder(&self) -> Client {
        let client = self.test.admin().await;
        let off = "ALTER TABLE book.events DISABLE TRIGGER ALL";
        client.batch_execute(off).await.unwrap();
        client
    }

    pub async fn submit(&self, account: AccountId, command: Command) -> u16 {
        let request = RequestKey {
            id: id().to_string().into(),
            digest: [7; 32],
        };
        let envelope = Envelope {
            creditor: self.creditor,
            order: Order::Account {
                account,
                command,
                responder: Box::new(Done),
            },
            by: "test".into(),
            request: Some(request),
            claims: Vec::new(),
            erasable: None,
        };
        match self.writer.submit(envelope).await {
            Answer::Fresh(reply) => reply.status,
            other => panic!("{other:?}"),
        }
    }

    /// A setting of the creditor's, and an endpoint for webhooks.
    async fn set_matrix(&self) {
        let mut matrix = SettlementMatrix::default();
        matrix.set(Tier::LumpSum, Some("0.5".parse().unwrap()));
        self.set(creditor::Command::SetSettlementMatrix(matrix))
            .await;
        let webhook = Webhook {
            id: id(),
            dialect: Dialect::Standard,
            url: "https://example.com/hooks".into(),
            topics: Vec::new(),
            sealed_secret: "sealed".into(),
            retiring: None,
            disabled: None,
            configured_at: ids::now(),
        };
        self.set(creditor::Command::ConfigureWebhook(webhook)).await;
    }

    async fn set(&self, command: creditor::Command) {
        let order = Order::Settings {
            command,
            responder: Box::new(Done),
        };
        let envelope = Envelope {
            creditor: self.creditor,
            order,
            by: "test".into(),
            request: None,
            claims: Vec::new(),
            erasable: None,
        };
        let answer = self.writer.submit(envelope).await;
        assert!(matches!(answer, Answer::Fresh(Reply { status: 200, .. })));
    }

    async fn accept(&self, account: AccountId, command: Command) {
        let name = command.name();
        assert_eq!(
            self.submit(account, command).await,
            200,
            "{name} was refused"
        );
    }

    /// A loan that has been disbursed.
    pub async fn loan(&self) -> AccountId {
        let account = AccountId(id());
        let opening = opening(
            account,
            Product::Loan {
                approved_principal: cents(1_000_000),
            },
        );
        self.accept(account, Command::CreateLoan(Box::new(opening)))
            .await;
        let disburse = Disburse {
            id: FactId(id()),
            amount: None,
            effective: day(1, 1),
        };
        self.accept(account, Command::Disburse(disburse)).await;
        account
    }

    pub async fn pay(&self, account: AccountId, amount: i64, effective: NaiveDate) -> FactId {
        let payment = FactId(id());
        let record = RecordPayment {
            id: payment,
            amount: cents(amount),
            method: Method::Ach,
            direction: Direction::ByOrder,
            standing: PaymentStanding::Completed,
            effective,
            external_id: Some(payment.to_string().into()),
        };
        self.accept(account, Command::RecordPayment(record)).await;
        payment
    }

    async fn troubled_loan(&self) {
        let account = self.loan().await;
        let first = self.pay(account, 50_000, day(2, 1)).await;
        let second = self.pay(account, 50_000, day(3, 1)).await;
        let third = self.pay(account, 50_000, day(4, 1)).await;
        let fee = FactId(id());
        let assess = AssessFee {
            id: fee,
            amount: Some(cents(2_500)),
            kind: FeeKind::Late,
            cause: FeeCause::None,
            effective: day(2, 15),
        };
        self.accept(account, Command::AssessFee(assess)).await;
        let waive = WaiveFee {
            id: FactId(id()),
            fee,
            amount: None,
            reason: "goodwill".into(),
            effective: day(4, 2),
        };
        self.accept(account, Command::WaiveFee(waive)).await;
        let reverse = ReversePayment {
            payment: first,
            reason: "returned".into(),
            effective: day(4, 3),
            nsf_fee: None,
        };
        self.accept(account, Command::ReversePayment(reverse)).await;
        let backdate = BackdatePayment {
            payment: second,
            effective: day(2, 20),
        };
        self.accept(account, Command::BackdatePayment(backdate))
            .await;
        let refund = RefundPayment {
            id: FactId(id()),
            payment: third,
            amount: Some(cents(1_000)),
            reason: "overcharged".into(),
            effective: day(4, 5),
        };
        self.accept(account, Command::RefundPayment(refund)).await;
        let again = Disburse {
            id: FactId(id()),
            amount: None,
            effective: day(4, 6),
        };
        assert_eq!(self.submit(account, Command::Disburse(again)).await, 422);
        let charge_off = ChargeOff {
            id: FactId(id()),
            effective: day(5, 1),
            reason: "lost".into(),
        };
        self.accept(account, Command::ChargeOff(charge_off)).await;
    }

    /// What is said of a debt: a note, and a dispute that was resolved.
    async fn say(&self, account: AccountId) {
        let sealed: Box<str> = "sealed".into();
        let note = AddNote {
            id: FactId(id()),
            about: None,
            sealed: sealed.clone(),
            effective: day(2, 1),
        };
        self.accept(account, Command::AddNote(note)).await;
        let dispute = DisputeId(id());
        let file = FileDispute {
            id: dispute,
            amount: None,
            sealed: sealed.clone(),
            effective: day(2, 1),
        };
        self.accept(account, Command::FileDispute(file)).await;
        let resolve = ResolveDispute {
            dispute,
            outcome: Outcome::Verified,
            sealed: Some(sealed),
            effective: day(2, 1),
        };
        self.accept(account, Command::ResolveDispute(resolve)).await;
    }

    async fn settled_debt(&self) {
        let account = AccountId(id());
        let mut opening = opening(account, Product::Placed);
        (opening.principal, opening.interest) = (cents(90_000), cents(1_200));
        self.accept(account, Command::PlaceAccount(Box::new(opening)))
            .await;
        self.say(account).await;
        let offer = OfferId(id());
        let make = OfferSettlement {
            id: offer,
            amount: cents(60_000),
            tier: Tier::LumpSum,
            floor: None,
            effective: day(2, 1),
            expires_on: None,
        };
        self.accept(account, Command::OfferSettlement(make)).await;
        let accept = AcceptSettlement {
            offer,
            acceptance: FactId(id()),
            effective: day(2, 2),
        };
        self.accept(account, Command::AcceptSettlement(accept))
            .await;
        self.pay(account, 60_000, day(2, 3)).await;
    }
}

impl Ledger {
    /// A debt under a plan that is paid, returned, and ended.
    async fn planned_debt(&self) {
        let account = AccountId(id());
        let mut opening = opening(account, Product::Placed);
        opening.principal = cents(90_000);
        self.accept(account, Command::PlaceAccount(Box::new(opening)))
            .await;
        let plan = PlanId(id());
        let term = |number, due| PlanTerm {
            number,
            amount: cents(10_000),
            due,
        };
        let create = CreatePlan {
            id: plan,
            part: 0,
            origin: PlanOrigin::Debtor,
            terms: vec![term(1, day(3, 1)), term(2, day(4, 1))],
            effective: day(2, 1),
            link: Some(plan.0.simple().to_string().into()),
            sealed: Some("sealed".into()),
        };
        self.accept(account, Command::CreatePlan(create)).await;
        self.accept(account, Command::ApprovePlan(plan)).await;
        let close = CloseDay {
            on: day(5, 1),
            first_id: FactId(id()),
        };
        self.accept(account, Command::CloseDay(close)).await;
        let today = ids::now().date_naive();
        let payment = self.pay(account, 20_000, today).await;
        let reverse = ReversePayment {
            payment,
            reason: "returned".into(),
            effective: today,
            nsf_fee: None,
        };
        self.accept(account, Command::ReversePayment(reverse)).await;
        self.accept(account, Command::DeactivatePlan(plan)).await;
        let wanted = Wanted::Level {
            first_due: day(6, 1),
            frequency: Frequency::Monthly,
            count: 6,
            amount: None,
        };
        let schedule = SetSchedule {
            wanted,
            effective: day(5, 1),
        };
        self.accept(account, Command::SetSchedule(schedule)).await;
        let recurring = CreateRecurringPayment {
            id: RecurringId(id()),
            amount: cents(1_000),
            method: Method::Ach,
            frequency: Frequency::Weekly,
            start: today,
            end: None,
            recorded_as: PaymentStanding::Pending,
            instrument: None,
        };
        self.accept(account, Command::CreateRecurringPayment(recurring))
            .await;
        let close = CloseDay {
            on: today,
            first_id: FactId(id()),
        };
        self.accept(account, Command::CloseDay(close)).await;
    }
}

fn opening(account: AccountId, product: Product) -> Opening {
    Opening {
        account,
        consumer: ConsumerId(id()),
        number: account.to_string().into(),
        product,
        terms: Terms {
            annual_rate: "0.12".parse().unwrap(),
            ..Terms::default()
        },
        opened_on: day(1, 1),
        principal: Money::ZERO,
        interest: Money::ZERO,
        fees: Money::ZERO,
        details: Details::default(),
        sealed: "sealed".into(),
        consumer_known: false,
    }
}
