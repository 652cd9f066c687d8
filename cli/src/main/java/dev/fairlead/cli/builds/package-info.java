/// Commands about builds and what they make.
@NullMarked
package dev.fairlead.cli.builds;

import org.jspecify.annotations.NullMarked;
