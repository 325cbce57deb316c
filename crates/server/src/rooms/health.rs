//! Whether the server answers: for whoever watches over it. It tells nothing about the archive.

use axum::Json;
use serde_json::{Value, json};

/// `{"ok":true}` while the server answers.
pub(crate) async fn page() -> Json<Value> {
    Json(json!({ "ok": true }))
}
