//! Reads JavaScript values.

use std::{fmt, slice::Iter};

use js_sys::{Array, JsString, Number, Object};
use serde::{
    Deserializer,
    de::{
        DeserializeSeed, EnumAccess, Error, Expected, SeqAccess, Unexpected, VariantAccess, Visitor,
    },
    forward_to_deserialize_any,
};
use wasm_bindgen::{JsCast, JsValue};

use crate::{Record, passed};

/// A value is not what it should be.
#[derive(Debug)]
pub struct Unreadable(&'static str);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Unreadable {}

impl From<Unreadable> for JsValue {
    fn from(error: Unreadable) -> Self {
        error.0.into()
    }
}

impl Unreadable {
    pub(crate) const OTHER: Self = Self("a value is of another kind");
}

/// All of them ignore what there is instead: to say it takes more code than to
/// read it.
impl Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::OTHER
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::OTHER
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::OTHER
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self::OTHER
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self::OTHER
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self::OTHER
    }
}

/// Takes a value as it is.
///
/// # Errors
/// It is not a `T`, or not read from a JavaScript value.
pub fn preserve<'de, D: Deserializer<'de>, T: JsCast>(from: D) -> Result<T, D::Error> {
    struct Passed;
    impl Visitor<'_> for Passed {
        type Value = Option<JsValue>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(passed::NAME)
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(passed::take())
        }
    }
    let value = from.deserialize_unit_struct(passed::NAME, Passed)?;
    value
        .and_then(|value| value.dyn_into().ok())
        .ok_or_else(|| D::Error::custom(passed::NAME))
}

/// A JavaScript value that is read.
pub struct Value(pub JsValue);

impl<'de> Deserializer<'de> for Value {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        let value = self.0;
        if let Some(number) = value.as_f64() {
            // Nothing that is sent or kept is an integer below zero.
            match Number::is_safe_integer(&value) && number >= 0.0 {
                true => visitor.visit_u64(number as u64),
                false => visitor.visit_f64(number),
            }
        } else if let Some(text) = value.as_string() {
            visitor.visit_string(text)
        } else if let Some(is) = value.as_bool() {
            visitor.visit_bool(is)
        } else if Array::is_array(&value) {
            visitor.visit_seq(Items {
                array: value.unchecked_into(),
                next: 0,
            })
        } else {
            visitor.visit_unit()
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0.is_undefined() || self.0.is_null() {
            true => visitor.visit_none(),
            false => visitor.visit_some(self),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        if name == passed::NAME {
            passed::put(self.0);
        }
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        if !self.0.is_object() {
            return Err(Unreadable::OTHER);
        }
        visitor.visit_seq(Fields {
            record: self.0.unchecked_into(),
            fields: fields.iter(),
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        if self.0.is_string() {
            return visitor.visit_enum(Variant {
                name: self.0,
                value: Value(JsValue::UNDEFINED),
            });
        }
        if !self.0.is_object() {
            return Err(Unreadable::OTHER);
        }
        let entries = Object::entries(self.0.unchecked_ref());
        let entry: Array = match entries.length() {
            1 => entries.get(0).unchecked_into(),
            _ => return Err(Unreadable::OTHER),
        };
        visitor.visit_enum(Variant {
            name: entry.get(0),
            value: Value(entry.get(1)),
        })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit seq tuple
        tuple_struct map identifier ignored_any
    }
}

/// The items of an array.
struct Items {
    array: Array,
    next: u32,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        if self.next >= self.array.length() {
            return Ok(None);
        }
        self.next += 1;
        seed.deserialize(Value(self.array.get(self.next - 1)))
            .map(Some)
    }
}

/// The fields of an object in the order of a struct, which asks for one after the
/// other: to ask by name, as of a map, would take twice the code. One that is not
/// there is said to be none, and the next one follows; it is what
/// `#[serde(default)]` says.
struct Fields {
    record: Record,
    fields: Iter<'static, &'static str>,
}

impl<'de> SeqAccess<'de> for Fields {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        let name = self.fields.next().ok_or(Unreadable::OTHER)?;
        let value = self.record.field(&JsString::from(*name));
        match value.is_undefined() {
            true => Ok(None),
            false => seed.deserialize(Value(value)).map(Some),
        }
    }
}

/// One of an enum: its name, and what belongs to it.
struct Variant {
    name: JsValue,
    value: Value,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unreadable;
    type Variant = Value;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Value), Unreadable> {
        Ok((seed.deserialize(Value(self.name))?, self.value))
    }
}

impl<'de> VariantAccess<'de> for Value {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<T::Value, Unreadable> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_struct("", fields, visitor)
    }
}
