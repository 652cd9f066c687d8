/// Commands that look at what ran.
@NullMarked
package dev.fairlead.cli.executions;

import org.jspecify.annotations.NullMarked;
