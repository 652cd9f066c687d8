/// Asks servers that somebody else named, over HTTP, and connects to allowed addresses alone.
@NullMarked
package dev.fairlead.identity.outbound;

import org.jspecify.annotations.NullMarked;
