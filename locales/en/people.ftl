## The list of people
people-title = People
people-departments = Departments
people-import = Import a roster
people-import-first = Import your roster
people-add = Add a person
people-empty = Nobody is on the roster yet. Import a file from your personnel system: Candor shows what it would change before anything happens. A few people can also be added by hand.
people-status = Here or left
people-here = Here { $count }
people-left = Left { $count }
people-search = Name, email or ID
people-all-departments = All departments
people-all-languages = All languages
people-filter = Filter
people-clear = Clear filters
people-none-found = Nobody matches. Try a part of the name or another department.
people-none-left = Nobody has left.
people-none-here = Nobody is here. Import a roster, or bring someone back from those who left.
people-shown = { $from }–{ $to } of { $total ->
    [one] { $total } person
   *[other] { $total } people
}
people-pages = Pages
people-previous = Previous
people-next = Next
people-first = First
people-last = Last
people-page = Page { $number } of { $last }
# Leads back without changing anything.
people-cancel = Cancel
people-go-on = Go on
# After the first names of a list: “Ann, Bob and 3 more”.
people-and-more = and { $count } more
# A button beside the message that says what was just done.
people-undo = Undo

## Columns of a roster; the parser knows these headings
column-name = Name
column-full-name = Full name
column-email = Work email
column-department = Department
column-team = Team
column-language = Language
column-employee-id = Employee ID
column-employee-id-short = ID
column-left = Left on

## Departments
departments-title = Departments
departments-empty = There are no departments yet. They come with the roster, from its columns Department and Team; you can also add them by hand.
departments-lead = Each headcount includes everyone below. Open a department to see its people, or to rename, move or merge it. The tree usually comes with the roster.
departments-people = People
departments-direct = { $count } of them directly
departments-outside = Outside every department
departments-everyone = Everyone

## Someone's own page
person-title = {"\u2068"}{ $name }{"\u2069"}
person-left-on = Left on { $day }
person-email-hint = Invitations go to this address.
person-department-hint = Counts from the next wave on; open waves keep the department someone was invited in.
person-language-hint = Invitations are written in it.
person-language-en = English
person-language-ru = Russian
person-id-hint = The next import recognises them by it. May be empty.
person-save = Save
person-saved = Saved: {"\u2068"}{ $name }{"\u2069"}.
person-leave-heading = No longer with the company?
person-leave-help = Whoever is marked as left is not invited to later waves. Open and past waves stay as they are. You can bring them back.
person-leave = Mark {"\u2068"}{ $name }{"\u2069"} as left
person-left = {"\u2068"}{ $name }{"\u2069"} is marked as left.
person-return-heading = Back with the company?
person-return-help = Whoever is brought back is invited to later waves again.
person-return = Bring {"\u2068"}{ $name }{"\u2069"} back
person-back = {"\u2068"}{ $name }{"\u2069"} is back.
person-back-taken = {"\u2068"}{ $holder }{"\u2069"} has this address now. Give this person another address first, then bring them back.
person-name-empty = Enter a name.
person-name-too-long = A name has at most { $limit } characters, none of them invisible.
person-email-taken = {"\u2068"}{ $holder }{"\u2069"} has this address. Two people cannot share one.
person-department-gone = This department is no longer there. Choose another.
person-id-too-long = An employee ID has at most { $limit } characters, none of them invisible.
person-id-taken = {"\u2068"}{ $holder }{"\u2069"} has this employee ID. Two people cannot share one.
# Under a field whose value is someone else’s already; leads to them.
person-open = Open {"\u2068"}{ $name }{"\u2069"}
person-was-here = {"\u2068"}{ $holder }{"\u2069"} had this address and is marked as left. Bring them back instead of adding them again.

## Adding someone by hand
person-new-title = Add a person
person-new-lead = For one or two people. Many come faster with a roster, which also keeps everyone up to date.
person-add = Add to the roster
person-added = {"\u2068"}{ $name }{"\u2069"} is on the roster.
