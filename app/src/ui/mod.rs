//! How pages are made: the frame around them, forms, lists, the words they share. Knows no slice's rules.
//!
//! Every page is rendered on the server and is whole with scripts off. [`page`] is what stands around it, [`form`] how a
//! person answers, [`look`] the reader's language and size of text, [`fault`] what is shown when something went wrong.

pub mod assets;
pub mod escape;
pub mod fault;
pub mod form;
pub mod icon;
pub mod island_live;
pub mod look;
pub mod months;
pub mod page;
pub mod paths;
pub mod qr;
pub mod table;
pub mod words;
