/// Commands about services that answer elsewhere.
@NullMarked
package dev.fairlead.cli.proxies;

import org.jspecify.annotations.NullMarked;
