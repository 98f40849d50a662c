## The answer page: read on a phone, once, by someone who may not trust it
answer-title = Two questions – { $company }
answer-title-plain = Two questions
answer-language = Language
answer-end-low = 0: not at all likely
answer-end-high = 10: extremely likely
answer-why-hint = Optional, up to { $limit } characters. Leave out what only you would know.
answer-characters-left = Characters left:
answer-who-sees = Who sees this
answer-threshold = { $threshold ->
    [one] Answers are shown only for groups where at least { $threshold } person answered, you included.
   *[other] Answers are shown only for groups of at least { $threshold } people who answered, you included.
}
answer-group = { $people ->
    [one] Yours belongs to { $group } ({ $people } person).
   *[other] Yours belongs to { $group } ({ $people } people).
}
answer-group-everyone = { $people ->
    [one] Yours counts in the total only ({ $people } person invited).
   *[other] Yours counts in the total only ({ $people } people invited).
}
answer-not-tied = Your answer cannot be tied to you, nor changed after sending.
answer-how = How?
answer-promise = Nobody at your company can see what you answered: not HR, not IT with a copy of the database, not with this program’s help. The database does not hold whether you answered. After the wave closes nobody can find out any more, unless the wave’s key was copied while it was open.
answer-limits = And as plainly, the limits:
answer-limit-link = Your link is your ballot paper: whoever reads your mail can answer in your place.
answer-limit-logs = The mail server’s log shows who was sent a reminder, a proxy’s log who opened a link and when, never an answer.
answer-limit-altered = Someone who alters the program or the database, or records inside TLS, while the wave is open, could see answers.
answer-limit-unanimous = If everyone in a group answers, the report shows that they did; if they answer alike, its figures show it; if all but one do, that one knows the rest.
answer-limit-compare = Colleagues who compare notes know the last one’s answer. Your own words can give you away.
answer-not-you = Not you?
answer-not-you-help = The group is wrong, or this mail was forwarded to you? Please do not answer for someone else.
answer-not-you-ask = Write to { $contact } and you will get a link of your own.
answer-not-you-nobody = Ask whoever runs the survey for a link of your own.
answer-send = Send my answer
answer-preview = This is a preview: nothing can be sent from here.
answer-closes = Open until { $until }.
answer-closes-time = { $weekday } { $date }, { $time }
answer-until-1 = Monday
answer-until-2 = Tuesday
answer-until-3 = Wednesday
answer-until-4 = Thursday
answer-until-5 = Friday
answer-until-6 = Saturday
answer-until-7 = Sunday

## What is wrong with what was typed
answer-error-score = Choose a score from 0 to 10
answer-error-why = { $over ->
    [one] Shorten your comment by { $over } character: it may have { $limit }
   *[other] Shorten your comment by { $over } characters: it may have { $limit }
}
answer-error-body = The comment is far too long. Go back, shorten it and send it again.
answer-later = Your answer could not be taken just now. Everything you typed is still here: please send it again in a few minutes.

## Pages instead of the form
answer-thanks = Thank you. Your answer is in the box.
answer-thanks-text = It cannot be tied to you, nor changed. You can close this page.
answer-already = An answer is in the box already
answer-already-text = This link has been used, perhaps by a second click. The first answer counts, and nobody can see or change it.
answer-already-ask = If it was not you who answered, write to { $contact }.
answer-closed = This survey has closed
answer-closed-text = Answers are no longer taken, and links no longer lead to a form.
answer-cancelled = This survey was called off
answer-cancelled-text = The answers that had arrived were destroyed without being opened. There is nothing you need to do.
answer-not-yet = This survey is not open yet
answer-not-yet-text = Please use the link in your invitation once the survey has opened.
answer-unknown = This link leads to no survey
answer-unknown-text = A part of the link may be missing. Open it again from your mail, or copy the whole line into the address bar.
answer-unknown-ask = If that does not help, write to { $contact }.
answer-unavailable = Answers cannot be taken just now
answer-unavailable-text = Something has to be put right on the server first. Please open your link again later: nothing is lost, and your link stays valid.
