## Список дел по итогам волны
actions = Что мы сделаем
actions-title = { $wave }: что мы сделаем
actions-lead = Что делаем по итогам, кто и к какому сроку. Ничто так не портит следующий опрос, как ответы, после которых ничего не изменилось. Следующее приглашение может рассказать о сделанном, а письмо с итогами покажет этот список.
actions-none = Пока ничего не запланировано.
actions-none-yet = Пока ничего не запланировано. Выберите одно-три дела, о которых писали чаще всего, и укажите, кто их сделает и к какому сроку.
actions-begin = Запланировать первое дело
actions-change-list = Изменить список
actions-what = Что
actions-who = Кто
actions-due = Срок
actions-state = Состояние
actions-optional = Необязательно.
actions-done = сделано
actions-open = в работе
actions-late = просрочено
actions-set-done = Сделано
actions-reopen = Всё-таки не сделано
actions-remove = Удалить
actions-add = Ещё одно дело
actions-add-do = Добавить дело
actions-change = Изменить дело
actions-back = Назад к списку
actions-added = Дело добавлено.
actions-changed = Дело изменено.
actions-is-done = Дело отмечено сделанным.
actions-is-open = Дело снова в работе.
actions-removed = Дело «{ $what }» удалено.
actions-gone = Оно уже удалено.
actions-gone-for-good = { $hours ->
    [one] Удалённое дело можно вернуть в течение { $hours } часа; этого уже нет.
    [few] Удалённое дело можно вернуть в течение { $hours } часов; этого уже нет.
   *[many] Удалённое дело можно вернуть в течение { $hours } часов; этого уже нет.
}
actions-restored = Дело возвращено.
actions-not-closed = У волны ещё нет итогов: дела записывают, когда она закрыта.
actions-error-what = Напишите, что будет сделано.
actions-error-long = Введите не больше { $most } знаков.
actions-error-due = Введите дату или оставьте поле пустым.
actions-error-many = У волны не больше { $most } дел.
audit-wave-action-added = Добавлено дело
audit-wave-action-changed = Изменено дело
audit-wave-action-done = Дело отмечено сделанным
audit-wave-action-reopened = Дело снова в работе
audit-wave-action-removed = Удалено дело
audit-wave-action-restored = Дело возвращено

## В форме волны
# Кнопка под полем «Что сделано после прошлого опроса».
actions-fill = Заполнить из списков дел
