## Working time (settings)
pace-title = Working time
pace-link = Working time and holidays
pace-lead = Reminders arrive while people work. One that you plan for another time moves to the next working moment: by the clock of the survey, or by a person’s own where the roster has their time zone.
pace-hours = Working hours
pace-from = From
pace-to = To
pace-time-wrong = Enter a time such as 09:00.
pace-to-before = Work must end later than it begins, on the same day.
pace-days = Working days
pace-days-none = Tick at least one working day.
pace-weekday-1 = Monday
pace-weekday-2 = Tuesday
pace-weekday-3 = Wednesday
pace-weekday-4 = Thursday
pace-weekday-5 = Friday
pace-weekday-6 = Saturday
pace-weekday-7 = Sunday
pace-quiet = Hours before the close without reminders
pace-quiet-hint = A reminder that would come this near to the close is not sent: it would be read too late.
pace-quiet-wrong = Enter whole hours from 0 to { $most }.
pace-holidays = Public holidays
pace-holidays-hint = One on each line: the date, then the name. For example: 26 March 2027 – Good Friday. You can also write 26.03.2027 or 2027-03-26. A date without a year is a holiday every year.
pace-save = Save working time
# $changed: the names of the settings that are different now, with commas between.
pace-saved = Saved. Changed: { $changed }. Reminders that have not gone out yet move with it.
holidays-ready = Add a ready list
holidays-ready-hint = What you have written stays. Look the list over: regions, companies and governments have days of their own.
holidays-add-russia = Add Russia’s non-working holidays
holidays-source-russia = 14 days, the same every year: Labour Code, article 112. Days off that the government moves each year are not among them.
holidays-add-germany = Add Germany’s nationwide holidays
holidays-source-germany = The nine holidays of all sixteen states by their holiday acts; those that move with Easter for this year and the next two. Days of single states are not among them.
holidays-added = { $holidays ->
    [one] { $holidays } holiday was added.
   *[other] { $holidays } holidays were added.
}
holidays-added-none = All of these were in the list already.
# What is wrong with a line of the list; $row is its number.
holidays-no-date = Line { $row }: “{ $text }” is no date. Write 31 January 2027, 31.01.2027 or 2027-01-31.
holidays-slashes = Line { $row }: “{ $text }” could be read in two ways. Write 31 January 2027, 31.01.2027 or 2027-01-31.
holidays-no-name = Line { $row }: the name after the date is missing.
holidays-long-name = Line { $row }: the name is longer than { $most } characters or has characters that cannot be shown.
holidays-again = Line { $row }: the date of line { $before } again.
holidays-too-many = Line { $row }: the list has room for { $most } holidays.

## Names of holidays in the ready lists
holiday-new-year-week = New Year holidays
holiday-orthodox-christmas = Orthodox Christmas
holiday-defender = Defender of the Fatherland Day
holiday-women = International Women’s Day
holiday-spring-labour = Spring and Labour Day
holiday-victory = Victory Day
holiday-russia = Russia Day
holiday-unity = National Unity Day
holiday-new-year = New Year’s Day
holiday-labour = Labour Day
holiday-german-unity = Day of German Unity
holiday-christmas = Christmas Day
holiday-second-christmas = Second Christmas Day
holiday-good-friday = Good Friday
holiday-easter-monday = Easter Monday
holiday-ascension = Ascension Day
holiday-whit-monday = Whit Monday

## A wave's reminders: when they really go out
pace-form-hint = Outside working hours they wait for the next working moment.
pace-form-moments = With these dates they go out as follows:
# $when and $planned are moments such as "Monday 9 March, 09:00"; $planned is what the admin wrote.
pace-reminder-goes = Reminder { $number }: { $when }.
pace-reminder-day-off = Reminder { $number }: { $when }, since { $planned } is on a day off.
pace-reminder-holiday = Reminder { $number }: { $when }, since { $planned } is on a public holiday ({ $name }).
pace-reminder-hours = Reminder { $number }: { $when }, since { $planned } is outside working hours.
pace-reminder-dropped = { $hours ->
    [0] Reminder { $number } is not sent: it would go out { $when }, after the close.
    [one] Reminder { $number } is not sent: it would go out { $when }, less than { $hours } hour before the close or after it.
   *[other] Reminder { $number } is not sent: it would go out { $when }, less than { $hours } hours before the close or after it.
}
# On the line of time, in small letters.
step-reminder-moved = planned for { $when }, moved into working time
step-close-drops = reminder { $number } is left out: it would come too near to the close

## What is worth a second thought
pace-warning-opens-hours = It opens outside working hours, when few people read their mail. Choose a time at which they work.
pace-warning-opens-day-off = It opens on a day off, when few people read their mail. Choose a working day.
pace-warning-opens-holiday = It opens on a public holiday ({ $name }), when few people read their mail. Choose a working day.
pace-warning-closes-day-off = It closes on a day off, when few people read their mail. Choose a working day.
pace-warning-closes-holiday = It closes on a public holiday ({ $name }), when few people read their mail. Choose a working day.
pace-warning-dropped = { $hours ->
    [0] Reminder { $number } is not sent: the next working moment is after the close. Plan it earlier.
    [one] Reminder { $number } is not sent: the next working moment is less than { $hours } hour before the close or after it. Plan it earlier.
   *[other] Reminder { $number } is not sent: the next working moment is less than { $hours } hours before the close or after it. Plan it earlier.
}
pace-warning-same = Reminders { $before } and { $number } move to the same working moment: only one mail is sent.

## The roster's time zones
column-time-zone = Time zone
import-example-time-zone = Europe/Berlin
import-about-time-zone = In whose working hours reminders reach them, such as Europe/Berlin or UTC+3. Where the cell is empty, the survey’s.
import-row-time-zone = “{ $text }” is no time zone, or could be several. Write Europe/Berlin or UTC+3.
person-time-zone-hint = Reminders reach them in its working hours. Such as Europe/Berlin or UTC+3; empty for the survey’s own.
person-time-zone-wrong = Enter a time zone such as Europe/Berlin or UTC+3, or leave it empty.
# How many people have a time zone of their own.
pace-reminder-zones = { $people ->
    [one] { $people } person has a time zone of their own and gets them in their own working hours.
   *[other] { $people } people have time zones of their own and get them in their own working hours.
}
# On the line of time, in small letters. $when: the last moment, on the wave's wall.
step-reminder-zones = in other time zones during their working hours, the last by { $when }
