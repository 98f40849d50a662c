//! The page on which admins invite managers, who read the part of reports under their department.

use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig, get, post, resource};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::accounts::{name_error, password_error};
use super::people::{Choice, choices};
use super::{Admin, Error, Page, Result, html, local, see, session};
use crate::accounts::password::{self, Typed};
use crate::accounts::{self, ChangeError, ManagerError, NewManager, Role, managers};
use crate::app::App;
use crate::db::{self, AccountId, Conn, DepartmentId};
use crate::email::Address;
use crate::i18n::{FormErrors, Lang, say};
use crate::people::{self, Departments};

/// Where the page is.
const PATH: &str = "/settings/managers";

/// The addresses of the page, and of the link that invited managers get.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource(PATH).route(get().to(index)).route(post().to(create)))
        .service(resource("/settings/managers/{account}/invite").route(post().to(invite_again)))
        .service(resource("/settings/managers/{account}/remove").route(post().to(remove)))
        .service(resource("/welcome/{token}").route(get().to(welcome)).route(post().to(come_in)));
}

/// A manager in the list.
struct Row {
    id: AccountId,
    name: String,
    email: String,
    /// Empty: the department is gone.
    department: String,
    /// Until when the invitation is good; none: they have come in.
    invited_until: Option<local::Shown>,
}

#[derive(Template)]
#[template(path = "settings/managers.html")]
struct ManagersPage {
    page: Page,
    managers: Vec<Row>,
    typed: ManagerForm,
    choices: Vec<Choice>,
    errors: FormErrors,
}

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ManagerForm {
    name: String,
    email: String,
    department: String,
    language: String,
}

impl ManagerForm {
    /// # Errors
    /// What is wrong.
    fn parse(&self, tree: &Departments) -> std::result::Result<NewManager, FormErrors> {
        let mut errors = FormErrors::new();
        if !accounts::is_name(&self.name) {
            errors.add("name", name_error());
        }
        let address = Address::parse(&self.email).map_err(|error| errors.add("email", error.message())).ok();
        let department = self.department.parse::<DepartmentId>().ok().filter(|id| tree.get(*id).is_some());
        if department.is_none() {
            errors.add("department", say("managers-no-department"));
        }
        let (Some(address), Some(department), true) = (address, department, errors.is_empty()) else {
            return Err(errors);
        };
        let language = Lang::from_code(&self.language).unwrap_or_default();
        Ok(NewManager { address, name: self.name.clone(), department, language })
    }
}

/// # Errors
/// When the database cannot be asked.
async fn page(
    request: &HttpRequest,
    app: &App,
    admin: &Admin,
    typed: ManagerForm,
    errors: FormErrors,
) -> Result<ManagersPage> {
    let read = |conn: &mut Conn| {
        let tree = Departments::new(people::store::departments(conn)?);
        Ok::<_, db::Error>((accounts::store::managers(conn)?, tree))
    };
    let (found, tree) = app.db.read(read).await?;
    let (zone, lang) = (local::zone(app).await?, admin.account.language);
    let row = |account: accounts::Account| {
        let department = match account.role {
            Role::Manager(id) if tree.get(id).is_some() => tree.path_text(Some(id)),
            _ => String::new(),
        };
        let invited_until = account.invited_until.map(|until| local::shown(lang, zone, until));
        Row { id: account.id, name: account.name, email: account.email, department, invited_until }
    };
    Ok(ManagersPage {
        page: Page::new(request, admin, "settings", say("managers-title")),
        managers: found.into_iter().map(row).collect(),
        choices: choices(&tree, &typed.department, |_| true),
        typed,
        errors,
    })
}

/// `GET /settings/managers`.
///
/// # Errors
/// When the database cannot be asked.
async fn index(request: HttpRequest, app: web::Data<App>, admin: Admin) -> Result {
    let form = ManagerForm { language: admin.account.language.code().to_owned(), ..ManagerForm::default() };
    html(StatusCode::OK, &page(&request, &app, &admin, form, FormErrors::new()).await?)
}

/// `POST /settings/managers`: invites one.
///
/// # Errors
/// When the database refuses; mistakes bring the form back.
async fn create(request: HttpRequest, app: web::Data<App>, admin: Admin, form: web::Form<ManagerForm>) -> Result {
    let (form, now, actor) = (form.into_inner(), app.clock.now(), admin.actor());
    let tree = app.db.read(people::store::departments).await.map(Departments::new).map_err(Error::from)?;
    let invited = match form.parse(&tree) {
        Ok(new) => app.db.write(move |conn| managers::invite(conn, now, new, actor)).await,
        Err(errors) => {
            return html(StatusCode::UNPROCESSABLE_ENTITY, &page(&request, &app, &admin, form, errors).await?);
        }
    };
    match invited {
        Ok(()) => {
            admin.flash(&say("managers-invited").with("email", form.email.trim()));
            Ok(see(PATH))
        }
        Err(ManagerError::AddressTaken) => {
            let errors = FormErrors::one("email", say("managers-taken"));
            html(StatusCode::UNPROCESSABLE_ENTITY, &page(&request, &app, &admin, form, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /settings/managers/{account}/invite`.
///
/// # Errors
/// Not found.
async fn invite_again(app: web::Data<App>, admin: Admin, id: web::Path<AccountId>) -> Result<HttpResponse> {
    let (id, now, actor) = (id.into_inner(), app.clock.now(), admin.actor());
    app.db.write(move |conn| managers::invite_again(conn, now, id, actor)).await?;
    admin.flash(&say("managers-invited-again"));
    Ok(see(PATH))
}

/// `POST /settings/managers/{account}/remove`.
///
/// # Errors
/// Not found.
async fn remove(app: web::Data<App>, admin: Admin, id: web::Path<AccountId>) -> Result<HttpResponse> {
    let (id, now, actor) = (id.into_inner(), app.clock.now(), admin.actor());
    app.db.write(move |conn| managers::remove(conn, now, id, actor)).await?;
    admin.flash(&say("managers-removed"));
    Ok(see(PATH))
}

#[derive(Template)]
#[template(path = "accounts/welcome.html")]
struct WelcomePage {
    page: Page,
    errors: FormErrors,
    email: String,
    token: String,
}

impl WelcomePage {
    fn password_hint(&self) -> String {
        self.page.say("account-password-hint").with("least", password::MIN_CHARACTERS).to_string()
    }
}

/// `GET /welcome/{token}`: where an invited manager chooses a password.
///
/// # Errors
/// Not found, once the link is good no more.
async fn welcome(request: HttpRequest, app: web::Data<App>, token: web::Path<String>) -> Result {
    let page = welcome_page(&request, &app, token.into_inner(), FormErrors::new()).await?;
    html(StatusCode::OK, &page)
}

async fn welcome_page(request: &HttpRequest, app: &App, token: String, errors: FormErrors) -> Result<WelcomePage> {
    let (secret, now, link) = (app.secret.clone(), app.clock.now(), token.clone());
    let account = app.db.read(move |conn| managers::welcomed(conn, &secret, now, &link)).await?;
    Ok(WelcomePage { page: Page::public(request, "welcome-title"), errors, email: account.email, token })
}

#[derive(Deserialize)]
struct PasswordForm {
    #[serde(default)]
    password: String,
}

/// `POST /welcome/{token}`: chooses it, and signs in.
///
/// # Errors
/// Not found, once the link is good no more.
async fn come_in(
    request: HttpRequest,
    app: web::Data<App>,
    session: actix_session::Session,
    token: web::Path<String>,
    form: web::Form<PasswordForm>,
) -> Result {
    let (token, typed) = (token.into_inner(), Typed::new(form.into_inner().password));
    match managers::choose_password(&app, token.clone(), typed).await {
        Ok(account) => {
            session::sign_in(&session, account.id, app.clock.unshifted())?;
            Ok(see("/"))
        }
        Err(ChangeError::Password(error)) => {
            let errors = FormErrors::one("password", password_error(error));
            html(StatusCode::UNPROCESSABLE_ENTITY, &welcome_page(&request, &app, token, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}

impl From<ChangeError> for Error {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::NotFound => Self::NotFound,
            error => Self::Internal(error.into()),
        }
    }
}

impl From<ManagerError> for Error {
    fn from(error: ManagerError) -> Self {
        match error {
            ManagerError::NotFound => Self::NotFound,
            ManagerError::Name => Self::Invalid(FormErrors::one("name", name_error())),
            ManagerError::AddressTaken => Self::Conflict(say("managers-taken")),
            ManagerError::Database(error) => error.into(),
        }
    }
}
