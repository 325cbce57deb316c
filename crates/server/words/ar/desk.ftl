# طاولة الاستلام.
way-desk = طاولة الاستلام
desk-title = طاولة الاستلام
desk-begin = ابدأ دفعة جديدة
desk-none = لا توجد دفعة يمكنك العمل عليها بعد.
desk-accessions = الدفعات
desk-reference = الرقم المرجعي
desk-received = تاريخ الاستلام
desk-state = الحالة
desk-is-open = مفتوحة
desk-is-closed = مغلقة
desk-is-sealed = مختومة
desk-may-grow = مفتوحة، وقد تزيد
desk-earlier = دفعات أقدم
desk-more = المزيد
desk-new-why = اكتب ما تعرفه واترك الباقي فارغًا. لا يُخترع شيء مكان الفارغ، وما لم يُذكر عن الحيازة السابقة يُسجَّل ثغرةً. لا يمكن تغيير ما كُتب هنا بعد توقيعه.
desk-new-what = ما الذي استُلم
desk-new-name = العنوان
desk-new-reference = رقمكم المرجعي
desk-new-taken-over = تاريخ الاستلام كما هو مكتوب أو كما قيل
desk-new-where = أين كانت الأوراق
desk-new-site = الموقع
desk-new-building = المبنى
desk-new-floor = الطابق
desk-new-room = الغرفة
desk-new-cabinet = الخزانة
desk-new-shelf = الرف
desk-new-box = الصندوق
desk-new-custody = السند والحيازة
desk-new-given-by = من أذن بأخذها
desk-new-basis = بأي أمر أو تفويض
desk-new-gave-over = من سلّمها
desk-new-received = من تسلّمها
desk-new-holder = من كانت عنده قبل ذلك
desk-new-holder-source = كيف عُرف ذلك
desk-new-gap = ما المعروف أنه ناقص
desk-new-protection = الحماية
desk-new-access = من يجوز له أن يراها
desk-confidential = سري: موظفون لهم صلاحية على هذه الدفعة
desk-restricted = مقيّد: موظفو الأرشيف والباحثون المعتمدون
desk-open-level = متاح: كل من يخدمه الأرشيف
desk-new-flags = ما فيها مما قد يؤذي:
desk-flag-minors = أطفال مذكورون أو ظاهرون
desk-flag-sexual-violence = عنف جنسي
desk-flag-medical = معلومات طبية
desk-flag-informants = أسماء مخبرين، صدقًا أو كذبًا
desk-flag-bodies = صور جثامين
desk-new-notes = ملاحظات
desk-accession = الدفعة { $what }
desk-upload = أضف ملفات مادة
desk-mark = علامة المادة
desk-mark-hint = ما هو مكتوب على المجلد أو السجل أو المغلف. الملفات التي لها العلامة نفسها تدخل في المادة نفسها.
desk-item-title = عنوان المادة (اختياري)
desk-pages = عدد الصفحات كما عُدّت على الطاولة (اختياري)
desk-files = الملفات
desk-files-hint = اخترها أو اسحبها إلى هنا. حجم الملف الواحد حتى ٥١٢ ميغابايت. إن انقطع الاتصال فأرسل الملفات نفسها من جديد: ما تم تأمينه لا يُحفظ مرتين.
desk-send = أرسل وأمّن
desk-waiting = ينتظر
desk-sending = يُرسل
desk-securing = يُؤمَّن
desk-secured = تم تأمينه
desk-before = كان مؤمَّنًا من قبل
desk-failed = لم يُؤمَّن. أرسله مرة أخرى.
desk-refused = لم يُقبل: قد تكون المادة مختومة أو العلامة غير صالحة.
desk-signed-out = لم يُؤمَّن: انتهت جلستك. سجّل الدخول وأرسله مرة أخرى.
desk-closed = هذه الدفعة مغلقة ولا تقبل ملفات أخرى.
desk-items = المواد
desk-no-items = لم يُؤمَّن شيء بعد.
desk-file-count = الملفات
desk-close = أغلق الدفعة
desk-close-why = تُختم كل موادها، ولا يدخل بعدها شيء، ويصدر الإيصال. لا يمكن الرجوع عن ذلك.
desk-item = المادة { $what }
desk-to-accession = إلى الدفعة
desk-to-item = إلى المادة
desk-add = أضف ملفات إلى هذه المادة
desk-sealed = هذه المادة مختومة ولا تقبل ملفات أخرى.
desk-in-custody = الملفات المؤمَّنة
desk-no-files = لا ملفات بعد.
desk-place = الترتيب
desk-file = الملف
desk-digest = بصمة SHA-256
desk-secured-at = وقت التأمين
desk-seal = اختم المادة
desk-seal-why = بعد الختم لا تقبل المادة ملفات أخرى.
desk-secured-title = تم تأمين الملفات
desk-secured-means = كل ملف في هذه القائمة محفوظ على القرص وموقّع باسمك ومسجّل في السجل.
desk-superseded = حلّت الصورة الجديدة محل القديمة، والاثنتان محفوظتان.
desk-work-title = ما يلزم إعادة تصويره
desk-work-why = صفحات ينبغي النظر فيها ما دام الورق على الطاولة.
desk-unseen = { $count ->
    [zero] فُحصت كل الملفات.
    [one] ملف واحد لم يُفحص بعد. يفحصه من يدير الخادم بالأمر sijill process.
    [two] ملفان لم يُفحصا بعد. يفحصهما من يدير الخادم بالأمر sijill process.
    [few] { $count } ملفات لم تُفحص بعد. يفحصها من يدير الخادم بالأمر sijill process.
    [many] { $count } ملفًا لم تُفحص بعد. يفحصها من يدير الخادم بالأمر sijill process.
   *[other] { $count } ملف لم تُفحص بعد. يفحصها من يدير الخادم بالأمر sijill process.
}
desk-work-none = لا شيء في القائمة.
desk-found = ما لوحظ
desk-rescan = أعد تصويرها
desk-look = انظر فيها
desk-again = صورة أفضل
desk-again-of = صفحة من المادة { $what }:
desk-again-why = تحل الصورة الجديدة محل القديمة، وتبقى الاثنتان محفوظتين.
desk-again-closed = الدفعة مغلقة. أدخل الصورة الجديدة في دفعة أخرى، ثم يُسجَّل الإبدال بالأمر sijill quality supersede.
desk-looking = تُفحص الصفحات الآن: { $done } من { $total } ملفًا.
desk-look-now = افحص الصفحات الجديدة الآن
desk-look-failed = توقف الفحص في { $what }:
desk-unreadable = لا يمكن عرضها
desk-receipt = إيصال استلام
desk-bytes = الحجم بالبايت
desk-events = الأحداث في السجل
desk-identifier = المعرّف
desk-gaps = ثغرات في سلسلة الحفظ
desk-no-gaps = لا ثغرات مسجّلة.
desk-list = المواد وبصماتها
desk-list-digest = بصمة قائمة الملفات (SHA-256)
desk-not-listed = { $count ->
    [zero] القائمة كاملة.
    [one] ومادة أخرى غير مطبوعة هنا.
    [two] ووحدتان أخريان غير مطبوعتين هنا.
    [few] و{ $count } مواد أخرى غير مطبوعة هنا.
    [many] و{ $count } مادة أخرى غير مطبوعة هنا.
   *[other] و{ $count } مادة أخرى غير مطبوعة هنا.
}
desk-head = رأس السجل
desk-head-why = ثلاثة أسطر تُنسخ باليد في دفتر ورقي.
desk-signed-head = الرأس الموقّع، للآلة
desk-no-head = لم يُوقَّع رأس بعد.
