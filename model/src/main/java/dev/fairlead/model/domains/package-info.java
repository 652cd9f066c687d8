/// Domains as values: their names, ids, states and what proves them. Looks nothing up.
@NullMarked
package dev.fairlead.model.domains;

import org.jspecify.annotations.NullMarked;
