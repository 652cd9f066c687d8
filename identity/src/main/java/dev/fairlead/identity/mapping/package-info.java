/// What people may do here by the groups that a provider says they are in.
@NullMarked
package dev.fairlead.identity.mapping;

import org.jspecify.annotations.NullMarked;
