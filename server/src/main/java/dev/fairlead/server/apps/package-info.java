/// Settings of what runs in containers.
@NullMarked
package dev.fairlead.server.apps;

import org.jspecify.annotations.NullMarked;
