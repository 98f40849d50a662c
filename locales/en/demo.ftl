## The demonstration: the bar at the top of every page, its clock, and beginning again

# The name of the bar, before the time.
demo-bar = Demonstration
# After it where there is no clock to move.
demo-captured = Mail is captured, not sent.
# Buttons that move the clock on.
demo-hour = +1 hour
demo-day = +1 day
# Buttons that move the clock to what happens next by itself. $when: "Tuesday 24 November, 09:00".
demo-next-opens = Next: { $wave } opens, { $when }
demo-next-reminder = Next: a reminder for { $wave }, { $when }
demo-next-closes = Next: { $wave } closes, { $when }
demo-next-title = Move the clock there
demo-next-none = Nothing is planned: schedule a wave to go on.
# After the clock was moved past it.
demo-happened-opens = { $wave } has opened, and its invitations are in Captured mail.
demo-happened-reminder = A reminder for { $wave } has gone out to those who had not answered. It is in Captured mail.
demo-happened-closes = { $wave } has closed and was counted. Its report is ready.
# A link in the bar, the page behind it.
demo-again = Begin again
demo-again-title = Begin the demonstration again?
demo-again-what = Everything you did here goes, and the company and its surveys are made anew. That takes a few seconds; then you sign in with the same account and password.
demo-again-do = Begin again
demo-again-not = No, go on
# While it is made anew.
demo-wait = The demonstration is being made anew
demo-wait-what = This takes a few seconds. The page goes on by itself; then sign in with the same account and password.
demo-wait-progress = Survey { $number } of { $of }: { $wave }
demo-wait-go = Go on

## The story

# What has been done since the last survey, in the invitation to the open one.
demo-you-said =
    You asked for a fair night allowance, for heating in hall 2 and for fewer meetings.

    - The night allowance is paid.
    - The heating is ordered.
    - Friday afternoons are free of meetings.

    The second line of support is not back yet; it starts next quarter.
# The note of the bad quarter, as its admin wrote it.
demo-note = Bonuses were frozen ten days before this survey, and the new order system was switched on with three days’ notice.

# What the invented company says in its privacy notice; Markdown.
demo-notice =
    Heliotrope Instruments GmbH, Lindenstraße 4, Berlin, is responsible for this survey. Legal basis: our legitimate interest in good working conditions (Article 6(1)(f) GDPR) and the agreement with the works council of 12 May. Taking part is voluntary, and nobody is worse off for not answering.

    Our data protection officer is **Ines Okafor**, privacy@heliotrope.example. You can ask her what is stored about you, have it corrected, and object. You can complain to the Berlin Commissioner for Data Protection. We keep reports for five years.
