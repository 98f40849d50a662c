## The start page: where things stand, as its heading
home-title = Home
home-lead-open = “{ $title }” is open and closes { $in }.
# The close has come; the answers are being counted.
home-lead-counting = “{ $title }” has closed and is being counted.
home-lead-open-many = { $waves ->
    [one] { $waves } wave is open.
   *[other] { $waves } waves are open.
}
home-lead-open-many-in = { $waves ->
    [one] { $waves } wave is open; it closes { $in }.
   *[other] { $waves } waves are open; the next one closes { $in }.
}
home-lead-scheduled = “{ $title }” opens { $in }.
home-lead-late = “{ $title }” should be open by now.
home-lead-steps = Welcome to Candor
home-lead-draft = Nothing is open. A draft waits for you.
home-lead-quiet = Nothing is open, and nothing is planned.
home-lead-empty = No wave has been planned yet.

## Its one main button
home-action-report = Read the report of “{ $title }”
home-action-draft = Go on with “{ $title }”
home-action-wave = Look at “{ $title }”
# Makes a copy of the last wave as a draft, a quarter later.
home-action-repeat = Plan the next wave like “{ $title }”
home-action-plan = Plan a wave

## What needs somebody: a sentence, then the link to where it is seen to
home-urgent = This needs you now
home-needs = Waiting for you
home-need-late-mail = { $mails ->
    [one] { $mails } mail has been waiting for more than half an hour. Find out by a test whether the mail server takes mail.
   *[other] { $mails } mails have been waiting for more than half an hour. Find out by a test whether the mail server takes mail.
}
home-need-server = No mail server is set, so no mail goes out.
home-need-sender = No sender’s address is set, so no mail goes out.
home-need-mail-link = See to the mail
home-need-report = The report of “{ $title }” is ready.
home-need-report-link = Read it
home-need-undelivered = { $people ->
    [one] { $people } invitation of “{ $title }” could not be delivered.
   *[other] { $people } invitations of “{ $title }” could not be delivered.
}
home-need-undelivered-link = Correct the addresses
home-need-draft = “{ $title }” is a draft. Nothing is sent before you schedule or launch it.
home-need-draft-passed = “{ $title }” is a draft whose opening has passed.
home-need-draft-link = Go on with it
home-need-roster = The last roster was imported on { $date }. Import a new one before the next wave, so that it asks the right people.
home-need-roster-link = Import a roster

## What is open
home-open = Open now
# Followed by the moment, with its zone, and how long it is until then.
home-closes = Closes
home-sending = { $delivered } of { $total } invitations are sent.
home-answered = { $answered } of { $headcount } people have answered – { $share }.
# Followed by the moment.
home-counted = Counted
home-not-counted = How many have answered is counted once an hour; the first figure is on its way.

## What comes next by itself: a moment, then one of these
home-coming = What comes next
home-coming-opens = “{ $title }” opens and invites
home-coming-reminder = Reminder { $number } of “{ $title }” goes out
home-coming-closes = “{ $title }” closes and is counted

## The latest report: its first sentence, then its title and this with a date
home-latest = The latest report
home-closed = closed

## The first steps of a new installation
steps = First steps
steps-heading = Four steps to your first wave
steps-lead = In this order or another. You can stop after each and go on another day.
# Stand beside each step's heading.
steps-done = done
steps-next = next
steps-later = later
steps-company = Company and languages
steps-company-why = The company’s name stands above the question and in every mail. Mails and answer pages speak the languages you choose.
steps-company-is = { $company }. Surveys are in: { $languages }.
steps-company-button = Enter the company
steps-mail = Mail server, tested
steps-mail-no-server = Candor does not know yet where your mail server is. Whoever runs this server tells it at the start.
steps-mail-no-sender = A mail server is set. Enter the address that mails come from.
steps-mail-test = Mails come from { $sender }. Send a test to { $address } to see whether they arrive.
steps-mail-tested = The mail server took a test on { $when }.
steps-mail-button = See to the mail
steps-roster = Roster
steps-roster-why = Bring everyone’s name, address and department in one file; you see what it changes before it does.
steps-roster-button = Import people
steps-wave = First wave
steps-wave-why = Everything is filled in already. Nothing is sent before you schedule or launch it.
steps-wave-is = Planned.
steps-wave-draft = A draft is there. Look it over, then schedule or launch it.
steps-wave-button = Plan the first wave
steps-wave-draft-button = Go on with the draft
steps-aside = Not now
steps-put-aside = { $done } of 4 are done. You have put the rest aside.
steps-take-up = Take them up again
# A link above pages that are visited on the way.
steps-back = Back to the first steps
