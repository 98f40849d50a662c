## Groups over waves, as a table of colours
heat-title = { $wave }: groups over time
heat-heading = Groups over time
heat-intro = Scores of all groups that this report shows, wave by wave. A department that was withheld in a wave, or did not exist yet, has an empty cell.
heat-brief = Scores of departments in the last waves. An empty cell: withheld then, or not asked.
heat-all = All groups and waves
heat-caption = Scores by group and wave
heat-not-shown = withheld, or not asked
heat-below = below −40
heat-above = above 40
heat-pages = Pages of groups
heat-previous = Previous groups
heat-next = Next groups
