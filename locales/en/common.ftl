## The frame of every page
skip-to-content = Skip to content
nav-main = Main
nav-people = People
nav-waves = Waves
nav-reports = Reports
nav-settings = Settings
nav-language-and-account = Language and account
nav-account = Account
sign-out = Sign out
theme = Theme:
theme-auto = As the system
theme-light = Light
theme-dark = Dark

## Errors: say what happened and what to do
error-title = Something is in the way
error-not-found = There is no such page
error-not-found-help = The address may be mistyped, or what it led to is gone.
error-forbidden = This is not allowed
error-forbidden-help = The request came from another site, or you may not do this. Go back, load the page again and repeat it.
error-conflict = This cannot be done now
error-invalid = The form has a mistake
error-internal = Candor could not do this
error-internal-help = Nothing was changed. Try again in a minute.
error-method = This page cannot be used that way
error-method-help = It may have been opened again after a form was sent. Go back and start from the page with the form.
error-too-large = This is too large
error-too-large-help = The file or the text is larger than Candor takes. Nothing was changed.
error-too-slow = This took too long
error-too-slow-help = The connection was slow, or the server is busy. Look whether the change was made, and if not, try again.
error-bad-request = Candor could not read this request
error-bad-request-help = Something in it is missing or damaged. Go back, load the page again and repeat it.
error-ways-out = Ways out
# Followed by a few letters and digits.
error-reference = Tell the administrator this reference, which is beside the error in the log:
error-way-out = To the start page

## Forms
form-errors = Check the form
form-error = Error:
email-empty = Enter an email address.
email-no-at = An email address has an @ in it, as in name@example.com.
email-many-ats = An email address has only one @.
email-space = An email address has no spaces or line breaks.
email-local = The part before the @ has characters that mail servers refuse.
email-domain = The part after the @ is not a domain, such as example.com.
email-too-long = The address is longer than mail servers take.
save = Save
# What search engines and previews of links say of any page.
page-description = Anonymous surveys that employees can trust.
