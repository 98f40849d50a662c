## The ready texts of mails. They are Markdown and stay as they are when no admin changes them. Arguments become
## fields in braces; { $link } stands on a line of its own, where the button is. A greeting must also read well without
## its { $first_name }: the space and the comma before it go with it.
survey-invitation-subject = Would you recommend us as a place to work? Two questions, 30 seconds
survey-invitation-text =
    Hello { $first_name },

    How do you like working here, and what would make it better? We ask everyone the same two questions: would you recommend us as a place to work, and why. Answering takes about half a minute, and a critical answer helps as much as a kind one.

    { $link }

    You can answer until { $closing_date }. Then we share the results with everyone and say what we are going to do.

    Thank you!
survey-reminder-subject = There is still time to answer: two questions, 30 seconds
survey-reminder-text =
    Hello { $first_name },

    Our survey is open until { $closing_date }. If you have not answered yet, please take half a minute: the more of us answer, the truer the picture.

    { $link }

    Thank you!
survey-closing-subject = The survey has ended. Thank you
survey-closing-text =
    Hello { $first_name },

    Our survey has ended. Thank you to everyone who took the time to answer.

    Next we read the results and talk them over. Then we tell everyone what we have learned and what we are going to do about it.

## What is wrong with a text, or may be; shown beside its field
letter-field-meant = “{ $written }” is not a field. Did you mean “{ $meant }”?
letter-field-unknown = “{ $written }” is not a field: the mail would show it as it stands here.
letter-no-link-here = “{ $link }” has no meaning here and is left out.
letter-link-again = “{ $link }” stands more than once. The button comes at the first place.
letter-link-inside = Write “{ $link }” on a line of its own: the button stands below the words of this line.
letter-address = “{ $address }” would be another link. A mail leads to the survey and to the privacy notice, nowhere else: link gateways record who opens what, and people learn which links to trust. Say in words where to look.
letter-picture = A mail carries no picture: opening it must tell nobody anything.

## The texts in the form of a wave
letter-questions = Questions
letter-done = What has been done since the last survey
letter-done-hint = Optional. The invitation shows it under this heading: people answer when they see that answers change something.
letter-closing-subject = Subject of the closing message
letter-closing-text = Text of the closing message
letter-closing-hint = Without results: those you share yourself, once you have read them.
letter-closing-wanted = Tell everyone invited when the survey has ended
letter-closing-wanted-hint = The closing message goes out once the answers are counted, to everyone who got the invitation. If too few answered, it says that instead of your text.
letter-help = Names, dates and bold type in the texts
letter-help-fields = What stands in braces is filled in for each mail:
letter-field-first-name = the reader’s first name, where the roster has one; else the greeting goes without
letter-field-name = the reader’s whole name
letter-field-company = the company’s name
letter-field-closing-date = when the survey closes
letter-field-link = on a line of its own: the button to the survey stands here; without it, at the end
letter-help-marks = An empty line begins a paragraph. **Two stars** make bold type, *one star* italics, “# ” at the beginning of a line a heading, “- ” an item of a list. These are marks of Markdown; there is no need for any of them.
letter-preview = Preview
letter-test = Send a test to me
letter-restore = Restore the ready text
letter-test-sent = A test was sent to { $address }.
letter-test-failed = The test could not be sent. The mail server said: { $why }
letter-test-no-sender = The test could not be sent: Settings have no sender’s address yet.
audit-wave-mail-tested = Sent a test of a wave’s mail

# Under the field of a person's page.
person-first-name-hint = Optional. Mails greet people by it; without one the greeting has no name.
letter-no-first-names = Nobody on the roster has a first name yet, so greetings go without.
