## Вход
sign-in-title = Вход
sign-in = Войти
sign-in-help = Нет учётной записи или забыли пароль? Обратитесь к тому, кто отвечает за этот сервер.
# Для поисковых систем, на странице не видно.
sign-in-description = Анонимные опросы о том, как людям работается в компании. Войдите, чтобы планировать их и читать отчёты.
sign-in-wrong = Неверный адрес или пароль.
sign-in-wait = { $minutes ->
    [one] Слишком много попыток. Попробуйте снова через { $minutes } минуту.
    [few] Слишком много попыток. Попробуйте снова через { $minutes } минуты.
   *[many] Слишком много попыток. Попробуйте снова через { $minutes } минут.
}
account-email = Электронная почта
account-password = Пароль

## Первый запуск
first-run = Добро пожаловать в Candor
first-run-lead = Учётных записей пока нет. Создайте первую: ей доступно всё.
first-run-code = Одноразовый код
first-run-code-hint = Candor записал его в свой журнал при запуске.
first-run-create = Создать учётную запись
first-run-wrong-code = Код не подходит. Возьмите последний код из журнала.
first-run-over = Первая учётная запись уже создана. Войдите или обратитесь к тому, кто её создал.

## Своя учётная запись
account-name = Имя
account-name-wrong = Укажите имя, не больше { $most } знаков.
account-language = Язык
account-saved = Профиль сохранён.
account-password-explained = После смены пароля этот браузер останется в системе, во всех остальных придётся войти заново.
account-old-password = Нынешний пароль
account-old-password-wrong = Это не нынешний пароль.
account-new-password = Новый пароль
account-password-hint = Не меньше { $least } знаков. Подойдут несколько слов через пробел.
account-password-short = Нужно не меньше { $least } знаков.
account-password-long = Нужно не больше { $most } знаков.
account-password-address = Пароль не должен совпадать с вашим адресом.
account-change-password = Сменить пароль
account-password-changed = Пароль изменён. В других браузерах придётся войти заново.
account-sign-ins = Где вы вошли
account-sign-ins-explained = { $hours ->
    [one] Если { $hours } час ничего не делать, придётся войти снова.
    [few] Если { $hours } часа ничего не делать, придётся войти снова.
   *[many] Если { $hours } часов ничего не делать, придётся войти снова.
}
account-since = Вход выполнен
account-this-browser = этот браузер
account-last-seen = Последнее обращение примерно
account-sign-out-elsewhere = Выйти во всех других браузерах
account-signed-out-elsewhere = В других браузерах выполнен выход.
