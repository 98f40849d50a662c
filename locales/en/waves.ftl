## What a wave asks; admins may change every word
survey-question = On a scale from 0 to 10, how likely are you to recommend our company as a place to work to a friend or colleague?
survey-reason = Why did you give that score?

## What is wrong with a draft
wave-error-title-missing = Give the wave a title
wave-error-title-long = The title has more than { $most } characters
wave-error-no-departments = Choose at least one department, or everyone
wave-error-closes-before = The close must be at least an hour after the opening
wave-error-too-long = The close must be within a year of the opening
wave-error-many-reminders = There can be at most { $most } reminders
wave-error-reminder-outside = Every reminder must lie after the opening and before the close
wave-error-threshold = The threshold must be from { $least } to { $most }
wave-error-text-missing = This text must not be empty
wave-error-text-long = This text has more than { $most } characters

## What is worth a second thought
wave-warning-threshold = A threshold below 5 protects less: where only 3 or 4 answered, people are easily guessed. Take 5 or more unless nearly all your teams are smaller.
# $number says which reminder, $hours how long before the close it goes out, rounded up.
wave-warning-late-reminder = { $hours ->
    [one] Reminder { $number } goes out within { $hours } hour of the close. Whoever reads mail once a day sees it too late: leave at least a day.
   *[other] Reminder { $number } goes out within { $hours } hours of the close. Whoever reads mail once a day sees it too late: leave at least a day.
}
wave-warning-too-few = { $people ->
    [one] Only { $people } person would be invited, fewer than the threshold of { $threshold }: there will be no score. Invite more people.
   *[other] Only { $people } people would be invited, fewer than the threshold of { $threshold }: there will be no score. Invite more people.
}
wave-warning-sample = { $people ->
    [one] { $people } person would be invited. Below a hundred answers, a few more or less move the score by several points: try to hear from at least { $half }.
   *[other] { $people } people would be invited. Below a hundred answers, a few more or less move the score by several points: try to hear from at least { $half }.
}
wave-warning-part = Only { $people } of { $of } people would be invited: the result will speak for them, not for the company. Invite everyone if you want to know how the company stands.
# $names are the first few groups with their sizes, $more how many there are besides.
wave-warning-groups = { $groups ->
    [one] One group has fewer than { $threshold } people and stays hidden whoever answers: { $names }. Its people count in the group above it. If you want to see it, join it with another under People before the launch.
   *[other] { $groups } groups have fewer than { $threshold } people and stay hidden whoever answers: { $names }{ $more ->
        [0] { "" }
       *[other] { " " }and { $more } more
    }. Their people count in the groups above them. If you want to see them, join some under People before the launch.
}
# $days lie between the openings of the two waves.
wave-warning-rhythm = { $days ->
    [0] “{ $title }” opens on the same day and asks { $people } of the same people. Asking more often than monthly tires people: every 3 to 6 months is advised, so choose another opening.
    [one] “{ $title }” opens { $days } day apart from this wave and asks { $people } of the same people. Asking more often than monthly tires people: every 3 to 6 months is advised, so choose another opening.
   *[other] “{ $title }” opens { $days } days apart from this wave and asks { $people } of the same people. Asking more often than monthly tires people: every 3 to 6 months is advised, so choose another opening.
}

## Time that is left
in-days = { $days ->
    [one] in { $days } day
   *[other] in { $days } days
}
in-hours = { $hours ->
    [one] in { $hours } hour
   *[other] in { $hours } hours
}
in-minutes = { $minutes ->
    [one] in { $minutes } minute
   *[other] in { $minutes } minutes
}
in-a-moment = in a moment

## The list
waves-new = New wave
waves-none = No waves yet
waves-none-help = A wave asks everyone the same two questions once. Import your people first; then a new wave takes two minutes to set up, since everything is filled in. Nothing is sent before you launch or schedule it.
waves-open = Open
waves-coming = Coming
waves-drafts = Drafts
waves-past = Past
# Where a wave stands, in a few words beside its title. $in is “in 3 days”.
waves-closes = closes { $in }
waves-opens = opens { $in }
waves-is-draft = draft
waves-is-late = should be open by now
waves-is-counting = closed, not counted yet
waves-is-closed = closed and counted
waves-is-too-few = closed, too few answers
waves-is-cancelled = called off
waves-is-expired = could not be counted
waves-column-title = Wave
waves-column-opens = Opens
waves-column-closes = Closes
waves-column-people = Invited
waves-column-answered = Answered
waves-column-actions = What to do
# $share is a percentage, ready to be shown.
waves-rate = { $answered } – { $share }
waves-report = Report
waves-duplicate = Duplicate

## What a wave does next by itself
next-opening = { $people ->
    [0] It opens, but there is nobody to invite
    [one] { $people } invitation goes out
   *[other] { $people } invitations go out
}
next-reminder = Reminder { $number } goes out
next-close = The wave closes and is counted
next-count = The answers are counted

## The clock
clock-jumped = The server’s clock has jumped
clock-jumped-forward = { $hours ->
    [one] It was put forward by about { $hours } hour and shows { $now }, UTC.
   *[other] It was put forward by about { $hours } hours and shows { $now }, UTC.
}
clock-jumped-back = { $hours ->
    [one] It was put back by about { $hours } hour and shows { $now }, UTC.
   *[other] It was put back by about { $hours } hours and shows { $now }, UTC.
}
clock-jumped-what = Until someone confirms that the time is right, no wave opens, reminds or closes by itself. If it is wrong, have the clock set right first.
clock-confirm = The time is right now, go on
clock-confirmed = Openings and closings go on.

## The form
wave-new = New wave
wave-edit = Change the draft
wave-form-help = Everything is filled in already. Change what you want to change; each button keeps the whole form.
wave-form-people = Title and people
wave-form-dates = Dates
# A button at the end of a section; $section is the next one’s heading.
wave-form-go-on = Save and go on: { $section }
# The plan in words, such as “Tuesday 16 February, 09:00 – Friday 26 February, 18:00”.
wave-form-spell = { $days ->
    [0] { $opens } – { $closes }, on one day.
    [one] { $opens } – { $closes }, { $days } day.
   *[other] { $opens } – { $closes }, { $days } days.
}
wave-form-title = Title
wave-form-title-hint = Only admins see it, for example “March 2026”.
wave-form-audience = Who is invited
wave-form-everyone = Everyone on the roster
wave-form-departments = Only chosen departments
wave-form-choose = Departments
wave-form-below = A chosen department brings everything below it.
wave-form-no-departments = There are no departments yet: import your people first.
people-count = { $people ->
    [one] { $people } person
   *[other] { $people } people
}
wave-form-zone = Time zone
wave-form-zone-hint = All times of this wave are the wall-clock times of this zone, also when clocks change.
wave-form-opens = Opens
wave-form-closes = Closes
wave-form-reminders = Reminders
wave-form-reminders-hint = Up to five, between the opening and the close. Leave empty what you do not need.
wave-form-reminder = Reminder { $number }
wave-form-remind-everyone = Remind everyone, also those who have answered
wave-form-remind-everyone-hint = Then not even the mail server’s log can tell who has answered. Otherwise the program reminds only those whose ballot is missing, and shows nobody who they are.
wave-form-protection = How answers are protected
wave-form-threshold = Threshold
wave-form-threshold-hint = Nothing is shown of a group in which fewer people answered. At least 3; we advise 5 or more. It is frozen at the launch and shown to employees.
wave-form-comments = Comments
wave-form-by-group = By department, where at least 10 people answered
wave-form-by-category = By promoters, passives and detractors of the whole wave
wave-form-long-comments = Allow long comments: 4,000 characters instead of 1,000
wave-form-texts = Questions and mails
wave-form-texts-hint = The texts are ready to be sent as they stand. The questions are worded as the method has them; keep them if you want to compare. Every mail adds the promise of anonymity and whom to ask by itself.
wave-form-texts-in = { $lang ->
    [ru] Texts in Russian
   *[en] Texts in English
}
language-name = { $lang ->
    [ru] Russian
   *[en] English
}
wave-question = Question, answered from 0 to 10
wave-reason = Question, answered in words
wave-invitation-subject = Subject of the invitation
wave-invitation-text = Text of the invitation
wave-reminder-subject = Subject of reminders
wave-reminder-text = Text of reminders
wave-form-keep = Save and look it over
wave-form-keep-hint = Nothing is sent yet: you schedule or launch it on the next page.
wave-form-discard = Leave without saving
wave-error-audience-both = Departments are ticked, and everyone is chosen: untick them, or choose “Only chosen departments”
wave-error-zone = Choose a time zone from the list
wave-error-moment = Write a date and a time
wave-error-number = Write a whole number
wave-kept = The draft is saved.
wave-duplicated = This is the copy for the next quarter, a draft: schedule it as it stands, or change it first.
# The title of a copy whose title names no month, with the month in which the copy opens.
wave-copy-title = { $title }, { $month }

## A wave
wave-title = Wave “{ $title }”
wave-lead-draft = “{ $title }” is a draft. Nothing is sent yet.
# $in is “in 3 days”, here and below.
wave-lead-scheduled = “{ $title }” opens { $in }.
wave-lead-late = “{ $title }” should be open by now.
wave-lead-open = “{ $title }” is open and closes { $in }.
wave-lead-answered = { $answered ->
    [0] “{ $title }” is open. Nobody of { $people } has answered yet; it closes { $in }.
   *[other] “{ $title }” is open. { $answered } of { $people } have answered; it closes { $in }.
}
wave-lead-counting = “{ $title }” takes no more answers. The count is about to begin.
wave-lead-stopped = “{ $title }” takes no more answers. The count has stopped.
wave-lead-counted = “{ $title }” is closed and counted. { $answered } of { $people } answered.
wave-lead-too-few = “{ $title }” is closed. Fewer than { $threshold } people answered, so nothing was opened.
wave-lead-closed = “{ $title }” is closed and counted.
wave-lead-cancelled = “{ $title }” was called off.
wave-lead-expired = “{ $title }” could not be counted.
wave-opens-at = Opens
wave-opened-at = Opened
wave-closes-at = Closes
wave-closed-at = Closed
wave-no-results = Nobody sees results before the close.
wave-missed = The program was not running from the opening to the close, so nobody was invited. Duplicate the wave to ask again.
wave-expired = It could not be counted within 30 days of its planned close. No ballot was opened, and the wave’s key is destroyed, so its answers can never be read. Duplicate the wave to ask again.
wave-obstacles = This stands in the way
wave-warnings = Worth a second thought
wave-warnings-note = Nothing of this stops you.
wave-no-sender = No sender address is set, so mails wait in the queue. Set it under Settings.
wave-no-mail-server = No mail server is set, so mails wait in the queue. Ask whoever runs the server to set SMTP_URL.
wave-what-will-happen = What will happen
wave-asks-everyone = Everyone on the roster is asked.
# $names are the first few chosen departments, $more how many there are besides.
wave-asks-departments = Only chosen departments are asked: { $names }{ $more ->
    [0] { "" }
   *[other] { " " }and { $more } more
}.
wave-will-invite = { $people ->
    [0] With today’s roster nobody would be invited.
    [one] { $people } person in { $groups } departments and teams gets an invitation.
   *[other] { $people } people in { $groups } departments and teams get an invitation.
}
wave-will-mail = { $mails ->
    [one] At most { $mails } mail is sent, reminders included.
   *[other] At most { $mails } mails are sent, reminders included.
}
wave-will-remind = { $reminders ->
    [0] There are no reminders.
    [one] There is { $reminders } reminder.
   *[other] There are { $reminders } reminders.
}
wave-will-close = It closes { $when }. Then all ballots are opened at once and the key is destroyed.
wave-will-protect = { $threshold ->
    [one] Groups show a score from { $threshold } answer on.
   *[other] Groups show a score from { $threshold } answers on; comments and distributions from 10.
}
wave-left-out = { $people ->
    [one] { $people } person is left out, being in another open wave.
   *[other] { $people } people are left out, being in another open wave.
}
wave-were-left-out = { $people ->
    [one] { $people } person was left out at the launch, being in another open wave.
   *[other] { $people } people were left out at the launch, being in another open wave.
}
wave-line = The course of the wave
step-next = next
step-planning = Being planned
step-planning-note = you can change everything
step-planned = Planned
step-opens = Opening
step-opens-note = { $people ->
    [0] nobody to invite yet
    [one] { $people } invitation goes out, to { $groups } departments and teams
   *[other] { $people } invitations go out, to { $groups } departments and teams
}
step-waits = it waits until what stands above is mended
step-inviting = Invitations are going out
step-invited = Invitations sent
step-delivered = { $delivered } of { $people } delivered
step-on-their-way = { $queued } on their way
step-undelivered = { $failed } not delivered
step-reminder = Reminder { $number }
step-reminding = Reminder { $number } is going out
step-reminder-everyone = to everyone alike
step-reminder-silent = only to those whose ballot is missing; nobody is shown who
step-handled = { $handled } of { $people } handled
step-close = Close
step-close-early = moved forward from { $when }
step-count = Count
step-count-stopped = The count has stopped
step-count-stopped-note = nothing is lost; what to do stands above
step-count-note = right after the close: all ballots are opened at once, the wave’s key is destroyed
step-count-now = begins in a moment
step-answered = { $answered } of { $people } answered – { $share }
step-count-done = all ballots were opened at once, the wave’s key is destroyed
step-too-few = fewer than { $threshold } of { $people } answered: no ballot was opened, the wave’s key is destroyed
step-report = Report
step-report-note = right after the count, for groups with at least { $threshold } answers
step-cancelled = Called off
step-cancelled-before = nothing had been sent
step-cancelled-open = no ballot was opened, the wave’s key is destroyed, and everyone invited was told
step-expired = Given up
wave-undelivered = { $people ->
    [one] { $people } invitation could not be delivered
   *[other] { $people } invitations could not be delivered
}
wave-column-person = Person
wave-column-address = Address
wave-column-reason = Reason
wave-column-action = Action
wave-resend = Send again
invitation-resent = The invitation is sent again.
wave-preview-link = What an employee sees
wave-report-link = To the report
wave-more = What you can do
wave-duplicate = Duplicate for the next quarter
wave-managers = Few answers from a team?
wave-managers-why = Ask managers to remind all their people at once, nobody by name: nobody knows who has answered.
wave-managers-take = Take a ready text
# A message that managers may copy; $until is the close, with its time zone.
wave-managers-text = Our survey is open until { $until }: two questions, half a minute. Please look for the mail with your own link. Nobody can see who has answered or what, and neither can I.
wave-edit-link = Change the draft
wave-schedule-link = Schedule…
wave-launch-link = Launch now…
wave-draft-button = Back to draft
wave-back-to-draft = The wave is a draft again and does not open by itself.

## Before something happens
wave-confirm-back = Back, change nothing
wave-refused-back = Back to the wave
wave-schedule-title = Schedule “{ $title }”?
wave-schedule-opens = It opens by itself { $when }.
wave-schedule-undo = Until it opens you can go back to the draft at any time.
wave-schedule-button = { $people ->
    [one] Schedule for { $people } person
   *[other] Schedule for { $people } people
}
wave-scheduled = The wave is scheduled and opens by itself.
wave-launch-title = Launch “{ $title }” now?
wave-launch-mails = { $people ->
    [one] { $people } person in { $groups } departments and teams gets an invitation at once. Mails cannot be called back.
   *[other] { $people } people in { $groups } departments and teams get an invitation at once. Mails cannot be called back.
}
wave-launch-frozen = People, departments, questions and the threshold of { $threshold } are frozen.
wave-launch-button = { $people ->
    [one] Launch to { $people } person
   *[other] Launch to { $people } people
}
wave-launched = { $people ->
    [one] The wave is open. { $people } invitation is on its way.
   *[other] The wave is open. { $people } invitations are on their way.
}
wave-close-heading = Close earlier
wave-close-why = The earlier close takes effect 24 hours from now at the soonest, so that nobody closes a survey on the answer they were waiting for. It can be moved forward again, never back.
wave-close-link = Close “{ $title }” earlier…
wave-close-title = Close “{ $title }” earlier?
wave-close-planned = It is to close { $when }.
wave-close-people = { $people ->
    [one] { $people } invited person loses the time in between. No mail tells them.
   *[other] { $people } invited people lose the time in between. No mail tells them.
}
wave-close-at = New close
wave-close-at-hint = { $earliest } at the soonest.
wave-close-button = Close “{ $title }” at this time
wave-close-moved = The close was moved forward.
wave-error-close-too-soon = The close must be at least 24 hours from now
wave-error-close-not-earlier = The new close must be earlier than the one that stands
wave-cancel-link = Call off “{ $title }”…
wave-cancel-title = Call off “{ $title }”?
wave-cancel-nobody-invited = { $people ->
    [0] Nothing has been sent yet.
    [one] { $people } person will not be invited. Nothing has been sent yet.
   *[other] { $people } people will not be invited. Nothing has been sent yet.
}
wave-cancel-unopened = No ballot is opened, there will be no report, and the wave’s key is destroyed.
wave-cancel-told = { $people ->
    [one] { $people } invited person is told by mail.
   *[other] { $people } invited people are told by mail.
}
wave-cancel-final = This cannot be undone. The wave stays in the list, and it can be duplicated.
wave-cancel-button = Call off “{ $title }”
wave-cancelled = The wave was called off.

## Why something cannot be done
wave-conflict-overlap = { $people ->
    [one] { $people } person of this wave is in “{ $title }” at the same time. Nobody can be in two open waves: choose other departments or another time.
   *[other] { $people } people of this wave are in “{ $title }” at the same time. Nobody can be in two open waves: choose other departments or another time.
}
wave-conflict-not-draft = The wave is not a draft any more, so it cannot be changed.
wave-conflict-not-scheduled = The wave is not scheduled any more.
wave-conflict-opening-passed = The opening lies in the past. Choose a later one, or launch the wave now.
wave-conflict-close-passed = The close lies in the past. Choose a later one.
wave-conflict-nobody = Nobody would be invited: the chosen departments are empty, or all their people are in another open wave.
wave-conflict-open = The wave is open already.
wave-conflict-not-open = The wave is not open.
wave-conflict-ended = The wave has ended.
wave-conflict-counting = The wave takes no more answers and is about to be counted.

## What an employee sees
wave-preview-title = What an employee sees of “{ $title }”
wave-preview-help = The mails and the page as they will be on a phone. You stand in for the reader; only the address and the link are each person’s own.
wave-preview-invitation = Invitation
wave-preview-reminder = Reminder
wave-preview-closing = Closing message
wave-preview-from = From
wave-preview-to = To
wave-preview-subject = Subject
wave-preview-text = As plain text
wave-preview-answer = Answer page
wave-preview-answer-help = Nothing can be sent from the preview. The group is one of those that the wave has.
wave-preview-open = Open in a page of its own

## Response rates
wave-rates = How many have answered
wave-rates-whole = { $answered } of { $headcount } people – { $share }.
# $wave is the wave before with the same people, $share its response rate.
wave-rates-before = “{ $wave }”: { $share }
wave-rates-counted = Counted
wave-rates-hourly = Counted again every hour.
wave-rates-groups = By group: once a day, in steps of 10%, from 10 people on. Groups that would give away a smaller one are left out.
wave-rates-group = Group
wave-rates-people = People
wave-rates-scale = On a scale from 0 to 100%
wave-rates-answered = Answered
wave-rate-under = under 10%
wave-rate-over = over 90%
wave-rate-between = { $from }–{ $to }%
