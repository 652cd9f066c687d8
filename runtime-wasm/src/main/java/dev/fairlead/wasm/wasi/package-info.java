/// WASI preview 1 as guests see it: standard streams, environment, clocks, random bytes; no files,
/// no network.
@NullMarked
package dev.fairlead.wasm.wasi;

import org.jspecify.annotations.NullMarked;
