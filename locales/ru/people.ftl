## Список людей
people-title = Люди
people-departments = Отделы
people-import = Загрузить список
people-import-first = Загрузить список сотрудников
people-add = Добавить человека
people-empty = В списке пока никого нет. Загрузите файл из кадровой системы: прежде чем что-либо изменится, Candor покажет, что именно. Одного-двух человек можно добавить и вручную.
people-status = Работают или ушли
people-here = Работают { $count }
people-left = Ушли { $count }
people-search = Имя, почта или номер
people-all-departments = Все отделы
people-all-languages = Все языки
people-filter = Показать
people-clear = Сбросить
people-none-found = Никого не нашлось. Попробуйте часть имени или другой отдел.
people-none-left = Никто не уходил.
people-none-here = Сейчас никого нет. Загрузите список или верните кого-нибудь из ушедших.
people-shown = { $from }–{ $to } из { $total ->
    [one] { $total } человека
    [few] { $total } человек
    [many] { $total } человек
   *[other] { $total } человека
}
people-pages = Страницы
people-previous = Назад
people-next = Дальше
people-first = В начало
people-last = В конец
people-page = Страница { $number } из { $last }
# Ведёт назад, ничего не меняя.
people-cancel = Отмена
people-go-on = Дальше
# После первых имён списка: «Анна, Борис и ещё 3».
people-and-more = и ещё { $count }
# Кнопка рядом с сообщением о том, что только что сделано.
people-undo = Отменить

## Столбцы списка; эти заголовки узнаёт разбор файла
column-name = Имя
column-full-name = ФИО
column-email = Почта
column-department = Отдел
column-team = Команда
column-language = Язык
column-employee-id = Табельный номер
column-employee-id-short = Номер
column-left = Когда ушли

## Отделы
departments-title = Отделы
departments-empty = Отделов пока нет. Они появятся вместе со списком, из столбцов «Отдел» и «Команда»; можно добавить их и вручную.
departments-lead = В численность входят все, кто стоит ниже. Откройте отдел, чтобы увидеть его людей, переименовать его, перенести или объединить с другим. Обычно дерево берётся из списка.
departments-people = Людей
departments-direct = из них напрямую { $count }
departments-outside = Вне отделов
departments-everyone = Все

## Страница человека
person-title = {"\u2068"}{ $name }{"\u2069"}
person-left-on = Не работает с { $day }
person-email-hint = Сюда приходят приглашения.
person-department-hint = Действует со следующей волны; в открытых волнах остаётся прежний отдел.
person-language-hint = На нём приходят приглашения.
person-language-en = Английский
person-language-ru = Русский
person-id-hint = По нему человека узнает следующая загрузка. Можно не указывать.
person-save = Сохранить
person-saved = Сохранено: {"\u2068"}{ $name }{"\u2069"}.
person-leave-heading = Больше не работает?
person-leave-help = Ушедших не приглашают в следующие волны. Открытые и прошлые волны не меняются. Человека можно вернуть.
person-leave = Отметить, что {"\u2068"}{ $name }{"\u2069"} больше не работает
person-left = Больше не работает: {"\u2068"}{ $name }{"\u2069"}.
person-return-heading = Снова работает?
person-return-help = После возвращения человека снова приглашают в следующие волны.
person-return = Вернуть в список: {"\u2068"}{ $name }{"\u2069"}
person-back = Снова в списке: {"\u2068"}{ $name }{"\u2069"}.
person-back-taken = Этот адрес теперь у другого человека: {"\u2068"}{ $holder }{"\u2069"}. Сначала укажите другой адрес, потом верните человека в список.
person-name-empty = Введите имя.
person-name-too-long = Имя должно быть не длиннее { $limit } символов и без невидимых знаков.
person-email-taken = Этот адрес уже у другого человека: {"\u2068"}{ $holder }{"\u2069"}. Общего адреса у двоих быть не может.
person-department-gone = Этого отдела больше нет. Выберите другой.
person-id-too-long = Табельный номер должен быть не длиннее { $limit } символов и без невидимых знаков.
person-id-taken = Этот табельный номер уже у другого человека: {"\u2068"}{ $holder }{"\u2069"}. Общего номера у двоих быть не может.
# Под полем, значение которого уже занято; ведёт к этому человеку.
person-open = Открыть: {"\u2068"}{ $name }{"\u2069"}
person-was-here = Человек с таким именем и адресом уже был в списке и отмечен как ушедший: {"\u2068"}{ $holder }{"\u2069"}. Не добавляйте его заново, а верните в список.

## Добавить человека вручную
person-new-title = Добавить человека
person-new-lead = Так удобно добавить одного-двух человек. Многих быстрее загрузить списком: он заодно обновит сведения обо всех.
person-add = Добавить в список
person-added = Теперь в списке: {"\u2068"}{ $name }{"\u2069"}.
