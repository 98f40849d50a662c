## Настройки
settings-company-section = Компания
settings-company-lead = Сотрудники видят это в письмах и на странице ответа.
settings-company = Название компании
settings-company-hint = Так, как её знают сотрудники, например «Линденверк». Стоит над вопросом и в каждом письме: «„Линденверк“ задаёт вам два вопроса».
settings-company-empty = Укажите название компании.
settings-contact = Адрес для вопросов
settings-contact-hint = К кому сотрудники обратятся с вопросами, например people@lindenwerk.example. Адрес указан в письмах и на странице ответа, туда же уходят ответы на письма. Если оставить пустым, не будет назван никто.
settings-mail-section = Отправитель писем
settings-mail-lead = Сотрудники видят его во входящих.
settings-sender-name = Имя отправителя
settings-sender-name-hint = Что стоит в поле «От кого», например «Линденверк, отдел кадров». Если оставить пустым, будет название компании.
settings-sender-address = Адрес отправителя
settings-sender-address-hint = С какого адреса приходят письма, например survey@lindenwerk.example. Ваш почтовый сервер должен разрешать отправку с него. Пока адреса нет, письма ждут в очереди.
settings-sender-address-not-ascii = В адресе отправителя до знака @ допустимы только латинские буквы: с прочими почтовые серверы письмо не примут.
settings-wave-section = Новые волны
settings-wave-lead = С этого начинается новая волна; в её форме всё можно изменить. У волн, которые уже есть, остаётся своё.
settings-languages-section = Языки
settings-languages-lead = На них пишутся письма и открывается страница ответа. Свой язык каждый администратор выбирает в профиле.
settings-languages = Языки опросов
settings-languages-hint = Письма придут каждому на его языке, как указано в списке людей; на странице ответа язык можно сменить.
settings-languages-none = Выберите хотя бы один язык.
settings-first-language = Основной язык
settings-first-language-hint = Для тех, чей язык неизвестен или не входит в выбранные.
settings-first-language-not-chosen = Основной язык должен быть среди языков опросов.
settings-threshold = Порог
settings-threshold-hint = Результаты группы видны, только если в ней ответили хотя бы столько человек. Сотрудники видят это число до ответа. Обычно 5; чем больше порог, тем надёжнее защита и тем меньше групп в отчёте.
settings-threshold-wrong = Укажите целое число от { $least } до { $most }.
settings-threshold-small = { $number ->
    [one] При пороге в { $number } человека коллегам, знающим друг друга, легче угадать чужой ответ. Сотрудники видят порог до ответа, и откровенных ответов может стать меньше. Порог 5 безопаснее.
    [few] При пороге в { $number } человека коллегам, знающим друг друга, легче угадать чужой ответ. Сотрудники видят порог до ответа, и откровенных ответов может стать меньше. Порог 5 безопаснее.
   *[many] При пороге в { $number } человек коллегам, знающим друг друга, легче угадать чужой ответ. Сотрудники видят порог до ответа, и откровенных ответов может стать меньше. Порог 5 безопаснее.
}
settings-time-zone = Часовой пояс
settings-time-zone-hint = По каким часам новые волны открываются, напоминают о себе и закрываются, например Europe/Moscow. Сотрудники видят время закрытия с этим поясом.
settings-time-zone-wrong = Выберите часовой пояс из списка, например Europe/Moscow.
settings-text-too-long = Не больше { $most } знаков.
settings-text-one-line = Уместите в одну строку.
settings-save = Сохранить настройки
# $changed: названия изменённых настроек через запятую.
settings-saved = Настройки сохранены. Изменено: { $changed }.
settings-unchanged = Всё осталось как было: в форме ничего не изменено.

## Журнал действий
audit = Журнал действий
audit-lead = Действия администраторов, новые сверху. Об ответах здесь нет ничего.
audit-empty = Пока ничего не сделано.
audit-when = Когда
audit-what = Что
audit-object = Подробности
audit-who = Кто
audit-pages = Страницы журнала
audit-newer = Новее
audit-older = Старше
audit-by-schedule = Candor, по расписанию
audit-by-command-line = Командная строка
audit-account-changed = Изменена учётная запись
audit-account-created = Создана учётная запись
audit-account-password-changed = Изменён пароль
audit-account-password-reset = Сброшен пароль
audit-account-signed-in = Вход
audit-account-signed-out-elsewhere = Выход в других браузерах
audit-settings-changed = Изменены настройки
audit-clock-confirmed = Подтверждено время после скачка часов
audit-invitation-resent = Приглашение отправлено снова
audit-person-back = Сотрудник возвращён в список
audit-person-changed = Изменены данные сотрудника
audit-person-left = Сотрудник отмечен как ушедший
audit-roster-imported = Загружен список сотрудников
audit-wave-cancelled = Волна отменена
audit-wave-changed = Волна изменена
audit-wave-close-moved = Перенесено закрытие волны
audit-wave-counted = Волна подсчитана
audit-wave-drafted = Создан черновик волны
audit-wave-expired = Волна осталась без подсчёта
audit-wave-launched = Волна запущена
audit-wave-reminded = Отправлены напоминания
audit-wave-scheduled = Волна запланирована
audit-wave-unscheduled = Волна возвращена в черновики
audit-settings-mail-tested = Отправлено пробное письмо

## Почтовый сервер и его проверка
settings-mail-server = Почтовый сервер
settings-mail-server-set = Почтовый сервер задан. Какой именно, указывают при запуске Candor в переменной SMTP_URL.
settings-mail-server-none = Почтовый сервер не задан: письма ждут в очереди. Тот, кто отвечает за этот сервер, указывает при запуске Candor:
# То, что пишет отвечающий за сервер: не переводится.
settings-smtp-example = SMTP_URL=smtps://user:password@mail.example.com:465
# Под этой строкой.
settings-smtp-notes = Имя, пароль и адрес — вашего почтового сервера. С smtps:// и портом 465 шифруется всё с первого байта; с smtp:// и портом 587 соединение начинается со STARTTLS. В пароле вместо @ пишут %40, вместо / — %2F, вместо # — %23.
settings-mail-server-then = Затем запустите Candor заново, вернитесь сюда и отправьте себе пробное письмо.
# За этим стоит время.
settings-mail-tested = Последнее пробное письмо он принял
settings-mail-untested = С нынешнего адреса отправителя пробных писем ещё не отправляли.
settings-test = Отправить мне пробное письмо
settings-test-hint = Письмо уйдёт сразу, на { $address }, с сохранённого адреса отправителя.
settings-test-no-sender = Сначала укажите и сохраните адрес отправителя: пробное письмо уйдёт с него.
settings-test-sent = Почтовый сервер принял пробное письмо. Ищите его в ящике { $address }.
settings-test-failed = Пробное письмо не ушло. Вот что ответил почтовый сервер или чем кончилось соединение с ним:
mail-test-subject = Candor: проверка почты
mail-test-text = Это письмо показывает, что Candor может отправлять почту. Делать ничего не нужно.

## Подробности в журнале действий
audit-detail-back = вернулись: { $number }
audit-detail-ballots = бюллетеней: { $number }
audit-detail-before-opening = до открытия
audit-detail-changed = изменены: { $number }
audit-detail-days = { $number ->
    [one] за { $number } день подсчитать не удалось, ключ уничтожен
    [few] за { $number } дня подсчитать не удалось, ключ уничтожен
   *[many] за { $number } дней подсчитать не удалось, ключ уничтожен
}
audit-detail-deleted = уничтожено бюллетеней: { $number }, ни один не вскрыт
audit-detail-failed = почтовый сервер не принял
audit-detail-invited = приглашены: { $number }
audit-detail-leaving = ушли: { $number }
audit-detail-left-out = пропущены: { $number }
audit-detail-missed = от открытия до закрытия программа не работала
audit-detail-moved = перешли: { $number }
audit-detail-new = новые: { $number }
audit-detail-reminder = напоминание { $number }
audit-detail-sent = почтовый сервер принял
audit-detail-set-aside = не удалось открыть: { $number }
audit-detail-too-few = ответов меньше порога, они уничтожены невскрытыми
audit-detail-while-open = опрос уже шёл; ответы уничтожены невскрытыми
