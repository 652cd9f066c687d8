/// Answers on their way to a client, and what is done with them there.
@NullMarked
package dev.fairlead.dataplane.answers;

import org.jspecify.annotations.NullMarked;
