## What a wave asks; admins may change every word
survey-question = On a scale from 0 to 10, how likely are you to recommend our company as a place to work to a friend or colleague?
survey-reason = Why did you give that score?
survey-invitation-subject = Would you recommend us as a place to work? Two questions, 30 seconds
survey-invitation-text = We want to know how you like working here and what would make it better. Every answer counts, a critical one too. Everyone will see the results and what we do about them.
survey-reminder-subject = There is still time to answer: two questions, 30 seconds
survey-reminder-text = Our survey is still open. If you have not answered yet, please take half a minute: the more people answer, the truer the picture.

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
wave-warning-threshold = A threshold below 5 protects less: in a group of 3 or 4 answers people are easily guessed.
wave-warning-weekend = It closes on a weekend, when few people read their mail.
wave-warning-too-few = { $people ->
    [one] Only { $people } person would be invited, fewer than the threshold: there will be no score.
   *[other] Only { $people } people would be invited, fewer than the threshold: there will be no score.
}
wave-warning-sample = { $people ->
    [one] { $people } person would be invited. A hundred answers is the smallest useful sample; in a small company hear from at least half.
   *[other] { $people } people would be invited. A hundred answers is the smallest useful sample; in a small company hear from at least half.
}
wave-warning-rhythm = “{ $title }” has some of the same people within 30 days. Asking more often than monthly tires them.
