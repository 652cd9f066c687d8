/// Commands about variables and secrets.
@NullMarked
package dev.fairlead.cli.variables;

import org.jspecify.annotations.NullMarked;
