## The pictures of a report as files, and the report on paper
picture-groups = Departments and teams by score
picture-rates = Response rates of departments and teams
# Below a picture: what it was made from. $answered is "1,079 of 1,470".
picture-of = { $wave }, closed { $date }: { $answered } answered
# One group in the words of a picture, for those who hear it.
picture-figure = { $name }: { $figure }
picture-cut = { $shown } of { $all } groups are in this picture; the table has all of them.
# A link to a picture as a file. $format is SVG or PNG.
picture-svg = SVG
picture-png = PNG
picture-file = { $picture }, { $format }

# The foot of every page of the PDF.
pdf-foot = { $company } · { $wave }
report-pdf = Download PDF
# Heads of the small table of figures on the first page.
pdf-figure = Figure
pdf-value = Value
pdf-note = What it means
pdf-of-invited = Of the invited
pdf-of-answered = Of those who answered
pdf-groups-key = Dot: the score, on the band of what the silent could make of it. Ring: respondents’ eNPS with its 95% interval.
pdf-groups-cut = { $shown } of { $all } rows are shown here; the page of the report and its CSV have all of them.

## The share that answered, by group
rates-intro = Of everyone { $rate } answered. Where fewer answer, the silent could move the score further.
rates-all = All groups, sorted by response rate
# Unfolds a long picture.
rates-show = { $groups ->
    [one] Show { $groups } group
   *[other] Show { $groups } groups
}
rates-answered = answered
rates-silent = did not answer
rates-everyone = everyone: { $rate }
rates-scale = Share that answered, from 0 to 100%
# For whoever points at a bar. $answered is "217 of 446".
rates-figure = { $name }: { $rate }, { $answered }
# For whoever points at a bar of the distribution.
spread-figure = { $people ->
    [one] { $score }: { $people } answer, { $share }
   *[other] { $score }: { $people } answers, { $share }
}
