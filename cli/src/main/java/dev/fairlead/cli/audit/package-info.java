/// Commands about what was done, and by whom.
@NullMarked
package dev.fairlead.cli.audit;

import org.jspecify.annotations.NullMarked;
