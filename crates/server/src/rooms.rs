//! The rooms. Each is a module that knows its own work; who may enter stands in the table of routes.

pub(crate) mod alerts;
pub(crate) mod api;
pub(crate) mod assertions;
pub(crate) mod assets;
pub(crate) mod check;
pub(crate) mod custody;
pub(crate) mod desk;
pub(crate) mod exports;
pub(crate) mod find;
pub(crate) mod founding;
pub(crate) mod health;
pub(crate) mod invitation;
pub(crate) mod item;
pub(crate) mod language;
pub(crate) mod oversight;
pub(crate) mod people;
pub(crate) mod pictures;
pub(crate) mod search;
pub(crate) mod session;
pub(crate) mod sheet;
pub(crate) mod shelves;
pub(crate) mod start;
pub(crate) mod transcription;
pub(crate) mod verify;
pub(crate) mod witnesses;
