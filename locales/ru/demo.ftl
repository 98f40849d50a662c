## The demonstration: the bar at the top of every page, its clock, and beginning again

# The name of the bar, before the time.
demo-bar = Демонстрация
# After it where there is no clock to move.
demo-captured = Письма не уходят, а остаются здесь.
# Buttons that move the clock on.
demo-hour = +1 час
demo-day = +1 день
# Buttons that move the clock to what happens next by itself. $when: «вторник, 24 ноября, 09:00».
demo-next-opens = Дальше: открывается { $wave }, { $when }
demo-next-reminder = Дальше: напоминание { $wave }, { $when }
demo-next-closes = Дальше: закрывается { $wave }, { $when }
demo-next-title = Перевести часы туда
demo-next-none = Ничего не запланировано: запланируйте волну, и часы пойдут дальше.
# After the clock was moved past it.
demo-happened-opens = Волна { $wave } открылась, приглашения — в перехваченной почте.
demo-happened-reminder = Напоминание волны { $wave } ушло тем, кто ещё не ответил. Оно в перехваченной почте.
demo-happened-closes = Волна { $wave } закрылась, ответы подсчитаны. Отчёт готов.
# A link in the bar, the page behind it.
demo-again = Начать заново
demo-again-title = Начать демонстрацию заново?
demo-again-what = Всё, что вы здесь сделали, исчезнет; компания и её опросы будут созданы заново. Это займёт несколько секунд, потом войдите с тем же адресом и паролем.
demo-again-do = Начать заново
demo-again-not = Нет, продолжить
# While it is made anew.
demo-wait = Демонстрация создаётся заново
demo-wait-what = Это займёт несколько секунд. Страница обновится сама; потом войдите с тем же адресом и паролем.
demo-wait-progress = Опрос { $number } из { $of }: { $wave }
demo-wait-go = Дальше

## The story

# How the mails of the open survey begin: what was done since the last one.
demo-you-said =
    Здравствуйте, { $first_name }!

    Спасибо за ответы три месяца назад. Вы просили достойную доплату за ночные смены, отопление в цехе 2 и меньше совещаний. Доплату мы ввели, отопление заказали, а вторая половина пятницы теперь без совещаний. Вторая линия поддержки пока не вернулась, она начнёт работать со следующего квартала. Сегодня мы снова задаём те же два вопроса.
