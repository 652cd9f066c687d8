/// How much an organization or a project may use.
@NullMarked
package dev.fairlead.model.quotas;

import org.jspecify.annotations.NullMarked;
