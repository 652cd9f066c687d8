/// Makes JVM classes of WebAssembly modules, once each, in a child JVM, and keeps them on disk.
/// Makes no instances and calls nothing.
@NullMarked
package dev.fairlead.wasm.compile;

import org.jspecify.annotations.NullMarked;
