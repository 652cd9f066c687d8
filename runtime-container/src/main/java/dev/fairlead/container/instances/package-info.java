/// Instances: containers that answer requests, how one is started, found again and ended.
@NullMarked
package dev.fairlead.container.instances;

import org.jspecify.annotations.NullMarked;
