"""What the lines say: invented office words, random letters, and figures as records hold them. Nothing is quoted."""
WORDS = '''الجمهورية وزارة الداخلية إدارة الفرع فرع قسم رقم تاريخ الموافق بتاريخ السيد السيدة المدعو والدته تولد مواليد عام سنة شهر يوم الساعة ملف صفحة
سجل قيد خانة محلة قرية مدينة ناحية محافظة هوية جواز سفر كتابكم كتابنا برقية تعميم قرار محضر ضبط استلام تسليم نقل إحالة إفراج توقيف تحقيق سجن مهجع غرفة زنزانة
مشفى طبيب وفاة شهادة دفن جثة كيس نقود ليرة مبلغ قدره فقط لاغير ضابط مساعد رقيب عقيد عميد مقدم رائد نقيب ملازم مجند متطوع كتيبة لواء حاجز دورية مرسوم قانون مادة فقرة بند
نسخة إلى من في على عن مع بعد قبل حتى منذ خلال حول يرجى الاطلاع وإجراء مايلزم وإعلامنا نرسل لكم ربطا المرفقات عدد جدول اسم الأب الأم النسبة المهنة العنوان ملاحظات التوقيع
الختم محكمة جنايات قاض نيابة دعوى أساس ورقة مذكرة طي مصادرة عقار متر مربع دونم محضر حصة سهم سيارة لوحة نوع لون بيت شارع حي بناء طابق هاتف ص.ب هو هي هذا هذه الذي التي ان كان
لدى له لها به بها وقد تم ثم أو و لا ما هل كل بعض أحمد محمد ورد ياسمين زعتر سماق نعنع كمون حبق ليمون رمان جوز لوز صنوبر سنبل ريحان باشق صقر حجل'''.split()
LETTERS = 'ااااابتثجحخدذرزسشصضطظعغفقكلللمنههووييىةءأإؤئ'
LOOKALIKE = 'ااااهههوورددلة'
LATIN_WORDS = 'Ref No Date Page File Branch Section office the of and to in for report order list copy Subject Director General received sent total name'.split()
PUNCTUATION = '،؛:.()«»!؟ـ-/"*'


def word(r):
    p = r.random()
    if p < .55: w = r.choice(WORDS)
    elif p < .85: w = ''.join(r.choice(LETTERS) for _ in range(r.choice((1, 2, 2, 3, 3, 4, 4, 5, 6, 7))))
    else: w = ''.join(r.choice(LOOKALIKE) for _ in range(r.choice((1, 1, 1, 2, 3))))
    p = r.random()
    if p < .12: w += r.choice(PUNCTUATION)
    elif p < .15: w = '(' + w + ')'
    elif p < .17: w = w[:1] + 'ـ' * r.randint(1, 3) + w[1:]
    return w


def latin_word(r):
    if r.random() < .4: w = r.choice(LATIN_WORDS)
    else: w = ''.join(r.choice('aeiouaeioubcdfghjklmnpqrstvwxyz') for _ in range(r.randint(1, 10)))
    p = r.random()
    if p < .3: w = w.capitalize()
    elif p < .4: w = w.upper()
    return w + (r.choice('.,:;') if r.random() < .1 else '')


def number(r):
    p = r.random()
    if p < .3: return str(r.randint(1930, 2029))
    if p < .45: return str(r.randint(0, 99))
    n = r.choice((1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 7, 8, 9, 11))
    q = r.random()
    if q < .12: return r.choice('0123456789') * n
    if q < .3: return ''.join(r.choice(r.choice(('01', '23', '05', '69', '78', '56', '14'))) for _ in range(n))
    return ''.join(r.choice('0123456789') for _ in range(n))


def figure(r):
    """Digits and the separators inside, in the order of the eye from left to right."""
    p = r.random()
    if p < .62: return number(r)
    s = r.choice('//////--..')
    if p < .88:
        parts = [str(r.randint(1, 31)), str(r.randint(1, 12)), r.choice((str(r.randint(1935, 2029)), '%02d' % r.randint(0, 99)))]
        if r.random() < .2: parts = ['%02d' % int(x) for x in parts]
        if r.random() < .4: parts.reverse()
        return s.join(parts)
    if p < .96: return number(r) + s + number(r)
    return s.join((number(r), number(r), number(r)))
