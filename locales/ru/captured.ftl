## Почта демонстрации
captured-title = Перехваченная почта
captured-lead = Письма не покидают демонстрацию: они остаются здесь в том виде, в каком пришли бы. Откройте приглашение и ответьте за этого человека.
captured-one = Перехваченное письмо { $number }
captured-filter = Имя или адрес получателя
captured-kind = Вид
captured-kind-all = Все письма
captured-kind-invitation = Приглашения
captured-kind-reminder = Напоминания
captured-kind-closing = Итоговые письма
captured-kind-cancellation = Отмены
captured-kind-test = Проверочные письма
captured-find = Найти
captured-all = Показать все
captured-empty = Пока не отправлено ни одного письма. Запустите волну или переведите часы к следующему открытию, и её приглашения появятся здесь.
captured-none-found = Таких писем нет.
captured-shown = { $from }–{ $to } из { $total ->
        [one] { $total } письма
        [few] { $total } писем
       *[many] { $total } писем
    }, сначала новые
captured-subject = Тема
captured-from = От кого
captured-reply-to = Ответы идут на адрес
captured-to = Кому
captured-when = Отправлено
captured-pages = Страницы
captured-newer = Более новые письма
captured-older = Более старые письма
captured-frame = Письмо в том виде, в каком его показывает телефон
captured-text = То же простым текстом
# Рамка рядом с письмом, в котором есть ссылка на страницу ответа.
captured-answer = Ответить за этого человека
captured-answer-how = Перейдите по ссылке в письме или нажмите эту кнопку: страница ответа откроется в новой вкладке такой, какой её видит сотрудник.
captured-answer-link = Открыть страницу ответа
# Дальше стоит ссылка.
captured-answer-then = А потом посмотрите, что узнают администраторы: сколько человек ответили из всех, с подсчётом раз в час, и больше ничего.
captured-answer-wave = На страницу волны
