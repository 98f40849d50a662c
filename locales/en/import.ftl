## Choosing a file
import-title = Import a roster
import-short = Import
import-lead = Upload the list of everyone who works here. Candor compares it with the roster and shows who is new, who moves, who changes and who would be marked as left. Nothing happens until you say so.
import-file = Roster file
import-file-hint = CSV or tab-separated text, up to { $limit } MB. From Excel: File, Save as, “CSV UTF-8”.
import-upload = Upload and compare
import-next = Next you see every change, and Candor asks about what it cannot tell. Whoever is not in the file would be marked as left, so choose the complete list.
import-format = What the file should look like
import-format-lead = One row per person, headings in the first row, in English or Russian, in any order.
import-heading = Heading
import-example = Example
import-example-name = Anna Berg
import-example-email = anna.berg@example.com
import-example-id = 1042
import-example-department = Sales / North
import-example-team = Shops
import-example-language = en
import-needed = Needed
import-meaning = What it is for
import-yes = Yes
import-no = No
import-advised = Advised
import-about-name = The mail is addressed to it. First name and Last name in two columns do as well.
import-about-email = Where the invitation goes. Everyone needs an address of their own.
import-about-id = Recognises people when their name or email changes. Without it, the email does.
import-about-department = Results are grouped by it. Levels may be separated by “ / ” or “ > ”.
import-about-team = One more level below the department.
import-about-language = en or ru. Without it, the default language from the settings.
import-other-columns = Other columns may stay in the file: they are ignored, and the preview names them. Where your headings are unknown, Candor asks what the columns hold and remembers it.
import-not-kept-ever = Gender, birth dates and hire dates are never kept, even if they are in the file: the method needs none of them.
import-template-en = Template in English
import-template-ru = Template in Russian

## Why a file cannot be used
import-no-file = Choose a file to upload.
import-empty = The file is empty: there are no people in this file. Nothing was changed.
import-no-people = There are no people in this file, only headings. Nothing was changed.
import-binary = This looks like an Excel workbook or another binary file. Open it and save it as CSV: File, Save as, “CSV UTF-8”.
import-too-big = The file is larger than { $limit } MB. A roster of 100,000 people takes about 10 MB: check that this is the right file.
import-too-many-rows = The file has more than { $limit } rows. Check that this is the right file.
import-too-many-columns = The file has more than { $limit } columns. Check that this is the right file.
import-no-headings = Row { $row } holds a person where headings are expected. Put a row with headings above it, such as “Full name” and “Work email”, and upload the file again.
import-quote = In row { $row } a quotation mark (") opens and does not close, so the rows after it cannot be told apart. Correct that row and upload the file again.
import-gone = This file is no longer there: it was imported or discarded, or more than an hour has passed. Upload it again.

## What is wrong with a row
import-whole-row = Whole row
import-row-cells = { $cells ->
    [one] { $cells } cell where the heading has { $expected }.
   *[other] { $cells } cells where the heading has { $expected }.
}
import-row-quote = Text follows a closing quotation mark ("). Double the marks inside the cell, or remove them.
import-row-control = Contains a character that cannot be shown, such as NUL.
import-row-lost = Contains �: a letter was lost when the file was saved or read.
import-row-long = Longer than { $limit } characters.
import-row-deep = More than { $limit } levels of departments.
import-row-empty = The cell is empty.
import-row-address = “{ $address }”: { $why }
import-row-same = { $value } also stands in row { $row }. Which of the two is right?

## Asking how the letters of a file are to be read
encoding-title = How should this file be read?
encoding-lead = The letters in this file can be read in several ways, and Candor cannot tell which is right. Nothing is imported before you choose.
encoding-question = Choose the one in which names read right
encoding-choose = Choose the one in which names read right.
encoding-use = Read the file this way
encoding-none = If none reads right, open the file in your spreadsheet and save it as “CSV UTF-8”.
encoding-utf-8 = UTF-8
encoding-utf-8-note = Where you see �, a letter is lost. Rows with such a name are listed as problems and can be left out.
encoding-utf-16 = UTF-16
encoding-windows-1251 = Windows-1251, Russian
encoding-ibm866 = CP866, Russian (MS-DOS)
encoding-koi8-r = KOI8-R, Russian
encoding-windows-1252 = Windows-1252, Western European
encoding-windows-1250 = Windows-1250, Central European

## Asking what the columns of a file hold
columns-title = What do the columns hold?
columns-lead = Say what each column of the file holds. Work email and name are needed; the rest can be ignored.
columns-assigned = Below is what was chosen before for files with these headings.
columns-unclear = It is unclear what the columns of this file hold.
columns-no-email = Choose the column with work emails.
columns-no-name = Choose the column with names: the full name, or first and last name.
# $heading and $other are headings of the file, or a spreadsheet's letters of columns; $column is a choice such as “Work email”.
columns-twice = “{"\u2068"}{ $heading }{"\u2069"}” and “{"\u2068"}{ $other }{"\u2069"}” are both set to “{ $column }”. Keep one of them.
columns-heading = Column of the file
columns-samples = First values
columns-holds = Holds
# $letter is what a spreadsheet calls the column: A, B, … AA.
columns-letter = column { $letter }
columns-no-heading = No heading
column-first-name = First name
column-middle-name = Middle name
column-last-name = Last name
columns-ignore = Ignore
columns-use = Use these columns
columns-remembered = Candor remembers this for the next file with the same headings.
columns-forget = Go by the headings again
columns-forgotten = Done: the columns are told by their headings again.
audit-roster-columns-assigned = Roster columns assigned
audit-roster-columns-forgotten = Roster columns told by headings again

## Looking at what an import would do
preview-title = What this import would do
preview-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
preview-stale = The roster has changed since you looked
preview-stale-help = Nothing was imported. Below is what this file would do now.
preview-stopped = { $count ->
    [one] Stopped: { $count } person would leave
   *[other] Stopped: { $count } people would leave
}
preview-stopped-why = That is { $share } of the { $total } on the roster. Is this a partial list? Nothing has been changed.
# $department is where most of them are; $leaving of its $here people are not in the file.
preview-gap = Most of them are in “{"\u2068"}{ $department }{"\u2069"}”: { $leaving } of { $here }. The file may lack that department.
preview-other-file = Choose a complete file
preview-go-on = Go on with this file
preview-nothing = Nothing would change
preview-first = { $count ->
    [one] { $count } person can be imported
   *[other] { $count } people can be imported
}
preview-heading = { $count ->
    [one] { $count } person is affected
   *[other] { $count } people are affected
}
preview-problems-lead = { $count ->
    [one] { $count } row has a problem and cannot be imported.
   *[other] { $count } rows have problems and cannot be imported.
}
preview-see-problems = See why
preview-sum = What this import would do
preview-today = On the roster today
preview-new = New
preview-back = Coming back
preview-back-note = had been marked as left
preview-leaving = Leaving
preview-leaving-note = not in the file; kept in past waves, not invited again
preview-moved = Moved
preview-moved-note = another department or team
preview-changed = Changed
preview-changed-note = name, email, language or ID
preview-unchanged = Unchanged
preview-problems = Rows with problems
preview-untouched = { $count ->
    [one] left out; { $count } of these people is on the roster and stays as they are
   *[other] left out; { $count } of these people are on the roster and stay as they are
}
preview-afterwards = On the roster afterwards
preview-not-kept = Recognised and not kept:
preview-not-kept-why = The method does not need it.
preview-ignored = Unknown columns, ignored:
preview-assigned = The columns are read as they were assigned by hand for files with these headings.
preview-columns = { $count ->
    [one] How the column is read
   *[other] How the { $count } columns are read
}
preview-column-ignored = ignored
preview-column-not-kept = recognised, not kept
preview-change-columns = Change columns
preview-change-encoding = Letters look wrong
# What stands between the cells of the file.
preview-commas = commas
preview-semicolons = semicolons
preview-tabs = tabs
preview-other-languages = Languages that Candor does not write in (these people keep their language or get the default):
preview-departments = { $count ->
    [one] { $count } new department or team
   *[other] { $count } new departments and teams
}
preview-more = … and { $count } more
preview-problems-heading = { $count ->
    [one] { $count } row has a problem
   *[other] { $count } rows have problems
}
preview-row-numbers = Rows are numbered as in your spreadsheet; the heading is row 1.
preview-problems-shown = Problems { $from }–{ $to } of { $total }
preview-problem-pages = Pages of problems
preview-download-problems = Download these rows
preview-row = Row
preview-row-number = Row { $row }
preview-where = Where
preview-problem = Problem
preview-changes = Changes, person by person
preview-changes-shown = Changes { $from }–{ $to } of { $total }
preview-change-pages = Pages of changes
preview-previous = Previous page
preview-next = Next page
preview-show-all = { $count ->
    [one] Show { $count } change
   *[other] Show all { $count } changes
}
preview-download-changes = Download all changes
preview-kinds = Kinds of change
preview-change = Change
preview-what = What
preview-before = Before
preview-after = After
preview-not-in-file = not in the file
changes-all = All { $count }
changes-leaving = Leaving { $count }
changes-moved = Moved { $count }
changes-changed = Changed { $count }
changes-back = Coming back { $count }
changes-new = New { $count }
change-leaving = leaving
change-moved = moved
change-changed = changed
change-back = coming back
change-new = new
preview-confirm = Import
preview-without = { $count ->
    [one] Import the rest without the row that has a problem
   *[other] Import the rest without these { $count } rows
}
preview-leaving-question = { $count ->
    [one] { $count } person on the roster is not in the file
   *[other] { $count } people on the roster are not in the file
}
preview-leaving-mark = { $count ->
    [one] They have left: mark { $count } person as left
   *[other] They have left: mark { $count } people as left
}
preview-leaving-number = How many people leave?
preview-leaving-number-hint = Type { $count } to confirm that they have left the company.
preview-leaving-keep = This is a partial list: only add and change, nobody leaves
preview-apply-first = { $count ->
    [one] Import { $count } person
   *[other] Import { $count } people
}
preview-apply = { $count ->
    [one] Apply { $count } change
   *[other] Apply { $count } changes
}
preview-apply-choice = Apply these changes
preview-discard = Discard this file
preview-done = The roster says the same already
preview-to-people = Back to the list
preview-kept-for = The file is kept for an hour at the most, and removed as soon as it is imported or discarded.
import-confirm-problems = Say that the rows with problems are left out, or correct the file and upload it again.
import-confirm-leaving = Choose whether these people have left or the file is a partial list.
import-confirm-number = Type the number of people who leave, as a check.
import-address-taken = Row { $row } has the address of {"\u2068"}{ $holder }{"\u2069"}, who stays on the roster. Give one of them another address.
import-nothing = Nobody would be added or changed.
import-done = The roster is up to date: { $new } new, { $moved } moved, { $changed } changed, { $back } back, { $leaving } left.
import-done-new = { $count ->
    [one] Imported: { $count } person.
   *[other] Imported: { $count } people.
}
import-discarded = The file was discarded. Nothing was changed.
