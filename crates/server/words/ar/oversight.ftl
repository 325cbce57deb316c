# من قرأ ماذا.
oversight-title = الرقابة
oversight-why = تُسجَّل قراءة كل صفحة غير متاحة للعموم قبل عرضها. لا يقرأ أحد أكثر من { $count } صفحة منها في اليوم، ويُعلَّم المجموع ابتداء من نصف ذلك.
oversight-days = بحسب اليوم والشخص
oversight-nothing = لم يقرأ أحد صفحة غير متاحة.
oversight-day = اليوم
oversight-who = من
oversight-pages = الصفحات
oversight-alarm = أكثر من المعتاد
oversight-readings = القراءات، الأحدث أولًا
oversight-when = متى
oversight-page = الصفحة
oversight-case = القضية
oversight-older = قراءات أقدم
