## Settings
settings-company-section = The company
settings-company-lead = Employees see both in mails and on the answer page.
settings-company = Company name
settings-company-hint = As employees know it, for example Lindenwerk. It stands above the question and in every mail: “Lindenwerk asks you two questions.”
settings-company-empty = Enter the company’s name.
settings-contact = Contact for questions
settings-contact-hint = Whom employees ask when something is unclear, for example people@lindenwerk.example. Mails and the answer page name it, and replies to mails go there. Left empty, nobody is named.
settings-mail-section = Sender of mails
settings-mail-lead = Employees see it in their inbox.
settings-sender-name = Sender’s name
settings-sender-name-hint = What stands as the sender, for example Lindenwerk, People team. Left empty, it is the company’s name.
settings-sender-address = Sender’s address
settings-sender-address-hint = What mails come from, for example survey@lindenwerk.example. Your mail server must be allowed to send from it. Without it, mails wait in the queue.
settings-sender-address-not-ascii = Only the letters a to z can stand before the @ of the sender’s address: mail servers refuse others.
settings-wave-section = New waves
settings-wave-lead = A new wave starts with these, and its form can change them. Waves that exist keep theirs.
settings-languages-section = Languages
settings-languages-lead = In which mails are written and the answer page is shown. Admins choose their own under Account.
settings-languages = Languages of surveys
settings-languages-hint = Mails are in each person’s own language, as the roster has it; everyone can switch on the answer page.
settings-languages-none = Choose at least one language.
settings-first-language = First language
settings-first-language-hint = For people whose own language is not known or not among these.
settings-first-language-not-chosen = The first language must be one of the languages of surveys.
settings-threshold = Threshold
settings-threshold-hint = Results of a group are shown only if at least so many of its people answered. Employees see the number before they answer. 5 is usual; a higher one protects more and shows fewer groups.
settings-threshold-wrong = Enter a whole number from { $least } to { $most }.
settings-threshold-small = { $number ->
    [one] With a threshold of { $number } person, colleagues who know one another can guess single answers more easily. Employees see the threshold before they answer, and fewer of them may be frank. 5 is safer.
   *[other] With a threshold of { $number } people, colleagues who know one another can guess single answers more easily. Employees see the threshold before they answer, and fewer of them may be frank. 5 is safer.
}
settings-time-zone = Time zone
settings-time-zone-hint = By whose clock new waves open, remind and close, for example Europe/Berlin. Employees see the closing time with it.
settings-time-zone-wrong = Choose a time zone from the list, for example Europe/Berlin.
settings-text-too-long = Enter at most { $most } characters.
settings-text-one-line = Write it on one line.
settings-save = Save the settings
# $changed: the names of the settings that are different now, with commas between.
settings-saved = The settings were saved. Changed: { $changed }.
settings-unchanged = Nothing was different, so nothing was changed.

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
settings-mail-server-set = A mail server is set. Which one is decided when Candor is started, by SMTP_URL.
settings-mail-server-none = No mail server is set: mails wait in the queue. Whoever runs this server sets this when starting Candor:
# What whoever runs the server writes: not to be translated.
settings-smtp-example = SMTP_URL=smtps://user:password@mail.example.com:465
# Below that line.
settings-smtp-notes = User, password and host are your mail server’s own. smtps:// and port 465 encrypt from the first byte; smtp:// and port 587 begin with STARTTLS. In the password write %40 for @, %2F for /, %23 for #.
settings-mail-server-then = Then start Candor again, come back here and send yourself a test.
# Followed by a moment.
settings-mail-tested = It last took a test mail on
settings-mail-untested = No test mail has gone out from the present sender’s address yet.
settings-test = Send me a test
settings-test-hint = It goes to { $address }, from the saved sender’s address, at once.
settings-test-no-sender = Enter and save a sender’s address first: the test is sent from it.
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
