/// How a guest is asked and how it answers: the contracts of modules. Runs calls on an instance
/// that it is given; knows no pools and no threads.
@NullMarked
package dev.fairlead.wasm.contract;

import org.jspecify.annotations.NullMarked;
