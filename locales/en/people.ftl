## Someone's own page
person-name-empty = Enter a name.
person-name-too-long = A name has at most { $limit } characters, none of them invisible.
person-email-taken = { $holder } has this address. Give one of them another.
person-department-gone = This department is no longer there. Choose another.
person-id-too-long = An employee ID has at most { $limit } characters, none of them invisible.
person-id-taken = { $holder } has this employee ID.
