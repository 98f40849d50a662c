## The note of a wave: what else was going on, shown with its figures
# Before the text of the note, in the same line.
note = Note:
# Buttons and links.
note-add = Add a note
note-change = Change the note
note-title = What else was going on during “{ $title }”?
note-label = Note
note-hint = One or two sentences for whoever reads the figures later, such as “Salaries frozen in May”. Admins see it on the wave, its report and the line over time; employees do not. At most { $most } characters; leave it empty to have none.
note-save = Save the note
note-saved = The note was saved.
note-removed = The wave has no note.
note-too-long = Enter at most { $most } characters.
audit-wave-note-changed = Changed the note of a wave
