# الصفحة وما قُرئ فيها.
page-before = الصفحة السابقة
page-after = الصفحة التالية
page-transcribe = اكتب ما ورد هنا
page-picture = صورة الصفحة
page-no-picture = لا صورة لهذه الصفحة بعد. شغّل sijill process أو راجع قائمة العمل في المكتب.
page-unreadable = تعذّر إنشاء صورة من هذا الملف:
page-covered = قد تظهر في هذه الصفحة جثامين. صورتها مموّهة إلى أن تطلب رؤيتها.
page-uncover = أظهر الصورة
page-exposure = { $count ->
    [one] طلبت اليوم رؤية صورة قاسية واحدة.
    [two] طلبت اليوم رؤية صورتين قاسيتين.
    [few] طلبت اليوم رؤية { $count } صور قاسية.
   *[other] طلبت اليوم رؤية { $count } صورة قاسية.
}
page-pause = حان وقت الاستراحة، أو ليتابع شخص آخر.
page-typed = كتبه إنسان
page-differences = مواضع اختلف فيها قارئان
page-row = السطر
page-first = القارئ الأول
page-second = القارئ الثاني
page-machine = قراءة آلية
page-machine-why = لم يراجعها أحد. الصورة هي الدليل.
page-no-text = لم يُقرأ نص هنا.
page-sure = الثقة { $count }٪
page-zoom-in = أقرب
page-zoom-out = أبعد
page-zoom-home = الصفحة كاملة
page-turn = تدوير
transcription-title = كتابة صفحة
transcription-how = اكتب كل سطر من الصفحة في سطر. وفي السجلات اكتب كل صف في سطر وافصل بين خاناته بعلامة الجدولة (Tab) بدءًا من اليمين. اكتب ما ورد كما ورد، ولو كان خطأ.
transcription-others = { $count ->
    [one] كتب هذه الصفحة شخص آخر. سترى ما كتبه بعد أن تحفظ ما تكتبه أنت: هكذا فقط تشهد قراءتان إحداهما على الأخرى.
    [two] كتب هذه الصفحة شخصان آخران. سترى ما كتباه بعد أن تحفظ ما تكتبه أنت: هكذا فقط تشهد القراءات بعضها على بعض.
    [few] كتب هذه الصفحة { $count } أشخاص آخرين. سترى ما كتبوه بعد أن تحفظ ما تكتبه أنت: هكذا فقط تشهد القراءات بعضها على بعض.
   *[other] كتب هذه الصفحة { $count } شخصًا آخر. سترى ما كتبوه بعد أن تحفظ ما تكتبه أنت: هكذا فقط تشهد القراءات بعضها على بعض.
}
transcription-text = ما ورد في الصفحة
transcription-keep = وقّع واحفظ
transcription-machine = ما قرأته الآلة
transcription-back = عودة إلى الصفحة
page-superseded = استُبدلت
page-superseded-why = حلّت صورة أفضل محل هذه الصفحة. كلتاهما محفوظة.
page-superseded-link = إلى الصورة الأفضل
