/// How an alias spreads its requests over versions: weights, conditions, variants that stay,
/// mirrors. Says it; the router does it.
@NullMarked
package dev.fairlead.model.traffic;

import org.jspecify.annotations.NullMarked;
