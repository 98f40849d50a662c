## Settings
settings-company-section = The company
settings-company = Company name
settings-company-hint = As employees know it: “How likely are you to recommend … as a place to work?”
settings-company-empty = Enter the company’s name.
settings-contact = Contact for questions
settings-contact-hint = The address that mails and the answer page give to employees who have questions.
settings-mail-section = Mail
settings-sender-name = Sender’s name
settings-sender-name-hint = What employees see in their inbox. Left empty, it is the company’s name.
settings-sender-address = Sender’s address
settings-sender-address-hint = Your mail server must be allowed to send from it. Without it, mails wait in the queue.
settings-sender-address-not-ascii = Only the letters a to z can stand before the @ of the sender’s address: mail servers refuse others.
settings-wave-section = New waves
settings-languages = Languages of surveys
settings-languages-hint = Everyone can answer in any of them.
settings-languages-none = Choose at least one language.
settings-first-language = First language
settings-first-language-hint = For people whose own language is not known or not among these.
settings-first-language-not-chosen = The first language must be one of the languages of surveys.
settings-threshold = Threshold
settings-threshold-hint = Results of a group are shown only if at least this many people in it answered. 5 is usual. An open wave keeps the threshold it was launched with.
settings-threshold-wrong = Enter a whole number from { $least } to { $most }.
settings-threshold-small = { $number ->
    [one] With a threshold of { $number } person, colleagues who know one another can guess single answers more easily. Employees see the threshold before they answer, and fewer of them may be frank. 5 is safer.
   *[other] With a threshold of { $number } people, colleagues who know one another can guess single answers more easily. Employees see the threshold before they answer, and fewer of them may be frank. 5 is safer.
}
settings-time-zone = Time zone
settings-time-zone-hint = For example Europe/Moscow. New waves open, remind and close by it.
settings-time-zone-wrong = Choose a time zone from the list, for example Europe/Berlin.
settings-text-too-long = Enter at most { $most } characters.
settings-text-one-line = Write it on one line.
settings-save = Save the settings
settings-saved = The settings were saved.

## The audit log
audit = Audit log
audit-lead = What admins did here, newest first. It holds nothing about answers.
audit-empty = Nothing has been done yet.
audit-when = When
audit-what = What
audit-object = Concerning
audit-who = Who
audit-pages = Pages of the log
audit-newer = Newer
audit-older = Older
audit-by-schedule = Candor, on schedule
audit-by-command-line = Command line
audit-account-changed = Changed an account
audit-account-created = Made an account
audit-account-password-changed = Changed a password
audit-account-password-reset = Reset a password
audit-account-signed-in = Signed in
audit-account-signed-out-elsewhere = Signed out other browsers
audit-settings-changed = Changed settings
audit-clock-confirmed = Confirmed the time after the clock had jumped
audit-invitation-resent = Sent an invitation again
audit-person-back = Brought a person back
audit-person-changed = Changed a person
audit-person-left = Marked a person as left
audit-roster-imported = Imported a roster
audit-wave-cancelled = Cancelled a wave
audit-wave-changed = Changed a wave
audit-wave-close-moved = Moved the close of a wave
audit-wave-counted = Counted a wave
audit-wave-drafted = Drafted a wave
audit-wave-expired = Gave up an uncounted wave
audit-wave-launched = Launched a wave
audit-wave-reminded = Sent reminders
audit-wave-scheduled = Scheduled a wave
audit-wave-unscheduled = Took a wave back to draft
audit-settings-mail-tested = Sent a test mail

## The mail server and its test
settings-mail-server = Mail server
settings-mail-server-set = A mail server is set. Which one is decided when Candor is started.
settings-mail-server-none = No mail server is set: mails wait in the queue. Ask whoever runs this server to start Candor with SMTP_URL.
settings-test = Send me a test
settings-test-hint = It goes to { $address }, from the saved sender's address, at once.
settings-test-no-sender = Enter and save a sender's address first: the test is sent from it.
settings-test-sent = The mail server took the test. Look for it at { $address }.
settings-test-failed = The test did not go out. This is what the mail server, or the connection to it, said:
mail-test-subject = Candor: a test
mail-test-text = This mail shows that Candor can send mail. Nothing needs to be done.

## The details in the audit log
audit-detail-back = { $number } back
audit-detail-ballots = { $number ->
    [one] { $number } ballot
   *[other] { $number } ballots
}
audit-detail-before-opening = before it opened
audit-detail-changed = { $number } changed
audit-detail-days = { $number ->
    [one] not counted within { $number } day, the key is destroyed
   *[other] not counted within { $number } days, the key is destroyed
}
audit-detail-deleted = { $number ->
    [one] { $number } ballot deleted unopened
   *[other] { $number } ballots deleted unopened
}
audit-detail-failed = not accepted by the mail server
audit-detail-invited = { $number } invited
audit-detail-leaving = { $number } left
audit-detail-left-out = { $number } left out
audit-detail-missed = the program was not running between opening and close
audit-detail-moved = { $number } moved
audit-detail-new = { $number } new
audit-detail-reminder = reminder { $number }
audit-detail-sent = accepted by the mail server
audit-detail-set-aside = { $number } could not be opened
audit-detail-too-few = fewer answers than the threshold, deleted unopened
audit-detail-while-open = while open; the answers were deleted unopened
