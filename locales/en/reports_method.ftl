## How a report is counted: a page of its own for each report
how-title = { $wave }: how this is counted
how-intro = Every figure of the report, step by step, with the numbers of this wave.
how-version = Method version { $version }: a later change of the method does not rewrite this report.
how-no-numbers = This wave has no score, so there are no numbers to put in. The example shows how it goes.

how-score = The score
how-score-groups = Whoever gave 9 or 10 is a promoter, 7 or 8 a passive, 0 to 6 a detractor. The divisor is everyone invited, frozen at the launch.
how-score-formula = Score = 100 × (promoters − detractors) ÷ everyone invited
# In a list of steps. All arguments are numbers.
how-score-balance = { $promoters } promoters − { $detractors } detractors = { $balance }
# $exact has one decimal, $score is what the report shows.
how-score-divide = 100 × { $balance } ÷ { $headcount } = { $exact }, shown as { $score }
how-score-product = The same as response rate × respondents’ eNPS: { $rate } × { $respondents } = { $exact }
how-example = The example of the source
how-example-people = 75 employees: 30 gave 9 or 10, 20 gave 7 or 8, 15 gave 0 to 6, and 10 did not vote.
how-example-sum = 30 ÷ 75 = 40%, 15 ÷ 75 = 20%, and 40 − 20 = 20

how-neutral = Neutrals
how-neutral-who = Two kinds of people count for neither side but in the divisor: those who gave 7 or 8, and those who were invited and did not answer.
how-neutral-here = In this wave { $passives } gave 7 or 8, and { $silent } did not answer.

how-silent-worst = If all were detractors: 100 × ({ $balance } − { $silent }) ÷ { $headcount } = { $exact }
how-silent-best = If all were promoters: 100 × ({ $balance } + { $silent }) ÷ { $headcount } = { $exact }

how-respondents-formula = Respondents’ eNPS = 100 × (promoters − detractors) ÷ those who answered
how-respondents-divide = 100 × { $balance } ÷ { $answered } = { $exact }

how-interval-why = The interval says between which values respondents’ eNPS would probably lie if everyone had answered and the silent were like the others. The more people answer, the narrower it is; where all answer it has no width. A score of everyone needs none: nobody was left out of the count.
how-interval-exact = Everyone answered, so there is nothing to be unsure of: the interval has no width.
how-interval-unheard = Share not heard: g = { $silent } ÷ { $headcount } = { $unheard }
how-interval-added = ¾ g is added to promoters and to detractors, 3 g to all: { $promoters }, { $detractors } and { $respondents } people
how-interval-centre = Centre: (promoters − detractors) ÷ all = { $centre }
how-interval-error = Standard error: √(((promoters + detractors) ÷ all − centre²) ÷ all) = { $error }
how-interval-correction = For a finite headcount: √((invited − answered) ÷ (invited − 1)) = { $correction }
how-interval-half = Half the width: 100 × 1.96 × error × correction = { $half } points
how-interval-ends = From { $low } to { $high }, cut at −100 and 100
how-interval-source = An adjusted Wald interval: B. Rocks, “Interval estimation for the Net Promoter Score”, The American Statistician 70 (2016), scaled by g.

how-change = A change
how-change-none = There is no earlier wave of the same people with a score to compare this one with.
how-change-rates = Response rate: { $before } in the last wave ({ $date }), { $after } now
how-change-scores = Respondents’ eNPS: { $before } then, { $after } now
how-change-turnout = What turnout made: { $change } × mean respondents’ eNPS { $mean } = { $points } points
how-change-opinion = What opinion made: { $change } × mean response rate { $mean } = { $points } points
how-change-sum = Together: { $turnout } and { $opinion } make { $points } points
how-change-permuted = Fewer than { $few } answered in one of the two waves, or all alike: so it is tested exactly, by all ways to deal the same answers out to the two waves.
how-change-normal = Tested by z = (m₂ − m₁) ÷ √(SE₁² + SE₂²), with m = (promoters − detractors) ÷ invited and SE = √(((promoters + detractors) ÷ invited − m²) ÷ invited).
how-change-p = Chance alone makes a change as large with probability { $p }.
probability-below = below { $least }

how-sample = How many should answer
how-sample-why = In a small company at least half should answer, in a large one 10 to 20 of 100; 100 answers are the smallest sample that statistics can use. A report below that says so.
how-sample-here = Here { $answered } of { $headcount } answered: { $rate }.

how-thresholds = What is withheld
how-thresholds-fine = Comments and the spread from 0 to 10 need { $threshold } answers.
how-thresholds-frozen = The first number was shown to everyone before they answered; both have been frozen since the launch. What is published was fixed at the close and is never computed again.

how-reading = How to read a score
how-reading-alarming = below −10: look into what makes people unhappy.
how-reading-at-risk = from −10 to 0: people and ideas may leave.
how-reading-healthy = above 0. It should also grow, and not lie below that of comparable companies.
how-reading-legend = This is a legend for the scale, not a verdict on people or teams.
