## Two waves compared
compare = Compare
compare-title = Two waves compared
compare-back = To the reports
compare-intro = Choose any two closed waves. Groups are compared where both reports show them.
compare-too-few = Two closed waves are needed to compare them.
compare-one = One wave
compare-other = Another wave
compare-caption = Both waves
compare-same = This is the same wave twice. Choose another one.
compare-no-score = “{ $wave }” has no score, so there is nothing to compare.
# Both are version numbers of the method.
compare-other-method = The two waves were counted by different methods (version { $before } and version { $after }): their scores do not mean the same and are not compared.
compare-other-people = The two waves asked different people, so their whole scores are not compared. Departments that both asked are.
compare-up = Up { $points } since { $date }
compare-down = Down { $points } since { $date }
compare-none = As in { $date }
compare-opinion = From opinion
compare-opinion-note = points, because those who answered like it more, or less
compare-turnout = From turnout
compare-turnout-note = points, because more of the invited answered, or fewer
compare-chance = Is it chance?
compare-real = hardly
compare-noise = perhaps
compare-groups = Groups that both reports show, found by their department even if it was renamed or moved. The change of a single small group is often chance: look for what many have in common.
compare-no-groups = There are no groups that both reports show.
compare-groups-caption = Groups in both waves
compare-lane = Both scores from −100 to 100
