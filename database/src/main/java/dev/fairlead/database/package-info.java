/// The embedded PostgreSQL: unpacked, started, watched and stopped. Knows nothing of what is in it.
@NullMarked
package dev.fairlead.database;

import org.jspecify.annotations.NullMarked;
