/// What somebody may do, as words: permissions, and the roles that are made of them; and names that
/// come with passwords.
@NullMarked
package dev.fairlead.model.access;

import org.jspecify.annotations.NullMarked;
