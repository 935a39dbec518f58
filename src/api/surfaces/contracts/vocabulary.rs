//! What the fields of this surface mean.

use crate::openapi::Noun;
use crate::openapi::schema::Words;

pub const ACCOUNT: Noun = Noun {
    name: "contract",
    example: "100123",
};

pub const WORDS: &Words = &[
    ("account", "The account."),
    ("account_id", "The account's integer id."),
    (
        "account_number",
        "The creditor's own number of the account, unique.",
    ),
    ("account_status", "Where the account stands."),
    ("accounts", "The page."),
    ("approval_status", "Whether the offer has been accepted."),
    ("created_at", "When the account was added, in UTC."),
    ("current_balance", "What is owed today."),
    ("date_delinquent", "Since when it is past due."),
    ("date_opened", "When the debt was made."),
    ("days_past_due", "Days since a payment was due."),
    ("debtor_address", "Street and number."),
    ("debtor_city", "City."),
    ("debtor_dob", "Date of birth."),
    ("debtor_email", "E-mail address."),
    ("debtor_name", "Name of the person or company that owes."),
    ("debtor_phone", "Phone number."),
    (
        "debtor_ssn",
        "Social security number, `XXX-XX-XXXX`; sealed, and never shown.",
    ),
    ("debtor_state", "State, such as `CA`."),
    ("debtor_zip", "ZIP code."),
    ("error", "What is wrong."),
    ("errors", "Everything that is wrong."),
    ("interest_rate", "Percent a year."),
    ("limit", "How many rows a page has at most."),
    ("notes", "Free text; sealed."),
    ("offer_amount", "What is offered."),
    ("offer_date", "When it was offered, in UTC."),
    ("offset", "How many rows were passed over."),
    ("original_balance", "What was owed at first."),
    ("original_creditor", "Whom it was owed to at first."),
    ("payment_amount", "What was paid."),
    ("payment_date", "When it counts, in UTC."),
    ("payment_id", "The payment's integer id."),
    ("payment_method", "How it was paid."),
    ("payment_status", "What became of it."),
    ("payments", "The page."),
    ("savings_amount", "The original balance less the offer."),
    ("settlement_id", "The offer's integer id."),
    ("settlements", "The page."),
    ("success", "True."),
    ("total", "How many rows there are on all pages."),
    (
        "transaction_id",
        "The processor's id of the payment, or else the ledger's.",
    ),
];
