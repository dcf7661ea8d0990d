//! Variables in the order in which a list names them.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};

/// An object of JSON as pairs: programs see the order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Environment(pub Vec<(String, String)>);

impl<'de> Deserialize<'de> for Environment {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Pairs;

        impl<'de> Visitor<'de> for Pairs {
            type Value = Environment;

            fn expecting(&self, to: &mut fmt::Formatter) -> fmt::Result {
                to.write_str("an object of variables")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Environment, M::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Environment(pairs))
            }
        }

        from.deserialize_map(Pairs)
    }
}
