//! A book with a writer or two, and commands to hand them.

use chrono::NaiveDate;
use quittance_domain::account::{
    Command, Details, Method, Opening, PaymentStanding, Product, RecordPayment, Refusal, Terms,
};
use quittance_domain::allocation::Direction;
use quittance_domain::journal::Books;
use quittance_domain::{AccountId, ConsumerId, CreditorId, FactId, Money};
use quittance_projections::{ReadModels, replay};
use quittance_replay_tests::TestDatabase;
use quittance_store::{
    Accepted, Answer, Claim, Envelope, Mode, Order, Reply, RequestKey, Responder, Role, Whole,
    WholeResponder, Writer, WriterOptions, creditors, events, ids,
};
use std::sync::Arc;

/// What an account owes at first, in cents; no payment of a test clears it.
pub const OWED: i64 = 1_000_000;

/// A creditor's book.
pub struct Book {
    pub test: TestDatabase,
    pub creditor: CreditorId,
    pub writer: Writer,
}

pub fn cents(minor: i64) -> Money {
    Money::from_minor(minor)
}

pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).unwrap()
}

fn id() -> uuid::Uuid {
    ids::new_id(ids::now())
}

/// Answers with the sequence of the last event, or the name of the refusal.
struct Said;

impl Responder for Said {
    fn accepted(&self, accepted: &Accepted<'_>) -> Reply {
        let last = accepted.events.last().map(|event| event.sequence);
        Reply {
            status: 201,
            body: format!("{last:?}").into(),
        }
    }

    fn refused(&self, refusal: &Refusal) -> Reply {
        Reply {
            status: 422,
            body: refusal.name().into(),
        }
    }
}

/// A command of a group, before it is given to a creditor.
pub struct Wish {
    account: AccountId,
    command: Command,
    request: Option<RequestKey>,
    claims: Vec<Claim>,
}

/// A request id with a digest.
pub fn request(id: &str, digest: u8) -> RequestKey {
    RequestKey {
        id: id.into(),
        digest: [digest; 32],
    }
}

/// A payment of some cents.
pub fn pay(account: AccountId, amount: i64) -> Wish {
    Wish {
        account,
        command: Command::RecordPayment(RecordPayment {
            id: FactId(id()),
            amount: cents(amount),
            method: Method::Ach,
            direction: Direction::ByOrder,
            standing: PaymentStanding::Completed,
            effective: day(2, 1),
            external_id: None,
        }),
        request: None,
        claims: Vec::new(),
    }
}

/// A payment that is refused: it is dated before the account began.
pub fn pay_too_early(account: AccountId) -> Wish {
    let mut wish = pay(account, 100);
    if let Command::RecordPayment(payment) = &mut wish.command {
        payment.effective = day(1, 1).pred_opt().unwrap();
    }
    wish
}

/// A new debt under a number.
pub fn place(number: &str) -> Wish {
    let account = AccountId(id());
    let opening = Opening {
        account,
        consumer: ConsumerId(id()),
        number: number.into(),
        product: Product::Placed,
        terms: Terms::default(),
        opened_on: day(1, 1),
        principal: cents(OWED),
        interest: Money::ZERO,
        fees: Money::ZERO,
        details: Details::default(),
        sealed: "sealed".into(),
        consumer_known: false,
    };
    Wish {
        account,
        command: Command::PlaceAccount(Box::new(opening)),
        request: None,
        claims: vec![Claim {
            kind: "account_number",
            name: number.into(),
        }],
    }
}

impl Wish {
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// The same opening, dated in the future, which is refused.
    pub fn opened_tomorrow(mut self) -> Wish {
        if let Command::PlaceAccount(opening) = &mut self.command {
            opening.opened_on = ids::now().date_naive().succ_opt().unwrap();
        }
        self
    }

    pub fn with(mut self, request: RequestKey) -> Wish {
        self.request = Some(request);
        self
    }

    fn envelope(self, creditor: CreditorId) -> Envelope {
        Envelope {
            creditor,
            order: Order::Account {
                account: self.account,
                command: self.command,
                responder: Box::new(Said),
            },
            by: "test".into(),
            request: self.request,
            claims: self.claims,
            erasable: None,
        }
    }
}

/// Answers a whole group with what became of each: 201 or 422, and a word for each.
struct Words;

impl WholeResponder for Words {
    fn reply(&self, answers: &[Option<Answer>]) -> Reply {
        let words: Vec<&str> = answers.iter().map(word).collect();
        let accepted = words.iter().all(|word| *word == "accepted");
        Reply {
            status: if accepted { 201 } else { 422 },
            body: words.join(" ").into(),
        }
    }
}

fn word(answer: &Option<Answer>) -> &'static str {
    match answer {
        None => "withheld",
        Some(Answer::Fresh(reply) | Answer::Replayed(reply)) if reply.accepts() => "accepted",
        Some(Answer::Fresh(_) | Answer::Replayed(_)) => "refused",
        Some(Answer::RequestIdReused) => "reused",
        Some(Answer::Taken(..)) => "taken",
        Some(Answer::ConsumerErased) => "erased",
        Some(Answer::AccountUnknown) => "unknown",
        Some(Answer::Unavailable | Answer::Failed) => "failed",
    }
}

/// The words of some answers.
pub fn words(answers: &[Answer]) -> String {
    let words = answers.iter().map(|answer| match answer {
        Answer::Replayed(_) => "replayed",
        answer => word(&Some(answer.clone())),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What a whole group was answered, as text.
pub fn said(answer: &Answer) -> String {
    match answer {
        Answer::Fresh(reply) => String::from_utf8_lossy(&reply.body).into_owned(),
        Answer::Replayed(reply) => format!("replayed: {}", String::from_utf8_lossy(&reply.body)),
        other => words(std::slice::from_ref(other)),
    }
}

impl Book {
    pub async fn new() -> Book {
        Book::with(WriterOptions::default()).await
    }

    pub async fn with(options: WriterOptions) -> Book {
        let test = TestDatabase::new().await;
        let database = test.database();
        let mut client = database.connect(Role::Writer).await.unwrap();
        let creditor = creditors::register(&mut client, "Test", Books::Owner, "test")
            .await
            .unwrap();
        let writer = Writer::start(&database, None, Arc::new(ReadModels), options)
            .await
            .unwrap();
        Book {
            test,
            creditor,
            writer,
        }
    }

    /// A writer as another process would have it.
    pub async fn second_writer(&self) -> Writer {
        let options = WriterOptions::default();
        Writer::start(&self.test.database(), None, Arc::new(ReadModels), options)
            .await
            .unwrap()
    }

    /// Accounts that owe [`OWED`] each.
    pub async fn accounts<const N: usize>(&self) -> [AccountId; N] {
        let wishes: Vec<Wish> = (0..N).map(|n| place(&format!("n-{n}"))).collect();
        let accounts: Vec<AccountId> = wishes.iter().map(Wish::account).collect();
        let answers = self.each(wishes).await;
        assert_eq!(words(&answers), ["accepted"; N].join(" "));
        accounts.try_into().unwrap()
    }

    pub async fn each(&self, wishes: Vec<Wish>) -> Vec<Answer> {
        self.each_by(&self.writer, wishes).await
    }

    /// Another creditor of the same ledger.
    pub async fn creditor_beside(&self) -> CreditorId {
        let database = self.test.database();
        let mut client = database.connect(Role::Writer).await.unwrap();
        let registered = creditors::register(&mut client, "Beside", Books::Owner, "test");
        registered.await.unwrap()
    }

    /// Commands of another creditor's.
    pub async fn each_of(&self, creditor: CreditorId, wishes: Vec<Wish>) -> Vec<Answer> {
        let wishes = wishes.into_iter();
        let envelopes = wishes.map(|wish| wish.envelope(creditor)).collect();
        self.writer.submit_each(envelopes).await
    }

    pub async fn each_by(&self, writer: &Writer, wishes: Vec<Wish>) -> Vec<Answer> {
        writer.submit_each(self.envelopes(wishes)).await
    }

    pub async fn whole(
        &self,
        mode: Mode,
        request: Option<RequestKey>,
        wishes: Vec<Wish>,
    ) -> Answer {
        let whole = Whole {
            mode,
            envelopes: self.envelopes(wishes),
            request,
            responder: Box::new(Words),
        };
        self.writer.submit_whole(whole).await
    }

    fn envelopes(&self, wishes: Vec<Wish>) -> Vec<Envelope> {
        let wishes = wishes.into_iter();
        wishes.map(|wish| wish.envelope(self.creditor)).collect()
    }

    /// How many events of a type there are.
    pub async fn count(&self, event_type: &str) -> i64 {
        let sql = "SELECT count(*) FROM book.events WHERE type = $1";
        let admin = self.test.admin().await;
        admin.query_one(sql, &[&event_type]).await.unwrap().get(0)
    }

    /// How many events there are.
    pub async fn count_all(&self) -> i64 {
        let sql = "SELECT count(*) FROM book.events";
        let admin = self.test.admin().await;
        admin.query_one(sql, &[]).await.unwrap().get(0)
    }

    /// How many transactions the events of a type came in.
    pub async fn transactions(&self, event_type: &str) -> i64 {
        let sql = "SELECT count(DISTINCT xmin::text) FROM book.events WHERE type = $1";
        let admin = self.test.admin().await;
        admin.query_one(sql, &[&event_type]).await.unwrap().get(0)
    }

    /// What an account owes by the read models, in cents.
    pub async fn owed(&self, account: AccountId) -> i64 {
        let sql = "SELECT principal FROM views.balances WHERE account_id = $1";
        let admin = self.test.admin().await;
        admin.query_one(sql, &[&account.0]).await.unwrap().get(0)
    }

    /// The chain holds, and the read models are what the history gives.
    pub async fn verify(&self) {
        let client = self.test.role("quittance_reader").await;
        let set = format!("SET quittance.creditors = '{}'", self.creditor);
        client.batch_execute(&set).await.unwrap();
        let verified = events::verify_book(&client, self.creditor, |_, _| {}).await;
        assert_eq!(verified.unwrap().broken, None);
        let replayed = replay::replay(&self.test.database(), &[self.creditor], &mut |_| {}).await;
        let replayed = replayed.unwrap();
        assert!(replayed.is_clean(), "{replayed:#?}");
    }
}
