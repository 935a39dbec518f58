//! The cookies of a session.

use crate::app::App;
use crate::auth::cookies::Cookie;
use crate::auth::credential::SESSION_COOKIE;
use crate::auth::csrf;
use crate::problem::Problem;
use axum::response::Response;
use chrono::TimeDelta;
use quittance_store::tokens::SESSION_LIFE;

/// As long as a browser keeps anything.
const CSRF_LIFE: TimeDelta = TimeDelta::days(364);

/// Gives the browser a session and the token that goes with it.
pub fn begin(app: &App, response: &mut Response, session: &str) -> Result<(), Problem> {
    cookie(app, session, SESSION_LIFE).set(response);
    set_csrf(app, response, Some(session))
}

/// Makes the browser forget its session.
pub fn forget(app: &App, response: &mut Response) {
    cookie(app, "", TimeDelta::zero()).set(response);
}

/// Gives the browser the token that its writes must repeat; scripts read it.
pub fn set_csrf(app: &App, response: &mut Response, session: Option<&str>) -> Result<(), Problem> {
    let token = csrf::issue(&app.csrf_key, session)?;
    let cookie = Cookie {
        name: csrf::COOKIE,
        value: &token,
        life: CSRF_LIFE,
        http_only: false,
        secure: app.settings.secure_cookies,
    };
    cookie.set(response);
    Ok(())
}

fn cookie<'a>(app: &App, value: &'a str, life: TimeDelta) -> Cookie<'a> {
    Cookie {
        name: SESSION_COOKIE,
        value,
        life,
        http_only: true,
        secure: app.settings.secure_cookies,
    }
}
