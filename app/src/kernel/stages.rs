//! Things that move from stage to stage: what does not fit where one stands, and the types that an illegal move does not compile
//! with.

use super::fault::Fault;
use super::said::{Text, text};

const NOT_NOW: Text = text(
    "现在是“{}”，这一步暂时不能办。请看看最新情况。",
    "It stands at “{}”, so this step cannot be taken now. Please look at how it stands.",
);

/// The move does not fit how it stands.
pub fn not_in_stage(stage: Text) -> Fault {
    Fault::Rule { code: "not_in_stage".into(), said: NOT_NOW.fill_said(&stage.into()) }
}

/// Declares what a thing is read into before it moves: the type, the thing with its stages, and at which of them it may stand.
/// Its moves are methods that use it up.
#[macro_export]
macro_rules! standing {
    ($(#[$doc:meta])* $name:ident: $thing:ident at $stages:ident::{$($stage:ident),+}) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name($thing);

        impl TryFrom<$thing> for $name {
            type Error = $crate::kernel::fault::Fault;
            fn try_from(thing: $thing) -> Result<Self, Self::Error> {
                match thing.stage {
                    $($stages::$stage)|+ => Ok(Self(thing)),
                    other => Err($crate::kernel::stages::not_in_stage(other.name())),
                }
            }
        }
    };
}
