//! A map of a few entries: a list that is searched from its start. A hash map's
//! code would be a part of every first visit.

/// A map of a few entries.
#[derive(Clone, Debug)]
pub struct Few<K, V>(Vec<(K, V)>);

impl<K, V> Default for Few<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: PartialEq, V> Few<K, V> {
    fn position(&self, is: impl Fn(&K) -> bool) -> Option<usize> {
        self.0.iter().position(|(key, _)| is(key))
    }

    /// The value of a key.
    pub fn get(&self, is: impl Fn(&K) -> bool) -> Option<&V> {
        self.position(is).map(|at| &self.0[at].1)
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, is: impl Fn(&K) -> bool) -> Option<&mut V> {
        self.position(is).map(|at| &mut self.0[at].1)
    }

    /// Sets the value of a key.
    pub fn insert(&mut self, key: K, value: V) {
        self.remove(|other| *other == key);
        self.0.push((key, value));
    }

    /// Takes out the value of a key.
    pub fn remove(&mut self, is: impl Fn(&K) -> bool) -> Option<V> {
        self.position(is).map(|at| self.0.swap_remove(at).1)
    }

    /// Keeps only the entries of which this is true.
    pub fn retain(&mut self, keep: impl Fn(&K) -> bool) {
        self.0.retain(|(key, _)| keep(key));
    }

    /// All entries.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}
