## Signing in
sign-in-title = Sign in
sign-in = Sign in
sign-in-help = No account or a forgotten password? Ask whoever runs this server.
# For search engines, not shown on the page.
sign-in-description = Anonymous surveys of how people like working at their company. Sign in to plan them and to read their reports.
sign-in-wrong = The address or the password is wrong.
sign-in-wait = { $minutes ->
    [one] There were too many tries. Try again in { $minutes } minute.
   *[other] There were too many tries. Try again in { $minutes } minutes.
}
account-email = Email
account-password = Password

## The first run
first-run = Welcome to Candor
first-run-lead = Nobody has an account here yet. Make the first one: it can do everything.
first-run-code = One-time code
first-run-code-hint = Candor printed it in its log when it started.
first-run-create = Make the account
first-run-wrong-code = This is not the code. Take the latest one from the log.
first-run-over = The first account has been made already. Sign in, or ask whoever made it.

## One's own account
account-name = Name
account-name-wrong = Enter a name of at most { $most } characters.
account-language = Language
account-saved = Your account was saved.
account-password-explained = After a change you stay signed in here and are signed out everywhere else.
account-old-password = Present password
account-old-password-wrong = This is not your present password.
account-new-password = New password
account-password-hint = At least { $least } characters. A few words with spaces between them are good.
account-password-short = Enter at least { $least } characters.
account-password-long = Enter at most { $most } characters.
account-password-address = Choose something other than your own address.
account-change-password = Change the password
account-password-changed = Your password was changed. Other browsers are signed out.
account-sign-ins = Where you are signed in
account-sign-ins-explained = { $hours ->
    [one] A browser is signed out after { $hours } hour without use.
   *[other] A browser is signed out after { $hours } hours without use.
}
account-since = Signed in since
account-this-browser = this browser
account-last-seen = Last used about
account-sign-out-elsewhere = Sign out everywhere else
account-signed-out-elsewhere = Other browsers are signed out.
