/// The whole server in this process, by HTTP and by its command line.
@NullMarked
package dev.fairlead.endtoend;

import org.jspecify.annotations.NullMarked;
