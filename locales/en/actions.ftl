## The action list of a wave
actions = What we do about it
actions-title = { $wave }: what we do about it
actions-lead = What is done about the results, by whom and until when. Nothing spoils the next survey like answers that changed nothing. The next invitation can tell what was done, and the message with the results shows this list.
actions-none = Nothing is planned yet.
actions-none-yet = Nothing is planned yet. Choose one to three things that people wrote about most, and say who does them until when.
actions-begin = Plan the first action
actions-change-list = Change the list
actions-what = What
actions-who = Who
actions-due = By when
actions-state = State
actions-optional = Optional.
actions-done = done
actions-open = open
actions-late = late
actions-set-done = Done
actions-reopen = Not done after all
actions-remove = Remove
actions-add = Another action
actions-add-do = Add the action
actions-change = Change the action
actions-back = Back to the list
actions-added = The action was added.
actions-changed = The action was changed.
actions-is-done = The action is done.
actions-is-open = The action is open again.
actions-removed = “{ $what }” was removed.
actions-gone = It was removed already.
actions-gone-for-good = A removed action can be brought back for { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}; this one is gone.
actions-restored = The action is back.
actions-not-closed = The wave has no results yet: what to do about them is written down once it is closed.
actions-error-what = Say what is done.
actions-error-long = Enter at most { $most } characters.
actions-error-due = Enter a date, or none.
actions-error-many = A wave has at most { $most } actions.
audit-wave-action-added = Added an action
audit-wave-action-changed = Changed an action
audit-wave-action-done = Noted that an action is done
audit-wave-action-reopened = Noted that an action is not done
audit-wave-action-removed = Removed an action
audit-wave-action-restored = Brought an action back

## In the form of a wave
# A button under the field “What has been done since the last survey”.
actions-fill = Fill in from the action lists
