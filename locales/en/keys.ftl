## Keys of waves: copies, loss, and waves that were given up
# In the banner above pages: a wave has ended, and its key lies in the key folder still
alarm-key-left = “{ $title }” has ended, and its key could not be destroyed yet. Ask whoever runs the server: the key folder must be writable; it is tried again every few seconds.
audit-wave-abandoned = Gave up a wave
audit-wave-key-copied = Copied the key of a wave
audit-wave-key-restored = Put the key of a wave back
# In the list of reports, in the place of the figures
report-abandoned-short = given up
report-lead-abandoned = This wave was given up.
report-abandoned = Its answers could not be opened any more, so they were destroyed unopened: there is no score, and there will be none. Nobody has read them.
# In the list of waves, after the title
waves-is-abandoned = given up, without results
wave-lead-abandoned = “{ $title }” was given up: its answers could not be opened any more and were destroyed unopened.
# A line under “Count”
step-abandoned = given up by whoever runs the server: no ballot was opened, the wave’s key is destroyed
