## A department’s own page
# Before the path of the department above it.
department-stands-under = Under
department-direct = Directly in it
department-below = Departments and teams below
department-see-people = See its people
department-change = Change this department
department-rename = Rename
department-move = Move
department-merge = Merge into another
department-add-below = Add one below
department-remove = Remove…
department-children = Directly below
department-name = Name
department-parent = Stands under
department-top = At the top, under none

## What a change does beyond itself
department-waves-heading = Waves
department-waves = Open and past waves do not change: they keep the departments, names and groups with which they were launched. Waves that open later take the departments as they are then.
department-import-heading = The next import
department-planned = { $count ->
    [one] A planned wave invites a department by name that would go. Change whom it invites first.
   *[other] { $count } planned waves invite departments by name that would go. Change whom they invite first.
}

## Renaming
department-rename-title = Rename “{"\u2068"}{ $name }{"\u2069"}”
department-rename-lead = { $people ->
    [0] Nobody stands in it; only the name changes.
    [one] The { $people } person in it and below stays where they are; only the name changes.
   *[other] The { $people } people in it and below stay where they are; only the name changes.
}
department-rename-import = A roster that still says “{"\u2068"}{ $name }{"\u2069"}” would bring the old department back and move its people there. Change the name in your personnel system too.
department-renamed = “{"\u2068"}{ $old }{"\u2069"}” is now called “{"\u2068"}{ $new }{"\u2069"}”.

## Moving
department-move-title = Move “{"\u2068"}{ $name }{"\u2069"}”
department-move-lead = { $people ->
    [0] Nobody stands in it.
    [one] { $people } person in it and below goes along.
   *[other] { $people } people in it and below go along.
}
department-move-below = { $count ->
    [one] So does { $count } department below it.
   *[other] So do { $count } departments below it.
}
department-move-import = A roster that still has “{"\u2068"}{ $name }{"\u2069"}” in its old place would bring it back there and move its people. Change the levels in your personnel system too.
department-moved = “{"\u2068"}{ $name }{"\u2069"}” now stands under “{"\u2068"}{ $parent }{"\u2069"}”.
department-moved-top = “{"\u2068"}{ $name }{"\u2069"}” now stands at the top.

## Merging
department-merge-title = Merge “{"\u2068"}{ $name }{"\u2069"}” into another department
department-merge-lead = Its people and the departments below it go to the other one, and it is gone. The next page shows what would happen before it does.
department-merge-none = There is no other department that it could be merged into.
department-merge-into = Into which department?
department-merge-choose = Choose a department.
department-merge-confirm-title = Merge “{"\u2068"}{ $name }{"\u2069"}” into “{"\u2068"}{ $target }{"\u2069"}”?
department-merge-people = { $count ->
    [0] Nobody stands in it, so nobody moves.
    [one] { $count } person goes to “{"\u2068"}{ $target }{"\u2069"}”.
   *[other] { $count } people go to “{"\u2068"}{ $target }{"\u2069"}”, those in teams with their teams.
}
# Followed by names.
department-merge-moved = { $count ->
    [one] { $count } department below it goes along as it is:
   *[other] { $count } departments below it go along as they are:
}
# Followed by names.
department-merge-doubles = { $count ->
    [one] { $count } department has the same name in both, so the two become one:
   *[other] { $count } departments have the same name in both, so each two become one:
}
department-merge-gone = “{"\u2068"}{ $name }{"\u2069"}” is gone afterwards. This cannot be undone with one button.
department-merge-do = Merge “{"\u2068"}{ $name }{"\u2069"}”
department-merge-other = Choose another department
department-merge-import = A roster that still says “{"\u2068"}{ $name }{"\u2069"}” would bring it back and move its people there. Change it in your personnel system too.
department-merged = “{"\u2068"}{ $name }{"\u2069"}” is merged into this department.

## Adding
department-new-title = Add a department
department-new-lead = It is empty at first: people come into it with the next roster, or are moved there from the list.
department-added = “{"\u2068"}{ $name }{"\u2069"}” is added.

## Removing
department-remove-title = Remove “{"\u2068"}{ $name }{"\u2069"}”?
department-remove-lead = Nobody stands in it, and no department is below it.
department-remove-left = { $count ->
    [one] { $count } person who has left stood in it, and will be listed under the department above.
   *[other] { $count } people who have left stood in it, and will be listed under the department above.
}
department-remove-do = Remove “{"\u2068"}{ $name }{"\u2069"}”
department-remove-import = A roster that says “{"\u2068"}{ $name }{"\u2069"}” would bring it back.
department-removed = “{"\u2068"}{ $name }{"\u2069"}” is removed.
department-not-empty = Only an empty department can be removed. People in it and below: { $people }. Departments below it: { $below }. Move them first, or merge it into another.

## What is wrong
department-gone = This department is no longer there: someone has merged or removed it.
department-stale = The departments have changed since you looked. Nothing was done. Below is what it would do now.
department-name-empty = Enter a name.
department-name-too-long = A name has at most { $limit } characters, none of them invisible.
department-name-levels = A name cannot contain “ / ” or “ > ”: in a roster they separate levels.
department-name-taken = There is “{"\u2068"}{ $name }{"\u2069"}” in this place already. Choose another name, or merge the two.
department-inside-itself = A department cannot go inside itself or one below it.
department-too-deep = There can be at most { $limit } levels of departments.

## Departments in the log
audit-department-added = Added a department
audit-department-merged = Merged a department into another
audit-department-moved = Moved a department
audit-department-removed = Removed a department
audit-department-renamed = Renamed a department
