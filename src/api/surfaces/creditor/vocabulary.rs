//! What the surface's paths name and what its fields mean.

use crate::openapi::Noun;
use crate::openapi::schema::Words;

pub const ACCOUNT: Noun = Noun {
    name: "placed account",
    example: "a-7f2c1d64-8b1e-4c55-9d0a-3f6b2e8c9a10",
};

pub const OFFER: Noun = Noun {
    name: "offer",
    example: "s-2a9d4c71-5e38-4f06-8b7c-d1e0f3a46b95",
};

pub const ACCEPTED_OFFER: Noun = Noun {
    name: "accepted offer",
    example: "s-94e1b7d3-06a2-4c58-b3f9-2c7d8e5a1046",
};

pub const DISPUTE: Noun = Noun {
    name: "dispute",
    example: "d-61c0f7a4-93d2-4b8e-a5f1-7e2d0c9b4836",
};

pub const WEBHOOK: Noun = Noun {
    name: "webhook",
    example: "w-8f3e6a17-4d20-4c9b-8e75-0b1a9d6c2f43",
};

pub const NOTE: Noun = Noun {
    name: "note",
    example: "m-3b7d9e05-1f68-4a2c-9c84-d6e5f0a1b723",
};

pub const API_KEY: Noun = Noun {
    name: "API key",
    example: "k-0d3c8b52-7a19-4f6e-92d4-5b1e8c70a3f6",
};

pub const USER: Noun = Noun {
    name: "user",
    example: "u-5e7b1d90-2c4a-4837-b6f1-9a0d3e8c5274",
};

pub const AUDIT_ENTRY: Noun = Noun {
    name: "audit entry",
    example: "4821107",
};

pub const WORDS: &Words = &[
    ("consumerId", "Who owed, by an id that names nobody."),
    (
        "contracts",
        "Whether `/api/v1/*.php` is open to the creditor.",
    ),
    ("erasedAt", "When the consumer was erased."),
    ("creditor", "The creditor."),
    (
        "resolutionRate",
        "Resolved accounts as a share of all, from 0 to 1.",
    ),
    (
        "resolvedCount",
        "How many accounts are settled or paid in full.",
    ),
    ("statusHistogram", "How many accounts have each status."),
    ("totalAccounts", "How many accounts there are."),
    ("totalBalance", "What is owed."),
    ("action", "What was done: the event's type."),
    ("actor", "Who did it."),
    ("effectiveDate", "From when it counts."),
    ("entries", "The page, newest first."),
    ("errors", "Every field that is wrong with it."),
    ("failed", "How many rows were not placed."),
    ("results", "The rows, in order."),
    ("row", "Counted from 1, without a header."),
    ("succeeded", "How many rows were placed."),
    ("timestamp", "When it was recorded, in UTC."),
    ("active", "Whether events are sent there."),
    ("author", "Who wrote it."),
    ("events", "What it is told of; everything when absent."),
    ("secret", "Signs what is sent: shown now, and never again."),
    ("url", "Where events are sent, over https."),
    ("webhooks", "The webhook, if there is one."),
    ("content", "The text."),
    ("body", "The text."),
    ("text", "The text."),
    (
        "note",
        "The text; null once the consumer has been erased, and in the reply to a write.",
    ),
    ("notes", "The notes, oldest first."),
    (
        "counterAmount",
        "What the consumer would settle for, while it is the creditor's turn.",
    ),
    ("disputedAmount", "What of the debt is disputed."),
    ("disputes", "The disputes, oldest first."),
    ("dueOn", "When the part is due."),
    ("filedAt", "When it was recorded, in UTC."),
    ("filedOn", "The day on which the consumer disputed it."),
    ("outcome", "How it ended; null while it is open."),
    (
        "reason",
        "Why; null once the consumer has been erased, and in the reply to a write.",
    ),
    ("resolution", "What was found; sealed."),
    ("resolvedOn", "The day on which it ended."),
    ("savings", "What is forgiven of the balance."),
    ("schedule", "When each part is due, once it is accepted."),
    ("state", "The postal code of the consumer's state."),
    (
        "12_month",
        "The least share of the principal, paid over 12 months.",
    ),
    (
        "24_month",
        "The least share of the principal, paid over 24 months.",
    ),
    (
        "36_month",
        "The least share of the principal, paid over 36 months.",
    ),
    ("acceptedAt", "When it was accepted, in UTC."),
    ("accountId", "The account."),
    (
        "accountPhase",
        "Before charge-off (`intercept`, `phase0`) or after it.",
    ),
    ("accountType", "The kind of debt."),
    (
        "account_phase",
        "Before charge-off (`intercept`, `phase0`) or after it.",
    ),
    ("account_type", "The kind of debt."),
    ("accounts", "The page."),
    ("addressZip", "ZIP code, five digits."),
    ("address_zip", "ZIP code, five digits."),
    ("amount", "The amount."),
    ("amountOfDebt", "What is owed."),
    ("apiKeys", "The keys, newest first."),
    ("chargeOffDate", "When it is or was to be charged off."),
    ("charge_off_date", "When it is or was to be charged off."),
    ("code", "The kind of error."),
    ("consumer", "Who owes."),
    ("consumerEmail", "The consumer's e-mail address."),
    ("createdAt", "When it was made, in UTC."),
    (
        "creditorReference",
        "The creditor's own number of the account, unique.",
    ),
    (
        "creditor_reference",
        "The creditor's own number of the account, unique.",
    ),
    ("currentBalance", "What is owed today."),
    ("currentCreditor", "Whom it is owed to now."),
    ("deliveryMethod", "How the notice goes out."),
    ("details", "Every field that is wrong."),
    ("disabledAt", "Since when the user is shut out, in UTC."),
    ("dpd", "Days past due at placement."),
    ("email", "The consumer's e-mail address."),
    ("error", "What is wrong."),
    ("expiresAt", "The last day on which it can be accepted."),
    ("expiresIn", "Seconds until the token expires."),
    ("expiresOn", "The day from which the key is good no more."),
    (
        "expires_on",
        "The last day on which it can be accepted; `expiresOn` is taken too.",
    ),
    ("firstName", "First name."),
    ("first_name", "First name."),
    ("generatedAt", "When it was made, in UTC."),
    (
        "accountNumberEnding",
        "The last four characters of the creditor's own number.",
    ),
    (
        "assumedReceivedOn",
        "The day on which the consumer may be assumed to have received the notice: five days \
         later, not counting weekends and legal public holidays (12 CFR 1006.34(b)(5)).",
    ),
    (
        "credits",
        "What was forgiven or credited since the itemization date.",
    ),
    ("date", "The itemization date."),
    (
        "itemization",
        "How the debt came to its amount since a reference date, for the validation notice \
         (12 CFR 1006.34(c)(2)(viii)); it must come to the principal balance.",
    ),
    ("payments", "What was paid since the itemization date."),
    (
        "reference",
        "What happened on the itemization date (12 CFR 1006.34(b)(3)).",
    ),
    (
        "fees",
        "Fees since the itemization date, all that were assessed.",
    ),
    ("id", "The id."),
    ("interest", "Interest since the itemization date."),
    (
        "itemizationDate",
        "The reference date of the itemization (12 CFR 1006.34(b)(3)).",
    ),
    ("key", "The key itself: shown now, and never again."),
    (
        "last4ssn",
        "The last four digits of the social security number; sealed.",
    ),
    ("lastName", "Last name."),
    (
        "lump_sum",
        "The least share of the principal, paid at once.",
    ),
    (
        "lastPaymentAmount",
        "The last payment before the placement.",
    ),
    (
        "lastPaymentDate",
        "The day of the last payment before the placement.",
    ),
    ("lastUsedAt", "When it was last used, in UTC."),
    ("last_name", "Last name."),
    (
        "last_payment_amount",
        "The last payment before the placement.",
    ),
    (
        "last_payment_date",
        "The day of the last payment before the placement.",
    ),
    ("limit", "How many rows a page has at most."),
    ("minimumPayment", "The least that is to be paid at once."),
    ("minimum_payment", "The least that is to be paid at once."),
    ("name", "The name."),
    (
        "nextCursor",
        "Where the next page begins; null on the last one.",
    ),
    ("noticeId", "The notice's id."),
    ("originalBalance", "What was owed at first."),
    ("originalCreditor", "Whom it was owed to at first."),
    ("original_balance", "What was owed at first."),
    ("original_creditor", "Whom it was owed to at first."),
    ("password", "The password."),
    ("phase", "Before charge-off or after it."),
    ("phone", "Phone number, E.164 preferred."),
    (
        "placementDate",
        "The day of the placement, today unless said otherwise.",
    ),
    (
        "placement_date",
        "The day of the placement, today unless said otherwise.",
    ),
    ("prefix", "How the key begins."),
    ("principalBalance", "The principal owed."),
    ("principal_balance", "The principal owed."),
    ("requestId", "For support."),
    ("revokedAt", "When it was revoked, in UTC."),
    ("role", "What may be done at most."),
    (
        "scopes",
        "All that may be done; everything that the role allows when there are none.",
    ),
    ("sequence", "The integer that names it too."),
    ("settlements", "The offers, oldest first."),
    ("states", "Postal codes of states; null for anywhere."),
    ("status", "Where it stands."),
    ("statute", "The statute that asks for it."),
    ("tier", "In how many payments it is to be settled."),
    ("token", "The token, for `Authorization: Bearer`."),
    ("tokenType", "`Bearer`."),
    ("total", "How many there are on all pages."),
    ("updatedAt", "When it last changed, in UTC."),
    ("user", "The user."),
    ("users", "The users."),
    (
        "validationNotice",
        "What the consumer is told about the debt.",
    ),
    ("validationPeriodDays", "Days to dispute the debt."),
    ("validationPeriodEnds", "The last day to dispute it."),
];
