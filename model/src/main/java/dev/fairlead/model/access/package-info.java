/// What somebody may do, as words: permissions, and the roles that are made of them.
@NullMarked
package dev.fairlead.model.access;

import org.jspecify.annotations.NullMarked;
