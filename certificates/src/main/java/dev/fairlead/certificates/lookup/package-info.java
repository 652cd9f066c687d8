/// Looks up what the network says of a domain, now and with time limits. Remembers nothing.
@NullMarked
package dev.fairlead.certificates.lookup;

import org.jspecify.annotations.NullMarked;
