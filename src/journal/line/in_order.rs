//! A line read in the order in which lines are written, each field as it comes.
//!
//! Where fields may stand in any order, serde keeps all that it doesn't know yet until the line's end, and copies it from
//! there into the event. A line that stands otherwise is read that way; this says only that it does, not what is wrong.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::Line;
use crate::engine::event::EventKind;

/// The line, if it is one and in order.
pub(super) fn read(text: &str) -> serde_json::Result<Line<'_>> {
    let mut json = serde_json::Deserializer::from_str(text);
    let line = json.deserialize_map(InOrder)?;
    json.end().map(|()| line)
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Line<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a journal line in order")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut line: A) -> Result<Line<'de>, A::Error> {
        let (seq, at) = (value(&mut line, "seq")?, value(&mut line, "at")?);
        let mut key: Option<&str> = line.next_key()?;
        let mut said = None;
        if key == Some("said") {
            said = line.next_value()?;
            key = line.next_key()?;
        }
        is(key, "by")?;
        let (by, cause) = (line.next_value()?, value(&mut line, "cause")?);
        is(line.next_key()?, "kind")?;
        let kind =
            EventKind::deserialize(MapAccessDeserializer::new(Fields { line: &mut line, begun: false }))?;
        // Its key ended the fields of the kind.
        let (who, wall) = (line.next_value()?, value(&mut line, "wall")?);
        let (drill, hash) = (value(&mut line, "drill")?, Cow::Borrowed(value(&mut line, "hash")?));
        match line.next_key::<&str>()? {
            None => Ok(Line { seq, at, said, by, cause, who, wall, _drill: drill, _hash: hash, kind }),
            Some(_) => Err(A::Error::custom("something follows the hash")),
        }
    }
}

/// The value of the next field, which is this one.
fn value<'de, A: MapAccess<'de>, T: Deserialize<'de>>(line: &mut A, name: &str) -> Result<T, A::Error> {
    is(line.next_key()?, name)?;
    line.next_value()
}

fn is<E: Error>(key: Option<&str>, name: &str) -> Result<(), E> {
    if key == Some(name) { Ok(()) } else { Err(E::custom("the fields are not in order")) }
}

/// The kind and its own fields: up to `who`, which comes next.
struct Fields<'m, A> {
    line: &'m mut A,
    begun: bool,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Fields<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        let key = match std::mem::replace(&mut self.begun, true) {
            false => "kind",
            true => self.line.next_key()?.ok_or_else(|| A::Error::custom("nobody moved"))?,
        };
        (key != "who").then(|| seed.deserialize(BorrowedStrDeserializer::new(key))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.line.next_value_seed(seed)
    }
}
