## A wave's mail while it goes out: the part of its page, kept up to date while one looks
sending-heading-invitations = Invitations are going out
sending-heading-reminder = A reminder is going out
sending-heading-held = Sending is paused
sending-heading-waits = Mail is waiting
sending-heading-done = Sending has ended
sending-sent = { $done } of { $total } invitations are sent – { $share }.
# Of a reminder rows are counted, since nobody sees who gets one.
sending-handled = { $done } of { $total } rows are handled – { $share }.
sending-done = Nothing is waiting any more.
sending-nothing-waits = Nothing is waiting now. Reminders wait until you resume.
# A moment follows.
sending-held = An admin has paused it on
sending-held-what = What was in hand at that moment still goes out; the rest waits until you resume, reminders too. What still waits when the wave closes is not sent.
# A moment follows.
sending-standstill = No mail has gone out since
# The mail server's words follow, in a line of their own.
sending-standstill-said = This is what the mail server, or the connection to it, said:
# A moment follows.
sending-again = Candor tries again by itself on
sending-standstill-do = Nothing is lost, and sending goes on by itself. If it lasts, show these words to whoever runs the mail server.
# A moment follows.
sending-off-hours = Nobody is reminded outside working time. The reminder goes on by itself on
sending-to-settings = See to it
# Headings of figures.
sending-left = Left
sending-speed = Speed
sending-ends = Expected end
sending-failed = Not delivered
sending-speed-unknown = not known yet
# Mails or, of a reminder, rows: so no word for them.
sending-per-second = { $number } a second
sending-per-minute = { $number } a minute
sending-hardly = none at the moment
sending-ends-unknown = not known yet
# A moment follows.
sending-later = { $messages ->
    [one] { $messages } invitation was put off by the receiving mail server. It is tried again from
   *[other] { $messages } invitations were put off by the receiving mail servers. They are tried again from
}
sending-rows-why = Counted are rows handled, not mails sent: who has answered is shown to nobody, so neither is who was reminded.
sending-pause = Pause
sending-resume = Resume
sending-cancel-link = Call off the rest…
# A moment follows: the figures are of then.
sending-as-of = As of
sending-refresh = Refresh
sending-paused = Sending is paused. What is in hand still goes out.
sending-resumed = Sending goes on.
sending-cancel-title = Call off the rest of the mail of “{ $title }”?
sending-cancel-nothing = Nothing is waiting any more, so nothing was called off.
sending-cancel-invitations = { $left ->
    [one] { $left } of { $total } invitations has not been sent. This person will not be asked, and is not reminded.
   *[other] { $left } of { $total } invitations have not been sent. These people will not be asked, and are not reminded.
}
sending-cancel-headcount = The headcount of { $headcount } was frozen at the launch and stays. Whoever is not asked counts in it as silent, that is, as neutral, and draws the score towards 0.
sending-cancel-in-hand = What a sender has in hand at this moment still goes out.
sending-cancel-later = While the wave is open you can still invite them, from the list of invitations that were not delivered.
sending-cancel-reminders = { $left ->
    [one] { $left } row of the reminder has not been handled. Whose it is, and whether that person would have got one, is shown to nobody. Later reminders still go out.
   *[other] { $left } rows of the reminder have not been handled. Whose they are, and who of them would have got one, is shown to nobody. Later reminders still go out.
}
sending-cancel-button = { $left ->
    [one] Call off { $left } invitation
   *[other] Call off { $left } invitations
}
sending-cancel-reminders-button = Call off the rest of the reminder
sending-cancelled = { $invitations ->
    [one] { $invitations } invitation was called off.
   *[other] { $invitations } invitations were called off.
}
sending-cancelled-reminder = The rest of the reminder was called off.
step-unsent = { $unsent } not sent
# Of a reminder: rows that were handled neither way, called off by an admin or overtaken by the next reminder.
step-reminder-rest = { $rows ->
    [one] { $rows } row called off
   *[other] { $rows } rows called off
}
step-reminder-overtaken = left out: a later reminder was due by then and went out instead

## Invitations that did not arrive: each reason in a few words, and what to do about it
failure-address = No such mailbox
failure-address-next = Correct the address; the invitation goes there at once.
failure-not-ascii = Mail servers refuse letters other than a to z before the @
failure-mailbox-full = Mailbox full
failure-mailbox-full-next = Ask them in another way to make room, then send again.
failure-policy = Refused by a rule of the receiving mail server
failure-policy-next = Show its words to whoever runs your mail server: often a filter takes the mail for spam, or your server may not send for the sender’s address. Then send again.
failure-network = The receiving mail server could not be reached
failure-network-next = Is what stands after the @ spelled right? If so, whoever runs your mail server can find out why the other one does not answer. Then send again.
failure-other = Refused for another reason
failure-other-next = The server’s words say why. Whoever runs your mail server can read them.
failure-withdrawn = Called off before it was sent
failure-withdrawn-next = An admin has called off the rest of the sending. Send again if they are to be asked after all.
failure-too-late = The wave closed before it was sent
undelivered-count = They count as invited: whoever does not answer counts as neutral.
undelivered-help = The link in the mail stays the same, whichever address it goes to.
undelivered-none = Every invitation has been delivered or is on its way.
undelivered-crumb = Not delivered
undelivered-resend-all = Send all { $people } again
undelivered-resent = { $people ->
    [0] All of them were on their way already.
    [one] { $people } invitation is sent again.
   *[other] { $people } invitations are sent again.
}
undelivered-all = All { $people }
undelivered-csv = As a CSV file
undelivered-words = The server’s words
undelivered-pages = Pages of the list
undelivered-before = Before
undelivered-after = Next
correct-open = Correct the address
correct-title = Correct the address of { $name }
# An address, a colon and the reason follow.
correct-failed = The invitation did not arrive at
# An address follows.
correct-went-to = The invitation went to
correct-link-stays = The link in it stays the same.
correct-email = New address
correct-email-hint = It is also the address on the roster from now on. The old address is told that the mail goes elsewhere, unless a mail server said that it does not exist: a link is a ballot paper.
correct-button = Correct and send again
correct-same = This is the address that it went to. Enter another one, or go back and send again
corrected = The address of { $name } is now { $address }. The invitation is sent there.
corrected-told = The address of { $name } is now { $address }. The invitation is sent there, and the old address is told.
wave-conflict-on-its-way = This invitation is on its way.

## The page of someone invited to an open wave
invited-heading = Invited to “{ $title }”
# What became of it follows, a few words without a full stop.
invited-state = The invitation:
invited-delivered = delivered
invited-on-its-way = on its way
invited-help = Send it again if they ask for it; the link stays the same. Whether they have answered is known to nobody.
invited-to-wave = To the wave
invited-resend = Send the invitation to { $address } again
person-saved-told = { $name } was saved. The old address is told that mail about the open wave goes to the new one.
# $done says what was imported.
import-done-told = { $told ->
    [one] { $done } { $told } old address is told that mail about an open wave goes to a new one.
   *[other] { $done } { $told } old addresses are told that mail about an open wave goes to new ones.
}

## To an address to which mail of someone invited does not go any more
mail-former-subject = Mail about the survey now goes to another address
mail-former = A survey is running, and you are invited. Your address on the list of people was changed: mail about the survey goes to the new address from now on, not to this one.
mail-former-company = { $company } runs a survey, and you are invited. Your address on the list of people was changed: mail about the survey goes to the new address from now on, not to this one.
mail-former-do = If you know of this, there is nothing to do. If you do not, ask who changed it and why: your link is your ballot paper, and whoever has it can answer in your place.
mail-former-link = If an invitation has come to this address, its link is still good: it is the same one. One answer is taken for it, the first.

## The start page
# $in is “in 5 minutes”.
home-need-standstill = The mail server does not take mail. Candor tries again by itself { $in }.
home-need-standstill-link = See what it says
home-need-paused = Sending of “{ $title }” is paused.
home-need-paused-link = See to it

## Response rates by group
wave-rates-all = { $groups ->
    [one] { $groups } group, all levels
   *[other] All { $groups } groups, all levels
}

## The audit log
audit-invitation-redirected = Changed the address that an invitation goes to
audit-invitations-resent = Sent invitations again
audit-wave-mail-cancelled = Called off the rest of the mail
audit-wave-mail-paused = Paused sending
audit-wave-mail-resumed = Resumed sending
audit-detail-again = { $number } again
audit-detail-invitations = { $number ->
    [one] { $number } invitation
   *[other] { $number } invitations
}
audit-detail-reminders = { $number ->
    [one] { $number } row of a reminder
   *[other] { $number } rows of a reminder
}
