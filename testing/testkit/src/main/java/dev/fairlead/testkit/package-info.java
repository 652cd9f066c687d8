/// What tests of several modules start and stop, such as a container engine. Nothing of it ships.
@NullMarked
package dev.fairlead.testkit;

import org.jspecify.annotations.NullMarked;
