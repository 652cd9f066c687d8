/// Hands on what containers print.
@NullMarked
package dev.fairlead.container.logs;

import org.jspecify.annotations.NullMarked;
