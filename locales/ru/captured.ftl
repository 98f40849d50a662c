## The demonstration's mail
captured-bar-label = Демонстрация
captured-bar = Это демонстрация с вымышленными людьми. Письма не уходят, а остаются здесь.
captured-title = Перехваченная почта
captured-lead = Здесь все письма в том виде, в каком их получили бы адресаты; сначала новые. Откройте приглашение и нажмите в нём кнопку, чтобы ответить за этого человека.
captured-one = Перехваченное письмо { $number }
captured-filter = Имя или адрес получателя
captured-find = Найти
captured-all = Показать все
captured-empty = Пока не отправлено ни одного письма.
captured-none-found = Писем людям с таким именем или адресом нет.
captured-shown = { $from }–{ $to } из { $total ->
        [one] { $total } письма
        [few] { $total } писем
       *[many] { $total } писем
    }
captured-subject = Тема
captured-from = От кого
captured-reply-to = Ответы идут на адрес
captured-to = Кому
captured-when = Отправлено
captured-pages = Страницы
captured-newer = Более новые письма
captured-older = Более старые письма
captured-frame = Письмо в том виде, в каком его показывает почтовая программа
captured-text = То же простым текстом
