/// Lets a step reach the servers it names and no others. Works outside of the sandbox.
@NullMarked
package dev.fairlead.sandbox.network;

import org.jspecify.annotations.NullMarked;
