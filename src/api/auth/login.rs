//! Logging in with an address and a password.

use crate::app::App;
use crate::problem::Problem;
use quittance_store::passwords::{self, PasswordError};
use quittance_store::users::{self, Candidate, User};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// Passwords that are hashed at a time: each takes a thread and 19 MiB for tens of milliseconds.
const HASHED_AT_ONCE: usize = 2;

/// Keeps hashing from taking the machine.
#[derive(Debug)]
pub struct Hashing(Semaphore);

impl Default for Hashing {
    fn default() -> Hashing {
        Hashing(Semaphore::new(HASHED_AT_ONCE))
    }
}

/// The user of an address and a password; an unknown address takes as long as a wrong password.
///
/// # Errors
/// [`Problem::LoginFailed`] whatever is wrong, or what the database says.
pub async fn log_in(app: &App, email: &str, password: String) -> Result<User, Problem> {
    let candidates = users::candidates(&app.readers, email).await?;
    let user = hashing(app, move || first_that_fits(candidates, &password)).await?;
    user.ok_or(Problem::LoginFailed)
}

fn first_that_fits(candidates: Vec<Candidate>, password: &str) -> Option<User> {
    if candidates.is_empty() {
        passwords::verify(password, None);
    }
    candidates
        .into_iter()
        .find(|candidate| passwords::verify(password, Some(&candidate.password_hash)))
        .map(|candidate| candidate.user)
        .filter(|user| user.disabled_at.is_none())
}

/// The hash of a password that is to be set.
///
/// # Errors
/// [`Problem::Invalid`] when it is too short or too long.
pub async fn hash(app: &App, password: String) -> Result<String, Problem> {
    let hashed = hashing(app, move || passwords::hash(&password)).await?;
    hashed.map_err(|error| match error {
        PasswordError::Unhashed => Problem::defect(error),
        error => Problem::invalid("password", error.to_string()),
    })
}

/// Runs work of hashing off the threads that answer requests.
async fn hashing<T: Send + 'static>(
    app: &App,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    let permit = app.hashing.0.acquire().await.map_err(Problem::defect)?;
    let done = spawn_blocking(work).await.map_err(Problem::defect);
    drop(permit);
    done
}
