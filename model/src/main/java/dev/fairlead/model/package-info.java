/// Values that every floor shares. Uses nothing but the JDK and does no work of its own.
@NullMarked
package dev.fairlead.model;

import org.jspecify.annotations.NullMarked;
