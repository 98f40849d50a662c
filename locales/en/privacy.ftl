## The privacy notice: read on a phone by someone who has little reason to believe it. One thought a sentence.
# Under the questions, and in mails: the link to the notice.
privacy-link = Privacy notice (opens in a new tab)
mail-notice = What is kept of your answer, and who could find out what
privacy-title = What happens to your answer
privacy-lead = Nobody at your company can see what you answered: not HR, not IT with a copy of the database, not with this program’s help.

# The first screen: each begins with its first words in bold.
privacy-brief-before = Until the close
privacy-brief-before-text = your answer is kept, sealed, without your name and without a time. The database does not hold whether you answered.
privacy-brief-after = After the close
privacy-brief-after-text = the answers are counted and destroyed, and so is their key. Numbers by group and comments without names stay.
privacy-brief-shown = Your company sees
# $threshold and $fine: respondents, at least 3 and 10.
privacy-brief-shown-text = { $threshold ->
    [one] figures of a group only if at least { $threshold } person in it answered, comments only from { $fine } on.
   *[other] figures of a group only if at least { $threshold } people in it answered, comments only from { $fine } on.
}
privacy-brief-who = Who could still find something out:
privacy-brief-who-text = whoever controls the server while the survey is open could copy the key and read answers. Logs of mail servers and proxies show who was sent a reminder and who opened a link, never an answer.

## Below it, to unfold
privacy-kept = What is kept, how long, and who sees it
privacy-kept-answer = Until the close: your answer, sealed, without your name and without a time. The database does not hold whether you answered.
privacy-kept-count = Then the answers are counted, and they and their key are destroyed. Numbers by group and comments without names stay as long as your company keeps the report.
privacy-kept-invited = That you were invited, and whether the invitation could be delivered.
# $threshold and $fine: respondents, at least 3 and 10.
privacy-shown-groups = { $threshold ->
    [one] Figures of a group only if at least { $threshold } person in it answered, comments only from { $fine } on. If your survey has another number, it stands beside the questions.
   *[other] Figures of a group only if at least { $threshold } people in it answered, comments only from { $fine } on. If your survey has another number, it stands beside the questions.
}
privacy-who = Who could still find something out
privacy-who-mail = Whoever reads your mail can answer in your place, but sees no answer.
privacy-who-logs = The mail server’s log shows who was sent a reminder, a proxy’s log who opened a link and when. Neither shows an answer.
privacy-who-server = Whoever controls the server while the survey is open could copy its key or alter the program, and so read answers. Once the key is destroyed it is too late.
privacy-who-alike = If everyone in a group answers alike, its figures show it. Colleagues who compare notes know the last one’s answer. Your own words can give you away.
# Heading over what the company wrote itself.
privacy-own = Who is responsible, and your rights
privacy-own-none = Your company has not written here yet who is responsible for its surveys, on what legal basis it asks you, and where you can complain.
privacy-own-ask = Questions? Write to { $contact }.

## The part for experts
privacy-experts = More, for experts
privacy-how = How it is done
privacy-how-key = At its opening every survey gets a key of its own: 32 random bytes in a file outside the database and its backups. From it come the links in the mails, which are stored nowhere, and the key that seals answers (XChaCha20-Poly1305).
privacy-how-ballot = An answer is one row: a mark that a link is used up, which leads to nobody without the key, and the sealed answer, as long as every other one of the survey. The row has no time and no number, and no row about a person changes when they answer.
privacy-how-count = At the close one transaction opens all answers, writes sums, and comments in no order of arrival, and deletes the answers. Then the key is overwritten and removed, 30 days after the planned close at the latest: from then on old backups cannot be read either. With fewer answers than the threshold none is ever opened.
privacy-how-groups = Which groups are shown depends on how many answered, never on what they answered. Where a hidden group could be worked out from the others, one of these is hidden with it.
privacy-watch = What others could watch
privacy-watch-network = Whoever watches the encrypted traffic sees that you opened the page and sent something, and when; not your score. Where scripts run, everything that is sent has the same length. Without scripts, its length tells about how long your comment is.
privacy-watch-gateway = Mail gateways open links and log them. That changes nothing, and no link carries an answer: you choose the score on the page.
privacy-watch-page = Neither the page with the questions nor this one sets a cookie or leaves a line in the program’s log.
privacy-threats = Threat model
privacy-model = The whole threat model, row by row, with the test behind each

## Settings: what the company says itself
notice-title = Privacy notice
notice-lead = Employees can read this notice before they answer: invitations, reminders and the page with the questions lead to it. Candor says there what is kept and who could find out what. What only your company knows, you write here.
notice-look = Read it as employees do
# $lang: en or ru.
notice-missing = { $lang ->
    [ru] In Russian, the notice says for now that your company has not written yet who is responsible and on what legal basis.
   *[en] In English, the notice says for now that your company has not written yet who is responsible and on what legal basis.
}
notice-help = Say who is responsible, on what legal basis you ask, how long you keep reports, whom to ask, and where to complain. An empty line begins a paragraph; **two stars** make bold type.
notice-words = { $lang ->
    [ru] In Russian
   *[en] In English
}
notice-preview = Preview
notice-begin = Begin with a ready text
notice-save = Save the notice
notice-saved = The notice was saved. Employees read it from now on.
# $written: what stands in square brackets, with them.
notice-error-bracket = Fill in or take out “{ $written }”: employees would read it like this.
notice-error-braces = Leave out braces: nothing is filled in here.
# Markdown. What stands in square brackets is for the company to fill in; no line may begin with a bracket.
notice-ready =
    Responsible for this survey: [name and address of the company].

    To invite you we use your name, your work address and your department. Legal basis: [for example our legitimate interest in good working conditions, Article 6(1)(f) GDPR, and the agreement with the works council of …]. Taking part is voluntary, and nobody is worse off for not answering.

    Questions and objections: [data protection officer, with address]. You can ask what is stored about you, have it corrected, and object to its use. You can complain to [supervisory authority]. We keep reports for [how long].
# On the start page.
home-need-notice = The privacy notice does not say yet who is responsible and on what legal basis.
home-need-notice-link = Write it

## What an administrator could try (in the notice, for experts)
privacy-try = What an administrator could try, and what comes of it
privacy-try-group = Fill your group with invented people, or move you into another one. The page with the questions names your group, how many people are in it, and how many came and left since the last survey.
privacy-try-again = Ask nearly the same people again at once, and subtract one report from the other. For four weeks that is refused where a small group would differ by a few people.
privacy-try-close = Close as soon as one particular answer is in. A close can be moved forward only to a time at least 24 hours away.
privacy-try-cancel = Call the survey off and begin anew. All answers are destroyed unopened, everyone invited is told, and the new survey has new links.
privacy-try-address = Have your link sent to another address. The address it was meant for is told.
privacy-try-choose = Let only a chosen few answer. Invitations that were called off go out again to all of them or to none.
privacy-try-log = All of this is kept in an audit log, which cannot be changed in the program.

## Under the questions, after the group and its size: how it has changed since it was last asked
answer-group-same = It has the same people as in the last survey.
answer-group-changed = Since the last survey, { $joined } came and { $gone } left.

## Why a wave cannot open
wave-conflict-anew = { $people ->
    [one] “{ $group }” was asked in “{ $title }” a short while ago, and { $people } person is in one of the two waves only. Whoever laid both reports side by side could work out what this person answered. Let { $days } days pass between the openings, or ask exactly the same people.
   *[other] “{ $group }” was asked in “{ $title }” a short while ago, and { $people } people are in one of the two waves only. Whoever laid both reports side by side could work out what these people answered. Let { $days } days pass between the openings, or ask exactly the same people.
}
wave-conflict-anew-everyone = { $people ->
    [one] Nearly the same people were asked in “{ $title }” a short while ago: { $people } person is in one of the two waves only. Whoever laid both reports side by side could work out what this person answered. Let { $days } days pass between the openings, or ask exactly the same people.
   *[other] Nearly the same people were asked in “{ $title }” a short while ago: { $people } people are in one of the two waves only. Whoever laid both reports side by side could work out what these people answered. Let { $days } days pass between the openings, or ask exactly the same people.
}
wave-conflict-called-off = This invitation was called off together with others. They are sent again all together, so that nobody chooses who may answer.
