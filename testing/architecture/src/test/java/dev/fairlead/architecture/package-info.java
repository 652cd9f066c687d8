/// The floor plan and the house rules, held by tests.
@NullMarked
package dev.fairlead.architecture;

import org.jspecify.annotations.NullMarked;
