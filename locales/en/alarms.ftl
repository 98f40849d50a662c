## What an admin must look at: waves whose answers are in danger
alarms = Needs your attention
alarm-to-wave = To the wave
alarm-not-opened = “{ $title }” should be open by now and is not: nobody would be invited, or the wave’s key cannot be made. It opens by itself as soon as that is mended.
alarm-key-missing = The key of “{ $title }” is missing or not the right one, so answers are refused. Ask whoever runs the server to put the file { $file } back into the key folder; answers are taken again as soon as it is there.
alarm-key-missing-to-count = “{ $title }” has closed and cannot be counted: its key is missing or not the right one. Ask whoever runs the server to put the file { $file } back into the key folder; the wave is counted a few minutes later.
alarm-counted-before = “{ $title }” was counted before, and this database is an older copy: it takes no answers and is not counted again. Ask whoever runs the server to bring the newer database back.
alarm-not-counted = “{ $title }” has closed and could not be counted yet. Nothing has been deleted, and the count is tried again every few minutes. Ask whoever runs the server: the program’s log says why it stopped and what to do.
alarm-key-expires = { $days ->
    [one] “{ $title }” could not be counted. In { $days } day its key is destroyed, and its answers with it. Ask whoever runs the server now: the program’s log says why it stopped.
   *[other] “{ $title }” could not be counted. In { $days } days its key is destroyed, and its answers with it. Ask whoever runs the server now: the program’s log says why it stopped.
}
