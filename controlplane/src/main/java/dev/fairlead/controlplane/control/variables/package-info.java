/// Decides what variables a function has, and seals secrets.
@NullMarked
package dev.fairlead.controlplane.control.variables;

import org.jspecify.annotations.NullMarked;
