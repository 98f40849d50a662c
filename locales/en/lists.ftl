## Settings that are lists, one thing on a line
list-save = Save the list
list-saved = The list was saved.
list-restore = Show the list we began with
# { $wrong } is one of the sentences below.
list-line = Line { $row }: { $wrong }
list-again = a line above has this name.
list-too-many = at most { $most } lines.

## The themes of comments
themes-title = Themes of comments
themes-lead = Comments are sorted by these themes. Changes count at once where comments are read; themes by promoters, passives and detractors are counted at a wave’s close, and stay as they were then.
themes-label = Themes
themes-hint = One theme on a line: its name in English and in Russian with “|” between, a colon, then words with commas between, such as “Pay | Оплата: salary, зарплат*, pay rise”. A word stands for all its forms, a star for any ending, two or three words for themselves side by side.
themes-error-no-name = write a name, or two with “|” between, then a colon.
themes-error-long-name = the name is longer than 60 characters.
themes-error-no-words = write at least one word after the colon.
themes-error-phrase = a phrase has one to three words.
themes-error-short = a star needs at least three letters before it.
themes-error-many-words = a theme has at most 200 words.

## Benchmarks
benchmarks-title = Benchmarks
benchmarks-lead = Scores of others to compare with. They stand as lines in pictures of the score, with their sources below. What others publish leaves the silent out: compare it with the respondents’ eNPS.
benchmarks-label = Benchmarks
benchmarks-hint = One on a line: name, colon, score from −100 to 100, semicolon, source, such as “Software companies: 12; Study by …, 2025”.
benchmarks-error-name = write a name of at most { $most } characters, then a colon.
benchmarks-error-score = write a whole number from −100 to 100 after the colon.
benchmarks-error-source = write the source after a semicolon.
# Above the list of benchmarks on a report, each with the letter of its line.
benchmarks-compared = Benchmarks, dashed in the pictures. They leave the silent out: compare them with the respondents’ eNPS.
