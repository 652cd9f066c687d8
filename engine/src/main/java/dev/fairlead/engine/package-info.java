/// The port to container engines: what one is, can do and refuses. How it is spoken to is in
/// `docker`; what containers are for, nobody here knows.
@NullMarked
package dev.fairlead.engine;

import org.jspecify.annotations.NullMarked;
