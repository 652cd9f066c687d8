/// Which sandbox a server or a command uses: named by the operator, or the first that works here.
@NullMarked
package dev.fairlead.sandbox.choice;

import org.jspecify.annotations.NullMarked;
