## Comments: looking for words
comments-search = Words to look for
comments-found = { $found ->
    [one] { $found } of { $comments } comments has them.
   *[other] { $found } of { $comments } comments have them.
}
comments-found-none = No comment here has them.
# Before the name of a theme, or a word.
comments-about = About:
comments-all-of-place = Show all comments

## What many comments are about
themes = Themes
themes-summary = What they are about
themes-explained = A theme is counted once for each comment that has one of its words, in any form.
# { $read } is the number of comments that were read, of many more.
themes-read = Counted in { $read } comments drawn at random.
themes-change = Change the themes
themes-comments = { $comments ->
    [one] { $comments } comment
   *[other] { $comments } comments
}
themes-words = Words in many comments
themes-pairs = Words that stand together

## Black-out
# A link beside each comment.
blackout-link = Black out…
blackout-title = Black out in a comment
blackout-what = What is blacked out
blackout-words = Only these words, wherever they stand in this comment
blackout-whole = The whole comment
blackout-reason = Why
blackout-reason-name = It names somebody
blackout-reason-recognisable = It makes somebody recognisable
blackout-reason-private = It tells of somebody’s health, family or beliefs
blackout-reason-insult = It insults somebody
# { $black } is the black bar.
blackout-warning = This cannot be undone. The words are overwritten in the database with { $black }, and nobody can read them any more, neither here nor in later exports. Backups and files that were saved before still have them. The audit log keeps that you did it, for which group and why, not the words.
blackout-do = Black out for good
blackout-back = Back to the comments
blackout-nothing = Choose the words, or the whole comment.
blackout-no-reason = Choose a reason.
blackout-nothing-left = Nothing is left in this comment to black out.
blackout-done = Blacked out.
blackout-unchanged = It was blacked out already.
blackout-note = { $black } stands where an admin blacked out what named or insulted somebody.
audit-comment-blacked-out = Blacked out a comment or words in it

## Themes of the whole wave
themes-by-category = Themes among promoters, passives and detractors
themes-by-category-explained = How many of all who answered in each category mention a theme: counted once, at the close, by the dictionary in force then. Shares are told as “at least”, in steps of { $threshold } people or more, and only as far as nobody’s score can be worked out from them.
themes-none = No theme was mentioned often enough to be told by category: every share needs at least { $threshold } people behind it.
# { $share } is a percentage.
themes-at-least = at least { $share }
# Read aloud where a share is not told.
themes-not-told = too few
