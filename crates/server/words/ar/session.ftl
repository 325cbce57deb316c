# الدخول.
sign-in-title = تسجيل الدخول
sign-in-handle = اسم الحساب
sign-in-password = كلمة المرور
sign-in-code = رمز التحقق
sign-in-code-hint = الأرقام الستة التي يعرضها تطبيق المصادقة الآن.
sign-in-button = دخول
step-up-title = أكّد هويتك مرة أخرى
step-up-why = تحتاج الخطوة التالية إلى رمز لم يمض عليه أكثر من دقيقتين.
step-up-button = متابعة
