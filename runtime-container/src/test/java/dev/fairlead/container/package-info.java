@NullMarked
package dev.fairlead.container;

import org.jspecify.annotations.NullMarked;
