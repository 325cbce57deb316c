//! What is printed: receipts, certificates and letters as PDF, Arabic and English.
