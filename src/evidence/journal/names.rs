//! The names of accounts, the same in every form: those that all three programs take.

use quittance_domain::journal::{Account, Class};

/// `Assets:Loans-Receivable`.
///
/// Memo accounts stand under equity: they sum to nothing among themselves, and beancount knows five
/// kinds of accounts only.
pub fn name(account: Account) -> String {
    let root = match account.class() {
        Class::Asset => "Assets",
        Class::Liability => "Liabilities",
        Class::Equity => "Equity",
        Class::Revenue => "Income",
        Class::Expense => "Expenses",
        Class::Memo => "Equity:Memo",
    };
    let slug = account.slug();
    let words = slug.strip_prefix("memo_").unwrap_or(slug).split('_');
    let words: Vec<String> = words.map(capitalised).collect();
    format!("{root}:{}", words.join("-"))
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
