//! Writes JavaScript values.

use js_sys::{Array, JsString, Object};
use serde::{
    Serialize, Serializer,
    ser::{
        self, Impossible, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
        SerializeTupleStruct, SerializeTupleVariant,
    },
};
use wasm_bindgen::{JsCast, JsValue};

use crate::{Record, Unreadable, passed};

type Written = Result<JsValue, Unreadable>;

/// The largest integer up to which a number has each.
const MOST: u64 = 1 << 53;

impl ser::Error for Unreadable {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self::OTHER
    }
}

/// Passes a value as it is.
///
/// # Errors
/// It is not written to a JavaScript value.
pub fn preserve<S: Serializer, T: AsRef<JsValue>>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    passed::put(value.as_ref().clone());
    to.serialize_unit_struct(passed::NAME)
}

/// What makes a JavaScript value of a Rust one.
#[derive(Clone, Copy)]
pub struct Writer;

/// `{ variant: value }`
fn of_variant(variant: &'static str, value: JsValue) -> JsValue {
    let record = Object::new();
    record
        .unchecked_ref::<Record>()
        .set(&JsString::from(variant), &value);
    record.into()
}

/// Writes these as numbers.
macro_rules! numbers {
    ($($name:ident $kind:ty),*) => {
        $(fn $name(self, number: $kind) -> Written {
            Ok(f64::from(number).into())
        })*
    };
}

impl Serializer for Writer {
    type Ok = JsValue;
    type Error = Unreadable;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Items;
    type SerializeMap = Impossible<JsValue, Unreadable>;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Fields;

    numbers! {
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_u8 u8, serialize_u16 u16, serialize_u32 u32,
        serialize_f32 f32, serialize_f64 f64
    }

    fn serialize_i64(self, number: i64) -> Written {
        match number.unsigned_abs() <= MOST {
            true => Ok((number as f64).into()),
            false => Err(Unreadable::OTHER),
        }
    }

    fn serialize_u64(self, number: u64) -> Written {
        match number <= MOST {
            true => Ok((number as f64).into()),
            false => Err(Unreadable::OTHER),
        }
    }

    fn serialize_bool(self, is: bool) -> Written {
        Ok(is.into())
    }

    fn serialize_char(self, character: char) -> Written {
        self.serialize_str(character.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Written {
        Ok(text.into())
    }

    /// Nothing has bytes but as a `Uint8Array`, which is passed as it is.
    fn serialize_bytes(self, _: &[u8]) -> Written {
        Err(Unreadable::OTHER)
    }

    fn serialize_none(self) -> Written {
        Ok(JsValue::NULL)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        Ok(JsValue::UNDEFINED)
    }

    fn serialize_unit_struct(self, name: &'static str) -> Written {
        match name == passed::NAME {
            true => passed::take().ok_or(Unreadable::OTHER),
            false => Ok(JsValue::UNDEFINED),
        }
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        Ok(variant.into())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Written {
        Ok(of_variant(variant, value.serialize(self)?))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, Unreadable> {
        Ok(Items::new(None))
    }

    fn serialize_tuple(self, _: usize) -> Result<Items, Unreadable> {
        Ok(Items::new(None))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items, Unreadable> {
        Ok(Items::new(None))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items, Unreadable> {
        Ok(Items::new(Some(variant)))
    }

    /// No message has a map.
    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Unreadable> {
        Err(Unreadable::OTHER)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields, Unreadable> {
        Ok(Fields::new(None))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Fields, Unreadable> {
        Ok(Fields::new(Some(variant)))
    }
}

/// An array, perhaps of a variant.
pub struct Items {
    array: Array,
    variant: Option<&'static str>,
}

impl Items {
    fn new(variant: Option<&'static str>) -> Self {
        let array = Array::new();
        Self { array, variant }
    }

    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unreadable> {
        self.array.push(&value.serialize(Writer)?);
        Ok(())
    }

    fn whole(self) -> Written {
        let value = self.array.into();
        Ok(match self.variant {
            Some(variant) => of_variant(variant, value),
            None => value,
        })
    }
}

/// An object, perhaps of a variant.
pub struct Fields {
    record: Record,
    variant: Option<&'static str>,
}

impl Fields {
    fn new(variant: Option<&'static str>) -> Self {
        let record = Object::new().unchecked_into();
        Self { record, variant }
    }

    fn put<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unreadable> {
        let value = value.serialize(Writer)?;
        self.record.set(&JsString::from(name), &value);
        Ok(())
    }

    fn whole(self) -> Written {
        let value = self.record.into();
        Ok(match self.variant {
            Some(variant) => of_variant(variant, value),
            None => value,
        })
    }
}

/// All of them add one after another.
macro_rules! items {
    ($($kind:ident $add:ident),*) => {
        $(impl $kind for Items {
            type Ok = JsValue;
            type Error = Unreadable;

            fn $add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unreadable> {
                self.push(value)
            }

            fn end(self) -> Written {
                self.whole()
            }
        })*
    };
}

items! {
    SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
}

/// Both add one after another.
macro_rules! fields {
    ($($kind:ident),*) => {
        $(impl $kind for Fields {
            type Ok = JsValue;
            type Error = Unreadable;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Unreadable> {
                self.put(name, value)
            }

            fn end(self) -> Written {
                self.whole()
            }
        })*
    };
}

fields! { SerializeStruct, SerializeStructVariant }
