# التحقق.
way-verify = التحقق
verify-what = يُقرأ كل ملف من جديد ويُقارن، ويُفحص كل حدث وتوقيع في السجل. لا يتغير شيء.
verify-running = الفحص جارٍ
verify-since = منذ
verify-events = الأحداث
verify-files = الملفات
verify-bytes = الحجم بالبايت
verify-checkpoints = رؤوس السجل الموقّعة
verify-cosignatures = توقيعات الشهود
verify-timestamps = الأختام الزمنية
verify-unacknowledged = ملفات وصلت ولم يُؤكَّد استلامها
verify-refreshes = تتجدد هذه الصفحة من تلقاء نفسها.
verify-record = سجّل النتيجة في السجل باسمك
verify-begin = ابدأ الفحص
verify-last = الفحص الأخير: { $what }
verify-failed = تعذّر الفحص:
verify-unsound = غير سليم. أخبر من يدير الأرشيف ولا تغيّر شيئًا.
verify-sound = سليم: كل ما أُمِّن موجود ولم يتغير.
verify-part = لا مشكلة في ما فُحص، ولم يُفحص كل شيء.
verify-problems = { $count ->
    [zero] لا مشكلات.
    [one] مشكلة واحدة.
    [two] مشكلتان.
    [few] { $count } مشكلات؛ تظهر هنا أول خمسين.
    [many] { $count } مشكلة؛ تظهر هنا أول خمسين.
   *[other] { $count } مشكلة؛ تظهر هنا أول خمسين.
}
verify-unrecorded = لم تُسجَّل النتيجة في السجل:
verify-history = فحوص سابقة كما في السجل
verify-no-history = لا فحوص مسجّلة هنا.
verify-at = متى
verify-items = المواد
verify-found = المشكلات
verify-nothing = لا شيء
verify-event = أول حدث
verify-by = من وقّع
verify-earlier = أقدم
verify-package = افحص حزمة أدلة في المتصفح، دون إرسالها
verify-altered = تغيّر
verify-missing = مفقود
verify-unexpected = لا يفسره أي حدث
verify-unreadable = لا يُقرأ
verify-ledger-row = حدث ليس كما سُجّل
verify-ledger-tree = شجرة السجل
verify-checkpoint = رأس السجل
verify-signature = توقيع غير صحيح
verify-rollback = السجل أقدم مما وُقّع
verify-fork = تاريخان مختلفان
verify-cosignature = توقيع شاهد غير صحيح
verify-timestamp = ختم زمني غير صحيح
verify-catalogue = الفهرس يخالف السجل
verify-schedule = فحوص تلقائية
verify-every = كل كم
verify-days = { $count ->
    [0] أبدًا
    [one] كل يوم
    [two] كل يومين
    [few] كل { $count } أيام
   *[other] كل { $count } يومًا
}
verify-due = الفحص التالي في { $what }.
verify-choose = احفظ الاختيار
