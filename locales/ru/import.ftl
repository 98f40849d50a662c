## Выбор файла
import-title = Загрузить список
import-short = Загрузка
import-lead = Загрузите список всех, кто у вас работает. Candor сравнит его с нынешним и покажет, кто новый, кто перешёл, у кого что изменилось и кого отметить как ушедшего. Пока вы не подтвердите, ничего не изменится.
import-file = Файл со списком
import-file-hint = CSV или текст с табуляцией, до { $limit } МБ. В Excel: «Файл», «Сохранить как», «CSV UTF-8».
import-upload = Загрузить и сравнить
import-next = Дальше вы увидите каждое изменение, а о том, что непонятно, Candor спросит. Кого в файле нет, того предложим отметить как ушедшего, поэтому выбирайте полный список.
import-format = Как должен выглядеть файл
import-format-lead = По строке на человека, в первой строке заголовки на русском или английском, в любом порядке.
import-heading = Заголовок
import-example = Пример
import-example-name = Ёлкина Анна Сергеевна
import-example-email = elkina@example.com
import-example-id = 1042
import-example-department = Продажи / Север
import-example-team = Магазины
import-example-language = ru
import-needed = Нужен
import-meaning = Зачем
import-yes = Да
import-no = Нет
import-advised = Желателен
import-about-name = Имя получателя в письме. Подойдут и отдельные столбцы «Фамилия», «Имя», «Отчество».
import-about-email = Сюда придёт приглашение. У каждого должен быть свой адрес.
import-about-id = По нему узнаём человека, когда меняются имя или почта. Без него узнаём по почте.
import-about-department = По нему группируются результаты. Уровни можно разделить знаками « / » или « > ».
import-about-team = Ещё один уровень, внутри отдела.
import-about-language = ru или en. Без него берём язык по умолчанию из настроек.
import-other-columns = Остальные столбцы можно не удалять: они пропускаются, и перед загрузкой вы увидите какие. Если заголовки незнакомы, Candor спросит, что где стоит, и запомнит ответ.
import-not-kept-ever = Пол, дата рождения и дата приёма не сохраняются никогда, даже если они есть в файле: для расчёта они не нужны.
import-template-en = Образец на английском
import-template-ru = Образец на русском

## Почему файл не подходит
import-no-file = Выберите файл.
import-empty = Файл пуст: в нём нет людей. Ничего не изменилось.
import-no-people = В файле нет людей, только заголовки. Ничего не изменилось.
import-binary = Похоже, это книга Excel или другой двоичный файл. Откройте его и сохраните как CSV: «Файл», «Сохранить как», «CSV UTF-8».
import-too-big = Файл больше { $limit } МБ. Список из 100 000 человек занимает около 10 МБ: проверьте, тот ли это файл.
import-too-many-rows = В файле больше { $limit } строк. Проверьте, тот ли это файл.
import-too-many-columns = В файле больше { $limit } столбцов. Проверьте, тот ли это файл.
import-no-headings = В строке { $row } сразу идёт человек, а должны быть заголовки. Добавьте над ней строку с заголовками, например «ФИО» и «Почта», и загрузите файл снова.
import-quote = В строке { $row } кавычка (") открывается и не закрывается, поэтому следующие строки не отделить друг от друга. Исправьте эту строку и загрузите файл снова.
import-gone = Этого файла больше нет: он уже загружен, отменён или прошло больше часа. Загрузите его ещё раз.

## Что не так в строке
import-whole-row = Вся строка
import-row-cells = { $cells ->
    [one] { $cells } ячейка, а в заголовке их { $expected }.
    [few] { $cells } ячейки, а в заголовке их { $expected }.
    [many] { $cells } ячеек, а в заголовке их { $expected }.
   *[other] { $cells } ячейки, а в заголовке их { $expected }.
}
import-row-quote = После закрывающей кавычки (") идёт текст. Удвойте кавычки внутри ячейки или уберите их.
import-row-control = Есть знак, который нельзя показать, например NUL.
import-row-lost = Есть знак �: буква потерялась при сохранении или чтении файла.
import-row-long = Длиннее { $limit } символов.
import-row-deep = Больше { $limit } уровней отделов.
import-row-empty = Ячейка пуста.
import-row-address = «{ $address }»: { $why }
import-row-same = { $value } стоит и в строке { $row }. Что из этого верно?

## Вопрос о том, как читать буквы файла
encoding-title = Как читать этот файл?
encoding-lead = Буквы в этом файле можно прочитать по-разному, и Candor не знает, как правильно. Пока вы не выберете, ничего не загрузится.
encoding-question = Выберите вариант, в котором имена читаются правильно
encoding-choose = Выберите вариант, в котором имена читаются правильно.
encoding-use = Читать файл так
encoding-none = Если всюду неправильно, откройте файл в таблице и сохраните его как «CSV UTF-8».
encoding-utf-8 = UTF-8
encoding-utf-8-note = Там, где стоит �, буква потеряна. Строки с такими именами попадут в список ошибок, и их можно пропустить.
encoding-utf-16 = UTF-16
encoding-windows-1251 = Windows-1251, русская
encoding-ibm866 = CP866, русская (MS-DOS)
encoding-koi8-r = KOI8-R, русская
encoding-windows-1252 = Windows-1252, западноевропейская
encoding-windows-1250 = Windows-1250, центральноевропейская

## Вопрос о том, что стоит в столбцах файла
columns-title = Что в каком столбце?
columns-lead = Укажите, что стоит в каждом столбце файла. Почта и имя нужны обязательно, остальное можно пропустить.
columns-assigned = Ниже то, что выбрали раньше для файлов с такими заголовками.
columns-unclear = Непонятно, что стоит в столбцах этого файла.
columns-no-email = Выберите столбец с рабочей почтой.
columns-no-name = Выберите столбец с именами: ФИО целиком или фамилию и имя.
# $heading и $other — заголовки файла или буквы столбцов, как в таблице; $column — выбранное, например «Почта».
columns-twice = Для столбцов «{"\u2068"}{ $heading }{"\u2069"}» и «{"\u2068"}{ $other }{"\u2069"}» выбрано одно и то же: «{ $column }». Оставьте что-то одно.
columns-heading = Столбец файла
columns-samples = Первые значения
columns-holds = Что в нём
# $letter — буква столбца, как в таблице: A, B, … AA.
columns-letter = столбец { $letter }
columns-no-heading = Без заголовка
column-first-name = Имя
column-middle-name = Отчество
column-last-name = Фамилия
columns-ignore = Пропустить
columns-use = Читать столбцы так
columns-remembered = Candor запомнит это для следующего файла с такими же заголовками.
columns-forget = Снова читать по заголовкам
columns-forgotten = Готово: столбцы снова определяются по заголовкам.
audit-roster-columns-assigned = Указано, что стоит в столбцах списка
audit-roster-columns-forgotten = Столбцы списка снова определяются по заголовкам

## Что изменит загрузка
preview-title = Что изменит загрузка
preview-rows = { $count ->
    [one] { $count } строка
    [few] { $count } строки
    [many] { $count } строк
   *[other] { $count } строки
}
preview-stale = За это время список изменился
preview-stale-help = Ничего не загружено. Ниже показано, что этот файл изменит теперь.
preview-stopped = { $count ->
    [one] Остановлено: ушёл бы { $count } человек
    [few] Остановлено: ушли бы { $count } человека
    [many] Остановлено: ушли бы { $count } человек
   *[other] Остановлено: ушли бы { $count } человека
}
preview-stopped-why = Это { $share } списка, в котором сейчас { $total }. Может быть, файл неполный? Ничего не изменилось.
# $department — где таких больше всего; $leaving из его $here человек нет в файле.
preview-gap = Больше всего из отдела «{"\u2068"}{ $department }{"\u2069"}»: { $leaving } из { $here }. Возможно, этого отдела в файле нет.
preview-other-file = Выбрать полный файл
preview-go-on = Продолжить с этим файлом
preview-nothing = Ничего не изменится
preview-first = { $count ->
    [one] В список войдёт { $count } человек
    [few] В список войдут { $count } человека
   *[many] В список войдут { $count } человек
}
preview-heading = { $count ->
    [one] Изменения у { $count } человека
    [few] Изменения у { $count } человек
    [many] Изменения у { $count } человек
   *[other] Изменения у { $count } человека
}
preview-problems-lead = { $count ->
    [one] { $count } строку загрузить нельзя.
    [few] { $count } строки загрузить нельзя.
    [many] { $count } строк загрузить нельзя.
   *[other] { $count } строки загрузить нельзя.
}
preview-see-problems = Почему
preview-sum = Что изменит загрузка
preview-today = Сейчас в списке
preview-new = Новые
preview-back = Возвращаются
preview-back-note = были отмечены как ушедшие
preview-leaving = Уходят
preview-leaving-note = их нет в файле; в прошлых волнах останутся, больше не приглашаются
preview-moved = Переходят
preview-moved-note = в другой отдел или команду
preview-changed = Изменены
preview-changed-note = имя, почта, язык или номер
preview-unchanged = Без изменений
preview-problems = Строки с ошибками
preview-untouched = { $count ->
    [one] пропускаются; { $count } человек из них есть в списке и остаётся без изменений
    [few] пропускаются; { $count } человека из них есть в списке и остаются без изменений
    [many] пропускаются; { $count } человек из них есть в списке и остаются без изменений
   *[other] пропускаются; { $count } человека из них есть в списке и остаются без изменений
}
preview-afterwards = Будет в списке
preview-not-kept = Узнали и не сохраняем:
preview-not-kept-why = Для расчёта это не нужно.
preview-ignored = Незнакомые столбцы, пропускаем:
preview-assigned = Столбцы прочитаны так, как указано вручную для файлов с такими заголовками.
preview-columns = { $count ->
    [one] Как прочитан { $count } столбец
    [few] Как прочитаны { $count } столбца
    [many] Как прочитаны { $count } столбцов
   *[other] Как прочитаны { $count } столбца
}
preview-column-ignored = пропускаем
preview-column-not-kept = узнали, но не сохраняем
preview-change-columns = Изменить столбцы
preview-change-encoding = Буквы читаются неправильно
# Чем разделены ячейки файла.
preview-commas = запятые
preview-semicolons = точки с запятой
preview-tabs = табуляция
preview-other-languages = Языки, на которых Candor не пишет (у этих людей останется прежний язык или будет язык по умолчанию):
preview-departments = { $count ->
    [one] { $count } новый отдел или команда
    [few] { $count } новых отдела и команды
    [many] { $count } новых отделов и команд
   *[other] { $count } новых отдела и команды
}
preview-more = … и ещё { $count }
preview-problems-heading = { $count ->
    [one] Ошибка в { $count } строке
    [few] Ошибки в { $count } строках
    [many] Ошибки в { $count } строках
   *[other] Ошибки в { $count } строках
}
preview-row-numbers = Строки пронумерованы, как в вашей таблице; заголовок — строка 1.
preview-problems-shown = Ошибки { $from }–{ $to } из { $total }
preview-problem-pages = Страницы ошибок
preview-download-problems = Скачать эти строки
preview-row = Строка
preview-row-number = Строка { $row }
preview-where = Где
preview-problem = Что не так
preview-changes = Изменения по людям
preview-changes-shown = Изменения { $from }–{ $to } из { $total }
preview-change-pages = Страницы изменений
preview-previous = Предыдущая страница
preview-next = Следующая страница
preview-show-all = { $count ->
    [one] Показать { $count } изменение
    [few] Показать все { $count } изменения
    [many] Показать все { $count } изменений
   *[other] Показать все { $count } изменения
}
preview-download-changes = Скачать все изменения
preview-kinds = Виды изменений
preview-change = Изменение
preview-what = Что
preview-before = Было
preview-after = Стало
preview-not-in-file = нет в файле
changes-all = Все { $count }
changes-leaving = Уходят { $count }
changes-moved = Переходят { $count }
changes-changed = Изменены { $count }
changes-back = Возвращаются { $count }
changes-new = Новые { $count }
change-leaving = уходит
change-moved = переходит
change-changed = изменения
change-back = возвращается
change-new = новый
preview-confirm = Загрузка
preview-without = { $count ->
    [one] Загрузить остальное без { $count } строки с ошибкой
    [few] Загрузить остальное без этих { $count } строк
    [many] Загрузить остальное без этих { $count } строк
   *[other] Загрузить остальное без этих { $count } строк
}
preview-leaving-question = { $count ->
    [one] { $count } человека из списка нет в файле
    [few] { $count } человек из списка нет в файле
    [many] { $count } человек из списка нет в файле
   *[other] { $count } человека из списка нет в файле
}
preview-leaving-mark = { $count ->
    [1] Человек ушёл: отметить его как ушедшего
    [one] Они ушли: отметить { $count } человека как ушедших
    [few] Они ушли: отметить { $count } человек как ушедших
   *[many] Они ушли: отметить { $count } человек как ушедших
}
preview-leaving-number = Сколько человек ушло?
preview-leaving-number-hint = Введите { $count }, чтобы подтвердить, что они ушли из компании.
preview-leaving-keep = Файл неполный: только добавить и изменить, никто не уходит
preview-apply-first = { $count ->
    [one] Внести в список { $count } человека
    [few] Внести в список { $count } человек
   *[many] Внести в список { $count } человек
}
preview-apply = { $count ->
    [one] Внести { $count } изменение
    [few] Внести { $count } изменения
    [many] Внести { $count } изменений
   *[other] Внести { $count } изменения
}
preview-apply-choice = Внести эти изменения
preview-discard = Отменить загрузку
preview-done = В списке уже то же самое
preview-to-people = Вернуться к списку
preview-kept-for = Файл хранится не дольше часа и удаляется сразу после загрузки или отмены.
import-confirm-problems = Подтвердите, что строки с ошибками пропускаются, или исправьте файл и загрузите его снова.
import-confirm-leaving = Укажите, ушли эти люди или файл неполный.
import-confirm-number = Введите для проверки, сколько человек ушло.
import-address-taken = В строке { $row } стоит адрес человека, который остаётся в списке: {"\u2068"}{ $holder }{"\u2069"}. Укажите для одного из них другой адрес.
import-nothing = Добавлять и менять нечего.
import-done = Список обновлён. Новые: { $new }, перешли: { $moved }, изменены: { $changed }, вернулись: { $back }, ушли: { $leaving }.
import-done-new = { $count ->
    [one] В список внесён { $count } человек.
    [few] В список внесены { $count } человека.
   *[many] В список внесены { $count } человек.
}
import-discarded = Загрузка отменена. Ничего не изменилось.
