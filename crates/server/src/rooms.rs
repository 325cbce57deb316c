//! The rooms. Each is a module that knows its own work; who may enter stands in the table of routes.

pub(crate) mod assets;
pub(crate) mod check;
pub(crate) mod desk;
pub(crate) mod founding;
pub(crate) mod health;
pub(crate) mod invitation;
pub(crate) mod language;
pub(crate) mod session;
pub(crate) mod start;
pub(crate) mod verify;
pub(crate) mod witnesses;
