//! A program that returns from `_start` has succeeded.

fn main() {}
