## The list of people
people-title = People
people-departments = Departments
people-import = Import a roster
people-import-first = Import your roster
people-empty = Nobody is on the roster yet. Import a file from your personnel system: Candor shows what it would change before anything happens.
people-status = Here or left
people-here = Here { $count }
people-left = Left { $count }
people-search = Name, email or ID
people-all-departments = All departments
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
people-previous = Previous { $count }
people-next = Next { $count }

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
departments-empty = There are no departments yet. They come with the roster, from its columns Department and Team.
departments-lead = Each headcount includes everyone below. Choose a department to see its people. The tree comes from the roster: to change it, import a new one or move people one by one.
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
person-leave-help = Whoever is marked as left is not invited to later waves. Past waves stay as they are. You can bring them back.
person-leave = Mark {"\u2068"}{ $name }{"\u2069"} as left
person-left = {"\u2068"}{ $name }{"\u2069"} is marked as left.
person-return-heading = Back with the company?
person-return-help = Whoever is brought back is invited to later waves again.
person-return = Bring {"\u2068"}{ $name }{"\u2069"} back
person-back = {"\u2068"}{ $name }{"\u2069"} is back.
person-back-taken = {"\u2068"}{ $holder }{"\u2069"} has this address now. Give this person another address first, then bring them back.
person-name-empty = Enter a name.
person-name-too-long = A name has at most { $limit } characters, none of them invisible.
person-email-taken = {"\u2068"}{ $holder }{"\u2069"} has this address. Give one of them another.
person-department-gone = This department is no longer there. Choose another.
person-id-too-long = An employee ID has at most { $limit } characters, none of them invisible.
person-id-taken = {"\u2068"}{ $holder }{"\u2069"} has this employee ID.
