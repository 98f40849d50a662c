## Приглашения и напоминания
mail-answer = Ответить на два вопроса
# Поле {closing_date} в тексте администратора; стоит после «до», поэтому день недели в скобках.
mail-closing-date = { $date } ({ $weekday }), { $time } { $zone }
mail-until = Опрос закроется: { $until }.
mail-reminder-to-everyone = Это напоминание получают все, потому что никому не видно, кто уже ответил. Если вы ответили, спасибо.
mail-reminder-to-silent = Программа сама шлёт это напоминание тем, чьего бюллетеня ещё нет в урне. Кто это, не видно никому.
mail-promise = { $threshold ->
    [one] Что вы ответили, в компании не увидит никто: ответы показывают только по группам, где ответил хотя бы { $threshold } человек.
    [few] Что вы ответили, в компании не увидит никто: ответы показывают только по группам, где ответили хотя бы { $threshold } человека.
   *[many] Что вы ответили, в компании не увидит никто: ответы показывают только по группам, где ответили хотя бы { $threshold } человек.
}
mail-ballot-paper = Ваша ссылка — это ваш бюллетень: у кого она есть, тот может ответить вместо вас. Пожалуйста, не пересылайте это письмо.
mail-no-buttons = Почему в письме нет кнопок с оценками? Почтовые шлюзы хранят ссылки, по которым переходят люди. Кнопка на каждую оценку оставила бы ваш ответ в их журналах, поэтому оценку вы выберете на странице.
mail-contact = Есть вопросы? Напишите: { $contact }.

## Волну отменили
mail-greeting = Здравствуйте!
mail-cancelled-subject = Опрос отменён
mail-cancelled = Мы приглашали вас пройти опрос. Он отменён.
mail-cancelled-company = Компания «{ $company }» приглашала вас пройти опрос. Он отменён.
mail-cancelled-answers = Ни один ответ не вскрыт, а ключ, которым их можно было вскрыть, уничтожен. Делать ничего не нужно.

## Часовые пояса, как их называют
zone-other = { $name }, UTC{ $offset }
zone-utc = UTC
zone-london = по Лондону
zone-berlin = по Берлину
zone-paris = по Парижу
zone-madrid = по Мадриду
zone-rome = по Риму
zone-warsaw = по Варшаве
zone-helsinki = по Хельсинки
zone-istanbul = по Стамбулу
zone-kaliningrad = по Калининграду
zone-minsk = по Минску
zone-moscow = по Москве
zone-samara = по Самаре
zone-yekaterinburg = по Екатеринбургу
zone-omsk = по Омску
zone-novosibirsk = по Новосибирску
zone-krasnoyarsk = по Красноярску
zone-irkutsk = по Иркутску
zone-yakutsk = по Якутску
zone-vladivostok = по Владивостоку
zone-almaty = по Алматы
zone-tashkent = по Ташкенту
zone-tbilisi = по Тбилиси
zone-yerevan = по Еревану
zone-baku = по Баку
zone-dubai = по Дубаю
zone-delhi = по Дели
zone-singapore = по Сингапуру
zone-tokyo = по Токио
zone-new-york = по Нью-Йорку
zone-chicago = по Чикаго
zone-denver = по Денверу
zone-los-angeles = по Лос-Анджелесу
moment-in-zone = { $when } { $zone }
