/// What has to be done now and then.
@NullMarked
package dev.fairlead.server.upkeep;

import org.jspecify.annotations.NullMarked;
