## What an admin must look at: waves whose answers are in danger
alarm-key-missing = The key of “{ $title }” is missing or not the right one: answers are refused. Put the file { $file } back into the key folder.
alarm-counted-before = “{ $title }” was counted before, and this database is an older copy: it takes no answers and is not counted again.
alarm-not-counted = “{ $title }” has closed and could not be counted yet. The log says why.
alarm-key-expires = { $days ->
    [one] “{ $title }” could not be counted. In { $days } day its key is destroyed, and its answers with it.
   *[other] “{ $title }” could not be counted. In { $days } days its key is destroyed, and its answers with it.
}
