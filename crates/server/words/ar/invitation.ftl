# استلام الحساب.
invitation-title = استلم حسابك
invitation-why = أعطاك أحد المديرين اسمًا ورمزًا. تختار كلمة مرور وتضيف رمز التحقق، ثم يمكنك تسجيل الدخول.
invitation-code = رمز الدعوة
invitation-button = تابع
invitation-password-hint = ١٥ حرفًا على الأقل. وإن كنت تعمل في هذا الأرشيف من سطر الأوامر فاكتب عبارة مرور مفتاحك.
invitation-done-title = صار الحساب لك
invitation-done = سجّل الدخول الآن باسمك وكلمة مرورك والرمز التالي الذي يعرضه تطبيق المصادقة.
invitation-link = دعاني أحدهم
