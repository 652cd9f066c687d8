/// Settings and wiring of kept answers and of the CDNs in front.
@NullMarked
package dev.fairlead.server.caching;

import org.jspecify.annotations.NullMarked;
