/// Docker's API as such: its versions, paths, JSON and streams. What is asked, and what the answers
/// mean, is in `docker`.
@NullMarked
package dev.fairlead.engine.api;

import org.jspecify.annotations.NullMarked;
