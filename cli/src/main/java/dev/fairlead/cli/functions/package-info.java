/// Commands that make, change and call functions.
@NullMarked
package dev.fairlead.cli.functions;

import org.jspecify.annotations.NullMarked;
