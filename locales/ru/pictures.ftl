## Диаграммы отчёта отдельными файлами и отчёт на бумаге
picture-groups = Отделы и команды по индексу
picture-rates = Доля ответивших по отделам и командам
picture-of = { $wave }, закрыта { $date }: ответили { $answered }
picture-figure = { $name }: { $figure }
picture-cut = { $shown ->
    [one] На диаграмме { $shown } группа из { $all }; в таблице есть все.
    [few] На диаграмме { $shown } группы из { $all }; в таблице есть все.
   *[many] На диаграмме { $shown } групп из { $all }; в таблице есть все.
}
picture-svg = SVG
picture-png = PNG
picture-file = { $picture }, { $format }

pdf-foot = { $company } · { $wave }
report-pdf = Скачать PDF
pdf-figure = Показатель
pdf-value = Значение
pdf-note = Что он значит
pdf-of-invited = От приглашённых
pdf-of-answered = От ответивших
pdf-groups-key = Точка — индекс, полоса под ней — его пределы с учётом промолчавших. Кольцо — eNPS ответивших с 95%-ным интервалом.
pdf-groups-cut = { $shown ->
    [one] Здесь { $shown } строка из { $all }; на странице отчёта и в его CSV есть все.
    [few] Здесь { $shown } строки из { $all }; на странице отчёта и в его CSV есть все.
   *[many] Здесь { $shown } строк из { $all }; на странице отчёта и в его CSV есть все.
}

## Доля ответивших по группам
rates-intro = Всего ответили { $rate }. Чем меньше ответивших в группе, тем сильнее промолчавшие могли бы сдвинуть её индекс.
rates-all = Все группы по доле ответивших
rates-show = { $groups ->
    [one] Показать { $groups } группу
    [few] Показать { $groups } группы
   *[many] Показать { $groups } групп
}
rates-answered = ответили
rates-silent = не ответили
rates-everyone = все: { $rate }
rates-scale = Доля ответивших на шкале от 0 до 100 %
rates-figure = { $name }: { $rate }, { $answered }
spread-figure = { $people ->
    [one] { $score }: { $people } ответ, { $share }
    [few] { $score }: { $people } ответа, { $share }
   *[many] { $score }: { $people } ответов, { $share }
}
