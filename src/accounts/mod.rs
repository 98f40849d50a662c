//! Accounts: who runs surveys and signs in.
//!
//! Knows addresses, passwords and sessions. Refuses to know what is done while signed in:
//! only doors import this, and no feature knows who is asking.

mod change;
mod create;
mod first_run;
pub mod managers;
pub mod password;
pub mod sessions;
mod sign_in;
pub mod store;
mod welcome;

pub use change::{ChangeError, change, change_password, reset_password, sign_out_everywhere};
pub use create::{CreateError, MAX_NAME, NewAccount, create, is_name};
pub use first_run::{FirstRunError, create_first, is_code, offer};
pub use managers::{ManagerError, NewManager};
pub use sign_in::{SignInError, sign_in};
pub use store::{Account, Role};
pub use welcome::WelcomeMail;
