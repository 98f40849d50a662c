## Links on the report
export-xlsx = Workbook for Excel
export-json = Document for programs (JSON)

## The Excel workbook: names of its sheets (at most 31 letters), then what stands on them
xlsx-overview = Overview
xlsx-groups = Groups
xlsx-method = Method
xlsx-closed = { $people ->
    [one] { $people } invited, closed { $date }
   *[other] { $people } invited, closed { $date }
}
xlsx-fine = Answers by score, and comments, are shown from { $threshold } answers on.
xlsx-version = Version { $version } of the method.
xlsx-interval = The 95% interval of respondents’ eNPS is an adjusted Wald interval with a correction for the finite headcount.
# Heads of the columns of themes, before one for each category.
xlsx-theme = Theme
# { $category }: Promoters, Passives, Detractors.
xlsx-at-least = { $category }: at least
