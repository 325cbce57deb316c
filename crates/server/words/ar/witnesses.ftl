# الشهود.
way-witnesses = الشهود
witnesses-what = منظمات أخرى توقّع رأس السجل، فلا يستطيع أحد أن يغيّر التاريخ دون أن يُكشف، ولا العاملون هنا.
witnesses-fork = روى هذا السجل تاريخين. لن يُوقَّع شيء بعد الآن.
witnesses-ours = رأس السجل هنا:
witnesses-theirs = الرأس الآخر:
witnesses-heads = أحدث رؤوس السجل
witnesses-none = لم يُوقَّع رأس بعد.
witnesses-size = الأحداث
witnesses-at = آخر حدث
witnesses-cosigned = من وقّع من الشهود ومتى
witnesses-stamped = الأختام الزمنية
witnesses-root = جذر الشجرة
witnesses-nobody = لا أحد
witnesses-enough = يكفي بحسب سياسة الأرشيف
witnesses-not-enough = لا يكفي بحسب سياسة الأرشيف
witnesses-bad = غير صحيح:
witnesses-earlier = أقدم
