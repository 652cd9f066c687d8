/// Children with real functions, built as a server would.
@NullMarked
package dev.fairlead.process;

import org.jspecify.annotations.NullMarked;
