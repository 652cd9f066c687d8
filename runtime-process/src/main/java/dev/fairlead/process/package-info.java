/// Guests as sandboxed child processes: one function's version each, one call at a time.
@NullMarked
package dev.fairlead.process;

import org.jspecify.annotations.NullMarked;
