//! What the operator does by hand: districts, communities, accounts, keys. Each is a use case of its slice, called by
//! the channel that requests never have.

use crate::command::{Account, Community, District, Grant, Revoke};
use crate::config::{self, Settings};
use crate::{doctor, worker};
use app::accounts::model::WideRole;
use app::communities::model::{NewCommunity, Registration};
use app::kernel::actor::{Channel, Roles};
use app::kernel::clock::Clock;
use app::kernel::ctx::{App, Call};
use app::kernel::db::Mode;
use app::kernel::fault::{Failure, Fault};
use app::kernel::keys::Keys;
use app::kernel::said::Lang;
use app::kernel::text::Bounds;
use app::{accounts, communities, figures};
use std::io::Write as _;
use uuid::Uuid;

type Result<T> = std::result::Result<T, String>;

/// A call of the operator, in nobody's name.
pub fn call(app: &App) -> Call {
    Call {
        app: app.clone(),
        channel: Channel::Cli,
        request_id: format!("cli-{}", std::process::id()),
        identity: None,
        lang: Lang::En,
        address: String::new(),
        device: "command line".to_owned(),
        mark: None,
        once: None,
        again: false,
    }
}

/// What a fault says, in one line.
pub fn sentence(fault: Fault) -> String {
    let problems: Vec<String> = fault.problems().iter().map(|problem| format!("{}: {}", problem.field, problem.said.t(Lang::En))).collect();
    if problems.is_empty() { fault.said(Lang::En) } else { problems.join(" ") }
}

/// What a failure says, in one line: the operator may read what no browser sees.
pub fn cause(failure: Failure) -> String {
    match failure {
        Failure::Fault(fault) => sentence(fault),
        Failure::Db(error) => one_line(&error.to_string()),
        Failure::Broken(what) => one_line(&what),
    }
}

/// A driver's error without its line breaks.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Says something on standard output. A reader who has heard enough (`linli doctor | head`) is no reason to fall over.
pub fn say(text: &str) {
    drop(writeln!(std::io::stdout(), "{text}"));
}

/// Districts and their holidays.
///
/// # Errors
/// What is wrong.
pub async fn district(settings: &Settings, what: District) -> Result<()> {
    let call = call(&settings.app(Clock::system()).await?);
    let new = match what {
        District::Create(new) => new,
        District::Holiday { district, day, open } => {
            let input = (district.clone(), day, open);
            let entered = accounts::serve(&call, "communities.set_holiday", Mode::Write, input, communities::ops::set_holiday).await;
            entered.map_err(|fault| not_there(&format!("there is no district {district}"), fault))?;
            say(&format!("{district}: the desks are {} on {day}.", if open { "open" } else { "closed" }));
            return Ok(());
        }
    };
    let input = (new.slug.clone(), checked("name_zh", &new.name_zh, 40)?, checked("name_en", &new.name_en, 60)?, new.zone);
    accounts::serve(&call, "communities.create_district", Mode::Write, input, communities::ops::create_district).await.map_err(sentence)?;
    say(&format!("District {} is set up.", new.slug));
    Ok(())
}

/// Communities.
///
/// # Errors
/// What is wrong with the new one.
pub async fn community(settings: &Settings, what: Community) -> Result<()> {
    let Community::Create(new) = what;
    let call = call(&settings.app(Clock::system()).await?);
    let slug = new.slug.clone();
    let street = match (new.street_zh, new.street_en) {
        (Some(zh), Some(en)) => Some((checked("street_zh", &zh, 40)?, checked("street_en", &en, 60)?)),
        _ => None,
    };
    let new = NewCommunity {
        district: new.district,
        street,
        slug: new.slug,
        name: (new.name_zh, new.name_en),
        population: new.population,
        households: new.households,
        over60_permille: new.over60,
        hours: (new.opens, new.closes),
        grids: new.grids,
        is_demo: false,
    };
    communities::ops::create_community(&call, new).await.map_err(|fault| match fault {
        Fault::NotFound => "there is no district of that slug: `linli district create` makes one".to_owned(),
        other => sentence(other),
    })?;
    say(&format!("Community {slug} is set up; its first admin: `linli account grant LOGIN --community {slug} --role admin --name NAME`."));
    Ok(())
}

/// Accounts and their roles.
///
/// # Errors
/// What is wrong.
pub async fn account(settings: &Settings, what: Account) -> Result<()> {
    let call = call(&settings.app(Clock::system()).await?);
    match what {
        Account::Create { login, phone } => {
            let password = config::password()?;
            let who = login.clone().or_else(|| phone.clone()).unwrap_or_default();
            accounts::ops::create_account(&call, login, phone, Some(password)).await.map_err(sentence)?;
            say(&format!("The account {who} is made; `linli account grant {who} …` gives it a role."));
        }
        Account::ResetPassword { login } => {
            let password = config::password()?;
            accounts::ops::reset_password(&call, login.clone(), password).await.map_err(|fault| nobody(&login, fault))?;
            say(&format!("{login} has a new password and is logged out everywhere."));
        }
        Account::Grant(grant) => give(&call, grant, settings.by.clone()).await?,
        Account::Revoke(role) => take(&call, role, settings.by.clone()).await?,
    }
    Ok(())
}

async fn give(call: &Call, what: Grant, by: String) -> Result<()> {
    let login = what.login;
    if let Some(slug) = what.scope.community {
        let name = checked("name", what.name.as_deref().unwrap_or(&login), 30)?;
        // Nobody agreed to a notice here: the operator answers for having asked.
        let who = Registration { name, consent: "operator".to_owned(), ..Registration::default() };
        let input = (login.clone(), who, Roles::new(what.role));
        let member = communities::serve(call, "communities.grant", Mode::Write, &slug, input, communities::ops::grant).await;
        let member = member.map_err(|fault| match fault {
            Fault::NotFound => format!("there is no account {login}, or no community {slug}"),
            other => sentence(other),
        })?;
        say(&format!("{login} is a member of {slug} as {}.", member.roles.at_rest()));
        return Ok(());
    }
    let (grant, what) = above(call, what.scope.district, what.street).await?;
    let input = (login.clone(), grant, by);
    accounts::serve(call, "accounts.grant", Mode::Write, input, accounts::ops::grant).await.map_err(|fault| nobody(&login, fault))?;
    say(&format!("{login} is {what}."));
    Ok(())
}

async fn take(call: &Call, Revoke { login, district, street, .. }: Revoke, by: String) -> Result<()> {
    let (grant, what) = above(call, district, street).await?;
    let none = |fault| not_there(&format!("there is no account {login} that is {what}"), fault);
    let input = (login.clone(), grant, by);
    accounts::serve(call, "accounts.revoke", Mode::Write, input, accounts::ops::revoke).await.map_err(none)?;
    say(&format!("{login} is no longer {what}."));
    Ok(())
}

/// A role above the communities, and what it is called.
async fn above(call: &Call, district: Option<String>, street: Option<String>) -> Result<(accounts::Grant, &'static str)> {
    let Some(district) = district else {
        return Ok((accounts::Grant { role: WideRole::Operator, scope: Uuid::nil() }, "an operator of the platform"));
    };
    let (role, what) = match street {
        Some(_) => (WideRole::StreetOfficial, "an official of that street"),
        None => (WideRole::DistrictOfficial, "an official of that district"),
    };
    let scope = accounts::serve(call, "communities.scope_of", Mode::Read, (district, street), communities::ops::scope_of).await;
    let scope = scope.map_err(|fault| not_there("there is no such district, or no such street in it", fault))?;
    Ok((accounts::Grant { role, scope }, what))
}

/// Counts every community's figures again and says which do not stand as the history says; false where one does not.
///
/// # Errors
/// When the database does not answer, or a history does not read.
pub async fn verify_figures(settings: &Settings) -> Result<bool> {
    let wrong = doctor::wrong_figures(&call(&settings.app(Clock::system()).await?)).await.map_err(sentence)?;
    for (slug, (counter, n)) in &wrong {
        say(&format!("{slug}: {} of {} on {}, part {}: {n:+} by the history", counter.measure, counter.about, counter.day, counter.part));
    }
    match wrong.len() {
        0 => say("All figures stand as the histories say."),
        many => say(&format!("{many} figures do not stand as the history says: `linli figures rebuild` puts them right.")),
    }
    Ok(wrong.is_empty())
}

/// Counts every community's figures again and puts right what does not stand as the history says.
///
/// # Errors
/// When the database does not answer, or a history does not read.
pub async fn rebuild_figures(settings: &Settings) -> Result<()> {
    let call = call(&settings.app(Clock::system()).await?);
    let slugs = doctor::slugs(&call).await.map_err(sentence)?;
    let mut mended = 0;
    for slug in &slugs {
        let said = |fault| format!("{slug}: {}", sentence(fault));
        let job = communities::serve(&call, "figures.ask", Mode::Write, slug, (), figures::ops::ask).await.map_err(said)?;
        mended += worker::recount(&call, slug, job).await.map_err(said)?;
    }
    say(&format!("The figures of {} communities are counted again; {mended} were put right.", slugs.len()));
    Ok(())
}

/// Puts a new signing key in front.
///
/// # Errors
/// When there are no keys, or the file cannot be written.
pub fn rotate_keys(settings: &Settings) -> Result<()> {
    if !settings.keys_file().exists() {
        return Err(format!("there are no keys at {} yet: the first `linli serve` makes them", settings.keys_file().display()));
    }
    Keys::rotate(&settings.data).map_err(cause)?;
    say("A new key signs from the next start of `linli serve` on; log-ins under way go on.");
    Ok(())
}

fn nobody(login: &str, fault: Fault) -> String {
    not_there(&format!("there is no account {login}"), fault)
}

fn not_there(said: &str, fault: Fault) -> String {
    if fault == Fault::NotFound { said.to_owned() } else { sentence(fault) }
}

fn checked(field: &'static str, text: &str, most: usize) -> Result<String> {
    Bounds::line(field, 1, most).check(text).map_err(|problem| sentence(problem.into()))
}
