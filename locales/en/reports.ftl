## The list of reports
reports = Reports
reports-intro = One report for each wave, from its close on. Every score lies between −100 and 100.
reports-empty = No wave has closed yet.
reports-empty-help = When a wave closes, its answers are counted and the report appears here by itself.
reports-to-waves = To the waves
reports-caption = Reports, newest first
report-wave = Wave
report-answered = Answered
report-score = Score
report-range = Silent’s range
report-lane = Score, silent’s range and respondents’ interval from −100 to 100
report-too-few-short = too few answers
report-answered-of = { $answered } of { $headcount }

## The first screen of a report
report-title = { $wave }: the report
report-comments-title = { $wave }: comments
report-invited = { $people ->
    [one] { $people } invited
   *[other] { $people } invited
}
report-closed = closed { $time }
report-export = Export
report-csv = Table as CSV
report-lead-first = { $score }. The first wave of these people: nothing to compare it with yet.
report-lead = { $score }. { $change }. { $noise }
report-lead-parts = { $score }. { $change }: { $parts }. { $noise }
report-change-up = Up { $points } since the last wave ({ $date })
report-change-down = Down { $points } since the last wave ({ $date })
report-change-none = As in the last wave ({ $date })
report-opinion-up = { $points } because those who answered like it more
report-opinion-down = { $points } because those who answered like it less
report-turnout-up = { $points } because more of the invited answered
report-turnout-down = { $points } because fewer of the invited answered
report-more-than-noise = More than noise.
report-may-be-chance = This may be chance.
report-lead-too-few = Too few answers to tell.
report-too-few = Fewer than { $threshold } people answered. To protect them, their answers were destroyed unopened: there is no score, and there will be none.
report-too-few-rate = How many answered is not told either.
report-no-answers = no answers yet

scale-title = The score on the scale from −100 to 100
scale-score = Score { $score }.
scale-silent = { $silent ->
    [0] Nobody was silent, so nothing could move it.
    [one] The one silent person could move it between { $low } and { $high }.
   *[other] The { $silent } silent could move it between { $low } and { $high }.
}
scale-before = The last wave, { $date }: { $score }.
scale-bands = Below −10 is alarming, −10 to 0 at risk, above 0 healthy.
scale-alarming = alarming
scale-at-risk = at risk
scale-healthy = healthy
scale-key-score = The score
scale-key-silent = { $silent ->
    [one] How far the one silent person could move it
   *[other] How far the { $silent } silent could move it
}
scale-key-before = The last wave
scale-key-risk = −10 to 0: people and ideas may leave

fact-silent = What the silent could change
fact-range = { $low } to { $high }
fact-exact = nothing
# In the column of the silent’s range, where nobody was silent.
range-exact = – (all answered)
fact-silent-note = { $silent ->
    [0] everyone answered
    [one] if that one were a detractor, or a promoter
   *[other] if all { $silent } were detractors, or all promoters
}
fact-respondents = Respondents’ eNPS
fact-silent-why = Why a range?
fact-silent-because = Whoever stays silent counts as neutral. This is the score if every one of them were a detractor, and if every one were a promoter. It is no margin of error: the score counts everyone who was invited.
fact-silent-method = How it is worked out
fact-respondents-note = the figure to compare with other companies
fact-respondents-why = Why another score?
fact-respondents-because = This one divides by those who answered instead of everyone invited. Other companies and benchmarks use it; it lies farther from zero the fewer people answer.
fact-respondents-method = Its formula
fact-interval = 95% interval
fact-interval-note = where respondents’ eNPS would probably lie if everyone had answered
fact-interval-exact = none
fact-interval-exact-note = everyone answered, so it is exact
fact-interval-why = How sure is that?
fact-interval-because = In 95 of 100 waves an interval made like this holds the figure that one would get if everyone answered, as long as the silent are like the others. Where two groups’ intervals overlap widely, their difference may be chance.
fact-interval-method = Step by step
fact-rate = Response rate
fact-rate-note = { $answered } of { $headcount } answered
fact-rate-before = { $answered } of { $headcount } answered; the last wave { $rate }
fact-rate-why = Does it matter?
fact-rate-because = The score is response rate × respondents’ eNPS: more answers move it away from zero, fewer towards it. That is why every change is split into what turnout and what opinion made.
fact-rate-method = How many should answer

sample-half = Fewer than half answered. In a company of this size the score says little about those who did not.
sample-fifth = Fewer than one in five answered. The score says little about those who did not.
sample-hundred = Fewer than 100 people answered: a few answers more or less would move the score by several points.
report-unreachable = { $people ->
    [one] One invitation could not be delivered. That person counts as neutral: unreachable, not silent by choice.
   *[other] { $people } invitations could not be delivered. These people count as neutral: unreachable, not silent by choice.
}
report-set-aside = { $ballots ->
    [one] One ballot could not be opened and is not counted: an admin decided to go on without it.
   *[other] { $ballots } ballots could not be opened and are not counted: an admin decided to go on without them.
}

## What makes up the score
parts-heading = What makes up the score
parts-sum = { $promoters ->
    [one] { $promoters } promoter
   *[other] { $promoters } promoters
} less { $detractors ->
    [one] { $detractors } detractor
   *[other] { $detractors } detractors
}, divided by all { $headcount } who were invited: { $score }.
parts-title = Everyone invited, in four parts
parts-of-invited = { $headcount ->
    [one] Of { $headcount } invited
   *[other] Of { $headcount } invited
}
parts-of-answered = { $answered ->
    [one] Of { $answered } who answered
   *[other] Of { $answered } who answered
}
parts-group = Group
parts-gave = Gave
parts-people = People
parts-all = All
parts-no-answer = no answer
part-detractors = Detractors
part-passives = Passives
part-silent = Silent
part-promoters = Promoters
parts-figure = { $part }: { $people }, { $share }
parts-why = Why do the silent count?
parts-why-text = The method divides by everyone who was invited, so whoever stays silent counts as neutral. Each further answer then moves the score the way that answer goes, and a handful of answers cannot make an extreme score.

## The distribution
spread-heading = How the scores are spread
spread-summary = { $low } of the { $answered } who answered gave 6 or less, { $high } gave 9 or 10.
spread-commonest = The commonest score is { $score }.
spread-desc = Number of answers for each score from 0 to 10: { $list }.
spread-detractors = { $people ->
    [one] { $people } detractor, 0–6
   *[other] { $people } detractors, 0–6
}
spread-passives = { $people ->
    [one] { $people } passive, 7–8
   *[other] { $people } passives, 7–8
}
spread-promoters = { $people ->
    [one] { $people } promoter, 9–10
   *[other] { $people } promoters, 9–10
}
spread-withheld = The spread is shown from { $threshold } answers on.
spread-answers = Answers
figures = Figures
spread-figures = Figures of the distribution

## Over time
time-heading = Over time
time-one = The line over time begins with the second wave of the same people.
time-title = { $waves ->
    [one] Score of one wave
   *[other] Score over { $waves } waves
}
time-bars = The bars show how far the silent could move each score.
time-whiskers = The thin lines beside them are respondents’ eNPS with its 95% interval.
# Above a line in the picture.
time-method = method { $version }
time-method-changed = Since { $date } scores are counted by method version { $version }: compare with earlier ones with care.
time-figures = Figures of the trend
time-figure = { $wave }: { $score }
time-invited = Invited

## Groups
groups-heading = Departments and teams
groups-intro = Every group is on the same scale. Where two 95% intervals overlap widely, the difference may be chance: do not rank on it.
groups-withheld = Groups with fewer than { $threshold } answers are withheld, and so is a neighbour where one could be worked out from the rest. Their people are counted in “Other teams in …”.
groups-find = Name contains
groups-sort = Sort by
groups-sort-name = Name, as a tree
groups-sort-score = Score
groups-sort-rate = Response rate
groups-sort-change = Change
groups-show = Show
groups-all-levels = All levels
groups-top-levels = Departments only
groups-found = { $groups ->
    [one] { $groups } group found.
   *[other] { $groups } groups found.
}
# Buttons of a row, before the name of its department.
groups-fold = Fold
groups-unfold = Unfold
groups-none = There are no groups below the whole.
groups-caption = Departments and teams
groups-group = Group
groups-everyone = Everyone
groups-others = Other teams in { $group }
groups-others-of-everyone = Other departments
groups-direct = Directly in { $group }
groups-direct-of-everyone = In no department
groups-hidden = withheld to protect answers
groups-respondents = Respondents’ eNPS (95%)
groups-change = Change
groups-interval = { $score } ({ $low } to { $high })
groups-exact = { $score } (exact)
groups-key-interval = Respondents’ eNPS, 95% interval
groups-key-silent = How far the silent could move it

## Comments
comments-heading = In their own words
comments-all = { $comments ->
    [one] One comment was left.
   *[other] { $comments } comments were left.
}
comments-none = There are no comments to show. They are shown only where at least { $threshold } people answered.
comments-rule-group = Comments stand under groups of at least { $threshold } who answered, in an order drawn once, without score, time or language.
comments-rule-category = Comments stand under promoters, passives and detractors of the whole wave, from { $threshold } each on, in an order drawn once, without department, time or language.
comments-of = { $comments ->
    [one] { $comments } comment, in an order drawn once.
   *[other] { $comments } comments, in an order drawn once.
}
comments-show = Show
comments-back = To the report
comments-pages = Pages of comments
comments-next = Next comments
comments-previous = Previous comments
comments-page = Page { $page } of { $pages }

## How this is counted
method-all = Every step, with the numbers of this wave
method-heading = How this is counted
method-groups = 9–10 is a promoter, 7–8 a passive, 0–6 a detractor. Whoever was invited and did not answer counts as neutral.
method-score = Score = 100 × (promoters − detractors) / everyone invited, frozen at the launch. Respondents’ eNPS divides by those who answered.
method-range = The range of the silent is the score if all of them were detractors, or all promoters. It is no margin of error: the score counts everyone.
method-change = A change is split into what turnout made (change of rate × mean respondents’ eNPS) and what opinion made (change of respondents’ eNPS × mean rate). It is more than noise if chance alone made one as large in fewer than 5 of 100 comparisons.
method-protection = A group is shown from { $threshold } answers on, and only if no smaller group can be worked out from what is shown. That is decided from how many answered, never from what they answered.

## CSV
csv-group = Group
csv-state = State
csv-shown = shown
csv-withheld = withheld to protect answers
csv-headcount = Invited
csv-respondents = Answered
csv-rate = Response rate, %
csv-low = Score if all silent were detractors
csv-high = Score if all silent were promoters
csv-respondents-score = Respondents’ eNPS
csv-interval-low = 95% interval from
csv-interval-high = 95% interval to
csv-before = Score in the last wave
csv-gave = Gave { $score }
