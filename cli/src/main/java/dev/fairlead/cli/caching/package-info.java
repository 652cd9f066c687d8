/// Commands about kept answers and the CDN in front.
@NullMarked
package dev.fairlead.cli.caching;

import org.jspecify.annotations.NullMarked;
