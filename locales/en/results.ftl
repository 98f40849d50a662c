## The mail with the results, to everyone invited
mail-results-subject = The results of our survey
mail-results-thanks = Thank you to everyone who answered our survey.
mail-results-thanks-company = Thank you to everyone at { $company } who answered our survey.
# One after the other, in a paragraph.
mail-results-score = Our score is { $score }.
mail-results-before = In the survey before, which closed on { $date }, it was { $score }.
mail-results-answered = { $answered } of { $headcount } people answered ({ $rate }).
mail-results-scale = The score lies between −100 and 100: the share of those who would recommend us as a place to work, less the share of those who would not, of everyone invited.
mail-results-actions = What we do about it

## The mail to admins that a report is there
mail-report-subject = { $wave }: the report is here
mail-report-ready = The wave “{ $wave }” has closed and its answers are counted.
mail-report-too-few = { $threshold ->
    [one] Fewer than { $threshold } person answered, so nothing was opened and there are no results.
   *[other] Fewer than { $threshold } people answered, so nothing was opened and there are no results.
}
mail-report-look = Look at the report
mail-report-why = You get this mail since you run surveys in Candor. To read the report, sign in.

## The page that tells everyone
tell = Tell everyone the results
tell-title = Tell everyone the results of “{ $wave }”?
tell-recipients = { $people ->
    [one] The message below goes to { $people } person: everyone whose invitation was delivered, whoever has answered.
   *[other] The message below goes to { $people } people: everyone whose invitation was delivered, whoever has answered.
}
tell-once = It can be sent once, and not be taken back.
tell-no-actions = The action list is empty: people read results more gladly when they see what follows.
tell-do = { $people ->
    [one] Send it to { $people } person
   *[other] Send it to { $people } people
}
tell-back = Back to the report
tell-done = { $people ->
    [one] The results go to { $people } person.
   *[other] The results go to { $people } people.
}
tell-told = Everyone was told the results on { $date }.
tell-told-already = Everyone was told these results already.
tell-nobody = Nobody’s invitation was delivered, so there is nobody to tell.
tell-message = The message
audit-wave-results-told = Told everyone the results
