# ما يحيط بكل صفحة.
name-of-program = سِجِلّ
name-of-language = العربية
skip-to-content = انتقل إلى المحتوى
navigation = الغرف
sign-out = خروج
to-first-page = إلى الصفحة الأولى
plain-http = وصلت هذه الصفحة دون تشفير. هذا للتجربة على الجهاز نفسه فقط.
warning = تنبيه
