## The demonstration's mail
captured-bar-label = Demonstration
captured-bar = A demonstration with invented people. Mail is captured here, not sent.
captured-title = Captured mail
captured-lead = Every message as it would have arrived, newest first. Open an invitation and follow its button to answer as that person.
captured-one = Captured message { $number }
captured-filter = Recipient’s name or address
captured-find = Filter
captured-all = Show all
captured-empty = Nothing has been sent yet.
captured-none-found = Nobody with such a name or address was written to.
captured-shown = { $from }–{ $to } of { $total ->
        [one] { $total } message
       *[other] { $total } messages
    }
captured-subject = Subject
captured-from = From
captured-reply-to = Replies go to
captured-to = To
captured-when = Sent
captured-pages = Pages
captured-newer = Newer messages
captured-older = Older messages
captured-frame = The message as a mail program shows it
captured-text = The same as plain text
