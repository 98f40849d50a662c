## The ready texts of mails. They are Markdown and stay as they are when no admin changes them. Arguments become
## fields in braces; { $link } stands on a line of its own, where the button is. A greeting must also read well without
## its { $first_name }: the space and the comma before it go with it.
survey-invitation-subject = Would you recommend us as a place to work? Two questions, 30 seconds
survey-invitation-text =
    Hello { $first_name },

    How do you like working here, and what would make it better? We ask everyone the same two questions: would you recommend us as a place to work, and why. Answering takes about half a minute, and a critical answer helps as much as a kind one.

    { $link }

    You can answer until { $closing_date }. Then we share the results with everyone and say what we are going to do.

    Thank you!
survey-reminder-subject = There is still time to answer: two questions, 30 seconds
survey-reminder-text =
    Hello { $first_name },

    Our survey is open until { $closing_date }. If you have not answered yet, please take half a minute: the more of us answer, the truer the picture.

    { $link }

    Thank you!
