/// What stands in for a key management service. Keeps its keys in memory, as no real one does.
@NullMarked
package dev.fairlead.testkit.keyservice;

import org.jspecify.annotations.NullMarked;
