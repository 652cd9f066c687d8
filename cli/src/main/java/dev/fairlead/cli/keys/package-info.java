/// Commands about keys, one's own and those of projects.
@NullMarked
package dev.fairlead.cli.keys;

import org.jspecify.annotations.NullMarked;
