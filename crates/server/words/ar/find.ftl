# البحث عن أشخاص، ومن هو من، والتنبيهات.
way-find = البحث عن أشخاص
way-assertions = من هو من
way-alerts = التنبيهات
find-title = البحث عن أشخاص
find-name = الاسم
find-name-hint = ما عُرف منه، بالحروف العربية أو اللاتينية.
find-given = الاسم الأول
find-family = اسم العائلة
find-father = الأب
find-grandfather = الجد
find-mother = الأم
find-kunya = اللقب (أبو، أم)
find-born = المواليد
find-born-hint = سنة، أو سنة تقريبية: 1985، حوالي 1985.
find-place = المكان
find-number = الرقم
find-number-hint = رقم الموقوف أو الهوية أو القيد.
find-button = بحث
find-refused-nothing = لا يُعثر على أحد بهذا وحده. اكتب اسمًا أو اسم الأم أو اللقب أو رقمًا.
find-refused-born = ليس في المواليد سنة. اكتب سنة، مثل 1985 أو حوالي 1985.
find-refused-long = أحد الحقول طويل جدًا. اسأل عن شخص واحد.
find-nobody = لا أحد ممن قُرئت أسماؤهم حتى الآن وأتيحت لك. وما لم يُقرأ بعد لا يمكن العثور عليه.
find-word = كل منهم قول وثيقة واحدة. لا شيء هنا يقول إن اثنين منهم شخص واحد.
find-choose = اختر للمقارنة
find-same-hint = أشّر على اثنين لتقارن بينهما وتقترح أنهما الشخص نفسه.
find-same = قارن بين الاثنين
find-score = الأسباب. الدرجة
find-equal-do = أضف اسم الأم أو سنة الميلاد أو المكان.
find-parts = أجزاء القائمة
find-basis-person = قراءة إنسان
find-basis-sheet = من جدول
find-basis-machine = قراءة آلية
find-role-subject = موضوع الوثيقة
find-role-deceased = مذكور متوفى
find-role-wanted = مطلوب
find-role-child = طفل
find-role-official = موظف
find-role-requester = صاحب طلب
find-role-witness = شاهد
find-why-same-spelling = الإملاء نفسه
find-why-same-sound = اللفظ نفسه
find-why-article = متطابق إلا في أل التعريف
find-why-joined = موصول أو مفصول بشكل آخر
find-why-letter = ربما قُرئ حرف أو كُتب خطأ
find-why-similar = إملاء قريب
find-why-not-in-record = ليس في الوثيقة
find-why-not-asked = في الوثيقة ولم تسأل عنه
find-why-order = ترتيب آخر للأسماء
find-why-other-mother = أم أخرى
find-why-other-kunya = لقب آخر
find-why-same-year = السنة نفسها
find-why-year-off = فرق سنة واحدة
find-why-year-near = فرق بضع سنوات
find-why-other-year = سنة أخرى
find-why-same-place = المكان نفسه
find-why-other-place = مكان آخر
find-why-same-number = الرقم نفسه
find-why-one-digit = تختلف خانة واحدة: غير مؤكد
find-why-other-number = رقم آخر
assertion-title = من هو من
assertion-rule = يقترح شخص أن وثيقتين تذكران الشخص نفسه، ويؤكد ذلك شخص آخر بعد الاطلاع على الصفحتين. لا يُدمج شيء، ولكل منهما أن يتراجع.
assertion-none = لم يُقترح شيء عن وثائق متاحة لك.
assertion-compare = هل هما الشخص نفسه؟
assertion-compare-why = اطلع على الصفحتين أولًا. يُوقَّع اقتراحك بمفتاحك، ولا يثبت حتى يؤكده شخص آخر.
assertion-because = السبب
assertion-because-hint = ما الذي يدل عليه في الصفحتين: الأم، المواليد، المكان، الأرقام.
assertion-propose = اقترح
assertion-proposed = مقترح
assertion-holds = مؤكد
assertion-revoked = تُراجع عنه
assertion-decide = اتخذ قرارًا
assertion-confirm = أكّد
assertion-withdraw = تراجع
alert-keep = اطرح هذا السؤال على كل صفحة تصل
alert-keep-button = احفظ السؤال
alert-remove = احذف السؤال وقائمته
alert-title = التنبيهات
alert-rule = تُطرح هذه الأسئلة على كل صفحة جديدة. ومن قد يكون المقصود ينتظر هنا حتى ينظر إنسان؛ ولا يُخبَر أحد.
alert-none = لا تنبيهات متاحة لك.
alert-queue = من قد يكون المقصود:
alert-dismiss = أخرجه من القائمة:
alert-other-person = شخص آخر
alert-misread = قراءة خاطئة
alert-known = معروف من قبل
alert-back = كل التنبيهات
assertion-other-name = بحسب هذا فالشخص هو { $what }.
alert-since = يُسأل منذ { $what }
alert-found = عُثر عليه في { $what }
find-equal =
    { $count ->
        [one] وهناك واحد آخر يطابق بقدر آخر هؤلاء.
        [two] وهناك اثنان آخران يطابقان بقدر آخر هؤلاء.
       *[other] وهناك { $count } آخرون يطابقون بقدر آخر هؤلاء.
    }
find-equal-least =
    { $count ->
        [one] وهناك واحد آخر على الأقل يطابق بقدر آخر هؤلاء.
        [two] وهناك اثنان آخران على الأقل يطابقان بقدر آخر هؤلاء.
       *[other] وهناك { $count } آخرون على الأقل يطابقون بقدر آخر هؤلاء.
    }
alert-waiting =
    { $count ->
        [0] لا أحد ينتظر.
        [one] شخص واحد ينتظر النظر.
        [two] شخصان ينتظران النظر.
        [few] { $count } أشخاص ينتظرون النظر.
       *[other] { $count } شخصًا ينتظرون النظر.
    }
find-on-pages = صفحات فيها كلمات تشبه الاسم
find-on-pages-why = لم يُقرأ فيها شخص بهذا الاسم، بل تجاورت فيها كلمات تشبهه. انظر إلى الصفحة.
