## Рамка каждой страницы
skip-to-content = К содержанию
nav-main = Разделы
nav-people = Люди
nav-waves = Волны
nav-reports = Отчёты
nav-settings = Настройки
nav-language-and-account = Язык и учётная запись
nav-account = Учётная запись
sign-out = Выйти
theme = Тема:
theme-auto = Как в системе
theme-light = Светлая
theme-dark = Тёмная

## Ошибки: что случилось и что делать
error-title = Не получилось
error-not-found = Такой страницы нет
error-not-found-help = Возможно, в адресе опечатка или того, на что он указывал, больше нет.
error-forbidden = Это запрещено
error-forbidden-help = Запрос пришёл с другого сайта, или у вас нет на это права. Вернитесь, обновите страницу и повторите.
error-conflict = Сейчас это сделать нельзя
error-invalid = В форме ошибка
error-internal = Не удалось выполнить запрос
error-internal-help = Ничего не изменилось. Повторите через минуту; если не поможет, администратор найдёт причину в журнале.
error-way-out = На главную

## Формы
form-errors = Проверьте форму
form-error = Ошибка:
email-empty = Укажите адрес электронной почты.
email-no-at = В адресе нужен знак @, например name@example.com.
email-many-ats = В адресе может быть только один знак @.
email-space = В адресе не бывает пробелов и переводов строки.
email-local = До знака @ стоят символы, которые почтовые серверы не принимают.
email-domain = После знака @ должен стоять домен, например example.com.
email-too-long = Адрес длиннее, чем принимают почтовые серверы.
