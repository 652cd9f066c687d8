/// Which requests of a domain go where, and what is done to them and their answers on the way.
@NullMarked
package dev.fairlead.dataplane.rules;

import org.jspecify.annotations.NullMarked;
