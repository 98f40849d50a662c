## Managers, who only read
managers-title = Managers who read along
managers-lead = A manager signs in and reads the closed reports: the company’s first lines, and the part of the published table under their own department, with the comments shown there. It is the same table that you see; nothing is counted anew for them, and no other department is shown.
managers-none = No manager reads along yet.
managers-department = Department
managers-department-gone = gone
managers-state = State
managers-in = reads along
managers-invited-until = invited until { $date }
managers-invite = Invite a manager
managers-invite-do = Send the invitation
managers-invite-again = Invite again
managers-remove = Remove
managers-email = E-mail
managers-email-hint = A mail goes there with a link to choose a password, good for a week and once.
managers-choose = Choose a department
managers-no-department = Choose a department.
managers-no-departments = There are no departments yet, so there is no part of a report to read.
managers-taken = This address has an account already.
managers-invited = An invitation goes to { $email }.
managers-invited-again = The invitation is on its way again; the link before is good no more.
managers-removed = The manager was removed and signed out.
audit-manager-invited = Invited a manager
audit-manager-removed = Removed a manager
audit-manager-came-in = Chose a password as a manager
welcome-title = Choose your password
welcome-lead = With your address and this password you sign in to read the reports of your department.
welcome-do = Choose it and sign in
mail-welcome-subject = Read the survey reports of your department
mail-welcome = You are invited to read the survey reports of your department.
mail-welcome-company = { $company } invites you to read the survey reports of your department.
mail-welcome-button = Choose a password
mail-welcome-days = { $days ->
    [one] The link is good once and for { $days } day. Please do not forward this mail: whoever opens the link reads in your place.
   *[other] The link is good once and for { $days } days. Please do not forward this mail: whoever opens the link reads in your place.
}

## What managers see
team-lead = The company’s score of each wave; behind it the figures of your department.
team-closed = Closed
team-score = Company’s score
shared-elsewhere = Your department has no part in this report: it was not among those asked, or has been set up since.
shared-comments = { $comments ->
    [one] Read { $comments } comment
   *[other] Read { $comments } comments
}

## Links to a report
links = Links
links-title = { $wave }: links to the report
links-lead = Whoever has a link reads this report without signing in, until the link expires or you withdraw it: the same figures that were published, and no comments. Search engines do not find it. A link can be passed on; give each reader one of their own, and you can withdraw it alone.
links-until = Good until the end of
links-until-hint = At most a year.
links-make = Make a link
links-made = Copy this link now: it is shown only once, since only a fingerprint of it is kept.
links-list = Links made so far
links-when = Made
links-who = By
links-state = State
links-good = good
links-expired = expired
links-withdrawn = withdrawn
links-withdraw = Withdraw
links-is-withdrawn = The link is good no more.
links-was-withdrawn = It was withdrawn already.
links-error-until = Enter a day from today on, at most { $days ->
    [one] { $days } day
   *[other] { $days } days
} ahead.
audit-report-link-made = Made a link to a report
audit-report-link-withdrawn = Withdrew a link to a report
