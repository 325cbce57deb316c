# أين يوجد كل شيء.
shelves-title = الرفوف
shelves-nothing = لا شيء هنا يحق لك الاطلاع عليه.
shelves-by-place = بحسب المكان
shelves-by-accession = بحسب دفعة الاستلام
shelves-trail = موضع هذه الصفحة
shelves-inside = في الداخل
shelves-here = المواد في هذا المكان
shelves-reference = الرمز
shelves-item-title = العنوان
shelves-date = التاريخ
shelves-access = الإتاحة
shelves-received = تاريخ الاستلام
shelves-count = المواد
shelves-items = { $count ->
    [zero] لا مواد
    [one] مادة واحدة
    [two] مادتان
    [few] { $count } مواد
    [many] { $count } مادة
   *[other] { $count } مادة
}
accession = دفعة الاستلام
accession-taken-over = تاريخ التسلّم
accession-authority = بموجب
accession-holder = كانت بحوزة
accession-not-open = يحق لك الاطلاع على مواد من هذه الدفعة، لا على البيان الخاص بها.
gap = ثغرة
item-manifest = ملف IIIF
item-before = السابقة:
item-after = التالية:
item-flags = قد يؤذي
item-place = المكان
item-place-written = المكان كما كُتب
item-pages-stated = عدد الصفحات عند العدّ
item-state = الحالة
item-sealed = مغلقة ومختومة
item-open = ما زالت مفتوحة
item-notes = ملاحظات
item-pages = { $count ->
    [zero] لا صفحات بعد
    [one] صفحة واحدة
    [two] صفحتان
    [few] { $count } صفحات
    [many] { $count } صفحة
   *[other] { $count } صفحة
}
item-waiting = { $count ->
    [one] ملف واحد محفوظ وينتظر المعالجة.
    [two] ملفان محفوظان ينتظران المعالجة.
    [few] { $count } ملفات محفوظة تنتظر المعالجة.
   *[other] { $count } ملفًا محفوظًا تنتظر المعالجة.
}
item-blurred-level = تُظهر الصور الصغيرة شكل الصفحة فقط. يظهر ما فيها عندما تفتحها، ويُسجَّل ذلك.
item-blurred-bodies = قد تظهر في هذه الصفحات جثامين. صورها مموّهة إلى أن تطلب رؤية إحداها.
page-number = الصفحة { $count }
