# البحث في النصوص.
way-search = البحث في النصوص
search-title = البحث في النصوص
search-label = عمّ تبحث؟
search-button = بحث
search-total =
    { $count ->
        [0] لا صفحة من الصفحات المقروءة حتى الآن والمتاحة لك.
        [one] صفحة واحدة.
        [two] صفحتان.
        [few] { $count } صفحات.
       *[other] { $count } صفحة.
    }
search-uncertain =
    { $count ->
        [one] منها صفحة واحدة لا تطابق إلا برقم تختلف فيه خانة واحدة.
        [two] منها صفحتان لا تطابقان إلا برقم تختلف فيه خانة واحدة.
        [few] منها { $count } صفحات لا تطابق إلا برقم تختلف فيه خانة واحدة.
       *[other] منها { $count } صفحة لا تطابق إلا برقم تختلف فيه خانة واحدة.
    }
search-nearer = لم يُعثر على شيء كما كتبته، فأُخذت أيضًا كلمات ربما شوّهتها نسخة رديئة.
search-behind =
    { $count ->
        [one] لم يُضف آخر حدث إلى الفهرس بعد. أعد السؤال بعد قليل.
        [two] لم يُضف آخر حدثين إلى الفهرس بعد. أعد السؤال بعد قليل.
        [few] لم تُضف آخر { $count } أحداث إلى الفهرس بعد. أعد السؤال بعد قليل.
       *[other] لم يُضف آخر { $count } حدثًا إلى الفهرس بعد. أعد السؤال بعد قليل.
    }
search-hits = الصفحات التي عُثر عليها
search-digit = خانة مختلفة
search-machine = قراءة آلية
search-why = سبب العثور عليها
search-before = السابق
search-after = التالي
search-page = الجزء { $count }
search-pages = من { $count }
search-cut = لا يمكن تصفّح أكثر من أفضل ١٬٠٠٠ صفحة. حدّد سؤالك أكثر لترى غيرها.
search-narrow = تضييق البحث
search-too-many = طرحت ٦٠ سؤالًا خلال ساعة، أو اطلعت اليوم على أسطر من ١٬٠٠٠ صفحة. تابع لاحقًا، أو أخبر المراقب بسبب حاجتك إلى المزيد.
search-by-branch = الفرع
search-by-year = السنة
search-by-type = نوع الوثيقة
search-by-site = الموقع
search-by-accession = الدفعة
search-by-access = مستوى الاطلاع
search-field-branch = فرع
search-field-year = سنة
search-field-type = نوع
search-field-site = موقع
search-field-accession = دفعة
search-field-access = مستوى
# What the question language calls them: a button adds the word to the question.
search-level-open = مفتوح
search-level-restricted = مقيد
search-level-confidential = سري
search-level-sealed = مختوم
search-type-register = سجل
search-type-transfer-order = أمر نقل
search-type-death-notice = شهادة وفاة
search-type-wanted-circular = إذاعة بحث
search-type-interrogation = محضر تحقيق
search-type-court-judgment = حكم محكمة
search-type-release-order = إخلاء سبيل
search-type-missing-request = طلب بيان مصير
search-type-receipt = إيصال
search-type-property-list = قائمة أمانات
search-type-telegram = برقية
search-type-memorandum = مذكرة
search-type-note = ملاحظة
search-why-written = كما كُتبت
search-why-folded = بإملاء آخر
search-why-other-form = مع أل التعريف أو حرف متصل أو بدونهما
search-why-other-dots = بنقاط مختلفة
search-why-one-letter = يختلف حرف واحد
search-why-two-letters = يختلف حرفان
search-why-pattern = تطابق النمط
search-why-field = لها هذه القيمة
search-why-one-digit = تختلف خانة واحدة
search-mistake-at = (عند الحرف { $count }.)
search-mistake-too-long = السؤال طويل جدًا. اسأل عن أقل في كل مرة.
search-mistake-control = هنا رمز ليس نصًا. احذفه.
search-mistake-nothing = لم تسأل عن شيء. اكتب كلمة أو عبارة أو حقلًا؛ والرمز * يجد كل الصفحات.
search-mistake-quote = علامة اقتباس بلا قرين. أغلقها أو احذفها.
search-mistake-parenthesis = قوس بلا قرين. أغلقه أو احذفه.
search-mistake-operator = ليس بجانب «و» أو «أو» أو «ليس» ما تربطه. اكتب كلمة هناك، أو ضعها بين علامتي اقتباس لتبحث عنها.
search-mistake-field = لا حقل بهذا الاسم. في الجدول أدناه أسماء الحقول؛ وضع الكلمات ذات النقطتين بين علامتي اقتباس لتبحث عنها.
search-mistake-value = حقل بلا قيمة. اكتبها بعد النقطتين، وإن كانت عدة كلمات فبين علامتي اقتباس.
search-mistake-date = هذا ليس تاريخًا. اكتب 2013 أو 2013-04 أو 12/3/2014 أو 2013-04..2014-01.
search-mistake-type = لا نوع من الوثائق بهذا الاسم. اكتب برقية أو سجل أو وفاة أو غيرها مما يرد في قائمة النتائج.
search-mistake-access = لا مستوى اطلاع بهذا الاسم. اكتب مفتوح أو مقيد أو سري.
search-mistake-number = لا خانة في هذا الرقم. اكتبه بأرقام أي كتابة.
search-mistake-pattern = الكلمة التي فيها * تحتاج إلى حرفين قبله، وإلى أحرف فقط.
search-mistake-deep = الأقواس متداخلة أكثر مما ينبغي. بسّط سؤالك.
search-mistake-many = هذه كلمات كثيرة جدًا. اسأل عن أقل في كل مرة.
search-mistake-other = تعذّر فهم هذا السؤال.
search-help = كيف تسأل
search-help-spelling = تتساوى صور الإملاء: الهمزة، والهاء والتاء المربوطة، والألف المقصورة والياء، وأرقام أي كتابة، و«عبد الرحمن» و«عبدالرحمن».
search-help-write = اكتب
search-help-finds = لتجد الصفحات التي فيها
search-help-words = محمد خالد
search-help-words-means = الكلمتان معًا، بأي ترتيب
search-help-phrase = "محمد خالد"
search-help-phrase-means = الكلمتان متجاورتين
search-help-or = محمد أو خالد
search-help-or-means = إحداهما على الأقل
search-help-not = محمد ليس خالد
search-help-not-means = الأولى دون الثانية
search-help-wild = زعتر*
search-help-wild-means = كلمات تبدأ هكذا
search-help-near = خالد~
search-help-near-means = وأيضًا ما تصنعه نسخة رديئة منها: نقاط ضائعة أو حرف مختلف
search-help-exact = =أحمد
search-help-exact-means = الكلمة حرفًا بحرف
search-help-branch = فرع:٢١٥
search-help-branch-means = رقم فرع أو دائرة
search-help-telegram = برقية:١١٨
search-help-telegram-means = رقم برقية؛ وكذلك كتاب: وموقوف: ودعوى: ومشفى:، و رقم: لأي رقم
search-help-date = تاريخ:2013-04..2014-01
search-help-date-means = تاريخ في هذه المدة؛ وكذلك 2013 أو 12/3/2014 أو "آذار 2014"
search-help-type = نوع:وفاة
search-help-type-means = هذا النوع من الوثائق
search-help-site = موقع:حمص
search-help-site-means = وثائق عُثر عليها في هذا الموقع؛ وكذلك مكان: ودفعة: ومرجع: وعنوان:
search-help-all = *
search-help-all-means = أي شيء: كل صفحة متاحة لك
