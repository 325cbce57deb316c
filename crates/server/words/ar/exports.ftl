# إخراج النسخ.
exports-title = إخراج النسخ
exports-what = لا يخرج دليل إلا إذا اقترحه شخص ووافق عليه شخص آخر، ويوقّع كلاهما.
exports-new = اقتراح إخراج
exports-none = لم يُقترح شيء بعد.
exports-case = لأجل القضية
exports-items = المواد
exports-by = اقترحه
exports-at = متى
exports-state = الحالة
exports-waits = ينتظر شخصًا آخر
exports-waits-mine = ينتظر: يجب أن يوافق شخص آخر على ما اقترحتَه
exports-agreed = وُوفق عليه
exports-made = أُخرج
exports-how = تضم الحزمة الملفات الأصلية وسجلاتها وسلسلة الحفظ كاملة والبراهين. تُصنع بعد أن يوافق شخص آخر.
exports-step-up = الإخراج يحتاج إلى إبراز العامل الثاني من جديد.
exports-step-up-link = أبرزه الآن
exports-whole = { $count ->
    [zero] لا مواد في الدفعة
    [one] مادة واحدة من الدفعة
    [two] مادتا الدفعة
    [few] مواد الدفعة كلها وعددها { $count }
    [many] مواد الدفعة كلها وعددها { $count }
   *[other] مواد الدفعة كلها وعددها { $count }
}
exports-items-hint = رمز المادة أو معرّفها، كل واحدة في سطر.
exports-case-hint = كما يسميها المستلم. يظهر في الحزمة: لا تكتب اسم شخص.
exports-propose = اقترح
exports-one = إخراج
exports-approved = وافق عليه
exports-package = الحزمة
exports-digest = بصمة SHA-256 للملف tagmanifest-sha256.txt، تُبلّغ للمستلم بطريق آخر:
exports-failed = لم تُصنع الحزمة:
exports-being-made = تُصنع الحزمة الآن: يُقرأ كل ملف ويُقارن من جديد. تتحقق هذه الصفحة من التقدم بنفسها.
exports-approve = أوافق
exports-fetch = تنزيل الحزمة
exports-remove = إزالتها من الخادم
exports-make = صنع الحزمة
exports-after = احفظها على قرص المستلم ثم أزلها من هنا.
exports-count = { $count ->
    [zero] لا مواد
    [one] مادة واحدة
    [two] مادتان
    [few] { $count } مواد
    [many] { $count } مادة
   *[other] { $count } مادة
}
exports-item = المادة
exports-propose-this = اقتراح إخراجها
