## Many people at once, from the list
# Names the group of buttons to screen readers.
many-actions = Change those ticked
# Before the number of ticked people (shown by a script) and two buttons.
many-ticked = Those ticked:
many-column = Tick
many-tick = Tick {"\u2068"}{ $name }{"\u2069"}
many-tick-all = Tick everyone on this page
many-move = Move to a department…
many-leave = Mark as left…
# Before two links that concern everyone whom the filters find, on all pages.
many-all = or all { $count } found:
many-nobody = Nobody is ticked. Tick at least one person who is here.
many-too-many = More than { $limit } people cannot be changed at once. Narrow the filter, move a whole department, or import a roster.
many-stale = The list has changed since you looked. Nothing was done. Below is whom it concerns now.
many-nothing = Nothing had to be changed: it was so already.
many-move-title = { $count ->
    [one] Move { $count } person
   *[other] Move { $count } people
}
many-move-where = To which department?
many-move-to = { $count ->
    [one] Move { $count } person to “{"\u2068"}{ $department }{"\u2069"}”?
   *[other] Move { $count } people to “{"\u2068"}{ $department }{"\u2069"}”?
}
many-move-to-outside = { $count ->
    [one] Move { $count } person out of every department?
   *[other] Move { $count } people out of every department?
}
many-move-there = { $count ->
    [one] { $count } of them is there already and stays.
   *[other] { $count } of them are there already and stay.
}
many-move-waves = Open waves keep everyone in the group in which they were invited. The move counts from the next wave on.
many-move-import = An import moves them back if the roster still has them in another department: change it in your personnel system too.
many-move-do = { $count ->
    [one] Move { $count } person
   *[other] Move { $count } people
}
many-move-other = Choose another department
many-moved = { $count ->
    [one] { $count } person is now in “{"\u2068"}{ $department }{"\u2069"}”.
   *[other] { $count } people are now in “{"\u2068"}{ $department }{"\u2069"}”.
}
many-moved-outside = { $count ->
    [one] { $count } person is now outside every department.
   *[other] { $count } people are now outside every department.
}
many-leave-title = { $count ->
    [one] Mark { $count } person as left?
   *[other] Mark { $count } people as left?
}
many-leave-waves = They are not invited to later waves. Open and past waves stay as they are. You can bring each of them back.
many-leave-import = An import brings back whoever is still in the roster: take them out of your personnel system too.
many-leave-do = { $count ->
    [one] Mark { $count } person as left
   *[other] Mark { $count } people as left
}
many-left = { $count ->
    [one] { $count } person is marked as left.
   *[other] { $count } people are marked as left.
}
many-undone = { $count ->
    [one] Undone: { $count } person is as before.
   *[other] Undone: { $count } people are as before.
}
# Some were changed again in the meantime, or their address or department is no longer free.
many-undone-some = { $count ->
    [one] Undone for { $count } person.
   *[other] Undone for { $count } people.
} Left alone, since something else has changed: { $skipped }.
many-undone-nothing = Nothing is left to undo: it was undone already, more than an hour has passed, or something else has changed since.

## Many people at once, in the log
audit-person-added = Added a person
audit-people-left = Marked several people as left
audit-people-moved = Moved several people
audit-people-undone = Undid a change of several people
