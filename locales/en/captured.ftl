## The demonstration's mail
captured-title = Captured mail
captured-lead = No mail leaves the demonstration: it is kept here, as it would have arrived. Open an invitation and answer as that person.
captured-one = Captured message { $number }
captured-filter = Recipient’s name or address
captured-kind = Kind
captured-kind-all = All mail
captured-kind-invitation = Invitations
captured-kind-reminder = Reminders
captured-kind-closing = Closing messages
captured-kind-cancellation = Cancellations
captured-kind-test = Test messages
captured-find = Filter
captured-all = Show all
captured-empty = Nothing has been sent yet. Launch a wave, or move the clock to the next opening, and its invitations are here.
captured-none-found = There is no such message.
captured-shown = { $from }–{ $to } of { $total ->
        [one] { $total } message
       *[other] { $total } messages
    }, newest first
captured-subject = Subject
captured-from = From
captured-reply-to = Replies go to
captured-to = To
captured-when = Sent
captured-pages = Pages
captured-newer = Newer messages
captured-older = Older messages
captured-frame = The message as a mail program on a phone shows it
captured-text = The same as plain text
# A box beside a message with a link to the answer page.
captured-answer = Answer as this person
captured-answer-how = Follow the link in the message, or this button: it opens the answer page in a new tab, as it opens for an employee.
captured-answer-link = Open the answer page
# Followed by a link.
captured-answer-then = Then see what admins learn of it: how many of all have answered, counted once an hour, and nothing else.
captured-answer-wave = To the wave’s page
