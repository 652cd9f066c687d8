/// The record of an invocation.
@NullMarked
package dev.fairlead.model.executions;

import org.jspecify.annotations.NullMarked;
