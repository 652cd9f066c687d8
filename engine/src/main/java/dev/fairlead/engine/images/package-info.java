/// Images: where they come from, how they are built, what they say of themselves.
@NullMarked
package dev.fairlead.engine.images;

import org.jspecify.annotations.NullMarked;
