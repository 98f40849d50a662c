## Список людей
people-title = Люди
people-departments = Отделы
people-import = Загрузить список
people-import-first = Загрузить список сотрудников
people-empty = В списке пока никого нет. Загрузите файл из кадровой системы: прежде чем что-либо изменится, Candor покажет, что именно.
people-status = Работают или ушли
people-here = Работают { $count }
people-left = Ушли { $count }
people-search = Имя, почта или номер
people-all-departments = Все отделы
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
people-previous = Предыдущие { $count }
people-next = Следующие { $count }

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
departments-empty = Отделов пока нет. Они появятся вместе со списком, из столбцов «Отдел» и «Команда».
departments-lead = В численность входят все, кто стоит ниже. Откройте отдел, чтобы увидеть его людей. Дерево берётся из списка: чтобы изменить его, загрузите новый список или переведите людей по одному.
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
person-leave-help = Ушедших не приглашают в следующие волны. Прошлые волны не меняются. Человека можно вернуть.
person-leave = Отметить, что {"\u2068"}{ $name }{"\u2069"} больше не работает
person-left = Больше не работает: {"\u2068"}{ $name }{"\u2069"}.
person-return-heading = Снова работает?
person-return-help = После возвращения человека снова приглашают в следующие волны.
person-return = Вернуть в список: {"\u2068"}{ $name }{"\u2069"}
person-back = Снова в списке: {"\u2068"}{ $name }{"\u2069"}.
person-back-taken = Этот адрес теперь у другого человека: {"\u2068"}{ $holder }{"\u2069"}. Сначала укажите другой адрес, потом верните человека в список.
person-name-empty = Введите имя.
person-name-too-long = Имя должно быть не длиннее { $limit } символов и без невидимых знаков.
person-email-taken = Этот адрес уже у другого человека: {"\u2068"}{ $holder }{"\u2069"}. Укажите для одного из них другой адрес.
person-department-gone = Этого отдела больше нет. Выберите другой.
person-id-too-long = Табельный номер должен быть не длиннее { $limit } символов и без невидимых знаков.
person-id-taken = Этот табельный номер уже у другого человека: {"\u2068"}{ $holder }{"\u2069"}.
